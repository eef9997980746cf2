"""Queries of learners: one SELECT, run without a way out."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import select
import signal
import time
import warnings
from collections import OrderedDict
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from course_utils.company.engine.errors import QueryError
from course_utils.company.engine.query import (
    READABLE,
    Database,
    LimitError,
    Limits,
    Promised,
    statement,
)
from course_utils.exercises.forms.base import WrongForm
from course_utils.exercises.plain import MAX_ROWS, Sheet, cell, clip, from_json, to_json

SECONDS = 10.0
GRACE = 2.0  # seconds that a query has to end itself after its time is over
EXTRA = 3 << 29  # bytes that a query's process may take above what it starts with
MAX_CELL = 2_000
RESULTS = 32


def run(text: str, source: Any) -> Sheet:
    """Return the result of a query on a source; a `Sandbox` or `Jail` holds it in.

    Raises
    ------
    WrongForm
        If the query cannot be run; the message is for the learner.
    """
    if source is None:
        raise WrongForm("There are no data to run the query on.")
    try:
        query = statement(text, explain=False)
    except QueryError as error:
        raise WrongForm(_words(error)) from None
    if isinstance(source, Sandbox | Jail):
        return source.run(query)
    try:
        frame = _held(source, query)
    except Exception as error:
        raise WrongForm(f"The query stops: {_words(error)}") from None
    return _sheet(frame)


def _held(source: Any, query: str) -> Any:
    """Run a query on the learner's own machine: as long as the grader would, and no more rows."""
    from course_utils.company.folder import Folder

    if isinstance(source, Folder):
        return source.sql(query, seconds=SECONDS, rows=READABLE)
    return source.sql(query)


class Sandbox:
    """A company whose queries run within limits: no files, no network, limited rows, time, memory.

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
        self._results: OrderedDict[str, Sheet] = OrderedDict()

    @cached_property
    def _database(self) -> Database:
        # It does not know this sandbox, so that it is closed as soon as the sandbox is let go.
        tables = partial(_promised, self.source)
        return Database(tables, Limits(self.seconds, rows=MAX_ROWS + 1))

    def known(self, query: str) -> Sheet | None:
        """Return the result of a query that has run on these data already."""
        return self._results.get(query)

    def remember(self, query: str, result: Sheet) -> Sheet:
        """Keep the result of a query; of a few dozen, the oldest goes."""
        self._results[query] = result
        while len(self._results) > RESULTS:
            self._results.popitem(last=False)
        return result

    def table(self, name: str) -> Any:
        """Return a table of the company."""
        return self.source.table(name)

    def prepare(self, query: str) -> None:
        """Have the tables ready that a query names."""
        self._database.prepare(query)

    def run(self, query: str) -> Sheet:
        """Return the result of one SELECT statement.

        Raises
        ------
        WrongForm
        """
        known = self.known(query)
        if known is not None:
            return known
        try:
            frame = self._database.run(query, self.names)
        except LimitError as error:
            raise WrongForm(str(error)) from None
        except QueryError as error:
            raise WrongForm(f"The query stops: {_words(error)}") from None
        return self.remember(query, _sheet(frame))


class Jail:
    """A sandbox for queries of strangers: each runs in a process of its own that can be ended.

    DuckDB counts its tables against its memory limit, but not the text that a function such as
    ``repeat`` makes; only a limit of the operating system holds that. Where processes cannot fork
    (Windows), the query runs in the sandbox itself.
    """

    def __init__(self, inner: Sandbox) -> None:
        self.inner = inner
        self.names = inner.names
        self.fingerprint = inner.fingerprint

    def table(self, name: str) -> Any:
        """Return a table of the company."""
        return self.inner.table(name)

    def run(self, query: str) -> Sheet:
        """Return the result of one SELECT statement.

        Raises
        ------
        WrongForm
        """
        known = self.inner.known(query)
        if known is not None or not hasattr(os, "fork"):
            return self.inner.run(query)
        self.inner.prepare(query)
        reader, writer = os.pipe()
        with warnings.catch_warnings():
            # The child touches nothing but DuckDB, so threads of other libraries do not matter.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            os.close(reader)
            _answer_and_exit(self.inner, query, writer)
        os.close(writer)
        try:
            text = _read_until(reader, time.monotonic() + self.inner.seconds + GRACE)
        finally:
            os.close(reader)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if text is None:
            raise WrongForm(f"The query takes longer than {self.inner.seconds:g} seconds.")
        return self.inner.remember(query, _unpacked(text))


def _promised(source: Any) -> dict[str, Promised]:
    def promise(name: str) -> Promised:
        return Promised(None, lambda: _arrow(name, source.table(name)))

    return {name: promise(name) for name in source.names}


def _arrow(name: str, frame: Any) -> Any:
    from course_utils.company.engine.frames import as_queried
    from course_utils.company.tables import TABLES

    return as_queried(frame, TABLES.get(name))


def _answer_and_exit(inner: Sandbox, query: str, writer: int) -> None:
    # A connection that the parent let go must not be closed here, where its threads are gone.
    gc.disable()
    try:
        _limit_memory()
        try:
            answer = {"sheet": to_json(inner.run(query))}
        except WrongForm as refusal:
            answer = {"words": str(refusal)}
        data = json.dumps(answer).encode("utf-8")
        while data:
            data = data[os.write(writer, data) :]
    finally:
        # Nothing of the parent (files, exit handlers) may run a second time here.
        os._exit(0)


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = Path("/proc/self/statm")
    if pages.exists():
        used = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + EXTRA, used + EXTRA))


def _read_until(reader: int, deadline: float) -> bytes | None:
    """Return all that comes through a pipe, or None if it is still open at the deadline."""
    chunks: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return None
        chunk = os.read(reader, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _unpacked(text: bytes) -> Sheet:
    if not text:
        raise WrongForm("The query needs too much memory.")
    answer = json.loads(text)
    if "words" in answer:
        raise WrongForm(answer["words"])
    sheet = from_json(answer["sheet"])
    if not isinstance(sheet, Sheet):
        raise WrongForm("The result of the query is too large.")
    return sheet


def _sheet(frame: Any) -> Sheet:
    names = tuple(clip(str(name), 200) for name in frame.columns)
    head = frame.iloc[:MAX_ROWS]
    cells = [[cell(item) for item in head.iloc[:, i].tolist()] for i in range(len(names))]
    cells = [[_cut(item) for item in column] for column in cells]
    return Sheet(names, tuple(zip(*cells, strict=True)), total=len(frame))


def _cut(item: Any) -> Any:
    return item[:MAX_CELL] if isinstance(item, str) else item


_sandboxes: OrderedDict[str, Sandbox] = OrderedDict()


def sandbox(source: Any) -> Sandbox:
    """Return the sandbox of a company; those of the last three companies are kept."""
    if isinstance(source, Sandbox):
        return source
    if isinstance(source, Jail):
        return source.inner
    key = str(source.fingerprint)
    if key not in _sandboxes:
        _sandboxes[key] = Sandbox(source)
        while len(_sandboxes) > 3:
            _sandboxes.popitem(last=False)
    _sandboxes.move_to_end(key)
    return _sandboxes[key]


def _words(error: BaseException) -> str:
    """Return the sentence of an error, with its place; what else DuckDB tells stays away."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return clip(re.sub(r"^(\w+ )*Error: ", "", lines[0] if lines else "unknown reason"), 400)
