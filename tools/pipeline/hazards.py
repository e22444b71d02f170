"""What a spec may say that the generator drops without a word, or turns into something else.

A finding is an error unless spec/hazards.toml accepts it, with the place where somebody else takes care of it.
"""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeAlias

from tools.pipeline.layout import HAZARDS, ROOT, PipelineError
from tools.pipeline.spec import Document, operations, parameters, resolve, schema_nodes

Finding: TypeAlias = tuple[str, str, str]
"""Rule, place in the document, and what becomes of it."""

BOUNDS = "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems"
KEYWORDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(BOUNDS.split(), ("bounds", "is not checked")),
    **dict.fromkeys(("minProperties", "maxProperties", "uniqueItems"), ("bounds", "is not checked")),
    **dict.fromkeys(("readOnly", "writeOnly"), ("access", "does not keep the field out of the other direction")),
    **dict.fromkeys(
        ("not", "if", "then", "else", "contains", "propertyNames", "patternProperties", "dependentRequired"),
        ("logic", "is ignored"),
    ),
    **dict.fromkeys(("dependentSchemas", "unevaluatedProperties", "unevaluatedItems"), ("logic", "is ignored")),
    **dict.fromkeys(("prefixItems", "minContains", "maxContains", "dependencies"), ("logic", "is ignored")),
    **dict.fromkeys(("contentEncoding", "contentMediaType", "contentSchema"), ("content", "is not decoded")),
    "deprecated": ("deprecated", "marks nothing in the code"),
    "discriminator": ("discriminator", "is ignored: the first variant that can be parsed is taken"),
    "default": ("default", "is sent with every request when scalar, and dropped otherwise"),
    "title": ("title", "renames the class"),
}
FORMATS = {"date", "date-time", "uuid", "binary"}  # the ones that change the generated type
WIDTHS = {"int32", "int64", "float", "double"}
UNDERSTOOD = {"application/json", "application/octet-stream"}


def findings(document: Document) -> Iterator[Finding]:
    """Every hazard in the document."""
    for where, schema in schema_nodes(document):
        yield from _schema(document, where, schema)
    for key in ("security", "servers", "webhooks"):
        if document.get(key):
            yield key, f"/{key}", "is ignored"
    for path, node in document.get("paths", {}).items():
        if "$ref" in node:
            yield "path-ref", f"/paths/{path.replace('/', '~1')}", "is ignored, with every operation in it"
    for path, method, operation, item in operations(document):
        where = f"/paths/{path.replace('/', '~1')}/{method}"
        yield from _operation(document, where, operation, item)


def _schema(document: Document, where: str, schema: Document) -> Iterator[Finding]:
    for keyword, (rule, effect) in KEYWORDS.items():
        if keyword in schema:
            yield rule, f"{where}/{keyword}", effect
    siblings = schema.keys() - {"$ref"} if "$ref" in schema else set[str]()
    if siblings:
        rule = "ref-siblings" if siblings - {"description", "summary", "examples"} else "ref-wording"
        yield rule, where, f"{', '.join(sorted(siblings))} beside '$ref' is ignored"
    if schema.get("additionalProperties") is False:
        yield "closed-object", where, "unknown fields are dropped instead of kept"
    if "const" in schema and "type" in schema:
        yield "typed-const", where, "'const' is forgotten when 'type' stands beside it"
    if "enum" in schema and schema.get("type") not in ("string", "integer"):
        yield "odd-enum", where, "an enum of anything but strings or integers is forgotten"
    if schema.get("format") == "epoch-ms" and where.split("/")[-2] != "properties":
        yield "misplaced-time", where, "only a property's time is turned into a datetime"
    elif schema.get("format") in {*WIDTHS, "epoch-ms"}:
        yield "time" if schema["format"] == "epoch-ms" else "width", f"{where}/format", "is not looked at"
    elif "format" in schema and schema["format"] not in FORMATS:
        yield "format", f"{where}/format", "is not looked at"
    named = where.startswith("/components/schemas/") and where.count("/") == 3
    types: Any = schema.get("type", [])
    if not named and ("properties" in schema or "enum" in schema or "object" in types):
        yield "unnamed", where, "the generator makes up a class name"
    yield from _union(document, where, schema)


