"""Deriving sync code from async code as text."""

import pytest

from tools.pipeline.derive import RULES, to_sync


@pytest.mark.parametrize(
    ("source", "twin"),
    [
        ("async with AsyncClient() as client:", "with Client() as client:"),
        ("    async def __aenter__(self) -> Self:", "    def __enter__(self) -> Self:"),
        ("    async for call in await client.calls.list():", "    for call in client.calls.list():"),
        ("await list_calls.asyncio_detailed(1, client=client.api)", "list_calls.sync_detailed(1, client=client.api)"),
        ('    """Use ``async with AsyncClient(...)`` and ``await client.aclose()``."""',
         '    """Use ``with Client(...)`` and ``client.close()``."""'),
        ("        >>> call = await func.call()  # awaited", "        >>> call = func.call()  # awaited"),
        ("await sleep(1)", "sleep(1)"),
        ("asynchronous, awaiting, Asynchronous", "asynchronous, awaiting, Asynchronous"),
    ],
)  # fmt: skip
def test_one_line(source: str, twin: str) -> None:
    """Code, docstrings and examples become sync alike; words that only look alike stay."""
    assert to_sync(source) == twin


def test_rules_that_matched_are_counted() -> None:
    """A source reports which rules it used, so that one that no source uses can be found."""
    used: set[str] = set()
    to_sync("await x", used)
    assert len(used) == 1
    assert used < {pattern for pattern, _ in RULES}
