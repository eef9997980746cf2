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
# # Assignment 9: before Friday's mail
#
# The growth lead announces on Friday. You have numbers to get right, a mail to correct and a brief to write.
# Everything that you need stands in [the lesson](../../notebooks/09_experiments.ipynb).
#
# **How it works.** Replace `...` by your answer, run the cell, run the `check` below it.
# Stuck? Add a cell with `hint("plan_size")`, or the name of any exercise. Run it again for the next hint.
# `progress()` shows where you are. Check as often as you like.
#
# **Conventions.** Rates are fractions. A difference is *treatment minus control*, and absolute unless "relative" is said.
# Sizes are per arm, with the pooled variance. Tests are two-sided at 5 %, power is 80 %, unless another is given. Do not round.
# "Exposed" people met what is tested. Differences of two rates have Newcombe's interval; means have Welch's.
#
# About 60 minutes, and 40 for the brief. You practise to:
#
# {{objectives}}

# %%
import numpy as np
import pandas as pd

from course_utils import check, data, hint, progress, widgets
from course_utils.lessons import experiments as explore
from course_utils.toolkit import experiments

register, summaries = data.load("experiments"), data.load("summaries")
users, accounts = data.load("users"), data.load("accounts")
runs = explore.joined(data.load("assignments"), register, users, accounts)
started = register.set_index("name")["started_at"]

# %% [markdown]
# `explore.of(runs, name)` keeps the exposed people of a test, `explore.arms(rows)` counts `(converted, people)` of control and treatment.
# The names are those of `register["name"]`.

# %% [markdown]
# ## A. Plan
#
# ### 1. The free plan again ({{points plan_size}} points)
#
# The compact list is changed for people on the **free** plan, and tested on them alone. The base is the conversion of the exposed control on that plan in `compact_view`.
# The test must find a rise of **15 % of that rate** (relative). The new list shall reach many soon, so the treatment gets **twice** as many people as the control.
# How many people does the **control** need?

# %% exercise="plan_size"
plan_size = ...
### BEGIN SOLUTION
compact = explore.of(runs, "compact_view")
(hits, seen), _ = explore.arms(compact[compact["plan"] == "free"])
plan_size = experiments.rates_sample_size(hits / seen, 0.15, relative=True, ratio=2.0).control
### END SOLUTION

# %% [markdown]
# ### 2. When can sales have it? ({{points next_test}} points)
#
# On the **business** plan the compact list shall be tested once more, on new people, with equal arms. It must find **5 points** above the conversion of that plan's exposed control.
# New people keep coming as they did on that plan in `compact_view` in the **second and third week** of its enrolment, on average.
# After how many **whole weeks** have enough people met it? How you get there is yours to choose.

# %% exercise="next_test"
next_test = ...
### BEGIN SOLUTION
compact = explore.of(runs, "compact_view")
business = compact[compact["plan"] == "business"]
(hits, seen), _ = explore.arms(business)
size = experiments.rates_sample_size(hits / seen, 0.05)
enrolled = explore.weeks_of_enrolment(business, started["compact_view"])
next_test = experiments.weeks_needed(size.total, (enrolled.iloc[-1] - enrolled.iloc[0]) / 2)
### END SOLUTION

# %% [markdown]
# ## B. Trust
#
# ### 3. Whom the editor lost ({{points lost_by_plan}} points)
#
# Engineering says that the quick editor's page fails only for paying customers. Take the exposed people on the **web**, plan by plan: how far is the ratio of the arms from the planned half?
# A table with the columns `plan` and `p`, the p-value of the sample ratio.

# %% exercise="lost_by_plan"
lost_by_plan = ...
### BEGIN SOLUTION
editor = explore.of(runs, "quick_editor")
web = editor[editor["platform"] == "web"]
ratios = {
    plan: experiments.sample_ratio(explore.people(web[web["plan"] == plan])).p
    for plan in ("business", "free", "team")
}
lost_by_plan = pd.Series(ratios, name="p").rename_axis("plan").reset_index()
### END SOLUTION

# %% [markdown]
# ### 4. The boards by account ({{points boards_ratio}} points)
#
# In `shared_boards_by_account`, take the exposed people on the **team** plan. Is the sample ratio of what was *assigned* as planned? Give its p-value.

# %% exercise="boards_ratio"
boards_ratio = ...
### BEGIN SOLUTION
boards = explore.of(runs, "shared_boards_by_account")
team = boards[boards["plan"] == "team"]
boards_ratio = experiments.sample_ratio(explore.people(team.drop_duplicates("account_id"))).p
### END SOLUTION

