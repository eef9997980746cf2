"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from course_utils.lessons.metrics.funnel import sample_size
from course_utils.lessons.metrics.split import guided_within
from course_utils.toolkit import metrics
from course_utils.toolkit.common import between
from course_utils.toolkit.common.intervals import Interval


def in_words(counts: pd.Series) -> str:
    """Say counts by name: ``owner 1,756, member 0``."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def top(counts: pd.Series) -> str:
    """Say whose count is highest."""
    return str(counts.idxmax())


def head_to_head_said(table: pd.DataFrame) -> str:
    """Say what is left of the leading candidate among teams that could meet it.

    Parameters
    ----------
    table : DataFrame
        From `evidence.candidates`.
    """
    best = str(table["apart"].idxmax())
    first = table.loc[best]
    equal = table["apart_equal"].dropna()
    others = ", ".join(
        f"*{name}* {_within(table, str(name))}" for name in equal.index if name != best
    )
    place = {0: "the most", len(equal) - 1: "the least"}.get(
        list(equal.sort_values(ascending=False).index).index(best), "neither the most nor the least"
    )
    return (
        f"*{best.capitalize()}* tells teams apart by {100 * first['apart']:.0f} points, among teams "
        f"of two active people or more by {100 * first['apart_many']:.0f}, among teams of *equally "
        f"many* by **{_within(table, best)}**: its lead was mostly size. The others, among equals: {others}. So it "
        f"tells {place} of them."
    )


def _within(table: pd.DataFrame, name: str) -> str:
    row = table.loc[name]
    return f"{100 * row['apart_equal']:.0f} ± {100 * row['margin_equal']:.0f}"


def checkout_by_plan(
    owners: pd.DataFrame, accounts: pd.DataFrame, humans: pd.DataFrame
) -> pd.Series:
    """Return by plan what share of the owners with a project starts a checkout within 90 days.

    Parameters
    ----------
    owners : DataFrame
        Rows of `users`.
    accounts, humans : DataFrame
        The table, and the events once each without robots.
    """
    plan = owners["account_id"].map(accounts.set_index("account_id")["plan"].astype(str))
    steps = ["signed_up", "project_created", "checkout_started"]
    found = {}
    for name, part in owners.groupby(plan):
        theirs = humans[humans["user_id"].isin(part["user_id"])]
        funnel = metrics.funnel(theirs, steps, window="90D")
        found[str(name)] = float(funnel["from_previous"]["checkout_started"])
    return pd.Series(found)


def checkout_said(shares: pd.Series) -> str:
    """Say by plan who opens the checkout, from `checkout_by_plan`."""
    said = ", ".join(f"{name} {share:.0%}" for name, share in shares.sort_values().items())
    return (
        f"By the plan chosen at sign-up, owners with a project open it: {said}. Paid plans begin with "
        "a trial, and the free plan was a choice. So the one share is a mix of plans."
    )


def shift_said(split: metrics.Kitagawa) -> str:
    """Say what moved by channel: the share of paid search, and the rate of the partners."""
    paid, partner = (split.groups.loc[name] for name in ("paid_search", "partner"))
    return (
        f"Paid search went from {paid['share_before']:.0%} to **{paid['share_after']:.0%}** of the new "
        f"people. {paid['rate_before']:.0%} of them activated before, {paid['rate_after']:.0%} now: the "
        f"least of all channels both times. The partners' rate went from {partner['rate_before']:.0%} "
        f"to **{partner['rate_after']:.0%}**: a true effect, and alone. The data do not say why. What "
        "changed for their clients in April? That is one conversation away."
    )


def gaps_said(signed_up: pd.DataFrame) -> str:
    """Say how far guided people are ahead in each plan, with the margin by account."""
    gaps = {
        plan: guided_within(signed_up[signed_up["plan"] == plan], by=["plan"])
        for plan in ("free", "team", "business")
    }
    said = ", ".join(
        f"{plan} {100 * gap.estimate:+.1f} ± {100 * gap.margin:.1f}" for plan, gap in gaps.items()
    )
    clear = sum(gap.low > 0 for gap in gaps.values())
    return (
        f"Guided ahead of classic, in points, by account: {said}. "
        f"In {clear} of {len(gaps)} plans that is more than chance would make of it."
    )


def what_moved(split: metrics.KitagawaIntervals, options: Sequence[str]) -> str:
    """Choose of three words (rates, shares, which is not shown) what a split shows.

    Rates or shares are said to have moved most only if their difference is shown.
    """
    rates, shares, unclear = options
    ahead = mix_less_rates(split)
    if ahead.covers(0):
        return unclear
    return shares if (ahead.estimate < 0) == (split.total.estimate < 0) else rates


def mix_less_rates(split: metrics.KitagawaIntervals) -> Interval:
    """Return the mix effect less the rate effect, with its 95 % interval.

    The two sum to the total, so their margins and that of the total hold how they vary together:
    Var(m - r) = 2 Var(m) + 2 Var(r) - Var(m + r).
    """
    gap = split.mix.estimate - split.rate.estimate
    square = 2 * split.mix.margin**2 + 2 * split.rate.margin**2 - split.total.margin**2
    margin = math.sqrt(max(square, 0.0))
    return Interval(gap, gap - margin, gap + margin)


def larger_said(split: metrics.KitagawaIntervals) -> str:
    """Say by how much the mix effect exceeds the rate effect, and whether that is shown."""
    ahead = mix_less_rates(split)
    ending = "which is larger is not shown" if ahead.covers(0) else "they differ clearly"
    return (
        f"Mix less rates: {100 * ahead.estimate:+.1f} points ({100 * ahead.low:+.1f} to "
        f"{100 * ahead.high:+.1f}), so {ending}."
    )


def which_differ(first: Interval, second: Interval, options: Sequence[str]) -> str:
    """Choose of four words (neither, first, second, both) which differences exclude 0."""
    neither, one, other, both = options
    clear = (not first.covers(0), not second.covers(0))
    return {(False, False): neither, (True, False): one, (False, True): other}.get(clear, both)


def read_chart(chart: metrics.XmR) -> str:
    """Say of a chart what calls for a question: weeks outside its limits, and long runs.

    Parameters
    ----------
    chart : XmR
        Its values indexed by week.
    """
    points = chart.points
    side = "below" if points["value"].iloc[-4:].mean() < chart.centre else "above"
    outside, run = points.index[points["outside"]], points.index[points["run"]]
    lie = "lies" if len(outside) == 1 else "lie"
    said = [f"{len(outside)} of {len(points)} weeks {lie} outside the limits"]
    if len(run):
        said.append(
            f"{len(run)} stand in a run of eight or more on one side, from the week of {run[0]:%d %B} on"
        )
    else:
        said.append("no eight in a row lie on one side")
    ending = (
        "Do not explain it: nothing asks for a reason."
        if not len(outside) and not len(run)
        else "That is a question, and here is the one to begin with: who are the people of these weeks?"
    )
    return f"{'; '.join(said)}. The last four weeks lie {side} the centre on average. {ending}"


def chart_says(chart: metrics.XmR) -> str:
    """Say which of a chart's two rules calls for a question: nothing, outside, run or both."""
    found = bool(chart.points["outside"].any()), bool(chart.points["run"].any())
    return {(False, False): "nothing", (True, False): "outside", (False, True): "run"}.get(
        found, "both"
    )


