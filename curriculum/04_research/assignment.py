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
# About 40 minutes, and 40 for the plan and report. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, hint, progress, widgets
from course_utils.lessons import research as explore
from course_utils.lessons.research import between
from course_utils.toolkit import research

SPRING, TODAY = "2026-04-01", "2026-07-01"  # the data end at midnight of the second
users, accounts, events = data.load("users"), data.load("accounts"), data.load("events")
quotes, utterances, surveys = map(data.load, ("quotes", "utterances", "surveys"))
interviews = data.load("interviews")
usability, journey = data.load("usability"), data.load("journey")

# %% [markdown]
# `between(frame, start, end, at="asked_at")` keeps the rows of a span by a column of moments.

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

# %% exercise="survivors"
survivors = ...
### BEGIN SOLUTION
groups = explore.first_week(users, accounts, events, event="teammate_invited")["share"]
told, true = groups["still here"], groups["everybody"]
holds = "yes" if true >= 0.8 else "no"
survivors = pd.DataFrame([{"told": told, "true": true, "bias": told - true, "holds": holds}])
### END SOLUTION

# %% [markdown]
# ### 5. How many to ask? ({{points requests}} points)
#
# You survey the owners (`role` "owner", all of `users`) by e-mail: a share within **8 points** at 95 %, in the worst case 0.5, with the finite population correction.
# Take the response from spring's NPS requests (`asked_at`) in the channel `email`: those with an `answered_at` over all asked.
# How many requests do you send? Round the answers up, then the requests.

# %% exercise="requests"
requests = ...
### BEGIN SOLUTION
asked = between(surveys[surveys["survey"] == "nps"], SPRING, TODAY, at="asked_at")
by_mail = asked[asked["channel"] == "email"]
response = by_mail["answered_at"].notna().mean()
owners = (users["role"] == "owner").sum()
requests = research.survey_size(0.08, owners, response=response)
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
# ### 7. Completion ({{points completion}} points)
#
# The task `create_project`, **both rounds together**: the share of participants who completed it, with the adjusted Wald interval at 95 %.
# A table of one row with the columns `rate`, `low`, `high`.

# %% exercise="completion"
completion = ...
### BEGIN SOLUTION
tried = usability[usability["task"] == "create_project"]
found = research.completion_interval(tried["completed"].sum(), len(tried))
completion = pd.DataFrame([{"rate": found.estimate, "low": found.low, "high": found.high}])
### END SOLUTION

# %% [markdown]
# ### 8. SUS ({{points sus}} points)
#
# People asked from July 2025 to June 2026 (`survey` "sus", by `asked_at`) who answered **all ten** items: their mean `score`, and its 95 % `margin`, the number after the ±. In points, a table of one row.

# %% exercise="sus"
sus = ...
### BEGIN SOLUTION
asked = between(surveys[surveys["survey"] == "sus"], "2025-07-01", TODAY, at="asked_at")
items = asked[[f"q{number}" for number in range(1, 11)]].dropna()
found = research.sus(items)
sus = pd.DataFrame([{"score": found.estimate, "margin": found.margin}])
### END SOLUTION

# %% [markdown]
# ## E. Personas, journeys, access
#
# ### 9. Ben, who opens no report ({{points ben}} points)
#
# Somebody drew Ben: *a member or a guest in a large company, mostly on a phone, who looks in, completes no task, and is not curious*.
# Ben stands for everybody active since April (`explore.people`) who opened **no** report in that time.
#
# What do the data say of six traits? Judge `guest` and `member` (column `role`), `large` (`size`), `phone` (True), `idle` (`finishes` is False) and `curious` (no data).
# A table with the columns `trait` and `verdict`, in the words that the lesson's check of Olivia uses.

# %% exercise="ben"
ben = ...
### BEGIN SOLUTION
crowd = explore.people(users, accounts, events, since=SPRING)
traits = {
    "guest": ("role", "guest"),
    "member": ("role", "member"),
    "large": ("size", "large"),
    "phone": ("phone", True),
    "idle": ("finishes", False),
    "curious": None,
}
judged = explore.persona(crowd, crowd["reports"] == 0, traits)
ben = judged["verdict"].rename_axis("trait").reset_index()
### END SOLUTION

