"""The sync world."""

import inspect
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
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


def kept(
    work: Callable[[], T],
    undo: Callable[[T], object],
    begun: Callable[[], bool],
    seconds: float,
) -> T:
    """Make what must not be left behind: Ctrl-C while it is being made has it made to its end, and undone.

    Ctrl-C waits for that, and acts afterwards. It acts at once where the work has not ``begun`` to do what would have
    to be undone, and when it comes again: that leaves behind what is made.

    Args:
        seconds: of no use here, for nothing but its own timeout ends the wait for a socket
    """
    made: list[T] = []
    try:
        with _CtrlCHeldBack(begun):
            made.append(work())
        return made[0]
    except BaseException:
        if made:
            finished(partial(undo, made[0]))
        raise


def finished(work: Callable[[], T]) -> T:
    """Do something short to its end; Ctrl-C acts afterwards, pressed again at once."""
    with _CtrlCHeldBack():
        return work()


class _CtrlCHeldBack:
    """Lets the first Ctrl-C wait for the end of a block, where it is Python that acts on it, and in this thread."""

    def __init__(self, wanted: Callable[[], bool] = lambda: True) -> None:
        self._wanted = wanted
        self._came: list[tuple[int, FrameType | None]] = []
        self._handler: Any = None

    def __enter__(self) -> None:
        handler = signal.getsignal(signal.SIGINT)
        if callable(handler) and threading.current_thread() is threading.main_thread():
            self._handler = handler
            try:
                signal.signal(signal.SIGINT, self._hold)
            except ValueError:  # the main thread of another interpreter
                self._handler = None

    def __exit__(self, *_: object) -> None:
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
            if self._came:
                self._handler(*self._came[0])

    def _hold(self, number: int, frame: FrameType | None) -> None:
        if self._came or not self._wanted():
            self._came.clear()
            self._handler(number, frame)
        else:
            self._came.append((number, frame))


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
