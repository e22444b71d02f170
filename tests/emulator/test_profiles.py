"""The limits of the service on each cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from .support import Project

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

FIXED = {"min": 1.0, "max": 1.0, "default": 1.0}


@pytest.mark.parametrize(
    ("profile", "most_data", "minutes", "cpu", "memory"),
    [
        ("gcp", 9 << 20, 9, {"min": 1.0, "max": 3.0, "default": 1.0}, {"min": 1.5, "max": 5.0, "default": 1.5}),
        ("azure", 36 << 10, 10, FIXED, {"min": 2.0, "max": 2.0, "default": 2.0}),
        ("aws", 240 << 10, 10, FIXED, {"min": 1.5, "max": 1.5, "default": 1.5}),
    ],
)
def test_profile(project_with: ProjectWith, profile: Any, most_data: int, minutes: int, cpu: Any, memory: Any) -> None:
    """The limits are shown, a call may have so much data and not a byte more, and functions get the default size."""
    with project_with(Settings(profile=profile)) as project:
        limits = project.get("/functions/limits")
        assert (limits["timeoutMinutes"], limits["cpuCores"], limits["memoryGb"]) == (minutes, cpu, memory)
        assert ("responseSizeMb" in limits) == (profile == "gcp")
        function_id = project.deploy("def handle(data): return len(data['x'])")
        function = project.get(f"/functions/{function_id}")
        assert (function["cpu"], function["memory"]) == (cpu["default"], memory["default"])
        most = most_data - len('{"x":""}')
        assert project.response(project.run(function_id, {"x": "x" * most})) == most
        body = {"nonce": "n", "data": {"x": "x" * (most + 1)}}
        assert str(most_data) in project.refused(f"/functions/{function_id}/call", body)["message"]


@pytest.mark.parametrize("profile", ["azure", "aws"])
def test_sizes_that_cannot_be_chosen(project_with: ProjectWith, profile: Any) -> None:
    """Where there is one size, another becomes that one; nonsense is still refused."""
    with project_with(Settings(profile=profile)) as project:
        function_id = project.create("def handle(): pass", cpu=0.25, memory=5)
        function = project.get(f"/functions/{function_id}")
        assert (function["cpu"], function["memory"]) == (1.0, 2.0 if profile == "azure" else 1.5)
        item = {"name": "f", "fileId": function["fileId"], "cpu": "many"}
        assert project.refused("/functions", {"items": [item]})["message"].startswith("items[0].cpu: ")


def test_timeout_of_ones_own(project_with: ProjectWith) -> None:
    """A timeout that was chosen is shown instead of that of the profile."""
    with project_with(Settings(call_timeout_s=120)) as project:
        assert project.get("/functions/limits")["timeoutMinutes"] == 2
