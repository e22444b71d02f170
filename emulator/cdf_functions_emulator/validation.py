"""Checks of what clients send. Each returns the value it accepts, or raises the 400 that names the field.

A check takes a value and its path. Objects come back with the fields they are known to have and without those that were
null, because the service reads null as absent and ignores what it does not know.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from .errors import JsonObject, bad_field

Check = Callable[[object, str], Any]

MAX_ID = 2**53 - 1
MAX_INT64 = 2**63 - 1


def integer(low: int = 1, high: int | None = MAX_ID) -> Check:
    """An integer within bounds; the default bounds are those of an id."""
    wanted = f"an integer of at least {low}" if high is None else f"an integer from {low} to {high}"

    def check(value: object, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise bad_field(path, wanted, _got(value))
        if not low <= value <= (MAX_INT64 if high is None else high):
            raise bad_field(path, wanted, str(value) if abs(value) < 10**30 else "a larger one")
        return value

    return check


def number(low: float, high: float) -> Check:
    """An integer or a float within bounds."""

    def check(value: object, path: str) -> float:
        wanted = f"a number from {low} to {high}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise bad_field(path, wanted, _got(value))
        if not low <= value <= high:
            raise bad_field(path, wanted, str(value))
        return value

    return check


def text(low: int, high: int, pattern: str = "", wanted: str = "") -> Check:
    """A string with a length within bounds that fully matches ``pattern``, said in words by ``wanted``."""
    wanted = f"a string of {low} to {high} characters" + (f", {wanted}" if wanted else "")

    def check(value: object, path: str) -> str:
        if not isinstance(value, str) or not low <= len(value) <= high:
            raise bad_field(path, wanted, _got(value))
        if pattern and not re.fullmatch(pattern, value, re.DOTALL):
            raise bad_field(path, wanted, _got(value))
        return value

    return check


def one_of(*words: str) -> Check:
    """One of a fixed set of words."""

    def check(value: object, path: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise bad_field(path, f"one of {', '.join(words)}", _got(value))
        return value

    return check


def boolean(value: object, path: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise bad_field(path, "true or false", _got(value))
    return value


def only_true(value: object, path: str) -> bool:
    """True: the one value that the field may have."""
    if value is not True:
        raise bad_field(path, "true", _got(value))
    return True


def any_object(value: object, path: str) -> JsonObject:
    """A JSON object, whatever it holds."""
    if not isinstance(value, dict):
        raise bad_field(path, "an object", _got(value))
    return cast("JsonObject", value)


def array(item: Check, low: int, high: int) -> Check:
    """A list with a length within bounds, each item checked."""
    wanted = f"a list of exactly {low} item" if low == high == 1 else f"a list of {low} to {high} items"

    def check(value: object, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise bad_field(path, wanted, _got(value))
        items = cast("list[object]", value)
        if not low <= len(items) <= high:
            raise bad_field(path, wanted, f"{len(items)}")
        return [item(each, f"{path}[{index}]") for index, each in enumerate(items)]

    return check


def mapping(key: Check, value: Check, most: int) -> Check:
    """An object used as a map, each key and value checked."""

    def check(found: object, path: str) -> JsonObject:
        pairs = any_object(found, path)
        if len(pairs) > most:
            raise bad_field(path, f"at most {most} entries", str(len(pairs)))
        return {key(name, f"{path} key {name!r}"): value(each, f"{path}.{name}") for name, each in pairs.items()}

    return check


def shape(required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields."""
    required, optional = required or {}, optional or {}

    def check(value: object, path: str) -> JsonObject:
        found = any_object(value, path or "the body")
        prefix = f"{path}." if path else ""
        kept = {name: each(found.get(name), prefix + name) for name, each in required.items()}
        for name, each in optional.items():
            if found.get(name) is not None:
                kept[name] = each(found[name], prefix + name)
        return kept

    return check


def either(*names: str, among: Check) -> Check:
    """An object of the shape ``among`` in which exactly one of ``names`` is given."""

    def check(value: object, path: str) -> JsonObject:
        kept = cast("JsonObject", among(value, path))
        given = [name for name in names if name in kept]
        if len(given) != 1:
            raise bad_field(path, f"exactly one of {', '.join(names)}", " and ".join(given) or "none of them")
        return kept

    return check


ID = integer()
EXTERNAL_ID = text(1, 255)
TIME = integer(0, None)
RANGE = shape(optional={"min": TIME, "max": TIME})
LIMIT = integer(1, None)
IDENTIFIER = either("id", "externalId", among=shape(optional={"id": ID, "externalId": EXTERNAL_ID}))


def by_ids(identifier: Check, most: int) -> Check:
    """The body of the operations that take up to ``most`` ids."""
    return shape({"items": array(identifier, 1, most)}, {"ignoreUnknownIds": boolean})


def exactly_one(item: Check) -> Check:
    """The body of the operations that create: a list, of one."""
    return shape({"items": array(item, 1, 1)})


def _got(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value) if len(value) <= 40 else f"a string of {len(value)} characters"
    return type(value).__name__