def _union(document: Document, where: str, schema: Document) -> Iterator[Finding]:
    variants = [resolve(document, one) for one in [*schema.get("oneOf", []), *schema.get("anyOf", [])]]
    objects = [one for one in variants if one.get("type") == "object"]
    if any(not one.get("required") for one in objects[:-1]):
        yield "union", where, "the first variant takes everything, for it requires nothing"
    strings = [one for one in variants if one.get("type") == "string"]
    if len(strings) > 1 and any("enum" in one for one in strings):
        yield "union", where, "an open enum takes every string"


def _operation(document: Document, where: str, operation: Document, item: Document) -> Iterator[Finding]:
    for key in ("security", "callbacks", "deprecated"):
        if key in operation:
            yield key, f"{where}/{key}", "is ignored"
    if "servers" in operation or "servers" in item:
        yield "servers", where, "is ignored: the client's own address is used"
    if len(operation.get("tags", [])) != 1:
        yield "tags", where, "only the first tag counts, and without one the module is called default"
    for one in parameters(document, operation, item):
        yield from _parameter(document, f"{where}/parameters/{one['name']}", one)
    if "requestBody" in operation:
        yield from _media(f"{where}/requestBody", resolve(document, operation["requestBody"]))
    answers: dict[str, Any] = operation.get("responses", {})
    if len([code for code in answers if code.startswith("2")]) > 1:
        yield "successes", f"{where}/responses", "several successes become one union"
    if "default" in answers:
        yield "default-answer", f"{where}/responses/default", "is taken for every status that has no entry"
    for code, answer in answers.items():
        found = resolve(document, answer)
        yield from _media(f"{where}/responses/{code}", found)
        for key in ("headers", "links"):
            if key in found:
                yield key, f"{where}/responses/{code}/{key}", "is ignored"


def _parameter(document: Document, where: str, parameter: Document) -> Iterator[Finding]:
    if "content" in parameter:
        yield "parameter", where, "a parameter with 'content' is never sent"
    kind = resolve(document, parameter.get("schema", {})).get("type")
    if kind == "object" or parameter.get("style") == "deepObject":
        yield "parameter", where, "an object in a parameter is flattened wrongly"
    if kind == "array" and (parameter.get("explode") is False or parameter["in"] != "query"):
        yield "parameter", where, "a list is sent as repeated keys, never joined"
    if parameter.get("style") not in {
        None,
        "deepObject",
        "simple" if parameter["in"] in {"path", "header"} else "form",
    }:
        yield "parameter", where, "its style is ignored"
    if parameter.get("allowReserved"):
        yield "parameter", where, "reserved characters are quoted all the same"
    if parameter.get("deprecated"):
        yield "deprecated", where, "marks nothing in the code"


def _media(where: str, node: Document) -> Iterator[Finding]:
    kinds = list(node.get("content", {}))
    if len(kinds) > 1:
        yield "media", where, f"only the first of {', '.join(kinds)} is generated"
    for kind in kinds:
        if kind not in UNDERSTOOD:
            yield "media", where, f"{kind} is read whole, or not at all"


def check(document: Document, root: Path = ROOT) -> None:
    """Raise for a hazard that nobody accepted, and for an acceptance that fits no hazard any more."""
    accepted: list[dict[str, str]] = tomllib.loads((root / HAZARDS).read_text(encoding="utf-8"))["accepted"]
    for entry in accepted:
        if set(entry) != {"rule", "at", "handled"} or not all(entry.values()):
            raise PipelineError(f"{HAZARDS}: an entry has rule, at and handled, not {entry}")
    used: set[int] = set()
    left: list[str] = []
    for rule, where, effect in findings(document):
        fitting = {n for n, e in enumerate(accepted) if e["rule"] == rule and fnmatchcase(where, e["at"])}
        used |= fitting
        if not fitting:
            left.append(f"  {rule}: {where}: {effect}")
    if left:
        raise PipelineError(
            "the generator drops or changes without a word:\n"
            + "\n".join(left)
            + f"\nSay it otherwise, or accept it in {HAZARDS} with the place where it is taken care of."
        )
    stale = [f"{entry['rule']} at {entry['at']}" for n, entry in enumerate(accepted) if n not in used]
    if stale:
        raise PipelineError(f"{HAZARDS} accepts what the spec no longer says: {', '.join(stale)}")
