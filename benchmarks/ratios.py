"""Ours against others doing the same, as ratios of processor time: what stays the same on a busy machine."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import median

from attrs import frozen

from benchmarks import environments
from benchmarks.driver import ENVIRONMENT, Process, Service, contenders, service
from benchmarks.rows import Figure, interleaved

FRESH = """
import json, sys, time
{script}
print(json.dumps([1000 * time.process_time(), len(sys.modules)]))
"""
FIRST = {
    "httpx": """
import httpx
client = httpx.Client(base_url="{url}/api/v1/projects/p", headers={{"authorization": "Bearer t"}})
client.post("/functions/byids", json={{"items": [{{"externalId": "f"}}]}}).json()
session = client.post("/sessions", json={{"items": [{{"tokenExchange": True}}]}}).json()["items"][0]
client.post("/functions/1/call", json={{"data": {{}}, "nonce": session["nonce"]}}).json()""",
    "ours": """
from cdf_functions import Client, Token
client = Client(project="p", base_url="{url}", credentials=Token("t"))
client.functions.call(external_id="f", wait=False)""",
}


@frozen
class Ratio:
    """One comparison: what both took, and the most that ours may take as a multiple of the other."""

    work: str
    unit: str
    ours: Figure
    other: Figure
    whose: str
    target: float

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the other."""
        return self.ours.median / self.other.median


def ratios(rounds: int) -> Iterator[Ratio]:
    """All of them."""
    with service() as to:
        yield from first(to, rounds, "http", 1.2)
        with contenders(to, "ours", "httpx", "tuned", "aiohttp") as all:
            yield from placing(all, rounds)
            yield from together(all, rounds)
    with service(tls=True) as to:
        yield from first(to, rounds, "TLS", 1.45)


def first(to: Service, rounds: int, over: str, target: float) -> Iterator[Ratio]:
    """A fresh process: import, build a client, look a function up, and place a call."""
    modules: dict[str, list[float]] = {name: [] for name in FIRST}

    def run(name: str) -> float:
        script = FRESH.format(script=FIRST[name].format(url=to.base_url))
        took, loaded = json.loads(environments.ask(ENVIRONMENT[name], script, **to.environment))
        modules[name].append(loaded)
        return float(took)

    for name in FIRST:
        run(name)
    figures = interleaved(2 * rounds, {name: partial(run, name) for name in FIRST})
    yield Ratio(f"first call of a fresh process, {over}", "ms", figures["ours"], figures["httpx"], "httpx", target)
    loaded = {name: Figure.of(found) for name, found in modules.items()}
    yield Ratio(f"modules loaded for it, {over}", "", loaded["ours"], loaded["httpx"], "httpx", 330 / 227)


def placing(all: Mapping[str, Process], rounds: int) -> Iterator[Ratio]:
    """Session and call, one after the other."""
    found = _processor(all, rounds, ("ours", "httpx"), "place", 200, {})
    yield Ratio("place one call", "ms", found["ours"], found["httpx"], "httpx", 1.15)


def together(all: Mapping[str, Process], rounds: int) -> Iterator[Ratio]:
    """The same, async, fifty at once."""
    found = _processor(all, rounds, ("ours", "tuned", "aiohttp"), "place_together", 600, {"width": 50})
    what = "place calls, async, 50 at once, per call"
    yield Ratio(what, "ms", found["ours"], found["tuned"], "cognite-sdk, tuned", 0.85)
    yield Ratio(f"{what}, with httpx-aiohttp", "ms", found["aiohttp"], found["tuned"], "cognite-sdk, tuned", 0.6)


def _processor(
    all: Mapping[str, Process], rounds: int, names: tuple[str, ...], work: str, times: int, more: Mapping[str, object]
) -> dict[str, Figure]:
    """Milliseconds of the processor for one of so many pieces of work."""

    def run(name: str) -> float:
        extra = {"transport": "aiohttp"} if name == "aiohttp" else {}
        return 1000 * float(all[name].ask(work, processor=True, times=times, **more, **extra)) / times

    works: dict[str, Callable[[], float]] = {name: partial(run, name) for name in names}
    for one in works.values():
        one()  # code is warm
    return interleaved(rounds, works)


def waiting(rounds: int) -> dict[str, float]:
    """A hundred calls of three seconds, in ``asyncio.gather``: seconds, polls and requests."""
    found: dict[str, list[float]] = {"seconds": [], "polls": [], "requests": []}
    with service() as to, contenders(to, "ours") as one:
        for _ in range(rounds):
            to.reset()
            found["seconds"].append(one["ours"].ask("gather", count=100, seconds=3))
            requests = to.requests()
            found["polls"].append(sum(n for name, n in requests.items() if name.endswith("/calls/byids")))
            found["requests"].append(sum(requests.values()))
    return {name: median(values) for name, values in found.items()}


def told(found: list[Ratio], waits: Mapping[str, float]) -> Iterator[str]:
    """As a table."""
    yield "| work, processor time | cdf-functions | the other | | ratio | to reach |"
    yield "|---|---:|---:|---|---:|---:|"
    for one in found:
        figures = " | ".join(f"{each.median:.3g} {one.unit}".strip() for each in (one.ours, one.other))
        yield f"| {one.work} | {figures} | {one.whose} | {one.ratio:.2f} | {one.target:.2f} |"
    yield ""
    yield (
        f"A hundred calls of 3 s in `asyncio.gather` took {waits['seconds']:.1f} s, {waits['polls']:g} polls and "
        f"{waits['requests']:g} requests (to reach: 3.6 s, 25, 250)."
    )
