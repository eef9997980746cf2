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
# The lesson expects what the warm-up teaches: run a cell, change a word in it, read a table. The exercises also ask for a few lines of pandas, to group rows and to build a small table; each shows the form.
# The lesson takes {{minutes}} minutes; the exercises, the plan and the report come after it.
#
# Where a cell says **your turn**, write, sort or compute, and run the `check` below it. It counts for you, not for marks.

# %%
import pandas as pd
from IPython.display import Markdown

from course_utils import charts, check, data, widgets
from course_utils.lessons import research as explore
from course_utils.toolkit import metrics, research
from course_utils.widgets import Tree, predict

charts.use()
pd.set_option("display.max_colwidth", None)  # quotes are to be read whole
SPRING, TODAY = "2026-04-01", "2026-07-01"  # the data end at midnight of the second, UTC
users, accounts, events = data.load("users"), data.load("accounts"), data.load("events")
interviews, utterances, quotes = map(data.load, ("interviews", "utterances", "quotes"))
usability, problems = data.load("usability"), data.load("usability_problems")
ratings, tickets, surveys = map(data.load, ("problem_ratings", "tickets", "surveys"))

# %% tags=["hide_input"]
talks = explore.turns(interviews, utterances)
explore.folder(talks, quotes, usability, problems, surveys, tickets)

# %% [markdown]
# Eight claims, each with a number. Every number was really computed, some of them wrongly, and most answer another question than the one on the left.
# The interviews behind them are with people who still use Kitewell, and with people who had stopped by the day of the talk.

# %%
verdict = predict(
    "verdict",
    "What will you say on Friday?",
    [
        "Build Reports 2: the customers asked for it",
        "Build it, but ask more customers first",
        "Not yet: first test what the need asks for",
        "Build what gets the most support tickets",
    ],
)
verdict

# %% [markdown]
# Keep your guess. Each part of this lesson takes a claim off the folder, or puts something better in its place.

# %% [markdown] objective="ask"
# ## 1. Ask somebody (10 min)
#
# Start where the folder started: with a customer. **Customer interviews with clear objectives** begin with one sentence on paper:
# *whom* you talk to, *what* you want to learn, and *which decision* hangs on it. Without it, every answer is interesting.
#
# **Your turn.** Write it, for one talk before Friday.

# %% practice="talk_goal"
talk_goal = explore.Draft(
    "talk_goal",
    "objective",
    "The objective of the talk: whom, to learn what, to decide what?",
)
### BEGIN SOLUTION
talk_goal.value = {
    "text": "We talk to owners of larger teams to learn how they last found out that work was late, so that we can decide which need comes first."
}
### END SOLUTION
talk_goal

# %% [markdown]
# Now the customer: a user of this company. Their memory comes from its events. You have ten questions. Find out how they really work.
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
# What opened memory was **one real occasion**: *tell me about the last time*. Then stay there. What happened then? What did it cost? Who else?
# What kept it open was **being heard**. Say back what you understood, alone and before the next question: *so on Thursdays the telephone is your board?* Ask on with a word of theirs. Or say nothing for a while.
# The simulator does not judge what you say back. The customer offers three summaries, and you choose. The same words with the roles turned round are another story: who rang whom, and who asked for what?
# Good questions, read out one after the other, bring half of it. **Deep user empathy** is not agreeing with people. It is knowing their Tuesday.
#
# Portigal (2013) and Fitzpatrick (2013) teach this craft: talk about their life in place of your idea.
# Now read the folder's interviews as you have read your own. Take the people who still use Kitewell: who has gone opens no report, whatever they promise.
# What did they promise for every week, and what had they done in the last one?

# %% tags=["hide_input"]
explore.show_kindness(explore.kindness(talks, events))

# %% [markdown]
# More of them promised a report a week than had opened one in the week before.{{claim promises_exceed_deeds}} Before you enjoy that: the intervals are wide, the same people stand behind both, and the two are not the same thing.

# %% tags=["hide_input"]
Markdown(explore.kindness_in_words(explore.kindness(talks, events)))

# %% [markdown]
# Do not read the promise as a lie. It costs nothing, one week is short, and the people are few.
# **Claim 1 is not evidence for Reports 2**: a yes to *would you* shows neither that they need it nor that they do not. That is what one real occasion is for.
#
# **Your turn.** Mend the question of the guide: *Would you use a weekly report if we sent you one by e-mail?*

# %% practice="my_question"
my_question = explore.Draft(
    "my_question",
    "question",
    "A question that can replace it, to be put to an owner:",
)
### BEGIN SOLUTION
my_question.value = {
    "text": "When did somebody last want to know how things stand? What did you do?"
}
### END SOLUTION
my_question

# %% [markdown]
# {{misleads}} you take this as a script. Asked without interest, *tell me about the last time* is only another form.

