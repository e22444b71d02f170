"""The short form of ``nox -s chaos``: what it takes minutes to measure, in seconds."""

import inspect

import pytest

from cdf_functions._async.calls import AsyncFunctionCallsAPI
from cdf_functions._async.functions import AsyncFunctionsAPI
from cdf_functions._async.project import AsyncTokenAPI
from cdf_functions._async.schedules import AsyncFunctionSchedulesAPI
from cdf_functions._async.sessions import AsyncSessionsAPI
from tests.chaos.operations import OPERATIONS
from tests.chaos.parts import PARTS, Wanted

APIS = {
    "functions": AsyncFunctionsAPI,
    "calls": AsyncFunctionCallsAPI,
    "schedules": AsyncFunctionSchedulesAPI,
    "sessions": AsyncSessionsAPI,
    "token": AsyncTokenAPI,
}
SEED = 13


@pytest.mark.parametrize("part", PARTS)
def test_short_form(part: str) -> None:
    """Each part finds nothing wrong; ``python -m tests.chaos PART --only NAME`` runs what it names."""
    told = PARTS[part](Wanted(quick=True, seed=SEED))
    assert not told.complaints, "\n".join(told.complaints)


@pytest.mark.parametrize("api", APIS)
def test_every_operation_is_attacked(api: str) -> None:
    """Every method that asks the service for something is in the fault matrix."""
    methods = {f"{api}.{name}" for name in vars(APIS[api]) if inspect.isfunction(vars(APIS[api])[name])}
    public = {name for name in methods if not name.startswith(f"{api}._")}
    attacked = {name.partition(":")[0].partition(",")[0] for name in OPERATIONS}
    assert public <= attacked
