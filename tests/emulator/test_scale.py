"""That the emulator stays as quick as it was, however much it has come to remember.

Counted in steps of SQLite's virtual machine, which are the same on every machine: no clock.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any

from cdf_functions_emulator import Settings
from cdf_functions_emulator.runner import Runner
from cdf_functions_emulator.service import Services, build
from cdf_functions_emulator.service.background import Background
from cdf_functions_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

FEW, MANY = 1_000, 20_000


def fill(store: Store, ids: range) -> None:
    """What so many calls leave behind, all of one function."""
    now = Settings().clock.now_ms()
    store.insert("tokens", *[{"token": f"t{id_}", "subject": f"session {id_}", "expires": now + 10**7} for id_ in ids])
    session = {"project": "p", "type": "ONESHOT_TOKEN_EXCHANGE", "created": now, "nonce": None, "nonce_expires": now}
    store.insert("sessions", *[{**session, "id": id_, "status": "ACTIVE", "expires": now + 10**7} for id_ in ids])
    call = {"project": "p", "function_id": 1, "status": "Completed", "start_time": now, "end_time": now}
    store.insert("calls", *[{**call, "id": id_} for id_ in ids])
    store.insert("logs", *[{"call_id": id_, "timestamp": now, "message": f"call {id_}"} for id_ in ids])
    store.insert("responses", *[{"call_id": id_, "response": "1"} for id_ in ids])


def call(services: Services) -> None:
    """A session, and a call with its nonce."""
    (session,) = services.sessions.create("p", {"items": [{"oneshotTokenExchange": True}]})["items"]
    services.calls.call("p", 1, {"nonce": session["nonce"]})


OPERATIONS: dict[str, Callable[[Services], Any]] = {
    "call": call,
    "get": lambda services: services.calls.get("p", 1, 500),
    "byids": lambda services: services.calls.by_ids("p", 1, {"items": [{"id": id_} for id_ in range(1, 101)]}),
    "list": lambda services: services.calls.list("p", 1, {}),
    "list a status": lambda services: services.calls.list("p", 1, {"filter": {"status": "Failed"}}),
    "list from a cursor": lambda services: services.calls.list("p", 1, {"cursor": "NTAw"}),
    "logs": lambda services: services.calls.logs("p", 1, 500),
    "response": lambda services: services.calls.response("p", 1, 500),
    "list functions": lambda services: services.functions.list("p", {}),
    "list sessions": lambda services: services.sessions.list("p", None, 100, None),
    "revoke a session": lambda services: services.sessions.revoke("p", {"items": [{"id": 500}]}),
    "know a token": lambda services: services.tokens.authenticate("Bearer t500"),
    "the page": lambda services: services.overview.state(),
}


def steps(database: sqlite3.Connection, operation: Callable[[], Any]) -> int:
    """How many the database takes for an operation."""
    taken = itertools.count()
    database.set_progress_handler(lambda: next(taken) < 0, 1)
    operation()
    database.set_progress_handler(None, 1)
    return next(taken)


async def costs(services: Services, store: Store, database: sqlite3.Connection) -> list[dict[str, int]]:
    """Of each operation, with few calls and with many."""
    found: list[dict[str, int]] = []
    for size in (FEW, MANY):
        fill(store, range(store.next_id("calls"), size + 1))
        found.append({name: steps(database, partial(each, services)) for name, each in OPERATIONS.items()})
    return found


def test_cost_of_an_operation_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """With twenty times the calls, each operation takes the database as many steps as before, give or take a tenth."""
    database = sqlite3.connect(":memory:", isolation_level=None)

    def connect(_path: str, **_options: object) -> sqlite3.Connection:
        return database

    monkeypatch.setattr(sqlite3, "connect", connect)

    async def measured() -> list[dict[str, int]]:
        store, runner, background = Store(), Runner(60), Background()
        services = build(store, runner, background, Settings(), "http://emulator")
        document = {"name": "f", "createdTime": 0}
        function = {"id": 1, "project": "p", "status": "Ready", "document": document, "secrets": {}}
        store.insert("functions", function)
        try:
            return await costs(services, store, database)
        finally:
            await background.finish()
            await runner.stop()
            store.close()

    few, many = asyncio.run(measured())
    assert all(few.values())
    assert {name: (few[name], many[name]) for name in few if many[name] > 1.1 * few[name]} == {}
