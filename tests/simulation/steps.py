"""What a user does: the steps of a plan, each in a task of its own, which may be cancelled at any of its pauses."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from cdf_functions import AsyncClient

from .plan import Cancel, Step


@dataclass
class Attempt:
    """What came of a step, in one process.

    Attributes:
        got: for each input what was told of it: a value or an error
        error: what ended the step early
    """

    step: Step
    number: int
    began: float
    function: dict[str, Any]
    journal: Path | None
    got: list[Any] = field(default_factory=list[Any])
    error: BaseException | None = None
    ended: float | None = None
    called_at: float | None = None
    cancelled_at: float | None = None
    lines: list[str] | None = None
    seen_end: bool = False

    def input(self, index: int) -> int:
        """How runs name an input of this step."""
        return self.number * 100 + index


class Pausing:
    """Does a step's work, and has its task cancelled when the plan says so."""

    def __init__(self, work: Coroutine[Any, Any, None], cancel: Cancel | None, attempt: Attempt) -> None:
        self._work = work
        self._cancel = cancel
        self._attempt = attempt
        self._pauses = 0

    def __await__(self) -> Generator[Any, Any, None]:
        error: BaseException | None = None
        while True:
            try:
                waited_for = self._work.send(None) if error is None else self._work.throw(error)
            except StopIteration:
                return
            error = None
            self._pauses += 1
            if self._cancel is not None and self._cancel.pause == self._pauses:
                self._have_cancelled(self._cancel, waited_for)
            try:
                yield waited_for
            except BaseException as thrown:  # noqa: BLE001 - handed on
                error = thrown

    def _have_cancelled(self, cancel: Cancel, waited_for: object) -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None

        def now(*_: object) -> None:
            if not task.done():
                self._attempt.cancelled_at = loop.time()
                task.cancel()

        if cancel.how == "as it ends" and isinstance(waited_for, asyncio.Future):
            cast("asyncio.Future[object]", waited_for).add_done_callback(now)
        else:
            loop.call_later(cancel.seconds, now)


async def _call(client: AsyncClient, attempt: Attempt) -> None:
    step = attempt.step
    call = await client.functions.call(
        **attempt.function,
        data={"input": attempt.input(0)},
        timeout=step.timeout,
        on_ambiguous="adopt" if step.adopt else "raise",
    )
    attempt.called_at = asyncio.get_running_loop().time()
    attempt.got.append(await call.get_response())


async def _follow(client: AsyncClient, attempt: Attempt) -> None:
    call = await client.functions.call(**attempt.function, data={"input": attempt.input(0)}, wait=False)
    attempt.seen_end = not call.ended
    lines: list[str] = []
    async for entry in call.follow_logs():
        lines.append(entry.message)
    attempt.lines = lines


async def _map(client: AsyncClient, attempt: Attempt) -> None:
    step = attempt.step
    values = client.functions.map(
        **attempt.function,
        inputs=[{"input": attempt.input(index)} for index in range(step.inputs)],
        concurrency=step.concurrency,
        ordered=step.ordered,
        return_exceptions=True,
        journal=attempt.journal,
        on_ambiguous="adopt" if step.adopt else "raise",
    )
    async with aclosing(cast("AsyncGenerator[Any]", values)) as generator:
        async for value in generator:
            attempt.got.append(value)
            if len(attempt.got) == step.leave:
                return


async def _schedule(client: AsyncClient, attempt: Attempt) -> None:
    function = {f"function_{name}": value for name, value in attempt.function.items()}
    await client.functions.schedules.create("s", "* * * * *", **function, data={"input": attempt.input(0)})


async def _retrieve(client: AsyncClient, attempt: Attempt) -> None:
    await client.functions.retrieve(**attempt.function)


WORK: dict[str, Callable[[AsyncClient, Attempt], Coroutine[Any, Any, None]]] = {
    "call": _call,
    "follow": _follow,
    "map": _map,
    "schedule": _schedule,
    "retrieve": _retrieve,
}
