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
# Stuck? Add a cell with `hint("quick")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC, and the data end on 1 July 2026 at midnight. Rates are fractions: 0.25, not 25.
# The first payment is at time 0. A discount is a month's. Do not round: give what you computed.
#
# About 55 minutes, and 40 for the memo. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, hint, progress, widgets
from course_utils.lessons import retention as explore
from course_utils.toolkit import metrics, retention

TODAY = "2026-07-01"
solo, spend = data.load("solo"), data.load("solo_spend")
subscriptions, finance = data.load("subscriptions"), data.load("finance")
users, events = data.load("users"), data.load("events")
orders = data.load("template_orders")

# %% [markdown]
# `explore.paying(subscriptions)` has a row for each account of the team product that ever paid. Its columns are `started_at`, `ended_at` (the first cancelling; missing where there was none) and `plan` (the first one).
#
# `explore.triangle(solo, "social")` is the cohort triangle of a channel of Solo. `explore.survival(solo, "social")` is the share left at each age, `explore.margin(solo, "social")` the margin of a month, and `explore.acquisition_costs(solo, spend)` what winning one cost, by channel.

# %% [markdown]
# ## A. Who is left?
#
# ### 1. Accounts that pay ({{points accounts_left}} points)
#
# Accounts of the team product, by the month in which they began to pay. What share is still paying **3, 6, 9 and 12 months** after the start?
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
# The **owners** who signed up to the team product from **July to September 2025**. What share was active on **day 14**; on some day **from 14 to 20**; on **day 14 or later**?
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
# The accounts that paid on **1 July 2025**, looked at on **1 July 2026**: logo churn, gross and net revenue retention.
# A table of one row with the columns `logo_churn`, `gross`, `net`; fractions.

# %% exercise="kept_in_a_year"
kept_in_a_year = ...
### BEGIN SOLUTION
year = retention.revenue_retention(
    retention.mrr_at(subscriptions, "2025-07-01"), retention.mrr_at(subscriptions, TODAY)
)
kept_in_a_year = pd.DataFrame(
    [{"logo_churn": year.logo_churn, "gross": year.gross, "net": year.net}]
)
### END SOLUTION

# %% [markdown]
# ### 4. Gains over losses ({{points quick}} points)
#
# The quick ratio of recurring revenue of the **second quarter of 2026**, from `finance`: what was gained (new, expansion, reactivation) over what was lost (contraction, churn). One ratio for the whole quarter.

# %% exercise="quick"
quick = ...
### BEGIN SOLUTION
quarter = finance.set_index("month").loc["2026-04-01":].sum()
quick = retention.quick_ratio(
    quarter["mrr_new"],
    quarter["mrr_expansion"],
    -quarter["mrr_contraction"],
    -quarter["mrr_churn"],
    quarter["mrr_reactivation"],
)
### END SOLUTION

# %% [markdown]
# ## C. How long do they stay?
#
# ### 5. A year on the team plan ({{points team_year}} points)
#
# Accounts that **began on the team plan**. What share still pays after **365 days**, with its 95 % interval? Everybody counts for as long as they were watched.
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
# ### 6. Organic or app store? ({{points organic_or_store}} points)
#
# Subscribers of Solo who began **since 1 July 2025**, by two channels: **organic** and **app store**. Do they leave at different rates?
# Give the chi-square statistic of the log-rank test. One number.

# %% exercise="organic_or_store"
organic_or_store = ...
### BEGIN SOLUTION
recent = solo[(solo["started_at"] >= "2025-07-01") & (solo["channel"] != "social")]
tenure = retention.tenures(recent, TODAY, start="started_at", end="ended_at")
channel = recent.loc[tenure.index, "channel"].astype(str)
organic_or_store = retention.log_rank(tenure["days"], tenure["left"], channel).statistic
### END SOLUTION

# %% [markdown]
# ### 7. A claim to be judged ({{points checklist}} points)
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
# ### 8. A projection and its exam ({{points social_fifteen}} points)
#
# Subscribers from **social media** who began from **July 2024 to March 2025**, all cohorts together. Pretend that you know their first **five** months only.
# What share is left after **15** months? Give what came (`actual`) and what an sBG model of the five months says (`sbg`).
# Give also what one churn for ever says (`constant`): all who were lost in the five months, over all who were there at the start of each.
# A table of one row with the columns `actual`, `sbg`, `constant`.

# %% exercise="social_fifteen"
social_fifteen = ...
### BEGIN SOLUTION
cohorts = explore.triangle(solo, "social").loc["2024-07":"2025-03"]
told = explore.projections(explore.pooled(cohorts, 15), 5).loc[15]
social_fifteen = pd.DataFrame(
    [{"actual": told["actual"], "sbg": told["sBG"], "constant": told["constant churn"]}]
)
### END SOLUTION

# %% [markdown]
# ### 9. An old hand ({{points old_hand}} points)
#
# An **organic** subscriber has renewed **ten** times. What are their payments to come worth: margin, at 1 % of discount a month, the next renewal counted in full if it comes?
# Fit the sBG model to all organic cohorts. In USD.

