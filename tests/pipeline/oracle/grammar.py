"""Edits of the spec drawn at random: all that may be done to a document."""

from tests.pipeline.oracle import grammar_operations, grammar_schemas, grammar_values
from tests.pipeline.oracle.draw import Kind

KINDS: list[Kind] = [*grammar_values.KINDS, *grammar_schemas.KINDS, *grammar_operations.KINDS]
