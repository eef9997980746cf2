"""Key of lesson 4: what the lesson practises, what the assignment asks, the mistakes, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the texts: UTC, spans with their start and without their end,
rates as fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

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
Level = Literal["nominal", "ordinal", "interval"]


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
    "route": "Route: to the team that can do something, with a date",
    "answer": "Answer: tell those who wrote what came of it",
    "collect": "Collect: every form, ticket and talk into one place",
    "sort": "Sort: one code each, from one code book",
}
"""The steps as they are put before the learner, in no order."""


@practice(Ranking(LOOP), objective="method")
def feedback_loop():
    """A feedback system in its order."""
    return ["collect", "sort", "route", "answer"]


feedback_loop.mistake(
    "It goes to a team before anybody has said what it is about.",
    ["collect", "route", "sort", "answer"],
)
feedback_loop.mistake(
    "Who is answered before anybody was asked to act gets a kind sentence and no news.",
    ["collect", "sort", "answer", "route"],
)
feedback_loop.hints("What has to be known before a team can be chosen?")


BY_ANSWER = {
    "director": "reporting",
    "myself": "visibility",
    "desks": "visibility",
    "poster": "reporting",
    "monday": "reporting",
    "held": "visibility",
    "lift": "visibility",
    "form": "reporting",
}


@practice(Table(columns=("card", "column"), keys=("card",)), objective="code")
def second_round():
    """Answers of the disputed pair, coded by the sharpened rule and not by their question."""
    return board(BY_ANSWER)


@second_round.mistake(
    "You sorted by *know* and *show* in the questions. The answer decides: what did this person have to get "
    "done?"
)
def _():
    asked = {
        card: "reporting" if "to show" in words.split("?")[0] else "visibility"
        for card, words in explore.SECOND_ROUND.items()
    }
    return board(asked)


@second_round.mistake("All are in one heap. Who had to be shown something, and who had to know?")
def _():
    return board(dict.fromkeys(BY_ANSWER, "visibility"))


second_round.hints("Cover the question, read the answer: did somebody see something at the end?")


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


@practice(Table(columns=("card", "column"), keys=("card",)), objective="accessible")
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


@practice(Table(columns=("card", "column"), keys=("card",)), objective="tree")
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


@exercise(Table(columns=("quote", "tag"), keys=("quote",)), points=4, objective="ask")
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
    "Facts have happened, on a day. Opinions say how things are in general. "
    "Promises are about what somebody would or will do.",
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
    "Read each aloud and think of a kind person who wants to please you: which could they answer without "
    "remembering anything?",
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


@exercise(Table(columns=("card", "column"), keys=("card",)), points=4, objective="method")
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


SECOND = 2
"""One owner of so many is asked."""


def _by_channel(surveys: pd.DataFrame, who: pd.Series) -> pd.DataFrame:
    """Return who was asked for NPS in spring and answered 9 or 10, by channel."""
    theirs = surveys[surveys["user_id"].isin(who)]
    return explore.who_answers(theirs, "nps", SPRING, TODAY)


def _owners(users: pd.DataFrame) -> pd.Series:
    return users.loc[users["role"] == "owner", "user_id"]


def _promoters(users: pd.DataFrame, surveys: pd.DataFrame, who: pd.Series) -> pd.DataFrame:
    table, everybody = _by_channel(surveys, who), len(_owners(users))
    each = research.design_weights(table["answered"], table["asked"])
    weighted = float((each * table["happy"]).sum() / (each * table["answered"]).sum())
    mail = table.loc["email"]
    answers = everybody / SECOND * mail["answered"] / mail["asked"]
    return row(
        plain=float(table["happy"].sum() / table["answered"].sum()),
        weighted=weighted,
        hoped=research.margin_of_error(answers, population=everybody),
    )


def _likely(users: pd.DataFrame, surveys: pd.DataFrame, active: int) -> float:
    """Return the margin if only so many owners can answer, at the rate of spring's e-mails."""
    mail = _by_channel(surveys, _owners(users)).loc["email"]
    return research.margin_of_error(
        active / SECOND * mail["answered"] / mail["asked"], population=active
    )


def _active(users: pd.DataFrame, events: pd.DataFrame) -> int:
    seen = between(events, SPRING, TODAY)["user_id"].unique()
    return int(_owners(users).isin(seen).sum())


