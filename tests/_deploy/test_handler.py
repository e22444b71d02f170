"""A handler is checked by reading it."""

import builtins
import linecache
import operator
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest

from cdf_functions._deploy.handler import check_handler, check_path, files_of_handle

OUTSIDE = 3


@pytest.mark.parametrize(
    "source",
    [
        "def handle(data): ...",
        "def handle(): ...",
        "def handle(*, function_call_info, secrets, client=None, data): ...",
        "def handle(data, *args, **kwargs): ...",
        "@run_to_its_end\nasync def handle(data): ...",
        "handle = print",
        "handle = lambda data: data",
        "handle = partial(run, 1)",
        "handle: object = print",
        "handle, other = a, b",
        "from core import handle",
        "from core import run as handle",
        "from core import *",
        "class handle: ...",
        "if True:\n    handle = print",
        "try:\n    from fast import handle\nexcept ImportError:\n    def handle(data): ...",
        "with suppress(): handle = 1",
        "@wrapped\ndef handle(anything, at_all): ...",
        "def handle(wrong): ...\ndef handle(data): ...",
        "def handle(wrong): ...\nhandle = wrapped(handle)",
        "def run(wrong):\n    def handle(wrong): ...\ndef handle(data): ...",
    ],
)
def test_handlers(source: str) -> None:
    """However ``handle`` comes to be at the top of the module, it is found without importing it."""
    check_handler(source.encode(), "handler.py")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", "handler.py defines no `handle` at its top level"),
        ("def other():\n    def handle(): ...", "defines no `handle`"),
        ("if True:\n    def other():\n        handle = 1", "defines no `handle`"),
        ("class A:\n    def handle(): ...", "defines no `handle`"),
        ("[handle for handle in x]", "defines no `handle`"),
        ("handle: object", "defines no `handle`"),
        ("handle()", "defines no `handle`"),
        ("from handle import run", "defines no `handle`"),
        ("def handle(:", r"handler\.py is not Python as 3\.\d+ reads it: .*line 1"),
        ("\0", "handler.py is not Python"),
        ("'\udce4'", "handler.py is not Python"),
    ],
)
def test_no_handler(source: str, text: str) -> None:
    """A module without a ``handle`` is refused, with the reason."""
    with pytest.raises(ValueError, match=text):
        check_handler(source.encode(errors="surrogateescape"), "handler.py")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "\n\ndef handle(data, dta): ...",
            r"main\.py:3: `handle` has a parameter `dta`, and .* only data, client, secrets,",
        ),
        ("def handle(data,\n           debug=False): ...", r"main\.py:2: `handle` has a parameter `debug`"),
        ("def handle(*, wrong): ...", r"main\.py:1: `handle` has a parameter `wrong`"),
        ("x = 1\nasync def handle(data): ...", r"main\.py:2: `handle` is async, and the service does not await it"),
        ("handle = lambda event, context: 1", r"main\.py:1: `handle` has a parameter `event`"),
        ("if x:\n    def handle(x): ...", r"main\.py:2: `handle` has a parameter `x`"),
        ("def handle(data, /): ...", r"main\.py:1: `handle` takes `data` by position only"),
    ],
)
def test_parameters(source: str, text: str) -> None:
    """A parameter that the service would not fill is named, with the line."""
    with pytest.raises(ValueError, match=text):
        check_handler(source.encode(), "main.py")


def test_a_later_python_may_have_another_syntax() -> None:
    """What this Python cannot read passes if it is for a later one, and only then."""
    later, this = (f"py3{sys.version_info.minor + more}" for more in (1, 0))
    check_handler(b"a syntax of tomorrow", "handler.py", later)
    for runtime in (this, "py38", "newest", None):
        with pytest.raises(ValueError, match=r"handler\.py is not Python as"):
            check_handler(b"a syntax of tomorrow", "handler.py", runtime)


@pytest.mark.parametrize("path", ["handler.py", "src/handler.py", "a b/ä.py"])
def test_paths(path: str) -> None:
    """A path below the folder is taken as it is."""
    assert check_path(path) == path


@pytest.mark.parametrize("path", ["./src/handler.py", "src//handler.py", "src/./handler.py"])
def test_paths_written_otherwise(path: str) -> None:
    """``./`` and ``//``, which mean nothing, are left out, for the zip has no such names."""
    assert check_path(path) == "src/handler.py"


@pytest.mark.parametrize(
    "path",
    ["../handler.py", "/handler.py", "./../handler.py", "a/../b.py", r"src\handler.py", "handler", ".py/", "src/.py"],
)
def test_paths_outside(path: str) -> None:
    """A path that leads elsewhere, or that not everybody takes for the same file, is refused."""
    with pytest.raises(ValueError, match="function_path: expected a path inside the folder"):
        check_path(path)


def handle(data: dict[str, int], client: object = None) -> "list[int]":
    """Double a number.

    [requirements]
    numpy>=2   # of any kind

    pandas
    [/requirements]
    """
    import json

    def double(number: int) -> int:
        return number * 2

    return [double(each) for each in json.loads(str(data["x"]))]


def test_function() -> None:
    """The source of a function becomes the handler, and the list in its docstring the requirements."""
    files = dict(files_of_handle(handle, "src/main.py"))

    assert list(files) == ["requirements.txt", "src/main.py"]
    assert files["requirements.txt"] == b"numpy>=2   # of any kind\n\npandas\n"
    assert files["src/main.py"].startswith(b"def handle(data: dict[str, int]")
    module: dict[str, Any] = {}
    exec(files["src/main.py"], module)
    assert module["handle"]({"x": [1, 2]}) == [2, 4]


