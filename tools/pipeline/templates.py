"""The generator's own templates with our edits in them, each of which has to fit the installed generator exactly."""

import tomllib
from importlib.metadata import distribution
from pathlib import Path

from tools.pipeline.layout import ROOT, TEMPLATE_EDITS, PipelineError

KEYS = {"template", "why", "find", "put"}


def write(folder: Path, root: Path = ROOT) -> None:
    """Write each edited template into a folder, from where the generator takes it instead of its own."""
    stock = Path(str(distribution("openapi-python-client").locate_file("openapi_python_client/templates")))
    for entry in tomllib.loads((root / TEMPLATE_EDITS).read_text(encoding="utf-8"))["edit"]:
        if set(entry) != KEYS or not entry["why"]:
            raise PipelineError(f"{TEMPLATE_EDITS}: an edit has {', '.join(sorted(KEYS))}: {entry}")
        name = entry["template"]
        copy = folder / name
        source = copy if copy.exists() else stock / name
        if not source.exists():
            raise PipelineError(f"{TEMPLATE_EDITS} edits {name}, which the installed generator does not have")
        text = source.read_text(encoding="utf-8")
        if (times := text.count(entry["find"])) != 1:
            raise PipelineError(
                f"{TEMPLATE_EDITS}: what an edit of {name} looks for stands there {times} times instead of once; "
                f"compare it with the installed generator's template: {entry['find'].strip()!r}"
            )
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text.replace(entry["find"], entry["put"]), encoding="utf-8")
