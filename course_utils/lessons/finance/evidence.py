"""What lesson 12 finds out about Kitewell's money and prices, in numbers."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit import finance
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

LIST = 12
"""USD a seat and month of the team plan since the opening."""
ASKED = 20
"""What the finance chief would like it to be."""
DOWN = 11
"""A dollar less, as sales would like it."""
PROPOSED = 15
"""What the lesson proposes: the tested price that earned most."""
SIZES = ("small", "mid", "large")
HELD_OUT = 6
"""Months that a forecast is examined on."""
HORIZON = 24
"""Months over which the new price is valued."""
PARTS = ("sign_on", "history", "phone")
DRAWS = 2_000
REFUSED = 7.8
"""Chi-square on three degrees of freedom, which luck passes in one case of twenty."""
LEFT_OUT = 10
"""Groups of respondents of the package survey, each left out once."""


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


def seat_cost_by_month(books: pd.DataFrame, subscriptions: pd.DataFrame) -> pd.DataFrame:
    """Return what serving a paid seat cost, month by month, with those who pay nothing in it.

    Returns
    -------
    DataFrame, by the first day of the month
        ``seats`` that were paid for at its end; ``hosting``, ``support`` and both together (``cost``)
        over these, USD: infinite where nobody paid.
    """
    rows = books.assign(month=pd.to_datetime(books["month"])).sort_values("month")
    rows = rows.set_index("month")[["hosting", "support"]].astype(float)
    moves = subscriptions.sort_values(["occurred_at", "movement_id"])
    seats = []
    for month in rows.index:
        end = (month + pd.DateOffset(months=1)).tz_localize("UTC")
        last = moves[moves["occurred_at"] < end].groupby("account_id").tail(1)
        seats.append(int(last.loc[last["mrr"] > 0, "seats"].sum()))
    each = rows.div(seats, axis=0)
    return each.assign(cost=each.sum(axis=1), seats=seats)


def team_quarters(subscriptions: pd.DataFrame, least: int, quarters: int = 8) -> pd.DataFrame:
    """Return what paying team accounts of so many seats and more lost, quarter by quarter.

    Parameters
    ----------
    subscriptions : DataFrame
        The table of that name.
    least : int
        Seats on the first day of the quarter from which on an account counts.
    quarters : int
        How many, up to the end of the data.

    Returns
    -------
    DataFrame, by the first day of the quarter
        ``teams`` and their ``seats`` on that day; ``lost``, how many of these seats were no longer paid
        for on its last day. What other teams added is not set against it.
    """
    moves = subscriptions.sort_values(["occurred_at", "movement_id"])
    days = pd.date_range(end="2026-07-01", periods=quarters + 1, freq="QS", tz="UTC")
    states = [moves[moves["occurred_at"] < day].groupby("account_id").tail(1) for day in days]
    rows = []
    for at, then in pairwise(states):
        teams = at[(at["mrr"] > 0) & (at["plan"] == "team") & (at["seats"] >= least)]
        after = then.set_index("account_id").loc[teams["account_id"]]
        paid = after["seats"].where(after["mrr"] > 0, 0).to_numpy()
        lost = np.maximum(teams["seats"].to_numpy() - paid, 0).sum()
        rows.append({"teams": len(teams), "seats": teams["seats"].sum(), "lost": lost})
    return pd.DataFrame(rows, index=days[:-1])


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


def meters(said: pd.DataFrame) -> dict[str, finance.VanWestendorp]:
    """Return the price meter of all answers, of each size, and weighted by seats."""
    return {
        "all": finance.van_westendorp(said),
        **{size: finance.van_westendorp(said[said["size"] == size]) for size in SIZES},
        "by seats": finance.van_westendorp(said, weights="weight"),
    }


def points_by_group(said: pd.DataFrame) -> pd.DataFrame:
    """Return the four points of the survey for all, for each size, and weighted by seats."""
    return pd.DataFrame(
        {
            name: {
                "answers": found.respondents,
                "cheap end": found.marginal_cheapness,
                "indifference": found.indifference,
                "optimal": found.optimal,
                "dear end": found.marginal_expensiveness,
            }
            for name, found in meters(said).items()
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
    best = finance.linear_optima(line.intercept, line.slope, cost).profit_price
    return Interval(best, *ends((drawn[:, 0] / drawn[:, 1] + cost) / 2))


CURVES = ("line", "curve", "elasticity", "arms")
"""Ways to seats at a price: a straight line, a curve that falls by the same share with each dollar, one
that falls by the same share with each per cent of the price, and the tested prices alone."""


def _kept(prices: np.ndarray, means: np.ndarray, price: float, other: float, by: str) -> np.ndarray:
    """Return seats at one price over those at another, for each row of means."""
    if by == "arms":
        seats = [means[:, list(prices).index(each)] for each in (price, other)]
        return np.asarray(seats[0] / seats[1])
    if by == "line":
        slope, intercept = np.polyfit(prices, means.T, 1)
        return np.asarray(np.maximum(intercept + slope * price, 0) / (intercept + slope * other))
    at = np.log if by == "elasticity" else np.asarray
    slope, _ = np.polyfit(at(prices), np.log(means).T, 1)
    return np.asarray(np.exp(slope * (at(price) - at(other))))


def kept_drawn(
    visits: pd.DataFrame, price: float, other: float = LIST, by: str = "line"
) -> tuple[float, np.ndarray]:
    """Return the share of seats that one price keeps of another's, and the same for visitors drawn again.

    Parameters
    ----------
    visits : DataFrame
        Rows of the table `price_test`.
    price, other : float
        The price, and the one that it is set beside.
    by : {"line", "curve", "elasticity", "arms"}
        Along the straight line; along a curve that falls by the same share with each dollar, or with
        each per cent of the price; or from the two tested prices alone.
    """
    checks.one_of(by, "by", CURVES)
    prices, means = redrawn_arms(visits)
    if by == "arms" and not {price, other} <= set(prices):
        raise ValueError(f'{price} and {other} must both have been tested where by is "arms".')
    seen = by_price(visits)["per_100"].to_numpy()[None, :]
    # A price at which nobody of those drawn starts has no logarithm: half a seat stands for none.
    least = 50 / np.bincount(np.searchsorted(prices, visits["price"]))
    found, drawn = (
        _kept(prices, np.maximum(rows, least), price, other, by) for rows in (seen, means)
    )
    return float(found[0]), drawn


def misfit(visits: pd.DataFrame, by: str) -> float:
    """Return how badly one of the first three `CURVES` fits the tested prices: the least chi-square.

    It is that of the curve of its kind that lies nearest, each price weighed by its own doubt. Each
    curve has two numbers. So with five prices more than `REFUSED` is more than luck makes in one case
    of twenty.
    """
    from scipy.optimize import curve_fit

    checks.one_of(by, "by", CURVES[:3])
    table = by_price(visits)
    prices, seen = table.index.to_numpy(dtype=float), table["per_100"].to_numpy()
    # A price at which nobody starts has no spread: one seat of all its visitors stands for it.
    least = 100 / table["visitors"].to_numpy()
    error = np.maximum((table["high"] - table["per_100"]).to_numpy() / 1.96, least)
    at = np.log if by == "elasticity" else np.asarray
    to, back = (np.asarray, np.asarray) if by == "line" else (np.log, np.exp)

    def curve(price: np.ndarray, level: float, slope: float) -> np.ndarray:
        return np.asarray(back(level + slope * (at(price) - at(LIST))))

    slope, level = np.polyfit(at(prices) - at(LIST), to(np.maximum(seen, least / 2)), 1)
    found, _ = curve_fit(curve, prices, seen, p0=(level, slope), sigma=error)
    return float((((seen - curve(prices, *found)) / error) ** 2).sum())


def seats_kept(
    visits: pd.DataFrame, price: float, other: float = LIST, by: str = "line"
) -> Interval:
    """Return the share of seats that one price keeps of another's, with its 95 % interval.

    The interval is by visitors drawn again; the parameters are those of `kept_drawn`.
    """
    found, drawn = kept_drawn(visits, price, other, by)
    return Interval(found, *ends(drawn))


def ends(drawn: np.ndarray) -> tuple[float, float]:
    """Return the ends of the 95 % interval of what was drawn again."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def against(
    visits: pd.DataFrame, price: float, other: float, cost: float, by: str = "line"
) -> Interval:
    """Return by how much more 100 visitors bring at one price than at another, a fraction.

    The interval is at 95 %, by visitors drawn again. `cost` is what one more seat costs in a month; the
    other parameters are those of `kept_drawn`.
    """
    over = (price - cost) / (other - cost)
    return Interval(*(over * each - 1 for each in seats_kept(visits, price, other, by)))


