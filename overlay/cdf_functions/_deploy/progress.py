"""How far a deployment has come: for programs as events, for people as a line."""

import sys
from typing import Literal, TextIO

from attrs import frozen

Step = Literal["pack", "upload", "build candidate", "check", "replace", "build", "schedules", "clean up", "ready"]

SAID: dict[str, str] = {
    "pack": "packing",
    "upload": "uploading",
    "build candidate": "building the candidate",
    "check": "checking the candidate",
    "replace": "replacing the old function",
    "build": "building",
    "schedules": "making schedules",
    "clean up": "cleaning up",
    "ready": "ready",
}


@frozen
class DeployProgress:
    """How far a deployment has come.

    Attributes:
        step: ``pack``, ``upload``, ``build candidate``, ``check``, ``replace``, ``build``, ``schedules``, ``clean up``
            or ``ready``
        name: of the function
        seconds: since the step began
    """

    step: Step
    name: str
    seconds: float = 0.0


class Display:
    """Shows progress on stderr: on a terminal as one line that changes, else as a line for each step."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._changing = self._stream.isatty()
        self._step = ""
        self._width = 0

    def __call__(self, progress: DeployProgress) -> None:
        """Show it."""
        line = f"{progress.name}: {SAID[progress.step]}"
        if self._changing:
            line += f" {progress.seconds:.0f} s" if progress.seconds >= 1 else ""
            end = "\n" if progress.step == "ready" else ""
            self._stream.write(f"\r{line.ljust(self._width)}{end}")
            self._width = len(line)
            self._stream.flush()
        elif progress.step != self._step:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        self._step = progress.step

    def end(self) -> None:
        """Leave the line that changes, where something went wrong."""
        if self._changing and self._step not in ("", "ready"):
            self._stream.write("\n")
            self._stream.flush()
