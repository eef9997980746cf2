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
# # Assignment 10: what goes in, what stays out
#
# On Monday the quarter's plan is decided. You have a backlog to rank, a queue to order, a "no" to say and one document to write.
# Everything that you need stands in [the lesson](../../notebooks/10_prioritisation.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it. Where you find a board or a plan, move the cards; your answer is kept as you go.
# Stuck? Add a cell with `hint("rice_scores")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Reach is people a quarter, work is person-weeks of 5 days, a month has 13/3 weeks, money is USD.
# Rates are fractions: 0.25, not 25. Do not round: give what you computed.
#
# About 60 minutes, and 40 for the document. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, hint, progress
from course_utils.lessons import prioritisation as explore
from course_utils.toolkit import prioritisation as prio
from course_utils.widgets import Board, Choice, Matrix, Ranking

CAPACITY = 26  # person-weeks of new work in the quarter
backlog, dependencies, kano = data.load("backlog"), data.load("dependencies"), data.load("kano")
cards = explore.cards(backlog)  # the backlog in one unit each, indexed by item_id
jobs = explore.sequence_jobs(cards, dependencies, more=1)  # the squad's queue of part D

# %% [markdown]
# ## A. Rulers
#
# ### 1. Value against work ({{points value_and_effort}} points)
#
# `six` holds every sixth card by value. The lines are given: value is high from the **median of the whole backlog** on, work from **2 person-weeks** on.
# A card on a line belongs to the higher half. Put each card into its quarter; where in the quarter does not matter.

# %%
six = cards.sort_values("value", ascending=False, kind="stable").iloc[::6]
names = {f"item_{item}": title for item, title in six["title"].items()}
print(f"value line: {backlog['value'].median():,.0f} USD a year, work line: 2 person-weeks")
six[["title", "value", "weeks"]]

# %% exercise="value_and_effort"
value_and_effort = ...
value_and_effort = Matrix("value_and_effort", names, x="Work", title="Value against work")
### BEGIN SOLUTION
low_high = {True: 75, False: 25}
value_and_effort.value = {
    f"item_{item}": [low_high[weeks >= 2], low_high[value >= backlog["value"].median()]]
    for item, weeks, value in zip(six.index, six["weeks"], six["value"], strict=True)
}
### END SOLUTION
value_and_effort

# %% [markdown]
# ### 2. RICE, units first ({{points rice_scores}} points)
#
# Score **all** items of `backlog` by RICE: reach a quarter, effort in person-months.
# A table with the columns `item_id` and `rice`.

# %% exercise="rice_scores"
rice_scores = ...
### BEGIN SOLUTION
plain = backlog.set_index("item_id")
rice_scores = prio.rice(
    plain["reach"],
    plain["impact"],
    plain["confidence"],
    plain["effort"],
    period=plain["reach_period"],
    unit=plain["effort_unit"],
).reset_index()
### END SOLUTION

# %% [markdown]
# ### 3. Is A really ahead of B? ({{points a_before_b}} points)
#
# A is the card with **rank 8** by RICE. B is the first card below it whose score is **at most 80 %** of A's.
# Lows and highs of reach and of work hold **four times in five**. Take each as lognormal, all four independent; impact and confidence are fixed.
# What is the probability that A's RICE score is greater than B's? A fraction. (No drawing needed: there is an exact way.)

# %% exercise="a_before_b"
a_before_b = ...
### BEGIN SOLUTION
ordered = explore.rice(cards).sort_values(ascending=False, kind="stable")
below = ordered.iloc[8:]
ranges = explore.rice_ranges(cards)
rival = below[below <= 0.8 * ordered.iloc[7]].index[0]
a_before_b = prio.outranks(ranges[ordered.index[7]], ranges[rival])
### END SOLUTION

# %% [markdown]
# ### 4. How much is a Must? ({{points moscow_shares}} points)
#
# The requesters labelled their own items in `moscow`. What share of the **planned effort** is Must, Should and Could?
# Planned is everything but `wont`. A table with the columns `moscow` and `share`, one row for each of the three labels; fractions.

# %% exercise="moscow_shares"
moscow_shares = ...
### BEGIN SOLUTION
planned = cards[cards["moscow"] != "wont"]
weeks = planned.groupby("moscow")["weeks"].sum()
moscow_shares = (weeks / weeks.sum()).reset_index(name="share")
### END SOLUTION

