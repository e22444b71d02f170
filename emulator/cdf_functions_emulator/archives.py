"""Unpacks the archive of a function, up to a size: a few kilobytes may hold gigabytes."""

from __future__ import annotations

import io
import shutil
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile


class ArchiveError(Exception):
    """The archive cannot be unpacked, or is larger than it may be; the text says why."""


class StoppedError(Exception):
    """The emulator is about to end."""


@dataclass(frozen=True)
class Limits:
    """What an archive may hold."""

    unpacked_bytes: int
    entries: int


def unpack(archive: bytes, directory: Path, limits: Limits, stop: threading.Event) -> None:
    """Write the files of an archive to a folder; ArchiveError, or StoppedError once ``stop`` is set.

    The folder is gone again after an error.
    """
    import zipfile  # not needed to start

    try:
        with zipfile.ZipFile(_Stoppable(archive, stop)) as opened:
            # the folder itself, which cognite-sdk packs, is refused by zipfile in Python 3.12.1
            members = [member for member in opened.infolist() if member.filename != "./"]
            _check(members, limits)
            opened.extractall(directory, members)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, MemoryError) as error:
        shutil.rmtree(directory, ignore_errors=True)
        raise ArchiveError(f"The file is not a zip archive that can be unpacked: {error}") from error
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


class _Stoppable(io.BytesIO):
    """Gives no more once it is to stop; a few kilobytes at a time are asked for."""

    def __init__(self, content: bytes, stop: threading.Event) -> None:
        super().__init__(content)
        self._stop = stop

    def read(self, size: int | None = -1, /) -> bytes:
        if self._stop.is_set():
            raise StoppedError
        return super().read(size)


def _check(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """By what the archive says of itself; what is unpacked of an entry is never more than it says."""
    if len(members) > limits.entries:
        raise ArchiveError(f"The archive has {len(members):,} entries; expected at most {limits.entries:,}")
    size = sum(member.file_size for member in members)
    if size > limits.unpacked_bytes:
        raise ArchiveError(
            f"The archive is {_megabytes(size)} MB when unpacked; expected at most {_megabytes(limits.unpacked_bytes)} "
            "MB. Leave out what the function does not need, or fetch it from Files when it runs"
        )


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f}"
