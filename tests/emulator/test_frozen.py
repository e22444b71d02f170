"""The emulator inside of one program, as PyInstaller makes it."""

from __future__ import annotations

import importlib.util
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import cdf_functions_emulator
from cdf_functions_emulator import Emulator, Settings, frozen
from cdf_functions_emulator.interpreters import OWN, OWN_RUNTIME, find, own

from .support import NO_TLS, Project, get

PACKAGE = Path(cdf_functions_emulator.__file__).parent
ROOT = Path(__file__).parents[2]


def test_hook_is_found() -> None:
    """The package tells PyInstaller where its hook is, which goes by the package's name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pyinstaller40"]["hook-dirs"] == "cdf_functions_emulator.frozen:hook_dirs"
    (folder,) = frozen.hook_dirs()
    assert (Path(folder) / "hook-cdf_functions_emulator.py").is_file()


def test_hook_names_all_that_is_not_imported() -> None:
    """Whatever the package reads, or runs by its path, is taken along; and what uvicorn finds by name is there."""
    hook = runpy.run_path(str(PACKAGE / "frozen" / "hook-cdf_functions_emulator.py"))
    taken = {Path(source).name for source, _ in hook["datas"]}
    read = {path.name for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc", ".typed"}}
    by_path = {
        name
        for path in PACKAGE.glob("*.py")
        for name in re.findall(r'with_name\("(\w+\.py)"\)', path.read_text(encoding="utf-8"))
    }
    assert by_path == {"_keeper.py"}
    assert taken == read | by_path | {"_worker.py"}
    assert all(Path(source).is_file() and target == PACKAGE.name for source, target in hook["datas"])
    assert all(map(importlib.util.find_spec, hook["hiddenimports"]))


def test_python_of_functions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Functions run with the emulator's own Python, or where that is none of its own, with that of the PATH."""
    assert own() == OWN
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    (tmp_path / "python3").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert own().path == str(tmp_path / "python3")
    assert find(OWN_RUNTIME) is None
    (tmp_path / "python3").unlink()
    with pytest.raises(LookupError, match="python3 of the PATH"):
        own()


@pytest.mark.thorough
def test_frozen(tmp_path: Path) -> None:
    """A program that PyInstaller has made shows the page, and deploys and runs a function."""
    pytest.importorskip("PyInstaller")
    (tmp_path / "app.py").write_text("from cdf_functions_emulator.__main__ import main\nmain()\n", encoding="utf-8")
    hooks = ["--additional-hooks-dir", *frozen.hook_dirs(), "--paths", str(PACKAGE.parent)]
    build = [sys.executable, "-m", "PyInstaller", "--log-level", "WARN", *hooks, "app.py"]
    subprocess.run(build, cwd=tmp_path, check=True)
    with subprocess.Popen(
        [tmp_path / "dist" / "app" / "app", "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8"
    ) as app:
        try:
            assert app.stdout is not None
            address = re.search(r"http://\S+:\d+", app.stdout.readline())
            assert address is not None
            assert get(address[0], verify=NO_TLS).text.startswith("<!doctype html>")
            project = Project(Emulator(address[0], Settings()))
            with project.http:
                assert project.response(project.run(project.deploy("def handle(): return 1"))) == 1
        finally:
            app.terminate()
