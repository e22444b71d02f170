"""Input that can be seen to be wrong: one clear error, and nothing is sent."""

import math
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from cdf_functions import AsyncClient, Client, ClientCredentials, OAuthClientCredentials, Token
from cdf_functions._arguments import json_object
from tests.scripted import Scripted, scripted

NAT: Any = import_module("pandas").NaT  # by name, because its types are not here

ME: list[object] = []
ME.append(ME)

Wrong = tuple[Callable[[Any], object], type[Exception], str]


@pytest.fixture(scope="module")
def service() -> Iterator[Scripted]:
    """A service that nothing must reach."""
    with scripted({}) as service:
        yield service


IDS: list[Wrong] = [
    (lambda f: f.retrieve(), TypeError, "id, external_id: expected exactly one of them, got neither"),
    (lambda f: f.retrieve(id=1, external_id="a"), TypeError, "id, external_id: expected exactly one of them, got both"),
    (lambda f: f.retrieve(id="1"), TypeError, "id: expected an int from 1 to 9007199254740991, got str"),
    (lambda f: f.retrieve(id=True), TypeError, "id: expected an int from 1 to 9007199254740991, got bool"),
    (lambda f: f.retrieve(id=1.0), TypeError, "id: expected an int from 1 to 9007199254740991, got float"),
    (lambda f: f.retrieve(id=0), ValueError, "id: expected an int from 1 to 9007199254740991, got 0"),
    (
        lambda f: f.retrieve(id=2**53),
        ValueError,
        "id: expected an int from 1 to 9007199254740991, got 9007199254740992",
    ),
    (lambda f: f.retrieve(external_id=5), TypeError, "external_id: expected a string, got int"),
    (lambda f: f.retrieve(external_id=""), ValueError, "external_id: expected a string of 1 to 255 characters, got 0"),
    (lambda f: f.retrieve(external_id="x" * 256), ValueError, "external_id: expected a string of 1 to 255 characters"),
    (lambda f: f.calls.retrieve(0, 1), ValueError, "call_id: expected an int from 1"),
    (lambda f: f.calls.get_response(1, None), TypeError, "function_id, function_external_id: expected exactly one"),
    (lambda f: f.calls.get_logs("1", 1), TypeError, "call_id: expected an int"),
]

