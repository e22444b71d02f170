"""All text that is read or written is UTF-8, whatever the locale: each place says so."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.pipeline.layout import ROOT

FOLDERS = ("tools", "tests", "benchmarks", "examples", "overlay/cdf_functions", "emulator/cdf_functions_emulator")
FILES = {"read_text", "write_text"}


def by_locale(path: Path) -> Iterator[int]:
    """The lines that leave the encoding of a file, or of what a program prints, to the locale."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            given = {keyword.arg for keyword in node.keywords}
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if {"text", "universal_newlines"} & given and name in {"run", "Popen", "check_output"}:
                yield node.lineno
            if name in FILES and "encoding" not in given and len(node.args) == (name == "write_text"):
                yield node.lineno


def test_no_text_hangs_on_the_locale() -> None:
    """Files are read and written, and programs listened to, with encoding="utf-8"."""
    paths = [ROOT / "noxfile.py", *(path for each in FOLDERS for path in (ROOT / each).rglob("*.py"))]
    found = [f"{path.relative_to(ROOT)}:{line}" for path in paths for line in by_locale(path)]
    assert not found
