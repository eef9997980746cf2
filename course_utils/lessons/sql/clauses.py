"""A query stepped clause by clause, in the order in which clauses work, with rows counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.widgets import stage


@dataclass(frozen=True)
class Step:
    """One clause: its place in the query, its words, a count of what is there after it, what it did."""

    place: int
    clause: str
    rows: str
    does: str


QUARTER = "created_at >= '2026-01-01'\nand created_at < '2026-04-01'"
KEPT = f"from tickets join users using (user_id) where {QUARTER}"
NEW = "from accounts left join subscriptions using (account_id) where movement = 'new'"
GROUPED = f"select area, count(*) as n {KEPT} group by area"

# Steps stand in the order of work; by their places they are the query as it is written.
QUERIES: dict[str, tuple[Step, ...]] = {
    "busy areas": (
        Step(1, "from tickets", "select count(*) from tickets", "Every ticket is a row."),
        Step(
            2,
            "join users using (user_id)",
            "select count(*) from tickets join users using (user_id)",
            "Each ticket finds one user, so rows stay as many.",
        ),
        Step(
            3,
            f"where {QUARTER}",
            f"select count(*) {KEPT}",
            "Rows outside the quarter go, before anything is counted.",
        ),
        Step(
            4,
            "group by area",
            f"select count(*) from ({GROUPED})",
            "One row an area from here on: single tickets can no longer be seen.",
        ),
        Step(
            5,
            "having count(*) >= 100",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Groups go that are too small.",
        ),
        Step(
            0,
            "select area, count(*) as tickets",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Columns are computed. In standard SQL the name `tickets` exists from here on only; DuckDB "
            "lets you use it earlier.",
        ),
        Step(
            6,
            "order by tickets desc",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Sorted last but one, so it may use the new name.",
        ),
        Step(
            7,
            "limit 3",
            f"select count(*) from ({GROUPED} having n >= 100 limit 3)",
            "The first three are shown.",
        ),
    ),
    "latest movement": (
        Step(1, "from subscriptions", "select count(*) from subscriptions", "A row a movement."),
        Step(
            2,
            "where occurred_at < '2026-04-01'",
            "select count(*) from subscriptions where occurred_at < '2026-04-01'",
            "What came later is not known yet.",
        ),
        Step(
            3,
            "qualify row_number() over (\npartition by account_id order by occurred_at desc, movement_id desc)",
            "select count(*) from subscriptions where occurred_at < '2026-04-01'",
            "A window numbers rows within each account, and takes none away.",
        ),
        Step(
            4,
            "= 1",
            "select count(distinct account_id) from subscriptions where occurred_at < '2026-04-01'",
            "Only number 1 of each account is left. Windows are filtered in `qualify`, not in `where`.",
        ),
        Step(
            0,
            "select account_id, plan, mrr",
            "select count(distinct account_id) from subscriptions where occurred_at < '2026-04-01'",
            "The columns that are asked for.",
        ),
    ),
    "left join, then where": (
        Step(1, "from accounts", "select count(*) from accounts", "A row an account."),
        Step(
            2,
            "left join subscriptions using (account_id)",
            "select count(*) from accounts left join subscriptions using (account_id)",
            "Accounts with several movements multiply; those without keep one row, empty on the "
            "right.",
        ),
        Step(
            3,
            "where movement = 'new'",
            f"select count(*) {NEW}",
            "An empty movement is no 'new' one: who never paid is gone, as if you had not written "
            "`left`. Put the condition into `on` to keep them.",
        ),
        Step(
            4,
            "group by accounts.plan",
            f"select count(distinct accounts.plan) {NEW}",
            "One row a plan.",
        ),
        Step(
            0,
            "select accounts.plan, count(*) as accounts",
            f"select count(distinct accounts.plan) {NEW}",
            "The columns that are asked for. A plan of which nobody ever paid would be gone, with its 0.",
        ),
    ),
}

SHORT = {
    "busy areas": "busy areas",
    "latest movement": "latest row",
    "left join, then where": "left join",
}
"""What the queries are called where they are chosen: on one line of a small page."""

LINE, BAR, GAP = 15, 9, 6
"""Pixels of a line of the query, of the bar below a clause, and between two clauses."""


def counts(company: Any) -> dict[str, list[int]]:
    """Return how many rows there are after each clause of each query.

    Parameters
    ----------
    company : Source
        The company.
    """
    return {
        name: [int(company.sql(step.rows).iloc[0, 0]) for step in steps]
        for name, steps in QUERIES.items()
    }


def written(query: str) -> str:
    """Return a query as it is written.

    Parameters
    ----------
    query : str
        Its name, of `QUERIES`.
    """
    return "\n".join(step.clause for step in sorted(QUERIES[query], key=lambda step: step.place))


def draw(found: dict[str, list[int]], query: str, step: int) -> stage.Scene:
    """Draw a query as it is written, with the rows that are left after each clause so far."""
    steps, rows = QUERIES[query], found[query]
    at = min(step, len(steps)) - 1
    shown, most = steps[: at + 1], max(rows)
    change = "as many as before" if rows[at] == rows[at - 1] else f"{rows[at] - rows[at - 1]:+,}"
    names = [" ".join(each.clause.split()) for each in shown]
    says = f"Step {at + 1} of {len(steps)}, {names[at]}: {rows[at]:,} rows"
    says += "." if at == 0 else f", {change}."
    words, bars, deep = _written_down(steps, at)
    return stage.Scene(
        stage.Plot(
            stage.Bars(
                np.array(bars[: at + 1]),
                rows[: at + 1],
                tone=["orange" if place == at else "blue" for place in range(len(shown))],
                words=[f"{n:,}" for n in rows[: at + 1]],
                across=True,
                thick=BAR,
            ),
            *words,
            x=stage.Axis(0, 1.15 * most, hidden=True),
            y=stage.Axis(deep, 0, hidden=True),
            title="Numbers say the order, bars the rows",
            alt="Rows that are there after each clause so far, in the order of work: "
            + "; ".join(f"{name}, {n:,} rows" for name, n in zip(names, rows, strict=False))
            + f". The query: {' '.join(written(query).split())}.",
            height=round(deep) + 12,
        ),
        says=says,
        notes=[shown[at].does],
    )


def _written_down(steps: tuple[Step, ...], at: int) -> tuple[list[stage.Words], list[float], float]:
    """Return the words of a query from its top, where the bar of each step lies, and how deep it is."""
    words, bars, y = [], [0.0] * len(steps), 0.0
    for number, step in sorted(enumerate(steps), key=lambda pair: pair[1].place):
        for i, line in enumerate(step.clause.splitlines()):
            before = f"{number + 1}.  " if number <= at and not i else ""
            words.append(stage.Words(0, y + LINE / 2, before + line, strong=number == at))
            y += LINE
        bars[number] = y + BAR / 2
        y += BAR + GAP
    return words, bars, y


def clause_by_clause(company: Any) -> stage.Explorer:
    """Let a query be stepped in the order in which its clauses work.

    Parameters
    ----------
    company : Source
        The company.
    """
    found = counts(company)
    longest = max(len(steps) for steps in QUERIES.values())

    def drawn(query: str, step: float) -> stage.Scene:
        return draw(found, query, int(step))

    made = stage.Explorer(
        "Clause by clause",
        drawn,
        hint="Before each step, say how many rows there will be.",
        query=stage.Choice(SHORT, label="Query"),
        step=stage.Slider(1, longest, value=1, label="Step"),
    )
    made.observe(_fitting, "values")
    return made


def _fitting(change: Any) -> None:
    """Begin with the first step where another query is chosen, and end with the last of a query."""
    new = change["new"]
    same = new["query"] == change["old"]["query"]
    step = min(new["step"], len(QUERIES[new["query"]])) if same else 1
    if step != new["step"]:
        change["owner"].values = {**new, "step": step}
