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
# # 12. Financial acumen and pricing: one page for the CFO
#
# Thursday, 2 July 2026. Kitewell spends more than it earns.{{claim kitewell_loses_money}} A seat on the team plan has cost **12 dollars** (USD) a month since the opening.
# The books of `finance` hold *accounts* alone. Solo, for people who work alone, stands beside (lesson 3) and is named where it is meant.
# The finance chief, the {{term CFO}}, says: "Make it **20**, for everybody. Bring me one page on Monday."
#
# Sales says the opposite. It has a slide.

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import finance as explore
from course_utils.toolkit import finance
from course_utils.widgets import predict

charts.use()
books, subscriptions = data.load("finance"), data.load("subscriptions")
accounts, users = data.load("accounts"), data.load("users")
prices, visits = data.load("prices"), data.load("price_test")
packages, tickets = data.load("packages"), data.load("tickets")
solo, solo_spend = data.load("solo"), data.load("solo_spend")

# %% tags=["hide_input"]
explore.show_slide(prices)

# %%
first_price = predict(
    "first_price",
    "What should a new seat on the team plan cost, USD a month?",
    low=6,
    high=27,
    step=1,
    form=".0f",
)
first_price

# %% [markdown]
# Keep your guess. Two people with a number each want opposite things. Part 4 weighs them, part 6 asks whom it hits, and the end writes the page.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes, then 60 for the exercises and 40 for your memo. You need pandas as in lesson 7.
# Each part asks you once to do something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %% [markdown] objective="seat"
# ## 1. What does a seat leave? (8 min)
#
# Say that the price goes from 12 to 15, a quarter more. Some will not buy at that price.

# %%
may_lose = predict(
    "may_lose", "What share of the seats may be lost until Kitewell earns no more than before?"
)
may_lose

# %%
payers = explore.paying(subscriptions, accounts)
share = explore.payers_share(tickets, users, payers)
costs, loaded = explore.seat_costs(books, payers, share), explore.seat_costs(books, payers)
seat = finance.contribution_per_seat(price=12, costs=costs)

# %% tags=["hide_input"]
explore.show_seat(costs)

# %%
may_lose.reveal(*explore.may_lose_said(costs, loaded))

# %% [markdown]
# What is left of a price when the cost of *one more* is off is the {{term contribution}}. As a share of the price it is the {{term contribution margin}}.
# What does one more cost? Free users are served, too, and their cost stays when a paid seat goes. So there are two costs of a seat:

# %%
Markdown(
    f"**{share:.0%}** of June's tickets are of accounts that pay. That share of hosting and support, over the "
    f"paid seats, is the *avoidable* cost: **{seat.cost:.2f} USD**. All of it over the paid seats is the "
    f"*loaded* cost: **{sum(loaded.values()):.2f} USD**."
)

# %% [markdown]
# The avoidable cost goes where the seat goes: it decides a *price*. The loaded one has to be earned as well: it stands in the *loss*. That hosting follows the tickets is assumed, and that a business seat costs as much as a team seat.
#
# The share that you asked for is the {{term break-even sales change}} (Nagle and Holden, 2002): minus the change, over margin plus change.

# %%
Markdown(
    f"From 12 to 15: **{finance.break_even_sales_change(0.25, seat.margin):+.0%}** of seats. "
    f"From 12 to 20: **{finance.break_even_sales_change(20 / 12 - 1, seat.margin):+.0%}**."
)

# %% [markdown]
# {{wrong}} Take revenue for margin: put 1 in place of the margin. Then each seat that goes looks dearer than it is.

# %%
Markdown(f"From 12 to 15, by revenue: **{finance.break_even_sales_change(0.25, 1.0):+.0%}**.")

# %% [markdown]
# And how many seats pay for what Kitewell spends anyway? People, rent, marketing do not follow the seats:

# %%
last = books.sort_values("month").iloc[-1]
fixed = last[["research_development", "sales", "marketing", "general"]].sum()
Markdown(
    f"**{finance.break_even_units(fixed, seat.price, seat.cost):,.0f}** seats at 12 pay for "
    f"{fixed:,.0f} USD a month. Kitewell has {payers['seats'].sum():,} paid seats on the team and business "
    "plans. Those who pay nothing have to be served besides."
)

# %%
beside = explore.solo_by_month(solo, solo_spend).iloc[-1]
Markdown(
    f"Solo stands beside: in June **{beside['paid'] - beside['serving']:,.0f} USD** were left after serving, "
    f"{beside['spend']:,.0f} of them went into winning subscribers."
)

