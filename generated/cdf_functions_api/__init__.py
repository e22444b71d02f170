# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""A client library for accessing Cognite Data Fusion Functions"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
