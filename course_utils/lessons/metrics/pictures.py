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
    QUARTERS,
    ROBOT_LOGINS,
    between,
    change_in_words,
    sent_twice,
)
from course_utils.toolkit import metrics


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


def show_north_star(teams: pd.DataFrame, signed_up: pd.Series) -> charts.Chart:
    """Draw a total that only rises beside a weekly count that can fall."""
    fig, (left, right) = charts.figure(
        "One of these can warn you", "By week, July 2023 to June 2026", columns=2
    )
    weeks = teams.iloc[1:-1]
    moments = pd.DatetimeIndex(weeks["week"])
    moments = moments if moments.tz is None else moments.tz_localize(None)
    left.plot(
        pd.DatetimeIndex(signed_up.index).tz_localize(None), signed_up.to_numpy(), color=charts.GREY
    )
    left.set_title("People who ever signed up")
    right.plot(moments, weeks["teams"].to_numpy(), color=charts.BLUE, lw=1.2)
    right.set_title("Teams that finish work together")
    for ax in (left, right):
        ax.set_ylim(bottom=0)
        ax.xaxis.set_major_locator(_years())
        ax.yaxis.set_major_formatter("{x:,.0f}")
    falls = int((weeks["teams"].diff() < 0).sum())
    return charts.show(
        fig,
        alt=f"Two line charts. People who ever signed up rises every week to {signed_up.iloc[-1]:,}. "
        f"Teams in which two people completed a task rises to {weeks['teams'].iloc[-1]:,} a week and "
        f"falls in {falls} of {len(weeks)} weeks.",
    )


def _years() -> Any:
    from matplotlib.dates import YearLocator

    return YearLocator()


TREE = {
    "Teams that finish work\ntogether each week": [
        ("New teams", ["Sign-ups by channel", "Activation, 7 days"]),
        ("Teams that come back", ["Weekly logins", "Retention, week 4"]),
        ("People per team", ["Invitations accepted", "Feature usage"]),
    ]
}
GUARDS = [
    "User: NPS, CSAT, tickets",
    "Business: churned MRR, cost per payer",
    "Technical: uptime, doubled events",
]


def show_kpi_tree() -> charts.Chart:
    """Draw Kitewell's KPI tree: North Star, inputs, levers, and the guardrails below."""
    fig, ax = charts.figure(
        "Kitewell's KPI tree", "It reads downwards: what moves the line above?", height=4.3
    )
    ax.set_axis_off()
    ax.set_xlim(0, 12)
    ax.set_ylim(-1.1, 6.3)

    def box(
        x: float, y: float, words: str, colour: str, width: float, *, full: bool = False
    ) -> None:
        from matplotlib.patches import FancyBboxPatch

        ax.add_patch(
            FancyBboxPatch(
                (x - width / 2, y - 0.42),
                width,
                0.84,
                boxstyle="round,pad=0.02,rounding_size=0.12",
                linewidth=1.4,
                edgecolor=colour,
                facecolor="none",
            )
        )
        ax.text(
            x,
            y,
            words,
            ha="center",
            va="center",
            color=charts.INK,
            size=8.8,
            weight="bold" if full else "normal",
        )

    (star, inputs), *_ = TREE.items()
    box(6, 5.6, star, charts.BLUE, 4.4, full=True)
    for place, (name, levers) in enumerate(inputs):
        x = 2 + 4 * place
        ax.plot([6, x], [5.15, 4.25], color=charts.GREY, lw=1)
        box(x, 3.8, name, charts.BLUE, 3.0)
        for row, lever in enumerate(levers):
            y = 2.55 - 1.05 * row
            ax.plot([x, x], [y + 0.42, y + (0.83 if row == 0 else 0.63)], color=charts.GREY, lw=1)
            box(x, y, lever, charts.GREY, 3.3)
    ax.axhline(0.75, color=charts.GREY, lw=0.8, ls=(0, (4, 3)))
    ax.text(0.1, 0.32, "Guardrails: must not get worse meanwhile", color=charts.SOFT, size=9)
    for place, guard in enumerate(GUARDS):
        head, tail = guard.split(": ")
        box(2 + 4 * place, -0.45, f"{head}\n{tail}", charts.ORANGE, 3.7)
    levels = "; ".join(f"{name}, moved by {' and '.join(levers)}" for name, levers in inputs)
    return charts.show(
        fig,
        alt=f"Tree of 3 levels. Top: teams that finish work together each week. Inputs: {levels}. "
        f"Guardrails below: {'; '.join(GUARDS)}.",
    )


