"""Regeneration: what it makes, and that a failure of any step changes nothing."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.pipeline.conftest import copy_inputs, edit, regenerated, state
from tools import regenerate
from tools.pipeline import programs
from tools.pipeline.layout import (
    CONFIG,
    DERIVED,
    GENERATED,
    LOCK,
    MADE,
    ROOT,
    SPEC,
    SURFACE,
    TEMPLATE_EDITS,
    PipelineError,
    sha256,
)

Failing = Callable[[str], SimpleNamespace]


def test_every_made_module_says_so(built: Path) -> None:
    """The first line of every made module names the source and the command."""
    modules = [module for folder in (GENERATED, *DERIVED.values()) for module in (built / folder).rglob("*.py")]
    assert len(modules) > 100
    for module in modules:
        assert module.read_text(encoding="utf-8").startswith("# Made by `nox -s regenerate` from "), module
    assert (built / GENERATED / "py.typed").exists()


def test_the_lock_is_true(built: Path) -> None:
    """The lock's hashes are those of the files that it names, and it names every input."""
    lock = json.loads((built / LOCK).read_text(encoding="utf-8"))
    assert lock["inputs"] == {name: sha256(built / name) for name in lock["inputs"]}
    assert {str(SPEC), str(CONFIG), str(TEMPLATE_EDITS)} <= set(lock["inputs"])
    assert lock["output"]["sha256"] == sha256(built / GENERATED)


def test_same_bytes_from_anywhere(built: Path, tmp_path: Path) -> None:
    """Another working directory, root and hash seed give the same bytes."""
    other = copy_inputs(tmp_path / "elsewhere" / "root", built)
    shutil.copytree(built / ".cache", other / ".cache")
    script = "import pathlib, sys; from tools.regenerate import main; sys.exit(main([], pathlib.Path(sys.argv[1])))"
    for seed, folder in (("1", tmp_path), ("77", other / "spec")):
        for path in MADE:
            if (other / path).is_dir():
                shutil.rmtree(other / path)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", script, str(other)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        assert state(other) == state(built)


def test_fresh_after_regeneration(root: Path) -> None:
    """What was just made is fresh, and making it again touches no file."""
    assert regenerated(root, "--check")
    before = (root / GENERATED / "client.py").stat().st_mtime_ns
    assert regenerated(root)
    assert (root / GENERATED / "client.py").stat().st_mtime_ns == before


def test_check_lists_what_is_not_fresh(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Edited, missing and foreign files are listed, generated, derived and lock alike, with the command that mends."""
    edit(root / GENERATED / "client.py", "class Client", "class  Client")
    edit(root / LOCK, "sha256", "sha-256")
    (root / GENERATED / "errors.py").unlink()
    (root / GENERATED / "models" / "left_over.py").touch()
    sync = DERIVED[next(iter(DERIVED))]
    (root / sync / "orphan.py").touch()
    (root / sync / "client.py").unlink()
    (root / SURFACE).unlink()
    assert not regenerated(root, "--check")
    listed = capsys.readouterr().err.splitlines()
    assert sorted(listed[:-1]) == sorted(
        [
            f"differs:  {GENERATED}/client.py",
            f"differs:  {LOCK}",
            f"missing:  {GENERATED}/errors.py",
            f"missing:  {SURFACE}",
            f"missing:  {sync}/client.py",
            f"not made: {GENERATED}/models/left_over.py",
            f"not made: {sync}/orphan.py",
        ]
    )
    assert listed[-1].endswith("to mend them: nox -s regenerate")
    assert regenerated(root)
    assert regenerated(root, "--check")


def test_invalid_spec(root: Path, untouched: Failing) -> None:
    """An invalid spec is reported as such, not by what the generator makes of it."""
    edit(root / SPEC, "responses:", "answers:")
    assert "is not valid OpenAPI 3.1" in untouched("validate the spec").said


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "- a\n"], ids=["broken", "twice", "list"])
def test_unreadable_spec(root: Path, untouched: Failing, text: str) -> None:
    """A spec that is no YAML, has a key twice or is no mapping cannot be read."""
    (root / SPEC).write_text(text, encoding="utf-8")
    assert str(SPEC) in untouched("read spec/openapi.yaml, apply spec/overlays").said


def test_generator_warning(root: Path, untouched: Failing) -> None:
    """A construct that makes the generator drop an operation stops the regeneration."""
    edit(root / SPEC, "application/octet-stream:", "image/png:")
    assert "warning" in untouched("generate the client").said.lower()


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
    ("old", "new", "named"),
    [
        ("x-repeatable: true", "x-repeatable: maybe", "x-repeatable of filterFunctions is true or false, not 'maybe'"),
        ("operationId: getCallLogs", "operationId: get_call", "getCall and get_call would both be called get_call"),
        ("operationId: listFunctions\n", "x-id: listFunctions\n", "GET /functions has no operationId"),
        (
            '        "200":\n          description: The bytes',
            '        "300":\n          description: The bytes',
            "no success",
        ),
        (
            "The bytes have arrived.",
            "The bytes have arrived.\n          content: {application/octet-stream: {schema: {type: string}}}",
            "a success of uploadFileContent is application/octet-stream: only JSON can be read",
        ),
        (
            "The bytes have arrived.",
            "The bytes have arrived.\n        2XX: {description: More., content: {application/json: {schema: {}}}}",
            "the successes of uploadFileContent have different schemas",
        ),
    ],
)
def test_operation_that_cannot_be_an_object(root: Path, untouched: Failing, old: str, new: str, named: str) -> None:
    """An operation without an id or with one that is taken, or whose success is not one model, is an error."""
    edit(root / SPEC, old, new)
    assert named in untouched("generate the client").said


def test_unused_rule(root: Path, untouched: Failing) -> None:
    """A derivation without a source to derive from, or a rule that matches nothing any more, is an error."""
    for folder in DERIVED:
        for source in (root / folder).glob("*.py"):
            source.write_text('"""Nothing to await."""\n', encoding="utf-8")
    assert "match nothing any more" in untouched("derive sync from async").said


def test_failed_swap(root: Path, untouched: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A move that fails half-way brings the old files back."""
    edit(root / SPEC, "summary: List functions\n", "summary: List them\n")
    rename = Path.rename
    fault = iter([OSError("disk full")])

    def failing(self: Path, target: Path) -> Path:
        if target == root / LOCK:
            for error in fault:
                raise error
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        assert "disk full; the old files are back" in untouched("swap in").said


def test_killed_while_swapping(root: Path) -> None:
    """What a killed run took away and left behind is mended by the next one, old leftovers included."""
    before = state(root)
    left = root / ".cache" / "build-killed"
    (left / "old").mkdir(parents=True)
    (root / GENERATED).rename(left / "old" / "client")
    an_age_ago = time.time() - 2 * regenerate.ABANDONED
    os.utime(left, (an_age_ago, an_age_ago))
    assert regenerated(root)
    assert state(root) == before
    assert not left.exists()
