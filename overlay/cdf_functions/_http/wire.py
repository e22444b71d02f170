"""What is on the wire, as plain values: JSON and dates, whatever was sent in their place. Pure."""

import json
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from cdf_functions._runtime import clock
from cdf_functions._values import EPOCH

BELIEVED_AHEAD = timedelta(days=1)


def parsed(text: str) -> object:
    """The value of a JSON text. Raises ValueError for what is none, or cannot be taken in, such as one too deep."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def http_date(text: str) -> datetime | None:
    """The moment that a header such as ``Date`` names, in UTC; None if it names none that a datetime can hold."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        # an offset of -0000 stands for UTC, too, and is read as none at all
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, LookupError):
        return None


def service_time(date: str, seconds_ago: float) -> datetime:
    """The service's clock, whose ``Date`` came so long ago; ours where it says nothing, or what cannot be.

    It tells which calls have started since, so a time that lies ahead would hide them: none far ahead of ours is
    believed. One behind shows some calls too many, which is safe.
    """
    ours, said = clock.now(), http_date(date)
    if said is None or said > ours + BELIEVED_AHEAD:
        return ours
    return max(said + timedelta(seconds=seconds_ago), EPOCH)


def sendable(text: str) -> bool:
    """Whether a text can go out as UTF-8; JSON can hold half a character, which cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def printable(text: str) -> str:
    """A text that can be written anywhere."""
    return text.encode("utf-8", errors="backslashreplace").decode()
