"""After generation: every operation, schema, field, parameter and enum value of the spec came out, and works.

The modules are counted, and a program uses each of them once: a model reads and sends again what the spec says it
holds, an operation makes the request that the spec says and reads the answer.
"""

import json
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools.pipeline import names, round_trip
from tools.pipeline.layout import GENERATED, SPEC, PipelineError, listed
from tools.pipeline.programs import Runner, start
from tools.pipeline.spec import Document, escaped, operations, parameters, resolve

DEEP = 2  # schemas inside each other, below which only what is required is made up: each is looked at by itself


def check(work: Path, document: Document, runner: Runner = start) -> None:
    """Raise if something of the spec is not in the client that was made."""
    told = _Told(document).all()
    if left := listed(_missing(work / GENERATED, told)):
        raise PipelineError(f"not all of {SPEC.as_posix()} came out:\n{left}")
    path = work / "told.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    program = Path(round_trip.__file__).read_text(encoding="utf-8")
    command = (sys.executable, "-W", "error", "-B", "-c", program, GENERATED.name, str(path))
    done = runner(command, cwd=work / GENERATED.parent)
    if done.returncode:
        lines = (done.stdout or done.stderr).splitlines()
        raise PipelineError(
            f"what came out is not what {SPEC.as_posix()} says:\n{listed(lines)}\nA name may meet one that the "
            "generator makes up, such as that of a list's items: leave that field out, and the model still holds it."
        )


def _missing(package: Path, told: dict[str, dict[str, Any]]) -> Iterator[str]:
    made = {
        ".".join(path.relative_to(package / "api").with_suffix("").parts)
        for path in (package / "api").glob("*/*.py")
        if path.name != "__init__.py"
    }
    for name in sorted(told["operations"].keys() - made):
        yield f"{told['operations'][name]['at']} has no module api.{name}"
    for name in sorted(made - told["operations"].keys()):
        yield f"the module api.{name} is of no operation"
    for kind in ("models", "enums"):
        for name, one in told[kind].items():
            if not (package / "models" / f"{names.attribute(name)}.py").exists():
                yield f"{one['at']} has no module models.{names.attribute(name)}"


class _Told:
    """What a spec says has to come out."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers = count(1)

    def all(self) -> dict[str, dict[str, Any]]:
        models: dict[str, Any] = {}
        enums: dict[str, Any] = {}
        for name, node in self._document.get("components", {}).get("schemas", {}).items():
            at = f"/components/schemas/{escaped(name)}"
            if "enum" in node:
                enums[names.model(name)] = {"at": at, "values": node["enum"]}
            elif node.get("type") == "object":
                fields = {field: names.attribute(field) for field in node.get("properties", {})}
                models[names.model(name)] = {"at": at, "fields": fields, "samples": self._samples(node, 0)}
        asked: dict[str, Any] = {}
        for path, method, operation, item in operations(self._document):
            tag = names.tag(operation.get("tags", ["default"])[0])
            asked[f"{tag}.{names.attribute(operation['operationId'])}"] = self._operation(path, method, operation, item)
        return {"models": models, "enums": enums, "operations": asked}

    def _operation(self, path: str, method: str, operation: Document, item: Document) -> dict[str, Any]:
        at = f"/paths/{escaped(path)}/{method}"
        arguments: dict[str, Any] = {}
        request: dict[str, Any] = {"method": method}
        for one in parameters(self._document, operation, item):
            given = arguments[names.attribute(one["name"])] = self._argument(one["schema"])
            match one["in"]:
                case "path":
                    path = path.replace(f"{{{one['name']}}}", quote(str(given["value"]), safe=""))
                case "query":
                    request.setdefault("params", {})[one["name"]] = given["value"]
                case _:
                    value = given["value"]
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    request.setdefault("headers", {})[one["name"]] = text
        request["url"] = path
        for kind, carried in resolve(self._document, operation.get("requestBody", {})).get("content", {}).items():
            request.setdefault("headers", {})["Content-Type"] = kind
            arguments["body"] = self._argument(carried["schema"])
            if kind == "application/json":
                request["json"] = arguments["body"]["value"]
            else:
                arguments["body"] = {"class": "bytes", "value": "bytes"}
        answers = operation["responses"].items()
        success = next(resolve(self._document, answer) for code, answer in answers if code.startswith("2"))
        carried = success.get("content", {}).get("application/json")
        answer = self._samples(carried["schema"], 0)[0] if carried else None
        return {"at": at, "id": operation["operationId"], "arguments": arguments, "request": request, "answer": answer}

    def _argument(self, schema: Document) -> dict[str, Any]:
        """A value, and the class that a caller makes of it, or of each of several."""
        node = schema
        while "oneOf" in node or "anyOf" in node or "items" in node or "$ref" in node:
            if "$ref" in node:
                name = str(node["$ref"]).rpartition("/")[2]
                node = self._document["components"]["schemas"][name]
                if "enum" in node or node.get("type") == "object":
                    return {"class": names.model(name), "value": self._samples(schema, 0)[0]}
            else:
                node = node["items"] if "items" in node else [*node.get("oneOf", []), *node.get("anyOf", [])][0]
        return {"class": None, "value": self._samples(schema, 0)[0]}

    def _samples(self, schema: Any, depth: int) -> list[Any]:
        """Values that a schema allows, one for each variant of each part; the first is the usual one."""
        node = resolve(self._document, schema)
        if several := [*node.get("oneOf", []), *node.get("anyOf", [])]:
            return [sample for one in several for sample in self._samples(one, depth)]
        if "const" in node or "enum" in node:
            return [node["const"]] if "const" in node else list(node["enum"])
        kinds = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", ["string"])
        return [sample for kind in kinds for sample in self._of(kind, node, depth)]

    def _of(self, kind: str, node: Document, depth: int) -> list[Any]:
        number = next(self._numbers)
        match kind:
            case "object":
                return self._objects(node, depth)
            case "array":
                return [[sample] for sample in self._samples(node.get("items", {}), depth)]
            case "integer":
                return [number]
            case "number":
                return [number + 0.5]
            case "boolean":
                return [True, False]
            case "null":
                return [None]
            case _:
                return [f'text "{number}"']

    def _objects(self, node: Document, depth: int) -> list[Any]:
        needed = node.get("required", [])
        fields = {
            name: self._samples(one, depth + 1)
            for name, one in node.get("properties", {}).items()
            if depth < DEEP or name in needed
        }
        usual = {name: samples[0] for name, samples in fields.items()}
        more = node.get("additionalProperties", True)
        if more is not False:
            usual["zz more"] = self._samples({} if more is True else more, depth + 1)[0]
        others = [{**usual, name: sample} for name, samples in fields.items() for sample in samples[1:]]
        return [usual, *(others if depth == 0 else [])]
