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
# You have looked after it since yesterday. Today the growth team sends the memo below. Finance decides on **Monday**.
# Doubling buys subscribers for half a year. If each of them brings less than they cost, it buys a loss.

# %%
from IPython.display import Markdown

from course_utils import charts, check, data, hint, widgets
from course_utils.lessons import retention as explore
from course_utils.toolkit import retention
from course_utils.widgets import predict

charts.use()
solo, spend = data.load("solo"), data.load("solo_spend")
TODAY = "2026-07-01"  # the data end here, at midnight UTC

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
# About {{minutes}} minutes, then 55 for the exercises and 40 for your memo. You need pandas as in lesson 7.
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
explore.show_triangle(triangle, "Subscribers of Solo who are left")

# %% [markdown]
# The table is a triangle. The empty cells are not bad news: they are **no** news. Who began in May has had no sixth month yet.
# Such people are {{term censored}}: you know that they stayed until now, and no more.
#
# {{wrong}} Many a spreadsheet fills empty cells with 0. Others average the rows, so that ten people weigh as much as a thousand. Try both.

# %%
import pandas as pd

rates = retention.cohort_rates(triangle)
averages = pd.DataFrame(
    {
        "empty cells as 0": triangle.fillna(0).sum() / triangle[0].sum(),
        "mean of the rows": rates.mean(),
        "weighted, as far as seen": retention.weighted_average(triangle),
    }
).loc[:18]

# %% tags=["hide_input"]
explore.show_averages(averages)

# %%
row = averages.loc[6]
six.reveal(
    row["weighted, as far as seen"],
    f"With empty cells as 0 it would read {row['empty cells as 0']:.0%}: everybody who is too "
    "young for a sixth month counts as gone.",
)

# %% [markdown]
# Counted as lost, the young cohorts pull the curve down, the more the older the age.{{claim zeros_pull_down}}
# The mean of the rows does little harm here, because the cohorts are alike in size.{{claim rows_weigh_alike}} Do not count on that.
# So divide who is left by who began, **over the cohorts that have come to that age**. That share is the {{term user retention}} at this age.
# The share that is gone is {{term user churn}}.
#
# {{misleads}} the cohorts behind two ages differ. The last ages rest on the oldest cohorts alone.
#
# **Your turn.** Subscribers who came by the **app store**: what share is left three months after the start, over all cohorts that have come so far?

# %% practice="app_store_three"
app_store_three = ...
### BEGIN SOLUTION
app_store = retention.cohort_triangle(
    solo[solo["channel"] == "app_store"], TODAY, start="started_at", end="ended_at"
)
app_store_three = retention.weighted_average(app_store)[3]
### END SOLUTION

# %% [markdown] objective="differentiate"
# ## 2. Back on the day, or back at all? (6 min)
#
# A subscription says when it ends. Most products do not: people just come, or do not. Kitewell's team product is like that.
# Take everybody who signed up to it from January to March 2026. On day 28 few of them are there. What if you count *day 28 or any later day*?

# %%
users, events = data.load("users"), data.load("events")
spring = users[users["signed_up_at"].between("2026-01-01", "2026-03-31 23:59:59")]

# %%
later = predict("later", "What share of them was there on day 28 or on any later day?")
later

# %%
on_day = retention.n_day_retention(spring, events, 28, as_of=TODAY)
in_week = retention.bracket_retention(spring, events, 22, 28, as_of=TODAY)
from_day = retention.unbounded_retention(spring, events, 28, as_of=TODAY)
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
    f"{three['on some day from 22 to 28']:.0%}.",
)

# %% [markdown]
# Same people, same events, and the first number is far below the two others.{{claim definitions_differ}} Their names:
#
# - {{term N-day retention}}: active on exactly that day. Right for something used daily.
# - {{term bracket retention}}: active at least once in a span of days. Right for work that comes weekly.
# - {{term unbounded retention}}: active on that day or any later one. It says who is *not lost yet*, and it changes after the fact.
#
# Choose by the rhythm of the work, and write the definition beside the number. A tool for work that is judged by day 30 looks dead: who signed up on a Friday has that day on a Sunday.
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
# ## 3. Customers lost, money kept (8 min)
#
# For accounts that pay by the seat, losing a customer and losing money are two things. Take the team product's **year 2025**.
# A slide says: "We keep our revenue: recurring revenue at the end over recurring revenue at the start." Here is what that gives.

