"""What a replacement of a function leaves in the service while it goes on, so that whoever runs it again can end it.

All of it is found by external ids that are made of the function's own. Pure.

- The candidate, a function. It is there from before the old function goes until the new one has its schedules.
- Two places for archives in Files. The function has one of them, and the next archive comes into the other.
- Two places for the record in Files: a file that says which functions are replaced and what schedules they had. A newer
  record is written beside the older one, which goes when that is stored, so there is always one that is whole.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from attrs import field, frozen

from cdf_functions._deploy.schedules import FunctionScheduleWrite, missing_schedules, of_dict

LONGEST = 255  # characters of an external id
CANDIDATE = "candidate"
"""Stands in the mark of a candidate, after the digests."""
DEPLOY = "deploy"
"""Likewise, in that of a function that ``deploy`` made."""
MOST_RECORD = 1 << 28  # bytes


def candidate_id(external_id: str) -> str:
    """The external id of the candidate."""
    return _fitting(f"{external_id}:candidate")


def archive_ids(external_id: str) -> tuple[str, str]:
    """The external ids of the two places for archives."""
    return _file_id(external_id, "a.zip"), _file_id(external_id, "b.zip")


def record_ids(external_id: str) -> tuple[str, str]:
    """The external ids of the two places for the record."""
    return _file_id(external_id, "replacing-a.json"), _file_id(external_id, "replacing-b.json")


def _file_id(external_id: str, name: str) -> str:
    return _fitting(f"cdf-functions/{external_id}/{name}")


def _fitting(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"{text[: LONGEST - len(digest) - 1]}~{digest}"


@frozen
class Replaced:
    """A function that is to go, or has gone.

    Attributes:
        id: the function
        file_id: its archive, if that is to go as well
        schedules: what can be read of its schedules
    """

    id: int
    file_id: int | None = None
    schedules: tuple[FunctionScheduleWrite, ...] = field(default=(), repr=False)


@frozen
class Record:
    """What has to be known to end a replacement.

    Attributes:
        number: of two records the one with the higher number counts
        mark: of what is deployed: it was built, and checked, as a candidate if there is to be one
        file_id: its archive
        replaced: the functions that go, from the first to the last
    """

    number: int = 0
    mark: str = ""
    file_id: int = 0
    replaced: tuple[Replaced, ...] = ()

    def followed(self, mark: str, file_id: int, old: Replaced) -> "Record":
        """The record of the replacement that comes after this one, and ends it, too."""
        replaced = (*(each for each in self.replaced if each.id != old.id), old)
        return Record(self.number + 1, mark, file_id, replaced)

    def inherited(self, function_id: int | None) -> list[FunctionScheduleWrite]:
        """The schedules of functions that have gone; those of one that is still there are told by the service.

        Each function was to have those of the one before it, of which some may have been made already.
        """
        found: list[FunctionScheduleWrite] = []
        for each in self.replaced:
            if each.id != function_id:
                found = [*each.schedules, *missing_schedules(found, each.schedules)]
        return found

    def content(self) -> bytes:
        """The file."""
        replaced = [
            {"id": each.id, "fileId": each.file_id, "schedules": [schedule.as_dict() for schedule in each.schedules]}
            for each in self.replaced
        ]
        whole = {"number": self.number, "mark": self.mark, "fileId": self.file_id, "replaced": replaced}
        return json.dumps(whole).encode()

    @classmethod
    def of(cls, content: bytes) -> "Record | None":
        """The record in a file; None if there is none in it."""
        try:
            whole = cast("Mapping[str, Any]", json.loads(content))
            replaced = tuple(
                Replaced(each["id"], each["fileId"], tuple(map(of_dict, each["schedules"])))
                for each in whole["replaced"]
            )
            return cls(int(whole["number"]), str(whole["mark"]), int(whole["fileId"]), replaced)
        except (ValueError, TypeError, LookupError):
            return None
