"""What a handler has to be like, seen by reading its source. Imports and runs none of it."""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cdf_functions._checks import checked, rule
from cdf_functions._deploy.requirements import REQUIREMENTS
from cdf_functions._deploy.source import moved_left, parsed

if TYPE_CHECKING:
    from symtable import SymbolTable

HANDLE = "handle"
FILLED = ("data", "client", "secrets", "function_call_info")
"""The parameters that the service fills, each by its name."""

OF_EVERY_MODULE = frozenset(
    {"__name__", "__file__", "__doc__", "__spec__", "__loader__", "__package__", "__builtins__"}
)
OF_NOTEBOOKS = frozenset({"display", "get_ipython"})
"""What IPython puts among the builtins, and no other Python has."""
OPENING, CLOSING = "[requirements]", "[/requirements]"


def check_path(function_path: object) -> str:
    """Where the handler is in the zip, in the one form that all on its way take for the same file: without ./."""
    path: str = checked(function_path, "function_path", rule("FunctionWrite", "function_path"))
    if not re.fullmatch(r"(?!/)[^\\]*[^\\/]\.py", path) or ".." in path.split("/"):
        raise ValueError(f"function_path: expected a path inside the folder, such as src/handler.py, got {path!r}")
    return str(PurePosixPath(path))


def check_handler(source: bytes, function_path: str, runtime: str | None = None) -> None:
    """Raise ValueError unless the module binds ``handle`` at its top, as no coroutine, and with parameters that fit.

    The last binding counts. Where reading cannot tell the parameters (an import, a call, a decorator), they pass. So
    does a module in the syntax of a later Python than ours, if that is what ``runtime`` asks for.
    """
    try:
        module = parsed(source, function_path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if _is_later(runtime):
            return
        here = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise ValueError(f"{function_path} is not Python as {here} reads it: {error}") from error
    bindings = list(_bindings(module))
    if not bindings:
        raise ValueError(f"{function_path} defines no `{HANDLE}` at its top level")
    match bindings[-1]:
        case ast.AsyncFunctionDef(decorator_list=[], lineno=line):
            raise ValueError(
                f"{function_path}:{line}: `{HANDLE}` is async, and the service does not await it; "
                "make it a plain function, which may call asyncio.run"
            )
        case ast.FunctionDef(decorator_list=[], args=arguments) | ast.Lambda(args=arguments):
            _check_parameters(arguments, function_path)
        case _:
            pass


def _is_later(runtime: str | None) -> bool:
    series = re.fullmatch(r"py3(\d+)", runtime or "")
    return series is not None and (3, int(series[1])) > sys.version_info[:2]


def _bindings(node: ast.AST) -> Iterator[ast.AST]:
    """What may bind ``handle`` in the scope of a node, in the order of the source."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if name == HANDLE:
                    yield child
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                if any((alias.asname or alias.name) in (HANDLE, "*") for alias in names):
                    yield child
            case ast.Assign(targets=[ast.Name(id="handle")], value=ast.Lambda() as value):
                yield value
            case ast.Name(id="handle", ctx=ast.Store()):
                yield child
            case ast.Lambda() | ast.comprehension() | ast.AnnAssign(value=None):
                pass
            case _:
                yield from _bindings(child)


def _check_parameters(arguments: ast.arguments, function_path: str) -> None:
    for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        if argument.arg not in FILLED:
            raise ValueError(
                f"{function_path}:{argument.lineno}: `{HANDLE}` has a parameter `{argument.arg}`, "
                f"and the service fills only {', '.join(FILLED)}"
            )
    for argument in arguments.posonlyargs:
        raise ValueError(
            f"{function_path}:{argument.lineno}: `{HANDLE}` takes `{argument.arg}` by position only, "
            "and the service fills parameters by name"
        )


def files_of_handle(handle: Callable[..., object], function_path: str) -> list[tuple[str, bytes]]:
    """A function as the files to deploy: its source, and the requirements that its docstring lists.

    Raises:
        TypeError, ValueError: for what is no function with a source, or whose source does not stand on its own
    """
    if not inspect.isfunction(handle):
        raise TypeError(f"function_handle: expected a function, got {type(handle).__name__}")
    if handle.__name__ != HANDLE:
        raise ValueError(f"function_handle: expected a function named `{HANDLE}`, got {handle.__name__}")
    try:
        source = moved_left(inspect.getsource(handle))
    except OSError as error:
        raise ValueError(f"function_handle: its source cannot be read ({error}); deploy a folder instead") from error
    except ValueError as error:
        raise ValueError(f"function_handle: {error}; deploy a folder instead") from error
    content = source.encode()
    check_handler(content, function_path)
    _check_stands_alone(source, function_path)
    requirements = _requirements(source)
    files = [(function_path, content)]
    return files if requirements is None else sorted([*files, (REQUIREMENTS, requirements.encode())])


def _check_stands_alone(source: str, function_path: str) -> None:
    """Raise ValueError for a name that only the module or function around this one gives a meaning to."""
    import builtins
    import symtable

    symbols = [
        symbol for table in _tables(symtable.symtable(source, function_path, "exec")) for symbol in table.get_symbols()
    ]
    of_module = [symbol for symbol in symbols if symbol.is_global()]
    bound = {symbol.get_name() for symbol in of_module if symbol.is_assigned() or symbol.is_imported()}
    missing = (
        {symbol.get_name() for symbol in of_module} - bound - (vars(builtins).keys() - OF_NOTEBOOKS) - OF_EVERY_MODULE
    )
    if missing:
        raise ValueError(
            f"function_handle: `{HANDLE}` uses {', '.join(sorted(missing))} from outside, and is deployed alone; "
            "import or define that inside, write an annotation as a string, or deploy a folder"
        )


def _tables(table: "SymbolTable") -> "Iterator[SymbolTable]":
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _requirements(source: str) -> str | None:
    """The lines between ``[requirements]`` and ``[/requirements]`` in the function's docstring."""
    (function,) = parsed(source).body
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    lines = [line.strip() for line in (ast.get_docstring(function) or "").splitlines()]
    if OPENING not in lines:
        return None
    lines = lines[lines.index(OPENING) + 1 :]
    if CLOSING not in lines:
        raise ValueError(f"function_handle: its docstring has {OPENING}, and no {CLOSING} after it")
    return "".join(f"{line}\n" for line in lines[: lines.index(CLOSING)])
