"""What the emulator has to say of what it does, each event in one place: its name, its line for people, its fields.

They are records of Python's logging, so that whoever runs the emulator in a process of their own can have them as any
other log, and pytest shows them with a test that failed; the command shows them as ``log`` says. Requests are of level
DEBUG, what goes as it should is INFO, what somebody may have to look at WARNING, what failed ERROR.

No event holds a secret, a nonce, a token, a link that is a permission, or a query: nothing of that kind is handed in,
and ``masked`` takes it out of texts that code or tools wrote.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # those who set up no logging are told nothing, not even of failures

HIDDEN = "***"
LINK = re.compile(r"(/files/(?:upload|download)/)[^/\s]+")
PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")
#: A shorter one would be found in half of all words.
SHORTEST_SECRET = 4


@dataclass(frozen=True)
class Event:
    """``text`` is one line; ``detail`` may be many, such as a trace."""

    name: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    detail: str = ""
    good: bool = False


@dataclass(frozen=True)
class Subject:
    """The function that an event is about; ``name`` is its external id, if it has one."""

    project: str
    function_id: int
    name: str

    @property
    def fields(self) -> dict[str, Any]:  # noqa: D102
        return {"project": self.project, "functionId": self.function_id, "function": self.name}


def event_of(record: logging.LogRecord) -> Event | None:
    """What a log record tells, if it is one of an event."""
    event = getattr(record, "event", None)
    return event if isinstance(event, Event) else None


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without these secrets, without the keys in links to files and without passwords in addresses."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    return PASSWORD.sub(HIDDEN, LINK.sub(rf"\1{HIDDEN}", text))


def started(url: str, kept: str, strict: bool) -> None:
    """The emulator serves."""
    _tell(logging.INFO, Event("started", f"serving on {url}", {"url": url, "kept": kept, "strictAuth": strict}))


def requested(method: str, path: str, status: int, seconds: float, request_id: str) -> None:
    """A request was answered."""
    if log.isEnabledFor(logging.DEBUG):
        path = masked(path)
        fields = {"method": method, "path": path, "status": status, **_lasted(seconds), "requestId": request_id}
        _tell(logging.DEBUG, Event("request", f"{method} {path} {status} in {_ms(seconds)}", fields))


def refused(method: str, path: str, status: int, why: str, call_id: int | None) -> None:
    """A request was not done, for a reason."""
    path = masked(path)
    fields = {"method": method, "path": path, "status": status, "reason": why, **_asked_by(call_id)}
    _tell(logging.INFO, Event("refused", f"{method} {path} refused with {status}: {why}", fields))


def not_emulated(operation: str, project: str, why: str, call_id: int | None) -> None:
    """Somebody asked for what is not here."""
    fields = {"operation": operation, "project": project, **_asked_by(call_id)}
    by = "" if call_id is None else f" (asked for by call {call_id})"
    _tell(logging.WARNING, Event("not-emulated", f"{why}{by}", fields))


def stubbed(operation: str, stub: str, status: int, call_id: int | None) -> None:
    """A stub has answered."""
    fields = {"operation": operation, "stub": stub, "status": status, **_asked_by(call_id)}
    _tell(logging.INFO, Event("stubbed", f"{operation} answered {status} by {stub}", fields))


def stub_failed(operation: str, stub: str, why: str, trace: str) -> None:
    """A stub could not answer."""
    fields = {"operation": operation, "stub": stub, "reason": why}
    _tell(logging.ERROR, Event("stub-failed", f"{operation} not answered by {stub}: {why}", fields, trace))


def forwarded(operation: str, to: str, status: int, seconds: float, call_id: int | None) -> None:
    """A request was answered by a real project."""
    fields = {"operation": operation, "upstream": to, "status": status, **_lasted(seconds), **_asked_by(call_id)}
    level = logging.INFO if status < 400 else logging.WARNING
    _tell(level, Event("forwarded", f"{operation} forwarded to {to}: {status} in {_ms(seconds)}", fields))


def deploying(subject: Subject) -> None:
    """A function's code is being unpacked, checked and given what it requires."""
    _tell(logging.INFO, Event("deploying", f"{subject.name}: deploying", subject.fields))


def installing(subject: Subject, line: str) -> None:
    """Something the installer says."""
    _tell(logging.INFO, Event("installing", f"{subject.name}: {line}", {**subject.fields, "said": line}))


def noticed(subject: Subject, what: str) -> None:
    """Something about a function's code that its author should know, though it is deployed."""
    _tell(logging.WARNING, Event("noticed", f"{subject.name}: {what}", {**subject.fields, "notice": what}))


def ready(subject: Subject, seconds: float, python: str) -> None:
    """A function can be called."""
    text = f"{subject.name}: ready as function {subject.function_id} of project {subject.project!r}, on {python}"
    fields = {**subject.fields, **_lasted(seconds), "python": python}
    _tell(logging.INFO, Event("ready", f"{text}, in {_ms(seconds)}", fields, good=True))


def not_deployed(subject: Subject, why: str, said: str) -> None:
    """A function's code is not what can be run."""
    fields = {**subject.fields, "reason": why}
    _tell(logging.ERROR, Event("not-deployed", f"{subject.name}: not deployed: {why}", fields, said))


def folder_refused(folder: str, why: str) -> None:
    """A folder that is watched cannot be packed."""
    _tell(logging.ERROR, Event("not-deployed", f"{folder}: not deployed: {why}", {"folder": folder, "reason": why}))


def fired(subject: Subject, schedule_id: int, name: str, call_id: int) -> None:
    """A schedule has begun a call."""
    fields = {**subject.fields, "scheduleId": schedule_id, "schedule": name, "callId": call_id}
    text = f"{subject.name}: schedule {schedule_id} ({name}) fires call {call_id}"
    _tell(logging.INFO, Event("schedule-fired", text, fields))


def ended(subject: Subject, call_id: int, status: str, seconds: float, why: str, trace: str) -> None:
    """A call came to an end, whatever end it is."""
    fields = {**subject.fields, "callId": call_id, "status": status, **_lasted(seconds)}
    text = f"{subject.name}: call {call_id} {status} after {_ms(seconds)}"
    if status == "Completed":
        _tell(logging.INFO, Event("call-ended", text, fields, good=True))
    else:
        _tell(logging.ERROR, Event("call-ended", f"{text}: {why}", {**fields, "reason": why}, trace))


def _tell(level: int, event: Event) -> None:
    log.log(level, "%s", event.text, extra={"event": event})


def _asked_by(call_id: int | None) -> dict[str, Any]:
    return {} if call_id is None else {"callId": call_id}


def _lasted(seconds: float) -> dict[str, Any]:
    return {"durationMs": round(seconds * 1000, 1)}


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
