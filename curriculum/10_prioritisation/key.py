"""Key of lesson 10: the right answer of each practice and exercise, the mistakes real people make, the hints.

Every reference is a call to the lesson's room or the toolkit, which tests hold to calculations of their
own (`tests/lessons/prioritisation/`). Reach is people a quarter, effort is person-weeks of five days,
money is USD.
"""

from __future__ import annotations

import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Number,
    Ranking,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation import drafts, evidence, schedule, survey
from course_utils.lessons.prioritisation.quarter import price_of_yes
from course_utils.toolkit import prioritisation as prio

OBJECTIVES = {
    "write": "Write a PRD and user stories with testable acceptance criteria.",
    "slice": "Slice an epic vertically to an MVP.",
    "score": "Score a backlog by value and effort, RICE, MoSCoW, cost of delay and Kano, and explain why they disagree.",
    "doubt": "Propagate uncertainty to the probability of a rank and of a date.",
    "sequence": "Sequence by cost of delay, fixed dates and their doubt included.",
    "no": 'Defend a "no" in 90 seconds.',
}


def _sorted(right: dict[str, str], **changed: str) -> pd.DataFrame:
    """Return a board as a table, with some cards elsewhere."""
    columns = {**right, **changed}
    return pd.DataFrame({"card": list(columns), "column": list(columns.values())})


def _mended(backlog: pd.DataFrame, work_items: pd.DataFrame) -> pd.DataFrame:
    return explore.mended(explore.cards(backlog), explore.track_record(work_items))


def _slip(wrong: float, right: float, place: int = 0, near: float = 1.0) -> float:
    """Return what a mistake gives, or where it meets the right answer a number that nobody gets.

    On a few companies a slip changes nothing: then nobody can make it. What is nearer than `near`,
    twice the tolerance of the answer, would be taken for right.
    """
    return wrong if abs(wrong - right) > near else (1000 + place) * abs(right)


def _share(wrong: float, *met: float, place: int = 0) -> float:
    """Return a mistaken share, or where it meets another answer one that nobody gets."""
    tried = [wrong, *(each + 0.011 * place for each in (0.123, 0.321, 0.456, 0.789))]
    return next(each for each in tried if all(abs(each - other) > 0.005 for other in met))


BOARD = Table(columns=("card", "column"), keys=("card",), partial=True)


# Practice: 1. Who is heard


_ROUTINE = {"old": "Drop", "twins": "Merge", "everything": "Split", "fresh": "Keep"}


@practice(BOARD, objective="no")
def backlog_routine():
    """What to do with four cards of a backlog on the monthly round."""
    return _sorted(_ROUTINE)


@backlog_routine.mistake(
    "Keeping all of them is how a backlog grows to hundreds of cards. Nobody plans with a list that "
    "nobody can read."
)
def _():
    return _sorted(dict.fromkeys(_ROUTINE, "Keep"))


@backlog_routine.mistake(
    "The two cards with one purpose are one wish: put together, both askers stand behind it. A card "
    "with five purposes is the one to cut."
)
def _():
    return _sorted(_ROUTINE, twins="Split", everything="Merge")


backlog_routine.hints("Ask of each card: how many purposes has it, and would anybody miss it?")


@practice(Number("USD a week", tolerance=0.5), objective="score")
def bug_or_feature():
    """What the better of a defect and a feature saves for each week of work."""
    return 10_400 / 52 / 1


bug_or_feature.mistake(
    "A year of the feature stands beside a week of the defect. Bring both to a week, then divide by "
    "the work.",
    10_400,
)
bug_or_feature.mistake(
    "That is the defect, for each week of work. Is it really the better of the two?", 150
)
bug_or_feature.mistake(
    "The defect loses this in a week, and it takes two weeks of work: divide by them.", 300
)
bug_or_feature.hints("One unit for both: USD a week, for each week of work.")


# Practice: 2. Scores


@practice(Number("points of RICE", relative=0.001), objective="score")
def one_rice():
    """RICE of an item with new people each month and effort in days."""
    return float(prio.rice([400], [2], [0.8], [10], period="month", unit="days").iloc[0])


@one_rice.mistake("The reach is a month's, and RICE is by the quarter: three months of new people.")
def _():
    return float(prio.rice([400], [2], [0.8], [10], period="quarter", unit="days").iloc[0])


@one_rice.mistake("Ten days were read as ten weeks. Five days make a week.")
def _():
    return float(prio.rice([400], [2], [0.8], [10], period="month", unit="weeks").iloc[0])


@one_rice.mistake("Ten days were read as ten months. Say the unit: days.")
def _():
    return float(prio.rice([400], [2], [0.8], [10], period="month", unit="months").iloc[0])


one_rice.mistake("A confidence of 0.8 was read as 80. Write it as a fraction.", 416_000)
one_rice.mistake(
    "A person-month of 20 working days was taken. By this lesson it has 65/3: a quarter has 65.",
    3_840,
)
one_rice.mistake(
    "A person-month of 21 working days was taken. By this lesson it has 65/3: a quarter has 65.",
    4_032,
)
one_rice.mistake(
    "A person-month of 22 working days was taken. By this lesson it has 65/3: a quarter has 65.",
    4_224,
)
one_rice.hints(
    "Two words of the question are units. `prio.rice` takes them as `period` and `unit`."
)


_QUESTIONS = {
    "people": "RICE",
    "year": "Value / effort",
    "week": "CD3",
    "promised": "MoSCoW label",
    "steering": "Weighted score",
}


@practice(BOARD, objective="score")
def which_ruler():
    """Which ruler answers which question."""
    return _sorted(_QUESTIONS)


@which_ruler.mistake(
    "Two of them are about money. One asks what a year brings, the other what a week of waiting costs."
)
def _():
    return _sorted(_QUESTIONS, year="CD3", week="Value / effort")


@which_ruler.mistake(
    "A label says what was promised and may not give way. A weighted score says what a group of people "
    "values."
)
def _():
    return _sorted(_QUESTIONS, promised="Weighted score", steering="MoSCoW label")


which_ruler.hints("Look at the unit of each ruler: people, USD a year, USD a week, a label, marks.")


# Practice: 3. Doubt


def _ends(backlog: pd.DataFrame) -> tuple[prio.LogNormal, prio.LogNormal]:
    cards = explore.cards(backlog)
    order = prio.by_score(explore.rice(cards))
    ranges = explore.rice_ranges(cards)
    return ranges[order[2]], ranges[order[3]]


@practice(Number("fraction", tolerance=0.0005), objective="doubt")
def third_before_fourth(backlog):
    """Probability that number 3 by RICE scores higher than number 4."""
    return prio.outranks(*_ends(backlog))


