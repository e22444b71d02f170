"""Proxies and authorities: what is said of them in the environment or to httpx is obeyed, or refused by its name."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from cdf_functions import CdfError, Client, ConfigurationError, Token
from cdf_functions._http.environment import Proxies, check_proxy
from tests.scripted import Answer, scripted


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies or authorities but those of a test."""
    for scheme in ("all", "http", "https", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)


def client(base_url: str = "https://cdf.invalid", **httpx_args: Any) -> Client:
    """A client that has not asked for anything."""
    return Client(project="p", base_url=base_url, credentials=Token("t"), httpx_args=httpx_args)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("ALL_PROXY", "socks://127.0.0.1:7890", r"ALL_PROXY: expected .* http://, .*, got socks://"),
        (
            "https_proxy",
            "socks5://u:hush@127.0.0.1:7890",
            r"https_proxy: a SOCKS .* pip install 'httpx\[socks\]'",
        ),
        ("HTTPS_PROXY", "http://u:hush@proxy:port", r"HTTPS_PROXY: expected the address of a proxy"),
        ("HTTP_PROXY", "http://", r"HTTP_PROXY: expected the address of a proxy"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem", r"SSL_CERT_FILE: there is no such file: /nowhere/ca\.pem"),
        ("SSL_CERT_DIR", "/nowhere", r"SSL_CERT_DIR: there is no such folder"),
    ],
)
def test_refused_by_the_name_of_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, text: str) -> None:
    """A variable that is of no use is named when the client is made, with what to do; its password is not."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=text) as caught:
        client()
    assert isinstance(caught.value, CdfError)
    assert isinstance(caught.value, ValueError)
    assert "hush" not in str(caught.value)
    client(trust_env=False)


@pytest.mark.filterwarnings("ignore:`cert=:DeprecationWarning")  # httpx's, which still takes it
def test_refused_by_the_name_of_the_argument() -> None:
    """So is an argument for httpx, at the latest by the first request."""
    with pytest.raises(ConfigurationError, match=r"httpx_args: http2 needs .* pip install 'httpx\[http2\]'"):
        client(http2=True)
    with pytest.raises(ConfigurationError, match=r"httpx_args: proxy: expected .* got ftp://"):
        client(proxy="ftp://proxy")
    with client("http://127.0.0.1:1", nonsense=1) as made, pytest.raises(ConfigurationError, match="'nonsense'"):
        made.functions.list()
    with client("https://127.0.0.1:1", cert="/nowhere") as made, pytest.raises(ConfigurationError, match="_args: cert"):
        made.functions.list()


def test_file_without_authorities(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that holds no certificates is told by the variable that names it."""
    (tmp_path / "ca.pem").write_text("none", encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with client("https://127.0.0.1:1") as made, pytest.raises(ConfigurationError, match="SSL_CERT_FILE: ") as caught:
        made.functions.list()
    assert isinstance(caught.value.__cause__, ssl.SSLError)


@pytest.mark.parametrize(
    ("exceptions", "host", "covered"),
    [
        ("127.0.0.1,fe80::/10", "fe80::1", True),
        ("127.0.0.0/8", "127.3.2.1", True),
        ("127.0.0.0/8", "128.0.0.1", False),
        ("127.0.0.0/8", "example.com", False),
        ("localhost, ::1,[::1]", "::1", True),
        ("[::1]", "::2", False),
        ("example.com", "example.com", True),
        (".example.com", "a.Example.com", True),
        ("*.example.com", "a.example.com", True),
        ("example.com", "wrong-example.com", False),
        ("example.com:443", "example.com", True),
        ("example.com:80", "example.com", False),
        ("https://example.com", "example.com", True),
        ("http://example.com", "example.com", False),
        ("a.com b.com", "b.com", True),
        ("*", "example.com", True),
        ("example.com:port", "example.com", False),
        ("", "example.com", False),
    ],
)
def test_exceptions_from_proxies(exceptions: str, host: str, covered: bool) -> None:
    """``NO_PROXY`` takes names with all below them, addresses and networks, each with a port or a scheme if need be."""
    proxies = Proxies({"https": "http://proxy"}, exceptions)
    assert (proxies.to("https", host, 443) is None) is covered
    assert proxies.to("http", host, 80) is None


def test_network_of_exceptions_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service within a network that ``NO_PROXY`` names is asked without the proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "fe80::/10,127.0.0.0/8")
    with scripted({"POST /functions/list": Answer(200, {"items": []})}) as service, client(service.base_url) as made:
        assert made.functions.list() == []


def test_proxy_without_a_scheme() -> None:
    """The address of a proxy may be given as environments often have it, without a scheme."""
    assert check_proxy("127.0.0.1:3128", "proxy") == "http://127.0.0.1:3128"