# %% [markdown]
# Watch the loaded cost of a seat month by month. Costs are monitored as a series: one month says nothing of where they go.

# %%
by_month = explore.seat_cost_by_month(books, subscriptions)

# %% tags=["hide_input"]
explore.show_seat_cost(by_month)

# %%
Markdown(explore.cost_said(by_month))

# %% [markdown]
# {{misleads}} a cost is called fixed because it is so this month. Ten times as many seats need another support team.
#
# **Your turn.** Sales wants to cut the price by a tenth, from 12 to nine tenths of that. By what share must seats **rise** for the contribution to stay?

# %% practice="cut_ten"
cut_ten = ...
### BEGIN SOLUTION
cut_ten = finance.break_even_sales_change(-0.1, seat.margin)
### END SOLUTION

# %% [markdown] objective="wtp"
# ## 2. What do people say? (9 min)
#
# Sales asked 400 users in a {{term survey}}, of small, mid and large companies. Four questions: At which price is it too cheap to be good? A bargain? Getting expensive? Too expensive?
# Where as many say *too cheap* as *too expensive*, the method has its "optimal" price point. So sales calls it.
#
# <!-- lint number: the size of the survey, the same in every company -->

# %%
large_says = predict(
    "large_says",
    "Where do these two curves meet if only large companies are asked?",
    low=4,
    high=36,
    step=1,
    form=".0f",
)
large_says

# %%
said = explore.answers(prices, users, accounts, payers)
curves = explore.survey_curves(said)

# %% tags=["answers"]
curves

# %%
large_says.reveal(*explore.curves_said(said))

# %% [markdown]
# This is {{term van Westendorp's price meter}} (Van Westendorp, 1976). It says which prices sound wrong. It says nothing of how many buy. So *no point of it is a best price*, whatever its name.
#
# **It depends on who was asked.** Most answers come from small companies, most paid seats from large and mid ones.{{claim seats_are_elsewhere}} Weighted by seats the point lies above today's price.{{claim weighted_is_above}}

# %%
explore.points_by_group(said)

# %% [markdown]
# And it depends on the convention. Van Westendorp's own range ends where *too expensive* meets *not expensive*. Some institutes take *too expensive* meets *cheap*, which is narrower:

# %%
narrow = finance.van_westendorp(said, range_method="narrower")
Markdown(
    f"Acceptable, by his own reading: {finance.van_westendorp(said).marginal_cheapness:.0f} to "
    f"{finance.van_westendorp(said).marginal_expensiveness:.0f}. By the narrower one: "
    f"{narrow.marginal_cheapness:.0f} to {narrow.marginal_expensiveness:.0f}."
)

# %% [markdown]
# {{misleads}} people who name prices out of order are kept in silence. Here they are left out, and counted.
#
# **Your turn.** Large companies only, by the **narrower** reading: where does the range **end** at the top, in USD?

# %% practice="large_dear"
large_dear = ...
### BEGIN SOLUTION
large = said[said["size"] == "large"]
large_dear = finance.van_westendorp(large, range_method="narrower").marginal_expensiveness
### END SOLUTION

# %% [markdown] objective="wtp"
# ## 3. What do people do? (9 min)
#
# From September to May the pricing page ran a test. Each new visitor said how many seats, and then met one of five prices, by lot.
# Nobody paid more than 12 in the end, and everybody was told. So a start at 15 is a start, not a payment. Whether it cost trust was not measured.
# And seats were named before the price: here a price can lose a customer, but never one seat of five.
#
# The survey asked for intents, too. Newton, Miller and Smith (1993) turn them into a curve: who says *surely* does not count whole, and so on down. How much each answer counts is a calibration, of other products.
# By that curve about every fifth would buy at 12.{{claim every_fifth_says_so}}

# %%
really = predict("really", "Which share of the visitors who were shown 12 started?")
really

# %%
table = explore.by_price(visits)

# %% tags=["hide_input"]
explore.show_said_and_done(visits, said)

# %%
really.reveal(*explore.done_said(visits, said))

# %% [markdown]
# **Saying is not paying.** What people state and what they pay differ in study after study. In a meta-analysis of Schmidt and Bijmolt (2020) stated prices are about a fifth too high on average.
# The *level* is what one must not believe. {{term Willingness to pay}} is seen best where it is paid. This test comes near: people gave a card.
#
# Count seats, not visitors: a large company that stays away takes several times the seats of a small one along.

# %%
table.round(1)

