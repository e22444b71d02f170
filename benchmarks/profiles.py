"""Where the time goes: how much of each piece of work is spent in which package, C code counted to whoever calls it."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping

from benchmarks import environments
from benchmarks.driver import Process, Service
from benchmarks.picture import text
from benchmarks.rows import FIRST, IMPORTS

WORKS = {
    "place a call, 300 times": ("place", {"times": 300}),
    "place 300 calls, async, 50 at once": ("place_together", {"times": 300, "width": 50}),
    "list 10,000 calls": ("list_calls", {"count": 10_000}),
    "300 runs of 1 s, 300 at once": ("many", {"count": 300, "seconds": 1, "gate": 300}),
}
OURS = ("cdf_functions", "cdf_functions_api")
BELOW = ("httpx", "httpcore", "h11", "anyio")
ROW = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*([\w.]+)")


def profiles(service: Service, ours: Process) -> dict[str, dict[str, float]]:
    """Work -> package -> milliseconds."""
    found: dict[str, dict[str, float]] = {}
    for name, scripts in (("import, build a client", IMPORTS), ("import, build, first call", FIRST)):
        found[name] = _imports(scripts["ours"].format(url=service.base_url))
    service.reset()
    for name, (work, arguments) in WORKS.items():
        ours.ask(work, **arguments)
        seconds = ours.ask("profile", of=work, **arguments)
        found[name] = {package: 1000 * each for package, each in seconds.items()}
    return found


def _imports(script: str) -> dict[str, float]:
    """Package -> milliseconds of its own modules, of all that a script imports."""
    command = [str(environments.python("ours")), "-X", "importtime", "-c", script]
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stderr
    found: Counter[str] = Counter()
    for microseconds, module in ROW.findall(said):
        found[_known(module.partition(".")[0])] += int(microseconds)
    return {package: each / 1000 for package, each in found.items()}


def _known(package: str) -> str:
    return package if package in {*OURS, *BELOW, "attr"} else "Python"


def told(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The totals and the shares as a table."""
    columns = [*OURS, *BELOW, "attr", "Python"]
    yield "| work | in all | " + " | ".join(columns) + " |"
    yield "|---|" + "---:|" * (1 + len(columns))
    for name, one in found.items():
        total = sum(one.values())
        parts = [sum(each for package, each in one.items() if _known(package) == column) for column in columns]
        yield f"| {name} | {text(total, 'ms')} | " + " | ".join(f"{100 * part / total:.0f} %" for part in parts) + " |"