# %% [markdown] objective="method"
# ## 2. With whom, and by which method? (9 min)
#
# An interview was the wrong tool for one of the folder's claims, and a {{term survey}} for another.
#
# | you want to know | method | says | does not say |
# |---|---|---|---|
# | how people work, what hurts | interviews about past occasions, 5-8 a segment | why, in their words | how many |
# | where they stumble | {{term usability test}}, 5-8 a round, several rounds | why it fails | how often in the field |
# | how often, for whom | events; surveys with a known sample | how many | why |
# | where hands go, over many people | heatmaps | where, how often | why; what eyes saw |
# | what happened to one person | session recordings | each step on the screen | what they wanted |
# | what upsets them today | tickets, forms, reviews: feedback that came by itself | what hurts those who write | who stays silent |
#
# {{quiz}} Sign-ups stop at the second step. What tells you *why*?
#
# - [ ] A heatmap of the step
#   It shows where hands were. Between confused and bored it cannot tell.
# - [ ] A survey of four hundred people who signed up
#   It counts answers that you have thought of. What they did not understand, they cannot tick.
# - [x] Five people, thinking aloud
#   You see the step, hear what they take it for, and can ask right there.
#
# Hotjar and tools like it sell heatmaps, session recordings, surveys and incoming feedback in one, so their guides begin there. Begin with the question.

# %% tags=["hide_input"]
explore.show_screen()

# %% [markdown]
# A **heatmap** adds up clicks, scrolls or the way of the mouse, over many people: *where*. A **recording** is one visit, played back: *what happened*.
# Mask what people type, ask for consent, delete on a date: both record people who are at work.
#
# **Requirement gathering.** What customers, sales and other departments bring is a solution that somebody has already chosen. Ask what happened just before they asked. Then visit the customer behind it.
# {{term Continuous discovery}} means a talk with a customer every week, by those who decide (Torres, 2021). A study once a year answers last year's question.
#
# **Recruiting.** Draw people from a list of all who fit, those who left included; who comes by themselves is a fan or furious.
# A **screener** finds them: a question on what they *did*, with answers to tick. What you look for is one answer among others, so that nobody sees which one gets them in.
# **Consent** comes before the first question: what it is for, what is recorded, who hears it, when it is deleted, and that they may stop at any time.
#
# **Your turn.** Write the screener for the objective of part 1.

# %% practice="my_screener"
my_screener = explore.Draft(
    "my_screener",
    "screener",
    "One question, then its answers with / between them:",
)
### BEGIN SOLUTION
my_screener.value = {
    "text": "Which of these did you do last week? / planned the week / found out how a piece of work stands / invited somebody / wrote a comment / none of these"
}
### END SOLUTION
my_screener

# %% [markdown]
# After each talk write an **interview snapshot**, the same day: a quote to remember them by, two facts, the story of the one occasion, the needs in it (Torres, 2021). One page, no solution.
#
# **Surveys and feedback systems** are loops, not mailboxes. **Your turn:** put the four steps in order.

# %% practice="feedback_loop"
feedback_loop = widgets.Ranking("feedback_loop", title="Feedback, from first to last")
### BEGIN SOLUTION
feedback_loop.value = ["collect", "sort", "route", "answer"]
### END SOLUTION
feedback_loop

# %% [markdown]
# {{misleads}} a method is chosen because the tool is paid for.

# %% [markdown] objective="code"
# ## 3. Two people read the same quote (10 min)
#
# The folder's second claim says what customers talk about most. Somebody decided, quote by quote, what each is about.
# {{term Coding}} gives each quote one code from a {{term code book}}. Code these alone. What the first coder said stays hidden until your last quote.

# %%
explore.SecondCoder("my_codes", explore.quote_sample(quotes, utterances, each=1), explore.CODE_BOOK)

# %% [markdown]
# After the last quote two bars stand below it: {{term percent agreement}}, and the same corrected for luck. Why correct it?

# %%
kappa_gate = predict(
    "kappa",
    "Two coders agree on 90 % of the quotes. One code fits 90 % of them. How far from luck to perfect is that?",
    ["Nearly all of the way", "Most of the way", "Less than half of the way", "No way at all"],
)
explore.kappa_explorer(kappa_gate)

# %%
luck = 0.9 * 0.9 + 0.1 * 0.1
kappa_gate.reveal(
    explore.way_from_luck(explore.kappa_at(0.9, 0.9)),
    f"Luck alone gives {luck:.0%}; {1 - luck:.0%} was left to win, and they won {0.9 - luck:.0%}. "
    f"So kappa is {explore.kappa_at(0.9, 0.9):.2f}. At the same agreement it falls as one code takes "
    "over (Feinstein and Cicchetti, 1990).",
)

