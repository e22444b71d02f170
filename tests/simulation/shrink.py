"""The smallest plan that still breaks the same: whatever can be left out of one is left out."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from .plan import Fault, Plan, Step

PARTS = ("deaths", "events", "faults", "steps")
ROUNDS = 6


def shrunk(plan: Plan, fails: Callable[[Plan], bool]) -> Plan:
    """A plan that fails as this one does, and of which nothing can be left out."""
    for _ in range(ROUNDS):
        before = plan
        for smaller in _smaller(plan):
            # each was made from the plan as it was; what was left out of that meanwhile stays out
            candidate = smaller(plan)
            if candidate != plan and fails(candidate):
                plan = candidate
        if plan == before:
            break
    return plan


def _smaller(plan: Plan) -> Iterator[Callable[[Plan], Plan]]:
    """Ways to make a plan smaller: the parts that go first are those that say most."""
    plain = Plan(plan.seed)
    for name in PARTS:
        for index in reversed(range(len(getattr(plan, name)))):
            yield partial(_without, name, index)
    for field in fields(plan):
        if field.name not in ("seed", *PARTS):
            yield partial(_with, {field.name: getattr(plain, field.name)})
    for index, fault in enumerate(plan.faults):
        for changes in _smaller_faults(fault):
            yield partial(_changed, "faults", index, changes)
    for index, step in enumerate(plan.steps):
        for changes in _smaller_steps(step):
            yield partial(_changed, "steps", index, changes)


def _smaller_faults(fault: Fault) -> Iterator[dict[str, Any]]:
    yield {"times": 1}
    yield {"nth": 1}
    yield {"seconds": 0.0}
    yield {"times": fault.times // 2 or 1}


def _smaller_steps(step: Step) -> Iterator[dict[str, Any]]:
    for field in fields(step):
        if field.name not in ("kind", "inputs"):
            yield {field.name: field.default}
    for inputs in range(1, step.inputs):
        yield {"inputs": inputs}


def _with(changes: dict[str, Any], plan: Plan) -> Plan:
    return replace(plan, **changes)


def _without(name: str, index: int, plan: Plan) -> Plan:
    values = getattr(plan, name)
    return _with({name: (*values[:index], *values[index + 1 :])}, plan)


def _changed(name: str, index: int, changes: dict[str, Any], plan: Plan) -> Plan:
    """A plan with one of its steps or faults changed; as it is if there is no such one any more."""
    values = getattr(plan, name)
    if index >= len(values):
        return plan
    return _with({name: (*values[:index], replace(values[index], **changes), *values[index + 1 :])}, plan)
