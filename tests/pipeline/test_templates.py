"""What our edits of the generator's templates are for, on the client that they made."""

import ast
import copy
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cdf_functions_api import models
from cdf_functions_api.models import CallStatus, Function
from cdf_functions_api.types import UNSET, Unset

LOADED = """
import sys
from cdf_functions_api.api.{operation} import OPERATION
print(*sys.modules)
OPERATION.parse({{}})
print(*sys.modules)
"""


def test_unknown_enum_value_is_kept() -> None:
    """A value outside the spec becomes a member that is, hashes and prints like the plain string."""
    unknown = CallStatus("Paused")
    assert isinstance(unknown, CallStatus)
    assert unknown == "Paused"
    assert hash(unknown) == hash("Paused")
    assert str(unknown) == unknown.value == unknown.name == f"{unknown}" == "Paused"
    assert {unknown: 1}["Paused"] == 1  # type: ignore[index]
    assert unknown not in list(CallStatus)


def test_unknown_enum_value_survives_copy_and_pickle() -> None:
    """Copies of a value outside the spec equal it; a known one stays the one member."""
    unknown = CallStatus("Paused")
    for other in (copy.copy(unknown), copy.deepcopy(unknown), pickle.loads(pickle.dumps(unknown))):
        assert type(other) is CallStatus
        assert other == unknown
    assert pickle.loads(pickle.dumps(CallStatus.FAILED)) is CallStatus.FAILED


@pytest.mark.parametrize("value", [1, None, b"Running"])
def test_enum_takes_strings_only(value: object) -> None:
    """What is no string is no value of an enum, known or not."""
    with pytest.raises(ValueError, match="is not a valid CallStatus"):
        CallStatus(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_unset_is_one(protocol: int) -> None:
    """UNSET stays the one instance through copy, deepcopy and every pickle protocol, and is false."""
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET
    assert not UNSET
    assert isinstance(UNSET, Unset)


def test_unset_is_not_sent_by_a_copied_model() -> None:
    """A copied or unpickled model sends what the original sends."""
    function = Function.from_dict({"id": 1})
    for other in (copy.deepcopy(function), pickle.loads(pickle.dumps(function))):
        assert other == function
        assert other.to_dict() == {"id": 1}
    assert repr(function) == "Function(id=1)"
    assert repr(UNSET) == "UNSET"


@pytest.mark.parametrize(
    ("operation", "needed"),
    [
        ("functions.get_functions_limits", {"functions_limits", "resource_range"}),
        ("files.upload_file_content", set[str]()),
    ],
)
def test_an_operation_loads_its_own_models_only(operation: str, needed: set[str]) -> None:
    """Importing one operation loads no model, no client and no httpx; reading its answer loads the models of that."""
    command = [sys.executable, "-c", LOADED.format(operation=operation)]
    imported, parsed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    assert not {"httpx", "cdf_functions_api.client"} & set(imported.split())
    assert not _models(imported)
    assert _models(parsed) == needed


def _models(modules: str) -> set[str]:
    prefix = "cdf_functions_api.models."
    return {name.removeprefix(prefix) for name in modules.split() if name.startswith(prefix)}


def test_models_look_eager() -> None:
    """The package of models lists and gives every one, and raises AttributeError for another."""
    assert set(models.__all__) <= set(dir(models))
    assert all(getattr(models, name).__name__ == name for name in models.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = models.Nonsense  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def test_the_stub_is_true() -> None:
    """What type checkers read about the package of models has the names that are there, each from its module."""
    stub = ast.parse(Path(models.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imports = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    named = {alias.name: f"{models.__name__}.{node.module}" for node in imports for alias in node.names}
    assert named == {name: getattr(models, name).__module__ for name in models.__all__}
