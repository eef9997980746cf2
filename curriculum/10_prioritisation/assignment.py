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
# On Monday the quarter's plan is decided. You have lists to rank, a queue to order, a plan to price and one document to write.
# Everything that you need stands in [the lesson](../../notebooks/10_prioritisation.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it. Where you find a board or a plan, move the cards; your answer is kept as you go.
# Stuck? Add a cell with `hint("sales_rice")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Reach is people a quarter, work is person-weeks of 5 days, a month has 13/3 weeks, money is USD.
# The weeks of `cards` and their ranges are mended by the track record of finished work, as in part 3 of the lesson.
# Rates are fractions: 0.25, not 25. Do not round: give what you computed.
#
# About 45 minutes, and 40 for the document. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress
from course_utils.lessons import prioritisation as explore
from course_utils.toolkit import prioritisation as prio
from course_utils.widgets import Board, Choice

CAPACITY = explore.CAPACITY  # person-weeks of new work in the quarter, both squads together
backlog, dependencies = data.load("backlog"), data.load("dependencies")
asked = explore.answers(data.load("kano"), data.load("users"), data.load("accounts"))
record = explore.track_record(data.load("work_items"))
cards = explore.mended(explore.cards(backlog), record)  # one unit each, weeks mended
needs = explore.needs(cards, dependencies)
jobs = explore.sequence_jobs(cards, dependencies, squad=2)  # the queue of part D
weeks = explore.possible_weeks(jobs)  # a row for each of 400 possible quarters

# %% [markdown]
# ## A. Lists
#
# ### 1. The list that sales keeps ({{points sales_rice}} points)
#
# Sales keeps a `sheet` of its own: what sales, marketing and the chief executive want. Everything on it is a must, they say.
# Score it by RICE: reach a quarter, effort in person-months. Each month and each year has new people, so periods add up.
# A table with the columns `item_id` and `rice`.

# %%
sheet = explore.sales_sheet(backlog)
sheet

# %% exercise="sales_rice"
sales_rice = ...
### BEGIN SOLUTION
plain = sheet.set_index("item_id")
sales_rice = prio.rice(
    plain["reach"],
    plain["impact"],
    plain["confidence"],
    plain["effort"],
    period=plain["reach_period"],
    unit=plain["effort_unit"],
).reset_index()
### END SOLUTION

# %% [markdown]
# ### 2. Is A really ahead of B? ({{points a_before_b}} points)
#
# A is the card of `cards` with **rank 8** by RICE. B is the first card below it whose score is **at most 80 %** of A's.
# Lows and highs of reach and of (mended) work hold **four times in five**. Take each as lognormal, all four independent; impact and confidence are fixed.
# What is the probability that A's RICE score is greater than B's? A fraction.

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
# ### 3. Can one squad promise it? ({{points musts_fit}} points)
#
# `inside` holds what support, customer success and product asked for, with their labels in `moscow`.
# **One** squad, which has half of `CAPACITY`, is to take this list. Which share of what the squad has do the musts take?
# A fraction; above 1 means that the promise cannot be kept.

# %%
inside = explore.inside_list(cards)
inside[["title", "moscow", "weeks"]]

# %% exercise="musts_fit"
musts_fit = ...
### BEGIN SOLUTION
musts_fit = inside.loc[inside["moscow"] == "must", "weeks"].sum() / (CAPACITY / 2)
### END SOLUTION

# %% [markdown]
# ## B. What people feel
#
# `asked` has a row for each respondent and feature, with account and plan. 1 is like, 2 expect, 3 do not care, 4 can live with, 5 dislike.
#
# ### 4. Three features ({{points what_they_feel}} points)
#
# For `approval_steps`, `calendar_sync` and `restore_deleted`: the most frequent category by Berger's table, and the share of R among **all** answers.
# Is the category clear, by the exact sign test of *answers*, each counted by itself, at a level of a tenth (`alpha=0.1`)?
# A table with the columns `feature`, `category` (a letter), `clear` (True or False) and `reverse` (a fraction). Of equal counts take the first of M, O, A, I, R, Q.

# %% exercise="what_they_feel"
what_they_feel = ...
### BEGIN SOLUTION
rows = []
for feature in ("approval_steps", "calendar_sync", "restore_deleted"):
    few = asked[asked["feature"] == feature]
    found = prio.kano(few["functional"], few["dysfunctional"], alpha=0.1)
    rows.append((feature, found.mode, found.clear, found.counts["R"] / found.counts.sum()))
what_they_feel = pd.DataFrame(rows, columns=["feature", "category", "clear", "reverse"])
### END SOLUTION