def nps_by_account_said(asked: pd.DataFrame, users: pd.DataFrame) -> str:
    """Say what the margin of the in-app NPS is by answer, and by account.

    Parameters
    ----------
    asked : DataFrame
        Surveys of a quarter: user_id, channel, score.
    users : DataFrame
        Names each user's account.
    """
    answers = asked[(asked["channel"] == "in_app") & asked["score"].notna()]
    score = answers["score"]
    points = 100.0 * ((score >= 9).astype(float) - (score <= 6).astype(float))
    account = answers["user_id"].map(users.set_index("user_id")["account_id"])
    ones = pd.Series(1.0, index=points.index)
    by_account = metrics.ratio_metric(points, ones, account)
    return (
        f"In the app: ± {metrics.nps_interval(score).margin:.1f} points by answer, "
        f"± {by_account.interval.margin:.1f} by account ({len(score):,} answers from "
        f"{by_account.units:,} accounts)."
    )


def who_answers_said(table: pd.DataFrame) -> str:
    """Say whose score it is: how often, and how, the busiest answer and the least active.

    Parameters
    ----------
    table : DataFrame
        From `evidence.who_answers`.
    """
    idle, busy = table.iloc[0], table.iloc[-1]
    said = (
        f"Of people who had been active on {table.index[-1]} days **{busy['answered']:.0%}** answered, of "
        f"those on {table.index[0]} **{idle['answered']:.0%}**. Their scores: {busy['nps']:+.0f} and "
        f"{idle['nps']:+.0f}."
    )
    if busy["answered"] <= idle["answered"]:
        return f"{said} The busiest do not answer more often."
    return f"{said} So the busiest weigh more in the score than among those who were asked."


