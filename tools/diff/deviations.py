"""Differences from the vendor's documents, and those among them that are meant: spec/deviations.toml."""

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import frozen

from tools.pipeline.layout import DEVIATIONS, ROOT, PipelineError
from tools.pipeline.spec import Document

NEEDED = {"at", "what", "reason"}
KEYS = {*NEEDED, "ours", "theirs", "revisions"}


@frozen
class Difference:
    """One matter on which the two documents differ.

    Attributes:
        operation: by our name; by its address where we have none; "document" for what holds for all
        place: within the operation, such as ``answer.items[].cpu``
        what: the matter: lacking here, lacking there, type, null, required, enum, format, or a keyword by its name
    """

    operation: str
    place: str
    what: str
    ours: str
    theirs: str

    @property
    def at(self) -> str:
        """Operation and place, as the entries of the file name them."""
        return f"{self.operation} {self.place}".strip()


@frozen
class Explanation:
    """One place and one matter of an entry; each has to explain something, or the entry is too broad."""

    at: str
    what: str
    ours: str
    theirs: str
    revisions: frozenset[str]

    def fits(self, one: Difference) -> bool:
        """Whether the difference is of this kind."""
        return self.what == one.what and all(
            # a place is full of brackets, which are no pattern here
            fnmatchcase(said.replace("[", "("), pattern.replace("[", "("))
            for said, pattern in ((one.at, self.at), (one.ours, self.ours), (one.theirs, self.theirs))
        )

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"


def _read(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / DEVIATIONS).read_text(encoding="utf-8"))


def digest(document: Document) -> str:
    """What tells a revision from others, as the vendor gives all the same version: a hash of its content."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def revision(document: Document, root: Path = ROOT) -> str | None:
    """The name of a revision that the file knows; None of another."""
    known: dict[str, str] = _read(root).get("revisions", {})
    return next((name for name, said in known.items() if said == digest(document)), None)


def explanations(root: Path = ROOT) -> list[Explanation]:
    """What spec/deviations.toml explains."""
    found: list[Explanation] = []
    whole = _read(root)
    known = frozenset[str](whole.get("revisions", {}))
    entries: list[dict[str, Any]] = whole["deviation"]
    for entry in entries:
        if not entry.keys() >= NEEDED or not entry.keys() <= KEYS or not entry["reason"]:
            raise PipelineError(f"{DEVIATIONS}: an entry has at, what, reason, and may have {KEYS - NEEDED}: {entry}")
        places: list[str] = [entry["at"]] if isinstance(entry["at"], str) else entry["at"]
        revisions = frozenset[str](entry.get("revisions", known))
        if not revisions <= known:
            raise PipelineError(f"{DEVIATIONS}: an entry is for revisions that [revisions] does not name: {entry}")
        said = entry.get("ours", "*"), entry.get("theirs", "*"), revisions
        found += [Explanation(at, what, *said) for at in places for what in entry["what"].split(", ")]
    return found


def sort_out(
    found: Iterable[Difference], root: Path = ROOT, revision: str | None = None
) -> tuple[list[Difference], list[str], int]:
    """The differences that nothing explains, the explanations that explain none, and how many are explained.

    Args:
        revision: the one that the document is; of an unknown one, the explanations of the most like it count
    """
    found, known = list(found), explanations(root)
    names = {revision} if revision else {name for one in known for name in one.revisions}
    results = [_sorted(found, [one for one in known if name in one.revisions]) for name in sorted(names, reverse=True)]
    left, unused = min(results or [_sorted(found, known)], key=lambda result: len(result[0]) + len(result[1]))
    return left, [str(one) for one in unused], len(found) - len(left)


def _sorted(found: list[Difference], known: list[Explanation]) -> tuple[list[Difference], list[Explanation]]:
    used: set[Explanation] = set()
    left: list[Difference] = []
    for one in found:
        fitting = [explanation for explanation in known if explanation.fits(one)]
        used.update(fitting)
        if not fitting:
            left.append(one)
    return left, [one for one in known if one not in used]


def stale(found: Mapping[str, list[Difference]], root: Path = ROOT) -> list[str]:
    """The explanations that fit none of the revisions that they are for; all these must be at hand to say so."""
    at_hand = [one for one in explanations(root) if one.revisions and one.revisions <= found.keys()]
    return [str(one) for one in at_hand if not any(one.fits(each) for name in one.revisions for each in found[name])]


def told(left: Iterable[Difference]) -> Iterator[str]:
    """A line for each difference; what several operations share is told once."""
    shared: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for one in left:
        shared[one.place, one.what, one.ours, one.theirs].append(one.operation)
    for (place, what, ours, theirs), operations in shared.items():
        match what:
            case "lacking here" | "operation lacking here":
                words = f"the vendor has it, as {theirs}; we lack it"
            case "lacking there" | "operation lacking there":
                words = f"we have it, as {ours}; the vendor lacks it"
            case _:
                words = f"{what} is {ours} here, {theirs} there"
        more = f" and {len(operations) - 3} more" if len(operations) > 3 else ""
        yield f"{', '.join(operations[:3])}{more}: {place}{': ' if place else ''}{words}"
