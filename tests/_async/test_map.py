"""One function over many inputs."""

import json
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import (
    AmbiguousCallError,
    AsyncClient,
    CallFailedError,
    NotFoundError,
    Progress,
)
from tests.patience import Signal
from tests.scripted import ANYTHING_ELSE, LOST, Answer, Received

from .conftest import AsyncDeploy, scripted_client

CALL = "POST /functions/1/call"
LOOK = "POST /functions/1/calls/byids"
FIRST_ENDS_LAST = """
import os, time
def handle(data):
    if data.get("touch"):
        open(data["go"], "w").close()
    while data["x"] == 0 and not os.path.exists(data["go"]):
        time.sleep(0.005)
    return data["x"] * 10
"""


class Service:
    """A service whose runs end as soon as they are looked at, or as a test wants it."""

    def __init__(self) -> None:
        self.placed: list[Any] = []
        self.most_running = 0
        self.running: set[int] = set()
        self.never_ends: set[int] = set()

    def answer(self, request: Received) -> Answer:
        """Every operation that a map needs."""
        what = request.operation
        if what == "POST /functions/byids":
            return Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})
        if what == "POST /sessions":
            return Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n"}]})
        if what == CALL:
            self.placed.append(request.json["data"])
            self.running.add(len(self.placed))
            self.most_running = max(self.most_running, len(self.running))
            return Answer(201, call(len(self.placed), "Running"))
        if what == LOOK:
            ids = [item["id"] for item in request.json["items"]]
            self.running -= {id for id in ids if id not in self.never_ends}
            return Answer(200, {"items": [call(id, "Running" if id in self.running else "Completed") for id in ids]})
        if what.endswith("/response"):
            id = int(what.split("/")[-2])
            return Answer(200, {"callId": id, "functionId": 1, "response": self.placed[id - 1]})
        id = int(what.split("/")[-1])
        return Answer(200, call(id, "Running" if id in self.running else "Completed"))

    def script(self) -> dict[str, Any]:
        """Answers to everything."""
        return {ANYTHING_ELSE: self.answer}


def call(id: int, status: str) -> dict[str, object]:
    """A call as the service shows it."""
    return {"id": id, "functionId": 1, "status": status, "startTime": 1_700_000_000_000 + id}


async def taken(values: AsyncIterator[Any]) -> list[Any]:
    """All that an iterator gives."""
    return [value async for value in values]


def numbers(count: int) -> list[dict[str, object]]:
    """Inputs that can be told apart."""
    return [{"x": x} for x in range(count)]


async def test_values_in_order(deploy: AsyncDeploy, go: Signal) -> None:
    """The values come in the order of the inputs, though the runs end in another; or as they come."""
    function = await deploy(FIRST_ENDS_LAST)

    inputs: list[dict[str, object]] = [{"x": x, "go": go.path, "touch": x == 2} for x in range(6)]
    assert await taken(function.map(inputs, concurrency=3)) == [0, 10, 20, 30, 40, 50]

    go.withdraw()
    as_they_come: list[Any] = []
    async for value in function.map([{"x": x, "go": go.path} for x in range(3)], ordered=False):
        as_they_come.append(value)
        if len(as_they_come) == 2:
            go.give()
    assert sorted(as_they_come) == [0, 10, 20]
    assert as_they_come[-1] == 0


async def test_first_failure_raises(deploy: AsyncDeploy) -> None:
    """An input that fails raises when its turn comes, after the values before it."""
    function = await deploy("def handle(data): return 1 / data['x']")

    values: list[Any] = []
    with pytest.raises(CallFailedError, match="ZeroDivisionError"):
        async for value in function.map([{"x": 1}, {"x": 0}, {"x": 2}]):
            values.append(value)

    assert values == [1.0]


async def test_failures_in_place(deploy: AsyncDeploy) -> None:
    """With return_exceptions errors stand where the values would, those of bad inputs too."""
    function = await deploy("def handle(data): return 1 / data['x']")

    first, second, third, fourth = await taken(
        function.map([{"x": 1}, {"x": 0}, {"x": {1}}, {"x": 4}], return_exceptions=True)
    )

    assert (first, fourth) == (1.0, 0.25)
    assert isinstance(second, CallFailedError)
    assert second.error is not None
    assert second.error.message == "ZeroDivisionError: division by zero"
    assert isinstance(third, TypeError)
    assert str(third) == "inputs[2].x: JSON cannot hold a set"


async def test_no_inputs(deploy: AsyncDeploy) -> None:
    """No inputs, no values."""
    function = await deploy("def handle(data): ...")
    assert await taken(function.map([])) == []


async def test_unknown_function(client: AsyncClient) -> None:
    """An unknown function is told at the first value, before any session is made."""
    with pytest.raises(NotFoundError, match="nobody"):
        await taken(client.functions.map(external_id="nobody", inputs=numbers(3)))


