"""What answers the lesson's guesses: each function returns the truth and the sentence beside it.

A click unfolds a folded cell, so no answer stands in one: all of them are computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from course_utils.lessons.metrics.evidence import REWARDS, share_of_people
from course_utils.lessons.metrics.split import activation_rate, extended_gain, reachable
from course_utils.lessons.metrics.words import (
    aha_said,
    larger_said,
    still_there,
    top,
    what_moved,
    which_differ,
)
from course_utils.toolkit import metrics
from course_utils.toolkit.common.intervals import Interval

Answer = tuple[str | float, str]


def best_candidate(candidates: pd.DataFrame) -> Answer:
    """Say which count tells most about who stays, from `evidence.candidates`."""
    best = str(candidates["apart"].idxmax())
    return best, (
        f"With it {candidates['stay_with'][best]:.0%} of the teams are there eight weeks later, "
        f"without it {candidates['stay_without'][best]:.0%}. "
        # claim: two_tell_most
        "A login tells nothing: every active team logs in, so there is nobody to compare with. Do not "
        "crown anybody yet. Large teams do more of everything and stay more often: how much of this is "
        "size?"
    )


def taken_star(candidates: pd.DataFrame, chosen: str | None) -> Answer:
    """Say which count the executive team takes, and what the learner's own choice would cost.

    Parameters
    ----------
    candidates : DataFrame
        From `evidence.candidates`.
    chosen : str or None
        One of its rows, or nothing yet.
    """
    taken = "two people complete a task"
    yours = "" if chosen in (None, taken) else f"Yours {_price(candidates, str(chosen))} "
    return taken, (
        f"{yours}Theirs {_price(candidates, taken)} One-person teams never count. They take it for what "
        "it rewards: work that is finished together is what seats are bought for. That is an opinion, "
        "and so is yours: what would have to be seen for you to give it up?"
    )


def _price(candidates: pd.DataFrame, name: str) -> str:
    row, (rewards, cheat) = candidates.loc[name], REWARDS[name]
    tells = f"tells equally large teams apart by {100 * row['apart_equal']:.0f} ± {100 * row['margin_equal']:.0f} points"
    if pd.isna(candidates["apart_equal"])[name]:
        tells = "cannot tell equally large teams apart"
    return (
        f"counts {row['share']:.0%} of the teams, with {row['people']:.0%} of the people, and {tells}. It "
        f"rewards {rewards}; the cheat: {cheat}."
    )


def people_in_the_record(clean: pd.DataFrame, humans: pd.DataFrame) -> Answer:
    """Say what share of the rise in logins is people."""
    return share_of_people(clean, humans), (
        "The rest are users who log in by day and by night, and do nothing else."
    )


def who_could_pay(everybody: pd.DataFrame, owners: pd.DataFrame) -> Answer:
    """Say what share starts a checkout once only those are counted who can pay.

    Parameters
    ----------
    everybody, owners : DataFrame
        From `metrics.funnel`.
    """
    return float(owners["from_previous"]["checkout_started"]), (
        f"Of everybody it is {everybody['from_previous']['checkout_started']:.0%}. "
        # claim: only_owners_pay
        "Only owners can pay: every invited member who signs up makes the first funnel look worse, and "
        "nothing is broken. "
        # claim: checkout_is_the_leak
        "Most owners with a project never open the checkout, and most who open it pay. Is the leak before "
        "the checkout, then? Ask once more who could have come on."
    )


def honest_margin(rate: metrics.RatioMetric) -> Answer:
    """Say by how much accounts widen a margin."""
    return rate.standard_error / rate.naive_standard_error, (
        f"{rate.rows:,} people are {rate.units:,} accounts, and people of one account do alike."
    )


def other_split(
    by_plan: metrics.KitagawaIntervals,
    by_channel: metrics.KitagawaIntervals,
    options: Sequence[str],
) -> Answer:
    """Say what a split by channel shows beside one by plan."""
    return what_moved(by_channel, options), (
        f"By plan: rates {100 * by_plan.rate.estimate:+.1f}, mix {100 * by_plan.mix.estimate:+.1f}. "
        f"By channel: rates {100 * by_channel.rate.estimate:+.1f}, "
        f"mix {100 * by_channel.mix.estimate:+.1f} points. {larger_said(by_channel)} "
        # claim: plan_misleads partner_alone_fell
        "By plan the rates seem to fall by points more than by channel, and what is left of the rates is "
        "one channel, the partners."
    )


def where_it_rose(
    doubles: pd.DataFrame, by_platform: pd.DataFrame, options: Sequence[str]
) -> Answer:
    """Say what is behind the rise of reports.

    Parameters
    ----------
    doubles : DataFrame
        From `evidence.sent_twice`.
    by_platform : DataFrame
        From `evidence.weekly_by_platform`.
    options : sequence of str
        Every platform a little, one platform a lot, a few customers.
    """
    everywhere, one, _ = options
    found = doubles.groupby("platform", observed=True).agg(
        doubles=("event_id", "count"), first=("occurred_at", "min")
    )
    risen = by_platform.iloc[-4:].mean() / by_platform.iloc[:12].mean()
    alone = risen.max() - 1 > 2 * (risen.drop(risen.idxmax()).max() - 1)
    return one if alone else everywhere, (
        f"{top(found['doubles'])} sends the same view again within a second, "
        f"since {found['first'].min():%d %B}: {found['doubles'].max():,} times. "
        # claim: one_platform
        "One platform, one start date, and each second view has an `event_id` of its own: no deduplication "
        "catches it. That is not a success; it is a release."
    )


def which_gap(quarter: Interval, channels: Interval, options: Sequence[str]) -> Answer:
    """Say which NPS gaps are larger than chance would make them."""
    return which_differ(quarter, channels, options), (
        f"Quarter to quarter, in the app: {quarter.estimate:+.1f} ± {quarter.margin:.1f} points. "
        f"In the app against e-mail: {channels.estimate:+.1f} ± {channels.margin:.1f} points."
    )


def among_alike(owners: pd.DataFrame, options: Sequence[str]) -> Answer:
    """Say how those stay who reach the threshold, among owners of companies alike in size."""
    # claim: aha_shrinks large_teams_do_both
    return still_there(owners, options), aha_said(
        owners
    ) + " Large companies invite more and stay more."


def ceiling_of_the_plan(half: pd.DataFrame, quarter: pd.DataFrame) -> Answer:
    """Say what activation would be if everybody got guided onboarding.

    Parameters
    ----------
    half, quarter : DataFrame
        `sign_ups` of the half-year, and of its second quarter.
    """
    reach = reachable(quarter)
    gain = extended_gain(quarter)
    by_plan_alone = reachable(half, quarter, by=["plan"]).estimate
    return reach.estimate, (
        f"From {reach.low:.1%} to {reach.high:.1%}, by account; it is "
        f"{activation_rate(quarter).estimate:.1%} now. "
        # claim: guided_would_gain
        "The plan gives something, and stays far below three quarters. "
        f"On the paid plans alone it gives {100 * gain.estimate:.1f} points, give or take "
        f"{100 * gain.margin:.1f}; kept as it is, none. "
        # claim: plan_alone_flatters
        f"Half a year's guided people, by plan alone, would promise {by_plan_alone:.1%}: too much."
    )


def what_moved_activation(
    by_channel: metrics.KitagawaIntervals, channels: metrics.Kitagawa, options: Sequence[str]
) -> Answer:
    """Say what was behind the fall of the activation rate.

    Parameters
    ----------
    by_channel, channels : KitagawaIntervals, Kitagawa
        The split by channel, with intervals and with its groups.
    options : sequence of str
        Onboarding, other people (alone or not), wrong counting, nothing.
    """
    onboarding, others, _, nothing = options
    only_rates = by_channel.mix.covers(0) and not by_channel.rate.covers(0)
    truth = onboarding if only_rates else others
    if by_channel.total.covers(0):
        truth = nothing
    groups = channels.groups.astype(float)
    before, now = (groups[f"share_{when}"]["paid_search"] for when in ("before", "after"))
    return truth, (
        f"Paid search went from {before:.0%} to {now:.0%} of the new people. Mix of channels: "
        f"{100 * by_channel.mix.estimate:+.1f} points, {100 * by_channel.mix.low:+.1f} to "
        f"{100 * by_channel.mix.high:+.1f}. Rates within channels: "
        f"{100 * by_channel.rate.estimate:+.1f} points, {100 * by_channel.rate.low:+.1f} to "
        f"{100 * by_channel.rate.high:+.1f}, and of that "
        f"{100 * groups['rate_effect']['partner']:+.1f} are the partners. {larger_said(by_channel)}"
    )
