"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from course_utils.lessons.finance import drag, plans, year
from course_utils.lessons.finance.evidence import (
    ASKED,
    CURVES,
    DOWN,
    HELD_OUT,
    HORIZON,
    LIST,
    PROPOSED,
    REFUSED,
    SIZES,
    against,
    best_price,
    by_price,
    chance_better,
    demand_line,
    efficiency,
    exam,
    good_enough,
    held,
    losses,
    misfit,
    of_size,
    points_by_group,
    redrawn_arms,
    said_share,
    seats_kept,
    team_quarters,
    with_solo,
)
from course_utils.lessons.finance.plans import Base
from course_utils.toolkit import finance
from course_utils.toolkit.common.intervals import Interval

LUCKS = 100
JUST = 10.0
"""A chi-square up to which a curve is called just refused: luck passes it in one case of fifty."""
BUSINESS = 21
"""USD a seat and month of the business plan."""
NAMES = {
    "line": "straight line",
    "curve": "bent curve",
    "elasticity": "one elasticity",
    "arms": "the two prices alone",
}
"""What `CURVES` are called."""
TOLD = "Told now, they pay 15 two months later"
AT_ONCE = "They pay 15 from the first month on"
KEPT = "They keep 12 for as long as they stay"
SMALLER = "14 told"
POLICIES = {TOLD: year.RULES, AT_ONCE: (15.0, "now"), KEPT: (15.0, "keep")}
FORECASTS = {
    "as last month": "Next month is as this month",
    "level": "A smoothed level, carried on",
    "line": "A straight line through all months",
    "trend": "A trend that follows the months",
}


def with_ends(found: Interval | plans.Worth, form: str, *, bold: bool = False) -> str:
    """Return an estimate with the ends of its interval, each in a form such as ``+.0%``."""
    # "z": what is rounded to 0 has no sign of a loss.
    form = form.replace("+", "+z") if form.startswith("+") else f"z{form}"
    estimate = f"{found.estimate:{form}}"
    if bold:
        estimate = f"**{estimate}**"
    return f"{estimate} ({found.low:{form}} to {found.high:{form}})"


def often(chance: float) -> str:
    """Return a chance in per cent; one that would be rounded to none is called "under 1%"."""
    return "under 1%" if chance < 0.005 else f"{chance:.0%}"


def may_lose_said(costs: dict[str, float], loaded: dict[str, float]) -> tuple[float, str]:
    """Say what share of seats may be lost at 15 until the contribution is what it was."""
    seat = finance.contribution_per_seat(LIST, costs)
    change = PROPOSED / LIST - 1
    share = -finance.break_even_sales_change(change, seat.margin)
    return share, (
        f"{seat.contribution:.2f} of {LIST} USD are left of a seat, {seat.margin:.0%}. At {PROPOSED} it "
        f"is {PROPOSED - seat.cost:.2f}. By revenue alone one would say {1 - LIST / PROPOSED:.0%}: a seat "
        f"that goes takes its own cost along. With the cost of those who pay nothing in it one would say "
        f"{-finance.break_even_sales_change(change, 1 - sum(loaded.values()) / LIST):.0%}, and that cost stays."
    )


def cost_said(by_month: pd.DataFrame) -> str:
    """Say how the cost of a paid seat went within a year, and what the added seats cost."""
    year_of_it = by_month.tail(13)
    before, now = year_of_it.iloc[0], year_of_it.iloc[-1]
    lowest = year_of_it.index[int(year_of_it["cost"].to_numpy().argmin())]
    low = float(year_of_it["cost"].min())
    spent = [float(each["cost"] * each["seats"]) for each in (before, now)]
    more, dearer = now["seats"] - before["seats"], spent[1] - spent[0]
    words = (
        f"A year ago a paid seat cost **{before['cost']:.2f} USD** a month, loaded; in June "
        f"**{now['cost']:.2f}**: hosting {now['hosting']:.2f}, support {now['support']:.2f}. Paid seats "
        f"went by {more / before['seats']:+.0%}, what serving cost by {dearer / spent[0]:+.0%}. "
        + (
            "No month between was cheaper."
            if low == now["cost"]
            else f"The cheapest month was {lowest:%B %Y} with **{low:.2f}**: since then "
            f"{now['cost'] / low - 1:+.0%}."
        )
    )
    if more <= 0:
        return words
    lower = dearer / more < before["cost"]
    return words + (
        f" Over the seats that were added that is {dearer / more:.2f} each, "
        f"{'less' if lower else 'more'} than a seat cost a year ago."
    )


