"""The Python that code runs on is that of the function's runtime, where this machine has it."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings, interpreters

from .test_requirements import USES, wheel

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .support import Project

OTHER = "py312" if sys.version_info[:2] != (3, 12) else "py313"
SERIES = f"3.{OTHER.removeprefix('py3')}"
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
#: As version managers have it: this tells which Python it stands for, and starts none for who lacks its variables.
SHIM = f"""#!/bin/sh
[ "$1" = -c ] && echo {SERIES}.99 "$(dirname "$0")/itself"
"""
#: Runs on this Python, and is known by a variable.
ITSELF = f"""#!/bin/sh
STAND_IN=yes exec {sys.executable} "$@"
"""
TELLS = "import os\ndef handle(): return os.environ.get('STAND_IN')"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH but for what every machine has."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")
    return path


def stand_in(path: Path, text: str = SHIM) -> None:
    """Put what stands for another Python on the PATH."""
    for name, content in ((f"python{SERIES}", text), ("itself", ITSELF)):
        (path / name).write_text(content, encoding="utf-8")
        (path / name).chmod(0o755)


def test_on_the_path(project: Project, path: Path) -> None:
    """Code runs on the python3.X of its runtime, whose version the function then shows."""
    stand_in(path)
    function_id = project.deploy(TELLS, runtime=OTHER)
    assert project.get(f"/functions/{function_id}")["runtimeVersion"] == f"Python {SERIES}.99"
    assert project.response(project.run(function_id)) == "yes"
    assert project.response(project.run(project.deploy(TELLS))) is None


@pytest.mark.parametrize(
    "text",
    ["", "#!/bin/sh\necho pyenv: not installed; exit 1\n", "#!/bin/sh\necho 3.1.0\n", "#!/bin/sh\necho 3.1.0 $0\n"],
)
def test_not_on_the_path(project: Project, path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where there is none that starts, deployment says on which Python the code runs instead."""
    caplog.set_level(logging.WARNING, "cdf_functions_emulator")
    if text:
        stand_in(path, text)
    if interpreters.find(OTHER) is not None:
        pytest.skip(f"this machine has Python {SERIES} itself")
    function_id = project.deploy(TELLS, runtime=OTHER, externalId="f")
    own = f"Python {interpreters.OWN.version}"
    assert f"f: there is no Python of runtime {OTHER} on the PATH, so it runs on {own}" in caplog.messages
    assert project.get(f"/functions/{function_id}")["runtimeVersion"] == own
    assert project.get(f"/functions/{function_id}")["runtime"] == OTHER


def test_environment_of_its_own(
    project_with: Callable[[Settings], AbstractContextManager[Project]],
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Functions with the same requirements, and runtimes that differ, have environments that differ."""
    wheel(tmp_path, "1.0")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    stand_in(path)
    files = {"handler.py": USES, "requirements.txt": "emu-sample"}
    with project_with(Settings()) as project:
        (one, environment), (other, another) = (
            project.response(project.run(project.deploy(files, runtime=runtime)))
            for runtime in (interpreters.OWN_RUNTIME, OTHER)
        )
    assert one == other == "1.0"
    assert environment != another


def test_the_pythons_of_this_machine(project: Project) -> None:
    """Each real Python on the PATH runs a handler, Python 3.10 as well, which starts scripts otherwise."""
    real = [python for runtime in ("py310", "py312", "py313", "py314") if (python := interpreters.find(runtime))]
    if not real:
        pytest.skip(f"there is no Python on the PATH but {OWN}")
    source = "import sys, platform\ndef handle(data): return [platform.python_version(), 'errors' in sys.modules, data]"
    for python in real:
        function_id = project.deploy(source, runtime=f"py{python.series.replace('.', '')}")
        assert project.response(project.run(function_id, {"x": 1})) == [python.version, False, {"x": 1}]
