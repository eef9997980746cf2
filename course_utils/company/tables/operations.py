"""Operations: changes and deployments, incidents, and the hours of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import TEAMS
from ..engine.columns import Maybe, coded, ids
from ..engine.group import Group, Planted, Whole
from ..engine.table import Field, Table, enum, flag, identity, moment, number, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

CAUSES = ("change", "load", "vendor")
SEVERITIES = ("sev1", "sev2", "sev3")

DEPLOYMENTS = Table(
    name="deployments",
    title="Deployments to production",
    grain="one row a deployment",
    key=("deployment_id",),
    pinned="76c8250235fb24c3",
    notes="Since January 2025, when the tracker began. Apps go to the stores once a fortnight.",
    fields=(
        identity("deployment_id", "The deployment."),
        enum("team", TEAMS, "Team whose changes went live."),
        moment("deployed_at", "When they ran in production."),
        whole("changes", "How many changes went with it.", unit="changes", low=1),
        flag("failed", "1 where it broke something that had to be mended, else 0."),
        moment("restored_at", "When that was mended; NULL where nothing broke.", nullable=True),
    ),
)

CHANGES = Table(
    name="changes",
    title="Changes that went live",
    grain="one row a finished work item that went live",
    key=("change_id",),
    pinned="5e67ffa9fde62482",
    joins=(
        ("work_item_id", "work_items.work_item_id"),
        ("deployment_id", "deployments.deployment_id"),
    ),
    notes="Spikes change nothing that runs. What is finished and not deployed yet is not here.",
    fields=(
        identity("change_id", "The change."),
        identity("work_item_id", "Work item that it finishes."),
        identity("deployment_id", "Deployment with which it went live."),
        moment("committed_at", "When its last commit was made."),
    ),
)

INCIDENTS = Table(
    name="incidents",
    title="Incidents",
    grain="one row an incident",
    key=("incident_id",),
    pinned="38c81b549ed5f588",
    joins=(("deployment_id", "deployments.deployment_id"),),
    notes="The cause is what was found afterwards.",
    fields=(
        identity("incident_id", "The incident."),
        enum("cause", CAUSES, "What caused it: a change, load, or a vendor."),
        Field(
            "deployment_id",
            "integer",
            "Deployment that caused it; NULL where none did.",
            nullable=True,
            low=1,
        ),
        moment("started_at", "When requests began to fail."),
        moment("detected_at", "When somebody noticed."),
        moment("restored_at", "When all was well again; NULL where it lasts.", nullable=True),
        enum("severity", SEVERITIES, "By the share of requests that failed: sev1 is worst."),
        number("share_failing", "Share of requests that failed meanwhile, a fraction.", high=1),
        whole("requests_failed", "Requests that failed because of it.", unit="requests"),
    ),
)

SERVICE_LEVELS = Table(
    name="service_levels",
    title="Service level by hour",
    grain="one row an hour (UTC)",
    key=("hour",),
    pinned="ada5259a208eb160",
    notes="The objective: 99.9 % of requests succeed, over any 30 days.",
    fields=(
        moment("hour", "When the hour began."),
        whole("requests", "Requests in the hour.", unit="requests"),
        whole("failed", "Those that failed, for whatever reason.", unit="requests"),
    ),
)


def counts(chain: Chain) -> Array:
    """Return what a block adds to the company's months."""
    from ..causes.tally import tally

    return chain(tally)


def deployments(facts: Facts, total: Array) -> Columns:
    """Columns of `deployments`."""
    from ..causes.operations import operations
    from ..engine import clock

    d = operations(facts, total).deployments
    return {
        "deployment_id": ids(len(d.team)),
        "team": coded(DEPLOYMENTS, "team", d.team),
        "deployed_at": d.deployed,
        "changes": d.changes,
        "failed": d.failed.astype("int8"),
        "restored_at": Maybe(d.restored, (d.restored < 0) | (d.restored >= clock.END)),
    }