# %%
subscriptions, finance = data.load("subscriptions"), data.load("finance")
before = retention.mrr_at(subscriptions, "2025-01-01")
after = retention.mrr_at(subscriptions, "2026-01-01")
Markdown(f"The slide: **{after.sum() / before.sum():.0%}**.")

# %%
kept = predict(
    "kept",
    "Of each dollar that was paid at the start, how much do the same accounts pay at the end?",
    low=0.3,
    high=1.8,
)
kept

# %%
year = retention.revenue_retention(before, after)
kept.reveal(year.net, explore.money_said(year))

# %% [markdown]
# The slide counted customers who came during the year. New business is growth; it is not retention.{{claim new_business_flatters}}
#
# - {{term logo churn}}: accounts lost over accounts **at the start**.
# - {{term gross revenue retention (GRR)}}: revenue of the start that is left, before any growth. It cannot pass 100 %.
# - {{term net revenue retention (NRR)}}: the same, with what those accounts added. Above 100 % they grow faster than others leave.
#
# Two denominators are popular and wrong: customers at the *end*, which falls as churn rises, and all customers *ever*.
#
# Now the favourite slip of all. How much is a month's churn in a year?

# %%
months = finance.set_index("month").loc["2025-07":"2025-12"]
monthly = -months["mrr_churn"].sum() / months["mrr_start"].sum()
Markdown(
    f"In the second half of 2025 **{monthly:.2%}** of revenue was lost a month to cancelling. "
    f"Times 12 that is {12 * monthly:.1%}; compounded it is **{retention.annual_churn(monthly):.1%}**."
)

# %% [markdown]
# Each month's loss is a share of what is *left*. So the months compound, as growth does: 1 - (1 - m)^12.
# Where rates compound, compare them by the {{term compound monthly growth rate}}, never by dividing a year's growth by twelve.
#
# {{misleads}} one rate is used for everybody and every month. Part 5 shows what that does.
#
# **Your turn.** Of the accounts that paid on **1 April 2026**, a share was lost by **1 July**. At that pace, what share would a **year** lose? (Logo churn.)

# %% practice="lost_in_a_year"
lost_in_a_year = ...
### BEGIN SOLUTION
quarter = retention.revenue_retention(
    retention.mrr_at(subscriptions, "2026-04-01"), retention.mrr_at(subscriptions, TODAY)
)
lost_in_a_year = 1 - (1 - quarter.logo_churn) ** 4
### END SOLUTION

# %% [markdown] objective="estimate"
# ## 4. How long do they stay? (8 min)
#
# The memo says that social media is worth its price. Do its subscribers stay as long as the others?
# Start with the obvious: the mean number of days of those who have ended.

# %%
ended = solo.dropna(subset="ended_at")
days = (ended["ended_at"] - ended["started_at"]).dt.total_seconds() / 86400
Markdown(f"Subscriptions that ended had lasted **{days.mean():.0f}** days on average.")

# %%
half_life = predict(
    "half_life",
    "After how many days is half of *all* subscribers gone?",
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
    "The mean of those who ended leaves out everybody who is still there: the loyal ones.",
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
# {{misleads}} curves cross: the test can miss a difference that changes its side. And people of one account are no independent witnesses; here each subscriber stands alone.
#
# **Your turn.** What share of the subscribers from the **app store** is still there after **200 days**? (`retention.survival_at`.)
#
# <!-- lint number: the day that the question asks about -->

# %% practice="app_store_200"
app_store_200 = ...
### BEGIN SOLUTION
app_store_200 = retention.survival_at(curves["app_store"], 200).estimate
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
        "Subscribers grow more loyal",
        "Those who are likely to leave are gone",
        "The product improved",
    ],
)
why

# %% [markdown]
# If people had become more loyal, or the product better, then those who began *later* would stay longer at the same age. Look.

# %%
by_half = explore.halves(solo)

# %% tags=["hide_input"]
explore.show_halves(by_half)

# %%
apart = (by_half.max(axis=1) - by_half.min(axis=1)).max()
why.reveal(
    "Those who are likely to leave are gone",
    f"At no age do the half-years differ by more than {100 * apart:.0f} points. Only the mix of "
    "those who are left has changed.",
)

