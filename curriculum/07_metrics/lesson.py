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
# # 7. Metrics and KPIs: what will you tell them on Monday?
#
# Wednesday, 1 July 2026. You are the new product manager of Kitewell, and this lands in your inbox:
#
# > The {{term activation rate}} fell in the second quarter.{{claim board_fell}} New sign-ups have been getting our *guided onboarding* since January.
# > The executive team meets on **Monday**. The proposal is to roll guided onboarding back.
# > The quarterly board is attached. Please bring a recommendation.
#
# Rolling it back costs a month of work. Keeping it costs more, if it really drives people away.
# Run the cells below, look at the board, and decide what you think *before* you know much. You can change your mind later.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes and ten for Monday, then 50 for the exercises and 30 for your page.
# You need the Python of the [warm-up](00_warm_up.ipynb) and no more. What goes beyond it is said where you first need it.
# Each part asks you to do something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %%
import pandas as pd
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import metrics as explore
from course_utils.toolkit import metrics
from course_utils.widgets import predict

charts.use()
users, accounts, events = data.load("users"), data.load("accounts"), data.load("events")
surveys = data.load("surveys")
TODAY = "2026-07-01"  # the data end here, at midnight UTC

# %% tags=["hide_input"]
board = explore.board(users, events, surveys)
explore.show_board(board)

# %% [markdown]
# Some lines look like alarms, some like records. Do not trust any of them yet.

# %%
verdict = predict(
    "verdict",
    "What is behind the fall of the activation rate?",
    [
        "Guided onboarding puts new people off",
        "Different people are signing up (alone, or beside another cause)",
        "The numbers are counted wrongly",
        "Nothing: it is season or noise",
    ],
)
verdict

# %% [markdown]
# Keep your guess. We come back to it on Monday.

# %% [markdown] objective="north_star"
# ## 1. What is Kitewell *for*? (9 min)
#
# Six numbers on a board, and nobody said which of them matter. Start there.
# A {{term key performance indicator (KPI)}} is a metric with a goal, an owner and a decision that hangs on it. The rest is decoration.
#
# The executive team wants *one* number above all: a {{term North Star metric}}. It counts the value that users get, and it comes before revenue.
# Four candidates are on the table, each counted by team and week. A good one should tell who is still there two months later. Begin as most would: all teams, small and large, in one comparison.

# %%
star = predict(
    "star",
    "All teams compared: which of these tells most about who is still active eight weeks later?",
    list(explore.CANDIDATES),
)
star

# %%
real_users, humans = explore.people(users, events)  # part 2 shows who is taken out
candidates = explore.candidates(real_users, humans)

# %% tags=["hide_input"]
star.show(explore.show_candidates(candidates))

# %%
star.reveal(*explore.best_candidate(candidates))

# %% [markdown]
# Kitewell sells **seats**, and a team is one account with few seats or many. A number counted by team weighs a team of two like a team of two hundred. And not every team *could* do each of the four. So let them meet among equals.

# %% tags=["hide_input"]
star.show(explore.show_head_to_head(candidates))

# %%
star.show(Markdown(explore.head_to_head_said(candidates)))

# %% [markdown]
# So the data do not choose the star.{{claim size_takes_the_lead}} They rule out what tells nothing. Then ask of each candidate what it would *reward*, and how a team whose bonus hangs on it would *cheat*.

# %% tags=["hide_input"]
explore.show_rewards()

# %% [markdown]
# What is taken is a choice, with a price that the first table shows. Make yours, then see what it costs, and what the executive team took.

# %%
own_star = predict(
    "own_star",
    "You report one of these to the executive team. Which do you take?",
    list(explore.CANDIDATES),
)
own_star

# %%
own_star.reveal(
    *explore.taken_star(candidates, own_star.guess), by="Kitewell's executive team takes"
)

# %% [markdown]
# Whoever reports it says *by team*, and puts the number of people beside it.
#
# "People who ever signed up" was not even on the table. It is a {{term vanity metric}} (Ries, 2011): it looks good and warns of nothing.
#
# **Your turn.** Imagine a product that stops helping its users. Which of these can tell you so, by falling?

# %% practice="can_warn"
can_warn = widgets.MultiChoice("can_warn", title="What can fall?")
### BEGIN SOLUTION
can_warn.answer = {"staying", "together"}
### END SOLUTION
can_warn

# %% [markdown]
# Work down from the top. A {{term KPI tree}} says which {{term input metrics}} move the North Star and what each team can pull.

# %% tags=["hide_input"]
explore.show_kpi_tree()

# %% [markdown]
# Three kinds of goals meet in the tree. *User*: our team finishes what it planned. *Business*: teams pay, and grow.
# *Technical*: the product is up, and its data are true.
# Inputs **lead**: activation moves this week. Revenue **lags**: by the time it moves, the cause is a quarter old.
# {{term Guardrails}} are numbers that must not get worse while you push another one.
#
# {{misleads}} "tells who stays" is read as "makes them stay". Part 8 comes back to this.
#
# **Your turn.** The onboarding team will push activation for a quarter. What guards that push?

# %% practice="activation_guards"
activation_guards = widgets.MultiChoice("activation_guards", title="Guardrails of the push")
### BEGIN SOLUTION
activation_guards.answer = {"retention", "tickets", "failures"}
### END SOLUTION
activation_guards

# %% [markdown] objective="compute"
# ## 2. Who is "active"? (10 min)
#
# The board says that {{term daily active users}} and **weekly logins** are up. Take one ordinary Wednesday and count it five ways.

