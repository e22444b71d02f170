"""Files: where the code of a function is put before it is deployed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from cdf_functions._addresses import fault
from cdf_functions._calls.polling import pause
from cdf_functions._runtime._async import sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._values import known
from cdf_functions.errors import ApiError, CdfError, NoAnswerError
from cdf_functions_api import models, operations
from cdf_functions_api.types import UNSET

from ._http.api import AsyncApi

STORED_WITHIN = 60.0  # s
ZIP = "application/zip"


class AsyncFilesAPI:
    """As much of Files as deploying needs."""

    def __init__(self, api: AsyncApi) -> None:
        self._api = api

    async def upload(
        self,
        name: str,
        content: IO[bytes],
        data_set_id: int | None = None,
        external_id: str | None = None,
        kind: str = ZIP,
    ) -> int:
        """Store bytes under a name, and give the file's id once the service has them (operation initFileUpload).

        It replaces no other file: one with the same external id is an error. If its bytes cannot be stored, it is
        deleted again.
        """
        body = models.FileWrite(
            name=name.replace("/", "-"),
            mime_type=kind,
            external_id=UNSET if external_id is None else external_id,
            data_set_id=UNSET if data_set_id is None else data_set_id,
        )
        file = await self._api.ask(operations.init_file_upload, body=body)
        id, url = known(file.id), known(file.upload_url)
        if id is None:
            raise ApiError("the answer is a file without an id", status=201, operation=operations.init_file_upload.id)
        try:
            if not isinstance(url, str) or fault(url):
                said = "the answer is a file without an address to upload to"
                raise ApiError(said, status=201, operation=operations.init_file_upload.id)
            await self._api.http.put_file(url, content, kind)
            await self._wait_until_stored(id)
        except CdfError as error:
            await self.discard(id, error)
            raise
        return id

    async def find(self, external_ids: Sequence[str] = (), ids: Sequence[int] = ()) -> list[models.FileMetadata]:
        """Those files that are there (operation getFilesByIds)."""
        body = models.FileReferences(_references(external_ids, ids), ignore_unknown_ids=True)
        return await self._api.listed(operations.get_files_by_ids, body=body)

    async def read(self, id: int, most: int, *, from_end: bool = False) -> tuple[bytes, int]:
        """At most so many bytes of a file, from its beginning or up to its end, and how many it has.

        Operation getFileDownloadLinks, and the storage host's own answer.
        """
        body = models.FileDownloadRequest(_references((), (id,)))
        link = await self._api.single(operations.get_file_download_links, body=body)
        url = known(link.download_url)
        if not isinstance(url, str) or fault(url):
            said = "the answer is a link without an address"
            raise ApiError(said, status=200, operation=operations.get_file_download_links.id)
        if not from_end:
            return await self._api.http.get_part(url, 0, most - 1)
        content, size = await self._api.http.get_part(url, 0, 0)
        if len(content) < size:  # some hosts know no ranges that count from the end
            content, size = await self._api.http.get_part(url, max(0, size - most), size - 1)
        return content[-most:], size

    async def delete(self, ids: Sequence[int]) -> None:
        """Delete files, if they are there (operation deleteFiles)."""
        body = models.FileDeleteRequest(_references((), ids), ignore_unknown_ids=True)
        await self._api.ask(operations.delete_files, body=body)

    async def discard(self, id: int, error: CdfError) -> None:
        """Delete a file that an error made useless (operation deleteFiles); if that fails too, the error says so."""
        try:
            await self._api.ask(operations.delete_files, body=models.FileDeleteRequest([models.IdReference(id)]))
        except CdfError as failure:
            error.add_note(f"Its code stays behind in Files, as file {id}, for it could not be deleted: {failure}")

    async def _wait_until_stored(self, id: int) -> None:
        deadline = Deadline(STORED_WITHIN)
        while known((await self._api.ask(operations.get_file, id)).uploaded) is not True:
            if not deadline.remaining:
                raise NoAnswerError(f"file {id} is not stored {deadline.waited:.0f} s after its upload")
            await sleep(pause(deadline))


def _references(
    external_ids: Sequence[str], ids: Sequence[int]
) -> list[models.IdReference | models.ExternalIdReference]:
    return [*map(models.ExternalIdReference, external_ids), *map(models.IdReference, ids)]
