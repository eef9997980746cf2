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
# # Assignment 7: the numbers behind Monday
#
# The executive team meets on Monday. You have a table of numbers to get right and one page to write.
# Everything that you need stands in [the lesson](../../notebooks/07_metrics.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("stickiness")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# Some answers are built by hand: run the cell, then choose or drag in the box below it, by mouse or by keyboard. What you do there is kept at once.
# Two boxes also ask how sure you are. That earns no points: `progress()` compares it with how often your first answer was right.
# Should no box appear, type the short name in place of the widget, such as `north_star = "nps"`.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. Weeks begin on Monday.
# Rates are fractions: 0.25, not 25. Do not round: give what you computed.
#
# About 50 minutes, and 30 for the page. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, hint, progress, widgets
from course_utils.lessons.metrics import between, never_sleep
from course_utils.toolkit import metrics

TODAY = "2026-07-01"  # the data end here, at midnight
users, accounts, surveys = data.load("users"), data.load("accounts"), data.load("surveys")
events = metrics.deduplicate(data.load("events"))  # each event once
robots = never_sleep(events)
humans = events[~events["user_id"].isin(robots)]  # each event once, without robots

# %% [markdown]
# `events` holds each event once. `humans` is the same without the robots of the lesson.
# `between(frame, start, end, at="occurred_at")` keeps the rows of a span.

# %% [markdown]
# ## A. What is it for?
#
# ### 1. The top of the tree ({{points north_star}} points)
#
# Which number belongs on top of Kitewell's KPI tree, as its North Star?

# %% exercise="north_star"
north_star = widgets.Choice("north_star", title="The North Star", confidence=True)
### BEGIN SOLUTION
north_star.answer = "teams"
### END SOLUTION
north_star

# %% [markdown]
# ### 2. Guardrails ({{points guardrails}} points)
#
# The onboarding team will push **activation** up for a quarter. Which of these are *guardrails* for that push?

# %% exercise="guardrails"
guardrails = widgets.MultiChoice("guardrails", title="Guardrails of the push")
### BEGIN SOLUTION
guardrails.answer = {"retention", "tickets", "failures"}
### END SOLUTION
guardrails

# %% [markdown]
# ## B. Count with care
#
# ### 3. Stickiness ({{points stickiness}} points)
#
# The stickiness of June 2026: the mean of daily active people over *all* days of June, divided by the people active in June.
# Use `humans`; any event makes a person active. A fraction.

# %% exercise="stickiness"
stickiness = ...
### BEGIN SOLUTION
daily = metrics.active_users(humans, "2026-06-01", "2026-07-01")
monthly = between(humans, "2026-06-01", "2026-07-01")["user_id"].nunique()
stickiness = daily.mean() / monthly
### END SOLUTION

# %% [markdown]
# ### 4. Weekly logins, in SQL ({{points weekly_logins}} points)
#
# Write a query as text. It runs on the raw tables, so you clean as you go.
#
# - A login is an event `session_started`. Count **each `event_id` once**.
# - Leave out **robots**: users whose events from 2026-04-01 on are all `session_started`, ten or more on an average UTC day with any.
# - One row for each of the twelve weeks that begin on Monday 2026-04-06 to Monday 2026-06-22.
# - Columns: `week` (the date of its Monday) and `logins`.
#
# Try it with `data.sql(weekly_logins)`. It will also be run on another company, so type no ids into it.

# %% exercise="weekly_logins"
weekly_logins = ...
### BEGIN SOLUTION
weekly_logins = """
    with logins as (
        select distinct event_id, user_id, occurred_at at time zone 'UTC' as utc
        from events where event = 'session_started' and occurred_at >= '2026-04-01'),
    people as (
        select user_id from events
        where event <> 'session_started' and occurred_at >= '2026-04-01'),
    robots as (
        select user_id from logins
        where user_id not in (select user_id from people)
        group by user_id
        having count(*) >= 10 * count(distinct cast(utc as date)))
    select cast(date_trunc('week', utc) as date) as week, count(*) as logins
    from logins
    where utc >= '2026-04-06' and utc < '2026-06-29'
      and user_id not in (select user_id from robots)
    group by week order by week"""
