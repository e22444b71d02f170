"""What the overlay makes of the generated client, read from its source: where it calls, reads and builds what.

By syntax alone, so that it can be asked of a tree that does not type-check, or of an older one. The rules of the house
make that enough: operations are asked for by ``<operation>.OPERATION`` or called as ``<operation>.asyncio_detailed``,
models are named ``models.X``.
"""

import ast
import re
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from attrs import field, frozen

Key = TypeVar("Key", bound=Hashable)

MODEL = re.compile(r"\bmodels\.([A-Z]\w*)")
SPOKEN = re.compile(r"``([^`\s]+)``")
ASKED = {"OPERATION", "asyncio_detailed"}
TO_DATETIME = {"_moment", "from_epoch_ms"}


@frozen(order=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@frozen
class Wrapper:
    """A class of the overlay that shows a model's fields: where it ends, and the names that it defines itself."""

    name: str
    end: Place
    defined: frozenset[str]


@frozen
class Exposure:
    """Everything that the overlay touches, by the generated names.

    Attributes:
        operations: module name -> each place where it is called
        named: model -> each place where it is named at all
        read: (model, attribute) -> each place where it is read
        as_time: those of the above that are turned into a datetime there
        built: model -> each place where one is built
        sent: (model, attribute) -> each place where it is given a value
        wrapped: model -> the class that shows whatever field it has
        copied: model -> where its fields are taken one by one
        words: word -> each place where the overlay speaks it
    """

    operations: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    named: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    read: dict[tuple[str, str], list[Place]] = field(factory=dict[tuple[str, str], list[Place]])
    as_time: set[tuple[str, str]] = field(factory=set[tuple[str, str]])
    built: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    sent: dict[tuple[str, str], list[Place]] = field(factory=dict[tuple[str, str], list[Place]])
    wrapped: dict[str, Wrapper] = field(factory=dict[str, Wrapper])
    copied: dict[str, Place] = field(factory=dict[str, Place])
    words: dict[str, list[Place]] = field(factory=dict[str, list[Place]])


def exposure(sources: Mapping[str, str]) -> Exposure:
    """What some sources, by their names, touch; made ones are left out, as nobody edits them."""
    found = Exposure()
    for name, text in sorted(sources.items()):
        if name.endswith(".py") and "/_sync/" not in name:
            _Reader(name, found).visit(ast.parse(text))
    return found


class _Reader(ast.NodeVisitor):
    """Walks one module; knows at each point which names stand for which models."""

    def __init__(self, file: str, found: Exposure) -> None:
        self.file = file
        self.found = found
        self.known: dict[str, set[str]] = {}
        self.times = False

    def _place(self, node: ast.stmt | ast.expr) -> Place:
        return Place(self.file, node.lineno)

    def _note(self, places: dict[Key, list[Place]], key: Key, node: ast.expr) -> None:
        known = places.setdefault(key, [])
        if self._place(node) not in known:
            known.append(self._place(node))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        wrapped = [name for base in node.bases for name in _models(base) if isinstance(base, ast.Subscript)]
        for model in wrapped:
            defined = frozenset(name for one in node.body for name in _defines(one))
            end = Place(self.file, node.end_lineno or node.lineno)
            self.found.wrapped[model] = Wrapper(node.name, end, defined)
        outer, self.known = self.known, {**self.known, "self.model": set(wrapped)} if wrapped else self.known
        self.generic_visit(node)
        self.known = outer

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer = self.known, self.times
        self.known = dict(self.known)
        self.times = any(_called(one) in TO_DATETIME for one in ast.walk(node))
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            models = set(_models(argument.annotation))
            if models:
                self.known[argument.arg] = models
                for model in models:
                    self.found.copied.setdefault(model, self._place(node))
        self.generic_visit(node)
        self.known, self.times = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that the visitor looks for

    def visit_Assign(self, node: ast.Assign) -> None:
        models = set(_models(node.value)) if isinstance(node.value, ast.Call) else set[str]()
        for target in node.targets:
            if isinstance(target, ast.Name) and models:
                self.known[target.id] = models
            if isinstance(target, ast.Attribute):
                for model in self.known.get(ast.unparse(target.value), ()):
                    self._note(self.found.sent, (model, target.attr), target)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in ASKED and isinstance(node.value, ast.Name):
            self._note(self.found.operations, node.value.id, node)
        if isinstance(node.value, ast.Name) and node.value.id == "models":
            self._note(self.found.named, node.attr, node)
        holders = _models(node.value.args[-1]) if _called(node.value) == "unwrap" else []  # type: ignore[attr-defined]
        for model in self.known.get(ast.unparse(node.value), holders):
            self._note(self.found.read, (model, node.attr), node)
            if self.times:
                self.found.as_time.add((model, node.attr))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        for model in _models(node.func) if isinstance(node.func, ast.Attribute) else []:
            self._note(self.found.built, model, node)
            for keyword in node.keywords:
                self._note(self.found.sent, (model, str(keyword.arg)), keyword.value)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            for word in [node.value, *SPOKEN.findall(node.value)]:
                self.found.words.setdefault(word, []).append(self._place(node))
            for model in MODEL.findall(node.value):  # in an annotation that is a string
                self._note(self.found.named, model, node)


def _models(node: ast.expr | None) -> list[str]:
    return MODEL.findall(ast.unparse(node)) if node else []


def _called(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
        case _:
            return None


def _defines(node: ast.stmt) -> Iterable[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return (name,)
        case ast.AnnAssign(target=ast.Name(id=name)):
            return (name,)
        case ast.Assign(targets=targets):
            return [one.id for one in targets if isinstance(one, ast.Name)]
        case _:
            return ()
