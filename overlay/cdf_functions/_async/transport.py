"""The httpx layer below the generated client; but for the pools below it, the only handwritten module with httpx.

Everything that goes wrong between us and the service is told here, before generated code could trip over it: a lost
connection is a NoAnswerError, and any answer but a JSON success is an ApiError. What is safe to repeat is repeated.
"""

import logging
import math
import platform
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from cdf_functions._http.exchange import CURRENT, Exchange
from cdf_functions._http.options import OPTIONS
from cdf_functions._http.refusals import excerpt, refusal
from cdf_functions._http.retry import OVERLOADED, Attempts, Retries, repeatable
from cdf_functions._runtime._async import sleep
from cdf_functions._version import VERSION
from cdf_functions.config import API_VERSION, Config
from cdf_functions.errors import ApiError, NoAnswerError

from .pools import pools
from .tokens import AsyncTokens

LOG = logging.getLogger("cdf_functions")
DISTRUSTED = "CERTIFICATE_VERIFY_FAILED"  # in the words of OpenSSL; another try does not change it
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class AsyncHttp(httpx.AsyncClient):
    """An httpx client that adds the bearer token, and raises for every answer that is not a success."""

    def __init__(self, config: Config, base_url: str, tokens: AsyncTokens) -> None:
        name = f"cdf-functions/{VERSION}"
        ours = {
            "accept": "application/json",
            "cdf-version": API_VERSION,
            "user-agent": f"{name} httpx/{httpx.__version__} python/{platform.python_version()}",
            "x-cdp-sdk": name.replace("/", ":"),
        }
        arguments: dict[str, Any] = {"transport": pools(config.httpx_args), **config.httpx_args}
        super().__init__(base_url=base_url, timeout=config.timeout, headers=ours, **arguments)
        self._tokens = tokens
        self._retries = config.retries
        self._dated: tuple[str, float] = ("", 0.0)
        mounts: Mapping[str, object] = config.httpx_args.get("mounts") or {}
        given = [config.httpx_args.get("transport"), *mounts.values()]
        # others were seen to raise the same errors for requests that had left, and then a call must not be sent again
        self._can_tell = all(one is None or isinstance(one, httpx.AsyncHTTPTransport) for one in given)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send one request of an operation; what comes back is a success, read whole, and JSON if it has a body."""
        exchange = CURRENT.get() or Exchange(request.url.path)
        may_repeat = repeatable(request.method, request.url.path) and isinstance(request.stream, httpx.ByteStream)
        response, failure = await self._send_patiently(request, exchange, may_repeat, **options)
        if failure is not None:
            raise failure
        _accept(response, exchange)
        return response

    async def post_form(self, url: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Post a form to another service, such as a token endpoint: without our token, with whatever answer comes."""
        request = self.build_request("POST", url, data=form)
        exchange = Exchange(f"POST {request.url.copy_with(query=None)}", public=True)
        response, _ = await self._send_patiently(request, exchange, may_repeat=True)
        return response.status_code, response.content

    async def put_bytes(self, url: str, content: bytes) -> None:
        """Put bytes at an address that the service gave for it, mostly of a storage host; the address is the key."""
        request = self.build_request("PUT", url, content=content, headers={"content-type": "application/zip"})
        request.url = _Key(request.url)
        _, failure = await self._send_patiently(request, Exchange("uploadFileContent", public=True), may_repeat=True)
        if failure is not None:
            raise failure

    def service_time(self) -> datetime:
        """The service's own clock, as far as its last answer tells, and never ahead of it; else ours."""
        date, received = self._dated
        try:
            return parsedate_to_datetime(date).astimezone(UTC) + timedelta(seconds=time.monotonic() - received)
        except ValueError:
            return datetime.now(UTC)

    async def _send_patiently(
        self, request: httpx.Request, exchange: Exchange, may_repeat: bool, **options: Any
    ) -> tuple[httpx.Response, ApiError | None]:
        """Send until there is a success, or nothing more to be tried; the last answer, and the refusal that it is."""
        chosen = OPTIONS.get()
        timeout = chosen.timeout if chosen.timeout is not None else self.timeout.read
        within = math.inf if chosen.within is None else chosen.within
        if timeout is not None:
            request.extensions["timeout"] = httpx.Timeout(min(timeout, within)).as_dict()
        policy = Retries(1) if exchange.once else (chosen.retries or self._retries)
        attempts = Attempts(policy.no_longer_than(within))
        while True:
            attempts.made += 1
            try:
                response = await self._send_authorized(request, exchange, **options)
            except NoAnswerError as error:
                again = (may_repeat or not error.sent) and DISTRUSTED not in str(error)
                pause = attempts.pause() if again else None
                if pause is None:
                    error.history = attempts.history
                    raise
                LOG.info("%s; asking again in %.1f s", error, pause)
            else:
                if response.is_success:
                    return response, None
                failure = refusal(response.status_code, response.headers, response.content, exchange.operation)
                again = failure.retryable or (may_repeat and failure.status in OVERLOADED)
                pause = attempts.pause(failure.retry_after) if again else None
                if pause is None:
                    failure.history = attempts.history
                    return response, failure
                LOG.info("%s: %d; asking again in %.1f s", exchange.operation, failure.status, pause)
            await sleep(pause)

    async def _send_authorized(self, request: httpx.Request, exchange: Exchange, **options: Any) -> httpx.Response:
        if exchange.public or not self._ours(request.url):
            return await self._send_once(request, exchange, **options)
        token = await self._tokens.get(self)
        request.headers["authorization"] = f"Bearer {token}"
        response = await self._send_once(request, exchange, **options)
        if response.status_code == 401 and self._tokens.refused(token):
            # 401 means that nothing was done, so this is safe for any operation
            request.headers["authorization"] = f"Bearer {await self._tokens.get(self)}"
            response = await self._send_once(request, exchange, **options)
        return response

    def _ours(self, url: httpx.URL) -> bool:
        return (url.scheme, url.host, url.port) == (self.base_url.scheme, self.base_url.host, self.base_url.port)

    async def _send_once(self, request: httpx.Request, exchange: Exchange, **options: Any) -> httpx.Response:
        started = time.monotonic()
        try:
            response = await super().send(request, **options)
        except httpx.RequestError as error:
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            sent = not (self._can_tell and isinstance(error, NEVER_LEFT))
            where = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
            raise NoAnswerError(
                f"{exchange.operation}: no answer from {where} after {time.monotonic() - started:.1f} s: {reason}"
                + ("" if sent else "; the request was not sent"),
                operation=exchange.operation,
                sent=sent,
            ) from error
        now = time.monotonic()
        if not exchange.public:  # the clocks of token endpoints and storage hosts are their own
            self._dated = response.headers.get("date", ""), now
        LOG.debug(
            "%s %s -> %d in %.0f ms", request.method, request.url.path, response.status_code, (now - started) * 1000
        )
        return response


class _Key(httpx.URL):
    """An address whose query lets anybody in who has it: httpx logs addresses, and shall not log this part."""

    def __str__(self) -> str:
        return str(self.copy_with(query=None))


def _accept(response: httpx.Response, exchange: Exchange) -> None:
    """Raise for a success that the generated code must not see."""
    exchange.status = response.status_code
    exchange.request_id = response.headers.get("x-request-id")
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    if response.content and not (kind == "application/json" or kind.endswith("+json")):
        raise ApiError(
            f"the answer is {kind or 'of no stated type'}, not JSON: {excerpt(response.text)}",
            status=response.status_code,
            request_id=exchange.request_id,
            operation=exchange.operation,
        )
