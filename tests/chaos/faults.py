"""What can go wrong with an answer: each fault by its name, and the group that the page counts it with."""

from collections.abc import Iterator
from typing import Final

from tests.chaos.acts import (
    also,
    another_answer,
    byte_and_silence,
    close,
    dripping_body,
    dripping_head,
    framed,
    interim,
    raw,
    redirects,
    refuses,
    reset,
    says,
    silence,
    squeezed,
    stale,
    stale_reset,
)
from tests.chaos.world import Fault

DEPTH = 100_000
HTML = b"<html><h1>Bad Gateway</h1></html>"


def connection() -> Iterator[Fault]:
    """Connections that fail."""
    yield Fault("refused", "connection", close, before=True, refused=True)
    yield Fault("reset-before", "connection", reset, before=True)
    yield Fault("reset-before-once", "connection", reset, before=True, times=1)
    yield Fault("reset-after", "connection", reset)
    yield Fault("reset-after-once", "connection", reset, times=1)
    yield Fault("reset-during", "connection", framed("{n}", 2, reset=True))
    yield Fault("reset-during-once", "connection", framed("{n}", 2, reset=True), times=1)
    yield Fault("closed-before", "connection", close, before=True)
    yield Fault("closed-after", "connection", close)
    yield Fault("closed-after-once", "connection", close, times=1)
    yield Fault("stale", "connection", stale)
    yield Fault("stale-reset", "connection", stale_reset)


def slowness() -> Iterator[Fault]:
    """Answers that do not come."""
    yield Fault("silent", "slow", silence, before=True, slow=True)
    yield Fault("silent-after", "slow", silence, slow=True)
    yield Fault("silent-once", "slow", silence, before=True, slow=True, times=1)
    yield Fault("byte-and-silence", "slow", byte_and_silence, slow=True)
    yield Fault("dripping-head", "slow", dripping_head, slow=True)
    yield Fault("dripping-body", "slow", dripping_body, slow=True)


def statuses() -> Iterator[Fault]:
    """Refusals."""
    for status in (400, 401, 402, 403, 404, 408, 409, 410, 413, 418, 422, 431, 451, 500, 501, 503, 504, 507):
        yield Fault(str(status), "refusals", refuses(status), before=True)
    for status in (401, 408, 500, 503):
        yield Fault(f"{status}-once", "refusals", refuses(status), before=True, times=1)
    for status in (413, 502, 520):
        yield Fault(f"{status}-html", "refusals", refuses(status, HTML, kind="text/html"), before=True)
    yield Fault("502-html-once", "refusals", refuses(502, HTML, kind="text/html"), before=True, times=1)
    yield Fault("503-after-work", "refusals", refuses(503))
    yield Fault("504-after-work", "refusals", refuses(504))
    yield Fault("504-after-work-once", "refusals", refuses(504), times=1)
    bodies = {
        "empty": b"",
        "deep": b"[" * DEPTH,
        "deep-object": b'{"error":' * DEPTH,
        "deep-whole": b'{"error":{"message":' + b"[" * DEPTH + b"]" * DEPTH + b"}}",
        "surrogate": b'{"error":{"code":4,"message":"\\ud800 alone"}}',
        "array": b"[1]",
        "null": b"null",
        "list": b'{"error":[1]}',
        "odd": b'{"error":{"code":"x","message":{"a":1},"missing":[1,null],"duplicated":{}}}',
        "huge": b'{"error":{"code":' + b"9" * 5000 + b',"message":"x"}}',
        "latin1": b'{"error":{"code":400,"message":"\xe4\xf6"}}',
    }
    for name, body in bodies.items():
        yield Fault(f"400-{name}", "refusals", refuses(400, body), before=True)
    for name in ("deep", "empty", "huge"):
        yield Fault(f"500-{name}", "refusals", refuses(500, bodies[name]), before=True)


RETRY_AFTER: Final = {
    "zero": "0",
    "one": "1",
    "float": "1.5",
    "negative": "-5",
    "nan": "nan",
    "infinite": "inf",
    "garbage": "soon",
    "day": "86400",
    "huge": "9" * 400,
    "past": "Wed, 21 Oct 2015 07:28:00 GMT",
    "year-1": "Mon, 01 Jan 0001 00:00:00 +1400",
    "year-9999": "Fri, 31 Dec 9999 23:59:59 -1200",
    "no-date": "99 Foo 99999 99:99:99",
    "superscript": "\u00b2\u00b3",
    "arabic": "\u0661\u0662",
}


def overload() -> Iterator[Fault]:
    """429, with whatever may stand in Retry-After."""
    yield Fault("429", "429", refuses(429), before=True)
    yield Fault("429-once", "429", refuses(429), before=True, times=1)
    for name, value in RETRY_AFTER.items():
        act = refuses(429, None, ("retry-after", value))
        yield Fault(f"429-{name}", "429", act, before=True)
        yield Fault(f"429-{name}-once", "429", act, before=True, times=1)
    yield Fault("503-day", "429", refuses(503, None, ("retry-after", "86400")), before=True)


