"""How objects, and lists of them, show themselves: in a terminal, in a notebook, and to pandas. Pure.

Showing never raises: what an answer lacks, or has in a form that cannot be read, is shown as missing.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import Any, ClassVar, TypeVar, cast

import attrs

from cdf_functions._error import CdfError

LONGEST_VALUE = 100  # characters, in a repr
ROWS_OF_REPR = 10
ROWS_OF_TABLE = 50
PLAIN = {type(None), bool, str, int, float, datetime, dict, list}


class Shown:
    """An object that shows itself by its fields."""

    __slots__ = ()

    _shown: ClassVar[tuple[str, ...]] = ()
    """The fields in a repr and in the table of a list, where there is little room; none said is all."""

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        """All fields, in order: here those of an attrs class, save what it hides."""
        return tuple(each.name for each in attrs.fields(cast("Any", cls)) if each.repr is True)

    @classmethod
    def _short_names(cls) -> tuple[str, ...]:
        return cls._shown or cls._names()

    def _row(self, names: Iterable[str]) -> dict[str, object]:
        row = dict.fromkeys(names, cast("object", None))
        for name in row:
            with suppress(CdfError, ValueError):
                row[name] = getattr(self, name)
        return row

    def __repr__(self) -> str:
        shown = self._row(self._short_names()).items()
        return f"{type(self).__name__}({', '.join(f'{n}={_excerpt(v)}' for n, v in shown if v is not None)})"

    def _repr_html_(self) -> str:
        rows = ((name, value) for name, value in self._row(self._names()).items() if value is not None)
        return _table(type(self).__name__, (), rows)

    def to_pandas(self) -> Any:
        """Give the fields as a ``pandas.DataFrame`` with one column, ``value``.

        Raises:
            ImportError: if pandas is not installed; it is no dependency of this package
        """
        row = self._row(self._names())
        return _pandas().DataFrame({"value": list(map(_plain, row.values()))}, index=list(row), dtype=object)


T = TypeVar("T", bound=Shown)


class Items(Shown, list[T]):
    """A list that shows itself as a table of what is in it."""

    _kind: ClassVar[type[Shown]]

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} of {len(self)}", *map(repr, self[:ROWS_OF_REPR]), *self._rest(ROWS_OF_REPR)]
        return "\n  ".join(lines)

    def _repr_html_(self) -> str:
        names = self._kind._short_names()
        rows = (item._row(names).values() for item in self[:ROWS_OF_TABLE])
        return _table(f"{type(self).__name__} of {len(self)}", names, rows, *self._rest(ROWS_OF_TABLE))

    def _rest(self, shown: int) -> list[str]:
        return [f"... and {len(self) - shown} more"] if len(self) > shown else []

    def to_pandas(self) -> Any:
        """Give a ``pandas.DataFrame`` with a row for each item and a column for each field; times are in UTC.

        Raises:
            ImportError: if pandas is not installed; it is no dependency of this package
        """
        names = self._kind._names()
        rows = [list(map(_plain, item._row(names).values())) for item in self]
        frame = _pandas().DataFrame(rows, columns=list(names), dtype=object)
        for name, column in zip(names, zip(*rows, strict=True), strict=False):
            if {type(value) for value in column} == {int, type(None)}:
                frame[name] = frame[name].astype("Int64")  # or ids beside a None would become floats
        return frame.infer_objects()


def readable(moment: datetime) -> str:
    """A time by the clock on the wall, with its offset from UTC."""
    with suppress(OverflowError, OSError, ValueError):  # near the ends of time there is no local one
        moment = moment.astimezone()
    return moment.isoformat(sep=" ", timespec="milliseconds")


def _excerpt(value: object) -> str:
    text = readable(value) if isinstance(value, datetime) else repr(_plain(value))
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "..."


def _cell(value: object) -> str:
    return _escaped("" if value is None else readable(value) if isinstance(value, datetime) else str(value))


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


def _table(title: str, names: Iterable[str], rows: Iterable[Iterable[object]], *below: str) -> str:
    head = "".join(f"<th>{_escaped(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return "".join([f"<div><p>{_escaped(title)}</p>", table, *(f"<p>{_escaped(line)}</p>" for line in below), "</div>"])


def _plain(value: object) -> object:
    return value if type(value) in PLAIN else str(value)


def _pandas() -> Any:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise ImportError("to_pandas: pandas is not installed; pip install pandas") from error
