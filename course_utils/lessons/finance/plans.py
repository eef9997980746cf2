"""What a plan for the price of the team plan is worth, how sure that is, and what would tip it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.finance import drag, year
from course_utils.lessons.finance.evidence import (
    ASKED,
    DOWN,
    HORIZON,
    LIST,
    PROPOSED,
    by_price,
    demand_line,
    ends,
    kept_drawn,
    team_quarters,
)
from course_utils.toolkit import finance
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

MONTHLY_RATE = 0.01
"""What money costs a month, as finance has it."""
BUILD_SHARE = 0.15
"""Assumed: what billing must learn costs, as a share of a month of research and development."""
START = 3
"""The month from which a new price is paid: October, where July is today."""
FENCE = 5
"""Seats from which on a team pays the new price in the plan with a fence."""
SMALL, BIG = "1 to 4 seats", "5 seats and more"
TEAMS = (SMALL, BIG)
HATED = 0.1
"""A loss that nobody wants to miss: going on brings so much less than stopping."""
LOOKED = 9
"""The month from which it goes on or stops, April: the rule looks at the three months before it."""
QUARTERS = 4
"""Quarters whose mean says what of big teams' seats goes within three months anyway."""
DRAWN = 20_000
ANGRY_LIMIT = 0.1
"""More angry answers than this share of the letters, and the rise waits."""


