# Made by `nox -s regenerate` from overlay/cdf_functions/_async/files.py. Do not edit: change that, and run it again.
"""Files: where the code of a function is put before it is deployed."""

from cdf_functions._concurrency import sleep
from cdf_functions._exchange import exchange, known
from cdf_functions._polling import Deadline
from cdf_functions.errors import NoAnswerError
from cdf_functions_api import models
from cdf_functions_api.api.files import get_file, init_file_upload

from .connections import LowLevel

STORED_WITHIN = 60.0  # s


class FilesAPI:
    """As much of Files as deploying needs."""

    def __init__(self, api: LowLevel) -> None:
        self._api = api

    def upload(self, name: str, content: bytes) -> int:
        """Store bytes under a name, and give the file's id once the service has them (operation initFileUpload)."""
        with exchange("initFileUpload") as one:
            body = models.FileWrite(name=name.replace("/", "-"), mime_type="application/zip")
            file = one.unwrap(init_file_upload.sync_detailed(client=self._api, body=body), models.FileUpload)
            id, url = known(file.id), known(file.upload_url)
            if id is None or url is None:
                raise one.unreadable("a file without an id or an address to upload to")
        self._api.get_httpx_client().put_bytes(url, content)
        deadline = Deadline(STORED_WITHIN)
        while not self._is_stored(id):
            if not deadline.remaining:
                raise NoAnswerError(f"file {id} is not stored {deadline.waited:.0f} s after its upload")
            sleep(deadline.pause())
        return id

    def _is_stored(self, id: int) -> bool:
        with exchange("getFile") as one:
            answer = get_file.sync_detailed(id, client=self._api)
            return known(one.unwrap(answer, models.FileMetadata).uploaded) is True
