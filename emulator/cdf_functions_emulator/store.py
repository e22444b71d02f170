"""What the service remembers, in SQLite: one file, or memory.

Rows are dicts. Columns declared JSON are encoded on the way in and decoded on the way out. Ids count from 1 in each
table, so that they can be read and typed, and are never used twice; their order is that of creation. An id is its row's
place in the table, so that a call is found at once among 100,000 of its function.
"""

import json
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT UNIQUE NOT NULL, subject TEXT NOT NULL, expires INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, type TEXT NOT NULL,
    status TEXT NOT NULL, client_id TEXT, created INTEGER NOT NULL, expires INTEGER NOT NULL,
    nonce TEXT UNIQUE, nonce_expires INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_that_end ON sessions (status, expires);

CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, external_id TEXT,
    document JSON NOT NULL, upload_token TEXT UNIQUE NOT NULL, upload_expires INTEGER NOT NULL,
    UNIQUE (project, external_id));

CREATE TABLE IF NOT EXISTS contents (
    file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE, content BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS functions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, external_id TEXT,
    status TEXT NOT NULL, last_called INTEGER, error JSON, document JSON NOT NULL, secrets JSON NOT NULL, indexes JSON,
    UNIQUE (project, external_id));

CREATE TABLE IF NOT EXISTS archives (
    function_id INTEGER PRIMARY KEY REFERENCES functions (id) ON DELETE CASCADE, content BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL,
    function_id INTEGER NOT NULL REFERENCES functions (id) ON DELETE CASCADE,
    session_id INTEGER NOT NULL, document JSON NOT NULL, data JSON);

CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL,
    function_id INTEGER NOT NULL REFERENCES functions (id) ON DELETE CASCADE,
    status TEXT NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER, error JSON,
    schedule_id INTEGER, scheduled_time INTEGER);
CREATE INDEX IF NOT EXISTS calls_with_status ON calls (project, status, function_id);
CREATE INDEX IF NOT EXISTS calls_of_function ON calls (function_id);
CREATE INDEX IF NOT EXISTS calls_by_day ON calls (function_id, status, start_time);

CREATE TABLE IF NOT EXISTS inputs (
    call_id INTEGER PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE, data TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS responses (
    call_id INTEGER PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE, response TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS logs (
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    timestamp INTEGER NOT NULL, message TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS logs_of_call ON logs (call_id);
"""

Table = Literal[
    "tokens",
    "sessions",
    "files",
    "contents",
    "functions",
    "archives",
    "schedules",
    "calls",
    "inputs",
    "responses",
    "logs",
]
Row = dict[str, Any]
Where = tuple[str, Literal["=", "<>", "<", "<=", ">", ">=", "in", "contains"], Any]


class StoreInUseError(Exception):
    """Another process has the file open."""


class Store:
    """Short statements on one connection, used by one thread at a time.

    Each has survived the end of this process, however that comes, when it returns; not a loss of power.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.touch(mode=0o600)  # the files beside it, which SQLite makes, get the same mode
            path.chmod(0o600)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=1)
        self._db.row_factory = sqlite3.Row
        try:
            # The lock goes with the process, so that no end of it leaves the file locked.
            self._db.executescript(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE;" + SCHEMA + "COMMIT;"
            )
        except sqlite3.OperationalError as error:
            self._db.close()
            raise StoreInUseError(f"{path} cannot be used: {error}") from None
        declared = self._db.execute(
            "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE c.type = 'JSON'"
        )
        self._json = {(table, column) for table, column in declared}

    def insert(self, table: Table, *rows: Row) -> None:
        """Add rows that all have the columns of the first."""
        columns = list(rows[0])
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
        self._db.executemany(statement, [self._encode(table, row) for row in rows])

    def replace(self, table: Table, row: Row) -> None:
        """Add a row, or put it in the place of the one with the same key."""
        marks = ", ".join("?" * len(row))
        self._db.execute(
            f"REPLACE INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - our own names
            self._encode(table, row),
        )

    def update(self, table: Table, changes: Row, *where: Where) -> int:
        """Change the rows that match, and say how many did."""
        condition, values = _condition(where)
        assignments = ", ".join(f"{column} = ?" for column in changes)
        statement = f"UPDATE {table} SET {assignments}{condition}"  # noqa: S608 - our own names
        return self._db.execute(statement, [*self._encode(table, changes), *values]).rowcount

    def delete(self, table: Table, *where: Where) -> None:
        """Remove the rows that match, with all that belongs to them."""
        condition, values = _condition(where)
        self._db.execute(f"DELETE FROM {table}{condition}", values)  # noqa: S608 - our own names

    def select(self, table: Table, *where: Where, limit: int | None = None, newest_first: bool = False) -> list[Row]:
        """The rows that match, in order of creation."""
        condition, values = _condition(where)
        order = "DESC" if newest_first else "ASC"
        statement = f"SELECT * FROM {table}{condition} ORDER BY rowid {order} LIMIT ?"  # noqa: S608 - our own names
        found = self._db.execute(statement, [*values, -1 if limit is None else limit])
        return [self._decode(table, row) for row in found]

    def next_id(self, table: Table) -> int:
        """The id that the next row gets, which no row of the table has had, not even a deleted one."""
        found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
        return 1 + (int(found[0]) if found else 0)

    def first(self, table: Table, *where: Where) -> Row | None:
        """The oldest row that matches."""
        return next(iter(self.select(table, *where, limit=1)), None)

    def count(self, table: Table, *where: Where) -> int:
        """How many rows match."""
        condition, values = _condition(where)
        (number,) = self._db.execute(f"SELECT count(*) FROM {table}{condition}", values).fetchone()  # noqa: S608
        return int(number)

    def projects(self) -> list[str]:
        """The projects that hold anything."""
        tables = ("sessions", "files", "functions")
        union = " UNION ".join(f"SELECT project FROM {table}" for table in tables)  # noqa: S608 - our own names
        return [project for (project,) in self._db.execute(f"{union} ORDER BY 1")]

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:  # noqa: D102
        self._db.close()

    def _encode(self, table: Table, row: Row) -> list[Any]:
        return [
            json.dumps(value) if (table, column) in self._json and value is not None else value
            for column, value in row.items()
        ]

    def _decode(self, table: Table, row: sqlite3.Row) -> Row:
        return {
            column: json.loads(row[column])
            if (table, column) in self._json and row[column] is not None
            else row[column]
            for column in row.keys()  # noqa: SIM118 - iterating a Row gives its values
        }


def _condition(where: Sequence[Where]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for column, operator, value in where:
        if operator == "in":
            # One bound value, because the number of bound values in a statement is limited.
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608 - our own names
            values.append(json.dumps(list(value)))
        elif operator == "contains":  # in any case, as far as the letters are ASCII
            parts.append(f"instr(lower({column}), lower(?)) > 0")
            values.append(value)
        else:
            parts.append(f"{column} {operator} ?")
            values.append(value)
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values
