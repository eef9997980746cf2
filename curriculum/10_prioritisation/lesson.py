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
# About {{minutes}} minutes with the explorers, then 45 for the exercises and 40 for your document.
# You should know how to run a cell and call a function; lessons 4 and 7 help and are not needed.

# %%
import pandas as pd
from IPython.display import Markdown

from course_utils import charts, check, data
from course_utils.lessons import prioritisation as explore
from course_utils.toolkit import prioritisation as prio
from course_utils.widgets import Board, Ranking, predict

charts.use()
backlog, dependencies = data.load("backlog"), data.load("dependencies")
cards = explore.cards(backlog)  # one unit each: people a quarter, weeks of work
Markdown(
    f"**{len(cards)}** items, **{cards['weeks'].sum():.0f}** person-weeks of work. "
    f"Two squads have **{explore.CAPACITY}** for new work in a quarter:"
)

# %% tags=["hide_input"]
explore.table(explore.capacity())

# %% [markdown]
# That is one person-week a squad each week. Ask for this table before you plan: the weeks on the calendar are not the weeks that you have.
# And each row is an estimate, so the weeks that are left are a range too. The work in hand is mended by the record, as the cards will be in part 3:

# %% tags=["hide_input"]
# claim: the_record_holds_the_work_in_hand
Markdown(explore.in_hand_words(data.load("work_items")))

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
# ## 1. Who is heard? (7 min)
#
# Everybody counts requests. Support has a list, sales has one, and somebody adds them up.

# %%
loud = predict(
    "loud",
    "Of the five items that were asked for most, how many are among the five of greatest value?",
    ["0", "1", "2", "3", "4", "5"],
)
loud

# %% tags=["hide_input"]
explore.show_voices(cards)

# %%
explore.table(explore.loudest(cards))

# %%
loud.reveal(*explore.heard(cards))

# %% [markdown]
# The item that is asked for most is not worth most.{{claim loud_is_not_dear}}
# Mentions measure who speaks. People who do not pay speak too, and one person can speak ten times.
# The loudest voice in the room is the **highest paid person's opinion**, the {{term HiPPO}} (Kohavi, Tang and Xu, 2020).
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
# **Features versus bug fixes.** Both compete for the same weeks, so they belong in one list and one unit: money a week, for each week of work.
# Here are the defect and the feature that lose most *for each week of work*.{{claim losses_are_for_each_week_of_work}}

# %%
explore.table(explore.defect_and_feature(cards))

# %% [markdown]
# **Your turn.** A defect loses 300 dollars a week and takes two weeks to mend. A feature brings 10,400 dollars a year, evenly, and takes one week.
# What does the better of the two save for each week of work, in dollars a week?
# <!-- lint number: an invented example to compute by hand -->

# %% practice="bug_or_feature"
bug_or_feature = ...
### BEGIN SOLUTION
bug_or_feature = max(300 / 2, 10_400 / 52 / 1)
### END SOLUTION

# %% [markdown]
# **Backlog management** is a routine, not a list. One owner looks at all cards once a month with the people who support and build.
# Each card is kept, merged with its twin, split, or dropped. A card that nobody defended for a year goes; whoever misses it will ask again.
#
# **Your turn.** Four cards come up on the monthly round.

# %% practice="backlog_routine"
backlog_routine = ...
backlog_routine = Board(
    "backlog_routine",
    {
        "old": "Fax import; last mentioned 14 months ago",
        "twins": "“Mail digest” and “Daily summary of mails”, two askers",
        "everything": "Permissions, roles, guests, audit and single sign-on",
        "fresh": "Undo a deleted task; three paying teams this month",
    },
    ["Keep", "Merge", "Split", "Drop"],
    title="The monthly round",
)
### BEGIN SOLUTION
backlog_routine.value = {
    "Keep": ["fresh"],
    "Merge": ["twins"],
    "Split": ["everything"],
    "Drop": ["old"],
}
### END SOLUTION
backlog_routine

# %% [markdown]
# {{misleads}} silence is read as contentment. People who left do not write to support.

# %% [markdown] objective="score"
# ## 2. Two scores and their small print (8 min)
#
# The simplest ruler has two scales and four quarters: the {{term value/effort matrix}}. Somebody has to draw the two lines.
#
# {{wrong}} Rename as many cards as you can without touching an estimate. Only move the lines.

# %%
explore.move_lines(cards)

# %% [markdown]
# A card is a "quick win" because of where a line stands. So the lines belong to the picture, in numbers, *before* the cards are placed.
# A line at the median makes half of all cards "high" whatever they are worth.
# "Pays back within a year" would mean something. But it is no level of either scale: it is a *ratio* of the two, a ray from the corner. So most scores divide.
#
# {{term RICE}} divides reach times impact times confidence by effort (McBride, 2016). Reach is people in a period, impact one of five steps, effort person-months.
#
# {{wrong}} Take the columns as they are.

# %%
careless = explore.careless_rice(backlog)

# %%
units = predict(
    "units",
    "Some rows count reach by the month, or effort in days. How many of the first ten drop out once that is mended?",
    ["0", "1", "2", "3", "4", "5"],
)
units

# %%
backlog.groupby(["reach_period", "effort_unit"])["item_id"].count().reset_index(name="items")

# %%
careful = explore.rice(cards)  # all reaches by the quarter, all efforts in one unit

# %% tags=["hide_input"]
explore.show_units(careless, careful, cards)

# %%
units.reveal(*explore.units(backlog))

# %% [markdown]
# Three months are three times a month only if *new* people come each month. The same people met again are counted once.
# So a period is more than a factor: ask who is in the count. Here both requesters took a third of a quarter's people, so three months make the quarter again.
#
# **Your turn.** 400 *new* people a month, impact 2, confidence 0.8, ten days of work. What is its RICE, by the quarter and the person-month?
# A quarter has 65 working days, so a person-month has 65/3; `prio.rice` takes lists, such as `[400]`, and converts by `period` and `unit`.
# <!-- lint number: an invented example to compute by hand -->

# %% practice="one_rice"
one_rice = ...
### BEGIN SOLUTION
one_rice = prio.rice([400], [2], [0.8], [10], period="month", unit="days")
### END SOLUTION

# %% [markdown]
# {{misleads}} it is printed with a decimal. Or where confidence and ranges count one doubt twice: part 3 draws the range, and keeps confidence. Impact has five steps and confidence three: two scores that differ in the third digit do not differ.

# %% [markdown] objective="doubt"
# ## 3. How sure is number one? (10 min)
#
# Each requester gave a low and a high, meant to hold the truth **four times in five**. RICE looked at the middle only.

# %%
ranges = explore.rice_ranges(cards)
order = prio.by_score(careful)
sure = predict(
    "sure",
    "Number 3 by RICE against number 6: how probable is it that number 3 really scores higher?",
    low=0.5,
    high=1.0,
)
sure

# %%
sure.reveal(prio.outranks(ranges[order[2]], ranges[order[5]]), "If the ranges are honest.")

# %% [markdown]
# Reach and effort are positive and can be far too high as easily as far too low. A **lognormal** estimate fits that, and its products and quotients are of the same kind.
# So the probability is exact, under three conditions: the ranges are honest, all errors are independent, and impact and confidence are fixed.
# None is quite true, and they do not err to one side. Ranges that are too narrow hide doubt. An error that both cards share, such as one squad's optimism, cancels: then the order is surer than it looks.
# That is so for a rank. In a **sum**, such as the end of a queue, a shared error adds up: then a date is less sure than it looks.
#
# `prio.outranks(a, b)` gives the probability that estimate `a` is above `b`. `ranges` has each card's score as an estimate, `order` the cards by rank: the first is `order[0]`.
#
# **Your turn.** Neighbours. How probable is it that number 3 really scores higher than number **4**?

# %% practice="third_before_fourth"
third_before_fourth = ...
### BEGIN SOLUTION
third_before_fourth = prio.outranks(ranges[order[2]], ranges[order[3]])
### END SOLUTION

# %% [markdown]
# Are the ranges honest? Work that is finished had ranges too, and now we know what it took.

# %%
work_items = data.load("work_items")
honest = predict(
    "honest",
    "Of 100 ranges that were meant to hold four times in five, how many did?",
    low=0.0,
    high=1.0,
)
honest

# %%
held = explore.coverage(work_items).loc["all"]
honest.reveal(held["held"], f"{held['low']:.0%} to {held['high']:.0%} with its doubt.")

# %% [markdown]
# They hold less often than they promise.{{claim ranges_hold_too_little}} People's ranges usually are too narrow (Alpert and Raiffa, 1982).
# Work that is new to its team has wider ranges than routine work.{{claim new_work_is_wider}} Are they wide enough?
#
# **Your turn.** Of the finished work that was **new** to its team (`familiarity`), which share of the ranges `days_low` to `days_high` held `days_spent`?

# %% practice="range_holds"
range_holds = ...
### BEGIN SOLUTION
new = work_items[work_items["familiarity"] == "new"].dropna(subset="days_spent")
range_holds = new["days_spent"].between(new["days_low"], new["days_high"]).mean()
### END SOLUTION

# %% [markdown]
# Do errors go together? If they did, work of one team, or of one {{term sprint}}, would be late together.

# %%
Markdown(explore.shared_words(work_items))

# %% [markdown]
# So the ranges of work cannot be used as they came. Finished work of the same kind says how to mend them: the outside view (Kahneman and Lovallo, 1993).
# The same *kind* has to hold for size too: most finished work is smaller than a card. Here larger work overran as much as all of it.{{claim overrun_holds_at_size}} But few records are as large as the largest cards:

# %%
Markdown(explore.size_words(work_items, explore.cards(backlog)))

# %% [markdown]
# For those the mend is a guess that reaches beyond its data.

# %%
record = explore.track_record(work_items)
explore.table(record.reset_index(), shares=["held"])

# %% [markdown]
# `times`: work took that many times the middle of its range. `wider`: so much wider a range must be, in logarithms, to hold as often as it promises.
# We multiply and widen, each card by its kind. Reach has no track record; its ranges stay, and stay in doubt.

# %%
given = explore.cards(backlog)
cards = explore.mended(given, record)  # from here on all weeks are mended
Markdown(explore.mending_words(given, cards))

# %% [markdown]
# Now all rulers at once. The same eight cards, five orders. Within a label of must or should the loudest card is first, as in many a meeting.
#
# {{try}} Follow one card. Then look at *How sure is RICE?* and drag the grip: how wrong must the estimate be before its place is in doubt?
# Last, give weight to what the chief executive likes, until the chief executive's idea wins. What would you have to believe?

# %%
rulers = explore.five_rulers(explore.shortlist(cards))
rulers

# %%
Markdown(explore.boss_words(cards))

# %% [markdown]
# A flip is the honest form of a quarrel about weights. Nobody has to say "your idea is bad". You ask: *should this one criterion decide that much of everything?*
# The winner flips where two straight lines cross (Triantaphyllou and Sanchez, 1997), so the number is exact. And say what you left out: it can be the better argument.
#
# Who is first by which ruler?

# %%
Markdown(explore.firsts_words(cards))

# %% [markdown]
# The rulers do not agree on one winner.{{claim rulers_name_different_firsts}} They **answer different questions**.
# Where they agree, decide quickly. Where they cross, talk.
#
# **Your turn.** Which ruler answers which question?

# %% practice="which_ruler"
which_ruler = ...
which_ruler = Board(
    "which_ruler",
    {
        "people": "How many people does it help, and how much?",
        "year": "What does a year of it bring for its work?",
        "week": "What does it cost if it comes a week later?",
        "promised": "What may not give way, whatever happens?",
        "steering": "What do we value, and how much of each?",
    },
    list(explore.RULERS),
    title="Five questions",
)
### BEGIN SOLUTION
which_ruler.value = {
    "RICE": ["people"],
    "Value / effort": ["year"],
    "CD3": ["week"],
    "MoSCoW label": ["promised"],
    "Weighted score": ["steering"],
}
### END SOLUTION
which_ruler

# %% [markdown]
# {{misleads}} five rulers are averaged into one. The mean of five questions answers none.

# %% [markdown] objective="score"
# ## 4. Musts, and what people feel (10 min)
#
# {{term MoSCoW}} sorts into must, should, could and won't (this time). Here are the requesters' own labels.

# %%
musts = predict(
    "musts",
    "A must is a promise. What are the musts of a plan held against?",
    ["All the cards", "The effort that is planned", "The weeks that there are"],
)
musts

# %%
names = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't"}
labels = cards["moscow"].map(names)
fit = prio.moscow_fit(labels, cards["weeks"], explore.CAPACITY)

# %% tags=["hide_input"]
explore.show_moscow(labels, cards["weeks"], explore.CAPACITY)

# %%
musts.reveal(*explore.held_against(fit), by="By DSDM's rule")

# %% [markdown]
# The musts alone need more weeks than there are.{{claim musts_exceed_capacity}} A share of the *plan* hides that: a plan can be twice the quarter.
# Its authors allow at most three fifths of the effort that can be had (DSDM Consortium, 2014). Shoulds and coulds *are* the buffer.
# The test: *would you cancel the release without it?* If there is a workaround, however ugly, it is a should.
#
# **Your turn.** Musts of 9 and 7 weeks, a should of 6, a could of 6; you have 26 weeks. Which share of what there is do the musts take?

# %% practice="must_load"
must_load = ...
### BEGIN SOLUTION
must_load = (9 + 7) / 26
### END SOLUTION

# %% [markdown]
# A could helps this release and may fall out; a won't serves another purpose, or is agreed for another release.
#
# **Your turn.** Clients of agencies get guest access. What is known of eight wishes for that release?
#
# | wish | what is known |
# |---|---|
# | Ranking of guests | the chief executive would like it |
# | Sort by date | the list of guests has a dozen rows |
# | End access | until it is there, support does it within the hour, day and night |
# | One project only | without it, each guest would see other clients' work |
# | Own web address | agreed with the agencies for the spring release |
# | Mail to the owner | without it, owners look at the list of guests |
# | Guest pictures | two agencies mentioned them |
# | Delete own data | the law gives guests this right; by hand, support cannot reach all copies |

# %% practice="release"
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
# A won't is **out of scope** for now, agreed and written down. You cannot please every user, and the list says whom you do not.
#
# What do people feel? The {{term Kano model}} asks twice: how would you feel *with* it, and how *without*? (Kano and others, 1984). The pair of answers is a letter:
# **M** must-be, **O** the more the better, **A** delights, **I** nobody cares, **R** wants the opposite, **Q** contradicts itself.

# %%
feel = predict(
    "feel",
    "What is the most frequent answer to the weekly ranking of people?",
    ["Attractive", "Indifferent", "Reverse", "Must-be"],
)
feel

# %%
asked = explore.answers(data.load("kano"), data.load("users"), data.load("accounts"))
felt = explore.feelings(asked)

# %% tags=["hide_input"]
explore.show_kano(felt, "Five features by what people feel")

# %%
ranking = felt.loc["activity_ranking"]
feel.reveal(*explore.felt(ranking))

# %% [markdown]
# How far does that go beyond the people who were asked?

# %%
users, accounts = data.load("users"), data.load("accounts")
Markdown(explore.mix_words(asked, users, accounts, "activity_ranking"))

# %% [markdown]
# To the ranking the most frequent answer is *reverse*, and it is clear.{{claim ranking_is_reverse}} Clear means ahead of the second by an exact sign test of the two, at a level of a tenth; without it a "?" stands in the picture.
# Fong's test (Fong, 1996) is the usual one. Its error is too small for two shares of one sample, so it says "clear" too often.
# The coefficients of Berger and others (1993) divide by A + O + M + I. **R and Q stand in no denominator**; they are reported beside it.
#
# **Your turn.** A mode shows the larger camp, a mean the middle where nobody stands. 60 people of one plan answer M (2 with, 5 without), 60 of another I (3, 3).
# What is the *worse* coefficient of all of them?

# %% practice="camps_average"
camps_average = ...
### BEGIN SOLUTION
camps_average = prio.kano([2] * 60 + [3] * 60, [5] * 60 + [3] * 60).worse
### END SOLUTION

# %% [markdown]
# So the question is not "is it wanted?" but **"by whom, and are they who we build for?"**
#
# {{misleads}} people imagine a feature that they have never used. Delight becomes duty in time; ask again.

# %% [markdown] objective="sequence"
# ## 5. What does waiting cost, and how sure is the date? (10 min)
#
# Value says *whether*. {{term cost of delay}} says *when*: what a week of waiting costs (Reinertsen, 2009).
# The two are not the same thing. Value that lasts loses a fifty-second part a week; value that fades, or customers who go elsewhere, lose more; a season that is far away loses little.
# By value and by delay the backlog has different orders.{{claim delay_is_not_value}}

# %%
simple = predict(
    "simple",
    "Job P: 4 weeks, 4,000 USD a week. Job Q: 1 week, 2,000 USD a week. Which first?",
    ["P: it costs more each week", "Q: it is short", "It makes no difference"],
)
simple

# %%
two = pd.DataFrame({"duration": [4, 1], "cost_of_delay": [4000, 2000]}, index=["P", "Q"])
simple.reveal(*explore.two_jobs(two), by="The sum says")

# %% [markdown]
# Divide the cost of delay by the duration: {{term CD3}} (Arnold and Yüce, 2013). For costs that run evenly no order beats falling CD3; Smith proved it (Smith, 1956).
#
# **Your turn.** Put three jobs into the order that loses least.

# %% practice="three_jobs"
three_jobs = ...
three_jobs = Ranking(
    "three_jobs",
    {"a": "A: 3 weeks, 3,000 USD a week", "b": "B: 1 week, 900", "c": "C: 2 weeks, 2,400"},
    title="Three jobs",
)
### BEGIN SOLUTION
three_jobs.value = ["c", "a", "b"]
### END SOLUTION
three_jobs

# %% [markdown]
# SAFe's {{term WSJF}} has the same shape, with points in place of money (Scaled Agile, 2023). The points are *relative to the smallest item of each column of one list*.
# So the same job has another score on another team's list. They cannot be added up, compared, or shown to finance as money.
#
# Now a queue with two **fixed dates**: before a date, waiting costs nothing; after it, a penalty. Every order of these jobs can be done: none waits for groundwork.
# What the **law** asks (`law`) is first and stays there. A fine is not the price of breaking the law, so no order may trade it for one. That is our rule, not the law's: what it costs, you see below.

# %%
jobs = explore.sequence_jobs(cards, dependencies)  # as they were asked for, weeks mended
explore.table(jobs[["title", "duration", "cost_of_delay", "due", "penalty", "law"]].round(1))

# %%
trap = predict(
    "trap",
    "The law first, the rest by CD3: in which share of the possible quarters are both dates kept?",
    low=0.0,
    high=1.0,
)
trap

# %% [markdown]
# **Your turn.** Find an order that you would sign, then commit. Weeks are the mended ranges: hundreds of possible quarters are drawn from them, each job for itself.
# Look at the *average* cost; within one per cent of the least is right. Only when you commit does the solver show the least of all orders.

# %% practice="first_queue"
first_queue = ...
first_queue = explore.DelayTetris("first_queue", jobs, title="Delay-cost Tetris")
### BEGIN SOLUTION
weeks = explore.possible_weeks(jobs)


def average(order):
    return explore.expected_cost(jobs, explore.law_first(jobs, order), weeks)


def moves(order):  # each job to each place
    for job in order:
        rest = [other for other in order if other != job]
        for place in range(len(order)):
            yield [*rest[:place], job, *rest[place:]]


order = explore.habits(jobs)["dates, then CD3"]
while average(better := min(moves(order), key=average)) < average(order):
    order = better
first_queue.value = {"order": [str(job) for job in order], "committed": True}
### END SOLUTION
first_queue

# %%
trap.reveal(*explore.trap(jobs))

# %%
weeks = explore.possible_weeks(jobs)
Markdown(explore.room_words(jobs, weeks))

# %%
# And the law, does it have to be first to be in time?
Markdown(explore.law_price_words(jobs, weeks))

# %%
# And had we believed the ranges as they came?
Markdown(explore.believed_words(given, jobs, weeks))

# %% [markdown]
# A date is not a straight line, and CD3 is a rule for straight lines. Alone it misses a date more often than it keeps it.{{claim cd3_misses_a_date}}
# A plan by middle estimates puts a date as late as it can, so a small slip before it is enough.
# So a promised date is placed as late as its *range* allows: a place earlier costs a little waiting, a place later a share of the penalty.
#
# {{misleads}} a date is not real. Ask: *what happens on the day after?* If the answer is "nothing", it is a wish.

# %% [markdown] objective="no"
# ## 6. What fits, and what a yes costs (10 min)
#
# What is left out is not lost: it waits a quarter. So an item is **worth** what that wait costs: thirteen weeks of its cost of delay, and the penalty of a date of this quarter.
# That is the unit of your queue. A year's value would be another one, and the two cannot be added.
#
# What the *law* asks this quarter is not in the competition. Look at what its weeks would save, beside the others'.

# %%
needs = explore.needs(cards, dependencies)
Markdown(explore.law_words(cards, needs))

# %% [markdown]
# Its fine is small: a week on it saves less than a third of what a week of the best set saves.{{claim the_law_saves_little}} The law asks all the same. So it is in before anything is compared; if it does not fit, you ask for weeks.
# A **leak** is not ranked either. What leaks is switched off on the day on which it is found; ask on Monday whether it is, because the backlog does not say.
# The card that closes it is in with the law, with its groundwork, before anything is compared. Nobody says no to it.{{claim the_leak_is_promised}}
#
# The usual way to fill the rest: sort by worth for each week of work, take from the top until it is full. But some items stand on groundwork.

# %%
top = explore.from_the_top(cards, needs)
bundles = explore.from_the_top(cards, needs, bundled=True)  # each with its groundwork
best = explore.best_plan(cards, needs)

# %%
fits = predict(
    "fits",
    "Rate each item together with the groundwork that it needs. How much more is that list worth than single cards?",
    low=0.0,
    high=2.0,
)
fits

# %% tags=["hide_input"]
plans = {"single cards": top, "bundles": bundles, "best set": best}
explore.show_plans(plans, explore.CAPACITY)

# %%
fits.reveal(*explore.bundled(cards, needs))

# %% [markdown]
# Groundwork has little worth of its own, so a list of single cards leaves it at the bottom, unless it came in for something else. What stands on it waits with it.
# **Bundle first**: that takes most of the way, by hand.{{claim bundles_go_most_of_the_way}} What a solver adds is measured from the bundles.
#
# But all of these sets are full *by middle estimates*, as the queue on paper was. Do they fit?

# %%
Markdown(explore.fits_words(cards, needs))

# %% [markdown]
# A set that is full by its middles fits less often than four times in five.{{claim full_plans_do_not_fit}} And a set has no order.
# A list never has to fit: what is at its end waits. So the plan is **one list**, down which both squads work.
# It is measured as your queue was: what each item costs a week **until it ends**, and its penalty if its date is missed. Law and leak are first; a date stands as late as its range allows; the rest goes by CD3, with its groundwork.
# Now not only the work is drawn: the weeks that are left, and what a week of waiting costs, are estimates too.

# %%
plan = explore.the_plan(cards, needs)
Markdown(explore.plan_words(cards, plan))

# %% [markdown]
# The front, what ends within the quarter four times in five, may be **promised**. What follows begins when weeks are left, and nobody is told a date.
# No promised date stands there.{{claim the_promise_is_the_front}} Dates that simply go first would cost no less.{{claim dates_are_not_simply_first}}
#
# Which assumption would turn it? Each deduction at its low and its high, the list made *again* each time.
# Nobody gave a range for cost of delay. It is drawn as noise, too high as often as too low; the *bias* of those who sell is not in it.

# %%
explore.table(explore.turns(cards, needs), shares=["last promise"])

# %% [markdown]
# A date is kept if the list holds it four times in five, and if the list with it costs less than the best without. One that is let go is paid for, and waits behind all that may end this quarter.

# %%
dates = explore.dates_one_by_one(cards, needs)
explore.table(dates, shares=["in time", "gains in"])

# %% [markdown]
# `weeks` is what it needs beyond what law and leak bring anyway. `low` to `high` is the gain in nine quarters of ten: not how exactly we computed it, but how differently it may turn out. Cost of delay is at most one and a half times off.

# %%
Markdown(explore.dates_words(cards, needs))

# %% [markdown]
# A date that is let go is let go *on purpose*: whoever is hurt hears it today, not in the week before.
#
# A yes has a price too. **Your turn.** A saves 10 dollars and takes 5 weeks, B 6 and 4, C 5 and 2. There are 7 weeks. What does a yes to B cost, net?

# %% practice="small_yes"
small_yes = ...
### BEGIN SOLUTION
small = pd.DataFrame({"value": [10.0, 6, 5], "weeks": [5, 4, 2]}, index=["A", "B", "C"])
with_b = prio.select(small["value"], small["weeks"], 7, always=["B"])
small_yes = prio.select(small["value"], small["weeks"], 7).value - with_b.value
### END SOLUTION

# %% [markdown]
# {{misleads}} what a week costs is the requester's hope. The list is computed, its inputs are not. Doubt those who have something to sell, and see what moves:

# %%
Markdown(explore.trust_words(cards, needs, plan))

# %% [markdown] objective="slice"
# ## 7. Cut the epic, write the words (10 min)
#
# *Approvals* is an {{term epic}}: too large for one go. Where do you cut?

# %%
cut = predict(
    "cut",
    "Which cut goes through every layer?",
    [
        "By layer: data first, screens later",
        "By case: one path, one kind of user",
        "By quality: tests later",
    ],
)
cut

# %%
cut.reveal(*explore.cut(), by="By convention")

# %% [markdown]
# A {{term vertical slice}} goes through all layers for one kind of user and one path. It leaves out *cases*, not quality.
# Draw what the user does from left to right, the variants below each step, and cut the first row (Patton, 2014).
#
# **Your turn.** The epic is *Clients approve offers*: an offer is written, sent, read, answered and filed. Draw the first row: which variants of the five steps go into it?
# One kind of client, one path, through every step; no step is left out, and none is there twice.

# %% practice="first_row"
first_row = ...
first_row = Board(
    "first_row",
    {
        "plain": "Write: type the text",
        "template": "Write: take it from templates",
        "link": "Send: a link by mail",
        "portal": "Send: into the client's own portal",
        "page": "Read: a page for one client",
        "group": "Read: several clients, each with rights",
        "yes": "Answer: yes, or no with a reason",
        "rounds": "Answer: change the text in rounds",
        "stands": "File: the answer stands at the offer",
        "archive": "File: an archive with search",
    },
    ["First row", "Later"],
    title="Cut the first row",
)
### BEGIN SOLUTION
first_row.value = {
    "First row": ["plain", "link", "page", "yes", "stands"],
    "Later": ["template", "portal", "group", "rounds", "archive"],
}
### END SOLUTION
first_row

# %% [markdown]
# A **minimum viable product**, {{term MVP}}, is the smallest thing that teaches what you most need to know (Ries, 2011).
# Version 1 minus quality is no MVP: if approvals leak, you learn that people leave when approvals leak.
#
# **User stories:** a {{term user story}} says who, what and why. It is an invitation to talk. Many teams would write this one:

# %%
story = "As a user, I want to manage approvals and a settings page and reports, so that it is easy."
explore.show_findings(story, prio.lint_story(story))

# %% [markdown]
# The letters are {{term INVEST}}: independent, negotiable, valuable, estimable, small, testable (Wake, 2003).
#
# **Your turn.** Which letter does each story break first?

# %% practice="invest"
invest = ...
invest = Board(
    "invest",
    {
        "table": "As an owner, I want a table with a foreign key to tasks, so that nothing is lost.",
        "manage": "As an owner, I want to manage approvals, so that nothing leaves unseen.",
        "user": "As an owner, I want approvals, so that tasks can be approved.",
        "easy": "As an owner, I want approving to be easy, so that members do it.",
        "after": "As an owner, I want part 2 of approvals, after part 1, so that both work.",
    },
    ["Independent", "Negotiable", "Valuable", "Small", "Testable"],
    title="Five stories",
)
### BEGIN SOLUTION
invest.value = {
    "Negotiable": ["table"],
    "Small": ["manage"],
    "Valuable": ["user"],
    "Testable": ["easy"],
    "Independent": ["after"],
}
### END SOLUTION
invest

# %% [markdown]
# A story says *what for*. A criterion says *when it is done*: {{term Given/When/Then}} (North, 2006). A state, one event, something that can be seen.

# %%
vague = """When the member finishes a task
And the approver clicks approve
Then it works correctly"""
explore.show_findings(vague, prio.lint_criterion(vague))

# %% [markdown]
# **Your turn.** Write one for *Undo a deleted task*: three lines or four, which begin with Given, When and Then.

# %% practice="write_criterion"
write_criterion = ...
write_criterion = explore.Draft(
    "write_criterion", "criterion", "One criterion, one case of undoing:", rows=4
)
### BEGIN SOLUTION
write_criterion.value = {
    "text": """Given a task that a member deleted today
When the member chooses Undo
Then the task stands in its list again
And its comments stand below it"""
}
### END SOLUTION
write_criterion

# %% [markdown]
# {{misleads}} the linter is content. It finds slips; it cannot tell whether the story is worth anything.

# %% [markdown] objective="write"
# ## 8. One document, one no, Monday (10 min)
#
# A **product requirements document**, {{term PRD}}, is what everybody can check their work against. One to three pages:
#
# | part | it answers | it fails when |
# |---|---|---|
# | problem, evidence | whose, how often, how do we know? | the feature is the problem |
# | outcomes | what changes, by how much, by when? | it lists output |
# | scope, {{term non-goals}} | what is in; what was wanted and stays out? | non-goals are nobody's wish |
# | stories, {{term acceptance criteria}} | when is it done? | "works correctly" |
# | edge cases | who is hurt, locked out, exposed? | "to be discussed" |
# | priority | why now, and what would turn it? | a score stands for an argument |
# | risks, open questions | what do we not know, who finds out? | both are empty |
#
# **Product specs** go further: they say *how* it looks and behaves. "The list shows 20 tasks, the oldest first" is a line of a spec; "the approver finds the oldest task first" is one of a PRD.
#
# **Your turn.** Mark this one with the rubric by which yours will be read. A 4 needs every word of its sentence, a 2 the next; else it is 0 or 1.
#
# > **PRD: comments without signal.** *Problem:* Mobile users are unhappy with comments; support says so. *Outcomes:* Commenting becomes easy and the experience better.
# > *Scope:* A comment typed without signal is kept on the phone and sent later, for business teams with field staff. Not: pictures, wanted by marketing, because size is not understood yet.
# > *Edge cases:* To be discussed. *Priority:* RICE puts it third.
#
# | criterion | 4 | 2 |
# |---|---|---|
# | Evidence | numbers with source and segment, and what is not known | a problem is named; evidence is opinion or an average |
# | Outcomes | a change in behaviour with number, cohort and date | output is listed; a thing would exist by a date |
# | Scope | a slice for one kind of user; a non-goal that somebody wanted, with the reason | a list of features; non-goals are nobody's wish |
# | Edge cases | what is kept of whom, and who could not use it | some cases are named, without what happens then |
# | Priority | what it pushes out, and which estimate would turn it | a score or a label stands for the argument |

# %% practice="mark_prd"
mark_prd = ...
mark_prd = Board(
    "mark_prd",
    {
        "evidence": "Evidence",
        "outcomes": "Outcomes",
        "scope": "Scope",
        "edges": "Edge cases",
        "priority": "Priority",
    },
    ["4", "2", "0 or 1"],
    title="Marks",
)
### BEGIN SOLUTION
mark_prd.value = {
    "4": ["scope"],
    "2": ["evidence", "priority"],
    "0 or 1": ["outcomes", "edges"],
}
### END SOLUTION
mark_prd

# %% [markdown]
# {{misleads}} it is finished before anybody talked. Cagan (2017) warns of papers that replace finding out whether a thing is worth building.
#
# Back to the inbox. **Ruthless prioritisation** is a sentence that you have to say aloud. It has four parts: the decision, the evidence, the price of a yes, what would change your mind.
#
# And one thing stands in no ruler. A ranking of people by finished tasks is *monitoring of workers*, whoever asked for it.
# The UK's data protection authority asks for a purpose, a lawful basis, the least intrusive means, and that workers are told (Information Commissioner's Office, 2023). That is a question for legal and for the customers' staff before it is one of value.
#
# What does a yes cost, and how sure is it?

# %%
Markdown(explore.settled(cards, needs, plan))

# %% [markdown]
# Was that easy? Practise on one that hurts.