@third_before_fourth.mistake("This is the probability that number 4 is ahead.")
def _(backlog):
    chance = prio.outranks(*_ends(backlog))
    return _share(1 - chance, chance)


@third_before_fourth.mistake(
    "This is number 4 against number 5: the first of a list has the place 0."
)
def _(backlog):
    cards = explore.cards(backlog)
    order, ranges = prio.by_score(explore.rice(cards)), explore.rice_ranges(cards)
    chance, right = (
        prio.outranks(ranges[order[3]], ranges[order[4]]),
        prio.outranks(*_ends(backlog)),
    )
    return _share(chance, right, 1 - right)


third_before_fourth.hints(
    "The first of `order` has the place 0. Which places have number 3 and number 4?"
)


@practice(Number("fraction", tolerance=0.0005), objective="doubt")
def range_holds(work_items):
    """Share of finished new work whose range held what it took."""
    return float(explore.coverage(work_items).loc["new", "held"])


@range_holds.mistake("That is routine work. The question is about work that is *new* to its team.")
def _(work_items):
    return float(explore.coverage(work_items).loc["routine", "held"])


@range_holds.mistake(
    "That is all finished work. The question is about work that is *new* to its team."
)
def _(work_items):
    return float(explore.coverage(work_items).loc["all", "held"])


@range_holds.mistake(
    "Work that is not finished is counted as a range that failed. It has no `days_spent` yet: leave it out."
)
def _(work_items):
    new = work_items[work_items["familiarity"] == "new"]
    found = float(new["days_spent"].between(new["days_low"], new["days_high"]).mean())
    rates = explore.coverage(work_items)["held"]
    return _share(found, *map(float, rates))


range_holds.hints(
    "Finished rows of this kind alone: how often is `days_spent` between the two ends?"
)


# Practice: 4. Musts, and what people feel


@practice(Number("fraction", tolerance=0.0005), objective="score")
def must_load():
    """Share of the capacity that the musts of a small plan take."""
    fit = prio.moscow_fit(["Must", "Must", "Should", "Could"], [9, 7, 6, 6], 26)
    return float(fit.shares["Must"])


@must_load.mistake(
    "That is the share of the plan. The plan needs more than there is: divide by 26."
)
def _():
    return float(prio.moscow(["Must", "Must", "Should", "Could"], [9, 7, 6, 6]).by_effort["Must"])


must_load.mistake("That counts cards. Working time keeps a promise.", 0.5)
must_load.hints("Weeks of the musts, over the weeks that there are.")


_RELEASE = {
    "hide": "Must",
    "law": "Must",
    "revoke": "Should",
    "notify": "Should",
    "avatar": "Could",
    "sort": "Could",
    "ranking": "Won't",
    "white_label": "Won't",
}


@practice(BOARD, objective="slice")
def release():
    """MoSCoW of eight wishes for the guest release."""
    return _sorted(_RELEASE)


@release.mistake(
    "Everything with a reason became a Must. For each, ask: is there a workaround? Support that ends "
    "access by hand is one, so is a list that can be looked at."
)
def _():
    return _sorted(_RELEASE, revoke="Must", notify="Must")


@release.mistake(
    "The ranking is in because of who asked. It does not serve this release: guests are clients. "
    "Won't this time is an answer, and it can be said kindly."
)
def _():
    return _sorted(_RELEASE, ranking="Must")


@release.mistake(
    "Won't means out of *this* release by agreement. What may come in if there is time is a Could; "
    "it is your contingency."
)
def _():
    return _sorted(_RELEASE, avatar="Won't", sort="Won't")


release.hints("Take each card out in thought. Can you still ship? Is it legal, is it safe?")


@practice(Number("fraction", tolerance=0.0005), objective="score")
def camps_average():
    """The worse coefficient of two equal camps put together."""
    return prio.kano([2] * 60 + [3] * 60, [5] * 60 + [3] * 60).worse


camps_average.mistake(
    "That is the first camp alone. The other sixty stand in the denominator too.", -1
)
camps_average.mistake(
    "The sign is lost. Worse runs from 0 to -1, so that nobody mistakes a pain for a pleasure.", 0.5
)
camps_average.hints("Worse is -(O + M) over A + O + M + I. Count the four letters of all 120.")


# Practice: 5. Waiting


@practice(
    Ranking({"a": "A: 3 weeks, 3,000 USD a week", "b": "B: 1 week, 900", "c": "C: 2 weeks, 2,400"}),
    objective="sequence",
)
def three_jobs():
    """The order of three jobs that loses least."""
    return ["c", "a", "b"]


three_jobs.mistake(
    "That is by cost of delay alone. Long jobs make all the others wait.", ["a", "c", "b"]
)
three_jobs.mistake(
    "That is the shortest first. It does not ask what a week costs.", ["b", "c", "a"]
)
three_jobs.hints("Divide each cost by its weeks. The greatest goes first.")


def _jobs(
    backlog: pd.DataFrame, dependencies: pd.DataFrame, work_items: pd.DataFrame, squad: int
) -> pd.DataFrame:
    return explore.sequence_jobs(_mended(backlog, work_items), dependencies, squad)


def _least(jobs: pd.DataFrame) -> float:
    return schedule.cheapest(jobs, explore.possible_weeks(jobs))[1]


def _rival(jobs: pd.DataFrame, name: str) -> float:
    """Return what a mistaken order costs on average.

    On a few companies it is as cheap as the best, or as an earlier one of them: then nobody can make
    this mistake, and a cost that no order has stands for it.
    """
    weeks, least = explore.possible_weeks(jobs), _least(jobs)
    orders = {"tight": explore.tight(jobs), **explore.habits(jobs)}
    met, found = [least], {}
    for place, (each, order) in enumerate(orders.items()):
        cost = explore.expected_cost(jobs, order, weeks)
        fresh = all(abs(cost - other) > 0.02 * least for other in met)
        found[each] = cost if fresh else 1000 * (1 + place) * least
        met.append(found[each])
    return found[name]


ON_AVERAGE = Number("USD on average", relative=0.01)
"""What both queues promise: within one per cent of the least. `_rival` keeps each named slip at twice
that from the least, and from the others."""


@practice(ON_AVERAGE, objective="sequence")
def first_queue(backlog, dependencies, work_items):
    """An order of the first squad's queue that costs least on average."""
    return _least(_jobs(backlog, dependencies, work_items, 1))


