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
# # 11. Agile delivery and flow: when will it be done?
#
# Wednesday, 1 July 2026. A hospital group will sign with Kitewell once there is an *audit trail*: who changed what, and when.
# The team `core` has cut what is left into **twelve stories**. Sales asks you: "When will it be done? Your date goes into the contract."
#
# Each week later in the contract costs 1,000 dollars of fees. A date that breaks costs 30,000 dollars, and a customer's trust.
#
# <!-- lint number: terms of the contract, given; kept in evidence.py -->

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import delivery as explore
from course_utils.toolkit import delivery
from course_utils.widgets import predict

charts.use()
items = data.load("work_items")
NOW = explore.NOW  # Monday, 29 June 2026: whole weeks are known until here

# %% [markdown]
# Here is the sum that was done in the team.

# %% tags=["hide_input"]
explore.show_sum(items)

# %%
kept = predict("kept", "How likely is it that all twelve are done by that Friday?", form=".1%")
kept

# %% [markdown]
# Keep your guess. Part 5 answers it, and the end says what to put into the contract.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes, then 60 for the exercises and 40 for your memo. You need pandas as in lesson 7.
# Each part asks you once to do something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %% [markdown] objective="measure"
# ## 1. How long does one take? (8 min)
#
# Begin with one thing. Core begins a piece of work today. `work_items` has when each was asked for, begun and finished.

# %%
promise = predict(
    "promise",
    "After how many days would you promise it, to be right 85 times in a hundred?",
    low=1,
    high=60,
    step=1,
    form=".0f",
)
promise

# %%
core = explore.in_span(explore.of(items, "core"), "started_at", "2026-01-05")
days = delivery.cycle_times(core)
level = delivery.service_level(days, 0.85)

# %% tags=["hide_input"]
promise.show(explore.show_times(days))

# %%
promise.reveal(level.days, explore.level_said(days))

# %% [markdown]
# The days from begin to done are the {{term cycle time}}. Here both ends count, so that what begins and ends on one day took 1.
# Times like these have a long tail, so the mean is no promise. More than a quarter of them take longer.{{claim mean_is_no_promise}}
#
# A promise needs a {{term percentile}}: the time that a share of the past did not exceed. "85 % take so many days or fewer" is a {{term service-level expectation}}.
# Which share? That is a choice, and part 6 makes it.
#
# {{wrong}} Take the percentile from the wrong end.

# %%
Markdown(
    f"15th percentile: **{delivery.percentile(days, 0.15):.0f}** days. "
    f"85th: **{delivery.percentile(days, 0.85):.0f}** days."
)

# %% [markdown]
# For a *time* the safe end is the high one. For an *amount* it is the low one. Say the promise aloud, and you hear which you have.
#
# {{misleads}} only what is finished has a cycle time. What is stuck today has none. So look at the age of what is open, too. On Monday, 29 June:

# %%
explore.ages(items, "core", level.days)

# %% tags=["hide_input"]
Markdown(explore.ages_said(items, "core", level.days))

# %% [markdown]
# The last number is the one to agree on. What is open is {{term censored}}: it will have taken at least its age. The {{term Kaplan-Meier estimator}} counts it for as long as it was seen.
#
# **Your turn.** The team `growth`, everything **begun since 30 June 2025**: within how many days were **85 %** done?
# (`explore.of` and `explore.in_span` keep the rows.)

# %% practice="growth_level"
growth_level = ...
### BEGIN SOLUTION
growth = explore.in_span(explore.of(items, "growth"), "started_at", "2025-06-30")
growth_level = delivery.service_level(delivery.cycle_times(growth), 0.85).days
### END SOLUTION

# %% [markdown] objective="limit"
# ## 2. Begin more, or finish more? (9 min)
#
# Through 2025 core began whatever was asked for, up to sixteen things at once. On 5 January 2026 it set itself a limit: **six**.
# The people are the same. What did the limit do?

# %%
limit = predict(
    "limit",
    "Core begins at most six things at once. What happens?",
    [
        "Fewer things get done, each as fast as before",
        "About as many things get done, each of them faster",
        "About as many things get done, each as fast as before",
    ],
)
limit

# %%
beside = explore.before_and_after(items)

# %% tags=["hide_input"]
limit.show(explore.show_flow(items))

