"""The pipeline calls things as the generator does."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from openapi_python_client.strings import ClassName, PythonIdentifier

from tools.pipeline import names, spec

DOCUMENT = spec.effective()
SCHEMAS = DOCUMENT["components"]["schemas"]
FIELDS = {field for schema in SCHEMAS.values() for field in schema.get("properties", {})}
OPERATIONS = {operation["operationId"] for _, _, operation, _ in spec.operations(DOCUMENT)}
ODD = ["type", "min", "HTTPCode", "sizeInMB", "snake_case", "kebab-case", "id", "self", "x2Y", "None", "datetime"]


@pytest.mark.parametrize("name", sorted({*FIELDS, *OPERATIONS, *ODD}))
def test_attributes(name: str) -> None:
    """A field, a parameter or an operation has the name that the generator gives it."""
    assert names.attribute(name) == PythonIdentifier(name, "field_")


@pytest.mark.parametrize("name", sorted({*SCHEMAS, *ODD}))
def test_models(name: str) -> None:
    """A schema has the name that the generator gives it."""
    assert names.model(name) == ClassName(name, "field_")


@given(st.from_regex(r"[a-zA-Z][a-zA-Z0-9_-]{0,20}", fullmatch=True))
def test_any_name(name: str) -> None:
    """Any name that a spec may well use is turned into the generator's."""
    assert names.attribute(name) == PythonIdentifier(name, "field_")
    assert names.model(name) == ClassName(name, "field_")
