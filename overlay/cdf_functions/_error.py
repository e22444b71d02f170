"""The base of all errors, apart from them: they name the types of what they carry, and those raise it."""

from typing import Any


class CdfError(Exception):
    """Catches whatever this package raises, save TypeError and ValueError for wrong input."""

    __module__ = "cdf_functions.errors"

    def __reduce__(self) -> tuple[Any, ...]:
        # the stock way calls __init__ with the message alone, which is not what the classes below take
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[CdfError], args: tuple[object, ...], state: dict[str, object]) -> CdfError:
    error = kind.__new__(kind)
    error.args = args  # an OSError, as WaitTimeoutError is, would take them from its __init__ only
    vars(error).update(state)
    if hasattr(error, "__notes__"):
        error.__notes__ = list(error.__notes__)  # a copy gets notes of its own
    return error
