"""What the overlay and the httpx layer tell each other about one request.

The generated function between them has no room for it, so it travels in a context variable, which keeps tasks and
threads apart. Pure: no I/O.
"""

import json
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from attrs import define

from cdf_functions._http.refusals import excerpt
from cdf_functions.errors import ApiError
from cdf_functions_api.types import Response, Unset

T = TypeVar("T")


@define
class Exchange:
    """One operation's request and its answer.

    Attributes:
        operation: the operationId of the spec, for error texts and the log
        once: never sent again by the httpx layer; whoever asks sees to it
        public: sent without the token
        status: filled in by the httpx layer when a success has come back
        request_id: likewise
    """

    operation: str
    once: bool = False
    public: bool = False
    status: int | None = None
    request_id: str | None = None

    def unwrap(self, response: Response[Any], expected: type[T]) -> T:
        """The body of a success, as the model that the spec has for it."""
        if not isinstance(response.parsed, expected):
            raise self.unreadable(f"a success that the spec does not know, or no {expected.__name__}")
        return response.parsed

    def listed(self, items: "list[T] | Unset | None", expected: type[T]) -> list[T]:
        """The items of an answer, each looked at: the generated parser keeps what it cannot read as it came."""
        found = known(items)
        if found is None or {type(item) for item in found} - {expected}:
            raise self.unreadable(f"without a list of {expected.__name__} in it")
        return found

    def single(self, items: "list[T] | Unset | None", expected: type[T]) -> T:
        """The one item of an answer that has just one."""
        found = self.listed(items, expected)
        if len(found) != 1:
            raise self.unreadable(f"of {len(found)} items where one was expected")
        return found[0]

    def unreadable(self, what: str) -> ApiError:
        """The error for an answer that is a success by its status, and cannot be used."""
        return ApiError(
            f"the answer is {what}", status=self.status or 0, request_id=self.request_id, operation=self.operation
        )


CURRENT: ContextVar[Exchange | None] = ContextVar("cdf_functions.exchange", default=None)


@contextmanager
def exchange(operation: str, *, once: bool = False) -> Generator[Exchange]:
    """Surround the call of one generated function; an answer that it cannot parse becomes an ApiError."""
    one = Exchange(operation, once)
    token = CURRENT.set(one)
    try:
        yield one
    except json.JSONDecodeError as error:
        raise one.unreadable(f"not JSON: {excerpt(error.doc)}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if one.status is None:  # not an answer's fault
            raise
        raise one.unreadable(f"not what the spec says: {type(error).__name__}: {error}") from error
    finally:
        CURRENT.reset(token)


def known(value: T | Unset | None) -> T | None:
    """A field's value, with None for both of the wire's ways to say nothing: absent and null."""
    return None if isinstance(value, Unset) else value
