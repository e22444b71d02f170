"""A real project that answers what is not emulated, with a token of the user's own, reading only unless told otherwise.

Functions, their calls and schedules, and sessions are never forwarded: their ids are this emulator's.
"""

import ipaddress
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

TOKEN = "CDF_TOKEN"  # noqa: S105 - the name of a variable
TIMEOUT_S = 60
OURS = ("/functions", "/sessions", "/token")

#: How the path of a POST ends that only reads.
READING = ("list", "byids", "search", "aggregate", "latest", "query", "retrieve", "filter", "sync", "downloadlink")
#: Where code of the project's own would decide what it does.
DECIDED_THERE = ("/graphql",)

SENT = ("accept", "content-type", "content-encoding", "cdf-version", "x-cdp-app", "x-cdp-sdk")
RETURNED = ("content-type", "content-encoding", "retry-after", "cdf-is-auto-retryable")
OF_A_PROJECT = re.compile(r"/api/v1/projects/([^/]+)")


class UpstreamError(Exception):
    """There was no answer; the text says why."""


@dataclass(frozen=True)
class Forwarded:
    """An answer: ``content`` as it comes, compressed if it was."""

    status: int
    headers: Mapping[str, str]
    content: AsyncGenerator[bytes]


class Upstream:
    """Where to, as whom, and what."""

    error = UpstreamError

    def __init__(self, origin: str, project: str | None, token: str, writes: bool) -> None:
        self.origin = origin
        self._project = project
        self._writes = writes
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT_S, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False
        )
        #: For people: where requests go, without the token.
        self.shown = origin if project is None else f"{origin}/api/v1/projects/{project}"

    async def close(self) -> None:
        """Give its connections back."""
        await self._client.aclose()

    def refusal(self, method: str, path: str) -> str:
        """Why an operation is not forwarded; nothing if it is."""
        if any(path == each or path.startswith(f"{each}/") for each in OURS):
            return ", nor forwarded: functions and sessions are those of the emulator"
        if self._writes or reads(method, path):
            return ""
        return ", nor forwarded, as it may write; --upstream-write forwards it"

    async def send(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Forwarded:
        """The answer; UpstreamError if there is none. ``path`` is the whole one, as it was sent."""
        in_project = OF_A_PROJECT.match(path)
        if in_project and self._project is not None:
            path = f"/api/v1/projects/{self._project}{path[in_project.end(1) :]}"
        url = f"{self.origin}{path}" + (f"?{query}" if query else "")
        kept = {name: headers[name] for name in SENT if name in headers}
        try:
            request = self._client.build_request(method, url, headers=kept, content=body)
            answer = await self._client.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UpstreamError(f"{type(error).__name__}: {error}") from None
        returned = {name: answer.headers[name] for name in RETURNED if name in answer.headers}
        return Forwarded(answer.status_code, returned, _content(answer))


async def _content(answer: httpx.Response) -> AsyncGenerator[bytes]:
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()


def reads(method: str, path: str) -> bool:
    """Whether an operation changes nothing, as far as its method and its path tell."""
    if method in ("GET", "HEAD"):
        return True
    return method == "POST" and path.rpartition("/")[2] in READING and not path.startswith(DECIDED_THERE)


def upstream_of(written: str, writes: bool, environment: Mapping[str, str]) -> Upstream:
    """What ``--upstream`` says, completed from the environment; ValueError that says what is missing or wrong."""
    token = environment.get(TOKEN, "")
    if not token:
        raise ValueError(f"upstream: expected a token of yours in the environment variable {TOKEN}, which is not set")
    if "://" not in written:
        return Upstream(_cluster(written, environment), _project(written), token, writes)
    parts = urlsplit(written)
    of_project = OF_A_PROJECT.fullmatch(parts.path.rstrip("/"))
    if parts.path.strip("/") and of_project is None:
        raise ValueError(f"upstream: expected an address as far as the project, /api/v1/projects/NAME, got {written!r}")
    return Upstream(_origin(written), _project(of_project[1]) if of_project else None, token, writes)


def _cluster(project: str, environment: Mapping[str, str]) -> str:
    if url := environment.get("CDF_URL"):
        return _origin(url)
    if cluster := environment.get("CDF_CLUSTER"):
        return _origin(f"https://{cluster}.cognitedata.com")
    raise ValueError(
        f"upstream: expected CDF_CLUSTER or CDF_URL in the environment to say where project {project!r} is, or an "
        "address such as https://CLUSTER.cognitedata.com/api/v1/projects/NAME"
    )


def _project(name: str) -> str:
    if not re.fullmatch(r"[\w.-]+", name):
        raise ValueError(f"upstream: expected an address or the name of a project, got {name!r}")
    return name


def _origin(written: str) -> str:
    parts = urlsplit(written)
    try:
        safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    except ValueError:
        safe = False
    if not safe or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("upstream: expected an address that begins with https:// and has no user, query or fragment")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
