"""From the bytes of a success to its model: the outcome is what the operation promises, or one ApiError. Pure."""

import codecs
import json
from collections.abc import Mapping
from typing import Any, NoReturn, Protocol, TypeVar, cast

from cdf_functions._http.refusals import excerpt, unreadable
from cdf_functions.errors import ApiError
from cdf_functions_api.operation import Operation
from cdf_functions_api.types import Unset

M = TypeVar("M")
T = TypeVar("T")


class Answer(Protocol):
    """The parts of an httpx response that are read."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...


class Listing(Protocol[T]):
    """A model whose one purpose is its items; ``read`` refuses one that lacks them."""

    items: list[T] | Unset | None


def read(operation: Operation[..., M], answer: Answer) -> M:
    """The model in the body of a success.

    Raises:
        ApiError: if it cannot be read, or not as the spec has it
    """
    if answer.status_code not in operation.statuses:
        raise _error("a success that the spec does not know", operation.id, answer)
    content = decoded(operation.id, answer)
    try:
        model = operation.parse(content)
    except (TypeError, ValueError, KeyError, AttributeError, LookupError, RecursionError) as error:
        raise _error(f"not what the spec says: {type(error).__name__}: {error}", operation.id, answer) from error
    if hasattr(model, "items") and not isinstance(cast("object", model), Mapping):  # which a free-form object is
        _check_items(cast("Listing[object]", model).items, operation.id, answer)
    return model


def items(listing: Listing[T]) -> list[T]:
    """The items of a list that was read, which ``read`` has looked at."""
    return list(listing.items or ())


def decoded(operation_id: str, answer: Answer) -> Any:
    """The JSON in the body of a success; None if there is no body."""
    body = answer.content
    if not body:
        return None
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (kind == "application/json" or kind.endswith("+json")):
        raise _error(f"{kind or 'of no stated type'}, not JSON", operation_id, answer)
    try:
        return DECODER.decode(body.removeprefix(codecs.BOM_UTF8).decode())
    except (ValueError, RecursionError) as error:  # bytes that are no UTF-8 are among the first
        raise _error("not JSON", operation_id, answer) from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


DECODER = json.JSONDecoder(parse_constant=_refuse)


def _check_items(items: Any, operation_id: str, answer: Answer) -> None:
    """Look at each item: the generated parser keeps what it cannot read as it came."""
    if not isinstance(items, list):
        raise _error("without a list of items", operation_id, answer)
    if not all(hasattr(kind, "from_dict") for kind in {type(item) for item in cast("list[object]", items)}):
        raise _error("a list with something else in it than was asked for", operation_id, answer)


def _error(what: str, operation_id: str, answer: Answer) -> ApiError:
    body = answer.content.decode("utf-8", errors="replace")
    said = f"the answer is {what}: {excerpt(body)}" if body else f"the answer has no body: {what}"
    return unreadable(said, answer.status_code, answer.headers, operation_id)
