"""Deploying says what it would do and why, and touches the old function only when the new one was built."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import (
    AsyncClient,
    BadRequestError,
    CallFailedError,
    DeploymentFailedError,
    DeployProgress,
    FunctionExistsError,
    FunctionScheduleWrite,
    Token,
    WaitTimeoutError,
)
from cdf_functions._deploy.progress import Display
from tests.deploy_service import DeployService
from tests.functions_service import EPOCH_MS, refusal
from tests.made_up_time import MadeUpTime
from tests.patience import PATIENCE
from tests.scripted import Answer, Scripted, scripted

HANDLER = "def handle(data): ..."
NIGHTLY = FunctionScheduleWrite("nightly", "0 2 * * *", data={"a": 1})


@pytest.fixture
def model() -> DeployService:
    """A service that does at once what it is asked for."""
    return DeployService()


@pytest.fixture
async def service(model: DeployService) -> AsyncIterator[Scripted]:
    """The same, on a socket."""
    with scripted(model.script()) as started:
        yield started


@pytest.fixture
async def deployer(service: Scripted) -> AsyncIterator[AsyncClient]:
    """A client of it."""
    async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a handler."""
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "handler.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path / "f"


async def test_create_then_unchanged(
    deployer: AsyncClient, model: DeployService, service: Scripted, folder: Path
) -> None:
    """A function that is not there is created; the same again changes nothing, and asks for three things only."""
    plan = await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY], dry_run=True)
    assert str(plan) == "create function 'x'\n  create schedule 'nightly'"
    assert plan.changes
    assert not model.functions
    assert not model.files

    made = await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])
    assert (made.plan.action, made.function.status, made.seconds_without_function) == ("create", "Ready", 0.0)
    assert model.schedules_of(made.function.id) == [("nightly", "0 2 * * *", {"a": 1})]
    assert len(model.files) == 1
    before = len(service.received)

    again = await deployer.functions.deploy("f", folder, external_id="x")
    assert (again.plan.action, again.function.id) == ("unchanged", made.function.id)
    assert str(again.plan) == "unchanged function 'x'\n  unchanged schedule 'nightly'"
    asked = [each for each in service.operations()[before:] if not each.endswith("input_data")]
    assert asked[:3] == ["POST /functions/byids", "POST /files/byids", "POST /functions/schedules/list"]
    assert not {"POST /functions", "POST /files"} & set(asked)
    assert await deployer.functions.create("f", folder, external_id="x") is not None  # which sees the same function


async def test_plan_says_why(deployer: AsyncClient, folder: Path) -> None:
    """Files and settings that are others are named, of secrets only that they were given."""
    (folder / "old.py").write_text("", encoding="utf-8")
    settings: dict[str, Any] = {"secrets": {"key": "hush"}, "env_vars": {"A": "1"}, "owner": "me", "memory": 1.5}
    await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY], **settings)
    (folder / "old.py").unlink()
    (folder / "new.py").write_text("", encoding="utf-8")
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    settings |= {"env_vars": {"A": "2"}, "owner": None, "memory": 2, "secrets": {"key": "hush"}}
    nightly = FunctionScheduleWrite("nightly", "0 3 * * *", data={"a": 2})
    plan = await deployer.functions.deploy("f", folder, external_id="x", schedules=[nightly], dry_run=True, **settings)
    assert str(plan).splitlines() == [
        "replace function 'x'",
        "  code: handler.py changed; new.py added; old.py removed",
        "  owner: no longer given",
        "  memory: 1.5 -> 2.0",
        "  env_vars['A'] changed",
        "  secrets: given",
        "  built first as a candidate; until that is ready, nothing is touched",
        "  replace schedule 'nightly': cron_expression: 0 2 * * * -> 0 3 * * *, data",
    ]
    assert "hush" not in repr(plan) + str(plan)
    hidden = await deployer.functions.deploy(
        "f", folder, external_id="x", secrets_version="2", dry_run=True, **settings
    )
    assert "owner: no longer given" in hidden.reasons


