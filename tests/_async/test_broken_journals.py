"""A journal that cannot be written: one error, and a map that can go on later."""

import os
import resource
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cdf_functions import AsyncClient, JournalError
from tests.functions_service import FunctionsService

from .conftest import scripted_client

pytestmark = pytest.mark.usefixtures("clock")


def numbers(count: int) -> list[dict[str, object]]:
    """Inputs that can be told apart."""
    return [{"x": x} for x in range(count)]


async def mapped(client: AsyncClient, journal: Path, count: int = 20) -> list[object]:
    """The values of a map that has a journal."""
    values = client.functions.map(id=1, inputs=numbers(count), journal=journal, concurrency=2, return_exceptions=True)
    return [value async for value in values]


@contextmanager
def full_at(size: int) -> Generator[None]:
    """No file of this process grows beyond a size, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [0, 5, 200, 1000, 1001, 1050])
async def test_full_disk(tmp_path: Path, size: int) -> None:
    """When the disk is full the map ends with one error; with room again it goes on, and runs nothing twice."""
    fake = FunctionsService()
    journal = tmp_path / "map.jsonl"
    async with scripted_client(fake.script()) as (client, _):
        with full_at(size), pytest.raises(JournalError, match=r"map\.jsonl cannot be written to: "):
            await mapped(client, journal)
        assert journal.read_bytes() == b"" or journal.read_bytes().endswith(b"}\n")
        values = await mapped(client, journal)
    ran = [run.data["x"] for run in fake.runs.values()]
    assert len(ran) == len(set(ran))
    assert [value for value in values if not isinstance(value, Exception)] != []


@pytest.mark.parametrize("what", ["a folder", "no folder above", "a file above"])
async def test_no_file(tmp_path: Path, what: str) -> None:
    """What cannot be a file at that place is told before anything is placed, in the same way."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    place = {"a folder": "folder", "no folder above": "none/map.jsonl", "a file above": "file/map.jsonl"}[what]
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        with pytest.raises(JournalError, match="cannot be opened: "):
            await mapped(client, tmp_path / place)
    assert not fake.runs


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser has all rights")
async def test_no_rights(tmp_path: Path) -> None:
    """A file that may not be written is told in the same way."""
    journal = tmp_path / "map.jsonl"
    journal.touch(mode=0o400)
    async with scripted_client(FunctionsService().script()) as (client, _):
        with pytest.raises(JournalError, match="cannot be opened: "):
            await mapped(client, journal)
