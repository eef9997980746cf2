# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Assignment 8: the numbers behind the memo
#
# Finance decides on Monday. You have numbers to get right, and a memo to write.
# Everything that you need stands in [the lesson](../../notebooks/08_retention.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("team_year")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC, and the data end on 1 July 2026 at midnight. Rates are fractions: 0.25, not 25.
# The first payment is at time 0. A discount is a month's. Do not round: give what you computed.
# A table of one row is made like this: `pd.DataFrame([{"low": 0.1, "high": 0.2}])`.
#
# About 55 minutes, and 40 for the memo. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_row, fact_sheet, hint, progress, widgets
from course_utils.lessons import retention as explore
from course_utils.toolkit import metrics, retention

TODAY = "2026-07-01"
solo, spend = data.load("solo"), data.load("solo_spend")
subscriptions = data.load("subscriptions")
users, events = data.load("users"), data.load("events")
orders = data.load("template_orders")

# %% [markdown]
# `explore.paying(subscriptions)` has a row for each account of the team product that ever paid. Its columns are `started_at`, `ended_at` (the first cancelling; missing where there was none) and `plan` (the first one).
#
# `explore.triangle(solo, "social")` is the cohort triangle of a channel of Solo. `explore.survival(solo, "social")` is the share left at each age, `explore.margin(solo, "social")` the margin of a month. `explore.acquisition_costs(solo, spend)` is what winning one cost, by channel. `explore.model(solo, "social")` is the sBG model of a channel, and has seen the months until today.

# %% [markdown]
# ## A. Who is left?
#
# ### 1. Accounts that pay ({{points accounts_left}} points)
#
# Accounts of the team product, by the month in which they began to pay. What share has **not cancelled** within **3, 6, 9 and 12 months** of the start?
# Average over the cohorts that have come to that age, each account with the same weight. A table with the columns `age` and `left`.

# %% exercise="accounts_left"
accounts_left = ...
### BEGIN SOLUTION
paying = explore.paying(subscriptions)
accounts = retention.cohort_triangle(paying, TODAY, start="started_at", end="ended_at")
average = retention.weighted_average(accounts).loc[[3, 6, 9, 12]]
accounts_left = average.rename("left").rename_axis("age").reset_index()
### END SOLUTION

# %% [markdown]
# ## B. Which retention?
#
# ### 2. Owners who come back ({{points owners_back}} points)
#
# The **owners** who signed up to the team product from **July to September 2025**, the whole of 30 September with them. What share was active on **day 14**; on some day **from 14 to 20**; on **day 14 or later**?
# A day is 24 hours since the sign-up. A table with the columns `definition` (`n_day`, `bracket`, `unbounded`) and `rate`.

# %% exercise="owners_back"
owners_back = ...
### BEGIN SOLUTION
owners = users[
    (users["role"] == "owner") & users["signed_up_at"].between("2025-07-01", "2025-09-30 23:59:59")
]
tables = {
    "n_day": retention.n_day_retention(owners, events, 14, as_of=TODAY),
    "bracket": retention.bracket_retention(owners, events, 14, 20, as_of=TODAY),
    "unbounded": retention.unbounded_retention(owners, events, 14, as_of=TODAY),
}
owners_back = pd.DataFrame(
    [{"definition": name, "rate": table["rate"].item()} for name, table in tables.items()]
)
### END SOLUTION

# %% [markdown]
# ### 3. Kept in a year ({{points kept_in_a_year}} points)
#
# The accounts that paid on **1 July 2025**, looked at on **1 July 2026**, by two moments: logo churn, gross and net revenue retention.
# Which churn of a **month** (`a_month`), the same in each, would lose as many accounts in a year?
# A table of one row with the columns `logo_churn`, `a_month`, `gross`, `net`; fractions.

