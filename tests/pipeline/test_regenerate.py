"""Regeneration: what it makes, and that a failure of any step changes nothing."""

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from tests.pipeline.conftest import edit, regenerated, state, version_controlled
from tools import regenerate
from tools.pipeline import lock, programs, swap
from tools.pipeline.layout import (
    CONFIG,
    DERIVED,
    GENERATED,
    HAZARDS,
    LOCK,
    MADE_OVERLAY,
    ROOT,
    SPEC,
    SURFACE,
    TEMPLATE_EDITS,
    PipelineError,
    sha256,
)

Failing = Callable[[str], SimpleNamespace]
BYTES = "{application/octet-stream: {schema: {type: string, format: binary}}}"
DROPPED, GENERATE = "look for what the generator drops", "generate the client"


def test_every_made_module_says_so(built: Path) -> None:
    """The first line of every made module names the source and the command."""
    modules = [module for folder in (GENERATED, *DERIVED.values()) for module in (built / folder).rglob("*.py")]
    assert len(modules) > 100
    for module in modules:
        assert module.read_text(encoding="utf-8").startswith("# Made by `nox -s regenerate` from "), module
    assert (built / GENERATED / "py.typed").exists()


def test_the_lock_is_true(built: Path) -> None:
    """The lock's hashes are those of the files that it names, and it names every input and every made file."""
    told = json.loads((built / LOCK).read_text(encoding="utf-8"))
    assert told["inputs"] == {
        name: sha256((ROOT if name.startswith("tools") else built) / name) for name in told["inputs"]
    }
    assert {str(SPEC), str(HAZARDS), str(CONFIG), str(TEMPLATE_EDITS), "tests/_async"} <= set(told["inputs"])
    assert told["made"] == {name: found for name, found in state(built).items() if name != str(LOCK)}
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["generate"]
    assert {f"{name}=={number}" for name, number in told["versions"].items()} == {pin for pin in pins if "==" in pin}


def test_same_bytes_from_anywhere(root: Path, tmp_path: Path) -> None:
    """Another working directory, root, hash seed and locale give the same bytes and the same words."""
    version_controlled(root)
    edit(root / SPEC, "enum: [Running, ", "enum: [Zurückgestellt, Running, ")
    edit(root / SPEC, "title: ", "title: Überall ")
    assert regenerated(root)
    script = "import pathlib, sys; from tools.regenerate import main; sys.exit(main([], pathlib.Path(sys.argv[1])))"
    other = tmp_path / "elsewhere" / "root"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns(GENERATED.parts[0], "_made", "_sync"))
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = {**os.environ, **locale, "PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(other)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8")
    assert state(other) == state(root)
    assert "CallStatus may now be Zurückgestellt" in done.stdout


def test_line_ends_are_those_of_the_repository(root: Path, tmp_path: Path) -> None:
    """A checkout by a git that is told to write CRLF has the same bytes, so nothing has changed there."""
    shutil.copy(ROOT / ".gitattributes", root)
    version_controlled(root)
    clone = ["git", "-c", "core.autocrlf=true", "clone", "-q", str(root), "clone"]
    subprocess.run(clone, cwd=tmp_path, check=True, capture_output=True)
    assert lock.unchanged(tmp_path / "clone")


