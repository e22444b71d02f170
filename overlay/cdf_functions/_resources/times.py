"""What users give for a time -> epoch milliseconds. Pure.

The service counts milliseconds since 1970-01-01 UTC. A naive datetime is refused, for whose clock it means cannot be
known. Finer input goes to the nearest millisecond, a half to the later one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from operator import index
from typing import TYPE_CHECKING, SupportsIndex, TypeAlias, TypedDict, cast

from cdf_functions._runtime import clock
from cdf_functions._values import EPOCH

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

Moment: TypeAlias = "datetime | timedelta | relativedelta | str | int"
"""A point in time: an aware datetime; a timedelta or relativedelta from now (negative: the past); an ISO 8601 string
with its offset; or an int, the service's own epoch milliseconds."""

EXPECTED = "an aware datetime, an ISO 8601 string with offset, a timedelta or relativedelta from now, or an int of ms"
LAST_EPOCH_MS = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


def to_epoch_ms(moment: Moment, field: str) -> int:
    """Give the milliseconds that the service is sent for a moment.

    Raises TypeError or ValueError, naming ``field``, for a naive datetime, an unreadable string or a time before 1970.
    """
    if isinstance(moment, SupportsIndex) and not isinstance(moment, bool):  # numpy's integers, too
        epoch_ms = index(moment)
    else:
        epoch_ms = _round(_aware(moment, field))
    if not 0 <= epoch_ms <= LAST_EPOCH_MS:
        raise ValueError(f"{field}: expected a time from 1970 to 9999, got {moment!r}")
    return epoch_ms


def _round(moment: datetime) -> int:
    microseconds = (moment - EPOCH) // timedelta(microseconds=1)
    return (microseconds + 500) // 1000


def _aware(moment: object, field: str) -> datetime:
    if isinstance(moment, str):
        moment = _parse(moment, field)
    elif not isinstance(moment, datetime):
        moment = _from_now(moment, field)
    if moment != moment:  # noqa: PLR0124 - as pandas' NaT, which is a datetime and no time
        raise ValueError(f"{field}: expected a time, got {moment}")
    if moment.utcoffset() is None:
        raise ValueError(
            f"{field}: expected an aware datetime, got the naive {moment.isoformat()}; "
            "add a time zone, such as tzinfo=datetime.UTC"
        )
    return moment


def _parse(text: str, field: str) -> datetime:
    from dateutil.parser import isoparse

    try:
        return isoparse(text)
    except ValueError as error:
        raise ValueError(
            f"{field}: expected an ISO 8601 time such as 2026-01-31T12:00:00+00:00, got {text!r}"
        ) from error


def _from_now(offset: object, field: str) -> datetime:
    from dateutil.relativedelta import relativedelta

    if not isinstance(offset, timedelta | relativedelta):
        raise TypeError(f"{field}: expected {EXPECTED}; got {type(offset).__name__}")
    try:
        return clock.now() + offset
    except OverflowError as error:
        raise ValueError(f"{field}: {offset!r} from now is beyond what a datetime can hold") from error


class TimeRange(TypedDict, total=False):
    """A span of time, both ends included; an end that is left out is open."""

    min: Moment
    max: Moment


def to_epoch_ms_range(span: object, field: str) -> dict[str, int]:
    """Give the ends of a range as the milliseconds that the service is sent.

    Raises TypeError or ValueError, naming ``field``, for other keys, ends that are no times, or min later than max.
    """
    if not isinstance(span, Mapping):
        raise TypeError(f"{field}: expected a dict with min, max or both, got {type(span).__name__}")
    moments = cast("Mapping[str, Moment]", span)
    if not moments or not {"min", "max"}.issuperset(moments):
        raise ValueError(f"{field}: expected a dict with min, max or both, got the keys {list(moments)}")
    ends = {end: to_epoch_ms(moment, f"{field}[{end!r}]") for end, moment in moments.items()}
    if ends.get("min", 0) > ends.get("max", LAST_EPOCH_MS):
        raise ValueError(f"{field}: min is later than max")
    return ends
