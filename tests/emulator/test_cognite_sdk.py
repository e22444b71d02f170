"""The vendor's own SDK, unchanged, works against the emulator: every method that it has for what is emulated."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.patience import eventually

from .support import archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cdf_functions_emulator import Emulator

SOURCE = """
def handle(client, data, secrets, function_call_info):
    print("called with", data)
    if "fail" in data:
        raise ValueError(data["fail"])
    return {"project": client.config.project, "secret": secrets["key"], "found": len(client.functions.list()), **data}
"""
#: The groups of methods, and those of each that the scenarios below call.
USED = {
    "functions": {
        "__call__", "activate", "call", "create", "delete", "limits", "list", "retrieve", "retrieve_multiple", "status",
    },
    "functions.calls": {"get_logs", "get_response", "list", "retrieve"},
    "functions.schedules": {"__call__", "create", "delete", "get_input_data", "list", "retrieve"},
    "iam.sessions": {"create", "list", "retrieve", "revoke"},
    "iam.token": {"inspect"},
}  # fmt: skip


def sdk(name: str) -> Any:
    """Something of cognite-sdk, which takes too long to load for every type check to look into it."""
    module, _, attribute = f"cognite.client.{name}".rpartition(".")
    return getattr(import_module(module), attribute)


@pytest.fixture(scope="module")
def connect(emulator: Emulator) -> Callable[[Any], Any]:
    """A client of an empty project, with these credentials."""
    sdk("global_config").disable_pypi_version_check = True

    def connect(credentials: Any) -> Any:
        config = sdk("ClientConfig")("test", uuid4().hex[:12], credentials, base_url=emulator.base_url)
        return sdk("CogniteClient")(config)

    return connect


@pytest.fixture
def client(emulator: Emulator, connect: Callable[[Any], Any]) -> Any:
    """A client that logs in with client credentials."""
    credentials = sdk("credentials.OAuthClientCredentials")
    return connect(credentials(emulator.token_url, emulator.client_id, emulator.client_secret, ["any"]))


def ready(function: Any) -> Any:
    """The function once it can be called."""

    def status() -> str:
        function.update()
        return str(function.status)

    assert eventually(status, lambda found: found in ("Ready", "Failed")) == "Ready", function.error
    return function


def deploy(client: Any, source: str = "def handle(data): return data", **fields: Any) -> Any:
    """A new function, made from an uploaded file."""
    file = client.files.upload_bytes(archive({"handler.py": source}), name=f"{uuid4().hex}.zip")
    return ready(client.functions.create("f", file_id=file.id, **fields))


def ended(call: Any) -> Any:
    """The call once it has ended; the SDK's own waiting sleeps for longer than these calls take."""

    def status() -> str:
        call.update()
        return str(call.status)

    eventually(status, lambda found: found != "Running")
    return call


def test_deploy_in_each_way(client: Any, tmp_path: Path) -> None:
    """Functions are made of a folder, of a file and of a Python function, and carry what they were given."""
    (tmp_path / "handler.py").write_text(SOURCE, encoding="utf-8")
    folder = ready(
        client.functions.create(
            "from a folder",
            folder=str(tmp_path),
            external_id="folder",
            description="d",
            owner="o",
            secrets={"key": "s"},
            env_vars={"A": "1"},
            cpu=1.0,
            memory=1.5,
            runtime="py312",
            metadata={"m": "1"},
            index_url="https://example.org/simple",
            extra_index_urls=["https://example.org/more"],
        )
    )
    assert (folder.owner, folder.env_vars, folder.secrets, folder.metadata) == (
        "o",
        {"A": "1"},
        {"key": "***"},
        {"m": "1"},
    )
    assert client.files.retrieve(external_id="folder").uploaded

    def handle(data: object) -> object:
        return data

    from_code = ready(client.functions.create("from code", function_handle=handle))
    from_file = deploy(client)
    assert from_code.call({"x": 1}).get_response() == {"x": 1}
    assert {each.id for each in client.functions()} == {folder.id, from_code.id, from_file.id}
    with pytest.raises(sdk("exceptions.CogniteDuplicatedError")):
        client.functions.create("again", file_id=folder.file_id, external_id="folder")


def test_find_and_delete(client: Any) -> None:
    """Functions are found one by one, by many ids and by filters; what is unknown is None or an error that names it."""
    a, b = deploy(client, external_id="a", metadata={"m": "1"}), deploy(client, owner="b")
    assert client.functions.retrieve(id=a.id).external_id == "a"
    assert client.functions.retrieve(external_id="a").id == a.id
    assert client.functions.retrieve(id=10**6) is None
    assert [each.id for each in client.functions.retrieve_multiple(ids=[b.id], external_ids=["a"])] == [b.id, a.id]
    assert len(client.functions.retrieve_multiple(ids=[a.id, 10**6], ignore_unknown_ids=True)) == 1
    with pytest.raises(sdk("exceptions.CogniteNotFoundError")) as caught:
        client.functions.retrieve_multiple(external_ids=["nope"])
    assert caught.value.not_found == [{"external_id": "nope"}]
    for wanted in ({"external_id_prefix": "a"}, {"metadata": {"m": "1"}}, {"file_id": a.file_id}):
        assert [each.id for each in client.functions.list(**wanted)] == [a.id]
    assert [each.id for each in client.functions.list(owner="b", status="Ready", name="f", limit=None)] == [b.id]
    assert len(client.functions.list(created_time={"min": 1}, limit=1)) == 1
    client.functions.delete(id=b.id, external_id="a")
    assert len(client.functions.list()) == 0


