"""Key of lesson 13: the right answer of each exercise, the mistakes people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, spans with their first day and without
their last, USD, mean cost of a range as (low + 4 likely + high) / 6.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
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
from course_utils.lessons import risk as explore
from course_utils.lessons.risk import evidence
from course_utils.toolkit import risk
from course_utils.toolkit.common.intervals import Interval, normal_quantile, wilson
from course_utils.toolkit.prioritisation.uncertainty import draws

OBJECTIVES = {
    "identify": "Identify what may go wrong by a pre-mortem, and hold chances against what came.",
    "quantify": "Quantify a register by its loss curve, and say why colours cannot.",
    "respond": "Respond by what it saves, with a trip-wire and a plan for when it comes.",
    "decide": "Decide under uncertainty, and buy information only where it can change the choice.",
    "schedule": "Estimate a plan by its joints and by its reference class.",
    "reliability": "Manage an error budget, command an incident, and review it without blame.",
}


# Practice, in the lesson


def _cards(**moved: str) -> pd.DataFrame:
    """Return part 1's cards as a board gives them, some of them moved."""
    placed = {**_THINGS, **moved}
    return pd.DataFrame({"card": list(placed), "column": list(placed.values())})


_THINGS = {"may_log": "risk", "down": "issue", "all_switch": "assumption", "tired": "cause"}


@practice(
    Table(columns=("card", "column"), keys=("card", "column"), partial=True), objective="identify"
)
def what_is_it():
    """Which card is a risk, an issue, an assumption, a cause."""
    return _cards()


@what_is_it.mistake("It fails already, so nobody has to ask how likely it is: an issue.")
def _():
    return _cards(down="risk")


@what_is_it.mistake("Leave in September is a fact. What may come of it would be the risk.")
def _():
    return _cards(tired="risk")


@what_is_it.mistake("The plan takes it for granted and nobody has asked: an assumption.")
def _():
    return _cards(all_switch="risk")


what_is_it.hints(
    "Ask of each: is it so, may it come, do we believe it, would it make something come?"
)


def _growth(risks: pd.DataFrame) -> pd.DataFrame:
    return explore.of(risks, "growth", "2026-Q2")


@practice(Number("USD", relative=0.0005), objective="quantify")
def growth_reserve(risks):
    """P80 of growth's register of 2026-Q2, independent, each at its mean cost."""
    rows = _growth(risks)
    return risk.loss_distribution(rows["probability"], explore.impact(rows)).percentile(0.8)


@growth_reserve.mistake("This is the sum of the exposures, the expected loss. Take a percentile.")
def _(risks):
    rows = _growth(risks)
    return float(risk.exposure(rows["probability"], explore.impact(rows)).sum())


@growth_reserve.mistake("These are the likely costs. A range has a mean: `explore.impact`.")
def _(risks):
    rows = _growth(risks)
    return risk.loss_distribution(rows["probability"], rows["likely"]).percentile(0.8)


@growth_reserve.mistake("This is the register as others came. The question takes what was said.")
def _(risks):
    rows = explore.as_they_came(_growth(risks), risks[risks["quarter"] != "2026-Q2"])
    return risk.loss_distribution(rows["probability"], explore.impact(rows)).percentile(0.8)


@growth_reserve.mistake(
    "Costs are drawn from their ranges here. In this question each risk costs its mean or nothing."
)
def _(risks):
    return explore.losses(_growth(risks)).percentile(0.8)


growth_reserve.hints(
    "The curve's methods end with brackets: `.percentile(0.5)` would be enough in one of two futures."
)


@practice(Number("pairs"), objective="quantify")
def wrong_pairs(risks):
    """Pairs of the launch's risks that the score puts in the wrong order."""
    table = explore.scored(risks)
    return len(risk.rank_reversals(table["score"], table["exposure"]))


@wrong_pairs.mistake("Pairs with equal scores are in it. They are undecided, not wrong.")
def _(risks):
    table = explore.scored(risks)
    score = table["score"].to_numpy()
    ties = sum(int((score[at + 1 :] == score[at]).sum()) for at in range(len(score)))
    return len(risk.rank_reversals(table["score"], table["exposure"])) + ties


@wrong_pairs.mistake("These are all pairs. How many of them are in the wrong order?")
def _(risks):
    many = len(explore.scored(risks))
    return many * (many - 1) // 2


@wrong_pairs.mistake("This is a share of all pairs. Give their number.")
def _(risks):
    table = explore.scored(risks)
    many = len(table) * (len(table) - 1) / 2
    return len(risk.rank_reversals(table["score"], table["exposure"])) / many


wrong_pairs.hints("`rank_reversals` has a row for each such pair.")


@practice(Number("fraction", tolerance=0.0005), objective="respond")
def pays_from():
    """Break-even probability of a made-up response."""
    return risk.break_even_probability(3_000, 24_000)


@pays_from.mistake("Part of the loss stays. What does the response save?")
def _():
    return 3_000 / 40_000


@pays_from.mistake("This divides by what is left. Divide by what is saved.")
def _():
    return 3_000 / 16_000


pays_from.hints("By how much is the loss smaller with it?")


@practice(Number("thousand USD", tolerance=0.01), objective="decide")
def pilot_worth():
    """EVSI of the pilot where the launch fails badly with 40 %."""
    return risk.evsi(explore.PAYOFFS, explore.chances(0.4), explore.PILOT).value


@pilot_worth.mistake("This is the worth of knowing for sure. The pilot errs at times.")
def _():
    return risk.evpi(explore.PAYOFFS, explore.chances(0.4))


@pilot_worth.mistake("The price is taken off. The question asks for the worth before it.")
def _():
    value = risk.evsi(explore.PAYOFFS, explore.chances(0.4), explore.PILOT).value
    return value - explore.PILOT_COST


@pilot_worth.mistake("40 % is the chance to fail; here it is the chance to hold.")
def _():
    return risk.evsi(explore.PAYOFFS, explore.chances(0.6), explore.PILOT).value


@pilot_worth.mistake("This is the worth by core's record. Take 40 %.")
def _(changes, deployments, incidents):
    return explore.worth(explore.fails_badly(changes, deployments, incidents).launch)["pilot"]


pilot_worth.hints("`explore.chances` takes the chance to fail; `evsi` returns a value and more.")


@practice(Number("fraction", tolerance=0.012), objective="schedule")
def by_the_fair():
    """Chance that the plan is ready within eleven weeks."""
    return explore.plan().chance(11)


