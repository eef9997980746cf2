"""Key of lesson 4: the right answer of each exercise, the mistakes real people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, spans with their start and without
their end, rates as fractions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Function,
    Number,
    Query,
    Ranking,
    Table,
    Written,
    exercise,
)
from course_utils.lessons.research.quotes import quote_cards
from course_utils.toolkit import metrics, research

OBJECTIVES = {
    "ask": "Formulate questions about past behaviour that do not lead.",
    "code": "Code transcripts with a second coder, and compute agreement.",
    "persona": "Derive personas and jobs from data, and reject traits without support.",
    "journey": "Map a journey with evidence for each step.",
    "method": "Choose a method and a sample for a research question.",
    "score": "Score SUS and task success with intervals.",
    "accessible": "Check accessibility.",
    "tree": "Lead from quotes over needs to the cheapest test, in a tree.",
}

SPRING, TODAY = "2026-04-01", "2026-07-01"


# What several exercises start from


def span(frame: pd.DataFrame, start: str, end: str, at: str) -> pd.DataFrame:
    """Keep the rows of a span, with its start and without its end, UTC."""
    moments = frame[at]
    return frame[
        (moments >= pd.Timestamp(start, tz="UTC")) & (moments < pd.Timestamp(end, tz="UTC"))
    ]


def row(**values: float) -> pd.DataFrame:
    """Return a table of one row."""
    return pd.DataFrame([values])


# 1. Ask


@exercise(
    Choice(
        {
            "softer": "Do you think that a weekly report by e-mail might be useful to you?",
            "past": "When did somebody last want to know how things stand? What did you do?",
            "usual": "How do you usually keep people up to date?",
            "trouble": "How much does it annoy you that there is no weekly report?",
            "price": "How much would you pay for a weekly report by e-mail?",
        }
    ),
    points=2,
    objective="ask",
)
def rewrite():
    """The question that can replace a hypothetical one."""
    return "past"


rewrite.mistake(
    "Softer words, the same question: it asks for an opinion of something that does not exist. You "
    "get politeness.",
    "softer",
)
rewrite.mistake(
    "Usually brings the habit that people would like to have. One real occasion can be checked, a "
    "habit cannot.",
    "usual",
)
rewrite.mistake(
    "This one leads twice: it assumes that something annoys, and that the report is what is missing.",
    "trouble",
)
rewrite.mistake(
    "A price out of the air is a promise with a number on it. Ask what they spent on the problem so far.",
    "price",
)
rewrite.hints(
    "Which of them could be answered by somebody who has never heard of the report?",
    "Look for a real occasion that has already happened, and for no product in the sentence.",
    "It begins with *when* and goes on with *what did you do*.",
)

TRANSCRIPT = {
    "On Thursday I rang three people to find out who was late.": "fact",
    "I wrote the list on the whiteboard and took a photo.": "fact",
    "Reports are really useful, I think.": "opinion",
    "We usually plan everything together.": "opinion",
    "I would open a weekly report every Monday.": "promise",
    "In May we paid a student for two days to copy dates.": "fact",
    "The whole team will love the new charts.": "promise",
    "It has never been a problem for us.": "opinion",
}


def _tags(**other: str) -> pd.DataFrame:
    """Return the transcript's tags, with some kinds read as others."""
    return pd.DataFrame(
        {"quote": list(TRANSCRIPT), "tag": [other.get(t, t) for t in TRANSCRIPT.values()]}
    )


@exercise(Table(columns=("quote", "tag"), keys=("quote",), partial=True), points=4, objective="ask")
def evidence():
    """What each sentence of a customer is worth."""
    return _tags()


@evidence.mistake(
    "Promises stand among the facts. What somebody will do has not happened, and costs nothing to say."
)
def _():
    return _tags(promise="fact")


@evidence.mistake(
    "Opinions stand among the facts. Ask of each: on which day was it, and could somebody have seen it?"
)
def _():
    return _tags(opinion="fact")


@evidence.mistake(
    "You take promises for opinions. Both are weak; a promise is worse, because it sounds like demand."
)
def _():
    return _tags(promise="opinion")


evidence.hints(
    "Ask of each sentence: could a camera have recorded it?",
    "Facts have happened, on a day. Opinions say how things are in general, *never* and *usually* "
    "among them. Promises are about what somebody would or will do.",
    "Three facts, three opinions, two promises.",
)

LAST_REPORT = """
    select interview_id, {gap} as days
    from interviews left join events
      on events.user_id = interviews.user_id and event = 'report_viewed' {until}
    group by interview_id, interviewed_at
"""
UNTIL = "and occurred_at < interviewed_at"


@exercise(
    Query(columns=("interview_id", "days"), keys=("interview_id",)), points=5, objective="ask"
)
def last_report():
    """Whole days from each interviewee's last report to the interview."""
    return LAST_REPORT.format(
        gap="date_diff('day', cast(max(occurred_at) at time zone 'UTC' as date), "
        "cast(interviewed_at at time zone 'UTC' as date))",
        until=UNTIL,
    )


@last_report.mistake(
    "Reports that were opened after the interview are in it. On that day nobody could have told you "
    "of them."
)
def _():
    return LAST_REPORT.format(
        gap="date_diff('day', cast(max(occurred_at) at time zone 'UTC' as date), "
        "cast(interviewed_at at time zone 'UTC' as date))",
        until="",
    )


