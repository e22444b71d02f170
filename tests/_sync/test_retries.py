# Made by `nox -s regenerate` from tests/_async/test_retries.py. Do not edit: change that, and run it again.
"""What the client asks again by itself, and what it never sends twice."""

import logging
import time

import pytest

from cdf_functions import (
    AmbiguousCallError,
    BadRequestError,
    NoAnswerError,
    Retries,
    ServerError,
    TooManyRequestsError,
    request_options,
)
from cdf_functions._calls import polling
from cdf_functions.config import Settings
from tests.patience import PATIENCE
from tests.scripted import LOST, SILENT, Answer, Received, Script

from .conftest import scripted_client

BYIDS = "POST /functions/byids"
CALL = "POST /functions/1/call"
FUNCTION = Answer(200, {"items": [{"id": 1, "name": "f", "status": "Ready"}]})
SESSION = Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n-1"}]})
RUNNING = {"id": 7, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000}
PLACED = Answer(201, RUNNING)
FULL = Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": "0"})
BUSY = Answer(503, {"error": {"code": 503, "message": "busy"}})
LONG = 2 * PATIENCE
"""Seconds that a client would wait, were it not kept from it: a test that has to wait so long fails."""
SHORT = 2.0
"""Seconds after which a client gives up a request that nobody answers; other answers come sooner."""
pytestmark = pytest.mark.usefixtures("clock")  # the pauses between tries are made up
REVOKE = {"POST /sessions/revoke": Answer(200, {"items": [{"id": 5}]})}


def patient(attempts: int = 4, timeout: float = LONG) -> Settings:
    """Of a client that asks again, some times, and waits long for an answer."""
    return {"retries": Retries(attempts, within=LONG), "timeout": timeout}


def nonces() -> Script:
    """A service that gives each session its own nonce."""
    made: list[int] = []

    def session(_request: Received) -> Answer:
        made.append(len(made) + 1)
        return Answer(200, {"items": [{"id": made[-1], "status": "READY", "nonce": f"n-{made[-1]}"}]})

    return {BYIDS: FUNCTION, "POST /sessions": session, **REVOKE}


@pytest.mark.parametrize("fault", [LOST, BUSY, FULL, Answer(502, b"<html>"), SILENT])
def test_reading_is_asked_again(fault: Answer, caplog: pytest.LogCaptureFixture) -> None:
    """What only reads is asked again after a lost answer, a busy service or one that takes too long."""
    caplog.set_level(logging.INFO, "cdf_functions")
    settings = patient(timeout=SHORT if fault.silent else LONG)
    with scripted_client({BYIDS: [fault, FUNCTION]}, **settings) as (client, service):
        assert (client.functions.retrieve(id=1)).name == "f"
    assert len(service.received) == 2
    (record,) = caplog.records
    assert "asking again in" in record.message


def test_history_is_told() -> None:
    """When asking again does not help, the error says how often it was tried."""
    with scripted_client({BYIDS: BUSY}, **patient(2)) as (client, service):
        with pytest.raises(ServerError, match=r"503 from getFunctionsByIds: busy \(2 tries in \d\.\d s\)"):
            client.functions.retrieve(id=1)
    with scripted_client({BYIDS: LOST}, **patient(2)) as (client, service):
        with pytest.raises(NoAnswerError, match=r"no answer from .* \(2 tries in \d\.\d s\)"):
            client.functions.retrieve(id=1)
        assert len(service.received) == 2


def test_what_creates_is_not_repeated() -> None:
    """A session that may have been created is not asked for again."""
    for fault, kind in ((LOST, NoAnswerError), (BUSY, ServerError)):
        with scripted_client({BYIDS: FUNCTION, "POST /sessions": [fault, SESSION]}, **patient()) as (
            client,
            service,
        ):
            with pytest.raises(kind):
                client.functions.call(external_id="f")
        assert service.operations() == [BYIDS, "POST /sessions"]


@pytest.mark.parametrize(
    "refusal",
    [
        FULL,
        Answer(503, {"error": {"code": 503, "message": "later"}}, {"cdf-is-auto-retryable": "true"}),
        Answer(400, {"error": {"code": 400, "message": "later", "isAutoRetryable": True}}),
    ],
)
def test_call_that_was_not_taken_is_placed_again(refusal: Answer) -> None:
    """A call that the service says it did nothing with is placed again, with the nonce that is still good."""
    with scripted_client({**nonces(), CALL: [refusal, refusal, PLACED]}, **patient()) as (client, service):
        assert (client.functions.call(id=1, wait=False)).id == 7
    calls = [request for request in service.received if request.operation == CALL]
    assert [call.json["nonce"] for call in calls] == ["n-1"] * 3
    assert "POST /sessions/revoke" not in service.operations()


