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

from course_utils import check, data, fact_sheet, hint, progress, widgets
from course_utils.lessons import experiments as explore
from course_utils.toolkit import experiments, metrics

register, summaries = data.load("experiments"), data.load("summaries")
users, accounts = data.load("users"), data.load("accounts")
runs = explore.joined(data.load("assignments"), register, users, accounts)
started = register.set_index("name")["started_at"]
mde = register.set_index("name")["mde"]

# %% [markdown]
# `explore.of(runs, name)` keeps the exposed people of a test; with `exposed=False` all who were assigned. The names are those of `register["name"]`.
# `explore.arms(rows)` counts `(converted, people)` of control and treatment, `explore.values(rows, column)` gives a column of both, `explore.people(rows)` counts the arms.
# `explore.as_row(found)` makes of a difference with its interval the row that some exercises ask for.

# %% [markdown]
# ## A. Plan
#
# ### 1. What a split costs ({{points plan_size}} points)
#
# The compact list is changed for people on the **free** plan, and tested on them alone. The base is the conversion of the exposed control on that plan in `compact_view`.
# The test must find a rise of **15 % of that rate** (relative). Sales wants most people to have the new list, so the treatment gets **twice** as many people as the control.
# How many people does that take **more, in all**, than equal arms would? (`experiments.rates_sample_size`, `relative=`, `ratio=`, and what it returns as `total`.)

# %% exercise="plan_size"
plan_size = ...
### BEGIN SOLUTION
compact = explore.of(runs, "compact_view")
(hits, seen), _ = explore.arms(compact[compact["plan"] == "free"])
uneven, even = (
    experiments.rates_sample_size(hits / seen, 0.15, relative=True, ratio=ratio)
    for ratio in (2.0, 1.0)
)
plan_size = uneven.total - even.total
### END SOLUTION

# %% [markdown]
# ### 2. The editor, mended ({{points next_test}} points)
#
# The quick editor comes again, now without the redirect. It is tested on **newly signed-up** people only, who never saw the broken page, with equal arms. It must find what the register calls worth having, `mde["quick_editor"]`, above what such people convert without it.
# New people keep coming as they did then: those who were assigned *after* `quick_editor` had begun came in three weeks. You know what befell some of them.
# How many weeks does it take until enough have met it? Do not round up. How you get there is yours to choose.

# %% exercise="next_test"
next_test = ...
### BEGIN SOLUTION
editor = explore.of(runs, "quick_editor")
new = editor[editor["assigned_at"] > started["quick_editor"]]
(hits, seen), _ = explore.arms(new)
size = experiments.rates_sample_size(hits / seen, mde["quick_editor"])
# The redirect lost people of the treatment only: an arm gets what the control got.
next_test = size.total / (2 * seen / 3)
### END SOLUTION

# %% [markdown]
# ## B. Trust
#
# ### 3. Whom the editor lost ({{points lost_by_plan}} points)
#
# Engineering says that the quick editor's page fails only for paying customers. Take the exposed people on the **web**, plan by plan: which share of them is treated, where half was planned?
# A p-value does not say how far: it falls with the people as well. So give the share and its 95 % interval (`metrics.rate_interval(treated, people)`, Wilson's).
# A table with the columns `plan`, `share`, `low`, `high`, and `off`: `"yes"` where the whole interval lies below half, else `"no"`. Is engineering right?
# The table may be made so: `pd.DataFrame({"plan": ["business", "free", "team"], "share": [..., ..., ...], ...})`.

# %% exercise="lost_by_plan"
lost_by_plan = ...
### BEGIN SOLUTION
editor = explore.of(runs, "quick_editor")
web = editor[editor["platform"] == "web"]
found = []
for plan in ("business", "free", "team"):
    count = explore.people(web[web["plan"] == plan])
    share = metrics.rate_interval(count["treatment"], sum(count.values()))
    off = "yes" if share.high < 0.5 else "no"
    found.append((plan, share.estimate, share.low, share.high, off))
lost_by_plan = pd.DataFrame(found, columns=["plan", "share", "low", "high", "off"])
### END SOLUTION

