"""What was made takes the place of what is there, so that a kill at any moment leaves something to work with.

Everything new is first put into one folder, complete; the rename of that folder decides. From then on the next run goes
on where this one ended. Meanwhile imports work: folders change places in one step where the system has such a step, and
the client keeps the modules that it is to lose until the last of those who import them have changed.
"""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from tools.pipeline import lock
from tools.pipeline.layout import GENERATED, LOCK, MADE, MADE_OVERLAY, PipelineError, files_below, write_text

PENDING = Path(".cache/swap")
BEFORE, AFTER = Path("before.lock.json"), Path("after.lock.json")
ORDER = (*(path for path in MADE if path != LOCK), LOCK)
EXCHANGE = 2  # of renameat2(2)


def swap_in(work: Path, root: Path) -> None:
    """Put the made files below ``work`` in place of the old ones; if that fails the old ones come back."""
    write_text(work / BEFORE, lock.text(root, root))
    shutil.copy(work / LOCK, work / AFTER)
    for path in (GENERATED, MADE_OVERLAY):
        for name in files_below(root / path):
            if not (work / path / name).exists():
                (work / path / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / path / name, work / path / name)
    done: list[Path] = []
    try:
        work.rename(root / PENDING)
        finish(root, done)
    except BaseException as error:
        for path in reversed(done):
            exchange(root / path, root / PENDING / path)
        _forget(root)
        raise PipelineError(f"{type(error).__name__}: {error}; the old files are back") from error


def known(root: Path) -> set[tuple[str, str]]:
    """All that a run that was killed may have left in place, with its hashes."""
    return lock.entries(root / PENDING / BEFORE) | lock.entries(root / PENDING / AFTER)


def finish(root: Path, done: list[Path] | None = None) -> None:
    """Go on with a swap, wherever it ended; adds to ``done`` what has changed places."""
    done = [] if done is None else done
    wanted = lock.entries(root / PENDING / AFTER)
    for path in ORDER:
        if path == LOCK:
            _prune(root, {name for name, _ in wanted})
        if not _placed(path, root, wanted):
            exchange(root / PENDING / path, root / path)
            done.append(path)
    _forget(root)


def _placed(path: Path, root: Path, wanted: set[tuple[str, str]]) -> bool:
    if path == LOCK:
        return (root / LOCK).is_file() and (root / LOCK).read_bytes() == (root / PENDING / AFTER).read_bytes()
    below = {(name, found) for name, found in wanted if Path(name).is_relative_to(path)}
    return below <= set(lock.hashes(root, path).items())


def _prune(root: Path, wanted: set[str]) -> None:
    for name in lock.hashes(root):
        if name not in wanted:
            (root / name).unlink()
    for path in MADE:
        for folder, folders, files in os.walk(root / path, topdown=False):
            if not files and all(name == "__pycache__" or not Path(folder, name).exists() for name in folders):
                shutil.rmtree(folder)


def _forget(root: Path) -> None:
    if not (root / PENDING).exists():
        return
    done = (root / PENDING).with_name("build-done")
    shutil.rmtree(done, ignore_errors=True)
    (root / PENDING).rename(done)
    shutil.rmtree(done)


def exchange(new: Path, old: Path) -> None:
    """Let two paths change places, or move the one if there is no other."""
    old.parent.mkdir(parents=True, exist_ok=True)
    if not old.exists():
        new.rename(old)
    elif not _at_once(new, old):
        aside = new.with_name(f"{new.name}.aside")
        old.rename(aside)
        new.rename(old)
        aside.rename(new)


def _at_once(one: Path, other: Path) -> bool:
    """Whether the system has a step for it, and took it."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    here = -100  # AT_FDCWD
    if rename is None:
        return False
    if rename(here, os.fsencode(one), here, os.fsencode(other), EXCHANGE) == 0:
        return True
    if (number := ctypes.get_errno()) in {errno.ENOSYS, errno.EINVAL}:  # an old kernel, or a file system without it
        return False
    raise OSError(number, os.strerror(number), str(other))
