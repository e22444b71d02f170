"""Trying another generator leaves the project alone and says what would change."""

import shutil
from pathlib import Path

import pytest

from tests.pipeline import warm
from tests.pipeline.conftest import edit, state
from tools.diff import bump
from tools.pipeline.layout import CONFIG, ROOT, TEMPLATE_EDITS


@pytest.fixture
def project(root: Path) -> Path:
    """A root with what the trial runs in its copy."""
    for name in ("tools", "tests"):
        shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def test_what_would_change(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What another generator would make otherwise is named, by file and by name; the project stays as it was."""
    monkeypatch.setattr(bump, "TESTS", (*bump.TESTS, "-k", "not anything_the_spec"))  # the slow one of them
    edit(project / TEMPLATE_EDITS, 'find = "from enum import StrEnum\\n"', 'find = "from enum import StrEnum\\n\\n"')
    edit(project / TEMPLATE_EDITS, 'import Self\\n"', 'import Self\\n\\nMORE = 1\\n"')
    before = state(project)
    assert bump.main(project, warm.run) == 0
    said = capsys.readouterr().out
    assert "Made files that differ:\n  ~ models/activation_state.py\n" in said
    assert "Public names:\n  + models.MORE = 1\n" in said
    assert "the tests of the low-level client: passed" in said
    assert state(project) == before


def test_what_would_fail(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A regeneration that fails ends the trial with the reason."""
    edit(project / CONFIG, "post_hooks:", "post_hook:")
    assert bump.main(project, warm.run) == 1
    assert "regeneration: FAILED" in capsys.readouterr().out
