# Made by `nox -s regenerate` from tests/_async/test_schedules.py. Do not edit: change that, and run it again.
"""Schedules: created with a session that lasts, listed, read, deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cdf_functions import Client, ClientCredentials, NotFoundError, OAuthClientCredentials
from tests.scripted import Answer, Script, scripted

from .conftest import Deploy, scripted_client

HANDLER = "def handle(data): return data"
CREATED = {"id": 9, "name": "s", "functionId": 1, "cronExpression": "0 * * * *", "sessionId": "5"}
ONE_SCHEDULE: Script = {
    "POST /token": Answer(200, {"access_token": "t", "expires_in": 3600}),
    "POST /functions/byids": Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]}),
    "POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n-1"}]}),
    "POST /functions/schedules": Answer(201, {"items": [CREATED]}),
    "POST /functions/schedules/list": Answer(200, {"items": [CREATED]}),
}


def test_create_read_delete(client: Client, deploy: Deploy) -> None:
    """A schedule comes back as it was created, shows neither data nor nonce, gives its data, and can be deleted."""
    function = deploy(HANDLER)
    schedules = client.functions.schedules
    before = datetime.now(UTC) - timedelta(milliseconds=1)

    created = schedules.create(
        "nightly", "0 3 * * MON-FRI", function_external_id="test", description="d", data={"x": [1, None]}
    )

    assert (created.name, created.description, created.cron_expression) == ("nightly", "d", "0 3 * * MON-FRI")
    assert created.function_id == function.id
    assert created.when
    assert before <= created.created_time <= datetime.now(UTC)
    assert created.next_run_times(2)[0].hour == 3
    assert created.get_input_data() == {"x": [1, None]}
    (session,) = client.sessions.list(status="ACTIVE")
    assert created.session_id == session.id

    again = schedules.retrieve(created.id)
    assert (again.id, again.name) == (created.id, "nightly")
    assert f"FunctionSchedule(id={created.id}, name='nightly', " in repr(again)
    schedules.delete(created.id)
    for gone in (schedules.retrieve, schedules.delete, schedules.get_input_data):
        with pytest.raises(NotFoundError, match=str(created.id)):
            gone(created.id)


def test_without_data(client: Client, deploy: Deploy) -> None:
    """A schedule that was given no data has none."""
    function = deploy(HANDLER)

    schedule = client.functions.schedules.create("s", "* * * * *", function.id)

    assert schedule.get_input_data() is None


def test_list(client: Client, deploy: Deploy) -> None:
    """Schedules can be listed by name, function, time and expression, and each of them can be used."""
    function = deploy(HANDLER)
    schedules = client.functions.schedules
    first = schedules.create("first", "0 * * * *", function.id, data={"n": 1})
    second = schedules.create("second", "5 * * * *", function.id)

    assert {schedule.id for schedule in schedules.list()} == {first.id, second.id}
    (found,) = schedules.list(name="first", function_external_id="test", created_time={"min": "2026-01-01T00Z"})
    assert found.get_input_data() == {"n": 1}
    assert [schedule.id for schedule in schedules.list(cron_expression="5 * * * *")] == [second.id]
    assert schedules.list(created_time={"max": timedelta(hours=-1)}) == []
    assert len(schedules.list(function_id=function.id, limit=1)) == 1
    assert {schedule.id for schedule in function.list_schedules()} == {first.id, second.id}
    with pytest.raises(NotFoundError, match="nobody"):
        schedules.list(function_external_id="nobody")


def test_retrieve_several(client: Client, deploy: Deploy) -> None:
    """Several schedules are given by their ids; one that is not there raises, or is passed over."""
    function = deploy(HANDLER)
    schedules = client.functions.schedules
    schedule = schedules.create("s", "0 * * * *", function.id)
    unknown = schedule.id + 1  # no fixed one, for the emulator's other tests may have come to that

    assert [found.id for found in schedules.retrieve([schedule.id, schedule.id])] == [schedule.id]
    found = schedules.retrieve([schedule.id, unknown], ignore_unknown_ids=True)
    assert [each.id for each in found] == [schedule.id]
    assert schedules.retrieve([]) == []
    with pytest.raises(NotFoundError) as caught:
        schedules.retrieve([schedule.id, unknown])
    assert caught.value.missing == ({"id": unknown},)


def test_wire() -> None:
    """A schedule is created, and filtered, under the names of the wire; the function goes by its id."""
    with scripted_client(ONE_SCHEDULE) as (client, service):
        schedules = client.functions.schedules
        schedule = schedules.create("s", "0 * * * *", function_external_id="f", data={"x": 1})
        schedules.list("s", function_external_id="f", cron_expression="0 * * * *", limit=None)

    lookup, session, create, current, listing = (request.json for request in service.received)
    assert lookup == current == {"items": [{"externalId": "f"}]}
    assert session == {"items": [{"tokenExchange": True}]}
    item = {"name": "s", "cronExpression": "0 * * * *", "functionId": 1, "data": {"x": 1}, "nonce": "n-1"}
    assert create == {"items": [item]}
    assert listing == {"filter": {"name": "s", "functionId": 1, "cronExpression": "0 * * * *"}, "limit": 10_000}
    assert schedule.session_id == 5


@pytest.mark.parametrize(("sent", "id"), [(5, 5), ("5", 5), ("five", None), (None, None)])
def test_session_id_is_an_int(sent: object, id: int | None) -> None:
    """The id of the session is an int in whichever form the service sends it; one that is none is passed over."""
    created = Answer(201, {"items": [{**CREATED, "sessionId": sent}]})
    with scripted_client({**ONE_SCHEDULE, "POST /functions/schedules": created}) as (client, _):
        schedule = client.functions.schedules.create("s", "0 * * * *", 1)

    assert schedule.session_id == id
    assert schedule.when is None


def test_whose_rights() -> None:
    """The session is made from the credentials given, else from the client's; with a nonce, none is made."""
    with scripted(ONE_SCHEDULE) as service:
        credentials = OAuthClientCredentials(f"{service.base_url}/token", "mine", "hush")
        with Client(project="p", base_url=service.base_url, credentials=credentials) as client:
            create = client.functions.schedules.create
            create("s", "0 * * * *", 1)
            create("s", "0 * * * *", 1, client_credentials=ClientCredentials("theirs", "hush"))
            create("s", "0 * * * *", 1, nonce="n-2")

    sessions = [request.json["items"][0] for request in service.received if request.operation == "POST /sessions"]
    assert [session["clientId"] for session in sessions] == ["mine", "theirs"]
    assert service.received[-1].json["items"][0]["nonce"] == "n-2"


