# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionSchedule")


@_attrs_define(repr=False, eq=False)
class FunctionSchedule(_Model):
    """A rule that calls a function again and again. Its data is not here: see getScheduleInputData.

    Attributes:
        id (int | None | Unset): Identifier given by the service. 1 to 9007199254740991.
        name (None | str | Unset): Display name; need not be unique. Set by the caller. 1 to 140 characters.
        created_time (int | None | Unset): When the schedule was created, in ms since the epoch; set by the service. At
            least 0.
        description (None | str | Unset): What the schedule is for; free text from the caller. At most 500 characters.
        cron_expression (None | str | Unset): When to call: five cron fields (minute, hour, day of month, month, day of
            week), names of days and months allowed. The time zone is documented nowhere. At most 1024 characters.
        when (None | str | Unset): The cron expression in words; set by the service.
        function_id (int | None | Unset): The function to call. 1 to 9007199254740991.
        function_external_id (None | str | Unset): External id of the function, on schedules made with one; rare. At
            most 255 characters.
        session_id (int | None | str | Unset): The session whose rights each run has. Seen both as a number and as
            digits in a string. 1 to 9007199254740991.
    """

    id: int | None | Unset = UNSET
    name: None | str | Unset = UNSET
    created_time: int | None | Unset = UNSET
    description: None | str | Unset = UNSET
    cron_expression: None | str | Unset = UNSET
    when: None | str | Unset = UNSET
    function_id: int | None | Unset = UNSET
    function_external_id: None | str | Unset = UNSET
    session_id: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: int | None | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        created_time: int | None | Unset
        if isinstance(self.created_time, Unset):
            created_time = UNSET
        else:
            created_time = self.created_time

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        cron_expression: None | str | Unset
        if isinstance(self.cron_expression, Unset):
            cron_expression = UNSET
        else:
            cron_expression = self.cron_expression

        when: None | str | Unset
        if isinstance(self.when, Unset):
            when = UNSET
        else:
            when = self.when

        function_id: int | None | Unset
        if isinstance(self.function_id, Unset):
            function_id = UNSET
        else:
            function_id = self.function_id

        function_external_id: None | str | Unset
        if isinstance(self.function_external_id, Unset):
            function_external_id = UNSET
        else:
            function_external_id = self.function_external_id

        session_id: int | None | str | Unset
        if isinstance(self.session_id, Unset):
            session_id = UNSET
        else:
            session_id = self.session_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if created_time is not UNSET:
            field_dict["createdTime"] = created_time
        if description is not UNSET:
            field_dict["description"] = description
        if cron_expression is not UNSET:
            field_dict["cronExpression"] = cron_expression
        if when is not UNSET:
            field_dict["when"] = when
        if function_id is not UNSET:
            field_dict["functionId"] = function_id
        if function_external_id is not UNSET:
            field_dict["functionExternalId"] = function_external_id
        if session_id is not UNSET:
            field_dict["sessionId"] = session_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        id = d.pop("id", UNSET)

        name = d.pop("name", UNSET)

        created_time = d.pop("createdTime", UNSET)

        description = d.pop("description", UNSET)

        cron_expression = d.pop("cronExpression", UNSET)

        when = d.pop("when", UNSET)

        function_id = d.pop("functionId", UNSET)

        function_external_id = d.pop("functionExternalId", UNSET)

        session_id = d.pop("sessionId", UNSET)

        function_schedule = cls(
            id,
            name,
            created_time,
            description,
            cron_expression,
            when,
            function_id,
            function_external_id,
            session_id,
        )

        function_schedule.additional_properties = d
        return function_schedule

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
