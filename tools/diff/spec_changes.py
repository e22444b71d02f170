"""From two states of our own spec to the list of changes between them: what stands for what, and who meets it."""

from collections.abc import Callable, Iterator, Mapping

from attrs import evolve, frozen

from tools.diff.change import Change, breaks, renaming
from tools.diff.exposure import Exposure
from tools.diff.facts import Facts, Operation, matched
from tools.diff.judge import Judge, Side, is_class
from tools.diff.shape import Part, Shape
from tools.pipeline import names

Names = dict[str, str]


def changes(old: Facts, new: Facts, used: Exposure) -> list[Change]:
    """Everything that changed, operations first and wording last; ``used`` is what the overlay makes of the client."""
    held = {kind for place, shape in _places(old, {}) if place[-1] in "]}" for kind in shape.kinds}
    found = _Specs(old, new, used, held, _schemas_renamed(old, new)).changes()
    return sorted(found, key=lambda one: (one.kind == "wording", "operation" not in one.kind, one.subject, one.kind))


@frozen
class _Specs:
    """Two specs, what lists and maps of the old one hold, and the schemas that are called otherwise in the new one."""

    old: Facts
    new: Facts
    used: Exposure
    held: set[str]
    renamed: Names

    def changes(self) -> Iterator[Change]:
        yield from self._operations()
        yield from self._schemas()
        yield from self._judge("document").rest("document", "The document", self.old.rest, self.new.rest)
        if self.old.wording != self.new.wording:
            yield Change("wording", "document", "The title, the introduction or the tags are worded differently.")

    def _judge(self, noun: str, read: bool = False, written: bool = False, overlay: bool = False) -> Judge:
        return Judge(self.old, self.new, noun, Side(read, written, overlay))

    def _operations(self) -> Iterator[Change]:
        added = {one.wire: one for name, one in self.new.operations.items() if name not in self.old.operations}
        spelt = {names.attribute(one.id): one for one in added.values()}
        for name, before in self.old.operations.items():
            after = self.new.operations.get(name) or added.get(before.wire) or spelt.get(names.attribute(name))
            called = any(names.attribute(one.id) in self.used.operations for one in (before, after) if one)
            if after is None:
                text = f"Operation {name} ({before.address}) is gone."
                yield Change("operation removed", name, text, breaks(wire=True, low_level=True, overlay=called))
                continue
            if added.get(after.wire) is after:
                del added[after.wire]
            if after.id != name:
                yield renaming("operation", name, name, after.id)
            yield from self._operation(before, after, called)
        for one in added.values():
            yield Change("operation added", one.id, f"Operation {one.id} ({one.address}) is new.", adds=True)

    def _operation(self, old: Operation, new: Operation, called: bool) -> Iterator[Change]:
        name = new.id
        if old.wire != new.wire:
            text = f"Operation {name} moved from {old.address} to {new.address}."
            yield Change("operation moved", name, text, breaks(wire=True))
        if old.tag != new.tag:
            elsewhere = names.attribute(old.tag) != names.attribute(new.tag)
            text = (
                f"Operation {name} went from the tag {old.tag} to {new.tag}{', and so to another module' * elsewhere}."
            )
            yield Change(
                f"operation tag {'changed' if elsewhere else 'respelt'}", name, text, breaks(low_level=elsewhere)
            )
        yield from self._judge("operation", written=True).rest(name, f"Operation {name}", old.rest, new.rest)
        if old.wording != new.wording:
            yield Change("wording", name, f"Operation {name} is worded differently.")
        before, moved = _all(old.parameters, self.renamed), dict(_moved(old, new))
        for one, other in moved.items():
            yield _elsewhere(name, one, other)
        judge = self._judge("parameter", written=True, overlay=called)
        yield from _parts(judge, f"{name}: ", before, new.parameters, moved)
        judge = self._judge("body", written=True, overlay=called)
        gone, came = old.bodies.keys() - new.bodies.keys(), new.bodies.keys() - old.bodies.keys()
        moved = {min(gone): min(came)} if len(gone) == len(came) == 1 else {}
        for one, other in moved.items():
            text = f"{name} is now sent {other}, and no longer {one}."
            yield Change("body sent otherwise", f"{name}: {one}", text, breaks(wire=True))
        yield from _parts(judge, f"{name}: ", _all(old.bodies, self.renamed), new.bodies, moved)
        for noun, answers, now in (("success", old.successes, new.successes), ("error", old.errors, new.errors)):
            yield from _answers(self._judge(noun, read=True, overlay=called), name, _all(answers, self.renamed), now)

    def _schemas(self) -> Iterator[Change]:
        for name, other in self.renamed.items():
            yield renaming("schema", name, name, other, low_level=is_class(self.old.schemas[name]))
        for name, before in self.old.schemas.items():
            after = self.new.schemas.get(self.renamed.get(name, name))
            if after is None:
                yield Change("schema removed", name, f"Schema {name} is gone.", breaks(low_level=is_class(before)))
            else:
                yield from self._schema(name, self.renamed.get(name, name), _follow(before, self.renamed), after)
        for name in self.new.schemas.keys() - self.old.schemas.keys() - set(self.renamed.values()):
            yield Change("schema added", name, f"Schema {name} is new.", adds=True)

    def _schema(self, was: str, name: str, old: Part, new: Part) -> Iterator[Change]:
        model, used = names.model(was), self.used
        read, written = was in self.old.readers, was in self.old.writers
        refused = was in self.old.refusals or name in self.new.refusals
        whole = model in used.built or model in used.wrapped
        bare = [evolve(one, shape=evolve(one.shape, fields={})) for one in (old, new)]
        # what is no class in Python is another type wherever a list or a map holds it
        held = was in self.held and not is_class(old)
        yield from self._judge("schema", read, written, whole).compare(f"{name}[]" if held else name, *bare)
        moved = dict(_renamed(old.fields, new.fields, names.attribute))
        back = {now: before for before, now in moved.items()}
        for field in dict.fromkeys([*old.fields, *(back.get(one, one) for one in new.fields)]):
            now = moved.get(field, field)
            before, after = (
                {one: parts[one]} if one in parts else {} for one, parts in ((field, old.fields), (now, new.fields))
            )
            key = model, names.attribute(field)
            needed = any(one.required for one in (*before.values(), *after.values()))
            shown = read and (model in used.wrapped or key in used.read)
            shown = shown or (refused and field in used.words)  # refusals are read without the models
            sent = written and model in used.built and (needed or key in used.sent)
            if field in moved:
                # a property by hand can go on under its old name; a made one cannot
                seen = model in used.wrapped and key not in used.read
                yield renaming("field", f"{name}.{field}", field, now, wire=read or written, overlay=seen)
            yield from _parts(self._judge("field", read, written, shown or sent), f"{name}.", before, after, moved)


