"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.risk.evidence import (
    DEPENDENCE,
    PAYOFFS,
    as_they_came,
    back_test,
    breaks,
    budget,
    came_by_said,
    chances,
    chosen,
    even_chance,
    impact,
    kept,
    kept_interval,
    launch,
    ledger,
    losses,
    months,
    scored,
    treated,
)
from course_utils.lessons.risk.words import looked_longer, reserve_band, room_costs, usd, worth
from course_utils.toolkit import risk


def facts(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    service: pd.DataFrame,
    incidents: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""

    def reserve() -> str:
        after = treated(risks, responses)
        low, high = reserve_band(risks, responses)
        return (
            f"P80 {usd(after.percentile(0.8))} ({usd(low)} to {usd(high)} over the doubt on the largest "
            f"risk); P95 {usd(after.percentile(0.95))}"
        )

    def untreated() -> str:
        before = losses(as_they_came(launch(risks), risks), DEPENDENCE)
        named = launch(risks)
        said, total = losses(named), risk.exposure(named["probability"], impact(named)).sum()
        return (
            f"as such risks came, P80 {usd(before.percentile(0.8))}; as said, {usd(said.percentile(0.8))}; "
            f"the sum, {usd(float(total))}"
        )

    def tested() -> str:
        table = back_test(risks)
        found, came = kept(table), kept_interval(table)
        return (
            f"{len(table)} past registers, without responses: the sum was enough for "
            f"{found['summed']:.0%}, P80 as said {found['as_said']:.0%}, as others came "
            f"{came.estimate:.0%} ({came.low:.0%} to {came.high:.0%})"
        )

    def rare() -> str:
        table = came_by_said(risks)
        return "; ".join(
            f"said {said:.0%}, came {row['came']:.0%}" for said, row in table.iterrows()
        )

    def picked() -> str:
        table = chosen(risks, responses)
        return (
            f"{usd(table['cost'].sum())} for {len(table)}: "
            f"{', '.join(table.index.get_level_values('response'))}"
        )

    def largest() -> str:
        table = scored(risks)
        return (
            f"{table.index[0]}: {usd(table['exposure'].iloc[0])} on average, score "
            f"{table['score'].iloc[0]:.0f} of at most {table['score'].max():.0f}"
        )

    def option() -> str:
        found = breaks(changes, deployments)
        best = risk.emv(PAYOFFS, chances(found.launch))
        return (
            f"{best.option}: {best.scores[best.option]:.0f} thousand USD; breaks with {found.launch:.0%} "
            f"({found.low:.0%} to {found.high:.0%}), one day is better below {even_chance():.0%}; less "
            f"pilot, responses and register {ledger(risks, responses, changes, deployments).iloc[-1]:.0f} "
            "thousand USD on average"
        )

    def information() -> str:
        found = worth(changes, deployments)
        return (
            f"pilot {found['pilot']:.1f}, poll {found['poll']:.1f}, all {found['all']:.1f} "
            "thousand USD"
        )

    def used() -> str:
        found = budget(service, incidents)
        burned = months(service)
        return (
            f"{found.used:.1f} budgets by requests, {found.used_by_minutes:.1f} by minutes; more than one "
            f"in {int((burned > 1).sum())} of {len(burned)} months"
        )

    def incident() -> str:
        costs, more = room_costs(), looked_longer()
        return (
            f"over {len(costs)} lucks, undone at once {costs[0].mean():.1f} thousand USD; looked at for "
            f"ten minutes first {more.estimate:+.1f} ({more.low:+.1f} to {more.high:+.1f})"
        )

    lines = (
        reserve, untreated, tested, rare, picked, largest, option, information, used, incident,
    )  # fmt: skip
    return {line.__name__: line for line in lines}
