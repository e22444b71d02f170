# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from enum import StrEnum
from typing import Self


class ActivationState(StrEnum):
    """An open enumeration: a value that the spec does not know yet is kept as it came.

    Such a value equals the plain string; compare with ``==``, for ``is`` holds for known values only.
    """

    @classmethod
    def _missing_(cls, value: object) -> "Self | None":
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown

    ACTIVATED = "activated"
    INACTIVE = "inactive"
    REQUESTED = "requested"
