"""Surveys: how many to ask, what weights cost, and what those who stay silent could change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import UNKNOWN, Interval, normal_quantile

__all__ = [
    "best_worst_scores",
    "design_weights",
    "effective_size",
    "margin_of_error",
    "nonresponse_bounds",
    "survey_size",
    "weighted_share",
]


def margin_of_error(
    answers: float, share: float = 0.5, confidence: float = 0.95, population: float = math.inf
) -> float:
    """Compute the margin of a share from a simple random sample, a fraction.

    Parameters
    ----------
    answers : float
        How many answered; an effective sample size may be given.
    share : float
        The share, a fraction; 0.5 is the worst case.
    confidence : float
        Confidence level, a fraction.
    population : float
        How many there are in all; infinite if not given. Asking a good part of everybody narrows
        the margin by ``sqrt((N - n) / (N - 1))``.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition, chapter 3. Wiley.
    """
    share, answers = checks.fraction(share, "share"), checks.number(answers, "answers", "400")
    population = checks.number(population, "population", "10000", endless=True)
    if not 0 < answers <= population:
        raise ValueError("answers must be above 0 and not more than the population.")
    z = normal_quantile(confidence)
    left = 1.0 if math.isinf(population) else (population - answers) / max(population - 1, 1)
    return z * math.sqrt(share * (1 - share) / answers * left)


def survey_size(
    margin: float,
    population: float = math.inf,
    share: float = 0.5,
    confidence: float = 0.95,
    response: float = 1.0,
    design_effect: float = 1.0,
) -> int:
    """Compute how many people to ask for a share within a margin.

    ``n0 = z² p (1 - p) / margin²``, times the design effect, then
    ``n = n0 / (1 + (n0 - 1) / N)``. That many *answers* are needed: divide by the response rate
    for the number of requests. Both are rounded up.

    Parameters
    ----------
    margin : float
        Half the width of the interval, a fraction.
    population : float
        How many there are in all; infinite if not given.
    share : float
        The share expected, a fraction; 0.5 is the worst case.
    confidence : float
        Confidence level, a fraction.
    response : float
        Share of the asked who answer. More requests mend the number of answers, not who is silent.
    design_effect : float
        How much weights or clusters inflate the variance, 1 for none.

    Returns
    -------
    int
        Requests to send; more than the population where too few of it would answer.

    References
    ----------
    Cochran (1977), as in `margin_of_error`, section 4.4.
    """
    share, margin = checks.fraction(share, "share"), checks.number(margin, "margin", "0.05")
    population = checks.number(population, "population", "10000", endless=True)
    design_effect = checks.number(design_effect, "design_effect", "1.5")
    response = checks.number(response, "response", "0.3")
    if not 0 < margin < 1:
        raise ValueError(f"margin must be a fraction such as 0.05, not {margin!r}.")
    if not 0 < response <= 1:
        raise ValueError(f"response must be a fraction above 0, at most 1, not {response!r}.")
    if population < 1 or design_effect <= 0:
        raise ValueError("population must be 1 or more, and design_effect above 0.")
    z = normal_quantile(confidence)
    plain = design_effect * z**2 * share * (1 - share) / margin**2
    wanted = plain if math.isinf(population) else plain / (1 + (plain - 1) / population)
    answers = max(1, math.ceil(wanted - 1e-9))
    return math.ceil(answers / response - 1e-9)


def design_weights(sample: Mapping[Any, float], population: Mapping[Any, float]) -> pd.Series:
    """Compute the weight of one answer in each group, so that the groups count as they are.

    Parameters
    ----------
    sample : mapping of group to answers
        How many answered, above 0.
    population : mapping of group to people
        How many there are, for the same groups.

    Returns
    -------
    Series of float
        Indexed by group, in the order of `sample`: share of the population over share of the sample.
        Mean 1 over answers.
    """
    have, want = (
        _counts(given, what) for given, what in ((sample, "sample"), (population, "population"))
    )
    if set(have.index) != set(want.index):
        raise ValueError("sample and population must have the same groups.")
    if (have <= 0).any() or (want < 0).any() or not want.sum():
        raise ValueError(
            "Each group needs an answer, or it cannot be weighted: merge it with another group."
        )
    want = want.reindex(have.index)
    return (want / want.sum()) / (have / have.sum())


def effective_size(weights: Any) -> float:
    """Compute Kish's effective sample size ``(sum w)² / sum w²``.

    Parameters
    ----------
    weights : array-like of float
        One weight an answer, not negative and none missing.

    Returns
    -------
    float
        How many equally weighted answers say as much; NaN without answers. The number of answers
        divided by it is the design effect of the weights.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley. Kish, L. (1992). Weighting for unequal Pi. Journal of
    Official Statistics, 8(2), 183-200.
    """
    given = _weights(weights)
    return float(given.sum() ** 2 / (given**2).sum()) if given.any() else math.nan


def weighted_share(said_yes: Any, weights: Any, confidence: float = 0.95) -> Interval:
    """Return a weighted share with its interval from the effective sample size.

    Parameters
    ----------
    said_yes : array-like of bool, shape (answers,)
        One value an answer.
    weights : array-like of float, shape (answers,)
        As from `design_weights`.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        Fractions within 0 and 1; all NaN without answers.
    """
    pair, _ = checks.aligned({"said_yes": said_yes, "weights": weights})
    yes, given = checks.flags(pair["said_yes"], "said_yes"), _weights(pair["weights"])
    if len(yes) != len(given):
        raise ValueError("said_yes and weights must be equally long, a value an answer.")
    if not given.any():
        return UNKNOWN
    share = float((yes * given).sum() / given.sum())
    margin = margin_of_error(effective_size(given), share, confidence)
    return Interval(share, max(share - margin, 0.0), min(share + margin, 1.0))


def nonresponse_bounds(said_yes: int, answered: int, asked: int) -> Interval:
    """Return the share of all who were asked, whatever the silent would have said.

    The lower end takes all silent people for a no, the upper end for a yes. Nothing is assumed,
    so nothing but answers can make it narrower.

    Parameters
    ----------
    said_yes, answered, asked : int
        ``0 <= said_yes <= answered <= asked``, of people, with `asked` above 0.

    Returns
    -------
    Interval
        The estimate is the share of those who answered (NaN if nobody did).

    References
    ----------
    Manski, C. F. (1995). Identification Problems in the Social Sciences, chapter 2. Harvard
    University Press. Cochran (1977), section 13.2.
    """
    said_yes, answered, asked = (
        checks.whole(value, what)
        for value, what in ((said_yes, "said_yes"), (answered, "answered"), (asked, "asked"))
    )
    if not 0 <= said_yes <= answered <= asked or not asked:
        raise ValueError("said_yes, answered and asked must be counts, each within the next.")
    silent = asked - answered
    share = checks.share(said_yes, answered)
    return Interval(share, said_yes / asked, (said_yes + silent) / asked)


def best_worst_scores(tasks: pd.DataFrame, items: str = "shown") -> pd.DataFrame:
    """Count a best-worst (MaxDiff) survey: how much oftener each item was best than worst.

    ``score = (best - worst) / shown``. Choosing the ends of a short list is easier than rating a
    long one, and nobody can call everything important.

    Parameters
    ----------
    tasks : DataFrame
        One row a task: the column `items` with a list of what was shown, and the columns ``best``
        and ``worst`` with what was chosen from it.
    items : str
        The column of lists.

    Returns
    -------
    DataFrame
        Indexed by item, the highest score first and equal ones by name: shown, best, worst (counts)
        and score, from -1 to 1. Empty without tasks.

    References
    ----------
    Louviere, J. J., Flynn, T. N. and Marley, A. A. J. (2015). Best-Worst Scaling: Theory, Methods
    and Applications. Cambridge University Press.

    Examples
    --------
    >>> tasks = pd.DataFrame({"shown": [["a", "b", "c"], ["a", "b", "c"]],
    ...                       "best": ["a", "a"], "worst": ["c", "b"]})
    >>> best_worst_scores(tasks)["score"].to_dict()
    {'a': 1.0, 'b': -0.5, 'c': -0.5}
    """
    checks.need_columns(tasks, [items, "best", "worst"], "tasks")
    rows = []
    for shown, best, worst in zip(tasks[items], tasks["best"], tasks["worst"], strict=True):
        names = checks.names(shown, items, '["export", "search", "themes"]')
        if len(set(names)) != len(names) or best not in names or worst not in names:
            raise ValueError("Each task must show different items, and best and worst among them.")
        if best == worst:
            raise ValueError(f"{best!r} cannot be the best and the worst of one task.")
        rows += [(name, 1, name == best, name == worst) for name in names]
    counts = pd.DataFrame(rows, columns=["item", "shown", "best", "worst"]).groupby("item").sum()
    counts["score"] = (counts["best"] - counts["worst"]) / counts["shown"]
    return counts.sort_values("score", ascending=False, kind="stable")


def _counts(given: Any, what: str) -> pd.Series:
    groups = checks.mapping(given, what, '{"free": 120, "paid": 80}')
    numbers = checks.column(list(groups.values()), what, least=-math.inf)
    return pd.Series(numbers, index=list(groups))


def _weights(weights: Any) -> Floats:
    given = checks.vector(weights, "weights")
    if np.isnan(given).any():
        raise ValueError("weights are missing for some answers: weigh them, or leave them out.")
    if (given < 0).any():
        raise ValueError("weights must not be negative.")
    return given