# %% [markdown]
# ### 5. A release to sort ({{points release}} points)
#
# The next release lets agencies invite clients as **guests**. Eight wishes are on the table:
#
# | wish | what is known |
# |---|---|
# | Ranking of guests | the chief executive would like it |
# | Sort by date | the list of guests has a dozen rows |
# | End access | until it is there, support does it within a day |
# | One project only | guests must not see other clients' work; today they can |
# | Own web address | agreed with all agencies for the spring release |
# | Mail to the owner | without it, owners look at the list of guests |
# | Guest pictures | two agencies mentioned them |
# | Delete own data | the law gives guests this right |
#
# Sort them by DSDM's meanings: could you ship without it, legally and safely? Is there a workaround?

# %% exercise="release"
release = ...
release = Board(
    "release",
    {
        "ranking": "Ranking of guests",
        "sort": "Sort by date",
        "revoke": "End access",
        "hide": "One project only",
        "white_label": "Own web address",
        "notify": "Mail to the owner",
        "avatar": "Guest pictures",
        "law": "Delete own data",
    },
    title="The guest release",
)
### BEGIN SOLUTION
release.value = {
    "Must": ["hide", "law"],
    "Should": ["revoke", "notify"],
    "Could": ["avatar", "sort"],
    "Won't": ["ranking", "white_label"],
}
### END SOLUTION
release

# %% [markdown]
# ## B. What people feel
#
# `kano` has a row for each respondent and feature. 1 is like, 2 expect, 3 do not care, 4 can live with, 5 dislike.
#
# ### 6. The most frequent category ({{points kano_modes}} points)
#
# For each feature, the most frequent category by Berger's table. A table with the columns `feature` and `category` (a letter of A, O, M, I, R, Q). Of equal counts take the first of M, O, A, I, R, Q.

# %% exercise="kano_modes"
kano_modes = ...
### BEGIN SOLUTION
found = {
    feature: prio.kano(group["functional"], group["dysfunctional"]).mode
    for feature, group in kano.groupby("feature")
}
kano_modes = pd.DataFrame({"feature": found.keys(), "category": found.values()})
### END SOLUTION

# %% [markdown]
# ### 7. Would the ranking please? ({{points ranking_pleases}} points)
#
# The chief executive's idea is `activity_ranking`. Compute its *better* coefficient. A fraction.

# %% exercise="ranking_pleases"
ranking_pleases = ...
### BEGIN SOLUTION
asked = kano[kano["feature"] == "activity_ranking"]
ranking_pleases = prio.kano(asked["functional"], asked["dysfunctional"]).better
### END SOLUTION

# %% [markdown]
# ### 8. Two camps ({{points approvals_by_plan}} points)
#
# `approval_steps` looks mixed. Compute both coefficients for each **plan** of the respondent's account (`plan` in the table `accounts`).
# A table with the columns `plan`, `better` and `worse`.

# %% exercise="approvals_by_plan"
approvals_by_plan = ...
### BEGIN SOLUTION
asked = kano[kano["feature"] == "approval_steps"]
asked = asked.merge(data.load("users")[["user_id", "account_id"]], on="user_id")
asked = asked.merge(data.load("accounts")[["account_id", "plan"]], on="account_id")
rows = []
for plan, group in asked.groupby("plan", observed=True):
    camp = prio.kano(group["functional"], group["dysfunctional"])
    rows.append((plan, camp.better, camp.worse))
approvals_by_plan = pd.DataFrame(rows, columns=["plan", "better", "worse"])
### END SOLUTION

# %% [markdown]
# ## C. The boss
#
# ### 9. How far must the weights bend? ({{points boss_wins_from}} points)
#
# `marks` holds seven good cards and the chief executive's idea, from 1 to 5 on five criteria. The team's weights are `explore.WEIGHTS`; "fit" has none.
# Now "fit" gets a share of all weight, and the other four keep their proportions in what is left.
# From which share on is the chief executive's idea, `boss`, **first** (nothing beats it)? A fraction.

# %%
marks = explore.marks(explore.shortlist(cards))
boss = explore.boss_item(cards)
marks

# %% exercise="boss_wins_from"
boss_wins_from = ...
### BEGIN SOLUTION
boss_wins_from = prio.winning_weights(marks, explore.WEIGHTS, boss, "fit")[0]
### END SOLUTION

