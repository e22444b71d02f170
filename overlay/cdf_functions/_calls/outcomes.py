"""What a map of a function over many inputs knows of itself. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from attrs import evolve, frozen

from cdf_functions import _arguments

AHEAD = 4
"""How many times the concurrency a map may be ahead of what it has handed out."""


@frozen
class Progress:
    """How far a map has come.

    Attributes:
        placed: calls that were started, or found started by an earlier run
        running: those of them that run now
        succeeded: inputs whose value is there
        failed: inputs that ended with an error
    """

    placed: int
    running: int
    succeeded: int
    failed: int


class Reports:
    """Tells a callback how far a map has come: at each start and each end, in the moment in which it happens.

    What the callback raises is kept until the map has taken in what has happened meanwhile, and raised then.
    """

    def __init__(self, on_progress: Callable[[Progress], object] | None) -> None:
        self._on_progress = on_progress
        self._progress = Progress(0, 0, 0, 0)
        self._raised: Exception | None = None

    def begin(self, progress: Progress) -> None:
        """Several calls are about to start, or to be taken in."""
        self._progress = progress

    def placed(self) -> None:
        """One more was started."""
        now = self._progress
        self._tell(evolve(now, placed=now.placed + 1, running=now.running + 1))

    def ended(self, *, succeeded: bool) -> None:
        """One more has ended."""
        now = evolve(self._progress, running=self._progress.running - 1)
        self._tell(evolve(now, succeeded=now.succeeded + 1) if succeeded else evolve(now, failed=now.failed + 1))

    def settle(self, progress: Progress) -> None:
        """Everything was taken in. Raises what the callback has raised."""
        self._tell(progress)
        if self._raised is not None:
            raise self._raised

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        if self._on_progress is not None and self._raised is None:
            try:
                self._on_progress(progress)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
                self._raised = error


class Task:
    """One input, on its way to becoming an outcome.

    Attributes:
        data: the input, or why it cannot be one
    """

    __slots__ = ("data", "index")

    def __init__(self, index: int, data: dict[str, object] | Exception) -> None:
        self.index = index
        self.data = data


class Outcome:
    """What became of one input: a value, or an error."""

    __slots__ = ("error", "value")

    def __init__(self, value: Any = None, error: BaseException | None = None) -> None:
        self.value = value
        self.error = error


class Outcomes:
    """Hands out outcomes as they come, or in the order of their inputs."""

    def __init__(self, ordered: bool) -> None:
        self._ordered = ordered
        self._waiting: dict[int, Outcome] = {}
        self._given = 0
        self.taken = 0
        self.succeeded = 0
        self.failed = 0

    def add(self, index: int, outcome: Outcome) -> None:
        """Take in an outcome."""
        self._waiting[index] = outcome
        if outcome.error is None:
            self.succeeded += 1
        else:
            self.failed += 1

    def ready(self) -> Iterator[Outcome]:
        """Those that can be handed out now."""
        while self._waiting:
            index = self._given if self._ordered else next(iter(self._waiting))
            if index not in self._waiting:
                return
            self._given += 1
            yield self._waiting.pop(index)

    def room(self, ahead: int) -> int:
        """How many more inputs may be taken on, so that no more than ``ahead`` are between taken and handed out."""
        return ahead - (self.taken - self._given)


def tasks(inputs: Iterable[Mapping[str, object]]) -> Iterator[Task]:
    """Every input as a task, looked at when its turn comes."""
    index = count()
    for each in inputs:
        i = next(index)
        data: dict[str, object] | Exception
        try:
            data = _arguments.json_object(each, f"inputs[{i}]")
        except (TypeError, ValueError) as error:
            data = error
        yield Task(i, data)
