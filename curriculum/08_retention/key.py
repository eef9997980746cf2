"""Key of lesson 8: the right answer of each exercise, the mistakes people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, the data end on 1 July 2026 at
midnight, the first payment at time 0, discounts a month.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Number,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import retention as explore
from course_utils.toolkit import metrics, retention

OBJECTIVES = {
    "build": "Build cohort tables that respect censoring.",
    "differentiate": "Differentiate N-day, bracket and unbounded retention, logo and revenue churn, GRR and NRR.",
    "estimate": "Estimate a survival curve and compare segments.",
    "project": "Project retention for people who differ, and compare with constant churn on a hold-out.",
    "calculate": "Calculate lifetime value, payback and LTV:CAC, with margin and horizon.",
    "recommend": "Recommend a retention bet with its expected value and range.",
}

TODAY = "2026-07-01"
DATES = {"start": "started_at", "end": "ended_at"}
DISCOUNT = 0.01


def of(solo: pd.DataFrame, channel: str) -> pd.DataFrame:
    """Keep the subscribers of a channel."""
    return solo[solo["channel"] == channel]


def triangle(people: pd.DataFrame) -> pd.DataFrame:
    """Count who is left, by month of start and age."""
    return retention.cohort_triangle(people, TODAY, **DATES)


def curve(people: pd.DataFrame) -> pd.DataFrame:
    """Estimate who is left, by days."""
    tenure = retention.tenures(people, TODAY, **DATES)
    return retention.kaplan_meier(tenure["days"], tenure["left"])


# Practice, in the lesson


@practice(Number("fraction", tolerance=0.0005), objective="build")
def organic_three(solo):
    """Share of organic subscribers left after three months, over cohorts that have come so far."""
    return retention.weighted_average(triangle(of(solo, "organic")))[3]


@organic_three.mistake("Cohorts that have not come to three months count as lost here.")
def _(solo):
    counts = triangle(of(solo, "organic"))
    return counts.fillna(0)[3].sum() / counts[0].sum()


@organic_three.mistake("These are the subscribers from the app store. Keep the organic ones.")
def _(solo):
    return retention.weighted_average(triangle(of(solo, "app_store")))[3]


@organic_three.mistake("This is the second month. Ages count from 0: column 3 is three months.")
def _(solo):
    return retention.weighted_average(triangle(of(solo, "organic")))[2]


@organic_three.mistake("These are the subscribers from social media. Keep the organic ones.")
def _(solo):
    return retention.weighted_average(triangle(of(solo, "social")))[3]


@organic_three.mistake("These are all channels together. Keep the organic ones.")
def _(solo):
    return retention.weighted_average(triangle(solo))[3]


@organic_three.accept("the mean of the rows: cohorts are alike in size here, as part 1 says")
def _(solo):
    return retention.cohort_rates(triangle(of(solo, "organic")))[3].mean()


@organic_three.mistake("This is the share that is gone. The question asks who is left.")
def _(solo):
    return 1 - retention.weighted_average(triangle(of(solo, "organic")))[3]


organic_three.hints(
    "Make a triangle of the channel's rows; `retention.weighted_average` gives a share by age."
)


def _members(users: pd.DataFrame) -> pd.DataFrame:
    first, last = (pd.Timestamp(day, tz="UTC") for day in ("2026-01-01", "2026-04-01"))
    spring = users[(users["signed_up_at"] >= first) & (users["signed_up_at"] < last)]
    return spring[spring["role"] == "member"]


@practice(Number("fraction", tolerance=0.0005), objective="differentiate")
def members_second_week(users, events):
    """Share of the spring's members who were active on some day from 8 to 14."""
    return retention.bracket_retention(_members(users), events, 8, 14, as_of=TODAY)["rate"].item()


ONE_DAY = "This is one day alone. A bracket takes any day of the span."


@members_second_week.mistake(ONE_DAY)
def _(users, events):
    return retention.n_day_retention(_members(users), events, 14, as_of=TODAY)["rate"].item()


@members_second_week.mistake(ONE_DAY)
def _(users, events):
    return retention.n_day_retention(_members(users), events, 8, as_of=TODAY)["rate"].item()


@members_second_week.mistake("This counts day 8 or any later day, so it never closes.")
def _(users, events):
    return retention.unbounded_retention(_members(users), events, 8, as_of=TODAY)["rate"].item()


members_second_week.hints("Filter `spring` by `role`, and give `bracket_retention` both days.")


def _quarter(subscriptions: pd.DataFrame) -> retention.RevenueRetention:
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2026-04-01", TODAY))
    return retention.revenue_retention(before, after)


@practice(Number("fraction", tolerance=0.0005), objective="differentiate")
def lost_in_a_year(subscriptions):
    """Share of accounts that a year loses at the pace of the second quarter of 2026."""
    return 1 - (1 - _quarter(subscriptions).logo_churn) ** 4


@lost_in_a_year.mistake("Four quarters do not add up: each takes its share of what is left.")
def _(subscriptions):
    return 4 * _quarter(subscriptions).logo_churn


@lost_in_a_year.mistake("This is the quarter's loss. What would four such quarters leave?")
def _(subscriptions):
    return _quarter(subscriptions).logo_churn


@lost_in_a_year.mistake("This compounds twelve times. A year has four quarters.")
def _(subscriptions):
    return 1 - (1 - _quarter(subscriptions).logo_churn) ** 12


@lost_in_a_year.mistake("This is the year 2025, which stands above. Take the quarter from April.")
def _(subscriptions):
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-01-01", "2026-01-01"))
    return retention.revenue_retention(before, after).logo_churn


@lost_in_a_year.mistake("This compounds revenue. Logo churn counts accounts.")
def _(subscriptions):
    return 1 - _quarter(subscriptions).gross ** 4


lost_in_a_year.hints("What share is left after one quarter? And after four like it?")


@practice(Number("fraction", tolerance=0.001), objective="estimate")
def organic_200(solo):
    """Kaplan-Meier share of organic subscribers still there after 200 days."""
    return retention.survival_at(curve(of(solo, "organic")), 200).estimate


@organic_200.mistake("This is the share that has not ended by today, however young they are.")
def _(solo):
    return of(solo, "organic")["ended_at"].isna().mean()


@organic_200.mistake("This is the curve of the app store. Take the organic one.")
def _(solo):
    return retention.survival_at(curve(of(solo, "app_store")), 200).estimate


@organic_200.mistake(
    "Whoever was watched for less than 200 days counts as gone here, also if they still pay."
)
def _(solo):
    tenure = retention.tenures(of(solo, "organic"), TODAY, **DATES)
    return (tenure["days"] > 200).mean()


@organic_200.mistake("This is the curve of social media. Take the organic one.")
def _(solo):
    return retention.survival_at(curve(of(solo, "social")), 200).estimate


@organic_200.mistake("This is the share that is gone. The question asks who is left.")
def _(solo):
    return 1 - retention.survival_at(curve(of(solo, "organic")), 200).estimate


@organic_200.mistake("This is one curve for all channels. Take the organic one.")
def _(solo):
    return retention.survival_at(curve(solo), 200).estimate


organic_200.hints("`curves` holds a curve by channel; `survival_at` returns an interval.")


@practice(
    Choice(
        {
            "falling": "churn of all subscribers keeps falling through the second half of the year",
            "later_cohorts": "cohorts that began after January keep more at each age than earlier ones",
            "by_lot": "of two groups drawn by lot, the one with the mails keeps more at each age",
            "readers": "subscribers who opened five or more of the mails stay longer than all others",
            "thanks": "eight in ten of the subscribers who answered say that they like the mails",
        }
    ),
    objective="project",
)
def mails_work():
    """What would show that the mails keep people."""
    return "by_lot"


mails_work.mistake(
    "It falls in any case while the leavers go first. Move the month in the bucket again.",
    "falling",
)
mails_work.mistake(
    "Nearly. It shows that people changed, and not why: whatever else came in January is in it, too.",
    "later_cohorts",
)
mails_work.mistake(
    "Only those who stay can open five mails. The reason stands on its head.", "readers"
)
mails_work.mistake("Liking is not staying, and those who left do not answer.", "thanks")
mails_work.hints("What would differ if the mails worked, and would be the same if they did not?")


@practice(Number("fraction", tolerance=0.002), objective="project")
def organic_24(solo):
    """Share of organic subscribers that the sBG model leaves after 24 months."""
    return retention.sbg_survival(retention.sbg_fit(triangle(of(solo, "organic"))), 24)[24]


@organic_24.mistake("This model was fitted to the app store.")
def _(solo):
    return retention.sbg_survival(retention.sbg_fit(triangle(of(solo, "app_store"))), 24)[24]


@organic_24.mistake("This keeps the first month's churn for ever. Unlike people do not.")
def _(solo):
    return float(retention.weighted_average(triangle(of(solo, "organic")))[1]) ** 24


