"""What is still to be done for the operations of the spec, in the order in which to do it; nothing when all is done.

Read from the sources as text and syntax, so that it takes a moment and none of what it looks at has to work.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from tools.pipeline import conventions, exports, names
from tools.pipeline.layout import NOT_SERVED, OVERLAY, PipelineError, read_text
from tools.pipeline.spec import Document, operations

SOURCES = OVERLAY / "_async"
TESTS = Path("tests/_async")
PUBLIC = Path("tests/surface.txt")
CONTRACT = Path("spec/README.md")
EMULATOR = Path("emulator")
ROUTES = EMULATOR / "cdf_functions_emulator" / "routes"
LISTED = EMULATOR / "README.md"
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
ASKED = re.compile(r"\boperations\.\w+")
GROUP = re.compile(r"``(client\.[\w.]+)``")
NEW_GROUP = "{path}, to be written, for a class that begins with ``client.{tag}`` and that client.py there makes"
MISSING = f"a method here asks for operations.{{}}, or {NOT_SERVED} says why none does"
CONSTANT = re.compile(r'^([A-Z_]+) = "(.*)"$', re.MULTILINE)
ROUTE = re.compile(r'\b(?:plain\("(\w+)", |post\(|Route\()(f?"[^"]*"|[A-Z_]+),(?:.*?methods=\["(\w+)"\])?')


@frozen
class Asked:
    """A place of the overlay that asks for an operation.

    Attributes:
        place: file and line
        name: the public method there, as in ``client.sessions.list``; empty where it is in a private one
        lines: those of the function around it
    """

    place: str
    name: str
    lines: range


def not_served(root: Path) -> dict[str, dict[str, str]]:
    """Of the overlay and of the emulator: the operations that it does without, and why."""
    return tomllib.loads((root / NOT_SERVED).read_text(encoding="utf-8"))


def todo(document: Document, root: Path, errors: Iterable[str] = ()) -> Iterator[str]:
    """Each thing to do with its file, and the line where there is one.

    Args:
        document: the spec
        root: the project
        errors: where the overlay does not type-check, as ``file:line: text``
    """
    if not (root / NOT_SERVED).is_file():
        return
    yield from conventions.broken(document, root)
    sources = modules(root)
    places = asked(sources, exports.exports(root))
    reader = _Todo(root, not_served(root), places, groups(sources), routes(root), list(errors), _tags(document))
    for path, method, operation, _ in operations(document):
        yield from reader.of(str(operation.get("operationId")), f"{method.upper()} {path}")
    yield from reader.of_all()


def modules(root: Path) -> dict[str, ast.Module]:
    """The sources of the overlay that speak to the service, by their names."""
    found: dict[str, ast.Module] = {}
    for path in sorted((root / SOURCES).rglob("*.py")):
        text = read_text(path)
        if ASKED.search(text) or GROUP.search(text):
            name = path.relative_to(root).as_posix()
            try:
                found[name] = ast.parse(text)
            except SyntaxError as error:
                raise PipelineError(f"{name}:{error.lineno}: {error.msg}") from error
    return found


def asked(sources: Mapping[str, ast.Module], exported: Container[str]) -> dict[str, list[Asked]]:
    """Module name of an operation -> each place where the overlay asks for it."""
    found: dict[str, list[Asked]] = {}
    for file, tree in sources.items():
        public = {each: name for one, name in _methods(tree, exported) for each in ast.walk(one)}
        around = {each: one for one in ast.walk(tree) if isinstance(one, FUNCTION) for each in ast.walk(one)}
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name(id="operations"), attr=module):
                    within = around.get(node, node)
                    lines = range(within.lineno, (within.end_lineno or within.lineno) + 1)
                    found.setdefault(module, []).append(Asked(f"{file}:{node.lineno}", public.get(node, ""), lines))
                case _:
                    pass
    return found


def groups(sources: Mapping[str, ast.Module]) -> dict[str, str]:
    """Tag -> where the class ends that offers its operations to users."""
    classes = [(file, one) for file, tree in sources.items() for one in tree.body if isinstance(one, ast.ClassDef)]
    found = [(GROUP.match(ast.get_docstring(one) or ""), f"{file}:{one.end_lineno}") for file, one in classes]
    return {group[1].rpartition(".")[2]: place for group, place in found if group}


def _methods(tree: ast.Module, exported: Container[str]) -> Iterator[tuple[ast.AST, str]]:
    """The methods that users call, by the name by which they do: of a group of operations, or of an exported class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            group = GROUP.match(ast.get_docstring(node) or "")
            for one in node.body if group or node.name in exported else []:
                if isinstance(one, FUNCTION) and one.name[0] != "_":
                    yield one, f"{group[1] if group else node.name}.{one.name}"


