"""What a project's cloud allows, and whether it has Functions at all. Pure."""

from typing import TYPE_CHECKING

from attrs import frozen

from cdf_functions._display import Shown
from cdf_functions._exchange import known

if TYPE_CHECKING:
    from cdf_functions_api import models
    from cdf_functions_api.types import Unset


@frozen(repr=False)
class FunctionsLimits(Shown):
    """What the project's cloud allows a function; whatever the service does not say is None, or empty.

    Attributes:
        timeout_minutes: how long a run may take
        cpu_cores: cores per run: ``min``, ``max`` and ``default``
        memory_gb: GB per run: ``min``, ``max`` and ``default``
        runtimes: such as ``py311``
        response_size_mb: how much a run may return; said on Google's cloud only
    """

    timeout_minutes: int | None
    cpu_cores: dict[str, float]
    memory_gb: dict[str, float]
    runtimes: list[str]
    response_size_mb: int | None

    @classmethod
    def of(cls, limits: "models.FunctionsLimits") -> "FunctionsLimits":
        """The limits for those on the wire."""
        return cls(
            timeout_minutes=known(limits.timeout_minutes),
            cpu_cores=_amounts(limits.cpu_cores),
            memory_gb=_amounts(limits.memory_gb),
            runtimes=list(known(limits.runtimes) or []),
            response_size_mb=known(limits.response_size_mb),
        )


@frozen(repr=False)
class FunctionsStatus(Shown):
    """Whether a project has Functions.

    Attributes:
        status: ``inactive``, ``requested`` or ``activated``, or a word newer than this package
    """

    status: str


def _amounts(span: "models.ResourceRange | Unset | None") -> dict[str, float]:
    if not span:
        return {}
    amounts = {"min": known(span.min_), "max": known(span.max_), "default": known(span.default)}
    return {name: amount for name, amount in amounts.items() if amount is not None}