@organic_24.mistake("This is the share that stays of those who come to month 24.")
def _(solo):
    return retention.sbg_retention(retention.sbg_fit(triangle(of(solo, "organic"))), 24)[24]


@organic_24.mistake("This model was fitted to social media.")
def _(solo):
    return retention.sbg_survival(retention.sbg_fit(triangle(of(solo, "social"))), 24)[24]


@organic_24.mistake("This is the share that is gone. The question asks who is left.")
def _(solo):
    return 1 - retention.sbg_survival(retention.sbg_fit(triangle(of(solo, "organic"))), 24)[24]


@organic_24.mistake("This is one model for all channels, whose people leave at unlike rates.")
def _(solo):
    return retention.sbg_survival(retention.sbg_fit(triangle(solo)), 24)[24]


organic_24.hints("`sbg_fit` takes a triangle; `sbg_survival` returns shares by age.")


@lru_cache(maxsize=4)
def _fitted(key: tuple[Any, ...]) -> retention.BGNBD:
    frequency, recency, age = (np.frombuffer(each) for each in key)
    return retention.bgnbd_fit(frequency, recency, age)


def shop(orders: pd.DataFrame) -> tuple[pd.DataFrame, retention.BGNBD]:
    """Return the buyers' histories, and the model of all of them."""
    found = explore.histories(orders)
    key = tuple(found[name].to_numpy(np.float64).tobytes() for name in found)
    return found, _fitted(key)


@practice(Number("orders", relative=0.005), objective="project")
def next_orders(template_orders):
    """Orders that a buyer with three more orders, silent for 50 of 200 days, makes in 60 days."""
    return retention.bgnbd_purchases(shop(template_orders)[1], [3], [150.0], [200.0], 60)[0]


@next_orders.mistake("This carries their past pace on, as if nobody were ever lost.")
def _(template_orders):
    return 3 / 200 * 60


@next_orders.mistake("This is the chance that they still buy, not how much.")
def _(template_orders):
    return retention.bgnbd_alive(shop(template_orders)[1], [3], [150.0], [200.0])[0]


@next_orders.mistake("The first order is no repeat: frequency counts those after it.")
def _(template_orders):
    return retention.bgnbd_purchases(shop(template_orders)[1], [4], [150.0], [200.0], 60)[0]


@next_orders.mistake(
    "The 50 silent days are taken for the recency. Recency is the day of the last order, counted from "
    "the first."
)
def _(template_orders):
    return retention.bgnbd_purchases(shop(template_orders)[1], [3], [50.0], [200.0], 60)[0]


next_orders.hints("Three numbers describe a buyer: how often again, how recently, how long known.")


def _short(solo: pd.DataFrame, solo_spend: pd.DataFrame, **how: Any) -> float:
    """Tell by how much an average one of social media misses their cost."""
    left = how.get("curve", explore.survival(solo, "social"))
    gain = how.get("margin", explore.margin(solo, "social"))
    cost = how.get("cost", explore.acquisition_costs(solo, solo_spend)["social"])
    worth = retention.lifetime_value(
        left, gain, how.get("discount", DISCOUNT), how.get("payments", 6)
    )
    return float(cost - worth)


@practice(Number("USD", tolerance=0.02), objective="calculate")
def short_at_six(solo, solo_spend):
    """By how much an average subscriber of social media misses their cost after six payments."""
    return _short(solo, solo_spend)


