"""What lesson 13 finds out about Kitewell's risks, its service and the launch, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.risk import room
from course_utils.toolkit import risk
from course_utils.toolkit.common import between, checks
from course_utils.toolkit.common.intervals import Interval, wilson

LAUNCH = "2026-Q3"
"""The register that is open: what may go wrong with the launch of the audit trail."""
TEAMS = ("core", "growth", "platform", "mobile")
NOW = "2026-07-01"
OBJECTIVE = 0.999
WINDOW = ("2026-06-01", "2026-07-01")
"""The last 30 days."""
STORIES = 12
"""Changes of which the launch is made."""
STRESS = 0.2
"""How strongly risks come together where it is tried out: a guess. Reserves themselves take none."""
EFFECT = 0.5
"""What share of each cut that the teams name is counted on: a guess for caution, no record tests it.

What an insurer pays can be read before it is signed, so insurance is counted on as it is offered."""
TRANSFER = "transfer"
"""The kind of response that is an insurer's offer."""
OWED = "have the rights tested from outside"
"""Bought whatever it saves beside others: what a reader suffers is no dollar of Kitewell's."""
QUARTER = 13
"""Weeks from now to the end of the quarter."""
FAIR = 11
"""Weeks from now to the fair."""
HALF_YEAR = "2026-01-01"

DAY, STEPS, BARE = "on one day", "in steps", "on one day, no switch"
PAYOFFS = pd.DataFrame(
    {"holds": [200.0, 185.0, 201.0], "fails": [80.0, 170.0, 0.0]},
    index=pd.Index([DAY, STEPS, BARE], name="option"),
)
"""Thousands of USD within a year: hospitals that buy, at 5 thousand each, as sales guesses; the price
of the switch (1) is taken off. That most wait for their step is in what steps bring. The register's
losses come on top, whichever way it is."""
HOSPITALS = 40
"""How many buy if all goes well: about what one day brings, at 5 thousand each."""
SEVERE = ("sev1", "sev2")
"""How an incident is graded with which a change fails badly."""
STEP_WEEKS = 2
"""Weeks from one step of the launch to the next: one hospital, twenty, all."""
TEST_WEEKS = 2
"""Weeks that the test of rights from outside takes, once the rights are done."""
PILOT = pd.DataFrame(
    {"clean": [0.85, 0.1], "trouble": [0.15, 0.9]}, index=pd.Index(["holds", "fails"])
)
POLL = pd.DataFrame({"calm": [0.6, 0.5], "worried": [0.4, 0.5]}, index=pd.Index(["holds", "fails"]))
PILOT_COST, POLL_COST = 3.0, 2.0
CLEAN_SHARE = 0.02
"""A day on which more of the trail's own requests fail, and three times the share of all, is trouble."""

PLAN = pd.DataFrame(
    {
        "low": [3.0, 2.0, 2.0, 1.0, 2.0, 1.0],
        "mode": [4.0, 3.0, 3.0, 6.0, 5.0, 1.0],
        "high": [8.0, 7.0, 6.0, 11.0, 12.0, 2.0],
    },
    index=pd.Index(["trail", "records", "rights", "help pages", "sign-in", "rehearsal"]),
)
"""Weeks, as the team said; the sign-in is a vendor's."""
NEEDS = {
    "records": ["trail"],
    "rights": ["trail"],
    "rehearsal": ["records", "rights", "help pages", "sign-in"],
}


# Registers ---------------------------------------------------------------------------------------


def past(risks: pd.DataFrame) -> pd.DataFrame:
    """Keep the risks of quarters that are over."""
    return risks[risks["happened"].notna()]


def launch(risks: pd.DataFrame) -> pd.DataFrame:
    """Keep the open register of the launch, indexed by what would happen."""
    return risks[risks["quarter"] == LAUNCH].set_index("title")


def of(risks: pd.DataFrame, team: str, quarter: str | None = None) -> pd.DataFrame:
    """Keep a team's risks, of one quarter if it is named."""
    if team not in TEAMS:
        raise ValueError(f"{team!r} is no team here. Give one of {', '.join(TEAMS)}.")
    rows = risks[risks["team"] == team]
    if quarter is None:
        return rows
    if quarter not in set(risks["quarter"]):
        raise ValueError(f"There is no register of {quarter!r}. Give a quarter such as '2026-Q2'.")
    return rows[rows["quarter"] == quarter]


def impact(rows: pd.DataFrame) -> pd.Series:
    """Return what each risk costs on average if it comes: (low + 4 likely + high) / 6."""
    return ((rows["low"] + 4 * rows["likely"] + rows["high"]) / 6).rename("impact")


