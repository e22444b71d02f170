"""Settings for the requests of one block of code."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from attrs import evolve, frozen

from cdf_functions import _arguments
from cdf_functions._http.retry import Retries


@frozen
class Options:
    """What overrides a client's own settings; None leaves them.

    Attributes:
        timeout: seconds that connecting, and each read and write, may take
        retries: how patiently to ask again
    """

    timeout: float | None = None
    retries: Retries | None = None


NO_OPTIONS = Options()
OPTIONS: ContextVar[Options] = ContextVar("cdf_functions.options", default=NO_OPTIONS)


@contextmanager
def request_options(*, timeout: float | timedelta | None = None, retries: Retries | None = None) -> Generator[None]:
    """Set the timeout and the patience of every request that is made inside a ``with`` block, by whichever client.

        with request_options(timeout=5, retries=Retries(attempts=1)):
            client.functions.retrieve(id=1)

    Applies to the thread or task that runs the block, in async code too; blocks can be nested.

    Args:
        timeout: seconds, or a timedelta, that connecting, and each read and write, may take
        retries: how patiently to ask again
    """
    wanted = OPTIONS.get()
    if timeout is not None:
        wanted = evolve(wanted, timeout=_arguments.seconds(timeout, "timeout"))
    if retries is not None:
        wanted = evolve(wanted, retries=_arguments.instance(retries, Retries, "retries"))
    with _set(wanted):
        yield


@contextmanager
def _set(wanted: Options) -> Generator[None]:
    token = OPTIONS.set(wanted)
    try:
        yield
    finally:
        OPTIONS.reset(token)
