"""Make everything that is made, beside the tree, and only when all of it is good swap it in."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tools.diff import news
from tools.pipeline import checks, derive, exports, fields, generate, hazards, spec, surface
from tools.pipeline.layout import COMMAND, MADE, PATCHES, ROOT, SPEC, PipelineError, files_below
from tools.pipeline.programs import Runner, start

ABANDONED = 3600.0  # s after which a work folder is nobody's


@contextmanager
def step(name: str) -> Generator[None]:
    """Say what is being done and how long it took; a failure carries the step's name."""
    started = time.perf_counter()
    try:
        yield
    except PipelineError as error:
        raise PipelineError(f"step '{name}' failed: {error}") from error
    except Exception as error:
        raise PipelineError(f"step '{name}' failed: {type(error).__name__}: {error}") from error
    sys.stdout.write(f"  {name:<52}{time.perf_counter() - started:6.2f} s\n")


def together(jobs: dict[str, Callable[[], object]]) -> None:
    """Run independent steps side by side; of several that fail, the first in the order given is told."""

    def run(name: str, job: Callable[[], object]) -> None:
        with step(name):
            job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for result in [pool.submit(run, name, job) for name, job in jobs.items()]:
            result.result()


def build(work: Path, root: Path = ROOT, runner: Runner = start) -> None:
    """Make every made file below ``work``, where each has the path that it has in the tree."""
    with step(f"read {SPEC}, apply {PATCHES}"):
        document = spec.effective(root)
    together(
        {
            "check the generator's settings": lambda: generate.check_config(root),
            "validate the spec": lambda: generate.validate_spec(document),
            "generate the client": lambda: generate.generate(work, document, root, runner),
            "look for what the generator drops": lambda: hazards.check(document, root),
            "derive sync from async": lambda: derive.derive(work, root, runner),
        }
    )
    # not side by side: in Python 3.11 two threads that parse source at once may fail (python/cpython#106905)
    with step("write what the overlay knows from the spec"):
        exports.write(work, root)
        fields.write(work, document, root)
        checks.write(work, document, root)
    with step("list the public names"):
        surface.write(work)
    together(
        {
            "import every module": lambda: generate.import_all(work, runner),
            "type-check": lambda: generate.type_check(work, root, runner),
        }
    )
    with step("write the lock file"):
        generate.write_lock(work, root)


def swap_in(work: Path, root: Path = ROOT) -> None:
    """Put the made files in place of the old ones; if that fails half-way the old ones come back.

    Should the process be killed half-way, the next regeneration mends it: nothing that it reads is ever moved.
    """
    old = work / "old"
    begun: list[Path] = []
    try:
        for path in MADE:
            begun.append(path)
            for place in (root / path, old / path):
                place.parent.mkdir(parents=True, exist_ok=True)
            if (root / path).exists():
                (root / path).rename(old / path)
            (work / path).rename(root / path)
    except BaseException as error:
        for path in begun:
            if (work / path).exists() and not (old / path).exists():
                continue  # neither move was made
            _remove(root / path)
            if (old / path).exists():
                (old / path).rename(root / path)
        raise PipelineError(f"{type(error).__name__}: {error}; the old files are back") from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what earlier runs left behind when they were killed; a younger one may still be at work."""
    for left in folder.glob("build-*"):
        if left.stat().st_mtime < time.time() - ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def differences(work: Path, root: Path = ROOT) -> list[str]:
    """How the tree differs from what was just made: changed, missing, and not made by the pipeline at all."""
    found: list[str] = []
    for path in MADE:
        folder, made = root / path, work / path
        if made.is_file():
            names, here = [Path()], [Path()] if folder.is_file() else []
        else:
            names, here = files_below(made), files_below(folder)
        found += [f"not made: {path / name}" for name in here if name not in names]
        found += [f"missing:  {path / name}" for name in names if name not in here]
        both = (name for name in names if name in here)
        found += [f"differs:  {path / n}" for n in both if (folder / n).read_bytes() != (made / n).read_bytes()]
    return found


def main(arguments: list[str] | None = None, root: Path = ROOT, runner: Runner = start) -> int:
    """Exit status: 0 done or fresh, 1 a step failed or something differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; compare the tree with a fresh build")
    check: bool = parser.parse_args(arguments).check
    # below the root, so that swapping in is a rename on one file system
    (root / ".cache").mkdir(exist_ok=True)
    sweep(root / ".cache")
    with tempfile.TemporaryDirectory(prefix="build-", dir=root / ".cache") as folder:
        work = Path(folder)
        try:
            build(work, root, runner)
            stale = differences(work, root)
            if not check:
                if stale:  # what is fresh stays as it is, for those who go by the times of files
                    with step("swap in"):
                        swap_in(work, root)
                sys.stdout.write(f"\n{news.since('HEAD', root, runner)}")
                return 0
        except PipelineError as error:
            sys.stderr.write(f"{COMMAND}: {error}\nNothing was changed.\n")
            return 1
    if stale:
        sys.stderr.write("\n".join([*stale, f"{len(stale)} files are not fresh; to mend them: {COMMAND}", ""]))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
