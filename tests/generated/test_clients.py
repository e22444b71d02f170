"""The clients of the low-level client: what they keep, what they show, and what is made from them."""

from typing import Any

import httpx
import pytest

from cdf_functions_api import AuthenticatedClient, Client
from cdf_functions_api.api.functions import get_functions_limits
from tests.scripted import Answer, scripted

TOKEN = "planted-token"
LIMITS = {"GET /functions/limits": Answer(body={"timeoutMinutes": 9})}


def secretive(kind: str, **more: Any) -> AuthenticatedClient | Client:
    """A client with secrets wherever one may be."""
    more = {
        "headers": {"x-key": "planted-header"},
        "cookies": {"c": "planted-cookie"},
        "httpx_args": {"proxy": "http://u:planted-proxy@127.0.0.1:1"},
        **more,
    }
    return AuthenticatedClient("http://127.0.0.1:1", token=TOKEN, **more) if kind == "token" else Client("u", **more)


@pytest.mark.parametrize("kind", ["token", "none"])
def test_a_client_shows_no_secret(kind: str) -> None:
    """Neither token nor headers, cookies and proxies are in the repr of a client, used or not."""
    client = secretive(kind)
    before = repr(client)
    client.get_httpx_client().close()
    assert "planted" not in before + repr(client) + str(client)
    assert before == repr(client)
    assert "base_url" in before


@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize(
    ("name", "given", "seen"),
    [
        ("with_headers", {"x-more": "1"}, ("x-more", "1")),
        ("with_headers", {"X-Kept": "2"}, ("x-kept", "2")),
        ("with_cookies", {"c": "1"}, ("cookie", "c=1")),
    ],
)
def test_a_client_made_from_another_leaves_it_alone(
    name: str, given: dict[str, str], seen: tuple[str, str], used: bool
) -> None:
    """The new client sends what it was given, and the old one what it always sent, whether it was used or not."""
    headers = {"x-kept": "1"}
    with scripted(LIMITS) as service, AuthenticatedClient(service.base_url, token="t", headers=headers) as old:
        if used:
            get_functions_limits.sync(client=old)
        with getattr(old, name)(given) as new:
            get_functions_limits.sync(client=new)
        get_functions_limits.sync(client=old)
    *_, by_new, by_old = [request.headers for request in service.received]
    header, value = seen
    assert by_new[header] == value
    assert by_old.get(header) == headers.get(header)
    assert by_new["authorization"] == by_old["authorization"] == "Bearer t"
    assert headers == {"x-kept": "1"}


async def test_so_it_does_in_async_code() -> None:
    """An async client is left alone as well."""
    with scripted(LIMITS) as service:
        async with AuthenticatedClient(service.base_url, token="t") as old:
            await get_functions_limits.asyncio(client=old)
            async with old.with_headers({"x-more": "1"}) as new:
                await get_functions_limits.asyncio(client=new)
            await get_functions_limits.asyncio(client=old)
    assert [request.headers.get("x-more") for request in service.received] == [None, "1", None]


def test_timeouts() -> None:
    """A client made with another timeout keeps it to itself."""
    with (
        scripted({"GET /functions/limits": Answer(delay=0.5)}) as service,
        Client(service.base_url) as old,
        old.with_timeout(httpx.Timeout(0.05)) as new,
    ):
        with pytest.raises(httpx.ReadTimeout):
            get_functions_limits.sync(client=new)
        get_functions_limits.sync(client=old)


def test_clients_are_compared_by_what_they_were_given() -> None:
    """Two clients with the same arguments are equal, whether or not they have connections."""
    one, other = Client("u"), Client("u")
    one.get_httpx_client().close()
    assert one == other
    assert one != one.with_headers({"x": "1"})
