# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""Contains endpoint functions for accessing the API"""
