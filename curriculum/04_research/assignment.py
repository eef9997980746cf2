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
# # Assignment 4: the evidence behind Friday
#
# On Friday you say what one team builds in its free quarter. Here you get the evidence right and write the plan.
# Everything that you need stands in [the lesson](../../notebooks/04_research.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it. Some answers are built by hand: run the cell, work in the widget, run the `check`.
# Stuck? Add a cell with `hint("sentiment")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. *Spring* is April to June 2026.
# Rates are fractions: 0.25, not 25. Do not round: give what you computed.
#
# About 55 minutes, and 40 for the plan and report. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import research as explore
from course_utils.lessons.research import between
from course_utils.toolkit import research

SPRING, TODAY = "2026-04-01", "2026-07-01"  # the data end at midnight of the second
users, accounts, events = data.load("users"), data.load("accounts"), data.load("events")
quotes, utterances, surveys = map(data.load, ("quotes", "utterances", "surveys"))
interviews = data.load("interviews")
problems, ratings = data.load("usability_problems"), data.load("problem_ratings")
usability = data.load("usability")
journey = data.load("journey")

# %% [markdown]
# `between(frame, start, end, at="asked_at")` keeps the rows of a span by a column of moments; without `at`, by `occurred_at`.

# %% [markdown]
# ## A. Ask
#
# ### 1. What is it worth? ({{points evidence}} points)
#
# Mark each sentence of this customer: a *fact* has happened, an *opinion* says how things are in general, a *promise* is about the future.

# %% exercise="evidence"
evidence = widgets.Highlighter(
    "evidence",
    explore.TRANSCRIPT,
    ["fact", "opinion", "promise"],
    title="Mark every sentence",
)
### BEGIN SOLUTION
tags = ["fact", "fact", "opinion", "opinion", "promise", "fact", "promise", "opinion"]
evidence.value = {str(place): tag for place, tag in enumerate(tags)}
### END SOLUTION
evidence

# %% [markdown]
# ### 2. The guide ({{points guide}} points)
#
# The objective: talk to owners, to learn how they found out that work was late the last time, to decide which need comes first.
# Which of these questions may stay as they are? Choose all of them.

# %% exercise="guide"
guide = widgets.MultiChoice("guide", title="May stay as it is")
### BEGIN SOLUTION
guide.answer = {"started", "rang", "asked"}
### END SOLUTION
guide

# %% [markdown]
# ## B. Choose, and say who is missing
#
# ### 3. Which method? ({{points route}} points)
#
# Put each question under the method that answers it first.

# %% exercise="route"
route = widgets.Board(
    "route",
    explore.TO_ASK,
    explore.METHODS,
    title="Which method comes first?",
)
### BEGIN SOLUTION
route.value = {
    "interview": ["renewal", "sales"],
    "test": ["stuck", "words"],
    "survey": ["share"],
    "heatmap": ["fold"],
    "recording": ["path"],
    "feedback": ["loud"],
}
### END SOLUTION
route

# %% [markdown]
# ### 4. A whole problem: who is missing? ({{points survivors}} points)
#
# Marketing wants to write: *four in five owners who sign up invite somebody in their first week*. Their proof: a survey of owners who are active this spring. Everybody remembers rightly and tells the truth.
#
# Judge it by what owners did. An owner invited if a `teammate_invited` of theirs is within 168 hours of their sign-up. Owners who signed up before April 2026 count.
# Give a table of one row: `told` (the share that the survey will show), `true` (the share that the sentence speaks of) and `bias`, the first less the second.
# Its last column is your verdict, `holds`: "yes" if they may write it, "no" if not.
#
# `explore.first_week(users, accounts, events, event="...")` takes the name of an event, as part 4 shows for a channel. The form: `pd.DataFrame([{"told": ..., "true": ..., "bias": ..., "holds": "yes or no"}])`.

# %% exercise="survivors"
survivors = ...
### BEGIN SOLUTION
groups = explore.first_week(users, accounts, events, event="teammate_invited")["share"]
told, true = groups["still here"], groups["everybody"]
holds = "yes" if true >= 0.8 else "no"
survivors = pd.DataFrame([{"told": told, "true": true, "bias": told - true, "holds": holds}])
### END SOLUTION

