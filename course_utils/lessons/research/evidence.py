"""What lesson 4 computes besides the toolkit: loud accounts, traits of a persona, who answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from course_utils.toolkit import metrics, research
from course_utils.toolkit.common import between
from course_utils.toolkit.common.intervals import t_interval
from course_utils.toolkit.metrics import Interval

EXTRACT = "2026-07-01"
FEW = 30
"""Fewer people than this say nothing about a segment."""
APART = 0.10
"""A trait sets a group apart if so much more of it has it, as a difference of shares. Among thousands of
people a smaller difference is sure and still describes nobody."""


def mrr_now(subscriptions: pd.DataFrame) -> pd.Series:
    """Return what each account pays when the data end, USD a month; payers only."""
    ordered = subscriptions.sort_values(["occurred_at", "movement_id"])
    last = ordered.groupby("account_id")["mrr"].last()
    return last[last > 0]


def voices(
    tickets: pd.DataFrame, users: pd.DataFrame, subscriptions: pd.DataFrame, since: str
) -> pd.DataFrame:
    """Count who is behind the tickets of each area, from a UTC date on.

    Returns
    -------
    DataFrame
        Indexed by area, most tickets first: tickets, accounts, paying (accounts), mrr (USD a month
        of the accounts that wrote) and of_money (its share of the sum of mrr: an account that wrote on
        two areas stands behind both, and the shares of the areas add up to 1, as those of the tickets).
    """
    recent = between(tickets, since, EXTRACT, at="created_at")
    account = recent["user_id"].map(users.set_index("user_id")["account_id"])
    rows = recent.assign(account=account)
    pays = mrr_now(subscriptions)
    once = rows.drop_duplicates(["area", "account"])
    once = once.assign(mrr=once["account"].map(pays).fillna(0.0))
    table = pd.DataFrame(
        {
            "tickets": rows.groupby("area", observed=True).size(),
            "accounts": once.groupby("area", observed=True).size(),
            "paying": (once["mrr"] > 0).groupby(once["area"], observed=True).sum(),
            "mrr": once.groupby("area", observed=True)["mrr"].sum().astype(int),
        }
    )
    table = table.assign(of_money=table["mrr"] / table["mrr"].sum())
    return table.sort_values("tickets", ascending=False)


def loud_in_words(table: pd.DataFrame) -> str:
    """Say in a sentence which area leads by tickets, and which by the money behind them.

    Of the places further down nothing is said: a few accounts more or less would change them.

    Parameters
    ----------
    table : DataFrame
        From `voices`.
    """
    loud, rich = str(table["tickets"].idxmax()), str(table["mrr"].idxmax())
    if loud == rich:
        return f"By tickets and by money **{loud}** comes first."
    return f"By tickets **{loud}** comes first, by the money behind them **{rich}**."


def once(events: pd.DataFrame) -> pd.DataFrame:
    """Keep each event once, and each viewed report once.

    Retries are stored with the same number. An Android release of May 2026 counts a viewed report
    again, with a number of its own, one second later.
    """
    rows = events.drop_duplicates("event_id").sort_values(["user_id", "occurred_at", "event_id"])
    phone = (rows["event"] == "report_viewed") & (rows["platform"] == "android")
    before = rows[phone].groupby("user_id")["occurred_at"].diff()
    again = before.eq(pd.Timedelta(seconds=1))
    return rows.drop(index=again.index[again])


@dataclass(frozen=True)
class Trait:
    """One claim of a persona, set beside everybody."""

    claim: str
    verdict: str
    """"supported", "too close", "a minority", "like everybody", "the other way round", "too few" or
    "no data"."""
    segment: float
    """Share of the segment that has it; NaN without data."""
    everybody: float
    """Share of all others that have it; NaN without data."""


def check_trait(people: pd.DataFrame, segment: pd.Series, claim: str, of: Any) -> Trait:
    """Set a persona's claim beside the data.

    Parameters
    ----------
    people : DataFrame
        One row a person.
    segment : Series of bool
        Who belongs to the persona, aligned.
    claim : str
        In words.
    of : pair of str and value, or None
        Column and value that the claim is about; None where the tables have no such column.

    Returns
    -------
    Trait
        Supported only if most of the segment have it, and more often than the others, both by more
        than chance would make it (95 %), and by `APART` or more. A difference below `APART` is "like
        everybody", however sure it is. People come in accounts, so accounts are what varies
        independently. A minority that has it more often is no trait of the group; a share whose
        interval covers a half is too close to call.
    """
    nothing = float("nan")
    if of is None or of[0] not in people.columns:
        return Trait(claim, "no data", nothing, nothing)
    has = people[of[0]] == of[1]
    inside, outside = has[segment], has[~segment]
    if min(len(inside), len(outside)) < FEW:
        return Trait(claim, "too few", nothing, nothing)
    theirs, others = _share(has, people, segment), _share(has, people, ~segment)
    gap = theirs.estimate - others.estimate
    margin = math.hypot(theirs.margin, others.margin)
    if abs(gap) < APART:
        verdict = "like everybody"
    elif gap > margin:
        close = "too close" if theirs.high > 0.5 else "a minority"
        verdict = "supported" if theirs.low > 0.5 else close
    else:
        verdict = "the other way round" if gap < -margin else "like everybody"
    return Trait(claim, verdict, theirs.estimate, others.estimate)


def _share(has: pd.Series, people: pd.DataFrame, who: pd.Series) -> Interval:
    """Return the share of some people that have a trait; people of one account come together."""
    unit = people.loc[who, "account_id"] if "account_id" in people.columns else None
    inside = has[who].astype(int)
    found = metrics.ratio_metric(inside, pd.Series(1, index=inside.index), unit)
    return Interval(found.estimate, found.low, found.high)


def persona(people: pd.DataFrame, segment: pd.Series, claims: Mapping[str, Any]) -> pd.DataFrame:
    """Check each claim of a persona; return a table to read.

    Returns
    -------
    DataFrame
        Indexed by claim: persona and others (shares as text), verdict.
    """

    def words(share: float) -> str:
        return "no data" if share != share else f"{share:.0%}"

    traits = [check_trait(people, segment, claim, of) for claim, of in claims.items()]
    return pd.DataFrame(
        [(t.claim, words(t.segment), words(t.everybody), t.verdict) for t in traits],
        columns=["claim", "the persona", "everybody else", "verdict"],
    ).set_index("claim")


def who_answers(surveys: pd.DataFrame, survey: str, start: str, end: str) -> pd.DataFrame:
    """Describe who was asked in a survey and who answered, by the channel in which they were asked.

    Returns
    -------
    DataFrame
        Indexed by channel: asked, answered, happy (answers of 4 and 5, or of 9 and 10 for NPS).
    """
    asked = between(surveys[surveys["survey"] == survey], start, end, at="asked_at")
    table = pd.DataFrame(
        {
            "channel": asked["channel"].astype(str),
            "asked": 1,
            "answered": asked["score"].notna().astype(int),
            "happy": (asked["score"] >= (9 if survey == "nps" else 4)).astype(int),
        }
    )
    return table.groupby("channel")[["asked", "answered", "happy"]].sum()


def seen_matrix(problems: pd.DataFrame, sessions: Any) -> pd.DataFrame:
    """Lay usability problems out: a row a session, a column a problem that was met."""
    theirs = problems[problems["session_id"].isin(list(sessions))]
    table = theirs.pivot_table(index="session_id", columns="problem", values="seen").fillna(0)
    return table.loc[:, table.sum() > 0].astype(int)


def _met(usability: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Return who met which problem, with their round and whether they failed its task."""
    tried = usability[["session_id", "task", "round", "completed"]]
    met = problems[problems["seen"] == 1].merge(tried, on=["session_id", "task"])
    return met.assign(failed=1 - met["completed"], problem=met["problem"].astype(str))