# %% [markdown]
# ### 4. The boards by account ({{points boards_ratio}} points)
#
# In `shared_boards_by_account`, take all who were *assigned*, exposed or not, and count twice.
# Is the ratio of what got a variant as one as planned? `p` is its p-value. `rows.drop_duplicates("account_id")` keeps a row for each account.
# And did as large a share of both arms meet the page, the column `exposed`? `low` and `high` are the ends of the difference of these shares, with accounts as pieces: `experiments.ratio_difference(rows, numerator=..., unit=...)`.
# One row: `pd.DataFrame({"p": [...], "low": [...], "high": [...]})`.

# %% exercise="boards_ratio"
boards_ratio = ...
### BEGIN SOLUTION
boards = explore.of(runs, "shared_boards_by_account", exposed=False)
p = experiments.sample_ratio(explore.people(boards.drop_duplicates("account_id"))).p
met = experiments.ratio_difference(boards, numerator="exposed", unit="account_id").difference
boards_ratio = pd.DataFrame({"p": [p], "low": [met.low], "high": [met.high]})
### END SOLUTION

# %% [markdown]
# ## C. Read
#
# ### 5. Members ({{points member_gain}} points)
#
# No plan named the members, so this is a question for a next test. What does the template gallery do for **members** (`role`) who were exposed? A table of one row with the columns `estimate`, `low`, `high`: the difference of the share converted, with Newcombe's 95 % interval.

# %% exercise="member_gain"
member_gain = ...
### BEGIN SOLUTION
gallery = explore.of(runs, "template_gallery")
members = gallery[gallery["role"] == "member"]
found = experiments.compare_rates(*explore.arms(members)).difference
member_gain = explore.as_row(found)
### END SOLUTION

# %% [markdown]
# ### 6. The second week ({{points second_week}} points)
#
# This one, too, is for a next plan. What do the streaks do on the **team** plan, in the **second** week since a person met them (`value_week2`)? One row with `estimate`, `low`, `high`: the difference of the mean uses, with its 95 % interval.

# %% exercise="second_week"
second_week = ...
### BEGIN SOLUTION
streaks = explore.of(runs, "streaks")
team = streaks[streaks["plan"] == "team"]
found = experiments.compare_means(*explore.values(team, "value_week2")).difference
second_week = explore.as_row(found)
### END SOLUTION

# %% [markdown]
# ### 7. Hollow wins ({{points hollow_wins}} points)
#
# Of the gallery team's ideas **one in five** works, and those that work bring **4 points**. They test each as they tested the gallery: with as many exposed people in each arm, from the same control's rate.
# A win is a significant *rise*. What share of their wins has nothing behind it? (`experiments.rates_power`, `experiments.false_positive_risk`.)

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
# ### 8. Bounds for uneven looks ({{points weekly_bounds}} points)
#
# Had `shared_boards` been read at the end of its days **31, 35 and 49**, which z would each look have asked for? An outcome is finished 28 days after the exposure.
# The information is the share of finished outcomes, of those of the last look. The level is 5 % for all looks together.
# Spend it as Lan and DeMets do, in the manner of **O'Brien and Fleming**, as in part 4 of the lesson. A table with the columns `look` (1, 2, 3) and `z`: `pd.DataFrame({"look": [1, 2, 3], "z": [...]})`.

# %% exercise="weekly_bounds"
weekly_bounds = ...
### BEGIN SOLUTION
alone = explore.of(runs, "shared_boards")
finished = explore.ripe(alone, started["shared_boards"], [31, 35, 49])
bounds = experiments.spending_bounds(finished / finished.iloc[-1])["z"]
weekly_bounds = pd.DataFrame({"look": [1, 2, 3], "z": bounds.to_numpy()})
### END SOLUTION

# %% [markdown]
# ### 9. Is the guardrail kept? ({{points guard}} points)
#
# Sales wants to offer the template gallery to **small** accounts first (`size`). No plan named them, so what you find sizes a test of their own. The guardrail is the share of exposed people there who `muted` notifications; `register` has its margin.
# A table of one row. `verdict` is `"kept"`, `"broken"` or `"not shown"`. `high` is the upper end of the rise (95 %, Newcombe).
# `power` says how sharp such a test is: how surely arms like these *show that the guardrail is kept*, if nothing changes. Both then mute as the control does (`experiments.noninferiority_power`).
# Put the three into `pd.DataFrame({"verdict": [...], "high": [...], "power": [...]})`.

