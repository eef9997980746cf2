"""Key of lesson 9: the right answer of each exercise, the mistakes real people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: rates are fractions, a difference is
treatment minus control and absolute, sizes are per arm, tests are two-sided.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choices,
    Criterion,
    Function,
    Number,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import experiments as explore
from course_utils.toolkit import experiments as tests
from course_utils.toolkit import metrics

OBJECTIVES = {
    "design": "Design a test: unit, metric, smallest effect, size, weeks, guardrails, date of reading, written beforehand.",
    "trust": "Check the sample ratio before any outcome, and find whom a test lost.",
    "analyse": "Analyse rates, means and ratio metrics with the variance of what was assigned.",
    "looks": "Control looking early and asking much.",
    "sharpen": "Apply CUPED, and say when it cannot help and what must not be adjusted for.",
    "quasi": "Choose a comparison, and name its assumption, when a test is impossible.",
    "decide": "Interpret p, interval and false-positive risk, and decide: ship, iterate or stop.",
}


class _Last:
    """Remembers the joined log of the last company: one is asked many times."""

    ids: Any = None
    runs: Any = None


def joined(assignments, experiments, users, accounts) -> pd.DataFrame:
    """Join the platform's log, once a company."""
    ids = assignments["pre_value"].to_numpy()
    if _Last.ids is None or len(ids) != len(_Last.ids) or not np.shares_memory(ids, _Last.ids):
        _Last.ids, _Last.runs = ids, explore.joined(assignments, experiments, users, accounts)
    return _Last.runs


def rows_of(tables: tuple, name: str, *, exposed: bool = True, **where: str) -> pd.DataFrame:
    """Keep the people of one experiment, and of a plan, a role or the like."""
    rows = explore.of(joined(*tables), name, exposed=exposed)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows


def rate(rows: pd.DataFrame, arm: int = 0) -> float:
    """Return the share converted in an arm, the control by default."""
    hits, seen = explore.arms(rows)[arm]
    return hits / seen


def row_of(interval) -> pd.DataFrame:
    """Return an interval as a table of one row."""
    estimate, low, high = tuple(interval)[:3]
    return pd.DataFrame({"estimate": [estimate], "low": [low], "high": [high]})


def name_each(
    exercise: Any,
    table: Callable[..., pd.DataFrame],
    wrong: Mapping[tuple[str, str], str],
    also: Mapping[str, str] | None = None,
) -> None:
    """Name each wrong card, or field, alone and beside another one, in sentences of its own.

    Parameters
    ----------
    exercise : Exercise
        What is answered.
    table : callable
        Makes the answer of a right one and some other columns by card.
    wrong : mapping of (card, column) to str
        The message of each.
    also : mapping of card to column, optional
        Another right choice, beside which the wrong ones are named as well.
    """
    for many in (1, 2):
        for chosen in combinations(wrong, many):
            if len({card for card, _ in chosen}) == many:
                words = " ".join(wrong[each] for each in chosen)
                exercise.mistake(words, table(**dict(chosen)))
                for card, column in (also or {}).items():
                    if card not in dict(chosen):
                        exercise.mistake(words, table(**dict(chosen), **{card: column}))


# Practice, in the lesson


@practice(Number("people"), objective="design")
def people_needed(assignments, experiments, users, accounts):
    """People in each arm for three points with a power of 90 %."""
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03, power=0.9).control


@people_needed.accept("the unpooled variance")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03, power=0.9, method="unpooled").control


@people_needed.accept("the base's variance where nothing works, as much-used calculators have it")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    raised = base + 0.03
    idle = 1.959964 * math.sqrt(2 * base * (1 - base))
    true = 1.281552 * math.sqrt(base * (1 - base) + raised * (1 - raised))
    return math.ceil(((idle + true) / 0.03) ** 2)


@people_needed.mistake("This is both arms together. The question asks for each arm.")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03, power=0.9).total


@people_needed.mistake("This has a power of 80 %. The question asks for 90 %.")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03).control


@people_needed.mistake("Here 3 % of the rate is to be found. Three points are absolute.")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03, relative=True, power=0.9).control


@people_needed.mistake("This is one-sided. Unless said otherwise, a test looks both ways.")
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    return tests.rates_sample_size(base, 0.03, power=0.9, alpha=0.1).control


@people_needed.mistake(
    "This takes the base's noise for both arms. The treatment's rate is another one."
)
def _(assignments, experiments, users, accounts):
    base = rate(rows_of((assignments, experiments, users, accounts), "digest_hour"))
    both = 1.959964 + 1.281552
    return math.ceil(2 * base * (1 - base) * (both / 0.03) ** 2)


people_needed.hints("The function returns the people of both arms; you want one of them.")


@practice(
    Table(columns=("card", "column"), keys=("card",), partial=True),
    objective="trust",
)
def autopsy(assignments, experiments, users, accounts):
    """What broke each of five tests."""
    found = explore.bodies(joined(assignments, experiments, users, accounts))
    pairs = [(case, body.mechanism) for case, body in found.items()]
    return pd.DataFrame(pairs, columns=["card", "column"])


BROKEN = {
    "apple": "cache",
    "birch": "bots",
    "cedar": "trigger",
    "delta": "ramp",
    "elder": "redirect",
}


def _broken(**other: str) -> pd.DataFrame:
    named = {**BROKEN, **other}
    return pd.DataFrame(list(named.items()), columns=["card", "column"])


autopsy.mistake(
    "In B and C the use tells. In which of them are the assigned off as well?",
    _broken(cedar="bots", birch="trigger"),
)
autopsy.mistake(
    "Cut A by new and old, and E by platform. Which of the two loses people by where they come from?",
    _broken(apple="redirect", elder="cache"),
)
autopsy.mistake(
    "Cut C by how often they come, and E by platform.",
    _broken(cedar="redirect", elder="trigger"),
)
autopsy.mistake(
    "Cut A by new and old, and C by how often they come.",
    _broken(apple="trigger", cedar="cache"),
)
autopsy.mistake(
    "Cut D by day: it is not people that are lost there.",
    _broken(delta="cache", apple="ramp"),
)
autopsy.hints("For each case, look for the cut in which one part is off and the other is not.")


def _thinned(tables: tuple, *, end: str = "low", plan: str | None = "team") -> float:
    where = {"plan": plan} if plan else {}
    met = rows_of(tables, "template_gallery", **where)
    everybody = rows_of(tables, "template_gallery", exposed=False, **where)
    found = tests.compare_rates(*explore.arms(met)).difference
    return getattr(found, end) * len(met) / len(everybody)


@practice(Number("fraction", tolerance=0.0002), objective="analyse")
def team_gain(assignments, experiments, users, accounts):
    """Lower end of the gallery's difference on the team plan, thinned out to all assigned."""
    return _thinned((assignments, experiments, users, accounts))


@team_gain.accept("the interval of Wald")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    met = rows_of(tables, "template_gallery", plan="team")
    everybody = rows_of(tables, "template_gallery", exposed=False, plan="team")
    return _wald(*explore.arms(met))[1] * len(met) / len(everybody)