# %% [markdown]
# ### 5. A whole problem: do owners recommend it? ({{points promoters}} points)
#
# Of the owners (`role` "owner") who answered spring's NPS survey (`survey` "nps", by `asked_at`), somebody quotes the share who gave 9 or 10.
# They plan to write to every second owner by e-mail, to know it better. Give a table of one row:
#
# - `plain`: the share among the owners who answered;
# - `weighted`: the same, weighted so that each channel counts like the owners who were asked in it;
# - `hoped`: the margin at 95 % that the mailing would bring if all owners responded as those who got spring's NPS e-mails: worst case 0.5, finite population correction for all owners;
# - `likely`: the same if owners who did nothing in spring stay silent, and the active ones respond as before. It then speaks of active owners alone: they are its population. Active is who has any event in spring.
#
# To use: `explore.who_answers(surveys, survey, start, end)`, a row a channel; `research.design_weights(answered, asked)`; `research.margin_of_error(answers, population=N)`. Rows of some people: `surveys[surveys["user_id"].isin(ids)]`. The form: `pd.DataFrame([{"plain": ..., "weighted": ..., "hoped": ..., "likely": ...}])`.

# %% exercise="promoters"
promoters = ...
### BEGIN SOLUTION
owners = users.loc[users["role"] == "owner", "user_id"]
theirs = surveys[surveys["user_id"].isin(owners)]
channels = explore.who_answers(theirs, "nps", SPRING, TODAY)
weights = research.design_weights(channels["answered"], channels["asked"])
plain = channels["happy"].sum() / channels["answered"].sum()
weighted = (weights * channels["happy"]).sum() / (weights * channels["answered"]).sum()
mail = channels.loc["email"]
rate = mail["answered"] / mail["asked"]
active = owners.isin(between(events, SPRING, TODAY)["user_id"]).sum()
hoped = research.margin_of_error(len(owners) / 2 * rate, population=len(owners))
likely = research.margin_of_error(active / 2 * rate, population=active)
promoters = pd.DataFrame([{"plain": plain, "weighted": weighted, "hoped": hoped, "likely": likely}])
### END SOLUTION

# %% [markdown]
# ## C. Read together
#
# ### 6. A whole problem: may the feelings be used? ({{points sentiment}} points)
#
# Both coders also noted the feeling in each quote, from -2 to 2: `sentiment_a` and `sentiment_b` of `quotes`. Somebody wants to report these feelings on Friday.
# Choose the measure of agreement that fits such values, compute it over all quotes, and judge it by Krippendorff's advice.
#
# Give a table of one row: `agreement`, and `use`: "rely", "tentative" or "discard".
#
# To use: `research.cohen_kappa(a, b)`, or `research.krippendorff_alpha(table, level)` with a column a coder and the level "nominal", "ordinal" or "interval". The form: `pd.DataFrame([{"agreement": ..., "use": "..."}])`.

# %% exercise="sentiment"
sentiment = ...
### BEGIN SOLUTION
agreement = research.krippendorff_alpha(quotes[["sentiment_a", "sentiment_b"]], "ordinal")
use = "rely" if agreement >= 0.8 else "tentative" if agreement >= 2 / 3 else "discard"
sentiment = pd.DataFrame([{"agreement": agreement, "use": use}])
### END SOLUTION

# %% [markdown]
# ## D. Score
#
# ### 7. A whole problem: what is mended first? ({{points mend_first}} points)
#
# `problems` says who met each problem (`seen`, one row a person), `usability` who completed each task. `ratings` says how bad four people found each problem, from 0 to 4, with gaps.
# Take the **second round** (`round` 2 of `usability`): the design was changed before it. A table with a row for each problem that has ratings:
#
# - `problem`, and `severity`: the median of those who rated it;
# - `met`: how many people of the second round met it; `failed`: how many of these did not complete its task;
# - `when`: "watch" if nobody met it. Else "now" if severity is 3 or more and somebody failed, "next" if one of the two holds, "later" if neither.
#
# To use: `problems.merge(usability, on=["session_id", "task"])`; `table.groupby("problem")["seen"]` with `.sum()`, `.size()` or `.median()` behind it. The form, with one dictionary a problem: `mend_first = pd.DataFrame([{"problem": ..., "severity": ..., "met": ..., "failed": ..., "when": "..."}])`.

