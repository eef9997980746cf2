"""The pictures of lesson 9. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.experiments.autopsy import said_p
from course_utils.lessons.experiments.evidence import (
    NAMES,
    PAYS,
    PLANS,
    SEALED,
    account_ratio,
    arms,
    by_people_there,
    in_pairs,
    of,
    own_board,
    people,
    per_account,
    reached,
    read_by_person,
    truths,
)
from course_utils.lessons.experiments.plan import SEALED_SAID, PreRegistration
from course_utils.toolkit import experiments
from course_utils.toolkit.common.intervals import Interval


def show_board(board: pd.DataFrame) -> Any:
    """Show the experiment platform's board as a table."""
    from IPython.display import Markdown

    lines = ["| experiment | difference | p | the board says |", "|---|--:|--:|---|"]
    for name, row in board.iterrows():
        lines.append(
            f"| {NAMES[str(name)]} | {_in_unit(row['estimate'], row['unit'])} | "
            f"{said_p(row['p']).removeprefix('= ')} | **{row['verdict']}** |"
        )
    lines.append(f"| {NAMES[SEALED]} | sealed | sealed | *not read yet* |")
    return Markdown("\n".join(lines))


def _in_unit(value: float, unit: str) -> str:
    return f"{100 * value:+.1f} points" if unit == "share" else f"{value:+.1f} uses"


def show_worth(register: pd.DataFrame, runs: pd.DataFrame) -> Any:
    """Show what each test called worth having, why, and whether as many came as that takes."""
    from IPython.display import Markdown

    lines = [
        "| experiment | worth having | why no less | each arm needs | came, in the smaller arm |",
        "|---|--:|---|--:|--:|",
    ]
    plan = register.set_index("name")
    for name, called in NAMES.items():
        unit = "share" if plan["primary_metric"][name] == "converted" else "uses"
        worth = _in_unit(float(plan["mde"][name]), unit).removeprefix("+")
        came = "sealed" if name == SEALED else f"{min(people(of(runs, name)).values()):,}"
        lines.append(
            f"| {called} | {worth} | {plan['mde_reason'][name]} | "
            f"{plan['planned_per_arm'][name]:,} | {came} |"
        )
    return Markdown("\n".join(lines))


def show_sizes(base: float, effects: list[float]) -> charts.Chart:
    """Draw how many people an arm needs, over the effect that is to be found."""
    sizes = {f"{100 * e:g} points": experiments.rates_sample_size(base, e).control for e in effects}
    fig, alt = charts.bars(
        sizes, "What it takes to find an effect", "People in each arm, by the effect"
    )
    return charts.show(fig, alt=alt)