def _wald(control: tuple[int, int], treatment: tuple[int, int]) -> tuple[float, float, float]:
    (x0, n0), (x1, n1) = control, treatment
    p0, p1 = x0 / n0, x1 / n1
    margin = 1.959964 * math.sqrt(p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1)
    return p1 - p0, p1 - p0 - margin, p1 - p0 + margin


@team_gain.mistake(
    "This is for those who met it. Of all who were assigned many never did: thin it out.",
    says=lambda mistaken, right: abs(mistaken) > abs(right),
)
def _(assignments, experiments, users, accounts):
    team = rows_of((assignments, experiments, users, accounts), "template_gallery", plan="team")
    return tests.compare_rates(*explore.arms(team)).difference.low


@team_gain.mistake("This thins the estimate out. A business case takes the lower end.")
def _(assignments, experiments, users, accounts):
    return _thinned((assignments, experiments, users, accounts), end="estimate")


@team_gain.mistake("These are all plans together. Keep the team plan first.")
def _(assignments, experiments, users, accounts):
    return _thinned((assignments, experiments, users, accounts), plan=None)


@team_gain.accept("the interval of all who were assigned, read at once")
def _(assignments, experiments, users, accounts):
    rows = rows_of(
        (assignments, experiments, users, accounts), "template_gallery", exposed=False, plan="team"
    )
    return tests.compare_rates(*explore.arms(rows)).difference.low


@team_gain.mistake(
    "These are all plans, and not thinned out. Keep the team plan, then thin it out."
)
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery")
    return tests.compare_rates(*explore.arms(rows)).difference.low


team_gain.hints("Two numbers: the lower end among the exposed, and the share who were exposed.")


@practice(Number("z", tolerance=0.006), objective="looks")
def second_look():
    """Bound of O'Brien and Fleming at the second of four looks."""
    return tests.obrien_fleming(4).loc[2, "z"]


second_look.mistake(
    "This is Pocock's bound, the same at each look.",
    float(tests.pocock(4)["z"].iloc[1]),
)
second_look.mistake("This is the bound of one look. A second look needs another.", 1.96)
second_look.mistake(
    "This is the last look's bound. Earlier ones ask for more.",
    float(tests.obrien_fleming(4)["z"].iloc[3]),
)
second_look.mistake(
    "This bound spends alpha as Lan and DeMets do, for looks at any time. The classical one is asked.",
    float(tests.spending_bounds([0.25, 0.5, 0.75, 1.0])["z"].iloc[1]),
)
second_look.mistake(
    "This is the first look's bound: the table counts looks from 1.",
    float(tests.obrien_fleming(4)["z"].iloc[0]),
)
second_look.mistake("This is for five looks.", float(tests.obrien_fleming(5).loc[2, "z"]))
second_look.mistake("This is for three looks.", float(tests.obrien_fleming(3).loc[2, "z"]))


second_look.hints("`experiments.obrien_fleming` takes the number of looks; its table goes by look.")


def _nth(method: str = "holm", nth: int = 2) -> float:
    return float(tests.adjusted_p(explore.ASKED, method).sort_values().iloc[nth - 1])


@practice(Number("fraction", tolerance=0.0002), objective="looks")
def second_holm():
    """Second smallest of three p-values, after Holm."""
    return _nth()


second_holm.mistake(
    "This is the p-value as it is. Three questions were asked.",
    float(explore.ASKED.sort_values().iloc[1]),
)
second_holm.mistake(
    "This is Bonferroni's: three times the p-value. Holm is milder from the second on.",
    _nth("bonferroni"),
)
second_holm.mistake(
    "This is Benjamini and Hochberg's, for long lists. Take Holm's.",
    _nth("benjamini_hochberg"),
)
second_holm.mistake("This is the smallest one after Holm. The second is asked.", _nth(nth=1))
second_holm.mistake("This is the largest one after Holm. The second is asked.", _nth(nth=3))
second_holm.hints("`adjusted_p` takes all three at once; `sort_values` puts them in order.")


def _adjusted(tables: tuple, name: str, outcome: str) -> tests.Cuped:
    rows = rows_of(tables, name)
    return tests.cuped(rows, outcome=outcome, before="pre_value", missing="group")


@practice(Number("uses", tolerance=0.0008), objective="sharpen")
def digest_margin(assignments, experiments, users, accounts):
    """Margin of the digest's first-week difference with CUPED, everybody in it."""
    tables = assignments, experiments, users, accounts
    return _adjusted(tables, "digest_hour", "value_week1").difference.margin


@digest_margin.accept("z in place of t, and theta of both arms together")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "digest_hour")
    old = rows["pre_value"].notna()
    x, y = rows["pre_value"].where(old, 0.0), rows["value_week1"]
    design = np.column_stack([np.ones(len(rows)), x, old]).astype(float)
    worth = np.linalg.lstsq(design, y.to_numpy(float), rcond=None)[0]
    sides = explore.values(rows.assign(rest=y - design @ worth), "rest")
    return 1.959964 * math.sqrt(sum(side.var() / len(side) for side in sides))


@digest_margin.mistake("This is the plain margin, without the help of the time before.")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _adjusted(tables, "digest_hour", "value_week1").plain.margin


@digest_margin.mistake(
    "Here the new people were left out. Keep them as a group of their own.",
)
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "digest_hour")
    rows = explore.dropping_the_new(rows)
    return tests.cuped(rows, outcome="value_week1", before="pre_value").difference.margin


digest_margin.hints("The cell of the gallery, with `digest`; the difference has a margin.")


PLAN = {
    "population": "exposed",
    "metric": "converted",
    "errors": "account",
    "stop": "end",
    "guard": "muted",
    "null": "mde",
    "mde": "worth",
    "people": "enough",
    "margin": "fits",
}


def _plan(**other: str) -> pd.DataFrame:
    rows = sorted({**PLAN, **other}.items())
    return pd.DataFrame(rows, columns=["field", "option"])


@practice(Table(columns=("field", "option"), keys=("field",), partial=True), objective="design")
def board_plan():
    """The plan of the shared boards' test by account."""
    return _plan()


@board_plan.accept("everybody who was assigned: fair, and less sharp")
def _():
    return _plan(population="assigned")


name_each(
    board_plan,
    _plan,
    {
        (field, option): remark
        for field, remarks in explore.REMARKS.items()
        for option, remark in remarks.items()
    },
    also={"population": "assigned"},
)
board_plan.hints("Ask of each line: could somebody who wants a win bend it afterwards?")


def _mail(summaries: pd.DataFrame, accounts: pd.DataFrame, *plans: str) -> pd.DataFrame:
    rows = summaries.merge(accounts[["account_id", "plan"]], on="account_id")
    return rows[rows["plan"].astype(str).isin(plans)]


@practice(Number("tasks per 100", tolerance=0.002), objective="quasi")
def free_mail(summaries, accounts):
    """What the mail did for accounts on the free plan."""
    return explore.did(_mail(summaries, accounts, "free")).effect.estimate


@free_mail.mistake("These are the accounts of all plans. Keep the free plan first.")
def _(summaries):
    return explore.did(summaries).effect.estimate


