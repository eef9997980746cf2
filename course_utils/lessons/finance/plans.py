"""What a plan for the price of the team plan is worth, how sure that is, and what would tip it."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.finance import drag, year
from course_utils.lessons.finance.evidence import (
    HORIZON,
    LIST,
    PROPOSED,
    by_price,
    demand_line,
    ends,
    kept_drawn,
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
"""A loss of contribution that nobody wants to miss: this share of what teams brought before."""
WATCHED = 6
"""Months after which the rule looks."""
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
    return Base(found[0], found[1], stays(books), cost, outlay(books))


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
PLANS = {
    "13 for all": Plan(13, TEAMS),
    "14 for all": Plan(14, TEAMS),
    "15 for all": Plan(15, TEAMS),
    FENCED: Plan(PROPOSED, (BIG,)),
    KEPT_OLD: Plan(PROPOSED, (BIG,), old=False),
}
ALL = "15 for all"


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
    angry: bool = False,
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
    angry : bool, default False
        Whether old ones are angry as in the year that is played: some write, some of those leave.
    """
    terms = PLANS[checks.one_of(plan, "plan", tuple(PLANS))]
    flows = np.zeros(HORIZON + 1)
    writes = year.ANGER["told"] * (terms.price / LIST - 1) * angry
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
    angry: bool = False,
) -> Worth:
    """Return the NPV of a plan with its 95 % interval, by visitors drawn again.

    That new customers go on to come, and old ones to stay, as they did is assumed. The parameters
    are those of `plan_flows` and of `old_change`.
    """

    def worth(kept: dict[str, float]) -> float:
        flows = plan_flows(plan, base, kept, sooner=sooner, angry=angry)
        return finance.npv(MONTHLY_RATE, flows)

    # It is a straight line of each team's share: what nothing and what all brings is enough.
    raised = PLANS[plan].raised
    nothing = worth(dict.fromkeys(raised, 0.0))
    found, drawn = nothing, np.full(1, nothing)
    for team in raised:
        slope = worth({**dict.fromkeys(raised, 0.0), team: 1.0}) - nothing
        kept, doubt = _kept(visits, team, PLANS[plan].price, by)
        found += slope * kept
        drawn = drawn + slope * doubt
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


def sooner_gone(over: float, stay: float = drag.STAY, months: int = HORIZON) -> float:
    """Return how much less of what is won once may stay a month until a gain is gone.

    Parameters
    ----------
    over : float
        What a month brings while all of it is there, over what it would bring without the change.
    stay : float
        The share that stays from month to month without it.
    months : int
        How many are counted; the first one is whole.
    """

    def gain(sooner: float) -> float:
        each = np.arange(months)
        return float((over * (stay - sooner) ** each - stay**each).sum())

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


def slips(base: Base, visits: pd.DataFrame, by: str = "line", to: int = 6) -> float:
    """Return the worth of the plan with a fence if all teams of five or six seats go down to four.

    Parameters
    ----------
    base, visits, by
        As for `plan_worth`.
    to : int, default 6
        The greatest team that slips under the fence.
    """

    def above(groups: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {BIG: groups[BIG][groups[BIG] > to]}

    lost = [
        float((groups[BIG][groups[BIG] <= to] - (FENCE - 1)).sum())
        for groups in (base.accounts, base.won)
    ]
    rest = base._replace(accounts=above(base.accounts), won=above(base.won))
    flows = plan_flows(FENCED, rest, {BIG: _kept(visits, BIG, PROPOSED, by)[0]})
    flows -= (LIST - base.cost) * _months(lost[0], lost[1] / 12, base.stay)
    return finance.npv(MONTHLY_RATE, flows)


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
    """What is expected of those whom the price hits: seats that go, or accounts that write in anger."""
    limit: float
    """The rule fires above it."""
    false: float
    """How often it fires though no more come than are expected."""
    hated: float
    """What nobody wants to miss."""
    missed: float
    """How often it does not fire though so many come."""


def stop_rule(base: Base, visits: pd.DataFrame, by: str = "line") -> Rule:
    """Return the rule that looks after half a year at big teams' seats, with both of its errors.

    Whole accounts leave, each by its own luck. What the same teams lost in the half year before is
    taken off, for so many may leave anyway. `hated` is the share of seats that would cost a tenth of the
    contribution.
    """
    cost, price = base.cost, PROPOSED
    limit = -finance.break_even_sales_change(price / LIST - 1, 1 - cost / LIST)
    hated = 1 - (1 - HATED) * (LIST - cost) / (price - cost)
    expected = 1 - _kept(visits, BIG, price, by)[0]
    anyway = 1 - base.stay**WATCHED

    def fires(lost: float) -> float:
        seats, gone = base.accounts[BIG], anyway + (1 - anyway) * lost
        alone = float((seats**2).sum() / seats.sum() ** 2)
        doubt = alone * (gone * (1 - gone) + anyway * (1 - anyway))
        beyond = (1 - anyway) * (lost - limit)
        return NormalDist(0, doubt**0.5).cdf(beyond)

    return Rule(expected, limit, fires(expected), hated, 1 - fires(hated))


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
