# Made by `nox -s regenerate` from overlay/cdf_functions/_async/replace.py. Do not edit: change that, and run it again.
"""Deploying without loss: what is there is told, replaced only when its successor was built, and left whole by a kill.

A function cannot be changed, and secrets cannot be read back, so one that was deleted cannot be made again as it was.
Hence the order; after each step stands what a process that dies there leaves, and what the next run makes of it.

1. The archive is packed, and how things stand is looked at. Nothing is left.
2. The archive is uploaded into the place that the old function's is not in. The next run deletes it.
3. The candidate is created, waited for, and called with the check. The next run deletes it, too.
4. The record is stored: the old function, its archive, its schedules. It says nothing while the old function is there.
5. The old function is deleted, and the external id has none. The next run knows from the record which archive was
   checked, and which schedules there were, and goes on with step 6.
6. The new function is created from the same archive, and waited for. The next run finds it.
7. The schedules are made: those of the record, and those given. The next run makes what is missing.
8. The candidate, the old archive and, last, the record are deleted. The next run deletes the rest.

Schedules of a function that is gone cannot live in the metadata of another one, which takes 512 characters a value, nor
be schedules of the candidate, which would fire. So they are in the record, a file in Files, with their input data.
With ``candidate=False`` step 3 is left out. A first deployment has the steps 1, 2, 6 and 7, and 3 if there is a check.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from attrs import define

from cdf_functions._deploy.archive import Archive
from cdf_functions._deploy.differences import changed_files, members_of, reasons
from cdf_functions._deploy.fingerprint import difference, has_own_archive, is_labelled, labelled, mark
from cdf_functions._deploy.plan import Action, DeployPlan, planned_schedules
from cdf_functions._deploy.progress import DeployProgress, Step
from cdf_functions._deploy.replacement import CANDIDATE, DEPLOY, Record, Replaced, archive_ids, candidate_id, record_ids
from cdf_functions._deploy.schedules import FunctionScheduleWrite, missing_schedules
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.requests import function_filter, function_references
from cdf_functions._runtime import clock
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.config import Config
from cdf_functions.errors import (
    ApiError,
    CallFailedError,
    CdfError,
    DeploymentFailedError,
    FunctionExistsError,
    NoAnswerError,
    WaitTimeoutError,
)
from cdf_functions_api import models, operations

from ._http.api import Api
from .binding import did_nothing
from .files import FilesAPI
from .lookup import Lookup
from .reschedule import Scheduling, again
from .schedules import FunctionSchedulesAPI
from .sessions import SessionsAPI
from .standing import Standing, Standings
from .waiting import until_ready

BUILDS = 3  # of a function whose candidate was built, so that a failure can only be the service's
JSON = "application/json"
END_OF_ZIP = 1 << 20  # bytes, where the names of some ten thousand files are


@define
class Wanted:
    """What to deploy.

    Attributes:
        write: the function, whose metadata has its mark
        archive: its code
        data_set_id: where its archive belongs
        secrets_version: as for ``create``
        schedules: those that were given
        check: what the candidate is called with; None for nothing
        candidate: whether there is to be one where there is something to lose
    """

    write: models.FunctionWrite
    archive: Archive
    data_set_id: int | None
    secrets_version: str | None
    schedules: Sequence[FunctionScheduleWrite]
    check: Mapping[str, object] | None
    candidate: bool

    @property
    def external_id(self) -> str:
        """Of the function."""
        return str(self.write.external_id)


class Replacement:
    """One deployment."""

    def __init__(
        self,
        config: Config,
        api: Api,
        lookup: Lookup,
        schedules: FunctionSchedulesAPI,
        sessions: SessionsAPI,
        call: Callable[[int, Mapping[str, object], Deadline], None],
        wanted: Wanted,
        deadline: Deadline,
        on_progress: Callable[[DeployProgress], object],
    ) -> None:
        self._api = api
        self._lookup = lookup
        self._call = call
        self._wanted = wanted
        self._deadline = deadline
        self._on_progress = on_progress
        self._files = FilesAPI(api)
        self._standings = Standings(api, self._files, schedules)
        self._scheduling = Scheduling(config, schedules, sessions, self._standings, deadline)
        self._step: Step = "pack"
        self._step_began = clock.monotonic()
        self._mark = mark(wanted.write, wanted.archive.digest, wanted.secrets_version)
        self.gap = 0.0
        """Seconds for which the external id had no function that could be called."""

    def look(self) -> tuple[Standing, DeployPlan]:
        """How things stand, and what there is to do."""
        wanted = self._wanted
        standing = self._standings.of(wanted.external_id)
        old, candidate = standing.function, standing.candidate
        if candidate is not None and not is_labelled(candidate, CANDIDATE):
            raise FunctionExistsError(
                candidate, "it is no candidate of a deployment, for which that external id is kept"
            )
        why: tuple[str, ...] = ()
        if old is not None and difference(self._mark, old):
            why = reasons(self._mark, wanted.write.to_dict(), old, self._changed_files(old))
        action: Action = "create" if old is None else "replace" if why else "unchanged"
        existing = [each.write for each in standing.schedules]
        lost = missing_schedules(standing.record.inherited(None if old is None else old.id), existing)
        plan = DeployPlan(
            external_id=wanted.external_id,
            action=action,
            reasons=why,
            schedules=planned_schedules(existing, lost, wanted.schedules, is_new=action != "unchanged"),
            candidate=self._has_candidate(standing, action),
            resumes=standing.is_left(old),
        )
        return standing, plan

    def carry_out(self, standing: Standing, plan: DeployPlan) -> FunctionFields:
        """Do what the plan says; gives the function, which is ready."""
        function = standing.function
        record = standing.record
        if plan.action != "unchanged" or function is None:
            function, record = self._make(standing, plan)
        else:
            self._tell("build")
            self._until_ready(function)
        inherited = record.inherited(function.id)
        if plan.schedules or inherited:
            self._tell("schedules")
            self._scheduling.make(function.id, inherited, self._wanted.schedules)
        if plan.action == "replace" or plan.resumes or plan.candidate:
            self._tell("clean up")
            self._clean_up(standing, function, record)
        self._tell("ready")
        return function

    def _has_candidate(self, standing: Standing, action: str) -> bool:
        wanted = self._wanted
        if action == "unchanged" or not wanted.candidate or self._is_checked(standing):
            return False
        return standing.function is not None or wanted.check is not None

    def _is_checked(self, standing: Standing) -> bool:
        """Whether an earlier run came as far as to delete the old function, and its archive is there."""
        record = standing.record
        stored = {id for id, is_stored in standing.archives.values() if is_stored}
        return standing.function is None and record.mark == self._mark.text and record.file_id in stored

    def _changed_files(self, old: FunctionFields) -> list[str] | None:
        """Which files of the old function are others; None if its archive cannot be looked at."""
        if not old.file_id:
            return None
        try:
            members = members_of(*self._files.read(old.file_id, END_OF_ZIP, from_end=True))
        except CdfError:
            return None
        return None if members is None else changed_files(members, self._wanted.archive.members)

    def _make(self, standing: Standing, plan: DeployPlan) -> tuple[FunctionFields, Record]:
        wanted, old = self._wanted, standing.function
        began = clock.monotonic()
        if self._is_checked(standing):
            file_id = standing.record.file_id
        else:
            if standing.candidate is not None:
                self._delete(standing.candidate)
                standing.candidate = None
            file_id = self._upload(standing)
        if plan.candidate:
            standing.candidate = self._try_out(file_id)
        record = standing.record
        if old is not None:
            standing.schedules = self._standings.schedules(old.id)  # a build takes minutes
            if plan.schedules or standing.schedules:
                self._scheduling.make_sure()
            record = self._store_record(standing, old, file_id)
            self._tell("replace")
            began = clock.monotonic()
            self._delete(old)
        write = labelled(wanted.write, DEPLOY)
        write.file_id = file_id
        self._tell("build")
        try:
            function = self._build(write, BUILDS if plan.candidate or self._is_checked(standing) else 1)
        except ApiError as error:
            if old is None and not plan.resumes and did_nothing(error):
                self._files.discard(file_id, error)
            raise
        self.gap = clock.monotonic() - began if old is not None or plan.resumes else 0.0
        return function, record

    def _upload(self, standing: Standing) -> int:
        """Into the place that the archive of the old function is not in."""
        self._tell("upload")
        wanted, old = self._wanted, standing.function
        in_use = None if old is None else old.file_id
        free = [place for place in archive_ids(wanted.external_id) if standing.archives.get(place, (0,))[0] != in_use]
        if free[0] in standing.archives:
            self._files.delete([standing.archives[free[0]][0]])
        name = f"{wanted.write.name}.zip"
        id = self._files.upload(name, wanted.archive.file, wanted.data_set_id, free[0])
        standing.archives[free[0]] = id, True
        return id

    def _try_out(self, file_id: int) -> FunctionFields:
        """Build the candidate, and check it; where that fails, nothing of it stays."""
        wanted = self._wanted
        write = labelled(wanted.write, CANDIDATE)
        write.external_id = candidate_id(wanted.external_id)
        write.file_id = file_id
        candidate: FunctionFields | None = None
        try:
            self._tell("build candidate")
            candidate = FunctionFields(self._create(write))
            self._until_ready(candidate)
            if wanted.check is not None:
                self._tell("check")
                self._call(candidate.id, wanted.check, Deadline(self._deadline.remaining))
        except (DeploymentFailedError, CallFailedError, WaitTimeoutError, ApiError) as error:
            error.add_note(f"That was the candidate. Nothing has become of {wanted.external_id!r}.")
            try:
                if candidate is not None:
                    self._delete(candidate)
                if candidate is not None or did_nothing(error):
                    self._files.delete([file_id])
            except CdfError as failure:
                error.add_note(f"What it left could not be deleted, which the next deployment will do: {failure}")
            raise
        return candidate

    def _store_record(self, standing: Standing, old: FunctionFields, file_id: int) -> Record:
        wanted = self._wanted
        own = has_own_archive(old) or old.file_id in [id for id, _ in standing.archives.values()]
        replaced = Replaced(old.id, old.file_id if own else None, tuple(each.write for each in standing.schedules))
        record = standing.record.followed(self._mark.text, file_id, replaced)
        free = next(place for place in record_ids(wanted.external_id) if place != standing.record_at)
        if free in standing.records:
            self._files.delete([standing.records[free]])
        content = io.BytesIO(record.content())
        name = f"{wanted.write.name}.json"
        standing.records[free] = self._files.upload(name, content, wanted.data_set_id, free, JSON)
        return record

    def _build(self, write: models.FunctionWrite, tries: int) -> FunctionFields:
        while True:
            function = FunctionFields(self._create(write))
            tries -= 1
            try:
                self._until_ready(function)
            except (DeploymentFailedError, WaitTimeoutError) as error:
                if not tries or isinstance(error, WaitTimeoutError):
                    error.add_note(f"Deploy {write.external_id!r} again to go on from here.")
                    raise
                self._delete(function)
            else:
                return function

    def _until_ready(self, function: FunctionFields) -> None:
        deadline = Deadline(self._deadline.remaining)
        until_ready(self._lookup, function, deadline, lambda _: self._tell(self._step))

    def _create(self, write: models.FunctionWrite) -> models.Function:
        """Create a function (operation createFunction), or find it where the answer was lost."""
        try:
            return self._api.single(operations.create_function, body=models.FunctionCreateRequest([write]))
        except (ApiError, NoAnswerError):
            external_id = str(write.external_id)
            with suppress(CdfError):
                found = (self._standings.functions([external_id])).get(external_id)
                if found is not None and found.file_id == write.file_id and not difference(self._mark, found):
                    return found.model
            raise

    def _delete(self, function: FunctionFields) -> None:
        """Delete a function (operation deleteFunctions), if it is there."""
        body = function_references([function.id], ignore_unknown_ids=True)
        again(lambda: self._api.ask(operations.delete_functions, body=body), self._deadline)
        self._lookup.forget(function.id)

    def _clean_up(self, standing: Standing, function: FunctionFields, record: Record) -> None:
        """Delete what is left, the record last."""
        gone = [each for each in record.replaced if each.id != function.id]
        for each in gone:
            self._scheduling.delete(each.id)
        if standing.candidate is not None:
            self._delete(standing.candidate)
        files = {id for id, _ in standing.archives.values()}
        for each in gone:
            if each.file_id is not None and not self._is_used(each.file_id):
                files.add(each.file_id)
        if files := files - {function.file_id}:
            self._files.delete(sorted(files))
        if standing.records:
            self._files.delete(sorted(standing.records.values()))

    def _is_used(self, file_id: int) -> bool:
        filter = function_filter(None, None, file_id, None, None, None, None)
        body = models.FunctionFilterRequest(filter_=filter, limit=1)
        return bool(self._api.listed(operations.filter_functions, body=body))

    def _tell(self, step: Step) -> None:
        if step != self._step:
            self._step, self._step_began = step, clock.monotonic()
        self._on_progress(DeployProgress(step, str(self._wanted.write.name), clock.monotonic() - self._step_began))