def severity_and_failures(
    usability: pd.DataFrame, problems: pd.DataFrame, ratings: pd.DataFrame
) -> pd.DataFrame:
    """Set the ratings beside what happened: of those who met a problem, how many failed its task.

    Returns
    -------
    DataFrame
        Indexed by rating ("3 or more", "less than 3", by the median): problems, met, failed and share.
    """
    severity = ratings.groupby(ratings["problem"].astype(str))["severity"].median()
    met = _met(usability, problems)
    bad = met["problem"].map(severity).ge(3).map({True: "3 or more", False: "less than 3"})
    table = met.groupby(bad).agg(
        problems=("problem", "nunique"), met=("failed", "size"), failed=("failed", "sum")
    )
    return table.assign(share=table["failed"] / table["met"]).rename_axis("rated")


def mended_in_the_last_round(usability: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Count, by problem and round, who met it and who of them failed its task.

    Returns
    -------
    DataFrame
        Indexed by problem: met_1, met_2, failed_1, failed_2. A problem that nobody met in a round has 0.
    """
    met = _met(usability, problems)
    of = {number: met[met["round"] == number].groupby("problem")["failed"] for number in (1, 2)}
    counts = {f"met_{number}": of[number].size() for number in of}
    counts |= {f"failed_{number}": of[number].sum() for number in of}
    return pd.DataFrame(counts).fillna(0).astype(int).rename_axis("problem")


def margin_of_mean(values: pd.Series) -> float:
    """Return the margin of a mean at 95 %, by Student's t; NaN with fewer than two values."""
    return t_interval(values.to_numpy(dtype=float), 0.95).margin


def severity_in_words(alpha: float) -> str:
    """Say by Krippendorff's advice what the ratings of severity are good for."""
    if alpha >= 0.8:
        return "At 0.80 or more one rater would do."
    if alpha >= 2 / 3:
        return "From 0.667 they allow tentative conclusions: use the median of all, not one rater's number."
    together = 4 * alpha / (1 + 3 * alpha)
    return (
        "Below 0.667 no single rating carries a conclusion. The median of four is steadier: were their "
        f"errors independent, four together would reach about {together:.2f}. Where fewer rated, talk."
    )


def chance_of_split(first: int, second: int) -> float:
    """Return the chance of a split within people at least so uneven, were both things alike.

    Parameters
    ----------
    first, second : int
        How many people have the first thing and not the second, and the other way round.

    Returns
    -------
    float
        The exact test of McNemar (1947), on both sides; 1 where nobody differs.
    """
    n = first + second
    tail = sum(math.comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    return min(1.0, 2 * tail)


def chance_in_words(chance: float) -> str:
    """Write a chance as the lesson says it: "less than 0.1 %" or with one digit."""
    return "less than 0.1 %" if chance < 0.001 else f"{100 * chance:.1f} %"


def pairs_confused(first: pd.Series, second: pd.Series) -> pd.Series:
    """Count how often two coders took one code for another, the most frequent pair first.

    Returns
    -------
    Series of int
        Indexed by pairs of codes in alphabetical order.
    """
    table = research.confusion(first, second)
    names = list(table.index)
    counts = {
        (a, b): int(table.loc[a, b] + table.loc[b, a])
        for place, a in enumerate(names)
        for b in names[place + 1 :]
    }
    return pd.Series(counts, dtype=int).sort_values(ascending=False, kind="stable")