@last_report.mistake(
    "This counts to the end of the data. What they could remember counts to the day of the interview."
)
def _():
    return LAST_REPORT.format(
        gap="date_diff('day', cast(max(occurred_at) at time zone 'UTC' as date), date '2026-07-01')",
        until=UNTIL,
    )


@last_report.mistake(
    "This takes the first report that they ever opened. Asked about the last time, they tell of the "
    "last."
)
def _():
    return LAST_REPORT.format(
        gap="date_diff('day', cast(min(occurred_at) at time zone 'UTC' as date), "
        "cast(interviewed_at at time zone 'UTC' as date))",
        until=UNTIL,
    )


last_report.hints(
    "One row an interview, also for those who never opened a report. Which join keeps them?",
    "Left join the events of the same user, event report_viewed, before the interview; group by "
    "interview; take the latest moment; count the days between the two dates.",
    "select interview_id, date_diff('day', cast(max(occurred_at) as date), cast(interviewed_at as date)) "
    "as days from interviews left join events on events.user_id = interviews.user_id and ... "
    "group by interview_id, interviewed_at",
)


# 2. Code


@exercise(Number("kappa", tolerance=0.002), points=3, objective="code")
def kappa(quotes):
    """Cohen's kappa of the two coders."""
    return research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])


@kappa.mistake(
    "This is the share of quotes with the same code. Part of it is luck, and the more so the more "
    "common one code is."
)
def _(quotes):
    return research.percent_agreement(quotes["coder_a"], quotes["coder_b"])


@kappa.mistake(
    "Luck is taken as one in the number of codes, as if all codes were equally common. Take each "
    "coder's own shares."
)
def _(quotes):
    same = research.percent_agreement(quotes["coder_a"], quotes["coder_b"])
    chance = 1 / len({*quotes["coder_a"], *quotes["coder_b"]})
    return (same - chance) / (1 - chance)


@kappa.mistake("This is the luck alone: what two coders with these shares would agree on unread.")
def _(quotes):
    shares = [quotes[who].value_counts(normalize=True) for who in ("coder_a", "coder_b")]
    return float((shares[0] * shares[1]).sum())


kappa.hints(
    "How often would they agree if they drew their codes from a bag?",
    "Agreement less luck, over 1 less luck. Luck: for each code the product of the two coders' "
    "shares, summed. The toolkit does it.",
    "research.cohen_kappa of the columns coder_a and coder_b.",
)


def _worst_pair(quotes: pd.DataFrame) -> tuple[str, str]:
    table = research.confusion(quotes["coder_a"], quotes["coder_b"])
    both = table + table.T
    names = list(table.index)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return max(pairs, key=lambda pair: both.loc[pair])


def _merged(quotes: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    one, other = _worst_pair(quotes)
    first, second = (quotes[who].astype(str).replace(other, one) for who in ("coder_a", "coder_b"))
    return first, second


@exercise(Number("kappa", tolerance=0.002), points=3, objective="code")
def kappa_merged(quotes):
    """Kappa after the most confused pair of codes has become one code."""
    return research.cohen_kappa(*_merged(quotes))


@kappa_merged.mistake("This is kappa before the merge. Give both codes of the pair one name first.")
def _(quotes):
    return research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])


@kappa_merged.mistake(
    "You left out the quotes on which the pair was confused. Quotes cannot be dropped because the "
    "coders differ: that is what you measure."
)
def _(quotes):
    pair = set(_worst_pair(quotes))
    differs = quotes["coder_a"] != quotes["coder_b"]
    mixed = differs & quotes["coder_a"].isin(pair) & quotes["coder_b"].isin(pair)
    kept = quotes[~mixed]
    return research.cohen_kappa(kept["coder_a"], kept["coder_b"])


@kappa_merged.mistake(
    "The merge is right; this is the share of agreement, with the luck still in it."
)
def _(quotes):
    return research.percent_agreement(*_merged(quotes))


kappa_merged.hints(
    "Which two codes does one coder take for the other most often, both ways together?",
    "research.confusion shows it: add the two cells off the diagonal. Then replace one of the names "
    "by the other in both columns, and compute kappa again.",
    "first = quotes['coder_a'].replace(one, other), the same for coder_b, then cohen_kappa.",
)


def _ratings(problem_ratings: pd.DataFrame) -> pd.DataFrame:
    table = problem_ratings.pivot_table(index="problem", columns="rater", values="severity")
    return table.astype("float64")


@exercise(Number("alpha", tolerance=0.002), points=3, objective="code")
def severity_alpha(problem_ratings):
    """Krippendorff's alpha of the severity ratings, as ranks."""
    return research.krippendorff_alpha(_ratings(problem_ratings), "ordinal")


@severity_alpha.mistake(
    "As names, 3 and 4 are as far apart as 0 and 4. Severity has an order: say so."
)
def _(problem_ratings):
    return research.krippendorff_alpha(_ratings(problem_ratings), "nominal")


@severity_alpha.mistake(
    "The table lies on its side: problems must be the rows (what is rated), raters the columns."
)
def _(problem_ratings):
    return research.krippendorff_alpha(_ratings(problem_ratings).T, "ordinal")


