"""The sync world."""

import inspect
import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Lock = threading.Lock
sleep = time.sleep


def here() -> tuple[object, ...]:
    """Where connections opened now belong: this process."""
    return (os.getpid(),)


def check_world() -> None:
    """Refuse to begin where what this world needs is not there: threads are everywhere."""


class Local(Generic[T]):
    """One of something for each process, made when it is first asked for there."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: dict[int, T] = {}

    def get(self) -> T:
        """The one that belongs to this process."""
        process = os.getpid()
        if process in self._made:
            return self._made[process]
        return self._made.setdefault(process, self._make())

    def __reduce__(self) -> tuple[Any, ...]:
        return Local, (self._make,)


def is_over(place: tuple[object, ...]) -> bool:
    """Whether what belongs somewhere cannot be used any more: here that does not happen."""
    return False


def caller() -> object:
    """Who is running: this thread."""
    return threading.get_ident()


class at_end:  # noqa: N801 - a function in the other world
    """Close something when this is closed."""

    def __init__(self, close: Callable[[], None]) -> None:
        self.close = close


def acquire(lock: threading.Lock, seconds: float = math.inf) -> bool:
    """Take a lock, unless that takes too long; whether it was taken."""
    return lock.acquire(timeout=min(seconds, threading.TIMEOUT_MAX))


class Semaphore:
    """So many at once; waiting can be bounded."""

    def __init__(self, value: int) -> None:
        self._inner = threading.Semaphore(value)

    def acquire(self, seconds: float = math.inf) -> bool:
        """Take a place, unless that takes too long; whether it was taken."""
        return self._inner.acquire(timeout=None if math.isinf(seconds) else seconds)

    def release(self) -> None:
        """Give a place back."""
        self._inner.release()


def each(work: Callable[[T], R], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, one after the other, for there are no helper threads."""
    results: list[R | BaseException] = []
    for item in items:
        try:
            results.append(work(item))
        except Exception as error:  # noqa: BLE001 - kept, as the other world does
            results.append(error)
    return results


def resolve(value: Any) -> Any:
    """What a token function gave; an async one has no loop to run on here."""
    if not inspect.isawaitable(value):
        return value
    if inspect.iscoroutine(value):
        value.close()
    raise TypeError("credentials: an async function needs AsyncClient; give Client a plain one")
