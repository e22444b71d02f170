"""A folder becomes the zip that is deployed."""

import asyncio
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Generator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdf_functions._async.deploy import in_turns
from cdf_functions._deploy import archive as packing
from cdf_functions._deploy import folder as reading
from cdf_functions._deploy.archive import Member, Members
from cdf_functions._deploy.folder import check_common, read_folder
from tests.made_up_time import MadeUpTime

HANDLER = "def handle(): ..."
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAsynthetic0synthetic0synthetic0synthetic0synthetic\n"


def made(members: Members, function_path: str = "handler.py") -> tuple[bytes, str]:
    """The zip of some files, and its digest."""
    return finished(packing.pack(members, function_path))


def finished(steps: Generator[None, None, packing.Archive]) -> tuple[bytes, str]:
    """What comes of packing."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            archive = cast("packing.Archive", end.value)
            break
    archive.file.seek(0)
    content = archive.file.read()
    archive.close()
    return content, archive.digest


def pack(folder: Path, function_path: str = "handler.py", common: Sequence[str | Path] = ()) -> tuple[bytes, str]:
    """The zip of a folder, and its digest."""
    return made(read_folder(folder, check_common(common)), function_path)


def packed(folder: Path, common: Sequence[str | Path] = ()) -> dict[str, bytes]:
    """What is in the zip of a folder, in its order."""
    archive = zipfile.ZipFile(io.BytesIO(pack(folder, common=common)[0]))
    return {name: archive.read(name) for name in archive.namelist()}


def fill(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a handler, and with what is to be left out."""
    kept: dict[str, str | bytes] = {
        "handler.py": HANDLER,
        "requirements.txt": "httpx\n",
        "lib/b.py": "",
        "lib/a.py": "A = 1",
    }
    left_out: dict[str, str | bytes] = {
        ".git/config": "",
        "lib/.env/settings": "",
        "lib/.hidden": "",
        "__pycache__/handler.cpython-311.pyc": "",
        "lib/old.pyc": "",
        "node_modules/a/b.js": "",
        "environment/pyvenv.cfg": "",
        "environment/bin/python": "",
    }
    return fill(tmp_path / "f", {**kept, **left_out})


def test_what_is_packed(folder: Path) -> None:
    """Everything but what is hidden or made anew, virtual environments too, under its path in the folder, sorted."""
    assert list(packed(folder)) == ["handler.py", "lib/a.py", "lib/b.py", "requirements.txt"]


def test_ignore_file(folder: Path) -> None:
    """What ``.funcignore`` says adds to what is left out anyway, and can take it back, in the syntax of gitignore."""
    fill(folder, {"data/big.csv": "", "data/small.csv": "", "lib/data/kept": "", ".config/a.toml": ""})
    fill(folder, {".funcignore": "# data\n/data/*\n!small.csv\n\nlib/*.py\n!.config/\n"})
    assert list(packed(folder)) == [
        ".config/a.toml",
        "data/small.csv",
        "handler.py",
        "lib/data/kept",
        "requirements.txt",
    ]


def test_ignore_file_that_names_what_to_keep(folder: Path) -> None:
    """Everything can be left out but what is named; a repository does not come along with the folders."""
    fill(folder, {".funcignore": "*\n!*/\n!*.py\n!config\n"})
    assert list(packed(folder)) == ["handler.py", "lib/a.py", "lib/b.py"]