def curves_said(said: pd.DataFrame) -> tuple[float, str]:
    """Say where the curves *too cheap* and *too expensive* meet for large companies, and for the others."""
    table = points_by_group(said)["optimal"]
    return float(table["large"]), (
        f"Of all answers: {table['all']:.0f}. Small companies {table['small']:.0f}, mid ones "
        f"{table['mid']:.0f}; weighted by the seats that they pay for: {table['by seats']:.0f}."
    )


def done_said(visits: pd.DataFrame, said: pd.DataFrame) -> tuple[float, str]:
    """Say what share of visitors started at today's price, and how many said that they would."""
    table = by_price(visits)
    done = float(table["starts"][LIST] / table["visitors"][LIST])
    stated = said_share(said, LIST)
    return done, (
        f"{table['starts'][LIST]:.0f} of {table['visitors'][LIST]:,.0f} visitors. By what people say it "
        f"would be {stated:.0%}, {stated / done:.1f} times as many. The two groups differ, too: users "
        "were asked, visitors chose."
    )


def arcs_said(visits: pd.DataFrame) -> str:
    """Say the elasticity of seats from each tested price to the next, by midpoints, with its doubt."""
    seats = by_price(visits)["per_100"]
    _, drawn = redrawn_arms(visits)
    arcs = []
    for place, (low, high) in enumerate(pairwise(seats.index)):
        found = finance.midpoint_elasticity(low, high, seats[low], seats[high])
        one, other = drawn[:, place], drawn[:, place + 1]
        doubt = ((other - one) / (other + one)) / ((high - low) / (high + low))
        least, most = np.percentile(doubt, [2.5, 97.5])
        arcs.append(f"{low} to {high}: **{found:.1f}** ({least:.1f} to {most:.1f})")
    return "Elasticity of seats, by midpoints, with its 95 % interval: " + "; ".join(arcs) + "."


def one_elasticity_said(table: pd.DataFrame, cost: float) -> str:
    """Say what a single elasticity for all prices would make the best price."""
    found = finance.log_log_elasticity(table.index.to_numpy(), table["per_100"].to_numpy())
    words = f"One elasticity for all prices: **{found.estimate:.2f}** ({found.low:.1f} to {found.high:.1f}). "
    if found.estimate >= -1:
        return words + "Above -1 a higher price always earns more, without end."
    best = finance.constant_elasticity_price(found.estimate, cost)
    lowest = finance.constant_elasticity_price(found.low, cost)
    end = (
        "no end"
        if found.high >= -1
        else f"{finance.constant_elasticity_price(found.high, cost):.0f}"
    )
    return words + (
        f"By its formula the best price is **{best:.0f} USD**. Within its interval that is from "
        f"{lowest:.0f} USD to {end}."
    )


def best_said(visits: pd.DataFrame, cost: float) -> tuple[float, str]:
    """Say which price brings the most, how surely, and how flat the top is."""
    best = best_price(visits, cost)
    line = demand_line(by_price(visits))
    low, high = good_enough(line, cost)
    ghost = finance.linear_optima(line.intercept, line.slope, cost).revenue_price
    return best.estimate, (
        f"With visitors drawn again it might as well be {best.low:.0f} or {best.high:.0f} (95 %). Most "
        f"revenue is at {ghost:.1f}. From {low:.1f} to {high:.1f} at most 3 % of the contribution is lost: "
        "the top is flat."
    )


def compared_said(visits: pd.DataFrame, cost: float) -> str:
    """Say what sales' price, the proposed and the asked one bring beside today's, by four ways to seats."""
    tested = set(visits["price"].tolist())
    rows = [
        f"| beside {LIST}, same visitors | {' | '.join(NAMES.values())} |",
        "|---|---|---|---|---|",
    ]
    for price in (DOWN, PROPOSED, ASKED):
        cells = [
            with_ends(against(visits, price, LIST, cost, by), "+.0%", bold=True)
            if by != "arms" or price in tested
            else "not tested"
            for by in CURVES
        ]
        rows.append(f"| **{price}** | {' | '.join(cells)} |")
    sure = [f"{chance_better(visits, PROPOSED, LIST, cost, by):.0%}" for by in CURVES]
    rows.append(f"| {PROPOSED} beats {LIST} in so many redrawn tests | {' | '.join(sure)} |")
    twenty = [f"{chance_better(visits, PROPOSED, ASKED, cost, by):.0%}" for by in CURVES[:3]]
    rows.append(f"| {PROPOSED} beats {ASKED} | {' | '.join(twenty)} | not tested |")
    rows.append("")
    line = demand_line(by_price(visits))
    may = finance.break_even_sales_change(PROPOSED / LIST - 1, 1 - cost / LIST)
    rows.append(
        f"From {LIST} to {PROPOSED} the line loses **{1 - line.seats(PROPOSED) / line.seats(LIST):.0%}** "
        f"of seats; {-may:.0%} might be lost."
    )
    return "\n".join(rows)


