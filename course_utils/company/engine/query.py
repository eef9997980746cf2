"""SQL over a company's tables: DuckDB in memory, which can read them and nothing else.

This is the one place where a query of a learner runs, be it for `data.sql`, for a simulated company
or, with `Limits`, as an answer that is graded.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import threading
import warnings
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import slips
from .errors import DataError, QueryError
from .names import near

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


class LimitError(QueryError):
    """A query that takes more than it may, or gives what nobody can read as a table."""


@dataclass(frozen=True)
class Limits:
    """The strict mode, for queries of strangers: SELECT alone, one thread, nothing on the disk.

    Attributes
    ----------
    seconds
        Longest time for one query.
    memory
        For DuckDB's own tables and hashes, as it reads such a size.
    rows
        Rows of a result that are returned.
    """

    seconds: float = 10.0
    memory: str = "1GB"
    rows: int = 10_001


PATIENCE, READABLE = 60.0, 3_000_000
"""Seconds and rows that a query may take of somebody's own machine, before it is stopped."""


class Promised:
    """A table that is made when a query first reads it; DuckDB knows its columns before.

    Parameters
    ----------
    schema
        Its columns and types; None if they are only known once it is made.
    make
        Makes it.

    Attributes
    ----------
    failure
        What stopped it from being made the last time, an interrupt for one: DuckDB passes on no
        more than its words.
    """

    def __init__(self, schema: pa.Schema | None, make: Callable[[], pa.Table]) -> None:
        self._schema = schema
        self._make = make
        self._made: pa.Table | None = None
        self.failure: BaseException | None = None

    def _table(self) -> pa.Table:
        if self._made is None:
            try:
                self._made = self._make()
            except BaseException as error:
                self.failure = error
                raise
        return self._made

    def __arrow_c_schema__(self) -> Any:
        """Hand out the columns."""
        schema = self._table().schema if self._schema is None else self._schema
        return schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Hand out the rows."""
        return self._table().__arrow_c_stream__(requested_schema)


def _connect(files: Iterable[Path], limits: Limits | None) -> duckdb.DuckDBPyConnection:
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
    if limits is not None:
        settings |= {"memory_limit": limits.memory, "temp_directory": ""}
    if limits is not None or "NBGRADER_EXECUTION" in os.environ:
        settings["threads"] = "1"  # a hand-in has one core, and other hand-ins have the others
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    # In a notebook the bar would stay beside the answer, as text.
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, files))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _show(connection: duckdb.DuckDBPyConnection, name: str, table: Path | Promised) -> None:
    """Put a table where queries find it, with whole numbers that cannot overflow."""
    if not isinstance(table, Path):
        connection.register(name, table)
        return
    relation = connection.sql(f"FROM read_parquet({_quoted(table)})")
    columns = ", ".join(
        f'"{c}"::BIGINT AS "{c}"' if str(t).endswith("INT") or str(t) == "INTEGER" else f'"{c}"'
        for c, t in zip(relation.columns, relation.types, strict=True)
    )
    connection.execute(
        f'CREATE VIEW "{name}" AS SELECT {columns} FROM read_parquet({_quoted(table)})'
    )


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


_PARENTS: list[Any] = []
"""Connections of a parent process, which must not be closed here."""
_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()


@atexit.register
def _forget() -> None:
    """Let go of the connections while Python is whole: later DuckDB's binding calls them lost."""
    for database in list(_OPEN):
        if database._process == os.getpid():
            database._connection = None


KEPT, KEPT_ROWS = 32, 10_000
_CHANGING = re.compile(
    r"\b(random|setseed|\w*uuid\w*|now|today|\w*current_\w+|localtime\w*|\w+_timestamp|nextval"
    r"|\w*sample|explain)\b",
    re.IGNORECASE,
)
"""What may give another result the next time."""
_LISTING = re.compile(
    r"\b(show|query_table|information_schema|(duckdb|pragma|pg|sqlite)_\w+)\b", re.IGNORECASE
)
"""What reads the list of tables, or puts their names together."""
_NESTED = re.compile(r"\[|STRUCT|MAP|UNION|LIST|BLOB|BIT\b|VARIANT", re.IGNORECASE)
"""Types of which one value is no cell of a table."""


