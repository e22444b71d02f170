"""Asking over HTTP: connections, the token, retries, and the low-level client on top of them."""