def routes(root: Path) -> set[str]:
    """The operations that the emulator has a route for, as ``POST /functions/{functionId}/call``."""
    found: set[str] = set()
    for path in sorted((root / ROUTES).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        constants = dict(CONSTANT.findall(text))
        for plain, written, method in ROUTE.findall(text):
            address = constants.get(written, written).removeprefix("f").strip('"')
            for name, value in constants.items():
                address = address.replace(f"{{{name}}}", value)
            address = address.replace("{{", "{").replace("}}", "}").removeprefix("/api/v1")
            found.add(f"{plain or method or 'POST'} {address}")
    return found


def _tags(document: Document) -> dict[str, str]:
    """The tag of each operation."""
    found = (operation for *_, operation, _ in operations(document))
    return {str(one.get("operationId")): str(next(iter(one.get("tags", [])), "default")) for one in found}


@frozen
class _Todo:
    root: Path
    without: dict[str, dict[str, str]]
    places: dict[str, list[Asked]]
    groups: dict[str, str]
    routed: set[str]
    errors: list[str]
    tags: dict[str, str]

    def of(self, id: str, address: str) -> Iterator[str]:
        """What one operation still needs."""
        found = self.places.get(names.attribute(id), [])
        wrong = [one for one in found if self._wrong(names.attribute(id), one)]
        if not found and id not in self.without["overlay"]:
            yield f"{self._beside(id)}: {id} is not exposed; {MISSING.format(names.attribute(id))}"
        elif wrong:
            yield f"{wrong[0].place}: asks for {id}, and does not type-check"
        else:
            for name in {one.name: None for one in found if one.name}:
                yield from self._method(id, name)
        if id not in self.without["emulator"] and (self.root / ROUTES).is_dir():
            yield from self._emulator(id, address)

    def of_all(self) -> Iterator[str]:
        """What the pages tell of all operations and what has been left out, and is not so any more."""
        for who, left in self.without.items():
            for id in left:
                if id not in self.tags:
                    yield f"{NOT_SERVED}: [{who}] names {id}, and there is no such operation"
                elif who == "overlay" and names.attribute(id) in self.places:
                    yield f"{NOT_SERVED}: [{who}] names {id}, which is asked for in the overlay"
        text = read_text(self.root / CONTRACT)
        if text and f"\n{len(self.tags)} operations on " not in text:
            yield f"{CONTRACT}: there are {len(self.tags)} operations now"
        for tag, count in Counter(self.tags.values()).items():
            if text and not re.search(rf"\b{tag} \({count}\)", text):
                yield f"{CONTRACT}: the operations are on {tag} ({count}) now"

    def _wrong(self, module: str, one: Asked) -> bool:
        """Whether a place does not type-check, or its import."""
        errors = (error.split(":", 2) for error in self.errors)
        here = [(int(line), text) for file, line, text in errors if one.place.startswith(f"{file}:")]
        return any(line in one.lines or f'"{module}"' in text for line, text in here)

    def _beside(self, id: str) -> str:
        """Where the overlay offers the operations with the same tag, or asks for one, or the module to write."""
        tag = self.tags[id]
        same = [names.attribute(other) for other, its in self.tags.items() if its == tag]
        near = [one.place for module in same for one in self.places.get(module, [])]
        new = NEW_GROUP.format(path=f"{SOURCES}/{tag}.py", tag=tag)
        return self.groups.get(tag) or (near[-1] if near else new)

    def _method(self, id: str, name: str) -> Iterator[str]:
        """What a method that users call needs besides."""
        method = name.rpartition(".")[2]
        if not _speaks(rf"\.{method}\(", (self.root / TESTS).rglob("test_*.py")):
            yield f"{TESTS}: no test calls {name}, which asks for {id}"
        pages = [*(self.root / "docs").glob("*.md"), self.root / "README.md"]
        if (self.root / "docs").is_dir() and not _speaks(rf"\.{method}\b|\b{method}\(|`{method}`", pages):
            yield f"docs/guide.md: no page speaks of {name}; CHANGELOG.md tells of it as well"
        if (text := read_text(self.root / PUBLIC)) and not re.search(rf"^{re.escape(name)}\b", text, re.MULTILINE):
            yield f"{PUBLIC}: {name} is missing; when it is as it should be, `python -m tests.surface > {PUBLIC}`"

    def _emulator(self, id: str, address: str) -> Iterator[str]:
        if address not in self.routed:
            there = f"{ROUTES}/{self.tags[id]}.py"
            yield f"{there}: no route for {id}, which is {address}; or {NOT_SERVED} says why there is none"
        if f"| `{address}` |" not in read_text(self.root / LISTED):
            yield f"{LISTED}: the table of operations has no row for `{address}`"


def _speaks(pattern: str, paths: Iterable[Path]) -> bool:
    return any(re.search(pattern, read_text(path)) for path in paths)
