"""The data door: find the company's data, load tables, query them, read their dictionary.

>>> from course_utils import data
>>> events = data.load("events", ["user_id", "occurred_at", "event"])     # doctest: +SKIP
>>> data.sql("select event, count(*) as n from events group by event")    # doctest: +SKIP
>>> data.describe("events")                                               # doctest: +SKIP
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .company.errors import DataError, QueryError, UnknownName
from .company.names import near
from .company.parameters import SCHEMA_VERSION, Parameters
from .company.source import Source
from .files import checksum

if TYPE_CHECKING:
    import pandas as pd

    from .company.query import Database

__all__ = [
    "DataError",
    "Description",
    "Folder",
    "QueryError",
    "Source",
    "UnknownName",
    "describe",
    "load",
    "open",
    "source",
    "sql",
    "tables",
    "use",
    "verify",
]

VARIABLE = "PMLAB_COMPANY"
DESCRIPTOR = "datapackage.json"

_chosen: Source | None = None
_opened: dict[tuple[Path, int], Folder] = {}


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
        self._columns: dict[str, dict[str, pd.Series]] = {}
        for name in self._resources:
            self._check(name)

    def __repr__(self) -> str:
        return f"<Folder {str(self.folder)!r} fingerprint={self.fingerprint[:8]}>"

    @property
    def fingerprint(self) -> str:
        """Hex digest of schema version and parameters, as of the company that was written."""
        return str(self._ours["fingerprint"])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._resources)

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
        from .company.cohort import find

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
        from .company.truth import truth

        return truth(self.parameters)

    def table(self, name: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Return one table, or some of its columns in the order asked for.

        Each column is read once and kept; frames share it until somebody changes theirs.
        """
        import pandas as pd

        from .company.frames import to_pandas

        resource = self._resource(name)
        wanted = _columns(columns, [f["name"] for f in resource["schema"]["fields"]], name)
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

    def sql(self, query: str) -> pd.DataFrame:
        """Return the result of one DuckDB query over the tables."""
        for name in self.names:
            self._check(name)
        return self._database.run(query, self.names)

    def prepare_queries(self) -> None:
        """Load what queries need, so that the first one does not have to wait for it."""
        self._database.prepare()

    @cached_property
    def _database(self) -> Database:
        from .company.query import Database

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
        if name not in self._resources:
            raise UnknownName(f"There is no table {name!r}. {near(name, self._resources)}")
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
        from .company.frames import read

        try:
            table = read(self._file(name), columns)
        except (OSError, ValueError) as error:
            raise _damaged(self.folder, name, error) from None
        if table.num_rows != self._resources[name]["rows"] or table.column_names != columns:
            raise _damaged(self.folder, name)
        return table


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
        version = str(ours["schema"])
        needed = [ours["fingerprint"], ours["accounts"]]
        for resource in descriptor["resources"]:
            needed += [resource[k] for k in ("name", "path", "bytes", "hash", "rows", "schema")]
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(
            f"{file} cannot be read as the description of a company: copy the folder again from "
            "where it came, or choose another one with data.use(folder)."
        ) from None
    if version != SCHEMA_VERSION:
        raise DataError(
            f"The data in {folder} were written by another version (schema {version}, this is "
            f"schema {SCHEMA_VERSION}): update the course, or write the company again with "
            "course_utils.company.generate(...).write(folder)."
        )
    return descriptor


def _columns(columns: Iterable[str] | None, known: list[str], table: str) -> list[str]:
    if columns is None:
        return known
    if isinstance(columns, str):
        raise UnknownName(f"columns is a list of names: write [{columns!r}].")
    wanted = list(columns)
    for column in wanted:
        if column not in known:
            raise UnknownName(f"{table} has no column {column!r}. {near(column, known)}")
    return list(dict.fromkeys(wanted))


