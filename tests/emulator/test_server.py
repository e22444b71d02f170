"""Starting and stopping, in this process and from the command line, and what is left afterwards."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from cdf_functions_emulator import Emulator, Settings, running
from cdf_functions_emulator.server import listen
from tests.patience import PATIENCE, eventually

from .support import Project, get, none_exists, post, process_exists

if TYPE_CHECKING:
    from collections.abc import Generator

COMMAND = [sys.executable, "-m", "cdf_functions_emulator"]
BUSY = """
import os, subprocess, sys, time
def handle(data):
    if data:
        print(os.getpid())
        print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True).pid)
        print(os.getcwd())
        time.sleep(600)
    return os.getpid()
"""


def occupy(emulator: Emulator) -> tuple[list[int], Path]:
    """Leave an idle process, a running one and its child on an emulator; their ids, and where the code lies."""
    project = Project(emulator)
    with project.http:
        function_id = project.deploy(BUSY)
        running_ = {"functionId": function_id, "id": project.start(function_id, {"busy": True})}
        busy, child, directory = eventually(lambda: project.messages(running_), lambda lines: len(lines) == 3)
        idle = project.response(project.run(function_id))
    return [int(busy), int(child), int(idle)], Path(directory)


@contextmanager
def command(*arguments: str) -> Generator[tuple[subprocess.Popen[str], Emulator]]:
    """The emulator as a process, and what it printed of itself."""
    with subprocess.Popen([*COMMAND, "--port", "0", *arguments], stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert address is not None
            yield process, Emulator(address[0], Settings())
        finally:
            process.terminate()


def test_running_starts_fast_and_leaves_nothing() -> None:
    """``running`` is up after half a second of processor time; after the block neither processes nor code remain."""
    threads = set(threading.enumerate())
    begun = time.process_time()
    with running() as emulator:
        assert time.process_time() - begun < 0.5
        pids, directory = occupy(emulator)
        assert all(map(process_exists, pids))
        assert directory.exists()
    eventually(lambda: none_exists(pids))
    assert not directory.parent.exists()
    assert {each for each in threading.enumerate() if each.name == "cdf-functions-emulator"} <= threads
    with pytest.raises(httpx.ConnectError):
        get(emulator.base_url)


def test_two_at_once_know_nothing_of_each_other() -> None:
    """Each emulator has its own port and its own state."""
    with running() as one, running() as other:
        assert one.base_url != other.base_url
        project = Project(one)
        with project.http:
            session = project.post("/sessions", {"items": [{"tokenExchange": True}]})["items"][0]
            url = project.url.replace(one.base_url, other.base_url)
            assert project.http.get(f"{project.url}/sessions").json()["items"][0]["id"] == session["id"]
            assert project.http.get(f"{url}/sessions").json()["items"] == []


def test_command_imports_no_other_command() -> None:
    """The command starts without what uvicorn has for its own, and uvicorn has it still for who asks."""
    program = """
import sys
import cdf_functions_emulator.__main__, uvicorn
assert not {"uvicorn.main", "multiprocessing.connection"} & set(sys.modules)
assert uvicorn.Config is uvicorn.config.Config
assert callable(uvicorn.run)
assert "uvicorn.main" in sys.modules
assert uvicorn.Config is uvicorn.config.Config
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_emulator(how: signal.Signals) -> None:
    """However the emulator ends, the processes of its functions end with it."""
    with command() as (process, emulator):
        pids, directory = occupy(emulator)
        process.send_signal(how)
        process.wait(PATIENCE)
        eventually(lambda: none_exists(pids))
        assert directory.parent.exists() == (how == signal.SIGKILL)  # nobody was left to delete it
        shutil.rmtree(directory.parent, ignore_errors=True)