def teams(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split rows with a column `seats` at the fence."""
    big = rows["seats"] >= FENCE
    return {SMALL: rows[~big], BIG: rows[big]}


class Base(NamedTuple):
    """What a plan works on: the team plan's seats by the size of the team, and what is known of them."""

    accounts: dict[str, np.ndarray]
    """Seats of each account that pays today."""
    won: dict[str, np.ndarray]
    """Seats of each account that was won in the last year."""
    stay: float
    """Share of seats that stays from month to month."""
    cost: float
    """What one more seat costs in a month."""
    outlay: float
    """What it costs to teach billing two prices for one plan."""
    goes: float
    """Share of big teams' seats that goes within three months, in the mean of the last year."""

    def seats(self, team: str) -> float:
        """Return the seats that are paid for today."""
        return float(self.accounts[team].sum())


def team_base(
    books: pd.DataFrame, subscriptions: pd.DataFrame, payers: pd.DataFrame, cost: float
) -> Base:
    """Return what a plan for the team plan works on; `payers` from `paying`, `cost` from `seat_cost`."""
    since = pd.Timestamp("2026-07-01", tz="UTC") - pd.DateOffset(months=12)
    rows = subscriptions[(subscriptions["movement"] == "new") & (subscriptions["plan"] == "team")]
    found = [
        {name: each["seats"].to_numpy(dtype=float) for name, each in teams(group).items()}
        for group in (payers[payers["plan"] == "team"], rows[rows["occurred_at"] >= since])
    ]
    quarters = team_quarters(subscriptions, FENCE).tail(QUARTERS)
    goes = float(quarters["lost"].sum() / quarters["seats"].sum())
    return Base(found[0], found[1], stays(books), cost, outlay(books), goes)


def stays(books: pd.DataFrame) -> float:
    """Return the share of MRR that stays from month to month, over the last year.

    Churned and contracted MRR over that of the months' starts; expansion is left out.
    """
    last = books.sort_values("month").tail(12)
    return 1 + float((last["mrr_churn"] + last["mrr_contraction"]).sum() / last["mrr_start"].sum())


def outlay(books: pd.DataFrame) -> float:
    """Return what billing must learn costs: a share of the last month's research and development."""
    return BUILD_SHARE * float(books.sort_values("month")["research_development"].iloc[-1])


# Seats that pay already ---------------------------------------------------------------------------


def old_change(
    base: Base, visits: pd.DataFrame, price: float, by: str = "line", team: str | None = None
) -> Interval:
    """Return what paid seats would bring beyond today's at a price, in USD a month.

    As if those who pay already answered a price as the visitors do who want as many seats, and nobody
    were angry. The interval is at 95 %, by visitors drawn again.

    Parameters
    ----------
    base : Base
        From `team_base`.
    visits : DataFrame
        The table `price_test`.
    price : float
        What they are asked for.
    by : str
        One of `CURVES`.
    team : str, optional
        One of `TEAMS`; both without it.
    """
    found, drawn = 0.0, np.zeros(1)
    for name in TEAMS if team is None else (checks.one_of(team, "team", TEAMS),):
        kept, doubt = _kept(visits, name, price, by)
        found += base.seats(name) * _moved(kept, price, base.cost)
        drawn = drawn + base.seats(name) * _moved(doubt, price, base.cost)
    return Interval(found, *ends(drawn))


def _kept(visits: pd.DataFrame, team: str, price: float, by: str) -> tuple[float, np.ndarray]:
    return kept_drawn(teams(visits)[team], price, LIST, by)


def _moved(kept: Any, price: float, cost: float) -> Any:
    return (price - cost) * kept - (LIST - cost)


# Plans --------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """Who pays which price from 1 October on, told on 1 August."""

    price: float
    raised: tuple[str, ...]
    """Which teams; the others pay today's price."""
    old: bool = True
    """Whether those who pay already pay it as well."""

    @property
    def two_prices(self) -> bool:
        """Whether billing must know two prices for one plan."""
        return not self.old or len(self.raised) < len(TEAMS)


FENCED, KEPT_OLD = "15 from five seats on", "15 from five seats on, old ones keep 12"
DEARER = "18 from five seats on"
ALL, SMALL_STEP, LESS, ASKED_FOR = "15 for all", "13 for all", "11 for all", "20 for all"
PLANS = {
    LESS: Plan(DOWN, TEAMS),
    SMALL_STEP: Plan(13, TEAMS),
    "14 for all": Plan(14, TEAMS),
    ALL: Plan(PROPOSED, TEAMS),
    ASKED_FOR: Plan(ASKED, TEAMS),
    FENCED: Plan(PROPOSED, (BIG,)),
    DEARER: Plan(18, (BIG,)),
    KEPT_OLD: Plan(PROPOSED, (BIG,), old=False),
}


def _months(old: float, won: float, stay: float) -> np.ndarray:
    """Return paid seats by month from today, of those there today and of those won a month since."""
    survival = stay ** np.arange(HORIZON + 1 - START)
    return np.concatenate([np.zeros(START), old * survival + won * np.cumsum(survival)])


def plan_flows(
    plan: str,
    base: Base,
    kept: dict[str, float],
    *,
    sooner: float = 0.0,
    angry: bool = True,
) -> np.ndarray:
    """Return what a plan brings beyond today's price, month by month from today.

    Parameters
    ----------
    plan : str
        One of `PLANS`.
    base : Base
        From `team_base`.
    kept : dict of str to float
        The share of seats that the plan's price keeps, by team.
    sooner : float, default 0
        How much less of the seats at the new price stays from month to month.
    angry : bool, default True
        Whether old ones are angry as in the year that is played: some write, some of those leave.
    """
    terms = PLANS[checks.one_of(plan, "plan", tuple(PLANS))]
    flows = np.zeros(HORIZON + 1)
    writes = year.ANGER["told"] * max(0.0, terms.price / LIST - 1) * angry
    for team in terms.raised:
        old, won = base.seats(team) * terms.old, float(base.won[team].sum()) / 12
        calm = 1 - writes * year.STORMS_OUT
        after = _months(calm * old, won, base.stay - sooner)
        flows += (terms.price - base.cost) * kept[team] * after
        flows -= (LIST - base.cost) * _months(old, won, base.stay)
        flows[START] -= year.TICKET * writes * len(base.accounts[team]) * terms.old
    if terms.two_prices:
        flows[0] -= base.outlay
    return flows


class Worth(NamedTuple):
    """What a plan is worth today in USD, its 95 % interval, and the chance that it is above 0."""

    estimate: float
    low: float
    high: float
    chance: float


def plan_worth(
    plan: str,
    base: Base,
    visits: pd.DataFrame,
    by: str = "line",
    *,
    sooner: float = 0.0,
    angry: bool = True,
) -> Worth:
    """Return the NPV of a plan with its 95 % interval, by visitors drawn again.

    That new customers go on to come, and old ones to stay, as they did is assumed. The parameters
    are those of `plan_flows` and of `old_change`.
    """
    return _doubted(*_plan_valued(plan, base, visits, by, sooner=sooner, angry=angry))


def _plan_valued(
    plan: str, base: Base, visits: pd.DataFrame, by: str, **how: Any
) -> tuple[float, np.ndarray]:
    def worth(kept: dict[str, float]) -> float:
        return finance.npv(MONTHLY_RATE, plan_flows(plan, base, kept, **how))

    return _valued(worth, PLANS[plan], visits, by)


def _valued(
    worth: Callable[[dict[str, float]], float], terms: Plan, visits: pd.DataFrame, by: str
) -> tuple[float, np.ndarray]:
    """Return a worth by the share of seats that a plan's price keeps, and for visitors drawn again."""
    # It is a straight line of each team's share: what nothing and what all brings is enough.
    none = dict.fromkeys(terms.raised, 0.0)
    nothing = worth(none)
    found, drawn = nothing, np.full(1, nothing)
    for team in terms.raised:
        slope = worth({**none, team: 1.0}) - nothing
        kept, doubt = _kept(visits, team, terms.price, by)
        found += slope * kept
        drawn = drawn + slope * doubt
    return found, drawn


def _doubted(found: float, drawn: np.ndarray) -> Worth:
    return Worth(found, *ends(drawn), float((drawn > 0).mean()))


def likely_flows(plan: str, base: Base, visits: pd.DataFrame, by: str = "line") -> np.ndarray:
    """Return the flows of a plan if visitors' seats at its price are as one of `CURVES` has them."""
    terms = PLANS[plan]
    return plan_flows(
        plan, base, {team: _kept(visits, team, terms.price, by)[0] for team in terms.raised}
    )


# What tips it -------------------------------------------------------------------------------------


def gone_at(gain: Callable[[float], float], stay: float) -> float:
    """Return how much less may stay from month to month until a gain is gone.

    Below 0, so much more has to stay for there to be one.

    Parameters
    ----------
    gain : callable
        What is gained if so much less stays: it falls.
    stay : float
        The share that stays from month to month if nothing is changed.
    """
    from scipy.optimize import brentq

    # From twice as many in each month to none after the first.
    return float(brentq(gain, stay - 2, stay))


def sooner_gone(
    over: float, stay: float = drag.STAY, months: int = HORIZON, rate: float = 0.0
) -> float:
    """Return how much less of what is won once may stay a month until a gain is gone.

    Parameters
    ----------
    over : float
        What a month brings while all of it is there, over what it would bring without the change.
    stay : float
        The share that stays from month to month without it.
    months : int
        How many are counted; the first one is whole.
    rate : float, default 0
        What money costs a month.
    """

    def gain(sooner: float) -> float:
        each = np.arange(months)
        gained = over * (stay - sooner) ** each - stay**each
        return float((gained / (1 + rate) ** each).sum())

    return gone_at(gain, stay)


def plan_tips(base: Base, visits: pd.DataFrame, by: str = "line") -> dict[str, float]:
    """Return what would bring the plan with a fence to nothing, one thing at a time.

    "lost" is the share of big teams' seats that goes, "sooner" how much less of them stays from month
    to month, "outlay" what billing costs in USD.
    """
    kept = _kept(visits, BIG, PROPOSED, by)[0]

    def worth(share: float, sooner: float = 0.0) -> float:
        return finance.npv(MONTHLY_RATE, plan_flows(FENCED, base, {BIG: share}, sooner=sooner))

    nothing, one = worth(0.0), worth(1.0)
    return {
        "lost": 1 - nothing / (nothing - one),
        "sooner": gone_at(lambda sooner: worth(kept, sooner), base.stay),
        "outlay": worth(kept) + base.outlay,
    }


def slips(
    base: Base, visits: pd.DataFrame, by: str = "line", share: float = 1.0, to: int = 6
) -> float:
    """Return the worth of the plan with a fence if teams of five or six seats go down to four.

    Parameters
    ----------
    base, visits, by
        As for `plan_worth`.
    share : float, default 1
        How many of these teams do.
    to : int, default 6
        The greatest team that slips under the fence.
    """
    return _slips_valued(base, visits, by, share, to)[0]


def _slips_valued(
    base: Base, visits: pd.DataFrame, by: str, share: float, to: int = 6
) -> tuple[float, np.ndarray]:
    def above(groups: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {BIG: groups[BIG][groups[BIG] > to]}

    lost = [
        float((groups[BIG][groups[BIG] <= to] - (FENCE - 1)).sum())
        for groups in (base.accounts, base.won)
    ]
    rest = base._replace(accounts=above(base.accounts), won=above(base.won))
    less = (LIST - base.cost) * _months(lost[0], lost[1] / 12, base.stay)

    def worth(kept: dict[str, float]) -> float:
        slipped = plan_flows(FENCED, rest, kept) - less
        flows = share * slipped + (1 - share) * plan_flows(FENCED, base, kept)
        return finance.npv(MONTHLY_RATE, flows)

    return _valued(worth, PLANS[FENCED], visits, by)


def lead(
    other: str, base: Base, visits: pd.DataFrame, by: str = "line", *, slipped: float = 0.0
) -> Worth:
    """Return by how much the plan with a fence is worth more than another: each draw by both.

    Parameters
    ----------
    other : str
        One of `PLANS`.
    base, visits, by
        As for `plan_worth`.
    slipped : float, default 0
        How many of the teams of five and six seats go down to four, as in `slips`.
    """
    one, drawn = _slips_valued(base, visits, by, slipped)
    less, drawn_less = _plan_valued(other, base, visits, by)
    return _doubted(one - less, drawn - drawn_less)


def stepped_change(base: Base, visits: pd.DataFrame, by: str = "line") -> float:
    """Return what big teams' paid seats would bring, USD a month, if only seats from the fifth on cost more.

    The first four cost what they cost today. A team is assumed to answer the mean price of its seats.
    """
    change = 0.0
    for seats, teams_of_it in zip(*np.unique(base.accounts[BIG], return_counts=True), strict=True):
        mean = PROPOSED - (PROPOSED - LIST) * (FENCE - 1) / float(seats)
        change += seats * teams_of_it * _moved(_kept(visits, BIG, mean, by)[0], mean, base.cost)
    return float(change)


def switching(visits: pd.DataFrame, cost: float) -> dict[str, float]:
    """Return at what the proposed price brings visitors no more than today's, along the line.

    "steeper" is how many times as fast seats fall above today's price, "sooner" how much less of them
    stays from month to month.
    """
    line = demand_line(by_price(visits))
    at_list = line.seats(LIST)
    needed = (LIST - cost) / (PROPOSED - cost)
    steeper = at_list * (1 - needed) / (line.slope * (PROPOSED - LIST))
    over = (PROPOSED - cost) * line.seats(PROPOSED) / ((LIST - cost) * at_list)
    return {"steeper": float(steeper), "sooner": sooner_gone(over)}


# The rule that stops it ---------------------------------------------------------------------------


class Rule(NamedTuple):
    """A rule for the plan with a fence, and how often it is wrong. All are shares."""

    expected: float
    """What is expected: seats that go, or accounts that write in anger."""
    limit: float
    """The rule fires above it."""
    false: float
    """How often it fires though no more come than are expected."""
    hated: float
    """What nobody wants to miss."""
    missed: float
    """How often it does not fire though so many come."""


def from_april(base: Base, gone: float, goes: float, *, stopped: bool = False) -> float:
    """Return what big teams bring from April to the horizon, worth today, if it goes on or is stopped.

    Parameters
    ----------
    base : Base
        From `team_base`.
    gone : float
        The share of big teams' seats that went in October because of the price, and the share of new
        ones that does not come at it. Who has gone stays away, whatever is decided.
    goes : float
        The share of what is there that goes within three months at the new price, from April on.
    stopped : bool, default False
        Whether all pay the old price again from April: then what is there goes as it did before.
    """
    before, since = ((1 - each) ** (1 / 3) for each in (base.goes, base.goes if stopped else goes))
    won, months = float(base.won[BIG].sum()) / 12, np.arange(HORIZON + 1 - LOOKED)
    # Those of today, and those who came from October to March.
    there = base.seats(BIG) * before ** (LOOKED - START)
    there += won * float((before ** np.arange(LOOKED - START)).sum())
    come = won * (1.0 if stopped else 1 - gone)
    seats = (1 - gone) * there * since**months + come * np.cumsum(since**months)
    price = LIST if stopped else PROPOSED
    return finance.npv(
        MONTHLY_RATE, np.concatenate([np.zeros(LOOKED), (price - base.cost) * seats])
    )


def stop_rule(base: Base, visits: pd.DataFrame, by: str = "line") -> Rule:
    """Return the rule that looks at what still goes in January to March, with both of its errors.

    A seat that stays brings more at the new price. So stopping pays only if those who are still there
    leave so much faster, and go on to: `limit` is the share of the seats of 1 January that goes in three
    months at which both bring the same up to the horizon, and `hated` the one at which going on brings
    a tenth less. `expected` is what went at an unchanged price. Whole accounts leave, each by its own
    luck, among as many as are likely to be left on 1 January.
    """
    stay, over = (1 - base.goes) ** (1 / 3), (PROPOSED - base.cost) / (LIST - base.cost)
    limit, hated = (
        1 - (stay - sooner_gone(each, stay, HORIZON + 1 - LOOKED, MONTHLY_RATE)) ** 3
        for each in (over, over / (1 - HATED))
    )
    # Half a year from today, and the price.
    left = (1 - base.goes) ** 2 * _kept(visits, BIG, PROPOSED, by)[0]
    seats = base.accounts[BIG]
    bits = np.random.default_rng(12)
    there = (bits.random((DRAWN, len(seats))) < left) * seats
    luck = bits.random((DRAWN, len(seats)))

    def fires(share: float) -> float:
        gone = (there * (luck < share)).sum(axis=1)
        return float((gone > limit * there.sum(axis=1)).mean())

    return Rule(base.goes, limit, fires(base.goes), hated, 1 - fires(hated))


def anger_rule(base: Base) -> Rule:
    """Return the rule that looks at angry answers to the letter, with both of its errors.

    Big teams write or do not, each by its own luck. `expected` is what the year that is played assumes
    of a rise that is told before, and `hated` is twice the limit.
    """
    from scipy.stats import binom

    teams_told = len(base.accounts[BIG])
    expected, hated = year.ANGER["told"] * (PROPOSED / LIST - 1), 2 * ANGRY_LIMIT
    # So many may write without the rule firing.
    most = math.floor(ANGRY_LIMIT * teams_told + 1e-9)
    quiet = [float(binom.cdf(most, teams_told, share)) for share in (expected, hated)]
    return Rule(expected, ANGRY_LIMIT, 1 - quiet[0], hated, quiet[1])
