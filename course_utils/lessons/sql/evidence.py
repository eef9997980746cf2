"""What lesson 3 computes: the two slides, the bridge between them, and what the sections show."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course_utils.toolkit import retention

MONTH = "2026-06-01"
SINCE = "2026-01-01"
"""From when on visits count on the growth team's slide."""
MOMENT = "2026-07-01"
"""When MRR is looked at, which is when the data end."""

FINANCE = f"""select revenue
from finance
where month = '{MONTH}'"""


def paying_on(moment: str, what: str = "account_id, mrr") -> str:
    """Return the query for the latest movement of each account before a moment."""
    return f"""select {what}
    from subscriptions
    where occurred_at < '{moment}'
    qualify row_number() over (
        partition by account_id order by occurred_at desc, movement_id desc) = 1"""


PAYING = paying_on(MOMENT)

GROWTH = f"""with paying as (
    {PAYING})
select source, sum(mrr) as revenue
from paying join touches using (account_id)
where touched_at >= '{SINCE}'
group by source
order by revenue desc"""


def slides(company: Any) -> dict[str, Any]:
    """Return what the two slides say: finance's revenue, and the growth team's table with its sum.

    Parameters
    ----------
    company : Source
        The company.
    """
    table = company.sql(GROWTH)
    return {
        "finance": int(company.sql(FINANCE)["revenue"].item()),
        "growth": int(table["revenue"].sum()),
        "table": table,
    }


