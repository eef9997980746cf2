"""Key of lesson 3: the right query of each exercise, the mistakes people make, the hints.

Right answers are queries: what they give is compared, on the learner's company, on the company of
edges (`course_utils.company.edges`) and, when work is graded, on one more company. A mistake has to
show on every company or at the edges. Moments are UTC; a span holds its start and not its end.
"""

from __future__ import annotations

import itertools

from course_utils.exercises import (
    Choices,
    Criterion,
    Query,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import sql as explore

OBJECTIVES = {
    "write": "Write SQL with joins, groups, windows and steps for product questions.",
    "detect": "Detect rows that multiply or vanish, by reconciling two sources.",
    "funnel": "Build sessions and ordered funnels from events.",
    "cohort": "Construct a cohort table and movements of revenue in SQL.",
    "specify": "Specify events in a tracking plan, and try it against data that break it.",
    "judge": "Judge which decision a number can support, and write that down.",
}

NOTHING_FOUND = (
    "No row at all. If you wrote `not in`: one NULL among its values makes it true of nobody, so ask "
    "`not exists`, or leave the NULLs out. If you did not, take one condition away after the other."
)
TIES = "Two movements in one second both count as the latest. Let the higher id decide."
EARLIER = (
    "Of two movements in one second this takes the one with the lower id, as can happen where no "
    "rule for ties stands in `order by`. The higher id is later."
)
STOPPED = "Accounts that stopped paying are in it: their latest movement says 0. Keep `mrr > 0`."
LAST_DAY = (
    "The last day is missing: `between` ends at its first instant, for a date is a midnight. Say "
    "`>=` the first day and `<` the day after the last."
)
ENDS = "What happened at the very end of the span is in it. A span does not hold its end: `<`."
AT_SIGN_UP = "A visit at the very second of the sign-up is in it. That is not before it: `<`."


SCRIPTS_IN = "Scripts are in it. Who does nothing but log in, twenty times or more in the month, is no person."


def people(first: str, after: str, many: str = ">= 20") -> str:
    """Return a condition that leaves out scripts: who only logs in, often, within a span."""
    return f"""user_id not in (
        select user_id from events where occurred_at >= '{first}' and occurred_at < '{after}'
        group by user_id having bool_and(event = 'session_started') and count(*) {many})"""


OTHER_SPAN = (
    "Scripts are those of another span here. Who logs in twenty times in the month may do so less often "
    "in a week or two of it: the rule asks about the whole month."
)
NO_DAY = (
    "Nothing says *on which day*: what moved on 1 July is in it. On 1 July is what came before its first "
    "instant."
)


MAY, JUNE = people("2026-05-01", "2026-06-01"), people("2026-06-01", "2026-07-01")


def latest(
    until: str,
    rank: str = "row_number",
    order: str = "occurred_at desc, movement_id desc",
    end: str = "<",
) -> str:
    """Return a query for the latest movement of each account before a moment."""
    order = "occurred_at desc" if rank == "rank" else order
    return f"""
        select account_id, plan, seats, mrr from subscriptions where occurred_at {end} '{until}'
        qualify {rank}() over (partition by account_id order by {order}) = 1"""


def tied(until: str) -> str:
    """Return the query that takes the earlier of two movements in one second."""
    return latest(until, order="occurred_at desc, movement_id")


# Practice, in the lesson


def _busy(
    having: str = "count(*) >= 3",
    start: str = "2026-04-01",
    by: str = "account_id",
    end: str = "< '2026-07-01'",
) -> str:
    return f"""
        select {by} as account_id, count(*) as tickets from tickets join users using (user_id)
        where created_at >= '{start}' and created_at {end}
        group by {by} having {having}"""


@practice(
    Query(columns=("account_id", "tickets"), keys=("account_id",), edges=True), objective="write"
)
def busy_accounts():
    """Accounts that wrote three tickets or more in the second quarter of 2026, and how many."""
    return _busy()


@busy_accounts.mistake("These wrote more than three. Three are enough.")
def _():
    return _busy("count(*) > 3")


@busy_accounts.mistake("Tickets of all years are in it. Keep the quarter, before you group.")
def _():
    return _busy(start="2023-01-01")


@busy_accounts.mistake(LAST_DAY)
def _():
    return _busy(end="<= '2026-06-30'")


@busy_accounts.mistake(ENDS)
def _():
    return _busy(end="<= '2026-07-01'")


@busy_accounts.mistake("This groups by user. An account's people write together.")
def _():
    return _busy(by="user_id")


busy_accounts.hints(
    "`where` keeps rows and comes before `group by`; `having` keeps groups and comes after it."
)


def _writers(what: str, start: str = "2026-06-01") -> str:
    return f"""
        with paying as ({latest("2026-07-01")})
        select {what} as mrr from paying
        join users using (account_id) join tickets using (user_id)
        where created_at >= '{start}' and created_at < '2026-07-01'"""


def _writers_once(
    start: str = "2026-06-01", end: str = "< '2026-07-01'", paying: str = latest("2026-07-01")
) -> str:
    return f"""
        with paying as ({paying})
        select sum(mrr) as mrr from paying where account_id in (
            select account_id from tickets join users using (user_id)
            where created_at >= '{start}' and created_at {end})"""


@practice(Query(columns=("mrr",), edges=True), objective="detect")
def june_writers():
    """MRR on 1 July 2026 of accounts that wrote a ticket in June, each account once."""
    return _writers_once()


@june_writers.mistake("An account that wrote five tickets is in this sum five times.")
def _():
    return _writers("sum(mrr)")


@june_writers.mistake(
    "`sum(distinct mrr)` takes each *amount* once: two accounts that pay the same count as one."
)
def _():
    return _writers("sum(distinct mrr)")


@june_writers.mistake("These wrote at any time. The question asks about June.")
def _():
    return _writers_once("2023-01-01")


@june_writers.mistake(LAST_DAY)
def _():
    return _writers_once(end="<= '2026-06-30'")


@june_writers.mistake(ENDS)
def _():
    return _writers_once(end="<= '2026-07-01'")


@june_writers.mistake(EARLIER)
def _():
    return _writers_once(paying=tied("2026-07-01"))


@june_writers.mistake(
    "That is one day of June. A month lasts until the first instant of the next one."
)
def _():
    return _writers_once(end="< '2026-06-02'")


@june_writers.mistake(
    "This is what all accounts pay. `tickets` has no `account_id`, so the inner query took the outer "
    "one's, and that is always among itself. Join `users` there."
)
def _():
    return f"""
        with paying as ({latest("2026-07-01")})
        select sum(mrr) as mrr from paying where account_id in (
            select account_id from tickets
            where created_at >= '2026-06-01' and created_at < '2026-07-01')"""


@june_writers.mistake(NO_DAY)
def _():
    return _writers_once(paying=latest("2027-01-01"))


@june_writers.mistake(NO_DAY)
def _():
    return _writers_once(paying=latest("2026-07-02"))


june_writers.hints("Do not join what you only ask about: `where account_id in (select ...)`.")


def _churned(
    rows: str = "movement = 'churn' and occurred_at >= '2025-01-01' and",
    amount: str = "sum(mrr_churn)",
    months: str = "month >= '2025-01-01' and",
    what: str = "sum(mrr_change)",
) -> str:
    return f"""
        with mine as (
            select {what} as movements from subscriptions
            where {rows} occurred_at < '2026-01-01'),
        theirs as (select {amount} as books from finance where {months} month < '2026-01-01')
        select movements, books, movements - books as off from mine, theirs"""


@practice(Query(columns=("movements", "books", "off")), objective="detect")
def churn_control():
    """What churn took in 2025, by the movements and in the books, and how far these differ."""
    return _churned()


@churn_control.mistake(
    "`books` holds a month once for each of its movements here, and `off` tells you so. Sum each table "
    "by itself, then put the two sums side by side."
)
def _():
    return """
        select sum(mrr_change) as movements, sum(mrr_churn) as books,
            sum(mrr_change) - sum(mrr_churn) as off
        from subscriptions join finance on month = date_trunc('month', occurred_at)::date
        where movement = 'churn' and month >= '2025-01-01' and month < '2026-01-01'"""


@churn_control.mistake("All years are in it. Keep 2025, in both tables.")
def _():
    return _churned("movement = 'churn' and", months="")


@churn_control.mistake("In `movements` all years are in it. `off` tells you.")
def _():
    return _churned("movement = 'churn' and")


@churn_control.mistake("In `books` all years are in it. `off` tells you.")
def _():
    return _churned(months="")


@churn_control.mistake(
    "`movements` holds what came, grew and shrank as well. Keep those of churn; `off` has to be 0."
)
def _():
    return _churned("occurred_at >= '2025-01-01' and")


@churn_control.mistake("`movements` counts rows. Sum what they moved.")
def _():
    return _churned(what="count(*)")


churn_control.hints(
    "Your step sums what moved, and of the movements it takes the same kind and the same year as the books."
)


def _unseen(before: str = "<") -> str:
    return f"""
        select plan, count(*) as accounts from accounts a
        where not exists (
            select 1 from touches t
            where t.account_id = a.account_id and t.touched_at {before} a.created_at)
        group by plan"""


@practice(Query(columns=("plan", "accounts"), keys=("plan",), edges=True), objective="detect")
def unseen_accounts():
    """Accounts without any visit before they signed up, by plan."""
    return _unseen()


@unseen_accounts.mistake(AT_SIGN_UP)
def _():
    return _unseen("<=")


@unseen_accounts.mistake(NOTHING_FOUND)
def _():
    return """
        select plan, count(*) as accounts from accounts
        where account_id not in (select account_id from touches) group by plan"""


@unseen_accounts.mistake("These have no visit at all. Visits after the sign-up do not matter here.")
def _():
    return """
        select plan, count(*) as accounts from accounts left join touches using (account_id)
        where touch_id is null group by plan"""


@unseen_accounts.mistake(
    "These have *some* visit that came later, or none. Who was seen before and after stands here too, "
    "once for each later visit. Ask that no earlier one exists."
)
def _():
    return """
        select plan, count(*) as accounts from accounts left join touches using (account_id)
        where touch_id is null or touched_at >= created_at group by plan"""


@unseen_accounts.mistake("These are all accounts of the plan.")
def _():
    return "select plan, count(*) as accounts from accounts group by plan"


unseen_accounts.hints("What must *not exist* for an account to count? It needs two conditions.")


def _april(query: str, which: str = "where mrr > 0") -> str:
    return f"""
        with paying as ({query})
        select plan, count(*) as accounts, sum(mrr) as mrr from paying {which} group by plan"""


@practice(
    Query(columns=("plan", "accounts", "mrr"), keys=("plan",), partial=True, edges=True),
    objective="write",
)
def april_plans():
    """Paying accounts and MRR by plan on 1 April 2026."""
    return _april(latest("2026-04-01"))


@april_plans.mistake("This takes the latest movement of all. What was known on 1 April?")
def _():
    return _april(latest("2026-07-01"))


@april_plans.mistake("Every movement counts here, also those that a later one replaced.")
def _():
    return _april("select * from subscriptions where occurred_at < '2026-04-01'")


@april_plans.mistake("This is the most that each account ever paid, not the latest.")
def _():
    return _april("""
        select * from subscriptions where occurred_at < '2026-04-01'
        qualify row_number() over (
            partition by account_id order by mrr desc, movement_id desc) = 1""")


@april_plans.mistake(TIES)
def _():
    return _april(latest("2026-04-01", rank="rank"))


@april_plans.mistake(EARLIER)
def _():
    return _april(tied("2026-04-01"))


@april_plans.mistake(STOPPED)
def _():
    return _april(latest("2026-04-01"), which="")


@april_plans.mistake(
    "`mrr > 0` stands before the latest movement is taken, so who stopped is there with what they paid "
    "before. Take the latest of all movements, then keep those above 0."
)
def _():
    return _april("""
        select * from subscriptions where occurred_at < '2026-04-01' and mrr > 0
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1""")


@april_plans.mistake(ENDS)
def _():
    return _april(latest("2026-04-01", end="<="))


@april_plans.mistake(
    "What moved on 31 March is missing: a date is a midnight. *On* 1 April is what came before its "
    "first instant."
)
def _():
    return _april(latest("2026-03-31"))


april_plans.hints("Filter by time first; then one row of each account, by `qualify`; then group.")


def _so_far(
    before: str = "where created_at < '2026-04-01'",
    opening: bool = True,
    end: str = "2026-07-01",
    begins: str = "created_at >= month and",
    counts: str = "count(ticket_id)",
    growth: str = "tickets / nullif(lag(tickets) over (order by month), 0) - 1",
    join: str = "left join",
    until: str = "<",
) -> str:
    more = f"+ (select count(*) from tickets {before})" if opening else ""
    return f"""
        with months as (
            select unnest(range(date '2026-04-01', date '{end}', interval 1 month))::date as month),
        came as (
            select month, {counts} as tickets from months {join} tickets
                on {begins} created_at {until} month + interval 1 month
            group by month)
        select month, tickets, sum(tickets) over (order by month) {more} as so_far,
            {growth} as growth
        from came"""


@practice(
    Query(
        columns=("month", "tickets", "so_far", "growth"),
        keys=("month",),
        tolerance={"growth": 0.00005},
        partial=True,
        edges=True,
    ),
    objective="write",
)
def tickets_so_far():
    """Tickets of each month of the second quarter of 2026, all until its end, and their growth."""
    return _so_far()


@tickets_so_far.mistake("`so_far` begins with April, as if nobody had written before.")
def _():
    return _so_far(opening=False)


@tickets_so_far.mistake(
    "What was there before is taken until the end of 2025. From January to March nothing is in it."
)
def _():
    return _so_far("where created_at < '2026-01-01'")


@tickets_so_far.mistake(
    "What was there before holds all tickets, those of the quarter too. Those are counted again."
)
def _():
    return _so_far("")


@tickets_so_far.mistake("June is missing: `range` does not hold its end.")
def _():
    return _so_far(end="2026-06-01")


@tickets_so_far.mistake("`tickets` holds all until the month's end here. Keep the month's own.")
def _():
    return _so_far(begins="")


@tickets_so_far.mistake(
    "A month in which nobody wrote has 1 here: the left join keeps its row, and `count(*)` counts it. "
    "Count the tickets' ids."
)
def _():
    return _so_far(counts="count(*)")


@tickets_so_far.mistake(
    "A month in which nobody wrote has no row: an inner join takes it away. `left join` keeps it."
)
def _():
    return _so_far(join="join")


@tickets_so_far.mistake(ENDS)
def _():
    return _so_far(until="<=")


@tickets_so_far.mistake(
    "`growth` is the month's tickets as a multiple of those before. Growth is that, less 1."
)
def _():
    return _so_far(growth="tickets / nullif(lag(tickets) over (order by month), 0)")


@tickets_so_far.mistake(
    "`growth` is in tickets here: the month's less those of the month before. Divide by those of the "
    "month before."
)
def _():
    return _so_far(growth="tickets - lag(tickets) over (order by month)")


@tickets_so_far.mistake(
    "`growth` compares with the month after, which is `lead`. `lag` looks back."
)
def _():
    return _so_far(growth="tickets / nullif(lead(tickets) over (order by month), 0) - 1")


tickets_so_far.hints(
    "Two dates in `range`, the table and its id, and the day until which there was something before."
)


def _hour(
    pause: str = "> interval 1 hour",
    since: str = "2026-06-09",
    end: str = "< '2026-06-11'",
    who: str = people("2026-06-01", "2026-07-01"),
    begins: str = "before is null or",
    after: str = "2026-06-10",
    by: str = "partition by user_id",
) -> str:
    return f"""
        with e as (
            select occurred_at, lag(occurred_at) over ({by} order by occurred_at) as before
            from events where occurred_at >= '{since}' and occurred_at {end} and {who})
        select count(*) as sessions from e
        where occurred_at >= '{after}' and ({begins} occurred_at - before {pause})"""


@practice(Query(columns=("sessions",), edges=True), objective="funnel")
def hour_sessions():
    """Sessions of people that began on 10 June 2026, by a pause of more than an hour."""
    return _hour()


@hour_sessions.mistake("The pause is still the one of the lesson, half an hour.")
def _():
    return _hour("> interval 30 minutes")


@hour_sessions.mistake("A pause of exactly an hour ends the session here. It has to be longer.")
def _():
    return _hour(">= interval 1 hour")


@hour_sessions.mistake(
    "There is no look back: who began on the evening before begins anew here. Read from 9 June on."
)
def _():
    return _hour(since="2026-06-10")


@hour_sessions.mistake(
    "Sessions of 9 June are in it. Look back that far, and count from the 10th on."
)
def _():
    return _hour(after="2026-06-09")


@hour_sessions.mistake(SCRIPTS_IN)
def _():
    return _hour(who="true")


@hour_sessions.mistake(OTHER_SPAN)
def _():
    return _hour(who=people("2026-06-01", "2026-06-15"))


@hour_sessions.mistake(OTHER_SPAN)
def _():
    return _hour(who=people("2026-04-01", "2026-04-15"))


@hour_sessions.mistake("Who has no event before is missing: a first event begins a session.")
def _():
    return _hour(begins="")


@hour_sessions.mistake("The event before is anybody's here. Partition by person.")
def _():
    return _hour(by="")


@hour_sessions.mistake(ENDS)
def _():
    return _hour(end="<= '2026-06-11'")


hour_sessions.hints(
    "Copy the query above. Change the span of the scripts, that of the look back, the day and the pause: "
    "the look back begins on 9 June."
)


CUT = (
    "The days are those of another clock, and the span is cut by UTC: it begins and ends in the "
    "middle of a day there. Take a day more at both ends, and keep days by their local date."
)


def _west(
    day: str,
    what: str = "count(distinct user_id)",
    span: tuple[str, str] = ("2026-03-05", "2026-03-12"),
) -> str:
    return f"""
        select ({day})::date as day, {what} as users
        from events join users using (user_id) join accounts using (account_id)
        where timezone = 'America/Los_Angeles'
        and occurred_at >= '{span[0]}' and occurred_at < '{span[1]}'
        group by day having day between '2026-03-07' and '2026-03-09'"""


@practice(Query(columns=("day", "users"), keys=("day",), edges=True), objective="funnel")
def west_days():
    """People active on 7, 8 and 9 March 2026, by the local day of accounts in Los Angeles."""
    return _west("occurred_at at time zone 'America/Los_Angeles'")


@west_days.mistake("These are days in UTC. In Los Angeles the evening is the next day in UTC.")
def _():
    return _west("occurred_at")


@west_days.mistake("This counts events, not people.")
def _():
    return _west("occurred_at at time zone 'America/Los_Angeles'", "count(*)")


@west_days.mistake(
    "Eight hours all year is winter time. Their clocks changed on 8 March: name the zone, not the "
    "hours."
)
def _():
    return _west("(occurred_at at time zone 'UTC') - interval 8 hours")


@west_days.mistake(
    "Seven hours all year is summer time. Their clocks changed on 8 March: name the zone, not the "
    "hours."
)
def _():
    return _west("(occurred_at at time zone 'UTC') - interval 7 hours")


@west_days.mistake(CUT)
def _():
    return _west(
        "occurred_at at time zone 'America/Los_Angeles'", span=("2026-03-07", "2026-03-10")
    )


@west_days.mistake(
    "These are the days of New York, three hours ahead. Los Angeles has its own zone."
)
def _():
    return _west("occurred_at at time zone 'America/New_York'")


west_days.hints("`occurred_at at time zone 'Europe/Berlin'` is what the clock there shows.")


def _may(
    order: str = ">",
    days: str = "7",
    role: str = "and role = 'owner'",
    join: str = "left join",
    since: str = "signed_up_at",
    end: str = "< '2026-06-01'",
    project: str = "min",
    first: str = ">=",
    held: tuple[str, str] = ("<", "<"),
) -> str:
    return f"""
        with project as (
            select u.user_id, u.signed_up_at, {project}(p.occurred_at) as project
            from users u {join} events p on p.user_id = u.user_id
                and p.event = 'project_created' and p.occurred_at {first} u.signed_up_at
                and p.occurred_at {held[0]} u.signed_up_at + interval {days} days
            where signed_up_at >= '2026-05-01' and signed_up_at {end} {role}
            group by all),
        report as (
            select f.user_id, f.project, min(r.occurred_at) as report
            from project f {join} events r on r.user_id = f.user_id
                and r.event = 'report_viewed' and r.occurred_at {order}
                and r.occurred_at {held[1]} f.{since} + interval {days} days
            group by all)
        select count(*) as signed_up, count(project) as project, count(report) as report
        from report"""


@practice(
    Query(columns=("signed_up", "project", "report"), partial=True, edges=True), objective="funnel"
)
def may_reports():
    """Owners of May 2026 who made a project, then viewed a report, within seven days."""
    return _may("> f.project")


@may_reports.mistake("A report before the project counts here. A funnel has an order.")
def _():
    return _may(">= f.signed_up_at")


@may_reports.mistake("This has no window. Seven days since the sign-up were asked for.")
def _():
    return _may("> f.project", days="1000")


@may_reports.mistake("Everybody is in it. Keep the owners.")
def _():
    return _may("> f.project", role="")


@may_reports.mistake(
    "`count(*)` takes along those who made no project: after a left join, count the column."
)
def _():
    return _may("> f.project").replace("count(project)", "count(*)")


@may_reports.mistake("A report in the very second of the project counts here. It has to be later.")
def _():
    return _may(">= f.project")


@may_reports.mistake(
    "The window begins anew with the project here. It is seven days since the sign-up, for both steps."
)
def _():
    return _may("> f.project", since="project")


@may_reports.mistake(
    "Inner joins: who did not come so far is gone, from the columns before too. `left join` keeps them."
)
def _():
    return _may("> f.project", join="join")


@may_reports.mistake(LAST_DAY)
def _():
    return _may("> f.project", end="<= '2026-05-31'")


@may_reports.mistake(
    "This looks for a report after the *latest* project. Any later than the first one counts."
)
def _():
    return _may("> f.project", project="max")


@may_reports.mistake(
    "A project at the very second of the sign-up is missing. It is within seven days of it: `>=`."
)
def _():
    return _may("> f.project", first=">")


# Each end by itself and several of them: who holds one often holds all.
for held in itertools.product(("<", "<="), repeat=2):
    for end in ("< '2026-06-01'", "<= '2026-06-01'"):
        if "<=" in (*held, end[:2]):
            may_reports.mistake(ENDS, _may("> f.project", end=end, held=held))

may_reports.hints(
    "One step of `with` for each step of the funnel: the earliest event after the step before."
)


def _solo(
    end: str = "(age + 1)",
    gone: str = "ended_at is null or ended_at >= month_end",
    ages: int = 3,
    until: str = "< '2025-10-01'",
) -> str:
    return f"""
        with began as (
            select subscriber_id, ended_at, date_trunc('month', started_at)::date as cohort
            from solo where started_at >= '2025-07-01' and started_at {until}),
        grid as (
            select *, age::int as age, cohort + {end} * interval 1 month as month_end
            from began, range({ages}) as ages(age))
        select cohort, age, count(*) filter (where {gone}) as here from grid group by cohort, age"""


@practice(
    Query(columns=("cohort", "age", "here"), keys=("cohort", "age"), edges=True),
    objective="cohort",
)
def solo_summer():
    """Subscribers of Solo who began from July to September 2025, at the end of three months."""
    return _solo()


@solo_summer.mistake("Who has left since then counts as never here. Compare with the month's end.")
def _():
    return _solo(gone="ended_at is null")


@solo_summer.mistake(
    "This looks at each month's start. Age 0 is there at the end of the first month."
)
def _():
    return _solo(end="age")


@solo_summer.mistake("Age 2 is missing: `range(2)` gives 0 and 1.")
def _():
    return _solo(ages=2)


@solo_summer.mistake("All ages of the lesson are in it. Three were asked for: `range(3)`.")
def _():
    return _solo(ages=9)


@solo_summer.mistake("Everybody is still here at each age. Who left before the month's end is not.")
def _():
    return _solo(gone="true")


@solo_summer.mistake(
    "Who leaves at the very end of a month is still here at it: what ends a span is not in it. `>=`."
)
def _():
    return _solo(gone="ended_at is null or ended_at > month_end")


@solo_summer.mistake(ENDS)
def _():
    return _solo(until="<= '2025-10-01'")


solo_summer.hints("Change the dates in `began` and the number in `range`; the rest stays.")


PLAN = Table(
    columns=("event", "property", "type", "required", "values"),
    keys=("event", "property"),
    partial=True,
)

OTHER_NAME = (
    "Your plan rejects the first event, and that is sound. Compare the names of your lines with those of "
    "its properties; the column `why` says which one the plan does not know."
)

SHARED = """
    report_shared | user_id | integer | yes | from 1
    report_shared | way     | text    | yes | link, mail
    report_shared | people  | integer | no  | from 1
    report_shared | at      | moment  | yes |"""


@practice(PLAN, objective="specify")
def shared_plan():
    """A plan for the event of a shared report, a line a property."""
    return explore.read_plan(SHARED)


for message, line, instead in (
    (
        "`people` may be missing: a link has no receivers. It is not required.",
        "integer | no  | from 1",
        "integer | yes | from 1",
    ),
    ("`Link` is kept, which is another value than `link`. List the values.", "link, mail", ""),
    (
        "Sent to nobody is not shared: 0 people are kept here. A whole number can have a least value.",
        "no  | from 1",
        "no  | from 0",
    ),
    (
        "Sent to nobody is not shared: 0 people are kept here. A whole number can have a least value.",
        "no  | from 1",
        "no  |",
    ),
    (
        "Nobody has the id 0. A whole number can have a least value.",
        "yes | from 1",
        "yes |",
    ),
    (
        "A text is no moment: `3 July, 9:15` is kept, and nobody knows in which year and zone.",
        "moment  | yes",
        "text    | yes",
    ),
    (
        "An event that does not say when it happened is kept.",
        "moment  | yes",
        "moment  | no",
    ),
    (
        "The address of a person comes in, since the plan has a line for it. Nobody asked for it.",
        "| moment  | yes |",
        "| moment  | yes |\n    report_shared | mail | text | no |",
    ),
):
    shared_plan.mistake(message, explore.read_plan(SHARED.replace(line, instead)))
for line in ("| way ", "| people "):
    shared_plan.mistake(OTHER_NAME, explore.read_plan(SHARED.replace(line, "| other ")))
shared_plan.hints(
    "A line a property. Take the broken events one by one: which column of the plan stops each?"
)


def _slide(
    paying: str = latest("2026-07-01"),
    since: str = "touched_at >= '2026-01-01'",
    once: str = """(select sum(mrr) from paying where account_id in (
        select account_id from visits))""",
    slide: str = "(select sum(mrr) from paying join visits using (account_id))",
    total: str = "(select sum(mrr) from paying)",
) -> str:
    return f"""
        with paying as ({paying}),
        visits as (select account_id, source from touches where {since})
        select {slide} as slide, {once} as once, {total} as total"""


@practice(Query(columns=("slide", "once", "total"), partial=True, edges=True), objective="detect")
def slide_sums():
    """What slide 12 says, what its accounts pay if each counts once, and what all accounts pay."""
    return _slide()


@slide_sums.mistake("In `once` each amount counts once, so two accounts that pay alike are one.")
def _():
    return _slide(once="(select sum(distinct mrr) from paying join visits using (account_id))")


@slide_sums.mistake(
    "In `once` an account counts once for each source. It still stands in several rows of the slide."
)
def _():
    return _slide(
        once="""(select sum(mrr) from paying join (
            select distinct account_id, source from visits) using (account_id))"""
    )


@slide_sums.mistake(
    "In `once` accounts count whose visits all lie before 2026. Ask with `in` of the same visits."
)
def _():
    return _slide(
        once="(select sum(mrr) from paying where account_id in (select account_id from touches))"
    )


@slide_sums.mistake("These are visits of all years. Slide 12 takes those of 2026.")
def _():
    return _slide(since="true")


@slide_sums.mistake("In `slide` are visits of all years. Slide 12 takes those of 2026.")
def _():
    return _slide(slide="(select sum(mrr) from paying join touches using (account_id))")


@slide_sums.mistake(
    "In `total` accounts stand once for each visit. What all accounts pay is asked of `paying` alone."
)
def _():
    return _slide(total="(select sum(mrr) from paying left join visits using (account_id))")


@slide_sums.mistake(
    "In `total` is what Solo's subscribers pay. They have no account: theirs is a line of its own, "
    "beside what all accounts pay."
)
def _():
    return _slide(
        total="""(select sum(mrr) from paying) + (
            select sum(price) from solo where started_at < '2026-07-01'
            and (ended_at is null or ended_at >= '2026-07-01'))"""
    )


@slide_sums.mistake(
    "Every movement counts here, also those that a later one replaced. Keep the latest of each account."
)
def _():
    return _slide(paying="select * from subscriptions where occurred_at < '2026-07-01'")


@slide_sums.mistake(EARLIER)
def _():
    return _slide(paying=tied("2026-07-01"))


slide_sums.hints(
    "One step of `with` for what each account pays, then three sums: joined, asked with `in`, all. "
    "`total` is MRR, a state on 1 July; the revenue of `finance` was earned over June."
)


SHEET = {"grain", "fanout", "ledger", "late", "revenue", "state"}
"""What is wrong with the colleague's definition in part 8."""


@practice(
    Choices(
        {
            "grain": "it does not say what one row stands for, so nobody can count again",
            "fanout": "it takes what an account pays once for each touch of the account",
            "ledger": "it has no control total, so nobody would notice if it were wrong",
            "late": "it is refreshed daily and does not say when a month is closed for good",
            "revenue": "it is called revenue and sums MRR, which is a state and not what was earned",
            "state": "it says `last month` of a state, and not at which moment the state is taken",
            "owner": "the team that owns it is the one whose work it shows, which is not allowed",
            "money": "it sums money, where only counts of accounts could be held against the books",
        },
        partial=True,
    ),
    objective="judge",
)
def sheet_faults():
    """What is wrong with a colleague's definition of a metric."""
    return SHEET


for message, lost in (
    (
        "Now count: one account with three touches, how often is its MRR in the sum?",
        {"fanout"},
    ),
    (
        "It is refreshed daily. A visit or a payment that is entered late changes last month: until "
        "when?",
        {"late"},
    ),
    (
        "Look at the name once more. What did a month earn, and what do accounts pay from its end on?",
        {"revenue"},
    ),
    (
        "MRR on the first of June and on the last are two numbers. Which one is that of `last month`?",
        {"state"},
    ),
    (
        "Who would count this again needs to know what one row stands for: an account, a visit, a source?",
        {"grain"},
    ),
    (
        "It is wrong, and nobody noticed. What should stand beside it, so that somebody does?",
        {"ledger"},
    ),
    (
        "The name is wrong in kind, not only its moment: MRR and revenue answer two questions. And which "
        "moment is it?",
        {"revenue", "state"},
    ),
):
    sheet_faults.mistake(message, SHEET - lost)
sheet_faults.mistake(
    "A team may own the number that shows its work: somebody has to. What is missing is what it is "
    "held against.",
    SHEET | {"owner"},
)
sheet_faults.mistake(
    "Money has the best control of all: the books of finance. The other faults stand.",
    SHEET | {"money"},
)
sheet_faults.mistake(
    "Not all eight: two of them are no fault. Of each, ask what would be better if it were otherwise.",
    SHEET | {"owner", "money"},
)
sheet_faults.hints("Could two people who have never met get the same number from it?")


# A. One row of each


def _seats(
    paying: str = latest("2026-06-01"),
    *,
    who: str = f"role <> 'guest' and {MAY}",
    join: str = "left join",
    seats: str = "p.seats",
    which: str = "p.mrr > 0",
    used: str = "sum(least(coalesce(active, 0), {seats})) / sum({seats})",
    active: str = "sum(coalesce(active, 0))",
    over: str = "count(*) filter (where active > {seats})",
    people: str = "count(distinct user_id)",
    end: str = "< '2026-06-01'",
    beside: str = "",
) -> str:
    return f"""
        with paying as ({paying}),
        came as (
            select account_id, {people} as active
            from events join users using (user_id)
            where occurred_at >= '2026-05-01' and occurred_at {end} and {who}
            group by account_id)
        select a.size, sum({seats}) as seats, {active} as active,
            {used.format(seats=seats)} as used, {over.format(seats=seats)} as over
        from paying p join accounts a using (account_id) {beside} {join} came using (account_id)
        where {which} group by a.size"""


@exercise(
    Query(
        columns=("size", "seats", "active", "used", "over"),
        keys=("size",),
        tolerance={"used": 0.0005},
        partial=True,
        edges=True,
    ),
    points=4,
    objective="detect",
)
def seat_use():
    """Seats paid for on 1 June 2026, people active in May, and the share of seats in use, by size."""
    return _seats()


MEAN_OF_SHARES = (
    "`used` is a mean of the accounts' own shares: one with two seats weighs as much as one with "
    "eighty. Sum first, then divide."
)


@seat_use.mistake(MEAN_OF_SHARES)
def _():
    return _seats(used="avg(least(coalesce(active, 0), {seats}) / {seats})")


@seat_use.mistake(MEAN_OF_SHARES)
def _():
    return _seats(used="avg(coalesce(active, 0) / {seats})")


@seat_use.mistake(
    "`used` is people over seats: who has more people than seats fills the empty seats of others here. "
    "Of each account at most its own seats are in use. Take the smaller number first, then sum."
)
def _():
    return _seats(used="sum(coalesce(active, 0)) / sum({seats})")


@seat_use.mistake(
    "Where nobody came, all seats are in use here: of a NULL and a number `least` takes the number. "
    "`coalesce` comes first."
)
def _():
    return _seats(used="sum(least(active, {seats})) / sum({seats})")


@seat_use.mistake("Who fills the seats to the last one is not above them. Count those with more.")
def _():
    return _seats(over="count(*) filter (where active >= {seats})")


@seat_use.mistake("`over` holds the people above the seats. Count the accounts.")
def _():
    return _seats(over="sum(greatest(coalesce(active, 0) - {seats}, 0))")


@seat_use.mistake(
    "An account's seats stand here once for each of its people. Count people to one row an account, "
    "then join."
)
def _():
    return _seats(beside="join users using (account_id)")


@seat_use.mistake(
    "Accounts of which nobody came are missing, with the seats that they pay for. Keep them."
)
def _():
    return _seats(join="join")


@seat_use.mistake(
    "Where nobody came, nothing was added up: that is NULL here, and 0 in truth. `coalesce` writes it."
)
def _():
    return _seats(active="sum(active)")


@seat_use.mistake("`active` counts what people did. Count different people.")
def _():
    return _seats(people="count(*)")


@seat_use.mistake(LAST_DAY)
def _():
    return _seats(end="<= '2026-05-31'")


@seat_use.mistake(SCRIPTS_IN)
def _():
    return _seats(who="role <> 'guest'")


@seat_use.mistake(OTHER_SPAN)
def _():
    return _seats(who=f"role <> 'guest' and {people('2026-05-11', '2026-05-18')}")


@seat_use.mistake("Guests are in it. They need no seat.")
def _():
    return _seats(who=MAY)


@seat_use.mistake(
    "These are the seats asked for at sign-up. What an account pays for stands in `subscriptions`."
)
def _():
    return _seats(seats="a.seats")


@seat_use.mistake("This takes what is known today. What was known on 1 June?")
def _():
    return _seats(latest("2026-07-01"))


@seat_use.mistake(STOPPED)
def _():
    return _seats(which="true")


@seat_use.mistake(TIES)
def _():
    return _seats(latest("2026-06-01", rank="rank"))


@seat_use.mistake(EARLIER)
def _():
    return _seats(tied("2026-06-01"))


@seat_use.mistake(ENDS)
def _():
    return _seats(latest("2026-06-01", end="<="))


@seat_use.mistake(ENDS)
def _():
    return _seats(end="<= '2026-06-01'")


seat_use.hints(
    "Three tables of different grain meet here. What does one row stand for in each?",
    "Steps of `with`: the scripts of May; the latest movement of each account; the people of each "
    "account who came. The last two have one row an account, so nothing multiplies.",
    "Keep accounts of which nobody came; `coalesce(active, 0)` makes a number of their NULL. Both "
    "tables have a column `seats`: say which one you mean. What an account uses is decided in its row, "
    "before anything is summed.",
)


def _growth(
    spine: str = "range(date '2025-06-01', date '2026-07-01', interval 1 month)",
    growth: str = "mrr / nullif(lag(mrr) over (order by month), 0) - 1",
    since: str = "2000-01-01",
    more: str = "",
    keep: str = "month >= '2025-07-01' and lag(month) over (order by month) is not null",
    join: str = "left join",
) -> str:
    return f"""
        with months as (select unnest({spine})::date as month),
        balance as (
            select month,
                coalesce(sum(mrr_change) filter (where occurred_at >= month), 0) as net,
                coalesce(sum(mrr_change), 0) as mrr
            from months {join} subscriptions
                on occurred_at < month + interval 1 month and occurred_at >= '{since}'
            group by month {more})
        select month, net, mrr, {growth} as growth from balance
        qualify {keep}"""


@exercise(
    Query(
        columns=("month", "net", "mrr", "growth"),
        keys=("month",),
        tolerance={"growth": 0.00005},
        partial=True,
        edges=True,
    ),
    points=5,
    objective="write",
)
def year_of_growth():
    """Net change, MRR and its growth for each month from July 2025 to June 2026."""
    return _growth()


@year_of_growth.mistake(
    "This divides by the MRR at the end of the month. Growth is over the start."
)
def _():
    return _growth(growth="net / nullif(mrr, 0)")


@year_of_growth.mistake("This is the growth of the net change. Compare MRR with MRR.")
def _():
    return _growth(growth="net / nullif(lag(net) over (order by month), 0) - 1")


@year_of_growth.mistake("The running total begins with July 2025, as if nobody had paid before.")
def _():
    return _growth(since="2025-07-01")


@year_of_growth.mistake(
    "A month without any movement is missing. It has a net change of 0, and an MRR all the same."
)
def _():
    return _growth(more="having sum(mrr_change) filter (where occurred_at >= month) is not null")


@year_of_growth.mistake(
    "A month by whose end nothing had ever moved has no row: an inner join takes it away, and the month "
    "after it needs it. `left join` keeps it."
)
def _():
    return _growth(join="join")


@year_of_growth.mistake(
    "July has no growth: the month before it is not there. Begin with June, and leave it out at the end."
)
def _():
    spine = "range(date '2025-07-01', date '2026-07-01', interval 1 month)"
    return _growth(spine, keep="true")


@year_of_growth.mistake(
    "This compares with the month a year before. Growth here is over the month before."
)
def _():
    spine = "range(date '2024-07-01', date '2026-07-01', interval 1 month)"
    growth = "mrr / nullif(lag(mrr, 12) over (order by month), 0) - 1"
    return _growth(spine, growth, keep="month >= '2025-07-01'")


@year_of_growth.mistake("This is MRR as a multiple of the month before. Growth is that, less 1.")
def _():
    return _growth(growth="mrr / nullif(lag(mrr) over (order by month), 0)")


year_of_growth.hints(
    "Which months have to be there, whatever happened in them? And what was paid before July?",
    "Make the months first, join what has moved until each one's end, and group by month.",
    "`lag(mrr) over (order by month)` needs June 2025 to be there; leave that month out at the end, "
    "and let `nullif` keep you from dividing by 0.",
)


def _median(how: str, tickets: str = "count(*)", end: str = "< '2026-07-01'") -> str:
    return f"""
        select channel, {tickets} as tickets, {how} as minutes from tickets
        where created_at >= '2026-04-01' and created_at {end} group by channel"""


@exercise(
    Query(
        columns=("channel", "tickets", "minutes"),
        keys=("channel",),
        tolerance={"minutes": 0.01},
        partial=True,
        edges=True,
    ),
    points=4,
    objective="write",
)
def typical_reply():
    """Tickets of the second quarter of 2026 by channel, and the median minutes to a first reply."""
    return _median("median(first_reply_minutes)")


@typical_reply.mistake("This is the mean: a few that waited for days pull it up.")
def _():
    return _median("avg(first_reply_minutes)")


@typical_reply.mistake(
    "Tickets without a reply count as answered at once here. They have no minutes."
)
def _():
    return _median("median(coalesce(first_reply_minutes, 0))")


@typical_reply.mistake("The column `tickets` leaves out those without a reply. Count all.")
def _():
    return _median("median(first_reply_minutes)", "count(first_reply_minutes)")


@typical_reply.mistake(
    "Of an even number of minutes this takes one of the two in the middle. Take what lies half-way."
)
def _():
    return _median("quantile_disc(first_reply_minutes, 0.5)")


@typical_reply.mistake("The minutes are rounded. Half a minute is an answer too.")
def _():
    return _median("round(median(first_reply_minutes))")


@typical_reply.mistake(LAST_DAY)
def _():
    return _median("median(first_reply_minutes)", end="<= '2026-06-30'")


@typical_reply.mistake(ENDS)
def _():
    return _median("median(first_reply_minutes)", end="<= '2026-07-01'")


typical_reply.hints(
    "What does a NULL in `first_reply_minutes` mean, and which of the two columns may it enter?",
    "`count(*)` counts rows, `count(column)` counts what is there; a median skips NULL by itself.",
    "DuckDB's `median` gives the middle, or half-way between the two in the middle.",
)


# B. Rows that multiply or vanish


def _webinar(
    condition: str,
    paying: str = latest("2026-07-01"),
    which: str = "p.mrr > 0",
    beside: str = "",
) -> str:
    return f"""
        with paying as ({paying})
        select size, count(*) as accounts, sum(p.mrr) as mrr
        from paying p join accounts a using (account_id) {beside}
        where {which} and {condition} group by size"""


NO_WEBINAR = """not exists (
    select 1 from touches t where t.account_id = p.account_id and t.source = 'webinar')"""


@exercise(
    Query(columns=("size", "accounts", "mrr"), keys=("size",), partial=True, edges=True),
    points=4,
    objective="detect",
)
def no_webinar():
    """Paying accounts on 1 July 2026 without a visit from a webinar, and their MRR, by size."""
    return _webinar(NO_WEBINAR)


@no_webinar.mistake(NOTHING_FOUND)
def _():
    return _webinar("account_id not in (select account_id from touches where source = 'webinar')")


@no_webinar.mistake("These have a visit from elsewhere; they may have one from a webinar too.")
def _():
    return _webinar("""exists (
        select 1 from touches t where t.account_id = p.account_id and t.source <> 'webinar')""")


@no_webinar.mistake(
    "Accounts without any visit are missing: a join keeps who is in both tables. They had no webinar "
    "either."
)
def _():
    return _webinar("""account_id in (
        select account_id from touches group by account_id
        having count(*) filter (where source = 'webinar') = 0)""")


@no_webinar.mistake(
    "This keeps *visits* that were no webinar, so an account stands there once for each of them, "
    "webinar or not. Ask about the account."
)
def _():
    return _webinar(
        "(t.source <> 'webinar' or t.source is null)",
        beside="left join touches t on t.account_id = p.account_id",
    )


@no_webinar.mistake(
    "`where source <> 'webinar'` undoes the left join: NULL is not unlike anything. And each other "
    "visit is a row of its own. Ask about the account."
)
def _():
    return _webinar(
        "t.source <> 'webinar'", beside="left join touches t on t.account_id = p.account_id"
    )


@no_webinar.mistake(
    "`distinct` hides the repeats. Accounts with a webinar and another visit as well are still in it, "
    "and two that pay alike are one. Ask about the account."
)
def _():
    return f"""
        with paying as ({latest("2026-07-01")})
        select size, count(distinct p.account_id) as accounts, sum(distinct p.mrr) as mrr
        from paying p join accounts a using (account_id)
        left join touches t on t.account_id = p.account_id
        where p.mrr > 0 and (t.source <> 'webinar' or t.source is null) group by size"""


@no_webinar.mistake(STOPPED)
def _():
    return _webinar(NO_WEBINAR, which="true")


@no_webinar.mistake(EARLIER)
def _():
    return _webinar(NO_WEBINAR, tied("2026-07-01"))


@no_webinar.mistake(NO_DAY)
def _():
    return _webinar(NO_WEBINAR, latest("2027-01-01"))


@no_webinar.mistake(NO_DAY)
def _():
    return _webinar(NO_WEBINAR, latest("2026-07-01", end="<="))


no_webinar.hints(
    "Who belongs here: those with another visit, or those without that one?",
    "An anti-join asks that something does not exist. Visits may have no account: mind `not in`.",
    "`where not exists (select 1 from touches t where ...)` with two conditions inside.",
)


@exercise(
    Choices(
        {
            "a": "note A, about accounts that have guests",
            "b": "note B, about what the company runs at",
            "c": "note C, about accounts of the webinars",
            "d": "note D, about what an account will pay",
            "e": "note E, about accounts that have left",
            "f": "note F, about those who saw a report",
        },
        partial=True,
    ),
    points=3,
    objective="judge",
)
def board_notes():
    """Which of six notes may go to the board: is the number right, and can it carry the decision?"""
    return {"a", "e"}


def _about_notes(chosen: set[str]) -> str:
    """Return what to ask of a wrong set of notes: which kind of fault, never of which note."""
    if len(chosen) < 2:  # else six checks would sort the notes, one at a time, unread
        return "Judge all six first. Of each: is the number right, and can it carry the decision?"
    if chosen & {"b", "d"}:
        return (
            "A number among your notes is wrong: its join puts an account in more than once. Count the "
            "rows of one account just before each sum and mean."
        )
    return (
        "The numbers of your notes are right, and not each can carry its decision. Say of each what "
        "would have to be true besides, and whether it needs a board."
    )


for many in range(1, 7):
    for chosen in map(set, itertools.combinations("abcdef", many)):
        if chosen != {"a", "e"}:
            board_notes.mistake(_about_notes(chosen), chosen)
board_notes.hints(
    "Two questions for each note: is the number right, and would the decision follow if it is?",
    "For the number: how many rows does one account have just before the sum, the count or the mean?",
    "For the decision: does it claim that one thing brings about another? Can it be put back?",
)


def _tool(
    day: str = "occurred_at at time zone 'America/Los_Angeles'",
    what: str = "count(distinct event_id)",
    who: str = "platform is distinct from 'desktop'",
    client: str = "coalesce(platform, '(not set)')",
    span: tuple[str, str] = ("2026-05-10", "2026-05-16"),
    days: str = "having day between '2026-05-11' and '2026-05-13'",
) -> str:
    return f"""
        select ({day})::date as day, {client} as client, {what} as events
        from events
        where event = 'task_completed' and {who}
        and occurred_at >= '{span[0]}' and occurred_at < '{span[1]}'
        group by 1, 2 {days}"""


@exercise(
    Query(columns=("day", "client", "events"), keys=("day", "client"), edges=True),
    points=6,
    objective="detect",
)
def finished_tasks():
    """The query that gives what marketing's tool reports of finished tasks, row for row."""
    return _tool()


OWN = (
    "This is the warehouse's own table: each row that was stored, days of UTC, all clients. Which "
    "rows are in one table only? Begin there."
)


@finished_tasks.mistake(OWN)
def _():
    return _tool("occurred_at", "count(*)", "true")


@finished_tasks.mistake(OWN)
def _():
    return _tool("occurred_at", "count(*)", "true", "platform")


@finished_tasks.mistake(
    "All is right but a name: who does not say a client is `(not set)`, not NULL."
)
def _():
    return _tool(client="platform")


@finished_tasks.mistake(CUT)
def _():
    return _tool(span=("2026-05-11", "2026-05-14"))


@finished_tasks.mistake(CUT)
def _():
    return _tool(span=("2026-05-11", "2026-05-14"), days="")


@finished_tasks.mistake(
    "The clients are those of the report. Now the counts: nearly all differ, up and down. What moves "
    "events from one day to the next?"
)
def _():
    return _tool("occurred_at", "count(*)")


@finished_tasks.mistake(
    "Clients are right and nothing is counted again. These are still the days of UTC: whose clock "
    "does the tool keep?"
)
def _():
    return _tool("occurred_at")


@finished_tasks.mistake(
    "Clock and clients are right. What is left is a handful, mostly from phones: rows that are the "
    "same event, sent again."
)
def _():
    return _tool(what="count(*)")


@finished_tasks.mistake(
    "The clock is the tool's. Which client does it not know, and which rows are the same event twice?"
)
def _():
    return _tool(what="count(*)", who="true")


@finished_tasks.mistake(
    "Each event counts once, as in the tool. Which client does it not know, and whose clock does it "
    "keep?"
)
def _():
    return _tool("occurred_at", who="true")


@finished_tasks.mistake("There is a client here that the report does not know.")
def _():
    return _tool(who="true")


@finished_tasks.mistake(
    "The rows without a client are gone: `platform <> 'desktop'` is no clear yes where `platform` is "
    "NULL. The tool reports them."
)
def _():
    return _tool(who="platform <> 'desktop'")


@finished_tasks.mistake("These are people. The report counts events.")
def _():
    return _tool(what="count(distinct user_id)")


def _local(zone: str) -> str:
    return f"occurred_at at time zone '{zone}'"


ALL, APART = "true", "platform is null or platform not in ('ios', 'android')"
CLOCKS = ("America/New_York", "America/Chicago", "America/Sao_Paulo", "Europe/London")
CLOCKS += ("Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney")
OTHER_CLOCK = (
    "The clients are those of the report, the days are those of another clock. Try the clocks that "
    "accounts keep, one by one, and see how many rows agree."
)
OTHER_CLOCK_AND_CLIENT = (
    "There is a client here that the report does not know, and the days are those of another clock."
)
PART_5 = (
    "The apps for phones stand in the report. It was the tool of part 5 that was not built into them, "
    "and each tool is set up anew: which client is missing here?"
)
for counted in ("count(distinct event_id)", "count(*)"):
    for zone in CLOCKS:
        finished_tasks.mistake(OTHER_CLOCK, _tool(_local(zone), counted))
        finished_tasks.mistake(OTHER_CLOCK_AND_CLIENT, _tool(_local(zone), counted, ALL))
    for zone in ("UTC", "America/Los_Angeles", *CLOCKS):
        finished_tasks.mistake(PART_5, _tool(_local(zone), counted, f"({APART})"))

NO_NAME = (
    "Who does not say a client is `(not set)` in the report, not NULL. That is not all yet: lay the two "
    "tables side by side."
)
for counted in ("count(distinct event_id)", "count(*)"):
    for zone in ("UTC", *CLOCKS):
        finished_tasks.mistake(NO_NAME, _tool(_local(zone), counted, client="platform"))


finished_tasks.hints(
    "Lay the two tables side by side. Which rows are in one only? Explain these first, and look again.",
    "A count that is too high on one day and too low on the next was moved. Part 5 says what a tool "
    "may do otherwise than you: there are three things to try, one at a time.",
    "Try the clocks of `accounts.timezone` one by one, by `occurred_at at time zone`, and see how "
    "many rows agree. An event that was sent again has the same `event_id`.",
)


# C. From events to behaviour


def _sessions(
    partition: str = "user_id",
    since: str = "2026-05-10",
    gap: str = "occurred_at - before > interval 30 minutes",
    end: str = "< '2026-05-18'",
    who: str = MAY,
    begins: str = "before is null or",
) -> str:
    return f"""
        with e as (
            select user_id, occurred_at,
                lag(occurred_at) over (partition by {partition} order by occurred_at) as before
            from events join users using (user_id)
            where occurred_at >= '{since}' and occurred_at {end} and {who})
        select occurred_at::date as day, count(*) as sessions from e
        where occurred_at >= '2026-05-11' and ({begins} {gap})
        group by day"""


@exercise(
    Query(columns=("day", "sessions"), keys=("day",), edges=True), points=5, objective="funnel"
)
def may_sessions():
    """Sessions of people that began on each day from 11 to 17 May 2026."""
    return _sessions()


@may_sessions.mistake(
    "Sessions are cut at midnight here. Who works at 00:05 may have begun at 23:50."
)
def _():
    return _sessions(partition="user_id, occurred_at::date")


@may_sessions.mistake(
    "The first events of 11 May have nothing before them here, so sessions of the evening before "
    "count anew. Look back further than the span."
)
def _():
    return _sessions(since="2026-05-11")


@may_sessions.mistake(
    "A pause of exactly 30 minutes ends the session here. It has to be longer than that."
)
def _():
    return _sessions(gap="occurred_at - before >= interval 30 minutes")


@may_sessions.mistake("This counts the event `session_started`, which no rule of yours has made.")
def _():
    return f"""
        select occurred_at::date as day, count(*) as sessions from events
        where event = 'session_started' and {MAY}
        and occurred_at >= '2026-05-11' and occurred_at < '2026-05-18' group by day"""


@may_sessions.mistake(SCRIPTS_IN)
def _():
    return _sessions(who="true")


@may_sessions.mistake(OTHER_SPAN)
def _():
    return _sessions(who=people("2026-05-11", "2026-05-18"))


@may_sessions.mistake(
    "Who has no event before is missing: their pause is NULL, which is longer than nothing. A first "
    "event begins a session."
)
def _():
    return _sessions(begins="")


@may_sessions.mistake(
    "The event before is that of anybody of the account here. A session is one person's: partition by "
    "`user_id`."
)
def _():
    return _sessions(partition="account_id")


@may_sessions.mistake(
    "`date_diff('minute', ...)` counts how often the minute changed: a pause of 30 minutes and a second "
    "can be 30. Compare the moments with an interval."
)
def _():
    return _sessions(gap="date_diff('minute', before, occurred_at) > 30")


@may_sessions.mistake("A pause of four hours is another rule. Thirty minutes were asked for.")
def _():
    return _sessions(gap="occurred_at - before > interval 4 hours")


@may_sessions.mistake(LAST_DAY)
def _():
    return _sessions(end="<= '2026-05-17'")


@may_sessions.mistake(ENDS)
def _():
    return _sessions(end="<= '2026-05-18'")


may_sessions.hints(
    "With which event does a session begin, and what do you have to know of the event before it?",
    "`lag(occurred_at) over (partition by user_id order by occurred_at)`; then keep beginnings.",
    "Leave out May's scripts in a step of their own. Let the look back start a day before the span, and "
    "only then keep the days that are asked for.",
)


def _rolling(
    days: int = 6,
    spine: bool = True,
    what: str = "count(distinct d.user_id)",
    since: str = "2026-06-01",
    who: str = JUNE,
) -> str:
    calendar = (
        "select unnest(range(date '2026-06-15', date '2026-07-01', interval 1 day))::date as day"
        if spine
        else "select distinct day from d where day >= '2026-06-15'"
    )
    return f"""
        with d as (
            select distinct user_id, occurred_at::date as day
            from events join users using (user_id)
            where role = 'guest' and {who}
            and occurred_at >= '{since}' and occurred_at < '2026-07-01'),
        calendar as ({calendar})
        select c.day, {what} as guests from calendar c
        left join d on d.day between c.day - {days} and c.day group by c.day"""


@exercise(Query(columns=("day", "guests"), keys=("day",), edges=True), points=4, objective="funnel")
def weekly_guests():
    """Guests active within the seven days that end on each day from 15 to 30 June 2026."""
    return _rolling()


@weekly_guests.mistake("This adds up days: a guest who comes daily is in it seven times.")
def _():
    return _rolling(what="count(d.user_id)")


@weekly_guests.mistake("These are eight days: the day itself and seven before it.")
def _():
    return _rolling(days=7)


@weekly_guests.mistake(
    "`day - 7` looks back on eight days, the day itself and seven before it: take `day - 6`."
)
def _():
    return _rolling(days=7, since="2026-06-09")


@weekly_guests.mistake("These are the guests of the single day.")
def _():
    return _rolling(days=0)


@weekly_guests.mistake(
    "A day on which no guest came is missing; the week that ends on it had some."
)
def _():
    return _rolling(spine=False)


@weekly_guests.mistake(
    "The days before 15 June are not there, so the first weeks are not whole. Look back six days "
    "further than the span."
)
def _():
    return _rolling(since="2026-06-15")


@weekly_guests.mistake(SCRIPTS_IN)
def _():
    return _rolling(who="true")


weekly_guests.hints(
    "Can a window function count *different* people over seven days? Or does it take a join?",
    "A calendar of days on the left; people and days on the right, joined by a span of seven days.",
    "`count(distinct user_id)` by calendar day; mind which ends of the span belong to it.",
)


IN_WINDOW = "e.occurred_at < f.signed_up_at + interval 14 days"


def _funnel(
    join: str = "left join",
    end: str = "< '2026-04-01'",
    later: str = ">",
    until: str = IN_WINDOW,
    role: str = "and role = 'owner'",
    order: bool = True,
    first: str = ">=",
    slips: tuple[str, ...] = ("invited", "done"),
    done_after: str = "invited",
) -> str:
    # What a mistake changes of later steps, `later` and `until`, it may change of one of them only.
    def step(name: str, event: str, before: str, carried: str) -> str:
        after = (done_after if name == "done" else before) if order else "signed_up_at"
        slipped = name in slips or len(slips) > 1  # two of them stand for all three
        since = first if after == "signed_up_at" else later if slipped else ">"
        window = until if slipped else IN_WINDOW
        return f"""
        {name} as (
            select f.user_id, f.signed_up_at {carried}, min(e.occurred_at) as {name}
            from {before} f {join} e on e.user_id = f.user_id
                and e.event = '{event}' and e.occurred_at {since} f.{after}
                and {window.format(after=after)}
            group by all)"""

    start = f"""
        with e as (
            select user_id, event, occurred_at from events
            where event in ('project_created', 'teammate_invited', 'task_completed')
            and occurred_at >= '2026-01-01'),
        signed_up_at as (
            select user_id, signed_up_at from users
            where signed_up_at >= '2026-01-01' and signed_up_at {end} {role})"""
    return (
        start
        + ","
        + step("project", "project_created", "signed_up_at", "")
        + ","
        + step("invited", "teammate_invited", "project", ", project")
        + ","
        + step("done", "task_completed", "invited", ", project, invited")
        + """
        select count(*) as signed_up, count(project) as project, count(invited) as invited,
            count(done) as done from done"""
    )


@exercise(
    Query(columns=("signed_up", "project", "invited", "done"), partial=True, edges=True),
    points=6,
    objective="funnel",
)
def spring_funnel():
    """Owners of the first quarter of 2026: project, then invitation, then a finished task."""
    return _funnel()


WITH_ITS_END = IN_WINDOW.replace("<", "<=")


@spring_funnel.mistake("Steps count in any order here. Each has to come after the one before it.")
def _():
    return _funnel(order=False)


@spring_funnel.mistake("This has no window. Fourteen days since the sign-up were asked for.")
def _():
    return _funnel(until="true")


@spring_funnel.mistake(
    "The window begins anew with each step here. It is fourteen days since the sign-up, for all."
)
def _():
    return _funnel(until="e.occurred_at < f.{after} + interval 14 days")


@spring_funnel.mistake("These are the seven days of the lesson. Fourteen were asked for.")
def _():
    return _funnel(until="e.occurred_at < f.signed_up_at + interval 7 days")


@spring_funnel.mistake(ENDS)
def _():
    return _funnel(until=WITH_ITS_END)


@spring_funnel.mistake(ENDS)
def _():
    return _funnel(until=WITH_ITS_END, slips=("project",))


@spring_funnel.mistake(ENDS)
def _():
    return _funnel(end="<= '2026-04-01'")


@spring_funnel.mistake(ENDS)
def _():
    return _funnel(until=WITH_ITS_END, slips=("invited",))


@spring_funnel.mistake(ENDS)
def _():
    return _funnel(until=WITH_ITS_END, slips=("done",))


CALENDAR = (
    "These are days of the calendar. Fourteen days since a sign-up at 17:00 end at 17:00: add the "
    "interval to the moment, not to the date."
)


@spring_funnel.mistake(CALENDAR)
def _():
    return _funnel(until="e.occurred_at::date < f.signed_up_at::date + 14")


@spring_funnel.mistake(CALENDAR)
def _():
    return _funnel(until="e.occurred_at::date <= f.signed_up_at::date + 14")


@spring_funnel.mistake(
    "A project at the very second of the sign-up is missing. The first step may come then: `>=`."
)
def _():
    return _funnel(first=">")


@spring_funnel.mistake(
    "This takes the first of each event and compares these. Who invited somebody before the project, "
    "and again after it, is in order: look for the earliest one *after the step before*."
)
def _():
    firsts = ", ".join(
        f"""min(occurred_at) filter (where event = '{event}' and occurred_at >= signed_up_at
            and occurred_at < signed_up_at + interval 14 days) as {name}"""
        for name, event in (
            ("project", "project_created"),
            ("invited", "teammate_invited"),
            ("done", "task_completed"),
        )
    )
    return f"""
        with firsts as (
            select u.user_id, {firsts} from users u left join events using (user_id)
            where signed_up_at >= '2026-01-01' and signed_up_at < '2026-04-01' and role = 'owner'
            group by u.user_id)
        select count(*) as signed_up, count(project) as project,
            count(*) filter (where invited > project) as invited,
            count(*) filter (where invited > project and done > invited) as done
        from firsts"""


@spring_funnel.mistake("Everybody who signed up is in it. Keep the owners.")
def _():
    return _funnel(role="")


SAME_SECOND = "Two steps in one second count as in order here. The later one has to be later."


@spring_funnel.mistake(SAME_SECOND)
def _():
    return _funnel(later=">=")


@spring_funnel.mistake(SAME_SECOND)
def _():
    return _funnel(later=">=", slips=("invited",))


@spring_funnel.mistake(SAME_SECOND)
def _():
    return _funnel(later=">=", slips=("done",))


@spring_funnel.mistake(
    "The task is looked for after the project here. It counts once somebody was invited, and later "
    "than that."
)
def _():
    return _funnel(done_after="project")


@spring_funnel.mistake(
    "Inner joins: who did not come so far is gone, from the columns before too. `left join` keeps them."
)
def _():
    return _funnel(join="join")


@spring_funnel.mistake(LAST_DAY)
def _():
    return _funnel(end="<= '2026-03-31'")


spring_funnel.hints(
    "What do you have to know of somebody before you may look for their second step?",
    "A step of `with` for each step: the earliest event after the step before, within the window.",
    "`left join` keeps those who did not come so far; `count(column)` counts those who did.",
)


# D. Cohorts and money


def _cohorts(
    zone: str = "occurred_at",
    gone: str = "sum(mrr_change) > 0",
    end: str = "(age + 1)",
    having: str = "",
    first: str = "subscriptions",
    until: str = "<",
) -> str:
    return f"""
        with first as (
            select account_id, date_trunc('month', min({zone}))::date as cohort
            from {first} group by account_id),
        grid as (
            select account_id, cohort, age::int as age from first, range(7) as r(age)
            where cohort >= '2025-07-01' and cohort < '2026-01-01'),
        balance as (
            select g.account_id, cohort, age, {gone} as pays
            from grid g left join subscriptions s on s.account_id = g.account_id
                and s.occurred_at {until} cohort + {end} * interval 1 month
            group by all)
        select cohort, age, count(*) filter (where pays) as accounts from balance group by all
        {having}"""


@exercise(
    Query(columns=("cohort", "age", "accounts"), keys=("cohort", "age"), edges=True),
    points=6,
    objective="cohort",
)
def paying_cohorts():
    """Accounts that pay at the end of each month, by month of their first payment and age."""
    return _cohorts()


@paying_cohorts.mistake("Who cancelled once counts as gone for ever here. Some came back.")
def _():
    return _cohorts(gone="count(*) filter (where movement = 'churn') = 0")


@paying_cohorts.mistake("This looks at the start of each month. The question asks for its end.")
def _():
    return _cohorts(end="age")


@paying_cohorts.mistake(
    "Months follow the clock of Berlin here. Who began late on the last evening moves to another "
    "cohort. Months are in UTC."
)
def _():
    return _cohorts(zone="occurred_at at time zone 'Europe/Berlin'")


@paying_cohorts.mistake(
    "A cohort that is gone has no row here. Nobody is left of it: that is a 0, and it belongs there."
)
def _():
    return _cohorts(having="having count(*) filter (where pays) > 0")


@paying_cohorts.mistake("These are months of the sign-up. A cohort begins with the first payment.")
def _():
    return _cohorts(
        "created_at",
        first="(select account_id, created_at from accounts join subscriptions using (account_id))",
    )


@paying_cohorts.mistake(ENDS)
def _():
    return _cohorts(until="<=")


paying_cohorts.hints(
    "For one account: when did it begin, and what did it pay at the end of each month after that?",
    "A row for each account and age from 0 to 6; join all that has moved until that month's end.",
    "`sum(mrr_change)` until then is what the account pays; count those where it is above 0.",
)


def _movements(
    new: str = "not ever",
    churn: str = "-before",
    less: str = "after - before",
    left: str = "after > 0 and",
    back: str = "ever",
    start: str = "coalesce(sum(mrr_change) filter (where occurred_at < month), 0)",
) -> str:
    return f"""
        with months as (
            select unnest(range(date '2026-04-01', date '2026-07-01', interval 1 month))::date
                as month),
        balance as (
            select month, account_id,
                {start} as before,
                sum(mrr_change) as after,
                count(*) filter (where occurred_at < month) > 0 as ever
            from months join subscriptions on occurred_at < month + interval 1 month
            group by all)
        select month,
            coalesce(sum(after) filter (where before = 0 and {new}), 0) as new,
            coalesce(sum(after - before) filter (where before > 0 and after > before), 0)
                as expansion,
            coalesce(sum({less}) filter (where {left} after < before), 0)
                as contraction,
            coalesce(sum({churn}) filter (where before > 0 and after = 0), 0) as churn,
            coalesce(sum(after) filter (where before = 0 and {back}), 0) as reactivation
        from balance group by month"""


@exercise(
    Query(
        columns=("month", "new", "expansion", "contraction", "churn", "reactivation"),
        keys=("month",),
        partial=True,
        edges=True,
    ),
    points=5,
    objective="cohort",
)
def quarter_movements():
    """Movements of MRR in each month of the second quarter of 2026, from balances."""
    return _movements()


@quarter_movements.mistake("Who paid before, stopped and came back is reactivated, not new.")
def _():
    return _movements(new="true", back="false")


@quarter_movements.mistake(
    "Who came back stands in `new` and in `reactivation`. Both begin at 0; new is who had never moved "
    "before."
)
def _():
    return _movements(new="true")


@quarter_movements.mistake(
    "Who had never moved before the month has NULL at its start, not 0, so nobody is new. `coalesce` "
    "writes the 0."
)
def _():
    return _movements(start="sum(mrr_change) filter (where occurred_at < month)")


@quarter_movements.mistake("Churn takes money away: its sign is negative.")
def _():
    return _movements(churn="before")


@quarter_movements.mistake("A contraction takes money away too: its sign is negative.")
def _():
    return _movements(less="before - after")


@quarter_movements.mistake("Churn and contraction take money away: their signs are negative.")
def _():
    return _movements(churn="before", less="before - after")


@quarter_movements.mistake(
    "Who left stands in `contraction` and in `churn`. A contraction still pays something."
)
def _():
    return _movements(left="")


@quarter_movements.mistake(
    "This sums the lines of the table. Who moves twice in a month has two lines and one balance: "
    "compare the ends of months."
)
def _():
    names = ("new", "expansion", "contraction", "churn", "reactivation")
    sums = ", ".join(
        f"coalesce(sum(mrr_change) filter (where movement = '{name}'), 0) as {name}"
        for name in names
    )
    return f"""
        select date_trunc('month', occurred_at)::date as month, {sums} from subscriptions
        where occurred_at >= '2026-04-01' and occurred_at < '2026-07-01' group by all"""


quarter_movements.hints(
    "For each account and month: what did it pay at the start, and what at the end?",
    "Two sums of `mrr_change`, until the start and until the end, and whether it had ever moved.",
    "Five cases: from nothing for the first time, from nothing again, up, down, to nothing.",
)


def _first_last(
    before: str = "and touched_at < created_at",
    rank: str = "row_number",
    ties: tuple[str, str] = (", touch_id", ", touch_id desc"),
) -> str:
    up, down = f"touched_at {ties[0]}", f"touched_at desc {ties[1]}"
    return f"""
        with mine as (
            select source,
                {rank}() over (partition by account_id order by {up}) as n,
                {rank}() over (partition by account_id order by {down}) as m
            from accounts join touches using (account_id)
            where created_at >= '2026-01-01' {before})
        select source, count(*) filter (where n = 1) as first,
            count(*) filter (where m = 1) as last
        from mine group by source"""


@exercise(
    Query(columns=("source", "first", "last"), keys=("source",), partial=True, edges=True),
    points=4,
    objective="write",
)
def first_and_last():
    """Where the accounts of 2026 came from: their first and their last visit before the sign-up."""
    return _first_last()


@first_and_last.mistake("Visits after the sign-up are in it. They cannot have led to it.")
def _():
    return _first_last(before="")


@first_and_last.mistake(AT_SIGN_UP)
def _():
    return _first_last(before="and touched_at <= created_at")


@first_and_last.mistake(
    "Two visits in one second are both the last here, so some accounts count twice. Let the id decide."
)
def _():
    return _first_last(rank="rank", ties=("", ""))


NO_TIES = (
    "Two visits of one second stand in an order that nobody asked for, as can happen where no rule for "
    "ties stands in `order by`. Let `touch_id` decide, in both columns: the higher one is later."
)


@first_and_last.mistake(NO_TIES)
def _():
    return _first_last(ties=(", touch_id", ", touch_id"))


@first_and_last.mistake(NO_TIES)
def _():
    return _first_last(ties=(", touch_id desc", ", touch_id desc"))


@first_and_last.mistake(NO_TIES)
def _():
    return _first_last(ties=(", touch_id desc", ", touch_id"))


@first_and_last.mistake(NO_TIES)
def _():
    return _first_last(ties=("", ""))


@first_and_last.mistake("This counts every visit in both columns. One is first, and one is last.")
def _():
    return """
        select source, count(*) as first, count(*) as last
        from accounts join touches using (account_id)
        where created_at >= '2026-01-01' and touched_at < created_at group by source"""


first_and_last.hints(
    "Which visits may take part, and how many of them may an account have in each column?",
    "Number an account's visits forwards and backwards; mind two in the same second.",
    "`row_number() over (partition by account_id order by touched_at, touch_id)`, and its reverse; "
    "then count those that are number 1, by source.",
)


# E. A plan for the next number

BOARDS = """
    board_opened | user_id   | integer | yes | from 1
    board_opened | view      | text    | yes | list, calendar, map
    board_opened | seconds   | integer | no  | from 0
    board_opened | opened_at | moment  | yes |"""


@exercise(PLAN, points=4, objective="specify")
def boards_plan():
    """A plan for the event of an opened board, a line a property."""
    return explore.read_plan(BOARDS)


for message, line, instead in (
    (
        "Old browsers are rejected: they cannot tell `seconds`, and that is no fault of theirs.",
        "no  | from 0",
        "yes | from 0",
    ),
    (
        "A board that opens at once has 0 seconds, and is rejected here.",
        "no  | from 0",
        "no  | from 1",
    ),
    ("Time that is below 0 comes in. Say where the number begins.", "no  | from 0", "no  |"),
    (
        "`Map` and `grid` come in. Which views are there?",
        "list, calendar, map",
        "",
    ),
    ("Ids begin at 1, and 0 comes in.", "yes | from 1", "yes |"),
    (
        "An event of nobody comes in. Could you count people by it?",
        "yes | from 1",
        "no  | from 1",
    ),
    (
        "A time without a zone comes in: as text anything is a time.",
        "moment  | yes",
        "text    | yes",
    ),
    ("An event without its time comes in.", "moment  | yes", "moment  | no"),
    (
        "A person's name or address comes in. Nobody needs it to count.",
        "moment  | yes |",
        "moment  | yes |\n    board_opened | user_name | text | no |"
        "\n    board_opened | e_mail | text | no |",
    ),
    (
        "A person's name or address comes in. Nobody needs it to count.",
        "moment  | yes |",
        "moment  | yes |\n    board_opened | user_name | text | no |",
    ),
    (
        "A person's name or address comes in. Nobody needs it to count.",
        "moment  | yes |",
        "moment  | yes |\n    board_opened | e_mail | text | no |",
    ),
):
    boards_plan.mistake(message, explore.read_plan(BOARDS.replace(line, instead)))
for line in ("| view ", "| seconds "):
    boards_plan.mistake(OTHER_NAME, explore.read_plan(BOARDS.replace(line, "| other ")))
boards_plan.hints(
    "Of each property: must it be there, and what may it say? Some that is sent has no line at all.",
    "Four lines, in the order of the text. Two are whole numbers, each with a least value.",
    "Look at the rows that you would treat otherwise than your plan does. Missing is `required`; odd "
    "values are `type` and `values`; what should not be there has no line.",
)


# F. The sheet


@exercise(
    Written(
        rubric=[
            Criterion(
                "Reproducible from the text alone",
                30,
                {
                    4: "Grain, formula, filters, span, time zone and unit are there, and the SQL; "
                    "somebody who has never met you gets your number. The sheet says which decision "
                    "the number serves, which it cannot, and whom it leaves out, with the amount.",
                    2: "The formula is clear, but a reader has to guess a filter, a span or what one "
                    "row is.",
                },
            ),
            Criterion(
                "Edge cases",
                25,
                {
                    4: "Repeats, NULL, ties, midnight, late rows and those who come back each have a "
                    "rule, and a test that would fail if somebody broke it.",
                    2: "Some edge cases are named, without a rule or without a test.",
                },
            ),
            Criterion(
                "Reconciled with finance",
                25,
                {
                    4: "A control total stands beside a number of the books; each difference has a "
                    "name and an amount, and what to do if one appears.",
                    2: "It is compared with finance, but a difference is left without a reason.",
                },
            ),
            Criterion(
                "Naming and tracking plan",
                20,
                {
                    4: "Names are of one pattern: what, then what happened to it; each event has its "
                    "properties, types, values, owner, a key and a row that breaks it; of people only "
                    "the ids that are needed to count.",
                    2: "Events are listed, but types, owners or broken rows are missing.",
                },
            ),
        ],
        words=720,
    ),
    points=40,
    objective="judge",
)
def metric_sheet():
    """The definition of one metric, with its tracking plan."""


metric_sheet.hints(
    "Begin with the decision: who does what differently when the number moves?",
    "Then grain, formula, filters, edge cases with a rule each, the control total, the plan. Cite "
    "the fact sheet by line.",
    "Give it to somebody and let them count without you. What they ask belongs into the text.",
)
