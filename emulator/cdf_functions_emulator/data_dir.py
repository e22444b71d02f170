"""The folder that keeps everything, secrets of functions included: its owner's alone, or it is not used."""

import os
import stat
from pathlib import Path

STORE = "emulator.sqlite"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> None:
    """Make the folder, or make sure that it is private; PermissionError if it is not and cannot just be made so.

    An empty folder, or one that an emulator has used before, is made private. Others may need access to any other
    folder, so that one is refused.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to another user: expected a folder of your own")
    if not found.st_mode & OTHERS:
        return
    ours = (folder / STORE).exists() or not any(folder.iterdir())
    if not ours or found.st_mode & stat.S_ISVTX:
        raise PermissionError(
            f"others may look into {folder}, which holds more than an emulator's files: "
            f"expected a new folder, an empty one, or a private one (chmod 700 {folder})"
        )
    folder.chmod(0o700)