# %% [markdown]
# ### 10. Say it ({{points say_no}} points)
#
# The chief executive asks why the weekly ranking is not in the plan. What do you say? Choose, and say how sure you are.

# %% exercise="say_no"
say_no = ...
say_no = Choice(
    "say_no",
    {
        "later": "Great idea! We will look into it later, when there is time.",
        "process": "RICE gives it a low score, so it is not possible.",
        "priced": "Not this quarter. The most frequent answer to a ranking was that people want the opposite, "
        "and it would push out items that paying teams asked for. I would take it up again if five "
        "business teams asked for it; shall we look at what you want it to achieve?",
        "yes_but": "Yes, if we also keep everything else and nobody falls ill.",
        "blame": "Engineering says that it cannot be done before winter.",
    },
    confidence=True,
    title="Why is the ranking not in the plan?",
)
### BEGIN SOLUTION
say_no.value = {"chosen": ["priced"], "confidence": 0.9}
### END SOLUTION
say_no

# %% [markdown]
# ## D. In which order, and how much
#
# One squad works through `jobs`, one after the other: the queue of the lesson, and one job more. What the dated ones need from others will be ready.
# A job that ends exactly on its date is in time. A job costs its `cost_of_delay` for each week **until it is finished**, and its `penalty` once if it is late.

# %%
jobs

# %% [markdown]
# ### 11. The least that delay can cost ({{points least_delay}} points)
#
# Over all orders of `jobs`: the least total cost, penalties included. In USD.

# %% exercise="least_delay"
least_delay = ...
### BEGIN SOLUTION
order, least_delay = prio.best_order(jobs)
### END SOLUTION

# %% [markdown]
# ### 12. Four habits ({{points four_habits}} points)
#
# Teams order queues by habit. Rank the four habits by what they cost **on `jobs`**, penalties included: the cheapest at the top.
# Equal jobs keep the order in which they were asked for (`item_id`).
# Habits that cost the same go in this order: as asked for, by cost of delay over duration, dates first, shortest first.

# %% exercise="four_habits"
four_habits = ...
four_habits = Ranking(
    "four_habits",
    {
        "cd3": "by falling cost of delay over duration",
        "shortest": "the shortest first",
        "asked": "in the order in which they were asked for",
        "dates": "the earliest date first, then the rest as they were asked for",
    },
    title="Four habits, the cheapest first",
)
### BEGIN SOLUTION
asked = jobs.sort_index()
dated = asked["due"].sort_values(kind="stable").dropna().index
habits = {
    "asked": list(asked.index),
    "cd3": prio.by_score(prio.cd3(asked["cost_of_delay"], asked["duration"])),
    "dates": [*dated, *(item for item in asked.index if item not in dated)],
    "shortest": prio.by_score(-asked["duration"]),
}
costs = {name: prio.delay_cost(asked, order) for name, order in habits.items()}
four_habits.value = sorted(costs, key=costs.get)
### END SOLUTION
four_habits

# %% [markdown]
# ### 13. The squad's order ({{points squads_order}} points)
#
# Put the jobs into the order that loses least. If two orders cost the same, the earlier date comes first.
# The score follows your hand; here nobody tells you the least possible.

# %% exercise="squads_order"
squads_order = ...
squads_order = explore.DelayTetris(
    "squads_order",
    jobs.set_axis([f"item_{item}" for item in jobs.index]),
    contest=False,
    title="The squad's queue",
)
### BEGIN SOLUTION
best = [f"item_{item}" for item in prio.best_order(jobs)[0]]
squads_order.value = {"order": best, "committed": False}
### END SOLUTION
squads_order

# %% [markdown]
# ### 14. The best quarter ({{points best_quarter}} points)
#
# Both squads together have `CAPACITY` person-weeks. Choose items so that their `value` together is as great as possible, their `weeks` fit, and everything that a chosen item needs (table `dependencies`) is chosen too.
# Leave the dates aside here. What is the greatest value, in USD a year: if somebody falls ill, as planned, and with a colleague on loan?
# A table with the columns `capacity` (20, 26 and 32 person-weeks) and `value`.

# %% exercise="best_quarter"
best_quarter = ...
### BEGIN SOLUTION
needs = explore.needs(cards, dependencies)
rows = []
for capacity in (CAPACITY - 6, CAPACITY, CAPACITY + 6):
    plan = prio.select(cards["value"].astype(float), cards["weeks"], capacity, needs)
    rows.append((capacity, plan.value))
