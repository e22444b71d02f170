# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FileUpload")


@_attrs_define(repr=False, eq=False)
class FileUpload(_Model):
    """A new file entry that waits for its bytes.

    Attributes:
        id (int | None | Unset): Identifier given by the service. 1 to 9007199254740991.
        name (None | str | Unset): File name, set by the caller. At most 256 characters.
        external_id (None | str | Unset): The caller's own identifier, unique among the files of the project. At most
            255 characters.
        directory (None | str | Unset): Absolute POSIX path that groups the file; free choice of the caller. At most 512
            characters.
        source (None | str | Unset): Where the file comes from; free text from the caller. At most 128 characters.
        mime_type (None | str | Unset): Media type of the bytes, set by the caller. At most 256 characters.
        metadata (Metadata | None | Unset): Custom tags from the caller: names up to 128 bytes, values up to 10240, at
            most 256 pairs, 10240 bytes in all (an SDK docstring says 32, 512 and 16).
        asset_ids (list[int] | None | Unset): Assets the file belongs to, by id. At most 1000 items.
        data_set_id (int | None | Unset): Data set the file belongs to. 1 to 9007199254740991.
        source_created_time (int | None | Unset): When the file was made where it comes from, in ms since the epoch; set
            by the caller. At least 0.
        source_modified_time (int | None | Unset): When the file was last changed where it comes from, in ms since the
            epoch; set by the caller. At least 0.
        security_categories (list[int] | None | Unset): Security categories a reader must hold, by id. At most 100
            items.
        uploaded (bool | None | Unset): Whether the bytes have arrived; set by the service, some time after the upload
            ends.
        uploaded_time (int | None | Unset): When the bytes arrived, in ms since the epoch; absent until then. Set by the
            service. At least 0.
        created_time (int | None | Unset): When the file entry was created, in ms since the epoch; set by the service.
            At least 0.
        last_updated_time (int | None | Unset): When the file entry was last changed, in ms since the epoch; set by the
            service. At least 0.
        upload_url (None | str | Unset): Where to PUT the bytes, good for one week; on the real service an absolute URL
            on a storage host. A relative one is resolved against the address of the API.
    """

    id: int | None | Unset = UNSET
    name: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    directory: None | str | Unset = UNSET
    source: None | str | Unset = UNSET
    mime_type: None | str | Unset = UNSET
    metadata: Metadata | None | Unset = UNSET
    asset_ids: list[int] | None | Unset = UNSET
    data_set_id: int | None | Unset = UNSET
    source_created_time: int | None | Unset = UNSET
    source_modified_time: int | None | Unset = UNSET
    security_categories: list[int] | None | Unset = UNSET
    uploaded: bool | None | Unset = UNSET
    uploaded_time: int | None | Unset = UNSET
    created_time: int | None | Unset = UNSET
    last_updated_time: int | None | Unset = UNSET
    upload_url: None | str | Unset = _attrs_field(default=UNSET, repr=False, eq=False)
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

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        directory: None | str | Unset
        if isinstance(self.directory, Unset):
            directory = UNSET
        else:
            directory = self.directory

        source: None | str | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        else:
            source = self.source

        mime_type: None | str | Unset
        if isinstance(self.mime_type, Unset):
            mime_type = UNSET
        else:
            mime_type = self.mime_type

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, Metadata):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata

        asset_ids: list[int] | None | Unset
        if isinstance(self.asset_ids, Unset):
            asset_ids = UNSET
        elif isinstance(self.asset_ids, list):
            asset_ids = self.asset_ids

        else:
            asset_ids = self.asset_ids

        data_set_id: int | None | Unset
        if isinstance(self.data_set_id, Unset):
            data_set_id = UNSET
        else:
            data_set_id = self.data_set_id

        source_created_time: int | None | Unset
        if isinstance(self.source_created_time, Unset):
            source_created_time = UNSET
        else:
            source_created_time = self.source_created_time

        source_modified_time: int | None | Unset
        if isinstance(self.source_modified_time, Unset):
            source_modified_time = UNSET
        else:
            source_modified_time = self.source_modified_time

        security_categories: list[int] | None | Unset
        if isinstance(self.security_categories, Unset):
            security_categories = UNSET
        elif isinstance(self.security_categories, list):
            security_categories = self.security_categories

        else:
            security_categories = self.security_categories

        uploaded: bool | None | Unset
        if isinstance(self.uploaded, Unset):
            uploaded = UNSET
        else:
            uploaded = self.uploaded

        uploaded_time: int | None | Unset
        if isinstance(self.uploaded_time, Unset):
            uploaded_time = UNSET
        else:
            uploaded_time = self.uploaded_time

        created_time: int | None | Unset
        if isinstance(self.created_time, Unset):
            created_time = UNSET
        else:
            created_time = self.created_time

        last_updated_time: int | None | Unset
        if isinstance(self.last_updated_time, Unset):
            last_updated_time = UNSET
        else:
            last_updated_time = self.last_updated_time

        upload_url: None | str | Unset
        if isinstance(self.upload_url, Unset):
            upload_url = UNSET
        else:
            upload_url = self.upload_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
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
        if uploaded is not UNSET:
            field_dict["uploaded"] = uploaded
        if uploaded_time is not UNSET:
            field_dict["uploadedTime"] = uploaded_time
        if created_time is not UNSET:
            field_dict["createdTime"] = created_time
        if last_updated_time is not UNSET:
            field_dict["lastUpdatedTime"] = last_updated_time
        if upload_url is not UNSET:
            field_dict["uploadUrl"] = upload_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        id = d.pop("id", UNSET)

        name = d.pop("name", UNSET)

        external_id = d.pop("externalId", UNSET)

        directory = d.pop("directory", UNSET)

        source = d.pop("source", UNSET)

        mime_type = d.pop("mimeType", UNSET)

        def _parse_metadata(data: object) -> Metadata | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = Metadata.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Metadata | None | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_asset_ids(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                asset_ids_type_0 = cast(list[int], data)

                return asset_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        asset_ids = _parse_asset_ids(d.pop("assetIds", UNSET))

        data_set_id = d.pop("dataSetId", UNSET)

        source_created_time = d.pop("sourceCreatedTime", UNSET)

        source_modified_time = d.pop("sourceModifiedTime", UNSET)

        def _parse_security_categories(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                security_categories_type_0 = cast(list[int], data)

                return security_categories_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        security_categories = _parse_security_categories(d.pop("securityCategories", UNSET))

        uploaded = d.pop("uploaded", UNSET)

        uploaded_time = d.pop("uploadedTime", UNSET)

        created_time = d.pop("createdTime", UNSET)

        last_updated_time = d.pop("lastUpdatedTime", UNSET)

        upload_url = d.pop("uploadUrl", UNSET)

        file_upload = cls(
            id,
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
            uploaded,
            uploaded_time,
            created_time,
            last_updated_time,
            upload_url,
        )

        file_upload.additional_properties = d
        return file_upload

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
