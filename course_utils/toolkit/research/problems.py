"""How many problems a test finds, how many are left, and which are worst."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["discovery_rate", "problems_found", "rank_severity", "users_needed"]


def problems_found(rate: Any, users: int) -> float:
    """Compute the expected share of problems that at least one of `users` runs into.

    With one rate for all problems this is ``1 - (1 - rate)^users``. Problems differ, and the share
    then is the mean over problems, which is always lower than the formula at the mean rate.

    Parameters
    ----------
    rate : float or array-like of float
        Probability that one user of this kind, at this task, runs into a problem; one number for
        all, or one a problem.
    users : int
        How many users.

    References
    ----------
    Nielsen, J. and Landauer, T. K. (1993). A mathematical model of the finding of usability
    problems. INTERCHI '93, 206-213.
    """
    rates = _rates(rate)
    return float((1 - (1 - rates) ** checks.whole(users, "users")).mean())


def users_needed(rate: float, goal: float) -> int:
    """Compute how many users it takes to meet a problem at least once with the chance `goal`.

    Parameters
    ----------
    rate : float
        Probability that one user runs into it, above 0.
    goal : float
        A fraction below 1.

    Returns
    -------
    int
        ``log(1 - goal) / log(1 - rate)``, rounded up.
    """
    one = checks.fraction(rate, "rate", "0.31")
    checks.level(goal, "goal", "0.85")
    if one == 0:
        raise ValueError("rate must be above 0: what nobody meets is never found.")
    if one == 1:
        return 1
    # A hair's breadth is taken off, so that 0.75 at a half is two users and not three.
    return max(1, math.ceil(math.log(1 - goal) / math.log(1 - one) - 1e-9))


def discovery_rate(
    seen: Any, adjust: Literal["none", "turing", "normalised", "both"] = "both"
) -> float:
    """Estimate the mean chance that one user runs into a problem, from a small test.

    Only problems that somebody met are in the table, so the plain mean is too high: it leaves out
    those that nobody met yet. Two corrections bring it down, and their mean does best.

    Parameters
    ----------
    seen : DataFrame or array of shape (users, problems)
        1 where the user met the problem, else 0. Columns without a 1 are dropped: in a real test
        nobody could have listed them.
    adjust : {"none", "turing", "normalised", "both"}
        "turing": divided by 1 + (problems met once / problems), after Good and Turing.
        "normalised": ``(p - 1/n) (1 - 1/n)`` for n users. "both": the mean of the two.

    Returns
    -------
    float
        A fraction; NaN when nobody met anything.

    References
    ----------
    Lewis, J. R. (2001). Evaluation of procedures for adjusting problem-discovery rates estimated
    from small samples. International Journal of Human-Computer Interaction, 13(4), 445-479.
    """
    checks.one_of(adjust, "adjust", ("none", "turing", "normalised", "both"))
    table = checks.table(seen, "seen", truths=True)
    if not np.isin(table, (0.0, 1.0)).all():
        raise ValueError("seen must have a row a user and a column a problem, with 0 and 1 only.")
    times = table.sum(axis=0)
    times = times[times > 0]
    users = len(table)
    if not len(times):
        return math.nan
    plain = float(times.mean() / users)
    turing = plain / (1 + float((times == 1).mean()))
    normalised = max((plain - 1 / users) * (1 - 1 / users), 0.0)
    return {
        "none": plain,
        "turing": turing,
        "normalised": normalised,
        "both": (turing + normalised) / 2,
    }[adjust]


def rank_severity(ratings: Any) -> pd.DataFrame:
    """Rank problems by what several raters think of them, the worst first.

    Parameters
    ----------
    ratings : DataFrame of shape (problems, raters)
        Severity from 0 (no problem) to 4 (catastrophe); gaps are allowed.

    Returns
    -------
    DataFrame
        Indexed by problem, the worst first: mean, spread (highest less lowest rating), rank.
        Equal means share the best rank (1, 2, 2, 4): a tie is a tie, not an accident of the
        order. Within a tie problems stand in the order of the index's text.

    References
    ----------
    Nielsen, J. (1994). Heuristic evaluation. In Usability Inspection Methods, 25-62. Wiley (the
    scale of 0 to 4, and the mean of three or more raters).
    """
    given = checks.frame_of(ratings, "ratings")
    frame = pd.DataFrame(checks.table(given, "ratings", gaps=True), index=given.index)
    if frame.empty or not frame.index.is_unique:
        raise ValueError("ratings must have a row for each problem, each once, and its raters.")
    given = frame.to_numpy()[~np.isnan(frame.to_numpy())]
    if ((given < 0) | (given > 4)).any():
        raise ValueError("ratings must lie between 0 (no problem) and 4 (catastrophe).")
    if frame.isna().all(axis=1).any():
        raise ValueError("Each problem needs one rating at least; drop those that nobody rated.")
    # Sums of fractions differ in their last bit with the order; a tie must not.
    mean = frame.mean(axis=1).round(12)
    table = pd.DataFrame({"mean": mean, "spread": frame.max(axis=1) - frame.min(axis=1)})
    table["rank"] = mean.rank(method="min", ascending=False).astype(int)
    order = sorted(table.index, key=lambda name: (table.loc[name, "rank"], str(name)))
    return table.loc[order]


def _rates(rate: Any) -> Floats:
    if not isinstance(rate, Iterable) or isinstance(rate, str):
        return np.array([checks.fraction(rate, "rate", "0.31")])
    rates = checks.vector(rate, "rate")
    if not rates.size or np.isnan(rates).any() or (rates < 0).any() or (rates > 1).any():
        raise ValueError(f"rate must be a fraction from 0 to 1 such as 0.31, not {rate!r}.")
    return rates
