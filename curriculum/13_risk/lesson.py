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
# # 13. Risk and uncertainty: what do you set aside?
#
# Wednesday, 1 July 2026. Kitewell wants to launch the *audit trail* for its hospitals by the end of the quarter. The team has written down twelve things that may go wrong.
# On Monday the finance lead wants three answers from you. How much do we set aside? Do we launch for all on one day? And who may stop it?

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import risk as explore
from course_utils.toolkit import risk
from course_utils.widgets import predict

charts.use()
risks, responses = data.load("risks"), data.load("responses")

# %% [markdown]
# Here are the twelve, and the sum that the finance lead made of them.

# %% tags=["hide_input"]
explore.show_register(risks)

# %%
enough = predict(
    "enough",
    "Teams have kept such registers since 2025. For what share of them was such a sum enough?",
)
enough

# %% [markdown]
# Keep your guess. Part 2 answers it, and the end says what to tell the finance lead.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes, then 70 for the exercises and 45 for your memo. You need pandas as in lesson 7.
# Each part asks you once to do something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %% [markdown] objective="identify"
# ## 1. What could go wrong? (9 min)
#
# A good way to find risks is a {{term pre-mortem}} (Klein, 2007). *It is December, and the launch has failed. Why?* Everybody writes alone for five minutes, then all read aloud.
# It gives people leave to say what they fear.
#
# {{try}} Do one now, for the audit trail. Write down three reasons on paper, one line each, before you read on. Which of the next six directions did none of them come from?
#
# Ask in six directions, so that not all of it is about code. Cagan (2017) has four: will they want it (**value**)? Can they use it (**usability**)? Can we build it (**feasibility**)? Does it work for the business (**viability**)? Add **legal** and **security**.
#
# What is found goes into a {{term risk register}}, with a chance and a range of costs. Kitewell's teams have done so for six quarters. So we can see what their chances were worth.

# %%
rare = predict(
    "rare", "Of some risks the teams said: one in twenty. What share of these came?", high=0.5
)
rare

# %%
rare.reveal(*explore.rare_said(risks))

# %% tags=["hide_input"]
rare.show(explore.show_came(risks))

# %% [markdown]
# What was called rare came more often than said.{{claim rare_come_more_often}} Whoever looks at one case alone forgets how such cases went (Kahneman and Lovallo, 1993).
# So do not argue whether it is 4 % or 6 %. Look at what came of those before, and at how wide its interval is.
#
# `explore.came_by_said(rows)` gives that table for any rows; `explore.of(risks, "core")` keeps a team's. The {{term Brier score}} judges chances, as in lesson 11 (Brier, 1950):

# %%
Markdown(explore.brier_said(risks))

# %% [markdown]
# Names help, too. A **risk** may come. An **issue** is there already. An **assumption** is what the plan takes for granted. A **cause** is what would make it come, and where you can act.
#
# {{misleads}} nobody names the worst. A register says nothing of what is not in it. So keep a reserve for the unnamed, and ask people who were not in the room.
#
# **Your turn.** Which is which?

# %% practice="what_is_it"
what_is_it = widgets.Board("what_is_it", explore.THINGS, explore.KINDS, title="What is it?")
### BEGIN SOLUTION
what_is_it.value = {
    "risk": ["may_log"],
    "issue": ["down"],
    "assumption": ["all_switch"],
    "cause": ["tired"],
}
### END SOLUTION
what_is_it

# %% [markdown] objective="quantify"
# ## 2. How much do we set aside? (10 min)
#
# A chance times a mean cost is a {{term risk exposure}}. Here the mean cost of a range is (low + 4 likely + high) / 6, as in lesson 11. The sum of these is the *expected* loss.
# It is what many such launches lose on average. Yours happens once.

# %%
named = explore.launch(risks)
one = risk.exposure(named["probability"], explore.impact(named))
curve = risk.simulate_losses(named["probability"], named["low"], named["likely"], named["high"])
Markdown(
    f"Sum of exposures: **{one.sum():,.0f}** USD. Enough in four of five futures (P80): "
    f"**{curve.percentile(0.8):,.0f}**. In 19 of 20: **{curve.percentile(0.95):,.0f}**."
)

