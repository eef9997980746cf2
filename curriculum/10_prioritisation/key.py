"""Key of lesson 10: the right answer of each exercise, the mistakes real people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Reach is people a quarter, effort is person-weeks of five days, money is USD.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Criterion,
    Function,
    Number,
    Ranking,
    Table,
    Written,
    exercise,
)
from course_utils.toolkit import prioritisation as prio

OBJECTIVES = {
    "write": "Write a PRD and user stories with testable acceptance criteria.",
    "slice": "Slice an epic vertically to an MVP.",
    "score": "Score a backlog by value and effort, RICE, MoSCoW, cost of delay and Kano, and explain why they disagree.",
    "doubt": "Propagate uncertainty to the probability of a rank.",
    "sequence": "Sequence by cost of delay, fixed dates included.",
    "no": 'Defend a "no" in 90 seconds.',
}

TODAY = pd.Timestamp("2026-07-01")
SIZES = (20, 26, 32)
"""Person-weeks of the quarter that is planned, of a poorer and of a richer one."""
RANGE = 0.8


# What several exercises start from


def cards(backlog: pd.DataFrame, *, days: bool = True, months: bool = True) -> pd.DataFrame:
    """Bring the backlog into one unit, or leave out one of the two conversions."""
    times = np.where((backlog["reach_period"] == "month") & months, 3, 1)
    parts = np.where((backlog["effort_unit"] == "days") & days, 5, 1)
    found = {
        "due": ((pd.to_datetime(backlog["deadline"]) - TODAY).dt.days / 7).to_numpy(),
    }
    for end in ("", "_low", "_high"):
        found[f"reach{end}"] = backlog[f"reach{end}"].to_numpy() * times
        found[f"weeks{end}"] = backlog[f"effort{end}"].to_numpy() / parts
    kept = ["title", "requester", "impact", "confidence", "value", "cost_of_delay", "penalty"]
    kept += ["moscow", "paying_mentions"]
    return backlog[kept].assign(**found).set_index(backlog["item_id"])


def rice(backlog: pd.DataFrame, **units: bool) -> pd.Series:
    """Return RICE scores for each person-month."""
    found = cards(backlog, **units)
    people = found["reach"] * found["impact"] * found["confidence"]
    return people / (found["weeks"] * 3 / 13)


# 1. Rulers


QUADRANTS = ("Quick wins", "Big bets", "Fill-ins", "Money pits")
EFFORT_LINE = 2


def six(backlog: pd.DataFrame) -> pd.DataFrame:
    """Take every sixth card by value, the most valuable first."""
    found = cards(backlog)
    return found.sort_values("value", ascending=False, kind="stable").iloc[::6]


def _sorted_into(backlog: pd.DataFrame, names: tuple[str, ...] = QUADRANTS) -> pd.DataFrame:
    found = six(backlog)
    line = backlog["value"].median()
    place = (found["value"] < line) * 2 + (found["weeks"] >= EFFORT_LINE)
    return pd.DataFrame(
        {
            "card": [f"item_{item}" for item in found.index],
            "quadrant": [names[at] for at in place],
        }
    )


@exercise(
    Table(columns=("card", "quadrant"), keys=("card",), partial=True), points=2, objective="score"
)
def value_and_effort(backlog):
    """Which quarter of the value and effort plane six cards fall into."""
    return _sorted_into(backlog)


@value_and_effort.mistake(
    "Your effort axis runs the other way: little work is on the left. A quick win is much value for "
    "*little* effort."
)
def _(backlog):
    return _sorted_into(backlog, ("Big bets", "Quick wins", "Money pits", "Fill-ins"))


@value_and_effort.mistake(
    "Your value axis runs the other way: much value is at the top. Money pits are much work for "
    "*little* value."
)
def _(backlog):
    return _sorted_into(backlog, ("Fill-ins", "Money pits", "Quick wins", "Big bets"))


value_and_effort.hints(
    "Two yes-or-no questions for each card: is its value at least the line? Is its work?",
    "Print `six` beside the two lines. Watch the unit of the work: the table has weeks.",
    "Value at or above its line is the upper half; 2 person-weeks or more is the right half.",
)


def _scores(scores: pd.Series) -> pd.DataFrame:
    return scores.rename("rice").rename_axis("item_id").reset_index()


@exercise(
    Table(columns=("item_id", "rice"), keys=("item_id",), relative=0.001),
    points=3,
    objective="score",
)
def rice_scores(backlog):
    """RICE of every item, by quarter and person-month."""
    return _scores(rice(backlog))


@rice_scores.mistake(
    "Some efforts are days and were read as weeks: `effort_unit` says so. Five days make a week."
)
def _(backlog):
    return _scores(rice(backlog, days=False))


@rice_scores.mistake(
    "Some reaches are people a *month* in a quarterly formula: `reach_period` says so. They come out "
    "three times too small."
)
def _(backlog):
    return _scores(rice(backlog, months=False))


@rice_scores.mistake(
    "Both unit columns were passed over: months stand beside quarters and days beside weeks."
)
def _(backlog):
    return _scores(rice(backlog, days=False, months=False))


@rice_scores.mistake(
    "This is for each person-*week*. The order is right, the unit is not: a month has 13/3 weeks."
)
def _(backlog):
    return _scores(rice(backlog) * 3 / 13)


@rice_scores.mistake("Confidence is missing: the C of RICE.")
def _(backlog):
    return _scores(rice(backlog) / backlog.set_index("item_id")["confidence"])


rice_scores.hints(
    "Before you divide anything: does each column mean the same in every row?",
    "`reach_period` and `effort_unit` tell the units. `prio.rice` takes a unit for each row.",
    'prio.rice(b["reach"], b["impact"], b["confidence"], b["effort"], period=b["reach_period"], '
    'unit=b["effort_unit"]), then a table with item_id.',
)


# 2. Doubt


def pair(backlog: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Take the card with rank 8 by RICE, and the next whose score is at most 80 % of it."""
    scores = rice(backlog).sort_values(ascending=False, kind="stable")
    first = scores.iloc[7]
    below = scores.iloc[8:]
    found = cards(backlog)
    return found.loc[scores.index[7]], found.loc[below[below <= 0.8 * first].index[0]]


