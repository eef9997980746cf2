"""The leaky bucket: what it computes, and what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.lessons.retention import bucket


@pytest.fixture
def explorer():
    return bucket.leaky_bucket()


@given(st.floats(0.05, 0.95), st.floats(0.2, 0.6), st.floats(0.01, 0.15))
def test_retention_rises_and_no_bead_changes(triers, leaves, stays):
    found = bucket.fill(triers, leaves, stays)
    assert (np.diff(found.retention) >= -1e-12).all()
    assert (found.survival[1:] >= found.ghost[1:] - 1e-12).all()
    assert set(np.unique(found.chance)) <= {leaves, stays}


@pytest.mark.parametrize("chance", [0.05, 0.1, 0.3])
def test_beads_that_leave_alike_keep_their_colours(explorer, chance):
    explorer.values = {**explorer.values, "leaves": chance, "stays": chance, "month": 10}
    found = bucket.fill(0.6, chance, chance)
    there = found.left_after > 10
    loyal = (there & ~found.trier).sum() / there.sum()
    assert 0.35 < loyal < 0.45
    assert f"Stayers were 40% of them, and are {loyal:.0%} now" in explorer.scene["says"]


def test_alike_people_are_the_ghost():
    found = bucket.fill(0.5, 0.1, 0.1)
    np.testing.assert_allclose(found.survival, found.ghost)


@pytest.mark.parametrize("triers", [0.0, 0.35, 0.6, 1.0])
def test_the_beads_leave_as_the_curve_says(triers):
    found = bucket.fill(triers, 0.3, 0.03)
    for month in (1, 6, 12, 20):
        share = (found.left_after > month).mean()
        assert share == pytest.approx(found.survival[month], abs=0.02)


def test_a_bead_that_is_more_likely_to_leave_leaves_no_later():
    few, many = bucket.fill(0.6, 0.2, 0.03), bucket.fill(0.6, 0.4, 0.03)
    assert (many.left_after <= few.left_after).all()


def test_zeros_bend_the_curve_and_gaps_do_not():
    found = bucket.fill(0.6, 0.3, 0.03)
    ages, right = bucket.observed(found, 12, zeros=False)
    np.testing.assert_allclose(right, found.survival[ages])
    _, wrong = bucket.observed(found, 12, zeros=True)
    assert wrong[0] == right[0] == 1
    assert (wrong[2:] < right[2:]).all()


def test_the_sentence_follows_the_controls(explorer):
    assert "After 0 months 200 of 200 are left" in explorer.scene["says"]
    explorer.values = {**explorer.values, "month": 12}
    says = explorer.scene["says"]
    assert "no bead has changed" in says
    assert "Stayers were 40% of them" in says
    explorer.values = {**explorer.values, "zeros": True}
    assert "counted as lost" in explorer.scene["notes"][1]


@pytest.mark.parametrize("month", [0, 23])
@pytest.mark.parametrize("triers", [0, 1])
@pytest.mark.parametrize("window", [1, 24])
def test_the_ends_of_the_sliders_can_be_drawn(explorer, month, triers, window):
    explorer.values = {**explorer.values, "month": month, "triers": triers, "window": window}
    assert "months" in explorer.scene["says"]
    assert "nan" not in explorer.scene["says"]
