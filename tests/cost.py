"""What fixed pieces of work cost, counted instead of timed: instructions of our own code, requests, modules of ours.

The counts are the same on every machine, but not on every Python, so each version has its own in tests/cost.json.

python -m tests.cost            records those of the Python that runs
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import cdf_functions
import cdf_functions_api
from cdf_functions import Client, Token
from tests.scripted import Answer, Received, Scripted, scripted

RECORDED = Path(__file__).parent / "cost.json"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
OURS = tuple(str(Path(package.__path__[0])) for package in (cdf_functions, cdf_functions_api))
BUILD = """
from cdf_functions import Client, Token
client = Client(project="p", base_url="{url}", credentials=Token("t"))
"""
FUNCTION = {"id": 1, "name": "f", "fileId": 1, "status": "Ready", "createdTime": 1}
ENDED = {"functionId": 1, "status": "Completed", "startTime": 1, "endTime": 2}


def instructions(work: Callable[[], object]) -> int:
    """How many bytecode instructions of our own packages some work executes."""
    count = 0

    if sys.version_info >= (3, 12):
        monitoring, tool = sys.monitoring, sys.monitoring.PROFILER_ID

        def executed(code: CodeType, _offset: int) -> object:
            nonlocal count
            if not code.co_filename.startswith(OURS):
                return monitoring.DISABLE
            count += 1
            return None

        monitoring.use_tool_id(tool, "cost")
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, executed)
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        try:
            work()
        finally:
            monitoring.set_events(tool, 0)
            monitoring.free_tool_id(tool)
    else:

        def entered(frame: FrameType, _event: str, _arg: object) -> Callable[..., Any] | None:
            if not frame.f_code.co_filename.startswith(OURS):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            return traced

        def traced(_frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
            nonlocal count
            count += event == "opcode"
            return traced

        before = sys.gettrace()
        sys.settrace(entered)
        try:
            work()
        finally:
            sys.settrace(before)

    return count


def service() -> dict[str, Any]:
    """A service whose runs end at once, with a list of a thousand calls."""
    ids = iter(range(1, 1_000_000))

    def start(_: Received) -> Answer:
        return Answer(201, {"id": next(ids), "functionId": 1, "status": "Running"})

    def look(request: Received) -> Answer:
        return Answer(body={"items": [{"id": item["id"], **ENDED} for item in request.json["items"]]})

    return {
        "POST /functions/byids": Answer(body={"items": [FUNCTION]}),
        "POST /sessions": Answer(body={"items": [{"id": 1, "nonce": "n", "status": "READY"}]}),
        "POST /functions/1/call": start,
        "POST /functions/1/calls/byids": look,
        "POST /functions/1/calls/list": Answer(body={"items": [{"id": id, **ENDED} for id in range(1, 1001)]}),
        **{
            f"GET /functions/1/calls/{id}/response": Answer(body={"callId": id, "functionId": 1, "response": {"n": id}})
            for id in range(1, 200)
        },
    }


def place(client: Client) -> None:
    """Place a call."""
    client.functions.call(id=1, data={"x": 1}, wait=False)


def call(client: Client) -> None:
    """Place a call, wait for its end, and read its response."""
    client.functions.call(id=1, data={"x": 1}).get_response()


def list_calls(client: Client) -> None:
    """List a thousand calls, and look at the id and the status of each."""
    calls = client.functions.calls.list(function_id=1, limit=None)
    assert len([call.id for call in calls if call.status == "Completed"]) == 1000


def map_twenty(client: Client) -> None:
    """Run a function over twenty inputs."""
    assert len(list(client.functions.map(id=1, inputs=[{"n": n} for n in range(20)]))) == 20


WORK: dict[str, Callable[[Client], None]] = {
    "place a call": place,
    "call and read the response": call,
    "list 1,000 calls": list_calls,
    "map over 20 inputs": map_twenty,
}


def measure() -> dict[str, dict[str, int]]:
    """Work -> what it costs: instructions and requests; or our modules that are loaded."""
    found: dict[str, dict[str, int]] = {}
    with (
        scripted(service()) as to,
        Client(project="p", base_url=to.base_url, credentials=Token("t")) as client,
    ):
        for name, work in WORK.items():
            work(client)  # what happens only once is not part of it
            found[name] = _cost(to, lambda work=work: work(client))  # type: ignore[misc]
        for name, script in (
            ("import and build a client", BUILD),
            ("the first call", f"{BUILD}client.functions.call(id=1)"),
        ):
            modules = loaded(script.format(url=to.base_url))
            found[name] = {"modules": sum(module.startswith("cdf_functions") for module in modules)}
    return found


def _cost(to: Scripted, work: Callable[[], None]) -> dict[str, int]:
    asked = len(to.received)
    return {"instructions": instructions(work), "requests": len(to.received) - asked}


def loaded(script: str) -> list[str]:
    """The modules that a script loads in a new interpreter."""
    command = [sys.executable, "-c", f"{script}\nimport sys\nprint(*sorted(sys.modules))"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def recorded() -> dict[str, dict[str, dict[str, int]]]:
    """Python version -> work -> what it cost when it was recorded."""
    found: dict[str, dict[str, dict[str, int]]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    known = recorded() if RECORDED.exists() else {}
    known[VERSION] = measure()
    RECORDED.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
