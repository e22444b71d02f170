"""Functions: deployed, retrieved, brought up to date."""

from datetime import UTC
from pathlib import Path

import pytest

from cdf_functions import (
    AsyncClient,
    DeploymentFailedError,
    NoAnswerError,
    NotFoundError,
    Retries,
    Token,
    WaitTimeoutError,
)
from tests.patience import PATIENCE
from tests.scripted import Answer, Script, scripted

from .conftest import AsyncDeploy

FILE = {"id": 3, "uploaded": False, "uploadUrl": "http://127.0.0.1:1/nowhere"}
QUEUED = {"id": 1, "name": "f", "status": "Queued"}


async def test_deploy_and_retrieve(client: AsyncClient, tmp_path: Path) -> None:
    """What a function was created with comes back from retrieve, its secrets masked, its times aware."""
    (tmp_path / "main.py").write_text("def handle(): ...", encoding="utf-8")
    created = await client.functions.create(
        "all of it",
        str(tmp_path),
        function_path="main.py",
        external_id="xid",
        description="d",
        owner="o",
        secrets={"key": "hush"},
        env_vars={"NAME": "value"},
        cpu=1,
        memory=2,
        runtime="py311",
        metadata={"a": "b"},
        index_url="https://user:hush@example.com/simple",
        extra_index_urls=["https://example.com/more"],
    )
    assert created.status in {"Queued", "Deploying", "Ready"}
    ready = await created.wait_until_ready(timeout=PATIENCE)
    assert ready is created

    for found in (await client.functions.retrieve(id=created.id), await client.functions.retrieve(external_id="xid")):
        assert (found.id, found.name, found.external_id, found.status) == (created.id, "all of it", "xid", "Ready")
        assert (found.description, found.owner, found.function_path) == ("d", "o", "main.py")
        assert (found.env_vars, found.metadata["a"], found.runtime) == ({"NAME": "value"}, "b", "py311")
        assert list(found.secrets) == ["key"]
        assert "hush" not in repr(found.model)
        assert found.created_time.tzinfo is UTC
        assert found.last_called is None
        assert found.error is None
        assert f"id={created.id}, name='all of it'" in repr(found)


async def test_update_brings_new_fields(deploy: AsyncDeploy) -> None:
    """After a call, update shows when the function was last called."""
    function = await deploy("def handle(): ...")
    call = await function.call()

    await function.update()

    assert function.last_called is not None
    assert abs((function.last_called - call.start_time).total_seconds()) < 1


async def test_unknown_function(client: AsyncClient) -> None:
    """Retrieving what is not there raises, and the error names it."""
    with pytest.raises(NotFoundError, match="4711") as caught:
        await client.functions.retrieve(id=4711)
    assert caught.value.missing == ({"id": 4711},)
    assert caught.value.operation == "getFunctionsByIds"
    assert caught.value.request_id
    with pytest.raises(NotFoundError, match="nobody"):
        await client.functions.retrieve(external_id="nobody")


async def test_failed_deployment(client: AsyncClient, tmp_path: Path) -> None:
    """A function that cannot be built raises when it is waited for, with the reason."""
    (tmp_path / "handler.py").write_text("def handle(): ...", encoding="utf-8")
    (tmp_path / "nested").mkdir()
    (tmp_path / "nested" / "handler.py").write_text("def handle(): ...", encoding="utf-8")
    good = await client.functions.create("good", tmp_path)

    bad = await client.functions.create("bad", file_id=good.file_id, function_path="elsewhere.py")

    with pytest.raises(DeploymentFailedError, match=r"function \d+ \(bad\) could not be deployed: .*elsewhere.py"):
        await bad.wait_until_ready(timeout=PATIENCE)
    assert (await good.wait_until_ready(timeout=PATIENCE)).status == "Ready"


async def test_waiting_for_a_deployment_ends() -> None:
    """Waiting for a deployment that takes longer than the timeout raises."""
    script = {
        "POST /functions": Answer(201, {"items": [QUEUED]}),
        "POST /functions/byids": Answer(200, {"items": [QUEUED]}),
    }
    with scripted(script) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            function = await client.functions.create("f", file_id=3)
            with pytest.raises(WaitTimeoutError, match=r"function 1 \(f\) is still Queued") as caught:
                await function.wait_until_ready(timeout=0.1)
    assert caught.value.subject is function


async def test_upload_goes_where_the_service_says(tmp_path: Path) -> None:
    """The zip is put at the address that the service gave, without the token, before the function is created."""
    (tmp_path / "handler.py").write_text("def handle(): ...", encoding="utf-8")
    with scripted({"PUT /bucket/key": Answer(200, b"", {"content-type": "text/plain"})}) as storage:
        file = {**FILE, "uploadUrl": f"{storage.base_url}/bucket/key?signature=s"}
        script: Script = {
            "POST /files": Answer(201, file),
            "GET /files/3": [Answer(200, file), Answer(200, {**file, "uploaded": True})],
            "POST /functions": Answer(201, {"items": [QUEUED]}),
        }
        with scripted(script) as service:
            async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
                await client.functions.create("a/b", tmp_path)

    (put,) = storage.received
    assert put.body.startswith(b"PK")
    assert put.path.endswith("?signature=s")
    assert "authorization" not in put.headers
    assert service.operations() == ["POST /files", "GET /files/3", "GET /files/3", "POST /functions"]
    assert service.received[0].json == {"name": "a-b.zip", "mimeType": "application/zip"}
    assert service.received[-1].json == {"items": [{"name": "a/b", "fileId": 3, "functionPath": "handler.py"}]}


async def test_failed_upload_creates_nothing(tmp_path: Path) -> None:
    """When the zip cannot be stored, the error says so, shows no signature, and no function is created."""
    (tmp_path / "handler.py").write_text("def handle(): ...", encoding="utf-8")
    file = {**FILE, "uploadUrl": "http://127.0.0.1:1/key?signature=hush"}
    with scripted({"POST /files": Answer(201, file)}) as service:
        once = Retries(attempts=1)
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t"), retries=once) as client:
            with pytest.raises(
                NoAnswerError, match=r"uploadFileContent: no answer from http://127\.0\.0\.1:1"
            ) as caught:
                await client.functions.create("f", tmp_path)
    assert "hush" not in str(caught.value)
    assert service.operations() == ["POST /files", "POST /files/delete"]


async def test_field_newer_than_this_package() -> None:
    """A field that has no property yet is there by its name; one that the spec does not know is in the model."""
    answer = {**QUEUED, "runtimeVersion": "Python 3.11.10", "brandNew": 5}
    with scripted({"POST /functions/byids": Answer(200, {"items": [answer]})}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            function = await client.functions.retrieve(id=1)
    assert function.model.additional_properties == {"brandNew": 5}
    assert not hasattr(function, "brand_new")
    with pytest.raises(AttributeError, match="Function' object has no attribute 'nothing'"):
        _ = function.nothing  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
