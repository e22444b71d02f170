"""The figures as tables, for the page that is about them."""

from collections.abc import Iterator
from typing import Any

from benchmarks.growth import Curve
from benchmarks.picture import text
from benchmarks.rows import Row

COLUMNS = {"ours": "cdf-functions", "vendor": "cognite-sdk", "httpx": "httpx by hand", "http.client": "http.client"}


#: Of the emulator: what is done, where its figure is, its unit, and below what it is to be.
TARGETS = (
    ("the command, until it has answered a first request", "start, ms", "ms", 150),
    ("its memory then", "start, MB", "MB", 32),
    (
        "a call through a warm process, from the request to the answer that it has ended",
        "through a warm process, ms",
        "ms",
        5,
    ),
)


def comparison(rows: list[Row]) -> Iterator[str]:
    """The comparison, with what was aimed at."""
    yield "| work | " + " | ".join(COLUMNS.values()) + " | target for cdf-functions | |"
    yield "|---|" + "---:|" * len(COLUMNS) + "---|---|"
    notes: list[str] = []
    for row in rows:
        cells = [text(row.figures[name].median, row.unit) if name in row.figures else "" for name in COLUMNS]
        verdict = {True: "holds", False: "**missed**", None: ""}[row.holds]
        if row.limit is not None and not row.holds:
            verdict += f" by {100 * (row.figures['ours'].median / row.limit - 1):.0f} %"
        mark = ""
        if row.note:
            notes.append(row.note)
            mark = f" ({len(notes)})"
        yield f"| {row.name}{mark} | " + " | ".join(cells) + f" | {row.limit_text} | {verdict} |"
    yield ""
    yield from (f"({number}) {note}.  " for number, note in enumerate(notes, 1))


def growth(curves: list[Curve]) -> Iterator[str]:
    """Sizes, times, memory and slopes."""
    yield "| work | sizes | seconds | grow with the power | MB at the peak | grow with the power |"
    yield "|---|---|---|---:|---|---:|"
    for curve in curves:
        sizes = ", ".join(f"{size:,}" for size in curve.sizes)
        seconds = ", ".join(f"{value:.3g}" for value in curve.seconds)
        memory = "" if curve.megabytes is None else ", ".join(f"{value:.1f}" for value in curve.megabytes)
        power = "" if curve.memory_slope is None else f"{curve.memory_slope:.2f}"
        yield f"| {curve.name} | {sizes} | {seconds} | {curve.slope:.2f} | {memory} | {power} |"


def emulator(figures: dict[str, Any]) -> Iterator[str]:
    """The emulator's figures."""
    yield "| | median | target | |"
    yield "|---|---:|---|---|"
    for name, key, unit, limit in TARGETS:
        verdict = "holds" if figures[key] < limit else "**missed**"
        yield f"| {name} | {figures[key]:.1f} {unit} | under {limit} {unit} | {verdict} |"
    yield ""
    warm = figures["warm call, ms"]
    yield f"A warm call, waited for: {warm['median']:.0f} ms, at the 95th percentile {warm['95th percentile']:.0f} ms."
    yield ""
    pace, memory = figures["a hundred at once, per s"], figures["memory, MB"]
    yield f"Calls from end to end, one by one: {figures['one by one, per s']:.0f} a second. A hundred at once:"
    yield ""
    yield "| calls so far | the latest of them, per second | the emulator's memory |"
    yield "|---:|---:|---:|"
    for calls, megabytes in memory.items():
        per_second = f"{pace[calls]:.0f}" if calls in pace else ""
        yield f"| {int(calls):,} | {per_second} | {megabytes:.0f} MB |"