def test_nothing_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where neither what goes in nor what came out has changed, nothing is run and nothing written."""

    def run(*_: object, **__: object) -> NoReturn:
        pytest.fail("something was run")

    before = (root / LOCK).stat().st_mtime_ns
    assert regenerate.main([], root, run) == 0
    assert "Nothing has changed since everything was made." in capsys.readouterr().out
    assert (root / LOCK).stat().st_mtime_ns == before
    assert not {"yaml", "openapi_spec_validator", "jsonpath"} & loaded("tools.regenerate")


def loaded(module: str) -> set[str]:
    """What importing a module loads."""
    code = f"import sys, {module}; print(*sys.modules)"
    return {*subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.decode().split()}


@pytest.mark.parametrize(
    "path", [SPEC, HAZARDS, CONFIG, TEMPLATE_EDITS, "tests/_async/conftest.py", "overlay/cdf_functions/_async/calls.py"]
)
def test_what_goes_in_is_watched(root: Path, path: str) -> None:
    """A line more in anything that the made files come from is a change; so is a made file more or less."""
    assert lock.unchanged(root)
    with (root / path).open("a", encoding="utf-8") as file:
        file.write("\n# more\n")
    assert not lock.unchanged(root)


def test_work_is_never_lost(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A made file that somebody edited stops the regeneration, which says what to edit instead, and keeps a copy."""
    sync = DERIVED[next(iter(DERIVED))] / "client.py"
    edited = {
        sync: "# ours\n",
        GENERATED / "client.py": "# ours too\n",
        MADE_OVERLAY / "mine.py": "",
        SURFACE: "# and here\n",
    }
    for path, text in edited.items():
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)
    edit(root / SPEC, "summary: List functions\n", "summary: List them\n")  # not only where nothing else is to be done
    before = state(root)
    told = (
        f"  {sync}: edit overlay/cdf_functions/_async/client.py instead\n",
        f"  {GENERATED}/client.py: edit {SPEC} or {TEMPLATE_EDITS} instead\n",
        f"  {SURFACE}: edit {SPEC} or {TEMPLATE_EDITS} instead\n",
        f"  {MADE_OVERLAY}/mine.py: nothing makes it: move it elsewhere\n",
        "`nox -s regenerate -- --force`",
    )
    for arguments in ([], ["--check"]):
        assert not regenerated(root, *arguments)
        said = capsys.readouterr().err
        assert all(line in said for line in told), said
        assert "to mend them" not in said
        assert state(root) == before
    assert regenerated(root, "--force")
    assert lock.unchanged(root)
    for path, text in edited.items():
        (copy,) = (root / regenerate.KEPT).glob(f"{path}.*")
        assert copy.read_text(encoding="utf-8").endswith(text)


def killed(_root: Path, _done: list[Path]) -> None:
    """What is left of the finish of a swap when it is killed at once."""


