"""What lesson 3 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from course_utils.exercises.claims import claim
from course_utils.lessons import sql as explore

EXCEPT = {
    "is that of its latest movement": "a convention of counting",
    "Accounts that pay on 1 July": "says what is asked",
    "Accounts whose people wrote": "says what is asked",
    "after the same person's event": "a definition, not a finding",
    "accounts that moved twice in a month": "names a fact of the sheet",
    "Sales asks how many of the seats": "says what is asked",
    "Who does nothing but log in": "a rule, not a finding",
    "Three sums in one row": "says what is asked",
    "Of each account at most its own": "a rule of counting",
    "From there to what June earned": "how a month is prorated, not a finding",
    "accounts with more active people than seats": "says what is asked",
    "Join MRR of all accounts to their touches": "the definition that is to be marked",
    "Where some do, lines differ": "the company of edges is written by hand; a test counts it",
    "which differ since accounts moved twice": "the company of edges is written by hand; a test counts it",
    "only accounts that pay something": "says what is asked",
    "not all are sound": "the events are written by hand; a test counts the sound ones",
    "By mail it goes to one person": "says what is asked",
    "ends with a pause of": "a definition, not a finding",
    "days of the sign-up": "a rule of the question",
    "at the end of the month before, less 1": "a definition, not a finding",
    "MRR at the start, less 1": "a definition, not a finding",
    "(before 0, never moved before)": "a definition, not a finding",
    "who came in March and grew in June": "says how two rules count",
    "Scripts are no people": "a rule of counting",
    "two movements in one second": "a rule of the definition",
    "two movements within a month": "a rule of the definition",
}


@lru_cache(maxsize=1)
def _bridge(source: Any) -> Any:
    return explore.bridge(source)


def _again(way: Any) -> Any:
    return -(way["within"] + way["between"])


def _unseen(way: Any) -> Any:
    return way["earlier"] + way["never"]


@claim
def mean_above_median(tickets):
    """The mean minutes to a first reply in June lie above the median."""
    minutes = tickets.loc[tickets["created_at"] >= "2026-06-01", "first_reply_minutes"]
    return minutes.mean() > 1.2 * minutes.median()


@claim
def channels_unlike(tickets):
    """In June half of the chats are answered within 30 minutes, half of the e-mails after hours."""
    june = tickets[tickets["created_at"] >= "2026-06-01"]
    minutes = june.groupby("channel")["first_reply_minutes"].median()
    return bool(minutes["chat"] < 30 and minutes["email"] > 120)


@claim
def years_agree(source):
    """What MRR moved by in 2025 is the same by balances and in the books; what was new is not."""
    row = source.sql("""
        with balance as (
            select account_id, count(*) filter (where occurred_at < '2025-01-01') as earlier,
                coalesce(sum(mrr_change) filter (where occurred_at >= '2025-01-01'), 0) as moved
            from subscriptions
            where occurred_at < '2026-01-01'
            group by account_id)
        select sum(moved) as moved, sum(moved) filter (where earlier = 0) as new,
            (select sum(mrr_end - mrr_start) from finance
            where month >= '2025-01-01' and month < '2026-01-01') as books,
            (select sum(mrr_new) from finance
            where month >= '2025-01-01' and month < '2026-01-01') as lines
        from balance""").iloc[0]
    return bool(row["moved"] == row["books"] and row["new"] != row["lines"])


@claim
def each_event_has_its_user(events):
    """No event is without its user."""
    return bool(events["user_id"].notna().all())


@claim
def some_are_over(source):
    """One paying account in twenty and more had more people active in May than seats."""
    row = source.sql(f"""
        with paying as ({explore.paying_on("2026-06-01", "account_id, seats, mrr")}),
        came as (
            select account_id, count(distinct user_id) as active
            from events join users using (user_id)
            where occurred_at >= '2026-05-01' and occurred_at < '2026-06-01' and role <> 'guest'
            group by account_id)
        select avg((coalesce(active, 0) > seats)::int) as share
        from paying left join came using (account_id) where mrr > 0""").iloc[0]
    return row["share"] > 0.05


@claim
def another_source_came_before(source):
    """Under "only after" a third and more is of accounts with a visit from another source before."""
    after, another, _ = explore.only_after(source)
    return another > after / 3


@claim
def the_window_hides_visits(source):
    """Some saw a source this year that they had seen before the sign-up in earlier years only."""
    return explore.only_after(source)[2] > 0


@claim
def solo_stands_beside(source):
    """The books hold what accounts pay and no more; Solo would add a third of it and more."""
    paid = source.sql(f"select sum(mrr) as mrr from ({explore.paying_on('2026-07-01')})")
    books = explore.ledger(source)
    return bool(paid["mrr"].item() == books and explore.solo_a_month(source)[1] > books / 3)


@claim
def solo_has_no_user(users, events, solo):
    """Who did something is a user of an account, and a subscriber of Solo is known as neither."""
    theirs = users["account_id"].notna().all() and events["user_id"].isin(users["user_id"]).all()
    return bool(theirs and {"user_id", "account_id"}.isdisjoint(solo))


@claim
def webinars_come_late(source):
    """Of the paying accounts with a webinar one in ten and more had it only after the sign-up."""
    row = source.sql(f"""
        with paying as ({explore.paying_on("2026-07-01")})
        select count(distinct account_id) as total,
            count(distinct account_id) filter (where touched_at < created_at) as before
        from paying join accounts using (account_id) join touches using (account_id)
        where mrr > 0 and source = 'webinar'""").iloc[0]
    return row["before"] < 0.9 * row["total"]


@claim
def revenue_is_mrr_by_the_second(source):
    """June's revenue is what moved times the share of June that was left, without its cents."""
    return explore.earned(source) // 1 == explore.slides(source)["finance"]


