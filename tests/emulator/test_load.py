"""Many calls at once on whatever machine this is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.patience import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from .support import Project

WAITS = """
import os, time
def handle(data):
    print("call", data["n"])
    while not os.path.exists(data["until"]):
        time.sleep(0.2)
    return data["n"]
"""


def test_200_calls_in_flight(project: Project, tmp_path: Path) -> None:
    """200 calls that run at the same time each end with their own answer and log; the next one of a function is 429."""
    go = tmp_path / "go"
    functions = [project.deploy(WAITS) for _ in range(2)]
    calls = {
        (function_id, project.start(function_id, {"n": n, "until": str(go)})): n
        for n in range(100)
        for function_id in functions
    }
    assert project.http.post(f"/functions/{functions[0]}/call", json={"nonce": project.nonce()}).status_code == 429
    for function_id in functions:
        running = project.post(f"/functions/{function_id}/calls/list", {"filter": {"status": "Running"}, "limit": 1000})
        assert len(running["items"]) == 100
    for function_id, call_id in calls:
        eventually(partial(project.messages, {"functionId": function_id, "id": call_id}))
    go.touch()
    for (function_id, call_id), n in calls.items():
        call = project.finished(function_id, call_id)
        assert call["status"] == "Completed", call
        assert project.response(call) == n
        assert project.messages(call) == [f"call {n}"]
