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
# > The {{term activation rate}} fell in the second quarter. New sign-ups have been getting our *guided onboarding* since January.
# > The executive team meets on **Monday**. The proposal is to roll guided onboarding back.
# > The quarterly board is attached. Please bring a recommendation.
#
# Rolling it back costs a month of work. Keeping it costs more, if it really drives people away.
# Run the cells below, look at the board, and decide what you think *before* you know much. You can change your mind later. You will.
#
# ## What you will learn
#
# {{objectives}}
#
# About 70 minutes with this opening, then 50 for the exercises and 30 for your page.

# %%
from IPython.display import Markdown

from course_utils import charts, data
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
# Some lines look like alarms, some like records. At least one of each is not what it seems.

# %%
verdict = predict(
    "verdict",
    "What is behind the fall of the activation rate?",
    [
        "Guided onboarding puts new people off",
        "Different people are signing up",
        "The numbers are counted wrongly",
        "Nothing: it is season or noise",
    ],
)
verdict

# %% [markdown]
# Keep your guess. Each part of this lesson takes one suspect off the list. We come back to your guess at the end.

# %% [markdown] objective="north_star"
# ## 1. What is Kitewell *for*? (4 min)
#
# Six numbers on a board, and nobody said which of them matter. Start there.
# A {{term key performance indicator (KPI)}} is a metric with a goal, an owner and a decision that hangs on it. The rest is decoration.
# Somebody proposes a seventh: "people who ever signed up". It has never had a bad quarter.

# %%
vanity = predict(
    "vanity",
    "Which of these could warn you that Kitewell is in trouble?",
    ["People who ever signed up", "Teams that finish work together each week", "Both", "Neither"],
)
vanity

# %%
teams = data.sql("""
    with finished as (
        select date_trunc('week', occurred_at) as week, account_id, count(distinct user_id) as people
        from events join users using (user_id)
        where event = 'task_completed'
        group by all)
    select week, count(*) as teams
    from finished where people >= 2
    group by week order by week""")
signed_up = users.resample("W-MON", on="signed_up_at")["user_id"].count().cumsum()

# %% tags=["hide_input"]
explore.show_north_star(teams, signed_up)

# %%
vanity.reveal(
    "Teams that finish work together each week",
    "A total can only rise. It would have risen through any disaster.",
)

# %% [markdown]
# The left line is a {{term vanity metric}}: it goes up whatever you do, so it cannot tell you to do something else (Ries, 2011).
# The right line is a candidate for a {{term North Star metric}}: one number that counts the value users get, and that comes before revenue.
#
# Work down from it. A {{term KPI tree}} says which {{term input metrics}} move the North Star and what each team can pull.
# It also names {{term guardrails}}: numbers that must not get worse while you push.

# %% tags=["hide_input"]
explore.show_kpi_tree()

# %% [markdown]
# Three kinds of goals meet in the tree. *User*: our team finishes what it planned. *Business*: teams pay, and grow.
# *Technical*: the product is up, and its data are true. A tree without the third kind trusts every number it is shown.
#
# Inputs **lead**: activation moves this week. Revenue **lags**: by the time it moves, the cause is a quarter old.
#
# {{misleads}} the North Star is picked because it is easy to move, or when nobody watches the guardrails.

# %% [markdown] objective="compute"
# ## 2. Who is "active"? (9 min)
#
# The board says that {{term daily active users}} and logins are up. Take one ordinary Wednesday and count it five ways.

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
# Understanding user behaviour begins here, with what you count. "Active" is a choice, not a fact. Write it down as four things: **which events, which users, which span, which clock**.
#
# ### Rows that came twice
#
# Phones retry when the network drops. The same event then arrives twice, with the same `event_id`.

# %%
clean = metrics.deduplicate(events)
Markdown(f"**{len(events) - len(clean):,}** of {len(events):,} rows are repeats.")

# %% [markdown]
# Counting people is safe from repeats. Counting events is not.
#
# ### People who never sleep
#
# Since April, somebody logs in at every hour of the night. For each user, count the kinds of things they did, and how much they did on an average day.

