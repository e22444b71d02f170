"""The comparison as a picture."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from benchmarks.rows import Row

OURS, VENDOR, HTTPX = "#1f6f8b", "#c8ccd0", "#e07a3f"


def draw(rows: list[Row], path: Path, caption: str) -> None:
    """Draw ours, the vendor's and plain httpx as multiples of ours; less is better."""
    mpl.rcParams["svg.hashsalt"] = "cdf-functions"  # the same figures give the same bytes
    mpl.rcParams["svg.fonttype"] = "none"
    shown = [row for row in reversed(rows) if "vendor" in row.figures]
    canvas: Any = Canvas(figsize=(9.5, 0.46 * len(shown) + 1.3), layout="constrained")
    axes: Any = canvas.subplots()
    for place, row in enumerate(shown):
        ours, vendor = row.figures["ours"].median, row.figures["vendor"].median
        axes.barh(place + 0.19, vendor / ours, 0.36, color=VENDOR, label="cognite-sdk")
        axes.barh(place - 0.19, 1.0, 0.36, color=OURS, label="cdf-functions")
        axes.text(max(vendor / ours, 1.0) * 1.06, place + 0.19, text(vendor, row.unit), va="center", fontsize=8)
        axes.text(1.06, place - 0.19, text(ours, row.unit), va="center", fontsize=8)
        if "httpx" in row.figures:
            axes.plot(row.figures["httpx"].median / ours, place, "|", color=HTTPX, ms=15, mew=2, label="httpx by hand")
    axes.set_xscale("log")
    axes.set_xlim(0.2, 2.2 * max(row.figures["vendor"].median / row.figures["ours"].median for row in shown))
    axes.set_yticks(range(len(shown)), [row.name for row in shown], fontsize=8)
    axes.set_xlabel("times as much as cdf-functions (logarithmic; less is better)", fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(caption, fontsize=9, loc="left")
    handles = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    axes.legend(handles.values(), handles.keys(), fontsize=8, frameon=False, loc="lower right")
    canvas.savefig(path, metadata={"Date": None})


def text(value: float, unit: str) -> str:
    """A figure with its unit, to three digits."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
