"""Key of lesson 4: what the lesson practises, what the assignment asks, the mistakes, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the texts: UTC, spans with their start and without their end,
rates as fractions.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choices,
    Criterion,
    Number,
    Ranking,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import research as explore
from course_utils.lessons.research.drafts import lines
from course_utils.toolkit import research
from course_utils.toolkit.common import between
from course_utils.toolkit.common.intervals import normal_quantile

OBJECTIVES = {
    "ask": "Write questions about past behaviour that do not lead, and weigh what they bring.",
    "method": "Choose a method, recruit a sample, and say who is missing from it.",
    "code": "Code quotes blind with a second coder, compute agreement, and settle the codes.",
    "persona": "Derive personas, jobs and journeys from data, and reject what has no support.",
    "score": "Score usability tests and SUS with intervals.",
    "accessible": "Judge a screen by the basics of UX, and check its accessibility.",
    "tree": "Lead from quotes over insights and needs to the cheapest test, in a tree.",
}

SPRING, TODAY = "2026-04-01", "2026-07-01"


def row(**values: float | str) -> pd.DataFrame:
    """Return a table of one row."""
    return pd.DataFrame([values])


def board(places: dict[str, str]) -> pd.DataFrame:
    """Return cards and their columns as a `Board` gives them."""
    return pd.DataFrame({"card": list(places), "column": list(places.values())})


def moved(places: dict[str, str], **other: str) -> pd.DataFrame:
    """Return a board on which whole columns were taken for others."""
    return board({card: other.get(column, column) for card, column in places.items()})


def draft(kind: str) -> Choices:
    """Return the form of a draft: the lines that it meets."""
    return Choices({name: line.words for name, line in lines(kind).items()})


def all_lines(kind: str) -> set[str]:
    """Return every line that is asked of a draft."""
    return set(lines(kind))


def missed(kind: str, names: Iterable[str]) -> dict[str, set[str]]:
    """Return, by line, the answer that meets all the others, with what is said of it."""
    every = all_lines(kind)
    return {lines(kind)[name].missed: every - {name} for name in names}


# Practice in the lesson: what is written


@practice(draft("objective"), objective="ask")
def talk_goal():
    """The objective of the first talk, written."""
    return all_lines("objective")


@practice(draft("question"), objective="ask")
def my_question():
    """A question in place of a hypothetical one, written."""
    return all_lines("question")


@practice(draft("screener"), objective="method")
def my_screener():
    """A screener for the next talks, written."""
    return all_lines("screener")


@practice(draft("insight"), objective="tree")
def my_insight():
    """An insight from the settled quotes, written."""
    return all_lines("insight")


for _draft, _kind in (
    (talk_goal, "objective"),
    (my_question, "question"),
    (my_screener, "screener"),
    (my_insight, "insight"),
):
    for _words, _answer in missed(_kind, lines(_kind)).items():
        _draft.mistake(_words, _answer)

talk_goal.hints(
    "Whom, what you want to learn from them, and what you decide with it: in this order."
)
my_question.hints("Take one day on which they had the problem, and let them tell it.")
my_screener.hints(
    "Somebody who wants the voucher should not see which answer gets them in. Ask when they last did "
    "it, and write the answers behind the question mark with / between them."
)
my_insight.hints(
    "The picture has the two numbers. Then say what happened to these people, and why."
)


# Practice in the lesson: methods, codes, who is missing

LOOP = {
    "collect": "Collect: every form, ticket and talk into one place",
    "sort": "Sort: one code each, from one code book",
    "route": "Route: to the team that can do something, with a date",
    "answer": "Answer: tell those who wrote what came of it",
}


@practice(Ranking(LOOP), objective="method")
def feedback_loop():
    """A feedback system in its order."""
    return list(LOOP)


feedback_loop.mistake(
    "It goes to a team before anybody has said what it is about.",
    ["collect", "route", "sort", "answer"],
)
feedback_loop.mistake(
    "Who is answered before anybody was asked to act gets a kind sentence and no news.",
    ["collect", "sort", "answer", "route"],
)
feedback_loop.hints("What has to be known before a team can be chosen?")


def _settled_cards(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, str]:
    codes = explore.settled(quotes, utterances)["code"]
    cards = explore.second_round_cards(quotes, utterances)
    return {card: str(codes[int(card[1:])]) for card in cards}


@practice(Table(columns=("card", "column"), keys=("card",), partial=True), objective="code")
def second_round(quotes, utterances):
    """Disputed quotes, coded again by the sharpened rule."""
    return board(_settled_cards(quotes, utterances))


@second_round.mistake(
    "All are in one heap. Read the question too: does it ask for a report, or for how things stand?"
)
def _(quotes, utterances):
    cards = _settled_cards(quotes, utterances)
    one = "visibility" if "reporting" in cards.values() else "reporting"
    return board(dict.fromkeys(cards, one))


second_round.hints("Look for the word report, chart or numbers in the question and in the answer.")


@practice(Number("fraction", tolerance=0.0005), objective="method")
def gone_share(users, accounts, events):
    """Share of the owners who are gone, by referral, whose first week went well."""
    return explore.first_week(users, accounts, events, channel="referral").loc["gone", "share"]


@gone_share.mistake(
    "These are the owners who are still here. They can be asked; the others are gone."
)
def _(users, accounts, events):
    table = explore.first_week(users, accounts, events, channel="referral")
    return table.loc["still here", "share"]


@gone_share.mistake("All channels are in it. The question is about owners who came by referral.")
def _(users, accounts, events):
    return explore.first_week(users, accounts, events).loc["gone", "share"]


gone_share.hints(
    "`explore.first_week` takes a `channel`; its table has a row for those who are gone."
)


# Practice in the lesson: usability


def _tried(usability: pd.DataFrame, task: str, rounds: tuple[int, ...] = (1, 2)) -> tuple[int, int]:
    rows = usability[(usability["task"] == task) & usability["round"].isin(rounds)]
    return int(rows["completed"].sum()), len(rows)


def _plus_four(done: int, tested: int) -> tuple[float, float, float]:
    """Return the middle and the ends of the interval with two successes and two failures added."""
    middle = (done + 2) / (tested + 4)
    half = normal_quantile(0.95) * np.sqrt(middle * (1 - middle) / (tested + 4))
    return middle, max(0.0, middle - half), min(1.0, middle + half)


@practice(Number("fraction", tolerance=0.0005), objective="score")
def due_date_low(usability):
    """The lower end of the interval for setting a due date, first round."""
    return research.completion_interval(*_tried(usability, "set_due_date", (1,))).low


@due_date_low.mistake(
    "That is the share itself, or the textbook's interval, which shrinks to nothing where everybody "
    "succeeds. The question is how low it may well be."
)
def _(usability):
    done, tested = _tried(usability, "set_due_date", (1,))
    return done / tested


@due_date_low.mistake("Both rounds are in it; the question takes the first.")
def _(usability):
    return research.completion_interval(*_tried(usability, "set_due_date")).low


@due_date_low.accept("Wilson in place of adjusted Wald")
def _(usability):
    done, tested = _tried(usability, "set_due_date", (1,))
    return research.completion_interval(done, tested, method="wilson").low


@due_date_low.accept("two successes and two failures added, with 1.96")
def _(usability):
    return _plus_four(*_tried(usability, "set_due_date", (1,)))[1]


@due_date_low.mistake(
    "This is the exact interval (Clopper and Pearson). It promises more than 95 % and pays for it in "
    "width; here it is adjusted Wald."
)
def _(usability):
    done, tested = _tried(usability, "set_due_date", (1,))
    return research.completion_interval(done, tested, method="exact").low


due_date_low.hints("Count the participants of round 1 with this task, and those who completed it.")

SUS_ONE = {f"q{number}": answer for number, answer in enumerate((4, 2, 4, 1, 3, 2, 5, 2, 4, 3), 1)}
"""Ten answers of one person, made up."""


@practice(Number("points"), objective="score")
def sus_one():
    """The SUS of one person, by hand."""
    return float(research.sus_scores(pd.DataFrame([SUS_ONE])).iloc[0])


@sus_one.mistake(
    "The complaints count as praise: the even items are not reversed. Agreeing with a complaint must "
    "cost points."
)
def _():
    return 2.5 * (sum(SUS_ONE.values()) - 10)


@sus_one.mistake("That is the plain sum, as a share of 50. It reverses nothing and begins at 20.")
def _():
    return 2.0 * sum(SUS_ONE.values())


sus_one.hints("Odd items: answer less 1. Even items: 5 less answer. Then the sum.")


# Practice in the lesson: screens, wireframes

BROKEN = {
    "alike": "hierarchy",
    "receipt": "feedback",
    "empties": "recovery",
    "words": "consistency",
    "roles": "flow",
}


@practice(Table(columns=("card", "column"), keys=("card",), partial=True), objective="accessible")
def ux_basics():
    """What is broken on a screen, by the basics of UX."""
    return board(BROKEN)


@ux_basics.mistake("Silence after a press is no slip of the user. Which basic says what happened?")
def _():
    return moved(BROKEN, feedback="recovery")


@ux_basics.mistake(
    "Two words for one thing are not about size or colour. Which basic is about words?"
)
def _():
    return moved(BROKEN, consistency="hierarchy")


ux_basics.hints(
    "Say of each what a person would think at this moment: where next, what happened, why?"
)

LEAST = {
    "order": "paper",
    "place": "dummy",
    "care": "hand",
    "speed": "code",
    "keys": "code",
    "steps": "paper",
}


@practice(Table(columns=("card", "column"), keys=("card",), partial=True), objective="tree")
def fidelity():
    """The prototype that answers each question."""
    return board(LEAST)


@fidelity.mistake(
    "A click dummy is a row of pictures: it has no data to be slow with, and nothing that a screen "
    "reader could say."
)
def _():
    return moved(LEAST, code="dummy")


@fidelity.mistake(
    "Whether anybody cares is not seen on a picture. What could you send them on Monday?"
)
def _():
    return moved(LEAST, hand="dummy")


fidelity.hints("What is the least that has to exist before the question can be answered?")


# Assignment A. Ask

WORTH = ("fact", "fact", "opinion", "opinion", "promise", "fact", "promise", "opinion")


def _tags(**other: str) -> pd.DataFrame:
    """Return the transcript's tags, with some kinds read as others."""
    return pd.DataFrame({"quote": explore.SENTENCES, "tag": [other.get(tag, tag) for tag in WORTH]})


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
)

