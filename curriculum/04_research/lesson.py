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
# # 4. Discovery and design: everybody said they would use it
#
# Wednesday, 1 July 2026. One team has one free quarter, and on **Friday** you say what it builds. This is the proposal:
#
# > *Reports 2*: faster, prettier, with charts. Customers want it. We asked them. The research folder is attached.
#
# A quarter of a team is a lot of money, and it can be spent once. If the folder is right, it is well spent.
# Run the cells, read the folder, and decide what you think of it *before* you know much.
#
# ## What you will learn
#
# {{objectives}}
#
# About 70 minutes with this opening, then 60 for the exercises and 40 for your plan and report.

# %%
import pandas as pd
from IPython.display import Markdown

from course_utils import charts, data
from course_utils.lessons import research as explore
from course_utils.toolkit import metrics, research
from course_utils.widgets import Tree, predict

charts.use()
pd.set_option("display.max_colwidth", None)  # quotes are to be read whole
TODAY = "2026-07-01"  # the data end here, at midnight UTC
users, accounts, events = data.load("users"), data.load("accounts"), data.load("events")
interviews, utterances, quotes = map(data.load, ("interviews", "utterances", "quotes"))
usability, problems = data.load("usability"), data.load("usability_problems")
ratings, tickets, surveys = map(data.load, ("problem_ratings", "tickets", "surveys"))

# %% tags=["hide_input"]
talks = explore.turns(interviews, utterances)
explore.folder(talks, quotes, usability, problems, surveys, tickets)

# %% [markdown]
# Eight claims, each with a number. Every number is computed correctly. That is not the same as being true.

# %%
verdict = predict(
    "verdict",
    "What will you say on Friday?",
    [
        "Build Reports 2: the customers asked for it",
        "Build it, but ask more customers first",
        "Not yet: the folder shows wishes, not a need",
        "Build what gets the most support tickets",
    ],
)
verdict

# %% [markdown]
# Keep your guess. Each part of this lesson takes one claim off the folder, or puts something better in its place.

# %% [markdown] objective="ask"
# ## 1. Ask somebody (9 min)
#
# Start where the folder started: with a customer. This one is a user of this company. Their memory comes from its events.
# You have time for ten questions. Find out how they really work.
#
# {{wrong}} Use your first questions to confirm that they like reports. They will be pleased to help.

# %%
people = explore.customers(accounts, users, events, data.source().fingerprint)

# %%
explore.InterviewSimulator("first_talk", people[0])

# %% [markdown]
# End the interview and read the truth card. Two kinds of questions brought a yes and nothing else.
#
# - A {{term leading question}} carries its answer: *don't they save you time?* People are kind, and agree.
# - A {{term hypothetical question}} asks about a future in which a promise is free: *would you use it?*
#
# What opened memory was **one real occasion**: *tell me about the last time*. Then stay there. What happened then? What was hard? What did it cost? Who else?
# And then say nothing for a while. Empathy is not agreeing with people. It is knowing their Tuesday.
#
# {{try}} Press *Start again* and interview the same person once more. Get five facts of six.
#
# Portigal (2013) and Fitzpatrick (2013) teach this craft, the second in a hundred pages: talk about their life in place of your idea.
# Now read the folder's interviews as you have just read your own.

# %%
asked = talks[talks["speaker"] == "interviewer"]
pd.crosstab(asked["interviewer"], asked["kind"])

# %% tags=["hide_input"]
explore.show_kindness(explore.kindness(talks, events))

# %% [markdown]
# The lower row is what they said of *next month*. The upper row is what the same people had done in the *last* one.
# **The first claim is off the folder.** A promise about the future is a sentence about manners.
#
# {{misleads}} you take this as a script. Asked without interest, *tell me about the last time* is only another form.

# %% [markdown] objective="method"
# ## 2. Which method for which question? (4 min)
#
# An interview was the wrong tool for one of the folder's claims, and a {{term survey}} for another.

# %%
method = predict(
    "method",
    "Sign-ups stop at the second step. What tells you why?",
    ["A survey of 400 users", "Five people thinking aloud", "A heatmap", "A focus group"],
)
method

# %%
method.reveal(
    "Five people thinking aloud",
    "A heatmap shows where they stop, a survey what they remember. Only watching shows why.",
)

