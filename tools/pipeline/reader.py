"""Text -> document: JSON, or as much of YAML as says the same to everybody who reads it.

Values are those of the core schema of YAML 1.2: ``no`` and ``12:30:45`` are texts, ``017`` is 17, and a key is always a
text, as in JSON. What may mean two things, or something that JSON cannot hold, is refused with its line.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias, cast

import yaml
from attrs import define

from tools.pipeline.layout import SPEC, PipelineError

Document: TypeAlias = dict[str, Any]

DEEPEST = 100  # lists and objects inside each other: far more than any spec has, far less than Python can follow
DIGITS = 100  # of a whole number: Python itself refuses those of some thousands
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read(text: str, name: str = SPEC.as_posix()) -> Document:
    """The document in a YAML or JSON text."""
    bare = text.removeprefix("\ufeff").strip()
    document: object = None
    try:
        # JSON is YAML, too, and is read in a tenth of the time
        if name.endswith(".json") or bare.startswith("{"):
            document = json.loads(
                bare, object_pairs_hook=_once, parse_float=_finite, parse_int=_whole, parse_constant=_no_number
            )
    except (ValueError, RecursionError) as error:
        if name.endswith(".json") or not isinstance(error, json.JSONDecodeError):
            raise PipelineError(f"{name} cannot be read: {error}") from error
    if document is None:
        document = _Reader(name).read(text)
    if not isinstance(document, dict):
        raise PipelineError(f"{name} holds no document: it must be an object, with keys such as openapi and paths")
    return cast("Document", document)


def lines(text: str, name: str = SPEC.as_posix()) -> dict[str, int]:
    """The line of each place in a YAML text, by JSON pointer."""
    reader = _Reader(name)
    reader.read(text)
    return reader.lines


def escaped(key: str) -> str:
    """A key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"a second {next(key for key in keys if keys.count(key) > 1)!r} in one object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")


def _finite(word: str) -> float:
    number = float(word)
    return number if math.isfinite(number) else _no_number(word)


def _whole(word: str) -> int:
    if len(word) > DIGITS:
        raise ValueError(f"a number of {len(word)} digits")
    return int(word, 0) if word[:2] in {"0o", "0x"} else int(word)


@define
class _Open:
    """An object or a list whose end is still to come."""

    value: dict[str, object] | list[object]
    place: str
    key: str | None = None


class _Reader:
    """Reads events, not nodes: what is refused is refused where it stands, before anything is made of it."""

    def __init__(self, name: str) -> None:
        self.lines: dict[str, int] = {}
        self._name = name
        self._open: list[_Open] = []
        self._line = 0

    def read(self, text: str) -> object:
        found: object = None
        try:
            for event in self._events(text):
                match event:
                    case yaml.DocumentStartEvent() if self.lines:
                        self._refuse("a second document", "take the line --- out")
                    case yaml.AliasEvent():
                        self._refuse(f"the alias *{event.anchor}", "write out what it stands for, or use $ref")
                    case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                        self._open.pop()
                    case yaml.NodeEvent():
                        value = self._node(event)
                        found = value if found is None else found
                    case _:
                        pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = f":{mark.line + 1}" if mark else ""
            raise PipelineError(f"{self._name}{line} cannot be read: {error.problem or error.context}") from error
        except yaml.YAMLError as error:
            raise PipelineError(f"{self._name} cannot be read: {' '.join(str(error).split())}") from error
        return found

    def _events(self, text: str) -> Iterator[Any]:
        events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            self._line = event.start_mark.line + 1
            yield event

    def _refuse(self, what: str, mend: str) -> NoReturn:
        raise PipelineError(f"{self._name}:{self._line}: {what}: {mend}")

    def _node(self, event: Any) -> object:
        """Take a node in where it belongs."""
        if event.anchor:
            self._refuse(f"the anchor &{event.anchor}", "take it out: nothing may refer to it")
        if event.tag:
            self._refuse(f"the tag {event.tag}", "take it out, and put a text in quotes")
        scalar = isinstance(event, yaml.ScalarEvent)
        into = self._open[-1] if self._open else None
        if into and isinstance(into.value, dict) and into.key is None:
            into.key = self._key(event, into) if scalar else self._refuse("a key that is no text", "keys are texts")
            return None
        value: Any = self._scalar(event) if scalar else {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self._put(into, value)
        if not scalar:
            if len(self._open) == DEEPEST:
                self._refuse(f"more than {DEEPEST} lists and objects inside each other", "that is no spec")
            self._open.append(_Open(value, place))
        return cast("object", value)

    def _put(self, into: _Open | None, value: object) -> str:
        if into is None:
            place = ""
        elif isinstance(into.value, dict):
            assert into.key is not None
            into.value[into.key] = value
            place, into.key = f"{into.place}/{escaped(into.key)}", None
        else:
            place = f"{into.place}/{len(into.value)}"
            into.value.append(value)
        self.lines.setdefault(place, self._line)
        return place

    def _key(self, event: Any, into: _Open) -> str:
        key: str = event.value
        if key in into.value:
            self._refuse(f"a second {key!r} in one object", "of two equal keys one would be lost")
        if event.implicit[0] and key in {"", "<<"}:
            self._refuse(f"the key {key!r}", "write out what belongs here")
        self.lines[f"{into.place}/{escaped(key)}"] = self._line
        return key

    def _scalar(self, event: Any) -> object:
        word: str = event.value
        if not event.implicit[0]:  # in quotes, or a block
            return word
        if word in WORDS:
            return WORDS[word]
        try:
            if INTEGER.fullmatch(word):
                return _whole(word)
            if NO_NUMBER.fullmatch(word):
                _no_number(word)
            return _finite(word) if DECIMAL.fullmatch(word) else word
        except ValueError as error:
            self._refuse(str(error), "put it in quotes, if it is a text")
