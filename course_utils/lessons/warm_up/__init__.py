"""The warm-up: June's tickets, and what they say about where a pair of hands helps."""

from __future__ import annotations

import pandas as pd

__all__ = ["HOUR", "by_area", "decision", "june_tickets", "last_day"]

HOUR = 60
"""Minutes after which a ticket has waited."""


def last_day(tickets: pd.DataFrame) -> tuple[str, str]:
    """Return which of the last day's tickets "up to 2026-05-31" keeps, and how that is seen.

    Parameters
    ----------
    tickets : DataFrame
        Of any span.

    Returns
    -------
    tuple of str
        What is kept, and what the data show, in Markdown.
    """
    at = tickets["created_at"]
    begun = at >= "2026-05-01"
    up_to = int((begun & (at <= "2026-05-31")).sum())
    whole = int((begun & (at < "2026-06-01")).sum())
    return (
        "Those of its first instant",
        f"Up to the 31st there are {up_to:,} tickets; in the whole of May there are {whole:,}. "
        "A date without a time means its midnight, when the day *begins*.",
    )


def june_tickets(tickets: pd.DataFrame) -> pd.DataFrame:
    """Return the tickets of June 2026 with a column ``waited``.

    Parameters
    ----------
    tickets : DataFrame
        Of any span.

    Returns
    -------
    DataFrame
        ``waited`` is true where nobody replied within an hour; also where nobody has replied yet.
    """
    at = tickets["created_at"]
    june = tickets[(at >= "2026-06-01") & (at < "2026-07-01")]
    return june.assign(waited=~(june["first_reply_minutes"] <= HOUR))


def by_area(june: pd.DataFrame) -> pd.DataFrame:
    """Return for each area how many tickets came and how many of them waited, most waiting first.

    Parameters
    ----------
    june : DataFrame
        As `june_tickets` returns it.

    Returns
    -------
    DataFrame
        Indexed by area: ``tickets`` and ``waiting``, whole numbers, and ``share``, a fraction.
    """
    waited = june.groupby("area", observed=True)["waited"]
    table = pd.DataFrame(
        {"tickets": waited.size(), "waiting": waited.sum(), "share": waited.mean()}
    )
    return table.sort_values(["waiting", "tickets"], ascending=False, kind="stable")


def decision(areas: pd.DataFrame) -> str:
    """Say where the hands go, and whether a plain count would have sent them elsewhere.

    Parameters
    ----------
    areas : DataFrame
        As `by_area` returns it.

    Returns
    -------
    str
        Markdown.
    """
    first, loud = str(areas.index[0]), str(areas["tickets"].idxmax())
    rows = areas.to_dict("index")
    row = rows[first]
    said = (
        f"**The hands go to {first}.** {row['waiting']:.0f} of its {row['tickets']:.0f} tickets "
        f"waited, {row['share']:.0%}."
    )
    if loud == first:
        return f"{said} It also has the most tickets: here, both counts agree."
    most = rows[loud]
    return (
        f"{said} The most tickets, {most['tickets']:.0f}, are about {loud}, "
        f"but only {most['waiting']:.0f} of those waited."
    )
