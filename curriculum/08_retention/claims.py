"""What lesson 8 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from functools import lru_cache

from course_utils.exercises.claims import claim
from course_utils.lessons import retention as explore
from course_utils.toolkit import retention

EXCEPT = {
    "Code has a row for each account": "says what a table holds",
    "Its columns are": "says what a table holds",
    "churn of all": "names a number, or what it cannot show",
    "whether the mails work": "says what the memo holds",
    "Most products do not": "about products at large, part of the question",
    "active at least once in a span": "a definition of the word",
    "Two denominators are popular": "follows from dividing, whatever the data",
    "In the second half of 2025": "the number is computed beside it",
    "One churn for all three channels": "follows from the claim before it",
    "Here is the churn of all": "announces a picture",
    "So the retention of a growing-old base": "follows from selection, shown by the explorer",
    "price / churn of all": "names a ruler",
    "only the churn of all falls": "a rule, not a finding",
    "Monthly churn is 8 %": "a bad paragraph, made to be marked",
    "LTV is 150 dollars": "a bad paragraph, made to be marked",
    "We recommend to double": "a bad paragraph, made to be marked",
    "12 payments, seen": "a horizon in a table",
    "Give also what one churn": "says what is to be computed",
}

TODAY = explore.EXTRACT


@lru_cache(maxsize=1)
def _bets(source):
    return explore.bets(source.table("solo"), source.table("solo_spend"))


@claim
def zeros_pull_down(solo):
    """Empty cells as 0 lower the average at each age after the start, and more at older ages."""
    counts = explore.triangle(solo)
    right, wrong = retention.weighted_average(counts), counts.fillna(0).sum() / counts[0].sum()
    gap = 1 - wrong / right
    return bool((gap[1:] > 0).all()) and bool(gap.is_monotonic_increasing)


@claim
def rows_weigh_alike(solo):
    """The plain mean of cohorts is within three points of the weighted one at six months."""
    counts = explore.triangle(solo)
    plain = retention.cohort_rates(counts).mean()[6]
    return abs(plain - retention.weighted_average(counts)[6]) < 0.03


@claim
def definitions_differ(users, events):
    """Day-28 retention of the spring's people is ten points and more below the two others."""
    spring = users[users["signed_up_at"].between("2026-01-01", "2026-03-31 23:59:59")]
    rates = [
        table["rate"].item()
        for table in (
            retention.n_day_retention(spring, events, 28, as_of=TODAY),
            retention.bracket_retention(spring, events, 22, 28, as_of=TODAY),
            retention.unbounded_retention(spring, events, 28, as_of=TODAY),
        )
    ]
    return min(rates[1:]) - rates[0] > 0.1


@claim
def new_business_flatters(subscriptions):
    """With new business in it, the retention of 2025 reads above 1; without it, below."""
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-01-01", "2026-01-01"))
    return retention.revenue_retention(before, after).net < 1 < after.sum() / before.sum()


@claim
def social_leaves_soonest(solo):
    """The interval of social media's survival at 200 days lies below that of the other channels."""
    ends = {}
    for channel in ("organic", "app_store", "social"):
        tenure = retention.tenures(solo[solo["channel"] == channel], TODAY, **explore.DATES)
        curve = retention.kaplan_meier(tenure["days"], tenure["left"])
        ends[channel] = retention.survival_at(curve, 200)
    return ends["social"].high < min(ends["organic"].low, ends["app_store"].low)


@claim
def blended_churn_fell(solo):
    """The churn of all subscribers fell by a fifth and more, from the first half-year to the last."""
    then = explore.blended_churn(solo, *explore.FIRST_HALF)
    return explore.blended_churn(solo, *explore.LAST_HALF) < 0.8 * then


@claim
def cohorts_lie_together(solo):
    """Half-years differ by less than twelve points at each of the first six ages."""
    table = explore.halves(solo)
    return bool((table.max(axis=1) - table.min(axis=1)).max() < 0.12)


@claim
def sbg_comes_nearest(solo):
    """Of three projections from six months, the sBG model is nearest at eighteen."""
    left = explore.pooled(explore.triangle(solo).loc["2024-07":"2024-12"], 18)
    last = explore.projections(left, 6).loc[18]
    errors = (last.drop("actual") - last["actual"]).abs()
    return bool(errors.idxmin() == "sBG")


@claim
def silence_is_relative(template_orders):
    """Equally silent, the buyer with eight orders is less likely alive than the one with two."""
    found = explore.histories(template_orders)
    shop = retention.bgnbd_fit(found["frequency"], found["recency"], found["age"])
    often, rarely = retention.bgnbd_alive(shop, [8, 2], [90, 90], [180, 180])
    return often < rarely - 0.1


def _rulers(solo, solo_spend):
    memo, curve = explore.memo(solo, solo_spend), explore.survival(solo, "social")
    margin = explore.margin(solo, "social")
    return {
        "memo": memo["value"],
        "blended": retention.constant_churn_value(margin, memo["now"]),
        "first": retention.constant_churn_value(margin, 1 - curve[1]),
        "longer": retention.lifetime_value(curve, margin, 0.01, 18),
        "year": retention.lifetime_value(curve, margin, 0.01, 12),
    }


@claim
def memo_gives_most(solo, solo_spend):
    """Of five rulers of a social subscriber's value, the memo's gives the most."""
    values = _rulers(solo, solo_spend)
    return max(values, key=values.get) == "memo"


@claim
def first_churn_is_too_low(solo, solo_spend):
    """Their first month's churn for ever gives less than a year along their own curve."""
    values = _rulers(solo, solo_spend)
    return values["first"] < values["year"]


@claim
def social_loses_in_a_year(source):
    """A social-media subscriber brings less in a year than they cost, the interval included."""
    return bool(_bets(source).loc["one more subscriber from social media", "high"] < 0)


@claim
def gift_loses(source):
    """The gift's value is below 0 at each of its three points."""
    return bool((_bets(source).loc[explore.GIFT.name] < 0).all())


@claim
def call_is_best(source):
    """The welcome call has the highest expected value, above 0, and its low end is below 0."""
    table = _bets(source)
    call = table.loc[explore.WELCOME.name]
    return bool(
        table["expected"].idxmax() == explore.WELCOME.name and call["low"] < 0 < call["expected"]
    )
