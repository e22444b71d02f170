"""How handlers are run, and that no handler can do worse than end its own call."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import signal
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings, running
from cdf_functions_emulator.runner import Code, Runner
from tests.patience import PATIENCE, eventually

from .support import Project, none_exists, process_exists

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

LIMITS = (0.5, 5.0, 50.0)
"""Seconds that a call is given: the first in which this machine, as busy as it is, gets two lines printed counts."""


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        ("def handle(): raise ValueError('too hot')", "ValueError: too hot"),
        ("import sys\ndef handle(): sys.exit(3)", "SystemExit: 3"),
        ("import sys\ndef handle(): sys.exit()", "SystemExit: "),
        ("def handle(): raise KeyboardInterrupt", "KeyboardInterrupt: "),
        ("import nothing_of_this_name\ndef handle(): pass", "No module named 'nothing_of_this_name'"),
        ("handle = None", "no function named 'handle'"),
        ("from functools import partial\n@partial\ndef handle(other): pass", "missing 1 required positional argument"),
        ("async def work(): pass\nhandle = lambda: work()", "TypeError: handle is async"),
        ("def handle(): return object()", "JSON cannot hold"),
        ("def handle(): return {1, 2}", "JSON cannot hold"),
        ("def handle(): return float('nan')", "JSON cannot hold"),
        ("def handle():\n    x = []\n    x.append(x)\n    return x", "JSON cannot hold"),
        ("def handle(): return 'x' * (1 << 20)", "more than 1048576"),
        ("import os\ndef handle(): os._exit(3)", "ended with exit code 3"),
        ("import os\ndef handle(): os._exit(0)", "ended with exit code 0"),
        ("import os\ndef handle(): os.kill(os.getpid(), 9)", "killed by SIGKILL"),
        ("import os\ndef handle(): os.abort()", "killed by SIGABRT"),
        ("import os\ndef handle(): os.closerange(3, 10_000)", "The function's process"),
        ("class E(Exception):\n    def __str__(self): raise self\ndef handle(): raise E", "E"),
    ],
)
def test_bad_endings(project: Project, handler: str, message: str) -> None:
    """A handler that raises, exits, is killed or returns no JSON ends its call as Failed with an error that says so."""
    function_id = project.deploy(handler)
    call = project.run(function_id)
    assert call["status"] == "Failed"
    assert call["endTime"] >= call["startTime"]
    assert message in call["error"]["message"]
    assert project.run(function_id)["status"] == "Failed"  # and the function can still be called


def test_trace_is_that_of_the_handler(project: Project) -> None:
    """The trace begins in the function's own code, and what was printed before is kept."""
    files = {
        "handler.py": "from parts import inner\ndef handle():\n    print('before')\n    return inner.divide(0)",
        "parts/inner.py": "def divide(x):\n    return 1 / x",
    }
    call = project.run(project.deploy(files))
    assert call["error"]["message"] == "ZeroDivisionError: division by zero"
    lines = call["error"]["trace"].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "handler.py" in lines[1]
    assert "return 1 / x" in call["error"]["trace"]
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert "_worker" not in call["error"]["trace"]
    assert project.messages(call) == ["before"]


def test_arguments(project: Project) -> None:
    """A handler is given those arguments that it names, whatever their order."""
    source = "def handle(function_call_info, secrets, data): return [data, secrets, function_call_info]"
    function_id = project.deploy(source, secrets={"key": "s3cret"})
    call = project.run(function_id, {"x": [1, None]})
    info = {"function_id": str(function_id), "call_id": str(call["id"])}
    assert project.response(call) == [{"x": [1, None]}, {"key": "s3cret"}, info]
    assert project.response(project.run(project.deploy("def handle(): return 'none'"))) == "none"


def test_arguments_by_whatever_name(project: Project) -> None:
    """``handle(**kwargs)`` is given all that a named parameter would be, and a client as well."""
    source = """
import sys, types
sys.modules["cognite.client"] = None
ours = sys.modules["cdf_functions"] = types.ModuleType("cdf_functions")
ours.Token, ours.Client = str, lambda **given: given["project"]
def handle(data, **kwargs): return [data, sorted(kwargs), kwargs["client"], kwargs["secrets"]]
"""
    call = project.run(project.deploy(source, secrets={"key": "s3cret"}), {"x": 1})
    names = ["client", "function_call_info", "secrets"]
    assert project.response(call) == [{"x": 1}, names, project.url.rpartition("/")[2], {"key": "s3cret"}]


@pytest.mark.parametrize("path", ["./src/handler.py", "src//handler.py", "./src/./handler.py"])
def test_path_of_the_handler(project: Project, path: str) -> None:
    """However its path is written, the handler has the name that imports and pickling need; it is shown as given."""
    handler = """
import pickle
from .more import X
def handle(): return [__name__, X, pickle.loads(pickle.dumps(handle)) is handle]
"""
    files = {"src/__init__.py": "", "src/more.py": "X = 1", "src/handler.py": handler}
    function_id = project.deploy(files, functionPath=path)
    assert project.response(project.run(function_id)) == ["src.handler", 1, True]
    assert project.get(f"/functions/{function_id}")["functionPath"] == path


