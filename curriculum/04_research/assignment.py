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
# Stuck? Add a cell with `hint("kappa")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Times are UTC. A span includes its first day and leaves out its last. *Spring* is April to June 2026.
# Rates are fractions: 0.25, not 25. Do not round: give what you computed.
#
# About 60 minutes, and 40 for the plan and report. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, hint, progress, widgets
from course_utils.lessons.research import between, quote_cards
from course_utils.toolkit import research

SPRING, TODAY = "2026-04-01", "2026-07-01"  # the data end at midnight of the second
users, accounts, surveys = data.load("users"), data.load("accounts"), data.load("surveys")
quotes, utterances, tickets = map(data.load, ("quotes", "utterances", "tickets"))
usability, problems = data.load("usability"), data.load("usability_problems")
ratings, journey = data.load("problem_ratings"), data.load("journey")

# %% [markdown]
# `between(frame, start, end, at="created_at")` keeps the rows of a span by a column of moments.

# %% [markdown]
# ## A. Ask
#
# ### 1. Another question ({{points rewrite}} points)
#
# The interview guide says: *Would you use a weekly report if we sent you one by e-mail?*
# Which question should stand there?

# %% exercise="rewrite"
rewrite = widgets.Choice(
    "rewrite",
    {
        "softer": "Do you think that a weekly report by e-mail might be useful to you?",
        "past": "When did somebody last want to know how things stand? What did you do?",
        "usual": "How do you usually keep people up to date?",
        "trouble": "How much does it annoy you that there is no weekly report?",
        "price": "How much would you pay for a weekly report by e-mail?",
    },
    confidence=True,
    title="Which question replaces it?",
)
### BEGIN SOLUTION
rewrite.value = {"chosen": ["past"], "confidence": 0.9}
### END SOLUTION
rewrite

# %% [markdown]
# ### 2. What is it worth? ({{points evidence}} points)
#
# Mark each sentence of this customer: a *fact* has happened, an *opinion* says how things are in general, a *promise* is about the future.

# %% exercise="evidence"
TRANSCRIPT = """Customer: On Thursday I rang three people to find out who was late. I wrote the list on the whiteboard and took a photo. Reports are really useful, I think. We usually plan everything together.
Customer: I would open a weekly report every Monday. In May we paid a student for two days to copy dates. The whole team will love the new charts. It has never been a problem for us."""
evidence = widgets.Highlighter(
    "evidence",
    TRANSCRIPT,
    ["fact", "opinion", "promise"],
    title="Mark every sentence",
)
### BEGIN SOLUTION
tags = ["fact", "fact", "opinion", "opinion", "promise", "fact", "promise", "opinion"]
evidence.value = {str(place): tag for place, tag in enumerate(tags)}
### END SOLUTION
evidence

# %% [markdown]
# ### 3. How strong? ({{points strength}} points)
#
# Five customers have the same need. Put the evidence in order, the strongest first.

# %% exercise="strength"
strength = widgets.Ranking(
    "strength",
    {
        "would": "would use it every day if we built it",
        "thursday": "did it by hand last Thursday, and tells how",
        "usually": "says that it usually takes long",
        "paid": "paid somebody for two days to do it by hand",
        "unasked": "complained about it in a ticket, unasked",
    },
    title="The strongest evidence at the top",
)
### BEGIN SOLUTION
strength.value = ["paid", "thursday", "unasked", "usually", "would"]
### END SOLUTION
strength

# %% [markdown]
# ### 4. Their last report, in SQL ({{points last_report}} points)
#
# How long ago was each interviewee's last report when you talked to them? Write a query as text.
#
# - One row an interview, also of people who never opened a report. Columns: `interview_id`, `days`.
# - `days` counts from the UTC date of the user's last `report_viewed` event **before** `interviewed_at` to the UTC date of the interview; NULL if there is none.
#
# Try it with `data.sql(last_report)`. It will also be run on another company.

# %% exercise="last_report"
last_report = ...
### BEGIN SOLUTION
last_report = """
    select interview_id,
           date_diff('day', cast(max(occurred_at) as date), cast(interviewed_at as date)) as days
    from interviews left join events
      on events.user_id = interviews.user_id
     and event = 'report_viewed' and occurred_at < interviewed_at
    group by interview_id, interviewed_at order by interview_id"""
### END SOLUTION

# %% [markdown]
# ## B. Read together
#
# ### 5. Kappa ({{points kappa}} points)
#
# Cohen's kappa of `coder_a` and `coder_b` over all rows of `quotes`.

# %% exercise="kappa"
kappa = ...
### BEGIN SOLUTION
kappa = research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])
### END SOLUTION