def test_after_a_kill(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run that was killed had begun is seen by the check, and finished by the next run, without losing edits."""
    before = state(root)
    edit(root / SPEC, "summary: List functions\n", "summary: List them\n")
    with monkeypatch.context() as patch:
        patch.setattr(swap, "finish", killed)
        assert regenerated(root)
    assert state(root) == before
    assert not regenerated(root, "--check")
    assert "a run was killed while it put its files in place" in capsys.readouterr().err
    edit(root / GENERATED / "client.py", "class Client", "class  Client")
    assert not regenerated(root)
    assert f"  {GENERATED}/client.py: edit" in capsys.readouterr().err
    assert regenerated(root, "--force")
    assert lock.unchanged(root)
    assert not (root / swap.PENDING).exists()


@pytest.mark.parametrize(
    ("known", "lost"),
    [
        ("", True),
        ('  "{name}": "{old}",\n', False),
        ('<<<<<<< ours\n    "{name}": "{old}",\n=======\n    "{name}": "{other}",\n>>>>>>> theirs\n', False),
        ('    "{name}": "{other}",\n', True),
    ],
    ids=["empty", "as made", "conflict", "other"],
)
def test_what_a_lock_knows(tmp_path: Path, known: str, lost: bool) -> None:
    """A file is known by its hash, on whichever side of a conflict; what is to be made anyhow cannot be lost."""
    name = (GENERATED / "client.py").as_posix()
    for folder, text in (("here", "old"), ("made", "new")):
        (tmp_path / folder / name).parent.mkdir(parents=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
        (tmp_path / folder / SURFACE).write_text("same", encoding="utf-8")
    record = tmp_path / "lock.json"
    old = sha256(tmp_path / "here" / name)
    record.write_text(known.format(name=name, old=old, other="0" * 64), encoding="utf-8")
    found = lock.edited(tmp_path / "made", tmp_path / "here", lock.entries(record))
    assert set(found) == ({name} if lost else set())


def test_fresh_after_regeneration(root: Path) -> None:
    """What was just made is fresh, and making it again touches no file."""
    assert regenerated(root, "--check")
    before = (root / GENERATED / "client.py").stat().st_mtime_ns
    assert regenerated(root)
    assert (root / GENERATED / "client.py").stat().st_mtime_ns == before


def test_check_lists_what_is_not_fresh(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stale and missing files are listed, generated, derived and lock alike, with the command that mends."""
    edit(root / SPEC, "summary: List functions\n", "summary: List them\n")
    (root / GENERATED / "errors.py").unlink()
    sync = DERIVED[next(iter(DERIVED))]
    (root / sync / "client.py").unlink()
    (root / SURFACE).unlink()
    assert not regenerated(root, "--check")
    listed = capsys.readouterr().err.splitlines()
    assert sorted(" ".join(line.split()) for line in listed[:-1]) == sorted(
        [
            f"differs: {GENERATED}/api/functions/list_functions.py",
            f"differs: {LOCK}",
            f"missing: {GENERATED}/errors.py",
            f"missing: {SURFACE}",
            f"missing: {sync}/client.py",
        ]
    )
    assert listed[-1].endswith("to mend them: nox -s regenerate")
    assert regenerated(root)
    assert lock.unchanged(root)


def test_invalid_spec(root: Path, untouched: Failing) -> None:
    """An invalid spec is reported as such, not by what the generator makes of it."""
    edit(root / SPEC, 'version: "20230101"', "version: 20230101")
    assert "is not valid OpenAPI 3.1" in untouched("validate the spec").said


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "- a\n"], ids=["broken", "twice", "list"])
def test_unreadable_spec(root: Path, untouched: Failing, text: str) -> None:
    """A spec that is no YAML, has a key twice or is no mapping cannot be read."""
    (root / SPEC).write_text(text, encoding="utf-8")
    assert str(SPEC) in untouched("read spec/openapi.yaml, apply spec/overlays").said


def test_generator_warning(root: Path, untouched: Failing) -> None:
    """A construct that makes the generator drop something stops the regeneration, in the generator's words."""
    edit(root / SPEC, "application/octet-stream:", "image/png:")
    with (root / HAZARDS).open("a", encoding="utf-8") as file:
        for rule in ("media", "format"):
            file.write(f'\n[[accepted]]\nrule = "{rule}"\nat = "/paths/*"\nhandled = "nowhere"\n')
    assert "warning" in untouched(GENERATE).said.lower()


def test_missing_hook_tool(root: Path, untouched: Failing) -> None:
    """A formatter that is not installed stops the regeneration."""
    edit(root / CONFIG, "- ruff format", "- no-such-ruff format")
    assert "no-such-ruff" in untouched("generate the client").said


def test_missing_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A tool of the pipeline that is not installed is named."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PipelineError, match="ruff cannot be run"):
        programs.run("ruff", "--version")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("literal_enum: true", "literal_enum"),
        ("class_overrides: {Function: {klass: F}}", "class_overrides.Function.klass"),
        ("post_hooks: [", "ParserError"),
        ("http_timeout: soon", "http_timeout"),
    ],
)
def test_bad_settings(root: Path, untouched: Failing, text: str, named: str) -> None:
    """A setting that the generator does not know, at any depth, or cannot read, is an error that names it."""
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    assert named in untouched("check the generator's settings").said


