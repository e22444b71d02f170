# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_http/stored.py. Do not edit: change that, and run it again.
"""A file on its way out."""

from collections.abc import Iterator
from typing import IO

import httpx

PIECE = 1 << 16  # bytes


class Stored(httpx.SyncByteStream):
    """The bytes of a file, read as they are sent, and from the beginning each time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece
