"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.risk.evidence import (
    EFFECT,
    STRESS,
    as_they_came,
    back_test,
    budget,
    came_by_said,
    chosen,
    even_chance,
    even_loss,
    fails_badly,
    impact,
    insured,
    kept,
    kept_interval,
    largest_cost,
    launch,
    losses,
    months,
    outside_plan,
    pilot_lead,
    rare_interval,
    scored,
    short_if_largest,
    step_waits,
    treated,
    whole,
    worth,
)
from course_utils.lessons.risk.words import (
    clean_short,
    latest,
    looked_longer,
    pilot_span,
    record_short,
    reserve_band,
    room_costs,
    usd,
)
from course_utils.toolkit import risk


def facts(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    service: pd.DataFrame,
    incidents: pd.DataFrame,
    items: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""

    def reserve() -> str:
        after, word = treated(risks, responses), treated(risks, responses, effect=1.0)
        unpaid = treated(risks, responses, paid=0.0)
        tied = treated(risks, responses, dependence=STRESS)
        low, high = reserve_band(risks, responses)
        return (
            f"P80 {usd(after.percentile(0.8))} ({usd(low[0])} to {usd(high[0])} over the doubt on the "
            f"largest risk), P95 {usd(after.percentile(0.95))} ({usd(low[1])} to {usd(high[1])}), if "
            f"responses do {EFFECT:.0%} of what the teams say, the insurer pays as offered and risks do not come together; P80 "
            f"{usd(word.percentile(0.8))} if they do all, {usd(unpaid.percentile(0.8))} if the insurer pays nothing, "
            f"{usd(tied.percentile(0.8))} (P95 {usd(tied.percentile(0.95))}) with a dependence of {STRESS}, {record_short(risks)}"
        )

    def untreated() -> str:
        before = losses(as_they_came(launch(risks), risks))
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
            f"{came.estimate:.0%} ({came.low:.0%} to {came.high:.0%}, as if all were apart; they are six quarters)"
        )

    def rare() -> str:
        table = came_by_said(risks)
        return "; ".join(
            f"said {said:.0%}, came {row['came']:.0%}" for said, row in table.iterrows()
        )

    def picked() -> str:
        table = chosen(risks, responses)
        each = "; ".join(
            f"{name} {row['cost'] / 1000:.1f}, net {row['net'] / 1000:+.1f}, pays from "
            f"{row['break_even']:.0%}"
            for name, row in table.droplevel("risk").iterrows()
        )
        found, rare = insured(risks, responses), rare_interval(risks)
        return (
            f"{usd(table['cost'].sum())} for {len(table)}, at half of the teams' word and insurance as "
            f"offered ({found.share:.0%} of the loss, no limit named), the test beside it: {each}. The "
            f"insurer's price is fair at {found.fair:.1%}; counted on is {found.chance:.0%} ({rare.low:.1%} to "
            f"{rare.high:.1%}), with the test {found.left:.0%}. Insurance is better than the test alone if the "
            f"insurer pays {found.beats:.0%} and more of its offer"
        )

    def largest() -> str:
        table = scored(risks)
        return (
            f"{table.index[0]}: {usd(table['exposure'].iloc[0])} on average as said, score "
            f"{table['score'].iloc[0]:.0f} of at most {table['score'].max():.0f}; if it comes, "
            f"{usd(largest_cost(risks))} before the insurer pays; the P80 of F1 is then not enough in "
            f"{short_if_largest(risks, responses):.0%} of futures if it pays, in "
            f"{short_if_largest(risks, responses, 0.0):.0%} if not"
        )

    def option() -> str:
        found = fails_badly(changes, deployments, incidents)
        table = whole(risks, responses, found.launch)
        steps, asked = (table[name] for name in table)
        return (
            f"fails badly with {found.launch:.0%} ({found.low:.0%} to {found.high:.0%}), one day is "
            f"better below {even_chance():.0%}, steps as soon as a failure on one day loses "
            f"{even_loss(found.launch):.0f} more. All in all, thousand USD: in steps {steps['mean']:.0f} "
            f"on average, a loss with {steps['chance to lose']:.0%}, in the worst twentieth "
            f"{steps['mean of that twentieth']:.0f}; with the pilot {asked['mean']:.0f}, "
            f"{asked['chance to lose']:.0%}, {asked['mean of that twentieth']:.0f}"
        )

    def information() -> str:
        failing = fails_badly(changes, deployments, incidents)
        found, lead = worth(failing.launch), pilot_lead(failing.launch)
        left = treated(risks, responses).mean / 1000
        return (
            f"before their prices pilot {found['pilot']:.1f}, poll {found['poll']:.1f}, all "
            f"{found['all']:.1f} thousand USD; the pilot leaves {lead.net:.1f} ({lead.net - lead.weeks:+.1f} if the year's end is fixed), gone if steps save "
            f"{lead.saves / left:.0%} of what is left of the register. {pilot_span(failing)} "
            f"{clean_short(failing.launch)}"
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

    def ready() -> str:
        found, failing = outside_plan(items), fails_badly(changes, deployments, incidents)
        return (
            f"in four of five futures all is ready by {latest(found)}, the first hospital has it by "
            f"{latest(found, 'first')}; all by {latest(found, 'all')}, if the test finds nothing and no step "
            f"waits (by luck one does with {step_waits(service).either:.0%}, and where the launch fails badly, "
            f"{failing.launch:.0%}); ready within the quarter "
            f"{found['in the quarter'].min():.0%} to {found['in the quarter'].max():.0%}"
        )

    lines = (
        reserve, untreated, tested, rare, picked, largest, option, information, used, incident, ready,
    )  # fmt: skip
    return {line.__name__: line for line in lines}