async def test_what_cannot_be_read_back(deployer: AsyncClient, folder: Path) -> None:
    """A change of what the service never shows is told as such."""
    await deployer.functions.deploy("f", folder, external_id="x", secrets={"key": "a"})
    plan = await deployer.functions.deploy(
        "f", folder, external_id="x", secrets={"key": "b"}, secrets_version="2", dry_run=True
    )
    assert plan.reasons == (
        "settings: of those that cannot be read back, such as index addresses or secrets_version",
        "secrets: given",
    )


async def test_function_of_other_means(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """A function that others have made is replaced, and its archive, which is not ours, is left alone."""
    model.files[7] = {"id": 7, "uploaded": True, "name": "theirs.zip", "externalId": "x"}
    model.contents[7] = b"no zip"
    model.functions[8] = {"id": 8, "name": "f", "externalId": "x", "fileId": 7, "status": "Ready", "createdTime": 1}
    done = await deployer.functions.deploy("f", folder, external_id="x")
    assert done.plan.reasons[0] == "it was deployed by other means"
    assert set(model.files) == {7, done.function.file_id}


async def test_archive_that_others_use_stays(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """The archive of a function that ``create`` has made goes with it, unless another function was made of it."""
    for name in ("shared", "alone"):
        first = await deployer.functions.create("f", folder, external_id=name)
        if name == "shared":
            await deployer.functions.create("g", file_id=first.file_id, external_id="other")
        done = await deployer.functions.deploy("f", folder, external_id=name, description="another")
        assert done.plan.reasons == ("description: None -> another",)
        assert (first.file_id in model.files) == (name == "shared")


@pytest.mark.parametrize("candidate", [True, False])
async def test_schedules_are_taken_over(
    deployer: AsyncClient, model: DeployService, folder: Path, candidate: bool
) -> None:
    """All that can be read of a schedule is made again on the new function; how long it took is told."""
    first = (await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])).function
    model.add_schedule(first.id, "own", "1 1 * * *", description="by hand", data={"b": 2})
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    done = await deployer.functions.deploy("f", folder, external_id="x", candidate=candidate)
    assert done.function.id != first.id
    assert [str(each) for each in done.plan.schedules] == ["take over schedule 'nightly'", "take over schedule 'own'"]
    assert model.schedules_of(done.function.id) == [("nightly", "0 2 * * *", {"a": 1}), ("own", "1 1 * * *", {"b": 2})]
    assert {each.get("description") for each in model.schedules.values()} == {None, "by hand"}
    assert done.seconds_without_function > 0
    assert list(model.files) == [done.function.file_id]


async def test_schedule_that_is_made_meanwhile(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """A schedule that somebody makes while the candidate is built is taken over, too."""
    first = (await deployer.functions.deploy("f", folder, external_id="x")).function
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")

    def meanwhile(now: DeployProgress) -> None:
        if now.step == "check":
            model.add_schedule(first.id, "late", "1 1 * * *")

    done = await deployer.functions.deploy("f", folder, external_id="x", check={}, on_progress=meanwhile)
    assert done.plan.schedules == ()
    assert model.schedules_of(done.function.id) == [("late", "1 1 * * *", None)]


async def test_changed_schedule_alone(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """A function that is as it should be keeps its id while a schedule of it is replaced; the others are left."""
    first = (await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])).function
    model.add_schedule(first.id, "own", "1 1 * * *")
    later = FunctionScheduleWrite("nightly", "0 4 * * *")
    done = await deployer.functions.deploy("f", folder, external_id="x", schedules=[later])
    assert (done.plan.action, done.function.id) == ("unchanged", first.id)
    assert model.schedules_of(first.id) == [("nightly", "0 4 * * *", None), ("own", "1 1 * * *", None)]


