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
# # 3. SQL and product data: which of the two is the revenue?
#
# Tuesday, 7 July 2026. The board meets on **Thursday**. Two slides of its deck give a number for the same June, and the numbers differ.
# Both queries run. Both authors are sure. The chair asks you: which one stands, and why is the other another one, **to the dollar**?
# If nobody can say, the board will believe neither, nor the rest of the deck.

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import sql as explore
from course_utils.widgets import predict

charts.use()
kitewell = data.source()

# %% tags=["hide_input"]
slides = explore.slides(kitewell)
explore.show_slides(slides)

# %% [markdown]
# `subscriptions` has a row for each movement of what an account pays. `touches` has a row for each visit that marketing saw.
# Both slides speak of accounts. *Solo*, a plan for people who work alone and have no account, is in neither; part 8 says how much that is.
# The growth team takes the latest payment of each account, and joins it to this year's visits.
# You need not read its `with` and `qualify` yet: they keep that latest payment. Parts 1 and 4 take them apart.

# %%
slide12 = predict(
    "slide12",
    "The growth team's sum, taken for what all accounts pay: too high or too low, and why?",
    explore.WRONG,
)
slide12

# %% [markdown]
# Keep your guess. Thursday comes back to it.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes, a third of them for queries of your own: best in two sittings, parts 1 to 4 and 5 to 8. Then 80 for the exercises, and 40 for a definition that others can count by. You need the SQL of the warm-up: `select`, `where`, `group by`, `order by`, `join`.
# Kitewell's warehouse speaks the SQL of DuckDB. Elsewhere some of it is written otherwise. PostgreSQL has no `qualify`, `group by all` or `median`. It writes `interval '7 days'`, and `generate_series` for `unnest(range(...))`. And it divides whole numbers without their fraction, so write `1.0 * a / b` there.
# Each part asks you once or twice to write something yourself, often by changing a query that stands above. Those cells say *your turn*; they earn no marks.
#
# Your queries are tried twice: on Kitewell, and on a tiny company whose rows are all **edge cases**. There you can count by hand: `explore.edges().sql("select ...")`.
# Which columns does a table have? `data.describe("subscriptions")` says it, of any table.

# %% [markdown] objective="write"
# ## 1. What happens to your rows (9 min)
#
# A query is read from top to bottom, and works in another order.

# %%
order = predict(
    "order", "Which part of a query works first?", ["select", "from", "where", "order by"]
)
order

# %%
order.reveal(*explore.order_answer(), by="By the rules of SQL")

# %% [markdown]
# Here are three queries as they are written. Step through each as it works. Before each step, say how many rows there will be.

# %%
explore.clause_by_clause(kitewell)

# %% [markdown]
# {{try}} Take the third query. In which step does somebody who never paid disappear, and which word had promised to keep them?
#
# The order in which clauses work: `from` and `join`, `where`, `group by`, `having`, windows, `qualify`, `select`, `order by`, `limit`.
# So `where` keeps **rows**, before they are grouped. `having` keeps **groups**, after it. Here are both:

# %%
data.sql("""
    select area, count(*) as tickets, sum(reopened) as reopened
    from tickets
    where created_at >= '2026-03-01' and created_at < '2026-04-01'
    group by area
    having count(*) >= 40
    order by tickets desc""")

# %% [markdown]
# A question in several steps is written in several steps. `with name as (...)` gives a step a name, and the next step reads from it.
# Such a step is a {{term common table expression}}. Read this from the inside: tickets of each person, then people by how many they wrote.

# %%
data.sql("""
    with people as (
        select user_id, count(*) as tickets
        from tickets
        group by user_id)
    select tickets, count(*) as people
    from people
    group by tickets
    order by tickets
    limit 5""")

# %% [markdown]
# {{misleads}} you take it for the order of work of the machine. It may do as it likes, as long as the result is the same.
#
# **Your turn.** Accounts whose people wrote **three tickets or more** in the second quarter of 2026 (April to June): `account_id`, `tickets`.
# The account stands in `users`. Write the query as a text between three quotes.

# %% practice="busy_accounts"
busy_accounts = ...
### BEGIN SOLUTION
busy_accounts = """
    select account_id, count(*) as tickets
    from tickets join users using (user_id)
    where created_at >= '2026-04-01' and created_at < '2026-07-01'
    group by account_id
    having count(*) >= 3"""
### END SOLUTION

# %% [markdown] objective="detect"
# ## 2. What a join does to a sum (15 min)
#
# <!-- lint section: two queries of one's own at three minutes each, and an explorer -->
#
# Six accounts of yours, and their visits of this year. They were picked: two without a visit, two with one, one with two, one with four. Each account pays once a month. Join the two, and sum what they pay.

# %%
joined = predict(
    "joined", "The sum after the join, as a multiple of what they pay?", low=0, high=5, step=0.05, form=".2f"
)  # fmt: skip
joined

# %% [markdown]
# Now join them row by row, and watch the sum.

# %%
explore.join_microscope(kitewell)

# %% tags=["answers"]
joined.reveal(*explore.join_answer(kitewell))

