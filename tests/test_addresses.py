"""Addresses are looked at when a client is made; what can be read on the way gives a warning."""

import subprocess
import sys
import warnings

import httpx
import pytest

from cdf_functions import Client, OAuthClientCredentials, Token
from cdf_functions._addresses import fault

WRONG = [
    *(
        "",
        " ",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "file:///etc/passwd",
        "https://",
        "https:///x",
    ),
    *(
        "https://a b",
        "https://a\nb",
        "https://a\tb",
        "https://\u00fc.example.com",
        "https://a:port",
        "https://a:99999",
        "https://a:0",
    ),
    *(
        "https://a:",
        "https://:443",
        "https://[::1",
        "https://[::g]",
        "https://-a",
        "https://a..b",
        "https://256.1.1.1",
        "https://1.2.3",
    ),
    *(
        "https://a/\\b",
        "https://a/{project}",
        "https:a",
        "https:/a",
        "https://%41",
        "https://a,b",
        "https://" + "a" * 64,
    ),
]
GOOD = [
    "https://a",
    "https://a.",
    "https://a:443",
    "HTTPS://A/b/",
    "https://[::1]:8080",
    "https://10.0.0.1/x",
    "https://a_b",
]


@pytest.mark.parametrize("address", WRONG)
def test_wrong_addresses(address: str) -> None:
    """What cannot be asked is refused by name when it is given, for the service and for the token endpoint."""
    with pytest.raises(ValueError, match=r"^base_url: expected"):
        Client(project="p", base_url=address, credentials=Token("t"))
    with pytest.raises(ValueError, match=r"^token_url: expected"):
        OAuthClientCredentials(address, "id", "hush")


@pytest.mark.parametrize(
    "address",
    ["https://user:hush@a", "https://user@a", "https://a?hush=1", "https://a#x", "https://a/?", "https://a/api/v1"],
)
def test_addresses_that_no_service_has(address: str) -> None:
    """The address of the service has no user, no query, and nothing that a path would be hung on twice."""
    with pytest.raises(ValueError, match=r"^base_url: expected") as caught:
        Client(project="p", base_url=address, credentials=Token("t"))
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("address", GOOD)
def test_good_addresses(address: str) -> None:
    """Names, IP addresses, ports and paths are taken, and httpx takes them, too."""
    assert fault(address) == ""
    assert httpx.URL(address).host
    OAuthClientCredentials(address, "id", "hush")
    Client(project="p", base_url=address, credentials=Token("t"))


@pytest.mark.parametrize("cluster", ["a b", "a/b", "a@b", "a:1", ".a", "a.", "a..b", "-a", "a?b", "a#b", "", "\u00fc"])
def test_wrong_clusters(cluster: str) -> None:
    """A cluster is a name, here and where Entra ID is asked for its scope."""
    with pytest.raises(ValueError, match=r"^cluster: expected"):
        Client(project="p", cluster=cluster, credentials=Token("t"))
    with pytest.raises(ValueError, match=r"^cdf_cluster: expected"):
        OAuthClientCredentials.default_for_entra_id("tenant", "id", "s", cluster)


@pytest.mark.parametrize("tenant", ["a/b", "a b", "", "a?b"])
def test_wrong_tenants(tenant: str) -> None:
    """A tenant cannot lead elsewhere."""
    with pytest.raises(ValueError, match=r"^tenant_id: expected"):
        OAuthClientCredentials.default_for_entra_id(tenant, "id", "s", "westeurope-1")


def test_clear_text_is_warned_of_once() -> None:
    """Tokens and secrets that can be read on the way are warned of, once for each address; no secret is in it."""
    pair = OAuthClientCredentials("http://user:hush@idp.example.com/token?hush=1", "id", "s")
    with warnings.catch_warnings(record=True, action="always") as caught:
        for _ in range(3):
            Client(project="p", base_url="http://plain.example.com/x", credentials=pair)
    assert [str(each.message).split()[0] for each in caught] == ["http://plain.example.com", "http://idp.example.com"]
    assert "hush" not in str([each.message for each in caught])


def test_clear_text_on_this_machine() -> None:
    """What does not leave the machine, or goes through a transport of somebody's own, gives no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for host in ("127.0.0.1:1", "localhost", "emulator.localhost:8", "[::1]:1", "127.8.8.8"):
            Client(project="p", base_url=f"http://{host}", credentials=Token("t"))
        transport = {"transport": httpx.MockTransport(lambda _: httpx.Response(200))}
        Client(project="p", base_url="http://mock.example.com", credentials=Token("t"), httpx_args=transport)


def test_warning_names_the_line_of_the_user() -> None:
    """The warning points at the line that makes the client."""
    program = (
        "import cdf_functions as c\nc.Client(project='p', base_url='http://far.example.com', credentials=c.Token('t'))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert ran.stderr.startswith("<string>:2: UserWarning: http://far.example.com")
