"""What is kept in a folder, whatever end the emulator comes to."""

from __future__ import annotations

import itertools
import signal
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from cdf_functions_emulator import Settings, running
from cdf_functions_emulator.server import DataDirError
from tests.patience import PATIENCE, eventually

from .support import Project
from .test_server import COMMAND, command

if TYPE_CHECKING:
    from pathlib import Path

    from cdf_functions_emulator import Emulator

PLACED_BEFORE_THE_KILL = (60, 350)


def at(emulator: Emulator, project: Project) -> Project:
    """The same project on another emulator."""
    project.http.close()
    again = Project(emulator)
    again.url = project.url.replace(project.emulator.base_url, emulator.base_url)
    again.http.base_url = again.url
    return again


def place(project: Project, function_id: int, answered: list[int]) -> None:
    """Begin calls until nobody answers; ``answered`` has those that were accepted, unlike one too many at once."""
    with suppress(httpx.TransportError), project.client() as http:
        while True:
            session = http.post("/sessions", json={"items": [{"tokenExchange": True}]}).json()["items"][0]
            answer = http.post(f"/functions/{function_id}/call", json={"nonce": session["nonce"]})
            if answer.status_code == 201:
                answered.append(answer.json()["id"])
            else:
                assert answer.status_code == 429, answer.text


@pytest.mark.parametrize("before", PLACED_BEFORE_THE_KILL)
def test_killed_in_the_middle_of_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    """After SIGKILL no accepted call is lost, those that ran are Failed with a reason, and functions are Ready."""
    temporary, kept = tmp_path / "temporary", tmp_path / "kept"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    answered: list[int] = []
    with command("--data-dir", str(kept)) as (process, emulator):
        project = Project(emulator)
        function_id = project.deploy("import time\ndef handle(): time.sleep(0.01); return 'done'")
        with ThreadPoolExecutor(4) as threads:
            placing = [threads.submit(place, project, function_id, answered) for _ in range(4)]
            try:
                eventually(lambda: len(answered) >= before or any(each.done() for each in placing))
            finally:
                process.kill()
        process.wait(PATIENCE)
    assert [each.exception() for each in placing] == [None] * 4
    assert len(answered) >= before
    with command("--data-dir", str(kept)) as (process, emulator):
        project = at(emulator, project)
        with project.http:
            assert project.get(f"/functions/{function_id}")["status"] == "Ready"
            body = {"items": [{"id": id_} for id_ in answered]}
            calls = project.post(f"/functions/{function_id}/calls/byids", body)["items"]
            assert [call["id"] for call in calls] == answered
            for call in calls:
                if call["status"] == "Completed":
                    assert project.response(call) == "done"
                else:
                    assert call["status"] == "Failed"
                    assert call["error"]["message"] == "The emulator was stopped while the call was running"
                    assert call["endTime"] >= call["startTime"]
            assert project.run(function_id)["id"] > max(answered)
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
    assert list(temporary.iterdir()) == []
    assert not (kept / "code").exists()


def test_what_a_killed_emulator_started_is_still_at_work(tmp_path: Path) -> None:
    """An emulator starts where processes of one that was killed still write beside the code, and runs its own."""
    left, stop = tmp_path / "code" / "1-0", threading.Event()

    def write() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            with suppress(FileNotFoundError):
                left.mkdir(parents=True, exist_ok=True)
                (left / f"handler.{number}.py").write_text("not Python", encoding="utf-8")

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        try:
            with running(Settings(data_dir=tmp_path)) as emulator:
                project = Project(emulator)
                with project.http:
                    assert project.response(project.run(project.deploy("def handle(): return 'mine'"))) == "mine"
        finally:
            stop.set()
    assert writing.exception() is None