def test_no_session_that_ends_soon() -> None:
    """A schedule gets no one-shot session: not when the client makes such ones, nor when nothing else is to be had."""
    refused = Answer(400, {"error": {"code": 400, "message": "Invalid access token from identity provider"}})
    script = {**ONE_SCHEDULE, "POST /sessions": refused}
    with scripted_client(script, session="oneshot") as (client, service):
        with pytest.raises(ValueError, match="session: a schedule needs a session that lasts"):
            client.functions.schedules.create("s", "0 * * * *", 1)
        assert service.received == []
        client.functions.schedules.create("s", "0 * * * *", 1, nonce="n")
    with scripted_client(script) as (client, service):
        with pytest.raises(Exception, match="400 from createSession: Invalid access token"):
            client.functions.schedules.create("s", "0 * * * *", 1)

    sessions = [request.json["items"][0] for request in service.received if request.operation == "POST /sessions"]
    assert sessions == [{"tokenExchange": True}]


def test_no_session_for_a_schedule_that_cannot_be() -> None:
    """An unknown function is told before a session is made for it."""
    missing = Answer(400, {"error": {"code": 400, "message": "m", "missing": [{"id": 1}]}})
    with scripted_client({**ONE_SCHEDULE, "POST /functions/byids": missing}) as (client, service):
        with pytest.raises(NotFoundError):
            client.functions.schedules.create("s", "0 * * * *", 1)

    assert service.operations() == ["POST /functions/byids"]


def test_new_and_missing_fields() -> None:
    """A schedule that lacks fields, or has new ones, can be used as far as it goes."""
    odd: list[dict[str, Any]] = [{"id": 1, "colour": "red"}, {"id": 2, "when": None, "createdTime": None}]
    with scripted_client({"POST /functions/schedules/list": Answer(200, {"items": odd})}) as (client, _):
        schedules = client.functions.schedules.list()

    assert [schedule.id for schedule in schedules] == [1, 2]
    assert repr(schedules).splitlines()[1] == "  " + repr(schedules[0])
    assert schedules[0].model.additional_properties == {"colour": "red"}
