# Made by `nox -s regenerate` from overlay/cdf_functions/_async/files.py. Do not edit: change that, and run it again.
"""Files: where the code of a function is put before it is deployed."""

from __future__ import annotations

from cdf_functions._calls.polling import Deadline
from cdf_functions._http.exchange import exchange, known
from cdf_functions._runtime._sync import sleep
from cdf_functions.errors import CdfError, NoAnswerError
from cdf_functions_api import models
from cdf_functions_api.api.files import delete_files, get_file, init_file_upload
from cdf_functions_api.types import UNSET

from .lowlevel import LowLevel

STORED_WITHIN = 60.0  # s


class FilesAPI:
    """As much of Files as deploying needs."""

    def __init__(self, api: LowLevel) -> None:
        self._api = api

    def upload(self, name: str, content: bytes, data_set_id: int | None = None) -> int:
        """Store bytes under a name, and give the file's id once the service has them (operation initFileUpload).

        The file gets no external id, so it replaces no other. If its bytes cannot be stored, it is deleted again.
        """
        with exchange("initFileUpload") as one:
            body = models.FileWrite(
                name=name.replace("/", "-"),
                mime_type="application/zip",
                data_set_id=UNSET if data_set_id is None else data_set_id,
            )
            file = one.unwrap(init_file_upload.sync_detailed(client=self._api, body=body), models.FileUpload)
            id, url = known(file.id), known(file.upload_url)
            if id is None or url is None:
                raise one.unreadable("a file without an id or an address to upload to")
        try:
            self._api.get_httpx_client().put_bytes(url, content)
            self._wait_until_stored(id)
        except CdfError as error:
            self.discard(id, error)
            raise
        return id

    def discard(self, id: int, error: CdfError) -> None:
        """Delete a file that an error made useless (operation deleteFiles); if that fails too, the error says so."""
        try:
            with exchange("deleteFiles"):
                body = models.FileDeleteRequest([models.IdReference(id)])
                delete_files.sync_detailed(client=self._api, body=body)
        except CdfError as failure:
            error.add_note(f"Its code stays behind in Files, as file {id}, for it could not be deleted: {failure}")

    def _wait_until_stored(self, id: int) -> None:
        deadline = Deadline(STORED_WITHIN)
        while not self._is_stored(id):
            if not deadline.remaining:
                raise NoAnswerError(f"file {id} is not stored {deadline.waited:.0f} s after its upload")
            sleep(deadline.pause())

    def _is_stored(self, id: int) -> bool:
        with exchange("getFile") as one:
            answer = get_file.sync_detailed(id, client=self._api)
            return known(one.unwrap(answer, models.FileMetadata).uploaded) is True