# %% [markdown]
# {{try}} Make it a left join. What is mended, and what is not? Then join the owners instead. Why does the bar stay blue?
#
# - The {{term grain}} of a table is what one row stands for: a movement, a visit, a person.
# - The {{term primary key}} is the column that no two rows share. `count(*)` and `count(distinct account_id)` tell you whether a column is one.
# - Where one row meets several, it is repeated, with everything in it: a {{term fan-out}}. So Kimball and Ross (2013) declare the grain of a table before they choose its columns.
#
# So much of databases and {{term data management}} a product manager needs. Know the grain and the key of each table. Know who fills it, who may change it, and who may see it.
#
# {{term MRR}} is what customers pay a month; here, accounts. A {{term control total}} is a sum that you know from elsewhere, and hold against yours after each join.
# The books of finance are such a place. Here is MRR at the end of June by the movements, and in the books:

# %%
data.sql("""
    with mine as (
        select sum(mrr_change) as mrr
        from subscriptions
        where occurred_at < '2026-07-01')
    select mrr, mrr_end as books, mrr - mrr_end as off
    from mine join finance on month = '2026-06-01'""")

# %% [markdown]
# {{try}} Join `users` to the movements, inside `mine`: `join users using (account_id)`. What does `off` say now?
#
# What does such a control *not* see? These books are made of the rows of `subscriptions`. So it catches what your query does to rows, a join above all.
# A row that never came to `subscriptions`, or came twice, is missing or doubled on both sides, and `off` stays 0. Only invoices and the bank would tell, which Kitewell's tables do not hold.
#
# **Your turn.** Write a control of your own. How much MRR went by **churn in 2025**? One row: `movements`, by the rows of `subscriptions`; `books`, by `mrr_churn` in `finance`, which has a row a month; `off`, the first less the second.
# The step of the books is there. Write the other one, `mine`, before it, and the last `select`. Each step has one row; `from mine, theirs` lays the two side by side.
#
# ```sql
# theirs as (
#     select sum(mrr_churn) as books
#     from finance
#     where month >= '2025-01-01' and month < '2026-01-01')
# ```

# %% practice="churn_control"
churn_control = ...
### BEGIN SOLUTION
churn_control = """
    with mine as (
        select sum(mrr_change) as movements
        from subscriptions
        where movement = 'churn' and occurred_at >= '2025-01-01' and occurred_at < '2026-01-01'),
    theirs as (
        select sum(mrr_churn) as books
        from finance
        where month >= '2025-01-01' and month < '2026-01-01')
    select movements, books, movements - books as off
    from mine, theirs"""
### END SOLUTION

# %% [markdown]
# Two cures count each account once. If you only *ask* about another table, ask with `in`, and join nothing.
# Which paying accounts have a guest among their people, and which have none?

# %%
data.sql("""
    with paying as (
        select account_id, mrr
        from subscriptions
        where occurred_at < '2026-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1)
    select account_id in (select account_id from users where role = 'guest') as has_guest,
        count(*) as accounts, sum(mrr) as mrr
    from paying
    where mrr > 0
    group by has_guest
    order by has_guest""")

# %% [markdown]
# Who was asked for and who was not make up what the books say, to the dollar:{{claim ledger_holds}} a part has its control total too, if you count the rest.
# (`qualify` keeps the latest movement of each account. Part 4 takes it apart; until then copy it.)
#
# If you need something *from* the other table, add it up first, to one row an account. Then join: one meets one, and nothing multiplies.

# %%
data.sql("""
    with invited as (
        select account_id, count(*) as guests
        from users
        where role = 'guest'
        group by account_id)
    select size, count(*) as accounts, sum(coalesce(guests, 0)) as guests
    from accounts left join invited using (account_id)
    group by size
    order by size""")

# %% [markdown]
# An account without guests is not in `invited`. The left join keeps it, and `coalesce` writes 0 where nothing was found.
#
# {{misleads}} two errors cancel. A total that is *near* the control proves nothing. It has to be equal, or each difference has to have a name.
#
# **Your turn.** The MRR on 1 July 2026 of the accounts that wrote **a ticket in June**, each account once. One column, `mrr`.

# %% practice="june_writers"
june_writers = ...
### BEGIN SOLUTION
june_writers = """
    with paying as (
        select account_id, mrr
        from subscriptions
        where occurred_at < '2026-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1)
    select sum(mrr) as mrr
    from paying
    where account_id in (
        select account_id
        from tickets join users using (user_id)
        where created_at >= '2026-06-01' and created_at < '2026-07-01')"""
### END SOLUTION

# %% [markdown] objective="detect"
# ## 3. Who is not there (8 min)
#
# Which accounts did marketing never see? It reads like one line: those whose id is **not in** the visits.
# Visits of people who never signed up have no account; there stands {{term NULL}}, which means *unknown*.

# %%
nobody = predict(
    "nobody",
    "How many accounts does `account_id not in (select account_id from touches)` find?",
    low=0,
    high=2000,
    step=10,
    form=".0f",
)
nobody

# %% jupyter={"outputs_hidden": true}
data.sql("""
    select count(*) as accounts
    from accounts
    where account_id not in (select account_id from touches)""")

# %%
nobody.reveal(*explore.nobody_answer(kitewell))

# %% [markdown]
# Is account 7 *not in* (3, 5, unknown)? Nobody can say: the unknown one may be 7. SQL keeps a row only if the answer is a clear yes.
# The safe form is an {{term anti-join}}: `not exists`, with the condition inside.

