"""Make everything that is made, beside the tree, and only when all of it is good swap it in.

What this module imports is what a run costs when nothing has changed; the rest is imported when it is needed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from tools.pipeline import lock
from tools.pipeline.layout import (
    COMMAND,
    LOCK,
    PATCHES,
    ROOT,
    SPEC,
    PipelineError,
    listed,
    print_utf8,
    read_text,
    sha256,
    write_text,
)
from tools.pipeline.programs import Runner, start

ABANDONED = 3600.0  # s after which a work folder is nobody's
KEPT = Path(".cache/kept")
NEWS = Path(".cache/news.md")
TOLD_OF = ("spec", "generated", "overlay", "emulator", "docs", "tests", "README.md")
FORCE = f"{COMMAND} -- --force"
EDITED = f"""made files are not as they were made:
{{files}}
Make such an edit in its source. Then put the files back, or run `{FORCE}`, which makes them anew; it keeps
a copy of each in {KEPT}/. After a merge, or a checkout of other files, `{FORCE}` is all there is to do.
"""


@contextmanager
def step(name: str) -> Generator[None]:
    """Say what is being done and how long it took; a failure carries the step's name."""
    started = time.perf_counter()
    try:
        yield
    except PipelineError as error:
        raise PipelineError(f"step '{name}' failed: {error}") from error
    except Exception as error:
        said = listed(str(error).splitlines())
        raise PipelineError(f"step '{name}' failed: {type(error).__name__}:\n{said}") from error
    sys.stdout.write(f"  {name:<52}{time.perf_counter() - started:6.2f} s\n")


def together(jobs: dict[str, Callable[[], object]]) -> None:
    """Run independent steps side by side; of several that fail, the first in the order given is told."""
    from concurrent.futures import ThreadPoolExecutor

    def run(name: str, job: Callable[[], object]) -> None:
        with step(name):
            job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for result in [pool.submit(run, name, job) for name, job in jobs.items()]:
            result.result()


def build(work: Path, root: Path = ROOT, runner: Runner = start) -> None:
    """Make every made file below ``work``, where each has the path that it has in the tree."""
    from tools.pipeline import checks, derive, exports, fields, generate, hazards, readback, spec, surface

    with step(f"read {SPEC}, apply {PATCHES}"):
        document = spec.effective(root)
    with step("check the generator's settings"):  # not side by side: two threads that load the generator may fail
        generate.check_config(root)
    together(
        {
            "look for what the generator drops": lambda: hazards.check(document, root),
            "validate the spec": lambda: generate.validate_spec(document),
            "generate the client": lambda: generate.generate(work, document, root, runner),
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
            "read back what came out": lambda: readback.check(work, document, runner),
            "type-check": lambda: generate.type_check(work, root, runner),
        }
    )
    with step("write the lock file"):
        write_text(work / LOCK, lock.text(work, root))


def sweep(folder: Path) -> None:
    """Remove what earlier runs left behind when they were killed; a younger one may still be at work."""
    for left in folder.glob("build-*"):
        if left.stat().st_mtime < time.time() - ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def differences(work: Path, root: Path = ROOT) -> dict[str, str]:
    """How the tree differs from what was just made, by file: changed, missing, or not made by the pipeline at all."""
    here, made = ({**lock.hashes(top), str(LOCK): read_text(top / LOCK)} for top in (root, work))
    found = {name: "not made" for name in here if name not in made}
    found |= {name: "missing" for name in made if not here.get(name)}
    return found | {name: "differs" for name in made if here.get(name) and here[name] != made[name]}


def keep(lost: dict[str, str], root: Path, force: bool) -> None:
    """Keep a copy of each file that would be lost; that somebody edited one stops all, unless told to go on."""
    for name in lost:
        copy = root / KEPT / f"{name}.{sha256(root / name)[:8]}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, copy)
    if lost and not force:
        raise PipelineError(f"{edits(lost)}Copies are in {KEPT}/.")


def edits(lost: dict[str, str]) -> str:
    """What to say of files that were edited though they are made."""
    return EDITED.format(files=listed(f"{name}: {instead}" for name, instead in lost.items()))


def regenerate(root: Path, runner: Runner, force: bool) -> None:
    """Make everything, and put what is not fresh in its place."""
    from tools.pipeline import swap

    if (root / swap.PENDING).exists():
        pending = root / swap.PENDING
        keep(lock.edited(pending, root, swap.known(root)), root, force)
        with step("finish what a run that was killed had begun"):
            swap.finish(root)
    with tempfile.TemporaryDirectory(prefix="build-", dir=root / ".cache") as folder:
        work = Path(folder)
        build(work, root, runner)
        keep(lock.edited(work, root, lock.entries(root / LOCK)), root, force)
        if differences(work, root):  # what is fresh stays as it is, for those who go by the times of files
            with step("swap in"):
                swap.swap_in(work, root)


def check(root: Path, runner: Runner) -> str:
    """Compare the tree with a fresh build; what differs, and what to do about it."""
    from tools.pipeline import swap

    if (root / swap.PENDING).exists():
        return f"a run was killed while it put its files in place; `{COMMAND}` goes on with that\n"
    with tempfile.TemporaryDirectory(prefix="build-", dir=root / ".cache") as folder:
        work = Path(folder)
        build(work, root, runner)
        stale = differences(work, root)
        lost = lock.edited(work, root, lock.entries(root / LOCK))
    found = [f"{how + ':':<9} {name}" for name, how in sorted(stale.items())]
    mend = edits(lost) if lost else f"to mend them: {COMMAND}\n"
    return f"{listed(found)}\n{len(stale)} files are not fresh; {mend}" if stale else ""


def news(root: Path, runner: Runner) -> str:
    """What has changed since the last commit and what is still to be done; kept until something of that changes."""
    from tools.diff import history

    try:
        head = history.commit("HEAD", root)
    except PipelineError:
        head = "no history"
    state = " ".join([head, sha256(ROOT / "tools"), *(sha256(root / each) for each in TOLD_OF)])
    before, _, text = read_text(root / NEWS).partition("\n")
    if before != state:
        from tools.diff import news

        text = news.since("HEAD", root, runner)
        write_text(root / NEWS, f"{state}\n{text}")
    return text


def main(arguments: list[str] | None = None, root: Path = ROOT, runner: Runner = start) -> int:
    """Exit status: 0 done or fresh, 1 a step failed or something differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.regenerate", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; compare the tree with a fresh build")
    parser.add_argument("--force", action="store_true", help=f"make edited files anew; copies are kept in {KEPT}")
    given = parser.parse_args(arguments)
    print_utf8()
    # below the root, so that swapping in is a rename on one file system
    (root / ".cache").mkdir(exist_ok=True)
    sweep(root / ".cache")
    try:
        if given.check:
            stale = check(root, runner)
            sys.stderr.write(stale)
            return 1 if stale else 0
        if not given.force and not (root / ".cache/swap").exists() and lock.unchanged(root):
            sys.stdout.write("Nothing has changed since everything was made.\n")
        else:
            regenerate(root, runner, given.force)
    except PipelineError as error:
        sys.stderr.write(f"{COMMAND}: {error}\nNothing was changed.\n")
        return 1
    sys.stdout.write(f"\n{news(root, runner)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
