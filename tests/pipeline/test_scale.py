"""The made-up specs that the pipeline is measured with."""

import pytest

from tools import scale
from tools.pipeline import generate, spec


def test_made_up_spec() -> None:
    """A made-up spec is valid and has as many operations as it was asked for."""
    document = scale.made_up(12)
    generate.validate_spec(document)
    assert len(list(spec.operations(document))) == 12
    assert len({operation["tags"][0] for _, _, operation, _ in spec.operations(document)}) == 2


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a column per size and a row per part, the import of one operation last."""
    scale.main([2])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["processor", "seconds", "2", "growth"]
    assert lines[-1].startswith("one operation, ms")
    assert all(len(line.split()) >= 3 for line in lines)
