"""What lesson 7 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd

from course_utils.exercises.claims import claim
from course_utils.lessons import metrics as explore
from course_utils.lessons.metrics.suspects import cases
from course_utils.toolkit import metrics

EXCEPT = {
    "The stickiness of June 2026 among owners": "says what is to be computed",
    "For each, find the suspect": "says what is to be done",
    "The executive team wants one number": "part of the story, not a finding",
    "Inputs lead": "a definition of leading and lagging",
    "users log in ten times a day or more": "how robots are defined, with a computed number",
    "Counting them as failures": "follows from counting, whatever the data",
    "Nobody was assigned onboarding at random": "how onboarding was given, told to the learner",
    "guided less classic, second quarter, within plan and channel": "names a computed line",
    "The reporting team asks": "part of the story, not a finding",
    "An NPS is a difference of two shares": "follows from the formula of the variance",
    "the quarter's rates within channels fall": "a rule, not a finding",
    "Code and Code within 168 h": "a definition in a table",
    "Ceiling of a plan": "a formula on the card",
    "input . teams with a task": "a definition in a table",
    "the coin, read once": "a rule, not a finding",
    "So nobody splits the coin's people": "a rule, not a finding",
    "Read once, on F15's day": "a rule, not a finding",
    "Its guardrail counts all people": "a rule, not a finding",
    "A colleague has split its people": "part of a made-up story, not a finding",
    "guardrail, user": "a definition in a table",
    "What the proposal hangs on has its own number": "introduces a computed sentence",
    "De Haan, Verhoef and Wiesel": "what a cited publication found",
    "After a launch": "a definition of performance tracking",
    "Put the rules on one page": "an instruction to the learner",
    "North Star . teams that finish work": "a definition in a table",
    "168 h; sign-ups whose 168 h are over": "a definition in a table",
    "a week, people only": "a definition in a table",
    "owners at the checkout": "a definition in a table",
    "guardrail, technical": "a definition in a table",
}


@lru_cache(maxsize=1)
def _quarters(source):
    users, accounts, events = map(source.table, ("users", "accounts", "events"))
    real, humans = explore.people(users, events)
    return [
        explore.sign_ups(real, accounts, humans, *span)
        for span in (("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01"))
    ]


@claim
def board_fell(users, events, surveys):
    """The activation rate as the board has it fell in the second quarter."""
    line = explore.board(users, events, surveys).loc["Activation rate"]
    return bool(line["Q2"] < line["Q1"])


@claim
def two_tell_most(users, events):
    """Teams in which two people complete a task are told apart most clearly, by who stays."""
    table = explore.candidates(*explore.people(users, events))
    return bool(table["apart"].idxmax() == "two people complete a task") and bool(
        table["share"].iloc[0] > 0.95
    )


@claim
def size_takes_the_lead(users, events):
    """Among teams of equally many active people the leader keeps less than half, and leads nobody.

    No lead that is left is larger than its margin.
    """
    table = explore.candidates(*explore.people(users, events))
    best = table.loc["two people complete a task"]
    rivals = table.drop(index=best.name)["apart_equal"]
    return bool(best["apart_equal"] < best["apart"] / 2) and bool(
        best["apart_equal"] - best["margin_equal"] < rivals.max()
    )


@claim
def checkout_is_the_leak(users, events):
    """Fewer than half of the owners with a project open the checkout, and most who do upgrade."""
    real, humans = explore.people(users, events)
    autumn = explore.between(real, "2025-10-01", "2026-01-01", at="signed_up_at")
    owners = autumn.loc[autumn["role"] == "owner", "user_id"]
    steps = ["signed_up", "project_created", "checkout_started", "plan_upgraded"]
    found = metrics.funnel(humans[humans["user_id"].isin(owners)], steps, window="90D")
    shares = found["from_previous"]
    return bool(shares["checkout_started"] < 0.5 < shares["plan_upgraded"])


@claim
def free_owners_stay_away(users, accounts, events):
    """Of owners with a project most on each paid plan open the checkout, and under a third on the free."""
    real, humans = explore.people(users, events)
    autumn = explore.between(real, "2025-10-01", "2026-01-01", at="signed_up_at")
    shares = explore.checkout_by_plan(autumn[autumn["role"] == "owner"], accounts, humans)
    return bool(shares["free"] < 1 / 3) and bool(shares.drop("free").min() > 0.5)


@claim
def only_owners_pay(users, events):
    """Nobody but owners starts a checkout or upgrades."""
    paid = events[events["event"].isin(["checkout_started", "plan_upgraded"])]["user_id"]
    return bool(users.set_index("user_id")["role"].reindex(paid.unique()).eq("owner").all())


@claim
def accounts_widen(source):
    """The margin by account is wider than the margin by person."""
    found = explore.activation_rate(_quarters(source)[1])
    return found.standard_error > 1.1 * found.naive_standard_error


@claim
def channel_mix_pulls_down(source):
    """By channel the mix pulls activation down; its interval stands beside it where it is said."""
    return explore.split_by(*_quarters(source), "channel").mix < 0


@claim
def partner_alone_fell(source):
    """The partners' rate fell most, and takes more of the change than all other rates together."""
    groups = explore.split_by(*_quarters(source), "channel").groups
    falls = groups["rate_after"] - groups["rate_before"]
    partner = groups.loc["partner", "rate_effect"]
    others = groups["rate_effect"].drop("partner").sum()
    return bool(falls.idxmin() == "partner") and bool(partner < 0) and bool(partner < others)


