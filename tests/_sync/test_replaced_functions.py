# Made by `nox -s regenerate` from tests/_async/test_replaced_functions.py. Do not edit: change that, and run it again.
"""A function that another program has replaced meanwhile: another id under the same external id."""

from collections.abc import Callable
from typing import Any

import pytest

from cdf_functions import BadRequestError, Client, NotFoundError
from tests.functions_service import FunctionsService, refusal
from tests.scripted import Answer

from .conftest import scripted_client

GONE = [refusal(404, "Function not found"), refusal(400, "Invalid request")]
Work = Callable[[Client], Any]


def call(client: Client) -> Any:
    """Run it."""
    return (client.functions.call(external_id="f", data={"x": 1})).get_response()


def mapped(client: Client) -> Any:
    """Run it over inputs."""
    inputs = [{"x": 0}, {"x": 1}, {"x": 2}]
    return [value for value in client.functions.map(external_id="f", inputs=inputs)]


def calls(client: Client) -> Any:
    """List its calls."""
    return [each.id for each in client.functions.calls.list(function_external_id="f")]


def all_calls(client: Client) -> Any:
    """Iterate over its calls."""
    return [each.id for each in client.functions.calls(function_external_id="f")]


def retrieved(client: Client) -> Any:
    """Give a call."""
    return (client.functions.calls.retrieve(101, function_external_id="f")).id


def response(client: Client) -> Any:
    """Give what a call returned."""
    return client.functions.calls.get_response(101, function_external_id="f")


def logs(client: Client) -> Any:
    """Give what a call wrote."""
    return [line.message for line in client.functions.calls.get_logs(101, function_external_id="f")]


def scheduled(client: Client) -> Any:
    """Create a schedule for it."""
    return (client.functions.schedules.create("s", "* * * * *", function_external_id="f")).function_id


def schedules(client: Client) -> Any:
    """List its schedules."""
    return [each.id for each in client.functions.schedules.list(function_external_id="f")]


WORK: list[tuple[Work, Any]] = [
    (call, {"x": 1}),
    (mapped, [{"x": 0}, {"x": 1}, {"x": 2}]),
    (calls, [101]),
    (all_calls, [101]),
    (retrieved, 101),
    (response, {"of": "the new one"}),
    (logs, ["line of 101"]),
    (scheduled, 2),
    (schedules, [900]),
]
NAMES = [work.__name__ for work, _ in WORK]


def replaced(client: Client, service: FunctionsService) -> None:
    """Make the client remember the function; then replace it, by one that has a call and a schedule."""
    client.functions.calls.list(function_external_id="f")
    assert service.lookups == 1
    service.replace()
    elsewhere = client.functions
    elsewhere.schedules.create("s", "0 * * * *", function_id=2)
    elsewhere.call(id=2, data={"of": "the new one"})
    service.lookups = 0


@pytest.mark.parametrize("gone", GONE, ids=["404", "400 that names nothing"])
@pytest.mark.parametrize(("work", "expected"), WORK, ids=NAMES)
def test_replaced_function_is_looked_up_again(gone: Answer, work: Work, expected: Any) -> None:
    """Whatever is asked by external id is asked of the function that has it now; its id is looked up again, once."""
    fake = FunctionsService(gone=gone)
    with scripted_client(fake.script()) as (client, _):
        replaced(client, fake)

        assert work(client) == expected
        assert fake.lookups == 1
        assert work(client) is not None
    assert fake.lookups <= 2  # a list of schedules cannot be seen to be of a function that is gone
    assert fake.unused == set()


@pytest.mark.parametrize("gone", GONE, ids=["404", "400 that names nothing"])
@pytest.mark.parametrize("work", [work for work, _ in WORK], ids=NAMES)
def test_deleted_function_is_not_found(gone: Answer, work: Work) -> None:
    """A function that is gone for good is told as not found, as often as it is asked for, at one lookup each time."""
    fake = FunctionsService(gone=gone)
    with scripted_client(fake.script()) as (client, _):
        client.functions.calls.list(function_external_id="f")
        fake.functions.clear()
        for n in (1, 2):
            with pytest.raises(NotFoundError):
                work(client)
            assert fake.lookups <= 1 + n
    assert fake.unused == set()


@pytest.mark.parametrize("work", [calls, scheduled, call, mapped], ids=["calls", "scheduled", "call", "mapped"])
def test_refusal_of_a_function_that_is_there_is_told(work: Work) -> None:
    """A 400 that has another reason is told as it is: the function is looked up again at most once, and asked once."""
    refused = refusal(400, "no such filter")
    asked = ("POST /functions/1/calls/list", "POST /functions/schedules", "POST /functions/1/call")
    with scripted_client(FunctionsService().script(dict.fromkeys(asked, refused))) as (client, service):
        client.functions.retrieve(external_id="f")
        with pytest.raises(BadRequestError, match="no such filter"):
            work(client)
    operations = service.operations()
    assert operations.count("POST /functions/byids") <= 2
    assert all(operations.count(operation) <= (3 if work is mapped else 1) for operation in asked)


def test_call_that_is_not_there_is_not_found() -> None:
    """A call that a function does not have is told as such; its function, which is there, is not asked again."""
    with scripted_client(FunctionsService().script()) as (client, service):
        for _ in range(2):
            with pytest.raises(NotFoundError, match="no such call"):
                client.functions.calls.retrieve(5, function_external_id="f")
    assert service.operations().count("GET /functions/1/calls/5") == 2
