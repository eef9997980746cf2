"""Key of lesson 7: the right answer of each exercise, the mistakes real people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, spans with their start and without
their end, each event once, robots out of events and users.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Number,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons.metrics import (
    ASSIGNMENT,
    activation_rate,
    between,
    first_week,
    guided_within,
    never_sleep,
    per_person,
    sign_ups,
    split_by,
    stayers,
)
from course_utils.lessons.metrics.split import at_mix
from course_utils.lessons.metrics.suspects import cases
from course_utils.lessons.metrics.words import chart_says
from course_utils.toolkit import metrics

OBJECTIVES = {
    "north_star": "Define a North Star with input metrics and guardrails.",
    "compute": "Compute daily, weekly and monthly active users, stickiness, activation, ordered funnels, NPS and CSAT, with intervals.",
    "decompose": "Decompose a change into rate and mix, by a dimension chosen for a reason.",
    "signal": "Distinguish signal from noise on a control chart.",
    "target": "Set a target that a plan can reach, dated and resistant to gaming.",
    "diagnose": "Diagnose a KPI that moved, with four questions.",
}

TODAY = "2026-07-01"
Q1, Q2 = ("2026-01-01", "2026-04-01"), ("2026-04-01", TODAY)
HALF = (Q1[0], TODAY)


# What several exercises start from


class _Last:
    """Remembers the result for the last table it saw: one company is asked many times.

    Each call hands in a new view of the same table, so tables are told apart by their memory.
    """

    def __init__(self, work: Callable[..., Any]) -> None:
        self.work = work
        self.ids: Any = None
        self.result: Any = None

    def __call__(self, events: pd.DataFrame, *beside: pd.DataFrame) -> Any:
        ids = events["event_id"].to_numpy()
        same = (
            self.ids is not None and len(ids) == len(self.ids) and np.shares_memory(ids, self.ids)
        )
        if not same:
            self.ids, self.result = ids, self.work(events, *beside)
        return self.result


@_Last
def once(events: pd.DataFrame) -> pd.DataFrame:
    """Keep each event once."""
    return metrics.deduplicate(events)


@_Last
def robots(events: pd.DataFrame) -> pd.Index:
    """Find the users who only ever log in, day and night."""
    return never_sleep(once(events))


@_Last
def human(events: pd.DataFrame) -> pd.DataFrame:
    """Keep each event once, and leave the robots out."""
    clean = once(events)
    return clean[~clean["user_id"].isin(robots(events))]


def real(users: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Keep the users who are people."""
    return users[~users["user_id"].isin(robots(events))]


def new(
    users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame, span: tuple[str, str]
) -> pd.DataFrame:
    """Return the people who signed up in a span, with channel, plan and whether they activated."""
    return sign_ups(real(users, events), accounts, human(events), *span)


UNRIPE = (
    "People whose 168 hours are not over count as failures here, whatever they did: nobody knows yet. "
    "Leave them out."
)


def _unripe_fail(signed_up: pd.DataFrame) -> pd.DataFrame:
    """Take whoever's hours are not over for a failure, as ``fillna(0)`` does."""
    return signed_up.assign(activated=signed_up["activated"].fillna(False))


# Practice, in the lesson


@practice(
    Choices(
        {
            "retention": "share of all new users who are active in their fourth week",
            "tickets": "support tickets per 100 new users",
            "failures": "share of sign-up requests that end in an error",
            "activation": "share of new users who activate within 7 days",
            "checklist": "share of new users who open the onboarding checklist",
            "views": "page views since the product began",
        },
        partial=True,
    ),
    objective="north_star",
)
def activation_guards():
    """Which numbers guard a push for more activation."""
    return {"retention", "tickets", "failures"}


def _selections(options: Sequence[str]) -> Iterator[set[str]]:
    """Yield every set of options that somebody may choose."""
    for many in range(1, len(options) + 1):
        yield from map(set, combinations(options, many))


def _name_by_option(
    item: Any, right: set[str], wrong: dict[str, str], missing: dict[str, str]
) -> None:
    """Name every wrong selection: by the first option that does not belong, else by one that lacks."""
    for chosen in _selections([*sorted(right), *wrong]):
        words = [text for name, text in wrong.items() if name in chosen]
        words += [text for name, text in missing.items() if name not in chosen]
        if words:
            item.mistake(words[0], chosen)


_name_by_option(
    activation_guards,
    {"retention", "tickets", "failures"},
    wrong={
        "activation": "The number that you push cannot guard itself. A guardrail is what could get "
        "worse while it rises.",
        "views": "Views since the product began can only rise. What cannot fall guards nothing: it is "
        "vanity.",
        "checklist": "Opening the checklist is an input: it is a lever of this very push, and it leads "
        "activation. A guardrail is what the push could harm.",
    },
    missing={
        "failures": "The technical guardrail is not among them. A push can also break the product.",
        "retention": "Users can be harmed as well: pushed through without value, they leave.",
        "tickets": "Users can be harmed as well: pushed through what they do not understand, they ask "
        "for help.",
    },
)


activation_guards.hints(
    "Sort the six into: the target, an input of it, vanity, and what could be harmed."
)


@practice(
    Choices(
        {
            "ever": "projects that were created since Kitewell began",
            "staying": "share of March's new users who are active in their fourth week",
            "best_day": "most people that Kitewell ever had on one day",
            "together": "teams in which two people complete a task in the week",
            "registered": "e-mail addresses in the table of users",
        },
        partial=True,
    ),
    objective="north_star",
)
def can_warn():
    """Which numbers can fall when users get less."""
    return {"staying", "together"}


_name_by_option(
    can_warn,
    {"staying", "together"},
    wrong={
        "best_day": "A record stands until it is broken: the best day cannot fall, whatever happens on "
        "the next ones.",
        "registered": "Whoever leaves stays in the table of users. An address is no person who gets "
        "anything.",
        "ever": "What was created stays created. A total since the beginning only rises, through any "
        "disaster.",
    },
    missing={
        "staying": "A share can warn as well: it falls as soon as fewer of those who came go on.",
        "together": "A count of one week can warn as well: it begins again at 0 each Monday.",
    },
)
can_warn.hints("Let nobody do anything in Kitewell for a month. Which of the five would be lower?")


@practice(Number("fraction", tolerance=0.0001), objective="compute")
def sticky_may(events):
    """Stickiness of May 2026."""
    return metrics.stickiness(human(events), "2026-05")


@sticky_may.mistake("The robots are in it. They are there every day. Use `humans`.")
def _(events):
    return metrics.stickiness(once(events), "2026-05")


@sticky_may.mistake("This divides the busiest day by the month. Take the mean of all days.")
def _(events):
    people = human(events)
    daily = metrics.active_users(people, "2026-05-01", "2026-06-01")
    return daily.max() / between(people, "2026-05-01", "2026-06-01")["user_id"].nunique()


@sticky_may.mistake("This is June, which the lesson has just shown. Take the month before.")
def _(events):
    return metrics.stickiness(human(events), "2026-06")


sticky_may.hints("`metrics.stickiness` takes the events and the month, written as year and month.")


def _checkouts(
    users: pd.DataFrame,
    events: pd.DataFrame,
    who: str,
    steps: Sequence[str] = ("signed_up", "checkout_started"),
    **how: Any,
) -> float:
    chosen = between(real(users, events), *Q1, at="signed_up_at")
    if who == "owner":
        chosen = chosen[chosen["role"] == "owner"]
    people = human(events)
    theirs = people[people["user_id"].isin(chosen["user_id"])]
    return float(metrics.funnel(theirs, list(steps), **how)["from_start"].iloc[-1])


@practice(Number("fraction", tolerance=0.0005), objective="compute")
def checkout_owners(users, events):
    """Share of the first quarter's new owners who started a checkout within 90 days."""
    return _checkouts(users, events, "owner", window="90D")


@checkout_owners.mistake("Everybody is in the denominator. Who of them could have paid?")
def _(users, events):
    return _checkouts(users, events, "all", window="90D")


@checkout_owners.mistake(
    "This is the share who upgraded in the end. The question asks who started a checkout."
)
def _(users, events):
    steps = ["signed_up", "checkout_started", "plan_upgraded"]
    return _checkouts(users, events, "owner", steps, window="90D")


