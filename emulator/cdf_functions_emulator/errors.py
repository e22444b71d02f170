"""Every refusal the service can answer with. Routes never catch them: the app renders them in one place."""

from collections.abc import Sequence
from typing import Any

JsonObject = dict[str, Any]


class ApiError(Exception):
    """A refusal in the envelope that all of the API shares: ``{"error": {"code", "message", ...}}``."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        missing: Sequence[JsonObject] = (),
        duplicated: Sequence[JsonObject] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        error: JsonObject = {"code": status, "message": message}
        if missing:
            error["missing"] = list(missing)
        if duplicated:
            error["duplicated"] = list(duplicated)
        self.body: JsonObject = {"error": error}


class OAuthError(Exception):
    """A refusal of the token endpoint, whose envelope is that of RFC 6749, not the API's."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.body: JsonObject = {"error": error, "error_description": description}


def bad_request(message: str) -> ApiError:  # noqa: D103
    return ApiError(400, message)


def bad_field(path: str, wanted: str, got: str) -> ApiError:
    """``path`` is written as a client would: ``items[0].name``."""
    return ApiError(400, f"{path}: expected {wanted}, got {got}")


def unknown(what: str, missing: Sequence[JsonObject]) -> ApiError:
    """Not found is 400 with ``missing``, the only failure that the API documents for it."""
    named = ", ".join(str(value) for item in missing for value in item.values())
    return ApiError(400, f"{what} not found: {named}", missing=missing)


def duplicate(what: str, duplicated: JsonObject) -> ApiError:  # noqa: D103
    named = ", ".join(str(value) for value in duplicated.values())
    return ApiError(409, f"{what} already exists: {named}", duplicated=[duplicated])


def no_route(method: str, path: str) -> ApiError:  # noqa: D103
    return ApiError(404, f"No operation {method} {path}")


def wrong_method(method: str, path: str, allow: str) -> ApiError:  # noqa: D103
    return ApiError(405, f"No operation {method} {path}; allowed: {allow}", headers={"Allow": allow})


def not_emulated(operation: str, hint: str) -> ApiError:
    """Not 404, which clients take for "there is no such thing" and go on."""
    return ApiError(501, f"{operation} is not emulated{hint}")


def stub_failed(operation: str, source: str, why: str) -> ApiError:  # noqa: D103
    return ApiError(500, f"The stub for {operation} in {source} failed: {why}")


def upstream_failed(operation: str, upstream: str, why: str) -> ApiError:  # noqa: D103
    return ApiError(502, f"{operation} could not be forwarded to {upstream}: {why}")


def unauthorized(reason: str) -> ApiError:  # noqa: D103
    return ApiError(401, f"Unauthorized: {reason}", headers={"WWW-Authenticate": "Bearer"})


def foreign_page(header: str, value: str) -> ApiError:
    """A web page that resolves its own name to loopback must not drive a service that runs code."""
    return ApiError(403, f"{header}: expected a loopback name such as 127.0.0.1 or localhost, got {value!r}")


def wrong_credentials() -> ApiError:  # noqa: D103
    return ApiError(403, "items[0]: clientId and clientSecret were refused by the token endpoint")


def bad_nonce() -> ApiError:
    """One text for all three cases, as a service that keeps nonces secret would have it."""
    return ApiError(400, "nonce: expected the unused nonce of a session created in the last minute")


def session_ended(session_id: int, status: str) -> ApiError:  # noqa: D103
    return ApiError(400, f"Session {session_id} has status {status}: only an ACTIVE one can be used")


def not_ready(function_id: int, status: str) -> ApiError:  # noqa: D103
    return ApiError(400, f"Function {function_id} has status {status}: only a Ready function can be called")


def not_bindable(function_id: int) -> ApiError:
    """Its first words are those that clients have been seen to look for."""
    return ApiError(400, f"Failed to bind session: function {function_id} was made a moment ago and is not known yet")


def too_many_running(limit: int, where: str) -> ApiError:  # noqa: D103
    message = f"Too many running calls: the maximum is {limit} per {where}"
    return ApiError(429, message, headers={"Retry-After": "1"})


def too_large(path: str, limit: int, size: int) -> ApiError:  # noqa: D103
    return ApiError(400, f"{path}: expected at most {limit} bytes of JSON, got {size}")


def body_too_large(limit: int) -> ApiError:  # noqa: D103
    return ApiError(413, f"The request body is larger than {limit} bytes")


def ordered_failure(status: int, retry_after: int | None) -> ApiError:  # noqa: D103
    headers = None if retry_after is None else {"Retry-After": str(retry_after)}
    return ApiError(status, "This failure was ordered from the emulator", headers=headers)


def internal() -> ApiError:  # noqa: D103
    return ApiError(500, "The emulator failed; its own log has the traceback")
