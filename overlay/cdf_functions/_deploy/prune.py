"""Which functions nobody needs any more. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import ClassVar

from attrs import frozen

from cdf_functions._deploy.fingerprint import has_own_archive, is_labelled
from cdf_functions._deploy.replacement import CANDIDATE, DEPLOY
from cdf_functions._resources.display import Shown
from cdf_functions._resources.functions import FunctionFields


@frozen(repr=False)
class PrunedFunction(Shown):
    """A function that nobody needs any more.

    Attributes:
        id: of the function
        name: shown to people
        external_id: of the function
        last_used: when it was last deployed or called, in UTC
        file_id: its archive, if that goes with it
    """

    id: int
    name: str
    external_id: str | None
    last_used: datetime
    file_id: int | None = None

    def __str__(self) -> str:
        """One line."""
        return f"delete function {self.external_id!r} (id {self.id}), last used {self.last_used:%Y-%m-%d}"


@frozen(repr=False)
class PrunePlan(Shown):
    """What ``functions.prune`` deletes; prints as a text for people.

    Attributes:
        functions: those that go
    """

    _shown: ClassVar[tuple[str, ...]] = ("functions",)

    functions: tuple[PrunedFunction, ...] = ()

    def __str__(self) -> str:
        """Line by line."""
        return "\n".join(map(str, self.functions)) or "nothing to delete"


def stale(functions: Iterable[FunctionFields], scheduled: Collection[int], since: datetime) -> list[PrunedFunction]:
    """The functions made by ``deploy`` that have no schedule and were not used since a moment."""
    every = list(functions)
    found: list[PrunedFunction] = []
    for each in every:
        last_used = max(each.created_time, each.last_called or each.created_time)
        ours = is_labelled(each, DEPLOY) or is_labelled(each, CANDIDATE)
        if not ours or each.id in scheduled or last_used >= since:
            continue
        others = {other.file_id for other in every if other.id != each.id}
        goes = has_own_archive(each) and each.file_id not in others
        found.append(PrunedFunction(each.id, each.name, each.external_id, last_used, each.file_id if goes else None))
    return found
