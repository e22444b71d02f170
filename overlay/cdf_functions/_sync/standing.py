# Made by `nox -s regenerate` from overlay/cdf_functions/_async/standing.py. Do not edit: change that, and run it again.
"""How things stand before a deployment: the function, its schedules, and what one that was cut off has left."""

from __future__ import annotations

from attrs import define

from cdf_functions._deploy.replacement import MOST_RECORD, Record, archive_ids, candidate_id, record_ids
from cdf_functions._deploy.schedules import FunctionScheduleWrite
from cdf_functions._resources.functions import FunctionFields
from cdf_functions._resources.requests import function_references
from cdf_functions._values import known
from cdf_functions_api import models, operations

from ._http.api import Api
from .files import FilesAPI
from .schedules import FunctionSchedulesAPI


@define
class Existing:
    """A schedule that is there."""

    id: int
    write: FunctionScheduleWrite


@define
class Standing:
    """What is there.

    Attributes:
        function: the one with the external id
        candidate: that of a deployment that was cut off
        archives: what is in the places for archives, by the ids of the files; whether the bytes are there
        records: what is in the places for records, by external ids
        record: the one that counts; empty if there is none
        schedules: those of the function
    """

    function: FunctionFields | None
    candidate: FunctionFields | None
    archives: dict[str, tuple[int, bool]]
    records: dict[str, int]
    record: Record
    record_at: str | None
    schedules: list[Existing]

    def is_left(self, function: FunctionFields | None) -> bool:
        """Whether there is anything that belongs to no function that is to stay."""
        own = None if function is None else function.file_id
        stray = [id for id, _ in self.archives.values() if id != own]
        return bool(self.candidate or stray or self.records)


class Standings:
    """Finds out how things stand."""

    def __init__(self, api: Api, files: FilesAPI, schedules: FunctionSchedulesAPI) -> None:
        self._api = api
        self._files = files
        self._schedules = schedules

    def of(self, external_id: str) -> Standing:
        """How things stand for an external id."""
        functions = self.functions([external_id, candidate_id(external_id)])
        at_record, at_archive = record_ids(external_id), archive_ids(external_id)
        archives: dict[str, tuple[int, bool]] = {}
        records: dict[str, int] = {}
        record, record_at = Record(), None
        for file in self._files.find([*at_archive, *at_record]):
            place, id, stored = str(known(file.external_id)), int(file.id or 0), known(file.uploaded) is True
            if place in at_archive:
                archives[place] = id, stored
                continue
            records[place] = id
            found = Record.of((self._files.read(id, MOST_RECORD))[0]) if stored else None
            if found is not None and found.number > record.number:
                record, record_at = found, place
        function = functions.get(external_id)
        schedules = [] if function is None else self.schedules(function.id)
        candidate = functions.get(candidate_id(external_id))
        return Standing(function, candidate, archives, records, record, record_at, schedules)

    def functions(self, external_ids: list[str]) -> dict[str, FunctionFields]:
        """Those functions that are there, by their external ids (operation getFunctionsByIds)."""
        body = function_references(external_ids, ignore_unknown_ids=True)
        found: list[models.Function] = self._api.listed(operations.get_functions_by_ids, body=body)
        return {str(each.external_id): each for each in map(FunctionFields, found)}

    def schedules(self, function_id: int) -> list[Existing]:
        """The schedules of a function, with their data."""
        found: list[Existing] = []
        for each in self._schedules.list(function_id=function_id, limit=None):
            data = each.get_input_data()
            write = FunctionScheduleWrite(each.name, each.cron_expression, each.description or None, data)
            found.append(Existing(each.id, write))
        return found
