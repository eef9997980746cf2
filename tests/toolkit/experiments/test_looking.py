"""Bounds for looking more than once, against published tables and against simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from course_utils.toolkit import experiments

POCOCK = {  # Jennison and Turnbull (2000), table 2.1, K = 1 .. 10
    0.01: [2.576, 2.772, 2.873, 2.939, 2.986, 3.023, 3.053, 3.078, 3.099, 3.117],
    0.05: [1.960, 2.178, 2.289, 2.361, 2.413, 2.453, 2.485, 2.512, 2.535, 2.555],
    0.10: [1.645, 1.875, 1.992, 2.067, 2.122, 2.164, 2.197, 2.225, 2.249, 2.270],
}
OBRIEN_FLEMING = [1.960, 1.977, 2.004, 2.024, 2.040, 2.053, 2.063, 2.072, 2.080, 2.087]
"""Jennison and Turnbull (2000), table 2.3, alpha = 0.05."""


@pytest.mark.parametrize("alpha", POCOCK)
def test_pocock_as_published(alpha: float) -> None:
    for looks, constant in enumerate(POCOCK[alpha], 1):
        found = experiments.pocock(looks, alpha)
        assert found["z"].to_numpy() == pytest.approx([constant] * looks, abs=5.1e-4)
        assert found["spent"].iloc[-1] == pytest.approx(alpha, abs=1e-6)


def test_obrien_fleming_as_published() -> None:
    for looks, constant in enumerate(OBRIEN_FLEMING, 1):
        found = experiments.obrien_fleming(looks)["z"].to_numpy()
        assert found[-1] == pytest.approx(constant, abs=5.1e-4)
        assert found == pytest.approx(found[-1] * np.sqrt(looks / np.arange(1, looks + 1)))


def test_repeated_significance_as_published() -> None:
    """Armitage, McPherson and Rowe (1969), table 2: 5 % at each look."""
    for looks, risk in {
        1: 0.050,
        2: 0.083,
        3: 0.107,
        4: 0.126,
        5: 0.142,
        10: 0.193,
        20: 0.248,
    }.items():
        assert experiments.peeking_risk(looks) == pytest.approx(risk, abs=6e-4)


def test_spending_as_the_library_seqbounds_has_it() -> None:
    """One-sided 5 % at quarters; two sides of 5 % each are 10 % together."""
    found = experiments.spending_bounds([0.25, 0.5, 0.75, 1.0], alpha=0.10)
    assert found["z"].to_numpy() == pytest.approx([3.74955, 2.53993, 2.01604, 1.72014], abs=2e-4)
    used = np.array([8.85754e-5, 0.0055746, 0.0236251, 0.05])
    assert found["spent"].to_numpy() == pytest.approx(2 * used, rel=1e-4)


def test_pocock_spending_spends_by_its_formula() -> None:
    times = np.array([0.3, 0.55, 1.0])
    found = experiments.spending_bounds(times, 0.05, "pocock")
    assert found["spent"].to_numpy() == pytest.approx(
        0.05 * np.log(1 + (math.e - 1) * times), abs=1e-8
    )


def test_the_recursion_is_the_multivariate_normal() -> None:
    times, bounds = np.array([0.2, 0.5, 0.9]), np.array([2.4, 2.2, 2.0])
    covariance = np.sqrt(np.minimum.outer(times, times) / np.maximum.outer(times, times))
    inside = multivariate_normal(
        cov=covariance, abseps=1e-9, releps=1e-9, maxpts=10**6, seed=1
    ).cdf(bounds, lower_limit=-bounds)
    assert experiments.crossing_chances(bounds, times).sum() == pytest.approx(1 - inside, abs=1e-6)


def test_drift_gives_power() -> None:
    drift = norm.isf(0.025) + norm.isf(0.2)
    assert experiments.crossing_chances([norm.isf(0.025)], [1.0], drift).sum() == pytest.approx(
        0.8, abs=1e-4
    )
    group = experiments.crossing_chances(experiments.pocock(5)["z"], drift=drift)
    assert 0.6 < group.sum() < 0.8
    assert group.index.name == "look"


def test_always_valid_by_hand() -> None:
    d, s, tau = 0.05, 0.01, 0.03
    ratio = math.sqrt(s**2 / (s**2 + tau**2)) * math.exp(
        tau**2 * d**2 / (2 * s**2 * (s**2 + tau**2))
    )
    assert experiments.always_valid_p([d], [s], tau)[1] == pytest.approx(1 / ratio)


def test_the_interval_and_the_p_value_agree() -> None:
    edge = experiments.always_valid_interval(0.0, 0.01, 0.03).high
    assert experiments.always_valid_p([edge], [0.01], 0.03)[1] == pytest.approx(0.05)


def test_always_valid_holds_at_every_look() -> None:
    bits = np.random.default_rng(4)
    n, looks, tau = 600, 300, 0.1
    alarms, naive = 0, 0
    for _ in range(n):
        walk = np.cumsum(bits.normal(size=looks)) / np.arange(1, looks + 1)
        errors = 1 / np.sqrt(np.arange(1, looks + 1))
        alarms += bool(experiments.always_valid_p(walk, errors, tau).iloc[-1] < 0.05)
        naive += bool((np.abs(walk / errors) > 1.96).any())
    assert alarms / n < 0.065
    assert naive / n > 0.35


def test_millers_levels() -> None:
    """Miller (2015): 2 sqrt(N) holds 5 % one-sided, 2.25 sqrt(N) two-sided."""
    for planned in (100, 1000, 4000):
        assert 0.035 < experiments.miller_risk(planned) <= 0.0525
        assert 0.035 < experiments.miller_risk(planned, two_sided=True) <= 0.0525
    bits = np.random.default_rng(2)
    walks = np.cumsum(bits.choice([-1, 1], size=(4000, 400)), axis=1)
    assert experiments.miller_risk(400) == pytest.approx(
        (walks.max(axis=1) >= 40).mean(), abs=0.012
    )
    assert experiments.miller_risk(1000, share=0.55) > 0.8


def test_millers_rule_ends() -> None:
    assert experiments.miller_rule(30, 41, 100).verdict == "go on"
    assert experiments.miller_rule(30, 50, 100).verdict == "treatment wins"
    assert experiments.miller_rule(55, 45, 100).verdict == "no winner"
    assert experiments.miller_rule(60, 30, 100, two_sided=True).verdict == "control wins"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: experiments.pocock(0), "from 1"),
        (lambda: experiments.spending_bounds([0.5, 0.4]), "rise"),
        (lambda: experiments.spending_bounds([0.5, 1.2]), "at most 1"),
        (lambda: experiments.crossing_chances([]), "z score for each look"),
        (lambda: experiments.always_valid_p([0.1], [0.0], 0.1), "above 0"),
        (lambda: experiments.always_valid_p([0.1], [0.1], 0), "tau"),
    ],
)
def test_bad_looks_are_refused(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
