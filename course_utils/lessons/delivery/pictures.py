"""The pictures of lesson 11. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils import charts
from course_utils.lessons.delivery.evidence import (
    LAST_QUARTER,
    LIMIT,
    NOW,
    STORIES,
    YEAR,
    audit,
    cheapest,
    count_begun,
    counted,
    friday,
    naive_weeks,
    of,
    promise_costs,
    weekly,
)
from course_utils.toolkit import delivery
from course_utils.toolkit.common.intervals import Interval


def day(when: pd.Timestamp) -> str:
    """Return a day in words, as 24 July 2026."""
    return f"{when.day} {when:%B %Y}"


def chance(share: float) -> str:
    """Return a chance in words: no forecast from weeks of the past is as sure as 0 % or 100 %."""
    if share < 0.01:
        return "less than 1 %"
    return "more than 99 %" if share > 0.99 else f"{share:.0%}"


def show_sum(items: pd.DataFrame) -> Any:
    """Show the team lead's sum."""
    from IPython.display import Markdown

    pace = weekly(items, "core", span=(LIMIT, NOW)).mean()
    weeks = naive_weeks(items)
    return Markdown(
        f"> Core finishes **{pace:.1f}** things a week. {STORIES} stories / {pace:.1f} a week is "
        f"{STORIES / pace:.1f} weeks, call it {weeks}. We are done by "
        f"**Friday, {day(friday(weeks))}**."
    )


def show_times(days: pd.Series) -> charts.Chart:
    """Draw how long core's things took since the limit, with mean and percentiles."""
    marks = {
        "half": delivery.percentile(days, 0.5),
        "85 %": delivery.percentile(days, 0.85),
    }
    fig, alt = charts.histogram(
        days,
        "How long things take in core",
        f"Days from begun to done, both counted; the mean is {days.mean():.1f}",
        marks=marks,
        form=".0f",
        x_label="days",
        y_label="things",
    )
    return charts.show(fig, alt=f"{alt} The mean is {days.mean():.1f} days.")


def ages(items: pd.DataFrame, team: str, level: float) -> pd.DataFrame:
    """Return what a team had begun and not finished when the last whole week ended, the oldest first."""
    found = delivery.item_ages(of(items, team), NOW).sort_values(ascending=False)
    rows = items.loc[found.index]
    return pd.DataFrame(
        {
            "item": rows["item_key"],
            "kind": rows["kind"].astype(str),
            "days so far": found.astype(int),
            f"older than {level:.0f} days": np.where(found > level, "yes", ""),
        }
    ).set_index("item")


def show_flow(items: pd.DataFrame) -> charts.Chart:
    """Draw core's cumulative flow around the limit: what was begun, and what was done."""
    table = delivery.cumulative_flow(
        of(items, "core"), "2025-09-29", NOW, "W", stages=("started_at", "finished_at")
    )
    before = table["finished_at"].iloc[0]
    drawn = pd.DataFrame(
        {
            "done": table["finished_at"] - before,
            "in progress": table["started_at"] - table["finished_at"],
        }
    )
    fig, alt = charts.cumulative_flow(
        drawn,
        "Core, week by week",
        "Things done since October 2025, and in progress on top; the limit begins in January 2026",
    )
    return charts.show(fig, alt=alt)


def show_waits() -> charts.Chart:
    """Draw how long a change stays at a desk that serves ten a week, by how many come."""
    load = np.array([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95])
    time = pd.Series(
        [delivery.mm1(10 * each, 10).time for each in load],
        index=pd.Index(load * 10, name="come"),
        name="weeks",
    )
    fig, alt = charts.lines(
        time,
        "How long one stays at a desk that serves ten a week",
        "Weeks on average, waiting and service, by how many come in a week",
        form=".1f",
        x_label="come in a week",
    )
    return charts.show(fig, alt=alt)


