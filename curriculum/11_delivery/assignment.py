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
# # Assignment 11: what you tell sales
#
# Sales wants a date, and the teams want to know how to work until then. You have numbers to get right, and a memo to write.
# Everything that you need stands in [the lesson](../../notebooks/11_delivery.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("two_teams")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. Cycle times are calendar days with both ends counted.
# Percentiles are by nearest rank. Rates are fractions: 0.25, not 25. Do not round: give what you computed.
# *The last year* runs from Monday, 30 June 2025 to Monday, 29 June 2026. `YEAR` is the pair of these two days: `*YEAR` passes both.
#
# About 60 minutes, and 40 for the memo. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import delivery as explore
from course_utils.toolkit import delivery

YEAR, NOW = explore.YEAR, explore.NOW
items = data.load("work_items")
changes, deployments = data.load("changes"), data.load("deployments")

# %% [markdown]
# `explore.of(items, "mobile")` keeps a team, `explore.of(items, "mobile", "story")` its stories. `explore.in_span(rows, "finished_at", start, end)` and `explore.in_span(rows, "started_at", start)` keep a span.
# `explore.weekly(items, "mobile")` counts what a team finished in each week of the last year, `explore.weekly(items, "mobile", "story")` its stories.

# %% [markdown]
# ## A. Measure
#
# ### 1. What a customer of mobile waits ({{points mobile_level}} points)
#
# A customer asks `mobile` for something, and wants to know how long it takes **from now**, not from the day on which work begins.
# Take everything that mobile **finished** from **5 January 2026** up to **29 June 2026**. How many things are that, what is the typical (median) time, and the time within which **85 %** were done, with its 90 % interval?
# A table of one row with the columns `items`, `typical`, `level`, `low`, `high`; days.

