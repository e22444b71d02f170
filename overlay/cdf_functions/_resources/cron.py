"""Cron expressions, as far as a schedule takes them: five fields, without seconds or years. Pure."""

from datetime import datetime
from itertools import islice

from cdf_functions._checks import checked, rule
from cdf_functions._runtime import clock


def expression(value: object, field: str) -> str:
    """Check a cron expression, and give it as it came.

    Raises TypeError or ValueError, naming ``field``, for what is none, has a field for seconds, or could never match.
    """
    from cronsim import CronSim, CronSimError

    text: str = checked(value, field, rule("ScheduleWrite", "cron_expression"))
    if len(text.split()) != 5:
        raise ValueError(
            f"{field}: expected 5 fields (minute, hour, day of month, month, day of week), got {len(text.split())}"
        )
    try:
        CronSim(text, clock.now())
    except CronSimError as error:
        raise ValueError(f"{field}: {text!r} is no cron expression: {str(error).lower()}") from error
    return text


def times(text: str, after: datetime, n: int) -> list[datetime]:
    """The next ``n`` times that an expression matches; fewer if there are none for fifty years."""
    from cronsim import CronSim

    return list(islice(CronSim(text, after), n))
