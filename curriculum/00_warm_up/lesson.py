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
# # Warm-up: just enough Python, pandas and SQL
#
# Wednesday, 1 July 2026. The head of support has one more pair of hands for July.
# One area of the product gets them: its tickets are answered first. **Which area?** She asks you by noon.
#
# You have a table of tickets and {{minutes}} minutes. You need no Python yet.
# Later lessons expect what stands here, and no more. Nothing here is marked.
#
# {{objectives}}
#
# Click into the first grey cell and press **Shift + Enter**. That runs it and moves on.

# %%
from IPython.display import Markdown

from course_utils import check, data, drill, hint, progress, widgets
from course_utils.lessons import warm_up
from course_utils.toolkit import metrics
from course_utils.widgets import predict

tickets = data.load("tickets")

# %% [markdown]
# Guess before you know anything. The next cell shows a box: choose in it, and keep your guess.

# %%
hands = predict(
    "hands",
    "Which area should get the hands: where do most tickets wait more than an hour for a reply?",
    sorted(tickets["area"].unique()),
)
hands

# %% [markdown] objective="python"
# ## 1. A cell gives its last line (3 min)
#
# What will this cell give? Say it to yourself, then run it.

# %% jupyter={"outputs_hidden": true}
a_day = 25
days = 30
a_day * days

# %% [markdown]
# `a_day = 25` puts a **name** on a value. The name holds in every cell that you run afterwards.
# The last line of a cell is what it shows.
#
# `len(...)` is a **call**: a name, then brackets, with what it works on inside.

# %%
len("Kitewell")

# %% [markdown]
# The first cell put the name `tickets` on a table. `.head()` shows its first rows. One row is one ticket; each column is something known of it.

# %%
tickets[["ticket_id", "created_at", "channel", "area", "kind", "first_reply_minutes"]].head(3)

# %% [markdown]
# **Your turn.** How many tickets does the whole table hold?
# Put a call in place of the three dots, run the cell, then run the check below it.

# %% practice="all_tickets"
all_tickets = ...
### BEGIN SOLUTION
all_tickets = len(tickets)
### END SOLUTION

# %% [markdown]
# A check answers at once, as often as you like. Stuck? Press **Hint** below it.
# A practice that you solve within three tries and without its hint counts as *mastered*; with it, as *done*.
#
# Later you will want cells of your own: press **Esc**, then **B**, and a new one stands below.
#
# {{misleads}} you run cells out of order. A name holds what the cell that *ran* last gave it, not the one that stands above.
# **Kernel → Restart Kernel and Run All Cells** puts that right.

# %% [markdown] objective="python"
# ## 2. Read what it says when it fails (2 min)
#
# Sooner or later a cell fails. You see many lines; the last one says what happened. Here are some.
#
# | the last line | what it means | what to do |
# |---|---|---|
# | ``` `data` is not there yet: run the first cell, then this one again. ``` | a restart forgets every name | just that |
# | `NameError: name 'dta' is not defined` | no cell sets that name | look at the spelling |
# | `KeyError: 'aera'` | the table has no column of that name | compare the spelling with `tickets.columns` |
# | `AttributeError: module ... has no attribute ...` | the toolkit has nothing of that name | look whether it adds "Did you mean" |
#
# You wrote `len(tickts["area"])`. Run the first cell as often as you like: the last line stays `NameError: name 'tickts' is not defined`.
#
# **Your turn.** What do you do?

# %% practice="read_error"
read_error = widgets.Choice("read_error", title="NameError: name 'tickts' is not defined")
### BEGIN SOLUTION
read_error.answer = "spelling"
### END SOLUTION
read_error

# %% [markdown] objective="pandas"
# ## 3. Keep some rows (5 min)
#
# How many tickets waited half an hour or more, and less than a whole one? Read it from the inside out.

# %%
minutes = tickets["first_reply_minutes"]
len(tickets[(minutes >= 30) & (minutes < 60)])

# %% [markdown]
# `minutes >= 30` is a **condition**: true or false for each ticket. `&` means "and".
# Each side of it stands in round brackets of its own: leave them out, and the cell fails.
# The square brackets after `tickets` keep the rows for which all of that is true.
#
# Times compare like numbers: the earlier is the smaller. May has 31 days. You ask for tickets from `"2026-05-01"` up to and including `"2026-05-31"`.
# What do you get of the last day?

# %%
last_day = predict(
    "last_day",
    'Which tickets does "up to 2026-05-31" keep of the last day of May?',
    ["All of that day's", "Those of its first instant", "Those before noon", "None of May at all"],
)
last_day

# %%
last_day.reveal(*warm_up.last_day(tickets))

# %% [markdown]
# Here is May, as spans are asked for in this course: `>=` the start, `<` the day *after* the end. Every time is in UTC.

# %%
written = tickets["created_at"]
len(tickets[(written >= "2026-05-01") & (written < "2026-06-01")])

# %% [markdown]
# **Your turn.** People who are new ask more. How many people signed up in March 2026? They stand in `users`, one row each, with `"signed_up_at"`.

# %%
users = data.load("users")
users.head(3)

# %% practice="march_sign_ups"
march_sign_ups = ...
### BEGIN SOLUTION
joined = users["signed_up_at"]
march_sign_ups = len(users[(joined >= "2026-03-01") & (joined < "2026-04-01")])
### END SOLUTION

