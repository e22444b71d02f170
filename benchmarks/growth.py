"""How time and memory grow with the work. Each size is measured in a process of its own, so that peaks are its own."""

import json
import math
from collections.abc import Sequence

from attrs import frozen

from benchmarks import environments
from benchmarks.driver import Service
from tools import scale

MEASURE = """
import asyncio, json, re, time
from cdf_functions import AsyncClient, Client, Token
settings = dict(project="p", base_url="{url}", credentials=Token("t"))
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
{work}
"""
MAP = """
async def main():
    async with AsyncClient(**settings) as client:
        [value async for value in client.functions.map(id=1, inputs=[{{}}])]
        before, began, values = peak(), time.perf_counter(), 0
        async for value in client.functions.map(id=1, inputs=({{"n": n}} for n in range({size}))):
            values += 1
        assert values == {size}
        print(json.dumps([time.perf_counter() - began, peak() - before]))
asyncio.run(main())
"""
PAGES = """
with Client(**settings) as client:
    for call in client.functions.calls(function_id=1, limit=1000):
        pass
    before, began, seen = peak(), time.perf_counter(), 0
    for call in client.functions.calls(function_id=1):
        seen += 1
    assert seen == 1000 * {size}
    print(json.dumps([time.perf_counter() - began, peak() - before]))
"""


@frozen
class Curve:
    """One kind of work at several sizes: seconds and MB, as the name says more than before it began or in all."""

    name: str
    sizes: Sequence[int]
    seconds: Sequence[float]
    megabytes: Sequence[float] | None = None

    @property
    def slope(self) -> float:
        """The power of the size that the time grows with: 1 is linear, 0 is not at all."""
        return slope(self.sizes, self.seconds)

    @property
    def memory_slope(self) -> float | None:
        """Likewise of memory; a tenth of a MB is as good as nothing."""
        return None if self.megabytes is None else slope(self.sizes, [max(one, 0.1) for one in self.megabytes])


def slope(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Least squares through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(value, 1e-9)) for value in values]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def calls(service: Service, name: str, work: str, sizes: Sequence[int]) -> Curve:
    """A curve of work against the scripted service."""
    seconds: list[float] = []
    megabytes: list[float] = []
    for size in sizes:
        service.reset(1000 * size)
        script = MEASURE.format(url=service.base_url, work=work.format(size=size))
        took, more = json.loads(environments.ask("ours", script))
        seconds.append(took)
        megabytes.append(more)
    return Curve(name, sizes, seconds, megabytes)


def curves(service: Service, operations: Sequence[int]) -> list[Curve]:
    """All curves: calls in a map, pages of a list, operations in a spec."""
    measured = [scale.measure(size) for size in operations]
    one = [each["one operation, ms"] / 1000 for each in measured], [each["one operation, MB"] for each in measured]
    return [
        calls(service, "calls in `map`, MB more", MAP, (10, 100, 1000, 10_000)),
        calls(service, "pages of 1,000 calls, MB more", PAGES, (1, 10, 100, 1000)),
        Curve("operations in the spec, whole pipeline", operations, [each["all"] for each in measured]),
        Curve("operations in the spec, import of one, MB in all", operations, *one),
    ]
