"""A company on disk: Parquet files and datapackage.json, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files import checksum, new_folder
from .parameters import EDITION, Parameters
from .table import Field, Table, schema_version

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"
ROW_GROUP = 1 << 18
PROPERTY = "pmlab"
"""Name under which our own properties stand in datapackage.json."""
CHECKS = "checks"
"""Folder in a company's folder with the checks that belong to it, where it has some."""


def write(
    folder: Path,
    parameters: Parameters,
    tables: Sequence[Table],
    blocks: Iterable[Mapping[str, pa.Table]],
    sealed: bool = False,
    more: Callable[[Path], None] | None = None,
) -> Path:
    """Write a company's tables, which come block by block, to a folder; see `Company.write`."""
    _refuse_strangers(folder, tables)
    with new_folder(folder) as building:
        rows = _write_tables(building, tables, blocks)
        descriptor = _descriptor(building, parameters, tables, rows, sealed)
        text = json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n"
        (building / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
        if more is not None:
            more(building)
    return folder


def _refuse_strangers(folder: Path, tables: Iterable[Table]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileExistsError(f"{folder} is a file: give the name of a folder for the company.")
    known = {f"{table.name}.parquet" for table in tables} | {DESCRIPTOR, CHECKS}
    present = {p.name for p in folder.iterdir()}
    present |= {f"{CHECKS}/{p.name}" for p in (folder / CHECKS).glob("*") if p.suffix != ".json"}
    if present and not (DESCRIPTOR in present and _is_ours(folder / DESCRIPTOR)):
        raise FileExistsError(
            f"{folder} holds something that is not a company: give a new or an empty folder."
        )
    if present - known:
        other = sorted(present - known)[0]
        raise FileExistsError(
            f"{folder} also holds {other}, which would be lost: give a new or an empty folder."
        )


def _is_ours(descriptor: Path) -> bool:
    try:
        return PROPERTY in json.loads(descriptor.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _write_tables(
    folder: Path, tables: Iterable[Table], blocks: Iterable[Mapping[str, pa.Table]]
) -> dict[str, int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = {table.name: table for table in tables}
    rows = dict.fromkeys(known, 0)
    writers: dict[str, Any] = {}
    with ExitStack() as stack:
        for block in blocks:
            for name, arrow in block.items():
                if name not in writers:
                    text = [f.name for f in arrow.schema if pa.types.is_dictionary(f.type)]
                    times = [f.name for f in arrow.schema if pa.types.is_timestamp(f.type)]
                    numbers = [f.name for f in arrow.schema if pa.types.is_integer(f.type)]
                    own = [key for key in known[name].key if key in numbers]
                    packed = dict.fromkeys([*own, *times], "DELTA_BINARY_PACKED")
                    writer = pq.ParquetWriter(
                        folder / f"{name}.parquet",
                        arrow.schema,
                        # Stronger packing saves a third of the disk and doubles every first load.
                        compression="lz4",
                        use_dictionary=text,
                        column_encoding=packed,
                        store_schema=False,
                    )
                    writers[name] = stack.enter_context(writer)
                writers[name].write_table(arrow, row_group_size=ROW_GROUP)
                rows[name] += arrow.num_rows
    return rows


def _descriptor(
    folder: Path,
    parameters: Parameters,
    tables: Sequence[Table],
    rows: Mapping[str, int],
    sealed: bool,
) -> dict[str, Any]:
    schema = schema_version(tables)
    ours: dict[str, Any] = {"schema": schema, "fingerprint": parameters.fingerprint}
    if not sealed:
        ours["seed"] = parameters.seed
    ours["accounts"] = parameters.accounts
    if settings := parameters.settings():
        ours["settings"] = settings
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kitewell",
        "title": "Kitewell: product, revenue and research data",
        "description": (
            "Simulated data of Kitewell, a work-planning SaaS company, from 2023-07-01 to "
            "2026-06-30 (UTC), as extracted on 2026-07-01 00:00 UTC. No real person or company "
            "is in them."
        ),
        "version": f"{EDITION}.0.0+{schema}",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "resources": [_resource(table, folder, rows[table.name]) for table in tables],
        PROPERTY: ours,
    }


def _resource(table: Table, folder: Path, rows: int) -> dict[str, Any]:
    file = folder / f"{table.name}.parquet"
    return {
        **describe(table),
        "version": table.version,
        "path": file.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{checksum(file)}",
        "rows": rows,
    }


def describe(table: Table) -> dict[str, Any]:
    """Return the part of a Data Resource that does not depend on the rows."""
    schema: dict[str, Any] = {
        "fields": [_field(field, table) for field in table.fields],
        "missingValues": [""],
    }
    if table.unique:
        schema["primaryKey"] = list(table.key)
    if table.joins:
        schema["foreignKeys"] = [
            {
                "fields": [own],
                "reference": {"resource": other.split(".")[0], "fields": [other.split(".")[1]]},
            }
            for own, other in table.joins
        ]
    return {
        "name": table.name,
        "title": table.title,
        "description": " ".join(filter(None, [_sentence(table.grain), table.notes])),
        "grain": table.grain,
        "schema": schema,
    }


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _field(field: Field, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not field.nullable:
        constraints["required"] = True
    if field.values:
        constraints["enum"] = list(field.values)
    if field.low is not None:
        constraints["minimum"] = field.low
    if field.high is not None:
        constraints["maximum"] = field.high
    entry: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.name.replace("_", " ").capitalize(),
        "description": field.meaning,
    }
    if field.unit:
        entry["unit"] = field.unit
    if constraints:
        entry["constraints"] = constraints
    return entry
