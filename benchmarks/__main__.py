"""``python -m benchmarks``: measure, and write what was measured into docs/performance.md, .json and .svg."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from attrs import asdict

from benchmarks import environments, growth, page, picture, profiles, rows
from benchmarks.driver import contenders, service
from tools.layout import ROOT

PAGE = ROOT / "docs" / "performance.md"
PARTS = ("comparison", "profile", "growth", "emulator")


def main() -> None:
    """Measure the parts asked for; a quick run writes nothing."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds and small sizes, to see that all of it works")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    parts, quick = given.parts or PARTS, bool(given.quick)
    for name in environments.WANTED:
        environments.make(name)
    written = PAGE.with_suffix(".json")
    figures: dict[str, Any] = json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
    blocks: dict[str, list[str]] = {}
    found: list[rows.Row] = []
    if "comparison" in parts:
        found = list(compare(quick))
        figures["comparison"] = {"measured": measured(), "rows": [asdict(row) for row in found]}
        blocks["comparison"] = list(page.comparison(found))
    if "profile" in parts:
        with service() as to, contenders(to, "ours") as one:
            shares = profiles.profiles(to, one["ours"])
        figures["profile"] = {"measured": measured(), "shares": shares}
        blocks["profile"] = list(profiles.told(shares))
    if "growth" in parts:
        with service() as to:
            curves = growth.curves(to, (30, 300) if quick else (30, 300, 3000))
        figures["growth"] = {"measured": measured(), "curves": [asdict(curve) for curve in curves]}
        blocks["growth"] = list(page.growth(curves))
    if "emulator" in parts:
        counts = ["100", "200"] if quick else ["1000", "10000", "100000"]
        command = [str(environments.python("emulator")), str(ROOT / "benchmarks" / "emulator.py"), *counts]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        figures["emulator"] = {"measured": measured(), **json.loads(done.stdout)}
        blocks["emulator"] = list(page.emulator(figures["emulator"]))
    for lines in blocks.values():
        sys.stdout.write("\n".join(["", *lines, ""]))
    if not quick:
        for name, lines in blocks.items():
            page.put(PAGE, name, iter([*lines, "", f"Measured {figures[name]['measured']}."]))
        written.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        if found:
            picture.draw(found, PAGE.with_suffix(".svg"), f"Measured {measured()}")


def compare(quick: bool) -> Iterator[rows.Row]:
    """Every row of the comparison."""
    rounds = 3 if quick else 15
    yield from shown(rows.sizes())
    with service() as to:
        yield from shown(rows.start(to, rounds))
        with contenders(to, "ours", "vendor", "httpx", "http.client") as all:
            yield from shown(rows.placing(to, all, rounds))
            yield from shown(rows.listing(to, all, rounds))
        with contenders(to, "ours", "vendor") as both:
            yield from shown(rows.waiting(to, both, 0.1 if quick else 1.0))
        with contenders(to, "ours", "vendor", "aiohttp") as three:
            yield from shown(rows.many(to, three, 2 if quick else 5))
    yield from shown(rows.pipeline(rounds))


def shown(found: Iterator[rows.Row]) -> Iterator[rows.Row]:
    """Pass rows on, and show each as soon as it is there."""
    for row in found:
        cells = ", ".join(f"{name} {picture.text(one.median, row.unit)}" for name, one in row.figures.items())
        sys.stdout.write(f"{row.name}: {cells}; {row.limit_text} {row.note}\n")
        yield row


def measured() -> str:
    """When, with what and on what."""
    ours, vendor = (json.loads(environments.ask(name, environments.VERSIONS)) for name in ("ours", "vendor"))
    return (
        f"on {datetime.now(UTC):%Y-%m-%d}: cdf-functions {ours['cdf-functions']}, cognite-sdk {vendor['cognite-sdk']}, "
        f"httpx {ours['httpx']}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    )


if __name__ == "__main__":
    main()