# %%
day = explore.between(events, "2026-06-10", "2026-06-11")
worked = day[day["event"].isin(["task_added", "task_completed", "comment_added"])]
ways = {
    "rows": len(day),
    "events, each once": day["event_id"].nunique(),
    "logins": (day["event"] == "session_started").sum(),
    "people with any event": day["user_id"].nunique(),
    "people who moved work on": worked["user_id"].nunique(),
}

# %% tags=["hide_input"]
explore.show_counts(ways, title="One Wednesday, five ways to count it")

# %% [markdown]
# In the code, `.isin([...])` is true for each row whose value is one of those in the brackets, and `.nunique()` counts different values.
#
# Understanding user behaviour begins with what you count. "Active" is a choice. Write it down as four things: **which events, which users, which span, which clock**.
#
# **Rows that came twice.** Phones retry when the network drops. The same event then arrives again, with the same `event_id`. Counting people is safe from repeats; counting events is not.
#
# **People who never sleep.** How much of the rise in logins is people?

# %%
record = predict(
    "record",
    "Of the rise in logins from the first to the second quarter, what share is people?",
)
record

# %%
clean = metrics.deduplicate(events)
habits = explore.habits(clean)

# %% tags=["hide_input"]
explore.show_habits(habits)

# %%
robots = explore.never_sleep(clean)
Markdown(f"**{len(robots)}** users log in ten times a day or more, and do nothing else.")

# %% tags=["hide_input"]
record.show(explore.show_logins(clean, humans))

# %%
record.reveal(*explore.people_in_the_record(clean, humans))

# %% [markdown]
# Nothing in the data calls them robots. Their behaviour does. Each of them also "signed up", so they leave the table of users too: `real_users` and `humans` are without them.
#
# **The day that nobody came.** The board's quietest day has nobody at all. What does the usual way of averaging make of it?

# %%
june = explore.between(humans, "2026-06-01", "2026-07-01")
by_date = june.groupby(june["occurred_at"].dt.date)["user_id"].nunique()
daily = metrics.active_users(humans, "2026-06-01", "2026-07-01")
Markdown(
    f"`groupby` finds **{len(by_date)}** days and a mean of **{by_date.mean():,.0f}** people. "
    f"June has **{len(daily)}** days and a mean of **{daily.mean():,.0f}**."
)

# %% [markdown]
# `groupby` cannot list what is not there. A silent day is a day with 0 users, not a day to leave out.
# (Kitewell was closed that day for a migration. It is real, and it is known.)
# And whose day is it? A day in Sydney starts many hours before one in London. Choose a clock, **say which**, and keep it. This course uses UTC.
#
# **DAU, WAU and MAU** are distinct people in a day, a week, a month. {{term Stickiness}} is the mean DAU over the MAU: the share of a month's people whom you meet on an average day.

# %%
monthly = june["user_id"].nunique()
Markdown(
    f"Stickiness of June: **{metrics.stickiness(humans, '2026-06'):.1%}**. "
    f"Without the silent day it would read {by_date.mean() / monthly:.1%}; "
    f"with the robots, {metrics.stickiness(clean, '2026-06'):.1%}."
)

# %% [markdown]
# {{misleads}} you compare across kinds of product. Somebody who comes every working day reaches only about 71 %. Compare Kitewell with Kitewell a year ago.
#
# **Your turn.** How sticky was **May**? Use `humans`, and all 31 days.

# %% practice="sticky_may"
sticky_may = ...
### BEGIN SOLUTION
sticky_may = metrics.stickiness(humans, "2026-05")
### END SOLUTION

# %% [markdown] objective="compute"
# ## 3. Whose funnel, and is it over? (9 min)
#
# If onboarding is broken, it breaks at a step. A {{term funnel}} shows the steps. A step's {{term conversion rate}} is the share of those at the step before who come on.
# Here is how far the people who signed up from October to December 2025 came within 90 days. What would you mend first?

# %%
steps = ["signed_up", "project_created", "checkout_started", "plan_upgraded"]
autumn = explore.between(real_users, "2025-10-01", "2026-01-01", at="signed_up_at")
theirs = humans[humans["user_id"].isin(autumn["user_id"])]
everybody = metrics.funnel(theirs, steps, window="90D")
everybody

# %%
leak = predict(
    "leak",
    "The table says what share of all who made a project start a checkout. Count only those who can pay: what share is it then?",
)
leak

# %%
paid = humans[humans["event"].isin(["checkout_started", "plan_upgraded"])]
roles = real_users.set_index("user_id")["role"]
payers = paid["user_id"].map(roles).value_counts()
Markdown(f"Who ever started a checkout or upgraded: **{explore.in_words(payers)}** events.")

# %%
autumn_owners = autumn[autumn["role"] == "owner"]
owned = humans[humans["user_id"].isin(autumn_owners["user_id"])]
by_owner = metrics.funnel(owned, steps, window="90D")

# %% tags=["hide_input"]
leak.show(
    explore.show_shapes(
        {"everybody who signed up": everybody["count"], "owners": by_owner["count"]},
        "The same checkouts, two denominators",
    )
)

# %%
leak.reveal(*explore.who_could_pay(everybody, by_owner))

# %%
# claim: free_owners_stay_away
Markdown(explore.checkout_said(explore.checkout_by_plan(autumn_owners, accounts, humans)))

