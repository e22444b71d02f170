"""Who may import whom. Each rule has its because."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OVERLAY = ROOT / "overlay" / "cdf_functions"
GENERATED = ROOT / "generated" / "cdf_functions_api"
EMULATOR = ROOT / "emulator" / "cdf_functions_emulator"


def imports(path: Path) -> set[str]:
    """The absolute names of all that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).with_suffix("").parts[1:]
            base = ".".join(package[: -node.level]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def offenders(modules: Iterator[Path] | list[Path], *prefixes: str) -> list[str]:
    """Which of the modules import something whose name begins like one of these."""
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules
        for name in sorted(imports(path))
        if any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
    ]


def test_generated_imports_nothing_of_ours() -> None:
    """The low-level client stands alone, because it has to be usable, and replaceable, by itself."""
    assert offenders(GENERATED.rglob("*.py"), "cdf_functions", "cdf_functions_emulator") == []


def test_async_and_sync_never_meet() -> None:
    """Neither world imports the other, because one is the other's text."""
    assert offenders((OVERLAY / "_async").glob("*.py"), "cdf_functions._sync") == []
    assert offenders((OVERLAY / "_sync").glob("*.py"), "cdf_functions._async") == []


def test_pure_modules_know_no_world() -> None:
    """What both worlds share imports neither, because it would drag the other one in."""
    shared = [path for path in OVERLAY.glob("*.py") if path.name != "__init__.py"]
    assert offenders(shared, "cdf_functions._async", "cdf_functions._sync") == []


def test_only_the_transport_and_its_pools_know_httpx() -> None:
    """Two handwritten modules import httpx, because the day may come to replace it."""
    others = [path for path in OVERLAY.rglob("*.py") if path.name not in ("transport.py", "pools.py")]
    assert offenders(others, "httpx") == []
    assert offenders([OVERLAY / "_async" / "transport.py"], "httpx") != []


@pytest.mark.parametrize("path", sorted(OVERLAY.rglob("*.py")), ids=lambda path: str(path.relative_to(OVERLAY)))
def test_border_to_generated(path: Path) -> None:
    """Only models, times, types, operations and the plain Client cross, because the rest leaks tokens or changes."""
    allowed = (
        "cdf_functions_api.models",
        "cdf_functions_api.times",
        "cdf_functions_api.types",
        "cdf_functions_api.api",
        "cdf_functions_api.operation",
        "cdf_functions_api.Client",
    )
    crossing = {name for name in imports(path) if name.startswith("cdf_functions_api.")}
    assert {name for name in crossing if not name.startswith(allowed)} == set()
    used = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not used & {"with_headers", "with_cookies", "with_timeout", "_get_kwargs", "sync", "asyncio"}


def test_emulator_is_an_independent_witness() -> None:
    """The emulator shares no code with what it is there to check; only a run is handed a client."""
    modules = [path for path in EMULATOR.rglob("*.py") if path.name != "_worker.py"]
    assert offenders(modules, "cdf_functions", "cdf_functions_api") == []


def test_overlay_never_needs_the_emulator() -> None:
    """The overlay works without the emulator's dependencies."""
    assert offenders(OVERLAY.rglob("*.py"), "cdf_functions_emulator", "starlette", "uvicorn") == []


@pytest.mark.parametrize("folder", [OVERLAY, EMULATOR, ROOT / "tools"])
def test_modules_stay_readable(folder: Path) -> None:
    """No handwritten module has more than 500 lines, because then it is more than one."""
    long = {path.name: n for path in folder.rglob("*.py") if (n := len(path.read_text().splitlines())) > 500}
    assert long == {}
