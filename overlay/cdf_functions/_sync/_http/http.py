# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_http/http.py. Do not edit: change that, and run it again.
"""Sending one request until there is a success, or nothing more to be tried.

Everything that goes wrong between us and the service is told here, before generated code could trip over it: a lost
connection is a NoAnswerError, and any answer but a success is an ApiError. What is safe to repeat is repeated.
"""

import logging
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any

import httpx

from cdf_functions._addresses import shown
from cdf_functions._http.operation import READING, Other, Sendable
from cdf_functions._http.options import OPTIONS
from cdf_functions._http.reader import decoded
from cdf_functions._http.refusals import refusal
from cdf_functions._http.retry import OVERLOADED, Backoff
from cdf_functions._http.wire import service_time
from cdf_functions._runtime import clock
from cdf_functions._runtime._sync import sleep
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._runtime.network.bounds import DELIVERY, Delivery
from cdf_functions._version import VERSION
from cdf_functions.config import API_VERSION, Config
from cdf_functions.errors import ApiError, CdfError, ConfigurationError, NoAnswerError
from cdf_functions_api.operation import EXTENSION

from .auth import Auth
from .connections import Connections

LOG = logging.getLogger("cdf_functions")
DISTRUSTED = "CERTIFICATE_VERIFY_FAILED"  # in the words of OpenSSL; another try does not change it
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
OURS = ("proxy", "limits")  # arguments for httpx that our own connections see to
TIMEOUTS = ("connect", "read", "write", "pool")
BEFORE_SENDING = ("connect", "pool")
PIECE = 1 << 16  # bytes of a file that are sent at once


