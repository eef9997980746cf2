"""Columns to Arrow and on to pandas: the one place that decides types."""

from __future__ import annotations

import os
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .columns import Coded, Column, Columns, Maybe, Texts
from .table import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(table: Table, columns: Columns) -> pa.Table:
    """Arrow table with the schema's types; text is dictionary-encoded."""
    import pyarrow as pa

    arrays = [_array(columns[field.name], field.type, field.width) for field in table.fields]
    # What cannot be missing is said to be so: Parquet then keeps no marks of what is, and reads
    # a fifth faster.
    fields = [
        pa.field(field.name, array.type, field.nullable)
        for field, array in zip(table.fields, arrays, strict=True)
    ]
    return pa.table(arrays, pa.schema(fields))


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
    """Read columns of a Parquet file as `plain` gives them.

    Numbers come in one piece, which pandas takes as it is; text, the dearer, comes in a piece a
    thread. It is read as codes and spelled out afterwards: that takes half the time of letting
    Parquet do it, because far less memory is touched.
    """
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow as pa
    import pyarrow.parquet as pq

    # Reading ahead helps with files far away, and leaves threads behind.
    open_ = partial(pq.ParquetFile, file, pre_buffer=False)
    footer = open_()
    text = [f.name for f in footer.schema_arrow if pa.types.is_string(f.type)]
    groups = range(footer.num_row_groups)
    threads = max(1, min(4, os.cpu_count() or 1, len(groups)))

    def some(names: list[str], part: range) -> pa.Table:
        with open_(metadata=footer.metadata, read_dictionary=text) as opened:
            return plain(opened.read_row_groups(part, columns=names, use_threads=False))

    if threads == 1:
        return some(columns, groups)
    cuts = [len(groups) * t // threads for t in range(threads + 1)]
    parts = {
        name: [groups[a:b] for a, b in pairwise(cuts)] if name in text else [groups]
        for name in columns
    }
    with ThreadPoolExecutor(threads) as pool:
        # Long work first, so that the threads end together.
        jobs = {
            name: [pool.submit(some, [name], part) for part in parts[name]]
            for name in sorted(columns, key=lambda name: name not in text)
        }
        done = [pa.concat_tables(job.result() for job in jobs[name]) for name in columns]
    return pa.table({name: table[name] for table in done for name in table.column_names})


def to_pandas(arrow: pa.Table) -> pd.DataFrame:
    """Frame with int64, datetime64[us, UTC] and str; numbers with gaps become float64."""
    # Arrow's threads would stay, and a process that forks must have none.
    return plain(arrow).to_pandas(split_blocks=True, use_threads=False)


def as_queried(frame: pd.DataFrame, table: Table | None) -> pa.Table:
    """Return a frame as queries see it: dates are dates again, whole numbers with gaps are whole.

    Parameters
    ----------
    frame
        The table's rows.
    table
        What the dictionary says of it; None if nothing.
    """
    import pyarrow as pa

    rows = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    types = {"date": pa.date32(), "integer": pa.int64()}
    known = table.fields if table is not None else ()
    wanted = {field.name: types[field.type] for field in known if field.type in types}
    fields = [field.with_type(wanted.get(field.name, field.type)) for field in rows.schema]
    return rows.cast(pa.schema(fields))
