"""Deploys a folder as a function, and again whenever a file in it is saved."""

import asyncio
import io
import logging
import zipfile
from collections.abc import Mapping
from pathlib import Path

from . import events
from .checks.folder import Listing, list_folder, read_folder
from .errors import ApiError
from .service import Services
from .settings import DEFAULT_PROJECT

log = logging.getLogger(__name__)

LOOK_S = 0.3


async def watch(folder: Path, services: Services) -> None:
    """Deploy until cancelled; what comes of it, events say. What cannot be packed leaves the function as it is."""
    name = folder.name
    seen: Listing | str | None = None
    while True:
        now = await asyncio.to_thread(_look, folder)
        if now is not None and now != seen:
            seen = now
            try:
                if isinstance(now, str):
                    raise ValueError(now)
                archive = _pack(await asyncio.to_thread(read_folder, folder, now))
                file_id = services.files.keep(DEFAULT_PROJECT, name, archive)
                await services.functions.deploy_archive(DEFAULT_PROJECT, name, file_id, archive)
            except FileNotFoundError:
                seen = None  # it went while it was packed
            except (ApiError, OSError, ValueError) as error:
                events.folder_refused(str(folder), str(error))
            except Exception:
                log.exception("%s: not deployed", folder)
        await asyncio.sleep(LOOK_S)


def _look(folder: Path) -> Listing | str | None:
    """The files; or why there is no saying which they are; or nothing, when one went while it was looked at."""
    try:
        return list_folder(folder)
    except (ValueError, OSError) as error:
        return None if isinstance(error, FileNotFoundError) and folder.is_dir() else str(error)


def _pack(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
