"""How objects and lists show themselves: short, readable, escaped, and never raising."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from attrs import field, frozen

from cdf_functions._resources.calls import CallFields, FunctionCallLog, FunctionCallLogEntry
from cdf_functions._resources.display import Items, Shown, readable
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.schedules import ScheduleFields
from cdf_functions._resources.sessions import Session
from cdf_functions._sync.calls import FunctionCall
from cdf_functions._sync.functions import Function
from cdf_functions._sync.schedules import FunctionSchedule
from cdf_functions_api import models

START = 1_700_000_000_123
RUNNING = {"id": 7, "functionId": 1, "status": "Running", "startTime": START}
FAILED = {**RUNNING, "id": 8, "status": "Failed", "endTime": START + 1000, "error": {"message": "<no>", "trace": "t"}}


class Calls(Items[CallFields]):
    """A list of calls."""

    _kind = CallFields


class Functions(Items[FunctionFields]):
    """A list of functions."""

    _kind = FunctionFields


@frozen(repr=False)
class Value(Shown):
    """A value with something to hide."""

    name: str
    secret: str = field(repr=False)


def call(fields: Mapping[str, Any]) -> CallFields:
    """A call as the service sends it."""
    return CallFields(models.FunctionCall.from_dict(fields))


def html(item: Any) -> str:
    """What a notebook shows."""
    text: str = item._repr_html_()
    return text


def names(kind: Any) -> list[str]:
    """The fields that are shown where there is room."""
    return list(kind._names())


@pytest.fixture
def norway(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock on the wall that is an hour ahead of UTC."""
    monkeypatch.setenv("TZ", "XXX-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("norway")
def test_repr() -> None:
    """A repr has the few fields that matter, without those that are missing, and times as the clock on the wall."""
    assert repr(call(RUNNING)) == (
        "CallFields(id=7, function_id=1, status='Running', start_time=2023-11-14 23:13:20.123+01:00)"
    )
    assert "error='<no>'" in repr(call(FAILED))


@pytest.mark.usefixtures("norway")
def test_times_at_the_ends() -> None:
    """A time too late to have a local one is shown in UTC."""
    assert readable(datetime(9999, 12, 31, 23, 59, tzinfo=UTC)) == "9999-12-31 23:59:00.000+00:00"


@pytest.mark.parametrize("kind", [FunctionFields, CallFields, ScheduleFields, Session])
@pytest.mark.parametrize("odd", [{}, None, "word"])
def test_nothing_breaks_it(kind: type[Any], odd: object) -> None:
    """Objects show themselves whatever the service left out, or sent in a form that nobody expects."""
    model: Any = {
        FunctionFields: models.Function,
        CallFields: models.FunctionCall,
        ScheduleFields: models.FunctionSchedule,
        Session: models.Session,
    }[kind]
    sent = ("id", "name", "status", "createdTime", "startTime", "creationTime", "error", "cronExpression", "sessionId")
    item = kind(model.from_dict({} if odd == {} else dict.fromkeys(sent, odd)))

    assert repr(item).startswith(f"{kind.__name__}(")
    assert html(item)
    assert len(item.to_pandas()) == len(names(kind))


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        (Function, models.Function),
        (FunctionCall, models.FunctionCall),
        (FunctionSchedule, models.FunctionSchedule),
    ],
)
def test_every_field_is_shown(kind: type[Any], model: type[Any]) -> None:
    """What is shown in full is all that the service sends, and nothing of our own."""
    assert set(names(kind)) == {each.name for each in model.__attrs_attrs__} - {"additional_properties"}
    assert set(kind._shown) < set(names(kind))


def test_list_in_a_terminal() -> None:
    """A list says how long it is, and shows its first items, one to a line."""
    calls = Calls([call(RUNNING)] * 12)

    lines = repr(calls).splitlines()

    assert lines[0] == "Calls of 12"
    assert lines[1] == f"  {calls[0]!r}"
    assert lines[-1] == "  ... and 2 more"
    assert len(lines) == 12
    assert repr(Calls()) == "Calls of 0"
    assert calls == [*calls]


def test_list_in_a_notebook() -> None:
    """A list is a table, with all text escaped, and no longer than a screen or two."""
    table = html(Calls([call(FAILED)] * 60))

    assert "<p>Calls of 60</p>" in table
    assert "<th>function_id</th>" in table
    assert "<td>Failed</td>" in table
    assert "<td>&lt;no&gt;</td>" in table
    assert table.count("<td>8</td>") == 50
    assert "<p>... and 10 more</p>" in table


def test_one_object_in_a_notebook() -> None:
    """An object is a table of its fields, with all text escaped, without those that are missing."""
    table = html(call(FAILED))

    assert "<tr><td>error</td><td>&lt;no&gt;</td></tr>" in table
    assert "schedule_id" not in table


def test_frame_of_a_list() -> None:
    """A frame has a row for each item and a column for each field; ids stay whole beside a None, times are in UTC."""
    frame = Calls([call(RUNNING), call({**FAILED, "scheduleId": 2**53 - 1})]).to_pandas()

    assert list(frame.columns) == names(CallFields)
    assert list(frame["id"]) == [7, 8]
    assert frame["start_time"].iloc[0] == datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)
    assert str(frame["end_time"].dtype.tz) == "UTC"
    assert frame["end_time"].isna().tolist() == [True, False]
    assert str(frame["schedule_id"].dtype) == "Int64"
    assert frame["schedule_id"].iloc[1] == 2**53 - 1
    assert frame["error"].iloc[1] == "<no>"
    assert list(Calls().to_pandas().columns) == names(CallFields)


def test_frame_of_one_object() -> None:
    """The frame of an object has a row for each field."""
    frame = call(FAILED).to_pandas()

    assert list(frame.columns) == ["value"]
    assert frame.loc["status", "value"] == "Failed"
    assert list(frame.index) == names(CallFields)


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, the error says so, and the rest works."""

    def refuse(name: str, *rest: Any) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("cdf_functions._resources.display.import_module", refuse)
    for each in (Calls(), call(RUNNING)):
        assert html(each)
        with pytest.raises(ImportError, match="to_pandas: pandas is not installed; pip install pandas"):
            each.to_pandas()


def test_nothing_secret() -> None:
    """What a value hides, and the secrets of a function, however the service sends them, are shown nowhere."""
    function = FunctionFields(models.Function.from_dict({"id": 1, "name": "n", "secrets": {"key": "hush"}}))
    for each in (Value("n", "hush"), function, Functions([function])):
        assert "hush" not in repr(each) + html(each) + each.to_pandas().to_json()
    assert list(function.secrets) == ["key"]


def test_long_values_are_cut() -> None:
    """A repr stays short beside a long value; the table of one object has all of it."""
    failed = call({**FAILED, "error": "x" * 1000})

    assert len(repr(failed)) < 400
    assert "x" * 1000 in unescape(html(failed))


@pytest.mark.usefixtures("norway")
def test_log_as_text() -> None:
    """A log can be had as text, with local times if they are wanted."""
    entries = [
        FunctionCallLogEntry(datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC), "one"),
        FunctionCallLogEntry(None, "two"),
    ]

    log = FunctionCallLog(entries)

    assert log.to_text() == "one\ntwo"
    assert log.to_text(with_timestamps=True) == "[2023-11-14 23:13:20.123+01:00] one\n[?] two"
    assert "<td>one</td>" in html(log)
    assert repr(log[1]) == "FunctionCallLogEntry(message='two')"
