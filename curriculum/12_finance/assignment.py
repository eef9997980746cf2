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
# # Assignment 12: the page for the CFO
#
# The CFO wants a price on one page. You have numbers to get right, and a memo to write.
# Everything that you need stands in [the lesson](../../notebooks/12_finance.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("mid_price")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Money is in USD, rates and margins are fractions: 0.25, not 25. The first flow is at time 0, unless another time is given.
# Elasticities are by midpoints. Van Westendorp's own range, respondents out of order left out. Do not round: give what you computed.
# *Seats per 100 visitors* are those of `explore.by_price`. A *line* is the straight line through its five prices.
#
# About 60 minutes, and 40 for the memo. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import finance as explore
from course_utils.toolkit import finance

books, subscriptions = data.load("finance"), data.load("subscriptions")
accounts, users = data.load("accounts"), data.load("users")
prices, visits = data.load("prices"), data.load("price_test")
packages, tickets = data.load("packages"), data.load("tickets")
payers = explore.paying(subscriptions, accounts)
share = explore.payers_share(tickets, users, payers)
costs, loaded = explore.seat_costs(books, payers, share), explore.seat_costs(books, payers)
said = explore.answers(prices, users, accounts, payers)

# %% [markdown]
# `explore.by_price(visits, "mid")` is the test for one size, `explore.part_worths(rows)` a model of the rows of `packages` that you pass.
# `explore.monthly(books, "support")` is one column of the books by month, `explore.quarters(books)` the books by quarter.

# %% [markdown]
# ## A. The seat
#
# ### 1. A seat on the business plan ({{points business_seat}} points)
#
# Its list price is **21** USD. Suppose that customers get **8 %** off, and that an account manager costs **1.20** USD a seat. Serving costs as `costs` says if only what goes with a seat is counted, and as `loaded` says with those who pay nothing.
# What is paid, what does it contribute to the price decision, and what margin is that? And what is left of it, loaded? A table of one row with the columns `price`, `contribution`, `margin`, `loaded`.

