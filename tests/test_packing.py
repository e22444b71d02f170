"""A folder becomes the zip that is deployed."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from cdf_functions._packing import check_handler, pack


def names(content: bytes) -> list[str]:
    """What is in the zip, in its order."""
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a handler, and with what is to be left out."""
    kept = {"handler.py": "def handle(): ...", "requirements.txt": "httpx\n", "lib/b.py": "", "lib/a.py": "A = 1"}
    left_out = {".git/config": "", ".env": "SECRET=1", "__pycache__/handler.cpython-311.pyc": "", "lib/old.pyc": ""}
    for name, text in {**kept, **left_out}.items():
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_text(text)
    return tmp_path / "f"


def test_what_is_packed(folder: Path) -> None:
    """Everything but what is hidden or cached, under its path in the folder, sorted."""
    assert names(pack(folder, "handler.py")) == ["handler.py", "lib/a.py", "lib/b.py", "requirements.txt"]


def test_same_files_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the time, nor the modes of the files, nor the working directory changes a byte."""
    first = pack(folder, "handler.py")
    os.utime(folder / "handler.py", (1, 1))
    (folder / "lib" / "a.py").chmod(0o755)
    monkeypatch.chdir(folder.parent)

    assert pack(Path("f"), "handler.py") == first
    assert Path.cwd() == folder.parent


def test_content_survives(folder: Path) -> None:
    """The bytes of a file come out as they went in."""
    content = zipfile.ZipFile(io.BytesIO(pack(folder, "handler.py")))
    assert content.read("lib/a.py") == b"A = 1"


@pytest.mark.parametrize(
    "source",
    [
        "def handle(data): ...",
        "async def handle(data): ...",
        "handle = print",
        "handle: object = print",
        "from core import handle",
        "from core import run as handle",
        "class handle: ...",
        "if True:\n    handle = print",
    ],
)
def test_handlers(source: str) -> None:
    """However ``handle`` comes to be at the top of the module, it is found without importing it."""
    check_handler(source.encode(), "handler.py")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", "handler.py defines no `handle` at its top level"),
        ("def other():\n    def handle(): ...", "defines no `handle`"),
        ("handle()", "defines no `handle`"),
        ("def handle(:", "handler.py is not Python: invalid syntax"),
        ("\0", "handler.py is not Python"),
    ],
)
def test_no_handler(source: str, text: str) -> None:
    """A module without a ``handle`` is refused, with the reason."""
    with pytest.raises(ValueError, match=text):
        check_handler(source.encode(), "handler.py")


@pytest.mark.parametrize("path", ["../handler.py", "/handler.py"])
def test_path_outside(folder: Path, path: str) -> None:
    """The handler has to be in the folder."""
    with pytest.raises(ValueError, match="function_path: expected a path inside the folder"):
        pack(folder, path)


def test_no_such_handler(folder: Path) -> None:
    """A missing handler is told with the folder's name."""
    with pytest.raises(ValueError, match=r"function_path: there is no main\.py in .*f"):
        pack(folder, "main.py")
