# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The fields of Function, as the spec has them. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions._values import known, moment, sent, strings, word

if TYPE_CHECKING:
    from cdf_functions_api import models


class FunctionProperties:
    """A deployed function, or one on its way to being deployed."""

    model: "models.Function"

    @property
    def id(self) -> int:
        """Identifier given by the service."""
        return sent(self.model.id, self, "id")

    @property
    def created_time(self) -> datetime:
        """When the function was created; set by the service."""
        return sent(moment(self.model.created_time, self, "created_time"), self, "created_time")

    @property
    def status(self) -> str:
        """Where deployment stands; only a Ready function can be called.

        Set by the service. One of ``Queued``, ``Deploying``, ``Ready``, ``Failed``, or a word newer than this package.
        """
        return str(sent(self.model.status, self, "status"))

    @property
    def name(self) -> str:
        """Display name, set by the caller."""
        return sent(self.model.name, self, "name")

    @property
    def external_id(self) -> str | None:
        """The caller's own identifier, unique among the functions of the project."""
        return known(self.model.external_id)

    @property
    def file_id(self) -> int:
        """The zip archive with the code, an id in the Files service."""
        return sent(self.model.file_id, self, "file_id")

    @property
    def owner(self) -> str | None:
        """Who answers for the function; free text from the caller."""
        return known(self.model.owner)

    @property
    def description(self) -> str | None:
        """What the function is for; free text from the caller."""
        return known(self.model.description)

    @property
    def metadata(self) -> dict[str, str]:
        """Custom tags from the caller: names up to 32 characters, values up to 512, at most 16 pairs, 4096 bytes in all
        (an SDK docstring says 512).
        """
        return strings(self.model.metadata)

    @property
    def function_path(self) -> str | None:
        """POSIX path inside the archive of the file that defines handle."""
        return known(self.model.function_path)

    @property
    def env_vars(self) -> dict[str, str]:
        """Environment variables the code sees."""
        return strings(self.model.env_vars)

    @property
    def cpu(self) -> float | None:
        """CPU cores of one call, in cores."""
        return known(self.model.cpu)

    @property
    def memory(self) -> float | None:
        """Memory of one call, in GB."""
        return known(self.model.memory)

    @property
    def runtime(self) -> str | None:
        """Python series the code runs on.

        A plain string because the list moves with every Python release; getFunctionsLimits names the present one.
        """
        return known(self.model.runtime)

    @property
    def runtime_version(self) -> str | None:
        """Exact interpreter version; set by the service once it is known."""
        return known(self.model.runtime_version)

    @property
    def function_type(self) -> str | None:
        """Kind of function; set by the service, and absent from older answers.

        One of ``classic``, ``functionApp``, or a word newer than this package.
        """
        return word(self.model.function_type)

    @property
    def last_called(self) -> datetime | None:
        """When the function was last called; absent if never. Set by the service."""
        return moment(self.model.last_called, self, "last_called")