def _score_range(card: pd.Series, confidence: float, doubt: str = "both") -> tuple[float, float]:
    """Return mean and standard deviation of the logarithm of a RICE score."""
    z = prio.lognormal(1, math.e**2, confidence).sigma
    people = math.log(card["reach_low"]), math.log(card["reach_high"])
    work = math.log(card["weeks_low"]), math.log(card["weeks_high"])
    widths = [(people[1] - people[0]) / 2 * z, (work[1] - work[0]) / 2 * z]
    middle = (sum(people) - sum(work)) / 2 + math.log(card["impact"] * card["confidence"])
    if doubt == "reach":
        return middle, widths[0]
    return middle, sum(widths) if doubt == "added" else math.hypot(*widths)


def _chance(backlog: pd.DataFrame, confidence: float = RANGE, doubt: str = "both") -> float:
    (one, wide), (two, wider) = (_score_range(card, confidence, doubt) for card in pair(backlog))
    spread = wide + wider if doubt == "added" else math.hypot(wide, wider)
    return 0.5 * (1 + math.erf((one - two) / spread / math.sqrt(2)))


@exercise(Number("fraction", tolerance=0.0005), points=4, objective="doubt")
def a_before_b(backlog):
    """Probability that A's RICE score is greater than B's."""
    return _chance(backlog)


@a_before_b.mistake(
    "These ranges were read as nine times in ten. The backlog says that they hold *four* times in "
    "five, so the truth strays further."
)
def _(backlog):
    return _chance(backlog, 0.9)


@a_before_b.mistake("Only the reach may vary here. The work is a range too, and it divides.")
def _(backlog):
    return _chance(backlog, doubt="reach")


@a_before_b.mistake(
    "The spreads are added up. Independent errors partly cancel: multiply and divide the "
    "`lognormal` estimates and let them do it."
)
def _(backlog):
    return _chance(backlog, doubt="added")


@a_before_b.mistake("This is the probability that B is ahead of A.")
def _(backlog):
    return 1 - _chance(backlog)


a_before_b.hints(
    "Which numbers of A and B are ranges? What does the score do with each?",
    "Make a `prio.lognormal` of the reach and of the work of each card, confidence 0.8. Multiply by "
    "impact and confidence, divide by the work. `prio.outranks` compares two.",
    "score = prio.lognormal(reach_low, reach_high, 0.8) * (impact * confidence) / "
    "prio.lognormal(weeks_low, weeks_high, 0.8) for A and for B; then prio.outranks(a, b).",
)


# 3. MoSCoW


def _planned(weeks: pd.Series, labels: pd.Series, *left_out: str) -> pd.DataFrame:
    """Return which share each label has in the work that is not left out."""
    kept = ~labels.isin(left_out)
    by_label = weeks[kept].groupby(labels[kept].astype(str)).sum()
    shares = (by_label / by_label.sum()).drop("wont", errors="ignore")
    return shares.rename("share").rename_axis("moscow").reset_index()


