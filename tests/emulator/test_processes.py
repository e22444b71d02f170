"""The processes of functions: what they start ends with them, however it hides, and idle ones do not pile up."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings, running
from cdf_functions_emulator.runner import Code, Runner
from tests.patience import PATIENCE, eventually

from .support import Project, archive, none_exists, process_exists
from .test_server import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to an ancestor")

#: Leaves a process whose parent is gone, in a session of its own, with nothing in its environment and no pipe of ours.
HIDES = """
import os, subprocess, sys, time
CHILD = '''
import os, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
null = os.open(os.devnull, os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
with open(sys.argv[1] + ".new", "w") as file: file.write(str(os.getpid()))
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
'''
def handle(data):
    subprocess.run([sys.executable, "-c", CHILD, data["pid"]], start_new_session=True, env={})
    while not os.path.exists(data["pid"]):
        time.sleep(0.005)
    if data["then"] == "exit":
        os._exit(3)
    if data["then"] == "die":
        os.kill(os.getpid(), 9)
    if data["then"] == "raise":
        raise ValueError
    time.sleep(600 if data["then"] == "run" else 0)
    return "done"
"""


def hidden(path: Path) -> int:
    """The process that hides, once it is there."""
    eventually(path.exists)
    return int(path.read_text(encoding="utf-8"))


@LINUX
@pytest.mark.parametrize("then", ["exit", "die", "run"])
def test_what_hides_ends_with_the_function(project: Project, tmp_path: Path, then: str) -> None:
    """A child that left its group, its parent and its environment ends when its function's process ends or is ended."""
    function_id = project.deploy(HIDES)
    call_id = project.start(function_id, {"pid": str(tmp_path / "pid"), "then": then})
    pid = hidden(tmp_path / "pid")
    if then == "run":
        assert process_exists(pid)
        project.post("/functions/delete", {"items": [{"id": function_id}]})
    else:
        call = project.finished(function_id, call_id)
        assert {"exit": "exit code 3", "die": "SIGKILL"}[then] in call["error"]["message"]
    eventually(lambda: not process_exists(pid))


@LINUX
def test_what_hides_ends_at_the_timeout(project_with: ProjectWith, tmp_path: Path) -> None:
    """A call that takes too long takes what hides along."""
    with project_with(Settings(call_timeout_s=3)) as project:
        call = project.run(project.deploy(HIDES), {"pid": str(tmp_path / "pid"), "then": "run"})
        assert call["status"] == "Timeout"
        if (tmp_path / "pid").exists():  # else this machine has not come so far
            eventually(lambda: not process_exists(int((tmp_path / "pid").read_text(encoding="utf-8"))))


@LINUX
def test_what_hides_lives_as_long_as_its_process(project: Project, tmp_path: Path) -> None:
    """A warm process keeps what a call has left running, as it keeps modules, and takes it along when it ends."""
    function_id = project.deploy(HIDES)
    assert project.run(function_id, {"pid": str(tmp_path / "pid"), "then": "return"})["status"] == "Completed"
    pid = hidden(tmp_path / "pid")
    assert process_exists(pid)
    project.post("/functions/delete", {"items": [{"id": function_id}]})
    eventually(lambda: not process_exists(pid))


@LINUX
def test_what_hides_does_not_outlive_a_killed_emulator(tmp_path: Path) -> None:
    """After SIGKILL of the emulator nothing that a function has started is left."""
    with command() as (process, emulator):
        project = Project(emulator)
        with project.http:
            project.start(project.deploy(HIDES), {"pid": str(tmp_path / "pid"), "then": "run"})
            pid = hidden(tmp_path / "pid")
        process.kill()
        process.wait()
        eventually(lambda: not process_exists(pid))


def test_handler_that_ends_the_process_above(project: Project) -> None:
    """A handler that kills the process above its own is gone itself when its call has ended."""
    source = (
        "import os, time\ndef handle():\n    print(os.getpid())\n    os.kill(os.getppid(), 9)\n    return 'on my own'"
    )
    call = project.run(project.deploy(source))
    (pid,) = map(int, project.messages(call))
    project.post("/functions/delete", {"items": [{"id": call["functionId"]}]})
    eventually(lambda: not process_exists(pid))


