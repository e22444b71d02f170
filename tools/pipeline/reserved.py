"""The names that generated code uses itself, which nothing of the spec may be called by.

Read from code that the installed generator makes by the edited templates of a small document in which every kind of
field, parameter and body occurs, each called something with ``zz``: what is left without is the code's own.
"""

import symtable
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

from tools.pipeline import docstrings, names, operations, spec, templates
from tools.pipeline.layout import ROOT, TEMPLATE_EDITS, PipelineError, sha256

OURS = "zz"
RENAMED = {"url"}  # parameters that the generator calls otherwise, whatever the templates say
PROBE = spec.read(Path(__file__).with_name("probe.yaml").read_text(encoding="utf-8"), "probe.yaml")


@frozen
class Reserved:
    """What no field, no parameter and no class may be called in Python."""

    fields: frozenset[str]
    parameters: frozenset[str]
    classes: frozenset[str]


def reserved(root: Path = ROOT) -> Reserved:
    """The names that the templates use, as they are edited now."""
    return _reserved(root, sha256((root / TEMPLATE_EDITS).parent))


@cache
def _reserved(root: Path, _state: str) -> Reserved:
    """Those of one state of the templates."""
    with tempfile.TemporaryDirectory() as folder:
        edited = Path(folder)
        templates.write(edited, root)
        operations.write_table(edited, PROBE)
        models, endpoints = _rendered(edited)
    classes = [each for text in (*models, *endpoints) for table in _tables(text) for each in table.get_identifiers()]
    return Reserved(
        frozenset(_own([name for text in models for name in _of_models(text)])),
        frozenset(_own([name for text in endpoints for name in _of_endpoints(text)]) | RENAMED),
        frozenset(name for name in classes if names.model(name) == name and OURS not in name.lower()),
    )


def _own(found: list[str]) -> set[str]:
    """Those that the generator might call something of the spec by: it leaves words of Python alone itself."""
    return {name for name in found if names.attribute(name) == name and OURS not in name}


def _rendered(edited: Path) -> tuple[list[str], list[str]]:
    """The modules of the small document's models, enums included, and of its operations."""
    from openapi_python_client import Project
    from openapi_python_client.config import Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData

    config = Config.from_sources(ConfigFile(), MetaType.NONE, edited, "utf-8", True, edited)
    data = GeneratorData.from_dict(docstrings.told(PROBE), config=config)
    if not isinstance(data, GeneratorData):
        raise PipelineError(f"the generator does not take a small document any more: {data.detail}")
    env = Project(openapi=data, config=config, custom_template_path=edited).env
    endpoint = env.get_template("endpoint_module.py.jinja", globals={"isbool": bool})
    made = [one for collection in data.endpoint_collections_by_tag.values() for one in collection.endpoints]
    models = [env.get_template("model.py.jinja").render(model=one) for one in data.models]
    enums = [env.get_template("str_enum.py.jinja").render(enum=one) for one in data.enums]
    return [*models, *enums], [endpoint.render(endpoint=one) for one in made]


def _tables(text: str) -> Iterator[symtable.SymbolTable]:
    """The names of a module, scope by scope."""
    try:
        todo = [symtable.symtable(text, "made", "exec")]
    except SyntaxError as error:
        raise PipelineError(f"{TEMPLATE_EDITS} gives what is no Python: {error}") from error
    while todo:
        table = todo.pop()
        yield table
        todo += table.get_children()


def _of_models(text: str) -> Iterator[str]:
    """What stands in a class, and in the functions that give each field a variable of its name."""
    for table in _tables(text):
        if table.get_type() == "class":
            yield from table.get_identifiers()
            for method in table.get_children():
                if method.get_name() in {"to_dict", "from_dict"}:
                    yield from method.get_identifiers()
                    for (
                        inner
                    ) in method.get_children():  # what it has of its own hides nothing, and is hidden by nothing
                        yield from (one.get_name() for one in inner.get_symbols() if one.is_free() or one.is_global())


def _of_endpoints(text: str) -> Iterator[str]:
    """What stands in the functions that take an operation's parameters."""
    for table in _tables(text):
        if isinstance(table, symtable.Function) and any(OURS in name for name in table.get_parameters()):
            yield from table.get_identifiers()
