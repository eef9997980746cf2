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
# # 8. Retention, churn, customer value: shall we double it?
#
# Thursday, 2 July 2026. *Kitewell Solo* is a plan for people who work alone. It renews each month, or ends.
# You have looked after it since yesterday. Today the growth team sends the memo below. Finance decides on **Monday**, by a rule of its own:
# what is spent on a customer must be back within **twelve payments**, at 1 % of discount a month.

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import retention as explore
from course_utils.toolkit import retention
from course_utils.widgets import predict

charts.use()
solo, spend = data.load("solo"), data.load("solo_spend")
TODAY = "2026-07-01"  # the data end here, at midnight UTC
solo.head(3)

# %% tags=["hide_input"]
memo = explore.memo(solo, spend)
explore.show_memo(memo)

# %% [markdown]
# Each number in it is computed right. Read it twice, then decide what you think.

# %%
verdict = predict(
    "verdict",
    "What will a new subscriber from social media bring in the first year, next to what they cost?",
    ["Clearly more than they cost", "About what they cost", "Clearly less than they cost"],
)
verdict

# %% [markdown]
# Keep your guess. We come back to it at the end.
#
# ## What you will learn
#
# {{objectives}}
#
# About {{minutes}} minutes and 27 for what Monday asks (parts 9 to 11), then 55 for the exercises and 40 for your memo. You need pandas as in lesson 7.
# Each part asks you once to compute something yourself. Those cells say *your turn*; they earn no marks, and they are checked at once.

# %% [markdown] objective="build"
# ## 1. Who is left? (7 min)
#
# Begin with people, not with rates. Some subscribers began two years ago, some last week. How many are left after half a year?

# %%
six = predict("six", "What share of Solo's subscribers is left six months after they began?")
six

# %% [markdown]
# A {{term cohort}} is everybody who began in the same month. Put cohorts in rows and months since the start in columns.

# %%
triangle = retention.cohort_triangle(solo, TODAY, start="started_at", end="ended_at")

# %% tags=["hide_input"]
explore.show_triangle(triangle, "Subscribers of Solo who are left: the youngest twelve cohorts")

# %% [markdown]
# The table is a triangle. The empty cells are not bad news: they are **no** news. Who began in May has had no sixth month yet.
# Those of them who are still here are {{term censored}}: you know that they stayed until now, and no more.
#
# {{wrong}} Many a spreadsheet fills empty cells with 0. Try it.

# %%
import pandas as pd

averages = pd.DataFrame(
    {
        "empty cells as 0": triangle.fillna(0).sum() / triangle[0].sum(),
        "weighted, as far as seen": retention.weighted_average(triangle),
    }
).loc[:18]

# %% tags=["hide_input"]
explore.show_averages(averages)

# %%
row, sure = averages.loc[6], explore.left_at(triangle, 6)
six.reveal(
    row["weighted, as far as seen"],
    f"The 95 % interval goes from {sure.low:.1%} to {sure.high:.1%}. With empty cells as 0 it "
    f"would read {row['empty cells as 0']:.0%}: who is too young for a sixth month counts as gone.",
)

# %% [markdown]
# Counted as lost, the young cohorts pull the curve down, the more the older the age.{{claim zeros_pull_down}}
# So divide who is left by who began, **over the cohorts that have come to that age**. That share is the {{term user retention}} at this age.
# The share that is gone is {{term user churn}}.
#
# {{wrong}} Others take the mean of the rows. Here that does little harm, because Solo's cohorts are alike in size.{{claim rows_weigh_alike}}
# Take two that are not: a launch and a quiet month. (Two made-up cohorts.)

# %%
made_up = pd.DataFrame({"began": [1000, 10], "left": [400, 9]}, index=["launch", "quiet month"])
pd.Series(
    {
        "mean of the rows": (made_up["left"] / made_up["began"]).mean(),
        "weighted": made_up["left"].sum() / made_up["began"].sum(),
    }
).round(2)

# %% [markdown]
# Ten people weigh as much as a thousand. Sum first, then divide.
#
# {{misleads}} the cohorts behind two ages differ. The last ages rest on the oldest cohorts alone.
#
# **Your turn.** **Organic** subscribers, who came unpaid (`channel`): what share is left three months after the start, over all cohorts that have come so far?

# %% practice="organic_three"
organic_three = ...
### BEGIN SOLUTION
unpaid = retention.cohort_triangle(
    solo[solo["channel"] == "organic"], TODAY, start="started_at", end="ended_at"
)
organic_three = retention.weighted_average(unpaid)[3]
### END SOLUTION

# %% [markdown] objective="differentiate"
# ## 2. Back on the day, or back at all? (6 min)
#
# A subscription says when it ends. Most products do not: people just come, or do not. Kitewell's team product is like that.
# Take the **owners** of its accounts who signed up from January to March 2026. On day 28 few of them are there. What if you count *day 28 or any later day*?

# %%
users, events = data.load("users"), data.load("events")
spring = users[users["signed_up_at"].between("2026-01-01", "2026-03-31 23:59:59")]
owners = spring[spring["role"] == "owner"]

# %%
later = predict("later", "What share of the owners was there on day 28 or on any later day?")
later

