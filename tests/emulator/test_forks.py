"""Processes that are forked from one that runs an emulator in a thread."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import running
from tests.patience import PATIENCE, eventually

from .support import Project, get, none_exists

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

#: What a test does that deploys and calls; in the end, the modules that it has made the emulator import.
USE = """
import sys
from cdf_functions_emulator import running
with running() as emulator:
    before = set(sys.modules)
    import subprocess
    subprocess.run([sys.executable, "-c", CLIENT, emulator.base_url], check=True)
    loaded = set(sys.modules) - before - {"subprocess"}
print(sorted(loaded))
"""
CLIENT = """
import sys, httpx
from cdf_functions_emulator import Emulator, Settings
from tests.emulator.support import Project
project = Project(Emulator(sys.argv[1], Settings()))
files = {"handler.py": "def handle(data): return 1 / data['x']", "requirements.txt": "httpx"}
function_id = project.deploy(files)
call = project.run(function_id, {"x": 1})
assert project.response(call) == 1
project.run(function_id, {"x": 0})
project.messages(call)
schedule = {"name": "s", "cronExpression": "0 0 1 1 *", "functionId": function_id, "nonce": project.nonce()}
project.post("/functions/schedules", {"items": [schedule]}, 201)
form = {"grant_type": "client_credentials", "client_id": "emulator-client", "client_secret": "emulator-secret"}
httpx.post(sys.argv[1] + "/oauth2/token", data=form)
project.refused("/functions/byids", {"items": [{"id": 10**9}]})
project.http.get("/nothing")
project.http.get(sys.argv[1] + "/")
project.http.get(sys.argv[1] + "/emulator/state")
project.post("/functions/delete", {"items": [{"id": function_id}]})
"""


def in_child(work: Callable[[], object]) -> int:
    """The id of a forked process, which ends well if the work does."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return pid


def test_child_talks_to_the_emulator(project: Project) -> None:
    """Each of many children, forked while the emulator is at work, deploys and calls."""
    function_id = project.deploy("def handle(data): return data['x']")

    def call(x: int) -> None:
        with project.client() as http:
            session = http.post("/sessions", json={"items": [{"tokenExchange": True}]}).json()["items"][0]
            body = {"nonce": session["nonce"], "data": {"x": x}}
            assert http.post(f"/functions/{function_id}/call", json=body).status_code == 201

    children: list[int] = []
    for x in range(25):
        call(x)
        children.append(in_child(lambda x=x: call(x)))  # type: ignore[misc]
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 25
    calls = project.get(f"/functions/{function_id}/calls")["items"]
    assert [project.finished(function_id, call["id"])["status"] for call in calls] == ["Completed"] * 50


def test_no_fork_while_a_process_is_started(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork waits until the emulator has started the process it is starting, whose pipes the child would hold."""
    starting, go_on, forked = threading.Event(), threading.Event(), threading.Event()
    start = subprocess.Popen[bytes]

    def slow_start(*given: Any, **more: Any) -> subprocess.Popen[bytes]:
        starting.set()
        assert go_on.wait(PATIENCE)
        return start(*given, **more)

    def fork() -> None:
        assert os.waitpid(in_child(lambda: None), 0)[1] == 0
        forked.set()

    function_id = project.deploy("def handle(): return 1")
    monkeypatch.setattr("cdf_functions_emulator.process.subprocess.Popen", slow_start)
    call_id = project.start(function_id)
    assert starting.wait(PATIENCE)
    thread = threading.Thread(target=fork)
    thread.start()
    assert not forked.wait(0.2)
    go_on.set()
    thread.join()
    assert project.finished(function_id, call_id)["status"] == "Completed"


def test_the_emulator_imports_nothing_while_it_serves() -> None:
    """Whatever it is asked for, its thread never holds the lock of an import, which a forked child would wait for."""
    program = f"CLIENT = {CLIENT!r}\n{USE}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout) == (0, "[]\n"), ended.stderr


def test_child_that_outlives_the_emulator(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A child has none of the emulator's sockets: when that stops, its port is free and its processes are gone."""
    go = tmp_path_factory.mktemp("child") / "go"
    with running() as emulator:
        project = Project(emulator)
        with project.http:
            function_id = project.deploy("import os\ndef handle(): return os.getpid()")
            pid = project.response(project.run(function_id))
            child = in_child(lambda: eventually(go.exists))
    try:
        eventually(lambda: none_exists([pid]))
        with pytest.raises(Exception, match="refused"):
            get(emulator.base_url)
    finally:
        go.touch()
        assert os.waitpid(child, 0)[1] == 0


def test_processes_of_functions_end_though_a_child_lives(tmp_path_factory: pytest.TempPathFactory) -> None:
    """When a process that ran an emulator is killed, functions end, also while a child that it forked goes on."""
    folder = tmp_path_factory.mktemp("child")
    program = f"""
import os, time
from cdf_functions_emulator import running
from tests.emulator.support import Project
with running() as emulator:
    project = Project(emulator)
    function_id = project.deploy("import os, time\\ndef handle():\\n    print(os.getpid())\\n    time.sleep(600)")
    call = {{"functionId": function_id, "id": project.start(function_id)}}
    while not project.messages(call): pass
    if os.fork() == 0:
        while not os.path.exists({str(folder / "go")!r}): time.sleep(0.01)
        os._exit(0)
    print(*project.messages(call), flush=True)
    os.kill(os.getpid(), 9)
"""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        try:
            eventually(lambda: none_exists([pid]))
        finally:
            (folder / "go").touch()
