"""Several inputs whose calls may have been started, or not: settled together, and never by a guess."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import AmbiguousCallError, AsyncClient
from tests.functions_service import FunctionsService
from tests.made_up_time import MadeUpTime
from tests.scripted import LOST, Answer, Received, Script

from .conftest import scripted_client

pytestmark = pytest.mark.usefixtures("clock")  # for a lost call is looked for more than once
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def numbers(count: int) -> list[dict[str, object]]:
    """Inputs that can be told apart."""
    return [{"x": x} for x in range(count)]


def left_behind(path: Path, in_doubt: list[int], placed: dict[int, int], since: datetime | None = None) -> Path:
    """The journal of a program that died: inputs that it was placing, and those that were placed as calls."""
    moment = since or datetime.now(UTC)
    lines: list[dict[str, object]] = [{"function": 1}]
    for index in sorted([*in_doubt, *placed]):
        digest = hashlib.sha256(json.dumps({"x": index}).encode()).hexdigest()
        lines.append({"input": index, "sha256": digest, "since": moment.isoformat()})
        if index in placed:
            lines.append({"input": index, "call": placed[index]})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


async def outcomes(client: AsyncClient, count: int, **how: Any) -> list[Any]:
    """What became of so many inputs; those in doubt may be adopted."""
    values = client.functions.map(
        external_id="f", inputs=numbers(count), on_ambiguous="adopt", return_exceptions=True, **how
    )
    return [value async for value in values]


@pytest.mark.parametrize(
    ("in_doubt", "started"),
    [([0, 1], [1]), ([0, 1], [0]), ([0, 1, 2], [1]), ([0, 1], [0, 1]), ([0], [0, 1]), ([0, 1, 2], [2, 0])],
)
async def test_dead_program_left_several_in_doubt(tmp_path: Path, in_doubt: list[int], started: list[int]) -> None:
    """Unless one input and one call are all that is left, no call is taken for any input's, and nothing runs twice."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        for x in started:
            await client.functions.call(external_id="f", data={"x": x})
        journal = left_behind(tmp_path / "map.jsonl", in_doubt, {})

        found = await outcomes(client, len(in_doubt), journal=journal)

    assert [type(outcome) for outcome in found] == [AmbiguousCallError] * len(in_doubt)
    assert len(fake.runs) == len(started)
    for outcome in found:
        assert {call.id for call in outcome.candidates} == set(fake.runs)


async def test_one_in_doubt_and_one_call_left_are_a_pair(tmp_path: Path) -> None:
    """What the journal knows is set aside first: the one input and the one call that are left belong together."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        for x in (2, 0, 1):
            await client.functions.call(external_id="f", data={"x": x})
        journal = left_behind(tmp_path / "map.jsonl", [1], {0: 102, 2: 101})

        assert await outcomes(client, 4, journal=journal) == numbers(4)
    assert [run.data["x"] for run in fake.runs.values()] == [2, 0, 1, 3]


async def test_several_in_doubt_of_which_none_was_started(tmp_path: Path) -> None:
    """When no call has started since, all of them are placed, once."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        journal = left_behind(tmp_path / "map.jsonl", [0, 1, 2], {}, LONG_AGO)
        assert await outcomes(client, 3, journal=journal) == numbers(3)
    assert sorted(run.data["x"] for run in fake.runs.values()) == [0, 1, 2]


@pytest.mark.parametrize("ordered", [True, False])
async def test_in_doubt_until_the_nonce_is_over(tmp_path: Path, clock: MadeUpTime, ordered: bool) -> None:
    """What was sent a moment ago may still start: the others go on, and it is started when that cannot be any more."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        journal = left_behind(tmp_path / "map.jsonl", [0, 2], {})
        found = await outcomes(client, 4, journal=journal, ordered=ordered)
    assert sorted(value["x"] for value in found) == [0, 1, 2, 3]
    started = [run.data["x"] for run in fake.runs.values()]
    assert (set(started[:2]), set(started[2:])) == ({1, 3}, {0, 2})
    assert clock.ahead > 55


async def test_a_run_that_shows_up_late_is_no_second_one(tmp_path: Path) -> None:
    """A request that was under way when its program died starts its run later: that is found, and is the only one."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _), scripted_client(fake.script()) as (dead, _):
        journal = left_behind(tmp_path / "map.jsonl", [1], {})
        values = client.functions.map(external_id="f", inputs=numbers(3), on_ambiguous="adopt", journal=journal)
        found: list[Any] = []
        async for value in values:
            if not found:
                await dead.functions.call(external_id="f", data={"x": 1})
            found.append(value)
    assert found == numbers(3)
    ran = [run.data["x"] for run in fake.runs.values()]
    assert (set(ran[:2]), ran[2:]) == ({0, 2}, [1])


