"""Input, looked at before anything is sent. Pure.

Each check returns the value in the form that the rest expects, or raises TypeError or ValueError with the field's name,
the type that came and what was expected. What came is not shown where it may be secret.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar, cast

K = TypeVar("K")
W = TypeVar("W")

MAX_ID = 2**53 - 1
MAX_EXTERNAL_ID = 255
MAX_NONCE = 1000  # a guard against passing something else


def internal_id(value: object, field: str) -> int:
    """An id that the service gives: an int from 1 to 2^53-1."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field}: expected an int from 1 to {MAX_ID}, got {type(value).__name__}")
    if not 1 <= value <= MAX_ID:
        raise ValueError(f"{field}: expected an int from 1 to {MAX_ID}, got {value}")
    return int(value)


def text(value: object, field: str, longest: int) -> str:
    """A string of 1 to ``longest`` characters."""
    if not isinstance(value, str):
        raise TypeError(f"{field}: expected a string, got {type(value).__name__}")
    if not 1 <= len(value) <= longest:
        raise ValueError(f"{field}: expected a string of 1 to {longest} characters, got {len(value)}")
    return value


def one_identifier(
    id: object, external_id: object, id_field: str = "id", external_id_field: str = "external_id"
) -> int | str:
    """Exactly one of an id and an external id: the int or the string that it is."""
    if (id is None) == (external_id is None):
        how_many = "neither" if id is None else "both"
        raise TypeError(f"{id_field}, {external_id_field}: expected exactly one of them, got {how_many}")
    if id is not None:
        return internal_id(id, id_field)
    return text(external_id, external_id_field, MAX_EXTERNAL_ID)


def identifiers(
    ids: object, external_ids: object, ids_field: str = "ids", external_ids_field: str = "external_ids"
) -> list[int | str]:
    """Any number of ids and external ids, a single one or several of each: all of them in order, each once."""
    if ids is None and external_ids is None:
        raise TypeError(f"{ids_field}, {external_ids_field}: expected one of them or both, got neither")
    found: list[int | str] = [internal_id(each, ids_field) for each in _several(ids)]
    found += [text(each, external_ids_field, MAX_EXTERNAL_ID) for each in _several(external_ids)]
    return list(dict.fromkeys(found))


def _several(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return cast("Iterable[object]", value) if _holds_several(value) else (value,)


def _holds_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def seconds(value: object, field: str) -> float:
    """A span of time in seconds, given as a number or a timedelta; not negative, not NaN."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{field}: expected a number of seconds or a timedelta, got {type(value).__name__}")
    if not value >= 0:
        raise ValueError(f"{field}: expected 0 s or more, got {value}")
    return float(value)


def amount(value: object, field: str) -> float:
    """A number above 0, such as cores or GB; an int is as good as a float."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{field}: expected a number, got {type(value).__name__}")
    if not 0 < value < math.inf:
        raise ValueError(f"{field}: expected a number above 0, got {value}")
    return float(value)


def string_map(value: object, field: str) -> dict[str, str]:
    """A mapping of strings to strings. Names the key that is wrong; shows no value, for it may be secret."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{field}: expected a mapping of strings to strings, got {type(value).__name__}")
    strings: dict[str, str] = {}
    for key, item in cast("Mapping[object, object]", value).items():
        if not isinstance(key, str) or not isinstance(item, str):
            raise TypeError(f"{field}[{key!r}]: expected strings, got {type(key).__name__} to {type(item).__name__}")
        strings[key] = item
    return strings


def instance(value: object, kind: type[K], field: str) -> K:
    """An object of one class."""
    if not isinstance(value, kind):
        raise TypeError(f"{field}: expected a {kind.__name__}, got {type(value).__name__}")
    return value


def whole(value: object, field: str) -> int:
    """How many of something: an int from 1."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field}: expected an int from 1, got {type(value).__name__}")
    if value < 1:
        raise ValueError(f"{field}: expected an int from 1, got {value}")
    return int(value)


def one_of(value: W, words: Sequence[W], field: str) -> W:
    """One of a few words."""
    if value not in words:
        raise ValueError(f"{field}: expected one of {', '.join(map(repr, words))}, got {value!r}")
    return value


def limit(value: object, field: str = "limit") -> int | None:
    """How many items to give at most: an int from 1, or None for all there are."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{field}: expected an int from 1, or None for all, got {type(value).__name__}")
    if value < 1:
        raise ValueError(f"{field}: expected an int from 1, or None for all, got {value}")
    return int(value)


def json_object(value: object, field: str) -> dict[str, object]:
    """A plain copy of a mapping that JSON can hold as it is: string keys, finite numbers, nothing to be guessed at."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{field}: expected a mapping with string keys, got {type(value).__name__}")
    try:
        return _plain_mapping(cast("Mapping[object, object]", value), field)
    except RecursionError:
        raise ValueError(f"{field}: is nested too deeply, or contains itself") from None


def _plain_mapping(value: Mapping[object, object], path: str) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"{path}: expected string keys, got a key of type {type(key).__name__}")
        plain[_utf8(key, path)] = _plain(item, f"{path}.{key}")
    return plain


def _plain(value: object, path: str) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return _utf8(value, path)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"{path}: JSON has no number for {value}")
            return value
        case Mapping():
            return _plain_mapping(cast("Mapping[object, object]", value), path)
        case list() | tuple():
            items = cast("Sequence[object]", value)
            return [_plain(item, f"{path}[{index}]") for index, item in enumerate(items)]
        case _:
            raise TypeError(f"{path}: JSON cannot hold a {type(value).__name__}")


def _utf8(value: str, path: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{path}: contains a lone surrogate, which cannot be sent as UTF-8") from None
    return value