@free_mail.mistake("This is the change of those with the mail. Take off the change of the others.")
def _(summaries, accounts):
    return explore.did(_mail(summaries, accounts, "free")).treated_change


@free_mail.mistake("This compares those with and without it in March. They differed before.")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "free")
    means = rows.groupby("switched_on")["overdue_march"].mean()
    return means[1] - means[0]


@free_mail.mistake(
    "The sign is turned. With the mail, less the others: fewer overdue tasks are below 0."
)
def _(summaries, accounts):
    return -explore.did(_mail(summaries, accounts, "free")).effect.estimate


free_mail.hints("Keep the plan in the joined table; `explore.did` has an effect with an estimate.")


@practice(
    Choices(
        {
            "unit": "Who counts: new people who open a task after their assignment, in both arms alike.",
            "metric": "Primary metric: what moves most clearly of tasks, visits and time in the app.",
            "size": "Size: as many people in each arm as find the register's smallest effect worth having with a power of 80 %.",
            "read": "We read it after about two months, and look at it every Monday until then.",
            "guard": "Guardrail: the share who mute notifications should not go up significantly.",
            "null": "Not answered? The old editor stays; a next test has its own plan and only new people.",
            "groups": "It ships to those platforms and roles that turn out to respond best to it.",
        }
    ),
    objective="decide",
)
def doors():
    """Lines of a weak plan that can be bent once the data are in."""
    return {"metric", "read", "guard", "groups"}


DOORS = {
    "unit": "Who counts is fixed, and alike in both arms.",
    "metric": "A metric that is chosen afterwards always moves.",
    "size": "The size follows from the register's effect and a power: nothing is left to choose.",
    "read": "Eight looks and no date: which of them decides?",
    "guard": "No margin: a small test never finds a significant rise.",
    "null": "Nothing is added to this test: the next one has its own plan and its own people.",
    "groups": "A group that is found afterwards is the next test's question.",
}
for _many in (1, 2):
    for _lines in combinations(DOORS, _many):
        doors.mistake(
            "Look again. " + " ".join(DOORS[line] for line in _lines),
            {"metric", "read", "guard", "groups"} ^ set(_lines),
        )
doors.hints("Swap the result in your head: would this line still say what to do?")


VERDICTS = {
    "template_gallery": "ship",
    "digest_hour": "drop",
    "quick_editor": "again",
    "streaks": "drop",
    "compact_view": "some",
    "shared_boards": "superseded",
    "shared_boards_by_account": "some",
}


def _verdicts(**other: str) -> pd.DataFrame:
    return pd.DataFrame(list({**VERDICTS, **other}.items()), columns=["card", "column"])


@practice(Table(columns=("card", "column"), keys=("card",), partial=True), objective="decide")
def verdicts():
    """What is signed on Friday."""
    return _verdicts()


name_each(
    verdicts,
    _verdicts,
    {
        ("streaks", "ship"): "The streaks do not keep their guardrail, and their win fades.",
        ("streaks", "again"): "The streaks can be read. What does their guardrail say?",
        ("streaks", "some"): "The streaks' plan named no group, and nobody looked for one.",
        (
            "quick_editor",
            "ship",
        ): "What the editor shows is who was left in it: read the ratio first.",
        ("quick_editor", "drop"): "The editor's test says nothing either way.",
        ("compact_view", "drop"): "The compact list's mean hides two effects that were planned.",
        ("compact_view", "again"): "The compact list's plan asked by plan, and has its answers.",
        ("compact_view", "ship"): "On free the compact list harms.",
        ("shared_boards", "drop"): "Boards by person: is that the question that is decided?",
        ("shared_boards", "again"): "Boards by person were run again, with another unit.",
        (
            "shared_boards_by_account",
            "ship",
        ): "Boards by account: look at accounts with one person.",
        ("digest_hour", "again"): "The digest's interval lies below the MDE: that is an answer.",
        ("digest_hour", "ship"): "The digest's interval holds 0, and stays below the MDE.",
    },
)
for _card, _column, _words in (
    ("streaks", "superseded", "Nobody tested the streaks again."),
    (
        "quick_editor",
        "some",
        "The editor without the web is another, smaller test; it was not planned.",
    ),
    ("quick_editor", "superseded", "The editor was not tested again yet."),
    ("digest_hour", "some", "The digest's star was searched for: it is the next test's question."),
    ("digest_hour", "superseded", "The digest was not tested again."),
    ("template_gallery", "some", "The gallery's plan named no group: its win is everybody's."),
    ("template_gallery", "drop", "The gallery's interval lies above 0 and reaches the MDE."),
    (
        "template_gallery",
        "again",
        "The gallery can be read: its ratio is as planned. A second reading comes from those held out.",
    ),
    ("template_gallery", "superseded", "Nobody tested the gallery again."),
    ("compact_view", "superseded", "Nobody tested the compact list again."),
    ("shared_boards", "ship", "Boards by person: is that the question that is decided?"),
    ("shared_boards", "some", "Boards by person: is that the question that is decided?"),
    ("shared_boards_by_account", "drop", "Boards by account: the interval lies above 0."),
    ("shared_boards_by_account", "again", "Boards by account can be read, and answer."),
    (
        "shared_boards_by_account",
        "superseded",
        "Boards by account are what answers the other test.",
    ),
):
    verdicts.mistake(_words, _verdicts(**{_card: _column}))


verdicts.hints(
    "For each row: can it be read, is its guardrail kept, for whom, and is the question the right one?"
)


def _for_all(tables: tuple, *, end: str = "low", of: str = "people") -> float:
    """Thin the compact list's gain on business out to all who met it."""
    rows = rows_of(tables, "compact_view")
    plans = explore.by(rows, "plan")
    share = {
        "people": (rows["plan"] == "business").mean(),
        "plan": 1.0,
        "accounts": rows.loc[rows["plan"] == "business", "account_id"].nunique()
        / rows["account_id"].nunique(),
    }
    return float(plans.loc["business", end] * share[of])


@practice(Number("fraction", tolerance=0.0002), objective="decide")
def compact_gain(assignments, experiments, users, accounts):
    """Lower end of the compact list's gain on business, thinned out to all who met it."""
    return _for_all((assignments, experiments, users, accounts))


@compact_gain.accept("the interval of Wald")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "compact_view")
    business = rows[rows["plan"] == "business"]
    return _wald(*explore.arms(business))[1] * len(business) / len(rows)


@compact_gain.mistake("This is for those on business. The cost is for all: thin it out.")
def _(assignments, experiments, users, accounts):
    return _for_all((assignments, experiments, users, accounts), of="plan")


@compact_gain.mistake("This thins the middle out. Take the lower end.")
def _(assignments, experiments, users, accounts):
    return _for_all((assignments, experiments, users, accounts), end="estimate")


@compact_gain.mistake("This counts accounts. The rate is one of people: take their share.")
def _(assignments, experiments, users, accounts):
    return _for_all((assignments, experiments, users, accounts), of="accounts")


compact_gain.hints("`plans` has the lower end on business; `compact` says who is on it.")


# A. Plan


def _free_rate(*tables) -> float:
    return rate(rows_of(tables, "compact_view", plan="free"))