CALLS: list[Wrong] = [
    (lambda f: f.call(), TypeError, "id, external_id: expected exactly one of them, got neither"),
    (lambda f: f.call(1, data=[1]), TypeError, "data: expected a mapping with string keys, got list"),
    (lambda f: f.call(1, data={"a": {1, 2}}), TypeError, "data.a: JSON cannot hold a set"),
    (lambda f: f.call(1, data={"a": [0, b"x"]}), TypeError, r"data.a\[1\]: JSON cannot hold a bytes"),
    (lambda f: f.call(1, data={"a": {"b": math.nan}}), ValueError, "data.a.b: JSON has no number for nan"),
    (lambda f: f.call(1, data={"a": -math.inf}), ValueError, "data.a: JSON has no number for -inf"),
    (lambda f: f.call(1, data={1: 2}), TypeError, "data: expected string keys, got a key of type int"),
    (lambda f: f.call(1, data={"a": "\ud800"}), ValueError, "data.a: contains a lone surrogate"),
    (lambda f: f.call(1, data={"a": ME}), ValueError, "data: is nested too deeply, or contains itself"),
    (lambda f: f.call(1, data={"a": 10**5000}), ValueError, "data.a: an int of so many digits cannot be written out"),
    (lambda f: f.call(1, data={"a": np.arange(2)}), TypeError, r"data.a: JSON cannot hold a ndarray; its tolist\(\)"),
    (lambda f: f.call(1, data={"a": np.float32(1)}), TypeError, "data.a: JSON cannot hold a float32"),
    (lambda f: f.call(1, data={"a": np.bool_(1)}), TypeError, "data.a: JSON cannot hold a bool"),
    (lambda f: f.call(1, timeout="5"), TypeError, "timeout: expected a number of seconds or a timedelta, got str"),
    (lambda f: f.call(1, timeout=-1), ValueError, "timeout: expected 0 s or more, got -1"),
    (lambda f: f.call(1, timeout=math.nan), ValueError, "timeout: expected 0 s or more, got nan"),
    (lambda f: f.call(1, nonce=5), TypeError, "nonce: expected a string, got int"),
    (lambda f: f.call(1, nonce=""), ValueError, "nonce: expected a string of 1 to 1000 characters, got 0"),
    (lambda f: f.call(1, on_ambiguous="guess"), ValueError, "on_ambiguous: expected one of 'raise', 'adopt', got 'gu"),
    (lambda f: f.map(1, inputs=5), TypeError, "inputs: expected an iterable of mappings, got int"),
    (lambda f: f.calls.list(1, limit=0), ValueError, "limit: expected an int from 1, or None for all, got 0"),
    (lambda f: f.calls.list(1, limit="5"), TypeError, "limit: expected an int from 1, or None for all, got str"),
    (lambda f: f.calls.list(1, status=5), TypeError, "status: expected a string, got int"),
    (lambda f: f.calls.list(1, status=""), ValueError, "status: expected a string of at least 1 character"),
    (lambda f: f.calls.list(1, status="failed"), ValueError, "status: .*, got 'failed'; did you mean 'Failed'?"),
    (lambda f: f.calls.list(1, status="Compelted"), ValueError, "got 'Compelted'; did you mean 'Completed'?"),
    (lambda f: f.list(status="ready"), ValueError, "status: expected one of 'Queued', .*; did you mean 'Ready'?"),
    (
        lambda f: f.calls.list(1, start_time={"min": NAT}),
        ValueError,
        r"'min'\]: expected a time, got NaT",
    ),
    (lambda f: f.calls.list(1, schedule_id=-1), ValueError, "schedule_id: expected an int from 1"),
    (lambda f: f.calls.list(1, start_time={"min": "now"}), ValueError, r"start_time\['min'\]: expected an ISO 8601"),
    (lambda f: f.calls.list(1, end_time=5), TypeError, "end_time: expected a dict with min, max or both, got int"),
]

