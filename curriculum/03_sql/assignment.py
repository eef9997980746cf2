# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Assignment 3: numbers that hold
#
# The board liked the bridge. Now other people want numbers, and each of them will be held against something.
# Everything that you need stands in [the lesson](../../notebooks/03_sql.ipynb).
#
# **How it works.** Write each query as a text between three quotes, run the cell, run the `check` below it. To see what a query gives, add a cell with `data.sql(...)`.
# A query is tried on Kitewell and on the tiny company of edge cases: `edges().sql(...)` lets you look at what it gives there.
# Stuck? Add a cell with `hint("seat_use")`, or the name of any exercise. `progress()` shows where you are.
#
# **Conventions.** Moments and months are UTC. A span holds its start and not its end. *On* a day means at its first instant: what came before it counts.
# An account's MRR is that of its latest movement; of two in one second, the one with the higher `movement_id` is later. Growth is a fraction. Do not round.
# Scripts are no people (part 5): who does nothing but log in, **twenty times or more in the month** that is asked about, is a script, and counts nowhere.
#
# About 80 minutes, best in two sittings, and 40 for the definition. You practise to:
#
# {{objectives}}

# %%
import pandas as pd

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.company.edges import edges
from course_utils.lessons.sql import (
    opened_boards,
    read_plan,
    slide_shares,
    solo_a_month,
    tool_report,
    tried,
    year_two_ways,
)

# %% [markdown]
# ## A. One row of each
#
# ### 1. Seats in use ({{points seat_use}} points)
#
# Sales asks how many of the seats that customers pay for are in use, by `size` of the company behind the account.
# Take accounts that paid something on **1 June 2026**. Columns:
#
# - `size`;
# - `seats`: the seats that they paid for then;
# - `active`: their different people who did something in **May 2026**, owners and members only, since guests need no seat;
# - `used`: of all seats of that size, the share in use, as a fraction;
# - `over`: accounts with more active people than seats.
#
# Nothing stops an account from having more people than seats, and some do.{{claim some_are_over}} Of each account at most its own seats are in use: who has no seat there fills none elsewhere.
# `least(a, b)` is the smaller of two numbers. Of a number and a NULL it is the number, as if the NULL were not there.

# %% exercise="seat_use"
seat_use = ...
### BEGIN SOLUTION
seat_use = """
    with paying as (
        select account_id, seats, mrr
        from subscriptions
        where occurred_at < '2026-06-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1),
    scripts as (
        select user_id
        from events
        where occurred_at >= '2026-05-01' and occurred_at < '2026-06-01'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20),
    came as (
        select account_id, count(distinct user_id) as active
        from events join users using (user_id)
        where occurred_at >= '2026-05-01' and occurred_at < '2026-06-01' and role <> 'guest'
        and user_id not in (select user_id from scripts)
        group by account_id)
    select a.size, sum(p.seats) as seats, sum(coalesce(c.active, 0)) as active,
        sum(least(coalesce(c.active, 0), p.seats)) / sum(p.seats) as used,
        count(*) filter (where c.active > p.seats) as over
    from paying p join accounts a using (account_id) left join came c using (account_id)
    where p.mrr > 0
    group by a.size"""
### END SOLUTION

# %% [markdown]
# ### 2. A year of growth ({{points year_of_growth}} points)
#
# A row for **each month from July 2025 to June 2026**. Columns:
#
# - `month`: its first day;
# - `net`: the sum of what MRR moved by in it;
# - `mrr`: MRR at its end;
# - `growth`: MRR at its end over MRR at the end of the month before, less 1.
#
# A month without a movement is there too. Where nothing was paid before, growth is NULL.
# Take it from the movements in `subscriptions`. Then hold `mrr` against `mrr_end` of `finance`: the books are your control, not your source, and the tiny company has none.

# %% exercise="year_of_growth"
year_of_growth = ...
### BEGIN SOLUTION
year_of_growth = """
    with months as (
        select unnest(range(date '2025-06-01', date '2026-07-01', interval 1 month))::date as month),
    balance as (
        select month,
            coalesce(sum(mrr_change) filter (where occurred_at >= month), 0) as net,
            coalesce(sum(mrr_change), 0) as mrr
        from months left join subscriptions on occurred_at < month + interval 1 month
        group by month)
    select month, net, mrr, mrr / nullif(lag(mrr) over (order by month), 0) - 1 as growth
    from balance
    qualify lag(month) over (order by month) is not null"""
### END SOLUTION

# %% [markdown]
# ### 3. A typical reply ({{points typical_reply}} points)
#
# Tickets of the **second quarter of 2026** by `channel`: how many came in (`tickets`), and the median minutes to the first reply of those that have one (`minutes`).
# Of an even number of them, take what lies half-way between the two in the middle.

