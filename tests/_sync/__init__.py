# Made by `nox -s regenerate` from tests/_async/__init__.py. Do not edit: change that, and run it again.
"""Tests of the client against a running service, one module for each of its own."""
