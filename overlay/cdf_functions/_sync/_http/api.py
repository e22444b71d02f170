# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_http/api.py. Do not edit: change that, and run it again.
"""Asking: one operation, one line, one model or one error."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from cdf_functions._http.reader import Listing, items, read, read_as
from cdf_functions._http.refusals import unreadable
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._runtime.network.bounds import DELIVERY, Delivery
from cdf_functions_api.operation import Operation

from .clients import HttpClients

if TYPE_CHECKING:
    import httpx

    from .http import Http

P = ParamSpec("P")
M = TypeVar("M")
R = TypeVar("R")
T = TypeVar("T")


class Api:
    """Asks the operations below one address. Each request carries its operation, and what else is said here."""

    __slots__ = ("_base_url", "_clients", "_extensions")

    def __init__(self, clients: HttpClients, base_url: str, extensions: Mapping[str, Any] | None = None) -> None:
        self._clients = clients
        self._base_url = base_url
        self._extensions = extensions or {}

    @property
    def http(self) -> Http:
        """The httpx client for where this is asked."""
        return self._clients.http(self._base_url)

    def ask(self, operation: Operation[P, M], *args: P.args, **kwargs: P.kwargs) -> M:
        """Ask for an operation, and give the model of its success.

        Raises:
            ApiError: if the service said no, or nothing that can be read
            NoAnswerError: if no answer came
            CredentialsError: if there is no token to send
        """
        return read(operation, self.respond(operation, *args, **kwargs))

    def made(self, make: Callable[[M], R], operation: Operation[P, M], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask for an operation, and give what is made of the model of its success; ApiError if nothing can be."""
        return read_as(make, operation, self.respond(operation, *args, **kwargs))

    def listed(self, operation: Operation[P, Listing[T]], *args: P.args, **kwargs: P.kwargs) -> list[T]:
        """Ask for an operation that answers with a list, and give its items."""
        return items(self.ask(operation, *args, **kwargs))

    def single(self, operation: Operation[P, Listing[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask for an operation that answers with a list of just one item, and give that."""
        response = self.respond(operation, *args, **kwargs)
        found = items(read(operation, response))
        if len(found) != 1:
            said = f"the answer is of {len(found)} items where one was expected"
            raise unreadable(said, response.status_code, response.headers, operation.id)
        return found[0]

    def respond(self, operation: Operation[P, Any], *args: P.args, **kwargs: P.kwargs) -> httpx.Response:
        """Ask for an operation, and give the success as it came, read whole."""
        http = self.http
        request = http.build_request(**operation.request(*args, **kwargs))
        request.extensions.update(self._extensions)
        return http.success(request, operation)

    def within(self, deadline: Deadline) -> Api:
        """The same, for requests that end by a deadline, with all their tries."""
        if math.isinf(deadline.seconds):
            return self
        return Api(self._clients, self._base_url, {**self._extensions, "deadline": deadline})

    def noting(self, delivery: Delivery) -> Api:
        """The same, for requests that note whether they are on their way."""
        return Api(self._clients, self._base_url, {**self._extensions, DELIVERY: delivery})

    def once(self, sent_by: Deadline | None = None) -> SingleTry:
        """The same, for requests that are not sent again; and not after a deadline, though their answers may come."""
        return SingleTry(self._clients, self._base_url, self._extensions, sent_by)

    def service_time(self) -> datetime:
        """The service's own clock, as far as its last answer tells, and never ahead of it; else ours."""
        return self.http.service_time()


class SingleTry(Api):
    """Asks once; the caller decides whether to ask again."""

    __slots__ = ("_delivery",)

    def __init__(
        self,
        clients: HttpClients,
        base_url: str,
        extensions: Mapping[str, Any],
        sent_by: Deadline | None,
    ) -> None:
        self._delivery = Delivery(sent_by if sent_by and not math.isinf(sent_by.seconds) else None)
        super().__init__(clients, base_url, {**extensions, DELIVERY: self._delivery, "attempts": 1})

    @property
    def sent(self) -> bool:
        """Whether the request has left, or may have, as far as its connection can tell."""
        return self._delivery.sent
