"""What one connection keeps to, and notes, for the request that has it. Pure.

Whether a request has left is a fact that its connection notes, not a guess from the kind of an error.
"""

from cdf_functions._runtime.deadline import Deadline

DELIVERY = "cdf_functions.delivery"
"""Where a request's ``extensions`` have it."""


class Delivery:
    """What became of one request on its way out.

    Attributes:
        sent_by: until when it must have left, if its answer may take longer than that
        noted: a connection of ours has it, so that ``sent`` is a fact; other transports note nothing
        sent: a byte of the request may have been written
        hook_failure: what an event hook of the caller's raised for it
    """

    __slots__ = ("hook_failure", "noted", "sent", "sent_by")

    def __init__(self, sent_by: Deadline | None = None) -> None:
        self.sent_by: Deadline | None = sent_by
        self.noted: bool = False
        self.sent: bool = False
        self.hook_failure: Exception | None = None

    def deadline(self, whole: Deadline | None) -> Deadline | None:
        """What bounds the next step: the deadline of the whole request, or of its leaving as long as it has not."""
        return whole or (None if self.sent else self.sent_by)


class Bounds:
    """What the streams of one connection keep to, and what they note, for the request that has it now."""

    def __init__(self) -> None:
        self.deadline: Deadline | None = None
        self.delivery: Delivery = Delivery()
        self._sent_before = False

    def begin(self, deadline: Deadline | None, delivery: Delivery) -> None:
        """Serve one request."""
        self.deadline = deadline
        self.delivery = delivery
        delivery.noted = True
        self._sent_before = delivery.sent  # on another connection, which redirected it

    def shake_hands(self) -> None:
        """Begin with TLS: what was written so far was talk with a proxy, for a request never goes before that."""
        self.delivery.sent = self._sent_before

    def left(self, timeout: float | None, expired: type[Exception]) -> float | None:
        """Seconds that the next step may take; raises ``expired`` if there are none."""
        deadline = self.delivery.deadline(self.deadline)
        if deadline is None:
            return timeout
        remaining = deadline.remaining
        if remaining <= 0.0:
            raise expired("the deadline has passed")
        return remaining if timeout is None else min(timeout, remaining)