# %% [markdown]
# {{term Cohen's kappa}} is the agreement beyond luck, as a share of what luck leaves open (Cohen, 1960).
# Now all the folder's quotes, which two colleagues coded alone.

# %% tags=["hide_input"]
explore.show_confusion(research.confusion(quotes["coder_a"], quotes["coder_b"]))

# %% tags=["hide_input"]
same = research.percent_agreement(quotes["coder_a"], quotes["coder_b"])
kappa = research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])
table = ratings.pivot_table(index="problem", columns="rater", values="severity")
alpha = research.krippendorff_alpha(table, "ordinal")
Markdown(
    f"The same code on **{same:.0%}** of {len(quotes)} quotes; kappa **{kappa:.2f}**. "
    f"Four people rated how bad each usability problem is, with {table.isna().sum().sum()} gaps: "
    f"alpha, as ranks, **{alpha:.3f}**. {explore.severity_in_words(alpha)}"
)

# %% [markdown]
# For more than two coders, gaps or ranks there is {{term Krippendorff's alpha}} (Krippendorff, 2011).
# **What is it good for?** Krippendorff's own advice: rely on codes with an alpha of 0.80 or more; from 0.667 draw tentative conclusions; below it, none (Krippendorff, 2004).
# These are conventions, and they ask what hangs on the codes. Kappa beside them is a rough guide, since it computes luck a little differently.
#
# Claim 3, *the coding is sound*, is a percent agreement over all codes. **It stands in part**: look where the two part.
# One cell off the diagonal stands out: *visibility* and *reporting*.{{claim one_pair_is_confused_most}}
# From the first coder to the second, *visibility* loses quotes and *reporting* gains.{{claim visibility_moves_to_reporting}} How much does that move claim 2, which counts quotes?

# %% tags=["hide_input"]
explore.show_counts(quotes)

# %% tags=["hide_input"]
Markdown(explore.counts_in_words(quotes))

# %% [markdown]
# But who talks long is counted often, and a quote that praises counts like one that complains. Claim 2 says *need*, so count people with trouble. Then the pair matters.
#
# Why does it part? Both coders saw the quote and not its question. Where other people come into a story, the second coder more often took it for showing them something.{{claim others_mislead_the_second}}
# The cure is no vote. Sharpen the rule, and let **two others** code all quotes by it, apart from each other. This is the new rule.

# %% tags=["hide_input"]
Markdown(f"> {explore.SHARPENED}")

# %% [markdown]
# **Your turn.** Code these by it. They are made up: code what the answer tells, whatever was asked.

# %% practice="second_round"
second_round = widgets.Board(
    "second_round",
    explore.SECOND_ROUND,
    ["visibility", "reporting"],
    title="By the sharpened rule",
)
### BEGIN SOLUTION
second_round.value = {
    "visibility": ["myself", "desks", "held", "lift"],
    "reporting": ["director", "poster", "monday", "form"],
}
### END SOLUTION
second_round

# %% [markdown]
# Ask code by code: one kappa for all hid that *visibility* had the lowest of them.{{claim one_code_hides}} And did the rule help the two others?

# %% tags=["hide_input"]
explore.show_agreement(quotes, utterances)

# %% tags=["hide_input"]
Markdown(explore.by_the_question_in_words(quotes, utterances))

# %% [markdown]
# Most of their codes on the pair follow from the question alone.{{claim the_second_round_follows_the_question}} Your cards could tell rule from question; these quotes cannot. Agreement shows that a rule can be followed. Whether it cuts where it matters is a judgement, and ours.
#
# Now count **people**, by the codes on which the two others agree. *Told of trouble* means: in a quote of theirs the mean of the first two coders' feelings, from -2 to 2, is below 0. How far they agree on feelings is an exercise; keep it in mind.
# Each was asked once about having to know how things stood, and once about having to show it.{{claim asked_once_of_each}} The two questions have the same words but for *know* and *show*.{{claim asked_alike}}
# The first week was asked about four times, so it is left out; so is what was said of the future, or to please.

# %% tags=["hide_input"]
trouble = explore.told_of_trouble(quotes, utterances)
explore.show_trouble(trouble)

# %% [markdown]
# More people told of trouble with *knowing how things stand* than with any other need, *showing it to others* among them.{{claim visibility_leads}}
# How sure is that? The intervals do not say, since the same people stand behind all bars. Compare the first with the **runner-up**, within people:

# %% tags=["hide_input"]
Markdown(explore.lead_in_words(quotes, utterances, interviews, events))

# %% [markdown]
# Of four coders only the second puts *reporting* before it,{{claim only_the_second_coder_differs}} so the order within the pair hangs on the rule. It was written after the quarrel, and tried on the same talks.
#
# %% tags=["hide_input"]
Markdown(explore.place_in_words(quotes, utterances))