# %% [markdown]
# Ten thousand futures were drawn. In each, each risk comes or not, and costs something in its range. The chance to lose more than an amount is the {{term loss curve}}. Move along it.

# %%
explore.register_explorer(risks)

# %% [markdown]
# Three things move a reserve. Which of them did you find?
#
# - **How sure** you want to be. That is a choice, and the finance lead's, not yours.
# - **How good** the chances and costs are: "as such risks came" takes those of the past. Levels that came in the wrong order are pooled, for that is luck.
# - **Whether risks come together** (*dependence*). In the model the mean stays, and the tail grows. Each risk has a cause, from which it would come: load, people, a rule, a vendor. Do those of one cause come together?

# %% tags=["hide_input"]
explore.show_together(risks)

# %% [markdown]
# Taken over all teams, causes differed within the quarters more than chance makes them.{{claim causes_differ}} But where one cause was worse, others were better. If *whole registers* were bad at once, the counts of what came in each would lie far apart.

# %%
Markdown(explore.bunched_said(risks))

# %% [markdown]
# And how good is the tail itself?

# %%
Markdown(explore.tail_said(risks))

# %% [markdown]
# No record knows what several risks of *yours* hang on: one vendor, one person. So ask.
#
# Now the test. Take each team's register of each quarter. Was the sum enough for what was lost?

# %%
tested = explore.back_test(risks)

# %%
enough.reveal(*explore.enough_said(tested))

# %%
enough.show(explore.reserve_table(risks))

# %% [markdown]
# The sum often fell short.{{claim sums_fall_short}} The {{term P80}} of the teams' own numbers held less often than the mended one.{{claim said_is_not_kept}}
# Costs, too, ran beyond their ranges.{{claim costs_beyond_ranges}} What was wrong with the sum: its chances, its costs, or that it is a mean? Mend one thing at a time.

# %%
explore.steps_table(risks)

# %% [markdown]
# Whoever mends all three does best: chances, costs, and a {{term percentile}} in place of the mean.{{claim all_three_do_best}} Row by row one more thing is mended; each cell is the share of registers for which it was enough. So the reserve takes chances *and* costs from risks that were over. That is minimising risk through data (Hubbard, 2020).
#
# {{misleads}} the past is of another kind. No past risk was *named* as large as the largest of the launch, and past registers went without most of the responses of part 4.
#
# **Your turn.** The register of `growth` for `2026-Q2`, as it was **said**. Each risk costs its mean (`explore.impact`) or nothing, independently. Which amount is enough in **four of five** futures? `risk.loss_distribution(chances, costs)` does it without chance.

# %% practice="growth_reserve"
growth_reserve = ...
### BEGIN SOLUTION
growth = explore.of(risks, "growth", "2026-Q2")
growth_reserve = risk.loss_distribution(growth["probability"], explore.impact(growth)).percentile(
    0.8
)
### END SOLUTION

# %% [markdown] objective="quantify"
# ## 3. Red, yellow, green (6 min)
#
# In the workshop nobody computed. Likelihood got a score from 1 to 5, impact too, and both were multiplied: that is a {{term risk matrix}}, or heat map.
# Take the risk that costs most on average. Where does the score put it?

# %%
place = predict(
    "place",
    "The risk with the largest exposure: where does its score put it among the twelve?",
    ["In the upper third", "In the middle third", "In the lower third"],
)
place

# %%
place.reveal(*explore.place_said(risks))

# %% tags=["hide_input"]
place.show(explore.show_scored(risks))

# %% [markdown]
# It got the lowest score of all.{{claim largest_scored_lowest}} Scores are ranks. "5" is not five times "1": here it is ten times the chance, and far more than ten times the cost. A product of ranks has no meaning (Cox, 2008). Is it always so bad?

# %%
Markdown(explore.scores_said(risks))

