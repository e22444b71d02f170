"""Arguments -> the bodies of requests, as the generated models. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from cdf_functions import _arguments
from cdf_functions._checks import Rule, checked, rule
from cdf_functions._made.requests import REQUESTS
from cdf_functions._resources.times import TimeRange, to_epoch_ms_range
from cdf_functions_api import models
from cdf_functions_api.types import UNSET

M = TypeVar("M")
T = TypeVar("T")


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Up to ``size`` items at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def function_references(
    identifiers: Sequence[int | str], *, ignore_unknown_ids: bool = False
) -> models.FunctionReferences:
    """The body that names functions, each by its id or its external id."""
    items: list[models.IdReference | models.ExternalIdReference] = [
        models.IdReference(each) if isinstance(each, int) else models.ExternalIdReference(each) for each in identifiers
    ]
    return models.FunctionReferences(items, ignore_unknown_ids=ignore_unknown_ids or UNSET)


def most_at_once(model: str, field: str = "items") -> int:
    """How many items one request takes, as the spec has it."""
    most: int = rule(model, field)["maxItems"]
    return most


def filled(model: M, **given: object) -> M:
    """Give a model the arguments of the same names, each checked by its rule in the spec; None is left out.

    Raises TypeError or ValueError with the argument's name, what came and what was expected.
    """
    rules = REQUESTS[type(model).__name__]
    for name, value in given.items():
        if value is not None or rules[name].get("required"):
            setattr(model, name, _sendable(value, name, rules[name]))
    return model


def _sendable(value: object, field: str, rule: Rule) -> Any:
    match kind := rule.get("model"):
        case None:
            return checked(value, field, rule)
        case "TimestampRange":
            ends = to_epoch_ms_range(value, field)
            return models.TimestampRange(min_=ends.get("min", UNSET), max_=ends.get("max", UNSET))
        case "JsonObject":
            return models.JsonObject.from_dict(_arguments.json_object(value, field))
        case _:
            model, plain = getattr(models, kind), checked(value, field, rule)
            return model(plain) if "enum" in rule else model.from_dict(plain)


def session_status(status: object) -> models.SessionStatus:
    """The state that sessions are listed by, in whatever case it came."""
    upper = status.upper() if isinstance(status, str) else status
    return models.SessionStatus(checked(upper, "status", rule("list_sessions", "status")))


def function_filter(
    name: str | None,
    owner: str | None,
    file_id: int | None,
    status: str | None,
    external_id_prefix: str | None,
    created_time: TimeRange | None,
    metadata: Mapping[str, str] | None,
) -> models.FunctionFilter:
    """The filter of a list of functions, each part checked under the caller's own name for it."""
    return filled(
        models.FunctionFilter(),
        name=name,
        owner=owner,
        file_id=file_id,
        status=status,
        external_id_prefix=external_id_prefix,
        created_time=created_time,
        metadata=metadata,
    )


def function_write(
    *,
    name: str,
    function_path: str,
    external_id: str | None,
    description: str | None,
    owner: str | None,
    secrets: Mapping[str, str] | None,
    env_vars: Mapping[str, str] | None,
    cpu: float | None,
    memory: float | None,
    runtime: str | None,
    metadata: Mapping[str, str] | None,
    index_url: str | None,
    extra_index_urls: Sequence[str] | None,
) -> models.FunctionWrite:
    """The function to create, each part checked under the caller's own name for it; its file comes later."""
    write = filled(
        models.FunctionWrite(name="", file_id=0),
        name=name,
        function_path=function_path,
        external_id=external_id,
        description=description,
        owner=owner,
        secrets=secrets,
        env_vars=env_vars,
        cpu=cpu,
        memory=memory,
        runtime=runtime,
        metadata=metadata,
        index_url=index_url,
        extra_index_urls=extra_index_urls,
    )
    for secret, value in (secrets or {}).items():
        if value == "***":  # with which a function made after another would know none
            raise ValueError(f"secrets[{secret!r}]: expected the secret itself, got the mask that is shown for it")
    return write


def call_filter(
    status: str | None, schedule_id: int | None, start_time: TimeRange | None, end_time: TimeRange | None
) -> models.CallFilter:
    """The filter of a list of calls, each part checked under the caller's own name for it."""
    filter = models.CallFilter()
    return filled(filter, status=status, schedule_id=schedule_id, start_time=start_time, end_time=end_time)


def schedule_write(
    name: str, cron_expression: str, description: str | None, data: Mapping[str, object] | None
) -> models.ScheduleWrite:
    """The schedule to create, each part checked under the caller's own name for it; function and nonce come later."""
    from cdf_functions._resources import cron

    write = filled(
        models.ScheduleWrite(name="", cron_expression="", nonce=""),
        name=name,
        cron_expression=cron_expression,
        description=description,
        data=data,
    )
    cron.expression(cron_expression, "cron_expression")
    return write


def schedule_filter(
    name: str | None, created_time: TimeRange | None, cron_expression: str | None
) -> models.ScheduleFilter:
    """The filter of a list of schedules, each part checked under the caller's own name; the function comes later."""
    return filled(models.ScheduleFilter(), name=name, created_time=created_time, cron_expression=cron_expression)
