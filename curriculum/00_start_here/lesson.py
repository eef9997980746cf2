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
# Kitewell makes software in which teams plan their work: projects, tasks, comments, reports. Teams in many countries use it. Some pay.
#
# **In one minute:**
#
# 1. Click into the grey cell below and press **Shift + Enter**. That runs it: it draws your desk anew.
# 2. New here? Answer the three small questions after it. They say whether the warm-up is worth your time.
# 3. Then follow the link that they give you: to the warm-up, or straight to [lesson 7](07_metrics.ipynb). There a number fell, there are four suspects, and Monday wants to know which.
#
# All else on this page can wait.
#
# ## What you should know
#
# *Nothing of product management.* A little Python, pandas and SQL: what [the warm-up](00_warm_up.ipynb) shows, and no more. Code that asks for more is optional, and says so.
#
# ## Your desk
#
# A star in the brackets on a cell's left, `[*]`, means "working". A number means "done".
# What stands here before you run anything was drawn when the page was made.

# %%
from course_utils import drill, home

home.desk()

# %% [markdown]
# The desk shows what is done and takes you to where you left off. Run its cell again for what has changed.
# From the second day it also lists up to five things that are worth another try. Their lines go into the next cell.

# %%
# Today's round: put a line from your desk here, in place of this one, and run the cell.

# %% [markdown]
# ## Three questions

# %%
home.ready()

# %% [markdown]
# ## The map
#
# Eighteen lessons, from the role to the career. Some are open now; the others are still being written.
# Each starts with a decision that somebody has to take, and ends with one page that you could send. Each stands alone.
#
# {{map}}
#
# **If you only have an hour**, read the first half of lesson 7 today. The desk knows where you stopped.
#
# The company is simulated, down to the last click. Every chart comes from data that you can query yourself.
# Some of the data are wrong on purpose, in the ways real data are wrong. Finding that out is the job.

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
#
# ### Ask the data
#
# `data.describe()` lists the tables of your company. `data.describe("users")` explains one of them, column by column.
# `data.load("users")` gives it to you as a pandas frame. `data.sql("select ...")` answers in SQL.

# %%
from course_utils import data

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
# | `progress()` | what is done, what is left, and what the points mean |
# | `question = drill("stickiness")` | the same question on another company; it earns no marks |
#
# Lessons have small questions of the same kind, for practice: they earn no points, and the desk counts them.
#
# Check as often as you like: it costs no points. Right within three tries and without the last hint counts as *mastered*.
# A wrong answer that many people give gets a message of its own. Those messages are half of the course.
#
# ### Your work is safe
#
# Save the notebook as you do any file (Ctrl + S, or ⌘ + S).
# Beside it, `answers` keeps your guesses and boards, and `progress` keeps your attempts.
# A restarted kernel, a closed browser or a moved folder loses nothing.
# The next day a box shows its words only: run its cell, and your answer is back in it.
#
# Is the page narrow? **Ctrl + B** (⌘ + B) hides the list of files.
#
# If a notebook behaves oddly, use **Kernel → Restart Kernel and Run All Cells**. It mends most things.
# "Run the first cell" means just that: after a restart the notebook has forgotten all names.
#
# ### Submit
#
# *On your own?* Then `check` is your marker, and the button below grades your saved notebook as an instructor would.
# Part of each assignment is written, and its points wait for a person: hold that part against its rubric and the example yourself.
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