# %% tags=["hide_input"]
explore.show_demand(visits)

# %% [markdown]
# How strongly does demand answer a price? The {{term price elasticity}} is the relative change of seats over that of the price.
# By the start point, a rise and the same step back give two answers. By the *midpoint* they give one:

# %%
q = table["per_100"]
Markdown(
    f"12 to 15 by the start point: **{(q[15] / q[12] - 1) / (15 / 12 - 1):.2f}**; "
    f"15 to 12: **{(q[12] / q[15] - 1) / (12 / 15 - 1):.2f}**. "
    f"By the midpoint: **{finance.midpoint_elasticity(12, 15, q[12], q[15]):.2f}**, either way."
)

# %%
Markdown(explore.arcs_said(visits))

# %% [markdown]
# By its definition revenue goes up with the price where the elasticity lies over -1, and down where it lies under. **The elasticity is not one number: on a line it grows in size with the price.**{{claim elasticity_grows}} Each of these arcs is of two prices alone, and very doubtful. It is all five together that say something.
#
# {{wrong}} Take one for all prices, as a textbook's formula does:

# %%
Markdown(explore.one_elasticity_said(table, seat.cost))

# %% [markdown]
# {{misleads}} a best price is quoted without what its elasticity's interval makes of it.
#
# **Your turn.** The midpoint elasticity of seats per 100 visitors from **18** to **21** USD?

# %% practice="arc_up"
arc_up = ...
### BEGIN SOLUTION
arc_up = finance.midpoint_elasticity(18, 21, q[18], q[21])
### END SOLUTION

# %% [markdown] objective="price"
# ## 4. The price you drag (9 min)
#
# Through the five points goes a straight line. It can be solved by hand (Cournot, 1838). All visitors together lie close to it; other curves do, too, and they come below.

# %%
best = predict(
    "best",
    "At which price do the visitors bring the most beyond the cost of their seats?",
    low=6,
    high=27,
    step=0.5,
    form=".1f",
)
best

# %%
line = explore.demand_line(table)

# %% tags=["answers"]
explore.price_explorer(visits, seat.cost)

# %%
best.reveal(*explore.best_said(visits, seat.cost))

# %% [markdown]
# The red ghost is where *revenue* is greatest. It forgets that seats cost something. So it lies too low, by half of what a seat costs.
#
# Change one thing at a time. What does a rival do who stays at 12? What if those who pay more leave sooner? Both are *assumed*: the test cannot see them. Both move the best price down.{{claim both_move_it_down}} How much hangs on them, and how large must they be to turn the choice?

# %%
Markdown(explore.tips_said(visits, seat.cost))

# %% [markdown]
# Say on the page what tips the choice, and at which value. A gain with no such value beside it is half a sentence.
#
# Now the two who want something, on the same visitors. Sales wants less, a dollar less say; the chief wants 20:

# %%
Markdown(explore.compared_said(visits, seat.cost))

# %% [markdown]
# Four ways through the same five points. The points refuse none of them:{{claim no_curve_is_refused}}
#
# - the **line** loses the same seats with each dollar, and borrows from all five prices;
# - the **bent curve** loses the same share with each dollar;
# - **one elasticity** loses the same share with each per cent of the price;
# - the **two prices alone** borrow nothing.
#
# **By line and bent curve fifteen beats twelve likelier than not.**{{claim fifteen_is_likelier}} By one elasticity it is less sure again.{{claim one_elasticity_is_less_sure}} **The two prices alone do not show it**, so all hangs on the way through the points.{{claim arms_do_not_show_it}}
# **Twenty is not shown to beat twelve, and by line and bent curve fifteen is the likelier of the two.**{{claim twenty_is_not_shown}} The top is flat: neighbours cannot be told apart.
# *In so many redrawn tests* takes the curve as given. It is no probability that the price is better.
#
# If the answer hangs on the curve, say so. To take the friendliest one and keep quiet is the commonest way to fool a CFO, and yourself.
#
# {{misleads}} the visitors are new. Those who pay already have not been asked. Part 6 is theirs.
#
# **Your turn.** Let a seat cost **5** USD a month. At which price do the visitors then bring the most, along the same line?

# %% practice="cost_five"
cost_five = ...
### BEGIN SOLUTION
cost_five = finance.linear_optima(line.intercept, line.slope, 5).profit_price
### END SOLUTION

