"""spec/openapi.yaml -> the low-level client, in a folder of its own, checked before anyone may use it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

from tools.pipeline import docstrings, lazy, one_to_one, operations, templates
from tools.pipeline.layout import CONFIG, GENERATED, ROOT, SPEC, PipelineError, header, listed, write_text
from tools.pipeline.programs import Runner, run, start
from tools.pipeline.spec import Document

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
sys.path.insert(0, ".")
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""


def validate_spec(document: Document) -> None:
    """The spec is valid OpenAPI 3.1."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    try:
        errors = list(OpenAPIV31SpecValidator(document).iter_errors())
    except Exception as error:  # a reference to nowhere is raised, not listed
        raise PipelineError(f"{SPEC} is not valid OpenAPI 3.1: {error}") from error
    if errors:
        lines = (f"{'/'.join(map(str, e.absolute_path)) or '(top)'}: {e.message}" for e in errors)
        raise PipelineError(f"{SPEC} is not valid OpenAPI 3.1:\n{listed(lines)}")


def check_config(root: Path = ROOT) -> None:
    """Every key of the generator's settings is one that it knows: it would ignore another without a word."""
    from openapi_python_client.config import ConfigFile

    settings: Any = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))
    if not isinstance(settings, dict):
        raise PipelineError(f"{CONFIG} must hold keys and values")
    understood = ConfigFile.model_validate(settings).model_dump(exclude_unset=True, mode="json")
    unknown = sorted(_lost(cast("dict[str, Any]", settings), understood))
    if unknown:
        known = ", ".join(sorted(ConfigFile.model_fields))
        raise PipelineError(f"{CONFIG} has keys that the generator does not know: {', '.join(unknown)}; known: {known}")


def _lost(given: dict[str, Any], understood: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in given.items():
        if key not in understood:
            yield f"{above}{key}"
        elif isinstance(value, dict):
            yield from _lost(cast("dict[str, Any]", value), understood[key], f"{above}{key}.")


def generate(work: Path, document: Document, root: Path = ROOT, runner: Runner = start) -> None:
    """Write the client into ``work``, with our header on every module and a marker for type checkers."""
    target = work / GENERATED
    target.parent.mkdir(parents=True, exist_ok=True)
    source, edited = work / "openapi.json", work / "templates"
    source.write_text(json.dumps(docstrings.told(document)), encoding="utf-8")
    templates.write(edited, root)
    one_to_one.check(document, root)
    operations.write_table(edited, document)
    docstrings.write_table(edited, document)
    options = {
        "--path": source,
        "--config": root / CONFIG,
        "--custom-template-path": edited,
        "--output-path": target,
    }
    arguments = [str(part) for option in options.items() for part in option]
    switches = ("--meta", "none", "--overwrite", "--fail-on-warning")
    run("openapi-python-client", "generate", *arguments, *switches, runner=runner)
    lazy.write(target)
    templates.write_modules(target, root)
    for module in (*target.rglob("*.py"), *target.rglob("*.pyi")):
        write_text(module, header(SPEC) + module.read_text(encoding="utf-8"))
    (target / "py.typed").touch()


def import_all(work: Path, runner: Runner = start) -> None:
    """Every module of the generated client can be imported."""
    command = (sys.executable, "-W", "error", "-B", "-c", IMPORT_EVERYTHING, GENERATED.name)
    run(*command, cwd=work / GENERATED.parent, runner=runner)


def type_check(work: Path, root: Path = ROOT, runner: Runner = start) -> None:
    """The generated client satisfies mypy's strict mode."""
    cache = root / ".cache" / "mypy-generated"
    options = ("--strict", "--config-file=", f"--cache-dir={cache}", "--no-error-summary")
    command = (sys.executable, "-m", "mypy", *options, "-p", GENERATED.name)
    run(*command, cwd=work / GENERATED.parent, runner=runner)
