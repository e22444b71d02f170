"""What the spec asks of all that is sent, as a made table: the overlay's one checker of arguments reads it."""

from pathlib import Path
from typing import Any

from tools.pipeline import names
from tools.pipeline.layout import MADE_OVERLAY, ROOT, SPEC, PipelineError, header, write_text
from tools.pipeline.programs import run
from tools.pipeline.spec import Document, operations, parameters, reached, resolve

BOUNDS = {
    *("minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "minProperties", "maxProperties"),
}
"""What the overlay's checker looks at."""

KEPT = {"type", "enum", *BOUNDS, "x-expected", "x-confidential", "x-open-enum"}
INNER = ("items", "additionalProperties", "propertyNames")

MODULE = '''"""What the spec asks of all that is sent, in the words of JSON Schema. Data only."""

from typing import Any, Final

REQUESTS: Final[dict[str, dict[str, dict[str, Any]]]] = {table!r}
"""Model or operation -> field or parameter, by its generated name -> what its value has to be.

Beside the spec's own keywords: ``model``, the model that a value becomes, and ``required`` where there has to be one.
"""
'''


def write(work: Path, document: Document, root: Path = ROOT) -> None:
    """Write the table into ``work``."""
    path = work / MADE_OVERLAY / "requests.py"
    write_text(path, header(SPEC) + MODULE.format(table=table(document)))
    run("ruff", "format", str(path), "--config", str(root / "pyproject.toml"), "--no-cache", "--quiet")


def table(document: Document) -> dict[str, dict[str, dict[str, Any]]]:
    """Every model that a request is made of, and every operation with parameters."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    written: set[str] = set()
    for _, _, operation, item in operations(document):
        given = parameters(document, operation, item)
        written |= reached(document, [operation.get("requestBody"), given])
        if given:
            rules = {one["name"]: _rule(document, one.get("schema", {}), one.get("required", False)) for one in given}
            found[names.attribute(operation["operationId"])] = _by_attribute(rules)
    for name in written:
        node = document["components"]["schemas"][name]
        if node.get("properties"):
            needed = node.get("required", [])
            rules = {field: _rule(document, one, field in needed) for field, one in node["properties"].items()}
            found[names.model(name)] = _by_attribute(rules)
    return dict(sorted(found.items()))


def _by_attribute(rules: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {names.attribute(name): rule for name, rule in rules.items()}


def _rule(document: Document, node: Document, required: bool = False) -> dict[str, Any]:
    found = {**resolve(document, node), **{key: value for key, value in node.items() if key != "$ref"}}
    rule = {key: found[key] for key in found if key in KEPT}
    pattern: str = rule.get("pattern", "^$")
    if not (pattern.startswith("^") and pattern.endswith("$")):
        raise PipelineError(f"the pattern {pattern} is one of parts of a value: begin it with ^ and end it with $")
    if "pattern" in rule and "x-expected" not in rule:
        raise PipelineError(f"the pattern {pattern} is not said in words: give it x-expected")
    rule |= {key: _rule(document, found[key]) for key in INNER if isinstance(found.get(key), dict)}
    if "$ref" in node:
        rule["model"] = names.model(str(node["$ref"]).rpartition("/")[2])
    return rule | ({"required": True} if required else {})