def changes(facts: Facts, total: Array) -> Columns:
    """Columns of `changes`."""
    from ..causes.operations import operations

    c = operations(facts, total).changes
    return {
        "change_id": ids(len(c.item)),
        "work_item_id": c.item,
        "deployment_id": c.deployment,
        "committed_at": c.committed,
    }


def incidents(facts: Facts, total: Array) -> Columns:
    """Columns of `incidents`."""
    import numpy as np

    from ..causes.operations import SEVERE, operations
    from ..engine import clock

    i = operations(facts, total).incidents
    severity = len(SEVERE) - np.searchsorted(SEVERE, i.share, side="right")
    return {
        "incident_id": ids(len(i.cause)),
        "cause": coded(INCIDENTS, "cause", i.cause),
        "deployment_id": Maybe(i.deployment, i.deployment == 0),
        "started_at": i.started,
        "detected_at": np.minimum(i.detected, clock.END - 1),
        "restored_at": Maybe(i.restored, i.restored >= clock.END),
        "severity": coded(INCIDENTS, "severity", severity),
        "share_failing": i.share / 1000,
        "requests_failed": i.failed,
    }


def service_levels(facts: Facts, total: Array) -> Columns:
    """Columns of `service_levels`."""
    import numpy as np

    from ..causes.operations import FIRST, HOUR, HOURS, operations

    s = operations(facts, total).service
    return {
        "hour": FIRST + np.arange(HOURS) * HOUR,
        "requests": s.requests,
        "failed": s.failed,
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in what goes live and what breaks."""
    from ..causes import operations as o

    del facts, found
    return {
        "operations": {
            "chance_that_a_change_breaks": o.BREAKS / 1000,
            "rises_a_month_since_january_2025": {
                name: o.DEBT.get(name, 0) / 1000 for name in TEAMS
            },
            "days_between_deployments_of_mobile": o.STORE_DAYS,
            "times_as_long_to_mend": {name: o.SLOWER.get(name, 1) for name in TEAMS},
            "load": {
                "incidents_in_the_busiest_month": o.AT_FULL_LOAD,
                "grows_with": "the square of the month's events",
            },
            "incidents_of_vendors": o.VENDORS,
            "objective": o.OBJECTIVE / 1000,
        }
    }


PLANTED = (
    Planted(
        "deployments",
        "apps go live a fortnight's changes at a time, so their deployments fail most often; no "
        "change of theirs is worse",
        "a careless team",
        "failures by changes in a deployment; failed deployments over changes",
        ("operations.chance_that_a_change_breaks", "operations.days_between_deployments_of_mobile"),
    ),
    Planted(
        "deployments, changes",
        "in `platform` a change breaks more often month by month: debt whose interest nobody pays",
        "deploy less often",
        "failures over changes, by half-year and team",
        ("operations.rises_a_month_since_january_2025",),
    ),
    Planted(
        "deployments",
        "apps take four times as long to mend, for a release cannot be called back",
        "one mean time to restore for all",
        "recovery by team",
        ("operations.times_as_long_to_mend",),
    ),
    Planted(
        "incidents",
        "load breaks more as the square of what customers do, and only when most of them work",
        "incidents are random, at one rate",
        "incidents of load by month against events; by hour",
        ("operations.load",),
    ),
    Planted(
        "incidents, service_levels",
        "a minute down at noon costs many times the requests of a minute at night; load breaks "
        "things at noon, vendors at any hour",
        "an error budget in minutes",
        "requests of the hours in which incidents began, by cause",
        ("operations.incidents_of_vendors", "operations.objective"),
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(
        Whole(DEPLOYMENTS, deployments, counts),
        Whole(CHANGES, changes, counts),
        Whole(INCIDENTS, incidents, counts),
        Whole(SERVICE_LEVELS, service_levels, counts),
    ),
    planted=PLANTED,
    truth=truth,
    place=35,
)
