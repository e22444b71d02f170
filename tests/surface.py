"""The public surface of the overlay as text: every name that a user can write after ``cdf_functions.``, with its types.

python -m tests.surface > tests/surface.txt
"""

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from inspect import getattr_static
from typing import get_args

import cdf_functions
from cdf_functions import AsyncClient, Client, Token
from cdf_functions._made.names import MODULES as NAMES


def lines() -> Iterator[str]:
    """One line for each public name, and for each public member of it and of the groups of operations."""
    client = Client(project="p", cluster="c", credentials=Token("t"))
    async_client = AsyncClient(project="p", cluster="c", credentials=Token("t"))
    groups = {
        "client.functions": client.functions,
        "client.functions.calls": client.functions.calls,
        "client.functions.schedules": client.functions.schedules,
        "client.sessions": client.sessions,
        "client.token": client.token,
    }
    for name in NAMES:
        thing = getattr(cdf_functions, name)
        if not inspect.isclass(thing):
            yield f"{name}{_signature(thing)}"
            continue
        bases = ", ".join(base.__name__ for base in thing.__bases__ if base is not object)
        made = next(
            (vars(base)["__init__"] for base in thing.__mro__ if "__init__" in vars(base) and _is_ours(base)), None
        )
        yield f"{name}{_signature(made) if made else ''} is a {bases or 'class'}"
        yield from _members(name, thing, {"AsyncClient": async_client, "Client": client}.get(name))
    for name, group in groups.items():
        yield from _members(name, type(group), group)
    client.close()


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("cdf_functions")


def _members(name: str, kind: type, one: object = None) -> Iterator[str]:
    """The members of a class, and the attributes that its objects get when they are made, by one of them."""
    ours = [base for base in kind.__mro__ if _is_ours(base)]
    own: dict[str, object] = getattr(one, "__dict__", {})
    for member in sorted({*own, *(member for base in ours for member in vars(base))}):
        if not member.startswith("_"):
            told = f" -> {type(own[member]).__name__}" if member in own else _member(getattr_static(kind, member))
            yield f"{name}.{member}{told}"


def _member(member: object) -> str:
    if isinstance(member, property):
        return f" -> {_types(inspect.signature(member.fget).return_annotation)}" if member.fget else ""
    if isinstance(member, cached_property):
        return f" -> {_types(inspect.signature(member.func).return_annotation)}"
    if isinstance(member, classmethod | staticmethod):
        return _signature(member.__func__)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    return _signature(member) if callable(member) else ""


def _signature(function: object) -> str:
    try:
        return _types(inspect.signature(function))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        return ""


def _types(annotation: object) -> str:
    plain = isinstance(annotation, type) and not get_args(annotation)
    text: str = getattr(annotation, "__qualname__") if plain else str(annotation)  # noqa: B009 - which a type has
    text = re.sub(r"\*<class '([\w.]+)'>", r"Unpack[\1]", text)  # as Python 3.11 writes it
    return re.sub(r"(?<!['\w.])(?:[a-z_]+\.)+(?=[A-Za-z])", "", text).replace("'", "")


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
