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
import numpy as np
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import finance as explore
from course_utils.toolkit import finance

books, subscriptions = data.load("finance"), data.load("subscriptions")
accounts, users = data.load("accounts"), data.load("users")
prices, visits = data.load("prices"), data.load("price_test")
packages, tickets = data.load("packages"), data.load("tickets")
solo, solo_spend = data.load("solo"), data.load("solo_spend")
payers = explore.paying(subscriptions, accounts)
share = explore.payers_share(tickets, users, payers)
costs, loaded = explore.seat_costs(books, payers, share), explore.seat_costs(books, payers)
said = explore.answers(prices, users, accounts, payers)

# %% [markdown]
# `explore.by_price(visits, "mid")` is the test for one size, `explore.of_size(visits, "mid")` its rows.
# `explore.seats_kept(rows, 15, by="curve")` is the share of the seats at 12 that 15 keeps, by the bent curve; `by` is `"line"`, `"curve"`, `"elasticity"` or `"arms"`. `explore.against` sets contributions beside each other, by the same ways. Both have `estimate`, `low` and `high`.
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
# The four questions, **mid-size** companies alone. Give both ends of the range, the point where as many say *too cheap* as *too expensive*, and how many people were left out. The curves are steps, as `van_westendorp` has them: they meet at a price that somebody named, and nothing between is filled in.
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
# ### 4. Shown, or not? ({{points shown_or_not}} points)
#
# Sales asks for **18**. By how much more do the same visitors bring at 18 than at 12, beyond what their seats cost? Say it by the **line**, and by the two prices alone (**arms**).
# `gain` is a fraction, `low` and `high` are its 95 % interval. `shown` is 1 if the interval leaves 0 out, else 0.
# A table of two rows with the columns `by`, `gain`, `low`, `high`, `shown`. In `by` stands `line` or `arms`.

# %% exercise="shown_or_not"
shown_or_not = ...
### BEGIN SOLUTION
gains = {by: explore.against(visits, 18, 12, sum(costs.values()), by) for by in ("line", "arms")}
shown_or_not = pd.DataFrame(
    [
        {
            "by": by,
            "gain": gain.estimate,
            "low": gain.low,
            "high": gain.high,
            "shown": int(not gain.covers(0)),
        }
        for by, gain in gains.items()
    ]
)
### END SOLUTION

# %% [markdown]
# ### 5. Who minds? ({{points size_arcs}} points)
#
# The price test, size by size: the midpoint elasticity of **starts** (over visitors) from **12** to **15** USD. A table of one row with the columns `small`, `mid`, `large`.

# %% exercise="size_arcs"
size_arcs = ...
### BEGIN SOLUTION
arcs = {}
for size in explore.SIZES:
    by_size = explore.by_price(visits, size)
    rate = by_size["starts"] / by_size["visitors"]
    arcs[size] = finance.midpoint_elasticity(12, 15, rate[12], rate[15])
size_arcs = pd.DataFrame([arcs])
### END SOLUTION

# %% [markdown]
# ## C. The price
#
# ### 6. What would tip it? ({{points sooner_tips}} points)
#
# A whole problem. **Large** companies' visitors bring more at 15 than at 12, along their own line. The test cannot see how long they stay. Suppose that at 12 **97 %** of seats stay from each month to the next, and count 24 months, the first one whole. Do not discount.
# By how much less may stay in a month at 15, until 15 brings no more than 12? A fraction, to 0.0001.

# %% exercise="sooner_tips"
sooner_tips = ...
### BEGIN SOLUTION
gain = explore.against(explore.of_size(visits, "large"), 15, 12, sum(costs.values()))
less = np.linspace(0, 0.1, 100_001)
months = sum((0.97 - less) ** month for month in range(24))
today = sum(0.97**month for month in range(24))
sooner_tips = less[np.abs((1 + gain.estimate) * months - today).argmin()]
### END SOLUTION

# %% [markdown]
# ### 7. A price for mid-size companies ({{points mid_price}} points)
#
# Suppose that mid-size companies got a page of their own. A seat of theirs costs what `costs` says. Along their line, at which price would they bring most revenue, at which the most beyond cost, and between which two prices would at most **5 %** of that be lost?
# A table of one row with the columns `revenue`, `best`, `low`, `high`.

