"""Sessions: permission for a run to act in the caller's name, handed over as a nonce."""

from cdf_functions._exchange import exchange
from cdf_functions._sessions import CreatedSession
from cdf_functions.credentials import Credentials, OAuthClientCredentials
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.sessions import create_session


class AsyncSessionsAPI:
    """``client.sessions``"""

    def __init__(self, api: Api, credentials: Credentials) -> None:
        self._api = api
        self._credentials = credentials

    async def create(self) -> CreatedSession:
        """Create a session from the client's own credentials (operation createSession).

        A client id and secret are handed on, so that the session outlives the token; any other token is exchanged.

        Raises:
            ApiError: if the service refuses; it asks for the capability sessionsAcl:CREATE
        """
        body = models.SessionCreateRequest([self._credential()])
        with exchange("createSession") as one:
            answer = one.unwrap(
                await create_session.asyncio_detailed(client=self._api, body=body), models.CreatedSessionList
            )
            return CreatedSession.of(one.single(answer.items, models.CreatedSession))

    def _credential(self) -> models.ClientCredentialsSession | models.TokenExchangeSession:
        if isinstance(self._credentials, OAuthClientCredentials):
            return models.ClientCredentialsSession(self._credentials.client_id, self._credentials.client_secret)
        return models.TokenExchangeSession(token_exchange=True)
