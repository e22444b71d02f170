"""Overlay 1.0 patches: what each action does, and what is refused."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pipeline.conftest import edit, regenerated
from tools.pipeline import patches
from tools.pipeline.layout import GENERATED, LOCK, MADE_OVERLAY, PATCHES, PipelineError

DOCUMENT: dict[str, Any] = {
    "info": {"title": "A", "version": "1"},
    "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    "paths": {"/a": {"get": {"tags": ["a"]}}},
}
AB = DOCUMENT["tags"][:2]


def patched(*actions: dict[str, Any]) -> dict[str, Any]:
    """The document after some actions, each with a reason."""
    document = copy.deepcopy(DOCUMENT)
    reasoned = [{"description": "because", **action} for action in actions]
    patches.apply(document, {"overlay": "1.0.0", "info": {}, "actions": reasoned}, "x.yaml")
    return document


@pytest.mark.parametrize(
    ("action", "place", "expected"),
    [
        ({"target": "$.info", "update": {"title": "B"}}, "info", {"title": "B", "version": "1"}),
        ({"target": "$.info", "update": {"x": {"y": 1}}}, "info", {"title": "A", "version": "1", "x": {"y": 1}}),
        ({"target": "$.tags", "update": {"name": "d"}}, "tags", [*DOCUMENT["tags"], {"name": "d"}]),
        ({"target": "$", "update": {"tags": [{"name": "d"}]}}, "tags", [*DOCUMENT["tags"], {"name": "d"}]),
        ({"target": "$.tags[?@.name == 'b']", "remove": True}, "tags", [{"name": "a"}, {"name": "c"}]),
        ({"target": "$.tags[0,1]", "remove": True}, "tags", [{"name": "c"}]),
        ({"target": "$.tags[?@.name == 'c']", "update": {"x": 1}}, "tags", [*AB, {"name": "c", "x": 1}]),
        ({"target": "$.paths.*.get", "remove": True}, "paths", {"/a": {}}),
        ({"target": "$.paths.*.*.tags", "update": "n"}, "paths", {"/a": {"get": {"tags": ["a", "n"]}}}),
        ({"target": "$.info.title", "remove": True}, "info", {"version": "1"}),
    ],
)  # fmt: skip
def test_action(action: dict[str, Any], place: str, expected: object) -> None:
    """An action merges into objects, appends to lists, or removes; all else stays."""
    assert patched(action) == {**DOCUMENT, place: expected}


def test_actions_build_on_one_another() -> None:
    """An action sees what the one before did, and shares nothing with the document it changes."""
    added = {"name": "d"}
    after = patched({"target": "$.tags", "update": added}, {"target": "$.tags[3]", "update": {"x": 1}})
    assert after["tags"][3] == {"name": "d", "x": 1}
    assert added == {"name": "d"}


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ({"target": "$.nothing", "remove": True}, "matches nothing"),
        ({"target": "$.tags[?@.name == 'z']", "update": {}}, "matches nothing"),
        ({"target": "$.[", "update": {}}, "is no JSONPath"),
        ({"target": "$.info"}, "must have either"),
        ({"target": "$.info", "update": {}, "remove": True}, "must have either"),
        ({"target": "$.info", "updates": {}}, "unknown key 'updates'"),
        ({"target": "$.info", "update": {}, "description": ""}, "has no description"),
        ({"target": "$.info.title", "update": {}}, "neither an object nor a list"),
        ({"target": "$.info", "update": [1]}, "the update must be one"),
        ({"target": "$", "remove": True}, "cannot be removed"),
    ],
)
def test_refused(action: dict[str, Any], reason: str) -> None:
    """An action that does nothing, or says nothing clear, is refused with its number and the reason."""
    with pytest.raises(PipelineError, match=rf"^x\.yaml, action 1.*{reason}"):
        patched(action)


@pytest.mark.parametrize("overlay", [{"actions": []}, {"overlay": "1.0.0"}, {"overlay": "1.0.0", "actions": []}])
def test_no_overlay(overlay: dict[str, Any]) -> None:
    """A file that is no overlay, or an empty one, is refused."""
    with pytest.raises(PipelineError, match=r"^x\.yaml"):
        patches.apply({}, overlay, "x.yaml")


def test_the_example_works(root: Path) -> None:
    """The example in the folder's README, followed, gives a client with the field and without the operation."""
    text = (root / PATCHES / "README.md").read_text(encoding="utf-8")
    example = "\n".join(line.removeprefix("    ") for line in text.splitlines() if line.startswith("    "))
    overlay = root / PATCHES / "50-example.yaml"
    overlay.write_text(example, encoding="utf-8")
    assert regenerated(root)
    assert "retired_time: int | None | Unset" in (root / GENERATED / "models" / "function.py").read_text(
        encoding="utf-8"
    )
    assert "def retired_time(self) -> datetime | None:" in (root / MADE_OVERLAY / "function.py").read_text(
        encoding="utf-8"
    )
    assert not (root / GENERATED / "api" / "functions" / "get_functions_limits.py").exists()
    assert f"{PATCHES}/50-example.yaml" in yaml.safe_load((root / LOCK).read_text(encoding="utf-8"))["inputs"]
    edit(overlay, "Function.properties", "Nonsense.properties")
    assert not regenerated(root, "--check")
