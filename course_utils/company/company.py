"""`Company`: a simulated company as a source of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .engine.errors import UnknownName
from .engine.names import near
from .engine.parameters import Parameters
from .engine.query import Database, Promised
from .tables import MADE, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .engine.chain import Chain


class Company:
    """Kitewell at some parameters.

    Nothing is simulated before it is asked for, and what was simulated lives as long as the
    object. `table` and `sql` hold the whole company in memory (about 60 bytes an event);
    `write` and `blocks` hold one block of accounts.

    Parameters
    ----------
    parameters
        What to simulate.
    """

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self._made: dict[str, pa.Table] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._database = Database(self._promised)

    def __repr__(self) -> str:
        p = self.parameters
        return f"<Company seed={p.seed} accounts={p.accounts:,} fingerprint={self.fingerprint[:8]}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(TABLES)

    @property
    def fingerprint(self) -> str:
        """Hex digest of the parameters."""
        return self.parameters.fingerprint

    @cached_property
    def truth(self) -> dict[str, Any]:
        """What was planted, with its true parameters: plain data that JSON can hold."""
        from .truth import truth

        return truth(self.parameters, self._chains)

    def blocks(self, names: Iterable[str] = tuple(TABLES)) -> Iterator[dict[str, pa.Table]]:
        """Simulate some tables block by block: Arrow tables by name, events in order of time."""
        from .engine.frames import to_arrow
        from .engine.simulate import tables

        for made in tables(self._fresh(), [MADE[name] for name in names]):
            yield {name: to_arrow(TABLES[name], columns) for name, columns in made.items()}

    def _fresh(self) -> Iterator[Chain]:
        """Yield the blocks one by one, nothing simulated yet, for whoever lets go of each."""
        from .causes.people import users
        from .engine.chain import chains

        return chains(self.parameters, users)

    @cached_property
    def _chains(self) -> list[Chain]:
        return list(self._fresh())

    def _arrow(self, name: str) -> pa.Table:
        """One table, from what is simulated already and no more than it needs besides."""
        if name not in self._made:
            import pyarrow as pa

            from .engine.frames import to_arrow
            from .engine.simulate import tables

            parts = [part[name] for part in tables(self._chains, [MADE[name]]) if name in part]
            self._made[name] = pa.concat_tables([to_arrow(TABLES[name], part) for part in parts])
        return self._made[name]

    def _promised(self) -> dict[str, Promised]:
        from .engine.frames import queried

        def promise(name: str) -> Promised:
            schema = queried(TABLES[name])
            return Promised(schema, lambda: self._arrow(name).cast(schema))

        return {name: promise(name) for name in TABLES}

    def table(self, name: str) -> pd.DataFrame:
        """Return one table as a frame of the caller's own.

        Parameters
        ----------
        name
            One of `names`.

        Returns
        -------
        pandas.DataFrame
            Ids and whole numbers int64 (float64 where some are missing), text `str`,
            moments datetime64[us, UTC], dates datetime64[us].

        Raises
        ------
        UnknownName
            There is no such table.
        """
        if name not in TABLES:
            raise UnknownName(f"There is no table {name!r}. {near(name, TABLES)}")
        if name not in self._frames:
            from .engine.frames import to_pandas

            self._frames[name] = to_pandas(self._arrow(name))
        return self._frames[name].copy(deep=False)

    def sql(self, query: str) -> pd.DataFrame:
        """Return the result of one DuckDB query that reads the tables by name.

        Raises
        ------
        QueryError
            The query cannot be run; the message says why and where.
        """
        return self._database.run(query, self.names)

    def write(
        self,
        folder: str | Path,
        *,
        sealed: bool = False,
        more: Callable[[Path], None] | None = None,
    ) -> Path:
        """Write the company as Parquet files with their datapackage.json, whole or not at all.

        Parameters
        ----------
        folder
            Where to. It must not exist, be empty, or hold a company (which is replaced).
        sealed
            Leave the seed out, from which everything planted could be computed.
        more
            Called with the finished folder before it is put into place, to add to it; an
            error in it leaves things as they were.

        Returns
        -------
        pathlib.Path
            The folder.

        Raises
        ------
        FileExistsError
            The folder holds something that is not a company.
        """
        from .engine.package import write

        tables = tuple(TABLES.values())
        return write(Path(folder), self.parameters, tables, self.blocks(), sealed, more)