class Http(httpx.Client):
    """An httpx client that adds the bearer token, and raises for every answer that is not a success.

    Extensions of a request that it obeys: the operation, ``deadline`` (a Deadline for all tries together) and
    ``attempts`` (how often it may be sent at most).
    """

    def __init__(self, config: Config, base_url: str, auth: Auth, connections: Connections | None) -> None:
        arguments = dict(config.httpx_args)
        if connections is not None:
            arguments = {name: value for name, value in arguments.items() if name not in OURS}
            arguments |= {"transport": connections, "mounts": None}
        try:
            super().__init__(base_url=base_url, timeout=config.timeout, headers=HEADERS, **arguments)
        except (TypeError, ValueError, ImportError, OSError, httpx.InvalidURL) as error:
            raise ConfigurationError(f"httpx_args: {error}") from error
        # told as what they are: what a hook raises says nothing of the service, whatever it looks like
        self.event_hooks = {kind: [_told(hook) for hook in hooks] for kind, hooks in self.event_hooks.items()}
        if "cookies" not in config.httpx_args:
            self._cookies = _NoCookies()
        self._token = auth
        self._retries = config.retries
        self._dated: tuple[str, float] = ("", 0.0)
        self._origin = _origin(self.base_url)
        # others were seen to raise the same errors for requests that had left, and then a call must not be sent again
        mounts: Mapping[str, object] = config.httpx_args.get("mounts") or {}
        given = [config.httpx_args.get("transport"), *mounts.values()]
        self._can_tell = all(one is None or isinstance(one, httpx.HTTPTransport) for one in given)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send one request of the low-level client; what comes back is a success, read whole, with JSON or no body."""
        operation: Sendable = request.extensions.get(EXTENSION) or Other(
            f"{request.method} {request.url.path}", repeatable=request.method in READING, authorized=True
        )
        response = self.success(request, operation, **options)
        decoded(operation.id, response)
        return response

    def success(self, request: httpx.Request, operation: Sendable, **options: Any) -> httpx.Response:
        """Send a request, again where that is safe, until there is a success; whatever its body is.

        Raises:
            ApiError: the service's last word, if it was not a success
            NoAnswerError: if none came
            CredentialsError: if there is no token to send
        """
        response, failure = self._send_patiently(request, operation, **options)
        if failure is not None:
            raise failure
        return response

    def post_form(self, url: str, form: dict[str, str], deadline: Deadline | None = None) -> tuple[int, bytes]:
        """Post a form to another service, such as a token endpoint: without our token, with whatever answer comes."""
        request = self.build_request("POST", url, data=form, extensions={"deadline": deadline})
        request.url = _Key(request.url)
        operation = Other(f"POST {request.url}", repeatable=True, authorized=False)
        response, _ = self._send_patiently(request, operation)
        return response.status_code, response.content

    def put_file(self, url: str, file: IO[bytes], kind: str) -> None:
        """Put a file at an address that the service gave for it, mostly of a storage host; the address is the key."""
        headers = {"content-type": kind, "content-length": str(file.seek(0, os.SEEK_END))}
        request = self.build_request("PUT", url, headers=headers)
        request.stream = Stored(file)
        request.url = _Key(request.url)
        self.success(request, Other("uploadFileContent", repeatable=True, authorized=False))

    def get_part(self, url: str, first: int, last: int) -> tuple[bytes, int]:
        """Some bytes at an address that is the key to them, and how many there are.

        A host that knows no parts gives all of them.
        """
        headers = {"range": f"bytes={first}-{last}", "accept-encoding": "identity"}
        request = self.build_request("GET", url, headers=headers)
        request.url = _Key(request.url)
        response = self.success(request, Other("downloadFileContent", repeatable=True, authorized=False))
        total = response.headers.get("content-range", "").rpartition("/")[2]
        return response.content, int(total) if total.isdecimal() else len(response.content)

    def service_time(self) -> datetime:
        """The service's own clock, as far as its last answer tells, and never ahead of it; else ours."""
        date, received = self._dated
        return service_time(date, clock.monotonic() - received)

    def _send_patiently(
        self, request: httpx.Request, operation: Sendable, **options: Any
    ) -> tuple[httpx.Response, ApiError | None]:
        """Send until there is a success, or nothing more to be tried; the last answer, and the refusal that it is."""
        chosen, extensions = OPTIONS.get(), request.extensions
        deadline: Deadline | None = extensions.get("deadline")
        if chosen.timeout is not None:
            extensions["timeout"] = dict.fromkeys(TIMEOUTS, chosen.timeout)
        may_repeat = operation.repeatable and isinstance(request.stream, httpx.ByteStream | Stored)
        backoff = Backoff(chosen.retries or self._retries, deadline, extensions.get("attempts"))
        while True:
            backoff.made += 1
            try:
                response = self._send_authorized(request, operation, deadline, **options)
            except NoAnswerError as error:
                again = (may_repeat or not error.sent) and DISTRUSTED not in str(error)
                pause = backoff.pause() if again else None
                if pause is None:
                    error.history = backoff.history
                    raise
                LOG.info("%s; asking again in %.1f s", error, pause)
            else:
                if response.is_success:
                    return response, None
                failure = refusal(response.status_code, response.headers, response.content, operation.id)
                again = failure.retryable or (may_repeat and failure.status in OVERLOADED)
                pause = backoff.pause(failure.retry_after) if again else None
                if pause is None:
                    failure.history = backoff.history
                    return response, failure
                LOG.info("%s: %d; asking again in %.1f s", operation.id, failure.status, pause)
            _delivery(request).sent = False  # what comes next has not left yet
            sleep(pause)

    def _send_authorized(
        self, request: httpx.Request, operation: Sendable, deadline: Deadline | None, **options: Any
    ) -> httpx.Response:
        if not operation.authorized or _origin(request.url) != self._origin:
            return self._send_once(request, operation, deadline, **options)
        delivery = _delivery(request)
        token = self._token.token(self, deadline or delivery.sent_by)
        request.headers["authorization"] = f"Bearer {token}"
        response = self._send_once(request, operation, deadline, **options)
        if response.status_code == 401 and self._token.refused(token):
            # 401 means that nothing was done, so another try is safe for any operation
            delivery.sent = False
            better = self._token.token(self, deadline or delivery.sent_by)
            if better != token:
                request.headers["authorization"] = f"Bearer {better}"
                response = self._send_once(request, operation, deadline, **options)
        return response

    def _send_once(
        self, request: httpx.Request, operation: Sendable, deadline: Deadline | None, **options: Any
    ) -> httpx.Response:
        started = clock.monotonic()
        delivery = _delivery(request)
        delivery.noted, delivery.sent = False, True  # until a connection of ours knows better
        steps, bound = (TIMEOUTS, deadline) if deadline else (BEFORE_SENDING, delivery.sent_by)
        if bound is not None:
            # transports of others have no clock for the whole; at least no step of theirs takes longer
            left, timeouts = bound.remaining, request.extensions["timeout"]
            bounded = {name: left if timeouts[name] is None else min(timeouts[name], left) for name in steps}
            request.extensions["timeout"] = {**timeouts, **bounded}
        try:
            response = super().send(request, **options)
        except Exception as error:
            if error is delivery.hook_failure:
                if isinstance(error, CdfError):
                    raise RuntimeError(f"an event hook raised {type(error).__name__}: {error}") from error
                raise
            # other transports raise errors that are not httpx's, as httpx-aiohttp does for an answer that is not HTTP;
            # what may be repeated can do without being told so, but what may not is in doubt after any of them
            ours = isinstance(error, httpx.RequestError | httpx.InvalidURL)  # the latter for a redirect to nowhere
            if not ours and (self._can_tell or operation.repeatable):
                raise
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            sent = delivery.sent if delivery.noted else not (self._can_tell and isinstance(error, NEVER_LEFT))
            where = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
            raise NoAnswerError(
                f"{operation.id}: no answer from {where} after {clock.monotonic() - started:.1f} s: {reason}"
                + ("" if sent else "; the request was not sent"),
                operation=operation.id,
                sent=sent,
            ) from error
        now = clock.monotonic()
        if operation.authorized:  # the clocks of token endpoints and storage hosts are their own
            self._dated = response.headers.get("date", ""), now
        if LOG.isEnabledFor(logging.DEBUG):
            took = (now - started) * 1000
            LOG.debug("%s %s -> %d in %.0f ms", request.method, request.url.path, response.status_code, took)
        return response


