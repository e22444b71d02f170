"""Schedules that a deployed function is to have: given, or taken over from the function before it. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from attrs import field, frozen

from cdf_functions._resources.requests import schedule_write


@frozen
class FunctionScheduleWrite:
    """A schedule to create with a function; see ``functions.deploy``.

    Attributes:
        name: shown to people, and what tells the schedules of a function apart
        cron_expression: minute, hour, day of month, month and day of week, such as ``0 8 * * MON-FRI``
        description: free text, up to 500 characters
        data: what ``handle`` gets as ``data`` each time. Not the place for secrets: the service keeps it

    Raises:
        TypeError, ValueError: for what can be seen to be wrong
    """

    name: str
    cron_expression: str
    description: str | None = None
    data: Mapping[str, Any] | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Check it, as what creates schedules does."""
        schedule_write(self.name, self.cron_expression, self.description, self.data)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        fields = {"name": self.name, "cron": self.cron_expression, "description": self.description, "data": self.data}
        return {name: value for name, value in fields.items() if value is not None}


def of_dict(kept: Mapping[str, Any]) -> FunctionScheduleWrite:
    """The schedule that was kept as plain data."""
    return FunctionScheduleWrite(kept["name"], kept["cron"], kept.get("description"), kept.get("data"))


def given_schedules(value: object) -> list[FunctionScheduleWrite]:
    """The schedules of an argument, each name once; None is none of them.

    Raises:
        TypeError, ValueError: for anything else
    """
    if value is None:
        return []
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"schedules: expected a list of FunctionScheduleWrite, got {type(value).__name__}")
    found: dict[str, FunctionScheduleWrite] = {}
    for each in cast("Sequence[object]", value):
        if not isinstance(each, FunctionScheduleWrite):
            raise TypeError(f"schedules: expected a list of FunctionScheduleWrite, got a {type(each).__name__} in it")
        if each.name in found:
            raise ValueError(f"schedules: expected each name once, got {each.name!r} twice")
        found[each.name] = each
    return list(found.values())


def wanted_schedules(
    existing: Iterable[FunctionScheduleWrite], given: Sequence[FunctionScheduleWrite]
) -> list[FunctionScheduleWrite]:
    """What a function is to have: what was given, and of what it has all that goes by other names."""
    names = {each.name for each in given}
    return [*(each for each in existing if each.name not in names), *given]


def missing_schedules(
    wanted: Iterable[FunctionScheduleWrite], existing: Iterable[FunctionScheduleWrite]
) -> list[FunctionScheduleWrite]:
    """Those that are wanted and not there; of several that are the same, as many as lack."""
    there = [_key(each) for each in existing]
    missing: list[FunctionScheduleWrite] = []
    for each in wanted:
        if _key(each) in there:
            there.remove(_key(each))
        else:
            missing.append(each)
    return missing


def changes(old: FunctionScheduleWrite, new: FunctionScheduleWrite) -> list[str]:
    """What is another between two schedules of one name; of the data only that it is."""
    found: list[str] = []
    if old.cron_expression != new.cron_expression:
        found.append(f"cron_expression: {old.cron_expression} -> {new.cron_expression}")
    if (old.description or "") != (new.description or ""):
        found.append("description")
    if _key(old)[3] != _key(new)[3]:
        found.append("data")
    return found


def _key(schedule: FunctionScheduleWrite) -> tuple[str, str, str, str]:
    data = json.dumps(schedule.data or {}, sort_keys=True)
    return schedule.name, schedule.cron_expression, schedule.description or "", data
