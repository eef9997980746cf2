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
# # 9. Experiments and causal evidence: what will you sign on Friday?
#
# Wednesday, 1 July 2026. The growth lead writes to you:
#
# > Seven {{term A/B tests}} are done, six are on the board. On **Friday** I tell the company who won, and we drop the rest.
# > Please sign the list.
#
# Whatever is announced gets built out, sold and promised. Whatever is dropped is gone for a year.
# In an A/B test a coin decides who gets which variant. So both groups are alike but for luck, and one can say how much luck. If the test can be read.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes, then 60 for the exercises and 40 for your brief. You need lesson 7: rates, intervals, the unit of independence.
# Each part asks you once to compute something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import experiments as explore
from course_utils.toolkit import experiments, metrics
from course_utils.widgets import predict

charts.use()
register, summaries = data.load("experiments"), data.load("summaries")
users, accounts = data.load("users"), data.load("accounts")
runs = explore.joined(data.load("assignments"), register, users, accounts)

# %%
runs[["name", "variant", "platform", "plan", "role", "exposed", "converted", "muted"]].head(3)

# %% [markdown]
# `runs` has a row for each person in each test. The board gives for each test a difference and a {{term p-value}}: how often chance alone would show one as large, if both variants did the same.
# Behind it stands z, the difference over its *standard error*: how far it would miss by chance, typically. A margin is about two of those.

# %% tags=["hide_input"]
board = explore.board(runs)
explore.show_board(board)

# %% [markdown]
# Six ideas, seven tests: shared boards were tried twice, and the second try is not read yet.
# Somebody **converted** who used the thing four times or more in four weeks. The board calls whatever is significant a winner or a loser, and all else "no difference".

# %%
signed = predict(
    "signed",
    "How many of the board's six verdicts would you sign as they stand?",
    low=0,
    high=6,
    step=1,
    form=".0f",
)
signed

# %% [markdown] objective="design"
# ## 1. What would you have to see? (8 min)
#
# Start with an A/B test that nobody has run. The onboarding team has a new welcome page. It will be tested as the digest was: how many people does that take?
# In the digest's control, this share opened a task from the mail:

# %%
digest = explore.of(runs, "digest_hour")
(opened, seen), _ = explore.arms(digest)
base = opened / seen
Markdown(f"**{base:.1%}** of {seen:,} people")

# %%
half = predict(
    "half",
    "A test finds 5 points. How many people does it take to find 2.5 points as surely?",
    list(explore.answers.TIMES.values()),
)
half

# %%
experiments.rates_sample_size(base, 0.05)

# %% tags=["hide_input"]
explore.show_sizes(base, [0.1, 0.05, 0.025, 0.0125])

# %%
half.reveal(*explore.answers.half(base), by="The formula says")

# %% [markdown]
# Noise shrinks with the *root* of the people. Four things decide the size, and you choose three of them:
#
# - {{term minimum detectable effect (MDE)}}: the smallest effect worth having. The business says it, not the sample: what does a point bring, and what does the thing cost?
# - {{term power}}: how often a test finds an effect of that size. By habit four times in five.
# - {{term significance level}}: how often it cries where nothing is. By habit one time in twenty, both directions together.
# - the noise of the metric, which you do not choose.
#
# Say **per arm**, and say **absolute**: "10 %" of a rate may mean ten points or a tenth of it. Here is a tenth, with twice as many treated as controls, and both arms in all:

# %%
experiments.rates_sample_size(base, 0.1, relative=True, ratio=2.0).total

# %% [markdown]
# And the other way round: how surely do a thousand people in each arm find 5 points?

# %%
experiments.rates_power(base, 0.05, 1000)

# %% [markdown]
# How long does that take? Here is what the weeks of the digest's test brought.

# %%
started = register.set_index("name")["started_at"]
enrolled = explore.weeks_of_enrolment(digest, started["digest_hour"])

# %% tags=["hide_input"]
explore.show_reach(enrolled, base)

# %% [markdown]
# Three weeks do not bring three times the people of one: those who come daily are all there in the first.{{claim first_week_brings_most}} Only newly signed-up people come in like a stream. Run whole weeks all the same: Mondays and Sundays are different people.
# Here is what the seven tests wanted, and why. First the effect, then the people; then look whether as many came.

# %% tags=["hide_input"]
explore.show_worth(register, runs)

# %% [markdown]
# The boards by account want twice the people for the same effect.{{claim boards_want_twice}} Part 7 says why.
# The plan is written **before** the test: unit, metric, MDE, size, date of reading, {{term guardrails}} with their margins, and what you will do in each case. That is a {{term pre-registration}}. You write one in part 7.
# A guardrail needs a size, too: a tight margin takes as many people as a small effect. If your plan takes too long: a sharper metric, less power, said aloud, or no test. A larger MDE only if the business finds a reason for it; the sample is none.
#
# {{misleads}} you compute power from the effect that you found. It repeats the p-value in other words, and is no excuse for a null result (Hoenig and Heisey, 2001).
#
# **Your turn.** The welcome page must show **3 points** above `base`, with nine chances in ten (`power=0.9`). How many people does *each arm* need?

