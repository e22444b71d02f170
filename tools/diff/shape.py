"""A schema as a tree: what a value may look like, apart from its wording; the common ground of two specs."""

import json
from typing import Any, TypeVar, cast

from attrs import evolve, field, frozen

from tools.pipeline.spec import Document, resolve

T = TypeVar("T")

WORDING = frozenset({"title", "description", "summary", "example", "examples", "externalDocs", "$comment"})
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
BOUNDS = frozenset({*LOWER, *UPPER, "pattern", "multipleOf", "uniqueItems"})
STRUCTURE = frozenset(
    {"$ref", "type", "nullable", "const", "enum", "format", "items", "oneOf", "anyOf", "allOf"}
    | {"properties", "required", "additionalProperties"}
)
MARKS = frozenset({"readOnly", "writeOnly"})
NO_BOUND = (("minItems", 0), ("minLength", 0), ("minProperties", 0))
NULL = frozenset({"null"})
ANYTHING = "anything"
NOTHING = "nothing"
AGAIN = "again"
SCHEMAS = "#/components/schemas/"


@frozen
class Shape:
    """What may stand at one place.

    Attributes:
        kinds: JSON types; names of schemas, unless they are followed; "just <constant>"; "anything" where nothing is
            said, "nothing" where no body is, "again" where a schema that is followed holds itself
        enum: the values allowed; empty for any
        bounds: minimum, maxLength and their like
        rest: keywords that none of the others tells, so that no change goes unseen
        values: of an object, what its further properties may be
    """

    kinds: frozenset[str] = frozenset()
    enum: frozenset[str] = frozenset()
    format: str | None = None
    bounds: dict[str, Any] = field(factory=dict[str, Any])
    rest: dict[str, Any] = field(factory=dict[str, Any])
    fields: dict[str, "Part"] = field(factory=dict[str, "Part"])
    items: "Part | None" = None
    values: "Part | None" = None

    @property
    def plain(self) -> str:
        """The kinds in words, and nothing of what is inside."""
        return " or ".join(sorted(self.kinds, key=lambda kind: (kind == "null", kind)))

    @property
    def text(self) -> str:
        """The kinds in words, lists and maps with what they hold."""
        held = {"array": ("list", self.items), "object": ("map", self.values)}
        words = self.plain.split(" or ")
        told = [f"{held[w][0]} of {inner.shape.text}" if w in held and (inner := held[w][1]) else w for w in words]
        return " or ".join(told)


@frozen
class Part:
    """A field, a parameter, a body, an answer, a schema: its shape, and whether it must be there.

    Attributes:
        node: where the shape was read from
    """

    shape: Shape
    required: bool = False
    wording: str = field(default="", eq=False)
    node: Any = field(default=None, eq=False, repr=False)

    @property
    def fields(self) -> dict[str, "Part"]:
        """The properties, of an object."""
        return self.shape.fields


ANY = Part(Shape(frozenset({ANYTHING})))
UNDECLARED = Part(Shape(), required=True)


def part(document: Document, node: Any, skip: str = "", above: tuple[str, ...] = (), required: bool = False) -> Part:
    """What a schema says of a place.

    Args:
        skip: the mark of properties to leave out, readOnly or writeOnly; with it references are followed, and without
            it schemas are told by name
        above: the references followed on the way here
    """
    if not isinstance(node, dict):
        return Part(ANY.shape, required, node=cast("object", node))
    shape = _shape(document, node, skip, above)
    declared = {name: one for name, one in shape.fields.items() if one.shape.kinds}
    return Part(
        evolve(shape, fields=declared), required, "" if skip else wording(cast("object", node), "properties"), node
    )


def _shape(document: Document, schema: Any, skip: str, above: tuple[str, ...]) -> Shape:
    """With what is required and declared elsewhere, of which the whole may know more."""
    if not isinstance(schema, dict):
        return ANY.shape
    node = cast("Document", schema)
    to = str(node.get("$ref", ""))
    if to and (skip or not to.startswith(SCHEMAS)):
        if to in above:
            return Shape(frozenset({AGAIN}))
        above = (*above, to)
        node = {**resolve(document, node), **{key: value for key, value in node.items() if key != "$ref"}}
    shape = _own(document, node, skip, above)
    for one in node.get("allOf", []):
        shape = _both(shape, _shape(document, one, skip, above))
    variants = [_shape(document, one, skip, above) for key in ("oneOf", "anyOf") for one in node.get(key, [])]
    if variants:
        either = variants[0]
        for one in variants[1:]:
            either = _either(either, one)
        shape = _both(shape, either)
    return shape if shape.kinds else evolve(shape, kinds=ANY.shape.kinds)


