"""Answers as plain data: what a learner gives, without numpy, pandas or surprises.

`plain` turns any value into a small closed family (None, bool, int, float, str, list, dict and the
three classes below); `to_json` and `from_json` carry that family through JSON exactly. Nothing here
imports pandas or numpy: a value of theirs can only arrive when the learner has loaded them.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import deque
from collections.abc import Iterable, KeysView, Mapping, Set, ValuesView
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_TEXT = 50_000
MAX_NODES = 400_000
MAX_DEPTH = 24


class Bag(list[Any]):
    """Values without an order, from a set."""


@dataclass(frozen=True)
class Opaque:
    """Something that cannot be an answer, remembered by the name of its type."""

    name: str


@dataclass(frozen=True)
class Sheet:
    """A table as plain rows; at most ``MAX_ROWS`` of its ``total`` rows are kept.

    The first ``index`` columns came from a pandas index; ``series`` says that the rest is one
    column without a name of its own.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    index: int = 0
    total: int = 0
    series: bool = False


def plain(value: Any, _depth: int = 0) -> Any:
    """Return ``value`` as plain data.

    Parameters
    ----------
    value
        Anything. numpy scalars and arrays, pandas objects, Decimal, Fraction, dates, polars and
        DuckDB results are understood; anything else becomes an `Opaque`.

    Returns
    -------
    None, bool, int, float, str, list, Bag, dict, Sheet or Opaque
        Missing values (``pandas.NA``, ``NaT``) are ``nan``; dates are ISO text.
    """
    if value is None or value is Ellipsis:
        return None
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, Bag | Opaque | Sheet):
        return value
    if callable(door := getattr(type(value), "__pmlab_answer__", None)):
        return plain(door(value), _depth + 1)  # an answer widget stands for what was built with it
    if isinstance(value, int):
        return int(value) if value.bit_length() < 1000 else math.copysign(math.inf, value > 0 or -1)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if _depth > MAX_DEPTH:
        return Opaque("deeply nested value")
    library = type(value).__module__.partition(".")[0]
    if library == "numpy":
        return _from_numpy(value, _depth)
    if library == "pandas":
        return _from_pandas(value, _depth)
    if library in ("decimal", "_decimal", "_pydecimal", "fractions"):
        return _as_float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        pairs = islice(value.items(), MAX_ROWS + 1)
        return {_name(k): plain(v, _depth + 1) for k, v in pairs}
    if isinstance(value, Set) and not isinstance(value, KeysView):
        return Bag(sorted((plain(v, _depth + 1) for v in value), key=repr))
    if isinstance(value, list | tuple | range | deque | KeysView | ValuesView):
        return [plain(v, _depth + 1) for v in islice(value, MAX_ROWS + 1)]
    for door in ("to_pandas", "df"):
        if callable(getattr(value, door, None)) and library in {
            "polars",
            "duckdb",
            "_duckdb",
            "pyarrow",
        }:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # theirs, not the learner's
                return plain(getattr(value, door)(), _depth + 1)
    return Opaque("function" if callable(value) else type(value).__name__)


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _from_numpy(value: Any, depth: int) -> Any:
    if getattr(value, "ndim", None) is None:
        return Opaque("function" if callable(value) else type(value).__name__)
    if value.dtype.kind == "M":
        text = value.astype("datetime64[us]").astype(str)
        return plain(text.item() if value.ndim == 0 and hasattr(text, "item") else text, depth + 1)
    if value.dtype.kind == "m":
        return plain(value.astype("timedelta64[us]").astype(float) / 1e6, depth + 1)
    if value.ndim == 0:
        item = value.item()
        return Opaque(type(item).__name__) if type(item) is type(value) else plain(item, depth + 1)
    if value.size > MAX_ROWS * MAX_COLUMNS:
        return Opaque("array that is too large")
    return [plain(item, depth + 1) for item in value[: MAX_ROWS + 1].tolist()]


def _from_pandas(value: Any, depth: int) -> Any:
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        return _sheet(value)
    if isinstance(value, pd.Series):
        return _sheet(value.to_frame(""), series=True, name=value.name)
    if value is pd.NA or value is pd.NaT:
        return math.nan
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, pd.Period):
        return value.start_time.isoformat()
    if isinstance(value, pd.Interval):
        return str(value)
    if isinstance(value, pd.Index | pd.Categorical | pd.api.extensions.ExtensionArray):
        return [plain(item, depth + 1) for item in value[: MAX_ROWS + 1]]
    if callable(value):
        return Opaque("function")
    return Opaque(type(value).__name__)


def _sheet(frame: Any, *, series: bool = False, name: Any = None) -> Sheet:
    import pandas as pd

    head = frame.iloc[:MAX_ROWS, :MAX_COLUMNS]
    levels = [head.index.get_level_values(i) for i in range(head.index.nlevels)]
    if isinstance(head.index, pd.RangeIndex) and head.index.name is None:
        levels = []
    columns = [_name(level.name) for level in levels]
    cells = [[cell(item) for item in level] for level in levels]
    for position, label in enumerate(head.columns):
        columns.append(_name(name if series else label))
        cells.append([cell(item) for item in head.iloc[:, position].tolist()])
    rows = tuple(zip(*cells, strict=True)) if cells else ()
    return Sheet(tuple(columns), rows, len(levels), len(frame), series)


def _name(label: Any) -> str:
    if label is None:
        return ""
    if isinstance(label, tuple):
        return " ".join(str(part) for part in label if part != "")
    return str(label)


