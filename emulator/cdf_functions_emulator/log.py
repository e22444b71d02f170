"""The log of the command: one line per event, for people in colour on a terminal, for machines as JSON."""

import json
import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, TextIO, get_args

from .events import event_of

#: events: one line each, the default; requests: and one for each request; json: all of it, each a JSON object.
Style = Literal["events", "requests", "json"]
STYLES: tuple[Style, ...] = get_args(Style)

GREEN, YELLOW, RED, DIM, PLAIN = "\033[32m", "\033[33m", "\033[31m", "\033[2m", "\033[0m"


def set_up(style: Style, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> None:
    """Write everything that this package logs to stderr, and nothing of it anywhere else; warnings of Python, too."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines() if style == "json" else Text(in_colour(handler.stream, environment)))
    logging.captureWarnings(True)  # such as of the syntax of handlers
    for logger in (logging.getLogger(__package__), logging.getLogger("py.warnings")):
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if style == "events" else logging.DEBUG)


def in_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR (no-color.org) is set and not empty."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


class Text(logging.Formatter):
    """The time, and what happened; a trace below it, moved to the right."""

    def __init__(self, colour: bool) -> None:
        super().__init__()
        self._colour = colour

    def format(self, record: logging.LogRecord) -> str:  # noqa: D102
        event = event_of(record)
        text = event.text if event else record.getMessage()
        detail = event.detail if event else self._exception(record)
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        below = "".join(f"\n    {line}" for line in detail.rstrip().splitlines())
        shown = _printable(text) + _printable(below)
        if not self._colour:
            return f"{time} {shown}"
        tone = _tone(record.levelno, event is not None and event.good)
        return f"{DIM}{time}{PLAIN} {tone}{shown}{PLAIN if tone else ''}"

    def _exception(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info else ""


class Lines(logging.Formatter):
    """One JSON object: time, level, event, message, and the fields of the event; detail where there is any."""

    def format(self, record: logging.LogRecord) -> str:  # noqa: D102
        event = event_of(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time.replace("+00:00", "Z"), "level": record.levelname.lower()}
        if event is None:
            trace = self.formatException(record.exc_info) if record.exc_info else ""
            return json.dumps({**line, "event": "defect", "message": record.getMessage(), "detail": trace})
        detail = {"detail": event.detail} if event.detail else {}
        return json.dumps({**line, "event": event.name, "message": event.text, **event.fields, **detail})


def _tone(level: int, good: bool) -> str:
    if level >= logging.ERROR:
        return RED
    if level >= logging.WARNING:
        return YELLOW
    return GREEN if good else DIM if level < logging.INFO else ""


def _printable(text: str) -> str:
    """No control characters but line ends, which a handler's message could steer the terminal with."""
    return "".join(each if each in "\n\t" or each.isprintable() else f"\\x{ord(each):02x}" for each in text)
