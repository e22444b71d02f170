"""What the overlay makes of the generated client, read from its source: where it calls, reads and builds what.

By syntax alone, so that it can be asked of a tree that does not type-check, or of an older one. The rules of the house
make that enough: operations are named ``operations.x``, models ``models.X``. What an operation answers with is
said by the spec.
"""

import ast
import re
from collections.abc import Hashable, Iterable, Mapping
from itertools import chain
from typing import TypeVar

from attrs import field, frozen

Key = TypeVar("Key", bound=Hashable)

MODEL = re.compile(r"\bmodels\.([A-Z]\w*)")
SPOKEN = re.compile(r"``([^`\s]+)``")
OPERATIONS = "operations"
GIVES_ANSWER = {"ask", "read"}
GIVES_ITEMS = {"listed", "single"}
FILLS = "filled"
TO_DATETIME = {"_moment", "from_epoch_ms"}


@frozen(order=True)
class Place:
    """A line of a file; ``code`` is the function or statement around it, by which it is known again elsewhere."""

    file: str
    line: int
    code: str = field(default="", eq=False, order=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@frozen(order=True)
class Answer:
    """The model of an operation's success, and the one of its items if it is a list."""

    model: str | None
    item: str | None = None


@frozen
class Wrapper:
    """A class of the overlay that shows a model's fields, and where it ends."""

    name: str
    end: Place


@frozen
class Exposure:
    """Everything that the overlay touches, by the generated names.

    Attributes:
        operations: module name -> each place where it is called
        passed: (module name, keyword) of each argument that such a call gives
        named: model -> each place where it is named at all
        read: (model, attribute) -> each place where it is read
        as_time: those of the above that are turned into a datetime there
        built: model -> each place where one is built
        sent: (model, attribute) -> each place where it is given a value
        wrapped: model -> the class that shows whatever field it has, by properties that are made
        copied: model -> where its fields are taken one by one
        words: word -> each place where the overlay speaks it
        attributes: every name that stands after a dot
    """

    operations: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    passed: set[tuple[str, str]] = field(factory=set[tuple[str, str]])
    named: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    read: dict[tuple[str, str], list[Place]] = field(factory=dict[tuple[str, str], list[Place]])
    as_time: set[tuple[str, str]] = field(factory=set[tuple[str, str]])
    built: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    sent: dict[tuple[str, str], list[Place]] = field(factory=dict[tuple[str, str], list[Place]])
    wrapped: dict[str, Wrapper] = field(factory=dict[str, Wrapper])
    copied: dict[str, Place] = field(factory=dict[str, Place])
    words: dict[str, list[Place]] = field(factory=dict[str, list[Place]])
    attributes: set[str] = field(factory=set[str])

    def code(self) -> set[str]:
        """The text around each place."""
        found = (self.operations, self.named, self.read, self.built, self.sent, self.words)
        every: Iterable[list[Place]] = chain.from_iterable(each.values() for each in found)
        return {place.code for places in every for place in places}


def exposure(sources: Mapping[str, str], answers: Mapping[str, Answer] | None = None) -> Exposure:
    """What some sources, by their names, touch; made ones are left out, as nobody edits them.

    Args:
        sources: name -> text
        answers: module name of an operation -> its answer, for what is read of it right where it is asked for
    """
    found = Exposure()
    for name, text in sorted(sources.items()):
        if name.endswith(".py") and "/_sync/" not in name and "/_made/" not in name:
            _Reader(name, text, found, answers or {}).read(ast.parse(text))
    return found


class _Reader(ast.NodeVisitor):
    """Walks one module; knows at each point which names stand for which models."""

    def __init__(self, file: str, text: str, found: Exposure, answers: Mapping[str, Answer]) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.within = ""
        self.found = found
        self.answers = answers
        self.returns: dict[str, set[str]] = {}
        self.called: dict[str, str] = {}
        self.known: dict[str, set[str]] = {}
        self.times = False

    def read(self, module: ast.Module) -> None:
        """Walk a module, having seen what its functions give, and by which names it calls operations."""
        for node in ast.walk(module):
            match node:
                case (
                    ast.FunctionDef(name=name, returns=ast.expr() as given)
                    | ast.AsyncFunctionDef(name=name, returns=ast.expr() as given)
                ) if found := MODEL.fullmatch(ast.unparse(given)):
                    self.returns[name] = {found[1]}
                case ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Attribute(value=ast.Name(id=group), attr=operation)
                ) if group == OPERATIONS:
                    self.called[name] = operation
                case _:
                    pass
        self.visit(module)

    def _given(self, node: ast.expr) -> set[str]:
        """The models that an expression may give: an operation's answer, or what a function of this module returns."""
        while isinstance(node, ast.Await):
            node = node.value
        name = _called(node)
        if name in GIVES_ANSWER | GIVES_ITEMS and isinstance(node, ast.Call) and node.args:
            answer = self.answers.get(self._operation(node.args[0]))
            model = answer and (answer.item if name in GIVES_ITEMS else answer.model)
            return {model} if model else set()
        return self.returns.get(name or "", set())

    def _operation(self, node: ast.expr) -> str:
        """The operation that an expression stands for; empty for none."""
        match node:
            case ast.Attribute(value=ast.Name(id=group), attr=operation) if group == OPERATIONS:
                return operation
            case ast.Name(id=alias):
                return self.called.get(alias, "")
            case _:
                return ""

    def _place(self, node: ast.stmt | ast.expr) -> Place:
        return Place(self.file, node.lineno, self.within or self._text(node))

    def _text(self, node: ast.stmt | ast.expr) -> str:
        return "\n".join(self.lines[node.lineno - 1 : node.end_lineno])

    def _note(self, places: dict[Key, list[Place]], key: Key, node: ast.expr) -> None:
        known = places.setdefault(key, [])
        if self._place(node) not in known:
            known.append(self._place(node))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        wrapped = [name for base in node.bases for name in _models(base) if isinstance(base, ast.Subscript)]
        for model in wrapped:
            self.found.wrapped[model] = Wrapper(
                node.name, Place(self.file, node.end_lineno or node.lineno, self._text(node))
            )
        outer, self.known = self.known, {**self.known, "self.model": set(wrapped)} if wrapped else self.known
        self.generic_visit(node)
        self.known = outer

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer = self.known, self.times, self.within
        self.known, self.within = dict(self.known), self.within or self._text(node)
        self.times = any(_called(one) in TO_DATETIME for one in ast.walk(node))
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            models = set(_models(argument.annotation))
            if models:
                self.known[argument.arg] = models
                for model in models:
                    self.found.copied.setdefault(model, self._place(node))
        self.generic_visit(node)
        self.known, self.times, self.within = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that the visitor looks for

    def visit_Assign(self, node: ast.Assign) -> None:
        models = self._given(node.value)
        if not models and isinstance(node.value, ast.Call):
            models = set(_models(node.value))
        for target in node.targets:
            if isinstance(target, ast.Name) and models:
                self.known[target.id] = models
            if isinstance(target, ast.Attribute):
                for model in self.known.get(ast.unparse(target.value), ()):
                    self._note(self.found.sent, (model, target.attr), target)
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.comprehension) -> None:
        if isinstance(node.target, ast.Name) and (models := self._given(node.iter)):
            self.known[node.target.id] = models
        self.generic_visit(node)

    visit_comprehension = visit_For

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.found.attributes.add(node.attr)
        match node.value:
            case ast.Name(id=group) if group == OPERATIONS:
                self._note(self.found.operations, node.attr, node)
            case ast.Name(id="models"):
                self._note(self.found.named, node.attr, node)
            case _:
                pass
        for model in self.known.get(ast.unparse(node.value)) or self._given(node.value):
            self._note(self.found.read, (model, node.attr), node)
            if self.times:
                self.found.as_time.add((model, node.attr))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        for operation in filter(None, map(self._operation, node.args[:1])):
            self.found.passed.update((operation, str(keyword.arg)) for keyword in node.keywords)
        for model in _models(node.func) if isinstance(node.func, ast.Attribute) else []:
            self._note(self.found.built, model, node)
            for keyword in node.keywords:
                self._note(self.found.sent, (model, str(keyword.arg)), keyword.value)
        for model in _models(node.args[0]) if _called(node) == FILLS and node.args else []:
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
