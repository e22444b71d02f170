"""The project: what the client's own credentials are good for in it."""

from __future__ import annotations

from cdf_functions._resources.project import TokenInspection
from cdf_functions_api import operations

from ._http.api import AsyncApi


class AsyncTokenAPI:
    """``client.token``"""

    def __init__(self, api: AsyncApi) -> None:
        self._api = api

    async def inspect(self) -> TokenInspection:
        """Ask the service whom the client's token stands for, and what it may do (operation inspectToken)."""
        return await self._api.made(TokenInspection.of, operations.inspect_token)
