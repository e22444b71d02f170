"""What a map of a function over many inputs knows of itself. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from attrs import frozen

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
