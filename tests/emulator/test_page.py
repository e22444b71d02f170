"""The status page: open to look at, closed to other sites, and its content for those who have a token."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings, running
from tests.patience import PATIENCE

from .support import Project

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def test_page_needs_nothing_else(project: Project) -> None:
    """The page is served to whoever is here, names no other address, and may not be framed or load anything."""
    answer = project.http.get(f"{project.emulator.base_url}/", headers={"Authorization": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"(src|href)=|https?://|@import|innerHTML", answer.text)


@pytest.mark.parametrize("path", ["/", "/emulator/state"])
def test_other_sites_are_kept_out(project: Project, path: str) -> None:
    """A name that was made to mean this machine, and a page of another site, get nothing; nobody can post here."""
    for headers in ({"Host": "example.org"}, {"Origin": "https://example.org"}):
        assert project.http.get(f"{project.emulator.base_url}{path}", headers=headers).status_code == 403
    assert project.http.post(f"{project.emulator.base_url}{path}").status_code == 405


def test_state(project: Project) -> None:
    """What the page shows: functions with their schedules, their calls with times and errors, and no secret."""
    function_id = project.deploy("def handle(data): return 1 / data['x']", secrets={"key": "s3cret"})
    item = {"name": "s", "functionId": function_id, "cronExpression": "0 0 1 1 *", "nonce": project.nonce()}
    project.post("/functions/schedules", {"items": [item]}, 201)
    good, bad = project.run(function_id, {"x": 1}), project.run(function_id, {"x": 0})
    url = f"{project.emulator.base_url}/emulator/state"
    assert project.http.get(url, headers={"Authorization": ""}).status_code == 401
    state = project.http.get(url)
    (function,) = [each for each in state.json()["functions"] if each["id"] == function_id]
    assert project.url.endswith(function["project"])
    assert (function["status"], function["schedules"]) == ("Ready", ["0 0 1 1 *"])
    assert [call["id"] for call in function["calls"]] == [bad["id"], good["id"]]
    assert function["calls"][0]["error"] == "ZeroDivisionError: division by zero"
    assert function["calls"][1]["end"] == good["endTime"]
    assert "s3cret" not in state.text


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_in_a_browser(tmp_path: Path) -> None:
    """A browser draws the functions and the calls."""
    assert BROWSER is not None
    with running(Settings()) as emulator:
        project = Project(emulator)
        with project.http:
            call = project.run(project.deploy("def handle(): print('hi')", name="<b>mine</b>"))
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
        command = [BROWSER, *options, "--virtual-time-budget=3000", "--dump-dom", f"{emulator.base_url}/"]
        drawn = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE).stdout
        assert "&lt;b&gt;mine&lt;/b&gt;" in drawn
        assert f"#{call['id']}" in drawn
        assert "Completed" in drawn
