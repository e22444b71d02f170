"""What a schema says, apart from its wording: the common ground on which two specs are compared."""

import json
from collections.abc import Iterable
from typing import Any, cast

from attrs import field, frozen

from tools.pipeline.spec import Document

WORDING = frozenset({"title", "description", "summary", "example", "examples", "externalDocs", "$comment"})
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
BOUNDS = frozenset({*LOWER, *UPPER, "pattern", "multipleOf", "uniqueItems"})
STRUCTURE = frozenset(
    {"$ref", "type", "nullable", "const", "enum", "format", "items", "oneOf", "anyOf", "allOf"}
    | {"properties", "required", "additionalProperties"}
)
ANYTHING = "anything"


@frozen
class Shape:
    """One schema without its properties.

    Attributes:
        kinds: JSON types, names of other schemas, "list of ...", "map of ...", "just <constant>", "anything"
        enum: the values allowed; empty for any
        format: such as int64 or epoch-ms
        bounds: minimum, maxLength and their like; of a list's items as "items minimum", of a map's as "values minimum"
        rest: keywords that none of the above tells, so that no change goes unseen
    """

    kinds: frozenset[str]
    enum: frozenset[str] = frozenset()
    format: str | None = None
    bounds: dict[str, Any] = field(factory=dict[str, Any])
    rest: dict[str, Any] = field(factory=dict[str, Any])

    @property
    def text(self) -> str:
        """The kinds in words."""
        kinds = sorted(self.kinds - {"null"}) or ["null"]
        return " or ".join([*kinds, "null"] if "null" in self.kinds and kinds != ["null"] else kinds)


def of(schema: Any) -> Shape:
    """The shape of a schema; references are told by name, not followed."""
    if not isinstance(schema, dict):
        return Shape(frozenset({ANYTHING}))
    node = cast("Document", schema)
    bounds = {key: node[key] for key in node if key in BOUNDS}
    rest = {key: value for key, value in node.items() if key not in WORDING | BOUNDS | STRUCTURE}
    if node.get("additionalProperties") is False:
        rest["additionalProperties"] = False
    shapes = [of(one) for key in ("oneOf", "anyOf", "allOf") for one in node.get(key, [])]
    kinds = set(_own_kinds(node)).union(*(one.kinds for one in shapes))
    for one in shapes:
        bounds |= one.bounds
        rest |= one.rest
    enum = set(map(_word, node.get("enum", []))).union(*(one.enum for one in shapes))
    for key, what in (("items", "items"), ("additionalProperties", "values")):
        inner = of(node.get(key))
        enum |= inner.enum
        bounds |= {f"{what} {bound}": value for bound, value in inner.bounds.items()}
        rest |= {f"{what} {keyword}": value for keyword, value in inner.rest.items()}
        if inner.format:
            rest[f"{what} format"] = inner.format
    return Shape(
        frozenset(kinds or {ANYTHING}),
        frozenset(enum),
        node.get("format") or next((one.format for one in shapes if one.format), None),
        bounds,
        rest,
    )


def _own_kinds(node: Document) -> Iterable[str]:
    if "$ref" in node:
        yield str(node["$ref"]).rpartition("/")[2]
    types: Any = node.get("type", "string" if "enum" in node else [])
    if "const" in node:
        types = []  # the constant says more
    for kind in cast("list[str]", types) if isinstance(types, list) else [str(types)]:
        if kind == "array":
            yield f"list of {of(node.get('items')).text}"
        elif kind == "object" and isinstance(node.get("additionalProperties"), dict):
            yield f"map of {of(node['additionalProperties']).text}"
        else:
            yield kind
    if node.get("nullable"):
        yield "null"
    if "const" in node:
        yield f"just {json.dumps(node['const'])}"


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def tighter(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether some value that kept the bounds of before does not keep those of after."""
    return any(_tighter(key.rpartition(" ")[2], before.get(key), bound) for key, bound in after.items())


def _tighter(key: str, before: Any, after: Any) -> bool:
    if before is None:
        return True
    if key in LOWER:
        return bool(after > before)
    return bool(after < before) if key in UPPER else bool(after != before)
