"""Projections and purchases: published cohorts and parameters are found again.

The parameters are those that Fader, Hardie and Lee (2005, table 2) report for CDNOW; buyers are
simulated with them, as the models' stories say, and the fits must find them again.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.toolkit import retention
from course_utils.toolkit.retention import BGNBD, SBG, GammaGamma, ParetoNBD

# Fader and Hardie (2007), table 1: percent surviving, years 0 to 12.
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
BUYERS = BGNBD(0.24259, 4.41353, 0.79289, 2.42575)
DROPPERS = ParetoNBD(0.553, 10.578, 0.606, 11.669)

sizes = st.floats(0.05, 50)


# The shifted-beta-geometric model ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cohort", "alpha", "beta"), [(HIGH_END, 0.668, 3.806), (REGULAR, 0.704, 1.182)]
)
def test_the_published_parameters(cohort: list[float], alpha: float, beta: float) -> None:
    """Fader and Hardie (2007): fitted to years 0 to 7 of each segment."""
    model = retention.sbg_fit([10 * share for share in cohort[:8]])
    assert model.alpha == pytest.approx(alpha, abs=5e-4)
    assert model.beta == pytest.approx(beta, abs=1e-3)
    ahead = retention.sbg_survival(model, 12)[8:]
    assert np.abs(100 * ahead.to_numpy() - cohort[8:]).max() < 2  # "remarkably accurate forecasts"


def test_the_likelihood_that_a_public_implementation_prints() -> None:
    """At alpha = beta = 1 the high-end cohort has -2.115 a customer (jdmaturen, sbg.py)."""
    shares = np.array(HIGH_END[:8]) / 100
    churn = -np.diff(shares)
    t = np.arange(1, 8)
    at_one = (churn * np.log(1 / (t * (t + 1)))).sum() + shares[-1] * np.log(1 / 8)
    assert at_one == pytest.approx(-2.115, abs=1e-3)
    assert retention.sbg_fit(shares).log_likelihood > at_one
    assert retention.sbg_fit(1000 * shares).log_likelihood == pytest.approx(-1611.16, abs=0.01)


def test_lifetimes_are_the_sums_that_they_stand_for() -> None:
    model = SBG(0.668, 3.806)
    curve = retention.sbg_survival(model, 5000).to_numpy()
    weights = 1.1 ** -np.arange(5001)
    assert retention.sbg_lifetime(model, 0.1) == pytest.approx(curve @ weights)
    residual = curve[8:] @ weights[:-8] / curve[7]
    assert retention.sbg_residual_lifetime(model, 0.1, 7) == pytest.approx(residual)
    assert residual == pytest.approx(7.530, abs=5e-4)  # the README of jdmaturen's implementation


@given(sizes, sizes)
def test_retention_rises_and_makes_the_curve(alpha: float, beta: float) -> None:
    model = SBG(alpha, beta)
    rates = retention.sbg_retention(model, 20)
    assert rates.is_monotonic_increasing
    curve = retention.sbg_survival(model, 20)
    np.testing.assert_allclose(rates.cumprod(), curve[1:])
    ahead = [retention.sbg_residual_lifetime(model, 0.1, n) for n in range(5)]
    assert sorted(ahead) == ahead


def test_several_cohorts_give_one_model() -> None:
    whole = retention.sbg_fit([1000, 800, 660, 560])
    triangle = pd.DataFrame([[1000, 800, 660, 560], [500, 400, 330, None], [200, 160, None, None]])
    pooled = retention.sbg_fit(triangle)
    assert pooled.alpha == pytest.approx(whole.alpha, rel=0.1)
    again = retention.sbg_fit(triangle.iloc[[0, 0]])
    assert again.alpha == pytest.approx(whole.alpha, rel=1e-4)
    assert again.log_likelihood == pytest.approx(2 * whole.log_likelihood)


def test_one_rate_for_all_is_the_far_end_of_the_model() -> None:
    curve = [1000 * 0.9**age for age in range(12)]
    model = retention.sbg_fit(curve)
    assert model.alpha / (model.alpha + model.beta) == pytest.approx(0.1, abs=1e-3)
    assert model.alpha > 50


@pytest.mark.parametrize(
    ("survivors", "says"),
    [
        ([1000, 1000, 1000], "Nobody left"),
        ([1000, 0, 0], "Everybody left"),
        ([1000, 900], "at least two ages"),
        ([1000, 900, 950], "never rise"),
        ([1000, None, 950], "gap"),
        ([None, 900, 850], "how many began"),
        ([1000, 900, -1], "negative"),
        ([], "how many began"),
    ],
)
def test_what_is_no_cohort_is_refused(survivors: list, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        retention.sbg_fit(survivors)


def test_parameters_must_be_positive_and_discounts_too() -> None:
    with pytest.raises(ValueError, match="alpha must be more than 0"):
        SBG(0, 1)
    with pytest.raises(ValueError, match="discount must be more than 0"):
        retention.sbg_lifetime(SBG(1, 1), 0)


# Purchases without a contract --------------------------------------------------------------------


def simulated(lifetimes, r: float, alpha: float, buyers: int = 20_000) -> pd.DataFrame:
    """Buyers who purchase at rates of their own, each for 39 weeks or until they are lost.

    `lifetimes` takes the random generator and the times of each buyer's purchases (a row each).
    """
    random = np.random.default_rng(20)
    rates = random.gamma(r, 1 / alpha, buyers)
    times = random.exponential(1 / rates[:, None], (buyers, 200)).cumsum(axis=1)
    seen = times <= np.minimum(lifetimes(random, times), 39)[:, None]
    return pd.DataFrame(
        {"x": seen.sum(axis=1), "recency": np.where(seen, times, 0).max(axis=1), "age": 39.0}
    )


def test_bgnbd_finds_the_parameters_that_made_the_buyers() -> None:
    def lost_at_a_purchase(random: np.random.Generator, times: np.ndarray) -> np.ndarray:
        chance = random.beta(BUYERS.a, BUYERS.b, len(times))
        last = np.minimum(random.geometric(chance), times.shape[1])
        return times[np.arange(len(times)), last - 1]

    histories = simulated(lost_at_a_purchase, BUYERS.r, BUYERS.alpha)
    model = retention.bgnbd_fit(histories["x"], histories["recency"], histories["age"])
    assert [model.r, model.alpha] == pytest.approx([BUYERS.r, BUYERS.alpha], rel=0.1)
    assert model.a / (model.a + model.b) == pytest.approx(BUYERS.a / (BUYERS.a + BUYERS.b), rel=0.1)
    at_truth = retention.bgnbd_log_likelihood(
        BUYERS, histories["x"], histories["recency"], histories["age"]
    )
    assert 0 <= model.log_likelihood - at_truth.sum() < 10  # twice it is chi-square of 4


def test_pareto_nbd_finds_the_parameters_that_made_the_buyers() -> None:
    def lost_at_any_time(random: np.random.Generator, times: np.ndarray) -> np.ndarray:
        return random.exponential(1 / random.gamma(DROPPERS.s, 1 / DROPPERS.beta, len(times)))

    histories = simulated(lost_at_any_time, DROPPERS.r, DROPPERS.alpha)
    model = retention.pareto_nbd_fit(histories["x"], histories["recency"], histories["age"])
    assert [model.r, model.alpha] == pytest.approx([DROPPERS.r, DROPPERS.alpha], rel=0.1)
    assert model.s / model.beta == pytest.approx(DROPPERS.s / DROPPERS.beta, rel=0.15)
    at_truth = retention.pareto_nbd_log_likelihood(
        DROPPERS, histories["x"], histories["recency"], histories["age"]
    )
    assert 0 <= model.log_likelihood - at_truth.sum() < 10  # twice it is chi-square of 4


def test_bgnbd_expectations_of_the_authors_spreadsheet() -> None:
    """Hardie's sheet for the paper, as tested in the lifetimes library."""
    times = [0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0]
    said = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert [retention.bgnbd_expected(BUYERS, t) for t in times] == pytest.approx(said, abs=1e-3)
    ahead = retention.bgnbd_purchases(BUYERS, [2], [30.43], [38.86], 39)
    assert ahead[0] == pytest.approx(1.226, abs=1e-3)


