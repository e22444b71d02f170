"""Threads, tasks, loops, processes, Ctrl-C and cancellations: afterwards all is as it was, here and at the service."""

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from math import ceil

from tests.chaos.server import Services
from tests.chaos.world import World
from tests.patience import BETWEEN_PROBES, PATIENCE

SIZES = {
    "threads": 50,
    "tasks": 500,
    "loops": 50,
    "fork": 20,
    "pickled": 80,
    "interrupts": 100,
    "cancellations": 10_000,
}
QUICK_SIZES = {
    "threads": 8,
    "tasks": 30,
    "loops": 4,
    "fork": 1,
    "pickled": 2,
    "interrupts": 6,
    "cancellations": 80,
}
RAISED = re.compile(r"\w+(Error|Exception|Warning)\b")
"""The line of a traceback that says what was raised, which names no path of this machine."""
LOST_BY_CTRL_C = 0.05
"""Sessions for each Ctrl-C: it may come between any two instructions, also those that note that a request leaves."""


@dataclass
class Used:
    """What became of one scenario: calls carried out, sessions that nobody ended, and what is wrong."""

    scenario: str
    size: int
    seconds: float
    calls: int
    sessions: int
    unused: int
    complaints: list[str]


def run(services: Services, scenario: str, size: int, seed: int) -> Used:
    """Run one scenario in a process of its own."""
    world = services.add(World(name=f"{scenario}-{seed}"))
    command = [sys.executable, "-W", "error", "-m", "tests.chaos.load", scenario, services.base_url]
    began = time.monotonic()
    done = subprocess.run(
        [*command, f"secret-{world.name}", str(size), str(seed)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=10 * PATIENCE,
    )
    complaints: list[str] = json.loads(done.stdout) if done.returncode == 0 else [f"it ended with {done.returncode}"]
    if done.stderr.strip():
        sys.stderr.write(done.stderr)
        lines = [line for line in done.stderr.splitlines() if RAISED.match(line)]
        complaints.append(f"it says {len(lines)} times such as {(lines or done.stderr.splitlines())[-1]}")
    deadline = time.monotonic() + PATIENCE
    while services.open and time.monotonic() < deadline:
        time.sleep(BETWEEN_PROBES)
    if services.open:
        complaints.append(f"{services.open} connections are open")
    unused = len(world.unused)
    if unused > (ceil(LOST_BY_CTRL_C * size) if scenario == "interrupts" else 0):
        complaints.append(f"{unused} sessions are left")
    seconds = time.monotonic() - began
    return Used(scenario, size, seconds, len(world.executed), len(world.sessions), unused, complaints)
