"""How a team delivers: the four DORA keys, from a log of changes."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.intervals import Interval, wilson

__all__ = ["Dora", "dora"]

HOUR = np.timedelta64(1, "h")


class Dora(NamedTuple):
    """The four keys of a span; see `dora`."""

    deployments: int
    """Deployments to production in the span."""
    a_week: float
    """Deployments in seven days."""
    lead_time: float
    """Median hours from commit to production, a change; NaN without changes."""
    failure_rate: Interval
    """Share of deployments that failed, with its Wilson interval."""
    recovery_time: float
    """Median hours from a failed deployment to recovery. A failure that still lasts is longer than
    any that is over: where that makes half of them, and without failures, it is NaN."""
    unrecovered: int
    """Failures that still last at the end of the span."""


def dora(
    changes: pd.DataFrame,
    start: Any,
    end: Any,
    *,
    committed: str = "committed_at",
    deployed: str = "deployed_at",
    failed: str = "failed",
    restored: str = "restored_at",
    deployment: str | None = None,
    confidence: float = 0.95,
) -> Dora:
    """Compute the four keys of software delivery from a log.

    Parameters
    ----------
    changes : DataFrame
        One row a change that went to production.
    start, end : date or str
        The span, by the moment of deployment, with `start` and without `end`; read as UTC without a
        time zone. The log must be complete until `end`.
    committed, deployed : str
        Columns of time stamps with a time zone: when the change was committed, and when it ran in
        production. A commit that is not known is missing, and is left out of the lead time.
    failed : str
        The yes-or-no column: whether the deployment degraded service so that it had to be mended
        (rolled back, hotfixed, patched). It counts deployments, not blame.
    restored : str
        Column of time stamps: when service was well again, missing where it is not yet, and where
        nothing failed.
    deployment : str, optional
        The column that says which deployment a change went with. Its changes share `deployed`,
        `failed` and `restored`. Without it each row is a deployment of its own.
    confidence : float
        Confidence level of the failure rate's interval.

    Returns
    -------
    Dora
        Without deployments the rates and times are NaN.

    Raises
    ------
    ValueError
        If a change was deployed before it was committed, a service restored before it failed or
        without having failed, or if changes of one deployment contradict each other.

    References
    ----------
    Forsgren, N., Humble, J. and Kim, G. (2018). Accelerate. IT Revolution, chapter 2.
    """
    times = [committed, deployed, restored]
    checks.need_columns(changes, [*times, failed], "changes")
    if deployment is not None:
        checks.need_columns(changes, [deployment], "changes")
    if len({*times, failed, deployment}) < 5:
        raise ValueError("Each column has one meaning: name five different ones, or four.")
    first, last = spans.moment(start, "start"), spans.moment(end, "end")
    if first >= last:
        raise ValueError(f"start must lie before end; you passed {start} and {end}.")
    level = checks.level(confidence)
    went = spans.utc(changes[deployed], deployed)
    bad = checks.flags(changes[failed], failed)
    for name in (committed, restored):
        spans.need_zone(changes[name], name)
    made, well = (changes[name].to_numpy("datetime64[us]") for name in (committed, restored))
    for wrong, said in (
        (went < made, f"{deployed} lies before {committed}"),
        (well < went, f"{restored} lies before {deployed}"),
        (~np.isnat(well) & ~bad, f"{restored} is known and {failed} is not true"),
    ):
        if wrong.any():
            raise ValueError(
                f"{said} in {int(wrong.sum())} rows, first in row {changes.index[wrong][0]!r}. "
                "Repair them, or leave those changes out."
            )
    inside = (went >= first) & (went < last)
    rows = pd.DataFrame({"went": went, "bad": bad, "well": well})[inside]
    if deployment is not None:
        rows["name"] = changes[deployment].to_numpy()[inside]
        checks.need_known(rows["name"], deployment)
        checks.need_names(rows["name"], deployment)
        rows = rows.drop_duplicates()
        if rows["name"].duplicated().any():
            raise ValueError(
                f"Changes of one {deployment} differ in {deployed}, {failed} or {restored}. "
                "Give them one of each."
            )
    lead = ((went - made) / HOUR)[inside]
    lead = lead[~np.isnan(lead)]
    failures = rows[rows["bad"]]
    over = failures["well"].to_numpy()
    lasts = np.isnat(over) | (over >= last)
    hours = np.where(lasts, np.inf, (over - failures["went"].to_numpy()) / HOUR)
    recovery = float(np.median(hours)) if len(hours) else math.nan
    return Dora(
        deployments=len(rows),
        a_week=len(rows) / float((last - first) / np.timedelta64(7, "D")),
        lead_time=float(np.median(lead)) if len(lead) else math.nan,
        failure_rate=wilson(len(failures), len(rows), level),
        recovery_time=recovery if math.isfinite(recovery) else math.nan,
        unrecovered=int(lasts.sum()),
    )
