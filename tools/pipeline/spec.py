"""spec/openapi.yaml as a document: read strictly, patched by spec/overlays/, and walked."""

import json
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

import yaml

from tools.pipeline import patches
from tools.pipeline.layout import PATCHES, ROOT, SPEC, PipelineError

Document: TypeAlias = dict[str, Any]

MERGE = "tag:yaml.org,2002:merge"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class _Loader(yaml.CSafeLoader):
    """A reader that leaves nothing to luck, as YAML does: of two equal keys the later would win without a word.

    A key is a text, as in JSON, even if it looks like a number, and so is what looks like a date.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(problem=f"a second '{key.value}'", problem_mark=key.start_mark)
            seen.add(key.value)
            if key.tag != MERGE:
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def read(text: str, name: str = str(SPEC)) -> Document:
    """The document in a YAML or JSON text."""
    try:
        document: object = json.loads(text) if name.endswith(".json") else yaml.load(text, _Loader)  # noqa: S506
    except (ValueError, yaml.YAMLError) as error:
        raise PipelineError(f"{name} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise PipelineError(f"{name} holds no document")
    return cast("Document", document)


def effective(root: Path = ROOT) -> Document:
    """The project's own spec with the patches applied: what the client is made from."""
    overlays = {path.name: path.read_text(encoding="utf-8") for path in patches.files(root)}
    return patched((root / SPEC).read_text(encoding="utf-8"), overlays)


def patched(text: str, overlays: Mapping[str, str]) -> Document:
    """A spec with overlays, by their names, applied in the order given."""
    document = read(text)
    for name, overlay in overlays.items():
        patches.apply(document, read(overlay, name), f"{PATCHES / name}")
    return document


def resolve(document: Document, node: Any) -> Document:
    """What a node stands for: itself, or what its ``$ref`` leads to within the document."""
    for _ in range(50):
        if "$ref" not in node:
            return cast("Document", node)
        node = at(document, node["$ref"])
    raise PipelineError(f"'$ref' goes in circles at {node['$ref']}")


def at(document: Document, pointer: str) -> Any:
    """The node that a local reference such as ``#/components/schemas/Function`` names."""
    node: Any = document
    for part in pointer.removeprefix("#/").split("/"):
        try:
            node = node[part.replace("~1", "/").replace("~0", "~")]
        except (KeyError, TypeError) as error:
            raise PipelineError(f"'{pointer}' leads nowhere") from error
    return node


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
        where = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
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
            yield from _within(f"{where}/content/{media.replace('/', '~1')}/schema", content["schema"])


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
