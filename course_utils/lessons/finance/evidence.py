"""What lesson 12 finds out about Kitewell's money and prices, in numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit import finance
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

LIST = 12
"""USD a seat and month of the team plan since the opening."""
ASKED = 20
"""What the finance chief would like it to be."""
PROPOSED = 15
"""What the lesson proposes: the tested price that earned most."""
SIZES = ("small", "mid", "large")
HELD_OUT = 6
"""Months that a forecast is examined on."""
HORIZON = 24
"""Months over which the new price is valued."""
MONTHLY_RATE = 0.01
"""What money costs a month, as finance has it."""
BUILD_SHARE = 0.15
"""What billing must learn costs, as a share of a month of research and development."""
PARTS = ("sign_on", "history", "phone")
DRAWS = 2_000


# The seat -----------------------------------------------------------------------------------------


def paying(subscriptions: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts that pay at the end of the data: plan, seats, mrr, size; a row an account."""
    ordered = subscriptions.sort_values(["occurred_at", "movement_id"])
    last = ordered.groupby("account_id").tail(1)
    last = last[last["mrr"] > 0][["account_id", "plan", "seats", "mrr"]]
    return last.merge(accounts[["account_id", "size"]], on="account_id")


def payers_share(tickets: pd.DataFrame, users: pd.DataFrame, payers: pd.DataFrame) -> float:
    """Return the share of the last month's tickets that come from accounts that pay."""
    recent = tickets[tickets["created_at"] >= pd.Timestamp("2026-06-01", tz="UTC")]
    paid = users.loc[users["account_id"].isin(payers["account_id"]), "user_id"]
    return float(recent["user_id"].isin(paid).mean())


def seat_costs(books: pd.DataFrame, payers: pd.DataFrame, share: float = 1.0) -> dict[str, float]:
    """Return what serving a paid seat cost in the last month, by kind of cost, in USD.

    Parameters
    ----------
    books, payers : DataFrame
        The table `finance`, and what `paying` returns.
    share : float, default 1
        How much of the cost goes where the paid seats go. With 1 everybody whom Kitewell serves is in
        it, those who pay nothing as well: the loaded cost. With `payers_share` it is the cost that a
        seat which goes takes along: the avoidable one.
    """
    last, seats = books.sort_values("month").iloc[-1], int(payers["seats"].sum())
    return {name: share * float(last[name]) / seats for name in ("hosting", "support")}


def seat_cost(books: pd.DataFrame, payers: pd.DataFrame, share: float = 1.0) -> float:
    """Return what serving a paid seat cost in the last month, in USD; `share` as in `seat_costs`."""
    return sum(seat_costs(books, payers, share).values())


# What people say ----------------------------------------------------------------------------------


def answers(
    prices: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, payers: pd.DataFrame
) -> pd.DataFrame:
    """Return the price survey with each respondent's `size`, and a `weight` for it.

    The weights bring the sizes to their shares of the team plan's seats: so many seats stand behind
    a respondent of that size.
    """
    who = users[["user_id", "account_id"]].merge(accounts[["account_id", "size"]], on="account_id")
    rows = prices.merge(who[["user_id", "size"]], on="user_id")
    team = payers[payers["plan"] == "team"]
    seats = team.groupby(team["size"].astype(str))["seats"].sum()
    share = seats / seats.sum()
    asked = rows["size"].astype(str).value_counts(normalize=True)
    return rows.assign(weight=rows["size"].astype(str).map(share / asked).astype(float))


def points_by_group(said: pd.DataFrame) -> pd.DataFrame:
    """Return the four points of the survey for all, for each size, and weighted by seats."""
    groups = {"all": finance.van_westendorp(said)}
    for size in SIZES:
        groups[size] = finance.van_westendorp(said[said["size"] == size])
    groups["by seats"] = finance.van_westendorp(said, weights="weight")
    return pd.DataFrame(
        {
            name: {
                "answers": found.respondents,
                "cheap end": found.marginal_cheapness,
                "indifference": found.indifference,
                "optimal": found.optimal,
                "dear end": found.marginal_expensiveness,
            }
            for name, found in groups.items()
        }
    ).T