# %% [markdown]
# | you want to know | method | says | does not say |
# |---|---|---|---|
# | how people work, what hurts | interviews about past occasions, 5-8 a segment | why, in their words | how many |
# | where they stumble | usability test on a prototype, 5-8 a round, several rounds | why it fails | how often it fails in the field |
# | how often, for whom | events, a survey with a known sample | how many | why |
# | where they look and click | heatmaps, session recordings | where, and how often | why, or what they wanted |
# | what upsets them today | tickets, feedback forms, app reviews | what hurts those who write | who stays silent |
# | what sales and other departments hear | a visit to the customer behind the request | a lead to follow | the need behind the wish |
#
# A request from sales, support or a customer is a solution that somebody has already chosen. Ask what happened just before they asked.
#
# {{term Continuous discovery}} means a talk with a customer every week, by those who decide (Torres, 2021). A study once a year answers last year's question.
# Hotjar and tools like it sell recordings and heatmaps, so their guides begin there. Begin with the question.
#
# {{misleads}} a method is chosen because the tool is paid for.

# %% [markdown] objective="code"
# ## 3. Two people read the same quote (8 min)
#
# The folder's second claim: after the first week *reporting* is what customers talk about most. Somebody decided, quote by quote, what each is about.
# {{term Coding}} gives each quote one code from a {{term code book}}. Do it yourself, beside the first coder.

# %%
explore.SecondCoder("my_codes", explore.quote_sample(quotes, utterances), explore.CODE_BOOK)

# %% [markdown]
# Watch the two bars. The upper one is {{term percent agreement}}; the lower one corrects it for luck.
# If nearly everything is about one thing, two people who do not read agree nearly always. Try it.

# %%
kappa_gate = predict(
    "kappa",
    "Two coders agree on 90 % of the quotes. One code fits 90 % of them. How much better than luck is that?",
    ["Nearly perfect", "Good", "Fair at best", "Not at all"],
)
explore.kappa_explorer(kappa_gate)

# %% [markdown]
# {{term Cohen's kappa}} is the agreement beyond luck, as a share of what luck leaves open (Cohen, 1960).
# At the same percent agreement it falls as one code takes over (Feinstein and Cicchetti, 1990).
#
# Now all the folder's quotes, which two colleagues coded alone.

# %%
both = research.confusion(quotes["coder_a"], quotes["coder_b"])
same = research.percent_agreement(quotes["coder_a"], quotes["coder_b"])
kappa = research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])
Markdown(f"The same code on **{same:.0%}** of {len(quotes)} quotes. Kappa **{kappa:.2f}**.")

# %% tags=["hide_input"]
explore.show_confusion(both)

# %% [markdown]
# One cell off the diagonal holds most of the trouble. A single number would have hidden it. What are those quotes about?

# %%
pair = explore.pairs_confused(quotes["coder_a"], quotes["coder_b"])
one, other = pair.index[0]
explore.apart(quotes, utterances, one, other)

# %% tags=["hide_input"]
explore.show_counts(quotes)

# %% [markdown]
# What the first coder files under *visibility*, the second often files under *reporting*. But *I do not know how things stand* is one need, and *I have to show somebody numbers* is another.
# Count one coder's column and the order of needs is not the same as in the other's. **The second claim is off the folder.**
#
# The cure is not a vote. Sharpen the rule in the code book, code again, apart from each other, and report kappa for the second round.
# For more than two coders, gaps or ranks there is {{term Krippendorff's alpha}} (Krippendorff, 2011). Fleiss (1971) counts many raters without gaps.

# %%
table = ratings.pivot_table(index="problem", columns="rater", values="severity")
alpha = research.krippendorff_alpha(table, "ordinal")
unordered = research.krippendorff_alpha(table, "nominal")
Markdown(
    f"Four people rated how bad each usability problem is, with {table.isna().sum().sum()} gaps: "
    f"alpha **{alpha:.2f}** as ranks. As mere names it would be {unordered:.2f}: "
    "then 3 and 4 are as far apart as 0 and 4."
)

# %% [markdown]
# {{misleads}} you read kappa as truth. Two people with the same blind spot agree perfectly.

# %% [markdown] objective="method"
# ## 4. Loud is not many (4 min)
#
# *Reports get a good part of the tickets.* Tickets are {{term voice of the customer}} data: nobody had to ask for them. Who wrote?

