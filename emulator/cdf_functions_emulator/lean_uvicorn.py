"""uvicorn without its command line, which it imports with itself: click, its reloader and ``multiprocessing``.

A twentieth of the memory that the emulator starts with, and more of the time. Whoever asks uvicorn for anything else
gets it, with all of that.
"""

import importlib.util
import sys
from typing import Any


def import_lean_uvicorn() -> None:
    """Import it, unless it is there; for a process of the emulator's own, where nobody else imports it meanwhile."""
    spec = None if "uvicorn" in sys.modules else importlib.util.find_spec("uvicorn")
    if spec is None or spec.loader is None:
        return  # it is there already, or is missing, which is told of elsewhere
    loader, package = spec.loader, importlib.util.module_from_spec(spec)

    def load_all(name: str) -> Any:
        del vars(package)["__getattr__"]
        loader.exec_module(package)
        return getattr(package, name)

    vars(package)["__getattr__"] = load_all
    sys.modules["uvicorn"] = package
    for module, name in (("uvicorn.config", "Config"), ("uvicorn.server", "Server")):
        vars(package)[name] = getattr(importlib.import_module(module), name)
