"""One run of a plan: processes that die and are followed by others, and in each what a user does at the same time."""

import asyncio
import gc
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from cdf_functions import AsyncClient, OAuthClientCredentials, Retries
from cdf_functions._runtime import clock

from .loop import DiedError, MadeUpLoop, StuckError, World
from .network import Network
from .plan import Event, Plan, Step
from .service import EPOCH, Service
from .steps import WORK, Attempt, Pausing

BASE, TOKENS = "http://127.0.0.1:8000", "http://127.0.0.1:8001/token"
WITHIN = 120.0  # s, the client's own patience


class Simulation:
    """One run, and all that can be known of it afterwards."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self.world = World()
        self.service = Service(plan, lambda: self.world.now)
        self.network = Network(self.world, plan, self.service)
        self.attempts: list[Attempt] = []
        self.broken: list[str] = []
        self._ahead = plan.skew
        self._drawn = 0
        self._processes = 0

    def run(self) -> None:
        """Go through with the plan."""
        for event in self.plan.events:
            self.world.at(event.at, partial(self._happen, event))
        steps = list(enumerate(self.plan.steps))
        with self._clock():
            for dies_at in (*self.plan.deaths, None):
                if not self._process(steps, dies_at):
                    break
                self.network.note("died")
                self.world.run(self.plan.restart_after)
                self._processes += 1
                steps = [(number, step) for number, step in steps if step.journal and not self._is_done(number)]
            self.world.run(600.0)

    def _is_done(self, number: int) -> bool:
        return any(attempt.number == number and attempt.ended is not None for attempt in self.attempts)

    def _process(self, steps: list[tuple[int, Step]], dies_at: int | None) -> bool:
        """What one process does; True if it died."""
        loop = MadeUpLoop(self.world, self.network.connect, dies_at)
        main = loop.create_task(self._main(steps))
        try:
            loop.run_until_complete(main)
            loop.run_until_complete(loop.shutdown_asyncgens())
        except DiedError:
            loop.dead = True
        except StuckError as stuck:
            loop.dead = True
            self.broken.append(f"stuck: {stuck}")
        if loop.dead:
            del main
            bury(loop)
            self.network.forget(loop)
            return not self.broken
        loop.close()
        main.result()
        self.broken += [f"complaint: {complaint}" for complaint in loop.complaints]
        return False

    async def _main(self, steps: list[tuple[int, Step]]) -> None:
        async with self._client() as client:
            tasks = [asyncio.ensure_future(self._attempt(client, number, step)) for number, step in steps]
            if tasks:
                await asyncio.wait(tasks)
            for task in tasks:
                task.result()
            for _ in range(5):
                await asyncio.sleep(0)
            self._look_for_leaks(client)
        await asyncio.sleep(0)
        if self.network.open:
            self.broken.append(f"connections: {len(self.network.open)} are open after the client was closed")

    def _client(self) -> AsyncClient:
        plan = self.plan
        return AsyncClient(
            project="p",
            base_url=BASE,
            credentials=OAuthClientCredentials(TOKENS, "id", "secret"),
            timeout=plan.timeout,
            retries=Retries(plan.attempts, WITHIN),
            httpx_args={"limits": httpx.Limits(max_connections=plan.connections), "trust_env": False},
        )

    async def _attempt(self, client: AsyncClient, number: int, step: Step) -> None:
        await asyncio.sleep(step.at)
        function = {"id": self.service.functions[step.function]} if step.by_id else {"external_id": step.function}
        journal = self._journal(number) if step.journal else None
        attempt, loop = Attempt(step, number, self.world.now, function, journal), asyncio.get_running_loop()
        assert isinstance(loop, MadeUpLoop)
        self.attempts.append(attempt)
        try:
            await Pausing(WORK[step.kind](client, attempt), step.cancel, attempt)
        except BaseException as error:
            if loop.dead:
                raise
            attempt.error = error
        attempt.ended = self.world.now
        ends = [type(one).__name__ for one in (attempt.error, *attempt.got)]
        self.network.note(f"step {number}: {', '.join(ends)}")

    def _journal(self, number: int) -> Path:
        """The journal of a map, as it was when the process before died."""
        before, here = (self.folder / f"{number}.{process}.jsonl" for process in (self._processes - 1, self._processes))
        if before.exists():
            here.write_bytes(before.read_bytes())
        return here

    def _happen(self, event: Event) -> None:
        self.network.note(event.kind)
        match event.kind:
            case "replace":
                self.service.replace()
            case "revoke tokens":
                self.service.revoke_tokens()
            case "hang up":
                self.network.hang_up()
            case "jump":
                self._ahead += event.seconds

    @contextmanager
    def _clock(self) -> Generator[None]:
        """The package's time and chance are those of this run."""

        def jitter(bound: float) -> float:
            self._drawn += 1
            return self.plan.chance("jitter", self._drawn).uniform(0.0, bound)

        with (
            patch.object(clock, "monotonic", lambda: self.world.now),
            patch.object(clock, "time", lambda: EPOCH + self.world.now + self._ahead),
            patch.object(clock, "jitter", jitter),
        ):
            yield

    def _look_for_leaks(self, client: AsyncClient) -> None:
        """Connections, places at the gate, and tasks are what they were before."""
        for held in attrgetter("_clients._sets")(client).values():
            connections = attrgetter("_connections")(held)
            busy, free = len(attrgetter("_busy")(connections)), attrgetter("_places._free")(connections)
            if busy or free != self.plan.connections:
                self.broken.append(f"connections: {busy} are busy, {free} of {self.plan.connections} free")
        if running := attrgetter("functions._maps._gate._running")(client).total():
            self.broken.append(f"gate: {running} places are taken")
        if left := asyncio.all_tasks() - {asyncio.current_task()}:
            self.broken.append(f"tasks: {len(left)} are left")


def bury(loop: MadeUpLoop) -> None:
    """Get rid of a loop whose process died; nothing in it goes on, and nobody hears of what it was doing."""
    tasks = sorted(asyncio.all_tasks(loop), key=lambda task: task.get_name())
    ignoring: Callable[[object], None] = lambda _: None  # noqa: E731
    with patch.object(sys, "unraisablehook", ignoring), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loop.close()
        while tasks:
            _end(tasks.pop())
        gc.collect()


def _end(task: "asyncio.Task[Any]") -> None:
    """Close what a task was doing, as far as it lets itself be closed."""
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    with suppress(RuntimeError):
        task.get_coro().close()
