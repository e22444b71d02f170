"""After each kind of edit the whole pipeline runs: regeneration, type checks, the low-level tests, the report."""

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from attrs import frozen

from tests.pipeline.edits import EDITS, Edit
from tools import news, spec
from tools.layout import GENERATED, ROOT, SPEC, SURFACE

DOCUMENT = spec.effective()
REGENERATE = "import pathlib, sys; from tools.regenerate import main; sys.exit(main([], pathlib.Path(sys.argv[1])))"
QUICK = "not anything_the_spec"  # the property test goes without saying where the examples hold


@frozen
class Outcome:
    """What became of the tree after some edits."""

    root: Path
    regenerated: subprocess.CompletedProcess[str]
    tested: subprocess.CompletedProcess[str]


def groups() -> list[list[Edit]]:
    """The edits, together where none changes what another one does."""
    found: list[tuple[set[str], list[Edit]]] = []
    for edit in EDITS:
        subjects = {subject.partition(": ")[0] for _, subject, _ in edit.said} or {edit.name}
        empty: tuple[set[str], list[Edit]] = (set(), [])
        free = next((group for group in found if not group[0] & subjects), empty)
        if free is empty:
            found.append(free)
        free[0].update(subjects)
        free[1].append(edit)
    return [members for _, members in found]


GROUPS = groups()


def python(*arguments: str, cwd: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with another import path."""
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)


def outcome(base: Path, root: Path, edits: list[Edit]) -> Outcome:
    """Edit the spec in a copy of the base, regenerate, and run the low-level tests on what came out."""
    shutil.copytree(base, root)
    document = copy.deepcopy(DOCUMENT)
    for edit in edits:
        edit.do(document)
    (root / SPEC).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    regenerated = python("-c", REGENERATE, str(root), cwd=root, path=str(ROOT))
    path = os.pathsep.join([str(root / GENERATED.parent), str(ROOT)])
    options = ("-q", "-k", QUICK, "-p", "no:cacheprovider")
    tested = python("-m", "pytest", "tests/test_low_level.py", *options, cwd=root, path=path)
    return Outcome(root, regenerated, tested)


@pytest.fixture(scope="session")
def outcomes(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Future[Outcome]]]:
    """The outcome of every group of edits, two at a time."""
    folder = tmp_path_factory.mktemp("edited")
    base = Path(shutil.copytree(built, folder / "base"))
    shutil.copy(ROOT / "tests" / "test_low_level.py", base / "tests")
    (base / ".gitignore").write_text(".cache\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "The spec as it is"]):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
        subprocess.run(["git", *identity, *command], cwd=base, check=True)
    with ThreadPoolExecutor(2) as pool:
        yield [pool.submit(outcome, base, folder / str(number), edits) for number, edits in enumerate(GROUPS)]


@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_the_tree_after_edits(number: int, outcomes: list[Future[Outcome]]) -> None:
    """The client regenerates, type-checks and passes its tests; the report tells the lines that break the overlay."""
    after = outcomes[number].result()
    assert after.regenerated.returncode == 0, after.regenerated.stderr
    assert after.tested.returncode == 0, after.tested.stdout
    if "### Where the overlay does not type-check" not in after.regenerated.stdout:
        assert list(news.type_errors(after.root)) == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_the_report_at_the_end(edit: Edit, outcomes: list[Future[Outcome]]) -> None:
    """Regeneration ends with what the edit means."""
    (number,) = (number for number, members in enumerate(GROUPS) if edit in members)
    said = outcomes[number].result().regenerated.stdout
    for _, subject, broken in edit.said:
        operation, _, part = subject.partition(": ")
        assert operation.partition(".")[0] in said
        assert part.partition(".")[0] in said
        assert not broken or "### Breaking" in said


def test_the_snapshot_follows(outcomes: list[Future[Outcome]]) -> None:
    """The snapshot of the public names has what an edit added."""
    (number,) = (number for number, members in enumerate(GROUPS) if any(one.name == "time added" for one in members))
    snapshot = outcomes[number].result().root / SURFACE
    assert "models.Function.retired_time: int | None | Unset = UNSET" in snapshot.read_text(encoding="utf-8")