# %% [markdown]
# **The denominator is whoever could have done it.** For paying that is an owner, or an account; for finishing tasks it is everybody.
#
# An {{term ordered funnel}} follows the *same* people, in order, within a window. Count each step on its own, or count events, and it changes its shape. Try it: switch the counting, then lift one step and see what a payer costs and how long a test would take.

# %% tags=["hide_input"]
explore.reshape_funnel(
    real_users[real_users["role"] == "owner"],
    humans,
    steps,
    "2025-10-01",
    "2026-01-01",
    window="90D",
)

# %% [markdown]
# {{misleads}} you believe those whom you push over a step will go on like the others. They are the ones who hesitated.
#
# **Is it over?** Activation has a window too: a project created *and* a task completed within 7 days (168 hours). Here are the newest sign-ups as a dashboard would draw them.

# %% tags=["hide_input"]
outcome = metrics.activated(real_users, humans, as_of=TODAY)
explore.show_cohorts(real_users, humans, outcome)

# %% [markdown]
# The newest points belong to people whose seven days are **not over**. They are {{term censored}}. Counting them as failures pulls the newest point down, every week, for ever.
#
# **Your turn.** Of the **owners** who signed up from January to March 2026, what share started a checkout within 90 days? Use the steps `signed_up` and `checkout_started` only.
#
# The four lines that made `autumn`, `autumn_owners`, `owned` and `by_owner` are your model. Of the table that comes back, one number is wanted: `by_owner["from_start"]["plan_upgraded"]` is one, the column first and then the row.

# %% practice="checkout_owners"
checkout_owners = ...
### BEGIN SOLUTION
new_owners = explore.between(real_users, "2026-01-01", "2026-04-01", at="signed_up_at")
new_owners = new_owners[new_owners["role"] == "owner"]
did = humans[humans["user_id"].isin(new_owners["user_id"])]
found = metrics.funnel(did, ["signed_up", "checkout_started"], window="90D")
checkout_owners = found["from_start"]["checkout_started"]
### END SOLUTION

# %% [markdown] objective="compute"
# ## 4. Did activation really fall? (8 min)
#
# Now count the headline with care: robots out, nobody whose days are not over.

# %%
q1 = explore.sign_ups(real_users, accounts, humans, "2026-01-01", "2026-04-01")
q2 = explore.sign_ups(real_users, accounts, humans, "2026-04-01", TODAY)
before, after = explore.activation_rate(q1), explore.activation_rate(q2)
Markdown(f"**{before.estimate:.1%}** in the first quarter, **{after.estimate:.1%}** in the second.")

# %%
doubt = predict(
    "doubt",
    "People of one account sign up together. How many times as wide is the honest margin? (1: just as wide)",
    low=1.0,
    high=3.0,
    step=0.1,
    form=".1f",
)
doubt

# %% tags=["hide_input"]
doubt.show(explore.show_margins(after, "Activation of the second quarter's sign-ups"))

# %%
doubt.reveal(*explore.honest_margin(after))

# %% [markdown]
# Colleagues share a plan, a channel and a boss. They are not independent witnesses. So the evidence is the number of *accounts*.{{claim accounts_widen}}
# The {{term delta method}} respects that (Deng, Knoblich and Lu, 2018): it sums each account's people first. And a change has *two* uncertain ends:

# %%
by_channel = metrics.kitagawa_intervals(
    q1, q2, outcome="activated", group="channel", unit="account_id"
)
Markdown(explore.change_said(by_channel.total))

# %% [markdown]
# <!-- lint number: an example of the two units, not a result -->
# Mind the unit. A rate that goes from 40 % to 36 % fell by 4 *points*, or by 10 *percent*. People hear whichever suits them. Say points.
#
# **Your turn.** By how many **percent** did activation change from the first quarter to the second? A fraction, with its sign. (`before.estimate`, `after.estimate`.)

# %% practice="in_percent"
in_percent = ...
### BEGIN SOLUTION
in_percent = after.estimate / before.estimate - 1
### END SOLUTION

# %% [markdown]
#
# The same thought helps wherever a number is a ratio. **Feature usage**: how many reports are viewed for each login? Take March.

# %%
march = explore.between(humans, "2026-03-01", "2026-04-01")
use = explore.per_person(march, "report_viewed", "session_started")
use = use.join(real_users.set_index("user_id")["account_id"])
each = use[use["session_started"] > 0]
mean_of_ratios = (each["report_viewed"] / each["session_started"]).mean()
usage = metrics.ratio_metric(use["report_viewed"], use["session_started"], use["account_id"])
Markdown(
    f"Mean of the people's ratios: **{mean_of_ratios:.3f}**. "
    f"Ratio of sums: **{usage.estimate:.3f}**, from {usage.low:.3f} to {usage.high:.3f}."
)

# %% [markdown]
# Read the code once more, you will need it. `per_person` counts two kinds of events of each person. `.join` puts the person's account beside them, as a join in SQL does. `ratio_metric` takes the two counts and the account; its answer has an `estimate`, a `low` and a `high`.
#
# In the {{term mean of ratios}}, somebody who logged in once weighs as much as somebody who logged in forty times.
# If you want the typical *login*, sum first, then divide. If you want the typical *person*, say so.
#
# {{misleads}} the interval is right and the ratio is wrong. No margin mends a bad denominator.
#
# **Your turn.** How wide is the 95 % margin of second-quarter activation on the **free** plan, by account? Give half the width of the interval, as a fraction. (`q2` has a column `plan`; `after` came from `explore.activation_rate`, and `after.interval.margin` is its half width.)

