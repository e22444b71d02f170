"""How much a map keeps in memory."""

import subprocess
import sys

from tests._sync.test_map import Service
from tests.scripted import scripted

PROGRAM = """
import sys, tracemalloc
from cdf_functions import Client, Token

base_url, count = sys.argv[1], int(sys.argv[2])
with Client(project="p", base_url=base_url, credentials=Token("t")) as client:
    values = client.functions.map(1, inputs=({"x": x} for x in range(count)), concurrency=20)
    for taken, value in enumerate(values):
        if taken == 200:  # all that is loaded once has been loaded, and the caches below are full
            tracemalloc.start()
print(tracemalloc.get_traced_memory()[1])
"""


def peak(count: int) -> int:
    """The most memory, in bytes, that a map over so many inputs took after its first ones."""
    with scripted(Service().script()) as service:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, service.base_url, str(count)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_memory_is_flat() -> None:
    """Four times as many inputs, after the first ones, take no more memory."""
    few, many = peak(450), peak(1200)
    # room for what the garbage collector has not got to yet; outcomes that were kept would be four times as many
    assert many < few * 1.4
