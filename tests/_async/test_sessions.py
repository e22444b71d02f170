"""Sessions: how they are made, and what can be seen and done afterwards."""

from datetime import UTC, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from cdf_functions import (
    AsyncClient,
    BadRequestError,
    ClientCredentials,
    CredentialsError,
    NotFoundError,
    OAuthClientCredentials,
    Token,
)
from cdf_functions_emulator import Emulator
from tests.scripted import Answer, Received, Script, scripted

MADE = Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n"}]})
FROM_OUR_OWN = Answer(400, {"error": {"code": 400, "message": "Invalid access token from identity provider."}})
PAIR = {"clientId": "id", "clientSecret": "hush"}
EXCHANGE = {"tokenExchange": True}
ONESHOT = {"oneshotTokenExchange": True}


async def asked_for(script: Script, credentials: Any, times: int = 1, **settings: Any) -> list[object]:
    """The credentials of the sessions that a client asks for."""
    with scripted(script) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=credentials, **settings) as client:
            for _ in range(times):
                await client.sessions.create()
    return [request.json["items"][0] for request in service.received if request.operation == "POST /sessions"]


@pytest.mark.parametrize(
    ("credentials", "session", "expected"),
    [
        (Token("t"), "auto", EXCHANGE),
        (Token("t"), "token_exchange", EXCHANGE),
        (Token("t"), "oneshot", ONESHOT),
        ("pair", "auto", PAIR),
        ("pair", "client_credentials", PAIR),
        ("pair", "token_exchange", EXCHANGE),
        ("pair", "oneshot", ONESHOT),
    ],
)
async def test_strategy(credentials: Any, session: str, expected: object) -> None:
    """Sessions are made from a client id and secret if there are any, else from the token, unless told otherwise."""
    script: Script = {"POST /sessions": MADE}
    if credentials == "pair":
        credentials = SimpleNamespace(
            client_id="id", client_secret="hush", authorization_header=lambda: ("Authorization", "Bearer t")
        )
    assert await asked_for(script, credentials, session=session) == [expected]


async def test_oneshot_on_the_one_refusal_that_calls_for_it() -> None:
    """A token that CDF made itself cannot be exchanged; a one-shot session is made instead, then and from then on."""

    def answer(request: Received) -> Answer:
        return MADE if request.json["items"] == [ONESHOT] else FROM_OUR_OWN

    assert await asked_for({"POST /sessions": answer}, Token("t"), 2) == [EXCHANGE, ONESHOT, ONESHOT]


async def test_other_refusals_stand() -> None:
    """Any other refusal is told, and so is that one when the strategy is forced."""
    other = Answer(400, {"error": {"code": 400, "message": "Something else"}})
    with pytest.raises(BadRequestError, match="Something else"):
        await asked_for({"POST /sessions": other}, Token("t"))
    with pytest.raises(BadRequestError, match="Invalid access token"):
        await asked_for({"POST /sessions": FROM_OUR_OWN}, Token("t"), session="token_exchange")


async def test_chaining_is_explained() -> None:
    """Where sessions cannot be chained any further, the error explains what that means."""
    refusal = Answer(400, {"error": {"code": 400, "message": "Nonces can only be used with root sessions."}})
    script: Script = {
        "POST /functions/byids": Answer(200, {"items": [{"id": 1}]}),
        "POST /sessions": MADE,
        "POST /sessions/revoke": Answer(200, {"items": []}),
        "POST /functions/1/call": refusal,
    }
    with scripted(script) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(BadRequestError) as caught:
                await client.functions.call(id=1)
    assert "chain one level deep" in caught.value.__notes__[0]


async def test_arguments_of_create(emulator: Emulator, project: str) -> None:
    """A single session can be made another way; the emulator knows its own client only."""
    async with AsyncClient(project=project, base_url=emulator.base_url, credentials=Token("t")) as client:
        pair = ClientCredentials(emulator.client_id, emulator.client_secret)
        assert (await client.sessions.create(pair)).status == "READY"
        assert (await client.sessions.create(session_type="oneshot")).status == "READY"
        with pytest.raises(ValueError, match="client_credentials needs a client id and secret"):
            await client.sessions.create(session_type="client_credentials")
        with pytest.raises(ValueError, match="session_type: expected one of auto, "):
            await client.sessions.create(session_type="other")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError, match="client_credentials: expected a ClientCredentials, got str"):
            await client.sessions.create("id")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        assert "emulator-secret" not in repr(pair)


