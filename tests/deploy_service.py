"""A scripted service that keeps functions, files and schedules; all that is asked of it is done at once."""

import io
import itertools
import threading
import zipfile
from dataclasses import dataclass, field
from typing import Any

from tests.functions_service import EPOCH_MS, refusal
from tests.scripted import ANYTHING_ELSE, Answer, Received, Script

Thing = dict[str, Any]


@dataclass
class DeployService:
    """What there is, by ids.

    A function whose code says ``broken`` cannot be built, and one that says ``raises`` fails when it is called.
    """

    cascades: bool = True
    """Whether the schedules of a function go with it, which nobody says of the real service."""
    functions: dict[int, Thing] = field(default_factory=dict[int, Thing])
    files: dict[int, Thing] = field(default_factory=dict[int, Thing])
    contents: dict[int, bytes] = field(default_factory=dict[int, bytes])
    schedules: dict[int, Thing] = field(default_factory=dict[int, Thing])
    calls: dict[int, Thing] = field(default_factory=dict[int, Thing])
    sessions: set[str] = field(default_factory=set[str])
    builds_fail: int = 0
    """How many builds are still to fail for no reason of the function's, save those of candidates."""
    _ids: Any = field(default_factory=lambda: itertools.count(1000))
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def script(self, overrides: Script | None = None) -> Script:
        """For ``scripted``."""
        return {ANYTHING_ELSE: self.answer, **(overrides or {})}

    def code(self, function: Thing) -> dict[str, bytes]:
        """The files that a function was made of."""
        with zipfile.ZipFile(io.BytesIO(self.contents[function["fileId"]])) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def by_external_id(self, external_id: str) -> Thing:
        """A function."""
        (found,) = (each for each in self.functions.values() if each.get("externalId") == external_id)
        return found

    def schedules_of(self, function_id: int) -> list[tuple[str, str, Any]]:
        """Name, cron expression and data of each schedule of a function, sorted."""
        found = [each for each in self.schedules.values() if each["functionId"] == function_id]
        return sorted((each["name"], each["cronExpression"], each.get("data")) for each in found)

    def add_schedule(self, function_id: int, name: str, cron: str, **more: Any) -> None:
        """Put a schedule there."""
        id = next(self._ids)
        self.schedules[id] = {"id": id, "name": name, "cronExpression": cron, "functionId": function_id, **more}

    def answer(self, request: Received) -> Answer:
        """The answer to any request."""
        with self._lock:
            method, _, path = request.operation.partition(" ")
            return self._answer(method, path.strip("/").split("/"), request)

    def _answer(self, method: str, path: list[str], request: Received) -> Answer:
        match method, path:
            case _, ["files", *rest]:
                return self._files(method, rest, request)
            case _, ["storage", id]:
                return self._storage(method, int(id), request)
            case _, ["functions", "schedules", *rest]:
                return self._schedules(method, rest, request)
            case "POST", ["sessions"]:
                id = next(self._ids)
                self.sessions.add(f"n-{id}")
                return Answer(200, {"items": [{"id": id, "status": "READY", "nonce": f"n-{id}"}]})
            case "POST", ["sessions", "revoke"]:
                return Answer(200, {"items": request.json["items"]})
            case "POST", ["functions"]:
                return self.create(request.json["items"][0])
            case "POST", ["functions", "list"]:
                wanted = request.json.get("filter", {}).items()
                return Answer(200, {"items": [each for each in self.functions.values() if wanted <= each.items()]})
            case "POST", ["functions", "byids" | "delete" as verb]:
                return self._some(self.functions, verb, request)
            case "GET", ["functions", "limits"]:
                return Answer(200, {"timeoutMinutes": 10})
            case _, ["functions", id, *rest]:
                return self._calls(int(id), rest, request)
            case _:
                return refusal(404, f"not in the model: {method} {'/'.join(path)}")

    def _calls(self, function_id: int, path: list[str], request: Received) -> Answer:
        match path:
            case ["call"]:
                call: Thing = {
                    "id": next(self._ids),
                    "functionId": function_id,
                    "status": "Running",
                    "startTime": EPOCH_MS,
                }
                failed = any(b"raises" in content for content in self.code(self.functions[function_id]).values())
                ended = {"status": "Failed", "error": "it raises"} if failed else {"status": "Completed"}
                self.calls[call["id"]] = {**call, **ended, "endTime": EPOCH_MS + 1}
                return Answer(201, call)
            case ["calls", "byids"]:
                return Answer(200, {"items": [self.calls[each["id"]] for each in request.json["items"]]})
            case ["calls", "list"]:
                since = request.json["filter"]["startTime"]["min"]
                mine = [each for each in self.calls.values() if each["functionId"] == function_id]
                return Answer(200, {"items": [each for each in mine if each["startTime"] >= since]})
            case ["calls", _, "logs"]:
                return Answer(200, {"items": []})
            case _:
                return refusal(404, f"not in the model: {request.operation}")

    def _some(self, things: dict[int, Thing], verb: str, request: Received) -> Answer:
        found: list[Thing] = []
        missing: list[Thing] = []
        for item in request.json["items"]:
            here = [each for each in things.values() if item.items() <= each.items()]
            found += here
            missing += [] if here else [item]
        if missing and not request.json.get("ignoreUnknownIds"):
            return refusal(400, "some are missing", missing=missing)
        if verb == "byids":
            return Answer(200, {"items": found})
        for each in found:
            del things[each["id"]]
            if things is self.functions and self.cascades:
                self.schedules = {i: one for i, one in self.schedules.items() if one["functionId"] != each["id"]}
        return Answer(200, {})

    def create(self, item: Thing) -> Answer:
        """Create a function."""
        if item["fileId"] not in self.contents:
            return refusal(400, "nothing was uploaded to this file")
        if any(each.get("externalId") == item["externalId"] for each in self.functions.values()):
            return refusal(409, "there is one already")
        id = next(self._ids)
        secrets = dict.fromkeys(item.pop("secrets", {}), "***")
        function = {"id": id, "createdTime": EPOCH_MS, "status": "Ready", **item, "secrets": secrets}
        broken = any(b"broken" in content for content in self.code(function).values())
        if not broken and self.builds_fail and not item["externalId"].endswith(":candidate"):
            self.builds_fail -= 1
            broken = True
        if broken:
            function |= {"status": "Failed", "error": {"message": "no wheel", "trace": "pip: no such package"}}
        self.functions[id] = function
        return Answer(201, {"items": [{**function, "status": "Queued"}]})

    def _files(self, method: str, path: list[str], request: Received) -> Answer:
        match method, path:
            case "POST", []:
                id, item = next(self._ids), request.json
                if "externalId" in item and any(
                    each.get("externalId") == item["externalId"] for each in self.files.values()
                ):
                    return refusal(409, "there is one already")
                self.files[id] = {"id": id, "uploaded": False, **item}
                return Answer(201, {**self.files[id], "uploadUrl": self._url(request, id)})
            case "POST", ["byids" | "delete" as verb]:
                return self._some(self.files, verb, request)
            case "POST", ["downloadlink"]:
                (item,) = request.json["items"]
                if item["id"] not in self.files:
                    return refusal(400, "some are missing", missing=[item])
                return Answer(200, {"items": [{**item, "downloadUrl": self._url(request, item["id"])}]})
            case _:
                return Answer(200, self.files[int(path[0])])

    def _storage(self, method: str, id: int, request: Received) -> Answer:
        if method == "PUT":
            self.contents[id] = request.body
            self.files[id]["uploaded"] = True
            return Answer(200)
        first, last = (int(each) for each in request.headers["range"].removeprefix("bytes=").split("-"))
        content = self.contents[id]
        kind = {"content-type": "application/octet-stream"}
        headers = {**kind, "content-range": f"bytes {first}-{last}/{len(content)}"}
        return Answer(206, content[first : last + 1], headers)

    def _schedules(self, method: str, path: list[str], request: Received) -> Answer:
        match method, path:
            case "POST", []:
                (item,) = request.json["items"]
                if item["functionId"] not in self.functions or item["nonce"] not in self.sessions:
                    return refusal(400, "there is no such function or session")
                self.sessions.discard(item.pop("nonce"))
                id = next(self._ids)
                self.schedules[id] = {"id": id, **item}
                return Answer(201, {"items": [self._shown(self.schedules[id])]})
            case "POST", ["list"]:
                wanted = request.json.get("filter", {}).items()
                found = [self._shown(each) for each in self.schedules.values()]
                return Answer(200, {"items": [each for each in found if wanted <= each.items()]})
            case "POST", [verb]:
                return self._some(self.schedules, verb, request)
            case _:
                found_data = self.schedules[int(path[0])].get("data")
                id = int(path[0])
                return Answer(200, {"id": id} if found_data is None else {"id": id, "data": found_data})

    @staticmethod
    def _shown(schedule: Thing) -> Thing:
        return {name: value for name, value in schedule.items() if name != "data"}

    @staticmethod
    def _url(request: Received, id: int) -> str:
        return f"http://{request.headers['host']}/api/v1/projects/p/storage/{id}"
