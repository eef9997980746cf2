"""Experiments: as they were registered, and who was in which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import PLANS, PLATFORMS, VARIANTS
from ..engine.columns import Maybe, Texts, coded, ids, spelled
from ..engine.group import Group, Growing, Planted, Sample
from ..engine.table import Field, Table, enum, flag, identity, moment, number, text, whole

if TYPE_CHECKING:
    from ..causes.experiments import Experiment
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts


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
    pinned="155729a2e80badbb",
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
            "Smallest effect worth having, absolute: of the share converted, or of the value in a "
            "week. It was to be found with the power below.",
            unit="fraction, or uses a week",
        ),
        text("mde_reason", "Why no smaller effect would be worth having."),
        number(
            "guardrail_margin",
            "Largest rise of the share who mute notifications that would be borne, absolute.",
            unit="fraction",
            high=1,
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
    pinned="1c7ac3384a75972b",
    joins=(("experiment_id", "experiments.experiment_id"), ("user_id", "users.user_id")),
    fields=(
        identity("assignment_id", "The assignment."),
        identity("experiment_id", "The experiment.", width="int8"),
        identity("user_id", "The user who was assigned."),
        enum("variant", VARIANTS, "What the user was to get."),
        moment("assigned_at", "When the user was assigned."),
        moment(
            "exposed_at",
            "When the user first opened the page on which the variants differ, in either variant; "
            "NULL where that was not logged.",
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
        flag(
            "converted",
            "1 where the four weeks together hold four uses or more, once a week on average, else 0.",
        ),
        flag(
            "muted",
            "1 where the user muted notifications within 28 days of exposure, else 0: the guardrail.",
        ),
    ),
)


def register(chain: Chain) -> Columns:
    """Columns of `experiments`."""
    import numpy as np

    from ..causes import experiments
    from ..engine import clock

    every = experiments.EXPERIMENTS
    plans = [experiments.planned(of, chain.block.parameters.accounts) for of in every]
    start = np.array([of.started * clock.DAY + 6 * 3600 for of in every])
    days = experiments.ENROLMENT_DAYS + experiments.FOLLOW_UP_DAYS
    n = len(every)
    return {
        "experiment_id": ids(n),
        **{
            field: Texts([getattr(of, field) for of in every])
            for field in ("name", "question", "hypothesis", "metric", "conversion")
        },
        "unit": spelled(EXPERIMENTS, "unit", [of.unit for of in every]),
        "started_at": start,
        "ended_at": start + days * clock.DAY - 6 * 3600,
        "planned_share": np.full(n, experiments.PLANNED_SHARE),
        "primary_metric": spelled(EXPERIMENTS, "primary_metric", [of.primary for of in every]),
        "mde": np.array([mde for mde, _, _ in plans]),
        "mde_reason": Texts([of.reason for of in every]),
        "guardrail_margin": np.array([margin for _, _, margin in plans]),
        "alpha": np.full(n, experiments.ALPHA),
        "power": np.full(n, experiments.POWER),
        "planned_per_arm": np.array([people for _, people, _ in plans]),
    }


def assignments(chain: Chain, first: int) -> Columns:
    """Columns of `assignments`."""
    from ..causes import experiments

    a = chain(experiments.assignments)
    weeks = {
        f"value_week{week + 1}": Maybe(a.weeks[:, week], a.weeks[:, week] < 0)
        for week in range(experiments.WEEKS)
    }
    return {
        "assignment_id": ids(len(a), first),
        "experiment_id": a.experiment,
        "user_id": a.user + chain.first_user,
        "variant": coded(ASSIGNMENTS, "variant", a.treated.astype("int8")),
        "assigned_at": a.assigned,
        "exposed_at": Maybe(a.exposed, a.exposed < 0),
        "platform": coded(ASSIGNMENTS, "platform", a.platform),
        "pre_value": Maybe(a.before, a.before < 0),
        **weeks,
        "converted": a.converted.astype("int8"),
        "muted": a.muted.astype("int8"),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what each experiment would find if it were run and read rightly."""
    from ..causes.experiments import EXPERIMENTS

    del facts, found
    return {"experiments": {of.name: _planted(of) for of in EXPERIMENTS}}


def _planted(of: Experiment) -> dict[str, Any]:
    from ..causes import experiments

    found: dict[str, Any] = {
        "kind": of.kind,
        "relative_effect_on_value_by_week": list(of.lift),
        "multiplied_by_plan": dict(zip(PLANS, of.by_plan, strict=True)),
        "effect_on_share_muted": of.annoys,
    }
    if of.spread:
        found["relative_effect_on_value_if_all_colleagues_are_treated"] = of.spread
    if of.loses:
        found["lost"] = {
            "variant": "treatment",
            "platform": PLATFORMS[experiments.WEB],
            "share_of_light_users": experiments.LOST_LIGHT,
            "share_of_others": experiments.LOST_HEAVY,
            "light_below_active_days": experiments.LIGHT_DAYS,
        }
    return found


PLANTED = (
    Planted(
        "assignments",
        "a plain win",
        "all who were assigned, met or not: half the effect",
        "those who were exposed",
        ("experiments.template_gallery",),
    ),
    Planted(
        "assignments",
        "nothing at all",
        '"not significant, so we need more users", a lucky subgroup',
        "interval against the smallest effect that matters",
        ("experiments.digest_hour",),
    ),
    Planted(
        "assignments",
        "the treatment's page loses web users, light ones first",
        "the survivors look like a win",
        "sample ratio by platform; leave the web out",
        ("experiments.quick_editor",),
    ),
    Planted(
        "assignments",
        "a novelty that is gone in week 4, and more people who mute notifications",
        "the mean of four weeks; the win alone",
        "by week since exposure; the guardrail against its margin",
        ("experiments.streaks",),
    ),
    Planted(
        "assignments",
        "helps the business plan, hurts the free one",
        '"no effect" in the mean',
        "by plan, as a planned comparison; the guardrail where it helps",
        ("experiments.compact_view",),
    ),
    Planted(
        "assignments",
        "the effect spreads to colleagues",
        "user by user it all but vanishes; accounts of one person gain nothing",
        "the experiment by account, errors by account, cut by how many are there",
        (
            "experiments.shared_boards",
            "experiments.shared_boards_by_account",
        ),
    ),
    Planted(
        "assignments",
        "people of one account are alike in how much they use what is tested",
        "an interval by person where accounts were assigned",
        "errors by account; the design effect",
    ),
    Planted(
        "assignments",
        "use before tells use after; the new have no before",
        "leaving the new people out, which makes the interval wider",
        "CUPED with the new people as a group of their own",
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Sample(EXPERIMENTS, register), Growing(ASSIGNMENTS, assignments)),
    planted=PLANTED,
    truth=truth,
    place=20,
)