TIGHT = (
    "This order is best if each job takes its middle estimate. It leaves a date too little room: see "
    "in how many of the possible quarters it is kept."
)
CD3_LATE = (
    "Behind what the law asks this is CD3's order. A promised date costs nothing a week before it "
    "passes, so CD3 leaves it to the end. Move it up."
)
DATES_FIRST = (
    "The dates stand first, and all that costs by the week waits for them. How late can a promised one "
    "begin, and still be kept nearly always?"
)
SHORTEST = (
    "The shortest jobs are first. That leaves the dates where their length puts them, and asks of no job "
    "what its week costs."
)


@first_queue.mistake(TIGHT, says=lambda mistaken, right: mistaken > right)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 1), "tight")


@first_queue.mistake(CD3_LATE)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 1), "CD3")


@first_queue.mistake(DATES_FIRST)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 1), "dates, then CD3")


@first_queue.mistake(SHORTEST)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 1), "shortest first")


first_queue.hints(
    "Move one job at a time and watch the average. Which jobs are short enough to stand before a date?"
)


# Practice: 6. The quarter


@practice(Number("USD", tolerance=0.5), objective="no")
def small_yes():
    """What a yes costs in a list of three, net."""
    return 15 - 11


small_yes.mistake(
    "That is what it pushes out. What the forced item brings itself is not yet taken off.", 10
)
small_yes.mistake("That is the worth of the plan with it. Compare it with the plan without.", 11)
small_yes.hints(
    "Two plans: the best one, and the best one that holds B. The difference is the price."
)


# Practice: 7. The cut, and words


_ROW = {
    "plain": "First row",
    "template": "Later",
    "link": "First row",
    "portal": "Later",
    "page": "First row",
    "group": "Later",
    "yes": "First row",
    "rounds": "Later",
    "stands": "First row",
    "archive": "Later",
}


@practice(BOARD, objective="slice")
def first_row():
    """The first row of a story map: one variant of each of five steps."""
    return _sorted(_ROW)


@first_row.mistake(
    "A step is missing. With nothing filed, nobody knows tomorrow what the client said: the row goes "
    "through every step, each in its smallest form."
)
def _():
    return _sorted(_ROW, stands="Later")


@first_row.mistake(
    "The first steps are there in every variant, and the last ones not at all. That is a layer: no client "
    "has answered anything when it ships."
)
def _():
    layer = ("plain", "template", "link", "portal", "page", "group")
    return _sorted({card: "First row" if card in layer else "Later" for card in _ROW})


@first_row.mistake("Everything is in the first row. Then nothing was cut: which variants can wait?")
def _():
    return _sorted(dict.fromkeys(_ROW, "First row"))


first_row.hints(
    "Go from left to right: which variant of each step would one client need on the first day?"
)


_BROKEN = {
    "table": "Negotiable",
    "manage": "Small",
    "user": "Valuable",
    "easy": "Testable",
    "after": "Independent",
}


@practice(BOARD, objective="write")
def invest():
    """Which letter of INVEST each story breaks first."""
    return _sorted(_BROKEN)


@invest.mistake(
    "A table is how, and leaves nothing to talk about. A story whose reason repeats the wish says no "
    "value."
)
def _():
    return _sorted(_BROKEN, table="Valuable", user="Negotiable")


@invest.mistake(
    "*Manage* is many stories in one word. *Easy* is one on which two honest testers could disagree."
)
def _():
    return _sorted(_BROKEN, manage="Testable", easy="Small")


invest.hints("Which single word of the story stops you? What is wrong with that word?")


# Practice: 8. One document and a no


_MARKS = {
    "evidence": "2",
    "outcomes": "0 or 1",
    "scope": "4",
    "edges": "0 or 1",
    "priority": "2",
}


@practice(BOARD, objective="write")
def mark_prd():
    """Marks of a weak PRD by the rubric of the assignment."""
    return _sorted(_MARKS)


@mark_prd.mistake(
    "A word is no content. *Easy* and *better* promise nothing that could be checked, and *to be "
    "discussed* protects nobody: neither earns a 2."
)
def _():
    return _sorted(_MARKS, outcomes="2", edges="2")


@mark_prd.mistake(
    "The scope is small, serves one kind of team, and names what somebody wanted and why it stays out. "
    "That meets every word of the 4."
)
def _():
    return _sorted(_MARKS, scope="2")


mark_prd.hints("For each line find the sentence of the rubric that it meets word by word.")


def _draft(kind: str) -> Choices:
    """Return the form of a draft: the lines that it meets."""
    return Choices({name: line.words for name, line in drafts.lines(kind).items()})


@practice(_draft("criterion"), objective="write")
def write_criterion():
    """A criterion for undoing, written."""
    return set(drafts.lines("criterion"))


@practice(_draft("no"), objective="no")
def say_no():
    """A no to the chief executive, written."""
    return set(drafts.lines("no"))


for _written, _kind in ((write_criterion, "criterion"), (say_no, "no")):
    _every = drafts.lines(_kind)
    for _name, _line in _every.items():
        _written.mistake(_line.missed, set(_every) - {_name})

write_criterion.hints(
    "A state, one event of one person, and what stands on the screen after it. Begin each line with "
    "Given, When, Then or And."
)
say_no.hints(
    "Four sentences: the decision and its time, one number and of whom it is, what a yes pushes out, "
    "what would change your mind."
)


# A. Rulers


def _scores(sheet: pd.DataFrame, period: str = "", unit: str = "") -> pd.DataFrame:
    """Score the sheet, or score it as if all rows had one period or one unit."""
    plain = sheet.set_index("item_id")
    scores = prio.rice(
        plain["reach"],
        plain["impact"],
        plain["confidence"],
        plain["effort"],
        period=period or plain["reach_period"],
        unit=unit or plain["effort_unit"],
    )
    return scores.rename("rice").rename_axis("item_id").reset_index()


@exercise(
    Table(columns=("item_id", "rice"), keys=("item_id",), relative=0.001),
    points=4,
    objective="score",
)
def sales_rice(backlog):
    """RICE of the list that sales keeps, by quarter and person-month."""
    return _scores(explore.sales_sheet(backlog))


@sales_rice.mistake(
    "All efforts were read as months. `effort_unit` says months, weeks or days, row by row."
)
def _(backlog):
    return _scores(explore.sales_sheet(backlog), unit="months")


@sales_rice.mistake(
    "All reaches were read as a quarter's. `reach_period` says year, quarter or month, row by row."
)
def _(backlog):
    return _scores(explore.sales_sheet(backlog), period="quarter")


@sales_rice.mistake(
    "Both unit columns were passed over: periods stand beside each other, and so do days and months."
)
def _(backlog):
    return _scores(explore.sales_sheet(backlog), period="quarter", unit="months")


