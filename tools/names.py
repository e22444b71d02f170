"""What the generator calls things: asked of the generator itself, so that the two cannot drift apart."""

from openapi_python_client.strings import ClassName, PythonIdentifier

PREFIX = "field_"  # put before what would be no identifier; the generator's own default, which our settings keep


def attribute(field: str) -> str:
    """``createdTime`` -> ``created_time``."""
    return str(PythonIdentifier(field, PREFIX))


def model(schema: str) -> str:
    """``functionCall`` -> ``FunctionCall``."""
    return str(ClassName(schema, PREFIX))
