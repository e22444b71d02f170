"""What comes of an answer: the model of a success, or one error that has the status, the headers and the body."""

import json
import pickle
import traceback
from io import BytesIO
from typing import Any

import pytest

from cdf_functions_api import AuthenticatedClient, Client, models
from cdf_functions_api.api.calls import call_function, get_call, list_calls
from cdf_functions_api.api.files import upload_file_content
from cdf_functions_api.api.functions import create_function
from cdf_functions_api.api.schedules import delete_schedules
from cdf_functions_api.api.sessions import create_session
from cdf_functions_api.errors import ErrorResponse, ResponseError, UnexpectedStatus, UnreadableResponse
from cdf_functions_api.types import File
from tests.scripted import ANYTHING_ELSE, Answer, scripted

REFUSAL = {"error": {"code": 400, "message": "no such call"}}
HTML = Answer(200, b"<html>Bad gateway</html>", {"content-type": "text/html"})
HEADERS = {"x-request-id": "r-1"}


def error_of(answer: Answer, operation: Any = get_call, *arguments: Any, **more: Any) -> ResponseError:
    """What an operation raises, the same in sync, detailed and async."""
    arguments = arguments or (() if more else (1, 2))
    with scripted({ANYTHING_ELSE: answer}) as service, AuthenticatedClient(service.base_url, token="planted") as client:
        with pytest.raises(ResponseError) as caught:
            operation.sync(*arguments, client=client, **more)
        if not isinstance(caught.value, ErrorResponse):
            with pytest.raises(type(caught.value)) as detailed:
                operation.sync_detailed(*arguments, client=client, **more)
            assert str(detailed.value) == str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Answer(400, REFUSAL), ErrorResponse, 'getCall was answered 400: {"error": {"code": 400, "message": "no such'),
        (Answer(404, {}), ErrorResponse, "getCall was answered 404: {} (application/json)"),
        (Answer(500, {"x": 1}), UnexpectedStatus, 'getCall was answered 500, which the spec does not know: {"x": 1}'),
        (Answer(520, b""), UnexpectedStatus, "getCall was answered 520, which the spec does not know: no body"),
        (Answer(302, b""), UnexpectedStatus, "getCall was answered 302, which"),
        (Answer(202, {"id": 2}), UnexpectedStatus, "getCall was answered 202, which"),
        (Answer(204, b""), UnexpectedStatus, "getCall was answered 204, which"),
        (
            HTML,
            UnreadableResponse,
            "getCall was answered 200 with a body that is not what the spec says (JSONDecodeError",
        ),
        (Answer(404, b"<html>", {"content-type": "text/html"}), UnreadableResponse, "getCall was answered 404 with a"),
        (Answer(200, b""), UnreadableResponse, "getCall was answered 200 with a body that is not"),
        (Answer(200, b"\xff\xfe"), UnreadableResponse, "getCall was answered 200 with a body"),
        (Answer(200, b"[" * 100_000), UnreadableResponse, "getCall was answered 200 with a body"),
        (
            Answer(200, None),
            UnreadableResponse,
            "getCall was answered 200 with a body that is not what the spec says (Type",
        ),
        (Answer(200, []), UnreadableResponse, "getCall was answered 200 with a body"),
        (Answer(200, [["id", 1]]), UnreadableResponse, "getCall was answered 200 with a body"),
        (Answer(200, "text"), UnreadableResponse, "getCall was answered 200 with a body"),
        (Answer(200, 3), UnreadableResponse, "getCall was answered 200 with a body"),
        (Answer(400, None), UnreadableResponse, "getCall was answered 400 with a body"),
    ],
)
def test_each_answer_is_one_error(answer: Answer, kind: type[ResponseError], said: str) -> None:
    """Whatever comes instead of a success, the error says which operation and status it was, and how it begins."""
    answer = Answer(answer.status, answer.body, {**HEADERS, **answer.headers})
    error = error_of(answer)
    assert type(error) is kind
    assert str(error).startswith(said)
    assert (error.status_code, error.headers["x-request-id"], error.operation) == (answer.status, "r-1", "getCall")
    assert error.content == error.response.content
    assert len(str(error)) < 800
    copied = pickle.loads(pickle.dumps(error))
    assert (str(copied), copied.status_code) == (str(error), error.status_code)


@pytest.mark.parametrize("items", [3, {}, "text", [3], [None], [[]], [{"id": 1}, 3]])
def test_a_list_of_something_else(items: object) -> None:
    """A page whose items are no objects is not given to be tripped over."""
    assert isinstance(error_of(Answer(200, {"items": items}), list_calls, 1), UnreadableResponse)


@pytest.mark.parametrize("body", ["{}", '{"items": null}', '{"items": []}', '{"items": [{}]}'])
def test_nothing_is_required_of_an_answer(body: str) -> None:
    """A page may lack its items, as any answer may lack any field."""
    script = {"GET /functions/1/calls": Answer(200, body.encode())}
    with scripted(script) as service, Client(service.base_url) as client:
        assert list_calls.sync(1, client=client).to_dict() == json.loads(body)