PATTERNS = [
    "*",
    "!*/",
    "/*",
    "a",
    "!a",
    "a/",
    "!a/",
    "/b",
    "!/b",
    "a/*",
    "!a/b",
    "a/**",
    "**/c",
    "b/**/c",
    "[ab]",
    "?",
    "\\!x",
]
SHORT_NAMES = st.lists(st.sampled_from(["a", "b", "c", "!x"]), min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty git repository."""
    if shutil.which("git") is None:
        pytest.skip("there is no git to compare with")
    path = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", "--bare", path], check=True)
    return path


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*PATTERNS, "*.py", "!*.py", "# a", " ", "a ", "a/ "]), min_size=1, max_size=5),
    st.sets(SHORT_NAMES, min_size=4, max_size=12),
)
def test_ignore_file_means_what_git_takes_it_for(repository: Path, lines: list[str], names: set[str]) -> None:
    """Git itself leaves out the same files when it is given the same patterns."""
    git = ["git", "--git-dir", str(repository), "-c", "core.bare=false"]
    with tempfile.TemporaryDirectory() as place:
        folder = fill(Path(place) / "f", {f"{name}/file.py": "" for name in names})
        ignore_file = fill(Path(place), {"lines": "\n".join(lines)}) / "lines"
        options = ["--work-tree", str(folder), "ls-files", "-oz", f"--exclude-from={ignore_file}"]
        listed = subprocess.run([*git, *options], capture_output=True, check=True, cwd=folder).stdout.decode()
        fill(folder, {".funcignore": "\n".join(lines) + "\n.funcignore"})
        assert [each.name for each in read_folder(folder) if each] == sorted(listed.split("\0")[:-1])


def test_what_is_ignored_is_not_even_looked_at(folder: Path) -> None:
    """A folder that is left out may hold whatever it likes."""
    fill(folder, {".funcignore": "keys/\nout\n", "keys/id_rsa": KEY})
    (folder / "keys" / "loop").symlink_to(folder)
    (folder / "out").symlink_to(folder.parent)
    assert "handler.py" in packed(folder)


def test_ignore_file_with_a_mistake(folder: Path) -> None:
    """A pattern that is none is told, with the file's name."""
    fill(folder, {".funcignore": "a\n!\n"})
    with pytest.raises(ValueError, match=r"folder: \.funcignore: .*'!'"):
        pack(folder)


def test_same_files_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the time, nor the modes of the files, nor the working directory changes a byte."""
    first = pack(folder)
    os.utime(folder / "handler.py", (1, 1))
    (folder / "lib" / "a.py").chmod(0o755)
    monkeypatch.chdir(folder.parent)

    assert pack(Path("f")) == first
    assert Path.cwd() == folder.parent


NAMES = st.lists(st.text("abcäØ_ .-", min_size=1, max_size=8), min_size=1, max_size=3).map("/".join)
TREES = st.dictionaries(
    NAMES.filter(lambda name: all(part.strip(". ") == part for part in name.split("/"))), st.binary(max_size=200)
)


@settings(max_examples=50)
@given(TREES)
def test_any_tree_is_packed_the_same_and_whole(tree: dict[str, bytes]) -> None:
    """The same files give the same zip, whatever order they were written in, and each comes out whole."""
    tree = {name: content for name, content in tree.items() if not any(other.startswith(f"{name}/") for other in tree)}
    files: dict[str, str | bytes] = {**tree, "handler.py": HANDLER}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        fill(Path(one), files)
        fill(Path(other), dict(reversed(files.items())))

        assert packed(Path(one)) == dict(sorted({**tree, "handler.py": HANDLER.encode()}.items()))
        assert pack(Path(one)) == pack(Path(other))


async def test_other_tasks_have_their_turns(folder: Path, clock: MadeUpTime) -> None:
    """Packing has no thread of its own, so it lets the other tasks of the event loop go on again and again."""
    fill(folder, {f"lib/{number}.txt": "x" for number in range(50)} | {"model.bin": bytes(5_000_000)})
    turns = 0

    def slow() -> Generator[None, None, packing.Archive]:
        steps = packing.pack(read_folder(folder), "handler.py")
        while True:
            clock.ahead += 0.006
            try:
                yield next(steps)
            except StopIteration as end:
                return cast("packing.Archive", end.value)

    async def watch() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    watcher = asyncio.create_task(watch())
    (await in_turns(slow())).close()
    watcher.cancel()
    assert turns > 50 / 2


def test_a_step_is_short(folder: Path) -> None:
    """Between two turns a quarter of a megabyte is packed, or one file of at most one."""
    fill(folder, {"model.bin": bytes(20 * packing.PIECE)})
    with closing(packing.pack(read_folder(folder), "handler.py")) as steps:
        assert sum(1 for _ in islice(steps, 21)) == 21


def test_large_files_come_out_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is packed piece by piece, or is too much to be deflated, is what it was."""
    monkeypatch.setattr(packing, "DEFLATED_IN_ALL", 100)
    content = os.urandom(packing.DEFLATED + packing.PIECE + 7)
    fill(folder, {"lib/model.bin": content, "lib/z.txt": "z" * 200})
    assert packed(folder)["lib/model.bin"] == content
    assert packed(folder)["lib/z.txt"] == b"z" * 200


def test_secret_between_two_pieces(folder: Path) -> None:
    """A private key is found wherever in a large file it is."""
    fill(folder, {"lib/model.bin": bytes(8 * packing.PIECE - 60) + KEY.encode() + bytes(9)})
    with pytest.raises(ValueError, match=r"lib/model\.bin holds a private key"):
        pack(folder)


@pytest.mark.parametrize(
    "change",
    [{"lib/a.py": "A = 2"}, {"lib/c.py": ""}, {"lib/a.py": None}, {"handler.py": HANDLER + "\n"}],
    ids=["content", "one more", "one less", "handler"],
)
def test_digest_tells_folders_apart(folder: Path, change: dict[str, str | None]) -> None:
    """The digest is another one after any change of a name or of a content."""
    first = pack(folder)[1]
    for name, content in change.items():
        if content is None:
            (folder / name).unlink()
        else:
            fill(folder, {name: content})
    assert pack(folder)[1] != first


def test_digest_does_not_run_names_and_contents_together() -> None:
    """What is moved from a name into the content, or on to the next file, is not the same."""
    digests: set[str] = set()
    for files in ({"a": b"b"}, {"ab": b""}, {"a": b"", "b": b""}, {"b": b"", "a": b""}):
        members = [Member.of("handler.py", HANDLER.encode()), *map(Member.of, files.keys(), files.values())]
        digests.add(made(members)[1])
    assert len(digests) == 4


@pytest.mark.parametrize(
    "name", [".env", "data/.env", ".env.local", "prod.env", "tls/server.KEY", "a.p12", "a.pfx", "id_rsa"]
)
def test_secrets_by_name(folder: Path, name: str) -> None:
    """A file that is there to hold secrets is refused by name, with the way out, and can be ignored."""
    fill(folder, {name: "s3cret"})
    with pytest.raises(ValueError, match=f"{name} looks like a place of secrets .* list it in .funcignore") as caught:
        pack(folder)
    assert "s3cret" not in str(caught.value)

    fill(folder, {".funcignore": Path(name).name})
    assert name not in packed(folder)


@pytest.mark.parametrize(
    "content",
    [
        KEY,
        "CERT = 1\n" + KEY,
        KEY.replace("RSA ", ""),
        KEY.replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123456789ABCDEF\n\n"),
        KEY.replace("RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK").replace("\n", "\nVersion: 1\n\n", 1),
        '{"private_key": "' + KEY.replace("\n", "\\n") + '"}',
    ],
    ids=["pem", "later", "pkcs8", "encrypted", "pgp", "json"],
)
def test_secrets_by_content(folder: Path, content: str) -> None:
    """A private key is refused whatever its file is called, and none of it is shown."""
    fill(folder, {"lib/constants.txt": content})
    with pytest.raises(ValueError, match=r"lib/constants\.txt holds a private key") as caught:
        pack(folder)
    assert "synthetic" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEAsynthetic0synthetic0synthetic0\n"),
        (
            "pem.py",
            'def pem(key):\n    return "-----BEGIN PRIVATE KEY-----\\n" + key + "\\n-----END PRIVATE KEY-----"\n',
        ),
        ("environment.py", "import os\n"),
    ],
)
def test_what_is_no_secret(folder: Path, name: str, content: str) -> None:
    """Certificates are public, and code that handles keys need not hold one."""
    fill(folder, {name: content})
    assert name in packed(folder)


