"""Which attributes of which models are times: the generator takes a time for a plain number, the spec knows better.

What is made here lets the overlay show a time that is new in the spec as a datetime, without an edit.
"""

from pathlib import Path

from tools import names, surface
from tools.layout import GENERATED, SPEC, PipelineError, header
from tools.spec import Document

MODULE = '''"""The attributes of the models that are times, in milliseconds since the epoch.

To the models they are plain numbers; whoever wants datetimes looks here.
"""

from typing import Final

EPOCH_MS: Final[dict[str, frozenset[str]]] = {{
{rows}}}
"""Name of a model -> its attributes that are times."""
'''


def times(document: Document) -> dict[str, list[str]]:
    """Model -> its attributes marked ``format: epoch-ms``, both by their generated names."""
    found: dict[str, list[str]] = {}
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        fields = schema.get("properties", {}).items()
        marked = [names.attribute(field) for field, one in fields if one.get("format") == "epoch-ms"]
        if marked:
            found[names.model(name)] = sorted(marked)
    return dict(sorted(found.items()))


def write(work: Path, document: Document) -> None:
    """Add the module to the client in ``work``; each name in it is one that the client really has."""
    package = work / GENERATED
    there = {line.split(":")[0] for line in surface.lines(package)}
    found = times(document)
    lost = [f"{model}.{name}" for model, all in found.items() for name in all if f"models.{model}.{name}" not in there]
    if lost:
        raise PipelineError(f"times that the generated client has under another name: {', '.join(lost)}")
    rows = "".join(f"    {model!r}: frozenset({all!r}),\n" for model, all in found.items()).replace("'", '"')
    (package / "times.py").write_text(header(SPEC) + MODULE.format(rows=rows), encoding="utf-8")
