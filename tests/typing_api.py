"""What users' type checkers see. Never run: mypy and pyright read it, and any change of a type is an error here."""
# what one of them lets pass is marked as refused in vain, which both report
# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar, assert_type

from cdf_functions import (
    ApiError,
    AsyncClient,
    AsyncFunction,
    AsyncFunctionCall,
    CallFailedError,
    Client,
    CreatedSession,
    DeployPlan,
    DeployResult,
    ErrorInfo,
    Function,
    FunctionCall,
    FunctionCallLogEntry,
    OAuthClientCredentials,
    PrunePlan,
    Session,
    Token,
    WaitTimeoutError,
)
from cdf_functions_api import AuthenticatedClient, models, operations
from cdf_functions_api.api.calls import get_call
from cdf_functions_api.api.files import upload_file_content
from cdf_functions_api.api.functions import get_functions_limits
from cdf_functions_api.errors import ErrorResponse
from cdf_functions_api.operation import Operation
from cdf_functions_api.types import File, Response, Unset

P = ParamSpec("P")
M = TypeVar("M")


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
    assert_type(client.functions.deploy("f", "f", external_id="f", dry_run=True), DeployPlan)
    deployed = client.functions.deploy("f", "f", external_id="f")
    assert_type(deployed, DeployResult[Function])
    assert_type(deployed.function, Function)
    assert_type(client.functions.prune(timedelta(days=90)), PrunePlan)
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
    assert_type((await client.functions.deploy("f", "f", external_id="f")).function, AsyncFunction)
    assert_type(await call.wait(timeout=5), AsyncFunctionCall)
    assert_type(call.follow_logs(), AsyncIterator[FunctionCallLogEntry])
    assert_type(client.functions.map(1, inputs=[{"x": 1}]), AsyncIterator[Any])
    async with client as same:
        assert_type(same, AsyncClient)


def readme_low_level(client: Client, token: str) -> None:
    """The README's example of the low-level client, which a test holds to be this text."""
    with AuthenticatedClient("https://westeurope-1.cognitedata.com/api/v1/projects/my-project", token=token) as api:
        print(get_functions_limits.sync(client=api).timeout_minutes)

    limits = get_functions_limits.sync(client=client.api)
    print(limits.timeout_minutes)


async def low_level(client: AuthenticatedClient, overlay: Client, file: File) -> None:
    """The generated functions give what can come back, and nothing else."""
    assert_type(get_functions_limits.sync(client=overlay.api).timeout_minutes, int | Unset | None)
    assert_type(get_call.sync(1, 2, client=client), models.FunctionCall)
    assert_type(await get_call.asyncio(1, 2, client=client), models.FunctionCall)
    answer = await get_call.asyncio_detailed(1, 2, client=client)
    assert_type(answer, Response[models.ErrorEnvelope | models.FunctionCall])
    assert_type(answer.status_code, int)
    assert_type(upload_file_content.sync_detailed("t", client=client, body=file), Response[models.ErrorEnvelope | None])
    assert_type(client.with_headers({"x": "1"}), AuthenticatedClient)


def low_level_objects(error: ErrorResponse) -> None:
    """Free-form objects are made from mappings, and errors carry the model of what was said."""
    assert_type(error.parsed, models.ErrorEnvelope)
    assert_type(models.Secrets({"k": "v"})["k"], str)
    assert_type(models.JsonObject({"x": 1}).get("x"), Any | None)
    assert_type(list(models.Metadata()), list[str])
    models.Secrets({"k": 1})  # type: ignore[dict-item]
    models.CallRequest(nonce="n", data=models.JsonObject({"x": 1}))
    models.CallRequest(data=models.JsonObject())  # type: ignore[call-arg]


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


async def ask(operation: Operation[P, M], *args: P.args, **kwargs: P.kwargs) -> M:
    """What a layer above the low-level client makes of operations."""
    return operation.parse(operation.request(*args, **kwargs))


async def asked(body: models.CallFilterRequest, other: models.FunctionFilterRequest, file: File) -> None:
    """An operation's object knows its model, and refuses what its request cannot be made of."""
    assert_type(await ask(operations.get_call, 1, 2), models.FunctionCall)
    assert_type(await ask(operations.get_call, 1, call_id=2), models.FunctionCall)
    assert_type(await ask(operations.filter_calls, 1, body=body), models.FunctionCallList)
    await ask(operations.upload_file_content, "t", body=file)
    await ask(operations.get_call, 1)  # type: ignore[call-arg]
    await ask(operations.get_call, 1, "2")  # type: ignore[arg-type]
    await ask(operations.get_call, 1, 2, limit=3)  # type: ignore[call-arg]
    await ask(operations.filter_calls, 1)  # type: ignore[call-arg]
    await ask(operations.filter_calls, 1, body=other)  # type: ignore[arg-type]
    operations.get_call.repeatable = False  # type: ignore[misc]


def narrow(operation: Operation[P, models.FunctionCall]) -> Operation[P, object]:
    """An operation is one of anything that its model is."""
    return operation