# %% [markdown] objective="price"
# ## 5. What belongs into which plan? (8 min)
#
# A pricing strategy is more than a number: who pays, for what, by which unit. One price for all leaves money with some and drives others away. A *package* can do what a price cannot, if the parts are wanted by different people.
# In a survey people chose among three made-up plans, eight times. *Single sign-on*: people log in by their company's account.

# %%
for_sign_on = predict(
    "for_sign_on",
    "How much more a seat and month is single sign-on worth to large companies, USD?",
    low=0,
    high=15,
    step=0.5,
    form=".1f",
)
for_sign_on

# %%
model = explore.part_worths(packages, "large")
sign_on = finance.willingness_to_pay(model, "sign_on", "with", "without")
parts = explore.worth_intervals(packages)

# %% tags=["hide_input"]
explore.show_worths(parts)

# %%
for_sign_on.reveal(*explore.sign_on_said(parts))

# %% [markdown]
# {{term Conjoint analysis}} (Green and Srinivasan, 1978) shows whole products and asks for one. What each part adds to the liking is its {{term part-worth}}.
# Two part-worths' difference, over what a dollar weighs, is money:

# %%
worths = model.worths["sign_on"]
Markdown(
    f"With {worths['with']:+.3f}, without {worths['without']:+.3f}; a dollar weighs "
    f"{-model.price_slope:.3f}. The difference of both, over that: **{sign_on:.1f} USD**"
)

# %% [markdown]
# **Large companies value sign-on, small ones hardly.**{{claim sign_on_is_for_large}} Their two intervals lie apart.{{claim sign_on_lies_apart}} That is a *fence*: put it into the business plan alone, and some who want it have a reason to go there. How many would, nobody has measured.
#
# What kept history is worth differs by size less than what sign-on is worth. So it is the poorer fence.{{claim history_fences_less}}

# %%
Markdown(explore.step_said(parts))

# %% [markdown]
# So sign-on pays for a part of that step, and the rest of the business plan has to earn the other part. To take *none* of the three plans was not offered in the survey: these are worths to people who have to choose one.
#
# An *add-on* is the other way: sign-on alone, for a few dollars a seat, on the team plan. Who wants it pays, and nobody has to take the rest. It competes with the business plan, and the survey did not ask for it. Test it before you build it.
#
# A fence has to be fair to look at. "Costs more because you are large" angers. "Costs more because your auditors need this, and it is work" does not.
#
# {{misleads}} importance is quoted. It depends on how far apart the levels were that you showed: with prices from 12 to 60, price would be all that matters. And nobody paid.
#
# **Your turn.** What is **kept history** worth to **small** companies, in USD a seat and month?

# %% practice="history_small"
history_small = ...
### BEGIN SOLUTION
small = explore.part_worths(packages, "small")
history_small = finance.willingness_to_pay(small, "history", "with", "without")
### END SOLUTION

# %% [markdown] objective="price"
# ## 6. A year with angry tickets (10 min)
#
# Suppose that new customers pay 15. Four hundred made-up accounts pay 12. What about them?

# %%
old_ones = predict(
    "old_ones",
    "New ones pay 15. What do you do about old ones, to be worth most after a year?",
    [
        "They pay 15 from the first month on",
        "Told now, they pay 15 two months later",
        "They keep 12 for as long as they stay",
    ],
)
old_ones

# %%
game = explore.price_year()
game

# %%
old_ones.reveal(*explore.year_said(), by="In the game")

# %% [markdown]
# Old customers who keep their price are {{term grandfathered}}. It is kind and cheap to say, and it splits your customers for years. The model of such {{term cohorts}} is a table: who came when, and what they pay.

# %%
finance.revenue_model(new=[100, 80, 80], survival=[1, 0.97, 0.94], price=[12, 15, 15]).round(0)

# %% [markdown]
# What angers is not only the sum. People hold a seller to what they are used to. A rise that comes as a surprise, or uses their need, is called unfair (Kahneman, Knetsch and Thaler, 1986). A rise that is told before, with a reason and a date, is called a rise.
#
# In the game notice wins over surprise.{{claim notice_beats_surprise}} Kept or told is nearly the same money: the game's assumptions decide which leads. And it is bought with accounts: about a third fewer pay at the end than if nothing had changed.{{claim told_has_a_third_fewer}} So the game does not show that old ones *should* be raised.
#
# What does the test say? Let paid seats answer a price as the visitors do who want as many. Draw a line at **five seats**. Large companies lie above it far more often than small ones:{{claim five_seats_split_sizes}}

# %%
base = explore.team_base(books, subscriptions, payers, seat.cost)
Markdown(explore.old_said(base, visits))

