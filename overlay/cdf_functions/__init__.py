"""Call Cognite Data Fusion Functions.

    from cdf_functions import Client, Token

    with Client(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
        call = client.functions.call(external_id="my-function", data={"x": 1})
        print(call.get_response())

``AsyncClient`` is the same with ``await``. The low-level client below is the package ``cdf_functions_api``.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from cdf_functions.config import Config
from cdf_functions.credentials import ClientCredentials, OAuthClientCredentials, Token
from cdf_functions.errors import (
    AccessDeniedError,
    AmbiguousCallError,
    ApiError,
    AuthenticationError,
    BadRequestError,
    CallFailedError,
    CdfError,
    ConflictError,
    CredentialsError,
    DeploymentFailedError,
    FunctionExistsError,
    NoAnswerError,
    NotFoundError,
    ServerError,
    TooManyRequestsError,
    WaitTimeoutError,
)

if TYPE_CHECKING:
    from cdf_functions._async.calls import AsyncFunctionCall, AsyncFunctionCallList
    from cdf_functions._async.client import AsyncClient
    from cdf_functions._async.functions import AsyncFunction, AsyncFunctionList
    from cdf_functions._async.schedules import AsyncFunctionSchedule, AsyncFunctionSchedulesList
    from cdf_functions._calls.outcomes import Progress
    from cdf_functions._http.options import request_options
    from cdf_functions._http.retry import Retries
    from cdf_functions._resources.calls import FunctionCallLog, FunctionCallLogEntry
    from cdf_functions._resources.fields import ErrorInfo
    from cdf_functions._resources.project import FunctionsLimits, FunctionsStatus, TokenInspection
    from cdf_functions._resources.sessions import CreatedSession, Session, SessionList
    from cdf_functions._resources.times import TimeRange
    from cdf_functions._sync.calls import FunctionCall, FunctionCallList
    from cdf_functions._sync.client import Client
    from cdf_functions._sync.functions import Function, FunctionList
    from cdf_functions._sync.schedules import FunctionSchedule, FunctionSchedulesList

__all__ = [
    "AccessDeniedError",
    "AmbiguousCallError",
    "ApiError",
    "AsyncClient",
    "AsyncFunction",
    "AsyncFunctionCall",
    "AsyncFunctionCallList",
    "AsyncFunctionList",
    "AsyncFunctionSchedule",
    "AsyncFunctionSchedulesList",
    "AuthenticationError",
    "BadRequestError",
    "CallFailedError",
    "CdfError",
    "Client",
    "ClientCredentials",
    "Config",
    "ConflictError",
    "CreatedSession",
    "CredentialsError",
    "DeploymentFailedError",
    "ErrorInfo",
    "Function",
    "FunctionCall",
    "FunctionCallList",
    "FunctionCallLog",
    "FunctionCallLogEntry",
    "FunctionExistsError",
    "FunctionList",
    "FunctionSchedule",
    "FunctionSchedulesList",
    "FunctionsLimits",
    "FunctionsStatus",
    "NoAnswerError",
    "NotFoundError",
    "OAuthClientCredentials",
    "Progress",
    "Retries",
    "ServerError",
    "Session",
    "SessionList",
    "TimeRange",
    "Token",
    "TokenInspection",
    "TooManyRequestsError",
    "WaitTimeoutError",
    "request_options",
]

# What a client is made of is there; each other name is imported when it is first asked for, so that nobody waits for
# what is not used.
_MODULES = {
    "_async.calls": "AsyncFunctionCall AsyncFunctionCallList",
    "_async.client": "AsyncClient",
    "_async.functions": "AsyncFunction AsyncFunctionList",
    "_async.schedules": "AsyncFunctionSchedule AsyncFunctionSchedulesList",
    "_resources.calls": "FunctionCallLog FunctionCallLogEntry",
    "_resources.fields": "ErrorInfo",
    "_resources.project": "FunctionsLimits FunctionsStatus TokenInspection",
    "_calls.outcomes": "Progress",
    "_http.options": "request_options",
    "_http.retry": "Retries",
    "_resources.sessions": "CreatedSession Session SessionList",
    "_sync.calls": "FunctionCall FunctionCallList",
    "_sync.client": "Client",
    "_sync.functions": "Function FunctionList",
    "_sync.schedules": "FunctionSchedule FunctionSchedulesList",
    "_resources.times": "TimeRange",
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}

if not TYPE_CHECKING:  # a type checker that saw it would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found = getattr(_import_module(f"{__name__}.{_HOMES[name]}"), name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
