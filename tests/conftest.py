"""One emulator for the whole run; each test has a project of its own in it."""

import uuid
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from cdf_functions_emulator import Emulator, running
from tests.interrupts import allow_ctrl_c
from tests.made_up_time import MadeUpTime, make_up_time
from tests.patience import Signal

allow_ctrl_c()

# on a busy machine an example may take any time
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


EDITS = "edits of the spec"
"""The property of a test that says what became of the edits that it tried."""
SEEDS = "seeds"
"""The property of a test that says how many seeds it simulated."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many edits of the spec were tried, and how many seeds were simulated, by all workers together."""
    edits: Counter[str] = Counter()
    seeds, took = 0, 0.0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            properties: dict[str, Any] = dict(report.user_properties)
            edits.update(properties.get(EDITS, {}))
            if SEEDS in properties:
                seeds, took = seeds + int(str(properties[SEEDS])), took + report.duration
    if edits:
        said = ", ".join(f"{number} {what}" for what, number in sorted(edits.items()))
        terminalreporter.write_line(f"{edits.total()} {EDITS} were drawn: {said}")
    if seeds:
        terminalreporter.write_line(f"simulation: {seeds} seeds in {took:.0f} s")


@pytest.fixture
def anyio_backend() -> str:
    """The event loop that the async client is made for."""
    return "asyncio"


@pytest.fixture(scope="session")
def emulator() -> Generator[Emulator]:
    """A running emulator."""
    with running() as emulator:
        yield emulator


@pytest.fixture
def go(tmp_path_factory: pytest.TempPathFactory) -> Signal:
    """A signal that is not given yet, for functions that run until it is."""
    return Signal(tmp_path_factory.mktemp("go") / "go")


@pytest.fixture
def project() -> str:
    """The name of a project that nobody else uses."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MadeUpTime:
    """The package's clock and its pauses are made up for this test."""
    return make_up_time(monkeypatch)