# %% practice="free_margin"
free_margin = ...
### BEGIN SOLUTION
free_margin = explore.activation_rate(q2[q2["plan"] == "free"]).interval.margin
### END SOLUTION

# %% [markdown] objective="decompose"
# ## 5. Where did it fall? (10 min)
#
# A colleague has already looked. "I split it by plan, and the rates fell.{{claim plan_rates_fell}} It must be the product." Guided onboarding is chosen by plan, so plan it is. Do as they did.

# %%
by_plan = metrics.kitagawa_intervals(q1, q2, outcome="activated", group="plan", unit="account_id")
plans = explore.split_by(q1, q2, "plan")

# %% tags=["hide_input"]
explore.show_groups(plans, "plan")

# %%
same = predict(
    "same",
    "Split the same change by the channel that brought people. What will it show?",
    ["Mostly rates that fell", "Mostly shares that moved", "Both; which is more is not shown"],
)
same

# %% tags=["hide_input"]
channels = explore.split_by(q1, q2, "channel")
same.show(explore.show_groups(channels, "channel"))

# %% tags=["hide_input"]
same.show(explore.show_splits({"plan": by_plan, "channel": by_channel}))

# %%
same.reveal(*explore.other_split(by_plan, by_channel, same.options))

# %% [markdown]
# **Kitagawa (1955)** splits a change in two, with nothing left over. The {{term rate effect}} says what moved rates did, weighed by the average shares. The {{term mix effect}} says what moved shares did, weighed by the average rates.
# Both splits are correct sums of one change. Then why do they differ?
#
# **How to choose a dimension?** A split can find a mix only where two things are true: shares *moved*, by more than chance moves them, and rates lie *apart*. Look at both before you split. `by_chance` deals the same accounts to the quarters by lot.

# %%
dimensions = ["channel", "plan", "size", "onboarding", "platform", "country"]
explore.moved_shares(q1, q2, dimensions).round(3)

# %% [markdown]
# The shares of channels moved furthest beyond chance, and channels lie far apart.{{claim channel_moved_most}} Many small groups, as of countries, move by chance alone. A {{term mix shift}} is a change of such shares, with nobody behaving differently. A plan's rate is itself an average over channels, so it can fall by one.

# %%
# claim: paid_search_grew partner_alone_fell
same.show(Markdown(explore.shift_said(channels)))

# %% [markdown]
# Choose a dimension that was settled **before** the product could act, and for a reason that you could give before you looked. Then stop. What comes of cutting on? Leave the partners out, whose rate is known to have moved, and look:

# %%
others = [frame[frame["channel"] != "partner"] for frame in (q1, q2)]
Markdown(explore.cut_on_said(*others, ["channel", "country"]))

# %% [markdown]
# Some cell is always the worst, and a story for it is soon found. A cell that was found by looking is a question for the *next* quarter's people.
#
# So is guided onboarding innocent? Ask first for its **alibi**. What was the same in both quarters is a weak suspect for what changed between them, and what does harm mostly shows when it starts.

# %%
autumn_sign_ups = explore.sign_ups(real_users, accounts, humans, "2025-10-01", "2026-01-01")
explore.show_alibi({"before it began": autumn_sign_ups, "first quarter": q1, "second quarter": q2})

# %%
Markdown(explore.alibi_said(autumn_sign_ups, q1))

# %% [markdown]
# And the partners, whose rate fell: did it fall among their guided people only?

# %%
partners = pd.concat({"first": q1, "second": q2}, names=["quarter"]).query("channel == 'partner'")
partners.groupby(["quarter", "onboarding"], observed=True)["activated"].mean().round(3)

# %% [markdown]
# Among those who never saw it as well.{{claim partners_fell_without_guided}}
# About as many new people got it in both quarters, and activation did not fall when it began.{{claim guided_has_an_alibi}} A change in time is a weak witness either way. The decision hangs on guided *against* classic. It went mostly to the free plan: compare inside each plan.

# %%
half = explore.sign_ups(real_users, accounts, humans, "2026-01-01", TODAY)
paradox = metrics.simpson(half, outcome="activated", group="onboarding", stratum="plan")

# %% tags=["hide_input"]
explore.show_simpson(paradox)

# %%
Markdown(explore.gaps_said(half))

# %% [markdown]
# Overall the guided onboarding looks worse.{{claim guided_wins_in_every_plan}} **In every plan it does better.**{{claim guided_wins_in_every_plan}}
# It was given mostly to the plan whose people activate least.{{claim free_activates_least}} Its average carries their weight: {{term Simpson's paradox}} (Simpson, 1951).
#
# {{misleads}} you read a split as a cause. It is bookkeeping. Nobody was assigned onboarding at random either, so "ahead" is evidence, not proof. A test would prove it (lesson 9).
#
# **Your turn.** Take one plan alone, so that no plan can hide behind another: **inside the team plan**, split the change by channel. What is the mix effect? A fraction, with its sign. (What `explore.split_by` gives has a `.rate`, a `.mix`, and `.groups`, a table with a row a channel.)

# %% practice="team_mix"
team_mix = ...
### BEGIN SOLUTION
inside = explore.split_by(q1[q1["plan"] == "team"], q2[q2["plan"] == "team"], "channel")
team_mix = inside.mix
### END SOLUTION

# %% [markdown] objective="signal"
# ## 6. Signal, noise, or nobody? (10 min)
#
# The board's happiest number is reports viewed. The reporting team asks for two more engineers on the strength of it.
# Two quarters make a "trend" of two points, and any two points have one. Look at the weeks.