def _parts(
    judge: Judge, prefix: str, old: Mapping[str, Part], new: Mapping[str, Part], moved: Names
) -> Iterator[Change]:
    for name, part in old.items():
        if other := new.get(moved.get(name, name)):
            yield from judge.compare(f"{prefix}{name}", part, other)
        else:
            yield judge.gone(f"{prefix}{name}")
    for name, part in new.items():
        if name not in old and name not in moved.values():
            # one media type more is a choice, whatever must be sent in it
            choice = judge.noun == "body" and old
            yield judge.added(f"{prefix}{name}", evolve(part, required=False) if choice else part)


def _answers(judge: Judge, name: str, old: dict[str, Part], new: dict[str, Part]) -> Iterator[Change]:
    """Codes first; then what stands for each other, whatever its code."""
    noun, pairs = judge.noun, list(matched(old, new))
    if old.keys() != new.keys():
        kinds = frozenset[str]().union(*(one.shape.kinds for one in old.values()))
        wider = any(new[other].shape.kinds - kinds for one, other in pairs if other and not one)
        unknown = noun == "success" and not new.keys() <= old.keys()  # a refusal is one, whatever its code
        text = f"The {noun} of {name} went from {', '.join(old) or 'none'} to {', '.join(new) or 'none'}."
        yield Change(f"{noun} code changed", name, text, breaks(wire=unknown, low_level=wider))
    compared = (judge.compare(f"{name}: {noun}", old[one], new[other]) for one, other in pairs if one and other)
    yield from dict.fromkeys(change for found in compared for change in found)