@by_the_fair.mistake("This takes the critical path alone, with its deviation. Four arrows meet.")
def _():
    from scipy.stats import norm

    found = explore.plan()
    return float(norm.cdf(11, found.path_mean, found.path_deviation))


@by_the_fair.mistake("This is the chance to be late.")
def _():
    return 1 - explore.plan().chance(11)


by_the_fair.hints("`plan` of a cell above has a method that takes weeks: `.chance(weeks)`.")


def _chain(mail: float) -> float:
    return (1 - risk.series_availability([0.9995, 0.999, mail])) * 30 * 24 * 60


@practice(Number("minutes", relative=0.002), objective="reliability")
def chain_minutes():
    """Minutes in 30 days in which a made-up chain is down."""
    return _chain(risk.parallel_availability([0.99, 0.99]))


@chain_minutes.mistake("Both mail services are needed here. One is enough: put them in parallel.")
def _():
    return _chain(risk.series_availability([0.99, 0.99]))


@chain_minutes.mistake("This has one mail service. There are two.")
def _():
    return _chain(0.99)


@chain_minutes.mistake("This is the mean of the parts. A chain holds less than its worst part.")
def _():
    mail = risk.parallel_availability([0.99, 0.99])
    return (1 - (0.9995 + 0.999 + mail) / 3) * 30 * 24 * 60


@chain_minutes.mistake("This is the share of time that it is down. Give minutes.")
def _():
    return _chain(risk.parallel_availability([0.99, 0.99])) / (30 * 24 * 60)


@chain_minutes.mistake("These are hours. Give minutes.")
def _():
    return _chain(risk.parallel_availability([0.99, 0.99])) / 60


chain_minutes.hints("First the two mail services as one part, then the chain of three.")


@practice(Choices(explore.POSTMORTEM, partial=True), objective="reliability")
def which_blame():
    """Which sentences of a post-mortem blame."""
    return {"careless", "should", "root"}


which_blame.mistake(
    '"Human error" names nobody, and it blames all the same: it ends the questions.',
    {"careless", "should"},
)
which_blame.mistake(
    '"Should have known" is said by whoever knows the end. What was seen then?',
    {"careless", "root"},
)
which_blame.mistake(
    "What the page showed is a fact. It says why the orders made sense.",
    {"careless", "should", "root", "saw"},
)
which_blame.hints("Which sentences could be filmed, and which judge?")


@practice(
    Choices(
        {
            "mean": "an expected loss is set aside, which such registers have often passed",
            "colour": "a risk is judged by a colour though it costs most on average",
            "poll": "information is bought that is worth less than its price",
            "blame": "a person is named, and being careful is the only action",
            "late": "the reserve is asked for only after the launch has begun",
            "large": "the reserve is larger than what the worst risk may cost",
        },
        partial=True,
    ),
    objective="respond",
)
def launch_faults():
    """What is wrong with a colleague's paragraph."""
    return {"mean", "colour", "poll", "blame"}


launch_faults.mistake(
    "Nothing in it says when the reserve is asked for.", {"mean", "colour", "poll", "blame", "late"}
)
launch_faults.mistake(
    "It is the other way round: the worst risk alone costs more than the sum.",
    {"mean", "colour", "poll", "blame", "large"},
)
launch_faults.mistake('What does "to be on the safe side" change?', {"mean", "colour", "blame"})
launch_faults.hints("Take the sentences one by one: what would each make the company do?")


# A. Risks


def _platform(risks: pd.DataFrame) -> pd.DataFrame:
    rows = explore.of(risks, "platform")
    return rows[rows["quarter"].isin(["2026-Q1", "2026-Q2"])]


def _found(curve: risk.Losses) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "expected": curve.mean,
                "p80": curve.percentile(0.8),
                "p95": curve.percentile(0.95),
                "short": curve.chance_above(curve.mean),
            }
        ]
    )


def _curve(rows: pd.DataFrame, cost: pd.Series) -> pd.DataFrame:
    return _found(risk.loss_distribution(rows["probability"], cost))


@exercise(
    Table(
        columns=("expected", "p80", "p95", "short"),
        tolerance={"expected": 1, "p80": 1, "p95": 1, "short": 0.0005},
        partial=True,
    ),
    points=5,
    objective="quantify",
)
def two_quarters(risks):
    """Loss curve of platform's two registers of 2026 together, independent, mean costs."""
    rows = _platform(risks)
    return _curve(rows, explore.impact(rows))


@two_quarters.mistake("Each risk costs its likely amount here. A range has a mean.")
def _(risks):
    rows = _platform(risks)
    return _curve(rows, rows["likely"])


@two_quarters.mistake(
    "The percentiles of the two quarters are added. Both are seldom bad, so together they need less.",
    says=lambda mistaken, right: bool((mistaken["p95"] >= right["p95"]).all()),
)
def _(risks):
    rows = _platform(risks)
    parts = [
        _curve(part, explore.impact(part)) for _, part in rows.groupby("quarter", observed=True)
    ]
    whole = _curve(rows, explore.impact(rows))
    return whole.assign(**{name: parts[0][name] + parts[1][name] for name in ("p80", "p95")})


@two_quarters.mistake(
    "Costs are drawn from their ranges here. In this question each risk costs its mean or nothing."
)
def _(risks):
    return _found(explore.losses(_platform(risks)))


@two_quarters.mistake(
    "Futures were drawn here. The exact curve has no luck in it: `risk.loss_distribution`."
)
def _(risks):
    rows = _platform(risks)
    mean = explore.impact(rows)
    return _found(risk.simulate_losses(rows["probability"], mean, mean, mean))


@two_quarters.mistake("The last column is the chance that the sum is enough.")
def _(risks):
    rows = _platform(risks)
    right = _curve(rows, explore.impact(rows))
    return right.assign(short=1 - right["short"])


@two_quarters.mistake("This is 2026-Q2 alone. Sixteen risks of two quarters are asked for.")
def _(risks):
    rows = explore.of(risks, "platform", "2026-Q2")
    return _curve(rows, explore.impact(rows))


two_quarters.hints(
    "How many rows should the two registers have together?",
    "Keep the team and the two quarters, take the mean costs, and one exact curve of all of them.",
    "The curve has `.mean`, `.percentile(...)` and `.chance_above(...)`.",
)


_BOTH = ("growth", "mobile")


