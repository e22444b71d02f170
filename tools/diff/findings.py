"""The one engine that compares: what two specs say differently, place by place, whoever asks and whatever it means."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from tools.diff.shape import ANY, BOUNDS, NULL, Part

STRUCTURAL = frozenset({"gone", "new", "required", "type", "null", "enum", "format", "wording"})


@frozen
class Finding:
    """One matter on which two specs differ.

    Attributes:
        place: such as ``Function.cpu`` or ``body.items[].cpu``
        matter: gone, new, required, type, null, enum, format, wording; a bound or another keyword by its name
        before: what the first says, in words
        old: what stands at the place in the first; nothing if it is new
    """

    place: str
    matter: str
    before: str
    after: str
    old: Part | None = None
    new: Part | None = None

    @property
    def is_bound(self) -> bool:
        """Whether the matter is a bound."""
        return self.matter in BOUNDS

    @property
    def is_rest(self) -> bool:
        """Whether the matter is a keyword that has no name here."""
        return not self.is_bound and self.matter not in STRUCTURAL


def compare(place: str, old: Part, new: Part) -> Iterator[Finding]:
    """Everything that two parts say differently, and what is below them."""
    a, b = old.shape, new.shape
    for matter, mine, yours in _differing(old, new):
        yield Finding(place, matter, mine, yours, old, new)
    yield from keywords(place, a.bounds, b.bounds, old, new)
    yield from keywords(place, a.rest, b.rest, old, new)
    yield from each_part(f"{place}.", a.fields, b.fields)
    for mark, kind, inner, other in (("[]", "array", a.items, b.items), ("{}", "object", a.values, b.values)):
        if inner != other and kind in a.kinds & b.kinds:
            below = compare(f"{place}{mark}", inner or ANY, other or ANY)
            yield from (one for one in below if one.matter != "wording")  # its holder's has it


def keywords(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any], before: Part | None = None, after: Part | None = None
) -> Iterator[Finding]:
    """The keywords that differ at a place, by their names."""
    for key in sorted(differing(old, new)):
        yield Finding(place, key, said(old.get(key)), said(new.get(key)), before, after)


def each_part(prefix: str, old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[Finding]:
    """What parts of the same names say differently, and the parts that one of two lacks."""
    for name in {**old, **new}:
        mine, yours = old.get(name), new.get(name)
        if mine and yours:
            yield from compare(f"{prefix}{name}", mine, yours)
        elif mine:
            yield Finding(f"{prefix}{name}", "gone", mine.shape.plain, "nothing", old=mine)
        elif yours:
            yield Finding(f"{prefix}{name}", "new", "nothing", yours.shape.plain, new=yours)


def _differing(old: Part, new: Part) -> Iterator[tuple[str, str, str]]:
    a, b = old.shape, new.shape
    if a.kinds - NULL != b.kinds - NULL:
        yield "type", a.plain, b.plain
    elif a.kinds != b.kinds:
        yield "null", a.plain, b.plain
    if old.required != new.required:
        yield "required", _needed(old), _needed(new)
    if a.enum != b.enum:
        yield "enum", listed(a.enum), listed(b.enum)
    if a.format != b.format:
        yield "format", a.format or "none", b.format or "none"
    if old.wording != new.wording:
        yield "wording", old.wording, new.wording


def _needed(part: Part) -> str:
    return "required" if part.required else "optional"


def listed(values: frozenset[str]) -> str:
    """The values of an enum in words."""
    return ", ".join(sorted(values)) or "any value"


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys whose values differ."""
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def said(value: object) -> str:
    """The value of a keyword in words."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return "none" if value is None else str(value)