def open(folder: str | Path) -> Folder:
    """Return the company's data in a folder, without choosing it for `load` and `sql`.

    Raises
    ------
    DataError
        The data are missing, damaged or of another version.
    """
    path = Path(folder).expanduser().resolve()
    descriptor = path / DESCRIPTOR
    stamp = descriptor.stat().st_mtime_ns if descriptor.is_file() else 0
    if (path, stamp) not in _opened:
        _opened[path, stamp] = Folder(path)
    return _opened[path, stamp]


def use(where: str | Path | Source | None) -> Source | None:
    """Choose the data for this process: a folder, or any source; None goes back to searching.

    Returns
    -------
    Source or None
        What was chosen.

    Raises
    ------
    DataError
        The folder's data are missing, damaged or of another version.
    """
    global _chosen
    if where is None or not isinstance(where, str | os.PathLike):
        if where is not None and not isinstance(where, Source):
            raise TypeError(
                f"data.use takes a folder or a company, not {type(where).__name__}: "
                "write data.use('datasets') or data.use(generate(seed=7))."
            )
        _chosen = where
    else:
        _chosen = open(where)
    return _chosen


def source() -> Source:
    """Return the data in use.

    The first of: what `use` chose; the folder named by the environment variable
    PMLAB_COMPANY; the nearest `datasets` folder beside or above the working directory; the
    data that came with the package.

    Raises
    ------
    DataError
        No data are found, or those found are damaged or of another version.
    """
    if _chosen is not None:
        return _chosen
    if named := os.environ.get(VARIABLE):
        folder = Path(named).expanduser()
        inner = folder / "datasets"
        if not (folder / DESCRIPTOR).is_file() and not (inner / DESCRIPTOR).is_file():
            raise DataError(
                f"The environment variable {VARIABLE} names {named!r}, where there is no company: "
                "correct it or remove it."
            )
        return open(folder if (folder / DESCRIPTOR).is_file() else inner)
    for folder in _candidates():
        if (folder / DESCRIPTOR).is_file():
            return open(folder)
    raise DataError(
        f"No company's data are found in {Path.cwd()} or above it: start Jupyter in the course's "
        "folder, or choose the data with data.use(folder)."
    )


def _candidates() -> list[Path]:
    here = Path.cwd()
    package = Path(__file__).resolve().parent
    above = [folder / "datasets" for folder in (here, *here.parents)]
    return [*above, package / "_datasets", package.parent / "datasets"]


