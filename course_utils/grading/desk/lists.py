"""Rosters as others write them: Canvas's export, Moodle's, or a plain table; CSV or Excel."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.grading.desk.roster import TEXTS
from course_utils.grading.desk.settings import CannotRun

_PLAIN = {
    **{name: name for name in TEXTS},
    "id": "id",
    "student": "id",
    "student_id": "id",
    "firstname": "first_name",
    "given_name": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "family_name": "last_name",
    "email_address": "email",
    "group": "section",
    "groups": "section",
    "extra_days": "extra_days",
}
_CANVAS = {
    "id": "canvas_id",
    "sis_user_id": "sis_user_id",
    "sis_login_id": "sis_login_id",
    "section": "section",
}
_MOODLE = {
    "first_name": "first_name",
    "firstname": "first_name",
    "last_name": "last_name",
    "lastname": "last_name",
    "surname": "last_name",
    "id_number": "id_number",
    "idnumber": "id_number",
    "username": "username",
    "email_address": "email",
    "email": "email",
    "group": "section",
    "groups": "section",
}
_CANVAS_COLUMN = re.compile(r"(.+) \((\d+)\)")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Listed:
    """A file that lists people.

    Attributes
    ----------
    kind : str
        ``"Canvas"``, ``"Moodle"`` or ``"plain"``.
    rows : list of (int, dict)
        A line's number and its fields of `Person`.
    columns : list of str
        Titles of Canvas's assignments, each with its number.
    note : str
        What an instructor should know of the file.
    """

    kind: str
    rows: list[tuple[int, dict[str, Any]]]
    columns: list[str]
    note: str = ""


def read_list(path: Path, id_column: str = "") -> Listed:
    """Read a list of people.

    Parameters
    ----------
    path : Path
        A CSV file with commas, semicolons or tabs, or an Excel file.
    id_column : str
        The column whose values become ids; chosen by the file's kind if empty.

    Raises
    ------
    CannotRun
        If the file cannot be read, or does not say who is who.
    """
    table, note = _excel(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    if not table:
        raise CannotRun(f"{path} is empty: its first line names the columns.")
    titles = [_clean(title) for title in table[0][1]]
    keys = [_key(title) for title in titles]
    kind, read, usual = _kind(path, keys)
    chosen = _key(id_column)
    if id_column and chosen not in keys:
        raise CannotRun(f"{path} has no column {id_column!r}; it has {', '.join(titles)}.")
    rows = []
    for line, cells in table[1:]:
        row = {key: _clean(cell) for key, cell in zip(keys, cells, strict=False)}
        if any(row.values()) and not _of_canvas(kind, row):
            made = read(row)
            made["id"] = row[chosen] if chosen else _first(made, usual)
            _check_days(path, line, made)
            rows.append((line, made))
    columns = [title for title in titles if kind == "Canvas" and _CANVAS_COLUMN.fullmatch(title)]
    return Listed(kind, rows, columns, note)


def _kind(
    path: Path, keys: Sequence[str]
) -> tuple[str, Callable[[dict[str, str]], dict[str, Any]], tuple[str, ...]]:
    """Return who wrote the file, what reads its rows, and which field is the id."""
    has = set(keys)
    if {"student", "id"} <= has and has & {"sis_login_id", "sis_user_id", "section"}:
        return "Canvas", _canvas, ("sis_login_id", "sis_user_id", "canvas_id")
    if has & {"id", "student_id"}:
        return "plain", lambda row: _named(row, _PLAIN), ("id",)
    if has & {"email_address", "email", "username", "idnumber", "id_number"}:
        return "Moodle", lambda row: _named(row, _MOODLE), ("username", "id_number", "email")
    raise CannotRun(
        f"{path} does not say who is who: give the export of Canvas's or Moodle's gradebook, or a "
        "table whose first line names the columns, such as id,first_name,last_name,email,section."
    )


def _named(row: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    return {names[key]: value for key, value in row.items() if key in names}


def _canvas(row: dict[str, str]) -> dict[str, Any]:
    last, _, first = row["student"].partition(", ")
    found = {**_named(row, _CANVAS), "last_name": last, "first_name": first}
    if "@" in row.get("sis_login_id", ""):
        found["email"] = row["sis_login_id"]
    return found


def _of_canvas(kind: str, row: dict[str, str]) -> bool:
    """Tell Canvas's own rows from people: the points possible, and its test student."""
    who = row.get("student", "")
    return kind == "Canvas" and (
        who in ("Points Possible", "Student, Test", "Test Student") or not row["id"]
    )


def _first(row: dict[str, Any], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _check_days(path: Path, line: int, row: dict[str, Any]) -> None:
    """Read how many days more somebody has; nothing stays nothing."""
    text = row.get("extra_days", "")
    if not text:
        row.pop("extra_days", None)
        return
    try:
        days = float(text.replace(",", "."))
    except ValueError:
        days = -1.0
    if not 0 <= days <= 365:
        raise CannotRun(f"{path}, line {line}: extra_days is {text!r}; give a number of days.")
    row["extra_days"] = days


def _clean(cell: Any) -> str:
    """Return a cell's text: on one line, and without the apostrophe that keeps it from acting."""
    text = unicodedata.normalize("NFC", "" if cell is None else str(cell))
    text = _SPACES.sub(" ", text).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _key(title: str) -> str:
    return re.sub(r"\W+", "_", _clean(title).casefold()).strip("_")


def _csv(path: Path) -> tuple[list[tuple[int, Sequence[Any]]], str]:
    """Return a CSV file's lines with their numbers, and how it was read if not as usual."""
    note = ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRun(f"{path} cannot be read ({error.strerror}).") from None
    try:
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        note = "It is not in UTF-8, so it was read as Windows writes it: look at the names."
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(_numbered(reader)), note
    except csv.Error as error:
        raise CannotRun(f"{path}, line {reader.line_num}: {error}.") from None


def _numbered(reader: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _excel(path: Path) -> tuple[list[tuple[int, Sequence[Any]]], str]:
    """Return the lines of an Excel file's first sheet."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = [
            (number, ["" if cell is None else _number(cell) for cell in cells])
            for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
        ]
        book.close()
    except Exception as error:  # whatever a file that is no workbook makes of its reader
        raise CannotRun(f"{path} cannot be read as an Excel file ({error}).") from None
    return [(number, cells) for number, cells in rows if any(str(cell) for cell in cells)], ""


def _number(cell: Any) -> str:
    """Return a cell's text; Excel keeps the id 4711 as 4711.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
