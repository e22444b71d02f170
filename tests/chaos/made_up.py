"""Answers beyond the spec, made up by hypothesis: changes of a good one, or bodies that are none."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from tests.chaos.server import Wire, body_of
from tests.scripted import Answer

DEEP = 100_000


@dataclass(frozen=True)
class Raw:
    """Text that goes into JSON as it is, be it JSON or not."""

    text: str


NESTED: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
TOKENS = ("NaN", "-Infinity", "1e999", "-0", "9" * 5000, "1" + "0" * 400, '"\\ud800"', "0.1e1", "[" * 50 + "]" * 50)
NUMBERS = (2**63, 2**64, -1, 0, -(2**63), 10**30, 253_402_300_800_000, 2**53 + 1, 1.5, 8_640_000_000_000_001)
TEXTS = (
    "",
    " ",
    "1",
    "\x00",
    "Ready",
    "Running",
    "Completed",
    "Failed",
    "Queued",
    "http://",
    "https://[",
    "ftp://x/y",
    "//x",
)
THINGS: tuple[Any, ...] = ([], {}, [[]], [{}], [None], {"items": {}}, {"items": []}, {"id": 1}, {"message": 5})
ODD: st.SearchStrategy[Any] = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([Raw(token) for token in TOKENS]),
    st.sampled_from([*NUMBERS, *TEXTS, *THINGS]),
    NESTED,
)
NEST = b"[" * DEEP + b"]" * DEEP
WHOLE = {
    **{body.decode(): body for body in (b"", b" ", b"{}", b"[]", b"null", b"0", b'""', b"true", b"NaN", b'"\\ud800"')},
    **{body.decode(): body for body in (b'{"items": {}}', b'{"items": [[]]}', b'{"items": [{}]}', b'{"response": {}}')},
    "no text": b"\xff",
    "a mark before": b'\xef\xbb\xbf{"items": []}',
    "a long number": b"9" * 5000,
    "deep, without an end": b"[" * DEEP,
    "deep": NEST,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep items": b'{"items":' + NEST + b"}",
    "a deep response": b'{"response":' + NEST + b"}",
    "a response not too deep": b'{"response":' + b"[" * 900 + b"]" * 900 + b"}",
}
STATUSES = (None, None, None, None, 200, 201, 202, 203, 206)


@dataclass
class Made:
    """What was made up for one answer: changes of the good one, or another body altogether; and its status."""

    changes: list[tuple[int, str, Any]] = field(default_factory=list[tuple[int, str, Any]])
    whole: str | None = None
    status: int | None = None

    async def act(self, wire: Wire, good: Answer) -> bool:
        """Answer so."""
        body = body_of(good) if self.whole is None else WHOLE[self.whole]
        if self.whole is None and self.changes:
            content: Any = json.loads(body)
            for place, how, value in self.changes:
                content = changed(content, place, how, value)
            body = text_of(content).encode("utf-8", errors="surrogatepass")
        return await wire.answer(good.status if self.status is None else self.status, body)


MADE = st.builds(
    Made,
    changes=st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["replace", "replace", "drop", "twice", "wrap", "more"]), ODD),
        min_size=1,
        max_size=3,
    ),
    whole=st.none() | st.none() | st.none() | st.sampled_from(sorted(WHOLE)),
    status=st.sampled_from(STATUSES),
)


def changed(content: Any, place: int, how: str, value: Any) -> Any:
    """The same with a change at one of its places, which are counted round and round."""
    places = list(_places(content, ()))
    path = places[place % len(places)]
    return _with(content, path, how, value)


def _places(content: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, each in _entries(content):
        yield from _places(each, (*path, key))


def _entries(content: Any) -> list[tuple[Any, Any]]:
    if isinstance(content, Twice):
        return list(content.pairs)
    if isinstance(content, dict):
        return list(cast("dict[str, Any]", content).items())
    return list(enumerate(cast("list[object]", content))) if isinstance(content, list) else []


def _with(content: Any, path: tuple[Any, ...], how: str, value: Any) -> Any:
    if not path:
        return {"wrap": [content], "more": {"items": [content, value]}}.get(how, value)
    first, *rest = path
    found: list[tuple[Any, Any]] = []
    for key, each in _entries(content):
        if key != first:
            found.append((key, each))
        elif rest or how in ("replace", "wrap"):
            found.append((key, _with(each, tuple(rest), how, value)))
        elif how == "twice":
            found += [(key, each), (key, value)]
        elif how == "more":
            found += [(key, each), ("another" if isinstance(key, str) else key, value)]
    return Twice(found) if isinstance(content, dict) else [each for _, each in found]


class Twice(dict[str, Any]):
    """An object whose keys may come twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def text_of(content: Any) -> str:
    """JSON, or something like it."""
    if isinstance(content, Raw):
        return content.text
    if isinstance(content, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{text_of(value)}" for key, value in _entries(content)) + "}"
    if isinstance(content, list):
        return "[" + ",".join(text_of(each) for _, each in _entries(content)) + "]"
    return json.dumps(content)


def make_up(answers: int, number: int) -> list[Made]:
    """So many answers, the same for the same number."""
    found: list[Made] = []

    @seed(number)
    @settings(max_examples=answers, deadline=None, database=None, phases=[Phase.generate])
    @given(MADE)
    def keep(made: Made) -> None:
        found.append(made)

    keep()
    return found
