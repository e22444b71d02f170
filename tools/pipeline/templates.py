"""The generator's own templates with our edits in them, each of which has to fit the installed generator exactly.

Beside the edits there are templates that take the place of its own, and modules that the client has besides.
"""

import shutil
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from tools.pipeline.layout import ROOT, TEMPLATE_EDITS, PipelineError, files_below

KEYS = {"template", "why", "find", "put"}


def inputs(root: Path = ROOT) -> list[Path]:
    """All that is read here: it goes into the lock."""
    folder = TEMPLATE_EDITS.parent
    return [folder / name for name in files_below(root / folder) if name.suffix in {".toml", ".jinja", ".py"}]


def write_modules(package: Path, root: Path = ROOT) -> None:
    """Add our own modules to the client."""
    for module in sorted((root / TEMPLATE_EDITS).parent.glob("modules/*.py")):
        shutil.copy(module, package)


def write(folder: Path, root: Path = ROOT) -> None:
    """Write each edited template into a folder, from where the generator takes it instead of its own."""
    stock = Path(str(distribution("openapi-python-client").locate_file("openapi_python_client/templates")))
    folder.mkdir(parents=True, exist_ok=True)
    for whole in sorted((root / TEMPLATE_EDITS).parent.glob("*.jinja")):
        if not (stock / whole.name).exists():
            raise PipelineError(f"{whole.name} stands for a template that the installed generator does not have")
        shutil.copy(whole, folder)
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
