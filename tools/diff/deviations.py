"""Differences from the vendor's document, and those among them that are meant: spec/deviations.toml."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import frozen

from tools.pipeline.layout import DEVIATIONS, ROOT, PipelineError

KEYS = {"at", "what", "ours", "theirs", "reason"}


@frozen
class Difference:
    """One matter on which the two documents differ.

    Attributes:
        operation: by our name; by its address where we have none
        place: within the operation, such as ``answer.items[].cpu``
        what: the matter: lacking here, lacking there, type, null, required, enum, format, or a bound by its name
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

    def fits(self, one: Difference) -> bool:
        """Whether the difference is of this kind."""
        return self.what == one.what and all(
            # a place is full of brackets, which are no pattern here
            fnmatchcase(said.replace("[", "("), pattern.replace("[", "("))
            for said, pattern in ((one.at, self.at), (one.ours, self.ours), (one.theirs, self.theirs))
        )


def explanations(root: Path = ROOT) -> list[Explanation]:
    """What spec/deviations.toml explains."""
    found: list[Explanation] = []
    entries: list[dict[str, Any]] = tomllib.loads((root / DEVIATIONS).read_text(encoding="utf-8"))["deviation"]
    for entry in entries:
        if not {"at", "what", "reason"} <= entry.keys() <= KEYS or not entry["reason"]:
            raise PipelineError(f"{DEVIATIONS}: an entry has at, what, reason, and may have ours and theirs: {entry}")
        places: list[str] = [entry["at"]] if isinstance(entry["at"], str) else entry["at"]
        said = entry.get("ours", "*"), entry.get("theirs", "*")
        found += [Explanation(at, what, *said) for at in places for what in entry["what"].split(", ")]
    return found


def sort_out(found: Iterable[Difference], root: Path = ROOT) -> tuple[list[Difference], list[str], int]:
    """The differences that nothing explains, the explanations that explain none, and how many are explained."""
    known = explanations(root)
    used: set[Explanation] = set()
    left: list[Difference] = []
    explained = 0
    for one in found:
        fitting = [explanation for explanation in known if explanation.fits(one)]
        used.update(fitting)
        explained += bool(fitting)
        if not fitting:
            left.append(one)
    return left, [f"{one.what} at {one.at}" for one in known if one not in used], explained


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
