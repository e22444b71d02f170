"""Why a function is another than the one to deploy, in words that show nothing secret. Pure."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any, cast

from cdf_functions._deploy.fingerprint import KEY, Mark
from cdf_functions._deploy.plan import named
from cdf_functions._resources.functions import FAILED, FunctionFields

SHOWN = ("name", "description", "owner", "functionPath", "runtime", "cpu", "memory")
CHOSEN = ("runtime", "cpu", "memory")  # by the service, where they are not given
NAMED = {"envVars": "env_vars", "metadata": "metadata"}
NO_MORE = "no longer given"


def reasons(made: Mark, write: Mapping[str, Any], old: FunctionFields, files: list[str] | None) -> tuple[str, ...]:
    """Why an old function is to be replaced; none if it is the one to deploy.

    ``files`` says which of its files are others, as far as that could be found out.
    """
    found: list[str] = []
    mark = old.metadata.get(KEY, "")
    different = made.differences(mark) if mark.strip() else ["code", "settings"]
    if old.status == FAILED:
        found.append("its deployment failed")
    if not mark.strip():
        found.append("it was deployed by other means")
    if "code" in different and (mark.strip() or files):
        found.append(f"code: {'; '.join(files)}" if files else "code")
    if "settings" in different:
        settings = _settings(write, old)
        if settings or mark.strip():
            found += settings or [
                "settings: of those that cannot be read back, such as index addresses or secrets_version"
            ]
    if found and write.get("secrets"):
        found.append("secrets: given")
    return tuple(found)


def _settings(write: Mapping[str, Any], old: FunctionFields) -> list[str]:
    there = old.model.to_dict()
    found: list[str] = []
    for name in SHOWN:
        before, after = there.get(name), write.get(name)
        if after and before != after:
            found.append(f"{name}: {before} -> {after}")
        elif before and not after and name not in CHOSEN:
            found.append(f"{name}: {NO_MORE}")
    for name, argument in NAMED.items():
        before, after = _strings(there.get(name)), _strings(write.get(name))
        others = sorted(each for each in before.keys() | after.keys() if before.get(each) != after.get(each))
        found += named([f"{argument}[{each!r}]" for each in others], "changed")
    if old.secrets.keys() != _strings(write.get("secrets")).keys():
        found.append("secrets: other names")
    return found


def _strings(value: object) -> dict[str, str]:
    return {name: each for name, each in cast("dict[str, str]", value or {}).items() if name != KEY}


def changed_files(old: Mapping[str, tuple[int, int]], new: Mapping[str, tuple[int, int]]) -> list[str]:
    """Which files are others, by the checksum and the size of each."""
    return [
        *named(sorted(name for name in old.keys() & new.keys() if old[name] != new[name]), "changed"),
        *named(sorted(new.keys() - old.keys()), "added"),
        *named(sorted(old.keys() - new.keys()), "removed"),
    ]


def members_of(end: bytes, size: int) -> dict[str, tuple[int, int]] | None:
    """The checksum and the size of each file in a zip, by its end alone; None if that is too little, or no zip's."""
    try:
        with zipfile.ZipFile(_End(end, size)) as archive:
            return {each.filename: (each.CRC, each.file_size) for each in archive.infolist() if not each.is_dir()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


class _End(io.RawIOBase):
    """A file of which only the end is there; reading before it is an error."""

    def __init__(self, end: bytes, size: int) -> None:
        self._end = io.BytesIO(end)
        self._before = size - len(end)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._before + self._end.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            return self._before + self._end.seek(offset, whence)
        if offset < self._before:
            raise OSError("before what is there")
        return self._before + self._end.seek(offset - self._before)

    def readinto(self, buffer: Any) -> int:
        return self._end.readinto(buffer)
