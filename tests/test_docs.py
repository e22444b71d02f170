"""The pages in docs/ say what is true: their examples run, their links lead somewhere, their claims have tests."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cdf_functions import Client, Token
from cdf_functions_api import AuthenticatedClient
from cdf_functions_emulator import Emulator
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
COMPARED = (DOCS / "compared.md").read_text(encoding="utf-8")
RUN = ("guide.md", "low-level.md")


def blocks(page: str) -> list[tuple[int, str, str]]:
    """The examples of a page: line, mark, code."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.finditer(r"^```python(.*)\n((?:.*\n)*?)^```$", text, re.MULTILINE)
    made = [(text.count("\n", 0, one.start(2)), one.group(1).strip(), one.group(2)) for one in found]
    assert len(made) == text.count("```python")
    return made


TEST_LINK = re.compile(r"\[(test_\w+)\]\(\.\./(tests/\w[\w/]*\.py)\)")
FEATURES = [line.split(" | ") for line in COMPARED.splitlines() if re.match(r"\| \d+ \|", line)]


@pytest.mark.parametrize("page", RUN)
def test_examples_run(
    page: str,
    emulator: Emulator,
    project: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every example of a page runs, in the order of the page, and prints what its comments promise."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"CDF_PROJECT": project, "CDF_URL": emulator.base_url, "CDF_TOKEN": "any"}.items():
        monkeypatch.setenv(name, value)
    with Client(project=project, base_url=emulator.base_url, credentials=Token("any")) as client:
        names: dict[str, object] = {
            "client": client,
            "project": project,
            "base_url": emulator.base_url,
            "token": "any",
            "token_url": emulator.token_url,
            "client_id": emulator.client_id,
            "client_secret": emulator.client_secret,
        }
        for line, kind, block in blocks(page):
            code = compile("\n" * line + block, f"docs/{page}", "exec")
            if kind == "handler.py":
                (tmp_path / "inverse").mkdir()
                (tmp_path / "inverse" / kind).write_text(block, encoding="utf-8")
                client.functions.create("inverse", "inverse", external_id="inverse").wait_until_ready(timeout=PATIENCE)
            elif kind != "no-run":
                exec(code, names)
                printed = capsys.readouterr().out.splitlines()
                for promised in re.findall(r"^ *print\(.*\)  # (.+)$", block, re.MULTILINE):
                    assert promised in printed, f"docs/{page}, block of line {line}"
        for made in names.values():  # which a page leaves open, for it is read in an interpreter
            if isinstance(made, AuthenticatedClient):
                made.get_httpx_client().close()


@pytest.mark.parametrize("page", RUN)
def test_marks_are_known(page: str) -> None:
    """An example is run unless it is marked, and few are: those that need a cloud."""
    kinds = [kind for _, kind, _ in blocks(page)]
    assert set(kinds) <= {"", "handler.py", "no-run"}
    assert kinds.count("no-run") <= 2


def test_examples_of_the_low_level_client_type_check(tmp_path: Path) -> None:
    """The page on the low-level client satisfies mypy's strict mode, as one program."""
    given = "".join(f"{name}: str\n" for name in ("base_url", "project", "token"))
    program = tmp_path / "low_level.py"
    program.write_text(
        given + "".join(block for _, kind, block in blocks("low-level.md") if not kind), encoding="utf-8"
    )
    options = ("--strict", "--config-file=", f"--cache-dir={ROOT / '.cache' / 'mypy-docs'}", "--no-error-summary")
    environment = {**os.environ, "MYPYPATH": str(ROOT / "generated")}
    command = [sys.executable, "-m", "mypy", *options, str(program)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == "", done.stderr


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A link inside the project leads to a file or a folder, and one inside a page to a heading."""
    text = page.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for path, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)]*))?\)", text):
        assert (page.parent / path).exists(), path
        assert path or anchor in headings, anchor


def test_index_has_every_page() -> None:
    """The index of the folder has a link to each page."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.glob("*.md") if page.name != "README.md" and f"({page.name})" not in index] == []


def test_named_tests_exist() -> None:
    """Every test that the comparison names is in the file that it names."""
    links = TEST_LINK.findall(COMPARED)
    assert len(links) == COMPARED.count("[test_")
    found = {
        (node.name, path)
        for path in {path for _, path in links}
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert set(links) - found == set()


def test_no_yes_without_a_test() -> None:
    """All 43 features are compared, and where we say yes, or partly, a test is named."""
    assert [row[0] for row in FEATURES] == [f"| {number}" for number in range(1, 44)]
    assert {len(row) for row in FEATURES} == {7}
    ours = [row[-1] for row in FEATURES]
    assert [cell for cell in ours if not re.match(r"(yes|partly|no)\b|\d+ MB", cell)] == []
    assert [cell for cell in ours if not cell.startswith("no") and not TEST_LINK.search(cell)] == []


def test_every_bug_is_compared() -> None:
    """Each of the 28 bugs has its row: what happens elsewhere, what happens here, and the test."""
    rows = [line.strip("|").split(" | ") for line in COMPARED.splitlines() if line.startswith("| B")]
    assert [row[0].strip() for row in rows if "-" not in row[0]] == [f"B{number}" for number in range(1, 29)]
    assert [row[0] for row in rows if len(row) != 4] == []


def test_contributors_are_sent_to_files_that_exist() -> None:
    """Each file and folder that CONTRIBUTING names is there, in the project or in the overlay."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = [path for path in re.findall(r"`([\w./-]+(?:/|\.\w+))`", text) if "/" in path or path.endswith(".py")]
    assert len(named) > 40
    assert [
        path for path in named if not any((base / path).exists() for base in (ROOT, ROOT / "overlay/cdf_functions"))
    ] == []
