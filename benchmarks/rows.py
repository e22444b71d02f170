"""The rows of the comparison: what is done, by whom, and what came of it. Each returns figures in one unit."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import median, quantiles

from attrs import field, frozen

from benchmarks import environments
from benchmarks.driver import ENVIRONMENT, Process, Service
from tools.pipeline.layout import ROOT

FRESH = """
import json, re, time
began = time.perf_counter()
{script}
ended = time.perf_counter()
print(json.dumps([ended - began, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024]))
"""
IMPORTS = {
    "httpx": "import httpx",
    "ours": """
from cdf_functions import Client, Token
client = Client(project="p", base_url="{url}", credentials=Token("t"))""",
    "vendor": """
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
global_config.disable_pypi_version_check = True
client = CogniteClient(ClientConfig(client_name="b", project="p", credentials=Token("t"), base_url="{url}"))""",
}
CALL = "\nclient.functions.call(id=1, wait=False)"
FIRST = {
    "httpx": """
import httpx
client = httpx.Client(base_url="{url}/api/v1/projects/p", headers={{"authorization": "Bearer t"}})
session = client.post("/sessions", json={{"items": [{{"tokenExchange": True}}]}}).json()["items"][0]
client.post("/functions/1/call", json={{"data": {{}}, "nonce": session["nonce"]}}).json()""",
    "ours": IMPORTS["ours"] + CALL,
    "vendor": IMPORTS["vendor"] + CALL,
}


@frozen
class Figure:
    """What was measured of one contender: the median, and where the middle half of the runs lies."""

    median: float
    low: float
    high: float
    runs: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Figure":
        """The figure of single measurements."""
        low, _, high = quantiles(values, n=4) if len(values) > 1 else (values[0],) * 3
        return cls(median(values), low, high, len(values))

    @classmethod
    def single(cls, value: float, runs: int) -> "Figure":
        """One that so many runs have together."""
        return cls(value, value, value, runs)


@frozen
class Row:
    """One row of the table.

    Attributes:
        figures: by contender
        limit: what ours may be at most, in the row's unit; None where there is no such target
        limit_text: the target in words
    """

    name: str
    unit: str
    figures: dict[str, Figure]
    limit: float | None = None
    limit_text: str = ""
    note: str = field(default="")

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached."""
        return None if self.limit is None else self.figures["ours"].median <= self.limit


def interleaved(rounds: int, works: Mapping[str, Callable[[], float]]) -> dict[str, Figure]:
    """Each contender's work in turn, again and again, in another order each time: what disturbs one disturbs all."""
    values: dict[str, list[float]] = {name: [] for name in works}
    order = list(works)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            values[name].append(works[name]())
    return {name: Figure.of(found) for name, found in values.items()}


def fresh(scripts: Mapping[str, str], url: str, rounds: int) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """Milliseconds and MB of a script in interpreters that have just started."""
    memory: dict[str, list[float]] = {name: [] for name in scripts}

    def run(name: str) -> float:
        script = FRESH.format(script=scripts[name].format(url=url))
        seconds, megabytes = json.loads(environments.ask(ENVIRONMENT[name], script))
        memory[name].append(megabytes)
        return float(seconds) * 1000

    times = interleaved(rounds, {name: partial(run, name) for name in scripts})
    return times, {name: Figure.of(found) for name, found in memory.items()}


def start(service: Service, rounds: int) -> Iterator[Row]:
    """Importing, building a client, and the first call."""
    times, memory = fresh(IMPORTS, service.base_url, rounds)
    limit = 1.3 * times["httpx"].median
    note = "httpx: import only"
    yield Row("fresh process: import, build a client", "ms", times, limit, "at most 1.3 x importing httpx", note)
    yield Row("memory after that", "MB", memory, 32, "at most 32 MB", note)
    times, memory = fresh(FIRST, service.base_url, rounds)
    yield Row("fresh process: import, build, place a first call", "ms", times)
    yield Row("memory after that", "MB", memory)


def sizes() -> Iterator[Row]:
    """What an installation takes on disk."""
    found = {name: environments.size(name) / 1e6 for name in ("ours", "vendor", "httpx")}
    figures = {name: Figure.single(value, 1) for name, value in found.items()}
    yield Row("installed size, all dependencies", "MB", figures, 10, "at most 10 MB")