def tips(visits: pd.DataFrame, cost: float) -> dict[str, float]:
    """Return what the proposed price brings beside today's over two years under what is assumed.

    Parameters
    ----------
    visits : DataFrame
        The table `price_test`.
    cost : float
        What one more seat costs in a month.
    """
    line = demand_line(by_price(visits))

    def gain(rival: bool, sooner: bool) -> float:
        new = drag.seats_at(line, PROPOSED, rival) * drag.months_kept(PROPOSED, sooner)
        today = line.seats(LIST) * drag.months_kept(LIST, False)
        return (PROPOSED - cost) * new / ((LIST - cost) * today) - 1

    return {
        "neither": gain(False, False),
        "a rival stays at 12": gain(True, False),
        "who pays more leaves sooner": gain(False, True),
        "both": gain(True, True),
    }


def tips_said(visits: pd.DataFrame, cost: float) -> str:
    """Say what is assumed about a rival and about leaving, and at what the choice between prices tips."""
    found = "; ".join(f"{name} **{gain:+.0%}**" for name, gain in tips(visits, cost).items())
    at = plans.switching(visits, cost)
    return (
        f"Assumed: with a rival seats fall {drag.RIVAL_STEEPER} times as fast above {LIST}; for each USD "
        f"above it {100 * drag.SOONER:.1f} points more leave a month. Both numbers are ours.\n\n"
        f"{PROPOSED} beside {LIST}, over two years, along the line: {found}.\n\n"
        f"The gain is gone if seats fall **{at['steeper']:.2f}** times as fast, or if "
        f"**{100 * at['sooner']:.2f} points** more of them leave a month. These are *switching values*."
    )


def alarm_said(base: Base, visits: pd.DataFrame, subscriptions: pd.DataFrame) -> str:
    """Say what the rule that stops the plan looks at, and how often it is wrong, either way."""
    rule, letters = plans.stop_rule(base, visits), plans.anger_rule(base)
    gone = break_even(base.cost)
    on, stopped = (
        plans.from_april(base, gone, base.goes, stopped=stopped) for stopped in (False, True)
    )
    past = team_quarters(subscriptions, plans.FENCE)
    fired = int((past["lost"] > rule.limit * past["seats"]).sum())
    return (
        f"**What is gone is no reason.** Suppose that {gone:.0%} of big teams' seats went in October, the "
        f"break-even share, and that it is calm again. From April on going on brings **{on:,.0f} USD**, "
        f"worth today; stopping brings {stopped:,.0f}. Who has left comes back for neither.\n\n"
        f"**What still goes is one.** In a quarter of the last year {rule.expected:.0%} of big teams' seats "
        f"went. If **{rule.limit:.0%}** go in the quarter, and so on, both bring the same: that is the "
        f"limit.\n\n"
        f"- **False alarm**, as many go as in the last year and it fires: **{often(rule.false)}**.\n"
        f"- **Missed**, {rule.hated:.0%} go, so that going on would bring a tenth less than stopping, and "
        f"it does not fire: **{often(rule.missed)}**.\n"
        f"- In the last {len(past)} quarters, at an unchanged price, it would have fired in "
        f"**{fired}**.\n\n"
        f"The rule on angry letters looks at {len(base.accounts[plans.BIG])} big teams and fires above "
        f"{letters.limit:.0%}. If {letters.expected:.0%} write in anger, as the game assumes, it fires in "
        f"**{often(letters.false)}**. If {letters.hated:.0%} do, it does not fire in "
        f"**{often(letters.missed)}**."
    )


def break_even(cost: float) -> float:
    """Return the share of seats that may be lost at the proposed price."""
    return -finance.break_even_sales_change(PROPOSED / LIST - 1, 1 - cost / LIST)