# %% [markdown]
# No. Where risks are of a kind, scores say much the same as exposures. They fail where one is *rare and huge*: the top colour has no upper end. That is the one that you need them for.
# The same holds for a risk priority number: three scores of 1 to 10, multiplied (Bowles, 2003).
#
# {{misleads}} you throw the map away and the talk with it. Colours are good to see *whether* people disagree. Then ask for chances and dollars.
#
# **Your turn.** Of the **launch's** risks: how many pairs does the workshop's score put in the wrong order, held against the exposures? (`explore.scored(risks)` has both; `risk.rank_reversals(score, truth)` lists each pair that a score puts the wrong way round.)

# %% practice="wrong_pairs"
wrong_pairs = ...
### BEGIN SOLUTION
table = explore.scored(risks)
wrong_pairs = len(risk.rank_reversals(table["score"], table["exposure"]))
### END SOLUTION

# %% [markdown] objective="respond"
# ## 4. What do we do about it? (10 min)
#
# To identify is half of the work. There are four answers. **Avoid** it: do it in another way. **Reduce** or mitigate it: less likely, or less bad. **Transfer** it: insure it, or write it into a contract. **Accept** it, with a reserve.
# Each costs something, whether the risk comes or not. The team has ten ideas for the launch.

# %%
pays = predict(
    "pays",
    "By the chances that were said: how many of the ten cost more than they save on average?",
    low=0,
    high=10,
    step=1,
    form=".0f",
)
pays

# %%
said = explore.answers(risks, responses)
came = explore.answers(risks, responses, came=True)

# %% tags=["hide_input"]
pays.reveal(*explore.pays_said(said, came), by="By the team's numbers")

# %%
pays.show(explore.response_table(said, came))

# %% [markdown]
# *Net* is what is saved on average, less the price, in thousands of dollars. *As came* mends chances **and** costs, as in part 2.
# What a response cuts, the team says, and no record tests it. So *counted on* is half of that: a guess, for caution. Insurance is another thing: an insurer's offer. What it pays can be asked before you sign, so it is counted on as offered. From here on we use that column.
#
# The last column is the {{term break-even probability}}: the chance from which on it pays, as counted on and at costs as they came. "Is it above that?" is an easier question than "what is it?".
# For the test of access rights the answer decides: by what was said it does not pay, by how such risks came it does.{{claim the_test_turns}}
# Two responses to one risk may be alternatives, as these two. To write the trail beside the editor saves less than the rehearsal, net, both as said and as came.{{claim rehearsal_is_better}}
#
# And the second sign-in vendor? As came it is close to nothing, at half of the team's word it loses.{{claim second_vendor_does_not_pay}}

# %%
Markdown(explore.vendor_said(risks, responses))

# %% [markdown]
# What you cannot reduce, prepare for with plans. A {{term contingency plan}} says what you do *when* it comes; a {{term trip-wire}} says when that is: a number, a day, an owner.
#
# > *If* more than 5 of the first 20 hospitals have not switched it on six weeks after the first got it, *then* sales calls each of them within a week. Owner: head of sales.
#
# Its day hangs on the work, not on the calendar: by a fixed day it would trip because the trail is late. And look whether it *can* trip. A wire on a test that is not done by its day never does, and its silence reads as all clear.
#
# {{quiz}} Which of these is a trip-wire?
#
# - [ ] If sign-in becomes a problem on the day, support is told.
#   Who says when it is one? No number, and nobody who acts.
# - [ ] Sign-in has fewer failures in September. Owner: platform.
#   A hope. By how much, and what is done if not?
# - [x] If one login of fifty fails for ten minutes, then the step waits a day. Owner: on duty.
#   A number, a time, an owner, and what is done. No meeting is needed.
#
# Now write one for "Somebody reads a trail that is not theirs", on paper. You need it in the memo.
#
# How sure is that?

# %%
Markdown(explore.turn_said(risks, responses))

# %% [markdown]
# And what is the reserve worth against the largest risk itself?

# %%
Markdown(explore.leak_said(risks, responses))

# %% [markdown]
# That is the trap of a P80: it says nothing of what is rarer than its tail. So say beside it what happens if the rare one comes, and who bears that.
# What can be done about it, with all else as chosen, in thousands of dollars:

# %%
explore.largest_table(risks, responses)