@pytest.mark.parametrize(
    ("find", "instead", "named"),
    [
        ('find = "from enum import StrEnum\\n"', 'find = "enum"', "looks for stands there 3 times"),
        ("find = '''(StrEnum):", "find = '''enum", "looks for stands there 0 times"),
        ('template = "types.py.jinja"', 'template = "typos.py.jinja"', "typos.py.jinja"),
        ('why = "Part of the next edit."', 'why = ""', "an edit has find, put, template, why"),
    ],
)
def test_edit_that_does_not_fit(root: Path, untouched: Failing, find: str, instead: str, named: str) -> None:
    """An edit of a template that does not fit the installed generator exactly once, or has no reason, is an error."""
    edit(root / TEMPLATE_EDITS, find, instead)
    assert named in untouched("generate the client").said


def test_type_error(root: Path, untouched: Failing) -> None:
    """Generated code that does not satisfy mypy stops the regeneration, with mypy's words."""
    edit(root / TEMPLATE_EDITS, 'return "UNSET"\n', "return 1\n")
    said = untouched("type-check").said
    assert "types.py" in said
    assert "[return-value]" in said


def test_import_error(root: Path, untouched: Failing) -> None:
    """Generated code that cannot be imported stops the regeneration."""
    edit(root / TEMPLATE_EDITS, 'put = "from enum import StrEnum\\n', 'put = "1 / 0\\nfrom enum import StrEnum\\n')
    assert "ZeroDivisionError" in untouched("import every module").said


@pytest.mark.parametrize(
    ("step", "old", "new", "named"),
    [
        (
            DROPPED,
            "x-repeatable: true",
            "x-repeatable: maybe",
            "/x-repeatable (spec/openapi.yaml:",
        ),
        (GENERATE, "operationId: getCallLogs", "operationId: get_call", "would both be called get_call: rename one"),
        (GENERATE, "      operationId: listFunctions\n", "", "GET /functions at /paths/~1functions/get"),
        (
            GENERATE,
            '        "200":\n          description: The bytes',
            '        "300":\n          description: The bytes',
            "no success",
        ),
        (
            GENERATE,
            "The bytes have arrived.",
            "The bytes have arrived.\n          content: " + BYTES,
            "a success of uploadFileContent is application/octet-stream: only JSON can be read",
        ),
        (
            DROPPED,
            "The bytes have arrived.",
            "The bytes have arrived.\n        2XX: {description: More., content: {application/json: {schema: {}}}}",
            "several successes become one union",
        ),
    ],
)
def test_operation_that_cannot_be_an_object(
    root: Path, untouched: Failing, step: str, old: str, new: str, named: str
) -> None:
    """An operation without an id or with one that is taken, or whose success is not one model, is an error."""
    edit(root / SPEC, old, new)
    assert named in untouched(step).said


def test_unused_rule(root: Path, untouched: Failing) -> None:
    """A derivation without a source to derive from, or a rule that matches nothing any more, is an error."""
    for folder in DERIVED:
        for source in (root / folder).glob("*.py"):
            source.write_text('"""Nothing to await."""\n', encoding="utf-8")
    assert "match nothing any more" in untouched("derive sync from async").said


def test_failed_swap(root: Path, untouched: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A move that fails half-way brings the old files back."""
    edit(root / SPEC, "summary: List functions\n", "summary: List them\n")
    exchange = swap.exchange
    fault = iter([OSError("disk full")])

    def failing(new: Path, old: Path) -> None:
        if old == root / LOCK:
            for error in fault:
                raise error
        exchange(new, old)

    with monkeypatch.context() as patch:
        patch.setattr(swap, "exchange", failing)
        assert "disk full; the old files are back" in untouched("swap in").said


def test_killed_while_building(root: Path) -> None:
    """What is gone from the tree is made again, and what a killed run left behind long ago is removed."""
    before = state(root)
    left = root / ".cache" / "build-killed"
    left.mkdir()
    shutil.rmtree(root / GENERATED)
    an_age_ago = time.time() - 2 * regenerate.ABANDONED
    os.utime(left, (an_age_ago, an_age_ago))
    assert regenerated(root)
    assert state(root) == before
    assert not left.exists()