# %%
loud = explore.voices(tickets, users, data.load("subscriptions"), since="2026-04-01")
loud

# %% tags=["hide_input"]
explore.show_voices(loud)

# %% [markdown]
# A ticket is one person on one bad day, and some people have more of them. Count accounts before you count tickets. Then read them.

# %%
recent = explore.between(tickets, "2026-04-01", TODAY, at="created_at")
kinds = recent.assign(android=recent["text"].str.contains("Android"))
on_reports = kinds[kinds["area"] == "reports"]
Markdown(
    f"Of **{len(on_reports)}** tickets on reports since April, **{on_reports['android'].mean():.0%}** name Android. "
    f"In all other areas together it is {kinds.loc[kinds['area'] != 'reports', 'android'].mean():.0%}."
)

# %% [markdown]
# Those are one release that counts views twice. It wants a fix, not a quarter. **The third claim is off the folder.**
#
# {{misleads}} silence is read as content. People who left write no tickets.

# %% [markdown] objective="persona"
# ## 5. A persona that can be refused (5 min)
#
# The folder has a {{term persona}} for Reports 2, with a photograph: "Olivia, 34, in finance at a large company, loves numbers, lives on her phone".
# The team calls everybody who opened three reports or more since April an Olivia. How much of her is there?

# %%
olivia = predict(
    "olivia",
    "Of seven things that the team says of Olivia, how many do the data support?",
    low=0,
    high=7,
    step=1,
    form=".0f",
)
olivia

# %%
crowd = explore.people(users, accounts, events, since="2026-04-01")
claims = {
    "is 34 years old": None,
    "loves numbers": None,
    "opened the account herself": ("role", "owner"),
    "works in a large company": ("size", "large"),
    "works in finance": ("industry", "finance"),
    "lives on her phone": ("phone", True),
    "is on a paid plan": ("pays", True),
}
checked = explore.persona(crowd, crowd["reports"] >= 3, claims)
checked

# %%
olivia.reveal(
    float((checked["verdict"] == "supported").sum()),
    "What no table holds was made up. What most of the group do not have is no trait of the group.",
)

# %% [markdown]
# A persona stands for a **group with a common need**. Each trait must differ from everybody else's, and must change what you would build.
# Age and a photograph do neither. They make the group feel known.
#
# What helps more is the {{term job to be done}}: *when ... I want to ... so that ...* (Christensen, Hall, Dillon and Duncan, 2016). From the quotes it could read:
#
# > When others ask me how we stand, I want to see what is late, so that I can answer without ringing round.
#
# No report is in it.
#
# {{misleads}} it is used to settle an argument: "Olivia would never click that."

# %% [markdown] objective="journey"
# ## 6. A journey that hangs on something (6 min)
#
# A {{term journey map}} shows what a customer goes through, and how it feels. Most are drawn in a meeting room, by people who were not there.
# Draw this one as you believe it is. Then pin evidence to each point, and let go.

# %%
explore.JourneyMap("my_journey", explore.deck(data.load("journey")))

# %% [markdown]
# What fell was an opinion. What is left open is a question for your next interview, and that is the best result of the map.
# Two more things to see: who is missing from the first step, and from the last? Nobody who turned away at the first page was ever asked.
#
# {{misleads}} the curve is the mean of people with opposite experiences. Nobody lives the mean.

# %% [markdown] objective="score"
# ## 7. A few of twelve (5 min)
#
# The folder says that the change to the invitation worked, from two rounds of a {{term usability test}} with twelve people each.

# %%
invited = (
    usability[usability["task"] == "invite_teammate"]
    .groupby("round")["completed"]
    .agg(["sum", "count"])
)
rounds = {
    f"round {number}: {row['sum']} of {row['count']}": research.completion_interval(
        row["sum"], row["count"]
    )
    for number, row in invited.iterrows()
}
rounds["four of five"] = research.completion_interval(4, 5)
rounds["five of five"] = research.completion_interval(5, 5)

# %% tags=["hide_input"]
explore.show_intervals(
    rounds,
    "A few people leave much open",
    "Completion rate of 'invite a teammate', 95 % intervals (adjusted Wald)",
)

# %% [markdown]
# *Four of five* is no percentage. It is anything from about a third to nearly all. The textbook's interval would call five of five certain.
# With few people add about two successes and two failures first: the {{term adjusted Wald interval}} (Agresti and Coull, 1998; Sauro and Lewis, 2005).
#
# Did the new design help? Compare the rounds as a difference, not as two numbers.

