"""Epoch milliseconds and datetimes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from cdf_functions import CdfError
from cdf_functions._resources.times import to_epoch_ms, to_epoch_ms_range
from cdf_functions._values import EPOCH, from_epoch_ms

YEAR_2286 = 10_000_000_000_000
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.integers(0, YEAR_2286))
def test_every_millisecond_survives(epoch_ms: int) -> None:
    """Milliseconds become a datetime and the same milliseconds again, from 1970 to 2286."""
    moment = from_epoch_ms(epoch_ms, "t")
    assert moment.utcoffset() == timedelta(0)
    assert to_epoch_ms(moment, "t") == epoch_ms
    assert to_epoch_ms(moment.isoformat(), "t") == epoch_ms


@given(st.integers(0, YEAR_2286), ZONES)
def test_zone_does_not_matter(epoch_ms: int, zone: timezone) -> None:
    """The same instant gives the same milliseconds, whatever zone it is written in."""
    assert to_epoch_ms(from_epoch_ms(epoch_ms, "t").astimezone(zone), "t") == epoch_ms


@pytest.mark.parametrize(("microseconds", "expected"), [(499, 0), (500, 1), (1_499, 1), (1_500, 2), (1_501, 2)])
def test_rounding(microseconds: int, expected: int) -> None:
    """What is finer goes to the nearest millisecond, a half to the later one."""
    assert to_epoch_ms(EPOCH + timedelta(microseconds=microseconds), "t") == expected


@pytest.mark.parametrize("offset", [timedelta(hours=-1), relativedelta(hours=-1)])
def test_from_now(offset: timedelta | relativedelta) -> None:
    """A span is counted from now."""
    expected = (datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000
    assert abs(to_epoch_ms(offset, "t") - expected) < 1000


def test_months_from_now() -> None:
    """A relativedelta knows months."""
    moment = from_epoch_ms(to_epoch_ms(relativedelta(months=-1, day=1), "t"), "t")
    assert moment.day == 1
    assert timedelta(0) < datetime.now(UTC) - moment < timedelta(days=62)


def test_int_is_milliseconds() -> None:
    """An int is taken for the service's own milliseconds."""
    assert to_epoch_ms(1_700_000_000_000, "t") == 1_700_000_000_000


@pytest.mark.parametrize(
    ("moment", "kind", "text"),
    [
        (datetime(2026, 1, 1), ValueError, "t: expected an aware datetime, got the naive 2026-01-01T00:00:00"),  # noqa: DTZ001
        ("2026-01-01T00:00:00", ValueError, "t: expected an aware datetime, got the naive 2026-01-01T00:00:00"),
        ("yesterday", ValueError, "t: expected an ISO 8601 time such as"),
        (1.5, TypeError, "t: expected an aware datetime, an ISO 8601 string with offset, .*; got float"),
        (True, TypeError, "; got bool"),
        (None, TypeError, "; got NoneType"),
        (-1, ValueError, "t: expected a time from 1970 to 9999, got -1"),
        (2**60, ValueError, "t: expected a time from 1970 to 9999"),
        (datetime(1969, 12, 31, tzinfo=UTC), ValueError, "t: expected a time from 1970"),
        (timedelta(days=10**8), ValueError, "from now is beyond what a datetime can hold"),
    ],
)
def test_refused(moment: object, kind: type[Exception], text: str) -> None:
    """What is no clear point in time is refused, by the name of the argument."""
    with pytest.raises(kind, match=text):
        to_epoch_ms(moment, "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_range() -> None:
    """A range has one end or two, of any kind of moment."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    assert to_epoch_ms_range({"min": first, "max": "2026-01-01T01:00:00+01:00"}, "t") == {
        "min": 1767225600000,
        "max": 1767225600000,
    }
    assert to_epoch_ms_range({"max": 5}, "t") == {"max": 5}


@pytest.mark.parametrize(
    ("span", "kind", "text"),
    [
        ({}, ValueError, "t: expected a dict with min, max or both"),
        ({"min": 1, "after": 2}, ValueError, r"got the keys \['min', 'after'\]"),
        ((1, 2), TypeError, "t: expected a dict with min, max or both, got tuple"),
        ({"min": 2, "max": 1}, ValueError, "t: min is later than max"),
        ({"min": datetime(2026, 1, 1)}, ValueError, r"t\['min'\]: expected an aware datetime"),  # noqa: DTZ001
    ],
)
def test_range_refused(span: object, kind: type[Exception], text: str) -> None:
    """What is no clear range is refused, by the name of the argument and of the end."""
    with pytest.raises(kind, match=text):
        to_epoch_ms_range(span, "t")


def test_unreadable_time_from_the_service() -> None:
    """A time that no datetime can hold is told by the name of its field."""
    with pytest.raises(CdfError, match="end_time: the service sent 9007199254740991, which is no time in milliseconds"):
        from_epoch_ms(2**53 - 1, "end_time")
