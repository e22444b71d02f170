"""spec/openapi.yaml as a document: read strictly, patched by spec/overlays/, and walked."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

from tools.pipeline import layout, patches, reader
from tools.pipeline.layout import PATCHES, ROOT, SPEC, PipelineError, listed

Document: TypeAlias = reader.Document
read = reader.read
escaped = reader.escaped

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ELSEWHERE = {"$id", "$anchor", "$schema", "$dynamicRef", "$dynamicAnchor", "jsonSchemaDialect"}


def effective(root: Path = ROOT) -> Document:
    """The project's own spec with the patches applied: what the client is made from."""
    overlays = {path.name: _text(path) for path in layout.patches(root)}
    return patched(_text(root / SPEC), overlays)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PipelineError(f"{path} cannot be read: {error}: save it as UTF-8") from error


def locate(root: Path = ROOT) -> Callable[[str], str]:
    """Says of a place in the document where it stands in the file: a patched one, where its surroundings do."""
    try:
        known = reader.lines(_text(root / SPEC))
    except (OSError, PipelineError):
        known = {}

    def located(place: str) -> str:
        above = place
        while above and above not in known:
            above = above.rpartition("/")[0]
        return f"{place} ({SPEC.as_posix()}:{known[above]})" if above else place

    return located


def patched(text: str, overlays: Mapping[str, str]) -> Document:
    """A spec with overlays, by their names, applied in the order given."""
    document = read(text)
    for name, overlay in overlays.items():
        where = (PATCHES / name).as_posix()
        patches.apply(document, read(overlay, where), where)
    if left := listed(_leaving(document, "")):
        raise PipelineError(f"{SPEC.as_posix()} is not whole in itself:\n{left}")
    return document


def _leaving(node: object, place: str) -> Iterator[str]:
    """What would make a validator, or whoever reads the document, look elsewhere, be it in the net."""
    if isinstance(node, dict):
        for key, value in cast("Document", node).items():
            here = f"{place}/{escaped(key)}"
            if key == "$ref" and isinstance(value, str) and not value.startswith("#/"):
                yield f"{here} is {value!r}: refer to '#/components/...', and put there what is meant"
            elif key in ELSEWHERE and isinstance(value, str):
                yield f"{here} changes what '$ref' leads to: take it out"
            yield from _leaving(value, here)
    elif isinstance(node, list):
        for number, value in enumerate(cast("list[object]", node)):
            yield from _leaving(value, f"{place}/{number}")


def resolve(document: Document, node: Any) -> Document:
    """What a node stands for: itself, or what its ``$ref`` leads to within the document."""
    for _ in range(50):
        if not isinstance(node, dict):
            return {}
        if "$ref" not in node:
            return cast("Document", node)
        node = at(document, cast("Document", node)["$ref"])
    raise PipelineError(f"'$ref' goes in circles at {cast('Document', node)['$ref']}")


def at(document: Document, pointer: str) -> Any:
    """The node that a local reference such as ``#/components/schemas/Function`` names."""
    node: Any = document
    for part in pointer.removeprefix("#/").split("/"):
        try:
            node = node[int(part) if isinstance(node, list) else part.replace("~1", "/").replace("~0", "~")]
        except (LookupError, TypeError, ValueError) as error:
            raise PipelineError(f"'{pointer}' leads nowhere") from error
    return node


def types(node: Document) -> set[str]:
    """The JSON types that a schema names."""
    named: Any = node.get("type", [])
    return {named} if isinstance(named, str) else {str(one) for one in cast("list[object]", named)}


def operations(document: Document) -> Iterator[tuple[str, str, Document, Document]]:
    """Path, method, operation and path item of every operation, in the order of the document."""
    for path, node in document.get("paths", {}).items():
        item = resolve(document, node)
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, operation, item


def parameters(document: Document, operation: Document, item: Document) -> list[Document]:
    """The parameters of an operation, those of its path included, each resolved."""
    both = [*item.get("parameters", []), *operation.get("parameters", [])]
    found = {(one["in"], one["name"]): one for one in (resolve(document, node) for node in both)}
    return list(found.values())


def reached(document: Document, start: object) -> set[str]:
    """Names of the schemas that a part of the document leads to."""
    found: set[str] = set()
    todo = list(_references(start))
    passed: set[str] = set()
    while todo:
        pointer = todo.pop()
        if pointer in passed:
            continue
        passed.add(pointer)
        if pointer.startswith("#/components/schemas/"):
            found.add(pointer.rpartition("/")[2])
        todo += _references(at(document, pointer))
    return found


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        pairs = cast("Mapping[str, object]", node)
        if isinstance(pairs.get("$ref"), str):
            yield str(pairs["$ref"])
        for value in pairs.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from _references(value)


def schema_nodes(document: Document) -> Iterator[tuple[str, Document]]:
    """Every schema of the document, those inside others included, each with its place as a pointer.

    Goes by what a key means where it stands, so that a property may be named like a keyword.
    """
    components = document.get("components", {})
    for name, schema in components.get("schemas", {}).items():
        yield from _within(f"/components/schemas/{name}", schema)
    for kind in ("parameters", "responses", "requestBodies", "headers"):
        for name, node in components.get(kind, {}).items():
            yield from _carried(f"/components/{kind}/{name}", node)
    for path, method, operation, item in operations(document):
        where = f"/paths/{escaped(path)}/{method}"
        for number, node in enumerate([*item.get("parameters", []), *operation.get("parameters", [])]):
            yield from _carried(f"{where}/parameters/{number}", node)
        yield from _carried(f"{where}/requestBody", operation.get("requestBody", {}))
        for code, node in operation.get("responses", {}).items():
            yield from _carried(f"{where}/responses/{code}", node)


def _carried(where: str, node: Document) -> Iterator[tuple[str, Document]]:
    if "schema" in node:
        yield from _within(f"{where}/schema", node["schema"])
    for media, content in node.get("content", {}).items():
        if "schema" in content:
            yield from _within(f"{where}/content/{escaped(media)}/schema", content["schema"])


def _within(where: str, schema: Any) -> Iterator[tuple[str, Document]]:
    if not isinstance(schema, dict):
        return
    node = cast("Document", schema)
    yield where, node
    for key in ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"):
        yield from _within(f"{where}/{key}", node.get(key))
    for key in ("oneOf", "anyOf", "allOf", "prefixItems"):
        for number, inner in enumerate(node.get(key, [])):
            yield from _within(f"{where}/{key}/{number}", inner)
    for key in ("properties", "patternProperties", "$defs", "dependentSchemas"):
        for name, inner in node.get(key, {}).items():
            yield from _within(f"{where}/{key}/{name}", inner)
