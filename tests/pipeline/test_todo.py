"""What is still to do for a new operation: told in order, each with its file, until nothing is left."""

import copy
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.conftest import edit
from tools.diff import todo
from tools.pipeline import spec
from tools.pipeline.layout import NOT_SERVED, ROOT

DOCUMENT = spec.effective()
READ_BY_IT = ("spec", "overlay", "emulator", "docs", "README.md", "tests/_async", "tests/surface.txt")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "_sync", "service", "*.json", "*.svg")
PAUSE: dict[str, Any] = {
    "operationId": "pauseSchedule",
    "tags": ["schedules"],
    "summary": "Pause a schedule",
    "responses": {"200": {"description": "Paused."}, "4XX": {"$ref": "#/components/responses/Error"}},
}
SCHEDULES = "overlay/cdf_functions/_async/schedules.py"
METHOD = '''
    async def pause(self, id: int) -> None:
        """Pause a schedule (operation pauseSchedule)."""
        await self._api.ask(operations.pause_schedule, id)
'''
ROUTES = "emulator/cdf_functions_emulator/routes/schedules.py"
ADDRESS = "PATCH /functions/schedules/{scheduleId}"
NAME = "client.functions.schedules.pause"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As much of the project as is looked at."""
    for name in READ_BY_IT:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def with_operation(
    operation: dict[str, Any], path: str = "/functions/schedules/{scheduleId}", method: str = "patch"
) -> Any:
    """The spec with an operation more."""
    document = copy.deepcopy(DOCUMENT)
    document["paths"].setdefault(path, {})[method] = operation
    return document


def left(document: Any, root: Path, *errors: str) -> list[str]:
    """What is to be done, without the numbers of lines."""
    found = todo.todo(document, root, errors)
    return [re.sub(r"(\.\w+):\d+", r"\1", one) for one in found]


def append(path: Path, text: str) -> None:
    """Write something at the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_from_the_spec_to_the_end(project: Path) -> None:
    """Who does what is told, in that order, and nothing else, has nothing left to do."""
    assert left(DOCUMENT, project) == []
    document = with_operation(PAUSE)
    emulator = [
        f"{ROUTES}: no route for pauseSchedule, which is {ADDRESS}; or spec/not-served.toml says why there is none",
        f"emulator/README.md: the table of operations has no row for `{ADDRESS}`",
    ]
    counted = [
        "spec/README.md: there are 35 operations now",
        "spec/README.md: the operations are on schedules (8) now",
    ]
    exposed = (
        f"{SCHEDULES}: pauseSchedule is not exposed; a method here asks for operations.pause_schedule, "
        "or spec/not-served.toml says why none does"
    )
    assert left(document, project) == [exposed, *emulator, *counted]

    append(project / SCHEDULES, METHOD)
    test = f"tests/_async: no test calls {NAME}, which asks for pauseSchedule"
    page = f"docs/guide.md: no page speaks of {NAME}; CHANGELOG.md tells of it as well"
    public = (
        f"tests/surface.txt: {NAME} is missing; when it is as it should be, "
        "`python -m tests.surface > tests/surface.txt`"
    )
    assert left(document, project) == [test, page, public, *emulator, *counted]
    end = len((project / SCHEDULES).read_text(encoding="utf-8").splitlines())
    for error in (f"{SCHEDULES}:{end - 1}: No", f'{SCHEDULES}:1: Module has no attribute "pause_schedule"'):
        wrong = f"{SCHEDULES}: asks for pauseSchedule, and does not type-check"
        assert left(document, project, error) == [wrong, *emulator, *counted]
    assert left(document, project, f"{SCHEDULES}:1: No") == [test, page, public, *emulator, *counted]

    append(project / "tests/_async/test_schedules.py", "\nawait client.functions.schedules.pause(1)\n")
    append(project / "docs/guide.md", "`pause` pauses a schedule.\n")
    append(project / "tests/surface.txt", f"{NAME}(self, id: int) -> None\n")
    assert left(document, project) == [*emulator, *counted]

    route = 'plain("GET", f"{SCHEDULES}/{{scheduleId}}",'
    edit(project / ROUTES, f"    {route}", f"    {route.replace('GET', 'PATCH')} pause),\n    {route}")
    append(project / "emulator/README.md", f"| `{ADDRESS}` | yes | |\n")
    edit(project / "spec/README.md", "34 operations", "35 operations")
    edit(project / "spec/README.md", "schedules (7)", "schedules (8)")
    assert left(document, project) == []


def test_a_convention_comes_first(project: Path) -> None:
    """What is wrong in the spec is told before all that follows from it."""
    document = with_operation({**PAUSE, "summary": ""})
    assert left(document, project)[0].startswith(
        "/paths/~1functions~1schedules~1{scheduleId}/patch (spec/openapi.yaml)"
    )


@pytest.mark.parametrize(
    ("tag", "place"),
    [
        ("sessions", "overlay/cdf_functions/_async/sessions.py: "),
        ("calls", "overlay/cdf_functions/_async/calls.py: "),
        ("token", "overlay/cdf_functions/_async/project.py: "),
        (
            "health",
            "overlay/cdf_functions/_async/health.py, to be written, for a class that begins with ``client.health``",
        ),
    ],
)
def test_where_a_method_belongs(project: Path, tag: str, place: str) -> None:
    """The place is where users ask for the operations of that tag, or a new module."""
    document = with_operation({**PAUSE, "tags": [tag]})
    assert any(one.startswith(place) and "is not exposed" in one for one in left(document, project))


def test_what_is_left_out(project: Path) -> None:
    """An operation left out with a reason asks nothing; one that is gone, or asked for all the same, is told."""
    edit(
        project / NOT_SERVED, "[emulator]", 'pauseSchedule = "Nobody pauses."\n[emulator]\npauseSchedule = "Nor here."'
    )
    said = left(with_operation(PAUSE), project)
    assert [one for one in said if "pauseSchedule" in one] == []
    assert left(DOCUMENT, project) == [
        f"{NOT_SERVED}: [overlay] names pauseSchedule, and there is no such operation",
        f"{NOT_SERVED}: [emulator] names pauseSchedule, and there is no such operation",
    ]
    append(project / SCHEDULES, METHOD)
    assert f"{NOT_SERVED}: [overlay] names pauseSchedule, which is asked for in the overlay" in left(
        with_operation(PAUSE), project
    )
