"""Why a rate changed or differs: rates within groups, and the mix of the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["Kitagawa", "Simpson", "kitagawa", "simpson", "standardised_rates"]


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