# %% exercise="old_hand"
old_hand = ...
### BEGIN SOLUTION
organic_model = retention.sbg_fit(explore.triangle(solo, "organic"))
payments = retention.sbg_residual_lifetime(organic_model, 0.01, 10)
old_hand = explore.margin(solo, "organic") * payments
### END SOLUTION

# %% [markdown]
# ### 10. Two months of orders ({{points orders_ahead}} points)
#
# Buyers of templates who were **first seen before 1 January 2026**. How many orders will all of them together make in the next **60 days**?
# Fit the model of part 7 to *all* buyers, in days. Which calculation answers the question is yours to choose. One number.

# %% exercise="orders_ahead"
orders_ahead = ...
### BEGIN SOLUTION
buyers = explore.histories(orders)
shop = retention.bgnbd_fit(buyers["frequency"], buyers["recency"], buyers["age"])
known = buyers[buyers["age"] > 181]
orders_ahead = retention.bgnbd_purchases(
    shop, known["frequency"], known["recency"], known["age"], time=60
).sum()
### END SOLUTION

# %% [markdown]
# ## E. What is it worth?
#
# ### 11. The app store ({{points store_value}} points)
#
# What does a subscriber from the **app store** bring in **18 payments**: margin along their own curve, at 1 % of discount a month, **less** what winning them cost? In USD.

# %% exercise="store_value"
store_value = ...
### BEGIN SOLUTION
value = retention.lifetime_value(
    explore.survival(solo, "app_store"), explore.margin(solo, "app_store"), 0.01, 18
)
store_value = value - explore.acquisition_costs(solo, spend)["app_store"]
### END SOLUTION

# %% [markdown]
# ### 12. Do the mails work? ({{points mails_effect}} points)
#
# A whole problem. The mails began in January 2026. Compare subscribers who began from **January to March 2026** with those of **January to March 2025**: what share of each is left **three months** after the start?
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
# ### 13. Another call ({{points call_value}} points)
#
# A whole problem. Support offers a longer call to each new subscriber from **social media**. It costs 3 USD. They expect that it takes 5, 15 or 35 % off the churn of each of the first **three** renewals: low, middle, high.
# The later renewals stay as they are. What does it bring for one subscriber within **twelve payments**, margin without discount, less its cost?
# Weigh low, middle and high by 0.3, 0.4 and 0.3. A table of one row with the columns `low`, `expected`, `high`; USD.

# %% exercise="call_value"
call_value = ...
### BEGIN SOLUTION
call = explore.Bet("a longer call", 3.0, 1, 3, (0.05, 0.15, 0.35))
curve, margin = explore.survival(solo, "social"), explore.margin(solo, "social")
values = [explore.bet_value(curve, margin, call, cut) for cut in call.cuts]
expected = 0.3 * values[0] + 0.4 * values[1] + 0.3 * values[2]
call_value = pd.DataFrame([{"low": values[0], "expected": expected, "high": values[2]}])
### END SOLUTION

# %% [markdown]
# ## F. The memo for Monday ({{points retention_memo}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first. Lines F1 to F4 are computed for you.
# In the memo, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""
    memo, bets = explore.memo(solo, spend), explore.bets(solo, spend)

    def money(row):
        return f"{row['expected']:+.1f} USD ({row['low']:+.1f} to {row['high']:+.1f})"

    def share(row):
        return f"{row['estimate']:.1%} ({row['low']:.1%} to {row['high']:.1%})"

    facts = {
        "churn of all, then and now (the memo)": lambda: f"{memo['then']:.1%}, {memo['now']:.1%}",
        "one more from social media, a year": lambda: money(bets.iloc[0]),
        "a welcome call to each new subscriber, a year": lambda: money(bets.iloc[1]),
        "a gift after a year, a year": lambda: money(bets.iloc[2]),
        "change at age 3 since the mails": lambda: "{:+.1f} points ({:+.1f} to {:+.1f})".format(
            *(100 * mails_effect.iloc[0][["change", "low", "high"]])
        ),
        "organic against app store, log-rank": lambda: f"chi-square {organic_or_store:.1f}",
        "social media at 15 months: came, sBG, constant": lambda: "{:.1%}, {:.1%}, {:.1%}".format(
            *social_fifteen.iloc[0][["actual", "sbg", "constant"]]
        ),
        "app store, 18 payments, less cost": lambda: f"{store_value:+.1f} USD",
        "organic with ten renewals, to come": lambda: f"{old_hand:.0f} USD",
        "a longer call, social media": lambda: money(call_value.iloc[0]),
        "team plan, still paying after a year": lambda: share(team_year.iloc[0]),
    }
    lines = []
    for number, (fact, say) in enumerate(facts.items(), start=1):
        try:
            value = say()
        except Exception:
            value = "no answer yet"
        lines.append((f"F{number}", fact, value))
    return pd.DataFrame(lines, columns=["line", "fact", "value"]).set_index("line")


fact_sheet()

# %% [markdown]
# Now write the **retention memo** to finance and to the growth team. At most 600 words.
#
# It holds:
#
# - what to do on Monday, first;
# - which subscribers stay and which do not, and how you know;
# - whether the mails work, and why the churn of all says nothing of it;
# - a projection that was tested, beside its rival;
# - what a subscriber brings, with margin, horizon and cost;
# - one bet with its range, its owner, and what would stop it.
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
