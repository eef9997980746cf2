"""Queries of learners: one SELECT, run without a way out."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import Any

from course_utils.exercises.forms.base import WrongForm
from course_utils.exercises.plain import MAX_ROWS, Opaque, Sheet, cell, clip

SECONDS = 10.0
MEMORY = "1GB"
_NESTED = re.compile(r"\[|STRUCT|MAP|UNION|LIST|BLOB|BIT\b|VARIANT", re.IGNORECASE)


def one_select(text: str) -> str:
    """Return the text of the one SELECT statement, without a closing semicolon.

    Raises
    ------
    WrongForm
        If DuckDB's parser finds a slip, nothing, several statements, or another kind.
    """
    import duckdb

    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise WrongForm(f"The query cannot be read: {_words(error)}") from None
    if not statements:
        raise WrongForm("The query holds no statement; write one SELECT.")
    if len(statements) > 1:
        raise WrongForm(f"The text holds {len(statements)} statements; write one SELECT.")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise WrongForm("Only a SELECT can be an answer here.")
    return str(statements[0].query).strip().rstrip(";")


def run(text: str, source: Any) -> Sheet:
    """Return the result of a query on a source; a `Sandbox` jails it.

    Raises
    ------
    WrongForm
        If the query cannot be run; the message is for the learner.
    """
    if source is None:
        raise WrongForm("There are no data to run the query on.")
    query = one_select(text)
    if isinstance(source, Sandbox):
        return source.run(query)
    try:
        frame = source.sql(query)
    except Exception as error:
        raise WrongForm(f"The query stops: {_words(error)}") from None
    columns = [str(name) for name in frame.columns]
    head = frame.iloc[:MAX_ROWS]
    cells = [[cell(item) for item in head.iloc[:, i].tolist()] for i in range(len(columns))]
    return Sheet(tuple(columns), tuple(zip(*cells, strict=True)), total=len(frame))


class Sandbox:
    """A source whose queries run in memory: no files, no network, limited rows, time and memory.

    Parameters
    ----------
    source
        The company whose tables a query may read.
    seconds
        Longest time for one query.
    """

    def __init__(self, source: Any, seconds: float = SECONDS) -> None:
        self.source = source
        self.seconds = seconds
        self.names = tuple(source.names)
        self.fingerprint = source.fingerprint
        self._connection: Any = None
        self._loaded: set[str] = set()

    def table(self, name: str) -> Any:
        """Return a table of the company."""
        return self.source.table(name)

    def _connect(self, query: str) -> Any:
        import duckdb

        if self._connection is None:
            settings: dict[str, Any] = {
                "memory_limit": MEMORY,
                "threads": 1,
                "temp_directory": "",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
            connection = duckdb.connect(":memory:", config=settings)
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set python_enable_replacements = false")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            self._connection = connection
        words = set(re.findall(r"\w+", query.casefold()))
        for name in self.names:
            if name.casefold() in words and name not in self._loaded:
                self._connection.register("arriving", self.source.table(name))
                self._connection.execute(f'create table "{name}" as select * from arriving')
                self._connection.unregister("arriving")
                self._loaded.add(name)
        return self._connection

    def run(self, query: str) -> Sheet:
        """Return the result of one SELECT statement.

        Raises
        ------
        WrongForm
        """
        import duckdb

        cursor = self._connect(query).cursor()
        timer = threading.Timer(self.seconds, cursor.interrupt)
        timer.start()
        try:
            relation = cursor.sql(query)
            if relation is None:
                raise WrongForm("Only a SELECT can be an answer here.")
            nested = [
                name
                for name, kind in zip(relation.columns, relation.types, strict=True)
                if _NESTED.search(str(kind))
            ]
            if nested:
                raise WrongForm(
                    f'The column "{clip(nested[0])}" holds lists; expected one value a cell.'
                )
            names = tuple(clip(str(name), 200) for name in relation.columns)
            result = relation.limit(MAX_ROWS + 1).to_arrow_table()
        except duckdb.InterruptException:
            raise WrongForm(f"The query takes longer than {self.seconds:g} seconds.") from None
        except duckdb.OutOfMemoryException:
            raise WrongForm("The query needs too much memory.") from None
        except duckdb.Error as error:
            raise WrongForm(f"The query stops: {_words(error)}") from None
        finally:
            timer.cancel()
            cursor.close()
        cells = [[cell(_item(item)) for item in column.to_pylist()] for column in result.columns]
        rows = tuple(zip(*cells, strict=True))
        return Sheet(names, rows[:MAX_ROWS], total=len(rows))


_sandboxes: OrderedDict[str, Sandbox] = OrderedDict()


def sandbox(source: Any) -> Sandbox:
    """Return the sandbox of a company; those of the last two companies are kept."""
    if isinstance(source, Sandbox):
        return source
    key = str(source.fingerprint)
    if key not in _sandboxes:
        _sandboxes[key] = Sandbox(source)
        while len(_sandboxes) > 2:
            _sandboxes.popitem(last=False)
    _sandboxes.move_to_end(key)
    return _sandboxes[key]


def _item(item: Any) -> Any:
    return Opaque("interval") if type(item).__name__ == "MonthDayNano" else item


def _words(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return clip(re.sub(r"^(\w+ )*Error: ", "", lines[0] if lines else "unknown reason"), 200)
