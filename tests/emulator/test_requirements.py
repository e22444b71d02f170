"""Packages of requirements.txt: installed where the emulator's own environment does not have them, once per content."""

from __future__ import annotations

import zipfile
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings
from cdf_functions_emulator.environments import all_met

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .support import Project

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

USES = "import emu_sample, sys\ndef handle(): return [emu_sample.VALUE, sys.prefix]"


def wheel(folder: Path, number: str) -> None:
    """A package that says its version, as an index or a folder would hold it."""
    name = f"emu_sample-{number}"
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as opened:
        opened.writestr("emu_sample.py", f"VALUE = {number!r}")
        opened.writestr(f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: emu-sample\nVersion: {number}\n")
        opened.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        opened.writestr(f"{name}.dist-info/RECORD", "")


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that the installer knows, and a cache of the test's own."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(folder, "1.0")
    wheel(folder, "2.0")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_installed_once_per_content(project_with: ProjectWith, wheels: Path, tmp_path: Path) -> None:
    """Functions with the same requirements share an environment, others have their own; a restart finds them again."""
    one = {"handler.py": USES, "requirements.txt": "emu-sample==1.0\n"}
    with project_with(Settings()) as project:
        value, environment = project.response(project.run(project.deploy(one)))
        assert value == "1.0"
        assert environment.startswith(str(tmp_path / "cache"))
        assert project.response(project.run(project.deploy(one))) == [value, environment]
        other = project.deploy({"handler.py": USES, "requirements.txt": "emu-sample"})
        assert project.response(project.run(other))[0] == "2.0"
    for file in wheels.iterdir():
        file.unlink()
    with project_with(Settings()) as project:
        assert project.response(project.run(project.deploy(one))) == [value, environment]


def test_file_of_the_archive(project_with: ProjectWith, wheels: Path) -> None:
    """Requirements may name files of the archive, and archives whose files differ have environments of their own."""
    with project_with(Settings()) as project:
        for number in ("1.0", "2.0"):
            pinned = {"requirements.txt": "-r more.txt", "more.txt": f"emu-sample=={number}"}
            function_id = project.deploy({"handler.py": USES, **pinned})
            assert project.response(project.run(function_id))[0] == number


def test_builds_upon_the_environment_of_the_emulator(project_with: ProjectWith, wheels: Path) -> None:
    """What the emulator's own environment has can be imported beside what was installed."""
    handler = "import emu_sample, starlette\ndef handle(): return starlette.__version__"
    with project_with(Settings()) as project:
        files = {"handler.py": handler, "requirements.txt": "emu-sample\nstarlette"}
        assert project.response(project.run(project.deploy(files))) == version("starlette")


def test_what_cannot_be_installed(project_with: ProjectWith, wheels: Path) -> None:
    """A function whose packages cannot be had is Failed, with the end of what the installer said."""
    with project_with(Settings()) as project:
        function = project.deployed(project.create({"handler.py": USES, "requirements.txt": "emu-sample==3.0"}))
        assert function["status"] == "Failed"
        assert "requirements.txt" in function["error"]["message"]
        assert "emu-sample==3.0" in function["error"]["trace"]
        assert len(function["error"]["trace"]) <= 2000


def test_index_of_the_function(project_with: ProjectWith, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The function's own index is asked; its address is shown to nobody."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    index = wheels.parent / "index"
    (index / "emu-sample").mkdir(parents=True)
    links = "".join(f'<a href="{file.as_uri()}">{file.name}</a>' for file in sorted(wheels.iterdir()))
    (index / "emu-sample" / "index.html").write_text(
        f"<!doctype html><html><body>{links}</body></html>", encoding="utf-8"
    )
    with project_with(Settings()) as project:
        files = {"handler.py": USES, "requirements.txt": "emu-sample<2"}
        function_id = project.deploy(files, indexUrl=index.as_uri())
        assert project.response(project.run(function_id))[0] == "1.0"
        assert index.as_uri() not in str(project.get(f"/functions/{function_id}"))


def test_switched_off(project_with: ProjectWith, wheels: Path) -> None:
    """With installing switched off, the function is deployed, and a call says what is missing."""
    with project_with(Settings(install=False)) as project:
        function_id = project.deploy({"handler.py": USES, "requirements.txt": "emu-sample"})
        assert "No module named 'emu_sample'" in project.run(function_id)["error"]["message"]


def test_what_is_met_already(project: Project) -> None:
    """Requirements that the emulator's own environment meets take no environment."""
    source = "import sys\ndef handle(): return sys.prefix"
    own = project.response(project.run(project.deploy(source)))
    met = {"handler.py": source, "requirements.txt": f"# ours\n\nstarlette=={version('starlette')}  # this very one\n"}
    assert project.response(project.run(project.deploy(met))) == own


@pytest.mark.parametrize(
    ("line", "met"),
    [
        ("", True),
        ("starlette", True),
        ("Starlette>=0.1 ; python_version > '3'", True),
        ("nothing-of-this-name ; python_version < '3'", True),
        ("starlette<0.1", False),
        ("nothing-of-this-name", False),
        ("starlette[full]", False),
        ("-r more.txt", False),
        ("./wheels/some.whl", False),
        ("starlette @ file:///tmp/starlette.whl", False),
    ],
)
def test_all_met(line: str, met: bool) -> None:
    """Only a plain requirement, met by a version that is installed, counts as met."""
    assert all_met(f"uvicorn\n{line}\n") == met
