"""Columns to Arrow and on to pandas: the one place that decides types."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .columns import Coded, Column, Columns, Maybe, Texts
from .schema import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(table: Table, columns: Columns) -> pa.Table:
    """Arrow table with the schema's types; text is dictionary-encoded."""
    import pyarrow as pa

    fields = {field.name: field for field in table.fields}
    arrays = [_array(columns[name], field.type, field.width) for name, field in fields.items()]
    return pa.table(dict(zip(fields, arrays, strict=True)))


def _array(column: Column, type_: str, width: str) -> Any:
    import numpy as np
    import pyarrow as pa

    from . import clock

    if isinstance(column, Coded):
        codes = column.codes.astype(np.int8)
        unknown = (codes < 0) | (codes >= len(column.labels))
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=unknown if unknown.any() else None), pa.array(column.labels)
        )
    if isinstance(column, Texts):
        return pa.array(column.values, pa.string())
    values = column.values if isinstance(column, Maybe) else column
    missing = column.missing if isinstance(column, Maybe) else None
    if type_ == "datetime":
        values = (values.astype(np.int64) + clock.EPOCH) * 1_000_000
        return pa.array(values, pa.int64(), mask=missing).cast(pa.timestamp("us", tz="UTC"))
    if type_ == "date":
        days = values.astype(np.int32) + np.int32(clock.EPOCH // clock.DAY)
        return pa.array(days, pa.int32(), mask=missing).cast(pa.date32())
    return pa.array(values.astype(width), mask=missing)


def plain(arrow: pa.Table) -> pa.Table:
    """Widen every column to the type that people compute with: int64, string, microseconds.

    A date becomes its midnight, without a time zone.
    """
    import pyarrow as pa

    wide = [pa.field(field.name, _wide(field.type)) for field in arrow.schema]
    return arrow.cast(pa.schema(wide))


def queried(table: Table) -> pa.Schema:
    """Return the columns of a table as queries see them, known without making it.

    They are those of `plain`, with dates that are dates: SQL can tell a day from a moment.
    """
    import pyarrow as pa

    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "string": pa.large_string(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
    }
    return pa.schema([(field.name, types[field.type]) for field in table.fields])


def _wide(type_: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_dictionary(type_) or pa.types.is_string(type_):
        return pa.large_string()
    if pa.types.is_integer(type_):
        return pa.int64()
    if pa.types.is_timestamp(type_) and type_.tz:
        return pa.timestamp("us", tz="UTC")
    if pa.types.is_date(type_):
        return pa.timestamp("us")
    return type_


def read(file: Path, columns: list[str]) -> pa.Table:
    """Read columns of a Parquet file as `plain` gives them, some of the row groups a thread.

    Text is read as codes and spelled out afterwards, piece by piece: that takes half the time
    of letting Parquet do it, because far less memory is touched.
    """
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow as pa
    import pyarrow.parquet as pq

    footer = pq.ParquetFile(file)
    text = [f.name for f in footer.schema_arrow if pa.types.is_string(f.type)]
    groups = range(footer.num_row_groups)
    threads = max(1, min(4, os.cpu_count() or 1, len(groups)))

    def some(thread: int) -> pa.Table:
        first, last = (len(groups) * t // threads for t in (thread, thread + 1))
        # Reading ahead helps with files far away, and leaves threads behind.
        with pq.ParquetFile(file, read_dictionary=text, pre_buffer=False) as opened:
            part = opened.read_row_groups(groups[first:last], columns=columns, use_threads=False)
            return plain(part)

    if threads == 1:
        return some(0)
    with ThreadPoolExecutor(threads) as pool:
        return pa.concat_tables(pool.map(some, range(threads)))


SMALL = 100_000
"""Rows up to which starting threads costs more than it saves."""


def to_pandas(arrow: pa.Table) -> pd.DataFrame:
    """Frame with int64, datetime64[us, UTC] and str; numbers with gaps become float64."""
    table = plain(arrow)
    if len(table) <= SMALL:
        return table.to_pandas(split_blocks=True, use_threads=False)
    from concurrent.futures import ThreadPoolExecutor

    import pandas as pd

    def column(name: str) -> pd.Series:
        return table.select([name]).to_pandas(split_blocks=True, use_threads=False)[name]

    # Threads of our own end here; Arrow's would stay, and a process that forks must have none.
    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        names = table.column_names
        return pd.DataFrame(dict(zip(names, pool.map(column, names), strict=True)), copy=False)
