"""Edits of the spec drawn at random: what one may do to a document, and where it may be done."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from attrs import frozen

from tests.pipeline.edits import Document, point, rename
from tools.pipeline import spec

T = TypeVar("T")
Kind: TypeAlias = "Callable[[Draw], str]"

BASES = ("string", "integer", "number", "boolean")
AGREEING = {
    "string": {"pattern", "minLength", "maxLength"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
}
"""Type -> the keywords about it, which go when it goes."""
SCHEMAS = "#/components/schemas/"


class NoPlaceError(Exception):
    """The document has no place where this kind of edit could be made."""


@frozen
class Place:
    """A schema where it stands: the value of a property, of a parameter, of a list or a map, or a named one."""

    where: str
    holder: Any
    key: Any

    @property
    def node(self) -> Document:
        """The schema itself."""
        return cast("Document", self.holder[self.key])

    @property
    def types(self) -> list[str]:
        """Its JSON types."""
        types: Any = self.node.get("type", [])
        return [*cast("list[str]", types)] if isinstance(types, list) else [str(types)]

    def retype(self, types: list[str]) -> None:
        """Give it other types, without the keywords that spoke of the old ones."""
        gone = {key for one in self.types if one not in types for key in AGREEING.get(one, set())}
        for key in gone | ({"format", "examples"} if types != self.types else set[str]()):
            if key not in {k for one in types for k in AGREEING.get(one, set[str]())}:
                self.node.pop(key, None)
        self.node["type"] = types[0] if len(types) == 1 else types

    def replace(self, node: Document) -> None:
        """Put another schema here, described as before."""
        kept = {key: self.node[key] for key in ("description",) if key in self.node}
        self.holder[self.key] = {**node, **kept}


class Draw:
    """One drawing: a document to change, and where its luck comes from."""

    def __init__(self, seed: int, document: Document) -> None:
        self.luck = random.Random(seed)
        self.document = document

    def one(self, options: Sequence[T]) -> T:
        """Any of these; NoPlaceError if there are none."""
        if not options:
            raise NoPlaceError
        return self.luck.choice(options)

    @property
    def schemas(self) -> Document:
        """The named schemas."""
        found: Document = self.document["components"]["schemas"]
        return found

    def name(self, fits: Callable[[Document], bool] = bool) -> str:
        """The name of a schema."""
        return self.one([name for name, node in self.schemas.items() if fits(node)])

    def value(self, fits: Callable[[Place], bool]) -> Place:
        """A place that fits, below the named schemas or the parameters; rare kinds of place are as likely as others."""
        return self.one([place for place in places(self.document) if fits(place)])

    def operation(self, fits: Callable[[Document], bool] = bool) -> tuple[str, str, Document]:
        """Path, method and node of an operation."""
        found = [(path, method, node) for path, method, node, _ in spec.operations(self.document) if fits(node)]
        return self.one(found)

    def parameter(self, fits: Callable[[Document], bool]) -> tuple[Document, Document]:
        """An operation and one of its parameters, which from now on is its own and nobody else's."""
        found = [
            (node, number)
            for _, _, node, _ in spec.operations(self.document)
            for number, one in enumerate(node.get("parameters", []))
            if fits(spec.resolve(self.document, one))
        ]
        operation, number = self.one(found)
        own = copy.deepcopy(spec.resolve(self.document, operation["parameters"][number]))
        operation["parameters"][number] = own
        return operation, own


def places(document: Document) -> Iterator[Place]:
    """Every schema below the named ones, and that of each parameter."""
    for name, node in document["components"]["schemas"].items():
        yield from _below(name, node)
    for name, node in document["components"].get("parameters", {}).items():
        yield Place(f"parameter {name}", node, "schema")


def _below(where: str, node: Document) -> Iterator[Place]:
    for name, one in node.get("properties", {}).items():
        yield Place(f"{where}.{name}", node["properties"], name)
        yield from _below(f"{where}.{name}", one)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield Place(f"{where} {key}", node, key)
            yield from _below(f"{where} {key}", node[key])
    for number, one in enumerate(node.get("oneOf", [])):
        yield Place(f"{where} variant {number}", node["oneOf"], number)
        yield from _below(f"{where} variant {number}", one)


