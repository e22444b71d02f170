"""Addresses that requests go to: looked at when a client is made, not when its first request fails. Pure."""

import inspect
import re
import warnings
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import parse_qsl, urlsplit

from cdf_functions import _arguments

DOMAIN = ".cognitedata.com"
LONGEST = 2000  # characters
LONGEST_HOST = 253

_CLUSTER = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_NOT_IN_ONE = frozenset('\\^`{}|<>" ')

_warned: set[str] = set()


def cluster_url(cluster: object, field: str = "cluster") -> str:
    """The public address of a cluster such as ``westeurope-1``."""
    name = _arguments.text(cluster, field, 255)
    if not _CLUSTER.fullmatch(name):
        raise ValueError(f"{field}: expected a name such as westeurope-1, got {cluster!r}")
    if name.lower().endswith(DOMAIN):
        raise ValueError(f"{field}: expected the name without {DOMAIN}, got {cluster!r}; whole addresses are base_url")
    return f"https://{name}{DOMAIN}"


def base_url(value: object) -> str:
    """The address of the service, without what belongs to single requests, and without what may be secret."""
    found = _arguments.text(value, "base_url", LONGEST)
    wrong = fault(found)
    if not wrong and "@" in found.split("/")[2]:
        wrong = "names a user"
    if not wrong and ("?" in found or "#" in found):
        wrong = "has a query or a fragment"
    if wrong or "/api/v1" in found:
        said = wrong or "has it"
        raise ValueError(
            f"base_url: expected an address like https://westeurope-1.cognitedata.com, without /api/v1; this one {said}"
        )
    return found


def token_url(value: object) -> str:
    """The address of a token endpoint. What is in it is not shown, for a user or a query may be secret."""
    found = _arguments.text(value, "token_url", LONGEST)
    wrong = fault(found)
    if wrong:
        raise ValueError(f"token_url: expected an address like https://idp.example.com/oauth2/token; this one {wrong}")
    return found


def fault(value: str) -> str:
    """Why a text is no whole address of http or https; empty if it is one."""
    if not value.isascii() or not value.isprintable() or not _NOT_IN_ONE.isdisjoint(value):
        return "has characters that do not belong there"
    if not re.match(r"(?i)https?://", value):
        return "does not begin with https:// or http://"
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError:
        return "has a host or a port that is none"
    if not host or port == 0 or parts.netloc.endswith(":") or not _is_host(host):
        return "has a host or a port that is none"
    return ""


def _is_host(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    try:
        if ":" in name:
            IPv6Address(name)
        elif labels[-1].isdecimal():
            IPv4Address(name)
        else:
            return len(name) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)
    except ValueError:
        return False
    return True


def shown(address: str) -> str:
    """An address as it may be shown: without a user and a query, which may be secret."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def hidden(address: str) -> list[str]:
    """What ``shown`` leaves out, whole and in its parts, for cutting it out of what others say."""
    parts = urlsplit(address)
    user = parts.netloc.rpartition("@")[0]
    values = [value for _, value in parse_qsl(parts.query)]
    return [each for each in (parts.query, user, parts.password, *values) if each]


def warn_of_clear_text(address: str, what: str) -> None:
    """Warn, once for each address, of one to which anybody on the way can read what is sent."""
    parts = urlsplit(address)
    where = f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}"
    if parts.scheme.lower() != "http" or _is_loopback(parts.hostname or "") or where in _warned:
        return
    _warned.add(where)
    warnings.warn(f"{where} is no https address: {what} can be read on the way there", stacklevel=_level())


def _level() -> int:
    """The ``stacklevel`` of the first frame outside this package, for a warning in the calling function."""
    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__name__", "").startswith((__package__, "attr")):
        frame, level = frame.f_back, level + 1
    return level


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