# %% [markdown]
# At the same age, each half-year keeps as many as the others.{{claim cohorts_lie_together}} Whether the mails help those who get them, these lines cannot say: their people began before January.
# And yet churn of the whole fell.{{claim blended_churn_fell}} See for yourself how. Each bead has a chance to leave that **never** changes.

# %%
explore.leaky_bucket()

# %% [markdown]
# {{try}} Make both kinds alike: the ghost and the bucket become one. Then watch for six months only, and count the unseen as lost.
#
# This is a {{term heterogeneity}} ruse (Vaupel and Yashin, 1985). Those who are likely to leave, leave first. Who is left are the stayers.
# So the retention of a growing-old base rises by itself. A young product that doubles its sales sees churn jump, with nothing wrong.
#
# {{misleads}} you take it for an excuse. People can change, too. **Compare cohorts at the same age**: that tells the two apart.
#
# **Your turn.** Which evidence would convince you that the mails *do* work?

# %% practice="mails_work"
mails_work = widgets.Choice("mails_work", title="What would convince you?")
### BEGIN SOLUTION
mails_work.answer = "later_cohorts"
### END SOLUTION
mails_work

# %% [markdown] objective="project"
# ## 6. What will the rest do? (8 min)
#
# A value needs the months that nobody has seen. Turn back the clock. Take everybody who began in 2024, and show only their first six months.
# What share of them is left after *eighteen*? We know it by now, so this is a fair test.

# %%
left = explore.pooled(triangle.loc["2024-07":"2024-12"], 18)
Markdown(
    f"Of {left[0]:,.0f} subscribers {left[1] / left[0]:.0%} were left after one month, "
    f"{left[3] / left[0]:.0%} after three and {left[6] / left[0]:.0%} after six."
)

# %%
eighteen = predict("eighteen", "And after eighteen months?")
eighteen

# %%
told = explore.projections(left, known=6)

# %% tags=["hide_input"]
explore.show_projections(told, 6)

# %%
last = told.loc[18]
eighteen.reveal(
    last["actual"],
    f"The model with unlike people said {last['sBG']:.0%}, constant churn "
    f"{last['constant churn']:.0%}, and a parabola through the six months {last['parabola']:.0%}.",
)

# %% [markdown]
# Three ways, all fitted to the same six months, judged on the twelve that came after. That is a {{term hold-out}}.
# Constant churn kills everybody off, for it cannot know that the leavers go first. The parabola fits best where it was fitted, and turns up where it should not.
# The {{term sBG model}} of Fader and Hardie (2007) comes nearest.{{claim sbg_comes_nearest}} It has two numbers and a story: each person has a chance to leave at each renewal, and people differ.
#
# So those who stayed are worth more than those who just came. How many more payments, at one percent of discount a month?

# %%
model = retention.sbg_fit(triangle)
ahead = [retention.sbg_residual_lifetime(model, 0.01, renewals) for renewals in (0, 6, 12)]
Markdown(
    f"A new subscriber: **{ahead[0]:.1f}** more payments. After six renewals: **{ahead[1]:.1f}**. "
    f"After twelve: **{ahead[2]:.1f}**."
)

# %% [markdown]
# That is the {{term discounted expected residual lifetime}} (Fader and Hardie, 2010). With one average churn for all, it would be the same for everybody.
#
# {{misleads}} the product, the price or the people change. A projection is only as steady as what it projects. Fit it anew on each channel.
#
# **Your turn.** Fit the model to all cohorts of the **app store** (`explore.triangle(solo, "app_store")`). What share does it leave after **24** months?

# %% practice="app_store_24"
app_store_24 = ...
### BEGIN SOLUTION
app_store_24 = retention.sbg_survival(retention.sbg_fit(explore.triangle(solo, "app_store")), 24)[
    24
]
### END SOLUTION

# %% [markdown] objective="project"
# ## 7. When nobody says goodbye (6 min)
#
# Solo also sells templates, one by one. There is no contract, so nobody ever cancels. Support asks: "after how many silent days is a buyer lost?"
# Two buyers, both first seen 180 days ago, both silent for the last 90. One had made **eight** more orders before that, the other **two**.
#
# <!-- lint number: two made-up buyers, the same in every company -->

