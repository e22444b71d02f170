"""A journal on a disk that is full: one error of ours, and a map that can be gone on with.

In a process of its own, for it bounds the size of all files of its process.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent

FULL_DISK = """
import asyncio, json, resource, sys
from cdf_functions import AsyncClient, Client, JournalError, Token
from tests.functions_service import FunctionsService
from tests.scripted import scripted

path, size, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
inputs = [{"x": x} for x in range(20)]
fake = FunctionsService()

def mapped(client, **how):
    at_once = 100 if kind == "Client" else 1  # so that one request is in doubt at most
    values = client.functions.map(external_id="f", inputs=inputs, journal=path, concurrency=at_once, **how)
    if kind == "Client":
        return list(values)
    async def taken():
        return [value async for value in values]
    return asyncio.run(taken())

with scripted(fake.script()) as service:
    client = {"Client": Client, "AsyncClient": AsyncClient}[kind](
        project="p", base_url=service.base_url, credentials=Token("t")
    )
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        mapped(client)
    except JournalError as error:
        told = [str(error), *getattr(error, "__notes__", ())]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    content, before = open(path).read(), len(fake.runs)
    again = mapped(client, on_ambiguous="adopt")
    ran = [run.data["x"] for run in fake.runs.values()]
    print(json.dumps([told, content, before, again == inputs, sorted(ran)]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be bounded there")
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
@pytest.mark.parametrize("size", [0, 5, 200, 400, 420, 450, 500, 1050])
def test_full_disk(tmp_path: Path, size: int, kind: str) -> None:
    """A map whose journal cannot be written ends and names what runs; with room again it goes on, and runs all once."""
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "map.jsonl"), str(size), kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    told, content, before, values_are_right, ran = json.loads(done.stdout)
    assert "map.jsonl cannot be written to: " in told[0]
    assert content == "" or content.endswith("}\n")
    assert before < 20
    if kind == "Client" and size >= 400:  # some calls run by then
        assert [note for note in told[1:] if "open_call" in note]
    assert values_are_right
    assert ran == list(range(20))