def _said(risks: pd.DataFrame, teams: tuple[str, ...] = _BOTH, level: float = 0.95) -> pd.DataFrame:
    table = explore.came_by_said(risks[risks["team"].isin(teams)]).reset_index()
    ends = [
        wilson(round(came * many), int(many), level)
        for came, many in zip(table["came"], table["risks"], strict=True)
    ]
    return table.assign(low=[each.low for each in ends], high=[each.high for each in ends])


@exercise(
    Table(
        columns=("probability", "risks", "came", "low", "high"),
        keys=("probability",),
        tolerance=0.0005,
        partial=True,
    ),
    points=4,
    objective="identify",
)
def said_often(risks):
    """By the chance that was said: risks of growth and mobile, the share that came, its interval."""
    return _said(risks)


@said_often.mistake("These are the risks of all four teams.")
def _(risks):
    return _said(risks, explore.TEAMS)


@said_often.mistake("`came` counts those that came. Give their share.")
def _(risks):
    table = _said(risks)
    return table.assign(came=table["came"] * table["risks"])


@said_often.mistake("`came` is the share that did not come.")
def _(risks):
    table = _said(risks)
    return table.assign(came=1 - table["came"])


@said_often.mistake("These are intervals of 90 %. Give those of 95.")
def _(risks):
    return _said(risks, level=0.9)


@said_often.mistake(
    "The interval is the share plus or minus a margin. With so few risks take Wilson's."
)
def _(risks):
    table = _said(risks)
    margin = normal_quantile(0.95) * (table["came"] * (1 - table["came"]) / table["risks"]) ** 0.5
    return table.assign(low=table["came"] - margin, high=table["came"] + margin)


said_often.hints(
    "Which rows: whose, and of which quarters?",
    "A row for each chance that was said; part 1 names the function. The interval is Wilson's, row by row.",
    "Keep both teams with `isin`; `wilson(count, n, 0.95)` from `course_utils.toolkit.common.intervals` "
    "has `.low` and `.high`.",
)


def _pairs(rows: pd.DataFrame, *, added: bool = False) -> pd.DataFrame:
    likelihood, impact = rows["likelihood_score"], rows["impact_score"]
    score = (likelihood + impact if added else likelihood * impact).reset_index(drop=True)
    cost = risk.exposure(rows["probability"], explore.impact(rows)).reset_index(drop=True)
    many = len(rows) * (len(rows) - 1) / 2
    sizes = score.value_counts()
    return pd.DataFrame(
        [
            {
                "wrong": len(risk.rank_reversals(score, cost)) / many,
                "tied": float((sizes * (sizes - 1) / 2).sum() / many),
            }
        ]
    )


def _spring(risks: pd.DataFrame) -> pd.DataFrame:
    return risks[risks["quarter"] == "2026-Q2"]


@exercise(
    Table(columns=("wrong", "tied"), tolerance=0.0005, partial=True), points=4, objective="quantify"
)
def map_pairs(risks):
    """Of all pairs of the risks of 2026-Q2: share in the wrong order by score, and share tied."""
    return _pairs(_spring(risks))


@map_pairs.mistake("These are numbers of pairs. Divide by all pairs.")
def _(risks):
    rows = _spring(risks)
    return _pairs(rows) * (len(rows) * (len(rows) - 1) / 2)


@map_pairs.mistake("Each pair is counted twice among all pairs: divide n (n - 1) by two.")
def _(risks):
    return _pairs(_spring(risks)) / 2


@map_pairs.mistake("These are the pairs of the launch's register.")
def _(risks):
    return _pairs(explore.launch(risks).reset_index())


@map_pairs.mistake("The score is a sum here. In the workshop both scores were multiplied.")
def _(risks):
    return _pairs(_spring(risks), added=True)


@map_pairs.mistake(
    "Each risk is paired with itself, and each pair counted twice. How many pairs are there?"
)
def _(risks):
    rows = _spring(risks)
    return _pairs(rows) * (len(rows) - 1) / (2 * len(rows))


map_pairs.hints(
    "How many pairs do n risks make? The score is `likelihood_score` times `impact_score`.",
    "`rank_reversals` lists the wrong ones. How often does each score come, and how many pairs is that?",
    "`value_counts()` of the score; k risks with one score are k (k - 1) / 2 tied pairs.",
)


_IDEAS = {
    "backup": (0.10, 60_000, 2_000, 0.02, 60_000),
    "insure": (0.03, 90_000, 3_500, 0.03, 12_000),
    "train": (0.50, 8_000, 1_500, 0.20, 8_000),
    "lawyer": (0.20, 32_000, 1_000, 0.15, 32_000),
    "spare": (0.05, 20_000, 4_000, 0.01, 20_000),
}
"""Chance and loss before, price, chance and loss after."""


def _net(idea: tuple[float, ...]) -> float:
    before, loss, price, after, left = idea
    return before * loss - after * left - price


@exercise(
    Ranking(
        {
            "insure": "insure the leak: chance 3 % as before, loss 90,000 becomes 12,000; price 3,500",
            "train": "train support: chance 50 % becomes 20 %, loss 8,000 stays; price 1,500",
            "spare": "hold a spare server: chance 5 % becomes 1 %, loss 20,000 stays; price 4,000",
            "backup": "test the backup: chance 10 % becomes 2 %, loss 60,000 stays; price 2,000",
            "lawyer": "ask a lawyer: chance 20 % becomes 15 %, loss 32,000 stays; price 1,000",
        }
    ),
    points=3,
    objective="respond",
)
def rank_responses():
    """Five responses by what they save on average, less their price, the best first."""
    return sorted(_IDEAS, key=lambda name: -_net(_IDEAS[name]))


@rank_responses.mistake("This is the order of the exposures before. What does each response save?")
def _():
    return sorted(_IDEAS, key=lambda name: -_IDEAS[name][0] * _IDEAS[name][1])


@rank_responses.mistake("The prices are not taken off.")
def _():
    return sorted(_IDEAS, key=lambda name: -_net(_IDEAS[name]) - _IDEAS[name][2])


@rank_responses.mistake("This is the order of the losses. A rare loss may be cheap to accept.")
def _():
    return sorted(_IDEAS, key=lambda name: -_IDEAS[name][1])


rank_responses.hints(
    "What is left of the exposure after each?",
    "Exposure before, less exposure after, less the price.",
    "What comes out below 0 would better be accepted. It stands at the end.",
)


