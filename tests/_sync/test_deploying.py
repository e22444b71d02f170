# Made by `nox -s regenerate` from tests/_async/test_deploying.py. Do not edit: change that, and run it again.
"""Code and settings become a function: once, whole, and with nothing left behind."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import ApiError, Client, DeploymentFailedError, FunctionExistsError, NoAnswerError, Token
from cdf_functions._deploy.archive import pack
from cdf_functions._deploy.folder import read_folder
from cdf_functions._sync.deploy import in_turns
from tests.patience import PATIENCE
from tests.scripted import LOST, Answer, Received, Script, scripted

QUEUED = {"id": 1, "name": "f", "status": "Queued"}
HUSH = {"password": "hush-hush"}
MISSING = Answer(400, {"error": {"code": 400, "message": "no such function", "missing": [{"external_id": "x"}]}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a handler."""
    (tmp_path / "handler.py").write_text("def handle(secrets): return sorted(secrets)", encoding="utf-8")
    return tmp_path


def handle(data: dict[str, int]) -> int:
    """Double a number; typed as one would, so that the type checkers see that it is taken."""
    return data["x"] * 2


def storing(**more: Any) -> Script:
    """A service that stores files, and does more."""

    def announce(request: Received) -> Answer:
        return Answer(201, {"id": 3, "uploadUrl": f"http://{request.headers['host']}/api/v1/projects/p/storage"})

    return {
        "POST /files": announce,
        "PUT /storage": Answer(200),
        "GET /files/3": Answer(200, {"id": 3, "uploaded": True}),
        "POST /files/delete": Answer(200),
        **more,
    }


def test_function_handle(client: Client) -> None:
    """A function is deployed from its source, and runs."""
    function = client.functions.create("f", function_handle=handle, function_path="src/main.py")
    function.wait_until_ready(timeout=PATIENCE)
    call = function.call({"x": 21})
    assert call.get_response() == 42


def test_packed_folder_runs(client: Client, folder: Path) -> None:
    """What is packed is what runs: a handler that is only imported, from a module of the folder."""
    (folder / "handler.py").write_text("from core.work import handle\n", encoding="utf-8")
    (folder / "core").mkdir()
    (folder / "core" / "work.py").write_text(
        "def handle(data): return [data, __file__.rpartition('/')[2]]", encoding="utf-8"
    )
    function = client.functions.create("f", str(folder))
    function.wait_until_ready(timeout=PATIENCE)
    call = function.call({"a": 1})
    assert call.get_response() == [{"a": 1}, "work.py"]


def test_the_same_again_is_found(client: Client, folder: Path) -> None:
    """The same code and settings under the same external id are the function that is there already."""
    settings: dict[str, Any] = {"external_id": "x", "secrets": HUSH, "metadata": {"team": "a"}, "cpu": 1}
    first = client.functions.create("f", folder, **settings)
    first.wait_until_ready(timeout=PATIENCE)
    numbers: dict[str, Any] = {"cpu": 1.0, "env_vars": {}}
    copy: dict[str, Any] = {"metadata": first.metadata}
    again = client.functions.create("f", folder, **{**settings, **numbers})
    copied = client.functions.create("f", folder, **{**settings, **copy})

    assert (again.id, again.status) == (copied.id, copied.status) == (first.id, "Ready")
    assert first.metadata["team"] == "a"
    assert "hush" not in str(first.metadata)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": "g"}, "settings"),
        ({"secrets": {"passphrase": "hush-hush"}}, "settings"),
        ({"secrets_version": "2"}, "settings"),
        ({"secrets": None}, "settings"),
        ({"index_url": "https://user:hush@example.com/simple"}, "settings"),
        ({"env_vars": {"A": "1"}}, "settings"),
        ({"metadata": {"a": "b"}}, "settings"),
        ({"memory": 2}, "settings"),
        ({"function_handle": handle, "folder": None}, "code"),
        ({"function_handle": handle, "folder": None, "runtime": "py311"}, "code and settings"),
    ],
)
def test_something_else_is_not_mixed_up(client: Client, folder: Path, change: Mapping[str, Any], what: str) -> None:
    """Other code, settings or names of secrets under the same id raise, and nothing is replaced or uploaded."""
    settings: dict[str, Any] = {"name": "f", "folder": folder, "external_id": "x", "secrets": HUSH}
    first = client.functions.create(**settings)

    with pytest.raises(
        FunctionExistsError, match=f"has the external id 'x', and it has other {what}; .* delete it"
    ) as caught:
        client.functions.create(**{**settings, **change})

    assert caught.value.function.id == first.id
    assert "hush" not in str(caught.value)
    assert (client.functions.retrieve(external_id="x")).file_id == first.file_id