# %%
limit.reveal(*explore.limit_said(items))

# %%
limit.show(beside.T.round(1))

# %% [markdown]
# What is begun and not done is {{term work in progress (WIP)}}. What is done in a week is the {{term throughput}}.
# Before and after are two seasons, and what is asked for is no constant: the table has it. So look at the teams without a limit, too: core's time fell by more than that of any of them.{{claim core_fell_most}}
#
# Sixteen things share the same hands, so each waits most of its life. Six things share them too, and each waits less.{{claim limit_made_it_faster}}
#
# {{term Little's law}} (Little, 1961) ties the three together: *WIP = throughput times cycle time*, as averages. Could you have known before?
# The law needs a *stable* span: as much in progress at its end as at its beginning, and as old (Vacanti, 2015). So ask that first, of the half-year before the limit:

# %%
team = explore.of(items, "core")
half_year = delivery.flow_check(team, "2025-06-30", "2026-01-05")
half_year.stable

# %% [markdown]
# Whatever it says: take the longest part of it that *is* stable. It may be the whole.
# That is for reading the law. A forecast takes all weeks: to pick the stable ones would be to pick the data.

# %%
first, last = explore.stable_span(team, "2025-06-30", "2026-01-05")
before = delivery.flow_check(team, first, last)
foretold = delivery.littles_law(wip=6, throughput=before.throughput)

# %% tags=["answers"]
Markdown(explore.law_said(items))

# %% [markdown]
# **The law foretold about what came.**{{claim law_foretells}} Its model of the team is one number, the pace, taken as given.
# That is where it breaks. With fewer things than people, somebody has nothing to do, and the pace falls. And no limit makes a thing faster than the hands on it:

# %% tags=["answers"]
Markdown(explore.floor_said(items))

# %% [markdown]
# So before you name a target, compute the *touch time*: the days for which hands are on a thing if it never waits. **Well below its mean no limit leads on average.**{{claim hands_take_longer_than_one}}
# Person-days times seven fifths is a rough one, a few per cent too long: what is done within a week has no weekend in it. And it is a mean; a small thing takes less.
#
# {{wrong}} Take a span that is not stable. The tracker began in January 2025 with an empty board:

# %%
filling = delivery.flow_check(team, "2025-01-06", "2025-03-31")
Markdown(
    f"First quarter, stable: {filling.stable}. By the law **{filling.by_law:.1f}** days; what was finished "
    f"had taken **{filling.cycle_time:.1f}**. In progress {filling.wip_start}, then {filling.wip_end}.\n\n"
    f"The span above, stable: {before.stable}. By the law **{before.by_law:.1f}** days; what was finished "
    f"had taken **{before.cycle_time:.1f}**. In progress {before.wip_start}, then {before.wip_end}."
)

# %% [markdown]
# The board was filling up. What is finished is young, and the slow ones are still open, so the mean of the finished is too low.{{claim law_needs_a_stable_board}}
#
# {{misleads}} the clock starts when *you* begin. For whoever asked, it started when they asked:

# %%
Markdown(explore.clocks_said(items))

# %% [markdown]
# A limit makes begun work fast. It does not make more of it. What is asked for beyond the pace now waits where all can see it. Say which clock you promise by.
#
# **Your turn.** `platform`: take the longest stable span between **30 June 2025** and **29 June 2026**. How many **days** would a thing take on average, if **five** were in progress on average and the pace stayed?

# %% practice="five_at_once"
five_at_once = ...
### BEGIN SOLUTION
platform = explore.of(items, "platform")
span = explore.stable_span(platform, "2025-06-30", NOW)
five_at_once = delivery.littles_law(
    wip=5, throughput=delivery.flow_check(platform, *span).throughput
)
### END SOLUTION

# %% [markdown] objective="limit"
# ## 3. Everybody busy (10 min)
#
# Your manager sees people without a task and asks: "Can we load them fully?" Begin with one desk, made up.
# It reviews ten changes a week. **Eight** come in, at random, and each stays half a week on average, waiting and review together.

# %%
nine = predict(
    "nine",
    "Now nine come in a week. How many weeks does one stay?",
    low=0,
    high=3,
    step=0.05,
    form=".2f",
)
nine

# %%
desk = delivery.mm1(arrivals=9, service=10)