def test_nothing_is_left_to_wait_for(project: Project) -> None:
    """A handler whose children ended before it leaves no process, not even one that has ended."""
    source = """
import os, subprocess, sys
def handle():
    subprocess.run([sys.executable, "-c", "import os\\nif os.fork(): os._exit(0)"])
    children = open(f"/proc/{os.getppid()}/task/{os.getppid()}/children").read().split()
    return [int(child) for child in children if int(child) != os.getpid()]
"""
    if sys.platform == "linux":
        function_id = project.deploy(source)
        eventually(lambda: project.response(project.run(function_id)) == [])


async def test_what_runs_old_code_ends_too(tmp_path: Path) -> None:
    """A run of code that was deployed before that of today ends with its function, as one that began meanwhile."""
    runner = Runner(600, tmp_path / "code")
    waits = archive({"handler.py": "import os, time\ndef handle():\n    print(os.getpid())\n    time.sleep(600)"})
    code = Code(waits, "handler.py", {}, 1 << 40)
    await runner.deploy(1, code)
    printed: asyncio.Queue[list[str]] = asyncio.Queue()
    call: dict[str, Any] = {"call_id": 1, "data": {}, "max_response_bytes": 100}
    old = asyncio.create_task(runner.run(1, call, printed.put_nowait))
    await asyncio.wait_for(printed.get(), PATIENCE)
    await runner.deploy(1, code)
    new = asyncio.create_task(runner.run(1, call, printed.put_nowait))
    await asyncio.sleep(0)
    await runner.remove(1)
    assert [(await asyncio.wait_for(run, PATIENCE)).status for run in (old, new)] == ["Failed"] * 2
    await runner.stop()


async def idle_after(tmp_path: Path, functions: int, calls_at_once: int = 1) -> tuple[Runner, list[int]]:
    """A runner that has run so many functions, each as often at once, and the processes that it keeps."""
    runner = Runner(600, tmp_path / "code")
    source = "import os\ndef handle():\n    print(os.getpid())\n    return 1"
    pids: list[int] = []
    for id_ in range(1, functions + 1):
        await runner.deploy(id_, Code(archive({"handler.py": source}), "handler.py", {}, 1 << 40))
        call: dict[str, Any] = {"call_id": id_, "data": {}, "max_response_bytes": 100}
        runs = (runner.run(id_, call, lambda lines: pids.extend(map(int, lines))) for _ in range(calls_at_once))
        assert {outcome.status for outcome in await asyncio.gather(*runs)} == {"Completed"}
    return runner, [pid for pid in dict.fromkeys(pids) if process_exists(pid)]


async def test_idle_processes_are_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many functions have run, no more than a few processes are kept, those that ran last."""
    monkeypatch.setattr("cdf_functions_emulator.runner.FEW_IDLE", 3)
    runner, alive = await idle_after(tmp_path, 8)
    assert len(alive) == 3
    last = await runner.run(8, {"call_id": 9, "data": {}, "max_response_bytes": 100}, lambda _lines: None)
    assert last.status == "Completed"
    assert all(map(process_exists, alive))
    await runner.stop()
    eventually(partial(none_exists, alive))


async def test_many_idle_processes_of_one_function_are_given_up_sooner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a burst of calls has left is kept for the next, but not for long; a few are."""
    for name, value in {"FEW_IDLE": 2, "SWEEP_S": 0.01, "IDLE_OF_MANY_S": 0.05}.items():
        monkeypatch.setattr(f"cdf_functions_emulator.runner.{name}", value)
    runner, alive = await idle_after(tmp_path, 1, calls_at_once=5)
    while sum(map(process_exists, alive)) > 2:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert sum(map(process_exists, alive)) == min(2, len(alive))
    await runner.stop()


@LINUX
@pytest.mark.thorough
def test_200_functions_cost_little_memory() -> None:
    """Two hundred functions that have each been called hold less than 400 MB together, emulator included."""
    before = proportional(os.getpid())  # which is a lot where other tests ran in this process
    with running() as emulator:
        project = Project(emulator)
        with project.http:
            for _ in range(200):
                assert project.run(project.deploy("def handle(): return 1"))["status"] == "Completed"
            assert proportional(os.getpid()) - before < 400


def proportional(root: int) -> float:
    """MB of a process and all below it; what several share counts once."""
    children = {
        int(path.name): int(path.joinpath("stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        for path in all_()
    }
    below = {root}
    while more := {pid for pid, parent in children.items() if parent in below} - below:
        below |= more
    total = 0
    for pid in below:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def all_() -> list[Path]:
    """All processes."""
    return [path for path in Path("/proc").iterdir() if path.name.isdigit()]