# %% exercise="mid_price"
mid_price = ...
### BEGIN SOLUTION
mid_line = explore.demand_line(explore.by_price(visits, "mid"))
cost = sum(costs.values())
mid_best = finance.linear_optima(mid_line.intercept, mid_line.slope, cost)
flat = explore.good_enough(mid_line, cost, 0.05)
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
# ### 8. For everybody, twice ({{points old_seats}} points)
#
# Another whole problem. The CFO asks what comes of it if **all paid team seats** move from 12 to **14** USD. Suppose that each size of company answers a price as the visitors of its size did, and that a seat takes along what `costs` says.
# By how much does the contribution of a month change, for each size: along the `line`, and along the bent `curve`? A table with the columns `size`, `line`, `curve`, a row a size.

# %% exercise="old_seats"
old_seats = ...
### BEGIN SOLUTION
cost = sum(costs.values())
team = payers[payers["plan"] == "team"]
rows = []
for size in explore.SIZES:
    today = team.loc[team["size"] == size, "seats"].sum()
    visitors = explore.of_size(visits, size)
    change = {
        by: today * (explore.seats_kept(visitors, 14, by=by).estimate * (14 - cost) - (12 - cost))
        for by in ("line", "curve")
    }
    rows.append({"size": size, **change})
old_seats = pd.DataFrame(rows)
### END SOLUTION

# %% [markdown]
# ### 9. A fence lower down ({{points mid_fence}} points)
#
# Sales: "The business plan is for large companies. We need a part that tells **mid-size** from **small** ones." Which of the three could be that fence?
# How much `more` is each part worth to mid-size than to small companies, USD a seat and month? `apart` is 1 if the two 95 % intervals of `explore.worth_intervals` have no price in common, else 0.
# A table with the columns `part`, `more`, `apart`, a row a part. In `part` stands `sign_on`, `history` or `phone`.

# %% exercise="mid_fence"
mid_fence = ...
### BEGIN SOLUTION
worths = explore.worth_intervals(packages)
fences = []
for part, found in worths.items():
    mid, small = found["mid"], found["small"]
    apart = mid.low > small.high or small.low > mid.high
    fences.append({"part": part, "more": mid.estimate - small.estimate, "apart": int(apart)})
mid_fence = pd.DataFrame(fences)
### END SOLUTION

# %% [markdown]
# ## D. Time and money
#
# ### 10. Does the interval hold? ({{points interval_exam}} points)
#
# **MRR**, `mrr_end`. Stand **twelve** months before the end of the books. Forecast the twelve months by a straight **line** (`trend_forecast`) and by Holt's **trend** (`holt_forecast`), each with its 95 % interval. In how many of the twelve months did what came lie within it, and how wide is it in the twelfth, USD?
# A table of one row with the columns `held_line`, `width_line`, `held_trend`, `width_trend`.

# %% exercise="interval_exam"
interval_exam = ...
### BEGIN SOLUTION
mrr = explore.monthly(books, "mrr_end").to_numpy()
past, came = mrr[:-12], mrr[-12:]
found = {}
for way, forecast in (("line", finance.trend_forecast), ("trend", finance.holt_forecast)):
    ahead = forecast(past, 12).table
    low, high = ahead["low"].to_numpy(), ahead["high"].to_numpy()
    found[f"held_{way}"] = ((low <= came) & (came <= high)).sum()
    found[f"width_{way}"] = high[-1] - low[-1]
interval_exam = pd.DataFrame([found])
### END SOLUTION

# %% [markdown]
# ### 11. Paid later ({{points refresh_worth}} points)
#
# A made-up project. Nothing is paid today. **20,000** USD fall due at the **end of the first quarter**, and it brings **4,000** at the end of each of the seven quarters after that. Money costs **2 %** a quarter.
# What is it worth today, and after how many quarters from today has it paid back, discounted? Either take what comes in as spread over its quarter, as `payback` does, or give the quarter at whose end it is back. A table of one row with the columns `npv`, `payback`.

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
# ### 13. One of three ({{points three_projects}} points)
#
# Three made-up projects, year by year, the first amount today. **A**: -500, +900. **B**: -20,000, then +9,000 three times. **C**: -20,000, then nothing for three years, then +29,000. You can do *one*, and money costs **10 %** a year.
# What are `roi`, `irr` and `npv` of each, and which one do you `take` (1, the others 0)? A table with the columns `project`, `roi`, `irr`, `npv`, `take`, a row a project.

