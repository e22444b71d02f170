"""Every operation with every fault, in both worlds: a value, or one documented error, in time, and nothing twice."""

import asyncio
import itertools
import queue
import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from cdf_functions import AsyncClient, Client, OAuthClientCredentials, Retries, Token
from cdf_functions._async import files as async_files
from cdf_functions._async._calls import map as async_map
from cdf_functions._async._calls import runs as async_runs
from cdf_functions._sync import files
from cdf_functions._sync._calls import map as sync_map
from cdf_functions._sync._calls import runs
from tests.chaos.faults import FAULTS
from tests.chaos.judge import SECRET, complaints
from tests.chaos.operations import OPERATIONS
from tests.chaos.server import Services
from tests.chaos.world import LIMITS, Fault, World

AT_ONCE = 150
QUICK, PATIENT = 0.5, 60.0  # s that a client waits for each read: of a request that is attacked by slowness, and else
LIMIT = 60.0  # s after which a cell hangs; each should end after some three
STORED_WITHIN = 2.0  # s
FOUND_WITHIN = 10.0  # s


@dataclass(frozen=True)
class Cell:
    """One operation, one fault, one world."""

    world: str
    operation: str
    fault: str

    @property
    def name(self) -> str:
        """By which it can be run alone."""
        return f"{self.world}/{self.operation}/{self.fault}"


@dataclass
class Verdict:
    """What became of a cell, and what is wrong with that."""

    cell: Cell
    outcome: str
    seconds: float
    complaints: list[str]


def cells(chosen: Callable[[Cell], bool] = lambda _: True) -> list[Cell]:
    """All of them, or those chosen."""
    found = (Cell(*one) for one in itertools.product(("sync", "async"), OPERATIONS, FAULTS))
    return [cell for cell in found if chosen(cell)]


@contextmanager
def impatient() -> Generator[None]:
    """What takes minutes before it is given up takes seconds: a file that is not stored, a call that is not found."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (files, async_files):
            patch.setattr(module, "STORED_WITHIN", STORED_WITHIN)
        for module in (sync_map, async_map, runs, async_runs):
            patch.setattr(module, "ASK_LIMIT_AFTER", FOUND_WITHIN / 2)
        for module in (runs, async_runs):
            patch.setattr(module, "GRACE", FOUND_WITHIN - 60 * LIMITS["timeoutMinutes"])
        yield


def hurry(attacked: str) -> Callable[[httpx.Request], None]:
    """A hook with which the requests that are attacked, and they alone, are answered soon or not at all."""

    def hook(request: httpx.Request) -> None:
        path = request.url.path.removeprefix("/api/v1/projects/p")
        if re.search(attacked, f"{request.method} {path}"):
            request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), QUICK)

    return hook


def hurry_async(attacked: str) -> Callable[[httpx.Request], Awaitable[None]]:
    """The same, for the async world."""
    hook = hurry(attacked)

    async def async_hook(request: httpx.Request) -> None:
        hook(request)

    return async_hook


@contextmanager
def nobody() -> Generator[str]:
    """An address at which connections are refused."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


def run(
    services: Services, wanted: Iterable[Cell], at_once: int = AT_ONCE, faults: Mapping[str, Fault] = FAULTS
) -> list[Verdict]:
    """Run cells, many at once, each with a service and a client of its own."""
    with nobody() as refusing, impatient():
        bench = Bench(services, refusing, faults)
        found = list(wanted)
        verdicts = bench.in_threads([cell for cell in found if cell.world == "sync"], at_once)
        return verdicts + asyncio.run(bench.in_tasks([cell for cell in found if cell.world == "async"], at_once))


