"""Key of lesson 7: the right answer of each exercise, the mistakes real people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, spans with their start and without
their end, each event once, robots out unless the exercise hands in raw tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Function,
    Number,
    Query,
    Ranking,
    Table,
    Written,
    exercise,
)
from course_utils.toolkit import metrics

OBJECTIVES = {
    "north_star": "Define a North Star with input metrics and guardrails.",
    "compute": "Compute daily, weekly and monthly active users, stickiness, activation, ordered funnels, NPS and CSAT, with intervals.",
    "decompose": "Decompose a change into rate and mix.",
    "signal": "Distinguish signal from noise on a control chart.",
    "target": "Set a target that is specific, dated and resistant to gaming.",
    "diagnose": "Diagnose a falling KPI in four queries.",
}

TODAY = "2026-07-01"
STEPS = ["signed_up", "project_created", "task_added", "task_completed"]


# What several exercises start from


def span(frame: pd.DataFrame, start: str, end: str, at: str = "occurred_at") -> pd.DataFrame:
    """Keep the rows of a span, with its start and without its end, UTC."""
    moments = frame[at]
    return frame[
        (moments >= pd.Timestamp(start, tz="UTC")) & (moments < pd.Timestamp(end, tz="UTC"))
    ]


class _Last:
    """Remembers the result for the last table it saw: one company is asked many times.

    Each call hands in a new view of the same table, so tables are told apart by their memory.
    """

    def __init__(self, work: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        self.work = work
        self.ids: Any = None
        self.result: Any = None

    def __call__(self, events: pd.DataFrame) -> pd.DataFrame:
        ids = events["event_id"].to_numpy()
        same = (
            self.ids is not None and len(ids) == len(self.ids) and np.shares_memory(ids, self.ids)
        )
        if not same:
            self.ids, self.result = ids, self.work(events)
        return self.result


@_Last
def once(events: pd.DataFrame) -> pd.DataFrame:
    """Keep each event once."""
    return metrics.deduplicate(events)


def robots(events: pd.DataFrame) -> pd.Index:
    """Find users who since April only log in, ten times or more on an average active day."""
    spring = events[events["occurred_at"] >= pd.Timestamp("2026-04-01", tz="UTC")]
    busy = spring.loc[spring["event"] != "session_started", "user_id"].unique()
    spring = spring[~spring["user_id"].isin(busy)]
    days = spring["occurred_at"].dt.floor("D").groupby(spring["user_id"]).nunique()
    logins = spring.groupby("user_id").size()
    return logins.index[logins >= 10 * days]


@_Last
def human(events: pd.DataFrame) -> pd.DataFrame:
    """Keep each event once, and leave the robots out."""
    clean = once(events)
    return clean[~clean["user_id"].isin(robots(clean))]


# 1. Goals


@exercise(
    Choice(
        {
            "sign_ups": "people who ever signed up",
            "revenue": "monthly recurring revenue",
            "minutes": "minutes in the product per user",
            "teams": "teams in which at least two people completed a task this week",
            "nps": "net promoter score",
        }
    ),
    points=2,
    objective="north_star",
)
def north_star():
    """Which number stands on top of Kitewell's KPI tree."""
    return "teams"


north_star.mistake(
    "A running total can only rise. It would have risen through any disaster, so it cannot warn you.",
    "sign_ups",
)


north_star.mistake(
    "Revenue is what Kitewell gets, not what its users get, and it lags: when it falls, the cause is "
    "months old. Keep it in the tree, above or beside the North Star.",
    "revenue",
)


north_star.mistake(
    "More minutes can mean more value or more confusion. A planning tool that saves time would look "
    "worse by this number.",
    "minutes",
)


north_star.mistake(
    "It is an opinion of the few who answer, asked now and then, with a wide margin. Watch it as a "
    "guardrail; it cannot steer a week.",
    "nps",
)


north_star.hints(
    "What has to happen in a week for a customer to say that Kitewell was worth it?",
    "Test each option twice. Can it fall when users get less? Does it count what users get, before "
    "the money moves?",
    "It is the only one that counts people finishing work together, week by week.",
)


@exercise(
    Choices(
        {
            "retention": "share of activated users who are active in their fourth week",
            "tickets": "support tickets per 100 new users",
            "failures": "share of sign-up requests that end in an error",
            "activation": "share of new users who activate within 7 days",
            "checklist": "share of new users who open the onboarding checklist",
            "views": "page views since the product began",
        },
        partial=True,
    ),
    points=3,
    objective="north_star",
)
def guardrails():
    """Which numbers guard a push for more activation."""
    return {"retention", "tickets", "failures"}


guardrails.mistake(
    "You named the guardrails of users and left out the technical one. A push can also break the "
    "product.",
    {"retention", "tickets"},
)


guardrails.mistake(
    "The number that you push cannot guard itself. A guardrail is what could get worse while it "
    "rises.",
    {"retention", "tickets", "failures", "activation"},
)


guardrails.mistake(
    "Opening the checklist is an input: it is a lever of this very push, and it leads activation. A "
    "guardrail is what the push could harm.",
    {"retention", "tickets", "failures", "checklist"},
)


guardrails.hints(
    "Imagine that the push succeeds in the worst possible way. Which numbers would tell you?",
    "Sort the six into: the target, an input of it, vanity, and what could be harmed. Only the last "
    "are guardrails.",
    "There are three: one about what happens later, one about effort, one technical.",
)


# 2. Counting


@exercise(Number("fraction", tolerance=0.0005), points=3, objective="compute")
def stickiness(events):
    """Mean daily over monthly active people in June 2026."""
    return metrics.stickiness(human(events), "2026-06")


def _daily(events: pd.DataFrame) -> tuple[pd.Series, int]:
    june = span(events, "2026-06-01", "2026-07-01")
    return (
        metrics.active_users(june, "2026-06-01", "2026-07-01"),
        int(june["user_id"].nunique()),
    )


@stickiness.mistake(
    "This leaves out the day on which nobody was active. A silent day is a day with 0 people, and "
    "June has 30 days."
)
def _(events):
    daily, monthly = _daily(human(events))
    return daily[daily > 0].mean() / monthly


@stickiness.mistake(
    "Automated users are still in it. They are active every day, so they make any product look "
    "sticky. Use `humans`."
)
def _(events):
    return metrics.stickiness(once(events), "2026-06")


@stickiness.mistake(
    "The numerator is an average of days. This takes the weeks: weekly over monthly active people."
)
def _(events):
    people = human(events)
    weekly = metrics.active_users(people, "2026-06-01", "2026-06-29", freq="W")
    return weekly.mean() / _daily(people)[1]


@stickiness.mistake(
    "This divides the busiest day by the month. Stickiness takes the mean of all days, good and bad."
)
def _(events):
    daily, monthly = _daily(human(events))
    return daily.max() / monthly


stickiness.hints(
    "Two counts of distinct people: one for each day, one for the month. How many days has June?",
    "Count distinct people per UTC day with silent days as 0, take the mean, divide by the distinct "
    "people of the month. `metrics.active_users` keeps silent days.",
    'daily = metrics.active_users(humans, "2026-06-01", "2026-07-01"), the same with freq="MS" for '
    "the month; then divide the mean of one by the only value of the other.",
)


LOGINS = """
    with raw as (
        select {distinct} event_id, user_id, event, occurred_at from events
        where occurred_at >= timestamptz '2026-04-01 00:00:00+00'
    ),
    robots as (
        select user_id from raw
        group by user_id
        having count(*) filter (where event <> 'session_started') = 0
           and count(distinct event_id)
               >= 10 * count(distinct cast(occurred_at at time zone 'UTC' as date))
    )
    select cast(date_trunc('week', occurred_at at time zone 'UTC') as date) as week,
           {count} as logins
    from raw
    where event = 'session_started' {humans}
      and occurred_at >= timestamptz '2026-04-06 00:00:00+00'
      and occurred_at < timestamptz '2026-06-29 00:00:00+00'
    group by week order by week
"""
NO_ROBOTS = "and user_id not in (select user_id from robots)"


@exercise(Query(columns=("week", "logins"), keys=("week",)), points=5, objective="diagnose")
def weekly_logins():
    """Logins of people in each of twelve weeks, each event once."""
    return LOGINS.format(distinct="distinct", count="count(*)", humans=NO_ROBOTS)


@weekly_logins.mistake(
    "Some logins are counted twice. A phone that retries sends the same `event_id` again."
)
def _():
    return LOGINS.format(distinct="", count="count(*)", humans=NO_ROBOTS)


@weekly_logins.mistake(
    "The robots are still logging in. Leave out the users that the rule describes."
)
def _():
    return LOGINS.format(distinct="distinct", count="count(*)", humans="")


@weekly_logins.mistake(
    "This counts people, that is weekly active users. Somebody who logs in five times in a week has "
    "five logins."
)
def _():
    return LOGINS.format(distinct="distinct", count="count(distinct user_id)", humans=NO_ROBOTS)


@weekly_logins.mistake(
    "Robots and repeats are both still in it: this is the number on the board, and that one is wrong."
)
def _():
    return LOGINS.format(distinct="", count="count(*)", humans="")


