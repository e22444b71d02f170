# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionsLimits")


@_attrs_define(repr=False, eq=False)
class FunctionsLimits(_Model):
    """What the project's cloud allows a function.

    Attributes:
        timeout_minutes (int | None | Unset): Longest a call may run, in minutes.
        cpu_cores (None | ResourceRange | Unset): CPU of one call, in cores.
        memory_gb (None | ResourceRange | Unset): Memory of one call, in GB.
        runtimes (list[str] | None | Unset): Values the service takes for runtime.
        response_size_mb (int | None | Unset): Largest return value of a call, in MB; absent outside Google Cloud.
    """

    timeout_minutes: int | None | Unset = UNSET
    cpu_cores: None | ResourceRange | Unset = UNSET
    memory_gb: None | ResourceRange | Unset = UNSET
    runtimes: list[str] | None | Unset = UNSET
    response_size_mb: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        timeout_minutes: int | None | Unset
        if isinstance(self.timeout_minutes, Unset):
            timeout_minutes = UNSET
        else:
            timeout_minutes = self.timeout_minutes

        cpu_cores: dict[str, Any] | None | Unset
        if isinstance(self.cpu_cores, Unset):
            cpu_cores = UNSET
        elif isinstance(self.cpu_cores, ResourceRange):
            cpu_cores = self.cpu_cores.to_dict()
        else:
            cpu_cores = self.cpu_cores

        memory_gb: dict[str, Any] | None | Unset
        if isinstance(self.memory_gb, Unset):
            memory_gb = UNSET
        elif isinstance(self.memory_gb, ResourceRange):
            memory_gb = self.memory_gb.to_dict()
        else:
            memory_gb = self.memory_gb

        runtimes: list[str] | None | Unset
        if isinstance(self.runtimes, Unset):
            runtimes = UNSET
        elif isinstance(self.runtimes, list):
            runtimes = self.runtimes

        else:
            runtimes = self.runtimes

        response_size_mb: int | None | Unset
        if isinstance(self.response_size_mb, Unset):
            response_size_mb = UNSET
        else:
            response_size_mb = self.response_size_mb

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if timeout_minutes is not UNSET:
            field_dict["timeoutMinutes"] = timeout_minutes
        if cpu_cores is not UNSET:
            field_dict["cpuCores"] = cpu_cores
        if memory_gb is not UNSET:
            field_dict["memoryGb"] = memory_gb
        if runtimes is not UNSET:
            field_dict["runtimes"] = runtimes
        if response_size_mb is not UNSET:
            field_dict["responseSizeMb"] = response_size_mb

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        timeout_minutes = d.pop("timeoutMinutes", UNSET)

        def _parse_cpu_cores(data: object) -> None | ResourceRange | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cpu_cores_type_0 = ResourceRange.from_dict(data)

                return cpu_cores_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ResourceRange | Unset, data)

        cpu_cores = _parse_cpu_cores(d.pop("cpuCores", UNSET))

        def _parse_memory_gb(data: object) -> None | ResourceRange | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                memory_gb_type_0 = ResourceRange.from_dict(data)

                return memory_gb_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ResourceRange | Unset, data)

        memory_gb = _parse_memory_gb(d.pop("memoryGb", UNSET))

        def _parse_runtimes(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                runtimes_type_0 = cast(list[str], data)

                return runtimes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        runtimes = _parse_runtimes(d.pop("runtimes", UNSET))

        response_size_mb = d.pop("responseSizeMb", UNSET)

        functions_limits = cls(
            timeout_minutes,
            cpu_cores,
            memory_gb,
            runtimes,
            response_size_mb,
        )

        functions_limits.additional_properties = d
        return functions_limits

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: object) -> bool:
        return key in self.additional_properties


from ..models.resource_range import ResourceRange  # noqa: E402
