"""One change of a spec: how a changelog would say it, and whom it breaks.

Three may be broken. "wire": a program that talks to the service by the old spec. "low-level": Python code that uses the
generated client. "overlay": Python code that uses the overlay, once the overlay itself is mended.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias, cast

from attrs import frozen

from tools.diff.facts import Part
from tools.diff.shape import ANYTHING, Shape, tighter

Audience: TypeAlias = Literal["wire", "low-level", "overlay"]
Bump: TypeAlias = Literal["major", "minor", "patch"]
TIME = "epoch-ms"
ONLY_SAID = {"deprecated", "openapi", "version"}
OFFERED = {"servers", "security", "securitySchemes", "headers", "links", "callbacks", "webhooks", "content"}
OWN_TYPE = {"date", "date-time", "uuid", "binary"}  # formats that the generator has Python types for


@frozen
class Change:
    """One change.

    Attributes:
        kind: such as "field added"
        subject: what changed: an operation, a schema, ``Schema.field``, ``operation: parameter``
        text: the whole of it, as a sentence
        breaks: whom it breaks; empty for nobody
        adds: whether there is something to use that was not there before
    """

    kind: str
    subject: str
    text: str
    breaks: frozenset[Audience] = frozenset[Audience]()
    adds: bool = False

    @property
    def bump(self) -> Bump:
        """The version bump that it asks of this package; what breaks the wire alone breaks no code of its users."""
        if self.breaks & {"low-level", "overlay"}:
            return "major"
        return "minor" if self.breaks or self.adds else "patch"


def breaks(**audiences: bool) -> frozenset[Audience]:
    """The audiences that are true."""
    named: dict[str, Audience] = {"wire": "wire", "low_level": "low-level", "overlay": "overlay"}
    return frozenset(named[name] for name, broken in audiences.items() if broken)


@frozen
class Side:
    """How a part is met: in answers, in requests, and by users of the overlay."""

    read: bool
    written: bool
    overlay: bool


def compare(noun: str, subject: str, old: Part, new: Part, side: Side) -> Iterator[Change]:
    """What changed about one field, parameter, body or answer."""
    if old.required != new.required:
        yield _required(noun, subject, new.required, side)
    if old.shape.kinds != new.shape.kinds:
        yield _retyped(noun, subject, old.shape, new.shape, side)
    yield from _values(subject, old.shape, new.shape, side)
    yield from _format(noun, subject, old.shape.format, new.shape.format, side)
    yield from _bounds(subject, old.shape.bounds, new.shape.bounds, side)
    yield from rest(noun, subject, subject, old.shape.rest, new.shape.rest)
    if old.wording != new.wording:
        yield Change("wording", subject, f"{subject} is worded differently.")


def _required(noun: str, subject: str, now: bool, side: Side) -> Change:
    if now:
        broken = breaks(wire=side.written, low_level=True, overlay=side.written and side.overlay)
        return Change(f"{noun} made required", subject, f"{subject} must now be there.", broken)
    broken = breaks(low_level=side.read, overlay=side.read and side.overlay)
    return Change(f"{noun} made optional", subject, f"{subject} may now be left out.", broken, adds=True)


def _retyped(noun: str, subject: str, old: Shape, new: Shape, side: Side) -> Change:
    # an answer may promise more than before, and a request may be asked less; the other way round breaks
    broken = (side.read and not _within(new.kinds, old.kinds)) or (side.written and not _within(old.kinds, new.kinds))
    text = f"{subject} was {old.text} and is now {new.text}."
    audiences = breaks(wire=broken, low_level=broken, overlay=broken and side.overlay)
    return Change(f"{noun} retyped", subject, text, audiences, adds=not broken)


def _within(some: frozenset[str], others: frozenset[str]) -> bool:
    return ANYTHING in others or all(one in others or _wider(one) & others for one in some)


def _wider(kind: str) -> set[str]:
    """The kinds that hold every value of this one."""
    if kind.startswith("just "):
        value = json.loads(kind.removeprefix("just "))
        kinds: dict[type[object], str] = {bool: "boolean", int: "integer", float: "number", str: "string"}
        kind = kinds.get(type(cast("object", value)), "object")
    return {kind, "number"} if kind == "integer" else {kind}


def _values(subject: str, old: Shape, new: Shape, side: Side) -> Iterator[Change]:
    if not old.enum or not new.enum:
        if old.enum != new.enum:
            text = f"{subject} went from {_listed(old.enum)} to {_listed(new.enum)}."
            yield Change("enum changed", subject, text, breaks(wire=side.written, low_level=True, overlay=side.overlay))
        return
    for value in sorted(new.enum - old.enum):
        yield Change("enum value added", f"{subject}.{value}", f"{subject} may now be {value}.", adds=True)
    for value in sorted(old.enum - new.enum):
        broken = breaks(wire=side.written, low_level=True, overlay=side.written and side.overlay)
        yield Change("enum value removed", f"{subject}.{value}", f"{subject} is never {value} any more.", broken)


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values)) or "any value"


def _format(noun: str, subject: str, old: str | None, new: str | None, side: Side) -> Iterator[Change]:
    if old == new:
        return
    if TIME in {old, new}:
        text = f"{subject} is {'now' if new == TIME else 'no longer'} a time in epoch milliseconds."
        yield Change(
            f"{noun} {'became' if new == TIME else 'is no longer'} a time", subject, text, breaks(overlay=side.overlay)
        )
        return
    typed = bool({old, new} & OWN_TYPE)
    text = f"The format of {subject} went from {old or 'none'} to {new or 'none'}."
    broken = breaks(wire=typed, low_level=typed, overlay=typed and side.overlay)
    yield Change(f"{noun} format changed", subject, text, broken)


def _bounds(subject: str, old: dict[str, Any], new: dict[str, Any], side: Side) -> Iterator[Change]:
    if old == new:
        return
    tight = tighter(old, new)
    text = f"{subject}: {differing(old, new)}."
    broken = breaks(wire=tight and side.written, overlay=tight and side.written and side.overlay)
    yield Change(f"bound {'tightened' if tight else 'loosened'}", subject, text, broken)


def rest(noun: str, subject: str, title: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """What changed of all that the client does not look at, or not in a way that has a name here."""
    if old != new:
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        broken = any(not _harmless(key, old.get(key), new.get(key)) for key in keys)
        yield Change(f"{noun} differs", subject, f"{title}: {differing(old, new)}.", breaks(wire=broken))


def _harmless(key: str, old: Any, new: Any) -> bool:
    """Whether it is only said, or only added to what was there: another server, another header of an answer."""
    if key in ONLY_SAID or key.startswith("x-"):
        return True
    if isinstance(new, dict):
        return key in OFFERED and (old or {}).items() <= cast("dict[str, Any]", new).items()
    return isinstance(new, list) and key in OFFERED and bool(old) and all(one in new for one in old)


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The keys whose values differ, each with both."""
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return ", ".join(f"{key} from {_value(old.get(key))} to {_value(new.get(key))}" for key in keys)


def _value(value: object) -> str:
    return "none" if value is None else str(value)