KINDS: list[Kind] = []


def _kind(do: Kind) -> Kind:
    KINDS.append(do)
    return do


def scalar(place: Place) -> bool:
    """Whether it is a plain value of a type that is written beside it."""
    return bool(set(place.types) & set(BASES)) and not {"$ref", "enum", "oneOf", "format"} & (
        place.node.keys() if place.node.get("format") == "binary" else place.node.keys() - {"format"}
    )


def a_list(place: Place) -> bool:
    """Whether it is a list."""
    return "array" in place.types


def referring(place: Place) -> bool:
    """Whether it is another, named schema."""
    return "$ref" in place.node


# ----------------------------------------------------------------------------------------------- values


@_kind
def retyped(draw: Draw) -> str:
    """A value is of another type."""
    place = draw.value(scalar)
    base = draw.one([one for one in BASES if one not in place.types])
    place.retype([base, "null"] if "null" in place.types else [base])
    return f"{place.where} is {base}"


@_kind
def widened(draw: Draw) -> str:
    """A value may be of one more type."""
    place = draw.value(scalar)
    base = draw.one([one for one in BASES if one not in place.types and one != "number"])
    place.retype([base, *place.types])
    return f"{place.where} may be {base}"


@_kind
def number_narrowed(draw: Draw) -> str:
    """A number is an integer, or the other way round."""
    place = draw.value(lambda one: scalar(one) and bool({"number", "integer"} & set(one.types)))
    other = {"number": "integer", "integer": "number"}
    place.retype([other.get(one, one) for one in place.types])
    return f"{place.where}: {place.types}"


@_kind
def null_added(draw: Draw) -> str:
    """A value may be null."""
    place = draw.value(lambda one: (scalar(one) or a_list(one)) and "null" not in one.types)
    place.node["type"] = [*place.types, "null"]
    return place.where


@_kind
def null_removed(draw: Draw) -> str:
    """A value is never null."""
    place = draw.value(lambda one: "null" in one.types and len(one.types) > 1)
    rest = [one for one in place.types if one != "null"]
    place.node["type"] = rest[0] if len(rest) == 1 else rest
    return place.where


@_kind
def enum_value_added(draw: Draw) -> str:
    """An enum has one more value."""
    name = draw.name(lambda node: "enum" in node)
    draw.schemas[name]["enum"].append("Paused")
    return name


@_kind
def enum_value_removed(draw: Draw) -> str:
    """An enum has one value less."""
    name = draw.name(lambda node: len(node.get("enum", [])) > 1)
    value = draw.one(draw.schemas[name]["enum"])
    draw.schemas[name]["enum"].remove(value)
    return f"{name} {value}"


@_kind
def enum_value_replaced(draw: Draw) -> str:
    """An enum has another value in the place of one."""
    name = draw.name(lambda node: len(node.get("enum", [])) > 1)
    values = draw.schemas[name]["enum"]
    number = draw.luck.randrange(len(values))
    values[number] = "Paused"
    return f"{name} {number}"


@_kind
def enum_made_of_text(draw: Draw) -> str:
    """A text is one of a few words."""
    place = draw.value(lambda one: scalar(one) and "string" in one.types and not one.where.startswith("parameter"))
    draw.schemas["DrawnWord"] = {"type": "string", "enum": ["red", "green"], "description": "A word."}
    word: Document = {"$ref": f"{SCHEMAS}DrawnWord"}
    place.replace({"oneOf": [word, {"type": "null"}]} if "null" in place.types else word)
    return place.where


@_kind
def text_made_of_enum(draw: Draw) -> str:
    """A word may be any text."""
    place = draw.value(lambda one: referring(one) and "enum" in spec.resolve(draw.document, one.node))
    place.replace({"type": "string"})
    return place.where


@_kind
def constant(draw: Draw) -> str:
    """A value is always the same."""
    place = draw.value(scalar)
    values = {"string": "red", "integer": 7, "number": 0.5, "boolean": True}
    value = values[next(one for one in place.types if one in values)]
    nullable = "null" in place.types
    place.replace({"oneOf": [{"const": value}, {"type": "null"}]} if nullable else {"const": value})
    return f"{place.where} is {value!r}"