# %%
data.sql("""
    select channel, count(*) as accounts
    from accounts a
    where not exists (select 1 from touches t where t.account_id = a.account_id)
    group by channel
    order by accounts desc""")

# %% [markdown]
# The same trap stands in counts. `count(*)` counts rows. `count(column)` counts what is there. `avg` and `median` skip what is not.

# %%
data.sql("""
    select count(*) as tickets, count(first_reply_minutes) as answered,
        median(first_reply_minutes) as median, avg(first_reply_minutes) as mean
    from tickets
    where created_at >= '2026-06-01' and created_at < '2026-07-01'""")

# %% [markdown]
# Here a little statistics literacy pays. The mean lies above the median, since the waits are skewed: most are short and some are many times as long.{{claim mean_above_median}} The channels are unlike too: a chat is answered within minutes, an e-mail within hours.{{claim channels_unlike}} Say which of the two you give, and how many have no answer yet.
# After a `left join`, `count(*)` gives 1 for those who have nothing, and `count(right.column)` gives 0.
#
# And a rate of all is no mean of rates. On which share of the days on which somebody worked did they look at a report?

# %%
data.sql("""
    with people as (
        select user_id, count(distinct occurred_at::date) as days,
            count(distinct occurred_at::date) filter (where event = 'report_viewed') as reports
        from events
        where occurred_at >= '2026-06-01' and occurred_at < '2026-07-01'
        group by user_id)
    select avg(reports / days) as mean_of_people, sum(reports) / sum(days) as of_all_days
    from people""")

# %% [markdown]
# In the mean, somebody who came once weighs as much as somebody who came daily, and who comes often looks at reports on more of their days.{{claim reports_follow_days}}
# (Whoever has a login counts here, scripts too. Part 5 finds them. Solo's subscribers are missing: `events` and `users` hold people of accounts only.{{claim solo_has_no_user}}) Both are right: one speaks of people, one of days. For a rate of the whole, sum first, then divide. (`filter` counts some of the rows; part 6 uses it again.)
#
# {{misleads}} a NULL means something else: not asked, not applicable, not sent. Ask whoever fills the column.
#
# **Your turn.** Accounts without any visit **before they signed up** (`touched_at` before `created_at`), by `plan`: columns `plan`, `accounts`.

# %% practice="unseen_accounts"
unseen_accounts = ...
### BEGIN SOLUTION
unseen_accounts = """
    select plan, count(*) as accounts
    from accounts a
    where not exists (
        select 1
        from touches t
        where t.account_id = a.account_id and t.touched_at < a.created_at)
    group by plan"""
### END SOLUTION

# %% [markdown] objective="write"
# ## 4. One row of each (12 min)
#
# <!-- lint section: two queries of one's own at three minutes each -->
#
# Marketing asks which source deserves the money. An account may have had several visits before it signed up. One of them was the first, one the last.

# %%
leader = predict(
    "leader",
    "Among accounts with several visits: where did the largest group come from *first*?",
    ["search_ad", "newsletter", "webinar", "review_site", "partner_page"],
)
leader

# %% [markdown]
# A {{term window function}} looks at the rows around a row and takes none away. Number each account's visits in order of time:

# %%
data.sql("""
    select account_id, source, touched_at,
        row_number() over (partition by account_id order by touched_at, touch_id) as number
    from touches
    where account_id in (select account_id from touches group by account_id having count(*) = 3)
    order by account_id desc, number
    limit 6""")

# %% tags=["hide_input", "answers"]
explore.show_first_last(explore.first_and_last(kitewell))

# %%
leader.reveal(*explore.leader_answer(kitewell))

# %% [markdown]
# The picture leaves out accounts with a single visit, of which search ads have most.{{claim singles_by_search_ads}} So say who is in it.
# {{term First touch}} and {{term last touch}} share the same accounts out in two ways, and neither says what would have happened without the visit. That takes an experiment (lesson 9).
#
# Some visits share their **second**. Then "the last" is whatever the machine finds first, and another run may find another. A rule for ties belongs into every `order by`: here, the higher `touch_id` is later.
#
# `qualify` filters windows, as `having` filters groups. The latest movement of each account on a day, in one form to keep:

# %%
data.sql("""
    select plan, count(*) as accounts, sum(seats) as seats
    from (
        select account_id, plan, seats
        from subscriptions
        where occurred_at < '2025-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1)
    where seats > 0
    group by plan
    order by plan""")

# %% [markdown]
# Windows also carry a **running total** along, and look at the row **before**: `lag`. For months, make the calendar first: a month in which nothing happened has no row of its own, and is a zero all the same.

# %%
data.sql("""
    with months as (
        select unnest(range(date '2026-01-01', date '2026-07-01', interval 1 month))::date as month),
    signed_up as (
        select month, count(account_id) as accounts
        from months left join accounts
            on created_at >= month and created_at < month + interval 1 month
        group by month)
    select month, accounts,
        sum(accounts) over (order by month)
            + (select count(*) from accounts where created_at < '2026-01-01') as so_far,
        accounts / nullif(lag(accounts) over (order by month), 0) - 1 as growth
    from signed_up
    order by month""")