# %% [markdown]
# Look at the row *15, all*. **For all together the sign is not known.** The bent curve sees less than the line, and 0 lies within its interval.{{claim all_is_not_known}} With another curve it is another story, so there is none yet.
#
# Below it are two groups that do not behave alike. **Small teams bring less at 15 by line and curve, with the whole interval.**{{claim two_teams_two_signs}} **Big teams bring more by both.**{{claim two_teams_two_signs}} Which ways *show* it stands below the table. One price for all mixes a gain with a loss.
#
# And is a curve refused after all? All visitors together refuse none, and the two kinds of team neither line nor bent curve.{{claim teams_refuse_neither}} By size of company it can be another matter. Ask the small ones:

# %%
Markdown(explore.misfit_said(visits))

# %% [markdown]
# A *fence* keeps them apart: from five seats on 15, below five 12, new and old. It can be said aloud, and whoever crosses it knows why.
#
# Three warnings. The fence was chosen on the data that judge it, so expect a little less. A team of five pays 75 at 15, a team of four 48: some will stop at four. And the game knows no fence.
#
# The cure for the jump at five is a *graduated* price. It is safer, and brings less:{{claim the_step_costs_something}}

# %%
Markdown(explore.stepped_said(base, visits))

# %% [markdown]
# {{misleads}} angry tickets are counted and the silent leavers are not. Watch accounts beside money.
#
# **Your turn.** Which sentence belongs into the letter to old customers?

# %% practice="the_letter"
the_letter = widgets.Choice("the_letter", title="Which sentence belongs into the letter?")
### BEGIN SOLUTION
the_letter.answer = "date"
### END SOLUTION
the_letter

# %% [markdown] objective="forecast"
# ## 7. What will next year bring? (9 min)
#
# The CFO compares your price with a year in which nothing changes. That year has to be forecast. Take {{term MRR}}, the revenue that comes back each month. Which way would have been nearest, had you stood half a year ago?

# %%
nearest = predict(
    "nearest",
    "Six months of MRR, forecast from the thirty before. Which way came nearest?",
    [
        "Next month is as this month",
        "A smoothed level, carried on",
        "A straight line through all months",
        "A trend that follows the months",
    ],
)
nearest

# %%
mrr = explore.monthly(books, "mrr_end")
exam = explore.exam(mrr)

# %% tags=["answers"]
exam.round(2)

# %%
nearest.reveal(*explore.exam_said(mrr))

# %% [markdown]
# {{term Exponential smoothing}} lets a level follow the past, the newest the most; Holt's method lets a trend follow, too (Hyndman and Athanasopoulos, 2018). A level alone lags behind whatever grows.{{claim level_lags}}
#
# Four rulers of error: the mean absolute error is in dollars. {{term WAPE}} is all errors over all that came. {{term MASE}} is the error beside that of "as last month", one month ahead: below 1 you know more than that. The bias says which way.
#
# {{wrong}} Take the mean of percentages, {{term MAPE}}. Made up: a month is as often 10 as 20 or 60. You may name one number for all three. Which one does each ruler like best?

# %%
came = [10, 20, 60]
guesses = range(5, 61)
by_mape = min(guesses, key=lambda guess: finance.mape(came, [guess] * 3))
by_wape = min(guesses, key=lambda guess: finance.wape(came, [guess] * 3))
Markdown(
    f"MAPE: **{by_mape}**. WAPE: **{by_wape}**, the month in the middle. "
    f"The mean is {sum(came) / 3:.0f}."
)

# %% [markdown]
# Whoever is judged by MAPE forecasts low where it is uncertain what comes. And a month in which nothing came divides by 0: put a 0 into `came` and run it again. WAPE and MASE like the middle month, which is below the mean if some months are very large. Watch the bias beside them.
#
# **A forecast without an interval is a wish.** It widens with every month:

# %% tags=["hide_input"]
explore.show_forecast(books)

# %% [markdown]
# Do such intervals hold what they promise? Stand six months back, where you can see what came. A forecast has a `table`, a row for each month ahead:

# %%
ahead = finance.holt_forecast(mrr.head(30).to_numpy(), 6).table
ahead.assign(came=mrr.tail(6).to_numpy()).round(0)

# %%
Markdown(explore.held_said(mrr))

# %% [markdown]
# Examine a forecast from many months, not from one.
#
# A {{term budget}} is the forecast that somebody has promised to keep. Each month you put what came beside it: what was more than planned, and is it price, volume or a new decision? Here the plan said "marketing as in the first quarter":