async def test_list_retrieve_revoke(client: AsyncClient) -> None:
    """Sessions can be listed, looked up and ended; their times are aware, and the nonce is never seen again."""
    made = [await client.sessions.create() for _ in range(3)]

    found = await client.sessions.list()
    assert {session.id for session in found} == {session.id for session in made}
    session = await client.sessions.retrieve(made[0].id)
    assert (session.status, session.type) == ("READY", "TOKEN_EXCHANGE")
    assert session.creation_time is not None
    assert session.creation_time.tzinfo is UTC
    assert session.expiration_time is not None
    assert session.expiration_time - session.creation_time > timedelta(0)
    assert session.client_id is None
    assert made[0].nonce not in repr(session)

    await client.sessions.revoke(made[0].id)
    await client.sessions.revoke([made[0].id, made[1].id])
    assert {session.id for session in await client.sessions.list(status="revoked")} == {made[0].id, made[1].id}
    assert len(await client.sessions.list(limit=1)) == 1
    with pytest.raises(NotFoundError):
        await client.sessions.retrieve(2**40)


async def test_session_without_leave_to_list() -> None:
    """Whoever may not list sessions sees the id of one that was revoked, and nothing else; that is no error."""
    with scripted({"POST /sessions/revoke": Answer(200, {"items": [{"id": 5}]})}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            (session,) = await client.sessions.revoke(5)
    assert (session.id, session.status, session.type, session.creation_time) == (5, None, None, None)


class Azure:
    """What the credentials of azure-identity look like."""

    def __init__(self) -> None:
        self.scopes: tuple[str, ...] = ()

    async def get_token(self, *scopes: str) -> Any:
        """A token object."""
        self.scopes = scopes
        return SimpleNamespace(token="t-azure", expires_on=0)


class Cognite:
    """What the credential providers of cognite-sdk look like."""

    async def authorization_header(self) -> tuple[str, str]:
        """Name and value."""
        return "Authorization", "Bearer t-cognite"


async def test_credentials_of_other_libraries() -> None:
    """Objects of azure-identity and of cognite-sdk are taken as they are."""
    found = Answer(200, {"items": [{"id": 1}]})
    azure = Azure()
    sent: list[str] = []
    for credentials in (azure, Cognite()):
        with scripted({"POST /functions/byids": found}) as service:
            async with AsyncClient(project="p", base_url=service.base_url, credentials=credentials) as client:
                await client.functions.retrieve(id=1)
            sent.append(service.received[0].headers["authorization"])
            if credentials is azure:
                assert azure.scopes == (f"{service.base_url}/.default",)
    assert sent == ["Bearer t-azure", "Bearer t-cognite"]


async def test_from_cognite() -> None:
    """A client can borrow what a CogniteClient is made of."""
    config = SimpleNamespace(project="p", base_url="https://az-1.cognitedata.com", credentials=Cognite())
    async with AsyncClient.from_cognite(SimpleNamespace(config=config)) as client:
        assert client.config.project_url == "https://az-1.cognitedata.com/api/v1/projects/p"
        assert client.config.credentials is config.credentials
    with pytest.raises(TypeError, match="client: expected a CogniteClient, got str"):
        AsyncClient.from_cognite("p")


async def test_failing_credentials_of_other_libraries() -> None:
    """What other libraries raise is the cause of a CredentialsError."""

    class Broken:
        async def get_token(self, *scopes: str) -> Any:
            raise RuntimeError(scopes)

    async with AsyncClient(project="p", base_url="http://127.0.0.1:1", credentials=Broken()) as client:
        with pytest.raises(CredentialsError, match="Broken gave no token: RuntimeError"):
            await client.functions.retrieve(id=1)
    pair = OAuthClientCredentials("https://idp/token", "id", "hush")
    assert "hush" not in repr(AsyncClient(project="p", base_url="https://a", credentials=pair).config)
