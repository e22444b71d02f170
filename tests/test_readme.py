"""The README does what it says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_first_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The first example, word for word, deploys a function, calls it, and prints what its comment promises."""
    monkeypatch.chdir(ROOT)

    exec(compile(EXAMPLES[0], "README.md", "exec"), {})

    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Completed 20\d\d-.*\+00:00 20\d\d-.*\+00:00", lines[0])
    assert lines[1] == "{'doubled': 42, 'secrets': []}"
    assert re.fullmatch(r"20\d\d-.*\+00:00 run \d+ got {'x': 21}", lines[2])


def test_first_example_is_short() -> None:
    """Ten lines of code show the whole way."""
    assert len([line for line in EXAMPLES[0].splitlines() if line.strip()]) <= 10


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_python(example: str) -> None:
    """Every example can at least be read by Python."""
    compile(example, "README.md", "exec")


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    """Links inside the project lead to something."""
    assert (ROOT / link).exists()


def test_gate_runs_the_readme_commands() -> None:
    """The gate runs the commands that the README tells a newcomer to run, and every default session."""
    gate = (ROOT / ".ci" / "run").read_text()
    noxfile = (ROOT / "noxfile.py").read_text()
    (default,) = re.findall(r"nox\.options\.sessions = \[(.*)\]", noxfile)
    for session in [*re.findall(r'"(\w+)"', default), "demo"]:
        assert re.search(rf"nox -s .*\b{session}\b", gate), session
    for command in re.findall(r"python -m nox -s \w+", README)[:2]:
        assert command.removeprefix("python ") in gate
