"""A project: what its cloud allows, whether it has Functions, and what a token may do in it. Pure."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from cdf_functions._resources.display import Shown
from cdf_functions._values import number, plain, text

if TYPE_CHECKING:
    from cdf_functions_api import models
    from cdf_functions_api.types import Unset


AMOUNTS = {"min": "min_", "max": "max_", "default": "default"}
"""Of a range: our names, and those of the model."""


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
            timeout_minutes=_whole(limits.timeout_minutes),
            cpu_cores=_amounts(limits.cpu_cores),
            memory_gb=_amounts(limits.memory_gb),
            runtimes=[word for word in _several(limits.runtimes) if isinstance(word, str)],
            response_size_mb=_whole(limits.response_size_mb),
        )


@frozen(repr=False)
class FunctionsStatus(Shown):
    """Whether a project has Functions.

    Attributes:
        status: ``inactive``, ``requested`` or ``activated``, or a word newer than this package
    """

    status: str


@frozen(repr=False)
class TokenInspection(Shown):
    """Who a token stands for, and what that lets it do.

    Attributes:
        subject: the identity provider's name for the caller
        projects: the projects that it reaches, each with the ids of the caller's groups there
        capabilities: what it may do, as the service puts it: ``functionsAcl`` and the like, with actions and scope
    """

    _shown = ("subject", "projects")

    subject: str | None
    projects: dict[str, list[int]]
    capabilities: list[dict[str, Any]]

    @classmethod
    def of(cls, inspection: "models.TokenInspection") -> "TokenInspection":
        """The inspection for the one on the wire."""
        projects = [(text(each.project_url_name), each.groups) for each in _several(inspection.projects)]
        return cls(
            subject=text(inspection.subject),
            projects={name: list(_several(groups)) for name, groups in projects if name is not None},
            capabilities=[plain(each) for each in _several(inspection.capabilities)],
        )


def _several(value: object) -> Iterable[Any]:
    return cast("Iterable[Any]", value) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _amounts(span: "models.ResourceRange | Unset | None") -> dict[str, float]:
    amounts = {name: number(getattr(span, field, None)) for name, field in AMOUNTS.items()}
    return {name: amount for name, amount in amounts.items() if amount is not None}
