"""Every operation of the overlay: how it is asked for in either world, and which of its requests is attacked."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cdf_functions import (
    AmbiguousCallError,
    ApiError,
    CallFailedError,
    CdfError,
    CredentialsError,
    NoAnswerError,
    WaitTimeoutError,
)

INPUTS = [{"i": i} for i in range(3)]
TIMEOUT = 12.0  # s, of operations that take one
CALL = r"POST /functions/1/call$"

Kinds = tuple[type[CdfError], ...]
ASKING: Kinds = (ApiError, NoAnswerError)
STARTING: Kinds = (*ASKING, AmbiguousCallError)
CALLING: Kinds = (*STARTING, WaitTimeoutError, CallFailedError)  # the last if the service says so


def handle(data: object) -> object:
    """What is deployed."""
    return data


def then(first: Any, following: Callable[[Any], Any]) -> Any:
    """One step, and another with what came of it, in either world."""
    if not inspect.isawaitable(first):
        return following(first)

    async def both() -> Any:
        return await following(await first)

    return both()


def whole(iterator: Any) -> Any:
    """All that an iterator gives, in either world."""
    if not hasattr(iterator, "__aiter__"):
        return list(iterator)

    async def gathered() -> list[Any]:
        return [each async for each in iterator]

    return gathered()


def mapped(client: Any, **options: Any) -> Any:
    """A map over a few inputs."""
    return whole(client.functions.map(id=1, inputs=INPUTS, return_exceptions=True, **options))


def created(client: Any) -> Any:
    """A deployment."""
    return client.functions.create("f", function_handle=handle, external_id="new")


@dataclass(frozen=True)
class Operation:
    """Something that the overlay does.

    Attributes:
        attacked: what the request with the fault looks like
        do: does it, with a client of either world
        errors: what it may raise; subclasses are meant, too, save that AmbiguousCallError has to be named
        world: how the service differs from others
        oauth: whether the client gets its token from an identity provider
        map: whether it gives an outcome for each of INPUTS
        own_session: whether the session is the caller's, who has to end it
    """

    attacked: str
    do: Callable[[Any], Any]
    errors: Kinds = ASKING
    world: Mapping[str, Any] = field(default_factory=dict[str, Any])
    oauth: bool = False
    map: bool = False
    own_session: bool = False


def call(**options: Any) -> Callable[[Any], Any]:
    """A call, waited for."""
    return lambda client: client.functions.call(id=1, data={"a": 1}, timeout=TIMEOUT, **options)


def at_last(first: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A call, and what it returned."""
    return lambda client: then(first(client), lambda call: call.get_response())


def briefly(_call_id: int) -> float:
    """Seconds that a run takes."""
    return 0.02


RUNS = {"seconds": briefly}
FAILS = {"end": "Failed"}