@claim
def plan_rates_fell(source):
    """By plan, the rates seem to fall."""
    return explore.split_by(*_quarters(source), "plan").rate < 0


@claim
def free_activates_least(source):
    """The free plan has the lowest activation, and most of the guided people."""
    return _free_is_least(pd.concat(_quarters(source)))


@claim
def free_stays_least(users, accounts, events):
    """The free plan has the lowest week-4 retention, and most of the guided people."""
    real, humans = explore.people(users, events)
    return _free_is_least(explore.stayers(real, accounts, humans))


def _free_is_least(signed_up):
    known = signed_up.dropna(subset="activated").astype({"activated": float})
    guided = known[known["onboarding"].astype(str) == "guided"]["plan"]
    rates = known.groupby("plan")["activated"].mean()
    return bool(rates.idxmin() == "free") and bool((guided == "free").mean() > 0.5)


@claim
def plan_misleads(source):
    """By plan, rates seem to fall by at least a point more than they do by channel."""
    one, two = _quarters(source)
    plan, channel = (explore.split_by(one, two, by) for by in ("plan", "channel"))
    return plan.rate < channel.rate - 0.01


@claim
def channel_moved_most(source):
    """The shares of channels moved furthest beyond chance of six dimensions, their rates 20 points apart.

    And chance moves the shares of countries furthest.
    """
    dimensions = ["channel", "plan", "size", "onboarding", "platform", "country"]
    table = explore.moved_shares(*_quarters(source), dimensions)
    beyond = table["moved"] - table["by_chance"]
    return (
        bool(beyond.idxmax() == "channel")
        and bool(beyond["channel"] > 0)
        and bool(table["by_chance"].idxmax() == "country")
        and bool(table.loc["channel", "apart"] > 0.2)
    )


@claim
def paid_search_grew(source):
    """Paid search gained share, and in both quarters its people activate least."""
    groups = explore.split_by(*_quarters(source), "channel").groups
    grew = (
        groups.loc["paid_search", "share_after"] > 1.5 * groups.loc["paid_search", "share_before"]
    )
    least = [groups[f"rate_{when}"].idxmin() == "paid_search" for when in ("before", "after")]
    return bool(grew) and all(least)