@sales_rice.mistake(
    "This is for each person-*week*. The order is right, the unit is not: a month has 13/3 weeks."
)
def _(backlog):
    found = _scores(explore.sales_sheet(backlog))
    return found.assign(rice=found["rice"] * 3 / 13)


@sales_rice.mistake("Confidence is missing: the C of RICE.")
def _(backlog):
    sold = explore.sales_sheet(backlog)
    found = _scores(sold)
    return found.assign(rice=found["rice"] / sold["confidence"].to_numpy())


sales_rice.hints(
    "Before you divide anything: does each column mean the same in every row?",
    "`reach_period` and `effort_unit` tell the units. `prio.rice` takes a unit for each row.",
    "Hand both columns on as `period` and `unit`; then make a table of two columns of the result.",
)


# B. Doubt


def _chance(cards: pd.DataFrame, confidence: float = explore.RANGES, work: bool = True) -> float:
    """Return the probability that A is ahead of B, or what two careless readers make of it."""
    scores = []
    for item in evidence.pair(cards):
        card = cards.loc[item]
        people = prio.lognormal(card["reach_low"], card["reach_high"], confidence)
        weeks = prio.lognormal(card["weeks_low"], card["weeks_high"], confidence)
        if not work:
            weeks = prio.LogNormal(weeks.mu, 0.0)
        scores.append(people * float(card["impact"] * card["confidence"]) / weeks)
    return prio.outranks(*scores)


def _usual(backlog: pd.DataFrame, work_items: pd.DataFrame) -> list[float]:
    """Return what is right, and what the mistakes in reading the ranges of A and B give."""
    cards, given = _mended(backlog, work_items), explore.rice_ranges(explore.cards(backlog))
    a, b = evidence.pair(cards)
    right = _chance(cards)
    found = [right, 1 - right, _chance(cards, 0.9), _chance(cards, work=False)]
    return [*found, prio.outranks(given[a], given[b])]


@exercise(Number("fraction", tolerance=0.0005), points=5, objective="doubt")
def a_before_b(backlog, work_items):
    """Probability that A's RICE score is greater than B's."""
    cards = _mended(backlog, work_items)
    ranges = explore.rice_ranges(cards)
    a, b = evidence.pair(cards)
    return prio.outranks(ranges[a], ranges[b])


@a_before_b.mistake(
    "These ranges were read as nine times in ten. The backlog says that they hold *four* times in "
    "five, so the truth strays further."
)
def _(backlog, work_items):
    return _chance(_mended(backlog, work_items), 0.9)


@a_before_b.mistake(
    "These are the ranges as their requesters gave them. Mend the weeks by the record of finished work "
    "first."
)
def _(backlog, work_items):
    cards, given = _mended(backlog, work_items), explore.rice_ranges(explore.cards(backlog))
    a, b = evidence.pair(cards)
    wrong, right = prio.outranks(given[a], given[b]), _chance(cards)
    return _share(wrong, right, 1 - right, _chance(cards, 0.9), _chance(cards, work=False))


@a_before_b.mistake(
    "B is the card right below A here. Read the rule for B again: it has to score at most 80 % of A."
)
def _(backlog, work_items):
    cards = _mended(backlog, work_items)
    ordered, ranges = prio.by_score(explore.rice(cards)), explore.rice_ranges(cards)
    found = prio.outranks(ranges[ordered[7]], ranges[ordered[8]])
    return _share(found, *_usual(backlog, work_items), place=1)


@a_before_b.mistake(
    "Both the cards and their ranges are as their requesters gave them. Use `cards`, whose weeks are "
    "mended."
)
def _(backlog, work_items):
    cards = _mended(backlog, work_items)
    ordered, ranges = prio.by_score(explore.rice(cards)), explore.rice_ranges(cards)
    below = prio.outranks(ranges[ordered[7]], ranges[ordered[8]])
    naive = _chance(explore.cards(backlog))
    return _share(naive, below, *_usual(backlog, work_items), place=2)


@a_before_b.mistake("Only the reach may vary here. The work is a range too, and it divides.")
def _(backlog, work_items):
    return _chance(_mended(backlog, work_items), work=False)


@a_before_b.mistake("This is the probability that B is ahead of A.")
def _(backlog, work_items):
    return 1 - _chance(_mended(backlog, work_items))


a_before_b.hints(
    "Which numbers of A and B are ranges? What does the score do with each?",
    "`explore.rice_ranges(cards)` has the score of each card as a lognormal. `prio.outranks` compares two.",
    "Find A by its rank and B by its score, both in `explore.rice(cards)`, whose weeks are mended.",
)


# C. Musts


