"""What users do on their way: activation, funnels, and how many actions mark a user who stays."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans, units
from course_utils.toolkit.common.checks import Int64s

__all__ = [
    "Threshold",
    "activated",
    "activation",
    "activation_curve",
    "activation_threshold",
    "funnel",
    "funnel_of_counts",
]

ALIKE = 0.9
"""From this likeness on two event names are one name and a slip (0 to 1, as difflib has it)."""
ACTIVATION_STEPS = ("project_created", "task_completed")


class Threshold(NamedTuple):
    """A number of actions that marks users who stay; see `activation_threshold`."""

    actions: int
    coverage: float
    lift: float
    retention_reached: float
    retention_below: float
    reach: float


def activated(
    users: pd.DataFrame,
    events: pd.DataFrame,
    *,
    as_of: Any,
    steps: Sequence[str] = ACTIVATION_STEPS,
    window: Any = "7D",
    by: str = "user_id",
    start: str = "signed_up_at",
    at: str = "occurred_at",
    event: str = "event",
) -> pd.Series:
    """Say of each user whether they did every step within the window after sign-up.

    Parameters
    ----------
    users : DataFrame
        One row a user: `by`, `start`.
    events : DataFrame
        One row an event: `by`, `at`, `event`. Repeated rows do no harm.
    as_of : date or str
        When the data end. A user whose window is not over by then is *censored*: the answer is
        missing, even if the steps are already done, because counting the quick ones only would
        flatter the youngest cohorts.
    steps : sequence of str
        The events that must all happen, in any order. A name that no event bears is refused where
        another one is nearly the same, and else is a warning.
    window : str or Timedelta
        Length of the window with its unit; a step counts when ``0 <= time since sign-up <= window``. "7D" is 168
        hours, not seven calendar days.
    by, start, at, event : str
        The columns of users, sign-up times, event times and event names.

    Returns
    -------
    Series of nullable boolean
        True, False, or missing (censored), indexed by user in the order of `users`. Its ``mean()``
        is the activation rate.
    """
    checks.need_columns(users, [by, start], "users")
    checks.need_columns(events, [by, at, event], "events")
    wanted = _steps(steps)
    if users[by].duplicated().any() or users[by].isna().any():
        raise ValueError(f"users must have one row a user: {by} is missing or repeated.")
    checks.need_names(users[by], by)
    everything = events[event]
    length, end = spans.duration(window, "window"), spans.moment(as_of, "as_of")
    begins = spans.utc(users[start], start)

    if len(users):
        last = begins.max()
        events = spans.narrow(events, at, begins.min(), last + min(length, end - last))
    codes = _step_numbers(events[event], wanted)
    _need_steps(everything, wanted, codes)
    kept = events.loc[codes >= 0, [by, at]]
    codes = codes[codes >= 0]
    checks.need_names(kept[by], by)
    who = pd.Index(users[by]).get_indexer(pd.Index(kept[by]))
    times = spans.utc(kept[at], at)
    since = times - begins[np.maximum(who, 0)] if len(users) else np.array([], "timedelta64[us]")
    if len(users):
        inside = (who >= 0) & (since >= np.timedelta64(0, "s")) & (since <= length) & (times <= end)
    else:
        inside = np.zeros(len(kept), dtype=bool)
    done = np.zeros((len(users), len(wanted)), dtype=bool)
    done[who[inside], codes[inside]] = True

    answer = pd.arrays.BooleanArray(np.array(done.all(axis=1)), begins + length > end)
    return pd.Series(answer, index=pd.Index(users[by], name=by), name="activated")


def activation(
    users: pd.DataFrame,
    events: pd.DataFrame,
    *,
    as_of: Any,
    by: str | None = None,
    steps: Sequence[str] = ACTIVATION_STEPS,
    window: Any = "7D",
) -> pd.DataFrame:
    """Compute the activation rate, overall or in each group of users.

    Parameters
    ----------
    users : DataFrame
        One row a user: user_id, signed_up_at and, if given, the column `by`.
    events : DataFrame
        One row an event: user_id, occurred_at, event.
    as_of : date or str
        When the data end; users whose window is not over by then are censored.
    by : str, optional
        A column of `users`; users without a value make a group of their own, labelled NaN.
    steps, window
        As in `activated`.

    Returns
    -------
    DataFrame
        One row a group (one row "all" without `by`): users, censored, eligible, activated, rate.
        ``eligible = users - censored`` and ``rate = activated / eligible`` (a fraction; NaN when
        nobody is eligible).

    See Also
    --------
    activated : The answer for each user, and what counts.
    kitagawa : Takes two of these tables.
    """
    outcome = activated(users, events, as_of=as_of, steps=steps, window=window).to_numpy()
    if by is None:
        keys: Any = np.full(len(users), "all", dtype=object)
    else:
        checks.need_columns(users, [by], "users")
        checks.need_names(users[by], by)
        keys = users[by].to_numpy() if users[by].dtype != "category" else users[by].array
    known = ~pd.isna(outcome)
    table = pd.DataFrame(
        {
            "users": 1,
            "censored": (~known).astype(np.int64),
            "eligible": known.astype(np.int64),
            "activated": np.where(known, outcome, False).astype(np.int64),
            "_group": pd.Series(keys),
        }
    )
    sums = table.groupby("_group", dropna=False, observed=True).sum()
    if by is None and sums.empty:
        sums.loc["all"] = 0
    sums.index.name = by
    with np.errstate(invalid="ignore"):
        sums["rate"] = sums["activated"].to_numpy(np.float64) / sums["eligible"].to_numpy()
    return sums


def funnel(
    events: pd.DataFrame,
    steps: Sequence[str],
    window: Any = None,
    *,
    count: str = "ordered",
    by: str = "user_id",
    at: str = "occurred_at",
    event: str = "event",
) -> pd.DataFrame:
    """Count how far users come through a series of steps.

    Parameters
    ----------
    events : DataFrame
        One row an event. For a cohort, keep the events of its users only.
    steps : sequence of str
        The names of the events, in order, each once.
    window : str or Timedelta, optional
        All steps must be done within this time of the first one, its end included. It bounds the
        ordered count only; the other counts know no beginning to measure from.
    count : {"ordered", "unordered", "events"}
        "ordered": users who did steps 1 to k in that order (at the same moment will do) within the
        window. Every first step of a user may begin a try, and the furthest try counts.
        "unordered": users who did step k, whatever else they did: independent counts, which can
        grow from step to step. "events": rows, repeats included.
    by, at, event : str
        The columns of users, times and event names.

    Returns
    -------
    DataFrame
        One row a step, indexed by its name: count, from_start (share of the first step),
        from_previous (share of the step before, NaN for the first). Fractions; only the ordered
        count keeps them at 1 or below. NaN after a step that nobody did.

    Notes
    -----
    One sort, then one pass a step: along each user's events the latest possible beginning of a try
    that has come to step k is carried forward, and a try is within its window if it is so from its
    latest beginning.
    """
    checks.need_columns(events, [by, at, event], "events")
    names = _steps(steps)
    checks.one_of(count, "count", ("ordered", "unordered", "events"))
    length = None if window is None else spans.duration(window, "window")
    codes = _step_numbers(events[event], names)
    _need_steps(events[event], names, codes)
    kept = events.loc[codes >= 0, [by, at]]
    codes = codes[codes >= 0]
    if count == "events":
        counts = np.bincount(codes, minlength=len(names))
    else:
        who, size = units.unit_numbers(kept[by], by)
        times = spans.utc(kept[at], at)
        if count == "unordered":
            pairs = pd.unique(codes * max(size, 1) + who)
            counts = np.bincount(pairs // max(size, 1), minlength=len(names))
        else:
            counts = _ordered_counts(who, times, codes, len(names), length)
    return _shares(counts, names)


def funnel_of_counts(counts: Any, what_if: Any = None) -> pd.DataFrame:
    """Compute a funnel's shares from counts, and what it would bring with better steps.

    Parameters
    ----------
    counts : mapping of step to count, or Series
        Users who came to each step, in its order, whole numbers that never rise: people who can
        skip a step are no funnel.
    what_if : mapping of step to fraction, optional
        The share of the step before that comes to this step instead. The steps after it keep their
        shares of the step before, which is the assumption of every such sum: who is carried over a
        step by force may stop at the next.

    Returns
    -------
    DataFrame
        As `funnel`: count, from_start, from_previous; with `what_if` also the column what_if, the
        counts that would come (not rounded). NaN after a step that nobody did.

    Examples
    --------
    >>> table = funnel_of_counts({"visit": 1000, "sign up": 200, "pay": 50}, {"sign up": 0.3})
    >>> table["what_if"].tolist()
    [1000.0, 300.0, 75.0]
    """
    given = checks.mapping(counts, "counts", '{"visit": 1000, "sign up": 200}')
    names = _steps(list(given))
    done = checks.column(list(given.values()), "counts")
    if (done != np.floor(done)).any():
        raise ValueError("counts must be whole numbers of users.")
    if (np.diff(done) > 0).any():
        raise ValueError("counts must not rise from step to step: put the steps in their order.")
    table = _shares(done.astype(np.int64), names)
    if what_if is None:
        return table
    wishes = checks.mapping(what_if, "what_if", '{"sign up": 0.3}')
    strange = [step for step in wishes if step not in names[1:]]
    if strange:
        raise ValueError(
            f"what_if has no step {strange[0]!r} to change; choose from {', '.join(names[1:])}."
        )
    passes = table["from_previous"].copy()
    for step, share in wishes.items():
        passes[step] = checks.fraction(share, f"what_if of {step!r}")
    passes.iloc[0] = float(done[0])
    table["what_if"] = passes.cumprod(skipna=False)
    return table


def _shares(counts: Int64s, names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame({"count": counts}, index=pd.Index(names, name="step"))
    with np.errstate(invalid="ignore", divide="ignore"):
        n = counts.astype(np.float64)
        before = np.concatenate([[np.nan], n[:-1]])
        table["from_start"] = np.where(n[0] > 0, n / n[0], np.nan)
        table["from_previous"] = np.where(before > 0, n / before, np.nan)
    return table


def _ordered_counts(
    who: np.ndarray,
    times: np.ndarray,
    codes: np.ndarray,
    size: int,
    length: np.timedelta64 | None,
) -> np.ndarray:
    # Step numbers break ties, so that steps done at the same moment follow one another.
    order = np.lexsort((codes, times, who))
    who, times, codes = who[order], times[order], codes[order]
    places = np.arange(len(who))
    begins = np.flatnonzero(np.concatenate([[True], who[1:] != who[:-1]])) if len(who) else places
    user_begin = np.repeat(begins, np.diff(np.concatenate([begins, [len(who)]])))

    reached = codes == 0
    latest_start = times.copy()
    counts = [len(np.unique(who[reached]))]
    for step in range(1, size):
        last = np.maximum.accumulate(np.where(reached, places, -1)) if len(who) else places
        reached = (codes == step) & (last >= user_begin)
        latest_start = latest_start[np.maximum(last, 0)]
        if length is not None:
            reached &= times - latest_start <= length
        counts.append(len(np.unique(who[reached])))
    return np.array(counts, dtype=np.int64)


def activation_curve(actions: Any, retained: Any) -> pd.DataFrame:
    """Compare users above and below every possible threshold of actions.

    Parameters
    ----------
    actions : array-like of int, shape (users,)
        How often each user did the action in their first days; users who never did are 0.
    retained : array-like of bool, shape (users,)
        Whether each user stayed. Two Series are joined by their index, which must hold the same
        users.

    Returns
    -------
    DataFrame
        One row a threshold k from 1 to the largest number of actions: users (who reached k), reach
        (their share of all), coverage (share of the *retained* users who reached k),
        retention_reached, retention_below (NaN when nobody is below), lift (retention_reached over
        the retention of all). Nothing here says that the action is why they stayed.
    """
    given, _ = checks.aligned({"actions": actions, "retained": retained})
    numbers = checks.vector(given["actions"], "actions")
    stay = checks.flags(given["retained"], "retained")
    if len(numbers) != len(stay):
        raise ValueError("actions and retained must be equally long, a value a user.")
    if not ((numbers >= 0) & (numbers == np.floor(numbers))).all():
        raise ValueError(
            "actions must be whole numbers from 0, one for every user; fill gaps first."
        )
    if not stay.any():
        raise ValueError("Nobody was retained, so no number of actions can mark those who stay.")
    if numbers.max() < 1:
        raise ValueError("Nobody did the action, so there is no threshold to compare.")
    done = numbers.astype(np.int64)
    top = int(done.max())

    def at_least(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(chosen, minlength=top + 1)[::-1].cumsum()[::-1][1:]

    users, kept = at_least(done), at_least(done[stay])
    overall = stay.mean()
    below = len(done) - users
    with np.errstate(invalid="ignore"):
        curve = pd.DataFrame(
            {
                "users": users,
                "reach": users / len(done),
                "coverage": kept / stay.sum(),
                "retention_reached": kept / users,
                "retention_below": np.where(below > 0, (stay.sum() - kept) / below, np.nan),
            },
            index=pd.RangeIndex(1, top + 1, name="actions"),
        )
    curve["lift"] = curve["retention_reached"] / overall
    return curve


def activation_threshold(actions: Any, retained: Any, coverage: float = 0.8) -> Threshold:
    """Find the number of actions that best marks the users who stay.

    Of the thresholds k that at least the share `coverage` of the retained users reached, take the
    one with the greatest lift (retention of those who reached k over the retention of all); of
    equal lifts, the smallest k. Without the coverage any threshold would lose to an extreme one
    that three enthusiasts reached.

    Parameters
    ----------
    actions : array-like of int, shape (users,)
        How often each user did the action in their first days; users who never did are 0.
    retained : array-like of bool, shape (users,)
        Whether each user stayed.
    coverage : float
        The share of retained users who must have reached the threshold, a fraction above 0 and at
        most 1.

    Returns
    -------
    Threshold
        ``actions`` is k. It marks those who stay; whether pushing others over it keeps them is a
        question for an experiment.

    Raises
    ------
    ValueError
        If nobody was retained, or not even one action is so widely shared.
    """
    if not 0 < checks.number(coverage, "coverage", "0.8") <= 1:
        raise ValueError(f"coverage must be a fraction above 0 and at most 1, not {coverage!r}.")
    curve = activation_curve(actions, retained)
    # A hair of slack: 8 of 10 retained users are 80 %, whatever the last binary digit says.
    enough = curve[curve["coverage"] >= coverage - 1e-12]
    if enough.empty:
        raise ValueError(
            f"Only {curve['coverage'].iloc[0]:.0%} of the retained users did the action at all: "
            "ask for less coverage, or try another action."
        )
    best = enough.index[(enough["lift"] >= enough["lift"].max() - 1e-12).to_numpy()][0]
    row = enough.loc[best]
    return Threshold(
        actions=int(best),
        coverage=float(row["coverage"]),
        lift=float(row["lift"]),
        retention_reached=float(row["retention_reached"]),
        retention_below=float(row["retention_below"]),
        reach=float(row["reach"]),
    )


def _step_numbers(column: pd.Series, names: list[str]) -> Int64s:
    """Give each event the number of its step, or -1; few comparisons beat one look-up a row."""
    numbers = np.full(len(column), -1, dtype=np.int64)
    for number, name in enumerate(names):
        numbers[(column == name).to_numpy(dtype=bool, na_value=False)] = number
    return numbers


def _need_steps(column: pd.Series, steps: list[str], codes: Int64s) -> None:
    """Refuse a step that looks misspelt, and warn of any other that no event bears."""
    plain = not pd.api.types.is_object_dtype(column.dtype)
    if not len(column) or (plain and set(range(len(steps))) <= set(np.unique(codes))):
        return
    checks.need_names(column, str(column.name))
    there = set(column.dropna().unique())
    if not all(isinstance(name, str) for name in there):
        raise TypeError(f"{column.name} must hold the names of events, texts only.")
    for step in steps:
        if step in there:
            continue
        others = {_plain(name): name for name in sorted(there - set(steps))}
        near = get_close_matches(_plain(step), others, n=1, cutoff=ALIKE)
        if near:
            raise ValueError(f"No event is called {step!r}. Did you mean {others[near[0]]!r}?")
        known = ", ".join(sorted(there)[:8]) + (", ..." if len(there) > 8 else "")
        warnings.warn(
            f"No event is called {step!r}, so nobody did it. There are: {known}.", stacklevel=3
        )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _steps(steps: Sequence[str]) -> list[str]:
    if isinstance(steps, str):
        raise TypeError(f"steps must be a list of event names, such as [{steps!r}, ...].")
    names = checks.names(steps, "steps", '["sign_up", "pay"]')
    if not all(isinstance(name, str) for name in names):
        raise TypeError("steps must be a list of event names, such as ['sign_up', 'pay'].")
    if not names or len(set(names)) != len(names):
        raise ValueError("steps must name at least one event, and each event once.")
    return names