def test_everything_is_there_again(tmp_path: Path) -> None:
    """Functions with secrets, calls with logs, schedules and sessions outlive it, if files were deleted too."""
    settings = Settings(data_dir=tmp_path / "new" / "folder")
    with running(settings) as emulator:
        project = Project(emulator)
        source = "def handle(secrets):\n    print('hi')\n    return secrets"
        function_id = project.deploy(source, secrets={"key": "s"})
        project.post("/files/delete", {"items": [{"id": project.get(f"/functions/{function_id}")["fileId"]}]})
        call = project.run(function_id)
        item = {"name": "s", "functionId": function_id, "cronExpression": "0 0 1 1 *", "nonce": project.nonce()}
        schedule = project.post("/functions/schedules", {"items": [item]}, 201)["items"][0]
        failed = project.create("def handle(): pass", functionPath="nowhere.py")
        failure = project.deployed(failed)
        sessions = project.get("/sessions")
    assert stat.S_IMODE((tmp_path / "new" / "folder").stat().st_mode) == 0o700
    with running(settings) as emulator:
        project = at(emulator, project)
        with project.http:
            assert project.get(f"/functions/{function_id}/calls")["items"] == [call]
            assert (project.messages(call), project.response(call)) == (["hi"], {"key": "s"})
            assert project.get("/functions/schedules")["items"] == [schedule]
            assert project.get("/sessions") == sessions
            assert project.get(f"/functions/{failed}") == failure
            assert project.response(project.run(function_id)) == {"key": "s"}


def test_one_emulator_at_a_time(tmp_path: Path) -> None:
    """A second emulator on the same folder, or one on a folder that is none, ends with one line that says why."""
    (tmp_path / "file").touch()
    with running(Settings(data_dir=tmp_path)):
        for folder in (tmp_path, tmp_path / "file"):
            ended = subprocess.run(
                [*COMMAND, "--port", "0", "--data-dir", str(folder)], capture_output=True, encoding="utf-8", check=False
            )
            assert ended.returncode == 2
            assert "data-dir: " in ended.stderr
            assert str(folder) in ended.stderr
            assert "Traceback" not in ended.stderr


def mode(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("holds", ["nothing", "what an emulator kept"])
def test_folder_that_others_may_look_into(tmp_path: Path, holds: str) -> None:
    """A folder that is there becomes its owner's alone, and what is kept in it is so by itself."""
    if holds != "nothing":
        with running(Settings(data_dir=tmp_path)):
            pass
        (tmp_path / "emulator.sqlite").chmod(0o644)
    tmp_path.chmod(0o755)
    with running(Settings(data_dir=tmp_path)) as emulator:
        project = Project(emulator)
        with project.http:
            project.nonce()
        kept = list(tmp_path.glob("emulator.sqlite*"))
        assert len(kept) > 1  # what SQLite has put beside it is one of them
        assert {mode(path) for path in kept} == {0o600}
    assert mode(tmp_path) == 0o700


@pytest.mark.parametrize("why", ["holds other files", "is everybody's"])
def test_folder_that_is_not_the_emulators_to_close(tmp_path: Path, why: str) -> None:
    """A folder that others use is left as it is, and the command says what to give instead."""
    if why == "holds other files":
        (tmp_path / "thesis.txt").touch()
        tmp_path.chmod(0o755)
    else:
        tmp_path.chmod(0o1777)
    before = mode(tmp_path)
    ended = subprocess.run([*COMMAND, "--data-dir", str(tmp_path)], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert f"data-dir: others may look into {tmp_path}" in ended.stderr
    assert "chmod 700" in ended.stderr
    assert mode(tmp_path) == before
    assert not (tmp_path / "emulator.sqlite").exists()


def test_private_folder_with_other_files(tmp_path: Path) -> None:
    """What else is in a folder that nobody else may look into is no matter."""
    (tmp_path / "thesis.txt").touch()
    tmp_path.chmod(0o700)
    with running(Settings(data_dir=tmp_path)):
        assert (tmp_path / "emulator.sqlite").exists()


def test_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of another user's, who could change what is kept, is refused."""
    monkeypatch.setattr("os.geteuid", lambda: 2**31 - 2)
    with pytest.raises(DataDirError, match="belongs to another user"), running(Settings(data_dir=tmp_path)):
        pass
