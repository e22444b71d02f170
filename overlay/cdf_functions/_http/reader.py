"""From the bytes of a success to its model: the outcome is what the operation promises, or one ApiError. Pure."""

import codecs
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

import attrs

from cdf_functions._checks import integer, rule
from cdf_functions._http.refusals import excerpt, unreadable
from cdf_functions._http.wire import parsed, sendable
from cdf_functions.errors import ApiError
from cdf_functions_api.operation import Operation
from cdf_functions_api.types import UNSET, Unset

M = TypeVar("M")
R = TypeVar("R")
T = TypeVar("T")

PLAIN_SUCCESS = 200
"""Good in place of any other success, such as 201: the body has to say what was done, in either case."""
IDS = ("id", "_id")
"""How the names of fields end that hold an id."""
OWN_ID = "id"
"""The one that whatever has it is asked for by, so that without it nothing can be done with what was read."""


class Answer(Protocol):
    """The parts of an httpx response that are read."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...


class Paged(Protocol):
    """A model that is a page of a list."""

    next_cursor: str | Unset | None


class Listing(Protocol[T]):
    """A model whose one purpose is its items; ``read`` refuses one that lacks them."""

    items: list[T] | Unset | None


def read(operation: Operation[..., M], answer: Answer) -> M:
    """The model in the body of a success.

    Raises:
        ApiError: if it cannot be read, or not as the spec has it
    """
    if answer.status_code not in operation.statuses and answer.status_code != PLAIN_SUCCESS:
        raise _error("a success that the spec does not know", operation.id, answer)
    content = decoded(operation.id, answer)
    if content is not None and not isinstance(content, dict):
        raise _error(
            f"not what the spec says: a {type(content).__name__} where an object belongs", operation.id, answer
        )
    try:
        model = operation.parse(content)
        wrong = None if content is None else _wrong(cast("dict[str, object]", content), model)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise _error(f"not what the spec says: {type(error).__name__}: {error}", operation.id, answer) from error
    if wrong is not None:
        raise _error(wrong, operation.id, answer)
    return model


def read_as(make: Callable[[M], R], operation: Operation[..., M], answer: Answer) -> R:
    """What is made of the model in the body of a success.

    Raises:
        ApiError: also if nothing can be made of it
    """
    model = read(operation, answer)
    try:
        return make(model)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise _error(str(error), operation.id, answer) from error


def items(listing: Listing[T]) -> list[T]:
    """The items of a list that was read, which ``read`` has looked at."""
    return list(listing.items or ())


class Cursors:
    """Where a list goes on, page by page: no cursor comes twice, or the pages would have no end."""

    def __init__(self, operation: Operation[..., Any]) -> None:
        self._operation_id = operation.id
        self._seen: set[str] = set()

    def after(self, page: Paged) -> str | None:
        """What to ask for the next page with; None after the last one.

        Raises:
            ApiError: if it cannot be asked for, or was asked for before
        """
        cursor = page.next_cursor
        if not cursor:
            return None
        if not isinstance(cursor, str) or not sendable(cursor):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiError("the answer is a page with a cursor that is none", status=200, operation=self._operation_id)
        if cursor in self._seen:
            raise ApiError("the answer is a page that came before", status=200, operation=self._operation_id)
        self._seen.add(cursor)
        return cursor


def decoded(operation_id: str, answer: Answer) -> Any:
    """The JSON in the body of a success; None if there is no body."""
    body = answer.content
    if not body:
        return None
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (kind == "application/json" or kind.endswith("+json")):
        raise _error(f"{kind or 'of no stated type'}, not JSON", operation_id, answer)
    try:
        return parsed(body.removeprefix(codecs.BOM_UTF8).decode())
    except ValueError as error:  # bytes that are no UTF-8 are among them
        raise _error("not JSON", operation_id, answer) from error


def _wrong(content: Mapping[str, object], model: object) -> str | None:
    """What the generated parser lets pass: it keeps what it cannot read, and takes a list for an empty object."""
    if _is_listing(model) and not isinstance(content.get("items"), list):
        return "without a list of items"
    wrong = _wrong_id(model)
    for name, raw in content.items():
        made = getattr(model, name, None) if isinstance(raw, list) else None
        if isinstance(made, list):
            ones = list(zip(cast("list[object]", raw), cast("list[object]", made), strict=True))
            objects = name == "items" or any(attrs.has(type(one)) for _, one in ones)
            if objects and not all(isinstance(each, dict) and attrs.has(type(one)) for each, one in ones):
                return "a list with something else in it than was asked for"
            wrong = wrong or next(filter(None, (_wrong_id(one) for _, one in ones)), None)
    return wrong


def _is_listing(model: object) -> bool:
    # a free-form object is a mapping, which has ``items``, too
    return hasattr(model, "items") and not isinstance(model, Mapping)


def _wrong_id(model: object) -> str | None:
    for name in _ids(cast("Hashable", type(model))):
        value = getattr(model, name)
        if value is None or value is UNSET:
            if name == OWN_ID:
                return f"a {type(model).__name__} without an id"
            continue
        try:
            integer(value, name, rule("IdReference", "id"))
        except (TypeError, ValueError) as error:
            return f"a {type(model).__name__} that has no {name}: {error}"
    return None


@lru_cache
def _ids(kind: Hashable) -> tuple[str, ...]:
    """The fields of a model that hold ids, and as numbers only."""
    if not (isinstance(kind, type) and attrs.has(kind)):
        return ()
    found = ((field.name, str(field.type)) for field in attrs.fields(kind))
    plain = {"int", "str"}
    return tuple(
        name for name, kinds in found if name.endswith(IDS) and plain.intersection(kinds.split(" | ")) == {"int"}
    )


def _error(what: str, operation_id: str, answer: Answer) -> ApiError:
    body = answer.content
    said = f"the answer is {what}: {excerpt(body)}" if body else f"the answer has no body: {what}"
    return unreadable(said, answer.status_code, answer.headers, operation_id)
