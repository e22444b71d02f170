"""What stands in the environment, or among the arguments for httpx, of the way to the service: proxies, authorities.

Everything that is wrong with it is one ConfigurationError, which names the variable or the argument. Pure; httpx is
not needed, so it is looked at when a client is made, too.
"""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cdf_functions.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl

SCHEMES = ("http", "https", "all")
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
AUTHORITIES = {"SSL_CERT_FILE": os.path.isfile, "SSL_CERT_DIR": os.path.isdir}


class Proxies:
    """Which addresses are asked through which proxy."""

    def __init__(self, by_scheme: Mapping[str, str], exceptions: str = "") -> None:
        self._by_scheme = by_scheme
        self._exceptions = [one for one in exceptions.replace(",", " ").split() if one]

    def to(self, scheme: str, host: str, port: int) -> str | None:
        """The proxy for an address, if it has one."""
        found = self._by_scheme.get(scheme) or self._by_scheme.get("all")
        if found is None or any(_covers(one, scheme, host, port) for one in self._exceptions):
            return None
        return found


def proxies(httpx_args: Mapping[str, Any]) -> Proxies:
    """The proxies of a client, from its arguments or else the environment.

    Raises:
        ConfigurationError: if the address of one cannot be used
    """
    given = httpx_args.get("proxy")
    if given is not None:
        return Proxies({"all": check_proxy(str(given), "httpx_args: proxy")} if isinstance(given, str) else {})
    if not httpx_args.get("trust_env", True):
        return Proxies({})
    found = _from_environment()
    return Proxies(
        {name: check_proxy(found[name], _variable(name)) for name in SCHEMES if found.get(name)}, found.get("no", "")
    )


def check(httpx_args: Mapping[str, Any], base_url: str) -> None:
    """Refuse what could not be used for requests to an address.

    Raises:
        ConfigurationError: naming the variable, or the argument, and what to do
    """
    if httpx_args.get("http2") and _is_missing("h2"):
        raise ConfigurationError("httpx_args: http2 needs a package that is missing: pip install 'httpx[http2]'")
    if "transport" in httpx_args:
        return
    proxies(httpx_args)
    if base_url.startswith("https:") and httpx_args.get("verify", True) is True and httpx_args.get("trust_env", True):
        _check_authorities()


def check_proxy(address: str, name: str) -> str:
    """The address of a proxy, with a scheme; never shown, for it may hold a password."""
    from urllib.parse import urlsplit

    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        usable = parts.hostname and (parts.port or True)
    except ValueError:
        usable = None
    if not usable:
        raise ConfigurationError(f"{name}: expected the address of a proxy, such as http://proxy.example.com:8080")
    scheme = address.partition("://")[0].lower()
    if scheme not in PROXY_SCHEMES:
        known = ", ".join(f"{known}://" for known in PROXY_SCHEMES)
        raise ConfigurationError(f"{name}: expected a proxy's address that begins with {known}, got {scheme}://")
    if scheme.startswith("socks") and _is_missing("socksio"):
        raise ConfigurationError(f"{name}: a SOCKS proxy needs a package that is missing: pip install 'httpx[socks]'")
    return address


def _is_missing(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is None


def authorities(make: Callable[[], "ssl.SSLContext"], httpx_args: Mapping[str, Any]) -> "ssl.SSLContext":
    """Whom to trust, as ``make`` reads it.

    Raises:
        ConfigurationError: naming where it cannot be read from
    """
    if httpx_args.get("verify", True) is True and httpx_args.get("trust_env", True):
        _check_authorities()
    try:
        return make()
    except (OSError, TypeError, ValueError) as error:  # those of ssl are among the first
        raise ConfigurationError(f"{_source(httpx_args)}: {error}") from error


def _source(httpx_args: Mapping[str, Any]) -> str:
    given = [name for name in ("verify", "cert") if httpx_args.get(name, True) not in (True, None)]
    if given:
        return f"httpx_args: {', '.join(given)}"
    return next((name for name in AUTHORITIES if os.environ.get(name)), "the certificates of known authorities")


def _check_authorities() -> None:
    name = next((name for name in AUTHORITIES if os.environ.get(name)), None)
    if name is not None and not AUTHORITIES[name](os.environ[name]):
        kind = "file" if name == "SSL_CERT_FILE" else "folder"
        raise ConfigurationError(f"{name}: there is no such {kind}: {os.environ[name]}")


def _from_environment() -> dict[str, str]:
    names = {name.lower() for name, value in os.environ.items() if value}
    if os.name == "posix" and os.uname().sysname != "Darwin" and not any(name.endswith("_proxy") for name in names):
        return {}  # without a module that takes its time; elsewhere the system's own settings count
    from urllib.request import getproxies

    return getproxies()


def _variable(scheme: str) -> str:
    """How the variable is called that a proxy was read from."""
    lower, upper = f"{scheme}_proxy", f"{scheme}_proxy".upper()
    if os.environ.get(lower):
        return lower
    return upper if os.environ.get(upper) else f"the system's proxy for {scheme}"


def _covers(exception: str, scheme: str, host: str, port: int) -> bool:
    """Whether one entry of ``NO_PROXY`` names a host: a name and all below it, an address, or a network."""
    if exception == "*":
        return True
    from urllib.parse import SplitResult

    only, separator, rest = exception.rpartition("://")
    if separator and only not in ("all", scheme):
        return False
    network = _network_covers(rest, host)
    if network is not None:
        return network
    try:
        parts = SplitResult("", rest, "", "", "")
        name, wanted = (parts.hostname or "").lstrip("*").lstrip("."), parts.port
    except ValueError:
        return False
    if not name or wanted not in (None, port):
        return False
    host = host.lower()
    return host == name or host.endswith(f".{name}")


def _network_covers(text: str, host: str) -> bool | None:
    """Whether a network, or one address, has a host in it; None if it is neither."""
    from ipaddress import ip_address, ip_network

    try:
        network = ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None
    try:
        return ip_address(host.strip("[]")) in network
    except ValueError:
        return False