# %%
on_day = retention.n_day_retention(owners, events, 28, as_of=TODAY)
in_week = retention.bracket_retention(owners, events, 22, 28, as_of=TODAY)
from_day = retention.unbounded_retention(owners, events, 28, as_of=TODAY)
three = pd.Series(
    {
        "on day 28": on_day["rate"].item(),
        "on some day from 22 to 28": in_week["rate"].item(),
        "on day 28 or later": from_day["rate"].item(),
    }
)

# %% tags=["hide_input"]
explore.show_three(three)

# %%
later.reveal(
    three["on day 28 or later"],
    f"On day 28 itself {three['on day 28']:.0%} were there, in the week that ends with it "
    f"{three['on some day from 22 to 28']:.0%}. There are {len(owners)} owners, so each of the three "
    f"may be off by about {200 * (0.25 / len(owners)) ** 0.5:.0f} points by chance.",
)

# %% [markdown]
# Same people, same events, and the first number is far below the two others.{{claim definitions_differ}} Their names:
#
# - {{term N-day retention}}: active on exactly that day. Right for something used daily.
# - {{term bracket retention}}: active at least once in a span of days. Right for work that comes weekly.
# - {{term unbounded retention}}: active on that day or any later one. It says who is *not lost yet*, and it changes after the fact.
#
# Choose by the rhythm of the work, and write the definition beside the number. A tool for work has a week. What happens to those whose day 30 falls on a weekend?

# %%
day_30 = explore.by_weekday(spring, events, 30)
Markdown(
    f"On day 30: **{day_30['all']:.1%}** of all were there, and **{day_30['Thursday']:.1%}** of those "
    "who signed up on a Thursday."
)

# %% [markdown]
# Their day 30 runs from Saturday to Sunday. It looks like death, and it is a weekend.{{claim thursday_looks_dead}}
#
# {{misleads}} you compare an old cohort with a young one by the unbounded rate. The old one had more days to come back on.
#
# **Your turn.** Of the **members** among `spring` (`role`), what share was active on some day from 8 to 14?

# %% practice="members_second_week"
members_second_week = ...
### BEGIN SOLUTION
members = spring[spring["role"] == "member"]
members_second_week = retention.bracket_retention(members, events, 8, 14, as_of=TODAY)[
    "rate"
].item()
### END SOLUTION

# %% [markdown] objective="differentiate"
# ## 3. Customers lost, money kept (7 min)
#
# For accounts that pay by the seat, losing a customer and losing money are two things. Take the team product's **year 2025**.
# A slide says: "We keep our revenue: recurring revenue at the end over recurring revenue at the start." Here is what that gives.

# %%
subscriptions = data.load("subscriptions")
before = retention.mrr_at(subscriptions, "2025-01-01")
after = retention.mrr_at(subscriptions, "2026-01-01")
Markdown(f"The slide: **{after.sum() / before.sum():.0%}**.")

# %%
kept = predict(
    "kept",
    "Of each dollar that was paid at the start, how much do the same accounts pay at the end?",
    low=0.3,
    high=2.2,
)
kept

# %%
year = retention.revenue_retention(before, after)
kept.reveal(year.net, explore.money_said(before, after))

# %% [markdown]
# What stands behind it, with names: `year.logo_churn`, `year.gross`, `year.net`.

# %%
pd.Series(year._asdict()).round(3)

# %% [markdown]
# The slide counted customers who came during the year. New business is growth; it is not retention.{{claim new_business_flatters}}
#
# - {{term logo churn}}: accounts lost over accounts **at the start**.
# - {{term gross revenue retention (GRR)}}: revenue of the start that is left, before any growth. It cannot pass 100 %.
# - {{term net revenue retention (NRR)}}: the same, with what those accounts added. Above 100 % they grow faster than others leave.
#
# {{wrong}} Divide the lost by the accounts at the *end*, as many a report does.

# %%
Markdown(f"Over the accounts at the end: **{year.lost / len(after):.0%}**.")

# %% [markdown]
# Whoever sells enough new accounts hides each lost one.{{claim the_end_hides_the_lost}} The lost were there at the start.
#
# And what of an account that left and **came back** within the year? Two moments, as above, never saw it go. A sum of movements counts its leaving as lost.

# %%
moved = explore.gross_by_movements(subscriptions, "2025-01-01", "2026-01-01")
Markdown(f"Gross, by two moments: **{year.gross:.1%}**. By movements: **{moved:.1%}**.")

# %% [markdown]
# Both are in use. Say which. In this course it is two moments.
#
# Now the favourite slip of all. How much is a month's churn in a year? Take the memo's first number.

# %%
monthly = memo["then"]
Markdown(
    f"{monthly:.1%} a month, times 12, is **{12 * monthly:.0%}**. "
    f"Compounded it is **{retention.annual_churn(monthly):.0%}**."
)

# %% [markdown]
# Nobody can lose more than there is. Each month's loss is a share of what is *left*, so the months compound: 1 - (1 - m)^12.
#
# {{misleads}} one rate is used for everybody and every month. Part 5 shows what that does.
#
# **Your turn.** Of the accounts that paid on **1 April 2026**, a share was lost by **1 July**. At that pace, what share would a **year** lose? (Logo churn.) One quarter of few losses is a shaky base: say so when you use it.

# %% practice="lost_in_a_year"
lost_in_a_year = ...
### BEGIN SOLUTION
quarter = retention.revenue_retention(
    retention.mrr_at(subscriptions, "2026-04-01"), retention.mrr_at(subscriptions, TODAY)
)
lost_in_a_year = 1 - (1 - quarter.logo_churn) ** 4
### END SOLUTION