# %% [markdown]
# ### 5. Two camps ({{points camps}} points)
#
# `approval_steps` looks mixed. Compute for each **plan** both coefficients and the share of R among all answers of that plan.
# A table with the columns `plan`, `better`, `worse` and `reverse`.

# %% exercise="camps"
camps = ...
### BEGIN SOLUTION
rows = []
approvals = asked[asked["feature"] == "approval_steps"]
for plan, group in approvals.groupby("plan", observed=True):
    found = prio.kano(group["functional"], group["dysfunctional"])
    share = found.counts["R"] / found.counts.sum()
    rows.append((plan, found.better, found.worse, share))
camps = pd.DataFrame(rows, columns=["plan", "better", "worse", "reverse"])
### END SOLUTION

# %% [markdown]
# ## C. The boss
#
# ### 6. How far must other weights bend? ({{points boss_wins_from}} points)
#
# Customer success has weights of its own: `explore.OTHER_WEIGHTS`. `marks` holds seven good cards and the weekly ranking, `boss`; the chief executive's other ideas are left out.
# Now "fit" gets a share of all weight. Value **keeps its 0.3**; the other three keep their proportions in what is left.
# From which share of all weight on is `boss` **first** (nothing beats it)? A fraction.

# %%
marks = explore.marks(explore.shortlist(cards))
boss = explore.boss_item(cards)
marks

# %% exercise="boss_wins_from"
boss_wins_from = ...
### BEGIN SOLUTION
span = prio.winning_weights(marks, explore.OTHER_WEIGHTS, boss, "fit", fixed=["value"])
boss_wins_from = span[0]
### END SOLUTION

# %% [markdown]
# ## D. In which order
#
# What if the *other* squad took the two dates? It works through `jobs`, one after the other. A job costs its `cost_of_delay` for each week **until it is finished**, and its `penalty` once if it ends after `due`.
# `weeks` has 400 possible quarters, drawn from the mended lows and highs. No job needs another item. What the `law` asks is first and stays there.

# %%
jobs

# %% [markdown]
# ### 7. A plan on paper ({{points chance_missed}} points)
#
# `planned` is the best order if every job takes exactly its middle estimate, what the law asks first. In which share of the possible quarters does it miss **at least one** date? A fraction.

# %%
planned = explore.tight(jobs)

# %% exercise="chance_missed"
chance_missed = ...
### BEGIN SOLUTION
ends = explore.finishes(planned, weeks)
due = jobs["due"].dropna()
late = ends[due.index] > due
chance_missed = late.any(axis=1).mean()
### END SOLUTION

# %% [markdown]
# ### 8. A plan that you would sign ({{points squads_order}} points)
#
# Put the jobs into an order that costs least **on average** over the possible quarters, the law first. The answer is what your order costs on average; within one per cent of the least is right.
# How you find it is up to you: by hand with the numbers below the jobs, or with `explore.expected_cost(jobs, order, weeks)` and orders of your own. Nobody tells you the least here.

# %% exercise="squads_order"
squads_order = ...
squads_order = explore.DelayTetris("squads_order", jobs, contest=False, title="The squad's queue")
### BEGIN SOLUTION
from course_utils.lessons.prioritisation.schedule import cheapest

best = cheapest(jobs, weeks)[0]
squads_order.value = {"order": [str(item) for item in best], "committed": False}
### END SOLUTION
squads_order

# %% [markdown]
# ## E. What goes in
#
# ### 9. A poorer and a richer quarter ({{points quarter}} points)
#
# What is the greatest worth of a quarter of **20** person-weeks (somebody falls ill), and of one of **32** (a colleague on loan)?
# What is chosen saves a quarter's wait: **13 weeks** of its `cost_of_delay`, and its `penalty` if it is due within 13 weeks (`due`). Its `weeks` must fit, and everything that it needs is chosen too.
# What the law asks for this quarter and what closes a leak, `explore.unpriced(cards)`, is always in, however little it saves. A date that was only promised has its price, and may go.
# The penalty of a chosen date counts here as saved, and all that is chosen as done; what really comes when, the one list of part 6 tells.
# And in which share of the `possible` quarters does the chosen set **fit** into its weeks, once work takes what it takes?
# A table with the columns `capacity`, `worth` and `fits` (a fraction).

# %%
possible = explore.possible_efforts(cards)  # a row for each of 400 possible quarters

# %% exercise="quarter"
quarter = ...
### BEGIN SOLUTION
worth = 13.0 * cards["cost_of_delay"] + cards["penalty"].where(cards["due"] <= 13, 0)
always = explore.unpriced(cards)
rows = []
for size in (20, 32):
    best = prio.select(worth, cards["weeks"], size, needs, always)
    fits = (possible[list(best.items)].sum(axis=1) <= size).mean()
    rows.append((size, best.value, fits))