# %%
spring = clean[clean["occurred_at"] >= "2026-04-01"]
spring = spring.assign(day=spring["occurred_at"].dt.date)
habits = spring.groupby("user_id").agg(
    kinds=("event", "nunique"), days=("day", "nunique"), events=("event_id", "count")
)
habits["a_day"] = habits["events"] / habits["days"]

# %% tags=["hide_input"]
explore.show_habits(habits)

# %%
robots = habits[(habits["kinds"] == 1) & (habits["a_day"] >= 10)].index
humans = clean[~clean["user_id"].isin(robots)]
Markdown(f"**{len(robots)}** users do one thing only, ten times a day or more.")

# %% [markdown]
# Nothing in the data calls them robots. Their behaviour does. Now look at **weekly logins** again, with and without them.

# %% tags=["hide_input"]
explore.show_logins(clean, humans)

# %% [markdown]
# **One suspect off the list:** most of the record in logins is a script, not a success.
#
# ### The day that nobody came
#
# The board's quietest day of the quarter has nobody at all. What does the usual way of averaging make of it?

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
# (Kitewell was read-only that day for a migration. It is real, it is known, and it is nobody's failure.)
#
# And whose day is it? Ask again with each team's own clock.

# %%
local = explore.local_dates(june, users, accounts)
quiet = daily.idxmin()
there = june.loc[local == quiet.date(), "user_id"].nunique()
moved = (local != june["occurred_at"].dt.date).mean()
Markdown(
    f"By the teams' own clocks **{moved:.0%}** of June's events happened on another date. "
    f"{quiet:%d %B} then has **{there:,}** people."
)

# %% [markdown]
# A day in Sydney starts many hours before one in London. Choose a clock, **say which**, and keep it. This course uses UTC.
#
# ### Daily, weekly, monthly, sticky
#
# **DAU, WAU and MAU** are distinct people in a day, a week, a month. {{term Stickiness}} is the mean DAU over the MAU.
# It is the share of a month's people whom you meet on an average day.

# %%
sticky = predict("sticky", "How sticky is Kitewell in June? Mean daily over monthly active people.")
sticky

# %%
weekly = metrics.active_users(humans, "2026-06-01", "2026-06-29", freq="W")
monthly = metrics.active_users(humans, "2026-06-01", "2026-07-01", freq="MS").iloc[0]
sticky.reveal(
    metrics.stickiness(humans, "2026-06"),
    f"Mean DAU {daily.mean():,.0f} over MAU {monthly:,}; the mean WAU is {weekly.mean():,.0f}. "
    f"Without the silent day it would read {by_date.mean() / monthly:.1%}.",
)

# %% [markdown]
# {{misleads}} you compare across kinds of product. Somebody who comes every working day reaches only about 71 %.
# Compare Kitewell with Kitewell a year ago, not with a messenger.

# %% [markdown] objective="compute"
# ## 3. Activated, by when? (3 min)
#
# Kitewell calls a user **activated** who created a project *and* completed a task within 7 days (168 hours) of signing up.
# Here are the newest sign-ups, as a dashboard would draw them.

# %% tags=["hide_input"]
outcome = metrics.activated(users, clean, as_of=TODAY)
explore.show_cohorts(users, clean, outcome)

# %% [markdown]
# The last points belong to people who signed up a few days ago: their seven days are **not over**. They are {{term censored}}.
# Counting them as failures pulls the newest point down, every week, for ever. Somebody will always be alarmed.

# %%
q1 = explore.between(users, "2026-01-01", "2026-04-01", at="signed_up_at")
q2 = explore.between(users, "2026-04-01", "2026-07-01", at="signed_up_at")
before = metrics.activation(q1, clean, as_of=TODAY).loc["all"]
after = metrics.activation(q2, clean, as_of=TODAY).loc["all"]
change = 100 * (after["rate"] - before["rate"])
Markdown(
    f"Mature cohorts only: **{before['rate']:.1%}** in the first quarter, "
    f"**{after['rate']:.1%}** in the second, a change of **{change:+.1f} points**. "
    f"{after['censored']:.0f} people wait for their verdict."
)