# %%
quarters = explore.quarters(books)
plan, spent = quarters.loc["2026Q1", "marketing"], quarters.loc["2026Q2", "marketing"]
Markdown(
    f"Planned {plan:,.0f} USD, spent {spent:,.0f}: **{spent - plan:+,.0f}**, the campaign of spring."
)

# %% [markdown]
# The finance team asks such questions before you do. Go there first. Working with them is mostly this: one set of numbers, theirs, and no surprises.
#
# {{misleads}} the trend goes on for ever, as Holt's does. Ask what would stop it.
#
# **Your turn.** `hosting` instead of MRR, the same six months, forecast as **"as last month"**: what is the **WAPE**, a fraction?

# %% practice="hosting_wape"
hosting_wape = ...
### BEGIN SOLUTION
hosting_wape = explore.exam(explore.monthly(books, "hosting")).loc["as last month", "wape"]
### END SOLUTION

# %% [markdown] objective="value"
# ## 8. What is it worth today? (10 min)
#
# From five seats on 15, below five 12. Billing cannot keep two prices for one plan. To teach it takes people's time today: other work that is not done. Whether that is booked as a cost or as an asset, the cash is the same. And the new price brings something month by month from 1 October on. Anger is in the flows, as much as the game has.

# %%
back = predict(
    "back",
    "What is that worth today, over 24 months, by the line, in USD?",
    low=-40_000,
    high=40_000,
    step=500,
    form=",.0f",
)
back

# %%
flows = explore.likely_flows(explore.FENCED, base, visits)
worth = finance.npv(explore.MONTHLY_RATE, flows)

# %% tags=["hide_input"]
explore.show_flows(flows)

# %%
back.reveal(*explore.payback_said(flows))

# %% [markdown]
# A dollar next year is worth less than one today. The {{term net present value (NPV)}} brings all to today, at what money costs (Brealey, Myers and Allen, 2011). {{term Payback}} asks when it is back and forgets what comes after. {{term Return on investment (ROI)}} forgets time altogether:

# %%
Markdown(
    f"NPV **{worth:,.0f} USD**, where money costs {explore.MONTHLY_RATE:.0%} a month. ROI **{finance.roi(flows[1:].sum(), -flows[0]):.0%}**: what came back "
    "beyond the cost, over the cost."
)

# %% [markdown]
# **That number has the line's doubt in it, and that of the way through the points.** So it never stands alone. The two wishes stand below, beside other plans. Each is told on 1 August and paid from 1 October, and each has the game's anger in it:

# %% tags=["answers"]
Markdown(explore.plans_said(base, visits))

# %% [markdown]
# **No plan is shown by both ways.**{{claim no_plan_is_shown}} So that alone refuses none, and recommends none. Ask each the same: is it likelier than not above 0 by *both* ways? What may be lost? What has to be built?
#
# - **The two wishes, 11 and 20 for all.** 20 is likelier than not a loss by both ways. 11 is a loss by the line, with its whole interval; the bent curve does not tell.{{claim the_two_wishes_fail}}
# - **13 for all.** Nothing to build. The bent curve sees less in it than the line, and has 0 in its interval.{{claim thirteen_hangs_on_the_curve}}
# - **15 from five seats on.** Likelier than not above 0 by both.{{claim the_fence_is_likelier}} And by both its estimate lies above that of any price for all.{{claim the_fence_beats_one_price}} How sure that is stands below.
# - **18 from five seats on.** Worth more still by both, and by both more may be lost.{{claim more_to_win_and_to_lose}} Five seats then cost 90, four 48. From 15 one can go on to 18; who has left at 18 does not come back.
# - **Old ones keep 12.** Worth less by both ways, and new ones alone are not shown to pay for billing.{{claim new_ones_are_not_shown_to_pay}}
#
# Two intervals that overlap say little of which plan is ahead: the same redrawn test lifts or sinks both. So take the difference within each one:

# %% tags=["answers"]
Markdown(explore.leads_said(base, visits))

# %% [markdown]
# And one thing that no interval holds:

# %%
Markdown(explore.one_seat_said(payers))

# %% [markdown]
# Many teams are of one.{{claim teams_of_one_are_many}} If a seat costs more than 12, they have a way out within the house; if it costs 11, it undercuts Solo. The test sees neither. Behind the fence nobody with one seat is asked for more.
#
# That new customers come and old ones stay as they did is assumed throughout. What would bring the fence at 15 to nothing?