@pytest.mark.parametrize(
    ("code", "error"), [("# broken\n" + HANDLER, DeploymentFailedError), ("# raises\n" + HANDLER, CallFailedError)]
)
async def test_candidate_that_fails(
    deployer: AsyncClient, model: DeployService, folder: Path, code: str, error: type[Exception]
) -> None:
    """Where the candidate cannot be built, or fails its check, the old function was not touched and nothing is left."""
    first = (await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])).function
    schedules, files = dict(model.schedules), dict(model.files)
    (folder / "handler.py").write_text(code, encoding="utf-8")
    with pytest.raises(error) as caught:
        await deployer.functions.deploy("f", folder, external_id="x", check={"x": 1})
    assert "That was the candidate. Nothing has become of 'x'." in caught.value.__notes__
    assert (error is DeploymentFailedError) == any("pip: no such package" in note for note in caught.value.__notes__)
    assert (list(model.functions), model.schedules, model.files) == ([first.id], schedules, files)


async def test_first_function_that_fails_its_check(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """With a check, the first function of an external id is tried out, too."""
    (folder / "handler.py").write_text("# raises\n" + HANDLER, encoding="utf-8")
    with pytest.raises(CallFailedError):
        await deployer.functions.deploy("f", folder, external_id="x", check={})
    assert not model.functions
    assert not model.files


async def test_build_that_fails_for_the_service(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """What was built once as a candidate is built again, a few times, where the service fails to."""
    await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    model.builds_fail = 2
    done = await deployer.functions.deploy("f", folder, external_id="x")
    assert (done.function.status, len(model.functions), len(model.files)) == ("Ready", 1, 1)

    (folder / "handler.py").write_text(HANDLER + "\n\n", encoding="utf-8")
    model.builds_fail = 3
    with pytest.raises(DeploymentFailedError) as caught:
        await deployer.functions.deploy("f", folder, external_id="x")
    assert "Deploy 'x' again to go on from here." in caught.value.__notes__
    done = await deployer.functions.deploy("f", folder, external_id="x")
    assert model.schedules_of(done.function.id) == [("nightly", "0 2 * * *", {"a": 1})]
    assert (done.function.status, len(model.functions), len(model.files)) == ("Ready", 1, 1)


async def test_schedules_that_could_not_be_made_again(
    deployer: AsyncClient, model: DeployService, service: Scripted, folder: Path
) -> None:
    """Where no session can be made for schedules, the old function stays."""
    first = (await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])).function
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    service.script = model.script({"POST /sessions": refusal(403, "sessionsAcl is missing")})
    with pytest.raises(Exception, match="sessionsAcl is missing"):
        await deployer.functions.deploy("f", folder, external_id="x")
    assert first.id in model.functions
    assert len(model.schedules) == 1


async def test_binding_that_fails_at_first(
    deployer: AsyncClient, model: DeployService, service: Scripted, folder: Path, clock: MadeUpTime
) -> None:
    """A fresh function may refuse a schedule for a moment; it is made once it can be."""
    refused: list[Answer | None] = [refusal(400, "Failed to bind session to schedule None"), None]

    def create(request: Any) -> Answer:
        return refused.pop(0) or model.answer(request) if refused else model.answer(request)

    service.script = model.script({"POST /functions/schedules": create})
    done = await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])
    assert model.schedules_of(done.function.id) == [("nightly", "0 2 * * *", {"a": 1})]


async def test_refused_function_leaves_no_archive(
    deployer: AsyncClient, model: DeployService, service: Scripted, folder: Path
) -> None:
    """If the service refuses the function, its archive goes again."""
    service.script = model.script({"POST /functions": refusal(400, "no")})
    for check in (None, {"x": 1}):
        with pytest.raises(BadRequestError, match="400 from createFunction: no"):
            await deployer.functions.deploy("f", folder, external_id="x", check=check)
        assert not model.files


async def test_timeout(deployer: AsyncClient, model: DeployService, folder: Path, clock: MadeUpTime) -> None:
    """A candidate that is not ready in time is deleted, and the old function is as it was."""
    first = (await deployer.functions.deploy("f", folder, external_id="x")).function
    create = model.create

    def slow(item: dict[str, Any]) -> Answer:
        answer = create(item)
        for each in model.functions.values():
            if each["externalId"] != "x":
                each["status"] = "Deploying"
        return answer

    model.create = slow  # type: ignore[method-assign]
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    with pytest.raises(WaitTimeoutError, match="still Deploying after"):
        await deployer.functions.deploy("f", folder, external_id="x", timeout=60)
    assert list(model.functions) == [first.id]


