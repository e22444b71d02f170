# Made by `nox -s regenerate` from tests/_async/test_deploy_kills.py. Do not edit: change that, and run it again.
"""A deployment that dies at any request, or whose answer is lost at any, is ended by the next one."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from cdf_functions import CdfError, Client, FunctionScheduleWrite, Token
from tests.deploy_service import DeployService
from tests.made_up_time import MadeUpTime
from tests.scripted import LOST, Answer, Received, Scripted, scripted

NIGHTLY = FunctionScheduleWrite("nightly", "0 2 * * *", data={"deep": [1, 2]})
HOURLY = FunctionScheduleWrite("hourly", "5 * * * *")
WANTED = [
    ("hourly", "5 * * * *", None),
    ("nightly", "0 2 * * *", {"deep": [1, 2]}),
    ("own", "1 1 1 1 *", {"of": "hand"}),
    ("twin", "2 2 * * *", None),
    ("twin", "2 2 * * *", None),
]
MOST = 100  # requests, more than any deployment has


class KilledError(BaseException):
    """The process is gone."""


class Life:
    """Of a client: it ends with a request that is about to leave, or whose answer is about to arrive."""

    def __init__(self, dies_at: int, *, answered: bool) -> None:
        self._left = dies_at
        self._answered = answered
        self.over = False

    def request(self, _: httpx.Request) -> None:
        """Before each request."""
        if self.over or (self._left <= 0 and not self._answered):
            self.over = True
            raise KilledError
        self._left -= 1

    def response(self, _: httpx.Response) -> None:
        """Before each answer is taken in."""
        if self.over or self._left < 0:
            self.over = True
            raise KilledError


@contextmanager
def client_of(service: Scripted, life: Life | None = None) -> Generator[Client]:
    """A client, for as long as it lives."""
    hooks = {} if life is None else {"request": [life.request], "response": [life.response]}
    arguments: dict[str, Any] = {"event_hooks": hooks} if hooks else {}
    with Client(project="p", base_url=service.base_url, credentials=Token("t"), httpx_args=arguments) as client:
        yield client


def write(folder: Path, code: str) -> None:
    """Code that defines a handler."""
    (folder / "handler.py").write_text(f"# {code}\ndef handle(data): ...", encoding="utf-8")


def deploy(client: Client, folder: Path, code: str, **more: Any) -> None:
    """Deploy that code."""
    write(folder, code)
    client.functions.deploy("f", folder, external_id="x", secrets={"key": code}, **more)


def deployed_before(model: DeployService, service: Scripted, folder: Path) -> None:
    """The function as it was: with a schedule of its own, two that are the same, and one that is to be changed."""
    with client_of(service) as client:
        deploy(client, folder, "old")
    old = model.by_external_id("x")
    model.add_schedule(old["id"], "own", "1 1 1 1 *", data={"of": "hand"}, description="by hand")
    model.add_schedule(old["id"], "hourly", "0 * * * *")
    model.add_schedule(old["id"], "twin", "2 2 * * *")
    model.add_schedule(old["id"], "twin", "2 2 * * *")


def check_end(model: DeployService, code: str) -> None:
    """One function that is ready, every schedule once, and no archive left over."""
    (function,) = model.functions.values()
    assert (function["externalId"], function["status"]) == ("x", "Ready")
    assert f"# {code}\n".encode() in model.code(function)["handler.py"]
    assert model.schedules_of(function["id"]) == WANTED
    assert {each["functionId"] for each in model.schedules.values()} == {function["id"]}
    assert list(model.files) == [function["fileId"]]


@pytest.mark.parametrize(
    ("candidate", "answered", "cascades", "fixed"),
    [
        pytest.param(True, False, True, False, id="candidate, before a request, schedules go along, same code"),
        pytest.param(
            *(True, True, False, True),
            id="candidate, before an answer, schedules stay, newer code",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            *(False, False, False, True),
            id="quick, before a request, schedules stay, newer code",
            marks=pytest.mark.thorough,
        ),
        pytest.param(False, True, True, False, id="quick, before an answer, schedules go along, same code"),
    ],
)
def test_killed_at_each_request(
    tmp_path: Path, clock: MadeUpTime, candidate: bool, answered: bool, cascades: bool, fixed: bool
) -> None:
    """Killed at any request and run again, with the same code or newer, it ends with what was wanted."""
    more: dict[str, Any] = {"schedules": [NIGHTLY, HOURLY], "candidate": candidate}
    if candidate:
        more["check"] = {"x": 1}
    dies_at = 0
    for dies_at in range(MOST):
        model = DeployService(cascades=cascades)
        with scripted(model.script()) as service:
            deployed_before(model, service, tmp_path)
            life = Life(dies_at, answered=answered)
            try:
                with client_of(service, life) as client:
                    deploy(client, tmp_path, "new", **more)
            except KilledError:
                pass
            ready = [each for each in model.functions.values() if each["status"] == "Ready"]
            assert not candidate or ready, dies_at  # with a candidate, there always is one that works
            with client_of(service) as client:
                deploy(client, tmp_path, "fixed" if fixed else "new", **more)
                check_end(model, "fixed" if fixed else "new")
                plan = client.functions.deploy(
                    "f", tmp_path, external_id="x", secrets={"key": ""}, schedules=[NIGHTLY, HOURLY], dry_run=True
                )
                assert not plan.changes
        if not life.over:
            break
    assert 20 < dies_at < MOST


@pytest.mark.parametrize("candidate", [True, False], ids=["candidate", "quick"])
def test_lost_answers(tmp_path: Path, clock: MadeUpTime, candidate: bool) -> None:
    """Where the answer to any request is lost, the deployment itself, or the one after it, comes to its end."""
    lost_at = 0
    for lost_at in range(MOST):
        model = DeployService()
        count = -1

        def answer(request: Received) -> Answer:
            nonlocal count
            answer = model.answer(request)  # noqa: B023
            count += 1
            return LOST if count == lost_at else answer  # noqa: B023

        with scripted(model.script()) as service:
            deployed_before(model, service, tmp_path)
            service.script = {"*": answer}
            with client_of(service) as client:
                arguments: dict[str, Any] = {"schedules": [NIGHTLY, HOURLY], "candidate": candidate}
                try:
                    deploy(client, tmp_path, "new", **arguments)
                except CdfError:
                    deploy(client, tmp_path, "new", **arguments)
                check_end(model, "new")
        if count < lost_at:
            break
    assert 20 < lost_at < MOST


def test_killed_again_and_again(tmp_path: Path, clock: MadeUpTime) -> None:
    """However often it is cut off, each time a few requests later and with other code, nothing is lost."""
    model = DeployService()
    arguments: dict[str, Any] = {"schedules": [NIGHTLY, HOURLY]}
    with scripted(model.script()) as service:
        deployed_before(model, service, tmp_path)
        for dies_at in range(60):
            life = Life(dies_at, answered=bool(dies_at % 2))
            try:
                with client_of(service, life) as client:
                    deploy(client, tmp_path, f"number {dies_at // 3}", candidate=bool(dies_at % 5), **arguments)
            except KilledError:
                pass
        with client_of(service) as client:
            deploy(client, tmp_path, "last", **arguments)
            check_end(model, "last")