# %%
Markdown(explore.hardest_no(cards, needs, plan))

# %% [markdown]
# Whoever is next in line deserves the sum, and the estimate that could move the line. Say which one you will have by when.
#
# **Your turn.** The chief executive asks why the ranking is not in the plan. Write what you say, in three to five sentences, with numbers of this lesson. Then read it aloud: it has to fit into 90 seconds.

# %% practice="say_no"
say_no = ...
say_no = explore.Draft(
    "say_no",
    "no",
    "Why is the ranking not in the plan?",
    checks=explore.no_checks(cards, needs, plan, asked, users, accounts),
    rows=4,
)
### BEGIN SOLUTION
say_no.value = {"text": explore.model_no(cards, needs, plan, ranking)}
### END SOLUTION
say_no

# %% [markdown]
# And the **two customers** who were told? They hear it this week, from the chief executive, with your page in hand:
#
# > *We said that you would get a weekly ranking of people. We will not build it this quarter. The answer that we heard most often is that people want the opposite, and it would put your staff under watch.*
# > *What did you hope to see with it? If it is whether work gets done, we can show it by team, without names, and ask your staff first.*
#
# A promise that is taken back early costs a talk; one that is broken late costs the account.
#
# {{misleads}} you win: a chief executive can know something that is not in the data. Ask.
#
# Back to your guess.

# %%
first.reveal(*explore.no_single_ruler(explore.shortlist(cards)), by="We would say")

# %% [markdown]
# What you can send is not a score. It is a plan with rules, written before the next argument:
#
# | if | then |
# |---|---|
# | a promise has a real date | it is placed where its *range* still keeps it, and its penalty counts as often as it is missed |
# | nothing has a date | the queue goes by CD3 |
# | the law asks for it this quarter, or it closes a leak | it is in and first, before anything is compared |
# | work takes longer than its middle | the end of the one list waits; only its front was promised |
# | an item stands on groundwork | it is rated together with it |
# | two items' order is hardly better than a coin toss | we do not argue about it; we ask which teaches more |
# | musts exceed three fifths of the weeks that there are | the release is cut before it begins |
# | a feature divides the plans | it is built for the plan that it serves, and named there only |
# | somebody wants an item in | they say what goes out |

# %% [markdown]
# ## What we have now
#
# - **One list in one unit**, a routine for it, and a look at who estimated.
# - **Lines, units and ranges** stated before any rank, and ranges mended by what work took.
# - Ranks and dates as **probabilities**, and the weight at which a winner flips.
# - **Musts against the weeks that there are**, and a won't that is kept.
# - A queue by **what waiting costs**, with room before its dates; a quarter as **one list**, its front promised.
# - A **slice**, a **story**, a **criterion**, a **document**, a **no**, and a promise taken back in time.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | RICE | reach times impact times confidence / effort | `prio.rice(..., period=..., unit=...)` |
# | A ahead of B | $\Phi\left((\mu_A-\mu_B)/\sqrt{\sigma_A^2+\sigma_B^2}\right)$ of the logarithms | `prio.outranks(a, b)` |
# | Flip | where two lines in the weight cross | `prio.winning_weights(marks, weights, item, criterion)` |
# | Must share | weeks of musts / weeks that there are | `prio.moscow_fit(labels, effort, capacity)` |
# | Better, worse | (A+O) and -(O+M), each over A+O+M+I | `prio.kano(functional, dysfunctional)` |
# | Is the first category clear? | exact sign test of the first two | `prio.kano(functional, dysfunctional, alpha).clear` |
# | Mended range | middle times `times`, `wider` in logarithms | `explore.mended(cards, explore.track_record(work_items))` |
# | CD3 | cost of delay / duration | `prio.cd3(cost_of_delay, duration)` |
# | Does a set fit? | share of possible quarters | `explore.chance_that_fits(possible, items, capacity)` |
# | Average cost of an order | mean over possible quarters | `explore.expected_cost(jobs, order, weeks)` |
# | The one list | what waiting and missed dates cost on average; its front is promised | `explore.the_plan(cards, needs)`, `explore.list_cost(cards, order)` |
# | Gain of a date | difference of two lists, quarter by quarter | `explore.dates_one_by_one(cards, needs)` |
# | Best set | greatest worth within capacity and needs, law and leak always in | `prio.select(worth, effort, capacity, needs, always)` |
# | Story, criterion | INVEST; Given/When/Then | `prio.lint_story(text)`, `prio.lint_criterion(text)` |
#
# ### Words
#
# {{terms}}
#
# ### Sources
#
# {{sources dsdm-2014 ico-2023 scaled-agile-2023}}
#
# ### Go on
#
# **[The assignment →](../exercises/prioritisation/prioritisation.ipynb)** Twelve questions that the job asks, and the document for approvals.