async def test_calls_of_another_time_belong_to_nobody_in_doubt(tmp_path: Path) -> None:
    """A call that started long after a request was sent is not what that started: the input is started itself."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        await client.functions.call(external_id="f", data={"x": 7})
        journal = left_behind(tmp_path / "map.jsonl", [0], {}, LONG_AGO)
        assert await outcomes(client, 1, journal=journal) == numbers(1)
    assert [run.data["x"] for run in fake.runs.values()] == [7, 0]


@pytest.mark.parametrize("operation", ["byids", "list"])
async def test_one_bad_answer_while_settling(tmp_path: Path, operation: str) -> None:
    """What is read to go on with a journal is asked for again, as polls are: one bad answer ends no map."""
    fake = FunctionsService()
    given: list[Received] = []

    def once(request: Received) -> Answer:
        given.append(request)
        return Answer(body=b"hello world") if len(given) == 1 else fake.answer(request)

    async with scripted_client(fake.script({f"POST /functions/1/calls/{operation}": once})) as (client, _):
        await client.functions.call(external_id="f", data={"x": 0}, wait=False)
        journal = left_behind(tmp_path / "map.jsonl", [1], {0: 101}, LONG_AGO)
        assert await outcomes(client, 2, journal=journal) == numbers(2)
    assert len(given) > 1


async def test_several_in_doubt_raise(tmp_path: Path) -> None:
    """Without leave to adopt, a map with inputs in doubt raises, and places none of them."""
    fake = FunctionsService()
    async with scripted_client(fake.script()) as (client, _):
        await client.functions.call(external_id="f", data={"x": 1})
        journal = left_behind(tmp_path / "map.jsonl", [0, 1], {})
        with pytest.raises(AmbiguousCallError):
            [value async for value in client.functions.map(external_id="f", inputs=numbers(2), journal=journal)]
    assert len(fake.runs) == 1


def losing(fake: FunctionsService, arrived: list[int], vanished: list[int]) -> Script:
    """Lose the answers to the calls of some inputs, of which some were started all the same."""

    def place(request: Received) -> Answer:
        x = request.json["data"]["x"]
        if x in vanished:
            return Answer(lost=True, delay=0.2)  # after the others, so that it is settled when they have been
        answer = fake.start(request)
        return LOST if x in arrived else answer

    return fake.script({"POST /functions/1/call": place})


@pytest.mark.parametrize(
    ("arrived", "vanished"),
    [([1], [0]), ([0], [1]), ([0, 1], []), ([2], [1, 3])],
    ids=["second", "first", "both", "one"],
)
async def test_lost_answers_of_a_map(arrived: list[int], vanished: list[int]) -> None:
    """Of several calls whose answers were lost, none is taken for another; the inputs beside them have their values."""
    fake = FunctionsService()
    async with scripted_client(losing(fake, arrived, vanished)) as (client, _):
        found = await outcomes(client, 5)
    for x, outcome in enumerate(found):
        if x in [*arrived, *vanished]:
            assert isinstance(outcome, AmbiguousCallError)
        else:
            assert outcome == {"x": x}
    ran = [run.data["x"] for run in fake.runs.values()]
    assert len(ran) == len(set(ran))


async def test_one_lost_answer_of_a_map_is_settled() -> None:
    """A single call whose answer was lost is found again, among others that the map placed."""
    fake = FunctionsService()
    async with scripted_client(losing(fake, [2], [])) as (client, _):
        assert await outcomes(client, 5, concurrency=1) == numbers(5)
    assert sorted(run.data["x"] for run in fake.runs.values()) == [0, 1, 2, 3, 4]
