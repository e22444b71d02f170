"""A program of its own, run where the client was made: each model, enum and operation is used once.

Its arguments are the package and a JSON file that says what has to come out; it prints what does not, line by line.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, cast


class Client:
    """The client that was made."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.models: Any = importlib.import_module(f"{package}.models")

    def wrong(self, told: dict[str, Any]) -> Iterator[str]:
        """Every line of what did not come out."""
        checks = (("models", self._model), ("enums", self._enum), ("operations", self._operation))
        for kind, check in checks:
            for name, one in told[kind].items():
                try:
                    yield from check(name, one)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                    yield f"{one['at']}: {type(error).__name__}: {error}"

    def _model(self, name: str, told: dict[str, Any]) -> Iterator[str]:
        model = getattr(self.models, name)
        fields = {field.name for field in model.__attrs_attrs__ if field.init}
        if fields != set(told["fields"].values()):
            yield f"{told['at']}: has the fields {sorted(fields)} instead of {sorted(told['fields'].values())}"
        for sample in told["samples"]:
            if lost := self._lost(model, sample, told["fields"]):
                by = [one for one in sample if not self._lost(model, _without(sample, one), told["fields"])]
                yield f"{told['at']}: {lost}" + (f", because of {' and '.join(by)}" if by else "")
                return

    def _lost(self, model: Any, sample: dict[str, Any], fields: dict[str, str]) -> str:
        """What becomes of an object that is read and sent again, unless it stays as it is."""
        try:
            read = model.from_dict(dict(sample))
            sent = read.to_dict()
        except Exception as error:  # noqa: BLE001 - as above
            return f"cannot be read and sent again: {type(error).__name__}: {error}"
        for field, value in sample.items():
            plain = isinstance(value, str | int | float) and field in fields
            if plain and not _same(getattr(read, fields[field]), value):
                return f"{field} is read as {getattr(read, fields[field])!r} instead of {value!r}"
        for field in {**sample, **sent}:
            if not _same(went := sample.get(field, "nothing"), came := sent.get(field, "nothing")):
                return f"{field} is sent again as {came!r} instead of {went!r}"
        return ""

    def _enum(self, name: str, told: dict[str, Any]) -> Iterator[str]:
        values = [str(member.value) for member in getattr(self.models, name)]
        if sorted(values) != sorted(told["values"]):
            yield f"{told['at']}: has the values {values} instead of {told['values']}"

    def _operation(self, name: str, told: dict[str, Any]) -> Iterator[str]:
        operation = importlib.import_module(f"{self.package}.api.{name}").OPERATION
        if operation.id != told["id"]:
            yield f"{told['at']}: calls itself {operation.id}"
        asked = operation.request(**{each: self._given(value) for each, value in told["arguments"].items()})
        for part, value in told["request"].items():
            if not _same(asked.get(part), value):
                yield f"{told['at']}: sends {part} {asked.get(part)!r} instead of {value!r}"
        read = operation.parse(told["answer"])
        if not _same(again := _plain(read), told["answer"]):
            yield f"{told['at']}: reads {told['answer']} as {again}"

    def _given(self, told: dict[str, Any]) -> Any:
        """An argument as a caller has it."""
        value, name = told["value"], told["class"]
        if name == "bytes":
            return importlib.import_module(f"{self.package}.types").File(BytesIO(value.encode()))
        model = getattr(self.models, name) if name else None
        if model is None:
            return value
        make = getattr(model, "from_dict", model)
        return [make(one) for one in cast("list[object]", value)] if isinstance(value, list) else make(value)


def _without(sample: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in sample.items() if key != field}


def _same(one: object, other: object) -> bool:
    """Whether two values are the same on the wire: to Python, True is 1."""
    return json.dumps(one, sort_keys=True, default=repr) == json.dumps(other, sort_keys=True, default=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[object]", value)]
    return value.to_dict() if hasattr(value, "to_dict") else value


def main(package: str, path: str) -> int:
    """Exit status: 0 all came out, 1 something did not."""
    sys.path.insert(0, ".")
    lines = list(Client(package).wrong(json.loads(Path(path).read_text(encoding="utf-8"))))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