@exercise(
    Table(
        columns=("plain", "weighted", "hoped", "likely"),
        tolerance={"plain": 0.0005, "weighted": 0.0005, "hoped": 0.0008, "likely": 0.0008},
        partial=True,
    ),
    points=5,
    objective="method",
)
def promoters(users, surveys, events):
    """Share of owners who promote, plain and weighted, and the margins that a mailing may bring."""
    likely = _likely(users, surveys, _active(users, events))
    return _promoters(users, surveys, _owners(users)).assign(likely=likely)


@promoters.mistake(
    "Both margins are the same. Who was asked in spring had been active in spring; of all owners most "
    "were not. How many are left to answer if those stay silent?"
)
def _(users, surveys, events):
    table = promoters.function(users, surveys, events)
    return table.assign(likely=table["hoped"])


@promoters.mistake(
    "Members and guests are in the shares. The question is about owners: keep the requests to them first."
)
def _(users, surveys, events):
    likely = promoters.function(users, surveys, events)["likely"]
    return _promoters(users, surveys, users["user_id"]).assign(likely=likely)


@promoters.mistake(
    "The weights stand on their heads: the channel that answers less has to count for more, not for less."
)
def _(users, surveys, events):
    table = _by_channel(surveys, _owners(users))
    each = table["answered"] / table["asked"]
    wrong = float((each * table["happy"]).sum() / (each * table["answered"]).sum())
    return promoters.function(users, surveys, events).assign(weighted=wrong)


@promoters.mistake(
    "This is the mean of the channels' shares. It counts both channels alike, however many were asked in each."
)
def _(users, surveys, events):
    table = _by_channel(surveys, _owners(users))
    share = float((table["happy"] / table["answered"]).mean())
    return promoters.function(users, surveys, events).assign(weighted=share)


@promoters.mistake(
    "The margin takes all whom you write to as answers. By e-mail few answer: how many will it be?"
)
def _(users, surveys, events):
    everybody = len(_owners(users))
    margin = research.margin_of_error(everybody / SECOND, population=everybody)
    return promoters.function(users, surveys, events).assign(hoped=margin)


@promoters.mistake(
    "The margin takes the response of both channels. You send e-mails: take the response to e-mails."
)
def _(users, surveys, events):
    table, everybody = _by_channel(surveys, _owners(users)), len(_owners(users))
    answers = everybody / SECOND * table["answered"].sum() / table["asked"].sum()
    margin = research.margin_of_error(answers, population=everybody)
    return promoters.function(users, surveys, events).assign(hoped=margin)


@promoters.mistake(
    "The margin is that of a crowd without end. There are only so many owners: the finite population "
    "correction is missing."
)
def _(users, surveys, events):
    mail = _by_channel(surveys, _owners(users)).loc["email"]
    answers = len(_owners(users)) / SECOND * mail["answered"] / mail["asked"]
    return promoters.function(users, surveys, events).assign(
        hoped=research.margin_of_error(answers)
    )


promoters.hints(
    "Three steps: keep the owners' requests; weigh each channel so that it counts like all who were asked "
    "in it; from the requests to the answers, then to the margin.",
    "`explore.who_answers` counts by channel whatever rows it gets. `research.design_weights` and "
    "`research.margin_of_error` do the rest; the second takes a `population`.",
)


# C. Read together

STRENGTH = ((0.8, "rely"), (2 / 3, "tentative"), (-1.0, "discard"))
"""What Krippendorff would do with codes, by their alpha."""


def _use(alpha: float) -> str:
    return next(words for least, words in STRENGTH if alpha >= least)


def _sentiment(quotes: pd.DataFrame, level: Level) -> pd.DataFrame:
    feelings = quotes[["sentiment_a", "sentiment_b"]].astype("float64")
    alpha = research.krippendorff_alpha(feelings, level)
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


STOPS = 3.0
"""From this severity on a problem is rated as one that stops people."""