# %% [markdown]
# Is there a reason beside the codes? More of these people work in teams of five or more than had opened a report in four weeks.{{claim more_share_work_than_open_reports}}
# Nearly everybody has to find out how things stand. Few have to draw it for others.
#
# {{misleads}} you read kappa as truth. Two people with the same blind spot agree perfectly.

# %% [markdown] objective="method"
# ## 4. Who is missing? (10 min)
#
# Three groups shape what you hear: those who are loud, those who are gone, and those who do not answer.
#
# **The loud.** Claim 4 counts tickets: {{term voice of the customer}} data, mostly unasked. Who wrote them, and what do they pay?

# %% tags=["hide_input"]
loud = explore.voices(tickets, users, data.load("subscriptions"), since=SPRING)
explore.show_voices(loud)

# %% tags=["hide_input"]
recent = explore.between(tickets, SPRING, TODAY, at="created_at")
android = recent["text"].str.contains("Android")
on_reports = recent["area"] == "reports"
Markdown(
    f"{explore.loud_in_words(loud)} Of {on_reports.sum():,} tickets on reports "
    f"**{android[on_reports].mean():.0%}** name Android; of all others {android[~on_reports].mean():.0%}."
)

# %% [markdown]
# A ticket is one person on one bad day. Count accounts before tickets, and money beside both. Do not read the order further down, which would turn with a handful of accounts.
# Tickets on reports name Android more often than the others do:{{claim android_is_in_reports}} those are one release that counts views twice. It wants a fix, not a quarter. **Claim 4 stands in part.**
#
# **The gone.** In the interviews people said that the first steps went well. And a survey of this spring would say the same.

# %%
beginning = predict(
    "beginning",
    "Of all owners who signed up before April, what share completed a task in their first week?",
    low=0,
    high=1,
    step=0.01,
)
beginning

# %%
began = explore.first_week(users, accounts, events)
beginning.show(began.round(2))

# %%
beginning.reveal(
    began.loc["everybody", "share"],
    f"Of those whom a survey can still reach, it is {began.loc['still here', 'share']:.0%}; "
    f"of those who are gone, {began.loc['gone', 'share']:.0%}. Those who are still here began better "
    "than everybody. Ask only them, and the first week looks mended.",  # claim: survivors_began_better
)

# %% tags=["hide_input"]
beginning.show(explore.show_survivors(began))

# %% [markdown]
# That is {{term survivorship bias}}, and no sample size cures it: those who would say otherwise are gone. Write to them, or look at what they did.
#
# **Your turn.** Among owners who came by *referral*: of those who are **gone**, which share completed a task in their first week?
# The form, for another channel: `explore.first_week(users, accounts, events, channel="paid_search").loc["everybody", "share"]`.

# %% practice="gone_share"
gone_share = ...
### BEGIN SOLUTION
gone_share = explore.first_week(users, accounts, events, channel="referral").loc["gone", "share"]
### END SOLUTION

# %% [markdown]
# **The silent.** Claim 7: *most are satisfied*. Of those who answered, that is.

# %%
csat = explore.who_answers(surveys, "csat", SPRING, TODAY)
csat.assign(response=csat["answered"] / csat["asked"]).round(2)

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
    f"{bounds.high:.0%} of those who were asked (Manski, 1995). Less than half may be satisfied, or "
    "more.",  # claim: bounds_are_wide
)

# %% [markdown]
# More answers of the same kind do not narrow this. It is {{term non-response bias}}.
# Weights mend what you can see. By e-mail a smaller share answers than in the product,{{claim mail_answers_less}} so each e-mail has to count for more:

# %%
weights = research.design_weights(csat["answered"], csat["asked"])
weighted = (weights * csat["happy"]).sum() / (weights * csat["answered"]).sum()
count = research.effective_size(weights.repeat(csat["answered"]))
margin = research.margin_of_error(count, population=len(users))
need = research.survey_size(0.05, len(accounts))
Markdown(
    f"Weighted by channel: **{weighted:.1%}** in place of {bounds.estimate:.1%}. The {total['answered']} "
    f"answers then count like {count:.0f} (Kish, 1965): a margin of {100 * margin:.1f} points, were "
    f"nobody silent for a reason. A share within 5 points, from {len(accounts):,} "
    f"owners, needs {need} answers; divide by the share that answers, and you have the requests."
)

# %% [markdown]
# The number of answers hardly depends on the crowd, unless it is small: the {{term finite population correction}} (Cochran, 1977).
#
# {{misleads}} weights are taken for a cure. They mend the channels that you can see, and nothing of why somebody was silent.