class Bench:
    """Where cells are run and judged."""

    def __init__(self, services: Services, refusing: str, faults: Mapping[str, Fault]) -> None:
        self._services = services
        self._faults = faults
        self._refusing = refusing
        self._numbers = iter(range(1 << 60))

    def in_threads(self, wanted: list[Cell], at_once: int) -> list[Verdict]:
        """Run sync cells; one that hangs is given up, with its thread."""
        waiting: queue.SimpleQueue[Cell] = queue.SimpleQueue()
        verdicts: dict[Cell, Verdict] = {}
        begun: dict[Cell, float] = {}
        for cell in wanted:
            waiting.put(cell)

        def work() -> None:
            while True:
                try:
                    cell = waiting.get_nowait()
                except queue.Empty:
                    return
                begun[cell] = time.monotonic()
                verdict = self._sync(cell)
                if verdicts.setdefault(cell, verdict) is not verdict:
                    return  # it was given up, and another thread is there in place of this one

        def start() -> None:
            threading.Thread(target=work, daemon=True).start()

        for _ in range(min(at_once, len(wanted))):
            start()
        while len(verdicts) < len(wanted):
            time.sleep(0.02)
            for cell, at in begun.copy().items():
                if cell not in verdicts and time.monotonic() - at > LIMIT:
                    verdicts.setdefault(cell, Verdict(cell, "hangs", LIMIT, [f"is not over after {LIMIT:.0f} s"]))
                    start()
        return [verdicts[cell] for cell in wanted]

    async def in_tasks(self, wanted: list[Cell], at_once: int) -> list[Verdict]:
        """Run async cells."""
        gate = asyncio.Semaphore(at_once)

        async def one(cell: Cell) -> Verdict:
            async with gate:
                return await self._async(cell)

        return await asyncio.gather(*(one(cell) for cell in wanted))

    def _sync(self, cell: Cell) -> Verdict:
        world, settings = self._prepared(cell)
        began, value, error = time.monotonic(), None, None
        try:
            with Client(**settings) as client:
                value = OPERATIONS[cell.operation].do(client)
        except BaseException as raised:  # noqa: BLE001 - what is raised is what is judged
            error = raised
        return self._judged(cell, world, value, error, time.monotonic() - began)

    async def _async(self, cell: Cell) -> Verdict:
        world, settings = self._prepared(cell)
        began, value, error = time.monotonic(), None, None
        try:
            async with asyncio.timeout(LIMIT), AsyncClient(**settings) as client:
                value = await OPERATIONS[cell.operation].do(client)
        except BaseException as raised:  # noqa: BLE001
            error = raised
        return self._judged(cell, world, value, error, time.monotonic() - began)

    def _prepared(self, cell: Cell) -> tuple[World, dict[str, Any]]:
        operation, fault = OPERATIONS[cell.operation], copy(self._faults[cell.fault])
        name = f"w{next(self._numbers)}"
        world = World(name=name, attacked=operation.attacked, fault=fault, **operation.world)
        self._services.add(world)
        base_url = self._refusing if fault.refused else self._services.base_url
        credentials: Token | OAuthClientCredentials = Token(f"secret-{name}")
        if operation.oauth:
            credentials = OAuthClientCredentials(f"{base_url}/oauth2/token/{name}", name, SECRET)
            base_url = self._services.base_url
        settings: dict[str, Any] = {"timeout": PATIENT, "retries": Retries(attempts=2, within=1.5)}
        if fault.slow:
            hook = (hurry if cell.world == "sync" else hurry_async)(operation.attacked)
            settings["httpx_args"] = {"event_hooks": {"request": [hook]}}
        return world, {"project": "p", "base_url": base_url, "credentials": credentials, **settings}

    def _judged(self, cell: Cell, world: World, value: Any, error: BaseException | None, seconds: float) -> Verdict:
        self._services.worlds.pop(world.name, None)
        operation, fault = OPERATIONS[cell.operation], self._faults[cell.fault]
        found = complaints(operation, fault, world, value, error)
        if seconds > LIMIT:
            found.append(f"took {seconds:.0f} s")
        return Verdict(cell, type(error).__name__ if error is not None else "value", seconds, found)
