"""A swap that is killed at any of its steps leaves what can be imported, and the next run goes on with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline import warm
from tools.pipeline import lock, swap
from tools.pipeline.layout import DERIVED, GENERATED, LOCK, MADE_OVERLAY, OVERLAY, ROOT, SURFACE

SYNC, TESTS = DERIVED.values()
# the client loses an operation and a model and gets others; what is derived imports what it needs of that
OLD = {
    GENERATED / "__init__.py": "",
    GENERATED / "api" / "gone.py": "from cdf_functions_api.models.gone import Gone",
    GENERATED / "api" / "kept.py": "STATE = 'old'",
    GENERATED / "models" / "gone.py": "class Gone: ...",
    MADE_OVERLAY / "gone.py": "",
    MADE_OVERLAY / "names.py": "STATE = 'old'",
    SYNC / "client.py": "import cdf_functions._made.gone; from cdf_functions._sync.old import gone",
    SYNC / "old.py": "from cdf_functions_api.api import gone, kept",
    TESTS / "test_client.py": "",
    SURFACE: "old\n",
}
NEW = {
    GENERATED / "__init__.py": "",
    GENERATED / "api" / "fresh.py": "from cdf_functions_api.models.more.fresh import Fresh",
    GENERATED / "api" / "kept.py": "STATE = 'new'",
    GENERATED / "models" / "more" / "fresh.py": "class Fresh: ...",
    MADE_OVERLAY / "fresh.py": "",
    MADE_OVERLAY / "names.py": "STATE = 'new'",
    SYNC / "client.py": "import cdf_functions._made.fresh; from cdf_functions._sync.new import fresh",
    SYNC / "new.py": "from cdf_functions_api.api import fresh, kept",
    TESTS / "test_client.py": "",
    SURFACE: "new\n",
}
SWAP = """
import os, sys
from pathlib import Path
from tools.pipeline import swap
left = int(sys.argv[3])
def watch(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.rmdir") or event == "ctypes.dlsym" and "renameat2" in arguments:
        left -= 1
        if left < 0:
            os._exit(99)
if sys.argv[4] != "at once":
    swap._at_once = lambda one, other: False
sys.addaudithook(watch)
swap.swap_in(Path(sys.argv[1]), Path(sys.argv[2]))
"""
IMPORT = [sys.executable, "-W", "error", "-B", "-c", "import cdf_functions._sync.client, cdf_functions._made.names"]


def lay(folder: Path, files: dict[Path, str], root: Path) -> None:
    """Write made files with their lock."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / LOCK).write_text(lock.text(folder, root), encoding="utf-8")


def read(root: Path) -> dict[Path, str]:
    """The made files of a root, its lock aside."""
    return {Path(name): (root / name).read_text(encoding="utf-8") for name in lock.hashes(root)}


def killed(root: Path, step: int, how: str) -> bool:
    """Begin a swap in a process that dies before its step of that number; False if there are not so many."""
    lay(root, OLD | {OVERLAY / "__init__.py": ""}, root)
    work = root / ".cache" / "build-1"
    lay(work, NEW, root)
    command = [sys.executable, "-c", SWAP, str(work), str(root), str(step), how]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode in {0, 99}, done.stderr
    return done.returncode == 99


@pytest.mark.parametrize("how", ["at once", "one by one"])
def test_killed_at_each_step(tmp_path: Path, how: str) -> None:
    """Whatever the step, both trees' modules import, unless the system can only move, and the swap can be finished."""
    step = steps = 0
    while killed(root := tmp_path / str(step), step, how):
        if (root / swap.PENDING).exists():
            steps += 1
            assert {*read(root).items()} <= {*OLD.items(), *NEW.items()}
            if how == "at once":
                paths = f"{root}/generated:{root}/overlay"
                tried = warm.run(IMPORT, cwd=root, env={"PYTHONPATH": paths})
                assert tried.returncode == 0, (step, tried.stderr)
            swap.finish(root)
            assert read(root) == NEW
        assert read(root) in (OLD, NEW)
        assert not (root / swap.PENDING).exists()
        step += 1
    assert steps > 8
    assert read(root) == NEW
