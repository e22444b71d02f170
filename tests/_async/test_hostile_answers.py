"""Bodies, headers and charsets that belong nowhere: a value, or one error of ours, for whatever was asked."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from cdf_functions import (
    AmbiguousCallError,
    ApiError,
    AsyncClient,
    CdfError,
    CredentialsError,
    OAuthClientCredentials,
    Retries,
)
from cdf_functions._http.refusals import LONGEST_WAIT
from cdf_functions._values import EPOCH
from cdf_functions.credentials import Credentials
from tests.hostile import BODIES, CHARSETS
from tests.scripted import LOST, Answer, Script, Scripted

from .conftest import scripted_client

pytestmark = pytest.mark.usefixtures("clock")

BYIDS = "POST /functions/byids"
CALL = "POST /functions/1/call"
LIST = "POST /functions/1/calls/list"
RUN = {"id": 9, "functionId": 1, "status": "Running", "startTime": 1_700_000_000_000}
SESSIONS = {"POST /sessions": Answer(200, {"items": [{"id": 5, "status": "READY", "nonce": "n"}]})}
FAR = "Fri, 31 Dec 9999 23:59:59 -1200"
DATES = [FAR, "Mon, 01 Jan 0001 00:00:00 +1400", "Thu, 01 Jan 1970 00:00:00 -0000", "99 Foo 99999 99:99:99", "junk", ""]


async def failure(script: Script) -> CdfError:
    """What retrieving a function raises when the service answers like this."""
    async with scripted_client(script) as (client, _):
        with pytest.raises(CdfError) as caught:
            await client.functions.retrieve(id=1)
    return caught.value


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("status", [200, 400, 429, 500])
async def test_bodies(status: int, body: bytes) -> None:
    """Whatever the body of a success or a refusal, it is an ApiError, and its text can be written anywhere."""
    error = await failure({BYIDS: Answer(status, body)})
    assert isinstance(error, ApiError)
    assert error.status == status
    assert len(str(error).encode()) < 1000
    repr(error)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("status", [200, 400])
async def test_bodies_of_a_token_endpoint(status: int, body: bytes) -> None:
    """Whatever a token endpoint answers, it is a CredentialsError."""

    def pair(service: Scripted) -> Credentials:
        return OAuthClientCredentials(f"{service.base_url}/token", "id", "hush")

    async with scripted_client({"POST /token": Answer(status, body)}, pair) as (client, _):
        with pytest.raises(CredentialsError, match=f"answered {status}"):
            await client.functions.list()


@pytest.mark.parametrize(
    "body",
    [
        b'{"access_token": "t", "expires_in": %s}' % each
        for each in (b"1e999", b"-1", b"null", b"[]", b'"nan"', b'"inf"', b"9" * 400, b"true", b'"soon"')
    ],
)
async def test_lifetime_of_a_token(body: bytes) -> None:
    """However long a provider says that its token lives, the token is used."""

    def pair(service: Scripted) -> Credentials:
        return OAuthClientCredentials(f"{service.base_url}/token", "id", "hush")

    script = {"POST /token": Answer(200, body), "POST /functions/list": Answer(200, {"items": []})}
    async with scripted_client(script, pair) as (client, service):
        assert await client.functions.list() == []
        assert service.received[-1].headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("charset", CHARSETS)
async def test_charsets(charset: str) -> None:
    """What a content type names as its charset is of no matter: JSON is UTF-8, and what is no JSON is only shown."""
    answer = {"items": [{"id": 1, "name": "f"}]}
    kind = {"content-type": f"application/json; charset={charset}"}
    async with scripted_client({BYIDS: Answer(200, answer, kind)}) as (client, _):
        assert (await client.functions.retrieve(id=1)).id == 1
    for status in (200, 400):
        error = await failure({BYIDS: Answer(status, b"\xff<html>", {"content-type": f"text/html; charset={charset}"})})
        assert isinstance(error, ApiError)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        *(
            ("9" * 400, LONGEST_WAIT),
            (FAR, None),
            ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
            ("86400", 86400.0),
            ("-5", None),
            ("nan", None),
        ),
        *(
            ("inf", None),
            ("1.5", None),
            ("\xb2\xb3", None),
            ("\u0663\u0660".encode().decode("latin-1"), None),
            ("", None),
            ("Mon, 01 Jan 0001 00:00:00 +1400", 0.0),
        ),
        *(("Wed, 21 Oct 2015 07:28:00 -0000", 0.0), ("99 Foo 99999 99:99:99", None)),
    ],
)
async def test_retry_after(said: str, seconds: float | None) -> None:
    """A time to wait that is absurd is a long one, and one that is none is not said; neither breaks the error."""
    error = await failure({BYIDS: Answer(429, {}, {"retry-after": said})})
    assert isinstance(error, ApiError)
    assert error.retry_after == seconds


@pytest.mark.parametrize("date", DATES)
async def test_dates(date: str) -> None:
    """A clock that the service cannot have is not believed, or it would hide which calls have started since."""
    script = {**SESSIONS, BYIDS: Answer(200, {"items": [{"id": 1}]}), CALL: LOST, LIST: Answer(200, {"items": [RUN]})}
    async with scripted_client(script) as (client, service):
        service.date = date
        await client.functions.retrieve(id=1)
        with pytest.raises(AmbiguousCallError) as caught:
            await client.functions.call(id=1)
        since = next(request for request in service.received if request.operation == LIST).json["filter"]["startTime"]
    assert [call.id for call in caught.value.candidates or ()] == [9]
    assert since["min"] <= (datetime.now(UTC) - EPOCH).total_seconds() * 1000 + 10_000


BROKEN_CALLS: dict[str, Answer] = {
    **{f"{status} with {name}": Answer(status, body) for name, body in BODIES.items() for status in (200, 201)},
    **{
        f"{status} with an id that is {name}": Answer(status, b'{"id": %s, "functionId": 1, "status": "Running"}' % id)
        for name, id in {
            "a text": b'"7"',
            "an empty text": b'""',
            "null": b"null",
            "true": b"true",
            "a fraction": b"7.5",
            "a float": b"7.0",
            "NaN": b"NaN",
            "infinite": b"1e999",
            "nought": b"0",
            "negative": b"-7",
            "huge": b"9" * 30,
            "a list": b"[7]",
            "an object": b'{"id": 7}',
        }.items()
        for status in (200, 201)
    },
    "no id": Answer(200, {"functionId": 1, "status": "Running"}),
    "another function": Answer(200, {"id": 7, "functionId": 2, "status": "Running"}),
    "an empty page": Answer(200, b""),
    "no status": Answer(201, {"id": 7, "functionId": 1}),
    "another charset": Answer(201, '{"id": 7, "status": "Running"}'.encode("utf-16")),
    "another charset, and says so": Answer(201, b"\xff", {"content-type": "application/json; charset=zlib"}),
    "a page": Answer(201, b"<html>", {"content-type": "text/html; charset=undefined"}),
    "no content": Answer(204, b""),
    "a status that is no success of it": Answer(202, RUN),
}


@pytest.mark.parametrize("answer", BROKEN_CALLS.values(), ids=BROKEN_CALLS)
async def test_a_call_whose_answer_is_of_no_use_is_in_doubt(answer: Answer) -> None:
    """A call was carried out and its answer names no call: it is in doubt, with the calls that it may be, sent once."""
    script = {**SESSIONS, CALL: answer, LIST: Answer(200, {"items": [RUN]})}
    async with scripted_client(script, retries=Retries(attempts=3, within=5)) as (client, service):
        with pytest.raises(AmbiguousCallError) as caught:
            await client.functions.call(id=1)
    assert [call.id for call in caught.value.candidates or ()] == [9]
    assert service.operations().count(CALL) == 1
    assert isinstance(caught.value.__cause__, ApiError)


async def test_a_map_has_the_same_doubts() -> None:
    """In a map, an answer of no use leaves its own input in doubt."""
    script = {**SESSIONS, CALL: Answer(201, []), LIST: Answer(200, {"items": [RUN]})}
    async with scripted_client(script) as (client, service):
        outcomes = [each async for each in client.functions.map(id=1, inputs=[{}], return_exceptions=True)]
    assert [type(each) for each in outcomes] == [AmbiguousCallError]
    assert service.operations().count(CALL) == 1


FUNCTION = {"id": 1, "name": "f", "status": "Ready"}
UNDER_WAY: dict[str, tuple[str, object, Callable[[AsyncClient], Awaitable[object]]]] = {
    "call": (CALL, RUN, lambda client: client.functions.call(id=1, wait=False)),
    "schedule": (
        "POST /functions/schedules",
        {"items": [{"id": 3, "name": "s", "functionId": 1}]},
        lambda client: client.functions.schedules.create("s", "* * * * *", 1),
    ),
    "function": (
        "POST /functions",
        {"items": [FUNCTION]},
        lambda client: client.functions.create("f", file_id=4),
    ),
    "activation": ("POST /functions/status", {"status": "requested"}, lambda client: client.functions.activate()),
}


@pytest.mark.parametrize("name", UNDER_WAY)
async def test_plain_success_where_another_is_documented(name: str) -> None:
    """200 in place of 201 or 202 is taken for a success where the body is good, and nothing is sent twice."""
    operation, body, work = UNDER_WAY[name]
    file = Answer(200, {"id": 4, "name": "z", "uploaded": True})
    script: Script = {**SESSIONS, "GET /files/4": file, BYIDS: Answer(200, {"items": [FUNCTION]})}
    async with scripted_client({**script, operation: Answer(200, body)}) as (client, service):
        await work(client)
    assert service.operations().count(operation) == 1
    async with scripted_client({**script, operation: Answer(200, [])}) as (client, service):
        with pytest.raises((ApiError, AmbiguousCallError)):
            await work(client)
    assert service.operations().count(operation) == 1


async def test_another_success_where_the_plain_one_is_documented() -> None:
    """201 in place of 200 says that something was created where nothing was to be: it is no success."""
    with_one = {"items": [{"id": 1}]}
    async with scripted_client({BYIDS: Answer(200, with_one)}) as (client, _):
        assert (await client.functions.retrieve(id=1)).id == 1
    async with scripted_client({BYIDS: Answer(201, with_one)}) as (client, _):
        with pytest.raises(ApiError, match="a success that the spec does not know"):
            await client.functions.retrieve(id=1)


@pytest.mark.parametrize("cursor", ["same", 5, [], "\ud800"])
async def test_cursor_that_leads_nowhere(cursor: object) -> None:
    """A cursor that comes again, or is none, ends the list with an error instead of never."""
    script = {LIST: Answer(200, {"items": [RUN], "nextCursor": cursor})}
    async with scripted_client(script) as (client, service):
        if cursor == []:
            assert len(await client.functions.calls.list(1, limit=None)) == 1
        else:
            with pytest.raises(ApiError, match=r"cursor that is none|page that came before"):
                await client.functions.calls.list(1, limit=None)
    assert len(service.received) <= 2
