"""Handlers in the shapes that people give them: each is deployed, called twice, and does what it would in the cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .support import Project

Shape = tuple[str, dict[str, str], Any]

SHAPES: dict[str, Shape] = {
    "relative imports": (
        "my_function/handler.py",
        {
            "my_function/__init__.py": "",
            "my_function/handler.py": "from .config import load\nfrom . import config\ndef handle(data): return load()",
            "my_function/config.py": "def load(): return 'loaded'",
        },
        "loaded",
    ),
    "a common folder beside": (
        "fn_one/handler.py",
        {
            "common/__init__.py": "",
            "common/tools.py": "def double(x): return 2 * x",
            "fn_one/handler.py": "from common.tools import double\ndef handle(data): return double(data['x'])",
        },
        14,
    ),
    "a path with ./": (
        "./src/handler.py",
        {"src/__init__.py": "", "src/handler.py": "def handle(data): return __name__"},
        "src.handler",
    ),
    "threads": (
        "handler.py",
        {
            "handler.py": """
from concurrent.futures import ThreadPoolExecutor
def handle(data):
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(lambda x: x * data["x"], range(10)))
"""
        },
        315,
    ),
    "a program of its own": (
        "handler.py",
        {
            "handler.py": """
import subprocess, sys
def handle(data):
    return subprocess.check_output([sys.executable, "script.py", str(data["x"])], text=True).strip()
""",
            "script.py": "import sys\nprint(int(sys.argv[1]) + 1)",
        },
        "8",
    ),
    "files beside the handler": (
        "src/handler.py",
        {
            "src/handler.py": """
import json
from pathlib import Path
def handle(data):
    beside = json.loads((Path(__file__).parent / "settings.json").read_text())
    return [beside["a"], open("top.txt").read()]
""",
            "src/settings.json": '{"a": 1}',
            "top.txt": "from the root",
        },
        [1, "from the root"],
    ),
    "temporary files": (
        "handler.py",
        {
            "handler.py": """
import os, tempfile
def handle(data):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.csv")
        open(path, "w").write("1,2")
        return open(path).read()
"""
        },
        "1,2",
    ),
    "logging": (
        "handler.py",
        {
            "handler.py": """
import logging
logging.basicConfig(level=logging.INFO)
log = logging.getLogger(__name__)
def handle(data):
    log.info("got %s", data["x"])
    return log.name
"""
        },
        "handler",
    ),
    "typed arguments": (
        "handler.py",
        {
            "handler.py": """
from __future__ import annotations
from typing import TYPE_CHECKING, Any
if TYPE_CHECKING:
    from cognite.client import CogniteClient
def handle(
    data: dict[str, Any], client: CogniteClient | None = None, secrets: dict[str, str] | None = None,
    function_call_info: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {"x": data["x"], "client": client is not None, "secrets": secrets, "ids": sorted(function_call_info)}
"""
        },
        {"x": 7, "client": True, "secrets": {}, "ids": ["call_id", "function_id"]},
    ),
    "a pool of spawned processes": (
        "./work/handler.py",
        {
            "work/__init__.py": "",
            "work/handler.py": """
import multiprocessing
def square(x): return x * x
def handle(data):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return pool.map(square, [1, 2, data["x"]])
if __name__ == "__main__":
    print(handle({"x": 7}))
""",
        },
        [1, 4, 49],
    ),
    "a class that is called": (
        "handler.py",
        {
            "handler.py": """
class Pipeline:
    def __call__(self, data): return data["x"]
handle = Pipeline()
"""
        },
        7,
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(project: Project, name: str) -> None:
    """It ends Completed with its answer, in a fresh process and in a warm one."""
    path, files, answer = SHAPES[name]
    function_id = project.deploy(files, functionPath=path)
    for _ in range(2):
        call = project.run(function_id, {"x": 7})
        assert call["status"] == "Completed", (call, project.messages(call))
        assert project.response(call) == answer
        if name == "logging":
            assert project.messages(call) == ["INFO:handler:got 7"]
