"""The grammar, first part: edits of what a value may be, wherever it stands."""

import copy

from tests.pipeline.edits import Document, rename
from tests.pipeline.oracle.draw import BASES, SCHEMAS, Draw, Kinds, Place, places, referring
from tools.pipeline import spec

KINDS = Kinds()


def scalar(place: Place) -> bool:
    """Whether it is a plain value of a type that is written beside it."""
    return bool(set(place.types) & set(BASES)) and not {"$ref", "enum", "oneOf", "format"} & (
        place.node.keys() if place.node.get("format") == "binary" else place.node.keys() - {"format"}
    )


def a_list(place: Place) -> bool:
    """Whether it is a list."""
    return "array" in place.types


@KINDS.add
def retyped(draw: Draw) -> str:
    """A value is of another type."""
    place = draw.value(scalar)
    base = draw.one([one for one in BASES if one not in place.types])
    place.retype([base, "null"] if "null" in place.types else [base])
    return f"{place.where} is {base}"


@KINDS.add
def widened(draw: Draw) -> str:
    """A value may be of one more type."""
    place = draw.value(scalar)
    base = draw.one([one for one in BASES if one not in place.types and one != "number"])
    place.retype([base, *place.types])
    return f"{place.where} may be {base}"


@KINDS.add
def number_narrowed(draw: Draw) -> str:
    """A number is an integer, or the other way round."""
    place = draw.value(lambda one: scalar(one) and bool({"number", "integer"} & set(one.types)))
    other = {"number": "integer", "integer": "number"}
    place.retype([other.get(one, one) for one in place.types])
    return f"{place.where}: {place.types}"


@KINDS.add
def null_added(draw: Draw) -> str:
    """A value may be null."""
    place = draw.value(lambda one: (scalar(one) or a_list(one)) and "null" not in one.types)
    place.node["type"] = [*place.types, "null"]
    return place.where


@KINDS.add
def null_removed(draw: Draw) -> str:
    """A value is never null."""
    place = draw.value(lambda one: "null" in one.types and len(one.types) > 1)
    rest = [one for one in place.types if one != "null"]
    place.node["type"] = rest[0] if len(rest) == 1 else rest
    return place.where


@KINDS.add
def enum_value_added(draw: Draw) -> str:
    """An enum has one more value."""
    name = draw.name(lambda node: "enum" in node)
    draw.schemas[name]["enum"].append("Paused")
    return name


@KINDS.add
def enum_value_removed(draw: Draw) -> str:
    """An enum has one value less."""
    name = draw.name(lambda node: len(node.get("enum", [])) > 1)
    value = draw.one(draw.schemas[name]["enum"])
    draw.schemas[name]["enum"].remove(value)
    return f"{name} {value}"


@KINDS.add
def enum_value_replaced(draw: Draw) -> str:
    """An enum has another value in the place of one."""
    name = draw.name(lambda node: len(node.get("enum", [])) > 1)
    values = draw.schemas[name]["enum"]
    number = draw.luck.randrange(len(values))
    values[number] = "Paused"
    return f"{name} {number}"


@KINDS.add
def enum_made_of_text(draw: Draw) -> str:
    """A text is one of a few words."""
    place = draw.value(lambda one: scalar(one) and "string" in one.types and not one.where.startswith("parameter"))
    draw.schemas["DrawnWord"] = {"type": "string", "enum": ["red", "green"], "description": "A word."}
    word: Document = {"$ref": f"{SCHEMAS}DrawnWord"}
    place.replace({"oneOf": [word, {"type": "null"}]} if "null" in place.types else word)
    return place.where


@KINDS.add
def text_made_of_enum(draw: Draw) -> str:
    """A word may be any text."""
    place = draw.value(lambda one: referring(one) and "enum" in spec.resolve(draw.document, one.node))
    place.replace({"type": "string"})
    return place.where


@KINDS.add
def constant(draw: Draw) -> str:
    """A value is always the same."""
    place = draw.value(scalar)
    values = {"string": "red", "integer": 7, "number": 0.5, "boolean": True}
    value = values[next(one for one in place.types if one in values)]
    nullable = "null" in place.types
    place.replace({"oneOf": [{"const": value}, {"type": "null"}]} if nullable else {"const": value})
    return f"{place.where} is {value!r}"