# %% tags=["hide_input"]
nine.show(explore.show_waits())

# %%
nine.reveal(
    desk.time, "One more in eight, and the time doubles. At ten it has no end.", by="By the formula"
)

# %% [markdown]
# The share of time in which the desk is busy is its {{term utilisation}}. Time goes with 1 / (1 - utilisation): the last tenth costs more than all before (Kleinrock, 1975).
# It comes from chance: work arrives unevenly and takes unevenly. Unevenness is measured by the *coefficient of variation* (cv), the standard deviation over the mean: 1 for pure chance, 0 where all is alike.
# Kingman (1961) has all in one formula: load, times unevenness, times the work. A day of work each, at five loads; then the same with work that is cut alike:

# %%
loads = (0.7, 0.8, 0.9, 0.95, 0.98)
uneven = [delivery.kingman_wait(load, 1, cv_arrivals=1, cv_service=1) for load in loads]
even = [delivery.kingman_wait(load, 1, cv_arrivals=1, cv_service=0) for load in loads]
Markdown(
    "Mean wait in days: "
    + "; ".join(
        f"busy {load:.0%}, **{one:.1f}**, cut alike {other:.1f}"
        for load, one, other in zip(loads, uneven, even, strict=True)
    )
)

# %% [markdown]
# That is the answer to the manager, for a desk: loaded fully, what comes in waits without end, however able the people are.
#
# The manager's other wish is to *begin* more. For that, a whole team. You set how many things are begun at once, and how much of the time you promise. Guess first, with one of the two held still.

# %%
loaded = predict(
    "loaded",
    "Five people, twelve weeks, all of their time is promised. Whose work is worth more in the end?",
    ["Five at once", "Eight at once", "It makes hardly any difference"],
)
loaded

# %%
lab = explore.flow_lab()
lab

# %%
loaded.reveal(*explore.lab_said(), by="In the lab")

# %% [markdown]
# And the other lever? All four together, on average over the same hundred lucks:

# %%
loaded.show(explore.lab_table())

# %% [markdown]
# Look at the column *busy* first, then at *worth*. Where all is promised people are as busy with five as with eight. Nobody had to work harder. **How busy people are does not say what their work is worth.**
# Two things at once cost part of a day, and a promise that waits loses its worth.
# **Load hurts where much is begun.** With five at once, to promise all costs next to nothing here: what comes in is even, and whoever is free helps. With eight it costs more than twice as much, for hardly anybody is free.
#
# So the answer to the manager is: *let us look at the work, not at the people. What waits, and for how long?* Reinertsen (2009) would have you control the size of the queue, not how busy people are.
#
# {{misleads}} the lab's three assumptions do not hold: nobody changes tasks, nothing loses worth, nothing gets stuck. Then only the queue of chance is left, and the formula above speaks.
#
# **Your turn.** A made-up desk serves **twelve** requests a week, and **nine** come in. For how many **working days** (five a week) does one stay on average?

# %% practice="desk_days"
desk_days = ...
### BEGIN SOLUTION
desk_days = delivery.mm1(arrivals=9, service=12).time * 5
### END SOLUTION

# %% [markdown] objective="measure"
# ## 4. Where do the days go? (6 min)
#
# A colleague says that `platform` is slow because its people are. Look at the days before you look at people.

# %%
stuck = predict(
    "stuck",
    "Of platform's working days between begin and done, what share is marked as blocked?",
)
stuck

# %%
done = {
    team: explore.in_span(explore.of(items, team), "finished_at", "2025-06-30", NOW)
    for team in explore.TEAMS
}
active = {team: explore.efficiency(rows) for team, rows in done.items()}

# %% tags=["hide_input"]
stuck.show(explore.show_efficiency(active))

# %%
stuck.reveal(*explore.stuck_said(active))

# %% [markdown]
# {{term Flow efficiency}} is active time over all time. **Things get stuck in platform more often than in the other teams.**{{claim platform_is_stuck_most}}
# Speed of hands does not help what is stuck. And is platform slow? Mean calendar days of what was done:

# %%
{team: round(float(delivery.cycle_times(rows).mean()), 1) for team, rows in done.items()}

