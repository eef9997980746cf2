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
    "Join MRR of all accounts to their touches": "the definition that is to be marked",
    "Where accounts do, lines differ": "the company of edges is written by hand; a test counts it",
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
    "All accounts, no plan left out": "a rule of the definition",
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
    """The latest movements add up to finance's MRR at the end of June, to the dollar."""
    return bool(_bridge(source)["mrr"] == explore.ledger(source))


@claim
def nobody_moves_twice(subscriptions):
    """No account has two movements within one month."""
    month = subscriptions["occurred_at"].dt.strftime("%Y-%m")
    return not subscriptions.assign(month=month).duplicated(["account_id", "month"]).any()
