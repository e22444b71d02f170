"""OpenAPI Overlay 1.0: changes to the spec that stay apart from it, each with its reason.

Stricter than the specification asks: an action that matches nothing is an error, for it has become a lie, and so is one
without a description, which is where its reason stands.
"""

import copy
from typing import Any, cast

import jsonpath
from jsonpath.exceptions import JSONPathError

from tools.pipeline.layout import PipelineError


def apply(document: dict[str, Any], overlay: dict[str, Any], name: str) -> None:
    """Change a document in place as an overlay says."""
    if not str(overlay.get("overlay", "")).startswith("1."):
        raise PipelineError(f"{name} does not begin with 'overlay: 1.0.0'")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise PipelineError(f"{name} has no actions")
    for number, action in enumerate(cast("list[dict[str, Any]]", actions), 1):
        _act(document, action, f"{name}, action {number}")


def _act(document: dict[str, Any], action: dict[str, Any], where: str) -> None:
    unknown = sorted(action.keys() - {"target", "description", "update", "remove"})
    if unknown:
        raise PipelineError(f"{where}: unknown key '{unknown[0]}'")
    if not action.get("description"):
        raise PipelineError(f"{where} has no description: its reason belongs there")
    if ("update" in action) == bool(action.get("remove")):
        raise PipelineError(f"{where} must have either an update or 'remove: true'")
    target = str(action.get("target"))
    try:
        matches = list(jsonpath.finditer(target, document))
    except JSONPathError as error:
        raise PipelineError(f"{where}: {target!r} is no JSONPath: {error}") from error
    if not matches:
        raise PipelineError(f"{where}: {target!r} matches nothing (any more)")
    for match in reversed(matches):  # from the end, so that removing items of a list does not move the next
        if action.get("remove"):
            if match.parent is None:
                raise PipelineError(f"{where}: the whole document cannot be removed")
            del cast("Any", match.parent.obj)[match.parts[-1]]
            continue
        found: Any = match.obj
        if isinstance(found, dict):
            _merge(cast("dict[str, Any]", found), action["update"], where)
        elif isinstance(found, list):
            cast("list[object]", found).append(copy.deepcopy(action["update"]))
        else:
            raise PipelineError(f"{where}: {target!r} is neither an object nor a list: target what holds it")


def _merge(into: dict[str, Any], update: Any, where: str) -> None:
    if not isinstance(update, dict):
        raise PipelineError(f"{where}: the target is an object, so the update must be one")
    for key, value in cast("dict[str, Any]", update).items():
        old = into.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            _merge(cast("dict[str, Any]", old), value, where)
        elif isinstance(old, list) and isinstance(value, list):
            into[key] = copy.deepcopy(cast("list[object]", old) + cast("list[object]", value))
        else:
            into[key] = copy.deepcopy(value)
