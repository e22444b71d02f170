"""Runs the code of functions: unpacks archives and keeps warm processes that execute ``handle``.

It knows functions by id and nothing of HTTP, projects, sessions or the store.
"""

import asyncio
import contextlib
import itertools
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from . import interpreters
from .archives import ArchiveError, Limits, StoppedError, unpack
from .checks.code import check_code
from .environments import Environments, InstallError
from .errors import JsonObject
from .interpreters import Python
from .process import ProcessEndedError, WorkerProcess

__all__ = ["Code", "DeployError", "Limits", "Outcome", "Runner", "StoppedError"]

#: For how long an idle process is kept, and for how long if there are more than so many of them.
IDLE_S = 60.0
FEW_IDLE = 24
IDLE_OF_MANY_S = 10.0
SWEEP_S = 2.0


UNLIMITED = Limits(sys.maxsize, sys.maxsize)


class DeployError(Exception):
    """The archive cannot be made into a function; the text says why, ``log`` what a tool said of it."""

    def __init__(self, message: str, log: str | None = None) -> None:
        super().__init__(message)
        self.log = log


@dataclass(frozen=True)
class Code:
    """What a function is deployed from; ``indexes`` are those of its own, the main one first."""

    archive: bytes
    function_path: str
    environment: Mapping[str, str]
    memory_bytes: int
    indexes: Sequence[str] = ()
    runtime: str = interpreters.OWN_RUNTIME


@dataclass(frozen=True)
class Progress:
    """Who is told how a deployment goes, in any thread: lines of the installer, and what the author should know."""

    installing: Callable[[str], None] = lambda line: None
    noticed: Callable[[str], None] = lambda what: None


@dataclass(frozen=True)
class Outcome:
    """How a call ended: with the response as JSON text, or with an error."""

    status: Literal["Completed", "Failed", "Timeout"]
    response: str | None = None
    error: JsonObject | None = None


@dataclass
class _Deployed:
    directory: Path
    code: Code
    python: Python
    #: With the time since when they are idle, the longest first.
    idle: list[tuple[float, WorkerProcess]] = field(default_factory=list[tuple[float, WorkerProcess]])

    def new_worker(self, debug_port: int = 0) -> WorkerProcess:
        code = self.code
        return WorkerProcess(
            self.python.command, self.directory, code.function_path, code.environment, code.memory_bytes, debug_port
        )


