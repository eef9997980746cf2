"""What lesson 8 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

import math
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
    "One churn for all three channels": "follows from the claim before it",
    "Here is the churn of all": "announces a picture",
    "So the retention of an ageing base": "follows from selection, shown by the explorer",
    "price / churn of all": "names a ruler",
    "only the churn of all falls": "a rule, not a finding",
    "Monthly churn is 8 %": "a bad paragraph, made to be marked",
    "One more  .  extra spend": "a formula of the reference card",
    "It has two numbers and a story": "says what the model takes to be so",
    "by lot, the whole interval of a channel": "a rule, not a finding",
    "at the best budget tried, a channel's average": "a rule, not a finding",
    "In one month of each quarter, by lot": "a recommendation, not a finding",
    "by lot, the whole interval of one more": "a rule, not a finding",
    "LTV is 150 dollars": "a bad paragraph, made to be marked",
    "We recommend to double": "a bad paragraph, made to be marked",
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
    """The owners' day-28 retention is ten points and more below the two others."""
    spring = users[users["signed_up_at"].between("2026-01-01", "2026-03-31 23:59:59")]
    owners = spring[spring["role"] == "owner"]
    day, week, later = (
        table["rate"].item()
        for table in (
            retention.n_day_retention(owners, events, 28, as_of=TODAY),
            retention.bracket_retention(owners, events, 22, 28, as_of=TODAY),
            retention.unbounded_retention(owners, events, 28, as_of=TODAY),
        )
    )
    return day + 0.1 < min(week, later)


@claim
def thursday_looks_dead(users, events):
    """Of those who signed up on a Thursday, less than half as many as of all are there on day 30."""
    spring = users[users["signed_up_at"].between("2026-01-01", "2026-03-31 23:59:59")]
    rates = explore.by_weekday(spring, events, 30)
    return bool(rates["Thursday"] < 0.5 * rates["all"])


@claim
def new_business_flatters(subscriptions):
    """With new business in it, the retention of 2025 reads above 1; without it, below."""
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-01-01", "2026-01-01"))
    return retention.revenue_retention(before, after).net < 1 < after.sum() / before.sum()


@claim
def the_end_hides_the_lost(subscriptions):
    """In 2025 the lost accounts are a smaller share of those of the end than of those of the start."""
    before, after = (retention.mrr_at(subscriptions, day) for day in ("2025-01-01", "2026-01-01"))
    return len(after) > len(before)


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
def same_age_same_churn(solo):
    """Churn at the same age since the mails over that before: the 99.9 % interval holds 1."""
    return explore.since_mails(solo, 0.999).same_age.covers(1)


@claim
def mostly_ageing(solo):
    """From 2024 to the last months, churn at the same age explains less than half of the fall."""
    ratio = explore.since_2024(solo).estimate
    return explore.why_churn_fell(ratio, explore.whole_fall(solo)) == explore.GONE


@claim
def most_fell_before(solo):
    """More than half of the fall of all churn had come by the half-year before the mails."""
    return explore.fell_before(solo) > 0.5


def _exam(solo):
    left = explore.pooled(explore.triangle(solo).loc["2024-07":"2024-12"], 18)
    return explore.projections(left, 6).loc[18]


@claim
def sbg_comes_nearest(solo):
    """From six months to eighteen, the sBG model comes nearer than each of its three rivals."""
    last = _exam(solo)
    errors = (last - last["actual"]).abs().drop("actual")
    return errors.idxmin() == "sBG"


@claim
def constant_churn_loses_too_many(solo):
    """Constant churn of the first six months leaves less than 60 % of those who are left at eighteen."""
    last = _exam(solo)
    return bool(last["constant churn"] < 0.6 * last["actual"])


@claim
def log_line_says_too_much(solo):
    """A line between logarithms of the first six months says that more are left at eighteen."""
    last = _exam(solo)
    return bool(last["log-log line"] > last["actual"])


@claim
def sbg_fails_on_teams(subscriptions):
    """Of team accounts, the sBG model of six months says that more are left at eighteen than are."""
    exam = explore.team_exam(subscriptions)
    return bool(exam.told["sBG"] > exam.came.estimate)


