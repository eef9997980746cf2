"""Choices under uncertainty, with and without probabilities, and what it is worth to know more.

A table of payoffs has a row an option and a column a state of the world. Payoffs are gains: of costs,
pass their negatives.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = [
    "Choice",
    "SampleInformation",
    "emv",
    "evpi",
    "evsi",
    "hurwicz",
    "laplace",
    "maximax",
    "maximin",
    "minimax_regret",
    "regrets",
]


class Choice(NamedTuple):
    """What a rule chooses; see `emv`, `maximin` and the others."""

    option: Any
    """The best by the rule; of equal ones the first of the table."""
    scores: pd.Series
    """What the rule makes of each option, in the unit of the payoffs."""


class SampleInformation(NamedTuple):
    """What a survey or a test is worth before it is made; see `evsi`."""

    value: float
    """How much better one decides with it, on average: more than it costs, or it is not bought."""
    efficiency: float
    """Its share of what certainty would be worth; NaN where that is nothing."""
    signals: pd.Series
    """The chance of each signal."""
    posteriors: pd.DataFrame
    """By signal (rows): the chance of each state once it is seen; NaN for one that cannot come."""
    options: pd.Series
    """By signal: the option that is best then. Where all are one, the survey changes nothing."""


def emv(payoffs: pd.DataFrame, chances: Any) -> Choice:
    """Choose the option with the greatest expected monetary value.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing.
    chances : mapping or Series
        The probability of each state, by its name; they sum to 1.

    Returns
    -------
    Choice
        Right on average and for whoever can bear the worst of it; the scores hide the spread.

    Examples
    --------
    >>> table = pd.DataFrame({"up": [8, 20], "down": [7, -9]}, index=["small", "large"])
    >>> emv(table, {"up": 0.8, "down": 0.2}).option
    'large'
    """
    table, frame = _payoffs(payoffs)
    return _best(table @ _chances(chances, frame.columns), frame, "emv")


def maximin(payoffs: pd.DataFrame) -> Choice:
    """Choose the option whose worst payoff is best: for whoever cannot bear the worst.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing.

    References
    ----------
    Wald, A. (1950). Statistical Decision Functions. Wiley.
    """
    table, frame = _payoffs(payoffs)
    return _best(table.min(axis=1), frame, "worst")


def maximax(payoffs: pd.DataFrame) -> Choice:
    """Choose the option whose best payoff is best: as if the world were kind.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing.
    """
    table, frame = _payoffs(payoffs)
    return _best(table.max(axis=1), frame, "best")


def hurwicz(payoffs: pd.DataFrame, optimism: float) -> Choice:
    """Choose between `maximin` and `maximax`, by a weight that has to be said.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing.
    optimism : float
        The weight of each option's best payoff, a fraction; its worst gets the rest.

    References
    ----------
    Hurwicz, L. (1951). The generalized Bayes minimax principle: a criterion for decision making
    under uncertainty. Cowles Commission Discussion Paper 355.
    """
    table, frame = _payoffs(payoffs)
    weight = checks.fraction(optimism, "optimism", "0.4")
    return _best(weight * table.max(axis=1) + (1 - weight) * table.min(axis=1), frame, "hurwicz")


def laplace(payoffs: pd.DataFrame) -> Choice:
    """Choose the option with the best mean payoff, as if all states were equally likely.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing. Whoever splits a state in two changes the answer.
    """
    table, frame = _payoffs(payoffs)
    return _best(table.mean(axis=1), frame, "mean")


def regrets(payoffs: pd.DataFrame) -> pd.DataFrame:
    """Return how much each option falls short of the best one, state by state.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing.

    Returns
    -------
    DataFrame
        As `payoffs`, at least 0: 0 for the option that is best in that state.
    """
    table, frame = _payoffs(payoffs)
    return pd.DataFrame(table.max(axis=0) - table, index=frame.index, columns=frame.columns)


def minimax_regret(payoffs: pd.DataFrame) -> Choice:
    """Choose the option whose greatest regret is least.

    Parameters
    ----------
    payoffs : DataFrame, shape (options, states)
        Gains, none missing. An option that nobody would take can change which of the others wins.

    Returns
    -------
    Choice
        Its scores are regrets: the least is best.

    References
    ----------
    Savage, L. J. (1951). The theory of statistical decision. Journal of the American Statistical
    Association, 46(253), 55-67.
    """
    worst = regrets(payoffs).max(axis=1).rename("regret")
    return Choice(worst.index[int(np.argmin(worst.to_numpy()))], worst)


def evpi(payoffs: pd.DataFrame, chances: Any) -> float:
    """Return the expected value of perfect information: the most that any survey can be worth.

    Parameters
    ----------
    payoffs, chances
        As for `emv`.

    Returns
    -------
    float
        In the unit of the payoffs, at least 0: what one would get by always knowing the state, less
        what the best option gets without. 0 where one option is best in every state.

    References
    ----------
    Howard, R. A. (1966). Information value theory. IEEE Transactions on Systems Science and
    Cybernetics, 2(1), 22-26.
    """
    table, frame = _payoffs(payoffs)
    parts = _chances(chances, frame.columns)
    return max(0.0, float(table.max(axis=0) @ parts - (table @ parts).max()))


def evsi(payoffs: pd.DataFrame, chances: Any, accuracy: pd.DataFrame) -> SampleInformation:
    """Return the expected value of sample information: what an imperfect survey is worth.

    Parameters
    ----------
    payoffs, chances
        As for `emv`.
    accuracy : DataFrame, shape (states, signals)
        The chance of each signal (columns) if a state (rows) is the true one, fractions; each row
        sums to 1. The states are those of `payoffs`, in any order.

    Returns
    -------
    SampleInformation
        By Bayes' rule. Its value is at least 0 and at most `evpi`; it is 0 where no signal would
        change the choice.

    References
    ----------
    Raiffa, H. and Schlaifer, R. (1961). Applied Statistical Decision Theory. Harvard University.
    """
    table, frame = _payoffs(payoffs)
    prior = _chances(chances, frame.columns)
    likelihood = _accuracy(accuracy, frame.columns)
    joint = prior[:, None] * likelihood.to_numpy()
    seen = joint.sum(axis=0)
    values = table @ joint  # of each option and signal, times the chance of the signal
    without, known = float((table @ prior).max()), float(table.max(axis=0) @ prior)
    least = 1e-12 * max(1.0, float(np.abs(table).max()))  # less is rounding
    value, perfect = float(values.max(axis=0).sum()) - without, known - without
    value = value if value > least else 0.0
    with np.errstate(invalid="ignore"):
        after = np.where(seen > 0, joint / seen, math.nan).T
    signals = likelihood.columns
    return SampleInformation(
        value=value,
        efficiency=value / perfect if perfect > least else math.nan,
        signals=pd.Series(seen, index=signals, name="chance"),
        posteriors=pd.DataFrame(after, index=signals, columns=frame.columns),
        options=pd.Series(
            [frame.index[place] for place in np.argmax(values, axis=0)],
            index=signals,
            name="option",
        ),
    )


def _payoffs(payoffs: Any) -> tuple[Floats, pd.DataFrame]:
    checks.need_columns(payoffs, [], "payoffs")
    table = checks.table(payoffs, "payoffs")
    if not table.size:
        raise ValueError("payoffs must have a row for each option and a column for each state.")
    if not payoffs.index.is_unique:
        raise ValueError("payoffs has an option twice. Give each row a name of its own.")
    return table, payoffs


def _best(scores: Floats, frame: pd.DataFrame, name: str) -> Choice:
    found = pd.Series(scores, index=frame.index, name=name)
    return Choice(frame.index[int(np.argmax(scores))], found)


def _chances(chances: Any, states: pd.Index) -> Floats:
    given = checks.mapping(chances, "chances", '{"strong": 0.8, "weak": 0.2}')
    if set(given) != set(states):
        raise ValueError(
            f"chances must name the states of payoffs, each once: {', '.join(map(str, states))}."
        )
    found = np.array(
        [checks.fraction(given[state], f"The chance of {state!r}") for state in states]
    )
    if abs(found.sum() - 1) > 1e-9:
        raise ValueError(f"chances must sum to 1 over all states, not to {found.sum():g}.")
    return found


def _accuracy(accuracy: Any, states: pd.Index) -> pd.DataFrame:
    checks.need_columns(accuracy, [], "accuracy")
    parts = checks.table(accuracy, "accuracy")
    if not accuracy.index.is_unique or set(accuracy.index) != set(states):
        raise ValueError(
            "accuracy must have a row for each state of payoffs, by its name: "
            f"{', '.join(map(str, states))}."
        )
    if (parts < 0).any() or (np.abs(parts.sum(axis=1) - 1) > 1e-9).any():
        raise ValueError(
            "accuracy must hold the chance of each signal in a state: fractions that sum to 1 in "
            "each row."
        )
    found = pd.DataFrame(parts, index=accuracy.index, columns=accuracy.columns)
    return found.loc[list(states)]
