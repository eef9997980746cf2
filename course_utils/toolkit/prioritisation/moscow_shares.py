"""MoSCoW by effort: what a label promises, and whether the promise can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["MOSCOW", "CapacityFit", "Shares", "moscow", "moscow_fit"]

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


@dataclass(frozen=True)
class CapacityFit:
    """How a plan fits the working time that there is; see `moscow_fit`."""

    shares: pd.Series
    """Effort over capacity, summed from the top: Must; Must and Should; all three."""
    slack: float
    """Capacity that is left when every Must is done, in its unit; negative if it does not suffice."""
    problems: tuple[str, ...]
    """What breaks a promise, in sentences; empty for a plan that can be kept."""


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
        Working time in one unit. Two Series are joined by their index.

    Returns
    -------
    Shares
        Exactly 60 % Must is allowed; Could is a problem below 20 %.

    References
    ----------
    Agile Business Consortium (2014). The DSDM Agile Project Framework Handbook, chapter 10.
    """
    plan = _plan(labels, effort)
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


def moscow_fit(labels: Any, effort: Any, capacity: float) -> CapacityFit:
    """Hold a MoSCoW plan against the working time that there is.

    The shares of `moscow` are of the plan. A promise needs people: here Must, Must and Should, and
    all three are held against the capacity. By DSDM's rule the Musts take at most 60 % of it, so
    that they are delivered although estimates are wrong.

    Parameters
    ----------
    labels, effort
        As for `moscow`.
    capacity : float
        Working time that there is, in the unit of the effort, more than 0.

    Returns
    -------
    CapacityFit
        Exactly 60 % of the capacity for Musts is allowed.

    References
    ----------
    Agile Business Consortium (2014). The DSDM Agile Project Framework Handbook, chapter 10.

    Examples
    --------
    >>> fit = moscow_fit(["Must", "Should", "Could"], [60, 30, 20], 100)
    >>> fit.shares.to_dict(), fit.problems
    ({'Must': 0.6, 'Should': 0.9, 'Could': 1.1}, ())
    """
    plan = _plan(labels, effort)
    room = checks.number(capacity, "capacity", "120")
    if room <= 0:
        raise ValueError(f"capacity must be more than 0, not {capacity!r}.")
    if not (plan["label"] != "Won't").any():
        raise ValueError("Nothing is planned: give at least one item Must, Should or Could.")
    each = plan.groupby("label")["effort"].sum().reindex(list(MOSCOW[:3]), fill_value=0.0)
    shares = (each.cumsum() / room).rename("capacity")
    problems = []
    must, should = shares["Must"], shares["Should"]
    if must > 1 + 1e-9:
        problems.append(f"Must takes {must:.0%} of the capacity: the promise cannot be kept.")
    elif must > MOST_MUST + 1e-9:
        problems.append(
            f"Must takes {must:.0%} of the capacity. Above {MOST_MUST:.0%} an estimate that was too "
            "low breaks the promise."
        )
    if should > 1 + 1e-9:
        problems.append(
            f"Must and Should take {should:.0%} of the capacity: some Should will wait."
        )
    return CapacityFit(shares, float(room - each["Must"]), tuple(problems))


def _plan(labels: Any, effort: Any) -> pd.DataFrame:
    given, _ = checks.aligned({"labels": labels, "effort": effort})
    names = {name.casefold(): name for name in MOSCOW}
    said = checks.names(given["labels"], "labels", '["Must", "Could"]')
    found = [str(label).strip().replace("\u2019", "'").casefold() for label in said]
    strange = [label for label in found if label not in names]
    if strange:
        raise ValueError(f"labels must be {', '.join(MOSCOW)}; you passed {strange[0]!r}.")
    work = checks.column(given["effort"], "effort")
    if len(found) != len(work):
        raise ValueError(f"Each item needs a label and an effort: {len(found)} and {len(work)}.")
    return pd.DataFrame({"label": [names[label] for label in found], "effort": work})
