"""Credentials of the user's own that fail in the middle of the work."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from cdf_functions import CredentialsError, Retries, Token
from cdf_functions.credentials import Credentials
from tests.functions_service import FunctionsService
from tests.scripted import Scripted

from .conftest import scripted_client

AFTER_SESSION = "POST /sessions"
ERRORS = [
    json.JSONDecodeError("Expecting value", "<html>", 0),
    ValueError("no vault"),
    TypeError("no vault"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    KeyError("AZURE_CLIENT_ID"),
    OSError("no vault"),
]
each_error = pytest.mark.parametrize("error", ERRORS, ids=[type(error).__name__ for error in ERRORS])


class Provider:
    """What the credentials of azure-identity look like."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def get_token(self, *_scopes: str) -> Any:
        """A token object."""
        return SimpleNamespace(token=self._token(), expires_on=0)


class HeaderProvider:
    """What the credential providers of cognite-sdk look like."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def authorization_header(self) -> tuple[str, str]:
        """Name and value."""
        return "Authorization", f"Bearer {self._token()}"


KINDS: list[Callable[[Callable[[], str]], Credentials]] = [Token, Provider, HeaderProvider]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=["function", "get_token", "authorization_header"])


def failing_after(
    operation: str, error: Exception, kind: Callable[[Callable[[], str]], Credentials]
) -> Callable[[Scripted], Credentials]:
    """Credentials that fail once, for the request after one of this operation."""
    left = [error]

    def credentials(service: Scripted) -> Credentials:
        def token() -> str:
            if left and service.received and service.operations()[-1] == operation:
                raise left.pop()
            return "t"

        return kind(token)

    return credentials


@each_error
@each_kind
async def test_token_that_fails_for_the_call(
    error: Exception, kind: Callable[[Callable[[], str]], Credentials]
) -> None:
    """Whatever a token function raises at the request of the call: nothing was sent, so nothing is in doubt."""
    fake = FunctionsService()
    credentials = failing_after(AFTER_SESSION, error, kind)
    async with scripted_client(fake.script(), credentials, retries=Retries(3, 30)) as (client, service):
        with pytest.raises(CredentialsError) as caught:
            await client.functions.call(external_id="f", wait=False)
    assert caught.value.__cause__ is error
    assert service.operations() == ["POST /functions/byids", "POST /sessions", "POST /sessions/revoke"]
    assert fake.unused == set()


@each_error
async def test_token_that_fails_for_a_schedule(error: Exception) -> None:
    """A schedule whose request was not sent is told the same way, and its session ended."""
    fake = FunctionsService()
    async with scripted_client(fake.script(), failing_after(AFTER_SESSION, error, Token)) as (client, service):
        with pytest.raises(CredentialsError) as caught:
            await client.functions.schedules.create("s", "* * * * *", function_external_id="f")
    assert caught.value.__cause__ is error
    assert "POST /functions/schedules" not in service.operations()
    assert fake.unused == set()


@each_error
async def test_token_that_fails_for_one_of_a_map(error: Exception) -> None:
    """An input for whose call there was no token has its error in its place; no call is in doubt."""
    fake = FunctionsService()
    async with scripted_client(fake.script(), failing_after(AFTER_SESSION, error, Token)) as (client, service):
        inputs = client.functions.map(external_id="f", inputs=[{"x": 1}], return_exceptions=True)
        (outcome,) = [outcome async for outcome in inputs]
    assert isinstance(outcome, CredentialsError)
    assert outcome.__cause__ is error
    assert "POST /functions/1/calls/list" not in service.operations()
    assert fake.unused == set()


async def test_token_that_cannot_be_had_for_ending_the_session_either() -> None:
    """When the session cannot be ended for want of a token, it is the first failure that is told."""
    fake = FunctionsService()
    errors = [ValueError("first"), *[ValueError("later") for _ in range(9)]]

    def credentials(service: Scripted) -> Credentials:
        def token() -> str:
            if AFTER_SESSION in service.operations():
                raise errors.pop(0)
            return "t"

        return Token(token)

    async with scripted_client(fake.script(), credentials) as (client, _):
        with pytest.raises(CredentialsError, match="first"):
            await client.functions.call(external_id="f", wait=False)
    assert fake.used == set()