weekly_logins.hints(
    "Build it in steps: each login once, then the list of robots, then the count without them.",
    "A `with` clause for each step. First `select distinct` of the logins, so that a repeat goes. "
    "Then, of the users who have no other event, keep those with ten logins a day or more. Then "
    "count the logins of everybody else by week.",
    "with logins as (select distinct event_id, user_id, occurred_at at time zone 'UTC' as utc from "
    "events where event = ... and occurred_at >= ...), people as (select user_id from events where "
    "event <> ... and occurred_at >= ...), robots as (select user_id from logins where user_id not "
    "in (select user_id from people) group by user_id having count(*) >= 10 * count(distinct "
    "cast(utc as date))) select cast(date_trunc('week', utc) as date) as week, count(*) as logins "
    "from logins where user_id not in (select user_id from robots) and ... group by week",
)


def _newest(users: pd.DataFrame) -> pd.DataFrame:
    return span(users, "2026-06-01", TODAY, "signed_up_at")


def _counted(table: pd.DataFrame) -> pd.DataFrame:
    return table[["eligible", "activated", "rate"]].reset_index(drop=True)


@exercise(
    Table(columns=("eligible", "activated", "rate"), tolerance={"rate": 0.0005}, partial=True),
    points=3,
    objective="compute",
)
def june_activation(users, events):
    """Activation of the sign-ups of June 2026 whose 168 hours are over."""
    return _counted(metrics.activation(_newest(users), once(events), as_of=TODAY))


@june_activation.mistake(
    "People whose 168 hours are not over are among the eligible, as failures. They have no verdict "
    "yet: leave them out."
)
def _(users, events):
    return _counted(metrics.activation(_newest(users), once(events), as_of="2026-07-09"))


@june_activation.mistake(
    "There is no window in this: it counts people who got there at any time. Older sign-ups had "
    "longer to do so."
)
def _(users, events):
    new = _newest(users)
    mature = new[new["signed_up_at"] + pd.Timedelta("7D") <= pd.Timestamp(TODAY, tz="UTC")]
    return _counted(metrics.activation(mature, once(events), as_of="2027-07-09", window="365D"))


@june_activation.mistake(
    "Creating a project is only half of the definition. An activated user has also completed a task."
)
def _(users, events):
    steps = ["project_created"]
    return _counted(metrics.activation(_newest(users), once(events), as_of=TODAY, steps=steps))


june_activation.hints(
    "Who can already be judged on 1 July, and who cannot?",
    "Eligible: sign-ups whose 168 hours ended by the extract. Activated: those of them with both "
    "events within 168 hours. `metrics.activation` returns both, and how many it left out.",
    "Filter `users` to the month, then metrics.activation(those, events, as_of=TODAY) and keep three "
    "of its columns.",
)


