"""Nothing secret is shown: not in a repr, a log record, an error or a traceback."""

import logging
import traceback
from pathlib import Path

import pytest

from cdf_functions import (
    CdfError,
    Client,
    ClientCredentials,
    OAuthClientCredentials,
    Retries,
    Token,
)
from cdf_functions._calls import polling
from tests.scripted import ANYTHING_ELSE, LOST, Answer, Received, Script, scripted

TOKEN = "planted-token"
SECRET = "planted-client-secret"
NONCE = "planted-nonce"
FUNCTION_SECRET = "planted-function-secret"
PASSWORD = "planted-index-password"
PROXY = "planted-proxy-password"
SIGNATURE = "planted-signature"
PLANTED = (TOKEN, SECRET, NONCE, FUNCTION_SECRET, PASSWORD, PROXY, SIGNATURE)

FUNCTION = {"id": 1, "name": "f", "status": "Ready", "secrets": {"key": "***"}}
CALL = {"id": 7, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000}


def script(base_url: str, **replaced: Answer) -> Script:
    """A service for deploying and calling, with some answers replaced."""
    answers: dict[str, Answer] = {
        "POST /token": Answer(200, {"access_token": TOKEN, "expires_in": 3600}),
        "POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": NONCE}]}),
        "POST /files": Answer(201, {"id": 3, "uploadUrl": f"{base_url}/upload?signature={SIGNATURE}"}),
        "PUT /upload": Answer(200, b""),
        "GET /files/3": Answer(200, {"id": 3, "uploaded": True}),
        "POST /functions": Answer(201, {"items": [FUNCTION]}),
        "POST /functions/byids": Answer(200, {"items": [FUNCTION]}),
        "POST /functions/1/call": Answer(201, CALL),
        "POST /functions/1/calls/list": Answer(200, {"items": []}),
        "POST /functions/1/calls/byids": Answer(200, {"items": [{**CALL, "status": "Completed"}]}),
    }
    return {**answers, **{key.replace("_", " "): value for key, value in replaced.items()}}


FAULTS: list[dict[str, Answer]] = [
    {},
    *(
        {operation: fault}
        for operation in script("")
        for fault in (LOST, Answer(400, {"error": "no"}), Answer(200, b"{"))
    ),
]


@pytest.mark.parametrize("replaced", FAULTS, ids=lambda replaced: " ".join(replaced) or "none")
def test_nothing_planted_is_shown(
    replaced: dict[str, Answer], tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong at whichever step, no planted secret is in what is printed, logged or raised."""
    monkeypatch.setattr(polling, "FAILING_POLLS", 2)
    caplog.set_level(logging.DEBUG)
    (tmp_path / "handler.py").write_text("def handle(data): ...", encoding="utf-8")
    shown: list[str] = []
    with scripted({}) as service:
        service.script = script(service.base_url, **replaced)
        pair = OAuthClientCredentials(f"{service.base_url}/token", "id", SECRET)
        client = Client(
            project="p", base_url=service.base_url, credentials=pair, retries=Retries(attempts=1), timeout=2
        )
        with client:
            shown += [repr(client), repr(client.config), str(vars(client)), repr(client.api)]
            for act in (
                client.sessions.create,
                lambda: client.functions.create(
                    "f",
                    tmp_path,
                    secrets={"key": FUNCTION_SECRET},
                    index_url=f"https://user:{PASSWORD}@example.com/simple",
                    extra_index_urls=[f"https://user:{PASSWORD}@example.com/more"],
                ),
                lambda: client.functions.call(id=1),
                lambda: client.functions.call(id=1, nonce=NONCE),
            ):
                try:
                    shown.append(repr(act()))
                except CdfError as error:
                    shown += [repr(error), str(error), *traceback.format_exception(error)]
    shown += [record.getMessage() for record in caplog.records]
    assert len(shown) > 10
    assert [secret for secret in PLANTED if any(secret in text for text in shown)] == []


TOKEN_ANSWERS = {
    "good": Answer(200, {"access_token": TOKEN, "expires_in": 3600}),
    "lost": LOST,
    "refused": Answer(400, {"error": "invalid_client", "error_description": "who are you?"}),
    "down": Answer(503, b"<html>", {"content-type": "text/html"}),
    "elsewhere": Answer(302, b"", {"location": "https://example.com/"}),
    "nonsense": Answer(200, b"{"),
    "echo": Answer(400, b""),
}


@pytest.mark.parametrize("name", TOKEN_ANSWERS)
def test_user_and_query_of_a_token_endpoint(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the user nor the query of a token endpoint's address is in a repr, a log, an error or a traceback."""
    caplog.set_level(logging.DEBUG)

    def token(request: Received) -> Answer:
        asked.append(request)
        return Answer(400, {"error": request.path}) if name == "echo" else TOKEN_ANSWERS[name]

    asked: list[Received] = []
    script: Script = {ANYTHING_ELSE: token, "POST /functions/list": Answer(200, {"items": []})}
    with scripted(script) as service:
        address = service.base_url.replace("://", f"://user:{PASSWORD}@") + f"/token?code={SIGNATURE}"
        pair = OAuthClientCredentials(address, "id", SECRET)
        once = Retries(attempts=1)
        with Client(project="p", base_url=service.base_url, credentials=pair, retries=once) as client:
            shown = [repr(pair), str(pair), repr(client.config), str(vars(client))]
            try:
                shown.append(repr(client.functions.list()))
                shown.append(repr(client.functions.call(id=1, wait=False)))
            except CdfError as error:
                shown += [repr(error), str(error), *traceback.format_exception(error)]
    shown += [record.getMessage() for record in caplog.records]
    shown += [str(vars(record)) for record in caplog.records]
    assert asked[0].path == f"/token?code={SIGNATURE}"
    assert "authorization" in asked[0].headers
    assert [secret for secret in PLANTED if any(secret in text for text in shown)] == []


@pytest.mark.parametrize(
    "holder",
    [
        Token(TOKEN),
        OAuthClientCredentials("https://idp/token", "id", SECRET),
        ClientCredentials("id", SECRET),
        Client(
            project="p",
            base_url="https://a",
            credentials=Token(TOKEN),
            httpx_args={"proxy": f"http://user:{PROXY}@127.0.0.1:1"},
        ).config,
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_holders_hide_what_they_hold(holder: object) -> None:
    """What holds a secret does not show it."""
    assert [secret for secret in PLANTED if secret in repr(holder) or secret in str(holder)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"secrets": {"key": [FUNCTION_SECRET]}},
        {"secrets": [FUNCTION_SECRET]},
        {"index_url": [PASSWORD]},
        {"env_vars": {"KEY": [FUNCTION_SECRET]}},
    ],
)
def test_refused_input_is_not_shown(arguments: dict[str, object]) -> None:
    """An error about a secret argument says what is wrong with it, and not what it is."""
    client = Client(project="p", base_url="http://127.0.0.1:1", credentials=Token(TOKEN))
    with client, pytest.raises(TypeError) as caught:
        client.functions.create("f", file_id=1, **arguments)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert next(iter(arguments)) in str(caught.value)
    assert [secret for secret in PLANTED if secret in str(caught.value)] == []
