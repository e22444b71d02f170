"""A folder that is watched is deployed when the emulator starts, and when a file in it is saved."""

from __future__ import annotations

import logging
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings, running
from tests.patience import eventually

from .support import Project
from .test_server import COMMAND

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

HANDLER = """
import os
from part.more import X

def handle():
    return [X, sorted(name for name in os.listdir() if name[0] != "_")]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A function, with things beside it that are no part of it."""
    folder = tmp_path / "my-function"
    (folder / ".venv").mkdir(parents=True)
    (folder / ".venv" / "big").touch()
    (folder / "part").mkdir()
    (folder / "part" / "more.py").write_text("X = 1", encoding="utf-8")
    (folder / "handler.py").write_text(HANDLER, encoding="utf-8")
    return folder


@pytest.fixture
def project(folder: Path, caplog: pytest.LogCaptureFixture) -> Generator[Project]:
    """The one that folders are deployed to."""
    caplog.set_level(logging.INFO, "cdf_functions_emulator")
    with running(Settings(watch=(folder,))) as emulator:
        project = Project(emulator)
        project.url = f"{emulator.base_url}/api/v1/projects/any"
        project.http.base_url = project.url
        with project.http:
            yield project


def settled(project: Project, status: str = "Ready") -> dict[str, Any]:
    """The function once it has this status."""

    def function() -> dict[str, Any]:
        answer = project.http.post("/functions/byids", json={"items": [{"externalId": "my-function"}]})
        return dict(answer.json()["items"][0]) if answer.status_code == 200 else {}

    return eventually(function, lambda found: found.get("status") == status)


def test_deployed_again_when_saved(project: Project, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """New code is what the next call runs, under the same id; broken code is Failed until it is mended."""
    function_id = settled(project)["id"]
    assert project.response(project.run(function_id)) == [1, ["handler.py", "part"]]
    (folder / "part" / "more.py").write_text("X = 22", encoding="utf-8")

    def answer() -> Any:
        settled(project)
        return project.response(project.run(function_id))[0]

    eventually(answer, (22).__eq__)
    (folder / "handler.py").unlink()
    assert settled(project, "Failed")["id"] == function_id
    (folder / "handler.py").write_text(HANDLER, encoding="utf-8")
    assert "error" not in settled(project)
    assert answer() == 22
    deploying = caplog.messages.index("my-function: deploying")
    ready = f"my-function: ready as function {function_id} of project 'any', on Python "
    assert any(message.startswith(ready) for message in caplog.messages[deploying:])
    assert any("not deployed: The archive has no file 'handler.py'" in line for line in caplog.messages)


def test_faults_are_told_at_the_save(project: Project, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A syntax error is told with file and line: in the handler it fails the function, elsewhere it does not."""
    settled(project)
    (folder / "handler.py").write_text("x = 1\ndef handle(:\n", encoding="utf-8")
    eventually(lambda: "my-function: not deployed: handler.py:2: SyntaxError: " in caplog.text)
    assert settled(project, "Failed")["error"]["message"].startswith("handler.py:2: SyntaxError: ")
    (folder / "handler.py").write_text(HANDLER, encoding="utf-8")
    (folder / "part" / "more.py").write_text("X = (\n", encoding="utf-8")
    eventually(lambda: "my-function: part/more.py:1: SyntaxError: " in caplog.text)
    settled(project)


def test_secrets_are_refused(project: Project, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What ``create`` would not pack is not packed, and the function stays as it is, until it is ignored."""
    function_id = settled(project)["id"]
    (folder / ".env").write_text("A=1", encoding="utf-8")
    (folder / "part" / "more.py").write_text("X = 3", encoding="utf-8")
    eventually(lambda: f"{folder}: not deployed: .env looks like a place of secrets" in caplog.text)
    assert project.response(project.run(function_id))[0] == 1
    (folder / ".funcignore").write_text(".env\n", encoding="utf-8")
    eventually(lambda: project.response(project.run(function_id))[0], (3).__eq__)


def test_command_refuses_what_is_no_folder() -> None:
    """A folder that is not there ends the command with one line that says so."""
    ended = subprocess.run([*COMMAND, "--watch", "/nowhere"], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert "expected a folder, got /nowhere" in ended.stderr
