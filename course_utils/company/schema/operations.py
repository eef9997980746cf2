"""Experiments, delivery and money: what Kitewell tries, builds, earns and spends."""

from __future__ import annotations

from .fields import Field, Table, date, enum, flag, identity, moment, number, points, text, whole
from .product import CHANNELS, PLATFORMS

VARIANTS = ("control", "treatment")
KINDS = ("story", "bug", "task", "spike")
TEAMS = ("core", "growth", "platform", "mobile")
USD = "USD"


def _week(nth: int) -> Field:
    return whole(
        f"value_week{nth}",
        f"The experiment's metric in week {nth} since exposure (days {7 * nth - 7} to "
        f"{7 * nth - 1}); NULL where never exposed.",
        unit="uses",
        nullable=True,
    )


EXPERIMENTS = Table(
    name="experiments",
    title="Experiments as they were registered",
    grain="one row an experiment, as written down before it began",
    key=("experiment_id",),
    fields=(
        identity("experiment_id", "The experiment."),
        text("name", "Short name."),
        text("question", "What was to be found out."),
        text("hypothesis", "What was expected."),
        text("metric", "What the values of `assignments` count."),
        text("conversion", "What `converted` of `assignments` says."),
        enum("unit", ("user", "account"), "What was assigned to a variant as one."),
        moment("started_at", "When people were first assigned."),
        moment("ended_at", "When the last person had been followed for four weeks."),
        number("planned_share", "Share that was to be treated.", unit="fraction", high=1),
        enum("primary_metric", ("converted", "value"), "Which outcome decides."),
        number(
            "mde",
            "Smallest effect that was to be found, absolute: of the share converted, or of the "
            "value in the first week.",
            unit="fraction, or uses a week",
        ),
        number("alpha", "Two-sided significance level.", unit="fraction", high=1),
        number("power", "Power at the smallest effect.", unit="fraction", high=1),
        whole("planned_per_arm", "Exposed people that each variant needs.", unit="people", low=1),
    ),
)

ASSIGNMENTS = Table(
    name="assignments",
    title="Who was in which experiment",
    grain="one row a user in an experiment, as the experiment platform logged it",
    key=("assignment_id",),
    joins=(("experiment_id", "experiments.experiment_id"), ("user_id", "users.user_id")),
    fields=(
        identity("assignment_id", "The assignment."),
        identity("experiment_id", "The experiment.", width="int8"),
        identity("user_id", "The user who was assigned."),
        enum("variant", VARIANTS, "What the user was to get."),
        moment("assigned_at", "When the user was assigned."),
        moment(
            "exposed_at",
            "When the user first met what is tested; NULL where that never happened.",
            nullable=True,
        ),
        enum("platform", PLATFORMS[:4], "Client that the user mainly works with."),
        whole(
            "pre_value",
            "The same metric in the 28 days before the assignment; NULL where the user had not "
            "signed up by then.",
            unit="uses",
            nullable=True,
        ),
        *(_week(nth) for nth in range(1, 5)),
        flag("converted", "1 where the user did what the experiment hopes for, else 0."),
    ),
)

WORK_ITEMS = Table(
    name="work_items",
    title="Work items of the teams",
    grain="one row a work item, as exported from the tracker",
    key=("work_item_id",),
    joins=(("item_id", "backlog.item_id"),),
    fields=(
        identity("work_item_id", "The work item."),
        text("item_key", "Its key in the tracker, team and number."),
        enum("kind", KINDS, "Kind of work."),
        enum("team", TEAMS, "Team that does it."),
        moment("created_at", "When it was written down."),
        moment("started_at", "When work began; NULL where it has not.", nullable=True),
        moment("finished_at", "When it was done; NULL where it is not.", nullable=True),
        whole("blocked_days", "Days on which it could not go on.", unit="days"),
        points("points", "Size as estimated: 1, 2, 3, 5, 8 or 13.", 1, 13, "story points"),
        text("sprint", "Two-week sprint in which it was written down."),
        Field(
            "item_id",
            "integer",
            "Backlog item that it serves; NULL where it serves none.",
            nullable=True,
            low=1,
        ),
    ),
)

FINANCE = Table(
    name="finance",
    title="Monthly finance",
    grain="one row a calendar month (UTC)",
    key=("month",),
    notes="MRR movements are those of `subscriptions`, month by month.",
    fields=(
        date("month", "First day of the month."),
        whole("mrr_start", "MRR at the start of the month.", unit="USD a month"),
        whole("mrr_new", "MRR of accounts that pay for the first time.", unit="USD a month"),
        whole("mrr_expansion", "MRR added by paying accounts.", unit="USD a month"),
        whole(
            "mrr_contraction",
            "MRR lost from accounts that still pay (negative).",
            unit="USD a month",
            low=None,
            high=0,
        ),
        whole(
            "mrr_churn",
            "MRR of accounts that cancelled (negative).",
            unit="USD a month",
            low=None,
            high=0,
        ),
        whole("mrr_reactivation", "MRR of accounts that came back.", unit="USD a month"),
        whole("mrr_end", "MRR at the end of the month.", unit="USD a month"),
        whole("revenue", "Revenue recognised: MRR, day by day.", unit=USD),
        whole("hosting", "Cost of running the product.", unit=USD),
        whole("support", "Cost of customer support.", unit=USD),
        whole("research_development", "Cost of product and engineering.", unit=USD),
        whole("sales", "Cost of sales: the channel 'sales' of `marketing`.", unit=USD),
        whole("marketing", "Cost of marketing: the other channels of `marketing`.", unit=USD),
        whole("general", "All other cost.", unit=USD),
        whole("cash", "Cash at the end of the month.", unit=USD),
    ),
)

MARKETING = Table(
    name="marketing",
    title="Acquisition spend by channel",
    grain="one row a calendar month (UTC) and channel",
    key=("month", "channel"),
    notes="Sign-ups are those that each channel's own report claims.",
    fields=(
        date("month", "First day of the month."),
        enum("channel", CHANNELS, "Acquisition channel."),
        whole("spend", "What the channel cost in the month.", unit=USD),
        whole(
            "sign_ups", "Accounts that the channel's report claims for the month.", unit="accounts"
        ),
    ),
)

OPERATIONS = (EXPERIMENTS, ASSIGNMENTS, WORK_ITEMS, FINANCE, MARKETING)