def came_by_said(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, by the chance that was said, how many risks it was said of and what share came."""
    happened = past(rows).groupby("probability")["happened"]
    return pd.DataFrame({"risks": happened.size(), "came": happened.mean()})


def as_they_came(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Mend a register by how other risks came: chances by level, costs by their ratio to likely.

    Parameters
    ----------
    rows : DataFrame
        A register.
    known : DataFrame
        Risks that are over, none of `rows`.

    Returns
    -------
    DataFrame
        As `rows`: `probability` is the share that came of those of which the same was said; levels
        that came in the wrong order are pooled, so that a higher one never comes less often. `low`
        and `high` are the smallest and the largest ratio that came, times likely, and `likely` is
        such that the mean is that of the ratios.
    """
    from scipy.optimize import isotonic_regression

    table = came_by_said(known)
    pooled = isotonic_regression(table["came"], weights=table["risks"]).x
    over = past(known)
    ratio = (over["cost"] / over["likely"]).dropna()
    low, high = float(ratio.min()), float(ratio.max())
    middle = min(max((6 * float(ratio.mean()) - low - high) / 4, low), high)
    return rows.assign(
        probability=rows["probability"].map(pd.Series(pooled, index=table.index)),
        low=rows["likely"] * low,
        high=rows["likely"] * high,
        likely=rows["likely"] * middle,
    )


def losses(rows: pd.DataFrame, dependence: float = 0.0, n: int = 10_000) -> risk.Losses:
    """Draw the loss of a register."""
    return risk.simulate_losses(
        rows["probability"], rows["low"], rows["likely"], rows["high"], dependence=dependence, n=n
    )


def back_test(risks: pd.DataFrame, confidence: float = 0.8, n: int = 4_000) -> pd.DataFrame:
    """Set a reserve for each past register, and look what it lost. Nothing comes together.

    Returns
    -------
    DataFrame, one row a team and quarter
        ``summed`` (the sum of exposures), ``as_said`` (the percentile of the register's own curve),
        ``as_came`` (that of the register mended by all *other* quarters) and ``lost``.
    """
    over = past(risks)
    rows = []
    for (quarter, team), named in over.groupby(["quarter", "team"], observed=True):
        others = over[over["quarter"] != quarter]
        mended = losses(as_they_came(named, others), n=n)
        rows.append(
            {
                "quarter": str(quarter),
                "team": str(team),
                "summed": float(risk.exposure(named["probability"], impact(named)).sum()),
                "as_said": losses(named, 0.0, n).percentile(confidence),
                "as_came": mended.percentile(confidence),
                "lost": float(named["cost"].sum()),
            }
        )
    return pd.DataFrame(rows)


def kept(tested: pd.DataFrame) -> pd.Series:
    """Return the share of past registers for which each reserve was enough."""
    names = ("summed", "as_said", "as_came")
    return pd.Series({name: float((tested["lost"] <= tested[name]).mean()) for name in names})


def together(risks: pd.DataFrame) -> pd.DataFrame:
    """Return the share of risks that came, by cause and quarter."""
    return past(risks).pivot_table(
        index="cause", columns="quarter", values="happened", aggfunc="mean", observed=True
    )


def kept_interval(tested: pd.DataFrame, reserve: str = "as_came") -> Interval:
    """Return the share of past registers for which a reserve was enough, with its 95 % interval."""
    return wilson(int((tested["lost"] <= tested[reserve]).sum()), len(tested), 0.95)


def bunched(risks: pd.DataFrame, n: int = 2_000, seed: int = 13) -> float:
    """Return how often chance alone makes causes differ as much within the quarters as they did.

    A permutation test: causes are dealt out anew among the risks of a quarter. What came is held
    against what came of all risks of which the same was said.
    """
    over = past(risks)
    more = (over["happened"] - over.groupby("probability")["happened"].transform("mean")).to_numpy(
        float
    )
    quarter = over["quarter"].astype(str).to_numpy()
    cause = pd.factorize(over["cause"].astype(str))[0]
    groups = [np.flatnonzero(quarter == each) for each in np.unique(quarter)]
    bits = np.random.default_rng(seed)

    def spread(labels: np.ndarray) -> float:
        return sum(
            float((np.bincount(labels[rows], more[rows], minlength=cause.max() + 1) ** 2).sum())
            for rows in groups
        )

    seen = spread(cause)
    dealt = cause.copy()
    as_much = 0
    for _ in range(n):
        for rows in groups:
            dealt[rows] = bits.permutation(dealt[rows])
        as_much += spread(dealt) >= seen
    return (as_much + 1) / (n + 1)


class Spread(NamedTuple):
    """How far apart the counts lie of what came in the past registers, and how likely that is."""

    registers: int
    times: float
    """Their squared distances from what is expected, over those of independent risks on average."""
    as_much: float
    """The chance of so much and more, if risks are independent."""
    as_little: float
    """The chance of so little and less, if they come together as in `STRESS`."""


def spread(risks: pd.DataFrame, n: int = 4_000, seed: int = 13) -> Spread:
    """Ask the counts of the past registers whether whole registers were bad at once.

    Worlds are drawn by the model of `risk.simulate_losses`, a shock a register, with chances as they
    came. In each, chances are estimated anew, as they were in the one that happened.
    """
    from scipy.special import ndtri

    over = past(risks)
    level, levels = pd.factorize(over["probability"])
    register, names = pd.factorize(over["quarter"].astype(str) + over["team"].astype(str))
    member = np.eye(len(names))[register]
    size = np.bincount(level)

    def apart(happened: np.ndarray) -> np.ndarray:
        share = np.stack([happened[:, level == at].mean(axis=1) for at in range(len(levels))])
        expected = share[level].T
        squares = (((happened - expected) @ member) ** 2).sum(axis=1)
        return squares / (expected * (1 - expected)).sum(axis=1)

    came = over["happened"].to_numpy(float)
    limit = ndtri((np.bincount(level, came) / size)[level])
    bits = np.random.default_rng(seed)
    shared, own = bits.standard_normal((n, len(names))), bits.standard_normal((n, len(over)))
    seen = float(apart(came[None, :])[0])
    free, tied = (
        apart((each**0.5 * shared[:, register] + (1 - each) ** 0.5 * own < limit).astype(float))
        for each in (0.0, STRESS)
    )
    return Spread(
        len(names),
        seen / float(free.mean()),
        float((free >= seen).mean()),
        float((tied <= seen).mean()),
    )


def reserves(risks: pd.DataFrame) -> pd.DataFrame:
    """Compute the sum and the percentiles for the launch, mended one thing at a time, in USD.

    The last row is a stress: how it would be if some came together.
    """
    named = launch(risks)
    mended = as_they_came(named, risks)
    table = {
        "as said": (named, 0.0),
        "chances as they came": (named.assign(probability=mended["probability"]), 0.0),
        "chances and costs as they came": (mended, 0.0),
        "a stress: some come together": (mended, STRESS),
    }
    rows = {}
    for name, (register, dependence) in table.items():
        found = losses(register, dependence)
        rows[name] = {
            "mean": float(risk.exposure(register["probability"], impact(register)).sum()),
            "P80": found.percentile(0.8),
            "P95": found.percentile(0.95),
        }
    return pd.DataFrame(rows).T


def step_by_step(risks: pd.DataFrame, n: int = 4_000) -> pd.DataFrame:
    """Back-test sums and P80s, with chances and then costs mended by the *other* quarters.

    Returns
    -------
    DataFrame
        Share of past registers for which the ``sum`` and the ``P80`` were enough; a row for each
        mending. Nothing comes together here.
    """
    over = past(risks)
    rows = []
    for (quarter, _), named in over.groupby(["quarter", "team"], observed=True):
        mended = as_they_came(named, over[over["quarter"] != quarter])
        each = {
            "as said": named,
            "chances as they came": named.assign(probability=mended["probability"]),
            "chances and costs as they came": mended,
        }
        lost = float(named["cost"].sum())
        for name, register in each.items():
            found = losses(register, n=n)
            summed = float(risk.exposure(register["probability"], impact(register)).sum())
            rows.append(
                {"mended": name, "sum": lost <= summed, "P80": lost <= found.percentile(0.8)}
            )
    return pd.DataFrame(rows).groupby("mended", sort=False)[["sum", "P80"]].mean()


def scored(risks: pd.DataFrame) -> pd.DataFrame:
    """Put the launch's scores of the workshop beside its exposures, USD."""
    named = launch(risks)
    if named.empty:
        raise ValueError(
            "These rows hold no risk of the launch, and `scored` is for its register alone. Elsewhere "
            "multiply likelihood_score and impact_score yourself."
        )
    return pd.DataFrame(
        {
            "likelihood": named["likelihood_score"],
            "impact": named["impact_score"],
            "score": named["likelihood_score"] * named["impact_score"],
            "exposure": risk.exposure(named["probability"], impact(named)),
        }
    ).sort_values("exposure", ascending=False)


class Scores(NamedTuple):
    """How the workshop's scores did in the quarters that are over."""

    quarters: int
    first: int
    """Quarters in which the largest exposure has the highest score, alone or with others."""
    wrong: float
    """Share of pairs in the wrong order by exposure: the median quarter."""
    by_score: float
    by_exposure: float
    """Rank correlation (Spearman) with what was lost, over all past risks."""


def past_scores(risks: pd.DataFrame) -> Scores:
    """Hold the workshop's scores of the past against exposures, and both against losses."""
    over = past(risks)
    table = pd.DataFrame(
        {
            "quarter": over["quarter"].astype(str),
            "score": (over["likelihood_score"] * over["impact_score"]).astype(float),
            "exposure": over["probability"] * impact(over),
            "lost": over["cost"].fillna(0.0),
        }
    )
    first, wrong = 0, []
    for _, rows in table.groupby("quarter"):
        rows = rows.reset_index(drop=True)
        largest = rows["exposure"].to_numpy().argmax()
        first += int(rows["score"].iloc[largest] == rows["score"].max())
        pairs = len(rows) * (len(rows) - 1) / 2
        wrong.append(len(risk.rank_reversals(rows["score"], rows["exposure"])) / pairs)
    ranks = table[["score", "exposure", "lost"]].corr(method="spearman")["lost"]
    return Scores(
        len(wrong), first, float(np.median(wrong)), float(ranks["score"]), float(ranks["exposure"])
    )


def answers(risks: pd.DataFrame, responses: pd.DataFrame, *, came: bool = False) -> pd.DataFrame:
    """Compare the launch's responses by what they save.

    Parameters
    ----------
    risks, responses : DataFrame
        The tables.
    came : bool
        Whether chances and costs are as such risks came, in place of those that were said. A response
        cuts them by the same share.
    """
    named = launch(risks)
    said = named["probability"]
    register = as_they_came(named, risks) if came else named
    chance = register["probability"]
    before = pd.DataFrame({"probability": chance, "impact": impact(register)})
    title = responses["risk_id"].map(named.reset_index().set_index("risk_id")["title"])
    cut = responses["probability_left"] / title.map(said)
    table = pd.DataFrame(
        {
            "risk": title,
            "response": responses["title"],
            "cost": responses["cost"],
            "probability": cut * title.map(chance),
            "impact": responses["impact_left"] * title.map(before["impact"]),
        }
    )
    found = risk.response_table(before, table)
    kind = responses.set_index("title")["kind"]
    kinds = kind.reindex(found.index.get_level_values("response")).astype(str)
    return found.assign(counted=np.where(kinds == TRANSFER, 1.0, EFFECT))


def at_half(table: pd.DataFrame) -> pd.Series:
    """Return what responses save less their price: half of what teams say, insurance as offered."""
    return table["counted"] * (table["before"] - table["after"]) - table["cost"]


def pays_from(table: pd.DataFrame) -> pd.Series:
    """Return from which chance on responses pay, counted on as by `at_half`; NaN where never."""
    found = table["break_even"] / table["counted"]
    return found.where(found <= 1)


def chosen(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the response to each risk that saves most by how such risks came, and the one owed.

    Counted on is half of what the teams say that a response cuts, and insurance as it is offered: in
    ``net`` and in ``break_even``. Those of the response that is owed are what it does *beside* the
    others, so its net may be below 0.
    """
    table = answers(risks, responses, came=True)
    table = table.assign(net=at_half(table), break_even=pays_from(table))
    best = list(table.groupby("risk", sort=False)["net"].idxmax())
    found = table.loc[best]
    found = found[found["net"] > 0]
    owed = table[table.index.get_level_values("response") == OWED]
    if owed.index[0] in found.index:
        return found
    mine = found.index.get_level_values("risk") == owed.index[0][0]
    beside = found[mine]
    share = float((1 - beside["counted"] * (1 - beside["after"] / beside["before"])).prod())
    saves = owed["counted"] * (owed["before"] - owed["after"]) * share
    owed = owed.assign(net=saves - owed["cost"], break_even=owed["break_even"] / share)
    return pd.concat([found, owed])


def answered(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    names: Iterable[str],
    chance: float | None = None,
    effect: float = EFFECT,
    paid: float = 1.0,
) -> pd.DataFrame:
    """Return the launch's register as such risks came, with some responses in place.

    Parameters
    ----------
    risks, responses : DataFrame
        The tables.
    names : iterable of str
        Titles of responses.
    chance : float, optional
        What is taken for risks that were called as rare as the largest, in place of the share that
        came of them. A response cuts it by the same share.
    effect : float
        What share of each cut comes true: 1 takes the teams at their word.
    paid : float
        What share of what is offered an insurer pays.
    """
    said = launch(risks)
    mended = as_they_came(said, risks)
    if chance is not None:
        largest = said["probability"] == said["probability"].loc[scored(risks).index[0]]
        mended.loc[largest, "probability"] = chance
    title = said.reset_index().set_index("risk_id")["title"]
    table = responses.set_index("title")
    for name in names:
        row = table.loc[name]
        at = title[row["risk_id"]]
        share = paid if row["kind"] == TRANSFER else effect
        left = row["probability_left"] / said["probability"][at]
        mended.loc[at, "probability"] *= 1 - share * (1 - left)
        mended.loc[at, ["low", "likely", "high"]] *= 1 - share * (1 - row["impact_left"])
    return mended


def names_chosen(risks: pd.DataFrame, responses: pd.DataFrame) -> list[str]:
    """Return the titles of the responses that are chosen."""
    return list(chosen(risks, responses).index.get_level_values("response"))


def treated(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    *,
    chance: float | None = None,
    effect: float = EFFECT,
    paid: float = 1.0,
    also: Iterable[str] = (),
    dependence: float = 0.0,
) -> risk.Losses:
    """Draw the launch's loss as such risks came, with the chosen responses and others in place."""
    names = [*names_chosen(risks, responses), *also]
    return losses(answered(risks, responses, names, chance, effect, paid), dependence)


def short_if_largest(risks: pd.DataFrame, responses: pd.DataFrame, paid: float = 1.0) -> float:
    """Return how often the P80 with responses is not enough where the largest risk comes."""
    amount = treated(risks, responses).percentile(0.8)
    register = answered(risks, responses, names_chosen(risks, responses), paid=paid)
    register.loc[largest(risks), "probability"] = 1.0
    return losses(register).chance_above(amount)


def largest(risks: pd.DataFrame) -> str:
    """Return the risk of the launch that costs most on average."""
    return str(scored(risks).index[0])


def largest_cost(risks: pd.DataFrame) -> float:
    """Return what the largest risk costs on average if it comes, as such risks came, USD."""
    return float(impact(as_they_came(launch(risks), risks))[largest(risks)])


def rare_interval(risks: pd.DataFrame) -> Interval:
    """Return the share that came of what was called as rare as the largest risk (Wilson, 95 %)."""
    first = launch(risks)["probability"][scored(risks).index[0]]
    row = came_by_said(risks).loc[first]
    return wilson(round(row["came"] * row["risks"]), int(row["risks"]), 0.95)


def largest_answers(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Compare what can be done about the largest risk, all else as chosen, thousands of USD.

    Returns
    -------
    DataFrame
        A row for no response, for each one and for all of them: ``price`` of all that is bought, ``left`` on average,
        both ``together``, and the percentiles of what is left. An insurer pays what is offered; a
        last row says what if it paid half of that.
    """
    first = launch(risks)["risk_id"][scored(risks).index[0]]
    about = list(responses[responses["risk_id"] == first]["title"])
    others = [name for name in names_chosen(risks, responses) if name not in about]
    price = responses.set_index("title")["cost"]
    ways = {
        "nothing about it": ([], 1.0),
        **{name: ([name], 1.0) for name in about},
        "all of these": (about, 1.0),
        "all, and the insurer pays half": (about, 0.5),
    }
    rows = {}
    for way, (mine, paid_out) in ways.items():
        names = [*others, *mine]
        found = losses(answered(risks, responses, names, paid=paid_out))
        paid = float(price[names].sum())
        rows[way] = {
            "price": paid,
            "left": found.mean,
            "together": paid + found.mean,
            "P80": found.percentile(0.8),
            "P95": found.percentile(0.95),
        }
    return pd.DataFrame(rows).T / 1000


class Insured(NamedTuple):
    """What the insurer offers, and on what it hangs whether insurance or the test is better."""

    price: float
    """Thousands of USD."""
    share: float
    """Of the loss, what the insurer offers to bear."""
    fair: float
    """The chance at which the price is what the insurer pays on average, at costs as they came."""
    fair_said: float
    """The same at costs as they were said."""
    beats: float
    """Share of what is offered from which on insurance alone costs less on average than the test alone."""
    beside: float
    """What the test adds to the total beside insurance that pays as offered, thousands of USD."""
    pays: float
    """The chance from which on the test saves its price beside that insurance."""
    chance: float
    """The chance of the largest risk, as such risks came."""
    left: float
    """The same, if the test does half of what the team says."""


def _about_largest(risks: pd.DataFrame, responses: pd.DataFrame, came: bool) -> pd.DataFrame:
    table = answers(risks, responses, came=came)
    return table[table.index.get_level_values("risk") == largest(risks)].droplevel("risk")


def insured(risks: pd.DataFrame, responses: pd.DataFrame) -> Insured:
    """Compare insurance and test by their means, which are linear in chance and in what is paid."""
    said, came = (_about_largest(risks, responses, each) for each in (False, True))
    kind = responses.set_index("title")["kind"]
    cover = next(str(name) for name in came.index if kind.get(name) == TRANSFER)
    saved, price = came["counted"] * (came["before"] - came["after"]), came["cost"]
    uncovered = float(came["after"][cover] / came["before"][cover])
    chance = float(as_they_came(launch(risks), risks)["probability"][largest(risks)])
    beside = uncovered * float(saved[OWED])
    return Insured(
        price=float(price[cover]) / 1000,
        share=1 - uncovered,
        fair=chance * float(price[cover] / saved[cover]),
        fair_said=float(said["break_even"][cover]),
        beats=float((saved[OWED] - price[OWED] + price[cover]) / saved[cover]),
        beside=(float(price[OWED]) - beside) / 1000,
        pays=chance * float(price[OWED]) / beside,
        chance=chance,
        left=chance * (1 - float(saved[OWED] / came["before"][OWED])),
    )


def offer_nets(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return what insurance and test save less their price, by the chance of the largest risk.

    Returns
    -------
    DataFrame
        Thousands of USD. Columns: the chance at which the insurer's price is fair, what came of risks
        that were called as rare, and both ends of its interval.
    """
    found, rare = insured(risks, responses), rare_interval(risks)
    about = _about_largest(risks, responses, came=True)
    price, alone = float(about["cost"][OWED]) / 1000, float(pays_from(about)[OWED])
    chances_ = {
        f"{found.fair:.1%}, fair price": found.fair,
        f"{rare.low:.1%}, low end": rare.low,
        f"{found.chance:.1%}, as came": found.chance,
        f"{rare.high:.1%}, high end": rare.high,
    }
    at = pd.Series(chances_)
    table = {
        "the insurance": found.price * (at / found.fair - 1),
        "the test alone": price * (at / alone - 1),
        "the test beside the insurance": price * (at / found.pays - 1),
    }
    return pd.DataFrame(table).T


def ratios_drawn(risks: pd.DataFrame, n: int = 40_000) -> pd.Series:
    """Return P80 and P95 of the launch, thousands of USD, if the ratios that came are drawn themselves.

    Nothing comes together, and no response is in place.
    """
    named, over = launch(risks), past(risks)
    chance = as_they_came(named, risks)["probability"].to_numpy(float)
    ratio = (over["cost"] / over["likely"]).dropna().to_numpy(float)
    bits = np.random.default_rng(13)
    drawn = bits.choice(ratio, (n, len(named))) * named["likely"].to_numpy(float)
    lost = np.where(bits.random((n, len(named))) < chance, drawn, 0.0).sum(axis=1) / 1000
    return pd.Series({"P80": float(np.quantile(lost, 0.8)), "P95": float(np.quantile(lost, 0.95))})


# The choice --------------------------------------------------------------------------------------


class Breaks(NamedTuple):
    """How often a change fails, and a launch of several with it."""

    a_change: Interval
    """Changes that failed, over all, with its interval (Wilson, 95 %)."""
    launch: float
    """Chance that one of the launch's changes does, if they fail independently."""
    low: float
    high: float


def at_once(rate: Interval, stories: int) -> Breaks:
    """Return the chance that one of so many changes fails if each does at a rate, with its interval."""
    each = [1 - (1 - share) ** stories for share in (rate.estimate, rate.low, rate.high)]
    return Breaks(rate, *each)


def _live(deployments: pd.DataFrame, team: str | None) -> pd.DataFrame:
    went = deployments[deployments["deployed_at"] < pd.Timestamp(NOW, tz="UTC")]
    return went if team is None else went[went["team"] == team]


def breaks(
    changes: pd.DataFrame, deployments: pd.DataFrame, stories: int = STORIES, team: str = "core"
) -> Breaks:
    """Return the chance that a launch of so many changes breaks something, however small.

    Failed deployments are counted over changes: a deployment carries several, and one of them fails.
    """
    went = _live(deployments, team)
    many = int(changes["deployment_id"].isin(went["deployment_id"]).sum())
    return at_once(wilson(int(went["failed"].sum()), many, 0.95), stories)


def bad_failures(
    deployments: pd.DataFrame, incidents: pd.DataFrame, team: str | None = "core"
) -> pd.DataFrame:
    """Keep the incidents of sev1 and sev2 that a team's deployments brought."""
    mine = incidents["deployment_id"].isin(_live(deployments, team)["deployment_id"])
    return incidents[mine & incidents["severity"].isin(SEVERE)]


def fails_badly(
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    incidents: pd.DataFrame,
    stories: int = STORIES,
    team: str | None = "core",
) -> Breaks:
    """Return the chance that a launch of so many changes brings an incident of sev1 or sev2.

    Counted are the changes of a team; of all teams if it is None.
    """
    went = _live(deployments, team)
    many = int(changes["deployment_id"].isin(went["deployment_id"]).sum())
    bad = bad_failures(deployments, incidents, team)["deployment_id"].nunique()
    return at_once(wilson(bad, many, 0.95), stories)


def requests_cost(deployments: pd.DataFrame, incidents: pd.DataFrame) -> float:
    """Return what core's bad failures cost in failed requests on average, thousands of USD."""
    bad = bad_failures(deployments, incidents)
    return float(bad["requests_failed"].mean() * room.FAILED_COST)


def chances(failing: float) -> pd.Series:
    """Return the two states with their chances, from that to fail: a fraction."""
    checks.fraction(failing, "failing", "0.25")
    return pd.Series({"holds": 1 - failing, "fails": failing})


def best_option(failing: float) -> str:
    """Return the way to launch with the best mean, without asking."""
    return str(risk.emv(PAYOFFS, chances(failing)).option)


def worth(failing: float) -> dict[str, float]:
    """Return what may be known is worth, thousands of USD: all, the pilot's, the poll's."""
    state = chances(failing)
    return {
        "all": risk.evpi(PAYOFFS, state),
        "pilot": risk.evsi(PAYOFFS, state, PILOT).value,
        "poll": risk.evsi(PAYOFFS, state, POLL).value,
    }


def after_clean(failing: float) -> pd.DataFrame:
    """Put the three rules to the ways to launch, once the pilot was clean.

    Returns
    -------
    DataFrame
        A row an option: its ``mean``, its ``worst`` and its ``regret``, thousands of USD.
    """
    found = risk.evsi(PAYOFFS, chances(failing), PILOT)
    return pd.DataFrame(
        {
            "mean": risk.emv(PAYOFFS, found.posteriors.loc["clean"]).scores,
            "worst": risk.maximin(PAYOFFS).scores,
            "regret": risk.minimax_regret(PAYOFFS).scores,
        }
    )


class PilotLead(NamedTuple):
    """What the pilot leaves after its price, and how little takes that away."""

    net: float
    """Its worth less its price, thousands of USD."""
    saves: float
    """What steps must save on the register for the pilot to be worth no more than its price."""
    low: float
    high: float
    """The chances to fail between which it is worth its price; NaN both if at none."""
    weeks: float
    """What its weeks would have brought where one day follows it, if the year's end is fixed."""


def pilot_lead(failing: float) -> PilotLead:
    """Say how thin the pilot's lead is.

    What steps save is found by adding it to their payoffs until the pilot's worth is its price. Its
    weeks are lost where all then get it on one day; before steps they are the first step.
    """
    net = worth(failing)["pilot"] - PILOT_COST
    saves = 0.0
    if net > 0:
        low, high = 0.0, float(PAYOFFS.to_numpy().max())
        while high - low > 0.01:
            saves = (low + high) / 2
            table = PAYOFFS.copy()
            table.loc[STEPS] += saves
            pays = risk.evsi(table, chances(failing), PILOT).value > PILOT_COST
            low, high = (saves, high) if pays else (low, saves)
    grid = np.arange(1, 1000) / 1000
    pays_at = [each for each in grid if worth(float(each))["pilot"] > PILOT_COST]
    ends = (float(pays_at[0]), float(pays_at[-1])) if pays_at else (float("nan"),) * 2
    found = risk.evsi(PAYOFFS, chances(failing), PILOT)
    at_once = sum(
        float((chances(failing) * PILOT[signal] * PAYOFFS.loc[option]).sum())
        for signal, option in found.options.items()
        if option != STEPS
    )
    weeks = at_once * (1 - 1 / HOSPITALS) * STEP_WEEKS / 52
    return PilotLead(net, saves, *ends, weeks)


def _outcomes(failing: float, asks: bool) -> list[tuple[float, float]]:
    """Return what the launch itself may bring, less the pilot's price, with its chances."""
    state = chances(failing)
    if not asks:
        return [(float(PAYOFFS[each][STEPS]), float(state[each])) for each in state.index]
    found = risk.evsi(PAYOFFS, state, PILOT)
    return [
        (
            float(PAYOFFS[each][option]) - PILOT_COST,
            float(state[each] * PILOT[signal][each]),
        )
        for signal, option in found.options.items()
        for each in state.index
    ]


def whole(risks: pd.DataFrame, responses: pd.DataFrame, failing: float) -> pd.DataFrame:
    """Say what may come of the launch as a whole, thousands of USD within a year.

    What the launch brings, less the pilot, the responses and what they leave of the register. The
    register is taken to be independent of whether the launch holds.

    Returns
    -------
    DataFrame
        A column for steps without asking, and one for a pilot and then the better way: ``mean``,
        ``one of twenty is below``, ``mean of that twentieth`` and ``chance to lose``.
    """
    left = treated(risks, responses).curve["chance"]
    paid = float(chosen(risks, responses)["cost"].sum()) / 1000
    columns = {}
    for name, asks in (("in steps, no pilot", False), ("the pilot, then as it shows", True)):
        lost = pd.concat(
            [
                part * left.set_axis(left.index / 1000 + paid - gain)
                for gain, part in _outcomes(failing, asks)
            ]
        )
        chance = lost.groupby(level=0).sum()
        curve = pd.DataFrame({"chance": chance, "more": chance[::-1].cumsum()[::-1]})
        found, bad = risk.Losses(curve), curve[curve["more"] <= 0.05]
        columns[name] = {
            "mean": -found.mean,
            "one of twenty is below": -found.percentile(0.95),
            "mean of that twentieth": -float(np.average(bad.index, weights=bad["chance"])),
            "chance to lose": found.chance_above(0),
        }
    return pd.DataFrame(columns)


def ledger(risks: pd.DataFrame, responses: pd.DataFrame, failing: float) -> pd.Series:
    """Add up the launch for finance, thousands of USD on average within a year.

    Returns
    -------
    Series
        The launch in steps without asking, the responses and what they leave of the register, and
        the sum.
    """
    lines = {
        f"launched {STEPS}": float(risk.emv(PAYOFFS, chances(failing)).scores[STEPS]),
        "responses": -float(chosen(risks, responses)["cost"].sum()) / 1000,
        "what is left of the register": -treated(risks, responses).mean / 1000,
    }
    return pd.Series({**lines, "together": sum(lines.values())}, name="thousand USD")


def even_loss(failing: float) -> float:
    """Return how much dearer one day must be, if it fails, for steps to be as good, thousand USD."""
    gain = float(PAYOFFS["holds"][DAY]) - float(PAYOFFS["holds"][STEPS])
    return gain * (1 - failing) / failing


def even_chance() -> float:
    """Return the chance to fail badly at which one day and steps are worth the same."""
    day, steps = (PAYOFFS.loc[option].to_numpy(float) for option in (DAY, STEPS))
    gain, loss = abs(day - steps)
    return float(gain / (gain + loss))


# The service -------------------------------------------------------------------------------------


class Budget(NamedTuple):
    """What was used of the error budget of a window, by two ways to count."""

    requests: float
    failed: float
    allowed: float
    used: float
    """Failed requests over allowed ones."""
    minutes: float
    """Minutes in which something was broken."""
    used_by_minutes: float
    used_by_hours: float
    """The mean of the hours' shares over the budget: each hour weighs alike, which misleads."""


def budget(
    service: pd.DataFrame, incidents: pd.DataFrame, start: str = WINDOW[0], end: str = WINDOW[1]
) -> Budget:
    """Count what was used of the error budget, by requests and by minutes."""
    rows = between(service, start, end, at="hour")
    days = (pd.Timestamp(end) - pd.Timestamp(start)).days
    requests, failed = float(rows["requests"].sum()), float(rows["failed"].sum())
    allowed = risk.error_budget_requests(OBJECTIVE, requests)
    down = risk.reliability(incidents, start, end).downtime * 60
    return Budget(
        requests,
        failed,
        allowed,
        failed / allowed,
        down,
        down / risk.error_budget_minutes(OBJECTIVE, days),
        float((rows["failed"] / rows["requests"]).mean()) / (1 - OBJECTIVE),
    )


def months(service: pd.DataFrame) -> pd.Series:
    """Return the burn rate of each whole month since the record began."""
    rows = between(service, "2025-02-01", NOW, at="hour")
    month = pd.to_datetime(rows["hour"].dt.strftime("%Y-%m-01")).rename("month")
    sums = rows.groupby(month)[["requests", "failed"]].sum()
    return (sums["failed"] / sums["requests"] / (1 - OBJECTIVE)).rename("burn rate")


def hourly(service: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Return the log that `risk.burn_alerts` takes: the end of each hour, bad and total."""
    rows = between(service, start, end, at="hour")
    return pd.DataFrame(
        {"at": rows["hour"] + pd.Timedelta("1h"), "bad": rows["failed"], "total": rows["requests"]}
    )


class Tripped(NamedTuple):
    """How often a trip-wire on all requests would have tripped while nothing was launched."""

    trips: int
    """Runs of hours in which the burn rate was as high."""
    days: int
    """Days on which one began."""
    of_days: int
    after: int
    """Trips in whose first hour, or in the hour before it, something was deployed."""


def tripped(
    service: pd.DataFrame,
    deployments: pd.DataFrame,
    *,
    level: float = 14.4,
    objective: float = OBJECTIVE,
    start: str = HALF_YEAR,
    teams: tuple[str, ...] = ("core",),
) -> Tripped:
    """Hold the wire "burn rate of an hour at a level and more" against the record.

    Parameters
    ----------
    service, deployments : DataFrame
        The tables.
    level, objective : float
        The burn rate at which it trips, of the budget that this objective leaves.
    start : str
        The first day; the last is that before `NOW`.
    teams : tuple of str
        Whose deployments are looked for.
    """
    log = hourly(service, start, NOW)
    rang = risk.burn_alerts(log, objective, [risk.BurnRule("wire", 1, 1, level)])["wire"]
    hour = pd.Timedelta("1h")
    begins = pd.DatetimeIndex(rang.index[rang & ~rang.shift(fill_value=False)]) - hour
    live = deployments.loc[deployments["team"].isin(teams), "deployed_at"]
    after = sum(bool(((live >= each - hour) & (live < each + hour)).any()) for each in begins)
    days = (pd.Timestamp(NOW) - pd.Timestamp(start)).days
    return Tripped(len(begins), begins.normalize().nunique(), days, after)


OWN_FAILED, OWN_TIMES, OWN_HOURLY = 5, 3.0, 6
"""The wire on the trail's own requests: least number of failed ones in an hour, how many times the
burn of the whole service, and how many requests an hour a hospital's trail has, which is assumed."""


def own_trips(service: pd.DataFrame, hospitals: int, *, guarded: bool = True) -> float:
    """Return how many hours of the half-year trip a wire on the trail's own requests, by luck.

    The trail is taken to fail as the whole service did in each hour, so each such hour is a false
    alarm.

    Parameters
    ----------
    service : DataFrame
        The table of hours.
    hospitals : int
        How many have the trail.
    guarded : bool
        Whether the wire asks for a least number and for more than the whole service; if not, it is
        a burn rate of 14.4 alone.
    """
    from scipy.stats import binom

    rows = between(service, HALF_YEAR, NOW, at="hour")
    share = (rows["failed"] / rows["requests"]).to_numpy(float)
    many = OWN_HOURLY * hospitals
    least = np.full(len(share), max(np.ceil(many * 14.4 * (1 - OBJECTIVE) - 1e-9), 1.0))
    if guarded:
        own = np.floor(OWN_TIMES * share * many) + 1
        least = np.maximum(np.maximum(least, own), float(OWN_FAILED))
    return float(binom.sf(least - 1, many, share).sum())


class Waits(NamedTuple):
    """How likely a step waits by luck: for what all else does, too."""

    step: float
    """The first step, with one hospital."""
    either: float
    """The first or the second, with twenty."""


def step_waits(service: pd.DataFrame, *, guarded: bool = True) -> Waits:
    """Hold the rule of a clean step against the half-year's record.

    The trail is taken to fail on each day as the whole service did, so each step that waits is a false
    alarm. All spans of the record are taken that are as long as both steps.

    Parameters
    ----------
    service : DataFrame
        The table of hours.
    guarded : bool
        Whether a day must be worse than the whole service, too; if not, `CLEAN_SHARE` is all.
    """
    from scipy.stats import binom

    rows = between(service, HALF_YEAR, NOW, at="hour")
    days = rows.groupby(rows["hour"].dt.date)[["failed", "requests"]].sum()
    share = (days["failed"] / days["requests"]).to_numpy(float)
    level = np.maximum(CLEAN_SHARE, OWN_TIMES * share) if guarded else CLEAN_SHARE
    span, quiet = 7 * STEP_WEEKS, []
    for hospitals in (1, 20):
        many = 24 * OWN_HOURLY * hospitals
        calm = binom.cdf(np.floor(level * many + 1e-9), many, share)
        quiet.append(np.lib.stride_tricks.sliding_window_view(calm, span).prod(axis=1))
    first, second = quiet[0][:-span], quiet[1][span:]
    return Waits(float(1 - first.mean()), float(1 - (first * second).mean()))


def base_rates(incidents: pd.DataFrame, deployments: pd.DataFrame) -> pd.DataFrame:
    """Return what brought incidents, by three ways to choose those that are like yours.

    Returns
    -------
    DataFrame
        The share of each cause, and how many ``incidents`` it is of: of all, of those that began
        around noon (from 11 to 14 h UTC), of those that began within an hour after a deployment.
    """
    found = pd.merge_asof(
        incidents[["started_at", "cause"]].sort_values("started_at"),
        deployments[["deployed_at"]].sort_values("deployed_at"),
        left_on="started_at",
        right_on="deployed_at",
        tolerance=pd.Timedelta("1h"),
    )
    ways = {
        "all incidents": np.ones(len(found), dtype=bool),
        "began from 11 to 14 h": found["started_at"].dt.hour.between(11, 13),
        "began within an hour after a deployment": found["deployed_at"].notna(),
    }
    rows = {}
    for way, keep in ways.items():
        mine = found.loc[keep, "cause"].astype(str)
        rows[way] = {
            **{cause: float((mine == cause).mean()) for cause in room.CAUSES},
            "incidents": len(mine),
        }
    return pd.DataFrame(rows).T


def worst_day(service: pd.DataFrame) -> str:
    """Return the day of 2026 on which most requests failed."""
    rows = between(service, HALF_YEAR, NOW, at="hour")
    day = rows["hour"].dt.strftime("%Y-%m-%d")
    return str(rows.groupby(day)["failed"].sum().idxmax())


# The plan ----------------------------------------------------------------------------------------


def plan(n: int = 10_000, seed: int = 0) -> risk.Schedule:
    """Simulate when the launch is ready."""
    return risk.schedule(PLAN, NEEDS, n=n, seed=seed)


OURS = ("trail", "records", "rights")
"""Tasks of the plan that are core's new work; the others are routine or a vendor's."""


def outside_plan(items: pd.DataFrame, n: int = 20_000) -> pd.DataFrame:
    """Say when the launch is ready if core's tasks in it go as core's new work went.

    The other tasks keep their own ranges.

    Returns
    -------
    DataFrame
        ``one luck``: core's tasks all run over by the same. ``each its own``: each on its own.
        Columns: the chance ``by the fair`` and ``in the quarter``, and the weeks of the ``P80``.
        Then the weeks in which, in four of five futures, the ``first`` hospital has it, after the
        test of rights from outside as well, and ``all`` have it, in steps of which none waits. The
        ``test`` is by how many weeks that test moves the first hospital on average.
    """
    from course_utils.toolkit.prioritisation.uncertainty import draws

    done = overruns(items, "core", "new")
    ratio = (done["days_spent"] / done["days_likely"]).to_numpy(float)
    bits = np.random.default_rng(13)
    own = draws(PLAN["low"], PLAN["mode"], PLAN["high"], n=n, seed=13)
    one = bits.choice(ratio, n)
    rows = {}
    for name in ("one luck", "each its own"):
        ends: dict[str, Any] = {}
        for at, task in enumerate(PLAN.index):
            over = one if name == "one luck" else bits.choice(ratio, n)
            lasts = float(PLAN["mode"].iloc[at]) * over if task in OURS else own[:, at]
            before = [ends[each] for each in NEEDS.get(str(task), [])]
            ends[str(task)] = lasts + (np.max(before, axis=0) if before else 0.0)
        last = ends["rehearsal"]
        rows[name] = {
            "by the fair": float((last <= FAIR).mean()),
            "in the quarter": float((last <= QUARTER).mean()),
            "P80": float(np.quantile(last, 0.8)),
        }
        tested = np.maximum(last, ends["rights"] + TEST_WEEKS)
        begins = float(np.quantile(tested, 0.8))
        rows[name] |= {
            "first": begins,
            "all": begins + 2 * STEP_WEEKS,
            "test": float((tested - last).mean()),
        }
    return pd.DataFrame(rows).T


def overruns(items: pd.DataFrame, team: str, familiarity: str) -> pd.DataFrame:
    """Keep a team's finished work of a kind: what was thought likely, and what it took."""
    if team not in TEAMS:
        raise ValueError(f"{team!r} is no team here. Give one of {', '.join(TEAMS)}.")
    rows = items[
        (items["team"] == team)
        & (items["familiarity"] == familiarity)
        & items["days_spent"].notna()
    ]
    return rows[["days_likely", "days_spent"]]
