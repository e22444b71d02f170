"""Shared code and wheels come along with a function."""

import io
import zipfile
from pathlib import Path

import pytest

from cdf_functions._deploy import archive as packing
from cdf_functions._deploy.folder import read_folder

from .test_packing import HANDLER, fill, finished, packed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a handler."""
    return fill(tmp_path / "f", {"handler.py": HANDLER, "requirements.txt": "httpx\n", "lib/a.py": "A = 1"})


def test_common_folders_come_along(folder: Path, tmp_path: Path) -> None:
    """A folder of shared code is packed under its own name, by its own ignore file."""
    fill(tmp_path / "shared", {"__init__.py": "", "a/b.py": "B = 1", "notes.md": "", ".funcignore": "*.md"})
    files = packed(folder, [tmp_path / "shared"])
    assert {name for name in files if name.startswith("shared")} == {"shared/__init__.py", "shared/a/b.py"}
    fill(tmp_path / "shared", {"a/id_rsa": "k"})
    with pytest.raises(ValueError, match="shared/a/id_rsa looks like a place of secrets"):
        packed(folder, [tmp_path / "shared"])


def test_common_that_is_none(folder: Path, tmp_path: Path) -> None:
    """What cannot come along is told before anything is read."""
    fill(tmp_path, {"lib/x.py": "", "other/lib/x.py": "", "x.zip": ""})
    with pytest.raises(ValueError, match=r"common: .*lib would come to lie where the folder has lib/a\.py"):
        packed(folder, [tmp_path / "lib"])
    with pytest.raises(ValueError, match="common: expected each name once, got lib twice"):
        packed(folder, [tmp_path / "lib", tmp_path / "other" / "lib"])
    with pytest.raises(ValueError, match=r"common: expected a folder or a wheel \(\.whl\), got .*x\.zip"):
        packed(folder, [tmp_path / "x.zip"])
    with pytest.raises(TypeError, match="common: expected a list of folders and wheels, got str"):
        packed(folder, str(tmp_path / "lib"))
    with pytest.raises(TypeError, match="common: expected strings and Paths, got int"):
        packed(folder, [1])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def test_wheel_that_nobody_would_install(folder: Path, tmp_path: Path) -> None:
    """A wheel that comes along has to be asked for by the requirements, with whatever in front of its name."""
    name = "own-1.0-py3-none-any.whl"
    fill(tmp_path, {name: "wheel"})

    def packed_with_wheel() -> list[str]:
        steps = packing.pack(read_folder(folder, [tmp_path / name]), "handler.py", None, [name])
        return zipfile.ZipFile(io.BytesIO(finished(steps)[0])).namelist()

    with pytest.raises(ValueError, match=rf"requirements\.txt does not name {name}, .* such as function/{name}"):
        packed_with_wheel()
    fill(folder, {"requirements.txt": f"httpx\nfunction/{name} ; python_version > '3'\n"})
    assert name in packed_with_wheel()
    fill(folder, {"requirements.txt": f"own @ file:function/{name}"})
    assert name in packed_with_wheel()
