# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Model as _Model

T = TypeVar("T", bound="SessionCreateRequest")


@_attrs_define(repr=False, eq=False)
class SessionCreateRequest(_Model):
    """One session to create.

    Attributes:
        items (list[ClientCredentialsSession | OneshotSession | TokenExchangeSession]): Exactly one credential.
            Required; exactly 1 item.
    """

    items: list[ClientCredentialsSession | OneshotSession | TokenExchangeSession]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item: dict[str, Any]
            if isinstance(items_item_data, ClientCredentialsSession):
                items_item = items_item_data.to_dict()
            elif isinstance(items_item_data, TokenExchangeSession):
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

            def _parse_items_item(data: object) -> ClientCredentialsSession | OneshotSession | TokenExchangeSession:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_session_credential_type_0 = ClientCredentialsSession.from_dict(data)

                    return componentsschemas_session_credential_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_session_credential_type_1 = TokenExchangeSession.from_dict(data)

                    return componentsschemas_session_credential_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_session_credential_type_2 = OneshotSession.from_dict(data)

                return componentsschemas_session_credential_type_2

            items_item = _parse_items_item(items_item_data)

            items.append(items_item)

        session_create_request = cls(
            items,
        )

        session_create_request.additional_properties = d
        return session_create_request

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


from ..models.client_credentials_session import ClientCredentialsSession  # noqa: E402
from ..models.oneshot_session import OneshotSession  # noqa: E402
from ..models.token_exchange_session import TokenExchangeSession  # noqa: E402