OPERATIONS: dict[str, Operation] = {
    "functions.list": Operation(r"functions/list$", lambda c: c.functions.list()),
    "functions.retrieve": Operation(r"functions/byids$", lambda c: c.functions.retrieve(external_id="f")),
    "functions.retrieve_multiple": Operation(r"functions/byids$", lambda c: c.functions.retrieve_multiple(ids=[1])),
    "functions.delete": Operation(r"functions/delete$", lambda c: c.functions.delete(id=1)),
    "functions.limits": Operation(r"/limits$", lambda c: c.functions.limits()),
    "functions.status": Operation(r"GET /functions/status$", lambda c: c.functions.status()),
    "functions.activate": Operation(r"POST /functions/status$", lambda c: c.functions.activate()),
    "functions.create: what is there": Operation(r"functions/byids$", created),
    "functions.create: file": Operation(r"POST /files$", created),
    "functions.create: upload": Operation(r"PUT ", created),
    "functions.create: stored": Operation(r"GET /files/", created),
    "functions.create: function": Operation(r"POST /functions$", created),
    "function.update": Operation(
        r"functions/byids$", lambda c: then(c.functions.list(), lambda found: found[0].update())
    ),
    "functions.call: look-up": Operation(
        r"functions/byids$", lambda c: c.functions.call(external_id="f", timeout=TIMEOUT), CALLING
    ),
    "functions.call: session": Operation(r"POST /sessions$", call(), CALLING),
    "functions.call: start": Operation(CALL, call(), CALLING),
    "functions.call: start, adopt": Operation(CALL, call(on_ambiguous="adopt"), CALLING),
    "functions.call: start, not waited for": Operation(CALL, call(wait=False), CALLING),
    "functions.call: start, own nonce": Operation(
        CALL,
        lambda c: then(c.sessions.create(), lambda s: c.functions.call(id=1, nonce=s.nonce, timeout=TIMEOUT)),
        CALLING,
        own_session=True,
    ),
    "functions.call: poll": Operation(r"calls/byids$", call(), CALLING, RUNS),
    "functions.call: response": Operation(r"/response$", at_last(call()), CALLING),
    "functions.call: log of a failure": Operation(r"/logs$", call(), CALLING, FAILS),
    "call.update": Operation(
        r"GET .*/calls/\d+$", lambda c: then(c.functions.calls.retrieve(9, 1), lambda x: x.update()), (CdfError,)
    ),
    "calls.list": Operation(r"/calls/list$", lambda c: c.functions.calls.list(1)),
    "calls.list, all": Operation(r"/calls/list$", lambda c: c.functions.calls.list(1, limit=None)),
    "calls: one by one": Operation(r"/calls/list$", lambda c: whole(c.functions.calls(1))),
    "calls.retrieve": Operation(r"/calls/\d+$", lambda c: c.functions.calls.retrieve(9, 1)),
    "calls.get_response": Operation(r"/response$", lambda c: c.functions.calls.get_response(9, 1)),
    "calls.get_logs": Operation(r"/logs$", lambda c: c.functions.calls.get_logs(9, 1)),
    "call.follow_logs": Operation(
        r"/logs$", lambda c: then(c.functions.calls.retrieve(9, 1), lambda x: whole(x.follow_logs()))
    ),
    "schedules.list": Operation(r"/schedules/list$", lambda c: c.functions.schedules.list()),
    "schedules.retrieve": Operation(r"/schedules/7$", lambda c: c.functions.schedules.retrieve(7)),
    "schedules.retrieve, several": Operation(r"/schedules/byids$", lambda c: c.functions.schedules.retrieve([7])),
    "schedules.create: session": Operation(
        r"POST /sessions$", lambda c: c.functions.schedules.create("s", "* * * * *", 1)
    ),
    "schedules.create": Operation(r"/schedules$", lambda c: c.functions.schedules.create("s", "* * * * *", 1)),
    "schedules.delete": Operation(r"/schedules/delete$", lambda c: c.functions.schedules.delete(7)),
    "schedules.get_input_data": Operation(r"/input_data$", lambda c: c.functions.schedules.get_input_data(7)),
    "sessions.create": Operation(r"POST /sessions$", lambda c: c.sessions.create(), own_session=True),
    "sessions.list": Operation(r"GET /sessions$", lambda c: c.sessions.list(limit=None)),
    "sessions.retrieve": Operation(r"/sessions/byids$", lambda c: c.sessions.retrieve(5)),
    "sessions.revoke": Operation(r"/sessions/revoke$", lambda c: c.sessions.revoke(5)),
    "token.inspect": Operation(r"/token/inspect$", lambda c: c.token.inspect()),
    "token endpoint": Operation(
        r"/oauth2/token", lambda c: c.functions.list(), (*ASKING, CredentialsError), oauth=True
    ),
    "functions.map: session": Operation(r"POST /sessions$", mapped, CALLING, map=True),
    "functions.map: start": Operation(CALL, mapped, CALLING, map=True),
    "functions.map: start, adopt": Operation(CALL, lambda c: mapped(c, on_ambiguous="adopt"), CALLING, map=True),
    "functions.map: poll": Operation(r"calls/byids$", mapped, CALLING, RUNS, map=True),
    "functions.map: response": Operation(r"/response$", mapped, CALLING, map=True),
}
