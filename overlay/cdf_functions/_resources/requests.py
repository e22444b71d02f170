"""Arguments -> the bodies of requests, as the generated models. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from cdf_functions import _arguments
from cdf_functions._resources import cron
from cdf_functions._resources.times import TimeRange, to_epoch_ms_range
from cdf_functions_api import models
from cdf_functions_api.types import UNSET, Unset

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
    return models.FunctionFilter(
        name=_text(name, "name", 140),
        owner=_text(owner, "owner", 128),
        file_id=_id(file_id, "file_id"),
        status=models.FunctionStatus(_arguments.text(status, "status", 64)) if status is not None else UNSET,
        external_id_prefix=_text(external_id_prefix, "external_id_prefix", _arguments.MAX_EXTERNAL_ID),
        created_time=_range(created_time, "created_time"),
        metadata=UNSET if metadata is None else models.Metadata.from_dict(_arguments.string_map(metadata, "metadata")),
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
    return models.FunctionWrite(
        name=name,
        file_id=0,
        function_path=function_path,
        external_id=_text(external_id, "external_id", _arguments.MAX_EXTERNAL_ID),
        description=_text(description, "description", 500),
        owner=_text(owner, "owner", 128),
        secrets=UNSET if secrets is None else models.Secrets.from_dict(_unmasked(secrets)),
        env_vars=UNSET if env_vars is None else models.EnvVars.from_dict(_arguments.string_map(env_vars, "env_vars")),
        cpu=UNSET if cpu is None else _arguments.amount(cpu, "cpu"),
        memory=UNSET if memory is None else _arguments.amount(memory, "memory"),
        runtime=_text(runtime, "runtime", 64),
        metadata=UNSET if metadata is None else models.Metadata.from_dict(_arguments.string_map(metadata, "metadata")),
        index_url=_text(index_url, "index_url", 10_000),
        extra_index_urls=UNSET
        if extra_index_urls is None
        else [_arguments.text(url, "extra_index_urls", 10_000) for url in extra_index_urls],
    )


def _unmasked(secrets: Mapping[str, str]) -> dict[str, str]:
    """Refuses secrets as a function shows them, with which a function made after another would know none."""
    for name, value in _arguments.string_map(secrets, "secrets").items():
        if value == "***":
            raise ValueError(f"secrets[{name!r}]: expected the secret itself, got the mask that is shown for it")
    return dict(secrets)


def _text(value: str | None, field: str, longest: int) -> str | Unset:
    return UNSET if value is None else _arguments.text(value, field, longest)


def call_request(data: dict[str, object], nonce: str) -> models.CallRequest:
    """The body that places a call."""
    return models.CallRequest(nonce=nonce, data=models.JsonObject.from_dict(data))


def call_filter(
    status: str | None, schedule_id: int | None, start_time: TimeRange | None, end_time: TimeRange | None
) -> models.CallFilter:
    """The filter of a list of calls, each part checked under the caller's own name for it."""
    return models.CallFilter(
        status=models.CallStatus(_arguments.text(status, "status", 64)) if status is not None else UNSET,
        schedule_id=_id(schedule_id, "schedule_id"),
        start_time=_range(start_time, "start_time"),
        end_time=_range(end_time, "end_time"),
    )


def schedule_write(
    name: str, cron_expression: str, description: str | None, data: Mapping[str, object] | None
) -> models.ScheduleWrite:
    """The schedule to create, each part checked under the caller's own name for it; function and nonce come later."""
    return models.ScheduleWrite(
        name=_arguments.text(name, "name", 140),
        cron_expression=cron.expression(cron_expression, "cron_expression"),
        nonce="",
        description=_text(description, "description", 500),
        data=UNSET if data is None else models.JsonObject.from_dict(_arguments.json_object(data, "data")),
    )


def schedule_filter(
    name: str | None, created_time: TimeRange | None, cron_expression: str | None
) -> models.ScheduleFilter:
    """The filter of a list of schedules, each part checked under the caller's own name; the function comes later."""
    return models.ScheduleFilter(
        name=_text(name, "name", 140),
        created_time=_range(created_time, "created_time"),
        cron_expression=_text(cron_expression, "cron_expression", cron.LONGEST_EXPRESSION),
    )


def _id(value: int | None, field: str) -> int | Unset:
    return UNSET if value is None else _arguments.internal_id(value, field)


def _range(span: TimeRange | None, field: str) -> models.TimestampRange | Unset:
    if span is None:
        return UNSET
    ends = to_epoch_ms_range(span, field)
    return models.TimestampRange(min_=ends.get("min", UNSET), max_=ends.get("max", UNSET))
