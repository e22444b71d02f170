"""Deploying as users see it: deploy without loss, and clear away what nobody needs any more."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar, overload

from attrs import frozen

from cdf_functions import _arguments
from cdf_functions._resources.display import Shown
from cdf_functions._resources.requests import function_write
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.config import Config, lasting_type

from ._http.api import AsyncApi
from .binding import AsyncBinding
from .lookup import AsyncLookup

if TYPE_CHECKING:
    from collections.abc import Generator

    from cdf_functions._deploy.plan import DeployPlan
    from cdf_functions._deploy.progress import DeployProgress
    from cdf_functions._deploy.prune import PrunePlan
    from cdf_functions._deploy.schedules import FunctionScheduleWrite
    from cdf_functions_api import models

    from .schedules import AsyncFunctionSchedulesAPI

LONGEST_VERSION = 255  # characters, of secrets

F = TypeVar("F")


@frozen(repr=False)
class AsyncDeployResult(Shown, Generic[F]):
    """What ``functions.deploy`` has done.

    Attributes:
        function: what was deployed, which is ready
        plan: what was to be done
        seconds_without_function: how long the external id had no function that could be called; 0.0 where none was
            replaced. Where an earlier deployment was cut off in between, since this one began
    """

    _shown: ClassVar[tuple[str, ...]] = ("function", "seconds_without_function")

    function: F
    plan: DeployPlan
    seconds_without_function: float = 0.0


class AsyncDeploying(Generic[F]):
    """The part of ``client.functions`` that deploys."""

    def __init__(self, config: Config, api: AsyncApi, binding: AsyncBinding, lookup: AsyncLookup) -> None:
        self._config = config
        self._api = api
        self._lookup = lookup
        self._binding = binding

    @cached_property
    def schedules(self) -> AsyncFunctionSchedulesAPI:
        """Schedules, which call functions again and again."""
        from .schedules import AsyncFunctionSchedulesAPI

        return AsyncFunctionSchedulesAPI(self._config, self._api, self._lookup, self._binding)

    def _function(self, model: models.Function) -> F:
        raise NotImplementedError

    async def _run(self, function_id: int, data: Mapping[str, object], deadline: Deadline) -> None:
        raise NotImplementedError

    @overload
    async def deploy(
        self,
        name: str,
        folder: str | Path | None = None,
        *,
        external_id: str,
        dry_run: Literal[True],
        function_path: str = ...,
        function_handle: Callable[..., object] | None = ...,
        common: Sequence[str | Path] = ...,
        description: str | None = ...,
        owner: str | None = ...,
        secrets: Mapping[str, str] | None = ...,
        secrets_version: str | None = ...,
        env_vars: Mapping[str, str] | None = ...,
        cpu: float | None = ...,
        memory: float | None = ...,
        runtime: str | None = ...,
        metadata: Mapping[str, str] | None = ...,
        index_url: str | None = ...,
        extra_index_urls: Sequence[str] | None = ...,
        data_set_id: int | None = ...,
        schedules: Sequence[FunctionScheduleWrite] | None = ...,
        check: Mapping[str, object] | None = ...,
        candidate: bool = ...,
        timeout: float | timedelta | None = ...,
        on_progress: Callable[[DeployProgress], object] | None = ...,
        progress: bool = ...,
    ) -> DeployPlan: ...

    @overload
    async def deploy(
        self,
        name: str,
        folder: str | Path | None = None,
        *,
        external_id: str,
        dry_run: Literal[False] = False,
        function_path: str = ...,
        function_handle: Callable[..., object] | None = ...,
        common: Sequence[str | Path] = ...,
        description: str | None = ...,
        owner: str | None = ...,
        secrets: Mapping[str, str] | None = ...,
        secrets_version: str | None = ...,
        env_vars: Mapping[str, str] | None = ...,
        cpu: float | None = ...,
        memory: float | None = ...,
        runtime: str | None = ...,
        metadata: Mapping[str, str] | None = ...,
        index_url: str | None = ...,
        extra_index_urls: Sequence[str] | None = ...,
        data_set_id: int | None = ...,
        schedules: Sequence[FunctionScheduleWrite] | None = ...,
        check: Mapping[str, object] | None = ...,
        candidate: bool = ...,
        timeout: float | timedelta | None = ...,
        on_progress: Callable[[DeployProgress], object] | None = ...,
        progress: bool = ...,
    ) -> AsyncDeployResult[F]: ...

    async def deploy(
        self,
        name: str,
        folder: str | Path | None = None,
        *,
        external_id: str,
        dry_run: bool = False,
        function_path: str = "handler.py",
        function_handle: Callable[..., object] | None = None,
        common: Sequence[str | Path] = (),
        description: str | None = None,
        owner: str | None = None,
        secrets: Mapping[str, str] | None = None,
        secrets_version: str | None = None,
        env_vars: Mapping[str, str] | None = None,
        cpu: float | None = None,
        memory: float | None = None,
        runtime: str | None = None,
        metadata: Mapping[str, str] | None = None,
        index_url: str | None = None,
        extra_index_urls: Sequence[str] | None = None,
        data_set_id: int | None = None,
        schedules: Sequence[FunctionScheduleWrite] | None = None,
        check: Mapping[str, object] | None = None,
        candidate: bool = True,
        timeout: float | timedelta | None = None,
        on_progress: Callable[[DeployProgress], object] | None = None,
        progress: bool = False,
    ) -> DeployPlan | AsyncDeployResult[F]:
        """Make sure that a function is deployed: create it, replace it, or find that it is as it should be.

        Waits until it is ready. The old function is touched only when the new one was built, and checked; its schedules
        are made again, with the rights of this client. Whatever cuts it off, running it again brings it to its end; one
        at a time for one external id. docs/deploying.md tells the steps. Arguments that ``create`` has mean the same.

        Args:
            name: shown to people
            folder: what to deploy; or
            function_handle: a function whose source is deployed, alone
            external_id: your own id for it, unique in the project. Deployments use this one with ``:candidate`` behind
                it, too, and in Files those that begin with ``cdf-functions/`` and this one
            dry_run: True to change nothing, and give back what would be done, and why, which prints as a text
            function_path: the module in the folder that defines ``handle``
            common: folders of shared code, which are packed under their own names, and wheels, which the requirements
                have to name
            description: free text, up to 500 characters
            owner: up to 128 characters
            secrets: handed to ``handle``
            secrets_version: a word of your own that you change when the secrets change, for their values are not
                compared
            env_vars: set for its runs
            cpu: cores per run
            memory: GB per run
            runtime: such as ``py311``
            metadata: your own tags
            index_url: where pip finds its packages
            extra_index_urls: likewise, further ones
            data_set_id: the data set that its files belong to
            schedules: those that it is to have: changed ones are replaced, by name, and all others are left as they are
            check: what the candidate is called with, and has to survive, before anything is touched
            candidate: False to delete the old function first and build once, which is quicker, and leaves the external
                id without a function for as long as that takes, or for longer if it fails
            timeout: seconds, or a timedelta, that it may take; None for as long as it takes, mostly some minutes
            on_progress: called with a DeployProgress when a step begins, and while one goes on
            progress: True to show on stderr how far it has come

        Raises:
            TypeError, ValueError: for input or code that can be seen to be wrong; nothing was sent
            DeploymentFailedError: if it cannot be built; it carries the end of the build log
            CallFailedError: if the check failed; it carries the end of the run's log
            WaitTimeoutError: if it is not ready after ``timeout``
            ApiError: if the service refuses something
        """
        from cdf_functions._deploy.handler import check_path
        from cdf_functions._deploy.progress import DeployProgress
        from cdf_functions._deploy.schedules import given_schedules

        from .deploy import packed
        from .replace import AsyncReplacement, Wanted
        from .sessions import AsyncSessionsAPI

        if (folder is None) == (function_handle is None):
            got = "neither" if folder is None else "both"
            raise TypeError(f"folder, function_handle: expected exactly one of them, got {got}")
        if secrets_version is not None:
            _arguments.text(secrets_version, "secrets_version", LONGEST_VERSION)
        if data_set_id is not None:
            _arguments.internal_id(data_set_id, "data_set_id")
        if check is not None:
            check = _arguments.json_object(check, "check")
            if not candidate:
                raise ValueError("check: is what a candidate is called with, and candidate=False asks for none")
        given = given_schedules(schedules)
        if given:
            lasting_type(self._config, None)
        deadline = Deadline(math.inf if timeout is None else _arguments.seconds(timeout, "timeout"))
        write = function_write(
            name=name,
            function_path=check_path(function_path),
            external_id=_arguments.text(external_id, "external_id", LONGEST_VERSION),
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
        with telling(on_progress, shown=progress) as tell:
            tell(DeployProgress("pack", name))
            archive = await packed(write, folder, function_handle, common)
            try:
                wanted = Wanted(write, archive, data_set_id, secrets_version, given, check, candidate)
                replacement = AsyncReplacement(
                    self._config,
                    self._api,
                    self._lookup,
                    self.schedules,
                    AsyncSessionsAPI(self._api, self._binding),
                    self._run,
                    wanted,
                    deadline,
                    tell,
                )
                standing, plan = await replacement.look()
                if dry_run:
                    return plan
                function = await replacement.carry_out(standing, plan)
            finally:
                archive.close()
        return AsyncDeployResult(self._function(function.model), plan, replacement.gap)

    async def prune(self, keep: timedelta | float, *, dry_run: bool = False) -> PrunePlan:
        """Delete functions that ``deploy`` has made and that nobody needs any more, with their archives.

        Those are functions without a schedule that were neither deployed nor called for some time, as far as the
        service remembers calls, which is 90 days.

        Args:
            keep: seconds, or a timedelta: functions that were deployed or called within are kept
            dry_run: True to delete nothing

        Returns:
            what was deleted, or would be, and why; prints as a text
        """
        from .prune import AsyncPruning

        pruning = AsyncPruning(self._api, self._lookup, self.schedules)
        plan = await pruning.look(_arguments.seconds(keep, "keep"))
        if not dry_run:
            await pruning.carry_out(plan)
        return plan


@contextmanager
def telling(
    on_progress: Callable[[DeployProgress], object] | None, *, shown: bool
) -> Generator[Callable[[DeployProgress], object]]:
    """Whom to tell of progress: the caller, and, if it is to be shown, a person."""
    from cdf_functions._deploy.progress import Display

    display = Display() if shown else None

    def tell(progress: DeployProgress) -> None:
        if display is not None:
            display(progress)
        if on_progress is not None:
            on_progress(progress)

    try:
        yield tell
    finally:
        if display is not None:
            display.end()
