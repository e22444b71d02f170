"""The fields of a schedule. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions import _arguments
from cdf_functions._made.function_schedule import FunctionScheduleProperties
from cdf_functions._resources import cron
from cdf_functions._resources.fields import Fields
from cdf_functions._runtime import clock
from cdf_functions._values import known

if TYPE_CHECKING:
    from cdf_functions_api import models  # noqa: F401 - ruff does not see the one use, in the base class


class ScheduleFields(FunctionScheduleProperties, Fields["models.FunctionSchedule"]):
    """A rule that calls a function again and again. All times are aware, in UTC."""

    _shown = ("id", "name", "function_id", "cron_expression", "when", "created_time")

    @property
    def session_id(self) -> int | None:
        """The session whose rights its calls have; an int, in whichever of its forms the service sends it."""
        id = known(self.model.session_id)
        return int(id) if isinstance(id, str) and id.isdecimal() else id if isinstance(id, int) else None

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
        return cron.times(cron.expression(self.cron_expression, "cron_expression"), clock.now(), n)
