"""A company on disk, read: the counterpart of `package`, which writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files import checksum
from .engine.errors import DataError, QueryError, UnknownName
from .engine.names import near
from .engine.package import DESCRIPTOR
from .engine.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd

    from .engine.query import Database


class Folder:
    """A company's data on disk: Parquet files beside a datapackage.json.

    Opening reads the descriptor and compares each file's size; `verify` reads every byte.

    Parameters
    ----------
    folder
        The folder that holds datapackage.json.

    Raises
    ------
    DataError
        The data are missing, damaged or of another version; the message says what to do.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).resolve()
        self._descriptor = _read_descriptor(self.folder)
        self._ours = self._descriptor["pmlab"]
        self._resources = {r["name"]: r for r in self._descriptor["resources"]}
        self._names = tuple(n for n, r in self._resources.items() if _current(n, r["version"]))
        self._columns: dict[str, dict[str, pd.Series]] = {}
        for name in self._resources:
            self._check(name)

    def __repr__(self) -> str:
        return f"<Folder {str(self.folder)!r} fingerprint={self.fingerprint[:8]}>"

    @property
    def fingerprint(self) -> str:
        """Hex digest of the parameters of the company that was written."""
        return str(self._ours["fingerprint"])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables; what another version of the course has written is not one."""
        return self._names

    @property
    def sealed(self) -> bool:
        """Whether the folder keeps to itself from which seed its company comes."""
        return "seed" not in self._ours

    @cached_property
    def parameters(self) -> Parameters:
        """What the company was simulated from: `generate` makes the same one of them.

        Raises
        ------
        DataError
            The company is sealed, and so is what is planted in it.
        """
        ours = self._ours
        if self.sealed:
            raise DataError(
                f"The company in {self.folder} keeps its seed to itself: whoever has the cohort's "
                "secret can ask 'pmlab truth'."
            )
        return Parameters.unpack(ours["seed"], ours["accounts"], ours.get("settings", ""))

    def unseal(self, secret: bytes, student: str = "") -> Parameters:
        """Return what a sealed company was simulated from, by the secret that it was made with.

        Raises
        ------
        DataError
            It is not this student's company, or another secret's.
        """
        from .engine.cohort import find

        ours = self._ours
        try:
            return find(
                secret, student, self.fingerprint, ours["accounts"], ours.get("settings", "")
            )
        except ValueError as error:
            raise DataError(str(error)) from None

    @cached_property
    def truth(self) -> dict[str, Any]:
        """What is planted in the company, recomputed: it does not stand in the folder."""
        from .truth import truth

        return truth(self.parameters)

    def table(self, name: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Return one table, or some of its columns in the order asked for.

        Each column is read once and kept; frames share it until somebody changes theirs.
        """
        import pandas as pd

        from .engine.frames import to_pandas

        resource = self._resource(name)
        wanted = choose_columns(columns, [f["name"] for f in resource["schema"]["fields"]], name)
        self._check(name)
        kept = self._columns.setdefault(name, {})
        if missing := [column for column in wanted if column not in kept]:
            frame = to_pandas(self._read(name, missing))
            kept.update((column, frame[column]) for column in missing)
        return pd.DataFrame(
            {column: kept[column] for column in wanted},
            index=pd.RangeIndex(resource["rows"]),
            copy=False,
        )

    def sql(self, query: str, **limits: Any) -> pd.DataFrame:
        """Return the result of one DuckDB query over the tables.

        Parameters
        ----------
        query
            Its text.
        **limits
            `seconds` and `rows` that it may take at most.
        """
        for name in self.names:
            self._check(name)
        try:
            return self._database.run(query, self.names, **limits)
        except QueryError as error:
            self._explain_missing(query)
            if (said := self._elsewhere(str(error))) is not None:
                raise QueryError(said) from None
            raise

    def _elsewhere(self, words: str) -> str | None:
        """Say where a column stands that a query misses, or that a text needs quotes."""
        first, rest, more = words.partition("\n")
        missing = re.match(r'No table in `from` has a column "([^"\n]+)"', first)
        if missing is None:
            return None
        name = missing[1]
        homes = [
            table
            for table in self.names
            if name.casefold() in (f["name"] for f in self._resources[table]["schema"]["fields"])
        ]
        if homes:
            help_ = f"It is a column of {' and of '.join(homes)}: is that table joined?"
        else:
            help_ = f"If it is a text or a date, it stands in single quotes: '{name}'."
        return f"{first} {help_}{rest}{more}"

    def _explain_missing(self, query: str) -> None:
        """Refuse a query that fails since it reads a table that this folder cannot give."""
        from .tables import TABLES

        lacking = {*TABLES, *self._resources} - {*self.names}
        words = {word.casefold() for word in re.findall(r"\w+", str(query))}
        for name in sorted(lacking & words):
            self._resource(name)

    def prepare_queries(self) -> None:
        """Load what queries need, so that the first one does not have to wait for it."""
        self._database.prepare()

    @cached_property
    def _database(self) -> Database:
        from .engine.query import Database

        return Database(lambda: {name: self._file(name) for name in self.names})

    def resource(self, name: str) -> dict[str, Any]:
        """Return what datapackage.json says of a table, with the rows and NULLs of each column."""
        import pyarrow.parquet as pq

        resource = self._resource(name)
        try:
            footer = pq.read_metadata(self._file(name))
        except (OSError, ValueError) as error:
            raise _damaged(self.folder, name, error) from None
        nulls: dict[str, int] = {}
        for group in range(footer.num_row_groups):
            for index in range(footer.num_columns):
                column = footer.row_group(group).column(index)
                missing = column.statistics.null_count if column.statistics else 0
                nulls[column.path_in_schema] = nulls.get(column.path_in_schema, 0) + missing
        return {**resource, "nulls": nulls}

    def verify(self) -> None:
        """Compare every file with its recorded digest.

        Raises
        ------
        DataError
            A file differs from what was written.
        """
        for name, resource in self._resources.items():
            self._check(name)
            if f"sha256:{checksum(self._file(name))}" != resource["hash"]:
                raise _damaged(self.folder, name)

    def _resource(self, name: str) -> dict[str, Any]:
        from .tables import TABLES

        if name in self._resources and name not in self.names:
            raise DataError(
                f"{name!r} in {self.folder} was written by another version of the course, which "
                f"gives it other columns or values: {_ANEW}; the folder's other tables can be used."
            )
        if name not in self.names:
            if name in TABLES:
                raise DataError(
                    f"The company in {self.folder} was written before there was a table {name!r}: "
                    f"{_ANEW}; the tables that the folder has can be used."
                )
            raise UnknownName(f"There is no table {name!r}. {near(name, self.names)}")
        resource: dict[str, Any] = self._resources[name]
        return resource

    def _file(self, name: str) -> Path:
        return self.folder / str(self._resources[name]["path"])

    def _check(self, name: str) -> None:
        try:
            size = self._file(name).stat().st_size
        except OSError:
            raise DataError(
                f"{self._file(name).name} is missing from {self.folder}: copy the whole folder "
                "again, or choose another one with data.use(folder)."
            ) from None
        if size != self._resources[name]["bytes"]:
            raise _damaged(self.folder, name)

    def _read(self, name: str, columns: list[str]) -> Any:
        from .engine.frames import read

        try:
            table = read(self._file(name), columns)
        except (OSError, ValueError) as error:
            raise _damaged(self.folder, name, error) from None
        if table.num_rows != self._resources[name]["rows"] or table.column_names != columns:
            raise _damaged(self.folder, name)
        return table