# %% [markdown]
# **A second suspect is smaller:** part of the fall was impatience. Most of it remains.
#
# <!-- lint number: an example of the two units, not a result -->
# Mind the unit. A rate that goes from 40 % to 36 % fell by 4 *points*, or by 10 *percent*. People hear whichever suits them. Say points.
#
# {{misleads}} you mend it the other way and count early successes only: then the newest cohort looks brilliant.

# %% [markdown] objective="compute"
# ## 4. The same funnel, three shapes (6 min)
#
# If onboarding is broken, it breaks at a step. So draw the {{term funnel}} of the people who signed up in April and May.
# A step's {{term conversion rate}} is the share of those at the step before who come on.

# %%
cohort = explore.between(users, "2026-04-01", "2026-06-01", at="signed_up_at")
steps = ["signed_up", "project_created", "task_added", "task_completed", "teammate_invited"]
theirs = clean[clean["user_id"].isin(cohort["user_id"])]
shapes = {
    "events": metrics.funnel(theirs, steps, count="events")["count"],
    "people, any order": metrics.funnel(theirs, steps, count="unordered")["count"],
    "people, in order, 14 days": metrics.funnel(theirs, steps, window="14D")["count"],
}

# %% tags=["hide_input"]
explore.show_shapes(shapes)

# %% [markdown]
# Count events and the funnel widens: a "conversion" above 100 %. Count people at each step on its own and it still lies:
# an invited member completes a task in a colleague's project and never creates one.
# Only the **ordered funnel with a window** follows the *same* people, in order, for the same time. Say all three: order, window, cohort.
#
# Now bend it. Raise one step's conversion and watch who arrives at the end, what a payer costs, and how many people a test of that change would need.

# %%
paying = ["signed_up", "project_created", "task_completed", "checkout_started", "plan_upgraded"]
explore.reshape_funnel(users, clean, paying, "2025-10-01", "2026-01-01", window="90D")

# %% [markdown]
# Try it: lift *project created* by a tenth, then *checkout started* by a tenth. The payers move alike. The tests do not cost alike.
#
# {{misleads}} people skip steps for good reasons. An ordered funnel calls the invited colleague a failure.

# %% [markdown] objective="compute"
# ## 5. A ratio of sums, or a mean of ratios? (4 min)
#
# **Feature usage**: how much are reports used? The team measures *reports viewed per login*. Take March. For each person divide the two, then take the mean. Or sum first?

# %%
march = explore.between(humans, "2026-03-01", "2026-04-01")
march = march.assign(day=march["occurred_at"].dt.date)
daily_use = march.groupby(["user_id", "day"])["event"].value_counts().unstack(fill_value=0)
views, logins = daily_use["report_viewed"], daily_use["session_started"]
person = daily_use.groupby("user_id")[["report_viewed", "session_started"]].sum()
mean_of_ratios = (person["report_viewed"] / person["session_started"]).mean()
ratio_of_sums = views.sum() / logins.sum()
Markdown(
    f"Mean of ratios **{mean_of_ratios:.3f}**. Ratio of sums **{ratio_of_sums:.3f}**. Same people."
)

# %% [markdown]
# In the {{term mean of ratios}}, somebody who logged in once weighs as much as somebody who logged in forty times.
# If you want the typical *login*, sum first. If you want the typical *person*, say so, and look at the median too.
#
# How sure is it? One person's days are not independent: some people like reports, others never open one.
# So the evidence is the number of *people*. The {{term delta method}} respects that (Deng, Knoblich and Lu, 2018). A careless formula counts every day as news.

# %%
usage = metrics.ratio_metric(views, logins, unit=daily_use.index.get_level_values("user_id"))

# %% tags=["hide_input"]
explore.show_margins(usage, "Reports viewed per login, March 2026")

# %% [markdown]
# {{misleads}} the interval is right and the ratio is wrong. No margin mends a bad denominator.

# %% [markdown] objective="decompose"
# ## 6. Rate or mix? (8 min)
#
# Back to the fall. Here is activation in both quarters, by the **channel** that brought people.

