"""What people say they would pay: four prices, purchase intents, and a ladder of prices.

What is said is not what is done: all of these are about stated prices, and none is a demand curve of
buyers. They tell prices that would be thought wrong from those that would not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import wilson

__all__ = [
    "PURCHASE_CHANCES",
    "NewtonMillerSmith",
    "VanWestendorp",
    "gabor_granger",
    "newton_miller_smith",
    "van_westendorp",
]

COLUMNS = ("too_cheap", "cheap", "expensive", "too_expensive")
PURCHASE_CHANCES = {5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0}
"""How likely who says 5 (surely) to 1 (surely not) is taken to buy: Sawtooth Software's usual
calibration, not a law of nature."""


@dataclass(frozen=True)
class VanWestendorp:
    """The four points of a price survey; see `van_westendorp`. NaN where two curves do not meet."""

    marginal_cheapness: float
    """Lower end of the range of acceptable prices (PMC)."""
    indifference: float
    """As many call it cheap as expensive (IDP)."""
    optimal: float
    """As many call it too cheap as too expensive (OPP): resistance is least. No best price."""
    marginal_expensiveness: float
    """Upper end of the range of acceptable prices (PME)."""
    respondents: int
    """Whose answers were used."""
    inconsistent: int
    """Whose prices were not in order, and were left out."""
    curves: pd.DataFrame
    """By each price that was named: the shares who call it too_cheap, cheap, expensive and
    too_expensive."""


@dataclass(frozen=True)
class NewtonMillerSmith:
    """What four prices and two intents make of trial and revenue; see `newton_miller_smith`."""

    trial_price: float
    """The price at which most would try it."""
    revenue_price: float
    """The price of greatest revenue, before any cost."""
    respondents: int
    """Whose answers were used."""
    inconsistent: int
    """Whose prices were not in order, and were left out."""
    curve: pd.DataFrame
    """By each price that was named: ``trial`` (mean chance to buy) and ``revenue`` (price x trial, a
    respondent)."""


def van_westendorp(
    answers: pd.DataFrame,
    *,
    columns: Sequence[str] = COLUMNS,
    range_method: str = "original",
    ties: bool = False,
    weights: str | None = None,
) -> VanWestendorp:
    """Read van Westendorp's four questions: which prices are thought acceptable.

    At a price, the share who call it cheap are those whose cheap price is that or more; the share
    who call it expensive, those whose expensive price is that or less. The curves are steps, and
    stay so: two curves meet at the lowest price at which the rising one is no longer below the
    falling one.

    Parameters
    ----------
    answers : DataFrame
        One row a respondent, prices of at least 0; a missing one is refused.
    columns : sequence of str
        The columns of the four prices: too cheap, cheap, expensive, too expensive.
    range_method : {"original", "narrower"}
        What bounds the range of acceptable prices. "original": too cheap meets not cheap, and too
        expensive meets not expensive, as van Westendorp has it. "narrower": too cheap meets
        expensive, and too expensive meets cheap, as some institutes have it.
    ties : bool
        Whether two prices of a respondent may be equal. Who names prices out of order (cheap above
        expensive) is left out either way, and counted.
    weights : str, optional
        The column of how much each respondent counts, at least 0, such as seats.

    Returns
    -------
    VanWestendorp

    Raises
    ------
    ValueError
        If nobody's prices are in order.

    References
    ----------
    Van Westendorp, P. H. (1976). NSS Price Sensitivity Meter (PSM): a new approach to study
    consumer perception of prices. Proceedings of the 29th ESOMAR Congress, 139-167. The R package
    pricesensitivitymeter (Alletsee), for the two definitions of the range.
    """
    checks.one_of(range_method, "range_method", ("original", "narrower"))
    prices, kept = _in_order(answers, columns, checks.yes_or_no(ties, "ties"))
    weight = np.ones(len(prices))
    if weights is not None:
        checks.need_columns(answers, [weights], "answers")
        weight = checks.column(answers[weights], weights)[kept]
        if not weight.any():
            raise ValueError(f"{weights} must be above 0 for somebody whose prices are in order.")
    grid = np.unique(prices)
    low, cheap = (_share(prices[:, place], weight, grid, falls=True) for place in (0, 1))
    dear, high = (_share(prices[:, place], weight, grid, falls=False) for place in (2, 3))
    if range_method == "original":
        ends = _meet(grid, 1 - cheap, low), _meet(grid, high, 1 - dear)
    else:
        ends = _meet(grid, dear, low), _meet(grid, high, cheap)
    return VanWestendorp(
        marginal_cheapness=ends[0],
        indifference=_meet(grid, dear, cheap),
        optimal=_meet(grid, high, low),
        marginal_expensiveness=ends[1],
        respondents=len(prices),
        inconsistent=int((~kept).sum()),
        curves=pd.DataFrame(
            dict(zip(COLUMNS, (low, cheap, dear, high), strict=True)),
            index=pd.Index(grid, name="price"),
        ),
    )


def newton_miller_smith(
    answers: pd.DataFrame,
    *,
    columns: Sequence[str] = COLUMNS,
    intents: Sequence[str] = ("buy_at_cheap", "buy_at_expensive"),
    chances: Mapping[Any, float] | None = None,
) -> NewtonMillerSmith:
    """Turn four prices and two purchase intents into curves of trial and of revenue.

    A respondent's chance to buy is 0 at the price that is too cheap and at the one that is too
    expensive, what the intents say at the two between, and runs straight between the four.

    Parameters
    ----------
    answers : DataFrame
        One row a respondent, as for `van_westendorp`; a missing answer is refused.
    columns : sequence of str
        The columns of the four prices. Who does not name four rising ones is left out, and counted.
    intents : sequence of str
        The columns of the intents at the cheap and at the expensive price.
    chances : mapping, optional
        The chance to buy of each answer, fractions; without it `PURCHASE_CHANCES`. The revenue
        price depends on it, so say which it is.

    Returns
    -------
    NewtonMillerSmith
        Of equal maxima the lowest price. The price of greatest revenue is not that of greatest
        profit: take the cost of a unit from the price first.

    References
    ----------
    Newton, D., Miller, J. and Smith, P. (1993). A market acceptance extension to traditional price
    sensitivity measurement. Proceedings of the American Marketing Association Advanced Research
    Techniques Forum.
    """
    prices, kept = _in_order(answers, columns, ties=False)
    names = checks.names(intents, "intents", '["buy_at_cheap", "buy_at_expensive"]')
    if len(names) != 2:
        raise ValueError("intents must name two columns: at the cheap and at the expensive price.")
    known = PURCHASE_CHANCES if chances is None else checks.mapping(chances, "chances", "{5: 0.7}")
    shares = {
        each: checks.fraction(part, f"The chance of {each!r}") for each, part in known.items()
    }
    checks.need_columns(answers, names, "answers")
    said = []
    for name in names:
        given = checks.vector(answers[name], name)
        strange = [each for each in given if each not in shares]
        if strange:
            raise ValueError(
                f"{name} must be one of {', '.join(map(str, shares))}, the answers that have a "
                f"chance; it holds {strange[0]:g}."
            )
        said.append(np.array([shares[each] for each in given])[kept])
    grid = np.unique(prices)
    total = np.zeros(len(grid))
    for row, at_cheap, at_dear in zip(prices, *said, strict=True):
        total += np.interp(grid, row, [0.0, at_cheap, at_dear, 0.0], left=0.0, right=0.0)
    trial = total / len(prices)
    curve = pd.DataFrame(
        {"trial": trial, "revenue": grid * trial}, index=pd.Index(grid, name="price")
    )
    return NewtonMillerSmith(
        float(grid[np.argmax(trial)]),
        float(grid[np.argmax(grid * trial)]),
        len(prices),
        int((~kept).sum()),
        curve,
    )


def gabor_granger(highest: Any, prices: Any, confidence: float = 0.95) -> pd.DataFrame:
    """Return the share who say they would buy at each price of a ladder, and the revenue.

    Parameters
    ----------
    highest : array-like of float, shape (respondents,)
        The highest price at which each said yes: one of `prices`, or 0 for none.
    prices : array-like of float, shape (n,)
        The prices that were asked, each above 0 and once.
    confidence : float
        Confidence level of the Wilson intervals of the shares.

    Returns
    -------
    DataFrame
        Indexed by price, ascending: ``share`` (who would buy at that price or more), ``low``,
        ``high``, and ``revenue`` (price x share, a respondent). Its ``idxmax()`` is the price of
        greatest revenue among those that were asked; the best one may lie between.

    References
    ----------
    Gabor, A. and Granger, C. W. J. (1966). Price as an indicator of quality: report on an enquiry.
    Economica, 33(129), 43-70.

    Examples
    --------
    >>> gabor_granger([10, 20, 20, 0], [10, 20])["revenue"].tolist()
    [7.5, 10.0]
    """
    level = checks.level(confidence)
    asked = np.sort(checks.column(prices, "prices", above=0))
    if not len(asked) or len(np.unique(asked)) != len(asked):
        raise ValueError("prices must hold each price that was asked once, such as [10, 20].")
    given = checks.column(highest, "highest")
    if not len(given):
        raise ValueError("highest is empty. Give the highest price that each respondent took.")
    strange = ~np.isin(given, np.append(asked, 0.0))
    if strange.any():
        raise ValueError(
            f"highest must be one of the prices that were asked, or 0 for none; it holds "
            f"{given[strange][0]:g}."
        )
    shares = [wilson(int((given >= price).sum()), len(given), level) for price in asked]
    found = pd.DataFrame(
        [tuple(share) for share in shares],
        columns=["share", "low", "high"],
        index=pd.Index(asked, name="price"),
    )
    return found.assign(revenue=asked * found["share"])


def _in_order(answers: Any, columns: Any, ties: bool) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the prices of respondents who named four in order, and which respondents those are."""
    names = checks.names(columns, "columns", f"{list(COLUMNS)}")
    if len(names) != 4 or len(set(names)) != 4:
        raise ValueError("columns must name four: too cheap, cheap, expensive, too expensive.")
    checks.need_columns(answers, names, "answers")
    given = [checks.column(answers[name], name) for name in names]
    prices = np.column_stack(given) if len(answers) else np.empty((0, 4))
    steps = np.diff(prices, axis=1)
    kept = np.all((steps >= 0) if ties else (steps > 0), axis=1)
    if not kept.any():
        raise ValueError(
            "Nobody's prices are in order (too cheap, cheap, expensive, too expensive). Name the "
            "columns in that order, or pass other answers."
        )
    return prices[kept], np.asarray(kept)


def _share(prices: Floats, weight: Floats, grid: Floats, *, falls: bool) -> Floats:
    """Return the share whose price is at most each of a grid, or at least where it `falls`."""
    order = np.argsort(prices, kind="stable")
    below = np.append(0.0, np.cumsum(weight[order])) / weight.sum()
    if falls:
        return np.asarray(1 - below[np.searchsorted(prices[order], grid, side="left")])
    return np.asarray(below[np.searchsorted(prices[order], grid, side="right")])


def _meet(grid: Floats, rises: Floats, falls: Floats) -> float:
    there = np.flatnonzero(rises >= falls - 1e-12)
    return float(grid[there[0]]) if len(there) else math.nan
