# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""Contains some shared types for properties"""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar

from attrs import define, field


class Unset:
    """The type of UNSET, which stands for a field that is not there. There is one instance: test it with ``is``."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        # copy, deepcopy and pickle give back the one instance; another would reach the wire as a value
        return "UNSET"


UNSET: Unset = Unset()
_HIDDEN = "***"  # stands for a confidential value in a repr

V = TypeVar("V")


class Model:
    """What all models have together: they are equal if their fields are, and show those that are there."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, field.name) == getattr(other, field.name) for field in self._fields())

    # pytest shows the fields that differ of classes whose equality is attrs' own, which it knows by this name
    __eq__.__code__ = __eq__.__code__.replace(co_filename=f"<attrs generated eq for {__name__}>")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(self._shown())})"

    def _shown(self) -> Iterator[str]:
        """Each field that is there, in order; of a confidential one only that."""
        for field in self._fields():
            value = getattr(self, field.name)
            if value is not UNSET and (value or field.name != "additional_properties"):
                yield f"{field.name}={value if value is None or field.repr else _HIDDEN!r}"

    def _fields(self) -> tuple[Any, ...]:
        fields: tuple[Any, ...] = vars(type(self))["__attrs_attrs__"]
        return fields


class FreeForm(Model, MutableMapping[str, V]):
    """A JSON object whose keys are not in the spec: made from a mapping, and one itself. It equals any with its items."""

    __slots__ = ()

    additional_properties: dict[str, V]

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        self.additional_properties = {} if items is None else {**items}

    def __iter__(self) -> Iterator[str]:
        return iter(self.additional_properties)

    def __len__(self) -> int:
        return len(self.additional_properties)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self.additional_properties == dict(other)

    __eq__.__code__ = __eq__.__code__.replace(co_filename=f"<attrs generated eq for {__name__}>")

    def _shown(self) -> Iterator[str]:
        hidden = not self._fields()[0].repr
        yield repr(dict.fromkeys(self, _HIDDEN) if hidden else self.additional_properties)


# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: int
    content: bytes = field(repr=False)
    headers: MutableMapping[str, str] = field(repr=False)
    parsed: T | None


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset"]
