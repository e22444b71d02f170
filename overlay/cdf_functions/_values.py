"""How generated models read: absent and null as None, times as datetimes, what is nested as plain data. Pure."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

from cdf_functions._error import CdfError
from cdf_functions_api.types import Unset

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def known(value: T | Unset | None) -> T | None:
    """A field's value, with None for both of the wire's ways to say nothing: absent and null."""
    return None if isinstance(value, Unset) else value


def sent(value: T | Unset | None, holder: object, field: str) -> T:
    """The value of a field that the service always sends; CdfError where it is absent, null or empty this time."""
    if value:
        return value
    if value is None or isinstance(value, Unset) or value == "":
        raise CdfError(f"{type(holder).__name__}.{field}: the service sent none")
    return value


def word(value: str | Unset | None) -> str | None:
    """A word of a list that may be longer than the one that this package knows, as a plain string."""
    return None if value is None or isinstance(value, Unset) else str(value)


def moment(value: int | Unset | None, holder: object, field: str) -> datetime | None:
    """A time as an aware datetime, in UTC."""
    if value is None or isinstance(value, Unset):
        return None
    return from_epoch_ms(value, f"{type(holder).__name__}.{field}")


def from_epoch_ms(epoch_ms: int, field: str) -> datetime:
    """Give the aware UTC datetime of a time that the service sent; CdfError, naming ``field``, if it cannot be one."""
    try:
        return EPOCH + timedelta(milliseconds=epoch_ms)
    except (OverflowError, TypeError, ValueError) as error:
        raise CdfError(f"{field}: the service sent {epoch_ms!r:.60}, which is no time in milliseconds") from error


def strings(value: Any) -> dict[str, str]:
    """A map of strings as a dict of the caller's own; empty where there is none."""
    found = cast("dict[str, object]", getattr(value, "additional_properties", None) or {})
    return {name: one if isinstance(one, str) else str(plain(one)) for name, one in found.items()}


def text(value: object) -> str | None:
    """A text; None for anything else."""
    return value if isinstance(value, str) else None


def number(value: object) -> float | None:
    """A number; None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def plain(value: object) -> Any:
    """What is nested, as the dicts, lists and scalars that JSON has for it."""
    if isinstance(value, Unset):
        return None
    if isinstance(value, list):
        return [plain(one) for one in cast("list[object]", value)]
    if isinstance(value, StrEnum):
        return str(value)
    to_dict = getattr(value, "to_dict", None)
    return to_dict() if callable(to_dict) else value
