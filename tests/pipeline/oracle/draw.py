"""What an edit of the spec is drawn with: its luck, and the places of a document where it may be made."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from attrs import frozen

from tests.pipeline.edits import Document
from tools.pipeline import spec

T = TypeVar("T")
Kind: TypeAlias = "Callable[[Draw], str]"

BASES = ("string", "integer", "number", "boolean")
AGREEING = {
    "string": {"pattern", "minLength", "maxLength"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
}
"""Type -> the keywords about it, which go when it goes."""
SCHEMAS = "#/components/schemas/"


class NoPlaceError(Exception):
    """The document has no place where this kind of edit could be made."""


@frozen
class Place:
    """A schema where it stands: the value of a property, of a parameter, of a list or a map, or a named one."""

    where: str
    holder: Any
    key: Any

    @property
    def node(self) -> Document:
        """The schema itself."""
        return cast("Document", self.holder[self.key])

    @property
    def types(self) -> list[str]:
        """Its JSON types."""
        types: Any = self.node.get("type", [])
        return [*cast("list[str]", types)] if isinstance(types, list) else [str(types)]

    def retype(self, types: list[str]) -> None:
        """Give it other types, without the keywords that spoke of the old ones."""
        gone = {key for one in self.types if one not in types for key in AGREEING.get(one, set())}
        for key in gone | ({"format", "examples"} if types != self.types else set[str]()):
            if key not in {k for one in types for k in AGREEING.get(one, set[str]())}:
                self.node.pop(key, None)
        self.node["type"] = types[0] if len(types) == 1 else types

    def replace(self, node: Document) -> None:
        """Put another schema here, described as before."""
        kept = {key: self.node[key] for key in ("description",) if key in self.node}
        self.holder[self.key] = {**node, **kept}


class Draw:
    """One drawing: a document to change, and where its luck comes from."""

    def __init__(self, seed: int, document: Document) -> None:
        self.luck = random.Random(seed)
        self.document = document

    def one(self, options: Sequence[T]) -> T:
        """Any of these; NoPlaceError if there are none."""
        if not options:
            raise NoPlaceError
        return self.luck.choice(options)

    @property
    def schemas(self) -> Document:
        """The named schemas."""
        found: Document = self.document["components"]["schemas"]
        return found

    def name(self, fits: Callable[[Document], bool] = bool) -> str:
        """The name of a schema."""
        return self.one([name for name, node in self.schemas.items() if fits(node)])

    def value(self, fits: Callable[[Place], bool]) -> Place:
        """A place that fits, below the named schemas or the parameters; rare kinds of place are as likely as others."""
        return self.one([place for place in places(self.document) if fits(place)])

    def operation(self, fits: Callable[[Document], bool] = bool) -> tuple[str, str, Document]:
        """Path, method and node of an operation."""
        found = [(path, method, node) for path, method, node, _ in spec.operations(self.document) if fits(node)]
        return self.one(found)

    def parameter(self, fits: Callable[[Document], bool]) -> tuple[Document, Document]:
        """An operation and one of its parameters, which from now on is its own and nobody else's."""
        found = [
            (node, number)
            for _, _, node, _ in spec.operations(self.document)
            for number, one in enumerate(node.get("parameters", []))
            if fits(spec.resolve(self.document, one))
        ]
        operation, number = self.one(found)
        own = copy.deepcopy(spec.resolve(self.document, operation["parameters"][number]))
        operation["parameters"][number] = own
        return operation, own


def places(document: Document) -> Iterator[Place]:
    """Every schema below the named ones, and that of each parameter."""
    for name, node in document["components"]["schemas"].items():
        yield from _below(name, node)
    for name, node in document["components"].get("parameters", {}).items():
        yield Place(f"parameter {name}", node, "schema")


def _below(where: str, node: Document) -> Iterator[Place]:
    for name, one in node.get("properties", {}).items():
        yield Place(f"{where}.{name}", node["properties"], name)
        yield from _below(f"{where}.{name}", one)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield Place(f"{where} {key}", node, key)
            yield from _below(f"{where} {key}", node[key])
    for number, one in enumerate(node.get("oneOf", [])):
        yield Place(f"{where} variant {number}", node["oneOf"], number)
        yield from _below(f"{where} variant {number}", one)


def referring(place: Place) -> bool:
    """Whether it is another, named schema."""
    return "$ref" in place.node


class Kinds(list[Kind]):
    """Kinds of edits, in the order in which they stand: a seed is an edit by its place among them."""

    def add(self, do: Kind) -> Kind:
        """Take one more in; a decorator."""
        self.append(do)
        return do