checkout_owners.hints("Keep the owners among the new people, then keep the events of these owners.")


def _rates(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> list[float]:
    return [activation_rate(new(users, accounts, events, span)).estimate for span in (Q1, Q2)]


@practice(Number("fraction", tolerance=0.0005), objective="compute")
def in_percent(users, accounts, events):
    """Relative change of activation from the first quarter to the second."""
    before, after = _rates(users, accounts, events)
    return after / before - 1


@in_percent.mistake(
    "These are points: the difference of the two rates. Percent are of the rate before."
)
def _(users, accounts, events):
    before, after = _rates(users, accounts, events)
    return after - before


@in_percent.mistake(
    "This takes the later rate for the whole. A change is measured against where it began."
)
def _(users, accounts, events):
    before, after = _rates(users, accounts, events)
    return 1 - before / after


@in_percent.mistake("The sign is turned round: a fall is negative.")
def _(users, accounts, events):
    before, after = _rates(users, accounts, events)
    return 1 - after / before


in_percent.hints("Which of the two rates is the 100 % that the change is a part of?")


def _free(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    frame = new(users, accounts, events, Q2)
    return frame[frame["plan"] == "free"]


@practice(Number("fraction", tolerance=0.00005), objective="compute")
def free_margin(users, accounts, events):
    """Margin of second-quarter activation on the free plan, by account."""
    return activation_rate(_free(users, accounts, events)).interval.margin


@free_margin.accept("2 for 1.96")
def _(users, accounts, events):
    return 2 * activation_rate(_free(users, accounts, events)).standard_error


@free_margin.mistake(UNRIPE)
def _(users, accounts, events):
    return activation_rate(_unripe_fail(_free(users, accounts, events))).interval.margin


def _name_margins(frame: Callable[..., pd.DataFrame]) -> None:
    """Name what else can be read off a rate: with unripe people left out, and with them as failures."""

    @free_margin.mistake("Here every person is a witness. Colleagues are not independent.")
    def _(users, accounts, events):
        return activation_rate(frame(users, accounts, events)).naive_interval.margin

    @free_margin.mistake("This is the standard error. A 95 % margin is 1.96 of them.")
    def _(users, accounts, events):
        return activation_rate(frame(users, accounts, events)).standard_error

    @free_margin.mistake(
        "This goes from the lower end of the interval to the upper. The margin goes from the estimate "
        "to an end."
    )
    def _(users, accounts, events):
        return 2 * activation_rate(frame(users, accounts, events)).interval.margin

    @free_margin.mistake("This is the rate itself. How far may it lie from the truth?")
    def _(users, accounts, events):
        return activation_rate(frame(users, accounts, events)).estimate


_name_margins(_free)
_name_margins(lambda *tables: _unripe_fail(_free(*tables)))


@free_margin.mistake("This is the margin of all plans together.")
def _(users, accounts, events):
    return activation_rate(new(users, accounts, events, Q2)).interval.margin


@free_margin.mistake("This is the margin of all plans together.")
def _(users, accounts, events):
    return activation_rate(_unripe_fail(new(users, accounts, events, Q2))).interval.margin


free_margin.hints(
    "Whose people, and what is independent? Keep the plan's rows first, and compute then."
)


def _split(users, accounts, events, by: str, plan: str = ""):
    sides = [new(users, accounts, events, span) for span in (Q1, Q2)]
    if plan:
        sides = [frame[frame["plan"] == plan] for frame in sides]
    return split_by(*sides, by)


@practice(Number("fraction", tolerance=0.00005), objective="decompose")
def team_mix(users, accounts, events):
    """Mix effect by channel within the team plan."""
    return _split(users, accounts, events, "channel", "team").mix


@team_mix.mistake("This is the rate effect within the team plan. The mix is the other part.")
def _(users, accounts, events):
    return _split(users, accounts, events, "channel", "team").rate


@team_mix.mistake("This is the mix effect of all plans together. Keep the team plan first.")
def _(users, accounts, events):
    return _split(users, accounts, events, "channel").mix


team_mix.hints("Filter both quarters to the plan, then split the two by channel.")


def _tasks(events: pd.DataFrame) -> pd.Series:
    people = human(events)
    weeks = ("2026-01-05", "2026-06-29")
    done = people[people["event"] == "task_completed"]
    active = metrics.active_users(people, *weeks, freq="W")
    return metrics.event_counts(done, *weeks, freq="W") / active


@practice(
    Table(columns=("lower", "upper"), tolerance=0.0005),
    objective="signal",
)
def tasks_limits(events):
    """Limits of tasks completed for each active person and week, a row."""
    chart = metrics.xmr(_tasks(events), baseline=12)
    return pd.DataFrame({"lower": [chart.lower], "upper": [chart.upper]})


@tasks_limits.mistake("The two have changed places.")
def _(events):
    chart = metrics.xmr(_tasks(events), baseline=12)
    return pd.DataFrame({"lower": [chart.upper], "upper": [chart.lower]})


@tasks_limits.mistake("The baseline holds all weeks, also those that you want to judge.")
def _(events):
    chart = metrics.xmr(_tasks(events))
    return pd.DataFrame({"lower": [chart.lower], "upper": [chart.upper]})


@tasks_limits.mistake("These are three standard deviations. The limits come from moving ranges.")
def _(events):
    values = _tasks(events).iloc[:12]
    reach = 3 * values.std()
    return pd.DataFrame({"lower": [values.mean() - reach], "upper": [values.mean() + reach]})


_READINGS = {
    "nothing": "No week asks for a reason: none is outside, and no eight in a row lie on one side.",
    "outside": "A week or more lies outside the limits, and no eight in a row lie on one side.",
    "run": "No week lies outside the limits, and eight or more in a row lie on one side.",
    "both": "A week or more lies outside the limits, and eight or more in a row lie on one side.",
}


@practice(Choice(_READINGS), objective="signal")
def tasks_read(events):
    """What the chart of tasks lets one say."""
    return chart_says(metrics.xmr(_tasks(events), baseline=12))


def _misread(outside: bool, run: bool, words: str) -> None:
    """Name the reading that turns round what one of the two rules, or both, says."""

    @tasks_read.mistake(words)
    def _(events):
        flags = {"nothing": (False, False), "outside": (True, False), "run": (False, True)}
        right = flags.get(chart_says(metrics.xmr(_tasks(events), baseline=12)), (True, True))
        wanted = (right[0] != outside, right[1] != run)
        return next((name for name, pair in flags.items() if pair == wanted), "both")


_misread(
    True,
    False,
    "The runs are read right, the limits are not: is there a week beyond one of the two lines?",
)
_misread(
    False,
    True,
    "The limits are read right, the runs are not: count the weeks in a row on one side of the centre.",
)
_misread(
    True,
    True,
    "Both rules say the opposite. Take one at a time: the lines first, then the weeks on one side of the "
    "centre.",
)
tasks_read.hints(
    "Two rules, each with a yes or a no. The chart's marks show which weeks break one."
)


tasks_limits.hints("Whose weeks say what is usual, and what does `metrics.xmr` call them?")


def _nps_answers(
    surveys: pd.DataFrame, span: tuple[str, str], channel: str | None = "in_app"
) -> pd.Series:
    asked = between(surveys[surveys["survey"] == "nps"], *span, at="asked_at")
    return asked["score"] if channel is None else asked.loc[asked["channel"] == channel, "score"]


def _as_points(scores: pd.Series) -> pd.Series:
    """Turn answers into what each of them adds to the NPS: +100, 0 or -100."""
    return scores.dropna().map(lambda score: 100.0 * ((score >= 9) - (score <= 6)))


@practice(Number("points", tolerance=0.006), objective="compute")
def mail_margin(surveys):
    """Margin of the second quarter's NPS by e-mail."""
    return metrics.nps_interval(_nps_answers(surveys, Q2, "email")).margin


@mail_margin.accept("the adjusted interval of Rocks")
def _(surveys):
    return metrics.nps_interval(_nps_answers(surveys, Q2, "email"), method="adjusted").margin


@mail_margin.accept("the sample's variance, with n - 1, and Student's t")
def _(surveys):
    from scipy.stats import t

    points = _as_points(_nps_answers(surveys, Q2, "email"))
    return t.ppf(0.975, len(points) - 1) * points.std() / math.sqrt(len(points))


@mail_margin.accept("the sample's variance, with n - 1")
def _(surveys):
    points = _as_points(_nps_answers(surveys, Q2, "email"))
    return 1.959964 * points.std() / math.sqrt(len(points))


@mail_margin.accept("2 for 1.96")
def _(surveys):
    return 2 / 1.959964 * metrics.nps_interval(_nps_answers(surveys, Q2, "email")).margin


@mail_margin.mistake("This is the standard error. A 95 % margin is 1.96 of them.")
def _(surveys):
    return metrics.nps_interval(_nps_answers(surveys, Q2, "email")).margin / 1.959964


@mail_margin.mistake(
    "This goes from the lower end of the interval to the upper. The margin goes from the estimate to an end."
)
def _(surveys):
    return 2 * metrics.nps_interval(_nps_answers(surveys, Q2, "email")).margin


@mail_margin.mistake("This is a fraction. The NPS and its margin are given in points.")
def _(surveys):
    return metrics.nps_interval(_nps_answers(surveys, Q2, "email")).margin / 100


@mail_margin.mistake(
    "This is as if everybody who was asked had answered.",
    says=lambda mistaken, right: mistaken < right,
)
def _(surveys):
    scores = _nps_answers(surveys, Q2, "email")
    answered = scores.notna().sum()
    return metrics.nps_interval(scores).margin * math.sqrt(answered / len(scores))


@mail_margin.mistake("These are the answers in the app. Take those by e-mail.")
def _(surveys):
    return metrics.nps_interval(_nps_answers(surveys, Q2)).margin


mail_margin.hints("Which of the names above holds the second quarter's answers by e-mail?")


def _growth(events: pd.DataFrame, month: str = "2026-05") -> Any:
    return metrics.growth_accounting(human(events), month)


@practice(Number("ratio", tolerance=0.0005), objective="compute")
def quick_may(events):
    """Quick ratio of May 2026."""
    return _growth(events).quick_ratio


@quick_may.mistake(
    "Those who came back are left out. The tap has two handles: new people and people who return."
)
def _(events):
    found = _growth(events)
    return found.new / found.churned


@quick_may.mistake(
    "The ratio stands on its head: gains are divided by losses, not losses by gains."
)
def _(events):
    return 1 / _growth(events).quick_ratio


@quick_may.mistake("This is June. The quick ratio of May was asked.")
def _(events):
    return _growth(events, "2026-06").quick_ratio


@quick_may.mistake(
    "Those who stayed are among the gains here. They were there before: nothing was gained."
)
def _(events):
    found = _growth(events)
    return (found.new + found.resurrected + found.retained) / found.churned


quick_may.hints("Who was gained in May, and who was lost? One call knows both, month by month.")


def _threshold(users: pd.DataFrame, events: pd.DataFrame, coverage: float) -> int:
    people = real(users, events)
    owners = people[people["role"] == "owner"]
    invites, stayed = first_week(owners, human(events), "teammate_invited")
    return metrics.activation_threshold(invites, stayed, coverage=coverage).actions


@practice(Number("invitations"), objective="target")
def wider_threshold(users, events):
    """The threshold that seven of ten of those who stay reach."""
    return _threshold(users, events, 0.7)


@wider_threshold.mistake(
    "This is the threshold of the picture, with `coverage=0.5`. The question asks for another share."
)
def _(users, events):
    return _threshold(users, events, 0.5)


@wider_threshold.mistake(
    "This one only three of ten reach. `coverage` is the share that reaches it, not the share that may miss it."
)
def _(users, events):
    return _threshold(users, events, 0.3)


wider_threshold.hints("The cell above has the call; its `coverage` is the share of those who stay.")


def _redefined(
    users: pd.DataFrame,
    events: pd.DataFrame,
    span: tuple[str, str] = Q2,
    steps: Sequence[str] = ("project_created",),
    as_of: str = TODAY,
) -> float:
    new_people = between(real(users, events), *span, at="signed_up_at")
    found = metrics.activation(new_people, human(events), as_of=as_of, steps=list(steps))
    return float(found.loc["all", "rate"])


@practice(Number("fraction", tolerance=0.0001), objective="target")
def gamed(users, events):
    """Activation of the second quarter, once the task is dropped from the definition."""
    return _redefined(users, events)


@gamed.mistake("This is activation as it is defined. You were to drop the completed task from it.")
def _(users, events):
    return _redefined(users, events, steps=["project_created", "task_completed"])


@gamed.mistake("This drops the project and keeps the task. The other one was to go.")
def _(users, events):
    return _redefined(users, events, steps=["task_completed"])


@gamed.mistake("These are the people of the first quarter. Take those of the second.")
def _(users, events):
    return _redefined(users, events, Q1)


@gamed.mistake(
    "People whose 168 hours are not over count as failures here. `as_of` says when the data end."
)
def _(users, events):
    return _redefined(users, events, as_of="2026-07-09")


def _stayers(users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    return stayers(real(users, events), accounts, human(events))


def _on_free(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["plan"] == "free"]


def _free_gap(users, accounts, events, by: str = "plan") -> Any:
    return guided_within(_on_free(_stayers(users, accounts, events)), by=[by])


@practice(Number("fraction", tolerance=0.00005), objective="diagnose")
def free_stay(users, accounts, events):
    """Guided less classic week-4 retention on the free plan."""
    return _free_gap(users, accounts, events).estimate


@free_stay.accept("within channel as well")
def _(users, accounts, events):
    return _free_gap(users, accounts, events, "channel").estimate


@free_stay.mistake(
    "This is all plans, each compared with itself. Keep the rows of the free plan first."
)
def _(users, accounts, events):
    return guided_within(_stayers(users, accounts, events), by=["plan"]).estimate


@free_stay.mistake(
    "This is all plans, compared within plan and channel. Keep the rows of the free plan first."
)
def _(users, accounts, events):
    return guided_within(_stayers(users, accounts, events)).estimate


@free_stay.mistake(
    "All plans are poured together here, and most guided people are on the plan whose people stay least. "
    "Keep the rows of the free plan first."
)
def _(users, accounts, events):
    frame = _stayers(users, accounts, events)
    rates = frame["activated"].astype(float).groupby(frame["onboarding"].astype(str)).mean()
    return rates["guided"] - rates["classic"]


@free_stay.mistake(
    "This is activation. Whether people are driven away is a question of who is there later: use `stay`."
)
def _(users, accounts, events):
    return guided_within(_on_free(new(users, accounts, events, HALF)), by=["plan"]).estimate


@free_stay.mistake(
    "The sign is turned round: guided less classic is above 0 if guided people stay more."
)
def _(users, accounts, events):
    return -_free_gap(users, accounts, events).estimate


@free_stay.mistake("This is the margin of the difference. The difference itself is asked.")
def _(users, accounts, events):
    return _free_gap(users, accounts, events).margin


free_stay.hints("`stay` has a row a person and a column `plan`. Whose rows are to be compared?")


gamed.hints("Whose activation, and which event is left once the task is dropped?")


@practice(
    Choice(
        {
            "improve": "Improve activation noticeably over the course of this year and the next, for all kinds of new users on every plan, and report on it to the executive team on the first Monday of each month.",
            "sign_ups": "Reach 10,000 sign-ups by 31 December 2026, counted from 1 July, in all channels together.",
            "rate": "75 % of the new users of the fourth quarter activate within 7 days, measured on 8 January 2027 by whatever definition of activation holds then; week-4 retention may lose 5 points.",
            "paired": "The paid plans guided too, April to September 2027's sign-ups activate 3 points above January to June 2026's at its mix, interval above 0; week-4 retention loses less than 5.",
            "average": "The average of the five channels' activation rates rises by 5 % by the end of 2026, against the average of the second quarter.",
        }
    ),
    objective="target",
)
def signed_target():
    """Which target is reachable, specific, dated and resists gaming."""
    return "paired"


signed_target.mistake(
    "By how much? Nobody can miss this target, so nobody is steered by it.", "improve"
)
signed_target.mistake(
    "Sign-ups can be bought. This counts people who came, not people helped.", "sign_ups"
)
signed_target.mistake(
    "No plan reaches it, so it will be met another way: the definition is open.", "rate"
)
signed_target.mistake(
    "The smallest channel weighs as much as the largest, and 5 % may mean points or percent.",
    "average",
)
signed_target.hints("Play the villain: how would you reach each without helping a single user?")


@practice(
    Choice(
        {
            "back": "Roll guided onboarding back, as the coin's people show it behind so far.",
            "fall": "Look for what met all channels, as their rates fell by more than a point.",
            "wait": 'Write "no change shown", keep what runs, and leave the coin alone.',
            "stop": "Stop all releases until somebody has explained the fall of logins.",
            "peek": "Split the coin's people each week from now on, until an interval leaves 0.",
        }
    ),
    objective="signal",
)
def october():
    """What Monday's rules ask for, once their numbers are there."""
    return "wait"


october.mistake(
    "The coin speaks once, on its day. A split before that is a look which nobody asked for, and this "
    "one holds 0 besides.",
    "back",
)
october.mistake(
    "The rule for the rates wants an interval that lies below 0. This one holds 0: nothing is shown.",
    "fall",
)
october.mistake(
    "A cry asks four questions within a day and stops nothing. The second question has its answer "
    "already: a year ago it did the same.",
    "stop",
)
october.mistake(
    "Who looks until an interval has left 0 is fooled several times as often. The coin's day was named "
    "before.",
    "peek",
)
october.hints("Take the rules row by row: has the interval of that row left 0?")


# A. What is it for?


@exercise(
    Choice(
        {
            "total": "shifts that were ever planned with Rota since it began",
            "open": "managers who open Rota at least once in the week",
            "covered": "sites whose week was staffed by the Friday before",
            "money": "monthly recurring revenue of all sites that use Rota",
            "stars": "mean of the stars that planners give after a session",
        }
    ),
    points=3,
    objective="north_star",
)
def north_star():
    """The North Star of another product."""
    return "covered"


north_star.mistake(
    "A running total can only rise. It would have risen through any disaster, so it cannot warn you.",
    "total",
)
north_star.mistake(
    "Opening it is activity. A manager who cannot get the week staffed opens it more, not less.",
    "open",
)
north_star.mistake(
    "Revenue is what the company gets, not what its users get, and it lags: when it falls, the cause "
    "is months old.",
    "money",
)
north_star.mistake(
    "It is an opinion of the few who answer, and a mean hides who is unhappy. Watch it as a guardrail.",
    "stars",
)
north_star.hints(
    "What has to happen in a week for a site to say that Rota was worth it?",
    "Test each option twice. Can it fall when users get less? Does it count what users get, before "
    "the money moves?",
)


# B. Count with care


def _owners(users: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    people = real(users, events)
    return people.loc[people["role"] == "owner", "user_id"]


@exercise(Number("fraction", tolerance=0.00001), points=5, objective="compute")
def stickiness(users, events):
    """Mean daily over monthly active owners in June 2026."""
    people = human(events)
    return metrics.stickiness(people[people["user_id"].isin(_owners(users, events))], "2026-06")


def _daily(users: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.Series, int]:
    june = between(human(events), "2026-06-01", TODAY)
    june = june[june["user_id"].isin(_owners(users, events))]
    return metrics.active_users(june, "2026-06-01", TODAY), int(june["user_id"].nunique())


@stickiness.mistake(
    "This leaves out the day on which nobody was active. A silent day is a day with 0 people, and "
    "June has 30 days."
)
def _(users, events):
    daily, monthly = _daily(users, events)
    return daily[daily > 0].mean() / monthly


@stickiness.mistake(
    "Only those count here who moved work on. The question takes any event: a person who looks is "
    "active too."
)
def _(users, events):
    people = human(events)
    work = people["event"].isin(["task_added", "task_completed", "comment_added"])
    mine = people["user_id"].isin(_owners(users, events))
    return metrics.stickiness(people[work & mine], "2026-06")


@stickiness.mistake("This is the mean of the working days. All 30 days of June count, Sundays too.")
def _(users, events):
    daily, monthly = _daily(users, events)
    return daily[daily.index.day_of_week < 5].mean() / monthly


@stickiness.mistake("This is everybody's stickiness. The question asks about owners.")
def _(users, events):
    return metrics.stickiness(human(events), "2026-06")


@stickiness.mistake(
    "This is everybody's stickiness, the robots among them. Use `humans`, and owners only."
)
def _(users, events):
    return metrics.stickiness(once(events), "2026-06")


@stickiness.mistake(
    "The numerator is an average of days. This takes the weeks: weekly over monthly active people."
)
def _(users, events):
    people = human(events)
    people = people[people["user_id"].isin(_owners(users, events))]
    weekly = metrics.active_users(people, "2026-06-01", "2026-06-29", freq="W")
    return weekly.mean() / _daily(users, events)[1]


@stickiness.mistake(
    "This takes the last 28 days. The question asks about June, which has 30: in both counts."
)
def _(users, events):
    people = human(events)
    people = people[people["user_id"].isin(_owners(users, events))]
    span = ("2026-06-03", TODAY)
    monthly = between(people, *span)["user_id"].nunique()
    return metrics.active_users(people, *span).mean() / monthly


@stickiness.mistake(
    "Only logins count here. Any event makes a person active, on days without a login as well."
)
def _(users, events):
    people = human(events)
    logins = people["event"] == "session_started"
    mine = people["user_id"].isin(_owners(users, events))
    return metrics.stickiness(people[logins & mine], "2026-06")


@stickiness.mistake(
    "This divides the busiest day by the month. Stickiness takes the mean of all days, good and bad."
)
def _(users, events):
    daily, monthly = _daily(users, events)
    return daily.max() / monthly


stickiness.hints(
    "Two counts of distinct people: one for each day, one for the month. How many days has June?",
    "Keep the events of owners: their ids stand in `users`.",
    "`metrics.stickiness` knows silent days. Give it the owners' events and the month.",
)


EIGHT = ("2026-05-04", "2026-06-29")


def _logins(frame: pd.DataFrame) -> pd.Series:
    return metrics.event_counts(frame[frame["event"] == "session_started"], *EIGHT, freq="W")


@exercise(Number("logins a week", tolerance=0.05), points=5, objective="compute")
def weekly_logins(events):
    """Mean logins of people a week, over eight weeks."""
    return _logins(human(events)).mean()


@weekly_logins.mistake("The robots are still logging in. Use `humans`.")
def _(events):
    return _logins(once(events)).mean()


@weekly_logins.mistake("People only, but repeated rows count twice: each event once.")
def _(events):
    return _logins(events[~events["user_id"].isin(robots(events))]).mean()


@weekly_logins.mistake("Robots and repeats are both in it: this is the board's number.")
def _(events):
    return _logins(events).mean()


@weekly_logins.mistake(
    "This counts people, that is weekly active users. Somebody who logs in five times in a week has "
    "five logins."
)
def _(events):
    people = human(events)
    logins = people[people["event"] == "session_started"]
    return metrics.active_users(logins, *EIGHT, freq="W").mean()


@weekly_logins.mistake("This is the mean of a day. The question asks for a week.")
def _(events):
    return _logins(human(events)).mean() / 7


@weekly_logins.mistake(
    "The last week is missing: a span leaves out its last day, so it has to end on the Monday after it."
)
def _(events):
    return _logins(human(events)).iloc[:-1].mean()


weekly_logins.hints(
    "Which events, whose, in which weeks?",
    "Keep the logins of `humans`; `metrics.event_counts` counts events by week.",
    'Its `freq="W"` gives a Series with one value a week, from Monday. What is asked is its mean.',
)


PAYING = ["signed_up", "project_created", "checkout_started", "plan_upgraded"]
SUMMER = ("2025-07-01", "2025-10-01")


def _paying(
    users: pd.DataFrame,
    events: pd.DataFrame,
    who: str = "owner",
    until: str = TODAY,
    **how: Any,
) -> pd.DataFrame:
    chosen = between(real(users, events), *SUMMER, at="signed_up_at")
    if who == "owner":
        chosen = chosen[chosen["role"] == "owner"]
    people = between(human(events), SUMMER[0], until)
    theirs = people[people["user_id"].isin(chosen["user_id"])]
    table = metrics.funnel(theirs, PAYING, **{"window": "90D", **how})
    return table["count"].reset_index()


@exercise(Table(columns=("step", "count"), keys=("step",)), points=6, objective="compute")
def paying_funnel(users, events):
    """The way to paying of the summer's new owners, in order, within 90 days."""
    return _paying(users, events)


@paying_funnel.mistake(
    "Everybody who signed up is in it. Members and guests cannot pay: they make the first steps long "
    "and the last one look broken."
)
def _(users, events):
    return _paying(users, events, "all")


@paying_funnel.mistake(
    "The order is right and the window is missing. Give everybody the same 90 days."
)
def _(users, events):
    return _paying(users, events, window=None)


@paying_funnel.mistake(
    "Each step is counted on its own here, whenever it was done. Follow the same owners, in order, "
    "within the window."
)
def _(users, events):
    return _paying(users, events, count="unordered")


@paying_funnel.mistake("This counts events, not owners: one owner may create fifty projects.")
def _(users, events):
    return _paying(users, events, count="events")


@paying_funnel.mistake(
    "Only what was done until September counts here, so September's owners have had a few weeks for "
    "their 90 days. The span is that of the sign-ups: take all later events of these owners."
)
def _(users, events):
    return _paying(users, events, until=SUMMER[1])


@paying_funnel.mistake("The window is 30 days here. The question gives 90.")
def _(users, events):
    return _paying(users, events, window="30D")


@paying_funnel.mistake(
    "This counts accounts, whoever of theirs did each step. The question follows people: each owner "
    "on the way."
)
def _(users, events):
    chosen = between(real(users, events), *SUMMER, at="signed_up_at")
    people = human(events)
    theirs = people[people["user_id"].isin(chosen["user_id"])]
    account = theirs["user_id"].map(users.set_index("user_id")["account_id"])
    table = metrics.funnel(theirs.assign(user_id=account), PAYING, window="90D")
    return table["count"].reset_index()


paying_funnel.hints(
    "Who could have come to the last step?",
    "Keep the owners among the new people, then the events of these owners, then use "
    "`metrics.funnel` with steps and a window.",
    "Of the table that comes back only the column `count` is asked for: write its name in brackets.",
)


def _use(users: pd.DataFrame, events: pd.DataFrame, clean: pd.DataFrame) -> pd.DataFrame:
    may = between(clean, "2026-05-01", "2026-06-01")
    use = per_person(may, "comment_added", "session_started")
    return use.join(users.set_index("user_id")["account_id"])


def _ratio(use: pd.DataFrame, unit: str | None = "account_id") -> pd.DataFrame:
    found = metrics.ratio_metric(
        use["comment_added"], use["session_started"], None if unit is None else use[unit]
    )
    return _row(found.estimate, found.low, found.high)


def _mean_of_ratios(use: pd.DataFrame) -> pd.DataFrame:
    each = use["comment_added"] / use["session_started"]
    margin = 1.959964 * each.std() / math.sqrt(len(each))
    return _row(each.mean(), each.mean() - margin, each.mean() + margin)


def _row(estimate: float, low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame({"estimate": [estimate], "low": [low], "high": [high]})


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.00005, partial=True),
    points=6,
    objective="compute",
)
def comments_per_login(users, events):
    """Comments for each login in May 2026, over all people, with the interval by account."""
    return _ratio(_use(users, events, human(events)))


@comments_per_login.accept("2 for 1.96")
def _(users, events):
    found = _ratio(_use(users, events, human(events))).iloc[0]
    margin = 2 / 1.959964 * (found["high"] - found["estimate"])
    return _row(found["estimate"], found["estimate"] - margin, found["estimate"] + margin)


@comments_per_login.mistake(
    "The ratio is right. The interval takes every person for a witness of their own, and people of "
    "one account do alike: the unit is the account."
)
def _(users, events):
    return _ratio(_use(users, events, human(events)), None)


@comments_per_login.mistake(
    "This is the mean of the people's ratios. Somebody with one login weighs as much as somebody with "
    "forty. Sum first, then divide."
)
def _(users, events):
    use = _use(users, events, human(events))
    return _mean_of_ratios(use[use["session_started"] > 0])


@comments_per_login.mistake(
    "This is the mean of the people's ratios, without those who never commented. They log in too. Sum "
    "first, then divide."
)
def _(users, events):
    use = _use(users, events, human(events))
    return _mean_of_ratios(use[(use["session_started"] > 0) & (use["comment_added"] > 0)])


@comments_per_login.mistake("The robots' logins are in the denominator. Use `humans`.")
def _(users, events):
    return _ratio(_use(users, events, once(events)))


@comments_per_login.mistake(
    "It is turned round: these are logins for each comment. What stands behind *for each* is divided by."
)
def _(users, events):
    use = _use(users, events, human(events))
    found = metrics.ratio_metric(use["session_started"], use["comment_added"], use["account_id"])
    return _row(found.estimate, found.low, found.high)


@comments_per_login.mistake(
    "This is the mean of the accounts' ratios: a team of two weighs as much as one of two hundred. "
    "The account is the unit of the interval; the ratio is of two sums."
)
def _(users, events):
    kinds = ["comment_added", "session_started"]
    use = _use(users, events, human(events)).groupby("account_id")[kinds].sum()
    return _mean_of_ratios(use[use["session_started"] > 0])


comments_per_login.hints(
    "What weighs the same in the answer: a person or a login? And who is independent of whom?",
    "Count both kinds for each person with `explore.per_person`, then bring in each person's account.",
    "`metrics.ratio_metric` takes numerators, denominators and the unit; it knows estimate, low and high. "
    "A bootstrap of accounts is a sound interval too, and not the one that is asked: it differs a little.",
)


# C. Rate or mix?


YEARS = (("2025-04-01", "2025-07-01"), Q2)


def _sides(users, accounts, events, spans=YEARS):
    return [new(users, accounts, events, span) for span in spans]


def _effects(split: metrics.Kitagawa) -> pd.DataFrame:
    return _effects_of(split.groups)


def _effects_of(groups: pd.DataFrame) -> pd.DataFrame:
    return groups[["rate_effect", "mix_effect"]].rename_axis("channel").reset_index()


@exercise(
    Table(
        columns=("channel", "rate_effect", "mix_effect"),
        keys=("channel",),
        tolerance=0.00001,
        partial=True,
    ),
    points=6,
    objective="decompose",
)
def rate_and_mix(users, accounts, events):
    """Kitagawa's split of the change in activation over a year, by channel."""
    return _effects(split_by(*_sides(users, accounts, events), "channel"))


@rate_and_mix.mistake(
    "The people whose 168 hours are not over count as failures here, so rates seem to fall. Leave "
    "them out."
)
def _(users, accounts, events):
    sides = _sides(users, accounts, events)
    late = metrics.activated(sides[1], human(events), as_of="2026-07-09").to_numpy()
    return _effects(split_by(sides[0], sides[1].assign(activated=late), "channel"))


@rate_and_mix.mistake(UNRIPE)
def _(users, accounts, events):
    earlier, later = _sides(users, accounts, events)
    return _effects(split_by(earlier, _unripe_fail(later), "channel"))


@rate_and_mix.mistake(
    "The mix effect is weighed by the earlier rates alone. Kitagawa takes the mean of the two; this "
    "course takes off the mean of the overall rates."
)
def _(users, accounts, events):
    groups = split_by(*_sides(users, accounts, events), "channel").groups
    shares = groups["share_after"] - groups["share_before"]
    whole = (groups["share_before"] * groups["rate_before"]).sum()
    return _effects_of(groups.assign(mix_effect=shares * (groups["rate_before"] - whole)))


@rate_and_mix.mistake(
    "The rate effect is weighed by the later shares alone. Kitagawa takes the mean of the two."
)
def _(users, accounts, events):
    groups = split_by(*_sides(users, accounts, events), "channel").groups
    effect = groups["share_after"] * (groups["rate_after"] - groups["rate_before"])
    return _effects_of(groups.assign(rate_effect=effect))


@rate_and_mix.mistake(
    "The two columns have changed places: what moved rates did is the rate effect."
)
def _(users, accounts, events):
    groups = split_by(*_sides(users, accounts, events), "channel").groups
    swapped = {"rate_effect": groups["mix_effect"], "mix_effect": groups["rate_effect"]}
    return _effects_of(groups.assign(**swapped))


@rate_and_mix.mistake("The robots are among the sign-ups, as people who never activate.")
def _(users, accounts, events):
    sides = [sign_ups(users, accounts, human(events), *span) for span in YEARS]
    return _effects(split_by(*sides, "channel"))


@rate_and_mix.mistake(
    "The rate effect is weighed by the earlier shares alone. Kitagawa takes the mean of the two."
)
def _(users, accounts, events):
    groups = split_by(*_sides(users, accounts, events), "channel").groups
    effect = groups["share_before"] * (groups["rate_after"] - groups["rate_before"])
    return _effects_of(groups.assign(rate_effect=effect))


@rate_and_mix.mistake("The signs are turned round: this goes from 2026 back to 2025.")
def _(users, accounts, events):
    return _effects(split_by(*reversed(_sides(users, accounts, events)), "channel"))


@rate_and_mix.mistake(
    "This is the change from the first to the second quarter of 2026, which the lesson splits. "
    "Compare the second quarters of two years."
)
def _(users, accounts, events):
    return _effects(split_by(*_sides(users, accounts, events, (Q1, Q2)), "channel"))


@rate_and_mix.mistake(
    "The sum is right, the channels are not comparable: a growing channel below average must count "
    "against the whole. Take each rate's distance from the mean of the two overall rates."
)
def _(users, accounts, events):
    result = split_by(*_sides(users, accounts, events), "channel").groups
    shares = result["share_after"] - result["share_before"]
    result = result.assign(mix_effect=shares * (result["rate_before"] + result["rate_after"]) / 2)
    return result[["rate_effect", "mix_effect"]].rename_axis("channel").reset_index()


rate_and_mix.hints(
    "Two frames of sign-ups first, one for each year.",
    "`explore.sign_ups` makes each of them, and `explore.split_by` splits the change by a column.",
    "The result's `groups` has one row a channel, and more columns than you need.",
)


# D. Signal, noise, or nobody?


def _android_reports(events: pd.DataFrame, seen: pd.DataFrame | None = None) -> pd.Series:
    people = human(events) if seen is None else seen
    start, end = "2026-01-05", "2026-06-29"
    views = people[(people["event"] == "report_viewed") & (people["platform"] == "android")]
    active = metrics.active_users(people, start, end, freq="W")
    return 100 * metrics.event_counts(views, start, end, freq="W") / active


def _limits(values: pd.Series, centre: float, distance: float) -> pd.DataFrame:
    """Return limits, and how many of the weeks after the baseline lie outside them."""
    late = values.iloc[16:]
    outside = int(((late - centre).abs() > distance).sum())
    return pd.DataFrame(
        {
            "centre": [centre],
            "lower": [centre - distance],
            "upper": [centre + distance],
            "outside": [outside],
        }
    )


def _limits_of(values: pd.Series, baseline: int | None = 16) -> pd.DataFrame:
    chart = metrics.xmr(values, baseline=baseline)
    return _limits(values, chart.centre, chart.upper - chart.centre)


@exercise(
    Table(columns=("centre", "lower", "upper", "outside"), tolerance=0.00001, partial=True),
    points=5,
    objective="signal",
)
def limits(events):
    """XmR limits of weekly Android report views per 100 active people, and the weeks outside them."""
    return _limits_of(_android_reports(events))


@limits.accept("3 / 1.128 in place of the rounded 2.66")
def _(events):
    values = _android_reports(events)
    chart = metrics.xmr(values, baseline=16)
    return _limits(values, chart.centre, 3 / 1.128 * chart.mean_moving_range)


@limits.mistake(
    "The limits are right. `outside` holds the weeks inside them: count those that lie beyond a line."
)
def _(events):
    found = _limits_of(_android_reports(events))
    return found.assign(outside=9 - found["outside"])


@limits.mistake(
    "The limits are right. No week is outside, you say: compare the nine weeks after the baseline with "
    "the two limits."
)
def _(events):
    return _limits_of(_android_reports(events)).assign(outside=0)


@limits.mistake(
    "These limits come from the median moving range, with its factor 3.145. It is a convention too; the "
    "one that the lesson takes is 2.66 mean moving ranges."
)
def _(events):
    values = _android_reports(events)
    ranges = values.iloc[:16].diff().abs().dropna()
    return _limits(values, values.iloc[:16].mean(), 3.145 * ranges.median())


@limits.mistake("The denominator is people on Android only. Take all active people.")
def _(events):
    people = human(events)
    weeks = ("2026-01-05", "2026-06-29")
    android = people[people["platform"] == "android"]
    views = metrics.event_counts(android[android["event"] == "report_viewed"], *weeks, freq="W")
    return _limits_of(100 * views / metrics.active_users(android, *weeks, freq="W"))


@limits.mistake(
    "The baseline holds the weeks that you want to judge, so the jump widens its own limits. Use the "
    "first 16 weeks only."
)
def _(events):
    return _limits_of(_android_reports(events), None)


@limits.mistake("The baseline is the lesson's 12 weeks. Here the first 16 say what is normal.")
def _(events):
    return _limits_of(_android_reports(events), 12)


@limits.mistake(
    "These are three standard deviations of the values. An XmR chart uses the moving ranges, which a "
    "shift inside the baseline does not inflate."
)
def _(events):
    values = _android_reports(events)
    return _limits(values, values.iloc[:16].mean(), 3 * values.iloc[:16].std())


@limits.mistake(
    "These are three standard deviations of the values, divided by n. An XmR chart uses the moving "
    "ranges, which a shift inside the baseline does not inflate."
)
def _(events):
    values = _android_reports(events)
    return _limits(values, values.iloc[:16].mean(), 3 * values.iloc[:16].std(ddof=0))


@limits.mistake(
    "These lie 1.96 standard deviations off, as the interval of a single value would. An XmR chart "
    "goes 2.66 mean moving ranges up and down."
)
def _(events):
    values = _android_reports(events)
    return _limits(values, values.iloc[:16].mean(), 1.96 * values.iloc[:16].std())


@limits.mistake(
    "These are the raw events: repeated rows are views, and robots are people. Use `humans`."
)
def _(events):
    return _limits_of(_android_reports(events, events))


@limits.mistake(
    "The factor 3.267 gives the limit of the moving ranges themselves. The limits of the values use "
    "2.66."
)
def _(events):
    values = _android_reports(events)
    chart = metrics.xmr(values, baseline=16)
    return _limits(values, chart.centre, chart.moving_range_limit)


limits.hints(
    "Which weeks are allowed to say what is normal?",
    "Divide the weekly views by the weekly active people, times 100. Take the first 16 weeks: their mean, "
    "and 2.66 times the mean of the absolute differences of neighbouring weeks.",
    "`metrics.xmr` with a baseline knows centre, lower and upper. Its `points` say of each week whether it "
    "lies outside; of these only the weeks after the baseline are counted.",
)


@limits.mistake("This is for each person. The question asks for each 100 people.")
def _(events):
    return _limits_of(_android_reports(events) / 100)


@_Last
def culprits(events: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame) -> dict[str, str]:
    """Say of each case of the assignment who moved it most."""
    found = cases(users, accounts, events, *ASSIGNMENT)
    return {name: case.culprit for name, case in found.items()}


def _verdicts(named: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame([named])


@exercise(
    Table(columns=tuple(ASSIGNMENT), ordered=True, partial=True), points=8, objective="diagnose"
)
def who_moved(users, accounts, events):
    """Who moved each of four metrics: a row, a column a metric."""
    return _verdicts(culprits(events, users, accounts))


# How many verdicts hold is not told: who knows it needs one change after the other, and no thought.


@who_moved.mistake(
    "People are blamed for all four. A number can also move because of how it is counted, who is "
    "counted, and when."
)
def _(users, accounts, events):
    return _verdicts(dict.fromkeys(ASSIGNMENT, "effect"))


@who_moved.mistake(
    "Tracking is blamed for all four. A fault of counting begins on a date and stays: do all four "
    "weeks look like that?"
)
def _(users, accounts, events):
    return _verdicts(dict.fromkeys(ASSIGNMENT, "tracking"))


@who_moved.mistake(
    "Other people are blamed for all four. A mix needs shares that moved: who came instead of whom, in "
    "each of the four?"
)
def _(users, accounts, events):
    return _verdicts(dict.fromkeys(ASSIGNMENT, "mix"))


who_moved.hints(
    "Take each verdict: what else would have to be seen if it were so? A date on which it starts, the "
    "same weeks a year ago, both ends of a ratio, shares that moved.",
    "The four questions, in their order, for each case: real, when, where, rate or mix. Read both "
    "lines of the weeks before you pay for anything.",
    "A ratio has two ends, and an average has rates and shares. What comes every year needs a second "
    "year to be seen. What is no event cannot arrive twice.",
)


# E. Satisfaction


HALVES = (("2025-07-01", "2026-01-01"), ("2026-01-01", TODAY))


@exercise(Number("points", tolerance=0.006), points=5, objective="compute")
def nps_margin(surveys):
    """Margin of the change of the in-app NPS between two half-years."""
    one, two = (_nps_answers(surveys, half) for half in HALVES)
    return metrics.nps_difference(one, two).margin


@nps_margin.accept("the adjusted interval of Rocks")
def _(surveys):
    one, two = (_nps_answers(surveys, half) for half in HALVES)
    return metrics.nps_difference(one, two, method="adjusted").margin


@nps_margin.accept("the sample's variance, with n - 1, and Student's t")
def _(surveys):
    from scipy.stats import t

    points = [_as_points(_nps_answers(surveys, half)) for half in HALVES]
    errors = [p.var() / len(p) for p in points]
    return t.ppf(0.975, sum(map(len, points)) - 2) * math.sqrt(sum(errors))


@nps_margin.accept("2 for 1.96")
def _(surveys):
    return 2 / 1.959964 * math.hypot(*_margins(surveys))


@nps_margin.accept("halves by the day of the answer")
def _(surveys):
    in_app = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
    one, two = (between(in_app, *half, at="answered_at")["score"] for half in HALVES)
    return metrics.nps_difference(one, two).margin


@nps_margin.accept("one variance for both half-years")
def _(surveys):
    points = [_as_points(_nps_answers(surveys, half)) for half in HALVES]
    pooled = pd.concat([p - p.mean() for p in points])
    return 1.959964 * pooled.std(ddof=0) * math.sqrt(sum(1 / len(p) for p in points))


def _margins(surveys: pd.DataFrame, channel: str | None = "in_app") -> tuple[float, float]:
    one, two = (metrics.nps_interval(_nps_answers(surveys, half, channel)) for half in HALVES)
    return one.margin, two.margin


@nps_margin.mistake(
    "This counts by account. The exercise takes each answer for a witness of its own, as the NPS is "
    "mostly reported: say so beside it."
)
def _(users, surveys):
    scores = pd.concat([_nps_answers(surveys, half) for half in HALVES], keys=[0, 1])
    of = surveys["user_id"].map(users.set_index("user_id")["account_id"])
    points = _as_points(scores)
    half, answer = points.index.get_level_values(0), points.index.get_level_values(1)
    many, means = points.groupby(half).size(), points.groupby(half).mean()
    sign = np.where(half == 0, -1.0, 1.0)
    parts = sign * (points.to_numpy() - means[half].to_numpy()) / many[half].to_numpy()
    accounts = pd.Series(parts).groupby(of.loc[answer].to_numpy()).sum()
    pieces = len(accounts)
    return 1.959964 * math.sqrt((accounts**2).sum() * pieces / (pieces - 1))


@nps_margin.mistake("This is the change itself. How far may it lie from the truth?")
def _(surveys):
    one, two = (metrics.nps(_nps_answers(surveys, half)) for half in HALVES)
    return two - one


@nps_margin.mistake(
    "This goes from end to end of the interval. The margin goes from the estimate to an end."
)
def _(surveys):
    return 2 * math.hypot(*_margins(surveys))


@nps_margin.mistake("This is the margin of one half-year's score. A change has two uncertain ends.")
def _(surveys):
    return _margins(surveys)[1]


@nps_margin.mistake(
    "The two margins are added. Independent errors partly cancel: add their squares, then take the "
    "root."
)
def _(surveys):
    return sum(_margins(surveys))


@nps_margin.mistake("This is the standard error of the change. A 95 % margin is 1.96 of them.")
def _(surveys):
    return math.hypot(*_margins(surveys)) / 1.959964


@nps_margin.mistake("Both channels are poured together. Keep the answers in the app.")
def _(surveys):
    return math.hypot(*_margins(surveys, None))


@nps_margin.mistake("These are the answers by e-mail. Keep those in the app.")
def _(surveys):
    return math.hypot(*_margins(surveys, "email"))


@nps_margin.mistake("This is the margin of the earlier half-year's score. A change has two ends.")
def _(surveys):
    return _margins(surveys)[0]


@nps_margin.mistake("This is a 90 % margin, with 1.645 standard errors. 95 % takes 1.96 of them.")
def _(surveys):
    return 1.644854 / 1.959964 * math.hypot(*_margins(surveys))


@nps_margin.mistake(
    "This is as if everybody who was asked had answered. Silence is no passive answer: leave it out."
)
def _(surveys):
    shares = []
    for half, margin in zip(HALVES, _margins(surveys), strict=True):
        scores = _nps_answers(surveys, half)
        shares.append(margin * math.sqrt(scores.notna().mean()))
    return math.hypot(*shares)


@nps_margin.mistake(
    "This compares the two quarters of 2026, as the lesson does. Compare the two half-years."
)
def _(surveys):
    one, two = (metrics.nps_interval(_nps_answers(surveys, span)) for span in (Q1, Q2))
    return math.hypot(one.margin, two.margin)


@nps_margin.mistake(
    "This margin comes from the spread of the 0 to 10 scores. The NPS is a difference of two shares; "
    "each answer counts as +100, 0 or -100."
)
def _(surveys):
    errors = [
        _nps_answers(surveys, half).dropna().pipe(lambda s: 10 * s.std() / math.sqrt(len(s)))
        for half in HALVES
    ]
    return 1.959964 * math.hypot(*errors)


nps_margin.hints(
    "How uncertain is the first score? The second? What does that make of their difference?",
    "Each score's variance is (p + d - (p - d)²) / n. Variances add; margins do not.",
    "`metrics.nps_difference` takes the scores of the earlier span and of the later one.",
)


def _csat(surveys: pd.DataFrame, channel: str | None = "in_app") -> pd.Series:
    marks = between(surveys[surveys["survey"] == "csat"], *Q1, at="asked_at")
    return marks["score"] if channel is None else marks.loc[marks["channel"] == channel, "score"]


def _wilson(hits: int, many: int, z: float) -> tuple[float, float, float]:
    rate = hits / many
    centre = (rate + z**2 / (2 * many)) / (1 + z**2 / many)
    margin = z / (1 + z**2 / many) * math.sqrt(rate * (1 - rate) / many + (z / (2 * many)) ** 2)
    return rate, centre - margin, centre + margin


@exercise(
    Table(columns=("estimate", "low", "high"), tolerance=0.0005, partial=True),
    points=4,
    objective="compute",
)
def csat_in_app(surveys):
    """CSAT of the first quarter, answers in the app, with its Wilson interval."""
    return _row(*metrics.csat(_csat(surveys)))


@csat_in_app.accept("2 for 1.96")
def _(surveys):
    scores = _csat(surveys).dropna()
    return _row(*_wilson(int((scores >= 4).sum()), len(scores), 2.0))


@csat_in_app.accept("the interval of Agresti and Coull, which is hardly wider")
def _(surveys):
    scores = _csat(surveys).dropna()
    hits, many, z = int((scores >= 4).sum()), len(scores), 1.959964
    middle = (hits + z**2 / 2) / (many + z**2)
    margin = z * math.sqrt(middle * (1 - middle) / (many + z**2))
    return _row(hits / many, middle - margin, middle + margin)


@csat_in_app.mistake("These are the answers of the second quarter. Take January to March.")
def _(surveys):
    marks = between(surveys[surveys["survey"] == "csat"], *Q2, at="asked_at")
    return _row(*metrics.csat(marks.loc[marks["channel"] == "in_app", "score"]))


@csat_in_app.mistake(
    "The share is right. The interval is Wald's, symmetric about the share: Wilson's was asked."
)
def _(surveys):
    scores = _csat(surveys).dropna()
    rate = (scores >= 4).mean()
    margin = 1.959964 * math.sqrt(rate * (1 - rate) / len(scores))
    return _row(rate, rate - margin, rate + margin)


@csat_in_app.mistake("Fours are left out: only the fives count as happy here. CSAT counts both.")
def _(surveys):
    return _row(*metrics.csat(_csat(surveys), top=(5,)))


@csat_in_app.mistake("Those who said nothing are in the denominator. Silence is not a low mark.")
def _(surveys):
    scores = _csat(surveys)
    return _row(*metrics.rate_interval(int((scores >= 4).sum()), len(scores)))


@csat_in_app.mistake("Both channels are poured together. Keep the answers in the app.")
def _(surveys):
    return _row(*metrics.csat(_csat(surveys, None)))


@csat_in_app.mistake("This is the mean of the marks. CSAT is the share of the happy ones.")
def _(surveys):
    scores = _csat(surveys).dropna()
    margin = 1.959964 * scores.std() / math.sqrt(len(scores))
    return _row(scores.mean(), scores.mean() - margin, scores.mean() + margin)


csat_in_app.hints(
    "Which marks are happy, and out of whom?",
    "Filter `surveys` to the survey, the channel and the quarter of `asked_at`.",
    "`metrics.csat` of the scores has an estimate, a lower and an upper end.",
)


# F. A target


def _outside(users, accounts, events, *spans: tuple[str, str]) -> list[pd.DataFrame]:
    """Return who signed up in each span, the partners' people left out."""
    sides = (new(users, accounts, events, span) for span in spans)
    return [frame[frame["channel"] != "partner"] for frame in sides]


@exercise(Number("fraction", tolerance=0.00002), points=7, objective="target")
def same_mix(users, accounts, events):
    """Activation of the half-year's people outside the partners at the first quarter's channels."""
    winter, half = _outside(users, accounts, events, Q1, HALF)
    return at_mix(half, winter, ["channel"]).estimate


@same_mix.mistake(
    "This is the first quarter itself: its shares and its rates. Whose rates does the base need?"
)
def _(users, accounts, events):
    return activation_rate(_outside(users, accounts, events, Q1)[0]).estimate


@same_mix.mistake(
    "These are the second quarter's people alone. The base is read over the half-year."
)
def _(users, accounts, events):
    winter, spring = _outside(users, accounts, events, Q1, Q2)
    return at_mix(spring, winter, ["channel"]).estimate


@same_mix.mistake(UNRIPE)
def _(users, accounts, events):
    winter, half = _outside(users, accounts, events, Q1, HALF)
    return at_mix(_unripe_fail(half), winter, ["channel"]).estimate


@same_mix.mistake(
    "The shares are right. The rates count people whose 168 hours are not over as failures: leave them "
    "out."
)
def _(users, accounts, events):
    winter, half = _outside(users, accounts, events, Q1, HALF)
    late = metrics.activated(half, human(events), as_of="2026-07-09").to_numpy()
    return at_mix(half.assign(activated=late), winter, ["channel"]).estimate


def _name_bases(ripe: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Name the other bases: with unripe people left out, and with them as failures."""

    def sides(users, accounts, events):
        winter, half = _outside(users, accounts, events, Q1, HALF)
        return winter, ripe(half)

    @same_mix.mistake("The partners are still in it. Leave their people out, on both sides.")
    def _(users, accounts, events):
        winter, half = (new(users, accounts, events, span) for span in (Q1, HALF))
        return at_mix(ripe(half), winter, ["channel"]).estimate

    @same_mix.mistake(
        "This is what activation was, at the half-year's own mix. The campaign is still in it."
    )
    def _(users, accounts, events):
        return activation_rate(sides(users, accounts, events)[1]).estimate

    @same_mix.mistake(
        "It is turned round: the first quarter's rates at the half-year's shares. Which of the two is "
        "to be held as it was?"
    )
    def _(users, accounts, events):
        winter, half = sides(users, accounts, events)
        return at_mix(winter, half, ["channel"]).estimate

    @same_mix.mistake(
        "This takes the mix effect of part 5 off, which weighs by the mean of both spans. A base at the "
        "first quarter's shares weighs by these alone."
    )
    def _(users, accounts, events):
        winter, half = sides(users, accounts, events)
        return activation_rate(half).estimate - split_by(winter, half, "channel").mix

    @same_mix.mistake(
        "The mix effect is added here. It is in the half-year's rate already: what is to be taken out "
        "of a rate is taken off."
    )
    def _(users, accounts, events):
        winter, half = sides(users, accounts, events)
        return activation_rate(half).estimate + split_by(winter, half, "channel").mix

    @same_mix.mistake(
        "The shares do not add up to 1: the partners are left out of the sum, and their people are still "
        "in the whole that the shares are parts of. Leave them out first."
    )
    def _(users, accounts, events):
        winter, half = sides(users, accounts, events)
        everybody = new(users, accounts, events, Q1)["activated"].notna().sum()
        return (
            winter["activated"].notna().sum()
            / everybody
            * at_mix(half, winter, ["channel"]).estimate
        )

    @same_mix.mistake(
        "The channels weigh alike here, however many people came through each. Weigh them by their "
        "shares."
    )
    def _(users, accounts, events):
        return split_by(*sides(users, accounts, events), "channel").groups["rate_after"].mean()

    @same_mix.mistake(
        "This holds the mix of plans. A campaign changes the channels: hold these, and let plans be."
    )
    def _(users, accounts, events):
        winter, half = sides(users, accounts, events)
        return at_mix(half, winter, ["plan"]).estimate


_name_bases(lambda half: half)
_name_bases(_unripe_fail)


same_mix.hints(
    "A rate is made of channels' rates and channels' shares. Whose of each does the sentence ask for?",
    "Two columns by channel: the rate of one span's people, and the share of the other's.",
    "A split's `groups` has four such columns: two of rates, two of shares. Take the two that the "
    "sentence asks for, multiply row by row, add up.",
)


# G. The page for Monday


@exercise(
    Written(
        rubric=[
            Criterion(
                "Definitions",
                25,
                {
                    4: "Every metric can be computed from the page alone: events, users, span, clock, "
                    "what is left out. Two people would get one number.",
                    2: "Metrics are named and half defined: a formula without window, filter or who "
                    "counts. Two people would get two numbers.",
                },
            ),
            Criterion(
                "Leading, lagging, guardrails",
                25,
                {
                    4: "The North Star counts user value; inputs lead it and have owners; guardrails for "
                    "user, business and technology say what must not get worse.",
                    2: "There is a tree and some guardrail, but the North Star is activity or vanity, or "
                    "leading and lagging are labels without use.",
                },
            ),
            Criterion(
                "Intervals and noise",
                20,
                {
                    4: "Each number has its limits, margin or the words 'no change claimed'; signals are "
                    "told from noise and traced to a date or a mix; what is unknown is said.",
                    2: "One or two margins or limits appear; elsewhere arrows and adjectives stand for "
                    "evidence.",
                },
            ),
            Criterion(
                "Decision rules",
                20,
                {
                    4: "Rules of the form 'if x then y' with a threshold, an owner and a time, written "
                    "before the numbers; the decision asked for is first on the page.",
                    2: "A sound recommendation, but next steps are 'monitor', 'look into' or 'discuss': "
                    "no number would change anything.",
                },
            ),
            Criterion(
                "One page",
                10,
                {
                    4: "One page that is read in five minutes; the ask comes first; nothing could go.",
                    2: "One page by length, yet the reader has to find the point.",
                },
            ),
        ],
        words=700,
    ),
    points=40,
    objective="north_star",
)
def monday_page():
    """The KPI tree and the weekly review page."""


monday_page.hints(
    "Start with the sentence that you want them to agree to on Monday.",
    "Then the tree with definitions, what you saw with its noise, the rules, one target, what you do "
    "not know. Cite the fact sheet by line.",
    "For each rule, test it: whose number, which threshold, who acts, by when? If none of these could "
    "change anything, it is a wish.",
)
