"""What changed between two states of the spec and of the client made from it: for people, and for machines.

``compare(old, new)`` of two states gives a `Report`. Of each of its ``changes`` (a `Change`):

- ``subject`` is the place: an operation, ``operation: query limit``, a schema, ``Schema.field``, ``Enum.value``.
- ``breaks`` has "wire" where a request that the old spec allows may now be refused, or an answer may lack or be other
  than what the old spec let its reader expect; "low-level" where code that uses the generated client by its public
  names may fail its type check, or in running; "overlay" where users of the overlay are met too.

``bump`` is the version that all of it asks for, never lower than any source asks: "major", "minor", "patch" or None.
`as_json` has the same: ``{"bump": ..., "changes": [{"kind", "subject", "text", "wire", "python", "breaks", "bump"}],
"surface": {"compared", "removed", "added", "gone", "changed"}}``.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from attrs import frozen

from tools.diff.change import Bump, Change
from tools.diff.signatures import unexplained
from tools.diff.spec_changes import changes
from tools.diff.state import State

ORDER: tuple[Bump, ...] = ("patch", "minor", "major")


@frozen
class Report:
    """The changes from one state to another.

    Attributes:
        changes: of the spec, each with whom it breaks
        removed: lines of the surface that are gone
        added: lines of the surface that are new; a changed line is in both
        compared: whether both states have a snapshot of the surface
        gone: public names of the client and of the overlay that are no longer there
        changed: those whose signatures break code, though no change of the spec says so
    """

    old: str
    new: str
    changes: list[Change]
    removed: list[str]
    added: list[str]
    compared: bool
    gone: list[str]
    changed: list[str]

    @property
    def bump(self) -> Bump | None:
        """The version bump that all of it asks for; None if nothing changed."""
        asked: list[Bump] = [one.bump for one in self.changes]
        if self.gone or self.changed:
            asked.append("major")  # names may be made otherwise from the same spec, by another generator
        elif self.added:
            asked.append("minor" if len(self.added) > len(self.removed) else "patch")
        return max(asked, key=ORDER.index, default=None)

    def __bool__(self) -> bool:
        return bool(self.changes or self.removed or self.added or self.gone)


def compare(old: State, new: State) -> Report:
    """The report on two states; whom a change breaks is judged by what the older overlay made of the client."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for was, now in ((old.surface, new.surface), (old.exported, new.exported)):
        if was is not None and now is not None:
            before |= was
            after |= now
    found = changes(old.spec, new.spec, old.used)
    return Report(
        old.name,
        new.name,
        found,
        [f"{name}{rest}" for name, rest in before.items() if after.get(name) != rest],
        [f"{name}{rest}" for name, rest in after.items() if before.get(name) != rest],
        old.surface is not None and new.surface is not None,
        sorted({*before} - {*after}),
        list(unexplained(before, after, found, old.spec, new.spec)),
    )


def as_markdown(report: Report) -> str:
    """The report for a pull request."""
    return "\n".join(_markdown(report)) + "\n"


def _markdown(report: Report) -> Iterator[str]:
    yield f"## The spec, from {report.old} to {report.new}"
    yield ""
    yield f"Asks for a {report.bump} version." if report.bump else "Nothing changed."
    wording = [one for one in report.changes if one.kind == "wording"]
    told = [one for one in report.changes if one.kind != "wording"]
    yield from _section("Breaking", [one for one in told if one.breaks])
    yield from _section("New", [one for one in told if one.adds and not one.breaks])
    yield from _section("Changed, breaking nobody", [one for one in told if not one.adds and not one.breaks])
    if wording:
        yield from ("", "### Worded differently", "", ", ".join(f"`{one.subject}`" for one in wording))
    if report.gone:
        yield from ("", f"Public names that are gone: {_few([f'`{name}`' for name in report.gone])}.")
    if report.changed:
        yield from ("", f"Public names that code may break on: {_few([f'`{name}`' for name in report.changed])}.")
    if not report.compared:
        yield from ("", "The public names were not compared: one of the two has no snapshot of them.")
    elif report.removed or report.added:
        yield from ("", "### Public names", "", "```diff")
        yield from sorted(
            [f"- {line}" for line in report.removed] + [f"+ {line}" for line in report.added], key=_by_name
        )
        yield "```"


def _section(title: str, found: Iterable[Change]) -> Iterator[str]:
    told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        operation, colon, _ = one.subject.partition(": ")
        # what is shared by operations, such as the refusal, changes for all of them and is told once
        shared = one.text.removeprefix(operation) if colon else one.text
        told[shared, _broken(one)].append(operation if colon else "")
    lines = [f"- {_few(operations)}{text}{broken}" for (text, broken), operations in told.items()]
    if lines:
        yield from ("", f"### {title}", "", *lines)


def _few(operations: list[str]) -> str:
    return ", ".join(operations[:3]) + (f" and {len(operations) - 3} more" if len(operations) > 3 else "")


def _broken(change: Change) -> str:
    return f" Breaks: {', '.join(sorted(change.breaks, reverse=True))}." if change.breaks else ""


def _by_name(line: str) -> tuple[str, bool]:
    return re.split("[: ]", line[2:], maxsplit=1)[0], line.startswith("+")


def as_json(report: Report) -> str:
    """The report for a machine."""
    told = [
        {
            "kind": one.kind,
            "subject": one.subject,
            "text": one.text,
            "wire": "wire" in one.breaks,
            "python": "low-level" in one.breaks,
            "breaks": sorted(one.breaks),
            "bump": one.bump,
        }
        for one in report.changes
    ]
    whole = {
        "old": report.old,
        "new": report.new,
        "bump": report.bump,
        "changes": told,
        "surface": {
            "compared": report.compared,
            "removed": report.removed,
            "added": report.added,
            "gone": report.gone,
            "changed": report.changed,
        },
    }
    return json.dumps(whole, indent=2)