@KINDS.add
def constant_lifted(draw: Draw) -> str:
    """What was always the same may be any value of its type."""
    place = draw.value(lambda one: "const" in one.node)
    kinds = {bool: "boolean", int: "integer", str: "string"}
    place.replace({"type": kinds[type(place.node["const"])]})
    return place.where


LIMITS = {
    "string": (("minLength", 3), ("maxLength", 5)),
    "integer": (("minimum", 5), ("maximum", 90)),
    "number": (("minimum", 0.2), ("maximum", 90)),
    "array": (("minItems", 2), ("maxItems", 3)),
}


@KINDS.add
def bound_added(draw: Draw) -> str:
    """A value is bounded, or bounded otherwise."""
    place = draw.value(lambda one: (scalar(one) or a_list(one)) and "boolean" not in one.types)
    kind = next(one for one in place.types if one in LIMITS)
    keyword, limit = draw.one(LIMITS[kind])
    place.node[keyword] = limit
    return f"{place.where} {keyword} {limit}"


@KINDS.add
def bound_loosened(draw: Draw) -> str:
    """A bound is wider."""
    place = draw.value(lambda one: bool({"maximum", "maxLength", "maxItems"} & one.node.keys()))
    keyword = draw.one(sorted({"maximum", "maxLength", "maxItems"} & place.node.keys()))
    place.node[keyword] = place.node[keyword] * 2 + 1
    return f"{place.where} {keyword}"


@KINDS.add
def bound_removed(draw: Draw) -> str:
    """A bound is gone."""
    bounds = {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "exclusiveMinimum"}
    place = draw.value(lambda one: bool(bounds & one.node.keys()))
    keyword = draw.one(sorted(bounds & place.node.keys()))
    del place.node[keyword]
    return f"{place.where} {keyword}"


@KINDS.add
def pattern(draw: Draw) -> str:
    """A text has to look some way, or no longer has to."""
    place = draw.value(lambda one: scalar(one) and "string" in one.types)
    if not place.node.pop("pattern", None):
        place.node["pattern"] = "^[a-z]+$"
    return place.where


@KINDS.add
def map_bounded(draw: Draw) -> str:
    """A map has less entries, or other names for them."""
    name = draw.name(lambda node: isinstance(node.get("additionalProperties"), dict))
    draw.schemas[name].update(
        draw.one([{"maxProperties": 1}, {"minProperties": 1}, {"propertyNames": {"maxLength": 2}}])
    )
    return name


@KINDS.add
def map_retyped(draw: Draw) -> str:
    """The values of a map are of another type."""
    name = draw.name(lambda node: isinstance(node.get("additionalProperties"), dict))
    place = Place(name, draw.schemas[name], "additionalProperties")
    place.replace({"type": draw.one([one for one in BASES if one not in place.types])})
    return f"{name} {place.node}"


@KINDS.add
def unique(draw: Draw) -> str:
    """No item of a list may come twice."""
    place = draw.value(a_list)
    place.node["uniqueItems"] = True
    return place.where


@KINDS.add
def formatted(draw: Draw) -> str:
    """A value has a format, or another one."""
    place = draw.value(lambda one: scalar(one) and bool({"string", "integer"} & set(one.types)))
    formats = ["date-time", "uuid", "date"] if "string" in place.types else ["int32", "int64", "epoch-ms"]
    new = draw.one([one for one in formats if one != place.node.get("format")])
    place.node.pop("pattern", None)
    place.node["format"] = new
    return f"{place.where} {new}"


@KINDS.add
def unformatted(draw: Draw) -> str:
    """A value has no format."""
    place = draw.value(lambda one: scalar(one) and "format" in one.node)
    return f"{place.where} {place.node.pop('format')}"


@KINDS.add
def anything(draw: Draw) -> str:
    """A value may be whatever there is."""
    place = draw.value(lambda one: not one.where.startswith("parameter") and "variant" not in one.where)
    place.replace({})
    return place.where


@KINDS.add
def reference_swapped(draw: Draw) -> str:
    """A value is another of the named schemas."""
    place = draw.value(referring)
    old = place.node["$ref"].removeprefix(SCHEMAS)
    is_enum = "enum" in draw.schemas[old]
    other = draw.name(
        lambda node: ("enum" in node) == is_enum and node is not draw.schemas[old] and "oneOf" not in node
    )
    place.node["$ref"] = f"{SCHEMAS}{other}"
    return f"{place.where} from {old} to {other}"