def _inside(backlog: pd.DataFrame, work_items: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    cards = explore.inside_list(_mended(backlog, work_items))
    names = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't"}
    return cards["moscow"].map(names), cards["weeks"]


def musts_fit_of(backlog: pd.DataFrame, work_items: pd.DataFrame) -> float:
    """Return the share of one squad's weeks that the musts of the inside list take."""
    labels, weeks = _inside(backlog, work_items)
    return float(prio.moscow_fit(labels, weeks, explore.CAPACITY / 2).shares["Must"])


@exercise(Number("times what the squad has", tolerance=0.0005), points=4, objective="score")
def musts_fit(backlog, work_items):
    """Share of one squad's quarter that the musts of the inside list take."""
    return musts_fit_of(backlog, work_items)


@musts_fit.mistake(
    "This is the share of the *planned* effort. A promise is kept with the weeks that there are: divide "
    "by the squad's capacity."
)
def _(backlog, work_items):
    labels, weeks = _inside(backlog, work_items)
    return float(prio.moscow(labels, weeks).by_effort["Must"])


@musts_fit.mistake(
    "This is the share of all that stands on the list. A promise is kept with the weeks that there are: "
    "divide by the squad's capacity."
)
def _(backlog, work_items):
    labels, weeks = _inside(backlog, work_items)
    found = float(weeks[labels == "Must"].sum() / weeks.sum())
    planned = float(prio.moscow(labels, weeks).by_effort["Must"])
    both = float(weeks[labels == "Must"].sum() / explore.CAPACITY)
    count = float(prio.moscow(labels, weeks).by_count["Must"])
    return _share(found, planned, both, count, 2 * both)


@musts_fit.mistake("This divides by the weeks of both squads. One of them is to take the list.")
def _(backlog, work_items):
    labels, weeks = _inside(backlog, work_items)
    return float(prio.moscow_fit(labels, weeks, explore.CAPACITY).shares["Must"])


@musts_fit.mistake("This counts cards. Working time keeps a promise, so the share is of weeks.")
def _(backlog, work_items):
    labels, weeks = _inside(backlog, work_items)
    return float(prio.moscow(labels, weeks).by_count["Must"])


@musts_fit.mistake(
    "These are the weeks as their requesters gave them. Take the list's own weeks, which are mended."
)
def _(backlog, work_items):
    given = explore.inside_list(explore.cards(backlog))
    musts = given.loc[given["moscow"] == "must", "weeks"].sum()
    right = musts_fit_of(backlog, work_items)
    return _slip(float(musts / (explore.CAPACITY / 2)), right, near=0.001)


@musts_fit.mistake(
    "The groundwork that these musts stand on is counted too. A good thing to ask; here only what stands "
    "on the list, with its label, is meant."
)
def _(backlog, dependencies, work_items):
    cards = _mended(backlog, work_items)
    inside, needs = explore.inside_list(cards), explore.needs(cards, dependencies)
    whole = list(inside.index[inside["moscow"] == "must"])
    for item in whole:
        whole += [each for each in needs.get(item, ()) if each not in whole]
    found = float(cards.loc[whole, "weeks"].sum() / (explore.CAPACITY / 2))
    return _slip(found, musts_fit_of(backlog, work_items), 1, near=0.001)


@musts_fit.mistake("This is a percentage. Give it as a fraction of what the squad has.")
def _(backlog, work_items):
    return 100 * musts_fit_of(backlog, work_items)


musts_fit.hints(
    "Two numbers: weeks of the musts on this list, and weeks of one squad.",
    "`prio.moscow_fit(labels, effort, capacity)` holds the labels against what there is.",
    "Its labels are Must, Should, Could and Won't; map the column `moscow` to them. Its `shares` are "
    "summed from the top.",
)


# D. What people feel


ASKED = ("approval_steps", "calendar_sync", "restore_deleted")


def _felt(asked: pd.DataFrame) -> pd.DataFrame:
    found = survey.judged(asked, ASKED).reset_index()
    return found[["feature", "category", "clear", "reverse"]]


@exercise(
    Table(
        columns=("feature", "category", "clear", "reverse"),
        keys=("feature",),
        tolerance=0.0005,
        partial=True,
    ),
    points=6,
    objective="score",
)
def what_they_feel(kano, users, accounts):
    """Category, clearness and share of reverse answers of three features."""
    return _felt(explore.answers(kano, users, accounts))


@what_they_feel.mistake(
    "The two questions are swapped: the first is *with* the feature (functional). Swapped, delight and "
    "duty change places."
)
def _(kano, users, accounts):
    asked = explore.answers(kano, users, accounts)
    swapped = {"functional": "dysfunctional", "dysfunctional": "functional"}
    return _felt(asked.rename(columns=swapped))


@what_they_feel.mistake(
    "The share of R is over A, O, M and I. It is of *all* answers: R and Q stand in the total here."
)
def _(kano, users, accounts):
    asked = explore.answers(kano, users, accounts)
    found = _felt(asked)
    for row, feature in enumerate(found["feature"]):
        few = asked[asked["feature"] == feature]
        counted = prio.kano(few["functional"], few["dysfunctional"])
        found.loc[row, "reverse"] = counted.counts["R"] / counted.valid
    return found


what_they_feel.hints(
    "Each answer is a pair. Which letter does the pair make, and how often is each letter there?",
    "`prio.kano(functional, dysfunctional)` has the counts and the mode of a feature; "
    "its `clear` says whether the first category is ahead of the second, at the `alpha` that you pass.",
    "For each of the three features take its rows, judge them, and keep one row: mode, clear, R over the "
    "sum of the counts.",
)


def _camps(asked: pd.DataFrame) -> pd.DataFrame:
    found = survey.by_plan(asked, "approval_steps").reset_index()
    return found[["plan", "better", "worse", "reverse"]]


@exercise(
    Table(
        columns=("plan", "better", "worse", "reverse"),
        keys=("plan",),
        tolerance=0.0005,
        partial=True,
    ),
    points=5,
    objective="score",
)
def camps(kano, users, accounts):
    """Coefficients and share of reverse answers of approvals, plan by plan."""
    return _camps(explore.answers(kano, users, accounts))


@camps.mistake(
    "R and Q are in the denominators of the coefficients. On the free plan many want the opposite: "
    "report them beside the coefficient, not inside."
)
def _(kano, users, accounts):
    asked = explore.answers(kano, users, accounts)
    found = _camps(asked)
    few = asked[asked["feature"] == "approval_steps"]
    for row, plan in enumerate(found["plan"]):
        some = few[few["plan"] == plan]
        counted = prio.kano(some["functional"], some["dysfunctional"])
        share = counted.valid / len(some)
        found.loc[row, ["better", "worse"]] = counted.better * share, counted.worse * share
    return found


@camps.mistake(
    "The worse coefficient lost its sign. It runs from 0 to -1, so that nobody mistakes a pain for a "
    "pleasure."
)
def _(kano, users, accounts):
    found = _camps(explore.answers(kano, users, accounts))
    return found.assign(worse=-found["worse"])


camps.hints(
    "The column `plan` of `asked` divides the respondents. What would you want to know of each group?",
    "`prio.kano` of each plan's rows for approval_steps gives `better`, `worse` and the counts.",
    "Three groups, three rows. The share of R is of all answers of the group.",
)


# E. The boss


def _flip(
    backlog: pd.DataFrame, work_items: pd.DataFrame, fixed: tuple[str, ...] = ("value",)
) -> float:
    few = explore.shortlist(_mended(backlog, work_items))
    boss = explore.boss_item(few)
    span = prio.winning_weights(explore.marks(few), explore.OTHER_WEIGHTS, boss, "fit", fixed)
    return span[0]


def _gaps(backlog: pd.DataFrame, work_items: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return by how much each other card is ahead without fit, and with all free weight on it."""
    few = explore.shortlist(_mended(backlog, work_items))
    marks, boss = explore.marks(few), explore.boss_item(few)
    free = {**explore.OTHER_WEIGHTS, "fit": 1 - explore.OTHER_WEIGHTS["value"]}
    free = {name: free[name] if name in ("value", "fit") else 0 for name in free}
    none, full = (prio.weighted_scores(marks, each) for each in (explore.OTHER_WEIGHTS, free))
    others = marks.index != boss
    return (none - none[boss])[others], (full - full[boss])[others]


@exercise(Number("fraction", tolerance=0.0005), points=5, objective="no")
def boss_wins_from(backlog, work_items):
    """Weight of fit from which the weekly ranking is first, with the weight of value kept."""
    return _flip(backlog, work_items)


@boss_wins_from.mistake(
    "Here value gave up weight as well. Customer success keeps its 0.3 whatever happens: only the other "
    "three make room."
)
def _(backlog, work_items):
    return _flip(backlog, work_items, ())


@boss_wins_from.mistake(
    "This is the share of the weight that is *free*. The answer is a share of all weight, value's 0.3 "
    "included."
)
def _(backlog, work_items):
    return _flip(backlog, work_items) / (1 - explore.OTHER_WEIGHTS["value"])


@boss_wins_from.mistake(
    "From here on the idea is no longer the last. First means ahead of every card."
)
def _(backlog, work_items):
    ahead, fit = _gaps(backlog, work_items)
    last = float((ahead / (ahead - fit)).min()) * (1 - explore.OTHER_WEIGHTS["value"])
    right, free = _flip(backlog, work_items), 1 - explore.OTHER_WEIGHTS["value"]
    return _share(last, right, right / free, _flip(backlog, work_items, ()))


boss_wins_from.hints(
    "Scores are straight lines in the weight of fit. Where do two lines cross?",
    "`prio.winning_weights(marks, weights, item, criterion, fixed)` gives the span of weights in which "
    "an item is first.",
    "The lowest weight of that span is asked, with value among the fixed criteria.",
)


# F. In which order


def _missed(backlog, dependencies, work_items, count, nobody: float) -> float:
    """Return what a mistaken count of missed dates gives, where nobody else gets it."""
    jobs = _jobs(backlog, dependencies, work_items, 2)
    order, weeks = explore.tight(jobs), explore.possible_weeks(jobs)
    right = schedule.misses(jobs, order, weeks)
    found = float(count(~explore.kept(jobs, order, weeks)))
    return found if min(abs(found - each) for each in (right, 1 - right)) > 0.005 else nobody


@exercise(Number("fraction", tolerance=0.001), points=5, objective="doubt")
def chance_missed(backlog, dependencies, work_items):
    """Share of the possible quarters in which the plan by middle estimates misses a date."""
    jobs = _jobs(backlog, dependencies, work_items, 2)
    return schedule.misses(jobs, explore.tight(jobs), explore.possible_weeks(jobs))


@chance_missed.mistake("This is the share in which *every* date is kept. The question is the rest.")
def _(backlog, dependencies, work_items):
    jobs = _jobs(backlog, dependencies, work_items, 2)
    right = schedule.misses(jobs, explore.tight(jobs), explore.possible_weeks(jobs))
    return _share(1 - right, right)


@chance_missed.mistake(
    "Here the dated jobs alone vary, and all jobs before them take their middle estimate. Each job "
    "before a date moves it."
)
def _(backlog, dependencies, work_items):
    jobs = _jobs(backlog, dependencies, work_items, 2)
    drawn = explore.possible_weeks(jobs)
    for job in jobs.index[jobs["due"].isna()]:
        drawn[job] = jobs.loc[job, "duration"]
    right = schedule.misses(jobs, explore.tight(jobs), explore.possible_weeks(jobs))
    return _share(
        schedule.misses(jobs, explore.tight(jobs), drawn), right, _share(1 - right, right)
    )


@chance_missed.mistake(
    "The two dates' chances of being missed are added. Quarters that miss both are counted twice."
)
def _(backlog, dependencies, work_items):
    return _missed(backlog, dependencies, work_items, lambda late: late.mean().sum(), 1000)


@chance_missed.mistake("This counts quarters that miss *both* dates. One is enough.")
def _(backlog, dependencies, work_items):
    return _missed(backlog, dependencies, work_items, lambda late: late.all(axis=1).mean(), 2000)


chance_missed.hints(
    "When does a job end? What has to be added up, in each of the possible quarters?",
    "`explore.finishes(planned, weeks)` has the week in which each job ends; compare with `due`.",
    "A quarter counts if one dated job or the other ends after its date. Then the share of such quarters.",
)


@exercise(ON_AVERAGE, points=8, objective="sequence")
def squads_order(backlog, dependencies, work_items):
    """An order of the second squad's queue that costs least on average."""
    return _least(_jobs(backlog, dependencies, work_items, 2))


@squads_order.mistake(TIGHT, says=lambda mistaken, right: mistaken > right)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 2), "tight")


