"""Everything that this package raises on its own account.

    CdfError
    ├── ApiError                   an answer came, and it was no (or could not be read)
    │   ├── BadRequestError          400
    │   ├── AuthenticationError      401  the token is missing, wrong or expired
    │   ├── AccessDeniedError        403  the token's owner may not do this
    │   ├── NotFoundError            404, or any answer that names what is missing
    │   ├── ConflictError            409  names what exists already
    │   ├── TooManyRequestsError     429  too many requests, or calls at once
    │   └── ServerError              5xx
    ├── NoAnswerError              no answer came: nothing is known of what the service did
    │   └── AmbiguousCallError       a run may have been started, or not; carries the candidates
    ├── CredentialsError           no token could be had to begin with
    ├── ConfigurationError         the environment, or an argument for httpx, is of no use (also a ValueError)
    ├── JournalError               the journal of a map cannot be read, written or gone on with (also a ValueError)
    ├── CallFailedError            the run ended Failed or Timeout
    ├── DeploymentFailedError      the function could not be built
    ├── FunctionExistsError        its external id is taken, by a function made of something else
    └── WaitTimeoutError           we stopped waiting, the run or deployment goes on (also a TimeoutError)

Input that can be seen to be wrong raises TypeError or ValueError before anything is sent.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cdf_functions._error import CdfError

if TYPE_CHECKING:
    from cdf_functions._resources.calls import CallFields, FunctionCallLogEntry
    from cdf_functions._resources.fields import ErrorInfo
    from cdf_functions._resources.functions import FunctionFields

__all__ = [
    "AccessDeniedError",
    "AmbiguousCallError",
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "CallFailedError",
    "CdfError",
    "ConfigurationError",
    "ConflictError",
    "CredentialsError",
    "DeploymentFailedError",
    "FunctionExistsError",
    "JournalError",
    "NoAnswerError",
    "NotFoundError",
    "ServerError",
    "TooManyRequestsError",
    "WaitTimeoutError",
]


class ApiError(CdfError):
    """The service answered, and the answer was no, or was not one that can be read.

    Attributes:
        status: the HTTP status
        code: the code in the error envelope, nearly always the status again; None without an envelope
        message: the service's own words
        missing: the identifiers that do not exist, as the service names them
        duplicated: the identifiers that exist already
        request_id: what the service's support asks for; None if it sent none
        operation: the operation that was refused, such as ``getFunction``
        retryable: True if the service did nothing with the request, and may be asked again
        retry_after: seconds after which it wants to be asked again; None if it did not say
        history: how often it was tried, and for how long; empty for a single try
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int | None = None,
        missing: Sequence[Mapping[str, object]] = (),
        duplicated: Sequence[Mapping[str, object]] = (),
        request_id: str | None = None,
        operation: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.missing: tuple[Mapping[str, object], ...] = tuple(missing)
        self.duplicated: tuple[Mapping[str, object], ...] = tuple(duplicated)
        self.request_id = request_id
        self.operation = operation
        self.retryable = retryable
        self.retry_after = retry_after
        self.history = ""

    def __str__(self) -> str:
        details = [
            *([self.history] if self.history else []),
            *(f"{name}: {list(found)}" for name in ("missing", "duplicated") if (found := getattr(self, name))),
            *([f"request id {self.request_id}"] if self.request_id else []),
        ]
        where = f" from {self.operation}" if self.operation else ""
        return f"{self.status}{where}: {self.message}" + (f" ({'; '.join(details)})" if details else "")


class BadRequestError(ApiError):
    """400: the service did not accept what was asked."""


class AuthenticationError(ApiError):
    """401: the token is missing, wrong or expired, or knows nothing of this project."""


class AccessDeniedError(ApiError):
    """403: the owner of the token lacks a capability for this."""


class NotFoundError(ApiError):
    """404, or any other refusal that names what is missing."""


class ConflictError(ApiError):
    """409: it exists already."""


class TooManyRequestsError(ApiError):
    """429: too many requests, or too many calls running at once."""


