"""Plain httpx: the same requests by hand, with nothing around them."""

import asyncio
import sys
from typing import Any

import httpx
from serving import serve
from timing import each, processor, together

SETTINGS: Any = {"base_url": f"{sys.argv[1]}/api/v1/projects/p", "headers": {"authorization": "Bearer t"}}
SESSION = {"items": [{"tokenExchange": True}]}

client = httpx.Client(**SETTINGS)


def call() -> object:
    """Create a session, and place a call with its nonce."""
    session = client.post("/sessions", json=SESSION).raise_for_status().json()["items"][0]
    return client.post("/functions/1/call", json={"data": {}, "nonce": session["nonce"]}).raise_for_status().json()


def place(times: int) -> list[float]:
    """Place calls one after the other."""
    return each(call, times)


def place_together(times: int, width: int) -> float:
    """Place calls, many at once."""

    async def run() -> float:
        async with httpx.AsyncClient(**SETTINGS) as one:

            async def work() -> object:
                session = (await one.post("/sessions", json=SESSION)).raise_for_status().json()["items"][0]
                body: dict[str, object] = {"data": {}, "nonce": session["nonce"]}
                return (await one.post("/functions/1/call", json=body)).raise_for_status().json()

            await together(work, width, width)
            return await together(work, times, width)

    return asyncio.run(run())


def list_calls(count: int) -> float:
    """List calls and look at the id and the status of each; processor seconds."""

    def work() -> None:
        calls: list[dict[str, Any]] = []
        body: dict[str, Any] = {"filter": {}, "limit": 1000}
        while True:
            page = client.post("/functions/1/calls/list", json=body).raise_for_status().json()
            calls += page["items"]
            if "nextCursor" not in page:
                break
            body["cursor"] = page["nextCursor"]
        assert len([call["id"] for call in calls if call["status"] == "Completed"]) == count

    return processor(work)


if __name__ == "__main__":
    serve({"place": place, "place_together": place_together, "list_calls": list_calls})