def bridge(company: Any) -> pd.Series:
    """Return the amounts that lead from the growth team's sum to finance's revenue.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    Series
        USD: growth; within (an account stands several times in one row of the slide, negative);
        between (it stands in several rows, negative); earlier (its visits all lie before the
        slide's window); never (no visit at all); mrr; timing (what each movement of June did not earn
        or cost, as part of the month was over; see `earned`); revenue, as these lead to it.
    """
    found = slides(company)
    row = company.sql(f"""with paying as ({PAYING}),
        visits as (
            select account_id,
                count(*) filter (where touched_at >= '{SINCE}') as here,
                count(distinct source) filter (where touched_at >= '{SINCE}') as rows
            from touches
            group by account_id)
        select sum(mrr) as mrr,
            coalesce(sum(mrr * (here - rows)), 0) as within,
            coalesce(sum(mrr * (rows - 1)) filter (where rows > 0), 0) as between,
            coalesce(sum(mrr) filter (where here = 0), 0) as earlier,
            coalesce(sum(mrr) filter (where here is null), 0) as never
        from paying left join visits using (account_id)""").iloc[0]
    mrr, revenue = int(row["mrr"]), int(earned(company) // 1)
    return pd.Series(
        {
            "growth": found["growth"],
            "within": -int(row["within"]),
            "between": -int(row["between"]),
            "earlier": int(row["earlier"]),
            "never": int(row["never"]),
            "mrr": mrr,
            "timing": revenue - mrr,
            "revenue": revenue,
        }
    )


def earned(company: Any) -> float:
    """Return what June earned: each movement counts for the share of June that was left after it.

    What moved before June counts whole. The books of finance cut the cents.

    Parameters
    ----------
    company : Source
        The company.
    """
    row = company.sql(f"""select sum(mrr_change * least(30 * 86400,
            date_diff('second', occurred_at, timestamptz '{MOMENT}'))) / (30 * 86400) as earned
        from subscriptions where occurred_at < '{MOMENT}'""")
    return float(row["earned"].item())


def only_after(company: Any) -> tuple[int, int, int]:
    """Return what stands under "only after" in the mended table of slide 12, and what is not that.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    after, another, falsely : int
        USD, an account once for each source that it saw this year: of those that had not seen that
        source before the sign-up; of these, of who had seen another one before it; and of those that
        had seen that source before it, in earlier years only, which a query of this year would miss.
    """
    row = company.sql(f"""with paying as ({PAYING}),
        seen as (
            select account_id, source, bool_or(touched_at < created_at) as ever,
                bool_or(touched_at < created_at and touched_at >= '{SINCE}') as year,
                max(touched_at) >= '{SINCE}' as reached
            from touches join accounts using (account_id)
            group by account_id, source),
        beside as (select *, bool_or(ever) over (partition by account_id) as any_ever from seen)
        select coalesce(sum(mrr) filter (where not ever), 0) as after,
            coalesce(sum(mrr) filter (where not ever and any_ever), 0) as another,
            coalesce(sum(mrr) filter (where ever and not year), 0) as falsely
        from paying join beside using (account_id)
        where reached""").iloc[0]
    return int(row["after"]), int(row["another"]), int(row["falsely"])


def solo_a_month(company: Any) -> tuple[int, int]:
    """Return how many subscribers Solo has on 1 July, and what they pay a month in USD.

    They are in neither slide: `subscriptions` and the books of finance hold accounts only.

    Parameters
    ----------
    company : Source
        The company.
    """
    row = company.sql(f"""select count(*) as subscribers, coalesce(sum(price), 0) as usd
        from solo
        where started_at < '{MOMENT}' and (ended_at is null or ended_at >= '{MOMENT}')""").iloc[0]
    return int(row["subscribers"]), int(row["usd"])


def slide_shares(company: Any) -> tuple[float, float]:
    """Return which share of the growth team's sum counts again, and which of all MRR it misses.

    Parameters
    ----------
    company : Source
        The company.
    """
    way = bridge(company)
    again = -(way["within"] + way["between"])
    return float(again / way["growth"]), float((way["earlier"] + way["never"]) / way["mrr"])


def ledger(company: Any) -> int:
    """Return the MRR at the end of June as the books of finance have it."""
    return int(
        company.sql(f"select mrr_end from finance where month = '{MONTH}'")["mrr_end"].item()
    )


def sample(company: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return six paying accounts with unlike numbers of visits, their visits, and their owners.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    accounts, touches, owners : DataFrame
        The accounts with MRR; their visits of 2026 in order; one owner each.
    """
    counts = company.sql(f"""with paying as ({PAYING})
        select account_id, any_value(mrr) as mrr, count(touch_id) as visits
        from paying left join touches t using (account_id)
        where mrr > 0 and (touched_at is null or touched_at >= '{SINCE}')
        group by account_id having count(touch_id) < 5 order by account_id desc""")
    untouched = company.sql(f"""with paying as ({PAYING})
        select account_id, mrr, 0 as visits from paying
        where mrr > 0 and not exists (
            select 1 from touches t
            where t.account_id = paying.account_id and touched_at >= '{SINCE}')
        order by account_id desc limit 2""")
    picked = [untouched]
    for visits, many in ((1, 2), (2, 1), (4, 1)):
        picked.append(counts[counts["visits"] == visits].head(many))
    accounts = pd.concat(picked).drop_duplicates("account_id").sort_values("account_id")
    ids = ", ".join(map(str, accounts["account_id"]))
    touches = company.sql(f"""select account_id, source, touched_at from touches
        where account_id in ({ids}) and touched_at >= '{SINCE}'
        order by account_id, touched_at, touch_id""")
    owners = company.sql(f"""select account_id, user_id from users
        where account_id in ({ids}) and role = 'owner' order by account_id""")
    return accounts.reset_index(drop=True), touches, owners


def first_and_last(company: Any) -> pd.DataFrame:
    """Count, by source, the accounts with several visits before the sign-up: first and last one."""
    return company.sql("""
        with mine as (
            select account_id, source,
                row_number() over (partition by account_id order by touched_at, touch_id) as n,
                count(*) over (partition by account_id) as visits
            from accounts join touches using (account_id) where touched_at < created_at)
        select source, count(*) filter (where n = 1) as first,
            count(*) filter (where n = visits) as last
        from mine where visits > 1 group by source order by first desc""").set_index("source")


def single_visits(company: Any) -> pd.Series:
    """Count, by source, the accounts with a single visit before the sign-up; the most first."""
    return company.sql("""
        with mine as (
            select account_id, any_value(source) as source
            from accounts join touches using (account_id) where touched_at < created_at
            group by account_id having count(*) = 1)
        select source, count(*) as accounts from mine
        group by source order by accounts desc, source""").set_index("source")["accounts"]


FIRST, AFTER = "2026-04-01", "2026-04-15"
SPAN = f"occurred_at >= '{FIRST}' and occurred_at < '{AFTER}'"
SCRIPTS = f"""select user_id
    from events
    where {SPAN}
    group by user_id
    having bool_and(event = 'session_started') and count(*) >= 20"""
"""Who only logs in, twenty times and more in the two weeks: no person of Kitewell does."""


def session_rules(company: Any) -> pd.DataFrame:
    """Count the sessions that began in two weeks of April by four rules.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    DataFrame
        Columns people (without the scripts) and everybody. Rows: a pause of 30 minutes; the same,
        cut at midnight; a pause of four hours; the event `session_started`, each stored one once.
    """
    rules = {
        "30 minutes": ("user_id", "30 minutes"),
        "cut at midnight": ("user_id, occurred_at::date", "30 minutes"),
        "4 hours": ("user_id", "4 hours"),
    }

    def ruled(by: str, pause: str, who: str) -> str:
        # A day more before the span: who works over its first midnight has begun before it.
        return f"""(select count(*) from (
            select occurred_at,
                lag(occurred_at) over (partition by {by} order by occurred_at) as before
            from events
            where occurred_at >= date '{FIRST}' - 1 and occurred_at < '{AFTER}' and {who})
            where occurred_at >= '{FIRST}'
            and (before is null or occurred_at - before > interval {pause}))"""

    table = {}
    for name, who in (("people", f"user_id not in ({SCRIPTS})"), ("everybody", "true")):
        counts = {rule: ruled(*how, who) for rule, how in rules.items()}
        counts["session_started"] = f"""(select count(distinct event_id) from events
            where event = 'session_started' and {SPAN} and {who})"""
        columns = ", ".join(f'{query} as "{rule}"' for rule, query in counts.items())
        table[name] = company.sql(f"select {columns}").iloc[0]
    return pd.DataFrame(table).astype(int)


TOOL_ZONE, TOOL_WITHOUT = "America/New_York", ("ios", "android")
"""How the tool of the lesson was set up: whose clock it keeps, which clients it is not built into."""


def tool_bridge(company: Any) -> pd.Series:
    """Return the way from the rows of two weeks to the number of events that a tool reports.

    The tool stores each event once, keeps the clock of New York, and is not built into the apps.

    Parameters
    ----------
    company : Source
        The company.
    """
    apps = ", ".join(f"'{name}'" for name in TOOL_WITHOUT)
    seen = f"(platform is null or platform not in ({apps}))"
    local = f"occurred_at at time zone '{TOOL_ZONE}'"
    there = f"{local} >= '{FIRST}' and {local} < '{AFTER}'"
    row = company.sql(f"""select
            count(*) filter (where {SPAN}) as rows,
            count(distinct event_id) filter (where {SPAN}) as once,
            count(distinct event_id) filter (where {SPAN} and {seen}) as seen,
            count(distinct event_id) filter (where {SPAN} and {seen} and not ({there})) as gone,
            count(distinct event_id) filter (where {seen} and {there}) as tool
        from events
        where occurred_at >= date '{FIRST}' - 2 and occurred_at < date '{AFTER}' + 2""").iloc[0]
    names = ("rows", "once", "seen", "gone", "tool")
    rows, once, kept, gone, tool = (int(row[name]) for name in names)
    return pd.Series(
        {
            "rows in events": rows,
            "stored again": once - rows,
            "from the apps": kept - once,
            "its clock takes away": -gone,
            "its clock brings in": tool - (kept - gone),
            "in the tool": tool,
        }
    )


def tool_report(company: Any) -> pd.DataFrame:
    """Return what marketing's tool reports of finished tasks, by day and client.

    How it was set up is for the learner to find out: it stores each event once, keeps the clock of
    Los Angeles, and is not built into the desktop client.

    Parameters
    ----------
    company : Source
        The company.
    """
    events = company.table("events").drop_duplicates("event_id")
    events = events[events["event"] == "task_completed"]
    events = events.assign(
        day=events["occurred_at"].dt.tz_convert("America/Los_Angeles").dt.date,
        client=events["platform"].fillna("(not set)"),
    )
    first, last = (pd.Timestamp(day).date() for day in ("2026-05-11", "2026-05-13"))
    events = events[events["day"].between(first, last) & (events["client"] != "desktop")]
    return events.groupby(["day", "client"]).size().rename("events").reset_index()


def year_two_ways(company: Any) -> pd.DataFrame:
    """Return the movements of MRR in 2025 from two balances, and as the books sum their months.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    DataFrame
        Indexed by movement, with their net last: from balances, in the books; USD.
    """
    year = "month >= '2025-01-01' and month < '2026-01-01'"
    books = company.sql(f"""select sum(mrr_new) as new, sum(mrr_expansion) as expansion,
            sum(mrr_contraction) as contraction, sum(mrr_churn) as churn,
            sum(mrr_reactivation) as reactivation
        from finance where {year}""").iloc[0]
    rows = company.table("subscriptions")
    start, end = "2025-01-01", "2026-01-01"
    paid_then, paid_later = (retention.mrr_at(rows, day) for day in (start, end))
    before, after = paid_then.align(paid_later, fill_value=0)
    earlier = rows["occurred_at"] < pd.Timestamp(start, tz="UTC")
    known = after.index.isin(rows.loc[earlier, "account_id"])
    change = after - before
    paid, pays = before > 0, after > 0
    mine = {
        "new": change[~paid & ~known].sum(),
        "expansion": change[paid & (change > 0)].sum(),
        "contraction": change[paid & pays & (change < 0)].sum(),
        "churn": change[paid & ~pays].sum(),
        "reactivation": change[~paid & known].sum(),
    }
    table = pd.DataFrame({"from balances": mine, "in the books": books}).astype(int)
    table.loc["net"] = table.sum()
    return table


def weighed(company: Any) -> tuple[float, float]:
    """Return the share of June's days with work on which a report was viewed, in two ways.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    mean, share : float
        The mean of each person's share of their days; and the share of all days of all people.
    """
    row = company.sql("""
        with people as (
            select user_id, count(distinct occurred_at::date) as days,
                count(distinct occurred_at::date) filter (where event = 'report_viewed') as reports
            from events
            where occurred_at >= '2026-06-01' and occurred_at < '2026-07-01'
            group by user_id)
        select avg(reports / days) as mean, sum(reports) / sum(days) as share
        from people""").iloc[0]
    return float(row["mean"]), float(row["share"])


def funnel_counts(company: Any) -> pd.Series:
    """Count owners of April who invited somebody and added a task, by four rules.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    Series
        Both ever; the task after the first invitation; both within seven days of the sign-up; the
        task after the first invitation, and both within these days.
    """
    row = company.sql("""
        with owners as (
            select user_id, signed_up_at, signed_up_at + interval 7 days as until from users
            where role = 'owner' and signed_up_at >= '2026-04-01' and signed_up_at < '2026-05-01'),
        moments as (
            select user_id,
                min(occurred_at) filter (where event = 'teammate_invited') as invited,
                max(occurred_at) filter (where event = 'task_added') as task,
                min(occurred_at) filter (where event = 'teammate_invited'
                    and occurred_at < until) as soon_invited,
                max(occurred_at) filter (where event = 'task_added'
                    and occurred_at < until) as soon_task
            from owners join events using (user_id)
            where occurred_at >= signed_up_at
            group by user_id)
        select count(*) filter (where invited is not null and task is not null) as "both, ever",
            count(*) filter (where task > invited) as "in order",
            count(*) filter (where soon_invited is not null and soon_task is not null)
                as "within 7 days",
            count(*) filter (where soon_task > soon_invited) as "in order, within 7 days"
        from moments""").iloc[0]
    return row.astype(int)
