"""What a process forked from this one must not keep open: it would hold connections and processes that are not its own.

A process that runs an emulator in a thread may be forked, by ``multiprocessing`` for one. The emulator is not in the
child, which has no such thread, but the child would have its sockets and pipes: a port would stay taken, and processes
of functions wait for an emulator that is gone. Worst is a fork while ``subprocess`` starts a process: it waits for the
end of a pipe, which then comes with the end of the child, and the child may wait for the emulator.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable

#: To be held while a process is started: forks wait for it.
starting = threading.Lock()

_held: set[int] = set()
_holders: dict[object, Callable[[], Iterable[int]]] = {}


def hold(*files: int) -> None:
    """Let forked children not have these."""
    _held.update(files)


def release(*files: int) -> None:
    """They are about to be closed."""
    _held.difference_update(files)


def ask(holder: object, held: Callable[[], Iterable[int]]) -> None:
    """Ask at each fork what else there is."""
    _holders[holder] = held


def forget(holder: object) -> None:
    """Ask no more."""
    _holders.pop(holder, None)


def _let_go() -> None:
    """Put the null device in their place, for the objects that they belong to still believe that they have them."""
    starting.release()
    files = _held.union(*(held() for held in _holders.values()))
    if not files:
        return
    null = os.open(os.devnull, os.O_RDWR)
    for file in files:
        with contextlib.suppress(OSError):
            os.dup2(null, file, inheritable=False)
    os.close(null)
    _held.clear()
    _holders.clear()


os.register_at_fork(before=starting.acquire, after_in_parent=starting.release, after_in_child=_let_go)