_TIED = [(0.15, 80_000.0), (0.6, 10_000.0)]
_APART = [(0.15, 30_000.0), (0.15, 50_000.0), (0.6, 10_000.0)]
"""Chance and cost: the vendor's two services as one risk, and as if they were two."""


def _tails(tied: list[tuple[float, float]], apart: list[tuple[float, float]]) -> pd.DataFrame:
    one, two = (risk.loss_distribution(*zip(*each, strict=True)) for each in (tied, apart))
    return pd.DataFrame(
        [
            {
                "p80": one.percentile(0.8),
                "p95": one.percentile(0.95),
                "p80_apart": two.percentile(0.8),
                "p95_apart": two.percentile(0.95),
            }
        ]
    )


@exercise(
    Table(columns=("p80", "p95", "p80_apart", "p95_apart"), tolerance=1, partial=True),
    points=3,
    objective="quantify",
)
def one_vendor():
    """P80 and P95 of two services of one vendor and a page, and as if the services were apart."""
    return _tails(_TIED, _APART)


@one_vendor.mistake("The two services are taken as apart in all four. They are one vendor.")
def _():
    return _tails(_APART, _APART)


@one_vendor.mistake("The two services are one risk in all four. The last two take them as apart.")
def _():
    return _tails(_TIED, _TIED)


@one_vendor.mistake("The two pairs are swapped: the first two are those of the one vendor.")
def _():
    return _tails(_APART, _TIED)


@one_vendor.mistake("One risk for both costs what both cost, not what one of them does.")
def _():
    return _tails([(0.15, 40_000.0), (0.6, 10_000.0)], _APART)


@one_vendor.mistake(
    "Both are down with 15 %, not with 15 % of 15 %: where one is down, the other is."
)
def _():
    return _tails([(0.0225, 80_000.0), (0.6, 10_000.0)], _APART)


one_vendor.hints(
    "How many risks are there, if two of them are one?",
    "One risk at 15 % that costs both, and the page. For the last two: three risks.",
    "`risk.loss_distribution(chances, costs)` twice; each has `.percentile(...)`.",
)


# B. Choices


_OFFER = pd.DataFrame(
    {"few come": [-20.0, 4.0, 12.0], "many come": [90.0, 62.0, 20.0]},
    index=pd.Index(["build", "rent", "wait"]),
)
_STATES = {"few come": 0.4, "many come": 0.6}


def _rules(**changed: object) -> pd.DataFrame:
    found = {
        "emv": risk.emv(_OFFER, _STATES).option,
        "maximin": risk.maximin(_OFFER).option,
        "regret": risk.minimax_regret(_OFFER).option,
        **changed,
    }
    return pd.DataFrame({"rule": list(found), "option": list(found.values())})


@exercise(
    Table(columns=("rule", "option"), keys=("rule", "option"), partial=True),
    points=3,
    objective="decide",
)
def three_rules():
    """What expected value, worst case and regret choose of a made-up offer."""
    return _rules()


@three_rules.mistake(
    "Regret is measured from the best option in each state, not from the best mean."
)
def _():
    return _rules(regret="build")


@three_rules.mistake("Maximin looks at each option's worst payoff and takes the best of these.")
def _():
    return _rules(maximin="rent")


@three_rules.mistake("This is maximax: the best of the best payoffs, as if the world were kind.")
def _():
    return _rules(maximin="build")


three_rules.hints(
    "Three rules, three questions: the mean, the worst, the shortfall.",
    "Make a DataFrame with a row for each option and a column for each state.",
    "`risk.emv(payoffs, chances)`, `risk.maximin`, `risk.minimax_regret`; each has an `.option`.",
)


_FILTER = pd.DataFrame(
    {"good": [0.3, 0.9], "poor": [0.7, 0.1]}, index=pd.Index(["few come", "many come"])
)
_FILTER_PRICE = 4.0


def _test(chances: dict[str, float], accuracy: pd.DataFrame = _FILTER) -> pd.DataFrame:
    value = risk.evsi(_OFFER, chances, accuracy).value
    found = {"evpi": risk.evpi(_OFFER, chances), "evsi": value, "net": value - _FILTER_PRICE}
    return pd.DataFrame([found])


@exercise(
    Table(columns=("evpi", "evsi", "net"), tolerance=0.01, partial=True),
    points=4,
    objective="decide",
)
def buy_test():
    """EVPI, EVSI of a trial, and what it brings after its price."""
    return _test(_STATES)


@buy_test.mistake("The two rows of the trial are swapped: 'good' comes with 90 % if many come.")
def _():
    return _test(_STATES, _FILTER.iloc[::-1].set_axis(_FILTER.index))


@buy_test.mistake("The chances of the states are swapped.")
def _():
    return _test({"few come": 0.6, "many come": 0.4})


@buy_test.mistake("This is what one would get with the trial. Take off what one gets without.")
def _():
    right = _test(_STATES)
    without = max(risk.emv(_OFFER, _STATES).scores)
    return right.assign(evsi=right["evsi"] + without, net=right["net"] + without)


@buy_test.mistake(
    "The last takes the price off the worth of knowing for sure. The trial errs at times."
)
def _():
    right = _test(_STATES)
    return right.assign(net=right["evpi"] - _FILTER_PRICE)


@buy_test.mistake("The last has the price still in it. Take it off.")
def _():
    right = _test(_STATES)
    return right.assign(net=right["evsi"])


buy_test.hints(
    "What would you get if you always knew the state beforehand?",
    "The accuracy is a table too: a row for each state, a column for each signal; rows sum to 1.",
    "`risk.evpi(payoffs, chances)`, then `.value` of `risk.evsi(payoffs, chances, accuracy)`.",
)


def _eight(
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    many: int = 8,
    team: str = "platform",
    since: str = "2026-01-01",
) -> pd.DataFrame:
    went = explore.between(deployments, since, explore.NOW, at="deployed_at")
    found = explore.breaks(changes, went, many, team)
    return _chances(found)


def _chances(found: evidence.Breaks) -> pd.DataFrame:
    return pd.DataFrame([{"chance": found.launch, "low": found.low, "high": found.high}])


def _counted(changes: pd.DataFrame, deployments: pd.DataFrame) -> tuple[int, int, int]:
    """Return platform's failed deployments of 2026, all of them, and the changes in them."""
    since = explore.between(deployments, "2026-01-01", explore.NOW, at="deployed_at")
    went = since[since["team"] == "platform"]
    inside = changes["deployment_id"].isin(went["deployment_id"])
    return int(went["failed"].sum()), len(went), int(inside.sum())