# %%
change = metrics.rate_difference(tuple(invited.loc[1]), tuple(invited.loc[2]))
Markdown(
    f"Round 2 less round 1: **{100 * change.estimate:+.0f} points**, 95 % interval "
    f"{100 * change.low:+.0f} to {100 * change.high:+.0f}. "
    + ("It covers 0: no change shown." if change.covers(0) else "It does not cover 0.")
)

# %% [markdown]
# Time has a long tail, so its mean describes the one person who got lost. Take the {{term geometric mean}} of those who completed the task (Sauro and Lewis, 2010).

# %%
done = usability[(usability["task"] == "find_report") & (usability["completed"] == 1)]
typical = research.task_time(done["seconds"])
Markdown(
    f"Finding a report takes **{typical.estimate:.0f} seconds** ({typical.low:.0f} to {typical.high:.0f}); "
    f"the plain mean is {done['seconds'].mean():.0f}. Only {len(done)} of "
    f"{(usability['task'] == 'find_report').sum()} found it at all."
)

# %% [markdown]
# {{misleads}} small numbers are used to *measure*. Twelve people are plenty to find what is broken, and too few to say how often.

# %% [markdown] objective="method"
# ## 8. Are five users enough? (4 min)
#
# "Five users find 85 % of the problems" is right for one rate: 31 % (Nielsen and Landauer, 1993).
# Each of their users met about a third of the problems. Kitewell's?

# %%
seen = explore.seen_matrix(problems, usability["session_id"].unique())
five_gate = predict(
    "five", "What share of Kitewell's problems do five users meet?", low=0, high=1, step=0.05
)
explore.discovery_explorer(seen.mean().tolist(), five_gate)

# %% [markdown]
# Problems are not alike. A frequent one shows itself in every session; a rare one may hide for a month, and rare is not harmless.
# And the table has only what *somebody* met, so its mean rate is too high. Lewis (2001) corrects it for what is unseen.

# %%
first_four = seen.iloc[:4]
naive, fair = (research.discovery_rate(first_four, adjust) for adjust in ("none", "both"))
Markdown(
    f"From the first four sessions: rate **{naive:.0%}** as counted, **{fair:.0%}** corrected. "
    f"For 85 % of what such users meet that is {research.users_needed(naive, 0.85)} users, "
    f"or {research.users_needed(fair, 0.85)}."
)

# %% [markdown]
# So the answer is: *five of which users, at which task, with which rate?* And then: five, mend, five again. Three rounds of five beat one of fifteen, because the second tests what the first found.
#
# {{misleads}} "no new problems" is taken for "no problems". You tested the tasks that you thought of.

# %% [markdown] objective="score"
# ## 9. A score that is not a percentage (3 min)
#
# The folder gives {{term SUS}} in percent, as if so many were happy. The System Usability Scale has ten items from 1 to 5; every second one is a complaint (Brooke, 1996).
#
# {{wrong}} Add the ten answers up, divide by the highest sum, and call it a percentage.

# %%
sus = surveys[(surveys["survey"] == "sus") & (surveys["asked_at"] >= "2026-01-01")]
items = sus[[f"q{n}" for n in range(1, 11)]].dropna()
careless = items.sum(axis=1).mean() / 50
score = research.sus(items)
Markdown(
    f"Careless: **{careless:.0%}**. By the scale: **{score.estimate:.1f} points** "
    f"({score.low:.1f} to {score.high:.1f}), from {len(items)} people who answered all ten items."
)

# %% [markdown]
# Odd items count as answer less 1, even ones as 5 less the answer; times two and a half. A person who agrees with everything gets 50, by design.
# The score runs from 0 to 100 and is **no percentage**: of nothing is it a share. In Sauro's collection of about 500 studies the mean was 68 (Sauro and Lewis, 2016).
#
# {{misleads}} it is read as a diagnosis. A SUS says *how much* it hurts. It never says *where*.

# %% [markdown] objective="method"
# ## 10. Who did not answer? (6 min)
#
# *Most of our users are satisfied.* Of those who answered, that is. And those were asked who were there.