# %% exercise="guard"
guard = ...
### BEGIN SOLUTION
gallery = explore.of(runs, "template_gallery")
small = gallery[gallery["size"] == "small"]
margin = register.set_index("name")["guardrail_margin"]["template_gallery"]
control, treatment = explore.values(small, "muted")
rise = explore.guardrail(small, margin).difference
power = experiments.noninferiority_power(control.mean(), margin, len(control), len(treatment))
guard = pd.DataFrame(
    {"verdict": [explore.guarded(rise, margin)], "high": [rise.high], "power": [power]}
)
### END SOLUTION

# %% [markdown]
# ## E. Sharpen
#
# ### 10. CUPED by hand ({{points cuped_difference}} points)
#
# Write a function that takes four lists of numbers: what people of the control did before and after, and those of the treatment. It returns the difference of the means *after*, treatment minus control, less theta times the difference of the means *before*.
# Theta is $\sum (x - \bar x)(y - \bar y) \,/\, \sum (x - \bar x)^2$, where each person's distance is from the mean of their own arm, and the sums go over both arms. (Distances from the mean of all are right as well: the two hardly differ.)


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
# ### 11. Boards, for those who would pay ({{points boards_paying}} points)
#
# Boards might become a part of the **team** and **business** plans. No plan named these, so the next test needs a number to start from.
# What do the boards by account do there, where **two or more** people of the account were assigned? `there` in the rows counts them; `isin(["team", "business"])` keeps both plans.
# One row with `estimate`, `low`, `high`: the difference of the share converted among the exposed, with the 95 % interval that respects what was assigned.

# %% exercise="boards_paying"
boards_paying = ...
### BEGIN SOLUTION
boards = explore.of(runs, "shared_boards_by_account")
paying = boards[(boards["there"] > 1) & boards["plan"].isin(["team", "business"])]
boards_paying = explore.as_row(explore.per_account(paying).difference)
### END SOLUTION

# %% [markdown]
# ## F. Without a test
#
# ### 12. Those who pay ({{points paid_mail}} points)
#
# What did the summary mail do in March for accounts on the **team** and **business** plans, taken together? `summaries` holds overdue tasks for each 100 open ones; the mail came on 2 March.
# `merge` joins the plans, as in part 8 of the lesson; `isin(["team", "business"])` keeps both.
# Choose the comparison that takes the busy month and the late accounts out. One row with `estimate`, `low`, `high`; each account is one piece.

# %% exercise="paid_mail"
paid_mail = ...
### BEGIN SOLUTION
planned = summaries.merge(accounts[["account_id", "plan"]], on="account_id")
paying = planned[planned["plan"].isin(["team", "business"])]
found = experiments.difference_in_differences(
    paying, before="overdue_february", after="overdue_march", treated="switched_on"
).effect
paid_mail = explore.as_row(found)
### END SOLUTION

# %% [markdown]
# ## G. Judge
#
# ### 13. Friday's mail ({{points friday_mail}} points)
#
# The growth lead's draft has six sentences, about metrics, guardrails and ratios that the plans named. Which can be signed as they stand, at 95 %? *Worth having* is the register's `mde`, and the ratio raises an alarm where p is below 0.001. Compute the ends that you need.

# %% exercise="friday_mail"
friday_mail = widgets.MultiChoice("friday_mail", title="Sentences that can be signed")
### BEGIN SOLUTION
everybody = explore.of(runs, "template_gallery", exposed=False)
everybody = experiments.compare_rates(*explore.arms(everybody)).difference
digest = explore.of(runs, "digest_hour")
digest = experiments.compare_rates(*explore.arms(digest)).difference
each_week = streaks.assign(each_week=streaks["four_weeks"] / 4)
each_week = experiments.compare_means(*explore.values(each_week, "each_week")).difference
compact = explore.of(runs, "compact_view")
margin = register.set_index("name")["guardrail_margin"]["compact_view"]
rise = explore.guardrail(compact[compact["plan"] == "free"], margin).difference
whole = explore.of(runs, "shared_boards_by_account", exposed=False)
whole = explore.per_account(whole).difference
holds = {
    "gallery": everybody.low >= mde["template_gallery"],
    "digest": digest.high < mde["digest_hour"],
    "streaks": each_week.low >= mde["streaks"],
    "compact": rise.high < margin,
    "editor": experiments.sample_ratio(explore.people(new)).p >= 0.001,
    "boards": whole.low >= 2 * mde["shared_boards_by_account"],
}
friday_mail.answer = {name for name, shown in holds.items() if shown}
### END SOLUTION
friday_mail

