"""How many calls may run at once: what the service documents, counted for one client. Pure."""

import threading
from collections import Counter

PER_FUNCTION = 100
PER_PROJECT = 250


class Gate:
    """Counts the running calls of all maps of a client, whichever threads or tasks they are in."""

    def __init__(self) -> None:
        self._running: Counter[int] = Counter()
        self._lock = threading.Lock()

    def enter(self, function_id: int, wanted: int, most: int) -> int:
        """Take up to ``wanted`` places for a function that may have ``most``; gives how many there were."""
        with self._lock:
            for_function = most - self._running[function_id]
            for_project = max(PER_PROJECT, most) - self._running.total()
            taken = max(0, min(wanted, for_function, for_project))
            self._running[function_id] += taken
            return taken

    def __reduce__(self) -> tuple[type["Gate"], tuple[()]]:
        # in another process nothing runs yet that this one placed
        return Gate, ()

    def is_open(self, function_id: int, most: int) -> bool:
        """Whether there is a place to take."""
        return self._running[function_id] < most and self._running.total() < max(PER_PROJECT, most)

    def leave(self, function_id: int, places: int) -> None:
        """Give places back."""
        with self._lock:
            self._running[function_id] -= places
