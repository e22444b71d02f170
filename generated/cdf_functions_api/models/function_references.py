# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionReferences")


@_attrs_define(repr=False, eq=False)
class FunctionReferences(_Model):
    """Functions to read or delete.

    Attributes:
        items (list[ExternalIdReference | IdReference]): 1 to 10 functions. Required; 1 to 10 items.
        ignore_unknown_ids (bool | Unset): Whether ids that do not exist are passed over instead of failing the request.
            The service takes false when absent.
    """

    items: list[ExternalIdReference | IdReference]
    ignore_unknown_ids: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item: dict[str, Any]
            if isinstance(items_item_data, IdReference):
                items_item = items_item_data.to_dict()
            else:
                items_item = items_item_data.to_dict()

            items.append(items_item)

        ignore_unknown_ids = self.ignore_unknown_ids

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
            }
        )
        if ignore_unknown_ids is not UNSET:
            field_dict["ignoreUnknownIds"] = ignore_unknown_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        items = []
        _items = d.pop("items")
        for items_item_data in _items:

            def _parse_items_item(data: object) -> ExternalIdReference | IdReference:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_function_reference_type_0 = IdReference.from_dict(data)

                    return componentsschemas_function_reference_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_function_reference_type_1 = ExternalIdReference.from_dict(data)

                return componentsschemas_function_reference_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        ignore_unknown_ids = d.pop("ignoreUnknownIds", UNSET)

        function_references = cls(
            items,
            ignore_unknown_ids,
        )

        function_references.additional_properties = d
        return function_references

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


from ..models.external_id_reference import ExternalIdReference  # noqa: E402
from ..models.id_reference import IdReference  # noqa: E402