def chance_better(
    visits: pd.DataFrame, price: float, other: float, cost: float, by: str = "line"
) -> float:
    """Return in what share of the visitors drawn again one price brings more than another."""
    _, drawn = kept_drawn(visits, price, other, by)
    return float(((price - cost) * drawn > other - cost).mean())


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


def worth_intervals(packages: pd.DataFrame) -> dict[str, dict[str, Interval]]:
    """Return what each part is worth to each size, USD a seat and month, with its 95 % interval.

    By respondents: a tenth of them is left out, ten times (a grouped jackknife).

    Returns
    -------
    dict of str to dict of str to Interval
        By part, then by size.
    """
    from scipy.special import stdtrit

    margins = float(stdtrit(LEFT_OUT - 1, 0.975))
    found: dict[str, dict[str, Interval]] = {part: {} for part in PARTS}
    for size in SIZES:
        rows = of_size(packages, size)
        group = pd.factorize(rows["respondent_id"], sort=True)[0] % LEFT_OUT
        whole = _worths(rows)
        without = np.array([_worths(rows[group != each]) for each in range(LEFT_OUT)])
        errors = np.sqrt((LEFT_OUT - 1) * without.var(axis=0))
        for part, worth, error in zip(PARTS, whole, errors, strict=True):
            found[part][size] = Interval(worth, worth - margins * error, worth + margins * error)
    return found


