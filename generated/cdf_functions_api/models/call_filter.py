# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.call_status import CallStatus
from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="CallFilter")


@_attrs_define(repr=False, eq=False)
class CallFilter(_Model):
    """Which calls to list: those that match every property given.

    Attributes:
        schedule_id (int | Unset): The schedule that started the run. 1 to 9007199254740991.
        status (CallStatus | Unset): State of the run.
        start_time (TimestampRange | Unset): When the run started.
        end_time (TimestampRange | Unset): When the run ended.
    """

    schedule_id: int | Unset = UNSET
    status: CallStatus | Unset = UNSET
    start_time: TimestampRange | Unset = UNSET
    end_time: TimestampRange | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        schedule_id = self.schedule_id

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        start_time: dict[str, Any] | Unset = UNSET
        if not isinstance(self.start_time, Unset):
            start_time = self.start_time.to_dict()

        end_time: dict[str, Any] | Unset = UNSET
        if not isinstance(self.end_time, Unset):
            end_time = self.end_time.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if schedule_id is not UNSET:
            field_dict["scheduleId"] = schedule_id
        if status is not UNSET:
            field_dict["status"] = status
        if start_time is not UNSET:
            field_dict["startTime"] = start_time
        if end_time is not UNSET:
            field_dict["endTime"] = end_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        schedule_id = d.pop("scheduleId", UNSET)

        _status = d.pop("status", UNSET)
        status: CallStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = CallStatus(_status)

        _start_time = d.pop("startTime", UNSET)
        start_time: TimestampRange | Unset
        if isinstance(_start_time, Unset):
            start_time = UNSET
        else:
            start_time = TimestampRange.from_dict(_start_time)

        _end_time = d.pop("endTime", UNSET)
        end_time: TimestampRange | Unset
        if isinstance(_end_time, Unset):
            end_time = UNSET
        else:
            end_time = TimestampRange.from_dict(_end_time)

        call_filter = cls(
            schedule_id,
            status,
            start_time,
            end_time,
        )

        call_filter.additional_properties = d
        return call_filter

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


from ..models.timestamp_range import TimestampRange  # noqa: E402
