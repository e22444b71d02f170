"""What the spec asks of an argument, checked before anything is sent. Pure.

A rule is a schema in the table that is made from the spec. A check gives the value back in plain types, or raises
TypeError or ValueError with the argument's name, what came and what was expected. What may be secret is not shown.
"""

import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from operator import index
from typing import Any, SupportsIndex, TypeAlias, cast

from cdf_functions._made.requests import REQUESTS

Rule: TypeAlias = Mapping[str, Any]

NEAR = 0.8  # of difflib's ratio: two letters swapped in a word of ten
LONGEST_SHOWN = 60  # characters


def rule(of: str, field: str) -> Rule:
    """The rule for a field of a model, or a parameter of an operation."""
    return REQUESTS[of][field]


def checked(value: object, field: str, rule: Rule) -> Any:
    """The value, if it is what the rule asks for."""
    match rule.get("type"):
        case "integer":
            return integer(value, field, rule)
        case "number":
            return _number(value, field, rule)
        case "string":
            return _word(value, field, rule) if "enum" in rule else _string(value, field, rule)
        case "boolean":
            return _boolean(value, field)
        case "array":
            return _list(value, field, rule)
        case "object":
            return _strings(value, field, rule)
        case _:
            return value


def integer(value: object, field: str, rule: Rule, more: str = "") -> int:
    """An int, or what stands for one exactly, such as numpy's; no bool."""
    low, high = rule.get("minimum"), rule.get("maximum")
    expected = "an int" + ("" if low is None else f" from {low}") + ("" if high is None else f" to {high}") + more
    try:
        number = index(cast("int", value))
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise TypeError(f"{field}: expected {expected}, got {type(value).__name__}")
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"{field}: expected {expected}, got {_shown(number)}")
    return number


def _number(value: object, field: str, rule: Rule) -> float:
    if not isinstance(value, float | SupportsIndex) or isinstance(value, bool):
        raise TypeError(f"{field}: expected a number, got {type(value).__name__}")
    number = value if isinstance(value, float) else index(value)
    above, low, high = (rule.get(key) for key in ("exclusiveMinimum", "minimum", "maximum"))
    bounds = [(f"above {above}", above), (f"from {low}", low), (f"to {high}", high)]
    expected = " ".join(["a number", *(said for said, bound in bounds if bound is not None)])
    inside = (above is None or number > above) and (low is None or number >= low) and (high is None or number <= high)
    if not inside or not -math.inf < number <= sys.float_info.max:
        raise ValueError(f"{field}: expected {expected}, got {_shown(number)}")
    return float(number)


def _string(value: object, field: str, rule: Rule) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{field}: expected a string, got {type(value).__name__}")
    low, high = rule.get("minLength", 0), rule.get("maxLength", math.inf)
    if not low <= len(value) <= high:
        some = f"at least {low}" if high == math.inf else f"{low} to {high}" if low else f"at most {high}"
        raise ValueError(f"{field}: expected a string of {some} characters, got {len(value)}")
    if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        came = "something else" if rule.get("x-confidential") else _shown(value)
        raise ValueError(f"{field}: expected {rule['x-expected']}, got {came}")
    return str(value)


def _word(value: object, field: str, rule: Rule) -> str:
    """One of the words of a list; of an open one, also a word that is like none of them, for it may be a new one."""
    words: Sequence[str] = rule["enum"]
    word = _string(value, field, {"minLength": 1})
    if word in words:
        return word
    meant = _meant(word, words)
    if meant is None and rule.get("x-open-enum"):
        return word
    hint = f"; did you mean {meant!r}?" if meant else ""
    raise ValueError(f"{field}: expected one of {', '.join(map(repr, words))}, got {_shown(word)}{hint}")


def _meant(word: str, words: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in words}
    near = get_close_matches(word[:LONGEST_SHOWN].casefold(), folded, 1, NEAR)
    return folded[near[0]] if near else None


def _boolean(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{field}: expected True or False, got {type(value).__name__}")
    return value


def _list(value: object, field: str, rule: Rule) -> list[Any]:
    kind = type(value)
    if not issubclass(kind, Iterable) or issubclass(kind, str | bytes | Mapping):
        raise TypeError(f"{field}: expected a list, got {kind.__name__}")
    several = cast("Iterable[object]", value)
    inner = {**rule.get("items", {}), "x-confidential": rule.get("x-confidential")}
    items = [checked(each, field, inner) for each in several]
    _count(len(items), field, "items", rule.get("minItems"), rule.get("maxItems"))
    return items


def _strings(value: object, field: str, rule: Rule) -> dict[str, str]:
    """A mapping of strings to strings. Names the key that is wrong; shows no value, for it may be secret."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{field}: expected a mapping of strings to strings, got {type(value).__name__}")
    strings: dict[str, str] = {}
    for key, item in cast("Mapping[object, object]", value).items():
        if not isinstance(key, str) or not isinstance(item, str):
            raise TypeError(f"{field}[{key!r}]: expected strings, got {type(key).__name__} to {type(item).__name__}")
        name = _string(key, f"{field}, name {_shown(key)}", rule.get("propertyNames", {}))
        strings[name] = _string(item, f"{field}[{_shown(key)}]", rule.get("additionalProperties", {}))
    _count(len(strings), field, "entries", rule.get("minProperties"), rule.get("maxProperties"))
    return strings


def _count(number: int, field: str, what: str, low: int | None, high: int | None) -> None:
    if number < (low or 0):
        raise ValueError(f"{field}: expected at least {low} {what}, got {number}")
    if high is not None and number > high:
        raise ValueError(f"{field}: expected at most {high} {what}, got {number}")


def _shown(value: object) -> str:
    """What came, as far as it is short; an int of thousands of digits cannot even be written out."""
    if isinstance(value, int) and not -(10**LONGEST_SHOWN) < value < 10**LONGEST_SHOWN:
        return "a number with very many digits"
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
