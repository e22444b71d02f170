"""The fields of a schedule. Pure."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cdf_functions import _arguments
from cdf_functions._http.exchange import known
from cdf_functions._resources import cron
from cdf_functions._resources.fields import Fields

if TYPE_CHECKING:
    from cdf_functions_api import models  # noqa: F401 - ruff does not see the one use, in the base class


class ScheduleFields(Fields["models.FunctionSchedule"]):
    """A rule that calls a function again and again. All times are aware, in UTC."""

    _shown = ("id", "name", "function_id", "cron_expression", "when", "created_time")

    @property
    def id(self) -> int:
        """The service's own id."""
        return self.model.id or self._lacking("id")

    @property
    def name(self) -> str:
        """The name shown to people; not unique."""
        return self.model.name or self._lacking("name")

    @property
    def description(self) -> str | None:
        """Free text."""
        return known(self.model.description)

    @property
    def cron_expression(self) -> str:
        """When to call: minute, hour, day of month, month and day of week."""
        return self.model.cron_expression or self._lacking("cron_expression")

    @property
    def when(self) -> str | None:
        """The cron expression in the service's words, such as ``Every hour``."""
        return known(self.model.when)

    @property
    def function_id(self) -> int | None:
        """The function that it calls."""
        return known(self.model.function_id)

    @property
    def function_external_id(self) -> str | None:
        """The external id of that function; only where the schedule was made with it, which is rare."""
        return known(self.model.function_external_id)

    @property
    def session_id(self) -> int | None:
        """The session whose rights its calls have; an int, in whichever of its forms the service sends it."""
        id = known(self.model.session_id)
        return int(id) if isinstance(id, str) and id.isdecimal() else id if isinstance(id, int) else None

    @property
    def created_time(self) -> datetime:
        """When it was created."""
        return self._moment(self.model.created_time, "created_time") or self._lacking("created_time")

    @property
    def label(self) -> str:
        """How error texts name it."""
        return f"schedule {self.id} ({self.name})"

    def next_run_times(self, n: int = 1) -> list[datetime]:
        """Give the next ``n`` times at which it will call, worked out here, in UTC; nothing is sent.

        The service does not document its time zone; this takes it to be UTC. Fewer times come back if the cron
        expression matches no more often in the next fifty years.
        """
        _arguments.whole(n, "n")
        return cron.times(cron.expression(self.cron_expression, "cron_expression"), datetime.now(UTC), n)