# %% [markdown] objective="persona"
# ## 5. A persona and a journey that can be refused (10 min)
#
# The folder has a {{term persona}} for Reports 2, with a photograph: "Olivia, 34, in finance at a large company, loves numbers, lives on her phone".
# The team calls everybody who opened three reports or more since April an Olivia. How much of her is there?
#
# A trait is **supported** if most of them have it, and more of them than of everybody else: by more than chance, and by ten points or more. Among thousands of people a few points are sure, and still describe nobody. Colleagues come together, so the interval counts accounts.

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
crowd = explore.people(users, accounts, events, since=SPRING)
said_of_olivia = {
    "is 34 years old": None,
    "loves numbers": None,
    "opened the account herself": ("role", "owner"),
    "works in a large company": ("size", "large"),
    "works in finance": ("industry", "finance"),
    "lives on her phone": ("phone", True),
    "is on a paid plan": ("pays", True),
}
checked = explore.persona(crowd, crowd["reports"] >= 3, said_of_olivia)
olivia.show(checked)

# %%
olivia.reveal(
    float((checked["verdict"] == "supported").sum()),
    "What no table holds was made up. What most of the group do not have is no trait of the group.",
)

# %% [markdown]
# **User personas** stand for a *group with a common need*.
# Each trait must also change what you would build. Age and a photograph never do. They make the group feel known.
#
# What helps more is the {{term job to be done}}: the progress that somebody wants to make in a situation (Christensen, Hall, Dillon and Duncan, 2016). A **job story** writes it as *when ... I want to ... so that ...* (Klement, 2013):
#
# > When others ask me how we stand, I want to know whether the board can be trusted, so that I can answer without ringing round.
#
# No report is in it.
#
# A {{term journey map}} shows what a customer goes through, and how it feels. Many are drawn in a meeting room, by people who were not there.
# Draw this one as you believe it is. Then pin evidence to each point, and let go.

# %%
explore.JourneyMap("my_journey", explore.deck(data.load("journey")))

# %% [markdown]
# What fell was an opinion, or a mean of opposite experiences that nobody has lived. What is left open is a question for your next interview: that is the best result of the map.
# Tickets tell of trouble, so a step with many tickets looks worse than it is. Compare quotes with quotes, and ask how many stand behind each mean: a handful says little. And who is missing from the first step? Nobody who turned away at the first page was asked.
#
# {{misleads}} either is used to settle an argument: "Olivia would never click that."

# %% [markdown] objective="score"
# ## 6. A few of twelve (9 min)
#
# **User-centred design** is a circle: learn the need, design for it, watch people use it, mend, and again (ISO, 2019). Everything before this part was the first step. This is **usability testing and iteration**.
# Claim 5 says that the change to the invitation worked: two rounds of twelve people. What did the rounds show?

# %% tags=["hide_input"]
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
explore.show_intervals(
    rounds,
    "How much do a few people leave open?",
    "Completion rate of 'invite a teammate', 95 % intervals (adjusted Wald)",
)

# %% [markdown]
# *Four of five* is no percentage. It is anything from about a third to nearly all. The textbook's interval would call five of five certain.
# With few people add about two successes and two failures first: the {{term adjusted Wald interval}} (Agresti and Coull, 1998; Sauro and Lewis, 2005).
# Compare rounds as a difference, not as two numbers:

# %%
change = metrics.rate_difference(tuple(invited.loc[1]), tuple(invited.loc[2]))
rest = usability[usability["task"] != "invite_teammate"]
others, each = rest.groupby("round")["completed"].sum(), len(rest) // 2
Markdown(
    f"Round 2 less round 1: **{100 * change.estimate:+.0f} points**, 95 % interval "
    f"{100 * change.low:+.0f} to {100 * change.high:+.0f}. "
    + ("It covers 0: no change is shown. " if change.covers(0) else "It does not cover 0. ")
    + f"**Claim 5 {'is off the folder' if change.covers(0) else 'stands as a difference'}**, for the one task "
    f"of {usability['task'].nunique()} that the folder picked. Round 2 had other people and no control group: all other tasks "
    f"together went from {others[1]} to {others[2]} of {each}. Set that beside it before you thank the change."
)

# %% [markdown]
# **Your turn.** In round 1, how low may the completion rate of `set_due_date` well be? Give the lower end of its adjusted Wald interval.

# %% practice="due_date_low"
due_date_low = ...
### BEGIN SOLUTION
tried = usability[(usability["task"] == "set_due_date") & (usability["round"] == 1)]
due_date_low = research.completion_interval(tried["completed"].sum(), len(tried)).low
### END SOLUTION

# %% [markdown]
# Time has a long tail: report the {{term geometric mean}} of those who did the task (Sauro and Lewis, 2010).
# "Five users find 85 % of the problems" is right for one rate: each user meets 31 % of them (Nielsen and Landauer, 1993). And Kitewell's?

# %%
seen = explore.seen_matrix(problems, usability["session_id"].unique())
five_gate = predict(
    "five", "What share of Kitewell's problems do five users meet?", low=0, high=1, step=0.05
)
explore.discovery_explorer(seen.mean().tolist(), five_gate)