class ServerError(ApiError):
    """5xx: the service, or something on the way to it, failed."""


class NoAnswerError(CdfError):
    """No answer came: the connection was refused or lost, or time ran out.

    Attributes:
        operation: the operation that was under way
        sent: False if it is certain that the request never left, so that nothing can have happened
        history: how often it was tried, and for how long; empty for a single try
    """

    def __init__(self, message: str, *, operation: str | None = None, sent: bool = True) -> None:
        super().__init__(message)
        self.operation = operation
        self.sent = sent
        self.history = ""

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.history})" if self.history else str(self.args[0])


class AmbiguousCallError(NoAnswerError):
    """A call was sent and its answer lost, or of no use: a run may have been started, or not.

    Nothing is sent again, for that could start a second run.

    Attributes:
        candidates: the function's calls that have started since; one of them may be the one that was lost. None if
            they could not be listed
    """

    def __init__(self, message: str, *, candidates: "Sequence[CallFields] | None") -> None:
        super().__init__(message, operation="callFunction")
        self.candidates: tuple[CallFields, ...] | None = None if candidates is None else tuple(candidates)


class CredentialsError(CdfError):
    """The credentials gave no token: the token endpoint refused, could not be reached or made no sense."""


class ConfigurationError(CdfError, ValueError):
    """The way to the service cannot be made: a proxy, an authority or an argument for httpx is of no use.

    The text names the variable or the argument, and what to install if a package is missing. Nothing was sent.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)


class JournalError(CdfError, ValueError):
    """The journal of a map cannot be opened, read, written or gone on with; the text says which file, and why.

    What was started goes on. The map can be resumed with the same journal once the cause is gone.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)


class CallFailedError(CdfError):
    """The run ended Failed or Timeout.

    The trace of the function's own exception and the tail of its log are shown below the traceback.

    Attributes:
        call: the call, as it ended
        error: what the service says of the failure; None if it says nothing
        logs: the last lines that the run wrote
    """

    def __init__(
        self, call: "CallFields", error: "ErrorInfo | None", logs: "Sequence[FunctionCallLogEntry]" = ()
    ) -> None:
        reason = error.message if error else "the service gives no reason"
        super().__init__(f"{call.label} ended {call.status}: {reason}")
        self.call = call
        self.error = error
        self.logs: tuple[FunctionCallLogEntry, ...] = tuple(logs)
        if error and error.trace:
            self.add_note(f"Trace inside the function:\n{error.trace.rstrip()}")
        if logs:
            self.add_note("Last lines of its log:\n" + "\n".join(f"  {entry.message}" for entry in logs))


class DeploymentFailedError(CdfError):
    """The service could not build the function; the end of the build log is shown below the traceback.

    Attributes:
        function: the function, as it is now
    """

    def __init__(self, function: "FunctionFields") -> None:
        error = function.error
        reason = error.message if error else "the service gives no reason"
        super().__init__(f"{function.label} could not be deployed: {reason}")
        self.function = function
        if error and error.trace:
            self.add_note(f"End of the build log:\n{error.trace.rstrip()}")


class FunctionExistsError(CdfError):
    """There is a function with this external id already, and it is not the one to create. Nothing was uploaded.

    Attributes:
        function: the one that is there
    """

    def __init__(self, function: "FunctionFields", reason: str) -> None:
        super().__init__(
            f"{function.label} has the external id {function.external_id!r}, and {reason}; "
            "functions cannot be changed: delete it, then create it again"
        )
        self.function = function


class WaitTimeoutError(CdfError, TimeoutError):
    """We stopped waiting; the run or the deployment goes on, and can be waited for again.

    Attributes:
        subject: the call or the function, as it was last seen
    """

    def __init__(self, subject: "CallFields | FunctionFields", waited: float) -> None:
        super().__init__(f"{subject.label} is still {subject.status} after {waited:.1f} s of waiting; it goes on")
        self.subject = subject


OF_STATUS: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: AccessDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: TooManyRequestsError,
}
"""The class for a status; else it is ServerError from 500 on, and ApiError."""
