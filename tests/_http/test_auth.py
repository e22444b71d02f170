"""A token function and the client that it is for."""

import pytest

from cdf_functions import AsyncClient, Client, CredentialsError, Token
from tests.scripted import scripted


async def test_token_function_that_uses_its_own_client() -> None:
    """A token function that asks the client that the token is for is refused; it does not stand still."""
    clients: list[AsyncClient] = []
    plain: list[Client] = []

    async def later() -> str:
        await clients[0].functions.list()
        return "t"

    def token() -> str:
        plain[0].functions.list()
        return "t"

    refused = pytest.raises(CredentialsError, match="uses the client that the token is for")
    with scripted({}) as service:
        async with AsyncClient(project="p", base_url=service.base_url, credentials=Token(later)) as client:
            clients.append(client)
            with refused:
                await client.functions.list()
        with Client(project="p", base_url=service.base_url, credentials=Token(token)) as sync:
            plain.append(sync)
            with refused:
                sync.functions.list()
        assert service.received == []
