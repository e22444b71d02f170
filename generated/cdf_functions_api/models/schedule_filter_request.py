# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="ScheduleFilterRequest")


@_attrs_define(repr=False, eq=False)
class ScheduleFilterRequest(_Model):
    """Which schedules to list, and how many.

    Attributes:
        filter_ (ScheduleFilter | Unset): Absent: all of them.
        limit (int | Unset): Most items to answer with. The service takes 100 when absent and states no upper bound. At
            least 1.
    """

    filter_: ScheduleFilter | Unset = UNSET
    limit: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        filter_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.filter_, Unset):
            filter_ = self.filter_.to_dict()

        limit = self.limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if filter_ is not UNSET:
            field_dict["filter"] = filter_
        if limit is not UNSET:
            field_dict["limit"] = limit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        _filter_ = d.pop("filter", UNSET)
        filter_: ScheduleFilter | Unset
        if isinstance(_filter_, Unset):
            filter_ = UNSET
        else:
            filter_ = ScheduleFilter.from_dict(_filter_)

        limit = d.pop("limit", UNSET)

        schedule_filter_request = cls(
            filter_,
            limit,
        )

        schedule_filter_request.additional_properties = d
        return schedule_filter_request

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


from ..models.schedule_filter import ScheduleFilter  # noqa: E402
