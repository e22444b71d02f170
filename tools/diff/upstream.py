"""Compare our spec with documents of the vendor's: our operations only, field by field, as they go over the wire.

Names of schemas, wording and layout do not matter. What differs on purpose stands in spec/deviations.toml.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from tools.diff import deviations
from tools.diff.deviations import Difference
from tools.diff.facts import Operation, matched, operation
from tools.diff.findings import Finding, compare, each_part, keywords
from tools.diff.shape import Part, bare
from tools.pipeline import spec
from tools.pipeline.layout import DEVIATIONS, ROOT, PipelineError, print_utf8
from tools.pipeline.spec import Document

Found: TypeAlias = tuple[str, str, Document, Document]  # path, method, operation, path item
ABOVE = re.compile(r"^(/api/v\d+)?(/projects/\{\})?(?=/)")
MATTERS = {"gone": "lacking there", "new": "lacking here"}


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Exit status: 0 if every difference is explained, 1 if one is not, or an explanation fits none."""
    parser = argparse.ArgumentParser(prog="nox -s upstream --", description=__doc__)
    parser.add_argument("documents", type=Path, metavar="FILE", nargs="+", help="OpenAPI 3.0 or 3.1, JSON or YAML")
    paths: list[Path] = parser.parse_args(arguments).documents
    print_utf8()
    known: dict[str, list[Difference]] = {}
    stale: list[str] = []
    unexplained = explained = 0
    try:
        ours = spec.effective(root)
        for path in paths:
            theirs = spec.read(path.read_text(encoding="utf-8"), path.name)
            found = list(differences(ours, theirs))
            revision = deviations.revision(theirs, root)
            left, unused, count = deviations.sort_out(found, root, revision)
            sys.stdout.write(f"{path.name}: {f'revision {revision}' if revision else 'a revision not known here'}\n")
            sys.stdout.writelines(f"{line}\n" for line in deviations.told(left))
            unexplained, explained = unexplained + len(left), explained + count
            if revision:
                known[revision] = found
            else:
                stale += unused
        stale += deviations.stale(known, root)
    except (OSError, PipelineError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in stale:
        sys.stdout.write(f"{DEVIATIONS} explains what is not so (any more): {line}\n")
    sys.stdout.write(f"{unexplained} differences unexplained, {explained} explained, {len(stale)} explanations stale\n")
    return 1 if unexplained or stale else 0


def differences(ours: Document, theirs: Document) -> Iterator[Difference]:
    """Everything that the two say differently about our operations, and operations like ours that one lacks."""
    for key in ("servers", "security"):
        for one in keywords("", {key: bare(ours.get(key))}, {key: bare(theirs.get(key))}):
            yield Difference("document", "", key, one.before, one.after)
    here, there = _by_address(ours), _by_address(theirs)
    tags: set[str] = set()
    for address, found in here.items():
        mine = _facts(ours, found)
        if address in there:
            yours = _facts(theirs, there[address])
            tags.add(yours.tag)
            yield from _compare(mine, yours)
        else:
            yield Difference(mine.id, "", "operation lacking there", address, "nothing")
    families = {word for address in here for word in _family(address)}
    for address, (_, _, node, _) in there.items():
        tag = str((node.get("tags") or [""])[0])
        if address not in here and (tag in tags or families & {*_family(address), *_words(tag)[:1]}):
            yield Difference(address, "", "operation lacking here", "nothing", str(node.get("operationId", address)))


def _by_address(document: Document) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for path, method, node, item in spec.operations(document):
        bare_path = ABOVE.sub("", re.sub(r"\{[^}]*\}", "{}", path.rstrip("/")))
        found[f"{method.upper()} {bare_path}"] = path, method, node, item
    return found


def _family(address: str) -> list[str]:
    """The words of the first segment of a path: what function-apps has in common with functions."""
    return _words(address.split("/")[1])


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") for word in re.split(r"\W+", text.lower()) if word]


def _facts(document: Document, found: Found) -> Operation:
    return operation(document, *found, follow=True)


def _compare(ours: Operation, theirs: Operation) -> Iterator[Difference]:
    for one in _findings(ours, theirs):
        if one.matter != "wording" and not one.matter.startswith("x-"):
            yield Difference(ours.id, one.place, MATTERS.get(one.matter, one.matter), one.before, one.after)


def _findings(ours: Operation, theirs: Operation) -> Iterator[Finding]:
    yield from keywords("", ours.rest, theirs.rest)
    # a path names its parameters as it likes, and has more of them above
    called = {f"path {one}": "" for one in theirs.in_path}
    called |= {f"path {one}": f"path {us}" for one, us in zip(theirs.in_path[::-1], ours.in_path[::-1], strict=False)}
    parameters = {name: part for key, part in theirs.parameters.items() if (name := called.get(key, key))}
    yield from each_part("", ours.parameters, parameters)
    yield from each_part("", *({_body(media): part for media, part in one.bodies.items()} for one in (ours, theirs)))
    yield from keywords("status", {"type": ", ".join(ours.successes)}, {"type": ", ".join(theirs.successes)})
    yield from _answers("answer", ours.successes, theirs.successes)
    yield from _answers("refusal", ours.errors, theirs.errors)


def _body(media: str) -> str:
    return "body" if media == "application/json" else f"body {media}"


def _answers(word: str, ours: dict[str, Part], theirs: dict[str, Part]) -> Iterator[Finding]:
    """The first of each by the word alone; others by their codes, unless they say the same as the first."""
    first: Part | None = None
    for mine, yours in matched(ours, theirs):
        if not mine or not yours:
            place = f"{word} {mine or yours}"
            yield from each_part(
                "", *({place: parts[code]} if code else {} for parts, code in ((ours, mine), (theirs, yours)))
            )
        elif first != theirs[yours]:
            yield from compare(f"{word} {yours}" if first else word, ours[mine], theirs[yours])
            first = first or theirs[yours]


if __name__ == "__main__":
    sys.exit(main())