# %% practice="people_needed"
people_needed = ...
### BEGIN SOLUTION
people_needed = experiments.rates_sample_size(base, 0.03, power=0.9).control
### END SOLUTION

# %% [markdown] objective="trust"
# ## 2. Can it be read at all? (10 min)
#
# Next on the board: the quick editor. Before any outcome, count the people. Half were to get the editor.

# %%
editor = explore.of(runs, "quick_editor")
explore.people(editor)

# %%
coin = predict(
    "coin", "How often does a fair coin miss half by as much as that?", explore.answers.COIN
)
coin

# %%
experiments.sample_ratio(explore.people(explore.of(runs, "template_gallery"))).p

# %%
coin.reveal(*explore.answers.coin(editor))

# %% [markdown]
# A {{term sample ratio mismatch (SRM)}} says: *who is in the data depends on the variant*. So the two groups are no longer alike, and no outcome can be compared.
# What the board shows for the editor is who was left, not what it does. So look at the ratio first, before any difference. Fabijan and others (2019) call it a fever: one symptom of many illnesses.
# Whom did this one lose?

# %%
platforms = explore.by_platform(editor)

# %% tags=["hide_input"]
explore.show_ratio(platforms)

# %% [markdown]
# Only the web is off.{{claim only_web_is_off}} On the web the editor has a page of its own, with a redirect on the way. The light users go first, so those who are left look busier.{{claim light_users_are_lost}}
# Without the web the ratio is right again, and what remains is a smaller test about other people.{{claim only_web_is_off}} The honest verdict: **mend it, run it again**.
#
# A page that fails loses people *after* the coin: the assigned are in their halves, the exposed are not. A filter over the finished data deletes both.
# Now you are the pathologist. Five tests, five mechanisms. Cut their people until you know whom each lost.

# %%
explore.srm_autopsy(runs)

# %% [markdown]
# {{misleads}} you count what was not assigned. Where whole *accounts* get a variant, the number of *people* is uneven by nature. Count accounts.
#
# **Your turn.** What broke each case?

# %% practice="autopsy"
autopsy = widgets.Board("autopsy", explore.CASES, explore.MECHANISMS, title="What broke it?")
### BEGIN SOLUTION
autopsy.value = {body.mechanism: [case] for case, body in explore.bodies(runs).items()}
### END SOLUTION
autopsy

# %% [markdown] objective="analyse"
# ## 3. Did it work, and how surely? (10 min)
#
# The template gallery passes the count. Not everybody who was assigned ever met it, though.

# %%
assigned = explore.of(runs, "template_gallery", exposed=False)
gallery = explore.of(runs, "template_gallery")
everybody = experiments.compare_rates(*explore.arms(assigned))
Markdown(
    f"All {len(assigned):,} assigned: {100 * everybody.difference.estimate:+.1f} points. "
    f"{len(gallery):,} of them met the gallery, or the page without it."
)

# %%
diluted = predict(
    "diluted",
    "Among those who met it, what is the difference?",
    ["The same", "Larger", "Smaller"],
)
diluted

# %%
met = experiments.compare_rates(*explore.arms(gallery))
diluted.reveal(*explore.answers.diluted(everybody.difference, met.difference))

# %% [markdown]
# People who never met it add noise and no effect. So compare those with an {{term exposure}}, if it is logged *alike in both arms*. The plan said so, and the count holds.
# For the plan of *all* you thin the effect out again: times the share who met it (Kohavi, Tang and Xu, 2020, chapter 20). That comes near the first number, and not just to it: by chance the arms did not meet it equally often.
# The interval is that of Newcombe (1998). Plan with its lower end; its middle is what you saw.
# This is why **decisions backed by data are more reliable** than opinions: A/B tests show a difference *and* how far chance could make it.
#
# The p-value says how often chance alone shows a difference as large, **if nothing works**. It is not the chance that you are wrong. That depends on how often ideas work at all.
# Kohavi and Thomke (2017) report that at Google and Bing only 10 to 20 % of experiments had a positive result. Say that one idea in ten truly works.

# %%
wrong = predict(
    "wrong",
    "If 10 % of ideas work, what share of the significant wins have nothing behind them?",
    low=0.0,
    high=0.5,
)
wrong

# %%
wrong.reveal(
    experiments.false_positive_risk(0.1),
    f"For tests with a power of 80 %. Where a third of ideas work it is "
    f"{experiments.false_positive_risk(1 / 3):.0%}, where one in twelve does, "
    f"{experiments.false_positive_risk(1 / 12):.0%}.",
    by="The formula says",
)

