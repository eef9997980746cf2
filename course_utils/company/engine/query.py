"""SQL over a company's tables: DuckDB in memory, which can read them and nothing else."""

from __future__ import annotations

import os
import re
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DataError, QueryError
from .names import near

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


class Promised:
    """A table that is made when a query first reads it; DuckDB knows its columns before.

    So every table is in the catalogue, however a query names it, and none is made in vain.

    Parameters
    ----------
    schema
        Its columns and types.
    make
        Makes it.

    Attributes
    ----------
    failure
        What stopped it from being made the last time, an interrupt for one: DuckDB passes on no
        more than its words.
    """

    def __init__(self, schema: pa.Schema, make: Callable[[], pa.Table]) -> None:
        self._schema = schema
        self._make = make
        self._made: pa.Table | None = None
        self.failure: BaseException | None = None

    def __arrow_c_schema__(self) -> Any:
        """Hand out the columns."""
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Hand out the rows."""
        if self._made is None:
            try:
                self._made = self._make()
            except BaseException as error:
                self.failure = error
                raise
        return self._made.__arrow_c_stream__(requested_schema)


def _connect(tables: Mapping[str, Path | Promised]) -> duckdb.DuckDBPyConnection:
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
    if "NBGRADER_EXECUTION" in os.environ:
        settings["threads"] = "1"  # a hand-in has one core, and other hand-ins have the others
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    for name, table in tables.items():
        if not isinstance(table, Path):
            connection.register(name, table)
    files = ", ".join(_quoted(table) for table in tables.values() if isinstance(table, Path))
    connection.execute(f"SET allowed_paths = [{files}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _show(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    """Make a file a table that can be queried, with whole numbers that cannot overflow."""
    relation = connection.sql(f"FROM read_parquet({_quoted(file)})")
    columns = ", ".join(
        f'"{c}"::BIGINT AS "{c}"' if str(t).endswith("INT") or str(t) == "INTEGER" else f'"{c}"'
        for c, t in zip(relation.columns, relation.types, strict=True)
    )
    connection.execute(
        f'CREATE VIEW "{name}" AS SELECT {columns} FROM read_parquet({_quoted(file)})'
    )


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


_PARENTS: list[Any] = []
"""Connections of a parent process, which must not be closed here."""


KEPT, KEPT_ROWS = 32, 10_000
_CHANGING = re.compile(
    r"\b(random|setseed|\w*uuid\w*|now|today|\w*current_\w+|localtime\w*|\w+_timestamp|nextval"
    r"|\w*sample|explain)\b",
    re.IGNORECASE,
)
"""What may give another result the next time."""
_LISTING = re.compile(r"\b(show|information_schema|(duckdb|pragma|pg|sqlite)_\w+)\b", re.IGNORECASE)
"""What reads the list of tables."""


class Engine:
    """Runs queries on a fixed set of tables, each a Parquet file or `Promised`.

    The tables never change, so the latest small results are kept: `check` of a query that was
    just tried costs nothing.
    """

    def __init__(self, tables: Callable[[], Mapping[str, Path | Promised]]) -> None:
        self._tables = tables
        self._opened: Mapping[str, Path | Promised] = {}
        self._hidden: dict[str, Path] = {}
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._process = 0
        self._lock = threading.RLock()
        self._results: OrderedDict[str, pd.DataFrame] = OrderedDict()

    def _connected(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        if self._connection is None or self._process != os.getpid():
            # A forked child has none of the threads of its parent's connection: it needs one of
            # its own, and closing the other would wait for them for ever.
            if self._connection is not None:
                _PARENTS.append(self._connection)
            try:
                self._opened = self._tables()
                self._connection = _connect(self._opened)
                files = {n: file for n, file in self._opened.items() if isinstance(file, Path)}
                self._hidden = files
            except duckdb.Error as error:
                raise _unreadable(error) from None
            self._process = os.getpid()
        return self._connection

    def prepare(self) -> None:
        """Connect, and load what moments and frames need, so that the first query does not."""
        with self._lock:
            connection = self._connected()
            connection.sql("SELECT TIMESTAMPTZ 'epoch' AT TIME ZONE 'UTC' AS utc").df()

    def run(self, query: str, names: tuple[str, ...]) -> pd.DataFrame:
        """Return the result of one reading query.

        Raises
        ------
        QueryError
            The query is not one reading statement, or DuckDB refuses it.
        """
        import duckdb

        text = _one_reading(query)
        if self._process != os.getpid():
            self._lock = threading.RLock()  # the parent's may be held by a thread that is gone
        with self._lock, warnings.catch_warnings():
            if text in self._results:
                return self._results[text].copy(deep=False)
            # DuckDB 2.0 drops columns in place when a time zone is involved.
            warnings.simplefilter("ignore")
            try:
                result = self._executed(query)
                kinds = [str(c[1]) for c in result.description or ()]
                frame = result.df()
            except (duckdb.IOException, duckdb.SerializationException) as error:
                raise _unreadable(error) from None
            except duckdb.Error as error:
                if failure := self._failure():
                    raise failure from None
                raise QueryError(_short(str(error), names)) from None
            frame = _plain(frame, kinds)
            if len(frame) <= KEPT_ROWS and not _CHANGING.search(query):
                self._results[text] = frame.copy(deep=False)
                while len(self._results) > KEPT:
                    self._results.popitem(last=False)
        return frame

    def _executed(self, query: str) -> duckdb.DuckDBPyConnection:
        """Run a query; files that it does not name are not opened."""
        import duckdb

        connection = self._connected()
        words = set(re.findall(r"\w+", query.casefold()))
        every = bool(_LISTING.search(query))
        while True:
            for name in [n for n in self._hidden if every or n.casefold() in words]:
                try:
                    _show(connection, name, self._hidden[name])
                except duckdb.Error as error:
                    raise _unreadable(error) from None
                del self._hidden[name]
            try:
                return connection.execute(query)
            except duckdb.CatalogException:
                # A name may have been put together from pieces.
                if every or not self._hidden:
                    raise
                every = True

    def _failure(self) -> BaseException | None:
        """Take what stopped a table from being made, if anything did."""
        for table in self._opened.values():
            if isinstance(table, Promised) and table.failure is not None:
                failure, table.failure = table.failure, None
                return failure
        return None


def _plain(frame: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Give whole numbers the types that `load` gives: int64, or float64 where some are missing."""
    for i, kind in enumerate(kinds):
        column = frame.iloc[:, i]
        if str(column.dtype).startswith(("Int", "UInt")):
            frame.isetitem(i, column.to_numpy(dtype="float64", na_value=float("nan")))
        elif kind == "HUGEINT" and column.notna().all() and column.abs().max() < 2**63:
            # A sum of whole numbers: DuckDB hands 128 bits out as floats.
            frame.isetitem(i, column.to_numpy(dtype="int64"))
        elif kind in _NARROW and column.dtype.kind in "iu":
            frame.isetitem(i, column.to_numpy(dtype="int64"))
    return frame