# %% [markdown] objective="estimate"
# ## 4. How long do they stay? (7 min)
#
# The memo says that social media is worth its price. Do its subscribers stay as long as the others?
# Start with the obvious: of those who have ended, half had gone by which day?

# %%
ended = solo.dropna(subset="ended_at")
days = (ended["ended_at"] - ended["started_at"]).dt.total_seconds() / 86400
Markdown(f"Of subscriptions that ended, half had lasted **{days.median():.0f}** days or less.")

# %%
half_life = predict(
    "half_life",
    "After how many days is half of all subscribers gone, ended or not?",
    low=0,
    high=720,
    step=10,
    form=".0f",
)
half_life

# %%
tenure = retention.tenures(solo, TODAY, start="started_at", end="ended_at")
everybody = retention.kaplan_meier(tenure["days"], tenure["left"])
half_life.reveal(
    retention.median_survival(everybody),
    f"{explore.half_said(solo)} The median of those who ended leaves out everybody who is still "
    "there: the loyal ones.",
)

# %% [markdown]
# Averages over those who left are {{term survivorship bias}} turned round: they describe the leavers. Averages over those who are here describe the stayers.
# Use both kinds, each as far as you have watched it. At each day on which somebody leaves, ask: of those *still watched*, what share stays? Then multiply.


# %%
def curve_of(channel):
    mine = tenure[solo["channel"] == channel]
    return retention.kaplan_meier(mine["days"], mine["left"])


curves = {channel: curve_of(channel) for channel in ("organic", "app_store", "social")}

# %% tags=["hide_input"]
explore.show_survival(curves, "Who is left, by channel")

# %% [markdown]
# That is the {{term Kaplan-Meier estimator}} (Kaplan and Meier, 1958). A censored subscriber counts for as long as they were watched, and then drops out of the sum.
# The bands are 95 % intervals after Greenwood. They widen where few are left to watch.
#
# Do the curves differ by more than chance? The {{term log-rank test}} compares the number who left in each group with the number that one common curve would give.

# %%
channels = solo.loc[tenure.index, "channel"].astype(str)
test = retention.log_rank(tenure["days"], tenure["left"], channels)
Markdown(explore.difference_said(test))

# %% [markdown]
# Subscribers from social media leave soonest.{{claim social_leaves_soonest}} One churn for all three channels is an average of people who have little in common.
#
# {{misleads}} curves cross: the test can miss a difference that changes its side. Or people of one account are taken as independent; here each subscriber stands alone.
# And both assume that those who began lately leave like those who began long ago. Is that so? The next part looks.
#
# **Your turn.** What share of the **organic** subscribers is still there after **200 days**? (`retention.survival_at`.)
#
# <!-- lint number: the day that the question asks about -->

# %% practice="organic_200"
organic_200 = ...
### BEGIN SOLUTION
organic_200 = retention.survival_at(curves["organic"], 200).estimate
### END SOLUTION

# %% [markdown] objective="project"
# ## 5. Has anybody changed? (8 min)
#
# Back to the memo's proud line. Here is the churn of all subscribers, month by month.

# %% tags=["hide_input"]
explore.show_churn(solo)

# %%
why = predict(
    "why",
    "What does this fall show?",
    [
        "Mostly that subscribers grow more loyal",
        "Mostly that the likely leavers are gone",
        "Nothing: such a fall is chance",
    ],
)
why

# %% [markdown]
# Look for January in the picture. How much of the fall was there before the first mail?
#
# If people had become more loyal, then those who began *later* would stay longer at the same age.
# Look at the youngest line: those people began under the mails.

# %%
by_half = explore.halves(solo)

# %% tags=["hide_input"]
explore.show_halves(by_half)

# %% [markdown]
# But mails go to everybody, the old subscribers too. So take every renewal that came due in the half-year before, and every one since.
# Compare them **age by age**: first renewals with first renewals, tenth with tenth. The ratio of Mantel and Haenszel (1959) weighs the ages together.

# %%
since = explore.since_mails(solo)

# %%
pays = explore.mails_pay(solo)
why.reveal(
    explore.why_churn_fell(explore.since_2024(solo).estimate, explore.whole_fall(solo)),
    f"{explore.fall_said(solo)} {explore.mails_said(since, pays)}",
)

# %% [markdown]
# Two ratios at the same age. The first goes from 2024 to now, as the memo does: mostly, the leavers went first.{{claim mostly_ageing}} The second has January between its two sides.{{claim same_age_same_churn}} What the mails did is open: hold its interval against 1, and against the effect that would pay.
#
# Churn of the whole fell, and most of it before there were any mails.{{claim blended_churn_fell}}{{claim most_fell_before}} See for yourself how. Each bead has a chance to leave that **never** changes.

# %%
explore.leaky_bucket()

# %% [markdown]
# {{try}} Make both kinds alike: the dashed line of constant churn and the bucket become one. Then watch for six months only, and count the unseen as lost.
#
# This is a {{term heterogeneity}} ruse (Vaupel and Yashin, 1985). Those who are likely to leave, leave first. Who is left are the stayers.
# So the retention of an ageing base rises by itself. A young product that doubles its sales sees churn jump, with nothing wrong.
#
# {{misleads}} you take it for an excuse. People can change, too. **Compare cohorts at the same age**: that tells the two apart. It does not tell *why* they changed.
#
# **Your turn.** Which evidence would convince you that the mails *cause* people to stay?

