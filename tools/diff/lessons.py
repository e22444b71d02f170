"""What the overlay must learn after the spec changed, with the line to look at: what it breaks, and what it hides.

A lesson ends when it is learnt. Where the source shows that, by a name that it speaks now or no more, this decides;
else that somebody has changed the function since the change of the spec. What is to be done for an operation that is
new is told elsewhere, with all that belongs to it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from tools.diff.change import Change
from tools.diff.exposure import Exposure, Place
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


def lessons(changes: list[Change], new: Facts, used: Exposure, before: Exposure) -> list[Lesson]:
    """What these changes ask of the overlay as it is now; nothing where they ask nothing, or no more.

    Args:
        changes: those of the spec
        new: the spec now
        used: what the overlay makes of the client now
        before: what it made of it before the changes
    """
    reader = _Lessons(new, used, before.code())
    return [lesson for change in changes for lesson in reader.of(change)]


@frozen
class _Lessons:
    new: Facts
    used: Exposure
    unchanged: set[str]

    def of(self, change: Change) -> Iterator[Lesson]:
        """What one change asks; nothing if it is only written otherwise, for the client sees to that."""
        kind = change.kind.split()
        if kind[-1] in {"respelt", "moved"}:
            return iter(())
        return self._of_operation(change) if kind[0] == "operation" or ": " in change.subject else self._of_rest(change)

    def _of_operation(self, change: Change) -> Iterator[Lesson]:
        operation, _, detail = change.subject.partition(": ")
        module, argument = names.attribute(operation), names.attribute(detail.rpartition(" ")[2])
        asked = self.used.operations.get(module)
        match change.kind:
            case "operation removed" | "operation renamed":
                if module not in map(names.attribute, self.new.operations):
                    yield from _at(f"calls {operation}: {change.text}", asked)
            case "operation tag changed":
                yield from self._open(f"calls {operation}: {change.text}", asked)
            case "parameter added" | "body added":
                if (module, "body" if change.kind == "body added" else argument) not in self.used.passed:
                    yield from self._open(f"does not pass {detail} of {operation}, which is new", asked)
            case "parameter removed" if argument in self._taken(operation):
                pass
            case kind if change.breaks and detail and not kind.startswith("error "):
                yield from self._open(f"calls {change.text}", asked)
            case _:
                pass

    def _of_rest(self, change: Change) -> Iterator[Lesson]:
        owner, _, part = change.subject.partition(".")
        match change.kind:
            case "field added":
                yield from self._field(owner, part)
            case "field became a time" | "field is no longer a time":
                yield from self._time(owner, part, change.kind == "field became a time")
            case "enum value added":
                yield from self._word(owner, part)
            case "enum value removed":
                yield from _at(f"speaks of {part}: {change.text}", self._spoken(owner).get(part))
            case _ if change.breaks and part:
                yield from self._broken(change, owner, part)
            case _ if "low-level" in change.breaks and names.model(owner) not in map(names.model, self.new.schemas):
                yield from _at(f"names {names.model(owner)}: {change.text}", self.used.named.get(names.model(owner)))
            case _:
                pass

    def _open(self, text: str, places: Iterable[Place] | None) -> Iterator[Lesson]:
        """A lesson for each place that nobody has touched since."""
        return (lesson for lesson in _at(text, places) if lesson.place and lesson.place.code in self.unchanged)

    def _taken(self, operation: str) -> set[str]:
        """The arguments that an operation takes, wherever they are sent."""
        parameters = self.new.operations[operation].parameters if operation in self.new.operations else {}
        return {names.attribute(one.rpartition(" ")[2]) for one in parameters}

    def _field(self, schema: str, field: str) -> Iterator[Lesson]:
        model, attribute = key = names.model(schema), names.attribute(field)
        part = self.new.schemas[schema].fields[field]
        # a field of a resource needs nothing: its property is made
        copied = model in self.used.copied and model not in self.used.wrapped
        if schema in self.new.readers and copied and key not in self.used.read:
            yield Lesson(f"hides the new field {schema}.{field}", self.used.copied[model])
        if schema in self.new.writers and model in self.used.built and key not in self.used.sent:
            need = "must send" if part.required else "cannot send"
            yield from self._open(f"{need} the new field {schema}.{field} as {attribute}", self.used.built[model])

    def _time(self, schema: str, field: str, now: bool) -> Iterator[Lesson]:
        key = names.model(schema), names.attribute(field)
        if key in self.used.read and (key in self.used.as_time) != now:
            text = "shows as a number what is now a time" if now else "takes for a time what is now a number"
            yield from _at(f"{text}: {schema}.{field}", self.used.read[key])
        text = f"sends {schema}.{field}, which is {'now' if now else 'no longer'} a time"
        yield from self._open(text, self.used.sent.get(key))

    def _word(self, schema: str, value: str) -> Iterator[Lesson]:
        called = {name for name in self.new.operations if names.attribute(name) in self.used.operations}
        met = self.new.readers.get(schema, set()) | self.new.writers.get(schema, set())
        if value in self.used.words or not met & called:
            return
        spoken = self._spoken(schema)
        # another word would be added after the last of its siblings
        last = max((spoken[one][0] for one in self.new.schemas[schema].shape.enum if one in spoken), default=None)
        yield Lesson(f"has no word for {value}, a new {schema}", last)

    def _spoken(self, schema: str) -> dict[str, list[Place]]:
        """Word -> where the overlay speaks it, in the one file that speaks most of the words of an enum."""
        words = self.used.words
        siblings = [place for one in self.new.schemas[schema].shape.enum for place in words.get(one, [])]
        spoken = Counter(place.file for place in siblings)
        file = max(sorted(spoken, reverse=True), key=spoken.__getitem__, default="")
        return {word: sorted(at) for word, places in words.items() if (at := [p for p in places if p.file == file])}

    def _broken(self, change: Change, schema: str, field: str) -> Iterator[Lesson]:
        model, attribute = key = names.model(schema), names.attribute(field)
        fields = self.new.schemas[schema].fields if schema in self.new.schemas else {}
        gone = change.kind in {"field removed", "field renamed"}
        if gone and attribute in map(names.attribute, fields):
            return
        for verb, places in (("reads", self.used.read.get(key)), ("sends", self.used.sent.get(key))):
            yield from (_at if gone else self._open)(f"{verb} {model}.{attribute}: {change.text}", places)
        part = fields.get(field)
        if part and part.required and key not in self.used.sent:  # left out until now, or sent by its position
            yield from self._open(f"builds {model}: {change.text}", self.used.built.get(model))
        wrapper = self.used.wrapped.get(model)
        if wrapper and key not in self.used.read and gone and attribute in self.used.attributes:
            yield Lesson(f"{wrapper.name}.{attribute} is no longer there: {change.text}", wrapper.end)
        if schema in self.new.refusals and field in self.used.words:
            yield from self._open(f"reads {field} of refusals: {change.text}", self.used.words[field][:1])


def _at(text: str, places: Iterable[Place] | None) -> Iterator[Lesson]:
    return (Lesson(text, place) for place in places or [])