def test_nested_function() -> None:
    """A function inside another one, which uses nothing of that, is as good as any."""

    def handle(data: dict[str, str]) -> str:
        text = """
          kept
        """
        return text + data["x"]

    ((name, source),) = files_of_handle(handle, "handler.py")
    assert name == "handler.py"
    assert source.startswith(b"def handle(")


def named(function: Callable[..., object]) -> Callable[..., object]:
    """The function, under the name that is asked for."""
    function.__name__ = "handle"
    return function


def closure() -> Callable[..., object]:
    """A function that uses a variable of the function around it."""
    secret = OUTSIDE

    def handle() -> int:
        return secret

    return handle


def with_global() -> Callable[..., object]:
    """A function that uses what its module defines, and a class of it as an annotation."""

    def handle(client: pytest.Item) -> int:
        return OUTSIDE + len(str(client))

    return handle


def decorated() -> Callable[..., object]:
    """A function under a decorator, which would be missing where only the function is."""

    @named
    def handle() -> int:
        return 1

    return handle


def with_parameter() -> Callable[..., object]:
    """A function with a parameter that nobody fills."""

    def handle(data: object, verbose: bool) -> object:
        return data, verbose

    return handle


def with_open_list() -> Callable[..., object]:
    """A function whose list of requirements has no end."""

    def handle() -> None:
        """[requirements]
        numpy
        """

    return handle


@pytest.mark.parametrize(
    ("function", "kind", "text"),
    [
        ("handle", TypeError, "function_handle: expected a function, got str"),
        (operator.itemgetter(1), TypeError, "function_handle: expected a function, got itemgetter"),
        (len, TypeError, "function_handle: expected a function, got builtin_function_or_method"),
        (lambda: 1, ValueError, "function_handle: expected a function named `handle`, got <lambda>"),
        (closure, ValueError, "function_handle: expected a function named `handle`, got closure"),
        (closure(), ValueError, "function_handle: `handle` uses secret from outside, and is deployed alone"),
        (with_global(), ValueError, "function_handle: `handle` uses OUTSIDE, pytest from outside"),
        (decorated(), ValueError, "function_handle: `handle` uses named from outside"),
        (named(lambda: 1), ValueError, "handler.py defines no `handle`"),
        (with_parameter(), ValueError, r"handler\.py:1: `handle` has a parameter `verbose`"),
        (with_open_list(), ValueError, r"its docstring has \[requirements\], and no \[/requirements\] after it"),
    ],
)
def test_functions_that_are_refused(function: Any, kind: type[Exception], text: str) -> None:
    """What is no function, or does not stand on its own, is refused, with what it lacks."""
    with pytest.raises(kind, match=text):
        files_of_handle(function, "handler.py")


def test_function_without_a_source() -> None:
    """A function that was typed into a prompt has no source to deploy."""
    module: dict[str, Any] = {}
    exec("def handle(): ...", module)
    with pytest.raises(ValueError, match=r"function_handle: its source cannot be read .*; deploy a folder instead"):
        files_of_handle(module["handle"], "handler.py")


def with_text() -> Callable[..., object]:
    """Text that is indented, and text that is not."""

    def handle(data: object) -> object:
        """Docs.

        More of them.
        """
        text = """
        first
          second"""
        flush = """
select 1
"""
        field = f"""
            {data}
        {
            [
                data,
            ]
        } """
        joined = "one \
        two"
        # a comment
        # and one that stands out
        return (text, flush, field, joined, (data,))

    return handle


def with_tabs() -> Callable[..., object]:
    """Another indentation, with text in it."""
    names: dict[str, Any] = {}
    lines = ["if True:", "\tdef handle(data):", "\t\ttext = '''", "\ta", "\t\t\tb'''", "\t\treturn text, data"]
    source = "\n".join(lines)
    linecache.cache["<tabs>"] = (len(source), None, source.splitlines(keepends=True), "<tabs>")
    exec(compile(source, "<tabs>", "exec"), names)
    return cast("Callable[..., object]", names["handle"])


def with_decorator() -> Callable[..., object]:
    """A static method, whose decorator stands above it."""

    class Holder:
        @staticmethod
        def handle(data: object) -> object:
            return f"""
            {data}"""

    return Holder.handle


@pytest.mark.parametrize("make", [with_text, with_tabs, with_decorator])
def test_deployed_function_does_what_it_did(make: Callable[[], Callable[..., object]]) -> None:
    """A function out of another one is moved left by its syntax: no text in it changes."""
    here = make()
    names: dict[str, Any] = {}
    exec(dict(files_of_handle(here, "handler.py"))["handler.py"], names)
    assert names["handle"]("x") == here("x")
    assert names["handle"].__doc__ == here.__doc__


def test_what_only_notebooks_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """What IPython adds to the builtins is not there when the function is deployed."""
    monkeypatch.setattr(builtins, "display", print, raising=False)

    def handle(data: object) -> None:
        display(data)  # type: ignore[name-defined]  # noqa: F821  # pyright: ignore[reportUndefinedVariable]

    with pytest.raises(ValueError, match="`handle` uses display from outside"):
        files_of_handle(handle, "handler.py")


@pytest.mark.parametrize("source", ["    def handle(data):\n  return data\n", "    def handle(data): ...\nhandle(1)\n"])
def test_source_that_is_not_of_one_piece(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function whose source cannot be taken out of what it stands in is refused; a folder is another way."""

    def handle(data: object) -> object:
        return data

    def found(_: object) -> str:
        return source

    monkeypatch.setattr("inspect.getsource", found)
    with pytest.raises(ValueError, match=r"its source cannot be taken out of what it stands in.*; deploy a folder"):
        files_of_handle(handle, "handler.py")