def _of_eight(rate: Interval) -> pd.DataFrame:
    return _chances(evidence.at_once(rate, 8))


@exercise(
    Table(columns=("chance", "low", "high"), tolerance=0.0005, partial=True),
    points=4,
    objective="decide",
)
def eight_at_once(changes, deployments):
    """Chance that eight of platform's changes of 2026 break something, with its interval."""
    return _eight(changes, deployments)


@eight_at_once.mistake("This is the chance of one change. Eight go live, and one is enough.")
def _(changes, deployments):
    return _eight(changes, deployments, many=1)


@eight_at_once.mistake("This is over deployments, which carry several changes. Count changes.")
def _(changes, deployments):
    failed, all_of_them, _ = _counted(changes, deployments)
    rate = wilson(failed, all_of_them, 0.95)
    return _of_eight(rate)


@eight_at_once.mistake(
    "Each change of a failed deployment is counted as failed. Count the deployment once."
)
def _(changes, deployments):
    since = explore.between(deployments, "2026-01-01", explore.NOW, at="deployed_at")
    went = since[since["team"] == "platform"]
    each = changes.merge(went[["deployment_id", "failed"]], on="deployment_id")["failed"]
    rate = wilson(int(each.sum()), len(each), 0.95)
    return _of_eight(rate)


@eight_at_once.mistake(
    "Changes are kept by the day on which they were committed, and failures of all time stay in."
    " Keep deployments since 1 January."
)
def _(changes, deployments):
    recent = changes[changes["committed_at"] >= pd.Timestamp("2026-01-01", tz="UTC")]
    found = explore.breaks(recent, deployments, 8, "platform")
    return _chances(found)


@eight_at_once.mistake("This has all of platform's changes. Keep those since 1 January 2026.")
def _(changes, deployments):
    return _eight(changes, deployments, since="2000-01-01")


@eight_at_once.mistake("These are core's changes. The question is about platform.")
def _(changes, deployments):
    return _eight(changes, deployments, team="core", since="2000-01-01")


@eight_at_once.mistake("This is for twelve changes. Platform puts eight live.")
def _(changes, deployments):
    return _eight(changes, deployments, many=12)


@eight_at_once.mistake("These are core's changes since January. The question is about platform.")
def _(changes, deployments):
    return _eight(changes, deployments, team="core")


@eight_at_once.mistake(
    "The interval is the estimate plus or minus a margin. With so few failures take Wilson's."
)
def _(changes, deployments):
    failed, _, many = _counted(changes, deployments)
    rate = failed / many
    margin = normal_quantile(0.95) * (rate * (1 - rate) / many) ** 0.5
    return _of_eight(Interval(rate, rate - margin, rate + margin))


@eight_at_once.mistake("The interval is the exact one (Clopper-Pearson). Here it is Wilson's.")
def _(changes, deployments):
    from scipy.stats import beta

    failed, _, many = _counted(changes, deployments)
    low = float(beta.ppf(0.025, failed, many - failed + 1))
    high = float(beta.ppf(0.975, failed + 1, many - failed))
    return _of_eight(Interval(failed / many, low, high))


eight_at_once.hints(
    "What is the chance that none of eight breaks anything?",
    "Keep platform's deployments of 2026; `explore.breaks(changes, deployments, stories, team)` counts in what you pass.",
    "It returns `.launch`, `.low` and `.high`. Pass it eight in place of twelve.",
)


# C. Plans and services


_TASKS = pd.DataFrame(
    {
        "low": [2.0, 1.0, 3.0, 2.0, 1.0],
        "mode": [3.0, 4.0, 4.0, 5.0, 1.0],
        "high": [6.0, 9.0, 8.0, 10.0, 3.0],
    },
    index=pd.Index(["design", "app", "server", "contract", "release"]),
)
_AFTER = {"app": ["design"], "server": ["design"], "release": ["app", "server", "contract"]}


def _ends(n: int = 40_000, needs: dict[str, list[str]] | None = None) -> pd.DataFrame:
    found = risk.schedule(_TASKS, _AFTER if needs is None else needs, n=n)
    return pd.DataFrame([{"path": found.path_mean, "ready": found.mean, "p80": found.by(0.8)}])


@exercise(
    Table(
        columns=("path", "ready", "p80"),
        tolerance={"path": 0.01, "ready": 0.05, "p80": 0.1},
        partial=True,
    ),
    points=4,
    objective="schedule",
)
def plan_end():
    """A made-up plan: the critical path's sum, the mean end, and the P80."""
    return _ends()


@plan_end.mistake("All tasks run one after the other here. Some run side by side.")
def _():
    names = list(_TASKS.index)
    return _ends(needs={name: [names[at]] for at, name in enumerate(names[1:])})


@plan_end.mistake("The end is the path's sum again. The release waits for the latest of three.")
def _():
    right = _ends()
    return right.assign(ready=right["path"])


@plan_end.mistake("Nothing waits for anything here. Pass what each task needs.")
def _():
    return _ends(needs={})


@plan_end.mistake("The first adds up the likely weeks. PERT takes each task's mean.")
def _():
    longest = risk.schedule(_TASKS.assign(low=_TASKS["mode"], high=_TASKS["mode"]), _AFTER, n=10)
    return _ends().assign(path=longest.path_mean)


@plan_end.mistake(
    "The last is that of the critical path alone, by a normal curve. Three arrows meet."
)
def _():
    found = risk.schedule(_TASKS, _AFTER, n=40_000)
    return _ends().assign(p80=found.path_mean + NormalDist().inv_cdf(0.8) * found.path_deviation)


@plan_end.mistake("Tasks are drawn from triangles here. `risk.schedule` draws PERT.")
def _():
    drawn = draws(_TASKS["low"], _TASKS["mode"], _TASKS["high"], n=40_000, shape="triangular")
    took = dict(zip(_TASKS.index, drawn.T, strict=True))
    latest = np.max([took["app"], took["server"]], axis=0) + took["design"]
    ends = np.maximum(latest, took["contract"]) + took["release"]
    return _ends().assign(ready=ends.mean(), p80=np.quantile(ends, 0.8))


plan_end.hints(
    "The release waits for the latest of three. So is the mean end the path's sum?",
    "A DataFrame with `low`, `mode`, `high` and a row for each task; a dictionary of what each needs.",
    "`risk.schedule(tasks, needs)` has `.path_mean`, `.mean` and a method for a confidence.",
)