def _mended(
    usability: pd.DataFrame,
    problems: pd.DataFrame,
    ratings: pd.DataFrame,
    middle: str = "median",
    rounds: tuple[int, ...] = (2,),
) -> pd.DataFrame:
    tried = usability[usability["round"].isin(rounds)]
    seen = problems[problems["seen"] == 1].merge(
        tried[["session_id", "task", "completed"]], on=["session_id", "task"]
    )
    of = seen.groupby(seen["problem"].astype(str))["completed"]
    severity = ratings.groupby(ratings["problem"].astype(str))["severity"].agg(middle)
    table = severity.rename_axis("problem").reset_index()
    met = table["problem"].map(of.size()).fillna(0)
    failed = met - table["problem"].map(of.sum()).fillna(0)
    return _ordered(table.assign(met=met, failed=failed))


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Say when each problem is mended: now where raters and participants agree that it stops people."""
    both = (table["severity"] >= STOPS).astype(int) + (table["failed"] > 0)
    when = np.select(
        [table["met"] == 0, both == 2, both == 1], ["watch", "now", "next"], default="later"
    )
    return table.assign(when=when)


@exercise(
    Table(
        columns=("problem", "severity", "met", "failed", "when"),
        keys=("problem",),
        tolerance=0.0005,
        partial=True,
    ),
    points=5,
    objective="score",
)
def mend_first(usability, usability_problems, problem_ratings):
    """When each usability problem is mended, by what raters say and what stopped people last."""
    return _mended(usability, usability_problems, problem_ratings)


@mend_first.mistake(
    "The severity is a mean. Ratings are ranks, and one harsh rater pulls a mean: take the median."
)
def _(usability, usability_problems, problem_ratings):
    return _mended(usability, usability_problems, problem_ratings, middle="mean")


@mend_first.mistake(
    "Both rounds are in it. The design was changed between them: what is mended is not to be mended again."
)
def _(usability, usability_problems, problem_ratings):
    return _mended(usability, usability_problems, problem_ratings, rounds=(1, 2))


@mend_first.mistake("Only the first round is in it: that is the old design. Take the second.")
def _(usability, usability_problems, problem_ratings):
    return _mended(usability, usability_problems, problem_ratings, rounds=(1,))


@mend_first.mistake(
    "The column `failed` counts all who failed the task. Count those among the people who met the problem."
)
def _(usability, usability_problems, problem_ratings):
    table = _mended(usability, usability_problems, problem_ratings)
    last = usability[(usability["round"] == 2) & (usability["completed"] == 0)]
    of_task = last.groupby(last["task"].astype(str)).size()
    task = usability_problems.drop_duplicates("problem").set_index("problem")["task"].astype(str)
    failed = table["problem"].map(task.rename(str)).map(of_task).fillna(0)
    return _ordered(table.assign(failed=failed))


@mend_first.mistake(
    "You went by the ratings alone. A rating is an opinion: look what happened to those who met it."
)
def _(usability, usability_problems, problem_ratings):
    table = _mended(usability, usability_problems, problem_ratings)
    return table.assign(when=np.where(table["severity"] >= STOPS, "now", "later"))


mend_first.hints(
    "Three tables: who met each problem, who completed its task, and how bad four people found it. First "
    "keep the sessions of the last round.",
    "Merge problems and usability on session and task. A problem that nobody met there has 0 in both "
    "counts: it needs a row as well.",
)


HALVES = (("2025-07-01", "2026-01-01"), ("2026-01-01", TODAY))


def _items(surveys: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    asked = between(surveys[surveys["survey"] == "sus"], start, end, at="asked_at")
    return asked[[f"q{number}" for number in range(1, 11)]].dropna()


def _scores(surveys: pd.DataFrame, reverse: bool = True) -> tuple[pd.Series, pd.Series]:
    before, now = (_items(surveys, *half) for half in HALVES)
    if reverse:
        return research.sus_scores(before), research.sus_scores(now)
    return 2.5 * (before - 1).sum(axis=1), 2.5 * (now - 1).sum(axis=1)


def _moved(before: pd.Series, now: pd.Series, margin: float) -> pd.DataFrame:
    change = float(now.mean() - before.mean())
    shown = "yes" if abs(change) > margin else "no"
    return row(before=before.mean(), now=now.mean(), change=change, margin=margin, shown=shown)


def _both(one: float, other: float) -> float:
    return float(np.hypot(one, other))


@exercise(
    Table(
        columns=("before", "now", "change", "margin", "shown"),
        tolerance={"before": 0.02, "now": 0.02, "change": 0.02, "margin": 0.01},
        partial=True,
    ),
    points=5,
    objective="score",
)
def sus_change(surveys):
    """Whether SUS has changed between two half-years, with the margin of the difference."""
    before, now = _scores(surveys)
    return _moved(before, now, _both(explore.margin_of_mean(before), explore.margin_of_mean(now)))


@sus_change.accept("the normal 1.96 in place of Student's t")
def _(surveys):
    before, now = _scores(surveys)
    errors = (float(each.std()) / np.sqrt(len(each)) for each in (before, now))
    return _moved(before, now, normal_quantile(0.95) * _both(*errors))


@sus_change.accept("Welch's t")
def _(surveys):
    before, now = _scores(surveys)
    parts = [float(each.var()) / len(each) for each in (before, now)]
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(each) - 1) for part, each in zip(parts, (before, now), strict=True)
    )
    return _moved(before, now, float(stdtrit(freedom, 0.975)) * float(np.sqrt(sum(parts))))


@sus_change.mistake(
    "The complaints count as praise: the even items are not reversed. Agreeing with a complaint must "
    "cost points."
)
def _(surveys):
    before, now = _scores(surveys, reverse=False)
    return _moved(before, now, _both(explore.margin_of_mean(before), explore.margin_of_mean(now)))


@sus_change.mistake(
    "The two margins are added up. Errors of different people partly cancel: add the squares, and take the "
    "root."
)
def _(surveys):
    before, now = _scores(surveys)
    return _moved(before, now, explore.margin_of_mean(before) + explore.margin_of_mean(now))


@sus_change.mistake(
    "The margin is that of the later mean alone. The earlier mean is as unsure, and the difference has "
    "both doubts in it."
)
def _(surveys):
    before, now = _scores(surveys)
    return _moved(before, now, explore.margin_of_mean(now))


@sus_change.mistake("The change has the other sign: it is the later half-year less the earlier.")
def _(surveys):
    before, now = _scores(surveys)
    table = _moved(before, now, _both(explore.margin_of_mean(before), explore.margin_of_mean(now)))
    return table.assign(change=-table["change"])


sus_change.hints(
    "Item 2 reads 'unnecessarily complex'. And how sure is each of the two means?",
    "Keep the people with all ten answers, half-year by half-year. `research.sus` gives each mean with its "
    "`margin`; part 6 says how two margins of different people go together.",
)


# E. Personas, journeys, access

BEN = {
    "owner": ("role", "owner"),
    "member": ("role", "member"),
    "guest": ("role", "guest"),
    "pays": ("pays", True),
    "desk": ("phone", False),
    "reads": ("reads", True),
    "finishes": ("finishes", True),
}
"""What Ben might be: column and value of each trait."""


def _crowd(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    people = explore.people(users, accounts, events, since=SPRING)
    spring = between(events, SPRING, TODAY)
    wrote = spring.loc[spring["event"] == "comment_added", "user_id"]
    return people.assign(reads=people["reports"] > 0, writes=people.index.isin(wrote))


def _supported(people: pd.DataFrame, group: pd.Series) -> set[str]:
    return {
        name
        for name, what in BEN.items()
        if explore.check_trait(people, group, name, what).verdict == "supported"
    }


def _share(people: pd.DataFrame, name: str, group: pd.Series) -> float:
    column, value = BEN[name]
    return float((people.loc[group, column] == value).mean())


@exercise(
    Choices(
        {
            "owner": "opened the account",
            "member": "is a member",
            "guest": "is a guest",
            "pays": "is on a plan that costs",
            "desk": "works mainly at a desk, not on a phone",
            "reads": "opened a report since April",
            "finishes": "completed a task since April",
        },
        partial=True,
    ),
    points=4,
    objective="persona",
)
def ben(users, accounts, events):
    """The traits that the data support of people who settle work in comments."""
    people = _crowd(users, accounts, events)
    return _supported(people, people["writes"])


@ben.mistake(
    "You looked only at how many of them have it. A trait must also set them apart from everybody else, "
    "by more than chance and by ten points or more."
)
def _(users, accounts, events):
    people = _crowd(users, accounts, events)
    return {name for name in BEN if _share(people, name, people["writes"]) > 0.5}


@ben.mistake(
    "You looked only at whether they have it more often than others. It takes ten points or more, and most of "
    "the group: a few points among thousands describe nobody."
)
def _(users, accounts, events):
    people = _crowd(users, accounts, events)
    writes = people["writes"]
    return {name for name in BEN if _share(people, name, writes) > _share(people, name, ~writes)}


ben.hints(
    "Two questions of each trait: do most of the group have it? And clearly more of them than of everybody "
    "else?",
    "`explore.persona` takes the people, who belongs to the group, and the traits as a column and a value. "
    "Two columns are missing: who opened any `reports`, and who wrote a comment.",
)


def _quoted(journey: pd.DataFrame) -> pd.DataFrame:
    return journey[journey["source"] == "quote"]


def _each_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row a person and step: who is quoted twice at a step counts with their mean."""
    once = rows.assign(step=rows["step"].astype(str)).groupby(["step", "user_id"])["felt"].mean()
    return once.reset_index()


