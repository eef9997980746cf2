"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.finance import plans
from course_utils.lessons.finance.evidence import (
    ASKED,
    CURVES,
    HORIZON,
    LIST,
    PROPOSED,
    SIZES,
    against,
    answers,
    best_price,
    by_price,
    chance_better,
    demand_line,
    efficiency,
    exam,
    good_enough,
    held,
    losses,
    monthly,
    payers_share,
    paying,
    points_by_group,
    said_share,
    seat_cost,
    with_solo,
    worth_intervals,
)
from course_utils.lessons.finance.words import (
    AT_ONCE,
    KEPT,
    NAMES,
    RIVALS,
    SMALLER,
    TOLD,
    ahead_said,
    gone_said,
    nothing_left,
    often,
    tips,
    with_ends,
    year_results,
)
from course_utils.toolkit import finance


def facts(
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    prices: pd.DataFrame,
    visits: pd.DataFrame,
    packages: pd.DataFrame,
    tickets: pd.DataFrame,
    solo: pd.DataFrame,
    spend: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""
    payers = paying(subscriptions, accounts)
    cost = seat_cost(books, payers, payers_share(tickets, users, payers))
    loaded = seat_cost(books, payers)
    line = demand_line(by_price(visits))
    said = answers(prices, users, accounts, payers)
    base = plans.team_base(books, subscriptions, payers, cost)
    asks = efficiency(books, subscriptions)
    both = efficiency(with_solo(books, solo, spend), subscriptions)

    def seat() -> str:
        margin = 1 - cost / LIST
        lost = -finance.break_even_sales_change(PROPOSED / LIST - 1, margin)
        return f"{LIST - cost:.2f} of {LIST} USD ({margin:.0%}), {LIST - loaded:.2f} with the cost of those who pay nothing; at {PROPOSED}, {lost:.0%} of seats may go"

    def proposed() -> str:
        seats = line.seats(PROPOSED) / line.seats(LIST) - 1
        gains = {by: against(visits, PROPOSED, LIST, cost, by) for by in CURVES}
        said = "; ".join(f"{NAMES[by]} {with_ends(gain, '+.0%')}" for by, gain in gains.items())
        sure = ", ".join(f"{chance_better(visits, PROPOSED, LIST, cost, by):.0%}" for by in CURVES)
        tip = "; ".join(f"{name} {value:+.0%}" for name, value in tips(visits, cost).items())
        return f"{said}; better in {sure} of redrawn tests; seats {seats:+.0%}. Over two years, assumed: {tip}"

    def asked() -> str:
        gain = against(visits, ASKED, LIST, cost)
        sure = [f"{chance_better(visits, PROPOSED, ASKED, cost, by):.0%}" for by in CURVES[:3]]
        return (
            f"{with_ends(gain, '+.0%')} along the line; {PROPOSED} beats "
            f"it in {', '.join(sure)} of redrawn tests, by line, bent curve and one elasticity"
        )

    def best() -> str:
        found = best_price(visits, cost)
        low, high = good_enough(line, cost)
        return (
            f"{found.estimate:.1f} ({found.low:.0f} to {found.high:.0f}); within 3 % of it from "
            f"{low:.1f} to {high:.1f}"
        )

    def survey() -> str:
        table = points_by_group(said)["optimal"]
        return (
            f"{table['all']:.0f}; small {table['small']:.0f}, mid {table['mid']:.0f}, large "
            f"{table['large']:.0f}; by seats {table['by seats']:.0f}"
        )

    def stated() -> str:
        table = by_price(visits)
        done = table["starts"][LIST] / table["visitors"][LIST]
        return f"{said_share(said, LIST):.0%} say so, {done:.1%} of visitors did"

    def sign_on() -> str:
        found = worth_intervals(packages)["sign_on"]
        return ", ".join(f"{size} {with_ends(found[size], '.1f')}" for size in SIZES)

    def old() -> str:
        found = year_results().mean()
        return (
            f"told before {found[TOLD]:.0f} (of 14: {found[SMALLER]:.0f}), kept {found[KEPT]:.0f}, at once {found[AT_ONCE]:.0f}, "
            f"unchanged {found['unchanged']:.0f}, 20 for all {found['tempting']:.0f}; accounts when it "
            f"ends: told {found[f'accounts, {TOLD}']:.0f}, kept {found[f'accounts, {KEPT}']:.0f}, "
            f"unchanged {found['accounts, unchanged']:.0f}"
        )

    def worth() -> str:
        found = []
        for plan in plans.PLANS:
            one, other = (plans.plan_worth(plan, base, visits, by) for by in ("line", "curve"))
            found.append(
                f"{plan} {with_ends(one, '+,.0f')}, curve {with_ends(other, '+,.0f')}, above 0 in "
                f"{one.chance:.0%}, {other.chance:.0%}"
            )
        ahead = []
        for plan in RIVALS:
            one, other = (plans.lead(plan, base, visits, by) for by in ("line", "curve"))
            ahead.append(
                f"{plan} {with_ends(one, '+,.0f')}, curve {with_ends(other, '+,.0f')}, above 0 in "
                f"{one.chance:.0%}, {other.chance:.0%}"
            )
        return (
            f"{'; '.join(found)} USD over {HORIZON} months, the game's anger counted. Lead of {plans.FENCED} "
            f"over {'; over '.join(ahead)}"
        )

    def loss() -> str:
        flows = plans.likely_flows(plans.FENCED, base, visits)
        found = losses(books, solo, spend)
        return (
            f"accounts {found['accounts'].a_month:,.0f} USD a month, with Solo {found['solo'].a_month:,.0f}; 15 "
            f"from five seats on covers {flows[-1] / found['accounts'].a_month:.1%} of the one, "
            f"{flows[-1] / found['solo'].a_month:.1%} of the other; cash for {found['accounts'].runway:.0f} months, "
            f"with Solo {found['solo'].runway:.0f}, without the campaign as well {found['calm'].runway:.0f}"
        )

    def tipped() -> str:
        ways = ("line", "curve")
        found = [plans.plan_tips(base, visits, by) for by in ways]
        slip, half = ([plans.slips(base, visits, by, share) for by in ways] for share in (1.0, 0.5))
        leads = [plans.lead(plans.SMALL_STEP, base, visits, by, slipped=0.5) for by in ways]
        sooner = [f"{100 * each['sooner']:.1f}" for each in found]
        return (
            f"nothing left if {found[0]['lost']:.0%} of big teams' seats go (expected {gone_said(visits)}), or "
            f"{' or '.join(sooner)} points "
            f"more leave a month (line, curve), or billing costs {found[0]['outlay']:,.0f} or "
            f"{found[1]['outlay']:,.0f} USD in place of {base.outlay:,.0f}; all teams of five and six seats "
            f"down to four: {slip[0]:+,.0f}, {slip[1]:+,.0f} USD, {nothing_left(slip)}; half of them: "
            f"{half[0]:+,.0f}, {half[1]:+,.0f}, and the lead over 13 for all {with_ends(leads[0], '+,.0f')}, "
            f"{with_ends(leads[1], '+,.0f')}: {ahead_said(leads).lower()}"
        )

    def rule() -> str:
        found, letters = plans.stop_rule(base, visits), plans.anger_rule(base)
        return (
            f"limit {found.limit:.0%} of big teams' seats within three months, at an unchanged price "
            f"{found.expected:.0%}; false alarm {often(found.false)}; {found.hated:.0%}, a loss of a tenth, "
            f"missed in {often(found.missed)}. Angry letters: "
            f"limit {letters.limit:.0%}, expected {letters.expected:.0%}; false alarm {often(letters.false)}; "
            f"{letters.hated:.0%} missed in {often(letters.missed)}"
        )

    def forecast() -> str:
        series = monthly(books, "mrr_end")
        found = finance.holt_forecast(series.to_numpy(), 12).table.iloc[-1]
        scale = float(exam(series)["mase"]["trend"])
        sure = held(series)
        return (
            f"{found['forecast']:,.0f} USD ({found['low']:,.0f} to {found['high']:,.0f}); MASE of six "
            f"months held out {scale:.1f}; its interval held what came in {sure:.0%}"
        )

    def asks_of() -> str:
        return (
            f"CAC payback {asks['payback']:.0f} months, the quarter before {asks['payback_before']:.0f}; magic "
            f"number {asks['magic']:.2f} by the spend before, {asks['magic_same']:.2f} by that of the same "
            f"quarter; rule of 40 "
            f"{asks['rule_of_40']:.0%}; burn multiple {asks['burn_multiple']:.1f}. With Solo: magic "
            f"{both['magic']:.2f}, {both['magic_same']:.2f}; rule of 40 {both['rule_of_40']:.0%}; burn multiple "
            f"{both['burn_multiple']:.1f}"
        )

    lines = (
        seat, proposed, asked, best, survey, stated, sign_on, old, worth, tipped, rule, loss, forecast,
        asks_of,
    )  # fmt: skip
    return {each.__name__: each for each in lines}