def test_command_prints_how_to_reach_it() -> None:
    """The command says its addresses and credentials, which are those it was given."""
    with command("--client-id", "me", "--client-secret", "it is", "--strict-auth") as (process, emulator):
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(8))
        assert f"export CDF_URL={emulator.base_url} CDF_PROJECT=any\n" in printed
        assert f"IDP_TOKEN_URL={emulator.token_url} IDP_CLIENT_ID=me IDP_CLIENT_SECRET='it is'\n" in printed
        assert "Only tokens from the token URL above are taken" in printed
        form = {"grant_type": "client_credentials", "client_id": "me", "client_secret": "it is"}
        assert post(emulator.token_url, data=form).status_code == 200
        headers = {"Authorization": "Bearer any"}
        assert get(f"{emulator.base_url}/api/v1/token/inspect", headers=headers).status_code == 401


def test_command_says_who_may_run_code() -> None:
    """By default it says that any local user may; --strict-auth alone ends that, with a secret that nobody knows."""
    with command() as (process, _):
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(8))
        assert "Any local user may run code as you" in printed
        assert "--strict-auth takes only those above" in printed
    with command("--strict-auth") as (process, emulator):
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(8))
        found = re.search(r"IDP_CLIENT_SECRET=(\S{20,})", printed)
        assert found is not None
        form = {"grant_type": "client_credentials", "client_id": emulator.client_id}
        assert post(emulator.token_url, data={**form, "client_secret": found[1]}).status_code == 200
        assert post(emulator.token_url, data={**form, "client_secret": emulator.client_secret}).status_code == 401


def test_others_need_a_secret() -> None:
    """In the same process, an address that others reach is not listened on with the secret that everybody knows."""
    with pytest.raises(ValueError, match="the default is no secret"):
        listen("0.0.0.0", 0, Settings(strict_auth=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "only this machine may reach it"),
        (["--upstream", "https://example.com"], "the environment variable CDF_TOKEN, which is not set"),
        (["--stubs", "/nowhere"], "a folder of JSON files or a Python file, got /nowhere"),
        (["--port", "99999"], "port must be 0-65535"),
        (["--call-timeout", "0"], "a number above 0"),
        (["--call-timeout", "x"], "invalid"),
    ],
)
def test_command_refuses(arguments: list[str], message: str) -> None:
    """An address that it must not or cannot take ends the command with one line that says why."""
    ended = subprocess.run([*COMMAND, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_other_machines_are_let_in_by_strict_auth_only() -> None:
    """With --strict-auth others reach it, under any name, if they have a token, and no web page does."""
    with command("--host", "0.0.0.0", "--strict-auth", "--client-secret", "s") as (_, emulator):
        url = emulator.base_url.replace("0.0.0.0", "127.0.0.1")
        form = {"grant_type": "client_credentials", "client_id": emulator.client_id, "client_secret": "s"}
        token = post(f"{url}/oauth2/token", data=form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Host": "machine.example:8400"}
        inspect = f"{url}/api/v1/token/inspect"
        assert get(inspect, headers=headers).status_code == 200
        assert get(inspect, headers={**headers, "Authorization": "Bearer any"}).status_code == 401
        assert get(inspect, headers={**headers, "Origin": "http://other.example"}).status_code == 403


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
@pytest.mark.parametrize(
    "use",
    [
        "import cdf_functions_emulator.__main__",
        "from cdf_functions_emulator import running",
        "from cdf_functions_emulator.server import running",
    ],
)
def test_missing_extra(missing: str, use: str) -> None:
    """Without what the extra brings, whoever asks for the emulator is told how to install it."""
    program = f"import sys\nsys.modules[{missing!r}] = None\n{use}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert ended.stderr.endswith(f"the emulator needs {missing}: pip install 'cdf-functions[emulator]'\n")
    assert "__main__" not in use or "Traceback" not in ended.stderr


def test_port_that_is_taken(emulator: Emulator) -> None:
    """A port in use ends the command with one line that says so."""
    port = emulator.base_url.rpartition(":")[2]
    ended = subprocess.run([*COMMAND, "--port", port], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert "in use" in ended.stderr
