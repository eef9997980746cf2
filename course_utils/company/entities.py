"""The tables and how they join, as a picture: drawn from the dictionary, readable on any page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .engine.table import Table
from .tables import TABLES

WIDTH, GAP, ROW, HEAD, PAD, STEP = 168, 60, 18, 27, 8, 18
"""Pixels: a box, the space between columns, a line of text, a title, margins, between boxes."""

_STYLE = (
    "text{font-family:system-ui,'Segoe UI',Roboto,'Liberation Sans',sans-serif;font-size:13px}"
    ".t{fill:#fff;font-weight:600;font-size:14px}.k{fill:#fff;font-weight:600}"
    ".f{fill:#e6eef4}.b{fill:#2f6285;stroke:#6f9dbb}.h{fill:#1b4059}"
    ".j{fill:none;stroke:#7d8a97;stroke-width:1.4}"
)
"""Light text on boxes of their own colour, and lines whose grey stands out from a white page and a
dark one. An image is told the browser's colour scheme but not JupyterLab's theme: it has to do
without."""


def relations(tables: Iterable[Table]) -> list[tuple[Table, str, str, str]]:
    """Return every join: the table, its column, the other table and the column there."""
    tables = list(tables)
    known = {table.name for table in tables}
    split = [
        (table, own, *other.partition(".")[::2]) for table in tables for own, other in table.joins
    ]
    return [(table, own, other, column) for table, own, other, column in split if other in known]


def alt_text(tables: Iterable[Table] = tuple(TABLES.values())) -> str:
    """Say in words what the picture shows: which table points to which."""
    tables = list(tables)
    joined = relations(tables)
    told = []
    for table in tables:
        others = list(dict.fromkeys(other for of, _, other, _ in joined if of is table))
        if others:
            told.append(f"{table.name} to {' and '.join(others)}")
    apart = [
        table.name
        for table in tables
        if all(table is not of and table.name != other for of, _, other, _ in joined)
    ]
    alone = f" On their own: {', '.join(apart)}." if apart else ""
    return (
        f"Diagram of {len(tables)} tables. Many rows of the first to one of the second: "
        f"{'; '.join(told)}.{alone}"
    )


def picture(tables: Iterable[Table] = tuple(TABLES.values())) -> str:
    """Return the entity-relationship diagram as SVG.

    Parameters
    ----------
    tables
        What to draw; joins to tables that are not among them are left out.

    Returns
    -------
    str
        A document of its own with a title for screen readers. A key is bold; a line leads from
        the many (crow's foot) to the one (bar), dashed where there can be none.
    """
    tables = list(tables)
    joined = relations(tables)
    columns = _arranged(tables, joined)
    places: dict[str, tuple[int, int]] = {}
    tall = max(sum(_height(t) + STEP for t in column) for column in columns)
    for nth, column in enumerate(columns):
        top = PAD + (tall - sum(_height(t) + STEP for t in column)) // 2
        for table in column:
            places[table.name] = (PAD + nth * (WIDTH + GAP), top)
            top += _height(table) + STEP
    width = 2 * PAD + len(columns) * WIDTH + (len(columns) - 1) * GAP
    height = 2 * PAD + tall
    title = escape(alt_text(tables))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            *(_line(join, places) for join in joined),
            *(_box(table, *places[table.name]) for table in tables),
            "</svg>",
            "",
        ]
    )


def _rows(table: Table) -> list[tuple[str, bool]]:
    """Columns that a box shows: keys, then what joins; and whether each is a key."""
    joins = [own for own, _ in table.joins if own not in table.key]
    return [(name, True) for name in table.key] + [(name, False) for name in dict.fromkeys(joins)]


def _height(table: Table) -> int:
    return HEAD + ROW * len(_rows(table)) + 6


def _arranged(tables: list[Table], joined: list[tuple[Table, str, str, str]]) -> list[list[Table]]:
    """Put each table to the right of those that it points to, near them in height."""
    parents = {t.name: {o for of, _, o, _ in joined if of is t and o != t.name} for t in tables}
    children = {t.name: [n for n, of in parents.items() if t.name in of] for t in tables}
    depth: dict[str, int] = {}

    def deep(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((deep(parent) for parent in parents[name]), default=-1)
        return depth[name]

    for table in tables:
        deep(table.name)
    for table in tables:  # what nothing leads to stands next to what it leads to
        below = [depth[child] for child in children[table.name]]
        if not parents[table.name] and below:
            depth[table.name] = min(below) - 1
    columns: list[list[Table]] = [[] for _ in range(max(depth.values()) + 1)]
    for table in tables:
        columns[depth[table.name]].append(table)
    rank = {t.name: i / len(column) for column in columns for i, t in enumerate(column)}
    for column in columns[1:]:
        column.sort(
            key=lambda t: sum(rank[p] for p in parents[t.name]) / max(1, len(parents[t.name]))
        )
        rank |= {t.name: i / len(column) for i, t in enumerate(column)}
    return columns


def _box(table: Table, left: int, top: int) -> str:
    height = _height(table)
    parts = [
        f'<rect class="b" x="{left}" y="{top}" width="{WIDTH}" height="{height}" rx="5"/>',
        f'<path class="h" d="M{left} {top + HEAD - 4}v-{HEAD - 9}q0 -5 5 -5h{WIDTH - 10}'
        f'q5 0 5 5v{HEAD - 9}z"/>',
        f'<text class="t" x="{left + 9}" y="{top + 16}">{escape(table.name)}</text>',
    ]
    for nth, (name, key) in enumerate(_rows(table)):
        kind, y = ("k" if key else "f"), top + HEAD + 10 + nth * ROW
        parts.append(f'<text class="{kind}" x="{left + 9}" y="{y}">{escape(name)}</text>')
    return "".join(parts)


def _line(join: tuple[Table, str, str, str], places: dict[str, tuple[int, int]]) -> str:
    table, own, other, column = join
    x, y = _end(table, own, places)
    to_x, to_y = _end(TABLES[other], column, places)
    to_x += WIDTH
    if to_x > x:  # to itself, or to one in the same column
        return ""
    foot = f"M{x} {y - 5}L{x - 9} {y}L{x} {y + 5}"
    bar = f"M{to_x + 6} {to_y - 5}v10"
    dashed = ' stroke-dasharray="5 4"' if table.field(own).nullable else ""
    bend = (x - to_x) // 2
    path = f"M{x - 9} {y}C{x - bend} {y} {to_x + bend} {to_y} {to_x} {to_y}"
    return f'<path class="j"{dashed} d="{path}"/><path class="j" d="{foot}{bar}"/>'


def _end(table: Table, column: str, places: dict[str, tuple[int, int]]) -> tuple[int, int]:
    left, top = places[table.name]
    names = [name for name, _ in _rows(table)]
    return left, top + HEAD + 6 + names.index(column) * ROW