def test_old_nonce_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nonce that has grown old while the service was full is not sent; its session is revoked."""
    monkeypatch.setattr("cdf_functions._sync.binding.NONCE_GOOD_FOR", 0.0)
    with scripted_client({**nonces(), CALL: [FULL, PLACED]}, **patient()) as (client, service):
        client.functions.call(id=1, wait=False)
    calls = [request for request in service.received if request.operation == CALL]
    assert [call.json["nonce"] for call in calls] == ["n-1", "n-2"]
    (revoked,) = [request.json for request in service.received if request.operation == "POST /sessions/revoke"]
    assert revoked == {"items": [{"id": 1}]}


@pytest.mark.parametrize("refusal", [FULL, Answer(400, {"error": {"code": 400, "message": "no"}})])
def test_session_of_a_call_that_was_never_placed_is_revoked(refusal: Answer) -> None:
    """When a call is refused for good, its session is revoked, and the error is that of the call."""
    with scripted_client({**nonces(), CALL: refusal}, **patient(2)) as (client, service):
        with pytest.raises((TooManyRequestsError, BadRequestError), match="from callFunction"):
            client.functions.call(id=1)
    assert service.operations().count("POST /sessions/revoke") == 1


def test_deadline_bounds_placing() -> None:
    """A call whose time is up before the service takes it is refused at once, not at the end of all tries."""
    not_yet = Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": str(int(LONG))})
    with scripted_client({**nonces(), CALL: not_yet}, **patient()) as (client, _):
        started = time.monotonic()
        with pytest.raises(TooManyRequestsError) as caught:
            client.functions.call(id=1, timeout=PATIENCE)
    assert caught.value.retry_after == LONG
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    "fault",
    [
        LOST,
        SILENT,
        Answer(201, b'{"id": 7', {}),
        Answer(201, b"<html>", {"content-type": "text/html"}),
        Answer(201, b"garbage", {"content-encoding": "gzip"}),
        Answer(500, {"error": {"code": 500, "message": "oops"}}),
        Answer(504, b"<html>"),
    ],
)
def test_call_is_never_sent_twice(fault: Answer) -> None:
    """A call that may have arrived is not sent again, whatever became of the answer."""
    listing = Answer(200, {"items": []})
    script = {**nonces(), CALL: fault, "POST /functions/1/calls/list": listing}
    with scripted_client(script, **patient(timeout=SHORT if fault.silent else LONG)) as (client, service):
        with pytest.raises(AmbiguousCallError, match="callFunction"):
            client.functions.call(id=1)
    assert service.operations().count(CALL) == 1
    assert "POST /sessions/revoke" not in service.operations()


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([], "so far no call that started since then is to be seen"),
        ([7], "since then these calls have started: 7"),
        ([7, 8], "since then these calls have started: 7, 8"),
        (None, "its calls could not be listed either"),
    ],
)
def test_lost_call_names_its_candidates(found: list[int] | None, text: str) -> None:
    """After a lost answer the error names the calls that have started since, by the service's own clock."""
    calls = [{**RUNNING, "id": id} for id in found or []]
    listing = BUSY if found is None else Answer(200, {"items": calls})
    script = {**nonces(), CALL: LOST, "POST /functions/1/calls/list": listing}
    before = int(time.time()) - 1
    with scripted_client(script, **patient(1)) as (client, service):
        with pytest.raises(AmbiguousCallError, match="a run of function 1 may have been started, or not") as caught:
            client.functions.call(id=1)
    assert text in str(caught.value)
    assert isinstance(caught.value.__cause__, NoAnswerError)
    assert (None if found is None else found) == (
        None if caught.value.candidates is None else [call.id for call in caught.value.candidates]
    )
    listed = next(request for request in service.received if request.operation.endswith("/calls/list"))
    assert before * 1000 <= listed.json["filter"]["startTime"]["min"] <= time.time() * 1000
    assert "POST /sessions/revoke" not in service.operations()


def test_one_candidate_can_be_adopted() -> None:
    """A caller who knows that nobody else calls the function can have the one candidate adopted."""
    done = {**RUNNING, "status": "Completed", "endTime": 1_700_000_001_000}
    listing: Script = {"POST /functions/1/calls/list": [Answer(200, {"items": []}), Answer(200, {"items": [done]})]}
    with scripted_client({**nonces(), CALL: LOST, **listing}, **patient()) as (client, _):
        call = client.functions.call(id=1, on_ambiguous="adopt")
    assert (call.id, call.status) == (7, "Completed")


def test_two_candidates_are_not_adopted() -> None:
    """With two candidates nobody can tell which it was."""
    listing = Answer(200, {"items": [RUNNING, {**RUNNING, "id": 8}]})
    with scripted_client({**nonces(), CALL: LOST, "POST /functions/1/calls/list": listing}, **patient()) as (
        client,
        _,
    ):
        with pytest.raises(AmbiguousCallError):
            client.functions.call(id=1, on_ambiguous="adopt")