# %% [markdown]
# *Together* is the price and what is left on average. Test and insurance answer the same risk, and one may buy both. Insurance costs least on average and cuts the bad end more than the test does; with both that end is smallest.{{claim both_cut_the_tail}}
# But why does the insurer sell it below what you expect to be paid?{{claim offer_is_below_what_came}} Look at the offer again.

# %%
Markdown(explore.insured_said(risks, responses))

# %%
explore.offer_table(risks, responses)

# %% [markdown]
# The table holds Kitewell's dollars alone. Those whose records are read are not in it, and no insurer undoes that for them. The advice here is to buy both, to tell the insurer of the old code, and to say what the test costs beside it. That is a judgement, not a result: what you owe to others is not for a loss curve to say. And ask the lawyer: for hospitals' records such a test may be a duty, or a condition of the cover.
#
# Two other responses have a price that stands nowhere. To keep thirteen months and no more may be too short for what a hospital must keep: ask the lawyer that, too. And while the trail is switched off, what is done is not recorded. Tell the hospitals which hours are missing.
#
# {{misleads}} a chance stands there as one number. The verdicts lean on few risks that came, and an insurer's price is evidence as well.
#
# **Your turn.** A made-up response costs **3,000** dollars. It cuts a loss of **40,000** to **16,000**. From which **chance** on does it pay?
#
# <!-- lint number: an invented response, the same in every company -->

# %% practice="pays_from"
pays_from = ...
### BEGIN SOLUTION
pays_from = risk.break_even_probability(cost=3_000, saved=40_000 - 16_000)
### END SOLUTION

# %% [markdown] objective="decide"
# ## 5. Decide, or ask first? (10 min)
#
# Sales wants one day for all. Engineering wants steps. Either way the trail stands behind a **switch**: whoever is on duty turns it off in five minutes. It ends the failure, not what buyers have seen.
# Finance has put numbers on it, in thousands of dollars within a year. They hold what hospitals pay that buy, at 5 thousand a year each, less the switch. **The register's losses come on top**, whichever way you launch; part 2 has them.
# In steps some of these would cost less, since fewer hospitals are live. The table leaves that out. That most hospitals wait for their step is in it.

# %%
explore.PAYOFFS

# %% [markdown]
# *Fails* is an incident of sev1 or sev2, the two worst grades. Small failures change no payoff. Twelve changes go live. Each fails badly as often as core's changes did, and one is enough.

# %%
changes, deployments = data.load("changes"), data.load("deployments")
incidents = data.load("incidents")
failing = explore.fails_badly(changes, deployments, incidents)
state = explore.chances(failing.launch)
risk.emv(explore.PAYOFFS, state).scores.round(1)

# %% tags=["hide_input"]
explore.show_choice(failing)

# %%
Markdown(explore.fails_said(failing))

# %% [markdown]
# The mean over the states is the {{term expected monetary value (EMV)}}.
#
# {{misleads}} the chance is of one event, and the cost of another. A chance of *any* failure beside the cost of the worst one makes every launch look bad. So ask of a table of payoffs: which failure of ours ever cost so much?

# %%
Markdown(explore.loss_said(failing.launch, deployments, incidents))

# %% [markdown]
# Whoever cannot bear the worst looks at the worst alone (*maximin*; Wald, 1950). Whoever fears to be asked afterwards looks at {{term regret}}: how far each option falls short of the best one in that state (Savage, 1951).

# %%
explore.PAYOFFS.assign(
    worst=risk.maximin(explore.PAYOFFS).scores,
    regret=risk.minimax_regret(explore.PAYOFFS).scores,
)

# %% [markdown]
# Both choose steps, whatever the chances are. The mean may change its mind when you learn something.
#
# Two offers lie on your desk. A **pilot** with one hospital costs 3 thousand dollars. It takes two weeks. It shows *trouble* if on any day more than 2 of 100 requests of the trail fail, and more than three times the share of all. Or if one reader sees what is not theirs. Else it is *clean*. Core's lead reads that on the last day. If the launch would hold, it is clean 85 times in a hundred; if it would fail, it shows trouble 90 times. A **poll** of engineers costs 2. "Calm" or "worried": 60 % are calm if it would hold, 50 % if not.
#
# <!-- lint number: two offers, given; kept in evidence.py -->

