"""One child process of one function, seen from the emulator: start, hand it a call, read what it prints, end it."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import family, forks
from .errors import JsonObject
from .replies import MAX_FRAME, ForgedReplyError, Reply, read_reply

KEEPER = Path(__file__).with_name("_keeper.py")
CHUNK = 1 << 16
MAX_LINE = 1 << 16
MEMORY_WATCH_S = 0.2
#: Within which a process that was told to end has ended, unless the function has laid hands on the one above its own.
LONGEST_END_S = 5.0
#: What a function gets of the emulator's own environment: enough to start Python and find programs and packages.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")


class ProcessEndedError(Exception):
    """The process ended without an answer; the text says how."""


class WorkerProcess:
    """Two, in truth: the function's own, and above it one that ends whatever a handler has started (``_keeper.py``).

    stdout and stderr share one pipe, which keeps the order of their lines. Calls and answers travel on a socket, where
    nothing that a handler prints can get between them.
    """

    def __init__(
        self,
        python: Sequence[str],
        directory: Path,
        function_path: str,
        environment: Mapping[str, str],
        memory_bytes: int,
        debug_port: int = 0,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_lines: Callable[[list[str]], None] | None = None
        self._partial = b""
        self._closed = False
        self._memory_bytes = memory_bytes
        self._took_too_much = False
        self._mark = uuid.uuid4().hex
        self.debug_port = debug_port
        # Files seem to have changed where modules are frozen, and a debugger then stops at no breakpoint in them.
        for_debugger = ["-X", "frozen_modules=off"] if debug_port else []
        command = [*python, *for_debugger, str(KEEPER), function_path, str(debug_port)]
        inherited = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        with forks.starting:
            self._start(command, directory, {**inherited, **environment, family.MARK: self._mark})
        forks.hold(*self._held())
        self._loop.add_reader(self._output, self._read_output)

    def _start(self, command: list[str], directory: Path, environment: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        self._output, output_end = os.pipe()
        told_end, self._tell = os.pipe()
        for ours in (self._output, self._tell):
            os.set_blocking(ours, False)
        try:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                stdin=told_end,
                stdout=output_end,
                stderr=output_end,
                pass_fds=[theirs.fileno()],
                cwd=directory,
                env=environment,
                start_new_session=True,
            )
        except BaseException:
            self._control.close()
            os.close(self._output)
            os.close(self._tell)
            raise
        finally:
            theirs.close()
            os.close(output_end)
            os.close(told_end)

    @property
    def closed(self) -> bool:
        """Whether it was given up."""
        return self._closed

    @property
    def usable(self) -> bool:
        """Whether it can be given a call: an idle process may have been killed from outside."""
        if self._closed:
            return False
        try:
            return self._control.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def run(self, call: JsonObject, timeout_s: float, on_lines: Callable[[list[str]], None]) -> Reply:
        """The answer to one call; TimeoutError or ProcessEndedError if there is none, and then the process is gone.

        While a debugger may stop it, a call has all the time in the world.
        """
        self._partial = b""
        self._on_lines = on_lines
        watch = self._loop.create_task(self._watch_memory())
        try:
            async with asyncio.timeout(None if self.debug_port else timeout_s):
                reply = await self._exchange(call)
        except TimeoutError:
            await self.close()
            raise
        except ForgedReplyError as error:
            await self.close()
            raise ProcessEndedError(str(error)) from None
        except (OSError, EOFError):
            await self.close()
            raise ProcessEndedError(self._ending()) from None
        else:
            self._drain()
            return reply
        finally:
            self._on_lines = None
            watch.cancel()

    def kill(self) -> None:
        """End the process, and all that it has started; a run in progress then ends with ProcessEndedError."""
        with contextlib.suppress(OSError):  # it has ended, or was told already
            os.write(self._tell, b"x")

    async def close(self) -> None:
        """Kill it, wait for its end and give back what it held; not while a run is in progress."""
        if self._closed:
            return
        self._closed = True
        self.kill()
        await asyncio.to_thread(self._wait)
        self._drain()
        self._loop.remove_reader(self._output)
        forks.release(*self._held())
        os.close(self._output)
        os.close(self._tell)
        self._control.close()

    def _wait(self) -> None:
        try:
            self._process.wait(LONGEST_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.returncode == -signal.SIGKILL:  # perhaps not by itself, and then its children live on
            family.end(self._mark)

    def _held(self) -> tuple[int, ...]:
        return self._output, self._tell, self._control.fileno()

    async def _exchange(self, call: JsonObject) -> Reply:
        frame = json.dumps(call).encode()
        await self._loop.sock_sendall(self._control, len(frame).to_bytes(4) + frame)
        size = int.from_bytes(await self._receive(4))
        if size > MAX_FRAME:
            raise ForgedReplyError
        return read_reply(await self._receive(size), call["call_id"])

    async def _receive(self, size: int) -> bytes:
        received = bytearray()
        while len(received) < size:
            part = await self._loop.sock_recv(self._control, min(size - len(received), CHUNK))
            if not part:
                raise EOFError
            received += part
        return bytes(received)

    def _read_output(self) -> bool:
        """Read what is there, at most one chunk, and say whether there was any."""
        try:
            chunk = os.read(self._output, CHUNK)
        except BlockingIOError:
            return False
        if not chunk:
            self._loop.remove_reader(self._output)
            return False
        *lines, self._partial = (self._partial + chunk).split(b"\n")
        if len(self._partial) > MAX_LINE:
            lines.append(self._partial)
            self._partial = b""
        self._report(lines)
        return True

    def _drain(self) -> None:
        """Read all that was printed so far: it lies in the pipe, and no pipe holds more than these many chunks."""
        for _ in range(16):
            if not self._read_output():
                break
        if self._partial:
            self._report([self._partial])
            self._partial = b""

    def _report(self, lines: list[bytes]) -> None:
        if self._on_lines and lines:
            self._on_lines([line.decode(errors="replace").removesuffix("\r") for line in lines])

    async def _watch_memory(self) -> None:
        while family.memory(self._process.pid) <= self._memory_bytes:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(MEMORY_WATCH_S)
        self._took_too_much = True
        self.kill()

    def _ending(self) -> str:
        if self._took_too_much:
            return "MemoryError: Function ran out of memory"
        code = self._process.returncode
        if code < 0:
            return f"The function's process was killed by {signal.Signals(-code).name}"
        return f"The function's process ended with exit code {code} before handle returned"