# %% [markdown]
# The window adds up what it sees, which begins in January. So what was there before is added by hand.
# `nullif(x, 0)` turns a zero into NULL, so that nothing is divided by it. The first month has no growth: nobody asked about the month before.
#
# {{misleads}} a running total begins in the middle. What was there before has to be in it.
#
# **Your turn, twice.** First the calendar. Copy the query above and change it: **tickets** of the months from **April to June 2026**.
# Columns `month`, `tickets` (those that came in it), `so_far` (all that had ever come by its end), `growth` (as above, NULL in the first month).

# %% practice="tickets_so_far"
tickets_so_far = ...
### BEGIN SOLUTION
tickets_so_far = """
    with months as (
        select unnest(range(date '2026-04-01', date '2026-07-01', interval 1 month))::date as month),
    came as (
        select month, count(ticket_id) as tickets
        from months left join tickets
            on created_at >= month and created_at < month + interval 1 month
        group by month)
    select month, tickets,
        sum(tickets) over (order by month)
            + (select count(*) from tickets where created_at < '2026-04-01') as so_far,
        tickets / nullif(lag(tickets) over (order by month), 0) - 1 as growth
    from came"""
### END SOLUTION

# %% [markdown]
# Then the latest row. Copy the query of *seats on a day* and change it: paying accounts and MRR by plan on **1 April 2026**. Columns `plan`, `accounts`, `mrr`; only accounts that pay something.

# %% practice="april_plans"
april_plans = ...
### BEGIN SOLUTION
april_plans = """
    select plan, count(*) as accounts, sum(mrr) as mrr
    from (
        select account_id, plan, mrr
        from subscriptions
        where occurred_at < '2026-04-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1)
    where mrr > 0
    group by plan"""
### END SOLUTION

# %% [markdown] objective="funnel"
# ## 5. Sessions, tools and clocks (15 min)
#
# <!-- lint section: two queries of one's own at three minutes each, and a table of tools to read -->
#
# Nobody records a session. Somebody makes a rule, and the rule makes the number. One rule: a {{term user session}} ends with a pause of **more than 30 minutes**.
# Which other rule would change Kitewell's number most?

# %%
rule = predict("rule", "Which change moves the sessions of people most?", explore.SESSION_RULES)
rule

# %% [markdown]
# Whose sessions? Those of accounts' people: Solo's subscribers have no user, so they are in none of these numbers.{{claim solo_has_no_user}}
# Nor are machines. Who does nothing but log in, twenty times and more in two weeks, is taken for a **script** here, not for a person. How many are there?

# %%
data.sql("""
    select count(*) as scripts, coalesce(sum(logins), 0) as logins
    from (
        select user_id, count(*) as logins
        from events
        where occurred_at >= '2026-04-01' and occurred_at < '2026-04-15'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20)""")

# %% [markdown]
# With `lag`, an event knows the one before it. It begins a session if that one is too long ago, or if there is none.
# The look back starts a day before the span: who works over midnight has begun before it. Here is 8 April, without the scripts:

# %%
data.sql("""
    with scripts as (
        select user_id
        from events
        where occurred_at >= '2026-04-01' and occurred_at < '2026-04-15'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20),
    e as (
        select user_id, occurred_at,
            lag(occurred_at) over (partition by user_id order by occurred_at) as before
        from events
        where occurred_at >= '2026-04-07' and occurred_at < '2026-04-09'
        and user_id not in (select user_id from scripts))
    select count(*) as sessions
    from e
    where occurred_at >= '2026-04-08'
    and (before is null or occurred_at - before > interval 30 minutes)""")

# %% tags=["hide_input", "answers"]
explore.show_sessions(explore.session_rules(kitewell))

# %%
rule.reveal(*explore.session_answer(kitewell))

# %% [markdown]
# (Every event has its `user_id`, so `not in` is safe here.{{claim each_event_has_its_user}})
#
# **Your turn.** Copy the query and change it: how many sessions of people began on **10 June 2026**, with a pause of **more than an hour**? Scripts are those of June, the whole month. One column, `sessions`.

# %% practice="hour_sessions"
hour_sessions = ...
### BEGIN SOLUTION
hour_sessions = """
    with scripts as (
        select user_id
        from events
        where occurred_at >= '2026-06-01' and occurred_at < '2026-07-01'
        group by user_id
        having bool_and(event = 'session_started') and count(*) >= 20),
    e as (
        select user_id, occurred_at,
            lag(occurred_at) over (partition by user_id order by occurred_at) as before
        from events
        where occurred_at >= '2026-06-09' and occurred_at < '2026-06-11'
        and user_id not in (select user_id from scripts))
    select count(*) as sessions
    from e
    where occurred_at >= '2026-06-10'
    and (before is null or occurred_at - before > interval 1 hour)"""
### END SOLUTION

# %% [markdown]
# Analytics tools are such rules with a price. Learn them by **what they count**:
#
# | tool | what it counts | ask |
# |---|---|---|
# | **Google Analytics** | events, without those of robots that it knows; a session ends after 30 minutes without one, unless somebody set another time (Google, 2026) | which time is set? Does it know *your* scripts? |
# | **Mixpanel** | events, each once if event, person, time and `$insert_id` agree, or the different people behind them; days by the project's clock; funnels with an order and a window (Mixpanel, 2026) | totals or people? whose clock? how long a window? |
# | **your own SQL** | what you wrote | who else has read it? |
#
# A tool seldom agrees with the warehouse at once. Look for three causes first: events that were **sent again**, the **clients** that it is built into, and the **clock** that it keeps.
# Say that a tool stores each event once, was never built into the apps for phones, and keeps New York's clock. This leads from our rows to its number:

