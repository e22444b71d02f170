"""A folder -> the zip that is deployed. Reads files, imports none of them, and never changes the working directory."""

import ast
import io
import zipfile
from pathlib import Path, PurePosixPath

EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path, function_path: str) -> bytes:
    """The folder as a zip: the same files give the same bytes, whenever and wherever they are packed.

    Left out is what is hidden (a name that begins with a dot) and what Python caches.

    Raises:
        ValueError: if there is no such folder, or no ``handle`` in the file at ``function_path``
    """
    if not folder.is_dir():
        raise ValueError(f"folder: {folder} is not a folder")
    handler = PurePosixPath(function_path)
    if handler.is_absolute() or ".." in handler.parts:
        raise ValueError(f"function_path: expected a path inside the folder, got {function_path!r}")
    if not (folder / handler).is_file():
        raise ValueError(f"function_path: there is no {function_path} in {folder}")
    check_handler((folder / handler).read_bytes(), function_path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(_names(folder)):
            entry = zipfile.ZipInfo(name, EPOCH_OF_ZIP)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (folder / name).read_bytes())
    return buffer.getvalue()


def check_handler(source: bytes, function_path: str) -> None:
    """Raise ValueError unless the module binds ``handle`` at its top: by def, assignment or import."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{function_path} is not Python: {error}") from error
    if not any("handle" in _bound(statement) for statement in module.body):
        raise ValueError(f"{function_path} defines no `handle` at its top level")


def _bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name for alias in names}
        case _:
            stored = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            return {node.id for node in stored if isinstance(node.ctx, ast.Store)}


def _names(folder: Path) -> list[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return [path.as_posix() for path in paths if not any(_left_out(part) for part in path.parts)]


def _left_out(part: str) -> bool:
    return part.startswith(".") or part == "__pycache__" or part.endswith(".pyc")