@claim
def singles_by_search_ads(source):
    """Of accounts with a single visit before the sign-up, search ads brought the largest group."""
    found = explore.single_visits(source)
    return found.index[0] == "search_ad" and found.iloc[0] > 1.3 * found.iloc[1]


@claim
def repeats_from_phones(events):
    """Two weeks of April: most rows that repeat an event come from the apps for phones."""
    moments = events["occurred_at"]
    mine = events[(moments >= "2026-04-01") & (moments < "2026-04-15")]
    again = mine[mine.duplicated("event_id")]
    return again["platform"].isin(["ios", "android"]).mean() > 0.6


@claim
def days_are_no_people(source):
    """Active people of a week's days, added up, are far more than the people of the week."""
    row = source.sql("""
        select count(distinct (user_id, occurred_at::date)) as days,
            count(distinct user_id) as people
        from events
        where occurred_at >= '2026-04-20' and occurred_at < '2026-04-27'""").iloc[0]
    return row["days"] > 1.5 * row["people"]


@claim
def reports_follow_days(source):
    """Who comes often looks at reports on more of their days: the mean of people is far lower."""
    mean, share = explore.weighed(source)
    return share > 1.2 * mean


@claim
def errors_hide_each_other(source):
    """Both errors are there, of opposite sign, so the sum is off by less than the larger one."""
    way = _bridge(source)
    off = abs(way["growth"] - way["mrr"])
    return bool(min(_again(way), _unseen(way)) > 0 and off < max(_again(way), _unseen(way)))


@claim
def window_is_a_choice(source):
    """Most of the money that slide 12 misses belongs to accounts with a visit before this year."""
    way = _bridge(source)
    return bool(way["earlier"] > 2 * way["never"])


@claim
def ledger_holds(source):
    """Movements, and at the end of June the latest of each account, add up to finance's MRR."""
    off = source.sql("""
        select count(*) as months
        from finance
        where mrr_end <> (
            select coalesce(sum(mrr_change), 0) from subscriptions
            where occurred_at < month + interval 1 month)""")["months"].item()
    return bool(off == 0 and _bridge(source)["mrr"] == explore.ledger(source))


@claim
def nobody_moves_twice(subscriptions):
    """No account has two movements within one month."""
    month = subscriptions["occurred_at"].dt.strftime("%Y-%m")
    return not subscriptions.assign(month=month).duplicated(["account_id", "month"]).any()
