"""The types that the snapshot of the public names declares: values of them, and whether a value is of one."""

import ast
import datetime
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any, TypeAlias, cast

from attrs import frozen

Surface: TypeAlias = dict[str, str]
SCALARS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "bool": (bool,),
    "bytes": (bytes,),
    "datetime.datetime": (datetime.datetime,),
    "datetime.date": (datetime.date,),
    "UUID": (uuid.UUID,),
}
VALUES: dict[str, list[Any]] = {
    "int": [7],
    "float": [0.5],
    "str": ["red"],
    "bool": [True],
    "bytes": [b"red"],
    "datetime.datetime": [datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)],
    "datetime.date": [datetime.date(2025, 1, 2)],
    "UUID": [uuid.UUID(int=7)],
    "Any": [{"a": 1}],
    "None": [None],
}


@frozen
class Named:
    """What a client's public names are, read from their snapshot.

    Attributes:
        fields: model -> attribute -> its declared type
        optional: model -> the attributes that may be left out when one is built
        enums: enum -> its members
        operations: module -> parameter -> its declared type, the client left out
        answers: module -> the declared type of what ``sync`` gives
        detailed: module -> the declared type of what ``sync_detailed`` has parsed, refusals included
        successes: module -> the declared type of what its ``OPERATION`` parses
    """

    fields: dict[str, dict[str, str]]
    optional: dict[str, set[str]]
    enums: dict[str, list[str]]
    operations: dict[str, dict[str, str]]
    answers: dict[str, str]
    detailed: dict[str, str]
    successes: dict[str, str]


def named(surface: Surface, client: Any) -> Named:
    """The public names in a snapshot; of what it does not show, ``client`` is asked, the package of the same client."""
    found = Named({}, {}, {}, {}, {}, {}, {})
    for name, rest in surface.items():
        parts = name.split(".")
        if parts[0] == "models" and len(parts) == 2:
            if "Enum" in rest:
                found.enums[parts[1]] = []
            else:
                found.fields[parts[1]], found.optional[parts[1]] = {}, set()
        elif parts[0] == "models" and parts[1] in found.enums:
            found.enums[parts[1]].append(parts[2])
        elif parts[0] == "models" and not rest.startswith((": (", ": async (")):
            declared, is_optional, _ = rest.removeprefix(": ").partition(" = ")
            found.fields[parts[1]][parts[2]] = declared
            if is_optional:
                found.optional[parts[1]].add(parts[2])
        elif parts[0] == "api" and parts[-1] == "sync_detailed":
            response = _signature(rest).returns
            assert isinstance(response, ast.Subscript)
            found.detailed[".".join(parts[:-1])] = f"{ast.unparse(response.slice)} | None"
        elif parts[0] == "api" and parts[-1] == "sync":
            signature = _signature(rest)
            assert signature.returns
            arguments = [*signature.args.posonlyargs, *signature.args.args, *signature.args.kwonlyargs]
            module = ".".join(parts[:-1])
            found.operations[module] = {
                one.arg: ast.unparse(one.annotation) for one in arguments if one.annotation and one.arg != "client"
            }
            found.answers[module] = ast.unparse(signature.returns)
            parse = import_module(f"{client.__name__}.{module}").OPERATION.parse
            found.successes[module] = str(parse.__annotations__["return"])
    return found


def _signature(rest: str) -> ast.FunctionDef:
    function = ast.parse(f"def sync{rest.removeprefix(': ')}: pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    return function


@cache
def _variants(declared: str) -> list[tuple[str, str]]:
    """The variants of a declared type: each with its name, and what stands in its brackets (of a dict, the values)."""
    return [*_below(ast.parse(declared, mode="eval").body)]


def _below(node: ast.expr) -> Iterator[tuple[str, str]]:
    match node:
        case ast.BinOp(left=left, right=right):
            yield from _below(left)
            yield from _below(right)
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, inner])):
            yield "dict", ast.unparse(inner)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            yield name, ast.unparse(inner)
        case _:
            yield ast.unparse(node), ""


class Typed:
    """Judges and makes values of the declared types.

    Args:
        names: the client's names, as they were declared
        client: the package of a client, loaded; for making values
    """

    def __init__(self, names: Named, client: Any) -> None:
        self.names = names
        self.client = client

    def conforms(self, value: object, declared: str) -> bool:
        """Whether a value, and all that it holds, is of a declared type."""
        return any(self._is(value, name, inner) for name, inner in _variants(declared))

    def _is(self, value: object, name: str, inner: str) -> bool:
        match name:
            case "Any":
                return True
            case "None":
                return value is None
            case "list":
                return isinstance(value, list) and self._all(cast("list[object]", value), inner)
            case "dict":
                return isinstance(value, dict) and self._all(cast("dict[str, object]", value).values(), inner)
            case "Literal":
                return value in ast.literal_eval(f"[{inner}]")
            case _ if name in SCALARS:
                return isinstance(value, SCALARS[name]) and isinstance(value, bool) == (name == "bool")
            case _:
                fields = self.names.fields.get(name, {})
                same = type(value).__name__ == name
                return same and all(self.conforms(getattr(value, f, None), d) for f, d in fields.items())

    def _all(self, values: Iterable[object], declared: str) -> bool:
        return all(self.conforms(one, declared) for one in values)

    def values(self, declared: str) -> list[Any]:
        """A value of each variant of a declared type."""
        return [one for name, inner in _variants(declared) for one in self._some(name, inner)]

    def _some(self, name: str, inner: str) -> list[Any]:
        match name:
            case "list":
                return [[one] for one in self.values(inner)]
            case "dict":
                return [{"k": one} for one in self.values(inner)]
            case "Literal":
                return [*ast.literal_eval(f"[{inner}]")]
            case "Unset":
                return [self.client.types.UNSET]
            case "File":
                return [self.client.types.File(payload=BytesIO(b"red"))]
            case _ if name in VALUES:
                return VALUES[name]
            case _ if name in self.names.enums:
                enum = getattr(self.client.models, name)
                return [getattr(enum, member) for member in self.names.enums[name][:1]]
            case _:
                return [self.built(name)]

    def built(self, model: str, **more: object) -> Any:
        """A model of what it needs and what is given beside; a map with one entry."""
        fields = self.names.fields[model]
        needed = {
            name: self.values(declared)[0]
            for name, declared in fields.items()
            if name not in self.names.optional[model] | more.keys() | {"additional_properties"}
        }
        made = getattr(self.client.models, model)(**needed, **more)
        if set(fields) == {"additional_properties"}:
            made["k"] = self.values(fields["additional_properties"])[0]["k"]
        return made
