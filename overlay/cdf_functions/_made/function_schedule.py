# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The fields of FunctionSchedule, as the spec has them. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions._values import known, moment, sent

if TYPE_CHECKING:
    from cdf_functions_api import models


class FunctionScheduleProperties:
    """A rule that calls a function again and again. Its data is not here: see getScheduleInputData."""

    model: "models.FunctionSchedule"

    @property
    def id(self) -> int:
        """Identifier given by the service."""
        return sent(self.model.id, self, "id")

    @property
    def name(self) -> str:
        """Display name; need not be unique. Set by the caller."""
        return sent(self.model.name, self, "name")

    @property
    def created_time(self) -> datetime:
        """When the schedule was created; set by the service."""
        return sent(moment(self.model.created_time, self, "created_time"), self, "created_time")

    @property
    def description(self) -> str | None:
        """What the schedule is for; free text from the caller."""
        return known(self.model.description)

    @property
    def cron_expression(self) -> str:
        """When to call: five cron fields (minute, hour, day of month, month, day of week), names of days and months
        allowed.

        The time zone is documented nowhere.
        """
        return sent(self.model.cron_expression, self, "cron_expression")

    @property
    def when(self) -> str | None:
        """The cron expression in words; set by the service."""
        return known(self.model.when)

    @property
    def function_id(self) -> int | None:
        """The function to call."""
        return known(self.model.function_id)

    @property
    def function_external_id(self) -> str | None:
        """External id of the function, on schedules made with one; rare."""
        return known(self.model.function_external_id)
