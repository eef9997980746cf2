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
# Some answers are built by hand: run the cell, then choose in the box below it, by mouse or by keyboard. What you do there is kept at once.
# Should no box appear, type the short name in place of the widget, such as `north_star = "money"`.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. Weeks begin on Monday.
# Rates are fractions: 0.4, not 40. Do not round: give what you computed.
# Where a *row* is asked for, its form stands in the cell: names in quotes, and behind each your number in place of the dots.
#
# About 50 minutes, and 30 for the page. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import metrics as explore
from course_utils.toolkit import metrics

TODAY = "2026-07-01"  # the data end here, at midnight
raw_users, raw_events = data.load("users"), data.load("events")
accounts, surveys = data.load("accounts"), data.load("surveys")
users, humans = explore.people(raw_users, raw_events)

# %% [markdown]
# `users` are without the robots of the lesson, and so is `humans`, which holds each event once. The raw tables are for the detective's desks.
#
# Beyond the warm-up's Python you need what the lesson used:
#
# | you write | you get |
# |---|---|
# | `explore.between(humans, "2026-03-01", "2026-04-01")` | the events of March; of another table, with `at="signed_up_at"` or the like |
# | `humans[humans["user_id"].isin(guests["user_id"])]` | the events of the people in a table `guests` |
# | `found.estimate`, `found.low`, `found.high`, `found.margin` | what a result knows, if it has an interval |
# | `table["count"]`, `table[["size", "rate"]]` | one column, two columns |
# | `(one * other).sum()` | two columns with the same rows: multiplied row by row, then added up |

# %% [markdown]
# ## A. What is it for?
#
# ### 1. Another product ({{points north_star}} points)
#
# *Rota* plans shifts for hotels and hospitals. A manager fills the week's shifts with people, and tells them. Which number should be its North Star?

# %% exercise="north_star"
north_star = widgets.Choice("north_star", title="The North Star of Rota", confidence=True)
### BEGIN SOLUTION
north_star.answer = "covered"
### END SOLUTION
north_star

# %% [markdown]
# ## B. Count with care
#
# ### 2. Stickiness of owners ({{points stickiness}} points)
#
# The stickiness of June 2026 among **owners** (`role` in `users`): the mean of daily active owners over *all* days of June, divided by the owners active in June.
# Use `humans`; any event makes a person active. A fraction.

# %% exercise="stickiness"
stickiness = ...
### BEGIN SOLUTION
owners = users[users["role"] == "owner"]
stickiness = metrics.stickiness(humans[humans["user_id"].isin(owners["user_id"])], "2026-06")
### END SOLUTION

# %% [markdown]
# ### 3. Weekly logins ({{points weekly_logins}} points)
#
# The mean number of logins (`session_started`) a week by people, over the eight weeks that begin on Monday 2026-05-04 to Monday 2026-06-22. Each event once.

# %% exercise="weekly_logins"
weekly_logins = ...
### BEGIN SOLUTION
logins = humans[humans["event"] == "session_started"]
weekly_logins = metrics.event_counts(logins, "2026-05-04", "2026-06-29", freq="W").mean()
### END SOLUTION

# %% [markdown]
# ### 4. The way to paying ({{points paying_funnel}} points)
#
# How far did the people who signed up from **July to September 2025** (2025-07-01 to 2025-10-01, as `between` takes it) come on the way to paying? Steps, in this order:
# `signed_up`, `project_created`, `checkout_started`, `plan_upgraded`, all within 90 days of the first.
# Count those who could pay. One count a step: the column `count` of what `metrics.funnel` gives.

# %% exercise="paying_funnel"
paying_funnel = ...
### BEGIN SOLUTION
cohort = explore.between(owners, "2025-07-01", "2025-10-01", at="signed_up_at")
theirs = humans[humans["user_id"].isin(cohort["user_id"])]
steps = ["signed_up", "project_created", "checkout_started", "plan_upgraded"]
paying_funnel = metrics.funnel(theirs, steps, window="90D")["count"]
### END SOLUTION

# %% [markdown]
# ### 5. A ratio with its doubt ({{points comments_per_login}} points)
#
# How many comments (`comment_added`) are there for each login (`session_started`) in **May 2026** (2026-05-01 to 2026-06-01), over all people together? Use `humans`.
# Give the 95 % interval too. People of one account do alike, so the **account** is what is independent.
# Part 4 of the lesson has such a ratio, of reports. Give the interval of its method, the **delta method**. A bootstrap of accounts is as sound and differs a little by its own chance, so the check cannot take it: if you have one, compare the two. A row with `estimate`, `low` and `high`.

