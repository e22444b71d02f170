"""A debugger at a function: attached, at a breakpoint, and gone on from there, in the words of its own protocol."""

from __future__ import annotations

import itertools
import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings, running
from tests.patience import PATIENCE, eventually

from .support import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

pytest.importorskip("debugpy")

SOURCE = """import time

def handle(data):
    doubled = 2 * data["x"]
    return doubled + 1
"""
BREAKPOINT = 5


class Debugger:
    """A client of the Debug Adapter Protocol: messages of JSON after a header that says how long they are."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._file = self._socket.makefile("rb")
        self._numbers = itertools.count(1)
        self._seen: list[dict[str, Any]] = []

    def send(self, command: str, **arguments: Any) -> int:
        """The number of a request."""
        number = next(self._numbers)
        request = {"seq": number, "type": "request", "command": command, "arguments": arguments}
        body = json.dumps(request).encode()
        self._socket.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        return number

    def ask(self, command: str, **arguments: Any) -> Any:
        """The body of the answer to a request."""
        number = self.send(command, **arguments)
        return self.answer(number)

    def answer(self, number: int) -> Any:
        """The body of the answer to a request that was sent."""
        found = self._wait(lambda message: message.get("request_seq") == number)
        assert found["success"], found
        return found.get("body")

    def event(self, name: str) -> dict[str, Any]:
        """The next event of this name."""
        return dict(self._wait(lambda message: message.get("event") == name).get("body") or {})

    def attach(self, folder: Path, *lines: int) -> None:
        """Attach, with breakpoints in the handler of a folder, as an editor sees it from where it is written."""
        self.ask("initialize", adapterID="test", pathFormat="path")
        attached = self.send("attach", pathMappings=[{"localRoot": str(folder), "remoteRoot": "."}])
        self.event("initialized")
        source = {"path": str(folder / "handler.py")}
        set_ = self.ask("setBreakpoints", source=source, breakpoints=[{"line": line} for line in lines])
        assert [each["verified"] for each in set_["breakpoints"]] == [True] * len(lines)
        self.ask("configurationDone")
        self.answer(attached)

    def stopped(self) -> tuple[int, dict[str, str]]:
        """The thread that has stopped at a breakpoint, and the local variables there."""
        event = self.event("stopped")
        assert event["reason"] == "breakpoint"
        thread: int = event["threadId"]
        frame = self.ask("stackTrace", threadId=thread)["stackFrames"][0]
        assert frame["line"] == BREAKPOINT
        scope = next(each for each in self.ask("scopes", frameId=frame["id"])["scopes"] if each["name"] == "Locals")
        variables = self.ask("variables", variablesReference=scope["variablesReference"])["variables"]
        return thread, {each["name"]: each["value"] for each in variables}

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            for message in self._seen:
                if wanted(message):
                    self._seen.remove(message)
                    return message
            headers = iter(lambda: self._file.readline().strip(), b"")
            size = next(int(header.split(b":")[1]) for header in list(headers) if header.startswith(b"Content-Length"))
            self._seen.append(json.loads(self._file.read(size)))


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def debugging(**choices: Any) -> Generator[tuple[Project, int]]:
    """A project on an emulator whose functions wait for a debugger, and the port."""
    port = free_port()
    with running(Settings(debug_port=port, **choices)) as emulator:
        project = Project(emulator)
        with project.http:
            yield project, port


def waiting(project: Project, call: dict[str, int], port: int) -> None:
    """Wait until a call says that it does."""
    eventually(lambda: project.messages(call), [f"Waiting for a debugger to attach to 127.0.0.1:{port}"].__eq__)


def test_breakpoint(tmp_path: Path) -> None:
    """A call waits for a debugger, stops where it says, takes far longer than it may, and ends with its result."""
    with debugging(call_timeout_s=0.5) as (project, port):
        function_id = project.deploy(SOURCE)
        call = {"functionId": function_id, "id": project.start(function_id, {"x": 20})}
        waiting(project, call, port)
        (tmp_path / "handler.py").write_text(SOURCE, encoding="utf-8")
        debugger = Debugger(port)
        debugger.attach(tmp_path, BREAKPOINT)
        thread, variables = debugger.stopped()
        assert variables["doubled"] == "40"
        state = project.get(f"/functions/{function_id}/calls/{call['id']}")
        eventually(lambda: project.emulator.settings.clock.now_ms() > state["startTime"] + 1000)
        assert project.get(f"/functions/{function_id}/calls/{call['id']}")["status"] == "Running"
        debugger.ask("continue", threadId=thread)
        assert project.response(project.finished(function_id, call["id"])) == 41

        # the process stays warm, with the debugger and its breakpoint
        again = project.start(function_id, {"x": 1})
        thread, variables = debugger.stopped()
        assert variables["doubled"] == "2"
        debugger.ask("continue", threadId=thread)
        assert project.response(project.finished(function_id, again)) == 3
        debugger.close()


def test_one_process_at_a_time_has_the_debugger(tmp_path: Path) -> None:
    """A call beside one that is being debugged runs without; once idle, the process gives its port to another."""
    with debugging() as (project, port):
        first, other = project.deploy(SOURCE), project.deploy(SOURCE.replace("2 *", "3 *"))
        call = {"functionId": first, "id": project.start(first, {"x": 1})}
        waiting(project, call, port)
        beside = project.run(other, {"x": 1})
        assert project.response(beside) == 4
        (said,) = project.messages(beside)
        assert said == f"A call that has not ended has the debugger at port {port}; this one has none"
        (tmp_path / "handler.py").write_text(SOURCE, encoding="utf-8")
        debugger = Debugger(port)
        debugger.attach(tmp_path)
        assert project.response(project.finished(first, call["id"])) == 3
        debugger.close()
        new = project.deploy(SOURCE)
        call = {"functionId": new, "id": project.start(new, {"x": 2})}
        waiting(project, call, port)


def test_command_without_debugpy() -> None:
    """Where debugpy is not installed, the command says so before it starts."""
    program = f"import sys, runpy\nsys.modules['debugpy'] = None\nsys.argv = {['x', '--debug', '5678']!r}\n"
    program += "runpy.run_module('cdf_functions_emulator', run_name='__main__')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert "debugpy: pip install debugpy" in ended.stderr
