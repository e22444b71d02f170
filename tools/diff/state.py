"""The project at one time, as far as a report on the spec needs it: as it lies here, or as git remembers it."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from tools.diff import history
from tools.diff.exposure import Answer, Exposure, exposure
from tools.diff.facts import Facts, facts
from tools.pipeline import names, spec, surface
from tools.pipeline.layout import OVERLAY, PATCHES, ROOT, SPEC, SURFACE, PipelineError, is_patch, read_text
from tools.pipeline.spec import Document

EXPORTED = Path("tests/surface.txt")
EMPTY = "openapi: 3.1.0\ninfo: {}\npaths: {}\n"


@frozen
class State:
    """What is compared with another such.

    Attributes:
        name: for the title of a report
        spec: the facts of the spec, patches applied
        surface: the snapshot of the client's public names; None if there is none
        used: what the overlay makes of the client
        exported: the overlay's own public names, as its tests record them; None if they do not
    """

    name: str
    spec: Facts
    surface: dict[str, str] | None
    used: Exposure
    exported: dict[str, str] | None = None


def here(root: Path = ROOT) -> State:
    """The files as they lie here."""
    sources = {path.relative_to(root).as_posix(): read_text(path) for path in sorted((root / OVERLAY).rglob("*.py"))}
    return _state("the working tree", spec.effective(root), sources, lambda path: read_text(root / path))


def committed(revision: str, root: Path = ROOT) -> State:
    """A commit; one from before there was a spec has an empty one."""
    commit = history.commit(revision, root)

    def text(path: Path) -> str:
        return history.text(commit, path, root) or ""

    found = history.files(commit, PATCHES, root)
    overlays = {Path(name).name: found[name] for name in sorted(found) if is_patch(Path(name))}
    document = spec.patched(text(SPEC) or EMPTY, overlays)
    return _state(f"{revision} ({commit[:10]})", document, history.files(commit, OVERLAY, root), text)


def _state(name: str, document: Document, sources: dict[str, str], text: Callable[[Path], str]) -> State:
    told = facts(document)
    exported = {f"cdf_functions.{one}": rest for one, rest in surface.read(text(EXPORTED)).items()}
    return State(name, told, surface.read(text(SURFACE)) or None, _exposure(sources, told), exported or None)


def _exposure(sources: dict[str, str], told: Facts) -> Exposure:
    return _read(tuple(sources.items()), tuple(sorted(answers(told).items())))


def answers(told: Facts) -> dict[str, Answer]:
    """Module name of each operation -> the models of its success, as far as they have names."""
    found: dict[str, Answer] = {}
    for operation in told.operations.values():
        schemas = [kind for part in operation.successes.values() for kind in part.shape.kinds if kind in told.schemas]
        for schema in schemas[:1]:
            items = told.schemas[schema].fields.get("items")
            kinds = items.shape.items.shape.kinds if items and items.shape.items else frozenset[str]()
            item = next((names.model(kind) for kind in kinds if kind in told.schemas), None)
            found[names.attribute(operation.id)] = Answer(names.model(schema), item)
    return found


@lru_cache(maxsize=2)  # what is compared is mostly two states of the spec with the same overlay
def _read(sources: tuple[tuple[str, str], ...], told: tuple[tuple[str, Answer], ...]) -> Exposure:
    try:
        return exposure(dict(sources), dict(told))
    except SyntaxError as error:
        raise PipelineError(f"the overlay cannot be read: {error}") from error