@KINDS.add
def reference_to_scalar(draw: Draw) -> str:
    """What was an object is a plain value."""
    place = draw.value(lambda one: referring(one) and "enum" not in spec.resolve(draw.document, one.node))
    place.replace({"type": draw.one(BASES)})
    return f"{place.where} {place.node['type']}"


@KINDS.add
def scalar_to_reference(draw: Draw) -> str:
    """What was a plain value is an object."""
    place = draw.value(lambda one: scalar(one) and not one.where.startswith("parameter"))
    name = draw.name(lambda node: "properties" in node)
    place.replace({"$ref": f"{SCHEMAS}{name}"})
    return f"{place.where} {name}"


@KINDS.add
def listed(draw: Draw) -> str:
    """What was one value is a list of them."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    place.replace({"type": "array", "items": {"type": next(one for one in place.types if one in BASES)}})
    return place.where


@KINDS.add
def unlisted(draw: Draw) -> str:
    """What was a list is one of its values."""
    place = draw.value(a_list)
    place.replace(copy.deepcopy(place.node["items"]))
    return place.where


@KINDS.add
def variant_added(draw: Draw) -> str:
    """A union has one more variant."""
    place = draw.value(lambda one: "oneOf" in one.node)
    place.node["oneOf"].append({"type": draw.one(["integer", "boolean"])})
    return place.where


@KINDS.add
def variant_removed(draw: Draw) -> str:
    """A union has one variant less."""
    unions = [*places(draw.document), *(Place(name, draw.schemas, name) for name in draw.schemas)]
    place = draw.one([one for one in unions if len(one.node.get("oneOf", [])) > 1])
    variants = place.node["oneOf"]
    gone = variants.pop(draw.luck.randrange(len(variants)))
    return f"{place.where} {gone}"


@KINDS.add
def variant_of_objects_added(draw: Draw) -> str:
    """A named union has one more kind of object."""
    name = draw.name(lambda node: "oneOf" in node)
    draw.schemas["DrawnForm"] = {
        "type": "object",
        "description": "A form.",
        "required": ["drawn"],
        "properties": {"drawn": {"type": "string", "description": "A text.", "examples": ["x"]}},
    }
    draw.schemas[name]["oneOf"].append({"$ref": f"{SCHEMAS}DrawnForm"})
    return name


@KINDS.add
def variants_reordered(draw: Draw) -> str:
    """The variants of a union, or the types of a value, stand in another order."""
    place = draw.value(lambda one: len(one.node.get("oneOf", [])) > 1 or len(one.types) > 1)
    (place.node["oneOf"] if "oneOf" in place.node else place.node["type"]).reverse()
    return place.where


@KINDS.add
def any_of(draw: Draw) -> str:
    """A union of variants that exclude each other is written as one of those that need not."""
    place = draw.value(lambda one: "oneOf" in one.node)
    rename(place.node, "oneOf", "anyOf")
    return place.where


@KINDS.add
def discriminator(draw: Draw) -> str:
    """A union says which field tells its variants apart."""
    name = draw.name(lambda node: "oneOf" in node)
    draw.schemas[name]["discriminator"] = {"propertyName": "id"}
    return name


@KINDS.add
def said_only(draw: Draw) -> str:
    """A keyword stands beside a value which says something about it, and asks nothing."""
    keywords: list[Document] = [
        {"description": "Said otherwise."},
        {"deprecated": True},
        {"examples": ["red"]},
        {"title": "Colour"},
        {"x-note": "drawn"},
        {"$comment": "drawn"},
    ]
    place = draw.value(lambda one: "description" in one.node)
    said = draw.one(keywords)
    place.node.update(said)
    return f"{place.where} {said}"


@KINDS.add
def default(draw: Draw) -> str:
    """A value that is left out counts as another."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    values = {"string": "red", "integer": 7, "number": 0.5, "boolean": True}
    place.node["default"] = values[next(one for one in place.types if one in values)]
    return place.where


@KINDS.add
def one_way(draw: Draw) -> str:
    """A field is only read, or only written."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    keyword = draw.one(["readOnly", "writeOnly"])
    place.node[keyword] = True
    return f"{place.where} {keyword}"
