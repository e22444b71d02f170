"""The whole way, once sync and once async: an emulator, a function deployed from a folder, and its runs."""

import asyncio
import logging
from pathlib import Path

from cdf_functions import AsyncClient, AsyncFunctionCall, Client, FunctionCall, OAuthClientCredentials
from cdf_functions_emulator.server import Emulator, running

FOLDER = Path(__file__).parent / "hello"
SAY = logging.getLogger("demo")


def main() -> None:
    """Show every step on standard output."""
    logging.basicConfig(format="%(message)s")
    SAY.setLevel(logging.INFO)
    with running() as emulator:
        SAY.info("emulator at %s\n\n--- sync", emulator.base_url)
        sync(emulator)
        SAY.info("\n--- async")
        asyncio.run(async_(emulator))


def sync(emulator: Emulator) -> None:
    """Deploy and call with the sync client."""
    credentials = OAuthClientCredentials(emulator.token_url, emulator.client_id, emulator.client_secret)
    with Client(project="demo", base_url=emulator.base_url, credentials=credentials) as client:
        deployed = client.functions.create("hello", FOLDER, external_id="hello", secrets={"key": "value"})
        SAY.info("deployed %s", deployed.wait_until_ready())

        call = client.functions.call(id=1)
        show("client.functions.call(id=1)", call, call.get_response(), [entry.message for entry in call.get_logs()])

        func = client.functions.retrieve(id=1)
        call = func.call()
        show("func.call()", call, call.get_response(), [entry.message for entry in call.get_logs()])

        call = func.call({"x": 21})
        show('func.call({"x": 21})', call, call.get_response(), [entry.message for entry in call.get_logs()])


async def async_(emulator: Emulator) -> None:
    """Call the same function with the async client."""
    credentials = OAuthClientCredentials(emulator.token_url, emulator.client_id, emulator.client_secret)
    async with AsyncClient(project="demo", base_url=emulator.base_url, credentials=credentials) as client:
        call = await client.functions.call(id=1)
        await show_async("await client.functions.call(id=1)", call)

        func = await client.functions.retrieve(id=1)
        call = await func.call()
        await show_async("await func.call()", call)

        call = await func.call({"x": 21})
        await show_async('await func.call({"x": 21})', call)


async def show_async(code: str, call: AsyncFunctionCall) -> None:
    """Print a finished call, with what it left behind."""
    show(code, call, await call.get_response(), [entry.message for entry in await call.get_logs()])


def show(code: str, call: FunctionCall | AsyncFunctionCall, response: object, lines: list[str]) -> None:
    """Print a finished call: its times are datetimes."""
    SAY.info("%s\n  %s %s, from %s to %s", code, type(call).__name__, call.status, call.start_time, call.end_time)
    SAY.info("  log       %s\n  response  %s", " | ".join(lines), response)


if __name__ == "__main__":
    main()
