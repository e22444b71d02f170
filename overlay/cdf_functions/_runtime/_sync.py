"""The sync world."""

import inspect
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Lock = threading.Lock
sleep = time.sleep


def place() -> tuple[object, ...]:
    """Where connections opened now belong: this process."""
    return (os.getpid(),)


def each(work: Callable[[T], R], items: Sequence[T], width: int) -> list[R | BaseException]:
    """Do the same for every item, one after the other, for there are no helper threads."""
    results: list[R | BaseException] = []
    for item in items:
        try:
            results.append(work(item))
        except Exception as error:  # noqa: BLE001 - kept, as the other world does
            results.append(error)
    return results


def resolve(value: Any) -> Any:
    """What a token function gave; an async one has no loop to run on here."""
    if not inspect.isawaitable(value):
        return value
    if inspect.iscoroutine(value):
        value.close()
    raise TypeError("credentials: an async function needs AsyncClient; give Client a plain one")
