"""The package of models, loaded one by one: its time to load does not grow with their number.

The generator's own imports all of them, which is what type checkers want to read, and what costs users most: an
operation needs two or three. So its text becomes the stub, and what runs is a table and a function.
"""

import ast
from pathlib import Path

MODULE = '''"""The data models, each loaded when it is first asked for. Type checkers read the stub beside this file."""

from functools import cache
from importlib import import_module

# one text, for that loads at once, however many there are: the name of each model, and the module that defines it
_DEFINED = """
{rows}"""


@cache
def _modules() -> dict[str, str]:
    return dict(row.split() for row in _DEFINED.splitlines() if row)


def __getattr__(name: str) -> object:
    if name == "__all__":
        return tuple(_modules())
    if name not in _modules():
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    model: object = getattr(import_module(_modules()[name], __name__), name)
    globals()[name] = model
    return model


def __dir__() -> list[str]:
    return sorted({{*globals(), *_modules()}})
'''


def write(package: Path) -> None:
    """Turn the generator's package of models, which loads all of them, into a stub, and put a lazy one in its place."""
    path = package / "__init__.py"
    text = path.read_text(encoding="utf-8")
    path.rename(path.with_suffix(".pyi"))
    imports = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)]
    rows = "".join(f"{alias.name} .{node.module}\n" for node in imports for alias in node.names)
    path.write_text(MODULE.format(rows=rows), encoding="utf-8")
