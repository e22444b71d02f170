"""The table of what the spec asks of requests."""

import copy
from typing import Any

import pytest

from cdf_functions._made.requests import REQUESTS
from tests.pipeline.edits import fields, schema
from tools.pipeline import checks, spec
from tools.pipeline.layout import PipelineError

DOCUMENT = spec.effective()


def test_all_that_is_sent_is_there() -> None:
    """Each field of each model that a request is made of has its rule, and each parameter of each operation."""
    assert checks.table(DOCUMENT) == REQUESTS
    assert set(REQUESTS["FunctionWrite"]) >= {"name", "file_id", "runtime", "secrets", "extra_index_urls"}
    assert REQUESTS["list_sessions"]["limit"]["maximum"] == 1000
    assert REQUESTS["call_function"]["function_id"]["required"]
    assert not {"Function", "FunctionCall", "ErrorBody"} & set(REQUESTS)


def test_a_rule_has_what_the_spec_says() -> None:
    """A bound that changes in the spec, also where it stands in a schema referred to, changes the rule and no more."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "FunctionWrite")["name"]["maxLength"] = 50
    schema(document, "Secrets")["propertyNames"]["pattern"] = "^[a-z]{1,20}$"
    schema(document, "FunctionWrite")["required"].append("owner")
    changed = checks.table(document)["FunctionWrite"]
    assert changed["name"]["maxLength"] == 50
    assert changed["secrets"]["propertyNames"]["pattern"] == "^[a-z]{1,20}$"
    assert changed["owner"] == {**REQUESTS["FunctionWrite"]["owner"], "required": True}
    same = set(changed) - {"name", "secrets", "owner"}
    assert all(changed[name] == REQUESTS["FunctionWrite"][name] for name in same)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"pattern": "py3", "x-expected": "a runtime"}, "the pattern py3 is one of parts of a value"),
        ({"pattern": "^py3$"}, "the pattern .* is not said in words: give it x-expected"),
    ],
)
def test_a_pattern_that_says_too_little(rule: dict[str, Any], said: str) -> None:
    """A pattern is one of whole values, and is said in words for those who did not keep it."""
    document = copy.deepcopy(DOCUMENT)
    fields(document, "FunctionWrite")["owner"].update(rule)
    with pytest.raises(PipelineError, match=said):
        checks.table(document)
