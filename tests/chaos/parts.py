"""The parts of the chaos suite: each does its work, and gives its table and what is wrong."""

import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import cdf_functions
from cdf_functions import AmbiguousCallError, ApiError, CdfError, NoAnswerError
from tests.chaos import clocks, concurrency, hostile, kills, matrix
from tests.chaos.faults import FAULTS
from tests.chaos.matrix import Cell, Verdict
from tests.chaos.operations import OPERATIONS
from tests.chaos.server import Services, serving


@dataclass(frozen=True)
class Wanted:
    """How much is wanted: all of it, or a short form; with which seed; and only what has a name like this."""

    quick: bool = False
    seed: int = 0
    only: str = ""

    def named(self, name: str) -> bool:
        """Whether something with this name is wanted."""
        return re.search(self.only, name) is not None

    def cell(self, cell: Cell) -> bool:
        """Whether a cell is wanted; in short, every 25th, other ones for another seed."""
        if self.quick and not self.only and (hash_of(cell.name) + self.seed) % QUICKLY:
            return False
        return self.named(cell.name)


@dataclass
class Told:
    """What a part has to tell."""

    lines: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])


QUICKLY = 60
ANSWERS, FEW_ANSWERS = 100, 3  # for each operation
INPUTS, FEW_INPUTS = 10_000, 60
KILLS, FEW_KILLS = 8, 1
TRIES, FEW_TRIES = 100, 2
MINUTES = 3.0  # of the simulation


def hash_of(name: str) -> int:
    """A number for a name, the same in every process."""
    return sum(place * ord(letter) for place, letter in enumerate(name, 1))


def fault_matrix(wanted: Wanted) -> Told:
    """Every operation with every fault."""
    with serving() as services:
        verdicts = matrix.run(services, matrix.cells(wanted.cell))
        astray = [head for head in services.led_astray if "authorization" in head.lower()]
    told = Told(list(_matrix_table(verdicts)))
    told.complaints = [f"{one.cell.name}: {'; '.join(one.complaints)}" for one in verdicts if one.complaints]
    told.complaints += [f"another host was sent a token: {head[:200]}" for head in astray]
    return told


def kind_of(outcome: str) -> str:
    """The column that an outcome is counted in."""
    found: object = getattr(cdf_functions, outcome, None)
    for kind, column in ((AmbiguousCallError, "in doubt"), (NoAnswerError, "no answer"), (ApiError, "refused")):
        if isinstance(found, type) and issubclass(found, kind):
            return column
    if isinstance(found, type) and issubclass(found, CdfError):
        return "another of ours"
    return outcome if outcome == "value" else "anything else"


COLUMNS = ("value", "refused", "no answer", "in doubt", "another of ours", "anything else")


def _matrix_table(verdicts: list[Verdict]) -> Iterator[str]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[FAULTS[verdict.cell.fault].group].append(verdict)
    yield f"{len(OPERATIONS)} operations, {len(FAULTS)} faults, two worlds: {len(verdicts):,} cells."
    yield ""
    yield f"| faults | cells | {' | '.join(COLUMNS)} | longest, s |"
    yield "|---|---:|" + "---:|" * (len(COLUMNS) + 1)
    for name, found in [*groups.items(), ("all", verdicts)]:
        counts = Counter(kind_of(one.outcome) for one in found)
        cells = " | ".join(f"{counts[column]:,}" for column in COLUMNS)
        longest = max((one.seconds for one in found), default=0.0)
        yield f"| {name} | {len(found):,} | {cells} | {longest:.1f} |"


def answers(wanted: Wanted) -> Told:
    """Made-up answers, and big ones."""
    size = hostile.BIG // 100 if wanted.quick else hostile.BIG
    count = FEW_ANSWERS if wanted.quick else ANSWERS
    with serving() as services:
        many = hostile.run(services, count, wanted.seed, lambda cell: wanted.named(cell.name))
        big = hostile.Read() if wanted.only else hostile.big(services, size)
    memory = f"at most {big.memory / size:.0f} times that in memory, the service's own share included"
    lines = [
        f"{many.answers:,} made-up answers: {many.values:,} values, {many.answers - many.values:,} errors of ours.",
        f"{big.answers} answers of {size / 1024 / 1024:.1f} MB: {memory}.",
    ]
    return Told(lines, many.complaints + big.complaints)


