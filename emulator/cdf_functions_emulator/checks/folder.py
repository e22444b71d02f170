"""Which files of a folder make a function, and which of them must not."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

IGNORE_FILE = ".funcignore"
#: What is hidden and what is made anew is not packed, but a ``.env`` is not passed over in silence.
BEFORE = ("__pycache__/", "*.py[co]", "node_modules/", ".*", "!.env", "!.env.*", ".*/")
AFTER = (".git",)
MAX_BYTES = 500_000_000

SECRET_NAMES = (".env", ".env.*", "*.env", "*.key", "*.p12", "*.pfx", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.{0,300}?[A-Za-z0-9+/]{40}", re.DOTALL)
OF_A_FOLDER = re.compile(r"(?<=[^!/])/+\s*$")

#: Size and time of the last change of each file, by its path in the folder.
Listing = dict[str, tuple[int, int]]


def list_folder(folder: Path) -> Listing:
    """The files to pack, by name; ValueError for links that lead out, and OSError if it cannot be read."""
    walk = _Walk(folder.resolve(), _ignored(folder))
    walk.enter(folder, "", (walk.root,))
    return dict(sorted(walk.found.items()))


def read_folder(folder: Path, listing: Listing) -> dict[str, bytes]:
    """The content of the files that were listed; ValueError if there are too many bytes, or secrets among them."""
    if sum(size for size, _ in listing.values()) > MAX_BYTES:
        raise ValueError(f"{folder} has more than {MAX_BYTES // 10**6} MB; leave out in {IGNORE_FILE} what it need not")
    files = {name: (folder / name).read_bytes() for name in listing}
    if found := secrets_among(files):
        raise ValueError(f"{'; '.join(found)}; list it in {IGNORE_FILE}, and hand secrets over as secrets")
    return files


def secrets_among(files: Mapping[str, bytes]) -> list[str]:
    """The files that should not be where others can read them, each with the reason."""
    by_name = [name for name in files if any(fnmatchcase(Path(name).name.lower(), each) for each in SECRET_NAMES)]
    return [f"{name} looks like a place of secrets by its name" for name in by_name] + [
        f"{name} holds a private key" for name, content in files.items() if PRIVATE_KEY.search(content)
    ]


@dataclass
class _Walk:
    root: Path
    ignored: Callable[[str, bool], bool]
    found: Listing = field(default_factory=Listing)

    def enter(self, folder: Path, below: str, real: tuple[Path, ...]) -> None:
        """``real`` are the folders on the way down to this one, without links."""
        if below and (folder / "pyvenv.cfg").is_file():
            return
        for path in folder.iterdir():
            name = below + path.name
            is_folder = path.is_dir()
            if self.ignored(name, is_folder):
                continue
            target = self._follow(path, name, real) if path.is_symlink() else real[-1] / path.name
            if is_folder:
                self.enter(path, f"{name}/", (*real, target))
            else:
                self._keep(name, path.stat())

    def _follow(self, link: Path, name: str, real: tuple[Path, ...]) -> Path:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):
            raise ValueError(f"{name} is a link that leads nowhere") from None
        if not target.is_relative_to(self.root):
            raise ValueError(f"{name} is a link out of the folder; copy what is there, or list it in {IGNORE_FILE}")
        if target in real:
            raise ValueError(f"{name} is a link to a folder that it is in; list it in {IGNORE_FILE}")
        return target

    def _keep(self, name: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            raise ValueError(f"{name} is neither a file nor a folder")
        try:
            name.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{name!r} is a name that is not UTF-8") from None
        self.found[name] = (status.st_size, status.st_mtime_ns)


def _ignored(folder: Path) -> Callable[[str, bool], bool]:
    from pathspec import GitIgnoreSpec

    file = folder / IGNORE_FILE
    own = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    lines = [*BEFORE, *own, *AFTER]
    try:
        files = GitIgnoreSpec.from_lines(lines)
        folders = GitIgnoreSpec.from_lines(OF_A_FOLDER.sub("", line) for line in lines)  # `a/` is `a` to a folder
    except ValueError as error:
        raise ValueError(f"{IGNORE_FILE}: {error}") from None
    return lambda name, is_folder: (folders if is_folder else files).match_file(name)
