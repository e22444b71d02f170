# Made by `nox -s regenerate` from tests/_async/test_waiting.py. Do not edit: change that, and run it again.
"""Waiting for runs: what one bad answer does not end, and what a wait that does end says of the run."""

import pickle
import re

import pytest

from cdf_functions import (
    AccessDeniedError,
    Client,
    CredentialsError,
    NoAnswerError,
    NotFoundError,
    Retries,
    ServerError,
    Token,
    WaitTimeoutError,
)
from cdf_functions.credentials import Credentials
from tests.functions_service import FunctionsService, refusal
from tests.made_up_time import MadeUpTime
from tests.scripted import LOST, Answer, Received, Script, Scripted

from .conftest import scripted_client

POLL = "POST /functions/1/calls/byids"
LIMITS = "GET /functions/limits"
HTML = {"content-type": "text/html"}
BAD_POLLS = {
    "500": refusal(500, "oops"),
    "520": Answer(520, b"<html>", HTML),
    "502": Answer(502, b"<html>", HTML),
    "a page": Answer(200, b"<html>please sign in</html>", HTML),
    "half a body": Answer(200, b'{"items": [{'),
    "no items": Answer(200, {"items": None}),
    "no list": Answer(200, {"items": {"id": 101}}),
    "a null": Answer(200, {"items": [None]}),
    "another call": Answer(200, {"items": [{"id": 424242, "functionId": 1, "status": "Completed"}]}),
    "no status": Answer(200, {"items": [{"id": 101, "functionId": 1}]}),
    "lost": LOST,
}
each_bad_poll = pytest.mark.parametrize("bad", BAD_POLLS.values(), ids=BAD_POLLS.keys())
PATIENT = Retries(attempts=4, within=30)


def first(fake: FunctionsService, *polls: Answer) -> Script:
    """Begin with these answers to polls."""
    left = list(polls)

    def answer(request: Received) -> Answer:
        return left.pop(0) if left else fake.answer(request)

    return fake.script({POLL: answer})


def told(error: BaseException) -> str:
    """All that a traceback shows of an error."""
    return "\n".join([str(error), *getattr(error, "__notes__", [])])


@each_bad_poll
@pytest.mark.usefixtures("clock")
def test_bad_poll_does_not_end_a_wait(bad: Answer) -> None:
    """A poll only reads: whatever is wrong with one answer, the next one counts."""
    with scripted_client(first(FunctionsService(), bad, bad), retries=PATIENT) as (client, _):
        call = client.functions.call(external_id="f")
    assert call.status == "Completed"


@each_bad_poll
@pytest.mark.usefixtures("clock")
def test_bad_poll_does_not_end_a_map(bad: Answer) -> None:
    """A map, too, outlives a bad poll: each of its runs gives what it returned."""
    inputs = [{"x": x} for x in range(20)]
    with scripted_client(first(FunctionsService(), bad, bad), retries=PATIENT) as (client, _):
        values = [value for value in client.functions.map(external_id="f", inputs=inputs)]
    assert values == inputs


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (refusal(403, "not any more"), AccessDeniedError),
        (refusal(500, "oops"), ServerError),
        (Answer(503, b"<html>", HTML), ServerError),
        (LOST, NoAnswerError),
    ],
    ids=["403", "500", "503", "lost"],
)
@pytest.mark.usefixtures("clock")
def test_polls_that_fail_for_good(bad: Answer, kind: type[Exception]) -> None:
    """Polls that never succeed again end a wait, and a map, within a bound; the error names the calls that go on."""
    fake = FunctionsService(seconds=lambda _id: 1e9)
    with scripted_client(fake.script({POLL: bad}), retries=PATIENT) as (client, service):
        with pytest.raises(kind) as caught:
            client.functions.call(external_id="f")
        assert "client.open_call('p/functions/1/calls/101')" in told(caught.value)
        with pytest.raises(kind) as caught:
            [value for value in client.functions.map(external_id="f", inputs=[{}, {}, {}])]
        assert {"102", "103", "104"} <= set(re.findall(r"\d+", told(caught.value)))
        assert "101" not in re.findall(r"\d+", told(caught.value))
    assert service.operations().count(POLL) < 1000


@pytest.mark.usefixtures("clock")
def test_polls_of_a_map_that_fail_for_good_with_outcomes_wanted() -> None:
    """With return_exceptions, a map whose polls fail for good raises, or tells each input the call that goes on."""
    fake = FunctionsService(seconds=lambda _id: 1e9)
    script = fake.script({POLL: refusal(403, "not any more")})
    with scripted_client(script, retries=PATIENT) as (client, _):
        outcomes: list[object] = []
        inputs = [{"x": x} for x in range(5)]
        try:
            for outcome in client.functions.map(external_id="f", inputs=inputs, return_exceptions=True):
                outcomes.append(outcome)
        except AccessDeniedError as error:
            outcomes = [error] * 5
    assert len(outcomes) == 5
    for id, outcome in enumerate(outcomes, 101):
        assert isinstance(outcome, AccessDeniedError)
        assert str(id) in re.findall(r"\d+", told(outcome))


def test_run_that_fails_fails_its_input_only(clock: MadeUpTime) -> None:
    """An input whose response cannot be read has the error in its place, and the others their values."""
    fake = FunctionsService(clock=clock.monotonic)
    script = fake.script({"GET /functions/1/calls/102/response": refusal(403, "not this one")})
    with scripted_client(script, retries=PATIENT) as (client, _):
        inputs = [{"x": x} for x in range(4)]
        outcomes = client.functions.map(external_id="f", inputs=inputs, return_exceptions=True, concurrency=1)
        first, second, *rest = [outcome for outcome in outcomes]
    assert [first, *rest] == [inputs[0], *inputs[2:]]
    assert isinstance(second, AccessDeniedError)


