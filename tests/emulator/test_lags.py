"""What comes late, as with the real service: by settings, by options, on order in Python and over HTTP."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Clock, Settings, running
from cdf_functions_emulator.faults import LAGS, LagKind
from tests.patience import eventually

from .support import Project
from .test_server import COMMAND, command

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

TALKS = "def handle(data):\n    print('said')\n    return 'done'"
README = Path(__file__).parents[2] / "emulator" / "README.md"
PARITY = Path(__file__).parents[2] / "docs" / "emulator.md"
LATE_S = 100.0
"""On the emulator's clock, which these tests move; no machine is so slow."""


@pytest.fixture(params=["settings", "fault", "HTTP"])
def late(request: pytest.FixtureRequest) -> Generator[Callable[[LagKind], Project]]:
    """Gives a project on an emulator on which a lag is set or ordered, in each way there is."""
    started: list[AbstractContextManager[Any]] = []

    def late(kind: LagKind) -> Project:
        settings = Settings(clock=Clock(), lags={kind: LATE_S} if request.param == "settings" else {})
        started.append(running(settings))
        project = Project(started[-1].__enter__())
        started.append(project.http)
        if request.param == "fault":
            project.emulator.fault(kind, seconds=LATE_S, times=2)
        elif request.param == "HTTP":
            order(project, kind=kind, seconds=LATE_S, times=2)
        return project

    yield late
    for each in reversed(started):
        each.__exit__(None, None, None)


def order(project: Project, status: int = 201, **fault: Any) -> Any:
    """What the control endpoint answers to an order."""
    answer = project.http.post(f"{project.emulator.base_url}/emulator/faults", json=fault)
    assert answer.status_code == status, answer.text
    return answer.json()


def pass_time(project: Project) -> None:
    """Let the lag be over."""
    project.emulator.settings.clock.advance(LATE_S)


def test_late_logs(late: Callable[[LagKind], Project]) -> None:
    """A call has ended, and its lines cannot be read yet; until they can, the log is not said to be whole."""
    project = late("late-logs")
    call = project.run(project.deploy(TALKS))
    path = f"/functions/{call['functionId']}/calls/{call['id']}/logs"
    answer = project.http.get(path)
    assert (answer.json(), "Cache-Control" in answer.headers) == ({"items": []}, False)
    pass_time(project)
    answer = project.http.get(path)
    assert [line["message"] for line in answer.json()["items"]] == ["said"]
    assert answer.headers["Cache-Control"] == "immutable"


def test_late_status(late: Callable[[LagKind], Project]) -> None:
    """A call whose last line is printed and that has ended is Running still, in lists too, and has no response."""
    project = late("late-status")
    function_id = project.deploy(TALKS)
    call = {"functionId": function_id, "id": project.start(function_id)}
    eventually(lambda: project.messages(call), ["said"].__eq__)
    path = f"/functions/{function_id}/calls"
    for _ in range(20):
        assert project.get(f"{path}/{call['id']}")["status"] == "Running"
    assert project.post(f"{path}/list", {"filter": {"status": "Running"}})["items"]
    assert "response" not in project.get(f"{path}/{call['id']}/response")

    def later() -> Any:
        """The call after more time, for its end may have come later than its last line."""
        pass_time(project)
        return project.get(f"{path}/{call['id']}")

    assert project.response(eventually(later, lambda call: call["status"] == "Completed")) == "done"


def test_late_call(late: Callable[[LagKind], Project]) -> None:
    """A call that was accepted is unknown by its id and in no list, and is there some time later."""
    project = late("late-call")
    function_id = project.deploy(TALKS)
    call_id = project.start(function_id)
    path = f"/functions/{function_id}/calls"
    by_id = {"items": [{"id": call_id}]}
    assert project.refused(f"{path}/byids", by_id)["missing"] == [{"id": call_id}]
    assert project.post(f"{path}/byids", {**by_id, "ignoreUnknownIds": True}) == {"items": []}
    assert project.get(path) == {"items": []}
    assert [project.http.get(f"{path}/{call_id}{end}").status_code for end in ("", "/logs", "/response")] == [400] * 3
    pass_time(project)
    assert project.response(project.finished(function_id, call_id)) == "done"
    assert [call["id"] for call in project.post(f"{path}/byids", by_id)["items"]] == [call_id]


def test_late_binding(late: Callable[[LagKind], Project]) -> None:
    """No call and no schedule of a new function takes a nonce, which stays good, until some time has passed."""
    project = late("late-binding")
    function_id = project.deploy(TALKS)
    nonce = project.nonce()
    schedule = {"name": "s", "cronExpression": "0 0 1 1 *", "functionId": function_id, "nonce": nonce}
    for path, body in (
        (f"/functions/{function_id}/call", {"nonce": nonce}),
        ("/functions/schedules", {"items": [schedule]}),
    ):
        assert project.refused(path, body)["message"].startswith("Failed to bind session")
    assert project.get("/sessions")["items"][0]["status"] == "READY"
    pass_time(project)
    assert project.run(function_id)["status"] == "Completed"


