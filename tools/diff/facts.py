"""A spec as facts that can be compared one by one: operations, and schemas by name, each apart from its wording."""

import re
from collections.abc import Iterator
from typing import Any, cast

from attrs import evolve, field, frozen

from tools.diff import shape
from tools.diff.shape import Shape
from tools.pipeline import spec
from tools.pipeline.operations import REPEATABLE
from tools.pipeline.spec import Document

IN_PATH = re.compile(r"\{(.*?)\}")
OWN = {"security", "servers", "deprecated", "callbacks", REPEATABLE}


@frozen
class Part:
    """A property, a parameter, a body: its shape, and whether it must be there."""

    shape: Shape
    required: bool = False
    wording: str = field(default="", eq=False)


@frozen
class Schema:
    """A named schema and its properties."""

    shape: Shape
    fields: dict[str, Part]
    wording: str = field(default="", eq=False)


@frozen
class Operation:
    """An operation by what goes over the wire."""

    id: str
    method: str
    path: str
    tag: str
    parameters: dict[str, Part]
    bodies: dict[str, Part]
    successes: dict[str, Part]
    errors: dict[str, Part]
    rest: dict[str, Any]
    wording: str = field(default="", eq=False)

    @property
    def address(self) -> str:
        """Method and path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def in_path(self) -> list[str]:
        """The names of the parameters in the path, in their order."""
        return IN_PATH.findall(self.path)

    @property
    def wire(self) -> str:
        """The address as it is sent, where parameters have no names."""
        return IN_PATH.sub("{}", self.address)


@frozen
class Facts:
    """All of a spec.

    Attributes:
        readers: schema -> the operations whose answers lead to it
        writers: schema -> the operations whose requests lead to it
        refusals: the schemas that answers other than successes lead to
    """

    operations: dict[str, Operation]
    schemas: dict[str, Schema]
    readers: dict[str, set[str]]
    writers: dict[str, set[str]]
    refusals: set[str]
    rest: dict[str, Any]
    wording: str = field(default="", eq=False)


def facts(document: Document) -> Facts:
    """The facts of a document."""
    readers: dict[str, set[str]] = {}
    writers: dict[str, set[str]] = {}
    refusals: set[str] = set()
    operations: dict[str, Operation] = {}
    for path, method, operation, item in spec.operations(document):
        one = _operation(document, path, method, operation, item)
        operations[one.id] = one
        for name in spec.reached(document, operation.get("responses")):
            readers.setdefault(name, set()).add(one.id)
        refused = [answer for code, answer in operation.get("responses", {}).items() if code[0] != "2"]
        refusals |= spec.reached(document, refused)
        sent = [operation.get("requestBody"), operation.get("parameters"), item.get("parameters")]
        for name in spec.reached(document, sent):
            writers.setdefault(name, set()).add(one.id)
    components = document.get("components", {})
    schemas = {name: _schema(node) for name, node in components.get("schemas", {}).items()}
    rest = {key: document.get(key) for key in ("openapi", "servers", "security", "webhooks")}
    rest["version"] = document.get("info", {}).get("version")
    rest["securitySchemes"] = components.get("securitySchemes")
    tags = sorted(document.get("tags", []), key=repr)
    kept = {key: value for key, value in document.items() if key not in {"tags", "paths", "components"}}
    wording = _wording([kept, rest["securitySchemes"], tags])
    return Facts(operations, schemas, readers, writers, refusals, _bare(rest), wording)


def _schema(node: Document) -> Schema:
    required = node.get("required", [])
    fields = {
        name: Part(shape.of(one), name in required, _wording(one)) for name, one in node.get("properties", {}).items()
    }
    return Schema(shape.of(node), fields, _wording(node, "properties"))


def _operation(document: Document, path: str, method: str, operation: Document, item: Document) -> Operation:
    tags = operation.get("tags") or ["default"]
    parameters = {
        f"{one['in']} {one['name']}": Part(
            _with_rest(shape.of(one.get("schema")), one, "style", "explode", "content", "deprecated"),
            one.get("required", False),
            _wording(one),
        )
        for one in spec.parameters(document, operation, item)
    }
    body = spec.resolve(document, operation.get("requestBody", {}))
    answers = {code: spec.resolve(document, one) for code, one in operation.get("responses", {}).items()}
    own = {key: value for key, value in operation.items() if key in OWN}
    return Operation(
        str(operation.get("operationId", f"{method} {path}")),
        method,
        path,
        str(tags[0]),
        parameters,
        dict(_carried(body, required=body.get("required", False))),
        {code: part for code, one in answers.items() if code[0] == "2" for part in _answer(one)},
        {code: part for code, one in answers.items() if code[0] != "2" for part in _answer(one)},
        _bare({**own, "servers of the path": item.get("servers")}),
        _wording(operation, "parameters", "requestBody", "responses") + _wording(item, "parameters", *spec.METHODS),
    )


def _carried(node: Document, *, required: bool) -> Iterator[tuple[str, Part]]:
    for media, content in node.get("content", {}).items():
        yield media, Part(shape.of(content.get("schema")), required, _wording(node))


def _answer(node: Document) -> list[Part]:
    """One part for all media types: a second one is a hazard, which is said elsewhere."""
    carried = [part for _, part in _carried(node, required=True)] or [Part(Shape(frozenset({"nothing"})), True)]
    of = _with_rest(carried[0].shape, node, "headers", "links")
    return [Part(evolve(of, rest=of.rest | {"content": sorted(node.get("content", {}))}), True, _wording(node))]


def _with_rest(of: Shape, node: Document, *keys: str) -> Shape:
    return evolve(of, rest=of.rest | {key: _bare(node[key]) for key in keys if key in node})


def _wording(node: Any, *without: str) -> str:
    """All that is said in words below a node, whatever the order of its keys."""
    if isinstance(node, list):
        return "".join(map(_wording, cast("list[object]", node)))
    if not isinstance(node, dict):
        return ""
    pairs = sorted(cast("Document", node).items())
    return "".join(
        f"{key}: {value!r}\n" if key in shape.WORDING else _wording(value) for key, value in pairs if key not in without
    )


def _bare(node: Any) -> Any:
    """A node without its wording, at any depth."""
    if isinstance(node, dict):
        pairs = cast("Document", node).items()
        return {key: _bare(value) for key, value in pairs if key not in shape.WORDING}
    return [_bare(one) for one in cast("list[object]", node)] if isinstance(node, list) else node