# %% exercise="typical_reply"
typical_reply = ...
### BEGIN SOLUTION
typical_reply = """
    select channel, count(*) as tickets, median(first_reply_minutes) as minutes
    from tickets
    where created_at >= '2026-04-01' and created_at < '2026-07-01'
    group by channel"""
### END SOLUTION

# %% [markdown]
# ### 4. First and last ({{points first_and_last}} points)
#
# Accounts that signed up **in 2026**. Take each one's visits **before the sign-up** (`touched_at` before `created_at`). How many came from each source first, and how many last?
# Of two visits in one second, the higher `touch_id` is later. Columns `source`, `first`, `last`; a row for each source that such a visit came from.

# %% exercise="first_and_last"
first_and_last = ...
### BEGIN SOLUTION
first_and_last = """
    with visits as (
        select source,
            row_number() over (partition by account_id order by touched_at, touch_id) as up,
            row_number() over (
                partition by account_id order by touched_at desc, touch_id desc) as down
        from accounts join touches using (account_id)
        where created_at >= '2026-01-01' and touched_at < created_at)
    select source, count(*) filter (where up = 1) as first,
        count(*) filter (where down = 1) as last
    from visits
    group by source"""
### END SOLUTION

# %% [markdown]
# ## B. Rows that multiply or vanish
#
# ### 5. Which notes may go? ({{points board_notes}} points)
#
# Six notes for the board, each with its number. `paying` has one row an account: what it pays on 1 July, 0 where it has left.
# Which may go as they stand, because the number is right **and** can carry what is to be decided by it? Choose all.
#
# ```sql
# -- A. "Accounts with guests pay so much. If guests are to cost money, that is at stake: ask first."
# select sum(mrr) from paying where account_id in (select account_id from users where role = 'guest')
# -- B. "From July on we run at so much a month. Plan the year's costs by it."
# select sum(mrr) from paying join users using (account_id)
# -- C. "So many paying accounts saw a webinar before they signed up. Double the webinars."
# select count(distinct account_id) from paying join accounts using (account_id)
# join touches using (account_id)
# where mrr > 0 and source = 'webinar' and touched_at < created_at
# -- D. "An account that marketing saw pays so much on average. Make it sales' goal."
# select avg(mrr) from paying join touches using (account_id)
# -- E. "These accounts wrote this year and have left. Call them and ask why."
# select account_id from paying where mrr = 0 and account_id in (
#     select account_id from tickets join users using (user_id)
#     where created_at >= '2026-01-01' and created_at < '2026-07-01')
# -- F. "So many people looked at a report in June. Let the board choose the button's colour."
# select count(distinct user_id) from events
# where event = 'report_viewed' and occurred_at >= '2026-06-01' and occurred_at < '2026-07-01'
# ```

# %% exercise="board_notes"
board_notes = widgets.MultiChoice("board_notes", title="Which notes may go to the board?")
### BEGIN SOLUTION
board_notes.answer = {"a", "e"}
### END SOLUTION
board_notes

# %% [markdown]
# ### 6. Without a webinar ({{points no_webinar}} points)
#
# Accounts that pay on **1 July 2026** and **never** had a visit from a webinar, at any time; accounts without any visit belong to them.
# By `size` of the company: columns `size`, `accounts`, `mrr`.

# %% exercise="no_webinar"
no_webinar = ...
### BEGIN SOLUTION
no_webinar = """
    with paying as (
        select account_id, mrr
        from subscriptions
        where occurred_at < '2026-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1)
    select a.size, count(*) as accounts, sum(p.mrr) as mrr
    from paying p join accounts a using (account_id)
    where p.mrr > 0 and not exists (
        select 1 from touches t
        where t.account_id = p.account_id and t.source = 'webinar')
    group by a.size"""
### END SOLUTION

# %% [markdown]
# ### 7. The tool says something else ({{points finished_tasks}} points)
#
# A whole problem. Marketing's analytics tool reports finished tasks (`task_completed`) by day and client, as below. The warehouse gives other numbers, and nobody remembers how the tool was set up.
# Find out: write **the query that gives its report, row for row**. Columns `day`, `client`, `events`. An event that does not say its client is `(not set)`.
# Start from a table of your own, and name one difference after the other.

# %%
tool_report(data.source())