KEEP = {"started", "rang", "asked"}


@exercise(
    Choices(
        {
            "started": "Take me back to the day on which you learnt that the launch was late.",
            "love": "How much do you love the overview that we gave you in the spring?",
            "rang": "On that day, what did you do first?",
            "usual": "How do you usually find out that something in your plan is late?",
            "monday": "If we sent you what is late every Monday, would you read it?",
            "asked": "When did somebody last ask you how things stand?",
            "both": "Do you plan by the week, and is the board clear enough for that?",
            "hard": "It must be hard to keep so many dates in your head, no?",
        },
        partial=True,
    ),
    points=4,
    objective="ask",
)
def guide():
    """The questions of a guide that may stay."""
    return set(KEEP)


guide.mistake(
    "*Usually* brings the habit that people would like to have. One real day can be checked.",
    KEEP | {"usual"},
)
guide.mistake(
    "One of them holds its own answer: *it must be hard*. They will agree.", KEEP | {"hard"}
)
guide.mistake("One of them asks for the future, and there a yes is free.", KEEP | {"monday"})
guide.mistake(
    "One of them asks two things at once. They will answer the easier one.", KEEP | {"both"}
)
guide.mistake("One of them asks how much they love it. They will be kind.", KEEP | {"love"})
guide.mistake(
    "A first question is in it. Which others can be answered by telling of one day?",
    {"started"},
)
guide.hints(
    "The objective: learn how owners found out that work was late, the last time, to decide which need "
    "comes first. Which questions can be answered by telling of one day?",
    "Drop what asks for a liking, a habit, a promise, two things at once, or agreement.",
)


