"""The pictures of lesson 3, and the sentences that its data choose."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.sql import evidence


def show_slides(found: dict[str, Any]) -> Any:
    """Show the two slides with their queries."""
    from IPython.display import Markdown

    return Markdown(
        f"**Slide 4, finance.** Revenue of June 2026: **{found['finance']:,} USD**.\n\n"
        f"```sql\n{evidence.FINANCE}\n```\n\n"
        "**Slide 12, growth.** Monthly revenue of the accounts that marketing reached this year, "
        f"by source: **{found['growth']:,} USD** in all.\n\n"
        f"```sql\n{evidence.GROWTH}\n```"
    )


def show_bridge(found: pd.Series) -> charts.Chart:
    """Draw the way from the growth team's sum to the ledger, step by step."""
    fig, alt = charts.waterfall(
        ("slide 12", found["growth"]),
        {"counted again": found["again"], "no visit this year": found["unseen"]},
        "MRR in the ledger",
        "From slide 12 to the ledger",
        "USD a month, 1 July 2026",
        form=",.0f",
    )
    return charts.show(fig, alt=alt)


def show_first_last(table: pd.DataFrame) -> charts.Chart:
    """Draw, by source, how many accounts came from there first and how many last."""
    fig, alt = charts.dumbbell(
        table[["first", "last"]],
        "First and last visit before the sign-up",
        "Accounts with two visits and more",
        x_label="accounts",
    )
    return charts.show(fig, alt=alt)


def show_funnel(counts: pd.Series) -> charts.Chart:
    """Draw the owners who took each step, in any order and in order."""
    fig, alt = charts.bars(
        counts, "Two ways to count two steps", "Owners who signed up in April 2026", form=",.0f"
    )
    return charts.show(fig, alt=alt)


def show_cohorts(table: pd.DataFrame) -> charts.Chart:
    """Draw a cohort table, from rows of cohort, age and a count, as shares of who began."""
    wide = table.pivot_table(index="cohort", columns="age", values="here", aggfunc="sum")
    rates = wide.div(wide[0], axis=0)
    rates.index = [f"{pd.Timestamp(when):%b %Y}" for when in rates.index]
    fig, alt = charts.cohort_triangle(
        rates, "Subscribers of Solo by month of start", "Share that is there at each month's end"
    )
    return charts.show(fig, alt=alt)


def order_answer() -> tuple[str, str]:
    """Return what works first in a query, and why it stands elsewhere."""
    return (
        "from",
        "Nothing can be filtered, grouped or shown before it is known which rows there are. "
        "`select` stands first and works nearly last.",
    )


def again_answer(company: Any) -> tuple[float, str]:
    """Return the share of slide 12 that is counted again, with the amounts."""
    found = evidence.bridge(company)
    share = -found["again"] / found["growth"]
    return share, (
        f"{-found['again']:,} USD on the slide are money that stood there already, and "
        f"{found['unseen']:,} USD of the ledger are not on it. The two errors have opposite signs."
    )


def join_answer(company: Any) -> tuple[float, str]:
    """Return what the sum over the six accounts becomes, and which rows made it."""
    from course_utils.lessons.sql.microscope import joined, tables

    found = tables(company)
    rows = joined(found, "visits of 2026", "join")
    total = sum(found.mrr[i] for i, _ in rows)
    reached = len({i for i, _ in rows})
    return total / found.ledger, (
        f"{len(rows)} rows come out of {len(found.accounts)} accounts: {reached} are there, "
        f"some of them often, and {len(found.accounts) - reached} are gone."
    )


def nobody_answer(company: Any) -> tuple[float, str]:
    """Return how many accounts `not in` finds, and how many there are."""
    row = company.sql("""select count(*) filter (where account_id not in (
            select account_id from touches)) as said,
        count(*) filter (where not exists (
            select 1 from touches t where t.account_id = accounts.account_id)) as so
        from accounts""").iloc[0]
    return float(row["said"]), f"In truth {int(row['so']):,} accounts have no visit at all."


def leader_answer(company: Any) -> tuple[str, str]:
    """Return which source comes first most often, and which last."""
    table = evidence.first_and_last(company)
    begins, ends = table["first"].to_dict(), table["last"].to_dict()
    first, last = (str(max(found, key=lambda name: found[name])) for found in (begins, ends))
    return first, (
        f"`{first}` begins for {begins[first]:,} accounts and ends for {ends[first]:,}. Last comes "
        f"`{last}` most often, with {ends[last]:,}."
    )


SESSION_RULES = (
    "Cutting at midnight",
    "A pause of four hours",
    "Counting the event session_started",
)


def session_answer(company: Any) -> tuple[str, str]:
    """Return which other rule changes the number of sessions most, and by how much each does."""
    found = evidence.session_rules(company)
    base = found["30 minutes"]
    others = dict(zip(SESSION_RULES, found.iloc[1:], strict=True))
    most = max(others, key=lambda rule: abs(others[rule] - base))
    changes = "; ".join(
        f"{rule[:1].lower()}{rule[1:]} {others[rule] / base - 1:+.1%}" for rule in SESSION_RULES
    )
    return most, f"Against {base:,} sessions by a pause of 30 minutes: {changes}."


def show_sessions(counts: pd.Series) -> charts.Chart:
    """Draw how many sessions there are by each of four rules."""
    fig, alt = charts.bars(
        counts, "The same events, four rules", "Sessions of 1 to 14 April 2026", form=",.0f"
    )
    return charts.show(fig, alt=alt)


def week_answer(company: Any) -> tuple[float, str]:
    """Return how many times the people of a week the sum of its days is."""
    days, people = evidence.daily_and_weekly(company)
    return days / people, (
        f"The days add up to {days:,}; different people of the week are {people:,}. Who comes on "
        "three days is one person."
    )


def order_share(company: Any) -> tuple[float, str]:
    """Return how many with both steps took them in order within seven days, as a share."""
    counts = evidence.funnel_counts(company)
    loose, strict = counts["report, at any time"], counts["then report, in order"]
    week = evidence.both_within_a_week(company)
    takes = (
        "The window takes more than the order"
        if loose > 2 * week - strict
        else ("The order takes as much as the window, or more")
    )
    return strict / loose, (
        f"{loose:,} owners have both steps somewhere in their life, {week:,} within a week of "
        f"signing up. {strict:,} viewed a report within that week *after* their first task. "
        f"{takes}: ask of a funnel which of its two rules makes its number."
    )


def plan_answer(company: Any) -> tuple[float, str]:
    """Return which share of broken events a plan of names lets in."""
    from course_utils.lessons.sql.tracking import NAMES_ONLY, new_client, slipped

    share = slipped(NAMES_ONLY, new_client(company.table("users")))
    return (
        share,
        "A plan of names stops what is called otherwise, and nothing that is wrong inside.",
    )


def settled(company: Any) -> str:
    """Return the sentence for the board: which number is June's revenue, and why the other differs."""
    found = evidence.bridge(company)
    side = "more" if found["timing"] > 0 else "less"
    return (
        f"**June's revenue is {found['revenue']:,} USD**, as finance says. At the end of June "
        f"accounts paid {found['mrr']:,} USD a month (MRR), which the ledger of movements gives to "
        f"the dollar; the month earned {abs(found['timing']):,} USD {side}, since accounts came, "
        f"grew and left within it. Slide 12's {found['growth']:,} USD answers neither question."
    )