@exercise(
    Table(columns=("moscow", "share"), keys=("moscow",), tolerance=0.0005),
    points=2,
    objective="score",
)
def moscow_shares(backlog):
    """Shares of the planned effort that its requesters call Must, Should and Could."""
    found = cards(backlog)
    return _planned(found["weeks"], found["moscow"], "wont")


@moscow_shares.mistake(
    "This counts cards. A promise is kept with working time, so the shares are of the effort."
)
def _(backlog):
    found = cards(backlog)
    return _planned(found.assign(weeks=1)["weeks"], found["moscow"], "wont")


@moscow_shares.mistake(
    "Won't is in the total. What is agreed to stay out this time is no part of the plan."
)
def _(backlog):
    found = cards(backlog)
    return _planned(found["weeks"], found["moscow"])


@moscow_shares.mistake("Days and weeks are added together. Bring the effort into weeks first.")
def _(backlog):
    found = cards(backlog, days=False)
    return _planned(found["weeks"], found["moscow"], "wont")


moscow_shares.hints(
    "Shares of what? Cards do not get tired.",
    "Leave out the label wont; then the weeks of each label over the weeks of all that are left.",
    'planned = cards[cards["moscow"] != "wont"]; planned.groupby("moscow")["weeks"].sum() over the '
    'sum of all planned weeks; then .reset_index(name="share").',
)


_RIGHT = {
    "hide": "Must",
    "law": "Must",
    "revoke": "Should",
    "notify": "Should",
    "avatar": "Could",
    "sort": "Could",
    "ranking": "Won't",
    "white_label": "Won't",
}


def _release(**changed: str) -> pd.DataFrame:
    labels = {**_RIGHT, **changed}
    return pd.DataFrame({"card": list(labels), "label": list(labels.values())})


@exercise(
    Table(columns=("card", "label"), keys=("card",), partial=True), points=3, objective="slice"
)
def release():
    """MoSCoW of eight wishes for the guest release."""
    return _release()


@release.mistake(
    "Everything with a reason became a Must. For each, ask: is there a workaround? Support that ends "
    "access by hand is one, so is a list that can be looked at."
)
def _():
    return _release(revoke="Must", notify="Must")


@release.mistake(
    "The ranking is in because of who asked. It does not serve this release: guests are clients. "
    "Won't this time is an answer, and it can be said kindly."
)
def _():
    return _release(ranking="Must")


@release.mistake(
    "Won't means out of *this* release by agreement. What may come in if there is time is a Could; "
    "it is your contingency."
)
def _():
    return _release(avatar="Won't", sort="Won't")


release.hints(
    "Take each card out in thought. Can you still ship? Is it legal, is it safe?",
    "Must: not viable, legal or safe without it. Should: painful, with a workaround. Could: nice, "
    "and first to give way. Won't: agreed out, this time.",
    "Two cards in each column. The two musts are about safety and law.",
)


# 4. Kano


def _categories(kano: pd.DataFrame, swapped: bool = False) -> pd.Series:
    first, second = ("dysfunctional", "functional") if swapped else ("functional", "dysfunctional")
    return prio.kano_answers(kano[first], kano[second])


def _modes(kano: pd.DataFrame, allowed: str = "MOAIRQ", swapped: bool = False) -> pd.DataFrame:
    answers = _categories(kano, swapped)
    counts = pd.crosstab(kano["feature"], answers)
    # Of equal counts the first of M, O, A, I, R, Q, as Berger's rule goes.
    best = counts.reindex(columns=list(allowed), fill_value=0).idxmax(axis=1)
    return best.rename("category").rename_axis("feature").reset_index()


@exercise(
    Table(columns=("feature", "category"), keys=("feature",), partial=True),
    points=3,
    objective="score",
)
def kano_modes(kano):
    """The most frequent Kano category of each feature."""
    return _modes(kano)


@kano_modes.mistake(
    "The two questions are swapped: rows of the table are *with* the feature (functional). Swapped, "
    "delight and duty change places."
)
def _(kano):
    return _modes(kano, swapped=True)


@kano_modes.mistake(
    "Indifferent was left out. That most people do not care is an answer, and a cheap one to get."
)
def _(kano):
    return _modes(kano, "MOARQ")


@kano_modes.mistake(
    "Reverse was left out. Some want the opposite of it: that is what you needed to hear."
)
def _(kano):
    return _modes(kano, "MOAIQ")


