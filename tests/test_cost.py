"""No work becomes dearer unnoticed: what it costs is compared with what was recorded, without a clock."""

import pytest

from tests import cost

WITHIN = 0.03  # of what was recorded, either way: what became cheaper is recorded anew, so that it stays so


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, int]]:
    """What everything costs now."""
    return cost.measure()


@pytest.mark.parametrize("work", [*cost.WORK, "import and build a client", "the first call"])
def test_cost(work: str, measured: dict[str, dict[str, int]]) -> None:
    """Instructions and modules are near the recorded ones, requests are those: python -m tests.cost records anew."""
    recorded = cost.recorded()
    if cost.VERSION not in recorded:
        pytest.skip(f"nothing recorded for Python {cost.VERSION}: python -m tests.cost")
    now, then = measured[work], recorded[cost.VERSION][work]
    assert now.keys() == then.keys()
    assert now.get("requests") == then.get("requests")
    for what in ("instructions", "modules"):
        assert now.get(what, 0) == pytest.approx(then.get(what, 0), rel=WITHIN), what


def test_a_client_costs_no_more_than_it_is_made_of() -> None:
    """Building a client loads neither httpx nor a generated model nor, for the sync one, asyncio."""
    modules = cost.loaded(cost.BUILD.format(url="http://127.0.0.1:1"))
    heavy = ("httpx", "asyncio", "ssl", "email", "cdf_functions_api", "cdf_functions._async", "zipfile")
    assert not [name for name in modules if name.startswith(heavy)]
