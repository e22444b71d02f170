"""Who may import whom. Each rule has its because."""

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OVERLAY = ROOT / "overlay" / "cdf_functions"
GENERATED = ROOT / "generated" / "cdf_functions_api"
EMULATOR = ROOT / "emulator" / "cdf_functions_emulator"

# The rooms of the overlay, from the ground up; those of a row know nothing of each other. A room is a folder, or a
# module at the top. Arrows go down: whoever imports stands in a later row than what it imports. _sync mirrors _async.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("_error", "_version", "_runtime"),
    ("_values", "_runtime/network"),
    ("_made",),
    ("_checks",),
    ("_arguments",),
    ("_addresses",),
    ("credentials",),
    ("_resources",),
    ("errors", "_deploy"),
    ("_http",),
    ("config", "_calls"),
    ("_async/_http",),
    ("_async",),
    ("__init__",),
)
# What is part of a room though it has a folder of its own: a call waits for itself, and what starts calls gives them.
WITHIN = {"_async/_calls": "_async"}
ROW = {room: row for row, rooms in enumerate(ROOMS) for room in rooms}
PURE = ("_http", "_resources", "_calls", "_deploy", "_made")
WORLDS = ("_async", "_sync", "_runtime")
NETWORK = ("httpx", "httpcore", "anyio", "asyncio", "socket", "http.client", "urllib.request.urlopen", "subprocess")


def tree(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path, nodes: Iterable[ast.AST]) -> set[str]:
    """The absolute names of all that some import statements of a module import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).with_suffix("").parts[1:]
            base = ".".join(package[: -node.level]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def imports(path: Path) -> set[str]:
    """The absolute names of all that a module imports, wherever in it."""
    return named(path, ast.walk(tree(path)))


def offenders(modules: Iterable[Path], *prefixes: str) -> list[str]:
    """Which of the modules import something whose name begins like one of these."""
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules
        for name in sorted(imports(path))
        if any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
    ]


def module_name(path: Path) -> str:
    """The name by which a module of the overlay is imported."""
    return ".".join(path.relative_to(OVERLAY.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted(OVERLAY.rglob("*.py"))}


def arrows(path: Path, names: set[str]) -> set[str]:
    """The modules of the overlay among some names; of a package, what it is for is in its modules."""
    return {name for name in names & MODULES.keys() if MODULES[name].name != "__init__.py"} - {module_name(path)}


def room(name: str) -> str:
    """The room that a module is in, in the words of the async world."""
    inside = MODULES[name].relative_to(OVERLAY)
    folder = (inside.parent if inside.parent.parts else inside.with_suffix("")).as_posix()
    folder = folder.replace("_sync", "_async", 1)
    return WITHIN.get(folder, folder)


def test_every_room_has_its_row() -> None:
    """The table is whole, and names nothing that is gone."""
    assert {room(name) for name in MODULES} == ROW.keys()


def test_arrows_go_down() -> None:
    """A room imports only from those below it, at whatever moment, because one that looks up cannot be read alone."""
    up = [
        f"{name} -> {other}"
        for name, path in MODULES.items()
        for other in sorted(arrows(path, imports(path)))
        if room(other) != room(name) and ROW[room(other)] >= ROW[room(name)]
    ]
    assert up == []


def test_no_circle_of_imports() -> None:
    """Modules do not need each other to load, inside a room either, because then no order to read them in exists."""
    graph = {name: arrows(path, imports(path)) for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_generated_imports_nothing_of_ours() -> None:
    """The low-level client stands alone, because it has to be usable, and replaceable, by itself."""
    assert offenders(GENERATED.rglob("*.py"), "cdf_functions", "cdf_functions_emulator") == []


def test_async_and_sync_never_meet() -> None:
    """Neither world imports the other, because one is the other's text."""
    for own, other in (("_async", "_sync"), ("_sync", "_async")):
        modules = [OVERLAY / "_runtime" / f"{own}.py", OVERLAY / "_runtime" / "network" / f"{own}.py"]
        twins = [f"cdf_functions.{other}", f"cdf_functions._runtime.{other}", f"cdf_functions._runtime.network.{other}"]
        assert offenders([*(OVERLAY / own).rglob("*.py"), *modules], *twins) == []