@claim
def silence_tells_of_first_timers(template_orders):
    """Of buyers with one order, after 180 silent days fewer order within 90 than after none.

    Counted, and by the model, which is within eight points of what is counted.
    """
    found = explore.histories(template_orders)
    shop = retention.bgnbd_fit(found["frequency"], found["recency"], found["age"])
    shares = explore.first_timers(template_orders, shop)
    near = (shares["counted"] - shares["by the model"]).abs().max() < 0.08
    return bool(near and (shares.loc[180] < 0.6 * shares.loc[0]).all())


@claim
def parabola_leaves(solo):
    """A parabola through the first six months of 2024's people says more than all at eighteen."""
    return bool(_exam(solo)["parabola"] > 1)


@claim
def silence_is_relative(template_orders):
    """Equally silent, the buyer with eight orders is less likely alive than the one with two."""
    found = explore.histories(template_orders)
    shop = retention.bgnbd_fit(found["frequency"], found["recency"], found["age"])
    often, rarely = retention.bgnbd_alive(shop, [8, 2], [120, 120], [200, 200])
    return often < rarely - 0.1


def _rulers(solo, solo_spend):
    memo, curve = explore.memo(solo, solo_spend), explore.survival(solo, "social")
    margin = explore.margin(solo, "social")
    return {
        "memo": memo["value"],
        "blended": retention.constant_churn_value(margin, memo["now"]),
        "first": retention.constant_churn_value(margin, 1 - curve[1]),
        "for ever": margin * retention.sbg_lifetime(explore.model(solo, "social"), 0.01),
        "longer": retention.lifetime_value(curve, margin, 0.01, 18),
        "year": retention.lifetime_value(curve, margin, 0.01, 12),
    }


@claim
def memo_gives_most(solo, solo_spend):
    """Of six rulers of a social subscriber's value, the memo's gives the most."""
    values = _rulers(solo, solo_spend)
    return max(values, key=values.get) == "memo"


@claim
def memo_cost_is_too_low(solo, solo_spend):
    """The memo's cost of a subscriber is below that of one from social media."""
    cost = explore.acquisition_costs(solo, solo_spend)["social"]
    return bool(explore.memo(solo, solo_spend)["cost"] < cost)


@claim
def first_churn_is_too_low(solo, solo_spend):
    """Their first month's churn for ever gives less than a year along their own curve."""
    values = _rulers(solo, solo_spend)
    return values["first"] < values["year"]


@claim
def the_habit_fails(solo, solo_spend):
    """The memo's LTV:CAC is above 3, and a subscriber from social media is not back in a year."""
    cost = explore.acquisition_costs(solo, solo_spend)["social"]
    back = retention.payback_period(
        cost, explore.survival(solo, "social"), explore.margin(solo, "social"), explore.DISCOUNT
    )
    return bool(explore.memo(solo, solo_spend)["ratio"] > 3 and not back <= explore.HORIZON)


@claim
def organic_has_the_best_ratio(solo, solo_spend):
    """Of the three channels, a year of an organic subscriber is worth most for each dollar spent."""
    costs = explore.acquisition_costs(solo, solo_spend)
    ratios = {name: explore.channel_value(solo, name) / costs[name] for name in explore.CHANNELS}
    return max(ratios, key=ratios.get) == "organic"


@claim
def next_costs_more(solo, solo_spend):
    """By lot, one more of social media costs more than the average, the interval included."""
    average = explore.acquisition_costs(solo, solo_spend)["social"]
    return explore.next_cost(solo, solo_spend).low > average


@claim
def the_season_has_a_price(solo, solo_spend):
    """Busy months give one more organic subscriber a price above what stands for the average."""
    average = explore.acquisition_costs(solo, solo_spend)["organic"]
    return explore.busy_cost(solo, solo_spend, "organic") > 1.3 * average


@claim
def channels_share_the_season(solo, solo_spend):
    """Starts of organic and of the app store rise and fall together, month by month."""
    lot = explore.by_budget(solo, solo_spend)
    return bool(lot["organic"].corr(lot["app_store"]) > 0.5)


