# Made by `nox -s regenerate` from tests/_async/test_auth.py. Do not edit: change that, and run it again.
"""Tokens of others: when they are asked for, and what is told when they fail."""

import json
import time
from types import SimpleNamespace

import pytest

from cdf_functions import ApiError, AuthenticationError, Client, CredentialsError, Token
from cdf_functions.credentials import Credentials
from tests.scripted import Answer, Received, Scripted, scripted

FUNCTION = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})


class Azure:
    """A credential like those of azure-identity, which counts how often it is asked."""

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        self.scopes: list[str] = []

    def get_token(self, *scopes: str) -> object:
        """A new token each time."""
        self.scopes += scopes
        return SimpleNamespace(token=f"t-{len(self.scopes)}", **self.fields)


def ask(service: Scripted, given: Credentials, times: int = 1) -> list[str]:
    """Ask so many times, and give the authorization of each request that came."""
    with Client(project="p", base_url=service.base_url, credentials=given) as client:
        for _ in range(times):
            client.functions.retrieve(id=1)
    return [request.headers["authorization"] for request in service.received]


def test_token_of_a_provider_is_kept_for_as_long_as_it_says() -> None:
    """A token with an end is asked for once; one without, or near its end, at each request."""
    for fields, asked in (({"expires_on": int(time.time()) + 3600}, 1), ({}, 3), ({"expires_on": 0}, 3)):
        provider = Azure(**fields)
        with scripted({"POST /functions/byids": FUNCTION}) as service:
            ask(service, provider, times=3)
        assert len(provider.scopes) == asked
        assert provider.scopes[0] == f"{service.base_url}/.default"


def test_provider_is_asked_again_after_a_401() -> None:
    """A token of a provider, or of a function, that is refused is asked for once more; the same is not sent twice."""

    def byids(request: Received) -> Answer:
        return FUNCTION if request.headers["authorization"] == "Bearer t-2" else Answer(401, {"error": "expired"})

    given = iter(["t-1", "t-2"])
    for credentials in (Azure(expires_on=time.time() + 3600), Token(lambda: next(given))):
        with scripted({"POST /functions/byids": byids}) as service:
            assert ask(service, credentials) == ["Bearer t-1", "Bearer t-2"]
    with scripted({"POST /functions/byids": byids}) as service:
        with pytest.raises(AuthenticationError):
            ask(service, Token(lambda: "t"))
        assert len(service.received) == 1


class Header:
    """A provider like those of cognite-sdk."""

    def __init__(self, *header: object) -> None:
        self.header = header

    def authorization_header(self) -> object:
        """The name and the value of a header."""
        return self.header


def test_header_of_a_provider() -> None:
    """The scheme may be written in any case."""
    with scripted({"POST /functions/byids": FUNCTION}) as service:
        assert ask(service, Header("authorization", "bearer t-1"), times=2) == 2 * ["Bearer t-1"]


@pytest.mark.parametrize(
    "header", [("api-key", "Bearer t-1"), ("Authorization", "Basic aGk6aHVzaA=="), ("Authorization", None), ("one",)]
)
def test_other_headers_are_refused(header: tuple[object, ...]) -> None:
    """A header that is none for a bearer token is told, is not sent as one, and is not shown."""
    with scripted({}) as service:
        with pytest.raises(CredentialsError, match="Header gave no token: ") as caught:
            ask(service, Header(*header))
        assert service.received == []
    assert "aGk6aHVzaA" not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        json.JSONDecodeError("Expecting value", "<html>", 0),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "odd"),
        KeyError("access_token"),
        ApiError("no", status=500),
    ],
)
def test_error_of_a_token_function_is_no_answer(error: Exception) -> None:
    """Whatever a token function raises while a call is placed, it is told as such, and no call is in doubt."""
    given = iter(["t-1"])

    def token() -> str:
        try:
            return next(given)
        except StopIteration:
            raise error from None

    script = {
        "POST /functions/byids": FUNCTION,
        "POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n"}]}),
    }
    with scripted(script) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token(token)) as client:
            with pytest.raises(CredentialsError, match=f"Token gave no token: {type(error).__name__}") as caught:
                client.functions.call(id=1)
        assert "POST /functions/1/call" not in service.operations()
    assert caught.value.__cause__ is error


class Talkative:
    """A provider that says too much."""

    client_secret = "planted-secret"

    def get_token(self, *_: str) -> object:
        """No token."""
        raise RuntimeError("AADSTS7000215: planted-secret is wrong; client_assertion=abc {'access_token': 'xyz'}")


def test_words_of_a_provider_without_its_secrets() -> None:
    """What a provider says is told, and nothing that it holds."""
    with scripted({}) as service, pytest.raises(CredentialsError, match="RuntimeError: AADSTS7000215: ") as caught:
        ask(service, Talkative())
    assert not [secret for secret in ("planted-secret", "abc", "xyz") if secret in str(caught.value)]


def test_class_in_place_of_an_instance() -> None:
    """A class of credentials, which has all the methods, is refused when the client is made."""
    for kind in (Talkative, Token):
        with pytest.raises(TypeError, match=rf"credentials: expected an instance, .*: write {kind.__name__}\(\.\.\.\)"):
            Client(project="p", base_url="http://127.0.0.1:1", credentials=kind)  # type: ignore[arg-type]  # pyright: ignore
