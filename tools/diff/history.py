"""Other states of the project, asked of git."""

import io
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from tools.pipeline.layout import ROOT, PipelineError


def _git(*arguments: str, root: Path) -> bytes | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S607
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def commit(revision: str, root: Path = ROOT) -> str:
    """The commit that a name stands for."""
    found = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", root=root)
    if found is None:
        raise PipelineError(f"git knows no commit {revision!r} here")
    return found.decode().strip()


def text(revision: str, path: Path, root: Path = ROOT) -> str | None:
    """A file as it was; None if it was not there."""
    found = _git("show", f"{revision}:./{path.as_posix()}", root=root)
    return None if found is None else found.decode("utf-8")


def files(revision: str, folder: Path, root: Path = ROOT) -> dict[str, str]:
    """The files below a folder as they were, by their paths; none if it was not there."""
    archive = _git("archive", revision, folder.as_posix(), root=root)
    if archive is None:
        return {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        found = ((member.name, tar.extractfile(member)) for member in tar)
        return {name: file.read().decode("utf-8") for name, file in found if file}


def untouched(revision: str, paths: Iterable[Path], root: Path = ROOT) -> bool:
    """Whether files and folders are, down to the last byte, those of a commit."""
    names = [path.as_posix() for path in paths]
    changed = _git("diff", "--name-only", revision, "--", *names, root=root)
    new = _git("ls-files", "--others", "--exclude-standard", "--", *names, root=root)
    return changed == new == b""


def revisions(path: Path, root: Path = ROOT) -> list[str]:
    """The commits that changed a file, oldest first; none without git."""
    found = _git("log", "--format=%H", "--reverse", "--", path.as_posix(), root=root) or b""
    return found.decode().split()
