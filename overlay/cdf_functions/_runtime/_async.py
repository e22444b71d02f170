"""The async world."""

import asyncio
import inspect
import math
import os
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")
R = TypeVar("R")

Lock = asyncio.Lock
sleep = asyncio.sleep


def here() -> tuple[object, ...]:
    """Where connections opened now belong: this process and the loop that runs, if one does."""
    try:
        return os.getpid(), asyncio.get_running_loop()
    except RuntimeError:
        return os.getpid(), None


def running_loop() -> asyncio.AbstractEventLoop:
    """The loop that runs. Raises RuntimeError, with what to do, where none does, as under trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "an async client needs asyncio: no event loop of it runs here; under trio, or without one, use Client"
        ) from None


def check_world() -> None:
    """Refuse to begin where what this world needs is not there."""
    running_loop()


class Local(Generic[T]):
    """One of something for each event loop, made when it is first asked for there; none goes to another process."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[asyncio.AbstractEventLoop, T] = WeakKeyDictionary()

    def get(self) -> T:
        """The one that belongs to the loop that runs."""
        loop = running_loop()
        found = self._made.get(loop)
        return self._made.setdefault(loop, self._make()) if found is None else found

    def __reduce__(self) -> tuple[Any, ...]:
        return Local, (self._make,)


def is_over(place: tuple[object, ...]) -> bool:
    """Whether what belongs somewhere cannot be used any more: its loop is closed."""
    return isinstance(place[1], asyncio.AbstractEventLoop) and place[1].is_closed()


_ACTS_FOR: WeakKeyDictionary["asyncio.Task[Any]", object] = WeakKeyDictionary()
"""Tasks that do a part of what another one does, and wait for it."""


def caller() -> object:
    """Who is running: this task, or the one that it does something for."""
    task = asyncio.current_task()
    return None if task is None else _ACTS_FOR.get(task, task)


async def kept(
    work: Callable[[], Coroutine[Any, Any, T]],
    undo: Callable[[T], Coroutine[Any, Any, object]],
    begun: Callable[[], bool],
    seconds: float,
) -> T:
    """Make what must not be left behind: who is cancelled while it is being made has it made to its end, and undone.

    The cancellation waits for that, and goes on afterwards. It waits for nothing where the work has not ``begun`` to
    do what would have to be undone.

    Args:
        seconds: how long the work may take after a cancellation before it is given up, with what it has made
    """
    task = _aside(work)
    try:
        await asyncio.wait([task])
        return task.result()
    except asyncio.CancelledError:
        if not begun():
            task.cancel()
        timer = asyncio.get_running_loop().call_later(seconds, task.cancel)
        await _until_done(task)
        timer.cancel()
        if not task.cancelled() and task.exception() is None:
            await _until_done(_aside(partial(undo, task.result())))
        raise


async def finished(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do something short to its end, also for who is cancelled meanwhile, and is told so afterwards."""
    task = _aside(work)
    cancelled = await _until_done(task)
    if cancelled is not None:
        raise cancelled
    return task.result()


def _aside(work: Callable[[], Coroutine[Any, Any, T]]) -> "asyncio.Task[T]":
    """A task that nobody cancels along with others, such as a loop that ends; who makes it waits for its end."""
    loop, principal = running_loop(), caller()

    async def act() -> T:
        task = asyncio.current_task()
        assert task is not None
        _ACTS_FOR[task] = principal
        return await work()

    task = loop.create_task(act())
    asyncio._unregister_task(task)
    return task


async def _until_done(task: "asyncio.Task[Any]") -> asyncio.CancelledError | None:
    """Wait for a task, however often this one is cancelled meanwhile; the last of these cancellations."""
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled


def at_end(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Close something before the loop ends, or when what this gives is closed, or nobody keeps it any more.

    Loops finish their async generators: ``asyncio.run`` when it ends, and every loop those that were thrown away.
    """

    async def until_the_end() -> AsyncGenerator[None]:
        try:
            yield
        finally:
            await close()

    generator = until_the_end()
    with suppress(StopIteration):
        generator.__anext__().send(None)  # up to its yield, where it awaits nothing
    return generator


async def acquire(lock: asyncio.Lock, seconds: float = math.inf) -> bool:
    """Take a lock, unless that takes too long; whether it was taken."""
    if math.isinf(seconds):
        return await lock.acquire()
    try:
        async with asyncio.timeout(seconds):
            return await lock.acquire()
    except TimeoutError:
        return False


class Semaphore:
    """So many at once, in the order in which they came; waiting can be bounded, and cancelled at any moment."""

    def __init__(self, value: int) -> None:
        self._free = value
        self._waiting: deque[asyncio.Future[bool]] = deque()

    async def acquire(self, seconds: float = math.inf) -> bool:
        """Take a place, unless that takes too long; whether it was taken."""
        if self._free > 0:
            self._free -= 1
            return True
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        self._waiting.append(future)
        timer = None if math.isinf(seconds) else loop.call_later(seconds, self._give_up, future)
        try:
            return await future
        except BaseException:
            if future.done() and not future.cancelled() and future.result():
                self.release()  # it was given in the moment in which the waiting was cancelled
            raise
        finally:
            if timer is not None:
                timer.cancel()
            with suppress(ValueError):
                self._waiting.remove(future)

    def release(self) -> None:
        """Give a place back, to whoever waits longest."""
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(True)
                return
        self._free += 1

    @staticmethod
    def _give_up(future: "asyncio.Future[bool]") -> None:
        if not future.done():
            future.set_result(False)


async def each(work: Callable[[T], Awaitable[R]], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, so many at once; what came of each, or what it raised, in the order of the items."""
    limit = asyncio.Semaphore(width)

    async def one(item: T) -> R:
        async with limit:
            return await work(item)

    return await asyncio.gather(*(one(item) for item in items), return_exceptions=True)


async def resolve(value: Any) -> Any:
    """What a token function gave, awaited if it is an async one."""
    return await value if inspect.isawaitable(value) else value
