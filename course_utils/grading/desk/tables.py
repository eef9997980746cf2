"""Tables for other programs: quoted, and with nothing that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from course_utils import files

Cell = str | float | None
ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these, spreadsheets take a text for something to compute."""


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet computes: an apostrophe goes before a text that begins so.

    A lone ``-`` stays: Moodle's word for no grade, and nothing to compute.
    """
    if isinstance(cell, str) and cell.startswith(ACTS) and cell != "-":
        return "'" + cell
    return cell


def write_csv(path: Path, rows: Sequence[Sequence[Cell]], marked: bool = False) -> None:
    """Write a table as CSV in UTF-8, which only its owner reads; each text stands in quotes.

    Parameters
    ----------
    path : Path
    rows : sequence of rows
    marked : bool
        Whether it begins with a byte order mark, by which Excel knows UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_number(safe(cell)) for cell in row])
    text = out.getvalue()
    files.write(path, text.encode("utf-8-sig" if marked else "utf-8"), files.PRIVATE)


def _number(cell: Cell) -> Cell | int:
    """Return a whole number without its ``.0``, and nothing as an empty text."""
    if cell is None:
        return ""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> None:
    """Write tables as an Excel file, a sheet each; the first row names the columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value in (None, ""):
                    continue
                cell = sheet.cell(number, column)
                cell.value = _number(value) if isinstance(value, float) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # else what begins with = would be a formula
                    cell.quotePrefix = value.startswith(ACTS)
        for column in range(1, len(rows[0]) + 1):
            sheet.cell(1, column).font = Font(bold=True)
            widest = max(len(str(row[column - 1] or "")) for row in rows)
            sheet.column_dimensions[get_column_letter(column)].width = min(50, widest + 2)
        sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    files.write(path, out.getvalue(), files.PRIVATE)