# %% exercise="business_seat"
business_seat = ...
### BEGIN SOLUTION
business = finance.contribution_per_seat(21 * 0.92, {**costs, "manager": 1.2})
business_seat = pd.DataFrame(
    [
        {
            "price": business.price,
            "contribution": business.contribution,
            "margin": business.margin,
            "loaded": business.price - sum(loaded.values()) - 1.2,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 2. The discount ends ({{points seats_to_lose}} points)
#
# Suppose that all of them have it today, and pay the list price of 21 from October. How many of the **paid business seats** may be lost until the contribution is what it is today? One number, with parts.

# %% exercise="seats_to_lose"
seats_to_lose = ...
### BEGIN SOLUTION
paid = payers.loc[payers["plan"] == "business", "seats"].sum()
change = 21 / business.price - 1
seats_to_lose = -paid * finance.break_even_sales_change(change, business.margin)
### END SOLUTION

# %% [markdown]
# ## B. What is it worth to them?
#
# ### 3. Mid-size companies ({{points mid_points}} points)
#
# The four questions, **mid-size** companies alone. Give both ends of the range, the point where as many say *too cheap* as *too expensive*, and how many people were left out.
# A table of one row with the columns `cheap_end`, `optimal`, `dear_end`, `left_out`.

# %% exercise="mid_points"
mid_points = ...
### BEGIN SOLUTION
mid = said[said["size"] == "mid"]
meter = finance.van_westendorp(mid)
mid_points = pd.DataFrame(
    [
        {
            "cheap_end": meter.marginal_cheapness,
            "optimal": meter.optimal,
            "dear_end": meter.marginal_expensiveness,
            "left_out": meter.inconsistent,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 4. What they say they would do ({{points large_intents}} points)
#
# **Large** companies, with their intents to buy: at which price would most **try**, and at which would **revenue** be greatest? A table of one row with the columns `trial`, `revenue`.

# %% exercise="large_intents"
large_intents = ...
### BEGIN SOLUTION
large = said[said["size"] == "large"]
intents = finance.newton_miller_smith(large)
large_intents = pd.DataFrame([{"trial": intents.trial_price, "revenue": intents.revenue_price}])
### END SOLUTION

# %% [markdown]
# ### 5. Small companies do mind ({{points small_arc}} points)
#
# The price test, **small** companies: the midpoint elasticity of **starts** (over visitors) from **12** to **15** USD. One number.

# %% exercise="small_arc"
small_arc = ...
### BEGIN SOLUTION
small = explore.by_price(visits, "small")
rate = small["starts"] / small["visitors"]
small_arc = finance.midpoint_elasticity(12, 15, rate[12], rate[15])
### END SOLUTION

# %% [markdown]
# ### 6. The telephone ({{points phone_worth}} points)
#
# How much more would companies that are **not small** give for a plan in which support answers the **telephone** than for one without? USD a seat and month, by one model of all their choices.

# %% exercise="phone_worth"
phone_worth = ...
### BEGIN SOLUTION
choices = explore.part_worths(packages[packages["size"] != "small"])
phone_worth = finance.willingness_to_pay(choices, "phone", "with", "without")
### END SOLUTION

# %% [markdown]
# ## C. The price
#
# ### 7. A price for mid-size companies ({{points mid_price}} points)
#
# A whole problem. Suppose that mid-size companies got a page of their own, and that a seat of theirs costs **4** USD. At which price would they bring most revenue, at which the most beyond cost, and between which two prices would at most **5 %** of that be lost?
# A table of one row with the columns `revenue`, `best`, `low`, `high`.

# %% exercise="mid_price"
mid_price = ...
### BEGIN SOLUTION
mid_line = explore.demand_line(explore.by_price(visits, "mid"))
mid_best = finance.linear_optima(mid_line.intercept, mid_line.slope, 4)
flat = explore.good_enough(mid_line, 4, 0.05)
mid_price = pd.DataFrame(
    [
        {
            "revenue": mid_best.revenue_price,
            "best": mid_best.profit_price,
            "low": flat[0],
            "high": flat[1],
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 8. For everybody ({{points old_seats}} points)
#
# Another whole problem. The CFO asks what comes of it if **all paid team seats** move from 12 to **14**, **16** or **19** USD. Suppose that each size answers a price as the visitors of its size did, along their own line, and that a seat takes along what `costs` says.
# How many `seats` remain, and by how much does the contribution of a month `change`? A table with the columns `price`, `seats`, `change`, a row a price.

# %% exercise="old_seats"
old_seats = ...
### BEGIN SOLUTION
cost = sum(costs.values())
team = payers[payers["plan"] == "team"]
offers = pd.DataFrame({"price": [14, 16, 19], "seats": 0.0})
for size in explore.SIZES:
    line = explore.demand_line(explore.by_price(visits, size))
    today = team.loc[team["size"] == size, "seats"].sum()
    offers["seats"] += today * offers["price"].map(line.seats) / line.seats(12)
offers["change"] = (offers["price"] - cost) * offers["seats"] - (12 - cost) * team["seats"].sum()
old_seats = offers
### END SOLUTION

# %% [markdown]
# ### 9. Where does sign-on go? ({{points where_sign_on}} points)
#
# Sales: "Single sign-on is worth something to people. Where do we put it?" You know what it is worth to whom.

# %% exercise="where_sign_on"
where_sign_on = widgets.Choice("where_sign_on", title="Where does it go?", confidence=True)
### BEGIN SOLUTION
where_sign_on.answer = "fence"
### END SOLUTION
where_sign_on

# %% [markdown]
# ## D. Time and money
#
# ### 10. An exam for two forecasts ({{points support_exam}} points)
#
# The monthly cost of **support**. Stand **twelve** months before the end of the books. Forecast the twelve months by a smoothed **level** and by a straight **line**. What is the **MASE** of each?
# A table of one row with the columns `level`, `line`.

# %% exercise="support_exam"
support_exam = ...
### BEGIN SOLUTION
support = explore.monthly(books, "support")
past, came = support.iloc[:-12], support.iloc[-12:].to_numpy()
level = finance.ses_forecast(past.to_numpy(), 12).table["forecast"].to_numpy()
straight = finance.trend_forecast(past.to_numpy(), 12).table["forecast"].to_numpy()
support_exam = pd.DataFrame(
    [
        {
            "level": finance.mase(came, level, past.to_numpy()),
            "line": finance.mase(came, straight, past.to_numpy()),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 11. Paid later ({{points refresh_worth}} points)
#
# A made-up project. Nothing is paid today. **20,000** USD fall due at the **end of the first quarter**, and it brings **4,000** at the end of each of the seven quarters after that. Money costs **2 %** a quarter.
# What is it worth today, and after how many quarters from today has it paid back, discounted? A table of one row with the columns `npv`, `payback`.

# %% exercise="refresh_worth"
refresh_worth = ...
### BEGIN SOLUTION
project = [0, -20_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]
refresh_worth = pd.DataFrame(
    [{"npv": finance.npv(0.02, project), "payback": finance.payback(project, 0.02)}]
)
### END SOLUTION

# %% [markdown]
# ### 12. An offer with two rates ({{points early_renewal}} points)
#
# A made-up offer, year by year: **-4,000**, **+9,500**, **-5,610** USD, the first today. Which two rates make it worth nothing, and what is it worth where money costs **15 %** a year?
# A table of one row with the columns `low`, `high`, `npv`.

# %% exercise="early_renewal"
early_renewal = ...
### BEGIN SOLUTION
offer = [-4_000, 9_500, -5_610]
roots = finance.irr_roots(offer)
early_renewal = pd.DataFrame([{"low": roots[0], "high": roots[1], "npv": finance.npv(0.15, offer)}])
### END SOLUTION

# %% [markdown]
# ### 13. Three quarters paid ({{points go_on}} points)
#
# The work on billing has cost three quarters of its budget, and a quarter is done. A colleague asks how you judge whether to go on.

# %% exercise="go_on"
go_on = widgets.Choice("go_on", title="How do you judge it?", confidence=True)
### BEGIN SOLUTION
go_on.answer = "rest"
### END SOLUTION
go_on

# %% [markdown]
# ### 14. The quarter before ({{points first_quarter}} points)
#
# Kitewell in the **first quarter of 2026**, beside the fourth of 2025. Give the magic number (from the revenue of the two quarters) and the burn multiple (burn is cost without revenue). Then the loss of a month in USD, the mean of three.
# A table of one row with the columns `magic`, `burn`, `loss`.

# %% exercise="first_quarter"
first_quarter = ...
### BEGIN SOLUTION
quarters = explore.quarters(books)
before, now = quarters.loc["2025Q4"], quarters.loc["2026Q1"]
burnt = now["costs"] - now["revenue"]
first_quarter = pd.DataFrame(
    [
        {
            "magic": finance.magic_number(
                before["revenue"], now["revenue"], before["sales"] + before["marketing"]
            ),
            "burn": finance.burn_multiple(burnt, 12 * (now["mrr_end"] - before["mrr_end"])),
            "loss": burnt / 3,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## E. The memo ({{points pricing_memo}} points)
#
# First your fact sheet. Lines F1 to F12 are computed for you; the others are made from *your* answers above, so mend those first.
# In the memo, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the numbers for the memo, one line a fact; a line without an answer says so."""
    given = explore.facts(books, subscriptions, accounts, users, prices, visits, packages, tickets)
    return fact_sheet(
        {
            "left of a team seat": given["seat"],
            "15 beside 12, contribution of the same visitors": given["proposed"],
            "20 beside 12": given["asked"],
            "best price on the line": given["best"],
            "price meter: as many too cheap as too expensive": given["survey"],
            "at 12": given["stated"],
            "single sign-on, USD a seat": given["sign_on"],
            "the year over 100 lucks, thousand USD": given["old"],
            "15, three plans, worth today": given["worth"],
            "loss of the last quarter": given["loss"],
            "MRR in June 2027 if nothing changes": given["forecast"],
            "what an investor asks": given["asks_of"],
            "left of a business seat, if 8 % were off": lambda: "{:.2f} of {:.2f} USD".format(
                *business_seat.iloc[0][["contribution", "price"]]
            ),
            "business seats that might then be lost at the list price": lambda: (
                f"{seats_to_lose:.0f}"
            ),
            "elasticity of small companies, 12 to 15": lambda: f"{small_arc:.1f}",
            "mid-size companies, best price; at most 5 % lost": lambda: (
                "{:.1f}; {:.1f} to {:.1f}".format(*mid_price.iloc[0][["best", "low", "high"]])
            ),
            "all team seats at 14, 16, 19: change a month": lambda: ", ".join(
                f"{change:+,.0f}" for change in old_seats.sort_values("price")["change"]
            ),
            "first quarter: magic number, burn multiple": lambda: "{:.2f}; {:.1f}".format(
                *first_quarter.iloc[0][["magic", "burn"]]
            ),
        }
    )


my_facts()

# %% [markdown]
# Now write the **pricing memo** for the CFO. At most 600 words.
#
# It holds:
#
# - the recommendation first: what, for whom, from when, worth how much, how sure;
# - what a seat leaves, and how many may be lost;
# - what it rests on, and what that cannot tell;
# - at least three prices beside each other, and what would tip the choice;
# - what old customers pay, when they hear it, and what stops it;
# - what the price does not solve.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric pricing_memo}}

# %% [markdown] exercise="pricing_memo"
# {{strong pricing_memo}}

# %% [markdown]
# ## Before you hand in
#
# Read your memo as sales, who wanted 11. Is it fair? The survey was asked properly.
# Then go back to your first guess. What would it have cost?

# %%
progress()