NAME = f"cdf-functions/{VERSION}"
HEADERS = {
    "accept": "application/json",
    "cdf-version": API_VERSION,
    "user-agent": f"{NAME} httpx/{httpx.__version__} python/{platform.python_version()}",
    "x-cdp-sdk": NAME.replace("/", ":"),
}


def _origin(url: httpx.URL) -> tuple[str, bytes]:
    return url.scheme, url.netloc


def _delivery(request: httpx.Request) -> Delivery:
    """What is known of a request's way out, from whoever asks for it, or from here on."""
    delivery: Delivery = request.extensions.setdefault(DELIVERY, Delivery())
    return delivery


def _told(hook: Callable[[Any], object]) -> Callable[[Any], None]:
    """An event hook of the caller's, which notes that it was the one that failed; a request waits for its hooks."""

    def told(message: httpx.Request | httpx.Response) -> None:
        request = message if isinstance(message, httpx.Request) else message.request
        delivery: Delivery = request.extensions[DELIVERY]
        before = delivery.noted, delivery.sent
        if message is request:
            delivery.noted, delivery.sent = True, False
        try:
            hook(message)
        except Exception as error:
            delivery.hook_failure = error
            raise
        delivery.noted, delivery.sent = before

    return told


class Stored(httpx.SyncByteStream):
    """The bytes of a file, read as they are sent, and from the beginning each time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece


class _NoCookies(httpx.Cookies):
    """None are kept, for requests carry a token: to look for some takes a tenth of the time of a request."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Take nothing in."""


class _Key(httpx.URL):
    """An address whose query or user grants access. httpx logs addresses; this one shows itself without them."""

    def __str__(self) -> str:
        return shown(super().__str__())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"