def sign_on_said(worths: dict[str, dict[str, Interval]]) -> tuple[float, str]:
    """Say what single sign-on is worth to large companies, and to the others, from `worth_intervals`."""
    found = worths["sign_on"]
    others = ", ".join(
        f"{size} {with_ends(found[size], '.1f')}" for size in SIZES if size != "large"
    )
    return found["large"].estimate, (
        f"USD a seat and month, {found['large'].low:.1f} to {found['large'].high:.1f} with 95 %; the "
        f"others: {others}. It was chosen, not paid, and to take no plan at all was not offered."
    )


def step_said(worths: dict[str, dict[str, Interval]]) -> str:
    """Say what the step up to the business plan costs, beside what sign-on is worth."""
    doubt = with_ends(worths["sign_on"]["large"], ".1f", bold=True)
    return (
        f"From team to business the step is **{BUSINESS - LIST} USD** a seat. Sign-on alone is worth "
        f"{doubt} to large companies."
    )


@lru_cache(maxsize=1)
def year_results() -> pd.DataFrame:
    """Play a hundred lucks of the year by each policy; a row a luck, two columns a policy.

    Thousand USD, and the accounts that pay when the year ends.
    """
    drawn = [year.luck(seed) for seed in range(LUCKS)]
    policies = {
        **POLICIES,
        SMALLER: (14.0, "tell"),
        "tempting": year.TEMPTING,
        "unchanged": (year.TODAY, "keep"),
    }
    found: dict[str, list[float]] = {}
    for name, policy in policies.items():
        years = [year.play(each, year.steady(*policy)) for each in drawn]
        found[name] = [each.score for each in years]
        found[f"accounts, {name}"] = [float(each.accounts[-1]) for each in years]
    return pd.DataFrame(found)


def year_said() -> tuple[str, str]:
    """Say which way with old accounts came out ahead, over many lucks."""
    found = year_results()
    means = found[list(POLICIES)].mean()
    accounts = {name: found[f"accounts, {name}"].mean() for name in (*POLICIES, "unchanged")}
    ahead = found[list(POLICIES)].idxmax(axis=1).value_counts(normalize=True)
    best = str(means.idxmax())
    return best, (
        f"Over {LUCKS} lucks, thousand USD: told {means[TOLD]:.0f} (told of 14: "
        f"{found[SMALLER].mean():.0f}), kept {means[KEPT]:.0f}, at once "
        f"{means[AT_ONCE]:.0f}; nothing changed {found['unchanged'].mean():.0f}, 20 for all at once "
        f"{found['tempting'].mean():.0f}. The first of these is ahead of the other two in "
        f"{ahead.get(best, 0.0):.0%}. Accounts when the year ends: told {accounts[TOLD]:.0f}, kept "
        f"{accounts[KEPT]:.0f}, at once {accounts[AT_ONCE]:.0f}, nothing changed "
        f"{accounts['unchanged']:.0f}."
    )


def old_said(base: Base, visits: pd.DataFrame) -> str:
    """Say what paid team seats would bring at three prices, by the size of the team and by three ways."""
    ways = ("line", "curve", "arms")
    rows = [
        f"| USD a month beside today | {' | '.join(NAMES[by] for by in ways)} |",
        "|---|---|---|---|",
    ]
    asked: list[tuple[int, str | None]] = [(13, None), (14, None), (PROPOSED, None)]
    tested = set(visits["price"].tolist())
    for price, team in [*asked, *((PROPOSED, team) for team in plans.TEAMS)]:
        cells = []
        for by in ways:
            if by == "arms" and price not in tested:
                cells.append("not tested")
                continue
            found = plans.old_change(base, visits, price, by, team)
            cells.append(with_ends(found, "+,.0f", bold=True))
        rows.append(f"| {price}, {team or 'all'} | {' | '.join(cells)} |")
    seats = sum(base.seats(team) for team in plans.TEAMS)
    line, curve = (plans.old_change(base, visits, PROPOSED, by).estimate for by in ways[:2])
    signs = {
        team: {by: plans.old_change(base, visits, PROPOSED, by, team) for by in ways}
        for team in plans.TEAMS
    }
    agree = "agree on" if line * curve > 0 else "contradict each other in"
    rows += [
        "",
        f"For {PROPOSED}, all, line and bent curve {agree} the sign. "
        f"Kitewell has {seats:,.0f} paid seats on the team plan, {base.seats(plans.BIG):,.0f} of them in "
        f"{len(base.accounts[plans.BIG])} teams of five and more. Who reckons that nobody leaves says "
        f"{(PROPOSED - LIST) * seats:+,.0f}.",
        "",
        *(
            f"{shown_by(found)} that teams of {team} bring {'more' if found['line'].estimate > 0 else 'less'} at "
            f"{PROPOSED}.  "
            for team, found in signs.items()
        ),
    ]
    return "\n".join(rows)