# %% [markdown]
# There are two ways to count what is active. In each team the first gives more:{{claim boards_flatter}}
#
# - by the *board*: all days that nobody marked as blocked;
# - by the *hands*: person-days of work that went into it.
#
# A board marks what is stuck. It does not mark what waits in somebody's list. So the first number flatters.
#
# And sum first, then divide. A mean of each item's share gives a short one as much say as a long one.
#
# {{misleads}} somebody makes it a target. Marking less as blocked raises it at once.
#
# **Your turn.** `platform`, what was **finished** from **6 January 2025** up to **5 January 2026**: flow efficiency by the *board*, sum over sum?
# (`explore.efficiency` has a row for each way to count.)

# %% practice="platform_board"
platform_board = ...
### BEGIN SOLUTION
earlier = explore.in_span(explore.of(items, "platform"), "finished_at", "2025-01-06", "2026-01-05")
platform_board = explore.efficiency(earlier).loc["board", "ratio_of_sums"]
### END SOLUTION

# %% [markdown] objective="forecast"
# ## 5. How many, and when? (10 min)
#
# No estimate is needed for it. The weeks that core has worked are the best witness of the weeks to come.

# %%
four = predict(
    "four",
    "How many things will core finish in four weeks, to be right 85 times in a hundred?",
    low=0,
    high=30,
    step=1,
    form=".0f",
)
four

# %%
history = delivery.throughput(explore.of(items, "core"), "2025-06-30", NOW)
many = delivery.how_many(history, 4)

# %% tags=["hide_input"]
four.show(explore.show_many(many, history))

# %%
four.reveal(delivery.at_least(many, 0.85), explore.many_said(many, history))

# %% [markdown]
# Draw a past week by lot, then another, until four are drawn. Do it ten thousand times: that is a {{term Monte Carlo forecast}} (Vacanti, 2020). `how_many` does the same sum exactly.
#
# Now the twelve stories. Four sums, each a little more honest:

# %%
steps = explore.four_sums(items)

# %% tags=["answers"]
steps

# %% [markdown]
# - **All** that core finishes, or **stories**? Bugs and tasks go on. They take their share of each week.
# - **Twelve**, or twelve **and what is begun**? Begun stories are in front. Of those not begun, the audit trail goes first: so core has agreed.
# - **Any twelve**, or **these**? A count is full with any stories. The hospital group waits for the slowest of its own. So draw when each of the twelve is begun (a place is free when something is done), then how long it takes, and take the last to end.
#
# Only the last row answers the question that was asked. It needs two histories, and both are choices:
#
# - *How long does one take?* As long as a story that was begun *under the limit*, as the twelve will be. Those that are open count at their age.
# - *How many are begun a week?* The last year has the most weeks, the last quarter is nearest. Which will the coming weeks be like? Nobody knows. So half of the futures draw from the year, half from the quarter.
#
# {{wrong}} Take another history for how long one takes:

# %% tags=["answers"]
explore.three_histories(items)

# %% [markdown]
# What was *finished* lately holds stories that were begun before the limit, under policies that are gone.{{claim some_are_older_than_the_limit}} Its days may be too long.
# What was begun since and *is done* leaves out what is stuck today. Its days are never longer than those with the open ones. So neither is what you sell.
#
# What does the last row of the four sums say of the team lead's Friday?

# %%
audit = explore.audit(items)
kept.reveal(*explore.kept_said(items))

# %% [markdown]
# The date was less likely than not, and by far.{{claim the_sum_was_hopeless}} It took everything for stories, and that alone sank it. A dozen of *anything* would more likely than not have come by then; a dozen stories, seldom.{{claim stories_sank_the_sum}}
# It forgot what was begun as well, and that the customer waits for the slowest. That it was an average mattered less: its weeks were rounded up.{{claim stories_sank_the_sum}}
#
# {{try}} Would such forecasts have been kept? First amounts. Every fourth Monday of the last year, promise for four weeks, for each team:

# %%
past = explore.back_test(items, teams=explore.TEAMS, weeks=4, history=26, confidence=0.85)

# %% tags=["answers", "hide_input"]
explore.back_test_said(past)

