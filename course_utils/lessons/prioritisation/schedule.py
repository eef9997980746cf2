"""Queues of one squad: which jobs, in how many weeks, and what an order costs when weeks are ranges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.prioritisation.evidence import RANGES, leaks, legal
from course_utils.toolkit import prioritisation

DATED, DEAR, LONGEST = 2, 2, 6
"""Jobs with a date; jobs without one that cost most a week; weeks that a job without a date may
take."""
FILLING = (4, 3)
"""How many jobs fill up."""
FILLERS = (6, 2)
"""From which jobs those that fill up are taken: those that cost most a week, and of the others the
longest, so that a queue lasts beyond its dates."""
QUARTERS = 400
"""Possible quarters that are drawn."""


def sequence_jobs(cards: pd.DataFrame, dependencies: pd.DataFrame, squad: int = 1) -> pd.DataFrame:
    """Take jobs for one squad: the two nearest dates, and jobs that cost by the week.

    No job of a queue needs another item, so every order can be done, and none closes a leak: that
    does not queue. By falling cost of delay the
    jobs without a date go to the two squads in turn. The last ones of a queue are those with which a
    plan by middle estimates has the least room before its dates, in errors of their ends, so that
    the ranges matter, in a queue that lasts beyond the later date.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.mended`, or `evidence.cards` for the ranges as they were given.
    dependencies : DataFrame
        The table.
    squad : {1, 2}
        Whose queue, if that squad has the dates.

    Returns
    -------
    DataFrame
        Indexed by item_id, in the order in which they were asked for: title, requester, duration
        with its low and high (weeks), cost_of_delay, due, penalty, value, law (whether the law
        asks for it this quarter).
    """
    jobs = cards.rename(columns=lambda name: name.replace("weeks", "duration"))
    columns = ["title", "requester", "duration", "duration_low", "duration_high"]
    columns += ["cost_of_delay", "due", "penalty", "value", "law"]
    jobs["law"] = jobs.index.isin(legal(cards))
    queued = ~jobs.index.isin([*dependencies["item_id"], *leaks(cards)])
    jobs = jobs.loc[queued, columns]
    dated = jobs[jobs["due"].notna()].sort_values("due", kind="stable").head(DATED)
    free = jobs[jobs["due"].isna()]
    free = free[(free["duration"] <= LONGEST) & (free["cost_of_delay"] > 0)]
    free = free.sort_values("cost_of_delay", ascending=False, kind="stable")
    first, rest = free.iloc[squad - 1 : 2 * DEAR : 2], free.iloc[2 * DEAR :]
    dear, longest = rest.head(FILLERS[0]), rest.iloc[FILLERS[0] :].nlargest(FILLERS[1], "duration")

    chosen = pd.concat([dated, first, dear, longest])
    plain = chosen.drop(columns=_WORDS).astype(object)
    # None for what is missing: NaN equals nothing, and no queue would be known again.
    rows = tuple(plain.where(plain.notna(), None).itertuples(name=None))
    fill = _filling(rows, tuple(plain.columns), len(dated) + len(first))
    return chosen.loc[list(fill)].sort_index()


_WORDS = ["title", "requester"]


@lru_cache(maxsize=16)
def _filling(rows: tuple[Any, ...], columns: tuple[str, ...], given: int) -> tuple[Any, ...]:
    """Return the names of the given jobs and of those that fill up; a row begins with its name."""
    jobs = pd.DataFrame(list(rows), columns=["item_id", *columns]).set_index("item_id")
    queues = (
        jobs.iloc[[*range(given), *more]].sort_index()
        for many in FILLING
        for more in combinations(range(given, len(jobs)), many)
    )
    return tuple(min(queues, key=_room).index)


def _room(queue: pd.DataFrame) -> tuple[bool, float]:
    """Say whether a queue is too short, and how many errors fit between a plan's end and its date."""
    whole = float(queue["duration"].sum())
    if whole <= queue["due"].max() + 1:
        return True, -whole
    done = queue.loc[tight(queue)]
    error = np.log(done["duration_high"] / done["duration_low"]) / 2 * done["duration"]
    room = (done["due"] - done["duration"].cumsum()) / np.sqrt((error**2).cumsum())
    return False, float(room.min())


def possible_weeks(jobs: pd.DataFrame, many: int = QUARTERS) -> pd.DataFrame:
    """Draw how many weeks each job may take, from the backlog's own ranges.

    Each is lognormal with its low and high at four times in five, independent of the others. The
    same jobs give the same draws.

    Parameters
    ----------
    jobs : DataFrame
        From `sequence_jobs`.
    many : int
        Possible quarters.

    Returns
    -------
    DataFrame
        A row for each possible quarter, a column for each job; weeks to two decimals.
    """
    rng = np.random.default_rng(10)
    found = {}
    for job, low, high in zip(jobs.index, jobs["duration_low"], jobs["duration_high"], strict=True):
        each = prioritisation.lognormal(float(low), float(high), RANGES)
        found[job] = np.exp(each.mu + each.sigma * rng.standard_normal(many)).round(2)
    return pd.DataFrame(found)


def finishes(order: Sequence[Any], weeks: pd.DataFrame) -> pd.DataFrame:
    """Return the week in which each job is finished, in each possible quarter."""
    return weeks[list(order)].cumsum(axis=1)


def on_time(jobs: pd.DataFrame, order: Sequence[Any], weeks: pd.DataFrame) -> pd.Series:
    """Return the share of the possible quarters in which each date is kept."""
    return kept(jobs, order, weeks).mean().rename("on time")


def kept(jobs: pd.DataFrame, order: Sequence[Any], weeks: pd.DataFrame) -> pd.DataFrame:
    """Say whether each date is kept, in each possible quarter."""
    due = jobs["due"].dropna()
    return finishes(order, weeks)[list(due.index)] <= due + 1e-9


def misses(jobs: pd.DataFrame, order: Sequence[Any], weeks: pd.DataFrame) -> float:
    """Return the share of the possible quarters in which at least one date is missed."""
    return float((~kept(jobs, order, weeks).all(axis=1)).mean())


def expected_cost(jobs: pd.DataFrame, order: Sequence[Any], weeks: pd.DataFrame) -> float:
    """Return what an order costs on average over the possible quarters, penalties included.

    Parameters
    ----------
    jobs : DataFrame
        From `sequence_jobs`.
    order : sequence
        Every job once.
    weeks : DataFrame
        From `possible_weeks`.

    Returns
    -------
    float
        USD.
    """
    done = jobs.loc[list(order)]
    ends = finishes(order, weeks).to_numpy()
    late = (ends > done["due"].to_numpy(dtype=float) + 1e-9).mean(axis=0)
    return float((ends.mean(axis=0) * done["cost_of_delay"] + late * done["penalty"]).sum())


def law_first(jobs: pd.DataFrame, order: Sequence[Any]) -> list[Any]:
    """Put what the law asks at the front of an order; all else stays as it was.

    A fine is not the price of breaking the law, so no order is compared that lets it wait.

    Parameters
    ----------
    jobs : DataFrame
        From `sequence_jobs`.
    order : sequence
        Jobs.
    """
    return sorted(order, key=lambda job: not jobs.loc[job, "law"])


def habits(jobs: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the orders that teams take by habit: as asked for, shortest first, CD3, dates first.

    "Dates, then CD3" puts the dated jobs first, the nearest at the front; the rest go by CD3. What
    the law asks is first in each.
    """
    cd3 = prioritisation.by_score(prioritisation.cd3(jobs["cost_of_delay"], jobs["duration"]))
    dated = list(jobs["due"].dropna().sort_values(kind="stable").index)
    orders = {
        "as asked for": list(jobs.index),
        "shortest first": prioritisation.by_score(-jobs["duration"]),
        "CD3": cd3,
        "dates, then CD3": [*dated, *(job for job in cd3 if job not in dated)],
    }
    return {name: law_first(jobs, order) for name, order in orders.items()}


LAWFUL = 0.99
"""In which share of the possible quarters a law's date would have to be kept if it were not first."""


def cheapest(
    jobs: pd.DataFrame, weeks: pd.DataFrame, lawful: float | None = None
) -> tuple[list[Any], float]:
    """Find the order that costs least on average, of all that have what the law asks first.

    Exact, as `toolkit.prioritisation.best_order` is for sure weeks: in each possible quarter the
    last job of a set ends when all of the set is done, whatever came before. So its average cost
    depends on the set alone, and a least cost is kept for each set (Held and Karp, 1962).

    Parameters
    ----------
    jobs : DataFrame
        From `sequence_jobs`; at most `toolkit.prioritisation.MOST_JOBS`.
    weeks : DataFrame
        From `possible_weeks`.
    lawful : float, optional
        Compare orders that keep what the law asks in such a share of the possible quarters, wherever it
        stands.

    Returns
    -------
    tuple of list and float
        The order, and what it costs on average in USD. Of equal orders one.
    """
    many = len(jobs)
    inside = (np.arange(1 << many)[:, None] >> np.arange(many)) & 1
    ends = weeks[list(jobs.index)].to_numpy() @ inside.T
    cost = np.outer(ends.mean(axis=0), jobs["cost_of_delay"].to_numpy(dtype=float))
    for job, (due, penalty) in enumerate(zip(jobs["due"], jobs["penalty"], strict=True)):
        late = (ends > due + 1e-9).mean(axis=0)
        cost[:, job] += penalty * late
        if lawful is not None and jobs["law"].iloc[job]:
            cost[late > 1 - lawful + 1e-9, job] = np.inf

    law = (
        0 if lawful is not None else sum(1 << job for job, first in enumerate(jobs["law"]) if first)
    )
    least, last = np.zeros(1 << many), np.zeros(1 << many, dtype=np.int64)
    for group in range(1, 1 << many):
        members = np.flatnonzero(inside[group])
        sums = least[group ^ (1 << members)] + cost[group, members]
        if law & ~group:  # what the law asks is not all done: nothing else may be
            sums[(1 << members) & ~law != 0] = np.inf
        last[group] = members[sums.argmin()]
        least[group] = sums.min()
    order, group = [], (1 << many) - 1
    while group:
        order.append(jobs.index[last[group]])
        group ^= 1 << int(last[group])
    return order[::-1], float(least[-1])


def tight(jobs: pd.DataFrame) -> list[Any]:
    """Return the order that costs least if every job takes exactly its middle estimate.

    What the law asks is first, the nearest date at the front; the others begin after it.
    """
    law = jobs[jobs["law"]].sort_values("due", kind="stable")
    rest = jobs[~jobs["law"]]
    rest = rest.assign(due=rest["due"] - law["duration"].sum())
    return [*law.index, *prioritisation.best_order(rest)[0]]


def room_words(jobs: pd.DataFrame, weeks: pd.DataFrame) -> str:
    """Say what the best order by the middle estimates costs, on paper and on average."""
    order, least = tight(jobs), cheapest(jobs, weeks)[1]
    paper = prioritisation.delay_cost(jobs, order)
    average, missed = expected_cost(jobs, order, weeks), misses(jobs, order, weeks)
    told = (
        f"The best order by the *middle* estimates costs {paper:,.0f} USD on paper and "
        f"**{average:,.0f}** on average: it misses a date in **{missed:.0%}** of the possible quarters. "
    )
    if average > 1.02 * least:
        return told + f"With the right room before its dates the queue costs {least:,.0f}."
    return told + "Here it happens to leave room enough; no order is cheaper on average."


def law_price_words(jobs: pd.DataFrame, weeks: pd.DataFrame) -> str:
    """Say what it costs that the law is first, and not only in time."""
    order, least = cheapest(jobs, weeks)
    law = jobs.index[jobs["law"]]
    if law.empty:
        return "In this queue the law asks for nothing."
    # At once is as early as it gets: nobody can ask for more than that keeps.
    level = min(LAWFUL, float(kept(jobs, order, weeks)[list(law)].mean().min()))
    other, cost = cheapest(jobs, weeks, level)
    if cost > least - 1:
        return "First costs nothing here: no order that keeps the law as surely is cheaper."
    before = other.index(law[0])
    return (
        f"First is more than the law asks, which names a date. With {before} of the other jobs before it the "
        f"law is still in time in {kept(jobs, other, weeks)[list(law)].mean().min():.0%} of the quarters, "
        f"and the queue costs {cost:,.0f} USD in place of {least:,.0f}. The rule costs "
        f"**{least - cost:,.0f}**; for that nobody argues about it in a bad week."
    )


def believed_words(given: pd.DataFrame, jobs: pd.DataFrame, weeks: pd.DataFrame) -> str:
    """Say what the ranges as they were given would have promised of a queue, and what comes of it.

    Parameters
    ----------
    given : DataFrame
        From `evidence.cards`.
    jobs : DataFrame
        From `sequence_jobs`, of mended cards.
    weeks : DataFrame
        From `possible_weeks(jobs)`.
    """
    own = given.loc[jobs.index]
    believed = jobs.assign(
        **{f"duration{end}": own[f"weeks{end}"] for end in ("", "_low", "_high")}
    )
    hoped = possible_weeks(believed)
    order, promised = cheapest(believed, hoped)
    return (
        f"The ranges as they came promise {promised:,.0f} USD for their best order, with a date missed "
        f"in {misses(believed, order, hoped):.0%} of the quarters. By what work really takes that order "
        f"costs **{expected_cost(jobs, order, weeks):,.0f}** and misses a date in "
        f"**{misses(jobs, order, weeks):.0%}**."
    )