def _cohort_events(users: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    cohort = span(users, "2026-04-01", "2026-06-01", "signed_up_at")
    clean = once(events)
    return clean[clean["user_id"].isin(cohort["user_id"])]


def _steps(table: pd.DataFrame) -> pd.DataFrame:
    return table["count"].rename("users").reset_index()


@exercise(Table(columns=("step", "users"), keys=("step",)), points=4, objective="compute")
def onboarding_funnel(users, events):
    """People of April and May who came through the steps in order within 14 days."""
    return _steps(metrics.funnel(_cohort_events(users, events), STEPS, window="14D"))


@onboarding_funnel.mistake(
    "Each step is counted on its own here. Somebody who completes a task in a colleague's project "
    "appears in the last step without the second. Follow the same people, in order."
)
def _(users, events):
    return _steps(metrics.funnel(_cohort_events(users, events), STEPS, count="unordered"))


@onboarding_funnel.mistake(
    "The order is right and the window is missing. Give everybody the same 14 days."
)
def _(users, events):
    return _steps(metrics.funnel(_cohort_events(users, events), STEPS))


@onboarding_funnel.mistake("This counts events, not people: one person may add fifty tasks.")
def _(users, events):
    return _steps(metrics.funnel(_cohort_events(users, events), STEPS, count="events"))


onboarding_funnel.hints(
    "The same people, in the same order, for the same time. Which of the three is missing in yours?",
    "Keep the events of the cohort's users only, then use metrics.funnel with steps and a window. "
    "Rename its column and turn its index into a column.",
    'metrics.funnel(theirs, steps, window="14D")["count"].rename("users").reset_index()',
)


def _use(events: pd.DataFrame) -> pd.DataFrame:
    june = span(human(events), "2026-06-01", "2026-07-01")
    return pd.DataFrame(
        {
            name: june[june["event"] == event].groupby("user_id").size()
            for name, event in (("comments", "comment_added"), ("logins", "session_started"))
        }
    ).fillna(0)


@exercise(Number("comments a login", tolerance=0.0005), points=3, objective="compute")
def comments_per_login(events):
    """Comments for each login in June 2026, over all people together."""
    use = _use(events)
    return use["comments"].sum() / use["logins"].sum()


@comments_per_login.mistake(
    "This is the mean of the people's ratios. Somebody with one login weighs as much as somebody with "
    "forty. Sum first, then divide."
)
def _(events):
    use = _use(events)
    use = use[use["logins"] > 0]
    return (use["comments"] / use["logins"]).mean()


@comments_per_login.mistake("This is upside down: logins for each comment.")
def _(events):
    use = _use(events)
    return use["logins"].sum() / use["comments"].sum()


comments_per_login.hints(
    "What weighs the same in the answer: a person or a login?",
    "Count the comments of everybody, count the logins of everybody, and divide once.",
    'june["event"].value_counts() holds both numbers.',
)


# 3. Rate and mix


def _by_channel(
    users: pd.DataFrame, events: pd.DataFrame, accounts: pd.DataFrame, as_of: str = TODAY
) -> tuple[pd.DataFrame, pd.DataFrame]:
    channel = accounts.set_index("account_id")["channel"]
    sides = []
    for start, end in (("2026-01-01", "2026-04-01"), ("2026-04-01", TODAY)):
        new = span(users, start, end, "signed_up_at")
        new = new.assign(channel=new["account_id"].map(channel).astype(str))
        sides.append(metrics.activation(new, once(events), as_of=as_of, by="channel"))
    return sides[0], sides[1]


def _effects(before: pd.DataFrame, after: pd.DataFrame, **options: Any) -> pd.DataFrame:
    groups = metrics.kitagawa(before, after, **options).groups
    return groups[["rate_effect", "mix_effect"]].rename_axis("channel").reset_index()


@exercise(
    Table(
        columns=("channel", "rate_effect", "mix_effect"),
        keys=("channel",),
        tolerance=0.00001,
        partial=True,
    ),
    points=5,
    objective="decompose",
)
def rate_and_mix(users, events, accounts):
    """Kitagawa's split of the change in activation by channel."""
    return _effects(*_by_channel(users, events, accounts))


@rate_and_mix.mistake(
    "The people whose 168 hours are not over count as failures here, so every channel's rate seems "
    "to fall. Leave them out."
)
def _(users, events, accounts):
    return _effects(*_by_channel(users, events, accounts, as_of="2026-07-09"))


@rate_and_mix.mistake(
    "The signs are turned round: this goes from the second quarter back to the first."
)
def _(users, events, accounts):
    before, after = _by_channel(users, events, accounts)
    return _effects(after, before)


@rate_and_mix.mistake(
    "This weighs the changed rates by the first quarter's shares only, so the order of the two "
    "changes matters. Kitagawa takes the average of both quarters."
)
def _(users, events, accounts):
    return _effects(*_by_channel(users, events, accounts), weights="before")


rate_and_mix.hints(
    "Two tables first: activation by channel in each quarter.",
    'metrics.activation(..., by="channel") for each quarter\'s sign-ups, then metrics.kitagawa of the '
    "two. Its .groups has one row a channel.",
    'metrics.kitagawa(then, now).groups[["rate_effect", "mix_effect"]].reset_index()',
)


@rate_and_mix.mistake(
    "The sum is right, the channels are not comparable: a growing channel below average must count "
    "against the whole. Take each rate's distance from the mean of the two overall rates."
)
def _(users, events, accounts):
    before, after = _by_channel(users, events, accounts)
    result = metrics.kitagawa(before, after).groups
    shares = result["share_after"] - result["share_before"]
    result = result.assign(mix_effect=shares * (result["rate_before"] + result["rate_after"]) / 2)
    return result[["rate_effect", "mix_effect"]].rename_axis("channel").reset_index()


# 4. Signal and noise


def _android_reports(events: pd.DataFrame) -> pd.Series:
    people = human(events)
    start, end = "2026-01-05", "2026-06-29"
    views = people[(people["event"] == "report_viewed") & (people["platform"] == "android")]
    active = metrics.active_users(people, start, end, freq="W")
    return 100 * metrics.event_counts(views, start, end, freq="W") / active


def _limits(centre: float, distance: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"centre": [centre], "lower": [centre - distance], "upper": [centre + distance]}
    )


@exercise(
    Table(columns=("centre", "lower", "upper"), tolerance=0.00001, partial=True),
    points=4,
    objective="signal",
)
def limits(events):
    """XmR limits of weekly Android report views per 100 active people, 16 weeks of baseline."""
    chart = metrics.xmr(_android_reports(events), baseline=16)
    return pd.DataFrame({"centre": [chart.centre], "lower": [chart.lower], "upper": [chart.upper]})


@limits.mistake(
    "The baseline holds the weeks that you want to judge, so the jump widens its own limits. Use the "
    "first 16 weeks only."
)
def _(events):
    chart = metrics.xmr(_android_reports(events))
    return _limits(chart.centre, chart.upper - chart.centre)


@limits.mistake(
    "These are three standard deviations of the values. An XmR chart uses the moving ranges, which a "
    "shift inside the baseline does not inflate."
)
def _(events):
    values = _android_reports(events).iloc[:16]
    return _limits(values.mean(), 3 * values.std())