# %%
explore.show_tool(explore.tool_bridge(kitewell))

# %% [markdown]
# To the event. But causes overlap, so what each takes depends on their order. Take the apps away first, and most repeats go with them.{{claim repeats_from_phones}}
# And the clock does two things, which would hide each other in one line. In SQL: `count(distinct event_id)` in place of `count(*)`, a condition on `platform` (mind its NULL), and days by the tool's clock.
# A real bridge keeps a **remainder**. Who refuses consent or blocks such tools is not seen at all, and one person on two devices may be two. No query finds them. So write the remainder down, and how large it may be.
# A change of tool is a change of all these rules. Draw a line into the chart on that day.
#
# **Whose day?** Moments are in UTC. `occurred_at::date` is a day of the *session's* clock, which this course sets to UTC. Yours at work may keep another: there, write `(occurred_at at time zone 'UTC')::date`.
# Bounds and months follow that clock as well. There, write `occurred_at >= timestamptz '2026-06-10 00:00:00+00'`, and `date_trunc('month', occurred_at at time zone 'UTC')`. Or say `set timezone = 'UTC'` once, before all else.
# `occurred_at at time zone 'Australia/Sydney'` is what the clock there shows, and it knows when summer begins. How many of Sydney's events of three days stand on another day in UTC?
# Days there begin and end at other moments than in UTC. So the span has a day more at both ends, and `day` cuts it:

# %%
data.sql("""
    with local as (
        select user_id, occurred_at::date as utc_day,
            (occurred_at at time zone 'Australia/Sydney')::date as day
        from events join users using (user_id) join accounts using (account_id)
        where timezone = 'Australia/Sydney'
        and occurred_at >= '2026-04-06' and occurred_at < '2026-04-11')
    select day, count(*) as events, count(*) filter (where utc_day <> day) as other_day
    from local
    where day between '2026-04-07' and '2026-04-09'
    group by day
    order by day""")

# %% [markdown]
# {{misleads}} everybody keeps a clock of their own. A company counts in one zone, writes it down, and uses local time only where the question is about somebody's day.
#
# **Your turn.** Copy the query and change it: accounts in Los Angeles (`America/Los_Angeles`). How many different people were active on **7, 8 and 9 March 2026**, by *their* days? Columns `day`, `users`.

# %% practice="west_days"
west_days = ...
### BEGIN SOLUTION
west_days = """
    with local as (
        select user_id, (occurred_at at time zone 'America/Los_Angeles')::date as day
        from events join users using (user_id) join accounts using (account_id)
        where timezone = 'America/Los_Angeles'
        and occurred_at >= '2026-03-06' and occurred_at < '2026-03-11')
    select day, count(distinct user_id) as users
    from local
    where day between '2026-03-07' and '2026-03-09'
    group by day"""
### END SOLUTION

# %% [markdown] objective="cohort"
# ## 6. In order, and by cohort (13 min)
#
# <!-- lint section: two queries of one's own at three minutes each -->
#
# Owners who signed up in April 2026. Some invited a colleague, and some added a task. Work is shared if the task comes *after* the invitation. A dashboard counts who has done both, ever.

# %%
ordered = predict(
    "ordered", "Of those with both, which share did them in that order within seven days?"
)
ordered

# %% [markdown]
# A {{term funnel}} has an order and a window. Each step is a step of `with`: the earliest event **after the step before**. `left join` keeps those who did not come so far.

# %%
steps = """
    with owners as (
        select user_id, signed_up_at
        from users
        where role = 'owner' and signed_up_at >= '2026-04-01' and signed_up_at < '2026-05-01'),
    invitations as (
        select o.user_id, o.signed_up_at, min(e.occurred_at) as invited
        from owners o left join events e
            on e.user_id = o.user_id and e.event = 'teammate_invited'
            and e.occurred_at >= o.signed_up_at
            and e.occurred_at < o.signed_up_at + interval 7 days
        group by all),
    tasks as (
        select i.user_id, i.invited, min(e.occurred_at) as task
        from invitations i left join events e
            on e.user_id = i.user_id and e.event = 'task_added'
            and e.occurred_at > i.invited
            and e.occurred_at < i.signed_up_at + interval 7 days
        group by all)
    select count(*) as owners, count(invited) as invited, count(task) as task
    from tasks"""
data.sql(steps)

# %% tags=["hide_input", "answers"]
explore.show_funnel(explore.funnel_counts(kitewell))

# %%
ordered.reveal(*explore.order_share(kitewell))

# %% [markdown]
# {{try}} In the query above write `count(*)` in place of `count(task)`. Everybody has shared work: a left join keeps a row for who has nothing, and `count(*)` counts it. `count(column)` does not.
#
# **Your turn.** Owners who signed up in **May 2026**. How many made a project (`project_created`) within seven days of signing up?
# How many of these viewed a report (`report_viewed`) **later than their first project**, in the same seven days? One row: `signed_up`, `project`, `report`.

