"""Values made up from a schema: least and most of it, each part by itself, every bound, word and variant.

What is proposed here is generous; a validator from outside of this project throws out what a schema does not allow.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any, Literal, cast

import jsonschema_rs

from tests.pipeline.edits import Document
from tools.pipeline import spec

WHATEVER = [None, True, 7, 0.5, "red", ["red"], {"a": 1}]
DEEP = 8
MORE = "drawnMore"


class Schemas:
    """The named schemas of a document, to make values up and to judge values by.

    Args:
        document: where they are
        way: "sent" if objects have no properties but those named, nor any that are only read; "answered" if they may
            have any, save those that are only written
    """

    def __init__(self, document: Document, way: Literal["sent", "answered"]) -> None:
        self.document = document
        self.way = way
        self._more = False
        components = copy.deepcopy(document["components"]["schemas"])
        if way == "sent":
            _close(components)
        self.components = {"components": {"schemas": components}}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def allows(self, schema: Any, value: object) -> bool:
        """Whether a value is valid."""
        key = repr(schema)
        if key not in self._validators:
            closed = copy.deepcopy(schema)
            if self.way == "sent":
                _close(closed)
            whole = {**cast("Document", closed), **self.components} if isinstance(closed, dict) else closed
            self._validators[key] = jsonschema_rs.Draft202012Validator(whole)
        return self._validators[key].is_valid(value)

    def with_more(self, schema: Any) -> list[Any]:
        """Values of which some object has a property that no schema names."""
        self._more = True
        found = [one for one in self.values(schema) if MORE in json.dumps(one)]
        self._more = False
        return found

    def values(self, schema: Any) -> list[Any]:
        """Every value made up from a schema that is valid by it."""
        return [one for one in self._proposed(schema, 0) if self.allows(schema, one)]

    def _proposed(self, schema: Any, depth: int) -> Iterator[Any]:
        if not isinstance(schema, dict) or depth > DEEP:
            yield from WHATEVER
            return
        node = cast("Document", schema)
        if "$ref" in node:
            yield from self._proposed(spec.at(self.document, node["$ref"]), depth + 1)
        elif "const" in node:
            yield node["const"]
        elif "enum" in node:
            yield from node["enum"]
        elif "oneOf" in node or "anyOf" in node:
            for one in [*node.get("oneOf", []), *node.get("anyOf", [])]:
                yield from self._proposed(one, depth)
        elif "type" not in node:
            yield from WHATEVER
        else:
            types: Any = node["type"]
            for kind in cast("list[str]", types) if isinstance(types, list) else [str(types)]:
                yield from getattr(self, f"_{kind}")(node, depth)

    def _null(self, node: Document, depth: int) -> Iterator[None]:
        yield None

    def _boolean(self, node: Document, depth: int) -> Iterator[bool]:
        yield from (True, False)

    def _integer(self, node: Document, depth: int) -> Iterator[int]:
        low, high = _ends(node)
        yield from (int(low), int(low) + 1, int(high), int(high) - 1)
        yield from (one for one in node.get("examples", []) if isinstance(one, int))

    def _number(self, node: Document, depth: int) -> Iterator[float]:
        yield from self._integer(node, depth)
        low, high = _ends(node)
        yield from (low + 0.25, high / 2 + 0.25)
        yield from (one for one in node.get("examples", []) if isinstance(one, float))

    def _string(self, node: Document, depth: int) -> Iterator[str]:
        formats = {
            "date-time": "2025-01-02T03:04:05+00:00",
            "date": "2025-01-02",
            "uuid": "b3f1c9d2-0000-4000-8000-2a7e5c1d9f04",
        }
        if node.get("format") in formats:
            yield formats[node["format"]]
            return
        yield from (one for one in node.get("examples", []) if isinstance(one, str))
        yield from ("A text, no word.", "red", "x" * node.get("minLength", 0), "x" * node.get("maxLength", 20_000))

    def _array(self, node: Document, depth: int) -> Iterator[list[Any]]:
        least, most = node.get("minItems", 0), node.get("maxItems", 20)
        first: list[Any] = []
        for one in self._proposed(node.get("items"), depth):
            first = first or [one]
            yield [one] * max(least, 1)
        yield from (first * least, first * most)

    def _object(self, node: Document, depth: int) -> Iterator[dict[str, Any]]:
        if depth > DEEP:
            return
        properties: Document = {
            name: one for name, one in node.get("properties", {}).items() if not _left_out(one, self.way)
        }
        made = {name: self._some(one, depth + 1) for name, one in properties.items()}
        needed = {name: made[name][0] for name in node.get("required", []) if made.get(name)}
        yield dict(needed)
        whole = {name: values[0] for name, values in made.items() if values}
        yield whole
        if self._more and properties:
            yield from ({**whole, MORE: more} for more in (7, "red"))
        for name, values in made.items():
            yield from ({**needed, name: value} for value in values)
        others = node.get("additionalProperties")
        if isinstance(others, dict):
            values = self._some(others, depth + 1)
            yield from ({**needed, "k": value} for value in values)
            for count in (node.get("minProperties", 0), node.get("maxProperties", 20)):
                yield {**needed, **{f"k{number}": values[0] for number in range(count)}}
        elif others is True or not properties:
            yield {"a": 1, "b": ["red", None]}

    def _some(self, schema: Any, depth: int) -> list[Any]:
        """Values that are valid by themselves; a part that is not would hide the rest of the whole."""
        return [one for one in self._proposed(schema, depth) if self.allows(schema, one)]


def _ends(node: Document) -> tuple[float, float]:
    """The bounds of a number, or far away ones."""
    low = {"exclusiveMinimum": -(10**9), **node}
    high = {"exclusiveMaximum": 2**53, **node}
    return low.get("minimum", low["exclusiveMinimum"]), high.get("maximum", high["exclusiveMaximum"])


def _left_out(schema: Any, way: str) -> bool:
    """Whether a property has no place in a request, or in an answer."""
    return isinstance(schema, dict) and bool(cast("Document", schema).get("readOnly" if way == "sent" else "writeOnly"))


def _close(node: Any) -> None:
    """Let objects have no properties but those named: what a request says beside them is not heard."""
    if isinstance(node, dict):
        pairs = cast("Document", node)
        if isinstance(pairs.get("properties"), dict):
            pairs["properties"] = {n: one for n, one in pairs["properties"].items() if not _left_out(one, "sent")}
            pairs.setdefault("additionalProperties", False)
        for one in pairs.values():
            _close(one)
    elif isinstance(node, list):
        for one in cast("list[object]", node):
            _close(one)