@limits.mistake(
    "The factor 3.267 gives the limit of the moving ranges themselves. The limits of the values use "
    "2.66."
)
def _(events):
    chart = metrics.xmr(_android_reports(events), baseline=16)
    return _limits(chart.centre, chart.moving_range_limit)


limits.hints(
    "Which weeks are allowed to say what is normal?",
    "Divide the weekly views by the weekly active people, times 100. Take the first 16 weeks: their mean, "
    "and 2.66 times the mean of the absolute differences of neighbouring weeks.",
    "chart = metrics.xmr(100 * views / people, baseline=16); then a DataFrame of one row from chart.centre, "
    "chart.lower and chart.upper.",
)


DOUBLES = """
    with views as (
        select {distinct} event_id, user_id, platform, occurred_at from events
        where event = 'report_viewed'
          and occurred_at >= timestamptz '2026-04-01 00:00:00+00'
    ),
    gaps as (
        select platform, occurred_at,
               occurred_at - lag(occurred_at) over ({per} order by occurred_at, event_id) as gap
        from views
    )
    select platform, {count} as doubles,
           cast(min(occurred_at at time zone 'UTC') as date) as since
    from gaps where gap <= interval 1 second and platform is not null
    group by platform order by platform
"""


@exercise(
    Query(columns=("platform", "doubles", "since"), keys=("platform",)),
    points=5,
    objective="diagnose",
)
def double_sending():
    """Report views that follow another of the same user within one second, by platform."""
    return DOUBLES.format(distinct="distinct", per="partition by user_id", count="count(*)")


@double_sending.mistake(
    "Repeated rows are in it: the same `event_id` sent again. That is another fault, on every "
    "platform. Keep each event once before you look for this one."
)
def _():
    return DOUBLES.format(distinct="", per="partition by user_id", count="count(*)")


@double_sending.mistake(
    "This compares each view with the one before it of anybody. Two people may look at a report in "
    "the same second. Compare within a user."
)
def _():
    return DOUBLES.format(distinct="distinct", per="", count="count(*)")


@double_sending.mistake(
    "This counts the people affected. Count the extra events: that is what the chart of feature usage "
    "shows too much of."
)
def _():
    return DOUBLES.format(
        distinct="distinct", per="partition by user_id", count="count(distinct user_id)"
    ).replace("select platform, occurred_at,", "select platform, user_id, occurred_at,")


double_sending.hints(
    "What does a view look like that nobody made? Compare it with the view before it.",
    "Keep each event once. Take the time since the same user's view before with lag() over "
    "(partition by user_id order by occurred_at). Keep gaps of at most one second.",
    "with views as (select distinct event_id, user_id, platform, occurred_at from events where ...), "
    "gaps as (select *, occurred_at - lag(occurred_at) over (partition by user_id order by "
    "occurred_at, event_id) as gap from views) select platform, count(*) as doubles, "
    "cast(min(occurred_at) as date) as since from gaps where gap <= interval 1 second and ...",
)


FAULTS = {
    "blank": "events without a platform",
    "repeats": "repeated rows: a row whose event_id stood before",
    "robots": "logins of robots",
    "twice": "report views sent twice by the app, each with its own event_id",
}


def _doubled_views(events: pd.DataFrame) -> pd.DataFrame:
    views = events[events["event"] == "report_viewed"]
    views = views.sort_values(["user_id", "occurred_at"], kind="stable")
    same = views["user_id"].eq(views["user_id"].shift())
    return views[same & (views["occurred_at"].diff() <= pd.Timedelta(seconds=1))]


def _faulty(events: pd.DataFrame, start: str) -> dict[str, pd.DataFrame]:
    raw, clean = span(events, start, TODAY), span(once(events), start, TODAY)
    return {
        "blank": clean[clean["platform"].isna()],
        "repeats": raw[raw["event_id"].duplicated()],
        "robots": clean[clean["user_id"].isin(robots(once(events)))],
        "twice": _doubled_views(clean),
    }


def _by_size(faulty: dict[str, pd.DataFrame], people: bool = False) -> list[str]:
    sizes = {
        name: rows["user_id"].nunique() if people else len(rows) for name, rows in faulty.items()
    }
    return sorted(sizes, key=lambda name: -sizes[name])


@exercise(Ranking(FAULTS), points=4, objective="diagnose")
def faults(events):
    """Four faults by the number of rows they touch in the second quarter."""
    return _by_size(_faulty(events, "2026-04-01"))


@faults.mistake(
    "This ranks them by the people affected. A handful of robots makes more rows than a thousand "
    "phones: count rows."
)
def _(events):
    return _by_size(_faulty(events, "2026-04-01"), people=True)