# %% practice="may_reports"
may_reports = ...
### BEGIN SOLUTION
may_reports = """
    with projects as (
        select u.user_id, u.signed_up_at, min(e.occurred_at) as project
        from users u left join events e
            on e.user_id = u.user_id and e.event = 'project_created'
            and e.occurred_at >= u.signed_up_at
            and e.occurred_at < u.signed_up_at + interval 7 days
        where role = 'owner' and signed_up_at >= '2026-05-01' and signed_up_at < '2026-06-01'
        group by all),
    reports as (
        select p.user_id, p.project, min(e.occurred_at) as report
        from projects p left join events e
            on e.user_id = p.user_id and e.event = 'report_viewed'
            and e.occurred_at > p.project
            and e.occurred_at < p.signed_up_at + interval 7 days
        group by all)
    select count(*) as signed_up, count(project) as project, count(report) as report
    from reports"""
### END SOLUTION

# %% [markdown]
# A {{term cohort}} is everybody who began in the same month. A table of cohorts has a row for each start and age. Make the grid first, then ask of each cell who is there. Here for *Solo*, the plan for people who work alone:

# %%
cohorts = data.sql("""
    with began as (
        select subscriber_id, ended_at, date_trunc('month', started_at)::date as cohort
        from solo
        where started_at >= '2025-10-01' and started_at < '2026-04-01'),
    grid as (
        select *, age::int as age, cohort + (age + 1) * interval 1 month as month_end
        from began, range(9) as ages(age)
        where cohort + (age + 1) * interval 1 month <= date '2026-07-01')
    select cohort, age, count(*) filter (where ended_at is null or ended_at >= month_end) as here
    from grid
    group by cohort, age""")

# %% tags=["hide_input"]
explore.show_cohorts(cohorts)

# %% [markdown]
# `filter (where ...)` counts some of the rows.
#
# {{misleads}} a cohort is young. Its empty cells are not zeros. Lesson 8 begins there.
# And months have a clock. Take the start by a local one and the end by UTC, and who began on a last evening stands in another cohort than all that is counted of them.
#
# **Your turn.** Copy the query and change it: those who began from **July to September 2025**, at **ages 0, 1 and 2** only. Columns `cohort`, `age`, `here`.

# %% practice="solo_summer"
solo_summer = ...
### BEGIN SOLUTION
solo_summer = """
    with began as (
        select subscriber_id, ended_at, date_trunc('month', started_at)::date as cohort
        from solo
        where started_at >= '2025-07-01' and started_at < '2025-10-01'),
    grid as (
        select *, age::int as age, cohort + (age + 1) * interval 1 month as month_end
        from began, range(3) as ages(age))
    select cohort, age, count(*) filter (where ended_at is null or ended_at >= month_end) as here
    from grid
    group by cohort, age"""
### END SOLUTION

# %% [markdown]
# `filter` splits money too. What an account moved before a day is what it paid on it; what it moved until a later day is what it paid then. Two balances of each account, for the year 2025:

# %%
data.sql("""
    with balance as (
        select account_id,
            coalesce(sum(mrr_change) filter (where occurred_at < '2025-01-01'), 0) as before,
            sum(mrr_change) as after
        from subscriptions
        where occurred_at < '2026-01-01'
        group by account_id)
    select count(*) filter (where before > 0) as paid, sum(before) as mrr_at_start,
        count(*) filter (where after > 0) as pay, sum(after) as mrr_at_end
    from balance""")

# %% [markdown]
# An account that came during the year has nothing before it; `coalesce` writes the 0. Its two balances say what became of each: the {{term MRR movements}}. Exercise 12 takes them apart.
# People cannot be added as money can: who comes on three days is one person. Here are the accounts' people of each day of a week in April, added up, and those of the week:{{claim days_are_no_people}}

# %%
data.sql("""
    select count(distinct (user_id, occurred_at::date)) as days_added_up,
        count(distinct user_id) as people
    from events
    where occurred_at >= '2026-04-20' and occurred_at < '2026-04-27'""")

# %% [markdown]
# A {{term rolling count}} looks back over such a span anew on each day. It stands in exercise 9.

# %% [markdown] objective="specify"
# ## 7. A plan for the next number (10 min)
#
# A new client exports reports since last week. Product wants to know how often, as PDF or CSV, how many rows. Somebody wrote down what the properties are called.
# The client has sent 160 events. Some are sound; here is one that is not.
#
# <!-- lint number: how many events the lesson's own room makes -->

# %%
sent = explore.new_client(data.load("users"))
sent[2]

# %%
passes = predict("passes", "Which share of the broken events does a plan of names let in?")
passes

# %% jupyter={"outputs_hidden": true}
explore.try_plan(explore.NAMES_ONLY, sent)

# %%
passes.reveal(*explore.plan_answer(kitewell))

# %% [markdown]
# A {{term tracking plan}} is a contract with whoever sends the events: for each event when it is sent, its properties, their types and values, what is required, who owns it.
# It is worth what it **stops**. So it is tried against rows that break it, before anybody counts. Write one, a line a property, and try it:

# %%
plan = """
    event           | property | type    | required | values
    report_exported | user_id  | integer | yes      | from 1
    report_exported | format   | text    | yes      | pdf, csv
    report_exported | rows     | integer | no       | from 0
    report_exported | at       | moment  | yes      |"""
explore.try_plan(plan, sent)