# %%
five_gate.reveal(
    research.problems_found(seen.mean(), 5),
    "Of those that somebody met in either round: what nobody met is in no table (Lewis, 2001). So "
    "claim 6 stands in part: the problems are real, and not all.",
)

# %% [markdown]
# The most frequent was met by three times as many people as the rarest, or more.{{claim problems_differ_in_rate}} With so few people chance alone often does that, so do not rank problems by it.
# The formula wants the rate of the rare ones, and nobody has it. And rare is not harmless. So: *five of which users, at which task?*
#
# What, then, is mended first? **Severity** is what a problem does to the task: it *stops* people, *costs* them time, or *annoys* them. Four people rated it. Set ratings beside what happened: of those who met a problem, how many failed its task?

# %%
explore.severity_and_failures(usability, problems, ratings).round(2)

# %% [markdown]
# Those who met a problem rated 3 or more failed its task more often.{{claim severe_problems_stop}} Both sources have errors: a rating is an opinion, and a hard task has other reasons to fail. So ask both.
# And ask the **last** round. The invitation was changed in between, so what people met in round 1 may be mended.

# %% tags=["hide_input"]
explore.mended_in_the_last_round(usability, problems)

# %% [markdown]
# Then five, mend, five again: **feedback early and often**. Three rounds of five beat one of fifteen, because the second tests what the first found.
#
# The last number of claim 7 is a {{term SUS}}. The System Usability Scale has ten items from 1 to 5; every second one is a complaint (Brooke, 1996).
# Odd items count as answer less 1, even ones as 5 less the answer; times two and a half. It runs from 0 to 100 and is **no percentage**: of nothing is it a share.
#
# **Your turn.** One person answered 4, 2, 4, 1, 3, 2, 5, 2, 4, 3, from item 1 to item 10. Their SUS, by hand?

# %% practice="sus_one"
sus_one = ...
### BEGIN SOLUTION
odd = (4 - 1) + (4 - 1) + (3 - 1) + (5 - 1) + (4 - 1)
even = (5 - 2) + (5 - 1) + (5 - 2) + (5 - 2) + (5 - 3)
sus_one = 2.5 * (odd + even)
### END SOLUTION

# %%
sus = surveys[(surveys["survey"] == "sus") & (surveys["asked_at"] >= "2026-01-01")]
items = sus[[f"q{n}" for n in range(1, 11)]].dropna()
score = research.sus(items)
Markdown(
    f"The folder added all ten up and called it {items.sum(axis=1).mean() / 50:.0%}. By the scale: "
    f"**{score.estimate:.1f} points** ({score.low:.1f} to {score.high:.1f}), from {len(items)} of the "
    f"{len(sus)} who were asked; of the silent we know nothing. The toolkit's benchmark, "
    "the mean of Sauro's 500 studies, is 68."
)

# %% [markdown]
# **Two means** of different people, and their difference: errors partly cancel, so margins add as squares. The margin of the difference is the root of the sum of the two margins squared.
# Here for errors at the invitation, round by round. `explore.margin_of_mean(values)` is the 95 % margin of one mean, by Student's t; a table of one row is a list with one dictionary in it.

# %%
slips = usability[usability["task"] == "invite_teammate"].groupby("round")["errors"]
mean, margins = slips.mean(), slips.apply(explore.margin_of_mean)
both = (margins[1] ** 2 + margins[2] ** 2) ** 0.5
pd.DataFrame(
    [{"round 1": mean[1], "round 2": mean[2], "change": mean[2] - mean[1], "margin": both}]
)

# %% [markdown]
# {{misleads}} small numbers are used to *measure*. Twelve people are plenty to find what is broken, and too few to say how often.

# %% [markdown] objective="accessible"
# ## 7. At first sight, and for everybody (7 min)
#
# Here is the invitation again, as in the drawing of part 2. Participants got stuck on it. What is broken? **UX design basics** ({{term UX}}) come down to five questions:
#
# | basic | somebody asks |
# |---|---|
# | flow | where next? |
# | hierarchy | what matters here? |
# | feedback | did it work? |
# | error recovery | and if I slip? |
# | consistency | is this the thing I know from there? |
#
# **Your turn.** Five things were seen on this screen (made up, after the problems in `ratings`). Which basic does each break?

# %% practice="ux_basics"
ux_basics = widgets.Board(
    "ux_basics",
    explore.SEEN_ON_SCREEN,
    explore.UX_BASICS,
    title="Which basic does each break?",
)
### BEGIN SOLUTION
ux_basics.value = {
    "flow": ["roles"],
    "hierarchy": ["alike"],
    "feedback": ["receipt"],
    "recovery": ["empties"],
    "consistency": ["words"],
}
### END SOLUTION
ux_basics

