"""Python programs in forks of a process that has imported what they use, instead of in fresh interpreters.

The same program with the same arguments in a process of its own: only what it imports from outside the project is there
already. Nothing of the project's is, so that a program finds the copy of it that its path leads to.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

from tools.pipeline.programs import start

OUTSIDE = ("mypy.main", "pytest", "hypothesis", "openapi_python_client.cli", "httpx", "yaml", "dateutil.parser")
SCRIPTS = {"openapi-python-client"}
OURS = {"tests", "tools"}

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(list(OUTSIDE))


def run(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A `Runner` for the pipeline; a command that is none of the kinds known here is started as usual."""
    words = [str(word) for word in command]
    if Path(words[0]).name in SCRIPTS:
        program = [Path(words[0]).name, *words[1:]]
    elif words[:2] == [sys.executable, "-m"] or words[:5] == [sys.executable, "-W", "error", "-B", "-c"]:
        program = words[1:]
    else:
        return start(command, cwd=cwd, env=env)
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder) / name for name in ("out", "err"))
        process = FORKS.Process(target=_become, args=(program, str(cwd), dict(env or os.environ), out, err))
        process.start()
        process.join()
        said = [path.read_text(encoding="utf-8") if path.exists() else "" for path in (out, err)]
        return subprocess.CompletedProcess(words, int(process.exitcode or 0), *said)


def _become(program: list[str], where: str, environment: dict[str, str], out: Path, err: Path) -> None:
    """Turn this process into the program; it ends like it."""
    for path, stream in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(where)
    os.environ.clear()
    # pytest rewrites the assertions of its plugins while they are imported, which they are by now
    os.environ.update(environment, PYTEST_ADDOPTS="--assert=plain")
    sys.path[:0] = [where, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]  # this module's own packages, which stand in the way of a copy's
    match program:
        case ["-m", module, *_]:
            sys.argv = program[1:]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-W", "error", "-B", "-c", code, *arguments]:
            sys.argv = ["-c", *arguments]
            warnings.simplefilter("error")
            exec(code, {"__name__": "__main__"})
        case _:
            sys.argv = program
            (found,) = entry_points(group="console_scripts", name=program[0])
            sys.exit(found.load()())