# %% [markdown]
# An average is little better or worse than a coin.{{claim averages_are_a_coin}} The promise of an amount at 85 % was kept at least as often as it said.{{claim promises_were_kept}}
# Why more often? A whole number of things is a little surer than asked for. And four weeks in a row vary less than four drawn by lot.{{claim weeks_even_out}}
#
# But what you sell is another forecast: a *date* for the very next twelve stories of core. So examine that one, by the rule of the sale, each Monday with 26 weeks behind it.
# Ask it twice. A date that is far too late is always kept, and looks good. Only even odds show that it is too late: they have to break about as often as they say.
# Decide before you look what would move the date of the sale: dates that were kept less often than said, for a cause that today's forecast does not draw.
# Each date is one that came while the policies of its Monday held. Beside it stands a count of any stories:

# %%
dates = explore.back_test_dates(items)

# %% tags=["answers"]
explore.dates_table(dates)

# %% tags=["answers", "hide_input"]
explore.dates_said(dates)

# %% [markdown]
# These Mondays overlap: neighbours wait for the same stories. So they are few tests, and a few coins often fall alike. Read the side, how late, and the cause. What is drawn already is no reason to move the date; the fact sheet has the day by the lean weeks alone.
# Compare what the count said with what the twelve did by its date. The last of the twelve decides. **Forecast what is sold.**
#
# {{misleads}} the coming weeks are of another kind: somebody leaves, August comes, stories split on the way. What is added has to be in the count.
# Or another story overtakes one of the twelve. So no other story is begun while one of them waits. Bugs and tasks keep their share: the history of *stories* holds only as long as they do. A team that puts the trail before its bugs is earlier, and somebody has to tell support which bugs wait.
#
# **Your turn.** `growth`, history from **30 June 2025**: how many things in the next **six** weeks, at **85 %**?

# %% practice="growth_six"
growth_six = ...
### BEGIN SOLUTION
pace = delivery.throughput(explore.of(items, "growth"), "2025-06-30", NOW)
growth_six = delivery.at_least(delivery.how_many(pace, 6), 0.85)
### END SOLUTION

# %% [markdown] objective="forecast"
# ## 6. What do you promise? (10 min)
#
# A forecast is a curve. A contract wants a day. Between the two lies one number: how sure do you want to be?
# Make sixteen promises, one for each team on four Mondays. Each is for twelve stories, at the prices of the contract: a week later costs 1,000 dollars, a broken date 30,000.
# What comes is drawn by lot from the same weeks, so only your *confidence* is judged.
#
# <!-- lint number: terms of the contract, given; kept in evidence.py -->

# %%
cone = explore.forecast_cone(items)
cone

# %% [markdown]
# Surer is later. How sure is sure enough depends on what each side costs. One luck says little: look at the second number of each line, the mean of all lucks.
#
# Are chances stated *well*? The mean squared distance between the chance and what came (1 or 0) is the {{term Brier score}} (Brier, 1950). It is 0 at best.
# A coin that is called a coin gets a quarter. Compare it only between people who speak of the *same* dates: whoever picks only safe dates has a low one without skill.
#
# For the contract the sum is short: the price of waiting, and the chance to break times its price.

# %%
costs = explore.promise_costs(audit, week_cost=1_000, broken_cost=30_000)

# %% tags=["hide_input"]
explore.show_costs(costs)

# %% [markdown]
# The cheapest week lies well beyond the team lead's, at a chance far above one half.{{claim cheapest_is_sure}} 85 % is a habit. The costs decide.
# A week later never costs more than its fee. Look how flat the curve is before you quarrel over a week.
# And here late by a day costs as much as late by a quarter. Ask the customer how late hurts: with another price it is another day.
#
# **A date that others hang on** is a {{term milestone}}. Three teams must be ready, each promises at 85 %:

# %%
together = delivery.all_on_time([0.85, 0.85, 0.85])
Markdown(
    f"All three on time: **{together.estimate:.0%}** if they are late independently; between "
    f"{together.low:.0%} and {together.high:.0%}, however they hang together."
)

# %% [markdown]
# So a deadline for the whole needs more from each part, or fewer parts. That is project management in one line: milestones, deadlines, resources.
# The third is people. If some are away, history is too bright: {{term capacity}} is days that people are there, times a *focus* from the past.

# %%
focus = delivery.focus_factor(done=24, days=40)  # a made-up sprint: 24 points in 40 days
delivery.sprint_capacity(days=[10, 10, 5, 0], focus=focus)

