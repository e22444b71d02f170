# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Model as _Model

T = TypeVar("T", bound="FileDownloadRequest")


@_attrs_define(repr=False, eq=False)
class FileDownloadRequest(_Model):
    """Files to get addresses for.

    Attributes:
        items (list[ExternalIdReference | IdReference]): 1 to 100 files. Required; 1 to 100 items.
    """

    items: list[ExternalIdReference | IdReference]
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

            def _parse_items_item(data: object) -> ExternalIdReference | IdReference:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_file_reference_type_0 = IdReference.from_dict(data)

                    return componentsschemas_file_reference_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_file_reference_type_1 = ExternalIdReference.from_dict(data)

                return componentsschemas_file_reference_type_1

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        file_download_request = cls(
            items,
        )

        file_download_request.additional_properties = d
        return file_download_request

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
