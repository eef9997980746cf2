"""The pictures of lesson 7. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from course_utils import charts
from course_utils.lessons.metrics.evidence import (
    EXTRACT,
    LAST_YEAR,
    QUARTERS,
    REWARDS,
    ROBOT_LOGINS,
    between,
    change_in_words,
    sent_twice,
)
from course_utils.lessons.metrics.split import activation_rate
from course_utils.toolkit import metrics
from course_utils.toolkit.common.intervals import Interval


def show_board(board: pd.DataFrame) -> Any:
    """Show the quarterly board as a table."""
    from IPython.display import Markdown

    lines = ["| KPI | first quarter | second quarter | change |", "|---|--:|--:|--:|"]
    for name, row in board.iterrows():
        before, after = (_in_unit(row[q], row["unit"]) for q in ("Q1", "Q2"))
        change = change_in_words(row["Q1"], row["Q2"], row["unit"])
        lines.append(f"| {name} | {before} | {after} | **{change}** |")
    return Markdown("\n".join(lines))


def _in_unit(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:+.1f}" if unit == "points" else f"{value:,.0f}"


def show_candidates(table: pd.DataFrame) -> charts.Chart:
    """Draw for each candidate North Star who is still there, with it and without it."""
    rows = table[["stay_without", "stay_with"]].dropna()
    fig, alt = charts.dumbbell(
        rows.set_axis(["without", "with"], axis=1),
        "Which count tells who will still be there?",
        "Share of teams that are active eight weeks later; weeks since October 2025",
        baseline=True,
        change=lambda gap: f"{100 * gap:.0f} points",
        form="percent",
        zero=False,
    )
    always = ", ".join(table.index[table["apart"].isna()])
    return charts.show(fig, alt=f"{alt} Left out, because every active team does it: {always}.")


def show_head_to_head(table: pd.DataFrame) -> Any:
    """Show the candidates side by side: whom they count, and what they tell."""
    from IPython.display import Markdown

    lines = [
        "| a team counts if | of teams | of people | tells apart, all teams | among equally many |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, row in table.iterrows():
        apart = [
            "nothing" if math.isnan(row[column]) else f"{100 * row[column]:.0f}{margin} points"
            for column, margin in (
                ("apart", ""),
                ("apart_equal", f" ± {100 * row['margin_equal']:.0f}"),
            )
        ]
        cells = [f"{row['share']:.0%}", f"{row['people']:.0%}", *apart]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return Markdown("\n".join(lines))


def show_rewards() -> Any:
    """Show what each candidate would reward, and how one would cheat: judgement, not data."""
    from IPython.display import Markdown

    lines = ["| a team counts if | it rewards | how to cheat |", "|---|---|---|"]
    lines += [f"| {name} | {' | '.join(words)} |" for name, words in REWARDS.items()]
    return Markdown("\n".join([*lines, "", "This table is judgement, not data."]))


def show_alibi(spans: Mapping[str, pd.DataFrame]) -> Any:
    """Show for each span who got guided onboarding, and how many activated, with its margin.

    Parameters
    ----------
    spans : mapping of str to DataFrame
        `sign_ups` of each.
    """
    from IPython.display import Markdown

    lines = ["| new people | got guided onboarding | activated |", "|---|--:|--:|"]
    for name, frame in spans.items():
        guided = (frame["onboarding"].astype(str) == "guided").mean()
        rate = activation_rate(frame)
        margin = 100 * rate.interval.margin
        lines.append(f"| {name} | {guided:.0%} | {rate.estimate:.1%} ± {margin:.1f} points |")
    return Markdown("\n".join(lines))


def show_kpi_tree() -> charts.Chart:
    """Draw Kitewell's KPI tree: North Star, inputs, levers, and the guardrails below."""
    fig, alt = charts.tree(
        "Teams that finish work\ntogether each week",
        {
            "New teams": ["Sign-ups by channel", "Activation, 7 days"],
            "Teams that come back": ["Teams with a task", "Retention, week 4"],
            "People per team": ["People who join", "Feature usage"],
        },
        "Kitewell's KPI tree",
        "It reads downwards: what moves the line above?",
        guards={
            "User": "NPS, CSAT, tickets",
            "Business": "churned MRR, cost per payer",
            "Technical": "uptime, doubled events",
        },
    )
    return charts.show(fig, alt=alt)


def show_counts(counts: Mapping[str, int], title: str) -> charts.Chart:
    """Draw a few counts as bars with their numbers."""
    fig, alt = charts.bars(counts, title)
    return charts.show(fig, alt=alt)