@claim
def headline_has_a_date(source):
    """Both parts of the headline part best in the second quarter, far more than a year before."""
    users, accounts, events = map(source.table, ("users", "accounts", "events"))
    real, humans = explore.people(users, events)
    holds = []
    for frame in explore.headline_months(real, accounts, humans).values():
        first = explore.begins(frame["now"], frame["people"])
        early = frame.index < first
        now, last = (
            abs(frame.loc[early, when].mean() - frame.loc[~early, when].mean())
            for when in ("now", "a year before")
        )
        holds.append(str(first.date()) in ("2026-04-01", "2026-05-01") and now > 2 * last)
    return all(holds)


@claim
def guided_wins_in_every_plan(source):
    """In every plan guided onboarding activates more people, and overall fewer, than the classic one."""
    both = pd.concat(_quarters(source))
    found = metrics.simpson(both, outcome="activated", group="onboarding", stratum="plan")
    return found.reversal and bool((found.within["guided"] > found.within["classic"]).all())


@claim
def star_grows(users, events):
    """More teams finish work in the second quarter's weeks than in those of the first."""
    real, humans = explore.people(users, events)
    weeks = explore.finishing_teams(real, humans, "2026-01-05", "2026-06-29")["teams"]
    return bool(weeks.iloc[12:].mean() > weeks.iloc[:12].mean())


@claim
def partners_fell_without_guided(source):
    """The partners' classic people activated at least 8 points less in the second quarter."""
    rates = []
    for frame in _quarters(source):
        theirs = frame[frame["channel"] == "partner"].dropna(subset="activated")
        classic = theirs[theirs["onboarding"].astype(str) == "classic"]
        rates.append(classic["activated"].astype(float).mean())
    return bool(rates[1] < rates[0] - 0.08)


@claim
def guided_leads_within(source):
    """Within plan and channel guided people activate more: both quarters, and over both clearly."""
    one, two = _quarters(source)
    gaps = [explore.guided_within(frame) for frame in (one, two, pd.concat([one, two]))]
    return all(gap.estimate > 0 for gap in gaps) and gaps[-1].low > 0


@claim
def target_is_in_reach(source):
    """Guided onboarding on the paid plans too, which the target names, could give over its 3 points.

    Outside the partners, at the first quarter's mix of channels and at the half-year's.
    """
    one, two = (frame[frame["channel"] != "partner"] for frame in _quarters(source))
    half = pd.concat([one, two])
    return all(explore.extended_gain(half, mix).estimate > 0.03 for mix in (None, one))


@claim
def guided_has_an_alibi(source):
    """Shares of guided people lie within 12 points of each other, and activation held at the start."""
    users, accounts, events = map(source.table, ("users", "accounts", "events"))
    real, humans = explore.people(users, events)
    autumn = explore.sign_ups(real, accounts, humans, "2025-10-01", "2026-01-01")
    one, two = _quarters(source)
    guided = [(frame["onboarding"].astype(str) == "guided").mean() for frame in (one, two)]
    rates = [explore.activation_rate(frame).estimate for frame in (autumn, one)]
    return bool(abs(guided[1] - guided[0]) < 0.12) and rates[1] > rates[0] - 0.01


@claim
def one_platform(events):
    """Views sent twice come from one platform, since one date in the second quarter."""
    reports = metrics.deduplicate(events).query("event == 'report_viewed'")
    counts = explore.sent_twice(reports).groupby("platform", observed=False).size()
    return bool(counts.max() > 0.95 * counts.sum())


@claim
def most_are_silent(surveys):
    """In the second quarter fewer than half answered an NPS, by e-mail not half as many as in the app."""
    asked = surveys[surveys["survey"] == "nps"]
    second = explore.between(asked, "2026-04-01", "2026-07-01", at="asked_at")
    answered = second["score"].notna().groupby(second["channel"].astype(str)).mean()
    return bool(
        second["score"].notna().mean() < 0.5 and answered["email"] < 0.5 * answered["in_app"]
    )


