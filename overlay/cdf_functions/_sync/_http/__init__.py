# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_http/__init__.py. Do not edit: change that, and run it again.
"""Asking over HTTP: connections, the token, retries, and the low-level client on top of them."""
