"""Finding what a client names by id or external id."""

from collections.abc import Callable

from ..errors import JsonObject, unknown
from ..store import Row, Store, Table, Where


def look_up(
    store: Store,
    table: Table,
    scope: Where,
    request: JsonObject,
    external_id: str = "externalId",
    among: Callable[[Row], bool] = lambda _row: True,
) -> list[Row]:
    """The rows of ``request["items"]`` in their order, each once, of those that are among the known.

    What is not there is an error that names it, with ``external_id`` as the key, unless ``ignoreUnknownIds`` is set.
    """
    items: list[JsonObject] = request["items"]
    rows: dict[tuple[str, object], Row] = {}
    for name, column in (("id", "id"), ("externalId", "external_id")):
        if wanted := [item[name] for item in items if name in item]:
            for row in store.select(table, scope, (column, "in", wanted)):
                if among(row):
                    rows[name, row[column]] = row
    found: dict[int, Row] = {}
    missing: list[JsonObject] = []
    for name, value in dict.fromkeys(pair for item in items for pair in item.items()):
        hit = rows.get((name, value))
        if hit is None:
            missing.append({external_id if name == "externalId" else name: value})
        else:
            found[hit["id"]] = hit
    if missing and not request.get("ignoreUnknownIds"):
        raise unknown(table.capitalize(), missing)
    return list(found.values())