# %% exercise="comments_per_login"
comments_per_login = ...  # a row, as in {"estimate": ..., "low": ..., "high": ...}
### BEGIN SOLUTION
may = explore.between(humans, "2026-05-01", "2026-06-01")
use = explore.per_person(may, "comment_added", "session_started")
account = use.join(users.set_index("user_id")["account_id"])["account_id"]
ratio = metrics.ratio_metric(use["comment_added"], use["session_started"], account)
comments_per_login = {"estimate": ratio.estimate, "low": ratio.low, "high": ratio.high}
### END SOLUTION

# %% [markdown]
# ## C. Rate or mix?
#
# ### 6. A year apart ({{points rate_and_mix}} points)
#
# Compare with a year ago. Earlier people signed up in **April to June 2025** (2025-04-01 to 2025-07-01), later ones in **April to June 2026** (2026-04-01 to `TODAY`). Split the change in their activation by the account's `channel`.
# Only people whose 168 hours are over count. A channel has the share $w_0$ of the earlier people and the rate $r_0$; then $w_1$ and $r_1$.
#
# - `rate_effect` is $\frac{1}{2}(w_0 + w_1)(r_1 - r_0)$
# - `mix_effect` is $(w_1 - w_0)\left(\frac{1}{2}(r_0 + r_1) - c\right)$, where $c$ is the mean of the two *overall* rates.
#
# A table with a row a channel: `channel`, `rate_effect`, `mix_effect`; fractions. What `explore.split_by` gives has `.groups`, a table with more columns than these.

# %% exercise="rate_and_mix"
rate_and_mix = ...
### BEGIN SOLUTION
earlier = explore.sign_ups(users, accounts, humans, "2025-04-01", "2025-07-01")
later = explore.sign_ups(users, accounts, humans, "2026-04-01", TODAY)
split = explore.split_by(earlier, later, "channel")
rate_and_mix = split.groups[["rate_effect", "mix_effect"]]
### END SOLUTION

# %% [markdown]
# ## D. Signal, noise, or nobody?
#
# ### 7. Limits ({{points limits}} points)
#
# The weekly series: `report_viewed` events on the platform `android`, per **100** weekly active people (any event, any platform).
# Both from `humans`, for the 25 weeks that begin on Monday 2026-01-05 to Monday 2026-06-22.
# Compute the XmR limits of the values from a baseline of the **first 16 weeks**. Then read your chart: how many of the **nine weeks after the baseline** lie outside the limits?
# A row with `centre`, `lower`, `upper` and `outside`, the number of these weeks.

# %% exercise="limits"
limits = ...  # a row, as in {"centre": ..., "lower": ..., "upper": ..., "outside": ...}
### BEGIN SOLUTION
weeks = ("2026-01-05", "2026-06-29")
seen = humans[(humans["event"] == "report_viewed") & (humans["platform"] == "android")]
views = metrics.event_counts(seen, *weeks, freq="W")
active = metrics.active_users(humans, *weeks, freq="W")
chart = metrics.xmr(100 * views / active, baseline=16)
beyond = chart.points["outside"].iloc[16:].sum()
limits = {"centre": chart.centre, "lower": chart.lower, "upper": chart.upper, "outside": beyond}
### END SOLUTION

# %% [markdown]
# ### 8. Who moved it? ({{points who_moved}} points)
#
# Four metrics moved.{{claim cases_moved}} Nobody has told you why, and not every move is a mistake. For each, find the suspect that accounts for the **largest part** of the change. One suspect may be behind several, and another behind none.
#
# Each has a desk. Accuse first: it opens after that. Then you have **2 points** for tests, and a paid test stays paid: two of 1 point, or one of 2. So read the weeks, and rule out by thinking what you need not pay for.
# Your four verdicts go onto the board below, together. A check says whether all four hold, not how many do nor which; each right one earns its share.
#
# **Tasks for each login** fell from the first to the second quarter.{{claim cases_moved}} The engagement team is worried.

# %%
explore.detective(raw_users, accounts, raw_events, "tasks_a_login")

# %% [markdown]
# **Paid search** brings more new accounts a week than in the first quarter.{{claim cases_moved}} Sales asks whether it will go on.

# %%
explore.detective(raw_users, accounts, raw_events, "paid_accounts")

# %% [markdown]
# **Tasks completed a week** fell from November to the end of the year.{{claim cases_moved}} Support calls it a crisis.

# %%
explore.detective(raw_users, accounts, raw_events, "year_end")

# %% [markdown]
# **Activation on the free plan** fell, the partners left out.{{claim cases_moved}} The onboarding team says that it has changed nothing.

# %%
explore.detective(raw_users, accounts, raw_events, "free_activation")

# %% exercise="who_moved"
who_moved = widgets.Board("who_moved", explore.CARDS, explore.COLUMNS, title="Who moved it?")
### BEGIN SOLUTION
from course_utils.lessons.metrics.suspects import cases

