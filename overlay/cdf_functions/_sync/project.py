# Made by `nox -s regenerate` from overlay/cdf_functions/_async/project.py. Do not edit: change that, and run it again.
"""The project: what the client's own credentials are good for in it."""

from __future__ import annotations

from cdf_functions._resources.project import TokenInspection
from cdf_functions_api import operations

from ._http.api import Api


class TokenAPI:
    """``client.token``"""

    def __init__(self, api: Api) -> None:
        self._api = api

    def inspect(self) -> TokenInspection:
        """Ask the service whom the client's token stands for, and what it may do (operation inspectToken)."""
        return self._api.made(TokenInspection.of, operations.inspect_token)
