"""Made-up time: a world in which things happen in their order, and event loops that never wait in it.

A loop is a process: it may die between any two of its rounds, and the world goes on without it.
"""

import asyncio
import math
import selectors
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

P = TypeVar("P", bound=asyncio.BaseProtocol)

LONGEST = 48 * 3600.0  # s of made-up time, after which a run is taken for one that never ends
ROUND = 1e-6  # s that a round of a loop takes; where time stands still, waiting for the end of a moment never ends
MOST_ROUNDS = 100_000  # of a loop, after which it is taken for one that turns on the spot


class DiedError(BaseException):
    """The process is gone: nothing of it goes on, not even what it does on its way out."""


class StuckError(BaseException):
    """Everything waits for something that will not come."""


class World:
    """The time, and what will happen when."""

    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], object]]] = []
        self._count = 0

    def at(self, when: float, work: Callable[[], object]) -> None:
        """Have something happen at a time; of what is due at once, what was said first comes first."""
        self._count += 1
        heappush(self._queue, (max(when, self.now), self._count, work))

    def step(self, until: float) -> bool:
        """Go on to what happens next, or to a time, if that comes before; whether something has happened."""
        if self._queue and self._queue[0][0] <= until:
            when, _, work = heappop(self._queue)
            self.now = max(self.now, when)
            work()
            return True
        if until < math.inf:
            self.now = until
        return False

    def run(self, seconds: float = math.inf) -> None:
        """Let time pass without any process."""
        until = self.now + seconds
        while self.step(until):
            pass


class _Selector(selectors.BaseSelector):
    """Knows of no files but the loop's own pipe, and instead of waiting for it lets the world go on."""

    def __init__(self, world: World, dies_at: int | None) -> None:
        self._world = world
        self._dies_at = dies_at
        self._files: dict[FileDescriptorLike, selectors.SelectorKey] = {}
        self.rounds = 0

    def register(self, fileobj: "FileDescriptorLike", events: int, data: Any = None) -> selectors.SelectorKey:
        number = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        self._files[fileobj] = key = selectors.SelectorKey(fileobj, number, events, data)
        return key

    def unregister(self, fileobj: "FileDescriptorLike") -> selectors.SelectorKey:
        return self._files.pop(fileobj)

    def get_map(self) -> "Mapping[FileDescriptorLike, selectors.SelectorKey]":
        return self._files

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.rounds += 1
        if self.rounds == self._dies_at:
            raise DiedError
        if self.rounds > MOST_ROUNDS or self._world.now > LONGEST:
            raise StuckError(f"after {self._world.now:.0f} s and {self.rounds} rounds")
        self._world.now += ROUND
        until = math.inf if timeout is None else self._world.now + max(0.0, timeout)
        happened = self._world.step(until)
        if not happened and timeout is None:
            raise StuckError("nothing will happen any more")
        return []


class MadeUpLoop(asyncio.SelectorEventLoop):
    """An event loop in a world. Its connections are made by ``connect``.

    Args:
        world: whose time it goes by
        connect: opens a connection, given this loop and what makes its protocol
        dies_at: the round in which its process dies, if it does
    """

    def __init__(
        self,
        world: World,
        connect: "Callable[[MadeUpLoop, Callable[[], Any]], Any]",
        dies_at: int | None = None,
    ) -> None:
        self._world = world
        self._connect = connect
        self._steps = _Selector(world, dies_at)
        super().__init__(self._steps)
        self.dead = False
        self.complaints: list[str] = []
        self.set_exception_handler(self._complain)

    @property
    def rounds(self) -> int:
        """How many rounds it has made so far."""
        return self._steps.rounds

    def time(self) -> float:
        """Seconds of made-up time."""
        return self._world.now

    async def create_connection(  # type: ignore[override]
        self, protocol_factory: Callable[[], P], host: str, port: int, **options: object
    ) -> tuple[asyncio.Transport, P]:
        """Connect with the made-up service, wherever that is said to be."""
        transport, protocol = await self._connect(self, protocol_factory)
        return transport, protocol

    def _complain(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.complaints.append(f"{context.get('message')}: {error!r}")