def placing(service: Service, all: Mapping[str, Process], rounds: int) -> Iterator[Row]:
    """Session and call, without waiting for the run."""

    def place(one: Process) -> float:
        return 1000 * float(median(one.ask("place", times=100)))

    def place_together(one: Process) -> float:
        return 1000 * float(one.ask("place_together", times=300, width=50))

    for one in all.values():
        place(one)  # connections are open, code is warm
    figures = interleaved(rounds, {name: partial(place, one) for name, one in all.items()})
    limit = 1.3 * figures["httpx"].median
    yield Row("place one call (session and call)", "ms", figures, limit, "at most 1.3 x httpx by hand")
    able = {name: one for name, one in all.items() if name != "http.client"}
    figures = interleaved(max(3, rounds // 2), {name: partial(place_together, one) for name, one in able.items()})
    limit = 1.3 * figures["httpx"].median
    yield Row("place calls, async, 50 at once, per call", "ms", figures, limit, "at most 1.3 x httpx by hand")
    service.reset(delay=SLOW)
    figures = interleaved(3, {name: partial(place_together, one) for name, one in able.items()})
    service.reset()
    yield Row(f"the same, of a service that answers after {1000 * SLOW:.0f} ms", "ms", figures)


def listing(service: Service, all: Mapping[str, Process], rounds: int) -> Iterator[Row]:
    """A list of 10,000 calls."""

    def list_calls(one: Process) -> float:
        return 1000 * float(one.ask("list_calls", count=10_000))

    service.reset(10_000)
    for one in all.values():
        list_calls(one)
    figures = interleaved(2 * rounds, {name: partial(list_calls, one) for name, one in all.items()})
    yield Row(
        "list 10,000 calls, processor time", "ms", figures, figures["vendor"].median, "no slower than cognite-sdk"
    )


SLOW = 0.05  # s
WAITS = ((0.2, 80, 4), (1.0, 80, 10), (3.0, 120, 30), (30.0, 120, 120))  # s, runs, at once
LOOKS = {3.0: 20, 30.0: 45}


def waiting(service: Service, all: Mapping[str, Process], share: float) -> Iterator[Row]:
    """From the end of a run to the return of ``wait``."""
    for seconds, count, width in WAITS:
        # spread evenly, so that they end at every point between two looks; a quarter shorter to a quarter longer
        number = max(4, round(count * share))
        runs = [seconds * (0.75 + 0.5 * (one + 0.5) / number) for one in range(number)]
        random.shuffle(runs)
        delays: dict[str, list[float]] = {}
        looks: dict[str, Figure] = {}
        for name, one in all.items():
            service.reset()
            returned = one.ask("wait", runs=runs, width=width)
            ends = service.ends()
            delays[name] = [1000 * (moment - ends[id]) for id, moment in returned]
            looked = [n for operation, n in service.requests().items() if operation.endswith(("/calls/byids", "/{}"))]
            looks[name] = Figure.single(sum(looked) / number, number)
        figures = {name: Figure.of(found) for name, found in delays.items()}
        limit = max(150.0, 50 * seconds)
        after = f"runs of some {seconds:g} s"
        yield Row(f"delay after {after}, median", "ms", figures, limit, f"at most {limit:g} ms")
        late = {name: sorted(found)[int(0.95 * (len(found) - 1))] for name, found in delays.items()}
        figures = {name: Figure.single(value, number) for name, value in late.items()}
        limit = max(300.0, 100 * seconds)
        yield Row(f"delay after {after}, 95th percentile", "ms", figures, limit, f"at most {limit:g} ms")
        most = LOOKS.get(seconds)
        yield Row(f"looks at each of these {after}", "", looks, most, f"at most {most}" if most else "")


def many(service: Service, all: Mapping[str, Process], rounds: int) -> Iterator[Row]:
    """300 runs of a second each, from the first session to the last response."""
    for gate, limit in ((300, 2.0), (100, 5.0)):
        requests: dict[str, list[float]] = {name: [] for name in all}

        def run(name: str, gate: int, requests: dict[str, list[float]]) -> float:
            service.reset()
            extra = {"transport": "aiohttp"} if name == "aiohttp" else {}
            seconds = all[name].ask("many", count=300, seconds=1, gate=gate, **extra)
            requests[name].append(sum(service.requests().values()))
            return float(seconds)

        figures = interleaved(rounds, {name: partial(run, name, gate, requests) for name in all})
        what = f"300 runs of 1 s, {gate} at once"
        note = f"ours with httpx-aiohttp {figures['aiohttp'].median:.2f} s"
        yield Row(what, "s", figures, limit, f"under {limit:g} s", note)
        asked = {name: Figure.of(found) for name, found in requests.items()}
        yield Row(f"requests of these {what}", "", asked, 930, "at most 930")


def pipeline(rounds: int) -> Iterator[Row]:
    """Regeneration of what is up to date, and the check that it is."""

    def run(*arguments: str) -> float:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "tools.regenerate", *arguments], check=True, cwd=ROOT, capture_output=True
        )
        return time.perf_counter() - began

    run()
    yield Row("regenerate, all as it was", "s", interleaved(rounds, {"ours": run}), 2.0, "under 2 s")
    figures = interleaved(rounds, {"ours": partial(run, "--check")})
    yield Row("check that all is fresh", "s", figures, 2.0, "under 2 s")
