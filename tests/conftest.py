"""One emulator for the whole run; each test has a project of its own in it."""

import uuid
from collections import Counter
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from cdf_functions_emulator import Emulator, running
from tests.made_up_time import MadeUpTime, make_up_time
from tests.patience import Signal

# on a busy machine an example may take any time
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


EDITS = "edits of the spec"
"""The property of a test that says what became of the edits that it tried."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many edits of the spec were tried by all tests together."""
    count: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            count.update(dict(report.user_properties).get(EDITS, {}))
    if count:
        said = ", ".join(f"{number} {what}" for what, number in sorted(count.items()))
        terminalreporter.write_line(f"{count.total()} {EDITS} were drawn: {said}")


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
