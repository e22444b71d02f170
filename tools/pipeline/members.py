"""What the overlay's classes define, read from their source: what a made property must not be called."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import field, frozen

from tools.pipeline.layout import DERIVED, MADE_OVERLAY

IN_MODEL = "self.model."


@frozen
class Class:
    """One class: the names of its bases, what it defines, and which fields of its model its properties read."""

    name: str
    bases: frozenset[str]
    defined: frozenset[str]
    reads: frozenset[str]


@frozen
class Members:
    """All that is defined by the classes that derive from one, and by what these derive from besides.

    Attributes:
        defined: name -> the class that defines it
        reads: the fields of the model that a property of theirs reads
    """

    defined: dict[str, str] = field(factory=dict[str, str])
    reads: set[str] = field(factory=set[str])


def classes(folder: Path, root: Path) -> list[Class]:
    """The classes of a package; what is derived or made says nothing new."""
    passed = [root / made for made in (*DERIVED.values(), MADE_OVERLAY)]
    paths = [path for path in sorted(folder.rglob("*.py")) if not any(path.is_relative_to(made) for made in passed)]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return [_class(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def of(known: list[Class], base: str) -> Members:
    """The members of everything that derives from the class of a name, however far."""
    below = _grown({base}, lambda family: {one.name for one in known if one.bases & family})
    all = _grown(below, lambda family: {name for one in known if one.name in family for name in one.bases})
    members = Members()
    for one in known:
        if one.name in all:
            members.reads.update(one.reads)
            for name in one.defined:
                members.defined.setdefault(name, one.name)
    return members


def _grown(family: set[str], more: Callable[[set[str]], set[str]]) -> set[str]:
    while not (found := more(family)) <= family:
        family = family | found
    return family


def _class(node: ast.ClassDef) -> Class:
    bases = frozenset(name for base in node.bases for name in _names(base))
    properties = [one for one in node.body if isinstance(one, ast.FunctionDef) and _is_property(one)]
    attributes = [each for one in properties for each in ast.walk(one) if isinstance(each, ast.Attribute)]
    reads = frozenset(each.attr for each in attributes if ast.unparse(each) == f"{IN_MODEL}{each.attr}")
    return Class(node.name, bases, frozenset(_defined(node)), reads)


def _names(base: ast.expr) -> Iterator[str]:
    match base:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(value=ast.Name(id=name)):
            yield name
        case _:
            pass


def _is_property(node: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "property" for each in node.decorator_list)


def _defined(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        match one:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case _:
                pass
    for each in ast.walk(node):  # set by methods, mostly the first
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and ast.unparse(each.value) == "self":
            yield each.attr
