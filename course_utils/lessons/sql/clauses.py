"""A query stepped clause by clause, in the order in which clauses work, with rows counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.widgets import stage


@dataclass(frozen=True)
class Step:
    """One clause: its words, a query that counts what is there after it, and what it did."""

    clause: str
    rows: str
    does: str


QUARTER = "created_at >= '2026-01-01' and created_at < '2026-04-01'"
KEPT = f"from tickets join users using (user_id) where {QUARTER}"
GROUPED = f"select area, count(*) as n {KEPT} group by area"

QUERIES: dict[str, tuple[Step, ...]] = {
    "busy areas": (
        Step("from tickets", "select count(*) from tickets", "Every ticket is a row."),
        Step(
            "join users using (user_id)",
            "select count(*) from tickets join users using (user_id)",
            "Each ticket finds one user, so rows stay as many.",
        ),
        Step(
            "where created_at >= ... and created_at < ...",
            f"select count(*) {KEPT}",
            "Rows outside the quarter go, before anything is counted.",
        ),
        Step(
            "group by area",
            f"select count(*) from ({GROUPED})",
            "One row an area from here on: single tickets can no longer be seen.",
        ),
        Step(
            "having count(*) >= 100",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Groups go that are too small.",
        ),
        Step(
            "select area, count(*) as tickets",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Columns are computed. In standard SQL the name `tickets` exists from here on only; DuckDB "
            "lets you use it earlier.",
        ),
        Step(
            "order by tickets desc",
            f"select count(*) from ({GROUPED} having n >= 100)",
            "Sorted last but one, so it may use the new name.",
        ),
        Step(
            "limit 3",
            f"select count(*) from ({GROUPED} having n >= 100 limit 3)",
            "The first three are shown.",
        ),
    ),
    "latest movement": (
        Step("from subscriptions", "select count(*) from subscriptions", "A row a movement."),
        Step(
            "where occurred_at < '2026-04-01'",
            "select count(*) from subscriptions where occurred_at < '2026-04-01'",
            "What came later is not known yet.",
        ),
        Step(
            "row_number() over (partition by account_id ...)",
            "select count(*) from subscriptions where occurred_at < '2026-04-01'",
            "A window numbers rows within each account, and takes none away.",
        ),
        Step(
            "qualify row_number() ... = 1",
            "select count(distinct account_id) from subscriptions where occurred_at < '2026-04-01'",
            "Only number 1 of each account is left: windows are filtered here, not in `where`.",
        ),
        Step(
            "select account_id, plan, mrr",
            "select count(distinct account_id) from subscriptions where occurred_at < '2026-04-01'",
            "The columns that are asked for.",
        ),
    ),
    "left join, then where": (
        Step("from accounts", "select count(*) from accounts", "A row an account."),
        Step(
            "left join subscriptions using (account_id)",
            "select count(*) from accounts left join subscriptions using (account_id)",
            "Accounts with several movements multiply; those without keep one row, empty on the "
            "right.",
        ),
        Step(
            "where movement = 'new'",
            "select count(*) from accounts left join subscriptions using (account_id)"
            " where movement = 'new'",
            "An empty movement is no 'new' one: who never paid is gone, as if you had not written "
            "`left`. Put the condition into `on` to keep them.",
        ),
        Step(
            "group by accounts.plan",
            "select count(distinct accounts.plan) from accounts left join subscriptions"
            " using (account_id) where movement = 'new'",
            "One row a plan.",
        ),
    ),
}


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


def draw(found: dict[str, list[int]], query: str, step: int) -> stage.Scene:
    """Draw the rows that are left after each clause so far."""
    steps, rows = QUERIES[query], found[query]
    at = min(step, len(steps)) - 1
    shown = steps[: at + 1]
    most = max(rows)
    before = rows[at - 1] if at else rows[0]
    change = "as many as before" if rows[at] == before else f"{rows[at] - before:+,}"
    says = f"Step {at + 1} of {len(steps)}, {shown[at].clause}: {rows[at]:,} rows"
    says += "." if at == 0 else f", {change}."
    tones = ["orange" if i == at else "blue" for i in range(len(shown))]
    return stage.Scene(
        stage.Plot(
            stage.Bars(
                np.arange(len(shown)),
                rows[: at + 1],
                tone=tones,
                words=[f"{n:,}" for n in rows[: at + 1]],
                across=True,
            ),
            x=stage.Axis(0, 1.15 * most, label="Rows after the clause", form="short"),
            y=stage.Axis(len(steps) - 0.4, -0.6, names=[_short(s.clause) for s in steps]),
            title="Rows that are there after each clause",
            alt="Rows that are there after each clause so far: "
            + "; ".join(
                f"{s.clause}, {n:,} rows" for s, n in zip(shown, rows[: at + 1], strict=True)
            )
            + ".",
            height=320,
        ),
        says=says,
        notes=[shown[at].does],
    )


def _short(clause: str) -> str:
    return clause if len(clause) <= 26 else clause[:24].rstrip() + " …"


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

    return stage.Explorer(
        "Clause by clause",
        drawn,
        hint="Move the step with the slider or the arrow keys. Before each step, say how many rows.",
        query=stage.Choice(tuple(QUERIES), label="Query"),
        step=stage.Slider(1, longest, value=1, label="Step"),
    )