# %%
offers = predict(
    "offers",
    "Which of the two is worth its price?",
    ["The pilot alone", "The poll alone", "Each of the two", "None of the two"],
)
offers

# %%
perfect = risk.evpi(explore.PAYOFFS, state)
pilot = risk.evsi(explore.PAYOFFS, state, explore.PILOT)
poll = risk.evsi(explore.PAYOFFS, state, explore.POLL)

# %%
offers.reveal(
    *explore.worth_said(perfect, pilot.value, poll.value), by="By core's record and finance's table"
)

# %%
offers.show(pilot.posteriors.round(2).assign(choice=pilot.options))

# %% [markdown]
# What you would gain by knowing the state is the {{term value of perfect information (EVPI)}} (Howard, 1966). No poll can be worth more. What an imperfect source gives is the {{term value of sample information (EVSI)}} (Raiffa and Schlaifer, 1961).
# **Information that cannot change the choice is worth nothing.** The poll is not worth its price, neither at the middle of core's interval nor at its ends.{{claim poll_is_not_worth_its_price}}

# %%
Markdown(explore.poll_said(failing.launch))

# %% [markdown]
# {{misleads}} both the record and the pilot's accuracy are guesses. Turn the question round: how bad may they be, and still pay?

# %%
Markdown(explore.offers_said(failing))

# %% [markdown]
# Say the pilot was clean. Now the three rules do not agree any more.{{claim rules_part_after_clean}}

# %%
Markdown(explore.clean_said(failing.launch))

# %% [markdown]
# {{misleads}} an offer is worth its price by the table, and nobody asks what that leaves out. Nor whether the one who decides would go by the mean. Steps cost less on the register, since fewer hospitals are live. How much less no record says. So ask how much would be enough:

# %%
Markdown(explore.thin_said(failing.launch, explore.treated(risks, responses).mean / 1000))

# %% [markdown]
# Its lead is that small.{{claim pilot_lead_is_small}} And steps begin with one hospital, too, though nobody is paid to sit beside it.
#
# **Your turn.** The same offers, but with riskier changes: the launch fails badly **twice in five**. What is the **pilot** worth, before its price? Thousands of dollars.

# %% practice="pilot_worth"
pilot_worth = ...
### BEGIN SOLUTION
riskier = explore.chances(0.4)
pilot_worth = risk.evsi(explore.PAYOFFS, riskier, explore.PILOT).value
### END SOLUTION

# %% [markdown] objective="schedule"
# ## 6. When is it ready? (9 min)
#
# The fair is in eleven weeks. The plan has six tasks, in weeks. Records and rights come after the trail; the rehearsal comes after all.

# %%
explore.PLAN

# %% [markdown]
# The longest chain by means is the {{term critical path}}: trail, records, rehearsal. The classic method (PERT) adds up its means.

# %%
ready = predict("ready", "How likely is all ready within that sum?")
ready

# %%
plan = risk.schedule(explore.PLAN, explore.NEEDS)

# %%
ready.reveal(*explore.ready_said(), by="The simulation says")

# %% tags=["hide_input"]
ready.show(explore.show_plan())

# %%
ready.show(explore.plan_table())

# %% [markdown]
# The rehearsal waits for the *latest* of four. Each may be on time on average, and in most futures one of them is late. That is {{term merge bias}} (MacCrimmon and Ryavec, 1964).
# So review a plan at its joints: which task waits for many? The last column says how often a task held all up. That is where a bottleneck sits, and where slack helps. The sign-in looks harmless, and it is a vendor's.
#
# So far the team's ranges were taken as they are. The outside view asks how such work went (Kahneman and Lovallo, 1993). Finished work like it is the {{term reference class}} (Flyvbjerg, 2006).

# %%
items = data.load("work_items")
new = explore.overruns(items, "core", "new")
risk.reference_class(new["days_likely"], new["days_spent"], 0.8).uplift

# %%
Markdown(explore.outside_said(items))