def test_deployments_that_are_not_ours_or_failed(client: Client, folder: Path) -> None:
    """A function that failed to deploy is not what a caller wants to find."""
    zipped = client.functions.create("f", folder)
    bad: dict[str, Any] = {"file_id": zipped.file_id, "function_path": "elsewhere.py", "external_id": "x"}
    failed = client.functions.create("f", **bad)
    with pytest.raises(DeploymentFailedError):
        failed.wait_until_ready(timeout=PATIENCE)
    with pytest.raises(FunctionExistsError, match="and its deployment failed"):
        client.functions.create("f", **bad)


def test_function_of_other_means(folder: Path) -> None:
    """A function without our mark may be of anything, so it is not taken for the same."""
    script = {"POST /functions/byids": Answer(200, {"items": [{**QUEUED, "externalId": "x", "metadata": {"a": "b"}}]})}
    with scripted(script) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(FunctionExistsError, match="it was deployed by other means"):
                client.functions.create("f", folder, external_id="x")
    assert service.operations() == ["POST /functions/byids"]


MARK = "cdf-functions/deployed"


def test_secrets_take_no_part_in_the_mark(client: Client, folder: Path) -> None:
    """What anybody can read is the same for every value of a secret, so that no guess can be tried out on it."""
    marks: set[str] = set()
    for pin in ("0000", "4711"):
        urls: dict[str, Any] = {"index_url": f"https://user:{pin}@example.com/simple?pin={pin}"}
        function = client.functions.create("f", folder, external_id="x", secrets={"pin": pin}, **urls)
        marks.add(function.metadata[MARK])
        client.functions.delete(external_id="x")
    assert len(marks) == 1