# %% exercise="mend_first"
mend_first = ...
### BEGIN SOLUTION
last = problems.merge(usability[usability["round"] == 2], on=["session_id", "task"])
met = last[last["seen"] == 1]
rows = []
for problem, bad in ratings.groupby("problem")["severity"].median().items():
    here = met[met["problem"] == problem]
    failed = int((here["completed"] == 0).sum())
    signs = int(bad >= 3) + int(failed > 0)
    when = ["later", "next", "now"][signs] if len(here) else "watch"
    rows.append(
        {"problem": problem, "severity": bad, "met": len(here), "failed": failed, "when": when}
    )
mend_first = pd.DataFrame(rows)
### END SOLUTION

# %% [markdown]
# ### 8. Has SUS changed? ({{points sus_change}} points)
#
# Compare people asked from July to December 2025 (`survey` "sus", by `asked_at`) with people asked from January to June 2026. Only who answered **all ten** items counts. The rest were asked and are silent: the change is one of those who answer.
# A table of one row, in points: `before` and `now`, the mean SUS of each half-year; `change`, and its 95 % `margin`.
# Its last column is `shown`: "yes" if the change is larger than its margin, whatever its sign, "no" if not.
#
# To use: `research.sus(answers)` of the ten columns `q1` to `q10` has `.estimate` and `.margin`; `table.dropna(subset=names)` keeps the full rows. The form: `pd.DataFrame([{"before": ..., "now": ..., "change": ..., "margin": ..., "shown": "yes or no"}])`.

# %% exercise="sus_change"
sus_change = ...
### BEGIN SOLUTION
ten = [f"q{number}" for number in range(1, 11)]
asked = surveys[surveys["survey"] == "sus"].dropna(subset=ten)
first = research.sus(between(asked, "2025-07-01", "2026-01-01", at="asked_at")[ten])
second = research.sus(between(asked, "2026-01-01", TODAY, at="asked_at")[ten])
change = second.estimate - first.estimate
margin = (first.margin**2 + second.margin**2) ** 0.5
shown = "yes" if abs(change) > margin else "no"
sus_change = pd.DataFrame(
    [
        {
            "before": first.estimate,
            "now": second.estimate,
            "change": change,
            "margin": margin,
            "shown": shown,
        }
    ]
)
### END SOLUTION

# %% [markdown]
# ## E. Personas, journeys, access
#
# ### 9. Ben, drawn from data ({{points ben}} points)
#
# Olivia was invented, then checked. Go the other way, and begin with a job: **Ben** settles work with others in writing. He wrote a comment (`comment_added`) in spring. What do the data say of him?
# Everybody active since April (`explore.people`, a row a person by `user_id`) is either in Ben's group or is everybody else. Which of these traits are *supported*, as part 5 uses the word? Answer with a set of short names, such as `{"owner", "guest"}`.
#
# {{options ben}}
#
# Then ask of each what it changes in what you would build for him. What changes nothing has no place in the report.
#
# To use: `explore.people(users, accounts, events, since=SPRING)` and `explore.persona(people, group, traits)`, with traits such as `{"owner": ("role", "owner")}`. The names of the columns stand in `explore.people(...).columns`; `people.index.isin(ids)` says who is among some people.

# %% exercise="ben"
ben = ...
### BEGIN SOLUTION
crowd = explore.people(users, accounts, events, since=SPRING)
crowd["reads"] = crowd["reports"] > 0
spring = between(events, SPRING, TODAY)
writes = crowd.index.isin(spring.loc[spring["event"] == "comment_added", "user_id"])
traits = {
    "owner": ("role", "owner"),
    "member": ("role", "member"),
    "guest": ("role", "guest"),
    "pays": ("pays", True),
    "desk": ("phone", False),
    "reads": ("reads", True),
    "finishes": ("finishes", True),
}
judged = explore.persona(crowd, pd.Series(writes, index=crowd.index), traits)
ben = set(judged.index[judged["verdict"] == "supported"])
### END SOLUTION

