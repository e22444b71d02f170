"""Deploying: code and settings -> a function. Whatever can be checked is, before the first byte is sent."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from cdf_functions import _arguments
from cdf_functions._deploy.archive import Archive, Member, pack
from cdf_functions._deploy.fingerprint import difference, mark, of_file
from cdf_functions._deploy.folder import check_common, read_folder
from cdf_functions._deploy.handler import files_of_handle
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._runtime import clock
from cdf_functions._runtime._async import sleep
from cdf_functions.errors import CdfError, FunctionExistsError, NotFoundError
from cdf_functions_api import models, operations

from ._http.api import AsyncApi
from .binding import did_nothing
from .files import AsyncFilesAPI
from .lookup import AsyncLookup

TURN = 0.01  # s of packing, after which other tasks have a turn

T = TypeVar("T")


class AsyncDeployment:
    """Creates functions, and makes sure that nothing is left behind where that fails."""

    def __init__(self, api: AsyncApi, lookup: AsyncLookup) -> None:
        self._api = api
        self._lookup = lookup
        self._files = AsyncFilesAPI(api)

    async def create(
        self,
        write: models.FunctionWrite,
        folder: str | Path | None,
        file_id: int | None,
        function_handle: Callable[..., object] | None,
        data_set_id: int | None,
        secrets_version: str | None = None,
    ) -> models.Function:
        """Create the function, or find the one that was created from the same; see ``client.functions.create``."""
        given = {"folder": folder, "file_id": file_id, "function_handle": function_handle}
        names = [name for name, value in given.items() if value is not None]
        if len(names) != 1:
            raise TypeError(f"{', '.join(given)}: expected exactly one of them, got {' and '.join(names) or 'none'}")
        if file_id is not None:
            write.file_id = _arguments.internal_id(file_id, "file_id")
            if data_set_id is not None:
                raise TypeError("data_set_id: is for a zip that is uploaded, not for one that has a file_id already")
            return await self._known(write, of_file(file_id), secrets_version) or await self._create(write)
        if data_set_id is not None:
            _arguments.internal_id(data_set_id, "data_set_id")
        archive = await packed(write, folder, function_handle)
        try:
            if found := await self._known(write, archive.digest, secrets_version):
                return found
            write.file_id = await self._files.upload(f"{write.name}.zip", archive.file, data_set_id)
        finally:
            archive.close()
        try:
            return await self._create(write)
        except CdfError as error:
            if did_nothing(error):
                await self._files.discard(write.file_id, error)
            raise

    async def _known(
        self, write: models.FunctionWrite, code: str, secrets_version: str | None
    ) -> models.Function | None:
        """The function that was created from the same code and settings; FunctionExistsError if it was from others."""
        if not write.external_id:
            return None
        made = mark(write, code, secrets_version)
        try:
            model = await self._lookup.function(write.external_id)
        except NotFoundError:
            return None
        existing = FunctionFields(model)
        if reason := difference(made, existing):
            raise FunctionExistsError(existing, reason)
        return model

    async def _create(self, write: models.FunctionWrite) -> models.Function:
        return await self._api.single(operations.create_function, body=models.FunctionCreateRequest([write]))


async def packed(
    write: models.FunctionWrite,
    folder: str | Path | None,
    function_handle: Callable[..., object] | None,
    common: object = (),
) -> Archive:
    """The zip of a folder, with what comes along, or of a single function."""
    path = str(write.function_path)
    beside = check_common(common)
    if function_handle is None:
        members = read_folder(_folder(folder), beside)
    else:
        members = (Member.of(name, content) for name, content in files_of_handle(function_handle, path))
    wheels = [each.name for each in beside if not each.is_dir()]
    return await in_turns(pack(members, path, write.runtime or None, wheels))


async def in_turns(steps: Generator[None, None, T]) -> T:
    """Do work step by step in the thread of the caller, for there are no others, and let other tasks have turns."""
    began = clock.monotonic()
    with closing(steps):
        while True:
            try:
                next(steps)
            except StopIteration as end:
                result: T = end.value
                return result
            if clock.monotonic() - began > TURN:
                await sleep(0)
                began = clock.monotonic()


def _folder(folder: object) -> Path:
    if not isinstance(folder, str | Path):
        raise TypeError(f"folder: expected a string or a Path, got {type(folder).__name__}")
    return Path(folder)
