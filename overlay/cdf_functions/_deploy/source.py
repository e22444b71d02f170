"""Source code: its syntax, and that of a function inside something as it reads at the top of a module. Pure."""

import ast
import io
import tokenize
from collections.abc import Iterator
from threading import Lock

INSIDE = "if True:\n"
"""What an indented block may stand in, to be read."""
_PARSING = Lock()


def parsed(source: str | bytes, filename: str = "<source>") -> ast.Module:
    """The syntax of a module, for one thread at a time: CPython 3.11 was seen to raise SystemError where several ask.

    Raises SyntaxError, ValueError, RecursionError or MemoryError for what is not Python, or nested too deeply.
    """
    with _PARSING:
        return ast.parse(source, filename)


def moved_left(source: str) -> str:
    """An indented function without its indentation, and nothing else changed: not a text of several lines in it.

    Raises:
        ValueError: for what is no such function
    """
    first = source[: len(source) - len(source.lstrip(" \t\f"))]
    if not first:
        return source
    try:
        texts = set(_rows_in_texts(INSIDE + source))
        lines = source.splitlines(keepends=True)
        moved = "".join(line if row in texts else _without(line, first) for row, line in enumerate(lines, start=2))
        before, after = parsed(INSIDE + source).body[0], parsed(moved).body
    except (SyntaxError, tokenize.TokenError) as error:
        raise ValueError(f"its source cannot be taken out of what it stands in ({error})") from error
    if not isinstance(before, ast.If) or [ast.dump(each) for each in before.body] != [ast.dump(each) for each in after]:
        raise ValueError("its source cannot be taken out of what it stands in")
    return moved


def _rows_in_texts(source: str) -> Iterator[int]:
    """The lines that begin inside a text, plain or with fields in it."""
    begun: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        if name == "STRING":
            yield from range(token.start[0] + 1, token.end[0] + 1)
        elif name.endswith("STRING_START"):
            begun.append(token.start[0])
        elif name.endswith("STRING_END"):
            yield from range(begun.pop() + 1, token.end[0] + 1)


def _without(line: str, indentation: str) -> str:
    common = 0
    while common < len(indentation) and line[common : common + 1] == indentation[common]:
        common += 1
    return line[common:]