# %%
channel = accounts.set_index("account_id")["channel"]
q1["channel"], q2["channel"] = q1["account_id"].map(channel), q2["account_id"].map(channel)
then = metrics.activation(q1, clean, as_of=TODAY, by="channel")
now = metrics.activation(q2, clean, as_of=TODAY, by="channel")
split = metrics.kitagawa(then, now)

# %%
mix = predict(
    "mix",
    "Activation fell overall. In how many of the five channels did it fall clearly?",
    ["In none", "In one or two", "In three or four", "In all five"],
)
mix

# %% tags=["hide_input"]
explore.show_channels(split)

# %%
fell = explore.clear_falls(then, now)
mix.reveal(
    mix.options[(fell + 1) // 2],
    f"Rates within channels account for **{100 * split.rate:+.1f} points** of the change, "
    f"the mix of channels for **{100 * split.mix:+.1f} points**.",
)

# %% [markdown]
# Look at the right-hand side. Paid search brings far more of the new people than it did, and its people activate less often. They did before, too.
# Each channel can hold its rate while the average falls. That is a {{term mix shift}}.
#
# **Kitagawa (1955)** splits a change in two, with nothing left over:
#
# - {{term rate effect}}: the rates moved, weighed by the average shares;
# - **mix effect**: the shares moved, weighed by the average rates.
#
# So who got the new onboarding? It started in January and went mostly to sign-ups on the free plan. Compare it with the classic one.

# %%
this_year = explore.between(users, "2026-01-01", TODAY, at="signed_up_at").copy()
this_year["activated"] = metrics.activated(this_year, clean, as_of=TODAY).to_numpy()
this_year["plan"] = this_year["account_id"].map(accounts.set_index("account_id")["plan"])
paradox = metrics.simpson(this_year, outcome="activated", group="onboarding", stratum="plan")

# %% tags=["hide_input"]
explore.show_simpson(paradox)

# %% [markdown]
# Overall the guided onboarding looks worse. **In every plan it does better.**
# It was given to the people who activate least, so its average carries their weight. This is {{term Simpson's paradox}} (Simpson, 1951).
# Give both groups the same mix of plans, and the order turns round: the *standardised* rates.
#
# **The main suspect has an alibi.** The rate within channels held; guided onboarding is ahead wherever you compare like with like.
#
# {{misleads}} you read a split as a cause. It is bookkeeping: split by another column and you get another story.
# Nobody was assigned onboarding at random either, so "ahead" is evidence, not proof. A test would prove it (lesson 9).

# %% [markdown] objective="signal"
# ## 7. Signal or noise? (7 min)
#
# The board's happiest number: reports viewed. The reporting team asks for two more engineers on the strength of it.
# Two quarters make a "trend" of two points, and any two points have one. Look at the weeks.

# %%
reports = clean[clean["event"] == "report_viewed"]
week = metrics.event_counts(reports, "2026-01-05", "2026-06-29", freq="W")
people = metrics.active_users(humans, "2026-01-05", "2026-06-29", freq="W")
chart = metrics.xmr(week / people, baseline=16)

# %% tags=["hide_input"]
explore.show_xmr(chart, "Reports viewed per active person, by week, 2026")

# %% [markdown]
# The grey band is not a target and not a promise. It is the **voice of the process**: how far this number wanders when nothing happens.
# An {{term XmR chart}} takes the mean of the baseline weeks, and goes 2.66 mean moving ranges up and down (Wheeler, 1993).
# Inside the band, do not explain. Outside it, or eight weeks in a row on one side: go and look.
#
# So go and look. **Drill down** until the odd thing is small and alone.

# %%
by_platform = explore.weekly_by_platform(reports, "2026-01-05", "2026-06-29")

# %% tags=["hide_input"]
explore.show_platforms(by_platform)

# %%
reports = reports.sort_values(["user_id", "occurred_at"])
gap = reports.groupby("user_id")["occurred_at"].diff()
doubles = reports[gap <= "1s"]
doubles.groupby("platform").agg(doubles=("event_id", "count"), first=("occurred_at", "min"))

# %% [markdown]
# One platform. One start date. The same report "viewed" again a second later, each time with its own `event_id`.
# That is not a success; it is a release. **A tracking bug has a date**, and finding the date is finding the cause.
#
# Deduplication by `event_id` could not catch this one. Repeats wear the same id; this bug makes new ones.
#
# **Another record off the list.** Kohavi, Tang and Xu (2020) pass on {{term Twyman's law}}: any figure that looks interesting or different is usually wrong.
#
# {{misleads}} the baseline has the fault in it: the limits then call the fault normal. Choose the baseline before you look.

# %% [markdown] objective="compute"
# ## 8. Where do active people come from? (3 min)
#
# MAU rises. Is that loyalty, or a leaking bucket with the tap open? {{term Growth accounting}} splits each month's people.

# %%
growth = metrics.growth_history(humans, "2025-07-01", TODAY)

# %% tags=["hide_input"]
explore.show_growth(growth)

# %% [markdown]
# *New* were never here before. *Retained* were here last month too. *Resurrected* came back after a gap. *Churned* were here last month and are not now.
# The {{term quick ratio}} is (new + resurrected) / churned (Hsu, 2015). Above 1 the base grows.
#
# {{misleads}} seasons shift people: an August holiday is "churn", and September is "resurrection". And 28 February days are not 31.

# %% [markdown] objective="compute"
# ## 9. Happy? How happy, plus or minus what? (6 min)
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
channels = metrics.nps_difference(after_mail, after_app)

# %% tags=["hide_input"]
explore.show_nps(first, second)

# %%
moved, differs = not quarter.covers(0), not channels.covers(0)
nps.reveal(
    nps.options[moved + 2 * differs],
    f"Quarter to quarter, in the app: {quarter.estimate:+.1f} ± {quarter.margin:.1f} points. "
    f"In the app against e-mail: {channels.estimate:+.1f} ± {channels.margin:.1f} points.",
)

# %% [markdown]
# An NPS is a difference of two shares, so its margin is wider than people expect (Rocks, 2016). Two scores that differ have *two* margins.
# People asked inside the product are people who are still inside the product. Pour more in-app answers in, and the "score" rises with nobody happier.
#
# {{term Customer satisfaction (CSAT)}} is the share of 4s and 5s. A mean of the five points hides who is unhappy.

# %%
csat = surveys[surveys["survey"] == "csat"]
marks = explore.between(csat, "2026-04-01", TODAY, at="asked_at")["score"].dropna()
happy = metrics.csat(marks)
Markdown(
    f"CSAT **{happy.estimate:.1%}** ({happy.low:.1%} to {happy.high:.1%}, {len(marks):,} answers). "
    f"The mean is {marks.mean():.2f}, which nobody answered; "
    f"**{(marks <= 2).mean():.1%}** answered 1 or 2."
)

# %% [markdown]
# {{misleads}} it is sold as *the* number. Keiningham and others (2007) did not find that NPS predicts growth better than other measures.
# De Haan, Verhoef and Wiesel (2015) found that several measures predict retention, and that two together do better than one. Never compare across channels or countries.

# %% [markdown] objective="target"
# ## 10. The "aha" that was not (4 min)
#
# Sales has found the secret: "owners who invite colleagues in their first week stay. Make everyone invite!" Try every threshold.

# %%
owners = users[users["role"] == "owner"]
invites, stayed = explore.first_week(owners, humans, "teammate_invited")
curve = metrics.activation_curve(invites, stayed)
aha = metrics.activation_threshold(invites, stayed, coverage=0.5)

# %% tags=["hide_input"]
explore.show_aha(curve, aha)

# %% [markdown]
# The higher the threshold, the better it "predicts", and the fewer of those who stayed it **covers**. Always ask for both.
#
# Now the trap. *Who* sends many invitations?

# %%
size = owners.set_index("user_id")["account_id"].map(accounts.set_index("account_id")["size"])
table = size.to_frame("team size").assign(reached=invites >= aha.actions, stayed=stayed).dropna()
table.groupby("team size")[["reached", "stayed"]].mean().map("{:.0%}".format)

# %% [markdown]
# Large teams invite more, because they have more people to invite. They also stay more. Which of the two keeps them? This table cannot say.
# The invitation may be a *sign* of a team that is moving in, not its cause. Force everybody to invite, and you get the sign without the thing.
# A threshold tells you **whom to study**. Only an experiment says **what to push**.
#
# {{misleads}} the words "leads to" appear on the slide.

# %% [markdown] objective="target"
# ## 11. A target that survives contact (3 min)
#
# <!-- lint number: the wording of a target is a choice, not a result -->
# "Improve activation." By how much, for whom, by when? A target is **specific, measurable and dated**:
#
# > *By 31 December 2026, 75 % of the new users who sign up in November activate within 7 days, with no fall in week-4 retention.*
#
# Now be the team whose bonus hangs on the first half of that sentence. You cannot make onboarding better by Friday. You *can* redefine it.

# %%
easier = metrics.activation(q2, clean, as_of=TODAY, steps=["project_created"]).loc["all", "rate"]
Markdown(
    f"Drop 'completed a task' from the definition: **{after['rate']:.1%}** becomes "
    f"**{easier:.1%}** overnight. Not one more task was finished."
)

# %% [markdown]
# "When a measure becomes a target, it ceases to be a good measure": Strathern (1997), putting {{term Goodhart's}} observation of 1975 in general words.
# Four things make gaming harder: freeze the definition, name the cohort and the date, pair the target with a guardrail, and check a sample by hand.
# <!-- lint number: the same target again, not a result -->
# Is 75 % the right number? Only if the channel mix is stated with it. You have just seen why.
#
# {{misleads}} a target is met. Ask first how.

# %% [markdown] objective="diagnose"
# ## 12. Any KPI, four queries (4 min)
#
# What you have done is a method. When a KPI falls, ask four questions in this order.
#
# **Is it real?** Count the repeats, the robots and the unripe first.

# %%
data.sql("""
    select count(*) as sign_ups,
           count(*) filter (where signed_up_at >= '2026-06-24') as unripe
    from users where signed_up_at >= '2026-04-01'""")

# %% [markdown]
# **When did it start?** A step points to a date. Then ask what else happened on that date.

# %%
ACTIVATED = """
    select user_id, account_id, signed_up_at,
           count(distinct event) filter (where event in ('project_created', 'task_completed')
               and occurred_at between signed_up_at and signed_up_at + interval 7 day) = 2 as activated
    from users left join events using (user_id)
    where signed_up_at >= '2026-01-01' and signed_up_at < '2026-06-24'
    group by all"""
data.sql(f"""
    select strftime(date_trunc('month', signed_up_at), '%Y-%m') as month,
           count(*) as users, round(100.0 * avg(activated::int), 1) as activated_pct
    from ({ACTIVATED}) group by month order by month""")

# %% [markdown]
# **Where is it?** One column at a time, until the change is small and alone, or everywhere.

# %%
data.sql(f"""
    select channel,
           round(100.0 * avg(activated::int) filter (where signed_up_at < '2026-04-01'), 1) as q1_pct,
           round(100.0 * avg(activated::int) filter (where signed_up_at >= '2026-04-01'), 1) as q2_pct
    from ({ACTIVATED}) join accounts using (account_id) group by channel order by channel""")

# %% [markdown]
# **Rate or mix?** If the rates held, look at the shares.

# %%
data.sql("""
    select channel,
           round(100.0 * count(*) filter (where signed_up_at < '2026-04-01')
                 / sum(count(*) filter (where signed_up_at < '2026-04-01')) over (), 1) as q1_share_pct,
           round(100.0 * count(*) filter (where signed_up_at >= '2026-04-01')
                 / sum(count(*) filter (where signed_up_at >= '2026-04-01')) over (), 1) as q2_share_pct
    from users join accounts using (account_id)
    where signed_up_at >= '2026-01-01' group by channel order by channel""")

# %% [markdown]
# Only when all four are answered is it worth asking *why*. Then the answer is often one conversation away. Here: marketing, about a campaign in spring.

# %% [markdown] objective="diagnose"
# ## 13. Who moved the metric? (3 min)
#
# Your turn. Three KPIs, five suspects, the same five tests. Each time another one did it. Accuse first, then test.

# %%
explore.detective(users, accounts, events, clean, humans)

# %% [markdown] objective="diagnose"
# ## 14. Monday (3 min)
#
# Back to the decision. Here is the board again, counted with care.

# %% tags=["hide_input"]
explore.show_verdicts(board, humans, surveys, split)

# %%
paid = split.groups.loc["paid_search"]
verdict.reveal(
    "Different people are signing up",
    f"Paid search went from {paid['share_before']:.0%} to {paid['share_after']:.0%} of the new people. "
    f"Rates within channels account for {100 * split.rate:+.1f} points.",
)

# %% [markdown]
# And what do you *say*? Not a dashboard. **Data-driven** means that a number can change a decision. So write the decision, and rules for the next one, before the numbers come in:
#
# | if | then |
# |---|---|
# | activation **within channels** stays inside its limits | keep guided onboarding; do not roll back |
# | it leaves its limits, or runs eight weeks on one side | four queries within a day, decision within a week |
# | paid-search people activate *and pay* less than they cost | cut the campaign, whatever sign-ups do |
# | a KPI jumps on one platform on one date | stop using it until engineering has looked |
# | NPS moves by less than its margin | write "no change shown" and move on |
#
# Put those on **one page** and read it every week. It is how you **track performance after a launch**: the North Star and its limits, three inputs, the guardrails, what we saw, what we do.
# A chart that has never changed a decision comes off the page. You write this page in the assignment.

# %% [markdown]
# ## What we have now
#
# - A **definition** before a number: events, users, span, clock.
# - A **funnel** that follows the same people, and a **rate** whose youngest cohort is not yet counted.
# - **Ratio of sums**, with a margin that knows what varies.
# - **Rate or mix**, before "why".
# - **Limits**, so that noise is left alone and signals are chased to a date.
# - **NPS and CSAT** with margins, one channel at a time.
# - A **target** that names its cohort, its date and its guardrail.
# - A **decision**, with rules for the next one.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Stickiness | mean DAU over all days of the month / MAU | `metrics.stickiness(events, "2026-06")` |
# | Activation | activated within 168 h / people whose 168 h are over | `metrics.activation(users, events, as_of=...)` |
# | Ordered funnel | people who did steps 1..k in order within the window | `metrics.funnel(events, steps, window="14D")` |
# | Ratio of sums | $\sum x / \sum y$, margin by unit | `metrics.ratio_metric(x, y, unit)` |
# | Rate effect | $\sum \frac{1}{2}(w_0 + w_1)(r_1 - r_0)$ | `metrics.kitagawa(before, after).rate` |
# | Mix effect | $\sum (w_1 - w_0)\,\frac{1}{2}(r_0 + r_1)$ | `metrics.kitagawa(before, after).mix` |
# | XmR limits | $\bar x \pm 2.66\,\overline{mR}$, the mean moving range | `metrics.xmr(values, baseline=16)` |
# | Quick ratio | (new + resurrected) / churned | `metrics.growth_accounting(events, "2026-06")` |
# | NPS | $100\,(p - d)$, promoters less detractors | `metrics.nps(scores)` |
# | NPS margin | $100 \cdot 1.96 \sqrt{(p + d - (p - d)^2)/n}$ | `metrics.nps_interval(scores)` |
# | Difference of two | $\sqrt{m_1^2 + m_2^2}$ of the two margins | `metrics.nps_difference(a, b)` |
# | CSAT | share of 4s and 5s, Wilson interval | `metrics.csat(scores)` |
#
# ### Sources
#
# {{sources croll-2013 goodhart-1975 north-star-playbook}}
#
# ### Go on
#
# **[The assignment →](../exercises/metrics/metrics.ipynb)** Eighteen questions that the job asks, and the one page for Monday.
