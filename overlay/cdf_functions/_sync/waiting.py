# Made by `nox -s regenerate` from overlay/cdf_functions/_async/waiting.py. Do not edit: change that, and run it again.
"""Waiting for a function to be deployed."""

from __future__ import annotations

from collections.abc import Callable

from cdf_functions._calls.polling import Patience, pause
from cdf_functions._deploy.progress import DeployProgress
from cdf_functions._resources.functions import FAILED, READY, FunctionFields
from cdf_functions._runtime import clock
from cdf_functions._runtime._sync import sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.errors import ApiError, DeploymentFailedError, NoAnswerError, WaitTimeoutError

from .lookup import Lookup


def until_ready(
    lookup: Lookup, function: FunctionFields, deadline: Deadline, on_progress: Callable[[DeployProgress], object]
) -> None:
    """Look at a function until it is deployed, and keep its fields as they are then.

    Raises:
        DeploymentFailedError: if the deployment failed
        WaitTimeoutError: if it is not over at the deadline
    """
    patience = Patience()
    until_next = pause(deadline)
    began = clock.monotonic()
    while function.status != READY:
        on_progress(DeployProgress("build", function.name, clock.monotonic() - began))
        if function.status == FAILED:
            raise DeploymentFailedError(function)
        sleep(min(until_next, deadline.remaining))
        if not deadline.remaining:
            raise WaitTimeoutError(function, deadline.waited)
        try:
            function.model = lookup.function(function.id, deadline)
        except (ApiError, NoAnswerError) as error:
            again = patience.pause(error)
            if again is None and deadline.remaining:
                raise
            until_next = again or 0.0
        else:
            patience.reset()
            until_next = pause(deadline)
    on_progress(DeployProgress("ready", function.name, clock.monotonic() - began))
