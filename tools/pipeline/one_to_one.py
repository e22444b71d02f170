"""Before anything is generated: each name of the spec becomes a name of its own in Python, and none that is taken.

Where two meet, the generator keeps one of them, or calls both otherwise than every later step would.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.pipeline import names
from tools.pipeline.layout import CONFIG, ROOT, TEMPLATE_EDITS, PipelineError, listed
from tools.pipeline.reserved import Reserved, reserved
from tools.pipeline.spec import Document, escaped, locate, operations, resolve

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
UNKNOWN_TO_US = {
    *("class_overrides", "field_prefix", "literal_enums", "generate_all_tags"),
    "use_path_prefixes_for_title_model_names",
}
"""Settings that make the generator call things otherwise than names.py has it."""

Named = tuple[str, str]
"""A name of the spec, and its place."""


def check(document: Document, root: Path = ROOT) -> None:
    """Raise for names that meet, or that generated code uses itself."""
    settings: Any = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8")) or {}
    if odd := sorted(UNKNOWN_TO_US & settings.keys()):
        raise PipelineError(f"{CONFIG}: {', '.join(odd)} gives names that later steps do not know: take it out")
    located = locate(root)
    if left := listed(findings(document, reserved(root), located)):
        raise PipelineError(f"names that do not become names of their own in Python:\n{left}")


def findings(document: Document, taken: Reserved, located: Callable[[str], str] = str) -> Iterator[str]:
    """What is wrong with the names of a document, and what mends it."""
    yield from _operations(document, taken, located)
    yield from _classes(document, taken, located)
    for name, node in document.get("components", {}).get("schemas", {}).items():
        where = f"/components/schemas/{escaped(name)}"
        fields = [(field, f"{where}/properties/{escaped(field)}") for field in node.get("properties", {})]
        yield from _apart("the fields", fields, names.attribute, located, "give the spec only one of them")
        for field, place in fields:
            if (called := names.attribute(field)) in taken.fields:
                yield (
                    f"the field {field} at {located(place)} would be called {called}, as something of each model is: "
                    f"leave it out of the spec, and {names.model(name)}(...)[{field!r}] holds it"
                )
        yield from _values(where, [value for value in node.get("enum", []) if isinstance(value, str)], located)


def _values(where: str, values: list[str], located: Callable[[str], str]) -> Iterator[str]:
    """Those of an enum, each of which becomes a member."""
    called = dict(zip(values, names.members(values), strict=True))
    named = [(value, f"{where}/enum/{number}") for number, value in enumerate(values)]
    yield from _apart("the values", named, called.__getitem__, located, "write an open string instead")
    for value, place in named:
        if not called[value].isidentifier():
            yield f"the value {value!r} at {located(place)} gives no name: write an open string instead of the enum"


def _classes(document: Document, taken: Reserved, located: Callable[[str], str]) -> Iterator[str]:
    """The schemas that become classes, each in a module of its own."""
    classes = [
        (name, f"/components/schemas/{escaped(name)}")
        for name, node in document.get("components", {}).get("schemas", {}).items()
        if node.get("type") == "object" or "enum" in node
    ]
    yield from _apart("the schemas", classes, lambda name: names.attribute(names.model(name)), located)
    for name, place in classes:
        if names.model(name) in taken.classes or not WORD.fullmatch(name):
            yield f"the schema {name!r} at {located(place)} is called as generated code may not be: say {name}Data"


def _operations(document: Document, taken: Reserved, located: Callable[[str], str]) -> Iterator[str]:
    ids: list[Named] = []
    tags: dict[str, str] = {}
    for path, method, operation, item in operations(document):
        where = f"/paths/{escaped(path)}/{method}"
        if "operationId" not in operation:
            yield f"{method.upper()} {path} at {located(where)} has no operationId: give it one"
            continue
        ids.append((operation["operationId"], f"{where}/operationId"))
        for number, tag in enumerate(operation.get("tags", [])):
            tags.setdefault(tag, f"{where}/tags/{number}")
        for holder in (item, operation):
            both = [
                (one["in"], one["name"]) for one in (resolve(document, node) for node in holder.get("parameters", []))
            ]
            for kind, name in sorted({one for one in both if both.count(one) > 1}):
                yield f"the {kind} parameter {name!r} at {located(f'{where}/parameters')} is there twice: take one out"
        given = [
            ((one := resolve(document, node))["in"], one["name"], f"{above}/parameters/{number}")
            for above, holder in ((f"/paths/{escaped(path)}", item), (where, operation))
            for number, node in enumerate(holder.get("parameters", []))
        ]
        # one of the path that the operation has again is one: it is the operation's
        unique = list({(kind, name): (name, place) for kind, name, place in given}.values())
        yield from _apart("the parameters", unique, names.attribute, located, "give the spec only one of them")
        for name, place in unique:
            if (called := names.attribute(name)) in taken.parameters:
                yield (
                    f"the parameter {name} at {located(place)} would be called {called}, as something in each "
                    f"operation's functions is: rename that by an edit in {TEMPLATE_EDITS}, or leave the parameter out"
                )
    yield from _apart("the operationIds", ids, names.attribute, located)
    yield from _apart("the tags", tags.items(), names.tag, located)
    for what, pairs in (("operationId", ids), ("tag", tags.items())):
        for name, place in pairs:
            if not WORD.fullmatch(name):
                yield f"the {what} {name!r} at {located(place)} becomes a module: use letters, digits, _ and - alone"


def _apart(
    what: str,
    named: Iterable[Named],
    called: Callable[[str], str],
    located: Callable[[str], str],
    mend: str = "rename one",
) -> Iterator[str]:
    """Names of which two become one. Python takes letters that look alike for the same, and some disks capitals."""
    groups: defaultdict[str, list[Named]] = defaultdict(list)
    for name, place in named:
        groups[unicodedata.normalize("NFKC", called(name))].append((name, place))
    for key, group in groups.items():
        if len(group) > 1:
            both = " and ".join(f"{name!r} at {located(place)}" for name, place in group)
            yield f"{what} {both} would both be called {key}: {mend}"
