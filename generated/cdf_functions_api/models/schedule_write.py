# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="ScheduleWrite")


@_attrs_define(repr=False, eq=False)
class ScheduleWrite(_Model):
    """A schedule to create. It takes functionId or functionExternalId, never both. There is no update: delete and create
    again.

        Attributes:
            name (str): Display name; need not be unique. Set by the caller. Required; 1 to 140 characters.
            cron_expression (str): When to call: five cron fields (minute, hour, day of month, month, day of week), names of
                days and months allowed. The time zone is documented nowhere. Required; 1 to 1024 characters.
            nonce (str): Nonce of a session created for this schedule, which the service keeps alive as long as the
                schedule. Single use. A one-shot session is accepted too but lapses, as nothing refreshes it. Required; at least
                1 character.
            description (str | Unset): What the schedule is for; free text from the caller. 1 to 500 characters.
            function_id (int | Unset): The function to call. The form to use: a nonce is meant to go with an id. 1 to
                9007199254740991.
            function_external_id (str | Unset): The function to call, by external id. Deprecated by the vendor. 1 to 255
                characters.
            data (JsonObject | Unset): Handed to the handler at each run. Not part of the schedule when read: see
                getScheduleInputData.
    """

    name: str
    cron_expression: str
    nonce: str = _attrs_field(repr=False, eq=False)
    description: str | Unset = UNSET
    function_id: int | Unset = UNSET
    function_external_id: str | Unset = UNSET
    data: JsonObject | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        cron_expression = self.cron_expression

        nonce = self.nonce

        description = self.description

        function_id = self.function_id

        function_external_id = self.function_external_id

        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "cronExpression": cron_expression,
                "nonce": nonce,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if function_id is not UNSET:
            field_dict["functionId"] = function_id
        if function_external_id is not UNSET:
            field_dict["functionExternalId"] = function_external_id
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        name = d.pop("name")

        cron_expression = d.pop("cronExpression")

        nonce = d.pop("nonce")

        description = d.pop("description", UNSET)

        function_id = d.pop("functionId", UNSET)

        function_external_id = d.pop("functionExternalId", UNSET)

        _data = d.pop("data", UNSET)
        data: JsonObject | Unset
        if isinstance(_data, Unset):
            data = UNSET
        else:
            data = JsonObject.from_dict(_data)

        schedule_write = cls(
            name,
            cron_expression,
            nonce,
            description,
            function_id,
            function_external_id,
            data,
        )

        schedule_write.additional_properties = d
        return schedule_write

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


from ..models.json_object import JsonObject  # noqa: E402
