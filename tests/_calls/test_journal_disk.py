"""Journals that cannot be written: one error of ours, and a map that can be gone on with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cdf_functions import CdfError, JournalError
from cdf_functions._calls.journal import Journal
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent

FULL_DISK = """
import json, resource, sys
from cdf_functions import Client, JournalError, Token
from tests.functions_service import FunctionsService
from tests.scripted import scripted

path, inputs = sys.argv[1], [{"x": x} for x in range(20)]
fake = FunctionsService()
who = Token("t")
with scripted(fake.script()) as service, Client(project="p", base_url=service.base_url, credentials=who) as client:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), most))
    try:
        list(client.functions.map(external_id="f", inputs=inputs, journal=path))
    except JournalError as error:
        told = [str(error), *error.__notes__]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    before = [run.data["x"] for run in fake.runs.values()]
    again = list(client.functions.map(external_id="f", inputs=inputs, journal=path, on_ambiguous="adopt"))
    print(json.dumps([told, before, again == inputs, sorted(run.data["x"] for run in fake.runs.values())]))
"""


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    """A folder, a path that leads nowhere and a device are refused, with the path and the reason."""
    (tmp_path / "folder").mkdir()
    for path, reason in [
        (tmp_path / "folder", "cannot be opened: Is a directory"),
        (tmp_path / "none" / "map.jsonl", "cannot be opened: No such file or directory"),
        (Path(os.devnull), "is no regular file"),
    ]:
        with pytest.raises(JournalError, match=reason) as caught:
            Journal(path, 1)
        assert str(path) in str(caught.value)
        assert isinstance(caught.value, CdfError)


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be bounded there")
@pytest.mark.parametrize("size", [400, 420, 450, 500, 530])
def test_full_disk(tmp_path: Path, size: int) -> None:
    """A map whose journal cannot be written ends and names what runs; with room again it goes on, and runs all once."""
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "map.jsonl"), str(size)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    told, before, values_are_right, ran = json.loads(done.stdout)
    assert "map.jsonl cannot be written to: File too large" in told[0] or "the disk is full" in told[0]
    assert 0 < len(before) < 20
    assert len([note for note in told[1:] if "open_call" in note]) >= 1
    assert values_are_right
    assert ran == list(range(20))
