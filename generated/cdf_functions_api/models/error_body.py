# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="ErrorBody")


@_attrs_define(repr=False, eq=False)
class ErrorBody(_Model):
    """What went wrong.

    Attributes:
        code (int | None | Unset): The HTTP status again.
        message (None | str | Unset): What went wrong, for people.
        missing (list[JsonObject] | None | Unset): Identifiers that do not exist, one object each. Functions spell the
            key external_id, other services externalId.
        duplicated (list[JsonObject] | None | Unset): Identifiers that exist already, one object each.
        is_auto_retryable (bool | None | Unset): Whether the service says that sending the same request again is safe.
    """

    code: int | None | Unset = UNSET
    message: None | str | Unset = UNSET
    missing: list[JsonObject] | None | Unset = UNSET
    duplicated: list[JsonObject] | None | Unset = UNSET
    is_auto_retryable: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: int | None | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        missing: list[dict[str, Any]] | None | Unset
        if isinstance(self.missing, Unset):
            missing = UNSET
        elif isinstance(self.missing, list):
            missing = []
            for missing_type_0_item_data in self.missing:
                missing_type_0_item = missing_type_0_item_data.to_dict()
                missing.append(missing_type_0_item)

        else:
            missing = self.missing

        duplicated: list[dict[str, Any]] | None | Unset
        if isinstance(self.duplicated, Unset):
            duplicated = UNSET
        elif isinstance(self.duplicated, list):
            duplicated = []
            for duplicated_type_0_item_data in self.duplicated:
                duplicated_type_0_item = duplicated_type_0_item_data.to_dict()
                duplicated.append(duplicated_type_0_item)

        else:
            duplicated = self.duplicated

        is_auto_retryable: bool | None | Unset
        if isinstance(self.is_auto_retryable, Unset):
            is_auto_retryable = UNSET
        else:
            is_auto_retryable = self.is_auto_retryable

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if code is not UNSET:
            field_dict["code"] = code
        if message is not UNSET:
            field_dict["message"] = message
        if missing is not UNSET:
            field_dict["missing"] = missing
        if duplicated is not UNSET:
            field_dict["duplicated"] = duplicated
        if is_auto_retryable is not UNSET:
            field_dict["isAutoRetryable"] = is_auto_retryable

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        code = d.pop("code", UNSET)

        message = d.pop("message", UNSET)

        def _parse_missing(data: object) -> list[JsonObject] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                missing_type_0 = []
                _missing_type_0 = data
                for missing_type_0_item_data in _missing_type_0:
                    missing_type_0_item = JsonObject.from_dict(missing_type_0_item_data)

                    missing_type_0.append(missing_type_0_item)

                return missing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[JsonObject] | None | Unset, data)

        missing = _parse_missing(d.pop("missing", UNSET))

        def _parse_duplicated(data: object) -> list[JsonObject] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                duplicated_type_0 = []
                _duplicated_type_0 = data
                for duplicated_type_0_item_data in _duplicated_type_0:
                    duplicated_type_0_item = JsonObject.from_dict(duplicated_type_0_item_data)

                    duplicated_type_0.append(duplicated_type_0_item)

                return duplicated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[JsonObject] | None | Unset, data)

        duplicated = _parse_duplicated(d.pop("duplicated", UNSET))

        is_auto_retryable = d.pop("isAutoRetryable", UNSET)

        error_body = cls(
            code,
            message,
            missing,
            duplicated,
            is_auto_retryable,
        )

        error_body.additional_properties = d
        return error_body

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


from ..models.json_object import JsonObject  # noqa: E402