# %%
csat = explore.who_answers(surveys, events, "csat", "2026-04-01", TODAY)
csat.assign(
    response=csat["answered"] / csat["asked"], happy_share=csat["happy"] / csat["answered"]
).round(2)

# %%
bounds_gate = predict(
    "bounds",
    "If everybody who was asked had answered, the satisfied could be between which two shares?",
    ["Within 3 points", "Within 10 points", "Within 30 points", "Nearly anything"],
)
bounds_gate

# %%
total = csat.sum()
bounds = research.nonresponse_bounds(*(int(total[name]) for name in ("happy", "answered", "asked")))
bounds_gate.reveal(
    explore.width_in_words(bounds, bounds_gate.options),
    f"**{bounds.estimate:.0%}** of those who answered; between {bounds.low:.0%} and "
    f"{bounds.high:.0%} of those who were asked (Manski, 1995).",
)

# %% [markdown]
# More answers of the same kind do not narrow these bounds. Only other people's answers do. This is {{term non-response bias}}.
# Weights mend what you can see: here, that people who come often answer more often than people who come seldom.

# %%
weights = research.design_weights(csat["answered"], csat["asked"])
weighted = (weights * csat["happy"]).sum() / (weights * csat["answered"]).sum()
each = weights.repeat(csat["answered"])
Markdown(
    f"Weighted by how often people come: **{weighted:.1%}** in place of {bounds.estimate:.1%}. "
    f"The {len(each)} answers then count like {research.effective_size(each):.0f} (Kish, 1965)."
)

# %% [markdown]
# How many do you need? That depends on the margin, and little on the crowd, unless it is small: the {{term finite population correction}} (Cochran, 1977).
# Then divide by the share that answers.

# %%
owners = int((users["role"] == "owner").sum())
rate = total["answered"] / total["asked"]
Markdown(
    f"A share within 5 points needs {research.survey_size(0.05)} answers from a crowd without end, and "
    f"{research.survey_size(0.05, owners)} from {owners:,} owners. That is "
    f"**{research.survey_size(0.05, owners, response=rate):,} requests**, if {rate:.0%} answer."
)

# %% [markdown]
# {{misleads}} a survey of people who stayed is used to learn why people leave. That is {{term survivorship bias}}, and no sample size cures it.

# %% [markdown] objective="accessible"
# ## 11. For everybody (3 min)
#
# The new design sets its numbers in a soft grey, `#777777` on white. "{{term Contrast}} 4.5, we checked." Check again.

# %%
explore.contrast_explorer()

# %% [markdown]
# Contrast compares the lighter with the darker of two colours, from 1 to 21. Text needs 4.5, large text 3 (W3C, 2023).
# The ratio is **never rounded up**: nearly is a fail. The next darker grey passes, and nobody's taste is hurt.
#
# Contrast is the easiest of many. Can it be used by keyboard alone? Does the focus show? Does colour alone carry a meaning? Does each field have a name that a screen reader can say?
# Look for *keyboard*, *focus* and *colours* among the names of the problems in `ratings`. People who cannot use a product are missing from its events.
#
# {{misleads}} a page passes every automatic check. Machines test a part of the guidelines; people test the rest.

# %% [markdown] objective="tree"
# ## 12. From quotes to a bet (5 min)
#
# Everything that is left of the folder now needs an order. An {{term opportunity solution tree}} hangs it under one outcome (Torres, 2021).
#
# - **Outcome**: what shall change for the business, as a number.
# - **Opportunities**: needs and pains, in customers' words, each with its evidence. No feature is in them.
# - **Solutions**: at least three for the opportunity that you chose.
# - **Assumption tests**: what has to be true, and the cheapest way to find out.
#
# {{wrong}} Hang *Reports 2* straight under the outcome. What is it then the answer to?

# %%
first_tree = Tree(
    "first_tree",
    "More teams renew",
    {
        "late": "I find out too late that something is late",
        "show": "I have to show others how we stand",
        "reports": "Reports 2",
        "digest": "A Monday message with what is late",
        "page": "A page to share without an account",
        "prototype": "Click dummy, five users, last week's real data",
        "fake": "Write the Monday message by hand for ten teams",
    },
    title="Where does each card hang?",
)
first_tree

# %% [markdown]
# Hang the cards, then run the next cell. Run it again when you have moved them.

