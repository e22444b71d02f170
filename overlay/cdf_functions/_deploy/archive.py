"""A folder -> the zip that is deployed. Reads files, imports none of them, and never changes the working directory."""

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self, TypeAlias

from cdf_functions._deploy.handler import check_handler
from cdf_functions._deploy.requirements import REQUIREMENTS, check_requirements

MAX_BYTES = 500_000_000  # of all files, unpacked; a guard against packing a home folder

IGNORE_FILE = ".funcignore"  # the name and the syntax that Azure's tools for functions use for the same thing
LEFT_OUT = ("__pycache__/", "*.py[co]", "node_modules/", ".*", "!.env", "!.env.*", ".*/")
"""As in an ignore file: what is hidden, and what is made anew. Files like ``.env`` are not passed over but refused."""
FOLDERS_ONLY = re.compile(r"(?<=[^!/])/+\s*$")
NEVER = (".git",)  # for `!*/` in an ignore file must not bring it back

SECRET_NAMES = (".env", ".env.*", "*.env", "*.key", "*.p12", "*.pfx", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.{0,300}?[A-Za-z0-9+/]{40}", re.DOTALL)
"""A header and some of the key, for there are modules that put a header in front of a key that they are given."""

EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
UNIX = 3

Files: TypeAlias = Iterable[tuple[str, bytes]]
"""Names as they stand in the zip, and contents."""

Ignored: TypeAlias = Callable[[str, bool], bool]


class Archive:
    """A zip that grows file by file inside a ``with`` block, and is whole after it.

    The same files in the same order give the same bytes and the same digest.
    """

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self._digest = hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        """Add a file, with neither its times nor its modes."""
        entry = zipfile.ZipInfo(name, EPOCH_OF_ZIP)
        entry.create_system = UNIX
        entry.external_attr = 0o644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)
        self._digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())

    @property
    def digest(self) -> str:
        """What the files add up to; other than the bytes, it does not depend on who compressed them."""
        return self._digest.hexdigest()

    def content(self) -> bytes:
        """The whole zip."""
        return self._buffer.getvalue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()


def checked(files: Files, function_path: str, runtime: str | None) -> Iterator[tuple[str, bytes]]:
    """The same files; raises ValueError on reaching one that cannot be deployed, or if no handler was among them."""
    handlers = 0
    for name, content in files:
        if PRIVATE_KEY.search(content):
            raise _secret(name, "holds a private key")
        if name == function_path:
            check_handler(content, name, runtime)
            handlers += 1
        elif name == REQUIREMENTS:
            check_requirements(content)
        yield name, content
    if not handlers:
        raise ValueError(f"function_path: there is no {function_path} among the files to deploy")


def read_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What a folder has to deploy, sorted by name: all but what is left out above, or by its ``.funcignore``.

    A link is followed inside the folder, and refused if it leads out of it.

    Raises:
        ValueError: naming what cannot be deployed: files that look like secrets, that cannot be read, or too many bytes
    """
    if not folder.is_dir():
        raise ValueError(f"folder: {folder} is not a folder")
    try:
        listing = _listing(folder)
        for name in sorted(listing):
            yield name, (folder / name).read_bytes()
        changed = listing.items() ^ _listing(folder).items()
    except OSError as error:
        raise ValueError(f"folder: {error.filename} cannot be read: {error.strerror}") from error
    if changed:
        names = ", ".join(sorted({name for name, _ in changed}))
        raise ValueError(f"folder: {names} changed while {folder} was packed; try again when nothing writes there")


def _listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file's size and time of last change, by its name in the zip."""
    listing: dict[str, tuple[int, int]] = {}
    size = 0
    for name, status in _walk(folder, "", _ignored(folder), (folder.resolve(),)):
        size += status.st_size
        listing[name] = (status.st_size, status.st_mtime_ns)
        if size > MAX_BYTES:
            largest = max(listing, key=listing.__getitem__)
            raise ValueError(
                f"folder: {folder} has more than {MAX_BYTES // 10**6} MB, with {largest} as its largest file; "
                f"leave out in {IGNORE_FILE} what the function does not need"
            )
    secret = sorted(name for name in listing if _is_secret(name.rpartition("/")[2].lower()))
    if secret:
        raise _secret(", ".join(secret), "looks like a place of secrets by its name")
    return listing


def _walk(folder: Path, below: str, ignored: Ignored, above: tuple[Path, ...]) -> Iterator[tuple[str, os.stat_result]]:
    """``above`` are the real folders from the top down to this one."""
    if below and (folder / "pyvenv.cfg").is_file():
        return  # a virtual environment
    for path in folder.iterdir():
        name = below + path.name
        is_folder = path.is_dir()
        if ignored(name, is_folder):
            continue
        real = _real(path, name, above) if path.is_symlink() else above[-1] / path.name
        if is_folder:
            yield from _walk(path, f"{name}/", ignored, (*above, real))
            continue
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ValueError(f"folder: {name} is neither a file nor a folder")
        if not _is_utf8(name):
            raise ValueError(f"folder: {name!r} has a name that is not UTF-8")
        yield name, status


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


def _secret(names: str, why: str) -> ValueError:
    return ValueError(
        f"{names} {why}, and would be stored where others can read it; "
        f"list it in {IGNORE_FILE}, and hand secrets over with secrets="
    )


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