# %% [markdown]
# New work ran over by far more than routine work.{{claim new_work_runs_over}} The audit trail is new.
#
# Put the outside view on the plan: on core's three tasks, the trail, the records and the rights. By it all is ready later than the team's own ranges say:{{claim outside_is_later}}

# %%
late = explore.outside_plan(items)
Markdown(explore.fair_said(late))

# %% [markdown]
# {{misleads}} the class is chosen to fit. "This time is different" is in the class, too.
#
# **Your turn.** And from inside? How likely is the plan ready within **eleven** weeks, by its own ranges?

# %% practice="by_the_fair"
by_the_fair = ...
### BEGIN SOLUTION
by_the_fair = plan.chance(11)
### END SOLUTION

# %% [markdown] objective="reliability"
# ## 7. How much may break? (10 min)
#
# "Nothing may break" is no target: then nothing may change. Kitewell *measures* the share of requests that succeed, its service-level indicator, and *aims* at 99.9 % over 30 days: a {{term service-level objective (SLO)}}. What a contract promises is a service-level *agreement*, and it is looser. What is left, one in a thousand, is the {{term error budget}} (Beyer and others, 2016). It may be spent on launches.

# %%
used = predict(
    "used",
    "How many budgets of 30 days were used in June 2026? (1 is the whole budget.)",
    low=0,
    high=15,
    step=0.1,
    form=".1f",
)
used

# %%
service = data.load("service_levels")
june = explore.between(service, "2026-06-01", "2026-07-01", at="hour")
allowed = risk.error_budget_requests(0.999, june["requests"].sum())
broken = risk.reliability(incidents, "2026-06-01", "2026-07-01").downtime * 60

# %%
used.reveal(*explore.used_said(june, allowed, broken, service))

# %% tags=["hide_input"]
used.show(explore.show_months(service))

# %% [markdown]
# By minutes it looks several times as bad.{{claim minutes_tell_another_story}} A mean of hours misleads as well: it weighs a night hour like one at noon. In a bad minute most requests still succeed, and a minute at noon holds more of them than one at night. Count what customers feel: requests.
#
# How fast the budget goes is the {{term burn rate}}: 1 uses it up in 30 days. A rate of 10 is not 10 % of the budget: it is ten times too fast, and all is gone in three days. When do you wake somebody?

# %%
Markdown(
    f"Burn rate that uses 2 % of the budget in an hour: **{risk.burn_threshold(0.02, hours=1):.1f}**. "
    f"At that rate all is gone in **{risk.hours_to_exhaustion(14.4):.0f}** hours."
)

# %% tags=["hide_input"]
Markdown(explore.alert_said(service))

# %% [markdown]
# A long window says that it matters; a short one, that it has not stopped. Wake somebody when *both* burn (Beyer and others, 2018).
#
# Three more numbers that are often got wrong. A made-up chain of three vendors, each needed:

# %%
parts = [0.999, 0.999, 0.99]
Markdown(
    f"All three: **{risk.series_availability(parts):.4f}**, less than the worst, and never their mean. "
    f"With a second for the last one: **{risk.parallel_availability([0.99, 0.99]):.4f}** there, if "
    "nothing is shared."
)

# %% [markdown]
# And silence proves little. No incident in two months, where one a month is usual, comes by luck with a chance of:

# %%
1 - risk.incidents_chance(rate=1, periods=2)

# %% [markdown]
# An agreement with engineering makes the budget useful. *Something left: launch. Nothing left: only what can be undone at once.* If it is shut nearly always, talk about the objective or about reliability, not about the gate. Give that talk an owner and a day.
#
# {{misleads}} the objective is set by what the service happens to do. Ask: what do customers notice, and what does the next nine cost?
#
# **Your turn.** A made-up chain needs a gateway (**99.95 %**), a store (**99.9 %**), and one of **two** mail services (**99 %** each, nothing shared). How many **minutes** in 30 days is it down on average?
#
# <!-- lint number: an invented chain, the same in every company -->

# %% practice="chain_minutes"
chain_minutes = ...
### BEGIN SOLUTION
mail = risk.parallel_availability([0.99, 0.99])
up = risk.series_availability([0.9995, 0.999, mail])
chain_minutes = (1 - up) * 30 * 24 * 60
### END SOLUTION