CREATE: list[Wrong] = [
    (lambda f: f.create("n"), TypeError, "folder, file_id, function_handle: expected exactly one of them, got none"),
    (
        lambda f: f.create("n", ".", 1, function_handle=print),
        TypeError,
        "expected exactly one of them, got folder and file_id and function_handle",
    ),
    (lambda f: f.create("n", b"folder"), TypeError, "folder: expected a string or a Path, got bytes"),
    (lambda f: f.create("n", function_handle=5), TypeError, "function_handle: expected a function, got int"),
    (lambda f: f.create("n", file_id=1, function_path="/a.py"), ValueError, "function_path: expected a path inside"),
    (lambda f: f.create("n", file_id=1, function_path=5), TypeError, "function_path: expected a string, got int"),
    (lambda f: f.create("n", file_id=1, data_set_id=1), TypeError, "data_set_id: is for a zip that is uploaded"),
    (lambda f: f.create("n", ".", data_set_id="1"), TypeError, "data_set_id: expected an int from 1"),
    (
        lambda f: f.create("n", file_id=1, external_id="x", metadata={str(n): "" for n in range(16)}),
        ValueError,
        "metadata: expected fewer than 16 entries where there is an external_id",
    ),
    (
        lambda f: f.create("n", file_id=1, secrets={"a": "***"}),
        ValueError,
        r"secrets\['a'\]: expected the secret itself, got the mask",
    ),
    (
        lambda f: f.create("n", ".", runtime="python3.11"),
        ValueError,
        "runtime: expected py3 and the minor version, such as py311, got 'python3.11'",
    ),
    (lambda f: f.create("n", ".", runtime="py311\n"), ValueError, "runtime: expected py3 and the minor version"),
    (
        lambda f: f.create("n", ".", secrets={"MY_API_KEY": "hush"}),
        ValueError,
        "secrets, name 'MY_API_KEY': expected 1 to 15 lower-case letters, digits and dashes",
    ),
    (lambda f: f.create("n", ".", secrets={"token": "hush"}), ValueError, "secrets, name 'token': .* and not token"),
    (
        lambda f: f.create("n", ".", secrets={f"k{n}": "hush" for n in range(31)}),
        ValueError,
        "secrets: expected at most 30 entries, got 31",
    ),
    (
        lambda f: f.create("n", ".", env_vars={"MY-PATH": "hush"}),
        ValueError,
        "env_vars, name 'MY-PATH': expected letters, digits and underscores",
    ),
    (
        lambda f: f.create("n", ".", metadata={"k" * 33: ""}),
        ValueError,
        "metadata, name 'k.*: .* of 1 to 32 char",
    ),
    (
        lambda f: f.create("n", ".", metadata={"k": "v" * 513}),
        ValueError,
        r"metadata\['k'\]: .* at most 512 char",
    ),
    (
        lambda f: f.create("n", ".", metadata={f"k{n}": "" for n in range(17)}),
        ValueError,
        "metadata: expected at most 16 entries, got 17",
    ),
    (
        lambda f: f.create("n", ".", description="x" * 501),
        ValueError,
        "description: .* 1 to 500 characters, got 501",
    ),
    (lambda f: f.create("n", ".", memory=math.inf), ValueError, "memory: expected a number above 0, got inf"),
    (lambda f: f.create("n", ".", cpu=10**400), ValueError, "cpu: expected a number above 0, got a number with very"),
    (
        lambda f: f.create("n", ".", extra_index_urls="http://a"),
        TypeError,
        "extra_index_urls: .* a list, got str",
    ),
    (lambda f: f.create("n", ".", index_url=""), ValueError, "index_url: expected a string of at least 1 character"),
    (lambda f: f.create(None, "."), TypeError, "name: expected a string, got NoneType"),
    (lambda f: f.create("n", ".", cpu="1"), TypeError, "cpu: expected a number, got str"),
    (lambda f: f.create("", file_id=1), ValueError, "name: expected a string of 1 to 140 characters, got 0"),
    (lambda f: f.create("n", file_id=-1), ValueError, "file_id: expected an int from 1"),
    (lambda f: f.create("n", "/no/such/folder"), ValueError, "folder: /no/such/folder is not a folder"),
    (lambda f: f.create("n", file_id=1, cpu="1"), TypeError, "cpu: expected a number, got str"),
    (lambda f: f.create("n", file_id=1, memory=0), ValueError, "memory: expected a number above 0, got 0"),
    (
        lambda f: f.create("n", file_id=1, secrets={"a": 1}),
        TypeError,
        r"secrets\['a'\]: expected strings, got str to int",
    ),
    (lambda f: f.create("n", file_id=1, env_vars=[]), TypeError, "env_vars: expected a mapping of strings to strings"),
    (
        lambda f: f.create("n", file_id=1, owner="x" * 129),
        ValueError,
        "owner: expected a string of 1 to 128 characters",
    ),
    (
        lambda f: f.create("n", file_id=1, extra_index_urls=[1]),
        TypeError,
        "extra_index_urls: expected a string, got int",
    ),
]


MANY: list[Wrong] = [
    (lambda f: f.retrieve_multiple(), TypeError, "ids, external_ids: expected one of them or both, got neither"),
    (
        lambda f: f.retrieve_multiple(ids=[1, "2"]),
        TypeError,
        "ids: expected an int from 1 to 9007199254740991, got str",
    ),
    (lambda f: f.retrieve_multiple(external_ids=[""]), ValueError, "external_ids: expected a string of 1 to 255"),
    (lambda f: f.retrieve_multiple(ids={"id": 1}), TypeError, "ids: expected an int from 1 .* got dict"),
    (lambda f: f.delete(), TypeError, "id, external_id: expected one of them or both, got neither"),
    (lambda f: f.delete([*range(1, 20), 0]), ValueError, "id: expected an int from 1 to 9007199254740991, got 0"),
    (lambda f: f.list(limit=0), ValueError, "limit: expected an int from 1, or None for all, got 0"),
    (lambda f: f.list(name=""), ValueError, "name: expected a string of 1 to 140 characters, got 0"),
    (lambda f: f.list(file_id="3"), TypeError, "file_id: expected an int from 1"),
    (lambda f: f.list(metadata={"a": 1}), TypeError, r"metadata\['a'\]: expected strings, got str to int"),
    (lambda f: f.list(created_time={}), ValueError, "created_time: expected a dict with min, max or both"),
    (lambda f: f.calls(), TypeError, "function_id, function_external_id: expected exactly one"),
    (lambda f: f.calls(1, limit="all"), TypeError, "limit: expected an int from 1, or None for all, got str"),
    (lambda f: f.calls(1, start_time={"from": 1}), ValueError, "start_time: expected a dict with min, max or both"),
]

