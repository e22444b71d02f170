"""Files given as the journal of a map: one map at a time, and nothing that is no journal is written to."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import CdfError, JournalError
from tests.functions_service import FunctionsService
from tests.scripted import Answer, Received

from .conftest import scripted_client

SHA = hashlib.sha256(b"{}").hexdigest()


def numbers(count: int) -> list[dict[str, object]]:
    """Inputs that can be told apart."""
    return [{"x": x} for x in range(count)]


async def test_one_map_at_a_time(tmp_path: Path) -> None:
    """A journal that a map is writing is refused to a second one, which places nothing; afterwards it is free."""
    journal = tmp_path / "pumps.jsonl"
    fake = FunctionsService(seconds=lambda call_id: 0.0 if call_id == 101 else 1e9)
    async with scripted_client(fake.script()) as (client, _):
        begun = client.functions.map(external_id="f", inputs=numbers(3), journal=journal, ordered=False)
        async for first in begun:
            assert first in numbers(3)
            content = journal.read_bytes()
            async with scripted_client(fake.script()) as (other, service):
                with pytest.raises(ValueError, match=r"journal: .*pumps\.jsonl"):
                    async for _ in other.functions.map(external_id="f", inputs=numbers(3), journal=journal):
                        break
            assert not [each for each in service.operations() if each.endswith(("/call", "/sessions"))]
            assert journal.read_bytes() == content
            break
        closing: Any = begun
        await closing.aclose()
        for run in fake.runs.values():
            run.ends = 0.0
        again = client.functions.map(external_id="f", inputs=numbers(3), journal=journal)
        assert [each async for each in again] == numbers(3)
    assert len(fake.runs) == 3


NO_JOURNALS = {
    "a setting, without a line end": b'{"a": 1}',
    "a setting": b'{"a": 1}\n',
    "a list": b"[1, 2]",
    "a number": b"7",
    "a word": b"hello",
    "a text": b"Dear diary,\n\ntoday I",
    "an odd first line": b'"function"\n',
    "a binary": bytes(range(256)),
    "a binary without lines": b"PK\x03\x04\x00\x00",
    "zeros": b"\x00" * 64,
    "a table": b"function,input\n1,2\n",
    "a null for a function": b'{"function": null}\n',
    "a first line that ends early, and more": b'{"function": 1\n{"input": 0}\n',
}


@pytest.mark.parametrize("content", NO_JOURNALS.values(), ids=NO_JOURNALS.keys())
async def test_file_that_is_no_journal(tmp_path: Path, content: bytes) -> None:
    """A file that is something else is refused, byte for byte as it was, and nothing is placed."""
    path = tmp_path / "precious.txt"
    path.write_bytes(content)
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        with pytest.raises(ValueError, match=r"journal: .*precious\.txt"):
            [each async for each in client.functions.map(external_id="f", inputs=numbers(1), journal=path)]
    assert path.read_bytes() == content
    assert not fake.sessions


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("pair", [(0, 1), (1, 4), (0, 3)])
async def test_one_call_for_two_inputs(tmp_path: Path, pair: tuple[int, int], ordered: bool) -> None:
    """A journal in which two inputs are one call cannot be right: it is refused, and left as it is."""
    journal = tmp_path / "map.jsonl"
    lines: list[dict[str, object]] = [{"function": 1}]
    for index in range(5):
        digest = hashlib.sha256(json.dumps({"x": index}).encode()).hexdigest()
        lines.append({"input": index, "sha256": digest, "since": "2026-01-01T00:00:00+00:00"})
        lines.append({"input": index, "call": 101 + (pair[0] if index == pair[1] else index)})
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    content = journal.read_bytes()
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        for x in range(5):
            await client.functions.call(external_id="f", data={"x": x})
        values = client.functions.map(
            external_id="f", inputs=numbers(5), journal=journal, ordered=ordered, return_exceptions=True
        )
        with pytest.raises(ValueError, match=r"journal: .*map\.jsonl"):
            [value async for value in values]
    assert journal.read_bytes() == content
    assert len(fake.runs) == 5


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("with_journal", [True, False])
async def test_as_many_outcomes_as_inputs(tmp_path: Path, ordered: bool, with_journal: bool) -> None:
    """A service that gives two calls one id is told as an error; no input is left without an outcome."""
    fake = FunctionsService()

    def same_call_again(request: Received) -> Answer:
        answer = fake.start(request)
        return Answer(201, {**fake.shown(fake.runs[101]), "status": "Running"}) if len(fake.runs) == 2 else answer

    journal = tmp_path / "map.jsonl" if with_journal else None
    async with scripted_client(fake.script({"POST /functions/1/call": same_call_again})) as (client, _):
        values = client.functions.map(
            external_id="f", inputs=numbers(4), journal=journal, ordered=ordered, return_exceptions=True, concurrency=4
        )
        try:
            found = [value async for value in values]
        except (CdfError, ValueError):
            return
    assert len(found) == 4


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("folder", "cannot be opened: "),
        ("none/map.jsonl", "cannot be opened: "),
        ("file/map.jsonl", "cannot be opened: "),
        (os.devnull, "is no regular file"),
    ],
    ids=["a folder", "no folder above", "a file above", "a device"],
)
async def test_no_file(tmp_path: Path, place: str, reason: str) -> None:
    """What cannot be a file is told before anything is placed, with the path."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    path = tmp_path / place
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        with pytest.raises(JournalError, match=reason) as caught:
            [each async for each in client.functions.map(external_id="f", inputs=numbers(1), journal=path)]
    assert str(path) in str(caught.value)
    assert not fake.sessions


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser has all rights")
async def test_no_rights(tmp_path: Path) -> None:
    """A file that may not be written is told in the same way."""
    path = tmp_path / "map.jsonl"
    path.touch(mode=0o400)
    async with scripted_client(FunctionsService().script()) as (client, _):
        with pytest.raises(JournalError, match="cannot be opened: "):
            [each async for each in client.functions.map(external_id="f", inputs=numbers(1), journal=path)]