async def test_timeout_without_a_candidate(
    deployer: AsyncClient, model: DeployService, folder: Path, clock: MadeUpTime
) -> None:
    """A build that goes on after the timeout is what the next deployment waits for."""
    create = model.create

    def slow(item: dict[str, Any]) -> Answer:
        answer = create(item)
        model.by_external_id("x")["status"] = "Deploying"
        return answer

    model.create = slow  # type: ignore[method-assign]
    with pytest.raises(WaitTimeoutError) as caught:
        await deployer.functions.deploy("f", folder, external_id="x", timeout=60)
    assert "Deploy 'x' again to go on from here." in caught.value.__notes__
    (function,) = model.functions.values()
    function["status"] = "Ready"
    done = await deployer.functions.deploy("f", folder, external_id="x", timeout=60)
    assert (done.plan.action, done.function.id) == ("unchanged", function["id"])


async def test_external_id_of_the_candidate_is_taken(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """A function of somebody's under the external id of the candidate is told, and left alone."""
    model.functions[8] = {"id": 8, "name": "g", "externalId": "x:candidate", "status": "Ready", "createdTime": 1}
    with pytest.raises(FunctionExistsError, match="has the external id 'x:candidate', and it is no candidate"):
        await deployer.functions.deploy("f", folder, external_id="x")
    assert list(model.functions) == [8]


async def test_long_external_ids(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """An external id may be as long as the service takes; those that are made of it are not longer."""
    external_id = "x" * 255
    await deployer.functions.deploy("f", folder, external_id=external_id)
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    await deployer.functions.deploy("f", folder, external_id=external_id)
    (file,) = model.files.values()
    assert len(file["externalId"]) == 255
    assert len(model.functions) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"folder": None}, r"folder, function_handle: expected exactly one of them, got neither"),
    ({"function_handle": print}, r"folder, function_handle: expected exactly one of them, got both"),
    ({"external_id": ""}, r"external_id: expected a string of 1 to 255 characters, got 0"),
    ({"schedules": "nightly"}, r"schedules: expected a list of FunctionScheduleWrite, got str"),
    ({"schedules": [{}]}, r"schedules: expected a list of FunctionScheduleWrite, got a dict in it"),
    ({"schedules": [NIGHTLY, NIGHTLY]}, r"schedules: expected each name once, got 'nightly' twice"),
    ({"check": []}, r"check: expected a mapping with string keys, got list"),
    ({"check": {}, "candidate": False}, r"check: is what a candidate is called with, and candidate=False asks"),
    ({"data_set_id": 0}, r"data_set_id: expected an int from 1"),
    ({"timeout": -1}, r"timeout: expected 0 s or more, got -1"),
]


@pytest.mark.parametrize(("change", "error"), BAD)
async def test_bad_input(
    deployer: AsyncClient, service: Scripted, folder: Path, change: dict[str, Any], error: str
) -> None:
    """What can be seen to be wrong is told before anything is sent."""
    arguments: dict[str, Any] = {"name": "f", "folder": folder, "external_id": "x", **change}
    with pytest.raises((TypeError, ValueError), match=error):
        await deployer.functions.deploy(**arguments)
    assert not service.received


def test_bad_schedule() -> None:
    """A schedule is checked when it is written down."""
    with pytest.raises(ValueError, match="cron_expression"):
        FunctionScheduleWrite("nightly", "0 25 * * *")


