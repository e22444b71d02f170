"""Input that the spec knows nothing of, looked at before anything is sent. Pure.

Each check returns the value in the form that the rest expects, or raises TypeError or ValueError with the field's name,
the type that came and what was expected. What came is not shown where it may be secret.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from operator import index
from typing import SupportsIndex, TypeVar, cast

from cdf_functions._checks import checked, integer, rule

K = TypeVar("K")
W = TypeVar("W")

SURELY_WRITABLE = 2048  # bits, which is below any limit that Python can be given
FROM_ONE = {"minimum": 1}
MAX_NONCE = 1000  # a guard against passing something else


def internal_id(value: object, field: str) -> int:
    """An id that the service gives: an int, or numpy's, within what the spec allows."""
    return integer(value, field, rule("IdReference", "id"))


def _external_id(value: object, field: str) -> str:
    """An id that its owner gave."""
    found: str = checked(value, field, rule("ExternalIdReference", "external_id"))
    return found


def text(value: object, field: str, longest: int) -> str:
    """A string of 1 to ``longest`` characters, of what the spec knows nothing of."""
    found: str = checked(value, field, {"type": "string", "minLength": 1, "maxLength": longest})
    return found


def nonce(value: object) -> str:
    """The nonce of a session that the caller made."""
    return text(value, "nonce", MAX_NONCE)


def one_identifier(
    id: object, external_id: object, id_field: str = "id", external_id_field: str = "external_id"
) -> int | str:
    """Exactly one of an id and an external id: the int or the string that it is."""
    if (id is None) == (external_id is None):
        how_many = "neither" if id is None else "both"
        raise TypeError(f"{id_field}, {external_id_field}: expected exactly one of them, got {how_many}")
    if id is not None:
        return internal_id(id, id_field)
    return _external_id(external_id, external_id_field)


def identifiers(
    ids: object, external_ids: object, ids_field: str = "ids", external_ids_field: str = "external_ids"
) -> list[int | str]:
    """Any number of ids and external ids, a single one or several of each: all of them in order, each once."""
    if ids is None and external_ids is None:
        raise TypeError(f"{ids_field}, {external_ids_field}: expected one of them or both, got neither")
    found: list[int | str] = [internal_id(each, ids_field) for each in _several(ids)]
    found += [_external_id(each, external_ids_field) for each in _several(external_ids)]
    return list(dict.fromkeys(found))


def internal_ids(value: object, field: str) -> list[int]:
    """One id or several: all of them in order, each once."""
    several = cast("Iterable[object]", value) if is_several(value) else (value,)
    return list(dict.fromkeys(internal_id(each, field) for each in several))


def is_several(value: object) -> bool:
    """Whether an argument that may be one thing or several is several."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _several(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return cast("Iterable[object]", value) if is_several(value) else (value,)


def seconds(value: object, field: str) -> float:
    """A span of time in seconds, given as a number or a timedelta; not negative, not NaN."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{field}: expected a number of seconds or a timedelta, got {type(value).__name__}")
    if not value >= 0:
        raise ValueError(f"{field}: expected 0 s or more, got {value}")
    return float(value)


def instance(value: object, kind: type[K], field: str) -> K:
    """An object of one class."""
    if not isinstance(value, kind):
        raise TypeError(f"{field}: expected a {kind.__name__}, got {type(value).__name__}")
    return value


def whole(value: object, field: str) -> int:
    """How many of something: an int from 1."""
    return integer(value, field, FROM_ONE)


def one_of(value: W, words: Sequence[W], field: str) -> W:
    """One of a few words."""
    if value not in words:
        raise ValueError(f"{field}: expected one of {', '.join(map(repr, words))}, got {value!r}")
    return value


def limit(value: object, field: str = "limit") -> int | None:
    """How many items to give at most, over all pages: an int from 1, or None for all there are."""
    return None if value is None else integer(value, field, FROM_ONE, ", or None for all")


def json_object(value: object, field: str) -> dict[str, object]:
    """A plain copy of a mapping that JSON can hold as it is: string keys, finite numbers, nothing to be guessed at.

    What stands for an int exactly is one, such as numpy's integers; numpy's float64 is a float already. Any other type
    is refused, its float32, arrays and datetimes too: what they should become is for the caller to say.
    """
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
        case None | bool():
            return value
        case int():
            return _writable(value, path)
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
        case SupportsIndex():
            return _writable(_index(value, path), path)
        case _:
            raise _no_json(value, path)


def _index(value: SupportsIndex, path: str) -> int:
    try:
        return index(value)
    except TypeError:  # an array of numbers says so late
        raise _no_json(value, path) from None


def _no_json(value: object, path: str) -> TypeError:
    hint = "; its tolist() has plain values" if hasattr(value, "tolist") else ""
    return TypeError(f"{path}: JSON cannot hold a {type(value).__name__}{hint}")


def _writable(value: int, path: str) -> int:
    if value.bit_length() > SURELY_WRITABLE:
        try:
            str(value)
        except ValueError:
            raise ValueError(f"{path}: an int of so many digits cannot be written out; send it as a string") from None
    return value


def _utf8(value: str, path: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{path}: contains a lone surrogate, which cannot be sent as UTF-8") from None
    return value
