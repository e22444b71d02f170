"""A file that remembers which inputs of a map were started as which calls, so that a second run goes on where one died.

One JSON object a line, appended and flushed before and after each call is started:

    {"function": 1}                                  the first line: whose journal this is
    {"input": 0, "sha256": "...", "since": "..."}    about to be started, at this time of the service's clock
    {"input": 0, "call": 7}                          started as this call, or as none if the service refused

An input with the first of its two lines only is in doubt: its program died in between, or the answer was lost, so that
it may have been started, or not. The file is locked while it is open: of two programs on one journal, both would start
the same inputs.
"""

import hashlib
import json
import os
import stat
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, cast

from cdf_functions.errors import JournalError


class Entry:
    """What an earlier run left of one input: the call that it was started as, or None while that is in doubt."""

    __slots__ = ("call_id", "sha256", "since")

    def __init__(self, sha256: str, since: datetime) -> None:
        self.sha256 = sha256
        self.since = since
        self.call_id: int | None = None


class JournalInUseError(JournalError):
    """Another map or program has the journal."""


class Journal:
    """The journal of one map, open for appending.

    Raises:
        JournalError: if the file cannot be opened, is the journal of another function, is none at all, or is in use; it
            is left as it was
    """

    def __init__(self, path: str | os.PathLike[str], function_id: int) -> None:
        self._path = Path(path)
        self._earlier: dict[int, Entry] = {}
        try:
            self._file = self._path.open("a+b", buffering=0)
        except OSError as error:
            raise self._refusal(f"cannot be opened: {error.strerror}") from error
        try:
            if not stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
                raise self._refusal("cannot be gone on with: it is no regular file")
            self._lock()
            self._file.seek(0)
            content = self._file.read()
            whole = content[: content.rfind(b"\n") + 1]
            header = _line({"function": function_id})
            if not whole and not header.startswith(content):
                raise self._refusal("cannot be gone on with: its first line is not that of a journal")
            self._take_in(whole, function_id)
            self._file.truncate(len(whole))  # a line that was being written when a program died says nothing
            if not whole:
                self._write({"function": function_id})
        except BaseException:
            self._file.close()
            raise
        self.in_doubt = {index: entry.since for index, entry in self._earlier.items() if entry.call_id is None}
        """Inputs that earlier runs left in doubt, until they are settled: each with the moment before it was sent."""
        self.calls = {entry.call_id for entry in self._earlier.values() if entry.call_id is not None}
        """The ids of all calls that the file tells of, as long as an input of earlier runs is in doubt."""

    def earlier(self, index: int, data: dict[str, object]) -> Entry | None:
        """What an earlier run left of this input, told once. Raises JournalError if it was another input then."""
        entry = self._earlier.pop(index, None)
        if entry is not None and entry.sha256 != digest(data):
            raise self._refusal(f"knows another input {index}; give the same inputs in the same order")
        if entry is not None and entry.call_id is None and index not in self.in_doubt:
            return None  # it was settled meanwhile: not started
        return entry

    def intend(self, index: int, data: dict[str, object], since: datetime) -> None:
        """Note that an input is about to be started."""
        self._write({"input": index, "sha256": digest(data), "since": since.isoformat()})

    def note(self, index: int, call_id: int | None) -> None:
        """Note as which call an input was started; None if it certainly was not."""
        self._write({"input": index, "call": call_id})
        self.in_doubt.pop(index, None)
        if index in self._earlier:
            self._earlier[index].call_id = call_id
        if call_id is not None and self.in_doubt:
            self.calls.add(call_id)

    def close(self) -> None:
        """Close the file, and unlock it."""
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        content = _line(line)
        end = self._file.seek(0, os.SEEK_END)
        try:
            if self._file.write(content) == len(content):
                return
            reason = "the disk is full"
        except OSError as error:
            reason = error.strerror or str(error)
        with suppress(OSError):
            self._file.truncate(end)  # or what comes next would be part of this line
        raise self._refusal(f"cannot be written to: {reason}; a map with this journal goes on from where this one was")

    def _lock(self) -> None:
        try:
            _lock(self._file)
        except OSError:
            raise JournalInUseError(
                f"journal: {self._path} is in use by another map or program; give each map a journal of its own"
            ) from None

    def _take_in(self, content: bytes, function_id: int) -> None:
        started: set[int] = set()
        try:
            lines = [cast("dict[str, Any]", json.loads(line)) for line in content.splitlines()]
            if lines and lines[0]["function"] != function_id:
                raise ValueError(f"it is of function {lines[0]['function']}, and this is {function_id}")
            for line in lines[1:]:
                index = int(line["input"])
                if "sha256" in line:
                    self._earlier[index] = Entry(str(line["sha256"]), datetime.fromisoformat(line["since"]))
                elif line["call"] is None:
                    del self._earlier[index]
                else:
                    self._earlier[index].call_id = call_id = int(line["call"])
                    if call_id in started:
                        raise ValueError(f"it has call {call_id} twice, so it is not known whose result that is")
                    started.add(call_id)
        except (KeyError, TypeError, ValueError) as error:
            raise self._refusal(f"cannot be gone on with: {error}") from error

    def _refusal(self, what: str) -> JournalError:
        return JournalError(f"journal: {self._path} {what}")


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content).encode() + b"\n"


def _lock(file: FileIO) -> None:
    """Lock a file for as long as it is open; raises OSError if another has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def digest(data: dict[str, object]) -> str:
    """What tells one input from another."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