def test_pareto_nbd_expectations_of_the_btyd_walkthrough() -> None:
    """BTYD's customer 1516: 25.46 purchases in a year to come, alive with 0.9979."""
    assert retention.pareto_nbd_purchases(DROPPERS, [26], [30.86], [31], 52)[0] == pytest.approx(
        25.46, abs=0.01
    )
    assert retention.pareto_nbd_alive(DROPPERS, [26], [30.86], [31])[0] == pytest.approx(
        0.9979, abs=1e-4
    )
    assert retention.pareto_nbd_expected(DROPPERS, 52) == pytest.approx(1.4734, abs=5e-4)


@pytest.mark.parametrize("model", [BUYERS, DROPPERS, ParetoNBD(0.6, 3.0, 1.0, 9.0)])
def test_likelihoods_are_chances(model: BGNBD | ParetoNBD) -> None:
    """All histories of up to two purchases, and the rest by the tail, fill the probability."""
    likelihood, expected = (
        (retention.bgnbd_log_likelihood, retention.bgnbd_expected)
        if isinstance(model, BGNBD)
        else (retention.pareto_nbd_log_likelihood, retention.pareto_nbd_expected)
    )
    age, steps = 0.25, 2000
    middles = (np.arange(steps) + 0.5) / steps * age
    none = math.exp(likelihood(model, [0], [0.0], [age])[0])
    once = np.exp(likelihood(model, [1] * steps, middles, [age] * steps)).sum() * age / steps
    # For two, the first can lie anywhere before the second.
    twice = (np.exp(likelihood(model, [2] * steps, middles, [age] * steps)) * middles).sum()
    twice *= age / steps
    assert none + once + twice == pytest.approx(1, abs=2e-3)
    assert once + 2 * twice == pytest.approx(expected(model, age), abs=2e-3)