# %% [markdown]
# ### 10. Where does the journey hurt most? ({{points steps}} points)
#
# Somebody points at the lowest mean of the journey map. Which steps may it be? Take **quotes** alone: part 5 says why tickets would spoil it. People, not quotes, vary independently: whoever is quoted twice at a step counts once, with the mean of their quotes. A table with the columns:
#
# - `step`, and `n`: how many people are quoted at it;
# - `felt`: the mean over these people; `gap`: `felt` less the lowest `felt`;
# - `margin`: that of the gap at 95 %, from the margins of both means (`explore.margin_of_mean`) as in part 6; by the same formula for the lowest step itself;
# - `lowest`: "may be" where the gap is not larger than its margin, "no" for the others.
#
# Some are quoted at several steps. The formula takes them for different people, so the margin is rough.
#
# To use: `quotes_only.groupby(["step", "user_id"])["felt"].mean()`, a row a person and step. Of that, `.groupby("step")` with `.size()`, `.mean()` or `.apply(explore.margin_of_mean)` behind it. The form: `pd.DataFrame({"n": ..., "felt": ..., "gap": ..., "margin": ..., "lowest": ...}).reset_index()`.

# %% exercise="steps"
steps = ...
### BEGIN SOLUTION
quotes_only = journey[journey["source"] == "quote"]
person = quotes_only.groupby(["step", "user_id"], observed=True)["felt"].mean()
by_step = person.groupby("step", observed=True)
steps = pd.DataFrame({"n": by_step.size(), "felt": by_step.mean()})
margins = by_step.apply(explore.margin_of_mean)
down = steps["felt"].idxmin()
steps["gap"] = steps["felt"] - steps.loc[down, "felt"]
steps["margin"] = (margins**2 + margins[down] ** 2) ** 0.5
steps["lowest"] = (steps["gap"] <= steps["margin"]).map({True: "may be", False: "no"})
steps = steps.reset_index()
### END SOLUTION

# %% [markdown]
# ### 11. What can be read? ({{points readable}} points)
#
# Which of these pass level AA for text of normal size? Answer with a set of short names, such as `{"rose", "alarm"}`.
#
# {{options readable}}

# %% exercise="readable"
readable = ...
### BEGIN SOLUTION
readable = {"brown", "button", "label"}
### END SOLUTION

# %% [markdown]
# ## F. Friday
#
# ### 12. What belongs together? ({{points affinity}} points)
#
# An {{term affinity diagram}} groups notes from the bottom up, by what people had to get done, and not by the words that they share. These notes are made up. Put each under the need behind it.

# %% exercise="affinity"
affinity = widgets.Board(
    "affinity",
    explore.NOTES,
    explore.NEEDS,
    title="Which need is behind each note?",
)
### BEGIN SOLUTION
affinity.value = {
    "know": ["green", "client", "report"],
    "show": ["chart", "slides", "file"],
    "dare": ["rights", "picture"],
}
### END SOLUTION
affinity

# %% [markdown]
# ### 13. The tree ({{points tree}} points)
#
# Another team, another outcome; all of it is made up. Hang the cards: needs under the outcome, solutions under the need that they serve, tests under the solution that they test.

# %% exercise="tree"
tree = widgets.Tree(
    "tree",
    "By 30 September, 6 of 10 people who were invited finish a task in their first week",
    {
        "written": "Twenty invitations, typed by us in the owner's name: who opens the task in them?",
        "film": "Two minutes of film that the owner records once",
        "start": "I was invited, and I do not know what they want of me",
        "undo": "For one day each change can be taken back",
        "time": "I have no hour to show every new person round",
        "drawings": "Five newcomers click through drawings of it and say what they expect to get back",
        "letter": "The invitation says who sent it and names one task",
        "sample": "A board to copy, with notes by somebody who knows it",
        "play": "A board to play on, where nothing counts",
        "fear": "I am afraid to spoil the plan of the others",
        "mine": "A first page with my own tasks and no others",
    },
    title="Outcome, needs, solutions, tests",
)
### BEGIN SOLUTION
tree.value = {
    "start": "root",
    "time": "root",
    "fear": "root",
    "letter": "start",
    "mine": "start",
    "film": "time",
    "sample": "time",
    "undo": "fear",
    "play": "fear",
    "written": "letter",
    "drawings": "undo",
}
### END SOLUTION
tree

# %% [markdown]
# ### 14. Evidence of your own ({{points my_evidence}} points)
#
# Your report needs an insight with evidence that you chose yourself. Run the cell below, read the quotes of a need, and choose words to count and one quote in which they stand. `a|b` finds either word.

# %%
explore.behind(quotes, utterances, "visibility")[["question", "text"]]

