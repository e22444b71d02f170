"""What a function's process answers, taken apart with care: a handler may have written it, with whatever it likes."""

import json
from dataclasses import dataclass
from typing import Any, cast

from .errors import JsonObject

#: Bytes, above those of the longest answer: a byte of a response's megabyte takes four here at most.
MAX_FRAME = 1 << 23
#: Of a response. Far below what JSON modules can read, for how much that is depends on who reads.
MAX_DEPTH = 500


class ForgedReplyError(Exception):
    """The bytes are no answer to the call."""

    def __init__(self) -> None:
        super().__init__("The function's process answered with what is no answer; the handler may have written it")


@dataclass(frozen=True)
class Reply:
    """What ``handle`` came to: a response as JSON text, or an error; and whether the process can take another call."""

    response: str | None
    error: JsonObject | None
    reusable: bool


def read_reply(frame: bytes, call_id: object) -> Reply:
    """The answer to a call; ForgedReplyError if it is none, or is none to this call."""
    try:
        given: Any = json.loads(frame)
        response, error, reusable = given["response"], given["error"], given["reusable"]
        if given["call_id"] != call_id or not isinstance(reusable, bool):
            raise ForgedReplyError
        if error is not None:
            return Reply(None, _texts(error), reusable)
        if not isinstance(response, str):
            raise ForgedReplyError
        response.encode()
        value = json.loads(response)
        if _may_be_deep(response) and _depth(value) > MAX_DEPTH:
            return Reply(None, {"message": _TOO_DEEP}, reusable)
    except (ValueError, TypeError, LookupError):
        raise ForgedReplyError from None
    except RecursionError:
        return Reply(None, {"message": _TOO_DEEP}, False)
    return Reply(response, None, reusable)


_TOO_DEEP = f"The function returned JSON that is nested more than {MAX_DEPTH} deep"


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_DEPTH


def _depth(value: object) -> int:
    """How deep lists and objects are nested, without recursion."""
    depth, level = 0, [value]
    while level:
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner += cast("dict[str, object]", each).values()
            elif isinstance(each, list):
                inner += cast("list[object]", each)
        depth += any(isinstance(each, dict | list) for each in level)
        level = inner
    return depth


def _texts(error: object) -> JsonObject:
    """An error: a message, and perhaps a trace."""
    if not isinstance(error, dict):
        raise ForgedReplyError
    fields = cast("JsonObject", error)
    if not isinstance(fields.get("message"), str) or not all(isinstance(text, str) for text in fields.values()):
        raise ForgedReplyError
    return {name: fields[name] for name in ("message", "trace") if name in fields}
