"""Deploys a folder as a function, and again whenever a file in it is saved."""

import asyncio
import io
import logging
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .errors import ApiError
from .service import Services

log = logging.getLogger(__name__)

PROJECT = "any"
LOOK_S = 0.3
PASSED_OVER = ("__pycache__", "node_modules")

Look = list[tuple[str, int, int]]


async def watch(folder: Path, services: Services) -> None:
    """Deploy until cancelled, and say on stderr what came of it."""
    name = folder.name
    seen: Look | None = None
    while True:
        now = await asyncio.to_thread(_look, folder)
        if now != seen:
            seen = now
            try:
                archive = await asyncio.to_thread(_pack, folder)
                file_id = services.files.keep(PROJECT, name, archive)
                await services.functions.deploy_archive(PROJECT, name, file_id, archive)
                outcome = await _outcome(name, services)
                sys.stderr.write(f"{folder}: deployed as {name!r} in project {PROJECT!r}{outcome}\n")
            except (ApiError, OSError) as error:
                sys.stderr.write(f"{folder}: not deployed: {error}\n")
            except Exception:
                log.exception("%s: not deployed", folder)
            sys.stderr.flush()
        await asyncio.sleep(LOOK_S)


async def _outcome(name: str, services: Services) -> str:
    while True:
        body = {"items": [{"externalId": name}]}
        (function,) = services.functions.by_ids(PROJECT, body)["items"]
        if function["status"] == "Ready":
            return ""
        if function["status"] == "Failed":
            return f", but it is Failed: {function['error']['message']}"
        await asyncio.sleep(0.02)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in PASSED_OVER or (path / "pyvenv.cfg").exists():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _look(folder: Path) -> Look:
    try:
        return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in _files(folder)]
    except OSError:  # a file went while it was looked at
        return []


def _pack(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(folder):
            archive.write(path, path.relative_to(folder))
    return buffer.getvalue()
