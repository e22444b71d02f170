# Made by `nox -s regenerate` from tests/_async/test_credentials.py. Do not edit: change that, and run it again.
"""Where the token comes from, and when."""

import pytest

from cdf_functions import AuthenticationError, Client, CredentialsError, OAuthClientCredentials, Retries, Token
from cdf_functions._runtime import clock
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._sync._http.auth import Auth
from cdf_functions.config import Config
from cdf_functions_emulator import Emulator, Settings, running
from tests.scripted import LOST, Answer, Received, Scripted, scripted

FUNCTION = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})


def credentials(service: Scripted) -> OAuthClientCredentials:
    """Client credentials whose token endpoint is the scripted service."""
    return OAuthClientCredentials(f"{service.base_url}/token", "id", "hush", ["a", "b"], "audience")


def scripted_client(service: Scripted) -> Client:
    """A client that gets its token there."""
    once = Retries(attempts=1)
    return Client(project="p", base_url=service.base_url, credentials=credentials(service), retries=once)


def test_client_credentials(emulator: Emulator, project: str) -> None:
    """A client id and secret are enough to work with a service that asks for a token."""
    pair = OAuthClientCredentials(emulator.token_url, emulator.client_id, emulator.client_secret)
    with Client(project=project, base_url=emulator.base_url, credentials=pair) as client:
        session = client.sessions.create()
    assert session.status == "READY"
    assert session.nonce not in repr(session)


def test_wrong_secret(project: str) -> None:
    """A secret that the provider refuses raises with the provider's words, and shows nothing of it."""
    with running(Settings(client_secret="the-secret")) as emulator:
        pair = OAuthClientCredentials(emulator.token_url, emulator.client_id, "not-the-secret")
        with Client(project=project, base_url=emulator.base_url, credentials=pair) as client:
            with pytest.raises(CredentialsError, match="answered 401: invalid_client") as caught:
                client.functions.retrieve(id=1)
    assert "not-the-secret" not in str(caught.value)


def test_token_is_fetched_once() -> None:
    """One token serves the requests that follow; the form is that of the client-credentials flow."""
    token = Answer(200, {"access_token": "t-1", "expires_in": 3600})
    with scripted({"POST /token": token, "POST /functions/byids": FUNCTION}) as service:
        with scripted_client(service) as client:
            client.functions.retrieve(id=1)
            client.functions.retrieve(id=1)

    assert service.operations() == ["POST /token", "POST /functions/byids", "POST /functions/byids"]
    assert service.received[0].form == {
        "grant_type": ["client_credentials"],
        "client_id": ["id"],
        "client_secret": ["hush"],
        "scope": ["a b"],
        "audience": ["audience"],
    }
    assert "authorization" not in service.received[0].headers
    assert service.received[1].headers["authorization"] == "Bearer t-1"