def _new(items: pd.DataFrame, teams: tuple[str, ...], kind: str = "new") -> pd.DataFrame:
    rows = pd.concat([explore.overruns(items, team, kind) for team in teams])
    found = risk.reference_class(rows["days_likely"], rows["days_spent"], 0.8)
    return pd.DataFrame([{"half": 20 * (1 + found.median), "sure": 20 * (1 + found.uplift)}])


_PAIR = ("platform", "growth")


@exercise(
    Table(columns=("half", "sure"), tolerance=0.02, partial=True), points=4, objective="schedule"
)
def twenty_days(work_items):
    """What an estimate of 20 days for new work of platform and growth becomes, at 50 and 80 %."""
    return _new(work_items, _PAIR)


@twenty_days.accept("the plain quantile of the ratios")
def _(work_items):
    rows = pd.concat([explore.overruns(work_items, team, "new") for team in _PAIR])
    ratio = rows["days_spent"] / rows["days_likely"]
    return pd.DataFrame([{"half": 20 * ratio.median(), "sure": 20 * ratio.quantile(0.8)}])


@twenty_days.mistake("This is routine work. The task is new to the team.")
def _(work_items):
    return _new(work_items, _PAIR, "routine")


@twenty_days.mistake("These are the days on top. Give what the 20 become.")
def _(work_items):
    return _new(work_items, _PAIR) - 20


@twenty_days.mistake("The two teams' uplifts are averaged. Put their work together first.")
def _(work_items):
    return (_new(work_items, _PAIR[:1]) + _new(work_items, _PAIR[1:])) / 2


@twenty_days.mistake(
    "The first is the mean overrun, which a few large ones pull up. Take the median."
)
def _(work_items):
    rows = pd.concat([explore.overruns(work_items, team, "new") for team in _PAIR])
    mean = float((rows["days_spent"] / rows["days_likely"]).mean())
    return _new(work_items, _PAIR).assign(half=20 * mean)


@twenty_days.mistake("This is core's new work. The task is platform's and growth's.")
def _(work_items):
    return _new(work_items, ("core",))


twenty_days.hints(
    "Which finished work is like it?",
    "`explore.overruns` for each team, put together with `pd.concat`; then the reference class.",
    "It has `.median` and `.uplift`, both on top of an estimate of 1.",
)


_QUARTER = ("2026-01-01", "2026-04-01")


def _quarter(
    service: pd.DataFrame, incidents: pd.DataFrame, target: float = 0.995, days: int = 90
) -> pd.DataFrame:
    rows = explore.between(service, *_QUARTER, at="hour")
    allowed = risk.error_budget_requests(target, float(rows["requests"].sum()))
    down = risk.reliability(incidents, *_QUARTER).downtime * 60
    requests = float(rows["failed"].sum()) / allowed
    minutes = down / risk.error_budget_minutes(target, days)
    return pd.DataFrame([{"requests": requests, "minutes": minutes}])


@exercise(
    Table(columns=("requests", "minutes"), relative=0.002, partial=True),
    points=4,
    objective="reliability",
)
def looser(service_levels, incidents):
    """What the first quarter of 2026 used of a budget at 99.5 %, by requests and by minutes."""
    return _quarter(service_levels, incidents)


@looser.mistake("This is with the objective of 99.9 %.")
def _(service_levels, incidents):
    return _quarter(service_levels, incidents, 0.999)


@looser.mistake("The minutes are those of 30 days. The quarter has 90.")
def _(service_levels, incidents):
    return _quarter(service_levels, incidents, days=30)


@looser.mistake("The downtime is in hours. The budget is in minutes.")
def _(service_levels, incidents):
    right = _quarter(service_levels, incidents)
    return right.assign(minutes=right["minutes"] / 60)


@looser.mistake("The first is the share of requests that failed. Hold it against the budget.")
def _(service_levels, incidents):
    right = _quarter(service_levels, incidents)
    return right.assign(requests=right["requests"] * 0.005)


@looser.mistake(
    "The first is a mean of the hours' shares. Add up requests: a night hour weighs less."
)
def _(service_levels, incidents):
    rows = explore.between(service_levels, *_QUARTER, at="hour")
    mean = float((rows["failed"] / rows["requests"]).mean())
    return _quarter(service_levels, incidents).assign(requests=mean / 0.005)


looser.hints(
    "What may fail in the quarter at 99.5 %?",
    '`explore.between(service, start, end, at="hour")` keeps the hours; `error_budget_requests`, `error_budget_minutes` give the budgets.',
    "`risk.reliability(incidents, start, end)` has a downtime in hours.",
)


def _wire(
    service: pd.DataFrame,
    deployments: pd.DataFrame,
    *,
    level: float = 6.0,
    objective: float = 0.999,
    start: str = "2026-01-01",
    teams: tuple[str, ...] = ("platform",),
) -> pd.DataFrame:
    """Trips of a wire, the days on which they began, and those soon after a deployment."""
    found = evidence.tripped(
        service, deployments, level=level, objective=objective, start=start, teams=teams
    )
    return pd.DataFrame([{"trips": found.trips, "days": found.days, "after": found.after}])


@exercise(
    Table(columns=("trips", "days", "after"), partial=True), points=5, objective="reliability"
)
def wire_trips(service_levels, deployments):
    """How often a trip-wire would have tripped without a launch, and how often soon after platform."""
    return _wire(service_levels, deployments)


@wire_trips.mistake("The first counts hours. Hours that follow one another are one trip.")
def _(service_levels, deployments):
    log = explore.hourly(service_levels, "2026-01-01", explore.NOW)
    rang = risk.burn_alerts(log, 0.999, [risk.BurnRule("wire", 1, 1, 6.0)])["wire"]
    return _wire(service_levels, deployments).assign(trips=int(rang.sum()))


@wire_trips.mistake("This has the whole record, from January 2025 on. Take six months.")
def _(service_levels, deployments):
    return _wire(service_levels, deployments, start="2025-01-06")


@wire_trips.mistake("This trips from a burn rate of 14.4 on. Here it is 6.")
def _(service_levels, deployments):
    return _wire(service_levels, deployments, level=14.4)


@wire_trips.mistake("This is at 99.5 %. The objective here is 99.9 %.")
def _(service_levels, deployments):
    return _wire(service_levels, deployments, objective=0.995)


