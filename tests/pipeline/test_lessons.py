"""Lessons end when they are learnt: what a change of the spec asks of the overlay, before and after it was taught."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.edits import MOMENT, TEXT, fields, operation, rename, rename_schema, schema
from tools.diff import state
from tools.diff.exposure import exposure
from tools.diff.facts import facts
from tools.diff.lessons import lessons
from tools.diff.spec_changes import changes
from tools.pipeline import spec

Edit = Callable[[Any], object]
DOCUMENT = spec.effective()
OVERLAY = """
class CallFields(FunctionCallProperties, Fields["models.FunctionCall"]):
    pass

def ended(call):
    return call.end_time

def entry(one: "models.CallLogEntry"):
    return Entry(one.message)

def write(name):
    return models.FunctionWrite(name=name, file_id=0)

def limits():
    for one in self.listed(operations.list_sessions, limit=5):
        return one.status

async def timeout(self):
    limits = await self._api.ask(operations.get_functions_limits)
    return limits.timeout_minutes

async def call(self):
    return await self._api.ask(operations.get_call, 1, 2), "Running", "Failed"
"""


def learn(edit: Edit, old: str, new: str) -> list[str]:
    """What an edit of the spec teaches, where the overlay went from one text to the other."""
    document = copy.deepcopy(DOCUMENT)
    edit(document)
    before, after = facts(DOCUMENT), facts(document)
    known = exposure({"calls.py": old}, state.answers(before))
    used = exposure({"calls.py": new}, state.answers(after))
    return [one.text for one in lessons(changes(before, after, known), after, used, known)]


LEARNT: list[tuple[str, Edit, str, str, str]] = [
    (
        "a hidden field",
        lambda d: fields(d, "CallLogEntry").update(level=TEXT),
        "hides the new field CallLogEntry.level",
        "one.message)",
        "one.message, one.level)",
    ),
    (
        "a field to send",
        lambda d: fields(d, "FunctionWrite").update(team={**TEXT, "type": "string"}),
        "cannot send the new field FunctionWrite.team as team",
        "file_id=0",
        "file_id=0, team=team",
    ),
    (
        "a word",
        lambda d: schema(d, "CallStatus")["enum"].append("Paused"),
        "has no word for Paused, a new CallStatus",
        '"Failed"',
        '"Failed", "Paused"',
    ),
    (
        "a word that is gone",
        lambda d: schema(d, "CallStatus")["enum"].remove("Failed"),
        "speaks of Failed: ",
        ', "Failed"',
        "",
    ),
    (
        "a parameter",
        lambda d: operation(d, "get /sessions")["parameters"].append(
            {"name": "sortOrder", "in": "query", "schema": {"type": "string"}}
        ),
        "does not pass query sortOrder of listSessions, which is new",
        "limit=5",
        "limit=5, sort_order=order",
    ),
    (
        "a field that is called otherwise",
        lambda d: rename(fields(d, "FunctionsLimits"), "timeoutMinutes", "longestRun"),
        "reads FunctionsLimits.timeout_minutes: ",
        "timeout_minutes",
        "longest_run",
    ),
    (
        "a property that is gone",
        lambda d: fields(d, "FunctionCall").pop("endTime"),
        "CallFields.end_time is no longer there: ",
        "call.end_time",
        "None",
    ),
    (
        "an operation that is gone",
        lambda d: d["paths"].pop("/functions/limits"),
        "calls getFunctionsLimits: ",
        "await self._api.ask(operations.get_functions_limits)",
        "LIMITS",
    ),
    (
        "a tag that changed",
        lambda d: operation(d, "get /functions/limits").update(tags=["calls"]),
        "calls getFunctionsLimits: ",
        "operations.get_functions_limits",
        "GET",
    ),
    (
        "a kind that changed",
        lambda d: fields(d, "FunctionsLimits")["timeoutMinutes"].update(type=["string", "null"]),
        "reads FunctionsLimits.timeout_minutes: ",
        "limits.timeout_minutes",
        "int(limits.timeout_minutes)",
    ),
    (
        "a number that is a time",
        lambda d: fields(d, "FunctionsLimits")["timeoutMinutes"].update(format="epoch-ms"),
        "shows as a number what is now a time: FunctionsLimits.timeoutMinutes",
        "return limits.timeout_minutes",
        'return from_epoch_ms(limits.timeout_minutes, "timeout")',
    ),
    (
        "a model that is called otherwise",
        lambda d: rename_schema(d, "CallLogEntry", "LogLine"),
        "names CallLogEntry: ",
        "models.CallLogEntry",
        "models.LogLine",
    ),
]


@pytest.mark.parametrize(("edit", "lesson", "old", "new"), [one[1:] for one in LEARNT], ids=[one[0] for one in LEARNT])
def test_a_lesson_ends_when_it_is_learnt(edit: Edit, lesson: str, old: str, new: str) -> None:
    """It is told while the overlay is as it was, also after another function has changed, and then no more."""
    assert old in OVERLAY
    told = learn(edit, OVERLAY, OVERLAY)
    assert any(one.startswith(lesson) for one in told), told
    assert learn(edit, OVERLAY, f"{OVERLAY}\n\ndef more():\n    return models.Session\n") == told
    assert [one for one in learn(edit, OVERLAY, OVERLAY.replace(old, new)) if one.startswith(lesson)] == []


SILENT: list[tuple[str, Edit]] = [
    ("a field of a resource", lambda d: fields(d, "FunctionCall").update(retiredTime=MOMENT)),
    ("a field respelt", lambda d: rename(fields(d, "FunctionsLimits"), "timeoutMinutes", "timeout_minutes")),
    ("an operation respelt", lambda d: operation(d, "get /functions/limits").update(operationId="GetFunctionsLimits")),
    ("read only", lambda d: fields(d, "CallLogEntry")["message"].update(readOnly=True)),
    ("a default", lambda d: fields(d, "FunctionWrite")["name"].update(default="f")),
    ("another status", lambda d: rename(operation(d, "get /functions/limits")["responses"], "200", "201")),
    ("a description", lambda d: fields(d, "CallLogEntry")["message"].update(description="Words.")),
    ("a model nobody builds", lambda d: fields(d, "ScheduleWrite").update(team={**TEXT, "type": "string"})),
    (
        "a parameter that is sent otherwise",
        lambda d: operation(d, "get /sessions").update(
            parameters=[
                *operation(d, "get /sessions")["parameters"][:1],
                {"$ref": "#/components/parameters/Cursor"},
                {"name": "limit", "in": "header", "schema": {"type": "integer"}},
            ]
        ),
    ),
]


@pytest.mark.parametrize("edit", [one[1] for one in SILENT], ids=[one[0] for one in SILENT])
def test_no_false_alarm(edit: Edit) -> None:
    """What changes nothing that the overlay says or reads teaches nothing."""
    assert learn(edit, OVERLAY, OVERLAY) == []
