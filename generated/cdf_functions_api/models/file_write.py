# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FileWrite")


@_attrs_define(repr=False, eq=False)
class FileWrite(_Model):
    """A file entry to create. Labels, location and instance ids are left out: deploying needs none of them.

    Attributes:
        name (str): File name, set by the caller. Required; 1 to 256 characters.
        external_id (str | Unset): The caller's own identifier, unique among the files of the project. Needed when
            overwrite is to find an older file. 1 to 255 characters.
        directory (str | Unset): Absolute POSIX path that groups the file; free choice of the caller. 1 to 512
            characters.
        source (str | Unset): Where the file comes from; free text from the caller. 1 to 128 characters.
        mime_type (str | Unset): Media type of the bytes, set by the caller. 1 to 256 characters.
        metadata (Metadata | Unset): Custom tags from the caller: names up to 128 bytes, values up to 10240, at most 256
            pairs, 10240 bytes in all (an SDK docstring says 32, 512 and 16).
        asset_ids (list[int] | Unset): Assets the file belongs to, by id. 1 to 1000 items.
        data_set_id (int | Unset): Data set the file belongs to. 1 to 9007199254740991.
        source_created_time (int | Unset): When the file was made where it comes from, in ms since the epoch; set by the
            caller. At least 0.
        source_modified_time (int | Unset): When the file was last changed where it comes from, in ms since the epoch;
            set by the caller. At least 0.
        security_categories (list[int] | Unset): Security categories a reader must hold, by id. At most 100 items.
    """

    name: str
    external_id: str | Unset = UNSET
    directory: str | Unset = UNSET
    source: str | Unset = UNSET
    mime_type: str | Unset = UNSET
    metadata: Metadata | Unset = UNSET
    asset_ids: list[int] | Unset = UNSET
    data_set_id: int | Unset = UNSET
    source_created_time: int | Unset = UNSET
    source_modified_time: int | Unset = UNSET
    security_categories: list[int] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        external_id = self.external_id

        directory = self.directory

        source = self.source

        mime_type = self.mime_type

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        asset_ids: list[int] | Unset = UNSET
        if not isinstance(self.asset_ids, Unset):
            asset_ids = self.asset_ids

        data_set_id = self.data_set_id

        source_created_time = self.source_created_time

        source_modified_time = self.source_modified_time

        security_categories: list[int] | Unset = UNSET
        if not isinstance(self.security_categories, Unset):
            security_categories = self.security_categories

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
            }
        )
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if directory is not UNSET:
            field_dict["directory"] = directory
        if source is not UNSET:
            field_dict["source"] = source
        if mime_type is not UNSET:
            field_dict["mimeType"] = mime_type
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if asset_ids is not UNSET:
            field_dict["assetIds"] = asset_ids
        if data_set_id is not UNSET:
            field_dict["dataSetId"] = data_set_id
        if source_created_time is not UNSET:
            field_dict["sourceCreatedTime"] = source_created_time
        if source_modified_time is not UNSET:
            field_dict["sourceModifiedTime"] = source_modified_time
        if security_categories is not UNSET:
            field_dict["securityCategories"] = security_categories

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        name = d.pop("name")

        external_id = d.pop("externalId", UNSET)

        directory = d.pop("directory", UNSET)

        source = d.pop("source", UNSET)

        mime_type = d.pop("mimeType", UNSET)

        _metadata = d.pop("metadata", UNSET)
        metadata: Metadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = Metadata.from_dict(_metadata)

        asset_ids = cast(list[int], d.pop("assetIds", UNSET))

        data_set_id = d.pop("dataSetId", UNSET)

        source_created_time = d.pop("sourceCreatedTime", UNSET)

        source_modified_time = d.pop("sourceModifiedTime", UNSET)

        security_categories = cast(list[int], d.pop("securityCategories", UNSET))

        file_write = cls(
            name,
            external_id,
            directory,
            source,
            mime_type,
            metadata,
            asset_ids,
            data_set_id,
            source_created_time,
            source_modified_time,
            security_categories,
        )

        file_write.additional_properties = d
        return file_write

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
