"""What the spec says of each operation beyond its request and its answer: may it be repeated, does it carry the token.

The generator drops such keys. So a table is made here, which the edited template reads.
"""

import json
from pathlib import Path
from typing import Any

from tools.pipeline import names
from tools.pipeline.layout import PipelineError
from tools.pipeline.spec import Document, operations, resolve

REPEATABLE = "x-repeatable"
TABLE = "operations.jinja"


def operation_facts(document: Document) -> dict[str, dict[str, Any]]:
    """Module name of each operation -> its id, and whether it is repeatable and authorized."""
    found: dict[str, dict[str, Any]] = {}
    for _, method, operation, _ in operations(document):
        id = str(operation["operationId"])
        found[names.attribute(id)] = {
            "id": id,
            "statuses": _statuses(document, id, operation),
            "repeatable": _repeatable(method, operation),
            "authorized": any(operation.get("security", document.get("security")) or []),
        }
    return found


def _repeatable(method: str, operation: Document) -> bool:
    return bool(operation.get(REPEATABLE, method in {"get", "head"}))


def _statuses(document: Document, id: str, operation: Document) -> str:
    """The statuses of a success, as Python. There is one model for all of them, which is JSON or nothing."""
    schemas: list[object] = []
    statuses: list[str] = []
    for code, answer in operation.get("responses", {}).items():
        if not code.startswith("2"):
            continue
        statuses.append(code)
        content: Document = resolve(document, answer).get("content", {})
        for media, carried in list(content.items())[:1]:  # more than one is a hazard, which is said elsewhere
            if media != "application/json":
                raise PipelineError(f"a success of {id} is {media}: only JSON can be read")
            schemas.append(carried.get("schema"))
        if not content:
            schemas.append(None)
    if not schemas:
        raise PipelineError(f"{id} has no success among its responses")
    if any(schema != schemas[0] for schema in schemas):
        raise PipelineError(f"the successes of {id} have different schemas: one is what its callers can be given")
    return "range(200, 300)" if "2XX" in statuses else f"({', '.join(statuses)},)"


def write_table(folder: Path, document: Document) -> None:
    """Write what the edited template looks up, beside it."""
    table = json.dumps(operation_facts(document), indent=2, sort_keys=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TABLE).write_text(f"{{% set OPERATIONS = {table} %}}\n", encoding="utf-8")