def test_slow_deployment(late: Callable[[LagKind], Project]) -> None:
    """A function is Deploying until its time has passed, is not called meanwhile, and then is Ready."""
    project = late("slow-deployment")
    function_id = project.create(TALKS)
    eventually(lambda: project.get(f"/functions/{function_id}")["status"] == "Deploying")
    for _ in range(20):
        assert project.get(f"/functions/{function_id}")["status"] == "Deploying"
    message = project.refused(f"/functions/{function_id}/call", {"nonce": project.nonce()})["message"]
    assert "Deploying" in message
    pass_time(project)
    assert project.deployed(function_id)["status"] == "Ready"
    assert project.run(function_id)["status"] == "Completed"


def test_failed_build(late: Callable[[LagKind], Project]) -> None:
    """The function is Deploying for a while, and then Failed with an error as of a build."""
    project = late("failed-build")
    function_id = project.create(TALKS)
    eventually(lambda: project.get(f"/functions/{function_id}")["status"] == "Deploying")
    pass_time(project)
    function = project.deployed(function_id)
    assert function["status"] == "Failed"
    assert set(function["error"]) == {"message", "trace"}


def test_an_order_is_for_so_many(project_with: ProjectWith) -> None:
    """The next calls are late, as many as was said, each by the order that was first; the one after is not."""
    with project_with(Settings()) as project:
        function_id = project.deploy(TALKS)
        project.emulator.fault("late-logs", seconds=3600)
        project.emulator.fault("late-logs", seconds=0)
        project.emulator.fault("late-call", seconds=0)
        assert [project.messages(project.run(function_id)) for _ in range(3)] == [[], ["said"], ["said"]]
        assert project.emulator.settings.faults.coming() == []


def test_requests_use_up_no_lag(project_with: ProjectWith) -> None:
    """What is ordered for a call waits for one, however many requests come before."""
    with project_with(Settings()) as project:
        project.emulator.fault("late-call", seconds=3600)
        project.get("/functions")
        assert len(project.emulator.settings.faults.coming()) == 1


def test_stopping_waits_for_no_lag(tmp_path: Path) -> None:
    """An emulator that ends keeps how a call ended, and leaves a slow deployment to the next one."""
    slow = Settings(data_dir=tmp_path, lags={"late-status": 3600.0})
    with running(slow) as emulator:
        project = Project(emulator)
        with project.http:
            function_id = project.deploy("import os\ndef handle(data):\n    print(os.getpid())\n    return 'done'")

            def pid(call_id: int) -> str:
                call = {"functionId": function_id, "id": call_id}
                return eventually(lambda: project.messages(call))[0]

            ran: dict[str, int] = {}
            while (last := pid(newest := project.start(function_id))) not in ran:
                ran[last] = newest
            call_id = ran[last]  # a process takes a call when the one before has ended
            emulator.fault("slow-deployment", seconds=3600)
            other = project.create(TALKS)
    with running(Settings(data_dir=tmp_path)) as emulator:
        url = project.url.replace(project.emulator.base_url, emulator.base_url)
        project = Project(emulator)
        project.http.base_url = url
        with project.http:
            call = project.get(f"/functions/{function_id}/calls/{call_id}")
            assert call["status"] == "Completed"
            assert project.get(f"/functions/{other}")["status"] == "Ready"


def test_options() -> None:
    """Each lag, and the calls that may run at once, can be chosen on the command line."""
    help_ = subprocess.run([*COMMAND, "--help"], capture_output=True, encoding="utf-8", check=True).stdout
    assert all(f"--{kind} SECONDS" in help_ for kind in LAGS)
    with command("--late-call", "3600", "--running-per-function", "1") as (_, emulator):
        project = Project(emulator)
        with project.http:
            function_id = project.deploy("import time\ndef handle(): time.sleep(600)")
            project.start(function_id)
            assert project.get(f"/functions/{function_id}/calls") == {"items": []}
            answer = project.http.post(f"/functions/{function_id}/call", json={"nonce": project.nonce()})
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


@pytest.mark.parametrize("option", [["--late-logs", "-1"], ["--running-per-function", "0"], ["--debug", "70000"]])
def test_options_that_are_refused(option: list[str]) -> None:
    """A number that makes no sense ends the command with a line that names the option."""
    ended = subprocess.run([*COMMAND, *option], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert option[0] in ended.stderr


def test_settings_that_are_refused() -> None:
    """Settings name what is wrong with them."""
    with pytest.raises(ValueError, match=r"^lags: expected one of late-logs, "):
        Settings(lags={"late-everything": 1})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match=r"^lags\['late-logs'\]: "):
        Settings(lags={"late-logs": -1})
    with pytest.raises(ValueError, match=r"^running_per_project: "):
        Settings(running_per_project=0)


def test_orders_about_no_request(project_with: ProjectWith) -> None:
    """A lag is about a call or a function: an operation with it is refused, in Python and over HTTP."""
    operation = "POST /functions/{functionId}/call"
    with project_with(Settings()) as project:
        with pytest.raises(ValueError, match=r"^operation: expected none"):
            project.emulator.fault("late-logs", operation)
        refused = order(project, 400, kind="late-logs", operation=operation)
        assert refused["error"]["message"].startswith("operation: expected none")


def test_documents_name_each() -> None:
    """README and the parity table name every lag, and no other."""
    named = set(LAGS) | {"429"}
    for page in (README, PARITY):
        rows = re.findall(r"^\| `?([\w-]+)`? \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert {row for row in rows if row in named or row.startswith(("late-", "slow-", "failed-"))} >= set(LAGS), page
        assert {row for row in rows if row.startswith(("late-", "slow-"))} <= named, page