def _extra(
    tables: tuple, *, ratio: float = 2.0, relative: bool = True, method: str = "pooled"
) -> int:
    base = _free_rate(*tables)
    sizes = [
        tests.rates_sample_size(base, 0.15, relative=relative, ratio=each, method=method)
        for each in (ratio, 1.0)
    ]
    return sizes[0].total - sizes[1].total


@exercise(Number("people", tolerance=1), points=5, objective="design")
def plan_size(assignments, experiments, users, accounts):
    """People whom an uneven split costs, for a relative effect of 15 %."""
    return _extra((assignments, experiments, users, accounts))


@plan_size.mistake(
    "This is what the uneven test takes in all. By how much is that more than even arms?"
)
def _(assignments, experiments, users, accounts):
    base = _free_rate(assignments, experiments, users, accounts)
    return tests.rates_sample_size(base, 0.15, relative=True, ratio=2.0).total


@plan_size.mistake("This is the difference of the controls. Count both arms.")
def _(assignments, experiments, users, accounts):
    base = _free_rate(assignments, experiments, users, accounts)
    one, other = (
        tests.rates_sample_size(base, 0.15, relative=True, ratio=ratio) for ratio in (2.0, 1.0)
    )
    return one.control - other.control


@plan_size.mistake("Here the effect is 15 points. It is 15 % of the rate: relative.")
def _(assignments, experiments, users, accounts):
    return _extra((assignments, experiments, users, accounts), relative=False)


@plan_size.mistake(
    "The ratio is turned round: it says how many are treated for each in the control."
)
def _(assignments, experiments, users, accounts):
    return _extra((assignments, experiments, users, accounts), ratio=0.5)


@plan_size.mistake(
    "This has the unpooled variance. The assignment's convention is the pooled one, which the "
    "function takes unless told otherwise."
)
def _(assignments, experiments, users, accounts):
    return _extra((assignments, experiments, users, accounts), method="unpooled")


plan_size.hints(
    "Whose rate is the base? Keep the free plan, then the control.",
    "`rates_sample_size` knows `relative=` and `ratio=`, people treated for each in the control.",
    "Two sizes, one for each split; each has a `total`.",
)


def _newcomers(tables: tuple, *, exposed: bool = True) -> pd.DataFrame:
    """People who signed up while the editor's first test ran."""
    rows = rows_of(tables, "quick_editor", exposed=exposed)
    started = tables[1].set_index("name")["started_at"]["quick_editor"]
    return rows[rows["assigned_at"] > started]


def _weeks(
    tables: tuple,
    *,
    base: float | None = None,
    came: float | None = None,
    both: bool = True,
    method: str = "pooled",
) -> float:
    new = _newcomers(tables)
    untouched = 2 * explore.people(new)["control"]
    worth = float(tables[1].set_index("name")["mde"]["quick_editor"])
    size = tests.rates_sample_size(rate(new) if base is None else base, worth, method=method)
    return (size.total if both else size.control) / ((untouched if came is None else came) / 3)


@exercise(Number("weeks", relative=0.002), points=7, objective="design")
def next_test(assignments, experiments, users, accounts):
    """Weeks until the mended editor's test has its newly signed-up people."""
    return _weeks((assignments, experiments, users, accounts))


@next_test.accept("the unpooled variance")
def _(assignments, experiments, users, accounts):
    return _weeks((assignments, experiments, users, accounts), method="unpooled")


@next_test.accept("all who were assigned, times the share of the control who were exposed")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    everybody = _newcomers(tables, exposed=False)
    met = explore.people(_newcomers(tables))["control"] / explore.people(everybody)["control"]
    return _weeks(tables, came=len(everybody) * met)


@next_test.accept("all who were assigned: the mended page loses nobody")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _weeks(tables, came=len(_newcomers(tables, exposed=False)))


@next_test.mistake("These are the weeks for one arm. Both arms have to fill.")
def _(assignments, experiments, users, accounts):
    return _weeks((assignments, experiments, users, accounts), both=False)


LOST = "These arrivals are what the broken page left over. The mended one will not lose them."


@next_test.mistake(LOST, says=lambda mistaken, right: mistaken > right)
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _weeks(tables, came=len(_newcomers(tables)))


BUSY = "The base is that of old and new people together. New ones convert less."


@next_test.mistake(BUSY)
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _weeks(tables, base=rate(rows_of(tables, "quick_editor")))


@next_test.mistake(f"{LOST} {BUSY}")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    old = rate(rows_of(tables, "quick_editor"))
    return _weeks(tables, base=old, came=len(_newcomers(tables)))


@next_test.mistake(
    "This takes everybody who was exposed. The old ones come once: count the newly signed-up.",
    says=lambda mistaken, right: mistaken < right,
)
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    rows = rows_of(tables, "quick_editor")
    return _weeks(tables, base=rate(rows), came=len(rows))


next_test.hints(
    "Two numbers: how many people the test needs in all, and how many *new* ones come in a week. "
    "Which of the new people did the broken page not touch?",
    "The control saw the old page: its new people say both how many convert, and how many an arm gets.",
    "`started` has the beginning of the test; who was assigned after it is new. Need over arrivals.",
)


# B. Trust


def _lost(
    tables: tuple,
    *,
    web: bool = True,
    exposed: bool = True,
    arm: str = "treatment",
    interval: Callable[[int, int], Any] = metrics.rate_interval,
) -> pd.DataFrame:
    where = {"platform": "web"} if web else {}
    rows = rows_of(tables, "quick_editor", exposed=exposed, **where)
    found = []
    for plan in ("business", "free", "team"):
        counts = explore.people(rows[rows["plan"] == plan])
        share, low, high = tuple(interval(counts[arm], sum(counts.values())))[:3]
        found.append((plan, share, low, high, "yes" if high < 0.5 else "no"))
    return pd.DataFrame(found, columns=["plan", "share", "low", "high", "off"])


@exercise(
    Table(
        columns=("plan", "share", "low", "high", "off"),
        keys=("plan", "off"),
        tolerance=0.0005,
        partial=True,
    ),
    points=5,
    objective="trust",
)
def lost_by_plan(assignments, experiments, users, accounts):
    """Share treated among the quick editor's web people, plan by plan."""
    return _lost((assignments, experiments, users, accounts))


@lost_by_plan.mistake("These are the people of all platforms. Keep the web.")
def _(assignments, experiments, users, accounts):
    return _lost((assignments, experiments, users, accounts), web=False)


@lost_by_plan.mistake("These are all who were assigned. Count those who were exposed.")
def _(assignments, experiments, users, accounts):
    return _lost((assignments, experiments, users, accounts), exposed=False)


@lost_by_plan.mistake("This is the share of the control. The treated people were lost.")
def _(assignments, experiments, users, accounts):
    return _lost((assignments, experiments, users, accounts), arm="control")


@lost_by_plan.mistake("These ends are Wald's. The exercise asks for Wilson's.")
def _(assignments, experiments, users, accounts):
    def wald(hits: int, people: int) -> tuple[float, float, float]:
        share = hits / people
        margin = 1.959964 * math.sqrt(share * (1 - share) / people)
        return share, share - margin, share + margin

    return _lost((assignments, experiments, users, accounts), interval=wald)


