"""The fields of a call, and of what it leaves behind. Pure."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from cdf_functions import _arguments
from cdf_functions._http.exchange import known
from cdf_functions._resources.display import Items, Shown, readable
from cdf_functions._resources.fields import ErrorInfo, Fields
from cdf_functions._resources.times import from_epoch_ms

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
        timestamp: when, aware, in UTC; None where the service does not say
        message: the line, without its end
    """

    timestamp: datetime | None
    message: str

    @classmethod
    def of(cls, entry: "models.CallLogEntry") -> "FunctionCallLogEntry":
        """The entry for the one on the wire."""
        epoch_ms = known(entry.timestamp)
        timestamp = None if epoch_ms is None else from_epoch_ms(epoch_ms, "FunctionCallLogEntry.timestamp")
        return cls(timestamp, known(entry.message) or "")


class FunctionCallLog(Items[FunctionCallLogEntry]):
    """What a run wrote, oldest first."""

    _kind = FunctionCallLogEntry

    def to_text(self, with_timestamps: bool = False) -> str:
        """Give the lines as one string; their times, if asked for, are local."""
        if not with_timestamps:
            return "\n".join(entry.message for entry in self)
        return "\n".join(f"[{readable(e.timestamp) if e.timestamp else '?'}] {e.message}" for e in self)


class CallFields(Fields["models.FunctionCall"]):
    """One run of a function, as it was when last looked at. All times are aware, in UTC."""

    _shown = ("id", "function_id", "status", "start_time", "end_time", "error")
    _ours = ("label", "ended", "token")

    @property
    def id(self) -> int:
        """The service's own id, together with the function's."""
        return self.model.id or self._lacking("id")

    @property
    def function_id(self) -> int:
        """The id of the function that runs."""
        return self.model.function_id or self._lacking("function_id")

    @property
    def status(self) -> str:
        """``Running``, ``Completed``, ``Failed`` or ``Timeout``, or a word newer than this package."""
        return str(self.model.status or self._lacking("status"))

    @property
    def start_time(self) -> datetime:
        """When it started."""
        return self._moment(self.model.start_time, "start_time") or self._lacking("start_time")

    @property
    def end_time(self) -> datetime | None:
        """When it ended; None while it runs."""
        return self._moment(self.model.end_time, "end_time")

    @property
    def schedule_id(self) -> int | None:
        """The schedule that started it; None for a call by hand."""
        return known(self.model.schedule_id)

    @property
    def scheduled_time(self) -> datetime | None:
        """When the schedule meant it to start; None for a call by hand."""
        return self._moment(self.model.scheduled_time, "scheduled_time")

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
        return self.status in {COMPLETED, FAILED, TIMEOUT} or (self.status != RUNNING and self.end_time is not None)


class NewLines:
    """Tells the lines of a log that are new since the last look, wherever in it they turn up."""

    def __init__(self) -> None:
        self._seen: Counter[FunctionCallLogEntry] = Counter()

    def of(self, entries: list[FunctionCallLogEntry]) -> list[FunctionCallLogEntry]:
        """The entries that were not there the last time, in their order; a line written twice is two."""
        now: Counter[FunctionCallLogEntry] = Counter()
        new: list[FunctionCallLogEntry] = []
        for entry in entries:
            now[entry] += 1
            if now[entry] > self._seen[entry]:
                new.append(entry)
        self._seen |= now
        return new


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
