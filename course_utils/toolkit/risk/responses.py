"""What to do about risks, by what it saves, and why scores of 1 to 5 do not say it."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.risk.losses import exposure

__all__ = [
    "break_even_probability",
    "debt_cost",
    "debt_payback",
    "heat_map_score",
    "rank_reversals",
    "response_table",
    "rpn",
]


def response_table(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Compare what each response to each risk saves with what it costs.

    Parameters
    ----------
    risks : DataFrame
        Indexed by risk: ``probability`` (a fraction) and ``impact`` (at least 0), if nothing is
        done.
    responses : DataFrame
        One row a response: ``risk`` (a name of `risks`), ``response`` (its name), ``cost`` (at
        least 0), and the ``probability`` and ``impact`` that are left. A risk may have several
        responses; they are alternatives.

    Returns
    -------
    DataFrame
        Indexed by risk and response, in the order of the tables: ``before`` and ``after`` (exposures),
        ``cost``, ``net`` (before - after - cost) and ``break_even`` (the probability of the risk,
        if nothing is done, from which on it pays; NaN where it never does). Every risk has a row
        "accept", which costs and changes nothing: a risk without a response is accepted, and a
        response below 0 is worse than that.

    References
    ----------
    Hillson, D. (2002). Extending the risk process to manage opportunities. International Journal of
    Project Management, 20(3), 235-240.
    """
    checks.need_columns(risks, ["probability", "impact"], "risks")
    checks.need_columns(
        responses, ["risk", "response", "cost", "probability", "impact"], "responses"
    )
    if not risks.index.is_unique:
        raise ValueError("risks has a risk twice. Give each row a name of its own.")
    chance = checks.column(risks["probability"], "probability", most=1.0)
    impact = checks.column(risks["impact"], "impact")
    names = checks.names(list(risks.index), "The index of risks", '["outage"]')
    of = checks.names(responses["risk"], "risk", '["outage"]')
    strange = [name for name in of if name not in names]
    if strange:
        raise ValueError(
            f"responses names a risk that is not there: {strange[0]!r}. Give it a row in risks."
        )
    called = checks.names(responses["response"], "response", '["second region"]')
    if "accept" in called or len(set(zip(of, called, strict=True))) != len(of):
        raise ValueError(
            'Name each response to a risk once, and none of them "accept": that row is added here.'
        )
    cost = checks.column(responses["cost"], "cost")
    left = exposure(responses["probability"].to_numpy(), responses["impact"].to_numpy())
    left_chance = checks.column(responses["probability"], "probability")
    left_impact = checks.column(responses["impact"], "impact")
    rows = []
    for place, name in enumerate(names):
        p, loss = float(chance[place]), float(impact[place])
        rows.append((name, "accept", p * loss, p * loss, 0.0, 0.0, math.nan))
        for at in (at for at, each in enumerate(of) if each == name):
            saved = p * loss - float(left.iloc[at])
            # What is saved for each unit of probability, if the response cuts it by the same share.
            each = loss - float(left_chance[at]) / p * float(left_impact[at]) if p > 0 else math.nan
            even = cost[at] / each if each > 0 else math.nan
            even = even if even <= 1 else math.nan
            rows.append(
                (name, called[at], p * loss, left.iloc[at], cost[at], saved - cost[at], even)
            )
    found = pd.DataFrame(
        rows, columns=["risk", "response", "before", "after", "cost", "net", "break_even"]
    )
    return found.set_index(["risk", "response"])


def break_even_probability(cost: float, saved: float) -> float:
    """Return how likely a loss must be for a response that prevents it to pay.

    Parameters
    ----------
    cost : float
        What the response costs, at least 0, whether the loss would have come or not.
    saved : float
        How much smaller the loss is with it, more than 0.

    Returns
    -------
    float
        A fraction, ``cost / saved``. NaN where not even a certain loss would pay for it. It is
        often easier to say whether a probability is above it than what it is.

    Examples
    --------
    >>> break_even_probability(2000, 50_000)
    0.04
    """
    price, gain = checks.number(cost, "cost", "2000"), checks.number(saved, "saved", "50000")
    if price < 0 or gain <= 0:
        raise ValueError(
            f"cost must be at least 0 and saved more than 0; you passed {cost!r} and {saved!r}."
        )
    return price / gain if price <= gain else math.nan


def rpn(severity: Any, occurrence: Any, detection: Any) -> pd.Series:
    """Multiply three scores of 1 to 10 to a risk priority number, as FMEA does.

    Shown so that it can be seen to fail. The scores are ranks: 8 is not twice 4, so their product
    has no meaning. Of 1000 combinations only 120 numbers come out, and a frequent trifle gets the
    number of a rare disaster: compare with `exposure` by `rank_reversals`.

    Parameters
    ----------
    severity, occurrence, detection : array-like or Series, shape (risks,)
        Whole numbers from 1 to 10, higher is worse (hardest to detect: 10). Series are joined by
        their index.

    Returns
    -------
    Series of float
        1 to 1000.

    References
    ----------
    Bowles, J. B. (2003). An assessment of RPN prioritization in a failure modes effects and
    criticality analysis. Annual Reliability and Maintainability Symposium, 380-386.

    Examples
    --------
    >>> rpn([8, 2], [2, 8], [3, 3]).tolist()
    [48.0, 48.0]
    """
    given, index = checks.aligned(
        {"severity": severity, "occurrence": occurrence, "detection": detection}
    )
    scale = range(1, 11)
    columns = {
        what: checks.on_scale(each, what, scale, "1 is best, 10 worst")
        for what, each in given.items()
    }
    checks.same_length(columns)
    product = columns["severity"] * columns["occurrence"] * columns["detection"]
    return pd.Series(product, index=index, name="rpn")


