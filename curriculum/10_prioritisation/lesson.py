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
# # 10. Requirements and prioritisation: what will you say no to?
#
# Wednesday, 1 July 2026. On Monday the plan for the quarter is decided, and this is in your inbox:
#
# > I want the *weekly ranking of people* in the autumn release: who finished most tasks. I have already told two customers.
# > Sales has a list too. Everything on it is a **must**, they say.
# > Please bring one plan. We have two squads for thirteen weeks.
#
# The message is from the chief executive. The {{term backlog}} has far more work in it than two squads can do.
# So most of your answer will be "no". A bad "no" costs a quarter, or your standing, or both.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes with the explorers, then 60 for the exercises and 40 for your document.

# %%
import pandas as pd
from IPython.display import Markdown

from course_utils import charts, data
from course_utils.lessons import prioritisation as explore
from course_utils.toolkit import prioritisation as prio
from course_utils.widgets import predict

charts.use()
backlog, dependencies, kano = data.load("backlog"), data.load("dependencies"), data.load("kano")
cards = explore.cards(backlog)  # one unit each: people a quarter, weeks of work
Markdown(
    f"**{len(cards)}** items, **{cards['weeks'].sum():.0f}** person-weeks of work. "
    f"Two squads have **{explore.CAPACITY}** for new work in a quarter."
)

# %%
first = predict(
    "first",
    "You may keep one way to rank this list. Which one would you defend on Monday?",
    [
        "By how often it was asked for",
        "By the requesters' own labels: musts first",
        "By a score such as RICE",
        "By what waiting costs",
        "No single one",
    ],
)
first

# %% [markdown]
# Keep your guess. You will now use each of them, wrongly first, and see what it gives.

# %% [markdown] objective="no"
# ## 1. Who is loudest? (3 min)
#
# Everybody counts requests. Support has a list, sales has one, and somebody adds them up.

# %%
loud = predict(
    "loud",
    "Of the five items that were asked for most, how many are among the five of greatest value?",
    ["None", "One", "Two", "Three or more"],
)
loud

# %% tags=["hide_input"]
explore.show_voices(cards)

# %%
five = set(cards.nlargest(5, "mentions").index) & set(cards.nlargest(5, "value").index)
loud.reveal(
    loud.options[min(len(five), 3)],
    "The red dot is the chief executive's idea.",
)

# %% [markdown]
# Mentions measure who speaks. People who do not pay speak too, and one person can speak ten times.
# The loudest voice of all is the **highest paid person's opinion**, the {{term HiPPO}} (Kohavi, Tang and Xu, 2020).
#
# Look at who estimated, too. Value and work in the table are the *requester's own* guesses.

# %%
by = cards.groupby("requester").agg(
    items=("value", "size"), value=("value", "median"), weeks=("weeks", "median")
)
explore.table(by.sort_values("value", ascending=False).reset_index())

# %% [markdown]
# Different people ask for different things, so this table proves no bias. It says whom to ask for evidence first.
#
# Features and **bug fixes** stand in one list here. They compete for the same weeks, so they belong in one ranking.
# Backlog management begins with that: one list, one unit, one owner, and old items thrown out.
#
# {{misleads}} silence is read as contentment. People who left do not write to support.

# %% [markdown] objective="score"
# ## 2. Much value, little work (4 min)
#
# The simplest ruler has two scales and four quarters: the {{term value/effort matrix}}. Somebody has to draw the two lines.
#
# {{wrong}} Rename as many cards as you can without touching an estimate. Only move the lines.

# %%
explore.move_lines(cards)

# %% [markdown]
# A card is a "quick win" because of where a line stands. So the lines belong to the picture, in numbers, *before* the cards are placed.
# A line at the median makes half of all cards "high" whatever they are worth. A line at "pays back within a year" means something.
#
# {{misleads}} the lines are moved until the favourite is in the right corner.

# %% [markdown] objective="score"
# ## 3. RICE, and the two columns nobody read (5 min)
#
# {{term RICE}} divides reach times impact times confidence by effort (McBride, 2016). Reach is people in a period, impact one of five steps, effort person-months.
#
# {{wrong}} Take the columns as they are.

# %%
careless = prio.rice(
    backlog["reach"], backlog["impact"], backlog["confidence"], backlog["effort"], unit="weeks"
).set_axis(backlog["item_id"])

# %%
units = predict(
    "units",
    "Some rows count reach by the month, or effort in days. How many of the first ten drop out once that is mended?",
    ["None", "One", "Two", "Three or more"],
)
units

# %%
backlog.groupby(["reach_period", "effort_unit"])["item_id"].count().reset_index(name="items")

# %%
careful = prio.rice(
    backlog["reach"],
    backlog["impact"],
    backlog["confidence"],
    backlog["effort"],
    period=backlog["reach_period"],
    unit=backlog["effort_unit"],
).set_axis(backlog["item_id"])

# %% tags=["hide_input"]
explore.show_units(careless, careful, cards)

# %%
gone = set(prio.by_score(careless)[:10]) - set(prio.by_score(careful)[:10])
units.reveal(
    units.options[min(len(gone), 3)],
    "Five days read as five weeks, or a month read as a quarter, and the order is another.",
)

# %% [markdown]
# Three months are three times a month only if *new* people come each month. The same people met again are counted once.
# So a period is more than a factor: ask who is in the count.
#
# {{misleads}} it is printed with a decimal. Impact has five steps and confidence three: two scores that differ in the third digit do not differ.

# %% [markdown] objective="doubt"
# ## 4. How sure is number one? (8 min)
#
# Each requester gave a low and a high, meant to hold the truth **four times in five**. RICE looked at the middle only.

# %%
ranges = explore.rice_ranges(cards)
order = prio.by_score(careful)
third, sixth = order[2], order[5]
sure = predict(
    "sure",
    "Number 3 by RICE against number 6: how probable is it that number 3 really scores higher?",
    low=0.5,
    high=1.0,
)
sure

# %%
sure.reveal(
    prio.outranks(ranges[third], ranges[sixth]),
    f"*{cards.loc[third, 'title']}* against *{cards.loc[sixth, 'title']}*. "
    f"Number 3 against number 4: {prio.outranks(ranges[third], ranges[order[3]]):.0%}.",
)

# %% [markdown]
# Reach and effort are positive and can be far too high as easily as far too low. A **lognormal** estimate fits that, and its products and quotients are of the same kind.
# So the probability that one score is above another is exact: no dice needed.
#
# Now all rulers at once. The same eight cards, five orders.
#
# {{try}} Follow one card. Then look at *How sure is RICE?* and drag the grip: how wrong must the estimate be before its place is in doubt?
# Last, give weight to what the chief executive likes, until the chief executive's idea wins. What would you have to believe?

# %%
rulers = explore.five_rulers(explore.shortlist(cards))
rulers

# %%
flip = explore.boss_wins_from(explore.shortlist(cards))
Markdown(
    f"The weekly ranking wins once **{flip:.0%}** of all weight is on what the chief executive likes."
)

# %% [markdown]
# That share is the honest form of a quarrel about weights. Nobody has to say "your idea is bad". You ask: *should this one criterion decide that much of everything?*
# The winner flips where two straight lines cross (Triantaphyllou and Sanchez, 1997), so the number is exact.
#
# The five rulers disagree because they **answer different questions**: worth for its work, people helped, what was promised, what waiting costs, what we value.
# Where they agree, decide quickly. Where they cross, talk.
#
# {{misleads}} the ranges are as wishful as the middles. People's ranges are usually too narrow (Alpert and Raiffa, 1982); compare last quarter's with what happened.

# %% [markdown] objective="score"
# ## 5. Everything is a must (4 min)
#
# {{term MoSCoW}} sorts into must, should, could and won't (this time). Here are the requesters' own labels.

# %%
musts = predict(
    "musts",
    "DSDM allows at most 60 % Must. Of what?",
    ["Of the cards", "Of the effort", "Of the value"],
)
musts

