"""Whether requests made up by the old spec are understood by the new one."""

import re
from collections.abc import Iterator
from typing import Any, cast

from tests.pipeline.edits import Document
from tests.pipeline.oracle.made_up import Schemas
from tools.pipeline import spec
from tools.pipeline.spec import parameters, resolve

IN_PATH = re.compile(r"\{(.*?)\}")


def addresses(document: Document) -> dict[tuple[str, str], tuple[Document, Document]]:
    """Method and path without names of parameters -> operation and path item."""
    found = spec.operations(document)
    return {(method, IN_PATH.sub("{}", path)): (operation, item) for path, method, operation, item in found}


def reached(document: Document, *nodes: object) -> object:
    """All that some nodes say, with every schema that they lead to: what is equal twice needs no second look."""
    names = sorted(spec.reached(document, list(nodes)))
    return [[_kept(document, node) for node in nodes], [document["components"]["schemas"][name] for name in names]]


def _kept(document: Document, node: Any) -> Any:
    nodes = cast("list[object]", node) if isinstance(node, list) else [node]
    return [resolve(document, cast("Document", one)) if isinstance(one, dict) else one for one in nodes]


def refused(old: Document, new: Document) -> Iterator[str]:
    """Why requests that the old spec allows are refused, or not heard, by the new one; nothing if all are taken."""
    there = addresses(new)
    for address, (operation, item) in addresses(old).items():
        if address not in there:
            yield f"{' '.join(address)}: there is no such address"
            continue
        after, after_item = there[address]
        name = str(operation.get("operationId"))
        if not _served(old, new, operation, item, after, after_item):
            yield f"{name}: the address of the service is another"
        if not _let_in(old, new, operation, after):
            yield f"{name}: the token is missing, or not of the kind wanted"
        sent = old, operation.get("requestBody"), parameters(old, operation, item)
        if reached(*sent) != reached(new, after.get("requestBody"), parameters(new, after, after_item)):
            path, other = _path(old, operation), _path(new, after)
            yield from _parameters(name, old, new, (operation, item, path), (after, after_item, other))
            yield from _body(name, old, new, operation, after)


def _servers(document: Document, operation: Document, item: Document) -> list[str]:
    servers = operation.get("servers") or item.get("servers") or document.get("servers") or [{"url": "/"}]
    return [IN_PATH.sub("{}", one["url"]) for one in servers]


def _served(old: Document, new: Document, *nodes: Document) -> bool:
    operation, item, after, after_item = nodes
    return _servers(old, operation, item)[0] in _servers(new, after, after_item)


def _let_in(old: Document, new: Document, operation: Document, after: Document) -> bool:
    """Whether what the old spec has one send lets one in: one of the sets of credentials now asked for."""
    given, asked = (
        cast("list[Document]", one.get("security", document.get("security", [])))
        for document, one in ((old, operation), (new, after))
    )
    schemes = [document["components"].get("securitySchemes", {}) for document in (old, new)]
    known = {name for name in schemes[0] if schemes[0][name] == schemes[1].get(name)}
    sent = [set(one) & known for one in given] or [set[str]()]
    return not asked or all(any(set(one) <= had for one in asked) for had in sent)


def _path(document: Document, operation: Document) -> list[str]:
    return next(IN_PATH.findall(path) for path, _, node, _ in spec.operations(document) if node is operation)


def _parameters(
    name: str,
    old: Document,
    new: Document,
    before: tuple[Document, Document, list[str]],
    after: tuple[Document, Document, list[str]],
) -> Iterator[str]:
    had, has = (
        {_key(one, path): one for one in parameters(document, operation, item)}
        for document, (operation, item, path) in ((old, before), (new, after))
    )
    makers = Schemas(old, "sent"), Schemas(new, "sent")
    for key, one in had.items():
        if key not in has:
            yield f"{name}: {key} is not heard"
            continue
        for value in makers[0].values(one.get("schema", {})):
            if not _read(makers[1], has[key].get("schema", {}), value):
                yield f"{name}: {key} = {_short(value)} is refused"
                break
    for key, one in has.items():
        if one.get("required") and not had.get(key, {}).get("required"):
            yield f"{name}: {key} is missing"


def _key(one: Document, path: list[str]) -> str:
    return f"path {path.index(one['name'])}" if one["in"] == "path" else f"{one['in']} {one['name'].lower()}"


def _read(taken: Schemas, schema: Any, value: object) -> bool:
    """Whether a value that is a text on its way is read as something allowed, one of a list or a list of one too."""
    words = [_text(one) for one in cast("list[object]", value)] if isinstance(value, list) else [_text(value)]
    readings = [[*_readings(word)] for word in words]
    if len(words) == 1 and any(taken.allows(schema, one) for one in readings[0]):
        return True
    return any(taken.allows(schema, [*combined]) for combined in zip(*readings, strict=False)) or (
        not words and taken.allows(schema, [])
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _readings(word: str) -> Iterator[object]:
    yield word
    if word in {"true", "false"}:
        yield word == "true"
    for kind in (int, float):
        try:
            yield kind(word)
        except ValueError:
            yield word


def _body(name: str, old: Document, new: Document, operation: Document, after: Document) -> Iterator[str]:
    had, has = (resolve(document, node.get("requestBody", {})) for document, node in ((old, operation), (new, after)))
    if has.get("required") and not had.get("required"):
        yield f"{name}: the body is missing"
    for media, content in had.get("content", {}).items():
        if media not in has.get("content", {}):
            yield f"{name}: {media} is refused"
            continue
        schema, other = content["schema"], has["content"][media]["schema"]
        taken, let_pass = Schemas(new, "sent"), Schemas(new, "answered")
        known = [(taken, one) for one in Schemas(old, "sent").values(schema)]
        # what has no name is let pass, unless somebody says no
        unknown = [(let_pass, one) for one in Schemas(old, "answered").with_more(schema)]
        for judge, value in [*known, *unknown]:
            if not judge.allows(other, value):
                yield f"{name}: {_short(value)} is refused"
                break


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 200 else f"{text[:150]}... ({len(text)} characters)"
