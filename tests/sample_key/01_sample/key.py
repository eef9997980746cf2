"""A key with every form of answer, on a company that the tests can make in a moment."""

from __future__ import annotations

import random

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

OBJECTIVES = {
    "count": "Count users and describe them with shares and scores",
    "judge": "Judge what a number is good for",
    "build": "Build tables, queries and functions",
    "write": "Write a page that leads to a decision",
}


@exercise(Number("count"), points=1, objective="count")
def people(users):
    """How many users are there?"""
    return len(users)


@people.mistake("This counts accounts; one account has several users.")
def _(users):
    return users["account_id"].nunique()


people.hints("What is one row of `users`?", "`len(users)`")


@exercise(Number("fraction", tolerance=0.001), points=2, objective="count")
def share_guided(users):
    """Which share of users met the guided onboarding?"""
    return (users["onboarding"] == "guided").mean()


@share_guided.mistake("This is the share of the others.")
def _(users):
    return (users["onboarding"] != "guided").mean()


@share_guided.mistake("This is guided over classic; a share has everybody below the line.")
def _(users):
    return (users["onboarding"] == "guided").sum() / (users["onboarding"] != "guided").sum()


share_guided.hints("What stands below the line?", "All users do.", "The mean of a comparison")


@exercise(Number("points", tolerance=0.05), points=1, objective="count")
def score_nps(surveys):
    """The net promoter score of all answers, in points."""
    scores = surveys["score"].dropna()
    return 100 * ((scores >= 9).mean() - (scores <= 6).mean())


@score_nps.mistake("This is the mean score; the NPS is promoters less detractors.")
def _(surveys):
    return surveys["score"].mean()


score_nps.hints("Who is a promoter?")


@exercise(Number("USD", relative=0.01), points=1, objective="count")
def revenue(users):
    """Revenue at 9.9 USD a user."""
    return len(users) * 9.9


@revenue.mistake("This takes 12 months; one is asked.")
def _(users):
    return len(users) * 9.9 * 12


revenue.hints("Price times quantity")


@exercise(
    Choice({"a": "Registered users", "b": "Weekly active teams", "c": "Page views"}),
    points=1,
    objective="judge",
)
def north_star():
    """Which of these is a North Star?"""
    return "b"


north_star.mistake("This only ever grows: a vanity metric.", "a")
north_star.hints("Which of them can fall?")


@exercise(
    Choices(["speed", "crashes", "logo", "tickets"], partial=True), points=2, objective="judge"
)
def guardrails():
    """Which are guardrails?"""
    return {"speed", "crashes", "tickets"}


guardrails.mistake("Tickets tell about harm as well.", {"speed", "crashes"})
guardrails.hints("What must not get worse?")


@exercise(Ranking(["visit", "sign up", "activate", "pay"]), points=2, objective="judge")
def order(users):
    """Order the steps of the funnel."""
    return ["visit", "sign up", "activate", "pay"]


order.mistake(
    "Nobody pays before the product works for them.", ["visit", "sign up", "pay", "activate"]
)
order.hints("What comes first?")


@exercise(Table(keys="platform", tolerance=0.001, partial=True), points=3, objective="build")
def by_platform(users):
    """Users and the share of guided ones by platform."""
    users = users.assign(guided=users["onboarding"] == "guided")
    grouped = users.groupby("platform").agg(users=("user_id", "size"), guided=("guided", "mean"))
    return grouped.reset_index()


@by_platform.mistake("These are the numbers of guided users; shares are asked.")
def _(users):
    users = users.assign(guided=users["onboarding"] == "guided")
    grouped = users.groupby("platform").agg(users=("user_id", "size"), guided=("guided", "sum"))
    return grouped.reset_index()


by_platform.hints("Group by platform")


@exercise(Table(ordered=True), points=1, objective="build")
def by_month(users):
    """New users by month, the latest month first."""
    months = users["signed_up_at"].dt.strftime("%Y-%m")
    counts = months.value_counts().sort_index(ascending=False)
    return pd.DataFrame({"month": counts.index, "users": counts.to_numpy()})


@by_month.mistake("The earliest month stands first here.")
def _(users):
    counts = users["signed_up_at"].dt.strftime("%Y-%m").value_counts().sort_index()
    return pd.DataFrame({"month": counts.index, "users": counts.to_numpy()})


by_month.hints("Sort descending")


@exercise(Query(tolerance=0.001), points=2, objective="build")
def roles():
    """Users by role."""
    return "select role, count(*) as users, count(*) / sum(count(*)) over () as share from users group by role"


@roles.mistake("Members only: the other roles are missing.")
def _():
    return "select role, count(*) as users, 1.0 as share from users where role = 'member' group by role"


roles.hints("`group by role`")


def cases(seed):
    random_numbers = random.Random(seed)
    while True:
        yield ([random_numbers.randint(0, 10) for _ in range(random_numbers.randint(1, 30))],)


@exercise(
    Function(Number("points", tolerance=0.01), cases=cases, partial=True),
    points=3,
    objective="build",
)
def net_promoter(scores):
    """Write the NPS as a function of a list of scores."""
    if not scores:
        raise ValueError("no scores")
    return 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)


@net_promoter.mistake("A 6 is a detractor too.")
def _(scores):
    return 100 * (sum(s >= 9 for s in scores) - sum(s < 6 for s in scores)) / len(scores)


net_promoter.hints("Promoters less detractors")


@exercise(
    Written(
        [
            Criterion("Decision", 60, {4: "one decision, dated", 2: "a wish"}),
            Criterion("Noise", 40, {4: "interval shown", 2: "noise mentioned"}),
        ],
        {2: "We should look into it.", 4: "Roll back on Friday unless the interval excludes 0."},
        words=200,
    ),
    points=10,
    objective="write",
)
def memo():
    """Write the page."""
    return None


memo.hints("Begin with the decision.")
