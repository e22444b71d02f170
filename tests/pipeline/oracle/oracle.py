"""An edit of the spec: what it breaks by the report, and what it breaks when one tries."""

import copy
import importlib
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from tests.pipeline.edits import Document
from tests.pipeline.oracle import answered, run, sent
from tests.pipeline.oracle.annotations import Typed, named
from tests.pipeline.oracle.client import Clients
from tests.pipeline.oracle.draw import Draw
from tests.pipeline.oracle.grammar import KINDS
from tools.diff import state
from tools.diff.facts import facts
from tools.diff.report import Report, compare
from tools.pipeline import hazards, spec
from tools.pipeline.layout import HAZARDS, ROOT, PipelineError

AS_IF_ACCEPTED = {
    *("access", "bounds", "closed-object", "default", "deprecated", "discriminator", "format", "headers", "logic"),
    *("security", "servers", "successes", "time", "width"),
}
"""Rules that a contributor would accept at a new place, so that the edits which they meet are tried, too."""


@frozen
class Verdict:
    """What an edit breaks, by trying, and what the report says about it.

    Attributes:
        wire: what was observed of requests and answers; empty if nothing breaks
        python: what was observed of code that uses the client; empty if nothing breaks
    """

    wire: list[str]
    python: list[str]
    report: Report

    @property
    def disagreements(self) -> list[str]:
        """Where the report says less or more than the truth."""
        said = {audience for one in self.report.changes for audience in one.breaks}
        found: list[str] = []
        for name, observed in (("wire", self.wire), ("low-level", self.python)):
            if observed and name not in said:
                found.append(f"the report does not say that it breaks {name}: {observed[0]}")
            if name in said and not observed:
                found.append(f"the report says that it breaks {name}, and nothing does")
        if self.python and self.report.bump != "major":
            found.append(f"it breaks Python code, and asks for a {self.report.bump} version")
        return found


def drawn(seed: int, document: Document) -> tuple[str, Document]:
    """The edit of a seed, in words, and the document after it; every kind has its turn, and some seeds draw two.

    Raises:
        NoPlaceError: the document has no place for it
    """
    after = copy.deepcopy(document)
    draw = Draw(seed, after)
    kinds = [KINDS[seed % len(KINDS)], *([draw.one(KINDS)] if seed % 7 == 6 else [])]
    return "; ".join(f"{do.__name__} {do(draw)}" for do in kinds), after


def refuse(document: Document) -> None:
    """Raise PipelineError for what the pipeline refuses, as far as nobody would accept it."""
    entries: list[dict[str, str]] = tomllib.loads((ROOT / HAZARDS).read_text(encoding="utf-8"))["accepted"]
    for rule, where, effect in hazards.findings(document):
        accepted = any(one["rule"] == rule and fnmatchcase(where, one["at"]) for one in entries)
        if not accepted and rule not in AS_IF_ACCEPTED:
            raise PipelineError(f"{rule}: {where}: {effect}")


class Oracle:
    """Tries edits of the project's own spec.

    Args:
        folder: an empty folder to work in
    """

    def __init__(self, folder: Path) -> None:
        self.document = spec.effective()
        self.before = state.here()
        assert self.before.surface is not None
        package: Any = importlib.import_module(run.PACKAGE)
        for part in ("models", "types"):
            importlib.import_module(f"{run.PACKAGE}.{part}")
        self.names = named(self.before.surface, package)
        self.clients = Clients(folder, self.names, self._reached("responses"), self._reached("requestBody"))
        modules = {name: importlib.import_module(f"{run.PACKAGE}.{name}") for name in self.names.operations}
        self.reader = answered.Reader(
            self.document,
            Typed(self.names, package),
            {str(one.OPERATION.id): (name, one) for name, one in modules.items()},
        )

    def _reached(self, key: str) -> set[str]:
        nodes = [operation.get(key) for _, _, operation, _ in spec.operations(self.document)]
        return spec.reached(self.document, nodes) & self.names.fields.keys()

    def judge(self, document: Document) -> Verdict:
        """Try an edited document. Raises PipelineError if the pipeline refuses it."""
        refuse(document)
        surface = self.clients.make(document)
        python = self.clients.misuses() or self.clients.failures(answered.changed(self.document, document))
        wire = [*sent.refused(self.document, document), *self.reader.unexpected(document)]
        after = evolve(self.before, name="edited", spec=facts(document), surface=surface)
        return Verdict(wire, python, compare(self.before, after))
