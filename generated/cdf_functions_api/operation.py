# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""An operation as one typed object: its request, how its success is read, and what HTTP does not say."""

from collections.abc import Callable, Container
from typing import Any, Final, Generic, ParamSpec, TypeVar

_P = ParamSpec("_P")
_M_co = TypeVar("_M_co", covariant=True)

EXTENSION: Final = "cdf_functions_api.operation"
"""The key of a request's ``extensions`` below which httpx carries the operation that the request is for."""


class Operation(Generic[_P, _M_co]):
    """One operation, made from the spec: ``OPERATION`` in its module. Never changes.

    Attributes:
        id: the operationId of the spec
        request: the keyword arguments of httpx's ``request``, from the operation's own arguments
        statuses: those of a success
        parse: the model of a success, from its decoded JSON; None where a success has no body
        repeatable: asking twice does no more than asking once
        authorized: the request carries the token
        empty: a success has no body, or none that counts
        listed: a success has ``items``, which are models
    """

    __slots__ = ("authorized", "empty", "id", "listed", "parse", "repeatable", "request", "statuses")

    def __init__(
        self,
        id: str,
        request: Callable[_P, dict[str, Any]],
        parse: Callable[[Any], _M_co],
        *,
        statuses: Container[int],
        repeatable: bool,
        authorized: bool,
        empty: bool = False,
        listed: bool = False,
    ) -> None:
        self.id: Final = id
        self.request: Final = request
        self.parse: Final = parse
        self.statuses: Final = statuses
        self.repeatable: Final = repeatable
        self.authorized: Final = authorized
        self.empty: Final = empty
        self.listed: Final = listed

    def __repr__(self) -> str:
        return f"Operation({self.id!r})"
