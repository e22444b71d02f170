"""No session is left that nothing will use, whatever ends the work."""

import httpx
import pytest

from cdf_functions import ApiError
from tests.functions_service import FunctionsService, refusal
from tests.scripted import Answer

from .conftest import scripted_client

CALL = "POST /functions/1/call"


class MineError(Exception):
    """What no package raises."""


def left(fake: FunctionsService) -> set[int]:
    """The sessions that are neither used nor revoked."""
    return fake.sessions.keys() - fake.used - fake.revoked


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("answer", [refusal(400, "no"), refusal(403, "no"), refusal(404, "no"), refusal(429, "full")])
async def test_refused(answer: Answer) -> None:
    """A call, a map and a schedule that are refused leave no session behind."""
    fake = FunctionsService()
    script = fake.script({CALL: answer, "POST /functions/schedules": answer})
    async with scripted_client(script) as (client, _):
        with pytest.raises(ApiError):
            await client.functions.call(id=1)
        with pytest.raises(ApiError):
            await client.functions.schedules.create("s", "* * * * *", 1)
        with pytest.raises(ApiError):
            inputs: list[dict[str, object]] = [{}, {}, {}]
            [each async for each in client.functions.map(id=1, inputs=inputs)]
    assert len(fake.sessions) >= 3
    assert left(fake) == set()


@pytest.mark.parametrize("when", ["request", "token"])
async def test_user_code_that_fails(when: str) -> None:
    """A hook or a token function that fails at the call itself leaves no session behind: the call was not sent."""
    fake = FunctionsService()
    asked = 0

    async def hook(request: httpx.Request) -> None:
        if request.url.path.endswith("/call"):
            raise MineError("x")

    async with scripted_client(fake.script(), httpx_args={"event_hooks": {"request": [hook]}}) as (client, _):
        assert asked == 0
        with pytest.raises(MineError):
            await client.functions.call(id=1)
    assert len(fake.sessions) == 1
    assert left(fake) == set()
