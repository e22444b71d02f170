"""What both worlds' objects have in common: a generated model, shown the way a Python programmer expects. Pure."""

from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from attrs import frozen

from cdf_functions._resources.display import Shown
from cdf_functions._values import text

if TYPE_CHECKING:
    from cdf_functions_api import models
    from cdf_functions_api.types import Unset

M = TypeVar("M")


class Fields(Shown, Generic[M]):
    """A generated model behind properties, made or ours; converting waits until a field is asked for."""

    _ours: ClassVar[tuple[str, ...]] = ("label",)
    """Properties that are no fields of the service's."""

    def __init__(self, model: M) -> None:
        self.model: M = model
        """The generated model, with all that the service sent."""

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        """All fields: those that matter first, then in the order of the spec, those of a class of ours last."""
        kinds = reversed(cls.__mro__)
        properties = (name for kind in kinds for name, each in vars(kind).items() if isinstance(each, property))
        return tuple(name for name in dict.fromkeys((*cls._shown, *properties)) if name not in cls._ours)


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
        if not hasattr(error, "message"):
            return cls(f"without a message: {error!r:.200}")
        return cls(text(error.message) or "without a message", text(error.trace))

    def __str__(self) -> str:
        return self.message
