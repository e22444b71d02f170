"""Compare our spec with a document of the vendor's: our operations only, field by field, as they go over the wire.

Names of schemas, wording and layout do not matter. What differs on purpose stands in spec/deviations.toml.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.diff import deviations
from tools.diff.deviations import Difference
from tools.diff.tree import Tree, expand
from tools.pipeline import spec
from tools.pipeline.layout import DEVIATIONS, ROOT, PipelineError
from tools.pipeline.spec import Document

ABOVE = re.compile(r"^(/api/v\d+)?(/projects/\{\})?(?=/)")


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Exit status: 0 if every difference is explained, 1 if one is not, or an explanation fits none."""
    parser = argparse.ArgumentParser(prog="nox -s upstream --", description=__doc__)
    parser.add_argument("document", type=Path, metavar="FILE", help="an OpenAPI document, 3.0 or 3.1, JSON or YAML")
    path: Path = parser.parse_args(arguments).document
    try:
        theirs = spec.read(path.read_text(encoding="utf-8"), path.name)
        found = list(differences(spec.effective(root), theirs))
        left, stale, explained = deviations.sort_out(found, root)
    except (OSError, PipelineError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in deviations.told(left):
        sys.stdout.write(f"{line}\n")
    for line in stale:
        sys.stdout.write(f"{DEVIATIONS} explains what is not so (any more): {line}\n")
    sys.stdout.write(f"{len(left)} differences unexplained, {explained} explained, {len(stale)} explanations stale\n")
    return 1 if left or stale else 0


def differences(ours: Document, theirs: Document) -> Iterator[Difference]:
    """Everything that the two say differently about our operations, and operations on our paths that one lacks."""
    here, there = _by_address(ours), _by_address(theirs)
    for address, (name, operation, item) in here.items():
        if address not in there:
            yield Difference(name, "", "operation lacking there", address, "nothing")
            continue
        _, other, other_item = there[address]
        yield from _compare_all(name, "", _parts(ours, operation, item), _parts(theirs, other, other_item))
    roots = {_root(address) for address in here}
    for address, (name, _, _) in there.items():
        if address not in here and _root(address) in roots:
            yield Difference(address, "", "operation lacking here", "nothing", name)


def _by_address(document: Document) -> dict[str, tuple[str, Document, Document]]:
    found: dict[str, tuple[str, Document, Document]] = {}
    for path, method, operation, item in spec.operations(document):
        bare = ABOVE.sub("", re.sub(r"\{[^}]*\}", "{}", path.rstrip("/")))
        found[f"{method.upper()} {bare}"] = (str(operation.get("operationId", bare)), operation, item)
    return found


def _root(address: str) -> str:
    return address.split("/")[1]


def _parts(document: Document, operation: Document, item: Document) -> dict[str, Tree]:
    """The trees of an operation, by what each is: a parameter, the body, the answer, the refusal."""
    found: dict[str, Tree] = {}
    for one in spec.parameters(document, operation, item):
        if one["in"] != "path":  # a path names its parameters as it likes
            tree = expand(document, one.get("schema", {}), "readOnly", bool(one.get("required")))
            found[f"{one['in']} {one['name']}"] = tree
    body = spec.resolve(document, operation.get("requestBody", {}))
    for media, content in body.get("content", {}).items():
        what = "body" if media == "application/json" else f"body {media}"
        found[what] = expand(document, content.get("schema", {}), "readOnly", bool(body.get("required")))
    answers: Mapping[str, Any] = operation.get("responses", {})
    for what, first in (("answer", "2"), ("refusal", "4")):
        for code in sorted(str(code) for code in answers if str(code)[0] == first)[:1]:
            answer = spec.resolve(document, answers[code])
            schema = next((one.get("schema", {}) for one in answer.get("content", {}).values()), None)
            nothing = Tree(frozenset({"nothing"}), required=True)
            found[what] = nothing if schema is None else expand(document, schema, "writeOnly", True)
            if what == "answer":
                found["status"] = Tree(frozenset({code}), required=True)
    return found


def _compare_all(name: str, above: str, ours: dict[str, Tree], theirs: dict[str, Tree]) -> Iterator[Difference]:
    for part in {**ours, **theirs}:
        place = f"{above}{part}"
        mine, yours = ours.get(part), theirs.get(part)
        if mine and yours:
            yield from _compare(name, place, mine, yours)
        elif mine:
            yield Difference(name, place, "lacking there", mine.text, "nothing")
        elif yours:
            yield Difference(name, place, "lacking here", "nothing", yours.text)


def _compare(name: str, place: str, ours: Tree, theirs: Tree) -> Iterator[Difference]:
    for what, mine, yours in ours.against(theirs):
        yield Difference(name, place, what, mine, yours)
    yield from _compare_all(name, f"{place}.", ours.fields, theirs.fields)
    for mark, inner, other in (("[]", ours.items, theirs.items), ("{}", ours.values, theirs.values)):
        if inner and other:
            yield from _compare(name, f"{place}{mark}", inner, other)


if __name__ == "__main__":
    sys.exit(main())
