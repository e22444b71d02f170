"""What the spec says of each operation beyond its request and its answer: may it be repeated, does it carry the token.

The generator drops such keys. So the class that holds them is made here, and a table that the edited template reads.
"""

import json
from pathlib import Path
from typing import Any

from tools.pipeline import names
from tools.pipeline.layout import PipelineError
from tools.pipeline.spec import Document, operations, resolve

REPEATABLE = "x-repeatable"
TABLE = "operations.jinja"
MODULE = '''"""An operation as one typed object: its request, how its success is read, and what HTTP does not say."""

from collections.abc import Callable, Container
from typing import Any, Final, Generic, ParamSpec, TypeVar

_P = ParamSpec("_P")
_M_co = TypeVar("_M_co", covariant=True)

EXTENSION: Final = "cdf_functions_api.operation"
"""The key of a request's ``extensions`` below which httpx carries the operation that the request is for."""


class Operation(Generic[_P, _M_co]):
    """One operation, made from the spec: ``OPERATION`` in its module. Never changes.

    Attributes:
        id: the operationId of the spec
        request: the keyword arguments of httpx's ``request``, from the operation's own arguments
        statuses: those of a success
        parse: the model of a success, from its decoded JSON; None where a success has no body
        repeatable: asking twice does no more than asking once
        authorized: the request carries the token
    """

    __slots__ = ("authorized", "id", "parse", "repeatable", "request", "statuses")

    def __init__(
        self,
        id: str,
        request: Callable[_P, dict[str, Any]],
        parse: Callable[[Any], _M_co],
        *,
        statuses: Container[int],
        repeatable: bool,
        authorized: bool,
    ) -> None:
        self.id: Final = id
        self.request: Final = request
        self.parse: Final = parse
        self.statuses: Final = statuses
        self.repeatable: Final = repeatable
        self.authorized: Final = authorized

    def __repr__(self) -> str:
        return f"Operation({self.id!r})"
'''


def operation_facts(document: Document) -> dict[str, dict[str, Any]]:
    """Module name of each operation -> its id, and whether it is repeatable and authorized."""
    found: dict[str, dict[str, Any]] = {}
    for path, method, operation, _ in operations(document):
        address = f"{method.upper()} {path}"
        if "operationId" not in operation:
            raise PipelineError(f"{address} has no operationId")
        id = str(operation["operationId"])
        module = names.attribute(id)
        if module in found:
            raise PipelineError(f"{found[module]['id']} and {id} would both be called {module}")
        found[module] = {
            "id": id,
            "statuses": _statuses(document, id, operation),
            "repeatable": _repeatable(id, method, operation),
            "authorized": any(operation.get("security", document.get("security")) or []),
        }
    return found


def _repeatable(id: str, method: str, operation: Document) -> bool:
    told: object = operation.get(REPEATABLE, method in {"get", "head"})
    if not isinstance(told, bool):
        raise PipelineError(f"{REPEATABLE} of {id} is true or false, not {told!r}")
    return told


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


def write_module(package: Path) -> None:
    """Add the class to the client."""
    (package / "operation.py").write_text(MODULE, encoding="utf-8")
