"""The vendor's toolkit builds and deploys functions and schedules to the emulator, as it would to the cloud."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from .support import Project

BESIDE = shutil.which("cdf", path=str(Path(sys.executable).parent))
CDF = BESIDE or shutil.which("cdf")

CDF_TOML = """
[cdf]
default_env = "dev"
[modules]
version = "{version}"
"""
CONFIG = """
environment:
  name: dev
  project: {project}
  validation-type: dev
  selected: [modules/]
"""
FUNCTION = """
- name: Says hello
  externalId: fn_hello
  dataSetExternalId: ds_hello
  functionPath: ./handler.py
  metadata: {version: "1"}
"""
SCHEDULE = """
- name: hourly
  functionExternalId: fn_hello
  cronExpression: "0 * * * *"
  data: {name: schedule}
  authentication: {clientId: any-client, clientSecret: any-secret}
"""


def write(folder: Path, project: str, version: str) -> None:
    """A project of the toolkit with one function and its schedule."""
    files = {
        "cdf.toml": CDF_TOML.format(version=version),
        "config.dev.yaml": CONFIG.format(project=project),
        "modules/hello/functions/hello.Function.yaml": FUNCTION,
        "modules/hello/functions/hello.Schedule.yaml": SCHEDULE,
        "modules/hello/functions/fn_hello/handler.py": "def handle(data): return 'hello ' + data['name']\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.skipif(CDF is None, reason="cognite-toolkit is not installed: there is no command cdf")
def test_build_and_deploy(project: Project, tmp_path: Path) -> None:
    """``cdf build`` and ``cdf deploy`` succeed; what they deployed runs, and deployed again it is unchanged."""
    assert CDF is not None
    command = CDF
    name = project.url.rpartition("/")[2]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CDF_URL": project.emulator.base_url,
        "CDF_CLUSTER": "local",
        "CDF_PROJECT": name,
        "PROVIDER": "other",
        "LOGIN_FLOW": "client_credentials",
        "IDP_TOKEN_URL": project.emulator.token_url,
        "IDP_CLIENT_ID": "any",
        "IDP_CLIENT_SECRET": "any",
        "IDP_SCOPES": "any",
        "IDP_AUDIENCE": "any",
        "COLUMNS": "200",
        # it reports to its makers otherwise, and waits for them where there is no network
        "SENTRY_ENABLED": "false",
        "PYTEST_CURRENT_TEST": "yes",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }

    def cdf(*arguments: str) -> str:
        ended = subprocess.run(
            [command, *arguments],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout
        return ended.stdout

    write(tmp_path, name, cdf("--version").split()[-1].rstrip("."))
    assert "Ready to deploy" in cdf("build", "--config-yaml", "config.dev.yaml")
    assert "Created" in cdf("deploy", "--cdf-project", name)
    (function,) = project.post("/functions/byids", {"items": [{"externalId": "fn_hello"}]})["items"]
    assert project.deployed(function["id"])["status"] == "Ready"
    assert project.response(project.run(function["id"], {"name": "you"})) == "hello you"
    (schedule,) = project.post("/functions/schedules/list", {})["items"]
    assert (schedule["name"], schedule["functionId"]) == ("hourly", function["id"])
    assert project.get(f"/functions/schedules/{schedule['id']}/input_data")["data"] == {"name": "schedule"}
    cdf("deploy", "--cdf-project", name)
    (again,) = project.post("/functions/byids", {"items": [{"externalId": "fn_hello"}]})["items"]
    assert again["id"] == function["id"]
    assert project.post("/functions/schedules/list", {})["items"] == [schedule]