# %% [markdown]
# ## C. Read
#
# ### 5. Members ({{points member_gain}} points)
#
# What does the template gallery do for **members** (`role`) who were exposed? A table of one row with the columns `estimate`, `low`, `high`: the difference of the share converted, with Newcombe's 95 % interval.

# %% exercise="member_gain"
member_gain = ...
### BEGIN SOLUTION
gallery = explore.of(runs, "template_gallery")
members = gallery[gallery["role"] == "member"]
found = experiments.compare_rates(*explore.arms(members)).difference
member_gain = pd.DataFrame([found._asdict()])
### END SOLUTION

# %% [markdown]
# ### 6. The second week ({{points second_week}} points)
#
# What do the reactions do in the **second** week since a person met them? One row with `estimate`, `low`, `high`: the difference of the mean uses, with its 95 % interval.

# %% exercise="second_week"
second_week = ...
### BEGIN SOLUTION
reactions = explore.of(runs, "reactions")
found = experiments.compare_means(*explore.values(reactions, "value_week2")).difference
second_week = pd.DataFrame([found._asdict()])
### END SOLUTION

# %% [markdown]
# ### 7. Hollow wins ({{points hollow_wins}} points)
#
# Of the gallery team's ideas **one in five** works, and those that work bring **4 points**. They test each as they tested the gallery: with as many exposed people in each arm, from the same control's rate.
# A win is a significant *rise*. What share of their wins is none?

# %% exercise="hollow_wins"
hollow_wins = ...
### BEGIN SOLUTION
gallery = explore.of(runs, "template_gallery")
(hits, n0), (_, n1) = explore.arms(gallery)
power = experiments.rates_power(hits / n0, 0.04, n0, n1)
hollow_wins = experiments.false_positive_risk(0.2, 0.025, power)
### END SOLUTION

# %% [markdown]
# ## D. Look, and ask
#
# ### 8. Bounds for uneven weeks ({{points weekly_bounds}} points)
#
# Had `shared_boards` been read after **each week** of its enrolment, which z would each look have asked for? The share of all exposed people who were there by then is the information; the level is 5 % for all looks together.
# Spend it as Lan and DeMets do, in the manner of **O'Brien and Fleming**. A table with the columns `look` (1, 2, 3) and `z`.

# %% exercise="weekly_bounds"
weekly_bounds = ...
### BEGIN SOLUTION
alone = explore.of(runs, "shared_boards")
enrolled = explore.weeks_of_enrolment(alone, started["shared_boards"])
weekly_bounds = experiments.spending_bounds(enrolled / enrolled.iloc[-1])["z"].reset_index()
### END SOLUTION

# %% [markdown]
# ### 9. Five tests, one announcement ({{points five_tests}} points)
#
# The mail names five tests of conversion: `template_gallery`, `digest_hour`, `compact_view`, `shared_boards` and `shared_boards_by_account`. Among the exposed, compare the arms; the first four with the pooled z-test, the last with **accounts** as pieces.
# *No* win of the five shall be false. Adjust the five p-values by **Holm**. A table with the columns `experiment` and `p`.

# %% exercise="five_tests"
five_tests = ...
### BEGIN SOLUTION
names = ["template_gallery", "digest_hour", "compact_view", "shared_boards"]
p = {name: experiments.compare_rates(*explore.arms(explore.of(runs, name))).p for name in names}
boards = explore.of(runs, "shared_boards_by_account")
p["shared_boards_by_account"] = explore.per_account(boards).p
adjusted = experiments.adjusted_p(pd.Series(p), "holm")
five_tests = adjusted.rename_axis("experiment").reset_index()
### END SOLUTION

# %% [markdown]
# ## E. Sharpen
#
# ### 10. CUPED by hand ({{points cuped_difference}} points)
#
# Write a function that takes four lists of numbers: what people of the control did before and after, and those of the treatment. It returns the difference of the means *after*, treatment minus control, less theta times the difference of the means *before*.
# Theta is $\sum (x - \bar x)(y - \bar y) \,/\, \sum (x - \bar x)^2$, where each person's distance is from the mean of their **own arm**, and the sums go over both arms.


# %% exercise="cuped_difference"
def cuped_difference(control_before, control_after, treatment_before, treatment_after):
    """Return the difference of two means with CUPED."""
    ### BEGIN SOLUTION
    top = bottom = 0.0
    for before, after in (
        (control_before, control_after),
        (treatment_before, treatment_after),
    ):
        x, y = np.array(before) - np.mean(before), np.array(after) - np.mean(after)
        top, bottom = top + x @ y, bottom + x @ x
    gap_before = np.mean(treatment_before) - np.mean(control_before)
    gap_after = np.mean(treatment_after) - np.mean(control_after)
    return gap_after - top / bottom * gap_before
    ### END SOLUTION