# %%
BASELINE = 12  # weeks of the first quarter, chosen before we look
reports = clean[clean["event"] == "report_viewed"]
week = metrics.event_counts(reports, "2026-01-05", "2026-06-29", freq="W")
active = metrics.active_users(humans, "2026-01-05", "2026-06-29", freq="W")
chart = metrics.xmr(week / active, baseline=BASELINE)

# %% tags=["hide_input"]
explore.show_xmr(chart, "Reports viewed per active person", "By week, January to June 2026")

# %% [markdown]
# The grey band is not a target and not a promise. It is the **voice of the process**: how far this number wanders when nothing happens.
# An {{term XmR chart}} takes the mean of the baseline weeks, and goes 2.66 mean moving ranges up and down (Wheeler, 1993).
# Inside the band, do not explain. Outside it, or eight weeks in a row on one side: go and look. **Drill down** until the odd thing is small and alone.

# %%
culprit = predict(
    "culprit",
    "Reports for each person rose. What do you expect to find behind it?",
    ["Every platform is up a little", "One platform is up a lot", "A few busy customers"],
)
culprit

# %%
by_platform = explore.weekly_by_platform(reports, "2026-01-05", "2026-06-29")

# %% tags=["hide_input"]
culprit.show(explore.show_platforms(by_platform, BASELINE))

# %%
doubles = explore.sent_twice(reports)
culprit.reveal(*explore.where_it_rose(doubles, by_platform, culprit.options))

# %%
once = explore.reports_chart(humans, BASELINE)
Markdown("Each view counted once: " + explore.read_chart(once))

# %% tags=["hide_input"]
explore.show_xmr(once, "Reports per active person, each view once", "By week, January to June 2026")

# %% [markdown]
# So the fault is out, and the true number is seldom looked at. **Watch what is left**: it goes on the page, not the fault alone. The fact sheet of the assignment reads it against a year ago, too.

# %% [markdown]
# What begins on a date has a cause with a date, and the date tells whom to ask.
# Kohavi, Tang and Xu (2020) pass on {{term Twyman's law}}: any figure that looks interesting or different is usually wrong.
#
# **When a KPI moves, ask four questions, in this order.**
#
# 1. Is it **real**? Take out repeats, robots, and people whose time is not over.
# 2. **When** did it start? A step points to a date. A year ago, did it do the same?
# 3. **Where** is it? One dimension at a time, until it is small and alone, or everywhere.
# 4. **Rate or mix?** If the rates held, look at the shares.
#
# Only then ask *why*. Put them to the headline. Part 4 said whether it is real, part 5 where it is, and what is rates and what mix. *When* is still open:

# %%
months = explore.headline_months(real_users, accounts, humans)

# %% tags=["hide_input"]
explore.show_months(months)

# %%
Markdown(explore.begins_said(months))

# %% [markdown]
# Now be the detective. Nothing is shown before you accuse somebody, and every look has its price: the early questions are cheap, the late ones dear. Read the weeks, ask in order, stop at an answer.

# %% tags=["hide_input"]
explore.detective(users, accounts, events, "comments_a_report")

# %% tags=["hide_input"]
explore.detective(users, accounts, events, "autumn")

# %% [markdown]
# A count can have a mix as well: if heavier users come, it rises with nobody doing more. And not every move is a fault. Sometimes people do behave differently. The assignment has four cases that you have not seen.
#
# {{misleads}} the baseline has the fault in it: the limits then call the fault normal. Or the weeks may have a *season*, which no limit of one spring knows. Then read each week against the same week a year ago.
#
# How often do such charts cry for nothing? The board has six lines.

# %%
Markdown(explore.idle_said(6, humans))

# %% [markdown]
# **Your turn.** Between which limits do the weeks of **tasks completed** for each active person stay when nothing happens? Count by week, from `humans`, with the same weeks and the same baseline.
#
# The answer is a *row*: names in quotes, and behind each its number. The form stands in the cell; put what you computed in place of its dots. (A `chart` has a `.lower` and an `.upper`.)

# %% practice="tasks_limits"
tasks_limits = ...  # a row, as in {"lower": ..., "upper": ...}
### BEGIN SOLUTION
completed = humans[humans["event"] == "task_completed"]
tasks = metrics.event_counts(completed, "2026-01-05", "2026-06-29", freq="W")
found = metrics.xmr(tasks / active, baseline=BASELINE)
tasks_limits = {"lower": found.lower, "upper": found.upper}
### END SOLUTION

# %% [markdown]
# Now read the chart of these weeks.

# %% tags=["answers", "hide_input"]
tasks_chart = explore.tasks_chart(humans, BASELINE)
explore.show_xmr(
    tasks_chart, "Tasks completed for each active person", "By week, January to June 2026"
)

# %% [markdown]
# **Your turn.** What does the chart let you say? A week outside its limits is one that the chart draws beyond a line.

# %% practice="tasks_read"
tasks_read = widgets.Choice("tasks_read", title="What the chart says")
### BEGIN SOLUTION
from course_utils.lessons.metrics.words import chart_says

tasks_read.answer = chart_says(tasks_chart)
### END SOLUTION
tasks_read

# %% tags=["answers"]
Markdown(explore.read_chart(tasks_chart))

# %% [markdown] objective="compute"
# ## 7. Happy, loyal, or only asked? (10 min)
#
# The board's {{term net promoter score}} moved. **NPS** is the share of 9s and 10s minus the share of 0s to 6s, in points (Reichheld, 2003).