# %% [markdown]
# And on the way a {{term burndown}} says whether it is the work or the scope that moves. Made up: forty points, three fortnights with six done in each, nine and three added.

# %%
delivery.burndown(40, done=[6, 6, 6], added=[0, 9, 3])[["remaining", "without_change"]]

# %% [markdown]
# {{misleads}} a promise becomes a target. Then people cut tests to keep it, and the next history is worse.
#
# **Your turn.** Another contract for the same stories (`audit`): a week costs **500** dollars, a broken date **60,000**. Which **week** is the cheapest promise on average?
#
# <!-- lint number: an invented contract, the same in every company -->

# %% practice="cheapest_week"
cheapest_week = ...
### BEGIN SOLUTION
other = explore.promise_costs(audit, week_cost=500, broken_cost=60_000)
cheapest_week = other["costs"].idxmin()
### END SOLUTION

# %% [markdown] objective="explain"
# ## 7. Scrum or Kanban? (10 min)
#
# {{term Agile}} is not a set of meetings. It is a way: work in small steps, show what works, change the plan when you learn (Beck and others, 2001). It is not "no plan". It is a plan that is made often.
# Two ways to do it are {{term Scrum}} and {{term Kanban}}. Forget the meetings, and read the *policies*:
#
# | policy | Scrum (Schwaber and Sutherland, 2020) | Kanban (Coleman and Vacanti, 2020) |
# |---|---|---|
# | what starts work | a sprint begins: at most a month, with one goal | there is room below the WIP limit |
# | what is limited | time: the sprint has an end | work in progress |
# | who decides what comes next | the Product Owner orders the backlog | a pull policy that all can read |
# | when it is done | a usable increment by the sprint's end; it may go out before | item by item |
# | what is looked at | progress towards the goal, and the increment | WIP, throughput, age, cycle time |
# | what improves it | a retrospective each sprint | the flow measures, whenever they say so |
#
# Many teams have both. Choose by the work. Can it wait two weeks, and does it have a common goal? Then {{term sprints}} help. Does it come in at any hour, each for itself? Then limit what is begun.
#
# Sprints are often filled by {{term story points}}. How much do points know of time?

# %%
smaller = predict(
    "smaller",
    "An item has fewer points than another of core. How often does it take as long, or longer?",
)
smaller

# %%
points = explore.by_points(items, "core")

# %% tags=["hide_input"]
smaller.show(points)

# %%
smaller.reveal(*explore.points_said(items))

# %% [markdown]
# That is what was begun in 2026. Points know something of size, and little of time. In each of the four teams the smaller one is as slow a fifth to a half of the time.{{claim points_know_little}}
#
# The points of a sprint are its {{term velocity}}. Its middle helps *one* team to fill the next sprint. It is no measure of diligence: whoever sets it as a target gets more points, by {{term Goodhart's law}} of lesson 7.
# Points of two teams are two currencies.

# %%
sprints = explore.velocities(items, "core")
typical = delivery.velocity_range(sprints)
inside = sprints.between(typical.low, typical.high).mean()
Markdown(
    f"Core: **{typical.estimate:.0f}** points in the middle sprint, and that middle lies between "
    f"{typical.low:.0f} and {typical.high:.0f}. Of single sprints **{inside:.0%}** lie there."
)

# %% [markdown]
# The range is about the *typical* sprint. A single one strays further: only some of them lie in it.{{claim sprints_stray}} Whoever fills the next sprint by its upper end plans for a sprint that seldom comes.
# And many sprints are a sum. Forecast them as part 5 forecasts weeks:

# %%
needed = delivery.when(sprints, 120)
Markdown(
    f"120 points of core: even odds in sprint {delivery.at_most(needed, 0.5)}, at 85 % in sprint "
    f"{delivery.at_most(needed, 0.85)}."
)

# %% [markdown]
# **A design sprint is not a sprint.** The {{term design sprint}} (Knapp, 2016) is five days that end with a {{term prototype}} and five interviews. It answers *should we?* before a team builds. A Scrum sprint delivers what is done.
#
# **The tool is not the way of working.** Jira, Asana and Trello show what somebody typed in. Ask each what it hides:
#
# | tool | what it is good at | what it hides unless you set it up |
# |---|---|---|
# | Jira | states, rules, history of each change | time that waits inside a state; many states hide one queue |
# | Asana | owners and due dates across teams | how a date came about; work in progress a person |
# | Trello | a board that anybody understands | age and history; a list has no limit by itself |
#
# {{misleads}} you change the tool or the meetings, and keep the policy. Then only the words are new.
#
# **Your turn.** Whose policy is it? Sort the cards.