def _own(document: Document, node: Document, skip: str, above: tuple[str, ...]) -> Shape:
    named: Any = node.get("type", [])
    kinds = set(cast("list[str]", named) if isinstance(named, list) else [str(named)])
    if not kinds and "properties" in node:
        kinds.add("object")
    values = [node["const"]] if "const" in node and skip else node.get("enum", [])
    if not kinds:
        kinds |= {kind(value) for value in values}
    if "const" in node and not skip:
        kinds = {f"just {json.dumps(node['const'])}"}  # the constant says more
    if "$ref" in node:
        kinds.add(str(node["$ref"]).rpartition("/")[2])
    if node.get("nullable") or None in values:
        kinds.add("null")
    needed = node.get("required", [])
    others: Any = node.get("additionalProperties")
    properties: dict[str, Any] = node.get("properties", {})
    rest = {key: bare(value) for key, value in node.items() if key not in WORDING | BOUNDS | STRUCTURE}
    if skip:
        rest = {key: value for key, value in rest.items() if key not in MARKS and value is not False}
    if others is False:
        rest["additionalProperties"] = False
    return Shape(
        frozenset(kinds),
        frozenset(one if isinstance(one, str) else json.dumps(one) for one in values if one is not None),
        node.get("format"),
        _bounds(node),
        rest,
        {
            **dict.fromkeys(needed, UNDECLARED),
            **{
                name: part(document, one, skip, above, name in needed)
                for name, one in properties.items()
                if not (skip and _marked(document, one, skip))
            },
        },
        part(document, node["items"], skip, above) if "items" in node else None,
        part(document, others, skip, above) if isinstance(others, dict) and others else None,
    )


def _marked(document: Document, node: Any, mark: str) -> bool:
    """Whether a property has a mark, itself or by what it refers to."""
    return any(one.get(mark) for one in (node, resolve(document, node)) if isinstance(node, dict))


def _bounds(node: Document) -> dict[str, Any]:
    # false is no bound either: of uniqueItems, and in OpenAPI 3.0, where true makes another bound exclusive
    said = {key: node[key] for key in BOUNDS & node.keys() if node[key] is not False}
    bounds = {key: value for key, value in said.items() if (key, value) not in NO_BOUND}
    for plain, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if bounds.get(exclusive) is True:
            bounds[exclusive] = bounds.pop(plain, None)
    return bounds


def kind(value: object) -> str:
    """The JSON type of a value."""
    for name, type_ in (("boolean", bool), ("string", str), ("integer", int), ("number", float), ("array", list)):
        if isinstance(value, type_):
            return name
    return "null" if value is None else "object"


def _both(one: Shape, other: Shape) -> Shape:
    """A value that satisfies two: for allOf, whose parts add to each other."""
    fields = dict(one.fields)
    for name, more in other.fields.items():
        known = one.fields.get(name, more)
        fields[name] = evolve(known, shape=_both(known.shape, more.shape), required=known.required or more.required)
    return Shape(
        (one.kinds | other.kinds) - {ANYTHING} or one.kinds | other.kinds,
        one.enum | other.enum,
        one.format or other.format,
        one.bounds | other.bounds,
        one.rest | other.rest,
        fields,
        one.items or other.items,
        one.values or other.values,
    )


def _either(one: Shape, other: Shape) -> Shape:
    """A value that satisfies one of two: what only one of them says of a kind that both have does not hold."""
    apart = not _wide(one) & _wide(other) and ANYTHING not in one.kinds | other.kinds
    fields: dict[str, Part] = {}
    for name in {**one.fields, **other.fields}:
        first, second = one.fields.get(name), other.fields.get(name)
        if first and second:
            both = _either(first.shape, second.shape)
            fields[name] = evolve(first, shape=both, required=first.required and second.required)
        else:
            fields[name] = evolve(first or second or ANY, required=False)

    def common(first: dict[str, T], second: dict[str, T]) -> dict[str, T]:
        return first | second if apart else {key: value for key, value in first.items() if second.get(key) == value}

    return Shape(
        one.kinds | other.kinds,
        one.enum | other.enum if apart or (one.enum and other.enum) else frozenset(),
        one.format or other.format if apart or one.format == other.format else None,
        common(one.bounds, other.bounds),
        one.rest | other.rest,
        fields,
        one.items or other.items,
        one.values or other.values,
    )


def _wide(shape: Shape) -> set[str]:
    return {"number" if kind == "integer" else kind for kind in shape.kinds - NULL}


def wording(node: Any, *without: str) -> str:
    """All that is said in words below a node, whatever the order of its keys."""
    if isinstance(node, list):
        return "".join(map(wording, cast("list[object]", node)))
    if not isinstance(node, dict):
        return ""
    pairs = sorted(cast("Document", node).items())
    return "".join(
        f"{key}: {value!r}\n" if key in WORDING else wording(value) for key, value in pairs if key not in without
    )


def bare(node: Any) -> Any:
    """A node without its wording, at any depth."""
    if isinstance(node, dict):
        return {key: bare(value) for key, value in cast("Document", node).items() if key not in WORDING}
    return [bare(one) for one in cast("list[object]", node)] if isinstance(node, list) else node
