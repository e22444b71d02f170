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
from dataclasses import dataclass
from pathlib import Path

from . import family
from .errors import JsonObject

WORKER = Path(__file__).with_name("_worker.py")
CHUNK = 1 << 16
MAX_LINE = 1 << 16
MEMORY_WATCH_S = 0.2
#: What a function gets of the emulator's own environment: enough to start Python and find programs and packages.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")


@dataclass(frozen=True)
class Reply:
    """What ``handle`` came to: a response as JSON text, or an error; and whether the process can take another call."""

    response: str | None
    error: JsonObject | None
    reusable: bool


class ProcessEndedError(Exception):
    """The process ended without an answer; the text says how."""


class WorkerProcess:
    """Leads a process group of its own, so that whatever a handler starts can be ended with it.

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
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_lines: Callable[[list[str]], None] | None = None
        self._partial = b""
        self._closed = False
        self._memory_bytes = memory_bytes
        self._took_too_much = False
        self._mark = uuid.uuid4().hex
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        self._output, output_end = os.pipe()
        os.set_blocking(self._output, False)
        inherited = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [*python, str(WORKER), str(theirs.fileno()), function_path],
                stdin=subprocess.DEVNULL,
                stdout=output_end,
                stderr=output_end,
                pass_fds=[theirs.fileno()],
                cwd=directory,
                env={**inherited, **environment, family.MARK: self._mark},
                start_new_session=True,
            )
        except BaseException:
            self._control.close()
            os.close(self._output)
            raise
        finally:
            theirs.close()
            os.close(output_end)
        self._loop.add_reader(self._output, self._read_output)

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
        """The answer to one call; TimeoutError or ProcessEndedError if there is none, and then the process is gone."""
        self._partial = b""
        self._on_lines = on_lines
        watch = self._loop.create_task(self._watch_memory())
        try:
            async with asyncio.timeout(timeout_s):
                reply = await self._exchange(call)
        except TimeoutError:
            await self.close()
            raise
        except (OSError, EOFError, ValueError, TypeError, LookupError):  # no answer, or a handler's forgery of one
            await self.close()
            raise ProcessEndedError(self._ending()) from None
        else:
            self._drain()
            return reply
        finally:
            self._on_lines = None
            watch.cancel()

    def kill(self) -> None:
        """End the process, and all that it started in its group; a run in progress then ends with ProcessEndedError."""
        # Only before it was waited for, because from then on its process id, which names the group, may be another's.
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def close(self) -> None:
        """Kill it, wait for its end and give back what it held; not while a run is in progress."""
        if self._closed:
            return
        self._closed = True
        self.kill()
        await asyncio.to_thread(self._process.wait)
        await asyncio.to_thread(family.end, self._mark)  # those that have left the group
        self._drain()
        self._loop.remove_reader(self._output)
        os.close(self._output)
        self._control.close()

    async def _exchange(self, call: JsonObject) -> Reply:
        frame = json.dumps(call).encode()
        await self._loop.sock_sendall(self._control, len(frame).to_bytes(4) + frame)
        while True:
            size = int.from_bytes(await self._receive(4))
            reply: JsonObject = json.loads(await self._receive(size))
            if reply["call_id"] == call["call_id"]:
                return Reply(reply["response"], reply["error"], reply["reusable"])

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