def leak_said(users: pd.DataFrame, humans: pd.DataFrame) -> str:
    """Say how many of May's people were gone in June: all, the newest, and the old ones.

    Parameters
    ----------
    users, humans : DataFrame
        From `people`.
    """
    gone = gone_by_tenure(users, humans)
    new, old = gone.loc["this month"], gone.loc["before"]
    overall = (gone["gone"] * gone["people"]).sum() / gone["people"].sum()
    return (
        f"Of {gone['people'].sum():,.0f} people who were active in May, **{overall:.0%}** were not in "
        f"June. Is that a leaking bucket? Split it: of {new['people']:,.0f} who had signed up in May "
        f"**{new['gone']:.0%}** were gone, of {old['people']:,.0f} who had come before April "
        f"**{old['gone']:.0%}**. One share of two kinds of people: it rises whenever more new ones come, "
        "with nobody less loyal."
    )


def gone_by_tenure(users: pd.DataFrame, humans: pd.DataFrame) -> pd.DataFrame:
    """Return who of May's active people was not active in June, by when they signed up.

    Parameters
    ----------
    users, humans : DataFrame
        From `people`.

    Returns
    -------
    DataFrame
        Rows this month (May), last month (April), before: people (active in May) and gone (the
        share of them without any event in June).
    """
    may, june = (
        between(humans, *span)["user_id"].unique()
        for span in (("2026-05-01", "2026-06-01"), ("2026-06-01", "2026-07-01"))
    )
    since = users.set_index("user_id")["signed_up_at"].reindex(may)
    starts = [pd.Timestamp(start, tz="UTC") for start in ("2026-05-01", "2026-04-01")]
    tenure = np.select([since >= start for start in starts], ["this month", "last month"], "before")
    gone = pd.Series(~np.isin(may, june), index=may).groupby(tenure)
    table = gone.agg(["size", "mean"]).set_axis(["people", "gone"], axis=1)
    return table.loc[["this month", "last month", "before"]]


