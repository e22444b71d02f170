"""The page on deploying from CI: its script runs as its workflow runs it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from cdf_functions import Client, Token
from cdf_functions_emulator import Emulator

PAGE = (Path(__file__).parent.parent / "docs" / "deploying-from-ci.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The one example of a kind."""
    (found,) = re.findall(rf"^```{kind}\n((?:.*\n)*?)^```$", PAGE, re.MULTILINE)
    return str(found)


def test_script_and_workflow(emulator: Emulator, project: str, tmp_path: Path) -> None:
    """What the workflow runs shows the plan, then deploys, and then finds nothing to do."""
    (tmp_path / "deploy.py").write_text(block("python"))
    (tmp_path / "src" / "my_function").mkdir(parents=True)
    (tmp_path / "src" / "my_function" / "handler.py").write_text("def handle(data, secrets): return data['days']")
    commands = [each.split() for each in re.findall(r"- run: python (deploy\.py.*)", block("yaml"))]
    assert commands == [["deploy.py", "--dry-run"], ["deploy.py"]]
    variables = {"CDF_PROJECT": project, "CDF_URL": emulator.base_url, "CDF_TOKEN": "any", "API_KEY": "hush"}

    def run(command: list[str]) -> list[str]:
        environment = {**os.environ, **variables}
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "hush" not in done.stdout + done.stderr
        return done.stdout.splitlines()

    plan = ["create function 'my-function'", "  built first as a candidate; until that is ready, nothing is touched"]
    assert run(commands[0]) == [*plan, "  create schedule 'nightly'"]
    assert run(commands[1])[3:] == ["my function is Ready", "without a function: 0 s"]
    assert run(commands[1]) == ["unchanged function 'my-function'", "  unchanged schedule 'nightly'"]
    with Client(project=project, base_url=emulator.base_url, credentials=Token("any")) as client:
        (function,) = client.functions.list(limit=None)
        assert function.call({"days": 7}).get_response() == 7


def test_workflow_knows_every_variable() -> None:
    """The workflow hands on each variable that the script reads, and a way to log in."""
    workflow = block("yaml")
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', block("python")))
    needed = read | {"CDF_PROJECT", "CDF_CLUSTER", "IDP_TENANT_ID", "IDP_CLIENT_ID", "IDP_CLIENT_SECRET"}
    assert needed == set(re.findall(r"^      (\w+): \$\{\{", workflow, re.MULTILINE))