# %% [markdown]
# ### 6. One code fewer ({{points kappa_merged}} points)
#
# Find the two codes that the coders take for each other most often, both ways together.
# Give both the same name in both columns. What is kappa then?

# %% exercise="kappa_merged"
kappa_merged = ...
### BEGIN SOLUTION
crossed = research.confusion(quotes["coder_a"], quotes["coder_b"])
crossed = crossed + crossed.T
names = list(crossed.index)
pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
one, other = max(pairs, key=lambda pair: crossed.loc[pair])
coders = [quotes[who].replace(other, one) for who in ("coder_a", "coder_b")]
kappa_merged = research.cohen_kappa(*coders)
### END SOLUTION

# %% [markdown]
# A higher kappa is no better coding: you threw a distinction away. Whether you may depends on the decision.
#
# ### 7. Four raters ({{points severity_alpha}} points)
#
# Krippendorff's alpha of the severity in `problem_ratings`: problems are the units, the four raters the coders, and the values are *ranks*. Gaps stay gaps.

# %% exercise="severity_alpha"
severity_alpha = ...
### BEGIN SOLUTION
by_rater = ratings.pivot_table(index="problem", columns="rater", values="severity")
severity_alpha = research.krippendorff_alpha(by_rater, "ordinal")
### END SOLUTION

# %% [markdown]
# ### 8. Affinity ({{points affinity}} points)
#
# Sort these quotes by the **need** behind them, with this code book:
#
# - *visibility*: not knowing how work stands;
# - *reporting*: showing it to somebody else;
# - *permissions*: who may see or do what;
# - *price*: what it costs, and who decides on it.

# %% exercise="affinity"
needs = ["visibility", "reporting", "permissions", "price"]
texts = quote_cards(quotes, utterances, needs)
affinity = widgets.Board("affinity", texts, sorted(needs), title="Which need is behind each quote?")
### BEGIN SOLUTION
codes = quotes.set_index("quote_id")["coder_a"]
sorted_by_need = {need: [card for card in texts if codes[int(card[1:])] == need] for need in needs}
affinity.value = sorted_by_need
### END SOLUTION
affinity

# %% [markdown]
# (Both coders agreed on these cards, and each answers a question about the past. Find the need by reading.)
#
# ## C. Weigh
#
# ### 9. How bad? ({{points severity}} points)
#
# Rank the usability problems: the mean severity over the raters who gave one, the worst first. Equal means share the better rank: 1, 2, 2, 4.
# A table with the columns `problem`, `mean`, `rank`.

# %% exercise="severity"
severity = ...
### BEGIN SOLUTION
ranked = research.rank_severity(by_rater)
severity = ranked[["mean", "rank"]].reset_index()
### END SOLUTION

# %% [markdown]
# ### 10. Whose voice? ({{points money}} points)
#
# For each `area`, take the accounts that wrote at least one ticket on it in spring (`created_at`), each once.
# A table with the columns `area`, `accounts` (how many) and `mrr`: what they pay now together, USD a month.
# An account pays the `mrr` of its last row in `subscriptions` (by `occurred_at`, then `movement_id`), 0 without one.

# %% exercise="money"
money = ...
### BEGIN SOLUTION
wrote = between(tickets, SPRING, TODAY, at="created_at")
wrote = wrote.merge(users[["user_id", "account_id"]], on="user_id")
wrote = wrote.drop_duplicates(["area", "account_id"])
moves = data.load("subscriptions").sort_values(["occurred_at", "movement_id"])
pays = moves.groupby("account_id")["mrr"].last()
wrote = wrote.assign(mrr=wrote["account_id"].map(pays).fillna(0))
money = wrote.groupby("area").agg(accounts=("account_id", "size"), mrr=("mrr", "sum"))
money = money.reset_index()
### END SOLUTION

# %% [markdown]
# ## D. Choose and size
#
# ### 11. Which method? ({{points method}} points)
#
# Finance asks: *why do owners of large accounts cut seats at the renewal?* Which of these comes first?

# %% exercise="method"
method = widgets.Choice(
    "method",
    {
        "survey": "a survey of 400 owners",
        "interviews": "eight interviews with owners about the last renewal, some of whom left",
        "heatmap": "heatmaps of the price page",
        "focus": "a focus group on pricing",
        "analytics": "a funnel of the renewal, by plan and size",
    },
    confidence=True,
    title="What comes first?",
)
### BEGIN SOLUTION
method.value = {"chosen": ["interviews"], "confidence": 0.85}
### END SOLUTION
method