@_kind
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


@_kind
def bound_added(draw: Draw) -> str:
    """A value is bounded, or bounded otherwise."""
    place = draw.value(lambda one: (scalar(one) or a_list(one)) and "boolean" not in one.types)
    kind = next(one for one in place.types if one in LIMITS)
    keyword, limit = draw.one(LIMITS[kind])
    place.node[keyword] = limit
    return f"{place.where} {keyword} {limit}"


@_kind
def bound_loosened(draw: Draw) -> str:
    """A bound is wider."""
    place = draw.value(lambda one: bool({"maximum", "maxLength", "maxItems"} & one.node.keys()))
    keyword = draw.one(sorted({"maximum", "maxLength", "maxItems"} & place.node.keys()))
    place.node[keyword] = place.node[keyword] * 2 + 1
    return f"{place.where} {keyword}"


@_kind
def bound_removed(draw: Draw) -> str:
    """A bound is gone."""
    bounds = {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "exclusiveMinimum"}
    place = draw.value(lambda one: bool(bounds & one.node.keys()))
    keyword = draw.one(sorted(bounds & place.node.keys()))
    del place.node[keyword]
    return f"{place.where} {keyword}"


@_kind
def pattern(draw: Draw) -> str:
    """A text has to look some way, or no longer has to."""
    place = draw.value(lambda one: scalar(one) and "string" in one.types)
    if not place.node.pop("pattern", None):
        place.node["pattern"] = "^[a-z]+$"
    return place.where


@_kind
def map_bounded(draw: Draw) -> str:
    """A map has less entries, or other names for them."""
    name = draw.name(lambda node: isinstance(node.get("additionalProperties"), dict))
    draw.schemas[name].update(
        draw.one([{"maxProperties": 1}, {"minProperties": 1}, {"propertyNames": {"maxLength": 2}}])
    )
    return name


@_kind
def map_retyped(draw: Draw) -> str:
    """The values of a map are of another type."""
    name = draw.name(lambda node: isinstance(node.get("additionalProperties"), dict))
    place = Place(name, draw.schemas[name], "additionalProperties")
    place.replace({"type": draw.one([one for one in BASES if one not in place.types])})
    return f"{name} {place.node}"


@_kind
def unique(draw: Draw) -> str:
    """No item of a list may come twice."""
    place = draw.value(a_list)
    place.node["uniqueItems"] = True
    return place.where


@_kind
def formatted(draw: Draw) -> str:
    """A value has a format, or another one."""
    place = draw.value(lambda one: scalar(one) and bool({"string", "integer"} & set(one.types)))
    formats = ["date-time", "uuid", "date"] if "string" in place.types else ["int32", "int64", "epoch-ms"]
    new = draw.one([one for one in formats if one != place.node.get("format")])
    place.node.pop("pattern", None)
    place.node["format"] = new
    return f"{place.where} {new}"


@_kind
def unformatted(draw: Draw) -> str:
    """A value has no format."""
    place = draw.value(lambda one: scalar(one) and "format" in one.node)
    return f"{place.where} {place.node.pop('format')}"


@_kind
def anything(draw: Draw) -> str:
    """A value may be whatever there is."""
    place = draw.value(lambda one: not one.where.startswith("parameter") and "variant" not in one.where)
    place.replace({})
    return place.where


@_kind
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


@_kind
def reference_to_scalar(draw: Draw) -> str:
    """What was an object is a plain value."""
    place = draw.value(lambda one: referring(one) and "enum" not in spec.resolve(draw.document, one.node))
    place.replace({"type": draw.one(BASES)})
    return f"{place.where} {place.node['type']}"


@_kind
def scalar_to_reference(draw: Draw) -> str:
    """What was a plain value is an object."""
    place = draw.value(lambda one: scalar(one) and not one.where.startswith("parameter"))
    name = draw.name(lambda node: "properties" in node)
    place.replace({"$ref": f"{SCHEMAS}{name}"})
    return f"{place.where} {name}"


