"""Many at once: listed, looked through, retrieved and deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cdf_functions import AsyncClient, AsyncFunction, NotFoundError
from tests.patience import PATIENCE
from tests.scripted import Answer, Received, Script

from .conftest import AsyncDeploy, scripted_client

FOUND = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})
DONE = {"id": 7, "functionId": 1, "status": "Completed", "startTime": 1_700_000_000_000, "endTime": 1_700_000_001_000}


async def another(function: AsyncFunction, client: AsyncClient, **fields: Any) -> AsyncFunction:
    """A function of the same code."""
    created = await client.functions.create(fields.pop("name", "another"), file_id=function.file_id, **fields)
    return await created.wait_until_ready(timeout=PATIENCE)


async def test_list_of_functions(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Functions can be listed by each of their properties; without any, all are given, up to the limit."""
    first = await deploy("def handle(): ...")
    second = await another(first, client, external_id="pump-1", owner="me", metadata={"a": "b", "c": "d"})
    list_ = client.functions.list

    assert {function.id for function in await list_()} == {first.id, second.id}
    assert len(await list_(limit=1)) == 1
    assert len(await list_(limit=None)) == 2
    just_second = (
        await list_(name="another"),
        await list_(owner="me"),
        await list_(external_id_prefix="pump"),
        await list_(metadata={"a": "b"}),
        await list_(created_time={"min": second.created_time}, status="Ready", file_id=first.file_id, owner="me"),
    )
    assert [[function.id for function in found] for found in just_second] == [[second.id]] * 5
    assert await list_(status="Failed") == []
    assert await list_(created_time={"max": timedelta(hours=-1)}) == []


async def test_wire_of_a_list_of_functions() -> None:
    """The filter has the names of the wire, times as milliseconds, and what is not asked for is not in it."""
    async with scripted_client({"POST /functions/list": FOUND}) as (client, service):
        (function,) = await client.functions.list(
            external_id_prefix="a", created_time={"min": datetime(2026, 1, 1, tzinfo=UTC)}, file_id=3, limit=None
        )

    assert service.received[0].json == {
        "filter": {"externalIdPrefix": "a", "createdTime": {"min": 1_767_225_600_000}, "fileId": 3},
        "limit": 10_000,
    }
    assert function.name == "f"


async def test_what_a_list_holds_can_be_used(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Functions and calls out of a list do all that single ones do."""
    await deploy("def handle(data): print('hi'); return data['x']")

    (function,) = await client.functions.list()
    await function.call({"x": 1})
    (call,) = await function.list_calls()

    assert await call.get_response() == 1
    assert (await call.get_logs()).to_text() == "hi"
    await call.update()
    await function.update()
    assert (await function.retrieve_call(call.id)).status == "Completed"
    assert await function.list_calls(status="Failed", start_time={"min": timedelta(days=-1)}, limit=None) == []
    with pytest.raises(NotFoundError, match="4711"):
        await function.retrieve_call(4711)


async def test_retrieve_multiple(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Functions are given by ids and external ids; one that is not there raises, or is passed over."""
    first = await deploy("def handle(): ...")
    second = await another(first, client)
    retrieve = client.functions.retrieve_multiple

    assert {function.id for function in await retrieve([second.id], ["test"])} == {first.id, second.id}
    assert {function.id for function in await retrieve([first.id, 4711], ignore_unknown_ids=True)} == {first.id}
    assert await retrieve([]) == []
    with pytest.raises(NotFoundError) as caught:
        await retrieve(ids=[first.id, 4711])
    assert caught.value.missing == ({"id": 4711},)


async def test_ten_at_a_time() -> None:
    """More than ten functions are asked for, and deleted, in requests of ten; each is named once."""
    script = {"POST /functions/byids": FOUND, "POST /functions/delete": Answer(200, {})}
    async with scripted_client(script) as (client, service):
        assert len(await client.functions.retrieve_multiple([*range(1, 21), 1], ["a"])) == 3
        await client.functions.delete(range(1, 12), ignore_unknown_ids=True)

    bodies = [request.json for request in service.received]
    assert bodies[0] == {"items": [{"id": id} for id in range(1, 11)]}
    assert bodies[2] == {"items": [{"externalId": "a"}]}
    assert bodies[3:] == [
        {"items": [{"id": id} for id in range(1, 11)], "ignoreUnknownIds": True},
        {"items": [{"id": 11}], "ignoreUnknownIds": True},
    ]


async def test_delete(client: AsyncClient, deploy: AsyncDeploy) -> None:
    """Deleted functions are gone, by either kind of id; deleting what is not there raises, unless told otherwise."""
    first = await deploy("def handle(): ...")
    second = await another(first, client)

    await client.functions.delete(id=second.id, external_id="test")

    assert await client.functions.list() == []
    with pytest.raises(NotFoundError, match="test"):
        await client.functions.delete(external_id=["test"])
    await client.functions.delete(external_id="test", ignore_unknown_ids=True)


async def test_deleted_functions_are_forgotten() -> None:
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
    async with scripted_client(script) as (client, service):
        await client.functions.calls.retrieve(7, function_external_id="x")
        await client.functions.delete(id=1)
        await client.functions.calls.retrieve(7, function_external_id="x")

    assert service.operations()[-1] == "GET /functions/2/calls/7"


async def test_calls_are_looked_through_a_page_at_a_time() -> None:
    """Iterating over calls asks for a page when the one before is used up, and for nothing before the first."""
    pages = [
        Answer(200, {"items": [DONE] * 2, "nextCursor": "c1"}),
        Answer(200, {"items": [], "nextCursor": "c2"}),
        Answer(200, {"items": [{**DONE, "id": 8}]}),
    ]
    async with scripted_client({"POST /functions/1/calls/list": pages}) as (client, service):
        calls = client.functions.calls(function_id=1, status="Completed")
        assert service.received == []
        asked = [(call.id, len(service.received)) async for call in calls]

    assert asked == [(7, 1), (7, 1), (8, 3)]
    assert [request.json for request in service.received] == [
        {"filter": {"status": "Completed"}, "limit": 1000},
        {"filter": {"status": "Completed"}, "limit": 1000, "cursor": "c1"},
        {"filter": {"status": "Completed"}, "limit": 1000, "cursor": "c2"},
    ]


async def test_no_more_calls_than_wanted() -> None:
    """A limit ends the iteration, even if the service gives more than it was asked for."""
    async with scripted_client(
        {"POST /functions/1/calls/list": Answer(200, {"items": [DONE] * 5, "nextCursor": "c"})}
    ) as (client, service):
        assert len([call.id async for call in client.functions.calls(1, limit=3)]) == 3

    assert [request.json["limit"] for request in service.received] == [3]


async def test_new_and_missing_fields() -> None:
    """A list shows what it can of items that lack fields, and of those that have new ones."""
    odd = [{"id": 1, "shape": "round"}, {"id": 2, "name": None, "status": "Napping", "createdTime": "soon"}]
    async with scripted_client(
        {"POST /functions/list": Answer(200, {"items": odd, "nextCursor": None, "more": 1})}
    ) as (client, _):
        functions = await client.functions.list()

    assert [function.id for function in functions] == [1, 2]
    assert functions[0].model.additional_properties == {"shape": "round"}
    assert "status='Napping'" in repr(functions)
