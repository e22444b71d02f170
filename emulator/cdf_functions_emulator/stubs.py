"""Answers of your own to operations of other APIs, so that a handler which needs them can run without them.

A folder has a file of JSON for each: ``timeseries/data/list.post.json`` for ``POST /timeseries/data/list``. A Python
file has ``STUBS``, a dict from operations such as ``"POST /timeseries/data/list"`` to what JSON can hold, or functions
that get a ``StubRequest`` and return that; ``(status, value)`` has another status than 200. A part in braces, as in
``GET /assets/{id}``, stands for any. Files are read again when they change.
"""

import importlib.util
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OPERATION = re.compile(rf"({'|'.join(METHODS)}) (/\S*)")
NAME = "STUBS"

Source = tuple[int, int]


@dataclass(frozen=True)
class StubRequest:
    """What was asked; ``path`` is below the project, ``parameters`` are what stood for the parts in braces."""

    method: str
    path: str
    project: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Stub:
    """What answers one request; ``source`` is the file that it is from."""

    operation: str
    source: str
    parameters: Mapping[str, str]
    given: object

    def answer(self, request: StubRequest) -> tuple[int, Any]:
        """Status and value; whatever the function raises that makes them."""
        value: Any = self.given
        if isinstance(value, Path):
            value = json.loads(value.read_text(encoding="utf-8"))
        elif callable(value):
            value = value(request)
        if isinstance(value, tuple):
            status, answer = cast("tuple[Any, Any]", value)
            return int(status), answer
        return 200, value


class Stubs:
    """Those of one folder or Python file; safe to use from any thread."""

    def __init__(self, path: Path, emulated: frozenset[str]) -> None:
        """ValueError that names what is wrong; ``emulated`` are operations that have answers already."""
        self.path = path
        if not (path.is_dir() or (path.is_file() and path.suffix == ".py")):
            raise ValueError(f"stubs: expected a folder of JSON files or a Python file, got {path}")
        self._emulated = emulated
        self._read: tuple[Source, list[_Pattern]] | None = None
        self._patterns()

    def find(self, method: str, path: str) -> Stub | None:
        """What answers an operation, if anything does; one without parts in braces goes before one with them."""
        for pattern in self._patterns():
            if pattern.method == method and (match := pattern.path.fullmatch(path)):
                return Stub(pattern.operation, pattern.source, match.groupdict(), pattern.given)
        return None

    def _patterns(self) -> list["_Pattern"]:
        if self.path.is_dir():
            return self._compiled(_of_folder(self.path))
        status = self.path.stat()
        version = (status.st_mtime_ns, status.st_size)
        if self._read is None or self._read[0] != version:
            table = _of_module(self.path)
            self._read = (version, self._compiled((name, each, str(self.path)) for name, each in table.items()))
        return self._read[1]

    def _compiled(self, table: Iterable[tuple[str, object, str]]) -> list["_Pattern"]:
        return sorted((_compile(*each, self._emulated) for each in table), key=lambda each: each.operation.count("{"))


@dataclass(frozen=True)
class _Pattern:
    method: str
    path: re.Pattern[str]
    operation: str
    given: object
    source: str


def _compile(operation: str, given: object, source: str, emulated: frozenset[str]) -> _Pattern:
    written = OPERATION.fullmatch(operation)
    if written is None:
        raise ValueError(f"{source}: expected an operation such as 'POST /timeseries/data/list', got {operation!r}")
    if operation in emulated:
        raise ValueError(f"{source}: {operation} is emulated; stubs answer what is not")
    method, path = written.groups()
    parts = [
        rf"(?P<{part[1:-1]}>[^/]+)" if re.fullmatch(r"\{[A-Za-z_]\w*\}", part) else re.escape(part)
        for part in path.split("/")
    ]
    try:
        return _Pattern(method, re.compile("/".join(parts)), operation, given, source)
    except re.error as error:
        raise ValueError(f"{source}: {operation}: {error}") from None


def _of_folder(folder: Path) -> Iterator[tuple[str, object, str]]:
    for file in sorted(folder.rglob("*.json")):
        path, _, method = file.relative_to(folder).as_posix().removesuffix(".json").rpartition(".")
        if method.upper() not in METHODS or not path:
            raise ValueError(f"{file}: expected a name such as list.post.json, with the method before .json")
        yield f"{method.upper()} /{path}", file, str(file)


def _of_module(file: Path) -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("cdf_functions_emulator_stubs", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ValueError(f"{file}: {type(error).__name__}: {error}") from error
    table: Any = getattr(module, NAME, None)
    if not isinstance(table, dict):
        raise ValueError(f"{file}: expected {NAME}, a dict from operations to answers, got {type(table).__name__}")
    return {str(name): answer for name, answer in cast("dict[object, object]", table).items()}