def test_links_inside_are_followed(folder: Path) -> None:
    """A link to a file or a folder inside the folder is packed as what it leads to."""
    (folder / "alias.py").symlink_to("lib/a.py")
    (folder / "again").symlink_to("lib", target_is_directory=True)
    files = packed(folder)
    assert files["alias.py"] == files["again/a.py"] == b"A = 1"


def test_folder_may_itself_be_a_link(folder: Path) -> None:
    """What leads to the folder makes no difference."""
    (folder.parent / "link").symlink_to(folder)
    assert pack(folder.parent / "link") == pack(folder)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("../../outside.py", "lib/link is a link out of the folder; put a copy there, or list it in .funcignore"),
        ("/etc", "lib/link is a link out of the folder"),
        ("../nothing", "lib/link is a link that leads nowhere"),
        ("link", "lib/link is a link that leads nowhere"),
        ("..", "lib/link is a link that leads round in a circle"),
    ],
)
def test_links_that_are_refused(folder: Path, target: str, text: str) -> None:
    """A link that leads out of the folder, nowhere or round in a circle is named."""
    fill(folder.parent, {"outside.py": ""})
    (folder / "lib" / "link").symlink_to(target)
    with pytest.raises(ValueError, match=text):
        pack(folder)


def test_links_to_each_other(folder: Path) -> None:
    """A circle of several links is found, too."""
    (folder / "back").mkdir()
    (folder / "back" / "forth").symlink_to("../lib")
    (folder / "lib" / "link").symlink_to("../back")
    with pytest.raises(ValueError, match=r"(back/forth/link|lib/link/forth) is a link that leads round in a circle"):
        pack(folder)