def _worths(rows: pd.DataFrame) -> list[float]:
    model = part_worths(rows)
    return [finance.willingness_to_pay(model, part, "with", "without") for part in PARTS]


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


def held(series: pd.Series, months: int = HELD_OUT, origins: int = 13) -> float:
    """Return how often Holt's 95 % interval held what came, for so many months at which one stood."""
    inside = []
    for back in range(months, months + origins):
        past, came = series.iloc[:-back], series.iloc[-back:].iloc[:months].to_numpy()
        table = finance.holt_forecast(past.to_numpy(), months).table
        inside.append(((table["low"] <= came) & (came <= table["high"])).mean())
    return float(np.mean(inside))


# What an investor asks ----------------------------------------------------------------------------


def quarters(books: pd.DataFrame) -> pd.DataFrame:
    """Return the books by calendar quarter, summed, with MRR and cash at its end."""
    rows = books.sort_values("month")
    place = pd.PeriodIndex(pd.to_datetime(rows["month"]), freq="Q").astype(str)
    costs = ["hosting", "support", "research_development", "sales", "marketing", "general"]
    found = rows.groupby(place)[["revenue", *costs]].sum()
    ends = rows.groupby(place)[["mrr_end", "cash"]].last()
    return found.assign(costs=found[costs].sum(axis=1), **ends)


