# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="ScheduleFilter")


@_attrs_define(repr=False, eq=False)
class ScheduleFilter(_Model):
    """Which schedules to list: those that match every property given.

    Attributes:
        name (str | Unset): The whole name. 1 to 140 characters.
        function_id (int | Unset): The function to call. 1 to 9007199254740991.
        function_external_id (str | Unset): The function to call, by external id. 1 to 255 characters.
        created_time (TimestampRange | Unset): When the schedule was created.
        cron_expression (str | Unset): The whole cron expression, letter by letter. 1 to 1024 characters.
    """

    name: str | Unset = UNSET
    function_id: int | Unset = UNSET
    function_external_id: str | Unset = UNSET
    created_time: TimestampRange | Unset = UNSET
    cron_expression: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        function_id = self.function_id

        function_external_id = self.function_external_id

        created_time: dict[str, Any] | Unset = UNSET
        if not isinstance(self.created_time, Unset):
            created_time = self.created_time.to_dict()

        cron_expression = self.cron_expression

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if function_id is not UNSET:
            field_dict["functionId"] = function_id
        if function_external_id is not UNSET:
            field_dict["functionExternalId"] = function_external_id
        if created_time is not UNSET:
            field_dict["createdTime"] = created_time
        if cron_expression is not UNSET:
            field_dict["cronExpression"] = cron_expression

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        name = d.pop("name", UNSET)

        function_id = d.pop("functionId", UNSET)

        function_external_id = d.pop("functionExternalId", UNSET)

        _created_time = d.pop("createdTime", UNSET)
        created_time: TimestampRange | Unset
        if isinstance(_created_time, Unset):
            created_time = UNSET
        else:
            created_time = TimestampRange.from_dict(_created_time)

        cron_expression = d.pop("cronExpression", UNSET)

        schedule_filter = cls(
            name,
            function_id,
            function_external_id,
            created_time,
            cron_expression,
        )

        schedule_filter.additional_properties = d
        return schedule_filter

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
