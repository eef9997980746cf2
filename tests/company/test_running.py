"""What goes live and what breaks: sound, tied to the work, and what is planted is found again."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from course_utils.company import generate
from course_utils.toolkit import delivery, risk

SEEDS = range(500, 504)
ACCOUNTS = 1000
FIRST, END = pd.Timestamp("2025-01-06", tz="UTC"), pd.Timestamp("2026-07-01", tz="UTC")


@cache
def world(seed: int) -> Any:
    return generate(seed=seed, accounts=ACCOUNTS)


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest) -> Any:
    return world(request.param)


def live(company: Any) -> pd.DataFrame:
    """Return each change with its work item and its deployment."""
    both = company.table("changes").merge(company.table("deployments"), on="deployment_id")
    return both.merge(company.table("work_items"), on="work_item_id", suffixes=("", "_of_item"))


def hourly(incidents: pd.DataFrame, service: pd.DataFrame) -> pd.DataFrame:
    """Return the requests of the hour in which each incident began."""
    hours = service.set_index("hour")["requests"]
    return incidents.assign(busy=hours.loc[incidents["started_at"].dt.floor("h")].to_numpy())


def test_work_goes_live_once_it_is_finished(company: Any) -> None:
    changes, deployments = live(company), company.table("deployments")
    assert (changes["team"] == changes["team_of_item"]).all()
    assert not changes["work_item_id"].duplicated().any()
    assert "spike" not in set(changes["kind"])
    assert (changes["started_at"] <= changes["committed_at"]).all()
    assert (changes["committed_at"] <= changes["finished_at"]).all()
    assert (changes["finished_at"] < changes["deployed_at"]).all()
    sizes = changes.groupby("deployment_id").size()
    assert sizes.tolist() == deployments["changes"].tolist()
    # What was finished long ago is live.
    items = company.table("work_items")
    old = items[(items["finished_at"] < END - pd.Timedelta("15D")) & (items["kind"] != "spike")]
    assert old["work_item_id"].isin(changes["work_item_id"]).all()


def test_failed_deployments_are_the_incidents_of_changes(company: Any) -> None:
    deployments, incidents = company.table("deployments"), company.table("incidents")
    failed = deployments[deployments["failed"] == 1].set_index("deployment_id")
    assert deployments.loc[deployments["failed"] == 0, "restored_at"].isna().all()
    caused = incidents.dropna(subset="deployment_id").set_index("deployment_id").sort_index()
    assert set(caused["cause"]) == {"change"}
    assert incidents.loc[incidents["cause"] != "change", "deployment_id"].isna().all()
    assert caused.index.isin(failed.index).all()
    assert len(failed) - len(caused) <= 1  # it may begin after the extract
    failed = failed.loc[caused.index]
    assert (caused["restored_at"].dropna() == failed["restored_at"].dropna()).all()
    assert (caused["started_at"] >= failed["deployed_at"]).all()
    known = incidents.dropna(subset="restored_at")
    assert (known["started_at"] <= known["detected_at"]).all()
    assert (known["detected_at"] <= known["restored_at"]).all()


def test_failed_requests_are_those_of_incidents_and_a_few(company: Any) -> None:
    service, incidents = company.table("service_levels"), company.table("incidents")
    assert (service["failed"] <= service["requests"]).all()
    assert service["hour"].diff().dropna().eq(pd.Timedelta("1h")).all()
    assert (service["hour"].iloc[0], len(service)) == (FIRST, (END - FIRST) // pd.Timedelta("1h"))
    rest = service["failed"].sum() - incidents["requests_failed"].sum()
    assert 0.8 * 2e-4 < rest / service["requests"].sum() < 1.2 * 2e-4
    # Outside of incidents nothing else fails.
    calm = service[~service["hour"].isin(_hours_of(incidents))]
    assert calm["failed"].sum() / calm["requests"].sum() < 3e-4


def _hours_of(incidents: pd.DataFrame) -> set[pd.Timestamp]:
    ends = incidents["restored_at"].fillna(END)
    spans = zip(incidents["started_at"].dt.floor("h"), ends, strict=True)
    return {hour for start, end in spans for hour in pd.date_range(start, end, freq="h")}


def test_apps_fail_by_the_size_of_their_deployments(company: Any) -> None:
    """A fortnight at once fails three times as often, though no change is worse."""
    deployments = company.table("deployments")
    sums = deployments.groupby("team", observed=True)[["failed", "changes"]].sum()
    counts = deployments["team"].value_counts()
    each = sums["failed"] / counts
    others = sums.loc[["core", "growth"], "failed"].sum() / counts[["core", "growth"]].sum()
    assert each["mobile"] > 2 * others
    by_change = sums["failed"] / sums["changes"]
    assert by_change["mobile"] < 1.4 * by_change[["core", "growth"]].mean()
    app = deployments.loc[deployments["team"] == "mobile", "deployed_at"]
    assert app.dt.floor("D").diff().dropna().dt.days.mod(14).eq(0).all()


def test_debt_makes_changes_break_more_often(company: Any) -> None:
    planted = company.truth["operations"]
    changes = live(company)
    rates = {}
    for team in ("platform", "core"):
        rows = changes[changes["team"] == team]
        month = (rows["deployed_at"].dt.year - 2025) * 12 + rows["deployed_at"].dt.month - 1
        late = month >= 9
        failed = rows.drop_duplicates("deployment_id")["failed"]
        parts = [failed[late == half].sum() / (late == half).sum() for half in (False, True)]
        rise = planted["rises_a_month_since_january_2025"][team]
        expected = [
            planted["chance_that_a_change_breaks"] + rise * month[late == half].mean()
            for half in (False, True)
        ]
        rates[team] = parts
        # Two that break in one deployment are one failure, so somewhat fewer are seen.
        for seen, true in zip(parts, expected, strict=True):
            assert 0.6 * true - 0.02 < seen < 1.1 * true + 0.02
    assert rates["platform"][1] > 1.4 * rates["platform"][0]
    assert rates["platform"][1] > 2 * rates["core"][1]


def test_apps_take_longer_to_mend() -> None:
    hours: dict[str, list[float]] = {"mobile": [], "core": []}
    for seed in SEEDS:
        for team, found in hours.items():
            rows = live(world(seed))
            rows = rows[rows["team"] == team]
            keys = delivery.dora(rows, FIRST.date(), END.date(), deployment="deployment_id")
            found.append(keys.recovery_time)
    assert pd.Series(hours["mobile"]).median() > 2.5 * pd.Series(hours["core"]).median()


def test_the_four_keys_differ_by_how_teams_deploy(company: Any) -> None:
    changes = live(company)
    keys = {
        team: delivery.dora(rows, FIRST.date(), END.date(), deployment="deployment_id")
        for team, rows in changes.groupby("team", observed=True)
    }
    assert keys["mobile"].a_week < 0.51
    assert keys["core"].a_week > 2
    assert keys["mobile"].lead_time > 3 * keys["core"].lead_time


def test_load_breaks_as_the_square_of_use(company: Any) -> None:
    incidents, service = company.table("incidents"), company.table("service_levels")
    load = incidents.loc[incidents["cause"] == "load", "started_at"]
    assert load.dt.day_of_week.max() < 5
    assert set(load.dt.hour) <= {13, 14, 15, 16}
    months = pd.date_range("2025-02-01", "2026-07-01", freq="MS", tz="UTC")
    use = service.groupby(pd.cut(service["hour"], months, right=False), observed=False)[
        "requests"
    ].sum()
    seen = load.groupby(pd.cut(load, months, right=False), observed=False).size()
    expected = (use / use.max()) ** 2 * company.truth["operations"]["load"][
        "incidents_in_the_busiest_month"
    ]
    assert (seen - expected).abs().max() < 1.6
    half = len(seen) // 2
    assert seen.iloc[half:].sum() > 1.5 * seen.iloc[:half].sum()
    # At one rate for all months the late ones would be no surprise.
    assert risk.incidents_chance(seen.iloc[:half].mean(), half, int(seen.iloc[half:].sum())) < 0.05


def test_a_minute_at_noon_costs_more_than_one_at_night(company: Any) -> None:
    found = hourly(company.table("incidents"), company.table("service_levels"))
    busy = found.groupby("cause", observed=True)["busy"].mean()
    assert busy["load"] > 1.5 * busy["vendor"]
    vendor = found[found["cause"] == "vendor"]
    assert len(vendor) == company.truth["operations"]["incidents_of_vendors"]
    service = company.table("service_levels")
    by_hour = service.groupby(service["hour"].dt.hour)["requests"].mean()
    assert by_hour[14] > 5 * by_hour[3]


def test_the_objective_is_missed_in_some_months_and_not_in_all(company: Any) -> None:
    service = company.table("service_levels")
    month = service["hour"].dt.strftime("%Y-%m")
    sums = service.groupby(month)[["requests", "failed"]].sum()
    held = 1 - sums["failed"] / sums["requests"] >= company.truth["operations"]["objective"]
    assert 1 <= held.sum() <= 14
    summary = risk.reliability(company.table("incidents"), FIRST.date(), END.date())
    assert 0.97 < summary.availability < 0.995  # by minutes it looks far worse than by requests
    assert 1 - service["failed"].sum() / service["requests"].sum() > 0.995