### END SOLUTION

# %% [markdown]
# ### 5. Activation ({{points june_activation}} points)
#
# The activation of the people who signed up in **June 2026**, the newest month.
# Activated: both `project_created` and `task_completed` within 168 hours of signing up.
# Eligible: people whose 168 hours are over when the data end; count nobody else.
# A table of one row with the columns `eligible`, `activated` (both people) and `rate` (a fraction).

# %% exercise="june_activation"
june_activation = ...
### BEGIN SOLUTION
newest = between(users, "2026-06-01", TODAY, at="signed_up_at")
counted = metrics.activation(newest, events, as_of=TODAY)
june_activation = counted[["eligible", "activated", "rate"]]
### END SOLUTION

# %% [markdown]
# ### 6. An ordered funnel ({{points onboarding_funnel}} points)
#
# How far do the people who signed up in **April and May 2026** come? Steps, in this order:
# `signed_up`, `project_created`, `task_added`, `task_completed`.
# Count people who did the steps in order, all within 14 days of the first step.
# A table with one row a step and the columns `step` and `users`.

# %% exercise="onboarding_funnel"
onboarding_funnel = ...
### BEGIN SOLUTION
cohort = between(users, "2026-04-01", "2026-06-01", at="signed_up_at")
theirs = events[events["user_id"].isin(cohort["user_id"])]
steps = ["signed_up", "project_created", "task_added", "task_completed"]
counted = metrics.funnel(theirs, steps, window="14D")
onboarding_funnel = counted["count"].rename("users").reset_index()
### END SOLUTION

# %% [markdown]
# ### 7. A ratio ({{points comments_per_login}} points)
#
# How many comments (`comment_added`) are there for each login (`session_started`) in June 2026, over all people together? Use `humans`.

# %% exercise="comments_per_login"
comments_per_login = ...
### BEGIN SOLUTION
june = between(humans, "2026-06-01", "2026-07-01")["event"].value_counts()
comments_per_login = june["comment_added"] / june["session_started"]
### END SOLUTION

# %% [markdown]
# ## C. Rate or mix?
#
# ### 8. Kitagawa's split ({{points rate_and_mix}} points)
#
# Split the change in activation from the first quarter's sign-ups (January to March 2026) to the second's (April to June), by the account's `channel`.
# Activation as in exercise 5: eligible people only. A channel has the share $w_0$ of the first quarter's eligible people and the rate $r_0$; then $w_1$ and $r_1$.
#
# - `rate_effect` is $\frac{1}{2}(w_0 + w_1)(r_1 - r_0)$
# - `mix_effect` is $(w_1 - w_0)\left(\frac{1}{2}(r_0 + r_1) - c\right)$, where $c$ is the mean of the two *overall* rates.
#
# This is what `metrics.kitagawa` computes. A table with the columns `channel`, `rate_effect`, `mix_effect`; fractions.

# %% exercise="rate_and_mix"
rate_and_mix = ...
### BEGIN SOLUTION
channel = accounts.set_index("account_id")["channel"]
sides = []
for start, end in (("2026-01-01", "2026-04-01"), ("2026-04-01", TODAY)):
    new = between(users, start, end, at="signed_up_at")
    new = new.assign(channel=new["account_id"].map(channel))
    sides.append(metrics.activation(new, events, as_of=TODAY, by="channel"))
split = metrics.kitagawa(*sides)
rate_and_mix = split.groups[["rate_effect", "mix_effect"]].reset_index()
### END SOLUTION

# %% [markdown]
# ## D. Signal or noise?
#
# ### 9. Limits ({{points limits}} points)
#
# The weekly series: `report_viewed` events on the platform `android`, per **100** weekly active people (any event, any platform).
# Both from `humans`, for the 25 weeks that begin on Monday 2026-01-05 to Monday 2026-06-22.
# Compute the XmR limits of the values from a baseline of the **first 16 weeks**.
# A table of one row with the columns `centre`, `lower`, `upper`.