# %%
Markdown(explore.tipped_said(base, visits))

# %% [markdown]
# The fourth is the one to watch: if all of them slip, that takes more than anger.{{claim slips_take_more_than_anger}} An NPV without such a list is a number to be believed. With it, it is one to be checked.
#
# {{wrong}} Use a spreadsheet's `NPV()` on all flows. It takes the first to come after one period, so all of them come too late. A made-up project pays 9,000 and gets 3,000, 4,000 and 5,000 at the end of each year, at 10 %:
#
# <!-- lint number: an invented project, the same in every company -->

# %%
project = [-9000, 3000, 4000, 5000]
Markdown(
    f"Right: **{finance.npv(0.1, project):,.0f} USD**. As the spreadsheet has it: "
    f"**{finance.npv(0.1, project, first=1):,.0f} USD**."
)

# %% [markdown]
# The {{term internal rate of return (IRR)}} is the rate at which the NPV is 0. It is one number for certain if money goes out first and then only comes in. If the flows change their sign more often, there may be several. The same project; and an oil pump that brings ten thousand forward, and costs as much later (after Lorie and Savage, 1955):

# %%
Markdown(
    f"The project: **{finance.irr(project):.1%}** a year. "
    f"The pump: {', '.join(f'{rate:.0%}' for rate in finance.irr_roots([-1600, 10000, -10000]))}."
)

# %% [markdown]
# Two rates, and neither is the return. `finance.irr` refuses to choose. And a rate knows no size: whoever pays 1 and gets 2 a year later has 100 %, and one more to spend. Decide by NPV, at the rate that money costs you.
#
# **What is spent is spent.** Suppose that half of the work on billing is done and paid. That {{term sunk cost}} stands in no flow. Only what is still to be paid counts, against what is still to come.
#
# {{misleads}} the flows are hopes. An NPV to the cent of a guess is a guess.
#
# **Your turn.** A made-up project: 9,000 USD today, then 2,000, 3,000, 4,000 and 3,000 at the end of four quarters. Money costs 2 % a quarter. What is its **NPV**?
#
# <!-- lint number: an invented project, the same in every company -->

# %% practice="npv_start"
npv_start = ...
### BEGIN SOLUTION
npv_start = finance.npv(0.02, [-9000, 2000, 3000, 4000, 3000])
### END SOLUTION

# %% [markdown] objective="present"
# ## The page
#
# Monday. The CFO will ask some things first. An investor would ask the same. Each is a rule of thumb, none is a law. Look at the second row and the third:

# %%
Markdown(explore.efficiency_said(books, subscriptions, solo, solo_spend))

# %% [markdown]
# Cash is the accounts': what Solo leaves is in no row of it. So say whose number it is.
#
# **One of the two is far lower.**{{claim magic_numbers_disagree}} The rise of revenue has the spring campaign's customers in it. The spend of the quarter before leaves the campaign's cost out.{{claim campaign_is_in_one}} Look at both quarters of the first row, too. So do not say "spend more". Say both numbers, and why.
#
# {{term CAC payback}} (Skok, 2010) is the cost of winning a customer over the *margin* of a month. The {{term magic number}} (Leckie, 2008) sets a quarter's rise of revenue, times four, against what was spent on winning it. The {{term rule of 40}} (Feld, 2015) adds growth and margin. The {{term burn multiple}} (Sacks, 2020) is cash burnt for each dollar of new yearly revenue.
#
# And the question behind them: what does your price do about the loss?

# %%
Markdown(explore.share_of_loss_said(flows, books, solo, solo_spend))

# %% [markdown]
# A small number, and you say it first.{{claim price_is_no_rescue}} Who sells a price as a rescue is asked for it in December.
#
# Back to the two who wanted something, and to your guess:

# %%
first_price.reveal(*explore.first_said(visits, seat.cost))

# %%
Markdown(explore.page_said(base, visits, books, solo, solo_spend))

