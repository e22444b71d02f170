"""Maps whose program is killed again and again, and goes on: nothing is lost, and nothing runs twice."""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos.fast_time import FastTime, fast
from tests.chaos.faults import FAULTS
from tests.chaos.server import Services
from tests.chaos.world import Fault, World
from tests.patience import PATIENCE, eventually

SHARE = 0.05  # of the requests have a fault
STRIKES = (
    *("reset-before", "reset-after", "reset-during", "closed-after", "502-html", "503", "503-after-work"),
    *("504-after-work", "429-zero", "truncated", "body-not-json", "body-empty"),
)
SPEED = 20.0  # times as fast as ours is the time of these programs and services; all below is in that
LATENCY = 0.05  # s at most, before and after the work of what starts runs
RUN = 0.3  # s
NONCE_IS_OVER = 90.0  # s
RESUMES_AT_MOST = 20  # that end by themselves, with an error of ours
SPEED_OF_LATE = 6.0  # so that a nonce lives long enough for a program to start, and not for long
FIRST_SESSION = 1
DOUBT = "AmbiguousCallError"


@dataclass
class Killed:
    """What became of one map.

    Attributes:
        seconds: all of it
        kills: how often its program was killed
        ended: how often it ended by itself without being done, and why
        outcomes: how many values and errors there were, by their names
        doubts: inputs in doubt at the end; after the last nonce had expired; and those of them that did run
        complaints: what is wrong
    """

    on_ambiguous: str
    inputs: int
    seconds: float = 0.0
    kills: int = 0
    runs: int = 0
    twice: int = 0
    ended: Counter[str] = field(default_factory=Counter[str])
    outcomes: Counter[str] = field(default_factory=Counter[str])
    doubts: tuple[int, int, int] = (0, 0, 0)
    complaints: list[str] = field(default_factory=list[str])


def run(services: Services, on_ambiguous: str, inputs: int, kills: int, seed: int) -> Killed:
    """Map over so many inputs, with so many kills."""
    chance, clocks = random.Random(f"{seed} {on_ambiguous}"), fast(SPEED)
    world = _world(f"maps-{on_ambiguous}-{seed}", clocks)
    faulty = True

    def strike(_operation: str) -> Fault | None:
        return copy(FAULTS[chance.choice(STRIKES)]) if faulty and chance.random() < SHARE else None

    def pause(operation: str) -> tuple[float, float]:
        slow = operation.endswith(("/call", "/sessions"))
        return (chance.uniform(0, LATENCY) / SPEED, chance.uniform(0, LATENCY) / SPEED) if slow else (0.0, 0.0)

    world.strike = strike
    world.pause = pause
    services.add(world)
    found = Killed(on_ambiguous, inputs)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        program = _Program(services, world, clocks, found, Path(folder))
        for _ in range(kills):
            if not program.killed(chance.choice(("async", "async", "sync")), chance.randint(1, inputs)):
                break
        first = program.done()
        clocks.ahead, faulty = NONCE_IS_OVER, False
        last = program.done()
    found.seconds, found.runs = time.monotonic() - began, len(world.executed)
    found.outcomes = Counter(outcome.get("error", "value") for outcome in last)
    doubts = [i for i, outcome in enumerate(last) if outcome.get("error") == DOUBT]
    ran = Counter(data["i"] for data in world.executed)
    before = sum(outcome.get("error") == DOUBT for outcome in first)
    found.doubts = before, len(doubts), sum(i in ran for i in doubts)
    found.twice = sum(times > 1 for times in ran.values())
    found.complaints += _wrong(inputs, last, ran)
    return found


