"""Time that a test makes up: a pause of the package ends at once, and its clock has moved on by as much."""

import asyncio
import importlib
import pkgutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

import cdf_functions

REAL_MONOTONIC, REAL_ASYNC_SLEEP, REAL_SLEEP = time.monotonic, asyncio.sleep, time.sleep


class MadeUpTime:
    """A clock for both worlds, ahead of the real one by all the pauses that were made."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.when_sleeping: Callable[[], object] | None = None
        """Called at the beginning of each pause; may raise, or cancel the task that it runs in."""

    def monotonic(self) -> float:
        """Seconds."""
        return REAL_MONOTONIC() + self.ahead

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def sleep(self, seconds: float) -> None:
        """A pause of the sync world."""
        self._pass(seconds)
        REAL_SLEEP(0)

    async def async_sleep(self, seconds: float) -> None:
        """A pause of the async world."""
        self._pass(seconds)
        await REAL_ASYNC_SLEEP(0)

    def _pass(self, seconds: float) -> None:
        if self.when_sleeping is not None:
            self.when_sleeping()
        self.ahead += max(0.0, seconds)


def make_up_time(monkeypatch: pytest.MonkeyPatch, made_up: MadeUpTime | None = None) -> MadeUpTime:
    """Give the package a clock of its own, under whatever names its modules have the real one."""
    made_up = made_up or MadeUpTime()
    stand_ins: dict[Any, Any] = {
        REAL_MONOTONIC: made_up.monotonic,
        REAL_SLEEP: made_up.sleep,
        REAL_ASYNC_SLEEP: made_up.async_sleep,
    }
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(cdf_functions.__path__, "cdf_functions.")
    ]
    for module in modules:
        if module.__name__ == "cdf_functions._runtime.clock":
            stand_ins[module.monotonic] = made_up.monotonic
            stand_ins[module.now] = made_up.now
        if module.__name__ == "cdf_functions._runtime._sync":
            stand_ins[module.sleep] = made_up.sleep
        if module.__name__ == "cdf_functions._runtime._async":
            stand_ins[module.sleep] = made_up.async_sleep
    ours = SimpleNamespace(**{**vars(time), "monotonic": made_up.monotonic, "sleep": made_up.sleep})
    for module in modules:
        for name, value in list(vars(module).items()):
            if value is time:
                monkeypatch.setattr(module, name, ours)
            elif callable(value) and getattr(value, "__hash__", None) is not None and not isinstance(value, type):
                stand_in = stand_ins.get(value)
                if stand_in is not None:
                    monkeypatch.setattr(module, name, stand_in)
    return made_up
