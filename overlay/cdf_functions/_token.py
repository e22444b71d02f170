"""What a bearer token is good for. Pure."""

from typing import TYPE_CHECKING, Any

from attrs import frozen

from cdf_functions._display import Shown
from cdf_functions._exchange import known

if TYPE_CHECKING:
    from cdf_functions_api import models


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
        projects = {known(each.project_url_name): known(each.groups) for each in known(inspection.projects) or []}
        return cls(
            subject=known(inspection.subject),
            projects={name: groups or [] for name, groups in projects.items() if name is not None},
            capabilities=[each.to_dict() for each in known(inspection.capabilities) or []],
        )
