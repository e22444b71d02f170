# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import FreeForm as _FreeForm

T = TypeVar("T", bound="Secrets")


@_attrs_define(repr=False, eq=False, init=False)
class Secrets(_FreeForm[str]):
    """Secrets of a function, name to value, at most 30. A name is made of lower-case letters, digits and dashes and has at
    most 15 characters; token, indexUrl and extraIndexUrls are taken. Name and value together stay under 25 kB. Written
    in clear, read back as asterisks.

    """

    additional_properties: dict[str, str] = _attrs_field(init=False, factory=dict, repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        secrets = cls()

        secrets.additional_properties = d
        return secrets

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> str:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: object) -> bool:
        return key in self.additional_properties
