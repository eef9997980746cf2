"""Pages made from `tables/`: the data dictionary for everybody, what is planted for instructors."""

from __future__ import annotations

from pathlib import Path

from .engine.table import Field, Table
from .entities import alt_text, picture
from .tables import in_sections

PAGE = Path("docs") / "dictionary.md"
PICTURE = Path("docs") / "images" / "entities.svg"
PLANTED = Path("docs") / "planted.md"

_MADE = "<!-- Made by 'pmlab dictionary' from course_utils/company/tables: do not edit. -->"

_OPENING = """# Data dictionary

Kitewell's tables, from its opening on 1 July 2023 to the extract of 1 July 2026, 00:00 UTC. They
describe every company, whichever its seed. In a notebook `data.describe()` lists them,
`data.describe("events")` describes one with the rows and missing values of the company in use, and
`datapackage.json` beside the data says the same to programs.

- **Moments** are in UTC, to the second; **months** are calendar months in UTC, given by their first day.
- **Money** is in whole US dollars. MRR is monthly recurring revenue.
- **Shares** are fractions: 0.25, not 25.
- **NULL** means that a value is missing; a column without *may be NULL* always has one.
"""


def files() -> dict[Path, str]:
    """Return the pages and the picture: path in the course's folder -> text."""
    return {PAGE: page(), PICTURE: picture(), PLANTED: planted()}


def write(root: Path) -> list[Path]:
    """Write the pages and the picture into a course's folder."""
    for path, text in files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return list(files())


def page() -> str:
    """Return the dictionary in Markdown."""
    lines = [
        _MADE,
        _OPENING,
        f"![{alt_text()}]({PICTURE.relative_to(PAGE.parent).as_posix()})",
        "",
        "Bold columns are keys. A line leads from the many (crow's foot) to the one (bar), "
        "dashed where there can be none.",
    ]
    for title, groups in in_sections().items():
        tables = [each.table for group in groups for each in group.tables]
        links = ", ".join(f"[{table.name}](#{table.name})" for table in tables)
        lines += ["", f"## {title}", "", links + "."]
        for table in tables:
            lines += _table(table)
    return "\n".join(lines) + "\n"


def planted() -> str:
    """Return what is planted in each table, in Markdown: for instructors."""
    lines = [
        _MADE,
        "# What is planted",
        "",
        "For instructors. Learners find these themselves; nothing of this page stands in `datasets/`.",
        "`company.truth` gives every item with its true parameters, for any seed.",
    ]
    for title, groups in in_sections().items():
        lines += ["", f"## {title}", ""]
        lines.append(
            "| table | what is planted | the tempting mistake | the way to see it | `truth` |"
        )
        lines.append("|---|---|---|---|---|")
        for group in groups:
            for tables, *told, truths in group.planted:
                cells = (tables, *told, ", ".join(f"`{path}`" for path in truths))
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _table(table: Table) -> list[str]:
    lines = ["", f"### {table.name}", "", f"{table.title}: {table.grain}.{_after(table.notes)}", ""]
    key = ", ".join(f"`{name}`" for name in table.key)
    lines.append(f"- Key: {key}{'' if table.unique else ', which can be repeated'}")
    lines += [f"- `{own}` = `{other}`" for own, other in table.joins]
    lines += ["", "| Column | Type | Unit | Meaning |", "|---|---|---|---|"]
    return lines + [_row(field) for field in table.fields]


def _after(notes: str) -> str:
    return f" {notes}" if notes else ""


def _row(field: Field) -> str:
    meaning = field.meaning
    if field.values:
        meaning += " One of " + ", ".join(f"`{value}`" for value in field.values) + "."
    bounds = _bounds(field)
    if bounds and not field.values:
        meaning += f" {bounds}"
    type_ = field.type + (", may be NULL" if field.nullable else "")
    cells = (f"`{field.name}`", type_, field.unit, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _bounds(field: Field) -> str:
    if field.low is not None and field.high is not None:
        return f"From {field.low:g} to {field.high:g}."
    if field.low is not None:
        return f"At least {field.low:g}."
    return f"At most {field.high:g}." if field.high is not None else ""
