"""The properties that only restate the spec: one made module for each resource, a schema marked ``x-resource``.

A field marked ``x-always-sent`` is never None; a time becomes a datetime; an enum, whose list may grow, a plain string.
A field that some property of the overlay reads is left to that; one called like anything else there is refused.
"""

import re
import textwrap
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path

from tools.pipeline import members, names
from tools.pipeline.layout import MADE_OVERLAY, OVERLAY, ROOT, SPEC, PipelineError, header, write_text
from tools.pipeline.spec import Document, resolve, types

NULL = {"null"}
RESOURCE, SENT = "x-resource", "x-always-sent"
UNIT = ", in ms since the epoch"
WIDTH = 120
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
SPOKEN = {*SCALARS.values(), "dict", "list", "property", "datetime"}  # by the made classes themselves

TAKEN = {"names", "requests"}  # modules that are made beside those of the resources

MODULE = '''"""The fields of {schema}, as the spec has them. Pure."""

{imports}
from cdf_functions._values import {helpers}

if TYPE_CHECKING:
    from cdf_functions_api import models


class {name}:
{docstring}

    model: "models.{model}"
{properties}'''

PROPERTY = """
    @property
    def {name}(self) -> {annotation}:
{docstring}
{body}"""


def base(schema: str) -> str:
    """The class with a resource's made properties."""
    return f"{names.model(schema)}Properties"


def public(field: str) -> str:
    """What users call a field: what the generated model does, without the underscore that only the model needs."""
    attribute = names.attribute(field)
    bare = attribute.removesuffix("_")
    return attribute if iskeyword(bare) or bare in SPOKEN else bare


def write(work: Path, document: Document, root: Path = ROOT) -> None:
    """Write the module of each resource into ``work``."""
    package = work / MADE_OVERLAY
    write_text(package / "__init__.py", header(SPEC))
    known = members.classes(root / OVERLAY, root)
    for schema, node in document.get("components", {}).get("schemas", {}).items():
        if node.get(RESOURCE):
            text = module(document, schema, members.of(known, base(schema)))
            path = package / f"{names.attribute(schema)}.py"
            if path.stem in TAKEN:
                raise PipelineError(
                    f"/components/schemas/{schema}: {MADE_OVERLAY.as_posix()}/{path.name} is something else: "
                    f"call the schema {schema}Data, say"
                )
            write_text(path, header(SPEC) + text)


def module(document: Document, schema: str, taken: members.Members) -> str:
    """The text of one module, without its header."""
    node = document["components"]["schemas"][schema]
    properties = ""
    for field, one in node.get("properties", {}).items():
        name, attribute = public(field), names.attribute(field)
        if attribute in taken.reads:
            continue
        if name in taken.defined:
            raise PipelineError(
                f"/components/schemas/{schema}/properties/{field}: {schema}.{field} would become the property {name}, "
                f"and {taken.defined[name]} has something else of that name; give it a property of another name there, "
                f"one that reads self.model.{attribute}"
            )
        properties += _property(document, name, attribute, one)
    helpers = [each for each in ("known", "moment", "plain", "sent", "strings", "word") if f"{each}(" in properties]
    imports = ["from datetime import datetime"] if "datetime" in properties else []
    imports.append("from typing import TYPE_CHECKING" + (", Any" if "Any" in properties else ""))
    return MODULE.format(
        schema=schema,
        imports="\n".join(imports) + "\n",
        helpers=", ".join(helpers),
        name=base(schema),
        docstring=_docstring(node.get("description", f"A {schema}, as the service sends it."), 4),
        model=names.model(schema),
        properties=properties,
    )


def _property(document: Document, name: str, attribute: str, node: Document) -> str:
    variants = list(_variants(document, node))
    annotation, how = _kind(variants)
    value, always = f"self.model.{attribute}", bool(node.get(SENT))
    match how:
        case "moment":
            value = f'moment({value}, self, "{name}")'
        case "strings":
            value, always = f"strings({value})", True
        case "plain":
            value = f"plain({value})"
        case _:
            pass
    if how == "strings":
        pass
    elif always:
        value = f'sent({value}, self, "{name}")'
        value = f"str({value})" if how == "word" else value
    elif how in ("word", "known"):
        value = f"{how}({value})"
    annotation += "" if always or annotation == "Any" else " | None"
    body = f"        return {value}\n"
    if how == "plain" and annotation != "Any":
        body = f"        value: {annotation} = {value}\n        return value\n"
    return PROPERTY.format(
        name=name, annotation=annotation, docstring=_docstring(_said(node, variants, how), 8), body=body
    )


def _variants(document: Document, node: Document) -> Iterator[Document]:
    """What a value may look like, null aside."""
    several = [*node.get("oneOf", []), *node.get("anyOf", [])]
    for one in several:
        yield from _variants(document, one)
    if not several and node.get("type") != "null":
        yield resolve(document, node)


def _kind(variants: list[Document]) -> tuple[str, str]:
    """The type of a value that is there, and how it is read."""
    kinds = sorted({kind for one in variants for kind in types(one) - NULL})
    if variants and all(one.get("format") == "epoch-ms" for one in variants):
        return "datetime", "moment"
    if kinds and set(kinds) <= SCALARS.keys():
        how = "word" if kinds == ["string"] and any("enum" in one for one in variants) else "known"
        return " | ".join(SCALARS[kind] for kind in kinds), how
    if kinds == ["object"]:
        if all("properties" not in one and one.get("additionalProperties") == {"type": "string"} for one in variants):
            return "dict[str, str]", "strings"
        return "dict[str, Any]", "plain"
    if kinds == ["array"]:
        inner = [kind for one in variants for kind in types(one.get("items", {})) - NULL]
        return f"list[{SCALARS.get(inner[0], 'Any') if len(inner) == 1 else 'Any'}]", "plain"
    return "Any", "plain"


def _said(node: Document, variants: list[Document], how: str) -> str:
    text: str = node.get("description", "As the service sends it.")
    if how == "moment":
        text = text.replace(UNIT, "")
        if re.search(r"\bms\b|millisecond|epoch", text):
            raise PipelineError(f"the description of a time has its unit as '{UNIT}', and no other way: {text!r}")
    if how == "word":
        words = [f"``{each}``" for one in variants for each in one.get("enum", [])]
        text += f" One of {', '.join(words)}, or a word newer than this package."
    return text


def _docstring(text: str, indent: int) -> str:
    """A docstring, with its first sentence on a line of its own where all do not fit on one."""
    said = " ".join(text.replace("\\", "\\\\").replace('"', "'").split())
    room = " " * indent
    if len(said) + indent + 6 <= WIDTH:
        return f'{room}"""{said}"""'
    first, _, rest = said.partition(". ")
    opening = textwrap.wrap(f'"""{first}.' if rest else f'"""{said}', WIDTH - indent)
    lines = [*opening, *([""] if rest else []), *textwrap.wrap(rest, WIDTH - indent), '"""']
    return "\n".join(f"{room}{line}" if line else "" for line in lines)
