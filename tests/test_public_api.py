"""What can be imported, and how it shows itself."""

import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import pytest

import cdf_functions
from cdf_functions import AsyncClient, Client
from cdf_functions._async import calls as async_calls
from cdf_functions._made.names import MODULES as NAMES
from cdf_functions._sync import calls as sync_calls
from tests import surface


def test_all_is_sorted_and_there() -> None:
    """Every public name can be imported, and is listed once, in order."""
    assert list(NAMES) == sorted(NAMES)
    assert all(hasattr(cdf_functions, name) for name in NAMES)
    assert attrgetter("__all__")(cdf_functions) == list(NAMES)


def test_nothing_else_is_public() -> None:
    """A name without an underscore is in __all__, or is one of the modules that may be imported."""
    modules = {"config", "credentials", "errors"}
    public = {name for name in dir(cdf_functions) if not name.startswith("_")}
    assert public - {"TYPE_CHECKING"} == {*NAMES, *modules}
    with pytest.raises(AttributeError, match="module 'cdf_functions' has no attribute 'AsyncNothing'"):
        _ = cdf_functions.AsyncNothing  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


@pytest.mark.parametrize(("use", "other"), [("Client", "_async"), ("AsyncClient", "_sync")])
def test_each_world_is_loaded_by_itself(use: str, other: str) -> None:
    """Whoever uses one client does not load the other."""
    code = f"import sys; from cdf_functions import {use}; print([m for m in sys.modules if '.{other}' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert [name for name in done.stdout.split("'") if name.startswith(f"cdf_functions.{other}")] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "TimeRange"])
def test_everything_is_documented(name: str) -> None:
    """Every public name says what it is."""
    assert getattr(cdf_functions, name).__doc__


def test_both_clients_offer_the_same() -> None:
    """The sync client has what the async one has, name for name."""

    def members(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert members(Client) == {name.replace("aclose", "close") for name in members(AsyncClient)}
    assert members(sync_calls.FunctionCallsAPI) == members(async_calls.AsyncFunctionCallsAPI)
    for name in NAMES:
        if name.startswith("Async") and name != "AsyncClient":
            twin = getattr(cdf_functions, name.removeprefix("Async"))
            assert members(twin) == members(getattr(cdf_functions, name)), name


def test_import_is_quiet_and_light() -> None:
    """Importing the overlay warns of nothing, and loads none of what only some programs need."""
    code = "import sys, cdf_functions; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    loaded = done.stdout.split()
    assert not {"dateutil", "cronsim", "pandas", "packaging", "pathspec", "cognite"} & set(loaded)
    assert not [name for name in loaded if name.startswith(("cdf_functions_api", "httpx", "asyncio"))]


def test_surface_is_the_recorded_one() -> None:
    """A change of any public name, argument or type is seen in review: python -m tests.surface > tests/surface.txt."""
    recorded = (Path(__file__).parent / "surface.txt").read_text(encoding="utf-8").splitlines()
    assert list(surface.lines()) == recorded
