# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Model as _Model

T = TypeVar("T", bound="ClientCredentialsSession")


@_attrs_define(repr=False, eq=False)
class ClientCredentialsSession(_Model):
    """Borrow the rights of an application, by its own credentials.

    Attributes:
        client_id (str): Client id at the identity provider. Required; at least 1 character.
        client_secret (str): Client secret at the identity provider. Required; at least 1 character.
    """

    client_id: str
    client_secret: str = _attrs_field(repr=False, eq=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        client_id = self.client_id

        client_secret = self.client_secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "clientId": client_id,
                "clientSecret": client_secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        client_id = d.pop("clientId")

        client_secret = d.pop("clientSecret")

        client_credentials_session = cls(
            client_id,
            client_secret,
        )

        client_credentials_session.additional_properties = d
        return client_credentials_session

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
