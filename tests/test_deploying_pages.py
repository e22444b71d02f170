"""The pages on deploying: the script for CI runs as its workflow runs it, and examples do what stands beside them."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cdf_functions import Client, FunctionScheduleWrite, Token
from cdf_functions_emulator import Emulator
from tests.deploy_service import DeployService
from tests.scripted import scripted

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "deploying-from-ci.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The one example of a kind."""
    (found,) = re.findall(rf"^```{kind}\n((?:.*\n)*?)^```$", PAGE, re.MULTILINE)
    return str(found)


def test_script_and_workflow(emulator: Emulator, project: str, tmp_path: Path) -> None:
    """What the workflow runs shows the plan, then deploys, and then finds nothing to do."""
    (tmp_path / "deploy.py").write_text(block("python"), encoding="utf-8")
    (tmp_path / "src" / "my_function").mkdir(parents=True)
    (tmp_path / "src" / "my_function" / "handler.py").write_text(
        "def handle(data, secrets): return data['days']", encoding="utf-8"
    )
    commands = [each.split() for each in re.findall(r"- run: python (deploy\.py.*)", block("yaml"))]
    assert commands == [["deploy.py", "--dry-run"], ["deploy.py"]]
    variables = {"CDF_PROJECT": project, "CDF_URL": emulator.base_url, "CDF_TOKEN": "any", "API_KEY": "hush"}

    def run(command: list[str]) -> list[str]:
        environment = {**os.environ, **variables}
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
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


def test_examples_of_deploy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples of deploy and prune run, and the plan reads as it stands on the page."""
    page = (DOCS / "deploying.md").read_text(encoding="utf-8")
    section = page[page.index("## Again and again") : page.index("## The same again")]
    plan, deploy, prune = re.findall(r"^```python\n((?:.*\n)*?)^```$", section, re.MULTILINE)
    shown = "".join(
        line[4:] for line in re.findall(r"^    \S.*\n|^      .*\n", section[: section.index(deploy)], re.MULTILINE)
    )
    monkeypatch.chdir(tmp_path)
    for folder in ("src/f", "src/shared", "dist"):
        Path(folder).mkdir(parents=True)
    Path("src/f/handler.py").write_text("def handle(data): ...", encoding="utf-8")
    Path("dist/own-1.0-py3-none-any.whl").write_text("", encoding="utf-8")
    model = DeployService()
    with (
        scripted(model.script()) as service,
        Client(project="p", base_url=service.base_url, credentials=Token("t")) as client,
    ):
        nightly = FunctionScheduleWrite("nightly", "0 2 * * *", data={"days": 1})
        client.functions.deploy(
            "f", "src/f", external_id="f", memory=1.5, schedules=[nightly], secrets={"api-key": "a"}
        )
        Path("src/f/handler.py").write_text("def handle(data): return 1", encoding="utf-8")
        Path("src/f/lib").mkdir()
        Path("src/f/lib/units.py").write_text("", encoding="utf-8")
        settings = {"memory": 2.0, "secrets": {"api-key": "b"}}
        exec(plan.replace("dry_run=True", "dry_run=True, **settings"), {"client": client, "settings": settings})
        assert capsys.readouterr().out == shown
        Path("src/f/requirements.txt").write_text("function/own-1.0-py3-none-any.whl\n", encoding="utf-8")
        names = {"client": client, "key": "b", "FunctionScheduleWrite": FunctionScheduleWrite, "timedelta": timedelta}
        exec(deploy, names)
        exec(prune, names)
    assert capsys.readouterr().out.splitlines()[-1] == "nothing to delete"
    assert "own-1.0-py3-none-any.whl" in model.code(model.by_external_id("f"))
