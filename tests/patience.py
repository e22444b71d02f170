"""How long tests wait for what must come: minutes, for a busy machine is no fault; what comes ends the wait at once."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 180.0
"""Seconds until a test gives up. Only what must not come in time has a shorter limit of its own."""
BETWEEN_PROBES = 0.005  # s
WAITS = """
import os, time
def handle(data):
    while not os.path.exists(data["go"]):
        time.sleep(0.005)
"""
"""A function that runs until a signal is given, whose path it gets as ``go``."""


class Signal:
    """For functions, which run in other processes: given when its file is there."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def give(self) -> None:  # noqa: D102
        Path(self.path).touch()

    def withdraw(self) -> None:  # noqa: D102
        Path(self.path).unlink()


def eventually(probe: Callable[[], T], until: Callable[[T], bool] = bool) -> T:
    """What ``probe`` gives as soon as that is as wanted."""
    deadline = time.monotonic() + PATIENCE
    while not until(value := probe()):
        assert time.monotonic() < deadline, f"still {value!r}"
        time.sleep(BETWEEN_PROBES)
    return value
