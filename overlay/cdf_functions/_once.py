"""Parts that are made when they are first asked for, since what they need takes time to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - used like property
    """A method that becomes an attribute: called once, whichever threads ask for it first.

    ``functools.cached_property`` would call it for each thread that comes early, and give each a part of its own.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object, owner: type) -> Self | T:
        if instance is None:
            return self
        # found there from then on, without a call; where two threads made one each, both take the same
        found: T = vars(instance).setdefault(self._name, self.make(instance))
        return found
