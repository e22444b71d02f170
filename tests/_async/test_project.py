"""What a project allows, and what a token is good for."""

import pytest

from cdf_functions import AccessDeniedError, AsyncClient, FunctionsLimits, OAuthClientCredentials
from cdf_functions_emulator import Emulator
from tests.scripted import Answer, Script, scripted

from .conftest import scripted_client

NOTHING: dict[str, object] = {}


async def test_limits(client: AsyncClient) -> None:
    """The limits tell what a function may be given."""
    limits = await client.functions.limits()

    assert limits.timeout_minutes is not None
    assert limits.timeout_minutes > 0
    assert limits.cpu_cores["min"] <= limits.cpu_cores["default"] <= limits.cpu_cores["max"]
    assert set(limits.memory_gb) == {"min", "max", "default"}
    assert "py311" in limits.runtimes
    assert repr(limits).startswith("FunctionsLimits(timeout_minutes=")


@pytest.mark.parametrize(
    ("sent", "limits"),
    [
        (NOTHING, FunctionsLimits(None, {}, {}, [], None)),
        (
            {"timeoutMinutes": None, "cpuCores": None, "memoryGb": {}, "runtimes": None, "responseSizeMb": None},
            FunctionsLimits(None, {}, {}, [], None),
        ),
        (
            {"timeoutMinutes": 10, "cpuCores": {"max": 1, "burst": 2}, "runtimes": ["py399"], "gpu": True},
            FunctionsLimits(10, {"max": 1}, {}, ["py399"], None),
        ),
    ],
)
async def test_limits_with_parts_missing(sent: object, limits: FunctionsLimits) -> None:
    """Whatever the service leaves out of the limits is None, or empty; what is new is passed over."""
    async with scripted_client({"GET /functions/limits": Answer(200, sent)}) as (client, _):
        assert await client.functions.limits() == limits


async def test_status_and_activation(client: AsyncClient) -> None:
    """A project tells whether it has Functions, and can be asked to have them."""
    assert (await client.functions.status()).status == "activated"
    assert (await client.functions.activate()).status in {"requested", "activated"}


async def test_status_of_a_new_kind() -> None:
    """A status newer than this package is given as it is, and one that is missing as an empty text."""
    script = {
        "GET /functions/status": Answer(200, {"status": "IN PROGRESS"}),
        "POST /functions/status": Answer(202, {}),
    }
    async with scripted_client(script) as (client, _):
        assert (await client.functions.status()).status == "IN PROGRESS"
        assert (await client.functions.activate()).status == ""


async def test_token(emulator: Emulator, project: str) -> None:
    """A token tells whom it stands for; the client that asks it can be used as before."""
    pair = OAuthClientCredentials(emulator.token_url, emulator.client_id, emulator.client_secret)
    async with AsyncClient(project=project, base_url=emulator.base_url, credentials=pair) as client:
        inspection = await client.token.inspect()
        assert await client.functions.list() == []
    assert inspection.subject == emulator.client_id


async def test_wire_of_a_token_inspection() -> None:
    """The token is inspected outside of any project, and the same token serves both; what it may do is plain data."""
    acl = {"functionsAcl": {"actions": ["READ"], "scope": {"all": NOTHING}}, "projectScope": {"projects": ["a"]}}
    projects = [{"projectUrlName": "a", "groups": [1, 2]}, {"projectUrlName": "b"}, {"groups": [3]}]
    answers = [
        Answer(200, {"subject": "me", "projects": projects, "capabilities": [acl]}),
        Answer(200, {"subject": None, "projects": None}),
        Answer(403, {"error": {"code": 403, "message": "no"}}),
    ]
    script: Script = {
        "POST /token": Answer(200, {"access_token": "t-1", "expires_in": 3600}),
        "GET /api/v1/token/inspect": answers,
        "POST /functions/list": Answer(200, {"items": []}),
    }
    with scripted(script) as service:
        credentials = OAuthClientCredentials(f"{service.base_url}/token", "id", "hush")
        async with AsyncClient(project="p", base_url=service.base_url, credentials=credentials) as client:
            await client.functions.list()
            inspection = await client.token.inspect()
            nothing = await client.token.inspect()
            with pytest.raises(AccessDeniedError, match="403 from inspectToken: no"):
                await client.token.inspect()

    assert (inspection.subject, inspection.projects) == ("me", {"a": [1, 2], "b": []})
    assert inspection.capabilities == [acl]
    assert repr(inspection) == "TokenInspection(subject='me', projects={'a': [1, 2], 'b': []})"
    assert (nothing.subject, nothing.projects, nothing.capabilities) == (None, {}, [])
    assert service.operations().count("POST /token") == 1
    assert service.received[-1].headers["authorization"] == "Bearer t-1"