@lost_by_plan.mistake(
    "Engineering says so; the intervals do not. Set each one's upper end beside half."
)
def _(assignments, experiments, users, accounts):
    found = _lost((assignments, experiments, users, accounts))
    return found.assign(off=["yes" if plan != "free" else "no" for plan in found["plan"]])


lost_by_plan.hints(
    "Whom do you count? Exposed, on the web, of one plan.",
    "`explore.people` counts the arms of some rows; `metrics.rate_interval` takes the treated, then both arms.",
    "Three plans, three intervals: a loop or lists, then a DataFrame with the five columns.",
)


def _boards(tables: tuple, *, exposed: bool = False, **where: str) -> pd.DataFrame:
    return rows_of(tables, "shared_boards_by_account", exposed=exposed, **where)


def _counted(
    tables: tuple,
    p: Callable[[pd.DataFrame], float] = lambda rows: explore.account_ratio(rows).p,
    met: Callable[[pd.DataFrame], Any] = lambda rows: (
        tests.ratio_difference(rows, numerator="exposed", unit="account_id").difference
    ),
) -> pd.DataFrame:
    rows = _boards(tables)
    _, low, high = tuple(met(rows))[:3]
    return pd.DataFrame({"p": [p(rows)], "low": [low], "high": [high]})


def _as_people(rows: pd.DataFrame) -> Any:
    sides = explore.values(rows, "exposed")
    control, treatment = ((int(side.sum()), len(side)) for side in sides)
    return tests.compare_rates(control, treatment).difference


@exercise(
    Table(columns=("p", "low", "high"), tolerance=0.0005, partial=True),
    points=6,
    objective="trust",
)
def boards_ratio(assignments, experiments, users, accounts):
    """Ratio of all accounts that were assigned, and who met the page in both arms."""
    return _counted((assignments, experiments, users, accounts))


PEOPLE = "Your p counts people. Whole accounts were assigned: count each account once."
PIECES = "These ends take people for pieces. Accounts were assigned: name them as the unit."


@boards_ratio.mistake(PEOPLE)
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _counted(tables, p=lambda rows: tests.sample_ratio(explore.people(rows)).p)


@boards_ratio.mistake(PIECES)
def _(assignments, experiments, users, accounts):
    return _counted((assignments, experiments, users, accounts), met=_as_people)


@boards_ratio.mistake(f"{PEOPLE} {PIECES}")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _counted(
        tables, p=lambda rows: tests.sample_ratio(explore.people(rows)).p, met=_as_people
    )


@boards_ratio.mistake(
    "Your p counts accounts where somebody was exposed. Who met the page is the second count."
)
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _counted(tables, p=lambda rows: explore.account_ratio(rows[rows["exposed"]]).p)


@boards_ratio.mistake("The ends are the converted's. Compare the column `exposed`.")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    return _counted(tables, met=lambda rows: explore.per_account(rows).difference)


@boards_ratio.accept("the exact binomial test")
def _(assignments, experiments, users, accounts):
    from scipy.stats import binomtest

    def exact(rows: pd.DataFrame) -> float:
        counts = explore.people(rows.drop_duplicates("account_id"))
        return float(binomtest(counts["treatment"], sum(counts.values())).pvalue)

    return _counted((assignments, experiments, users, accounts), p=exact)


boards_ratio.hints(
    "What got a variant as one?",
    "One row an account, then count its arms. For the second count all rows stay.",
    "`ratio_difference` with `exposed` over the accounts has a difference.",
)


# C. Read


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.0001, partial=True),
    points=5,
    objective="analyse",
)
def member_gain(assignments, experiments, users, accounts):
    """The gallery's difference among members, with Newcombe's interval."""
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery", role="member")
    return row_of(tests.compare_rates(*explore.arms(rows)).difference)


@member_gain.mistake("These ends are Wald's. The assignment asks for Newcombe's.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery", role="member")
    return row_of(_wald(*explore.arms(rows)))


@member_gain.mistake("These are all members who were assigned. Many never met the gallery.")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    rows = rows_of(tables, "template_gallery", exposed=False, role="member")
    return row_of(tests.compare_rates(*explore.arms(rows)).difference)


@member_gain.mistake("The signs are turned: this is control minus treatment.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery", role="member")
    return row_of(tests.compare_rates(*reversed(explore.arms(rows))).difference)


@member_gain.mistake("This is relative to the control's rate. The difference is to be absolute.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery", role="member")
    found = tests.compare_rates(*explore.arms(rows)).difference
    return row_of([end / rate(rows) for end in found])


member_gain.hints(
    "Who is compared with whom? Exposed members, by arm.",
    "Keep the rows, count the arms, compare.",
    "`compare_rates` has a difference with three parts; `_asdict()` names them.",
)


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.003, partial=True),
    points=5,
    objective="analyse",
)
def second_week(assignments, experiments, users, accounts):
    """The streaks' effect in the second week on the team plan, with its interval."""
    rows = rows_of((assignments, experiments, users, accounts), "streaks", plan="team")
    return row_of(tests.compare_means(*explore.values(rows, "value_week2")).difference)


@second_week.mistake("This is the first week, in which everybody tries what is new.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "streaks", plan="team")
    return row_of(tests.compare_means(*explore.values(rows, "value_week1")).difference)


@second_week.mistake("This is one standard error to each side. A 95 % interval takes about two.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "streaks", plan="team")
    found = tests.compare_means(*explore.values(rows, "value_week2")).difference
    error = found.margin / 1.96
    return row_of([found.estimate, found.estimate - error, found.estimate + error])


@second_week.mistake("These are both weeks added up. The second alone is asked for.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "streaks", plan="team")
    rows = rows.assign(both=rows["value_week1"] + rows["value_week2"])
    return row_of(tests.compare_means(*explore.values(rows, "both")).difference)


@second_week.mistake("These are all plans, which the lesson draws. Keep the team plan.")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "streaks")
    return row_of(tests.compare_means(*explore.values(rows, "value_week2")).difference)


second_week.hints(
    "Which column holds the second week since a person met them?",
    "Two means, not two rates: `explore.values` gives a column of both arms.",
    "`compare_means` of the two has a difference.",
)


def _risk(tables: tuple, false_win: float = 0.025, power: float | None = None) -> float:
    rows = rows_of(tables, "template_gallery")
    (_, n0), (_, n1) = explore.arms(rows)
    if power is None:
        power = tests.rates_power(rate(rows), 0.04, n0, n1)
    return tests.false_positive_risk(0.2, false_win, power)


@exercise(Number("fraction", tolerance=0.0005), points=6, objective="decide")
def hollow_wins(assignments, experiments, users, accounts):
    """Share of significant wins that are none, for effects of four points."""
    return _risk((assignments, experiments, users, accounts))


@hollow_wins.accept("the unpooled variance in the power")
def _(assignments, experiments, users, accounts):
    rows = rows_of((assignments, experiments, users, accounts), "template_gallery")
    (_, n0), (_, n1) = explore.arms(rows)
    power = tests.rates_power(rate(rows), 0.04, n0, n1, method="unpooled")
    return tests.false_positive_risk(0.2, 0.025, power)


@hollow_wins.mistake(
    "Here every significant result of an idle idea is a win. Half of them are losses: nobody ships "
    "those.",
    says=lambda mistaken, right: mistaken > right,
)
def _(assignments, experiments, users, accounts):
    return _risk((assignments, experiments, users, accounts), false_win=0.05)


@hollow_wins.mistake("The power is not 80 %: it is what *these* people give for four points.")
def _(assignments, experiments, users, accounts):
    return _risk((assignments, experiments, users, accounts), power=0.8)


@hollow_wins.mistake("This is the share of wins that are true. The others are asked for.")
def _(assignments, experiments, users, accounts):
    return 1 - _risk((assignments, experiments, users, accounts))


@hollow_wins.mistake("Here losses count as wins, and the power is the 80 % of a plan. Mend both.")
def _(assignments, experiments, users, accounts):
    return _risk((assignments, experiments, users, accounts), false_win=0.05, power=0.8)


hollow_wins.hints(
    "Three things: how often ideas work, how often this test finds one that does, how often an idle "
    "one wins.",
    "`rates_power` says the second, from the control's rate and the people of each arm.",
    "`false_positive_risk` takes the three in this order: works, idle wins, found.",
)


# D. Look, and ask


LOOKS = (31, 35, 49)
"""Days since the start on which the boards' first test might have been read."""


def _information(tables: tuple) -> list[float]:
    rows = rows_of(tables, "shared_boards")
    started = tables[1].set_index("name")["started_at"]["shared_boards"]
    finished = explore.ripe(rows, started, LOOKS)
    return [float(n) / float(finished.iloc[-1]) for n in finished]


def _come(tables: tuple) -> list[float]:
    rows = rows_of(tables, "shared_boards")
    started = tables[1].set_index("name")["started_at"]["shared_boards"]
    enrolled = explore.weeks_of_enrolment(rows, started)
    return [float(n) / float(enrolled.iloc[-1]) for n in enrolled]


def _bounds(z: Any) -> pd.DataFrame:
    return pd.DataFrame({"look": [1, 2, 3], "z": [float(each) for each in z]})


@exercise(
    Table(columns=("look", "z"), keys=("look",), tolerance=0.004, partial=True),
    points=5,
    objective="looks",
)
def weekly_bounds(assignments, experiments, users, accounts):
    """Bounds for looks at finished outcomes, as Lan and DeMets spend."""
    shares = _information((assignments, experiments, users, accounts))
    return _bounds(tests.spending_bounds(shares)["z"])


@weekly_bounds.mistake(
    "These are people who had come, week by week. Count those whose 28 days are over on the day."
)
def _(assignments, experiments, users, accounts):
    return _bounds(tests.spending_bounds(_come((assignments, experiments, users, accounts)))["z"])


@weekly_bounds.mistake("Here each look brings the same number of people. They do not.")
def _():
    return _bounds(tests.spending_bounds([1 / 3, 2 / 3, 1.0])["z"])


@weekly_bounds.mistake("These are the classical bounds for equal steps. These looks come unevenly.")
def _():
    return _bounds(tests.obrien_fleming(3)["z"])


@weekly_bounds.mistake("This spends alpha as Pocock does. Spend as O'Brien and Fleming.")
def _(assignments, experiments, users, accounts):
    shares = _information((assignments, experiments, users, accounts))
    return _bounds(tests.spending_bounds(shares, spending="pocock")["z"])


@weekly_bounds.mistake("This is the bound of one look, three times.")
def _():
    return _bounds([1.959964] * 3)


@weekly_bounds.mistake(
    "These are shares of the days. Information is the share of finished outcomes."
)
def _():
    return _bounds(tests.spending_bounds([day / LOOKS[-1] for day in LOOKS])["z"])


weekly_bounds.hints(
    "Of whom is the outcome finished on the day of a look?",
    "`explore.ripe` counts them; divide by the last.",
    "`spending_bounds` takes these shares and has a column `z`.",
)


def _guard(
    tables: tuple,
    *,
    size: str | None = "small",
    end: str = "high",
    power: Callable[[float, float, int, int], float] = tests.noninferiority_power,
    said: Callable[[str], str] = str,
) -> pd.DataFrame:
    rows = rows_of(tables, "template_gallery", **({"size": size} if size else {}))
    margin = float(tables[1].set_index("name")["guardrail_margin"]["template_gallery"])
    rise = explore.guardrail(rows, margin).difference
    control, treatment = explore.values(rows, "muted")
    found = power(float(control.mean()), margin, len(control), len(treatment))
    verdict = said(explore.guarded(rise, margin))
    return pd.DataFrame({"verdict": [verdict], "high": [getattr(rise, end)], "power": [found]})


@exercise(
    Table(columns=("verdict", "high", "power"), keys=("verdict",), tolerance=0.0005, partial=True),
    points=5,
    objective="decide",
)
def guard(assignments, experiments, users, accounts):
    """The gallery's guardrail in small accounts, what it says, and how sharp it is."""
    return _guard((assignments, experiments, users, accounts))


@guard.accept("the share of both arms in the power")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    muted = rows_of(tables, "template_gallery", size="small")["muted"].mean()

    def power(_: float, margin: float, n0: int, n1: int) -> float:
        return tests.noninferiority_power(float(muted), margin, n0, n1)

    return _guard(tables, power=power)


@guard.mistake("These are all accounts. Keep the small ones: there it is to be offered first.")
def _(assignments, experiments, users, accounts):
    return _guard((assignments, experiments, users, accounts), size=None)


@guard.mistake("Muting is bad when it rises. Which end of the interval says how far it may have?")
def _(assignments, experiments, users, accounts):
    return _guard((assignments, experiments, users, accounts), end="low")


FIND = (
    "This is how surely a *rise* as large as the margin would be found. Asked is how surely it is "
    "shown that there is none, if nothing changes."
)


@guard.mistake(FIND)
def _(assignments, experiments, users, accounts):
    return _guard((assignments, experiments, users, accounts), power=tests.rates_power)


@guard.mistake(FIND)
def _(assignments, experiments, users, accounts):
    def unpooled(base: float, margin: float, n0: int, n1: int) -> float:
        return tests.rates_power(base, margin, n0, n1, method="unpooled")

    return _guard((assignments, experiments, users, accounts), power=unpooled)


@guard.mistake("This is one-sided at 5 %. The interval of 95 % leaves 2.5 % on each side.")
def _(assignments, experiments, users, accounts):
    def lax(base: float, margin: float, n0: int, n1: int) -> float:
        return tests.noninferiority_power(base, margin, n0, n1, alpha=0.05)

    return _guard((assignments, experiments, users, accounts), power=lax)


@guard.mistake(
    "A power of 80 % is what the plan wanted with all its people. Compute that of these."
)
def _(assignments, experiments, users, accounts):
    return _guard((assignments, experiments, users, accounts), power=lambda *_: 0.8)


@guard.mistake(
    "Set both ends of the rise beside the margin: wholly below is kept, wholly above is broken, and "
    "in between nothing is shown."
)
def _(assignments, experiments, users, accounts):
    turned = {"kept": "not shown", "not shown": "kept", "broken": "kept"}
    return _guard((assignments, experiments, users, accounts), said=turned.__getitem__)


@guard.mistake("Not shown is not broken: that takes a whole interval above the margin.")
def _(assignments, experiments, users, accounts):
    turned = {"kept": "broken", "not shown": "broken", "broken": "not shown"}
    return _guard((assignments, experiments, users, accounts), said=turned.__getitem__)


@guard.mistake("These are the converted. The guardrail is the share who muted.")
def _(assignments, experiments, users, accounts):
    tables = assignments, experiments, users, accounts
    rows = rows_of(tables, "template_gallery", size="small")
    rows = rows.assign(muted=rows["converted"])
    margin = float(experiments.set_index("name")["guardrail_margin"]["template_gallery"])
    rise = explore.guardrail(rows, margin).difference
    control, treatment = explore.values(rows, "muted")
    power = tests.noninferiority_power(float(control.mean()), margin, len(control), len(treatment))
    said = explore.guarded(rise, margin)
    return pd.DataFrame({"verdict": [said], "high": [rise.high], "power": [power]})


guard.hints(
    "Three things: how much more they may mute, what that says beside the margin, and how surely such "
    "a test would have shown it kept.",
    "`explore.guardrail` has the difference. The margin stands in the register.",
    "`noninferiority_power` wants the control's share who muted, the margin, and both arms.",
)


# E. Sharpen


def _cases(seed: int):
    bits = np.random.default_rng(seed)
    for _ in range(20):
        n = int(bits.integers(8, 14))
        before = bits.poisson(6, 2 * n)
        after = np.maximum(0, before // 2 + bits.integers(0, 4, 2 * n))
        after[n:] += 1
        yield tuple(list(map(int, part)) for part in (before[:n], after[:n], before[n:], after[n:]))


def _theta(pairs: list[tuple[list[float], list[float]]]) -> float:
    top = bottom = 0.0
    for x, y in pairs:
        dx = np.array(x, float) - np.mean(x)
        dy = np.array(y, float) - np.mean(y)
        top, bottom = top + float(dx @ dy), bottom + float(dx @ dx)
    return top / bottom


def _gain(x0: list, y0: list, x1: list, y1: list, theta: float) -> float:
    return float(np.mean(y1) - np.mean(y0) - theta * (np.mean(x1) - np.mean(x0)))


@exercise(
    Function(Number("uses", relative=1e-6), cases=_cases, partial=True),
    points=7,
    objective="sharpen",
)
def cuped_difference(control_before, control_after, treatment_before, treatment_after):
    """The difference of two means with CUPED, theta within the arms."""
    pairs = [(control_before, control_after), (treatment_before, treatment_after)]
    return _gain(*pairs[0], *pairs[1], _theta(pairs))


@cuped_difference.mistake("This is the plain difference of the means after.")
def _(control_before, control_after, treatment_before, treatment_after):
    return _gain(control_before, control_after, treatment_before, treatment_after, 0.0)


@cuped_difference.mistake("This takes the whole time before away: theta is 1 here.")
def _(control_before, control_after, treatment_before, treatment_after):
    return _gain(control_before, control_after, treatment_before, treatment_after, 1.0)


@cuped_difference.accept("theta from both arms poured together")
def _(control_before, control_after, treatment_before, treatment_after):
    theta = _theta([(control_before + treatment_before, control_after + treatment_after)])
    return _gain(control_before, control_after, treatment_before, treatment_after, theta)


@cuped_difference.mistake("The sign of the correction is turned: take theta times the gap off.")
def _(control_before, control_after, treatment_before, treatment_after):
    pairs = [(control_before, control_after), (treatment_before, treatment_after)]
    return _gain(*pairs[0], *pairs[1], -_theta(pairs))


@cuped_difference.mistake(
    "`np.cov` divides by one less than the people, `np.var` by all of them. Use one of the two for both."
)
def _(control_before, control_after, treatment_before, treatment_after):
    pairs = [(control_before, control_after), (treatment_before, treatment_after)]
    n = len(control_before) + len(treatment_before)
    return _gain(*pairs[0], *pairs[1], _theta(pairs) * n / (n - 1))


@cuped_difference.mistake(
    "This is the control's theta alone. Both arms tell what a unit before is worth."
)
def _(control_before, control_after, treatment_before, treatment_after):
    theta = _theta([(control_before, control_after)])
    return _gain(control_before, control_after, treatment_before, treatment_after, theta)


cuped_difference.hints(
    "Three numbers: the gap after, the gap before, and what one unit before is worth after.",
    "Theta: products of the distances from the own arm's means, summed over both arms, over the "
    "squares of those before.",
    "With numpy, an array less its mean gives the distances; `@` sums the products.",
)


PAID = ("team", "business")


def _together(
    tables: tuple, *, there: str = "there", least: int = 2, plans: tuple[str, ...] = PAID
) -> pd.DataFrame:
    """People of the boards' test by account who have a colleague there, on some plans."""
    rows = _boards(tables, exposed=True)
    met = rows.groupby("account_id")["user_id"].transform("size")
    return rows[(rows.assign(met=met)[there] >= least) & rows["plan"].isin(plans)]


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.0005, partial=True),
    points=6,
    objective="analyse",
)
def boards_paying(assignments, experiments, users, accounts):
    """The boards' difference in paying accounts of two or more people, with accounts as the pieces."""
    return row_of(
        explore.per_account(_together((assignments, experiments, users, accounts))).difference
    )


@boards_paying.mistake(
    "These ends take people for pieces. Accounts were assigned, and people of one account are alike.",
)
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts))
    return row_of(tests.compare_rates(*explore.arms(rows)).difference)