quarter = pd.DataFrame(rows, columns=["capacity", "worth", "fits"])
### END SOLUTION

# %% [markdown]
# ### 10. What would turn it? ({{points approvals_turn}} points)
#
# `approvals` is the item of your document. Two lists of all cards differ in it alone: `ahead` has approvals in their place, `behind` puts them off behind all that may end this quarter.
# A list costs what your queue costs: `explore.list_cost(cards, order)` is its average, and `explore.ends(cards, order)` has the week in which each item ends, in a row for each of many possible quarters.
# From which cost of delay **a week** of approvals on does `ahead` cost no more than `behind`, on average? All else stays as it is. In USD a week.

# %%
approvals = explore.approvals_item(cards)
ahead, behind = explore.two_lists(cards, needs, approvals)
cards.loc[approvals, ["title", "cost_of_delay", "weeks", "moscow"]]

# %% exercise="approvals_turn"
approvals_turn = ...
### BEGIN SOLUTION
more = explore.list_cost(cards, ahead) - explore.list_cost(cards, behind)
soon, late = (explore.ends(cards, order)[approvals].mean() for order in (ahead, behind))
approvals_turn = cards.loc[approvals, "cost_of_delay"] + more / (late - soon)
### END SOLUTION

# %% [markdown]
# ## F. Words that hold
#
# ### 11. One scenario ({{points scenario}} points)
#
# Eight lines for the first criterion of approvals. One scenario has one event. Sort them into its steps; what does not belong goes out.

# %% exercise="scenario"
scenario = ...
scenario = Board(
    "scenario",
    {
        "waits": "the task shows “waits for approval”",
        "named": "a project with an approver",
        "quick": "it is saved quickly",
        "approves": "the approver approves the task",
        "done": "a member marks a task as done",
        "table": "a row is written to the approvals table",
        "left": "the member is not the approver",
        "told": "the approver gets one notification",
    },
    ["Given", "When", "Then", "Out"],
    title="A task waits for approval",
)
### BEGIN SOLUTION
scenario.value = {
    "Given": ["named", "left"],
    "When": ["done"],
    "Then": ["waits", "told"],
    "Out": ["quick", "approves", "table"],
}
### END SOLUTION
scenario

# %% [markdown]
# ### 12. The first slice ({{points first_slice}} points)
#
# The epic: *bring tasks over from other tools*: five tools, with attachments, comments and history. Which first slice would you ship?

# %% exercise="first_slice"
first_slice = ...
first_slice = Choice("first_slice", title="The first slice")
### BEGIN SOLUTION
first_slice.value = {"chosen": ["one_path"]}
### END SOLUTION
first_slice

# %% [markdown]
# ## G. The document ({{points prd}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# In the document, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def camp(plan):
        row, doubt = camps.set_index("plan").loc[plan], explore.doubt(asked, plan)
        return f"worse {row['worse']:.2f}, want the opposite {row['reverse']:.0%} ({doubt})"

    def felt():
        row = what_they_feel.set_index("feature").loc["approval_steps"]
        return f"{row['category']}, {'clear' if row['clear'] else 'not clear'}"

    return fact_sheet(
        {
            "RICE puts approvals": lambda: explore.rice_against(cards, needs, approvals),
            "musts of the inside list, of one squad's weeks": lambda: f"{musts_fit:.0%}",
            "approvals, all plans together": felt,
            "approvals on the free plan": lambda: camp("free"),
            "approvals on the team plan": lambda: camp("team"),
            "approvals on the business plan": lambda: camp("business"),
            "all in doubt, a week of work on approvals saves": lambda: explore.delay_against(
                cards, needs, approvals
            ),
            "a week's delay of approvals, by the requester": lambda: explore.guess_words(
                cards, approvals
            ),
            "the list with approvals in their place costs no more from": lambda: (
                f"{approvals_turn:,.0f} USD a week"
            ),
            "approvals in their place, against putting them off": lambda: explore.compared(
                cards, needs, approvals
            ),
            "with approvals in their place these end less often in the quarter": lambda: (
                explore.pushed_out(cards, needs, approvals)
            ),
            "in their place of the list approvals end in time": lambda: (
                f"{explore.the_plan(cards, needs).chance[approvals]:.0%} of the quarters"
            ),
            "a first slice of approvals keeps their place up to": lambda: explore.slice_words(
                cards, needs, approvals
            ),
            "approvals were asked for, in tickets and elsewhere": lambda: (
                f"{cards.loc[approvals, 'mentions']} times, by "
                f"{cards.loc[approvals, 'paying_mentions']} paying accounts"
            ),
            "each deduction at its low and high, the list made again: approvals": lambda: (
                explore.again_words(cards, needs, approvals)
            ),
        }
    )


my_facts()

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