# %% practice="mails_work"
mails_work = widgets.Choice("mails_work", title="What would convince you?")
### BEGIN SOLUTION
mails_work.answer = "by_lot"
### END SOLUTION
mails_work

# %% [markdown] objective="project"
# ## 6. What will the rest do? (8 min)
#
# A value needs the months that nobody has seen. Turn back the clock. Take everybody who began in 2024, and show only their first six months.
# What share of them is left after *eighteen*? We know it by now, so this is a fair test.

# %%
of_2024 = explore.pooled(triangle.loc["2024-07":"2024-12"], 18)
Markdown(
    f"Of {of_2024[0]:,.0f} subscribers {of_2024[1] / of_2024[0]:.0%} were left after one month, "
    f"{of_2024[3] / of_2024[0]:.0%} after three and {of_2024[6] / of_2024[0]:.0%} after six."
)

# %%
eighteen = predict("eighteen", "And after eighteen months?")
eighteen

# %%
told = explore.projections(of_2024, known=6)

# %% tags=["hide_input"]
explore.show_projections(told, 6)

# %%
last = told.loc[18]
eighteen.reveal(
    last["actual"],
    f"The model with unlike people said {last['sBG']:.0%}, a log-log line "
    f"{last['log-log line']:.0%}, constant churn {last['constant churn']:.0%}, and a parabola "
    f"through the six months {last['parabola']:.0%}.",
)

# %% [markdown]
# Four ways, all fitted to the same six months, judged on the twelve that came after. That is a {{term hold-out}}.
# Constant churn loses far too many, for it cannot know that the leavers go first.{{claim constant_churn_loses_too_many}} The parabola turns up after the months to which it was fitted, and leaves the page.{{claim parabola_leaves}}
# A straight line between logarithms, which growth teams like, bends as the known months do, and then flattens too soon.{{claim log_line_says_too_much}}
# The {{term sBG model}} of Fader and Hardie (2007) comes nearest.{{claim sbg_comes_nearest}} It has two numbers and a story: each person has a chance to leave that never changes, and people differ. How they differ is a beta distribution, alpha and beta.

# %%
model = retention.sbg_fit(triangle)
Markdown(
    f"All of Solo: alpha **{model.alpha:.2f}**, beta **{model.beta:.2f}**. The mean chance to leave "
    f"at the first renewal is alpha / (alpha + beta), {model.alpha / (model.alpha + model.beta):.0%}. "
    f"Left at age 12, by the model: {retention.sbg_survival(model, 12)[12]:.0%}."
)

# %% tags=["hide_input"]
explore.show_people(solo)

# %% [markdown]
# So those who stayed are worth more than those who just came. How many more payments, at one percent of discount a month?

# %%
to_come = [retention.sbg_residual_lifetime(model, 0.01, renewals) for renewals in (0, 6, 12)]
Markdown(
    f"A new subscriber: **{to_come[0]:.1f}** more payments. After six renewals: "
    f"**{to_come[1]:.1f}**. After twelve: **{to_come[2]:.1f}**."
)

# %% [markdown]
# That is the {{term discounted expected residual lifetime}} (Fader and Hardie, 2010). With one average churn for all, it would be the same for everybody.
# Nobody has watched Solo for longer than two years. Whatever lies beyond is model alone, so say how much of a value that is.
#
# And where the story is false? Take the team product's accounts: as their people lose the habit, the *same* account may grow more likely to leave.

# %%
Markdown(explore.teams_said(explore.team_exam(data.load("subscriptions"))))

# %% [markdown]
# The sBG's people can only grow steadier, so here it says more than came.{{claim sbg_fails_on_teams}} A curve that passed on Solo need not pass here. Hence the exam, each time.
#
# {{misleads}} the product, the price or the people change. A projection is only as steady as what it projects. Fit it anew on each channel.
#
# **Your turn.** Fit the model to all **organic** cohorts (`explore.triangle(solo, "organic")`). What share does it leave after **24** months?

# %% practice="organic_24"
organic_24 = ...
### BEGIN SOLUTION
organic_24 = retention.sbg_survival(retention.sbg_fit(explore.triangle(solo, "organic")), 24)[24]
### END SOLUTION

# %% [markdown] objective="project"
# ## 7. When nobody says goodbye (7 min)
#
# Solo also sells templates, one by one. There is no contract, so nobody ever cancels. Support asks: "after how many silent days is a buyer lost?"
# Two buyers, both first seen 200 days ago, both silent for the last 80. After the first order, one had made **eight** more before that, the other **two** more.
#
# <!-- lint number: two made-up buyers, the same in every company -->

# %%
silent = predict(
    "silent",
    "Who is more likely to be lost?",
    ["The one with eight more orders", "The one with two more orders", "Both alike"],
)
silent

# %%
templates = data.load("template_orders")
buyers = explore.histories(templates)  # with a day behind it, as known on that day
shop = retention.bgnbd_fit(buyers["frequency"], buyers["recency"], buyers["age"])
# Of both: how many more orders, on which day the last one, for how many days known.
alive = retention.bgnbd_alive(shop, [8, 2], [120, 120], [200, 200])
awaited = retention.bgnbd_purchases(shop, [8, 2], [120, 120], [200, 200], time=30)