def test_waiting_outlives_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait goes on over lost answers; if it cannot, the error says how to find the call again."""
    monkeypatch.setattr(polling, "FAILING_POLLS", 2)
    done = Answer(200, {"items": [{**RUNNING, "status": "Completed"}]})
    look = "POST /functions/1/calls/byids"
    with scripted_client({**nonces(), CALL: PLACED, look: [LOST, BUSY, done]}, **patient()) as (client, _):
        assert (client.functions.call(id=1)).status == "Completed"
    with scripted_client({**nonces(), CALL: PLACED, look: LOST}, **patient(1)) as (client, _):
        with pytest.raises(NoAnswerError) as caught:
            client.functions.call(id=1)
    (note,) = caught.value.__notes__
    assert note.startswith(
        "call 7 of function 1 goes on, as far as is known: client.open_call('p/functions/1/calls/7')"
    )


def test_options_of_a_block() -> None:
    """A block of code can have a timeout and a patience of its own, and afterwards they are as before."""
    with scripted_client({BYIDS: [LOST, LOST, FUNCTION]}, **patient()) as (client, service):
        with request_options(retries=Retries(attempts=1)):
            with pytest.raises(NoAnswerError):
                client.functions.retrieve(id=1)
            assert len(service.received) == 1
        client.functions.retrieve(id=1)
        service.script = {BYIDS: SILENT}
        once = request_options(retries=Retries(attempts=1))
        with once, request_options(timeout=0.05), pytest.raises(NoAnswerError, match="ReadTimeout"):
            client.functions.retrieve(id=1)


def test_a_request_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Each request is one line at DEBUG, without its body or its query."""
    caplog.set_level(logging.DEBUG, "cdf_functions")
    with scripted_client({BYIDS: FUNCTION}, **patient()) as (client, _):
        client.functions.retrieve(id=1)
    (record,) = [record for record in caplog.records if record.name == "cdf_functions"]
    assert record.message.startswith("POST /api/v1/projects/p/functions/byids -> 200 in ")


def test_own_calls_are_no_candidates() -> None:
    """A call that this client placed just before is not taken for the one whose answer was lost."""
    before, listing = Answer(201, {**RUNNING, "id": 6}), Answer(200, {"items": [{**RUNNING, "id": 6}]})
    with scripted_client({**nonces(), CALL: [before, LOST], "POST /functions/1/calls/list": listing}, **patient()) as (
        client,
        _,
    ):
        client.functions.call(id=1, wait=False)
        with pytest.raises(AmbiguousCallError, match="so far no call that started since then") as caught:
            client.functions.call(id=1, on_ambiguous="adopt")
    assert caught.value.candidates == ()


def test_given_nonce_is_not_sent_when_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nonce of the caller's own cannot be replaced, so when it would be old the refusal is told instead."""
    monkeypatch.setattr("cdf_functions._sync.binding.NONCE_GOOD_FOR", 0.0)
    with scripted_client({**nonces(), CALL: [FULL, PLACED]}, **patient()) as (client, service):
        with pytest.raises(TooManyRequestsError):
            client.functions.call(id=1, nonce="mine")
    assert service.operations().count(CALL) == 1


def test_deadline_covers_what_comes_before_the_call() -> None:
    """Looking the function up and making the session do not outlast the time that the call was given."""
    slow = {**nonces(), CALL: PLACED}
    for operation, fault in ((BYIDS, BUSY), ("POST /sessions", SILENT)):
        with scripted_client({**slow, operation: fault}, **patient(1000)) as (client, service):
            started = time.monotonic()
            with pytest.raises((NoAnswerError, ServerError)):
                client.functions.call(external_id="f", timeout=0.3)
            assert time.monotonic() - started < PATIENCE
        assert CALL not in service.operations()


def test_garbled_compression_is_no_answer() -> None:
    """A body that cannot be unpacked is told as one of our errors, and asked for again where that is safe."""
    garbled = Answer(200, b"garbage", {"content-encoding": "gzip"})
    with scripted_client({BYIDS: [garbled, FUNCTION]}, **patient()) as (client, _):
        assert (client.functions.retrieve(id=1)).name == "f"


def test_revoking_does_not_keep_the_error_back() -> None:
    """When the session of a refused call cannot be revoked at once, the refusal is told all the same, and soon."""
    refusal = Answer(400, {"error": {"code": 400, "message": "no"}})
    script = {**nonces(), CALL: refusal, "POST /sessions/revoke": SILENT}
    with scripted_client(script, **patient()) as (client, _):
        started = time.monotonic()
        with pytest.raises(BadRequestError, match="400 from callFunction: no"):
            client.functions.call(id=1)
        assert time.monotonic() - started < PATIENCE