# %% exercise="three_projects"
three_projects = ...
### BEGIN SOLUTION
offers = {"A": [-500, 900], "B": [-20_000, 9_000, 9_000, 9_000], "C": [-20_000, 0, 0, 0, 29_000]}
worths = {name: finance.npv(0.1, each) for name, each in offers.items()}
three_projects = pd.DataFrame(
    [
        {
            "project": name,
            "roi": finance.roi(sum(each[1:]), -each[0]),
            "irr": finance.irr(each),
            "npv": worths[name],
            "take": int(worths[name] == max(worths.values())),
        }
        for name, each in offers.items()
    ]
)
### END SOLUTION

# %% [markdown]
# ### 14. Three quarters paid ({{points go_on}} points)
#
# The work on billing has cost three quarters of its budget, and a quarter is done. A colleague asks how you judge whether to go on.

# %% exercise="go_on"
go_on = widgets.Choice("go_on", title="How do you judge it?", confidence=True)
### BEGIN SOLUTION
go_on.answer = "rest"
### END SOLUTION
go_on

# %% [markdown]
# ### 15. The quarter before ({{points first_quarter}} points)
#
# Kitewell's **accounts**, without Solo, in the **first quarter of 2026**, beside the fourth of 2025. Give the magic number from the revenue of the two quarters. `magic` is by what was spent in the quarter before, `same` by what was spent in the first quarter itself. Then the burn multiple (burn is cost without revenue), and the loss of a month in USD, the mean of three.
# A table of one row with the columns `magic`, `same`, `burn`, `loss`.

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
            "same": finance.magic_number(
                before["revenue"], now["revenue"], now["sales"] + now["marketing"]
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
# First your fact sheet. Lines F1 to F14 are computed for you; the others are made from *your* answers above, so mend those first.
# In the memo, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the numbers for the memo, one line a fact; a line without an answer says so."""
    given = explore.facts(
        books, subscriptions, accounts, users, prices, visits, packages, tickets, solo, solo_spend
    )
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
            "plans, worth today": given["worth"],
            "15 from five seats on, what tips it": given["tipped"],
            "the rule that stops it": given["rule"],
            "loss of the last quarter": given["loss"],
            "MRR in June 2027 if nothing changes": given["forecast"],
            "what an investor asks": given["asks_of"],
            "left of a business seat, if 8 % were off": lambda: "{:.2f} of {:.2f} USD".format(
                *business_seat.iloc[0][["contribution", "price"]]
            ),
            "business seats that might then be lost at the list price": lambda: (
                f"{seats_to_lose:.0f}"
            ),
            "18 beside 12": lambda: "; ".join(
                f"{each['by']} {each['gain']:+.0%} ({each['low']:+.0%} to {each['high']:+.0%})"
                for _, each in shown_or_not.iterrows()
            ),
            "elasticity of starts, 12 to 15; seats that a dollar drives away, by all five prices": lambda: (
                ", ".join(f"{size} {size_arcs[size].iloc[0]:.1f}" for size in explore.SIZES)
                + "; "
                + ", ".join(
                    f"{size} {1 - kept.estimate:.0%} ({1 - kept.high:.0%} to {1 - kept.low:.0%})"
                    for size in explore.SIZES
                    for kept in [explore.seats_kept(explore.of_size(visits, size), 13, by="curve")]
                )
            ),
            "large companies: points that may leave sooner": lambda: f"{100 * sooner_tips:.1f}",
            "mid-size companies, best price; at most 5 % lost": lambda: (
                "{:.1f}; {:.1f} to {:.1f}".format(*mid_price.iloc[0][["best", "low", "high"]])
            ),
            "all team seats at 14, change a month, line and curve": lambda: "; ".join(
                f"{each['size']} {each['line']:+,.0f} and {each['curve']:+,.0f}"
                for _, each in old_seats.iterrows()
            ),
            "first quarter, accounts: two magic numbers, burn multiple": lambda: (
                "{:.2f}, {:.2f}; {:.1f}".format(*first_quarter.iloc[0][["magic", "same", "burn"]])
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
# - three plans beside each other, with intervals, and at which value the choice tips;
# - what it takes today, and from whose budget;
# - what old customers pay, when they hear it, what their contracts allow, what stops it, and how often that rule is wrong;
# - what the price does not solve.
#
# Any recommendation can earn full marks, *nothing now* as well, if it stands on its numbers.
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric pricing_memo}}

# %% [markdown] exercise="pricing_memo"
# {{strong pricing_memo}}

# %% [markdown]
# ## Before you hand in
#
# Read your memo as sales, who wanted less. Is it fair? The survey was asked properly, and 11 has its row in part 4.
# Then go back to your first guess. What would it have cost?

# %%
progress()
