"""Run many seeds, and shrink what breaks: ``python -m tests.simulation --minutes 10``, or ``--seeds 2000``."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from multiprocessing import get_context

from .batch import CHUNK, Result, chunk, simulated, smallest
from .dice import drawn

SHRUNK = 3  # at most


def batches(first: int, seeds: int | None, minutes: float, processes: int) -> Iterator[tuple[list[Result], float]]:
    """As many chunks as were asked for, or fit into the time."""
    ends = time.monotonic() + 60 * minutes
    firsts = count(first, CHUNK) if seeds is None else iter(range(first, first + seeds, CHUNK))
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        while time.monotonic() < ends:
            wave = [pool.submit(chunk, start) for start in islice(firsts, processes)]
            if not wave:
                return
            for future in wave:
                yield future.result()


def say(*lines: object) -> None:
    """Print lines, those after the first one indented."""
    sys.stdout.write("\n  ".join(map(str, lines)) + "\n")


def show(result: Result) -> None:
    """Print a plan, what it breaks, and what happened."""
    say(result.plan, *result.breaches, *result.trace)


def main() -> int:
    """Do as the command line says; 1 if something was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="when to stop (10)")
    parser.add_argument("--seeds", type=int, help="how many, in place of as many as fit into the time")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, help="only this one: shrink it, and show what happens")
    wanted = parser.parse_args()
    if wanted.seed is not None:
        result = simulated(drawn(wanted.seed))
        show(smallest(result) if result.breaches else result)
        return 1 if result.breaches else 0
    began, chunks, spent = time.monotonic(), 0, 0.0
    found: list[Result] = []
    for results, seconds in batches(wanted.first, wanted.seeds, wanted.minutes, wanted.processes):
        chunks, spent, found = chunks + 1, spent + seconds, found + results
    for result in found[:SHRUNK]:
        show(smallest(result))
    for result in found:
        say(f"seed {result.plan.seed}: {result.breaches[0][:200]}")
    took = time.monotonic() - began
    say(f"simulation: {chunks * CHUNK} seeds, {len(found)} broken, in {took:.0f} s ({spent:.0f} s of processor time)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