def late(services: Services, on_ambiguous: str) -> Killed:
    """A program is killed while the service thinks over its one call, and goes on before the run shows up."""
    clocks = fast(SPEED_OF_LATE)
    world = services.add(_world(f"late-{on_ambiguous}", clocks))
    world.held = thought = threading.Event()
    found = Killed(on_ambiguous, 1)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        program = _Program(services, world, clocks, found, Path(folder))
        program.killed("async", 2)
        asked = world.asked
        with ThreadPoolExecutor(1) as beside:
            going_on = beside.submit(program.done)
            eventually(lambda: world.asked > asked or going_on.done())  # it has looked for the run in vain
            thought.set()
            (first,) = going_on.result()
        clocks.ahead = NONCE_IS_OVER
        (last,) = program.done()
    found.seconds, found.runs = time.monotonic() - began, len(world.executed)
    found.twice, found.kills = max(0, found.runs - 1), 1
    found.outcomes = Counter([last.get("error", "value")])
    found.doubts = int(first.get("error") == DOUBT), int(last.get("error") == DOUBT), int(last.get("error") == DOUBT)
    if found.runs != 1:
        found.complaints.append(f"the input ran {found.runs} times")
    # the run of the program that was killed is nobody's but by a word of the caller's; on a machine so busy that its
    # nonce is no good by then, the run is that of the second program
    wanted = "value" if on_ambiguous == "adopt" or FIRST_SESSION not in world.used else DOUBT
    if last.get("error", "value") != wanted:
        found.complaints.append(f"at last the input came to {last}, not to {wanted}")
    return found


def _world(name: str, clocks: FastTime) -> World:
    return World(name=name, clock=clocks.monotonic, wall=clocks.time, seconds=lambda _: RUN)


def _wrong(inputs: int, outcomes: list[dict[str, Any]], ran: Counter[int]) -> list[str]:
    wrong: list[str] = []
    if len(outcomes) != inputs:
        wrong.append(f"{inputs} inputs came to {len(outcomes)} outcomes")
    if twice := [i for i, times in ran.items() if times > 1]:
        wrong.append(f"{len(twice)} inputs ran twice: {twice[:10]}")
    if strangers := [i for i in ran if not 0 <= i < inputs]:
        wrong.append(f"runs that no input has: {strangers[:10]}")
    others = [i for i, outcome in enumerate(outcomes) if "value" in outcome and outcome["value"] != {"i": i}]
    if others:
        wrong.append(f"{len(others)} inputs have the value of another: {others[:10]}")
    if lost := [i for i, outcome in enumerate(outcomes) if "value" in outcome and i not in ran]:
        wrong.append(f"values without a run: {lost[:10]}")
    return wrong


class _Program:
    """The program, as often as it is started."""

    def __init__(self, services: Services, world: World, clocks: FastTime, found: Killed, folder: Path) -> None:
        self._world = world
        self._clocks = clocks
        self._services = services
        self._found = found
        self._outcomes = folder / "outcomes.json"
        self._errors = folder / "errors.txt"
        self._settings = {
            "base_url": services.base_url,
            "token": f"secret-{world.name}",
            "inputs": found.inputs,
            "journal": str(folder / "journal"),
            "outcomes": str(self._outcomes),
            "on_ambiguous": found.on_ambiguous,
        }

    def killed(self, world: str, requests: int) -> bool:
        """Start it, and kill it when it has made so many requests; False if it was done before."""
        until = self._world.asked + requests
        program = self._start(world)
        while program.poll() is None and self._world.asked < until:
            time.sleep(0.002)
        over = program.poll()
        program.kill()
        program.wait()
        if over is None:
            self._found.kills += 1
        elif over != 0:
            self._ended()
        return over != 0

    def done(self) -> list[dict[str, Any]]:
        """Let it come to its end, started again where it ends with an error; the outcomes."""
        for _ in range(RESUMES_AT_MOST):
            self._outcomes.unlink(missing_ok=True)
            if self._start("async").wait(PATIENCE * 2) == 0:
                found: list[dict[str, Any]] = json.loads(self._outcomes.read_text(encoding="utf-8"))
                return found
            self._ended()
        self._found.complaints.append("it is never done")
        return []

    def _start(self, world: str) -> "subprocess.Popen[bytes]":
        settings = json.dumps({**self._settings, "world": world, "time": asdict(self._clocks)})
        with self._errors.open("wb") as errors:
            return subprocess.Popen([sys.executable, "-m", "tests.chaos.map_driver", settings], stderr=errors)

    def _ended(self) -> None:
        lines = self._errors.read_text(encoding="utf-8").splitlines()
        errors = [line for line in lines if line[:1].isalpha() and "Error" in line.partition(":")[0]]
        self._found.ended[errors[-1].rpartition(".")[2].partition(":")[0] if errors else "no reason"] += 1
        if errors and "cdf_functions" not in errors[-1]:
            self._found.complaints.append(f"it ended with {errors[-1][:200]}")