# %%
silent.reveal(
    explore.likelier_lost(alive),
    f"The chance that this one still buys is {alive[0]:.0%}; of the other {alive[1]:.0%}. Yet in "
    f"the next 30 days it expects {awaited[0]:.2f} orders of the first and {awaited[1]:.2f} of the "
    "second.",
    by="The model says",
)

# %% [markdown]
# Eighty silent days are an eternity for somebody who came every fifteen days. For somebody who came back twice they are ordinary.{{claim silence_is_relative}}
# And a chance to be alive is not a value: if the first one *is* alive, they buy a lot. Ask for the orders to expect, not for the chance.
#
# So support gets no single number of days. Silence counts against each one's own rhythm.
#
# The {{term BG/NBD model}} (Fader, Hardie and Lee, 2005) reads three numbers of each buyer: how often, how recently, how long known. From them come a chance to be alive, and the orders to expect.
#
# {{misleads}} you read the chance to be alive of those who never came back. The model lets people drop out after a *second* order at the earliest. So it calls all of them alive. And how many are those?

# %%
once = (buyers["frequency"] == 0).mean()
Markdown(f"**{once:.0%}** of the buyers have made one order.")

# %%
explore.first_timers(templates, shop).round(2)

# %% [markdown]
# That is the chance of an order within the next 90 days. The longer they are silent, the lower it is, and the model knows it.{{claim silence_tells_of_first_timers}} So ask for the orders here, too.
#
# **Your turn.** A buyer has made **three** more orders since the first, the last of them on day **150**, and today is day **200**. How many orders does `shop` expect in the next **60** days?
#
# <!-- lint number: a made-up buyer, the same in every company -->

# %% practice="next_orders"
next_orders = ...
### BEGIN SOLUTION
next_orders = retention.bgnbd_purchases(shop, [3], [150], [200], time=60)[0]
### END SOLUTION

# %% [markdown] objective="calculate"
# ## 8. What is one worth? (8 min)
#
# {{term Customer lifetime value (LTV)}} is what a customer brings after the costs of serving them, over a stated time.
# {{term Customer acquisition cost (CAC)}} is what it took to win a paying one. Take a subscriber from social media, and six rulers.

# %%
curve = explore.survival(solo, "social")
margin = explore.margin(solo, "social")
cost = explore.acquisition_costs(solo, spend)["social"]
Markdown(
    f"Price {memo['price']:.0f} USD, margin after serving **{margin:.0f} USD** a month, cost to "
    f"win **{cost:.0f} USD**."
)

# %%
worth = predict(
    "worth",
    "What margin does such a subscriber bring in twelve payments, in USD?",
    low=0,
    high=150,
    step=1,
    form=".0f",
)
worth

# %%
own_churn = 1 - curve[1]
for_ever = margin * retention.sbg_lifetime(explore.model(solo, "social"), 0.01)
values = {
    "price / churn of all (the memo)": memo["value"],
    "margin / churn of all": retention.constant_churn_value(margin, memo["now"]),
    "margin / churn of their own first month": retention.constant_churn_value(margin, own_churn),
    "margin along their model, for ever": for_ever,
    "margin along their curve, 18 payments": retention.lifetime_value(curve, margin, 0.01, 18),
    "margin along their curve, 12 payments": retention.lifetime_value(curve, margin, 0.01, 12),
}

# %% tags=["hide_input"]
explore.show_rulers(values, cost)

# %%
worth.reveal(
    values["margin along their curve, 12 payments"],
    f"The memo says {values['price / churn of all (the memo)']:.0f} USD. It takes revenue for "
    "margin, everybody's churn for theirs, and sets no horizon.",
)

# %% [markdown]
# Of the six, the memo's ruler gives the most.{{claim memo_gives_most}} Each slip pushes the same way. Its cost is one for all channels, the unpaid ones too, and so too low for this one.{{claim memo_cost_is_too_low}}
# The third ruler is too *low*: their own first churn, kept for ever, forgets the stayers among them.{{claim first_churn_is_too_low}}
# The last three are all honest. They differ by **horizon**, and what lies beyond the seen is model.
#
# {{term Payback}} along the curve counts those who left before they had paid. Here it is for two channels, with the ratio that investors ask for.

# %%
costs = explore.acquisition_costs(solo, spend)
rows = {}
for channel in ("organic", "social"):
    shares, gain, paid = (
        explore.survival(solo, channel),
        explore.margin(solo, channel),
        costs[channel],
    )
    year_value = retention.lifetime_value(shares, gain, 0.01, 12)
    rows[channel] = {
        "cost / margin": paid / gain,
        "payback (payments)": retention.payback_period(paid, shares, gain, 0.01),
        "LTV:CAC, 12 payments": retention.ltv_to_cac(year_value, paid),
    }
pd.DataFrame(rows).T.round(1)