_ANEW = "update the course, or write the company again ('pmlab company' or 'pmlab companies')"


def _current(name: str, version: str) -> bool:
    """Tell whether a table was written with the values that this version of the course gives it."""
    from .tables import TABLES

    return name in TABLES and TABLES[name].version == version


def _damaged(folder: Path, name: str, error: Exception | None = None) -> DataError:
    reason = f" ({str(error).splitlines()[0].rstrip('.')})" if error and str(error) else ""
    return DataError(
        f"The data of {name!r} in {folder} are damaged{reason}: copy the folder again from where "
        "it came, or choose another one with data.use(folder)."
    )


def _read_descriptor(folder: Path) -> dict[str, Any]:
    file = folder / DESCRIPTOR
    if not file.is_file():
        raise DataError(
            f"{folder} holds no company ({DESCRIPTOR} is missing): give the folder that a company "
            "was written to, such as 'datasets'."
        )
    try:
        descriptor: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        ours = descriptor["pmlab"]
        needed = [ours["fingerprint"], ours["accounts"]]
        for resource in descriptor["resources"]:
            needed += [resource[k] for k in ("name", "path", "bytes", "hash", "rows", "schema")]
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(
            f"{file} cannot be read as the description of a company: copy the folder again from "
            "where it came, or choose another one with data.use(folder)."
        ) from None
    if any("version" not in resource for resource in descriptor["resources"]):
        raise DataError(
            f"The data in {folder} were written by another version of the course, which did not "
            f"note the version of each table: {_ANEW}."
        )
    return descriptor


def choose_columns(columns: Iterable[str] | None, known: list[str], table: str) -> list[str]:
    """Return the names of the columns wanted, in their order, or say which is not there."""
    if columns is None:
        return known
    if isinstance(columns, str):
        raise UnknownName(f"columns is a list of names: write [{columns!r}].")
    wanted = list(columns)
    for column in wanted:
        if column not in known:
            raise UnknownName(f"{table} has no column {column!r}. {near(column, known)}")
    return list(dict.fromkeys(wanted))
