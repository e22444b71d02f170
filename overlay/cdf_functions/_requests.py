"""Arguments -> the bodies of requests, as the generated models. Pure."""

from collections.abc import Mapping, Sequence

from cdf_functions import _check
from cdf_functions._time import TimeRange, to_epoch_ms_range
from cdf_functions_api import models
from cdf_functions_api.types import UNSET, Unset


def function_reference(identifier: int | str) -> models.FunctionReferences:
    """The body that names one function, by its id or its external id."""
    if isinstance(identifier, int):
        return models.FunctionReferences([models.IdReference(identifier)])
    return models.FunctionReferences([models.ExternalIdReference(identifier)])


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
        external_id=_text(external_id, "external_id", _check.MAX_EXTERNAL_ID),
        description=_text(description, "description", 500),
        owner=_text(owner, "owner", 128),
        secrets=UNSET if secrets is None else models.Secrets.from_dict(_check.string_map(secrets, "secrets")),
        env_vars=UNSET if env_vars is None else models.EnvVars.from_dict(_check.string_map(env_vars, "env_vars")),
        cpu=UNSET if cpu is None else _check.amount(cpu, "cpu"),
        memory=UNSET if memory is None else _check.amount(memory, "memory"),
        runtime=_text(runtime, "runtime", 64),
        metadata=UNSET if metadata is None else models.Metadata.from_dict(_check.string_map(metadata, "metadata")),
        index_url=_text(index_url, "index_url", 10_000),
        extra_index_urls=UNSET
        if extra_index_urls is None
        else [_check.text(url, "extra_index_urls", 10_000) for url in extra_index_urls],
    )


def _text(value: str | None, field: str, longest: int) -> str | Unset:
    return UNSET if value is None else _check.text(value, field, longest)


def call_request(data: dict[str, object], nonce: str) -> models.CallRequest:
    """The body that places a call."""
    return models.CallRequest(nonce=nonce, data=models.JsonObject.from_dict(data))


def call_filter(
    status: str | None, schedule_id: int | None, start_time: TimeRange | None, end_time: TimeRange | None
) -> models.CallFilter:
    """The filter of a list of calls, each part checked under the caller's own name for it."""
    return models.CallFilter(
        status=models.CallStatus(_check.text(status, "status", 64)) if status is not None else UNSET,
        schedule_id=_check.internal_id(schedule_id, "schedule_id") if schedule_id is not None else UNSET,
        start_time=_range(start_time, "start_time") if start_time is not None else UNSET,
        end_time=_range(end_time, "end_time") if end_time is not None else UNSET,
    )


def _range(span: TimeRange, field: str) -> models.TimestampRange:
    ends = to_epoch_ms_range(span, field)
    return models.TimestampRange(min_=ends.get("min", UNSET), max_=ends.get("max", UNSET))