def heat_map_score(
    probability: Any, impact: Any, probability_edges: Any, impact_edges: Any
) -> pd.Series:
    """Return the cell of a heat map as a product of two ordinal scores.

    Parameters
    ----------
    probability, impact : array-like or Series, shape (risks,)
        As for `exposure`. Two Series are joined by their index.
    probability_edges, impact_edges : array-like of float
        Where the next score begins, ascending: [0.5] gives the scores 1 and 2, and 0.5 itself is
        still 1.

    Returns
    -------
    Series of float
        Score of probability x score of impact.

    References
    ----------
    Cox, L. A. (2008). What's wrong with risk matrices? Risk Analysis, 28(2), 497-512.

    Examples
    --------
    >>> heat_map_score([0.2, 0.7], [900, 100], [0.5], [500]).tolist()
    [2.0, 2.0]
    """
    means = exposure(probability, impact)
    given, _ = checks.aligned({"probability": probability, "impact": impact})
    scores = np.ones(len(means))
    for what, edges in (("probability", probability_edges), ("impact", impact_edges)):
        limits = checks.column(edges, f"{what}_edges")
        if not len(limits) or (np.diff(limits) <= 0).any():
            raise ValueError(f"{what}_edges must rise and hold at least one edge, such as [0.5].")
        scores *= 1 + np.searchsorted(limits, checks.column(given[what], what), side="left")
    return pd.Series(scores, index=means.index, name="score")


def rank_reversals(score: Any, truth: Any) -> pd.DataFrame:
    """Return the pairs that a score puts in the wrong order.

    Parameters
    ----------
    score, truth : array-like or Series, shape (risks,)
        What a method says of each risk, as `rpn` or `heat_map_score` return, and what it should be
        ordered by, as `exposure`. Higher is worse. Two Series are joined by their index.

    Returns
    -------
    DataFrame
        One row a pair: ``above`` and ``below`` (the risks' labels, by the score), and ``score_gap``
        and ``truth_gap`` (above less below, more and less than 0). Pairs with equal scores are not
        wrong, only undecided, and are left out.

    Examples
    --------
    >>> rank_reversals([4, 2], [10, 30])[["above", "below"]].to_numpy().tolist()
    [[0, 1]]
    """
    given, index = checks.aligned({"score": score, "truth": truth})
    said, true = (checks.column(each, what, least=-math.inf) for what, each in given.items())
    count = checks.same_length({"score": said, "truth": true})
    labels = list(range(count)) if index is None else list(index)
    rows = []
    for one, two in combinations(range(count), 2):
        above, below = (one, two) if said[one] > said[two] else (two, one)
        gaps = said[above] - said[below], true[above] - true[below]
        if gaps[0] > 0 > gaps[1]:
            rows.append((labels[above], labels[below], *gaps))
    return pd.DataFrame(rows, columns=["above", "below", "score_gap", "truth_gap"])


def debt_cost(interest: float, periods: float, growth: float = 0.0) -> float:
    """Return what a technical debt costs in interest while it is not paid off.

    Parameters
    ----------
    interest : float
        The extra work that it makes in the first period, at least 0: how much longer a change
        takes because of it, times the changes.
    periods : float
        How long it is left, at least 0.
    growth : float
        By how much the interest rises a period, a fraction above -1: code that is changed more
        every month has a growth, code that dies a negative one.

    Returns
    -------
    float
        In the unit of `interest`; within a period the interest runs evenly.

    References
    ----------
    Cunningham, W. (1992). The WyCash portfolio management system. OOPSLA '92 Experience Report.

    Examples
    --------
    >>> debt_cost(3, 8), round(debt_cost(3, 2, 0.1), 6)
    (24.0, 6.3)
    """
    each, length, rise = _debt(interest, growth, periods)
    if rise == 0:
        return each * length
    power = length * math.log1p(rise)
    if power > 700:
        raise ValueError("growth over so many periods is beyond any number. Give fewer periods.")
    return each * math.expm1(power) / rise


def debt_payback(principal: float, interest: float, growth: float = 0.0) -> float:
    """Return after how many periods the interest of a debt has cost as much as paying it off.

    Parameters
    ----------
    principal : float
        The work that it takes to remove the debt, at least 0.
    interest, growth
        As for `debt_cost`, in the unit of `principal`.

    Returns
    -------
    float
        Periods, with parts. NaN where it never comes to that: the code is not touched, or dies
        first. Such a debt is left alone.

    Examples
    --------
    >>> debt_payback(12, 3)
    4.0
    """
    work = checks.number(principal, "principal", "12")
    if work < 0:
        raise ValueError(f"principal must be at least 0, the work to remove it; not {principal!r}.")
    each, _, rise = _debt(interest, growth, 0.0)
    if work == 0:
        return 0.0
    if each == 0:
        return math.nan
    if rise == 0:
        return work / each
    grown = rise * work / each
    return math.log1p(grown) / math.log1p(rise) if grown > -1 else math.nan


def _debt(interest: Any, growth: Any, periods: Any) -> tuple[float, float, float]:
    each, length = (
        checks.number(interest, "interest", "3"),
        checks.number(periods, "periods", "8"),
    )
    if each < 0 or length < 0:
        raise ValueError(
            f"interest and periods must be at least 0; you passed {interest!r} and {periods!r}."
        )
    rise = checks.number(growth, "growth", "0.05")
    if rise <= -1:
        raise ValueError(f"growth must be above -1, a fraction such as 0.05; not {growth!r}.")
    return each, length, rise
