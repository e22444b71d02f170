"""Whether answers made up by the new spec are what a client made from the old one expects."""

from collections.abc import Iterator
from typing import Any, TypeAlias, cast

from attrs import fields, has

from tests.pipeline.edits import Document
from tests.pipeline.oracle.annotations import Typed
from tests.pipeline.oracle.made_up import Schemas
from tests.pipeline.oracle.run import Answer, Service
from tests.pipeline.oracle.sent import addresses, reached
from tools.pipeline.spec import resolve

Seen: TypeAlias = set[tuple[str, str]]
"""Class and attribute of every value that an answer held."""


def statuses(code: str) -> list[int]:
    """Statuses that an entry of a document stands for."""
    return (
        [int(code)] if code.isdecimal() else [int(code[0]) * 100, int(code[0]) * 100 + 6] if code[0].isdecimal() else []
    )


def documented(responses: Document, status: int) -> str | None:
    """The entry of a document that a status belongs to."""
    return next((code for code in (str(status), f"{status // 100}XX", "default") if code in responses), None)


def made_up(document: Document, operation: Document) -> Iterator[tuple[str, Answer]]:
    """Every answer made up for an operation, each with its entry in the document."""
    schemas = Schemas(document, "answered")
    for code, node in operation.get("responses", {}).items():
        content = resolve(document, node).get("content", {})
        for status in statuses(code):
            for media, one in content.items():
                yield from ((code, (status, media, value)) for value in schemas.values(one.get("schema", {})))
            if not content:
                yield code, (status, None, None)


def changed(old: Document, new: Document) -> dict[str, list[Answer]]:
    """By operationId of the new document, every answer made up for an operation whose answers changed."""
    before = addresses(old)
    same = {
        str(operation["operationId"])
        for address, (operation, _) in addresses(new).items()
        if address in before
        and operation.get("operationId") == before[address][0].get("operationId")
        and reached(old, before[address][0]["responses"]) == reached(new, operation["responses"])
    }
    return {
        str(one["operationId"]): [answer for _, answer in made_up(new, one)]
        for one, _ in addresses(new).values()
        if one["operationId"] not in same
    }


class Reader:
    """The client made from the old spec, and what it gets to see by it.

    Args:
        old: the old document
        typed: the old client's names and its package
    """

    def __init__(self, old: Document, typed: Typed, modules: dict[str, tuple[str, Any]]) -> None:
        self.old = old
        self.typed = typed
        self.modules = modules
        self.service = Service(typed.client)
        self._seen: dict[str, dict[str, Seen]] = {}

    def unexpected(self, new: Document) -> Iterator[str]:
        """Why answers by the new spec are not what the old client expects; nothing if all are."""
        there = addresses(new)
        for address, (operation, _) in addresses(self.old).items():
            after, _ = there.get(address, (operation, {}))
            if reached(self.old, operation["responses"]) != reached(new, after["responses"]):
                yield from self._operation(str(operation["operationId"]), operation["responses"], new, after)

    def _operation(self, name: str, promised: Document, new: Document, after: Document) -> Iterator[str]:
        seen: dict[str, Seen] = {}
        for code, answer in made_up(new, after):
            status, media, value = answer
            entry = documented(promised, status)
            if entry is None:
                if status < 300:
                    yield f"{name}: nobody expects {status}"
                continue
            expected = resolve(self.old, promised[entry]).get("content", {})
            if expected and media not in expected:
                yield f"{name}: nobody expects {media} with {status}"
                continue
            problem = self._look(name, answer, seen.setdefault(code[0], set()))
            if problem:
                yield f"{name}: {str(value)[:200]}: {problem}"
                return
        for kind, before in self._before(name).items():
            now = seen.get(kind, set())
            classes = {one for one, _ in now}
            gone = sorted({(model, field) for model, field in before - now if model in classes})
            yield from (f"{name}: no answer has {model}.{field}" for model, field in gone)

    def _before(self, name: str) -> dict[str, Seen]:
        if name not in self._seen:
            operation = next(one for one, _ in addresses(self.old).values() if one["operationId"] == name)
            found: dict[str, Seen] = {}
            for code, answer in made_up(self.old, operation):
                problem = self._look(name, answer, found.setdefault(code[0], set()))
                assert not problem, f"{name} cannot read its own {answer}: {problem}"
            self._seen[name] = found
        return self._seen[name]

    def _look(self, name: str, answer: Answer, seen: Seen) -> str | None:
        module_name, module = self.modules[name]
        names = self.typed.names
        arguments = {one: self.typed.values(type_)[0] for one, type_ in names.operations[module_name].items()}
        try:
            self.service.answer = answer
            value = module.sync_detailed(client=self.service.client, **arguments).parsed
        except Exception as error:  # noqa: BLE001 - whatever it is that the reader meets
            return f"{type(error).__name__}: {error}"
        seen.add((type(value).__name__, ""))
        _note(value, seen)
        if not self.typed.conforms(value, names.detailed[module_name]):
            return f"{value!r} is no {names.detailed[module_name]}"[:500]
        return None


def _note(value: object, seen: Seen) -> None:
    if isinstance(value, list):
        for one in cast("list[object]", value):
            _note(one, seen)
        return
    model = type(value)
    if has(model):
        seen.add((model.__name__, ""))
        for one in fields(model):
            inner = getattr(value, one.name)
            if type(inner).__name__ != "Unset" and one.name != "additional_properties":
                seen.add((model.__name__, one.name))
                _note(inner, seen)
