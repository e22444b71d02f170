"""The emulator: calls per second from end to end with a warm worker, and its memory as calls pile up.

Runs in the emulator's own environment; prints its figures as JSON.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from cdf_functions import AsyncClient, Client, Token

FOLDER = Path(__file__).parent.parent / "examples" / "hello"


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


def _timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of so many times some work."""
    moments = [time.perf_counter()]
    for _ in range(times):
        work()
        moments.append(time.perf_counter())
    return [after - before for before, after in pairwise(moments)]


def main(counts: list[int]) -> dict[str, Any]:
    """Measure; ``counts`` are the numbers of calls after which pace, since the last such, and memory are looked at."""
    command = [sys.executable, "-m", "cdf_functions_emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as emulator:
        assert emulator.stdout is not None
        greeting = emulator.stdout.readline()
        (url,) = re.findall(r"http://[\d.]+:\d+", greeting)
        settings: dict[str, Any] = {"project": "p", "base_url": url, "credentials": Token("t")}
        try:
            with Client(**settings) as client:
                function = client.functions.create("hello", folder=FOLDER).wait_until_ready(timeout=60)
                function.call({"x": 1})
                warm = sorted(_timed(lambda: function.call({"x": 1}), 200))
                began = time.perf_counter()
                for _ in range(200):
                    function.call({"x": 1}).get_response()
                one_by_one = 200 / (time.perf_counter() - began)
            memory, pace = {0: resident(emulator.pid)}, dict[int, float]()
            for before, count in pairwise([0, *counts]):
                pace[count] = (count - before) / asyncio.run(many(settings, count - before))
                memory[count] = resident(emulator.pid)
        finally:
            emulator.terminate()
    milliseconds = {"median": 1000 * warm[100], "95th percentile": 1000 * warm[190]}
    return {
        "warm call, ms": milliseconds,
        "one by one, per s": one_by_one,
        "a hundred at once, per s": pace,
        "memory, MB": memory,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main([int(count) for count in sys.argv[1:]])))