def test_token_is_replaced_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is used until half a minute before its end, and one that lives shorter until half its life."""
    posts: list[str] = []

    class Provider:
        def post_form(self, url: str, form: dict[str, str], deadline: Deadline | None = None) -> tuple[int, bytes]:
            posts.append(url)
            return 200, f'{{"access_token": "t-{len(posts)}", "expires_in": "{lifetimes.pop(0)}"}}'.encode()

    now, lifetimes = 0.0, [100, 20, 3600]
    pair = OAuthClientCredentials("https://example.com/token", "id", "s")
    auth = Auth(Config(project="p", base_url="https://a", credentials=pair))
    monkeypatch.setattr(clock, "time", lambda: now)
    expected = {1000.0: "t-1", 1069.9: "t-1", 1070.1: "t-2", 1080.0: "t-2", 1080.2: "t-3", 4000.0: "t-3"}
    for moment, token in expected.items():
        now = moment
        assert auth.token(Provider()) == token


def test_refused_token_is_replaced_once() -> None:
    """A 401 makes the client get another token and ask again, once, for the service has done nothing yet."""
    tokens = [Answer(200, {"access_token": f"t-{n}", "expires_in": 3600}) for n in (1, 2, 3)]

    def byids(request: Received) -> Answer:
        return FUNCTION if request.headers["authorization"] == "Bearer t-2" else Answer(401, {"error": "expired"})

    with scripted({"POST /token": tokens, "POST /functions/byids": byids}) as service:
        with scripted_client(service) as client:
            assert (client.functions.retrieve(id=1)).name == "f"
            service.script = {**service.script, "POST /functions/byids": Answer(401, {"error": "expired"})}
            with pytest.raises(AuthenticationError, match="401 from getFunctionsByIds: expired"):
                client.functions.retrieve(id=1)

    renewed = ["POST /token", "POST /functions/byids"]
    assert service.operations() == [*renewed, *renewed, "POST /functions/byids", *renewed]


def test_given_token_is_not_replaced() -> None:
    """With a token of the user's own a 401 is told at once."""
    with scripted({"POST /functions/byids": Answer(401, {"error": {"code": 401, "message": "expired"}})}) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(AuthenticationError, match="401 from getFunctionsByIds: expired"):
                client.functions.retrieve(id=1)
    assert len(service.received) == 1


def test_token_function() -> None:
    """A function that gives the token is asked for each request."""
    given = iter(["t-1", "t-2"])
    with scripted({"POST /functions/byids": FUNCTION}) as service:
        credentials = Token(lambda: next(given))
        with Client(project="p", base_url=service.base_url, credentials=credentials) as client:
            client.functions.retrieve(id=1)
            client.functions.retrieve(id=1)
    assert [request.headers["authorization"] for request in service.received] == ["Bearer t-1", "Bearer t-2"]


def test_token_function_that_fails() -> None:
    """What a token function raises is the cause of a CredentialsError; what it gives has to be a token."""

    def broken() -> str:
        raise OSError("no vault")

    with Client(project="p", base_url="http://127.0.0.1:1", credentials=Token(broken)) as client:
        with pytest.raises(CredentialsError, match="Token gave no token: OSError: no vault") as caught:
            client.functions.retrieve(id=1)
    assert isinstance(caught.value.__cause__, OSError)
    with Client(project="p", base_url="http://127.0.0.1:1", credentials=Token(lambda: "a\nb")) as client:
        with pytest.raises(CredentialsError, match="Token gave no token: ValueError: token: expected a token without"):
            client.functions.retrieve(id=1)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(400, {"error": "invalid_scope", "error_description": "which?"}), "answered 400: invalid_scope: which?"),
        (Answer(200, {"token": "hush"}), "answered 200: no access_token"),
        (Answer(200, b"<html>", {}), "answered 200, and not with JSON: '<html>'"),
        (Answer(500, [1]), "answered 500: no access_token"),
        (LOST, "no answer from the token endpoint: POST http"),
    ],
)
def test_odd_token_answer(answer: Answer, text: str) -> None:
    """Whatever the token endpoint does, the error says that it was the token endpoint, and nothing else is sent."""
    with scripted({"POST /token": answer}) as service:
        with scripted_client(service) as client:
            with pytest.raises(CredentialsError) as caught:
                client.functions.retrieve(id=1)
    assert text in str(caught.value)
    assert "hush" not in str(caught.value)
    assert service.operations() == ["POST /token"]


def test_sessions_from_client_credentials() -> None:
    """A client that has an id and a secret makes its sessions from them, so that a run outlives the token."""
    script = {
        "POST /token": Answer(200, {"access_token": "t", "expires_in": 3600}),
        "POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n"}]}),
    }
    with scripted(script) as service:
        with scripted_client(service) as client:
            session = client.sessions.create()
    assert service.received[1].json == {"items": [{"clientId": "id", "clientSecret": "hush"}]}
    assert (session.id, session.status, session.nonce) == (5, "READY", "n")