# %%
asked = surveys[surveys["survey"] == "nps"]
first = explore.between(asked, "2026-01-01", "2026-04-01", at="asked_at")
second = explore.between(asked, "2026-04-01", "2026-07-01", at="asked_at")

# %%
nps = predict(
    "nps",
    "Between which two of these is the NPS gap larger than chance would make it?",
    ["Neither", "First and second quarter", "In-app and e-mail answers", "Both"],
)
nps

# %%
before_app = first.loc[first["channel"] == "in_app", "score"]
after_app = second.loc[second["channel"] == "in_app", "score"]
after_mail = second.loc[second["channel"] == "email", "score"]
quarter = metrics.nps_difference(before_app, after_app)
channels_gap = metrics.nps_difference(after_mail, after_app)

# %% tags=["hide_input"]
nps.show(explore.show_nps(first, second))

# %%
nps.reveal(*explore.which_gap(quarter, channels_gap, nps.options))

# %% [markdown]
# An NPS is a difference of two shares, so its margin is wider than people expect. Rocks (2016) compares several intervals and prefers the adjusted and the score interval.
# Who answers at all?

# %%
second.groupby("channel", observed=True)["score"].agg(asked="size", answered="count")

# %% [markdown]
# Most of those who were asked said nothing, and by e-mail far more of them.{{claim most_are_silent}} Who are the others? In the app, by the days of the four weeks before on which they had been active:

# %%
asked_app = pd.concat([first, second]).query("channel == 'in_app'")
answering = explore.who_answers(asked_app, humans)
answering

# %%
Markdown(explore.who_answers_said(answering))

# %% [markdown]
# Now pour the two channels together, and let nobody change their mind: how far can the "score" fall?

# %% tags=["hide_input"]
explore.pour_channels(after_app, after_mail)

# %% [markdown]
# No answer changed in either, so keep them apart. Nor compare countries by it: how readily people give high or extreme marks differs from country to country (Harzing, 2006). Compare a country with itself.
# The margins take answers for independent. Part 4 taught accounts: does it matter here?

# %%
Markdown(explore.nps_by_account_said(second, real_users))

# %% [markdown]
# {{term Customer satisfaction (CSAT)}} is the share of 4s and 5s. A mean of the five points hides who is unhappy.

# %%
csat = explore.between(surveys[surveys["survey"] == "csat"], "2026-04-01", TODAY, at="asked_at")
marks = csat.loc[csat["channel"] == "in_app", "score"].dropna()
by_mail = csat.loc[csat["channel"] == "email", "score"].dropna()
happy, mail_happy = metrics.csat(marks), metrics.csat(by_mail)
Markdown(
    f"In the app: CSAT **{happy.estimate:.1%}** ({happy.low:.1%} to {happy.high:.1%}, {len(marks):,} "
    f"answers). The mean is {marks.mean():.2f}, which nobody answered; "
    f"**{(marks <= 2).mean():.1%}** answered 1 or 2. By e-mail, a number of its own: "
    f"{mail_happy.estimate:.1%} ({mail_happy.low:.1%} to {mail_happy.high:.1%}, {len(by_mail):,} answers)."
)

# %% [markdown]
# People say one thing; what do they do? Monthly users rise. Is that loyalty, or a leaking bucket with the tap open? {{term Growth accounting}} splits each month's people.

# %%
growth = metrics.growth_history(humans, "2025-07-01", TODAY)

# %% tags=["hide_input"]
explore.show_growth(growth)

# %%
# claim: newcomers_leave
Markdown(explore.leak_said(real_users, humans))

# %% [markdown]
# The {{term quick ratio}} is (new + resurrected) / churned (Hsu, 2015). Above 1 the base grows. It cannot tell a loyal base from a busy tap, and nor can the share that leaves, while new and old stand in one number. By tenure it can: lesson 8 follows each month's people on their own.
#
# **Your turn.** What was the quick ratio of **May**? (`metrics.growth_accounting` takes `humans` and a month; what it gives has a `.quick_ratio`.)

# %% practice="quick_may"
quick_may = ...
### BEGIN SOLUTION
quick_may = metrics.growth_accounting(humans, "2026-05").quick_ratio
### END SOLUTION

# %% [markdown]
# {{misleads}} NPS is sold as *the* number. Keiningham and others (2007) did not find that it predicts growth better than other measures.
# De Haan, Verhoef and Wiesel (2015) found that several measures predict retention, and that two together do better than one.
#
# **Your turn.** What is the 95 % margin of the second quarter's NPS **by e-mail**, in points? (`metrics.nps_interval` takes scores; what it gives has a `.margin`.)

# %% practice="mail_margin"
mail_margin = ...
### BEGIN SOLUTION
mail_margin = metrics.nps_interval(after_mail).margin
### END SOLUTION

# %% [markdown] objective="target"
# ## 8. A target that a plan can reach (10 min)
#
# Sales has found the secret: "owners who invite colleagues in their first week stay. Make everyone invite!"

# %%
owners = real_users[real_users["role"] == "owner"]
invites, stayed = explore.first_week(owners, humans, "teammate_invited")
aha = metrics.activation_threshold(invites, stayed, coverage=0.5)

# %% tags=["hide_input"]
explore.show_aha(metrics.activation_curve(invites, stayed), aha)

# %% [markdown]
# The threshold is the last that half of those who stay reach: the half is *our* choice, `coverage=0.5`.
#
# **Your turn.** What is the threshold if **seven of ten** of those who stay shall reach it? (`aha.actions` is the number of the picture.)

