"""``create`` of the client and the emulator let the same folders through, each by rules of its own."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from cdf_functions._deploy.handler import check_handler as check_handler_of_client
from cdf_functions_emulator.checks.code import check_code
from cdf_functions_emulator.checks.folder import list_folder, read_folder
from tests._deploy.test_packing import packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .support import Project

GOOD = "def handle(data): return data"
KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ\n"

HANDLERS = [
    *(
        GOOD,
        "def handle(): ...",
        "def handle(client, data, secrets, function_call_info): ...",
        "def handle(*, data): ...",
    ),
    *("def handle(**kwargs): ...", "def handle(*args): ...", "def handle(data, more=1): ...", "def handle(self): ..."),
    *("def handle(data, /): ...", "async def handle(data): ...", "@wrapped\nasync def handle(): ..."),
    *("from a import handle", "from a import *", "from a import work as handle", "import handle", "import a.handle"),
    *(
        "handle = make()",
        "handle: object = make()",
        "handle: object",
        "handle = lambda data: data",
        "handle = lambda x: x",
    ),
    *("a, handle = 1, 2", "a = handle = f", "class handle: ...", "x = 1", "def work(): ...", "(handle := f)"),
    *("if x:\n    def handle(): ...", "try:\n    from a import handle\nexcept ImportError:\n    def handle(y): ..."),
    *(
        "def outer():\n    def handle(): ...",
        "class A:\n    handle = 1",
        "[handle for handle in x]",
        "lambda: (handle := 1)",
    ),
    *("def handle(x): ...\ndef handle(): ...", "def handle(): ...\ndef handle(x): ...", "@wrapped\ndef handle(x): ..."),
    *(
        "for handle in x: pass",
        "with x as handle: pass",
        "del handle",
        "print(handle)",
        "async def handle(): ...\nhandle = 1",
    ),
    *("def handle(:", "x = (", "\0", "def handle(): return 1 +", "", "import a.b as handle"),
]
REQUIREMENTS = [
    *("", "# nothing", "numpy", "numpy==1.0", "numpy>=1,<2  # why", "numpy ; python_version > '3'", "numpy[extra]"),
    *("-r more.txt", "./wheels/x.whl", "x @ file:///x.whl", "git+https://example.com/x", "$" + "{WHEEL}", "x.whl"),
    *(
        "numpy==",
        "two words",
        "numpy=1.0",
        "==1",
        "numpy \\\n  ==1.0",
        "two \\\nwords",
        "numpy --hash=sha256:00",
        "\ufeffnumpy",
    ),
]
FOLDERS: dict[str, dict[str, str]] = {
    "plain": {"part/more.py": "x = 1"},
    "hidden": {".hidden": "", ".venv/pyvenv.cfg": "", ".git/config": ""},
    "made": {"__pycache__/x.pyc": "", "a.pyc": "", "node_modules/a/b.js": "", "env/pyvenv.cfg": "", "env/lib/x.py": ""},
    "ignored": {".funcignore": "data/\n*.csv\n!keep.csv\n", "data/x": "", "a.csv": "", "keep.csv": ""},
    "ignored but for": {".funcignore": "/*\n!/handler.py\n!*/\n", "more.py": "", ".git/x": ""},
    "dot env": {".env": "A=1"},
    "dot env below": {"part/.env.local": "A=1"},
    "dot env ignored": {".funcignore": ".env\n", ".env": "A=1"},
    "key by name": {"part/my.key": ""},
    "key by content": {"part/text.txt": KEY},
    "header of a key": {"part/pem.py": "X = '-----BEGIN PRIVATE KEY-----'\n"},
    "no handler": {"handler.py": ""},
}
LINKS: dict[str, Callable[[Path], str]] = {
    "inside": lambda folder: "part",
    "out": lambda folder: str(folder.parent),
    "nowhere": lambda folder: "nothing",
    "circle": lambda folder: ".",
}


def of_client(folder: Path) -> dict[str, bytes] | str:
    """What ``create`` packs, or why it does not."""
    try:
        return packed(folder)
    except ValueError as error:
        return str(error)


def of_emulator(folder: Path) -> dict[str, bytes] | str:
    """What ``--watch`` packs and a deployment lets through, or why not."""
    try:
        files = read_folder(folder, list_folder(folder))
        if "handler.py" not in files:
            return "The archive has no file 'handler.py'"
        check_code(folder, "handler.py", "py311")
    except ValueError as error:
        return str(error)
    return files


def same(folder: Path) -> dict[str, bytes] | str:
    """What both say of a folder; a refusal as the emulator words it."""
    client, emulator = of_client(folder), of_emulator(folder)
    assert isinstance(client, str) == isinstance(emulator, str), (client, emulator)
    if isinstance(emulator, dict):
        assert client == emulator
    return emulator


def write(folder: Path, files: dict[str, str]) -> None:
    """Make files, and the folders that they are in."""
    for name, text in files.items():
        path = folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("source", HANDLERS)
def test_handlers(tmp_path: Path, source: str) -> None:
    """A handler is let through by both, or by neither, and then by the same line."""
    write(tmp_path, {"handler.py": source})
    verdict = same(tmp_path)
    if isinstance(verdict, str):
        with pytest.raises(ValueError, match=r"handler\.py") as refused:
            check_handler_of_client(source.encode(), "handler.py")
        line = re.search(r"handler\.py:(\d+)", verdict)
        of_client = re.search(r"handler\.py:(\d+)|line (\d+)", str(refused.value))
        assert (line and line[1]) == (of_client and (of_client[1] or of_client[2]))


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_requirements(tmp_path: Path, text: str) -> None:
    """A line of requirements.txt is let through by both, or by neither."""
    write(tmp_path, {"handler.py": GOOD, "requirements.txt": text})
    same(tmp_path)


@pytest.mark.parametrize("name", FOLDERS)
def test_folders(tmp_path: Path, name: str) -> None:
    """Both pack the same files of a folder, or none of it."""
    write(tmp_path, {"handler.py": GOOD, **FOLDERS[name]})
    same(tmp_path)


@pytest.mark.parametrize("name", LINKS)
def test_links(tmp_path: Path, name: str) -> None:
    """A link is followed inside the folder, and refused otherwise, by both."""
    folder = tmp_path / "folder"
    write(folder, {"handler.py": GOOD, "part/more.py": ""})
    (folder / "link").symlink_to(LINKS[name](folder))
    assert isinstance(same(folder), dict) == (name == "inside")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\ndef handle(:\n", "handler.py:2: SyntaxError: "),
        ("x = 1\nasync def handle(data): ...\n", "handler.py:2: 'handle' is async"),
        ("x = 1\ndef handle(data,\n  other): ...\n", "handler.py:3: 'handle' has the parameter 'other'"),
        ("x = 1\n", "handler.py: has no function named 'handle'"),
    ],
)
def test_deployment(project: Project, source: str, message: str) -> None:
    """A function whose handler cannot be called is Failed when it is deployed, with file and line."""
    function = project.deployed(project.create(source))
    assert function["status"] == "Failed"
    assert function["error"]["message"].startswith(message)


def test_requirements_of_a_deployment(project: Project) -> None:
    """A line that is no requirement is named before anything is installed."""
    function = project.deployed(project.create({"handler.py": GOOD, "requirements.txt": "numpy\ntwo words\n"}))
    assert function["error"]["message"].startswith("requirements.txt:2: 'two words' is not a requirement")


def test_later_python(project: Project) -> None:
    """Syntax that only the Python of the runtime knows is left to that."""
    assert project.deployed(project.create("type X = (\n", runtime="py314"))["status"] == "Ready"