def shown_by(found: Mapping[str, Interval | plans.Worth]) -> str:
    """Say which of several ways show a sign: those whose interval leaves 0 out."""
    words = {by: ("by " if by == "arms" else "by the ") + NAMES[by] for by in found}
    shown = [words[by] for by, each in found.items() if each.low > 0 or each.high < 0]
    rest = [words[by] for by in found if words[by] not in shown]
    if not shown:
        return "By none of these ways is it shown"
    yes = f"It is shown {' and '.join(shown)}"
    return f"{yes}, not {' nor '.join(rest)}," if rest else yes


def misfit_said(visits: pd.DataFrame) -> str:
    """Say whether small companies' five prices refuse a straight line or a bent curve."""
    small = {by: misfit(of_size(visits, "small"), by) for by in ("line", "curve")}
    refused = refused_said(small["line"], small["curve"])
    return (
        f"Chi-square of small companies' five prices: straight line **{small['line']:.1f}**, bent curve "
        f"**{small['curve']:.1f}**. Luck takes it above {REFUSED} in about one of twenty tests. {refused}"
    )


def refused_said(line: float, curve: float) -> str:
    """Say what two chi-squares refuse, and which way to believe where the two differ."""
    if line <= REFUSED and curve <= REFUSED:
        return "They refuse neither, so believe neither alone where the two differ for small companies."
    if line > REFUSED and curve > REFUSED:
        return "They refuse both, so believe neither for small companies."
    name, other = ("line", "bent curve") if line > REFUSED else ("bent curve", "line")
    just = "just " if max(line, curve) < JUST else ""
    return (
        f"So they {just}refuse the **{name}**. Where the two differ for small companies, believe the "
        f"{other}."
    )


def stepped_said(base: Base, visits: pd.DataFrame) -> str:
    """Say what big teams' old seats would bring if only those from the fifth on cost more."""
    five = PROPOSED + (plans.FENCE - 1) * LIST
    found = [
        (
            plans.stepped_change(base, visits, by),
            plans.old_change(base, visits, PROPOSED, by, plans.BIG),
        )
        for by in ("line", "curve")
    ]
    each, whole = (
        ", ".join(f"{value:+,.0f}" for value in pair)
        for pair in zip(*((one, all_.estimate) for one, all_ in found), strict=True)
    )
    return (
        f"First four seats {LIST}, each further one {PROPOSED}: five cost {five} in place of "
        f"{plans.FENCE * PROPOSED}. Old seats of big teams then bring **{each} USD** a month by line and bent "
        f"curve, in place of {whole}, if a team answers its mean price. That is what the step's safety costs."
    )


def exam_said(series: pd.Series) -> tuple[str, str]:
    """Say which forecast came nearest in the months held out, and by how much."""
    found = exam(series)["mase"]
    best = str(found[list(FORECASTS)].idxmin())
    rest = "; ".join(f"{name} {value:.1f}" for name, value in found.items())
    return FORECASTS[best], (
        f"Errors of {HELD_OUT} months over those of saying 'as last month' one month ahead: {rest}."
    )


def held_said(series: pd.Series) -> str:
    """Say how often Holt's interval held what came, for many months at which one stood."""
    share = held(series)
    kept = (
        "That is less than it promises: the true interval is wider than the picture."
        if share < 0.95
        else "So here it holds what it promises."
    )
    return (
        f"Standing at each of thirteen months in turn, {HELD_OUT} months ahead: what came lay within the "
        f"95 % interval in **{share:.0%}** of cases. {kept}"
    )


def payback_said(flows: np.ndarray) -> tuple[float, str]:
    """Say what a plan is worth today, and whether its outlay is ever paid back."""
    later = finance.payback(flows, plans.MONTHLY_RATE)
    back = (
        f"The work on billing is not paid back within {HORIZON} months."
        if math.isnan(later)
        else f"The work on billing is paid back after {later:.1f} months, discounted."
    )
    return finance.npv(plans.MONTHLY_RATE, flows), (
        f"{-flows[0]:,.0f} USD go out today, and {flows[1:].sum():+,.0f} come of it over {HORIZON} months, "
        f"by the line. {back}"
    )


