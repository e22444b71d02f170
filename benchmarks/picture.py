"""The comparison as a picture."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from benchmarks.rows import Row

OURS, VENDOR, HTTPX, LINE = "#1f6f8b", "#7a8288", "#e07a3f", "#dde1e4"


def draw(rows: list[Row], path: Path, caption: str) -> None:
    """Draw the vendor's and plain httpx as multiples of ours; less is better, and left is better than ours."""
    mpl.rcParams["svg.hashsalt"] = "cdf-functions"  # the same figures give the same bytes
    mpl.rcParams["svg.fonttype"] = "none"
    shown = [row for row in reversed(rows) if "vendor" in row.figures and "percentile" not in row.name]
    canvas: Any = Canvas(figsize=(9.5, 0.34 * len(shown) + 1.4), layout="constrained")
    axes = canvas.subplots()
    axes.axvline(1, color=OURS, lw=1, zorder=0)
    for place, row in enumerate(shown):
        times = {name: figure.median / row.figures["ours"].median for name, figure in row.figures.items()}
        axes.plot([1, times["vendor"]], [place, place], color=LINE, lw=3, zorder=1, solid_capstyle="round")
        axes.plot(times["vendor"], place, "o", color=VENDOR, ms=7, label="cognite-sdk")
        axes.plot(1, place, "o", color=OURS, ms=7, label="cdf-functions")
        if "httpx" in times:
            axes.plot(times["httpx"], place, "|", color=HTTPX, ms=12, mew=2, label="httpx by hand")
        both = [text(row.figures[name].median, row.unit) for name in ("ours", "vendor")]
        axes.annotate(" / ".join(both), (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=8)
    axes.set_xscale("log")
    ticks = [0.3, 1, 3, 10, 30, 100]
    axes.set_xticks(ticks, [f"{tick:g} x" for tick in ticks], fontsize=8)
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(shown)), [row.name for row in shown], fontsize=8)
    axes.annotate("ours / cognite-sdk", (1.01, len(shown) - 0.3), xycoords=("axes fraction", "data"), fontsize=7)
    axes.set_xlabel("as much as cdf-functions, logarithmic; less is better", fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(caption, fontsize=8, loc="left")
    handles = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    axes.legend(handles.values(), handles.keys(), fontsize=8, frameon=False, loc="lower right")
    canvas.savefig(path, metadata={"Date": None})


def text(value: float, unit: str) -> str:
    """A figure with its unit, to three digits."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()