SCHEDULES: list[Wrong] = [
    (lambda s: s.create("s", "* * * *", 1), ValueError, "cron_expression: expected 5 fields .* got 4"),
    (lambda s: s.create("s", "61 * * * *", 1), ValueError, "cron_expression: '61 .* is no cron expression: bad minute"),
    (lambda s: s.create("", "* * * * *", 1), ValueError, "name: expected a string of 1 to 140 characters, got 0"),
    (lambda s: s.create("s", "* * * * *"), TypeError, "function_id, function_external_id: expected exactly one"),
    (lambda s: s.create("s", "* * * * *", 1, data={"a": {1}}), TypeError, "data.a: JSON cannot hold a set"),
    (lambda s: s.create("s", "* * * * *", 1, nonce=""), ValueError, "nonce: expected a string of 1 to 1000 characters"),
    (
        lambda s: s.create("s", "* * * * *", 1, client_credentials={"client_id": "hush"}),
        TypeError,
        "client_credentials: expected a ClientCredentials, got dict",
    ),
    (
        lambda s: s.create("s", "* * * * *", 1, client_credentials=ClientCredentials("i", "s"), nonce="n"),
        TypeError,
        "client_credentials, nonce: expected at most one of them, got both",
    ),
    (lambda s: s.list(function_id=1, function_external_id="a"), TypeError, "function_id, .* got both"),
    (lambda s: s.list(function_id=0), ValueError, "function_id: expected an int from 1"),
    (lambda s: s.list(created_time={"min": "soon"}), ValueError, r"created_time\['min'\]: expected an ISO 8601"),
    (lambda s: s.retrieve(0), ValueError, "id: expected an int from 1"),
    (lambda s: s.retrieve([1, True]), TypeError, "id: expected an int from 1 .* got bool"),
    (lambda s: s.delete("1"), TypeError, "id: expected an int from 1"),
    (lambda s: s.get_input_data(None), TypeError, "id: expected an int from 1"),
]


SESSIONS: list[Wrong] = [
    (lambda s: s.list(status="revokd"), ValueError, "status: .*, got 'REVOKD'; did you mean 'REVOKED'?"),
    (lambda s: s.list(status=5), TypeError, "status: expected a string, got int"),
    (lambda s: s.revoke("1"), TypeError, "id: expected an int from 1 .* got str"),
    (lambda s: s.revoke([1, 0]), ValueError, "id: expected an int from 1 .* got 0"),
    (lambda s: s.retrieve(True), TypeError, "id: expected an int from 1 .* got bool"),
]


async def refused(
    service: Scripted, where: str, act: Callable[[Any], object], kind: type[Exception], text: str
) -> None:
    """In both worlds, the error is as it is wanted, and the service sees nothing."""
    settings: dict[str, Any] = {"project": "p", "base_url": service.base_url, "credentials": Token("t")}
    with Client(**settings) as client, pytest.raises(kind, match=text):
        act(attrgetter(where)(client))
    async with AsyncClient(**settings) as client:
        with pytest.raises(kind, match=text):
            found = act(attrgetter(where)(client))
            assert isinstance(found, Awaitable)
            await found
    assert service.received == []


@pytest.mark.parametrize(("act", "kind", "text"), [*IDS, *CALLS, *CREATE, *MANY])
async def test_refused_before_anything_is_sent(
    service: Scripted, act: Callable[[Any], object], kind: type[Exception], text: str
) -> None:
    """The error names the argument, what came and what was expected; the service sees nothing."""
    await refused(service, "functions", act, kind, text)


@pytest.mark.parametrize(("act", "kind", "text"), SCHEDULES)
async def test_schedule_refused(
    service: Scripted, act: Callable[[Any], object], kind: type[Exception], text: str
) -> None:
    """The error names the argument, what came and what was expected; the service sees nothing."""
    await refused(service, "functions.schedules", act, kind, text)


