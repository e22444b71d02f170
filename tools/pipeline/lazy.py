"""Models and operations, loaded one by one: the time to import the client does not grow with their number.

The generator's own package of models imports all of them, which is what type checkers want to read, and what costs
users most: a program needs two or three. So that text becomes the stub, and what runs is a table and a function.
The operations, which lie in a package for each tag, are made reachable in the same way.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

MODULE = '''"""{title}, each loaded when it is first asked for. Type checkers read the stub beside this file."""

from functools import cache as _cache
from importlib import import_module as _import_module

# one text, for that loads at once, however many there are: each name, and the module that defines it
_DEFINED = """
{rows}"""


@_cache
def _modules() -> dict[str, str]:
    return dict(row.split() for row in _DEFINED.splitlines() if row)


def __getattr__(name: str) -> object:
    if name == "__all__":
        return tuple(_modules())
    if name not in _modules():
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    found: object = getattr(_import_module(_modules()[name], __package__), {attribute})
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({{*globals(), *_modules()}})
'''
STUB = '''"""{title}: the ``OPERATION`` of each operation's module, by the name of that module."""

{imports}
__all__ = (
{names})
'''
MODELS = "The data models"
OPERATIONS = "The operations"


def write(client: Path) -> None:
    """Give a client, as the generator wrote it, its lazy ``models`` and its lazy ``operations``."""
    models = client / "models" / "__init__.py"
    text = models.read_text(encoding="utf-8")
    imports = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)]
    defined = ((alias.name, f".{node.module}") for node in imports for alias in node.names)
    models.rename(models.with_suffix(".pyi"))
    models.write_text(_module(MODELS, defined, "name"), encoding="utf-8")

    modules = sorted((path.stem, path.parent.name) for path in client.glob("api/*/*.py") if path.stem != "__init__")
    rows = [(name, f".api.{tag}.{name}") for name, tag in modules]
    stub = STUB.format(
        title=OPERATIONS,
        imports="".join(f"from {module} import OPERATION as {name}\n" for name, module in rows),
        names="".join(f'    "{name}",\n' for name, _ in rows),
    )
    (client / "operations.pyi").write_text(stub, encoding="utf-8")
    (client / "operations.py").write_text(_module(OPERATIONS, rows, '"OPERATION"'), encoding="utf-8")


def _module(title: str, rows: Iterable[tuple[str, str]], attribute: str) -> str:
    table = "".join(f"{name} {module}\n" for name, module in rows)
    return MODULE.format(title=title, rows=table, attribute=attribute)
