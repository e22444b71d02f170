"""Parts that are made when they are first asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor

from cdf_functions._once import once
from tests.patience import PATIENCE


class Whole:
    """Has a part, and counts how often one was made."""

    def __init__(self, meet: threading.Barrier | None = None) -> None:
        self.made = 0
        self.meet = meet

    @once
    def part(self) -> object:
        """A part."""
        self.made += 1
        if self.meet is not None:
            self.meet.wait(timeout=PATIENCE)
        return object()


def test_made_when_first_asked_for() -> None:
    """A part is not there before, and the same one ever after; each object has its own."""
    one, other = Whole(), Whole()
    assert "part" not in vars(one)
    assert one.part is one.part
    assert one.part is not other.part
    assert (one.made, other.made) == (1, 1)


def test_two_threads_get_the_same() -> None:
    """Threads that come for a part at the same moment get the same one, though each may have made one."""
    whole = Whole(threading.Barrier(2))
    with ThreadPoolExecutor(2) as pool:
        first, second = [one.result() for one in [pool.submit(getattr, whole, "part") for _ in range(2)]]
    assert first is second is whole.part


def test_on_the_class_it_is_itself() -> None:
    """The class shows the part's own documentation."""
    assert isinstance(Whole.part, once)
    assert Whole.part.__doc__ == "A part."
