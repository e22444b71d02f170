"""Requests made up from the spec, right and wrong ones: every answer is one that the spec has, and none is a 5xx."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from .support import Project

#: Imported by name, because its types are not complete enough for strict checks of ours.
schemathesis: Any = import_module("schemathesis")
general: Any = import_module("schemathesis.checks")
of_spec: Any = import_module("schemathesis.specs.openapi.checks")

CHECKS = [
    general.not_a_server_error,
    of_spec.status_code_conformance,
    of_spec.content_type_conformance,
    of_spec.response_headers_conformance,
    of_spec.response_schema_conformance,
]
SPEC = Path(__file__).parent.parent.parent / "spec" / "openapi.yaml"
every_operation: Callable[[Callable[..., None]], Callable[..., None]] = schemathesis.openapi.from_path(
    SPEC
).parametrize()


class World:
    """A project in which things exist, so that not all that is asked for is unknown."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.function_id = project.deploy("def handle(data): return data", externalId="f", secrets={"key": "s"})
        self.call_id = project.run(self.function_id)["id"]
        item = {"name": "s", "functionId": self.function_id, "cronExpression": "0 * * * *", "nonce": project.nonce()}
        self.schedule_id = project.post("/functions/schedules", {"items": [item]}, 201)["items"][0]["id"]
        self.file_id = project.get(f"/functions/{self.function_id}")["fileId"]
        session_id = project.get("/sessions")["items"][0]["id"]
        #: What ``id`` in a body stands for, by a part of the path; anywhere else it is the function.
        self.ids = {
            "/calls": self.call_id,
            "/schedules": self.schedule_id,
            "/sessions": session_id,
            "/files": self.file_id,
        }
        link = project.post("/files", {"name": "n"}, 201)["uploadUrl"]
        self.upload_token = link.rpartition("/")[2]
        self.cases = 0

    def settle(self, case: Any) -> None:
        """Let every other request speak of what there is."""
        self.cases += 1
        if self.cases % 2:
            return
        ids = {"functionId": self.function_id, "callId": self.call_id, "scheduleId": self.schedule_id}
        ids |= {"fileId": self.file_id, "uploadToken": self.upload_token}
        in_path: dict[str, Any] = case.path_parameters or {}
        case.path_parameters = {name: ids.get(name, value) for name, value in in_path.items()}
        path = case.operation.path
        ids["id"] = next((id_ for part, id_ in self.ids.items() if part in path), self.function_id)
        case.body = self._known(case.body, ids)

    def _known(self, value: object, ids: dict[str, Any]) -> Any:
        if isinstance(value, list):
            return [self._known(each, ids) for each in cast("list[object]", value)]
        if not isinstance(value, dict):
            return value
        fields = cast("dict[str, object]", value)
        known = {name: self._known(each, ids) for name, each in fields.items()}
        known |= {name: id_ for name, id_ in ids.items() if name in fields}
        if isinstance(fields.get("nonce"), str):
            known["nonce"] = self.project.nonce()
        if isinstance(fields.get("cronExpression"), str):
            known["cronExpression"] = "0 * * * *"
        return known


@pytest.fixture
def world(project: Project) -> World:
    """A new one for each operation, some of which delete."""
    return World(project)


@every_operation
@settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_answers_are_those_of_the_spec(world: World, case: Any) -> None:
    """Whatever is sent, the answer has a status, a type and a body that the spec has for the operation."""
    world.settle(case)
    base_url = world.project.url
    if case.operation.path == "/token/inspect":
        base_url = base_url.partition("/projects/")[0]
    answer = case.call(base_url=base_url, headers={"Authorization": "Bearer any"})
    if case.method == case.operation.method.upper():
        case.validate_response(answer, checks=CHECKS)
    else:  # it is tried with methods that the path has not, which are either another operation's or nobody's
        assert answer.status_code < 500 or answer.status_code == 501