def load(name: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a table of the company in use as a new pandas frame.

    Parameters
    ----------
    name
        Name of the table; `tables()` lists them.
    columns
        Some of its columns, in the order wanted; all when left out. Fewer are faster.

    Returns
    -------
    pandas.DataFrame
        Ids and whole numbers int64 (float64 where some are missing), text `str`,
        moments datetime64[us, UTC], dates datetime64[us].

    Raises
    ------
    UnknownName
        There is no such table or column; near matches are named.
    DataError
        The data are missing, damaged or of another version.
    """
    using = source()
    if isinstance(using, Folder):
        return using.table(name, columns)
    frame = using.table(name)
    return frame if columns is None else frame[_columns(columns, list(frame.columns), name)]


def sql(query: str) -> pd.DataFrame:
    """Return the result of one DuckDB query over the tables of the company in use.

    The tables go by their names, moments are in UTC, and nothing can be written.

    Raises
    ------
    QueryError
        The query cannot be run; the message says why and where.
    DataError
        The data are missing, damaged or of another version.
    """
    return source().sql(query)


def tables() -> tuple[str, ...]:
    """Names of the tables of the company in use."""
    return source().names


def verify() -> None:
    """Compare the data in use byte for byte with what was written (about 0.1 s).

    Raises
    ------
    DataError
        A file differs.
    """
    using = source()
    if isinstance(using, Folder):
        using.verify()


class Description:
    """A table, or all of them, described for reading: as text, and as HTML in a notebook.

    Parameters
    ----------
    title, lines
        What stands above the listing.
    head
        Names of the listing's columns.
    rows
        The listing.
    picture
        A picture below it as HTML, with its alt text.
    """

    def __init__(
        self,
        title: str,
        lines: list[str],
        head: list[str],
        rows: list[list[str]],
        picture: str = "",
    ) -> None:
        self.title, self.lines, self.head, self.rows = title, lines, head, rows
        self.picture = picture

    def __repr__(self) -> str:
        widths = [max(len(r[i]) for r in [self.head, *self.rows]) for i in range(len(self.head))]
        listing = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in [self.head, ["-" * width for width in widths], *self.rows]
        ]
        return "\n".join([self.title, *self.lines, "", *listing])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        left = ' style="text-align:left"'
        head = "".join(f'<th scope="col"{left}>{escape(cell)}</th>' for cell in self.head)
        body = "".join(
            "<tr>"
            + f'<th scope="row"{left}><code>{escape(row[0])}</code></th>'
            + "".join(f"<td{left}>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        lines = "<br>".join(escape(line) for line in self.lines)
        return (
            f"<p><strong>{escape(self.title)}</strong><br>{lines}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"{self.picture}"
        )


def describe(name: str | None = None) -> Description:
    """Describe a table of the company in use: columns, units, types, keys, NULLs; or list all.

    Parameters
    ----------
    name
        Name of the table; all tables are listed when left out.

    Raises
    ------
    UnknownName
        There is no such table; near matches are named.
    """
    using = source()
    if name is None:
        found = [_resource(using, each) for each in using.names]
        listing = [[r["name"], f"{r['rows']:,}", r["grain"]] for r in found]
        lines = ["data.load(name) loads a table, data.describe(name) describes its columns."]
        head = ["table", "rows", "grain"]
        return Description("Tables of Kitewell", lines, head, listing, _entities(using.names))
    resource = _resource(using, name)
    schema = resource["schema"]
    lines = [f"{resource['rows']:,} rows: {resource['description']}"]
    if schema.get("primaryKey"):
        lines.append("Key: " + ", ".join(schema["primaryKey"]) + " (one row each).")
    for join in schema.get("foreignKeys", []):
        other = join["reference"]
        lines.append(f"Joins: {join['fields'][0]} = {other['resource']}.{other['fields'][0]}.")
    listing = [_column(field, resource) for field in schema["fields"]]
    return Description(
        f"{resource['name']}: {resource['title']}",
        lines,
        ["column", "type", "unit", "NULL", "meaning"],
        listing,
    )


def _entities(names: Iterable[str]) -> str:
    """Return a picture of how tables join, as HTML that any notebook shows."""
    from base64 import b64encode

    from .company.entities import alt_text, picture
    from .company.schema import TABLES

    known = [TABLES[name] for name in names if name in TABLES]
    image = b64encode(picture(known).encode()).decode()
    return (
        f'<img alt="{escape(alt_text(known))}" style="max-width:100%" '
        f'src="data:image/svg+xml;base64,{image}">'
    )


def _resource(using: Source, name: str) -> dict[str, Any]:
    if isinstance(using, Folder):
        return using.resource(name)
    from .company.package import describe as from_schema
    from .company.schema import TABLES

    frame = using.table(name)
    nulls = frame.isna().sum().to_dict()
    return {**from_schema(TABLES[name]), "rows": len(frame), "nulls": nulls}


def _column(field: dict[str, Any], resource: dict[str, Any]) -> list[str]:
    constraints = field.get("constraints", {})
    meaning = field["description"]
    if "enum" in constraints:
        meaning += " One of: " + ", ".join(constraints["enum"]) + "."
    missing = resource["nulls"].get(field["name"], 0)
    share = f"{missing / max(1, resource['rows']):.1%}" if missing else "-"
    return [field["name"], field["type"], field.get("unit", ""), share, meaning]
