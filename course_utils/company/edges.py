"""A company of a dozen accounts in which each row is there for a slip that it catches.

A query can be right on Kitewell by luck: no two rows of a group share a second, no night is long
enough for a session to pass midnight. Here they do. Its tables are written by hand, small enough to
count in, and have the columns of Kitewell's.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from .engine.query import Database

_ACCOUNTS = """
1  2025-06-30T23:30 DE Europe/Berlin       software  small organic     team      3
2  2025-07-01T00:10 US America/Los_Angeles agency    mid   partner     business 10
3  2025-07-31T22:30 DE Europe/Berlin       software  small referral    team      2
4  2025-08-05T09:00 -  America/Los_Angeles education small organic     free      1
5  2026-01-01T00:00 US America/Los_Angeles agency    large sales       business 40
6  2026-02-14T12:00 GB Europe/London       software  mid   paid_search team      8
7  2026-03-29T00:59 GB Europe/London       health    small organic     free      1
8  2026-03-31T23:59 US America/Los_Angeles education mid   partner     team      6
9  2026-04-01T00:00 -  Europe/Berlin       agency    small organic     free      2
10 2026-05-03T08:00 IN Asia/Kolkata        software  large sales       business 25
11 2026-05-31T23:59 US America/Los_Angeles health    small referral    team      2
12 2026-06-20T10:00 DE Europe/Berlin       retail    small organic     free      1
"""
_USERS = """
1  1  2025-06-30T23:30 owner  web
2  2  2025-07-01T00:10 owner  web
3  2  2025-07-02T08:00 member ios
4  2  2025-07-03T08:00 guest  android
5  3  2025-07-31T22:30 owner  desktop
6  4  2025-08-05T09:00 owner  web
7  5  2026-01-01T00:00 owner  web
8  5  2026-01-02T10:00 member ios
9  6  2026-02-14T12:00 owner  android
10 7  2026-03-29T00:59 owner  web
11 8  2026-03-31T23:59 owner  web
12 9  2026-04-01T00:00 owner  ios
13 10 2026-05-03T08:00 owner  web
14 10 2026-05-04T08:00 member web
15 11 2026-05-31T23:59 owner  desktop
16 12 2026-06-20T10:00 owner  web
17 8  2026-04-02T10:00 guest  web
18 8  2026-04-03T10:00 guest  ios
19 10 2026-05-05T08:00 guest  android
20 2  2026-05-12T03:00 member web
21 2  2026-05-14T21:00 member web
22 2  2026-06-10T09:00 guest  web
23 2  2026-05-20T09:00 owner  web
24 5  2026-01-10T10:00 owner  web
25 3  2026-05-19T09:00 owner  web
26 3  2026-05-21T09:00 owner  web
27 3  2026-06-01T00:00 owner  web
28 3  2026-01-20T09:00 owner  web
"""
_MOVEMENTS = """
1  1  2025-07-14T10:00 new          team     3   36   36
2  2  2025-07-20T10:00 new          business 5  105  105
3  3  2025-07-31T23:30 new          team     2   24   24
4  2  2025-08-10T10:00 expansion    business 8   63  168
5  3  2025-09-05T08:00 churn        team     0  -24    0
6  1  2025-10-01T00:00 contraction  team     2  -12   24
7  3  2025-11-02T08:00 reactivation team     4   48   48
8  2  2025-12-15T09:00 contraction  business 6  -42  126
9  2  2025-12-15T09:00 expansion    business 9   63  189
10 5  2026-01-20T10:00 new          business 40 840  840
11 6  2026-03-01T00:00 new          team     8   96   96
12 6  2026-04-10T10:00 contraction  team     4  -48   48
13 6  2026-04-20T10:00 expansion    team     8   48   96
14 3  2026-04-25T10:00 churn        team     0  -48    0
15 8  2026-05-05T10:00 new          team     6   72   72
16 8  2026-05-25T10:00 churn        team     0  -72    0
17 1  2026-05-15T10:00 churn        team     0  -24    0
18 1  2026-06-10T10:00 reactivation team     3   36   36
19 10 2026-06-15T10:00 new          business 25 525 525
20 11 2026-06-30T23:59 new          team     2   24   24
21 5  2026-06-01T00:00 contraction  business 30 -210 630
22 5  2026-06-01T00:00 expansion    business 35 105 735
23 9  2026-04-01T00:00 new          team     2   24   24
24 4  2025-09-10T10:00 new          team     2   24   24
25 4  2025-10-01T00:00 churn        team     0  -24    0
26 7  2026-03-31T18:00 new          team     2   24   24
27 2  2026-07-01T00:00 expansion    business 10  21  210
"""
# What somebody did: user, event, moment. A trailing ! is stored twice, as a client that retries
# does; of a trailing ? the client did not say what it is. A trailing * is a script, which does it again
# each six hours, twenty times in all.
_EVENTS = """
1  session_started   2026-05-11T23:50
1  task_added        2026-05-12T00:05
1  task_completed    2026-05-12T00:35
1  report_viewed     2026-05-12T01:05:01
2  session_started   2026-05-11T09:00!
2  task_added        2026-05-11T09:30
2  task_added        2026-05-11T10:00:00
3  session_started   2026-05-11T09:10
3  task_completed    2026-05-11T09:10
4  task_added        2026-05-17T23:59
4  task_added        2026-05-18T00:10
5  session_started   2026-05-10T23:55
5  task_added        2026-05-11T00:10
4  session_started   2026-06-09T10:00
4  session_started   2026-06-10T10:00
4  session_started   2026-06-15T10:00
4  session_started   2026-06-16T10:00
17 session_started   2026-06-10T09:00
17 session_started   2026-06-15T09:00
17 session_started   2026-06-21T23:59
17 session_started   2026-06-22T00:00
18 session_started   2026-06-16T09:00
18 session_started   2026-06-16T11:00!
18 session_started   2026-06-30T23:59
19 session_started   2026-06-08T12:00
19 session_started   2026-06-24T12:00
8  task_added        2026-06-09T23:30
8  task_added        2026-06-10T00:15
8  task_added        2026-06-10T08:00
8  task_added        2026-06-10T09:00
8  task_added        2026-06-10T10:00
8  task_added        2026-06-11T00:00
2  session_started   2026-03-07T07:30
3  session_started   2026-03-07T07:30
2  session_started   2026-03-08T07:30
2  session_started   2026-03-08T09:30
3  session_started   2026-03-09T06:30
3  session_started   2026-03-10T07:30
7  session_started   2026-03-08T08:30
8  session_started   2026-03-09T07:15
6  session_started   2026-03-10T06:59
6  session_started   2026-03-07T20:00!
9  signed_up         2026-02-14T12:00
9  project_created   2026-02-14T12:10
9  teammate_invited  2026-02-14T12:10
9  task_completed    2026-02-14T13:00
9  teammate_invited  2026-02-28T12:00
7  signed_up         2026-01-01T00:00
7  teammate_invited  2026-01-01T00:05
7  teammate_invited  2026-01-03T00:00
7  task_completed    2026-01-03T00:00
7  task_completed    2026-01-15T00:00
7  project_created   2026-01-02T00:00
24 signed_up         2026-01-10T10:00
24 project_created   2026-01-10T11:00
24 teammate_invited  2026-01-10T11:00
10 signed_up         2026-03-29T00:59
10 task_completed    2026-03-29T01:30
10 project_created   2026-03-30T00:59
10 teammate_invited  2026-03-31T00:59
10 task_completed    2026-03-31T00:59
10 task_completed    2026-04-13T00:00
11 signed_up         2026-03-31T23:59
11 project_created   2026-03-31T23:59
11 teammate_invited  2026-04-01T00:40!
11 task_completed    2026-04-14T12:00
12 signed_up         2026-04-01T00:00
12 project_created   2026-04-02T00:00
12 teammate_invited  2026-04-03T00:00
12 task_completed    2026-04-04T00:00
12 task_added        2026-06-01T00:00
13 signed_up         2026-05-03T08:00
13 project_created   2026-05-03T09:00
13 report_viewed     2026-05-03T08:30
13 report_viewed     2026-05-09T09:00
13 project_created   2026-05-09T20:00
15 signed_up         2026-05-31T23:59
15 report_viewed     2026-06-01T00:10
15 report_viewed     2026-06-01T00:20
15 project_created   2026-06-01T00:20
15 project_created   2026-06-02T00:20
16 signed_up         2026-06-20T10:00
23 signed_up         2026-05-20T09:00
23 project_created   2026-05-20T09:00
23 report_viewed     2026-05-27T09:00
25 signed_up         2026-05-19T09:00
25 project_created   2026-05-19T10:00
25 report_viewed     2026-05-26T09:00
26 signed_up         2026-05-21T09:00
26 project_created   2026-05-28T09:00
27 signed_up         2026-06-01T00:00
28 signed_up         2026-01-20T09:00
28 project_created   2026-02-03T09:00
4  task_completed    2026-05-11T06:30
5  task_completed    2026-05-12T10:00
2  task_completed    2026-05-13T12:00?
3  task_completed    2026-05-14T06:59:59!
3  task_completed    2026-05-14T07:00
2  task_added        2026-05-18T00:00
9  task_added        2026-05-31T12:00
20 session_started   2026-05-12T03:00*
20 session_started   2026-06-06T03:00*
21 session_started   2026-05-14T21:00*
22 session_started   2026-06-10T09:00*
"""
_TOUCHES = """
1  1  2025-06-01T10:00 webinar
2  1  2025-06-29T10:00 search_ad
3  -  2025-07-01T00:00 newsletter
4  2  2025-06-20T10:00 partner_page
5  3  2025-08-02T10:00 webinar
6  -  2025-12-01T10:00 webinar
7  5  2025-12-20T10:00 review_site
8  5  2025-12-20T10:00 webinar
9  5  2026-01-05T10:00 newsletter
10 6  2026-02-10T10:00 webinar
11 6  2026-02-14T11:59 newsletter
12 6  2026-02-14T11:59 review_site
13 8  2026-03-31T23:59 search_ad
14 -  2026-04-15T10:00 webinar
15 9  2026-03-20T10:00 search_ad
16 9  2026-03-20T10:00 partner_page
17 10 2026-05-01T10:00 newsletter
18 10 2026-05-03T09:00 webinar
19 10 2026-06-01T09:00 newsletter
20 2  2026-02-01T09:00 newsletter
21 11 2026-05-31T10:00 search_ad
"""
_TICKETS = """
1  2  2026-06-03T10:00 email  reports       question  2 40   1
2  2  2026-06-04T10:00 email  reports       bug       3 -    0
3  3  2026-06-05T10:00 chat   billing       complaint 2 10   0
4  7  2026-04-30T23:59 chat   reports       bug       1 5    0
5  7  2026-06-30T23:59 chat   performance   bug       4 30   0
6  13 2026-04-01T00:00 in_app onboarding    question  1 -    0
7  6  2026-04-02T00:00 email  onboarding    question  1 100  0
8  9  2026-04-03T00:00 chat   onboarding    question  1 0    0
9  9  2026-06-20T00:00 chat   mobile        question  1 20   0
10 10 2026-06-21T00:00 email  mobile        request   1 2000 0
11 13 2026-07-01T00:00 chat   mobile        request   1 3    0
12 13 2026-04-05T10:00 in_app billing       question  1 -    0
13 7  2026-04-06T10:00 in_app billing       question  1 7    0
14 9  2026-04-07T10:00 in_app billing       question  1 10   0
"""

_SOLO = """
1 2025-07-01T00:00 2025-09-01T00:00 organic   8 2
2 2025-07-31T23:59 2025-07-31T23:59 app_store 8 3
3 2025-08-15T10:00 2025-10-01T00:00 social    8 2
4 2025-09-30T23:59 2025-12-01T00:00 organic   8 2
5 2025-09-10T10:00 -                app_store 8 3
6 2025-10-01T00:00 -                social    8 2
"""

_COLUMNS = {
    "accounts": "account_id created_at country timezone industry size channel plan seats",
    "users": "user_id account_id signed_up_at role platform",
    "subscriptions": "movement_id account_id occurred_at movement plan seats mrr_change mrr",
    "events": "user_id event occurred_at",
    "touches": "touch_id account_id touched_at source",
    "tickets": (
        "ticket_id user_id created_at channel area kind severity first_reply_minutes reopened"
    ),
    "solo": "subscriber_id started_at ended_at channel price serving",
}
_ROWS = {
    "accounts": _ACCOUNTS,
    "users": _USERS,
    "subscriptions": _MOVEMENTS,
    "events": _EVENTS,
    "touches": _TOUCHES,
    "tickets": _TICKETS,
    "solo": _SOLO,
}


class Edges:
    """The company of edges: a source of data as any other, of a few tables."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its tables."""
        return tuple(_ROWS)

    @functools.cached_property
    def fingerprint(self) -> str:
        """Hex digest of its rows."""
        return hashlib.sha256("\n".join(_ROWS.values()).encode()).hexdigest()

    @functools.cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return {name: _frame(name) for name in _ROWS}

    @functools.cached_property
    def _database(self) -> Database:
        from .engine.frames import as_queried
        from .engine.query import Database, Promised
        from .tables import TABLES

        def promise(name: str) -> Promised:
            return Promised(None, lambda: as_queried(self._tables[name], TABLES[name]))

        return Database(lambda: {name: promise(name) for name in self.names})

    def table(self, name: str) -> pd.DataFrame:
        """Return one table, the caller's to change."""
        return self._tables[name].copy()

    def sql(self, query: str) -> pd.DataFrame:
        """Return the result of one DuckDB query over its tables."""
        return self._database.run(query, self.names)


