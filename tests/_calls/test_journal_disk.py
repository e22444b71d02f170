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

folder, kind, sizes = sys.argv[1], sys.argv[2], sys.argv[3:]
inputs = [{"x": x} for x in range(20)]

def mapped(client, path, **how):
    at_once = 100 if kind == "Client" else 1  # so that one request is in doubt at most
    values = client.functions.map(external_id="f", inputs=inputs, journal=path, concurrency=at_once, **how)
    if kind == "Client":
        return list(values)
    async def taken():
        return [value async for value in values]
    return asyncio.run(taken())

def found(size):
    path, fake = f"{folder}/{size}.jsonl", FunctionsService()
    with scripted(fake.script()) as service:
        client = {"Client": Client, "AsyncClient": AsyncClient}[kind](
            project="p", base_url=service.base_url, credentials=Token("t")
        )
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
        try:
            mapped(client, path)
        except JournalError as error:
            told = [str(error), *getattr(error, "__notes__", ())]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        content, before = open(path).read(), len(fake.runs)
        again = mapped(client, path, on_ambiguous="adopt")
        ran = [run.data["x"] for run in fake.runs.values()]
        return told, content, before, again == inputs, sorted(ran)

print(json.dumps([found(int(size)) for size in sizes]))
"""
SIZES = (0, 5, 200, 400, 420, 450, 500, 1050)  # bytes


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be bounded there")
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_full_disk(tmp_path: Path, kind: str) -> None:
    """A map whose journal cannot be written ends and names what runs; with room again it goes on, and runs all once."""
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), kind, *map(str, SIZES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    for size, (told, content, before, values_are_right, ran) in zip(SIZES, json.loads(done.stdout), strict=True):
        assert f"{size}.jsonl cannot be written to: " in told[0]
        assert content == "" or content.endswith("}\n")
        assert before < 20
        if kind == "Client" and size >= 400:  # some calls run by then
            assert [note for note in told[1:] if "open_call" in note]
        assert values_are_right
        assert ran == list(range(20))