kano_modes.hints(
    "Each answer is a pair. Which cell of the evaluation table does the pair fall into?",
    "`prio.kano_answers(functional, dysfunctional)` gives a letter for each row. Count letters by "
    "feature and take the most frequent.",
    'letters = prio.kano_answers(kano["functional"], kano["dysfunctional"]); then '
    'letters.groupby(kano["feature"]).agg(lambda x: x.value_counts().idxmax()).',
)


def _counts(kano: pd.DataFrame) -> dict[str, int]:
    return _categories(kano).value_counts().reindex(list("AOMIRQ"), fill_value=0).to_dict()


@exercise(Number("fraction", tolerance=0.0005), points=3, objective="score")
def ranking_pleases(kano):
    """The better coefficient of the weekly ranking of people."""
    n = _counts(kano[kano["feature"] == "activity_ranking"])
    return (n["A"] + n["O"]) / (n["A"] + n["O"] + n["M"] + n["I"])


@ranking_pleases.mistake(
    "Reverse and questionable answers are in the denominator. The coefficients divide by A, O, M and "
    "I alone; R and Q are reported beside them."
)
def _(kano):
    n = _counts(kano[kano["feature"] == "activity_ranking"])
    return (n["A"] + n["O"]) / sum(n.values())


@ranking_pleases.mistake(
    "This counts the attractive answers only. Having it also pleases those to whom it is "
    "one-dimensional."
)
def _(kano):
    n = _counts(kano[kano["feature"] == "activity_ranking"])
    return n["A"] / (n["A"] + n["O"] + n["M"] + n["I"])


@ranking_pleases.mistake("This is the *worse* coefficient: how much lacking it hurts.")
def _(kano):
    n = _counts(kano[kano["feature"] == "activity_ranking"])
    return -(n["O"] + n["M"]) / (n["A"] + n["O"] + n["M"] + n["I"])


ranking_pleases.hints(
    "Who is pleased when it is there? And who belongs in the denominator?",
    "(A + O) / (A + O + M + I) of the rows of this feature.",
    "prio.kano(functional, dysfunctional).better for the rows of activity_ranking.",
)


def _by_plan(
    kano: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, everybody: bool = False
) -> pd.DataFrame:
    asked = kano[kano["feature"] == "approval_steps"]
    account = users.set_index("user_id")["account_id"]
    plan = asked["user_id"].map(account).map(accounts.set_index("account_id")["plan"]).astype(str)
    rows = []
    for name, group in asked.groupby(plan):
        n = _counts(group)
        whole = sum(n.values()) if everybody else n["A"] + n["O"] + n["M"] + n["I"]
        rows.append((name, (n["A"] + n["O"]) / whole, -(n["O"] + n["M"]) / whole))
    return pd.DataFrame(rows, columns=["plan", "better", "worse"])


@exercise(
    Table(columns=("plan", "better", "worse"), keys=("plan",), tolerance=0.0005, partial=True),
    points=4,
    objective="score",
)
def approvals_by_plan(kano, users, accounts):
    """Kano coefficients of approval steps, plan by plan."""
    return _by_plan(kano, users, accounts)


@approvals_by_plan.mistake(
    "R and Q are in the denominators. On the free plan many want the opposite: report them beside "
    "the coefficient, not inside."
)
def _(kano, users, accounts):
    return _by_plan(kano, users, accounts, everybody=True)


@approvals_by_plan.mistake(
    "The worse coefficient lost its sign. It runs from 0 to -1, so that nobody mistakes a pain for a "
    "pleasure."
)
def _(kano, users, accounts):
    found = _by_plan(kano, users, accounts)
    return found.assign(worse=-found["worse"])


approvals_by_plan.hints(
    "From a respondent to a plan there are two steps.",
    "kano joins users by user_id, users join accounts by account_id. Then `prio.kano` for each plan.",
    'asked.merge(users, on="user_id").merge(accounts, on="account_id").groupby("plan"), and '
    "prio.kano(...).better and .worse of each group.",
)


# 5. Delay