@faults.mistake(
    "This ranks the rows of all three years. Two of the faults began this spring; the board compares "
    "quarters."
)
def _(events):
    return _by_size(_faulty(events, "2023-07-01"))


faults.hints(
    "You have met three of them with a number. Which one did nobody count yet?",
    "Second quarter only. Raw rows less distinct event_id for the repeats; of the rest count the rows "
    "without platform, those of `robots`, and your doubles.",
    "len(raw) - len(clean) for the repeats; clean['platform'].isna().sum(); "
    "clean['user_id'].isin(robots).sum(); the sum of your column doubles.",
)


# 5. Growth


WEEK = ("2026-06-22", "2026-06-29")
FLOWS = ["new", "retained", "resurrected", "churned"]


def _week(events: pd.DataFrame) -> pd.Series:
    return metrics.growth_history(events, *WEEK, freq="W").iloc[0]


def _flows(week: pd.Series) -> pd.DataFrame:
    return week[FLOWS].astype(int).to_frame().T


@exercise(Table(columns=tuple(FLOWS), partial=True), points=3, objective="compute")
def growth(events):
    """Growth accounting of the last full week of June 2026."""
    return _flows(_week(human(events)))


@growth.mistake(
    "The history starts too late: people who were here before the last weeks look new. Growth "
    "accounting needs every event since the beginning."
)
def _(events):
    return _flows(_week(span(human(events), "2026-06-15", TODAY)))


@growth.mistake("The robots are in it. They are retained every week. Use `humans`.")
def _(events):
    return _flows(_week(once(events)))


@growth.mistake(
    "Everybody who was ever here and is not here now stands under churned. Churned means: active in "
    "the week before, not in this one."
)
def _(events):
    people = human(events)
    week = _week(people)
    ever = people.loc[people["occurred_at"] < pd.Timestamp(WEEK[0], tz="UTC"), "user_id"].nunique()
    return _flows(week).assign(churned=int(ever - week["retained"] - week["resurrected"]))


growth.hints(
    "Two questions for each person: were they active in the week before? Are they active in this one?",
    "metrics.growth_history does it from the whole history of `humans`, for any span of days, weeks "
    "or months. It has one row a period and a column for each count.",
    'metrics.growth_history(humans, "2026-06-22", "2026-06-29", freq="W")[["new", ...]]',
)


@exercise(Number("ratio", tolerance=0.002), points=2, objective="compute")
def quick_ratio(events):
    """Quick ratio of the last full week of June 2026."""
    return _week(human(events))["quick_ratio"]


@quick_ratio.mistake(
    "People who came back are missing from the numerator. They fill the bucket as new ones do."
)
def _(events):
    week = _week(human(events))
    return week["new"] / week["churned"]


@quick_ratio.mistake(
    "Retained people are in the numerator. They neither fill nor empty the bucket; they are the water "
    "in it."
)
def _(events):
    week = _week(human(events))
    return week["active"] / week["churned"]


quick_ratio.hints(
    "What flows in, and what flows out?",
    "Gains are new and resurrected people. Losses are churned ones. Divide gains by losses.",
    "(new + resurrected) / churned, from the table of the exercise before.",
)


# 6. Satisfaction


def _nps_answers(surveys: pd.DataFrame, quarter: str, channel: str | None = "in_app") -> pd.Series:
    start, end = {"Q1": ("2026-01-01", "2026-04-01"), "Q2": ("2026-04-01", TODAY)}[quarter]
    asked = span(surveys[surveys["survey"] == "nps"], start, end, "asked_at")
    return asked["score"] if channel is None else asked.loc[asked["channel"] == channel, "score"]


@exercise(Number("points", tolerance=0.006), points=2, objective="compute")
def nps_in_app(surveys):
    """Net promoter score of the second quarter, in-app answers."""
    return metrics.nps(_nps_answers(surveys, "Q2"))


@nps_in_app.mistake(
    "People who did not answer are in the denominator. They said nothing, which is not a 7."
)
def _(surveys):
    scores = _nps_answers(surveys, "Q2")
    return 100 * float((scores >= 9).sum() - (scores <= 6).sum()) / len(scores)


@nps_in_app.mistake(
    "Both channels are poured together. In-app answers run higher, so their share of the answers "
    "would move the score."
)
def _(surveys):
    return metrics.nps(_nps_answers(surveys, "Q2", None))


@nps_in_app.mistake("These are the promoters alone. Net means: less the detractors, 0 to 6.")
def _(surveys):
    return 100 * float((_nps_answers(surveys, "Q2").dropna() >= 9).mean())


nps_in_app.hints(
    "Who counts: those who were asked, or those who answered?",
    "Among those who answered in the app: the share of 9 and 10, less the share of 0 to 6, times 100.",
    'Filter `surveys` to survey "nps", channel "in_app" and the quarter of asked_at, then '
    "metrics.nps(... the column score ...).",
)