def show_efficiency(active: dict[str, pd.DataFrame]) -> charts.Chart:
    """Draw flow efficiency of the teams, by the hands and by the board."""
    table = pd.DataFrame(
        {
            "by the hands": {
                team: each.loc["hands", "ratio_of_sums"] for team, each in active.items()
            },
            "by the board": {
                team: each.loc["board", "ratio_of_sums"] for team, each in active.items()
            },
        }
    )
    fig, alt = charts.dumbbell(
        table,
        "What share of the working days was work?",
        "Done in the year to 29 June 2026: person-days over days, and days not blocked over days",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_many(chances: pd.Series, history: pd.Series) -> charts.Chart:
    """Draw the chance of at least so many things in four weeks."""
    reached = chances[::-1].cumsum()[::-1]
    shown = reached[(reached > 0.005) & (reached < 0.9999)]
    fig, alt = charts.lines(
        shown.rename("at least so many"),
        "How many will be done in four weeks?",
        f"Core; chance of at least so many, from {len(history)} weeks of the past",
        notes={delivery.at_least(chances, 0.85): "85 %"},
        form=".0%",
        x_label="things",
    )
    return charts.show(fig, alt=alt)


def four_sums(items: pd.DataFrame) -> pd.DataFrame:
    """Forecast the twelve stories by four sums, each a little more honest."""
    everything, stories = weekly(items, "core"), weekly(items, "core", "story")
    ahead = count_begun(items, "core")
    rows = {
        "12, of all that core finishes": delivery.when(everything, STORIES),
        "12 stories, of core's stories": delivery.when(stories, STORIES),
        f"12 stories after {ahead} begun": counted(items),
        "these 12, to the last": audit(items),
    }
    weeks = naive_weeks(items)
    return pd.DataFrame(
        {
            name: {
                f"chance within {weeks} weeks": chance(chances.loc[:weeks].sum()),
                "even chance": f"week {delivery.at_most(chances, 0.5)}",
                "85 %": f"week {delivery.at_most(chances, 0.85)}",
                "85 %, by": day(friday(delivery.at_most(chances, 0.85))),
            }
            for name, chances in rows.items()
        }
    ).T


def what_moves(items: pd.DataFrame) -> pd.DataFrame:
    """Put the cheapest promise of five pasts and scopes beside each other, and keep one of them."""
    sold = audit(items)
    rows = {
        "twelve stories, as sold": sold,
        "weeks of the last year alone": audit(items, span=YEAR),
        "weeks under the limit alone": audit(items, span=(LIMIT, NOW)),
        "weeks of the last quarter alone": audit(items, span=(LAST_QUARTER, NOW)),
        "fifteen stories": audit(items, stories=STORIES + 3),
    }
    best = cheapest(promise_costs(sold))
    return pd.DataFrame(
        {
            name: {
                "cheapest": f"week {cheapest(promise_costs(chances))}",
                "by": day(friday(cheapest(promise_costs(chances)))),
                f"week {best} is kept": chance(chances.loc[:best].sum()),
                f"week {best + 1} is kept": chance(chances.loc[: best + 1].sum()),
            }
            for name, chances in rows.items()
        }
    ).T


def show_costs(costs: pd.DataFrame) -> charts.Chart:
    """Draw what each promise costs on average, with its two parts."""
    best = cheapest(costs)
    shown = costs.loc[: max(18, best + 4), ["costs", "waits", "breaks"]] / 1000
    fig, alt = charts.lines(
        shown.rename(columns={"costs": "together", "waits": "waiting", "breaks": "breaking it"}),
        "What does it cost to promise this week?",
        "Thousand USD on average, by the week that is promised",
        emphasis="together",
        notes={best: f"week {best}: {chance(costs['kept'][best])}"},
        form=".0f",
        x_label="week",
    )
    return charts.show(
        fig,
        alt=f"{alt} Week {best}, {day(friday(best))}, is cheapest; it is kept with "
        f"{chance(costs['kept'][best])}.",
    )


def show_failures(keys: pd.DataFrame) -> charts.Chart:
    """Draw the share of deployments that failed, by team, with its interval."""
    rows = {
        str(team): Interval(float(row["failed"]), float(row["low"]), float(row["high"]))
        for team, row in keys.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "What share of deployments failed?",
        "January 2025 to June 2026, with 95 % intervals",
        form=".0%",
    )
    return charts.show(fig, alt=alt)