def show_reach(weeks: pd.Series, base: float) -> charts.Chart:
    """Draw the smallest effect that is found after each week of enrolment."""
    found = pd.Series(
        {week: 100 * experiments.rates_mde(base, int(n) // 2) for week, n in weeks.items()}
    )
    fig, alt = charts.bars(
        {f"{week} week{'' if week == 1 else 's'}": value for week, value in found.items()},
        "What more weeks bring",
        "Smallest effect that is found with 80 %, in points, by weeks of enrolment",
        form=".1f",
    )
    return charts.show(fig, alt=alt)


def show_ratio(table: pd.DataFrame) -> charts.Chart:
    """Draw the share of the treatment on each platform, with its interval."""
    from course_utils.toolkit import metrics

    rows = {
        str(name): metrics.rate_interval(
            int(row["treatment"]), int(row["control"] + row["treatment"])
        )
        for name, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "Where are the treated people?",
        "Share of the treatment among the exposed, 95 % intervals; half was planned",
        reference=0.5,
        form="percent",
    )
    return charts.show(fig, alt=alt)


def show_differences(
    rows: Mapping[str, Any], title: str, subtitle: str, *, scale: float = 100, form: str = "+.1f"
) -> charts.Chart:
    """Draw differences with their intervals; those that cover 0 are grey."""
    scaled = {
        name: Interval(*(scale * end for end in tuple(found)[:3])) for name, found in rows.items()
    }
    fig, alt = charts.intervals(scaled, title, subtitle, reference=0, form=form)
    return charts.show(fig, alt=alt)


def show_star(stars: pd.DataFrame) -> charts.Chart:
    """Draw the five subgroups with the smallest p-values among the rises."""
    top = stars[stars["estimate"] > 0].head(5)
    rows = {
        f"{row.subgroup} (p {row.p:.3f}, Holm {row.holm:.2f})": (row.estimate, row.low, row.high)
        for row in top.itertuples()
    }
    return show_differences(
        rows,
        f"The five best rises of {len(stars)} subgroups",
        "In points of the share converted, 95 % intervals, each as if nothing else had been asked",
    )


def show_weeks(effects: pd.DataFrame) -> charts.Chart:
    """Draw the effect in each week since exposure, and name the control's uses in it."""
    rows = {
        f"week {week} (control {row['control']:.1f})": tuple(row[:3])
        for week, row in effects.iterrows()
    }
    return show_differences(
        rows,
        "Streaks, by week since a person met them",
        "Difference of uses a person and week, 95 % intervals",
        scale=1,
        form="+.2f",
    )


def show_plans(table: pd.DataFrame) -> charts.Chart:
    """Draw the compact list's effect on each plan."""
    rows = {plan: tuple(table.loc[plan, ["estimate", "low", "high"]]) for plan in PLANS}
    return show_differences(
        rows,
        "The compact list, plan by plan",
        "Difference of the share converted, in points, 95 % intervals",
    )


def show_cuped(dropped: experiments.Cuped, kept: experiments.Cuped) -> charts.Chart:
    """Draw a difference without the time before, with it for the old, and with it for everybody."""
    return show_differences(
        {
            "plain, everybody": kept.plain,
            "CUPED, new people left out": dropped.difference,
            "CUPED, new people a group": kept.difference,
        },
        "The gallery's first week, read in three ways",
        "Difference of uses a person, 95 % intervals",
        scale=1,
        form="+.2f",
    )


def show_guardrails(table: pd.DataFrame) -> charts.Chart:
    """Draw how much more often notifications are muted, in each test beside its margin."""
    margin = float(table["margin"].iloc[0])
    fig, alt = charts.intervals(
        {
            f"{NAMES.get(str(name), str(name))}: {row['said']}": tuple(
                100 * row[end] for end in ("estimate", "low", "high")
            )
            for name, row in table.iterrows()
        },
        "How many more mute notifications",
        f"Rise of the share, in points, 95 % intervals; up to {100 * margin:.1f} would be borne",
        reference=100 * margin,
        form="+.1f",
    )
    return charts.show(fig, alt=alt)


def show_people_there(boards: pd.DataFrame) -> Any:
    """Draw the boards' effect by how many people are there; sealed boards say so."""
    if boards.empty:
        return sealed()
    return show_differences(
        {f"{name} in the account": found for name, found in by_people_there(boards).items()},
        "Boards by account, by how many people were assigned there",
        "Difference of the share who pick up a colleague's task four times in 28 days, in points, 95 % intervals",
    )


def show_boards(by_person: pd.DataFrame, boards: pd.DataFrame, plan: PreRegistration) -> Any:
    """Draw the boards' effect by person, by account, and as the lodged plan reads it.

    Sealed boards say so. A plan that takes people for pieces, or only those who used the boards, is
    obeyed beside the sound one: it was lodged.
    """
    if boards.empty:
        return sealed()
    found = per_account(boards)
    rows = {
        "people assigned one by one": experiments.compare_rates(*arms(by_person)).difference,
        "whole accounts assigned": found.difference,
    }
    chosen = plan.value["plan"] if plan.value else {}
    if chosen.get("population") == "users":
        rows["your plan: those who used them"] = per_account(
            boards[boards["four_weeks"] > 0]
        ).difference
    elif chosen.get("errors") in ("user", "visit"):
        rows["your plan: people as pieces"] = experiments.compare_rates(*arms(boards)).difference
    return show_differences(
        rows,
        "The same feature, assigned in two ways",
        "Difference of the share who pick up a colleague's task four times in 28 days, in points, 95 % intervals",
    )


def show_units(boards: pd.DataFrame) -> Any:
    """Say ratio and margin of the boards' test by account and by person; sealed boards say so."""
    from IPython.display import Markdown

    if boards.empty:
        return sealed()
    found = per_account(boards)
    alike = (found.standard_error / found.naive_standard_error) ** 2
    fewest = min(people(boards).values())
    base = arms(boards)[0]
    reach = experiments.rates_mde(base[0] / base[1], int(fewest / alike))
    return Markdown(
        f"Ratio of accounts: p = {account_ratio(boards).p:.2f}. Of people, who were not assigned: "
        f"p = {experiments.sample_ratio(people(boards)).p:.2g}. "
        f"Margin by account {100 * found.difference.margin:.1f} points, "
        f"by person {100 * 1.96 * found.naive_standard_error:.1f}. "
        f"Split the accounts without boards by coin, a thousand times, and read by person: "
        f"**{read_by_person(boards[boards['variant'] == 'control']):.0%}** of these idle tests cry. "
        f"The design effect came out at {alike:.1f}. {fewest:,} people came in the smaller arm: they "
        f"find {100 * reach:.1f} points with 80 %."
    )


def show_controls(by_person: pd.DataFrame) -> Any:
    """Say what the colleague's board does to people without one, and what the own board does."""
    from IPython.display import Markdown

    pairs = in_pairs(by_person)
    (x0, n0), (x1, n1) = arms(pairs)
    more, own = reached(by_person), own_board(by_person)
    said = (
        f"People without boards, in accounts of which two met the page. Where the colleague had none either, {x0} of "
        f"{n0} picked up colleagues' tasks regularly; where the colleague had boards, {x1} of {n1}. That "
        f"is **{100 * more.estimate:+.0f} points** ({100 * more.low:+.0f} to {100 * more.high:+.0f}). "
    )
    if more.low <= 0:
        return Markdown(
            f"{said}So few accounts of two cannot say it: the interval holds 0. The larger test by "
            "account is what answers."
        )
    does = "So it is the colleague's board that does it."
    if own.high >= more.low:
        does = "Whether the own one does a part of it, so few accounts of two cannot say."
    return Markdown(
        f"{said}So boards reached people without them, and the test saw less. In the same accounts the "
        f"*own* board moves {100 * own.estimate:+.0f} points ({100 * own.low:+.0f} to "
        f"{100 * own.high:+.0f}). {does} A test by account cannot tell the two apart. "
        "The base of the plan above was measured among such people, so it is too high."
    )


def show_payoffs(table: pd.DataFrame) -> Any:
    """Say of each gain what it comes to for all on whom its cost falls, and whether that pays."""
    from IPython.display import Markdown

    lines = [
        "| what would be shipped | gain of those who get it | counted over | worth having | so it |",
        "|---|--:|--:|--:|---|",
    ]
    for name, row in table.iterrows():
        share = row["share"]
        over = "them" if share == 1 else f"all: {100 * share * row['estimate']:+.1f}"
        if share < 1:
            over += f" ({100 * share * row['low']:+.1f} to {100 * share * row['high']:+.1f})"
        lines.append(
            f"| {NAMES.get(str(name), str(name))} | {100 * row['estimate']:+.1f} "
            f"({100 * row['low']:+.1f} to {100 * row['high']:+.1f}) | {over} | "
            f"{100 * row['mde']:.1f} | **{PAYS[row['said']]}** |"
        )
    return Markdown("\n".join(lines))


def sealed() -> Any:
    """Show the sentence that stands where sealed data would be."""
    from IPython.display import Markdown

    return Markdown(f"> {SEALED_SAID}")


def show_mail(changes: Mapping[str, Interval]) -> charts.Chart:
    """Draw the summary mail's effect as three comparisons have it, and the trend before."""
    return show_differences(
        changes,
        "One mail, three comparisons and a check",
        "Overdue tasks for each 100 open ones, 95 % intervals; below 0 is better",
        scale=1,
    )


def show_truths(verdicts: Mapping[str, str] | None = None) -> Any:
    """Show what is planted in each experiment, beside the learner's verdicts; these come first."""
    from IPython.display import Markdown

    from course_utils.widgets.prediction import attended

    given = dict(verdicts or {})
    open_ = [NAMES[name] for name in NAMES if name not in given]
    if open_ and attended():
        return Markdown(
            "> **Sort all seven first**, then run this cell again. "
            f"Still to be sorted: {', '.join(open_)}."
        )
    lines = ["| experiment | your verdict | what is true |", "|---|---|---|"]
    for name, said in truths().items():
        lines.append(f"| {NAMES[name]} | {given.get(name, 'not given')} | {said} |")
    lines += [
        "",
        "For this course the coins of each test were thrown again until the draw was typical of what "
        "is true. Outside they are thrown once.",
    ]
    return Markdown("\n".join(lines))