# %% exercise="kept_in_a_year"
kept_in_a_year = ...
### BEGIN SOLUTION
year = retention.revenue_retention(
    retention.mrr_at(subscriptions, "2025-07-01"), retention.mrr_at(subscriptions, TODAY)
)
kept_in_a_year = pd.DataFrame(
    [
        {
            "logo_churn": year.logo_churn,
            "a_month": 1 - (1 - year.logo_churn) ** (1 / 12),
            "gross": year.gross,
            "net": year.net,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## C. How long do they stay?
#
# ### 4. A year on the team plan ({{points team_year}} points)
#
# Accounts that **began on the team plan**. What share has not cancelled within **365 days**, with its 95 % interval? Everybody counts for as long as they were watched.
# A table of one row with the columns `estimate`, `low`, `high`.

# %% exercise="team_year"
team_year = ...
### BEGIN SOLUTION
paying = explore.paying(subscriptions)
team = paying[paying["plan"] == "team"]
watched = retention.tenures(team, TODAY, start="started_at", end="ended_at")
team_curve = retention.kaplan_meier(watched["days"], watched["left"])
team_year = pd.DataFrame([retention.survival_at(team_curve, 365)._asdict()])
### END SOLUTION

# %% [markdown]
# ### 5. Organic or app store? ({{points organic_or_store}} points)
#
# Subscribers of Solo who began **since 1 July 2025**, by two channels: **organic** and **app store**. Do they leave at different rates?
# Give the chi-square statistic of the log-rank test, with times in days. One number.

# %% exercise="organic_or_store"
organic_or_store = ...
### BEGIN SOLUTION
recent = solo[(solo["started_at"] >= "2025-07-01") & (solo["channel"] != "social")]
tenure = retention.tenures(recent, TODAY, start="started_at", end="ended_at")
channel = recent.loc[tenure.index, "channel"].astype(str)
organic_or_store = retention.log_rank(tenure["days"], tenure["left"], channel).statistic
### END SOLUTION

# %% [markdown]
# ### 6. A claim to be judged ({{points checklist}} points)
#
# A colleague in another firm reports: "Our checklist has ten steps and takes about six weeks. Customers who finished it stay three times as long as the others, over thousands of customers. Let us make everybody finish it."
# What do you answer first?

# %% exercise="checklist"
checklist = widgets.Choice("checklist", title="What is the matter?", confidence=True)
### BEGIN SOLUTION
checklist.answer = "late"
### END SOLUTION
checklist

# %% [markdown]
# ## D. What comes next?
#
# ### 7. A projection and its exam ({{points social_fifteen}} points)
#
# Subscribers from **social media** who began from **July 2024 to March 2025**, all cohorts together. Pretend that you know their first **five** months only: a model that has seen more has seen the exam.
# What share is left after **15** months? Give what came (`actual`) and what an sBG model of the five months says (`sbg`).
# Give also what a simple rival says (`constant`): from month 5 on, each month loses the share that the **fifth** month lost.
# A table of one row with the columns `actual`, `sbg`, `constant`.

# %% exercise="social_fifteen"
social_fifteen = ...
### BEGIN SOLUTION
cohorts = explore.triangle(solo, "social").loc["2024-07":"2025-03"]
left = explore.pooled(cohorts, 15)
fitted = retention.sbg_fit(left.loc[:5])
social_fifteen = pd.DataFrame(
    [
        {
            "actual": left[15] / left[0],
            "sbg": retention.sbg_survival(fitted, 15)[15],
            "constant": left[5] / left[0] * (left[5] / left[4]) ** 10,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 8. An old hand ({{points old_hand}} points)
#
# An **organic** subscriber has renewed **ten** times. What are their payments to come worth: margin, at 1 % of discount a month, the next renewal at time 0?
# Fit the sBG model to all organic cohorts. Give `all` of it, and what the **next 24** payments bring (`next_24`). The rest is model alone.
# A table of one row with the columns `all`, `next_24`; USD.

# %% exercise="old_hand"
old_hand = ...
### BEGIN SOLUTION
organic_model, margin = explore.model(solo, "organic"), explore.margin(solo, "organic")
payments = retention.sbg_residual_lifetime(organic_model, 0.01, 10)
later = retention.sbg_survival(organic_model, 34)
near = sum(later[10 + step] / later[10] / 1.01 ** (step - 1) for step in range(1, 25))
old_hand = pd.DataFrame([{"all": margin * payments, "next_24": margin * near}])
### END SOLUTION

# %% [markdown]
# ### 9. An exam for the shop's model ({{points orders_exam}} points)
#
# A whole problem. Turn the clock of the template shop back to **1 January 2026**. Take the buyers who were known by then, and only what was known by then, in days.
# How many orders will they make until **1 July** (181 days)? By the model of part 7 (`model`); if each one's pace since the first order went on (`pace`); and what came (`came`).
# A table of one row with the columns `model`, `pace`, `came`.

# %% exercise="orders_exam"
orders_exam = ...
### BEGIN SOLUTION
known = explore.histories(orders, "2026-01-01")
shop = retention.bgnbd_fit(known["frequency"], known["recency"], known["age"])
told = retention.bgnbd_purchases(shop, known["frequency"], known["recency"], known["age"], time=181)
late = orders[(orders["ordered_at"] >= "2026-01-01") & orders["buyer_id"].isin(known.index)]
orders_exam = pd.DataFrame(
    [
        {
            "model": told.sum(),
            "pace": (known["frequency"] / known["age"] * 181).sum(),
            "came": len(late),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## E. What is it worth?
#
# ### 10. The app store's money ({{points store_money}} points)
#
# A subscriber from the **app store**, at their average cost, along their own curve, at 1 % of discount a month. Four numbers:
#
# - `naive`: cost over margin, in payments; do not round it
# - `payback`: the payment with which the money is back, those who left counted in
# - `ratio_12` and `ratio_18`: LTV:CAC over **12** and over **18** payments
#
# A table of one row with these columns.

# %% exercise="store_money"
store_money = ...
### BEGIN SOLUTION
cost = explore.acquisition_costs(solo, spend)["app_store"]
store, store_margin = explore.survival(solo, "app_store"), explore.margin(solo, "app_store")
ratios = {
    f"ratio_{payments}": retention.ltv_to_cac(
        retention.lifetime_value(store, store_margin, 0.01, payments), cost
    )
    for payments in (12, 18)
}
back = retention.payback_period(cost, store, store_margin, 0.01)
store_money = pd.DataFrame([{"naive": cost / store_margin, "payback": back, **ratios}])
### END SOLUTION

# %% [markdown]
# ### 11. Do the mails work? ({{points mails_effect}} points)
#
# A whole problem. The mails began in January 2026. Compare subscribers who began from **January to March 2026** with those of **January to March 2025**: what share of each is left after **three renewals**?
# Give the change, later minus earlier, with a 95 % interval. How is yours to choose. A table of one row with the columns `change`, `low`, `high`; fractions.

# %% exercise="mails_effect"
mails_effect = ...
### BEGIN SOLUTION
counts = explore.triangle(solo)
sides = []
for start, end in (("2025-01", "2025-03"), ("2026-01", "2026-03")):
    spring = counts.loc[start:end]
    sides.append((int(spring[3].sum()), int(spring[0].sum())))
change = metrics.rate_difference(*sides)
mails_effect = pd.DataFrame([{"change": change.estimate, "low": change.low, "high": change.high}])
### END SOLUTION

# %% [markdown]
# ### 12. A longer call ({{points call_value}} points)
#
# A whole problem. Support offers a longer call to each new **organic** subscriber. It costs 4.50 USD. They expect that it takes 15, 30 or 45 % off the chance to leave at each of the first **three** renewals: low, middle, high.
# From the fourth renewal on everybody is as likely to leave as they would be without it. What does it bring for one subscriber within **twelve payments**, at 1 % of discount a month, less its cost?
# Weigh low, middle and high by 0.5, 0.3 and 0.2. A table of one row with the columns `low`, `expected`, `high`; USD.

# %% exercise="call_value"
call_value = ...
### BEGIN SOLUTION
longer = explore.Bet("a longer call", 4.5, 1, 3, (0.15, 0.30, 0.45))
callers = explore.model(solo, "organic")
values = [
    explore.bet_value(callers, explore.margin(solo, "organic"), longer, cut) for cut in longer.cuts
]
expected = 0.5 * values[0] + 0.3 * values[1] + 0.2 * values[2]
call_value = pd.DataFrame([{"low": values[0], "expected": expected, "high": values[2]}])
### END SOLUTION

# %% [markdown]
# ### 13. Would a test be worth it? ({{points call_pays}} points)
#
# Support wants to test the longer call: half of the new organic subscribers get it, by lot, and all are looked at after **three** renewals. "If it comes out at the *middle*, we call everybody." What would that prove?
# Give, by the model of exercise 12:
#
# - `cut`: the share off the chance to leave from which on the call earns its cost within twelve payments
# - `pays`: who is then left after three renewals
# - `middle`: who is left at the middle of the range
# - `proves`: what a call that comes out just there brings for one subscriber, after its cost, in USD
# - `faded`: who is left after three renewals if the call **fades**: 90 % off each one's chance at the first renewal, 10 % at the second, nothing at the third
#
# A table of one row with these columns. Then decide whether to test: your memo needs it.

# %% exercise="call_pays"
call_pays = ...
### BEGIN SOLUTION
call = explore.Bet("a longer call", 4.5, 1, 3, (0.15, 0.30, 0.45))
organic_people, gain = explore.model(solo, "organic"), explore.margin(solo, "organic")
enough = explore.pays_from(organic_people, gain, call)
chances = retention.sbg_people(organic_people)  # each one's own chance to leave
fading = (1 - 0.10 * chances) * (1 - 0.90 * chances) * (1 - chances)
call_pays = pd.DataFrame(
    [
        {
            "cut": enough,
            "pays": explore.left_with(organic_people, call, enough, 3)[3],
            "middle": explore.left_with(organic_people, call, 0.30, 3)[3],
            "proves": explore.bet_value(organic_people, gain, call, 0.30),
            "faded": fading.mean(),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## F. The memo for Monday ({{points retention_memo}} points)
#
# First your fact sheet. Lines F1 to F14 are computed for you; the others are made from *your* answers above, so mend those first.
# In the memo, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the numbers for the memo, one line a fact; a line without an answer says so."""
    facts = explore.company_facts(solo, spend)

    def share(row):
        return f"{row['estimate']:.1%} ({row['low']:.1%} to {row['high']:.1%})"

    def money(row):
        return f"{row['expected']:+.2f} USD each ({row['low']:+.2f} to {row['high']:+.2f}), a guess"

    def pays(row):
        return (
            f"from {row['cut']:.0%} off each chance on, {row['pays']:.1%} left at renewal 3; the middle "
            f"has {row['middle']:.1%} left and brings {row['proves']:+.2f} USD each"
        )

    def exam(row):
        errors = [100 * (row[name] - row["actual"]) for name in ("sbg", "constant")]
        return (
            f"came {row['actual']:.1%}; sBG {row['sbg']:.1%}, error {errors[0]:+.1f} points; "
            f"constant {row['constant']:.1%}, error {errors[1]:+.1f} points"
        )

    return fact_sheet(
        {
            "churn of all, then and now (the memo)": facts["churn"],
            "churn at the same age since the mails, ratio": facts["same age"],
            "the mails go on": facts["mails"],
            "half without mails, by lot": facts["mails test"],
            "left after twelve renewals": facts["left"],
            "margin of a month": facts["margin"],
            "cost to win the average, and one more": facts["costs"],
            "social media, the average, 12 payments": facts["social"],
            "social media at none, and at its low budget": facts["none"],
            "app store, one more": facts["app store"],
            "a welcome call to social media's new ones, at the low budget": facts["call"],
            "social media at its high budget": facts["high budget"],
            "test of the welcome call, half by lot, at the low budget": facts["call test"],
            "what that test is worth, at the low budget": facts["test's worth"],
            "change at age 3 since the mails": lambda: "{:+.1f} points ({:+.1f} to {:+.1f})".format(
                *(100 * fact_row(mails_effect)[["change", "low", "high"]])
            ),
            "organic against app store, log-rank": lambda: f"chi-square {organic_or_store:.1f}",
            "social media at 15 months, told at 5": lambda: exam(fact_row(social_fifteen)),
            "app store, the average: payback; LTV:CAC at 12, at 18": lambda: (
                "payment {:.0f}; {:.1f}, {:.1f}".format(
                    *fact_row(store_money)[["payback", "ratio_12", "ratio_18"]]
                )
            ),
            "organic with ten renewals: all, next 24": lambda: "{:.0f} USD, {:.0f} USD".format(
                *fact_row(old_hand)[["all", "next_24"]]
            ),
            "a longer call, organic": lambda: money(fact_row(call_value)),
            "where it pays": lambda: pays(fact_row(call_pays)),
            "team plan, not cancelled within a year": lambda: share(fact_row(team_year)),
        }
    )


my_facts()

# %% [markdown]
# Now write the **retention memo** to finance and to the growth team. At most 600 words.
#
# It holds:
#
# - what to do on Monday, first: both budgets, the call, the mails;
# - which subscribers stay and which do not, and how you know;
# - whether the mails work, why the churn of all says nothing of it, and what being wrong costs;
# - a projection that was tested, beside its rival;
# - what a subscriber brings, with margin, horizon and cost, and what *one more* costs;
# - each move with what it brings, its range, its owner, its date, and what would stop it.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric retention_memo}}

# %% [markdown] exercise="retention_memo"
# {{strong retention_memo}}

# %% [markdown]
# ## Before you hand in
#
# Read your memo as the growth team that wrote the first one. Is it fair to them? Each of their numbers was computed right.
# Then go back to your first guess. What would the company have bought with it?

# %%
progress()
