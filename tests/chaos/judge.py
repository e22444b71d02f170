"""What is wrong with what an operation came to, and with what it did at the service."""

import json
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast

from cdf_functions import AmbiguousCallError, ApiError, CdfError
from tests.chaos.operations import INPUTS, Operation
from tests.chaos.world import Fault, World

SECRET = "s3cr3t-of-the-client"


def complaints(operation: Operation, fault: Fault, world: World, value: Any, error: BaseException | None) -> list[str]:
    """What is wrong with a value or an error, and with what was done at the service."""
    found = [*_of_work(world), *_of_sessions(world, error, operation)]
    if not (fault.refused or fault.slow or world.struck):  # a client in a hurry may give up before that
        found.append("the fault struck nothing")
    if error is not None:
        found += _of_error(error, operation, world)
    elif operation.map:
        found += _of_map(value, operation, world, exact=not fault.garbled)
    else:
        found += _of_value(value)
    return found


def documented(error: BaseException, allowed: tuple[type[CdfError], ...]) -> bool:
    """Whether an error is one that an operation may raise: an ambiguous call only where calls are started."""
    if isinstance(error, AmbiguousCallError):
        return AmbiguousCallError in allowed
    return isinstance(error, allowed)


def _of_work(world: World) -> Iterator[str]:
    done = [json.dumps(data) for data in world.executed]
    if len(done) != len(set(done)):
        yield f"an input ran twice: {done}"


def _of_sessions(world: World, error: BaseException | None, operation: Operation) -> Iterator[str]:
    """A session that was made for what was refused has been ended; one that the attack hid cannot be."""
    if "sessions" in operation.attacked or operation.own_session:
        return
    if isinstance(error, ApiError) and 400 <= error.status < 500 and world.unused:
        yield f"sessions are left: {sorted(world.unused)}"


def _of_error(error: BaseException, operation: Operation, world: World) -> Iterator[str]:
    if not documented(error, operation.errors):
        yield f"raises {type(error).__name__}: {str(error)[:200]}"
    if not str(error).strip():
        yield f"{type(error).__name__} says nothing"
    told = "".join(traceback.format_exception_only(error)) + repr(error)
    secrets = (f"secret-{world.name}", SECRET, *(f"'n-{id}'" for id in world.sessions))
    if shown := [secret for secret in secrets if secret in told]:
        yield f"shows {', '.join(shown)}"


def _of_map(outcomes: Any, operation: Operation, world: World, exact: bool) -> Iterator[str]:
    found = cast("list[object]", outcomes) if isinstance(outcomes, list) else []
    if len(found) != len(INPUTS):
        yield f"{len(INPUTS)} inputs came to {outcomes!r}"
        return
    for given, outcome in zip(INPUTS, found, strict=True):
        if isinstance(outcome, BaseException):
            yield from _of_error(outcome, operation, world)
        elif exact and outcome != given:
            yield f"{given} came to {outcome!r}"


def _of_value(value: Any) -> Iterator[str]:
    """Showing a value, and reading all that it has, raises nothing but errors of ours."""
    try:
        repr(value)
        for each in cast("list[object]", value) if isinstance(value, list) else [value]:
            read(each)
    except Exception as error:  # noqa: BLE001
        yield f"reading the value raises {type(error).__name__}: {str(error)[:200]}"


def read(value: object) -> None:
    """Read all properties of an object of ours."""
    kind: type[object] = type(value)
    for name in dir(kind) if kind.__module__.startswith("cdf_functions") else []:
        if isinstance(getattr(kind, name), property):
            with suppress(CdfError):
                getattr(value, name)
