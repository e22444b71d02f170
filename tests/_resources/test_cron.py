"""Cron expressions, and the times that they stand for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdf_functions._resources.cron import expression, times
from cdf_functions._resources.schedules import ScheduleFields
from cdf_functions_api import models

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("* * * * *", datetime(2026, 1, 1, 0, 1, tzinfo=UTC)),
        ("0 8 * * MON-FRI", datetime(2026, 1, 1, 8, tzinfo=UTC)),
        ("*/20 22 * * sat", datetime(2026, 1, 3, 22, tzinfo=UTC)),
        ("0 0 29 FEB *", datetime(2028, 2, 29, tzinfo=UTC)),
        ("0 0 13 * FRI", datetime(2026, 1, 2, tzinfo=UTC)),  # either, as cron has it
        ("30 2 * * 7", datetime(2026, 1, 4, 2, 30, tzinfo=UTC)),
        (" 5  4\t* * * ", datetime(2026, 1, 1, 4, 5, tzinfo=UTC)),
    ],
)
def test_what_is_accepted(text: str, first: datetime) -> None:
    """Numbers, names, ranges, steps and lists are accepted as they came, and mean what cron means by them."""
    assert expression(text, "f") == text
    assert times(text, NEW_YEAR, 1) == [first]


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (None, TypeError, "f: expected a string, got NoneType"),
        ("", ValueError, "f: expected a string of 1 to 1024 characters, got 0"),
        ("* * * *", ValueError, "f: expected 5 fields .*, got 4"),
        ("0 * * * * *", ValueError, "f: expected 5 fields .*, got 6"),
        ("@daily", ValueError, "f: expected 5 fields .*, got 1"),
        ("60 * * * *", ValueError, r"f: '60 \* \* \* \*' is no cron expression: bad minute"),
        ("* 1-0 * * *", ValueError, "is no cron expression: bad hour"),
        ("0 0 30 2 *", ValueError, "is no cron expression: bad day-of-month"),
        ("0 0 * * NOD", ValueError, "is no cron expression: bad day-of-week"),
    ],
)
def test_what_is_refused(text: object, kind: type[Exception], message: str) -> None:
    """What is no cron expression, has other than five fields or could never match is refused, saying which part."""
    with pytest.raises(kind, match=message):
        expression(text, "f")


@given(st.text("0123456789*/,-#LWMON ", max_size=30))
def test_nonsense_is_a_value_error(text: str) -> None:
    """Whatever is written there, it is accepted or a ValueError."""
    try:
        expression(text, "f")
    except ValueError:
        return
    assert all(NEW_YEAR < moment < NEW_YEAR + timedelta(days=19_000) for moment in times(text, NEW_YEAR, 2))


def test_next_run_times() -> None:
    """A schedule tells when it will call: from now on, in order, in UTC."""
    schedule = ScheduleFields(models.FunctionSchedule(cron_expression="*/15 * * * *"))
    now = datetime.now(UTC)

    moments = schedule.next_run_times(3)

    assert now < moments[0] <= now + timedelta(minutes=16)
    assert [later - earlier for earlier, later in pairwise(moments)] == [timedelta(minutes=15)] * 2
    assert {moment.tzinfo for moment in moments} == {UTC}
    assert schedule.next_run_times() == moments[:1]
    with pytest.raises(ValueError, match="n: expected an int from 1, got 0"):
        schedule.next_run_times(0)
