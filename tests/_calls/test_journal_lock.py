"""Two programs on one journal."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests._sync.conftest import scripted_client
from tests.functions_service import FunctionsService

PROGRAM = """
import sys
from cdf_functions import Client, Token
client = Client(project="p", base_url=sys.argv[1], credentials=Token("t"))
for value in client.functions.map(external_id="f", inputs=[{"x": x} for x in range(3)], journal=sys.argv[2]):
    print(value, flush=True)
"""


def test_second_program_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    """Only one program writes a journal; when that one is killed, another goes on where it was."""
    journal = tmp_path / "pumps.jsonl"
    inputs = [{"x": x} for x in range(3)]
    fake = FunctionsService(seconds=lambda call_id: 0.0 if call_id == 101 else 1e9)
    with scripted_client(fake.script()) as (client, service):
        program = [sys.executable, "-c", PROGRAM, service.base_url, str(journal)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, encoding="utf-8") as first:
            try:
                assert first.stdout is not None
                assert first.stdout.readline() == "{'x': 0}\n"
                content = journal.read_bytes()
                with pytest.raises(ValueError, match=r"journal: .*pumps\.jsonl"):
                    next(iter(client.functions.map(external_id="f", inputs=inputs, journal=journal)))
                assert journal.read_bytes() == content
                assert [run.data for run in fake.runs.values()] == inputs
            finally:
                first.kill()
        for run in fake.runs.values():
            run.ends = 0.0
        assert list(client.functions.map(external_id="f", inputs=inputs, journal=journal)) == inputs
    assert len(fake.runs) == 3