# %% [markdown]
# ### 12. How many to ask? ({{points requests}} points)
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
# ### 13. Whatever the silent would say ({{points bounds}} points)
#
# Spring's CSAT requests (`asked_at`): satisfied is a `score` of 4 or 5. Between which two shares of **all who were asked** do the satisfied lie, whatever those say who did not answer?
# A table of one row with the columns `low` and `high`.

# %% exercise="bounds"
bounds = ...
### BEGIN SOLUTION
csat = between(surveys[surveys["survey"] == "csat"], SPRING, TODAY, at="asked_at")["score"]
found = research.nonresponse_bounds((csat >= 4).sum(), csat.notna().sum(), len(csat))
bounds = pd.DataFrame([{"low": found.low, "high": found.high}])
### END SOLUTION

# %% [markdown]
# ### 14. Weights, and what they cost ({{points weighted}} points)
#
# Spring's NPS requests (`asked_at`), in-app and e-mail. People answer more often in the app. Weight each answer, so that the channels count as they were **asked**.
# Weight of a channel: its share of the asked over its share of the answers.
# A table of one row: `share` (weighted share of promoters, scores of 9 and 10, among answers) and `effective` (Kish's effective sample size).

# %% exercise="weighted"
weighted = ...
### BEGIN SOLUTION
asked = between(surveys[surveys["survey"] == "nps"], SPRING, TODAY, at="asked_at")
table = pd.DataFrame(
    {
        "asked": 1,
        "answered": asked["score"].notna().astype(int),
        "promoters": (asked["score"] >= 9).astype(int),
    }
)
groups = table.groupby(asked["channel"]).sum()
weight = research.design_weights(groups["answered"], groups["asked"])
share = (weight * groups["promoters"]).sum() / (weight * groups["answered"]).sum()
effective = research.effective_size(weight.repeat(groups["answered"]))
weighted = pd.DataFrame([{"share": share, "effective": effective}])
### END SOLUTION

# %% [markdown]
# ### 15. Problems met ({{points problems_met}} points)
#
# Write a function. `rates` is a list: for each problem the chance that one user meets it. `users` is how many take part.
# Return the expected share of the problems that **at least one** of them meets. The toolkit has one; write your own, without it.


# %% exercise="problems_met"
def problems_met(rates, users):
    """Return the expected share of problems met, a fraction."""
    ### BEGIN SOLUTION
    return sum(1 - (1 - rate) ** users for rate in rates) / len(rates)
    ### END SOLUTION


# %% [markdown]
# ### 16. After six sessions ({{points discovery}} points)
#
# Take the six sessions of round 1 with the lowest `session_id`. Estimate the discovery rate from them, with **both** corrections (`research.discovery_rate`).
# Use only what those six sessions tell.

# %% exercise="discovery"
discovery = ...
### BEGIN SOLUTION
first_six = sorted(usability.loc[usability["round"] == 1, "session_id"].unique())[:6]
rows = problems[problems["session_id"].isin(first_six)]
seen = rows.pivot_table(index="session_id", columns="problem", values="seen").fillna(0)
discovery = research.discovery_rate(seen)
### END SOLUTION

# %% [markdown]
# ## E. Score
#
# ### 17. Completion ({{points completion}} points)
#
# The task `find_report`, **both rounds together**: the share of participants who completed it, with the adjusted Wald interval at 95 %.
# A table of one row with the columns `rate`, `low`, `high`.

# %% exercise="completion"
completion = ...
### BEGIN SOLUTION
tried = usability[usability["task"] == "find_report"]
found = research.completion_interval(tried["completed"].sum(), len(tried))
completion = pd.DataFrame([{"rate": found.estimate, "low": found.low, "high": found.high}])
### END SOLUTION

# %% [markdown]
# ### 18. A typical time ({{points typical_time}} points)
#
# The geometric mean of the `seconds` of the participants who **completed** `find_report`, both rounds together.

# %% exercise="typical_time"
typical_time = ...
### BEGIN SOLUTION
typical_time = research.task_time(tried.loc[tried["completed"] == 1, "seconds"]).estimate
### END SOLUTION

# %% [markdown]
# ### 19. SUS ({{points sus}} points)
#
# The mean SUS of people asked from July 2025 to June 2026 (`survey` "sus", by `asked_at`) who answered **all ten** items. In points.

# %% exercise="sus"
sus = ...
### BEGIN SOLUTION
asked = between(surveys[surveys["survey"] == "sus"], "2025-07-01", TODAY, at="asked_at")
items = asked[[f"q{number}" for number in range(1, 11)]].dropna()
sus = research.sus(items).estimate
### END SOLUTION

# %% [markdown]
# ### 20. Its margin ({{points sus_margin}} points)
#
# The 95 % margin of that mean, in points: the number after the ±. Use Student's t.

