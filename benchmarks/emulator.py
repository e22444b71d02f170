"""The emulator: its start, a call through a warm worker, calls per second from end to end, and memory as calls pile up.

Runs in the emulator's own environment; prints its figures as JSON.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from cdf_functions import AsyncClient, Client, Token

FOLDER = Path(__file__).parent.parent / "examples" / "hello"
COMMAND = [sys.executable, "-m", "cdf_functions_emulator", "--port", "0"]
STARTS, WARM = 15, 300


def resident(pid: int) -> float:
    """MB that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) / 1024


async def many(settings: dict[str, Any], count: int) -> float:
    """Seconds for so many calls, their responses read, a hundred at once."""
    async with AsyncClient(**settings) as client:
        began = time.perf_counter()
        inputs = ({"x": x} for x in range(count))
        values = [value["doubled"] async for value in client.functions.map(id=1, inputs=inputs)]
        assert values == [2 * x for x in range(count)]
        return time.perf_counter() - began


@contextmanager
def started() -> Generator[tuple[int, str]]:
    """The emulator's process and address, as soon as it takes requests; it is ended with the block."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as emulator:
        assert emulator.stdout is not None
        try:
            (url,) = re.findall(r"http://[\d.]+:\d+", emulator.stdout.readline())
            first = HTTPConnection(url.removeprefix("http://"))
            first.request("GET", "/")
            first.getresponse().read()
            first.close()
            yield emulator.pid, url
        finally:
            emulator.terminate()


def start() -> tuple[float, float]:
    """Milliseconds until it has answered a first request, and MB that it has in memory then, at the median."""
    times: list[float] = []
    sizes: list[float] = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with started() as (pid, _):
            times.append(1000 * (time.perf_counter() - began))
            sizes.append(resident(pid))
    return median(times), median(sizes)


def through_warm(url: str, function_id: int) -> float:
    """Milliseconds from the request that calls to the answer that knows of the call's end, at the median.

    By bare requests, one after the other, so that it is the emulator's time and not that of a client that waits.
    """
    taken: list[float] = []
    root = f"{url}/api/v1/projects/p"
    with httpx.Client(headers={"Authorization": "Bearer t"}, trust_env=False) as http:
        for _ in range(WARM):
            (session,) = http.post(f"{root}/sessions", json={"items": [{"tokenExchange": True}]}).json()["items"]
            body = {"nonce": session["nonce"], "data": {"x": 1}}
            began = time.perf_counter()
            call = http.post(f"{root}/functions/{function_id}/call", json=body).json()
            while call["status"] == "Running":
                call = http.get(f"{root}/functions/{function_id}/calls/{call['id']}").json()
            taken.append(1000 * (time.perf_counter() - began))
            assert call["status"] == "Completed"
    return median(taken)


def _timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of so many times some work."""
    moments = [time.perf_counter()]
    for _ in range(times):
        work()
        moments.append(time.perf_counter())
    return [after - before for before, after in pairwise(moments)]


def main(counts: list[int]) -> dict[str, Any]:
    """Measure; ``counts`` are the numbers of calls after which pace, since the last such, and memory are looked at."""
    start_ms, start_mb = start()
    with started() as (pid, url):
        settings: dict[str, Any] = {"project": "p", "base_url": url, "credentials": Token("t")}
        with Client(**settings) as client:
            function = client.functions.create("hello", folder=FOLDER).wait_until_ready(timeout=60)
            function.call({"x": 1})
            through_ms = through_warm(url, function.id)
            warm = sorted(_timed(lambda: function.call({"x": 1}), 200))
            began = time.perf_counter()
            for _ in range(200):
                function.call({"x": 1}).get_response()
            one_by_one = 200 / (time.perf_counter() - began)
        memory, pace = {0: resident(pid)}, dict[int, float]()
        for before, count in pairwise([0, *counts]):
            pace[count] = (count - before) / asyncio.run(many(settings, count - before))
            memory[count] = resident(pid)
    milliseconds = {"median": 1000 * warm[100], "95th percentile": 1000 * warm[190]}
    return {
        "start, ms": start_ms,
        "start, MB": start_mb,
        "through a warm process, ms": through_ms,
        "warm call, ms": milliseconds,
        "one by one, per s": one_by_one,
        "a hundred at once, per s": pace,
        "memory, MB": memory,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main([int(count) for count in sys.argv[1:]])))