@severity_alpha.mistake(
    "This is the share of equal ratings, over all pairs of raters. It knows neither luck nor ranks."
)
def _(problem_ratings):
    table = _ratings(problem_ratings)
    same = [
        value
        for i, one in enumerate(table.columns)
        for other in table.columns[i + 1 :]
        for value in (
            (table[one] == table[other])[table[one].notna() & table[other].notna()].tolist()
        )
    ]
    return float(np.mean(same))


severity_alpha.hints(
    "What are the units, who are the raters, and what kind of values are 0 to 4?",
    "A table with a row a problem and a column a rater; gaps may stay. Then alpha for ordinal values.",
    'research.krippendorff_alpha(problem_ratings.pivot_table(index="problem", columns="rater", '
    'values="severity"), "ordinal")',
)


# 3. Weigh


@exercise(
    Table(columns=("problem", "mean", "rank"), keys=("problem",), tolerance=0.0005, partial=True),
    points=4,
    objective="score",
)
def severity(problem_ratings):
    """Usability problems by mean severity, ties sharing the better rank."""
    found = research.rank_severity(_ratings(problem_ratings))
    return found[["mean", "rank"]].rename_axis("problem").reset_index()


def _ranked(problem_ratings: pd.DataFrame, how: str, method: str = "min") -> pd.DataFrame:
    table = _ratings(problem_ratings)
    mean = (table.max(axis=1) if how == "worst" else table.mean(axis=1)).round(12)
    rank = mean.rank(method=method, ascending=how == "upside")  # type: ignore[arg-type]
    return pd.DataFrame({"problem": mean.index, "mean": mean.to_numpy(), "rank": rank.to_numpy()})


@severity.mistake("The ranks are upside down: rank 1 is the worst problem, with the highest mean.")
def _(problem_ratings):
    return _ranked(problem_ratings, "upside")


@severity.mistake(
    "This takes each problem's highest rating. One alarmed colleague then decides; take the mean."
)
def _(problem_ratings):
    return _ranked(problem_ratings, "worst")


severity.hints(
    "Two problems with the same mean: which one is worse?",
    "Mean over the raters who gave one, highest first; equal means share the better rank, so 1, 2, 2, 4.",
    "research.rank_severity of the table with a row a problem and a column a rater; keep two columns.",
)