@claim
def no_lift_pays(solo, solo_spend):
    """The high ends of what other channels gain bring less than a high budget is short of."""
    missing, most = explore.lift_short(solo, explore.by_budget(solo, solo_spend))
    return bool(most < missing)


@claim
def average_back_some_day(solo, solo_spend):
    """The average of social media is back for ever, by the model, and not within twelve payments."""
    margin, people = explore.margin(solo, "social"), explore.model(solo, "social")
    for_ever = margin * retention.sbg_lifetime(people, explore.DISCOUNT)
    average = explore.acquisition_costs(solo, solo_spend)["social"]
    return bool(explore.channel_value(solo, "social") < average < for_ever)


@claim
def one_more_not_in_five_years(solo, solo_spend):
    """Within 60 payments, by the model, one of social media brings a tenth less than one more costs.

    A tenth less than the low end of its cost, for the fit of the model has a doubt of its own.
    """
    left = retention.sbg_survival(explore.model(solo, "social"), 59)
    value = retention.lifetime_value(left, explore.margin(solo, "social"), explore.DISCOUNT, 60)
    return bool(value < 0.9 * explore.next_cost(solo, solo_spend).low)


@claim
def late_ones_would_be_most(solo, solo_spend):
    """For a high budget to pay, more would have to begin late than began in the month: the interval."""
    cost = explore.next_cost(solo, solo_spend).low
    return bool(cost > 2 * explore.channel_value(solo, "social"))


@claim
def low_is_still_dear(solo, solo_spend):
    """At its low budget, too, the average of social media costs more than twelve payments bring."""
    found = explore.lower_lot(solo, solo_spend)
    return bool(found.cost > 1.1 * found.brings)


@claim
def store_pays_on_average(solo, solo_spend):
    """A subscriber from the app store brings more in twelve payments than the average costs."""
    cost = explore.acquisition_costs(solo, solo_spend)["app_store"]
    return bool(explore.channel_value(solo, "app_store") > cost)


@claim
def none_beats_low(solo, solo_spend):
    """A low month of social media loses beside one that spends nothing, the interval included."""
    return explore.lower_lot(solo, solo_spend).loses.low > 0


@claim
def call_does_not_save_low(source):
    """The high end of the call brings less than a low month of social media loses."""
    lower = explore.lower_lot(source.table("solo"), source.table("solo_spend"))
    return bool(_bets(source).loc[explore.CALL, "high"] < lower.loses.estimate)


@claim
def spend_follows_who_came(solo, solo_spend):
    """Who came tells all but a fiftieth of how social media's spend differs from month to month."""
    months = explore.by_month(solo, solo_spend, "social")
    return bool(months["won"].corr(months["spent"]) ** 2 > 0.98)


@claim
def low_budget_pays(source):
    """By lot, low months of social media bring more than the mean of their quarter; high ones less."""
    table = _bets(source)
    return bool(table.loc[explore.LOW, "low"] > 0 and table.loc[explore.HIGH, "high"] < 0)


@claim
def last_ones_cost_too_much(solo, solo_spend):
    """Whom the usual budget wins and the low one does not costs over 1.7 times what they bring."""
    cost = explore.next_cost(solo, solo_spend, "low", "usual").estimate
    return bool(cost > 1.7 * explore.channel_value(solo, "social"))


@claim
def doubling_is_outside(solo, solo_spend):
    """No month spent as much on social media as twice the mean month."""
    spent = explore.by_month(solo, solo_spend, "social")["spent"]
    return bool(spent.max() < 2 * spent.mean())


def _worth(solo, solo_spend):
    return explore.test_worth(solo, solo_spend, explore.call_test(solo, solo_spend))


@claim
def the_rule_brings_more(solo, solo_spend):
    """Expected a month, the rule of the call's test, once read, brings more than a call to all."""
    worth = _worth(solo, solo_spend)
    return bool(worth.rule > worth.now > 0)


@claim
def all_lead_over_a_year_of_calls(solo, solo_spend):
    """Of a year's calls, each followed for twelve payments, all bring a tenth more than the test first.

    And the test comes to bring as much later than that.
    """
    worth = _worth(solo, solo_spend)
    everybody, first = worth.within()
    return bool(everybody > 1.1 * first > 0 and math.isfinite(worth.months))