def test_long_silences_tell_of_loss() -> None:
    for alive, model in (
        (retention.bgnbd_alive, BUYERS),
        (retention.pareto_nbd_alive, DROPPERS),
    ):
        chances = alive(model, [5, 5, 5], [38.0, 20.0, 5.0], [39.0] * 3)
        assert chances.is_monotonic_decreasing
        assert chances.between(0, 1).all()
    assert retention.bgnbd_alive(BUYERS, [0], [0.0], [39.0])[0] == 1
    assert retention.pareto_nbd_alive(DROPPERS, [0], [0.0], [39.0])[0] < 1


@pytest.mark.parametrize(
    ("frequency", "recency", "age", "says"),
    [
        ([0, 0], [0, 0], [5, 5], "at least ten"),
        ([0] * 12, [0] * 12, [5] * 12, "Nobody bought again"),
        ([1] * 12, [6] * 12, [5] * 12, "at most age"),
        ([1] * 12, [0] * 12, [5] * 12, "recency must be 0 where"),
        ([1] * 12, [-1] * 12, [5] * 12, "at least 0"),
        ([1.5] * 12, [1] * 12, [5] * 12, "whole numbers"),
        ([0] * 12, [0] * 12, [0] * 12, "age must be more than 0"),
        ([], [], [], "no customer"),
    ],
)
def test_what_is_no_history_is_refused(frequency: list, recency: list, age: list, says: str):
    for fit in (retention.bgnbd_fit, retention.pareto_nbd_fit):
        with pytest.raises(ValueError, match=says):
            fit(frequency, recency, age)


# Spend -------------------------------------------------------------------------------------------


def test_spend_of_the_authors_spreadsheet() -> None:
    """Fader and Hardie (2013): the first ten customers of CDNOW, as tested in lifetimes."""
    model = GammaGamma(6.2488, 3.7446, 15.4477)
    x = [2, 1, 0, 0, 0, 7, 1, 0, 2, 0]
    spend = [22.35, 11.77, 0, 0, 0, 73.74, 11.77, 0, 25.55, 0]
    said = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert retention.gamma_gamma_spend(model, x, spend).tolist() == pytest.approx(said, abs=0.02)


def test_spend_is_recovered_from_simulated_customers() -> None:
    random = np.random.default_rng(8)
    x = random.integers(1, 8, 8000)
    rate = random.gamma(4.0, 1 / 15.0, 8000)
    spend = random.gamma(6.0 * x, 1 / (rate * x))
    model = retention.gamma_gamma_fit(x, spend)
    assert [model.p, model.q, model.v] == pytest.approx([6, 4, 15], rel=0.1)
    with pytest.raises(ValueError, match="q of more than 1"):
        retention.gamma_gamma_spend(GammaGamma(1, 0.5, 1), [1], [2.0])


# Mixtures ----------------------------------------------------------------------------------------


def test_nobody_becomes_loyal_and_yet_retention_rises() -> None:
    shares, rates = [0.6, 0.4], [0.7, 0.95]
    whole = retention.mixture_retention(shares, rates, 30)
    assert whole.is_monotonic_increasing
    assert whole.iloc[0] == pytest.approx(0.6 * 0.7 + 0.4 * 0.95)
    assert whole.iloc[-1] == pytest.approx(0.95, abs=1e-3)
    np.testing.assert_allclose(
        retention.mixture_survival(shares, rates, 30)[1:], whole.cumprod(), rtol=1e-12
    )
    left = retention.mixture_shares(shares, rates, 30)
    np.testing.assert_allclose(left.sum(axis=1), 1)
    np.testing.assert_allclose(left[:-1] @ np.array(rates), whole)
    with pytest.raises(ValueError, match="sum to 1"):
        retention.mixture_survival([0.6, 0.5], rates, 3)