# %% [markdown]
# Another page can be as good: a dollar more for all, 18 from five seats on for who dares more, or nothing now and a test with old customers. What counts is that it stands with its interval, its second curve and what would tip it.
#
# Rules, written before the first month comes:
#
# | if | then |
# |---|---|
# | from 1 January to 31 March more than the limit below is gone of the seats that old big teams had on 1 January | the plan costs what it costs today again, for new and old; who has left stays away |
# | by then most teams of five and six seats have gone down to four | the price is graduated: only seats from the fifth on cost more |
# | more than one in ten old accounts in big teams writes in anger to the letter | the rise waits, and somebody calls |
# | a rival cuts its price | we look at seats, not at the rival |
# | after two quarters all is well | sign-on is built for the business plan alone, and that plan's price is tested |
#
# Why does the first rule not count what went from October to December? **What is spent is spent**, and seats that have left are spent. Each seat that stays brings 3 dollars more. To go back because of the others would give that away and bring nobody back.{{claim what_is_gone_is_no_reason}} Only leaving that goes on is a reason, and it has to be far more than usual.{{claim the_limit_is_far_from_the_usual}}
#
# So there are two switching values. Part 8's, in points a month, says whether to begin. This one says whether to go on.

# %%
Markdown(explore.alarm_said(base, visits, subscriptions))

# %% [markdown]
# A rule has two errors. Who prints only the false alarms has forgotten those that it sleeps through. Whole accounts go or stay, write or do not, each by its own luck: that is what is reckoned here. The limit is for the 24 months that are valued; over a longer time it is lower.
#
# You will write the memo. First mark one. A colleague wrote:
#
# > The survey says that the optimal price is 11, but from 9 to 12 elasticity is only -0.5, so we raise all to 20. This brings 67 % more revenue, an NPV of a million, and the 60,000 that we have put into billing already are not lost.
#
# <!-- lint number: an invented paragraph, to be marked -->
#
# **Your turn.** Which faults does it have?

# %% practice="pricing_faults"
pricing_faults = widgets.MultiChoice("pricing_faults", title="What is wrong with the paragraph?")
### BEGIN SOLUTION
pricing_faults.answer = {"survey", "nobody", "sunk", "beyond"}
### END SOLUTION
pricing_faults

# %% [markdown]
# ## What we have now
#
# - **Contribution** of a seat, and how much may be lost.
# - **A survey** that says which prices sound wrong, for whom, by which convention.
# - **A test** of what people do, counted in seats, with its interval.
# - **A best price** beyond cost, how flat the top is, and **more than one curve** to it.
# - **A switching value**: at what the choice turns.
# - **A fence**: parts, or sizes, that keep different people apart.
# - **Notice** for those who pay already.
# - **A forecast** with an interval, examined on months that it did not know.
# - **NPV** with its interval, and why an IRR may have two answers.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Contribution | price - avoidable cost of one more | `finance.contribution_per_seat(price, costs)` |
# | May be lost | -change / (margin + change) | `finance.break_even_sales_change(change, margin)` |
# | Price meter | where two curves meet | `finance.van_westendorp(said, range_method=..., weights=...)` |
# | Stated trial | intents as chances | `finance.newton_miller_smith(said)` |
# | Elasticity | change over change, by midpoints | `finance.midpoint_elasticity(p0, p1, q0, q1)` |
# | Seats that a price keeps | by line, curve, one elasticity or the two prices | `explore.seats_kept(visits, price, by=...)` |
# | Gain beside another price | contribution over contribution, less 1 | `explore.against(visits, price, other, cost, by)` |
# | Best on a line | half-way from cost to the price at which nobody buys | `finance.linear_optima(intercept, slope, cost)`; `line.seats(price)`; the slope is what a dollar loses |
# | Flat top | prices at which at most a share is lost | `explore.good_enough(line, cost, lost)` |
# | Worth of a part | difference of part-worths / weight of a dollar | `finance.willingness_to_pay(model, part, "with", "without")` |
# | Cohorts | new x survival x price | `finance.revenue_model(new, survival, price)` |
# | Forecasts | level; level and trend; line | `finance.ses_forecast(past, months).table["forecast"]`, also `holt_forecast`, `trend_forecast`; the table has `low` and `high` |
# | Errors | beside "as last month"; over all that came | `finance.mase(came, said, past)`, `wape(came, said)` |
# | With Solo | the books, and Solo in them | `explore.with_solo(books, solo, solo_spend)` |
# | Worth today | flow / (1 + rate) ^ time | `finance.npv(rate, flows)`, `payback(flows, rate)` |
# | Rate of return | where NPV is 0 | `finance.irr(flows)`, `irr_roots(flows)` |
# | Efficiency | see above | `finance.magic_number(before, now, spend)`, `burn_multiple`, `rule_of_40`, `cac_payback` |
#
# ### Words
#
# {{terms}}
#
# ### Sources
#
# {{sources}}
#
# ### Go on
#
# **[The assignment →](../exercises/finance/finance.ipynb)** Fifteen questions on other plans, sizes and projects, and the memo for the CFO.
