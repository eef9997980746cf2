"""Can this experiment be read at all? Sample ratios and the order of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.spans import utc

__all__ = ["SampleRatio", "exposed_units", "sample_ratio"]


@dataclass(frozen=True)
class SampleRatio:
    """How the people came to be shared out, against the plan."""

    observed: pd.Series
    """People in each arm."""
    expected: pd.Series
    """People that the plan would have put there."""
    statistic: float
    """Pearson's chi-square."""
    degrees: int
    """Arms less one."""
    p: float
    """How often an assignment that works is as far from its plan."""


def sample_ratio(people: Any, shares: Any = None) -> SampleRatio:
    """Test for a sample ratio mismatch: whether people were shared out as planned.

    A small p-value says that who is in the data depends on the arm, so that no difference of
    outcomes can be read. Teams that test every day take a small level, such as 0.001.

    Parameters
    ----------
    people : dict or Series
        People by arm, two arms or more.
    shares : dict or Series, optional
        Planned share of each arm, by the same names; equal shares if not given.

    Returns
    -------
    SampleRatio

    References
    ----------
    Fabijan, A. et al. (2019). Diagnosing sample ratio mismatch in online controlled experiments.
    KDD 2019, 2156-2164.

    Examples
    --------
    >>> round(sample_ratio({"control": 821588, "treatment": 815482}).p, 7)
    1.8e-06
    """
    from scipy.stats import chisquare

    given = checks.mapping(people, "people", '{"control": 500, "treatment": 510}')
    arms = list(given)
    if len(arms) < 2:
        raise ValueError("people must name two arms or more, with the people in each.")
    seen = np.array([checks.whole(given[name], f"people of {name!r}") for name in arms], float)
    if not seen.sum():
        raise ValueError("people must not be 0 in every arm: give an experiment with people in it.")
    plan = np.full(len(arms), 1 / len(arms))
    if shares is not None:
        wanted = checks.mapping(shares, "shares", '{"control": 0.5, "treatment": 0.5}')
        if set(wanted) != set(arms):
            raise ValueError(f"shares must name the arms of people: {', '.join(map(str, arms))}.")
        plan = np.array([checks.number(wanted[name], "shares", "0.5") for name in arms])
        if (plan <= 0).any() or abs(plan.sum() - 1) > 1e-6:
            raise ValueError("shares must each be above 0, and give 1 together.")
        plan = plan / plan.sum()
    expected = plan * seen.sum()
    found = chisquare(seen, expected)
    index = pd.Index(arms, name="arm")
    return SampleRatio(
        pd.Series(seen.astype(np.int64), index, name="observed"),
        pd.Series(expected, index, name="expected"),
        float(found.statistic),
        len(arms) - 1,
        float(found.pvalue),
    )


def exposed_units(
    assignments: pd.DataFrame,
    *,
    unit: str = "user_id",
    variant: str = "variant",
    assigned_at: str = "assigned_at",
    exposed_at: str = "exposed_at",
    outcome_at: str | None = None,
) -> pd.DataFrame:
    """Keep the units that met what is tested, once it is sure that the log can be read.

    Parameters
    ----------
    assignments : DataFrame
        One row a unit, as the experiment platform logged it.
    unit, variant : str
        The columns of who was assigned, and to what.
    assigned_at, exposed_at : str
        The columns of when that was, and of when the unit first met what is tested, both with a
        time zone; an exposure that is missing never happened, and the row is left out.
    outcome_at : str, optional
        The column of when the outcome happened; missing where it did not.

    Returns
    -------
    DataFrame
        The rows with an exposure, in the given order.

    Raises
    ------
    ValueError
        If a unit stands there twice or in two variants, was exposed before it was assigned, had its
        outcome before it was exposed, or if an arm has nobody who was exposed.
    """
    wanted = [unit, variant, assigned_at, exposed_at]
    wanted += [] if outcome_at is None else [outcome_at]
    checks.need_columns(assignments, wanted, "assignments")
    for column in (unit, variant):
        checks.need_known(assignments[column], column)
        checks.need_names(assignments[column], column)
    arms = assignments.groupby(unit, sort=False)[variant].nunique()
    if (arms > 1).any():
        raise ValueError(
            f"{unit} {arms.idxmax()!r} was assigned to two variants, as were "
            f"{int((arms > 1).sum())} in all. Leave them out, and find out why."
        )
    again = assignments[unit].duplicated()
    if again.any():
        raise ValueError(
            f"{unit} {assignments[unit][again].iloc[0]!r} is assigned twice, and {int(again.sum())} "
            f"rows too many stand there in all. Drop the repeats: one row a {unit}."
        )
    assigned = pd.Series(utc(assignments[assigned_at], assigned_at), assignments.index)
    met = assignments[exposed_at].notna()
    kept = assignments[met]
    if kept[variant].nunique() < 2:
        raise ValueError(
            f"{exposed_at} is missing for all of an arm, so there is an empty arm. Give an "
            "experiment in which both arms met something."
        )
    exposed = pd.Series(utc(kept[exposed_at], exposed_at), kept.index)
    early = int((exposed < assigned[met]).sum())
    if early:
        raise ValueError(
            f"{early} units were exposed before they were assigned. Leave those rows out, and "
            "repair the log."
        )
    if outcome_at is not None:
        happened = kept[outcome_at].notna()
        outcome = pd.Series(utc(kept[outcome_at][happened], outcome_at), kept.index[happened])
        early = int((outcome < exposed[happened]).sum())
        if early:
            raise ValueError(
                f"{early} outcomes came before the exposure, so it cannot have caused them. Leave "
                "those outcomes out."
            )
    return kept
