"""What users' type checkers see. Never run: mypy and pyright read it, and any change of a type is an error here."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any, assert_type

from cdf_functions import (
    ApiError,
    AsyncClient,
    AsyncFunction,
    AsyncFunctionCall,
    CallFailedError,
    Client,
    CreatedSession,
    ErrorInfo,
    Function,
    FunctionCall,
    FunctionCallLogEntry,
    OAuthClientCredentials,
    Session,
    Token,
    WaitTimeoutError,
)


async def token() -> str:
    """An async token function."""
    return "t"


def sync(client: Client) -> None:
    """The sync client."""
    func = client.functions.retrieve(id=1)
    assert_type(func, Function)
    assert_type(func.created_time, datetime)
    assert_type(func.last_called, datetime | None)
    assert_type(func.error, ErrorInfo | None)
    assert_type(func.secrets, dict[str, str])
    call = client.functions.call(id=1)
    assert_type(call, FunctionCall)
    assert_type(func.call({"x": 1}, timeout=timedelta(seconds=5)), FunctionCall)
    assert_type(call.wait(), FunctionCall)
    assert_type(call.end_time, datetime | None)
    assert_type(call.get_response(), Any)
    assert_type(call.follow_logs(), Iterator[FunctionCallLogEntry])
    assert_type(call.token, str)
    assert_type(func.map([{"x": 1}]), Iterator[Any])
    assert_type(client.sessions.create(), CreatedSession)
    assert_type(client.sessions.retrieve(1), Session)
    assert_type(client.open_call("t"), FunctionCall)
    with client as same:
        assert_type(same, Client)


async def async_(client: AsyncClient) -> None:
    """The async client."""
    func = await client.functions.retrieve(external_id="x")
    assert_type(func, AsyncFunction)
    call = await func.call()
    assert_type(call, AsyncFunctionCall)
    assert_type(await call.wait(timeout=5), AsyncFunctionCall)
    assert_type(call.follow_logs(), AsyncIterator[FunctionCallLogEntry])
    assert_type(client.functions.map(1, inputs=[{"x": 1}]), AsyncIterator[Any])
    async with client as same:
        assert_type(same, AsyncClient)


def credentials() -> None:
    """Whatever may stand for credentials."""
    for given in (Token("t"), Token(lambda: "t"), Token(token), OAuthClientCredentials("u", "i", "s", ["a"])):
        Client(project="p", cluster="c", credentials=given)


def errors(error: ApiError | CallFailedError | WaitTimeoutError) -> None:
    """What errors carry."""
    if isinstance(error, ApiError):
        assert_type(error.status, int)
        assert_type(error.retry_after, float | None)
    elif isinstance(error, CallFailedError):
        assert_type(error.error, ErrorInfo | None)
        assert_type(error.logs, tuple[FunctionCallLogEntry, ...])
