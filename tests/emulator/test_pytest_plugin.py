"""The fixtures that pytest gives to whoever has cdf-functions installed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

USES = """
def test_calls_a_function(cdf_client, tmp_path):
    (tmp_path / "handler.py").write_text("def handle(data): return data['a'] + data['b']")
    function = cdf_client.functions.create("add", folder=tmp_path).wait_until_ready()
    assert function.call({"a": 2, "b": 3}).result() == 5
    assert len(cdf_client.functions.list()) == 1

def test_has_a_project_of_its_own(cdf_client, cdf_emulator):
    assert cdf_client.functions.list() == []
    cdf_emulator.settings.clock.advance(1)
"""
#: Plugins that are installed for our own tests; they take longer to load than the tests below to run.
OTHERS = ("anyio", "cacheprovider", "hypothesispytest", "schemathesis", "xdist")


def run(folder: Path, test: str, *arguments: str, conftest: str = "") -> subprocess.CompletedProcess[str]:
    """What pytest says of a test file in a folder of its own."""
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    others = [option for name in OTHERS for option in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-q", *others, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_fixtures(tmp_path: Path) -> None:
    """A test that asks for a client gets one of an empty project, on an emulator that runs code."""
    ended = run(tmp_path, USES)
    assert "2 passed" in ended.stdout, ended.stdout


def test_settings(tmp_path: Path) -> None:
    """A fixture of the user's own chooses other settings."""
    conftest = """
import pytest
from cdf_functions_emulator import Settings

@pytest.fixture(scope="session")
def cdf_emulator_settings():
    return Settings(client_id="mine", strict_auth=True)
"""
    test = """
def test(cdf_client, cdf_emulator):
    assert cdf_emulator.client_id == "mine"
    cdf_client.sessions.list()
"""
    ended = run(tmp_path, test, conftest=conftest)
    assert "1 passed" in ended.stdout, ended.stdout


def test_runs_without_it_load_nothing(tmp_path: Path) -> None:
    """A run whose tests do not ask for the fixtures imports neither the emulator nor what it needs."""
    test = """
import sys
def test():
    assert "cdf_functions_emulator.pytest_plugin" in sys.modules
    ours = {"cdf_functions", "cdf_functions_api", "cdf_functions_emulator.server", "starlette", "uvicorn", "httpx"}
    assert ours & set(sys.modules) == set()
"""
    ended = run(tmp_path, test)
    assert "1 passed" in ended.stdout, ended.stdout


def test_without_the_extra(tmp_path: Path) -> None:
    """Where the extra is not installed, other tests run, and one that asks for the emulator fails with what to do."""
    conftest = "import sys\nsys.modules['uvicorn'] = sys.modules['starlette'] = None"
    ended = run(tmp_path, "def test_other(): pass\ndef test_it(cdf_client): pass", conftest=conftest)
    assert "1 passed, 1 error" in ended.stdout, ended.stdout
    assert "pip install 'cdf-functions[emulator]'" in ended.stdout
