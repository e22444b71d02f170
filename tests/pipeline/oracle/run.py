"""The program of a user, run against a client: every model built, every operation called, every answer read."""

import importlib
import json
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from tests.pipeline.oracle.annotations import Named, Typed

PACKAGE = "cdf_functions_api"
Answer: TypeAlias = tuple[int, str | None, object]
"""Status, media type, and what the body says; without a media type there is no body."""


def respond(answer: Answer) -> httpx.Response:
    """An answer as it arrives."""
    status, media, value = answer
    if media is None:
        return httpx.Response(status)
    return httpx.Response(status, content=json.dumps(value), headers={"content-type": media})


class Service:
    """Answers every request with what it was last told to answer.

    Attributes:
        answer: that
        client: a client whose every request comes here
    """

    def __init__(self, package: Any) -> None:
        self.answer: Answer = (404, None, None)
        transport = httpx.MockTransport(lambda _: respond(self.answer))
        self.client = package.Client(
            base_url="http://x", httpx_args={"transport": transport}, raise_on_unexpected_status=True
        )


def load(folder: Path, names: Named) -> Any:
    """A client's package from a folder, with its parts."""
    sys.path.insert(0, str(folder))
    package = importlib.import_module(PACKAGE)
    for part in ("models", "types", *names.operations):
        importlib.import_module(f"{PACKAGE}.{part}")
    return package


def module_of(package: Any, name: str) -> Any:
    """The module of an operation."""
    return sys.modules[f"{package.__name__}.{name}"]


def problems(folder: Path, names: Named, sent: set[str], answers: dict[str, list[Answer]]) -> list[str]:
    """What goes wrong when the program is run.

    Args:
        folder: where the client's package is
        names: the public names that the program uses
        sent: the models that it builds
        answers: operationId -> what the service may say
    """
    try:
        package = load(folder, names)
    except ImportError as error:
        return [f"import: {error}"]
    typed = Typed(names, package)
    return [*_building(typed, sent), *_calling(typed, answers)]


def report(to: Connection, folder: Path, names: Named, sent: set[str], answers: dict[str, list[Answer]]) -> None:
    """Find the `problems` in a process of its own, and tell them through a pipe."""
    to.send(json.dumps(problems(folder, names, sent, answers)))


def _building(typed: Typed, sent: set[str]) -> Iterator[str]:
    for model in sorted(sent):
        for field, declared in typed.names.fields[model].items():
            if field == "additional_properties":
                continue
            try:
                for value in typed.values(declared):
                    json.dumps(typed.built(model, **{field: value}).to_dict())
            except Exception as error:  # noqa: BLE001 - whatever it is that the user meets
                yield f"{model}({field}=...): {type(error).__name__}: {error}"


def _calling(typed: Typed, answers: dict[str, list[Answer]]) -> Iterator[str]:
    service = Service(typed.client)
    for name, parameters in typed.names.operations.items():
        module = module_of(typed.client, name)
        said = answers.get(module.OPERATION.id, [])
        try:
            for parameter, declared in parameters.items():
                for value in typed.values(declared):
                    arguments = {one: typed.values(type_)[0] for one, type_ in parameters.items()}
                    request = module.OPERATION.request(**{**arguments, parameter: value})
                    httpx.Request(request.pop("method"), f"http://x{request.pop('url')}", **request)
            for answer in said:
                arguments = {one: typed.values(type_)[0] for one, type_ in parameters.items()}
                service.answer = answer
                value = module.sync_detailed(client=service.client, **arguments).parsed
                if not typed.conforms(value, typed.names.detailed[name]):
                    yield f"{name}: {value!r} is no {typed.names.detailed[name]}"
                    break
        except Exception as error:  # noqa: BLE001 - whatever it is that the user meets
            yield f"{name}: {type(error).__name__}: {error}"
