# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.function_status import FunctionStatus
from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionFilter")


@_attrs_define(repr=False, eq=False)
class FunctionFilter(_Model):
    """Which functions to list: those that match every property given.

    Attributes:
        name (str | Unset): The whole name. 1 to 140 characters.
        owner (str | Unset): The whole owner. 1 to 128 characters.
        file_id (int | Unset): Id of the code archive. 1 to 9007199254740991.
        status (FunctionStatus | Unset): Deployment state.
        external_id_prefix (str | Unset): How the external id begins. 1 to 255 characters.
        created_time (TimestampRange | Unset): When the function was created.
        metadata (Metadata | Unset): Tags the function has, presumably among others.
    """

    name: str | Unset = UNSET
    owner: str | Unset = UNSET
    file_id: int | Unset = UNSET
    status: FunctionStatus | Unset = UNSET
    external_id_prefix: str | Unset = UNSET
    created_time: TimestampRange | Unset = UNSET
    metadata: Metadata | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        owner = self.owner

        file_id = self.file_id

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        external_id_prefix = self.external_id_prefix

        created_time: dict[str, Any] | Unset = UNSET
        if not isinstance(self.created_time, Unset):
            created_time = self.created_time.to_dict()

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if owner is not UNSET:
            field_dict["owner"] = owner
        if file_id is not UNSET:
            field_dict["fileId"] = file_id
        if status is not UNSET:
            field_dict["status"] = status
        if external_id_prefix is not UNSET:
            field_dict["externalIdPrefix"] = external_id_prefix
        if created_time is not UNSET:
            field_dict["createdTime"] = created_time
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        name = d.pop("name", UNSET)

        owner = d.pop("owner", UNSET)

        file_id = d.pop("fileId", UNSET)

        _status = d.pop("status", UNSET)
        status: FunctionStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = FunctionStatus(_status)

        external_id_prefix = d.pop("externalIdPrefix", UNSET)

        _created_time = d.pop("createdTime", UNSET)
        created_time: TimestampRange | Unset
        if isinstance(_created_time, Unset):
            created_time = UNSET
        else:
            created_time = TimestampRange.from_dict(_created_time)

        _metadata = d.pop("metadata", UNSET)
        metadata: Metadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = Metadata.from_dict(_metadata)

        function_filter = cls(
            name,
            owner,
            file_id,
            status,
            external_id_prefix,
            created_time,
            metadata,
        )

        function_filter.additional_properties = d
        return function_filter

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


from ..models.metadata import Metadata  # noqa: E402
from ..models.timestamp_range import TimestampRange  # noqa: E402
