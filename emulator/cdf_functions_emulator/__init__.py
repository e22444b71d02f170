"""A Functions service on your own machine: speaks the HTTP API, and truly runs the code of the functions."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .clock import Clock
    from .server import Emulator, running
    from .settings import Settings

__all__ = ["Clock", "Emulator", "Settings", "running"]

_HOMES = {"Clock": "clock", "Emulator": "server", "Settings": "settings", "running": "server"}


def __getattr__(name: str) -> object:
    """Import when first asked for: pytest loads the plugin in this package in every run, also without the extra."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