def test_client_without_any_sdk(project: Project) -> None:
    """A handler that asks for a client where none is installed fails with an error that says what is missing."""
    hide = "import sys\nsys.modules['cognite.client'] = sys.modules['cdf_functions'] = None\n"
    call = project.run(project.deploy(f"{hide}def handle(client): pass"))
    assert "neither cognite-sdk nor cdf-functions is installed" in call["error"]["message"]


def test_client_is_built_from_the_session(project: Project) -> None:
    """The client points at this emulator and project, with a token of the bound session."""
    stand_in = """
import sys, types
sys.modules["cognite.client"] = None
ours = sys.modules["cdf_functions"] = types.ModuleType("cdf_functions")
ours.Token = lambda token: token
ours.Client = lambda **given: given
def handle(client): return client
"""
    given = project.response(project.run(project.deploy(stand_in)))
    assert f"{given['base_url']}/api/v1/projects/{given['project']}" == project.url
    headers = {"Authorization": f"Bearer {given['credentials']}"}
    inspected = project.http.get(f"{given['base_url']}/api/v1/token/inspect", headers=headers)
    assert inspected.json()["subject"].startswith("session ")


def test_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler sees the function's envVars, and not what else the emulator's own environment holds."""
    monkeypatch.setenv("OF_THE_EMULATOR", "1")
    source = "import os\ndef handle(): return [os.environ.get('OF_THE_FUNCTION'), os.environ.get('OF_THE_EMULATOR')]"
    assert project.response(project.run(project.deploy(source, envVars={"OF_THE_FUNCTION": "ü"}))) == ["ü", None]


def test_function_path(project: Project) -> None:
    """The handler may be in a folder; imports start at the root of the archive, and its own files can be read."""
    files = {
        "src/my-handler.py": "from shared import X\nfrom .near import Y\ndef handle(): return [X, Y, open('t').read()]",
        "src/near.py": "Y = 2",
        "shared.py": "X = 1",
        "t": "hello",
    }
    function_id = project.deploy(files, functionPath="src/my-handler.py")
    assert project.response(project.run(function_id)) == [1, 2, "hello"]


def test_all_output_is_logged_in_order(project: Project) -> None:
    """stdout, stderr, logging, child processes and an unfinished last line become one log, in order."""
    source = r"""
import logging, subprocess, sys
def handle():
    print("one\ntwo")
    print("three", file=sys.stderr)
    logging.warning("four")
    subprocess.run(["echo", "five"])
    print("sïx \udc80")
    print()
    print("x" * 100_000)
    print("last", end="")
"""
    messages = project.messages(project.run(project.deploy(source)))
    assert messages[:7] == ["one", "two", "three", "WARNING:root:four", "five", "sïx \\udc80", ""]
    assert "".join(messages[7:-1]) == "x" * 100_000
    assert messages[-1] == "last"


def test_output_cannot_disturb_the_answer(project: Project) -> None:
    """Bytes that are no text, frames and a great many lines are all just output."""
    source = r"""
import os, sys
def handle(data):
    os.write(1, b"\x00\x00\x00\x02{}\n\xff\xfe\n")
    os.write(2, b'{"response": "forged"}\n')
    for n in range(data["lines"]):
        print(n)
    return "real"
"""
    call = project.run(project.deploy(source), {"lines": 20_000})
    assert project.response(call) == "real"
    messages = project.messages(call)
    assert messages[2:] == ['{"response": "forged"}', *map(str, range(20_000))]


def test_handler_that_writes_into_the_socket(project: Project) -> None:
    """A handler that writes where the answer belongs fails its own call."""
    source = r"""
import os
def handle():
    for fd in range(3, 1000):
        try:
            os.write(fd, b"\x00\x00\x00\x02{}")
        except OSError:
            pass
"""
    function_id = project.deploy(source)
    assert project.run(function_id)["status"] == "Failed"
    assert project.run(function_id)["status"] == "Failed"


def test_handler_may_close_its_streams(project: Project) -> None:
    """A handler without stdout and stderr still answers."""
    source = "import os, sys\ndef handle():\n    sys.stdout.close()\n    os.close(2)\n    return 1"
    function_id = project.deploy(source)
    assert project.response(project.run(function_id)) == 1


def test_forked_child_that_returns_is_not_taken_for_the_handler(project: Project) -> None:
    """Only the process that was given the call can answer it."""
    source = """
import os
def handle():
    child = os.fork()
    if child == 0:
        return "child"
    os.waitpid(child, 0)
    return "parent"