# %% [markdown]
# ## H. The brief ({{points brief}} points)
#
# First your fact sheet. Lines F1 to F8 are made from *your* answers above, so mend those first. F9 to F15 are computed for you, as your brief needs them; F9 waits for your exercise 2. On the page, cite a line as "F2" in place of typing its number.


# %% tags=["hide_input"]
def my_facts():
    """Collect the answers above, one line a fact; a line without an answer says so."""

    def points(table):
        estimate, low, high = table.iloc[0][["estimate", "low", "high"]]
        return f"{100 * estimate:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"

    def plain(table, unit):
        estimate, low, high = table.iloc[0][["estimate", "low", "high"]]
        return f"{estimate:+.2f} {unit} ({low:+.2f} to {high:+.2f})"

    def said(found):
        return f"{100 * found.estimate:+.1f} points ({100 * found.low:+.1f} to {100 * found.high:+.1f})"

    def weeks(exact):
        return f"{np.ceil(exact):.0f} ({exact:.1f} before rounding up)"

    def counted(table):
        p, low, high = table.iloc[0][["p", "low", "high"]]
        said = "holds 0, which does not show them alike" if low <= 0 <= high else "not alike"
        return f"p {p:.2f}; met the page: {100 * low:+.1f} to {100 * high:+.1f} points, {said}"

    name = "shared_boards_by_account"
    size, margin, power = explore.editor_again(runs, register)
    boards, all_boards = (explore.of(runs, name, exposed=exposed) for exposed in (True, False))
    rise = explore.muted_together(boards)
    gain = explore.per_account(boards[boards["there"] > 1]).difference
    alone = explore.per_account(boards[boards["there"] == 1]).difference
    whole = explore.per_account(all_boards[all_boards["there"] > 1]).difference
    pays = explore.PAYS[explore.pays(gain, mde[name])]
    nothing = explore.DECISIONS[explore.decide(alone, mde[name])]
    return fact_sheet(
        {
            "free plan: people whom the split costs": lambda: f"{plan_size:,}",
            "mended editor: whole weeks of enrolment": lambda: weeks(next_test),
            "boards by account: ratio of accounts, share who met the page": lambda: counted(
                boards_ratio
            ),
            "gallery, members": lambda: points(member_gain),
            "streaks, second week": lambda: plain(second_week, "uses"),
            "hollow wins of the gallery team": lambda: f"{hollow_wins:.0%}",
            "boards by account, two people or more, paid plans": lambda: points(boards_paying),
            "summary mail, paying accounts": lambda: plain(paid_mail, "tasks per 100"),
            "mended editor: worth having, and what finds it": lambda: (
                f"{100 * mde['quick_editor']:.1f} points: {size:,} people in each arm, "
                f"{np.ceil(next_test):.0f} weeks"
            ),
            "mended editor: margin of its guardrail": lambda: f"{100 * margin:.1f} points",
            "mended editor: how surely as many show it kept, and go on": lambda: (
                f"kept, if nothing changes: {power:.0%}. With the power of 80 %, both: "
                f"{0.8 * power:.0%}, if it brings just what is worth having"
            ),
            "boards, two people or more: rise of the share who mute": lambda: said(rise),
            "boards, two people or more: beside what is worth having": lambda: (
                f"{said(gain)}; {100 * mde[name]:.1f} points are worth having: it {pays}"
            ),
            "boards, one person": lambda: f"{said(alone)}; {nothing}",
            "boards, two people or more: all assigned, met or not": lambda: said(whole),
        }
    )


my_facts()

# %% [markdown]
# Now write the **brief**, at most 800 words, in two halves:
#
# - the **pre-registration** of the mended editor's test, on newly signed-up people;
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
