"""A file on its way out."""

from collections.abc import AsyncIterator
from typing import IO

import httpx

PIECE = 1 << 16  # bytes


class AsyncStored(httpx.AsyncByteStream):
    """The bytes of a file, read as they are sent, and from the beginning each time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece
