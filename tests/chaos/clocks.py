"""Clocks: what expires while something waits, runs or is down, and a wall clock that jumps; in made-up time."""

import asyncio
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cdf_functions import AsyncClient, CdfError, Client, CredentialsError, OAuthClientCredentials, Retries, Token
from cdf_functions._runtime import clock
from cdf_functions.credentials import Credentials
from tests.functions_service import FunctionsService, refusal
from tests.made_up_time import MadeUpTime, make_up_time
from tests.scripted import Answer, Received, scripted

RUN = 300.0  # s
PATIENT = Retries(attempts=10, within=600)


class Times(MadeUpTime):
    """Made-up time with a wall clock that may jump."""

    jumped = 0.0

    def time(self) -> float:
        """Seconds since the epoch, as the client's own clock has it."""
        return time.time() + self.ahead + self.jumped


@dataclass
class Provider:
    """An identity provider, and a service that knows which of its tokens are good."""

    times: MadeUpTime
    lifetime: float = 3600.0
    down: tuple[float, float] = (math.inf, math.inf)
    """From when to when, in seconds that were slept."""
    ends: dict[str, float] = field(default_factory=dict[str, float])
    refused: int = 0

    def token(self, _request: Received) -> Answer:
        """Give a token."""
        if self.down[0] <= self.times.ahead < self.down[1]:
            return Answer(503, b"down", {"content-type": "text/plain"})
        token = f"t{len(self.ends)}"
        self.ends[token] = self.times.ahead + self.lifetime
        return Answer(200, {"access_token": token, "expires_in": self.lifetime})

    def guard(self, answer: Callable[[Received], Answer]) -> Callable[[Received], Answer]:
        """Refuse tokens that have expired."""

        def guarded(request: Received) -> Answer:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            if self.times.ahead >= self.ends.get(token, math.inf):
                self.refused += 1
                return refusal(401, "expired")
            return answer(request)

        return guarded


@dataclass
class Kept:
    """How many were tried, and what is wrong."""

    scenario: str
    tries: int
    seconds: float = 0.0
    values: int = 0
    complaints: list[str] = field(default_factory=list[str])


def expiring_nonces(kept: Kept, times: Times, chance: random.Random, world: str) -> None:
    """The service is full for longer than a nonce lives, a few times in a row."""
    fake, pause = FunctionsService(clock=times.monotonic), chance.choice((20, 35, 50, 70))
    left = [Answer(429, {"error": {"code": 429, "message": "full"}}, {"retry-after": str(pause)})] * chance.randint(
        1, 5
    )

    def start(request: Received) -> Answer:
        return left.pop() if left else fake.answer(request)

    with scripted(fake.script({"POST /functions/1/call": start})) as service:
        kept.values += result(world, service.base_url, Token("t")) == {"i": 1}
    if len(fake.runs) != 1 or fake.unused:
        kept.complaints.append(f"{len(fake.runs)} runs, sessions left: {fake.unused}")


def expiring_tokens(kept: Kept, times: Times, chance: random.Random, world: str) -> None:
    """Tokens live for a part of a run."""
    provider = Provider(times, lifetime=chance.choice((5.0, 45.0, 70.0, 200.0)))
    kept.values += _through(kept, times, provider, world) == {"i": 1}


def provider_down(kept: Kept, times: Times, chance: random.Random, world: str) -> None:
    """The identity provider is down for a minute of a run, just when a token is needed, or not."""
    begin = chance.uniform(0, RUN)
    provider = Provider(times, lifetime=chance.choice((45.0, 100.0)), down=(begin, begin + 60))
    kept.values += _through(kept, times, provider, world, may_fail=True) == {"i": 1}


def jumping_clock(kept: Kept, times: Times, chance: random.Random, world: str) -> None:
    """The wall clock of the client's machine jumps, and jumps back."""
    provider = Provider(times, lifetime=chance.choice((45.0, 200.0)))
    jumps = sorted(chance.uniform(0, RUN) for _ in range(3))

    def jump() -> None:
        if jumps and times.ahead >= jumps[0]:
            jumps.pop(0)
            times.jumped = chance.choice((-86_400.0, -3600.0, 0.0, 3600.0, 86_400.0, 10 * 365 * 86_400.0))

    times.when_sleeping = jump
    kept.values += _through(kept, times, provider, world, may_refuse=True) == {"i": 1}


def _through(
    kept: Kept, times: Times, provider: Provider, world: str, may_fail: bool = False, may_refuse: bool = False
) -> Any:
    """What a long run returned; one that could not be waited for is come back to a minute later."""
    fake = FunctionsService(clock=times.monotonic, seconds=lambda _: RUN)
    script = fake.script({"POST /token": provider.token, "*": provider.guard(fake.answer)})
    found: Any = None
    with scripted(script) as service:
        pair = OAuthClientCredentials(f"{service.base_url}/token", "id", "s3cr3t")
        try:
            found = result(world, service.base_url, pair)
        except CredentialsError as error:
            if not may_fail:
                kept.complaints.append(f"{type(error).__name__}: {error}")
            times.ahead += 60
            ids = list(fake.runs)
            found = result(world, service.base_url, pair, ids[0] if ids else None)
    if len(fake.runs) != 1:
        kept.complaints.append(f"{len(fake.runs)} runs")
    if provider.refused and not may_refuse:
        kept.complaints.append(f"{provider.refused} requests with a token that had expired")
    return found


def result(world: str, base_url: str, credentials: Credentials, call_id: int | None = None) -> Any:
    """What a call returned: a new one, or the one with an id."""
    settings: dict[str, Any] = {"project": "p", "base_url": base_url, "credentials": credentials, "retries": PATIENT}
    if world == "sync":
        with Client(**settings) as client:
            if call_id is None:
                return client.functions.call(id=1, data={"i": 1}).get_response()
            return client.functions.calls.retrieve(call_id, 1).result()

    async def ask() -> Any:
        async with AsyncClient(**settings) as client:
            if call_id is None:
                return await (await client.functions.call(id=1, data={"i": 1})).get_response()
            return await (await client.functions.calls.retrieve(call_id, 1)).result()

    return asyncio.run(ask())


SCENARIOS = (expiring_nonces, expiring_tokens, provider_down, jumping_clock)


def run(tries: int, seed: int, chosen: Callable[[str], bool] = lambda _: True) -> list[Kept]:
    """Each scenario so many times, in the two worlds by turns."""
    found: list[Kept] = []
    for scenario in [one for one in SCENARIOS if chosen(one.__name__)]:
        kept, began = Kept(scenario.__name__, tries), time.monotonic()
        for number in range(tries):
            with pytest.MonkeyPatch.context() as patch:
                times = Times()
                make_up_time(patch, times)
                patch.setattr(clock, "time", times.time)
                try:
                    chance = random.Random(f"{seed} {scenario.__name__} {number}")
                    scenario(kept, times, chance, ("sync", "async")[number % 2])
                except CdfError as error:
                    kept.complaints.append(f"try {number}: {type(error).__name__}: {error}")
        if kept.values != tries:
            kept.complaints.append(f"{kept.values} of {tries} calls gave what their run returned")
        kept.seconds = time.monotonic() - began
        found.append(kept)
    return found
