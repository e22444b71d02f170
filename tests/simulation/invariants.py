"""What holds after every run, whatever went wrong in it. Each breach begins with its kind, for shrinking to keep to."""

import asyncio
from collections.abc import Iterator
from typing import Any

from cdf_functions import (
    AmbiguousCallError,
    ApiError,
    CallFailedError,
    CdfError,
    NoAnswerError,
)

from .network import Exchange
from .plan import AFTER
from .run import WITHIN, Simulation
from .service import Run, Session
from .steps import Attempt

REVOKED_WITHIN = 2.0  # s, as the client has it
TOLD_WITHIN = 5.0  # s, as the client has it for the log of a failed run, and for the calls that one in doubt may be
ON_THE_WAY = 0.1  # s that a request and its answer take when nothing is wrong
AGAIN = (429, 502, 503, 504)  # of what only reads
FAILING_POLLS = 6  # in a row that a wait bears at least


def breaches(simulation: Simulation) -> list[str]:
    """What does not hold of a run that is over."""
    runs = _runs_of_inputs(simulation)
    ran = [(input, [run.id for run in ran]) for input, ran in runs.items() if len(ran) > 1]
    found = [f"twice: input {input} ran as calls {ids}" for input, ids in ran] + simulation.broken
    for attempt in simulation.attempts:
        found += _of_ends(simulation, attempt)
        found += _of_outcomes(simulation, attempt, runs)
    found += _of_sessions(simulation)
    return found


def _runs_of_inputs(simulation: Simulation) -> dict[int, list[Run]]:
    runs: dict[int, list[Run]] = {}
    for run in simulation.service.runs.values():
        runs.setdefault(run.data["input"], []).append(run)
    return runs


def _of_ends(simulation: Simulation, attempt: Attempt) -> Iterator[str]:
    """A step ends as it may, and in time."""
    step, error = attempt.step, attempt.error
    name = f"{step.kind} {attempt.number}"
    if isinstance(error, asyncio.CancelledError):
        if attempt.cancelled_at is None:
            yield f"cancelled: {name}, by nobody"
        elif attempt.ended is not None and attempt.ended > attempt.cancelled_at + 2 * REVOKED_WITHIN + ON_THE_WAY:
            yield f"late: {name} ended {attempt.ended - attempt.cancelled_at:.2f} s after it was cancelled"
    elif error is not None and not (isinstance(error, CdfError) or _is_of_journal(error)):
        yield f"error: {name} raised {error!r}"
    for got in attempt.got:
        if isinstance(got, BaseException) and not isinstance(got, CdfError):
            yield f"error: {name} told {got!r}"
    over = attempt.called_at or attempt.ended
    if step.kind == "call" and step.timeout and over and attempt.cancelled_at is None:
        # only the answer to the call itself is waited for as long as any other; then its session may be revoked
        late = over - max(attempt.began + step.timeout, _answered(simulation, attempt))
        looks = step.adopt or isinstance(error, AmbiguousCallError | CallFailedError)
        bound = TOLD_WITHIN if looks else REVOKED_WITHIN
        if late > bound + ON_THE_WAY:
            yield f"late: {name} ended {late:.2f} s after its deadline, with {error!r}"


def _answered(simulation: Simulation, attempt: Attempt) -> float:
    """When the answer to a step's call had come, or was not waited for any longer."""
    return max(
        (
            exchange.delivered_at or exchange.sent_at + simulation.plan.timeout
            for exchange in simulation.network.exchanges
            if exchange.operation == "call" and exchange.content["data"]["input"] == attempt.input(0)
        ),
        default=0.0,
    )


def _is_of_journal(error: BaseException) -> bool:
    """Whether it is the refusal of a journal of another function, as that of one that was replaced is."""
    return type(error) is ValueError and str(error).startswith("journal: ") and "it is of function" in str(error)


def _of_outcomes(simulation: Simulation, attempt: Attempt, runs: dict[int, list[Run]]) -> Iterator[str]:
    """Each input has one outcome, and it is its own."""
    step = attempt.step
    if step.kind == "map":
        whole = attempt.ended is not None and attempt.error is None and step.leave is None
        if whole and len(attempt.got) != step.inputs:
            yield f"outcomes: map {attempt.number} told {len(attempt.got)} of {step.inputs}"
        told: list[int] = [got["input"] for got in attempt.got if not isinstance(got, BaseException) and got]
        if len(told) != len(set(told)):
            yield f"outcomes: map {attempt.number} told {told}"
    for index, got in enumerate(attempt.got):
        yield from _of_outcome(simulation, attempt, attempt.input(index), got, runs)
    if attempt.error is not None and step.kind in ("call", "follow"):
        yield from _of_outcome(simulation, attempt, attempt.input(0), attempt.error, runs)
    elif attempt.error is not None:
        yield from _of_patience(simulation, attempt, attempt.error)
    if attempt.lines is not None:
        yield from _of_lines(simulation, attempt, runs)


def _of_outcome(
    simulation: Simulation, attempt: Attempt, input: int, got: Any, runs: dict[int, list[Run]]
) -> Iterator[str]:
    """A value, or an error, is that of the input's run."""
    in_order = attempt.step.ordered or attempt.step.kind != "map"
    if not isinstance(got, BaseException) and "input" not in (got or ()):
        yield f"value: input {input} has {got!r}"
    elif not isinstance(got, BaseException):
        if in_order and got["input"] != input:
            yield f"value: input {input} has that of {got['input']}"
        ran = runs.get(got["input"], [])
        if [run.status for run in ran] != ["Completed"]:
            yield f"value: input {got['input']} has one, of the runs {ran}"
    elif isinstance(got, CallFailedError):
        ran = [run for run in simulation.service.runs.values() if run.id == got.call.id]
        if in_order and ran[0].data["input"] != input:
            yield f"value: input {input} failed with the run of {ran[0].data['input']}"
        if ran[0].status not in ("Failed", "Timeout"):
            yield f"value: input {input} failed, and its run {ran[0].id} is {ran[0].status}"
    elif _says_not_started(got) and in_order and runs.get(input) and not attempt.step.journal:
        # (of a map with a journal, the next process may start it)
        yield f"told: input {input} was not started, they say, and ran: {got!r}"
    if "Failed to bind" in str(got):
        yield f"nonce: that of input {input} was old, or used: {got!r}"
    if isinstance(got, BaseException):
        yield from _of_patience(simulation, attempt, got)