@exercise(Number("points", tolerance=0.006), points=3, objective="compute")
def nps_margin(surveys):
    """Margin of the change of the in-app NPS between the quarters of 2026."""
    return metrics.nps_difference(_nps_answers(surveys, "Q1"), _nps_answers(surveys, "Q2")).margin


def _margins(surveys: pd.DataFrame) -> tuple[float, float]:
    one, two = (metrics.nps_interval(_nps_answers(surveys, quarter)) for quarter in ("Q1", "Q2"))
    return one.margin, two.margin


@nps_margin.mistake("This is the margin of one quarter's score. A change has two uncertain ends.")
def _(surveys):
    return _margins(surveys)[1]


@nps_margin.mistake(
    "The two margins are added. Independent errors partly cancel: add their squares, then take the "
    "root."
)
def _(surveys):
    return sum(_margins(surveys))


@nps_margin.mistake("This is the standard error of the change. A 95 % margin is 1.96 of them.")
def _(surveys):
    return math.hypot(*_margins(surveys)) / 1.959964


@nps_margin.mistake(
    "This margin comes from the spread of the 0 to 10 scores. The NPS is a difference of two shares; "
    "each answer counts as +100, 0 or -100."
)
def _(surveys):
    errors = [
        _nps_answers(surveys, quarter).dropna().pipe(lambda s: 10 * s.std() / math.sqrt(len(s)))
        for quarter in ("Q1", "Q2")
    ]
    return 1.959964 * math.hypot(*errors)


nps_margin.hints(
    "How uncertain is the first score? The second? What does that make of their difference?",
    "Each score's variance is (p + d - (p - d)²) / n. Variances add; margins do not. "
    "metrics.nps_difference does the sum.",
    "metrics.nps_difference(scores of January to March, scores of April to June).margin",
)


# 7. Thresholds, targets, decisions


def _cases(seed: int) -> Iterator[tuple[Any, ...]]:
    yield ([0, 1, 2, 3], [False, False, True, True], 0.8)
    rng = np.random.default_rng(seed)
    while True:
        n = int(rng.integers(12, 60))
        actions = rng.poisson(rng.uniform(0.8, 3.0), n)
        chance = 0.15 + 0.6 * (actions >= rng.integers(1, 4)) * rng.uniform(0.6, 1.0)
        stayed = rng.random(n) < chance
        coverage = float(rng.choice([0.3, 0.5, 0.6, 0.8]))
        if stayed.any() and (actions[stayed] >= 1).mean() >= coverage:
            yield actions.tolist(), stayed.tolist(), coverage


@exercise(
    Function(Number("count"), cases=_cases, visible=4, unseen=24),
    points=5,
    objective="target",
)
def aha_threshold(actions, retained, coverage):
    """The threshold with the highest retention that covers enough of those who stayed."""
    return metrics.activation_threshold(actions, retained, coverage).actions


def _by_rule(actions: list[int], retained: list[bool], coverage: float, rule: str) -> int:
    done, stayed = np.asarray(actions), np.asarray(retained, dtype=bool)
    best, value = 1, -1.0
    for k in range(1, int(done.max()) + 1):
        reached = done > k if rule == "above" else done >= k
        if not reached.any():
            continue
        covered = reached.mean() if rule == "reach" else (reached & stayed).sum() / stayed.sum()
        if rule != "any" and covered < coverage - 1e-12:
            continue
        score = stayed[reached].mean()
        if score > value + 1e-12:
            best, value = k, float(score)
    return best


@aha_threshold.mistake(
    "The coverage is not used. Without it the winner is an extreme threshold that a few enthusiasts "
    "reached."
)
def _(actions, retained, coverage):
    return _by_rule(actions, retained, coverage, "any")


@aha_threshold.mistake(
    "Coverage is taken as a share of all users. It is the share of those who stayed that reached "
    "the threshold."
)
def _(actions, retained, coverage):
    return _by_rule(actions, retained, coverage, "reach")


@aha_threshold.mistake("A user with exactly k actions has reached k. Use at least, not more than.")
def _(actions, retained, coverage):
    return _by_rule(actions, retained, coverage, "above")


aha_threshold.hints(
    "Try every k from 1 to the largest number of actions. What makes a k allowed, and what makes it "
    "good?",
    "Allowed: at least the share `coverage` of the people who stayed have k or more. Good: the share "
    "who stayed, among people with k or more. Equal: the smaller k.",
    "Loop over k; reached = [a >= k for a in actions]; skip k if the stayed among the reached, over "
    "all stayed, is below coverage; keep the k with the highest stayed-among-reached, > and not >=.",
)


