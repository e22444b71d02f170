"""The fields of a schedule. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from cdf_functions import _arguments
from cdf_functions._made.function_schedule import FunctionScheduleProperties
from cdf_functions._resources import cron
from cdf_functions._resources.fields import Fields
from cdf_functions._runtime import clock
from cdf_functions._values import known, plain

if TYPE_CHECKING:
    from cdf_functions_api import models


def input_data(answer: "models.ScheduleInputData") -> dict[str, Any] | None:
    """What the calls of a schedule get; None for nothing. Raises TypeError for what is no object."""
    data = plain(answer.data)
    if data is not None and not isinstance(data, dict):
        raise TypeError("the input data is not a JSON object")
    return cast("dict[str, Any] | None", data)


LONGEST_ID = 20  # digits, more than 64 bits have


class ScheduleFields(FunctionScheduleProperties, Fields["models.FunctionSchedule"]):
    """A rule that calls a function again and again. All times are aware, in UTC."""

    _shown = ("id", "name", "function_id", "cron_expression", "when", "created_time")

    @property
    def session_id(self) -> int | None:
        """The session whose rights its calls have; an int, in whichever of its forms the service sends it."""
        id = known(self.model.session_id)
        if isinstance(id, str):
            return int(id) if id.isdecimal() and len(id) <= LONGEST_ID else None
        return id if isinstance(id, int) else None

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
