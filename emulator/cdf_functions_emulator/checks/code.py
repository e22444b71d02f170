"""The code of a function, unpacked: what keeps it from being deployed, and what its author should know."""

from collections.abc import Iterator
from pathlib import Path

from .folder import secrets_among
from .handler import check_handler, parse
from .requirements import NAME, check_requirements

#: Bytes in all; a larger archive brings packages along, which are not its author's, and take long to read.
MOST_TO_READ = 300_000


def check_code(directory: Path, function_path: str, runtime: str) -> list[str]:
    """What the author should know; ValueError with file and line if it cannot be deployed."""
    check_handler((directory / function_path).read_bytes(), function_path, runtime)
    requirements = directory / NAME
    if requirements.is_file():
        check_requirements(requirements.read_bytes())
    files = dict(_small_files(directory))
    return [*_broken(files, function_path), *secrets_among(files)]


def _small_files(directory: Path) -> Iterator[tuple[str, bytes]]:
    left = MOST_TO_READ
    for path in sorted(directory.rglob("*")):
        if path.is_file() and (size := path.stat().st_size) <= left:
            left -= size
            yield path.relative_to(directory).as_posix(), path.read_bytes()


def _broken(files: dict[str, bytes], function_path: str) -> Iterator[str]:
    for name, content in files.items():
        if name.endswith(".py") and name != function_path:
            try:
                parse(content, name)
            except ValueError as error:
                yield f"{error} (found when it is imported)"