# %% [markdown] objective="reliability"
# ## 8. Launch day (10 min)
#
# A drill, long before the day. Noon: the launch went live ten minutes ago, and a needle moves. Nobody knows why: the change, the load, a vendor? You command. The clock waits for you.

# %%
first = predict(
    "first",
    "Over a hundred such incidents, which costs less on average? Whoever looks first acts on what was seen.",
    ["Undo at once", "Look for ten minutes first", "Both alike"],
)
first

# %%
room = explore.incident_room()
room

# %% [markdown]
# That was one luck. `explore.incident_room("second", seed=3)` is another incident, and `("third", seed=12)` a third.

# %%
first.reveal(*explore.room_said(), by="In the room")

# %%
first.show(explore.room_table())

# %% [markdown]
# The table gives the mean cost, in thousands of dollars, by the minutes of looking before anything is tried.
#
# **Mitigate before you understand**, where undoing is cheap. About seven of ten outages come from a change (Beyer and others, 2016), so undoing is the best first try. One look would not change that order; waiting for two costs requests.
# By part 5 a look that changes no order is worth nothing. So here you can win without looking: back, then reports off, then the vendor.{{claim room_is_won_blind}}
# It is no law. The last column has a dearer rollback: the lead of undoing first is gone. So is it where a rollback loses data, or where the change is an unlikely cause. *Make undoing cheap* is the lesson behind the lesson.
#
# Seven of ten: of which outages? Look at what came, here too. Three ways to choose those that are like yours:

# %%
explore.causes_table(incidents, deployments)

# %% [markdown]
# The share of changes moves with the choice. The room stands at noon *and* minutes after a launch, and the few cases cannot say which of the two counts for more. With the mix of all incidents, undoing at once has no clear lead over one look.
#
# Five roles keep heads free: one *commands*, *operations* acts, one *investigates*, one *tells* customers, a *scribe* writes down (after Beyer and others, 2016). In the room three of them took your orders.
# Tell what you know and when you write next. A promise that breaks costs more than none, and whoever names a culprit is often wrong.
#
# The prices and the odds are assumed; the room says them below its chart.
#
# Then comes the {{term post-mortem}}. It is **blameless**: people did what made sense with what they saw (Dekker, 2014). Once we know how it ended, it looks as if they could have known (Fischhoff, 1975). So write what was seen *then*. "Human error" is where the questions begin.
#
# 1. What happened, by the clock. 2. Whom it hit, in requests. 3. What was seen at each moment, and what was done. 4. What made it likely, and what made it long. 5. What went well. 6. Two or three actions, each with an owner, a day and a number.
#
# {{misleads}} a good outcome is taken for a good decision. Ask what else might have come of it.
#
# **Your turn.** Six sentences from a post-mortem. Which ones **blame**?

# %% practice="which_blame"
which_blame = widgets.MultiChoice("which_blame", title="Which sentences blame?")
### BEGIN SOLUTION
which_blame.answer = {"careless", "should", "root"}
### END SOLUTION
which_blame

# %% [markdown] objective="respond"
# ## Monday
#
# The finance lead has four minutes. You owe an amount, a way to launch, and who may stop it.
# The first question will be: what is left of it all? On average it brings money.{{claim launch_pays}} In thousands of dollars:

# %%
explore.ledger(risks, responses, failing.launch).round(0).to_frame()

# %% [markdown]
# But that is a mean, and part 2 said what a mean is worth. Yours happens once. So here is all that may come of it, if the register does not care whether the launch fails:

# %%
whole = explore.whole(risks, responses, failing.launch)
whole.round(2)

# %%
Markdown(explore.whole_said(whole))

# %%
Markdown(
    explore.decision_said(
        risks, responses, failing, service, incidents, tested=tested, late=late, whole=whole
    )
)

# %% [markdown]
# And who may stop it? Whoever is on duty, by a number that was agreed before. A trip-wire is a forecast as well, so hold it against the record:

# %%
Markdown(explore.trips_said(service, deployments))

