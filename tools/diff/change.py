"""One change of a spec: how a changelog would say it, and whom it breaks.

Three may be broken, each judged by itself. "wire": a program that talks to the service by the old spec. "low-level":
Python code that uses the generated client. "overlay": Python code that uses the overlay, once that itself is mended.
"""

from typing import Literal, TypeAlias

from attrs import frozen

from tools.pipeline import names

Audience: TypeAlias = Literal["wire", "low-level", "overlay"]
Bump: TypeAlias = Literal["major", "minor", "patch"]


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


def renaming(
    noun: str, subject: str, was: str, now: str, *, wire: bool = False, low_level: bool = True, overlay: bool = False
) -> Change:
    """Another name; where Python calls both the same, only the wire may mind."""
    title = subject if noun in {"field", "parameter"} else f"{noun.capitalize()} {subject}"
    spell = names.model if noun == "schema" else names.attribute
    if spell(was) == spell(now):
        text = f"{title} is now spelt {now}; its Python name stays."
        return Change(f"{noun} respelt", subject, text, breaks(wire=wire))
    text = f"{title} is now called {now}."
    return Change(f"{noun} renamed", subject, text, breaks(wire=wire, low_level=low_level, overlay=overlay))
