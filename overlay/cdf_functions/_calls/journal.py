"""A file that remembers which inputs of a map were placed as which calls, so that a second run picks up where one died.

One JSON object a line, appended and flushed before and after each call is placed:

    {"function": 1}                                  the first line: whose journal this is
    {"input": 0, "sha256": "...", "since": "..."}    about to be placed, at this time of the service's clock
    {"input": 0, "call": 7}                          placed as this call, or as none if the service refused

An input with the first of its two lines only is one whose program died in between: it may have been placed, or not.
"""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from attrs import define


@define
class Placed:
    """What an earlier run left of one input."""

    sha256: str
    since: datetime
    call_id: int | None = None


class Journal:
    """The journal of one map, open for appending.

    Raises:
        ValueError: if the file is the journal of another function, or none at all
    """

    def __init__(self, path: str | os.PathLike[str], function_id: int) -> None:
        self._path = Path(path)
        self._earlier: dict[int, Placed] = {}
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        self._take_in(whole, function_id)
        self.calls = {placed.call_id for placed in self._earlier.values() if placed.call_id is not None}
        """The ids of all calls that the file tells of, as long as it tells of any that were not taken up yet."""
        self._file = self._path.open("ab")
        self._file.truncate(len(whole))  # a line that was being written when a program died says nothing
        if not whole:
            self._write({"function": function_id})

    def earlier(self, index: int, data: dict[str, object]) -> Placed | None:
        """What an earlier run left of this input, told once. Raises ValueError if it was another input then."""
        placed = self._earlier.pop(index, None)
        if placed is not None and placed.sha256 != digest(data):
            raise ValueError(
                f"journal: {self._path} knows another input {index}; give the same inputs in the same order"
            )
        return placed

    def intend(self, index: int, data: dict[str, object], since: datetime) -> None:
        """Note that an input is about to be placed."""
        self._write({"input": index, "sha256": digest(data), "since": since.isoformat()})

    def note(self, index: int, call_id: int | None) -> None:
        """Note as which call an input was placed; None if it certainly was not."""
        self._write({"input": index, "call": call_id})
        if call_id is not None and self._earlier:
            self.calls.add(call_id)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()

    def _take_in(self, content: bytes, function_id: int) -> None:
        try:
            lines = [cast("dict[str, Any]", json.loads(line)) for line in content.splitlines()]
            if lines and lines[0]["function"] != function_id:
                raise ValueError(f"it is of function {lines[0]['function']}, and this is {function_id}")
            for line in lines[1:]:
                index = int(line["input"])
                if "sha256" in line:
                    self._earlier[index] = Placed(str(line["sha256"]), datetime.fromisoformat(line["since"]))
                elif line["call"] is None:
                    del self._earlier[index]
                else:
                    self._earlier[index].call_id = int(line["call"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"journal: {self._path} cannot be gone on with: {error}") from error


def digest(data: dict[str, object]) -> str:
    """What tells one input from another."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
