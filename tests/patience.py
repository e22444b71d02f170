"""How long tests wait for what must come: minutes, for a busy machine is no fault; what comes ends the wait at once."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 180.0
"""Seconds until a test gives up. Only what must not come in time has a shorter limit of its own."""
BETWEEN_PROBES = 0.005  # s


def eventually(probe: Callable[[], T], until: Callable[[T], bool] = bool) -> T:
    """What ``probe`` gives as soon as that is as wanted."""
    deadline = time.monotonic() + PATIENCE
    while not until(value := probe()):
        assert time.monotonic() < deadline, f"still {value!r}"
        time.sleep(BETWEEN_PROBES)
    return value
