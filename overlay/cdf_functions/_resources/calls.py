"""The fields of a call, and of what it leaves behind. Pure."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from cdf_functions import _arguments
from cdf_functions._error import CdfError
from cdf_functions._made.function_call import FunctionCallProperties
from cdf_functions._resources.display import Items, Shown, readable
from cdf_functions._resources.fields import ErrorInfo, Fields
from cdf_functions._values import from_epoch_ms, known, text

if TYPE_CHECKING:
    from cdf_functions_api import models

RUNNING = "Running"
COMPLETED = "Completed"
FAILED = "Failed"
TIMEOUT = "Timeout"


@frozen(repr=False)
class FunctionCallLogEntry(Shown):
    """One line that a run wrote to stdout or stderr.

    Attributes:
        timestamp: when, aware, in UTC; None where the service does not say, or not as a time
        message: the line, without its end
    """

    timestamp: datetime | None
    message: str

    @classmethod
    def of(cls, entry: "models.CallLogEntry") -> "FunctionCallLogEntry":
        """The entry for the one on the wire."""
        epoch_ms = known(entry.timestamp)
        timestamp = None
        with suppress(CdfError):  # the line matters more
            timestamp = None if epoch_ms is None else from_epoch_ms(epoch_ms, "FunctionCallLogEntry.timestamp")
        return cls(timestamp, text(entry.message) or "")


class FunctionCallLog(Items[FunctionCallLogEntry]):
    """What a run wrote, oldest first."""

    _kind = FunctionCallLogEntry

    def to_text(self, with_timestamps: bool = False) -> str:
        """Give the lines as one string; their times, if asked for, are local."""
        if not with_timestamps:
            return "\n".join(entry.message for entry in self)
        return "\n".join(f"[{readable(e.timestamp) if e.timestamp else '?'}] {e.message}" for e in self)


class CallFields(FunctionCallProperties, Fields["models.FunctionCall"]):
    """One run of a function, as it was when last looked at. All times are aware, in UTC."""

    _shown = ("id", "function_id", "status", "start_time", "end_time", "error")
    _ours = ("label", "ended", "token")

    @property
    def error(self) -> ErrorInfo | None:
        """Why it ended Failed or Timeout."""
        return ErrorInfo.of(self.model.error)

    @property
    def label(self) -> str:
        """How error texts name it."""
        return f"call {self.id} of function {self.function_id}"

    @property
    def ended(self) -> bool:
        """Whether it has ended: by its status, or, for a status newer than this package, by having an end time."""
        status = self.status
        return status in {COMPLETED, FAILED, TIMEOUT} or (status != RUNNING and over_at(self) is not None)


def over_at(call: CallFields) -> datetime | None:
    """When a call ended, as far as the service says so in a form that can be read."""
    with suppress(CdfError):
        return call.end_time
    return None


def call_token(project: str, function_id: int, call_id: int) -> str:
    """The text that stands for a call."""
    return f"{project}/functions/{function_id}/calls/{call_id}"


def parse_call_token(token: object, project: str) -> tuple[int, int]:
    """The function's and the call's id in such a text. Raises ValueError if it is none, or one of another project."""
    parts = _arguments.text(token, "token", 1000).split("/")
    if len(parts) != 5 or parts[1::2] != ["functions", "calls"] or not (parts[2].isdecimal() and parts[4].isdecimal()):
        raise ValueError(f"token: expected the token of a call, got {token!r}")
    if parts[0] != project:
        raise ValueError(f"token: is of a call in project {parts[0]!r}, and this client works in {project!r}")
    return _arguments.internal_id(int(parts[2]), "token"), _arguments.internal_id(int(parts[4]), "token")
