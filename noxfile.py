"""Every command of this project; ``nox -l`` lists them. Nothing needs installing by hand but nox itself."""

import hashlib
import itertools
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["fresh", "lint", "typing", "tests", "thorough", "package"]
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = False
nox.options.error_on_external_run = True

PROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = nox.project.python_versions(PROJECT)
PYTEST = ["pytest", "-n", "3", "--dist", "worksteal"]  # three, for much of the time some of them wait
# what is compiled once need not be compiled again by each worker, and by each program that a test starts
ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
TYPED = [
    *("overlay/cdf_functions", "emulator/cdf_functions_emulator", "tools", "tests", "benchmarks"),
    *("examples/demo.py", "noxfile.py"),
]


def is_here(version: str) -> bool:
    """Whether this machine has a Python of a version; what only stands for one, as of pyenv, may not run."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return True
    found = shutil.which(f"python{version}")
    return found is not None and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0


PYTHONS = [version for version in SUPPORTED if is_here(version)]


def install(session: nox.Session, group: str, *packages: str) -> None:
    """Install a dependency group and packages, unless this environment has them since pyproject.toml last changed."""
    if session.virtualenv.venv_backend == "none":
        return  # nox was told to use the environment as it is
    wanted = [*nox.project.dependency_groups(PROJECT, group), *packages]
    state = hashlib.sha256(Path("pyproject.toml").read_bytes() + repr(wanted).encode()).hexdigest()
    stamp = Path(session.virtualenv.location) / "installed.sha256"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    session.install(*wanted)
    stamp.write_text(state, encoding="utf-8")


def oldest() -> list[str]:
    """The oldest versions of what users run that pyproject.toml allows."""
    extras: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
    allowed: list[str] = [*PROJECT["project"]["dependencies"], *itertools.chain(*extras.values())]
    return [re.sub(r">=([\d.]+).*", r"==\1", one) for one in allowed]


@nox.session
def regenerate(session: nox.Session) -> None:
    """Make the low-level client from spec/, and the sync code from the async one; --force makes edited files anew."""
    install(session, "generate")
    session.run("python", "-m", "tools.regenerate", *session.posargs)


@nox.session(name="spec-diff")
def spec_diff(session: nox.Session) -> None:
    """Say what changed since a commit, HEAD by default, or between two (A..B); --json for a machine."""
    install(session, "generate")
    session.run("python", "-m", "tools.diff.spec_diff", *session.posargs)


@nox.session
def upstream(session: nox.Session) -> None:
    """Compare the spec with a document of the vendor's, given after --."""
    install(session, "generate")
    session.run("python", "-m", "tools.diff.upstream", *session.posargs)


@nox.session
def bump(session: nox.Session) -> None:
    """Try other versions of what generates, by default the newest generator, aside; say what would change."""
    wanted = session.posargs or ["openapi-python-client"]
    tried = {re.split(r"[^\w-]", one)[0] for one in wanted}
    pinned = nox.project.dependency_groups(PROJECT, "tests")
    kept = [one for one in pinned if re.split(r"[^\w-]", one)[0] not in tried]
    session.install("--upgrade", *kept, *wanted, "-e", ".[emulator]")
    session.run("python", "-m", "tools.diff.bump")


@nox.session
def scale(session: nox.Session) -> None:
    """Measure the pipeline on made-up specs of 30, 300 and 3,000 operations, or of the sizes given after --."""
    install(session, "generate")
    session.run("python", "-m", "tools.scale", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure ours, cognite-sdk and plain httpx side by side, and write docs/performance.*; --quick writes nothing."""
    install(session, "bench")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def chaos(session: nox.Session) -> None:
    """Let everything go wrong for ten minutes, and write it into docs/reliability.md; --quick writes nothing."""
    install(session, "tests", "-e", ".[emulator]")
    session.run("python", "-m", "tests.chaos", *session.posargs)


@nox.session
def picture(session: nox.Session) -> None:
    """Take the picture of the emulator's page in docs/; needs Chromium and its chromedriver."""
    install(session, "tests", "-e", ".[emulator]")
    session.run("python", "-m", "tests.emulator.picture")


@nox.session
def demo(session: nox.Session) -> None:
    """Regenerate, start the emulator, deploy a function and call it, step by step."""
    install(session, "generate", "-e", ".[emulator]")
    session.run("python", "-m", "tools.regenerate")
    session.run("python", "examples/demo.py")


@nox.session
def fresh(session: nox.Session) -> None:
    """Check that what is made is what would be made now, to the byte and to the file."""
    install(session, "generate")
    session.run("python", "-m", "tools.regenerate", "--check")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types: mypy and pyright, both strict, and that the public surface is typed throughout."""
    install(session, "typing", "-e", ".[emulator]")
    session.run("mypy", *TYPED)
    session.run("pyright")
    session.run("pyright", "--ignoreexternal", "--verifytypes", "cdf_functions")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after -- go to pytest."""
    if session.python == PYTHONS[0] and (missing := sorted({*SUPPORTED} - {*PYTHONS})):
        session.log(f"not tested, for none of them is in use on this machine: Python {', '.join(missing)}")
    install(session, "tests", "-e", ".[emulator]")
    session.run(*PYTEST, *session.posargs, env=ONCE)


@nox.session(python=PYTHONS)
def floors(session: nox.Session) -> None:
    """Run the tests of what users run with the oldest packages that it may meet."""
    install(session, "tests", "-e", ".[emulator]")
    # what only tests need may ask for newer ones
    session.install("--no-deps", *oldest())
    others = [f"--ignore=tests/{room}" for room in ("chaos", "pipeline", "simulation")]
    session.run(*PYTEST, *others, *session.posargs, env=ONCE)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure which branches of overlay and emulator the tests take, and list those that none takes."""
    install(session, "coverage", "-e", ".[emulator]")
    session.run("coverage", "erase")
    # what makes and reads the client runs nothing of either
    others = [f"--ignore=tests/{room}" for room in ("generated", "pipeline")]
    session.run("coverage", "run", "-m", *PYTEST, *others, *session.posargs, env=ONCE)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session
def thorough(session: nox.Session) -> None:
    """Run the tests that take too long for every day: edits of the spec, each by itself; hundreds are drawn by seed."""
    install(session, "tests", "-e", ".[emulator]")
    session.run(*PYTEST, "-m", "thorough", *session.posargs, env=ONCE)


@nox.session
def package(session: nox.Session) -> None:
    """Build, then install the wheel where no source is in reach, and use it there."""
    install(session, "package")
    built = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "build", "--outdir", str(built / "dist"), silent=True)
    (wheel,) = (built / "dist").glob("*.whl")
    session.run("python", "-m", "tools.check_wheel", str(wheel))