# %% exercise="limits"
limits = ...
### BEGIN SOLUTION
weeks = ("2026-01-05", "2026-06-29")
seen = humans[(humans["event"] == "report_viewed") & (humans["platform"] == "android")]
views = metrics.event_counts(seen, *weeks, freq="W")
active = metrics.active_users(humans, *weeks, freq="W")
chart = metrics.xmr(100 * views / active, baseline=16)
limits = pd.DataFrame([{"centre": chart.centre, "lower": chart.lower, "upper": chart.upper}])
### END SOLUTION

# %% [markdown]
# ### 10. The release that counted twice, in SQL ({{points double_sending}} points)
#
# Find the report views that nobody made. From 2026-04-01 on, count the `report_viewed` events that come **at most 1 second after**
# the `report_viewed` event before of the **same user**.
#
# - Count each `event_id` once (repeated rows are another fault).
# - The platform is that of the later event; leave out events without a platform.
# - One row for each platform that has any. Columns: `platform`, `doubles`, `since` (the UTC date of the first).

# %% exercise="double_sending"
double_sending = ...
### BEGIN SOLUTION
double_sending = """
    with views as (
        select distinct event_id, user_id, platform, occurred_at from events
        where event = 'report_viewed' and occurred_at >= '2026-04-01'),
    gaps as (
        select *, occurred_at - lag(occurred_at) over (
                      partition by user_id order by occurred_at, event_id) as gap
        from views)
    select platform, count(*) as doubles, cast(min(occurred_at) as date) as since
    from gaps where gap <= interval 1 second and platform is not null
    group by platform order by platform"""
### END SOLUTION

# %% [markdown]
# ### 11. Which fault first? ({{points faults}} points)
#
# Four faults stand in the **second quarter's** events (April to June 2026). Rank them by the number of *rows* they touch, the largest first.
#
# - `"blank"`: events without a platform, each event once
# - `"repeats"`: rows whose `event_id` stood in an earlier row
# - `"robots"`: events of `robots`
# - `"twice"`: the doubles of exercise 10
#
# `data.load("events")` has the raw rows.

# %% exercise="faults"
faults = widgets.Ranking("faults", title="The largest fault first")
### BEGIN SOLUTION
raw = between(data.load("events"), "2026-04-01", TODAY)
spring = between(events, "2026-04-01", TODAY)
sizes = {
    "blank": spring["platform"].isna().sum(),
    "repeats": len(raw) - len(spring),
    "robots": spring["user_id"].isin(robots).sum(),
    "twice": data.sql(double_sending)["doubles"].sum(),
}
faults.answer = sorted(sizes, key=sizes.get, reverse=True)
### END SOLUTION
faults

# %% [markdown]
# ## E. Growth and satisfaction
#
# ### 12. Growth accounting ({{points growth}} points)
#
# Account for the people active in the week from Monday **22 to 28 June 2026**, from the whole history of `humans`. Any event makes a person active.
# Retained: also active in the week before. Resurrected: active earlier, not in the week before. Churned: active in the week before, not in this one.
# A table of one row with the columns `new`, `retained`, `resurrected`, `churned`.

# %% exercise="growth"
growth = ...
### BEGIN SOLUTION
last_week = metrics.growth_history(humans, "2026-06-22", "2026-06-29", freq="W")
growth = last_week[["new", "retained", "resurrected", "churned"]]
### END SOLUTION

# %% [markdown]
# ### 13. Quick ratio ({{points quick_ratio}} points)
#
# The quick ratio of the same week.

# %% exercise="quick_ratio"
quick_ratio = ...
### BEGIN SOLUTION
flows = growth.iloc[0]
quick_ratio = (flows["new"] + flows["resurrected"]) / flows["churned"]
### END SOLUTION

# %% [markdown]
# ### 14. NPS, one channel ({{points nps_in_app}} points)
#
# The net promoter score of the **in-app** answers to surveys asked from April to June 2026 (`asked_at`). In points.

# %% exercise="nps_in_app"
nps_in_app = ...
### BEGIN SOLUTION
in_app = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
later = between(in_app, "2026-04-01", TODAY, at="asked_at")["score"]
nps_in_app = metrics.nps(later)
### END SOLUTION

