"""Functions: what is deployed, and how to run it."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

from cdf_functions import _check
from cdf_functions._concurrency import async_sleep
from cdf_functions._exchange import exchange
from cdf_functions._functions import FAILED, READY, FunctionFields
from cdf_functions._packing import pack
from cdf_functions._polling import Deadline
from cdf_functions._requests import function_write
from cdf_functions.errors import DeploymentFailedError, NotFoundError, WaitTimeoutError
from cdf_functions_api import Client as Api
from cdf_functions_api import models
from cdf_functions_api.api.functions import create_function

from .calls import AsyncFunctionCall, AsyncFunctionCallsAPI
from .files import AsyncFilesAPI
from .memory import AsyncMemory
from .sessions import AsyncSessionsAPI

LONGEST_NONCE = 1000  # characters; a guard against passing something else


class AsyncFunction(FunctionFields):
    """A deployed function: its fields, and what can be done with it."""

    def __init__(self, model: models.Function, functions: "AsyncFunctionsAPI") -> None:
        super().__init__(model)
        self._functions = functions

    async def call(
        self,
        data: Mapping[str, object] | None = None,
        wait: bool = True,
        nonce: str | None = None,
        *,
        timeout: float | timedelta | None = None,
        raise_on_failure: bool = True,
    ) -> AsyncFunctionCall:
        """Run this function; the arguments and the errors are those of ``client.functions.call``."""
        return await self._functions.call(
            self.id, data=data, wait=wait, nonce=nonce, timeout=timeout, raise_on_failure=raise_on_failure
        )

    async def wait_until_ready(self, timeout: float | timedelta | None = None) -> Self:
        """Wait until the function is deployed; gives back this function, with its fields as they are then.

        Args:
            timeout: seconds, or a timedelta, to wait at most; None for as long as it takes, mostly some minutes

        Raises:
            DeploymentFailedError: if the deployment failed; it carries the end of the build log
            WaitTimeoutError: if it is not over after ``timeout``; it goes on
        """
        deadline = Deadline(math.inf if timeout is None else _check.seconds(timeout, "timeout"))
        while self.status != READY:
            if self.status == FAILED:
                raise DeploymentFailedError(self)
            if not deadline.remaining:
                raise WaitTimeoutError(self, deadline.waited)
            await async_sleep(deadline.pause())
            await self.update()
        return self

    async def update(self) -> None:
        """Look at the function again and take over what is new (operation getFunctionsByIds)."""
        self.model = await self._functions.look(self.id)


class AsyncFunctionsAPI:
    """``client.functions``"""

    def __init__(self, api: Api, sessions: AsyncSessionsAPI, files: AsyncFilesAPI) -> None:
        self._api = api
        self._files = files
        self._memory = AsyncMemory(api)
        self._sessions = sessions
        self.calls = AsyncFunctionCallsAPI(api, self._memory)

    async def retrieve(self, id: int | None = None, external_id: str | None = None) -> AsyncFunction:
        """Give one function, by its id or its external id (operation getFunctionsByIds).

        Raises:
            NotFoundError: if there is no such function
        """
        return AsyncFunction(await self.look(_check.one_identifier(id, external_id)), self)

    async def look(self, identifier: int | str) -> models.Function:
        """Look at a function as it is now; for ``retrieve`` and ``update``."""
        return await self._memory.function(identifier)

    async def create(
        self,
        name: str,
        folder: str | Path | None = None,
        file_id: int | None = None,
        function_path: str = "handler.py",
        external_id: str | None = None,
        description: str | None = None,
        owner: str | None = None,
        secrets: Mapping[str, str] | None = None,
        env_vars: Mapping[str, str] | None = None,
        cpu: float | None = None,
        memory: float | None = None,
        runtime: str | None = None,
        metadata: Mapping[str, str] | None = None,
        index_url: str | None = None,
        extra_index_urls: Sequence[str] | None = None,
    ) -> AsyncFunction:
        """Deploy a function (operations initFileUpload, uploadFileContent and createFunction).

        The service builds it in the background: see ``wait_until_ready``.

        Args:
            name: shown to people
            folder: what to deploy, with its ``requirements.txt`` at the top; or
            file_id: the zip, if it is in Files already
            function_path: the module in it that defines ``handle``
            external_id: your own id for it, unique in the project
            description: free text, up to 500 characters
            owner: up to 128 characters
            secrets: handed to ``handle``; the service never shows them again
            env_vars: set for its runs, and shown to anyone who may read functions
            cpu: cores per run; the service's limits name the range
            memory: GB per run; likewise
            runtime: such as ``py311``
            metadata: your own tags
            index_url: where pip finds its packages, with the password in it if there is one
            extra_index_urls: likewise, further ones

        Raises:
            TypeError, ValueError: for input that can be seen to be wrong; nothing was sent
            ApiError: if the service refuses
        """
        _check.text(name, "name", 140)
        _check.one_identifier(file_id, None if folder is None else str(folder), "file_id", "folder")
        write = function_write(
            name=name,
            function_path=_check.text(function_path, "function_path", 500),
            external_id=external_id,
            description=description,
            owner=owner,
            secrets=secrets,
            env_vars=env_vars,
            cpu=cpu,
            memory=memory,
            runtime=runtime,
            metadata=metadata,
            index_url=index_url,
            extra_index_urls=extra_index_urls,
        )
        if folder is not None:
            write.file_id = await self._files.upload(f"{name}.zip", pack(Path(folder), function_path))
        elif file_id is not None:
            write.file_id = file_id
        with exchange("createFunction") as one:
            body = models.FunctionCreateRequest([write])
            answer = await create_function.asyncio_detailed(client=self._api, body=body)
            created = one.unwrap(answer, models.FunctionList)
            return AsyncFunction(one.single(created.items, models.Function), self)

    async def call(
        self,
        id: int | None = None,
        external_id: str | None = None,
        data: Mapping[str, object] | None = None,
        wait: bool = True,
        nonce: str | None = None,
        *,
        timeout: float | timedelta | None = None,
        raise_on_failure: bool = True,
    ) -> AsyncFunctionCall:
        """Run a function (operations createSession and callFunction), and wait for the end of the run.

        Args:
            id: the function, or
            external_id: the function by its external id
            data: what its ``handle`` gets as ``data``: a mapping that JSON can hold; none is an empty one. Not the
                place for secrets: the service keeps it
            wait: False to give the call back as soon as it is placed
            nonce: of a session that you made yourself, less than a minute ago; normally one is made behind the scenes
            timeout: seconds, or a timedelta, to wait at most; None for as long as the service lets a run take
            raise_on_failure: False to give back a call that ended Failed or Timeout like any other

        Raises:
            TypeError, ValueError: for input that can be seen to be wrong; nothing was sent
            NotFoundError: if there is no such function; no session was created
            CallFailedError: if the run ended Failed or Timeout
            WaitTimeoutError: if it still runs after ``timeout``; it goes on
        """
        identifier = _check.one_identifier(id, external_id)
        plain = _check.json_object({} if data is None else data, "data")
        patience = None if timeout is None else _check.seconds(timeout, "timeout")
        if nonce is not None:
            _check.text(nonce, "nonce", LONGEST_NONCE)
        function_id = await self._memory.existing(identifier)
        nonce = nonce or (await self._sessions.create()).nonce
        try:
            call = await self.calls.place(function_id, plain, nonce)
        except NotFoundError:
            self._memory.forget(function_id)
            raise
        return await call.wait(patience, raise_on_failure=raise_on_failure) if wait else call