found = cases(raw_users, accounts, raw_events, *explore.CARDS)
who_moved.value = {
    suspect: [name for name, case in found.items() if case.culprit == suspect]
    for suspect in explore.COLUMNS
}
### END SOLUTION
who_moved

# %% [markdown]
# ## E. Satisfaction
#
# ### 9. The margin of a change ({{points nps_margin}} points)
#
# Compare the **in-app** NPS of surveys asked from July to December 2025 with that of January to June 2026. The column is `asked_at`; the halves go from 2025-07-01 to 2026-01-01, and from there to `TODAY`.
# Give the **95 % margin of the change**, in points: the number after the ±, by the formula (a bootstrap is as sound, and differs a little by its own chance). Take the answers of both halves for independent, though some people answered in both; each counts +100, 0 or -100.

# %% exercise="nps_margin"
nps_margin = ...
### BEGIN SOLUTION
in_app = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
first_half = explore.between(in_app, "2025-07-01", "2026-01-01", at="asked_at")["score"]
second_half = explore.between(in_app, "2026-01-01", TODAY, at="asked_at")["score"]
nps_margin = metrics.nps_difference(first_half, second_half).margin
### END SOLUTION

# %% [markdown]
# ### 10. Satisfied ({{points csat_in_app}} points)
#
# The CSAT of the **in-app** answers to surveys asked from **January to March 2026** (2026-01-01 to 2026-04-01), with its 95 % Wilson interval.
# A row with `estimate`, `low` and `high`; fractions.

# %% exercise="csat_in_app"
csat_in_app = ...  # a row, as in {"estimate": ..., "low": ..., "high": ...}
### BEGIN SOLUTION
marks = surveys[(surveys["survey"] == "csat") & (surveys["channel"] == "in_app")]
marks = explore.between(marks, "2026-01-01", "2026-04-01", at="asked_at")["score"]
happy = metrics.csat(marks)
csat_in_app = {"estimate": happy.estimate, "low": happy.low, "high": happy.high}
### END SOLUTION

# %% [markdown]
# ## F. A target
#
# ### 11. The base of a target ({{points same_mix}} points)
#
# A target must not be made, nor broken, by a campaign, nor by the partners, to whom sales is talking. So the one on your page will be read outside the partners, at the **first quarter's** mix of channels, and its base has to be counted in the same way.
# Leave the partners' people out. Take who signed up from **January to June 2026** (2026-01-01 to `TODAY`). What would their activation have been, had they come through the channels in the shares of the first quarter's people?
#
# Only people whose 168 hours are over count. Hold the channels' shares and nothing else. Which calculation answers that is yours to choose. A fraction.
# You may compute the rates and shares of the channels yourself, or look for them in the `.groups` of a split.

# %% exercise="same_mix"
same_mix = ...
### BEGIN SOLUTION
winter = explore.sign_ups(users, accounts, humans, "2026-01-01", "2026-04-01")
both = explore.sign_ups(users, accounts, humans, "2026-01-01", TODAY)
winter, both = winter[winter["channel"] != "partner"], both[both["channel"] != "partner"]
channels = explore.split_by(winter, both, "channel").groups
same_mix = (channels["rate_after"] * channels["share_before"]).sum()
### END SOLUTION

# %% [markdown]
# The target of your page is read against this number.
#
# ## G. The page for Monday ({{points monday_page}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first. The intervals of F2 to F4, the change of F8, the margin of F10, and the lines F11 to F22, are computed for you.
# On the page, cite a line as "F2" in place of typing its number. A page whose numbers come from one place stays true. The sheet goes to the team with the page, printed beneath it.


