"""What the Kano survey says of a feature, with how many said so and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from course_utils.toolkit import metrics, prioritisation

SHOWN = (
    "activity_ranking",
    "custom_colours",
    "fast_reports",
    "meeting_summary",
    "offline_mobile",
)
"""Features that the lesson looks at; the assignment asks for the others."""
SURE = 0.1
"""Level of the test whether the most frequent category is ahead of the second."""


def answers(kano: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Join each answer of the survey to its respondent's account and plan.

    Parameters
    ----------
    kano, users, accounts : DataFrame
        The tables.

    Returns
    -------
    DataFrame
        As `kano`, with account_id and plan.
    """
    asked = kano.merge(users[["user_id", "account_id"]], on="user_id")
    return asked.merge(accounts[["account_id", "plan"]], on="account_id")


def feeling(asked: pd.DataFrame) -> dict[str, object]:
    """Judge the answers to one feature.

    Parameters
    ----------
    asked : DataFrame
        Rows of `answers`.

    Returns
    -------
    dict
        n (answers), accounts, category (the most frequent), second, clear (by the exact
        sign test of these two at 90 %), better, worse, and reverse: the share of all answers that are R, with its 95 % interval over
        accounts, because people of one account may answer alike.
    """
    found = prioritisation.kano(asked["functional"], asked["dysfunctional"], SURE)
    ahead = found.counts.drop(found.mode)
    letters = prioritisation.kano_answers(asked["functional"], asked["dysfunctional"])
    against = metrics.ratio_metric(
        (letters == "R").to_numpy(), [1] * len(asked), unit=asked["account_id"].to_numpy()
    )
    return {
        "n": len(asked),
        "accounts": against.units,
        "category": found.mode,
        "second": ahead.idxmax(),
        "clear": found.clear,
        "better": found.better,
        "worse": found.worse,
        "reverse": against.estimate,
        "reverse_low": max(against.low, 0.0),
        "reverse_high": min(against.high, 1.0),
    }


def feelings(asked: pd.DataFrame) -> pd.DataFrame:
    """Judge the features that the lesson shows, a row each; see `feeling`."""
    return judged(asked, SHOWN)


def judged(asked: pd.DataFrame, features: Iterable[str]) -> pd.DataFrame:
    """Judge several features, a row each; see `feeling`.

    Parameters
    ----------
    asked : DataFrame
        From `answers`.
    features : iterable of str
        Which.
    """
    rows = {name: feeling(asked[asked["feature"] == name]) for name in features}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("feature")


def doubt(asked: pd.DataFrame, plan: str, feature: str = "approval_steps") -> str:
    """Say on how many answers a plan's share of R rests, and how sure it is."""
    found = feeling(asked[(asked["feature"] == feature) & (asked["plan"] == plan)])
    return (
        f"{found['n']} answers of {found['accounts']} accounts, {found['reverse_low']:.0%} to "
        f"{found['reverse_high']:.0%}"
    )


def mix_words(
    asked: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, feature: str
) -> str:
    """Hold the survey's mix of plans against the company's, and weigh a share of R by it.

    Parameters
    ----------
    asked : DataFrame
        From `answers`.
    users, accounts : DataFrame
        The tables.
    feature : str
        Whose share of R is weighed.
    """
    company = _mix(users, accounts)
    some = asked[asked["feature"] == feature]
    sample = some["plan"].value_counts(normalize=True)
    plans = ", ".join(
        f"{sample[plan]:.0%} of the answers and {company[plan]:.0%} of the people are {plan}"
        for plan in by_plan(asked, feature).index
    )
    return (
        f"Whom did the survey reach? {plans[0].upper()}{plans[1:]}. Weighed by the company's own mix "
        f"**{weighed(asked, users, accounts, feature):.0%}** want the opposite of the ranking, in place of "
        f"{feeling(some)['reverse']:.0%}."
    )


def weighed(
    asked: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, feature: str
) -> float:
    """Return the share of R of a feature, weighed by the company's own mix of plans."""
    found = by_plan(asked, feature)
    weights = _mix(users, accounts)[list(found.index)]
    return float((found["reverse"] * weights).sum() / weights.sum())


def _mix(users: pd.DataFrame, accounts: pd.DataFrame) -> pd.Series:
    """Return which share of the company's people is on each plan."""
    own = users.merge(accounts[["account_id", "plan"]], on="account_id")
    return own["plan"].value_counts(normalize=True)


def by_plan(asked: pd.DataFrame, feature: str) -> pd.DataFrame:
    """Judge one feature plan by plan of the respondent's account; see `feeling`."""
    groups = asked[asked["feature"] == feature].groupby("plan", observed=True)
    rows = {plan: feeling(group) for plan, group in groups}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("plan")
