"""A tracking plan: what it says, whether it can be used, and what it lets through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

TYPES = {"integer": "a whole number", "text": "a text", "moment": "a moment, as 2026-07-01T09:00Z"}
COLUMNS = ("event", "property", "type", "required", "values")
HEAD = " | ".join(COLUMNS)
LEAST = re.compile(r"from (\d+)")
"""What stands under values of a whole number: the least that it may be."""

NAMES_ONLY = pd.DataFrame(
    [("report_exported", name, "", False, "") for name in ("user_id", "format", "rows", "at")],
    columns=COLUMNS,
)
"""A plan as many are written: what the properties are called, and nothing else."""


def read_plan(text: str) -> pd.DataFrame:
    """Return the table of a tracking plan that is written as text, a line a property.

    Parameters
    ----------
    text : str
        Lines of the form ``event | property | type | required | values``. Required is yes or no.
        Values are words with commas between them, or ``from 0`` for a whole number; they may be
        left out. A line with the names of the columns may stand above. Names and values are in
        small letters, so that two people write the same ones.

    Returns
    -------
    DataFrame
        A row a property, with the words of a list in the order of the alphabet.

    Raises
    ------
    ValueError
        With the line that cannot be read, and how one looks.
    """
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if tuple(cells) == COLUMNS:
            continue
        cells += [""] * (len(cells) == len(COLUMNS) - 1)
        if len(cells) != len(COLUMNS):
            raise ValueError(f"A line of a plan is {HEAD}, and this one is not: {line}")
        event, name, kind, required, values = cells
        if kind not in TYPES:
            raise ValueError(f"{kind!r} is no type; {', '.join(TYPES)} are. In: {line}")
        if required not in ("yes", "no"):
            raise ValueError(f"Required is yes or no, not {required!r}. In: {line}")
        if written := next((cell for cell in (name, values) if cell != cell.lower()), ""):
            raise ValueError(f"{written!r} is not in small letters, as a plan is. In: {line}")
        if values and (kind == "moment" or (kind == "integer" and not LEAST.fullmatch(values))):
            raise ValueError(f"{values!r} is no list of words and no `from 0`. In: {line}")
        words = sorted(word.strip() for word in values.split(","))
        rows.append((event, name, kind, required == "yes", ", ".join(words)))
    if not rows:
        raise ValueError(f"The plan has no lines yet. A line is {HEAD}.")
    return pd.DataFrame(rows, columns=COLUMNS)


def _table(plan: str | pd.DataFrame) -> pd.DataFrame:
    return read_plan(plan) if isinstance(plan, str) else plan


def faults(plan: str | pd.DataFrame, row: Mapping[str, Any]) -> list[str]:
    """Return why a plan rejects an event; nothing if it lets the event in.

    Parameters
    ----------
    plan : str or DataFrame
        As text, see `read_plan`, or as the table that it makes.
    row : mapping
        The event: its name under ``"event"``, and its properties.
    """
    mine = [line for line in _table(plan).to_dict("records") if line["event"] == row.get("event")]
    if not mine:
        return ["no such event"]
    found = []
    for line in mine:
        name, value = line["property"], row.get(line["property"])
        if value is None:
            found += [f"{name} is missing"] if line["required"] else []
        elif line["type"] in TYPES and not _is(line["type"], value):
            found.append(f"{name} is not {TYPES[line['type']]}")
        elif line["values"] and not _listed(line["values"], value):
            said = "below" if isinstance(value, int) else "none of"
            found.append(f"{name} is {said} {line['values'].removeprefix('from ')}")
    known = {*(line["property"] for line in mine), "event"}
    return found + [f"{name} is not in the plan" for name in row if name not in known]


def _listed(values: str, value: Any) -> bool:
    if least := LEAST.fullmatch(values):
        return bool(value >= int(least[1]))
    return value in [word.strip() for word in values.split(",")]


def _is(kind: str, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and (kind == "text" or _is_moment(value))


def _is_moment(value: str) -> bool:
    """Say whether a text is a day and a time of it, in UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return "T" in value and moment.utcoffset() == timedelta()


BREAKS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sound", {}),
    ("sound", {"rows": None}),
    ("number sent as text", {"rows": "120"}),
    ("value in capitals", {"format": "PDF"}),
    ("event misspelt", {"event": "report_exportd"}),
    ("user missing", {"user_id": None}),
    ("local time without a zone", {"at": "03/07/2026 9:15"}),
    ("address of a person added", {"e_mail": "kim@example.org"}),
)
"""What a new client sends, in turn; a value of None is left out."""