@short_at_six.mistake("These are twelve payments. Finance's limit is six here.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, payments=12)


@short_at_six.mistake("These are seven payments. The first is at time 0, so the sixth is at 5.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, payments=7)


@short_at_six.mistake("This takes the price for the margin.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, margin=12.0)


@short_at_six.mistake("Nothing is discounted here. A later payment is worth less than one today.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, discount=0.0)


@short_at_six.mistake("This is what six payments bring. How far is it from the cost?")
def _(solo, solo_spend):
    return -_short(solo, solo_spend, cost=0.0)


@short_at_six.mistake("The cost is that of all channels together. Take social media's own.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, cost=explore.memo(solo, solo_spend)["cost"])


@short_at_six.mistake("This takes everybody to stay. Take the curve of those who are left.")
def _(solo, solo_spend):
    return _short(solo, solo_spend, curve=explore.survival(solo, "social") ** 0)


@short_at_six.mistake("The sign is turned round: the question asks how much is missing.")
def _(solo, solo_spend):
    return -_short(solo, solo_spend)


short_at_six.hints("One of the six rulers does it for twelve payments; then compare with `cost`.")


@practice(Number("USD", relative=0.002), objective="calculate")
def last_social(solo, solo_spend):
    """What each costs whom social media wins with the usual budget and not with the low one."""
    return explore.next_cost(solo, solo_spend, "low", "usual").estimate


@last_social.mistake("This is the high budget against the low one, as above. Take the usual one.")
def _(solo, solo_spend):
    return explore.next_cost(solo, solo_spend, "low", "high").estimate


@last_social.mistake("This is the high budget against the usual one. The low one is asked.")
def _(solo, solo_spend):
    return explore.next_cost(solo, solo_spend, "usual", "high").estimate


@last_social.mistake(
    "This is the average: all spend over all who began. What did the extra ones cost?"
)
def _(solo, solo_spend):
    return explore.acquisition_costs(solo, solo_spend)["social"]


@last_social.mistake(
    "This is what each cost in the usual months. Divide the *extra* spend by the *extra* subscribers."
)
def _(solo, solo_spend):
    lot = explore.by_budget(solo, solo_spend)
    usual = lot[lot["budget"] == "usual"]
    return usual["spent"].sum() / usual["social"].sum()


@last_social.mistake(
    "These are the extra ones of all three channels. Only social media's were paid for."
)
def _(solo, solo_spend):
    lot = explore.by_budget(solo, solo_spend)
    mean = lot.groupby("budget", observed=True)[["spent", "social", "organic", "app_store"]].mean()
    more = mean.loc["usual"] - mean.loc["low"]
    return more["spent"] / more[["social", "organic", "app_store"]].sum()


@last_social.mistake(
    "This is the average of the low months. Divide the *extra* spend of usual months by their *extra* "
    "subscribers."
)
def _(solo, solo_spend):
    lot = explore.by_budget(solo, solo_spend)
    low = lot[lot["budget"] == "low"]
    return low["spent"].sum() / low["social"].sum()


last_social.hints("`mean` has a row for each budget; the difference of two rows, as above.")


VIDEO = explore.Bet("a video", 1.2, 1, 2, (0.05, 0.10, 0.20))
CHANCES = np.array([0.5, 0.3, 0.2])


@practice(Number("USD", tolerance=0.02), objective="recommend")
def video_value(solo):
    """Expected value of a video to new organic subscribers within twelve payments, after its cost."""
    points = explore.three_points(
        explore.model(solo, "organic"), explore.margin(solo, "organic"), VIDEO
    )
    return float(CHANCES @ points)


@video_value.mistake(
    "Here whoever is held back stays on as the survivors do. They keep their own chance to leave.",
    says=lambda mistaken, right: mistaken > right,
)
def _(solo):
    points = explore.three_points(
        explore.model(solo, "organic"), explore.margin(solo, "organic"), VIDEO, naive=True
    )
    return float(CHANCES @ points)


@video_value.mistake("The cost of the video is not in it.")
def _(solo):
    points = explore.three_points(
        explore.model(solo, "organic"), explore.margin(solo, "organic"), VIDEO
    )
    return float(CHANCES @ points) + VIDEO.cost


@video_value.mistake("These are the people of social media. The video goes to organic subscribers.")
def _(solo):
    points = explore.three_points(
        explore.model(solo, "social"), explore.margin(solo, "social"), VIDEO
    )
    return float(CHANCES @ points)


@video_value.mistake("This is the middle alone. Weigh low, middle and high by their chances.")
def _(solo):
    points = explore.three_points(
        explore.model(solo, "organic"), explore.margin(solo, "organic"), VIDEO
    )
    return float(points[1])


@video_value.mistake("These are not this bet's chances. Here the low end is held for likeliest.")
def _(solo):
    points = explore.three_points(
        explore.model(solo, "organic"), explore.margin(solo, "organic"), VIDEO
    )
    return float(points.mean())


video_value.hints(
    "The cell above does it for the call; change the bet, the model, the margin and the weights."
)


@practice(
    Choices(
        {
            "times_twelve": "a month's churn is multiplied by twelve, as if it did not compound",
            "blended": "one lifetime value stands for channels whose people leave at unlike rates",
            "no_range": "the bets have no expected value, no range and no test that could fail",
            "no_margin": "the lifetime value has no margin, no horizon and no discount beside it",
            "gross_net": "gross and net revenue retention are mixed up, so growth hides what is lost",
            "censoring": "subscribers who began lately are counted as lost, which lowers the average",
        },
        partial=True,
    ),
    objective="recommend",
)
def memo_faults():
    """What is wrong with a colleague's paragraph."""
    return {"times_twelve", "blended", "no_range", "no_margin"}


memo_faults.mistake(
    "The paragraph speaks of no revenue retention. Look at what it says of value and of bets instead.",
    {"times_twelve", "blended", "no_range", "gross_net"},
)
memo_faults.mistake(
    "It may be so, but the paragraph does not show it: nothing tells how the 8 % was counted.",
    {"times_twelve", "blended", "no_range", "no_margin", "censoring"},
)
memo_faults.mistake(
    "What are the 150 dollars made of, and over how many payments? The paragraph does not say.",
    {"times_twelve", "blended", "no_range"},
)
memo_faults.mistake(
    "Twelve times a month's churn: could a year lose more than there is?",
    {"blended", "no_range", "no_margin"},
)
memo_faults.mistake(
    "Whose lifetime value is it? It stands for all channels, and their people leave at unlike rates.",
    {"times_twelve", "no_range", "no_margin"},
)
memo_faults.mistake(
    "What do the moves bring, with which doubt, and what would prove them wrong? It does not say.",
    {"times_twelve", "blended", "no_margin"},
)
memo_faults.hints("Take the sentences one by one, and ask of each: from which number, for whom?")


# A. Who is left?


def accounts_triangle(subscriptions: pd.DataFrame) -> pd.DataFrame:
    """Count which paying accounts of the team product are left, by month and age."""
    return triangle(explore.paying(subscriptions))


def _ages(values: pd.Series) -> pd.DataFrame:
    found = values.loc[[3, 6, 9, 12]]
    return pd.DataFrame({"age": found.index.astype(int), "left": found.to_numpy()})


@exercise(
    Table(columns=("age", "left"), keys=("age",), tolerance=0.0005, partial=True),
    points=6,
    objective="build",
)
def accounts_left(subscriptions):
    """Share of accounts that have not cancelled within 3, 6, 9 and 12 months, of cohorts so old."""
    return _ages(retention.weighted_average(accounts_triangle(subscriptions)))


CHAINED = (
    "This is Kaplan-Meier, which uses every account for as long as it was watched. A good estimate, "
    "and another one: the question asks for an average over the cohorts that have come to that age."
)


@accounts_left.mistake(
    "Cohorts that have not come to an age count as lost here. Leave a cohort out, its beginners "
    "too, where it has not been seen.",
    says=lambda mistaken, right: (mistaken["left"] < right["left"]).all(),
)
def _(subscriptions):
    counts = accounts_triangle(subscriptions)
    return _ages(counts.fillna(0).sum() / counts[0].sum())


@accounts_left.mistake(
    "Each cohort weighs alike here, however few began in it. Sum the accounts, then divide."
)
def _(subscriptions):
    return _ages(retention.cohort_rates(accounts_triangle(subscriptions)).mean())


@accounts_left.mistake("This is the share that is gone. The question asks who is left.")
def _(subscriptions):
    return _ages(1 - retention.weighted_average(accounts_triangle(subscriptions)))


@accounts_left.mistake("These are the subscribers of Solo. The question is about paying accounts.")
def _(solo):
    return _ages(retention.weighted_average(triangle(solo)))


@accounts_left.mistake(CHAINED)
def _(subscriptions):
    return _ages(explore.chained(accounts_triangle(subscriptions)))


@accounts_left.mistake(CHAINED)
def _(subscriptions):
    found = curve(explore.paying(subscriptions))
    days = {3: 91, 6: 182, 9: 274, 12: 365}
    return _ages(
        pd.Series({age: retention.survival_at(found, day).estimate for age, day in days.items()})
    )


CALENDAR = (
    "These ages are calendar months: an account of late May is a month old on 1 June here, and of "
    "early May as well. An account comes to an age a whole month after its own start."
)


def _by_calendar(subscriptions: pd.DataFrame, *, within: bool) -> pd.DataFrame:
    """Count ages in calendar months: who is left at the end of one, or in it."""
    paying = explore.paying(subscriptions)
    began, ended = (
        12 * paying[name].dt.year + paying[name].dt.month for name in ("started_at", "ended_at")
    )
    last = 12 * 2026 + 6
    shares = {}
    for age in (3, 6, 9, 12):
        old = began + age <= last
        lasted = (ended - began)[old]
        gone = lasted < age if within else lasted <= age
        shares[age] = 1 - gone.sum() / old.sum()
    return _ages(pd.Series(shares))


@accounts_left.mistake(CALENDAR)
def _(subscriptions):
    return _by_calendar(subscriptions, within=False)


@accounts_left.mistake(CALENDAR)
def _(subscriptions):
    return _by_calendar(subscriptions, within=True)


accounts_left.hints(
    "Who belongs into the denominator of age 12: everybody who ever began?",
    "`explore.paying` has a start and an end for each account; make its triangle as in part 1.",
    "`retention.weighted_average` returns a Series by age. Keep four ages, and name the columns.",
)


# B. Which retention?


def _owners(users: pd.DataFrame) -> pd.DataFrame:
    first, last = (pd.Timestamp(day, tz="UTC") for day in ("2025-07-01", "2025-10-01"))
    autumn = users[(users["signed_up_at"] >= first) & (users["signed_up_at"] < last)]
    return autumn[autumn["role"] == "owner"]


def _three(one: float, two: float, three: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"definition": ["n_day", "bracket", "unbounded"], "rate": [one, two, three]}
    )


def _rates(users: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    owners = _owners(users)
    exact = retention.n_day_retention(owners, events, 14, as_of=TODAY)
    bracket = retention.bracket_retention(owners, events, 14, 20, as_of=TODAY)
    later = retention.unbounded_retention(owners, events, 14, as_of=TODAY)
    return _three(*(table["rate"].item() for table in (exact, bracket, later)))


@exercise(
    Table(columns=("definition", "rate"), keys=("definition",), tolerance=0.0005, partial=True),
    points=5,
    objective="differentiate",
)
def owners_back(users, events):
    """Three retentions of the owners of July to September 2025."""
    return _rates(users, events)


@owners_back.mistake("These are all who signed up. The question asks about owners.")
def _(users, events):
    first, last = (pd.Timestamp(day, tz="UTC") for day in ("2025-07-01", "2025-10-01"))
    everybody = users[(users["signed_up_at"] >= first) & (users["signed_up_at"] < last)]
    tables = (
        retention.n_day_retention(everybody, events, 14, as_of=TODAY),
        retention.bracket_retention(everybody, events, 14, 20, as_of=TODAY),
        retention.unbounded_retention(everybody, events, 14, as_of=TODAY),
    )
    return _three(*(table["rate"].item() for table in tables))


@owners_back.mistake(
    "The bracket is counted as the mean of its seven days. It asks whether a person came at least once."
)
def _(users, events):
    owners = _owners(users)
    mean = np.mean(
        [
            retention.n_day_retention(owners, events, day, as_of=TODAY)["rate"].item()
            for day in range(14, 21)
        ]
    )
    right = _rates(users, events)["rate"]
    return _three(right[0], float(mean), right[2])


DAY_0 = (
    "The days are counted in another way: as calendar days, or with the sign-up on day 1. Day 0 is "
    "the 24 hours that begin with the sign-up."
)


@owners_back.mistake(DAY_0)
def _(users, events):
    owners = _owners(users)
    tables = (
        retention.n_day_retention(owners, events, 13, as_of=TODAY),
        retention.bracket_retention(owners, events, 13, 19, as_of=TODAY),
        retention.unbounded_retention(owners, events, 13, as_of=TODAY),
    )
    return _three(*(table["rate"].item() for table in tables))


@owners_back.mistake(DAY_0)
def _(users, events):
    day = users.assign(signed_up_at=users["signed_up_at"].dt.floor("D"))
    return _rates(day, events)


@owners_back.mistake("These are the members. The question asks about owners.")
def _(users, events):
    members = users.assign(role=users["role"].astype(str).replace({"member": "owner", "owner": ""}))
    return _rates(members, events)


owners_back.hints(
    "Which of the three can only be the smallest, and which the largest?",
    "Filter `users` by `signed_up_at` and `role`, then call the three functions of part 2.",
    "Each returns a table with one row; its `rate` goes into your table beside its name.",
)


def _year(subscriptions: pd.DataFrame, start: str = "2025-07-01") -> retention.RevenueRetention:
    end = str(pd.Timestamp(start) + pd.DateOffset(years=1))[:10]
    before, after = (retention.mrr_at(subscriptions, day) for day in (start, end))
    return retention.revenue_retention(before, after)


def _kept(found: retention.RevenueRetention, **changed: float) -> pd.DataFrame:
    row = {
        "logo_churn": found.logo_churn,
        "a_month": 1 - (1 - found.logo_churn) ** (1 / 12),
        "gross": found.gross,
        "net": found.net,
    }
    return pd.DataFrame([{**row, **changed}])


@exercise(
    Table(columns=("logo_churn", "a_month", "gross", "net"), tolerance=0.0005, partial=True),
    points=6,
    objective="differentiate",
)
def kept_in_a_year(subscriptions):
    """Logo churn, of the year and a month, gross and net retention of the year to 1 July 2026."""
    return _kept(_year(subscriptions))


@kept_in_a_year.mistake(
    "New business is in the net retention: it divides all revenue of the end by that of the start.",
    says=lambda mistaken, right: (mistaken["net"] > right["net"]).all(),
)
def _(subscriptions):
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-07-01", TODAY))
    return _kept(_year(subscriptions), net=after.sum() / before.sum())


@kept_in_a_year.mistake(
    "The lost accounts are divided by the accounts at the end. They were there at the start."
)
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, logo_churn=found.lost / len(retention.mrr_at(subscriptions, TODAY)))


@kept_in_a_year.mistake("This is the calendar year 2025, which the lesson shows.")
def _(subscriptions):
    return _kept(_year(subscriptions, "2025-01-01"))


@kept_in_a_year.mistake(
    "Growth of those who stayed is in the gross retention. Gross is before any growth."
)
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, gross=found.net)


@kept_in_a_year.mistake(
    "The gross retention is a sum of movements here: an account that left and came back counts as "
    "lost. Compare each account at the two moments.",
    says=lambda mistaken, right: (mistaken["gross"] < right["gross"]).all(),
)
def _(subscriptions):
    moved = explore.gross_by_movements(subscriptions, "2025-07-01", TODAY)
    return _kept(_year(subscriptions), gross=moved)


@kept_in_a_year.mistake(
    "The gross retention forgets those who stayed and pay less. Contraction is lost as well.",
    says=lambda mistaken, right: (mistaken["gross"] > right["gross"]).all(),
)
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, gross=1 - found.churned / found.mrr)


@kept_in_a_year.mistake(
    "The logo churn is a sum of movements here: who left and came back counts as lost. Look at two "
    "moments.",
    says=lambda mistaken, right: (mistaken["logo_churn"] > right["logo_churn"]).all(),
)
def _(subscriptions):
    first, last = (pd.Timestamp(day, tz="UTC") for day in ("2025-07-01", TODAY))
    before = retention.mrr_at(subscriptions, "2025-07-01")
    when = subscriptions["occurred_at"]
    left = subscriptions[
        (subscriptions["movement"] == "churn")
        & (when >= first)
        & (when < last)
        & subscriptions["account_id"].isin(before.index)
    ]
    churn = left["account_id"].nunique() / len(before)
    return _kept(_year(subscriptions), logo_churn=churn, a_month=1 - (1 - churn) ** (1 / 12))


@kept_in_a_year.mistake("The two moments are swapped: the accounts of the start come first.")
def _(subscriptions):
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-07-01", TODAY))
    return _kept(retention.revenue_retention(after, before))


@kept_in_a_year.mistake("The net column holds what was lost. The question asks for what was kept.")
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, net=1 - found.net)


@kept_in_a_year.mistake(
    "Both revenue columns hold what was lost. The question asks for what was kept."
)
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, gross=1 - found.gross, net=1 - found.net)