# %% [markdown]
# ### 11. Uses a week ({{points uses_a_week}} points)
#
# The gallery's metric counts templates used. `explore.person_weeks(rows)` has a row for each exposed person and each of four weeks.
# On the **business** plan: what is the difference of the mean uses *a week*, with the 95 % interval that respects what was assigned? One row: `estimate`, `low`, `high`.

# %% exercise="uses_a_week"
uses_a_week = ...
### BEGIN SOLUTION
gallery = explore.of(runs, "template_gallery")
rows = explore.person_weeks(gallery[gallery["plan"] == "business"])
found = experiments.ratio_difference(rows, numerator="uses", unit="user_id").difference
uses_a_week = pd.DataFrame([found._asdict()])
### END SOLUTION

# %% [markdown]
# ## F. Without a test
#
# ### 12. Those who pay ({{points paid_mail}} points)
#
# What did the summary mail do in March for accounts on the **team** and **business** plans, taken together? `summaries` holds overdue tasks for each 100 open ones; the mail came on 2 March.
# Choose the comparison that takes the busy month and the late accounts out. One row with `estimate`, `low`, `high`; each account is one piece.

# %% exercise="paid_mail"
paid_mail = ...
### BEGIN SOLUTION
planned = summaries.merge(accounts[["account_id", "plan"]], on="account_id")
paying = planned[planned["plan"].isin(["team", "business"])]
found = experiments.difference_in_differences(
    paying, before="overdue_february", after="overdue_march", treated="switched_on"
).effect
paid_mail = pd.DataFrame([found._asdict()])
### END SOLUTION

# %% [markdown]
# ## G. Judge
#
# ### 13. Friday's mail ({{points friday_mail}} points)
#
# The growth lead's draft has six sentences. Which can be signed as they stand, at 95 %? Compute what you need.

# %% exercise="friday_mail"
friday_mail = widgets.MultiChoice("friday_mail", title="Sentences that can be signed")
### BEGIN SOLUTION
friday_mail.answer = {"gallery", "compact", "boards"}
### END SOLUTION
friday_mail

# %% [markdown]
# ## H. The brief ({{points brief}} points)
#
# First your fact sheet. It is made from *your* answers above, so mend those first. On the page, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def fact_sheet():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def points(table):
        estimate, low, high = table.iloc[0][["estimate", "low", "high"]]
        return f"{100 * estimate:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"

    def plain(table, unit):
        estimate, low, high = table.iloc[0][["estimate", "low", "high"]]
        return f"{estimate:+.2f} {unit} ({low:+.2f} to {high:+.2f})"

    boards_now = explore.of(runs, "shared_boards_by_account")
    found = explore.per_account(boards_now).difference
    facts = {
        "free plan: people in the control": lambda: f"{plan_size:,}",
        "business plan: whole weeks of enrolment": lambda: f"{next_test:,}",
        "boards by account: p of the ratio, team": lambda: f"{boards_ratio:.2f}",
        "gallery, members": lambda: points(member_gain),
        "reactions, second week": lambda: plain(second_week, "uses"),
        "hollow wins of the gallery team": lambda: f"{hollow_wins:.0%}",
        "gallery, uses a week, business": lambda: plain(uses_a_week, "uses"),
        "summary mail, paying accounts": lambda: plain(paid_mail, "tasks per 100"),
        "boards by account, all plans": lambda: (
            f"{100 * found.estimate:+.1f} points ({100 * found.low:+.1f} to {100 * found.high:+.1f})"
        ),
    }
    lines = []
    for number, (fact, say) in enumerate(facts.items(), start=1):
        try:
            value = say()
        except Exception:
            value = "no answer yet"
        lines.append((f"F{number}", fact, value))
    return pd.DataFrame(lines, columns=["line", "fact", "value"]).set_index("line")


fact_sheet()

# %% [markdown]
# Now write the **brief**, at most 800 words, in two halves:
#
# - the **pre-registration** of the compact list's next test, on the business plan;
# - the **read-out** of the shared boards by account, for people who were not there.
#
# A person reads it, with this rubric. Each line is scored from 0 to 4:
#
# {{rubric brief}}

# %% [markdown] exercise="brief"
# {{strong brief}}

# %% [markdown]
# ## Before you hand in
#
# Read your plan as somebody who wants a win. Where could they bend it afterwards? Close that door.

# %%
progress()
