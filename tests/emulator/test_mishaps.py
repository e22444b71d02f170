"""What goes wrong around an emulator: it cannot start, packages do not arrive, an environment is thrown away."""

from __future__ import annotations

import shutil
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings, environments, running
from cdf_functions_emulator.app import DataDirError
from tests.patience import eventually

from .support import Project
from .test_requirements import USES, wheel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where environments of functions are kept; the installer knows one package."""
    (tmp_path / "wheels").mkdir()
    wheel(tmp_path / "wheels", "1.0")
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels"), "PIP_CONFIG_FILE": "/dev/null"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """A data folder that cannot be used is an error of whoever starts the emulator, and none is left running."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    before = threading.active_count()
    with pytest.raises(DataDirError, match="file"), running(Settings(data_dir=tmp_path / "file")):
        pass
    assert threading.active_count() == before


def test_environment_that_was_thrown_away(cache: Path) -> None:
    """A call whose function's environment was erased is Failed, and says that its process could not be started."""
    with running() as emulator:
        project = Project(emulator)
        with project.http:
            function_id = project.deploy({"handler.py": USES, "requirements.txt": "emu-sample"})
            shutil.rmtree(cache)
            call = project.run(function_id)
    assert call["status"] == "Failed"
    assert "could not be started" in call["error"]["message"]


def waiting(folder: Path) -> list[str]:
    """A command in place of the installer, that says when it runs, and never ends."""
    source = f"import pathlib, time\nprint('slow', flush=True)\npathlib.Path({str(folder / 'begun')!r}).touch()\n"
    return [sys.executable, "-c", f"{source}while True: time.sleep(1)"]


def test_packages_that_do_not_arrive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing is given up after some minutes; what the installer had said by then is told."""
    monkeypatch.setattr(environments, "LONGEST_S", 0.5)
    one = environments.Environments(tmp_path)
    with pytest.raises(environments.InstallError) as told:
        one._run(waiting(tmp_path), tmp_path, {})  # pyright: ignore[reportPrivateUsage]
    assert told.value.log == "slow\n" or not (tmp_path / "begun").exists()


def test_stopped_while_packages_are_installed(tmp_path: Path) -> None:
    """An emulator that is stopped ends what it is installing, and installs nothing more."""
    one = environments.Environments(tmp_path)
    errors: list[Exception] = []

    def install() -> None:
        try:
            one._run(waiting(tmp_path), tmp_path, {})  # pyright: ignore[reportPrivateUsage]
        except environments.InstallError as error:
            errors.append(error)

    thread = threading.Thread(target=install)
    thread.start()
    eventually((tmp_path / "begun").exists)
    one.stop()
    thread.join()
    install()
    assert [str(error).partition(" ")[0] for error in errors] == ["The", "The"]
    assert "stopped" in str(errors[1])
