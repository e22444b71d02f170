"""What the generator calls things: its own functions for that, so that every step and the report say the same.

They give what comes out as long as no two names meet, which one_to_one.py sees to before anything is generated.
"""

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX = "field_"


@cache
def attribute(name: str) -> str:
    """``createdTime`` -> ``created_time``, of fields, parameters and operations."""
    from openapi_python_client.strings import PythonIdentifier

    return normalize("NFKC", PythonIdentifier(name, PREFIX))  # as Python itself reads what stands in a source


@cache
def model(schema: str) -> str:
    """``functionCall`` -> ``FunctionCall``."""
    from openapi_python_client.strings import ClassName

    return str(ClassName(schema, PREFIX))


@cache
def tag(name: str) -> str:
    """``My calls`` -> ``my_calls``, the folder of a tag's operations."""
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, "tag"))


def members(values: "Sequence[str]") -> list[str]:
    """What the members of an enum are called, in the order of its values."""
    from openapi_python_client.parser.properties import Class, EnumProperty
    from openapi_python_client.strings import ClassName, PythonIdentifier

    unused = Class(ClassName("", PREFIX), PythonIdentifier("", PREFIX))
    # each by itself, for of two that meet the generator keeps one; what is no word it calls by its number
    alone = [next(iter(EnumProperty.values_from_list([value], unused, []))) for value in values]
    return [
        name if value[:1].isalpha() else f"VALUE_{n}" for n, (name, value) in enumerate(zip(alone, values, strict=True))
    ]