class Database:
    """Runs queries on a fixed set of tables, each a Parquet file or `Promised`.

    A query is one statement that reads. It reaches no other file, no network, no setting and no
    variable of Python. A table is opened or made when a query first names it.

    The tables never change, so the latest small results are kept: `check` of a query that was
    just tried costs nothing.

    Parameters
    ----------
    tables
        Returns the tables by name, when the first query comes.
    limits
        Holds the queries of strangers; None for those of the person whose machine it is.
    """

    def __init__(
        self, tables: Callable[[], Mapping[str, Path | Promised]], limits: Limits | None = None
    ) -> None:
        self._tables = tables
        self._limits = limits
        self._opened: Mapping[str, Path | Promised] = {}
        self._hidden: dict[str, Path | Promised] = {}
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._process = 0
        self._lock = threading.RLock()
        self._results: OrderedDict[str, pd.DataFrame] = OrderedDict()
        _OPEN.add(self)

    def _connected(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        # A forked child has none of the threads of its parent's connection: it needs one of its
        # own, and closing the other would wait for them for ever. With limits there are none.
        usable = self._limits is not None or self._process == os.getpid()
        if self._connection is None or not usable:
            if self._connection is not None:
                _PARENTS.append(self._connection)
            try:
                self._opened = self._tables()
                files = [table for table in self._opened.values() if isinstance(table, Path)]
                self._connection = _connect(files, self._limits)
                self._hidden = dict(self._opened)
            except duckdb.Error as error:
                raise _unreadable(error) from None
            self._process = os.getpid()
        return self._connection

    def prepare(self, query: str = "SELECT TIMESTAMPTZ 'epoch' AT TIME ZONE 'UTC' AS utc") -> None:
        """Connect, and have the tables ready that a query names, so that it does not wait for it.

        Without a query, load what moments and frames need.
        """
        with self._lock:
            self._reveal(query)
            if not self._limits:
                self._connected().sql(query).df()

    def run(
        self, query: str, names: tuple[str, ...], seconds: float = PATIENCE, rows: int = READABLE
    ) -> pd.DataFrame:
        """Return the result of one reading query.

        Parameters
        ----------
        query
            Its text.
        names
            The tables that there are.
        seconds, rows
            What it may take at most; with `limits`, those hold.

        Raises
        ------
        QueryError
            The query is not one reading statement, or DuckDB refuses it.
        LimitError
            It takes more than it may.
        """
        import duckdb

        text = statement(query, explain=self._limits is None)
        if self._process != os.getpid():
            self._lock = threading.RLock()  # the parent's may be held by a thread that is gone
        with self._lock, warnings.catch_warnings():
            if text in self._results:
                return self._results[text].copy(deep=False)
            # DuckDB 2.0 drops columns in place when a time zone is involved.
            warnings.simplefilter("ignore")
            try:
                frame = self._with_tables(query, seconds, rows)
            except duckdb.Error as error:
                if failure := self._failure():
                    raise failure from None
                if not self._limits and isinstance(
                    error, duckdb.IOException | duckdb.SerializationException
                ):
                    raise _unreadable(error) from None
                raise QueryError(_short(str(error), names, text)) from None
            if len(frame) <= KEPT_ROWS and not _CHANGING.search(query):
                self._results[text] = frame.copy(deep=False)
                while len(self._results) > KEPT:
                    self._results.popitem(last=False)
        return frame

    def _with_tables(self, query: str, seconds: float, rows: int) -> pd.DataFrame:
        """Run a query; tables that it does not name are neither opened nor made."""
        import duckdb

        self._reveal(query)
        while True:
            try:
                if self._limits:
                    return self._limited(query)
                return self._patient(query, seconds, rows)
            except duckdb.CatalogException as error:
                # A name may have been put together from pieces; DuckDB says which it misses.
                if not self._reveal(str(error)):
                    raise

    def _patient(self, query: str, seconds: float, rows: int) -> pd.DataFrame:
        """Run a query of the person whose machine it is; one that has run away is stopped."""
        import duckdb

        connection = self._connected()
        try:
            with stopped_after(connection, seconds):
                if _EXPLAIN.match(query):
                    result = connection.execute(query)
                    return _plain(result.df(), [str(c[1]) for c in result.description or ()])
                with _as_written(connection, query):
                    relation = connection.sql(query)
                    frame = relation.limit(rows + 1).df()
        except duckdb.OutOfMemoryException:
            raise LimitError(_TOO_MUCH) from None
        if len(frame) > rows:
            raise LimitError(
                f"The result has more than {rows:,} rows: group them, or add a `limit`. A join on "
                "the wrong key multiplies rows."
            )
        return _plain(frame, [str(kind) for kind in relation.types])

    def _limited(self, query: str) -> pd.DataFrame:
        import duckdb

        assert self._limits is not None
        connection = self._connected()
        try:
            with (
                stopped_after(connection, self._limits.seconds),
                _as_written(connection, query),
            ):
                relation = connection.sql(query)
                kinds = [str(kind) for kind in relation.types]
                for name, kind in zip(relation.columns, kinds, strict=True):
                    if _NESTED.search(kind):
                        raise LimitError(
                            f'The column "{name[:40]}" holds lists; expected one value a cell.'
                        )
                return _plain(relation.limit(self._limits.rows).df(), kinds)
        except duckdb.OutOfMemoryException:
            raise LimitError(_TOO_MUCH) from None

    def _reveal(self, text: str) -> bool:
        """Show the tables that a text names; say whether there was one to show."""
        import duckdb

        connection = self._connected()
        words = set(re.findall(r"\w+", text.casefold()))
        every = bool(_LISTING.search(text))
        named = [name for name in self._hidden if every or name.casefold() in words]
        for name in named:
            try:
                _show(connection, name, self._hidden[name])
            except duckdb.Error as error:
                raise (self._failure() or _unreadable(error)) from None
            del self._hidden[name]
        return bool(named)

    def _failure(self) -> BaseException | None:
        """Take what stopped a table from being made, if anything did."""
        for table in self._opened.values():
            if isinstance(table, Promised) and table.failure is not None:
                failure, table.failure = table.failure, None
                return failure
        return None


@contextlib.contextmanager
def stopped_after(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Let a query run so long and no longer; who stops it by hand is not told so."""
    import duckdb

    done, late = threading.Event(), threading.Event()

    def stop() -> None:
        wait = seconds
        while not done.wait(wait):  # again, since DuckDB forgets an interrupt between two steps
            late.set()
            connection.interrupt()
            wait = _AGAIN

    watch = threading.Thread(target=stop, daemon=True)
    watch.start()
    try:
        yield
    except duckdb.InterruptException:
        if not late.is_set():
            raise
        raise LimitError(_too_long(seconds)) from None
    finally:
        done.set()
        watch.join()


_AGAIN = 0.1


@contextlib.contextmanager
def _as_written(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[None]:
    """Let an error quote the query as it was written: a relation has another text."""
    import duckdb

    try:
        yield
    except (
        duckdb.BinderException,
        duckdb.CatalogException,
        duckdb.ConversionException,
        duckdb.InvalidInputException,
        duckdb.OutOfRangeException,
    ):
        connection.execute(query)  # stops at the same place
        raise


_EXPLAIN = re.compile(r"\s*explain\b", re.IGNORECASE)
_TOO_MUCH = "The query needs too much memory: look for a join without a key, and filter earlier."


def _too_long(seconds: float) -> str:
    return (
        f"The query takes longer than {seconds:g} seconds: look for a join without a key or a "
        "`not in` that looks at the row outside (`not exists` is quick), and ask for a shorter span "
        "first."
    )


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


def statement(query: str, explain: bool = True) -> str:
    """Return the text of the one statement that only reads, without a closing semicolon.

    Raises
    ------
    QueryError
        DuckDB's parser finds a slip, nothing, several statements, or another kind.
    """
    import duckdb

    if not isinstance(query, str):
        raise QueryError(
            f"A query is text, not {type(query).__name__}: write data.sql('select ...')."
        )
    try:
        found = duckdb.extract_statements(query)
    except duckdb.Error as error:
        words = _short(str(error), (), query)
        raise QueryError(f"The query cannot be read: {words}") from None
    if not found:
        raise QueryError("The query is empty: write a SELECT.")
    if len(found) > 1:
        raise QueryError(f"These are {len(found)} statements; write one at a time.")
    kind = found[0].type
    if kind != duckdb.StatementType.SELECT and not (
        explain and kind == duckdb.StatementType.EXPLAIN
    ):
        raise QueryError(f"A query only reads: {kind.name} is not possible, write a SELECT.")
    return str(found[0].query).strip().rstrip(";").rstrip()


_KINDS = re.compile(r"^(?:[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)* Error|Error): ")


def _short(message: str, names: tuple[str, ...], query: str = "") -> str:
    """Say what DuckDB means in a sentence, with the place; its own line and caret are kept."""
    message = _KINDS.sub("", message.strip())
    head, gap, quoted = message.partition("\n\nLINE ")
    missing = re.match(r"Table with name (\S+) does not exist", head)
    word = ""
    if missing and re.search(r"[/\\\\]|\\.\\w+$", missing[1]):
        head, word = "A query reads the company's tables only, no files.", missing[1]
    elif missing:
        word = missing[1]
        head = f"There is no table {word!r}. {near(word, names)}".rstrip() if names else head
    elif "file system operations are disabled" in head:
        head = "A query reads the company's tables only, no files."
    elif "configuration has been locked" in head:
        head = "A query cannot change settings."
    elif re.match(r"Cannot compare values of type (TIMESTAMP|DATE)", head):
        head = f"{head}. A date stands in single quotes: '2026-06-01'."
    elif re.match(r"Cannot compare values of type STRUCT", head):
        head = (
            "A table's name stands for its whole row in `where`, which cannot be compared. A new column "
            "of that name does not exist there yet; what is counted of groups is asked in `having`."
        )
    elif re.match(r"Cannot compare values of type", head):
        head = f"{head}: a text stands in single quotes, a number does not."
    else:
        head, word = slips.sentence(head)
    where = slips.place(query, word, quoted)
    first, line, rest = head.partition("\n")
    head = f"{first} {where}".rstrip() + line + rest
    return head + ("\n\nLINE " + quoted if gap else "")
