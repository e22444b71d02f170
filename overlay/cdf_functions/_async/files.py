"""Files: where the code of a function is put before it is deployed."""

from __future__ import annotations

from cdf_functions._calls.polling import Deadline
from cdf_functions._http.exchange import exchange, known
from cdf_functions._runtime._async import sleep
from cdf_functions.errors import CdfError, NoAnswerError
from cdf_functions_api import models
from cdf_functions_api.api.files import delete_files, get_file, init_file_upload
from cdf_functions_api.types import UNSET

from .lowlevel import AsyncLowLevel

STORED_WITHIN = 60.0  # s


class AsyncFilesAPI:
    """As much of Files as deploying needs."""

    def __init__(self, api: AsyncLowLevel) -> None:
        self._api = api

    async def upload(self, name: str, content: bytes, data_set_id: int | None = None) -> int:
        """Store bytes under a name, and give the file's id once the service has them (operation initFileUpload).

        The file gets no external id, so it replaces no other. If its bytes cannot be stored, it is deleted again.
        """
        with exchange("initFileUpload") as one:
            body = models.FileWrite(
                name=name.replace("/", "-"),
                mime_type="application/zip",
                data_set_id=UNSET if data_set_id is None else data_set_id,
            )
            file = one.unwrap(await init_file_upload.asyncio_detailed(client=self._api, body=body), models.FileUpload)
            id, url = known(file.id), known(file.upload_url)
            if id is None or url is None:
                raise one.unreadable("a file without an id or an address to upload to")
        try:
            await self._api.get_async_httpx_client().put_bytes(url, content)
            await self._wait_until_stored(id)
        except CdfError as error:
            await self.discard(id, error)
            raise
        return id

    async def discard(self, id: int, error: CdfError) -> None:
        """Delete a file that an error made useless (operation deleteFiles); if that fails too, the error says so."""
        try:
            with exchange("deleteFiles"):
                body = models.FileDeleteRequest([models.IdReference(id)])
                await delete_files.asyncio_detailed(client=self._api, body=body)
        except CdfError as failure:
            error.add_note(f"Its code stays behind in Files, as file {id}, for it could not be deleted: {failure}")

    async def _wait_until_stored(self, id: int) -> None:
        deadline = Deadline(STORED_WITHIN)
        while not await self._is_stored(id):
            if not deadline.remaining:
                raise NoAnswerError(f"file {id} is not stored {deadline.waited:.0f} s after its upload")
            await sleep(deadline.pause())

    async def _is_stored(self, id: int) -> bool:
        with exchange("getFile") as one:
            answer = await get_file.asyncio_detailed(id, client=self._api)
            return known(one.unwrap(answer, models.FileMetadata).uploaded) is True
