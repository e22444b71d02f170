"""What a folder has to deploy. Reads files, imports none of them, and never changes the working directory.

Everything here goes step by step: where ``None`` comes instead of a file, whoever asks may let others have a turn.
"""

import os
import re
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeAlias, cast

from cdf_functions._deploy.archive import IGNORE_FILE, PIECE, Member, Members, secret_found

MAX_BYTES = 500_000_000  # of all files, unpacked; a guard against packing a home folder

LEFT_OUT = ("__pycache__/", "*.py[co]", "node_modules/", ".*", "!.env", "!.env.*", ".*/")
"""As in an ignore file: what is hidden, and what is made anew. Files like ``.env`` are not passed over but refused."""
FOLDERS_ONLY = re.compile(r"(?<=[^!/])/+\s*$")
NEVER = (".git",)  # for `!*/` in an ignore file must not bring it back

SECRET_NAMES = (".env", ".env.*", "*.env", "*.key", "*.p12", "*.pfx", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")

Ignored: TypeAlias = Callable[[str, bool], bool]
Listing: TypeAlias = dict[str, tuple[Path, int, int]]
"""Where each file is, its size and its time of last change, by its name in the zip."""


def read_folder(folder: Path, common: Sequence[Path] = ()) -> Members:
    """What is to be deployed, sorted by name: all but what is left out above, or by a ``.funcignore``.

    A link is followed inside its folder, and refused if it leads out of it. What is in ``common`` comes along under its
    own name: a folder with what is in it, by the same rules, or a wheel.

    Raises:
        ValueError: naming what cannot be deployed: files that look like secrets, that cannot be read, or too many bytes
    """
    if not folder.is_dir():
        raise ValueError(f"folder: {folder} is not a folder")
    try:
        listing = yield from _listing(folder, common)
        for name in sorted(listing):
            yield Member(name, _reader(listing[name][0]))
        changed = listing.items() ^ (yield from _listing(folder, common)).items()
    except OSError as error:
        raise _unreadable(error) from error
    if changed:
        names = ", ".join(sorted({name for name, _ in changed}))
        raise ValueError(f"folder: {names} changed while {folder} was packed; try again when nothing writes there")


def check_common(common: object) -> list[Path]:
    """The folders and wheels that come along; each is checked before anything is read."""
    if isinstance(common, str | Path) or not isinstance(common, Sequence):
        raise TypeError(f"common: expected a list of folders and wheels, got {type(common).__name__}")
    found: list[Path] = []
    for each in cast("Sequence[object]", common):
        if not isinstance(each, str | Path):
            raise TypeError(f"common: expected strings and Paths, got {type(each).__name__}")
        path = Path(each)
        if not path.is_dir() and not (path.is_file() and path.suffix == ".whl"):
            raise ValueError(f"common: expected a folder or a wheel (.whl), got {path}")
        found.append(path)
    names = [_own_name(path) for path in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"common: expected each name once, got {', '.join(twice)} twice")
    return found


def _own_name(path: Path) -> str:
    return path.name or path.resolve().name


def _reader(path: Path) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        try:
            with path.open("rb", buffering=0) as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise _unreadable(error) from error

    return read


def _unreadable(error: OSError) -> ValueError:
    return ValueError(f"folder: {error.filename} cannot be read: {error.strerror}")


def _listing(folder: Path, common: Sequence[Path]) -> Generator[None, None, Listing]:
    listing: Listing = {}
    yield from _list_folder(folder, "", listing)
    for path in common:
        name = _own_name(path)
        taken = sorted(each for each in listing if each == name or each.startswith(f"{name}/"))
        if taken:
            raise ValueError(f"common: {path} would come to lie where the folder has {taken[0]}; rename one of them")
        if path.is_dir():
            yield from _list_folder(path, f"{name}/", listing)
        else:
            status = path.stat()
            listing[name] = path, status.st_size, status.st_mtime_ns
    if sum(size for _, size, _ in listing.values()) > MAX_BYTES:
        raise _too_much(folder, listing)
    secret = sorted(name for name in listing if _is_secret(name.rpartition("/")[2].lower()))
    if secret:
        raise secret_found(", ".join(secret), "looks like a place of secrets by its name")
    return listing


def _list_folder(folder: Path, prefix: str, listing: Listing) -> Generator[None, None, None]:
    size = 0
    for name, path, status in _walk(folder, "", _ignored(folder), (folder.resolve(),)):
        listing[prefix + name] = path, status.st_size, status.st_mtime_ns
        size += status.st_size
        if size > MAX_BYTES:
            raise _too_much(folder, listing)
        yield


def _too_much(folder: Path, listing: Listing) -> ValueError:
    largest = max(listing, key=lambda name: listing[name][1])
    return ValueError(
        f"folder: {folder} has more than {MAX_BYTES // 10**6} MB, with {largest} as its largest file; "
        f"leave out in {IGNORE_FILE} what the function does not need"
    )


def _walk(
    folder: Path, below: str, ignored: Ignored, above: tuple[Path, ...]
) -> Iterator[tuple[str, Path, os.stat_result]]:
    """``above`` are the real folders from the top down to this one."""
    if below and (folder / "pyvenv.cfg").is_file():
        return  # a virtual environment
    with os.scandir(folder) as entries:
        for entry in entries:
            name = below + entry.name
            path = folder / entry.name
            is_folder = path.is_dir() if entry.is_symlink() else entry.is_dir()
            if ignored(name, is_folder):
                continue
            real = _real(path, name, above) if entry.is_symlink() else above[-1] / entry.name
            if is_folder:
                yield from _walk(path, f"{name}/", ignored, (*above, real))
                continue
            status = entry.stat()
            if not stat.S_ISREG(status.st_mode):
                raise ValueError(f"folder: {name} is neither a file nor a folder")
            if not _is_utf8(name):
                raise ValueError(f"folder: {name!r} has a name that is not UTF-8")
            yield name, path, status


def _real(link: Path, name: str, above: tuple[Path, ...]) -> Path:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: how Python before 3.13 tells of a link to itself
        raise ValueError(f"folder: {name} is a link that leads nowhere") from error
    if not target.is_relative_to(above[0]):
        raise ValueError(f"folder: {name} is a link out of the folder; put a copy there, or list it in {IGNORE_FILE}")
    if target in above:
        raise ValueError(f"folder: {name} is a link that leads round in a circle; list it in {IGNORE_FILE}")
    return target


def _ignored(folder: Path) -> Ignored:
    """What the ignore file says of a name, given whether it is a folder's and that no folder above it is ignored."""
    from pathspec import GitIgnoreSpec

    ignore_file = folder / IGNORE_FILE
    lines = ignore_file.read_bytes().decode(errors="replace").splitlines() if ignore_file.is_file() else []
    lines = [*LEFT_OUT, *lines, *NEVER]
    try:
        files = GitIgnoreSpec.from_lines(lines)
        # To pathspec, `a/` matches only what lies in a folder. Where a name is known to be a folder's, `a` is the same.
        folders = GitIgnoreSpec.from_lines(FOLDERS_ONLY.sub("", line) for line in lines)
    except ValueError as error:
        raise ValueError(f"folder: {IGNORE_FILE}: {error}") from error
    return lambda name, is_folder: (folders if is_folder else files).match_file(name)


def _is_secret(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in SECRET_NAMES)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