@_kind
def listed(draw: Draw) -> str:
    """What was one value is a list of them."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    place.replace({"type": "array", "items": {"type": next(one for one in place.types if one in BASES)}})
    return place.where


@_kind
def unlisted(draw: Draw) -> str:
    """What was a list is one of its values."""
    place = draw.value(a_list)
    place.replace(copy.deepcopy(place.node["items"]))
    return place.where


@_kind
def variant_added(draw: Draw) -> str:
    """A union has one more variant."""
    place = draw.value(lambda one: "oneOf" in one.node)
    place.node["oneOf"].append({"type": draw.one(["integer", "boolean"])})
    return place.where


@_kind
def variant_removed(draw: Draw) -> str:
    """A union has one variant less."""
    unions = [*places(draw.document), *(Place(name, draw.schemas, name) for name in draw.schemas)]
    place = draw.one([one for one in unions if len(one.node.get("oneOf", [])) > 1])
    variants = place.node["oneOf"]
    gone = variants.pop(draw.luck.randrange(len(variants)))
    return f"{place.where} {gone}"


@_kind
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


@_kind
def variants_reordered(draw: Draw) -> str:
    """The variants of a union, or the types of a value, stand in another order."""
    place = draw.value(lambda one: len(one.node.get("oneOf", [])) > 1 or len(one.types) > 1)
    (place.node["oneOf"] if "oneOf" in place.node else place.node["type"]).reverse()
    return place.where


@_kind
def any_of(draw: Draw) -> str:
    """A union of variants that exclude each other is written as one of those that need not."""
    place = draw.value(lambda one: "oneOf" in one.node)
    rename(place.node, "oneOf", "anyOf")
    return place.where


@_kind
def discriminator(draw: Draw) -> str:
    """A union says which field tells its variants apart."""
    name = draw.name(lambda node: "oneOf" in node)
    draw.schemas[name]["discriminator"] = {"propertyName": "id"}
    return name


@_kind
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


@_kind
def default(draw: Draw) -> str:
    """A value that is left out counts as another."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    values = {"string": "red", "integer": 7, "number": 0.5, "boolean": True}
    place.node["default"] = values[next(one for one in place.types if one in values)]
    return place.where


@_kind
def one_way(draw: Draw) -> str:
    """A field is only read, or only written."""
    place = draw.value(lambda one: scalar(one) and " " not in one.where)
    keyword = draw.one(["readOnly", "writeOnly"])
    place.node[keyword] = True
    return f"{place.where} {keyword}"


# ----------------------------------------------------------------------------------------------- schemas


def with_fields(node: Document) -> bool:
    """Whether it is an object with properties."""
    return bool(node.get("properties"))


TEXT: Document = {"type": "string", "description": "A colour.", "examples": ["red"]}


def _new_field(draw: Draw) -> Document:
    name = draw.name(lambda node: "enum" in node or "properties" in node)
    return draw.one(
        [
            TEXT,
            {**TEXT, "type": ["string", "null"]},
            {"type": "integer", "description": "A number.", "examples": [1]},
            {"type": "integer", "format": "epoch-ms", "description": "A time.", "examples": [1]},
            {"type": "array", "items": {"type": "string"}, "description": "Colours.", "examples": [["red"]]},
            {"$ref": f"{SCHEMAS}{name}"},
        ]
    )


@_kind
def field_added(draw: Draw) -> str:
    """An object may have one more field."""
    name = draw.name(with_fields)
    draw.schemas[name]["properties"]["drawn"] = node = _new_field(draw)
    return f"{name} {node}"


@_kind
def required_field_added(draw: Draw) -> str:
    """An object has one more field."""
    name = draw.name(with_fields)
    draw.schemas[name]["properties"]["drawn"] = node = _new_field(draw)
    draw.schemas[name].setdefault("required", []).append("drawn")
    return f"{name} {node}"


def _field(draw: Draw, fits: Callable[[Document, str], bool] = lambda node, field: True) -> tuple[str, str]:
    found = [
        (name, field)
        for name, node in draw.schemas.items()
        for field in node.get("properties", {})
        if fits(node, field)
    ]
    return draw.one(found)


def _demand(node: Document, field: str, other: str | None) -> None:
    """Let what is required be called otherwise, or be required no more."""
    required: list[str] = node.get("required", [])
    if field in required:
        required[required.index(field)] = other or field
        if other is None:
            required.remove(field)


