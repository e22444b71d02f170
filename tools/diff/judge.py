"""What the findings about a field, a parameter, a body or an answer mean, and whom each of them breaks."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, cast

from attrs import frozen

from tools.diff.bounds import tighter
from tools.diff.change import Change, breaks
from tools.diff.facts import Facts
from tools.diff.findings import Finding, compare, differing, listed, said
from tools.diff.shape import AGAIN, ANYTHING, MARKS, NOTHING, NULL, Part, Shape, kind, part
from tools.pipeline import names
from tools.pipeline.spec import Document

TIME = "epoch-ms"
ONLY_SAID = {"deprecated", "openapi", "version", "contact", "license", "tags", "discriminator", "default"}
OFFERED = {"securitySchemes", "headers", "links", "callbacks", "webhooks", "content"}
OWN_TYPE = {"date", "date-time", "uuid", "binary"}  # formats that the generator has Python types for
WIDTHS = {"int8": 8, "int16": 16, "int32": 32}  # any other holds every number that JSON carries safely
OF_NUMBERS = {*WIDTHS, "int64", "float", "double", TIME}
JSON_KINDS = {"string", "integer", "number", "boolean", "null", "array", "object", ANYTHING, NOTHING, AGAIN}


@frozen
class Side:
    """How a part is met: in answers, in requests, and by users of the overlay."""

    read: bool
    written: bool
    overlay: bool = False


@frozen
class Judge:
    """Says of findings about fields, parameters, bodies or answers what they mean, to whom.

    Attributes:
        before: the facts that the old parts are of
        noun: what they are: field, schema, parameter, body, success, error
    """

    before: Facts
    after: Facts
    noun: str
    side: Side

    def compare(self, subject: str, old: Part, new: Part) -> Iterator[Change]:
        """What changed about one part: bounds of one place are told together, and so are further keywords."""
        findings = compare(subject, old, new)
        for (place, is_bound, is_rest), group in groupby(findings, lambda one: (one.place, one.is_bound, one.is_rest)):
            for one in [next(group)] if is_bound or is_rest else group:
                yield from self._judged(place.replace("[]", "").replace("{}", ""), one)

    def _judged(self, subject: str, one: Finding) -> Iterator[Change]:
        # lists and maps of another type are other types throughout
        old, new, exact = one.old, one.new, "[]" in one.place or "{}" in one.place
        if not new:
            yield self.gone(subject)
        elif not old:
            yield self.added(subject, new)
        elif one.is_rest:
            yield from self.rest(subject, subject, old.shape.rest, new.shape.rest)
        elif one.is_bound:
            yield self._bound(subject, old.shape, new.shape)
        elif one.matter == "wording":
            yield Change("wording", subject, f"{subject} is worded differently.")
        elif one.matter == "required":
            yield self._required(subject, new.required)
        elif one.matter == "enum":
            yield from self._enum(subject, old.shape, new.shape, exact)
        elif one.matter == "format":
            yield self._format(subject, old.shape.format, new.shape.format)
        else:
            yield self._retyped(subject, old, new, exact)

    def _change(
        self,
        kind: str,
        subject: str,
        text: str,
        worse: bool,
        *,
        wire: bool | None = None,
        low_level: bool | None = None,
        adds: bool = False,
    ) -> Change:
        """What is worse for who reads or writes breaks all who do, unless the wire or Python is judged otherwise."""
        broken = breaks(
            wire=worse if wire is None else wire,
            low_level=worse if low_level is None else low_level,
            overlay=worse and self.side.overlay,
        )
        return Change(kind, subject, text, broken, adds)

    def gone(self, subject: str) -> Change:
        """A part that is no longer there: who sent it sends what nobody knows, who read it reads nothing."""
        met = self.side.read or self.side.written
        return self._change(f"{self.noun} removed", subject, f"{subject} is gone.", True, wire=met)

    def added(self, subject: str, new: Part) -> Change:
        """A part that was not there before."""
        what = "a time" if new.shape.format == TIME else new.shape.text
        demanded = new.required and self.side.written
        text = f"{subject} is new: {what}{', and must be there' if demanded else ''}."
        return self._change(f"{self.noun} added", subject, text, demanded, adds=True)

    def _required(self, subject: str, now: bool) -> Change:
        # what must be there breaks who sends without, and what may be missing who reads
        if now:
            text = f"{subject} must now be there."
            return self._change(f"{self.noun} made required", subject, text, self.side.written)
        text = f"{subject} may now be left out."
        return self._change(f"{self.noun} made optional", subject, text, self.side.read, adds=True)

    def _retyped(self, subject: str, old: Part, new: Part, exact: bool) -> Change:
        # an answer may promise more than before, and a request may be asked less; the other way round breaks
        a, b = _classes(old.shape.kinds, self.before, self.after), _classes(new.shape.kinds, self.after, self.before)
        worse = (self.side.read and not self._within(b, a)) or (self.side.written and not self._within(a, b))
        wire = self._unsaid(a, b, new.shape) if self.noun == "parameter" else worse
        if wire and (a | b) - JSON_KINDS:
            wire = self._on_the_wire(old, new)
        # a model can be sent only where one is expected
        unsent = ANYTHING in b and any(one in self.after.schemas or one in self.before.schemas for one in a - b)
        low_level = worse or unsent or (exact and a != b and ANYTHING not in a | b)
        text = f"{subject} was {old.shape.text} and is now {new.shape.text}."
        adds = not (wire or low_level)
        return self._change(f"{self.noun} retyped", subject, text, worse, wire=wire, low_level=low_level, adds=adds)

    def _within(self, some: frozenset[str], others: frozenset[str]) -> bool:
        return bool(others & {ANYTHING, NOTHING}) or all(self._wider(one) & others for one in some)

    def _unsaid(self, old: frozenset[str], new: frozenset[str], shape: Shape) -> bool:
        """Whether what a parameter could say it cannot any more: on its way it is a text, or a list of some."""
        if "array" in new and shape.items:
            new |= shape.items.shape.kinds
        return ("string" not in new and not self._within(old, new)) or "array" in old - new

    def _wider(self, name: str) -> set[str]:
        """The kinds that hold every value of this one; those of a StrEnum are strings."""
        if name.startswith("just "):
            return {name, *self._wider(kind(json.loads(name.removeprefix("just "))))}
        schema = self.after.schemas.get(name) or self.before.schemas.get(name)
        if schema and schema.shape.enum:
            return {name, *schema.shape.kinds}
        return {name, "number"} if name == "integer" else {name}

    def _on_the_wire(self, old: Part, new: Part) -> bool:
        """Whether it breaks the wire, whatever the schemas are called."""
        for skip, side in (("readOnly", Side(False, self.side.written)), ("writeOnly", Side(self.side.read, False))):
            here = part(self.before.document, old.node, skip, required=old.required)
            there = part(self.after.document, new.node, skip, required=new.required)
            found = Judge(self.before, self.after, self.noun, side).compare("", here, there)
            if (side.read or side.written) and any("wire" in one.breaks for one in found):
                return True
        return False

    def _enum(self, subject: str, old: Shape, new: Shape, exact: bool) -> Iterator[Change]:
        written = self.side.written
        if not old.enum or not new.enum:
            narrow = written and bool(new.enum)
            # an enum is a text to who reads it, but a list of them is no list of texts
            low_level = narrow or exact or bool(old.enum)
            text = f"{subject} went from {listed(old.enum)} to {listed(new.enum)}."
            yield self._change("enum changed", subject, text, low_level, wire=narrow)
            return
        added = {names.attribute(value): value for value in sorted(new.enum - old.enum)}
        for value in sorted(old.enum - new.enum):
            place = f"{subject}.{value}"
            if now := added.pop(names.attribute(value), None):
                text = f"{subject}: {value} is now spelt {now}; its Python name stays."
                yield Change("enum value respelt", place, text, breaks(wire=written))
            else:
                text = f"{subject} is never {value} any more."
                yield self._change("enum value removed", place, text, written, low_level=True)
        # enums of texts are open to what the client does not know; others are not
        closed = self.side.read and "string" not in new.kinds
        for value in added.values():
            text = f"{subject} may now be {value}."
            yield self._change("enum value added", f"{subject}.{value}", text, closed, adds=True)

    def _format(self, subject: str, old: str | None, new: str | None) -> Change:
        if TIME in {old, new}:
            became, now = ("became", "now") if new == TIME else ("is no longer", "no longer")
            text = f"{subject} is {now} a time in epoch milliseconds."
            return self._change(f"{self.noun} {became} a time", subject, text, True, wire=False, low_level=False)
        typed = bool({old, new} & OWN_TYPE)
        tight = WIDTHS.get(new or "", 64) < WIDTHS.get(old or "", 64) or bool(new and new not in OF_NUMBERS)
        wire = (self.side.written and tight) or (self.side.read and old in OWN_TYPE)
        text = f"The format of {subject} went from {old or 'none'} to {new or 'none'}."
        kind = f"{self.noun} format changed"
        return self._change(kind, subject, text, typed or wire, wire=wire, low_level=typed)

    def _bound(self, subject: str, old: Shape, new: Shape) -> Change:
        tight = tighter(old.bounds, new.bounds, whole=new.kinds - NULL == frozenset({"integer"}))
        text = f"{subject}: {_changed(old.bounds, new.bounds)}."
        kind = f"bound {'tightened' if tight else 'loosened'}"
        return self._change(kind, subject, text, tight and self.side.written, low_level=False)

    def rest(self, subject: str, title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
        """What changed of all that the client does not look at, or not in a way that has a name here."""
        if keys := differing(old, new):
            text = f"{title}: {_changed(old, new)}."
            wire = any(self._matters(key, old.get(key), new.get(key)) for key in keys)
            low_level = "additionalProperties" in new and "additionalProperties" not in old
            if self.noun == "operation":  # where one has security of its own, the client has to have the token
                low_level = bool(new.get("security")) and not old.get("security")
            lost = bool({"x-always-sent", "x-resource"} & {key for key in keys if key in old})
            yield self._change(f"{self.noun} differs", subject, text, lost, wire=wire, low_level=low_level)

    def _matters(self, key: str, old: Any, new: Any) -> bool:
        """Whether it is more than said, and more than added to what was there, as another server is."""
        if key in ONLY_SAID or key.startswith("x-"):
            return False
        if key in MARKS:
            return bool(new) and (self.side.written if key == "readOnly" else self.side.read)
        if key in {"security", "servers"}:
            holds = _secured if key == "security" else _served
            here = self.before.rest[key] if old is None else old
            return not holds(here, self.after.rest[key] if new is None else new)
        if key in OFFERED:
            return not _entries(old).items() <= _entries(new).items()
        # other keywords narrow what may be sent, and nothing that is read
        return key in {"style", "explode"} or (new is not None and self.side.written)


def _classes(kinds: frozenset[str], facts: Facts, others: Facts) -> frozenset[str]:
    """Kinds without the names of what is no class in Python, such as a union: what it stands for says the same."""
    found = frozenset[str]()
    for name in kinds:
        schema = facts.schemas.get(name) or others.schemas.get(name)
        found |= _classes(schema.shape.kinds, facts, others) if schema and not is_class(schema) else {name}
    return found


def is_class(schema: Part) -> bool:
    """Whether Python has a class for a named schema: of objects and enums, not of unions, lists and plain values."""
    return bool(schema.shape.enum) or schema.shape.kinds - NULL == frozenset({"object"})


def _entries(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else dict.fromkeys(value or ())


def _secured(old: list[Document] | None, new: list[Document] | None) -> bool:
    """Whether whoever has what one of the old requirements asks for has enough for one of the new."""
    free: list[Document] = [{}]
    return all(any(one.keys() <= had.keys() for one in new or free) for had in old or free)


def _served(old: list[Document] | None, new: list[Document] | None) -> bool:
    return {one.get("url") for one in old or []} <= {one.get("url") for one in new or []}


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The keys whose values differ, each with both."""
    return ", ".join(f"{key} from {said(old.get(key))} to {said(new.get(key))}" for key in differing(old, new))
