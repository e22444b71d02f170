"""``python -m tests.chaos``: everything that may go wrong, and what came of it, written into docs/reliability.md."""

import argparse
import os
import platform
import random
import sys
import time
from datetime import UTC, datetime

from benchmarks import blocks
from cdf_functions._version import VERSION
from tests.chaos.parts import MINUTES, PARTS, Wanted, simulation
from tools.pipeline.layout import ROOT

PAGE = ROOT / "docs" / "reliability.md"


def main() -> None:
    """Do the parts asked for, and write each table into the page; ends with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="nox -s chaos --", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} and simulation; default: all")
    parser.add_argument("--quick", action="store_true", help="a short form, which writes nothing")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of all choices; it is printed")
    parser.add_argument("--only", default="", metavar="REGEX", help="only what has such a name; writes nothing")
    given = parser.parse_args()
    unknown = set(given.parts) - {*PARTS, "simulation"}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wrong = 0
    for name in given.parts or [*PARTS, "simulation"]:
        began = time.monotonic()
        if name == "simulation":
            told = simulation(given.seed, 0.1 if given.quick else MINUTES)
        else:
            told = PARTS[name](Wanted(given.quick, given.seed, given.only))
        measured = f"{datetime.now(UTC):%Y-%m-%d}, seed {given.seed}, {time.monotonic() - began:.0f} s: {about()}."
        shown = [*told.lines, "", *broken(told.complaints), f"Measured {measured}"]
        say("", f"{name}:", *shown, *(f"  wrong: {each}" for each in told.complaints))
        if told.complaints:
            say(f"again: python -m tests.chaos {name} --seed {given.seed} --only 'A NAME FROM ABOVE'")
        if not (given.quick or given.only):
            blocks.put(PAGE, name, shown)
        wrong += len(told.complaints)
    sys.exit(1 if wrong else 0)


def broken(complaints: list[str]) -> list[str]:
    """What the page says of what is wrong, if anything is."""
    if not complaints:
        return []
    return [f"**{len(complaints)} wrong**, among them:", "", *(f"- `{each[:160]}`" for each in complaints[:20]), ""]


def about() -> str:
    """With what and on what."""
    return f"cdf-functions {VERSION}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"


def say(*lines: str) -> None:
    """Print, at once."""
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
