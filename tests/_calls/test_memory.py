"""How much a map keeps in memory."""

import json
import subprocess
import sys

from tests._sync.test_map import Service
from tests.scripted import scripted

PROGRAM = """
import gc, json, sys, tracemalloc
from cdf_functions import Client, Token

kept = []
with Client(project="p", base_url=sys.argv[1], credentials=Token("t")) as client:
    values = client.functions.map(1, inputs=({"x": x} for x in range(1000)), concurrency=20)
    for taken, value in enumerate(values):
        if taken == 200:  # all that is loaded once has been loaded, and the caches below are full
            tracemalloc.start()
        elif taken >= 400 and taken % int(sys.argv[2]) == 0:
            gc.collect()  # when it would come by itself is chance
            kept.append(tracemalloc.get_traced_memory()[0])
print(json.dumps(kept))
"""
EVERY = 50  # inputs


def test_memory_is_flat() -> None:
    """A map keeps no more memory at its end than near its beginning."""
    with scripted(Service().script()) as service:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, service.base_url, str(EVERY)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    kept: list[int] = json.loads(done.stdout)
    # of each call its id is kept for a while; no outcome is smaller than the dict of its value
    assert kept[-1] - kept[0] < EVERY * (len(kept) - 1) * sys.getsizeof({"x": 0}) / 2