# B. Choose, and say who is missing

FIRST = {
    "renewal": "interview",
    "sales": "interview",
    "stuck": "test",
    "words": "test",
    "fold": "heatmap",
    "path": "recording",
    "share": "survey",
    "loud": "feedback",
}


@exercise(
    Table(columns=("card", "column"), keys=("card",), partial=True), points=4, objective="method"
)
def route():
    """The method that each question asks for first."""
    return board(FIRST)


@route.mistake(
    "A heatmap adds up where hands were, over many people. It cannot show what happened to one."
)
def _():
    return moved(FIRST, recording="heatmap")


@route.mistake(
    "A survey counts answers to questions that you already know how to ask. *Why* wants a story."
)
def _():
    return moved(FIRST, interview="survey")


@route.mistake(
    "Only watching shows what somebody does not understand. Asked, they say that it was fine."
)
def _():
    return moved(FIRST, test="survey")


route.hints(
    "Is the question how many, where, or why?",
    "Why in their lives: interview. Why on a screen: test. How many: survey. Where, for all: heatmap; "
    "for one: recording. What hurts today, unasked: tickets and forms.",
)


def _invited(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    return explore.first_week(users, accounts, events, event="teammate_invited")


MARKETING = 0.8
"""Four in five, as marketing would write."""


def _holds(share: float) -> str:
    return "yes" if share >= MARKETING else "no"


def _told(groups: pd.DataFrame, asked: str, all_of: str) -> pd.DataFrame:
    told, true = (float(groups.loc[name, "share"]) for name in (asked, all_of))
    return row(told=told, true=true, bias=told - true, holds=_holds(true))


@exercise(
    Table(columns=("told", "true", "bias", "holds"), tolerance=0.0005, partial=True),
    points=5,
    objective="method",
)
def survivors(users, accounts, events):
    """What a survey of those who are here would say of the first invitation, and what is true."""
    return _told(_invited(users, accounts, events), "still here", "everybody")


@survivors.mistake(
    "You compare with those who are gone. The sentence speaks of everybody who signed up, and part of "
    "them are here."
)
def _(users, accounts, events):
    return _told(_invited(users, accounts, events), "still here", "gone")


@survivors.mistake(
    "The verdict goes by what the survey shows. The sentence speaks of all who sign up: judge it by them."
)
def _(users, accounts, events):
    table = _told(_invited(users, accounts, events), "still here", "everybody")
    return table.assign(holds=_holds(table["told"].iloc[0]))


@survivors.mistake(
    "The bias has the other sign: it is what the survey shows less what is true.",
)
def _(users, accounts, events):
    table = _told(_invited(users, accounts, events), "still here", "everybody")
    return table.assign(bias=-table["bias"])


@survivors.mistake(
    "Members and guests are in it. Those who were invited cannot be the ones who began: take owners."
)
def _(users, accounts, events):
    everybody = users.assign(role="owner", account_id=users["user_id"])
    return _told(_invited(everybody, accounts, events), "still here", "everybody")


@survivors.mistake(
    "The week is missing: an invitation a year later counts here. Give everybody the same 168 hours."
)
def _(users, accounts, events):
    start = pd.Timestamp(SPRING, tz="UTC")
    owners = users[(users["role"] == "owner") & (users["signed_up_at"] < start)]["user_id"]
    here = owners.isin(between(events, SPRING, TODAY)["user_id"].unique())
    ever = owners.isin(events.loc[events["event"] == "teammate_invited", "user_id"].unique())
    told, true = float(ever[here].mean()), float(ever.mean())
    return row(told=told, true=true, bias=told - true, holds=_holds(true))


survivors.hints(
    "Whom can a survey of this spring reach, and of whom does the sentence speak?",
    "The lesson asked the same of a completed task; look what `first_week` can be told with its "
    "argument `event`. The groups stand in its rows.",
)


def _owners_and_response(users: pd.DataFrame, surveys: pd.DataFrame) -> tuple[int, float]:
    asked = between(surveys[surveys["survey"] == "nps"], SPRING, TODAY, at="asked_at")
    asked = asked[asked["channel"] == "email"]
    return int((users["role"] == "owner").sum()), float(asked["answered_at"].notna().mean())


@exercise(Number("people", tolerance=4), points=4, objective="method")
def requests(users, surveys):
    """Requests that a survey of owners has to send."""
    owners, response = _owners_and_response(users, surveys)
    return research.survey_size(0.08, owners, response=response)


@requests.mistake(
    "There are only so many owners, and you took a crowd without end: the finite population correction "
    "is missing."
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
    "Both channels are in the response rate. You send e-mails: take the rate of e-mails."
)
def _(users, surveys):
    asked = between(surveys[surveys["survey"] == "nps"], SPRING, TODAY, at="asked_at")
    response = float(asked["answered_at"].notna().mean())
    return research.survey_size(0.08, int((users["role"] == "owner").sum()), response=response)


@requests.mistake(
    "The correction for so few owners came last, over the requests. It belongs to the answers: first how "
    "many answers, then divide by the share that answers."
)
def _(users, surveys):
    owners, response = _owners_and_response(users, surveys)
    requests = np.ceil(research.survey_size(0.08) / response)
    return float(np.ceil(requests / (1 + (requests - 1) / owners)))


@requests.mistake(
    "The response is that of owners alone. The question takes all who were asked by e-mail."
)
def _(users, surveys):
    asked = between(surveys[surveys["survey"] == "nps"], SPRING, TODAY, at="asked_at")
    own = users.loc[users["role"] == "owner", "user_id"]
    asked = asked[(asked["channel"] == "email") & asked["user_id"].isin(own)]
    return research.survey_size(0.08, len(own), response=float(asked["answered_at"].notna().mean()))


requests.hints(
    "How many answers do you need from so few people, and how many will answer?",
    "The toolkit's survey_size takes the margin, the size of the crowd and the share that responds.",
)


# C. Read together

STRENGTH = ((0.8, "rely"), (2 / 3, "tentative"), (-1.0, "discard"))
"""What Krippendorff would do with codes, by their alpha."""


def _use(alpha: float) -> str:
    return next(words for least, words in STRENGTH if alpha >= least)


def _sentiment(quotes: pd.DataFrame, level: str) -> pd.DataFrame:
    feelings = quotes[["sentiment_a", "sentiment_b"]].astype("float64")
    alpha = research.krippendorff_alpha(feelings, level)  # type: ignore[arg-type]
    return row(agreement=alpha, use=_use(alpha))


@exercise(
    Table(columns=("agreement", "use"), tolerance=0.0005, partial=True), points=5, objective="code"
)
def sentiment(quotes):
    """How far two people agree on a feeling from -2 to 2, and what it may be used for."""
    return _sentiment(quotes, "ordinal")


@sentiment.accept("distances in place of ranks")
def _(quotes):
    return _sentiment(quotes, "interval")


@sentiment.mistake(
    "As mere names, a 1 beside a 2 is as wrong as a 1 beside a -2. Feelings have an order: say so."
)
def _(quotes):
    return _sentiment(quotes, "nominal")


@sentiment.mistake(
    "This is the share of equal feelings. It knows neither luck nor that near is better than far."
)
def _(quotes):
    same = research.percent_agreement(quotes["sentiment_a"], quotes["sentiment_b"])
    return row(agreement=same, use=_use(same))


@sentiment.mistake("This is kappa for names. It takes a miss by one for as bad as a miss by four.")
def _(quotes):
    kappa = research.cohen_kappa(quotes["sentiment_a"], quotes["sentiment_b"])
    return row(agreement=kappa, use=_use(kappa))


sentiment.hints(
    "Names, ranks or distances: which are -2, -1, 0, 1 and 2?",
    "A row a quote and a column a coder is what `krippendorff_alpha` wants, and it takes a level. The "
    "two thresholds stand in part 3 of the lesson.",
)


# D. Score


def _completion(done: int, tested: int, method: str = "adjusted") -> pd.DataFrame:
    found = research.completion_interval(done, tested, method=method)  # type: ignore[arg-type]
    return row(rate=found.estimate, low=found.low, high=found.high)


@exercise(
    Table(columns=("rate", "low", "high"), tolerance=0.0005, partial=True),
    points=3,
    objective="score",
)
def completion(usability):
    """Completion of create_project in both rounds, with an interval."""
    return _completion(*_tried(usability, "create_project"))


@completion.accept("Wilson in place of adjusted Wald")
def _(usability):
    return _completion(*_tried(usability, "create_project"), "wilson")


@completion.accept("two successes and two failures added, with 1.96")
def _(usability):
    done, tested = _tried(usability, "create_project")
    _, low, high = _plus_four(done, tested)
    return row(rate=done / tested, low=low, high=high)


@completion.mistake(
    "The middle of the interval is given as the rate. It is moved towards a half on purpose; the rate is "
    "what you saw."
)
def _(usability):
    done, tested = _tried(usability, "create_project")
    found = research.completion_interval(done, tested)
    z = normal_quantile(0.95)
    return row(rate=(done + z**2 / 2) / (tested + z**2), low=found.low, high=found.high)


@completion.mistake(
    "This is the textbook's interval (Wald). Near 0 and near 1 it breaks: it shrinks to nothing, or "
    "leaves what is possible. Add z²/2 successes and as many failures first."
)
def _(usability):
    return _completion(*_tried(usability, "create_project"), "wald")


@completion.mistake("This is the task `find_report`, which lies beside it.")
def _(usability):
    return _completion(*_tried(usability, "find_report"))


@completion.mistake(
    "This is the exact interval (Clopper and Pearson). It promises more than 95 % and pays for it in "
    "width; the question asks for adjusted Wald."
)
def _(usability):
    return _completion(*_tried(usability, "create_project"), "exact")


completion.hints(
    "How many people tried the task, over both rounds, and how many did it?",
    "The toolkit's `completion_interval` takes these two numbers and gives three.",
)


def _items(surveys: pd.DataFrame) -> pd.DataFrame:
    asked = between(surveys[surveys["survey"] == "sus"], "2025-07-01", TODAY, at="asked_at")
    return asked[[f"q{number}" for number in range(1, 11)]].dropna()


def _scored(items: pd.DataFrame, z: bool = False, freedom: int = 1) -> pd.DataFrame:
    scores = research.sus_scores(items)
    found = research.sus(items)
    t = found.margin / (scores.std(ddof=1) / np.sqrt(len(scores)))
    times = normal_quantile(0.95) if z else t
    return row(score=found.estimate, margin=times * scores.std(ddof=freedom) / np.sqrt(len(scores)))


@exercise(
    Table(columns=("score", "margin"), tolerance={"score": 0.02, "margin": 0.002}, partial=True),
    points=4,
    objective="score",
)
def sus(surveys):
    """Mean SUS of the last twelve months, and its margin."""
    return _scored(_items(surveys))


@sus.accept("the normal 1.96 in place of Student's t")
def _(surveys):
    return _scored(_items(surveys), z=True)


@sus.accept("a standard deviation over n in place of n - 1")
def _(surveys):
    return _scored(_items(surveys), freedom=0)


@sus.mistake(
    "The complaints count as praise: the even items are not reversed. Agreeing with a complaint must "
    "cost points."
)
def _(surveys):
    items = _items(surveys)
    raw = 2.5 * (items - 1).sum(axis=1)
    margin = research.sus(items).margin / research.sus_scores(items).std() * raw.std()
    return row(score=raw.mean(), margin=margin)


@sus.mistake(
    "The margin is the spread of people. Of their mean it is divided by the root of how many."
)
def _(surveys):
    items = _items(surveys)
    return row(score=research.sus(items).estimate, margin=research.sus_scores(items).std())


@sus.mistake(
    "That is the width of the interval, from end to end. The margin is the number after the ±."
)
def _(surveys):
    found = _scored(_items(surveys))
    return found.assign(margin=2 * found["margin"])


@sus.mistake("The margin is one standard error. The 95 % margin is about two of them.")
def _(surveys):
    scores = research.sus_scores(_items(surveys))
    return row(score=scores.mean(), margin=scores.std() / np.sqrt(len(scores)))


@sus.mistake("Only this year is in it, as in the lesson. The question takes twelve months.")
def _(surveys):
    asked = between(surveys[surveys["survey"] == "sus"], "2026-01-01", TODAY, at="asked_at")
    return _scored(asked[[f"q{number}" for number in range(1, 11)]].dropna())


sus.hints(
    "Item 2 reads 'unnecessarily complex'. What should a 5 there do to the score?",
    "Keep the people with all ten answers. `research.sus` gives the score with its interval; a margin "
    "is half the width of that.",
)


# E. Personas, journeys, access

SAID_OF_BEN = {
    "guest": ("role", "guest"),
    "member": ("role", "member"),
    "large": ("size", "large"),
    "phone": ("phone", True),
    "idle": ("finishes", False),
    "curious": None,
}


def _judged(people: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    found = {
        name: explore.check_trait(people, of, name, what) for name, what in SAID_OF_BEN.items()
    }
    return pd.DataFrame({"trait": list(found), "verdict": [t.verdict for t in found.values()]})


def _crowd(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    return explore.people(users, accounts, events, since=SPRING)


@exercise(
    Table(columns=("trait", "verdict"), keys=("trait",), partial=True),
    points=4,
    objective="persona",
)
def ben(users, accounts, events):
    """What the data say of a persona of people who open no report."""
    people = _crowd(users, accounts, events)
    return _judged(people, people["reports"] == 0)


@ben.mistake("This is the other half: people who do open reports.")
def _(users, accounts, events):
    people = _crowd(users, accounts, events)
    return _judged(people, people["reports"] > 0)


@ben.mistake(
    "You looked only at how many of them have it. A trait must also set them apart from everybody else, "
    "by more than chance and by ten points or more."
)
def _(users, accounts, events):
    people = _crowd(users, accounts, events)
    table = _judged(people, people["reports"] == 0)
    none = people["reports"] == 0
    most = {
        name: what is not None and bool((people.loc[none, what[0]] == what[1]).mean() > 0.5)
        for name, what in SAID_OF_BEN.items()
    }
    words = table["trait"].map(most).map({True: "supported", False: "a minority"})
    return table.assign(verdict=words.where(table["verdict"] != "no data", "no data"))


ben.hints(
    "Who is in the group, who is everybody else, and which column could prove each trait wrong?",
    "The lesson's `explore.persona` takes the people, who belongs to the group, and the traits, each "
    "with a column and a value, or None. Its column `verdict` is what is asked for.",
)


def _steps(journey: pd.DataFrame) -> pd.DataFrame:
    quoted = journey[journey["source"] == "quote"]
    people = journey.groupby("step", observed=True)["user_id"].nunique()
    felt = quoted.groupby("step", observed=True)["felt"].mean()
    table = pd.DataFrame({"people": people, "felt": felt}).rename_axis("step").reset_index()
    return table.assign(step=table["step"].astype(str))


@exercise(
    Table(columns=("step", "people", "felt"), keys=("step",), tolerance=0.0005, partial=True),
    points=4,
    objective="persona",
)
def steps(journey):
    """People behind each step, and the mean feeling of its quotes."""
    return _steps(journey)


@steps.mistake(
    "The felt column pours all pieces together. A step with many tickets then looks bad because "
    "tickets complain: compare quotes with quotes."
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


@steps.mistake(
    "The felt column is a mean of the sources' means. Nobody has lived that, and a step without tickets "
    "gains by it: compare quotes with quotes."
)
def _(journey):
    each = journey.groupby(["step", "source"], observed=True)["felt"].mean()
    table = _steps(journey)
    return table.assign(felt=table["step"].map(each.groupby("step", observed=True).mean()))


@steps.mistake("Only people who are quoted are counted. Tickets and events are evidence as well.")
def _(journey):
    return _steps(journey[journey["source"] == "quote"])


steps.hints(
    "Who writes tickets, and what does that do to a plain mean?",
    "Distinct users by step, whatever the source. Feeling: only the rows of one source, then a mean by step.",
)

PASSES = {"grey", "button", "label"}


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
    return set(PASSES)


readable.mistake(
    "One of them was rounded up. A ratio just below the threshold fails; contrast is never rounded.",
    PASSES | {"soft"},
)
readable.mistake(
    "That is the threshold of large text, 3. Text of normal size needs 4.5.",
    PASSES | {"soft", "alarm", "hint"},
)
readable.mistake("You let none of them pass. Who asks for 7 asks for AAA; AA asks for 4.5.", set())
readable.hints(
    "The toolkit knows the ratio of two colours: `research.contrast_ratio(text, background)`.",
    "Compute all six, print them with three digits, compare with 4.5 without rounding.",
)


# F. From quotes to Friday

TREE = {
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


def _tree(**other: str) -> pd.DataFrame:
    hung = {**TREE, **other}
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
    return _tree(**dict.fromkeys(("digest", "board", "shared", "guest", "file", "yes"), "root"))


@tree.mistake(
    "Tests hang under needs. A test asks whether one solution would work: hang it under that one."
)
def _():
    return _tree(byhand="late", dummy="show")


@tree.mistake(
    "The two needs are one branch. Knowing how work stands and showing it to others ask for different "
    "things."
)
def _():
    return _tree(show="late")


tree.hints(
    "Sort the cards into three kinds first: what somebody needs, what we could build, how we find out.",
    "Needs under the outcome, solutions under the need that they serve, tests under the solution that "
    "they test.",
)


@exercise(
    Written(
        rubric=[
            Criterion(
                "Question and method fit",
                20,
                {
                    4: "Each question has the method that can answer it, a sample with a reason, and a "
                    "result that would change the decision. One question, one screener and the line on "
                    "consent are written out: about one occasion, not leading, not showing which answer "
                    "gets in.",
                    2: "Methods and questions are listed, and some fit; samples are round numbers. The "
                    "question or the screener that is written out leads or asks for a promise.",
                },
            ),
            Criterion(
                "Evidence chain",
                30,
                {
                    4: "Each insight leads back to a quote, a ticket or a number, says how many of how "
                    "many, and leads forward to one opportunity. Facts stand apart from opinions and "
                    "promises.",
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
                    4: "In customers' words, the chosen one with several possible solutions; it is "
                    "chosen with a reason, and the others are named.",
                    2: "There is a tree, but its opportunities are features with 'customers need' in "
                    "front, or the chosen one has one solution.",
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