# %% [markdown]
# Put your choice into the first line below: `my_quote` is a number from the left of the table. The form of the second: `explore.evidence_of(quotes, utterances, my_need, my_words, my_quote)`.
# A program sees only whether your words and your quote are there. Whether they bear out what you write, a reader judges.

# %% exercise="my_evidence"
my_need, my_words, my_quote = "visibility", "", 0
my_evidence = ...
### BEGIN SOLUTION
my_words = "board had|board was|board is never|board did not|board it|the board not|two boards|none of them show|at its word|month before|looked green|not moved|moved them|copied it|should be on|not on it|who waits"
my_quote = explore.behind(quotes, utterances, my_need, my_words).index[0]
my_evidence = explore.evidence_of(quotes, utterances, my_need, my_words, my_quote)
### END SOLUTION

# %% [markdown]
# ## G. The plan and the report ({{points friday_report}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# In the report, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the answers above, one line a fact; a line without an answer says so."""
    trouble = explore.told_of_trouble(quotes, utterances)

    def needs():
        return ", ".join(f"{need} {row.people} of {row.of}" for need, row in trouble.iterrows())

    def invited():
        one = survivors.iloc[0]
        return f"{one['told']:.0%} of those still here, {one['true']:.0%} of all; four in five: {one['holds']}"

    def recommends():
        one = promoters.iloc[0]
        return f"{one['plain']:.0%}, weighted {one['weighted']:.0%}"

    def usable():
        one = sus_change.iloc[0]
        return (
            f"{one['now']:.1f} points, asked {explore.sus_asked(surveys)}, most silent; change {one['change']:+.1f} ± {one['margin']:.1f}; "
            f"shown: {one['shown']}"
        )

    def hurts():
        return ", ".join(steps.loc[steps["lowest"] == "may be", "step"].astype(str))

    def query():
        if not my_words:
            return "no words yet: see exercise 14"
        found = explore.behind(quotes, utterances, my_need, my_words)
        return f"{len(found)} of {len(interviews)} people, {my_need}, by “{my_words}”"

    def chosen():
        if not my_quote:
            return "no quote yet: see exercise 14"
        told = explore.behind(quotes, utterances, my_need)
        return f"“{told.loc[my_quote, 'text']}”"

    return fact_sheet(
        {
            "told of trouble, settled codes": needs,
            "kappa of the first two coders": lambda: (
                f"{research.cohen_kappa(quotes['coder_a'], quotes['coder_b']):.2f}"
            ),
            "agreement on feelings": lambda: (
                f"{sentiment['agreement'].iloc[0]:.2f}: {sentiment['use'].iloc[0]}"
            ),
            "invited in the first week": invited,
            "margin of a mailing to every second owner": lambda: (
                f"{100 * promoters['hoped'].iloc[0]:.0f} points if all respond alike, "
                f"{100 * promoters['likely'].iloc[0]:.0f} if only active owners do"
            ),
            "usability problems to mend now": lambda: ", ".join(
                mend_first.loc[mend_first["when"] == "now", "problem"].astype(str)
            ),
            "SUS": usable,
            "pairs of colours that pass": lambda: ", ".join(sorted(readable)),
            "traits of Ben that are supported": lambda: ", ".join(sorted(ben)) or "none",
            "my query of the quotes": query,
            "the quote that I chose": chosen,
            "still here, of the interviewees": lambda: (
                f"{len(explore.still_here(interviews, events))} of {len(interviews)}"
            ),
            "satisfaction, answered of asked": lambda: "{answered:,} of {asked:,}".format(
                **explore.who_answers_total(surveys)
            ),
            "owners who would recommend it": recommends,
            "steps of the journey that may hurt most": hurts,
        }
    )


my_facts()

# %% [markdown]
# Now write the **research plan** and the **one-page insight report** for Friday, at most 900 words together.
#
# They hold:
#
# - the decision, and what result would change it;
# - the plan: question, method, sample, rule; one interview question, the screener and the line on consent, word for word;
# - the chain from quote or number over insight to opportunity, and the tree;
# - bias and limits; who could not take part, and what you do about it.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric friday_report}}

# %% [markdown] exercise="friday_report"
# {{strong friday_report}}

# %% [markdown]
# ## Before you hand in
#
# Read your report as the person who wrote the proposal. Is it fair to them? Then go back to your first guess in the lesson.
# What would the team have built?

# %%
progress()
