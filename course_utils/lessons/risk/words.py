"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from course_utils.lessons.risk import room
from course_utils.lessons.risk.evidence import (
    DEPENDENCE,
    FAIR,
    OBJECTIVE,
    PAYOFFS,
    PILOT,
    PILOT_COST,
    POLL,
    POLL_COST,
    answers,
    as_they_came,
    back_test,
    breaks,
    budget,
    came_by_said,
    chances,
    chosen,
    come_together,
    even_chance,
    hourly,
    kept,
    kept_interval,
    largest_answers,
    launch,
    ledger,
    losses,
    months,
    outside_plan,
    overruns,
    past,
    past_scores,
    plan,
    rare_interval,
    reserves,
    scored,
    step_by_step,
    treated,
    worst_day,
)
from course_utils.toolkit import risk
from course_utils.toolkit.common.intervals import Interval, t_interval

LUCKS = 100
TOP, MIDDLE, BOTTOM = "In the upper third", "In the middle third", "In the lower third"
PILOT_ALONE, POLL_ALONE = "The pilot alone", "The poll alone"
BOTH, NEITHER = "Each of the two", "None of the two"
UNDO, SEARCH, EVEN = "Undo at once", "Look for ten minutes first", "Both alike"


ALIKE = 2.0
"""Thousands of USD: options nearer than this count as alike."""


def usd(amount: float) -> str:
    """Return an amount in words, rounded to thousands."""
    return f"{round(amount / 1000):,} thousand USD"


def rare_said(risks: pd.DataFrame) -> tuple[float, str]:
    """Say what share came of the risks that were called one in twenty, and of the others."""
    table = came_by_said(risks)
    others = ", ".join(
        f"said {said:.0%}: {row['came']:.0%}" for said, row in table.iloc[1:].iterrows()
    )
    return float(table["came"].iloc[0]), (
        f"That is of {table['risks'].iloc[0]:.0f} risks. The others: {others}."
    )


def brier_said(risks: pd.DataFrame) -> str:
    """Say what the chances were worth, beside saying the overall share each time."""
    over = past(risks)
    happened = over["happened"].astype(bool)
    said = risk.brier(over["probability"], happened)
    base = float(happened.mean())
    flat = risk.brier([base] * len(over), happened)
    return (
        f"Brier score of what was said: **{said:.3f}**. Whoever had said {base:.0%} of each risk: "
        f"**{flat:.3f}**. What was said is better by {1 - said / flat:.0%}: it "
        f"{'hardly tells' if 1 - said / flat < 0.1 else 'tells'} risks apart."
    )


def enough_said(risks: pd.DataFrame) -> tuple[float, str]:
    """Say how often a sum of exposures was enough, and the two other reserves."""
    tested = back_test(risks)
    found = kept(tested)
    came = kept_interval(tested)
    return float(found["summed"]), (
        f"Of {len(tested)} registers. The P80 of each register as it was said was enough for "
        f"{found['as_said']:.0%}, and the P80 mended by how *other* quarters came for "
        f"{came.estimate:.0%} (95 % interval {came.low:.0%} to {came.high:.0%}: "
        f"{len(tested)} registers of six quarters are few)."
    )


def steps_table(risks: pd.DataFrame) -> pd.DataFrame:
    """Return for what share of past registers a sum and a P80 were enough, mended step by step."""
    return step_by_step(risks).map("{:.0%}".format)


def bunched_said(risks: pd.DataFrame) -> str:
    """Say what the past tells of risks that come together, and what a guess does to the reserve."""
    table = come_together(risks)
    none, guess = table.iloc[0], table.loc[DEPENDENCE]
    shares = sorted({f"{each:.0%}" for each in table["enough"]})
    return (
        f"As such risks came, the launch needs, if nothing comes together, {none['P80']:.0f} thousand "
        f"USD in four of five futures and {none['P95']:.0f} in 19 of 20. With a dependence of "
        f"{DEPENDENCE} it is {guess['P80']:.0f} and {guess['P95']:.0f}; with {table.index[-1]}, "
        f"{table['P80'].iloc[-1]:.0f} and {table['P95'].iloc[-1]:.0f}. Of the past registers each of "
        f"the three would have been enough for {' or '.join(shares)}: 24 of them "
        f"{'cannot tell' if len(shares) == 1 else 'hardly tell'} the three apart."
    )