# %% [markdown]
# ### 10. What holds the journey ({{points steps}} points)
#
# For each step of `journey`: `people`, the distinct users behind all its evidence, and `felt`, the mean of `felt` over its **quotes**.
# Part 5 of the lesson says why tickets would spoil the comparison. A table with the columns `step`, `people`, `felt`.

# %% exercise="steps"
steps = ...
### BEGIN SOLUTION
felt = journey[journey["source"] == "quote"].groupby("step")["felt"].mean()
behind = journey.groupby("step")["user_id"].nunique()
steps = pd.DataFrame({"people": behind, "felt": felt}).reset_index()
### END SOLUTION

# %% [markdown]
# ### 11. What can be read? ({{points readable}} points)
#
# Which of these pass level AA for text of normal size? Answer with a set of short names, such as `{"soft", "alarm"}`.
#
# {{options readable}}

# %% exercise="readable"
readable = ...
### BEGIN SOLUTION
readable = {"grey", "button", "label"}
### END SOLUTION

# %% [markdown]
# ## F. Friday
#
# ### 12. The tree ({{points tree}} points)
#
# Hang the cards: needs under the outcome, solutions under the need that they serve, tests under the solution that they test.

# %% exercise="tree"
tree = widgets.Tree(
    "tree",
    "More teams renew",
    {
        "byhand": "Monday message by hand, from ten boards alone: is it true?",
        "guest": "A guest role that sees one project only",
        "late": "I cannot trust the board to say how we stand",
        "shared": "A page with our numbers that needs no account",
        "rights": "I do not dare to let outsiders in",
        "dummy": "Click dummy of the page, five people, think aloud",
        "board": "Fridays, each date's owner is asked: still true?",
        "file": "A file with our numbers, ready for slides",
        "yes": "A second person says yes before an outsider sees more",
        "show": "I have to show my director how we stand",
        "digest": "A message on Mondays with what is late",
    },
    title="Outcome, needs, solutions, tests",
)
### BEGIN SOLUTION
tree.value = {
    "late": "root",
    "show": "root",
    "rights": "root",
    "digest": "late",
    "board": "late",
    "shared": "show",
    "guest": "rights",
    "file": "show",
    "yes": "rights",
    "byhand": "digest",
    "dummy": "shared",
}
### END SOLUTION
tree

# %% [markdown]
# ## G. The plan and the report ({{points friday_report}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# In the report, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""
    trouble = explore.told_of_trouble(quotes, utterances)

    def needs():
        return ", ".join(f"{need} {row.people} of {row.of}" for need, row in trouble.iterrows())

    def invited():
        one = survivors.iloc[0]
        return f"{one['told']:.0%} of those still here, {one['true']:.0%} of all; four in five: {one['holds']}"

    def completed():
        one = completion.iloc[0]
        return f"{one['rate']:.0%} ({one['low']:.0%} to {one['high']:.0%})"

    facts = {
        "told of trouble, settled codes": needs,
        "agreement of the coders on needs (kappa)": lambda: (
            f"{research.cohen_kappa(quotes['coder_a'], quotes['coder_b']):.2f}"
        ),
        "agreement on feelings": lambda: (
            f"{sentiment['agreement'].iloc[0]:.2f}: {sentiment['use'].iloc[0]}"
        ),
        "invited in the first week": invited,
        "requests for a survey of owners": lambda: f"{requests:,}",
        "created a project": completed,
        "SUS": lambda: f"{sus['score'].iloc[0]:.1f} points, margin {sus['margin'].iloc[0]:.1f}",
        "pairs of colours that pass": lambda: ", ".join(sorted(readable)),
        "traits of Ben that are supported": lambda: (
            ", ".join(ben.loc[ben["verdict"] == "supported", "trait"]) or "none"
        ),
        "from the quotes on visibility": lambda: explore.insight(quotes, utterances),
        "one of these quotes": lambda: (
            "“"
            + explore.behind(quotes, utterances, "visibility", explore.FROM_PEOPLE)["text"].iloc[0]
            + "”"
        ),
        "still here, of the interviewees": lambda: (
            f"{len(explore.still_here(interviews, events))} of {len(interviews)}"
        ),
        "satisfaction, answered of asked": lambda: "{answered:,} of {asked:,}".format(
            **explore.who_answers_total(surveys)
        ),
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
# Now write the **research plan** and the **one-page insight report** for Friday, at most 800 words together.
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
