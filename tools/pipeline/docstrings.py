"""What the generator does not tell of the spec: the request line, units, bounds, what is required or confidential.

It is put where the edited templates find it: into descriptions of operations and parameters, and for the fields of an
object, whose own descriptions the generator loses beside a ``$ref``, into keys of the object.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.pipeline.spec import Document, operations, reached, resolve, schema_nodes

TEXTS = "x-field-texts"
HIDDEN = "x-hidden-fields"
CONFIDENTIAL = "x-confidential"
TABLE = "docstrings.jinja"
COUNTED = {"Length": "character", "Items": "item", "Properties": "name"}


def told(document: Document) -> Document:
    """A copy of the document whose descriptions tell what docstrings are to tell."""
    document = copy.deepcopy(document)
    schemas = dict(schema_nodes(document))
    for path, method, operation, item in operations(document):
        operation["description"] = "\n\n".join(filter(None, [f"{method.upper()} {path}", operation.get("description")]))
        for node in [*operation.get("parameters", []), *item.get("parameters", [])]:
            _tell_parameter(document, resolve(document, node))
    written = reached(document, [operation.get("requestBody") for _, _, operation, _ in operations(document)])
    for place, schema in schemas.items():
        if fields := _fields(schema):
            needed: list[str] = schema.get("required", []) if place.rpartition("/")[2] in written else []
            schema[TEXTS] = {name: _text(document, field, name in needed) for name, field in fields.items()}
            schema[HIDDEN] = [name for name, field in fields.items() if field.get(CONFIDENTIAL)]
    return document


def write_table(folder: Path, document: Document) -> None:
    """Write the names of confidential fields, for the template of the errors."""
    every = [field for _, schema in schema_nodes(document) for field in _fields(schema).items()]
    found = {name for name, field in every if field.get(CONFIDENTIAL) or resolve(document, field).get(CONFIDENTIAL)}
    text = json.dumps(json.dumps(sorted(found)))
    (folder / TABLE).write_text(f"{{% set CONFIDENTIAL = {text} %}}\n", encoding="utf-8")


def _fields(schema: Document) -> dict[str, Document]:
    return {name: field for name, field in schema.get("properties", {}).items() if isinstance(field, dict)}


def _tell_parameter(document: Document, parameter: Document) -> None:
    """Complete the description of its schema, which is the one that the generator reads."""
    schema: Document = parameter.get("schema", {})
    if TEXTS not in parameter and "$ref" not in schema:  # several operations may share it
        parameter[TEXTS] = True
        described = {**schema, "description": parameter.get("description") or schema.get("description")}
        schema["description"] = _text(document, described, parameter.get("required", False))


def _text(document: Document, field: Document, required: bool) -> str:
    """The description of a field, or of what it refers to, and what its value has to be."""
    meant = resolve(document, field)
    for one in meant.get("oneOf", []):
        if one.get("type") != "null":
            meant = resolve(document, one)
            break
    described = str(field.get("description") or meant.get("description") or "").strip()
    facts = "; ".join((["required"] if required else []) + list(_facts(meant)))
    facts = f"{facts[:1].upper()}{facts[1:]}." if facts else ""
    ended = described if not described or described.endswith((".", ":", "!", "?")) else f"{described}."
    return " ".join(filter(None, [ended, facts]))


def _facts(schema: Document) -> Iterator[str]:
    if schema.get("format") == "epoch-ms" and "ms since the epoch" not in schema.get("description", ""):
        yield "in ms since the epoch"
    yield from _range(schema.get("minimum"), schema.get("maximum"), "")
    if (more := schema.get("exclusiveMinimum")) is not None:
        yield f"more than {more}"
    if (less := schema.get("exclusiveMaximum")) is not None:
        yield f"less than {less}"
    for key, unit in COUNTED.items():
        yield from _range(schema.get(f"min{key}"), schema.get(f"max{key}"), unit)
    if expected := schema.get("x-expected"):
        yield f"expected: {expected}"


def _range(least: Any, most: Any, unit: str) -> Iterator[str]:
    if least is None and most is None:
        return
    end = most if most is not None else least
    unit = f" {unit}{'' if end == 1 else 's'}" if unit else ""
    if most is None:
        yield f"at least {least}{unit}"
    elif least is None:
        yield f"at most {most}{unit}"
    else:
        yield f"{least} to {most}{unit}" if least != most else f"exactly {least}{unit}"
