# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The fields of FunctionCall, as the spec has them. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from cdf_functions._values import known, moment, sent

if TYPE_CHECKING:
    from cdf_functions_api import models


class FunctionCallProperties:
    """One run of a function."""

    model: "models.FunctionCall"

    @property
    def id(self) -> int:
        """Identifier given by the service."""
        return sent(self.model.id, self, "id")

    @property
    def function_id(self) -> int:
        """The function that runs."""
        return sent(self.model.function_id, self, "function_id")

    @property
    def status(self) -> str:
        """Where the run stands; set by the service.

        One of ``Running``, ``Completed``, ``Failed``, ``Timeout``, or a word newer than this package.
        """
        return str(sent(self.model.status, self, "status"))

    @property
    def start_time(self) -> datetime:
        """When the run started; set by the service."""
        return sent(moment(self.model.start_time, self, "start_time"), self, "start_time")

    @property
    def end_time(self) -> datetime | None:
        """When the run ended; absent while it is running. Set by the service."""
        return moment(self.model.end_time, self, "end_time")

    @property
    def schedule_id(self) -> int | None:
        """The schedule that started the run; absent for a direct call."""
        return known(self.model.schedule_id)

    @property
    def scheduled_time(self) -> datetime | None:
        """When the schedule meant the run to start; absent for a direct call."""
        return moment(self.model.scheduled_time, self, "scheduled_time")
