"""The README does what it says."""

import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from tools.check_wheel import check_output, first_example

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
REPOSITORY = "https://github.com/cdf-functions/cdf-functions"
RAW = REPOSITORY.replace("github.com", "raw.githubusercontent.com")
LINKS = re.findall(r"\]\(([^)]+)\)", README)


@pytest.mark.parametrize("how", ["a script", "a paste"])
def test_first_example_runs(tmp_path: Path, how: str) -> None:
    """The first example, word for word, in an empty folder, deploys a function, calls it, and prints its promises."""
    script, command = tmp_path / "example.py", [sys.executable, "-"]
    if how == "a script":
        script.write_text(first_example(), encoding="utf-8")
        command = [sys.executable, script.name]
    done = subprocess.run(
        command, cwd=tmp_path, input=first_example(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    check_output(done.stdout)


def test_first_example_is_short() -> None:
    """Sixteen lines of code show the whole way, the function among them."""
    assert EXAMPLES[0] == first_example()
    assert len([line for line in EXAMPLES[0].splitlines() if line.strip()]) <= 16


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_python(example: str) -> None:
    """Every example can at least be read by Python."""
    compile(example, "README.md", "exec")


def test_the_low_level_example_type_checks() -> None:
    """The example of the low-level client is in the file that both type checkers read, word for word."""
    (example,) = (one for one in EXAMPLES if "cdf_functions_api" in one)
    code = "".join(line for line in example.lstrip().splitlines(keepends=True) if not line.startswith("from "))
    checked = (ROOT / "tests" / "typing_api.py").read_text(encoding="utf-8")
    assert textwrap.indent(code.strip(), "    ") in checked


def test_links_lead_somewhere() -> None:
    """Links and pictures are absolute, for the package index shows them too; those inside the project lead there."""
    assert [link for link in LINKS if not link.startswith("https://")] == []
    inside = [found[1] for link in LINKS if (found := re.match(rf"(?:{REPOSITORY}/blob|{RAW})/main/(.*)", link))]
    assert len(inside) > 5
    assert [path for path in inside if not (ROOT / path).exists()] == []


def test_urls_of_the_package() -> None:
    """The package index has links to the repository, and into it."""
    urls: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert urls["Repository"] == REPOSITORY
    assert all(url.startswith(REPOSITORY) for url in urls.values())


def test_gate_runs_the_readme_commands() -> None:
    """The gate runs the commands that the README tells a newcomer to run, and every default session, in a clone."""
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    (default,) = re.findall(r"nox\.options\.sessions = \[(.*)\]", noxfile)
    for session in [*re.findall(r'"(\w+)"', default), "demo"]:
        assert re.search(rf"nox -s .*\b{session}\b", gate), session
    for command in re.findall(r"python -m nox -s \w+", README)[:2]:
        assert command.removeprefix("python ") in gate
    assert gate.index("git clone") < gate.index("-m nox")
