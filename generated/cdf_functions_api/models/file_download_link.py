# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FileDownloadLink")


@_attrs_define(repr=False, eq=False)
class FileDownloadLink(_Model):
    """Where the bytes of a file can be had for a short time.

    Attributes:
        id (int | None | Unset): The file, if it was asked for by its id. 1 to 9007199254740991.
        external_id (None | str | Unset): The file, if it was asked for by its external id. At most 255 characters.
        download_url (None | str | Unset): The address of the bytes. Whoever has it can read them.
    """

    id: int | None | Unset = UNSET
    external_id: None | str | Unset = UNSET
    download_url: None | str | Unset = _attrs_field(default=UNSET, repr=False, eq=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: int | None | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        download_url: None | str | Unset
        if isinstance(self.download_url, Unset):
            download_url = UNSET
        else:
            download_url = self.download_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if download_url is not UNSET:
            field_dict["downloadUrl"] = download_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        id = d.pop("id", UNSET)

        external_id = d.pop("externalId", UNSET)

        download_url = d.pop("downloadUrl", UNSET)

        file_download_link = cls(
            id,
            external_id,
            download_url,
        )

        file_download_link.additional_properties = d
        return file_download_link

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
