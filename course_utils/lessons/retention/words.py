"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from course_utils.toolkit import retention
from course_utils.toolkit.common.intervals import Interval


def difference_said(test: retention.LogRank) -> str:
    """Say what a log-rank test shows."""
    p = "less than 1 in 10,000" if test.p < 0.0001 else f"{test.p:.2g}"
    shown = "The groups leave at different rates" if test.p < 0.05 else "No difference is shown"
    return (
        f"**{shown}**: chi-square {test.statistic:.1f} with {test.degrees} degrees of freedom, "
        f"p {p}."
    )


def change_said(change: Interval) -> str:
    """Say whether a change of a share is shown, in points with its interval."""
    range_ = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
    shown = "no change is shown" if change.covers(0) else "a change is shown"
    return f"{100 * change.estimate:+.1f} points ({range_}): **{shown}**"


def money_said(revenue: retention.RevenueRetention) -> str:
    """Say what became of accounts and their money."""
    return (
        f"Of {revenue.accounts:,} accounts **{revenue.logo_churn:.1%}** left. Of their "
        f"{revenue.mrr:,.0f} USD a month **{revenue.gross:.1%}** were kept, and with what the "
        f"stayers added **{revenue.net:.1%}**."
    )
