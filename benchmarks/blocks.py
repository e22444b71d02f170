"""Blocks of pages that a command writes, between two marks."""

import re
from collections.abc import Iterable
from pathlib import Path


def put(path: Path, name: str, lines: Iterable[str]) -> None:
    """Replace what stands between two marks of a page."""
    page = path.read_text(encoding="utf-8")
    block = f"<!-- {name} -->\n" + "".join(f"{line}\n" for line in lines) + f"<!-- end of {name} -->"
    page, count = re.subn(f"<!-- {name} -->.*<!-- end of {name} -->", lambda _: block, page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{path} has {count} places for {name}")
    path.write_text(page, encoding="utf-8")
