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
# # Assignment 13: what you tell finance
#
# The finance lead wants an amount, a way to launch, and who may stop it. You have numbers to get right, and a memo with a post-mortem to write.
# Everything that you need stands in [the lesson](../../notebooks/13_risk.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("two_quarters")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. Money is USD; what is said in thousands is in thousands.
# Chances and shares are fractions: 0.25, not 25. The mean cost of a range is (low + 4 likely + high) / 6. Do not round: give what you computed.
# *A table of one row* is `pd.DataFrame([{"low": 1, "high": 2}])`.
#
# About 70 minutes, and 45 for the memo. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import risk as explore
from course_utils.toolkit import risk
from course_utils.toolkit.common.intervals import wilson

risks, responses = data.load("risks"), data.load("responses")
changes, deployments = data.load("changes"), data.load("deployments")
service, incidents = data.load("service_levels"), data.load("incidents")
items = data.load("work_items")

# %% [markdown]
# ## A. Risks
#
# ### 1. Two quarters together ({{points two_quarters}} points)
#
# Finance wants one reserve for `platform`'s registers of `2026-Q1` **and** `2026-Q2`, as they were **said**. Each risk costs its mean or nothing, independently; take the exact curve (`risk.loss_distribution`).
# The `expected` loss, its `p80`, its `p95`, and the chance `short` that the expected loss is not enough. A table of one row.