def _says_not_started(error: BaseException) -> bool:
    return (
        isinstance(error, ApiError | NoAnswerError)
        and not isinstance(error, AmbiguousCallError)
        and error.operation in ("callFunction", "createSession")
    )


def _of_patience(simulation: Simulation, attempt: Attempt, error: BaseException) -> Iterator[str]:
    """What only reads is asked for again as often as the client may: fewer troubles are no reason to fail."""
    plan = simulation.plan
    if not isinstance(error, ApiError | NoAnswerError) or error.operation not in READING:
        return
    polling = error.operation == "getCallsByIds"
    if isinstance(error, ApiError) and error.status not in AGAIN and not (polling and error.status >= 500):
        return
    # a map that goes on where another died asks once how its calls stand, before it polls
    attempts = max(plan.attempts, FAILING_POLLS) if polling and not attempt.step.journal else plan.attempts
    end = attempt.ended or simulation.world.now
    # each of these may end a request; what is slow may do so more than once
    troubles = [kind for at, kind, _ in simulation.network.trouble if at <= end]
    slow = plan.spikes or plan.connections < 3 or any(event.kind == "hang up" for event in plan.events)
    hurried = attempt.step.timeout is not None or end - attempt.began > WITHIN / 2 or "nowhere" in troubles
    if len(troubles) < attempts and not slow and not hurried and attempts <= FAILING_POLLS:
        yield f"patience: {attempt.step.kind} {attempt.number} failed after {len(troubles)} troubles with {error!r}"


READING = ("getCallsByIds", "getFunctionsByIds", "getCallResponse", "getCallLogs", "filterCalls")


def _of_lines(simulation: Simulation, attempt: Attempt, runs: dict[int, list[Run]]) -> Iterator[str]:
    """Every line of a log is given once, if it is not later than a log may be."""
    lines = attempt.lines or []
    written = [text for run in runs.get(attempt.input(0), []) for _, _, text in run.lines]
    if len(lines) != len(set(lines)) or not set(lines) <= set(written):
        yield f"log: of {written}, {lines} was given"
    slow = simulation.plan.spikes or simulation.network.trouble  # an answer that is late tells of the log as it was
    if attempt.seen_end and not slow and set(lines) != set(written):
        yield f"log: of {written}, only {lines} was given"


def _of_sessions(simulation: Simulation) -> Iterator[str]:
    """No session is left that nobody uses."""
    for session in simulation.service.sessions.values():
        if session.status == "READY" and not _is_excused(simulation, session):
            yield f"session: {session.id}, of {session.made_at:.3f}, is left"


def _nonce(exchange: Exchange) -> str | None:
    if exchange.operation == "call":
        return str(exchange.content["nonce"])
    return str(exchange.content["items"][0]["nonce"]) if exchange.operation == "schedule" else None


def _is_excused(simulation: Simulation, session: Session) -> bool:
    """Whether a session could not be ended: nobody knew it, or whether it is used, or who knew it could not do so.

    That who asked for it was cancelled is no excuse.
    """
    network = simulation.network
    last = session.made_at
    for exchange in network.exchanges:
        if exchange.operation == "session" and _gives(exchange, session):
            if exchange.line.loop.dead or exchange.fault in AFTER:
                return True
            if exchange.delivered_at is None and not _is_given_up_early(simulation, exchange):
                return True
            last = max(last, exchange.delivered_at or 0.0)
        elif _nonce(exchange) == session.nonce:
            if exchange.fault in (*AFTER, "500", "503") or not exchange.known:
                return True
            last = max(last, exchange.delivered_at or 0.0)
        elif exchange.operation == "revoke" and {"id": session.id} in exchange.content["items"]:
            return True  # it was asked for, and something went wrong with that
    if (network.trouble and simulation.plan.connections < 100) or simulation.plan.spikes:
        return True  # all connections may have been in use for as long as the client tries
    # before it could be asked for: a connection, or a token, was not to be had in time
    ends = [attempt.cancelled_at or attempt.ended or 0.0 for attempt in simulation.attempts]
    moments = [end for end in ends if end >= session.made_at]
    return any(
        moment - REVOKED_WITHIN - ON_THE_WAY <= at <= moment + REVOKED_WITHIN
        for moment in (last, *moments)
        for at, _, operation in network.trouble
        if operation in ("connect", "token")
    )


def _is_given_up_early(simulation: Simulation, exchange: Exchange) -> bool:
    """Whether the client did not wait for an answer as long as it has to, also for who was cancelled meanwhile."""
    line = exchange.line
    if line.closed_at is None or line.hung_up or line.closed_at >= exchange.sent_at + REVOKED_WITHIN:
        return False
    deadlines = [attempt.began + attempt.step.timeout for attempt in simulation.attempts if attempt.step.timeout]
    return not any(exchange.sent_at <= deadline <= line.closed_at for deadline in deadlines)


def _gives(exchange: Exchange, session: Session) -> bool:
    answer = exchange.answer
    return answer is not None and any(item.get("id") == session.id for item in answer.content.get("items", ()))
