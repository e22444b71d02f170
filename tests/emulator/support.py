"""A project on a running emulator, spoken to in plain HTTP: what the tests need before they get to their point."""

from __future__ import annotations

import io
import ssl
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from tests.patience import PATIENCE, eventually

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cdf_functions_emulator import Emulator

#: Made once, because clients otherwise take longer to load certificates than the tests take.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = partial(httpx.get, timeout=PATIENCE)
post = partial(httpx.post, timeout=PATIENCE)
put = partial(httpx.put, timeout=PATIENCE)


def archive(files: Mapping[str, str]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return buffer.getvalue()


class Project:
    """An empty project; ``http`` sends to it with a bearer token."""

    def __init__(self, emulator: Emulator, name: str | None = None) -> None:
        self.emulator = emulator
        self.url = f"{emulator.base_url}/api/v1/projects/{name or uuid4().hex[:12]}"
        self.http = self.client()

    def client(self) -> httpx.Client:
        """Another client like ``http``, for another thread."""
        headers = {"Authorization": "Bearer any"}
        return httpx.Client(base_url=self.url, headers=headers, verify=NO_TLS, timeout=PATIENCE)

    def page(self, function: int | None = None, call: int | None = None, **others: str) -> str:
        """The address of the page for people, with what is to be open on it."""
        where = {"project": self.url.rpartition("/")[2], "function": function, "call": call, **others}
        given = {name: value for name, value in where.items() if value is not None}
        return f"{self.emulator.base_url}/#{urlencode(given)}"

    def get(self, path: str) -> Any:
        """The answer to a GET that must succeed."""
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any, status: int = 200) -> Any:
        """The answer to a POST that must end with this status."""
        answer = self.http.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def refused(self, path: str, body: Any, status: int = 400) -> dict[str, Any]:
        """The error inside the envelope of a refusal."""
        envelope = self.post(path, body, status)
        assert set(envelope) == {"error"}
        assert envelope["error"]["code"] == status
        return dict(envelope["error"])

    def upload(self, content: bytes, **metadata: Any) -> int:
        """The id of a new file with this content."""
        announced = self.post("/files", {"name": "code.zip", **metadata}, 201)
        assert self.http.put(announced["uploadUrl"], content=content).status_code == 200
        return int(announced["id"])

    def create(self, files: Mapping[str, str] | str, **fields: Any) -> int:
        """The id of a new function, its deployment not waited for; a string is the text of handler.py."""
        content = archive({"handler.py": files} if isinstance(files, str) else files)
        item = {"name": "f", "fileId": self.upload(content), **fields}
        return int(self.post("/functions", {"items": [item]}, 201)["items"][0]["id"])

    def deployed(self, function_id: int) -> dict[str, Any]:
        """The function once its deployment has ended."""
        return eventually(
            lambda: dict(self.get(f"/functions/{function_id}")),
            lambda function: function["status"] in ("Ready", "Failed"),
        )

    def deploy(self, files: Mapping[str, str] | str, **fields: Any) -> int:
        """The id of a new function that is Ready."""
        function_id = self.create(files, **fields)
        function = self.deployed(function_id)
        assert function["status"] == "Ready", function
        return function_id

    def nonce(self) -> str:
        """The nonce of a new session."""
        return str(self.post("/sessions", {"items": [{"tokenExchange": True}]})["items"][0]["nonce"])

    def start(self, function_id: int, data: Any = None) -> int:
        """The id of a new call."""
        body: dict[str, Any] = {"nonce": self.nonce(), "data": data or {}}
        return int(self.post(f"/functions/{function_id}/call", body, 201)["id"])

    def finished(self, function_id: int, call_id: int) -> dict[str, Any]:
        """The call once it has ended."""
        return eventually(
            lambda: dict(self.get(f"/functions/{function_id}/calls/{call_id}")),
            lambda call: call["status"] != "Running",
        )

    def run(self, function_id: int, data: Any = None) -> dict[str, Any]:
        """A new call once it has ended."""
        return self.finished(function_id, self.start(function_id, data))

    def messages(self, call: Mapping[str, Any]) -> list[str]:
        """What a call has logged."""
        logs = self.get(f"/functions/{call['functionId']}/calls/{call['id']}/logs")
        return [line["message"] for line in logs["items"]]

    def response(self, call: Mapping[str, Any]) -> Any:
        """What a call has returned."""
        return self.get(f"/functions/{call['functionId']}/calls/{call['id']}/response")["response"]


def process_exists(pid: int) -> bool:
    """Whether there is such a process; one whose threads have all ended, and that only waits to be noticed, is not."""
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state != "Z" or len(list((process / "task").iterdir())) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def none_exists(pids: Iterable[int]) -> bool:
    """Whether all these processes are gone."""
    return not any(map(process_exists, pids))
