"""MoSCoW by effort: what a label promises, and whether the promise can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from course_utils.toolkit.prioritisation import _numbers

MOSCOW = ("Must", "Should", "Could", "Won't")
MOST_MUST = 0.6
LEAST_COULD = 0.2


@dataclass(frozen=True)
class Shares:
    """How a plan divides among the labels; see `moscow`."""

    by_effort: pd.Series
    """Share of the planned effort by label: Must, Should, Could. They sum to 1."""
    by_count: pd.Series
    """Share of the planned items by label: what people count, and what misleads."""
    planned: float
    """Effort of Must, Should and Could together, in the unit of the effort."""
    problems: tuple[str, ...]
    """What breaks a rule, in sentences; empty for a plan that keeps them."""


def moscow(labels: Any, effort: Any) -> Shares:
    """Check a MoSCoW plan by effort: at most 60 % Must, about 20 % Could.

    The labels are a promise: every Must is delivered, whatever happens. That can only be kept if
    something else can give way. So the shares are of *effort*, and Won't (this time) is outside of
    the plan and of its total.

    Parameters
    ----------
    labels : array-like or Series of str, shape (n,)
        "Must", "Should", "Could" or "Won't", in any case.
    effort : array-like
        Working time in one unit.

    Returns
    -------
    Shares
        Exactly 60 % Must is allowed; Could is a problem below 20 %.

    References
    ----------
    Agile Business Consortium (2014). The DSDM Agile Project Framework Handbook, chapter 10.
    """
    names = {name.casefold(): name for name in MOSCOW}
    given = [str(label).strip().replace("\u2019", "'").casefold() for label in labels]
    strange = [label for label in given if label not in names]
    if strange:
        raise ValueError(f"labels must be {', '.join(MOSCOW)}; you passed {strange[0]!r}.")
    work = _numbers.column(effort, "effort")
    plan = pd.DataFrame({"label": [names[label] for label in given]})
    if len(plan) != len(work):
        raise ValueError(f"Each item needs a label and an effort: {len(plan)} and {len(work)}.")
    plan["effort"] = work
    plan = plan[plan["label"] != "Won't"]
    total = float(plan["effort"].sum())
    if not total > 0:
        raise ValueError("Nothing is planned: give at least one item Must, Should or Could.")
    inside = list(MOSCOW[:3])
    effort_share = plan.groupby("label")["effort"].sum().reindex(inside, fill_value=0.0) / total
    count_share = plan["label"].value_counts().reindex(inside, fill_value=0) / len(plan)
    problems = []
    if effort_share["Must"] > MOST_MUST + 1e-9:
        problems.append(
            f"Must is {effort_share['Must']:.0%} of the effort. Above {MOST_MUST:.0%} too little is "
            "left to give way when something takes longer."
        )
    if effort_share["Could"] < LEAST_COULD - 1e-9:
        problems.append(
            f"Could is {effort_share['Could']:.0%} of the effort. It is the plan's contingency: "
            f"about {LEAST_COULD:.0%} is usual."
        )
    return Shares(
        effort_share.rename("effort"), count_share.rename("count"), total, tuple(problems)
    )