# %% [markdown]
# {{try}} Take `pdf, csv` away, or make a `yes` a `no`. Which row of the table changes?
#
# Names follow one pattern: what, then what happened to it. A property about a *person* (a name, an address) stays out: what is not collected cannot leak.
# An id of a user is personal data as well. It stays, because people are counted by it, so write down for how long, and who may see it.
# What is rejected goes into quarantine, is counted, and somebody is told. Kohavi, Tang and Xu (2020, chapter 13) ask for three habits: nothing ships without its events, the events are tested, and the raw rows are watched.
#
# {{misleads}} the plan stops at types. Whether an event is sent *when* it happens, once, and from every client, only a test in the product can say.
#
# **Your turn.** When a report is shared, the client sends an event. Here is the first of a dozen. The others differ from it by a thing or two, and not all are sound.

# %%
shares = explore.shared_reports()
shares[0]

# %% [markdown]
# Write the plan, as text that `explore.read_plan` reads. Somebody (ids begin at 1) shares a report by `link` or by `mail`, at a moment. By mail it goes to one person or more; a link has no number of people. Nobody asked for anything else.
# Two of its lines are there. Write those of `way` and `people`:
#
# ```
# report_shared | user_id | integer | yes | from 1
# report_shared | at      | moment  | yes |
# ```
#
# Add a cell with `explore.tried(shared_plan, shares)`. It says of each event what your plan does with it and why, by how it differs from the first. Compare with what you would do, and mend the plan.
# Two of the events no plan of this kind can stop: mail to no number of people, and a link to some. A line speaks of one property, and these two have to fit each other. Who looks after what came in asks for them by a query.

# %% practice="shared_plan"
shared_plan = ...
### BEGIN SOLUTION
shared_plan = explore.read_plan("""
    report_shared | user_id | integer | yes | from 1
    report_shared | way     | text    | yes | link, mail
    report_shared | people  | integer | no  | from 1
    report_shared | at      | moment  | yes |""")
### END SOLUTION

# %% [markdown] objective="judge"
# ## 8. Thursday: the board (12 min)
#
# <!-- lint section: the longest text, and a query of one's own at three minutes -->
#
# Back to the two slides. You can now take the growth team's query apart.
#
# **Your turn.** Three sums in one row, on 1 July 2026. `slide` is what slide 12 says in all; `once`, what its accounts pay if each counts once; `total`, what all accounts pay.
# Slide 12 takes visits with `touched_at` from 1 January 2026 on.

# %% practice="slide_sums"
slide_sums = ...
### BEGIN SOLUTION
slide_sums = """
    with paying as (
        select account_id, mrr
        from subscriptions
        where occurred_at < '2026-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1),
    visits as (
        select account_id
        from touches
        where touched_at >= '2026-01-01')
    select (select sum(mrr) from paying join visits using (account_id)) as slide,
        (select sum(mrr) from paying where account_id in (select account_id from visits)) as once,
        (select sum(mrr) from paying) as total"""
### END SOLUTION

# %% [markdown]
# From `slide` to `once` money goes that counts again, from `once` to `total` money comes that was missing. Each has two causes.
# `total` is MRR at the end of June. From there to what June *earned*: a movement at the start of 21 June changes MRR by its amount, and June's revenue by a third of that.
# So each movement counts for the share of June that was left, by the second. What moved before June counts whole:

# %% jupyter={"outputs_hidden": true}
data.sql("""
    select sum(mrr_change * least(30 * 86400,
            date_diff('second', occurred_at, timestamptz '2026-07-01'))) / (30 * 86400) as earned
    from subscriptions
    where occurred_at < '2026-07-01'""")

# %% [markdown]
# The books cut the cents; the rest is finance's revenue.{{claim revenue_is_mrr_by_the_second}} (By whole days, another number comes out.)

# %% tags=["answers"]
way = explore.bridge(kitewell)
explore.show_bridge(way)

# %%
slide12.reveal(*explore.slide_answer(kitewell))

# %% tags=["answers"]
Markdown(explore.settled(kitewell))

# %% [markdown]
# Rows can be missing from both numbers, and then no bridge between the two shows it. Solo has no row in `subscriptions`, and the books hold accounts only.{{claim solo_stands_beside}} So ask of each number whom it leaves out, and count them:

# %%
data.sql("""
    select count(*) as subscribers, sum(price) as usd_a_month
    from solo
    where started_at < '2026-07-01' and (ended_at is null or ended_at >= '2026-07-01')""")

# %% [markdown]
# The two errors of slide 12 pull in opposite directions, so its sum is off by less than the larger of them.{{claim errors_hide_each_other}}
# **Twice within a row:** who saw two webinars stands in that row twice. Count each account once a row, and the row is true: "accounts with a visit from a webinar this year pay so much".
# **Twice between rows:** who saw a webinar and a newsletter stands in two true rows. So the table may stay, mended, and **without its sum**.
# It must not say "came by". Some accounts saw a webinar only after their sign-up,{{claim webinars_come_late}} and it cannot have brought them. The mended table takes the two apart.
# It holds who was reached this year, and asks of **all** their visits from that source, since one of last year may have come before the sign-up:

