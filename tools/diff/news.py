"""What the uncommitted change of the spec means: the report, what the overlay must learn, and where it breaks."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.diff import history, state
from tools.diff.lessons import lessons
from tools.diff.report import as_markdown, compare
from tools.pipeline.layout import OVERLAY, PATCHES, SPEC, SURFACE, PipelineError
from tools.pipeline.programs import Runner, start


def since(revision: str, root: Path, runner: Runner = start) -> str:
    """The news in Markdown; a line why there are none."""
    if history.untouched(revision, (SPEC, PATCHES, SURFACE), root):
        return f"The spec and the client are those of {revision} ({history.commit(revision, root)[:10]}).\n"
    try:
        old, new = state.committed(revision, root), state.here(root)
    except PipelineError as error:
        return f"No report on what changed: {error}\n"
    report = compare(old, new)
    if not report:
        return f"The spec and the client are those of {old.name}.\n"
    text = as_markdown(report)
    learn = lessons(report.changes, new.spec, new.used)
    text += _section("What the overlay must learn", map(str, learn))
    if any("low-level" in one.breaks for one in report.changes) or report.removed:
        text += _section("Where the overlay does not type-check", type_errors(root, runner))
    return text


def _section(title: str, lines: Iterator[str]) -> str:
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
