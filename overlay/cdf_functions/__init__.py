"""Call Cognite Data Fusion Functions.

    from cdf_functions import Client, Token

    with Client(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
        call = client.functions.call(external_id="my-function", data={"x": 1})
        print(call.get_response())

``AsyncClient`` is the same with ``await``. The low-level client below is the package ``cdf_functions_api``.
"""

from cdf_functions._async.calls import AsyncFunctionCall
from cdf_functions._async.client import AsyncClient
from cdf_functions._async.functions import AsyncFunction
from cdf_functions._calls import FunctionCallLogEntry
from cdf_functions._fields import ErrorInfo
from cdf_functions._sessions import CreatedSession
from cdf_functions._sync.calls import FunctionCall
from cdf_functions._sync.client import Client
from cdf_functions._sync.functions import Function
from cdf_functions._time import TimeRange
from cdf_functions.config import Config
from cdf_functions.credentials import OAuthClientCredentials, Token
from cdf_functions.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    BadRequestError,
    CallFailedError,
    CdfError,
    ConflictError,
    CredentialsError,
    DeploymentFailedError,
    NoAnswerError,
    NotFoundError,
    ServerError,
    TooManyRequestsError,
    WaitTimeoutError,
)

__all__ = [
    "AccessDeniedError",
    "ApiError",
    "AsyncClient",
    "AsyncFunction",
    "AsyncFunctionCall",
    "AuthenticationError",
    "BadRequestError",
    "CallFailedError",
    "CdfError",
    "Client",
    "Config",
    "ConflictError",
    "CreatedSession",
    "CredentialsError",
    "DeploymentFailedError",
    "ErrorInfo",
    "Function",
    "FunctionCall",
    "FunctionCallLogEntry",
    "NoAnswerError",
    "NotFoundError",
    "OAuthClientCredentials",
    "ServerError",
    "TimeRange",
    "Token",
    "TooManyRequestsError",
    "WaitTimeoutError",
]