_NARROW = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")


def _unreadable(error: Exception) -> DataError:
    reason = _short(str(error), ()).splitlines()[0].rstrip(".")
    return DataError(
        f"The company's data cannot be read ({reason}): copy the folder again from where it came, "
        "or choose another one with data.use(folder)."
    )


def _one_reading(query: str) -> str:
    """Return the text of the one statement that only reads."""
    import duckdb

    if not isinstance(query, str):
        raise QueryError(
            f"A query is text, not {type(query).__name__}: write data.sql('select ...')."
        )
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(_short(str(error), ())) from None
    if not statements:
        raise QueryError("The query is empty: write a SELECT.")
    if len(statements) > 1:
        raise QueryError(f"These are {len(statements)} statements; data.sql runs one at a time.")
    kinds = duckdb.StatementType
    if statements[0].type not in (kinds.SELECT, kinds.EXPLAIN):
        kind = statements[0].type.name
        raise QueryError(f"data.sql only reads: {kind} is not possible, write a SELECT.")
    return str(statements[0].query).strip().rstrip(";").rstrip()


_KINDS = re.compile(r"^(?:[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)* Error|Error): ")


def _short(message: str, names: tuple[str, ...]) -> str:
    """DuckDB's message without its class; near matches of ours; the line and caret kept."""
    message = _KINDS.sub("", message.strip())
    head, gap, place = message.partition("\n\nLINE ")
    missing = re.match(r"Table with name (\S+) does not exist", head)
    if missing and names:
        head = f"There is no table {missing[1]!r}. {near(missing[1], names)}"
    elif "file system operations are disabled" in head:
        head = "data.sql reads the company's tables only, no files."
    elif "configuration has been locked" in head:
        head = "Settings cannot be changed in data.sql."
    return head + ("\n\nLINE " + place if gap else "")