# %% practice="whose_policy"
whose_policy = widgets.Board(
    "whose_policy",
    explore.POLICIES,
    explore.WAYS,
    title="Whose policy is it?",
)
### BEGIN SOLUTION
whose_policy.value = {
    "scrum": ["goal", "ends"],
    "kanban": ["room", "level"],
    "both": ["done", "inspect"],
}
### END SOLUTION
whose_policy

# %% [markdown] objective="facilitate"
# ## 8. One experiment (8 min)
#
# A slide of the last quarter review: "Of mobile's deployments, the share that fails is more than twice that of core.{{claim mobile_fails_more}} Mobile has to be more careful."

# %%
changes, deployments = data.load("changes"), data.load("deployments")
keys = explore.dora_by_team(changes, deployments, "2025-01-06", NOW)

# %% tags=["hide_input"]
explore.show_failures(keys)

# %%
careless = predict(
    "careless",
    "Why do mobile's deployments fail so often?",
    [
        "Its changes break things more often",
        "Each deployment carries more changes",
        "Some of its failures are counted twice",
    ],
)
careless

# %%
careless.reveal(*explore.failures_said(changes, deployments))

# %%
careless.show(keys.T.round(2))

# %% [markdown]
# A row of it, by hand, for the last quarter:

# %%
log = explore.of(explore.log(changes, deployments), "mobile")
row = delivery.dora(log, "2026-04-01", NOW, deployment="deployment_id")
Markdown(
    f"{row.a_week:.1f} deployments a week, {row.lead_time:.0f} hours from commit to production, "
    f"{row.failure_rate.estimate:.0%} failed ({row.failure_rate.low:.0%} to "
    f"{row.failure_rate.high:.0%}), {row.recovery_time:.1f} hours until mended."
)

# %% [markdown]
# These are the {{term four keys}} of delivery (Forsgren, Humble and Kim, 2018). How often is it deployed, and how long from commit to production? What share fails, and how long until it is mended?
# A share of *deployments* says how large they are as well as how good: one of six changes fails if any of the six breaks something. An app goes out once a fortnight with all that is ready. **No change of mobile is worse than one of core, as far as can be seen.**{{claim mobile_is_no_worse}}
# `platform` is another story: there a *change* breaks more often.{{claim platform_changes_break}}
#
# (Later reports of the same research speak of the recovery of failed deployments, and add a rate of rework.)
#
# Smaller steps are the oldest remedy. They make a failure smaller and easier to find; the number of changes that break stays what it is. **Incremental delivery** brings value and news early; **continuous improvement** changes one thing, then looks.
#
# A {{term retrospective}} is where a team does that. Many end in a list of twelve wishes. A good one ends in **one experiment**. A {{term facilitator}} sees to it, the quiet role in agile processes. Five steps, after Derby and Larsen (2006):
#
# 1. *Set the stage*: what is it about, and what is said here stays here. The facilitator asks, and has no side.
# 2. *Gather facts*: the four keys, ages, what was blocked. Everybody writes before anybody speaks.
# 3. *Ask why*: about the work and its rules, not about persons.
# 4. *Decide one thing*: who does what, until when, which number should move, by how much, what would stop it. Choose one that *can* be seen to move by then: six releases show no share.
# 5. *Close*: read it aloud. The next one begins with how it went.
#
# {{misleads}} a blame is written as a wish: "mobile tests more carefully". Nobody can see whether that happened.
#
# **Your turn.** Four proposals end mobile's retrospective. Which one is an experiment?

# %% practice="one_experiment"
one_experiment = widgets.Choice("one_experiment", title="Which is an experiment?")
### BEGIN SOLUTION
one_experiment.answer = "weekly"
### END SOLUTION
one_experiment

# %% [markdown] objective="forecast"
# ## The date
#
# Back to sales, and to the hospital group. You owe them a day, and what it rests on.

# %%
Markdown(explore.date_said(items, dates))