def maps(wanted: Wanted) -> Told:
    """Maps that are killed."""
    inputs, times = (FEW_INPUTS, FEW_KILLS) if wanted.quick else (INPUTS, KILLS)
    found: list[kills.Killed] = []

    def one(services: Services, on_ambiguous: str) -> None:
        if wanted.named("late") and not (wanted.quick and on_ambiguous == "raise"):
            found.append(kills.late(services, on_ambiguous))
        if wanted.named("kills") and not (wanted.quick and on_ambiguous == "adopt"):
            found.append(kills.run(services, on_ambiguous, inputs, times, wanted.seed))

    with serving() as services, ThreadPoolExecutor(2) as both:
        list(both.map(one, [services, services], ["raise", "adopt"]))
    found.sort(key=lambda each: (-each.inputs, each.on_ambiguous))
    columns = "killed | ended by itself | runs | values | named failures | in doubt, a minute later | of these did run"
    lines = [
        f"| `on_ambiguous` | inputs | {columns} | ran twice |",
        "|---|---:|---:|---|---:|---:|---|---:|---:|---:|",
    ]
    for each in found:
        failures = ", ".join(f"{n} {name}" for name, n in each.outcomes.items() if name != "value") or "none"
        ended = ", ".join(f"{n} {name}" for name, n in each.ended.items()) or "never"
        lines.append(
            f"| {each.on_ambiguous} | {each.inputs:,} | {each.kills} | {ended} | {each.runs:,} | "
            f"{each.outcomes['value']:,} | {failures} | {each.doubts[1]} | {each.doubts[2]} | {each.twice} |"
        )
    return Told(lines, [f"{each.on_ambiguous}, {each.inputs}: {one}" for each in found for one in each.complaints])


def load(wanted: Wanted) -> Told:
    """Threads, tasks, loops, processes, Ctrl-C and cancellations."""
    sizes = concurrency.QUICK_SIZES if wanted.quick else concurrency.SIZES
    with serving() as services:
        found = [concurrency.run(services, name, sizes[name], wanted.seed) for name in sizes if wanted.named(name)]
    lines = ["| what | how many | runs | sessions | of these neither used nor ended |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {one.scenario} | {one.size:,} | {one.calls:,} | {one.sessions:,} | {one.unused} |" for one in found]
    return Told(lines, [f"{one.scenario}: {each}" for one in found for each in one.complaints])


def time_and_clocks(wanted: Wanted) -> Told:
    """What expires, is down or jumps."""
    found = clocks.run(FEW_TRIES if wanted.quick else TRIES, wanted.seed, wanted.named)
    lines = ["| what | tries | gave what the run returned |", "|---|---:|---:|"]
    lines += [f"| {one.scenario.replace('_', ' ')} | {one.tries} | {one.values} |" for one in found]
    return Told(lines, [f"{one.scenario}: {each}" for one in found for each in one.complaints])


PARTS: dict[str, Callable[[Wanted], Told]] = {
    "matrix": fault_matrix,
    "answers": answers,
    "maps": maps,
    "concurrency": load,
    "clocks": time_and_clocks,
}
"""In the order of the page."""


def simulation(seed: int, minutes: float) -> Told:
    """As many seeds of the simulation as fit into some minutes, from a seed on."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.simulation", "--minutes", f"{minutes:.2f}", "--first", str(seed)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    lines = done.stdout.strip().splitlines()
    sys.stderr.write(done.stderr)  # with what coroutines of processes that died say at the end
    broken = [line for line in lines if line.startswith("seed ")]
    complaints = [] if done.returncode == 0 else broken or [f"the simulation ended with {done.returncode}"]
    return Told([f"{lines[-1] if lines else 'nothing was said'} ({time.monotonic() - began:.0f} s)"], complaints)