def reserve_table(risks: pd.DataFrame) -> pd.DataFrame:
    """Return the reserves for the launch, in thousands of USD."""
    return (reserves(risks) / 1000).round(0).astype(int)


def place_said(risks: pd.DataFrame) -> tuple[str, str]:
    """Say where the workshop's score puts the risk with the largest exposure."""
    table = scored(risks)
    first = table.index[0]
    place = int((table["score"] > table["score"].iloc[0]).sum()) + 1
    third = len(table) / 3
    option = TOP if place <= third else MIDDLE if place <= 2 * third else BOTTOM
    least = table[table["score"] == table["score"].max()]["exposure"].min()
    return option, (
        f'"{first}" costs {usd(table["exposure"].iloc[0])} on average. Its score is '
        f"{table['score'].iloc[0]:.0f}, place {place} of {len(table)}. One with the highest score, "
        f"{table['score'].max():.0f}, costs {usd(least)}."
    )


def pays_said(risks: pd.DataFrame, responses: pd.DataFrame) -> tuple[float, str]:
    """Say how many responses cost more than they save, by what was said and by what came."""
    said = answers(risks, responses)["net"]
    came = answers(risks, responses, came=True)["net"]
    turned = said.index[(said < 0) & (came > 0)].get_level_values("response")
    never = said.index[(said < 0) & (came < 0)].get_level_values("response")
    return float((said < 0).sum()), (
        f"By how such risks came, {(came < 0).sum()}: "
        f"{', '.join(turned) or 'none'} would pay, and {', '.join(never) or 'none'} would not."
    )


