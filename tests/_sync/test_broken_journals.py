# Made by `nox -s regenerate` from tests/_async/test_broken_journals.py. Do not edit: change that, and run it again.
"""A journal that cannot be written: one error, and a map that can go on later."""

import os
import resource
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cdf_functions import Client, JournalError
from tests.functions_service import FunctionsService

from .conftest import scripted_client

pytestmark = pytest.mark.usefixtures("clock")


def numbers(count: int) -> list[dict[str, object]]:
    """Inputs that can be told apart."""
    return [{"x": x} for x in range(count)]


def mapped(client: Client, journal: Path, count: int = 20) -> list[object]:
    """The values of a map that has a journal."""
    values = client.functions.map(id=1, inputs=numbers(count), journal=journal, concurrency=2, return_exceptions=True)
    return [value for value in values]


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
def test_full_disk(tmp_path: Path, size: int) -> None:
    """When the disk is full the map ends with one error; with room again it goes on, and runs nothing twice."""
    fake = FunctionsService()
    journal = tmp_path / "map.jsonl"
    with scripted_client(fake.script()) as (client, _):
        with full_at(size), pytest.raises(JournalError, match=r"map\.jsonl cannot be written to: "):
            mapped(client, journal)
        assert journal.read_bytes() == b"" or journal.read_bytes().endswith(b"}\n")
        values = mapped(client, journal)
    ran = [run.data["x"] for run in fake.runs.values()]
    assert len(ran) == len(set(ran))
    assert [value for value in values if not isinstance(value, Exception)] != []


@pytest.mark.parametrize("what", ["a folder", "no folder above", "a file above"])
def test_no_file(tmp_path: Path, what: str) -> None:
    """What cannot be a file at that place is told before anything is placed, in the same way."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    place = {"a folder": "folder", "no folder above": "none/map.jsonl", "a file above": "file/map.jsonl"}[what]
    fake = FunctionsService()
    with scripted_client(fake.script()) as (client, _):
        with pytest.raises(JournalError, match="cannot be opened: "):
            mapped(client, tmp_path / place)
    assert not fake.runs


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser has all rights")
def test_no_rights(tmp_path: Path) -> None:
    """A file that may not be written is told in the same way."""
    journal = tmp_path / "map.jsonl"
    journal.touch(mode=0o400)
    with scripted_client(FunctionsService().script()) as (client, _):
        with pytest.raises(JournalError, match="cannot be opened: "):
            mapped(client, journal)
