# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Model as _Model

T = TypeVar("T", bound="ScheduleCreateRequest")


@_attrs_define(repr=False, eq=False)
class ScheduleCreateRequest(_Model):
    """One schedule to create.

    Attributes:
        items (list[ScheduleWrite]): Exactly one schedule. Required; exactly 1 item.
    """

    items: list[ScheduleWrite]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ScheduleWrite.from_dict(items_item_data)

            items.append(items_item)

        schedule_create_request = cls(
            items,
        )

        schedule_create_request.additional_properties = d
        return schedule_create_request

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


from ..models.schedule_write import ScheduleWrite  # noqa: E402
