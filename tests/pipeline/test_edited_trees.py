"""After each kind of edit by itself the whole pipeline runs: regeneration, type checks, low-level tests, report."""

import ast
import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline import warm
from tests.pipeline.conftest import regenerated, version_controlled
from tests.pipeline.edits import EDITS, Edit
from tools.diff import news
from tools.pipeline import spec
from tools.pipeline.layout import GENERATED, ROOT, SPEC, SURFACE

DOCUMENT = spec.effective()
LOW_LEVEL = "tests/generated/test_low_level.py"
BROKEN = "### Where the overlay does not type-check\n\n"
LESSONS = "### What the overlay must learn\n\n"
# the property test goes without saying where the examples hold
OPTIONS = ("-q", "-k", "not anything_the_spec", "-p", "no:cacheprovider", "-p", "anyio")


@pytest.fixture(scope="module")
def project(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root under version control; one for all edits, as each regeneration erases what the last one made."""
    root = Path(shutil.copytree(built, tmp_path_factory.mktemp("edited") / "root"))
    tested = root / LOW_LEVEL
    tested.parent.mkdir(parents=True)
    shutil.copy(ROOT / LOW_LEVEL, tested)
    return version_controlled(root)


def section(said: str, title: str) -> list[str]:
    """The items below a title of the report."""
    return [line.removeprefix("- ") for line in said.partition(title)[2].partition("\n\n")[0].splitlines()]


def functions(root: Path, items: list[str]) -> set[str]:
    """The functions of the overlay that some items of the report point into; a line outside of any is its own."""
    found: set[str] = set()
    for item in items:
        file, line = item.split(":")[:2]
        if line.isdecimal():
            tree = ast.parse((root / file).read_text(encoding="utf-8"))
            defs = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            names = [one.name for one in defs if one.lineno <= int(line) <= (one.end_lineno or 0)]
            found.add(f"{file}: {names[-1] if names else line}")
    return found


# two seconds of the processor each: `nox -s tests` runs every eighth, `nox -s thorough` the others
TREES = [
    pytest.param(edit, marks=[pytest.mark.thorough] if n % 8 else [], id=edit.name) for n, edit in enumerate(EDITS)
]


@pytest.mark.parametrize("edit", TREES)
def test_the_tree_after_an_edit(edit: Edit, built: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The client regenerates, type-checks and passes its tests; the report tells the change and each line it breaks."""
    document = copy.deepcopy(DOCUMENT)
    edit.do(document)
    (project / SPEC).write_text(json.dumps(document), encoding="utf-8")  # which is YAML, and read faster
    assert regenerated(project), capsys.readouterr().err
    said = capsys.readouterr().out
    for _, subject, broken in edit.said:
        assert subject.partition(": ")[0].partition(".")[0] in said
        assert not broken or "### Breaking" in said
    broken_lines = section(said, BROKEN)
    # to the overlay the client is its surface: what leaves that as it was needs no look at the overlay
    if not broken_lines and (project / SURFACE).read_bytes() != (built / SURFACE).read_bytes():
        assert list(news.type_errors(project, warm.run)) == []
    taught = section(said, LESSONS)
    gone = {one.partition(" is no longer there")[0].rpartition(".")[2] for one in taught if "is no longer there" in one}
    left = [one for one in broken_lines if not any(f'has no attribute "{name}"' in one for name in gone)]
    assert functions(project, left) <= functions(project, taught)
    tested = low_level_tests(project)
    assert tested.returncode == 0, tested.stdout


def low_level_tests(root: Path) -> subprocess.CompletedProcess[str]:
    """Run them on the client of a root."""
    path = os.pathsep.join([str(root / GENERATED.parent), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", LOW_LEVEL, *OPTIONS]
    return warm.run(command, cwd=root, env=environment)
