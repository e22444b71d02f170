"""What of a schema the generator, or a later step, would not keep."""

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeAlias, cast

from tools.pipeline.kept import LOST, PLACES, SHAPES, TYPED, WORDING
from tools.pipeline.spec import Document, escaped, types

Finding: TypeAlias = tuple[str, str, str]
"""Rule, place in the document, and what becomes of it."""

RANGES = [(f"min{what}", f"max{what}") for what in ("imum", "Length", "Items", "Properties")]
CIRCLE = 20  # lists inside each other
FLAGS = {"x-resource", "x-always-sent", "x-confidential", "x-open-enum"}


def lost(place: str, where: str, node: Document) -> Iterator[Finding]:
    """The keywords of a node that are not kept at such a place."""
    for key in node.keys() - PLACES[place]:
        if found := LOST.get(key):
            yield found[0], f"{where}/{escaped(key)}", found[1]
        elif key.startswith("x-"):
            yield "extension", f"{where}/{escaped(key)}", "nothing reads it here"
        else:
            near = get_close_matches(key, PLACES[place], 1)
            hint = f": did you mean {near[0]}?" if near else ""
            yield "unknown", f"{where}/{escaped(key)}", f"is nothing that a {place} has{hint}"


def reference(document: Document, where: str, pointer: object, kind: str) -> Iterator[Finding]:
    """A reference leads to a whole component of the kind that belongs there."""
    name = str(pointer).removeprefix(f"#/components/{kind}/")
    if name not in pairs(pairs(document.get("components")).get(kind)):
        yield "ref", f"{where}/$ref", f"{pointer} is none of #/components/{kind}, and only those are followed here"


def pairs(node: object) -> Document:
    """A node that ought to be an object; what is none is for the validator to say."""
    return cast("Document", node) if isinstance(node, dict) else {}


def wire(where: str, text: object) -> Iterator[Finding]:
    """A text that is sent or read as it is: the generator takes out what does not show."""
    odd = [one for one in str(text) if unicodedata.category(one)[0] == "C" or unicodedata.category(one) in {"Zl", "Zp"}]
    if odd:
        yield "text", where, f"{odd[0]!a} is taken out of {str(text)!a}"


def named(document: Document) -> Iterator[Finding]:
    """Of all schemas with names, those inside them included."""
    for name, schema in pairs(pairs(document.get("components")).get("schemas")).items():
        yield from of(document, f"/components/schemas/{escaped(name)}", schema, "name")
        inner, depth = pairs(schema), 0
        while types(inner) == {"array"} and depth < CIRCLE:
            (inner, *_), depth = variants(document, inner.get("items")), depth + 1
        if depth == CIRCLE:
            yield "circle", f"/components/schemas/{escaped(name)}", "a list of itself has no end"


def of(document: Document, where: str, schema: Any, role: str) -> Iterator[Finding]:
    """Of one schema and those inside it.

    Args:
        document: the spec
        where: the place of the schema, as a pointer
        schema: the schema
        role: what it is there for: name, property, resource property, names (of properties), bytes or part
    """
    if not isinstance(schema, dict):
        yield "boolean", where, "a schema is an object with keywords: true and false are not understood"
        return
    node = cast("Document", schema)
    yield from lost("schema", where, node)
    yield from _extensions(where, node, role)
    if "$ref" in node:
        yield from reference(document, where, node["$ref"], "schemas")
        if role == "name":
            yield "alias", where, "a second name for a schema becomes a second class"
        if siblings := node.keys() - {"$ref", "x-always-sent", "x-confidential"}:
            rule = "ref-siblings" if siblings - WORDING else "ref-wording"
            yield rule, where, f"{', '.join(sorted(siblings))} beside '$ref' is ignored"
        return
    yield from _shape(where, node, role)
    yield from _values(where, node)
    yield from _format(where, node, role)
    yield from _union(document, where, node)
    yield from _inside(document, where, node)


def _extensions(where: str, node: Document, role: str) -> Iterator[Finding]:
    belongs = {
        "x-resource": role == "name" and node.get("type") == "object",
        "x-always-sent": role == "resource property",
        "x-confidential": True,
        "x-open-enum": "enum" in node,
        "x-expected": "pattern" in node,
    }
    for key in node.keys() & belongs.keys():
        if not belongs[key]:
            yield "extension", f"{where}/{key}", "nothing reads it here"
        elif not isinstance(node[key], bool if key in FLAGS else str):
            yield "extension", f"{where}/{key}", "is true or false" if key in FLAGS else "is a text"