# %% exercise="finished_tasks"
finished_tasks = ...
### BEGIN SOLUTION
finished_tasks = """
    with seen as (
        select event_id, coalesce(platform, '(not set)') as client,
            (occurred_at at time zone 'America/Los_Angeles')::date as day
        from events
        where event = 'task_completed' and platform is distinct from 'desktop'
        and occurred_at >= '2026-05-10' and occurred_at < '2026-05-16')
    select day, client, count(distinct event_id) as events
    from seen
    where day between '2026-05-11' and '2026-05-13'
    group by day, client"""
### END SOLUTION

# %% [markdown]
# ## C. From events to behaviour
#
# ### 8. Sessions of a week ({{points may_sessions}} points)
#
# A session begins with an event that comes **more than 30 minutes** after the same person's event before it, or that has none before it.
# How many sessions of people **began** on each day from **11 to 17 May 2026**? Scripts are those of May. A session goes on over midnight. Columns `day`, `sessions`.

# %% exercise="may_sessions"
may_sessions = ...
### BEGIN SOLUTION
may_sessions = """
    with scripts as (
        select user_id
        from events
        where occurred_at >= '2026-05-01' and occurred_at < '2026-06-01'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20),
    e as (
        select user_id, occurred_at,
            lag(occurred_at) over (partition by user_id order by occurred_at) as before
        from events
        where occurred_at >= '2026-05-10' and occurred_at < '2026-05-18'
        and user_id not in (select user_id from scripts))
    select occurred_at::date as day, count(*) as sessions
    from e
    where occurred_at >= '2026-05-11'
    and (before is null or occurred_at - before > interval 30 minutes)
    group by day"""
### END SOLUTION

# %% [markdown]
# ### 9. Guests of the last seven days ({{points weekly_guests}} points)
#
# For **each day from 15 to 30 June 2026**: how many different **guests** were active within the seven days that end with it? Scripts are those of June, and a guest can be one. Columns `day`, `guests`.
#
# Days cannot be added: who comes on three of them is one person. So make a calendar, and a table with a row for each person and day on which they did something.
# Join to each day of the calendar all rows of the days that it looks back on, then count different people. For everybody, and four weeks, it looks like this:
#
# ```sql
# with days as (select unnest(range(date '2026-03-01', date '2026-03-08', interval 1 day))::date as day),
# came as (
#     select distinct user_id, occurred_at::date as on_day from events
#     where occurred_at >= '2026-02-02' and occurred_at < '2026-03-08')
# select day, count(distinct user_id) as people
# from days left join came on on_day between day - 27 and day
# group by day
# ```
#
# `came` begins 27 days before the calendar, so that the first four weeks are whole.

# %% exercise="weekly_guests"
weekly_guests = ...
### BEGIN SOLUTION
weekly_guests = """
    with scripts as (
        select user_id
        from events
        where occurred_at >= '2026-06-01' and occurred_at < '2026-07-01'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20),
    calendar as (
        select unnest(range(date '2026-06-15', date '2026-07-01', interval 1 day))::date as day),
    active as (
        select distinct user_id, occurred_at::date as day
        from events join users using (user_id)
        where role = 'guest' and occurred_at >= '2026-06-09' and occurred_at < '2026-07-01'
        and user_id not in (select user_id from scripts))
    select c.day, count(distinct a.user_id) as guests
    from calendar c left join active a on a.day between c.day - 6 and c.day
    group by c.day"""
### END SOLUTION

# %% [markdown]
# ### 10. A funnel of four steps ({{points spring_funnel}} points)
#
# **Owners** who signed up from **January to March 2026**. How many made a project (`project_created`), how many of these then invited somebody (`teammate_invited`), how many of these then finished a task (`task_completed`)?
# A project may come at the second of the sign-up or later. Each further step has to come **later than** the step before it. All come within **14 days** of the sign-up.
# One row: `signed_up`, `project`, `invited`, `done`.

# %% exercise="spring_funnel"
spring_funnel = ...
### BEGIN SOLUTION
spring_funnel = """
    with steps as (
        select user_id, event, occurred_at
        from events
        where event in ('project_created', 'teammate_invited', 'task_completed')
        and occurred_at >= '2026-01-01' and occurred_at < '2026-04-15'),
    owners as (
        select user_id, signed_up_at
        from users
        where role = 'owner' and signed_up_at >= '2026-01-01' and signed_up_at < '2026-04-01'),
    projects as (
        select o.user_id, o.signed_up_at, min(e.occurred_at) as project
        from owners o left join steps e
            on e.user_id = o.user_id and e.event = 'project_created'
            and e.occurred_at >= o.signed_up_at
            and e.occurred_at < o.signed_up_at + interval 14 days
        group by all),
    invitations as (
        select p.user_id, p.signed_up_at, p.project, min(e.occurred_at) as invited
        from projects p left join steps e
            on e.user_id = p.user_id and e.event = 'teammate_invited'
            and e.occurred_at > p.project
            and e.occurred_at < p.signed_up_at + interval 14 days
        group by all),
    finished as (
        select i.user_id, i.project, i.invited, min(e.occurred_at) as done
        from invitations i left join steps e
            on e.user_id = i.user_id and e.event = 'task_completed'
            and e.occurred_at > i.invited
            and e.occurred_at < i.signed_up_at + interval 14 days
        group by all)
    select count(*) as signed_up, count(project) as project, count(invited) as invited,
        count(done) as done
    from finished"""