# %% exercise="two_quarters"
two_quarters = ...
### BEGIN SOLUTION
platform = explore.of(risks, "platform")
platform = platform[platform["quarter"].isin(["2026-Q1", "2026-Q2"])]
curve = risk.loss_distribution(platform["probability"], explore.impact(platform))
two_quarters = pd.DataFrame(
    [
        {
            "expected": curve.mean,
            "p80": curve.percentile(0.8),
            "p95": curve.percentile(0.95),
            "short": curve.chance_above(curve.mean),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 2. What was said ({{points said_often}} points)
#
# Take `growth` and `mobile` together, in the quarters that are over. For each `probability` that was said: how many `risks`, what share of them `came`, and its 95 % interval (`low`, `high`; Wilson's)?
# A table with these five columns. Before you go on: which levels can you tell apart?

# %% exercise="said_often"
said_often = ...
### BEGIN SOLUTION
both = risks[risks["team"].isin(["growth", "mobile"])]
said_often = explore.came_by_said(both).reset_index()
ends = [
    wilson(round(came * many), many, 0.95)
    for came, many in zip(said_often["came"], said_often["risks"], strict=True)
]
said_often = said_often.assign(low=[each.low for each in ends], high=[each.high for each in ends])
### END SOLUTION

# %% [markdown]
# ### 3. The colours of a spring ({{points map_pairs}} points)
#
# All risks named for `2026-Q2`, four teams. Compare each with each. In what share of **all pairs** does the workshop's score (likelihood times impact) say the opposite of the exposures: `wrong`? And what share has one score: `tied`?
# A table of one row.

# %% exercise="map_pairs"
map_pairs = ...
### BEGIN SOLUTION
spring = risks[risks["quarter"] == "2026-Q2"].reset_index(drop=True)
score = spring["likelihood_score"] * spring["impact_score"]
exposure = risk.exposure(spring["probability"], explore.impact(spring))
pairs = len(spring) * (len(spring) - 1) / 2
sizes = score.value_counts()
map_pairs = pd.DataFrame(
    [
        {
            "wrong": len(risk.rank_reversals(score, exposure)) / pairs,
            "tied": (sizes * (sizes - 1) / 2).sum() / pairs,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 4. Five responses ({{points rank_responses}} points)
#
# Made up. Put them in the order of what they **save on average, less their price**, the best first.

# %% exercise="rank_responses"
rank_responses = widgets.Ranking("rank_responses", title="Saves most first")
### BEGIN SOLUTION
rank_responses.answer = ["backup", "train", "lawyer", "insure", "spare"]
### END SOLUTION
rank_responses

# %% [markdown]
# ### 5. One vendor ({{points one_vendor}} points)
#
# Made up. The sign-in is down with 15 % and costs 30,000. The storage is down with 15 % and costs 50,000. Both are **one vendor's**: where one is down, the other is. A page is late with 60 % and costs 10,000, whatever the vendor does.
# Which amount is enough in four of five futures (`p80`), and in 19 of 20 (`p95`)? And if the two were apart, all three independent: `p80_apart`, `p95_apart`? A table of one row. Then look which of the two moves which way.

# %% exercise="one_vendor"
one_vendor = ...
### BEGIN SOLUTION
tied = risk.loss_distribution([0.15, 0.6], [80_000, 10_000])
apart = risk.loss_distribution([0.15, 0.15, 0.6], [30_000, 50_000, 10_000])
one_vendor = pd.DataFrame(
    [
        {
            "p80": tied.percentile(0.8),
            "p95": tied.percentile(0.95),
            "p80_apart": apart.percentile(0.8),
            "p95_apart": apart.percentile(0.95),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## B. Choices
#
# ### 6. Three rules ({{points three_rules}} points)
#
# Kitewell may `build`, `rent` or `wait`, made up, in thousands of USD. If **few come** (40 %): -20, 4, 12. If **many come** (60 %): 90, 62, 20.
# Which option has the best mean (`emv`), the best worst case (`maximin`), the least greatest regret (`regret`)? A table with the columns `rule` and `option`, three rows.

# %% exercise="three_rules"
three_rules = ...
### BEGIN SOLUTION
offer = pd.DataFrame(
    {"few come": [-20, 4, 12], "many come": [90, 62, 20]}, index=["build", "rent", "wait"]
)
chances = {"few come": 0.4, "many come": 0.6}
three_rules = pd.DataFrame(
    {
        "rule": ["emv", "maximin", "regret"],
        "option": [
            risk.emv(offer, chances).option,
            risk.maximin(offer).option,
            risk.minimax_regret(offer).option,
        ],
    }
)
### END SOLUTION

# %% [markdown]
# ### 7. A trial ({{points buy_test}} points)
#
# The same table. A trial costs **4** thousand. If many come, it is `good` with 90 %, else with 30 %; in all other cases it is `poor`.
# What would knowing the state be worth (`evpi`), what is the trial worth (`evsi`), and what is left after its price (`net`)? A table of one row.

# %% exercise="buy_test"
buy_test = ...
### BEGIN SOLUTION
accuracy = pd.DataFrame({"good": [0.3, 0.9], "poor": [0.7, 0.1]}, index=["few come", "many come"])
trial = risk.evsi(offer, chances, accuracy).value
buy_test = pd.DataFrame([{"evpi": risk.evpi(offer, chances), "evsi": trial, "net": trial - 4}])
### END SOLUTION

# %% [markdown]
# ### 8. Eight at once ({{points eight_at_once}} points)
#
# `platform` wants to put **eight** changes live at once. Each breaks something, however small, as often as its changes did **since 1 January 2026**. Take its *deployments* since that day; count a failed one once, over all the changes that they carried. What is the `chance` that one and more do, with the 95 % interval (`low`, `high`; Wilson's)? A table of one row.

# %% exercise="eight_at_once"
eight_at_once = ...
### BEGIN SOLUTION
recent = deployments[deployments["deployed_at"] >= pd.Timestamp("2026-01-01", tz="UTC")]
found = explore.breaks(changes, recent, 8, "platform")
eight_at_once = pd.DataFrame([{"chance": found.launch, "low": found.low, "high": found.high}])
### END SOLUTION

# %% [markdown]
# ## C. Plans and services
#
# ### 9. A plan with joints ({{points plan_end}} points)
#
# Made up, in weeks (low, mode, high): design 2, 3, 6; app 1, 4, 9; server 3, 4, 8; contract 2, 5, 10; release 1, 1, 3. App and server need the design; the release needs app, server and contract.
# The sum of means along the critical path (`path`), the mean end (`ready`) and the end that holds in four of five futures (`p80`). A table of one row.

# %% exercise="plan_end"
plan_end = ...
### BEGIN SOLUTION
tasks = pd.DataFrame(
    {"low": [2, 1, 3, 2, 1], "mode": [3, 4, 4, 5, 1], "high": [6, 9, 8, 10, 3]},
    index=["design", "app", "server", "contract", "release"],
)
after = {"app": ["design"], "server": ["design"], "release": ["app", "server", "contract"]}
plan = risk.schedule(tasks, after)
plan_end = pd.DataFrame([{"path": plan.path_mean, "ready": plan.mean, "p80": plan.by(0.8)}])
### END SOLUTION

# %% [markdown]
# ### 10. Twenty days ({{points twenty_days}} points)
#
# A task is new to `platform` and `growth`, who do it together. They say **20** days. Take all finished new work of both as one class. Within how many days is `half` of such work done, and within how many are four of five (`sure`)? Count as `risk.reference_class` does. A table of one row.

# %% exercise="twenty_days"
twenty_days = ...
### BEGIN SOLUTION
alike = pd.concat([explore.overruns(items, team, "new") for team in ("platform", "growth")])
such = risk.reference_class(alike["days_likely"], alike["days_spent"], 0.8)
twenty_days = pd.DataFrame([{"half": 20 * (1 + such.median), "sure": 20 * (1 + such.uplift)}])
### END SOLUTION

# %% [markdown]
# ### 11. A looser promise ({{points looser}} points)
#
# Sales asks what 99.5 % would have looked like. Take **1 January 2026** up to **1 April** (90 days). How many budgets at **99.5 %** were used, by failed `requests`, and by `minutes` in which something was broken? A table of one row.

# %% exercise="looser"
looser = ...
### BEGIN SOLUTION
hours = explore.between(service, "2026-01-01", "2026-04-01", at="hour")
down = risk.reliability(incidents, "2026-01-01", "2026-04-01").downtime * 60
looser = pd.DataFrame(
    [
        {
            "requests": hours["failed"].sum()
            / risk.error_budget_requests(0.995, hours["requests"].sum()),
            "minutes": down / risk.error_budget_minutes(0.995, 90),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 12. A wire, tried out ({{points wire_trips}} points)
#
# `platform` wants a trip-wire for a launch of its own: *burn rate 6 and more over the last hour, of all requests at 99.9 %: switch it off*. Hold it against **1 January 2026** up to **1 July 2026**, hour by hour, when it was not live.
# Hours that follow one another are one trip. How many `trips`, on how many `days` did one begin, and how many began soon `after` a deployment of `platform`: in the trip's first hour or the hour before it? In `explore.hourly` the column `at` is the *end* of an hour: a trip begins an hour before the first one that rings. A table of one row. Would you sign that wire?

# %% exercise="wire_trips"
wire_trips = ...
### BEGIN SOLUTION
log = explore.hourly(service, "2026-01-01", "2026-07-01")
rang = risk.burn_alerts(log, 0.999, [risk.BurnRule("wire", 1, 1, 6.0)])["wire"]
hour = pd.Timedelta("1h")
began = rang.index[rang & ~rang.shift(fill_value=False)] - hour
live = deployments.loc[deployments["team"] == "platform", "deployed_at"]
soon = [((live >= start - hour) & (live < start + hour)).any() for start in began]
wire_trips = pd.DataFrame(
    [{"trips": len(began), "days": began.normalize().nunique(), "after": sum(soon)}]
)
### END SOLUTION

# %% [markdown]
# ### 13. Severe ones ({{points severe_rate}} points)
#
# Incidents of severity `sev1` from **1 April 2025** up to **1 July 2026**. Their `rate` a quarter with its exact 95 % interval (`low`, `high`).
# And the chance of `two_or_more` in the next quarter, if they come at random at that rate. A table of one row.
# Real ones may bunch. Then quiet and bad quarters are both likelier than this says.

# %% exercise="severe_rate"
severe_rate = ...
### BEGIN SOLUTION
since = explore.between(incidents, "2025-04-01", "2026-07-01", at="started_at")
severe = risk.incident_rate(int((since["severity"] == "sev1").sum()), 5)
severe_rate = pd.DataFrame(
    [
        {
            "rate": severe.estimate,
            "low": severe.low,
            "high": severe.high,
            "two_or_more": risk.incidents_chance(severe.estimate, at_least=2),
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 14. Eight quiet weeks ({{points quiet_weeks}} points)
#
# A claim to be judged, of another company, where one severe incident in eight weeks was usual. Its head of engineering writes: "Eight weeks without a severe incident. Our work on quality shows. Let us promise 100 % from next year on." What do you answer?

# %% exercise="quiet_weeks"
quiet_weeks = widgets.Choice("quiet_weeks", title="What do you answer?", confidence=True)
### BEGIN SOLUTION
quiet_weeks.answer = "luck"
### END SOLUTION
quiet_weeks

# %% [markdown]
# ## D. Another launch
#
# ### 15. Reading offline ({{points another_launch}} points)
#
# A whole problem, from the register to the advice; find the calls yourself. `mobile` will launch *reading offline* on 1 July 2026. Its register, made up:
#
# | risk | chance, as said | likely cost, USD |
# |---|--:|--:|
# | a lost phone shows what is not its owner's | 5 % | 60,000 |
# | the store takes it down | 10 % | 20,000 |
# | two copies do not agree | 20 % | 12,000 |
# | old phones fill up | 30 % | 8,000 |
# | support is asked the same all day | 50 % | 3,000 |
#
# Its chances are what **came** of all past risks of which the same was said, four teams; levels are not pooled. A risk that comes costs its likely amount times a ratio: the mean, over all past risks that came, of cost over likely. Risks are independent.
# **Nine** changes go live. One fails *badly* if its deployment brought an incident of `sev1` or `sev2`. Count such deployments over all changes that went live before 1 July 2026. Take **all four teams**: one team has few bad ones. One of nine is enough.
# In thousands of USD, **at once** brings 90 if it holds and 10 if it fails badly; **in steps** 86 and 60. A survey costs 1: 60 % say *fine* if it would hold, 50 % if it would fail.
#
# A table of one row:
#
# - the `expected` loss, and the `reserve` that is enough in four of five futures, in USD;
# - the chance that it `fails` badly;
# - in thousands of USD, the `lead` of steps over at once on average, and what the `survey` is worth before its price;
# - in thousands, what is `left` of the better way after the expected loss.

# %% exercise="another_launch"
another_launch = ...
### BEGIN SOLUTION
register = pd.DataFrame(
    {"said": [0.05, 0.1, 0.2, 0.3, 0.5], "likely": [60_000, 20_000, 12_000, 8_000, 3_000]}
)
over = explore.past(risks)
came = register["said"].map(over.groupby("probability")["happened"].mean())
loss = risk.loss_distribution(came, register["likely"] * (over["cost"] / over["likely"]).mean())
failing = explore.fails_badly(changes, deployments, incidents, 9, None).launch
ways = pd.DataFrame({"holds": [90, 86], "fails": [10, 60]}, index=["at once", "in steps"])
state = {"holds": 1 - failing, "fails": failing}
scores = risk.emv(ways, state).scores
answers = pd.DataFrame({"fine": [0.6, 0.5], "not": [0.4, 0.5]}, index=["holds", "fails"])
another_launch = pd.DataFrame(
    [
        {
            "expected": loss.mean,
            "reserve": loss.percentile(0.8),
            "fails": failing,
            "lead": scores["in steps"] - scores["at once"],
            "survey": risk.evsi(ways, state, answers).value,
            "left": scores.max() - loss.mean / 1000,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ### 16. What you say of it ({{points another_say}} points)
#
# Which sentences do you tell finance about reading offline? They follow from your table.

# %% exercise="another_say"
another_say = widgets.MultiChoice("another_say", title="What do you tell finance?")
### BEGIN SOLUTION
another_say.answer = {"steps", "blind", "skip"}
### END SOLUTION
another_say

# %% [markdown]
# ## E. The memo and the post-mortem ({{points risk_memo}} points)
#
# First your fact sheet. Lines F1 to F11 are computed for you; the others are made from *your* answers above, so mend those first.
# In the memo, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the numbers for the memo, one line a fact; a line without an answer says so."""
    given = explore.facts(risks, responses, changes, deployments, service, incidents, items)
    return fact_sheet(
        {
            "reserve, once the responses are in place": given["reserve"],
            "reserves without them": given["untreated"],
            "reserves like these, tested": given["tested"],
            "chances: said, and came": given["rare"],
            "responses that are bought: price, net, pays from": given["picked"],
            "the largest risk": given["largest"],
            "the way to launch": given["option"],
            "what asking is worth": given["information"],
            "error budget of June": given["used"],
            "the incident of the room, two ways": given["incident"],
            "the days, from outside": given["ready"],
            "platform, two quarters: expected, P80, P95": lambda: (
                "{:,.0f}, {:,.0f}, {:,.0f} USD".format(
                    *two_quarters.iloc[0][["expected", "p80", "p95"]]
                )
            ),
            "pairs that colours put wrong; tied": lambda: "{:.0%}; {:.0%}".format(
                *map_pairs.iloc[0][["wrong", "tied"]]
            ),
            "eight changes of platform at once": lambda: "{:.0%} ({:.0%} to {:.0%})".format(
                *eight_at_once.iloc[0][["chance", "low", "high"]]
            ),
            "20 days of new work: half, four of five": lambda: "{:.0f}; {:.0f} days".format(
                *twenty_days.iloc[0][["half", "sure"]]
            ),
            "first quarter at 99.5 %: requests, minutes": lambda: "{:.1f}; {:.1f} budgets".format(
                *looser.iloc[0][["requests", "minutes"]]
            ),
            "a wire at 6 on all requests: trips, days, soon after platform": lambda: (
                "{:.0f}, {:.0f}, {:.0f}".format(*wire_trips.iloc[0][["trips", "days", "after"]])
            ),
            "severe incidents a quarter": lambda: "{:.1f} ({:.1f} to {:.1f})".format(
                *severe_rate.iloc[0][["rate", "low", "high"]]
            ),
            "reading offline: reserve, fails badly, left": lambda: (
                "{:,.0f} USD, {:.0%}, {:.0f} thousand USD".format(
                    *another_launch.iloc[0][["reserve", "fails", "left"]]
                )
            ),
        }
    )


my_facts()

# %% [markdown]
# Now write the **risk memo** for finance on the launch, with the **post-mortem** of your drill below it. At most 850 words together.
# For the post-mortem take the timeline of the incident room, or this one:
#
# > 11:50 launch live, for all at once; the switch had never been drilled. 12:00 requests fail; the alert rings. The vendor's page says that all is well. 12:05 to 12:25 the change and the load are looked at; the load looks unusual. 12:25 a patch is begun; customers are told "fixed in ten minutes". 12:45 the patch is live, requests fail as before. 13:00 the launch is rolled back. 13:05 all is well. Of 42,000 requests in that time 6,300 failed.
#
# The memo holds:
#
# - the reserve with its chance and its tail, the way to launch with its days, and who may stop it, first;
# - why not the sum, what the reserve rests on, and how such reserves did;
# - the responses by what they save, and one that you refuse;
# - three trip-wires with a number, a day, an owner and what happens then;
# - what happened by the clock, whom it hit in requests, what was seen, what made it likely and long, two or three actions.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric risk_memo}}

# %% [markdown] exercise="risk_memo"
# {{strong risk_memo}}

# %% [markdown]
# ## Before you hand in
#
# Read the post-mortem as whoever was on duty. Is it fair? The orders made sense with what was seen.
# Then go back to your first guess. What would the sum have left open?

# %%
progress()