@squads_order.mistake(CD3_LATE)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 2), "CD3")


@squads_order.mistake(DATES_FIRST)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 2), "dates, then CD3")


@squads_order.mistake(SHORTEST)
def _(backlog, dependencies, work_items):
    return _rival(_jobs(backlog, dependencies, work_items, 2), "shortest first")


squads_order.hints(
    "Which jobs cost most while they wait, and how near is each date? Behind the law, begin with "
    "any order that keeps both in nearly all quarters.",
    "Move one job a place at a time and watch the average, not the curve. Every job but the law may move.",
    "A place earlier costs a little waiting; a place later costs a share of the penalty. Stop where no "
    "single move and no exchange of two lowers the average.",
)


# G. What goes in


SIZES = (20, 32)
"""Person-weeks of a poorer quarter and of a richer one."""


def _table(cards: pd.DataFrame, plans: list) -> pd.DataFrame:
    """Return what the plans of both sizes are worth, and how often they fit."""
    quarters = explore.possible_efforts(cards)
    rows = [
        (size, plan.value, explore.chance_that_fits(quarters, plan.items, size))
        for size, plan in zip(SIZES, plans, strict=True)
    ]
    return pd.DataFrame(rows, columns=["capacity", "worth", "fits"])


def _worths(cards: pd.DataFrame, saved: pd.Series, needs: dict, always: list) -> pd.DataFrame:
    """Return the greatest sum of what is saved for both sizes, and how often the set fits."""
    return _table(
        cards, [prio.select(saved, cards["weeks"], size, needs, always) for size in SIZES]
    )


def _quarter(backlog: pd.DataFrame, dependencies: pd.DataFrame, work_items: pd.DataFrame):
    """Return what the exercise is about: cards, worth, needs, what is always in."""
    cards = _mended(backlog, work_items)
    needs = explore.needs(cards, dependencies)
    return cards, explore.worth(cards), needs, explore.unpriced(cards)


def _unlike(wrong: pd.DataFrame, right: pd.DataFrame, place: int) -> pd.DataFrame:
    """Return a mistaken table, with a number that nobody gets where it meets the right one."""
    pairs = zip(wrong["worth"], right["worth"], strict=True)
    return wrong.assign(worth=[_slip(each, own, place, near=0.001) for each, own in pairs])


@exercise(
    Table(
        columns=("capacity", "worth", "fits"), keys=("capacity",), tolerance=0.0005, partial=True
    ),
    points=7,
    objective="no",
)
def quarter(backlog, dependencies, work_items):
    """What the best poorer and richer quarter saves, law and leak always in, and how often it fits."""
    return _worths(*_quarter(backlog, dependencies, work_items))


