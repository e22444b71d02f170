"""Handlers in the shapes that public ones have: each a small folder, deployed and called as its owner would."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .support import Project


@dataclass(frozen=True)
class Shape:
    """A folder of code, what its function is created with, what it is called with, and what comes back."""

    files: dict[str, str]
    data: dict[str, Any]
    response: Any
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    messages: list[str] | None = None


RELATIVE_IMPORTS = Shape(
    {
        "fn_report/__init__.py": "",
        "fn_report/handler.py": """
from . import settings
from .steps.add import add

def handle(data, client=None):
    return add(data["a"], settings.OFFSET)
""",
        "fn_report/settings.py": "OFFSET = 40",
        "fn_report/steps/__init__.py": "",
        "fn_report/steps/add.py": "from ..settings import OFFSET\ndef add(x, y): return x + y + OFFSET - y",
    },
    {"a": 2},
    42,
    {"functionPath": "fn_report/handler.py"},
)
COMMON_FOLDER = Shape(
    {
        "common/__init__.py": "from .units import to_kelvin",
        "common/units.py": "def to_kelvin(celsius): return celsius + 273",
        "functions/convert/handler.py": """
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from common import to_kelvin
from helpers import rounded

def handle(data):
    return rounded(to_kelvin(data["celsius"]))
""",
        "functions/convert/helpers.py": "def rounded(x): return int(x)",
    },
    {"celsius": 27.4},
    300,
    {"functionPath": "functions/convert/handler.py"},
)
DOT_SLASH = Shape(
    {
        "src/__init__.py": "",
        "src/handler.py": """
import pickle
from .model import Model

class Result:
    def __init__(self, value):
        self.value = value

def handle(data):
    return pickle.loads(pickle.dumps(Result(Model().apply(data["x"])))).value
""",
        "src/model.py": "class Model:\n    def apply(self, x): return 2 * x",
    },
    {"x": 4},
    8,
    {"functionPath": "./src/handler.py"},
)
THREADS = Shape(
    {
        "handler.py": """
from concurrent.futures import ThreadPoolExecutor
import threading

def fetch(n):
    print("fetched", n)
    return n * n

def handle(data):
    ended = threading.Event()
    threading.Thread(target=ended.wait, daemon=True).start()
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(fetch, range(data["n"])))
"""
    },
    {"n": 10},
    285,
)
SUBPROCESS = Shape(
    {
        "handler.py": """
import subprocess, sys

def handle(data):
    done = subprocess.run([sys.executable, "tool.py", data["word"]], capture_output=True, text=True, check=True)
    subprocess.run(["echo", "ran the tool"], check=True)
    return done.stdout.strip()
""",
        "tool.py": "import sys\nprint(sys.argv[1].upper())",
    },
    {"word": "pump"},
    "PUMP",
    messages=["ran the tool"],
)
FILES_BESIDE = Shape(
    {
        "handler.py": """
import json
from pathlib import Path

HERE = Path(__file__).parent
CONFIG = json.loads((HERE / "config" / "limits.json").read_text())

def handle(data):
    with open("config/names.txt") as names:
        return {"limit": CONFIG["limit"], "names": names.read().split()}
""",
        "config/limits.json": '{"limit": 7}',
        "config/names.txt": "a\nb\n",
    },
    {},
    {"limit": 7, "names": ["a", "b"]},
)
TEMPORARY_FILES = Shape(
    {
        "handler.py": """
import os, sqlite3, tempfile
from pathlib import Path

def handle(data):
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "work.db")
        database.execute("create table t (x)")
        database.executemany("insert into t values (?)", [(x,) for x in data["values"]])
        (total,) = database.execute("select sum(x) from t").fetchone()
        database.close()
    name = f"/tmp/shape-{os.getpid()}.txt"
    Path(name).write_text(str(total))
    try:
        return int(Path(name).read_text())
    finally:
        os.remove(name)
"""
    },
    {"values": [1, 2, 3]},
    6,
)
LOGGING = Shape(
    {
        "handler.py": """
import logging
import sys

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s", force=True)
log = logging.getLogger("pipeline")

def handle(data):
    log.info("begun")
    log.debug("not shown")
    print("printed", flush=True)
    try:
        1 / data["x"]
    except ZeroDivisionError:
        log.exception("went wrong")
    return None
"""
    },
    {"x": 0},
    None,
)
TYPED_ARGUMENTS = Shape(
    {
        "handler.py": """
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from cognite.client import CogniteClient

class Input(TypedDict):
    x: int

@dataclass
class Output:
    doubled: int
    function_id: str

def handle(
    client: CogniteClient,
    data: Input,
    secrets: dict[str, str] | None = None,
    function_call_info: dict[str, Any] | None = None,
) -> dict[str, Any]:
    assert client is not None
    assert secrets == {"api-key": "k"}
    assert function_call_info["call_id"].isdigit()
    return vars(Output(2 * data["x"], function_call_info["function_id"])) | {"function_id": ""}
"""
    },
    {"x": 3},
    {"doubled": 6, "function_id": ""},
    {"secrets": {"api-key": "k"}},
)
SPAWN_POOL = Shape(
    {
        "handler.py": """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from work import square

def cube(x):
    return x ** 3

def handle(data):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        squares = sum(pool.map(square, data["values"]))
    with spawn.Pool(2) as pool:
        return squares + sum(pool.map(cube, data["values"]))
""",
        "work.py": "def square(x): return x * x",
    },
    {"values": [1, 2, 3]},
    14 + 36,
)
SHAPES = {
    "relative imports": RELATIVE_IMPORTS,
    "common folder": COMMON_FOLDER,
    "dot slash": DOT_SLASH,
    "threads": THREADS,
    "subprocess": SUBPROCESS,
    "files beside the handler": FILES_BESIDE,
    "temporary files": TEMPORARY_FILES,
    "logging": LOGGING,
    "typed arguments": TYPED_ARGUMENTS,
    "spawn pools": SPAWN_POOL,
}


def packed(folder: Path, files: dict[str, str]) -> bytes:
    """A zip of a folder with these files, with entries for its folders, as the vendor's SDK packs it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


@pytest.mark.parametrize("name", SHAPES)
def test_shape(project: Project, tmp_path: Path, name: str) -> None:
    """A handler of this shape deploys, and answers as it should, twice: in a new process and in a warm one."""
    shape = SHAPES[name]
    item = {"name": name, "fileId": project.upload(packed(tmp_path, shape.files)), **shape.fields}
    function_id = project.post("/functions", {"items": [item]}, 201)["items"][0]["id"]
    function = project.deployed(function_id)
    assert function["status"] == "Ready", function
    for call in [project.run(function_id, shape.data) for _ in range(2)]:
        assert call["status"] == "Completed", (call, project.messages(call))
        assert project.response(call) == shape.response
        if shape.messages is not None:
            assert project.messages(call) == shape.messages
        if shape is LOGGING:
            lines = project.messages(call)
            assert lines[:3] == ["INFO pipeline: begun", "printed", "ERROR pipeline: went wrong"]
            assert lines[-1] == "ZeroDivisionError: division by zero"