def cell(value: Any) -> Any:
    """Return one cell of a table: None for missing, bool, int, float, text, or `Opaque`."""
    kind = type(value)
    if kind is int or kind is str or kind is bool:
        return value
    if kind is not float:
        value = plain(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is None or isinstance(value, bool | int | float | str | Opaque):
        return value
    return Opaque(type(value).__name__)


def sheet_of(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Sheet:
    """Return a `Sheet` of the given column names and rows."""
    body = tuple(tuple(cell(item) for item in row) for row in rows)
    return Sheet(tuple(str(c) for c in columns), body[:MAX_ROWS], total=len(body))


# ------------------------------------------------------------------------------------------ JSON


def to_json(value: Any) -> Any:
    """Return plain data as JSON data from which `from_json` restores it exactly."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value[: MAX_TEXT + 1].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": str(value)}
    if isinstance(value, Bag):
        return {"set": [to_json(item) for item in value]}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {"map": [[to_json(k), to_json(v)] for k, v in value.items()]}
    if isinstance(value, Sheet):
        return {
            "table": {
                "columns": [to_json(name) for name in value.columns],
                "rows": [[to_json(item) for item in row] for row in value.rows],
                "index": value.index,
                "total": value.total,
                "series": value.series,
            }
        }
    if isinstance(value, Opaque):
        return {"object": value.name}
    return {"object": type(value).__name__}


def from_json(data: Any) -> Any:
    """Return the plain data that `to_json` wrote; foreign JSON becomes an `Opaque`, never an error.

    Whatever is larger than an answer can be (``MAX_NODES``, ``MAX_DEPTH``) is an `Opaque` too.
    """
    if not is_small(data):
        return Opaque("answer that is too large")
    try:
        return _restore(data)
    except (ValueError, TypeError, KeyError, OverflowError):
        return Opaque("unreadable answer")


def is_small(data: Any) -> bool:
    """Say whether JSON data are of a size that an answer can have."""
    nodes, level = 0, [data]
    for _ in range(MAX_DEPTH * 2):
        if not level:
            return True
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                deeper.extend(item.values())
                nodes += sum(len(str(key)) // 100 for key in item)
            elif isinstance(item, list | tuple):
                deeper.extend(item)
            elif (isinstance(item, str) and len(item) > MAX_TEXT + 1) or (
                isinstance(item, int) and item.bit_length() > 1000
            ):
                return False
            nodes += 1
        if nodes + len(deeper) > MAX_NODES:
            return False
        level = deeper
    return not level


def _restore(data: Any) -> Any:
    if data is None or isinstance(data, bool | int | float | str):
        return data
    if isinstance(data, list | tuple):
        return [_restore(item) for item in data]
    if not isinstance(data, dict) or len(data) != 1:
        return Opaque("unreadable answer")
    (tag, body), *_ = data.items()
    if tag == "float" and body in ("nan", "inf", "-inf"):
        return float(body)
    if tag == "set" and isinstance(body, list):
        return Bag(_restore(item) for item in body)
    if tag == "map" and isinstance(body, list):
        return {str(_restore(key)): _restore(item) for key, item in body}
    if tag == "object":
        return Opaque(_short_name(body))
    if tag == "table" and isinstance(body, dict):
        return _restore_sheet(body)
    return Opaque("unreadable answer")


def _restore_sheet(body: dict[str, Any]) -> Any:
    columns, rows = body["columns"], body["rows"]
    if not all(isinstance(name, str) for name in columns) or len(columns) > 2 * MAX_COLUMNS:
        return Opaque("unreadable table")
    if not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        return Opaque("unreadable table")
    kept = tuple(tuple(cell(_restore(item)) for item in row) for row in rows[:MAX_ROWS])
    index = int(body.get("index", 0))
    total = max(int(body.get("total", 0)), len(rows))
    if not 0 <= index <= len(columns):
        return Opaque("unreadable table")
    return Sheet(tuple(columns), kept, index, total, bool(body.get("series", False)))


def _short_name(name: Any) -> str:
    text = re.sub(r"[^\w .-]", "", str(name))[:40]
    return text or "object"


# ----------------------------------------------------------------------------------------- words


def describe(value: Any) -> str:
    """Say in a few words what was given, for messages."""
    value = plain(value)
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{value}"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return f"the text {clip(value)!r}"
    if isinstance(value, Bag):
        return f"a set of {len(value)}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"a dictionary of {len(value)}"
    if isinstance(value, Sheet):
        if value.series:
            return f"a Series of {count(value.total, 'value')}"
        width = len(value.columns) - value.index
        return f"a table of {count(value.total, 'row')} and {count(width, 'column')}"
    return "a function" if value.name == "function" else f"{_article(value.name)} {value.name}"


def number(value: float) -> str:
    """Write a number for a message: at most six significant digits, no needless zeros."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "a very large number"
    return f"{value:.6g}" if math.isfinite(value) else str(value)


def count(how_many: int, noun: str) -> str:
    """Write ``1 row`` or ``2 rows``."""
    return f"{how_many:,} {noun}" + ("" if how_many == 1 else "s")


def clip(text: str, width: int = 40) -> str:
    """Return a short, printable, one-line version of ``text``."""
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return text if len(text) <= width else text[: width - 1] + "…"


def listing(names: Iterable[str], limit: int = 6) -> str:
    """Write names as ``a, b and c``; beyond ``limit`` say how many more."""
    shown = [clip(str(name)) for name in names]
    if len(shown) > limit:
        shown = [*shown[:limit], f"{len(shown) - limit} more"]
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def parse_time(text: str) -> str | None:
    """Return ISO text in UTC of an unambiguous date or time (a day as ``2026-06-01``), else None."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-?Q([1-4])", text):
        text = f"{match[1]}-{int(match[2]) * 3 - 2:02d}-01"
    elif re.fullmatch(r"\d{4}-\d{2}", text):
        text += "-01"
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)
    is_day = moment.time() == datetime.min.time()
    return moment.date().isoformat() if is_day else moment.isoformat()
