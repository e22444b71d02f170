"""A program that uses every public name of a client, for a type checker to judge by another client."""

import ast
from collections.abc import Container, Iterator
from pathlib import Path

from tests.pipeline.oracle.annotations import Named

PACKAGE = "program"
HEAD = """from __future__ import annotations

import datetime
from typing import Any, Literal
from uuid import UUID

from cdf_functions_api import AuthenticatedClient, Client, models
from cdf_functions_api.types import UNSET, File, Response, Unset
"""


class _Qualify(ast.NodeTransformer):
    """Puts ``models.`` before the names of models."""

    def __init__(self, names: Named) -> None:
        self.models = names.fields.keys() | names.enums.keys()

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.models:
            return node
        return ast.Attribute(ast.Name("models", ast.Load()), node.id, ast.Load())


def write(folder: Path, names: Named, read: Container[str], sent: Container[str]) -> list[str]:
    """Write the program, one module for each model and operation; the names of its modules.

    Args:
        folder: where the package goes
        names: the public names to use
        read: models that answers lead to, whose attributes are read
        sent: models that requests lead to, which are built
    """
    (folder / PACKAGE).mkdir(parents=True)
    (folder / PACKAGE / "__init__.py").touch()
    qualify = _Qualify(names)

    def declared(text: str) -> str:
        return ast.unparse(qualify.visit(ast.parse(text, mode="eval")))

    texts: dict[str, list[str]] = {}
    for enum, members in names.enums.items():
        texts[f"enum_{enum}"] = [f"{one}: models.{enum} = models.{enum}.{one}" for one in members]
    for model, fields in names.fields.items():
        typed = {name: declared(one) for name, one in fields.items()}
        texts[f"model_{model}"] = [
            *(_reading(model, typed) if model in read or model not in sent else ()),
            *(_building(model, typed) if model in sent else ()),
        ]
    for module, parameters in names.operations.items():
        typed = {name: declared(one) for name, one in parameters.items()}
        texts[module.replace(".", "_")] = [
            *_calling(
                module,
                typed,
                declared(names.answers[module]),
                declared(names.detailed[module]),
                declared(names.successes[module]),
            )
        ]
    for name, lines in texts.items():
        (folder / PACKAGE / f"{name}.py").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return [f"{PACKAGE}.{name}" for name in texts]


def _reading(model: str, fields: dict[str, str]) -> Iterator[str]:
    yield f"def read(one: models.{model}) -> None:"
    for number, (name, declared) in enumerate(fields.items()):
        yield f"    v{number}: {declared} = one.{name}"
    yield "    as_dict: dict[str, Any] = one.to_dict()"


def _building(model: str, fields: dict[str, str]) -> Iterator[str]:
    given = {name: declared for name, declared in fields.items() if name != "additional_properties"}
    parameters = ", ".join(f"v{number}: {declared}" for number, declared in enumerate(given.values()))
    arguments = ", ".join(f"{name}=v{number}" for number, name in enumerate(given))
    yield f"def build({parameters}) -> models.{model}:"
    yield f"    return models.{model}({arguments})"
    if others := fields.get("additional_properties"):
        inner = others.removeprefix("dict[str, ").removesuffix("]")
        for number, value in enumerate(["int", "str"] if inner == "Any" else [inner]):
            yield f"def fill{number}(one: models.{model}, value: {value}) -> None:"
            yield '    one["k"] = value'
            yield f'    again: models.{model} = models.{model}.from_dict({{"k": value}})'


def _calling(module: str, parameters: dict[str, str], answer: str, detailed: str, success: str) -> Iterator[str]:
    package, _, name = module.rpartition(".")
    names = [f"v{number}" for number in range(len(parameters))]
    given = ", ".join(f"{one}: {declared}" for one, declared in zip(names, parameters.values(), strict=True))
    passed = ", ".join(f"{one}={value}" for one, value in zip(parameters, names, strict=True))
    yield f"from cdf_functions_api.{package} import {name}"
    for word, prefix, wait in (("", "sync", ""), ("async ", "asyncio", "await ")):
        yield f"{word}def {prefix}(client: AuthenticatedClient | Client, {given}) -> None:"
        taken = "" if answer == "None" else f"answer: {answer} = "
        yield f"    {taken}{wait}{name}.{prefix}(client=client, {passed})"
        yield f"    parsed: {detailed} = ({wait}{name}.{prefix}_detailed(client=client, {passed})).parsed"
    yield f"def ask({given}) -> dict[str, Any]:"
    yield f"    return {name}.OPERATION.request({passed})"
    if success != "None":
        yield "def parse(content: Any) -> None:"
        yield f"    success: {success} = {name}.OPERATION.parse(content)"