def plans_said(base: Base, visits: pd.DataFrame) -> str:
    """Say what each plan is worth today, by line and by bent curve, with intervals and chances.

    What the game assumes of anger is in all of them.
    """
    ways = ("line", "curve")
    rows = [
        f"| from 1 October | {' | '.join(NAMES[by] for by in ways)} | above 0 in redrawn tests | shown |",
        "|---|---|---|---|---|",
    ]
    for plan in plans.PLANS:
        found = {by: plans.plan_worth(plan, base, visits, by) for by in ways}
        cells = [with_ends(each, "+,.0f", bold=True) for each in found.values()]
        sure = ", ".join(f"{each.chance:.0%}" for each in found.values())
        rows.append(f"| {plan} | {' | '.join(cells)} | {sure} | {shown_side(found)} |")
    return "\n".join(rows)


def shown_side(found: Mapping[str, plans.Worth]) -> str:
    """Say which ways show that a worth lies above 0, or below: their interval leaves 0 out."""
    sides = {"above 0": lambda each: each.low > 0, "below 0": lambda each: each.high < 0}
    said = [
        f"{side}: {', '.join(by for by, each in found.items() if lies(each))}"
        for side, lies in sides.items()
        if any(lies(each) for each in found.values())
    ]
    return "; ".join(said) or "by neither"


RIVALS = (plans.SMALL_STEP, "14 for all", plans.ALL)
"""One price for all, beside which the plan with a fence is set."""


def leads_said(base: Base, visits: pd.DataFrame) -> str:
    """Say by how much the fence is ahead of one price for all, each redrawn test by both plans."""
    ways = ("line", "curve")
    rows = [
        f"| {plans.FENCED}, less | {' | '.join(NAMES[by] for by in ways)} | ahead in redrawn tests | shown |",
        "|---|---|---|---|---|",
    ]
    for plan in RIVALS:
        found = {by: plans.lead(plan, base, visits, by) for by in ways}
        cells = [with_ends(each, "+,.0f", bold=True) for each in found.values()]
        sure = ", ".join(f"{each.chance:.0%}" for each in found.values())
        rows.append(f"| {plan} | {' | '.join(cells)} | {sure} | {shown_side(found)} |")
    return "\n".join(rows)


def ahead_said(leads: Sequence[plans.Worth]) -> str:
    """Say which of fence and 13 for all is ahead by line and by bent curve, and which way shows it."""
    one, other = (each.estimate > 0 for each in leads)
    first = (
        f"By both ways {'the fence' if one else plans.SMALL_STEP} is ahead"
        if one == other
        else "Which of the two is ahead hangs on the way"
    )
    line, curve = (each.low > 0 or each.high < 0 for each in leads)
    if line and curve:
        return f"{first}, and both show it"
    if line or curve:
        return f"{first}, and only the {'line' if line else 'curve'} shows it"
    return f"{first}, and neither way shows it"


def one_seat_said(payers: pd.DataFrame) -> str:
    """Say how many team accounts have one seat, whom Solo would take as well."""
    seats = payers.loc[payers["plan"] == "team", "seats"]
    return (
        f"**{(seats == 1).sum():,} of {len(seats):,}** team accounts have **one** seat. Solo, for people "
        f"who work alone, costs {LIST} as well."
    )


def gone_said(visits: pd.DataFrame) -> str:
    """Say what share of big teams' seats is expected to go at the proposed price, by line and bent curve."""
    big = plans.teams(visits)[plans.BIG]
    kept = [seats_kept(big, PROPOSED, by=by) for by in ("line", "curve")]
    one, other = (
        with_ends(Interval(1 - each.estimate, 1 - each.high, 1 - each.low), ".0%") for each in kept
    )
    return f"{one} by the line, {other} by the curve"