def test_neither_file_nor_folder(folder: Path) -> None:
    """What cannot be read to its end is refused rather than waited for."""
    os.mkfifo(folder / "lib" / "pipe")
    with pytest.raises(ValueError, match="folder: lib/pipe is neither a file nor a folder"):
        pack(folder)


def test_name_that_no_zip_can_hold(folder: Path) -> None:
    """A name that is not UTF-8 is shown as Python would write it."""
    try:
        (folder / os.fsdecode(b"\xff.py")).write_text("", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.raises(ValueError, match=r"'\\udcff\.py' has a name that is not UTF-8"):
        pack(folder)


def test_file_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a file cannot be read is told with its path."""
    opened: Any = Path.open

    def refuse(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == "b.py":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ValueError, match=r"folder: .*lib/b\.py cannot be read: Permission denied"):
        pack(folder)


@pytest.mark.parametrize("late", ["lib/a.py", "lib/new.py"])
def test_folder_that_changes_meanwhile(folder: Path, late: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written while the folder is packed is named: half of a change must not be deployed."""
    opened: Any = Path.open

    def open_and_write(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == "b.py":
            monkeypatch.undo()
            fill(folder, {late: "A = 22"})
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", open_and_write)
    with pytest.raises(ValueError, match=f"folder: {late} changed while .* was packed"):
        pack(folder)


def test_too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder beyond the bound is refused before its files are read, with the largest named; the bound is exact."""
    monkeypatch.setattr(reading, "MAX_BYTES", 2_000_000)
    rest = sum(len(content) for content in packed(folder).values())
    fill(folder, {"model.bin": bytes(2_000_000 - rest)})
    assert "model.bin" in packed(folder)

    fill(folder, {"z.py": "1"})
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(ValueError, match=r"f has more than 2 MB, with model\.bin as its largest file; leave out"):
        pack(folder)


@pytest.mark.parametrize("path", ["main.py", "lib/old.pyc", ".hidden.py"])
def test_no_such_handler(folder: Path, path: str) -> None:
    """A handler that is missing, or left out, is told."""
    fill(folder, {".hidden.py": HANDLER})
    with pytest.raises(ValueError, match=f"function_path: there is no {path} among the files to deploy"):
        pack(folder, path)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is none is told."""
    with pytest.raises(ValueError, match=r"folder: .*/nowhere is not a folder"):
        pack(tmp_path / "nowhere")


def test_files_are_checked_on_their_way(folder: Path) -> None:
    """The handler and the requirements of the folder are looked at, and those at other places are not."""
    fill(folder, {"lib/requirements.txt": "=", "lib/handler.py": "="})
    pack(folder)

    with pytest.raises(ValueError, match=r"lib/handler\.py is not Python"):
        pack(folder, "lib/handler.py")
    fill(folder, {"requirements.txt": "numpy\n=\n"})
    with pytest.raises(ValueError, match=r"requirements\.txt:2: '=' is not a requirement"):
        pack(folder)
