"""The conventions of the spec that no tool asks for, each said where it is broken. They hold for what is ours to write.

spec/README.md has the same in words, with the reasons.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias, cast

from tools.pipeline.spec import Document, escaped, locate, operations, parameters, reached, schema_nodes, types

Finding: TypeAlias = tuple[str, str]

SCALARS = {"string", "integer", "number", "boolean"}
TIMES = ("Time", "Called", "timestamp")
UNIT = ", in ms since the epoch"
LARGEST = 2**53 - 1


def broken(document: Document, root: Path) -> Iterator[str]:
    """Each place of the spec that breaks a convention, with its line and the convention."""
    located: Callable[[str], str] | None = None
    for place, rule in findings(document):
        located = located or locate(root)
        yield f"{located(place)}: {rule}"


def findings(document: Document) -> Iterator[Finding]:
    """Each place that breaks a convention, as a pointer, and the convention."""
    tags = {tag.get("name") for tag in document.get("tags", [])}
    answers: list[object] = []
    requests: list[object] = []
    for path, method, operation, item in operations(document):
        where = f"/paths/{escaped(path)}/{method}"
        yield from _operation(where, operation, tags)
        answers.append(operation.get("responses"))
        requests += [operation.get("requestBody"), parameters(document, operation, item)]
    read, written = reached(document, answers), reached(document, requests)
    schemas: dict[str, Document] = document.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        where = f"/components/schemas/{name}"
        if name not in read | written:
            yield where, "no operation leads to it: take it out"
        yield from _described(where, schema)
        yield from _schema(where, schema, name in read, name in written)
        for field, node in schema.get("properties", {}).items():
            yield from _field(f"{where}/properties/{field}", name, field, node, name in read, name in written)
    for name, node in document.get("components", {}).get("parameters", {}).items():
        yield from _described(f"/components/parameters/{name}", node)
    for where, node in schema_nodes(document):
        yield from _anywhere(where, node)


def _operation(where: str, operation: Document, tags: set[object]) -> Iterator[Finding]:
    id = str(operation.get("operationId", ""))
    if not (id.isascii() and id.isalnum() and id[:1].islower()):
        yield where, "an operation has an operationId in camelCase"
    used = operation.get("tags", [])
    if len(used) != 1 or used[0] not in tags:
        yield where, "an operation has one tag, which stands among the document's tags with its description"
    if not operation.get("summary") or "\n" in operation["summary"]:
        yield where, "an operation has a summary of one line"
    answers = operation.get("responses", {})
    good = [code for code in answers if str(code) in {"200", "201", "202"}]
    refused: object = answers.get("4XX")
    if len(good) != 1 or len(answers) != 2 or refused != {"$ref": "#/components/responses/Error"}:
        yield where, "an operation answers with one of 200, 201 and 202, and with 4XX, which is the shared Error"


def _described(where: str, node: Document) -> Iterator[Finding]:
    if not node.get("description"):
        yield where, "it needs a description, which becomes the docstring"


def _schema(where: str, schema: Document, read: bool, written: bool) -> Iterator[Finding]:
    if read and written and "properties" in schema:
        yield where, "an object is read or written, never both: make two of it"
    if read and "required" in schema:
        yield where, "nothing is required of what is read"
    told = "An open list" in " ".join(str(schema.get("description")).split())
    if {bool(schema.get("x-open-enum")), told} != {"enum" in schema}:
        yield where, "an enum has x-open-enum: true, and 'An open list' in its description; nothing else has"
    if any("x-always-sent" in node for node in schema.get("properties", {}).values()) != ("x-resource" in schema):
        yield where, "what has x-resource has a field with x-always-sent, and nothing else has"


def _field(where: str, schema: str, name: str, node: Document, read: bool, written: bool) -> Iterator[Finding]:
    yield from _described(where, node)
    if types(node) & SCALARS and not node.get("examples"):
        yield where, "a scalar has examples, which the tests and the emulator use"
    if read and not _nullable(node):
        yield where, "what is read may be null"
    if written and not read and _nullable(node):
        yield where, "what is written is never null"
    timed = node.get("format") == "epoch-ms" or node.get("$ref") == "#/components/schemas/TimestampRange"
    if timed != (name.endswith(TIMES) or schema == "TimestampRange"):
        yield where, f"what is called like a time ({', '.join(TIMES)}) is one: format epoch-ms; nothing else is"
    if node.get("format") == "epoch-ms" and UNIT not in " ".join(str(node.get("description")).split()):
        yield where, f"a time has its unit in its description: '{UNIT}'"


def _anywhere(where: str, node: Document) -> Iterator[Finding]:
    named = where.count("/") == 3 and where.startswith("/components/schemas/")
    if not named and ("object" in types(node) or "enum" in node or "properties" in node):
        yield where, "an object or an enum has a name of its own in components/schemas"
    if "default" in node:
        yield where, "no default, which clients would send: say in the description what the service takes"
    if node.get("format") == "int64" and (node.get("minimum"), node.get("maximum")) != (1, LARGEST):
        yield where, f"an id is at least 1 and at most {LARGEST}"
    if node.get("format") == "epoch-ms" and ("integer" not in types(node) or node.get("minimum") != 0):
        yield where, "a time is an integer of at least 0"


def _nullable(node: Document) -> bool:
    """Whether null is valid: any JSON is, or null is a type of it or of one of its variants."""
    anything = not node.keys() - {"description", "examples"}
    return anything or any("null" in types(one) for one in [node, *cast("list[Document]", node.get("oneOf", []))])
