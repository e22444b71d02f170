"""What deploying would do, and because of what. Pure."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from attrs import frozen

from cdf_functions._deploy.schedules import FunctionScheduleWrite, changes
from cdf_functions._resources.display import Shown

Action = Literal["unchanged", "create", "replace"]
ScheduleAction = Literal["unchanged", "create", "replace", "take over"]
NAMES_SHOWN = 10


@frozen
class PlannedSchedule:
    """What becomes of one schedule.

    Attributes:
        action: ``unchanged``; ``create``; ``replace``, because another was given under its name; or ``take over``, for
            one that the old function has and the new one gets as well
        name: of the schedule
        reasons: what is another, where it is replaced
    """

    action: ScheduleAction
    name: str
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line."""
        return f"{self.action} schedule {self.name!r}" + (f": {', '.join(self.reasons)}" if self.reasons else "")


@frozen(repr=False)
class DeployPlan(Shown):
    """What ``functions.deploy`` would do; prints as a text for people.

    Attributes:
        external_id: of the function
        action: ``unchanged``, ``create`` or ``replace``
        reasons: why it is replaced: the files and the settings that are others. Of secrets only that they were given
        schedules: what becomes of each schedule
        candidate: whether it is first built, and checked, under an external id of its own
        resumes: whether an earlier deployment was cut off, and is brought to its end
    """

    _shown: ClassVar[tuple[str, ...]] = ("external_id", "action", "reasons")

    external_id: str
    action: Action
    reasons: tuple[str, ...] = ()
    schedules: tuple[PlannedSchedule, ...] = ()
    candidate: bool = False
    resumes: bool = False

    @property
    def changes(self) -> bool:
        """Whether deploying would change anything."""
        return self.action != "unchanged" or self.resumes or any(each.action != "unchanged" for each in self.schedules)

    def __str__(self) -> str:
        """The plan, line by line."""
        lines = [f"{self.action} function {self.external_id!r}"]
        lines += [f"  {each}" for each in self.reasons]
        if self.candidate:
            lines.append("  built first as a candidate; until that is ready, nothing is touched")
        if self.resumes:
            lines.append("  ends a deployment that was cut off")
        lines += [f"  {each}" for each in self.schedules]
        return "\n".join(lines)


def planned_schedules(
    existing: Sequence[FunctionScheduleWrite],
    lost: Sequence[FunctionScheduleWrite],
    given: Sequence[FunctionScheduleWrite],
    *,
    is_new: bool,
) -> tuple[PlannedSchedule, ...]:
    """What becomes of the schedules that there are, of those of a function that is gone, and of those given."""
    stays: ScheduleAction = "take over" if is_new else "unchanged"
    names = {each.name for each in given}
    planned = [PlannedSchedule(stays, each.name) for each in existing if each.name not in names]
    planned += [PlannedSchedule("take over", each.name) for each in lost if each.name not in names]
    for each in given:
        here, before = ([other for other in some if other.name == each.name] for some in (existing, [*existing, *lost]))
        if not before:
            planned.append(PlannedSchedule("create", each.name))
        elif len(before) > 1 or changes(before[0], each):
            planned.append(PlannedSchedule("replace", each.name, tuple(changes(before[0], each))))
        else:
            planned.append(PlannedSchedule(stays if here else "take over", each.name))
    return tuple(planned)


def named(names: Sequence[str], what: str) -> list[str]:
    """Some of many names, in one phrase; none for none."""
    if not names:
        return []
    more = len(names) - NAMES_SHOWN
    return [f"{', '.join(names[:NAMES_SHOWN])}{f' and {more} more' if more > 0 else ''} {what}"]