def new_client(users: pd.DataFrame, rows: int = 160) -> list[dict[str, Any]]:
    """Return events of a client that was released this week; half and more are broken somehow.

    Parameters
    ----------
    users : DataFrame
        The table: its ids are in the events.
    rows : int
        How many events.
    """
    ids = users["user_id"].to_numpy()
    sent = []
    for i in range(rows):
        what, change = BREAKS[i % len(BREAKS)]
        row: dict[str, Any] = {
            "event": "report_exported",
            "user_id": int(ids[(i * 37) % len(ids)]),
            "format": ("pdf", "csv")[i % 2],
            "rows": (i * 53) % 700,
            "at": f"2026-07-03T{i % 24:02d}:{i % 60:02d}:00Z",
            **change,
        }
        sent.append({"what": what, **{k: v for k, v in row.items() if v is not None}})
    return sent


def try_plan(plan: str | pd.DataFrame, sent: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Count what a plan lets in and what it rejects, by what is the matter with the events.

    Parameters
    ----------
    plan : str or DataFrame
        As in `faults`.
    sent : sequence of mapping
        Events with what is the matter under ``"what"``.

    Returns
    -------
    DataFrame
        Indexed by what: let in, rejected, why (the first reason).
    """
    plan, rows = _table(plan), []
    for event in sent:
        why = faults(plan, {k: v for k, v in event.items() if k != "what"})
        rows.append((event["what"], not why, why[0] if why else ""))
    table = pd.DataFrame(rows, columns=["what", "in", "why"])
    grouped = table.groupby("what", sort=False)
    return pd.DataFrame(
        {
            "let in": grouped["in"].sum(),
            "rejected": grouped["in"].count() - grouped["in"].sum(),
            "why": grouped["why"].first(),
        }
    )


def slipped(plan: str | pd.DataFrame, sent: Sequence[Mapping[str, Any]]) -> float:
    """Return the share of the broken events that a plan lets in."""
    table = try_plan(plan, sent).drop("sound")
    return float(table["let in"].sum() / table[["let in", "rejected"]].to_numpy().sum())


def tried(plan: str | pd.DataFrame, sent: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Try a plan on events one by one, and return for each whether it is kept or rejected.

    Parameters
    ----------
    plan : str or DataFrame
        As in `faults`.
    sent : sequence of mapping
        The events: `event` and its properties.

    Returns
    -------
    DataFrame
        Indexed by how an event differs from the first one, and why it is rejected (the first
        reason): row (numbered from 1), verdict.

    Raises
    ------
    ValueError
        If the plan cannot be read.
    """
    table = _table(plan)
    why = [next(iter(faults(table, event)), "") for event in sent]
    verdicts = ["reject" if fault else "keep" for fault in why]
    differs = [_differs(event, sent[0]) for event in sent]
    written = pd.MultiIndex.from_arrays([differs, why], names=["sent", "why"])
    return pd.DataFrame(
        {"row": range(1, len(sent) + 1), "verdict": verdicts}, index=written
    ).convert_dtypes()


def _differs(event: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    changed = [f"{name} {value!r}" for name, value in event.items() if value != first.get(name)]
    gone = [f"no {name}" for name in first if name not in event]
    return ", ".join(changed + gone) or "the first"


def _varied(sound: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an event once for each change of it; what is changed to None is left out."""
    rows = [{**sound, **change} for change in changes]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def shared_reports() -> list[dict[str, Any]]:
    """Return events of shared reports, sound and broken, to try a plan on."""
    sound = {
        "event": "report_shared",
        "user_id": 412,
        "way": "mail",
        "people": 3,
        "at": "2026-07-03T09:15:00Z",
    }
    return _varied(
        sound,
        [
            {},
            {"way": "link", "people": None},
            {"way": "link"},
            {"people": None},
            {"people": 1},
            {"people": 0},
            {"people": "3"},
            {"way": "Link", "people": None},
            {"way": None},
            {"user_id": None},
            {"user_id": 0},
            {"at": "3 July, 9:15"},
            {"at": None},
            {"mail": "kim@example.org"},
        ],
    )


def opened_boards() -> list[dict[str, Any]]:
    """Return events of a new way to open a board, sound and broken, to try a plan on."""
    sound = {
        "event": "board_opened",
        "user_id": 88,
        "view": "list",
        "seconds": 4,
        "opened_at": "2026-07-06T14:30:00Z",
    }
    return _varied(
        sound,
        [
            {},
            {"view": "calendar", "user_id": 1},
            {"view": "map", "seconds": 31},
            {"seconds": None},
            {"seconds": 0},
            {"seconds": -1},
            {"seconds": 2.5},
            {"seconds": "4"},
            {"view": "Map"},
            {"view": "grid"},
            {"view": None},
            {"user_id": None},
            {"user_id": "88"},
            {"user_id": 0},
            {"opened_at": None},
            {"opened_at": "06/07/2026 14:30"},
            {"user_name": "Kim"},
            {"seconds": None, "e_mail": "kim@example.org"},
            {"event": "boardOpened"},
            {"view": "calendar", "seconds": None, "opened_at": "2026-07-06T23:59Z"},
        ],
    )