def test_wait_without_a_token_names_the_call() -> None:
    """When the credentials fail during a wait, the error says which call goes on, and how to come back to it."""

    def credentials(service: Scripted) -> Credentials:
        def token() -> str:
            if POLL in service.operations():
                raise OSError("signed out")
            return "t"

        return Token(token)

    fake = FunctionsService(seconds=lambda _id: 1e9)
    with scripted_client(fake.script(), credentials) as (client, _):
        with pytest.raises(CredentialsError) as caught:
            client.functions.call(external_id="f")
        assert isinstance(caught.value.__cause__, OSError)
        assert "call 101 of function 1" in told(caught.value)
        assert "client.open_call('p/functions/1/calls/101')" in told(caught.value)


def test_wait_that_is_over_names_the_call(clock: MadeUpTime) -> None:
    """A wait that lasted as long as it might says how to come back, and still does when it was pickled."""
    fake = FunctionsService(seconds=lambda _id: 1e9, clock=clock.monotonic)
    with scripted_client(fake.script()) as (client, _):
        with pytest.raises(WaitTimeoutError) as caught:
            client.functions.call(external_id="f", timeout=5)
        again = pickle.loads(pickle.dumps(caught.value))
        for error in (caught.value, again):
            assert "call 101 of function 1 is still Running after" in told(error)
            assert "client.open_call('p/functions/1/calls/101')" in told(error)
        fake.runs[101].ends = 0.0
        call = client.open_call("p/functions/1/calls/101")
    assert call.status == "Completed"


@pytest.mark.parametrize(
    "limits",
    [
        refusal(403, "not yours"),
        refusal(404, "no such thing"),
        refusal(500, "oops"),
        Answer(200, b"<html>", HTML),
        Answer(200, {"timeoutMinutes": "many"}),
        Answer(200, {"timeoutMinutes": None}),
        Answer(200, []),
        LOST,
    ],
    ids=["403", "404", "500", "a page", "a word", "null", "a list", "lost"],
)
def test_limits_that_cannot_be_had_end_no_wait(limits: Answer, clock: MadeUpTime) -> None:
    """A long wait goes on when the service does not tell how long a run may take, and is bounded all the same."""
    fake = FunctionsService(seconds=lambda call_id: 300.0 if call_id == 101 else 1e9, clock=clock.monotonic)
    with scripted_client(fake.script({LIMITS: limits})) as (client, service):
        assert (client.functions.call(external_id="f")).status == "Completed"
        with pytest.raises(WaitTimeoutError):
            client.functions.call(external_id="f")
        assert 400 < clock.ahead < 10 * 3600
    assert service.operations().count(LIMITS) < 10


def test_limits_that_cannot_be_had_end_no_map(clock: MadeUpTime) -> None:
    """Nor does a map of long runs end for that."""
    fake = FunctionsService(seconds=lambda _id: 300.0, clock=clock.monotonic)
    with scripted_client(fake.script({LIMITS: refusal(404, "no such thing")})) as (client, _):
        assert [x for x in client.functions.map(external_id="f", inputs=[{"x": 1}])] == [{"x": 1}]


def first_poll_after(client: Client, service: Scripted, delay: float) -> float:
    """Seconds from the answer to a call to the first poll, where the answer takes so long."""
    del service.received[:]
    client.functions.call(external_id="f")
    placed, poll = service.received[-2:]
    assert [placed.operation, poll.operation] == ["POST /functions/1/call", POLL]
    return poll.at - placed.at - delay


def test_first_poll_comes_soon_after_the_answer() -> None:
    """The clock of the polls starts when the call's answer arrives: placing it, however slow, is no waiting."""
    delay, pause = 0.1, 0.0
    fake = FunctionsService()

    def slow(request: Received) -> Answer:
        answer = fake.answer(request)
        return Answer(answer.status, answer.body, delay=delay)

    with scripted_client(fake.script({"POST /functions/1/call": slow})) as (client, service):
        # on a busy machine some come later; those that count waiting from before the call never come this soon
        for _ in range(8):
            pause = first_poll_after(client, service, delay)
            if pause < 0.1:
                return
    pytest.fail(f"the first poll never came sooner than {pause} s after the answer")


def test_call_by_id_costs_no_lookup() -> None:
    """A fresh client that calls a function by its id makes a session, and the call; then it polls."""
    with scripted_client(FunctionsService().script()) as (client, service):
        client.functions.call(id=1, wait=False)
        assert service.operations() == ["POST /sessions", "POST /functions/1/call"]
        client.functions.call(id=1)
    assert set(service.operations()[4:]) == {POLL}


@pytest.mark.parametrize("gone", [refusal(404, "gone"), refusal(400, "gone", missing=[{"id": 9}])], ids=["404", "400"])
def test_call_by_an_unknown_id(gone: Answer) -> None:
    """A function that is not there is told as such, and the session that finding out cost is ended."""
    fake = FunctionsService(gone=gone)
    with scripted_client(fake.script()) as (client, service):
        with pytest.raises(NotFoundError):
            client.functions.call(id=9)
    assert service.operations()[:2] == ["POST /sessions", "POST /functions/9/call"]
    assert len(fake.sessions) == 1
    assert fake.unused == set()
