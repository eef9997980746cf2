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
# ## Your desk
#
# Click into the grey cell below and press **Shift + Enter**. That runs the cell and moves on.
# A star in the brackets on its left, `[*]`, means "working". A number means "done".
# You then see what you have done so far, and a button that takes you to where you left off.

# %%
from course_utils import home

home.desk()

# %% [markdown]
# ## The map
#
# Eighteen lessons, from the role to the career. Some are open now; the others are still being written.
#
# {{map}}
#
# Each lesson has its own assignment, and each stands alone.
#
# **If you only have an hour**, open [lesson 7](07_metrics.ipynb). Read from the top to "Rate or mix?", then skip to "Monday".
# Do the first five exercises of [its assignment](../exercises/metrics/metrics.ipynb).
# After that hour you can tell a fallen number from a changed crowd.

# %% [markdown]
# ## How sure are you?
#
# Rate yourself before you begin, then again after each lesson. Nobody marks this.
# Once you have tried a lesson's exercises, the radar also shows what they say about you.
# That is four times the share that you *mastered*: right within three tries, and without the last hint.

# %%
home.assessment()

# %% [markdown]
# ## How it works
#
# ### Guess, then look
#
# You will often be asked for a guess before you see an answer. Guess honestly.
# People who try to answer first remember more, even when their answer is wrong (Richland, Kornell and Kao, 2009).
# Try it now. The next cells load Kitewell's data, ask, and answer.

# %%
from course_utils import charts, data
from course_utils.toolkit import metrics
from course_utils.widgets import predict

charts.use()
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
# A company with three years of history, growing, with odd dents and bumps. Which of them matter? That is lesson 7.
#
# `data.describe()` lists the tables of your company. `data.describe("users")` explains one of them, column by column.
# `data.load("users")` gives it to you as a pandas frame. `data.sql("select ...")` answers in SQL.

# %%
data.describe()

# %% [markdown]
# ### Answer, check, ask for a hint
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
# ### Your work is safe
#
# Save the notebook as you do any file (Ctrl + S, or ⌘ + S).
# Beside it, `answers` keeps your guesses and boards, and `progress` keeps your attempts.
# A restarted kernel, a closed browser or a moved folder loses nothing.
#
# If a notebook behaves oddly, use **Kernel → Restart Kernel and Run All Cells**. It mends most things.
#
# ### Submit
#
# *On your own?* Then `check` is your marker, and the button below grades your saved notebook as an instructor would.
# The solutions are in `solutions/`; look after you have tried.
#
# *In a class?* Open the assignment from the **Nbgrader → Assignment List** menu, work, and press **Submit** there.
# You may submit again until the date that your instructor names.

# %%
home.grade()

# %% [markdown]
# ## The words
#
# Words of the trade are **bold and linked** where a lesson uses them for the first time. Rest the pointer on one, or follow it, and you see what it means.
# Here are all of them. They also stand on [a page of their own](glossary.ipynb).

# %%
home.glossary()

# %% [markdown]
# ## Sources
#
# {{sources}}