# %% [markdown] objective="pandas"
# ## 4. Count, sort, take a share (5 min)
#
# Back to the hands. `warm_up.june_tickets` keeps June and adds a column: `waited`, true for a ticket that had no reply within an hour.
# Count the tickets of each area, the most first.

# %%
june = warm_up.june_tickets(tickets)
june["area"].value_counts()

# %% [markdown]
# `value_counts` groups, counts and sorts. It is what most people would send. It counts *tickets*, though, and the question was who *waits*.
#
# A true-or-false column has a handy mean: true counts as 1, false as 0. So the mean is the **share** that is true, a fraction between 0 and 1.

# %%
float(june["waited"].mean())

# %% [markdown]
# <!-- lint number: an example of the unit, not a result -->
# When you are asked for a share, a quarter is 0.25, not 25. Leave it as it is computed, unrounded.
#
# **Your turn.** A comparison makes such a column: `june["channel"] == "chat"` is true for each ticket from the chat (two equals signs ask, one sets).
# What share of June's tickets are bugs? The column is `"kind"`, the word is `"bug"`.

# %% practice="bug_share"
bug_share = ...
### BEGIN SOLUTION
bug_share = (june["kind"] == "bug").mean()
### END SOLUTION

# %% [markdown]
# **And once more**, with a filter first. What share of June's tickets about `"performance"` waited?

# %% practice="waited_on_performance"
waited_on_performance = ...
### BEGIN SOLUTION
performance = june[june["area"] == "performance"]
waited_on_performance = performance["waited"].mean()
### END SOLUTION

# %% [markdown]
# All areas at once: `groupby` makes a group of each, `agg` says what to compute in it.
# Read it aloud; you will not have to write it from memory.

# %%
june.groupby("channel")["waited"].agg(["size", "mean"]).sort_values("mean")

# %% [markdown]
# {{misleads}} a group is small. A share of three tickets jumps with the next one.

# %% [markdown] objective="toolkit"
# ## 5. Let the toolkit count (2 min)
#
# Much of what the trade computes stands in the course's **toolkit**, checked and explained. Give it a table, a start and an end.
# How many different people wrote in June? `"MS"` asks for months, `at` names the column of times.

# %%
metrics.active_users(tickets, "2026-06-01", "2026-07-01", "MS", at="created_at")

# %% [markdown]
# `help(metrics.active_users)` explains every word of that line. `data.describe("tickets")` explains every column.
#
# **Your turn.** How many different people wrote in May 2026? A check takes the number or what the call returns.

# %% practice="people_in_may"
people_in_may = ...
### BEGIN SOLUTION
people_in_may = metrics.active_users(tickets, "2026-05-01", "2026-06-01", "MS", at="created_at")
### END SOLUTION

# %% [markdown] objective="sql"
# ## 6. Ask in SQL (4 min)
#
# The same questions, in the language of the company's database. Read it from `from`: which table, which rows, which groups, what to show.

# %%
data.sql("""
    select channel, count(*) as tickets
    from tickets
    where created_at >= '2026-06-01' and created_at < '2026-07-01'
    group by channel
    order by tickets desc""")

# %% [markdown]
# Who wrote them: owners or guests? The role stands in `users`; a ticket has a `user_id`. A **join** puts both rows side by side.
# It needs a **key**, a column that names the same thing in both tables: `from tickets join users using (user_id)`.
#
# **Your turn.** Count June's tickets by `role`, in a column called `tickets`. Write the query as a text between three quotes.

# %% practice="june_by_role"
june_by_role = ...
### BEGIN SOLUTION
june_by_role = """
    select role, count(*) as tickets
    from tickets join users using (user_id)
    where created_at >= '2026-06-01' and created_at < '2026-07-01'
    group by role
    order by tickets desc"""
### END SOLUTION

# %% [markdown]
# To see what it gives, run `data.sql(june_by_role)` in a cell of your own.
#
# {{misleads}} the key stands twice in the second table. Its tickets then come out double. Count the rows before and after a join.

# %% [markdown]
# ## Where do the hands go?
#
# The head of support is on the line. Tickets, and those that waited, area by area:

# %% jupyter={"outputs_hidden": true}
areas = warm_up.by_area(june)
areas

# %%
hands.reveal(areas.index[0], warm_up.decision(areas))

# %% [markdown]
# One month is one month: a bad week could have made it. "Does it stay?" is what you would look at next, and what lesson 7 is about.
#
# ## What you can use from here
#
# | you write | you get |
# |---|---|
# | `data.load("tickets")`, `data.sql("select ...")`, `data.describe("tickets")` | a table, an answer in SQL, the meaning of each column |
# | `check("bug_share", bug_share)` | an answer to your answer |
# | `hint("bug_share")` | a nudge |
# | `progress()` | what is done, and what is mastered |
# | `question = drill("bug_share")` | the same question on another company, as often as you like |
# | `predict(...)` | a box for a guess, before the data answer |
#
# {{try}} Add a cell and run `progress()`. Tomorrow, open [your desk](00_start_here.ipynb): it lists what is worth a drill.
#
# **[On to lesson 7: a number fell, and Monday wants to know why →](07_metrics.ipynb)**
