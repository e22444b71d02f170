"""The bare protocol: http.client of the standard library, on one connection."""

import json
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from serving import serve
from timing import each, processor

HEADERS = {"authorization": "Bearer t", "content-type": "application/json", "accept": "application/json"}
SESSION = {"items": [{"tokenExchange": True}]}

address = urlsplit(sys.argv[1])
connection = HTTPConnection(address.hostname or "", address.port)


def post(path: str, body: object) -> Any:
    """Post JSON, and read the JSON that comes back."""
    connection.request("POST", f"/api/v1/projects/p{path}", json.dumps(body).encode(), HEADERS)
    answer = connection.getresponse()
    assert answer.status in {200, 201}
    return json.loads(answer.read())


def call() -> object:
    """Create a session, and place a call with its nonce."""
    session = post("/sessions", SESSION)["items"][0]
    return post("/functions/1/call", {"data": {}, "nonce": session["nonce"]})


def place(times: int) -> list[float]:
    """Place calls one after the other."""
    return each(call, times)


def list_calls(count: int) -> float:
    """List calls and look at the id and the status of each; processor seconds."""

    def work() -> None:
        calls: list[dict[str, Any]] = []
        body: dict[str, Any] = {"filter": {}, "limit": 1000}
        while True:
            page = post("/functions/1/calls/list", body)
            calls += page["items"]
            if "nextCursor" not in page:
                break
            body["cursor"] = page["nextCursor"]
        assert len([call["id"] for call in calls if call["status"] == "Completed"]) == count

    return processor(work)


if __name__ == "__main__":
    serve({"place": place, "list_calls": list_calls})