# %% [markdown]
# Organic has the best ratio by far.{{claim organic_has_the_best_ratio}} So why not put the money there? Because it is not for sale. These people came by search or by word of mouth. What stands for them in `solo_spend` is the work of answering those who ask before they begin. It follows who comes, and wins nobody. A ratio tells what was earned. It does not tell what *more* money buys.
#
# NaN: not within the payments that have been seen. "LTV:CAC above 3" is a habit of investors, not a law. The memo has more than 3, and its channel is not paid back within the year.{{claim the_habit_fails}}
#
# At its average cost, social media is a question of patience: by the model it is back some day, and not within finance's limit.{{claim average_back_some_day}}
#
# {{misleads}} the horizon is chosen when the result is known. Finance set its twelve payments before.
#
# **Your turn.** Had finance set **six** payments, how many dollars would an average subscriber of social media be short of their cost? At 1 % of discount a month.

# %% practice="short_at_six"
short_at_six = ...
### BEGIN SOLUTION
short_at_six = cost - retention.lifetime_value(curve, margin, 0.01, 6)
### END SOLUTION

# %% [markdown] objective="calculate"
# ## 9. Monday: what does one more cost?
#
# The memo does not ask about the average subscriber. It asks for **more**.
#
# {{wrong}} Take the months that spent more than the mean. Divide their extra spend by their extra subscribers.


# %%
def by_busy_months(channel):
    months = explore.by_month(solo, spend, channel)
    busy = months["spent"] > months["spent"].mean()
    more = months[busy].mean() - months[~busy].mean()
    return more["spent"] / more["won"]


pd.Series({channel: by_busy_months(channel) for channel in ("app_store", "organic")}).round(1)

# %% [markdown]
# It finds a price for one more *organic* subscriber, and those are not for sale.{{claim the_season_has_a_price}} A month that is busy for one channel tends to be busy for each. So this measures the season.{{claim channels_share_the_season}}
#
# Finance saw that coming. In each quarter, social media gets a **low** budget in one month, the usual one in another, a **high** one in the third. Which is which is drawn by lot.
# The season goes on below that: a low month of a busy time can spend as much as a usual one of a quiet time. But a lot knows no season, so it leans to no side.

# %%
lot = explore.by_budget(solo, spend)  # by month: social's budget and spend, starts by channel
mean = lot.groupby("budget", observed=True)[["spent", "social"]].mean()
mean.round(0)

# %%
more = mean.loc["high"] - mean.loc["low"]
one_more = more["spent"] / more["social"]
Markdown(
    f"{explore.lot_said(lot)} On average one costs **{costs['social']:.0f} USD**. One more: "
    f"**{one_more:.0f} USD**."
)

# %% [markdown]
# That is the {{term marginal cost}}. The easy ones come first, so the next costs more than the average.{{claim next_costs_more}} By the model, one more does not come back within five years.{{claim one_more_not_in_five_years}}
#
# "But social media lifts the rest!", says the growth team. If so, more begin organically and by the app store while the budget is high.

# %%
Markdown(explore.lift_said(solo, lot))

# %% [markdown]
# No lift that the data leave room for would pay.{{claim no_lift_pays}}
#
# "Then the dear ones stay longer!" If so, more are left of high months than of low ones.

# %%
Markdown(explore.dear_said(solo, lot))

# %% [markdown]
# To be worth their price, those between low and usual would have to bring far more than an average one.{{claim last_ones_cost_too_much}}
#
# "Then they begin late!" Who saw it in March and began in April counts for April here. How many would those have to be?

# %%
Markdown(explore.late_said(solo, spend, lot))

# %% [markdown]
# More would have to come late than came in the month itself.{{claim late_ones_would_be_most}}
#
# If **more** is too dear, what of **less**? The lot has tried that as well, once in each quarter. And what of **nothing**?

# %%
Markdown(explore.low_said(solo, spend))

# %% [markdown]
# The memo asked for twice as much. Of what the lot tried, the numbers ask for the **low** budget.{{claim low_budget_pays}} Yet even there the average costs more than it brings in twelve payments.{{claim low_is_still_dear}} So by finance's rule **none** is better still.{{claim none_beats_low}} Nothing is always a choice, whether or not somebody drew it.
#
# Two things to ask before. `spend` holds salaries: what goes on being paid is not spared. And a lift elsewhere was looked for between low and high, not below. What the *first* ones of a low month cost is not known.
#
# {{misleads}} a budget works far later than a month, or what was tried is taken for what was not.
#
# **Your turn.** Months with the **usual** budget, against those with the **low** one: what does each subscriber cost whom social media wins with the first and not with the second? In dollars.

# %% practice="last_social"
last_social = ...
### BEGIN SOLUTION
step_up = mean.loc["usual"] - mean.loc["low"]
last_social = step_up["spent"] / step_up["social"]
### END SOLUTION

# %% [markdown] objective="recommend"
# ## 10. Monday: what could be done
#
# Back to the decision. Besides the budgets, support offers a **welcome call** to new subscribers. It costs 4 dollars. They expect that it takes 20, 40 or 60 % off the chance to leave at the first two renewals: low, middle, high.
#
# <!-- lint number: the range and the cost are the team's assumptions, kept in bet.py -->
#
# Take the call's middle, on social media. By the second renewal the called are ahead. What happens to that lead after the call has ended?

# %%
lead = predict(
    "lead",
    "By the sixth renewal, how much of the call's lead is left?",
    ["All of it, or more", "About two thirds", "Less than half"],
)
lead

# %%
people = retention.sbg_people(explore.model(solo, "social"))  # each one's chance to leave
stays, helped = 1 - people, 1 - people * (1 - 0.40)
# The call helps at the first two renewals; from the third on each stays as they always would.
gains = pd.Series(
    {
        "renewal 2": (helped**2 - stays**2).mean(),
        "renewal 3": (helped**2 * stays - stays**3).mean(),
        "renewal 6": (helped**2 * stays**4 - stays**6).mean(),
    }
)