@quarter.mistake(
    "This takes the best worth for each week of work until the quarter is full. Groundwork has "
    "little worth of its own, so what stands on it hardly ever gets in."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    found = _table(cards, [explore.from_the_top(cards, needs, size) for size in SIZES])
    return _unlike(found, _worths(cards, saved, needs, law), 1)


@quarter.mistake(
    "These are the weeks as their requesters gave them. Use `cards`, whose weeks are mended."
)
def _(backlog, dependencies, work_items):
    right = _worths(*_quarter(backlog, dependencies, work_items))
    given = explore.cards(backlog)
    needs = explore.needs(given, dependencies)
    found = _worths(given, explore.worth(given), needs, explore.unpriced(given))
    return _unlike(found, right, 6)


@quarter.mistake(
    "This is the list of bundles. It goes most of the way; the *greatest* worth is a set's, and the solver "
    "finds it."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    bundles = _table(cards, [explore.from_the_top(cards, needs, z, bundled=True) for z in SIZES])
    top = _table(cards, [explore.from_the_top(cards, needs, size) for size in SIZES])
    return _unlike(_unlike(bundles, top, 7), _worths(cards, saved, needs, law), 7)


@quarter.mistake(
    "Both sets are held against the weeks of the usual quarter. Each has a size of its own."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    possible, found = explore.possible_efforts(cards), _worths(cards, saved, needs, law)
    plans = [prio.select(saved, cards["weeks"], size, needs, law) for size in SIZES]
    return found.assign(fits=[explore.chance_that_fits(possible, plan.items) for plan in plans])


@quarter.mistake(
    "By middle estimates a set always fits: that is how it was chosen. Count the possible quarters in which "
    "it does."
)
def _(backlog, dependencies, work_items):
    return _worths(*_quarter(backlog, dependencies, work_items)).assign(fits=1.0)


@quarter.mistake(
    "The dependencies are not in it: some of these items stand on groundwork that you left out."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    return _unlike(_worths(cards, saved, {}, law), _worths(cards, saved, needs, law), 2)


@quarter.mistake(
    "The penalties are not in it. A date of this quarter that is kept avoids one: add it to what the "
    "wait of its item costs."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    waits = 13.0 * cards["cost_of_delay"]
    return _unlike(_worths(cards, waits, needs, law), _worths(cards, saved, needs, law), 3)


@quarter.mistake(
    "A year's value stands beside a penalty of this quarter. What is left out waits thirteen weeks: count "
    "what that wait costs."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    year = saved - 13.0 * cards["cost_of_delay"] + cards["value"]
    return _unlike(_worths(cards, year, needs, law), _worths(cards, saved, needs, law), 4)


@quarter.mistake(
    "All dates of the quarter are forced in here. Only the law and the leak have no price; a promise may "
    "be too dear to keep."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    right = _worths(cards, saved, needs, law)
    try:
        forced = _worths(cards, saved, needs, [*law, *cards.index[cards["due"] <= 13]])
    except ValueError:  # they do not even fit
        forced = right
    return _unlike(forced, right, 5)


@quarter.mistake(
    "Nothing is forced in. The fine of the law is small, so worth alone leaves it out; the law asks for "
    "it all the same, and a leak is closed. Hand both on as what is always in."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    right = _worths(cards, saved, needs, law)
    return _unlike(_worths(cards, saved, needs, []), right, 8)


@quarter.mistake(
    "The law is in, and the leak is left to its price. What shows customers' work to strangers has none: "
    "`explore.unpriced(cards)` holds both."
)
def _(backlog, dependencies, work_items):
    cards, saved, needs, law = _quarter(backlog, dependencies, work_items)
    right = _worths(cards, saved, needs, law)
    found = _unlike(_worths(cards, saved, needs, explore.legal(cards)), right, 9)
    return _unlike(found, _worths(cards, saved, needs, []), 10)


quarter.hints(
    "What does it cost to leave an item out until the next quarter? And what has to be in if it is in?",
    "Worth is thirteen weeks of cost of delay, plus the penalty if `due` is within 13 weeks. "
    "`prio.select(worth, weeks, size, needs, always)` is exact.",
    "Choose twice, once for each size, with `explore.needs(cards, dependencies)` and what has no price. "
    "Then add up the columns of `possible` that are in `items`, row by row.",
)


def _two(cards: pd.DataFrame, dependencies: pd.DataFrame) -> tuple[float, float, float]:
    """Return what a week of approvals costs, how much more their list costs, and how much sooner they end.

    Each held against the list that puts them off.
    """
    item = explore.approvals_item(cards)
    ahead, behind = explore.two_lists(cards, explore.needs(cards, dependencies), item)
    more = explore.list_cost(cards, ahead) - explore.list_cost(cards, behind)
    late, soon = (float(explore.ends(cards, each)[item].mean()) for each in (behind, ahead))
    return float(cards.loc[item, "cost_of_delay"]), more, late - soon


def _turn(backlog: pd.DataFrame, dependencies: pd.DataFrame, work_items: pd.DataFrame) -> float:
    own, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return own + more / sooner


@exercise(Number("USD a week", tolerance=0.5), points=5, objective="no")
def approvals_turn(backlog, dependencies, work_items):
    """Cost of a week's delay from which the list with approvals in their place costs no more."""
    return _turn(backlog, dependencies, work_items)


@approvals_turn.mistake(
    "This is what the requester says that a week costs. The question is from which cost on the first list "
    "is no dearer."
)
def _(backlog, dependencies, work_items):
    own, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return _slip(own, own + more / sooner, 1)


@approvals_turn.mistake(
    "The sign is wrong: the difference was taken off where it has to be added. If the list with approvals "
    "in their place is the cheaper one, they may cost *less* than now."
)
def _(backlog, dependencies, work_items):
    own, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return _slip(own - more / sooner, own + more / sooner, 2)


@approvals_turn.mistake(
    "This is by how much a week of approvals may fall, or has to rise. The question is the whole cost at "
    "which the lists are alike: begin at what a week costs now."
)
def _(backlog, dependencies, work_items):
    _, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return more / sooner


@approvals_turn.mistake(
    "This is the same difference with the other sign, and by itself. Which list costs more? Begin at what a "
    "week costs now."
)
def _(backlog, dependencies, work_items):
    _, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return -more / sooner


@approvals_turn.mistake(
    "The difference of the lists is that of the whole wait. How many weeks sooner do approvals end? Divide "
    "by them."
)
def _(backlog, dependencies, work_items):
    own, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return _slip(own + more, own + more / sooner, 3)


@approvals_turn.mistake(
    "This takes the wait for a whole quarter. Approvals that are put off end sooner than that: see by how "
    "many weeks the two lists differ."
)
def _(backlog, dependencies, work_items):
    own, more, sooner = _two(_mended(backlog, work_items), dependencies)
    return _slip(own + more / 13, own + more / sooner, 4)


@approvals_turn.mistake(
    "This divides by the weeks of *work* on approvals. What counts is by how many weeks sooner they end."
)
def _(backlog, dependencies, work_items):
    cards = _mended(backlog, work_items)
    own, more, sooner = _two(cards, dependencies)
    work = float(cards.loc[explore.approvals_item(cards), "weeks"])
    return _slip(own + more / work, own + more / sooner, 5)


@approvals_turn.mistake(
    "This is the cost from which approvals belong into the best *set* by middle estimates. What decides is "
    "the list, with what the work may take."
)
def _(backlog, dependencies, work_items):
    cards = _mended(backlog, work_items)
    item, needs = explore.approvals_item(cards), explore.needs(cards, dependencies)
    found = price_of_yes(cards, needs, item).needed
    return _slip(found, _turn(backlog, dependencies, work_items), 6)


@approvals_turn.mistake(
    "These are the weeks as their requesters gave them. Use `cards`, whose weeks are mended."
)
def _(backlog, dependencies, work_items):
    own, more, sooner = _two(explore.cards(backlog), dependencies)
    return _slip(own + more / sooner, _turn(backlog, dependencies, work_items), 7)


approvals_turn.hints(
    "What does each of the two lists cost on average? And how much more does each cost if a week of "
    "approvals costs a dollar more?",
    "A dollar more a week costs a list as many dollars as approvals take weeks to end in it: "
    "`explore.ends(cards, ahead)[approvals].mean()`.",
    "Both costs are straight lines in what a week costs. Begin at today's cost: how far is it from there to "
    "where the lines cross?",
)


# H. Words


_STEPS = {
    "named": "Given",
    "done": "When",
    "waits": "Then",
    "told": "Then",
    "quick": "Out",
    "table": "Out",
    "left": "Given",
    "approves": "Out",
}


@exercise(BOARD, points=4, objective="write")
def scenario():
    """Lines of one acceptance criterion, each in its step."""
    return _sorted(_STEPS)


@scenario.mistake(
    "A state of affairs became an event. A When is the one thing that somebody does; what holds before "
    "it is Given."
)
def _():
    return _sorted(_STEPS, left="When")


@scenario.mistake(
    "Two events stand under When. The second belongs to a scenario of its own: with two, nobody knows "
    "which of them made the outcome."
)
def _():
    return _sorted(_STEPS, approves="When")


@scenario.mistake(
    "*Quickly* is no outcome that two testers see alike, and a row in a table is nothing that a user "
    "sees."
)
def _():
    return _sorted(_STEPS, quick="Then", table="Then")


scenario.hints(
    "Read each line and ask: is it so before, does somebody do it, or can somebody see it after?",
    "One scenario has one event. What would need a second one stays out.",
    "A line that no user can see, or that two people would judge differently, belongs to no step.",
)


@exercise(
    Choice(
        {
            "one_path": "Open tasks out of one tool, for owners of new teams; rows that fail are "
            "shown and can be mended.",
            "database": "A store for tasks, comments, files and history of all five tools; the "
            "screens follow in winter.",
            "screens": "The screens for all five tools as a demo without storage, so that sales can "
            "show them around.",
            "rough": "All five tools with everything in them; what happens to rows that fail is seen "
            "to afterwards.",
            "all_but": "Everything that the epic names, for all teams and for all five tools, but "
            "without the history.",
        }
    ),
    points=2,
    objective="slice",
)
def first_slice():
    """Which first slice of the import epic is vertical and teaches something."""
    return "one_path"


first_slice.mistake(
    "A horizontal slice: a layer for everything, and nothing that anybody can use. You learn whether "
    "teams bring their tasks over when the last layer is done.",
    "database",
)
first_slice.mistake(
    "It is a layer too, the top one. A demo can test an idea with five people; it is no release.",
    "screens",
)
first_slice.mistake(
    "Version 1 minus quality. An MVP has less in it, not worse: tasks that vanish on the way are a loss "
    "of trust, not a lesson.",
    "rough",
)
first_slice.mistake(
    "Nearly everything is not a slice. What is the smallest thing that would show whether new teams stay "
    "when their tasks come along?",
    "all_but",
)
first_slice.hints(
    "Which of these could one real team use on the day it ships?",
    "A vertical slice goes through all layers for one kind of user and one path. It leaves out cases, "
    "not quality.",
    "Ask of each which people could use it, and for which one path.",
)


# The PRD


@exercise(
    Written(
        rubric=[
            Criterion(
                "Problem and evidence",
                25,
                {
                    4: "Whose problem, how often, how we know: numbers with their source and segment; "
                    "what is not known is said.",
                    2: "A problem is named, but evidence is opinion, a score, or an average that hides "
                    "two camps.",
                },
            ),
            Criterion(
                "Testable outcomes",
                20,
                {
                    4: "A change in behaviour with number, cohort and date, guardrails, and criteria that "
                    "two testers would judge alike.",
                    2: "Outcomes are output or adjectives; criteria say correctly, quickly, easily.",
                },
            ),
            Criterion(
                "Scope and non-goals",
                20,
                {
                    4: "A vertical slice that ships and teaches; non-goals that somebody wanted, with the "
                    "reason.",
                    2: "Scope is a list of features; non-goals are empty or nobody's wish.",
                },
            ),
            Criterion(
                "Edge cases, privacy, accessibility",
                15,
                {
                    4: "The cases that would wake somebody at night, what is kept of whom and how long, and "
                    "who could not use it.",
                    2: "The words appear; nothing in the product would differ.",
                },
            ),
            Criterion(
                "Priority argued, with its sensitivity",
                20,
                {
                    4: "Why now, what it pushes out, with dates and dependencies; which estimate would turn "
                    "the decision, and by how much.",
                    2: "A score or a label stands for the argument; nothing could change it.",
                },
            ),
        ],
        words=800,
    ),
    points=40,
    objective="write",
)
def prd():
    """The requirements of approvals for business teams."""


prd.hints(
    "Write the problem as one sentence that a customer would nod to, without naming the feature.",
    "Then: evidence by plan, outcome with a date, the first slice, what stays out and why, two "
    "criteria, what would turn the decision. Cite the fact sheet by line.",
    "For each non-goal, name who wanted it. For each criterion, ask what stands on the screen. For the "
    "priority, ask which number would have to be wrong.",
)