### END SOLUTION

# %% [markdown]
# ## D. Cohorts and money
#
# ### 11. Who still pays ({{points paying_cohorts}} points)
#
# A whole problem. Accounts by the month of their **first payment**, from **July to December 2025**. How many of each cohort pay something at the **end** of that month (age 0), and of each of the six months after it (ages 1 to 6)?
# Who stopped and came back pays again. Columns `cohort` (first day of the month), `age`, `accounts`.

# %% exercise="paying_cohorts"
paying_cohorts = ...
### BEGIN SOLUTION
paying_cohorts = """
    with began as (
        select account_id, date_trunc('month', min(occurred_at))::date as cohort
        from subscriptions
        group by account_id),
    grid as (
        select account_id, cohort, age::int as age
        from began, range(7) as ages(age)
        where cohort >= '2025-07-01' and cohort < '2026-01-01'),
    balance as (
        select g.account_id, cohort, age, sum(mrr_change) as mrr
        from grid g join subscriptions s
            on s.account_id = g.account_id
            and s.occurred_at < cohort + (age + 1) * interval 1 month
        group by all)
    select cohort, age, count(*) filter (where mrr > 0) as accounts
    from balance
    group by cohort, age"""
### END SOLUTION

# %% [markdown]
# ### 12. Movements from balances ({{points quarter_movements}} points)
#
# For **each month of the second quarter of 2026**, compare what each account paid at the month's start with what it paid at its end. Part 6 says how `filter` splits what moved.
#
# - `new`: it pays, paid nothing at the start, and had never had a movement before.
# - `reactivation`: it pays, paid nothing at the start, and had movements before.
# - `expansion`, `contraction`: it paid something, and pays more or less (a contraction is negative).
# - `churn`: it paid something and pays nothing; negative.
#
# Columns `month` and these five, in USD; 0 where there is none.
#
# Say an account pays 36 at the start and 24 at the end. That is a contraction of 12, however it got there. If it pays 0 at the end, 36 churned. If it paid 0 at the start, ask whether it had ever moved.
# So who moves twice within a month has one movement by this rule, and two lines in the books. The company of edges has such accounts.
# The longer the span, the more it matters. Over the year 2025 who came in March and grew in June is all new, and who came and left within it is nothing.
# The books of its twelve months give another sum of what was new, and the same net.{{claim years_agree}}

# %%
year_two_ways(data.source())

# %% exercise="quarter_movements"
quarter_movements = ...
### BEGIN SOLUTION
quarter_movements = """
    with months as (
        select unnest(range(date '2026-04-01', date '2026-07-01', interval 1 month))::date as month),
    balance as (
        select month, account_id,
            coalesce(sum(mrr_change) filter (where occurred_at < month), 0) as before,
            sum(mrr_change) as after,
            count(*) filter (where occurred_at < month) as moved_before
        from months join subscriptions on occurred_at < month + interval 1 month
        group by all)
    select month,
        coalesce(sum(after) filter (where before = 0 and moved_before = 0), 0) as new,
        coalesce(sum(after - before) filter (where before > 0 and after > before), 0)
            as expansion,
        coalesce(sum(after - before) filter (where after > 0 and after < before), 0)
            as contraction,
        coalesce(sum(-before) filter (where before > 0 and after = 0), 0) as churn,
        coalesce(sum(after) filter (where before = 0 and moved_before > 0), 0) as reactivation
    from balance
    group by month"""
### END SOLUTION

# %% [markdown]
# ## E. A plan for the next number
#
# ### 13. The plan of a board ({{points boards_plan}} points)
#
# Boards can be opened in new ways, and a client sends `board_opened` for it. Product says:
#
# > We want to know who opened a board, when, and in which `view`: `list`, `calendar` or `map`. Ids of users begin at 1.
# > The client measures how many whole `seconds` it took. Old browsers cannot, and leave them out. Some boards open at once, in 0 seconds.
# > The developers offer `user_name` and `e_mail` as well. We count people, and need neither.
#
# Here is the first of twenty events that it sent. The others differ from it by a thing or two, and not all are sound.

