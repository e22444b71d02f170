"""What both worlds' objects have in common: a generated model, shown the way a Python programmer expects. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Generic, NoReturn, Self, TypeVar, cast

from attrs import frozen

from cdf_functions._http.exchange import known
from cdf_functions._resources.display import Shown
from cdf_functions._resources.times import from_epoch_ms
from cdf_functions.errors import CdfError
from cdf_functions_api.times import EPOCH_MS

if TYPE_CHECKING:
    from cdf_functions_api import models
    from cdf_functions_api.types import Unset

M = TypeVar("M")
T = TypeVar("T")


class Fields(Shown, Generic[M]):
    """A generated model behind properties; converting waits until a field is asked for."""

    _ours: ClassVar[tuple[str, ...]] = ("label",)
    """Properties that are no fields of the service's."""

    def __init__(self, model: M) -> None:
        self.model: M = model
        """The generated model, with all that the service sent."""

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        properties = (name for kind in cls.__mro__ for name, each in vars(kind).items() if isinstance(each, property))
        return tuple(name for name in properties if name not in cls._ours)

    if not TYPE_CHECKING:  # a type checker knows the properties only

        def __getattr__(self, name: str) -> object:
            """A field of the model that no property shows yet: times as datetimes, models as plain data."""
            model = self.__dict__.get("model")  # absent while being unpickled
            if name not in getattr(type(model), "__annotations__", ()) or name == "additional_properties":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            value = getattr(model, name)
            if name in EPOCH_MS.get(type(model).__name__, ()):
                return self._moment(value, name)
            return _plain(known(value))

        def __dir__(self) -> list[str]:
            fields = getattr(type(self.model), "__annotations__", ())
            return sorted({*super().__dir__(), *fields} - {"additional_properties"})

    def _lacking(self, field: str) -> NoReturn:
        """A field that the service always sends is not there this time: absent, null or empty."""
        raise CdfError(f"{type(self).__name__}.{field}: the service sent none")

    def _moment(self, value: "int | Unset | None", field: str) -> datetime | None:
        epoch_ms = known(value)
        return None if epoch_ms is None else from_epoch_ms(epoch_ms, f"{type(self).__name__}.{field}")


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[object]", value)]
    if isinstance(value, StrEnum):
        return str(value)
    to_dict = getattr(value, "to_dict", None)
    return to_dict() if callable(to_dict) else value


@frozen
class ErrorInfo:
    """Why a run or a deployment failed, in the service's own words.

    Attributes:
        message: such as ``ZeroDivisionError: division by zero``
        trace: where it happened; None if the service does not say
    """

    message: str
    trace: str | None = None

    @classmethod
    def of(cls, error: "models.CallError | models.FunctionError | str | Unset | None") -> Self | None:
        """One shape for the service's several: an object with or without a trace, a plain string, or nothing."""
        if not error:
            return None
        if isinstance(error, str):
            return cls(error)
        return cls(known(error.message) or "without a message", known(error.trace))

    def __str__(self) -> str:
        return self.message