def queue(backlog: pd.DataFrame, dependencies: pd.DataFrame) -> pd.DataFrame:
    """Take the jobs of the assignment: two dates, and what costs most a week and waits for nothing.

    One job more than in the lesson, where the least cost is shown.
    """
    found = cards(backlog)
    found["duration"] = np.ceil(found["weeks"] - 1e-9).astype(int)
    dated = found[found["due"].notna()].sort_values("due", kind="stable").head(2)
    free = found[found["due"].isna() & ~found.index.isin(dependencies["item_id"])]
    free = free[(free["duration"] <= 4) & (free["cost_of_delay"] > 0)]
    free = free.sort_values("cost_of_delay", ascending=False, kind="stable")
    free = free[~(free["cost_of_delay"] / free["duration"]).duplicated()]
    many = int((free["duration"].cumsum() < dated["due"].max()).sum()) + 1
    return pd.concat([dated, free.head(min(many, 8) + 1).sort_index()])


def _cd3(jobs: pd.DataFrame) -> list[Any]:
    ratio = jobs["cost_of_delay"] / jobs["duration"]
    return list(ratio.sort_values(ascending=False, kind="stable").index)


@exercise(Number("USD", tolerance=0.5), points=4, objective="sequence")
def least_delay(backlog, dependencies):
    """The least that delay can cost for the squad's queue."""
    return prio.best_order(queue(backlog, dependencies))[1]


@least_delay.mistake(
    "This is the order by CD3. It is best for costs that run evenly; the two dates have none until "
    "they are missed, so CD3 puts them last and misses both."
)
def _(backlog, dependencies):
    jobs = queue(backlog, dependencies)
    return prio.delay_cost(jobs, _cd3(jobs))


@least_delay.mistake(
    "The cost stops when a job *starts* here. Customers wait until it is finished."
)
def _(backlog, dependencies):
    jobs = queue(backlog, dependencies)
    own = (jobs["duration"] * jobs["cost_of_delay"]).sum()
    return prio.best_order(jobs)[1] - own


@least_delay.mistake(
    "The penalties are left out, as if the two dates did not matter. What is missed is paid."
)
def _(backlog, dependencies):
    jobs = queue(backlog, dependencies)
    return prio.delay_cost(jobs.assign(penalty=0), _cd3(jobs))


least_delay.hints(
    "What does a job with a date cost in the week before its date? And in the week after?",
    "`prio.best_order(jobs)` looks at every set of jobs and gives the order and its cost.",
    "order, cost = prio.best_order(jobs); the answer is cost.",
)


HABITS = {
    "asked": "in the order in which they were asked for",
    "cd3": "by falling cost of delay over duration",
    "dates": "the earliest date first, then the rest as they were asked for",
    "shortest": "the shortest first",
}


def _by_habit(backlog: pd.DataFrame, dependencies: pd.DataFrame, **changed: Any) -> list[str]:
    """Rank the habits by what their orders cost; equal jobs and equal costs keep their order."""
    jobs = queue(backlog, dependencies).sort_index()
    dated = jobs["due"].sort_values(kind="stable").dropna().index
    orders = {
        "asked": list(jobs.index),
        "cd3": _cd3(jobs),
        "dates": [*dated, *(item for item in jobs.index if item not in dated)],
        "shortest": list(jobs["duration"].sort_values(kind="stable").index),
    }
    costs = {name: prio.delay_cost(jobs.assign(**changed), order) for name, order in orders.items()}
    return sorted(costs, key=lambda name: costs[name])


@exercise(Ranking(HABITS), points=3, objective="sequence")
def four_habits(backlog, dependencies):
    """Four habits of ordering a queue, the cheapest first."""
    return _by_habit(backlog, dependencies)


# Where CD3 is also the shortest first, these two meet: they say the same.
UNDATED = (
    "No date counts here: a job costs its weeks of waiting and no penalty. Then CD3 is unbeaten, or "
    "the shortest first if a week of each job costs the same; with the dates either may be the "
    "dearest."
)


@four_habits.mistake(UNDATED)
def _(backlog, dependencies):
    return _by_habit(backlog, dependencies, penalty=0)


@four_habits.mistake(UNDATED)
def _(backlog, dependencies):
    return _by_habit(backlog, dependencies, penalty=0, cost_of_delay=1)


four_habits.hints(
    "Four orders, four sums. Which of them knows about the two dates?",
    "Write each order as a list of item_id and let `prio.delay_cost(jobs, order)` add it up.",
    "jobs = jobs.sort_index(); list(jobs.index), prio.by_score(prio.cd3(...)), the dated ones by due "
    "and then the rest, and prio.by_score(-jobs['duration']).",
)


def _places(order: list[Any]) -> pd.DataFrame:
    places = range(1, len(order) + 1)
    return pd.DataFrame({"job": [f"item_{item}" for item in order], "place": places})