# %% tags=["hide_input"]
explore.show_saved(explore.saved(solo), last=2)

# %%
lead.reveal(*explore.lead_said(gains), by="The model says")

# %% [markdown]
# That is the bucket once more. **If** each keeps their own chance to leave, the call holds those who were about to go, and they stay likely to: saved people are leavers.{{claim the_lead_melts}}
# The spreadsheet cuts the churn of two renewals and lets that of the others run on. So it turns the saved into survivors. Could a call do that? Perhaps, if it changes the person. At renewal 2 both stories look alike; at renewal 6 they do not.{{claim stories_part_later}}
#
# What is a call worth, in dollars after its cost, by the spreadsheet (`naive`) and person by person (`expected`)?

# %%
explore.welcome_by_channel(solo).round(2)

# %% [markdown]
# The spreadsheet would call everybody. By the model, person by person, the call pays on social media only. No call was ever made.{{claim call_pays_on_social_only}}
#
# <!-- lint number: the weights are the team's -->
#
# This is how one is computed. The team holds low, middle and high for 30, 40 and 30 % likely. The sum of value times chance is the {{term expected value}}.

# %%
social = explore.model(solo, "social")
points = [explore.bet_value(social, margin, explore.WELCOME, cut) for cut in (0.2, 0.4, 0.6)]
expected = 0.3 * points[0] + 0.4 * points[1] + 0.3 * points[2]
pd.Series([*points, expected], index=["low", "middle", "high", "expected"]).round(2)

# %%
enough = explore.pays_from(social, margin, explore.WELCOME)
left = [explore.left_with(social, explore.WELCOME, cut, 2)[2] for cut in (0.0, enough)]
Markdown(
    f"The call earns its cost from **{enough:.0%}** off each chance on. Of social media's new ones "
    f"**{left[1]:.0%}** are then left at renewal 2, without the call {left[0]:.0%}."
)

# %% [markdown]
# **Your turn.** In place of the call, a **video** for new **organic** subscribers. It costs 1.20 dollars, and takes 5, 10 or 20 % off the first two renewals. The team is wary: it holds these for 50, 30 and 20 % likely. The expected value?
#
# `explore.Bet(name, cost, first, last, cuts)` makes a bet.
#
# <!-- lint number: an invented bet, the same in every company -->

# %% practice="video_value"
video_value = ...
### BEGIN SOLUTION
video = explore.Bet("a video", 1.2, 1, 2, (0.05, 0.10, 0.20))
organic = explore.model(solo, "organic")
three_values = [
    explore.bet_value(organic, explore.margin(solo, "organic"), video, cut) for cut in video.cuts
]
video_value = 0.5 * three_values[0] + 0.3 * three_values[1] + 0.2 * three_values[2]
### END SOLUTION

# %% [markdown] objective="recommend"
# ## 11. Monday: what to do
#
# Now all of it in one unit: what each move brings a month, within twelve payments, once it is paid. What was measured has an interval. What the team *guesses* has a range.

# %%
bets = explore.bets(solo, spend)

# %% tags=["hide_input"]
explore.show_bets(bets)

# %% tags=["hide_input"]
explore.bets_table(bets)

# %%
verdict.reveal(*explore.verdict_said(solo, spend))

# %% [markdown]
# Each budget stands beside the months as they came, so the first row is also what it costs to go on as now, high months and all. Twice as much lies outside all months, so it has no row.{{claim doubling_is_outside}}
#
# At **none** there is nobody to call, and the call does not make up for what low loses, not even at the high end of its range.{{claim call_does_not_save_low}} So it waits. Suppose that finance keeps the low budget all the same: then the **call** may win or lose.{{claim call_is_in_doubt}} It is a guess, so it could have a test, against what *pays*.

# %%
plan = explore.call_test(solo, spend)
Markdown(explore.test_said(plan))

# %% [markdown]
# To know is out of reach.{{claim paying_takes_far_more}} So ask what the test is *worth*, and over which time. Until it is read, half go without the call. After that, its rule stops a call that loses more often than one that pays.

# %%
Markdown(explore.worth_said(plan, explore.test_worth(solo, spend, plan)))

# %% [markdown]
# By the team's own chances the rule brings more a month, once it is read.{{claim the_rule_brings_more}} Over one year of calls the call to all is ahead;{{claim all_lead_over_a_year_of_calls}} beyond the time above, the test. A call is paid at once and pays back later, so of what is *in* when that year ends neither covers its cost.{{claim cash_comes_later}}
# For how long one means to call is the team's choice. Finance's twelve payments are those of each customer, and do not set it. Say it before, and give a call to all an end: it teaches nothing.
# Either way it is the small decision beside social media's budget.{{claim the_call_is_small}}
#
# The memo's second wish: make the **mails** permanent. Nobody drew lots there. The same age before and after does not say *why*, so no row says what mails "bring". What can be told is what it costs to be wrong, if mails do no harm. Hold *nothing* against *twice what pays*, and more.

# %%
Markdown(f"{explore.mails_line(solo)}.\n\n{explore.mails_test_said(explore.mails_test(solo))}")

