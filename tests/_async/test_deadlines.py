"""A deadline bounds an operation as a whole, however its answer comes."""

import time

import pytest

from cdf_functions import NoAnswerError
from cdf_functions._runtime.deadline import Deadline
from cdf_functions_api import operations
from tests.dripping import Slow, dripping

from .conftest import asking


@pytest.mark.parametrize("slow", ["headers", "body", "silence"])
async def test_slow_answer_does_not_outlive_its_deadline(slow: Slow) -> None:
    """Headers or a body that come drop by drop, each in time, end when the deadline passes."""
    with dripping(slow) as address:
        async with asking(address) as api:
            started = time.monotonic()
            with pytest.raises(NoAnswerError, match="ReadTimeout") as caught:
                await api.within(Deadline(0.4)).ask(operations.get_functions_limits)
            # as long as the machine is not held up; drop by drop it would be 5 s and more
            assert 0.3 < time.monotonic() - started < 3.0
    assert caught.value.sent