async def test_gate_and_requests() -> None:
    """No more calls run at once than were asked for, and all of them are looked at with one request."""
    fake = Service()
    async with scripted_client(fake.script()) as (client, service):
        values = await taken(client.functions.map(1, inputs=numbers(100), concurrency=20))

    assert values == numbers(100)
    assert fake.most_running == 20
    assert sorted(data["x"] for data in fake.placed) == list(range(100))
    operations = service.operations()
    assert [operations.count(what) for what in ("POST /sessions", CALL)] == [100, 100]
    assert operations.count(LOOK) <= 12
    assert len(operations) <= 100 * 3 + 1 + 12


@pytest.mark.usefixtures("clock")
async def test_inputs_are_taken_as_needed() -> None:
    """Neither inputs nor outcomes pile up behind a run that does not end, nor when nobody takes the values out."""
    fake = Service()
    fake.never_ends = {1}
    pulled: list[int] = []

    def endless() -> Any:
        for x in range(1_000_000):
            pulled.append(x)
            yield {"x": x}

    progress: list[Progress] = []

    def enough(now: Progress) -> None:
        progress.append(now)
        if len(progress) > 20:
            fake.never_ends = set()

    async with scripted_client(fake.script()) as (client, _):
        values = client.functions.map(1, inputs=endless(), concurrency=10, on_progress=enough)
        async for value in values:
            assert value == {"x": 0}
            break
    assert len(pulled) <= 10 * 4 + 10


async def test_progress() -> None:
    """The callback hears of every input, placed, running, succeeded or failed."""
    fake = Service()
    heard: list[Progress] = []
    async with scripted_client(fake.script()) as (client, _):
        inputs: list[Any] = [*numbers(5), {"x": {1}}]
        maps = client.functions.map(1, inputs=inputs, return_exceptions=True, on_progress=heard.append)
        await taken(maps)
    assert heard[-1] == Progress(placed=5, running=0, succeeded=5, failed=1)
    assert all(earlier.placed <= later.placed for earlier, later in pairwise(heard))


async def test_progress_moves() -> None:
    """Each start and each end is heard of in the moment in which it happens, not with the next poll."""
    fake = Service()
    heard: list[tuple[int, Progress]] = []
    async with scripted_client(fake.script()) as (client, service):

        def hear(now: Progress) -> None:
            heard.append((len(service.received), now))

        await taken(client.functions.map(1, inputs=numbers(30), on_progress=hear))
    assert {now.placed for _, now in heard} == set(range(31)) - {0}
    assert {now.succeeded for _, now in heard} == set(range(31))
    assert all(now.running == now.placed - now.succeeded for _, now in heard)
    first, tenth = (next(asked for asked, now in heard if now.placed == placed) for placed in (1, 10))
    assert first <= 2 * 10  # as many as are in flight at once, a session and a call each
    assert tenth < 2 * 30


async def test_error_of_the_progress_callback() -> None:
    """What the callback raises reaches the caller as it is, once what is under way has been taken in."""
    fake = Service()

    def refuse(now: Progress) -> None:
        if now.placed == 3:
            raise ZeroDivisionError("mine")

    async with scripted_client(fake.script()) as (client, _):
        maps = client.functions.map(1, inputs=numbers(5), on_progress=refuse, return_exceptions=True)
        with pytest.raises(ZeroDivisionError, match="mine"):
            await taken(maps)
    assert len(fake.placed) == 5


@pytest.mark.usefixtures("clock")
async def test_full_service_is_waited_for() -> None:
    """When the service is full, calls that run are looked at meanwhile, and the refused inputs placed later, once."""
    fake = Service()
    refusals = [Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": "0"})] * 3

    def place(request: Received) -> Answer:
        return refusals.pop() if refusals and len(fake.placed) >= 2 else fake.answer(request)

    async with scripted_client({**fake.script(), CALL: place}) as (client, _):
        assert await taken(client.functions.map(1, inputs=numbers(8), concurrency=4)) == numbers(8)
    assert sorted(data["x"] for data in fake.placed) == list(range(8))
    assert not refusals


async def test_journal_of_a_finished_map(tmp_path: Path) -> None:
    """A map whose journal has everything places nothing; it reads what the runs had returned."""
    fake = Service()
    journal = tmp_path / "map.jsonl"
    for _ in range(2):
        async with scripted_client(fake.script()) as (client, _):
            values = await taken(client.functions.map(1, inputs=numbers(5), journal=journal))
        assert values == numbers(5)
    assert len(fake.placed) == 5
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"function": 1}
    assert len(lines) == 11


