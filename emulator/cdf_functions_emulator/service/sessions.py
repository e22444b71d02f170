"""Sessions: created with a nonce that is good once, for a minute; bound by a call or a schedule; ended in many ways."""

import secrets
from collections.abc import Sequence
from typing import Any

from ..errors import JsonObject, bad_field, bad_nonce, session_ended, wrong_credentials
from ..settings import Settings
from ..store import Row, Store, Where
from ..validation import ID, array, by_ids, exactly_one, only_true, shape, text
from .lookup import look_up
from .paging import page
from .tokens import known_client

NONCE_S = 60
LIFETIME_S = 3600

STATUSES = ("READY", "ACTIVE", "CANCELLED", "EXPIRED", "REVOKED", "ACCESS_LOST")
ONE_SHOT = "ONESHOT_TOKEN_EXCHANGE"


def _credential(value: object, path: str) -> JsonObject:
    fields = {"clientId": text(1, 1000), "clientSecret": text(1, 1000)}
    flags = {"tokenExchange": only_true, "oneshotTokenExchange": only_true}
    given: JsonObject = shape(optional={**fields, **flags})(value, path)
    if set(given) not in ({"clientId", "clientSecret"}, {"tokenExchange"}, {"oneshotTokenExchange"}):
        wanted = "either clientId and clientSecret, or tokenExchange, or oneshotTokenExchange"
        raise bad_field(path, wanted, " and ".join(given) or "none of them")
    return given


CREATE = exactly_one(_credential)
BY_IDS = by_ids(shape({"id": ID}), 1000)
REVOKE = shape({"items": array(shape({"id": ID}), 1, 10_000)})


class Sessions:
    """``settle`` first, in every method that reads a status: time alone changes it."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def create(self, project: str, body: Any) -> JsonObject:
        """A READY session and, this once, its nonce."""
        credential: JsonObject = CREATE(body, "")["items"][0]
        if "clientId" in credential:
            if not known_client(self._settings, credential["clientId"], credential["clientSecret"]):
                raise wrong_credentials()
            kind = "CLIENT_CREDENTIALS"
        else:
            kind = "TOKEN_EXCHANGE" if "tokenExchange" in credential else ONE_SHOT
        now = self._settings.clock.now_ms()
        session = {
            "id": self._store.next_id("sessions"),
            "project": project,
            "type": kind,
            "status": "READY",
            "client_id": credential.get("clientId"),
            "created": now,
            "expires": now + LIFETIME_S * 1000,
            "nonce": secrets.token_urlsafe(24),
            "nonce_expires": now + NONCE_S * 1000,
        }
        self._store.insert("sessions", session)
        return {"items": [{**_identity(session), "nonce": session["nonce"]}]}

    def bind(self, project: str, nonce: str) -> int:
        """Spend a nonce: its session becomes ACTIVE, and is from now on that of the call or schedule."""
        self._settle()
        session = self._store.first(
            "sessions", ("project", "=", project), ("nonce", "=", nonce), ("status", "=", "READY")
        )
        if session is None:
            raise bad_nonce()
        self._store.update("sessions", {"status": "ACTIVE", "nonce": None}, ("id", "=", session["id"]))
        return int(session["id"])

    def check_active(self, session_id: int) -> None:
        """Refuse a session that no longer lends its rights."""
        self._settle()
        session = self._store.first("sessions", ("id", "=", session_id))
        status = "deleted" if session is None else session["status"]
        if status != "ACTIVE":
            raise session_ended(session_id, status)

    def list(self, project: str, status: str | None, limit: int, cursor: str | None) -> JsonObject:
        """A page of sessions; ``status`` in any case, because documents and clients differ on it."""
        self._settle()
        where: list[Where] = [("project", "=", project)]
        if status is not None:
            if status.upper() not in STATUSES:
                raise bad_field("status", f"one of {', '.join(STATUSES)}", repr(status))
            where.append(("status", "=", status.upper()))
        rows, more = page(self._store, "sessions", where, limit, cursor, newest_first=True)
        return {"items": [_wire(row) for row in rows], **more}

    def by_ids(self, project: str, body: Any) -> JsonObject:
        """All of the sessions, or none."""
        self._settle()
        return {"items": [_wire(row) for row in self._find(project, BY_IDS(body, ""))]}

    def revoke(self, project: str, body: Any) -> JsonObject:
        """End the sessions that have not ended; those that have stay as they are."""
        self._settle()
        request: JsonObject = REVOKE(body, "")
        ids = [row["id"] for row in self._find(project, request)]
        live: Where = ("status", "in", ["READY", "ACTIVE"])
        self._store.update("sessions", {"status": "REVOKED", "nonce": None}, ("id", "in", ids), live)
        return {"items": [_wire(row) for row in self._find(project, request)]}

    def _find(self, project: str, request: JsonObject) -> Sequence[Row]:
        return look_up(self._store, "sessions", ("project", "=", project), request)

    def _settle(self) -> None:
        now = self._settings.clock.now_ms()
        self._store.update(
            "sessions",
            {"status": "CANCELLED", "nonce": None},
            ("status", "=", "READY"),
            ("nonce_expires", "<=", now),
        )
        ended: list[Where] = [("status", "=", "ACTIVE"), ("expires", "<=", now)]
        if self._store.count("sessions", *ended):
            # A session that a schedule holds is renewed as long as its kind can be.
            held: Where = ("id", "in", [row["session_id"] for row in self._store.select("schedules")])
            later = {"expires": now + LIFETIME_S * 1000}
            self._store.update("sessions", later, *ended, held, ("type", "<>", ONE_SHOT))
            self._store.update("sessions", {"status": "EXPIRED"}, *ended)


def _identity(session: Row) -> JsonObject:
    identity = {"id": session["id"], "type": session["type"], "status": session["status"]}
    return identity if session["client_id"] is None else {**identity, "clientId": session["client_id"]}


def _wire(session: Row) -> JsonObject:
    return {**_identity(session), "creationTime": session["created"], "expirationTime": session["expires"]}