# %% exercise="sus_margin"
sus_margin = ...
### BEGIN SOLUTION
sus_margin = research.sus(items).margin
### END SOLUTION

# %% [markdown]
# ## F. Personas, journeys, access
#
# ### 21. Traits that can be refused ({{points traits}} points)
#
# Which of these claims about Olivia could Kitewell's tables prove wrong? Answer with a set of short names, such as `{"age", "status"}`.
#
# {{options traits}}

# %% exercise="traits"
traits = ...
### BEGIN SOLUTION
traits = {"owner", "large", "android", "weekly", "paid"}
### END SOLUTION

# %% [markdown]
# ### 22. What holds the journey ({{points steps}} points)
#
# For each step of `journey`: `people`, the distinct users behind its evidence; and `felt`, the mean of `felt` in which **quotes, tickets and events count alike**.
# That is: first the mean of each source, then the mean of these means. A table with the columns `step`, `people`, `felt`.

# %% exercise="steps"
steps = ...
### BEGIN SOLUTION
by_source = journey.groupby(["step", "source"])["felt"].mean()
behind = journey.groupby("step")["user_id"].nunique()
steps = pd.DataFrame({"people": behind, "felt": by_source.groupby("step").mean()}).reset_index()
### END SOLUTION

# %% [markdown]
# ### 23. Contrast ({{points contrast}} points)
#
# Write a function. `text` and `background` are colours such as `"#777777"`. Return their contrast ratio by WCAG 2, not rounded.
#
# - A channel $c$ from 0 to 1 becomes $c/12.92$ up to 0.04045, else $((c + 0.055)/1.055)^{2.4}$.
# - Luminance $L = 0.2126\,R + 0.7152\,G + 0.0722\,B$.
# - Ratio: (lighter $L$ + 0.05) / (darker $L$ + 0.05).


# %% exercise="contrast"
def contrast(text, background):
    """Return the contrast ratio, from 1 to 21."""

    ### BEGIN SOLUTION
    def luminance(colour):
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(text), luminance(background)))
    return (lighter + 0.05) / (darker + 0.05)
    ### END SOLUTION


# %% [markdown]
# ### 24. What can be read? ({{points readable}} points)
#
# Which of these pass level AA for text of normal size? Answer with a set of short names.
#
# {{options readable}}

# %% exercise="readable"
readable = ...
### BEGIN SOLUTION
readable = {"grey", "button", "label"}
### END SOLUTION

# %% [markdown]
# ## G. Friday
#
# ### 25. The tree ({{points tree}} points)
#
# Hang the cards: needs under the outcome, solutions under the need that they serve, tests under the solution that they test.

# %% exercise="tree"
tree = widgets.Tree(
    "tree",
    "More teams renew",
    {
        "byhand": "Write the Monday message by hand for ten teams",
        "guest": "A guest role that sees one project only",
        "late": "I find out too late what is late",
        "shared": "A page with our numbers that needs no account",
        "rights": "I do not dare to let outsiders in",
        "dummy": "Click dummy of the page, five people, think aloud",
        "board": "A column on the board with what is late",
        "show": "I have to show my director how we stand",
        "digest": "A Monday message with what is late",
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
    "byhand": "digest",
    "dummy": "shared",
}
### END SOLUTION
tree

# %% [markdown]
# ### 26. What do you say? ({{points friday}} points)
#
# Answer with the short name.
#
# {{options friday}}

# %% exercise="friday"
friday = ...
### BEGIN SOLUTION
friday = "test"
### END SOLUTION

# %% [markdown]
# ## H. The plan and the report ({{points friday_report}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first.
# In the report, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def medians():
        days = data.sql(last_report)["days"]
        return f"median {days.median():.0f} days; {days.isna().sum()} never opened one"

    def completed():
        one = completion.iloc[0]
        return f"{one['rate']:.0%} ({one['low']:.0%} to {one['high']:.0%})"

    facts = {
        "last report before the talk": medians,
        "kappa of the two coders": lambda: f"{kappa:.2f}",
        "kappa, most confused pair merged": lambda: f"{kappa_merged:.2f}",
        "found a report": completed,
        "typical time to find it": lambda: f"{typical_time:.0f} seconds",
        "SUS": lambda: f"{sus:.1f} points, margin {sus_margin:.1f}",
        "requests for a survey of owners": lambda: f"{requests:,}",
        "satisfied among all asked": lambda: (
            f"{bounds['low'].iloc[0]:.0%} to {bounds['high'].iloc[0]:.0%}"
        ),
        "worst problems": lambda: ", ".join(severity.loc[severity["rank"] <= 3, "problem"]),
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
# - the plan: question, method, sample, rule;
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