# %% exercise="mobile_level"
mobile_level = ...
### BEGIN SOLUTION
mobile = explore.in_span(explore.of(items, "mobile"), "finished_at", "2026-01-05", NOW)
mobile_days = delivery.cycle_times(mobile, started="created_at")
within = delivery.service_level(mobile_days, 0.85)
mobile_level = pd.DataFrame(
    [
        {
            "items": within.items,
            "typical": delivery.percentile(mobile_days, 0.5),
            "level": within.days,
            "low": within.low,
            "high": within.high,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 2. Hands on it ({{points core_hands}} points)
#
# What `core` **finished** before its limit (6 January 2025 to 5 January 2026) and since then (to 29 June 2026). What share of the **working days** between begin and done was work of **hands**? Sum over sum.
# A table with the columns `year` (2025, 2026) and `share`.

# %% exercise="core_hands"
core_hands = ...
### BEGIN SOLUTION
core = explore.of(items, "core")
spans = {2025: ("2025-01-06", "2026-01-05"), 2026: ("2026-01-05", NOW)}
core_hands = pd.DataFrame(
    [
        {
            "year": year,
            "share": explore.efficiency(explore.in_span(core, "finished_at", *span)).loc[
                "hands", "ratio_of_sums"
            ],
        }
        for year, span in spans.items()
    ]
)
### END SOLUTION

# %% [markdown]
# ### 3. Five days ({{points mobile_wip}} points)
#
# The head of `mobile` wants things to take **five days** on average (calendar days, with parts), by a limit alone. Can that be?
# First ask the law, at the pace that mobile has: how many in progress on average would it say? Take the pace from the longest span of whole weeks in which the law may be read, between **6 January 2025** and **29 June 2026**.
# Then look at the work: for how many calendar days are hands on a thing of mobile on average, if it never waits? Take all that it has finished, one person on each thing, five working days in seven. Within a tenth is near enough, for weekends fall unevenly.
# A table of one row with the columns `weeks` (how long that span is), `wip` (what the law says), `hands` and `least`.
# `least` is the shortest mean time in days that you would let the head of mobile name as a target.

# %% exercise="mobile_wip"
mobile_wip = ...
### BEGIN SOLUTION
mobile_rows = explore.of(items, "mobile")
first, last = explore.stable_span(mobile_rows, "2025-01-06", NOW)
rate = delivery.flow_check(mobile_rows, first, last).throughput
mobile_wip = pd.DataFrame(
    [
        {
            "weeks": (last - first).days // 7,
            "wip": delivery.littles_law(throughput=rate, cycle_time=5),
            "hands": explore.hands_on(mobile_rows),
            "least": max(5, explore.hands_on(mobile_rows)),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 4. Which change helps most? ({{points desk_policies}} points)
#
# A made-up desk. It is busy 90 % of the time, a request takes one day of work, and both arrivals and work are as uneven as chance (both coefficients of variation are 1).
# Five changes, each alone. Put them in the order of the **mean wait** that comes of them by Kingman's formula, the **shortest first**.

# %% exercise="desk_policies"
desk_policies = widgets.Ranking("desk_policies", title="Shortest mean wait first")
### BEGIN SOLUTION
desk_policies.answer = ["fewer", "appointments", "even", "faster", "fuller"]
### END SOLUTION
desk_policies

# %% [markdown]
# ### 5. The four keys of platform ({{points platform_keys}} points)
#
# `platform`, deployments from **1 January 2026** up to **29 June 2026**: deployments a week, median lead time in hours, share of deployments that failed, median hours to recover.
# A table of one row with the columns `a_week`, `lead_time`, `failure_rate`, `recovery_time`. `explore.log(changes, deployments)` joins the two tables.

# %% exercise="platform_keys"
platform_keys = ...
### BEGIN SOLUTION
log = explore.of(explore.log(changes, deployments), "platform")
keys = delivery.dora(log, "2026-01-01", NOW, deployment="deployment_id")
platform_keys = pd.DataFrame(
    [
        {
            "a_week": keys.a_week,
            "lead_time": keys.lead_time,
            "failure_rate": keys.failure_rate.estimate,
            "recovery_time": keys.recovery_time,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## B. Forecast
#
# ### 6. Two teams together ({{points two_teams}} points)
#
# `platform` and `mobile` work on one list for **eight weeks**. How many things will they finish **together**, to be right **nine times in ten**? History: the last year, week by week, both teams' weeks added. One number.

# %% exercise="two_teams"
two_teams = ...
### BEGIN SOLUTION
together = explore.weekly(items, "platform") + explore.weekly(items, "mobile")
two_teams = delivery.at_least(delivery.how_many(together, 8), 0.9)
### END SOLUTION

# %% [markdown]
# ### 7. Scope that grows ({{points with_growth}} points)
#
# The next **twenty stories** of `platform`, whichever they are, fill a release. They are begun once the stories that it has begun are done. Weeks count from that day, so do **not** count what is begun. From experience a **quarter** comes on top. Bugs and tasks go on as in the last year. By the end of which **week** are so many stories done, at even odds and at 85 %?
# A table of one row with the columns `even`, `sure`; whole weeks.

# %% exercise="with_growth"
with_growth = ...
### BEGIN SOLUTION
chances = delivery.when(explore.weekly(items, "platform", "story"), 20 + 5)
with_growth = pd.DataFrame(
    [{"even": delivery.at_most(chances, 0.5), "sure": delivery.at_most(chances, 0.85)}]
)
### END SOLUTION

# %% [markdown]
# ### 8. Another contract ({{points growth_contract}} points)
#
# A whole problem; how you do it is up to you. A customer of `growth` pays for **nine stories** of a list, whichever are done first. **Four** stories for others come before any of them, and nothing else is in front: the promise is kept when thirteen are done. Bugs and tasks go on as in the last year.
# The date counts from 29 June 2026. Each week later costs **600** dollars, a broken date **90,000**. Which `week` costs least on average, and what is the `chance` that it is kept?
# A table of one row with these two columns.

# %% exercise="growth_contract"
growth_contract = ...
### BEGIN SOLUTION
growth_chances = delivery.when(explore.weekly(items, "growth", "story"), 9 + 4)
growth_costs = explore.promise_costs(growth_chances, week_cost=600, broken_cost=90_000)
best = growth_costs["costs"].idxmin()
growth_contract = pd.DataFrame([{"week": best, "chance": growth_costs["kept"][best]}])
### END SOLUTION

# %% [markdown]
# ### 9. A team's own points ({{points growth_velocity}} points)
#
# The 26 sprints of `growth` in the last year, by what was **finished** in them. Give its velocity (median) with the range of the middle at 90 %. Points of many sprints are a sum, so forecast them as part 5 forecasts things: after how many `sprints` are 400 points of its own done, with **85 %**?
# A table of one row with the columns `velocity`, `low`, `high`, `sprints`. `explore.velocities(items, team)` sums the points.

# %% exercise="growth_velocity"
growth_velocity = ...
### BEGIN SOLUTION
pace = delivery.velocity_range(explore.velocities(items, "growth"), 0.9)
needed = delivery.when(explore.velocities(items, "growth"), 400)
growth_velocity = pd.DataFrame(
    [
        {
            "velocity": pace.estimate,
            "low": pace.low,
            "high": pace.high,
            "sprints": delivery.at_most(needed, 0.85),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 10. What moved the line? ({{points burndown_scope}} points)
#
# A made-up project: 60 points at the start. Done in four sprints: 8, 11, 7, 9. Added in them: 0, 6, 10, 0. A steering group says that the team has slowed down.
# Give what remains after each sprint, and what would remain had nothing been added. A table with the columns `period` (0 to 4), `remaining`, `without_change`.

# %% exercise="burndown_scope"
burndown_scope = ...
### BEGIN SOLUTION
left = delivery.burndown(60, [8, 11, 7, 9], [0, 6, 10, 0]).reset_index()
burndown_scope = left[["period", "remaining", "without_change"]]
### END SOLUTION

# %% [markdown]
# ### 11. A milestone ({{points milestone}} points)
#
# A launch needs four parts. Each is on time with a chance of 80 %, and they are late independently of each other. What is the chance of the launch (`together`)? And which chance would `each` part need, the same for all, for a launch at 85 %?
# A table of one row with the columns `together`, `each`.

# %% exercise="milestone"
milestone = ...
### BEGIN SOLUTION
launch = delivery.all_on_time([0.8, 0.8, 0.8, 0.8])
milestone = pd.DataFrame([{"together": launch.estimate, "each": 0.85 ** (1 / 4)}])
### END SOLUTION

# %% [markdown]
# ## C. Judge
#
# ### 12. Which way fits? ({{points which_way}} points)
#
# Five kinds of work. Which way of working fits each?

# %% exercise="which_way"
which_way = widgets.Board(
    "which_way", explore.WORKS, explore.SITUATIONS, title="Which way fits the work?"
)
### BEGIN SOLUTION
which_way.value = {
    "scrum": ["module"],
    "kanban": ["help", "torn"],
    "design_sprint": ["unknown"],
    "milestone": ["law"],
}
### END SOLUTION
which_way

# %% [markdown]
# ### 13. A target ({{points velocity_target}} points)
#
# A claim to be judged. The head of engineering writes: "Core finishes more points a sprint than mobile. From July each team's target is the better one's velocity." What do you answer first?

# %% exercise="velocity_target"
velocity_target = widgets.Choice("velocity_target", title="What do you answer?", confidence=True)
### BEGIN SOLUTION
velocity_target.answer = "currency"
### END SOLUTION
velocity_target

# %% [markdown]
# ### 14. A tidy board ({{points tool_report}} points)
#
# Another claim. A colleague shows a screenshot of a plain Trello board: "Four lists, every card has a face on it, nothing is stuck." What does the picture hide?

# %% exercise="tool_report"
tool_report = widgets.Choice("tool_report", title="What does it hide?", confidence=True)
### BEGIN SOLUTION
tool_report.answer = "inside"
### END SOLUTION
tool_report

# %% [markdown]
# ## D. The memo and the agreement ({{points delivery_memo}} points)
#
# First your fact sheet. Lines F1 to F9 are computed for you; the others are made from *your* answers above, so mend those first.
# In the memo, cite a line as "F2" in place of typing its number: whoever reads it has the sheet beside it.


# %% tags=["hide_input"]
def my_facts():
    """Collect the numbers for the memo, one line a fact; a line without an answer says so."""
    given = explore.facts(items, changes, deployments)
    return fact_sheet(
        {
            "the cheapest day for the contract": given["contract"],
            "even odds; 85 %": given["odds"],
            "the team lead's day": given["lead"],
            "core's stories: weeks, other weeks, pace, days": given["window"],
            "dates by the same rule, tested on the past on both sides": given["tested"],
            "with three stories more: cheapest day; the same day": given["grown"],
            "core, 85 % within: 2025, under the limit, with open ones, stories; wait; pace": given[
                "limit"
            ],
            "core's board in the last quarter": given["board"],
            "failures over changes; core's hours to live": given["failures"],
            "mobile, from asked to done: typical, 85 %": lambda: (
                "{:.3g} and {:.3g} days ({:.3g} to {:.3g})".format(
                    *mobile_level.iloc[0][["typical", "level", "low", "high"]]
                )
            ),
            "core, share of days with hands on it: 2025, 2026": lambda: "{:.0%}, {:.0%}".format(
                *core_hands.sort_values("year")["share"]
            ),
            "mobile: five days by the law; hands on a thing": lambda: (
                "{:.1f} in progress; {:.1f} days".format(*mobile_wip.iloc[0][["wip", "hands"]])
            ),
            "platform and mobile, eight weeks, 90 %": lambda: f"{two_teams:.0f} or more",
            "platform, 20 stories and a quarter: even, 85 %": lambda: (
                "week {:.0f}, week {:.0f}".format(*with_growth.iloc[0][["even", "sure"]])
            ),
            "growth's contract: week, chance": lambda: "week {:.0f}, {:.1%}".format(
                *growth_contract.iloc[0][["week", "chance"]]
            ),
            "four parts at 80 %: together; each for 85 %": lambda: "{:.0%}; {:.0%}".format(
                *milestone.iloc[0][["together", "each"]]
            ),
            "platform, four keys": lambda: (
                "{:.1f} a week; {:.0f} h; {:.0%} fail; {:.1f} h to mend".format(
                    *platform_keys.iloc[0][["a_week", "lead_time", "failure_rate", "recovery_time"]]
                )
            ),
        }
    )


my_facts()

# %% [markdown]
# Now write the **forecast memo** for sales on the audit trail, with the **working agreement** of `core` below it. At most 600 words together.
#
# It holds:
#
# - the day for the contract, with its chance, first;
# - which history it rests on, and how forecasts made like it did;
# - what must stay as it was, how you checked, and what a growing scope does;
# - when sales hears bad news;
# - four to six policies that core agrees on: limit, age, what is pulled next, who helps;
# - one experiment with a number, a day and a stop.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric delivery_memo}}

# %% [markdown] exercise="delivery_memo"
# {{strong delivery_memo}}

# %% [markdown]
# ## Before you hand in
#
# Read your memo as the team lead who did the first sum. Is it fair? The pace was computed right.
# Then go back to your first guess. What would the contract have cost with it?

# %%
progress()
