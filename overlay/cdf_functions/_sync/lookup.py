# Made by `nox -s regenerate` from overlay/cdf_functions/_async/lookup.py. Do not edit: change that, and run it again.
"""Which function an external id means now."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TypeVar

from cdf_functions import _arguments
from cdf_functions._resources.requests import function_references
from cdf_functions._runtime import clock
from cdf_functions._runtime._sync import Local, Lock, acquire
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._values import known
from cdf_functions.errors import ApiError, BadRequestError, CdfError, NoAnswerError, NotFoundError
from cdf_functions_api import models, operations

from ._http.api import Api

T = TypeVar("T")


class Lookup:
    """Remembers functions by their external ids, and looks again when one turns out to have been replaced."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._ids: dict[str, int] = {}
        self._existing: set[int] = set()
        self._outcomes: dict[str, tuple[float, ApiError | None]] = {}
        self._locks: Local[dict[str, Lock]] = Local(dict[str, Lock])

    def use(
        self,
        identifier: int | str,
        work: Callable[[int], T],
        deadline: Deadline | None = None,
    ) -> T:
        """Do something with the function that an id or an external id means.

        An id is taken at its word. What an external id meant before is remembered; if the service refuses that, the
        function may have been replaced, and is looked up again, once.

        Raises NotFoundError if there is no such function, and whatever ``work`` raises.
        """
        if isinstance(identifier, int):
            return self._use_id(identifier, work, deadline)
        remembered = self._ids.get(identifier)
        if remembered is None:
            return work(self.current(identifier, deadline))
        try:
            return work(remembered)
        except (NotFoundError, BadRequestError) as refused:
            try:
                now = self._ids.get(identifier, remembered)
                if now == remembered:  # nobody else has looked it up meanwhile
                    now = self.current(identifier, deadline)
            except NotFoundError:
                raise
            except CdfError:
                raise refused from None
            if now == remembered:
                raise
        return work(now)

    def current(self, identifier: int | str, deadline: Deadline | None = None) -> int:
        """The id of the function that an id or external id means at this moment; of many that ask at once, one asks.

        Raises NotFoundError if there is no such function.
        """
        if isinstance(identifier, int):
            return identifier
        deadline = deadline or Deadline()
        began = clock.monotonic()
        lock = self._locks.get().setdefault(identifier, Lock())
        if not acquire(lock, deadline.remaining):
            name = operations.get_functions_by_ids.id
            raise NoAnswerError(f"{name}: no answer in time", operation=name, sent=False)
        try:
            at, refusal = self._outcomes.get(identifier, (0.0, None))
            if at < began or (refusal is None and identifier not in self._ids):
                refusal = self._look_up(identifier, deadline)
            if refusal is not None:
                raise copy.copy(refusal)
            return self._ids[identifier]
        finally:
            lock.release()

    def make_sure(self, id: int) -> None:
        """Raise NotFoundError if no function has this id; asks the service only about one that was not seen before."""
        if id not in self._existing:
            self.function(id)

    def function(self, identifier: int | str, deadline: Deadline | None = None) -> models.Function:
        """The function as it is now (operation getFunctionsByIds). Raises NotFoundError if there is none."""
        api = self._api.within(deadline) if deadline else self._api
        operation = operations.get_functions_by_ids
        function = api.single(operation, body=function_references([identifier]))
        id = known(function.id)
        if id is None:
            raise ApiError("the answer is a function without an id", status=200, operation=operation.id)
        self._existing.add(id)
        if isinstance(identifier, str):
            self._ids[identifier] = id
        return function

    def forget(self, identifier: int | str) -> None:
        """A function that was deleted may come back under the same external id, and another id."""
        self._ids = {name: id for name, id in self._ids.items() if identifier not in (name, id)}
        self._existing.discard(identifier if isinstance(identifier, int) else 0)

    def _use_id(self, id: int, work: Callable[[int], T], deadline: Deadline | None) -> T:
        try:
            result = work(id)
        except BadRequestError as error:
            if id in self._existing:
                raise
            # a 400 need not say that the function is what is missing
            try:
                self.function(id, deadline)
            except NotFoundError as missing:
                raise missing from error
            except CdfError:
                pass
            raise
        self._existing.add(id)
        return result

    def _look_up(self, external_id: str, deadline: Deadline) -> ApiError | None:
        """Learn what an external id means; the refusal, if there was one, which those who wait get as well."""
        refusal: ApiError | None = None
        try:
            self.function(external_id, deadline)
        except ApiError as error:
            self._ids.pop(external_id, None)
            refusal = error
        self._outcomes[external_id] = clock.monotonic(), refusal
        return refusal


def function_identifier(id: object, external_id: object) -> int | str:
    """Exactly one of ``function_id`` and ``function_external_id``: the int or the string that it is."""
    return _arguments.one_identifier(id, external_id, "function_id", "function_external_id")