def tipped_said(base: Base, visits: pd.DataFrame) -> str:
    """Say what would bring the plan with a fence to nothing, and what is left if things come together."""
    ways = ("line", "curve")
    worth, calm = (
        [plans.plan_worth(plans.FENCED, base, visits, by, angry=how).estimate for by in ways]
        for how in (True, False)
    )
    slip, half = ([plans.slips(base, visits, by, share) for by in ways] for share in (1.0, 0.5))
    leads = [plans.lead(plans.SMALL_STEP, base, visits, by, slipped=0.5) for by in ways]
    as_big = base._replace(stay=(1 - base.goes) ** (1 / 3))
    own = [plans.plan_worth(plans.FENCED, as_big, visits, by).estimate for by in ways]
    one, other = (plans.plan_tips(base, visits, by) for by in ways)
    return (
        f"- **More go.** It is worth nothing if **{one['lost']:.0%}** of big teams' seats go. Expected: "
        f"{gone_said(visits)}.\n"
        f"- **They leave sooner.** Nothing is left if **{100 * one['sooner']:.1f} points** more leave a month "
        f"(curve: {100 * other['sooner']:.1f}). {base.stay:.1%} are assumed to stay, as of all MRR. By what big "
        f"teams' own seats did it is {as_big.stay:.1%}, and the worth {own[0]:+,.0f} (curve {own[1]:+,.0f}).\n"
        f"- **They are angry.** In the worth of {worth[0]:+,.0f} (curve {worth[1]:+,.0f}) the game's anger is "
        f"counted. Without it: {calm[0]:+,.0f} (curve {calm[1]:+,.0f}).\n"
        f"- **They slip under the fence.** If all teams of five or six seats go down to four: "
        f"**{slip[0]:+,.0f} USD** is left (curve {slip[1]:+,.0f}), {nothing_left(slip)}. If half of them do: "
        f"**{half[0]:+,.0f}** (curve {half[1]:+,.0f}). Under 13 for all nobody slips; the fence's lead over it is "
        f"then {with_ends(leads[0], '+,.0f', bold=True)} by the line, {with_ends(leads[1], '+,.0f', bold=True)} "
        f"by the curve, above 0 in {leads[0].chance:.0%} and {leads[1].chance:.0%}. {ahead_said(leads)}.\n"
        f"- **Billing costs more.** {base.outlay:,.0f} USD is {plans.BUILD_SHARE:.0%} of a month of research "
        f"and development, our guess: other work that is not done meanwhile. At **{one['outlay']:,.0f}** "
        f"nothing is left (curve {other['outlay']:,.0f})."
    )


def nothing_left(worths: Sequence[float]) -> str:
    """Say by which of line and bent curve nothing is left of a worth."""
    one, other = (worth <= 0 for worth in worths)
    if one and other:
        return "less than nothing by both"
    if one or other:
        return f"less than nothing by the {'line' if one else 'curve'}"
    return "more than nothing by both"


def efficiency_said(
    books: pd.DataFrame, subscriptions: pd.DataFrame, solo: pd.DataFrame, spend: pd.DataFrame
) -> str:
    """Say what an investor would ask about Kitewell, and the answers, of accounts and with Solo."""
    found = efficiency(books, subscriptions)
    both = efficiency(with_solo(books, solo, spend), subscriptions)
    return (
        f"| the last quarter | accounts | with Solo | usual talk |\n|---|---|---|---|\n"
        f"| CAC payback, on margin | {found['payback']:.0f} months; the quarter before "
        f"{found['payback_before']:.0f} | Solo's: lesson 8 | 12 to 18 are called good |\n"
        f"| Magic number, by the spend of the quarter before ({found['spend_before']:,.0f} USD; "
        f"{both['spend_before']:,.0f}) | {found['magic']:.2f} | {both['magic']:.2f} | above 0.75 is called good |\n"
        f"| The same, by the spend of its own quarter ({found['spend']:,.0f} USD; {both['spend']:,.0f}) | "
        f"{found['magic_same']:.2f} | {both['magic_same']:.2f} | |\n"
        f"| Rule of 40: growth {found['growth']:.0%}, margin {found['profit']:.0%} (with Solo "
        f"{both['growth']:.0%}, {both['profit']:.0%}) | {found['rule_of_40']:.0%} | {both['rule_of_40']:.0%} | 40 % |\n"
        f"| Burn multiple | {found['burn_multiple']:.1f} | {both['burn_multiple']:.1f} | below 2 |\n"
        f"| Loss of a month | {found['loss']:,.0f} USD | {both['loss']:,.0f} USD | |\n"
        f"| Runway: the accounts' cash over the loss of a month | {found['runway']:.0f} months | "
        f"{both['runway']:.0f} months | |\n"
    )


