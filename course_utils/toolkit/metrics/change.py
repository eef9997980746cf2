"""Why a rate changed or differs: rates within groups, and the mix of the groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

__all__ = [
    "Kitagawa",
    "KitagawaIntervals",
    "Simpson",
    "kitagawa",
    "kitagawa_intervals",
    "simpson",
    "standardised_rates",
]


@dataclass(frozen=True)
class Kitagawa:
    """A change of a rate, split in two; see `kitagawa`. All are fractions."""

    before: float
    """Overall rate before."""
    after: float
    """Overall rate after."""
    total: float
    """after - before, equal to rate + mix."""
    rate: float
    """What the changed rates within the groups account for."""
    mix: float
    """What the changed shares of the groups account for."""
    groups: pd.DataFrame
    """One row a group: share_before, share_after, rate_before, rate_after, rate_effect,
    mix_effect. The two effects sum to `rate` and `mix`."""


class KitagawaIntervals(NamedTuple):
    """A change of a rate and its two parts, each with its interval; see `kitagawa_intervals`."""

    total: Interval
    """The change."""
    rate: Interval
    """What the changed rates within the groups account for."""
    mix: Interval
    """What the changed shares of the groups account for."""


@dataclass(frozen=True)
class Simpson:
    """Rates of two groups within strata and overall; see `simpson`."""

    within: pd.DataFrame
    """Rate of each group (columns) in each stratum (rows)."""
    sizes: pd.DataFrame
    """How many each of those rates rests on."""
    crude: pd.Series
    """Overall rate of each group, its own mix of strata."""
    standardised: pd.Series
    """Overall rate of each group if both had the mix of all together."""
    reversal: bool
    """Whether one group leads in every stratum and the other leads overall."""


def kitagawa(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    hits: str = "activated",
    size: str = "eligible",
    weights: str = "average",
) -> Kitagawa:
    """Split the change of a rate into what happened within groups and what happened to their mix.

    With shares w and rates r of the groups, before (0) and after (1)::

        rate effect of a group = w (r1 - r0)          w = (w0 + w1) / 2
        mix effect of a group  = (w1 - w0) (r - c)    r = (r0 + r1) / 2

    where c, the mean of the two overall rates, makes a group's mix effect negative when a group
    below average gains share. Because shares sum to 1, c leaves the sum of the mix effects as it
    is, and rate plus mix is exactly the change.

    Parameters
    ----------
    before, after : DataFrame
        One row a group, indexed by the group, as `activation` returns with ``by=...``.
    hits, size : str
        The columns that count successes and the people they are a share of.
    weights : {"average", "before", "after"}
        Which shares weigh the rate effect: "average" is Kitagawa's symmetric split. With "before"
        the rates change first, then the mix (at the new rates); with "after" the other way round.

    Returns
    -------
    Kitagawa
        A group that is empty on one side has no rate there: it is given the rate of its other
        side, so that its coming or going counts as mix.

    Raises
    ------
    ValueError
        If a side has nobody at all, a group stands twice, or counts are negative or missing.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American
    Statistical Association, 50(272), 1168-1194.
    """
    lean = {"average": 0.5, "before": 0.0, "after": 1.0}[
        checks.one_of(weights, "weights", ("average", "before", "after"))
    ]
    for frame, what in ((before, "before"), (after, "after")):
        checks.need_columns(frame, [hits, size], what)
    names = before.index.union(after.index, sort=False)
    sides = []
    for frame, what in ((before, "before"), (after, "after")):
        if frame.index.has_duplicates:
            raise ValueError(f"{what} has a group twice. Sum its counts first, one row a group.")
        known = {name: checks.vector(frame[name], f"{name} of {what}") for name in (hits, size)}
        counts = pd.DataFrame(known, index=frame.index).reindex(names, fill_value=0)
        x, n = counts[hits].to_numpy(np.float64), counts[size].to_numpy(np.float64)
        if np.isnan(x).any() or np.isnan(n).any() or (x < 0).any() or (x > n).any():
            raise ValueError(
                f"{what} must count people: {hits} from 0 to {size} in every group, none missing."
            )
        if n.sum() == 0:
            raise ValueError(f"{what} counts nobody, so it has no rate to compare.")
        with np.errstate(invalid="ignore"):
            sides.append((n / n.sum(), np.where(n > 0, x / n, np.nan), x.sum() / n.sum()))
    (w0, r0, all_0), (w1, r1, all_1) = sides
    filled_0, filled_1 = _first_known(r0, r1), _first_known(r1, r0)
    rate_effect = ((1 - lean) * w0 + lean * w1) * (filled_1 - filled_0)
    reference = lean * filled_0 + (1 - lean) * filled_1
    mix_effect = (w1 - w0) * (reference - (all_0 + all_1) / 2)
    groups = pd.DataFrame(
        {
            "share_before": w0,
            "share_after": w1,
            "rate_before": r0,
            "rate_after": r1,
            "rate_effect": rate_effect,
            "mix_effect": mix_effect,
        },
        index=names,
    )
    return Kitagawa(
        before=float(all_0),
        after=float(all_1),
        total=float(all_1 - all_0),
        rate=float(rate_effect.sum()),
        mix=float(mix_effect.sum()),
        groups=groups,
    )


def kitagawa_intervals(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    unit: str,
    confidence: float = 0.95,
    samples: int = 1000,
    seed: int = 0,
) -> KitagawaIntervals:
    """Return the symmetric split of `kitagawa` with intervals from a bootstrap of whole units.

    People of one account sign up together, for the same reasons: they are not independent pieces
    of evidence, their accounts are. So each of the `samples` draws as many units as there are, with
    replacement, takes all people of each, before and after, and splits again. The interval runs
    between the percentiles of these splits.

    Parameters
    ----------
    before, after : DataFrame
        One row a person. Rows with a missing `outcome` (censored) are left out; a missing `group`
        or `unit` is an error.
    outcome : str
        The yes-or-no column whose rate changed.
    group : str
        The column by which the change is split.
    unit : str
        What varies independently, such as the account of each person. A unit may stand on both
        sides.
    confidence : float
        Confidence level, a fraction.
    samples : int
        How many times to draw, at least 100.
    seed : int
        The same seed gives the same intervals.

    Returns
    -------
    KitagawaIntervals
        Fractions. The estimates are those of `kitagawa`.

    References
    ----------
    Kitagawa, E. M. (1955), as for `kitagawa`. Efron, B. and Tibshirani, R. J. (1993). An
    Introduction to the Bootstrap. Chapman and Hall, chapter 13: percentile intervals.
    """
    inside = checks.level(confidence)
    draws = checks.whole(samples, "samples", 100)
    start = checks.whole(seed, "seed")
    sides = []
    for frame, what in ((before, "before"), (after, "after")):
        checks.need_columns(frame, [outcome, group, unit], what)
        known = frame[frame[outcome].notna()]
        if known.empty:
            raise ValueError(f"{what} has nobody whose {outcome} is known; give both sides.")
        for column in (group, unit):
            if known[column].isna().any():
                raise ValueError(f"{column} is missing in some rows of {what}. Drop or name them.")
            checks.need_names(known[column], column)
        sides.append(known)
    everybody = pd.concat([side[[outcome, group, unit]] for side in sides], ignore_index=True)
    side = np.repeat([0, 1], [len(frame) for frame in sides])
    hit = checks.flags(everybody[outcome], outcome)
    # In their order, so that the draws do not depend on the order of the rows.
    names, units = (checks.ordered(everybody[by].unique(), by) for by in (group, unit))
    groups, who = (
        pd.Index(known).get_indexer(everybody[by]) for known, by in ((names, group), (units, unit))
    )
    pieces = len(units)
    cell = side * len(names) + groups
    people, hits = np.zeros((2, pieces, 2 * len(names)))
    np.add.at(people, (who, cell), 1.0)
    np.add.at(hits, (who, cell), hit)
    drawn = np.random.default_rng(start).multinomial(
        pieces, np.full(pieces, 1 / pieces), size=draws
    )
    splits = np.array([_split(x, n) for x, n in zip(drawn @ hits, drawn @ people, strict=True)])
    low, high = np.nanquantile(splits, [0.5 - inside / 2, 0.5 + inside / 2], axis=0)
    told = _split(hits.sum(axis=0), people.sum(axis=0))
    return KitagawaIntervals(
        *(Interval(float(a), float(b), float(c)) for a, b, c in zip(told, low, high, strict=True))
    )


def _split(hits: np.ndarray, people: np.ndarray) -> tuple[float, float, float]:
    """Return change, rate and mix effect of counts: the cells before, then the cells after."""
    (x0, x1), (n0, n1) = np.split(hits, 2), np.split(people, 2)
    if not (n0.sum() and n1.sum()):
        return (np.nan, np.nan, np.nan)
    with np.errstate(invalid="ignore"):
        r0, r1 = x0 / n0, x1 / n1
    r0, r1 = _first_known(r0, r1), _first_known(r1, r0)
    rate = float(((n0 / n0.sum() + n1 / n1.sum()) / 2) @ (r1 - r0))
    total = float(x1.sum() / n1.sum() - x0.sum() / n0.sum())
    return total, rate, total - rate


def standardised_rates(
    frame: pd.DataFrame, *, outcome: str, group: str, stratum: str
) -> pd.DataFrame:
    """Compare groups as if each had the same mix of strata (direct standardisation).

    Parameters
    ----------
    frame : DataFrame
        One row a person. Rows with a missing `outcome` (censored) are left out; a missing `group`
        or `stratum` is an error.
    outcome : str
        The yes-or-no column whose rate is compared.
    group : str
        The column that tells the groups apart.
    stratum : str
        The column whose mix is held equal: each stratum weighs as it does in all groups together.

    Returns
    -------
    DataFrame
        One row a group: n, crude, standardised. A group that is empty in some stratum has no
        standardised rate (NaN), because nothing in the data says what it would do there.

    References
    ----------
    Rothman, K. J., Greenland, S. and Lash, T. L. (2008). Modern Epidemiology, 3rd edition,
    chapter 3: standardised measures.
    """
    rates, sizes = _strata(frame, outcome, group, stratum)
    standard = (sizes.sum(axis=1) / sizes.to_numpy().sum()).to_numpy()
    n = sizes.sum(axis=0)
    return pd.DataFrame(
        {
            "n": n,
            "crude": (rates.fillna(0.0) * sizes).sum(axis=0) / n,
            "standardised": standard @ rates.to_numpy() if len(rates) else np.nan,
        }
    )


def simpson(frame: pd.DataFrame, *, outcome: str, group: str, stratum: str) -> Simpson:
    """Compare two groups within every stratum and overall, and say whether the answer reverses.

    Parameters
    ----------
    frame : DataFrame
        One row a person; rows with a missing `outcome` are left out.
    outcome : str
        The yes-or-no column whose rate is compared.
    group : str
        The column that tells exactly two groups apart.
    stratum : str
        The column within which they are compared.

    Returns
    -------
    Simpson
        The tables, the crude and the standardised rates, and whether one group has the higher rate
        in every stratum where both are present while the other has the higher crude rate. It
        describes these rates and does not say that the differences are more than noise.

    References
    ----------
    Simpson, E. H. (1951). The interpretation of interaction in contingency tables. Journal of the
    Royal Statistical Society, Series B, 13(2), 238-241.
    """
    rates, sizes = _strata(frame, outcome, group, stratum)
    if rates.shape[1] != 2:
        raise ValueError(
            f"{group} must tell exactly two groups apart; here it has {rates.shape[1]}. "
            "Filter the frame to the two that you compare."
        )
    overall = standardised_rates(frame, outcome=outcome, group=group, stratum=stratum)
    a, b = rates.columns
    lead = (rates[b] - rates[a]).dropna().to_numpy(np.float64)
    crude_a, crude_b = overall["crude"].to_numpy(np.float64)
    within_lead = 1 if (lead > 0).all() else -1 if (lead < 0).all() else 0
    reversal = bool(len(lead) and within_lead * (crude_b - crude_a) < 0)
    return Simpson(rates, sizes, overall["crude"], overall["standardised"], reversal)


def _strata(
    frame: pd.DataFrame, outcome: str, group: str, stratum: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rates and sizes, strata in rows and groups in columns."""
    checks.need_columns(frame, [outcome, group, stratum], "frame")
    known = frame[frame[outcome].notna()]
    for column in (group, stratum):
        if known[column].isna().any():
            raise ValueError(
                f'{column} is missing in some rows. Drop them, or call them "unknown".'
            )
        checks.need_names(known[column], column)
        checks.ordered(known[column].unique(), column)
    table = pd.DataFrame(
        {
            "hit": checks.flags(known[outcome], outcome).astype(np.float64),
            group: known[group].to_numpy(),
            stratum: known[stratum].to_numpy(),
        }
    )
    rates = table.pivot_table("hit", stratum, group, aggfunc="mean", observed=True)
    sizes = table.pivot_table("hit", stratum, group, aggfunc="size", observed=True, fill_value=0)
    return rates, sizes


def _first_known(rates: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Fill the rate of an empty group from its other side; empty on both sides it is 0."""
    return np.nan_to_num(np.where(np.isnan(rates), other, rates))