best_quarter = pd.DataFrame(rows, columns=["capacity", "value"])
### END SOLUTION

# %% [markdown]
# ## E. Words that hold
#
# ### 15. A linter for criteria ({{points count_faults}} points)
#
# Write a function that counts the faults of an acceptance criterion. `text` has several lines.
#
# - A line whose **first word** is Given, When or Then, in any case, begins a step of that kind. A line whose first word is And or But is a step of the same kind as the step above it; before the first step it is nothing. Other lines are nothing.
# - One fault for each of the three kinds that is missing.
# - One fault if the first Given, the first When and the first Then (those that are there) are not in this order.
# - One fault for each When step after the first one.
# - One fault for each **Then** step that holds one of the words *correctly*, *properly*, *quickly*, *easily*, in any case.
#
# Return the number of faults. The toolkit has a longer one; write your own.


# %% exercise="count_faults"
def count_faults(text):
    """Return the number of faults."""
    ### BEGIN SOLUTION
    steps = []
    for line in text.splitlines():
        first, _, rest = line.strip().partition(" ")
        word = first.capitalize()
        if word in ("Given", "When", "Then"):
            steps.append((word, rest))
        elif word in ("And", "But") and steps:
            steps.append((steps[-1][0], rest))
    kinds = [kind for kind, _ in steps]
    there = [kinds.index(kind) for kind in ("Given", "When", "Then") if kind in kinds]
    faults = 3 - len(there) + (there != sorted(there)) + max(0, kinds.count("When") - 1)
    vague = {"correctly", "properly", "quickly", "easily"}
    return faults + sum(
        bool(vague & set(rest.lower().replace(",", " ").replace(".", " ").split()))
        for kind, rest in steps
        if kind == "Then"
    )
    ### END SOLUTION


# %% [markdown]
# ### 16. A story to talk about ({{points best_story}} points)
#
# Which of these is ready for a conversation with the team? Answer with the short name in quotes.
#
# {{options best_story}}

# %% exercise="best_story"
best_story = ...
### BEGIN SOLUTION
best_story = "audit"
### END SOLUTION

# %% [markdown]
# ### 17. The first slice ({{points first_slice}} points)
#
# The epic: *approvals*. Which first slice would you ship? Answer with the short name.
#
# {{options first_slice}}

# %% exercise="first_slice"
first_slice = ...
### BEGIN SOLUTION
first_slice = "one_path"
### END SOLUTION

# %% [markdown]
# ## F. The document ({{points prd}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# In the document, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def camp(plan):
        row = approvals_by_plan.set_index("plan").loc[plan]
        return f"better {row['better']:.2f}, worse {row['worse']:.2f}"

    def share(label):
        return moscow_shares.set_index("moscow")["share"].rename(str.lower)[label]

    facts = {
        "highest RICE score": lambda: f"{rice_scores['rice'].max():,.0f} a person-month",
        "A ahead of B by RICE": lambda: f"{a_before_b:.0%}",
        "Must, share of planned effort": lambda: f"{share('must'):.0%} (DSDM: at most 60%)",
        "approvals on the free plan": lambda: camp("free"),
        "approvals on the business plan": lambda: camp("business"),
        "least cost of delay, the squad's queue": lambda: f"{least_delay:,.0f} USD",
        "best value in the quarter": lambda: (
            f"{best_quarter.set_index('capacity')['value'][CAPACITY]:,.0f} USD a year"
        ),
        "the ranking wins from": lambda: f"{boss_wins_from:.0%} of the weight on fit",
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
# Now write the **product requirements document** for approvals: at most 800 words, for the people who decide on Monday and for the team that builds it.
#
# It holds: problem, evidence, users, outcomes with their metrics, scope (the first slice) and non-goals.
# Then stories with acceptance criteria, edge cases with privacy and accessibility, priority with what would turn it, risks, open questions.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric prd}}

# %% [markdown] exercise="prd"
# {{strong prd}}

# %% [markdown]
# ## Before you hand in
#
# Read your document as the engineer who has to build it on Tuesday, then as the person whose wish stands under the non-goals.
# What would each ask first? If the document does not answer, mend it.

# %%
progress()