@wire_trips.mistake("The last counts deployments of all teams. Keep those of platform.")
def _(service_levels, deployments):
    return _wire(service_levels, deployments, teams=explore.TEAMS)


wire_trips.hints(
    "What is one trip: an hour, or hours that follow one another?",
    "`explore.hourly(service, start, end)` is the log, `at` the end of each hour. A trip begins where "
    "it rings and did not in the hour before: compare the column with its `shift()`.",
    '`risk.burn_alerts(log, 0.999, [risk.BurnRule("wire", 1, 1, 6.0)])["wire"]` is True where it '
    "rings; for each beginning look whether a deployment of platform lies in that hour or the one before.",
)


_SINCE = "2025-04-01"


def _severe(
    incidents: pd.DataFrame,
    periods: float = 5.0,
    more: int = 2,
    *,
    grades: tuple[str, ...] = ("sev1",),
) -> pd.DataFrame:
    rows = explore.between(incidents, _SINCE, explore.NOW, at="started_at")
    found = risk.incident_rate(int(rows["severity"].isin(grades).sum()), periods)
    return pd.DataFrame(
        [
            {
                "rate": found.estimate,
                "low": found.low,
                "high": found.high,
                "two_or_more": risk.incidents_chance(found.estimate, at_least=more),
            }
        ]
    )


@exercise(
    Table(columns=("rate", "low", "high", "two_or_more"), tolerance=0.001, partial=True),
    points=3,
    objective="reliability",
)
def severe_rate(incidents):
    """Severe incidents a quarter with interval, and the chance of two and more in the next."""
    return _severe(incidents)


@severe_rate.mistake("These are rates a month. Give them by the quarter.")
def _(incidents):
    return _severe(incidents, 15.0)


@severe_rate.mistake("The last is the chance of one and more.")
def _(incidents):
    return _severe(incidents, more=1)


@severe_rate.mistake("The last is the chance of more than two.")
def _(incidents):
    return _severe(incidents, more=3)


@severe_rate.mistake("These are the incidents of all severities. Keep `sev1`.")
def _(incidents):
    return _severe(incidents, grades=("sev1", "sev2", "sev3"))


@severe_rate.mistake("The last is the chance of exactly two.")
def _(incidents):
    right = _severe(incidents)
    return right.assign(
        two_or_more=right["two_or_more"] - _severe(incidents, more=3)["two_or_more"]
    )


@severe_rate.mistake("The interval is rate plus or minus a margin. Counts take the exact one.")
def _(incidents):
    right = _severe(incidents)
    margin = 1.959964 * (right["rate"] / 5) ** 0.5
    return right.assign(low=right["rate"] - margin, high=right["rate"] + margin)


severe_rate.hints(
    "How many quarters are there from April 2025 to June 2026?",
    '`explore.between(incidents, start, end, at="started_at")` keeps the span; count `sev1`; then a rate with its interval.',
    "`risk.incident_rate(count, periods)` and `risk.incidents_chance(rate, at_least=...)`.",
)


@exercise(
    Choice(
        {
            "zero": "quiet weeks prove the work: with the target met, 100 % is within reach next year",
            "luck": "at the usual rate such quiet comes by luck in about one of three spans, and 100 % forbids change",
            "more": "eight weeks are short; after sixteen quiet ones a target of 100 % can be set",
            "part": "quiet is a fact, but only for severe ones; small ones need a target of 100 % first",
        }
    ),
    points=2,
    objective="reliability",
)
def quiet_weeks():
    """What to answer to eight weeks without a severe incident and a target of 100 %."""
    return "luck"


quiet_weeks.mistake("What would have come by luck, if nothing had become better?", "zero")
quiet_weeks.mistake("However long the quiet: what may be changed at 100 %?", "more")
quiet_weeks.mistake("What does a target of 100 % leave for launches, small or large?", "part")
quiet_weeks.hints(
    "Two claims: it has become better, and nothing may break.",
    "Take the usual rate for eight weeks: what is the chance of none?",
    "Which option answers both claims?",
)


_REGISTER = pd.DataFrame(
    {
        "probability": [0.05, 0.1, 0.2, 0.3, 0.5],
        "likely": [60_000.0, 20_000.0, 12_000.0, 8_000.0, 3_000.0],
    }
)
_WAYS = pd.DataFrame(
    {"holds": [90.0, 86.0], "fails": [10.0, 60.0]}, index=pd.Index(["at once", "in steps"])
)
_SURVEY = pd.DataFrame(
    {"fine": [0.6, 0.5], "not fine": [0.4, 0.5]}, index=pd.Index(["holds", "fails"])
)
_SURVEY_PRICE = 1.0


def _launch(
    risks: pd.DataFrame,
    failing: float,
    *,
    chances: pd.Series | None = None,
    ratio: float | None = None,
) -> pd.DataFrame:
    over = explore.past(risks)
    if chances is None:
        chances = _REGISTER["probability"].map(explore.came_by_said(risks)["came"])
    if ratio is None:
        ratio = float((over["cost"] / over["likely"]).mean())
    curve = risk.loss_distribution(chances, _REGISTER["likely"] * ratio)
    state = explore.chances(failing)
    scores = risk.emv(_WAYS, state).scores
    return pd.DataFrame(
        [
            {
                "expected": curve.mean,
                "reserve": curve.percentile(0.8),
                "fails": failing,
                "lead": scores["in steps"] - scores["at once"],
                "survey": risk.evsi(_WAYS, state, _SURVEY).value,
                "left": scores.max() - curve.mean / 1000,
            }
        ]
    )


def _nine(changes, deployments, incidents, stories: int = 9, team: str | None = None) -> float:
    return explore.fails_badly(changes, deployments, incidents, stories, team).launch


@exercise(
    Table(
        columns=("expected", "reserve", "fails", "lead", "survey", "left"),
        tolerance={
            "expected": 1,
            "reserve": 1,
            "fails": 0.0005,
            "lead": 0.01,
            "survey": 0.01,
            "left": 0.01,
        },
        partial=True,
    ),
    points=6,
    objective="decide",
)
def another_launch(risks, changes, deployments, incidents):
    """A second launch: expected loss, P80, chance to fail, lead of steps, worth of a survey, sum."""
    return _launch(risks, _nine(changes, deployments, incidents))