def said_share(said: pd.DataFrame, price: float) -> float:
    """Return the share who, by their stated intents, would buy at a price (Newton, Miller, Smith)."""
    curve = finance.newton_miller_smith(said).curve["trial"]
    return float(np.interp(price, curve.index, curve.to_numpy()))


# What people do -----------------------------------------------------------------------------------


def by_price(visits: pd.DataFrame, size: str | None = None) -> pd.DataFrame:
    """Return, for each price that was shown: visitors, starts, seats, and seats per 100 visitors.

    `low` and `high` are the 95 % interval of the last, by visitors.

    Parameters
    ----------
    visits : DataFrame
        The table `price_test`.
    size : str, optional
        One size of company: "small", "mid" or "large".
    """
    rows = of_size(visits, size)
    bought = rows["seats"] * rows["started"]
    groups = bought.groupby(rows["price"])
    found = pd.DataFrame(
        {
            "visitors": groups.size(),
            "starts": rows.groupby("price")["started"].sum(),
            "seats": groups.sum(),
            "per_100": 100 * groups.mean(),
        }
    )
    margin = 196 * groups.std(ddof=1) / np.sqrt(found["visitors"])
    return found.assign(low=found["per_100"] - margin, high=found["per_100"] + margin)


def of_size(visits: pd.DataFrame, size: str | None) -> pd.DataFrame:
    """Keep the visitors of one size, or all."""
    if size is None:
        return visits
    if size not in SIZES:
        raise ValueError(f'size must be "small", "mid" or "large"; you passed {size!r}.')
    return visits[visits["size"] == size]


class Line(NamedTuple):
    """Seats per 100 visitors as a straight line of the price."""

    intercept: float
    slope: float
    """How many seats are lost by one USD more: above 0."""

    def seats(self, price: float) -> float:
        """Return seats per 100 visitors at a price, none below 0."""
        return max(0.0, self.intercept - self.slope * price)


def demand_line(table: pd.DataFrame) -> Line:
    """Return the straight line through the seats per 100 visitors of `by_price`."""
    slope, intercept = np.polyfit(table.index.to_numpy(dtype=float), table["per_100"], 1)
    return Line(float(intercept), float(-slope))


def good_enough(line: Line, cost: float, lost: float = 0.03) -> tuple[float, float]:
    """Return the prices between which at most so much of the greatest contribution is lost.

    Parameters
    ----------
    line : Line
        From `demand_line`.
    cost : float
        What a seat costs in a month.
    lost : float
        A fraction of the greatest contribution.
    """
    best = finance.linear_optima(line.intercept, line.slope, cost).profit_price
    width = np.sqrt(lost) * (best - cost)
    return float(best - width), float(best + width)


def redrawn(visits: pd.DataFrame, draws: int = DRAWS, seed: int = 12) -> np.ndarray:
    """Return intercepts and slopes of the line for visitors drawn again (a bootstrap), a row a draw."""
    prices, means = redrawn_arms(visits, draws, seed)
    slope, intercept = np.polyfit(prices, means.T, 1)
    return np.column_stack([intercept, -slope])


