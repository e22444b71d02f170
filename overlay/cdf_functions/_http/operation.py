"""What is sent: the operation that a request belongs to, which travels with it. Pure."""

from typing import Protocol

READING = frozenset({"GET", "HEAD", "OPTIONS", "PUT"})


class Sendable(Protocol):
    """What has to be known of an operation to send it."""

    @property
    def id(self) -> str:
        """The operationId of the spec."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether asking twice does no more than asking once."""
        ...

    @property
    def authorized(self) -> bool:
        """Whether the request carries our token."""
        ...


class Other:
    """A request that no generated module made: of somebody's own, or to another service."""

    __slots__ = ("authorized", "id", "repeatable")

    def __init__(self, id: str, *, repeatable: bool, authorized: bool) -> None:
        self.id = id
        self.repeatable = repeatable
        self.authorized = authorized
