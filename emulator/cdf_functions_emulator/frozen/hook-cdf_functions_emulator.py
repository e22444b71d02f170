"""Read by PyInstaller, for whoever freezes the emulator: what is read or run by path, and what is imported by name."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent

#: The page, and the programs that run in a function's process, with a Python that is not frozen.
datas = [(str(PACKAGE / name), PACKAGE.name) for name in ("page.html", "_keeper.py", "_worker.py")]
hiddenimports = [
    "uvicorn.lifespan.on",
    "uvicorn.loops.asyncio",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.h11_impl",
]
