"""What the module with the handler has to be like, told by reading it: nothing of it is imported or run.

A module that never binds ``handle`` cannot be called, nor a ``handle`` that is ``async``, which nobody would await, or
that has a parameter which the service does not fill. Where reading cannot tell, as of what is imported, it passes.
"""

import ast
import re
import sys
import threading

HANDLE = "handle"
FILLED = ("data", "client", "secrets", "function_call_info")
#: CPython 3.11 was seen to raise SystemError where several threads parse at once.
_PARSING = threading.Lock()


def check_handler(source: bytes, path: str, runtime: str | None) -> None:
    """ValueError if the module can be no handler, with its file and, where there is one, the line."""
    try:
        tree = parse(source, path)
    except ValueError:
        if _is_newer_than_ours(runtime):
            return  # it may well be right in the syntax of that Python
        raise
    bindings = _Bindings()
    bindings.visit(tree)
    if not bindings.found:
        raise ValueError(f"{path}: has no function named 'handle' at its top level")
    match bindings.found[-1]:
        case ast.AsyncFunctionDef(decorator_list=[], lineno=line):
            raise ValueError(
                f"{path}:{line}: 'handle' is async, and the service does not await it; "
                "make it a plain function that calls asyncio.run"
            )
        case ast.FunctionDef(decorator_list=[], args=arguments) | ast.Lambda(args=arguments):
            _check_parameters(arguments, path)
        case _:
            pass


def parse(source: bytes, path: str) -> ast.Module:
    """The syntax tree of a module; ValueError with file, line and what is wrong there."""
    try:
        with _PARSING:
            return ast.parse(source, path)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise ValueError(f"{path}{line}: {type(error).__name__}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:  # NUL in the source; brackets by the thousand
        raise ValueError(f"{path}: {type(error).__name__}: {error}") from None


class _Bindings(ast.NodeVisitor):
    """What may bind ``handle`` in the scope of a module, in the order of the source."""

    def __init__(self) -> None:
        self.found: list[ast.AST] = []

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        if node.name == HANDLE:
            self.found.append(node)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if {alias.asname or alias.name for alias in node.names} & {HANDLE, "*"}:
            self.found.append(node)

    def _other_scope(self, node: ast.AST) -> None:
        pass

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition  # noqa: N815
    visit_Import = visit_ImportFrom = _import  # noqa: N815
    visit_Lambda = visit_comprehension = _other_scope  # noqa: N815

    def visit_Assign(self, node: ast.Assign) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id="handle")], value=ast.Lambda() as value):
                self.found.append(value)
            case _:
                self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id == HANDLE and isinstance(node.ctx, ast.Store):
            self.found.append(node)


def _check_parameters(arguments: ast.arguments, path: str) -> None:
    filled = ", ".join(FILLED)
    for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        if each.arg not in FILLED:
            raise ValueError(f"{path}:{each.lineno}: 'handle' has the parameter {each.arg!r}; filled are {filled}")
    if arguments.posonlyargs:
        first = arguments.posonlyargs[0]
        raise ValueError(f"{path}:{first.lineno}: 'handle' takes {first.arg!r} by position; they are filled by name")


def _is_newer_than_ours(runtime: str | None) -> bool:
    series = re.fullmatch(r"py3(\d+)", runtime or "")
    return series is not None and int(series[1]) > sys.version_info.minor