# %% [markdown]
# A product is **intuitive** if people succeed at the first try, because it matches what they already expect. That is a result of a test, never a property that a team can claim.
# It is **accessible** if it also holds for people who do not see, hear, or move as you do. The folder's new design sets its numbers in a soft grey, `#777777` on white: "{{term Contrast}} 4.5, we checked." Check again.

# %%
explore.contrast_explorer()

# %% [markdown]
# Contrast compares the lighter with the darker of two colours, from 1 to 21. Text needs 4.5, large text 3 (W3C, 2023).
# The ratio is **never rounded up**: nearly is a fail, so **claim 8 is off the folder**. The next darker grey passes, and nobody's taste is hurt.
#
# Contrast is the easiest of many. Can it be used by keyboard alone? Does the focus show? Does colour alone carry a meaning? Does each field have a name that a screen reader can say?
# Look for *keyboard*, *focus* and *colours* among the names of the problems in `ratings`. People who cannot use a product are missing from its events.
#
# {{misleads}} a page passes every automatic check. Machines test a part of the guidelines; people test the rest.

# %% [markdown] objective="tree"
# ## 8. From quotes to a bet (10 min)
#
# What is left of the folder needs an order. First an **insight**: what happened, to how many of how many, and why. No solution is in it.
#
# It has to be in the quotes. Many of these people learnt from others how their work stood.{{claim they_learn_it_from_people}} A number from a picture with a reason of your own is a guess in good clothes. These stand behind the first bar of part 3:

# %%
explore.behind(quotes, utterances, "visibility")[["question", "text"]].head(10)

# %% [markdown]
# What do they *do* when they do not know? Read on, and count: another number in place of `10` shows more, and `words="meeting"` as a last argument to `behind` only the quotes with this word.
#
# **Your turn.** Write one insight from them. The tick is a check of words, not of sense. A program counts the quotes that hold the word after your number, as in *2 of 36 rang*; what it cannot count, you have to. A reason that nobody gave is a *guess*, and is called so.

# %% practice="my_insight"
my_insight = explore.Draft(
    "my_insight",
    "insight",
    "An insight for Friday:",
    explore.in_the_quotes(quotes, utterances),
)
### BEGIN SOLUTION
my_insight.value = {"text": explore.insight(quotes, utterances)}
### END SOLUTION
my_insight

# %% [markdown]
# {{quiz}} The word check passes all three. Which one would you send on Friday?
#
# - [ ] Tell me about the last time that a project stood well.
#   It asks for one occasion, and only for a good one. What was late stays untold.
# - [ ] We talk to people to learn how they work, so that we can decide.
#   Every line is met, and nothing could come out that changes a decision.
# - [x] When did you last have to find out how a piece of work stood? What did you do?
#   One occasion, no side taken, and a story follows. A person has to read what a program ticks.
#
# An {{term opportunity solution tree}} hangs it under one outcome (Torres, 2021):
#
# - **Outcome**: what people shall do otherwise in the product, as a number with a date. The team can move it; that more teams renew, which the business wants, should follow from it.
# - **Opportunities**: needs and pains, in customers' words, each with its evidence. No feature is in them.
# - **Solutions**: several for the opportunity that you chose.
# - **Assumption tests**: what has to be true, and the cheapest way to find out.
#
# {{wrong}} Hang *Reports 2* straight under the outcome. What is it then the answer to?

# %%
first_tree = Tree(
    "first_tree",
    "By 30 September, half of the teams of five or more mend their dates every week",
    {
        "late": "I cannot trust the board to say how we stand",
        "show": "I have to show others how we stand",
        "reports": "Reports 2",
        "digest": "A Monday message with what is late",
        "list": "Fridays, each date's owner is asked: still true?",
        "page": "A page to share without an account",
        "clicks": "Click dummy of the page, five users, last week's data",
        "hand": "Monday message by hand, from ten boards alone: is it true?",
    },
    title="Where does each card hang?",
)
first_tree

# %% [markdown]
# Hang the cards, then run the next cell. Run it again when you have moved them.
#
# Then doubt your own branch: what has to be true for each solution? The message is computed from the board, and people told that the board was old. Written by somebody who rings round, it would be right; sent by the product, as wrong as the board.
# So test the riskiest assumption first: *are the dates on the boards kept up?* A test has to fail where the product would.

# %% tags=["hide_input"]
kinds = dict.fromkeys(("late", "show"), "need") | dict.fromkeys(("clicks", "hand"), "test")
kinds |= dict.fromkeys(("reports", "digest", "list", "page"), "solution")
serves = {"reports": "show", "page": "show", "digest": "late", "list": "late"}
explore.look_over(first_tree, kinds, serves | {"clicks": "page", "hand": "digest"})

