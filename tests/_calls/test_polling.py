"""When a waiting client looks again."""

import math

import pytest

from cdf_functions._calls.polling import pause, pause_after
from cdf_functions._runtime.deadline import Deadline


def looks(run: float) -> list[float]:
    """The moments of every look at a run that takes so many seconds, on a service that answers at once."""
    moments = [0.0]
    while moments[-1] < run:
        moments.append(moments[-1] + pause_after(moments[-1]))
    return moments[1:]


@pytest.mark.parametrize(("run", "most"), [(3, 20), (30, 45), (540, 130)])
def test_number_of_looks(run: float, most: int) -> None:
    """Longer runs are looked at ever more rarely."""
    assert len(looks(run)) <= most


@pytest.mark.parametrize("run", [0.01, 0.1, 0.2, 1, 3, 30, 540])
def test_delay_after_the_end(run: float) -> None:
    """The end of a run is seen at most 150 ms, or a tenth of the run, after it, whenever in between it ended."""
    assert looks(run)[-1] - run <= max(0.15, 0.1 * run) + 1e-9


def test_pause_ends_at_the_deadline() -> None:
    """Nobody sleeps beyond the deadline."""
    assert pause(Deadline(0.01)) <= 0.01
    assert pause(Deadline(0.0)) == 0.0
    assert math.isinf(Deadline().remaining)
