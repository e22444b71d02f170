"""Try the generator that is installed here on a copy of the project, and say what it would change.

Nothing in the project itself is touched; `nox -s bump` installs another version first.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tools.pipeline import surface
from tools.pipeline.layout import GENERATED, ROOT, SURFACE, files_below, print_utf8
from tools.pipeline.programs import Runner, start

# of the hidden folders .cache goes along, for it keeps what the type checker knows
LEFT_OUT = shutil.ignore_patterns(".[!c]*", "__pycache__", "dist", "build", "node_modules")
TESTS = (
    *("tests/generated/test_low_level.py", "tests/generated/test_models.py"),
    "tests/pipeline/test_templates.py",
)


def main(root: Path = ROOT, runner: Runner = start) -> int:
    """Exit status: 0 if regeneration and the low-level tests would pass, 1 if somebody has work to do."""
    print_utf8()
    names = ("openapi-python-client", "ruff", "jinja2", "mypy")
    sys.stdout.write(f"Trying {', '.join(f'{name} {version(name)}' for name in names)}\n")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root, Path(folder) / "copy", ignore=LEFT_OUT))
        made = run(copy, "regeneration", "tools.regenerate", runner=runner)
        if not made:
            return 1
        tell("Made files that differ", files(root, copy))
        tell("Public names", names_changed(root, copy))
        tested = run(copy, "the tests of the low-level client", "pytest", "-q", *TESTS, runner=runner)
        return 0 if tested else 1


def files(root: Path, copy: Path) -> Iterator[str]:
    """The files of the client that would be new, gone or other."""
    before, after = root / GENERATED, copy / GENERATED
    for name in sorted({*files_below(before), *files_below(after)}):
        if not (after / name).exists():
            yield f"- {name}"
        elif not (before / name).exists():
            yield f"+ {name}"
        elif (before / name).read_bytes() != (after / name).read_bytes():
            yield f"~ {name}"


def names_changed(root: Path, copy: Path) -> Iterator[str]:
    """The lines of the surface that would be gone or new."""
    before, after = (surface.read((one / SURFACE).read_text(encoding="utf-8")) for one in (root, copy))
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield from (f"{sign} {name}{one[name]}" for sign, one in (("-", before), ("+", after)) if name in one)


def tell(title: str, lines: Iterator[str]) -> None:
    """A section of the report; an empty one says so."""
    text = "".join(f"  {line}\n" for line in lines)
    sys.stdout.write(f"\n{title}:\n{text}" if text else f"\n{title}: none\n")


def run(copy: Path, what: str, *module: str, runner: Runner = start) -> bool:
    """Run a module in the copy, which is then the project that its tools work on; what it said counts if it fails."""
    paths = [str(copy / name) for name in ("generated", "overlay", "emulator", "")]  # before what is installed
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    done = runner([sys.executable, "-m", *module], cwd=copy, env=environment)
    passed = done.returncode == 0
    said = "" if passed else f"\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    sys.stdout.write(f"\n{what}: {'passed' if passed else 'FAILED'}{said}\n")
    return passed


if __name__ == "__main__":
    sys.exit(main())