@exercise(
    Table(columns=("job", "place"), keys=("job",), partial=True), points=4, objective="sequence"
)
def squads_order(backlog, dependencies):
    """The order of the squad's queue that loses least."""
    return _places(prio.best_order(queue(backlog, dependencies))[0])


@squads_order.mistake(
    "This is CD3's order. Both dates come last in it, after they have passed. Move each as late as "
    "it can be and still be met."
)
def _(backlog, dependencies):
    return _places(_cd3(queue(backlog, dependencies)))


@squads_order.mistake(
    "This is the order in which they were asked for. It is fair to those who ask and dear to those "
    "who wait."
)
def _(backlog, dependencies):
    return _places(sorted(queue(backlog, dependencies).index))


squads_order.hints(
    "Begin with CD3 for the jobs without a date. Where do the two others fit?",
    "Watch the score as you move a dated job down: it falls until the date is missed. Or let "
    "`prio.best_order(jobs)` say the order.",
    "Put the rows into the order of prio.best_order(jobs)[0]; its names are the item_id of `jobs`.",
)


# 6. Capacity


def _needs(dependencies: pd.DataFrame) -> dict[int, list[int]]:
    return {item: list(group) for item, group in dependencies.groupby("item_id")["needs"]}


def _best_values(backlog: pd.DataFrame, needs: dict[int, list[int]], choose: Any) -> pd.DataFrame:
    found = cards(backlog)
    value = found["value"].astype(float)
    rows = [(size, choose(value, found["weeks"], size, needs).value) for size in SIZES]
    return pd.DataFrame(rows, columns=["capacity", "value"])


@exercise(
    Table(columns=("capacity", "value"), keys=("capacity",), tolerance=0.5),
    points=4,
    objective="score",
)
def best_quarter(backlog, dependencies):
    """The greatest value that fits a quarter of three sizes, with what it needs."""
    return _best_values(backlog, _needs(dependencies), prio.select)


@best_quarter.mistake(
    "This takes the best value for each week of work until the quarter is full. Groundwork has "
    "little value of its own, so nothing that stands on it ever gets in."
)
def _(backlog, dependencies):
    return _best_values(backlog, _needs(dependencies), prio.greedy)


@best_quarter.mistake(
    "The dependencies are not in it: some of these items stand on groundwork that you left out."
)
def _(backlog):
    return _best_values(backlog, {}, prio.select)


best_quarter.hints(
    "What has to be in if an item is in?",
    "`prio.select(value, effort, capacity, needs)` is exact. `needs` is a dictionary from item to "
    "the list of what it needs.",
    'needs = dependencies.groupby("item_id")["needs"].apply(list).to_dict(); then for each size '
    "prio.select(value, weeks, size, needs).value, both Series indexed by item_id.",
)


# 7. The boss


WEIGHTS = {"value": 0.4, "reach": 0.2, "paying askers": 0.2, "little work": 0.2, "fit": 0.0}
_FIT = {"chief_executive": 5, "product": 3, "sales": 3, "marketing": 3}


