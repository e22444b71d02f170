# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="CallResponse")


@_attrs_define(repr=False, eq=False)
class CallResponse(_Model):
    """What a run returned.

    Attributes:
        function_id (int | None | Unset): The function that ran. 1 to 9007199254740991.
        call_id (int | None | Unset): The run. 1 to 9007199254740991.
        response (Any | Unset): The handler's return value: any JSON, not only an object. Absent when there is none
            (yet).
    """

    function_id: int | None | Unset = UNSET
    call_id: int | None | Unset = UNSET
    response: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        function_id: int | None | Unset
        if isinstance(self.function_id, Unset):
            function_id = UNSET
        else:
            function_id = self.function_id

        call_id: int | None | Unset
        if isinstance(self.call_id, Unset):
            call_id = UNSET
        else:
            call_id = self.call_id

        response = self.response

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if function_id is not UNSET:
            field_dict["functionId"] = function_id
        if call_id is not UNSET:
            field_dict["callId"] = call_id
        if response is not UNSET:
            field_dict["response"] = response

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        function_id = d.pop("functionId", UNSET)

        call_id = d.pop("callId", UNSET)

        response = d.pop("response", UNSET)

        call_response = cls(
            function_id,
            call_id,
            response,
        )

        call_response.additional_properties = d
        return call_response

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
