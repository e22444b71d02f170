"""The public surface of the generated client as text: one line per name, with its type or signature.

Read from the source, not by importing, so that the surface of another state of the project can be read too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.pipeline.layout import GENERATED, SURFACE, files_below, header, write_text


def lines(package: Path) -> list[str]:
    """Every public name of a package, module by module."""
    found: list[str] = []
    for name in files_below(package):
        if name.suffix == ".py" and name.name != "__init__.py":
            tree = ast.parse((package / name).read_text(encoding="utf-8"))
            module = ".".join(name.with_suffix("").parts)
            # of a model's module only the class counts: it is imported from the package `models`
            prefix = "models" if name.parts[0] == "models" else module
            found += _names(prefix, tree.body)
    return found


def _names(prefix: str, body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                bases = ", ".join(ast.unparse(base) for base in node.bases)
                yield f"{prefix}.{name}" + (f" is {bases}" if bases else "")
                yield from _names(f"{prefix}.{name}", node.body)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                word = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
                answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
                yield f"{prefix}.{name}: {word}({ast.unparse(node.args)}){answer}"
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                yield f"{prefix}.{name}: {ast.unparse(node.annotation)}{_default(node.value)}"
            case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("_") and len(name) > 1:
                yield f"{prefix}.{name}{_default(node.value)}"
            case _:
                pass


def _default(value: ast.expr | None) -> str:
    # how attrs makes a default is its own affair, and a table is data: neither is part of the signature
    return f" = {ast.unparse(value)}" if value and not isinstance(value, ast.Call | ast.Dict) else ""


def write(work: Path) -> None:
    """Write the snapshot of the client in ``work``."""
    text = header(GENERATED) + "".join(f"{line}\n" for line in lines(work / GENERATED))
    write_text(work / SURFACE, text)


def read(text: str) -> dict[str, str]:
    """Name -> the rest of its line, of a snapshot."""
    return dict(re.findall(r"^([\w.]+)(.*)", text, re.MULTILINE))
