"""Copies of what the pipeline reads, so that a test may break anything."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.pipeline import warm
from tools import regenerate
from tools.diff import news
from tools.pipeline import lock
from tools.pipeline.layout import LOCK, ROOT, sha256

INPUTS = ("spec", "templates", "generator-config.yaml", "pyproject.toml", "overlay", "tests/_async")


def copy_inputs(target: Path, origin: Path = ROOT) -> Path:
    """A root with the pipeline's inputs, and nothing made."""
    for name in INPUTS:
        source = origin / name
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "_sync"))
        else:
            shutil.copy(source, target / name)
    return target


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def version_controlled(root: Path) -> Path:
    """Put a root under version control, everything committed."""
    (root / ".gitignore").write_text(".cache\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "The spec as it is")
    return root


def regenerated(root: Path, *arguments: str) -> bool:
    """Whether `nox -s regenerate` succeeds on a root, its programs forked rather than started."""
    return regenerate.main(list(arguments), root, warm.run) == 0


def state(root: Path) -> dict[str, str]:
    """Every made file and its hash."""
    return lock.hashes(root) | ({str(LOCK): sha256(root / LOCK)} if (root / LOCK).is_file() else {})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root where everything was made once, for all workers; for reading only."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    with Path(f"{root}.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not root.exists():
            made = copy_inputs(tmp_path_factory.mktemp("built") / "root")
            assert regenerated(made)
            list(news.type_errors(made, warm.run))  # warms the type checker, whose cache the copies take with them
            made.rename(root)
    return root


@pytest.fixture
def root(tmp_path: Path, built: Path) -> Path:
    """A root of the test's own, everything made, its type checker warm."""
    return Path(shutil.copytree(built, tmp_path / "root"))


@pytest.fixture
def untouched(root: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], SimpleNamespace]]:
    """Regenerate and expect the failure of the step named; at the end, the made files are what they were."""
    before = state(root)

    def failing(step: str) -> SimpleNamespace:
        capsys.readouterr()
        assert not regenerated(root)
        said = capsys.readouterr().err
        assert f"step '{step}' failed" in said, said
        assert "Nothing was changed." in said
        return SimpleNamespace(said=said)

    yield failing
    assert state(root) == before
    assert not list((root / ".cache").glob("build-*"))
