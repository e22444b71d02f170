"""The grammar, second part: edits of named schemas and their fields."""

import copy
from collections.abc import Callable

from tests.pipeline.edits import Document, point, rename
from tests.pipeline.oracle.draw import SCHEMAS, Draw, Kinds, referring

KINDS = Kinds()


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


@KINDS.add
def field_added(draw: Draw) -> str:
    """An object may have one more field."""
    name = draw.name(with_fields)
    draw.schemas[name]["properties"]["drawn"] = node = _new_field(draw)
    return f"{name} {node}"


@KINDS.add
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


@KINDS.add
def field_removed(draw: Draw) -> str:
    """An object has one field less."""
    name, field = _field(draw, lambda node, _: len(node["properties"]) > 1)
    del draw.schemas[name]["properties"][field]
    _demand(draw.schemas[name], field, None)
    return f"{name}.{field}"


@KINDS.add
def field_renamed(draw: Draw) -> str:
    """A field is called otherwise."""
    name, field = _field(draw)
    rename(draw.schemas[name]["properties"], field, "drawn")
    _demand(draw.schemas[name], field, "drawn")
    return f"{name}.{field}"


@KINDS.add
def field_respelled(draw: Draw) -> str:
    """A field is called otherwise, but not in Python."""
    name, field = _field(draw, lambda _, field: field != field.lower())
    other = "".join(f"_{one.lower()}" if one.isupper() else one for one in field)
    rename(draw.schemas[name]["properties"], field, other)
    _demand(draw.schemas[name], field, other)
    return f"{name}.{field} is {other}"


@KINDS.add
def field_renamed_and_retyped(draw: Draw) -> str:
    """A field is called otherwise, and is something else."""
    name, field = _field(draw)
    rename(draw.schemas[name]["properties"], field, "drawn")
    _demand(draw.schemas[name], field, "drawn")
    draw.schemas[name]["properties"]["drawn"] = _new_field(draw)
    return f"{name}.{field}"


@KINDS.add
def made_required(draw: Draw) -> str:
    """A field must be there."""
    name, field = _field(draw, lambda node, field: field not in node.get("required", []))
    draw.schemas[name].setdefault("required", []).append(field)
    return f"{name}.{field}"


@KINDS.add
def made_optional(draw: Draw) -> str:
    """A field may be left out."""
    name, field = _field(draw, lambda node, field: field in node.get("required", []))
    _demand(draw.schemas[name], field, None)
    return f"{name}.{field}"


@KINDS.add
def fields_reordered(draw: Draw) -> str:
    """The fields of an object stand in another order."""
    name = draw.name(lambda node: len(node.get("properties", {})) > 1)
    draw.schemas[name]["properties"] = dict(reversed(draw.schemas[name]["properties"].items()))
    return name


@KINDS.add
def schema_renamed(draw: Draw) -> str:
    """A schema is called otherwise, everywhere."""
    name = draw.name()
    rename(draw.schemas, name, "Drawn")
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}Drawn")
    return name


@KINDS.add
def schema_respelled(draw: Draw) -> str:
    """A schema is called otherwise, but not in Python."""
    name = draw.name()
    other = name[0].lower() + name[1:]
    rename(draw.schemas, name, other)
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}{other}")
    return f"{name} is {other}"


@KINDS.add
def schema_renamed_with_a_loss(draw: Draw) -> str:
    """A schema is called otherwise, and has one field less."""
    name, field = _field(draw, lambda node, _: len(node["properties"]) > 1)
    del draw.schemas[name]["properties"][field]
    _demand(draw.schemas[name], field, None)
    rename(draw.schemas, name, "Drawn")
    point(draw.document, f"{SCHEMAS}{name}", f"{SCHEMAS}Drawn")
    return f"{name}.{field}"


@KINDS.add
def schema_split(draw: Draw) -> str:
    """One of those that use a schema has a copy of its own."""
    place = draw.value(referring)
    name = place.node["$ref"].removeprefix(SCHEMAS)
    draw.schemas["Drawn"] = copy.deepcopy(draw.schemas[name])
    place.node["$ref"] = f"{SCHEMAS}Drawn"
    return f"{place.where} from {name}"


@KINDS.add
def schema_added(draw: Draw) -> str:
    """There is a schema that nothing uses."""
    draw.schemas["Drawn"] = {"type": "object", "description": "Drawn.", "properties": {"drawn": TEXT}}
    return "Drawn"


@KINDS.add
def closed(draw: Draw) -> str:
    """An object has no other fields than those named."""
    name = draw.name(with_fields)
    draw.schemas[name]["additionalProperties"] = False
    return name


@KINDS.add
def others_typed(draw: Draw) -> str:
    """All other fields of an object are of one type."""
    name = draw.name(with_fields)
    draw.schemas[name]["additionalProperties"] = {"type": "string"}
    return name
