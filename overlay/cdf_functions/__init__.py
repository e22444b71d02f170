"""Call Cognite Data Fusion Functions.

    from cdf_functions import Client, Token

    with Client(project="my-project", cluster="westeurope-1", credentials=Token("...")) as client:
        call = client.functions.call(external_id="my-function", data={"x": 1})
        print(call.get_response())

``AsyncClient`` is the same with ``await``. The low-level client below is the package ``cdf_functions_api``.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from cdf_functions._made.names import MODULES as _MODULES

if TYPE_CHECKING:  # the one list of public names; `nox -s regenerate` makes the table of it by which each is loaded
    from cdf_functions._async.calls import AsyncFunctionCall as AsyncFunctionCall
    from cdf_functions._async.calls import AsyncFunctionCallList as AsyncFunctionCallList
    from cdf_functions._async.client import AsyncClient as AsyncClient
    from cdf_functions._async.deploying import AsyncDeployResult as AsyncDeployResult
    from cdf_functions._async.functions import AsyncFunction as AsyncFunction
    from cdf_functions._async.functions import AsyncFunctionList as AsyncFunctionList
    from cdf_functions._async.schedules import AsyncFunctionSchedule as AsyncFunctionSchedule
    from cdf_functions._async.schedules import AsyncFunctionSchedulesList as AsyncFunctionSchedulesList
    from cdf_functions._calls.outcomes import Progress as Progress
    from cdf_functions._deploy.plan import DeployPlan as DeployPlan
    from cdf_functions._deploy.plan import PlannedSchedule as PlannedSchedule
    from cdf_functions._deploy.progress import DeployProgress as DeployProgress
    from cdf_functions._deploy.prune import PrunedFunction as PrunedFunction
    from cdf_functions._deploy.prune import PrunePlan as PrunePlan
    from cdf_functions._deploy.schedules import FunctionScheduleWrite as FunctionScheduleWrite
    from cdf_functions._http.options import request_options as request_options
    from cdf_functions._http.retry import Retries as Retries
    from cdf_functions._resources.calls import FunctionCallLog as FunctionCallLog
    from cdf_functions._resources.calls import FunctionCallLogEntry as FunctionCallLogEntry
    from cdf_functions._resources.fields import ErrorInfo as ErrorInfo
    from cdf_functions._resources.project import FunctionsLimits as FunctionsLimits
    from cdf_functions._resources.project import FunctionsStatus as FunctionsStatus
    from cdf_functions._resources.project import TokenInspection as TokenInspection
    from cdf_functions._resources.sessions import CreatedSession as CreatedSession
    from cdf_functions._resources.sessions import Session as Session
    from cdf_functions._resources.sessions import SessionList as SessionList
    from cdf_functions._resources.times import TimeRange as TimeRange
    from cdf_functions._sync.calls import FunctionCall as FunctionCall
    from cdf_functions._sync.calls import FunctionCallList as FunctionCallList
    from cdf_functions._sync.client import Client as Client
    from cdf_functions._sync.deploying import DeployResult as DeployResult
    from cdf_functions._sync.functions import Function as Function
    from cdf_functions._sync.functions import FunctionList as FunctionList
    from cdf_functions._sync.schedules import FunctionSchedule as FunctionSchedule
    from cdf_functions._sync.schedules import FunctionSchedulesList as FunctionSchedulesList
    from cdf_functions.config import Config as Config
    from cdf_functions.credentials import ClientCredentials as ClientCredentials
    from cdf_functions.credentials import OAuthClientCredentials as OAuthClientCredentials
    from cdf_functions.credentials import Token as Token
    from cdf_functions.errors import AccessDeniedError as AccessDeniedError
    from cdf_functions.errors import AmbiguousCallError as AmbiguousCallError
    from cdf_functions.errors import ApiError as ApiError
    from cdf_functions.errors import AuthenticationError as AuthenticationError
    from cdf_functions.errors import BadRequestError as BadRequestError
    from cdf_functions.errors import CallFailedError as CallFailedError
    from cdf_functions.errors import CdfError as CdfError
    from cdf_functions.errors import ConfigurationError as ConfigurationError
    from cdf_functions.errors import ConflictError as ConflictError
    from cdf_functions.errors import CredentialsError as CredentialsError
    from cdf_functions.errors import DeploymentFailedError as DeploymentFailedError
    from cdf_functions.errors import FunctionExistsError as FunctionExistsError
    from cdf_functions.errors import JournalError as JournalError
    from cdf_functions.errors import NoAnswerError as NoAnswerError
    from cdf_functions.errors import NotFoundError as NotFoundError
    from cdf_functions.errors import ServerError as ServerError
    from cdf_functions.errors import TooManyRequestsError as TooManyRequestsError
    from cdf_functions.errors import WaitTimeoutError as WaitTimeoutError
else:

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first asked for, so that nobody waits for what is not used."""
        if name == "__all__":
            return sorted(_MODULES)
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found = getattr(_import_module(_MODULES[name]), name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
