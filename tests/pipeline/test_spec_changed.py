"""The page docs/spec-changed.md, followed literally, in a copy of the project."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline import warm
from tests.pipeline.conftest import git
from tests.pipeline.test_upstream import NEWEST
from tools.pipeline.layout import ROOT

PAGE = (ROOT / "docs" / "spec-changed.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LEFT_OUT = shutil.ignore_patterns(".git", ".nox", ".cache", ".*_cache", "__pycache__", ".venv", "dist", "build")
USED = """
from typing import assert_type
from cdf_functions._resources.functions import FunctionFields
from cdf_functions_api import models
retired = FunctionFields(models.Function.from_dict({"retiredTime": 1000}))
assert_type(retired.retired_time, datetime | None)
assert retired.retired_time is not None and retired.retired_time.timestamp() == 1
assert FunctionFields(models.Function.from_dict({})).retired_time is None
"""


@pytest.fixture(scope="module")
def copy(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is, committed in a repository of its own, its type checker warm."""
    copy = Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("page") / "project", ignore=LEFT_OUT))
    shutil.copytree(built / ".cache", copy / ".cache")
    git(copy, "init", "-q")
    git(copy, "add", ".")
    git(copy, "commit", "-qm", "Before")
    return copy


def run(copy: Path, command: str) -> str:
    """A command of the page, in the environment that is here instead of one that nox would make."""
    words = command.replace("python -m nox", f"{sys.executable} -m nox --no-venv", 1).split()
    paths = ":".join(str(copy / name) for name in ("generated", "overlay", "emulator", ""))
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": paths, "HOME": str(copy)}
    done = warm.run(words, cwd=copy, env=environment)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def apply(copy: Path, diff: str) -> None:
    """Make the edits of a diff whose hunks have no line numbers: each has to fit exactly once."""
    path = copy / diff.splitlines()[1].removeprefix("+++ b/")
    text = path.read_text(encoding="utf-8")
    for hunk in diff.split("@@\n")[1:]:
        before, after = ("".join(f"{line[1:]}\n" for line in _side(hunk, sign)) for sign in "-+")
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def _side(hunk: str, sign: str) -> Iterator[str]:
    return (line for line in hunk.splitlines() if line[:1] in (" ", sign))


def test_the_page(copy: Path) -> None:
    """Every command works, every sample of a report is said, and what a program may rely on is so."""
    said = ""
    for kind, block in BLOCKS:
        match kind:
            case "sh":
                for command in block.splitlines():
                    if "vendor.json" in command:
                        if not NEWEST.exists():
                            continue
                        shutil.copy(NEWEST, copy / "vendor.json")
                    said = run(copy, command)
            case "diff":
                apply(copy, block)
            case "text":
                for line in block.splitlines():
                    assert line in said
            case "python":
                (copy / "use.py").write_text(block + USED, encoding="utf-8")
                run(copy, f"{sys.executable} use.py")
                run(copy, f"{sys.executable} -m mypy --strict use.py")
            case _:
                pytest.fail(f"the page has a block of {kind}")
    assert "Function.retiredTime is new: a time." in said