def test_calls(client: Any) -> None:
    """A call runs with a client of its own, is found, and gives its response, its log and its error."""
    function = deploy(client, SOURCE, external_id="f", secrets={"key": "s"})
    call = client.functions.call(external_id="f", data={"x": 1})
    assert call.status == "Completed"
    assert call.get_response() == {"project": client.config.project, "secret": "s", "found": 1, "x": 1}
    assert [entry.message for entry in call.get_logs()] == ["called with {'x': 1}"]
    assert call.get_logs().to_text() == "called with {'x': 1}"

    nonce = client.iam.sessions.create(session_type="ONESHOT_TOKEN_EXCHANGE").nonce
    failed = ended(client.functions.call(id=function.id, data={"fail": "on purpose"}, wait=False, nonce=nonce))
    assert failed.status == "Failed"
    assert "on purpose" in failed.error["message"]
    assert failed.get_response() is None

    calls = client.functions.calls
    assert calls.retrieve(call.id, function_external_id="f").id == call.id
    assert calls.retrieve(10**6, function_id=function.id) is None
    assert calls.get_response(call.id, function_id=function.id)["x"] == 1
    assert len(calls.get_logs(call.id, function_external_id="f")) == 1
    assert [each.id for each in function.list_calls()] == [failed.id, call.id]
    assert [each.id for each in calls.list(function_id=function.id, status="Failed", limit=None)] == [failed.id]
    assert len(calls.list(function_external_id="f", start_time={"min": 1}, end_time={"max": 1})) == 0
    assert function.retrieve_call(call.id).end_time >= call.start_time


def test_more_calls_than_fit_a_page(client: Any) -> None:
    """The SDK follows the cursors of the list of calls."""
    function = deploy(client)
    calls = [ended(function.call(wait=False)).id for _ in range(3)]
    listed = client.functions.calls
    listed._LIST_LIMIT = 2
    assert [call.id for call in function.list_calls(limit=None)] == calls[::-1]


def test_schedules(client: Any, emulator: Emulator) -> None:
    """Schedules are made with each kind of credentials, found, and give their data back."""
    function = deploy(client, external_id="f")
    schedules = client.functions.schedules
    given = sdk("data_classes.ClientCredentials")(emulator.client_id, emulator.client_secret)
    made = schedules.create(
        "s", "0 * * * *", function_id=function.id, client_credentials=given, description="d", data={"x": 1}
    )
    write = sdk("data_classes.functions.FunctionScheduleWrite")
    nonce = client.iam.sessions.create(session_type="ONESHOT_TOKEN_EXCHANGE").nonce
    other = schedules.create(write("t", "*/5 * * * MON", function_id=function.id, nonce=nonce))
    with pytest.warns(UserWarning, match="function_external_id"):
        third = schedules.create("u", "1 1 1 1 *", function_external_id="f")
    assert schedules.get_input_data(made.id) == made.get_input_data() == {"x": 1}
    assert schedules.get_input_data(other.id) is None
    assert schedules.retrieve(made.id).description == "d"
    assert [each.id for each in schedules.retrieve([made.id, 10**6], ignore_unknown_ids=True)] == [made.id]
    assert [each.id for each in schedules()] == [made.id, other.id, third.id]
    for wanted in ({"name": "s"}, {"cron_expression": "0 * * * *"}, {"created_time": {"max": made.created_time}}):
        assert made.id in [each.id for each in schedules.list(**wanted)]
    assert len(function.list_schedules(limit=None)) == len(schedules.list(function_external_id="f")) == 3
    for schedule in (made, other, third):
        schedules.delete(schedule.id)
    assert schedules.retrieve(made.id) is None


def test_sessions_and_token(client: Any, connect: Callable[[Any], Any]) -> None:
    """Sessions of each type are made, found and revoked, and the token says what it allows."""
    sessions = client.iam.sessions
    types = ("CLIENT_CREDENTIALS", "TOKEN_EXCHANGE", "ONESHOT_TOKEN_EXCHANGE")
    made = [sessions.create(session_type=kind) for kind in types[1:]]
    made.append(sessions.create())
    assert {each.type for each in made} == set(types)
    assert all(each.nonce for each in made)
    by_token = connect(sdk("credentials.Token")("any")).iam.sessions.create()
    assert by_token.type == "TOKEN_EXCHANGE"
    ids = [each.id for each in made]
    assert [each.id for each in sessions.retrieve(ids)] == ids
    assert sessions.retrieve(ids[0]).status == "READY"
    assert {each.status for each in sessions.revoke(ids[:2])} == {"REVOKED"}
    assert sessions.revoke(ids[0]).status == "REVOKED"
    assert [each.id for each in sessions.list(status="READY")] == ids[2:]
    assert len(sessions.list(limit=2)) == 2
    inspected = client.iam.token.inspect()
    assert {type(each.capability).__name__ for each in inspected.capabilities} == {
        "FunctionsAcl",
        "SessionsAcl",
        "FilesAcl",
        "DataSetsAcl",
        "ProjectsAcl",
        "GroupsAcl",
    }
    assert client.config.project in [each.url_name for each in inspected.projects]


def test_limits_and_activation(client: Any) -> None:
    """The SDK reads the limits and the status of the project."""
    limits = client.functions.limits()
    assert (limits.timeout_minutes, limits.response_size_mb) == (9, 1)
    assert client.functions.activate().status == client.functions.status().status == "activated"


def test_no_method_is_left_out(client: Any) -> None:
    """The scenarios above name every method that this version of the SDK has, so a new one is noticed."""
    for path, used in USED.items():
        api: Any = client
        for name in path.split("."):
            api = getattr(api, name)
        methods = dict(inspect.getmembers(type(api), inspect.isfunction))  # pyright: ignore[reportUnknownArgumentType]
        public = {name for name in methods if name == "__call__" or not name.startswith("_")}
        assert public == used, path