class Runner:
    """One per emulator, made and stopped inside its event loop."""

    def __init__(
        self,
        timeout_s: float,
        root: Path | None = None,
        environments: Environments | None = None,
        *,
        limits: Limits = UNLIMITED,
        debug_port: int = 0,
    ) -> None:
        self._timeout_s = timeout_s
        self._environments = environments
        self._limits = limits
        self._debug_port = debug_port
        self._debugger = asyncio.Lock()
        self._debugged: WorkerProcess | None = None
        self._stopping = threading.Event()
        if root is None:
            self._root = self._all = Path(tempfile.mkdtemp(prefix="cdf-functions-emulator-"))
        else:
            # An earlier emulator may have been killed and have left its code there. Its processes may still be about to
            # end and write to it meanwhile, so it is not relied on that all of it can be removed.
            self._all = root
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir(exist_ok=True)
            self._root = Path(tempfile.mkdtemp(dir=root))
        self._deployments = itertools.count()
        self._deployed: dict[int, _Deployed] = {}
        #: By function, those that run code from before it was deployed again included.
        self._busy: defaultdict[int, set[WorkerProcess]] = defaultdict(set)
        self._unpacking: set[asyncio.Task[None]] = set()
        self._sweeper = asyncio.create_task(self._sweep())

    async def deploy(self, function_id: int, code: Code, progress: Progress | None = None) -> str:
        """Unpack the archive, check it, and install what it requires; DeployError if that cannot be.

        The answer is the version of the Python that it runs on: that of its runtime, if this machine has it.
        StoppedError if the emulator ends meanwhile.
        """
        progress = progress or Progress()
        directory = self._root / f"{function_id}-{next(self._deployments)}"
        unpacking = asyncio.create_task(
            asyncio.to_thread(unpack, code.archive, directory, self._limits, self._stopping)
        )
        self._unpacking.add(unpacking)
        unpacking.add_done_callback(self._unpacking.discard)
        try:
            await unpacking
        except ArchiveError as error:
            raise DeployError(str(error)) from None
        if not (directory / code.function_path).is_file():
            raise DeployError(
                f"The archive has no file {code.function_path!r}, which should hold the function 'handle'"
            )
        try:
            for notice in await asyncio.to_thread(check_code, directory, code.function_path, code.runtime):
                progress.noticed(notice)
        except ValueError as error:
            raise DeployError(str(error)) from None
        try:
            python = await asyncio.to_thread(interpreters.find, code.runtime)
            if python is None:
                python = await asyncio.to_thread(interpreters.own)
                progress.noticed(
                    f"there is no Python of runtime {code.runtime} on the PATH, so it runs on Python {python.version}"
                )
        except LookupError as error:
            raise DeployError(str(error)) from None
        if self._environments is not None:
            try:
                python = await asyncio.to_thread(
                    self._environments.python_for, directory, code.indexes, python, progress.installing
                )
            except (InstallError, OSError) as error:
                if self._stopping.is_set():
                    raise StoppedError from None
                raise DeployError(str(error), getattr(error, "log", None)) from None
        earlier = self._deployed.get(function_id)
        self._deployed[function_id] = _Deployed(directory, code, python)
        if earlier is not None:  # what it is running, it runs to the end
            await _close_idle(earlier)
        return python.version

    async def run(self, function_id: int, call: JsonObject, on_lines: Callable[[list[str]], None]) -> Outcome:
        """Run one call to its end, whatever end that is; ``on_lines`` gets what it prints, as it is printed."""
        deployed = self._deployed.get(function_id)
        if deployed is None:
            return Outcome("Failed", error={"message": "The function was deleted"})
        try:
            worker = await self._take(deployed, on_lines)
        except OSError as error:
            return Outcome("Failed", error={"message": f"The function's process could not be started: {error}"})
        busy = self._busy[function_id]
        busy.add(worker)
        if function_id not in self._deployed:  # it was deleted while a process was made ready
            worker.kill()
        try:
            reply = await worker.run(call, self._timeout_s, on_lines)
        except TimeoutError:
            return Outcome("Timeout", error={"message": f"The call was ended after {self._timeout_s:g} seconds"})
        except ProcessEndedError as error:
            return Outcome("Failed", error={"message": str(error)})
        except BaseException:  # cancelled, or a line that could not be kept: whatever it is, no process is left behind
            await worker.close()
            raise
        finally:
            busy.discard(worker)
        if reply.reusable and self._deployed.get(function_id) is deployed:
            deployed.idle.append((asyncio.get_running_loop().time(), worker))
        else:
            await worker.close()
        if reply.error is not None:
            return Outcome("Failed", error=reply.error)
        return Outcome("Completed", response=reply.response)

    async def remove(self, function_id: int) -> None:
        """End the function's processes, with the calls they are running, and delete its code."""
        deployed = self._deployed.pop(function_id, None)
        for worker in self._busy.pop(function_id, ()):
            worker.kill()
        if deployed is not None:
            await _close_idle(deployed)
        for directory in self._root.glob(f"{function_id}-*"):
            await asyncio.to_thread(shutil.rmtree, directory, ignore_errors=True)

    async def stop(self) -> None:
        """End every process; calls in progress end as Failed."""
        self._stopping.set()
        if self._environments is not None:
            self._environments.stop()
        self._sweeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._sweeper
        for function_id in list(self._deployed):
            await self.remove(function_id)
        await asyncio.gather(*self._unpacking, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, self._all, ignore_errors=True)

    async def _take(self, deployed: _Deployed, on_lines: Callable[[list[str]], None]) -> WorkerProcess:
        """The process that was idle for the shortest time, or a new one, for which others may have to go."""
        while deployed.idle:
            _, worker = deployed.idle.pop()
            if worker.usable:
                return worker
            await worker.close()
        await self._close_longest_idle(FEW_IDLE - 1)
        if not self._debug_port:
            return deployed.new_worker()
        async with self._debugger:
            await self._give_up_debugger()
            if self._debugged is not None:
                on_lines([f"A call that has not ended has the debugger at port {self._debug_port}; this one has none"])
                return deployed.new_worker()
            self._debugged = deployed.new_worker(self._debug_port)
            return self._debugged

    async def _give_up_debugger(self) -> None:
        """The process that has the debugger's port ends, unless it is at work."""
        for deployed in self._deployed.values():
            for idle in list(deployed.idle):
                if idle[1] is self._debugged:
                    deployed.idle.remove(idle)
                    await idle[1].close()
        if self._debugged is not None and self._debugged.closed:
            self._debugged = None

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            now = asyncio.get_running_loop().time()
            await self._close_longest_idle(0, now - IDLE_S)
            await self._close_longest_idle(FEW_IDLE, now - IDLE_OF_MANY_S)

    async def _close_longest_idle(self, keep: int, idle_before: float = float("inf")) -> None:
        """Until so many are kept, or those that are left were still at work at a time."""
        while True:
            idle = [(deployed.idle[0][0], deployed) for deployed in self._deployed.values() if deployed.idle]
            if sum(len(deployed.idle) for _, deployed in idle) <= keep:
                return
            since, deployed = min(idle, key=lambda each: each[0])
            if since >= idle_before:
                return
            closing = asyncio.create_task(deployed.idle.pop(0)[1].close())
            try:
                await asyncio.shield(closing)
            except asyncio.CancelledError:
                await closing  # half closed, it would be nobody's
                raise


async def _close_idle(deployed: _Deployed) -> None:
    idle = [worker for _, worker in deployed.idle]
    deployed.idle.clear()
    await asyncio.gather(*(worker.close() for worker in idle))
