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
# # Start here
#
# **Welcome to Kitewell.** It is 1 July 2026 and you are its new product manager.
# Kitewell makes software in which teams plan their work: projects, tasks, comments, reports.
# Teams in many countries use it. Some pay.
#
# In this course you measure Kitewell, talk to its users, run its experiments, price it, defend it
# and launch its next product. Each lesson starts with a decision that somebody has to take.
# You end each lesson with one page that you could send.
#
# The company is simulated, down to the last click. Every chart comes from data that you can query yourself.
# Some of the data are wrong on purpose, in the ways real data are wrong. Finding that out is the job.
#
# **Five minutes here, then straight to work.**

# %% [markdown]
# ## 1. Run a cell
#
# Click into the grey cell below. Press **Shift + Enter**. That runs it and moves on.
# A star in the brackets on its left, `[*]`, means "working". A number means "done".

# %%
from course_utils import charts, data
from course_utils.toolkit import metrics
from course_utils.widgets import predict

charts.use()
data.describe()

# %% [markdown]
# Those are the tables of your company. `data.describe("users")` explains one of them, column by column.
# `data.load("users")` gives it to you as a pandas frame. `data.sql("select ...")` answers in SQL.

# %% [markdown]
# ## 2. Guess, then look
#
# You will often be asked for a guess before you see an answer. Guess honestly.
# People who try to answer first remember more, even when their answer is wrong
# (Richland, Kornell and Kao, 2009, *Journal of Experimental Psychology: Applied* 15(3), 243-257).

# %%
guess = predict(
    "weekly_users",
    "Of all the people who ever signed up, what share were active in the last full week of June 2026?",
)
guess

# %%
users, events = data.load("users"), data.load("events", columns=["user_id", "occurred_at"])
weekly = metrics.active_users(events, "2023-07-03", "2026-06-29", freq="W")
share = weekly.iloc[-1] / len(users)
guess.reveal(share, f"{weekly.iloc[-1]:,} of {len(users):,} people.")

# %% tags=["hide_input"]
fig, ax = charts.figure(title="Three years of Kitewell: people active each week")
ax.plot(weekly.index, weekly.to_numpy())
ax.set_ylabel("people")
ax.set_ylim(bottom=0)
charts.show(
    fig,
    alt=f"Line chart of people active each week. It rises from {weekly.iloc[:4].mean():,.0f} a week "
    f"in July 2023 to {weekly.iloc[-4:].mean():,.0f} in June 2026.",
)

# %% [markdown]
# A company with three years of history, growing, with odd dents and bumps.
# Which of them matter? That is lesson 7.
#
# ## 3. Answer, check, ask for a hint
#
# Each lesson has an assignment in its own notebook. An exercise looks like this:
#
# ```python
# stickiness = ...              # replace the three dots by your answer
# check("stickiness", stickiness)
# ```
#
# | you run | you get |
# |---|---|
# | `check("stickiness", stickiness)` | *right*, *not right yet*, or what went wrong, in words |
# | `hint("stickiness")` | one hint; run it again for the next one |
# | `progress()` | what is done and what is left |
#
# Check as often as you like: it costs no points. Right within three tries and without the last hint counts as *mastered*.
# A wrong answer that many people give gets a message of its own. Those messages are half of the course.
#
# ## 4. Your work is safe
#
# Save the notebook as you do any file (Ctrl + S, or ⌘ + S).
# Beside it, `answers` keeps your guesses and boards, and `progress` keeps your attempts.
# A restarted kernel, a closed browser or a moved folder loses nothing.
#
# If a notebook behaves oddly, use **Kernel → Restart Kernel and Run All Cells**. It mends most things.
#
# ## 5. Submit
#
# *On your own?* Then `check` is your marker. The solutions are in `solutions/`; look after you have tried.
#
# *In a class?* Open the assignment from the **Nbgrader → Assignment List** menu, work, and press **Submit** there.
# You may submit again until the date that your instructor names.

# %% [markdown]
# ## The map
#
# | | lesson | what you can do afterwards | |
# |---|---|---|---|
# | 1 | The role, the product, its life cycle | say what a product manager answers for, and what not | later |
# | 2 | Technical proficiency | talk feasibility, security and debt with engineers | later |
# | 3 | SQL and product data | get a number yourself, and know when it is wrong | later |
# | 4 | Discovery and design | interview without leading, and size the evidence | later |
# | 5 | Market and competition | size a market and position a product in it | later |
# | 6 | Strategy and roadmap | turn a vision into bets that can fail | later |
# | **7** | **Metrics and KPIs** | **tell a real change from noise, bots and bad counting** | **[open](07_metrics.ipynb)** |
# | 8 | Retention and customer value | say who stays, why, and what they are worth | later |
# | 9 | Experiments | design, read and defend a test | later |
# | 10 | Requirements and prioritisation | rank a backlog and defend a "no" | later |
# | 11 | Agile delivery and flow | forecast a delivery date with honest odds | later |
# | 12 | Finance and pricing | price, and show the profit and loss behind it | later |
# | 13 | Risk and uncertainty | decide when the facts are not all in | later |
# | 14 | Stakeholders and negotiation | find the interest behind a position | later |
# | 15 | Communication | make one page that gets a decision | later |
# | 16 | Leadership and teams | set direction without authority | later |
# | 17 | Launch, growth, sunset | launch with gates, and end with grace | later |
# | 18 | Career and capstone | show a portfolio and defend it | later |
#
# ### If you only have an hour
#
# Open [lesson 7](07_metrics.ipynb). Read from the top to "Rate or mix?", then skip to "Monday".
# Do the first five exercises of [its assignment](../exercises/metrics/metrics.ipynb).
# After that hour you can tell a fallen number from a changed crowd.
#
# ### Go on
#
# **[Lesson 7: Metrics and KPIs →](07_metrics.ipynb)** Then [its assignment](../exercises/metrics/metrics.ipynb).