def redrawn_arms(
    visits: pd.DataFrame, draws: int = DRAWS, seed: int = 12
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tested prices, and seats per 100 visitors at each, a row for each draw."""
    bought = visits["seats"] * visits["started"]
    arms = [
        (price, tuple(np.bincount(bought[visits["price"] == price].to_numpy(dtype=int)).tolist()))
        for price in sorted(set(visits["price"].tolist()))
    ]
    return np.array([price for price, _ in arms], dtype=float), _redrawn(tuple(arms), draws, seed)


@lru_cache(maxsize=8)
def _redrawn(arms: tuple[tuple[int, tuple[int, ...]], ...], draws: int, seed: int) -> np.ndarray:
    bits = np.random.default_rng(seed)
    means = []
    for _, counts in arms:
        n = sum(counts)
        drawn = bits.multinomial(n, np.array(counts) / n, draws)
        means.append(100 * drawn @ np.arange(len(counts)) / n)
    return np.column_stack(means)


def best_price(visits: pd.DataFrame, cost: float) -> Interval:
    """Return the price of greatest contribution with its 95 % interval, by visitors drawn again."""
    line = demand_line(by_price(visits))
    drawn = redrawn(visits)
    low, high = np.percentile((drawn[:, 0] / drawn[:, 1] + cost) / 2, [2.5, 97.5])
    return Interval(
        finance.linear_optima(line.intercept, line.slope, cost).profit_price,
        float(low),
        float(high),
    )


CURVES = ("line", "curve", "arms")
"""Ways to seats at a price: a straight line, one that falls by the same share with each dollar, and
the tested prices alone."""


def _gains(
    prices: np.ndarray, means: np.ndarray, price: float, other: float, cost: float, by: str
) -> np.ndarray:
    """Return by how much more one price brings than another, a fraction, for each row of means."""
    if by == "arms":
        seats = [means[:, list(prices).index(each)] for each in (price, other)]
    else:
        seen = np.log(means) if by == "curve" else means
        slope, intercept = np.polyfit(prices, seen.T, 1)
        seats = [intercept + slope * each for each in (price, other)]
        seats = [np.exp(each) for each in seats] if by == "curve" else seats
    return np.asarray((price - cost) * seats[0] / ((other - cost) * seats[1]) - 1)


def against(
    visits: pd.DataFrame, price: float, other: float, cost: float, by: str = "line"
) -> Interval:
    """Return by how much more 100 visitors bring at one price than at another, a fraction.

    The interval is at 95 %, by visitors drawn again.

    Parameters
    ----------
    visits : DataFrame
        The table `price_test`.
    price, other : float
        The price, and the one that it is set beside.
    cost : float
        What one more seat costs in a month.
    by : {"line", "curve", "arms"}
        Along the straight line, along a curve that falls by the same share with each dollar, or from
        the two tested prices alone.
    """
    checks.one_of(by, "by", CURVES)
    prices, means = redrawn_arms(visits)
    seen = by_price(visits)["per_100"].to_numpy()[None, :]
    low, high = np.percentile(_gains(prices, means, price, other, cost, by), [2.5, 97.5])
    return Interval(float(_gains(prices, seen, price, other, cost, by)[0]), float(low), float(high))


def chance_better(
    visits: pd.DataFrame, price: float, other: float, cost: float, by: str = "line"
) -> float:
    """Return in what share of the visitors drawn again one price brings more than another."""
    return float((_gains(*redrawn_arms(visits), price, other, cost, by) > 0).mean())


# Packages -----------------------------------------------------------------------------------------


def part_worths(packages: pd.DataFrame, size: str | None = None) -> finance.PartWorths:
    """Return what the parts of a package are worth to respondents of a size, from their choices.

    Each part has two levels, "without" and "with".
    """
    rows = of_size(packages, size)
    named = rows[list(PARTS)].apply(lambda column: column.map({0: "without", 1: "with"}))
    task = rows["respondent_id"].astype(str) + "/" + rows["task"].astype(str)
    return finance.choice_part_worths(
        named.assign(price=rows["price"]), rows["chosen"] == 1, task, price="price"
    )


def worth_by_size(packages: pd.DataFrame) -> pd.DataFrame:
    """Return what each part is worth in USD a seat and month: a row a size, a column a part."""
    models = {size: part_worths(packages, size) for size in SIZES}
    return pd.DataFrame(
        {
            part: {
                size: finance.willingness_to_pay(model, part, "with", "without")
                for size, model in models.items()
            }
            for part in PARTS
        }
    )


# Forecasts ----------------------------------------------------------------------------------------


def monthly(books: pd.DataFrame, name: str) -> pd.Series:
    """Return one column of the books by month, oldest first."""
    return books.sort_values("month").set_index("month")[name].astype(float)


def exam(series: pd.Series, months: int = HELD_OUT) -> pd.DataFrame:
    """Forecast the last months from those before, in four ways; a row a way: mae, mase, wape, bias.

    "as last month" carries the last value on, "level" is exponential smoothing, "line" a straight
    line through all months, "trend" Holt's method, in which level and trend follow.
    """
    past, came = series.iloc[:-months], series.iloc[-months:]
    rows = {}
    for name, said in forecasts(past, months).items():
        rows[name] = {
            "mae": finance.mae(came.to_numpy(), said),
            "mase": finance.mase(came.to_numpy(), said, past.to_numpy()),
            "wape": finance.wape(came.to_numpy(), said),
            "bias": finance.forecast_bias(came.to_numpy(), said),
        }
    return pd.DataFrame(rows).T


def forecasts(past: pd.Series, months: int) -> dict[str, np.ndarray]:
    """Return the coming months by four ways to forecast them."""
    values = past.to_numpy()
    return {
        "as last month": np.repeat(values[-1], months),
        "level": finance.ses_forecast(values, months).table["forecast"].to_numpy(),
        "line": finance.trend_forecast(values, months).table["forecast"].to_numpy(),
        "trend": finance.holt_forecast(values, months).table["forecast"].to_numpy(),
    }


# What it is worth ---------------------------------------------------------------------------------


def seats_won(subscriptions: pd.DataFrame, months: int = 12) -> float:
    """Return the team plan's new paid seats a month, over the last year or so many months."""
    end = pd.Timestamp("2026-07-01", tz="UTC")
    rows = subscriptions[
        (subscriptions["movement"] == "new")
        & (subscriptions["plan"] == "team")
        & (subscriptions["occurred_at"] >= end - pd.DateOffset(months=months))
    ]
    return float(rows["seats"].sum()) / months


def stays(books: pd.DataFrame) -> float:
    """Return the share of MRR that stays from month to month, over the last year.

    Churned and contracted MRR over that of the months' starts; expansion is left out.
    """
    year = books.sort_values("month").tail(12)
    return 1 + float((year["mrr_churn"] + year["mrr_contraction"]).sum() / year["mrr_start"].sum())


def price_flows(
    price: float, line: Line, cost: float, won: float, stay: float, outlay: float
) -> np.ndarray:
    """Return what a new price for new customers brings beyond today's, month by month from today.

    Parameters
    ----------
    price : float
        What a new seat pays from now on, and keeps paying.
    line : Line
        How many seats 100 visitors start, by price.
    cost : float
        What a seat costs in a month.
    won : float
        New seats a month at today's price.
    stay : float
        The share of seats that stays from month to month.
    outlay : float
        What has to be paid today.
    """
    survival = stay ** np.arange(HORIZON)
    new = won * line.seats(price) / line.seats(LIST)
    after = finance.revenue_model([new] * HORIZON, survival, price - cost).sum(axis=1)
    before = finance.revenue_model([won] * HORIZON, survival, LIST - cost).sum(axis=1)
    return np.append(-outlay, (after - before).to_numpy())


def worth_today(
    visits: pd.DataFrame, books: pd.DataFrame, subscriptions: pd.DataFrame, cost: float
) -> Interval:
    """Return the NPV of the proposed price for new customers, with its 95 % interval.

    The interval is by visitors drawn again: how many seats the price costs is what is doubtful. That
    new customers go on to come and to stay as they did is assumed.
    """
    won, stay, paid = seats_won(subscriptions), stays(books), outlay(books)

    def worth(line: Line) -> float:
        flows = price_flows(PROPOSED, line, cost, won, stay, paid)
        return finance.npv(MONTHLY_RATE, flows)

    def kept(lines: np.ndarray) -> np.ndarray:
        at = [lines[:, 0] - lines[:, 1] * price for price in (PROPOSED, LIST)]
        return np.asarray(at[0] / at[1])

    # It is a straight line of the share of seats that the price keeps: two of its points are enough.
    line = demand_line(by_price(visits))
    one, other = line, Line(1.0, 0.0)
    share = kept(np.array([one, other]))
    slope = (worth(other) - worth(one)) / (share[1] - share[0])
    low, high = worth(one) + slope * (np.percentile(kept(redrawn(visits)), [2.5, 97.5]) - share[0])
    return Interval(worth(one), float(low), float(high))


def old_change(payers: pd.DataFrame, visits: pd.DataFrame, price: float, cost: float) -> Interval:
    """Return what all paid team seats would bring beyond today's at a price, in USD a month.

    As if those who pay already answered a price as the visitors of their size do, and nobody were
    angry. The interval is at 95 %, by visitors drawn again.
    """
    team = payers[payers["plan"] == "team"]
    change, doubt = 0.0, np.zeros(DRAWS)
    for seed, size in enumerate(SIZES):
        seats = float(team.loc[team["size"] == size, "seats"].sum())
        rows = of_size(visits, size)
        line = demand_line(by_price(rows))
        lines = redrawn(rows, seed=seed)
        drawn = [np.maximum(0.0, lines[:, 0] - lines[:, 1] * each) for each in (price, LIST)]
        change += _moved(seats, line.seats(price) / line.seats(LIST), price, cost)
        doubt += _moved(seats, drawn[0] / drawn[1], price, cost)
    low, high = np.percentile(doubt, [2.5, 97.5])
    return Interval(change, float(low), float(high))


def _moved(seats: float, left: Any, price: float, cost: float) -> Any:
    return seats * ((price - cost) * left - (LIST - cost))


OCTOBER, TWO_MONTHS, TWO_PRICES = (
    "all on 1 October, told on 1 August",
    "new ones from August, old ones from October",
    "new ones from August, old ones keep 12",
)
PLANS = {OCTOBER: (3, 3), TWO_MONTHS: (1, 3), TWO_PRICES: (1, None)}
"""From which month on new ones pay the new price, and old ones. Month 1 is August. Where the two are
not the same, billing must learn two prices for one plan."""


def plan_flows(
    plan: str, line: Line, old: float, cost: float, won: float, stay: float, outlay: float
) -> np.ndarray:
    """Return what a plan brings beyond today's price, month by month from today.

    Parameters
    ----------
    plan : str
        One of `PLANS`.
    line, cost, won, stay, outlay :
        As for `price_flows`; the outlay is paid only if billing must know two prices at a time.
    old : float
        What old seats bring beyond today's in their first month at the new price, from `old_change`.
    """
    new_from, old_from = PLANS[checks.one_of(plan, "plan", tuple(PLANS))]
    flows = np.zeros(HORIZON + 1)
    new = price_flows(PROPOSED, line, cost, won, stay, 0.0)[1:]
    flows[new_from:] += new[: HORIZON + 1 - new_from]
    if old_from is not None:
        flows[old_from:] += old * stay ** np.arange(HORIZON + 1 - old_from)
    if new_from != old_from:
        flows[0] -= outlay
    return flows


def outlay(books: pd.DataFrame) -> float:
    """Return what billing must learn costs: a share of the last month's research and development."""
    return BUILD_SHARE * float(books.sort_values("month")["research_development"].iloc[-1])


# What an investor asks ----------------------------------------------------------------------------


def quarters(books: pd.DataFrame) -> pd.DataFrame:
    """Return the books by calendar quarter, summed, with MRR and cash at its end."""
    rows = books.sort_values("month")
    place = pd.PeriodIndex(pd.to_datetime(rows["month"]), freq="Q").astype(str)
    costs = ["hosting", "support", "research_development", "sales", "marketing", "general"]
    found = rows.groupby(place)[["revenue", *costs]].sum()
    ends = rows.groupby(place)[["mrr_end", "cash"]].last()
    return found.assign(costs=found[costs].sum(axis=1), **ends)


def efficiency(books: pd.DataFrame, subscriptions: pd.DataFrame) -> dict[str, float]:
    """Return what an investor asks: CAC payback, magic number, rule of 40 and burn multiple."""
    rows = quarters(books)
    before, now = rows.iloc[-2], rows.iloc[-1]
    year, last = rows.iloc[-4:], rows.iloc[-8:-4]
    recent = subscriptions["occurred_at"] >= pd.Timestamp("2026-04-01", tz="UTC")
    new = subscriptions[(subscriptions["movement"] == "new") & recent]
    margin = 1 - float((now["hosting"] + now["support"]) / now["revenue"])
    spend = float(now["sales"] + now["marketing"])
    profit = float((year["revenue"] - year["costs"]).sum() / year["revenue"].sum())
    growth = float(year["revenue"].sum() / last["revenue"].sum() - 1)
    burn = float(now["costs"] - now["revenue"])
    return {
        "margin": margin,
        "payback": finance.cac_payback(spend / max(len(new), 1), float(new["mrr"].mean()), margin),
        "magic": finance.magic_number(
            float(before["revenue"]),
            float(now["revenue"]),
            float(before["sales"] + before["marketing"]),
        ),
        "growth": growth,
        "profit": profit,
        "rule_of_40": finance.rule_of_40(growth, profit),
        "burn_multiple": finance.burn_multiple(
            burn, 12 * float(now["mrr_end"] - before["mrr_end"])
        ),
        "loss": burn / 3,
    }