def bodies() -> Iterator[Fault]:
    """Successes with another body than the spec has."""
    texts = {
        **{text: text for text in ("[]", "null", '"x"', "1", "{}", "true", "NaN")},
        **{text: text for text in ('{"items":null}', '{"items":{}}', '{"items":[null]}', '{"items":[1]}')},
        **{text: text for text in ('{"items":[[]]}', '{"items":[{}]}', '{"items":"abc"}', '{"items":[]}')},
        "text-ids": '{"id":"1","status":5,"items":[{"id":"1","functionId":"z","startTime":"now"}],"nonce":5}',
        "null-ids": '{"id":null,"items":[{"id":null,"functionId":null,"nonce":null}],"uploadUrl":null}',
        "nan-ids": '{"id":NaN,"items":[{"id":NaN,"functionId":Infinity}]}',
        "float-ids": '{"id":1.5,"items":[{"id":1.5,"functionId":1e400,"nonce":"n"}]}',
        "odd-url": '{"id":31,"uploadUrl":5}',
        "no-url": '{"id":31,"uploadUrl":"not an address"}',
        "file-url": '{"id":31,"uploadUrl":"file:///etc/passwd"}',
        "odd-port": '{"id":31,"uploadUrl":"http://127.0.0.1:99999/x"}',
        "odd-cursor": '{"items":[],"nextCursor":5}',
        "not-json": "hello world",
        "half": '{"items": [{"id": 1',
    }
    for name, text in texts.items():
        yield Fault(f"body-{name}", "bodies", says(text.encode()), garbled=True)
    yield Fault("body-empty", "bodies", says(b""), garbled=True)
    yield Fault("body-html", "bodies", says(b"<html>log in</html>", kind="text/html"), garbled=True)
    nested = b'{"items":' + b"[" * DEPTH + b"]" * DEPTH + b"}"
    yield Fault("body-deep", "bodies", says(nested), garbled=True)
    yield Fault("body-deep-response", "bodies", says(nested.replace(b"items", b"response")), garbled=True)
    yield Fault("body-not-json-once", "bodies", says(b"hello world"), garbled=True, times=1)
    yield Fault("204", "bodies", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), garbled=True)
    yield Fault("206", "bodies", refuses(206, b"{}"), garbled=True)
    for charset in ("zlib", "base64", "idna", "undefined", "rot13", "no-such"):
        kind = f"text/html; charset={charset}"
        yield Fault(f"charset-{charset}", "bodies", says(b"\xff\xfe<html>\x80log in", kind=kind), garbled=True)
    for name, kind in {"none": "", "utf-16": "application/json; charset=utf-16", "odd": "a/b/c;;=;"}.items():
        yield Fault(f"type-{name}", "bodies", says(b"\xff\xfe{}\x80", kind=kind), garbled=True)


def framing() -> Iterator[Fault]:
    """HTTP that is no good."""
    yield Fault("truncated", "framing", framed("{more}"), garbled=True)
    yield Fault("truncated-once", "framing", framed("{more}"), garbled=True, times=1)
    yield Fault("half", "framing", framed("{n}", 2), garbled=True)
    yield Fault("short-length", "framing", framed("{less}"), garbled=True)
    yield Fault("negative-length", "framing", framed("-5"), garbled=True)
    yield Fault("odd-length", "framing", framed("abc"), garbled=True)
    yield Fault("two-lengths", "framing", framed("2", None, ("content-length", "3")), garbled=True)
    yield Fault("huge-length", "framing", framed("9" * 40), garbled=True)
    yield Fault("bad-chunk", "framing", framed("", None, ("transfer-encoding", "chunked")), garbled=True)
    for coding in ("gzip", "br", "zstd", "deflate", "br, zstd, deflate", "made-up"):
        act = says(b"\x1f\x8b" + b"nonsense" * 5, ("content-encoding", coding))
        yield Fault(f"bad-{coding}", "framing", act, garbled=True)
    yield Fault("cut-gzip", "framing", squeezed("gzip", 9), garbled=True)
    yield Fault("good-gzip", "framing", squeezed("gzip"))
    hints = b"HTTP/1.1 103 Hints\r\nlink: <x>\r\n\r\n"
    yield Fault("continue", "framing", interim(b"HTTP/1.1 100 Continue\r\n\r\n", hints))
    yield Fault("many-interim", "framing", interim(*[hints] * 300))
    yield Fault("101", "framing", raw(b"HTTP/1.1 101 S\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n"), garbled=True)
    yield Fault("999", "framing", raw(b"HTTP/1.1 999 W\r\ncontent-length: 0\r\n\r\n"), garbled=True)
    yield Fault("odd-status", "framing", raw(b"HTTP/1.1 abc W\r\ncontent-length: 0\r\n\r\n"), garbled=True)
    yield Fault("odd-line", "framing", raw(b"\x00\x01\x02 hello\r\n\r\n"), garbled=True)
    yield Fault("ssh", "framing", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), garbled=True)
    yield Fault("http-0.9", "framing", raw(b'{"items": []}'), garbled=True)
    yield Fault("big-header", "framing", also(("x-a", "a" * 2_000_000)), garbled=True)
    yield Fault("many-headers", "framing", also(*[(f"x-{i}", "a") for i in range(5000)]), garbled=True)
    yield Fault("another-answer", "framing", another_answer)


def ways() -> Iterator[Fault]:
    """Redirects, and headers that say odd things."""
    for status in (300, 301, 302, 303, 307, 308):
        yield Fault(f"{status}-elsewhere", "headers", redirects(status, "{elsewhere}/steal"), garbled=True)
    for name, location in {"loop": "", "garbage": "http://[", "script": "javascript:x", "none": "\u00e4"}.items():
        yield Fault(f"307-{name}", "headers", redirects(307, location), garbled=True)
    dates = {"year-1": RETRY_AFTER["year-1"], "year-9999": RETRY_AFTER["year-9999"], "junk": "junk", "empty": ""}
    for name, value in dates.items():
        yield Fault(f"date-{name}", "headers", also(("date", value)))
    yield Fault("cookies", "headers", also(("set-cookie", "a=b; domain=.evil; path=/")))


FAULTS: dict[str, Fault] = {
    fault.name: fault for kind in (connection, slowness, statuses, overload, bodies, framing, ways) for fault in kind()
}
