"""Functions: created from a file, deployed in the background, looked up, deleted with all that belongs to them."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from .. import events
from ..errors import JsonObject, bad_request, duplicate, not_bindable
from ..interpreters import OWN, OWN_RUNTIME
from ..runner import Code, DeployError, Progress, Runner, StoppedError
from ..settings import GB, MAX_RESPONSE_BYTES, MB, Settings
from ..store import Row, Store, Where
from ..validation import (
    ID,
    IDENTIFIER,
    LIMIT,
    RANGE,
    by_ids,
    one_of,
    shape,
    text,
)
from .background import Background
from .files import Files
from .function_fields import METADATA, RUNTIMES, creation
from .lags import Lags
from .lookup import look_up

MAX_TRACE = 2000
STATUSES = ("Queued", "Deploying", "Ready", "Failed")
ORDERED_FAILURE = {"message": "The build failed, as was ordered from the emulator", "trace": "ERROR: no build\n"}

BY_IDS = by_ids(IDENTIFIER, 10)
LIST = shape(
    optional={
        "limit": LIMIT,
        "filter": shape(
            optional={
                "name": text(1, 140),
                "owner": text(1, 128),
                "fileId": ID,
                "status": one_of(*STATUSES),
                "externalIdPrefix": text(1, 255),
                "createdTime": RANGE,
                "metadata": METADATA,
            }
        ),
    }
)


class Functions:
    """There is no update: a function is deleted and created again."""

    def __init__(
        self, store: Store, settings: Settings, lags: Lags, runner: Runner, background: Background, files: Files
    ) -> None:
        self._store = store
        self._settings = settings
        self._lags = lags
        self._runner = runner
        self._background = background
        self._files = files
        self._check = creation(settings.limits)

    def create(self, project: str, body: Any) -> JsonObject:
        """Accept the function as Queued; its deployment goes on after the answer."""
        given: JsonObject = self._check(body, "")["items"][0]
        archive = self._files.content(project, given["fileId"])
        if archive is None:
            raise bad_request(f"items[0].fileId: nothing was uploaded yet to the file {given['fileId']}")
        external_id = given.get("externalId")
        if external_id and self._store.first("functions", ("project", "=", project), ("external_id", "=", external_id)):
            raise duplicate("A function with this externalId", {"external_id": external_id})
        secrets = given.pop("secrets", {})
        indexes = [given.pop("indexUrl", ""), *given.pop("extraIndexUrls", [])]
        document = {
            "id": self._store.next_id("functions"),
            "createdTime": self._settings.clock.now_ms(),
            "functionPath": "handler.py",
            "cpu": self._settings.limits.cpu.default,
            "memory": self._settings.limits.memory.default,
            "runtime": OWN_RUNTIME,
            "runtimeVersion": f"Python {OWN.version}",
            "functionType": "classic",
            **given,
        }
        row: Row = {
            "id": document["id"],
            "project": project,
            "external_id": external_id,
            "status": "Queued",
            "document": document,
            "secrets": secrets,
            "indexes": indexes,
        }
        with self._store.transaction():
            self._store.insert("functions", row)
            self._store.insert("archives", {"function_id": row["id"], "content": archive})
        self._lags.begin("function", row["id"])
        self._background.start(self._build(row, archive))
        return {"items": [_wire(self.find(project, row["id"]))]}

    def check_bindable(self, function: Row) -> None:
        """Refuse a session for a function that is too young for it, if that is ordered."""
        age_ms = self._settings.clock.now_ms() - function["document"]["createdTime"]
        if age_ms < 1000 * self._lags.seconds("late-binding", function["id"]):
            raise not_bindable(function["id"])

    async def deploy_archive(self, project: str, external_id: str, file_id: int, archive: bytes) -> None:
        """Deploy an archive as this function, which is created or, keeping its id and its schedules, gets new code.

        Until the new code is there, calls run the old.
        """
        row = self._store.first("functions", ("project", "=", project), ("external_id", "=", external_id))
        if row is None:
            self.create(project, {"items": [{"name": external_id, "externalId": external_id, "fileId": file_id}]})
            return
        self._store.replace("archives", {"function_id": row["id"], "content": archive})
        await self._deploy(row, archive)

    async def deploy_again(self) -> None:
        """Deploy what an earlier emulator had deployed, or was about to."""
        for row in self._store.select("functions", ("status", "<>", "Failed")):
            archive = self._store.select("archives", ("function_id", "=", row["id"]))[0]["content"]
            await self._deploy(row, archive)

    def list(self, project: str, body: Any) -> JsonObject:
        """The functions that match, up to ``limit``; there is no cursor."""
        request: JsonObject = LIST(body, "")
        wanted: JsonObject = request.get("filter", {})
        functions = [_wire(row) for row in self._store.select("functions", ("project", "=", project))]
        matching = [function for function in functions if _matches(function, wanted)]
        return {"items": matching[: request.get("limit", 100)]}

    def by_ids(self, project: str, body: Any) -> JsonObject:  # noqa: D102
        return {"items": [_wire(row) for row in self._find_all(project, BY_IDS(body, ""))]}

    def get(self, project: str, function_id: int) -> JsonObject:  # noqa: D102
        return _wire(self.find(project, function_id))

    def delete(self, project: str, body: Any) -> JsonObject:
        """Its calls, running ones too, and its schedules go with a function; its file stays."""
        ids = [row["id"] for row in self._find_all(project, BY_IDS(body, ""))]
        self._store.delete("functions", ("id", "in", ids))
        for function_id in ids:
            self._background.start(self._runner.remove(function_id))
        return {}

    def limits(self) -> JsonObject:  # noqa: D102
        limits = self._settings.limits
        shown = {
            "timeoutMinutes": max(1, round(self._settings.timeout_s / 60)),
            "cpuCores": asdict(limits.cpu),
            "memoryGb": asdict(limits.memory),
            "runtimes": list(RUNTIMES),
        }
        return {**shown, "responseSizeMb": MAX_RESPONSE_BYTES // MB} if limits.shows_response_size else shown

    def status(self) -> JsonObject:
        """Every project is activated, whether asked for or asked to be: locally nothing has to be prepared."""
        return {"status": "activated"}

    def find(self, project: str, function_id: int) -> Row:
        """The stored row, with the secrets that are never sent out."""
        return self._find_all(project, {"items": [{"id": function_id}]})[0]

    def find_by_external_id(self, project: str, external_id: str) -> Row:
        """As ``find``."""
        return self._find_all(project, {"items": [{"externalId": external_id}]})[0]

    def _find_all(self, project: str, request: JsonObject) -> Sequence[Row]:
        # snake_case in what is missing, unlike in the rest of the API
        return look_up(self._store, "functions", ("project", "=", project), request, external_id="external_id")

    async def _build(self, row: Row, archive: bytes) -> None:
        """Deploy, as late as is ordered, or fail instead."""
        slow_s, until_failed_s = (self._lags.seconds(kind, row["id"]) for kind in ("slow-deployment", "failed-build"))
        if slow_s or until_failed_s:
            self._store.update("functions", {"status": "Deploying"}, ("id", "=", row["id"]))
            await self._background.pause(self._settings.clock, slow_s + until_failed_s)
        if until_failed_s:
            self._store.update("functions", {"status": "Failed", "error": ORDERED_FAILURE}, ("id", "=", row["id"]))
        else:
            await self._deploy(row, archive)

    async def _deploy(self, row: Row, archive: bytes) -> None:
        this: Where = ("id", "=", row["id"])
        document: JsonObject = row["document"]
        environment: dict[str, str] = document.get("envVars", {})
        memory_bytes = int(document["memory"] * GB)
        path = str(PurePosixPath(document["functionPath"]))  # as the module's name: without ./
        code = Code(archive, path, environment, memory_bytes, row["indexes"], document["runtime"])
        self._store.update("functions", {"status": "Deploying"}, this, ("status", "=", "Queued"))
        about, begun = subject(row), time.monotonic()
        hidden = [*_parts(row["indexes"]), *row["secrets"].values()]
        events.deploying(about)
        progress = Progress(
            lambda line: events.installing(about, events.masked(line, hidden)), partial(events.noticed, about)
        )
        try:
            version = await self._runner.deploy(row["id"], code, progress)
        except StoppedError:
            return  # the next emulator goes on with it
        except DeployError as error:
            why, said = events.masked(str(error), hidden), events.masked(error.log or "", hidden)
            failure = {"message": why, "trace": said[-MAX_TRACE:] or None}
            self._store.update("functions", {"status": "Failed", "error": failure}, this)
            events.not_deployed(about, why, said)
        else:
            document = {**document, "runtimeVersion": f"Python {version}"}
            if self._store.update("functions", {"status": "Ready", "error": None, "document": document}, this):
                events.ready(about, time.monotonic() - begun, f"Python {version}")
            else:
                await self._runner.remove(row["id"])  # it was deleted meanwhile


def subject(row: Row) -> events.Subject:
    """A function as events name it."""
    return events.Subject(row["project"], row["id"], row["external_id"] or row["document"]["name"])


def _parts(indexes: Sequence[str]) -> list[str]:
    """Indexes, and what tools may say of them: without the user, and the path, which may be a password as well."""
    split = [urlsplit(index) for index in indexes]
    return [*indexes, *(each.netloc.rpartition("@")[2] + each.path for each in split), *(each.path for each in split)]


def _wire(row: Row) -> JsonObject:
    function: JsonObject = {**row["document"], "status": row["status"]}
    if row["secrets"]:
        function["secrets"] = dict.fromkeys(row["secrets"], "***")
    if row["last_called"] is not None:
        function["lastCalled"] = row["last_called"]
    if row["error"] is not None:
        function["error"] = row["error"]
    return function


def _matches(function: JsonObject, wanted: JsonObject) -> bool:
    created: JsonObject = wanted.get("createdTime", {})
    metadata: JsonObject = function.get("metadata", {})
    return (
        all(function.get(name) == wanted[name] for name in ("name", "owner", "fileId", "status") if name in wanted)
        and function.get("externalId", "").startswith(wanted.get("externalIdPrefix", ""))
        and created.get("min", 0) <= function["createdTime"] <= created.get("max", function["createdTime"])
        and wanted.get("metadata", {}).items() <= metadata.items()
    )
