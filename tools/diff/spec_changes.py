"""From two specs to the list of changes between them."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from attrs import evolve, frozen

from tools.diff.changes import Change, Side, breaks, compare, rest
from tools.diff.exposure import Exposure
from tools.diff.facts import Facts, Operation, Part, Schema
from tools.diff.shape import Shape
from tools.pipeline import names

T = TypeVar("T")


def changes(old: Facts, new: Facts, used: Exposure) -> list[Change]:
    """Everything that changed, operations first and wording last; ``used`` is what the overlay makes of the client."""
    renamed = dict(_renamed(old.schemas, new.schemas))
    found = [*_operations(old, new, renamed, used), *_schemas(old, new, renamed, used)]
    found += rest("document", "document", "The document", old.rest, new.rest)
    if old.wording != new.wording:
        found.append(Change("wording", "document", "The title, the introduction or the tags are worded differently."))
    return sorted(found, key=lambda one: (one.kind == "wording", "operation" not in one.kind, one.subject, one.kind))


def _operations(old: Facts, new: Facts, renamed: dict[str, str], used: Exposure) -> Iterator[Change]:
    called = {name for name in {**old.operations, **new.operations} if names.attribute(name) in used.operations}
    added = {one.wire: one for name, one in new.operations.items() if name not in old.operations}
    for name, before in old.operations.items():
        after = new.operations.get(name) or added.pop(before.wire, None)
        if after is None:
            text = f"Operation {name} ({before.address}) is gone."
            broken = breaks(wire=True, low_level=True, overlay=name in called)
            yield Change("operation removed", name, text, broken)
            continue
        if after.id != name:
            yield Change(
                "operation renamed", name, f"Operation {name} is now called {after.id}.", breaks(low_level=True)
            )
        yield from _operation(before, after, renamed, name in called)
    for one in added.values():
        yield Change("operation added", one.id, f"Operation {one.id} ({one.address}) is new.", adds=True)


def _operation(old: Operation, new: Operation, renamed: dict[str, str], called: bool) -> Iterator[Change]:
    name = new.id
    if old.wire != new.wire:
        text = f"Operation {name} moved from {old.address} to {new.address}."
        yield Change("operation moved", name, text, breaks(wire=True))
    if old.tag != new.tag:
        text = f"Operation {name} went from the tag {old.tag} to {new.tag}, and so to another module."
        yield Change("operation tag changed", name, text, breaks(low_level=True))
    yield from rest("operation", name, f"Operation {name}", old.rest, new.rest)
    if old.wording != new.wording:
        yield Change("wording", name, f"Operation {name} is worded differently.")
    sent, answered = Side(False, True, called), Side(True, False, called)
    parameters = _by_name(old.parameters, renamed)
    for before, after in zip(old.in_path, new.in_path, strict=False):
        if before != after and old.wire == new.wire:
            text = f"{name}: path {before} is now called {after}."
            yield Change("parameter renamed", f"{name}: path {before}", text, breaks(low_level=True))
            parameters[f"path {after}"] = parameters.pop(f"path {before}")
    yield from _parts("parameter", f"{name}: ", parameters, new.parameters, sent)
    yield from _parts("body", f"{name}: ", _by_name(old.bodies, renamed), new.bodies, sent)
    yield from _answer("success", name, _by_name(old.successes, renamed), new.successes, answered)
    yield from _answer("error", name, _by_name(old.errors, renamed), new.errors, answered)


def _answer(noun: str, name: str, old: dict[str, Part], new: dict[str, Part], side: Side) -> Iterator[Change]:
    """Codes first; then the first of each side against the first of the other, whatever its code."""
    if old.keys() != new.keys():
        text = f"The {noun} of {name} went from {', '.join(old) or 'none'} to {', '.join(new) or 'none'}."
        more = noun == "error" and old.keys() < new.keys()
        yield Change(f"{noun} code changed", name, text, breaks(wire=not more))
    for before, after in zip(old.values(), new.values(), strict=False):
        yield from compare(noun, f"{name}: {noun}", before, after, side)


def _parts(noun: str, prefix: str, old: dict[str, Part], new: dict[str, Part], side: Side) -> Iterator[Change]:
    for name, part in old.items():
        if name in new:
            yield from compare(noun, f"{prefix}{name}", part, new[name], side)
        else:
            broken = breaks(wire=True, low_level=True, overlay=side.overlay)
            yield Change(f"{noun} removed", f"{prefix}{name}", f"{prefix}{name} is gone.", broken)
    for name, part in new.items():
        if name not in old:
            # one media type more is a choice, whatever must be sent in it
            choice = noun == "body" and old
            yield _added(noun, f"{prefix}{name}", evolve(part, required=False) if choice else part, side)


def _added(noun: str, subject: str, part: Part, side: Side) -> Change:
    what = "a time" if part.shape.format == "epoch-ms" else part.shape.text
    demanded = part.required and side.written
    text = f"{subject} is new: {what}{', and must be there' if demanded else ''}."
    broken = breaks(wire=demanded, low_level=demanded or part.required, overlay=demanded and side.overlay)
    return Change(f"{noun} added", subject, text, broken, adds=True)


def _schemas(old: Facts, new: Facts, renamed: dict[str, str], used: Exposure) -> Iterator[Change]:
    for name, other in renamed.items():
        yield Change("schema renamed", name, f"Schema {name} is now called {other}.", breaks(low_level=True))
    for name, before in old.schemas.items():
        after = new.schemas.get(renamed.get(name, name))
        if after is None:
            yield Change("schema removed", name, f"Schema {name} is gone.", breaks(low_level=True))
            continue
        met = _Met(
            names.model(name),
            name in old.readers or name in new.readers,
            name in old.writers or name in new.writers,
            name in old.refusals or name in new.refusals,
            used,
        )
        yield from _schema(renamed.get(name, name), _named(before, renamed), after, met)
    for name in new.schemas.keys() - old.schemas.keys() - set(renamed.values()):
        yield Change("schema added", name, f"Schema {name} is new.", adds=True)


@frozen
class _Met:
    """Who meets the fields of a schema, which the generated client calls ``model``."""

    model: str
    read: bool
    written: bool
    refused: bool
    used: Exposure

    def side(self, field: str, required: bool) -> Side:
        key = self.model, names.attribute(field)
        shown = self.read and (self.model in self.used.wrapped or key in self.used.read)
        shown = shown or (self.refused and field in self.used.words)  # refusals are read without the models
        sent = self.written and self.model in self.used.built and (required or key in self.used.sent)
        return Side(self.read, self.written, shown or sent)

    @property
    def whole(self) -> Side:
        return Side(self.read, self.written, self.model in self.used.built or self.model in self.used.wrapped)


def _schema(name: str, old: Schema, new: Schema, met: _Met) -> Iterator[Change]:
    yield from compare(
        "schema", name, Part(old.shape, wording=old.wording), Part(new.shape, wording=new.wording), met.whole
    )
    moved = dict(_renamed(old.fields, new.fields))
    for field, other in moved.items():
        # a property by hand can go on under its old name; a made one cannot
        seen = met.model in met.used.wrapped and (met.model, names.attribute(field)) not in met.used.read
        text = f"{name}.{field} is now called {other}."
        yield Change("field renamed", f"{name}.{field}", text, breaks(wire=True, low_level=True, overlay=seen))
    for field, part in old.fields.items():
        if field in new.fields:
            side = met.side(field, part.required or new.fields[field].required)
            yield from compare("field", f"{name}.{field}", part, new.fields[field], side)
        elif field not in moved:
            broken = breaks(wire=True, low_level=True, overlay=met.side(field, part.required).overlay)
            yield Change("field removed", f"{name}.{field}", f"{name}.{field} is gone.", broken)
    for field, part in new.fields.items():
        if field not in old.fields and field not in moved.values():
            yield _added("field", f"{name}.{field}", part, met.side(field, part.required))


def _renamed(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, str]]:
    """What is gone and what is new, where the two say the same, in the same words: once each."""
    added = {name: one for name, one in new.items() if name not in old}
    for name, one in old.items():
        if name not in new:
            twins = [other for other, part in added.items() if part == one and _words(part) == _words(one)]
            if len(twins) == 1:
                del added[twins[0]]
                yield name, twins[0]


def _words(part: object) -> str:
    return str(getattr(part, "wording", ""))


def _by_name(parts: dict[str, Part], renamed: dict[str, str]) -> dict[str, Part]:
    return {name: evolve(part, shape=_follow(part.shape, renamed)) for name, part in parts.items()}


def _named(schema: Schema, renamed: dict[str, str]) -> Schema:
    return evolve(schema, shape=_follow(schema.shape, renamed), fields=_by_name(schema.fields, renamed))


def _follow(of: Shape, renamed: dict[str, str]) -> Shape:
    """A shape that calls schemas by their new names."""
    if not renamed:
        return of
    return evolve(of, kinds=frozenset(" ".join(renamed.get(word, word) for word in kind.split()) for kind in of.kinds))
