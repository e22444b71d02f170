"""The reports on a changed spec: of the working tree, between commits, and what the overlay must learn."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pipeline import warm
from tests.pipeline.conftest import git, regenerated, version_controlled
from tests.pipeline.edits import MOMENT, TEXT, fields, operation, rename, rename_schema, schema
from tools.diff import history, news, spec_diff, state
from tools.diff.report import compare
from tools.pipeline import spec, surface
from tools.pipeline.layout import GENERATED, ROOT, SPEC, SURFACE


@pytest.fixture
def project(root: Path) -> Path:
    """A root under version control, everything committed."""
    return version_controlled(root)


def change(root: Path, do: Callable[[Any], object]) -> None:
    """Edit the spec of a root."""
    document = spec.effective(root)
    do(document)
    (root / SPEC).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


def line(root: Path, place: str) -> str:
    """The line of the overlay that a report points at."""
    file, number = place.split(":")[:2]
    return (root / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]


def learn(root: Path) -> list[tuple[str, str]]:
    """What the news tell the overlay to learn: place, and words."""
    section = (
        news.since("HEAD", root, warm.run).partition("### What the overlay must learn\n\n")[2].partition("\n\n")[0]
    )
    return [
        (place, words) for place, _, words in (one.removeprefix("- ").partition(": ") for one in section.splitlines())
    ]


def test_nothing_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a change the report is one line, and so are the news after a regeneration."""
    assert spec_diff.main([], project) == 0
    assert capsys.readouterr().out.endswith("\n\nNothing changed.\n")
    assert regenerated(project)
    assert "The spec and the client are those of HEAD (" in capsys.readouterr().out


