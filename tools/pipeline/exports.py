"""The public names of the overlay: one list in its package, written for type checkers, made into what runs."""

import ast
from pathlib import Path

from tools.pipeline.layout import MADE_OVERLAY, OVERLAY, ROOT, PipelineError, header

PACKAGE = OVERLAY / "__init__.py"
MODULE = '''"""Where the public names are, each of which is loaded when it is first asked for. Data only."""

from typing import Final

MODULES: Final[dict[str, str]] = {{
{rows}}}
"""Public name -> the module that defines it."""
'''


def write(work: Path, root: Path = ROOT) -> None:
    """Write the table into ``work``."""
    (work / MADE_OVERLAY).mkdir(parents=True, exist_ok=True)
    rows = "".join(f'    "{name}": "{module}",\n' for name, module in sorted(exports(root).items()))
    (work / MADE_OVERLAY / "names.py").write_text(header(PACKAGE) + MODULE.format(rows=rows), encoding="utf-8")


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
