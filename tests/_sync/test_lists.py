# Made by `nox -s regenerate` from tests/_async/test_lists.py. Do not edit: change that, and run it again.
"""Many at once: listed, looked through, retrieved and deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cdf_functions import Client, Function, NotFoundError
from tests.patience import PATIENCE
from tests.scripted import Answer, Received, Script

from .conftest import Deploy, scripted_client

FOUND = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})
DONE = {"id": 7, "functionId": 1, "status": "Completed", "startTime": 1_700_000_000_000, "endTime": 1_700_000_001_000}


def another(function: Function, client: Client, **fields: Any) -> Function:
    """A function of the same code."""
    created = client.functions.create(fields.pop("name", "another"), file_id=function.file_id, **fields)
    return created.wait_until_ready(timeout=PATIENCE)


def test_list_of_functions(client: Client, deploy: Deploy) -> None:
    """Functions can be listed by each of their properties; without any, all are given, up to the limit."""
    first = deploy("def handle(): ...")
    second = another(first, client, external_id="pump-1", owner="me", metadata={"a": "b", "c": "d"})
    list_ = client.functions.list

    assert {function.id for function in list_()} == {first.id, second.id}
    assert len(list_(limit=1)) == 1
    assert len(list_(limit=None)) == 2
    just_second = (
        list_(name="another"),
        list_(owner="me"),
        list_(external_id_prefix="pump"),
        list_(metadata={"a": "b"}),
        list_(created_time={"min": second.created_time}, status="Ready", file_id=first.file_id, owner="me"),
    )
    assert [[function.id for function in found] for found in just_second] == [[second.id]] * 5
    assert list_(status="Failed") == []
    assert list_(created_time={"max": timedelta(hours=-1)}) == []


def test_wire_of_a_list_of_functions() -> None:
    """The filter has the names of the wire, times as milliseconds, and what is not asked for is not in it."""
    with scripted_client({"POST /functions/list": FOUND}) as (client, service):
        (function,) = client.functions.list(
            external_id_prefix="a", created_time={"min": datetime(2026, 1, 1, tzinfo=UTC)}, file_id=3, limit=None
        )

    assert service.received[0].json == {
        "filter": {"externalIdPrefix": "a", "createdTime": {"min": 1_767_225_600_000}, "fileId": 3},
        "limit": 10_000,
    }
    assert function.name == "f"


def test_what_a_list_holds_can_be_used(client: Client, deploy: Deploy) -> None:
    """Functions and calls out of a list do all that single ones do."""
    deploy("def handle(data): print('hi'); return data['x']")

    (function,) = client.functions.list()
    function.call({"x": 1})
    (call,) = function.list_calls()

    assert call.get_response() == 1
    assert (call.get_logs()).to_text() == "hi"
    call.update()
    function.update()
    assert (function.retrieve_call(call.id)).status == "Completed"
    assert function.list_calls(status="Failed", start_time={"min": timedelta(days=-1)}, limit=None) == []
    with pytest.raises(NotFoundError, match="4711"):
        function.retrieve_call(4711)


def test_retrieve_multiple(client: Client, deploy: Deploy) -> None:
    """Functions are given by ids and external ids; one that is not there raises, or is passed over."""
    first = deploy("def handle(): ...")
    second = another(first, client)
    retrieve = client.functions.retrieve_multiple

    assert {function.id for function in retrieve([second.id], ["test"])} == {first.id, second.id}
    assert {function.id for function in retrieve([first.id, 4711], ignore_unknown_ids=True)} == {first.id}
    assert retrieve([]) == []
    with pytest.raises(NotFoundError) as caught:
        retrieve(ids=[first.id, 4711])
    assert caught.value.missing == ({"id": 4711},)


def test_ten_at_a_time() -> None:
    """More than ten functions are asked for, and deleted, in requests of ten; each is named once."""
    script = {"POST /functions/byids": FOUND, "POST /functions/delete": Answer(200, {})}
    with scripted_client(script) as (client, service):
        assert len(client.functions.retrieve_multiple([*range(1, 21), 1], ["a"])) == 3
        client.functions.delete(range(1, 12), ignore_unknown_ids=True)

    bodies = [request.json for request in service.received]
    assert bodies[0] == {"items": [{"id": id} for id in range(1, 11)]}
    assert bodies[2] == {"items": [{"externalId": "a"}]}
    assert bodies[3:] == [
        {"items": [{"id": id} for id in range(1, 11)], "ignoreUnknownIds": True},
        {"items": [{"id": 11}], "ignoreUnknownIds": True},
    ]


def test_delete(client: Client, deploy: Deploy) -> None:
    """Deleted functions are gone, by either kind of id; deleting what is not there raises, unless told otherwise."""
    first = deploy("def handle(): ...")
    second = another(first, client)

    client.functions.delete(id=second.id, external_id="test")

    assert client.functions.list() == []
    with pytest.raises(NotFoundError, match="test"):
        client.functions.delete(external_id=["test"])
    client.functions.delete(external_id="test", ignore_unknown_ids=True)


def test_deleted_functions_are_forgotten() -> None:
    """A function that is deleted and created again under its external id is called by its new id."""
    ids = iter([1, 2])

    def byids(request: Received) -> Answer:
        return Answer(200, {"items": [{"id": next(ids), "externalId": "x", "name": "f", "status": "Ready"}]})

    script: Script = {
        "POST /functions/byids": byids,
        "POST /functions/delete": Answer(200, {}),
        "GET /functions/1/calls/7": Answer(200, DONE),
        "GET /functions/2/calls/7": Answer(200, DONE),
    }
    with scripted_client(script) as (client, service):
        client.functions.calls.retrieve(7, function_external_id="x")
        client.functions.delete(id=1)
        client.functions.calls.retrieve(7, function_external_id="x")

    assert service.operations()[-1] == "GET /functions/2/calls/7"


def test_calls_are_looked_through_a_page_at_a_time() -> None:
    """Iterating over calls asks for a page when the one before is used up, and for nothing before the first."""
    pages = [
        Answer(200, {"items": [DONE] * 2, "nextCursor": "c1"}),
        Answer(200, {"items": [], "nextCursor": "c2"}),
        Answer(200, {"items": [{**DONE, "id": 8}]}),
    ]
    with scripted_client({"POST /functions/1/calls/list": pages}) as (client, service):
        calls = client.functions.calls(function_id=1, status="Completed")
        assert service.received == []
        asked = [(call.id, len(service.received)) for call in calls]

    assert asked == [(7, 1), (7, 1), (8, 3)]
    assert [request.json for request in service.received] == [
        {"filter": {"status": "Completed"}, "limit": 1000},
        {"filter": {"status": "Completed"}, "limit": 1000, "cursor": "c1"},
        {"filter": {"status": "Completed"}, "limit": 1000, "cursor": "c2"},
    ]


def test_no_more_calls_than_wanted() -> None:
    """A limit ends the iteration, even if the service gives more than it was asked for."""
    with scripted_client({"POST /functions/1/calls/list": Answer(200, {"items": [DONE] * 5, "nextCursor": "c"})}) as (
        client,
        service,
    ):
        assert len([call.id for call in client.functions.calls(1, limit=3)]) == 3

    assert [request.json["limit"] for request in service.received] == [3]


def test_new_and_missing_fields() -> None:
    """A list shows what it can of items that lack fields, and of those that have new ones."""
    odd = [{"id": 1, "shape": "round"}, {"id": 2, "name": None, "status": "Napping", "createdTime": "soon"}]
    with scripted_client({"POST /functions/list": Answer(200, {"items": odd, "nextCursor": None, "more": 1})}) as (
        client,
        _,
    ):
        functions = client.functions.list()

    assert [function.id for function in functions] == [1, 2]
    assert functions[0].model.additional_properties == {"shape": "round"}
    assert "status='Napping'" in repr(functions)