@pytest.mark.parametrize(("act", "kind", "text"), SESSIONS)
async def test_session_refused(
    service: Scripted, act: Callable[[Any], object], kind: type[Exception], text: str
) -> None:
    """The error names the argument, what came and what was expected; the service sees nothing."""
    await refused(service, "sessions", act, kind, text)


def make(**given: object) -> object:
    """A client with these arguments instead of good ones."""
    good = {"project": "p", "base_url": "http://127.0.0.1:1", "credentials": Token("t")}
    return Client(**{**good, **given})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("act", "kind", "text"),
    [
        (lambda: Client(credentials=Token("t"), base_url="http://a"), TypeError, "project"),  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        (lambda: make(project=None), TypeError, "project: expected a string, got NoneType"),
        (lambda: make(project=""), ValueError, "project: expected a string of 1 to 255 characters, got 0"),
        (lambda: make(project="a/b"), ValueError, "project: expected letters, digits, .* got 'a/b'"),
        (
            lambda: make(credentials=None),
            TypeError,
            r"credentials: expected Token, .* or authorization_header\(\), got NoneType",
        ),
        (lambda: make(credentials="t"), TypeError, r"credentials: expected Token, .*, got str"),
        (lambda: make(base_url=None), TypeError, "cluster, base_url: expected exactly one of them, got neither"),
        (lambda: make(cluster="api"), TypeError, "cluster, base_url: expected exactly one of them, got both"),
        (lambda: make(base_url="api.example.com"), ValueError, "base_url: expected an address like https://"),
        (
            lambda: make(base_url="https://a/api/v1/projects/p"),
            ValueError,
            "base_url: expected an address .* without /api",
        ),
        (lambda: make(base_url=None, cluster="a b"), ValueError, "cluster: expected a name such as westeurope-1"),
        (lambda: make(session="long"), ValueError, "session: expected one of auto, .*, got 'long'"),
        (lambda: make(timeout=-1), ValueError, "timeout: expected 0 s or more"),
        (lambda: Token(""), ValueError, "token: expected a token"),
        (lambda: Token("a b"), ValueError, "token: expected a token without spaces"),
        (lambda: Token(None), TypeError, "token: expected a string or a function that gives one, got NoneType"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        (lambda: OAuthClientCredentials("https://u", "i", ""), ValueError, "client_secret: expected a string of 1 to"),
        (
            lambda: OAuthClientCredentials("https://u", "i", "s", "scope"),
            TypeError,
            "scopes: expected a sequence of strings",
        ),
    ],
)
def test_client_refused(act: Callable[[], object], kind: type[Exception], text: str) -> None:
    """A client that could never work is not made; the error names the argument."""
    with pytest.raises(kind, match=text):
        act()


def test_data_is_copied() -> None:
    """What JSON can hold is taken as it is, in plain types, and later changes of the caller's do not reach it."""
    inner: list[object] = [1]
    given = MappingProxyType({"a": inner, "t": (1, 2), "m": MappingProxyType({"k": None}), "b": True, "ü": "🦊"})

    plain = json_object(given, "data")
    inner.append(2)

    assert plain == {"a": [1], "t": [1, 2], "m": {"k": None}, "b": True, "ü": "🦊"}


def test_nothing_secret_in_a_refusal(service: Scripted) -> None:
    """What is refused about secrets, environment variables and addresses with passwords is told without the value."""
    wrong: list[dict[str, Any]] = [
        {"secrets": {"KEY": "hush"}},
        {"secrets": {"key": 1, "other": "hush"}},
        {"secrets": {f"k{n}": "hush" for n in range(31)}},
        {"env_vars": {"a-b": "hush"}},
        {"index_url": ["https://me:hush@example.com"]},
        {"extra_index_urls": "https://me:hush@example.com"},
        {"extra_index_urls": ["https://me:hush@example.com", 5]},
    ]
    with Client(project="p", base_url=service.base_url, credentials=Token("t")) as client:
        for given in wrong:
            with pytest.raises((TypeError, ValueError)) as refused:
                client.functions.create("n", ".", **given)
            assert "hush" not in str(refused.value)
