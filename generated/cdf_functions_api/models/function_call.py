# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.call_status import CallStatus
from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionCall")


@_attrs_define(repr=False, eq=False)
class FunctionCall(_Model):
    """One run of a function.

    Attributes:
        id (int | None | Unset): Identifier given by the service. 1 to 9007199254740991.
        function_id (int | None | Unset): The function that runs. 1 to 9007199254740991.
        status (CallStatus | None | Unset): Where the run stands; set by the service.
        start_time (int | None | Unset): When the run started, in ms since the epoch; set by the service. At least 0.
        end_time (int | None | Unset): When the run ended, in ms since the epoch; absent while it is running. Set by the
            service. At least 0.
        error (CallError | None | str | Unset): Why the run ended badly, when status is Failed or Timeout; set by the
            service. An object in most answers and a plain string in newer ones.
        schedule_id (int | None | Unset): The schedule that started the run; absent for a direct call. 1 to
            9007199254740991.
        scheduled_time (int | None | Unset): When the schedule meant the run to start, in ms since the epoch; absent for
            a direct call. At least 0.
    """

    id: int | None | Unset = UNSET
    function_id: int | None | Unset = UNSET
    status: CallStatus | None | Unset = UNSET
    start_time: int | None | Unset = UNSET
    end_time: int | None | Unset = UNSET
    error: CallError | None | str | Unset = UNSET
    schedule_id: int | None | Unset = UNSET
    scheduled_time: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: int | None | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        function_id: int | None | Unset
        if isinstance(self.function_id, Unset):
            function_id = UNSET
        else:
            function_id = self.function_id

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, CallStatus):
            status = self.status.value
        else:
            status = self.status

        start_time: int | None | Unset
        if isinstance(self.start_time, Unset):
            start_time = UNSET
        else:
            start_time = self.start_time

        end_time: int | None | Unset
        if isinstance(self.end_time, Unset):
            end_time = UNSET
        else:
            end_time = self.end_time

        error: dict[str, Any] | None | str | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, CallError):
            error = self.error.to_dict()
        else:
            error = self.error

        schedule_id: int | None | Unset
        if isinstance(self.schedule_id, Unset):
            schedule_id = UNSET
        else:
            schedule_id = self.schedule_id

        scheduled_time: int | None | Unset
        if isinstance(self.scheduled_time, Unset):
            scheduled_time = UNSET
        else:
            scheduled_time = self.scheduled_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if function_id is not UNSET:
            field_dict["functionId"] = function_id
        if status is not UNSET:
            field_dict["status"] = status
        if start_time is not UNSET:
            field_dict["startTime"] = start_time
        if end_time is not UNSET:
            field_dict["endTime"] = end_time
        if error is not UNSET:
            field_dict["error"] = error
        if schedule_id is not UNSET:
            field_dict["scheduleId"] = schedule_id
        if scheduled_time is not UNSET:
            field_dict["scheduledTime"] = scheduled_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        id = d.pop("id", UNSET)

        function_id = d.pop("functionId", UNSET)

        def _parse_status(data: object) -> CallStatus | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = CallStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallStatus | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        start_time = d.pop("startTime", UNSET)

        end_time = d.pop("endTime", UNSET)

        def _parse_error(data: object) -> CallError | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = CallError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallError | None | str | Unset, data)

        error = _parse_error(d.pop("error", UNSET))

        schedule_id = d.pop("scheduleId", UNSET)

        scheduled_time = d.pop("scheduledTime", UNSET)

        function_call = cls(
            id,
            function_id,
            status,
            start_time,
            end_time,
            error,
            schedule_id,
            scheduled_time,
        )

        function_call.additional_properties = d
        return function_call

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


from ..models.call_error import CallError  # noqa: E402