# %%
kinds = dict.fromkeys(("late", "show"), "need") | dict.fromkeys(("prototype", "fake"), "test")
kinds |= dict.fromkeys(("reports", "digest", "page"), "solution")
explore.look_over(first_tree, kinds)

# %% [markdown]
# A {{term prototype}} answers one question and is thrown away. Paper and wireframes test the *order of steps*; click dummies test *words and places*; a service done by hand tests *whether anybody cares*.
# Guides name drawing tools: Sketch, Adobe's design program, InVision. Some of them are gone. Choose one that shares a link, records comments and lets a keyboard user through.
# Test early and often: a line on paper is moved in a minute, a release is not.
#
# {{quiz}} Which of these is an opportunity?
#
# - [ ] Customers need a dashboard
#   That is a solution with "customers need" in front of it.
# - [ ] Our reports are slow
#   That is about the product. Whose week is worse for it, and how?
# - [x] I ring round on Thursdays to find out what is late
#   Somebody does this, last Thursday too, and it has a cost. Many solutions would fit.
# - [ ] Increase report views by a fifth
#   That is an outcome, and an easy one to game.
#
# {{misleads}} the tree is drawn after the decision, to decorate it.

# %% [markdown] objective="tree"
# ## 13. Friday (2 min)
#
# Back to the proposal. Here is the folder once more, with what is left of it.

# %% tags=["hide_input"]
explore.folder_now(talks, quotes, usability, problems, surveys, tickets, events)

# %%
verdict.reveal(
    "Not yet: the folder shows wishes, not a need",
    "There is a need in the quotes: to know how things stand. Reports 2 is one of several answers "
    "to it, and nobody has tested one.",
)

# %% [markdown]
# What do you *say*? Not "no". Say what you know, how you know it, and what the next two weeks will cost:
#
# | if | then |
# |---|---|
# | six more interviews about the last time show no ringing round | drop the opportunity; look at the next branch |
# | three of five people act on a message that we write by hand | prototype the message, test with five, mend, test again |
# | fewer than two of five do | try the next solution under the same need |
# | the Android fix halves the tickets on reports | take reports off the list of complaints |
# | the new grey stays below 4.5 | it does not ship |
#
# A plan with a way to fail is research. A plan without one is advertising.

# %% [markdown]
# ## What we have now
#
# - **Questions** about one real occasion, and an ear for kind lies.
# - A **method** that fits the question, and a sample that fits the method.
# - **Agreement** beyond luck, and a code book that can be mended.
# - **Personas** and **journeys** whose every point can be refused.
# - **Intervals** on small tests, and scores in their own unit.
# - An ear for those who did **not answer**, and for those who could not use it.
# - A **tree** from an outcome through needs to the cheapest test.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Cohen's kappa | (agreement - luck) / (1 - luck) | `research.cohen_kappa(a, b)` |
# | Krippendorff's alpha | 1 - observed / expected disagreement | `research.krippendorff_alpha(table, "ordinal")` |
# | Completion, adjusted Wald | $\hat p = \frac{x + z^2/2}{n + z^2}$, then $\pm z \sqrt{\hat p (1 - \hat p)/(n + z^2)}$ | `research.completion_interval(8, 12)` |
# | LaPlace estimate | $(x + 1)/(n + 2)$ | `research.completion_estimate(5, 5)` |
# | Task time | geometric mean, interval on logarithms | `research.task_time(seconds)` |
# | SUS | $\frac{5}{2}$ (sum of odd - 1, and 5 - even) | `research.sus(answers)` |
# | Problems met by $n$ | mean of $1 - (1 - p_i)^n$ | `research.problems_found(rates, n)` |
# | Answers for a margin $m$ | $n_0 = z^2 p (1 - p)/m^2$; $n_0 / (1 + (n_0 - 1)/N)$ | `research.survey_size(0.05, N)` |
# | Effective size | $(\sum w)^2 / \sum w^2$ | `research.effective_size(weights)` |
# | Bounds | all silent say no; all silent say yes | `research.nonresponse_bounds(yes, answered, asked)` |
# | Contrast | $(L_1 + 0.05)/(L_2 + 0.05)$ | `research.contrast_ratio("#777", "#fff")` |
#
# ### Words of this lesson
#
# {{terms}}
#
# ### Sources
#
# {{sources}}
#
# ### Go on
#
# **[The assignment →](../exercises/research/research.ipynb)** Questions that the job asks, and the plan and report for Friday.
