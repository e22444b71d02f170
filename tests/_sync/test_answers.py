# Made by `nox -s regenerate` from tests/_async/test_answers.py. Do not edit: change that, and run it again.
"""Answers that no good service gives, and none at all."""

import socket

import pytest

from cdf_functions import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    BadRequestError,
    CdfError,
    Client,
    ConflictError,
    NoAnswerError,
    NotFoundError,
    Retries,
    ServerError,
    Token,
    TooManyRequestsError,
)
from tests.patience import PATIENCE
from tests.scripted import LOST, SILENT, Answer, scripted

ONCE = Retries(attempts=1)
BYIDS = "POST /functions/byids"
PAGE = b"<html><body>\n  Bad   gateway</body></html>"
NOTHING: dict[str, object] = {}
HTML = {"content-type": "text/html", "x-request-id": "r-1"}


def error_of(answer: Answer, timeout: float = PATIENCE) -> CdfError:
    """What retrieve raises when the service answers like this."""
    with scripted({BYIDS: answer}) as service:
        address, token = service.base_url, Token("t")
        client = Client(project="p", base_url=address, credentials=token, timeout=timeout, retries=ONCE)
        with client:
            with pytest.raises(CdfError) as caught:
                client.functions.retrieve(id=1)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, AccessDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (418, ApiError),
        (429, TooManyRequestsError),
        (500, ServerError),
        (520, ServerError),
        (561, ServerError),
    ],
)
def test_status(status: int, kind: type[ApiError]) -> None:
    """Each status has its error, with the service's words and request id; none is too odd."""
    body = {"error": {"code": status, "message": "words"}}

    error = error_of(Answer(status, body, {"x-request-id": "r-1"}))

    assert type(error) is kind
    assert isinstance(error, ApiError)
    assert (error.status, error.code, error.message, error.request_id) == (status, status, "words", "r-1")
    assert str(error) == f"{status} from getFunctionsByIds: words (request id r-1)"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(502, PAGE, HTML), "502 from getFunctionsByIds: not JSON: '<html><body> Bad gateway</body></html>'"),
        (Answer(400, {"error": "plain words"}), "400 from getFunctionsByIds: plain words"),
        (Answer(400, {"error": {"code": 400}}), "400 from getFunctionsByIds: the answer has no body"),
        (Answer(400, ["odd"]), "400 from getFunctionsByIds: without an error in it: '[\"odd\"]'"),
        (Answer(503, b"", {}), "503 from getFunctionsByIds: the answer has no body"),
        (Answer(302, b"", {"location": "http://127.0.0.1:1/"}), "302 from getFunctionsByIds: "),
        (Answer(200, PAGE, HTML), "200 from getFunctionsByIds: the answer is text/html, not JSON: '<html>"),
        (Answer(200, b'{"items": [{'), "200 from getFunctionsByIds: the answer is not JSON: '{\"items\": [{'"),
        (Answer(200, b"\xff\xfe\xfa"), "200 from getFunctionsByIds: the answer is not JSON: "),
        (Answer(200, b"3"), "200 from getFunctionsByIds: the answer is not what the spec says"),
        (Answer(200, []), "200 from getFunctionsByIds: the answer is not what the spec says: a list where an object"),
        (
            Answer(200, {"items": None}),
            "200 from getFunctionsByIds: the answer is without a list of items",
        ),
        (Answer(200, {"items": [None]}), "200 from getFunctionsByIds: the answer is a list with something else"),
        (Answer(200, {"items": []}), "200 from getFunctionsByIds: the answer is of 0 items where one was expected"),
        (Answer(200, {"items": [NOTHING]}), "200 from getFunctionsByIds: the answer is a Function without an id"),
        (Answer(202, {"items": []}), "202 from getFunctionsByIds: the answer is a success that the spec does not know"),
    ],
)
def test_odd_answer(answer: Answer, text: str) -> None:
    """Whatever a body looks like, the error is an ApiError that shows its beginning."""
    error = error_of(answer)

    assert isinstance(error, ApiError)
    assert str(error).startswith(text)


def test_missing_and_duplicated() -> None:
    """Identifiers that the service names are in the error; one that is missing makes it a NotFoundError."""
    missing = {"error": {"code": 400, "message": "m", "missing": [{"external_id": "x"}]}}
    error = error_of(Answer(400, missing))
    assert isinstance(error, NotFoundError)
    assert error.missing == ({"external_id": "x"},)

    duplicated = {"error": {"code": 409, "message": "m", "duplicated": [{"externalId": "x"}]}}
    error = error_of(Answer(409, duplicated))
    assert isinstance(error, ConflictError)
    assert str(error) == "409 from getFunctionsByIds: m (duplicated: [{'externalId': 'x'}])"


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)])
def test_retry_after(header: str, seconds: float | None) -> None:
    """A 429 says how many seconds the service wants to be left alone, in either form of the header."""
    error = error_of(Answer(429, {}, {"retry-after": header}))
    assert isinstance(error, TooManyRequestsError)
    assert error.retry_after == seconds


def test_lost_answer() -> None:
    """A connection that breaks leaves open what happened."""
    error = error_of(LOST)
    assert isinstance(error, NoAnswerError)
    assert error.sent
    assert str(error).startswith("getFunctionsByIds: no answer from http://127.0.0.1:")


def test_slow_answer() -> None:
    """An answer that takes longer than the client's timeout is none."""
    error = error_of(SILENT, timeout=0.5)
    assert isinstance(error, NoAnswerError)
    assert "ReadTimeout" in str(error)


def test_nobody_listens() -> None:
    """A refused connection is known to have done nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Client(project="p", base_url=address, credentials=Token("t"), retries=ONCE) as client:
            with pytest.raises(NoAnswerError, match=f"no answer from {address} .*; the request was not sent") as caught:
                client.functions.retrieve(id=1)
    assert not caught.value.sent


def test_cookies_are_not_kept() -> None:
    """A cookie that an answer sets is not sent back, for requests carry a token; with cookies of your own it is."""
    answer = Answer(200, {"items": [{"id": 1, "name": "f"}]}, {"set-cookie": "from=service"})
    with scripted({BYIDS: answer}) as service:
        for own, sent in ((None, [None, None]), ({"mine": "1"}, ["mine=1", "from=service; mine=1"])):
            httpx_args = {} if own is None else {"cookies": own}
            service.received.clear()
            with Client(
                project="p", base_url=service.base_url, credentials=Token("t"), httpx_args=httpx_args
            ) as client:
                for _ in range(2):
                    client.functions.retrieve(id=1)
            cookies = [request.headers.get("cookie") for request in service.received]
            assert [each and "; ".join(sorted(each.split("; "))) for each in cookies] == sent
