"""What the overlay must learn after the spec changed, with the line to look at: what it breaks, and what it hides."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from tools.diff.changes import Change
from tools.diff.exposure import Exposure, Place, Wrapper
from tools.diff.facts import Facts
from tools.pipeline import names
from tools.pipeline.layout import OVERLAY


@frozen
class Lesson:
    """One thing to do, or to know."""

    text: str
    place: Place | None

    def __str__(self) -> str:
        return f"{self.place or OVERLAY}: {self.text}"


def lessons(changes: list[Change], new: Facts, used: Exposure) -> list[Lesson]:
    """What these changes ask of the overlay as it is now; nothing where they ask nothing."""
    return [lesson for change in changes for lesson in _of(change, new, used)]


def _of(change: Change, new: Facts, used: Exposure) -> Iterator[Lesson]:
    owner, _, part = change.subject.partition(".")
    operation, _, detail = change.subject.partition(": ")
    match change.kind:
        case "operation added":
            yield Lesson(f"operation {owner} is not exposed", _neighbour(owner, new, used))
        case "operation removed" | "operation renamed" | "operation tag changed":
            yield from _at(f"calls {owner}: {change.text}", used.operations.get(names.attribute(owner)))
        case "parameter added" | "body added":
            text = f"does not pass {detail} of {operation}, which is new"
            yield from _at(text, used.operations.get(names.attribute(operation)))
        case "field added":
            yield from _field(owner, part, new, used)
        case "field became a time" | "field is no longer a time":
            yield from _time(owner, part, change.kind == "field became a time", used)
        case "enum value added":
            yield from _word(owner, part, new, used)
        case "enum value removed":
            yield from _at(f"speaks of {part}: {change.text}", _spoken(owner, new, used).get(part))
        case _ if change.breaks and part:
            yield from _broken(change, owner, part, new, used)
        case _ if change.breaks and detail and not change.kind.startswith("error "):
            yield from _at(f"calls {change.text}", used.operations.get(names.attribute(operation)))
        case _ if "low-level" in change.breaks:
            yield from _at(f"names {names.model(owner)}: {change.text}", used.named.get(names.model(owner)))
        case _:
            pass


def _at(text: str, places: list[Place] | None) -> Iterator[Lesson]:
    return (Lesson(text, place) for place in places or [])


def _neighbour(operation: str, new: Facts, used: Exposure) -> Place:
    """Where the overlay calls the last of the operations with the same tag, or else the module to write."""
    tag = new.operations[operation].tag
    same = [one for one in new.operations.values() if one.tag == tag]
    places = [place for one in same for place in used.operations.get(names.attribute(one.id), [])]
    return max(places, default=Place(f"{OVERLAY}/_async/{tag}.py", 1))


def _field(schema: str, field: str, new: Facts, used: Exposure) -> Iterator[Lesson]:
    model, attribute = names.model(schema), names.attribute(field)
    part = new.schemas[schema].fields[field]
    # a field of a resource needs nothing: its property is made
    if schema in new.readers and model in used.copied and model not in used.wrapped:
        yield Lesson(f"hides the new field {schema}.{field}", used.copied[model])
    if schema in new.writers and model in used.built:
        need = "must send" if part.required else "cannot send"
        yield from _at(f"{need} the new field {schema}.{field} as {attribute}", used.built[model])


def _time(schema: str, field: str, now: bool, used: Exposure) -> Iterator[Lesson]:
    key = names.model(schema), names.attribute(field)
    if key in used.read and (key in used.as_time) != now:
        text = "shows as a number what is now a time" if now else "takes for a time what is now a number"
        yield from _at(f"{text}: {schema}.{field}", used.read[key])
    yield from _at(f"sends {schema}.{field}, which is {'now' if now else 'no longer'} a time", used.sent.get(key))


def _word(schema: str, value: str, new: Facts, used: Exposure) -> Iterator[Lesson]:
    called = {name for name in new.operations if names.attribute(name) in used.operations}
    met = new.readers.get(schema, set()) | new.writers.get(schema, set())
    if value in used.words or not met & called:
        return
    spoken = _spoken(schema, new, used)
    # another word would be added after the last of its siblings
    last = max((spoken[one][0] for one in new.schemas[schema].shape.enum if one in spoken), default=None)
    yield Lesson(f"has no word for {value}, a new {schema}", last)


def _spoken(schema: str, new: Facts, used: Exposure) -> dict[str, list[Place]]:
    """Word -> where the overlay speaks it, in the one file that speaks most of the words of an enum."""
    siblings = [place for one in new.schemas[schema].shape.enum for place in used.words.get(one, [])]
    spoken = Counter(place.file for place in siblings)
    file = max(sorted(spoken, reverse=True), key=spoken.__getitem__, default="")
    return {word: sorted(at) for word, places in used.words.items() if (at := [p for p in places if p.file == file])}


def _broken(change: Change, schema: str, field: str, new: Facts, used: Exposure) -> Iterator[Lesson]:
    model, attribute = key = names.model(schema), names.attribute(field)
    for verb, places in (("reads", used.read.get(key)), ("sends", used.sent.get(key))):
        yield from _at(f"{verb} {model}.{attribute}: {change.text}", places)
    part = new.schemas[schema].fields.get(field) if schema in new.schemas else None
    if part and part.required and key not in used.sent:  # left out until now, or sent by its position
        yield from _at(f"builds {model}: {change.text}", used.built.get(model))
    wrapper: Wrapper | None = used.wrapped.get(model)
    if wrapper and key not in used.read and change.kind in {"field removed", "field renamed"}:
        yield Lesson(f"{wrapper.name}.{attribute} is no longer there: {change.text}", wrapper.end)
    if schema in new.refusals and field in used.words:
        yield Lesson(f"reads {field} of refusals: {change.text}", used.words[field][0])