@exercise(
    Choice(
        {
            "improve": "Improve activation noticeably this year.",
            "sign_ups": "Reach 10,000 sign-ups by 31 December 2026.",
            "rate": "75 % of new users activate by 31 December 2026.",
            "paired": "Of the people who sign up in November 2026, 75 % activate within 7 days by the "
            "definition of 1 July, at the channel mix of June; week-4 retention does not fall below "
            "its limits. Measured on 8 December.",
            "average": "The average of the channels' activation rates rises by 5 % in 2026.",
        }
    ),
    points=2,
    objective="target",
)
def target():
    """Which target is specific, dated and resists gaming."""
    return "paired"


target.mistake(
    "Noticeably to whom? Without a number and a day nobody can miss this target.",
    "improve",
)


target.mistake(
    "It is a number and a date, and a budget for advertising reaches it alone. It counts arrivals, "
    "not people helped.",
    "sign_ups",
)


target.mistake(
    "Close. But which new users, and by whose definition? Stop the campaign, or drop a step from the "
    "definition, and it is met with no better product.",
    "rate",
)


target.mistake(
    "An average of rates lets the smallest channel weigh as much as the largest, and 5 % may mean "
    "points or percent of a rate.",
    "average",
)


target.hints(
    "Play the villain: how would you reach each target without helping a single user?",
    "Look for five things: a number, a cohort, a date, a frozen definition, a guardrail.",
    "Only one of them fixes the mix of channels and says on which day it will be measured.",
)


@exercise(
    Choice(
        {
            "roll_back": "Roll guided onboarding back: activation fell after it came.",
            "keep": "Keep guided onboarding: rates within channels held while the mix moved to paid "
            "search. Review what the campaign's people are worth.",
            "proved": "Keep guided onboarding: the data prove that it raises activation.",
            "paid_off": "Stop paid search now: it lowered the activation rate.",
            "wait": "Wait for another quarter: two quarters are too few to say anything.",
        }
    ),
    points=2,
    objective="diagnose",
)
def verdict():
    """What to tell the executive team on Monday."""
    return "keep"


verdict.mistake(
    "It came in January, the fall came in spring, and within each plan its users do better. After is "
    "not because.",
    "roll_back",
)


verdict.mistake(
    "Nobody was given onboarding at random. The comparison within plans is evidence and not proof. "
    "Say what an experiment would add.",
    "proved",
)


verdict.mistake(
    "A lower average is not a loss. Each channel did as well as before, and there are more people. "
    "Whether they are worth their price is another question: ask it.",
    "paid_off",
)


verdict.mistake(
    "The split already answers the question that was asked. Waiting is a decision too; here it "
    "answers nothing more.",
    "wait",
)


verdict.hints(
    "What did each suspect have to do with it? Start from your table of rate and mix.",
    "Say what the data show, what they do not show, and what happens next. One option does all three.",
    "It names the mix, keeps what works, and asks about value instead of blame.",
)


# 8. The page for Monday


@exercise(
    Written(
        rubric=[
            Criterion(
                "Definitions",
                25,
                {
                    4: "Every metric can be computed from the page alone: events, users, span, clock, "
                    "what is left out. Two people would get one number.",
                    2: "Metrics are named and half defined: a formula without window, filter or who "
                    "counts. Two people would get two numbers.",
                },
            ),
            Criterion(
                "Leading, lagging, guardrails",
                25,
                {
                    4: "The North Star counts user value; inputs lead it and have owners; guardrails for "
                    "user, business and technology say what must not get worse.",
                    2: "There is a tree and some guardrail, but the North Star is activity or vanity, or "
                    "leading and lagging are labels without use.",
                },
            ),
            Criterion(
                "Intervals and noise",
                20,
                {
                    4: "Each number has its limits, margin or the words 'no change claimed'; signals are "
                    "told from noise and traced to a date or a mix; what is unknown is said.",
                    2: "One or two margins or limits appear; elsewhere arrows and adjectives stand for "
                    "evidence.",
                },
            ),
            Criterion(
                "Decision rules",
                20,
                {
                    4: "Rules of the form 'if x then y' with a threshold, an owner and a time, written "
                    "before the numbers; the decision asked for is first on the page.",
                    2: "A sound recommendation, but next steps are 'monitor', 'look into' or 'discuss': "
                    "no number would change anything.",
                },
            ),
            Criterion(
                "One page",
                10,
                {
                    4: "One page that is read in five minutes; the ask comes first; nothing could go.",
                    2: "One page by length, yet the reader has to find the point.",
                },
            ),
        ],
        words=700,
    ),
    points=40,
    objective="north_star",
)
def monday_page():
    """The KPI tree and the weekly review page."""


monday_page.hints(
    "Start with the sentence that you want them to agree to on Monday.",
    "Then the tree with definitions, what you saw with its noise, the rules, one target, what you do "
    "not know. Cite the fact sheet by line.",
    "For each rule, test it: whose number, which threshold, who acts, by when? If none of these could "
    "change anything, it is a wish.",
)
