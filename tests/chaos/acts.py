"""How a service answers when something goes wrong: what goes over the wire in place of a good answer."""

import asyncio
import gzip

from tests.chaos.server import Header, Wire, body_of
from tests.chaos.world import Act
from tests.scripted import Answer

DROPS = 12  # bytes that come one by one, until the connection ends
DROP_AFTER = 0.05  # s
PATIENCE_OF_SERVICE = 10.0  # s for which it says nothing, if the client stays
ENVELOPE = b'{"error": {"code": %d, "message": "no"}}'


def refuses(status: int, body: bytes | None = None, *headers: Header, kind: str = "application/json") -> Act:
    """An answer with a status; by default with the envelope of the service."""
    content = ENVELOPE % status if body is None else body

    async def act(wire: Wire, _: Answer) -> bool:
        return await wire.answer(status, content, *headers, kind=kind)

    return act


def says(body: bytes, *headers: Header, kind: str = "application/json") -> Act:
    """A success with another body."""

    async def act(wire: Wire, good: Answer) -> bool:
        return await wire.answer(good.status, body, *headers, kind=kind)

    return act


def also(*headers: Header, kind: str = "application/json") -> Act:
    """The good answer with other headers."""

    async def act(wire: Wire, good: Answer) -> bool:
        return await wire.answer(good.status, body_of(good), *headers, kind=kind)

    return act


def framed(length: str, cut: int | None = None, *headers: Header, reset: bool = False) -> Act:
    """The good answer with another length on it, or without its end; then the connection ends."""

    async def act(wire: Wire, good: Answer) -> bool:
        body = body_of(good)
        told = length.format(n=len(body), more=len(body) + 50, less=max(0, len(body) - 3))
        await wire.put(
            wire.head(good.status, told or None, *headers) + body[: None if cut is None else len(body) // cut]
        )
        return wire.reset() if reset else False

    return act


def raw(*content: bytes) -> Act:
    """Bytes, and the end."""

    async def act(wire: Wire, _: Answer) -> bool:
        for part in content:
            await wire.put(part)
        return False

    return act


async def reset(wire: Wire, _: Answer) -> bool:
    """The connection is broken."""
    return wire.reset()


async def close(_wire: Wire, _: Answer) -> bool:
    """The connection ends."""
    return False


async def silence(wire: Wire, _: Answer) -> bool:
    """Nothing comes."""
    return await wire.gone(PATIENCE_OF_SERVICE)


async def byte_and_silence(wire: Wire, _: Answer) -> bool:
    """One byte, then nothing."""
    await wire.put(b"H")
    return await wire.gone(PATIENCE_OF_SERVICE)


async def dripping_head(wire: Wire, good: Answer) -> bool:
    """The head comes byte by byte, and never whole."""
    return await _drip(wire, wire.head(good.status, 2))


async def dripping_body(wire: Wire, good: Answer) -> bool:
    """The body comes byte by byte, and never whole."""
    body = body_of(good)
    await wire.put(wire.head(good.status, len(body) + DROPS))
    return await _drip(wire, body)


async def _drip(wire: Wire, content: bytes) -> bool:
    for drop in content[:DROPS]:
        await wire.put(bytes([drop]))
        await asyncio.sleep(DROP_AFTER)
    return False


async def stale(wire: Wire, good: Answer) -> bool:
    """A good answer, after which the connection ends without a word."""
    await wire.answer(good.status, body_of(good))
    return False


async def stale_reset(wire: Wire, good: Answer) -> bool:
    """A good answer, a moment after which the connection is broken."""
    await wire.answer(good.status, body_of(good))
    await asyncio.sleep(0.01)
    return wire.reset()


async def another_answer(wire: Wire, good: Answer) -> bool:
    """A good answer, and one that nobody has asked for."""
    await wire.answer(good.status, body_of(good))
    return await wire.answer(200, b'{"items": [{"id": 666, "functionId": 1, "status": "Completed"}]}')


def interim(*heads: bytes) -> Act:
    """Interim answers before the good one."""

    async def act(wire: Wire, good: Answer) -> bool:
        await wire.put(b"".join(heads))
        return await wire.answer(good.status, body_of(good))

    return act


def redirects(status: int, location: str) -> Act:
    """A way to another place."""

    async def act(wire: Wire, _: Answer) -> bool:
        return await wire.answer(status, b"", ("location", location.format(elsewhere=wire.elsewhere)))

    return act


def squeezed(coding: str, cut: int = 0) -> Act:
    """The good answer in a coding, without its last bytes."""

    async def act(wire: Wire, good: Answer) -> bool:
        body = gzip.compress(body_of(good))
        return await wire.answer(good.status, body[: len(body) - cut], ("content-encoding", coding))

    return act