# %% [markdown]
# Two things are yours to decide, and no formula does it. *Which weeks* are like those to come: the year, those since the limit, or the last quarter? *How many stories*: if they split, three may come on top.

# %% tags=["answers"]
explore.what_moves(items)

# %% [markdown]
# Part 2 looked at the pace of *everything* done. The date rests on *stories*, so look at theirs, above.
# The first row has the doubt about the weeks in it. Tell sales what each alone would make of the day, and look again each Monday.
# Where a story more moves the day, say so beside the date, today.
#
# Three things make a date better than any estimate: fewer stories, nothing in front of them, nothing beside them. Ask the hospital group which of the twelve they can wait for.
#
# Rules, written before the weeks come:
#
# <!-- lint number: a rule that core sets itself, and an invented paragraph -->
#
# | if | then |
# |---|---|
# | the chance of the date falls below 75 % on a Monday | sales and the customer hear it that day, with the new date |
# | a story is older than the service-level expectation | the team asks on that day what it waits for |
# | stories are added | the forecast is made anew, and the date or the scope moves |
# | somebody asks for one more thing beside it | one that is begun goes back first |
#
# You will write a memo and a working agreement. First mark one. A colleague wrote:
#
# > The team's average velocity is 40, and the audit trail has 96 points, so it takes 2.4 sprints. We will be done on 3 August. To be safe everybody works on it at full load, and mobile, which only has a velocity of 28, should speed up.
#
# **Your turn.** Which faults does it have?

# %% practice="forecast_faults"
forecast_faults = widgets.MultiChoice("forecast_faults", title="What is wrong with the paragraph?")
### BEGIN SOLUTION
forecast_faults.answer = {"average", "kinds", "full", "currencies"}
### END SOLUTION
forecast_faults

# %% [markdown]
# ## What we have now
#
# - **Cycle time** with its percentile, and what is still open, counted at its age.
# - **Little's law**, where the board is stable, to foretell what a limit does; and the hands' days, well below which none leads.
# - **Load**: why the last tenth of it costs the most at a desk. **A limit**: why begun work gets faster.
# - **Flow efficiency** in two ways, and what a board does not mark.
# - **How many and when**, from weeks that were worked and the policies that hold, tested on both sides.
# - **A promise** with its chance and its price, and a Brier score for who speaks of the same dates.
# - **Scrum and Kanban** by their policies; points inside one team only.
# - **The four keys**, and a retrospective that ends in one experiment.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Cycle time | last day - first day + 1 | `delivery.cycle_times(items)`, `item_ages(items, as_of)` |
# | Service-level expectation | nearest rank of the times | `delivery.service_level(days, 0.85)`, `percentile(days, 0.85)` |
# | Little's law | WIP = throughput times cycle time, if stable | `explore.stable_span(rows, start, end)`, `delivery.flow_check`, `littles_law` |
# | A desk | time = 1 / (service - arrivals) | `delivery.mm1(arrivals, service)`, `kingman_wait` |
# | Flow efficiency | active / all, sum over sum | `delivery.flow_efficiency(active, total)` |
# | How many | weeks of the past, added up | `delivery.at_least(delivery.how_many(history, 4), 0.85)` |
# | When, of any items | the same, until so many are done | `delivery.at_most(delivery.when(history, 12), 0.85)` |
# | When, of these | when each is begun, how long it takes, the last | `explore.audit(items)` |
# | How long, with open ones | censored at their age | `explore.followed(rows, NOW)`, `explore.level_with_open(rows)` |
# | What a promise costs | weeks at their price, plus the chance to break at its price | `explore.promise_costs(chances, week_cost, broken_cost)` |
# | All of them on time | product, and its bounds | `delivery.all_on_time(chances)` |
# | Velocity | median, with the range of the middle | `delivery.velocity_range(points)`; many sprints: `delivery.when(points, 120)` |
# | Capacity | days there, times focus | `delivery.sprint_capacity(days, focus)`, `focus_factor` |
# | Burndown | scope + added - done | `delivery.burndown(scope, done, added)` |
# | Four keys | from a log of changes | `delivery.dora(log, start, end, deployment="deployment_id")` |
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
# **[The assignment →](../exercises/delivery/delivery.ipynb)** Fourteen questions on other teams, other spans and other promises, and the memo for sales.