async def test_progress(deployer: AsyncClient, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step is told when it begins: to programs as an event, to people as a line on stderr."""
    await deployer.functions.deploy("f", folder, external_id="x", schedules=[NIGHTLY])
    (folder / "handler.py").write_text(HANDLER + "\n", encoding="utf-8")
    told: list[DeployProgress] = []
    await deployer.functions.deploy("f", folder, external_id="x", check={}, on_progress=told.append, progress=True)
    steps = list(dict.fromkeys(each.step for each in told))
    assert steps == [
        "pack",
        "upload",
        "build candidate",
        "check",
        "replace",
        "build",
        "schedules",
        "clean up",
        "ready",
    ]
    assert all(each.name == "f" and each.seconds >= 0 for each in told)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[:3] == ["f: packing", "f: uploading", "f: building the candidate"]
    assert printed.err.splitlines()[-1] == "f: ready"


class Terminal(io.StringIO):
    """A stream that is one."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_progress_on_a_terminal() -> None:
    """There, one line changes, with the seconds in it, and is left at the end."""
    stream = Terminal()
    display = Display(stream)
    display(DeployProgress("build", "f", 0.1))
    display(DeployProgress("build", "f", 12.3))
    display(DeployProgress("ready", "f"))
    display.end()
    assert stream.getvalue() == "\rf: building\rf: building 12 s\rf: ready        \n"
    cut_off = Display(stream := Terminal())
    cut_off(DeployProgress("build", "f"))
    cut_off.end()
    assert stream.getvalue() == "\rf: building\n"


async def test_wait_until_ready_tells(client: AsyncClient, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever waits for a function is told how long it takes."""
    function = await client.functions.create("f", folder)
    told: list[DeployProgress] = []
    await function.wait_until_ready(timeout=PATIENCE, on_progress=told.append, progress=True)
    assert told[-1].step == "ready"
    assert {each.step for each in told[:-1]} <= {"build"}
    assert capsys.readouterr().err.endswith("f: ready\n")


async def test_against_the_emulator(client: AsyncClient, folder: Path, tmp_path: Path) -> None:
    """A function that runs is replaced by one that runs, with shared code beside it and with its schedule."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "__init__.py").write_text("NUMBER = 1", encoding="utf-8")
    (folder / "handler.py").write_text("from shared import NUMBER\ndef handle(data): return NUMBER", encoding="utf-8")
    common = [tmp_path / "shared"]
    first = await client.functions.deploy(
        "f", folder, external_id="x", common=common, schedules=[NIGHTLY], check={}, timeout=PATIENCE
    )
    assert await (await first.function.call()).get_response() == 1
    (tmp_path / "shared" / "__init__.py").write_text("NUMBER = 22", encoding="utf-8")
    plan = await client.functions.deploy("f", folder, external_id="x", common=common, dry_run=True)
    assert plan.reasons == ("code: shared/__init__.py changed",)
    second = await client.functions.deploy("f", folder, external_id="x", common=common, check={}, timeout=PATIENCE)
    assert await (await second.function.call()).get_response() == 22
    (schedule,) = await second.function.list_schedules()
    assert (schedule.name, await schedule.get_input_data()) == ("nightly", {"a": 1})
    assert [each.external_id for each in await client.functions.list(limit=None)] == ["x"]


DAY_MS = 24 * 3600 * 1000


async def test_prune(deployer: AsyncClient, model: DeployService, folder: Path) -> None:
    """What deploy has made, and nobody scheduled or called for long, is told first, then deleted with its archive."""
    for name in ("unused", "scheduled", "called", "asked"):
        await deployer.functions.deploy(name, folder, external_id=name)
    await deployer.functions.create("made", folder, external_id="made")
    model.add_schedule(model.by_external_id("scheduled")["id"], "s", "* * * * *")
    model.by_external_id("called")["lastCalled"] = EPOCH_MS + 400 * 365 * DAY_MS // 10
    asked = model.by_external_id("asked")["id"]
    model.calls[1] = {"id": 1, "functionId": asked, "status": "Completed", "startTime": EPOCH_MS + 40 * 365 * DAY_MS}
    files = len(model.files)

    plan = await deployer.functions.prune(keep=3600, dry_run=True)
    assert [each.external_id for each in plan.functions] == ["unused"]
    assert str(plan).startswith("delete function 'unused' (id ")
    assert str(plan).endswith("last used 2023-11-14")
    assert len(model.functions) == 5

    assert await deployer.functions.prune(keep=3600) == plan
    assert {each["externalId"] for each in model.functions.values()} == {"scheduled", "called", "asked", "made"}
    assert len(model.files) == files - 1
    assert str(await deployer.functions.prune(keep=3600)) == "nothing to delete"
    assert (await deployer.functions.prune(keep=1e12)).functions == ()