# %%
labels = cards["moscow"].map(
    {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't"}
)
shares = prio.moscow(labels, cards["weeks"])

# %% tags=["hide_input"]
explore.show_moscow(shares)

# %%
musts.reveal(
    "Of the effort",
    f"By effort {shares.by_effort['Must']:.0%}, by cards {shares.by_count['Must']:.0%}. "
    + " ".join(shares.problems),
)

# %% [markdown]
# A must is a promise: it comes, whatever happens. It can be kept only if something else can give way (DSDM Consortium, 2014).
# Shoulds and coulds *are* the buffer. With everything a must, the first late item breaks a promise.
# The test: *would you cancel the release without it?* If there is a workaround, however ugly, it is a should.
#
# And the plan? All the musts together need this much:

# %%
must_weeks = cards.loc[cards["moscow"] == "must", "weeks"].sum()
Markdown(f"**{must_weeks:.0f}** person-weeks of musts, for **{explore.CAPACITY}** that there are.")

# %% [markdown]
# {{misleads}} "won't" is heard as "never". It means *not this time*, agreed and written down. You cannot please every user, and the list says whom you do not.

# %% [markdown] objective="score"
# ## 6. What people feel, and who (6 min)
#
# The {{term Kano model}} asks twice: how would you feel *with* it, and how *without*? (Kano and others, 1984). The pair of answers falls into a category.
#
# | | what it means |
# |---|---|
# | **M** must-be | nobody cheers, its lack hurts |
# | **O** one-dimensional | the more the better |
# | **A** attractive | delights, is not missed |
# | **I** indifferent | nobody cares |
# | **R** reverse | wants the opposite |
# | **Q** questionable | contradicts itself |

# %%
feel = predict(
    "feel",
    "What is the most frequent category of the weekly ranking of people?",
    ["Attractive", "Indifferent", "Reverse", "Must-be"],
)
feel

# %%
features = {
    feature: prio.kano(group["functional"], group["dysfunctional"])
    for feature, group in kano.groupby("feature")
}

# %% tags=["hide_input"]
explore.show_kano(features, "Eight features by what people feel")

# %%
ranking = features["activity_ranking"]
everybody = ranking.better * ranking.valid / (ranking.valid + ranking.left_out)
feel.reveal(
    prio.KANO[ranking.mode].capitalize(),
    f"{ranking.counts['R']} of {ranking.valid + ranking.left_out} want the opposite. "
    f"Its better coefficient is {ranking.better:.2f} among the {ranking.valid} who do not.",
)

# %% [markdown]
# The coefficients of Berger and others (1993) divide by A + O + M + I. **R and Q stand in no denominator**; they are reported beside it.
#
# {{wrong}} Divide by everybody, and the coefficient mixes "not pleased" with "against".

# %%
Markdown(
    f"By everybody it would be **{everybody:.2f}** in place of **{ranking.better:.2f}**. "
    f"Neither number alone says that **{ranking.counts['R'] / ranking.counts.sum():.0%}** want the opposite."
)

# %% [markdown]
# Now look at *approval steps*. Before you trust its point, split it by the account's plan.

# %%
users, accounts = data.load("users"), data.load("accounts")
asked = kano[kano["feature"] == "approval_steps"]
asked = asked.merge(users[["user_id", "account_id"]], on="user_id")
asked = asked.merge(accounts[["account_id", "plan"]], on="account_id")
camps = {
    plan: prio.kano(group["functional"], group["dysfunctional"])
    for plan, group in asked.groupby("plan", observed=True)
}

# %% tags=["hide_input"]
explore.show_kano(camps, "Approval steps, plan by plan")

# %% [markdown]
# Two camps, one average. A mode shows the larger camp, a coefficient the middle between them, where nobody stands.
# So the question is not "is it wanted?" but **"by whom, and are they who we build for?"**
#
# {{misleads}} people imagine a feature that they have never used. Delight becomes duty in time; ask again.

# %% [markdown] objective="sequence"
# ## 7. What does waiting cost? (4 min)
#
# Value says *whether*. {{term cost of delay}} says *when*: what a week of waiting costs (Reinertsen, 2009).
# Two jobs, one team, one after the other. A job costs until it is *finished*.

# %%
simple = predict(
    "simple",
    "Job P: 4 weeks, 4,000 USD a week. Job Q: 1 week, 2,000 USD a week. Which first?",
    ["P: it costs more each week", "Q: it is short", "It makes no difference"],
)
simple

# %%
two = pd.DataFrame({"duration": [4, 1], "cost_of_delay": [4000, 2000]}, index=["P", "Q"])
costs = {"P, Q": prio.delay_cost(two, ["P", "Q"]), "Q, P": prio.delay_cost(two, ["Q", "P"])}
simple.reveal(
    "Q: it is short",
    f"P first costs {costs['P, Q']:,.0f} USD, Q first {costs['Q, P']:,.0f}. "
    "Q loses 2,000 for each week of its own; P only 1,000.",
)

# %% [markdown]
# Divide the cost of delay by the duration: {{term CD3}}. For costs that run evenly no order beats falling CD3; Smith proved it (Smith, 1956).
#
# SAFe's {{term WSJF}} has the same shape, with points in place of money: (value + urgency + opportunity) / size. The points are *relative to the smallest item on the list*.
#
# {{wrong}} Take the points for money. Two teams rate the same job. One gives it many points of value, the other few, because their smallest items differ.

# %%
ours = prio.wsjf([8, 1, 3], [5, 1, 2], [1, 1, 1], [3, 1, 2])
theirs = prio.wsjf([2, 1, 5], [2, 1, 3], [1, 1, 1], [3, 1, 2])
Markdown(f"The same job scores **{ours.iloc[0]:.1f}** here and **{theirs.iloc[0]:.1f}** there.")

# %% [markdown]
# Neither is wrong. Points order *one list on one day*. They cannot be added up, compared between teams, or shown to the finance team as money.
#
# {{misleads}} the smallest item changes: then every score changes, though nothing else did.

# %% [markdown] objective="sequence"
# ## 8. Delay-cost Tetris, with two dates (8 min)
#
# A squad has this queue. Two jobs have a **fixed date**: before it, waiting costs nothing; after it, a penalty. What they need from others will be ready.
#
# {{try}} Find an order that you would sign, then commit. Only then does the solver show what is possible.

# %%
jobs = explore.sequence_jobs(cards, dependencies).sort_index()  # as they were asked for
tetris = explore.DelayTetris("tetris", jobs, title="Delay-cost Tetris")
tetris

# %%
cd3_order = prio.by_score(prio.cd3(jobs["cost_of_delay"], jobs["duration"]))
trap = predict(
    "trap",
    "What does CD3 do with the two dates?",
    ["It meets both", "It misses one", "It misses both"],
)
trap

# %%
best_order, least = prio.best_order(jobs)
late = int((explore.weeks_late(jobs, cd3_order) > 0).sum())
trap.reveal(
    trap.options[late],
    f"CD3 costs {prio.delay_cost(jobs, cd3_order):,.0f} USD, the best order {least:,.0f}. "
    "Before its date such a job costs nothing a week, so CD3 puts it last.",
)

# %% [markdown]
# A date is not a straight line, and CD3 is a rule for straight lines. Put a dated job **as late as its date allows**, with some room for bad luck, and fill the weeks before by CD3.
# Putting dates first is the opposite mistake: everything else waits for a date that was not near.
#
# {{misleads}} a date is not real. Ask: *what happens on the day after?* If the answer is "nothing", it is a wish.

# %% [markdown] objective="sequence"
# ## 9. What fits, with what it needs (4 min)
#
# The usual way to fill a quarter: sort by value for each week of work, take from the top until it is full. But some items stand on groundwork.

# %%
value, weeks = cards["value"].astype(float), cards["weeks"]
needs = explore.needs(cards, dependencies)
alone = prio.greedy(value, weeks, explore.CAPACITY, needs)
best = prio.select(value, weeks, explore.CAPACITY, needs)

# %%
fits = predict(
    "fits",
    "How much more value does the best set have than the list from the top?",
    ["Nothing to speak of", "About a tenth", "A quarter or more"],
)
fits

# %% tags=["hide_input"]
explore.show_plans({"from the top": alone, "best set": best}, explore.CAPACITY)

# %%
more = best.value / alone.value - 1
ground = [item for item in best.items if cards.loc[item, "kind"] == "debt"]
fits.reveal(
    fits.options[0 if more < 0.05 else 1 if more < 0.2 else 2],
    f"It has {more:.0%} more. It includes groundwork: "
    f"{', '.join(cards.loc[item, 'title'] for item in ground) or 'none'}.",
)

# %% [markdown]
# Groundwork has little value of its own, so every ranked list leaves it at the bottom. What stands on it never comes in.
# A ranking compares *items*; a plan is a *set*. With dependencies, choose the set: a solver does it exactly in a blink.
#
# But look at what the best set leaves out. It knows values and has never heard of a date.

# %%
plan, missed = explore.keep_dates(cards, needs)
dated = [item for item in plan.items if cards.loc[item, "due"] <= 13]
Markdown(
    f"With the quarter's dates kept, nearest first, the plan has **{plan.value:,.0f}** USD a year. "
    f"In for their dates: {'; '.join(cards.loc[item, 'title'] for item in dated) or 'none'}. "
    f"Dates that do not fit: **{'; '.join(cards.loc[item, 'title'] for item in missed) or 'none'}**."
)

# %% [markdown]
# What the law asks has no value in this table, only a penalty. So it goes in by hand, *before* the solver chooses. A date that does not fit is news for today, not for the week before it.
#
# {{misleads}} the values are requesters' hopes. The set is exact, its inputs are not: change one estimate and see whether the plan changes.

# %% [markdown] objective="slice"
# ## 10. Cut the epic (4 min)
#
# *Approval steps* is an {{term epic}}: too large for one go. Where do you cut?

# %%
cut = predict(
    "cut",
    "Which first slice of approvals would you ship?",
    [
        "All tables and services; screens later",
        "Everything, but without permissions and tests",
        "One approver, one project, business plan only, all layers",
        "All screens as a demo",
    ],
)
cut

# %%
cut.reveal(
    "One approver, one project, business plan only, all layers",
    "The only one that a real team could use, and that could prove you wrong.",
)

# %% [markdown]
# A {{term vertical slice}} goes through all layers for one kind of user and one path. It leaves out *cases*, not quality.
# Draw what the user does from left to right, the variants below each step, and cut the first row (Patton, 2014).
#
# A **minimum viable product**, {{term MVP}}, is the smallest thing that teaches what you most need to know (Ries, 2011).
# Version 1 minus quality is no MVP: if approvals leak, you learn only that people leave when approvals leak.
#
# {{misleads}} "minimum" is read and "viable" is not.

# %% [markdown] objective="write"
# ## 11. Words that an engineer can build from (5 min)
#
# A {{term user story}} says who, what and why. It is an invitation to talk, not a contract. Try one that many teams would write.
#
# {{wrong}} Run it as it is, then mend it until the list is empty.

# %%
story = "As a user, I want to manage approvals and a settings page and reports, so that it is easy."
explore.show_findings(story, prio.lint_story(story))

# %% [markdown]
# The letters are {{term INVEST}}: independent, negotiable, valuable, estimable, small, testable (Wake, 2003).
# And here is a task in a story's clothes:

# %%
task = "As a backend developer, I want an approvals table in the database."
explore.show_findings(task, prio.lint_story(task))

# %% [markdown]
# A story says *what for*. A criterion says *when it is done*: {{term Given/When/Then}} (North, 2006). A state, one event, something that can be seen.

# %%
vague = """When the member finishes a task
And the approver clicks approve
Then it works correctly"""
explore.show_findings(vague, prio.lint_criterion(vague))

# %%
clear = """Given a project with an approver
When a member marks a task as done
Then the task shows "waits for approval"
And the approver gets one notification"""
explore.show_findings(clear, prio.lint_criterion(clear))

# %% [markdown]
# {{misleads}} the linter is content. It finds slips; it cannot tell whether the story is worth anything.

# %% [markdown] objective="write"
# ## 12. One document (4 min)
#
# A **product requirements document**, {{term PRD}}, is what everybody can check their work against. One to three pages:
#
# | part | it answers | it fails when |
# |---|---|---|
# | problem, evidence | whose, how often, how do we know? | the feature is the problem |
# | users | for whom, and for whom not? | "all users" |
# | outcomes | what changes, by how much, by when? | it lists output |
# | scope, {{term non-goals}} | what is in; what was wanted and stays out? | non-goals are nobody's wish |
# | stories, {{term acceptance criteria}} | when is it done? | "works correctly" |
# | edge cases | who is hurt, locked out, exposed? | "to be discussed" |
# | priority | why now, and what would turn it? | a score stands for an argument |
# | risks, open questions | what do we not know, who finds out? | both are empty |
#
# Product specs go further: they say *how* it looks and behaves. Write them with design and engineering, for one slice, when the slice comes near.
#
# {{misleads}} it is finished before anybody talked. Cagan (2017) warns of papers that replace finding out whether a thing is worth building.

# %% [markdown] objective="no"
# ## 13. Ninety seconds of no (3 min)
#
# **Ruthless prioritisation** is a sentence that you have to say aloud. It has four parts: the decision, the evidence, the price of a yes, what would change your mind.
#
# What would a yes to the weekly ranking push out of the plan of part 9? Force it in, and choose the rest again.

# %%
boss = explore.boss_item(cards)
forced, broken = explore.keep_dates(cards, needs, always=[boss])
out = [item for item in plan.items if item not in forced.items]
Markdown(
    f"A yes costs **{plan.value - forced.value:,.0f} USD a year** of other value, and pushes out: "
    + ("; ".join(cards.loc[item, "title"] for item in out) or "nothing")
    + f". Dates broken by it: **{len(broken) - len(missed)}**."
)

# %% [markdown]
# Now say it, with a clock:
#
# > *Not this quarter. The most frequent answer to a ranking was that people want the opposite. A yes would have the price above.*
# > *If business teams ask for it, I take it up again. What did you want it to achieve? Perhaps there is a cheaper way there.*
#
# No blame, no formula. "Later", "the score says no" and "engineering cannot" are not a no. They are a debt.
#
# {{misleads}} you win. A chief executive can know something that is not in the data. Ask, and change your mind if it is so.

# %% [markdown] objective="no"
# ## 14. Monday (3 min)
#
# Back to your guess.

# %%
first.reveal(
    "No single one",
    "Each ruler answered another question. Together they leave few things open.",
)

# %% [markdown]
# What you can send is not a score. It is a plan with rules, written before the next argument:
#
# | if | then |
# |---|---|
# | an item has a real date | it is placed as late as the date allows, with room |
# | nothing has a date | the queue goes by CD3 |
# | two items' order is hardly better than a coin toss | we do not argue about the order; we ask which teaches more |
# | musts exceed DSDM's share of the effort | the release is cut before it begins |
# | a feature divides the plans | it is built for the plan that it serves, and named there only |
# | somebody wants an item in | they say what goes out |
#
# The last rule ends most meetings early.

# %% [markdown]
# ## What we have now
#
# - **One list in one unit**, and a look at who estimated.
# - **Lines, units and ranges** stated before any rank.
# - Ranks as **probabilities**, and the weight at which a winner flips.
# - **Musts by effort**, and a won't that is kept.
# - **Two camps** found behind one average.
# - A queue by **what waiting costs**, dates included; a quarter chosen as a **set**.
# - A **slice**, a **story**, a **criterion**, a **document**, and a **no**.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | RICE | reach times impact times confidence / effort | `prio.rice(..., period=..., unit=...)` |
# | A ahead of B | $\Phi\left((\mu_A-\mu_B)/\sqrt{\sigma_A^2+\sigma_B^2}\right)$ of the logarithms | `prio.outranks(a, b)` |
# | Flip | where two lines in the weight cross | `prio.winning_weights(marks, weights, item, criterion)` |
# | Must share | effort of musts / effort of musts, shoulds and coulds | `prio.moscow(labels, effort)` |
# | Better, worse | (A+O) and -(O+M), each over A+O+M+I | `prio.kano(functional, dysfunctional)` |
# | CD3 | cost of delay / duration | `prio.cd3(cost_of_delay, duration)` |
# | Best order, with dates | least total cost over all orders | `prio.best_order(jobs)` |
# | Best set | greatest value within capacity and needs | `prio.select(value, effort, capacity, needs)` |
# | Story, criterion | INVEST; Given/When/Then | `prio.lint_story(text)`, `prio.lint_criterion(text)` |
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
# **[The assignment →](../exercises/prioritisation/prioritisation.ipynb)** Seventeen questions that the job asks, and the document for approvals.
