# Made by `nox -s regenerate` from overlay/cdf_functions/_async/__init__.py. Do not edit: change that, and run it again.
"""The client and its parts, one module for each tag of the spec."""
