"""Files: where the code of a function is put before it is deployed."""

from __future__ import annotations

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


class AsyncFilesAPI:
    """As much of Files as deploying needs."""

    def __init__(self, api: AsyncApi) -> None:
        self._api = api

    async def upload(self, name: str, content: bytes, data_set_id: int | None = None) -> int:
        """Store bytes under a name, and give the file's id once the service has them (operation initFileUpload).

        The file gets no external id, so it replaces no other. If its bytes cannot be stored, it is deleted again.
        """
        body = models.FileWrite(
            name=name.replace("/", "-"),
            mime_type="application/zip",
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
            await self._api.http.put_bytes(url, content)
            await self._wait_until_stored(id)
        except CdfError as error:
            await self.discard(id, error)
            raise
        return id

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
