"""Async source -> sync twin, as text: code, comments, docstrings and examples alike.

The table below is the whole vocabulary. A rule that no source uses any more is an error, so the table cannot rot.
"""

import re
from pathlib import Path

from tools.pipeline.layout import DERIVED, ROOT, PipelineError, header, write_text
from tools.pipeline.programs import Runner, run, start

RULES: tuple[tuple[str, str], ...] = (
    (r"\bAsyncByteStream\b", "SyncByteStream"),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\basynccontextmanager\b", "contextmanager"),
    (r"\bawait ", ""),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
    (r"\b_async\b", "_sync"),
    (r"\basyncio_detailed\b", "sync_detailed"),
    (r"\baiter_stream\b", "iter_stream"),
    (r"\bget_async_httpx_client\b", "get_httpx_client"),
    (r"\baclos(e|ing)\b", r"clos\1"),
    (r"\bhandle_async_request\b", "handle_request"),
    (r"\b__a(enter|exit|iter)__\b", r"__\1__"),
)
COMPILED = [(re.compile(pattern), replacement) for pattern, replacement in RULES]


def to_sync(text: str, used: set[str] | None = None) -> str:
    """The sync twin of an async source; adds to ``used`` the patterns that matched."""
    for pattern, replacement in COMPILED:
        text, count = pattern.subn(replacement, text)
        if count and used is not None:
            used.add(pattern.pattern)
    return text


def derive(work: Path, root: Path = ROOT, runner: Runner = start) -> None:
    """Write the sync twin of every async source into ``work``, laid out by ruff as if written by hand."""
    used: set[str] = set()
    for source_folder, target_folder in DERIVED.items():
        sources = sorted((root / source_folder).rglob("*.py"))
        if not sources:
            raise PipelineError(f"no source in {source_folder}")
        for source in sources:
            text = to_sync(source.read_text(encoding="utf-8"), used)
            inside = source.relative_to(root / source_folder)
            write_text(work / target_folder / inside, header(source_folder / inside) + text)
    unused = [pattern for pattern, _ in RULES if pattern not in used]
    if unused:
        raise PipelineError(f"rules in {Path(__file__).name} that match nothing any more: {', '.join(unused)}")
    targets = [work / folder for folder in DERIVED.values()]
    options = ("--config", str(root / "pyproject.toml"), "--no-cache", "--no-respect-gitignore", "--quiet")
    run("ruff", "check", *map(str, targets), *options, "--select=F401,I", "--fix-only", runner=runner)
    run("ruff", "format", *map(str, targets), *options, runner=runner)