# %% [markdown]
# That is the {{term false-positive risk}} (Kohavi, Deng and Vermeer, 2022). A surprising win needs a second test: {{term Twyman's law}} again.
# Kitewell's effects are planted large, so that they can be seen among few people. Outside, so large a lift is the first thing to doubt.
# And a win exaggerates. Only lucky draws of a small true effect pass the line: the {{term winner's curse}} (Gelman and Carlin, 2014). The lower end is safer than the middle. In a small test even that may be too much.

# %%
error = met.difference.margin / 1.96
curse = experiments.winners_curse(0.02, error)
Markdown(
    f"Were the truth 2 points, this test would find it in {curse.power:.0%} of runs, and those "
    f"would show {curse.exaggeration:.1f} times the truth on average."
)

# %% [markdown]
# There is another reading. Take the compact list, which the board calls "no difference", and ask Bayes.

# %%
sides = explore.arms(explore.of(runs, "compact_view"))
Markdown(
    f"p = {experiments.compare_rates(*sides).p:.2f}, and "
    f"P(better) = **{experiments.chance_better(*sides):.0%}**. "
    f"Shipping would cost {100 * experiments.expected_loss(*sides):.2f} points on average, "
    "counting every gain as 0."
)

# %% [markdown]
# A {{term posterior probability}} answers the question that people ask. It rests on a prior, here a flat one, and it is no licence to stop when it looks good: part 4 tries that.
# And it is as blind as p to what the mean hides: part 5 comes back to this list.
#
# {{misleads}} you put the estimate of the winner into the business case, or into the next plan. Put the lower end.
#
# **Your turn.** The gallery's plan named no group. So for the plan of the *next* test, on **team** alone: take the lower end of the gallery's difference there, and thin it out to *all* who were assigned there. A fraction.

# %% practice="team_gain"
team_gain = ...
### BEGIN SOLUTION
team = gallery[gallery["plan"] == "team"]
share = len(team) / (assigned["plan"] == "team").sum()
team_gain = experiments.compare_rates(*explore.arms(team)).difference.low * share
### END SOLUTION

# %% [markdown] objective="looks"
# ## 4. May I look today? (10 min)
#
# "It is only a look." The growth lead looks at every test each morning, and ships when it is green. What does that cost?

# %%
alarms = predict(
    "alarms",
    "Looked at daily for 20 days, how many of 100 tests of nothing show a rise with p < 0.05 at least once?",
    low=0,
    high=100,
    step=1,
    form=".0f",
)
alarms

# %% [markdown]
# Eight tests of a digest wait for you, day by day. Some have something to find, others do not. Decide as you would at work.
# The button turns green when the new digest is *better* and significant. The eight are picked, so that you meet what can happen: your score among them proves nothing. The many tests of your class are not picked.

