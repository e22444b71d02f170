"""What a function's process has started, and how much memory all of it takes: told from /proc, so on Linux only.

Every process carries a mark in its environment, which its children inherit wherever they move to.
"""

import contextlib
import os
import signal
from pathlib import Path

MARK = "CDF_FUNCTIONS_EMULATOR_PROCESS"
PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")


def members(mark: str) -> list[int]:
    """The ids of the processes that carry a mark; none where there is no /proc."""
    wanted = f"{MARK}={mark}".encode()
    found: list[int] = []
    with contextlib.suppress(OSError):
        for process in PROC.iterdir():
            if process.name.isdigit():
                with contextlib.suppress(OSError):  # it ended, or is another user's
                    if wanted in (process / "environ").read_bytes().split(b"\0"):
                        found.append(int(process.name))
    return found


def end(mark: str) -> None:
    """Kill them all, also those that are started meanwhile."""
    for _ in range(10):
        alive = [pid for pid in members(mark) if not _is_ending(pid)]
        if not alive:
            return
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def memory(pid: int) -> int:
    """How many bytes of memory a process and its children hold, without files; 0 if that cannot be told."""
    try:
        _, resident, shared, *_ = (PROC / str(pid) / "statm").read_text(encoding="utf-8").split()
        children = (PROC / str(pid) / "task" / str(pid) / "children").read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * PAGE + sum(memory(int(child)) for child in children)


def _is_ending(pid: int) -> bool:
    try:
        return (PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