def test_a_refusal_is_given_as_a_model() -> None:
    """An error that the spec knows has its model, raised by sync and given by sync_detailed."""
    error = error_of(Answer(400, REFUSAL))
    assert isinstance(error, ErrorResponse)
    assert isinstance(error.parsed.error, models.ErrorBody)
    assert error.parsed.error.message == "no such call"
    with (
        scripted({"GET /functions/1/calls/2": Answer(400, REFUSAL, HEADERS)}) as service,
        Client(service.base_url) as client,
    ):
        response = get_call.sync_detailed(1, 2, client=client)
    assert response.parsed == error.parsed
    assert (response.status_code, response.headers["x-request-id"]) == (400, "r-1")


@pytest.mark.parametrize("status", [500, 520, 202, 302])
def test_a_client_may_be_asked_not_to_raise(status: int) -> None:
    """Without raise_on_unexpected_status the detailed functions give the answer without a model; sync raises still."""
    with (
        scripted({"GET /functions/1/calls/2": Answer(status, b"<html>")}) as service,
        Client(service.base_url, raise_on_unexpected_status=False) as client,
    ):
        response = get_call.sync_detailed(1, 2, client=client)
        with pytest.raises(UnexpectedStatus):
            get_call.sync(1, 2, client=client)
    assert (response.status_code, response.parsed, response.content) == (status, None, b"<html>")


async def test_async() -> None:
    """In async code it is the same."""
    answers = [Answer(200, {"id": 2}), Answer(400, REFUSAL), HTML, Answer(500)]
    with scripted({"GET /functions/1/calls/2": answers}) as service:
        async with Client(service.base_url) as client:
            assert (await get_call.asyncio(1, 2, client=client)).id == 2
            with pytest.raises(ErrorResponse):
                await get_call.asyncio(1, 2, client=client)
            with pytest.raises(UnreadableResponse):
                await get_call.asyncio(1, 2, client=client)
            with pytest.raises(UnexpectedStatus):
                await get_call.asyncio_detailed(1, 2, client=client)


def test_a_success_without_a_body() -> None:
    """Whatever comes with a success that has no body by the spec, it is one; an empty object is one, too."""
    script = {"PUT /files/upload/t": Answer(200, b"<ok/>"), "POST /functions/schedules/delete": Answer(200, {})}
    with scripted(script) as service, Client(service.base_url) as client:
        upload_file_content.sync("t", client=client, body=File(BytesIO(b"zip")))
        done = delete_schedules.sync(client=client, body=models.ScheduleDeleteRequest([models.IdReference(1)]))
    assert done == {}


ECHO = b'token planted-token; nonce planted-nonce; secret planted-secret, "planted \\"quoted\\" secret"'
PLANTED = ("planted-nonce", "planted-secret", "quoted", "planted-url", "planted-client-secret")
CALL = models.CallRequest("planted-nonce", models.JsonObject({"x": "shown"}))
SECRETS = models.Secrets({"a": "planted-secret", "b": 'planted "quoted" secret'})
MAKE = models.FunctionCreateRequest([models.FunctionWrite("f", 1, secrets=SECRETS, index_url="https://planted-url")])
OPEN = models.SessionCreateRequest([models.ClientCredentialsSession("id", "planted-client-secret")])


@pytest.mark.parametrize("status", [200, 201, 202, 400, 500])
@pytest.mark.parametrize(
    "body",
    [
        ECHO,
        {"error": {"message": "Bearer planted-token is bad"}, "nonce": "planted", "secrets": {"k": "planted"}},
        {"items": [{"nonce": "planted-by-the-service", "uploadUrl": "https://planted-link"}], "said": "planted-nonce"},
        {"error": {"message": "planted-client-secret, https://planted-url, planted-secret"}},
    ],
)
@pytest.mark.parametrize(
    ("operation", "arguments", "request_body"),
    [(call_function, (1,), CALL), (create_function, (), MAKE), (create_session, (), OPEN)],
)
def test_no_error_shows_a_secret(
    operation: Any, arguments: tuple[int, ...], request_body: Any, body: object, status: int
) -> None:
    """What the service echoes of a token, a nonce or a secret is in no text of an error, nor of its causes."""
    shown = [repr(request_body)]
    with (
        scripted({ANYTHING_ELSE: Answer(status, body)}) as service,
        AuthenticatedClient(service.base_url, token="planted-token") as client,
    ):
        for ask in (operation.sync, operation.sync_detailed):
            try:
                ask(*arguments, client=client, body=request_body)
            except ResponseError as error:
                shown += [str(error), repr(error), *traceback.format_exception(error)]
    sent = [secret for secret in PLANTED if secret in str(request_body.to_dict())]
    never = ["planted-token", "planted-by-the-service", "planted-link", *sent]
    assert [secret for secret in never if any(secret in text for text in shown)] == []