def show_counts(counts: Mapping[str, int], title: str) -> charts.Chart:
    """Draw a few counts as bars with their numbers."""
    fig, ax = charts.figure(title, height=1.0 + 0.45 * len(counts))
    rows = range(len(counts))
    ax.barh(rows, list(counts.values()), height=0.6, color=charts.BLUE)
    for row, value in enumerate(counts.values()):
        ax.annotate(
            f"{value:,}",
            (value, row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=charts.INK,
        )
    _bars(ax, list(counts), max(counts.values()))
    return charts.show(fig, alt=f"Bars: {'; '.join(f'{k} {v:,}' for k, v in counts.items())}.")


def _bars(ax: Any, names: list[str], longest: float, room: float = 1.15) -> None:
    ax.set_yticks(range(len(names)), names, color=charts.INK)
    ax.invert_yaxis()
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, room * max(longest, 1))


def show_habits(habits: pd.DataFrame) -> charts.Chart:
    """Draw each user by events on an average day and kinds of events."""
    odd = ((habits["kinds"] == 1) & (habits["a_day"] >= ROBOT_LOGINS)).to_numpy()
    fig, ax = charts.figure(
        f"{odd.sum()} users do one thing, all day and all night",
        "Each dot is a user, April to June 2026; dots are moved a little so that they do not overlap",
    )
    jitter = np.random.default_rng(7).uniform(-0.3, 0.3, len(habits))
    x, y = habits["a_day"].to_numpy(), habits["kinds"].to_numpy() + jitter
    # Thousands of dots would make a heavy picture; a sample of people shows the same cloud.
    sample = np.arange(len(habits)) % max(1, len(habits) // 1000) == 0
    for chosen, colour, size in ((~odd & sample, charts.BLUE, 9), (odd, charts.RED, 26)):
        ax.scatter(x[chosen], y[chosen], s=size, color=colour, alpha=0.6, lw=0)
    ax.set_xlabel("events on an average day with any")
    ax.set_ylabel("kinds of events")
    ax.set_ylim(0, 12)
    ax.set_xlim(left=0)
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
    fig, _ = charts.time_series(
        series,
        f"{share:.0%} of June's logins are robots",
        "Logins a week, each event once, 2026",
        emphasis="people",
    )
    return charts.show(
        fig,
        alt=f"Two lines of weekly logins in 2026. They are one until April. In June all logins reach "
        f"{last['all']:,.0f} a week, people's {last['people']:,.0f}.",
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
    start = [(end - pd.Timedelta(days=days * (int(n) + 1))).tz_localize(None) for n in early.index]
    unripe = early.index * days < 7
    fig, ax = charts.figure(
        "The newest points are not finished",
        f"Activation by sign-ups of {days} days each, counted on 1 July 2026",
    )
    x = np.array(start)
    ax.plot(x, early, color=charts.GREY, ls=(0, (4, 3)), label="as the dashboard counts")
    ax.plot(x[~unripe], due[~unripe], color=charts.BLUE, marker="o", ms=4, label="seven days over")
    ax.plot(x[unripe], early[unripe], "D", color=charts.RED, ms=7, label="seven days not over")
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(_percent())
    ax.legend(loc="lower left")
    _dates(ax)
    ripe = due[~unripe]
    return charts.show(
        fig,
        alt=f"Activation by sign-ups of {days} days. Where seven days are over it runs from "
        f"{ripe.min():.0%} to {ripe.max():.0%}; the newest three points, counted too early, stand at "
        f"{early.iloc[2]:.0%}, {early.iloc[1]:.0%} and {early.iloc[0]:.0%}.",
    )


def _percent(digits: int = 0) -> Any:
    from matplotlib.ticker import PercentFormatter

    return PercentFormatter(1.0, decimals=digits)


def _dates(ax: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def show_shapes(shapes: Mapping[str, pd.Series]) -> charts.Chart:
    """Draw the same funnel counted in several ways, each as a share of its first step."""
    first = next(iter(shapes.values()))
    fig, axes = charts.figure(
        "One cohort, three funnels",
        "Each step as a share of the first",
        columns=len(shapes),
        height=3.2,
        sharey=True,
    )
    alt = []
    for ax, (name, counts) in zip(axes, shapes.items(), strict=True):
        share = counts / counts.iloc[0]
        rising = counts.diff() > 0
        ax.barh(
            range(len(counts)),
            share,
            color=[charts.RED if r else charts.BLUE for r in rising],
            height=0.62,
        )
        for row, (value, n) in enumerate(zip(share, counts, strict=True)):
            ax.annotate(
                f"{value:.0%} ({n:,})",
                (value, row),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=charts.INK,
                size=8.5,
                annotation_clip=False,
            )
        ax.set_title(name)
        ax.grid(visible=False)
        ax.xaxis.set_visible(False)
        ax.spines["bottom"].set_visible(False)
        ax.set_xlim(0, 1.75 * share.max())
        alt.append(f"{name}: " + ", ".join(f"{step} {n:,}" for step, n in counts.items()))
    axes[0].set_yticks(
        range(len(first)), [s.replace("_", " ") for s in first.index], color=charts.INK
    )
    axes[0].invert_yaxis()
    return charts.show(fig, alt=f"Three funnels of the same people. {'; '.join(alt)}.")


def show_margins(usage: metrics.RatioMetric, what: str) -> charts.Chart:
    """Draw a ratio with its honest and its careless interval."""
    times = usage.standard_error / usage.naive_standard_error
    fig, _ = charts.intervals(
        {
            f"{usage.units:,} people": usage.interval,
            f"{usage.rows:,} days of people": usage.naive_interval,
        },
        f"The honest margin is {times:.1f} times the careless one",
        f"{what}, 95 % intervals",
    )
    return charts.show(
        fig,
        alt=f"Two intervals around {usage.estimate:.3f}. With people as the evidence: "
        f"{usage.low:.3f} to {usage.high:.3f}. With each of their days: {usage.naive_low:.3f} to "
        f"{usage.naive_high:.3f}.",
    )


def show_channels(split: metrics.Kitagawa) -> charts.Chart:
    """Draw each channel's rate and share before and after, and the split of the change."""
    fig, (left, right) = charts.figure(
        f"Activation moved {100 * split.total:+.1f} points: rates {100 * split.rate:+.1f}, mix {100 * split.mix:+.1f}",
        "First quarter (grey) and second quarter (blue) of 2026, by channel",
        columns=2,
        sharey=True,
    )
    groups = split.groups.sort_values("share_after")
    for ax, what, title in (
        (left, "rate", "Share who activate"),
        (right, "share", "Share of new sign-ups"),
    ):
        for row, (_, g) in enumerate(groups.iterrows()):
            one, two = g[f"{what}_before"], g[f"{what}_after"]
            ax.plot([one, two], [row, row], color=charts.GREY, lw=1.5)
            ax.plot(one, row, "o", ms=7, color=charts.GREY)
            ax.plot(two, row, "o", ms=8, color=charts.BLUE)
            ax.annotate(
                f"{two:.0%}",
                (max(one, two), row),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                color=charts.INK,
            )
        ax.set_title(title)
        ax.grid(visible=False)
        ax.set_xlim(0, 1.2 * groups[[f"{what}_before", f"{what}_after"]].to_numpy().max())
        ax.xaxis.set_major_formatter(_percent())
    left.set_yticks(
        range(len(groups)), [str(name).replace("_", " ") for name in groups.index], color=charts.INK
    )
    said = "; ".join(
        f"{name}: rate {g.rate_before:.0%} to {g.rate_after:.0%}, share {g.share_before:.0%} to {g.share_after:.0%}"
        for name, g in groups.iloc[::-1].iterrows()
    )
    return charts.show(
        fig, alt=f"Dots by channel. {said}. Overall {split.before:.1%} to {split.after:.1%}."
    )


def show_simpson(paradox: metrics.Simpson) -> charts.Chart:
    """Draw two groups within each stratum, overall, and at the same mix."""
    order = [name for name in ("free", "team", "business") if name in paradox.within.index]
    rows = {name: paradox.within.loc[name] for name in order}
    rows["all, as they are"] = paradox.crude
    rows["all, same mix"] = paradox.standardised
    classic, guided = "classic", "guided"
    wins = sum(row[guided] > row[classic] for name, row in rows.items() if name in order)
    fig, ax = charts.figure(
        f"Guided is ahead in {wins} of {len(order)} plans, and behind overall"
        if paradox.crude[guided] < paradox.crude[classic]
        else f"Guided is ahead in {wins} of {len(order)} plans",
        "Activation of sign-ups of January to June 2026: classic (grey), guided (blue)",
        height=3.6,
    )
    for row, (_, rates) in enumerate(rows.items()):
        ax.plot([rates[classic], rates[guided]], [row, row], color=charts.GREY, lw=1.5)
        for name, colour in ((classic, charts.GREY), (guided, charts.BLUE)):
            ax.plot(rates[name], row, "o", ms=8, color=colour)
        ahead = 100 * (rates[guided] - rates[classic])
        ax.annotate(
            f"{ahead:+.1f} points",
            (max(rates), row),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=charts.INK,
        )
    names = []
    for name in rows:
        sizes = paradox.sizes.loc[name] if name in order else None
        names.append(name if sizes is None else f"{name} ({sizes[classic]:,} | {sizes[guided]:,})")
    ax.axhline(len(order) - 0.5, color=charts.GREY, lw=0.8, ls=(0, (4, 3)))
    ax.set_yticks(range(len(rows)), names, color=charts.INK)
    ax.invert_yaxis()
    ax.grid(visible=False)
    ax.margins(x=0.18)
    ax.xaxis.set_major_formatter(_percent())
    said = "; ".join(
        f"{name}: classic {r[classic]:.1%}, guided {r[guided]:.1%}" for name, r in rows.items()
    )
    return charts.show(fig, alt=f"Dots by plan. {said}.")


def show_xmr(chart: metrics.XmR, subtitle: str, form: str = "number") -> charts.Chart:
    """Draw an XmR chart and count its signals."""
    points = chart.points
    outside = points[points["outside"]]
    judged = points.iloc[16:]
    late = int(judged["outside"].sum())
    fig, _ = charts.control_chart(
        chart, f"{late} of the last {len(judged)} weeks lie outside the limits", subtitle, form=form
    )
    where = ", ".join(f"{week:%d %B}" for week in outside.index) or "none"
    return charts.show(
        fig,
        alt=f"Control chart of {len(points)} weeks: mean {chart.centre:.2f}, limits "
        f"{chart.lower:.2f} to {chart.upper:.2f}. Weeks outside begin on: {where}.",
    )


def show_platforms(weeks: pd.DataFrame) -> charts.Chart:
    """Draw one line a platform, each relative to its own first sixteen weeks."""
    index = weeks / weeks.iloc[:16].mean()
    odd = str(index.iloc[-4:].mean().idxmax())
    fig, _ = charts.time_series(
        index,
        f"One platform is not like the others: {odd}",
        "Reports viewed a week, each platform's first 16 weeks = 1",
        emphasis=odd,
    )
    last = index.iloc[-4:].mean()
    return charts.show(
        fig,
        alt="Lines by platform, relative to their first 16 weeks. In June: "
        + ", ".join(
            f"{name} {value:.2f}" for name, value in last.sort_values(ascending=False).items()
        )
        + ".",
    )


def show_growth(growth: pd.DataFrame) -> charts.Chart:
    """Draw growth accounting by month: gains above, losses below."""
    fig, ax = charts.figure(
        f"Quick ratio in June: {growth['quick_ratio'].iloc[-1]:.2f}",
        "People a month: new and resurrected above, churned below; dots are the net change",
    )
    months = [f"{month:%b}" for month in growth.index]
    x = np.arange(len(growth))
    ax.bar(x, growth["new"], color=charts.BLUE, width=0.7, label="new")
    ax.bar(
        x,
        growth["resurrected"],
        bottom=growth["new"],
        color=charts.GREEN,
        width=0.7,
        label="resurrected",
    )
    ax.bar(x, -growth["churned"], color=charts.RED, width=0.7, label="churned")
    net = growth["new"] + growth["resurrected"] - growth["churned"]
    ax.plot(x, net, "o", color=charts.INK, ms=5, label="net")
    ax.axhline(0, color=charts.GREY, lw=1)
    ax.set_xticks(x, months)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.08))
    low, high = growth["quick_ratio"].min(), growth["quick_ratio"].max()
    return charts.show(
        fig,
        alt=f"Bars by month, {len(growth)} months. In June {growth['new'].iloc[-1]:,} new, "
        f"{growth['resurrected'].iloc[-1]:,} resurrected, {growth['churned'].iloc[-1]:,} churned. "
        f"The quick ratio runs from {low:.2f} to {high:.2f}.",
    )


def show_nps(first: pd.DataFrame, second: pd.DataFrame) -> charts.Chart:
    """Draw the NPS of two quarters by channel, with intervals."""
    rows = {
        f"{words}, {quarter} quarter": metrics.nps_interval(
            frame.loc[frame["channel"] == channel, "score"]
        )
        for channel, words in (("in_app", "in the app"), ("email", "by e-mail"))
        for quarter, frame in (("first", first), ("second", second))
    }
    fig, _ = charts.intervals(
        rows, "The NPS by quarter and channel", "Points, 95 % intervals, 2026"
    )
    said = "; ".join(
        f"{name} {i.estimate:.1f} ({i.low:.1f} to {i.high:.1f})" for name, i in rows.items()
    )
    return charts.show(fig, alt=f"Intervals of the net promoter score: {said}.")


def show_aha(curve: pd.DataFrame, best: metrics.Threshold) -> charts.Chart:
    """Draw retention and coverage over the threshold; thresholds of few people are left out."""
    shown = curve[curve["users"] >= 20].iloc[:10]
    fig, ax = charts.figure(
        "A higher bar marks fewer people better",
        "By number of invitations in the first week, sign-ups of a year",
    )
    ax.plot(
        shown.index,
        shown["retention_reached"],
        color=charts.BLUE,
        marker="o",
        label="stay, of those who reach it",
    )
    ax.plot(
        shown.index,
        shown["coverage"],
        color=charts.ORANGE,
        marker="s",
        label="reach it, of those who stay",
    )
    ax.axvline(best.actions, color=charts.GREY, lw=1, ls=(0, (4, 3)))
    ax.set_xticks(shown.index)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(_percent())
    ax.legend(loc="upper right")
    top = shown.index[-1]
    return charts.show(
        fig,
        alt=f"Two lines over thresholds 1 to {top}. Retention of those who reach it goes from "
        f"{shown['retention_reached'].iloc[0]:.0%} to {shown['retention_reached'].iloc[-1]:.0%}; coverage falls "
        f"from {shown['coverage'].iloc[0]:.0%} to {shown['coverage'].iloc[-1]:.0%}.",
    )


def show_verdicts(
    board: pd.DataFrame,
    humans: pd.DataFrame,
    surveys: pd.DataFrame,
    split: metrics.Kitagawa,
) -> Any:
    """Show the board again, each line counted with care, with what it means.

    Parameters
    ----------
    board : DataFrame
        From `evidence.board`.
    humans : DataFrame
        Events once each, without robots.
    surveys : DataFrame
        The table.
    split : Kitagawa
        The change in activation by channel.
    """
    from IPython.display import Markdown

    in_app = surveys[(surveys["survey"] == "nps") & (surveys["channel"] == "in_app")]
    twice = sent_twice(humans).index
    rows: dict[str, list[float]] = {}
    margin = 0.0
    for quarter, (start, end) in QUARTERS.items():
        seen = between(humans, start, end)
        daily = metrics.active_users(seen, start, end)
        kinds = seen[~seen.index.isin(twice)]["event"].value_counts()
        score = metrics.nps_interval(between(in_app, start, end, "asked_at")["score"])
        margin = float(np.hypot(margin, score.margin))
        rows[quarter] = [
            math.nan,
            float(daily.mean()),
            kinds["session_started"] * 7 / len(daily),
            kinds["report_viewed"] * 7 / len(daily),
            score.estimate,
            float(daily[daily > 0].min()),
        ]
    rows["Q1"][0], rows["Q2"][0] = split.before, split.after
    notes = [
        f"rates within channels {100 * split.rate:+.1f} points, mix {100 * split.mix:+.1f} points",
        "without robots; compare with a year ago before you cheer",
        "without robots and repeats",
        "without the doubled views",
        f"in-app answers only; a change needs more than ±{margin:.1f} to show",
        "without the silent day: nobody *could* come",
    ]
    lines = ["| KPI | the board said | counted with care | why |", "|---|--:|--:|---|"]
    for place, (name, row) in enumerate(board.iterrows()):
        said = change_in_words(row["Q1"], row["Q2"], row["unit"])
        true = change_in_words(rows["Q1"][place], rows["Q2"][place], row["unit"])
        lines.append(f"| {name} | {said} | **{true}** | {notes[place]} |")
    return Markdown("\n".join(lines))