@kept_in_a_year.mistake(
    "The month's churn is a twelfth of the year's. Each month takes its share of what is *left*.",
    says=lambda mistaken, right: (mistaken["a_month"] < right["a_month"]).all(),
)
def _(subscriptions):
    found = _year(subscriptions)
    return _kept(found, a_month=found.logo_churn / 12)


@kept_in_a_year.mistake(
    "The lost accounts are divided by the mean of start and end. They were there at the start."
)
def _(subscriptions):
    found = _year(subscriptions)
    end = len(retention.mrr_at(subscriptions, TODAY))
    churn = 2 * found.lost / (found.accounts + end)
    return _kept(found, logo_churn=churn, a_month=1 - (1 - churn) ** (1 / 12))


@kept_in_a_year.mistake(
    "The lost accounts are divided by the mean of start and end. They were there at the start."
)
def _(subscriptions):
    found = _year(subscriptions)
    end = len(retention.mrr_at(subscriptions, TODAY))
    return _kept(found, logo_churn=2 * found.lost / (found.accounts + end))


kept_in_a_year.hints(
    "Whose revenue is in the numerator: everybody's, or that of the accounts of the start?",
    "Recurring revenue by account at two moments, then one function that compares them.",
    "`retention.revenue_retention(before, after)` has a logo_churn, a gross and a net.",
)


# C. How long?


def _team(subscriptions: pd.DataFrame) -> pd.DataFrame:
    paying = explore.paying(subscriptions)
    return paying[paying["plan"] == "team"]


ENDS = 0.006
"""How far ends of an interval may lie apart: two bootstraps differ by about so much."""


@exercise(
    Table(
        columns=("estimate", "low", "high"),
        tolerance={"estimate": 0.001, "low": ENDS, "high": ENDS},
        partial=True,
    ),
    points=5,
    objective="estimate",
)
def team_year(subscriptions):
    """Kaplan-Meier share of team-plan accounts that never cancelled in 365 days, with interval."""
    return pd.DataFrame([retention.survival_at(curve(_team(subscriptions)), 365)._asdict()])


@team_year.accept("the plain interval of Greenwood's error")
def _(subscriptions):
    tenure = retention.tenures(_team(subscriptions), TODAY, **DATES)
    plain = retention.kaplan_meier(tenure["days"], tenure["left"], method="plain")
    return pd.DataFrame([retention.survival_at(plain, 365)._asdict()])


@team_year.accept("accounts that are old enough only: fewer of them, and no worse")
def _(subscriptions):
    team, year = _team(subscriptions), pd.Timedelta("365D")
    old = team[team["started_at"] <= pd.Timestamp(TODAY, tz="UTC") - year]
    left = int((~(old["ended_at"] - old["started_at"] <= year)).sum())
    return pd.DataFrame([metrics.rate_interval(left, len(old))._asdict()])


@team_year.mistake("This is the share that has cancelled. The question asks who has not.")
def _(subscriptions):
    found = retention.survival_at(curve(_team(subscriptions)), 365)
    return pd.DataFrame(
        [{"estimate": 1 - found.estimate, "low": 1 - found.high, "high": 1 - found.low}]
    )


@team_year.mistake("This counts who has not cancelled by today, also those who began last week.")
def _(subscriptions):
    paying = _team(subscriptions)["ended_at"].isna()
    return pd.DataFrame([metrics.rate_interval(int(paying.sum()), len(paying))._asdict()])


@team_year.mistake("This is the business plan. Keep the accounts that began on the team plan.")
def _(subscriptions):
    paying = explore.paying(subscriptions)
    found = retention.survival_at(curve(paying[paying["plan"] == "business"]), 365)
    return pd.DataFrame([found._asdict()])


@team_year.mistake(
    "Only the accounts that cancelled are in it, so nobody who stayed has a say.",
    says=lambda mistaken, right: mistaken["estimate"].item() < right["estimate"].item(),
)
def _(subscriptions):
    gone = _team(subscriptions).dropna(subset="ended_at")
    return pd.DataFrame([retention.survival_at(curve(gone), 365)._asdict()])


@team_year.mistake("These are the accounts of all plans. Keep those that began on the team plan.")
def _(subscriptions):
    found = retention.survival_at(curve(explore.paying(subscriptions)), 365)
    return pd.DataFrame([found._asdict()])


@team_year.mistake(
    "The estimate is right. Its ends take all accounts for watched to day 365, so they lie too close: "
    "those who began lately say nothing of that day. Use Greenwood's error.",
    says=lambda mistaken, right: (
        (mistaken["high"] - mistaken["low"]) < (right["high"] - right["low"])
    ).all(),
)
def _(subscriptions):
    team = _team(subscriptions)
    share = retention.survival_at(curve(team), 365).estimate
    off = 1.959964 * math.sqrt(share * (1 - share) / len(team))
    return pd.DataFrame([{"estimate": share, "low": share - off, "high": share + off}])


team_year.hints(
    "Who can say something about day 365, and who was not watched for so long?",
    "`explore.paying`, the plan, `retention.tenures`, then the estimator of part 4.",
    "`retention.survival_at` has an estimate, a low and a high; put the three into one row.",
)