@claim
def newcomers_leave(users, events):
    """Of May's newcomers half as many again or more are gone in June as of those from before April."""
    gone = explore.gone_by_tenure(*explore.people(users, events))["gone"]
    return bool(gone["this month"] > 1.5 * gone["before"])


@lru_cache(maxsize=1)
def _owners(source):
    users, accounts, events = map(source.table, ("users", "accounts", "events"))
    real, humans = explore.people(users, events)
    owners = real[real["role"] == "owner"]
    invites, stayed = explore.first_week(owners, humans, "teammate_invited")
    team = owners.set_index("user_id")["account_id"]
    best = metrics.activation_threshold(invites, stayed, coverage=0.5)
    table = {
        "size": team.map(accounts.set_index("account_id")["size"]),
        "reached": invites >= best.actions,
        "stayed": stayed,
    }
    return invites, stayed, pd.DataFrame(table).dropna()


@claim
def large_teams_do_both(source):
    """Owners in large companies reach the threshold more often than in small ones, and stay more."""
    _, _, table = _owners(source)
    kept = table.astype({"reached": float, "stayed": float})
    means = kept.groupby("size", observed=True)[["reached", "stayed"]].mean()
    return bool((means.loc["large"] > means.loc["small"]).all())


@claim
def threshold_follows_coverage(source):
    """The more of those who stay shall reach it, the lower the threshold."""
    invites, stayed, _ = _owners(source)
    found = [
        metrics.activation_threshold(invites, stayed, coverage=coverage).actions
        for coverage in (0.7, 0.5, 0.3)
    ]
    return found[0] < found[1] < found[2]


@claim
def aha_shrinks(source):
    """Of the same owners, the advantage within companies of one size is at most two thirds as large."""
    _, _, table = _owners(source)
    kept = explore.comparable(table, ["size"])
    overall, size = (explore.gap_within(kept, by) for by in ([], ["size"]))
    return overall.low > 0 and size.estimate < overall.estimate * 2 / 3


@claim
def guided_would_gain(source):
    """Guided onboarding for everybody would be over 2 points above what is, and below three quarters."""
    two = _quarters(source)[1]
    reach = explore.reachable(two)
    return explore.activation_rate(two).estimate + 0.02 < reach.estimate and reach.high < 0.7


@claim
def plan_alone_flatters(source):
    """By plan alone and over the half-year the ceiling reads at least a point too high."""
    one, two = _quarters(source)
    flattering = explore.reachable(pd.concat([one, two]), two, by=["plan"])
    return flattering.estimate > explore.reachable(two).estimate + 0.01


@claim
def mix_pulls_logins_down(source):
    """With the mix of channels held, logins for each person read higher since April."""
    users, accounts, events = map(source.table, ("users", "accounts", "events"))
    real, humans = explore.people(users, events)
    moved = explore.work_moved(real, accounts, humans)["logins a person"]
    return bool(moved["held"].estimate > moved["raw"].estimate)


@claim
def mix_pulls_retention_down(users, accounts, events):
    """With the channels' shares of a year ago, week-4 retention reads higher than it does."""
    real, humans = explore.people(users, events)
    spring = [(f"{year}-03-01", f"{year}-06-01") for year in (2025, 2026)]
    moved = explore.week_four_moved(real, accounts, humans, *spring)
    return bool(moved["held"].estimate > moved["raw"].estimate)


@claim
def cases_moved(users, accounts, events):
    """The assignment's four metrics moved as their stories say, each by another suspect."""
    found = cases(users, accounts, events, *explore.ASSIGNMENT)
    rose = {name: case.change > 0 for name, case in found.items()}
    return [name for name in rose if rose[name]] == ["paid_accounts"] and len(
        {case.culprit for case in found.values()}
    ) == len(found)


@claim
def a_year_ago_calms(users, events):
    """In 2025 the charts of work cry less often against the same week a year ago than as they are."""
    found = explore.cried_before(explore.people(users, events)[1]).mean()
    return bool(found["against a year ago"] < found["as it is"])