# %%
data.sql("""
    with paying as (
        select account_id, mrr
        from subscriptions
        where occurred_at < '2026-07-01'
        qualify row_number() over (
            partition by account_id order by occurred_at desc, movement_id desc) = 1),
    seen as (
        select account_id, source, bool_or(touched_at < created_at) as before_sign_up
        from touches join accounts using (account_id)
        group by account_id, source
        having max(touched_at) >= '2026-01-01')
    select source, sum(mrr) filter (where before_sign_up) as before_sign_up,
        sum(mrr) filter (where not before_sign_up) as only_after
    from paying join seen using (account_id)
    group by source
    order by source""")

# %% [markdown]
# "Only after" speaks of *that* source. Much of what stands there is paid by accounts that had seen another source before they signed up.{{claim another_source_came_before}}
# Some accounts had seen that very source before, in earlier years only.{{claim the_window_hides_visits}} They would falsely stand under "only after" if the query asked within the slide's window. Nor did a visit before the sign-up bring anybody for sure: it could have.
#
# **Missing:** for most of that money there was a visit, only before this year.{{claim window_is_a_choice}} "Reached this year" is a choice of the slide, and no fact about marketing.
#
# MRR and revenue are both right, and answer two questions:
#
# | the board asks | the number | not |
# |---|---|---|
# | What did June earn from accounts? | revenue, finance | MRR: it is a state, not a sum over the month |
# | What do we run at from July on? | MRR, from the movements, and Solo in a line of its own | revenue |
# | Which source shall get money? | neither: sources differ by whom they reach | any split of MRR by visits |
# | Shall the button be blue? | nothing here | a number that moves by chance from week to week |
#
# *Data-driven* means that the number decides. {{term Data-informed}} means that it is one voice beside what customers said, what it costs and what you want to be.
# A question that cannot be put back (a price, a name, a promise) deserves more than a number. A small one that can be put back tomorrow needs none. Tuning a button for a week while the invitation is broken is called {{term micro-optimisation}}: the number is right, and the work is wrong.
# And any share of few people moves by itself. Lesson 7 gives each number its margin.
#
# Rules for the next deck:
#
# | if | then |
# |---|---|
# | a sum is over joined tables | a control total stands beside it, equal to the dollar |
# | two numbers differ | a bridge: each difference has a name and an amount |
# | rows of a table overlap | no sum below it, and a line that says so |
# | a number is called the company's | whom it leaves out, with the amount |
# | a tool or a rule changes | a line in the chart on that day |
#
# You will write the definition of a metric. First mark one. A colleague wrote:
#
# > **Revenue by source.** Join MRR of all accounts to their touches, and sum by source, for last month. Owner: growth. Unit: US dollars. Refreshed daily.
#
# **Your turn.** What is wrong with it?

# %% practice="sheet_faults"
sheet_faults = widgets.MultiChoice("sheet_faults", title="What is wrong with the definition?")
### BEGIN SOLUTION
sheet_faults.answer = {"grain", "fanout", "ledger", "late", "revenue", "state"}
### END SOLUTION
sheet_faults

# %% [markdown]
# ## What we have now
#
# - **The order of clauses**, and how many rows there are after each.
# - **Grain and control totals**, against rows that multiply.
# - **`not exists`**, against rows that vanish.
# - **One row of each**, with a rule for ties; calendars, running totals, the row before.
# - **Sessions and funnels** as rules that somebody wrote, with an order and a window; what a tool counts, to the event.
# - **Cohorts** by a grid, and what was paid on a day by `filter`.
# - **A tracking plan** that has stopped something.
# - **A bridge** between two numbers, to the dollar.
#
# ### Reference card
#
# | to ask | in SQL |
# |---|---|
# | Is it a key? | `count(*) = count(distinct id)` |
# | A control | my sum, the books' sum, and `off`, the first less the second |
# | Each account once | `where account_id in (select ...)`, or add up to one row an account, then join |
# | Each event once | `count(distinct event_id)` |
# | A rate of the whole | `sum(part) / sum(whole)`, not `avg(part / whole)` |
# | Who has none | `where not exists (select 1 from t where t.id = a.id)` |
# | Latest row of each | `qualify row_number() over (partition by id order by at desc, row_id desc) = 1` |
# | Running total, row before | `sum(x) over (order by month)`, `lag(x) over (order by month)` |
# | A calendar | `unnest(range(date '2026-01-01', date '2026-07-01', interval 1 month))` |
# | Median | `median(x)`; it skips NULL |
# | A session begins | `before is null or at - before > interval 30 minutes`, with `lag` by person |
# | A step of a funnel | `left join events on ... and at > step_before and at < start + interval 7 days`, then `min(at)` |
# | Some of the rows | `count(*) filter (where ...)` |
# | A day or month in UTC, whatever the session | `(at at time zone 'UTC')::date`, `date_trunc('month', at at time zone 'UTC')` |
# | A bound in UTC, whatever the session | `at >= timestamptz '2026-06-10 00:00:00+00'` |
# | Somebody's day | `(at at time zone 'Europe/Berlin')::date` |
# | Paid on a day | `sum(mrr_change) filter (where occurred_at < day)` |
#
# ### Words
#
# {{terms}}
#
# ### Sources
#
# {{sources google-2026 mixpanel-2026 duckdb-2026}}
#
# ### Go on
#
# **[The assignment →](../exercises/sql/sql.ipynb)** Thirteen questions on other tables and other spans, and a definition that others can count by.
