"""The process above that of a function: it ends with the function's process, and with all that this has started.

Started by path, as what it runs is. On Linux whatever loses its parent below this process becomes its child, wherever
it has moved and whatever is in its environment, so nothing can hide. Its standard input is a pipe from the emulator: a
byte in it, or its end, means that everything is to end.
"""

import contextlib
import importlib
import os
import resource
import select
import signal
import sys

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
CHILDREN = f"/proc/self/task/{os.getpid()}/children"


def main(function_path: str, debug_port: int, control_fd: int) -> None:
    """Start the function's process, wait until it ends or is to end, and end as it did."""
    _adopt_orphans()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    worker = os.fork()
    if worker == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(woken)
        os.close(wake)
        _run(control_fd, function_path, debug_port)
    os.close(control_fd)  # its closing is how the emulator learns of the worker's end
    status: int | None = None
    while status is None and 0 not in select.select([0, woken], [], [])[0]:
        os.read(woken, 4096)
        status = _reap(worker)
    status = _end_all(worker, status)
    code = 1 if status is None else os.waitstatus_to_exitcode(status)
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):  # SIGKILL has no handler to be reset
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code if code >= 0 else 1)


def _run(control_fd: int, function_path: str, debug_port: int) -> None:
    """Be the function's process, with nothing to read and a group of its own."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120 - pathlib would double what this process takes
    worker = importlib.import_module("_worker")
    del sys.path[0]
    worker.main(control_fd, function_path, debug_port)


def _adopt_orphans() -> None:
    """What only Linux can do; elsewhere what leaves the worker's group stays."""
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):  # a Python may be built without it
            import ctypes

            ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def _reap(worker: int, status: int | None = None) -> int | None:
    """Take note of what has ended; the status of the worker if it has."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, ended = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == worker:
                status = ended
    return status


def _end_all(worker: int, status: int | None) -> int | None:
    """Kill every process below this one, until there is none; the status of the worker."""
    if status is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(worker, signal.SIGKILL)
    while True:
        status = _reap(worker, status)
        alive = _children()
        if not alive and status is None:
            alive = [worker]
        if not alive:
            return status
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            pid, ended = os.waitpid(-1, 0)  # what it has left behind is now a child of this process
            if pid == worker:
                status = ended


def _children() -> list[int]:
    try:
        with open(CHILDREN, encoding="ascii") as children:  # noqa: PTH123
            return [int(pid) for pid in children.read().split()]
    except OSError:
        return []


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
