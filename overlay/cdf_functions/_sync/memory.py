# Made by `nox -s regenerate` from overlay/cdf_functions/_async/memory.py. Do not edit: change that, and run it again.
"""What a client learns once and keeps: which functions there are, and how long a run may last."""

from __future__ import annotations

from cdf_functions import _arguments
from cdf_functions._http.exchange import exchange, known
from cdf_functions._resources.project import FunctionsLimits
from cdf_functions._resources.requests import function_references
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.functions import get_functions_by_ids, get_functions_limits

UNSTATED_LIMIT = 15.0 * 60  # s, the longest that any source names


class Memory:
    """Spares the look-up of a function that was seen before, and makes sure of one that was not."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._ids: dict[int | str, int] = {}
        self._longest_run = 0.0

    def function_id(self, id: int | None, external_id: str | None) -> int:
        """The id of the one function that the arguments name; an id is taken at its word.

        Raises:
            TypeError, ValueError: for none or both, or for what can be no id
            NotFoundError: if no function has that external id
        """
        identifier = _arguments.one_identifier(id, external_id, "function_id", "function_external_id")
        return identifier if isinstance(identifier, int) else self.existing(identifier)

    def existing(self, identifier: int | str) -> int:
        """The id of a function that is known to exist; asks the service only if it is a new one.

        Raises NotFoundError if there is no such function.
        """
        if identifier not in self._ids:
            self.function(identifier)
        return self._ids[identifier]

    def function(self, identifier: int | str) -> models.Function:
        """The function as it is now (operation getFunctionsByIds)."""
        with exchange("getFunctionsByIds") as one:
            body = function_references([identifier])
            answer = one.unwrap(get_functions_by_ids.sync_detailed(client=self._api, body=body), models.FunctionList)
            function = one.single(answer.items, models.Function)
            id = known(function.id)
            if id is None:
                raise one.unreadable("a function without an id")
        self._ids[identifier] = self._ids[id] = id
        return function

    def forget(self, identifier: int | str) -> None:
        """A function that is gone may come back under the same external id, and another id."""
        id = self._ids.get(identifier)
        self._ids = {each: known_id for each, known_id in self._ids.items() if known_id != id}

    def limits(self) -> FunctionsLimits:
        """What the project's cloud allows, as it is now (operation getFunctionsLimits)."""
        with exchange("getFunctionsLimits") as one:
            answer = get_functions_limits.sync_detailed(client=self._api)
            return FunctionsLimits.of(one.unwrap(answer, models.FunctionsLimits))

    def longest_run(self) -> float:
        """Seconds that the service lets a run take."""
        if not self._longest_run:
            self._longest_run = ((self.limits()).timeout_minutes or 0) * 60.0 or UNSTATED_LIMIT
        return self._longest_run
