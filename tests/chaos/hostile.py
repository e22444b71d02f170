"""Made-up answers to every operation: a value or an error of ours, in bounded time and memory."""

import itertools
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.acts import says
from tests.chaos.made_up import Made, make_up
from tests.chaos.matrix import Cell, Verdict
from tests.chaos.matrix import run as run_cells
from tests.chaos.operations import OPERATIONS
from tests.chaos.server import Services
from tests.chaos.world import Fault

BIG = 50 * 1024 * 1024  # bytes
MOST_MEMORY = 25  # times the size of a big answer: as bytes, as text, parsed, as models, and the service's own


@dataclass
class Read:
    """How many answers were made up and read, how many of them gave a value, and what is wrong."""

    answers: int = 0
    values: int = 0
    seconds: float = 0.0
    memory: int = 0
    """Bytes, at most, for one answer."""
    complaints: list[str] = field(default_factory=list[str])

    def add(self, verdict: Verdict, made: Made) -> None:
        """Count one."""
        self.answers += 1
        self.values += verdict.outcome == "value"
        words = "; ".join(verdict.complaints)
        if words:
            self.complaints.append(f"{verdict.cell.name}: {words}; for {str(made)[:500]}")


def run(services: Services, answers: int, number: int, chosen: Callable[[Cell], bool] = lambda _: True) -> Read:
    """Read so many answers of each operation, in the two worlds by turns."""
    made = {f"{number}.{index}": one for index, one in enumerate(make_up(answers, number))}
    faults = {name: Fault(name, "made up", one.act, garbled=True) for name, one in made.items()}
    pairs = itertools.product(OPERATIONS, faults)
    cells = [Cell(world, *pair) for pair, world in zip(pairs, itertools.cycle(("sync", "async", "async")))]
    found, began = Read(), time.monotonic()
    for verdict in run_cells(services, filter(chosen, cells), faults=faults):
        found.add(verdict, made[verdict.cell.fault])
    found.seconds = time.monotonic() - began
    return found


def big(services: Services, size: int = BIG) -> Read:
    """Answers of many bytes: read or refused, in bounded memory."""
    found, began = Read(), time.monotonic()
    item = b'{"id":1,"functionId":1,"status":"Completed","startTime":1700000000000},'
    bodies: dict[str, Callable[[], bytes]] = {
        "calls.list": lambda: b'{"items":[' + (item * (size // len(item)))[:-1] + b"]}",
        "calls.get_response": lambda: b'{"response":"' + b"x" * size + b'"}',
        "functions.list": lambda: b'{"items":[' + b" " * size + b"]}",
        "functions.limits": lambda: b"x" * size,
    }
    for name, body in bodies.items():
        fault = Fault("big", "made up", says(body()), garbled=True)
        tracemalloc.start()
        (verdict,) = run_cells(services, [Cell("sync", name, "big")], faults={"big": fault})
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        found.memory = max(found.memory, peak)
        found.add(verdict, Made())
        if peak > MOST_MEMORY * size:
            found.complaints.append(f"{name}: {peak / size:.0f} times the answer's size in memory")
    found.seconds = time.monotonic() - began
    return found