@_kind
def field_removed(draw: Draw) -> str:
    """An object has one field less."""
    name, field = _field(draw, lambda node, _: len(node["properties"]) > 1)
    del draw.schemas[name]["properties"][field]
    _demand(draw.schemas[name], field, None)
    return f"{name}.{field}"


@_kind
def field_renamed(draw: Draw) -> str:
    """A field is called otherwise."""
    name, field = _field(draw)
    rename(draw.schemas[name]["properties"], field, "drawn")
    _demand(draw.schemas[name], field, "drawn")
    return f"{name}.{field}"


@_kind
def field_respelled(draw: Draw) -> str:
    """A field is called otherwise, but not in Python."""
    name, field = _field(draw, lambda _, field: field != field.lower())
    other = "".join(f"_{one.lower()}" if one.isupper() else one for one in field)
    rename(draw.schemas[name]["properties"], field, other)
    _demand(draw.schemas[name], field, other)
    return f"{name}.{field} is {other}"


@_kind
def field_renamed_and_retyped(draw: Draw) -> str:
    """A field is called otherwise, and is something else."""
    name, field = _field(draw)
    rename(draw.schemas[name]["properties"], field, "drawn")
    _demand(draw.schemas[name], field, "drawn")
    draw.schemas[name]["properties"]["drawn"] = _new_field(draw)
    return f"{name}.{field}"


@_kind
def made_required(draw: Draw) -> str:
    """A field must be there."""
    name, field = _field(draw, lambda node, field: field not in node.get("required", []))
    draw.schemas[name].setdefault("required", []).append(field)
    return f"{name}.{field}"


@_kind
def made_optional(draw: Draw) -> str:
    """A field may be left out."""
    name, field = _field(draw, lambda node, field: field in node.get("required", []))
    _demand(draw.schemas[name], field, None)
    return f"{name}.{field}"


@_kind
def fields_reordered(draw: Draw) -> str:
    """The fields of an object stand in another order."""
    name = draw.name(lambda node: len(node.get("properties", {})) > 1)
    draw.schemas[name]["properties"] = dict(reversed(draw.schemas[name]["properties"].items()))
    return name


@_kind
def schema_renamed(draw: Draw) -> str:
    """A schema is called otherwise, everywhere."""
    name = draw.name()
    rename(draw.schemas, name, "Drawn")
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}Drawn")
    return name


@_kind
def schema_respelled(draw: Draw) -> str:
    """A schema is called otherwise, but not in Python."""
    name = draw.name()
    other = name[0].lower() + name[1:]
    rename(draw.schemas, name, other)
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}{other}")
    return f"{name} is {other}"


@_kind
def schema_renamed_with_a_loss(draw: Draw) -> str:
    """A schema is called otherwise, and has one field less."""
    name, field = _field(draw, lambda node, _: len(node["properties"]) > 1)
    del draw.schemas[name]["properties"][field]
    _demand(draw.schemas[name], field, None)
    rename(draw.schemas, name, "Drawn")
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}Drawn")
    return f"{name}.{field}"


@_kind
def schema_split(draw: Draw) -> str:
    """One of those that use a schema has a copy of its own."""
    place = draw.value(referring)
    name = place.node["$ref"].removeprefix(SCHEMAS)
    draw.schemas["Drawn"] = copy.deepcopy(draw.schemas[name])
    place.node["$ref"] = f"{SCHEMAS}Drawn"
    return f"{place.where} from {name}"


@_kind
def schema_added(draw: Draw) -> str:
    """There is a schema that nothing uses."""
    draw.schemas["Drawn"] = {"type": "object", "description": "Drawn.", "properties": {"drawn": TEXT}}
    return "Drawn"


@_kind
def closed(draw: Draw) -> str:
    """An object has no other fields than those named."""
    name = draw.name(with_fields)
    draw.schemas[name]["additionalProperties"] = False
    return name


@_kind
def others_typed(draw: Draw) -> str:
    """All other fields of an object are of one type."""
    name = draw.name(with_fields)
    draw.schemas[name]["additionalProperties"] = {"type": "string"}
    return name
