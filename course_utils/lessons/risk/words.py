"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pandas as pd

from course_utils.lessons.risk import room
from course_utils.lessons.risk.evidence import (
    BARE,
    CLEAN_SHARE,
    DAY,
    EFFECT,
    FAIR,
    NOW,
    OBJECTIVE,
    OWED,
    OWN_FAILED,
    OWN_HOURLY,
    PAYOFFS,
    PILOT,
    PILOT_COST,
    POLL,
    POLL_COST,
    STEP_WEEKS,
    STEPS,
    STRESS,
    TEST_WEEKS,
    TRANSFER,
    Breaks,
    after_clean,
    answers,
    as_they_came,
    at_half,
    base_rates,
    budget,
    came_by_said,
    chances,
    chosen,
    even_chance,
    even_loss,
    hourly,
    insured,
    kept,
    kept_interval,
    largest,
    largest_answers,
    largest_cost,
    launch,
    losses,
    months,
    offer_nets,
    overruns,
    own_trips,
    past,
    past_scores,
    pays_from,
    pilot_lead,
    plan,
    rare_interval,
    ratios_drawn,
    requests_cost,
    reserves,
    scored,
    short_if_largest,
    spread,
    step_by_step,
    step_waits,
    treated,
    tripped,
    worst_day,
    worth,
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
    parts = risk.brier_parts(over["probability"], happened)
    flat = parts.uncertainty
    level, apart = parts.reliability / parts.resolution, flat - said
    beside = "better" if apart < 0 else "worse"
    held = "as good" if abs(apart) < 0.001 else f"{beside} by {abs(apart):.3f}"
    came = came_by_said(risks)["came"]
    fell = [
        f"of what was called {low:.0%} came {came[low]:.0%}, of {high:.0%} {came[high]:.0%}"
        for low, high in pairwise(came.index)
        if came[high] < came[low]
    ]
    order = f"though not level by level: {'; '.join(fell)}" if fell else ""
    return (
        f"Brier score of what was said: **{said:.3f}**; less is better. Whoever had said {base:.0%} of each risk, which "
        f"one knows only afterwards: **{flat:.3f}**, which is {held}. Two things are in it. Telling "
        f"risks apart won {parts.resolution:.3f}, {order or 'for a higher chance did come more often'}. "
        f"The wrong level lost {parts.reliability:.3f}, {level:.0%} of that. "
        + (
            "So not every step of the order can be trusted; mend the level, and the order with it."
            if fell
            else "So the order is worth something; mend the level."
            if level < 0.9
            else "So the order wins no more than the wrong level loses; mend the level."
        )
    )


def enough_said(tested: pd.DataFrame) -> tuple[float, str]:
    """Say how often a sum of exposures was enough, and the two other reserves, from `back_test`."""
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
    """Say what the counts of past registers tell of risks that come together, and show the stress."""
    found, table = spread(risks), reserves(risks) / 1000
    none, stress = table.iloc[-2], table.iloc[-1]
    return (
        f"Over {found.registers} registers they lie **{found.times:.2f}** times as far apart as those of "
        f"independent risks (squared). With a dependence of {STRESS} so little has a chance of "
        f"**{found.as_little:.1%}**, without one so much has {found.as_much:.0%}. So {STRESS} is a guess "
        f"{record_short(risks)}. Reserves here take none, and show what {STRESS} would do as a stress: P80 "
        f"goes from {none['P80']:.0f} to {stress['P80']:.0f} thousand USD, P95 from {none['P95']:.0f} to "
        f"{stress['P95']:.0f}."
    )


def record_short(risks: pd.DataFrame) -> str:
    """Say in a clause what the counts of past registers tell of the dependence of the stress."""
    found = spread(risks)
    if found.as_much < 0.05:
        return "for which the counts of past registers speak, so set the stress aside"
    if found.as_little < 0.05:
        return "against which the counts of past registers speak"
    return "which the counts of past registers do not rule out"


def tail_said(risks: pd.DataFrame) -> str:
    """Say what the shape of the mended ranges does to P80 and P95."""
    shaped, drawn = reserves(risks).iloc[-2] / 1000, ratios_drawn(risks)
    verdicts = {}
    for name in ("P80", "P95"):
        apart = shaped[name] / drawn[name] - 1
        verdicts[name] = (
            f"{abs(apart):.0%} {'too high' if apart > 0 else 'too low'}"
            if abs(apart) >= 0.02
            else "about right"
        )
    return (
        "The mended ranges run from the smallest to the largest ratio that came, and have the mean of the "
        f"record, not its shape. With ratios drawn from the record itself P80 is {drawn['P80']:.0f} and "
        f"P95 {drawn['P95']:.0f}, not {shaped['P80']:.0f} and {shaped['P95']:.0f}. By that the P95 below is "
        f"{verdicts['P95']}, and the P80 {verdicts['P80']}. Only the P80 was ever tested on the past."
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


def pays_said(said: pd.DataFrame, came: pd.DataFrame) -> tuple[float, str]:
    """Say how many responses cost more than they save, from `answers` as said and as came."""
    half = at_half(came)
    turned = came.index[(said["net"] < 0) & (half > 0)].get_level_values("response")
    return float((said["net"] < 0).sum()), (
        f"By how such risks came, {(came['net'] < 0).sum()}; and {(half < 0).sum()} if responses do half "
        f"of what the team says, and insurance what is offered. {_would(turned)}"
    )


def _would(names: pd.Index) -> str:
    if not len(names):
        return "No other would pay by that."
    return f"By that these would pay, too: {' and '.join(f'*{name}*' for name in names)}."


def response_table(said: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """Return each response with what it saves less its price, thousands of USD, three ways."""
    table = pd.DataFrame(
        {
            "cost": said["cost"] / 1000,
            "net, as said": said["net"] / 1000,
            "net, as came": came["net"] / 1000,
            "counted on": at_half(came) / 1000,
        }
    ).map("{:.1f}".format)
    table["pays from"] = [f"{each:.0%}" if each == each else "never" for each in pays_from(came)]
    return table[said["cost"] > 0].reset_index("risk")


def worth_said(perfect: float, pilot: float, poll: float) -> tuple[str, str]:
    """Say which of two offers is worth its price, from what each and what all is worth."""
    pays = pilot > PILOT_COST, poll > POLL_COST
    option = BOTH if all(pays) else PILOT_ALONE if pays[0] else POLL_ALONE if pays[1] else NEITHER
    return option, (
        f"The pilot is worth {pilot:.1f} thousand USD and costs {PILOT_COST:.1f}; the poll is worth "
        f"{poll:.1f} and costs {POLL_COST:.1f}. To know for sure would be worth {perfect:.1f}."
    )


def poll_said(failing: float) -> str:
    """Say what would be done after each answer of the poll."""
    found = risk.evsi(PAYOFFS, chances(failing), POLL)
    ways = " and ".join(f'{way} after "{signal}"' for signal, way in found.options.items())
    return f"By core's record you would launch {ways}: so the poll is worth {found.value:.1f}."


def offers_said(failing: Breaks) -> str:
    """Say what the offers are worth at the ends of core's interval, and how bad the pilot may be."""
    ends = [
        f"at {each:.0%} the pilot is worth {risk.evsi(PAYOFFS, chances(each), PILOT).value:.1f} and "
        f"the poll {risk.evsi(PAYOFFS, chances(each), POLL).value:.1f}"
        for each in (failing.low, failing.high)
    ]
    least = pilot_needs(failing.launch)
    needs = (
        "no pilot with so many false alarms is worth its price"
        if least is None
        else f"it pays as soon as it finds {least:.0%} of what would fail"
    )
    return (
        f"At the ends of the interval: {'; '.join(ends)} thousand USD. {pilot_span(failing)} And by the "
        f"middle, with its false alarms as they are, {needs}."
    )


def pilot_span(failing: Breaks) -> str:
    """Say from which to which chance the pilot pays, held against core's interval."""
    lead = pilot_lead(failing.launch)
    if lead.low != lead.low:
        return "The pilot is worth its price at no chance to fail."
    inside = (
        "and so it does over the whole interval"
        if lead.low <= failing.low and failing.high <= lead.high
        else f"and core's interval goes from {failing.low:.0%} to {failing.high:.0%}"
    )
    return f"The pilot pays from {int(100 * lead.low)} to {int(100 * lead.high)} %, {inside}."


def thin_said(failing: float, left: float) -> str:
    """Say how little takes the pilot's lead away.

    Parameters
    ----------
    failing : float
        The chance that the launch fails badly.
    left : float
        What is left of the register on average, thousands of USD.
    """
    lead = pilot_lead(failing)
    if lead.net <= 0:
        return "The pilot is not worth its price."
    weeks = (
        f"And where one day follows it, its {STEP_WEEKS} weeks cost {lead.weeks:.1f} if the year's end is "
        f"fixed: then **{lead.net - lead.weeks:+.1f}** is left. Before steps they cost nothing: they are "
        "the first step."
    )
    return (
        f"After its price the pilot leaves **{lead.net:.1f}** thousand USD. All of that is gone as soon as "
        f"steps save {lead.saves:.1f} on the register, **{lead.saves / left:.0%}** of what responses "
        f"leave of it, for fewer hospitals are live. {weeks}"
    )


def pilot_needs(failing: float) -> float | None:
    """Return from which share of troubles found the pilot pays, false alarms as they are."""
    least = None
    for percent in range(100, -1, -1):
        found = PILOT.copy()
        found.loc["fails"] = [1 - percent / 100, percent / 100]
        if risk.evsi(PAYOFFS, chances(failing), found).value <= PILOT_COST:
            break
        least = percent / 100
    return least


def fails_said(failing: Breaks) -> str:
    """Say how likely the launch is to fail badly, and which option is best over the doubt."""
    best = risk.emv(PAYOFFS, chances(failing.launch))
    ends = []
    for each in (failing.low, failing.high):
        scores = risk.emv(PAYOFFS, chances(each)).scores.sort_values(ascending=False)
        lead = float(scores.iloc[0] - scores.iloc[1])
        ends.append(
            f"at {each:.0%} {scores.index[0]} and {scores.index[1]} are alike"
            if lead < ALIKE
            else f"at {each:.0%} {scores.index[0]} leads by {lead:.0f}"
        )
    return (
        f"Of core's changes {failing.a_change.estimate:.1%} failed badly ({failing.a_change.low:.1%} to "
        f"{failing.a_change.high:.1%}). Of twelve at once, one and more: **{failing.launch:.0%}** "
        f"({failing.low:.0%} to {failing.high:.0%}). Best on average: **{best.option}**, "
        f"{best.scores[best.option]:.0f} thousand USD. Over the interval: {'; '.join(ends)}. One day is "
        f"better below {even_chance():.0%}."
    )


def loss_said(failing: float, deployments: pd.DataFrame, incidents: pd.DataFrame) -> str:
    """Say what core's bad failures cost in requests, and how much the guess on buyers decides."""
    less = float(PAYOFFS["fails"][STEPS]) - float(PAYOFFS["fails"][DAY])
    scores = risk.emv(PAYOFFS, chances(failing)).scores
    bare = float(scores[DAY]) - float(scores[BARE])
    return (
        f"Core's bad failures cost {requests_cost(deployments, incidents):.1f} thousand USD each in "
        f"requests, at {1000 * room.FAILED_COST:.0f} dollars a request. In the table one day is worth {less:.0f} less than steps if "
        "it fails: buyers who saw it. No record holds that; sales guesses it. So turn the question "
        f"round: steps are better as soon as a bad failure on one day loses "
        f"**{even_loss(failing):.0f}** thousand more. And the switch, which costs 1, is worth "
        f"{bare:.0f} on average."
    )


def clean_said(failing: float) -> str:
    """Say what the three rules choose once the pilot was clean."""
    table = after_clean(failing)
    found = {
        "The mean": str(table["mean"].idxmax()),
        "the worst case": str(table["worst"].idxmax()),
        "regret": str(table["regret"].idxmin()),
    }
    wrong = float(risk.evsi(PAYOFFS, chances(failing), PILOT).posteriors["fails"]["clean"])
    gain = float(table["mean"].max()) - float(table["mean"][found["the worst case"]])
    worse = float(table["worst"].max()) - float(table["worst"][found["The mean"]])
    chosen_ = "; ".join(f"{rule} says *{option}*" for rule, option in found.items())
    if len(set(found.values())) == 1:
        return f"After *clean*: {chosen_}. Here they agree."
    return (
        f"After *clean*: {chosen_}. The first wins {gain:.0f} thousand USD on average, and brings "
        f"{worse:.0f} less where it fails, which after *clean* it still does with {wrong:.0%}. Which of the two "
        "counts is for finance to say, and it must be said **before** the pilot: whoever would refuse the day "
        "goes in steps after either answer, and for them the pilot is worth nothing and costs "
        f"{PILOT_COST:.0f}."
    )


def clean_short(failing: float) -> str:
    """Say in one line what one day wins and loses beside steps, once the pilot was clean."""
    table = after_clean(failing)
    wrong = float(risk.evsi(PAYOFFS, chances(failing), PILOT).posteriors["fails"]["clean"])
    lead, lost = (
        float(table[name][DAY] - table[name][STEPS]) * sign
        for name, sign in (("mean", 1), ("worst", -1))
    )
    return f"After clean: one day {lead:+.0f} on average, {lost:.0f} less if it fails, with {wrong:.0%}"


def whole_said(table: pd.DataFrame) -> str:
    """Say what may come of the whole launch, and where the bad end comes from, from `whole`."""
    steps, asked = (table[name] for name in table)
    apart = abs(steps["mean of that twentieth"] - asked["mean of that twentieth"])
    where = (
        "in the register, not in the way to launch"
        if apart < 0.1 * abs(steps["mean of that twentieth"])
        else "in both the register and the way to launch"
    )
    return (
        f"With the pilot and then as it shows the launch loses money in **{asked['chance to lose']:.0%}** "
        f"of futures, in steps in {steps['chance to lose']:.0%}; in the worst twentieth "
        f"{asked['mean of that twentieth']:.0f} and {steps['mean of that twentieth']:.0f} thousand USD "
        f"on average. So the bad end lies {where}."
    )


def vendor_said(risks: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say what a second sign-in vendor does on average, at half of its word, and to the tail."""
    name = "keep a second sign-in vendor ready"
    table = answers(risks, responses, came=True)
    row = table[table.index.get_level_values("response") == name]
    half, price = float(at_half(row).iloc[0]) / 1000, float(row["cost"].iloc[0]) / 1000
    without = treated(risks, responses)
    with_it = treated(risks, responses, also=(name,))
    cut = [(without.percentile(each) - with_it.percentile(each)) / 1000 for each in (0.8, 0.95)]
    return (
        f"It costs {price:.1f} thousand USD. If it does all that the team says, its net "
        f"is {row['net'].iloc[0] / 1000:+.1f} on average; if it does half, {half:+.1f}. The reserve would be smaller by {cut[0]:.1f} "
        f"at P80 and by {cut[1]:.1f} at P95. A reserve is given back when nothing comes; a price is not."
    )


def leak_said(risks: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say what the reserve is worth if the largest risk comes, and what the doubt does to its tail."""
    rare, after = rare_interval(risks), treated(risks, responses)
    low, high = reserve_band(risks, responses)
    short, unpaid = (short_if_largest(risks, responses, each) for each in (1.0, 0.0))
    reserve = after.percentile(0.8)
    return (
        f"If it comes, it costs **{usd(largest_cost(risks))}** on average, and the P80 with all responses "
        f"is {usd(reserve)}. Of the futures in which it comes, that is not enough in **{short:.0%}** if the "
        f"insurer pays as offered, and in {unpaid:.0%} if it pays nothing. A P80 need not cover what comes less often than once in "
        f"five. At both ends of what came of such ({rare.low:.0%} and {rare.high:.0%}) P80 is "
        f"{usd(low[0])} and {usd(high[0])}, times {high[0] / low[0]:.1f}; P95 is **{usd(low[1])}** and "
        f"**{usd(high[1])}**, times {high[1] / low[1]:.1f}."
    )


def insured_said(risks: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say at which chance the insurer's price is fair, what that may mean, and what the test does."""
    found, rare = insured(risks, responses), rare_interval(risks)
    beside = (
        f"costs {found.beside:.1f} thousand more than it saves"
        if found.beside > 0
        else f"saves {-found.beside:.1f} thousand more than it costs"
    )
    return (
        f"The insurer bears **{found.share:.0%}** of the loss for {found.price:.1f} thousand USD, and no limit is "
        f"named. At costs as they came that price is fair at a chance of **{found.fair:.1%}** (as said, "
        f"{found.fair_said:.1%}), and the insurer has expenses, too. You count on "
        f"**{found.chance:.0%}** ({rare.low:.1%} to {rare.high:.1%}). So whoever buys it bets against the "
        "insurer. Three readings:\n\n"
        "- It does not know of the rights in old code. Tell it, or it need not pay.\n"
        "- It knows more of such risks than your few others tell. Then neither answer pays.\n"
        f"- It covers less than is counted. Down to **{found.beats:.0%}** of the offer, or "
        f"{found.beats * found.share:.0%} of the loss, it is better by money than the test alone. Ask for "
        "its limit, exclusions, excess and delay.\n\n"
        f"The test beside it {beside} and pays from **{found.pays:.0%}** on. For those whose records are "
        f"read it takes the chance from **{found.chance:.0%}** to **{found.left:.0%}**, if it does half. Net, "
        "by chance, in thousands of dollars:"
    )


def offer_table(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return what insurance and test save less their price, by the chance of the largest risk."""
    return offer_nets(risks, responses).map("{:+.1f}".format)


def largest_table(risks: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return what can be done about the largest risk: on average, and in the tail."""
    return largest_answers(risks, responses).round(0).astype(int)


def turn_said(risks: pd.DataFrame, responses: pd.DataFrame) -> str:
    """Say how sure it is that the best response to the largest risk pays."""
    rare = rare_interval(risks)
    first = largest(risks)
    said = launch(risks)["probability"].loc[[first]].item()
    many = int(came_by_said(risks)["risks"].loc[[said]].item())
    table = answers(risks, responses, came=True)
    about = table[table.index.get_level_values("risk") == first]
    pays = pays_from(about).droplevel("risk")
    kind = responses.set_index("title")["kind"]
    cover = next(name for name in pays.index if kind.get(name) == TRANSFER)
    return (
        f"Of {many} risks that were called as rare as the largest, {rare.estimate:.0%} came (95 % "
        f"interval {rare.low:.1%} to {rare.high:.1%}). The test alone pays from {pays[OWED]:.1%} on, "
        f"{_placed(pays[OWED], rare)}. Insurance alone pays from {pays[cover]:.1%} on, "
        f"{_placed(pays[cover], rare)}. Those {many} were other risks; this one came never."
    )


def _placed(pays: float, rare: Interval) -> str:
    if pays < rare.low:
        return "below the whole interval"
    if pays > rare.high:
        return "above the whole interval"
    return (
        "inside it, so that is not sure"
        if pays <= rare.estimate
        else "inside it but above what came, so it does not pay by what came"
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


def fair_said(found: pd.DataFrame) -> str:
    """Say how likely the plan is ready for the fair, and when, from `outside_plan`."""
    one, own = (found.loc[name] for name in found.index)
    return (
        f"Core's three tasks as its new work went, the others by their ranges. Ready within {FAIR} "
        f"weeks: **{one['by the fair']:.0%}** if one luck hits all three, **{own['by the fair']:.0%}** if "
        f"each has its own. Within the quarter: {one['in the quarter']:.0%} and "
        f"{own['in the quarter']:.0%}. In four of five futures all is ready by **{latest(found)}**."
    )


def days_said(found: pd.DataFrame, failing: Breaks, service: pd.DataFrame) -> str:
    """Say by which days the first hospital and all have the trail, and on what that hangs.

    Parameters
    ----------
    found : DataFrame
        From `outside_plan`.
    failing : Breaks
        From `fails_badly`.
    service : DataFrame
        The table of hours.
    """
    low, high = found["test"].min(), found["test"].max()
    week = float(risk.emv(PAYOFFS, chances(failing.launch)).scores[STEPS]) / 52
    return (
        f"The plan was made before the test of rights was bought. That takes {TEST_WEEKS} weeks once the "
        f"rights are done, and moves the first hospital by {low:.1f} to {high:.1f} on average: "
        f"{week * low:.1f} to {week * high:.1f} thousand USD, if the year's end is fixed. Then come the "
        f"steps: one hospital, twenty, all, {STEP_WEEKS} weeks apart. In four of five futures the first "
        f"hospital has it by **{latest(found, 'first')}**. *If the test finds nothing and no step waits*, "
        f"all have it by **{latest(found, 'all')}**. By luck a step waits with "
        f"{step_waits(service).either:.0%}; and one does where the launch fails badly, "
        f"{failing.launch:.0%}."
    )


def latest(found: pd.DataFrame, what: str = "P80") -> str:
    """Return the day of a column of `outside_plan` in weeks: by its later way to count."""
    weeks = float(found[what].max())
    day = pd.Timestamp(NOW) + pd.Timedelta(days=round(7 * weeks))
    return f"{day.day} {day:%B}"


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


def used_said(
    june: pd.DataFrame, allowed: float, broken: float, service: pd.DataFrame
) -> tuple[float, str]:
    """Say how much of June's budget was used, by requests, by minutes, and by the mean of its hours.

    Parameters
    ----------
    june : DataFrame
        Its hours.
    allowed, broken : float
        Requests that may fail, and minutes in which something was broken.
    service : DataFrame
        All hours, for the other months.
    """
    failed = float(june["failed"].sum())
    used = failed / allowed
    minutes = broken / risk.error_budget_minutes(OBJECTIVE, 30)
    hours = float((june["failed"] / june["requests"]).mean()) / (1 - OBJECTIVE)
    burned = months(service)
    turned = (hours < 1) != (used < 1)
    flips = ", and whoever looks at that one would decide the opposite" if turned else ""
    return used, (
        f"{failed:,.0f} requests failed of {allowed:,.0f} that may. By minutes in which something was "
        f"broken it would be {minutes:.1f} budgets, by the mean of the hours' shares {hours:.1f}{flips}. "
        f"In {int((burned > 1).sum())} of {len(burned)} months more than one budget was used."
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


@lru_cache(maxsize=1)
def blind_costs() -> float:
    """Return what it costs beyond the lesson's way to try all in order without a look, on average."""
    more = []
    for seed in range(LUCKS):
        drawn = room.luck(seed)
        costs = [room.command(drawn, each).cost for each in (room.blind, room.rules)]
        more.append(costs[0] - costs[1])
    return sum(more) / len(more)


DEAR = 3 * room.BACK_COST
"""A price of rolling back at which undoing first is no longer plainly cheaper."""


def room_table() -> pd.DataFrame:
    """Return the mean cost by minutes of looking first, at two prices of rolling back."""
    table = pd.DataFrame(
        {
            f"rolling back costs {price:.0f}": room_costs(price).mean()
            for price in (room.BACK_COST, DEAR)
        }
    ).map("{:.1f}".format)
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


def causes_table(incidents: pd.DataFrame, deployments: pd.DataFrame) -> pd.DataFrame:
    """Return what brought Kitewell's incidents, by three ways to choose those that are like yours."""
    table = base_rates(incidents, deployments)
    shares = table[list(room.CAUSES)].map(lambda each: "-" if each != each else f"{each:.0%}")
    return shares.assign(incidents=table["incidents"].astype(int))


def trips_said(service: pd.DataFrame, deployments: pd.DataFrame) -> str:
    """Say how often a wire on all requests would have tripped while nothing was launched."""
    found = tripped(service, deployments)
    return (
        f"A burn rate of 14.4 over an hour, of **all** requests: in the first half of 2026 it was "
        f"reached **{found.trips}** times, on {found.days} of {found.of_days} days, and no trail was "
        f"live. {found.after} of these began soon after a deployment of core: in the trip's first hour or "
        "the hour before it. By such a wire the trail goes off for what it did not do."
    )


def own_said(service: pd.DataFrame) -> str:
    """Say how often wires on the trail's own requests trip where the trail fails as all else does."""
    bare, kept_ = (
        [own_trips(service, many, guarded=each) for many in (1, 20)] for each in (False, True)
    )
    loose, strict = (step_waits(service, guarded=each) for each in (False, True))
    return (
        f"Is it better on the trail's **own** requests? One hospital has about {OWN_HOURLY} of them an hour, a guess, "
        f"and one failure of {OWN_HOURLY} is a burn rate of {1000 / OWN_HOURLY:.0f}. Where the trail only fails as all else does, "
        f"that wire trips in **{bare[0]:.0f}** hours of the half-year with one hospital, and in {bare[1]:.0f} with "
        f"twenty. With a least number of failures, {OWN_FAILED} in the hour, *and* three times the burn of the whole service it "
        f"is **{kept_[0]:.2f}** and {kept_[1]:.2f}. And it still sees a trail that fails altogether, by day, with one hospital. "
        f"So with a clean step: by its share alone, {CLEAN_SHARE:.0%} on any day, one hospital's step would "
        f"wait with **{loose.step:.0%}**; as it must be three times that of all as well, {strict.step:.0%}."
    )


def reserve_band(
    risks: pd.DataFrame, responses: pd.DataFrame
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return P80 and P95 with responses, at both ends of what may come of such as the largest, USD."""
    rare = rare_interval(risks)
    ends = [treated(risks, responses, chance=each) for each in (rare.low, rare.high)]
    low, high = ((each.percentile(0.8), each.percentile(0.95)) for each in ends)
    return low, high


def decision_said(
    risks: pd.DataFrame,
    responses: pd.DataFrame,
    failing: Breaks,
    service: pd.DataFrame,
    incidents: pd.DataFrame,
    *,
    tested: pd.DataFrame,
    late: pd.DataFrame,
    whole: pd.DataFrame,
) -> str:
    """Say what to tell the finance lead on Monday, with its doubt: money, then one ordered rule.

    Parameters
    ----------
    risks, responses, service, incidents : DataFrame
        The tables.
    failing : Breaks
        From `fails_badly`.
    tested, late, whole : DataFrame
        From `back_test`, `outside_plan` and `whole`.
    """
    before = losses(as_they_came(launch(risks), risks))
    after, word = treated(risks, responses), treated(risks, responses, effect=1.0)
    unpaid = treated(risks, responses, paid=0.0)
    tied = treated(risks, responses, dependence=STRESS)
    low, high = reserve_band(risks, responses)
    rare = rare_interval(risks)
    picked = chosen(risks, responses)
    held = kept_interval(tested)
    offer = insured(risks, responses)
    steps = whole.iloc[:, 0]
    return (
        f"**Money.** Spend {usd(float(picked['cost'].sum()))} on {len(picked)} responses, and set aside "
        f"**{usd(after.percentile(0.8))}**. That is enough in four of five futures if the responses do "
        f"{EFFECT:.0%} of what the teams say, the insurer bears the {offer.share:.0%} of the loss that it "
        f"offers, and risks do not come together. If the responses do all, {usd(word.percentile(0.8))} is. If "
        f"the insurer pays nothing, it takes {usd(unpaid.percentile(0.8))}. With a dependence of {STRESS}, "
        f"{record_short(risks)}, {usd(tied.percentile(0.8))}. "
        "Release the rest as responses show what they do. In one of twenty futures it takes "
        f"{usd(after.percentile(0.95))} and more. Without responses the amount would be "
        f"{usd(before.percentile(0.8))}.\n\n"
        f"**Test and insurance** are both in it. The insurer's price is fair at {offer.fair:.1%}, and we count "
        f"on {offer.chance:.0%}: before we sign, it hears of old code, and we of limit and exclusions. Beside it the "
        f"test {f'costs {offer.beside:.1f} more than it saves' if offer.beside > 0 else f'saves {-offer.beside:.1f} more than it costs'}, in thousands, "
        f"and takes the chance to {offer.left:.0%}: that is owed to those whose records are read.\n\n"
        f"**How sure.** The largest risk leans on others that were called as rare: {rare.estimate:.0%} "
        f"of these came ({rare.low:.0%} to {rare.high:.0%}). At the ends P80 is {usd(low[0])} and "
        f"{usd(high[0])}, P95 {usd(low[1])} and {usd(high[1])}. If it comes, about "
        f"{usd(largest_cost(risks))} is gone before the insurer pays, and in "
        f"{short_if_largest(risks, responses):.0%} of such futures this reserve is not enough even if it "
        "pays: who bears that is for you "
        f"to say. Reserves made like it, *without* responses, were enough for {held.estimate:.0%} of "
        f"past registers ({held.low:.0%} to {held.high:.0%}; four teams share each quarter, so it is surer than it should be).\n\n"
        f"**What the launch brings.** In steps, after responses and register, "
        f"**{steps['mean']:.0f} thousand USD** within a year on average. It loses money in "
        f"{steps['chance to lose']:.0%} of futures. In the worst twentieth it "
        f"{'loses' if steps['mean of that twentieth'] < 0 else 'brings'} "
        f"{abs(steps['mean of that twentieth']):.0f} thousand on average.\n\n"
        f"**When.** By how core's new work went all is ready within the quarter with "
        f"{late['in the quarter'].min():.0%} to {late['in the quarter'].max():.0%}, for the fair with "
        f"{late['by the fair'].min():.0%} to {late['by the fair'].max():.0%}. {days_said(late, failing, service)} "
        "Promise the first day, the second with its condition, and nothing for the fair.\n\n"
        f"**In this order.**\n\n{rule_said(failing, service, incidents, after.mean / 1000)}"
    )


def rule_said(failing: Breaks, service: pd.DataFrame, incidents: pd.DataFrame, left: float) -> str:
    """Say in one order what goes live: the gate, the question to finance, then the launch.

    Parameters
    ----------
    failing : Breaks
        From `fails_badly`.
    service, incidents : DataFrame
        The tables.
    left : float
        What is left of the register on average, thousands of USD.
    """
    used = budget(service, incidents).used
    burned = months(service)
    many = int((burned > 1).sum())
    over = f"in {many} of {len(burned)} months it was more than one"
    gate = (
        f"The last 30 days used {used:.1f} error budgets ({over}): some is left, so all that is ready "
        "may go live."
        if gate_open(service, incidents)
        else f"The last 30 days used {used:.1f} error budgets ({over}). So only what can be undone at "
        "once goes live. The trail stands behind a switch, so it may, and so may the pilot. The move of "
        "old records cannot, unless the old ones are kept for a month: so keep them."
    )
    if many > len(burned) / 2:
        gate += (
            " A gate that is mostly shut says nothing of the launch: engineering and you settle by 31 "
            "July whether the objective or the service is to change."
        )
    lines = [f"*The gate.* {gate}"]
    if worth(failing.launch)["pilot"] > PILOT_COST:
        lines += [
            f"*One question, before any pilot.* {clean_said(failing.launch)}",
            f"*The pilot's lead is small.* {thin_said(failing.launch, left)} {pilot_span(failing)} So unless "
            "finance says today that it bears the day, and that the year's end is not fixed, there is no pilot.",
        ]
    lines.append(
        "*The launch.* In steps, behind the switch: one hospital, twenty, all. Each next step goes if the "
        "last was clean, by the pilot's rule."
    )
    lines.append("*At any time.* Whoever is on duty switches it off, by the numbers below.")
    return "\n".join(f"{at}. {line}" for at, line in enumerate(lines, 1))
