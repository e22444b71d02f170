# Made by `nox -s regenerate` from overlay/cdf_functions/_async/functions.py. Do not edit: change that, and run it again.
"""Functions: what is deployed, and how to run it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cdf_functions import _arguments
from cdf_functions._calls.gate import PER_FUNCTION
from cdf_functions._calls.settlement import ON_AMBIGUOUS, OnAmbiguous
from cdf_functions._resources.display import Items
from cdf_functions._resources.requests import (
    chunks,
    function_filter,
    function_references,
    function_write,
    most_at_once,
)
from cdf_functions._resources.times import TimeRange
from cdf_functions._runtime.deadline import Deadline
from cdf_functions._values import known
from cdf_functions.config import Config
from cdf_functions_api import models, operations

from ._calls.runs import Runs
from ._calls.start import Starter
from ._http.api import Api
from .binding import Binding
from .calls import CalledFunction, FunctionCall, FunctionCallsAPI
from .deploying import LONGEST_VERSION, Deploying
from .lookup import Lookup

if TYPE_CHECKING:  # what a call does without is loaded when it is asked for
    from cdf_functions._calls.outcomes import Progress
    from cdf_functions._deploy.progress import DeployProgress
    from cdf_functions._resources.project import FunctionsLimits, FunctionsStatus

    from ._calls.map import Maps
    from .schedules import FunctionSchedulesList

ALL = 10_000  # functions, far more than a project may have; the service has no pages for them
AT_ONCE = most_at_once("FunctionReferences")


class Function(CalledFunction):
    """A deployed function: its fields, and what can be done with it."""

    def __init__(self, model: models.Function, functions: FunctionsAPI, lookup: Lookup) -> None:
        super().__init__(model, functions.calls)
        self._functions = functions
        self._lookup = lookup

    def call(
        self,
        data: Mapping[str, object] | None = None,
        wait: bool = True,
        nonce: str | None = None,
        *,
        timeout: float | timedelta | None = None,
        raise_on_failure: bool = True,
        on_ambiguous: OnAmbiguous = "raise",
    ) -> FunctionCall:
        """Run this function; the arguments and the errors are those of ``client.functions.call``."""
        return self._functions.call(
            self.id,
            data=data,
            wait=wait,
            nonce=nonce,
            timeout=timeout,
            raise_on_failure=raise_on_failure,
            on_ambiguous=on_ambiguous,
        )

    def map(
        self,
        inputs: Iterable[Mapping[str, object]],
        *,
        concurrency: int = PER_FUNCTION,
        ordered: bool = True,
        return_exceptions: bool = False,
        journal: str | PathLike[str] | None = None,
        on_progress: Callable[[Progress], object] | None = None,
        on_ambiguous: OnAmbiguous = "raise",
    ) -> Iterator[Any]:
        """Run this function once for each input; the arguments and the errors are those of ``client.functions.map``."""
        return self._functions.map(
            self.id,
            inputs=inputs,
            concurrency=concurrency,
            ordered=ordered,
            return_exceptions=return_exceptions,
            journal=journal,
            on_progress=on_progress,
            on_ambiguous=on_ambiguous,
        )

    def wait_until_ready(
        self,
        timeout: float | timedelta | None = None,
        *,
        on_progress: Callable[[DeployProgress], object] | None = None,
        progress: bool = False,
    ) -> Self:
        """Wait until the function is deployed; gives back this function, with its fields as they are then.

        Args:
            timeout: seconds, or a timedelta, to wait at most; None for as long as it takes, mostly some minutes
            on_progress: called with a DeployProgress whenever the function was looked at
            progress: True to show on stderr how long it takes

        Raises:
            DeploymentFailedError: if the deployment failed; it carries the end of the build log
            WaitTimeoutError: if it is not over after ``timeout``; it goes on
        """
        from .deploying import telling
        from .waiting import until_ready

        deadline = Deadline(math.inf if timeout is None else _arguments.seconds(timeout, "timeout"))
        with telling(on_progress, shown=progress) as tell:
            until_ready(self._lookup, self, deadline, tell)
        return self

    def update(self) -> None:
        """Look at the function again and take over what is new (operation getFunctionsByIds)."""
        self.model: models.Function = (self._functions.retrieve(self.id)).model

    def list_schedules(self, limit: int | None = 25) -> FunctionSchedulesList:
        """Give the schedules of this function."""
        return self._functions.schedules.list(function_id=self.id, limit=limit)


class FunctionList(Items[Function]):
    """Functions, each of which can do all that a single one can."""

    _kind = Function


class FunctionsAPI(Deploying[Function]):
    """``client.functions``"""

    def __init__(self, config: Config, api: Api, binding: Binding) -> None:
        super().__init__(config, api, binding, Lookup(api))
        self._runs = Runs(api, config)
        self.calls: FunctionCallsAPI = FunctionCallsAPI(api, self._lookup, self._runs)
        self._starter = Starter(api, binding, self.calls, self._runs)

    @cached_property
    def _maps(self) -> Maps:
        from ._calls.map import Maps

        return Maps(self._starter, self._runs, self._lookup)

    def _function(self, model: models.Function) -> Function:
        return Function(model, self, self._lookup)

    def _run(self, function_id: int, data: Mapping[str, object], deadline: Deadline) -> None:
        self._runs.wait(
            self._starter.call(function_id, dict(data), None, deadline, "raise"), deadline, raise_on_failure=True
        )

    def retrieve(self, id: int | None = None, external_id: str | None = None) -> Function:
        """Give one function, by its id or its external id (operation getFunctionsByIds).

        Raises:
            NotFoundError: if there is no such function
        """
        model = self._lookup.function(_arguments.one_identifier(id, external_id))
        return Function(model, self, self._lookup)

    def retrieve_multiple(
        self,
        ids: Sequence[int] | None = None,
        external_ids: Sequence[str] | None = None,
        ignore_unknown_ids: bool = False,
    ) -> FunctionList:
        """Give several functions, by their ids, their external ids, or some of each (operation getFunctionsByIds).

        Args:
            ids: those by id
            external_ids: those by external id
            ignore_unknown_ids: True to pass over what is not there

        Raises:
            NotFoundError: naming what is not there
        """
        found: list[models.Function] = []
        for some in chunks(_arguments.identifiers(ids, external_ids), AT_ONCE):
            body = function_references(some, ignore_unknown_ids=ignore_unknown_ids)
            found += self._api.listed(operations.get_functions_by_ids, body=body)
        return FunctionList(Function(model, self, self._lookup) for model in found)

    def list(
        self,
        name: str | None = None,
        owner: str | None = None,
        file_id: int | None = None,
        status: str | None = None,
        external_id_prefix: str | None = None,
        created_time: TimeRange | None = None,
        metadata: Mapping[str, str] | None = None,
        limit: int | None = 25,
    ) -> FunctionList:
        """Give the functions that match in every way asked for (operation filterFunctions).

        Args:
            name: the whole name
            owner: the whole owner
            file_id: the zip that holds the code
            status: ``Queued``, ``Deploying``, ``Ready`` or ``Failed``
            external_id_prefix: what the external id begins with
            created_time: ``{"min": ..., "max": ...}``, both ends included, either may be left out
            metadata: tags that it has, perhaps among others
            limit: how many to give at most; None for all
        """
        limit = _arguments.limit(limit)
        filter = function_filter(name, owner, file_id, status, external_id_prefix, created_time, metadata)
        body = models.FunctionFilterRequest(filter_=filter, limit=ALL if limit is None else limit)
        found = self._api.listed(operations.filter_functions, body=body)
        return FunctionList(Function(model, self, self._lookup) for model in found[:limit])

    def delete(
        self,
        id: int | Sequence[int] | None = None,
        external_id: str | Sequence[str] | None = None,
        ignore_unknown_ids: bool = False,
    ) -> None:
        """Delete functions (operation deleteFunctions). Their zips stay in Files.

        More than ten are deleted ten at a time: if one request fails, those before it are done.

        Args:
            id: one or several, by id
            external_id: one or several, by external id
            ignore_unknown_ids: True to pass over what is not there

        Raises:
            NotFoundError: naming what is not there
        """
        for some in chunks(_arguments.identifiers(id, external_id, "id", "external_id"), AT_ONCE):
            body = function_references(some, ignore_unknown_ids=ignore_unknown_ids)
            self._api.ask(operations.delete_functions, body=body)
            for identifier in some:
                self._lookup.forget(identifier)

    def limits(self) -> FunctionsLimits:
        """Give what the project's cloud allows a function (operation getFunctionsLimits)."""
        from cdf_functions._resources.project import FunctionsLimits

        return self._api.made(FunctionsLimits.of, operations.get_functions_limits)

    def status(self) -> FunctionsStatus:
        """Tell whether the project has Functions (operation getActivationStatus)."""
        return _status(self._api.ask(operations.get_activation_status))

    def activate(self) -> FunctionsStatus:
        """Ask for Functions in this project (operation activateFunctions); it may take hours: see ``status``."""
        return _status(self._api.ask(operations.activate_functions))

    def create(
        self,
        name: str,
        folder: str | Path | None = None,
        file_id: int | None = None,
        function_path: str = "handler.py",
        function_handle: Callable[..., object] | None = None,
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
        data_set_id: int | None = None,
        *,
        secrets_version: str | None = None,
    ) -> Function:
        """Deploy a function (operations initFileUpload, uploadFileContent and createFunction).

        The service builds it in the background: see ``wait_until_ready``. The code is checked by reading it, and never
        imported. With an ``external_id``, creating the same again finds the function that is there and sends nothing
        else; so that is how to go on after a lost answer, too. docs/deploying.md says what is packed and checked.

        Args:
            name: shown to people
            folder: what to deploy, with its ``requirements.txt`` at the top, without what its ``.funcignore`` names; or
            file_id: the zip, if it is in Files already; or
            function_path: the module in it that defines ``handle``
            function_handle: a function named ``handle`` whose source is deployed, alone, with the requirements that its
                docstring lists between lines ``[requirements]`` and ``[/requirements]``
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
            data_set_id: the data set that the zip belongs to in Files
            secrets_version: a word of your own, such as ``"2"``, that you change when the secrets change: with an
                ``external_id``, other values of secrets alone do not make another function, another version does. It
                is no secret

        Raises:
            TypeError, ValueError: for input or code that can be seen to be wrong; nothing was sent
            FunctionExistsError: if there is another function with this external id; nothing was uploaded
            ApiError: if the service refuses; what was uploaded has been deleted
        """
        from cdf_functions._deploy.handler import check_path

        from .deploy import Deployment

        if secrets_version is not None:
            _arguments.text(secrets_version, "secrets_version", LONGEST_VERSION)
        write = function_write(
            name=name,
            function_path=check_path(function_path),
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
        deployment = Deployment(self._api, self._lookup)
        return Function(
            deployment.create(write, folder, file_id, function_handle, data_set_id, secrets_version),
            self,
            self._lookup,
        )

    def call(
        self,
        id: int | None = None,
        external_id: str | None = None,
        data: Mapping[str, object] | None = None,
        wait: bool = True,
        nonce: str | None = None,
        *,
        timeout: float | timedelta | None = None,
        raise_on_failure: bool = True,
        on_ambiguous: OnAmbiguous = "raise",
    ) -> FunctionCall:
        """Run a function (operations createSession and callFunction), and wait for the end of the run.

        Args:
            id: the function, or
            external_id: the function by its external id
            data: what its ``handle`` gets as ``data``: a mapping that JSON can hold; none is an empty one. Not the
                place for secrets: the service keeps it
            wait: False to give the call back as soon as it is placed
            nonce: of a session that you made yourself, less than a minute ago; normally one is made behind the scenes
            timeout: seconds, or a timedelta, for all of it; None for as long as the service lets a run take. Only the
                answer to the call itself is waited for as long as any other, for without it the run is in doubt
            raise_on_failure: False to give back a call that ended Failed or Timeout like any other
            on_ambiguous: what to do when the answer to the call is lost, so that it may have started a run or not:
                ``"raise"``; or ``"adopt"`` the one call that has started since, if there is just one, which is right
                only if nobody else calls this function

        Raises:
            TypeError, ValueError: for input that can be seen to be wrong; nothing was sent
            NotFoundError: if there is no such function; a session that was created for the call has been revoked
            AmbiguousCallError: if the answer to the call is lost; nothing is sent twice
            CallFailedError: if the run ended Failed or Timeout
            WaitTimeoutError: if it still runs after ``timeout``; it goes on
            CredentialsError: if the credentials gave no token; nothing is in doubt
        """
        identifier = _arguments.one_identifier(id, external_id)
        plain = _arguments.json_object({} if data is None else data, "data")
        seconds = math.inf if timeout is None else _arguments.seconds(timeout, "timeout")
        if nonce is not None:
            _arguments.nonce(nonce)
        _arguments.one_of(on_ambiguous, ON_AMBIGUOUS, "on_ambiguous")
        deadline = Deadline(seconds)
        start = partial(self._starter.call, data=plain, nonce=nonce, deadline=deadline, on_ambiguous=on_ambiguous)
        call = self._lookup.use(identifier, start, deadline)
        if wait:
            self._runs.wait(call, deadline, raise_on_failure=raise_on_failure)
        return call

    def map(
        self,
        id: int | None = None,
        external_id: str | None = None,
        inputs: Iterable[Mapping[str, object]] = (),
        *,
        concurrency: int = PER_FUNCTION,
        ordered: bool = True,
        return_exceptions: bool = False,
        journal: str | PathLike[str] | None = None,
        on_progress: Callable[[Progress], object] | None = None,
        on_ambiguous: OnAmbiguous = "raise",
    ) -> Iterator[Any]:
        """Run a function once for each input, many at a time: an iterator of what the runs return.

        Inputs are taken as they are needed, and all running calls are looked at with one request, so that many inputs
        need no more memory, and no more requests at a time, than few. Work goes on only while values are taken out.
        Leaving the iterator stops placing calls; those that run go on.

        Args:
            id: the function, or
            external_id: the function by its external id
            inputs: what each run gets as ``data``
            concurrency: calls that may run at once; the service allows 100 a function, and 250 a project, to which all
                maps of this client keep together
            ordered: True for values in the order of the inputs, False as they come
            return_exceptions: True to give an error in place of the value of an input that failed, and go on
            journal: a file that remembers what was placed. After a crash, the same map with the same inputs in the
                same order takes up the calls that were placed, and runs nothing twice
            on_progress: called with a Progress at each start, at each end, and whenever the calls were looked at
            on_ambiguous: as for ``call``

        Raises:
            TypeError, ValueError: for input that can be seen to be wrong
            NotFoundError: if there is no such function
            CallFailedError: and whatever else ``call`` raises, for an input that failed
        """
        if not isinstance(inputs, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - for those without a checker
            raise TypeError(f"inputs: expected an iterable of mappings, got {type(inputs).__name__}")
        return self._maps.values(
            _arguments.one_identifier(id, external_id),
            inputs,
            concurrency=_arguments.internal_id(concurrency, "concurrency"),
            ordered=ordered,
            return_exceptions=return_exceptions,
            journal=journal,
            on_progress=on_progress,
            on_ambiguous=_arguments.one_of(on_ambiguous, ON_AMBIGUOUS, "on_ambiguous"),
        )


def _status(answer: models.ActivationStatus) -> FunctionsStatus:
    from cdf_functions._resources.project import FunctionsStatus

    return FunctionsStatus(str(known(answer.status) or ""))