def test_regeneration_ends_with_the_report(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new field is told with the version that it asks for and its public name; the overlay has nothing to learn."""
    change(project, lambda d: fields(d, "Function").update(retiredTime=MOMENT))
    assert regenerated(project)
    said = capsys.readouterr().out
    assert "Asks for a minor version.\n\n### New\n\n- Function.retiredTime is new: a time.\n" in said
    assert "+ models.Function.retired_time: int | None | Unset = UNSET\n" in said
    assert learn(project) == []


def test_hidden_field(project: Path) -> None:
    """A field of what the overlay copies one by one is hidden, and the place of the copying is named."""
    change(project, lambda d: fields(d, "CallLogEntry").update(level=TEXT))
    ((place, words),) = learn(project)
    assert words == "hides the new field CallLogEntry.level"
    assert "models.CallLogEntry" in line(project, place)


def test_field_that_cannot_be_sent(project: Path) -> None:
    """A new field of a request that the overlay builds is named where it is built."""
    change(project, lambda d: fields(d, "FunctionWrite").update(team={**TEXT, "type": "string"}))
    ((place, words),) = learn(project)
    assert words == "cannot send the new field FunctionWrite.team as team"
    assert "models.FunctionWrite(" in line(project, place)


def test_number_that_is_a_time(project: Path) -> None:
    """A field that the overlay shows as a number and that is now a time is named where it is read."""
    change(project, lambda d: fields(d, "FunctionsLimits")["responseSizeMb"].update(format="epoch-ms"))
    ((place, words),) = learn(project)
    assert words == "shows as a number what is now a time: FunctionsLimits.responseSizeMb"
    assert "response_size_mb" in line(project, place)


def test_word_that_is_missing(project: Path) -> None:
    """A new value of an enum is named where the overlay speaks the others."""
    change(project, lambda d: schema(d, "CallStatus")["enum"].append("Paused"))
    ((place, words),) = learn(project)
    assert words == "has no word for Paused, a new CallStatus"
    assert any(word in line(project, place) for word in ("Running", "Completed", "Failed", "Timeout"))


def test_word_that_is_gone(project: Path) -> None:
    """A value that an enum no longer has is named wherever the overlay speaks it beside the others."""
    change(project, lambda d: schema(d, "CallStatus")["enum"].remove("Timeout"))
    found = learn(project)
    assert {words for _, words in found} == {"speaks of Timeout: CallStatus is never Timeout any more."}
    assert all("Timeout" in line(project, place) for place, _ in found)


def test_schema_that_is_called_otherwise(project: Path) -> None:
    """Every line that names a model by its old name is told."""
    change(project, lambda d: rename_schema(d, "CallError", "RunError"))
    found = learn(project)
    assert {words for _, words in found} == {"names CallError: Schema CallError is now called RunError."}
    assert all("models.CallError" in line(project, place) for place, _ in found)


def test_field_sent_by_position(project: Path) -> None:
    """A required field that the overlay does not name where it builds the model is told there all the same."""
    change(project, lambda d: fields(d, "FunctionReferences")["items"].update(maxItems=5))
    found = learn(project)
    assert {words.partition(":")[0] for _, words in found} == {"builds FunctionReferences"}
    assert all("models.FunctionReferences(" in line(project, place) for place, _ in found)


def test_operation_called_twice(project: Path) -> None:
    """Every call of an operation that is gone is told, and what it needs otherwise as well."""
    change(project, lambda d: d["paths"].pop("/functions/byids"))
    assert len(learn(project)) > 1
    assert all("operations.get_functions_by_ids" in line(project, place) for place, _ in learn(project))
    change(project, lambda d: d["components"]["parameters"]["SessionLimit"]["schema"].update(type="string"))
    others = [one for one in learn(project) if "byids" not in one[1]]
    assert {words for _, words in others} == {"calls listSessions: query limit was integer and is now string."}
    assert all("operations.list_sessions" in line(project, place) for place, _ in others)


def test_lines_that_break(project: Path) -> None:
    """The lines that a renamed field breaks are named, and the type checker names the same."""
    change(project, lambda d: rename(fields(d, "FunctionsLimits"), "timeoutMinutes", "longestRun"))
    assert regenerated(project)
    said = news.since("HEAD", project, warm.run)
    found = learn(project)
    told = "reads FunctionsLimits.timeout_minutes: FunctionsLimits.timeoutMinutes is now called longestRun."
    assert {words for _, words in found} == {told}
    assert said.count('"FunctionsLimits" has no attribute "timeout_minutes"') == len(found) > 1
    assert all(f'- {place}: "FunctionsLimits" has no attribute "timeout_minutes"' in said for place, _ in found)


def test_lines_that_a_lost_property_breaks(project: Path) -> None:
    """A field of a resource that is called otherwise takes its property along; each line that spoke of it is named."""
    change(project, lambda d: rename(fields(d, "FunctionCall"), "endTime", "stopTime"))
    assert regenerated(project)
    said = news.since("HEAD", project, warm.run)
    ((_, words),) = learn(project)
    assert words == "CallFields.end_time is no longer there: FunctionCall.endTime is now called stopTime."
    assert ': "CallFields" has no attribute "end_time"' in said


def test_nothing_to_learn(project: Path) -> None:
    """A change of what the overlay does not touch asks nothing of it."""
    change(project, lambda d: fields(d, "FileMetadata").update(color=TEXT))
    change(project, lambda d: fields(d, "Function")["owner"].update(description="Reworded."))
    assert learn(project) == []


def test_machine_readable(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has each change with whom it breaks, and the public names."""
    change(project, lambda d: fields(d, "FunctionCall").pop("scheduledTime"))
    assert regenerated(project)
    capsys.readouterr()
    assert spec_diff.main(["--json"], project) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["bump"] == "major"
    assert report["changes"] == [
        {
            "kind": "field removed",
            "subject": "FunctionCall.scheduledTime",
            "text": "FunctionCall.scheduledTime is gone.",
            "wire": True,
            "python": True,
            "breaks": ["low-level", "overlay", "wire"],
            "bump": "major",
        }
    ]
    removed = ["models.FunctionCall.scheduled_time: int | None | Unset = UNSET"]
    gone = ["models.FunctionCall.scheduled_time"]
    assert report["surface"] == {"compared": True, "removed": removed, "added": [], "gone": gone, "changed": []}


def test_between_commits(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two commits are compared as they were, whatever lies in the working tree."""
    change(project, lambda d: operation(d, "get /functions").update(operationId="findFunctions"))
    git(project, "commit", "-qam", "Renamed")
    change(project, lambda d: d["paths"].pop("/token/inspect"))
    assert spec_diff.main(["HEAD~1..HEAD"], project) == 0
    said = capsys.readouterr().out
    assert "- Operation listFunctions is now called findFunctions. Breaks: low-level." in said
    assert "inspectToken" not in said


def test_same_spec_other_client(project: Path) -> None:
    """Public names that changed without a change of the spec ask for a major version."""
    snapshot = project / SURFACE
    snapshot.write_text(snapshot.read_text(encoding="utf-8").replace("types.UNSET: Unset\n", ""), encoding="utf-8")
    report = compare(state.committed("HEAD", project), state.here(project))
    assert (report.changes, report.removed, report.bump) == ([], ["types.UNSET: Unset"], "major")


def test_unknown_commit(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that git does not know is an error."""
    assert spec_diff.main(["nonsense"], project) == 1
    assert "git knows no commit 'nonsense'" in capsys.readouterr().err


@pytest.mark.parametrize("broken", [{"type": "text"}, {"minimum": "1"}])
def test_a_spec_that_is_not_valid(project: Path, capsys: pytest.CaptureFixture[str], broken: Any) -> None:
    """What is no OpenAPI is not compared, but said to be none."""
    change(project, lambda d: fields(d, "FunctionWrite")["cpu"].update(broken))
    assert spec_diff.main([], project) == 1
    assert "spec/openapi.yaml is not valid OpenAPI 3.1" in capsys.readouterr().err


def test_without_version_control(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no history, regeneration works and says why there is no report."""
    assert regenerated(root)
    assert "No report on what changed: git knows no commit 'HEAD' here" in capsys.readouterr().out


def test_the_projects_own_history(capsys: pytest.CaptureFixture[str]) -> None:
    """Every commit that changed the spec can be compared with the one before."""
    commits = history.revisions(SPEC)
    if not commits:
        pytest.skip("no history here")
    for before, after in pairwise(commits):
        assert spec_diff.main([f"{before}..{after}"]) == 0
    assert spec_diff.main([commits[0]]) == 0
    assert "## The spec, from" in capsys.readouterr().out


def test_the_snapshot_is_true() -> None:
    """Each line of the snapshot is a name of the client that is here, and each name has its line."""
    text = (ROOT / SURFACE).read_text(encoding="utf-8")
    listed = surface.lines(ROOT / GENERATED)
    assert text.splitlines()[1:] == listed
    assert len(surface.read(text)) == len(listed)
