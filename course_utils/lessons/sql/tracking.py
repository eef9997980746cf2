"""A tracking plan: what it says, whether it can be used, and what it lets through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

TYPES = {"integer": "a whole number", "text": "a text", "moment": "a moment, as 2026-07-01T09:00Z"}
COLUMNS = ("event", "property", "type", "required", "values")
NAME = re.compile(r"[a-z]+(_[a-z]+)+")
PERSONAL = {"mail", "email", "phone", "mobile", "address", "ip", "birthday", "birthdate", "birth"}
PERSONAL |= {"surname", "firstname", "lastname", "username", "gender", "salary", "iban", "card"}
"""Words in the name of a property that say something about a person."""
WHOSE = {"", "user", "first", "last", "full", "person", "owner", "customer", "member", "guest"}
"""What stands before `name` where it is the name of a person; `file_name` is none."""
MOMENT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")

NAMES_ONLY = pd.DataFrame(
    [("report_exported", name, "", False, "") for name in ("user_id", "format", "rows", "at")],
    columns=COLUMNS,
)
"""A plan as many are written: what the properties are called, and nothing else."""


def plan_problems(plan: pd.DataFrame) -> list[str]:
    """Return what keeps a tracking plan from being used, in sentences.

    Parameters
    ----------
    plan : DataFrame
        A row a property: event, property, type, required, values (separated by commas).

    Raises
    ------
    ValueError
        If a column is missing.
    """
    missing = [name for name in COLUMNS if name not in plan]
    if missing:
        raise ValueError(f"A plan has the columns {', '.join(COLUMNS)}; missing: {missing[0]}.")
    found = []
    for event in plan["event"].unique():
        if not NAME.fullmatch(str(event)):
            found.append(f"{event!r} is no name of the pattern thing_happened, in small letters.")
    for row in plan.itertuples():
        where = f"{row.event}.{row.property}"
        if row.type not in TYPES:
            found.append(f"{where} has no type: {', '.join(TYPES)} are some.")
        if _personal(str(row.property)):
            found.append(f"{where} sounds like something about a person: leave it out.")
        if row.values and row.type != "text":
            found.append(f"{where} lists values and is no text.")
    doubled = plan[plan.duplicated(["event", "property"])]
    found += [f"{row.event}.{row.property} stands there twice." for row in doubled.itertuples()]
    return found


def _personal(name: str) -> bool:
    words = re.split(r"[^a-z]+", name.lower())
    named = any(
        word == "name" and before in WHOSE
        for before, word in zip(["", *words], words, strict=False)
    )
    return named or not PERSONAL.isdisjoint(words)


def faults(plan: pd.DataFrame, row: Mapping[str, Any]) -> list[str]:
    """Return why a plan rejects an event; nothing if it lets the event in.

    Parameters
    ----------
    plan : DataFrame
        As in `plan_problems`.
    row : mapping
        The event: its name under ``"event"``, and its properties.
    """
    mine = [line for line in plan.to_dict("records") if line["event"] == row.get("event")]
    if not mine:
        return ["no such event"]
    found = []
    for line in mine:
        name, value = line["property"], row.get(line["property"])
        if value is None:
            found += [f"{name} is missing"] if line["required"] else []
        elif line["type"] in TYPES and not _is(line["type"], value):
            found.append(f"{name} is not {TYPES[line['type']]}")
        elif line["values"] and value not in [v.strip() for v in line["values"].split(",")]:
            found.append(f"{name} is none of {line['values']}")
    known = {*(line["property"] for line in mine), "event"}
    return found + [f"{name} is not in the plan" for name in row if name not in known]


def _is(kind: str, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and (kind == "text" or bool(MOMENT.fullmatch(value)))


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


def try_plan(plan: pd.DataFrame, sent: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Count what a plan lets in and what it rejects, by what is the matter with the events.

    Parameters
    ----------
    plan : DataFrame
        As in `plan_problems`.
    sent : sequence of mapping
        Events with what is the matter under ``"what"``.

    Returns
    -------
    DataFrame
        Indexed by what: let in, rejected, why (the first reason).
    """
    rows = []
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


def slipped(plan: pd.DataFrame, sent: Sequence[Mapping[str, Any]]) -> float:
    """Return the share of the broken events that a plan lets in."""
    table = try_plan(plan, sent).drop("sound")
    return float(table["let in"].sum() / table[["let in", "rejected"]].to_numpy().sum())