# %% practice="wider_threshold"
wider_threshold = ...
### BEGIN SOLUTION
wider_threshold = metrics.activation_threshold(invites, stayed, coverage=0.7).actions
### END SOLUTION

# %% [markdown]
# So the number is no fact of nature.{{claim threshold_follows_coverage}} Does reaching it *make* owners stay? Compare like with like.

# %%
push = predict(
    "push",
    "Among owners of companies alike in size, how do those who reach the threshold stay?",
    ["More often, as much as before", "More often, but by less", "No more often than the others"],
)
push

# %%
team = owners.set_index("user_id")["account_id"]
teams = pd.DataFrame(
    {
        "size": team.map(accounts.set_index("account_id")["size"]),
        "reached": invites >= aha.actions,
        "stayed": stayed,
    }
).dropna()
push.reveal(*explore.among_alike(teams, push.options))

# %% [markdown]
# Why not hold the team's size *in the end* alike too? Who stays goes on inviting, so that size is a *result* of staying. Compare on what was settled before.
#
# None of these numbers is the effect of inviting. **Selection** is in all of them: owners chose themselves whether to invite, and what made them choose may also decide whether they stay. What would show a cause?

# %%
Markdown(explore.coin_said(stayed))

# %% [markdown]
# A threshold tells you **whom to study**. Only an experiment says **what to push** (lesson 9). Until then the sentence for sales is: "owners who invite early stay more often; we do not know whether inviting does it."
#
# <!-- lint number: the wording of a target is a choice, not a result -->
# So set a target for activation instead. Marketing writes: *"75 % of new users activate by 31 December 2026."* **Specific, measurable, dated.** How high could a plan get?

# %%
ceiling = predict(
    "ceiling",
    "If everybody got guided onboarding, at the second quarter's mix: what would activation be?",
)
ceiling

# %%
ceiling.reveal(*explore.ceiling_of_the_plan(half, q2))

# %% [markdown]
# A **baseline** comes before a target: where are we, and what could the plan at hand give? What no plan can reach will be met another way.
# The ceiling compares like with like: guided people of the *same quarter*, within each plan **and channel**. A rate by plan alone carries the channels and the partners of last winter with it, which was the colleague's mistake in part 5.
# It is a ceiling and not a forecast: it takes the guided people for people like the others of their plan and channel.
#
# Be the team whose bonus hangs on it. You cannot make onboarding better by Friday. You *can* redefine it.
#
# **Your turn.** Drop "completed a task" from the definition, so that a created project is enough. What is the second quarter's activation now? (Give `metrics.activation` people, events, `as_of` and other `steps`. In its table, `table["rate"]["all"]` is the rate of everybody.)

# %% practice="gamed"
gamed = ...
### BEGIN SOLUTION
spring = explore.between(real_users, "2026-04-01", TODAY, at="signed_up_at")
easier = metrics.activation(spring, humans, as_of=TODAY, steps=["project_created"])
gamed = easier["rate"]["all"]
### END SOLUTION

# %% [markdown]
# Overnight, and not one more task was finished.
# "When a measure becomes a target, it ceases to be a good measure": Strathern (1997), putting {{term Goodhart's}} observation of 1975 in general words.
# Four things make gaming harder: freeze the definition, name the {{term cohort}} *and its mix*, set a date, pair the target with a guardrail.
# **Data-driven decision making** means that a number can change a decision: a baseline, a target, and a rule for what happens if it is missed.
# After a launch, **performance tracking** is to read those same few numbers every week, on one page.
#
# {{misleads}} a target is met. Ask first how.
#
# A target is a change, so it has a margin too: one inside it cannot be told from nothing. A longer cohort has a smaller one.

# %%
# claim: target_is_in_reach
Markdown(explore.target_said({"a quarter": q2, "a half-year": half}))

# %% [markdown]
# **Your turn.** Which of these would you sign?

# %% practice="signed_target"
signed_target = widgets.Choice("signed_target", title="The target to sign")
### BEGIN SOLUTION
signed_target.answer = "paired"
### END SOLUTION
signed_target

# %% [markdown] objective="diagnose"
# ## 9. Monday
#
# About ten minutes. Back to the decision: the board again, counted with care, beside the same two quarters a year ago.

# %%
last_year = [
    explore.sign_ups(real_users, accounts, humans, *span)
    for span in (("2025-01-01", "2025-04-01"), ("2025-04-01", "2025-07-01"))
]
year_ago = metrics.kitagawa_intervals(
    *last_year, outcome="activated", group="channel", unit="account_id"
).total

# %% tags=["answers", "hide_input"]
verdict.show(explore.show_verdicts(board, humans, surveys, by_channel, year_ago))

# %%
verdict.reveal(*explore.what_moved_activation(by_channel, channels, verdict.options))

# %% [markdown]
# So talk to the partners, and say how sure you are: the rates may have moved by as much as that interval says.
#
# The board compares two quarters. What the proposal hangs on has its own number:

# %%
# claim: guided_leads_within
Markdown(explore.guided_said({"first quarter": q1, "second quarter": q2}))

# %% [markdown]
# And does it drive people *away*? That is week-4 retention, counted the same two ways:

# %%
stay = explore.stayers(real_users, accounts, humans)
Markdown(explore.drives_away_said(stay))

