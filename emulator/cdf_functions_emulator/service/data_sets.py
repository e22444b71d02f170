"""Data sets, as far as tools that deploy functions ask for them: whichever is asked for is there."""

import hashlib
from typing import Any

from ..errors import JsonObject
from ..validation import IDENTIFIER, MAX_ID, by_ids

BY_IDS = by_ids(IDENTIFIER, 1000)


class DataSets:
    """None is kept: what has an external id has an id that follows from it."""

    def by_ids(self, project: str, body: Any) -> JsonObject:
        """Each that was asked for."""
        items: list[JsonObject] = BY_IDS(body, "")["items"]
        return {"items": [_data_set(project, item) for item in items]}


def _data_set(project: str, item: JsonObject) -> JsonObject:
    external_id: str = item.get("externalId", f"data-set-{item.get('id')}")
    digest = hashlib.sha256(f"{project}\0{external_id}".encode(errors="surrogatepass")).digest()
    id_ = item.get("id", int.from_bytes(digest[:8]) % MAX_ID + 1)
    times = {"createdTime": 0, "lastUpdatedTime": 0}
    return {"id": id_, "externalId": external_id, "name": external_id, "writeProtected": False, "metadata": {}, **times}
