"""What calls were given, which the API has no operation for: for people who look, and call again."""

import json

from ..errors import JsonObject
from ..settings import MAX_RESPONSE_BYTES
from ..store import Store

#: Of one call; a larger input is not kept.
MAX_INPUT_BYTES = MAX_RESPONSE_BYTES


def keep_input(store: Store, call_id: int, data: JsonObject) -> None:
    """Remember the input of a call for as long as the call, unless it is large."""
    written = json.dumps(data)
    if len(written) <= MAX_INPUT_BYTES:
        store.insert("inputs", {"call_id": call_id, "data": written})


def find_input(store: Store, call_id: int) -> JsonObject:
    """``data`` is absent if it was not kept."""
    row = store.first("inputs", ("call_id", "=", call_id))
    return {"callId": call_id} if row is None else {"callId": call_id, "data": json.loads(row["data"])}