def comparable(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Keep the owners for whom there is somebody to compare with.

    Parameters
    ----------
    table : DataFrame
        One row an owner: reached, and the columns of `by`.
    by : sequence of str
        What owners must have in common; groups with fewer than five owners who reached the
        threshold, or who did not, are left out.
    """
    # A column of truths that once held gaps is of objects: ~True would be -2.
    did = table["reached"].astype(int)
    groups = did.groupby([table[column] for column in by], observed=True)
    reached = groups.transform("sum")
    least = np.minimum(reached, groups.transform("size") - reached)
    return table[least >= 5]


def gap_within(table: pd.DataFrame, by: Sequence[str] = ()) -> Interval:
    """Return how much more often those stay who reached the threshold, within groups.

    Parameters
    ----------
    table : DataFrame
        One row an owner, each of another account: reached and stayed, and the columns of `by`.
    by : sequence of str
        What owners must have in common to be compared; nothing by default. Groups weigh by those
        who reached the threshold; who is not `comparable` is left out.

    Returns
    -------
    Interval
        A difference of fractions, 95 %.
    """
    if by:
        table = comparable(table, by)
    cells = [f for _, f in table.groupby(list(by), observed=True)] if by else [table]
    gaps, errors, weights = [], [], []
    for cell in cells:
        sides = [
            cell.loc[cell["reached"] == each, "stayed"].astype(float) for each in (True, False)
        ]
        gaps.append(sides[0].mean() - sides[1].mean())
        # Two more of each kind, so that a side of one kind only is not taken for certain.
        rates = [(side.sum() + 1) / (len(side) + 2) for side in sides]
        errors.append(sum(p * (1 - p) / len(x) for p, x in zip(rates, sides, strict=True)))
        weights.append(len(sides[0]))
    share = np.array(weights) / sum(weights)
    gap = float(share @ gaps)
    margin = 1.96 * float(np.sqrt(share**2 @ errors))
    return Interval(gap, gap - margin, gap + margin)


def still_there(table: pd.DataFrame, options: Sequence[str]) -> str:
    """Choose of three words what is left of the advantage within companies of one size.

    Parameters
    ----------
    table : DataFrame
        One row an owner: size, reached, stayed.
    options : sequence of str
        As much as before (nine tenths or more of it), less, none (its interval covers 0 or lies
        below).
    """
    same, less, none = options
    kept = comparable(table, ["size"])
    within, overall = gap_within(kept, ["size"]), gap_within(kept)
    if within.low <= 0:
        return none
    return same if within.estimate >= 0.9 * overall.estimate else less


def aha_said(table: pd.DataFrame) -> str:
    """Say what the threshold's advantage is, of the same owners, at large and within sizes.

    Parameters
    ----------
    table : DataFrame
        One row an owner: size (of the company), reached, stayed.
    """

    def said(gap: Interval) -> str:
        return (
            f"**{100 * gap.estimate:+.0f} points** ({100 * gap.low:+.0f} to {100 * gap.high:+.0f})"
        )

    kept = comparable(table, ["size"])
    left_out = int(table["reached"].sum() - kept["reached"].sum())
    sizes = table.loc[~table.index.isin(kept.index), "size"].unique()
    alone = (
        f"In {' and '.join(map(str, sizes))} companies nearly all reach it ({left_out:,} owners): "
        "nobody to compare with, so they are out. "
        if len(sizes)
        else ""
    )
    return (
        f"{alone}Of the {kept['reached'].sum():,} others who reach the threshold more stay: "
        f"{said(gap_within(kept))}. The same owners, within companies of one size: "
        f"{said(gap_within(kept, ['size']))}."
    )


def coin_said(stayed: pd.Series, lift: float = 0.05, weeks: float = 48) -> str:
    """Say what an experiment would take that shows whether inviting makes owners stay.

    Parameters
    ----------
    stayed : Series of bool
        Of the owners as they are.
    lift : float
        The effect that would be worth the work, a fraction.
    weeks : float
        In how many weeks these owners came.
    """
    rate = float(stayed.mean())
    arm = sample_size(rate, rate + lift)
    return (
        f"Let a coin decide which new owner is asked to invite, and compare **all** who were asked with "
        f"all who were not. To see {100 * lift:.0f} points on {rate:.0%} takes {arm:,.0f} owners a side: "
        f"{2 * arm / (len(stayed) / weeks):.0f} weeks of new owners."
    )
