"""How many, and by when: forecasts from how much was finished in past periods.

The only assumption is that a coming period is like one of the past, each as likely, whatever came
before it. A forecast is the chance of each outcome; `at_least` and `at_most` read a promise from it.
The exact forecasts and those that are drawn answer the same question, so that either can check the
other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats, Int64s

__all__ = ["at_least", "at_most", "how_many", "how_many_drawn", "when", "when_drawn"]

MOST_PERIODS = 1_000
MOST_ITEMS = 10_000
MOST_TOGETHER = 20_000
MOST_DRAWS = 1_000_000
LEFT = 1e-9
"""What chance may be left over when a forecast of a time stops."""


def how_many(history: Any, periods: int) -> pd.Series:
    """Compute the chance of each number of items finished in some coming periods, exactly.

    The sum of independent periods: their distribution convolved with itself.

    Parameters
    ----------
    history : array-like of int, shape (past periods,)
        Items finished in each past period, periods without any as 0, as `throughput` returns: at
        least two, and all of the time in which the team worked as it does now.
    periods : int
        How many periods come, in the same unit, up to 1000; fewer where so many could finish more
        than 20,000 items.

    Returns
    -------
    Series
        Chances that sum to 1, indexed by the number of items, from 0 up.

    Raises
    ------
    ValueError
        If `history` has fewer than two periods: one says nothing of how they differ.

    References
    ----------
    Vacanti, D. S. (2020). When Will It Be Done? ActionableAgile Press. Magennis, T. (2011).
    Forecasting and Simulating Software Development Projects. FocusedObjective.

    Examples
    --------
    >>> how_many([0, 1], 2).tolist()
    [0.25, 0.5, 0.25]
    """
    past = _history(history)
    count = _up_to(periods, "periods", MOST_PERIODS)
    if past.max() * count > MOST_TOGETHER:
        raise ValueError(
            f"periods must be fewer, so that at most {MOST_TOGETHER} items are finished: call "
            "how_many_drawn, or count in larger units, such as epics."
        )
    one = np.bincount(past) / len(past)
    total = np.ones(1)
    while count:  # by squaring, as a power
        if count % 2:
            total = np.convolve(total, one)
        count //= 2
        if count:
            one = np.convolve(one, one)
    return _chances(np.arange(len(total)), total, "items")


def how_many_drawn(history: Any, periods: int, n: int = 10_000, seed: int = 0) -> pd.Series:
    """Simulate the number of items finished in some coming periods.

    Parameters
    ----------
    history, periods
        As for `how_many`.
    n : int
        How many futures are drawn: each period of each is one of the past, put back.
    seed : int
        The same seed gives the same futures.

    Returns
    -------
    Series
        The share of futures, indexed by the number of items; numbers that no future had are left
        out.

    Examples
    --------
    >>> how_many_drawn([0, 1], 2, n=4, seed=1).sum()
    np.float64(1.0)
    """
    past = _history(history)
    count = _up_to(periods, "periods", MOST_PERIODS)
    rng, size = _generator(n, seed)
    total = np.zeros(size, dtype=np.int64)
    for _ in range(count):
        total += rng.choice(past, size)
    return _shares(total, "items")


def when(history: Any, items: int) -> pd.Series:
    """Compute the chance that a number of items is finished in exactly each coming period.

    Parameters
    ----------
    history : array-like of int
        As for `how_many`, with something finished in at least one period.
    items : int
        How many items are left to finish, from 1 to 10,000: of those that are known. Split and
        added work has to be in it.

    Returns
    -------
    Series
        Chances that sum to 1, indexed by the period, 1 for the next. It stops where less than 1e-9
        is left over; that rest stands in the last period.

    Raises
    ------
    ValueError
        If nothing was finished in any period, or it would take more than 10,000 of them.

    Examples
    --------
    >>> when([1, 2], 2).tolist()
    [0.5, 0.5]
    """
    past, wanted = _history(history), _up_to(items, "items", MOST_ITEMS)
    _need_an_end(past, wanted)
    steps, counts = np.unique(past, return_counts=True)
    weights = counts / len(past)
    open_at = np.zeros(wanted)  # the chance of each number finished so far, below what is wanted
    open_at[0] = 1.0
    left, found = 1.0, []
    while left > LEFT:
        after = np.zeros(wanted)
        for step, weight in zip(steps, weights, strict=True):
            if step < wanted:
                after[step:] += weight * open_at[: wanted - step]
        open_at = after
        still = float(open_at.sum())
        found.append(max(left - still, 0.0))  # rounding may leave less than nothing
        left = still
    found[-1] += left
    return _chances(np.arange(1, len(found) + 1), np.array(found), "periods")


def when_drawn(history: Any, items: int, n: int = 10_000, seed: int = 0) -> pd.Series:
    """Simulate after how many periods a number of items is finished.

    Parameters
    ----------
    history, items
        As for `when`.
    n : int
        How many futures are drawn.
    seed : int
        The same seed gives the same futures.

    Returns
    -------
    Series
        The share of futures, indexed by the period in which the last item is finished.

    Examples
    --------
    >>> when_drawn([2, 2], 6, n=10).to_dict()
    {3: 1.0}
    """
    past, wanted = _history(history), _up_to(items, "items", MOST_ITEMS)
    _need_an_end(past, wanted)
    rng, size = _generator(n, seed)
    needed = np.zeros(size, dtype=np.int64)
    total = np.zeros(size, dtype=np.int64)
    still = np.arange(size)
    while len(still):
        total[still] += rng.choice(past, len(still))
        needed[still] += 1
        still = still[total[still] < wanted]
    return _shares(needed, "periods")


def at_least(chances: pd.Series, confidence: float = 0.85) -> int:
    """Return the largest outcome that is reached with a confidence: what to promise of an amount.

    The more certain it has to be, the smaller it is. The percentile from the wrong tail promises
    what is reached once in seven times.

    Parameters
    ----------
    chances : Series
        As `how_many` returns: chances that sum to 1, indexed by outcome.
    confidence : float
        A fraction strictly between 0 and 1.

    Returns
    -------
    int
        The largest k with a chance of at least `confidence` for k or more.

    Examples
    --------
    >>> at_least(how_many([0, 1], 2), 0.75)
    1
    """
    outcomes, parts = _forecast(chances)
    reached = parts[::-1].cumsum()[::-1]
    enough = reached >= checks.level(confidence, like="0.85") - 1e-9
    return int(outcomes[np.flatnonzero(enough)[-1]])


def at_most(chances: pd.Series, confidence: float = 0.85) -> int:
    """Return the smallest outcome that is not exceeded with a confidence: what to promise of a time.

    The more certain it has to be, the later it is.

    Parameters
    ----------
    chances : Series
        As `when` returns: chances that sum to 1, indexed by outcome.
    confidence : float
        A fraction strictly between 0 and 1.

    Returns
    -------
    int
        The smallest t with a chance of at least `confidence` for t or less.

    Examples
    --------
    >>> at_most(when([1, 2], 2), 0.85)
    2
    """
    outcomes, parts = _forecast(chances)
    enough = parts.cumsum() >= checks.level(confidence, like="0.85") - 1e-9
    return int(outcomes[np.flatnonzero(enough)[0]])


def _history(history: Any) -> Int64s:
    past = checks.column(history, "history", most=1e6)
    if (past != np.floor(past)).any():
        raise ValueError("history must count items, so it must hold whole numbers such as 4.")
    if len(past) < 2:
        raise ValueError(
            f"history must have at least two periods, not {len(past)}: one period says nothing of "
            "how much they differ. Give more weeks, or count by day."
        )
    return past.astype(np.int64)


def _need_an_end(past: Int64s, items: int) -> None:
    if not past.any():
        raise ValueError(
            "history must have a period in which something was finished, or it never ends."
        )
    if items / past.mean() > MOST_ITEMS:
        raise ValueError(
            f"items must be fewer: {items} would take more than {MOST_ITEMS} periods. Count the "
            "history by longer periods."
        )


def _up_to(value: Any, what: str, most: int) -> int:
    found = checks.whole(value, what, 1)
    if found > most:
        raise ValueError(f"{what} must be at most {most}; you passed {value!r}.")
    return found


def _generator(n: Any, seed: Any) -> tuple[np.random.Generator, int]:
    return np.random.default_rng(checks.whole(seed, "seed")), _up_to(n, "n", MOST_DRAWS)


def _chances(outcomes: Any, chances: Floats, name: str) -> pd.Series:
    return pd.Series(chances, index=pd.Index(outcomes, name=name), name="chance")


def _shares(drawn: Int64s, name: str) -> pd.Series:
    outcomes, counts = np.unique(drawn, return_counts=True)
    return _chances(outcomes, counts / len(drawn), name)


def _forecast(chances: Any) -> tuple[Floats, Floats]:
    """Return a forecast's outcomes, ascending, and their chances."""
    if not isinstance(chances, pd.Series):
        raise TypeError(
            "chances must be a Series of chances by outcome, as how_many and when return; you "
            f"passed {checks.kind(chances)}."
        )
    parts = checks.column(chances, "chances", most=1.0 + 1e-9)
    outcomes = checks.column(chances.index.to_numpy(), "the outcomes of chances", least=-np.inf)
    if abs(parts.sum() - 1) > 1e-6 or len(np.unique(outcomes)) != len(outcomes):
        raise ValueError("chances must sum to 1, with each outcome once in the index.")
    order = np.argsort(outcomes)
    return outcomes[order], parts[order]