def _frame(name: str) -> pd.DataFrame:
    """Return a table with the columns and types that Kitewell's has."""
    import pandas as pd

    from .tables import TABLES

    given = _COLUMNS[name].split()
    lines = [line.split() for line in _rows_of(name)]
    if name == "events":
        lines = list(_stored(lines))
        given = ["event_id", *given, "platform"]
    frame = pd.DataFrame(lines, columns=given).replace("-", None)
    for field in TABLES[name].fields:
        column = frame[field.name] if field.name in frame else pd.Series(None, frame.index, object)
        if field.type == "datetime":
            moments = pd.to_datetime(column, utc=True, format="ISO8601")
            frame[field.name] = moments.astype("datetime64[us, UTC]")
        elif field.type == "integer":
            frame[field.name] = pd.to_numeric(column)
        else:
            frame[field.name] = column.astype("str")
    return frame[[field.name for field in TABLES[name].fields]]


def _stored(lines: Iterable[list[str]]) -> Iterable[list[str]]:
    """Return events as `_EVENTS` marks them, numbered in order of time, with their clients."""
    clients = {user: client for user, *_, client in (row.split() for row in _rows_of("users"))}
    in_time = sorted(_done(lines), key=lambda line: line[2].rstrip("!?"))
    for number, (user, event, moment) in enumerate(in_time, start=1):
        client = "-" if moment.endswith("?") else clients[user]
        for _ in range(1 + moment.endswith("!")):
            yield [str(number), user, event, moment.rstrip("!?"), client]


def _done(lines: Iterable[list[str]]) -> Iterable[list[str]]:
    """Return events with each one of a script."""
    for user, event, moment in lines:
        if not moment.endswith("*"):
            yield [user, event, moment]
            continue
        first = datetime.fromisoformat(moment.rstrip("*"))
        for number in range(20):
            yield [user, event, (first + number * timedelta(hours=6)).isoformat()]


def _rows_of(name: str) -> list[str]:
    return _ROWS[name].strip().splitlines()


@functools.lru_cache(maxsize=1)
def edges() -> Edges:
    """Return the company of edges."""
    return Edges()
