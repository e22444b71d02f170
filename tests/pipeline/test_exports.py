"""The public names of the overlay: one list, and the table that is made of it."""

from pathlib import Path

import pytest

import cdf_functions
from tests.pipeline.conftest import edit
from tools.pipeline import exports
from tools.pipeline.layout import PipelineError

FIRST = "    from cdf_functions._async.calls import AsyncFunctionCall as AsyncFunctionCall\n"


def test_every_name_is_where_the_list_says() -> None:
    """What the list tells type checkers is what is loaded."""
    for name, module in exports.exports().items():
        assert getattr(cdf_functions, name).__module__ in (module, "cdf_functions.errors")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "    from cdf_functions._async.calls import AsyncFunctionCall\n",
            "write AsyncFunctionCall as AsyncFunctionCall",
        ),
        ("    import cdf_functions.errors\n", "expected from MODULE import NAME as NAME"),
    ],
)
def test_a_row_of_another_form_is_refused(root: Path, row: str, said: str) -> None:
    """A row that type checkers would not take for a public name stops the pipeline, with its line."""
    edit(root / exports.PACKAGE, FIRST, row)
    with pytest.raises(PipelineError, match=rf"__init__\.py:\d+: {said}"):
        exports.exports(root)