# %% [markdown]
# At twice what pays the two errors are alike, by that choice: the value is nearly a line. At three times, to stop costs twice as much.{{claim mails_value_is_nearly_a_line}} So *half* does not rest on errors that are alike. It rests on what is not known, and can be undone. That test will not settle it, for far less would pay.{{claim mails_test_is_coarse}}
#
# Two budgets go on by lot. A lot needs a size, too. So far spend followed who came closely,{{claim spend_follows_who_came}} so one more is known closely, too. That is no guide: set a budget *beforehand*, and who comes is a count, and scatters as counts do.

# %%
Markdown(explore.lots_said(solo, spend))

# %% [markdown]
# So a year, and an interval is read, not a point. Four lines for Monday:
#
# - **Social media**: not twice as much, and not low: **none**.{{claim none_beats_low}} In one month of each quarter, by lot, half of low, to learn what the first ones cost.
# - **App store**: on average it is back in time.{{claim store_pays_on_average}} What one *more* costs, nobody knows yet. Draw its budget by lot as well, for a year.
# - The **call** waits. If social media comes back, say first for how long: all for a year, or half by lot for longer.{{claim all_lead_over_a_year_of_calls}}
# - The **mails**: half keep them, by lot.
#
# Write the rules before the numbers come in:
#
# | if | then |
# |---|---|
# | at the best budget tried, a channel's average costs more than one brings in 12 payments | it gets none, but for a lot |
# | by lot, the whole interval of a channel's last ones lies above that | its budget goes down to the lower one |
# | by lot, the whole interval of one more lies below that | its budget goes up to the higher one |
# | the interval holds it | the budget stays |
# | the mails come out below what pays | they stop |
# | only the churn of all falls | nothing has been shown |
#
# You will write a memo of your own. First mark one. Here is a paragraph that a colleague wrote:
#
# > Monthly churn is 8 %, so a year loses 96 %. LTV is 150 dollars, which is above CAC for all channels. We recommend to double social media and to call everybody, as loyal customers are our best asset.
#
# <!-- lint number: an invented bad paragraph, made to be marked -->
#
# **Your turn.** Which faults does it have?

# %% practice="memo_faults"
memo_faults = widgets.MultiChoice("memo_faults", title="What is wrong with the paragraph?")
### BEGIN SOLUTION
memo_faults.answer = {"times_twelve", "blended", "no_range", "no_margin"}
### END SOLUTION
memo_faults

# %% [markdown]
# ## What we have now
#
# - **Cohorts** with empty cells left empty, and averages over those that have come so far.
# - **Three retentions**, chosen by the rhythm of the work.
# - **Money kept** from the accounts of the start, without new business.
# - **Survival curves** that use everybody for as long as they were watched.
# - **The same age**, when somebody says that people became more loyal.
# - **A projection** that was judged on months it had not seen.
# - **Value** as margin along a curve, with horizon, discount and cost beside it.
# - **One more** by lot, and not by busy months; less can be worth more, and nothing is always a choice.
# - **A bet** valued person by person, with its range.
# - **A test** held against what *pays*, and weighed against acting now, over a stated time.
#
# ### Reference card
#
# | | formula | in the toolkit |
# |---|---|---|
# | Cohort triangle | left at age / began, unseen cells missing | `retention.cohort_triangle(people, as_of, start=..., end=...)` |
# | Average over cohorts | sum of left / sum of began, of those that have come so far | `retention.weighted_average(triangle)` |
# | N-day, bracket, unbounded | active on day N; in a span; on day N or later | `n_day_retention`, `bracket_retention`, `unbounded_retention` |
# | Logo churn, GRR, NRR | lost / at start; kept; kept with growth | `retention.revenue_retention(before, after)` |
# | Churn of a year | $1 - (1 - m)^{12}$ | `retention.annual_churn(m)` |
# | Survival | $\prod (1 - d_i / n_i)$ | `retention.kaplan_meier(days, left)`, `survival_at`, `median_survival` |
# | Do groups differ? | observed and expected leavers | `retention.log_rank(days, left, group)` |
# | sBG, of those who are left | $r_t = (\beta + t - 1) / (\alpha + \beta + t - 1)$ | `sbg_fit`, `sbg_survival`, `sbg_residual_lifetime` |
# | Buyers without a contract | frequency, recency, age | `bgnbd_fit`, `bgnbd_alive`, `bgnbd_purchases` |
# | Lifetime value | $\sum_{t=0}^{H-1} m\,S(t) / (1 + d)^t$ | `retention.lifetime_value(survival, margin, discount, horizon)` |
# | Payback | first payment at which the sum reaches the cost | `retention.payback_period(cost, survival, margin, discount)` |
# | LTV:CAC | value / cost, at one horizon | `retention.ltv_to_cac(value, cost)` |
# | One more | extra spend / extra customers, by lot | `explore.by_budget(solo, spend)` |
# | Same age | churn since / before, age by age | `retention.churn_ratio(...)` |
# | A bet | each one's own chance, then the mean | `retention.sbg_people(model)`, `explore.left_with`, `explore.pays_from` |
#
# ### Words
#
# {{terms}}
#
# ### Sources
#
# {{sources greenwood-1926 mantel-1966 klein-2003}}
#
# ### Go on
#
# **[The assignment →](../exercises/retention/retention.ipynb)** Thirteen questions on other people, other spans and other bets, and the memo for Monday.