def _written(tickets: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    recent = span(tickets, SPRING, TODAY, "created_at")
    account = recent["user_id"].map(users.set_index("user_id")["account_id"])
    return recent.assign(account=account)


def _behind(tickets: pd.DataFrame, users: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return what each area's accounts pay, a row a ticket."""
    rows = _written(tickets, users)
    pays = moves.sort_values(["occurred_at", "movement_id"]).groupby("account_id")["mrr"].last()
    return rows.assign(mrr=rows["account"].map(pays).fillna(0), area=rows["area"].astype(str))


def _by_area(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.groupby("area").agg(accounts=("account", "size"), mrr=("mrr", "sum"))
    return table.reset_index()


@exercise(
    Table(columns=("area", "accounts", "mrr"), keys=("area",), tolerance=0.5, partial=True),
    points=4,
    objective="method",
)
def money(tickets, users, subscriptions):
    """Accounts behind each area's tickets in spring, and what they pay."""
    rows = _behind(tickets, users, subscriptions)
    return _by_area(rows.drop_duplicates(["area", "account"]))


@money.mistake(
    "These are tickets. An account that wrote twenty times on one area is one account, and pays once."
)
def _(tickets, users, subscriptions):
    return _by_area(_behind(tickets, users, subscriptions))


@money.mistake(
    "Each person counts here. Two colleagues who write about the same thing are one account."
)
def _(tickets, users, subscriptions):
    rows = _behind(tickets, users, subscriptions)
    return _by_area(rows.drop_duplicates(["area", "user_id"]))


@money.mistake("The whole history is in it. The question is about spring.")
def _(tickets, users, subscriptions):
    account = tickets["user_id"].map(users.set_index("user_id")["account_id"])
    moves = subscriptions.sort_values(["occurred_at", "movement_id"])
    mrr = account.map(moves.groupby("account_id")["mrr"].last()).fillna(0)
    rows = tickets.assign(account=account, mrr=mrr, area=tickets["area"].astype(str))
    return _by_area(rows.drop_duplicates(["area", "account"]))


money.hints(
    "An account that wrote twenty tickets on one area pays once.",
    "Each account once an area, with its current MRR (the last movement); count and sum by area.",
    "Tickets since April, joined to accounts over users; drop_duplicates(['area', 'account_id']); map "
    "each account's last mrr, 0 without one; groupby('area').",
)


STRENGTH = {
    "paid": "paid somebody for two days to do it by hand",
    "thursday": "did it by hand last Thursday, and tells how",
    "unasked": "complained about it in a ticket, unasked",
    "usually": "says that it usually takes long",
    "would": "would use it every day if we built it",
}


@exercise(Ranking(STRENGTH), points=3, objective="ask")
def strength():
    """Evidence for a need, the strongest first."""
    return list(STRENGTH)


strength.mistake(
    "A promise stands on top. It is the cheapest sentence of the five: nothing was done and nothing paid.",
    ["would", "paid", "thursday", "unasked", "usually"],
)
strength.mistake(
    "Upside down: the strongest stands at the top, and that is what has cost the customer most.",
    ["would", "usually", "unasked", "thursday", "paid"],
)
strength.mistake(
    "A story is not stronger than money. Ask what each cost the customer, before you asked.",
    ["thursday", "paid", "unasked", "usually", "would"],
)
strength.hints(
    "What did it cost the customer, before anybody asked?",
    "Money or effort spent, then an occasion told in detail, then a complaint unasked, then how it is in "
    "general, then the future.",
    "Begin with the one that was paid for; end with the one that is free.",
)


# 4. Choose and size


@exercise(
    Choice(
        {
            "survey": "a survey of 400 owners",
            "interviews": "eight interviews with owners about the last renewal, some of whom left",
            "heatmap": "heatmaps of the price page",
            "focus": "a focus group on pricing",
            "analytics": "a funnel of the renewal, by plan and size",
        }
    ),
    points=2,
    objective="method",
)
def method():
    """The first method for a question about why."""
    return "interviews"


method.mistake(
    "A survey counts answers to questions that you already know how to ask. You do not yet know what "
    "to count.",
    "survey",
)
method.mistake("A heatmap shows where a hand was. It cannot show a meeting.", "heatmap")
method.mistake(
    "In a group people agree with each other, and nobody tells how the decision was really made.",
    "focus",
)
method.mistake(
    "The funnel says how many and who. Do it too; the question was why.",
    "analytics",
)
method.hints(
    "Is the question how many, where, or why?",
    "Why asks for a story in people's own words, and from those who left as well as those who stayed.",
    "It is the one that asks about the last time.",
)


def _owners_and_response(users: pd.DataFrame, surveys: pd.DataFrame) -> tuple[int, float]:
    asked = span(surveys[surveys["survey"] == "nps"], SPRING, TODAY, "asked_at")
    asked = asked[asked["channel"] == "email"]
    return int((users["role"] == "owner").sum()), float(asked["answered_at"].notna().mean())


@exercise(Number("people", tolerance=4), points=4, objective="method")
def requests(users, surveys):
    """Requests that a survey of owners has to send."""
    owners, response = _owners_and_response(users, surveys)
    return research.survey_size(0.08, owners, response=response)


@requests.mistake(
    "There are only so many owners: the finite population correction is missing, so you ask more "
    "people than you need."
)
def _(users, surveys):
    return research.survey_size(0.08, response=_owners_and_response(users, surveys)[1])


@requests.mistake(
    "These are the answers that you need. Most of those whom you ask will stay silent: divide by the "
    "share that answers."
)
def _(users, surveys):
    return research.survey_size(0.08, _owners_and_response(users, surveys)[0])


@requests.mistake(
    "Both channels are in the response rate. By e-mail fewer people answer than in the product."
)
def _(users, surveys):
    asked = span(surveys[surveys["survey"] == "nps"], SPRING, TODAY, "asked_at")
    response = float(asked["answered_at"].notna().mean())
    return research.survey_size(0.08, int((users["role"] == "owner").sum()), response=response)


requests.hints(
    "How many answers do you need from so few people, and how many will answer?",
    "n0 = 1.96² · 0.25 / 0.08², then n0 / (1 + (n0 - 1) / N), rounded up; then divided by the e-mail "
    "response, rounded up.",
    "research.survey_size(0.08, number of owners, response=share of e-mail requests with an answer)",
)


def _csat(surveys: pd.DataFrame) -> tuple[int, int, int]:
    asked = span(surveys[surveys["survey"] == "csat"], SPRING, TODAY, "asked_at")
    return int((asked["score"] >= 4).sum()), int(asked["score"].notna().sum()), len(asked)


@exercise(
    Table(columns=("low", "high"), tolerance=0.0005, partial=True), points=3, objective="method"
)
def bounds(surveys):
    """Bounds of the satisfied among all who were asked in spring."""
    found = research.nonresponse_bounds(*_csat(surveys))
    return row(low=found.low, high=found.high)


@bounds.mistake(
    "This is a confidence interval of those who answered. It knows chance, and nothing of the silent."
)
def _(surveys):
    happy, answered, _ = _csat(surveys)
    found = metrics.rate_interval(happy, answered)
    return row(low=found.low, high=found.high)


@bounds.mistake("Divided by those who answered. The bounds are about everybody who was asked.")
def _(surveys):
    happy, answered, asked = _csat(surveys)
    return row(low=happy / answered, high=min(1.0, (happy + asked - answered) / answered))


@bounds.mistake(
    "The lower end is right. The upper one takes the silent for a no as well; let them all say yes."
)
def _(surveys):
    happy, answered, asked = _csat(surveys)
    return row(low=happy / asked, high=happy / answered)


bounds.hints(
    "What is the least it could be, if all who kept silent were unhappy? And the most?",
    "Both have all who were asked below the line. Above it: the happy answers; the happy answers and "
    "the silent.",
    "low = happy / asked; high = (happy + asked - answered) / asked",
)


def _groups(surveys: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    asked = span(surveys[surveys["survey"] == "nps"], SPRING, TODAY, "asked_at")
    table = pd.DataFrame(
        {
            "channel": asked["channel"].astype(str),
            "asked": 1,
            "answered": asked["score"].notna().astype(int),
            "promoters": (asked["score"] >= 9).astype(int),
        }
    )
    return table.groupby("channel").sum()


def _weighted(groups: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    share = (weights * groups["promoters"]).sum() / (weights * groups["answered"]).sum()
    effective = research.effective_size(weights.repeat(groups["answered"]))
    return row(share=share, effective=effective)


@exercise(
    Table(
        columns=("share", "effective"),
        tolerance={"share": 0.0002, "effective": 0.5},
        partial=True,
    ),
    points=4,
    objective="method",
)
def weighted(surveys, users):
    """Share of promoters weighted by channel, and what the answers are worth."""
    groups = _groups(surveys, users)
    return _weighted(groups, research.design_weights(groups["answered"], groups["asked"]))


@weighted.mistake("Not weighted: the channel that answers more counts more than it was asked.")
def _(surveys, users):
    groups = _groups(surveys, users)
    return _weighted(groups, pd.Series(1.0, index=groups.index))


@weighted.mistake(
    "The weights are upside down. A group that answered seldom must weigh more: share of the asked "
    "over share of the answers."
)
def _(surveys, users):
    groups = _groups(surveys, users)
    return _weighted(groups, research.design_weights(groups["asked"], groups["answered"]))


@weighted.mistake(
    "The share is right. As effective size you give the number of answers: unequal weights cost some."
)
def _(surveys, users):
    groups = _groups(surveys, users)
    found = _weighted(groups, research.design_weights(groups["answered"], groups["asked"]))
    return found.assign(effective=float(groups["answered"].sum()))


weighted.hints(
    "Which channel is under-represented among the answers, and by how much?",
    "Weight of a channel: its share of the asked over its share of the answers. Weigh each answer. "
    "Effective size: (sum of weights)² over sum of squared weights, over answers.",
    "research.design_weights(answered, asked) by channel; weights.repeat(answered) has one weight an "
    "answer, for research.effective_size.",
)


def _rate_cases(seed: int) -> Iterator[tuple[Any, ...]]:
    yield ([0.5, 0.1], 3)
    rng = np.random.default_rng(seed)
    while True:
        many = int(rng.integers(3, 12))
        yield (rng.uniform(0.02, 0.7, many).round(3).tolist(), int(rng.integers(2, 20)))


@exercise(
    Function(Number("fraction", tolerance=0.0005), cases=_rate_cases, visible=4, unseen=20),
    points=4,
    objective="method",
)
def problems_met(rates, users):
    """Expected share of problems that at least one of so many users meets."""
    return research.problems_found(rates, users)


@problems_met.mistake(
    "You put the mean rate into the formula. Rare problems are then found too easily: compute each "
    "problem's chance, then take the mean."
)
def _(rates, users):
    return 1 - (1 - sum(rates) / len(rates)) ** users


@problems_met.mistake(
    "This is the chance that a problem is met by *everybody*. At least one is 1 less nobody."
)
def _(rates, users):
    return sum(rate**users for rate in rates) / len(rates)


@problems_met.mistake(
    "Chances do not add up over users: two users with a chance of a half do not make a certainty."
)
def _(rates, users):
    return sum(min(1.0, rate * users) for rate in rates) / len(rates)


problems_met.hints(
    "What is the chance that none of the users meets a problem?",
    "For each problem 1 - (1 - rate) ** users, then the mean over problems.",
    "return sum(1 - (1 - rate) ** users for rate in rates) / len(rates)",
)


def _seen(usability: pd.DataFrame, usability_problems: pd.DataFrame) -> pd.DataFrame:
    first = sorted(usability.loc[usability["round"] == 1, "session_id"].unique())[:6]
    rows = usability_problems[usability_problems["session_id"].isin(first)]
    return rows.pivot_table(index="session_id", columns="problem", values="seen").fillna(0)


@exercise(Number("fraction", tolerance=0.0005), points=3, objective="method")
def discovery(usability, usability_problems):
    """Corrected discovery rate of the first six sessions."""
    return research.discovery_rate(_seen(usability, usability_problems))


TOO_HIGH = (
    "Too high. Problems that none of the six met are missing from the table; take both corrections, "
    "not none and not Good and Turing's alone."
)


@discovery.mistake(TOO_HIGH)
def _(usability, usability_problems):
    return research.discovery_rate(_seen(usability, usability_problems), "none")


@discovery.mistake(TOO_HIGH)
def _(usability, usability_problems):
    return research.discovery_rate(_seen(usability, usability_problems), "turing")


@discovery.mistake(
    "Only half of the correction: this is the part for few users. Take the mean of both."
)
def _(usability, usability_problems):
    return research.discovery_rate(_seen(usability, usability_problems), "normalised")


discovery.hints(
    "What can you know of problems that nobody has met yet?",
    "A table with a row for each of the six sessions and a column for each problem, then the toolkit's "
    "corrected rate.",
    "research.discovery_rate(table), with adjust left at both",
)


# 5. Score


def _task(usability: pd.DataFrame, rounds: tuple[int, ...]) -> tuple[int, int]:
    rows = usability[(usability["task"] == "find_report") & usability["round"].isin(rounds)]
    return int(rows["completed"].sum()), len(rows)


def _completion(done: int, tested: int, method: str = "adjusted") -> pd.DataFrame:
    found = research.completion_interval(done, tested, method=method)  # type: ignore[arg-type]
    return row(rate=found.estimate, low=found.low, high=found.high)


@exercise(
    Table(columns=("rate", "low", "high"), tolerance=0.0005, partial=True),
    points=3,
    objective="score",
)
def completion(usability):
    """Completion of find_report in both rounds, adjusted Wald interval."""
    return _completion(*_task(usability, (1, 2)))


@completion.mistake(
    "This is the textbook's interval. With so few people it is too narrow; add z²/2 successes and "
    "failures first."
)
def _(usability):
    return _completion(*_task(usability, (1, 2)), "wald")


@completion.mistake("Only one round is in it. The question takes both.")
def _(usability):
    return _completion(*_task(usability, (2,)))


@completion.mistake("Only one round is in it. The question takes both.")
def _(usability):
    return _completion(*_task(usability, (1,)))


completion.hints(
    "How many people tried the task, over both rounds?",
    "Completed of tested. Then the adjusted Wald interval: centre (x + z²/2)/(n + z²).",
    "research.completion_interval(completed, tested) gives all three numbers.",
)


def _seconds(usability: pd.DataFrame) -> pd.DataFrame:
    return usability[usability["task"] == "find_report"]


@exercise(Number("seconds", tolerance=0.05), points=2, objective="score")
def typical_time(usability):
    """Geometric mean of the time to find a report, of those who did."""
    rows = _seconds(usability)
    return research.task_time(rows.loc[rows["completed"] == 1, "seconds"]).estimate


@typical_time.mistake(
    "This is the plain mean. One lost person moves it; with a long tail take the geometric mean."
)
def _(usability):
    rows = _seconds(usability)
    return rows.loc[rows["completed"] == 1, "seconds"].mean()


@typical_time.mistake(
    "People who gave up are in it. Their time says how long they had patience, not how long the task "
    "takes."
)
def _(usability):
    return research.task_time(_seconds(usability)["seconds"]).estimate


typical_time.hints(
    "Whose times say how long the task takes?",
    "Only completed ones. Mean of the logarithms, then back.",
    "research.task_time(seconds of those who completed).estimate",
)


def _sus(surveys: pd.DataFrame) -> pd.DataFrame:
    asked = span(surveys[surveys["survey"] == "sus"], "2025-07-01", TODAY, "asked_at")
    return asked[[f"q{number}" for number in range(1, 11)]].dropna()


@exercise(Number("points", tolerance=0.02), points=3, objective="score")
def sus(surveys):
    """Mean SUS of the last twelve months."""
    return research.sus(_sus(surveys)).estimate


@sus.mistake(
    "The complaints count as praise: the even items are not reversed. Agreeing with a complaint must "
    "cost points."
)
def _(surveys):
    return float(2.5 * (_sus(surveys) - 1).sum(axis=1).mean())


@sus.mistake("The sum of the points is right. Multiply by 2.5, so that it runs from 0 to 100.")
def _(surveys):
    return research.sus(_sus(surveys)).estimate / 2.5


@sus.mistake(
    "This is the raw sum in percent of 50. It reverses nothing and begins at 20, and SUS is no "
    "percentage."
)
def _(surveys):
    return float(2 * _sus(surveys).sum(axis=1).mean())


sus.hints(
    "Item 2 reads 'unnecessarily complex'. What should a 5 there do to the score?",
    "Odd items: answer less 1. Even items: 5 less answer. Sum, times 2.5, mean over people with all "
    "ten answers.",
    "research.sus(the ten columns, rows with gaps dropped).estimate",
)


@exercise(Number("points", tolerance=0.02), points=2, objective="score")
def sus_margin(surveys):
    """Margin of the mean SUS, 95 %."""
    return research.sus(_sus(surveys)).margin


@sus_margin.mistake(
    "This is the spread of people, not the margin of their mean: divide by the root of how many there "
    "are."
)
def _(surveys):
    return float(research.sus_scores(_sus(surveys)).std())


@sus_margin.mistake("This is the standard error. The 95 % margin is about twice that.")
def _(surveys):
    scores = research.sus_scores(_sus(surveys))
    return float(scores.std() / math.sqrt(len(scores)))


@sus_margin.mistake("This is the whole width of the interval. The margin is half of it.")
def _(surveys):
    return 2 * research.sus(_sus(surveys)).margin


sus_margin.hints(
    "How far could the mean of other people like these lie from yours?",
    "Student's t times the standard deviation over the root of n. Half the width of the interval.",
    "research.sus(...).margin",
)


# 6. Personas, journeys, access


@exercise(
    Choices(
        {
            "owner": "opened the account herself",
            "age": "is 34 years old",
            "large": "works in a large company",
            "android": "works mainly on Android",
            "numbers": "loves numbers",
            "weekly": "opens a report in most weeks",
            "status": "wants to impress her director",
            "paid": "is on a paid plan",
        },
        partial=True,
    ),
    points=3,
    objective="persona",
)
def traits():
    """Which claims of a persona Kitewell's tables can refuse."""
    return {"owner", "large", "android", "weekly", "paid"}


traits.mistake(
    "A feeling stands among them. No table of Kitewell's holds what somebody loves; an interview may.",
    {"owner", "large", "android", "weekly", "paid", "numbers"},
)
traits.mistake(
    "Age stands among them. Kitewell does not know it and does not need it.",
    {"owner", "large", "android", "weekly", "paid", "age"},
)
traits.mistake(
    "Behaviour is missing. How often somebody opens a report is in the events, and it is the best kind "
    "of trait.",
    {"owner", "large", "android", "paid"},
)
traits.hints(
    "For each claim: which column of which table could prove it wrong?",
    "Role, size, plan and platform are columns; what people do is in the events. Age and feelings are "
    "nowhere.",
    "Five of the eight. Answer with a set, such as {'age', 'status'}.",
)


def _steps(journey: pd.DataFrame) -> pd.DataFrame:
    each = journey.groupby(["step", "source"], observed=True)["felt"].mean().reset_index()
    people = journey.groupby("step", observed=True)["user_id"].nunique()
    felt = each.groupby("step", observed=True)["felt"].mean()
    table = pd.DataFrame({"people": people, "felt": felt}).rename_axis("step").reset_index()
    return table.assign(step=table["step"].astype(str))


@exercise(
    Table(columns=("step", "people", "felt"), keys=("step",), tolerance=0.0005, partial=True),
    points=4,
    objective="journey",
)
def steps(journey):
    """People and mean feeling behind each step, each kind of source counting alike."""
    return _steps(journey)


@steps.mistake(
    "The felt column pours all pieces together. A step with many tickets then looks bad because "
    "tickets complain: mean by source first, then the mean of the sources."
)
def _(journey):
    pooled = journey.groupby("step", observed=True)["felt"].mean()
    table = _steps(journey)
    return table.assign(felt=table["step"].map(pooled))


@steps.mistake("You counted pieces of evidence. Somebody who is quoted twice is one person.")
def _(journey):
    pieces = journey.groupby("step", observed=True).size()
    table = _steps(journey)
    return table.assign(people=table["step"].map(pieces))


@steps.mistake("Only quotes are in it. Tickets and events are evidence as well.")
def _(journey):
    return _steps(journey[journey["source"] == "quote"])


steps.hints(
    "Who writes tickets, and what does that do to a plain mean?",
    "Distinct users by step. Feeling: first the mean by step and source, then the mean of the three by "
    "step.",
    "journey.groupby(['step', 'source'])['felt'].mean().groupby('step').mean()",
)


def _colour_cases(seed: int) -> Iterator[tuple[Any, ...]]:
    yield ("#777777", "#ffffff")
    rng = np.random.default_rng(seed)
    while True:
        one, two = (f"#{number:06x}" for number in rng.integers(0, 1 << 24, 2))
        yield (one, two)


@exercise(
    Function(Number("ratio", tolerance=0.005), cases=_colour_cases, visible=4, unseen=20),
    points=5,
    objective="accessible",
)
def contrast(text, background):
    """Contrast ratio of two colours by WCAG 2."""
    return research.contrast_ratio(text, background)


def _light(colour: str, linear: bool = True) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    if linear:
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))


@contrast.mistake(
    "The channels are not made linear. Screens show half the number as about a fifth of the light."
)
def _(text, background):
    one, two = sorted((_light(text, False), _light(background, False)))
    return (two + 0.05) / (one + 0.05)


@contrast.mistake(
    "The text always stands above the line here. Put the lighter of the two there, whichever it is."
)
def _(text, background):
    return (_light(text) + 0.05) / (_light(background) + 0.05)


@contrast.mistake("The 0.05 of stray light is missing, so black on anything becomes endless.")
def _(text, background):
    one, two = sorted((_light(text), _light(background)))
    return two / max(one, 1e-6)


contrast.hints(
    "Three steps: channel to light, lights to luminance, two luminances to a ratio.",
    "Channel c from 0 to 1: c/12.92 up to 0.04045, else ((c + 0.055)/1.055)^2.4. Luminance 0.2126 R + "
    "0.7152 G + 0.0722 B. Ratio (lighter + 0.05)/(darker + 0.05).",
    "int(colour[1:3], 16) / 255 is red. Write one function for the luminance, call it twice, sort the "
    "two, divide.",
)


@exercise(
    Choices(
        {
            "soft": "#777777 on #ffffff",
            "grey": "#767676 on #ffffff",
            "button": "#ffffff on #1559b7",
            "alarm": "#ff0000 on #ffffff",
            "hint": "#6b7280 on #f3f4f6",
            "label": "#9a4a00 on #ffffff",
        },
        partial=True,
    ),
    points=3,
    objective="accessible",
)
def readable():
    """Colour pairs that pass AA for text of normal size."""
    return {"grey", "button", "label"}


readable.mistake(
    "One of them was rounded up. A ratio just below the threshold fails; contrast is never rounded.",
    {"soft", "grey", "button", "label"},
)
readable.mistake(
    "That is the threshold of large text, 3. Text of normal size needs 4.5.",
    {"soft", "grey", "button", "alarm", "hint", "label"},
)
readable.mistake(
    "That is AAA, 7 or more, or a guess: nothing of these reaches it by far. AA asks for 4.5.",
    set(),
)
readable.hints(
    "Let your function of the exercise before do the looking.",
    "Compute all six ratios, print them with three digits, compare with 4.5 without rounding.",
    "Three pass. Two of the others come close.",
)


# 7. Needs, tree, Friday


SORTED_NEEDS = ("visibility", "reporting", "permissions", "price")


def _affinity(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    cards = list(quote_cards(quotes, utterances, SORTED_NEEDS))
    codes = quotes.set_index("quote_id")["coder_a"].astype(str)
    return pd.DataFrame({"card": cards, "column": [codes[int(card[1:])] for card in cards]})


@exercise(
    Table(columns=("card", "column"), keys=("card",), partial=True), points=3, objective="code"
)
def affinity(quotes, utterances):
    """Quotes by the need behind them."""
    return _affinity(quotes, utterances)


@affinity.mistake(
    "Not knowing and having to show are in one heap. One is solved by seeing what is late, the other by "
    "numbers for somebody else: that is the pair that the coders mixed up."
)
def _(quotes, utterances):
    table = _affinity(quotes, utterances)
    return table.assign(column=table["column"].replace("visibility", "reporting"))


@affinity.mistake(
    "Who may see what and what it costs are in one heap. Both come up when somebody new joins; the need "
    "is another."
)
def _(quotes, utterances):
    table = _affinity(quotes, utterances)
    return table.assign(column=table["column"].replace("permissions", "price"))


affinity.hints(
    "Read each card for the need, not for the word in it.",
    "Visibility: not knowing how things stand. Reporting: showing somebody else. Permissions: who may "
    "do or see. Price: money and who decides on it.",
    "There are at most two cards a column.",
)

TREE = {
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


def _tree(**moved: str) -> pd.DataFrame:
    hung = {**TREE, **moved}
    return pd.DataFrame({"part": list(hung), "parent": list(hung.values())})


@exercise(
    Table(columns=("part", "parent"), keys=("part",), partial=True), points=4, objective="tree"
)
def tree():
    """An opportunity solution tree: outcome, needs, solutions, tests."""
    return _tree()


@tree.mistake(
    "Solutions hang straight under the outcome. Which need would they serve, and what else could?"
)
def _():
    return _tree(digest="root", board="root", shared="root", guest="root")


@tree.mistake(
    "Tests hang under needs. A test asks whether one solution would work: hang it under that one."
)
def _():
    return _tree(byhand="late", dummy="show")


@tree.mistake(
    "The two needs are one branch. Finding out what is late and showing it to others ask for different "
    "things."
)
def _():
    return _tree(show="late")


tree.hints(
    "Sort the cards into three kinds first: what somebody needs, what we could build, how we find out.",
    "Needs under the outcome, solutions under the need that they serve, tests under the solution that "
    "they test.",
    "Three needs, four solutions, two tests. The message by hand tests the Monday message.",
)


@exercise(
    Choice(
        {
            "build": "Build Reports 2: most of the customers whom we asked would use it.",
            "more": "Interview twenty more customers with the same guide.",
            "test": "Not yet. The need in the quotes is to know how things stand. Test the cheapest "
            "answer by hand with ten teams in two weeks, and fix the Android release now.",
            "loud": "Build for the area with the most tickets.",
            "never": "Drop reports: the research proves that nobody needs them.",
        }
    ),
    points=2,
    objective="tree",
)
def friday():
    """What to say on Friday."""
    return "test"


friday.mistake(
    "They would, next month. Compare with what the same people did in the month before.",
    "build",
)
friday.mistake(
    "The guide leads. Twenty more kind answers are more of the same; change the questions first.",
    "more",
)
friday.mistake(
    "Tickets count those who write. In spring part of them are one release, which wants a fix.",
    "loud",
)
friday.mistake(
    "Weak evidence for is not evidence against. Say what is not known, and how you will find out.",
    "never",
)
friday.hints(
    "What do you know, what do you not know, and what is the cheapest way to find out?",
    "Look for an answer that names a need, a test with an end, and what can be done at once.",
    "It is the only one that can fail within two weeks.",
)


# 8. The plan and the report


@exercise(
    Written(
        rubric=[
            Criterion(
                "Question and method fit",
                20,
                {
                    4: "Each question has the method that can answer it, a sample with a reason, and a "
                    "result that would change the decision. Nothing asks for promises.",
                    2: "Methods and questions are listed, and some fit; samples are round numbers, and "
                    "no result is named that would change anything.",
                },
            ),
            Criterion(
                "Evidence chain",
                30,
                {
                    4: "Each insight leads back to a quote, a ticket or a number, and forward to one "
                    "opportunity. Facts stand apart from opinions and promises.",
                    2: "Insights have evidence beside them; the chain breaks at a promise taken for "
                    "demand, or at an opportunity with nothing behind it.",
                },
            ),
            Criterion(
                "Bias and limits",
                20,
                {
                    4: "Who was not asked, who did not answer, who led and how the coders differ are "
                    "said with numbers, and each limit says what it puts in doubt.",
                    2: "'Small sample' and the like: true of any study, and nothing follows from it.",
                },
            ),
            Criterion(
                "Opportunities are needs",
                20,
                {
                    4: "In customers' words, with several possible solutions each; one is chosen with a "
                    "reason, and the others are named.",
                    2: "There is a tree, but its opportunities are features with 'customers need' in "
                    "front, or each has one solution.",
                },
            ),
            Criterion(
                "Accessibility",
                10,
                {
                    4: "People who cannot use it are in the sample and in the ranking of problems; what "
                    "fails is named with its ratio and goes now.",
                    2: "Mentioned, and put off.",
                },
            ),
        ],
        words=800,
    ),
    points=40,
    objective="tree",
)
def friday_report():
    """The research plan and the one-page insight report with its tree."""


friday_report.hints(
    "Begin with the decision, and with what would change it.",
    "Then the plan: question, method, sample, rule. Then the chain: quote, insight, opportunity. Then "
    "the tree, the limits, and who could not take part.",
    "Test each insight: which line of the fact sheet or which quote stands behind it? Test each "
    "opportunity: could three different things solve it?",
)