def response_table(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return each response with what it saves by both chances, thousands of USD."""
    said = answers(risks, responses)
    came = answers(risks, responses, came=True)
    table = pd.DataFrame(
        {
            "cost": said["cost"] / 1000,
            "net, as said": said["net"] / 1000,
            "net, as came": came["net"] / 1000,
            "pays from": [
                f"{each:.0%}" if each == each else "never" for each in said["break_even"]
            ],
        }
    ).round(1)
    return table[said["cost"] > 0].reset_index("risk", drop=True)


def worth(changes: pd.DataFrame, deployments: pd.DataFrame) -> dict[str, float]:
    """Return what may be known is worth, thousands of USD: all, the pilot's, the poll's."""
    state = chances(breaks(changes, deployments).launch)
    return {
        "all": risk.evpi(PAYOFFS, state),
        "pilot": risk.evsi(PAYOFFS, state, PILOT).value,
        "poll": risk.evsi(PAYOFFS, state, POLL).value,
    }


def worth_said(changes: pd.DataFrame, deployments: pd.DataFrame) -> tuple[str, str]:
    """Say which of two offers is worth its price."""
    found = worth(changes, deployments)
    pilot, poll = found["pilot"] > PILOT_COST, found["poll"] > POLL_COST
    option = BOTH if pilot and poll else PILOT_ALONE if pilot else POLL_ALONE if poll else NEITHER
    return option, (
        f"The pilot is worth {found['pilot']:.1f} thousand USD and costs {PILOT_COST:.1f}; the poll "
        f"is worth {found['poll']:.1f} and costs {POLL_COST:.1f}. To know for sure would be worth "
        f"{found['all']:.1f}."
    )


def offers_said(changes: pd.DataFrame, deployments: pd.DataFrame) -> str:
    """Say what the offers are worth at the ends of core's interval, and how bad the pilot may be."""
    found = breaks(changes, deployments)
    ends = [
        f"at {each:.0%} the pilot is worth {risk.evsi(PAYOFFS, chances(each), PILOT).value:.0f} and "
        f"the poll {risk.evsi(PAYOFFS, chances(each), POLL).value:.0f}"
        for each in (found.low, found.high)
    ]
    least = pilot_needs(found.launch)
    needs = (
        "no pilot with so many false alarms is worth its price"
        if least is None
        else f"it pays as soon as it finds {least:.0%} of what would break"
    )
    return (
        f"At the ends of the interval: {'; '.join(ends)} thousand USD. And by the middle, with its "
        f"false alarms as they are, {needs}."
    )


def pilot_needs(breaking: float) -> float | None:
    """Return from which share of troubles found the pilot pays, false alarms as they are."""
    least = None
    for percent in range(100, -1, -1):
        found = PILOT.copy()
        found.loc["breaks"] = [1 - percent / 100, percent / 100]
        if risk.evsi(PAYOFFS, chances(breaking), found).value <= PILOT_COST:
            break
        least = percent / 100
    return least


def breaks_said(changes: pd.DataFrame, deployments: pd.DataFrame) -> str:
    """Say how likely the launch is to break something, and which option is best over the doubt."""
    found = breaks(changes, deployments)
    best = risk.emv(PAYOFFS, chances(found.launch))
    ends = []
    for each in (found.low, found.high):
        scores = risk.emv(PAYOFFS, chances(each)).scores.sort_values(ascending=False)
        lead = float(scores.iloc[0] - scores.iloc[1])
        ends.append(
            f"at {each:.0%} {scores.index[0]} and {scores.index[1]} are alike"
            if lead < ALIKE
            else f"at {each:.0%} {scores.index[0]} leads by {lead:.0f}"
        )
    return (
        f"Of core's changes {found.a_change.estimate:.1%} broke something ({found.a_change.low:.1%} to "
        f"{found.a_change.high:.1%}). Of twelve at once, one and more: **{found.launch:.0%}** "
        f"({found.low:.0%} to {found.high:.0%}). Best on average: **{best.option}**, "
        f"{best.scores[best.option]:.0f} thousand USD. Over the interval: {'; '.join(ends)}. One day is "
        f"better below {even_chance():.0%}."
    )


def largest_table(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return what can be done about the largest risk: on average, and in the tail."""
    return largest_answers(risks, responses).round(0).astype(int)


def turn_said(risks: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say how sure it is that the best response to the largest risk pays."""
    rare = rare_interval(risks)
    first = str(scored(risks).index[0])
    said = launch(risks)["probability"].loc[[first]].item()
    many = int(came_by_said(risks)["risks"].loc[[said]].item())
    about = answers(risks, responses, came=True).xs(first, level="risk")
    pays = float(about["break_even"].to_numpy()[about["net"].to_numpy().argmax()])
    verdict = (
        "below the whole interval"
        if pays < rare.low
        else "above the whole interval"
        if pays > rare.high
        else "inside it: so it pays by what came, and that is not sure"
    )
    return (
        f"Of {many} risks that were called as rare as the largest, {rare.estimate:.0%} came (95 % "
        f"interval {rare.low:.1%} to {rare.high:.1%}). The best response to it pays from {pays:.1%} on, "
        f"{verdict}. Those {many} were other risks; this one came never."
    )


def scores_said(risks: pd.DataFrame) -> str:
    """Say how the workshop's scores did where nothing was huge and rare."""
    found = past_scores(risks)
    return (
        f"In the {found.quarters} quarters that are over the largest exposure had the highest score in "
        f"**{found.first}**, and in the median quarter **{found.wrong:.0%}** of all pairs stood in the "
        f"wrong order. Rank correlation with what was really lost: score {found.by_score:.2f}, exposure "
        f"{found.by_exposure:.2f}."
    )


def fair_said(items: pd.DataFrame) -> str:
    """Say how likely the plan is ready for the fair, from outside."""
    found = outside_plan(items)
    return (
        f"Ready within {FAIR} weeks, by how core's new work went: **{found['as one']:.0%}** if the whole "
        f"plan runs over as one such item did, **{found['task by task']:.0%}** if each task does, on its "
        "own. Tasks of one team share a part of their luck, so look at both."
    )


def ready_said() -> tuple[float, str]:
    """Say how likely the plan is ready by the sum along its critical path."""
    found = plan()
    return found.chance(found.path_mean), (
        f"The path's means add up to {found.path_mean:.1f} weeks. On average all is ready after "
        f"{found.mean:.1f}, since the latest of several counts; in four of five futures by "
        f"{found.by(0.8):.1f}."
    )


def outside_said(items: pd.DataFrame) -> str:
    """Say what core's new and routine work took over what had been thought likely."""
    found = {
        kind: risk.reference_class(*overruns(items, "core", kind).T.to_numpy())
        for kind in ("new", "routine")
    }
    return " ".join(
        f"Core's {kind} work ({each.projects} items): half took {each.median:+.0%} or less, four of "
        f"five **{each.uplift:+.0%}** or less ({each.low:+.0%} to {each.high:+.0%})."
        for kind, each in found.items()
    )


def used_said(service: pd.DataFrame, incidents: pd.DataFrame) -> tuple[float, str]:
    """Say how much of the last 30 days' budget was used, by requests and by minutes."""
    found = budget(service, incidents)
    over = int((months(service) > 1).sum())
    turned = (found.used_by_hours < 1) != (found.used < 1)
    flips = ", and whoever looks at that one would decide the opposite" if turned else ""
    return found.used, (
        f"{found.failed:,.0f} requests failed of {found.allowed:,.0f} that may. By minutes in which "
        f"something was broken it would be {found.used_by_minutes:.1f} budgets, by the mean of the "
        f"hours' shares {found.used_by_hours:.1f}{flips}. In {over} of "
        f"{len(months(service))} months more than one budget was used."
    )


def alert_said(service: pd.DataFrame) -> str:
    """Say what the alerts of the worst day were, with one window and with two."""
    day = worst_day(service)
    start = pd.Timestamp(day) - pd.Timedelta("1D")
    log = hourly(service, str(start.date()), str((start + pd.Timedelta("3D")).date()))
    both = risk.burn_alerts(log, OBJECTIVE, [risk.BurnRule("both", 6, 1, 6.0)])["both"]
    long = risk.burn_alerts(log, OBJECTIVE, [risk.BurnRule("long", 6, 6, 6.0)])["long"]
    return (
        f"Around {pd.Timestamp(day):%-d %B %Y}, the worst day of the half-year: the long window alone "
        f"rang in **{long.sum()}** hours, both windows together in **{both.sum()}**."
    )


def gate_open(service: pd.DataFrame, incidents: pd.DataFrame) -> bool:
    """Say whether the last 30 days left something of the error budget."""
    return budget(service, incidents).used < 1


@lru_cache(maxsize=1)
def room_results() -> pd.DataFrame:
    """Play a hundred lucks of the incident room by commanders who look for zero to six turns.

    Returns
    -------
    DataFrame, a row a luck and commander
        ``luck``, ``looked`` (turns before anything is tried), ``cost`` in thousands of USD, and
        ``undone``, how often the launch was rolled back.
    """
    rows = []
    for seed in range(LUCKS):
        drawn = room.luck(seed)
        for turns in range(7):
            run = room.command(drawn, room.looking(turns))
            undone = sum(line.order.ops == "back" for line in run.lines)
            rows.append({"luck": seed, "looked": turns, "cost": run.cost, "undone": undone})
    return pd.DataFrame(rows)


def room_costs(price: float = room.BACK_COST) -> pd.DataFrame:
    """Return the costs of the room by luck (rows) and by turns of looking first (columns).

    Parameters
    ----------
    price : float
        What rolling back costs, thousands of USD. The orders are the same at each price.
    """
    found = room_results()
    costs = found["cost"] + (price - room.BACK_COST) * found["undone"]
    return found.assign(cost=costs).pivot_table(index="luck", columns="looked", values="cost")


def looked_longer(price: float = room.BACK_COST, turns: int = 2) -> Interval:
    """Return what it costs on average to look first, beyond undoing at once, with the same luck."""
    costs = room_costs(price)
    return t_interval((costs[turns] - costs[0]).to_numpy(), 0.95)


DEAR = 3 * room.BACK_COST
"""A price of rolling back at which undoing first is no longer plainly cheaper."""


def room_table() -> pd.DataFrame:
    """Return the mean cost by minutes of looking first, at two prices of rolling back."""
    table = pd.DataFrame(
        {
            f"rolling back costs {price:.0f}": room_costs(price).mean()
            for price in (room.BACK_COST, DEAR)
        }
    ).round(1)
    table.index = pd.Index([room.MINUTES * turns for turns in table.index], name="minutes looked")
    return table


def room_said() -> tuple[str, str]:
    """Say which way to command came out ahead in the room, over many lucks, and at which price not."""
    more, dear = looked_longer(), looked_longer(DEAR)
    option = UNDO if more.low > 0 else SEARCH if more.high < 0 else EVEN
    return option, (
        f"Over {LUCKS} incidents to undo at once cost {room_costs()[0].mean():.1f} thousand USD on "
        f"average. With the same luck, ten minutes of looking first cost {more.estimate:+.1f} "
        f"({more.low:+.1f} to {more.high:+.1f}). Were rolling back three times as dear, it would be "
        f"{dear.estimate:+.1f} ({dear.low:+.1f} to {dear.high:+.1f})."
    )


def reserve_band(risks: pd.DataFrame, responses: pd.DataFrame) -> tuple[float, float]:
    """Return the P80 with responses at both ends of what may come of such as the largest risk, USD."""
    rare = rare_interval(risks)
    low, high = (
        treated(risks, responses, chance=each).percentile(0.8) for each in (rare.low, rare.high)
    )
    return low, high


def decision_said(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    service: pd.DataFrame,
    incidents: pd.DataFrame,
    items: pd.DataFrame,
) -> str:
    """Say what to tell the finance lead on Monday, with its doubt: money, then one ordered rule."""
    before = losses(as_they_came(launch(risks), risks), DEPENDENCE)
    after = treated(risks, responses)
    low, high = reserve_band(risks, responses)
    rare = rare_interval(risks)
    picked = chosen(risks, responses)
    tested = kept_interval(back_test(risks))
    late = outside_plan(items)
    book = ledger(risks, responses, changes, deployments)
    best = risk.emv(PAYOFFS, chances(breaks(changes, deployments).launch)).option
    return (
        f"**Money.** Spend {usd(float(picked['cost'].sum()))} on {len(picked)} responses, and set aside "
        f"**{usd(after.percentile(0.8))}** for what is left. That is enough in four of five futures; in "
        f"one of twenty it takes {usd(after.percentile(0.95))}. Without responses it would be "
        f"{usd(before.percentile(0.8))}.\n\n"
        f"**How sure.** The largest risk leans on others that were called as rare: {rare.estimate:.0%} "
        f"of these came ({rare.low:.0%} to {rare.high:.0%}). At the ends the amount is {usd(low)} and "
        f"{usd(high)}. Reserves made like it, *without* responses, were enough for {tested.estimate:.0%} "
        f"of past registers ({tested.low:.0%} to {tested.high:.0%}). What responses cut, the teams say; "
        "no record tests it.\n\n"
        f"**What the launch brings.** {best[0].upper()}{best[1:]}, and after pilot, responses and what "
        f"the register costs on average: **{book['together']:.0f} thousand USD** within a year. By how "
        f"new work went it is ready for the fair with {late['as one']:.0%}, or with "
        f"{late['task by task']:.0%} if each task is late on its own: promise nothing for the fair.\n\n"
        f"**In this order.**\n\n{rule_said(changes, deployments, service, incidents)}"
    )


def rule_said(
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    service: pd.DataFrame,
    incidents: pd.DataFrame,
) -> str:
    """Say in one order what goes live: the gate first, then the pilot, then the launch."""
    used = budget(service, incidents).used
    burned = months(service)
    over = f"in {int((burned > 1).sum())} of {len(burned)} months it was more than one"
    gate = (
        f"The last 30 days used {used:.1f} error budgets ({over}): some is left, so all that is ready "
        "may go live."
        if gate_open(service, incidents)
        else f"The last 30 days used {used:.1f} error budgets ({over}). So only what can be undone at "
        "once goes live. The trail stands behind a switch, so it may, and so may the pilot. The move of "
        "old records cannot, unless the old ones are kept for a month: so keep them."
    )
    state = chances(breaks(changes, deployments).launch)
    best = risk.emv(PAYOFFS, state).option
    pilot = risk.evsi(PAYOFFS, state, PILOT)
    lines = [f"*The gate.* {gate}"]
    if pilot.value > PILOT_COST:
        lines += [
            "*The pilot.* One hospital, behind the switch.",
            f"*The launch.* If the pilot was clean, {pilot.options['clean']}; else "
            f"{pilot.options['trouble']}. Behind the switch, either way.",
        ]
    else:
        lines.append(
            f"*The launch.* {best[0].upper()}{best[1:]}, behind the switch, without a pilot."
        )
    lines.append("*At any time.* Whoever is on duty switches it off, by the numbers below.")
    return "\n".join(f"{at}. {line}" for at, line in enumerate(lines, 1))
