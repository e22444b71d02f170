"""What the uncommitted change of the spec means: the report, what the overlay must learn, and where it breaks."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.diff import history, state
from tools.diff.lessons import lessons
from tools.diff.report import as_markdown, compare
from tools.diff.todo import todo
from tools.pipeline import spec
from tools.pipeline.layout import OVERLAY, PATCHES, SPEC, SURFACE, PipelineError
from tools.pipeline.programs import Runner, start


def since(revision: str, root: Path, runner: Runner = start) -> str:
    """The news in Markdown, or a line why there are none; then what is still to be done, whoever changed what."""
    broken: list[str] = []
    said = "".join(_report(revision, root, runner, broken))
    return said + _section("What is still to do", todo(spec.effective(root), root, broken))


def _report(revision: str, root: Path, runner: Runner, broken: list[str]) -> Iterator[str]:
    if history.untouched(revision, (SPEC, PATCHES, SURFACE), root):
        yield f"The spec and the client are those of {revision} ({history.commit(revision, root)[:10]}).\n"
        return
    try:
        old, new = state.committed(revision, root), state.here(root)
    except PipelineError as error:
        yield f"No report on what changed: {error}\n"
        return
    report = compare(old, new)
    if not report:
        yield f"The spec and the client are those of {old.name}.\n"
        return
    yield as_markdown(report)
    yield _section("What the overlay must learn", map(str, lessons(report.changes, new.spec, new.used, old.used)))
    # what is new breaks nothing by itself, but what the overlay has learnt of it may be wrong
    if any("low-level" in one.breaks for one in report.changes) or report.removed or new.used != old.used:
        broken += type_errors(root, runner)
        yield _section("Where the overlay does not type-check", broken)


def _section(title: str, lines: Iterable[str]) -> str:
    text = "".join(f"- {line}\n" for line in lines)
    return f"\n### {title}\n\n{text}" if text else ""


def type_errors(root: Path, runner: Runner = start) -> Iterator[str]:
    """Each line of the overlay's source that the client, as it is now, breaks."""
    cache = root / ".cache" / "mypy-overlay"
    # what the overlay imports besides the client need not be installed here, and is not what is asked
    options = ("--no-error-summary", "--ignore-missing-imports", "--no-warn-return-any", f"--cache-dir={cache}")
    command = [sys.executable, "-m", "mypy", *options, str(OVERLAY)]
    for line in runner(command, cwd=root).stdout.splitlines():
        if ": error: " in line and "/_sync/" not in line and "/_made/" not in line:
            yield line.replace(": error: ", ": ")