# %% [markdown]
# **Rapid prototyping**: a {{term prototype}} answers one question and is thrown away. **Wireframing** draws boxes, to ask about order; a click dummy adds words and places. A line on paper is moved in a minute, a release is not.
# <!-- lint term: XD is part of the name of a product -->
# Guides name tools: Sketch (on a Mac), Adobe XD (an editor that Adobe no longer develops) and InVision (closed at the end of 2024). Choose one that shares a link, records comments and lets a keyboard user through.
#
# **Your turn.** What is the least that can answer each question?

# %% practice="fidelity"
fidelity = widgets.Board(
    "fidelity",
    explore.FIDELITY,
    explore.MADE_OF,
    title="Which prototype for which question?",
)
### BEGIN SOLUTION
fidelity.value = {
    "paper": ["order", "steps"],
    "dummy": ["place"],
    "hand": ["care"],
    "code": ["speed", "keys"],
}
### END SOLUTION
fidelity

# %% [markdown]
# **Friday.** Here is the folder once more, with what is left of it.

# %% tags=["hide_input"]
explore.folder_now(talks, quotes, usability, problems, surveys, tickets, events)

# %%
told = trouble["people"]
verdict.reveal(
    explore.OUR_READING,
    f"{told['visibility']} of {trouble['of'].iloc[0]} told of trouble with visibility, "
    f"{told['reporting']} with reporting. The runner-up, {explore.runner_up(quotes, utterances)}, has "
    f"{told[explore.runner_up(quotes, utterances)]}, and belongs in the tree as well. Nobody has tested "
    "an answer to any of them.",
    by="Our reading",
)

# %% [markdown]
# The data show a need, and how sure we are of it; "not yet" is what we make of that. Do not say "no" to the author. Say what the next two weeks will cost:
#
# | if | then |
# |---|---|
# | six more interviews about the last time show no ringing round | drop the opportunity; look at the runner-up |
# | in ten teams we write Monday's message from the board alone and ring round: one line in five or more is wrong | no message and no list: first test whether people answer *still true?* |
# | its lines are true, and four of ten other teams or more act on it | prototype the message, test with five, mend, test again |
# | they are true, and fewer act | try the next solution under the same need |
# | after the Android fix the tickets on reports fall by the share that named Android | what is left is another problem: read it again |
# | the new grey stays below 4.5 | it does not ship |
#
# Such a rule is cheap and errs: four of ten is anything from one in six to seven in ten. It says what to *try next*, never how many people care. Where money hangs on the number, ask more.
#
# A plan with a way to fail is research. A plan without one is advertising.
#
# {{misleads}} the tree is drawn after the decision, to decorate it.

# %% [markdown]
# ## What we have now
#
# - An **objective**, **questions** about one real occasion, a **screener**, and an ear for kind lies.
# - A **method** that fits the question, and a list of who is missing from it.
# - **Agreement** beyond luck, its thresholds, and codes that were settled.
# - **Personas** and **journeys** whose every point can be refused.
# - **Intervals** on small tests, and scores in their own unit.
# - Five **basics** of a screen, and a contrast that is never rounded up.
# - A **tree** from an outcome through needs to the cheapest test.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Cohen's kappa | (agreement - luck) / (1 - luck) | `research.cohen_kappa(a, b)` |
# | Krippendorff's alpha | 1 - observed / expected disagreement | `research.krippendorff_alpha(table, "ordinal")` |
# | Completion | the rate is $x/n$ | |
# | its interval, adjusted Wald | around $m = \frac{x + z^2/2}{n + z^2}$: $m \pm z \sqrt{m (1 - m)/(n + z^2)}$ | `research.completion_interval(8, 12)` |
# | Task time | geometric mean, interval on logarithms | `research.task_time(seconds)` |
# | SUS | $\frac{5}{2}$ (sum of odd - 1, and 5 - even) | `research.sus(answers)` |
# | Problems met by $n$ | mean of $1 - (1 - p_i)^n$ | `research.problems_found(rates, n)` |
# | Answers for a margin $m$ | $n_0 = z^2 p (1 - p)/m^2$; $n_0 / (1 + (n_0 - 1)/N)$ | `research.survey_size(0.05, N)` |
# | Margin of $n$ answers | $z \sqrt{p (1 - p)/n \cdot (N - n)/(N - 1)}$ | `research.margin_of_error(n, population=N)` |
# | Bounds | all silent say no; all silent say yes | `research.nonresponse_bounds(yes, answered, asked)` |
# | Contrast | $(L_1 + 0.05)/(L_2 + 0.05)$ | `research.contrast_ratio("#777", "#fff")` |
#
# ### Words of this lesson
#
# {{terms}}
#
# ### Sources
#
# {{sources mcnemar-1947}}
#
# ### Go on
#
# **[The assignment →](../exercises/research/research.ipynb)** Questions that the job asks, and the plan and report for Friday.