# %%
silent = predict(
    "silent",
    "Who is more likely to be lost?",
    ["The one with eight orders", "The one with two orders", "Both alike"],
)
silent

# %%
buyers = explore.histories(data.load("template_orders"))
shop = retention.bgnbd_fit(buyers["frequency"], buyers["recency"], buyers["age"])
alive = retention.bgnbd_alive(shop, [8, 2], [90, 90], [180, 180])
ahead = retention.bgnbd_purchases(shop, [8, 2], [90, 90], [180, 180], time=90)

# %%
silent.reveal(
    "The one with eight orders",
    f"The chance that this one still buys is {alive[0]:.0%}; of the other {alive[1]:.0%}. In the "
    f"next 90 days the model expects {ahead[0]:.1f} and {ahead[1]:.1f} orders.",
)

# %% [markdown]
# Ninety silent days are an eternity for somebody who came every eleven days. For somebody who came twice they are ordinary.{{claim silence_is_relative}}
# So "lost after 60 days" is wrong for nearly everybody. Silence counts against **one's own rhythm**.
#
# The {{term BG/NBD model}} (Fader, Hardie and Lee, 2005) reads three numbers of each buyer: how often, how recently, how long known. From them come a chance to be alive, and the orders to expect.
#
# {{misleads}} it says of each who never came back that they are alive for sure, as it lets people drop out after an order only. Trust it for groups, not for one name.
#
# **Your turn.** A buyer has made **three** more orders since the first, the last of them on day **100**, and today is day **200**. How many orders does `shop` expect in the next **90** days?
#
# <!-- lint number: a made-up buyer, the same in every company -->

# %% practice="next_orders"
next_orders = ...
### BEGIN SOLUTION
next_orders = retention.bgnbd_purchases(shop, [3], [100], [200], time=90)[0]
### END SOLUTION

# %% [markdown] objective="calculate"
# ## 8. What is one worth? (8 min)
#
# {{term Customer lifetime value (LTV)}} is what a customer brings after the costs of serving them, over a stated time.
# {{term Customer acquisition cost (CAC)}} is what it took to win a paying one. Take a subscriber from social media, and five rulers.

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
values = {
    "price / churn of all (the memo)": memo["value"],
    "margin / churn of all": retention.constant_churn_value(margin, memo["now"]),
    "margin / churn of their own first month": retention.constant_churn_value(margin, own_churn),
    "margin along their curve, 18 payments": retention.lifetime_value(curve, margin, 0.01, 18),
    "margin along their curve, 12 payments": retention.lifetime_value(curve, margin, 0.01, 12),
}

# %% tags=["hide_input"]
explore.show_rulers(values, cost)

# %%
worth.reveal(
    values["margin along their curve, 12 payments"],
    f"The memo says {values['price / churn of all (the memo)']:.0f} USD. It takes revenue for "
    "margin, everybody's churn for theirs, and eternity for a year.",
)

# %% [markdown]
# Of the five, the memo's ruler gives the most.{{claim memo_gives_most}} Each slip pushes the same way.
# Note the third: their own first churn, kept for ever, is too *low*, for the stayers among them are forgotten.{{claim first_churn_is_too_low}} A formula with one churn is wrong in either direction.
# With yearly margins Gupta and Lehmann (2003) put the sum without the payment at the start as a multiple: r / (1 + i - r); add 1 for that payment. Use it to check a size, not to decide.
#
# When is the money back? **Payback** along the curve counts those who left before they had paid.

# %%
paid_back = {
    channel: retention.payback_period(
        explore.acquisition_costs(solo, spend)[channel],
        explore.survival(solo, channel),
        explore.margin(solo, channel),
    )
    for channel in ("organic", "social")
}
Markdown(
    f"Organic: with payment number **{paid_back['organic']:.0f}**. Social media: "
    + ("**not within what has been seen**." if pd.isna(paid_back["social"]) else f"with payment number **{paid_back['social']:.0f}**.")
)  # fmt: skip

# %% [markdown]
# "LTV:CAC above 3" is a habit of investors, not a law. It hides the horizon, and how long the money is tied up. Ask for the payback, and for the cost of the *next* subscriber.
#
# {{misleads}} a channel's cost is an average. The next thousand may cost more than the last.
#
# **Your turn.** An **organic** subscriber: margin along their own curve, 12 payments, at 1 % of discount a month, **less** what winning them cost. In dollars.

