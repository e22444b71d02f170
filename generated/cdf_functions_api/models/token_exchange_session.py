# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Model as _Model

T = TypeVar("T", bound="TokenExchangeSession")


@_attrs_define(repr=False, eq=False)
class TokenExchangeSession(_Model):
    """Borrow the rights of the caller, and let the service refresh them.

    Attributes:
        token_exchange (Literal[True]): Always true: this form of credential is chosen by its presence. Required.
    """

    token_exchange: Literal[True]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        token_exchange = self.token_exchange

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tokenExchange": token_exchange,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        token_exchange = cast(Literal[True], d.pop("tokenExchange"))
        if token_exchange != True:
            raise ValueError(f"tokenExchange must match const True, got '{token_exchange}'")

        token_exchange_session = cls(
            token_exchange,
        )

        token_exchange_session.additional_properties = d
        return token_exchange_session

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
