"""What benchmarks say of readings: noise is never called kept."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.figures import FEWEST, Figure, at_most


def test_the_interval_holds_the_median_as_often_as_it_says():
    random = np.random.default_rng(3)
    for count in (5, 6, 9, 12, 30, 60):
        figures = [Figure.of(random.exponential(size=count)) for _ in range(800)]
        held = np.mean([one.low <= math.log(2) <= one.high for one in figures])
        assert 0.91 < held < 0.995, count


def test_few_readings_tell_nothing():
    few = Figure.of([1.0] * (FEWEST - 1))
    assert few.median == 1
    assert at_most(few, Figure(100, 100, 100, 1)) == "unknown"


@pytest.mark.parametrize(
    ("ours", "limit", "verdict"),
    [((1, 2), (2, 3), "kept"), ((1, 2), (1.9, 3), "unknown"), ((4, 5), (2, 3), "NOT KEPT")],
)
def test_intervals_that_overlap_are_unknown(ours, limit, verdict):
    figures = [Figure((low + high) / 2, low, high, 9) for low, high in (ours, limit)]
    assert at_most(*figures) == verdict


def test_a_figure_can_be_multiplied():
    made = Figure(2, 1, 3, 9).times(3, plus=0.5)
    assert (made.median, made.low, made.high) == (6.5, 3.5, 9.5)
    assert f"{made:.1f}" == "6.5 (3.5 to 9.5)"
