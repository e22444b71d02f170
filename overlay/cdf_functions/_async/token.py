"""The token: what the client's credentials are good for."""

from __future__ import annotations

from cdf_functions._http.exchange import exchange
from cdf_functions._resources.project import TokenInspection
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.token import inspect_token


class AsyncTokenAPI:
    """``client.token``"""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def inspect(self) -> TokenInspection:
        """Ask the service whom the client's token stands for, and what it may do (operation inspectToken)."""
        with exchange("inspectToken") as one:
            answer = await inspect_token.asyncio_detailed(client=self._api)
            return TokenInspection.of(one.unwrap(answer, models.TokenInspection))