# %% [markdown]
# The two comparisons can disagree for the reason of part 5: guided onboarding went mostly to the free plan, whose people stay least.{{claim free_stays_least}} So look there alone.
#
# **Your turn.** On the **free** plan, how far is the week-4 retention of guided people from that of classic ones? A fraction, with its sign. (`stay` holds retention where sign-ups hold activation. `explore.guided_within` takes such a table and `by=["plan"]`; what it gives has an `.estimate`.)

# %% practice="free_stay"
free_stay = ...
### BEGIN SOLUTION
free_stay = explore.guided_within(stay[stay["plan"] == "free"], by=["plan"]).estimate
### END SOLUTION

# %% [markdown]
# Is all this enough? **Keeping** what runs and **pushing** it carry different burdens of proof. Nobody chose by coin, so these numbers may keep a default and no more. To give guided onboarding to others too is to push. So let a coin decide among the **new accounts** of the paid plans, where few get it. By account, as half a team guided would show the other half. How long must it be thrown?

# %%
coin = explore.coin_of_paid(real_users, accounts, humans, half, stay)
Markdown(explore.coin_of_paid_said(coin))

# %% [markdown]
# An interval is made for one look. Look every week until it leaves 0, and it cries for nothing several times as often. So nobody splits the coin's people before its day.
#
# Its guardrail counts **all** people of its accounts: the coin changes who activates, so the *activated* of both sides are other people. The loss that is allowed, 5 points, is the executive team's choice and is said before. "No clear loss" is passed most easily by a test that sees nothing. Say before, too, how often the rule can say yes: one that mostly cannot needs more weeks, or a larger allowed loss.
#
# | who speaks | then |
# |---|---|
# | the **coin**, read once, on its day | guided ahead, interval above 0, and week-4 retention of all its people above -5 points, interval and all: the paid plans get it. Behind, interval below 0: roll it back there. Else, and until then, it stays |
# | **one chart** cries | its owner answers the four questions within a day; nothing is stopped |
# | the **quarter's rates** within channels fall, interval below 0, read once | one channel makes more than half of it: its owner acts. None does: look for what met all |
# | an interval **covers 0** | write "no change shown" and move on |
#
# <!-- lint number: an October that is made up, not a result -->
# **Your turn.** It is 8 October, a made-up one. The quarter's rates within channels moved by -1.1 points (-2.9 to +0.7). The chart of logins cried in September, and a year ago it did the same. The coin's day is weeks away. A colleague has split its people all the same: guided -2.4 (-8.9 to +4.1). What do the rules ask of you today?

# %% practice="october"
october = widgets.Choice("october", title="8 October: what do you do?")
### BEGIN SOLUTION
october.answer = "wait"
### END SOLUTION
october

# %% [markdown]
# Put the rules on **one page** and read it every week. A chart that has never changed a decision comes off it. You write this page in the assignment.

# %% [markdown]
# ## What we have now
#
# - A **North Star** chosen against others: what it tells, what it rewards, how one would cheat.
# - A **definition** before a number: events, users, span, clock.
# - A **denominator** of those who could have done it, and nobody whose time is not over.
# - **Margins by account**, on the headline and on its split.
# - **Rate or mix**, by a dimension that was chosen for a reason.
# - **Limits**, so that noise is left alone and signals are chased to a date.
# - A **target** that a plan can reach, with its cohort, mix, date and guardrail.
# - **Rules** of which it is said how often they can say yes.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Stickiness | mean DAU over all days of the month / MAU | `metrics.stickiness(events, "2026-06")` |
# | Activation | activated within 168 h / people whose 168 h are over | `metrics.activation(users, events, as_of=...)` |
# | Ordered funnel | people who did steps 1..k in order within the window | `metrics.funnel(events, steps, window="14D")` |
# | Ratio of sums | $\sum x / \sum y$, margin by account | `metrics.ratio_metric(x, y, unit)` |
# | Rate effect | $\sum \frac{1}{2}(w_0 + w_1)(r_1 - r_0)$ | `explore.split_by(before, after, "channel").rate` |
# | Mix effect | $\sum (w_1 - w_0)\left(\frac{1}{2}(r_0 + r_1) - c\right)$, $c$ the mean of the two overall rates | `explore.split_by(before, after, "channel").mix` |
# | Both with intervals | bootstrap of accounts | `metrics.kitagawa_intervals(before, after, ...)` |
# | XmR limits | $\bar x \pm 2.66\,\overline{mR}$, the mean moving range | `metrics.xmr(values, baseline=12)` |
# | A coin's weeks | $13\,(s/g)^2$: $s$ is the gap that a quarter of it sees four times in five, by account, and $g$ the gap that is expected | `explore.coin_of_paid(...)` |
# | Ceiling of a plan | $\sum w r$: guided rates and all people's shares, by plan and channel | `explore.reachable(signed_up, mix)` |
# | Quick ratio | (new + resurrected) / churned | `metrics.growth_accounting(events, "2026-06")` |
# | NPS and its margin | $100\,(p - d) \pm 100 \cdot 1.96 \sqrt{(p + d - (p - d)^2)/n}$ | `metrics.nps_interval(scores)`, `method="adjusted"` for few answers |
# | CSAT | share of 4s and 5s, Wilson interval | `metrics.csat(scores)` |
#
# ### Sources
#
# {{sources croll-2013 goodhart-1975 north-star-playbook efron-1993}}
#
# ### Go on
#
# **[The assignment →](../exercises/metrics/metrics.ipynb)** Eleven questions that the job asks, one of them a detective's, and the one page for Monday.
