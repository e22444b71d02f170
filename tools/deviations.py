"""Differences from the vendor's document, and those among them that are meant: spec/deviations.toml."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import frozen

from tools.layout import DEVIATIONS, ROOT, PipelineError

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


def sort_out(found: Iterable[Difference], root: Path = ROOT) -> tuple[list[Difference], list[str], int]:
    """The differences that no entry explains, the entries that explain none, and how many are explained."""
    entries: list[dict[str, str]] = tomllib.loads((root / DEVIATIONS).read_text(encoding="utf-8"))["deviation"]
    for entry in entries:
        if not {"at", "what", "reason"} <= entry.keys() <= KEYS or not entry["reason"]:
            raise PipelineError(f"{DEVIATIONS}: an entry has at, what, reason, and may have ours and theirs: {entry}")
    used: set[int] = set()
    left: list[Difference] = []
    explained = 0
    for one in found:
        fitting = {number for number, entry in enumerate(entries) if _fits(entry, one)}
        used |= fitting
        explained += bool(fitting)
        if not fitting:
            left.append(one)
    stale = [f"{entry['what']} at {entry['at']}" for number, entry in enumerate(entries) if number not in used]
    return left, stale, explained


def _fits(entry: dict[str, str], one: Difference) -> bool:
    return (
        # a place is full of brackets, which are no pattern here
        fnmatchcase(one.at.replace("[", "("), entry["at"].replace("[", "("))
        and one.what in entry["what"].split(", ")
        and entry.get("ours", one.ours) == one.ours
        and entry.get("theirs", one.theirs) == one.theirs
    )


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