def _marks(found: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "value": found["value"],
        "reach": found["reach"],
        "paying askers": found["paying_mentions"],
        "little work": -found["weeks"],
    }
    made = pd.DataFrame(
        {name: 1 + (c.rank(method="first") - 1) * 5 // len(c) for name, c in columns.items()}
    ).astype(int)
    made["fit"] = found["requester"].map(_FIT).fillna(2).astype(int)
    return made


def _boss(found: pd.DataFrame) -> Any:
    return found.index[found["title"].str.contains("ranking of people|finished most")][0]


def eight(backlog: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    """Mark the seven best cards by the team's weights and the chief executive's idea."""
    found = cards(backlog)
    boss = _boss(found)
    order = prio.by_score(prio.weighted_scores(_marks(found), WEIGHTS))
    own = found.index[found["requester"] == "chief_executive"]
    best = [item for item in order if item not in own][:7]
    return _marks(found.loc[sorted([*best, boss])]), boss


def _gaps(backlog: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return by how much each other card is ahead: by the team's weights, and by fit alone."""
    marks, boss = eight(backlog)
    scores = prio.weighted_scores(marks, WEIGHTS)
    others = marks.index != boss
    return (scores - scores[boss])[others], (marks["fit"] - marks.loc[boss, "fit"])[others]


@exercise(Number("fraction", tolerance=0.0005), points=4, objective="no")
def boss_wins_from(backlog):
    """Weight of fit from which the chief executive's idea is first."""
    ahead, fit = _gaps(backlog)
    return max(0.0, float((ahead / (ahead - fit)).max()))


@boss_wins_from.mistake(
    "The other weights have not made room. A weight is a share of all weight: if fit gets w, the "
    "others share 1 - w."
)
def _(backlog):
    ahead, fit = _gaps(backlog)
    return float((ahead / -fit).max())


@boss_wins_from.mistake(
    "From here on the idea is no longer the last. First means ahead of every card."
)
def _(backlog):
    ahead, fit = _gaps(backlog)
    return float((ahead / (ahead - fit)).min())


boss_wins_from.hints(
    "Scores are straight lines in the weight of fit. Where do two lines cross?",
    "`prio.winning_weights(marks, weights, item, criterion)` gives the span of weights in which an "
    "item is first.",
    'prio.winning_weights(marks, explore.WEIGHTS, boss, "fit")[0].',
)


# 8. Words


VAGUE = ("correctly", "properly", "quickly", "easily")


def faults_in(text: str, *, loud: bool = False, alone: bool = False, anywhere: bool = False) -> int:
    """Count the faults of a scenario, or count them as one of three careless readers would."""
    steps: list[tuple[str, str]] = []
    for line in text.splitlines():
        first, _, rest = line.strip().partition(" ")
        word = first if loud else first.capitalize()
        if word in ("Given", "When", "Then"):
            steps.append((word, rest))
        elif word in ("And", "But") and steps and not alone:
            steps.append((steps[-1][0], rest))
    kinds = [kind for kind, _ in steps]
    there = [kind for kind in ("Given", "When", "Then") if kind in kinds]
    firsts = [kinds.index(kind) for kind in there]
    faults = 3 - len(there)
    faults += firsts != sorted(firsts)
    faults += max(0, kinds.count("When") - 1)
    for kind, rest in steps:
        words = re.findall(r"[a-z]+", rest.lower())
        faults += (kind == "Then" or anywhere) and any(word in VAGUE for word in words)
    return faults


def _scenarios(seed: int) -> Iterator[tuple[str]]:
    yield (
        "Given a project with a guest\nWhen the owner removes the guest\nThen the guest sees no task",
    )
    yield (
        "given a project with a guest\nwhen the owner removes the guest\nand the page loads\nthen it works correctly",
    )
    yield ("Given a board that loads quickly\nWhen a task moves\nThen its place is kept",)
    rng = np.random.default_rng(seed)
    givens = ["a free account", "two owners", "a board that loads quickly", "a guest"]
    whens = ["the owner asks for approval", "an hour passes", "the task is done correctly"]
    thens = ["the task waits", "it works properly", "one mail is sent", "the page opens quickly"]
    more = ["the list is empty", "nobody is told", "it is saved easily", "the task stays"]
    while True:
        lines = []
        for word, texts in (("Given", givens), ("When", whens), ("Then", thens)):
            if rng.random() < 0.85:
                lines.append(f"{word} {rng.choice(texts)}")
                if rng.random() < 0.45:
                    lines.append(f"{rng.choice(['And', 'But'])} {rng.choice(more)}")
        if rng.random() < 0.15:
            lines = lines[::-1]
        if rng.random() < 0.3:
            lines = [line.lower() for line in lines]
        if rng.random() < 0.2:
            lines.insert(0, "Scenario: approvals")
        if lines:
            yield ("\n".join(lines),)


@exercise(
    Function(Number("faults"), cases=_scenarios, visible=3, unseen=24), points=5, objective="write"
)
def count_faults(text):
    """How many faults an acceptance criterion has."""
    return faults_in(text)


@count_faults.mistake("Steps in small letters are not seen. People write `given` too.")
def _(text):
    return faults_in(text, loud=True)


@count_faults.mistake(
    "And and But are passed over. They continue the step above them: an And under a When is a second "
    "event."
)
def _(text):
    return faults_in(text, alone=True)


@count_faults.mistake(
    "The vague words count everywhere here. Only a Then has to be seen; a state may be said loosely."
)
def _(text):
    return faults_in(text, anywhere=True)


count_faults.hints(
    "First turn the text into a list of steps: (kind, rest of the line).",
    "Walk the lines. The first word, in any case, is the kind; for And and But take the kind of the "
    "step before. Then count the four kinds of faults, one after the other.",
    "kinds = [kind for kind, rest in steps]; missing = sum(k not in kinds for k in (...)); order: the "
    "positions of the first Given, When and Then that are there, against their sorted list; events: "
    "max(0, kinds.count('When') - 1); vague: Then steps with a word of the list.",
)


@exercise(
    Choice(
        {
            "audit": "As a team owner on the business plan, I want a task to close only after the person "
            "I named has approved it, so that nothing reaches a client unseen.",
            "table": "As a team owner, I want a table approvals with a foreign key to tasks, so that "
            "approvals are stored.",
            "manage": "As a team owner, I want to manage approvals, so that I keep control.",
            "user": "As a user, I want approvals, so that tasks can be approved.",
            "easy": "As a team owner, I want approving to be easy and fast, so that I like it.",
        }
    ),
    points=2,
    objective="write",
)
def best_story():
    """Which story is ready to be talked about."""
    return "audit"


best_story.mistake(
    "It is a task in a story's clothes: a table is how. Nobody outside the building would notice it, "
    "and nothing is left to negotiate.",
    "table",
)
best_story.mistake(
    "`manage` is five stories in one word: ask, approve, refuse, change, look up. It is not small, and "
    "nobody can estimate it.",
    "manage",
)
best_story.mistake(
    "Which user? And the reason repeats the wish. Nobody can find a cheaper way to a purpose that is "
    "not said.",
    "user",
)
best_story.mistake(
    "Easy and fast for whom, and measured how? Two honest testers could disagree.", "easy"
)
best_story.hints(
    "Read each aloud and ask: who, what, why, and how would I see that it is done?",
    "INVEST: independent, negotiable, valuable, estimable, small, testable. Four of the five break "
    "at least one letter.",
    "One names a plan, a person, an event that can be watched, and a purpose.",
)


@exercise(
    Choice(
        {
            "one_path": "A business team can name one approver for a project; a task there waits for "
            "that person and then closes. No chains, no settings page, no mobile.",
            "database": "All tables and services for approvals of every kind; screens follow next "
            "quarter.",
            "screens": "All screens for approvals, as a demo without storage, so that sales can show them.",
            "rough": "Approvals with chains, groups and rules, without tests, permissions and "
            "accessibility. We clean up later.",
            "all_but": "Everything in the brief for all plans, without reports.",
        }
    ),
    points=2,
    objective="slice",
)
def first_slice():
    """Which first slice of the approvals epic is vertical and teaches something."""
    return "one_path"


first_slice.mistake(
    "A horizontal slice: a layer for everything, and nothing that anybody can use. You learn whether "
    "approvals help when the last layer is done.",
    "database",
)
first_slice.mistake(
    "It is a layer too, the top one. A demo can test an idea with five people; it is no release.",
    "screens",
)
first_slice.mistake(
    "Version 1 minus quality. An MVP has less in it, not worse: approvals that leak are a loss of "
    "trust, not a lesson.",
    "rough",
)
first_slice.mistake(
    "Nearly everything is not a slice. What is the smallest thing that would show whether business "
    "teams close tasks through approvals?",
    "all_but",
)
first_slice.hints(
    "Which of these could one real team use on the day it ships?",
    "A vertical slice goes through all layers for one kind of user and one path. It leaves out cases, "
    "not quality.",
    "It is the one that says what is left out.",
)


@exercise(
    Choice(
        {
            "priced": "Not this quarter. The most frequent answer to a ranking was that people want the opposite, "
            "and it would push out items that paying teams asked for. I would take it up again if five "
            "business teams asked for it; shall we look at what you want it to achieve?",
            "later": "Great idea! We will look into it later, when there is time.",
            "process": "RICE gives it a low score, so it is not possible.",
            "blame": "Engineering says that it cannot be done before winter.",
            "yes_but": "Yes, if we also keep everything else and nobody falls ill.",
        }
    ),
    points=2,
    objective="no",
)
def say_no():
    """Which answer to the chief executive is a defensible no."""
    return "priced"


say_no.mistake(
    "That is a yes to everybody who hears it. It will be in a presentation by Friday.", "later"
)
say_no.mistake(
    "A score is no reason. It hides your judgement behind a formula, and the next question is who "
    "typed the numbers.",
    "process",
)
say_no.mistake(
    "You gave the no to somebody else. It is your decision; and once they find the time, you have no "
    "reason left.",
    "blame",
)
say_no.mistake(
    "A yes with a condition that nobody can keep. In autumn it will be your promise that was broken.",
    "yes_but",
)
say_no.hints(
    "What would let the chief executive repeat your answer to the board, in fairness to both of you?",
    "A good no has four parts: the decision, the evidence, the price of a yes, and what would change "
    "your mind.",
    "Only one of them says what a yes would push out.",
)


# 9. The PRD


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