async def test_journal_after_a_crash(tmp_path: Path) -> None:
    """A map that was left half-way goes on where it was, and runs nothing twice."""
    fake = Service()
    journal = tmp_path / "map.jsonl"
    async with scripted_client(fake.script()) as (client, _):
        async for _ in client.functions.map(1, inputs=numbers(30), concurrency=5, journal=journal):
            break
        before = len(fake.placed)
        assert 5 <= before < 30
        # the machine went down in the middle of a line
        with journal.open("a") as file:
            file.write('{"input": 29, "sha')
        values = await taken(client.functions.map(1, inputs=numbers(30), concurrency=5, journal=journal))
    assert values == numbers(30)
    assert len(fake.placed) == 30


@pytest.mark.usefixtures("clock")
async def test_journal_with_a_call_in_doubt(tmp_path: Path) -> None:
    """An input whose program died while placing it is placed if no call started since, and else not without leave."""
    journal = tmp_path / "map.jsonl"
    fake = Service()
    async with scripted_client(fake.script()) as (client, _):
        await taken(client.functions.map(1, inputs=numbers(2), journal=journal))
    whole = journal.read_text(encoding="utf-8").splitlines()
    half = "\n".join(line for line in whole if json.loads(line).get("call") != 2) + "\n"
    journal.write_text(half, encoding="utf-8")

    unseen = Answer(200, {"items": [call(1, "Completed")]})
    seen = Answer(200, {"items": [call(1, "Completed"), call(2, "Completed")]})
    script = fake.script()
    async with scripted_client(script) as (client, _):
        script["POST /functions/1/calls/list"] = seen
        with pytest.raises(AmbiguousCallError, match=r"an earlier run died while it was placing one; .*: 2"):
            await taken(client.functions.map(1, inputs=numbers(2), journal=journal))
        assert len(fake.placed) == 2
        adopted = client.functions.map(1, inputs=numbers(2), journal=journal, on_ambiguous="adopt")
        assert await taken(adopted) == numbers(2)
        assert len(fake.placed) == 2

        journal.write_text(half, encoding="utf-8")
        script["POST /functions/1/calls/list"] = unseen
        assert await taken(client.functions.map(1, inputs=numbers(2), journal=journal)) == numbers(2)
        assert len(fake.placed) == 3


@pytest.mark.usefixtures("clock")
async def test_lost_answer_in_a_map(tmp_path: Path) -> None:
    """A call whose answer is lost is in doubt in the journal too, and is not placed again behind anybody's back."""
    journal = tmp_path / "map.jsonl"
    fake = Service()
    script = fake.script()
    script[CALL] = LOST
    script["POST /functions/1/calls/list"] = Answer(200, {"items": []})
    async with scripted_client(script) as (client, _):
        with pytest.raises(AmbiguousCallError):
            await taken(client.functions.map(1, inputs=numbers(1), journal=journal))
    assert [sorted(json.loads(line)) for line in journal.read_text(encoding="utf-8").splitlines()] == [
        ["function"],
        ["input", "sha256", "since"],
    ]


@pytest.mark.parametrize(
    ("content", "inputs", "text"),
    [
        ('{"function": 2}\n', 1, "it is of function 2, and this is 1"),
        ("not a journal\n", 1, "cannot be gone on with"),
        ('{"function": 1}\n{"input": 0, "call": 7}\n', 1, "cannot be gone on with"),
        (
            '{"function": 1}\n{"input": 0, "sha256": "other", "since": "2026-01-01T00:00:00+00:00"}\n',
            1,
            "knows another input 0; give the same inputs in the same order",
        ),
    ],
)
async def test_wrong_journal(tmp_path: Path, content: str, inputs: int, text: str) -> None:
    """A journal that does not belong to this map is refused, and nothing is placed."""
    journal = tmp_path / "map.jsonl"
    journal.write_text(content, encoding="utf-8")
    fake = Service()
    async with scripted_client(fake.script()) as (client, _):
        with pytest.raises(ValueError, match=text):
            await taken(client.functions.map(1, inputs=numbers(inputs), journal=journal))
    assert fake.placed == []
    assert journal.read_text(encoding="utf-8") == content


@pytest.mark.usefixtures("clock")
async def test_broken_answer_in_a_map(tmp_path: Path) -> None:
    """A call that broke the service is in doubt, too: the journal does not take it for one that was refused."""
    journal = tmp_path / "map.jsonl"
    script = Service().script()
    script[CALL] = Answer(504, b"<html>")
    script["POST /functions/1/calls/list"] = Answer(200, {"items": []})
    async with scripted_client(script) as (client, _):
        with pytest.raises(AmbiguousCallError):
            await taken(client.functions.map(1, inputs=numbers(1), journal=journal))
    assert '"call": null' not in journal.read_text(encoding="utf-8")