def _errors(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("step")["felt"].apply(explore.margin_of_mean)


def _steps(
    rows: pd.DataFrame,
    errors: Callable[[pd.DataFrame], pd.Series] = _errors,
    together: Callable[[pd.Series, float], pd.Series] = np.hypot,
) -> pd.DataFrame:
    """Say which steps may be the lowest: whose gap to the lowest mean is within its margin."""
    rows = rows.assign(step=rows["step"].astype(str))
    each = rows.groupby("step")["felt"]
    table = pd.DataFrame({"n": each.size(), "felt": each.mean()})
    down, margins = table["felt"].idxmin(), errors(rows)
    gap = table["felt"] - table.loc[down, "felt"]
    margin = together(margins, float(margins[down]))
    lowest = np.where(gap <= margin, "may be", "no")
    return table.assign(gap=gap, margin=margin, lowest=lowest).rename_axis("step").reset_index()


@exercise(
    Table(
        columns=("step", "n", "felt", "gap", "margin", "lowest"),
        keys=("step",),
        tolerance={"n": 0, "felt": 0.0005, "gap": 0.0005, "margin": 0.002},
        partial=True,
    ),
    points=5,
    objective="persona",
)
def steps(journey):
    """Mean feeling at each step by person, its gap to the lowest, and which steps may be the lowest."""
    return _steps(_each_once(_quoted(journey)))


@steps.accept("the normal 1.96 in place of Student's t")
def _(journey):
    def normal(rows: pd.DataFrame) -> pd.Series:
        return normal_quantile(0.95) * rows.groupby("step")["felt"].sem()

    return _steps(_each_once(_quoted(journey)), normal)


@steps.mistake(
    "All pieces are poured together. A step with many tickets then looks bad because tickets complain: "
    "compare quotes with quotes."
)
def _(journey):
    return _steps(_each_once(journey))


@steps.mistake(
    "Each quote counts for itself. Two quotes of one person are no two people: take the mean of each person "
    "at a step first."
)
def _(journey):
    return _steps(_quoted(journey))


@steps.mistake(
    "The two margins are added up: that is the same as asking whether two intervals overlap. Errors partly "
    "cancel: add the squares, and take the root."
)
def _(journey):
    return _steps(_each_once(_quoted(journey)), together=lambda one, other: one + other)


@steps.mistake(
    "The margin is that of the step's own mean. The lowest mean is as unsure, and the gap has both doubts in it."
)
def _(journey):
    return _steps(_each_once(_quoted(journey)), together=lambda one, _: one)


@steps.mistake(
    "The margins are the spread of single people. That of a mean is divided by the root of how many."
)
def _(journey):
    def spread(rows: pd.DataFrame) -> pd.Series:
        return _errors(rows) * np.sqrt(rows.groupby("step").size())

    return _steps(_each_once(_quoted(journey)), spread)


steps.hints(
    "Who writes tickets, and what does that do to a plain mean? And how many people stand behind each mean?",
    "Only the rows of one source; first a mean a person and step, then how many, mean and margin by step. A "
    "difference of two means has the root of the sum of their squared margins.",
)

PASSES = {"brown", "button", "label"}


@exercise(
    Choices(
        {
            "rose": "#aa5f87 on #ffffff",
            "brown": "#a26a3d on #ffffff",
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
    PASSES | {"rose"},
)
readable.mistake(
    "That is the threshold of large text, 3. Text of normal size needs 4.5.",
    PASSES | {"rose", "alarm", "hint"},
)
readable.mistake("You let none of them pass. Who asks for 7 asks for AAA; AA asks for 4.5.", set())
readable.hints(
    "The toolkit knows the ratio of two colours: `research.contrast_ratio(text, background)`.",
    "Compute all six, print them with three digits, compare with 4.5 without rounding.",
)


# F. From quotes to Friday


NOTES = {
    "green": "know",
    "chart": "show",
    "client": "know",
    "rights": "dare",
    "slides": "show",
    "picture": "dare",
    "report": "know",
    "file": "show",
}


@exercise(Table(columns=("card", "column"), keys=("card",)), points=4, objective="tree")
def affinity():
    """Notes from talks, grouped by the need behind them."""
    return board(NOTES)


@affinity.mistake(
    "The notes are grouped by who is named in them: outsiders in one heap. Ask what each person had to get "
    "done."
)
def _():
    return board(NOTES | dict.fromkeys(("client", "file", "picture", "rights"), "dare"))


@affinity.mistake(
    "The notes are grouped by feature: whatever names a report or a chart is in one heap. Ask what it was "
    "opened for."
)
def _():
    return board(NOTES | {"report": "show"})


@affinity.mistake(
    "To know how work stands and to show it are in one heap. Which is it, note by note?"
)
def _():
    return moved(NOTES, know="show")


affinity.hints(
    "Do not read for words that notes share. Ask of each: what did this person have to get done?",
    "Three answers: find out for oneself, make somebody else see, let somebody in without harm.",
)


TREE = {
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


def _tree(**other: str) -> pd.DataFrame:
    hung = {**TREE, **other}
    return pd.DataFrame({"part": list(hung), "parent": list(hung.values())})


@exercise(Table(columns=("part", "parent"), keys=("part",)), points=4, objective="tree")
def tree():
    """An opportunity solution tree: outcome, needs, solutions, tests."""
    return _tree()


@tree.mistake(
    "Solutions hang straight under the outcome. Which need would they serve, and what else could?"
)
def _():
    return _tree(**dict.fromkeys(("letter", "mine", "film", "sample", "undo", "play"), "root"))


@tree.mistake(
    "Tests hang under needs. A test asks whether one solution would work: hang it under that one."
)
def _():
    return _tree(written="start", drawings="fear")


@tree.mistake(
    "Two needs are one branch. Who was invited wants to begin, who invited wants their hour back: two "
    "people, two needs."
)
def _():
    return _tree(time="start")


tree.hints(
    "Sort the cards into three kinds first: what somebody needs, what we could build, how we find out.",
    "Needs under the outcome, solutions under the need that they serve, tests under the solution that "
    "they test.",
)


EVIDENCE = {
    "need": "somebody told of trouble with the need",
    "part": "the words stand in some of its quotes, not in all",
    "quote": "the quote is one of those with the words",
}


@exercise(Choices(EVIDENCE, partial=True), points=3, objective="tree")
def my_evidence():
    """Words to count and a quote, chosen from the quotes of a need."""
    return set(EVIDENCE)


my_evidence.mistake(
    "Your words stand in some of its quotes, but not in the quote that you chose. Take a number from the left of "
    "`explore.behind(quotes, utterances, my_need, my_words)`.",
    {"need", "part"},
)
my_evidence.mistake(
    "Your words stand in each of its quotes, or are small ones such as *the*, so they tell nobody apart. Count something that only some did.",
    {"need", "quote"},
)
my_evidence.mistake(
    "Your words stand in none of the quotes of this need. Read them, and take words that somebody said.",
    {"need"},
)
my_evidence.mistake(
    "Nobody told of trouble with this need. The needs are in the index of "
    "`explore.told_of_trouble(quotes, utterances)`.",
    set(),
)
my_evidence.hints(
    "What did people do when they did not know? Look for a word that returns.",
    "`explore.behind` takes words as a last argument and shows only the quotes in which they stand. Try some "
    "before you choose.",
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
        words=900,
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