def test_a_version_of_the_secrets_counts(client: Client, folder: Path) -> None:
    """Other secrets alone are the same function; with a version of them, whoever changes it is told."""
    first = client.functions.create("f", folder, external_id="x", secrets=HUSH, secrets_version="1")
    other = {"password": "another"}
    again = client.functions.create("f", folder, external_id="x", secrets=other, secrets_version="1")
    assert again.id == first.id
    with pytest.raises(FunctionExistsError, match="it has other settings"):
        client.functions.create("f", folder, external_id="x", secrets=other, secrets_version="2")
    with pytest.raises(TypeError, match="secrets_version: expected a string, got int"):
        client.functions.create("f", folder, secrets_version=2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("secrets", [HUSH, None])
def test_mark_of_an_earlier_version(folder: Path, secrets: dict[str, str] | None) -> None:
    """A function whose mark has the digest of its secrets, as marks had before, is still known by the same ones."""
    archive = in_turns(pack(read_folder(folder), "handler.py"))
    archive.close()
    settings: dict[str, object] = {"externalId": "x", "name": "f", "functionPath": "handler.py"}
    hidden = json.dumps({"secrets": secrets}, sort_keys=True).encode()
    slow = hashlib.scrypt(hidden, salt=b"x", n=2**14, r=8, p=1) if secrets else b""
    plain = json.dumps([settings, {}], sort_keys=True).encode()
    mark = " ".join(hashlib.sha256(each).hexdigest()[:32] for each in (archive.digest.encode(), plain + slow))
    function = {**QUEUED, "externalId": "x", "metadata": {MARK: mark}}
    with scripted({"POST /functions/byids": Answer(200, {"items": [function]})}) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            assert (client.functions.create("f", folder, external_id="x", secrets=secrets)).id == 1
            with pytest.raises(FunctionExistsError, match="it has other settings"):
                client.functions.create("f", folder, external_id="x", secrets={"password": "another"})


def test_same_file_id_is_the_same_code(client: Client, folder: Path) -> None:
    """A function made of a file in Files is found again by that file, and told from one made of another."""
    files = [(client.functions.create("zip", folder)).file_id for _ in range(2)]
    first = client.functions.create("f", file_id=files[0], external_id="x")
    assert (client.functions.create("f", file_id=files[0], external_id="x")).id == first.id
    with pytest.raises(FunctionExistsError, match="it has other code;"):
        client.functions.create("f", file_id=files[1], external_id="x")


def test_without_external_id_always_new(client: Client, folder: Path) -> None:
    """Without an external id nothing is looked up, and nothing is added to the metadata."""
    first = client.functions.create("f", folder, metadata={"a": "b"})
    second = client.functions.create("f", folder, metadata={"a": "b"})
    assert first.id != second.id
    assert second.metadata == {"a": "b"}


def test_after_a_lost_answer(folder: Path) -> None:
    """When the answer to the creation is lost, its file stays, and creating again finds what was created."""
    created: list[Any] = []

    def create(request: Received) -> Answer:
        created.append({**QUEUED, **request.json["items"][0]})
        return LOST

    def find(_: Received) -> Answer:
        return Answer(200, {"items": created}) if created else MISSING

    script = storing(**{"POST /functions": create, "POST /functions/byids": find})
    with scripted(script) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(NoAnswerError):
                client.functions.create("f", folder, external_id="x")
            found = client.functions.create("f", folder, external_id="x")
    assert (found.id, found.file_id) == (1, 3)
    assert service.operations().count("POST /functions") == 1
    assert "POST /files/delete" not in service.operations()


@pytest.mark.parametrize(("status", "deleted"), [(400, True), (403, True), (500, False)])
def test_refused_creation_leaves_no_file(folder: Path, status: int, deleted: bool) -> None:
    """The file goes when the service refuses the function, but not when it may have been created all the same."""
    refusal = Answer(status, {"error": {"code": status, "message": "no"}})
    with scripted(storing(**{"POST /functions": refusal})) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(ApiError, match=f"{status} from createFunction: no"):
                client.functions.create("f", folder)
    assert ("POST /files/delete" in service.operations()) is deleted
    if deleted:
        assert service.received[-1].json == {"items": [{"id": 3}]}


def test_file_that_cannot_be_deleted(folder: Path) -> None:
    """If the file cannot be deleted either, the error is the first one, with a note of what stays behind."""
    refusal = Answer(403, {"error": {"code": 403, "message": "no"}})
    with scripted(storing(**{"POST /functions": refusal, "POST /files/delete": refusal})) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(ApiError, match="403 from createFunction: no") as caught:
                client.functions.create("f", folder)
    (note,) = caught.value.__notes__
    assert note.startswith(
        "Its code stays behind in Files, as file 3, for it could not be deleted: 403 from deleteFiles"
    )


def test_refused_upload_leaves_no_file(folder: Path) -> None:
    """When the bytes cannot be stored, the file that was announced goes, and no function is created."""
    script = storing(**{"PUT /storage": Answer(403, b"<Error>no</Error>", {"content-type": "application/xml"})})
    with scripted(script) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            with pytest.raises(ApiError, match="403 from uploadFileContent"):
                client.functions.create("f", folder)
    assert service.operations() == ["POST /files", "PUT /storage", "POST /files/delete"]


def test_file_belongs_to_a_data_set(folder: Path) -> None:
    """The zip is put into the data set that was named; it has no external id, so it replaces no other file."""
    script = storing(**{"POST /functions": Answer(201, {"items": [QUEUED]}), "POST /functions/byids": MISSING})
    with scripted(script) as service:
        with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
            client.functions.create("f", folder, external_id="x", data_set_id=7)
    (file,) = (request for request in service.received if request.operation == "POST /files")
    assert file.json == {"name": "f.zip", "mimeType": "application/zip", "dataSetId": 7}
