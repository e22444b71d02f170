"""The fields of a function. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions._http.exchange import known
from cdf_functions._resources.fields import ErrorInfo, Fields

if TYPE_CHECKING:
    from cdf_functions_api import models
    from cdf_functions_api.types import Unset

READY = "Ready"
FAILED = "Failed"


class FunctionFields(Fields["models.Function"]):
    """A deployed function, as it was when last asked for. All times are aware, in UTC."""

    _shown = ("id", "name", "external_id", "status", "created_time", "error")

    @property
    def id(self) -> int:
        """The service's own id."""
        return self.model.id or self._lacking("id")

    @property
    def name(self) -> str:
        """The name shown to people; not unique."""
        return self.model.name or self._lacking("name")

    @property
    def external_id(self) -> str | None:
        """The id that its owner gave it, unique in the project."""
        return known(self.model.external_id)

    @property
    def status(self) -> str:
        """``Queued``, ``Deploying``, ``Ready`` or ``Failed``, or a word newer than this package."""
        return str(self.model.status or self._lacking("status"))

    @property
    def created_time(self) -> datetime:
        """When it was created."""
        return self._moment(self.model.created_time, "created_time") or self._lacking("created_time")

    @property
    def last_called(self) -> datetime | None:
        """When it was last called; None if never."""
        return self._moment(self.model.last_called, "last_called")

    @property
    def file_id(self) -> int:
        """The id in Files of the zip that holds its code."""
        return self.model.file_id or self._lacking("file_id")

    @property
    def function_path(self) -> str | None:
        """The module in the zip that defines ``handle``."""
        return known(self.model.function_path)

    @property
    def owner(self) -> str | None:
        """Whom its creator named as the owner."""
        return known(self.model.owner)

    @property
    def description(self) -> str | None:
        """Free text."""
        return known(self.model.description)

    @property
    def metadata(self) -> dict[str, str]:
        """Custom tags."""
        return _strings(self.model.metadata)

    @property
    def secrets(self) -> dict[str, str]:
        """The names of its secrets; the values are masked."""
        return dict.fromkeys(_strings(self.model.secrets), "***")

    @property
    def env_vars(self) -> dict[str, str]:
        """Environment variables of its runs."""
        return _strings(self.model.env_vars)

    @property
    def cpu(self) -> float | None:
        """Cores per run."""
        return known(self.model.cpu)

    @property
    def memory(self) -> float | None:
        """GB per run."""
        return known(self.model.memory)

    @property
    def runtime(self) -> str | None:
        """The Python it runs on, such as ``py311``."""
        return known(self.model.runtime)

    @property
    def runtime_version(self) -> str | None:
        """The exact interpreter, such as ``Python 3.11.10``."""
        return known(self.model.runtime_version)

    @property
    def function_type(self) -> str | None:
        """``classic`` or ``functionApp``; None where the service does not say."""
        kind = known(self.model.function_type)
        return None if kind is None else str(kind)

    @property
    def error(self) -> ErrorInfo | None:
        """Why its deployment failed; the trace is the end of the build log."""
        return ErrorInfo.of(self.model.error)

    @property
    def label(self) -> str:
        """How error texts name it."""
        return f"function {self.id} ({self.name})"


def _strings(value: "models.Metadata | models.Secrets | models.EnvVars | Unset | None") -> dict[str, str]:
    return dict(value.additional_properties) if value else {}