def solo_by_month(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Return what Solo's subscribers pay and cost, month by month: the table `finance` has none of it.

    Returns
    -------
    DataFrame, by the first day of the month
        ``paid``, ``serving`` and ``spend`` on winning subscribers, USD. Each renews on the day on which
        the subscription began, or ends there: who is there when a month ends has paid for one.
    """
    rows = spend.assign(month=pd.to_datetime(spend["month"])).groupby("month")[["spend"]].sum()
    there = []
    for month in rows.index:
        end = (month + pd.DateOffset(months=1)).tz_localize("UTC")
        stays = solo["ended_at"].isna() | (solo["ended_at"] >= end)
        there.append(solo.loc[(solo["started_at"] < end) & stays, ["price", "serving"]].sum())
    paid = pd.DataFrame(there, index=rows.index).rename(columns={"price": "paid"})
    return paid.join(rows).astype(float)


def with_solo(books: pd.DataFrame, solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Return the books with Solo in revenue, MRR at the end, support and marketing.

    `cash` stays that of the accounts: what Solo leaves is in no row of it.
    """
    months = pd.to_datetime(books["month"])
    more = solo_by_month(solo, spend).reindex(months, fill_value=0.0).set_index(books.index)
    return books.assign(
        revenue=books["revenue"] + more["paid"],
        mrr_end=books["mrr_end"] + more["paid"],
        support=books["support"] + more["serving"],
        marketing=books["marketing"] + more["spend"],
    )


class Loss(NamedTuple):
    """What is lost in a month of the last quarter, and for how many months the accounts' cash lasts."""

    a_month: float
    runway: float


def losses(books: pd.DataFrame, solo: pd.DataFrame, spend: pd.DataFrame) -> dict[str, Loss]:
    """Return the loss of the accounts, with Solo, and with the accounts' marketing of a quarter before.

    Returns
    -------
    dict of str to Loss
        "accounts", "solo", and "calm": with Solo and without what the campaign of spring took.
    """
    rows, cash = quarters(books), float(books.sort_values("month")["cash"].iloc[-1])
    both = quarters(with_solo(books, solo, spend)).iloc[-1]
    campaign = float(rows["marketing"].iloc[-1] - rows["marketing"].iloc[-2])
    of_quarter = {
        "accounts": float(rows["costs"].iloc[-1] - rows["revenue"].iloc[-1]),
        "solo": float(both["costs"] - both["revenue"]),
    }
    of_quarter["calm"] = of_quarter["solo"] - campaign
    return {name: Loss(loss / 3, cash / (loss / 3)) for name, loss in of_quarter.items()}


def efficiency(books: pd.DataFrame, subscriptions: pd.DataFrame) -> dict[str, float]:
    """Return what an investor asks: CAC payback, magic number, rule of 40, burn multiple and runway.

    Of the last quarter, or of the last year beside the one before. `payback_before` is of the quarter
    before, and `magic_same` sets the rise of revenue against the spend of the same quarter.
    """
    rows = quarters(books)
    before, now = rows.iloc[-2], rows.iloc[-1]
    year, last = rows.iloc[-4:], rows.iloc[-8:-4]
    won = subscriptions[subscriptions["movement"] == "new"]
    quarter = pd.PeriodIndex(won["occurred_at"].dt.tz_localize(None), freq="Q").astype(str)

    def payback(which: pd.Series) -> float:
        new = won[quarter == which.name]
        spend = float(which["sales"] + which["marketing"])
        margin = 1 - float((which["hosting"] + which["support"]) / which["revenue"])
        return finance.cac_payback(spend / max(len(new), 1), float(new["mrr"].mean()), margin)

    def magic(which: pd.Series) -> float:
        spend = float(which["sales"] + which["marketing"])
        return finance.magic_number(float(before["revenue"]), float(now["revenue"]), spend)

    profit = float((year["revenue"] - year["costs"]).sum() / year["revenue"].sum())
    growth = float(year["revenue"].sum() / last["revenue"].sum() - 1)
    burn = float(now["costs"] - now["revenue"])
    return {
        "payback": payback(now),
        "payback_before": payback(before),
        "magic": magic(before),
        "magic_same": magic(now),
        "spend": float(now["sales"] + now["marketing"]),
        "spend_before": float(before["sales"] + before["marketing"]),
        "growth": growth,
        "profit": profit,
        "rule_of_40": finance.rule_of_40(growth, profit),
        "burn_multiple": finance.burn_multiple(
            burn, 12 * float(now["mrr_end"] - before["mrr_end"])
        ),
        "loss": burn / 3,
        "runway": float(now["cash"]) / (burn / 3),
    }
