"""What lesson 3 computes: the two slides, the bridge between them, and what the sections show."""

from __future__ import annotations

from typing import Any

import pandas as pd

MONTH = "2026-06-01"
SINCE = "2026-01-01"
"""From when on visits count on the growth team's slide."""
MOMENT = "2026-07-01"
"""When MRR is looked at, which is when the data end."""

FINANCE = f"""select revenue
from finance
where month = '{MONTH}'"""

PAYING = f"""select account_id, mrr
    from subscriptions
    where occurred_at < '{MOMENT}'
    qualify row_number() over (
        partition by account_id order by occurred_at desc, movement_id desc) = 1"""

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
        USD: growth, again (counted again, negative), unseen (never on the slide), mrr, timing (what
        June's revenue has less or more than the MRR at its end), revenue.
    """
    found = slides(company)
    seen = f"""with paying as ({PAYING})
        select coalesce(sum(mrr) filter (where account_id in (
            select account_id from touches where touched_at >= '{SINCE}')), 0) as seen,
            sum(mrr) as mrr
        from paying"""
    row = company.sql(seen).iloc[0]
    once, mrr = int(row["seen"]), int(row["mrr"])
    return pd.Series(
        {
            "growth": found["growth"],
            "again": once - found["growth"],
            "unseen": mrr - once,
            "mrr": mrr,
            "timing": found["finance"] - mrr,
            "revenue": found["finance"],
        }
    )


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


SPAN = "occurred_at >= '2026-04-01' and occurred_at < '2026-04-15'"


def session_rules(company: Any) -> pd.Series:
    """Count the sessions of two weeks of April by four rules.

    Parameters
    ----------
    company : Source
        The company.

    Returns
    -------
    Series
        A pause of 30 minutes; the same, cut at midnight; a pause of four hours; the event
        `session_started`, each stored one once.
    """

    def ruled(by: str, pause: str) -> str:
        return f"""(select count(*) from (
            select occurred_at,
                lag(occurred_at) over (partition by {by} order by occurred_at) as before
            from events where {SPAN})
            where before is null or occurred_at - before > interval {pause})"""

    row = company.sql(f"""select {ruled("user_id", "30 minutes")} as "30 minutes",
        {ruled("user_id, occurred_at::date", "30 minutes")} as "cut at midnight",
        {ruled("user_id", "4 hours")} as "4 hours",
        (select count(distinct event_id) from events
            where event = 'session_started' and {SPAN}) as "session_started" """)
    return row.iloc[0].astype(int)


def funnel_counts(company: Any) -> pd.Series:
    """Count owners of April with three steps: in any order, and in order within seven days."""
    row = company.sql("""
        with owners as (
            select user_id, signed_up_at from users where role = 'owner'
            and signed_up_at >= '2026-04-01' and signed_up_at < '2026-05-01'),
        tasks as (
            select o.user_id, o.signed_up_at, min(e.occurred_at) as task
            from owners o left join events e on e.user_id = o.user_id
                and e.event = 'task_added' and e.occurred_at >= o.signed_up_at
                and e.occurred_at < o.signed_up_at + interval 7 days
            group by all),
        reports as (
            select t.user_id, t.task, min(e.occurred_at) as report
            from tasks t left join events e on e.user_id = t.user_id
                and e.event = 'report_viewed' and e.occurred_at > t.task
                and e.occurred_at < t.signed_up_at + interval 7 days
            group by all),
        loose as (
            select o.user_id, bool_or(e.event = 'task_added') as task,
                bool_or(e.event = 'report_viewed') as report
            from owners o join events e using (user_id) group by o.user_id)
        select (select count(*) from owners) as owners,
            (select count(*) from loose where task) as "task, at any time",
            (select count(*) from loose where task and report) as "report, at any time",
            (select count(task) from reports) as "task within 7 days",
            (select count(report) from reports) as "then report, in order"
        """).iloc[0]
    return row.astype(int)


def both_within_a_week(company: Any) -> int:
    """Count owners of April who took both steps within seven days, in whichever order."""
    row = company.sql("""
        with owners as (
            select user_id, signed_up_at from users where role = 'owner'
            and signed_up_at >= '2026-04-01' and signed_up_at < '2026-05-01'),
        early as (
            select o.user_id, bool_or(e.event = 'task_added') as task,
                bool_or(e.event = 'report_viewed') as report
            from owners o join events e on e.user_id = o.user_id
                and e.occurred_at >= o.signed_up_at
                and e.occurred_at < o.signed_up_at + interval 7 days
            group by o.user_id)
        select count(*) as owners from early where task and report""").iloc[0]
    return int(row["owners"])


def daily_and_weekly(company: Any) -> tuple[int, int]:
    """Return the sum of seven days' active people, and the people of that week, in June."""
    row = company.sql("""
        with d as (
            select distinct user_id, occurred_at::date as day from events
            where occurred_at >= '2026-06-08' and occurred_at < '2026-06-15')
        select count(*) as days, count(distinct user_id) as people from d""").iloc[0]
    return int(row["days"]), int(row["people"])