# %% [markdown]
# ### 15. The margin of a change ({{points nps_margin}} points)
#
# The in-app NPS changed between the first quarter (January to March 2026) and the second (April to June).
# Give the **95 % margin of that change**, in points: the number after the ±. Two independent samples; each answer counts +100, 0 or -100.

# %% exercise="nps_margin"
nps_margin = ...
### BEGIN SOLUTION
earlier = between(in_app, "2026-01-01", "2026-04-01", at="asked_at")["score"]
nps_margin = metrics.nps_difference(earlier, later).margin
### END SOLUTION

# %% [markdown]
# ## F. Targets and decisions
#
# ### 16. An "aha" threshold ({{points aha_threshold}} points)
#
# Write a function. `actions` is a list with the number of times each user did something in their first week.
# `retained` is a list of True and False: did that user stay? `coverage` is a fraction.
#
# Return the whole number k ≥ 1 such that
#
# - at least the share `coverage` of the users who **stayed** did it k times or more, and
# - among the users with k or more, the share who stayed is as high as possible. If two k are equal, take the smaller.
#
# Every case that you are given has such a k. The toolkit has one; write your own, without it.


# %% exercise="aha_threshold"
def aha_threshold(actions, retained, coverage):
    """Return the threshold k."""
    ### BEGIN SOLUTION
    best, best_share = None, -1.0
    for k in range(1, max(actions) + 1):
        reached = [stayed for count, stayed in zip(actions, retained, strict=True) if count >= k]
        if sum(reached) < coverage * sum(retained) - 1e-9:
            continue
        share = sum(reached) / len(reached)
        if share > best_share + 1e-12:
            best, best_share = k, share
    return best
    ### END SOLUTION


# %% [markdown]
# Your threshold marks people who stay. It does not say what makes them stay.
#
# ### 17. A target that resists gaming ({{points target}} points)
#
# Which of these would you sign?

# %% exercise="target"
target = widgets.Choice("target", title="The target to sign")
### BEGIN SOLUTION
target.answer = "paired"
### END SOLUTION
target

# %% [markdown]
# ### 18. Monday ({{points verdict}} points)
#
# What do you recommend, and how sure are you?

# %% exercise="verdict"
verdict = widgets.Choice("verdict", title="Your recommendation for Monday", confidence=True)
### BEGIN SOLUTION
verdict.answer = "keep"
### END SOLUTION
verdict

# %% [markdown]
# ## G. The page for Monday ({{points monday_page}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# On the page, cite a line as "F2" in place of typing its number. A page whose numbers come from one place stays true.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def split(effect):
        return f"{100 * rate_and_mix[effect].sum():+.1f} points"

    facts = {
        "stickiness, June": lambda: f"{stickiness:.1%}",
        "activation, June, eligible people": lambda: f"{june_activation['rate'].iloc[0]:.1%}",
        "change between quarters: rates within channels": lambda: split("rate_effect"),
        "change between quarters: mix of channels": lambda: split("mix_effect"),
        "Android reports per 100 people, upper limit": lambda: f"{limits['upper'].iloc[0]:.1f}",
        "logins, last full week": lambda: f"{data.sql(weekly_logins)['logins'].iloc[-1]:,}",
        "quick ratio, last full week": lambda: f"{quick_ratio:.2f}",
        "in-app NPS": lambda: f"{nps_in_app:+.1f}, margin of its change {nps_margin:.1f} points",
        "doubled views since": lambda: f"{data.sql(double_sending)['since'].min():%d %B %Y}",
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
# Now write **one page**: the KPI tree and the first weekly review, for the executive team. At most 700 words.
#
# It holds:
#
# - what you ask them to decide, first;
# - the tree, with a definition, an owner and *leads* or *lags* for each metric, and the guardrails;
# - what you saw, each number with its noise, and what you do not know;
# - rules of the form "if x then y", and one target.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric monday_page}}

# %% [markdown] exercise="monday_page"
# {{strong monday_page}}

# %% [markdown]
# ## Before you hand in
#
# Read your page as the sceptic in the room. Which sentence would you not defend? Then go back to your first guess in the lesson.
# What would have happened on Monday if you had sent that?

# %%
progress()
