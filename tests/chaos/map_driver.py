"""A program that maps over many inputs with a journal, until it is done or killed; see kills.py."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.chaos.fast_time import FastTime

CONCURRENCY = 100


def told(outcome: Any) -> dict[str, Any]:
    """An outcome as JSON: a value, or the name and the words of an error."""
    if isinstance(outcome, BaseException):
        return {"error": type(outcome).__name__, "says": str(outcome)[:300]}
    return {"value": outcome}


def main() -> None:
    """Map, by the settings on the command line, and write the outcomes to a file once all are there."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    FastTime(**settings["time"]).install()
    from cdf_functions import AsyncClient, Client, Token

    client: dict[str, Any] = {
        "project": "p",
        "base_url": settings["base_url"],
        "credentials": Token(settings["token"]),
        "timeout": 10.0,
    }
    map: dict[str, Any] = {
        "id": 1,
        "inputs": ({"i": i} for i in range(settings["inputs"])),
        "concurrency": CONCURRENCY,
        "journal": settings["journal"],
        "on_ambiguous": settings["on_ambiguous"],
        "return_exceptions": True,
    }

    async def all() -> list[Any]:
        async with AsyncClient(**client) as async_client:
            return [outcome async for outcome in async_client.functions.map(**map)]

    if settings["world"] == "sync":
        with Client(**client) as sync_client:
            found = list(sync_client.functions.map(**map))
    else:
        found = asyncio.run(all())
    Path(settings["outcomes"]).write_text(json.dumps([told(outcome) for outcome in found]), encoding="utf-8")


if __name__ == "__main__":
    main()
