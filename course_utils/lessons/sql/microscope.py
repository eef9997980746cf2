"""The join microscope: rows multiply one by one, and a control total is held against what is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.lessons.sql.evidence import sample
from course_utils.widgets import stage

KINDS = {"join": "join", "left join": "left join", "each account once": "ask with in"}
"""Ways to bring the visits in: by an inner join, by a left join, or by a question that adds no row."""


@dataclass(frozen=True)
class Tables:
    """What lies under the microscope: accounts with MRR, and the accounts of the rows beside them."""

    accounts: tuple[int, ...]
    mrr: tuple[int, ...]
    beside: dict[str, tuple[tuple[int, str], ...]]

    @property
    def each_once(self) -> int:
        """What the accounts pay together, each once."""
        return sum(self.mrr)


def tables(company: Any) -> Tables:
    """Return six accounts of a company, with their visits and their owners.

    Parameters
    ----------
    company : Source
        The company.
    """
    accounts, touches, owners = sample(company)
    return Tables(
        tuple(accounts["account_id"].astype(int)),
        tuple(accounts["mrr"].astype(int)),
        {
            "visits of 2026": _rows(touches["account_id"], touches["source"]),
            "owners": _rows(owners["account_id"], "user " + owners["user_id"].astype(str)),
        },
    )


def _rows(accounts: Any, names: Any) -> tuple[tuple[int, str], ...]:
    return tuple((int(a), str(n)) for a, n in zip(accounts, names, strict=True))


def joined(found: Tables, beside: str, kind: str) -> list[tuple[int, int | None]]:
    """Return the rows of the result: places of the account on the left and the row on the right.

    Parameters
    ----------
    found : Tables
        What is joined.
    beside : str
        Which rows stand on the right.
    kind : str
        One of `KINDS`.
    """
    right = found.beside[beside]
    result: list[tuple[int, int | None]] = []
    for i, account in enumerate(found.accounts):
        matches: Sequence[int] = [j for j, (owner, _) in enumerate(right) if owner == account]
        if kind == "each account once":
            matches = matches[:1]
        result += [(i, j) for j in matches]
        if not matches and kind == "left join":
            result.append((i, None))
    return result


def draw(found: Tables, beside: str, kind: str, rows: int) -> stage.Scene:
    """Draw the two tables with the rows joined so far, and the control total."""
    right = found.beside[beside]
    result = joined(found, beside, kind)
    shown = result[: min(rows, len(result))]
    times = [sum(i == left for left, _ in shown) for i in range(len(found.accounts))]
    total = sum(found.mrr[i] for i, _ in shown)
    again = sum(found.mrr[i] * max(n - 1, 0) for i, n in enumerate(times))
    done = len(shown) == len(result)
    missing = sum(m for m, n in zip(found.mrr, times, strict=True) if n == 0) if done else 0
    says = _said(found, len(shown), len(result), total, again, missing)
    return stage.Scene(
        _totals(found, total, again, kind),
        _matches(found, right, shown, times),
        says=says,
        notes=[_advice(kind, done, again, missing)],
    )


def _said(found: Tables, shown: int, rows: int, total: int, again: int, missing: int) -> str:
    words = f"{shown} of {rows} rows: the sum is {total:,} USD, and each account once is {found.each_once:,}."
    if again:
        words += f" {again:,} USD are counted again."
    if missing:
        words += f" {missing:,} USD are missing."
    if again and missing and total == found.each_once:
        words += " Two errors cancel."
    return words


def _advice(kind: str, done: bool, again: int, missing: int) -> str:
    if not done:
        return "Join the next row, and watch which account it repeats."
    if again and missing:
        return "Too much and too little at once: a sum alone would not tell you."
    if again:
        return "Make one row an account of the right side before you join, or ask with `in`."
    if missing and kind == "each account once":
        return (
            "These are who was asked for. Ask for the others too, with `not exists`: the two sums make "
            "up the whole."
        )
    if missing:
        return "Who has nothing on the right is gone. A left join keeps them."
    return "Each account once: the control total holds."


def _matches(
    found: Tables,
    right: Sequence[tuple[int, str]],
    shown: Sequence[tuple[int, int | None]],
    times: Sequence[int],
) -> stage.Plot:
    height = max(len(found.accounts), len(right), 1)
    left_y = _spread(len(found.accounts), height)
    right_y = _spread(len(right), height)
    lines = [
        stage.Line([1.2, 2.0], [left_y[i], right_y[j]], tone="orange" if times[i] > 1 else "blue")
        for i, j in shown
        if j is not None
    ]
    labels = [
        stage.Words(0, y, f"{account} pays {mrr:,}" + (f": {n} times" if n != 1 else ""), tone=tone)
        for y, account, mrr, n, tone in zip(
            left_y,
            found.accounts,
            found.mrr,
            times,
            ["red" if n > 1 else "ink" for n in times],
            strict=True,
        )
    ]
    names = [
        stage.Words(2.05, y, f"{account}  {name}")
        for y, (account, name) in zip(right_y, right, strict=True)
    ]
    most = max(times)
    return stage.Plot(
        *lines,
        *labels,
        *names,
        x=stage.Axis(0, 3.1, hidden=True),
        y=stage.Axis(height - 0.4, -0.6, hidden=True),
        alt=(
            f"{len(found.accounts)} accounts and {len(right)} rows beside them; {len(shown)} pairs "
            f"are joined, and one account stands in up to {most} of them."
        ),
        height=16 + 19 * height,
    )


def _spread(count: int, height: int) -> np.ndarray:
    return np.linspace(0, height - 1, count) if count > 1 else np.array([(height - 1) / 2])


def _totals(found: Tables, total: int, again: int, kind: str) -> stage.Plot:
    wrong = total != found.each_once
    top = max(sum(found.mrr[i] for i, _ in joined(found, b, "left join")) for b in found.beside)
    return stage.Plot(
        stage.Bars(
            [0, 1],
            [total, found.each_once],
            tone=["red" if again or total > found.each_once else "blue", "grey"],
            words=[f"{total:,}", f"{found.each_once:,}"],
            across=True,
        ),
        stage.Rule(x=found.each_once, words=""),
        x=stage.Axis(0, 1.15 * max(top, found.each_once), hidden=True),
        y=stage.Axis(1.6, -0.6, names=["this join", "each once"]),
        title="The control total, USD a month",
        alt=f"The sum over the rows of {kind} is {total:,} USD; each account once is {found.each_once:,} USD"
        + (": they differ." if wrong else "."),
        height=66,
    )


def join_microscope(company: Any) -> stage.Explorer:
    """Let rows be joined one by one, with the sum of each account once beside it.

    Parameters
    ----------
    company : Source
        The company.
    """
    found = tables(company)
    most = max(len(joined(found, beside, "left join")) for beside in found.beside)

    def drawn(beside: str, kind: str, rows: float) -> stage.Scene:
        return draw(found, beside, kind, int(rows))

    return stage.Explorer(
        "Join microscope",
        drawn,
        hint="Accounts stand left, what is joined right.",
        beside=stage.Choice(tuple(found.beside), label="Joined to"),
        kind=stage.Choice(KINDS, label="How"),
        rows=stage.Slider(0, most, value=0, label="Rows joined"),
    )
