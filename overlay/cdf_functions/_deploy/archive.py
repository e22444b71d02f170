"""Files -> the zip that is deployed, checked on their way. The zip grows on disk, piece by piece."""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from typing import IO, TypeAlias, cast

from attrs import frozen

from cdf_functions._deploy.handler import check_handler
from cdf_functions._deploy.requirements import REQUIREMENTS, check_requirements, names_file

IGNORE_FILE = ".funcignore"  # the name and the syntax that Azure's tools for functions use for the same thing

PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.{0,300}?[A-Za-z0-9+/]{40}", re.DOTALL)
"""A header and some of the key, for there are modules that put a header in front of a key that they are given."""
HINT = b"PRIVATE KEY"  # found ten times as quickly
KEY_BYTES = 512  # that such a match may have, and few more

PIECE = 1 << 18  # bytes that are read, or put into the zip, at once
DEFLATED = 1 << 20  # bytes of the largest file that is deflated; what is larger mostly is so already
DEFLATED_IN_ALL = 16_000_000  # bytes, of the files that come first; beyond it costs more time than everything else
LEVEL = 1  # twice as quick as zlib's own choice, for a tenth more bytes

EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
UNIX = 3


@frozen
class Member:
    """A file to be packed.

    Attributes:
        name: as it stands in the zip
        read: gives its content from the beginning, piece by piece
    """

    name: str
    read: Callable[[], Iterator[bytes]]

    @classmethod
    def of(cls, name: str, content: bytes) -> "Member":
        """A file whose content is at hand."""
        return cls(name, lambda: iter((content,)))


Members: TypeAlias = Iterable[Member | None]
"""Files; None where whoever asks for them may let others have a turn."""


class Archive:
    """A zip in a temporary file, which is gone when this is closed.

    The same files in the same order give the same bytes and the same digest.
    """

    def __init__(self) -> None:
        self.file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - closed by close()
        self._zip = zipfile.ZipFile(self.file, "w")
        self._digest = hashlib.sha256()
        self._to_deflate = DEFLATED_IN_ALL
        self.members: dict[str, tuple[int, int]] = {}
        """The checksum (CRC-32) and the size of each file, by its name."""

    def add(self, member: Member) -> Generator[None, None, None]:
        """Add a file, with neither its times nor its modes, step by step.

        Raises:
            ValueError: if it holds a private key
        """
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(member.name, EPOCH_OF_ZIP)
        entry.create_system = UNIX
        entry.external_attr = 0o644 << 16
        pieces = member.read()
        beginning = b""
        for piece in pieces:
            beginning += piece
            if len(beginning) > DEFLATED:
                break
        if len(beginning) <= min(DEFLATED, self._to_deflate):
            self._to_deflate -= len(beginning)
            _look_for_key(beginning, member.name)
            digest.update(beginning)
            self._zip.writestr(entry, beginning, zipfile.ZIP_DEFLATED, LEVEL)
        else:
            window = b""
            with self._zip.open(entry, "w") as target:
                for piece in _chain(beginning, pieces):
                    window = window[-KEY_BYTES:] + piece
                    _look_for_key(window, member.name)
                    digest.update(piece)
                    target.write(piece)
                    yield
        self.members[member.name] = entry.CRC, entry.file_size
        self._digest.update(f"{member.name}\0{digest.hexdigest()}\0".encode())
        yield

    @property
    def digest(self) -> str:
        """What the files add up to; other than the bytes, it does not depend on who compressed them."""
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Make the zip whole; nothing can be added any more."""
        self._zip.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self.file.close()


def pack(
    members: Members, function_path: str, runtime: str | None = None, wheels: Collection[str] = ()
) -> Generator[None, None, Archive]:
    """Files as a zip, step by step; some of them are wheels that the requirements have to ask for.

    Raises:
        ValueError: on reaching one that cannot be deployed, or if no handler was among them
    """
    archive = Archive()
    requirements = b""
    try:
        for member in members:
            if member is None:
                yield
                continue
            checked = member
            if member.name in (function_path, REQUIREMENTS):
                content = b"".join(member.read())
                checked = Member.of(member.name, content)
                if member.name == function_path:
                    check_handler(content, member.name, runtime)
                else:
                    requirements = content
                    check_requirements(content)
            yield from archive.add(checked)
        if function_path not in archive.members:
            raise ValueError(f"function_path: there is no {function_path} among the files to deploy")
        for wheel in wheels:
            if not names_file(requirements, wheel):
                raise ValueError(
                    f"common: {REQUIREMENTS} does not name {wheel}, so it would not be installed; "
                    f"add a line such as function/{wheel}"
                )
        archive.finish()
    except BaseException:
        archive.close()
        raise
    return archive


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    for start in range(0, len(first), PIECE):
        yield first[start : start + PIECE]
    yield from rest


def _look_for_key(content: bytes, name: str) -> None:
    if HINT in content and PRIVATE_KEY.search(content):
        raise secret_found(name, "holds a private key")


def secret_found(names: str, why: str) -> ValueError:
    """The error for what others must not read."""
    return ValueError(
        f"{names} {why}, and would be stored where others can read it; "
        f"list it in {IGNORE_FILE}, and hand secrets over with secrets="
    )
