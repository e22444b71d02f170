"""A Functions service on your own machine: speaks the HTTP API, and truly runs the code of the functions."""

from .clock import Clock
from .server import Emulator, running
from .settings import Settings

__all__ = ["Clock", "Emulator", "Settings", "running"]
