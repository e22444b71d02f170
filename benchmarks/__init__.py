"""How fast and how light: ours, the vendor's SDK, plain httpx and the bare protocol, side by side. `nox -s bench`."""
