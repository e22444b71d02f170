"""Answers outside the spec's own successes: refusals, and those of token endpoints. Pure."""

from collections.abc import Mapping
from typing import cast

from cdf_functions._http.redaction import redacted
from cdf_functions._http.wire import http_date, parsed, printable
from cdf_functions._runtime import clock
from cdf_functions.errors import OF_STATUS, ApiError, CredentialsError, NotFoundError, ServerError

UNSTATED_LIFETIME = 300.0  # s, for a token whose provider does not say how long it lives
LONGEST_WAIT = 366 * 24 * 3600.0  # s that a Retry-After may say; whatever is longer comes to the same
LONGEST_WORDS = 10_000  # characters of a refusal's message
LOOKED_AT = 2_000  # characters of a body, for the beginning that is shown


def refusal(status: int, headers: Mapping[str, str], body: bytes, operation: str | None) -> ApiError:
    """The error for an answer that is not a success, whatever its body looks like.

    Seen in the wild: ``{"error": {"code", "message", ...}}``, ``{"error": "text"}``, and pages of proxies in HTML.
    """
    envelope = _envelope(body)
    says_so = headers.get("cdf-is-auto-retryable", "").lower() == "true" or envelope.get("isAutoRetryable") is True
    missing, duplicated = (_identifiers(envelope.get(name)) for name in ("missing", "duplicated"))
    code = envelope.get("code")
    kind = OF_STATUS.get(status, ServerError if status >= 500 else ApiError)
    if missing and 400 <= status < 500:
        kind = NotFoundError
    return kind(
        _words(envelope.get("message")) or "the answer has no body",
        status=status,
        code=code if isinstance(code, int) else None,
        missing=missing,
        duplicated=duplicated,
        request_id=headers.get("x-request-id"),
        operation=operation,
        retryable=status == 429 or says_so,
        retry_after=_retry_after(headers),
    )


def unreadable(what: str, status: int, headers: Mapping[str, str], operation: str | None) -> ApiError:
    """The error for an answer that is a success by its status, and cannot be used."""
    return ApiError(what, status=status, request_id=headers.get("x-request-id"), operation=operation)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from now of a ``Retry-After`` header, in either of its forms; None without a usable one."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), LONGEST_WAIT)
    moment = http_date(value)
    if moment is None:
        return None
    return min(max(0.0, (moment - clock.now()).total_seconds()), LONGEST_WAIT)


def _words(said: object) -> str:
    """What a provider or a service says, as a text that can be shown anywhere."""
    if said is None or said == "":
        return ""
    if isinstance(said, str):
        return printable(said[:LONGEST_WORDS])
    return str(said) if isinstance(said, int | float) else f"without words ({type(said).__name__})"


def _envelope(body: bytes) -> Mapping[str, object]:
    text = _text(body)
    try:
        content = parsed(text)
    except ValueError:
        return {"message": f"not JSON: {excerpt(text)}"} if text.strip() else {}
    error = cast("dict[str, object]", content).get("error") if isinstance(content, dict) else None
    if isinstance(error, dict):
        return cast("dict[str, object]", error)
    return {"message": error if isinstance(error, str) else f"without an error in it: {excerpt(text)}"}


def _identifiers(found: object) -> list[Mapping[str, object]]:
    items = cast("list[object]", found) if isinstance(found, list) else []
    objects = [cast("dict[str, object]", item) for item in items if isinstance(item, dict)]
    return [each for each in objects if all(isinstance(value, str | int) for value in each.values())]


def token_of(status: int, body: bytes, source: str) -> tuple[str, float]:
    """The token in a token endpoint's answer, and the seconds that it will live.

    Raises CredentialsError with the provider's own words; the token itself is in no text.
    """
    try:
        content = parsed(_text(body))
    except ValueError:
        raise CredentialsError(f"{source} answered {status}, and not with JSON: {excerpt(_text(body))}") from None
    fields = cast("dict[str, object]", content) if isinstance(content, dict) else {}
    token = fields.get("access_token")
    if status != 200 or not isinstance(token, str):
        words = [_words(fields[name]) for name in ("error", "error_description") if fields.get(name)]
        raise CredentialsError(f"{source} answered {status}: {': '.join(words) or 'no access_token'}")
    return token, _lifetime(fields.get("expires_in"))


def _lifetime(said: object) -> float:
    """Seconds; some providers say them as a text."""
    try:
        seconds = float(said) if isinstance(said, int | float | str) else UNSTATED_LIFETIME
    except (ValueError, OverflowError):
        return UNSTATED_LIFETIME
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else UNSTATED_LIFETIME


def excerpt(body: str | bytes) -> str:
    """The beginning of a body, short enough for an error text, and without what looks like a secret."""
    text = body if isinstance(body, str) else _text(body[: 4 * LOOKED_AT])
    text = redacted(" ".join(text[:LOOKED_AT].split()))
    return repr(text if len(text) <= 200 else text[:200] + "...")


def _text(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")
