"""The report on a changed spec names every change, and whom it breaks."""

import copy
from pathlib import Path

import pytest

from tests.pipeline.edits import EDITS, Edit
from tests.pipeline.more_edits import MORE
from tools.diff.exposure import exposure
from tools.diff.facts import facts
from tools.diff.spec_changes import changes
from tools.pipeline import spec

DOCUMENT = spec.effective()
# an overlay of the test's own, so that what the real one shows one day does not change what is expected here
USED = exposure({"overlay.py": (Path(__file__).parent / "overlay_sample.py").read_text(encoding="utf-8")})


def test_there_are_enough_edits() -> None:
    """At least thirty kinds of edit are tried, each by its own name."""
    assert len({edit.name for edit in (*EDITS, *MORE)}) == len(EDITS) + len(MORE)
    assert len(EDITS) >= 30


@pytest.mark.parametrize("edit", [*EDITS, *MORE], ids=lambda edit: edit.name)
def test_an_edit_is_named(edit: Edit) -> None:
    """Each edit is reported with its kind, its subject and whom it breaks, and nothing else is."""
    after = copy.deepcopy(DOCUMENT)
    edit.do(after)
    found = changes(facts(DOCUMENT), facts(after), USED)
    assert [(one.kind, one.subject, " ".join(sorted(one.breaks))) for one in found] == list(edit.said)
    assert all(one.text.endswith(".") for one in found)


@pytest.mark.parametrize("edit", [*EDITS, *MORE], ids=lambda edit: edit.name)
def test_an_edit_taken_back_is_named_too(edit: Edit) -> None:
    """The way back is reported as well, and is never silent about what the way there told."""
    after = copy.deepcopy(DOCUMENT)
    edit.do(after)
    assert len(changes(facts(after), facts(DOCUMENT), USED)) == len(edit.said)


def test_quoting_does_not_matter() -> None:
    """A key that looks like a number is the text that it is, and so is a date."""
    quoted = "a: {'200': 1, '2023-01-01': '2023-01-01'}\n"
    same = {"200": 1, "2023-01-01": "2023-01-01"}
    assert spec.read(quoted) == spec.read(quoted.replace("'", "")) == {"a": same}


def test_nothing_changed() -> None:
    """A spec compared with itself gives no change."""
    assert changes(facts(DOCUMENT), facts(copy.deepcopy(DOCUMENT)), USED) == []


@pytest.mark.parametrize(
    ("edit", "bump"),
    [
        ("field added", "minor"),
        ("enum value removed", "major"),
        ("operation moved", "minor"),
        ("introduction reworded", "patch"),
    ],
)
def test_bump(edit: str, bump: str) -> None:
    """What breaks Python code asks for a major version, what adds or breaks the wire alone for a minor one."""
    after = copy.deepcopy(DOCUMENT)
    next(one for one in EDITS if one.name == edit).do(after)
    assert {one.bump for one in changes(facts(DOCUMENT), facts(after), USED)} == {bump}