def _shape(where: str, node: Document, role: str) -> Iterator[Finding]:
    """A schema is one thing, and each of its keywords says something of that."""
    kinds = types(node)
    shapes = [key for key in SHAPES if key in node]
    if shapes == ["const", "type"]:
        yield "typed-const", where, "'const' is forgotten when 'type' stands beside it"
    elif len(shapes) > 1:
        yield "beside", where, f"{', '.join(shapes[1:])} beside '{shapes[0]}' is forgotten"
    for key in TYPED if not kinds and role != "names" else ():
        if key in node:
            yield "beside", f"{where}/{key}", f"is forgotten without a type: write type: {TYPED[key]}"
    if "exclusiveMinimum" in node and "integer" in kinds:
        yield "unchecked", f"{where}/exclusiveMinimum", "is checked of numbers only: give an integer a minimum"
    for least, most in RANGES:
        low, high = node.get(least), node.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            yield "range", where, f"nothing can be sent: {least} is more than {most}"
    if "array" in kinds and "items" not in node:
        yield "beside", where, "a list without items is not generated"
    for name in node.get("required", []):
        if name not in pairs(node.get("properties")):
            yield "required", f"{where}/required", f"{name!r} is no property here, so nothing asks for it"
    if node.get("additionalProperties") is False:
        yield "closed-object", where, "unknown fields are dropped instead of kept"
    if role != "name" and ("properties" in node or "enum" in node or "object" in kinds):
        yield "unnamed", where, "the generator makes up a class name"


def _values(where: str, node: Document) -> Iterator[Finding]:
    if "enum" in node:
        if node.get("type") == "integer":
            yield "closed-enum", where, "an enum of integers is closed: a new value cannot be read"
        elif node.get("type") != "string" or not all(isinstance(value, str) for value in node["enum"] or [None]):
            yield "odd-enum", where, "an enum of anything but strings, or of none, is forgotten"
        for number, value in enumerate(node["enum"]):
            yield from wire(f"{where}/enum/{number}", value)
    if "const" in node:
        if not isinstance(node["const"], str | bool | int):
            yield "odd-const", where, "a constant that is no string, integer or flag is forgotten"
        if isinstance(node["const"], str) and set(node["const"]) & {'"', "\\"}:
            yield "text", f"{where}/const", "quotes and backslashes of a constant are doubled"
        yield from wire(f"{where}/const", node["const"])


def _format(where: str, node: Document, role: str) -> Iterator[Finding]:
    kinds = types(node) - {"null"}
    match node.get("format"):
        case None:
            pass
        case "epoch-ms" if role.endswith("property") and kinds == {"integer"}:
            yield "time", f"{where}/format", "is not looked at"
        case "epoch-ms":
            yield "misplaced-time", f"{where}/format", "only a property that is an integer is turned into a datetime"
        case "binary" if role == "bytes" and kinds == {"string"}:
            pass
        case "int32" | "int64" | "float" | "double" if kinds:
            yield "width", f"{where}/format", "is not looked at"
        case _:
            yield "format", f"{where}/format", "is not looked at, or gives a type that later steps do not know"


def _union(document: Document, where: str, node: Document) -> Iterator[Finding]:
    found = variants(document, node)
    objects = [one for one in found if "object" in types(one)]
    for number, one in enumerate(objects):
        for other in objects[number + 1 :]:
            if set(one.get("required", [])) <= set(other.get("required", [])) and not _told_apart(one, other):
                yield "union", where, "a variant takes what is meant for a later one, for it requires no more than that"
    strings = [one for one in found if "string" in types(one)]
    if len(strings) > 1 and any("enum" in one for one in strings):
        yield "union", where, "an open enum takes every string"
    if sum("array" in types(one) for one in found) > 1:
        yield "union", where, "the first list takes every list"
    if any("const" in one for one in found) and sum(types(one) != {"null"} for one in found) > 1:
        yield "union", where, "a constant refuses what the other variants allow"


def _told_apart(one: Document, other: Document) -> bool:
    """Whether two objects have different constants in a field that both require."""
    both = set(one.get("required", [])) & set(other.get("required", []))
    values = [
        {key: pairs(pairs(each.get("properties")).get(key)).get("const") for key in both} for each in (one, other)
    ]
    return any(None not in {left := values[0][key], right := values[1][key]} and left != right for key in both)


def variants(document: Document, node: Any, depth: int = 10) -> list[Document]:
    """What a value of a schema may be, through references and unions within unions."""
    schema = pairs(node)
    if "$ref" in schema and depth:
        name = str(schema["$ref"]).rpartition("/")[2]
        target = pairs(pairs(document.get("components")).get("schemas")).get(name)
        return variants(document, target, depth - 1)
    several: list[Any] = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    return [each for one in several for each in variants(document, one, depth - 1)] if several and depth else [schema]


def _inside(document: Document, where: str, node: Document) -> Iterator[Finding]:
    for key, role in (("items", "part"), ("propertyNames", "names"), ("additionalProperties", "part")):
        if key in node and not (key == "additionalProperties" and isinstance(node[key], bool)):
            yield from of(document, f"{where}/{key}", node[key], role)
    for key in ("oneOf", "anyOf"):
        for number, inner in enumerate(node.get(key, [])):
            yield from of(document, f"{where}/{key}/{number}", inner, "part")
    role = "resource property" if node.get("x-resource") else "property"
    for name, inner in pairs(node.get("properties")).items():
        place = f"{where}/properties/{escaped(name)}"
        yield from wire(place, name)
        yield from of(document, place, inner, role)