def show_habits(habits: pd.DataFrame) -> charts.Chart:
    """Draw each user by events on an average day and kinds of events."""
    odd = ((habits["kinds"] == 1) & (habits["a_day"] >= ROBOT_LOGINS)).to_numpy()
    jitter = np.random.default_rng(7).uniform(-0.3, 0.3, len(habits))
    dots = pd.DataFrame({"a_day": habits["a_day"], "kinds": habits["kinds"] + jitter})
    # Thousands of dots would make a heavy picture; a sample of people shows the same cloud.
    sample = np.arange(len(habits)) % max(1, len(habits) // 1000) == 0
    loud = dots.index[odd]
    fig, _ = charts.scatter(
        dots[sample | odd],
        f"{odd.sum()} users do one thing, all day and all night",
        "Each dot is a user, April to June 2026; dots are moved a little so that they do not overlap",
        emphasis=list(loud),
        named={loud[-1]: f"these {odd.sum()}"} if len(loud) else {},
        x_label="events on an average day with any",
        y_label="kinds of events",
    )
    single = habits[~odd & (habits["kinds"] == 1).to_numpy()]["a_day"]
    return charts.show(
        fig,
        alt=f"Scatter plot of {len(habits):,} users. {odd.sum()} stand alone: 1 kind of event, "
        f"{habits['a_day'][odd].min():.0f} to {habits['a_day'][odd].max():.0f} a day. The others with "
        f"1 kind of event have {single.median():.1f} a day; busier people do more kinds of things.",
    )


def show_logins(clean: pd.DataFrame, humans: pd.DataFrame) -> charts.Chart:
    """Draw weekly logins with and without robots."""
    span = ("2026-01-05", "2026-06-29")
    series = pd.DataFrame(
        {
            name: metrics.event_counts(frame[frame["event"] == "session_started"], *span, freq="W")
            for name, frame in (("all", clean), ("people", humans))
        }
    )
    last = series.iloc[-4:].mean()
    share = 1 - last["people"] / last["all"]
    fig, alt = charts.lines(
        series,
        f"{share:.0%} of June's logins are robots",
        "Logins a week, each event once, 2026",
        emphasis="people",
    )
    return charts.show(
        fig,
        alt=f"{alt} They are one until April. In June all logins reach {last['all']:,.0f} a week, "
        f"people's {last['people']:,.0f}.",
    )


def show_cohorts(users: pd.DataFrame, clean: pd.DataFrame, outcome: pd.Series) -> charts.Chart:
    """Draw activation by sign-ups of three days each, counted too early and counted when due."""
    end = pd.Timestamp(EXTRACT, tz="UTC")
    new = between(users, "2026-05-23", EXTRACT, "signed_up_at")
    days = 3
    age = (end - new["signed_up_at"]).dt.days.to_numpy() // days
    due = outcome.loc[new["user_id"]].astype("float").groupby(age).mean()
    late = str(pd.Timestamp(EXTRACT) + pd.Timedelta(days=8))
    early = metrics.activated(new, clean, as_of=late).astype(float).groupby(age).mean()
    unripe = early.index * days < 7
    over, waiting, dashboard = "seven days over", "seven days not over", "as the dashboard counts"
    frame = pd.DataFrame(
        {dashboard: early, over: due.where(~unripe), waiting: early.where(unripe)}
    ).set_index(
        pd.DatetimeIndex([end - pd.Timedelta(days=days * (int(n) + 1)) for n in early.index])
    )
    fig, _ = charts.lines(
        frame.sort_index(),
        "The newest points are not finished",
        f"Activation by sign-ups of {days} days each, counted on 1 July 2026",
        emphasis=[over, waiting],
        dashed=[dashboard],
        points=[waiting],
        form=".0%",
    )
    ripe = due[~unripe]
    return charts.show(
        fig,
        alt=f"Activation by sign-ups of {days} days. Where seven days are over it runs from "
        f"{ripe.min():.0%} to {ripe.max():.0%}; the newest three points, counted too early, stand at "
        f"{early.iloc[2]:.0%}, {early.iloc[1]:.0%} and {early.iloc[0]:.0%}.",
    )


def show_shapes(shapes: Mapping[str, pd.Series], title: str) -> charts.Chart:
    """Draw the same funnel counted in several ways, each as a share of its first step."""
    fig, alt = charts.small_multiples(
        shapes,
        charts.funnel,
        title,
        "Each step as a share of the first",
        height=3.4,
        brief=True,
    )
    return charts.show(fig, alt=alt)


def show_margins(usage: metrics.RatioMetric, what: str) -> charts.Chart:
    """Draw a ratio with its honest and its careless interval."""
    times = usage.standard_error / usage.naive_standard_error
    fig, alt = charts.intervals(
        {
            f"{usage.units:,} accounts": usage.interval,
            f"{usage.rows:,} people": usage.naive_interval,
        },
        f"The honest margin is {times:.1f} times the careless one",
        f"{what}, 95 % intervals",
    )
    return charts.show(fig, alt=alt)


def show_splits(splits: Mapping[str, metrics.KitagawaIntervals]) -> charts.Chart:
    """Draw the change in activation and its two parts, by each dimension, with intervals."""
    first = next(iter(splits.values()))
    rows = {"the change": first.total}
    for dimension, split in splits.items():
        rows[f"by {dimension}: rates"] = split.rate
        rows[f"by {dimension}: mix"] = split.mix
    fig, alt = charts.intervals(
        {name: Interval(*(100 * value for value in row)) for name, row in rows.items()},
        "One change, split by " + " and by ".join(splits),
        "Points of activation, 95 % intervals by account",
        reference=0,
    )
    return charts.show(fig, alt=alt)


def show_groups(split: metrics.Kitagawa, dimension: str) -> charts.Chart:
    """Draw each group's rate and share, first and second quarter."""
    groups = split.groups.sort_values("share_after", ascending=False)
    pairs = {
        title: groups[[f"{what}_before", f"{what}_after"]].set_axis(["first", "second"], axis=1)
        for what, title in (("rate", "Share who activate"), ("share", "Share of new sign-ups"))
    }
    fig, alt = charts.small_multiples(
        pairs,
        charts.dumbbell,
        f"Rates and shares by {dimension}",
        "First and second quarter of 2026",
        columns=2,
        height=1.9 + 0.42 * len(groups),
        baseline=True,
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_months(months: Mapping[str, pd.DataFrame]) -> charts.Chart:
    """Draw both parts of the headline by month, beside the same months a year before."""
    fig, alt = charts.small_multiples(
        {name: frame[["now", "a year before"]] for name, frame in months.items()},
        charts.lines,
        "The two parts of the headline, by month of sign-up",
        "October 2025 to June 2026, and a year before",
        columns=2,
        height=3.2,
        emphasis="now",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_simpson(paradox: metrics.Simpson) -> charts.Chart:
    """Draw two groups within each stratum, overall, and at the same mix."""
    order = [name for name in ("free", "team", "business") if name in paradox.within.index]
    pair = ["classic", "guided"]
    within = paradox.within.loc[order, pair]
    sizes = paradox.sizes.loc[order]
    rows = pd.concat(
        [
            within.set_axis(
                [f"{name} ({n['classic']:,} | {n['guided']:,})" for name, n in sizes.iterrows()]
            ),
            pd.DataFrame(
                [paradox.crude[pair], paradox.standardised[pair]],
                index=["all, as they are", "all, same mix"],
            ),
        ]
    )
    wins = int((within["guided"] > within["classic"]).sum())
    behind = paradox.crude["guided"] < paradox.crude["classic"]
    fig, alt = charts.dumbbell(
        rows,
        f"Guided is ahead in {wins} of {len(order)} plans"
        + (", and behind overall" if behind else ""),
        "Activation of sign-ups of January to June 2026; how many people in brackets",
        baseline=True,
        change=lambda gap: f"{100 * gap:.1f} points",
        rule_after=len(order),
        zero=False,
        form="percent",
    )
    return charts.show(fig, alt=alt)


def show_xmr(chart: metrics.XmR, title: str, subtitle: str) -> charts.Chart:
    """Draw an XmR chart."""
    fig, alt = charts.control_chart(chart, title, subtitle)
    return charts.show(fig, alt=alt)


def show_platforms(weeks: pd.DataFrame, baseline: int) -> charts.Chart:
    """Draw one line a platform, each relative to its own first weeks."""
    index = weeks / weeks.iloc[:baseline].mean()
    last = index.iloc[-4:].mean().sort_values(ascending=False)
    fig, alt = charts.lines(
        index,
        "Reports viewed a week, by platform",
        f"Each platform's first {baseline} weeks = 1",
        emphasis=str(last.index[0]),
        form=".2f",
    )
    june = ", ".join(f"{name} {value:.2f}" for name, value in last.items())
    return charts.show(fig, alt=f"{alt} The last four weeks on average: {june}.")


def show_growth(growth: pd.DataFrame) -> charts.Chart:
    """Draw growth accounting by month: gains above, losses below."""
    fig, alt = charts.gains_and_losses(
        growth[["new", "resurrected", "churned"]].set_axis(
            [f"{month:%b}" for month in growth.index]
        ),
        f"Quick ratio in June: {growth['quick_ratio'].iloc[-1]:.2f}",
        "People a month: gains above the line, losses below it",
        losses=["churned"],
    )
    low, high = growth["quick_ratio"].min(), growth["quick_ratio"].max()
    return charts.show(fig, alt=f"{alt} The quick ratio runs from {low:.2f} to {high:.2f}.")


def show_nps(first: pd.DataFrame, second: pd.DataFrame) -> charts.Chart:
    """Draw the NPS of two quarters by channel, with intervals."""
    rows = {
        f"{words}, {quarter} quarter": metrics.nps_interval(
            frame.loc[frame["channel"] == channel, "score"]
        )
        for channel, words in (("in_app", "in the app"), ("email", "by e-mail"))
        for quarter, frame in (("first", first), ("second", second))
    }
    fig, alt = charts.intervals(
        rows, "The NPS by quarter and channel", "Points, 95 % intervals, 2026"
    )
    return charts.show(fig, alt=alt)


def show_aha(curve: pd.DataFrame, best: metrics.Threshold) -> charts.Chart:
    """Draw retention and coverage over the threshold; thresholds of few people are left out."""
    shown = curve[curve["users"] >= 20].iloc[:10]
    fig, alt = charts.lines(
        shown[["retention_reached", "coverage"]].set_axis(
            ["stay, of those who reach it", "reach it, of those who stay"], axis=1
        ),
        "Who reaches the threshold, and who stays",
        "Owners who signed up from July 2025 to May 2026",
        notes={best.actions: "the last that half of them reach"},
        form=".0%",
        x_label="invitations in the first week, at least",
    )
    return charts.show(fig, alt=alt)


def show_verdicts(
    board: pd.DataFrame,
    humans: pd.DataFrame,
    surveys: pd.DataFrame,
    split: metrics.KitagawaIntervals,
    last_year: Interval,
) -> Any:
    """Show the board again, each line counted with care, beside the same quarters a year ago.

    Parameters
    ----------
    board : DataFrame
        From `evidence.board`.
    humans : DataFrame
        Events once each, without robots.
    surveys : DataFrame
        The table.
    split : KitagawaIntervals
        The change in activation by channel.
    last_year : Interval
        The change in activation a year ago, a fraction.
    """
    from IPython.display import Markdown

    in_app = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
    twice = sent_twice(humans).index
    counted: dict[str, list[str]] = {"now": [], "a year ago": []}
    for when, quarters in (("now", QUARTERS), ("a year ago", LAST_YEAR)):
        spans = list(quarters.values())
        days = [metrics.active_users(humans, *span) for span in spans]
        kinds = [
            between(humans, *span).drop(twice, errors="ignore")["event"].value_counts() / len(day)
            for span, day in zip(spans, days, strict=True)
        ]
        before, after = (between(in_app, *span, at="asked_at")["score"] for span in spans)
        change = metrics.nps_difference(before, after)
        change_of_rate = split.total if when == "now" else last_year
        counted[when] = [
            f"{100 * change_of_rate.estimate:+.1f} ± {100 * change_of_rate.margin:.1f} points",
            f"{days[1].mean() / days[0].mean() - 1:+.0%}",
            f"{kinds[1]['session_started'] / kinds[0]['session_started'] - 1:+.0%}",
            f"{kinds[1]['report_viewed'] / kinds[0]['report_viewed'] - 1:+.0%}",
            f"{change.estimate:+.1f} ± {change.margin:.1f} points",
            f"{days[0].min():,} to {days[1].min():,}",
        ]
    rate, mix = (100 * part.estimate for part in (split.rate, split.mix))
    margins = [100 * part.margin for part in (split.rate, split.mix)]
    notes = [
        f"rates within channels {rate:+.1f} ± {margins[0]:.1f}, mix {mix:+.1f} ± {margins[1]:.1f}",
        "without robots",
        "without robots and repeats",
        "without the views sent twice",
        "answers in the app only",
        "closed for a migration on one day: known, and nobody's failure",
    ]
    lines = [
        "| KPI | the board said | counted with care | a year ago | why |",
        "|---|--:|--:|--:|---|",
    ]
    for place, (name, row) in enumerate(board.iterrows()):
        said = change_in_words(row["Q1"], row["Q2"], row["unit"])
        careful, last = (counted[when][place] for when in counted)
        lines.append(f"| {name} | {said} | **{careful}** | {last} | {notes[place]} |")
    return Markdown("\n".join(lines))
