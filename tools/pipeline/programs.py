"""The programs that the pipeline runs: the pinned tools, and Python itself."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from tools.pipeline.layout import ROOT, PipelineError

ENDS = 15  # lines of either end of what a program that failed has printed


class Runner(Protocol):
    """Runs a program to its end and keeps what it printed; tests give one that starts programs faster."""

    def __call__(
        self, command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """What became of it; OSError if it cannot be started."""
        ...


def start(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, as it would be from a shell; what it reads and prints is UTF-8."""
    environment = {**(os.environ if env is None else env), "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def run(*command: str | Path, cwd: Path = ROOT, runner: Runner = start) -> None:
    """Run one of the pinned tools; what it printed becomes the reason if it fails.

    The tools stand beside the interpreter, which need not be on PATH; the hash seed is fixed, though nothing in the
    output should hang on it.
    """
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": beside, "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    try:
        done = runner(command, cwd=cwd, env=environment)
    except OSError as error:
        raise PipelineError(f"{Path(command[0]).name} cannot be run: {error}") from error
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".rstrip().splitlines()
        if (more := len(said) - 2 * ENDS) > 0:
            said[ENDS:-ENDS] = [f"... {more} lines more ..."]
        raise PipelineError("\n".join([f"{Path(command[0]).name} said:", *said]))
