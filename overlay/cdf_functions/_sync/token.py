# Made by `nox -s regenerate` from overlay/cdf_functions/_async/token.py. Do not edit: change that, and run it again.
"""The token: what the client's credentials are good for."""

from __future__ import annotations

from cdf_functions._http.exchange import exchange
from cdf_functions._resources.project import TokenInspection
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.token import inspect_token


class TokenAPI:
    """``client.token``"""

    def __init__(self, api: Api) -> None:
        self._api = api

    def inspect(self) -> TokenInspection:
        """Ask the service whom the client's token stands for, and what it may do (operation inspectToken)."""
        with exchange("inspectToken") as one:
            answer = inspect_token.sync_detailed(client=self._api)
            return TokenInspection.of(one.unwrap(answer, models.TokenInspection))
