"""What a spec says that is not kept: dropped by the generator without a word, made into something else, or unknown.

A finding is an error unless spec/hazards.toml accepts it, with the place where somebody else takes care of it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from fnmatch import fnmatchcase
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from tools.pipeline import schema_hazards
from tools.pipeline.kept import MEDIA, SET_BY_OTHERS
from tools.pipeline.layout import HAZARDS, ROOT, PipelineError, listed
from tools.pipeline.schema_hazards import Finding, lost, pairs, reference, variants, wire
from tools.pipeline.spec import METHODS, Document, escaped, locate, types

PATH = re.compile(r"(/([A-Za-z0-9._~:@!$&'()*+,;=-]|\{[A-Za-z_-][A-Za-z0-9_-]*\})*)+")
CODES = {*(str(code.value) for code in HTTPStatus), *(f"{first}XX" for first in range(1, 6))}
STYLES = {"path": ("simple", False), "header": ("simple", False), "query": ("form", True), "cookie": ("form", True)}
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def findings(document: Document) -> Iterator[Finding]:
    """Every hazard in the document."""
    yield from _texts(document, "")
    yield from lost("document", "", document)
    yield from lost("info", "/info", pairs(document.get("info")))
    for number, tag in enumerate(document.get("tags", [])):
        yield from lost("tag", f"/tags/{number}", pairs(tag))
    yield from schema_hazards.named(document)
    components = pairs(document.get("components"))
    yield from lost("components", "/components", components)
    for kind, of in (("parameters", _parameter), ("responses", _response), ("requestBodies", _body)):
        for name, node in pairs(components.get(kind)).items():
            where = f"/components/{kind}/{escaped(name)}"
            if "$ref" in pairs(node):
                yield "alias", where, "a second name for a component is not followed"
            else:
                yield from of(document, where, pairs(node))
    for name, scheme in pairs(components.get("securitySchemes")).items():
        where = f"/components/securitySchemes/{escaped(name)}"
        yield from lost("security scheme", where, pairs(scheme))
        if (pairs(scheme).get("type"), pairs(scheme).get("scheme")) != ("http", "bearer"):
            yield "security", where, "only a bearer token is ever sent"
    alike: dict[str, str] = {}
    for path, item in pairs(document.get("paths")).items():
        yield from _path(document, path, pairs(item))
        if (other := alike.setdefault(re.sub(r"\{[^{}]*\}", "{}", path), path)) != path:
            yield "path", f"/paths/{escaped(path)}", f"is the address {other} again, whatever the parameters are called"


def _texts(node: object, where: str) -> Iterator[Finding]:
    """No text anywhere holds what cannot stand in Python's source, or nobody can see there."""
    if isinstance(node, str):
        odd = [one for one in node if unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t"]
        if odd:
            yield "text", where, f"holds {odd[0]!a}, which does not survive: write it as a word"
    elif isinstance(node, dict):
        for key, value in cast("Document", node).items():
            yield from _texts(key, f"{where}/{escaped(key)}")
            yield from _texts(value, f"{where}/{escaped(key)}")
    elif isinstance(node, list):
        for number, value in enumerate(cast("list[object]", node)):
            yield from _texts(value, f"{where}/{number}")


def _path(document: Document, path: str, item: Document) -> Iterator[Finding]:
    where = f"/paths/{escaped(path)}"
    if path.startswith("x-"):
        yield "extension", where, "nothing reads it here"
        return
    if not PATH.fullmatch(path):
        yield "path", where, "an address is made of letters, digits and {parameters}: quote anything else as %XX"
    if {".", ".."} & {*path.split("/")}:
        yield "path", where, "httpx takes . and .. out of an address"
    if "$ref" in item:
        yield "path-ref", where, "is ignored, with every operation in it"
        return
    yield from lost("path item", where, item)
    yield from _parameters(document, where, item)
    for method in METHODS:
        if method in item:
            operation = pairs(item[method])
            yield from _operation(document, f"{where}/{method}", operation)
            given = [*_resolved(document, item), *_resolved(document, operation)]
            named = {str(one.get("name")) for one in given if one.get("in") == "path"}
            for name in named ^ set(re.findall(r"\{([^{}]*)\}", path)):
                yield "path", f"{where}/{method}", f"{name!r} is only one of a parameter and a part of the path"


def _operation(document: Document, where: str, operation: Document) -> Iterator[Finding]:
    yield from lost("operation", where, operation)
    yield from _parameters(document, where, operation)
    if len(operation.get("tags", [])) != 1:
        yield "tags", where, "only the first tag counts, and without one the module is called default"
    if not isinstance(operation.get("x-repeatable", True), bool):
        yield "extension", f"{where}/x-repeatable", "is true or false"
    if "requestBody" in operation:
        yield from _or_reference(document, f"{where}/requestBody", operation["requestBody"], "requestBodies")
    answers = pairs(operation.get("responses"))
    if len([code for code in answers if code.startswith("2")]) > 1:
        yield "successes", f"{where}/responses", "several successes become one union"
    for code, answer in answers.items():
        place = f"{where}/responses/{escaped(code)}"
        if code == "default":
            yield "default-answer", place, "is taken for every status that has no entry"
        elif code not in CODES:
            yield "status", place, f"{code} is no status that Python knows, and cannot be read"
        yield from _or_reference(document, place, answer, "responses")


def _parameters(document: Document, where: str, holder: Document) -> Iterator[Finding]:
    for number, node in enumerate(holder.get("parameters", [])):
        yield from _or_reference(document, f"{where}/parameters/{number}", node, "parameters")


def _or_reference(document: Document, where: str, node: Any, kind: str) -> Iterator[Finding]:
    found = pairs(node)
    if "$ref" in found:
        yield from lost("reference", where, found)
        yield from reference(document, where, found["$ref"], kind)
    else:
        of = {"parameters": _parameter, "responses": _response, "requestBodies": _body}[kind]
        yield from of(document, where, found)


def _resolved(document: Document, holder: Document) -> Iterator[Document]:
    known = pairs(pairs(document.get("components")).get("parameters"))
    for node in holder.get("parameters", []):
        found = pairs(node)
        yield pairs(known.get(str(found["$ref"]).rpartition("/")[2])) if "$ref" in found else found


def _parameter(document: Document, where: str, node: Document) -> Iterator[Finding]:
    place, name = str(node.get("in")), str(node.get("name"))
    yield from wire(f"{where}/name", name)
    if "content" in node:
        yield "parameter", f"{where}/content", "a parameter with 'content' is never sent"
        return
    yield from lost("parameter", where, node)
    style, explode = STYLES.get(place, ("", False))
    if node.get("style", style) != style or node.get("explode", explode) != explode:
        yield "parameter", where, f"is sent as style {style} with explode {explode}, whatever it says"
    if place == "cookie":
        yield "parameter", where, "httpx sends cookies of a client, not of a request"
    if place == "header" and (name.lower() in SET_BY_OTHERS or not TOKEN.fullmatch(name)):
        yield "parameter", where, f"the header {name} is set by others, or cannot be sent"
    yield from schema_hazards.of(document, f"{where}/schema", node.get("schema"), "part")
    yield from _sent(document, f"{where}/schema", node.get("schema"), place)


def _sent(document: Document, where: str, schema: Any, place: str) -> Iterator[Finding]:
    """What a value in an address or a header may be: a word, a number or, in a query, a list of such."""
    for one in variants(document, schema):
        kinds = types(one)
        if kinds == {"array"} and place == "query":
            yield from _sent(document, f"{where}/items", one.get("items"), "list")
        elif not kinds and "const" not in one:
            yield "parameter", where, "what has no type is sent as Python would print it"
        elif bad := kinds & {"object", "array", "null"} or (kinds & {"boolean"} if place == "path" else set()):
            yield "parameter", where, f"{', '.join(sorted(bad))} cannot be sent in a {place}"


def _response(document: Document, where: str, node: Document) -> Iterator[Finding]:
    yield from lost("response", where, node)
    yield from _media(document, where, node)


def _body(document: Document, where: str, node: Document) -> Iterator[Finding]:
    yield from lost("request body", where, node)
    yield from _media(document, where, node)
    if not node.get("content"):
        yield "media", where, "a body without content is not generated"


def _media(document: Document, where: str, node: Document) -> Iterator[Finding]:
    content = pairs(node.get("content"))
    if len(content) > 1:
        yield "media", where, f"only the first of {', '.join(content)} is generated"
    for kind, carried in content.items():
        place = f"{where}/content/{escaped(kind)}"
        if kind not in MEDIA:
            yield "media", place, f"{kind} is read whole, or not at all"
        yield from lost("media type", place, pairs(carried))
        schema = pairs(carried).get("schema")
        if schema is None:
            yield "media", place, "content without a schema is not read"
            continue
        bytes = kind == "application/octet-stream"
        if bytes and (types(pairs(schema)), pairs(schema).get("format")) != ({"string"}, "binary"):
            yield "media", f"{place}/schema", "bytes are type: string with format: binary"
        yield from schema_hazards.of(document, f"{place}/schema", schema, "bytes" if bytes else "part")


def check(document: Document, root: Path = ROOT) -> None:
    """Raise for a hazard that nobody accepted, and for an acceptance that fits no hazard any more."""
    accepted: list[dict[str, str]] = tomllib.loads((root / HAZARDS).read_text(encoding="utf-8"))["accepted"]
    for entry in accepted:
        if set(entry) != {"rule", "at", "handled"} or not all(entry.values()):
            raise PipelineError(f"{HAZARDS}: an entry has rule, at and handled, not {entry}")
    used: set[int] = set()
    left: list[Finding] = []
    for rule, where, effect in findings(document):
        fitting = {n for n, e in enumerate(accepted) if e["rule"] == rule and fnmatchcase(where, e["at"])}
        used |= fitting
        if not fitting:
            left.append((rule, where, effect))
    if left:
        located = locate(root)
        raise PipelineError(
            "the generator drops or changes without a word:\n"
            + listed(f"{rule}: {located(where)}: {effect}" for rule, where, effect in left)
            + f"\nSay it otherwise, or accept it in {HAZARDS} with the place where it is taken care of."
        )
    stale = [f"{entry['rule']} at {entry['at']}" for n, entry in enumerate(accepted) if n not in used]
    if stale:
        raise PipelineError(f"{HAZARDS} accepts what the spec no longer says: {', '.join(stale)}")