def _pair(solo: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    first = pd.Timestamp("2025-07-01", tz="UTC")
    rows = solo[(solo["started_at"] >= first) & solo["channel"].isin(["organic", "app_store"])]
    tenure = retention.tenures(rows, TODAY, **DATES)
    return tenure, rows.loc[tenure.index, "channel"].astype(str)


@exercise(Number("chi-square", relative=0.005), points=5, objective="estimate")
def organic_or_store(solo):
    """Log-rank statistic of organic against app store, subscribers since July 2025."""
    tenure, channel = _pair(solo)
    return retention.log_rank(tenure["days"], tenure["left"], channel).statistic


@organic_or_store.mistake(
    "Everybody counts as having left at the end of the data. Who still pays is censored."
)
def _(solo):
    tenure, channel = _pair(solo)
    return retention.log_rank(
        tenure["days"], np.ones(len(tenure), bool), channel.to_numpy()
    ).statistic


@organic_or_store.mistake(
    "This compares who has ended by today in a two-by-two table, and forgets when they began."
)
def _(solo):
    from scipy.stats import chi2_contingency

    tenure, channel = _pair(solo)
    return chi2_contingency(pd.crosstab(channel, tenure["left"]), correction=False).statistic


@organic_or_store.mistake(
    "This divides each squared difference by what was expected. The log-rank test divides by its "
    "variance, which is smaller where few are left to watch."
)
def _(solo):
    tenure, channel = _pair(solo)
    groups = retention.log_rank(tenure["days"], tenure["left"], channel).groups
    return ((groups["observed"] - groups["expected"]) ** 2 / groups["expected"]).sum()


@organic_or_store.mistake("All three channels are in it. The question compares two.")
def _(solo):
    rows = solo[solo["started_at"] >= pd.Timestamp("2025-07-01", tz="UTC")]
    tenure = retention.tenures(rows, TODAY, **DATES)
    channel = rows.loc[tenure.index, "channel"].astype(str)
    return retention.log_rank(tenure["days"], tenure["left"], channel).statistic


@organic_or_store.mistake("This is the p-value. The question asks for the statistic.")
def _(solo):
    tenure, channel = _pair(solo)
    return retention.log_rank(tenure["days"], tenure["left"], channel).p


@organic_or_store.mistake(
    "This is the root of the statistic, a z. The question asks for chi-square."
)
def _(solo):
    tenure, channel = _pair(solo)
    return math.sqrt(retention.log_rank(tenure["days"], tenure["left"], channel).statistic)


@organic_or_store.mistake(
    "Only those who ended are in it. Who still pays was watched as well, and did not leave.",
)
def _(solo):
    tenure, channel = _pair(solo)
    ended = tenure[tenure["left"]]
    return retention.log_rank(ended["days"], ended["left"], channel.loc[ended.index]).statistic


@organic_or_store.mistake("Everybody since the launch is in it. Keep who began since 1 July 2025.")
def _(solo):
    rows = solo[solo["channel"].isin(["organic", "app_store"])]
    tenure = retention.tenures(rows, TODAY, **DATES)
    channel = rows.loc[tenure.index, "channel"].astype(str)
    return retention.log_rank(tenure["days"], tenure["left"], channel).statistic


organic_or_store.hints(
    "Whose time is over, and whose is only not watched any further?",
    "Filter Solo by start and by two channels, then `tenures`, then the test of part 4.",
    "`retention.log_rank` takes days, who left, and the channel of each; it knows its statistic.",
)


@exercise(
    Choice(
        {
            "feature": "the checklist works, since those who finish it stay three times as long",
            "late": "people have to stay for weeks to finish it, so staying comes first",
            "small": "too few people finish it for the difference to be more than chance",
            "blended": "the two groups came by other channels, which explains the difference",
        }
    ),
    points=3,
    objective="estimate",
)
def checklist():
    """What is wrong with a comparison of those who finished a long checklist with the others."""
    return "late"


checklist.mistake(
    "Nobody who left in the first weeks could finish it. The groups are made by staying.", "feature"
)
checklist.mistake(
    "The report is over thousands of customers. A precise answer to the wrong question stays wrong.",
    "small",
)
checklist.mistake(
    "It could add to it, and nothing in the report says so. Look at when the groups are formed.",
    "blended",
)
checklist.hints(
    "On which day is it decided to which group somebody belongs?",
    "Think of somebody who left after a week. Which group could they be in?",
)


# D. What comes next?


def _social(solo: pd.DataFrame) -> pd.Series:
    return explore.pooled(triangle(of(solo, "social")).loc["2024-07":"2025-03"], 15)


def _told(solo: pd.DataFrame, **changed: float) -> pd.DataFrame:
    """Tell what came, and two projections of the first five months."""
    left = _social(solo)
    row = {
        "actual": float(left[15] / left[0]),
        "sbg": float(retention.sbg_survival(retention.sbg_fit(left.loc[:5]), 15)[15]),
        "constant": float(left[5] / left[0] * (left[5] / left[4]) ** 10),
    }
    return pd.DataFrame([{**row, **changed}])


@exercise(
    Table(columns=("actual", "sbg", "constant"), tolerance=0.002, partial=True),
    points=7,
    objective="project",
)
def social_fifteen(solo):
    """Share of social-media subscribers left after 15 months: what came, and two projections."""
    return _told(solo)


@social_fifteen.mistake(
    "As `sbg` you gave what is left after five months. From there people go on leaving.",
    says=lambda mistaken, right: (mistaken["sbg"] > right["sbg"]).all(),
)
def _(solo):
    left = _social(solo)
    return _told(solo, sbg=float(left[5] / left[0]))


@social_fifteen.mistake(
    "Constant churn is that of the first month here. The question takes the fifth."
)
def _(solo):
    left = _social(solo)
    return _told(solo, constant=float((left[1] / left[0]) ** 15))


@social_fifteen.mistake(
    "Constant churn is that of all five months together, as in the lesson. The question takes the fifth.",
    says=lambda mistaken, right: (mistaken["constant"] < right["constant"]).all(),
)
def _(solo):
    left = _social(solo)
    lost, there = left[0] - left[5], left.loc[:4].sum()
    return _told(solo, constant=float((1 - lost / there) ** 15))


@social_fifteen.mistake(
    "The fifth month's churn runs from the start here. It runs from month 5, where you know who is left."
)
def _(solo):
    left = _social(solo)
    return _told(solo, constant=float((left[5] / left[4]) ** 15))


@social_fifteen.mistake("These are all channels together. Keep social media.")
def _(solo):
    left = explore.pooled(triangle(solo).loc["2024-07":"2025-03"], 15)
    return _told(
        solo,
        actual=float(left[15] / left[0]),
        sbg=float(retention.sbg_survival(retention.sbg_fit(left.loc[:5]), 15)[15]),
        constant=float(left[5] / left[0] * (left[5] / left[4]) ** 10),
    )


social_fifteen.hints(
    "Which ages may the projections see, and which are the exam?",
    "Sum the cohorts' counts by age; the model sees ages 0 to 5, the constant churn months 4 and 5.",
    "`explore.pooled(triangle, 15)` gives counts by age; `.loc[:5]` keeps what may be seen.",
)


def _old(solo: pd.DataFrame, channel: str = "organic", renewals: int = 10) -> tuple[float, float]:
    """Count the payments to come: all, and those of the next 24."""
    found = retention.sbg_fit(triangle(of(solo, channel)))
    near = float(_near(solo, channel, renewals) @ _worths(24))
    return retention.sbg_residual_lifetime(found, DISCOUNT, renewals), near


def _near(solo: pd.DataFrame, channel: str = "organic", renewals: int = 10) -> np.ndarray:
    """Return the share of those with so many renewals that makes each of the next 24."""
    found = retention.sbg_fit(triangle(of(solo, channel)))
    stayed = retention.SBG(found.alpha, found.beta + renewals)
    return retention.sbg_survival(stayed, 24).to_numpy()[1:]


def _worths(payments: int) -> np.ndarray:
    """Return what payments are worth today, the first at time 0."""
    return (1 + DISCOUNT) ** -np.arange(float(payments))


def _worth(payments: tuple[float, float], margin: float) -> pd.DataFrame:
    return pd.DataFrame([{"all": margin * payments[0], "next_24": margin * payments[1]}])


@exercise(
    Table(columns=("all", "next_24"), relative=0.004, partial=True), points=6, objective="project"
)
def old_hand(solo):
    """Worth of the payments to come of an organic subscriber with ten renewals: all, and 24."""
    return _worth(_old(solo), explore.margin(solo, "organic"))


@old_hand.mistake(
    "This is a new subscriber. Who has renewed ten times has shown to be a stayer.",
    says=lambda mistaken, right: (mistaken["all"] < right["all"]).all(),
)
def _(solo):
    return _worth(_old(solo, renewals=0), explore.margin(solo, "organic"))


@old_hand.mistake("This counts payments. What is each of them worth after serving?")
def _(solo):
    return _worth(_old(solo), 1.0)


@old_hand.mistake("This takes the price. Serving a subscriber costs money as well.")
def _(solo):
    return _worth(_old(solo), 12.0)


@old_hand.mistake("This model was fitted to social media. Fit it to the organic subscribers.")
def _(solo):
    return _worth(_old(solo, "social"), explore.margin(solo, "organic"))


@old_hand.mistake("This is after nine renewals. They have renewed ten times.")
def _(solo):
    return _worth(_old(solo, renewals=9), explore.margin(solo, "organic"))


@old_hand.mistake(
    "The next 24 payments are those of a new subscriber here. They have ten renewals behind them."
)
def _(solo):
    gain = explore.margin(solo, "organic")
    return _worth((_old(solo)[0], _old(solo, renewals=0)[1]), gain)


@old_hand.mistake("The next 24 payments are not discounted.")
def _(solo):
    gain = explore.margin(solo, "organic")
    return _worth((_old(solo)[0], float(_near(solo).sum())), gain)


@old_hand.mistake("Both columns discount the next payment as well. It is at time 0, if it comes.")
def _(solo):
    payments = [each / (1 + DISCOUNT) for each in _old(solo)]
    return _worth((payments[0], payments[1]), explore.margin(solo, "organic"))


@old_hand.mistake(
    "Both columns begin with a payment that they have made already. The first to come is at age 11."
)
def _(solo):
    found = retention.sbg_fit(triangle(of(solo, "organic")))
    stayed = retention.SBG(found.alpha, found.beta + 10)
    made = float(np.concatenate([[1.0], _near(solo)[:23]]) @ _worths(24))
    return _worth((retention.sbg_lifetime(stayed, DISCOUNT), made), explore.margin(solo, "organic"))


@old_hand.mistake("The next payment is discounted, too. It is at time 0, if it comes.")
def _(solo):
    gain = explore.margin(solo, "organic")
    right = _old(solo)
    return _worth((right[0], right[1] / (1 + DISCOUNT)), gain)


@old_hand.mistake(
    "The next 24 payments are a share of all who ever began. Divide by those who are left at age 10."
)
def _(solo):
    found = retention.sbg_fit(triangle(of(solo, "organic")))
    gain = explore.margin(solo, "organic")
    later = retention.sbg_survival(found, 34).to_numpy()[11:]
    return _worth((_old(solo)[0], float(later @ _worths(24))), gain)


@old_hand.mistake(
    "All of it begins with a payment that they have made already. The next one may or may not come."
)
def _(solo):
    found = retention.sbg_fit(triangle(of(solo, "organic")))
    stayed = retention.SBG(found.alpha, found.beta + 10)
    gain = explore.margin(solo, "organic")
    return _worth((retention.sbg_lifetime(stayed, DISCOUNT), _old(solo)[1]), gain)


@old_hand.mistake(
    "The next 24 begin with the payment that they have just made. The first to come is at age 11."
)
def _(solo):
    gain = explore.margin(solo, "organic")
    payments = np.concatenate([[1.0], _near(solo)[:23]]) @ _worths(24)
    return _worth((_old(solo)[0], float(payments)), gain)


old_hand.hints(
    "Is it somebody new, or somebody who has stayed for long?",
    "The model gives the share left by age. Of those left at age 10, what share is left at 11, at 12?",
    "`sbg_residual_lifetime` counts all; `sbg_survival(model, 34)` from age 11 on, over its value at "
    "age 10, counts the next ones, each discounted from the first of them.",
)


def _exam(orders: pd.DataFrame) -> dict[str, float]:
    """Forecast from 1 January 2026 to the end of the data, and count what came."""
    known = explore.histories(orders, "2026-01-01")
    columns = (known["frequency"], known["recency"], known["age"])
    frame = pd.concat(columns, axis=1)
    found = _fitted(tuple(frame[name].to_numpy(np.float64).tobytes() for name in frame))
    late = orders[orders["ordered_at"] >= pd.Timestamp("2026-01-01", tz="UTC")]
    return {
        "model": float(retention.bgnbd_purchases(found, *columns, 181).sum()),
        "pace": float((known["frequency"] / known["age"] * 181).sum()),
        "came": float(late["buyer_id"].isin(known.index).sum()),
    }


@exercise(
    Table(columns=("model", "pace", "came"), relative=0.0005, partial=True),
    points=6,
    objective="project",
)
def orders_exam(template_orders):
    """Orders of the first half of 2026 by buyers known before: by the model, by pace, and true."""
    return pd.DataFrame([_exam(template_orders)])


@orders_exam.mistake("The model has seen the exam: it is fitted to orders of 2026 as well.")
def _(template_orders):
    known = explore.histories(template_orders, "2026-01-01")
    columns = (known["frequency"], known["recency"], known["age"])
    ahead = retention.bgnbd_purchases(shop(template_orders)[1], *columns, 181).sum()
    return pd.DataFrame([{**_exam(template_orders), "model": float(ahead)}])


@orders_exam.mistake(
    "What came counts buyers who were first seen in 2026. Nobody could forecast those from histories."
)
def _(template_orders):
    late = template_orders["ordered_at"] >= pd.Timestamp("2026-01-01", tz="UTC")
    return pd.DataFrame([{**_exam(template_orders), "came": float(late.sum())}])


@orders_exam.mistake(
    "The pace counts the first order, too. It divides orders *after* the first by age."
)
def _(template_orders):
    known = explore.histories(template_orders, "2026-01-01")
    pace = ((known["frequency"] + 1) / known["age"] * 181).sum()
    return pd.DataFrame([{**_exam(template_orders), "pace": float(pace)}])


@orders_exam.mistake("This model takes all of them for new buyers. These have a history: use it.")
def _(template_orders):
    known = explore.histories(template_orders, "2026-01-01")
    found = retention.bgnbd_fit(known["frequency"], known["recency"], known["age"])
    ahead = len(known) * retention.bgnbd_expected(found, 181)
    return pd.DataFrame([{**_exam(template_orders), "model": float(ahead)}])


orders_exam.hints(
    "What may the model see, and who is in the exam?",
    "Histories until 1 January; fit; then the orders that these buyers are expected to make in 181 days.",
    "`explore.histories(orders, day)` looks back from a day; `retention.bgnbd_purchases` returns one "
    "number a buyer; for what came, keep the same buyers.",
)


# E. What is it worth?


def _store(solo: pd.DataFrame, solo_spend: pd.DataFrame, **how: Any) -> pd.DataFrame:
    gain = how.get("margin", explore.margin(solo, "app_store"))
    left = how.get("curve", explore.survival(solo, "app_store"))
    cost = how.get("cost", explore.acquisition_costs(solo, solo_spend)["app_store"])
    discount, longer = how.get("discount", DISCOUNT), how.get("longer", 0)
    ratios = [
        retention.ltv_to_cac(retention.lifetime_value(left, gain, discount, payments), cost)
        for payments in (12 + longer, 18 + longer)
    ]
    return pd.DataFrame(
        [
            {
                "naive": cost / gain,
                "payback": retention.payback_period(cost, left, gain, discount),
                "ratio_12": ratios[0],
                "ratio_18": ratios[1],
            }
        ]
    )


@exercise(
    Table(
        columns=("naive", "payback", "ratio_12", "ratio_18"),
        tolerance={"naive": 0.005, "payback": 0.0, "ratio_12": 0.005, "ratio_18": 0.005},
        partial=True,
    ),
    points=6,
    objective="calculate",
)
def store_money(solo, solo_spend):
    """Payback of an app-store subscriber, naive and along the curve, and LTV:CAC at two horizons."""
    return _store(solo, solo_spend)


@store_money.mistake("This takes the price. The store keeps its fee, and serving costs money.")
def _(solo, solo_spend):
    return _store(solo, solo_spend, margin=12.0)


@store_money.mistake(
    "The payback is too early. Either it is cost over margin, rounded up, and forgets who leaves. Or "
    "it is the age of the payment, which begins at 0: the question asks which payment it is.",
    says=lambda mistaken, right: (mistaken["payback"] < right["payback"]).all(),
)
def _(solo, solo_spend):
    right = _store(solo, solo_spend)
    return right.assign(payback=np.ceil(right["naive"]))


@store_money.mistake("These are the organic subscribers' curve and the app store's money.")
def _(solo, solo_spend):
    return _store(solo, solo_spend, curve=explore.survival(solo, "organic"))


@store_money.mistake("This is the curve of all channels together. Take the app store's own.")
def _(solo, solo_spend):
    return _store(solo, solo_spend, curve=explore.survival(solo))


@store_money.mistake(
    "This is what the extra ones of busy months cost. The question asks for the average: all spend "
    "over all who began."
)
def _(solo, solo_spend):
    return _store(solo, solo_spend, cost=explore.busy_cost(solo, solo_spend, "app_store"))


@store_money.mistake("The cost is that of all channels together. Take the app store's own.")
def _(solo, solo_spend):
    return _store(solo, solo_spend, cost=explore.memo(solo, solo_spend)["cost"])


@store_money.mistake(
    "Nothing is discounted here. A payment in a year is worth less than one today."
)
def _(solo, solo_spend):
    return _store(solo, solo_spend, discount=0.0)


@store_money.mistake(
    "These are 13 and 19 payments. The first is at time 0, so the twelfth is at 11."
)
def _(solo, solo_spend):
    return _store(solo, solo_spend, longer=1)


@store_money.mistake(
    "The ratios hold what is left after the cost. LTV:CAC divides all of the value."
)
def _(solo, solo_spend):
    right = _store(solo, solo_spend)
    return right.assign(ratio_12=right["ratio_12"] - 1, ratio_18=right["ratio_18"] - 1)


store_money.hints(
    "Whose curve, whose margin, whose cost, how many payments, and at what discount?",
    "Part 8 does it for two other channels in a loop.",
    "`payback_period` and `lifetime_value` take the curve, the margin and the discount; "
    "`ltv_to_cac` divides.",
)


def _spring(solo: pd.DataFrame) -> list[tuple[int, int]]:
    """Count who is left after three renewals, and who began, in the springs of 2025 and 2026."""
    counts = triangle(solo)
    springs = (counts.loc[f"{year}-01" : f"{year}-03"] for year in (2025, 2026))
    return [(int(spring[3].sum()), int(spring[0].sum())) for spring in springs]


@exercise(
    Table(
        columns=("change", "low", "high"),
        tolerance={"change": 0.0002, "low": ENDS, "high": ENDS},
        partial=True,
    ),
    points=7,
    objective="recommend",
)
def mails_effect(solo):
    """Change of the share left after three months, from the spring of 2025 to that of 2026."""
    found = metrics.rate_difference(*_spring(solo))
    return pd.DataFrame([{"change": found.estimate, "low": found.low, "high": found.high}])


@mails_effect.accept("the interval of Wald")
def _(solo):
    (x0, n0), (x1, n1) = _spring(solo)
    p0, p1 = x0 / n0, x1 / n1
    margin = 1.959964 * math.sqrt(p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1)
    change = p1 - p0
    return pd.DataFrame([{"change": change, "low": change - margin, "high": change + margin}])


@mails_effect.mistake(
    "This is the churn of all, which falls as the base grows old. Compare people of the same age."
)
def _(solo):
    tables = [
        explore.monthly_churn(solo, f"{year}-01-01", f"{year}-04-01").sum() for year in (2025, 2026)
    ]
    pairs = [(int(t["there"] - t["lost"]), int(t["there"])) for t in tables]
    found = metrics.rate_difference(*pairs)
    return pd.DataFrame([{"change": found.estimate, "low": found.low, "high": found.high}])


@mails_effect.mistake("The signs are turned round: this goes from 2026 back to 2025.")
def _(solo):
    found = metrics.rate_difference(*reversed(_spring(solo)))
    return pd.DataFrame([{"change": found.estimate, "low": found.low, "high": found.high}])


def _by_days(solo: pd.DataFrame, day: int) -> pd.DataFrame:
    """Compare the springs by Kaplan-Meier, with Greenwood's errors."""
    shares, errors = [], []
    for year in (2025, 2026):
        first, last = (pd.Timestamp(f"{year}-{month}-01", tz="UTC") for month in ("01", "04"))
        rows = solo[(solo["started_at"] >= first) & (solo["started_at"] < last)]
        tenure = retention.tenures(rows, TODAY, **DATES)
        plain = retention.kaplan_meier(tenure["days"], tenure["left"], method="plain")
        found = retention.survival_at(plain, day)
        shares.append(found.estimate)
        errors.append(found.margin)
    change, margin = shares[1] - shares[0], math.hypot(*errors)
    return pd.DataFrame([{"change": change, "low": change - margin, "high": change + margin}])


TOO_SOON = (
    "On this day the third renewal of some is still to come: months differ in length. Count renewals, "
    "or wait for the latest of them."
)


@mails_effect.mistake(TOO_SOON)
def _(solo):
    return _by_days(solo, 90)


@mails_effect.mistake(TOO_SOON)
def _(solo):
    return _by_days(solo, 91)


@mails_effect.accept("Kaplan-Meier at day 92, with the errors of both")
def _(solo):
    return _by_days(solo, 92)


@mails_effect.accept("the mean of the rows: cohorts are alike in size here")
def _(solo):
    means = [
        retention.cohort_rates(triangle(solo)).loc[f"{year}-01" : f"{year}-03", 3].mean()
        for year in (2025, 2026)
    ]
    found = metrics.rate_difference(*_spring(solo))
    off = means[1] - means[0] - found.estimate
    return pd.DataFrame(
        [{"change": found.estimate + off, "low": found.low + off, "high": found.high + off}]
    )


@mails_effect.mistake(
    "The ends of two intervals are subtracted. Two groups are seldom both at their worst ends: the error "
    "of a difference is the root of the sum of squares, so this interval is too wide.",
    says=lambda mistaken, right: (
        (mistaken["high"] - mistaken["low"]) > (right["high"] - right["low"])
    ).all(),
)
def _(solo):
    first, then = (metrics.rate_interval(*side) for side in _spring(solo))
    return pd.DataFrame(
        [
            {
                "change": then.estimate - first.estimate,
                "low": then.low - first.high,
                "high": then.high - first.low,
            }
        ]
    )


@mails_effect.mistake("This is the ratio less 1. The question asks for a difference of two shares.")
def _(solo):
    (x0, n0), (x1, n1) = _spring(solo)
    found = metrics.rate_difference(*_spring(solo))
    return pd.DataFrame(
        [
            {
                "change": (x1 / n1) / (x0 / n0) - 1,
                "low": found.low * n0 / x0,
                "high": found.high * n0 / x0,
            }
        ]
    )


mails_effect.hints(
    "Who could have been kept by the mails, and with whom can they be compared?",
    "Two groups that began a year apart, each looked at three months after the start.",
    "Counts from the triangle; `metrics.rate_difference` takes (left, began) of both.",
)


CALL = explore.Bet("a longer call", 4.5, 1, 3, (0.15, 0.30, 0.45))
FADES = np.array([0.90, 0.10, 0.0])
"""What a fading call takes off at each renewal. So steep that their mean at all three misses it."""


def _row(points: np.ndarray) -> pd.DataFrame:
    expected = float(CHANCES @ points)
    return pd.DataFrame([{"low": points[0], "expected": expected, "high": points[2]}])


def _call(solo: pd.DataFrame, **how: Any) -> np.ndarray:
    people = how.get("people", explore.model(solo, "organic"))
    gain = how.get("margin", explore.margin(solo, "organic"))
    return explore.three_points(people, gain, how.get("bet", CALL), naive=how.get("naive", False))


BLENDED = (
    "This is one model for all channels. Their people leave at unlike rates: keep the organic ones."
)


def _called(solo: pd.DataFrame, payments: int, discount: float) -> np.ndarray:
    """Value the call over so many payments at another discount."""
    people, gain = explore.model(solo, "organic"), explore.margin(solo, "organic")
    lives = [
        retention.lifetime_value(
            explore.left_with(people, CALL, cut, payments - 1), gain, discount, payments
        )
        for cut in (0.0, *CALL.cuts)
    ]
    return np.array(lives[1:]) - lives[0] - CALL.cost


@exercise(
    Table(columns=("low", "expected", "high"), tolerance=0.02, partial=True),
    points=8,
    objective="recommend",
)
def call_value(solo):
    """What a longer call to each organic subscriber brings in a year: low, expected, high."""
    return _row(_call(solo))


NAIVE = (
    "Here whoever is held back stays on as the survivors do. Saved people are leavers: take the cut "
    "off each one's own chance, multiply along each one's renewals, and average last."
)


@call_value.mistake(
    NAIVE, says=lambda mistaken, right: (mistaken["expected"] > right["expected"]).all()
)
def _(solo):
    return _row(_call(solo, naive=True))


@call_value.mistake(
    NAIVE, says=lambda mistaken, right: (mistaken["expected"] > right["expected"]).all()
)
def _(solo):
    left = explore.survival(solo, "organic").to_numpy()[:12]
    kept, gain = left[1:] / left[:-1], explore.margin(solo, "organic")
    worth = gain / (1 + DISCOUNT) ** np.arange(12)
    values = []
    for cut in CALL.cuts:
        better = kept.copy()
        better[:3] = 1 - (1 - kept[:3]) * (1 - cut)
        values.append(worth @ (np.append(1, better.cumprod()) - left) - CALL.cost)
    return _row(np.array(values))


@call_value.mistake("The call's cost is not in it.")
def _(solo):
    return _row(_call(solo) + CALL.cost)


@call_value.mistake("These are the people of social media. The call goes to the organic ones.")
def _(solo):
    return _row(_call(solo, people=explore.model(solo, "social")))


@call_value.mistake("These are the people of the app store. The call goes to the organic ones.")
def _(solo):
    people, gain = explore.model(solo, "app_store"), explore.margin(solo, "app_store")
    return _row(_call(solo, people=people, margin=gain))


@call_value.mistake(BLENDED)
def _(solo):
    return _row(_call(solo, people=retention.sbg_fit(triangle(solo))))


@call_value.mistake(BLENDED)
def _(solo):
    gain = float((solo["price"] - solo["serving"]).mean())
    return _row(_call(solo, people=retention.sbg_fit(triangle(solo)), margin=gain))


@call_value.mistake("This takes the price for the margin.")
def _(solo):
    return _row(_call(solo, margin=12.0))


@call_value.mistake("The expected value is the middle alone. Weigh all three by their chances.")
def _(solo):
    points = _call(solo)
    return _row(points).assign(expected=points[1])


@call_value.mistake(
    "The expected value is weighed with other chances than this bet's: the low end is the likeliest."
)
def _(solo):
    points = _call(solo)
    return _row(points).assign(expected=points.mean())


@call_value.mistake(
    "This touches two renewals, as the welcome call does. The longer one has three."
)
def _(solo):
    return _row(_call(solo, bet=CALL._replace(last=2)))


@call_value.mistake("Nothing is discounted here. A payment in a year is worth less than one today.")
def _(solo):
    return _row(_called(solo, 12, 0.0))


@call_value.mistake("These are 13 payments. The first is at time 0, so the twelfth is at 11.")
def _(solo):
    return _row(_called(solo, 13, DISCOUNT))


call_value.hints(
    "Who is held back by the call: somebody like those who stay anyway?",
    "The lesson values the welcome call person by person, from the model of the channel.",
    "An `explore.Bet` holds the five numbers. Whose model, whose margin, and which of part 10's two sums?",
)


def _pays(solo: pd.DataFrame, **how: Any) -> pd.DataFrame:
    """Tell from where on the longer call pays, and where its middle comes out."""
    age = how.get("age", CALL.last)
    naive, middle = how.get("naive", False), how.get("middle", CALL.cuts[1])
    people = how.get("people", explore.model(solo, "organic"))
    gain = how.get("gain", explore.margin(solo, "organic"))
    left = explore.naive_left if naive else explore.left_with
    value = explore.naive_value if naive else explore.bet_value
    if naive:
        enough = float(brentq(lambda cut: value(people, gain, CALL, cut), 0, 1))
    else:
        enough = explore.pays_from(people, gain, CALL)
    fades = how.get("fades", FADES)[:age]
    if naive:
        kept = retention.sbg_retention(people, age).to_numpy()
        faded = np.prod(1 - (1 - kept) * (1 - fades))
    else:
        faded = np.prod(1 - retention.sbg_people(people)[:, None] * (1 - fades), axis=1).mean()
    return pd.DataFrame(
        [
            {
                "cut": enough,
                "pays": float(left(people, CALL, enough, age)[age]),
                "middle": float(left(people, CALL, middle, age)[age]),
                "proves": value(people, gain, CALL, middle),
                "faded": float(faded),
            }
        ]
    )


@exercise(
    Table(
        columns=("cut", "pays", "middle", "proves", "faded"),
        tolerance={"cut": 0.004, "pays": 0.002, "middle": 0.001, "proves": 0.02, "faded": 0.001},
        partial=True,
    ),
    points=5,
    objective="recommend",
)
def call_pays(solo):
    """From which cut on a longer call pays, who is left then, what its middle proves, and if it fades."""
    return _pays(solo)


@call_pays.mistake(
    "Here whoever is held back stays on as the survivors do, so the call pays from too little on. "
    "Value it person by person.",
    says=lambda mistaken, right: (mistaken["cut"] < right["cut"]).all(),
)
def _(solo):
    return _pays(solo, naive=True)


@call_pays.mistake("This looks at renewal 2. The longer call ends with renewal 3.")
def _(solo):
    return _pays(solo, age=2)


@call_pays.mistake("These are the people of social media. The call goes to the organic ones.")
def _(solo):
    return _pays(solo, people=explore.model(solo, "social"))


@call_pays.mistake("These are the people of the app store. The call goes to the organic ones.")
def _(solo):
    return _pays(
        solo, people=explore.model(solo, "app_store"), gain=explore.margin(solo, "app_store")
    )


@call_pays.mistake(BLENDED)
def _(solo):
    return _pays(solo, people=retention.sbg_fit(triangle(solo)))


@call_pays.mistake(BLENDED)
def _(solo):
    gain = float((solo["price"] - solo["serving"]).mean())
    return _pays(solo, people=retention.sbg_fit(triangle(solo)), gain=gain)


@call_pays.mistake("This takes the price for the margin.")
def _(solo):
    return _pays(solo, gain=12.0)


@call_pays.mistake("This takes the high end of the range for its middle.")
def _(solo):
    return _pays(solo, middle=CALL.cuts[2])


@call_pays.mistake(
    "Columns `pays`, `middle` and `faded` hold who is gone. The question asks who is left."
)
def _(solo):
    found = _pays(solo)
    return found.assign(**{name: 1 - found[name] for name in ("pays", "middle", "faded")})


@call_pays.mistake(
    "`faded` starts from everybody's mean chance to leave, the same at each renewal. People differ: "
    "multiply along each one's renewals, and average last.",
    says=lambda mistaken, right: (mistaken["faded"] < right["faded"]).all(),
)
def _(solo):
    mean = retention.sbg_people(explore.model(solo, "organic")).mean()
    return _pays(solo).assign(faded=np.prod(1 - mean * (1 - FADES)))


@call_pays.mistake(
    "In `faded` the mean of the three cuts stands at all three renewals. When a cut comes matters: who "
    "is held back at the first has the later ones still before them.",
    says=lambda mistaken, right: (mistaken["faded"] > right["faded"]).all(),
)
def _(solo):
    return _pays(solo, fades=np.full(3, FADES.mean()))


@call_pays.mistake(
    "In `faded` the call works at the first renewal only. Some of it is left at the second."
)
def _(solo):
    return _pays(solo, fades=FADES * [1, 0, 0])


@call_pays.mistake("In `faded` the call does not fade: this is the middle at all three renewals.")
def _(solo):
    found = _pays(solo)
    return found.assign(faded=found["middle"])


@call_pays.mistake(
    "`faded` keeps what the call takes off. 90 % off means that 10 % of the chance to leave is left."
)
def _(solo):
    return _pays(solo, fades=1 - FADES)


@call_pays.mistake(
    "In `faded` whoever is held back stays on as the survivors do. Each keeps their own chance.",
    says=lambda mistaken, right: (mistaken["faded"] > right["faded"]).all(),
)
def _(solo):
    return _pays(solo).assign(faded=_pays(solo, naive=True)["faded"])


@call_pays.mistake("The call's cost is not in `proves`.")
def _(solo):
    found = _pays(solo)
    return found.assign(proves=found["proves"] + CALL.cost)


call_pays.hints(
    "Which share left would a test have to show before anybody should pay for the call?",
    "The lesson finds from which cut on the welcome call earns its cost, and who is left then.",
    "The cut comes first: at it the value is 0. Then who is left there, and at the middle of the range. "
    "No bet fades: part 10 has each one's own chance to leave, and multiplies along their renewals.",
)


# F. The memo


@exercise(
    Written(
        rubric=[
            Criterion(
                "Censoring",
                25,
                {
                    4: "Each retention number says of whom, at which age, watched until when; nobody "
                    "counts as lost who was not watched; ages that few have come to are marked.",
                    2: "Cohorts are there, but young ones are mixed with old ones, or a number has no "
                    "age and no date.",
                },
            ),
            Criterion(
                "Segment evidence",
                20,
                {
                    4: "Channels are told apart by curves or by a test with its size, and the memo says "
                    "why the churn of all misleads here.",
                    2: "A channel is named as better or worse, from one number without its doubt.",
                },
            ),
            Criterion(
                "Model and baseline on a hold-out",
                20,
                {
                    4: "The projection is judged on months that it had not seen, beside constant churn, "
                    "and the error of both is told.",
                    2: "A projection is used, without a rival or without a test.",
                },
            ),
            Criterion(
                "Unit economics",
                20,
                {
                    4: "Margin, horizon, discount and the channel's own cost, of the average and of one "
                    "more, stand beside each value; what is model alone is said.",
                    2: "A value and a cost are compared, but of revenue, for ever, or for all channels.",
                },
            ),
            Criterion(
                "Recommendation",
                15,
                {
                    4: "What to do on Monday comes first, for both budgets, the call and the mails: what "
                    "each move brings, or what being wrong costs, its range, an owner, a date, and what "
                    "would stop it. A test is weighed against acting now, over a "
                    "stated time. What is known by lot is told "
                    "apart from what is assumed, and from a change before and after.",
                    2: "A sound direction, but no range, no owner, or a test without a size.",
                },
            ),
        ],
        words=600,
    ),
    points=40,
    objective="recommend",
)
def retention_memo():
    """The retention memo for Monday."""


retention_memo.hints(
    "Begin with the sentence that finance should agree to on Monday.",
    "Then what keeps whom, what a year brings, the bet with its range, what you do not know. Cite the "
    "fact sheet by line.",
    "Test each sentence: of whom, at which age, until when, at which margin? If it has no answer, mend "
    "it or take it out.",
)
