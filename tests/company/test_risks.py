"""Risk registers: what is planted in how risks came is found again, on many companies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from course_utils.company import generate
from course_utils.company.causes import named_risks, risks

SEEDS = range(300, 316)


@pytest.fixture(scope="module")
def worlds():
    return [generate(seed=seed, accounts=1000) for seed in SEEDS]


def past(company):
    rows = company.table("risks")
    return rows[rows["happened"].notna()]


def test_each_team_names_two_risks_of_each_cause(worlds):
    for company in worlds:
        rows = past(company)
        sizes = rows.groupby(["quarter", "team", "cause"], observed=True).size()
        assert (sizes == 2).all()
        assert len(sizes) == 6 * 4 * 4
        names = rows.groupby(["quarter", "team"], observed=True)["title"].nunique()
        assert (names == risks.EACH).all()


def test_the_launch_is_open(worlds):
    for company in worlds:
        rows = company.table("risks")
        launch = rows[rows["quarter"] == "2026-Q3"]
        assert launch[["happened", "cost"]].isna().all(axis=None)
        assert list(launch["title"]) == [each.title for each in named_risks.LAUNCH]
        assert company.table("responses")["risk_id"].isin(launch["risk_id"]).all()


def test_a_cost_comes_with_what_happened(worlds):
    for company in worlds:
        rows = company.table("risks")
        assert ((rows["happened"] == 1) == rows["cost"].notna()).all()
        assert (rows["low"] <= rows["likely"]).all()
        assert (rows["likely"] <= rows["high"]).all()


def test_what_was_said_is_not_what_came(worlds):
    rows = pd.concat([past(company) for company in worlds])
    came = rows.groupby("probability")["happened"].mean()
    assert came.to_numpy() == pytest.approx(np.array(risks.CAME) / 1000, abs=0.03)


def test_rare_ones_come_more_often_than_said(worlds):
    for company in worlds:
        rows = past(company)
        rare = rows[rows["probability"] < 0.15]
        assert rare["happened"].mean() > 1.5 * rare["probability"].mean()


def test_one_cause_is_bad_in_each_quarter(worlds):
    for company in worlds:
        rows = past(company)
        bad = company.truth["risks"]["bad_cause_by_quarter"]
        in_bad = rows["cause"] == rows["quarter"].map(bad)
        assert rows["happened"][in_bad].mean() > 2 * rows["happened"][~in_bad].mean()
        shares = rows.pivot_table(
            index="cause", columns="quarter", values="happened", observed=True
        )
        found = shares.idxmax()
        assert sum(found[quarter] == cause for quarter, cause in bad.items()) >= 4


def test_costs_have_a_longer_tail_than_ranges(worlds):
    for company in worlds:
        came = past(company).query("happened == 1")
        held = came["cost"].between(came["low"], came["high"]).mean()
        assert 0.45 < held < 0.7
        assert (came["cost"] / came["likely"]).mean() > 1.4


def test_a_company_of_another_size_has_the_same_registers():
    small, large = (generate(seed=9, accounts=size).table("risks") for size in (1000, 2000))
    pd.testing.assert_frame_equal(small, large)