# %% tags=["hide_input"]
def my_facts():
    """Collect the answers above, one line a fact; a line without an answer says so."""
    sides = [
        explore.sign_ups(users, accounts, humans, *span)
        for span in (("2026-01-01", "2026-04-01"), ("2026-04-01", TODAY))
    ]
    change = metrics.kitagawa_intervals(
        *sides, outcome="activated", group="channel", unit="account_id"
    )
    rule = explore.quarter_sees(change.rate)
    teams = explore.finishing_teams(users, humans, "2026-01-05", "2026-06-29")
    winter_teams, spring_teams = teams.iloc[:12].mean(), teams.iloc[12:].mean()
    teams_share = explore.between_spans(teams["share"], 12)
    months = [(f"{year}-03-01", f"{year}-06-01") for year in (2025, 2026)]
    stay = explore.week_four(users, humans, *months[1])
    stay_moved = explore.week_four_moved(users, accounts, humans, *months)
    half = pd.concat(sides)
    outside, outside_winter = (frame[frame["channel"] != "partner"] for frame in (half, sides[0]))
    base_margin = explore.base_margin(outside_winter, outside)
    outside_rate = explore.activation_rate(outside).interval
    stayed = explore.stayers(users, accounts, humans)
    coin = explore.coin_of_paid(users, accounts, humans, half, stayed)
    guided = explore.guided_within(sides[1])
    work = explore.work_moved(users, accounts, humans)
    one_task = explore.finishing_teams(users, humans, "2026-01-05", "2026-06-29", 1)["share"]
    checkout = [
        explore.owners_at_checkout(users, humans, f"{year}-01-01", f"{year}-04-01")
        for year in (2025, 2026)
    ]
    churn = explore.churn_chart(data.load("finance"))
    doubled = [
        explore.doubled_share(humans, *span)
        for span in (("2026-03-01", "2026-04-01"), ("2026-06-01", TODAY))
    ]

    asked = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
    earlier, later = (
        metrics.nps(explore.between(asked, *span, at="asked_at")["score"])
        for span in (("2025-07-01", "2026-01-01"), ("2026-01-01", TODAY))
    )
    nps_change = later - earlier

    def points(part):
        return (
            f"{100 * part.estimate:+.1f} points ({100 * part.low:+.1f} to {100 * part.high:+.1f})"
        )

    return fact_sheet(
        {
            "stickiness of owners, June": lambda: f"{stickiness:.1%}",
            "activation, first to second quarter": lambda: points(change.total),
            "of it, rates within channels": lambda: points(change.rate),
            "of it, mix of channels": lambda: points(change.mix),
            "the quarter's rule sees a fall of": lambda: (
                f"{100 * rule:.1f} points, within channels"
            ),
            "Android reports per 100 people, upper limit": lambda: (
                "{:.1f}; of the nine weeks since, {:.0f} outside".format(
                    *pd.DataFrame(limits, index=[0]).iloc[0][["upper", "outside"]]
                )
            ),
            "logins a week, people, May and June": lambda: f"{weekly_logins:,.0f}",
            "in-app NPS, its half-yearly change": lambda: (
                f"{nps_change:+.1f} ± {nps_margin:.1f} points"
            ),
            "in-app CSAT, first quarter": lambda: "{:.1%} ({:.1%} to {:.1%})".format(
                *pd.DataFrame(csat_in_app, index=[0]).iloc[0][["estimate", "low", "high"]]
            ),
            "activation, January to June, without partners, at the first quarter's mix of channels": (
                lambda: f"{same_mix:.1%}, give or take {100 * base_margin:.1f} points"
            ),
            "North Star, week of 22 June": lambda: (
                f"{teams['teams'].iloc[-1]:,} teams; a week in winter {winter_teams['teams']:.0f}, "
                f"{winter_teams['share']:.1%} of the active, in spring {spring_teams['teams']:.0f}, "
                f"{spring_teams['share']:.1%}: {points(teams_share)}"
            ),
            "week-4 retention, all sign-ups of March to May": lambda: (
                f"{stay.estimate:.1%} ({stay.low:.1%} to {stay.high:.1%}); against a year ago "
                f"{explore.work_said(stay_moved)}"
            ),
            "guided less classic, second quarter, within plan and channel": lambda: points(guided),
            "guided onboarding on the paid plans too could give F10's people": lambda: (
                f"{points(explore.extended_gain(outside, outside_winter))}; a change to as "
                f"many people has ± {100 * explore.change_margin(outside_rate):.1f}"
            ),
            "a coin among new accounts of the paid plans": lambda: explore.coin_in_short(coin),
            "logins a person since April, against a year ago, weeks taken for independent": lambda: (
                explore.work_said(work["logins a person"])
            ),
            "reports a person since April, each view once, against a year ago, weeks as in F16": (
                lambda: explore.work_said(work["reports a person"])
            ),
            "guided against classic, who stays": lambda: explore.drives_away_said(stayed).replace(
                "**", ""
            ),
            "teams with a task, share of the active, winter to spring": lambda: (
                f"{one_task.iloc[:12].mean():.1%} to {one_task.iloc[12:].mean():.1%}: "
                f"{points(explore.between_spans(one_task, 12))}"
            ),
            "owners at the checkout, first quarter's, against a year ago": lambda: (
                f"{checkout[1].estimate:.1%} ± {100 * checkout[1].margin:.1f} points, a year ago "
                f"{checkout[0].estimate:.1%} ± {100 * checkout[0].margin:.1f}"
            ),
            "churned MRR in June, and the upper limit from the year to March": lambda: (
                f"{churn.points['value'].iloc[-1]:.1%} of what there was; limit {churn.upper:.1%}"
            ),
            "doubled views, share of the views in March and in June": lambda: (
                f"{doubled[0]:.1%} and {doubled[1]:.1%}"
            ),
        }
    )


my_facts()

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
