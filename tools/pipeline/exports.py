"""The public names of the overlay: one list in its package, written for type checkers, made into what runs."""

import ast
from pathlib import Path

from tools.pipeline.layout import MADE_OVERLAY, OVERLAY, ROOT, PipelineError, header, write_text

PACKAGE = OVERLAY / "__init__.py"
MODULE = '''"""Where the public names are, each of which is loaded when it is first asked for. Data only."""

from typing import Final

MODULES: Final[dict[str, str]] = {{
{rows}}}
"""Public name -> the module that defines it."""
'''


def write(work: Path, root: Path = ROOT) -> None:
    """Write the table into ``work``."""
    rows = "".join(f'    "{name}": "{module}",\n' for name, module in sorted(exports(root).items()))
    write_text(work / MADE_OVERLAY / "names.py", header(PACKAGE) + MODULE.format(rows=rows))


def exports(root: Path = ROOT) -> dict[str, str]:
    """Public name -> the module that defines it, as the package says it to type checkers."""
    found: dict[str, str] = {}
    for node in ast.parse((root / PACKAGE).read_text(encoding="utf-8")).body:
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
                for each in body:
                    if not isinstance(each, ast.ImportFrom) or each.level or each.module is None:
                        raise PipelineError(f"{PACKAGE}:{each.lineno}: expected from MODULE import NAME as NAME")
                    for alias in each.names:
                        if alias.asname != alias.name:
                            raise PipelineError(f"{PACKAGE}:{each.lineno}: write {alias.name} as {alias.name}")
                        found[alias.name] = each.module
            case _:
                pass
    return found
