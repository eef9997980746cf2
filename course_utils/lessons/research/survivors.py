"""Who is missing from a survey: people who left, and how they began."""

from __future__ import annotations

import pandas as pd

from course_utils.lessons.research.evidence import EXTRACT
from course_utils.toolkit.common import between

SPRING = "2026-04-01"
WEEK = pd.Timedelta(days=7)


def first_week(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    events: pd.DataFrame,
    *,
    event: str = "task_completed",
    channel: str = "",
) -> pd.DataFrame:
    """Say who got somewhere in the first week, of owners who are still here and owners who are not.

    Somebody got there who did what `event` says within 168 hours of signing up. Owners who signed up
    before April 2026 count, one an account.

    Parameters
    ----------
    users, accounts, events
        The tables of those names.
    event : str
        What is looked for; by default that a task was completed.
    channel : str
        Only accounts that came by it; all by default.

    Returns
    -------
    DataFrame
        Indexed by group ("still here", "gone", "everybody"): owners, well (those who got there)
        and share. Who did anything from April to June 2026 is still here.
    """
    for name, value, table in (("event", event, events), ("channel", channel, accounts)):
        known = sorted(table[name].astype(str).unique())
        if value and value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}.")
    start = pd.Timestamp(SPRING, tz="UTC")
    owners = users[(users["role"] == "owner") & (users["signed_up_at"] < start)]
    if channel:
        by_it = accounts.loc[accounts["channel"] == channel, "account_id"]
        owners = owners[owners["account_id"].isin(by_it)]
    joined = owners.set_index("user_id")["signed_up_at"]
    theirs = events[events["user_id"].isin(joined.index)]
    done = theirs[theirs["event"] == event]
    early = done[done["occurred_at"] < done["user_id"].map(joined) + WEEK]
    table = pd.DataFrame(
        {
            "group": joined.index.isin(between(theirs, SPRING, EXTRACT)["user_id"].unique()),
            "well": joined.index.isin(early["user_id"].unique()),
        }
    )
    counted = table.groupby("group")["well"]
    groups = pd.DataFrame({"owners": counted.size(), "well": counted.sum()})
    groups = groups.reindex([True, False]).set_axis(["still here", "gone"]).fillna(0).astype(int)
    groups.loc["everybody"] = groups.sum()
    return groups.assign(share=groups["well"] / groups["owners"])