@boards_paying.mistake("These are all plans, which the lesson has. Keep team and business.")
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts), plans=explore.PLANS)
    return row_of(explore.per_account(rows).difference)


@boards_paying.mistake("This is business alone. Team and business are asked, taken together.")
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts), plans=("business",))
    return row_of(explore.per_account(rows).difference)


@boards_paying.mistake("These hold accounts with one person. Keep those with two or more.")
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts), least=1)
    return row_of(explore.per_account(rows).difference)


@boards_paying.mistake(
    "This counts those who met the boards. How many meet them may be the boards' own doing: count "
    "those who were assigned."
)
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts), there="met")
    return row_of(explore.per_account(rows).difference)


@boards_paying.mistake(
    "This is the mean of the accounts' shares, each account alike. The metric is a share of people."
)
def _(assignments, experiments, users, accounts):
    rows = _together((assignments, experiments, users, accounts))
    each = rows.groupby(["account_id", "variant"], as_index=False)["converted"].mean()
    sides = [each.loc[each["variant"] == arm, "converted"] for arm in explore.ARMS]
    return row_of(tests.compare_means(*sides).difference)


boards_paying.hints(
    "Whom do you keep, and what was assigned as one?",
    "`there` counts the people of the account who were assigned in that test.",
    "`explore.per_account` of the rows that are left has a difference.",
)


