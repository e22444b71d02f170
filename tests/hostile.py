"""Answers beyond the spec: good ones, with one thing in them replaced by what does not belong there."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from tests.scripted import Answer

DEPTH = 100_000
"""Brackets, more than any parser takes."""


class Raw(float):
    """A number on the wire, written as JSON has it, which Python's own writer would not write."""

    text: str

    def __new__(cls, text: str) -> "Raw":
        """Keep the text; the value is of no matter."""
        made = super().__new__(cls, 0.5)
        made.text = text
        return made

    def __repr__(self) -> str:
        return self.text


VALUES: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    10**400,
    Raw("1e999"),
    "",
    "x",
    "\ud800",
    [],
    [None],
    [[]],
    ["x"],
    {},
    {"x": []},
]

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "NaN": b"NaN",
    "a text": b'"x"',
    "an empty list": b"[]",
    "a list of pairs": b'[["id", 1], ["status", "Running"]]',
    "an empty object": b"{}",
    "an object for items": b'{"items": {}}',
    "null for items": b'{"items": null}',
    "a list for an item": b'{"items": [[]]}',
    "the same key twice": b'{"items": [], "items": {}}',
    "bytes that are no UTF-8": b'{"items": "\xff\xfe"}',
    "deep lists": b"[" * DEPTH + b"]" * DEPTH,
    "deep objects": b'{"error":' * DEPTH + b"1" + b"}" * DEPTH,
    "a deep list in items": b'{"items": [{"id": 1, "x": ' + b"[" * DEPTH + b"]" * DEPTH + b"}]}",
    "a number of 5000 digits": b'{"id": ' + b"9" * 5000 + b"}",
}

CHARSETS = ["zlib", "base64", "idna", "undefined", "utf-16", "\xff", ""]
"""What a content type may name and no text is to be read by."""


def written(value: object) -> bytes:
    """A value as JSON."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return b"{" + b", ".join(json.dumps(k).encode() + b": " + written(v) for k, v in fields.items()) + b"}"
    if isinstance(value, list):
        return b"[" + b", ".join(map(written, cast("list[object]", value))) + b"]"
    return repr(value).encode() if isinstance(value, Raw) else json.dumps(value).encode()


def bent(good: Any) -> Iterator[tuple[str, Any]]:
    """A good body with one part of it replaced, or left out, with what was done to it."""
    for value in VALUES:
        yield f"= {value!r:.20}", value
    if isinstance(good, dict):
        fields = cast("dict[str, Any]", good)
        for key, inner in fields.items():
            yield f".{key} is gone", {k: v for k, v in fields.items() if k != key}
            for how, value in bent(inner):
                yield f".{key}{how}", {**fields, key: value}
    elif isinstance(good, list) and good:
        items = cast("Sequence[Any]", good)
        for how, value in bent(items[0]):
            yield f"[0]{how}", [value, *items[1:]]


def bent_answers(good: Answer) -> Iterator[tuple[str, Answer]]:
    """A good answer, bent in every way."""
    for how, value in bent(good.body):
        yield how, Answer(good.status, written(value), good.headers)
