"""A schema with all that it refers to, as one tree: what a value may look like, whatever the schemas are called."""

import json
from collections.abc import Iterator
from typing import Any, cast

from attrs import evolve, field, frozen

from tools.diff.shape import ANYTHING, BOUNDS
from tools.pipeline.spec import Document, resolve

NULL = frozenset({"null"})
NO_BOUND = (("minItems", 0), ("minLength", 0), ("minProperties", 0))


@frozen
class Tree:
    """What may stand at one place of a body.

    Attributes:
        kinds: JSON types; "anything" where none is named, "again" where a schema holds itself
        required: whether something must stand there
    """

    kinds: frozenset[str] = frozenset()
    enum: frozenset[str] = frozenset()
    format: str | None = None
    bounds: dict[str, Any] = field(factory=dict[str, Any])
    fields: dict[str, "Tree"] = field(factory=dict[str, "Tree"])
    items: "Tree | None" = None
    values: "Tree | None" = None
    required: bool = False

    @property
    def text(self) -> str:
        """The kinds in words."""
        return " or ".join(sorted(self.kinds, key=lambda kind: (kind == "null", kind)))

    def against(self, other: "Tree") -> Iterator[tuple[str, str, str]]:
        """What differs here, below left aside: the matter, and what each says."""
        if self.kinds - NULL != other.kinds - NULL:
            yield "type", self.text, other.text
        elif self.kinds != other.kinds:
            yield "null", self.text, other.text
        if self.required != other.required:
            yield "required", _needed(self), _needed(other)
        if self.enum != other.enum:
            yield "enum", _listed(self.enum), _listed(other.enum)
        if self.format != other.format:
            yield "format", self.format or "none", other.format or "none"
        for key in sorted(self.bounds.keys() | other.bounds.keys()):
            mine, yours = self.bounds.get(key), other.bounds.get(key)
            if mine != yours:
                yield key, _bound(mine), _bound(yours)


def _needed(tree: Tree) -> str:
    return "required" if tree.required else "optional"


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values)) or "any value"


def _bound(value: object) -> str:
    return "none" if value is None else str(value)


def expand(document: Document, schema: Any, skip: str, required: bool = False, above: tuple[str, ...] = ()) -> Tree:
    """The tree of a schema, without the properties marked ``skip``; one that holds itself is told once."""
    if not isinstance(schema, dict):
        return Tree(frozenset({ANYTHING}), required=required)
    node = cast("Document", schema)
    if node.get("$ref") in above:
        return Tree(frozenset({"again"}), required=required)
    if "$ref" in node:
        above = (*above, str(node["$ref"]))
        siblings = {key: value for key, value in node.items() if key != "$ref"}
        node = {**resolve(document, node), **siblings}
    tree = _own(document, node, skip, above)
    for one in node.get("allOf", []):
        tree = _both(tree, expand(document, one, skip, above=above))
    variants = [expand(document, one, skip, above=above) for key in ("oneOf", "anyOf") for one in node.get(key, [])]
    if variants:
        either = variants[0]
        for one in variants[1:]:
            either = _either(either, one)
        tree = _both(tree, either)
    return evolve(tree, required=required, kinds=tree.kinds or frozenset({ANYTHING}))


def _own(document: Document, node: Document, skip: str, above: tuple[str, ...]) -> Tree:
    named: Any = node.get("type", [])
    kinds = set(cast("list[str]", named) if isinstance(named, list) else [str(named)])
    if not kinds and "properties" in node:
        kinds.add("object")
    values = [node["const"]] if "const" in node else node.get("enum", [])
    if not kinds:
        kinds |= {_kind(value) for value in values}
    if node.get("nullable") or None in values:
        kinds.add("null")
    needed = node.get("required", [])
    others: Any = node.get("additionalProperties")
    return Tree(
        frozenset(kinds),
        frozenset(one if isinstance(one, str) else json.dumps(one) for one in values if one is not None),
        node.get("format"),
        _bounds(node),
        {
            name: expand(document, one, skip, name in needed, above)
            for name, one in node.get("properties", {}).items()
            if not resolve(document, one).get(skip)
        },
        expand(document, node["items"], skip, above=above) if "items" in node else None,
        expand(document, others, skip, above=above) if isinstance(others, dict) and others else None,
    )


def _bounds(node: Document) -> dict[str, Any]:
    # false is no bound either: of uniqueItems, and in OpenAPI 3.0, where true makes another bound exclusive
    said = {key: node[key] for key in BOUNDS & node.keys() if node[key] is not False}
    bounds = {key: value for key, value in said.items() if (key, value) not in NO_BOUND}
    for plain, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if bounds.get(exclusive) is True:
            bounds[exclusive] = bounds.pop(plain, None)
    return bounds


def _kind(value: object) -> str:
    for kind, type_ in (("boolean", bool), ("string", str), ("integer", int), ("number", float)):
        if isinstance(value, type_):
            return kind
    return "null" if value is None else "object"


def _both(one: Tree, other: Tree) -> Tree:
    """A value that satisfies two trees: for allOf, whose parts add to each other."""
    fields = dict(one.fields)
    for name, tree in other.fields.items():
        fields[name] = _both(fields[name], tree) if name in fields else tree
    return Tree(
        (one.kinds | other.kinds) - {ANYTHING},
        one.enum | other.enum,
        one.format or other.format,
        one.bounds | other.bounds,
        fields,
        one.items or other.items,
        one.values or other.values,
        one.required or other.required,
    )


def _either(one: Tree, other: Tree) -> Tree:
    """A value that satisfies one of two trees: for variants, whose bounds hold only where both have them."""
    if NULL in (one.kinds, other.kinds):
        some = other if one.kinds == NULL else one
        return evolve(some, kinds=some.kinds | NULL)
    fields: dict[str, Tree] = {}
    for name in {**one.fields, **other.fields}:
        first, second = one.fields.get(name), other.fields.get(name)
        if first and second:
            fields[name] = _either(first, second)
        else:
            fields[name] = evolve(first or second or Tree(), required=False)
    return Tree(
        one.kinds | other.kinds,
        one.enum | other.enum if one.enum and other.enum else frozenset(),
        one.format if one.format == other.format else None,
        {key: value for key, value in one.bounds.items() if other.bounds.get(key) == value},
        fields,
        one.items or other.items,
        one.values or other.values,
        one.required and other.required,
    )