def shared() -> list[Path]:
    """The modules that both worlds share: the pure rooms, and those at the top."""
    at_top = [path for path in OVERLAY.glob("*.py") if path.name != "__init__.py"]
    return [*at_top, *(path for name in PURE for path in (OVERLAY / name).rglob("*.py"))]


def test_pure_modules_know_no_world() -> None:
    """What both worlds share imports neither, but for the clock and its deadlines: it would drag the other one in."""
    worlds = [f"cdf_functions.{name}" for name in WORLDS]
    met = {offence.partition(": ")[2] for offence in offenders(shared(), *worlds)}
    allowed = {"clock", "deadline", "deadline.Deadline"}
    assert met <= {"cdf_functions._runtime", *(f"cdf_functions._runtime.{name}" for name in allowed)}


def test_pure_modules_do_not_reach_the_network() -> None:
    """What both worlds share sends and receives nothing, because it would do so in the wrong world."""
    assert offenders(shared(), *NETWORK) == []


def test_few_know_what_sends() -> None:
    """httpx and httpcore are known in one room and one corner, because the day may come to replace them."""
    rooms = {OVERLAY / world / "_http" for world in ("_async", "_sync")}
    others = [path for path in MODULES.values() if path.parent not in rooms]
    assert offenders(others, "httpx") == []
    assert offenders((path for path in others if path.parent.name != "network"), "httpcore") == []
    assert offenders([OVERLAY / "_async" / "_http" / "http.py"], "httpx") != []


def test_time_and_chance_have_one_source() -> None:
    """Only the clock, and the twin that sleeps, read time or draw, because made-up time has to reach everything."""
    sources = {OVERLAY / "_runtime" / name for name in ("clock.py", "_sync.py")}
    others = [path for path in MODULES.values() if path not in sources]
    assert offenders(others, "time", "random", "secrets", "uuid", "os.urandom") == []
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in others
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"datetime.now", "datetime.utcnow", "date.today"}
    ]
    assert asked == []


def test_worlds_are_made_in_one_room() -> None:
    """Only the twins know asyncio, because the sync world is derived from text that must not speak of it."""
    assert offenders((path for path in MODULES.values() if "_runtime" not in path.parts), "asyncio") == []


@pytest.mark.parametrize("path", MODULES.values(), ids=lambda path: str(path.relative_to(OVERLAY)))
def test_border_to_generated(path: Path) -> None:
    """Only models, types, operations and the plain Client cross, because the rest leaks tokens or changes."""
    crossing = {name.removeprefix("cdf_functions_api.") for name in imports(path) if "cdf_functions_api." in name}
    allowed = ("models", "types", "operation", "operations", "Client")
    assert {name for name in crossing if name.split(".")[0] not in allowed} == set()
    used = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)]
    assert not {node.attr for node in used} & {"with_headers", "with_cookies", "with_timeout", "_get_kwargs"}


def test_emulator_is_an_independent_witness() -> None:
    """The emulator shares no code with what it is there to check; only a run is handed a client."""
    modules = [path for path in EMULATOR.rglob("*.py") if path.name != "_worker.py"]
    assert offenders(modules, "cdf_functions", "cdf_functions_api") == []


def test_overlay_never_needs_the_emulator() -> None:
    """The overlay works without the emulator's dependencies."""
    assert offenders(OVERLAY.rglob("*.py"), "cdf_functions_emulator", "starlette", "uvicorn") == []


@pytest.mark.parametrize("folder", [OVERLAY, EMULATOR, ROOT / "tools", ROOT / "tests", ROOT / "benchmarks"])
def test_modules_stay_readable(folder: Path) -> None:
    """No handwritten module has more than 500 lines, because then it is more than one."""
    long = {
        path.name: n for path in folder.rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}
