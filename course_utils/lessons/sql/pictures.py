"""The pictures of lesson 3, and the sentences that its data choose."""

from __future__ import annotations

from collections.abc import Callable
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
    """Draw the way from the growth team's sum to finance's revenue, step by step."""

    def draw(ax: Any) -> tuple[Any, str]:
        return charts.waterfall(
            ("slide 12", found["growth"]),
            {
                "again,\nwithin\na row": found["within"],
                "again,\nbetween\nrows": found["between"],
                "visits\nonly\nbefore": found["earlier"],
                "never\na visit": found["never"],
                "part of\nJune\nonly": found["timing"],
            },
            "slide 4",
            form=",.0f",
            ax=ax,
        )

    return _show(
        draw,
        "From slide 12 to slide 4",
        "USD: MRR on 1 July 2026, and with the last step the revenue of June",
        4.0,
    )


def _show(
    draw: Callable[[Any], tuple[Any, str]], title: str, subtitle: str, height: float
) -> charts.Chart:
    """Show a chart that is narrow, so that its letters stay large where the page is."""
    fig, ax = charts.figure(title, subtitle, width=5.6, height=height)
    return charts.show(fig, alt=f"{title}. {draw(ax)[1]}".replace("\n", " "))


def show_first_last(table: pd.DataFrame) -> charts.Chart:
    """Draw, by source, how many accounts came from there first and how many last."""
    return _show(
        lambda ax: charts.dumbbell(table[["first", "last"]], x_label="accounts", ax=ax),
        "First and last visit before the sign-up",
        "Accounts with two visits and more",
        3.8,
    )


def show_funnel(counts: pd.Series) -> charts.Chart:
    """Draw the owners who took both steps, by each of four rules."""
    return _show(
        lambda ax: charts.bars(counts, form=",.0f", ax=ax),
        "The same two steps, four rules",
        "Owners who signed up in April 2026, invited somebody and added a task",
        2.8,
    )


def show_cohorts(table: pd.DataFrame) -> charts.Chart:
    """Draw a cohort table, from rows of cohort, age and a count, as shares of who began."""
    wide = table.pivot_table(index="cohort", columns="age", values="here", aggfunc="sum")
    rates = wide.div(wide[0], axis=0)
    rates.index = [f"{pd.Timestamp(when):%b %Y}" for when in rates.index]
    return _show(
        lambda ax: charts.cohort_triangle(rates, ax=ax),
        "Subscribers of Solo by month of start",
        "Share that is there at each month's end",
        3.9,
    )


def order_answer() -> tuple[str, str]:
    """Return what works first in a query, and why it stands elsewhere."""
    return (
        "from",
        "Nothing can be filtered, grouped or shown before it is known which rows there are. "
        "`select` stands first and works nearly last.",
    )


WRONG = (
    "It is too high: money counts twice",
    "It is too low: accounts are missing",
    "It is both of these at once",
    "It is right, for another question",
)
"""What may be the matter with slide 12."""


def slide_answer(company: Any) -> tuple[str, str]:
    """Return what is the matter with slide 12 as what all accounts pay, with the amounts."""
    found = evidence.bridge(company)
    again, unseen = -(found["within"] + found["between"]), found["earlier"] + found["never"]
    wrong = WRONG[
        {(True, False): 0, (False, True): 1, (True, True): 2}.get((again > 0, unseen > 0), 3)
    ]
    counted, missed = evidence.slide_shares(company)
    return wrong, (
        f"{again:,} USD, {counted:.0%} of the slide, are money that stood there already, and "
        f"{unseen:,} USD, {missed:.0%} of what all accounts pay, are not on it."
    )


def join_answer(company: Any) -> tuple[float, str]:
    """Return what the sum over the six accounts becomes, and which rows made it."""
    from course_utils.lessons.sql.microscope import joined, tables

    found = tables(company)
    rows = joined(found, "visits of 2026", "join")
    total = sum(found.mrr[i] for i, _ in rows)
    reached = len({i for i, _ in rows})
    return total / found.each_once, (
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
    everybody = table["first"].add(evidence.single_visits(company), fill_value=0).astype(int)
    leads = str(everybody.idxmax())
    first, last = (str(max(found, key=lambda name: found[name])) for found in (begins, ends))
    return first, (
        f"`{first}` begins for {begins[first]:,} accounts and ends for {ends[first]:,}. Last comes "
        f"`{last}` most often, with {ends[last]:,}. Count those with a single visit as well, and "
        f"`{leads}` begins most often, for {everybody[leads]:,}."
    )


SESSION_RULES = (
    "Cutting at midnight",
    "A pause of four hours",
    "Counting the event session_started",
)


def session_answer(company: Any) -> tuple[str, str]:
    """Return which other rule changes the sessions of people most, and by how much each does."""
    found = evidence.session_rules(company)
    people, everybody = found["people"], found["everybody"]
    base = people.iloc[0]
    others = dict(zip(SESSION_RULES, people.iloc[1:], strict=True))
    most = max(others, key=lambda rule: abs(others[rule] - base))
    changes = "; ".join(
        f"{rule[:1].lower()}{rule[1:]} {others[rule] / base - 1:+.1%}" for rule in SESSION_RULES
    )
    said = f"Against {base:,} sessions of people by a pause of 30 minutes: {changes}."
    if everybody.iloc[0] > base:
        pause = everybody["4 hours"] / everybody.iloc[0] - 1
        said += (
            f" With the scripts there are {everybody.iloc[0]:,}, and a pause of four hours would "
            f"seem to change that by {pause:+.1%}: who is counted is a rule too."
        )
    return most, said


def show_sessions(counts: pd.DataFrame) -> charts.Chart:
    """Draw how many sessions there are by each of four rules, of people and of everybody."""
    return _show(
        lambda ax: charts.dumbbell(counts, x_label="sessions", form=",.0f", ax=ax),
        "The same events, four rules, with and without scripts",
        "Sessions of 1 to 14 April 2026",
        3.6,
    )


def show_tool(found: pd.Series) -> pd.DataFrame:
    """Return the way from the warehouse's rows to a tool's number as a table with signs."""
    ends = (found.index[0], found.index[-1])
    words = [f"{value:,}" if name in ends else f"{value:+,}" for name, value in found.items()]
    return pd.DataFrame({"events, 1 to 14 April": words}, index=found.index)


def order_share(company: Any) -> tuple[float, str]:
    """Return which share of owners with both steps took them in order within seven days."""
    ever, ordered, week, both = evidence.funnel_counts(company)
    return both / ever, (
        f"{ever:,} owners have both steps somewhere in their life. The order alone leaves "
        f"{ordered:,} of them, the seven days alone {week:,}, and both rules together {both:,}. "
        f"Within the week the order costs {week - both:,}: ask of a funnel what each of its rules "
        "costs."
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
    """Return the words for the board: whose revenue stands, why the other differs, who is in neither."""
    found = evidence.bridge(company)
    subscribers, usd = evidence.solo_a_month(company)
    side = "more" if found["timing"] > 0 else "less"
    return (
        f"**June's revenue from accounts is {found['revenue']:,} USD**, as finance says. At the end of June "
        f"accounts paid {found['mrr']:,} USD a month (MRR), as the movements and the books have it. "
        f"The month earned {abs(found['timing']):,} USD {side}, to the dollar: what moved within June "
        "counts for the share of it that was left. "
        f"Slide 12's {found['growth']:,} USD answers neither question.\n\n"
        f"**Solo is in neither slide.** On 1 July its {subscribers:,} subscribers pay {usd:,} USD a "
        f"month: {usd / found['mrr']:.0%} of that MRR, on top of it."
    )
