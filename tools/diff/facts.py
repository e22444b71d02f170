"""A spec as facts that can be compared one by one: operations, and schemas by name, each apart from its wording."""

import re
from collections.abc import Iterator
from typing import Any

from attrs import evolve, field, frozen

from tools.diff.shape import NOTHING, Part, Shape, bare, part, wording
from tools.pipeline import spec
from tools.pipeline.spec import Document

IN_PATH = re.compile(r"\{(.*?)\}")
# what is told apart; whatever else stands beside it is told by its keyword
TOLD = {
    "document": {"paths", "components", "tags", "info"},
    "operation": {"operationId", "tags", "parameters", "requestBody", "responses", "security"},
    "parameter": {"name", "in", "required", "schema"},
    "body": {"required", "content"},
    "answer": {"content"},
}


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

    document: Document = field(eq=False, repr=False)
    operations: dict[str, Operation]
    schemas: dict[str, Part]
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
    for path, method, node, item in spec.operations(document):
        one = operation(document, path, method, node, item)
        operations[one.id] = one
        for name in spec.reached(document, node.get("responses")):
            readers.setdefault(name, set()).add(one.id)
        refused = [answer for code, answer in node.get("responses", {}).items() if code[0] != "2"]
        refusals |= spec.reached(document, refused)
        sent = [node.get("requestBody"), node.get("parameters"), item.get("parameters")]
        for name in spec.reached(document, sent):
            writers.setdefault(name, set()).add(one.id)
    components = document.get("components", {})
    schemas = {name: part(document, node) for name, node in components.get("schemas", {}).items()}
    rest = {"servers": None, "security": None, **_rest(document, "document"), **bare(document.get("info", {}))}
    rest["securitySchemes"] = bare(components.get("securitySchemes"))
    tags = sorted(document.get("tags", []), key=repr)
    kept = {key: value for key, value in document.items() if key not in {"tags", "paths", "components"}}
    said = wording([kept, components.get("securitySchemes"), tags])
    return Facts(document, operations, schemas, readers, writers, refusals, rest, said)


def operation(
    document: Document, path: str, method: str, node: Document, item: Document, follow: bool = False
) -> Operation:
    """The facts of one operation; with ``follow`` without the names of schemas, and of answers what is read alone."""
    asked, told = ("readOnly", "writeOnly") if follow else ("", "")
    parameters = {
        f"{one['in']} {one['name']}": _with(
            part(document, one.get("schema"), asked, required=bool(one.get("required"))), one, "parameter"
        )
        for one in spec.parameters(document, node, item)
    }
    body = spec.resolve(document, node.get("requestBody", {}))
    needed = bool(body.get("required"))
    bodies = {
        media: _with(part(document, content.get("schema"), asked, required=needed), body, "body")
        for media, content in body.get("content", {}).items()
    }
    answers = {str(code): spec.resolve(document, one) for code, one in node.get("responses", {}).items()}
    parts = {code: _answer(document, one, told) for code, one in answers.items()}
    first, *tags = node.get("tags") or ["default"]
    own = {"servers": bare(item.get("servers")), "tags": tags, **_rest(node, "operation")}
    rest = {key: value for key, value in own.items() if value}
    if "security" in node and not (follow and node["security"] == document.get("security")):
        rest["security"] = node["security"]
    return Operation(
        str(node.get("operationId", f"{method} {path}")),
        method,
        path,
        str(first),
        parameters,
        bodies,
        {code: one for code, one in parts.items() if code[0] == "2"},
        {code: one for code, one in parts.items() if code[0] != "2"},
        rest,
        wording(node, "parameters", "requestBody", "responses") + wording(item, "parameters", *spec.METHODS),
    )


def _answer(document: Document, node: Document, skip: str) -> Part:
    """One part for all media types: a second one is a hazard, which is said elsewhere."""
    content: Document = node.get("content", {})
    schemas = [one.get("schema") for one in content.values()]
    found = part(document, schemas[0], skip, required=True) if schemas else Part(Shape(frozenset({NOTHING})), True)
    return _with(found, node, "answer", content=sorted(content))


def _with(found: Part, node: Document, kind: str, **more: Any) -> Part:
    rest = {**found.shape.rest, **_rest(node, kind), **more}
    return evolve(found, shape=evolve(found.shape, rest=rest), wording=wording(node))


def _rest(node: Document, kind: str) -> Document:
    said = bare({key: value for key, value in node.items() if key not in TOLD[kind]})
    return {key: value for key, value in said.items() if value is not False or key == "explode"}


def matched(old: dict[str, Part], new: dict[str, Part]) -> Iterator[tuple[str | None, str | None]]:
    """The codes of answers that stand for each other: the same, one that covers the other, or what is left in order."""
    left, more = list(old), list(new)
    for fit in (_same, _covers, _any):
        for code in list(left):
            found = [other for other in more if fit(code, other) or fit(other, code)]
            for other in found if fit is _covers else found[:1]:
                yield code, other
                more.remove(other)
            left = [one for one in left if one != code or not found]
    yield from ((code, None) for code in left)
    yield from ((None, code) for code in more)


def _same(one: str, other: str) -> bool:
    return one == other


def _covers(one: str, other: str) -> bool:
    return one == "default" or (one.upper().endswith("XX") and one[0] == other[0])


def _any(_one: str, _other: str) -> bool:
    return True
