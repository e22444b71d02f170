"""Cron expressions: their check, five fields of numbers, names, ranges, steps and lists; and when they match."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

from ..errors import bad_field
from ..validation import text

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

#: Of each field: what it is called, its bounds, and the names that stand for numbers from the lower bound on.
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of week", 0, 7, DAYS),
)

_string = text(1, 1024)

CronTimes = Iterator[datetime]


def cron(value: object, path: str) -> str:
    """A check, as those of the validation module."""
    expression: str = _string(value, path)
    parts = expression.split()
    if len(parts) != len(FIELDS):
        raise bad_field(path, "a cron expression of 5 fields", f"{len(parts)} fields")
    for part, (name, low, high, names) in zip(parts, FIELDS, strict=True):
        if not all(_valid(item, low, high, names) for item in part.split(",")):
            raise bad_field(path, f"{low} to {high}, *, a-b, */n or a list of these as the {name}", repr(part))
    try:
        times(expression, datetime.now(UTC))
    except CronSimError as error:
        raise bad_field(path, "a cron expression", f"{expression!r}: {error}") from None
    return expression


def times(expression: str, after: datetime) -> CronTimes:
    """The times that the expression matches, in the time zone of ``after``; it ends if fifty years have none."""
    return CronSim(expression, after)


def _valid(item: str, low: int, high: int, names: tuple[str, ...]) -> bool:
    span, slash, step = item.partition("/")
    if slash and not (step.isdecimal() and int(step) > 0):
        return False
    if span == "*":
        return True
    first, dash, last = span.partition("-")
    start = _number(first, low, names)
    end = _number(last, low, names) if dash else start
    return start is not None and end is not None and low <= start <= end <= high


def _number(word: str, low: int, names: tuple[str, ...]) -> int | None:
    if word.upper() in names:
        return names.index(word.upper()) + low
    return int(word) if word.isdecimal() and len(word) < 3 else None
