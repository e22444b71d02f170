"""The one checker of arguments, and the table that it reads: as strict as the spec, and no stricter."""

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdf_functions import _arguments
from cdf_functions._checks import checked, rule
from cdf_functions._made.requests import REQUESTS
from cdf_functions._resources.requests import call_filter, filled, function_references, most_at_once, session_status
from cdf_functions._resources.times import to_epoch_ms
from cdf_functions_api import models

validators: Any = pytest.importorskip("jsonschema", reason="comes with the generator, not with the tests")

RULES = [
    pytest.param(of, field, id=f"{of}.{field}")
    for of, rules in REQUESTS.items()
    for field, one in rules.items()
    if one.get("type") not in (None, "array")
    and one.get("model") not in {"TimestampRange", "JsonObject"}
    and not (one["type"] == "object" and "additionalProperties" not in one)
]
NAMES = st.text("abzAZ09-_ é", max_size=40) | st.sampled_from(["token", "indexUrl", "py311", "py3", "READY", "Ready"])
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.integers(2**53 - 2, 2**53 + 1)
    | st.floats(-2, 2)
    | NAMES
    | st.sampled_from([128, 129, 140, 141, 255, 256, 500, 501, 1024, 1025]).map(lambda length: "x" * length)
    | st.dictionaries(NAMES, NAMES | st.integers() | st.just("v" * 513), max_size=3)
    | st.integers(14, 102).map(lambda size: {f"k{n}": "v" for n in range(size)})
)


@pytest.mark.parametrize(("of", "field"), RULES)
@given(value=VALUES)
def test_as_strict_as_the_spec(of: str, field: str, value: object) -> None:
    """A value passes if, and only if, it is valid by the spec; an open list takes unknown words that are not near."""
    one = dict(rule(of, field))
    one.pop("required", None)
    open_words = one.pop("enum", None) if one.get("x-open-enum") else None
    valid = validators.Draft202012Validator(one).is_valid(value)
    if one["type"] == "integer" and isinstance(value, float):
        valid = False  # JSON knows no difference between 1 and 1.0
    if open_words is not None:
        valid = valid and value != ""
    try:
        found = checked(value, "x", rule(of, field))
    except (TypeError, ValueError) as error:
        assert str(error).startswith("x")
        assert not valid or "did you mean" in str(error)
    else:
        assert valid
        assert found == (float(cast("float", value)) if one["type"] == "number" else value)


@pytest.mark.parametrize("word", ["Paused", "Done", "Retired", "Cancelled", "succeeded"])
def test_an_unknown_word_of_an_open_list_goes_out(word: str) -> None:
    """A word that is like none of the known ones may be one that the service has learned since."""
    assert call_filter(word, None, None, None).to_dict() == {"status": word}


def test_an_unknown_word_of_a_closed_list() -> None:
    """A list that is not open takes its own words only."""
    closed = {"type": "string", "enum": ["asc", "desc"]}
    assert checked("asc", "order", closed) == "asc"
    with pytest.raises(ValueError, match=r"^order: expected one of 'asc', 'desc', got 'random'$"):
        checked("random", "order", closed)


def test_session_status_in_any_case() -> None:
    """Sessions are listed by their state in whatever case it is written, as the vendor's SDK has it."""
    assert session_status("active") == session_status("ACTIVE") == models.SessionStatus.ACTIVE


def test_a_pattern_shows_no_secret() -> None:
    """What does not match a pattern is shown, unless the spec says that it is confidential."""
    pattern = {"type": "string", "pattern": "^https://[^ ]+$", "x-expected": "an address"}
    with pytest.raises(ValueError, match=r"^url: expected an address, got 'hush'$"):
        checked("hush", "url", pattern)
    with pytest.raises(ValueError, match=r"^url: expected an address, got something else$"):
        checked("hush", "url", {**pattern, "x-confidential": True})
    with pytest.raises(ValueError, match=r"^urls: expected an address, got something else$"):
        checked(["hush"], "urls", {"type": "array", "items": pattern, "x-confidential": True})


@pytest.mark.parametrize("kind", [int, np.int64, np.int32, np.uint8])
def test_numpy_integers_are_ids(kind: type[Any]) -> None:
    """What comes out of a data frame is an id, a limit and a time like any int, and a plain one then."""
    found = [
        _arguments.internal_id(kind(7), "id"),
        _arguments.one_identifier(kind(7), None),
        _arguments.limit(kind(7)),
        to_epoch_ms(kind(7), "t"),
        *_arguments.internal_ids(np.array([7, 7]), "id"),
        *_arguments.internal_ids(kind(7), "id"),
        _arguments.json_object({"x": kind(7)}, "data")["x"],
    ]
    assert found == [7] * len(found)
    assert {type(one) for one in found} == {int}


def test_numpy_floats_in_data() -> None:
    """A float64 is a float already."""
    assert _arguments.json_object({"x": np.float64(0.5)}, "data") == {"x": 0.5}


def test_filled() -> None:
    """A model gets what was given, as the models that its fields have; None is left out."""
    write = filled(
        models.FunctionWrite("", 1), name="n", metadata={"a": "b"}, cpu=1, owner=None, extra_index_urls=("u",)
    )
    assert write.to_dict() == {"name": "n", "fileId": 1, "metadata": {"a": "b"}, "cpu": 1.0, "extraIndexUrls": ["u"]}
    assert isinstance(write.metadata, models.FunctionMetadata)


def test_how_many_at_once() -> None:
    """The size of a request's list is the spec's."""
    assert most_at_once("FunctionReferences") == 10
    assert function_references([1, "a"]).to_dict() == {"items": [{"id": 1}, {"externalId": "a"}]}


def test_bounds_of_a_list() -> None:
    """A list that is too short is told with its bound; a rule that says nothing of the type lets everything pass."""
    with pytest.raises(ValueError, match=r"^ids: expected at least 1 items, got 0$"):
        checked([], "ids", {"type": "array", "minItems": 1})
    assert checked({"a": 1}, "x", {}) == {"a": 1}
