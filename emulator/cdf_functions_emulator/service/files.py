"""Files, as far as deploying a function needs them: announce, upload, look up, download, delete."""

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ..clock import Clock
from ..errors import ApiError, JsonObject, bad_request, duplicate
from ..store import Row, Store
from ..validation import EXTERNAL_ID, ID, IDENTIFIER, TIME, array, by_ids, mapping, shape, text
from .lookup import look_up

UPLOAD_S = 7 * 24 * 3600
DOWNLOAD_S = 30

INIT = shape(
    {"name": text(1, 256)},
    {
        "externalId": EXTERNAL_ID,
        "directory": text(1, 512, r"/.*", "starting with /"),
        "source": text(0, 128),
        "mimeType": text(0, 256),
        "metadata": mapping(text(0, 128), text(0, 10_240), 256),
        "assetIds": array(ID, 1, 1000),
        "dataSetId": ID,
        "sourceCreatedTime": TIME,
        "sourceModifiedTime": TIME,
        "securityCategories": array(ID, 0, 100),
    },
)
BY_IDS = by_ids(IDENTIFIER, 1000)
LINKS = shape({"items": array(IDENTIFIER, 1, 100)})


class Files:
    """Bytes replace earlier bytes only when they have arrived in full."""

    def __init__(self, store: Store, clock: Clock, base_url: str) -> None:
        self._store = store
        self._clock = clock
        self._base_url = base_url
        self._downloads: dict[str, tuple[str, int, int]] = {}
        """Project and file of each link that was given, and when it is good no more."""

    def init_upload(self, project: str, body: Any, overwrite: bool) -> JsonObject:
        """The file's metadata, and a link that takes its bytes for a week from whoever knows it."""
        document: JsonObject = INIT(body, "")
        external_id = document.get("externalId")
        now = self._clock.now_ms()
        row: Row = {"upload_token": secrets.token_urlsafe(24), "upload_expires": now + UPLOAD_S * 1000}
        existing = self._by_external_id(project, external_id) if external_id else None
        if existing is None:
            document |= {
                "id": self._store.next_id("files"),
                "uploaded": False,
                "createdTime": now,
                "lastUpdatedTime": now,
            }
            row |= {"id": document["id"], "project": project, "external_id": external_id, "document": document}
            self._store.insert("files", row)
        elif overwrite:
            document = {**existing["document"], **document, "lastUpdatedTime": now}
            self._store.update("files", {**row, "document": document}, ("id", "=", existing["id"]))
        else:
            raise duplicate("A file with this externalId", {"externalId": external_id})
        link = f"{self._base_url}/api/v1/projects/{quote(project)}/files/upload/{row['upload_token']}"
        return {**document, "uploadUrl": link}

    def upload(self, project: str, token: str, content: bytes) -> None:
        """Keep the bytes that came through an upload link."""
        now = self._clock.now_ms()
        row = self._store.first("files", ("project", "=", project), ("upload_token", "=", token))
        if row is None or row["upload_expires"] <= now:
            raise ApiError(404, "The upload link is unknown or has expired")
        document = {**row["document"], "uploaded": True, "uploadedTime": now, "lastUpdatedTime": now}
        with self._store.transaction():
            self._store.replace("contents", {"file_id": row["id"], "content": content})
            self._store.update("files", {"document": document}, ("id", "=", row["id"]))

    def links(self, project: str, body: Any) -> JsonObject:
        """Links that give the bytes of files for half a minute to whoever knows them."""
        request: JsonObject = LINKS(body, "")
        now = self._clock.now_ms()
        self._downloads = {token: link for token, link in self._downloads.items() if link[2] > now}
        items: list[JsonObject] = []
        self._find(project, request)  # so that all that is missing is named
        for asked_for in request["items"]:
            (row,) = self._find(project, {"items": [asked_for]})
            if not row["document"]["uploaded"]:
                raise bad_request(f"nothing was uploaded yet to the file {row['id']}")
            token = secrets.token_urlsafe(24)
            self._downloads[token] = project, row["id"], now + DOWNLOAD_S * 1000
            link = f"{self._base_url}/api/v1/projects/{quote(project)}/files/download/{token}"
            items.append({**asked_for, "downloadUrl": link})
        return {"items": items}

    def download(self, project: str, token: str) -> bytes:
        """The bytes behind a link."""
        of, file_id, expires = self._downloads.get(token, ("", 0, 0))
        if of != project or expires <= self._clock.now_ms():
            raise ApiError(404, "The download link is unknown or has expired")
        return self.content(project, file_id) or b""

    def keep(self, project: str, external_id: str, content: bytes) -> int:
        """The id of the file with this external id, which is created if need be, and now has this content."""
        self.init_upload(project, {"name": f"{external_id}.zip", "externalId": external_id}, overwrite=True)
        row = self._by_external_id(project, external_id)
        assert row is not None
        self.upload(project, row["upload_token"], content)
        return int(row["id"])

    def by_ids(self, project: str, body: Any) -> JsonObject:  # noqa: D102
        return {"items": [row["document"] for row in self._find(project, BY_IDS(body, ""))]}

    def get(self, project: str, file_id: int) -> JsonObject:  # noqa: D102
        document: JsonObject = self._find(project, {"items": [{"id": file_id}]})[0]["document"]
        return document

    def delete(self, project: str, body: Any) -> JsonObject:
        """Functions that were made of the files keep their code."""
        ids = [row["id"] for row in self._find(project, BY_IDS(body, ""))]
        self._store.delete("files", ("id", "in", ids))
        return {}

    def content(self, project: str, file_id: int) -> bytes | None:
        """The bytes of a file, if they have been uploaded."""
        self._find(project, {"items": [{"id": file_id}]})
        row = self._store.first("contents", ("file_id", "=", file_id))
        return None if row is None else row["content"]

    def _find(self, project: str, request: JsonObject) -> Sequence[Row]:
        return look_up(self._store, "files", ("project", "=", project), request)

    def _by_external_id(self, project: str, external_id: str) -> Row | None:
        return self._store.first("files", ("project", "=", project), ("external_id", "=", external_id))