@claim
def cash_comes_later(solo, solo_spend):
    """Of what has come in when a year of calls ends, neither the call to all nor the test is back.

    And the call to all is further from it: it has paid for more calls.
    """
    plan = explore.call_test(solo, solo_spend)
    people, gain = explore.model(solo, "social"), explore.margin(solo, "social")
    wait, call, days = explore.test_worth(solo, solo_spend, plan).wait, explore.WELCOME, 365

    def cash(day, cut):
        """Return what a call brings by the end of the year, made on a day: discounted, after cost."""
        months = (days - day) * 12 / days
        left = [explore.left_with(people, call, share, 11) for share in (cut, 0.0)]
        paid = sum(
            gain * (left[0][age] - left[1][age]) / 1.01**age for age in range(12) if age <= months
        )
        return (paid - call.cost) / 1.01 ** (day * 12 / days)

    everybody = first = 0.0
    for chance, cut, passes in zip((0.3, 0.4, 0.3), call.cuts, plan.passes, strict=True):
        for day in range(0, days, 5):
            brought = chance * cash(day, cut)
            everybody += brought
            first += brought * (0.5 if day * 12 / days < wait else passes)
    return bool(everybody < first < 0)


@claim
def the_call_is_small(source):
    """The low end of social media at none, or low, is five times what the call is expected to bring."""
    table = _bets(source)
    budgets = table.loc[[explore.NONE, explore.LOW], "low"]
    return bool((budgets > 5 * table.loc[explore.CALL, "net"]).all())


@claim
def mails_value_is_nearly_a_line(solo):
    """To stop mails at two, three, four times what pays costs one, two, three times useless ones."""
    useless, *missed = explore.mails_errors(solo)
    return all(
        abs(each / (times * useless) - 1) < 0.1 for times, each in enumerate(missed, start=1)
    )


@claim
def the_lead_melts(solo):
    """Of the call's lead where it ends, less than half is left by the sixth renewal."""
    left = explore.saved(solo)
    lead = left["with it, each by their own chance"] - left["without the call"]
    return bool(lead[6] < 0.5 * lead[2] and lead[3] < lead[2])


@claim
def call_pays_on_social_only(solo):
    """The spreadsheet finds the call worth it in every channel; person by person, on social only."""
    table = explore.welcome_by_channel(solo)
    return bool((table["naive"] > 0).all()) and set(table.index[table["expected"] > 0]) == {
        "social"
    }


@claim
def stories_part_later(solo, solo_spend):
    """The call's two stories are within four points at renewal 2, and twofold apart at renewal 6."""
    left, plan = explore.saved(solo), explore.call_test(solo, solo_spend)
    own, alike = (left[name] - left["without the call"] for name in left.columns[1:][::-1])
    return bool(abs(own[2] - alike[2]) < 0.04 and plan.later[1] > 2 * plan.later[0])


@claim
def call_is_in_doubt(source):
    """The call to social media's new ones: expected above 0, its low end below."""
    row = _bets(source).loc[explore.CALL]
    return bool(row["low"] < 0 < row["net"])


@claim
def paying_takes_far_more(solo, solo_spend):
    """To tell the call's middle from what pays takes five times the people, and years."""
    plan = explore.call_test(solo, solo_spend)
    return bool(plan.pays_arm > 5 * plan.arm and plan.pays_months > 24)


@claim
def mails_test_is_coarse(solo):
    """The smallest effect that half a year without mails shows is more than the one that pays."""
    return bool(explore.mails_test(solo).least > explore.mails_pay(solo))


@claim
def longer_call_loses(solo):
    """A longer call to organic subscribers loses on average, and at the middle of its range."""
    longer = explore.Bet("a longer call", 4.5, 1, 3, (0.15, 0.30, 0.45))
    people, gain = explore.model(solo, "organic"), explore.margin(solo, "organic")
    low, middle, high = explore.three_points(people, gain, longer)
    return bool(0.5 * low + 0.3 * middle + 0.2 * high < 0 and middle < 0)