def _moved(old: Operation, new: Operation) -> Iterator[tuple[str, str]]:
    """Parameters that stand elsewhere or are called otherwise: by their order in a path, else by their Python names."""
    if old.wire == new.wire:
        in_path = zip(old.in_path, new.in_path, strict=True)
        yield from ((f"path {one}", f"path {other}") for one, other in in_path if one != other)
    lone = [one for one in old.parameters if one not in new.parameters and (old.wire != new.wire or one[:4] != "path")]
    for key in new.parameters:
        twins = [one for one in lone if names.attribute(one.split()[1]) == names.attribute(key.split()[1])]
        if key not in old.parameters and twins:
            lone.remove(twins[0])
            yield twins[0], key


def _elsewhere(operation: str, old: str, new: str) -> Change:
    (here, name), (there, other) = old.split(" ", 1), new.split(" ", 1)
    subject = f"{operation}: {old}"
    if here == there:  # the path has its parameters by their order, and not by their names
        return renaming("parameter", subject, name, other, wire=here != "path")
    broken = breaks(wire=True, low_level="path" in {here, there})
    return Change("parameter moved", subject, f"{subject} is now {new}.", broken)


def _renamed(
    old: Mapping[str, Part], new: Mapping[str, Part], spell: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """What is gone and what is new, where Python calls both the same, or both say the same in the same words."""
    added = {name: one for name, one in new.items() if name not in old}
    for name, one in old.items():
        if name not in new:
            twins = [other for other in added if spell(other) == spell(name)]
            twins = twins or [other for other, part in added.items() if part == one and part.wording == one.wording]
            if len(twins) == 1:
                del added[twins[0]]
                yield name, twins[0]


def _schemas_renamed(old: Facts, new: Facts) -> Names:
    """Old name -> new name, of schemas that say the same, or that stand where the other did and look like it."""
    found = dict(_renamed(old.schemas, new.schemas, names.model))
    before, places = 0, dict(_places(new, {}))
    while before < len(found) or not before:  # one may stand only in another
        before = len(found) or 1
        gone = old.schemas.keys() - new.schemas.keys() - found.keys()
        added = new.schemas.keys() - old.schemas.keys() - set(found.values())
        for place, shape in _places(old, found) if gone and added else ():
            mine, yours = shape.kinds & gone, places.get(place, shape).kinds & added
            if len(mine) == len(yours) == 1 and _alike(old.schemas[min(mine)], new.schemas[min(yours)]):
                found[min(mine)] = min(yours)
                gone, added = gone - mine, added - yours
    return found


def _places(facts: Facts, renamed: Names) -> Iterator[tuple[str, Shape]]:
    for one in facts.operations.values():
        for parts in (one.parameters, one.bodies, one.successes, one.errors):
            for name, part in parts.items():
                yield from _inner(f"{one.wire} {name}", part)
    for schema, part in facts.schemas.items():
        for name, field in {"": part, **part.fields}.items():
            yield from _inner(f"{renamed.get(schema, schema)}.{name}", field)


def _inner(place: str, part: Part) -> Iterator[tuple[str, Shape]]:
    yield place, part.shape
    for mark, inner in (("[]", part.shape.items), ("{}", part.shape.values)):
        if inner:
            yield from _inner(f"{place}{mark}", inner)


def _alike(one: Part, other: Part) -> bool:
    """Whether half of what either has the other has too: fields, or values."""
    mine, yours = {*one.fields, *one.shape.enum}, {*other.fields, *other.shape.enum}
    return one.shape.kinds == other.shape.kinds and 2 * len(mine & yours) >= max(len(mine), len(yours))


def _all(parts: dict[str, Part], renamed: Names) -> dict[str, Part]:
    return {name: _follow(part, renamed) for name, part in parts.items()}


def _follow(part: Part, renamed: Names) -> Part:
    """A part that calls schemas by their new names."""
    if not renamed:
        return part
    shape = part.shape
    shape = evolve(
        shape,
        kinds=frozenset(renamed.get(kind, kind) for kind in shape.kinds),
        fields=_all(shape.fields, renamed),
        items=shape.items and _follow(shape.items, renamed),
        values=shape.values and _follow(shape.values, renamed),
    )
    return evolve(part, shape=shape)
