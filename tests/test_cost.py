"""No work becomes dearer unnoticed: the requests that it sends, and the modules that the first call loads."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cdf_functions import Client, Token
from tests.scripted import Answer, Received, Scripted, scripted

FUNCTION = {"id": 1, "name": "f", "fileId": 1, "status": "Ready", "createdTime": 1}
ENDED = {"functionId": 1, "status": "Completed", "startTime": 1, "endTime": 2}
FIRST_CALL = """
from cdf_functions import Client, Token
with Client(project="p", base_url="{url}", credentials=Token("t")) as client:
    client.functions.call(id=1)
"""
# The same three requests by somebody who writes them out.
PLAIN = """
import httpx
with httpx.Client(base_url="{url}/api/v1/projects/p", headers={{"authorization": "Bearer t"}}) as client:
    sessions = client.post("/sessions", json={{"items": [{{"tokenExchange": True}}]}}).json()
    body = {{"nonce": sessions["items"][0]["nonce"], "data": {{}}}}
    call = client.post("/functions/1/call", json=body).json()
    client.post("/functions/1/calls/byids", json={{"items": [{{"id": call["id"]}}]}}).json()
"""
OURS = 121  # modules of both packages that a call needs, and few more
NEEDED = {"attr", "attrs", "_contextvars", "contextvars", "platform"}  # what they need besides httpx
RARE = (
    *("zipfile", "packaging", "pathspec", "cronsim", "dateutil", "pandas"),
    *("cdf_functions._async", "cdf_functions._runtime._async", "cdf_functions._runtime.network._async"),
    *("cdf_functions._deploy", "cdf_functions_api.api.files"),
)


@pytest.fixture
def service() -> Iterator[Scripted]:
    """A service whose runs end at once, with a list of a thousand calls."""
    ids = iter(range(1, 1_000_000))

    def start(_: Received) -> Answer:
        return Answer(201, {"id": next(ids), "functionId": 1, "status": "Running"})

    def poll(request: Received) -> Answer:
        return Answer(body={"items": [{"id": item["id"], **ENDED} for item in request.json["items"]]})

    script: dict[str, Any] = {
        "POST /functions/byids": Answer(body={"items": [FUNCTION]}),
        "POST /sessions": Answer(body={"items": [{"id": 1, "nonce": "n", "status": "READY"}]}),
        "POST /functions/1/call": start,
        "POST /functions/1/calls/byids": poll,
        "POST /functions/1/calls/list": Answer(body={"items": [{"id": id, **ENDED} for id in range(1, 1001)]}),
    }
    for id in range(1, 100):
        response = {"callId": id, "functionId": 1, "response": {"n": id}}
        script[f"GET /functions/1/calls/{id}/response"] = Answer(body=response)
    with scripted(script) as started:
        yield started


def start(client: Client) -> None:
    """Start a call."""
    client.functions.call(id=1, data={"x": 1}, wait=False)


def call(client: Client) -> None:
    """Start a call, wait for its end, and read its response."""
    client.functions.call(id=1, data={"x": 1}).get_response()


def call_by_external_id(client: Client) -> None:
    """Start two calls of a function by its external id, which is looked up once."""
    for _ in range(2):
        client.functions.call(external_id="f", wait=False)


def list_calls(client: Client) -> None:
    """List a thousand calls, and look at the id and the status of each."""
    calls = client.functions.calls.list(function_id=1, limit=None)
    assert len([call.id for call in calls if call.status == "Completed"]) == 1000


@pytest.mark.parametrize(("work", "requests"), [(start, 2), (call, 4), (call_by_external_id, 5), (list_calls, 1)])
def test_requests(work: Callable[[Client], None], requests: int, service: Scripted) -> None:
    """Work sends the requests that it needs, and no other."""
    with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
        work(client)
    assert len(service.received) == requests


def test_requests_of_a_map(service: Scripted) -> None:
    """A map sends for each input what a call sends, but polls for all of them together."""
    with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
        assert len(list(client.functions.map(id=1, inputs=[{"n": n} for n in range(20)]))) == 20
    asked = service.operations()
    polls = asked.count("POST /functions/1/calls/byids")
    assert len(asked) - polls == 20 * 3
    assert 1 <= polls <= 20 / 2


def loaded(script: str, service: Scripted) -> set[str]:
    """The modules that a script loads in a new interpreter."""
    program = f"{script.format(url=service.base_url)}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_the_first_call_loads_what_it_needs(service: Scripted) -> None:
    """A call in a fresh process loads, besides httpx, this package and attrs; nothing that only other work needs."""
    modules = loaded(FIRST_CALL, service)
    more = modules - loaded(PLAIN, service)
    ours = {name for name in more if name.partition(".")[0] in {"cdf_functions", "cdf_functions_api"}}
    assert not sorted(name for name in modules if name.startswith(RARE))
    assert {name.partition(".")[0] for name in more - ours} <= NEEDED
    assert len(ours) <= OURS
