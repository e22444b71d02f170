"""The fields of a function. Pure."""

from typing import TYPE_CHECKING

from cdf_functions._made.function import FunctionProperties
from cdf_functions._resources.fields import ErrorInfo, Fields
from cdf_functions._values import strings

if TYPE_CHECKING:
    from cdf_functions_api import models  # noqa: F401 - ruff does not see the one use, in the base class

READY = "Ready"
FAILED = "Failed"


class FunctionFields(FunctionProperties, Fields["models.Function"]):
    """A deployed function, as it was when last asked for. All times are aware, in UTC."""

    _shown = ("id", "name", "external_id", "status", "created_time", "error")

    @property
    def secrets(self) -> dict[str, str]:
        """The names of its secrets; the values are masked."""
        return dict.fromkeys(strings(self.model.secrets), "***")

    @property
    def error(self) -> ErrorInfo | None:
        """Why its deployment failed; the trace is the end of the build log."""
        return ErrorInfo.of(self.model.error)

    @property
    def label(self) -> str:
        """How error texts name it."""
        return f"function {self.id} ({self.name})"
