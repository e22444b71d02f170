"""The token endpoint, and what a bearer token is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Clock, Settings, running

from .support import get, post

if TYPE_CHECKING:
    from cdf_functions_emulator import Emulator

    from .support import Project


def form(**changes: str) -> dict[str, str]:
    """A client-credentials request for the default client."""
    return {
        "grant_type": "client_credentials",
        "client_id": "emulator-client",
        "client_secret": "emulator-secret",
        "scope": "any",
        **changes,
    }


def test_client_credentials(emulator: Emulator) -> None:
    """The known client is given a token that works, and is told for how long."""
    answer = post(emulator.token_url, data=form())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    granted = answer.json()
    assert granted["token_type"] == "Bearer"
    assert granted["expires_in"] == 3600
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    inspected = get(f"{emulator.base_url}/api/v1/token/inspect", headers=headers)
    assert inspected.json()["subject"] == emulator.client_id


def test_client_credentials_by_basic(emulator: Emulator) -> None:
    """The client may also give its id and secret as HTTP Basic."""
    auth = (emulator.client_id, emulator.client_secret)
    assert post(emulator.token_url, data={"grant_type": "client_credentials"}, auth=auth).status_code == 200


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        ({"data": form(client_secret="")}, 400, "invalid_request"),
        ({"data": form(grant_type="password")}, 400, "unsupported_grant_type"),
        ({"data": {}}, 400, "invalid_request"),
        ({"json": form()}, 400, "invalid_request"),
        ({"data": form(), "headers": {"Authorization": "Basic %"}}, 400, "invalid_request"),
    ],
)
def test_refusals(emulator: Emulator, request_: dict[str, Any], status: int, error: str) -> None:
    """A refusal has the status and the envelope of OAuth, not those of the API."""
    answer = post(emulator.token_url, **request_)
    assert answer.status_code == status
    assert answer.json()["error"] == error
    assert set(answer.json()) == {"error", "error_description"}


def test_any_client(project: Project) -> None:
    """Whatever id and secret a client has, it is given a token, and a session, unless the emulator was told of one."""
    answer = post(project.emulator.token_url, data=form(client_id="mine", client_secret="anything"))
    assert answer.status_code == 200
    item = {"clientId": "mine", "clientSecret": "anything"}
    assert project.post("/sessions", {"items": [item]})["items"][0]["clientId"] == "mine"


@pytest.mark.parametrize(
    "settings",
    [
        Settings(strict_auth=True),
        Settings(client_id="emulator-client"),
        Settings(client_secret="emulator-secret"),
    ],
    ids=["strict_auth", "client_id", "client_secret"],
)
@pytest.mark.parametrize("wrong", [{"client_id": "other"}, {"client_secret": "wrong"}], ids=["id", "secret"])
def test_other_clients(settings: Settings, wrong: dict[str, str]) -> None:
    """Where the emulator was told of one client, or to be strict, another is refused: a token, and a session."""
    with running(settings) as emulator:
        given = form(**wrong)
        pair = (given["client_id"], given["client_secret"])
        for answer in (
            post(emulator.token_url, data=given),
            post(emulator.token_url, data={"grant_type": "client_credentials"}, auth=pair),
        ):
            assert answer.status_code == 401
            assert answer.json()["error"] == "invalid_client"
        token = post(emulator.token_url, data=form()).json()["access_token"]
        body = {"items": [{"clientId": pair[0], "clientSecret": pair[1]}]}
        url, headers = f"{emulator.base_url}/api/v1/projects/p/sessions", {"Authorization": f"Bearer {token}"}
        assert post(url, json=body, headers=headers).status_code == 403


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic YTpi", "token"])
def test_bearer_is_needed(project: Project, authorization: str | None) -> None:
    """Everything but the token endpoint asks for a bearer token."""
    headers = {} if authorization is None else {"Authorization": authorization}
    for path in ("/functions", "/no/such/path"):
        answer = get(f"{project.url}{path}", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_issued_token_expires() -> None:
    """A token that the emulator issued is refused after an hour."""
    clock = Clock()
    with running(Settings(clock=clock)) as emulator:
        token = post(emulator.token_url, data=form()).json()["access_token"]
        url, headers = f"{emulator.base_url}/api/v1/projects/p/functions", {"Authorization": f"Bearer {token}"}
        clock.advance(3599)
        assert get(url, headers=headers).status_code == 200
        clock.advance(1)
        answer = get(url, headers=headers)
        assert answer.status_code == 401
        assert "expired" in answer.json()["error"]["message"]


def test_strict_auth_and_other_credentials() -> None:
    """With strict_auth only issued tokens are accepted; the known client is the one that was configured."""
    settings = Settings(strict_auth=True, client_id="me", client_secret="mine")
    with running(settings) as emulator:
        assert post(emulator.token_url, data=form()).status_code == 401
        mine = form(client_id="me", client_secret="mine")
        token = post(emulator.token_url, data=mine).json()["access_token"]
        url = f"{emulator.base_url}/api/v1/projects/p/functions"
        assert get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert get(url, headers={"Authorization": "Bearer any"}).status_code == 401


def test_inspect(project: Project) -> None:
    """Inspecting a token names the project in use, whatever was asked of it, and every capability."""
    project.get("/functions")
    inspected = project.http.get(f"{project.emulator.base_url}/api/v1/token/inspect").json()
    assert project.url.rpartition("/")[2] in [entry["projectUrlName"] for entry in inspected["projects"]]
    acls = {name: acl for capability in inspected["capabilities"] for name, acl in capability.items()}
    assert acls["functionsAcl"]["actions"] == ["READ", "WRITE", "RUN"]
    assert acls["sessionsAcl"]["actions"] == ["LIST", "CREATE", "DELETE"]
