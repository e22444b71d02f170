"""``python -m benchmarks``: measure, and write what was measured into docs/performance.md, .json and .svg."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from attrs import asdict

from benchmarks import blocks, environments, growth, page, picture, profiles, ratios, rows
from benchmarks.driver import contenders, service
from tools.pipeline.layout import ROOT

PAGE = ROOT / "docs" / "performance.md"
FIGURES = PAGE.with_suffix(".json")


def main() -> None:
    """Measure the parts asked for, each written down as soon as it is there; a quick run writes nothing."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds and small sizes, to see that all of it works")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in environments.WANTED:
        environments.make(name)
    for name in given.parts or PARTS:
        figures, lines = PARTS[name](given.quick)
        sys.stdout.write("\n".join(["", *lines, ""]))
        if not given.quick:
            blocks.put(PAGE, name, [*lines, "", f"Measured {measured()}."])
            known: dict[str, object] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
            known[name] = {"measured": measured(), "figures": figures}
            FIGURES.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def comparison(quick: bool) -> tuple[object, list[str]]:
    """Everybody side by side."""
    found = list(compare(quick))
    if not quick:
        picture.draw(found, PAGE.with_suffix(".svg"), f"Measured {measured()}")
    return [asdict(row) for row in found], list(page.comparison(found))


def ratio(quick: bool) -> tuple[object, list[str]]:
    """Processor time against others doing the same."""
    found = list(ratios.ratios(3 if quick else 15))
    waits = ratios.waiting(1 if quick else 3)
    return [[asdict(one) for one in found], waits], list(ratios.told(found, waits))


def profile(_quick: bool) -> tuple[object, list[str]]:
    """Where our time goes."""
    with service() as to, contenders(to, "ours") as one:
        shares = profiles.profiles(to, one["ours"])
    return shares, list(profiles.told(shares))


def grow(quick: bool) -> tuple[object, list[str]]:
    """How cost grows with the work."""
    with service() as to:
        curves = growth.curves(to, (30, 300) if quick else (30, 300, 3000))
    return [asdict(curve) for curve in curves], list(page.growth(curves))


def emulator(quick: bool) -> tuple[object, list[str]]:
    """The emulator's pace and memory."""
    counts = ["100", "200"] if quick else ["1000", "10000", "100000"]
    command = [str(environments.python("emulator")), str(ROOT / "benchmarks" / "emulator.py"), *counts]
    figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return figures, list(page.emulator(figures))


PARTS = {"comparison": comparison, "ratios": ratio, "profile": profile, "growth": grow, "emulator": emulator}


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