# %% [markdown]
# The thresholds of the workbook wake a person. They do not say whose fault it is. A share alone does not, either, where requests are few:

# %%
Markdown(explore.own_said(service))

# %% [markdown]
# So the wire below asks for both.{{claim own_wire_is_quiet}} By night one hospital sends too little for it; then the wires on all requests are left, and the phone. Exercise 12 tries another.
#
# | if | then | owner |
# |---|---|---|
# | 5 and more of the **trail's own** requests fail in an hour, 14.4 and more, and three times the burn of all | the trail is switched off, without asking; hospitals are told which hours are missing | on duty |
# | 14.4 and more over an hour, of all requests, within an hour after a step | switched off; if it burns on, on again, and look elsewhere | on duty |
# | 6 and more over six hours and over half an hour, of all requests | no further step or hospital, until it is below 1 for a day | team lead |
# | a named risk comes | its contingency plan begins on that day | its owner |
# | losses reach half of the reserve | finance hears it that day | you |
#
# <!-- lint number: thresholds of the workbook, and rules that were agreed -->
#
# You will write a memo and a post-mortem. First mark one. A colleague wrote:
#
# > The register holds twelve risks, so we set aside the sum of their exposures. The leak is yellow on the map, so we accept it. We will buy the poll, to be on the safe side. Last time, the engineer forgot the checklist; this time everybody will be careful.
#
# **Your turn.** Which faults does it have?

# %% practice="launch_faults"
launch_faults = widgets.MultiChoice("launch_faults", title="What is wrong with the paragraph?")
### BEGIN SOLUTION
launch_faults.answer = {"mean", "colour", "poll", "blame"}
### END SOLUTION
launch_faults

# %% [markdown]
# ## What we have now
#
# - **A pre-mortem** in six directions, and chances that are held against what came.
# - **A loss curve** and its percentile, tested on past registers; colours only to talk.
# - **Responses** by what they save, with break-even, trip-wire and plan B.
# - **A choice** by EMV, worst case and regret, and what it is worth to ask first.
# - **A plan** at its joints, and from outside.
# - **An error budget**, burn rates in two windows, and an incident with five roles.
# - **A post-mortem** without blame.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Exposure | chance x mean cost | `risk.exposure(chances, costs)` |
# | Loss curve | all futures | `risk.loss_distribution(chances, costs)`, `simulate_losses(chances, low, mode, high, dependence=...)` |
# | Reserve | its percentile | `.percentile(0.8)`, `.chance_above(amount)`, `.mean` |
# | Scores that fail | pairs in the wrong order | `risk.rank_reversals(score, truth)`, `rpn`, `heat_map_score` |
# | Responses | before - after - cost | `risk.response_table(risks, responses)`, `break_even_probability(cost, saved)` |
# | A choice | mean, worst, regret | `risk.emv(payoffs, chances)`, `maximin`, `maximax`, `minimax_regret` |
# | Information | what it changes | `risk.evpi(payoffs, chances)`, `evsi(payoffs, chances, accuracy)` |
# | A plan | latest of several | `risk.schedule(tasks, needs)`: `.path_mean`, `.merge_bias`, `.by(0.8)`, `.chance(weeks)` |
# | From outside | actual / estimate - 1 | `risk.reference_class(estimated, actual, 0.8)` |
# | Error budget | 1 - objective | `risk.error_budget_requests(0.999, requests)`, `error_budget_minutes(0.999, days)` |
# | Burn rate | share failed / budget | `risk.burn_rate(bad, total, 0.999)`, `burn_threshold`, `burn_alerts(log, 0.999, rules)` |
# | A chain, a spare | product; 1 - product of the rest | `risk.series_availability(parts)`, `parallel_availability` |
# | Incidents | Poisson | `risk.incident_rate(count, periods)`, `incidents_chance(rate, periods, at_least)`, `reliability` |
# | Chances | mean squared distance | `risk.brier(chances, happened)` |
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
# **[The assignment →](../exercises/risk/risk.ipynb)** Sixteen questions on other registers, other choices and other services, one of them a whole launch, and your memo with its post-mortem.