# %% practice="organic_year"
organic_year = ...
### BEGIN SOLUTION
organic_value = retention.lifetime_value(
    explore.survival(solo, "organic"), explore.margin(solo, "organic"), 0.01, 12
)
organic_year = organic_value - explore.acquisition_costs(solo, spend)["organic"]
### END SOLUTION

# %% [markdown] objective="recommend"
# ## Monday
#
# Back to the decision. Three things could be done with the money. The two others have a range that the team named itself: low, middle, high.
#
# - **Social media**: one more subscriber.
# - **A welcome call** to each new subscriber. It costs 2 dollars, and takes 10 to 30 % off the churn of the first two renewals.
# - **A gift** to everybody after a year. It costs 6 dollars, and takes 5 to 20 % off their churn from then on.
#
# <!-- lint number: the ranges and costs are the team's assumptions, kept in bets.py -->

# %%
bets = explore.bets(solo, spend)

# %% tags=["hide_input"]
explore.show_bets(bets)

# %%
social = bets.loc["one more subscriber from social media"]
verdict.reveal(
    "Clearly less than they cost",
    f"In a year such a subscriber brings {social['expected']:+.1f} USD after what they cost, "
    f"{social['low']:+.1f} to {social['high']:+.1f}.",
)

# %% [markdown]
# So do **not** double it.{{claim social_loses_in_a_year}} The gift is paid to everybody and saves few: within twelve payments it does not come back.{{claim gift_loses}} Over three years it might; nobody has set that horizon.
# The welcome call is the best of the three, and its low end is a small loss.{{claim call_is_best}} That is what a bet looks like: {{term expected value}} above 0, and a range that says what a test must find out.
# Run it on half of the new subscribers first. Lesson 9 shows how.
#
# Write the rules before the numbers come in:
#
# | if | then |
# |---|---|
# | cohorts of the second half keep more at age 3 than those before, and the interval lies above 0 | the mails may work: test them before they become permanent |
# | only the churn of all falls | nothing has been shown |
# | a channel's margin along its own curve passes its cost within 12 payments | its budget may grow, in steps |
# | the low end of a bet is below 0 | test it on half before all |
#
# You will write a memo of your own. First mark one. Here is a paragraph that a colleague wrote:
#
# > Monthly churn is 8 %, so a year loses 96 %. LTV is 150 dollars, which is above CAC for all channels. We recommend to double social media and to give the gift, as loyal customers are our best asset.
#
# <!-- lint number: an invented bad paragraph, made to be marked -->
#
# **Your turn.** Which faults does it have?

# %% practice="memo_faults"
memo_faults = widgets.MultiChoice("memo_faults", title="What is wrong with the paragraph?")
### BEGIN SOLUTION
memo_faults.answer = {"times_twelve", "blended", "no_range"}
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
# - **A bet** with its range, and what a test must find out.
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
# | Growth a month | $(last / first)^{1/n} - 1$ | `retention.cmgr(first, last, n)` |
# | Quick ratio of revenue | (new + expansion + reactivation) / (contraction + churn) | `retention.quick_ratio(...)` |
# | Survival | $\prod (1 - d_i / n_i)$ | `retention.kaplan_meier(days, left)`, `survival_at`, `median_survival` |
# | Do groups differ? | observed and expected leavers | `retention.log_rank(days, left, group)` |
# | sBG | $r_t = (\beta + t - 1) / (\alpha + \beta + t - 1)$ | `sbg_fit`, `sbg_survival`, `sbg_residual_lifetime` |
# | Buyers without a contract | frequency, recency, age | `bgnbd_fit`, `bgnbd_alive`, `bgnbd_purchases` |
# | Lifetime value | $\sum_{t=0}^{H-1} m\,S(t) / (1 + d)^t$ | `retention.lifetime_value(survival, margin, discount, horizon)` |
# | Payback | first payment at which the sum reaches the cost | `retention.payback_period(cost, survival, margin)` |
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
# **[The assignment →](../exercises/retention/retention.ipynb)** Thirteen questions on other people, other spans and another product, and the memo for Monday.