@another_launch.accept("levels in the wrong order pooled, as part 2 does")
def _(risks, changes, deployments, incidents):
    rows = _REGISTER.assign(low=1.0, high=1.0)
    pooled = explore.as_they_came(rows, risks)["probability"]
    return _launch(risks, _nine(changes, deployments, incidents), chances=pooled)


@another_launch.mistake("These are the chances that were said. Take what came of such risks.")
def _(risks, changes, deployments, incidents):
    failing = _nine(changes, deployments, incidents)
    return _launch(risks, failing, chances=_REGISTER["probability"])


@another_launch.mistake("Costs are as likely here. Past ones cost more than was likely.")
def _(risks, changes, deployments, incidents):
    return _launch(risks, _nine(changes, deployments, incidents), ratio=1.0)


@another_launch.mistake(
    "The ratio is that of the sums. Take each risk's cost over its likely cost, then the mean."
)
def _(risks, changes, deployments, incidents):
    came = explore.past(risks).query("happened == 1")
    ratio = float(came["cost"].sum() / came["likely"].sum())
    return _launch(risks, _nine(changes, deployments, incidents), ratio=ratio)


@another_launch.mistake("Each failure is counted here. Only those of sev1 and sev2 are bad.")
def _(risks, changes, deployments, incidents):
    del incidents
    went = deployments[deployments["deployed_at"] < pd.Timestamp(explore.NOW, tz="UTC")]
    many = changes["deployment_id"].isin(went["deployment_id"]).sum()
    return _launch(risks, 1 - (1 - went["failed"].sum() / many) ** 9)


@another_launch.mistake("This is for one change. Nine go live.")
def _(risks, changes, deployments, incidents):
    return _launch(risks, _nine(changes, deployments, incidents, 1))


@another_launch.mistake("These are mobile's changes alone. Take those of all four teams.")
def _(risks, changes, deployments, incidents):
    return _launch(risks, _nine(changes, deployments, incidents, team="mobile"))


@another_launch.mistake("This is over deployments, which carry several changes. Count changes.")
def _(risks, changes, deployments, incidents):
    del changes
    went = deployments[deployments["deployed_at"] < pd.Timestamp(explore.NOW, tz="UTC")]
    bad = incidents[incidents["severity"].isin(["sev1", "sev2"])]
    share = went["deployment_id"].isin(bad["deployment_id"]).mean()
    return _launch(risks, 1 - (1 - share) ** 9)


@another_launch.mistake("The survey's worth is that of knowing for sure. What does it change?")
def _(risks, changes, deployments, incidents):
    failing = _nine(changes, deployments, incidents)
    sure = risk.evpi(_WAYS, explore.chances(failing))
    return _launch(risks, failing).assign(survey=sure)


@another_launch.mistake("The survey's price is taken off. Give what it is worth before it.")
def _(risks, changes, deployments, incidents):
    right = _launch(risks, _nine(changes, deployments, incidents))
    return right.assign(survey=right["survey"] - _SURVEY_PRICE)


@another_launch.mistake("The last leaves the register out. Its expected loss comes off.")
def _(risks, changes, deployments, incidents):
    right = _launch(risks, _nine(changes, deployments, incidents))
    return right.assign(left=right["left"] + right["expected"] / 1000)


another_launch.hints(
    "Three problems of the lesson, one after the other: a register (part 2), a choice and an offer (part 5).",
    "Chances: what share came of past risks of which the same was said. Costs: likely, times the mean of "
    "cost over likely of those that came. Then a loss curve. `fails` goes as in exercise 8, with bad failures.",
    "What is worth something changes what you do. Look at the best way after each answer of the survey.",
)


@exercise(
    Choices(
        {
            "steps": "launch in steps: the mean is better, and so is the worst case",
            "blind": "if the first risk comes, the reserve is not enough: say who bears that",
            "skip": "leave the survey out: after either answer you would do the same",
            "safe": "buy the survey all the same, to be on the safe side",
            "sum": "set aside the expected loss: it is what such launches lose",
            "once": "launch at once: it brings most if it holds",
        },
        partial=True,
    ),
    points=2,
    objective="decide",
)
def another_say():
    """What to tell finance of the second launch."""
    return {"steps", "blind", "skip"}


another_say.mistake(
    "What would you do after each answer of the survey?", {"steps", "blind", "safe"}
)
another_say.mistake(
    "The expected loss is a mean. How often is it not enough?", {"steps", "blind", "skip", "sum"}
)
another_say.mistake(
    "Hold the cost of the first risk, as such risks came, against your reserve.", {"steps", "skip"}
)
another_say.hints(
    "One sentence for the way, one for the reserve, one for the survey.",
    "What does the first risk cost if it comes? How much is set aside?",
    "Hold each sentence against a column of your table.",
)


# D. The memo


@exercise(
    Written(
        rubric=[
            Criterion(
                "Causes and triggers",
                20,
                {
                    4: "Names the few risks that matter with their causes, and trip-wires with a number, a "
                    "day and an owner; says what may come together.",
                    2: "Lists risks, or gives colours; triggers are vague ('if it gets critical').",
                },
            ),
            Criterion(
                "Quantified with ranges",
                25,
                {
                    4: "A reserve from the loss curve with its chance and its tail, tested on the past; says "
                    "why not the sum, and what is carried over to what was never seen.",
                    2: "A number is given, without its chance, or it is the sum of exposures.",
                },
            ),
            Criterion(
                "Response fits economics",
                20,
                {
                    4: "Each response stands beside what it saves and its break-even; one is refused and "
                    "said why; information is bought only where it can change the choice.",
                    2: "Sensible responses without what they save.",
                },
            ),
            Criterion(
                "Learning actions with owner",
                20,
                {
                    4: "Two or three actions from the incident, each with an owner, a day and a number that "
                    "tells whether it worked.",
                    2: "Good intentions, or many actions.",
                },
            ),
            Criterion(
                "Blameless language",
                15,
                {
                    4: "Says what was seen at each moment and why the orders made sense; no name, no 'should "
                    "have', no 'human error'.",
                    2: "Nobody is insulted, but a person or a team is the cause.",
                },
            ),
        ],
        words=850,
    ),
    points=40,
    objective="respond",
)
def risk_memo():
    """The risk memo for finance, and the post-mortem of the drill."""


risk_memo.hints(
    "Begin with the reserve and its chance, the way to launch, and who may stop it.",
    "Then the responses by what they save, the trip-wires, and the incident by the clock. Cite the sheet.",
    "Read the post-mortem as the person on duty: would you have written down all you saw?",
)