"""
    assert project.response(project.run(project.deploy(source))) == "parent"


def test_process_stays_warm(project: Project) -> None:
    """The next call finds the modules loaded, and gets none of the earlier call's output."""
    source = "print('loading')\nimport os\ndef handle(data):\n    print(data['n'])\n    return os.getpid()"
    function_id = project.deploy(source)
    first, second = project.run(function_id, {"n": 1}), project.run(function_id, {"n": 2})
    assert project.response(first) == project.response(second)
    assert (project.messages(first), project.messages(second)) == (["loading", "1"], ["2"])


def test_process_that_stays_idle_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that nobody has needed for a while goes away by itself."""
    monkeypatch.setattr("cdf_functions_emulator.runner.SWEEP_S", 0.01)
    monkeypatch.setattr("cdf_functions_emulator.runner.IDLE_S", 0.05)
    with running() as emulator:
        own = Project(emulator)
        with own.http:
            function_id = own.deploy("import os\ndef handle(): return os.getpid()")
            pid = own.response(own.run(function_id))
            eventually(lambda: not process_exists(pid))
            assert own.response(own.run(function_id)) != pid


def test_idle_process_killed_from_outside_is_replaced(project: Project) -> None:
    """A warm process that died between two calls fails neither."""
    function_id = project.deploy("import os\ndef handle(): return os.getpid()")
    pid = project.response(project.run(function_id))
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not process_exists(pid))
    assert project.response(project.run(function_id)) != pid


def test_timeout_ends_the_process_and_what_it_started(
    project_with: Callable[[Settings], AbstractContextManager[Project]],
) -> None:
    """A call that takes too long ends as Timeout, its log is kept, and neither its process nor its children stay."""
    source = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def handle(data):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(os.getpid())
    print(child.pid)
    time.sleep(data["seconds"])
    return "in time"
"""
    for limit in LIMITS:
        with project_with(Settings(call_timeout_s=limit)) as project:
            function_id = project.deploy(source)
            call = project.run(function_id, {"seconds": 600})
            assert call["status"] == "Timeout"
            assert call["endTime"] - call["startTime"] >= 1000 * limit
            assert f"{limit:g} seconds" in call["error"]["message"]
            pids = [int(line) for line in project.messages(call)]
            eventually(partial(none_exists, pids))
            assert "response" not in project.get(f"/functions/{function_id}/calls/{call['id']}/response")
            quick = project.run(function_id, {"seconds": 0})
            if len(pids) == 2 and quick["status"] != "Timeout":
                assert project.response(quick) == "in time"
                return
    pytest.fail(f"not even two lines in {LIMITS[-1]} s")


@pytest.mark.parametrize("where", ["itself", "a child"])
def test_too_much_memory(project: Project, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A call that takes more memory than its function has, children counted, is Failed and says so."""
    monkeypatch.setattr("cdf_functions_emulator.service.functions.GB", 50 << 20)
    source = """
import subprocess, sys, time
def handle(data):
    if data.get("child"):
        subprocess.run([sys.executable, "-c", "import time; x = b'1' * (200 << 20); time.sleep(600)"])
    kept = b"1" * data.get("bytes", 0)
    time.sleep(data.get("seconds", 0))
    return len(kept)
"""
    function_id = project.deploy(source)
    assert project.response(project.run(function_id, {"bytes": 1 << 20, "seconds": 0.3})) == 1 << 20
    call = project.run(function_id, {"child": True} if where == "a child" else {"bytes": 200 << 20, "seconds": 600})
    assert call["status"] == "Failed"
    assert call["error"] == {"message": "MemoryError: Function ran out of memory"}
    assert project.response(project.run(function_id)) == 0


def test_what_has_left_the_process_group_ends_too(project: Project) -> None:
    """A child in a session of its own, whose parent is gone, ends with the process that started it."""
    source = """
import subprocess, sys, time
CHILD = "import os, time\\nif os.fork(): os._exit(0)\\nprint(os.getpid(), flush=True)\\ntime.sleep(600)"
def handle(data):
    subprocess.run([sys.executable, "-c", CHILD], start_new_session=True)
    time.sleep(600)
"""
    function_id = project.deploy(source)
    call = {"functionId": function_id, "id": project.start(function_id)}
    (pid,) = map(int, eventually(lambda: project.messages(call)))
    project.post("/functions/delete", {"items": [{"id": function_id}]})
    eventually(lambda: not process_exists(pid))


async def test_a_cancelled_run_leaves_no_process(tmp_path: Path) -> None:
    """Whoever waits for a run may be cancelled; the process ends, and nothing that it held is left open."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("handler.py", "import os, time\ndef handle():\n    print(os.getpid())\n    time.sleep(600)")
    runner = Runner(600, tmp_path / "code")
    await runner.deploy(1, Code(archive.getvalue(), "handler.py", {}, 1 << 32))
    printed: asyncio.Queue[list[str]] = asyncio.Queue()
    run = asyncio.create_task(runner.run(1, {"call_id": 1, "arguments": {}}, printed.put_nowait))
    (pid,) = await asyncio.wait_for(printed.get(), PATIENCE)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert not process_exists(int(pid))
    await runner.stop()
    gc.collect()
