"""What the rest relies on when it stores something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator.store import Row, Store, StoreInUseError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


def function(id_: int) -> Row:
    """A function with the columns it must have."""
    return {"id": id_, "project": "p", "status": "Ready", "document": {"a": [1, None]}, "secrets": {}}


@pytest.fixture
def store() -> Generator[Store]:
    """One in memory."""
    store = Store()
    yield store
    store.close()


def test_rows_come_back_as_they_were(store: Store) -> None:
    """JSON columns hold any JSON; absent ones are None."""
    store.insert("functions", function(1))
    row = store.first("functions", ("id", "=", 1))
    assert row is not None
    assert row["document"] == {"a": [1, None]}
    assert row["error"] is None
    store.update("functions", {"error": {"message": "m"}}, ("id", "=", 1))
    assert store.select("functions")[0]["error"] == {"message": "m"}


def test_conditions(store: Store) -> None:
    """Conditions are joined by and; ``in`` takes any number of values."""
    store.insert("functions", *map(function, range(1, 6)))
    assert [row["id"] for row in store.select("functions", ("id", ">", 2), ("id", "<=", 4))] == [3, 4]
    assert [row["id"] for row in store.select("functions", newest_first=True, limit=2)] == [5, 4]
    assert store.count("functions", ("id", "in", range(3, 100_000))) == 3
    assert store.count("functions", ("id", "in", [])) == 0
    assert store.update("functions", {"status": "Failed"}, ("id", "<>", 5)) == 4


def test_what_belongs_to_a_row_goes_with_it(store: Store) -> None:
    """Deleting a function deletes its calls with their logs and responses."""
    store.insert("functions", function(1))
    store.insert("calls", {"id": 2, "project": "p", "function_id": 1, "status": "Running", "start_time": 0})
    store.insert("logs", {"call_id": 2, "timestamp": 0, "message": "m"})
    store.insert("responses", {"call_id": 2, "response": "null"})
    store.delete("functions", ("id", "=", 1))
    assert [store.count(table) for table in ("calls", "logs", "responses")] == [0, 0, 0]


def test_transaction_is_all_or_nothing(store: Store) -> None:
    """What was done before an error is undone."""
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.insert("functions", function(1))
        _ = 1 / 0
    assert store.count("functions") == 0


def test_file_outlives_the_store(tmp_path: Path) -> None:
    """With a path, what was stored is there again."""
    path = tmp_path / "state.db"
    for expected in (0, 1):
        store = Store(path)
        assert store.count("functions") == expected
        store.insert("functions", function(expected + 1))
        store.close()


def test_file_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    """A file that is open is refused, and can be used when it was closed."""
    path = tmp_path / "state.db"
    first = Store(path)
    with pytest.raises(StoreInUseError, match="cannot be used: database is locked"):
        Store(path)
    first.close()
    Store(path).close()


def test_ids_count_up(store: Store) -> None:
    """Ids count from 1, and one that was deleted is not given to another row."""
    assert store.next_id("functions") == 1
    store.insert("functions", function(1))
    store.insert("functions", function(2))
    store.delete("functions", ("id", "=", 2))
    assert store.next_id("functions") == 3
    assert store.next_id("files") == 1