# %%
same = digest.loc[digest["variant"] == "control", "converted"]
findable = experiments.rates_mde(base, len(same) // 2)
temptation = explore.PeekingTemptation("peeking", same, effect=findable)
temptation

# %%
alarms.reveal(*explore.answers.alarms(temptation))

# %% [markdown]
# A test of nothing, in which both groups got the same, is an {{term A/A test}}. Each look is another chance for chance. One look sees a rise in one of forty. {{term Peeking}} sees several times as many.{{claim peeking_costs}} With five looks, falls counted too, 5 % become 14 % (Armitage, McPherson and Rowe, 1969).
# Your class met thousands of tests that nobody picked. If one idea in ten works, this share of its wins has nothing behind it:

# %%
early, late = temptation.hollow.values()
Markdown(f"Shipped as soon as it is green: **{early:.0%}**. One look at the end: **{late:.0%}**.")

# %% [markdown]
# Shipping at the first green finds more of what is there. It ships still more of what is not.{{claim peeking_hollows_wins}}
# You may look as often as you like, if the bound knows it:
#
# - **Pocock (1977)**: the same, stricter bound at each look.
# - **O'Brien and Fleming (1979)**: almost no early stop, and nearly the usual bound at the end.
# - {{term always-valid}} p-values: for any look, for ever (Johari and others, 2017).
# - **Lan and DeMets (1983)**: as either of the first two, for looks that come when they come.
#
# What holds false alarms costs power. Each rule ships this share of the tests of nothing, and of those with an effect. That effect is what one look finds four times in five. It is larger than what the register calls worth having.{{claim register_asks_for_less}}

# %%
temptation.shipped

# %% [markdown]
# The last row is Bayes as a licence: ship as soon as P(better) passes 95 %. It ships more of the tests of nothing than whoever ships at the first green.{{claim bayes_is_no_licence}}
# Why more? With a flat prior 95 % for a rise is a p below one in ten: a laxer line. Set both lines alike, and the two rules ship the same. So Bayes is not to blame, and no licence either.
#
# Looks count *finished* outcomes. Who came last week has not had four weeks: count those whose four weeks are over. The bounds are for z, and the *information* of a look is the share of all finished outcomes that it has.

# %%
looks = experiments.pocock(5)[["information", "z"]].rename(columns={"z": "Pocock"})
looks.assign(obrien_fleming=experiments.obrien_fleming(5)["z"]).round(3)

# %% [markdown]
# Such constants are copied, and copied wrongly. These are computed by integration, for your number of looks.
# They take looks that come evenly. Had the digest been read on its days 30, 36 and 49:

# %%
finished = explore.ripe(digest, started["digest_hour"], [30, 36, 49])
experiments.spending_bounds(finished / finished.iloc[-1]).round(3)

# %% [markdown]
# Pocock's, O'Brien and Fleming's, and the always-valid one hold the false wins near the one in forty of one look, or below.{{claim bounds_hold}}
#
# {{misleads}} you look for harm only. Daily looks at an idle guardrail cry as often as an idle test wins, several times as often as is meant.{{claim harm_needs_a_bound}} So looks for harm need a bound of their own: Pocock's, say, for as many looks as you plan.
#
# **Your turn.** The welcome page is to be read at **four** looks. What z does O'Brien and Fleming's bound ask for at the **second**?

# %% practice="second_look"
second_look = ...
### BEGIN SOLUTION
second_look = experiments.obrien_fleming(4).loc[2, "z"]
### END SOLUTION

# %% [markdown] objective="looks"
# ## 5. How many questions did you ask? (10 min)
#
# "No difference", says the board of the digest at 9. "Surely it works for *somebody*", says its inventor, and cuts the test along plan, platform, size, role and country, and along each two of them.

# %%
stars = explore.star_search(digest)

# %%
lucky = predict(
    "lucky",
    "All together there is no difference. What is the smallest p-value among the subgroups?",
    ["Between 0.05 and 0.3", "Below 0.05", "Above 0.3"],
)
lucky

# %% tags=["hide_input"]
explore.show_star(stars)

# %%
lucky.reveal(*explore.answers.lucky(digest, stars))

# %% [markdown]
# Where nothing is, most such searches find a star all the same.{{claim chance_brings_stars}} {{term Holm's}} procedure (1979) asks of the best p-value that it survive all the others; multiply and see.
# {{term Benjamini and Hochberg's}} (1995) is milder: it keeps the *share* of false finds low, for long lists.

# %%
Markdown(explore.stars_said(stars))

# %% [markdown]
# So is the digest's hour without effect? "Not significant" does not say so. Look at the interval, and set the MDE beside it.

# %%
nothing = experiments.compare_rates(*explore.arms(digest)).difference
mde = register.set_index("name")["mde"]
Markdown(
    f"From **{100 * nothing.low:+.1f}** to **{100 * nothing.high:+.1f}** points; "
    f"the plan asked for {100 * mde['digest_hour']:.1f}."
)

# %% [markdown]
# The whole interval lies inside the MDE.{{claim digest_rules_out_mde}} So an effect that would have been worth it is ruled out. **That is a result**: you need not try that hour again.
# **Gather feedback, test, iterate**: a null result saves a year of building. Write down what you learned, most of all then.
#
# The compact list's mean covers 0 as well. But *this* plan named its comparison beforehand. The register has it:

# %%
register.set_index("name")["hypothesis"]["compact_view"]

# %%
compact = explore.of(runs, "compact_view")
plans = explore.by(compact, "plan")
plans.assign(holm=experiments.adjusted_p(plans["p"], "holm")).round(4)

# %% tags=["hide_input"]
explore.show_plans(plans)

# %% [markdown]
# On business more people finish a list, on free fewer, and the mean hides both.{{claim compact_differs}} Three questions were asked, and three are counted in the column `holm`.
# Are the two plans *different from each other*? That is a question of its own:

# %%
two_plans = explore.apart(plans.loc["business"], plans.loc["free"])
Markdown(
    f"Business less free: **{100 * two_plans.estimate:+.0f}** points, "
    f"{100 * two_plans.low:.0f} to {100 * two_plans.high:.0f}."
)

# %% [markdown]
# They are, by more than chance would bring.{{claim compact_differs}} So the list is not for everybody.
# A star that was searched for is a question for the *next* test. A planned comparison is an answer.
#
# {{misleads}} an effect is significant in one group and not in another. That is no difference *between* them: compare the two effects.
#
# Say that the welcome page's plan asks three questions, and that their p-values come out so:

# %%
explore.ASKED

# %% [markdown]
# **Your turn.** What is the **second** smallest of the three *after* Holm?

# %% practice="second_holm"
second_holm = ...
### BEGIN SOLUTION
second_holm = experiments.adjusted_p(explore.ASKED, "holm").sort_values().iloc[1]
### END SOLUTION

# %% [markdown] objective="sharpen"
# ## 6. Will it last, and can we see sharper? (10 min)
#
# Streaks count the days in a row on which somebody ticked off a task, and remind them in the evening. They are among the board's surest wins.{{claim streaks_win_first_week}}
# The board reads the first week. What happens then? Each person's count begins on a day on which they came, so use falls afterwards in the control as well.{{claim use_falls_in_the_control}} Set the effect beside the control's use in the same week.

# %%
lasting = predict(
    "lasting",
    "Of the first week's effect, as a share of the control's use, how much is left in the fourth?",
    ["About half", "Less than a third", "All of it"],
)
lasting

# %%
streaks = explore.of(runs, "streaks")
weekly = explore.weekly_effects(streaks)

# %% tags=["hide_input"]
explore.show_weeks(weekly)

# %%
# claim: novelty_is_gone
lasting.reveal(*explore.answers.lasting(weekly))

# %% [markdown]
# A {{term novelty effect}}: people try what is new. Count from *each person's* first meeting, not from the start of the test. Else new and old weeks mix.
# Beside it, the gallery:

# %%
Markdown(explore.answers.stays(explore.weekly_effects(gallery)))

# %% [markdown]
# For the streaks the fourth week's interval lies below the MDE of a week: an effect worth having is ruled out by then.{{claim novelty_is_gone}}
# But who chose that week? The first was the board's choice, the fourth would be ours: whoever takes one of them now has seen both. The plan names the four together:

# %%
register.set_index("name")["hypothesis"]["streaks"]

# %%
Markdown(explore.answers.whole_window(streaks, mde["streaks"]))

# %% [markdown]
# What streaks do depends on the window, and the one that was named beforehand counts. If a next thing may wear off, its plan names the last week. What settles streaks is read on Friday.
# It can also go the other way: a habit needs weeks to form.
#
# **Sharper for free.** What somebody did *before* says much about what they do after. {{term CUPED}} takes that part out (Deng, Xu, Kohavi and Walker, 2013).

# %%
narrower = predict(
    "narrower",
    "How wide is the margin with CUPED, as a share of the plain one?",
    low=0.3,
    high=1.2,
)
narrower

# %%
sharper = experiments.cuped(gallery, outcome="value_week1", before="pre_value", missing="group")

# %%
narrower.reveal(
    sharper.difference.margin / sharper.plain.margin,
    f"Before and after go together with a correlation of {sharper.correlation:.2f} among those "
    f"who have a before; {sharper.variance_kept:.0%} of the variance is left.",
)

# %% [markdown]
# The higher the correlation, the fewer people you have to wait for. Those who joined last week have no past. `missing="group"` keeps them as a group of their own.
#
# {{wrong}} Leave the new people out, as if they spoiled it.

# %%
old = explore.dropping_the_new(gallery)
dropped = experiments.cuped(old, outcome="value_week1", before="pre_value")

# %% tags=["hide_input"]
explore.show_cuped(dropped, sharper)

# %%
Markdown(explore.answers.dropping(dropped, sharper))

# %% [markdown]
# {{wrong}} Adjust the second week of streaks for the *first*, as if it were "before".

# %%
after = experiments.cuped(streaks, outcome="value_week2", before="value_week1")
Markdown(
    f"Second week, plain: {after.plain.estimate:+.2f}. 'Adjusted' for the first: "
    f"**{after.difference.estimate:+.2f}**."
)

# %% [markdown]
# The first week belongs to the effect. Take it out, and the answer falls below all that the plain interval holds.{{claim after_is_not_before}} Only what was fixed before the assignment may be adjusted for.
#
# {{misleads}} the past does not predict: then it changes nothing, whatever it is called.
#
# **Your turn.** For the **digest's** first-week uses (`digest`, everybody), what is the margin of the difference *with* CUPED? Uses a week.

# %% practice="digest_margin"
digest_margin = ...
### BEGIN SOLUTION
found = experiments.cuped(digest, outcome="value_week1", before="pre_value", missing="group")
digest_margin = found.difference.margin
### END SOLUTION

# %% [markdown] objective="analyse"
# ## 7. Whose choice is it? (10 min)
#
# Shared boards, by person: no difference on the board. Its team is not convinced: "What is a shared board worth to you while your colleague has none?"

# %%
by_person = explore.of(runs, "shared_boards")
Markdown(
    f"**{explore.mixed_accounts(by_person):.0%}** of the people had a colleague in the other arm."
)

# %% [markdown]
# This is {{term interference}}: what one person gets changes what another does. The boards' team suspects: what you put on your board a colleague picks up, with boards or without, and your own board brings you nothing. Then both arms gain alike, and a test by person sees nothing.
# So they ran it again, two weeks after the first test was over, and let a coin choose whole **accounts**. You have not seen that result, and you should not yet.
# The compact list was tested at the same time. Each test has a coin of its own, so the other test is in both arms alike. That does no harm unless one changes what the other does.
#
# How many people does that take? Those of one account are alike, so ten of them tell less than ten strangers.{{claim people_of_an_account_are_alike}} The {{term design effect}} says how many times as many: 1 + (people in an account - 1) times how alike they are (Kish, 1965).
# People in *which* account?

# %%
each = by_person["account_id"].value_counts()
Markdown(
    f"The average account has {each.mean():.1f} people. The average *person* sits in one of "
    f"**{explore.seen_size(by_person):.0f}**."
)

# %% [markdown]
# Large accounts hold more of the people.{{claim people_sit_in_larger_accounts}} So take what a person sees (Eldridge, Ashby and Kerry, 2006). The team plans with the likeness `explore.ICC`:

# %%
(hits, seen), _ = explore.arms(by_person)
one_by_one = experiments.rates_sample_size(hits / seen, mde["shared_boards_by_account"]).control
alike = experiments.design_effect(explore.seen_size(by_person), explore.ICC)
Markdown(f"One by one {one_by_one:,} people in each arm, times {alike:.1f}.")

# %% [markdown]
# The register has another number, from before any test of boards: it takes a base of one half, and twice the people for accounts. Both are guesses, so either may stand in the plan. What the accounts were truly like comes out with the data.

# %% [markdown]
# **Your turn.** Write the plan, with its numbers; effect and margin stand in the register. The data stay sealed until it is lodged, and then it stands.

# %% practice="board_plan"
registered = register.set_index("name").loc["shared_boards_by_account"]
board_plan = explore.PreRegistration("board_plan", by_person, registered)
### BEGIN SOLUTION
board_plan.answer = {
    "population": "exposed",
    "metric": "converted",
    "errors": "account",
    "stop": "end",
    "guard": "muted",
    "null": "mde",
    "mde": 100 * registered["mde"],
    "people": explore.people_by_account(by_person, registered["mde"]),
    "margin": 100 * registered["guardrail_margin"],
}
### END SOLUTION
board_plan

# %%
together = predict(
    "together",
    "Whole accounts with boards against whole accounts without: what is the difference?",
    ["Nothing, as before", "More than three times as large", "Up to three times as large"],
)
together

# %% tags=["answers"]
boards = explore.opened(runs, "shared_boards_by_account", board_plan)

# %% tags=["hide_input", "answers"]
explore.show_boards(by_person, boards, board_plan)

# %%
# claim: boards_need_company
together.reveal(*explore.answers.together(by_person, boards))

# %% [markdown]
# What is assigned is the {{term unit of assignment}}, and it is the unit of the analysis: {{term SRM}}, margin and sample size count **accounts**.
# Count twice. Are the *assigned* in their halves? And did as large a share of both *meet the page*? If boards themselves brought people to it, those who met it would be no fair comparison. The assignment asks for both.
# `explore.per_account` sums each account first: the {{term delta method}} (Deng, Knoblich and Lu, 2018).

# %% tags=["hide_input", "answers"]
explore.show_units(boards)

# %% [markdown]
# By person you look surer than you are.{{claim people_of_an_account_are_alike}}
# And who was assigned alone has no colleague in the test to share a board with. The hypothesis named that cut beforehand. It counts who was *assigned*: how many meet a board may be the boards' own doing.

# %% tags=["hide_input", "answers"]
explore.show_people_there(boards)

# %% [markdown]
# Before that is read out, a check that costs a minute. Who in an account of their own picks up a task "from a colleague"? If anybody does, the log does not count what its name says.

# %% tags=["answers"]
Markdown(explore.answers.nobody_else(boards, users))

# %% [markdown]
# Why did the first test see next to nothing, and is it as the team suspects? To set its control beside that of May would compare other weeks, with no coin between them. The coin is in the first test itself: in an account of two, it decided whether a person without boards had a colleague with them.

# %% tags=["hide_input", "answers"]
explore.show_controls(by_person)

# %% [markdown]
# {{misleads}} you add the two tests up. They answer different questions: one person more, or everybody.

# %% [markdown] objective="quasi"
# ## 8. And when nothing was assigned? (8 min)
#
# In March, customer success switched a weekly summary mail on by hand, for accounts that were late with their tasks. No coin, no control. Now marketing wants to know whether it helped.
# `summaries` has overdue tasks for each 100 open ones, by account and month.

# %%
summaries.groupby("switched_on")[["overdue_february", "overdue_march"]].mean().round(1)

# %%
mail = predict(
    "mail",
    "What did the mail do?",
    ["It changes nothing", "It helps", "It harms"],
)
mail

# %%
changes = explore.mail_changes(summaries)

# %% tags=["hide_input"]
explore.show_mail(changes)

# %%
effect = explore.did(summaries)
# claim: mail_helps
mail.reveal(*explore.answers.mail(effect))

# %% [markdown]
# After against before says that it harms: March is busy for everybody.{{claim before_after_misleads}} With it against without says so too: the late ones got it.{{claim with_without_misleads}}
# {{term Difference in differences}} takes both out. The others' change stands for what would have happened anyway (Card and Krueger, 1994).
#
# It rests on one thing: **without the mail, both would have changed alike**. Nobody can prove that. You can try to refute it: from January to February, when nobody had the mail, the two differed by a quarter of the effect at most.{{claim trends_were_parallel}} The *width* says so, not that it covers 0. And one month before is a short trend.
#
# An experiment needs no such hope. Prefer, in this order: a test; a roll-out in waves that chance decides; a comparison over time; and last, "those who use it do better".
#
# On which scale, too: two that differ in level cannot change alike in tasks *and* in percent.
#
# {{misleads}} the treated were chosen for a *bad month*: they come back to normal anyway. Take accounts that never had the mail, and "treat" the quarter that was latest in February:

# %%
Markdown(f"With no mail at all, two differences say **{explore.fallen_back(summaries):+.1f}**.")

# %% [markdown]
# That looks like a mail that helps.{{claim late_months_fall_back}} It is {{term regression to the mean}}. Kitewell's mail went to accounts that were late *as a rule*, so the months before rose alike.{{claim trends_were_parallel}}
# By plan you need the accounts' table beside this one. `merge` joins the two:

# %%
planned = summaries.merge(accounts[["account_id", "plan"]], on="account_id")
planned.groupby("plan")["switched_on"].agg(["size", "sum"])

# %% [markdown]
# **Your turn.** What did the mail do for accounts on the **free** plan? Overdue tasks per 100, with the sign.

# %% practice="free_mail"
free_mail = ...
### BEGIN SOLUTION
free_mail = explore.did(planned[planned["plan"] == "free"]).effect.estimate
### END SOLUTION

# %% [markdown] objective="decide"
# ## Friday
#
# One thing has not been read yet: the guardrail that all plans named. A win that drives people to mute Kitewell is none.

# %%
guards = explore.guardrails(runs, register, boards)
control, treatment = explore.values(explore.of(runs, "streaks"), "muted")
Markdown(
    f"Streaks: {control.mean():.1%} of the control mute, {treatment.mean():.1%} of the treatment."
)

# %% tags=["hide_input"]
explore.show_guardrails(guards)

# %% [markdown]
# A guardrail is kept if its *whole* interval lies below the margin (`experiments.noninferiority`). "No significant rise" would show nothing.
# Streaks do not keep it, so they do not ship, whatever their planned weeks say.{{claim streaks_break_the_guardrail}} What is shipped to some is read among *those*: the compact list keeps it on business.{{claim verdicts_follow_the_rule}} Boards are read with accounts as pieces.
#
# First: is the ratio off? Then read nothing; mend the test, run it again. Was another unit assigned than the one decided on? Look for the test that assigned it. Is the guardrail not kept where you would ship? Then nothing ships there, whatever the interval says. Else each interval has one row:
#
# | the interval lies | it says | so |
# |---|---|---|
# | wholly below 0 | worse | take it back |
# | below the MDE, not wholly below 0 | ruled out | drop it, and say what was ruled out |
# | above 0, reaching the MDE | better | do the sum: is it worth what it costs? |
# | over 0, reaching the MDE | not answered | a new test, with a plan of its own and new people only |
#
# One more month of a test that did not win is a second look, taken only where the first did not please. It needs part 4's bound, and a plan that named it.
# A window that no plan named is not chosen now. Planned groups get a row each. A star that was searched for is the next test's question.
#
# The rule gives each readable test its place.{{claim verdicts_follow_the_rule}} Now sort the seven: who won, and for whom?

# %% practice="verdicts"
verdicts = widgets.Board(
    "verdicts",
    explore.NAMES,
    {
        "ship": "Better, for everybody",
        "some": "Better, for some who were named beforehand",
        "drop": "Not shipped: a gain is ruled out, or the guardrail not kept",
        "again": "Not answered: mend the test, run it again",
        "superseded": "Answered by another test",
    },
    title="What you sign",
)
### BEGIN SOLUTION
verdicts.value = {
    "ship": ["template_gallery"],
    "some": ["compact_view", "shared_boards_by_account"],
    "drop": ["digest_hour", "streaks"],
    "again": ["quick_editor"],
    "superseded": ["shared_boards"],
}
### END SOLUTION
verdicts

# %% [markdown]
# *Better* is not yet *worth it*. A cost that stays the same however few get a thing has to be earned by these few. So thin their gain out to all before you set it beside the MDE. The compact list's reason is such a cost: each release is tested twice.
#
# **Your turn.** The compact list would go to **business** alone. Take the lower end of its difference there, and thin it out to all who met the list, `compact`. A fraction.

# %% practice="compact_gain"
compact_gain = ...
### BEGIN SOLUTION
on_business = (compact["plan"] == "business").mean()
compact_gain = plans.loc["business", "low"] * on_business
### END SOLUTION

# %% tags=["hide_input", "answers"]
explore.show_payoffs(explore.payoffs(runs, register, boards))

# %% [markdown]
# By its lower end a second list for business alone does not bring what it costs, however small its p.{{claim compact_does_not_pay_for_sure}} That the list helps there can be signed; that it pays cannot. What pays by its middle alone is a bet: say so, and let whoever pays for it decide.
# The gallery brings more than it costs, by its middle at least.{{claim gallery_and_boards_pay}} So do boards where two or more people are; their servers cost by the head, so nothing is thinned out.{{claim gallery_and_boards_pay}}
# And say what ships *before* the test. A power of 80 % is the chance of a significant result. If the truth is just the MDE, the middle reaches it in one of two tests, and the lower end in one of forty. Who ships by the lower end alone throws most such effects away; who ships a bet must say so.
# The decision is for those who were tested. What new people do says little of old ones.
# Three planned groups were counted with Holm; the intervals here are plain ones of 95 % each.
#
# Whatever ships, keep a tenth without it for a quarter, chosen by coin. That is a win's second test.
#
# In your brief you write such a plan. Here is somebody else's, for the mended editor. The rubric asks what "another analyst would do the same" with.
#
# **Your turn.** Which lines could still be bent once the data are in?

# %% practice="doors"
doors = widgets.MultiChoice("doors", title="Lines that leave a door open")
### BEGIN SOLUTION
doors.answer = {"metric", "read", "guard", "groups"}
### END SOLUTION
doors

# %% [markdown]
# Outside a simulation you would never know what was true. Here you may, once your own verdicts stand.

# %% tags=["answers"]
explore.show_truths(verdicts.answer)

# %%
# claim: one_verdict_stands
signed.reveal(*explore.answers.signed(runs, register, board, verdicts.answer))

# %% [markdown]
# ## What we have now
#
# - A **plan before the data**: unit, metric, MDE, size, date, guardrails, decisions.
# - A **count before the outcome**: SRM, and whom the test lost.
# - A **difference with its interval**, of those who met it, with the unit that was assigned.
# - The **false-positive risk**, and the winner's curse.
# - **Bounds that know how often you look**, and how much you ask.
# - **CUPED** with everybody in it, and why nothing after the assignment may be adjusted for.
# - **Accounts** where people work together.
# - **The sum**: whether what is better is worth what it costs, by whom the cost is borne.
# - **Two differences** where no coin was thrown, and their one assumption.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | People per arm | $(z_{\alpha/2}\sqrt{2\bar p\bar q} + z_\beta\sqrt{p_1q_1 + p_2q_2})^2 / (p_2 - p_1)^2$ | `experiments.rates_sample_size(base, effect)` |
# | MDE | the same, solved for the effect | `experiments.rates_mde(base, people)` |
# | SRM | $\sum (O - E)^2 / E$ | `experiments.sample_ratio(people)` |
# | Two rates | pooled z; Newcombe's interval | `experiments.compare_rates(control, treatment)` |
# | Two means | Welch | `experiments.compare_means(control, treatment)` |
# | Looks | $C$, or $C\sqrt{K/k}$ | `experiments.pocock(5)`, `experiments.obrien_fleming(5)` |
# | Many tests | $(m - i + 1)\,p_{(i)}$, never falling | `experiments.adjusted_p(p, "holm")` |
# | CUPED | $y - \theta(x - \bar x)$, $\theta = \mathrm{cov}(x, y)/\mathrm{var}(x)$ | `experiments.cuped(rows, outcome=..., before=..., missing="group")` |
# | Guardrail | whole interval on the good side of the margin | `experiments.noninferiority(control, treatment, margin)` |
# | How sharp it is | how surely it is shown kept, if nothing changes | `experiments.noninferiority_power(rate, margin, people)` |
# | Size by account | times $1 + (m - 1)\,\mathrm{icc}$ | `experiments.design_effect(m, icc)` |
# | By account | delta method | `experiments.ratio_difference(rows, numerator=..., unit=...)` |
# | False-positive risk | $\frac{\alpha}{2}(1 - s) / (\frac{\alpha}{2}(1 - s) + (1 - \beta)s)$ | `experiments.false_positive_risk(s)` |
# | Two differences | change of the treated less change of the others | `experiments.difference_in_differences(...)` |
#
# ### Sources
#
# {{sources kohavi-2020 jennison-2000 fleiss-2003 welch-1947 holm-1979 benjamini-1995}}
#
# ### Go on
#
# **[The assignment →](../exercises/experiments/experiments.ipynb)** Thirteen questions that the job asks, and the brief for the next test.
