"""Public names whose signatures changed so that code may break, though nothing in the spec's change says so."""

import re
from collections.abc import Iterable, Iterator, Mapping

from tools.diff.change import Change
from tools.diff.facts import Facts
from tools.pipeline import fields, names
from tools.pipeline.spec import reached

CALLED = re.compile(r"([^(]*)\((.*)\)([^()]*)")
COMMA = re.compile(r", (?![^\[]*\])")  # not between the arguments of a type
DEFAULT = re.compile(r" ?= ?")


def unexplained(
    before: Mapping[str, str], after: Mapping[str, str], changes: Iterable[Change], *specs: Facts
) -> Iterator[str]:
    """The names of two surfaces that break code: what belongs to a change of the spec is judged by that."""
    told = [one for one in changes if one.kind != "wording"]
    owners = {spell(owner) for one in told for owner in [_owner(one)] for spell in (names.model, names.attribute)}
    owners |= set(_holders({_owner(one) for one in told if one.kind.startswith("schema ")}, specs))
    made = {fields.public(one.subject.rpartition(".")[2]) for one in told if "." in one.subject}
    for name, old in before.items():
        *above, last = name.split(".")
        known = last in made if above[:1] == ["cdf_functions"] else bool({*above, last} & owners)
        if not known and name in after and not _goes_on(old, after[name]):
            yield name


def _owner(change: Change) -> str:
    return re.split("[.:]", change.subject)[0]


def _holders(schemas: set[str], specs: Iterable[Facts]) -> Iterator[str]:
    """What Python calls the operations and schemas that lead to schemas that are another type now."""
    for facts in specs:
        yield from (
            names.model(name) for name, one in facts.schemas.items() if reached(facts.document, one.node) & schemas
        )
        for met in (facts.readers, facts.writers):
            yield from (names.attribute(one) for schema in schemas for one in met.get(schema, ()))


def _goes_on(old: str, new: str) -> bool:
    """Whether code by the old signature goes on by the new: with the same arguments, and more that may be left out."""
    a, b = CALLED.fullmatch(old), CALLED.fullmatch(new)
    if old == new or not a or not b:
        return old == new
    (mine, by_name), (yours, others) = _arguments(a[2]), _arguments(b[2])
    pairs = [*zip(mine, yours, strict=False), *((one, others.get(name, "")) for name, one in by_name.items())]
    added = [*yours[len(mine) :], *(one for name, one in others.items() if name not in by_name)]
    return (
        (a[1], a[3], len(mine)) == (b[1], b[3], min(len(mine), len(yours)))
        and all(_takes(other, one) for one, other in pairs)
        and all("=" in one or one.startswith("*") for one in added)
    )


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """Those that may be given by their places, and those by their names alone."""
    given = COMMA.split(text) if text else []
    starred = next((number for number, one in enumerate(given) if one.startswith("*")), len(given))
    return given[:starred], {one.partition(":")[0]: one for one in given[starred:]}


def _takes(new: str, old: str) -> bool:
    typed, *default = DEFAULT.split(new, maxsplit=1)
    before, *spared = DEFAULT.split(old, maxsplit=1)
    return typed == before and len(default) >= len(spared)