# %%
boards = opened_boards()
boards[0]

# %% [markdown]
# Write the plan of this event as text that `read_plan` reads, a line a property (part 7). Add a cell with `tried(boards_plan, boards)`. It says of each event whether your plan keeps it and why not, by how it differs from the first.
# Mend the plan until it keeps what is sound and rejects the rest. It is the plan that counts here.

# %% exercise="boards_plan"
boards_plan = ...
### BEGIN SOLUTION
boards_plan = read_plan("""
    board_opened | user_id   | integer | yes | from 1
    board_opened | view      | text    | yes | list, calendar, map
    board_opened | seconds   | integer | no  | from 0
    board_opened | opened_at | moment  | yes |""")
### END SOLUTION

# %% [markdown]
# ## F. A definition that others can count by ({{points metric_sheet}} points)
#
# The board wants **one** number for what accounts pay, each month, with its movements. Write its definition: **MRR and its movements**.
#
# First your fact sheet. It is made from *your* answers above, so mend those first. In the text, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    kitewell = data.source()
    kinds = ["new", "expansion", "contraction", "churn", "reactivation"]

    def gives(query):
        return kitewell.sql(query).convert_dtypes()

    def told(row):
        return ", ".join(f"{kind} {int(row[kind]):+,}" for kind in kinds)

    def balances(company, month):
        found = company.sql(quarter_movements)
        return told(found.set_index(pd.to_datetime(found["month"])).loc[pd.Timestamp(month)])

    def books():
        row = kitewell.sql("select * from finance where month = '2026-06-01'").iloc[0]
        return told({kind: row["mrr_" + kind] for kind in kinds})

    def lines(company, month):
        found = company.sql(f"""select movement, sum(mrr_change) as mrr from subscriptions
            where date_trunc('month', occurred_at) = '{month}' group by movement""")
        return told(found.set_index("movement")["mrr"].reindex(kinds, fill_value=0))

    def twice(company):
        return len(
            company.sql("""select account_id from subscriptions
            group by account_id, date_trunc('month', occurred_at) having count(*) > 1""")
        )

    def last_month():
        return gives(year_of_growth).sort_values("month").iloc[-1]

    def held(mine, there, where):
        return mine if mine == there else f"{mine} (the books say otherwise: mend {where} first)"

    def solo():
        subscribers, usd = solo_a_month(kitewell)
        return f"{subscribers:,} subscribers, {usd:,} USD a month"

    def mrr_in_books():
        row = data.sql("select mrr_end from finance where month = '2026-06-01'")
        return f"{row.iloc[0, 0]:,} USD"

    return fact_sheet(
        {
            "MRR at the end of June 2026, from movements": lambda: held(
                f"{last_month()['mrr']:,} USD", mrr_in_books(), "exercise 2"
            ),
            "MRR at the end of June 2026, in the books": mrr_in_books,
            "growth in June 2026": lambda: f"{last_month()['growth']:+.2%}",
            "movements of June 2026, from balances": lambda: held(
                balances(kitewell, "2026-06-01"), books(), "exercise 12"
            ),
            "movements of June 2026, in the books": books,
            "company of edges, May 2026: from balances": lambda: balances(edges(), "2026-05-01"),
            "the same by its lines, which differ since accounts moved twice": lambda: lines(
                edges(), "2026-05-01"
            ),
            "accounts that moved twice in a month: Kitewell, company of edges": lambda: (
                f"{twice(kitewell):,} and {twice(edges()):,}"
            ),
            "slide 12: share of its sum that was counted again": lambda: (
                f"{slide_shares(kitewell)[0]:.0%}"
            ),
            "Solo on 1 July 2026, in neither subscriptions nor finance": solo,
        }
    )


my_facts()

# %% [markdown]
# Now write the sheet, at most 720 words, tables included. It holds:
#
# - which decision the number serves, and which it cannot;
# - owner, grain, formula, filters, span, time zone and unit, and the SQL in a few lines;
# - whom the number leaves out, and how much they pay;
# - edge cases, each with its rule and a test;
# - the control total and the bridge to finance, with what to do if a difference appears;
# - a tracking plan for the **one event** that is missing so far: an owner picks a plan at the checkout. Properties, types, values, owner, and a row that breaks it.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric metric_sheet}}

# %% [markdown] exercise="metric_sheet"
# {{strong metric_sheet}}

# %% [markdown]
# ## Before you hand in
#
# Give your sheet to somebody and let them count June without asking you. What they ask belongs into it.
# Then look at the last number that you gave to somebody. What was its control total?

# %%
progress()