# F. Without a test


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.003, partial=True),
    points=6,
    objective="quasi",
)
def paid_mail(summaries, accounts):
    """What the mail did for accounts on the paid plans, with its interval."""
    return row_of(explore.did(_mail(summaries, accounts, "team", "business")).effect)


@paid_mail.mistake("This is with it against without, in March. They differed before.")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    sides = [rows.loc[rows["switched_on"] == k, "overdue_march"].astype(float) for k in (0, 1)]
    return row_of(tests.compare_means(*sides).difference)


@paid_mail.mistake("This is the change before anybody had the mail. Take February to March.")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    return row_of(explore.did(rows, "january", "february").effect)


@paid_mail.mistake("This compares March with January. Take the month before the mail.")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    return row_of(explore.did(rows, "january", "march").effect)


@paid_mail.mistake("These are the accounts of all plans. Keep those that pay.")
def _(summaries):
    return row_of(explore.did(summaries).effect)


@paid_mail.accept("the mean of both months before")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    rows = rows.assign(overdue_before=(rows["overdue_january"] + rows["overdue_february"]) / 2)
    return row_of(explore.did(rows, "before", "march").effect)


@paid_mail.mistake(
    "These ends treat each month of an account as a piece of its own. Each account is one piece.",
)
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    middle = explore.did(rows).effect.estimate
    variance = sum(
        float(part[f"overdue_{month}"].var()) / len(part)
        for _, part in rows.groupby("switched_on")
        for month in ("february", "march")
    )
    margin = 1.959964 * math.sqrt(variance)
    return row_of([middle, middle - margin, middle + margin])


@paid_mail.mistake("This is the change of those with the mail. March was busy for everybody.")
def _(summaries, accounts):
    rows = _mail(summaries, accounts, "team", "business")
    return row_of(explore.mail_changes(rows)["March against February, with the mail"])


@paid_mail.mistake(
    "The signs are turned. With the mail, less the others: fewer overdue tasks are below 0."
)
def _(summaries, accounts):
    found = explore.did(_mail(summaries, accounts, "team", "business")).effect
    return row_of([-found.estimate, -found.high, -found.low])


@paid_mail.mistake("This is business alone. Team and business are asked, taken together.")
def _(summaries, accounts):
    return row_of(explore.did(_mail(summaries, accounts, "business")).effect)


paid_mail.hints(
    "Which comparison takes the busy month and the late accounts out?",
    "Join the plans, keep two of them, then two differences.",
    "`experiments.difference_in_differences` wants three columns by name; its effect has an interval.",
)


# G. Judge


def _signed(tables: tuple) -> set[str]:
    """Say which sentences of Friday's mail the intervals bear out."""
    mde = tables[1].set_index("name")["mde"]

    def met(name: str, *, exposed: bool = True) -> Any:
        rows = rows_of(tables, name, exposed=exposed)
        return tests.compare_rates(*explore.arms(rows)).difference

    margin = float(tables[1].set_index("name")["guardrail_margin"]["compact_view"])
    rise = explore.guardrail(rows_of(tables, "compact_view", plan="free"), margin).difference
    ratio = tests.sample_ratio(explore.people(_newcomers(tables)))
    boards = explore.per_account(_boards(tables)).difference
    borne_out = {
        "gallery": met("template_gallery", exposed=False).low >= mde["template_gallery"],
        "digest": met("digest_hour").high < mde["digest_hour"],
        "streaks": explore.each_week(rows_of(tables, "streaks")).low >= mde["streaks"],
        "compact": rise.high < margin,
        "editor": ratio.p >= 0.001,
        "boards": boards.low >= 2 * mde["shared_boards_by_account"],
    }
    return {name for name, holds in borne_out.items() if holds}


@exercise(
    Choices(
        {
            "gallery": "Templates: of all who were assigned, met or not, the lower end of the gain is worth having.",
            "digest": "The hour of the digest: a gain worth having from sending it at 9 is ruled out.",
            "streaks": "Streaks: over the four weeks since people met them, the lower end of the mean gain a week is worth having.",
            "compact": "Compact list: among people on the free plan who met it, the guardrail of those who mute is kept.",
            "editor": "Quick editor: among the exposed who were assigned after it had begun, the ratio raises no alarm.",
            "boards": "Boards by account: of all who were assigned, alone or not, the lower end is twice what is worth having.",
        },
        partial=True,
    ),
    points=6,
    objective="decide",
)
def friday_mail(assignments, experiments, users, accounts):
    """Which sentences of Friday's mail can be signed."""
    return _signed((assignments, experiments, users, accounts))


def _but_one(name: str) -> None:
    @friday_mail.mistake(
        "All but one are judged rightly. Beside each sentence write the end that it speaks of, of whom, "
        "and what it is set against."
    )
    def _(assignments, experiments, users, accounts):
        return _signed((assignments, experiments, users, accounts)) ^ {name}


for _name in ("gallery", "digest", "streaks", "compact", "editor", "boards"):
    _but_one(_name)

friday_mail.hints(
    "For each sentence: which interval says it, of whom, and when?",
    "Compute the ends. Ask of each 'no' whether it is ruled out, of each 'yes' whether its whole interval says so.",
)


# H. The brief


@exercise(
    Written(
        rubric=[
            Criterion(
                "Pre-registration",
                25,
                {
                    4: "Unit, who counts, one primary metric with its window, MDE absolute with a reason, "
                    "size per arm, weeks, looks with their bound, guardrails with margins, and what will be "
                    "done in each case. Another analyst would do the same with the data.",
                    2: "Hypothesis, metric and a size are there; the stopping rule, the unit or the case "
                    "of no difference is left open.",
                },
            ),
            Criterion(
                "Trust checks",
                20,
                {
                    4: "Sample ratio of what was assigned, exposure logged alike, an order of events that "
                    "can be, each with its threshold and what happens if it fails; done before outcomes.",
                    2: "The sample ratio is named, without what follows from it.",
                },
            ),
            Criterion(
                "Inference and units",
                25,
                {
                    4: "Differences are absolute, with intervals whose unit was assigned; looks and "
                    "questions are counted; p is not called the chance of being wrong.",
                    2: "An interval or p-value is right, but a unit, a window or the number of questions "
                    "is missing.",
                },
            ),
            Criterion(
                "Decision",
                20,
                {
                    4: "Ship, iterate or stop by the rule written first, for those who were tested; the lower end goes into the case; "
                    "guardrails are shown not worse than their margin; the doubt is said.",
                    2: "A sound recommendation that no number could have changed.",
                },
            ),
            Criterion(
                "What we learned",
                10,
                {
                    4: "Says what is ruled out, for whom, and which question comes next, also if nothing "
                    "was found.",
                    2: "Says that more research is needed.",
                },
            ),
        ],
        words=800,
    ),
    points=40,
    objective="design",
)
def brief():
    """The brief of the next test, and the read-out of one that is done."""


brief.hints(
    "Begin with the decision, and with what would make you take the other one.",
    "Two halves: the plan of the mended editor's test; the read-out of a test that is done.",
    "Swap the result in your head: had it come out the other way, would your plan tell you what to do?",
)
