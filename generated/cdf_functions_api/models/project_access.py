# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="ProjectAccess")


@_attrs_define(repr=False, eq=False)
class ProjectAccess(_Model):
    """One project a token reaches.

    Attributes:
        project_url_name (None | str | Unset): Name of the project as it stands in URLs.
        groups (list[int] | None | Unset): Ids of the groups the caller is in.
    """

    project_url_name: None | str | Unset = UNSET
    groups: list[int] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        project_url_name: None | str | Unset
        if isinstance(self.project_url_name, Unset):
            project_url_name = UNSET
        else:
            project_url_name = self.project_url_name

        groups: list[int] | None | Unset
        if isinstance(self.groups, Unset):
            groups = UNSET
        elif isinstance(self.groups, list):
            groups = self.groups

        else:
            groups = self.groups

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if project_url_name is not UNSET:
            field_dict["projectUrlName"] = project_url_name
        if groups is not UNSET:
            field_dict["groups"] = groups

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        project_url_name = d.pop("projectUrlName", UNSET)

        def _parse_groups(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                groups_type_0 = cast(list[int], data)

                return groups_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        groups = _parse_groups(d.pop("groups", UNSET))

        project_access = cls(
            project_url_name,
            groups,
        )

        project_access.additional_properties = d
        return project_access

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
