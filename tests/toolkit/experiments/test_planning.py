"""Sample sizes, power and what can be found, against textbook cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from course_utils.toolkit import experiments


def test_r_power_prop_test() -> None:
    """The examples of R's documentation of power.prop.test."""
    assert experiments.rates_power(0.5, 0.25, 50) == pytest.approx(0.740, abs=5e-4)
    assert experiments.rates_sample_size(0.5, 0.25, power=0.9) == (77, 77)  # 76.7
    assert 0.5 + experiments.rates_mde(0.5, 50, power=0.9) == pytest.approx(0.8026, abs=5e-5)
    large = experiments.rates_sample_size(0.5, 0.001, alpha=0.001, power=0.9)
    assert large.control == pytest.approx(10_451_937, abs=1)


def test_r_power_t_test() -> None:
    """The examples of R's documentation of power.t.test: n = 22.02 and power = 0.869."""
    assert experiments.means_sample_size(1.0, 1.0, power=0.9) == (23, 23)
    assert experiments.means_power(1.0, 1.0, 20) == pytest.approx(0.8689528, abs=1e-6)
    assert (
        experiments.means_mde(1.0, 23, power=0.9) < 1.0 < experiments.means_mde(1.0, 22, power=0.9)
    )


def test_lehrs_rule_of_sixteen() -> None:
    """Lehr (1992): 16 variances over the squared difference, for 80 % power at 5 %."""
    assert experiments.means_sample_size(1.0, 0.1, method="normal").control == pytest.approx(
        16 / 0.1**2, rel=0.02
    )


def test_exact_power_is_that_of_fishers_test() -> None:
    n1, n2, p1, p2 = 9, 12, 0.2, 0.7
    found = 0.0
    for x in range(n1 + 1):
        for y in range(n2 + 1):
            if fisher_exact([[x, n1 - x], [y, n2 - y]]).pvalue <= 0.05:
                from scipy.stats import binom

                found += binom.pmf(x, n1, p1) * binom.pmf(y, n2, p2)
    assert experiments.rates_power(p1, p2 - p1, n1, n2, method="exact") == pytest.approx(found)


def test_exact_size_lies_where_fleiss_corrects_to() -> None:
    """The continuity-corrected size of Fleiss approximates that of Fisher's test."""
    exact = experiments.rates_sample_size(0.5, 0.25, power=0.9, method="exact")
    corrected = 76.65 / 4 * (1 + np.sqrt(1 + 4 / (76.65 * 0.25))) ** 2
    assert exact.control == pytest.approx(corrected, abs=2)
    assert experiments.rates_power(0.5, 0.25, *exact, method="exact") >= 0.9


@settings(deadline=None, max_examples=12)
@given(
    st.floats(0.05, 0.6), st.floats(0.02, 0.3), st.floats(0.6, 0.95), st.sampled_from([1.0, 3.0])
)
def test_size_power_and_effect_agree(
    base: float, effect: float, power: float, ratio: float
) -> None:
    for method in ("pooled", "unpooled"):
        size = experiments.rates_sample_size(base, effect, power=power, ratio=ratio, method=method)
        reached = experiments.rates_power(base, effect, *size, method=method)
        assert power - 1e-9 <= reached < power + 0.15
        assert experiments.rates_mde(base, *size, power=power, method=method) <= effect * (1 + 1e-6)


def test_relative_is_a_share_of_the_base() -> None:
    assert experiments.rates_sample_size(0.05, 0.1, relative=True) == (
        experiments.rates_sample_size(0.05, 0.005)
    )
    assert experiments.means_sample_size(3.0, 0.1, relative_to=4.0) == (
        experiments.means_sample_size(3.0, 0.4)
    )


def test_unequal_arms_cost_more_together() -> None:
    equal, unequal = (experiments.rates_sample_size(0.2, 0.04, ratio=r) for r in (1.0, 4.0))
    assert unequal.total > 1.4 * equal.total
    assert unequal.treatment == pytest.approx(4 * unequal.control, abs=4)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: experiments.rates_sample_size(0.2, 0), "no number of people"),
        (lambda: experiments.rates_sample_size(1.0, 0.1), "strictly between 0 and 1"),
        (lambda: experiments.rates_sample_size(0.2, 0.9), "relative=True"),
        (lambda: experiments.rates_power(0.2, 0.1, 0), "whole number from 1"),
        (lambda: experiments.rates_mde(0.95, 10), "too few"),
        (lambda: experiments.rates_power(0.2, 0.1, 900, method="exact"), "500"),
        (lambda: experiments.rates_sample_size(0.2, 0.1, ratio=2, method="exact"), "ratio"),
        (lambda: experiments.means_sample_size(0.0, 1.0), "sd must be more than 0"),
        (lambda: experiments.means_sample_size(1.0, 0), "no number of people"),
        (lambda: experiments.weeks_needed(100, 0), "more than 0"),
        (lambda: experiments.design_effect(0.5, 0.1), "1 or more"),
    ],
)
def test_bad_plans_are_refused(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def test_weeks_are_whole() -> None:
    assert experiments.weeks_needed(800, 400) == 2
    assert experiments.weeks_needed(801, 400) == 3