def share_of_loss_said(
    flows: np.ndarray, books: pd.DataFrame, solo: pd.DataFrame, spend: pd.DataFrame
) -> str:
    """Say what part of the monthly loss the plan's last month covers, of accounts and with Solo."""
    found = losses(books, solo, spend)
    return (
        f"Kitewell's accounts lost **{found['accounts'].a_month:,.0f} USD** a month in the last quarter; with "
        f"Solo it is **{found['solo'].a_month:,.0f}**. The plan with the fence covers "
        f"**{flows[-1] / found['accounts'].a_month:.1%}** of the one and "
        f"**{flows[-1] / found['solo'].a_month:.1%}** of the other after {HORIZON} months, by the line. Without "
        f"the campaign of spring the loss with Solo is {found['calm'].a_month:,.0f}, and cash lasts "
        f"{found['calm'].runway:.0f} months."
    )


def page_said(
    base: Base, visits: pd.DataFrame, books: pd.DataFrame, solo: pd.DataFrame, spend: pd.DataFrame
) -> str:
    """Say what the page for the finance chief says first."""
    ways = ("line", "curve")
    fence, all_pay, step, dearer, asked, less = (
        {by: plans.plan_worth(plan, base, visits, by) for by in ways}
        for plan in (
            plans.FENCED, plans.ALL, plans.SMALL_STEP, plans.DEARER, plans.ASKED_FOR, plans.LESS,
        )
    )  # fmt: skip

    def both(found: Mapping[str, plans.Worth]) -> str:
        one, other = (with_ends(found[by], "+,.0f") for by in ways)
        return f"{one} by the line, {other} by the curve"

    tip, bent = (plans.plan_tips(base, visits, by) for by in ways)
    flows = plans.likely_flows(plans.FENCED, base, visits)
    found = losses(books, solo, spend)
    slip, half = ([plans.slips(base, visits, by, share) for by in ways] for share in (1.0, 0.5))
    ahead, slipped = (
        {by: plans.lead(plans.SMALL_STEP, base, visits, by, slipped=share) for by in ways}
        for share in (0.0, 0.5)
    )
    return (
        f"- **{PROPOSED} USD for teams of five seats and more, {LIST} for the others**, from 1 October, new "
        f"and old, told on 1 August. Worth today, {HORIZON} months, the game's anger counted: "
        f"**{with_ends(fence['line'], '+,.0f')} USD** by the line, "
        f"{with_ends(fence['curve'], '+,.0f')} by a bent curve. Above 0 in {fence['line'].chance:.0%} and "
        f"{fence['curve'].chance:.0%} of the redrawn tests.\n"
        f"- If half of the teams of five or six seats go down to four: {half[0]:+,.0f} by the line, "
        f"{half[1]:+,.0f} by the curve. If all do: {slip[0]:+,.0f} and {slip[1]:+,.0f}.\n"
        f"- Not {ASKED} for all, as the chief asks: {both(asked)}.\n"
        f"- Not {DOWN} for all, a dollar down as sales would have it: {both(less)}.\n"
        f"- Not {PROPOSED} for all: {both(all_pay)}.\n"
        f"- Not 13 for all, the small step: {both(step)}. The fence's lead over it: {both(ahead)}; if half slip, "
        f"{both(slipped)}.\n"
        f"- Not yet 18 from five seats on: {both(dearer)}. Worth more, and more may be lost.\n"
        f"- What tips it: {tip['lost']:.0%} of big teams' seats go, or {100 * tip['sooner']:.1f} points more "
        f"leave a month (curve: {100 * bent['sooner']:.1f}).\n"
        f"- Old customers were not tested. Nobody in the test paid more than {LIST}, and whether teams of one "
        f"would go to Solo was not asked.\n"
        f"- The plan covers {flows[-1] / found['accounts'].a_month:.1%} of the accounts' monthly loss after "
        f"{HORIZON} months, {flows[-1] / found['solo'].a_month:.1%} of that with Solo: a price is no rescue."
    )


def first_said(visits: pd.DataFrame, cost: float) -> tuple[float, str]:
    """Say what the first guess is answered by: the tested price that brought most."""
    table = by_price(visits)
    brings = (table.index.to_numpy() - cost) * table["per_100"]
    rest = ", ".join(f"{price}: {value:.0f}" for price, value in brings.items())
    return float(brings.idxmax()), (
        f"Of the five tested ones. USD a month beyond cost, from 100 visitors: {rest}. Neighbours "
        "can hardly be told apart."
    )
