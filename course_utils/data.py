"""The data door: find the company's data, load tables, query them, read their dictionary.

>>> from course_utils import data
>>> events = data.load("events", ["user_id", "occurred_at", "event"])     # doctest: +SKIP
>>> data.sql("select event, count(*) as n from events group by event")    # doctest: +SKIP
>>> data.describe("events")                                               # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .company.engine.errors import DataError, QueryError, UnknownName
from .company.engine.package import DESCRIPTOR
from .company.engine.source import Source
from .company.folder import Folder, choose_columns

if TYPE_CHECKING:
    import pandas as pd

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

_chosen: Source | None = None
_opened: dict[tuple[Path, int], Folder] = {}


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
    return frame if columns is None else frame[choose_columns(columns, list(frame.columns), name)]


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
    from .company.tables import TABLES

    known = [TABLES[name] for name in names if name in TABLES]
    image = b64encode(picture(known).encode()).decode()
    return (
        f'<img alt="{escape(alt_text(known))}" style="max-width:100%" '
        f'src="data:image/svg+xml;base64,{image}">'
    )


def _resource(using: Source, name: str) -> dict[str, Any]:
    if isinstance(using, Folder):
        return using.resource(name)
    from .company.engine.package import describe as from_schema
    from .company.tables import TABLES

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
