"""Cursors: where the next page starts, opaque to clients."""

import base64
import binascii

from ..errors import JsonObject, bad_request
from ..store import Row, Store, Table, Where


def page(
    store: Store, table: Table, where: list[Where], limit: int, cursor: str | None, newest_first: bool
) -> tuple[list[Row], JsonObject]:
    """One page of rows, and ``nextCursor`` if there are more."""
    if cursor is not None:
        where = [*where, ("id", "<" if newest_first else ">", _position(cursor))]
    rows = store.select(table, *where, limit=limit + 1, newest_first=newest_first)
    if len(rows) <= limit:
        return rows, {}
    rows.pop()
    return rows, {"nextCursor": base64.urlsafe_b64encode(str(rows[-1]["id"]).encode()).decode()}


def _position(cursor: str) -> int:
    try:
        written = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        written = b""
    if not written.isdigit() or len(written) > 18:
        raise bad_request("cursor: expected the nextCursor of an earlier answer")
    return int(written)
