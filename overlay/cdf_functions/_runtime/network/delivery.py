"""Whether a request has left: a fact that its connection notes, not a guess from the kind of an error. Pure."""

DELIVERY = "cdf_functions.delivery"
"""Where a request's ``extensions`` have it."""


class Delivery:
    """What became of one request on its way out.

    Attributes:
        noted: a connection of ours has it, so that ``sent`` is a fact; other transports note nothing
        sent: a byte of the request may have been written
    """

    __slots__ = ("noted", "sent")

    def __init__(self) -> None:
        self.noted: bool = False
        self.sent: bool = False
