"""Comparisons, trust, multiplicity, CUPED, ratios, beliefs and causes, against what is published."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, ttest_ind

from course_utils.toolkit import experiments, metrics


def test_newcombe_1998() -> None:
    """Newcombe (1998), method 10 of his table: rows (a), (b) and (h)."""
    for treatment, control, low, high in (
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
    ):
        found = experiments.compare_rates(control, treatment).difference
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_z_squared_is_chi_square() -> None:
    z = experiments.compare_rates((48, 80), (56, 70))
    square = experiments.chi_square([[48, 32], [56, 14]])
    assert z.statistic**2 == pytest.approx(square.statistic)
    assert z.p == pytest.approx(square.p)
    assert experiments.compare_rates((48, 80), (56, 70), pooled=False).statistic != z.statistic


def test_fisher_and_the_lady() -> None:
    """Fisher (1935): all four cups of eight right, 1 chance in 70; three right, 17 in 70."""
    assert experiments.fisher((0, 4), (4, 4)).p == pytest.approx(2 / 70)
    assert experiments.fisher((1, 4), (3, 4)).p == pytest.approx(34 / 70)
    assert experiments.fisher((0, 4), (4, 4)).odds_ratio == math.inf


def test_welch_is_scipys() -> None:
    one, two = [20.4, 24.2, 15.4, 21.4, 20.2], [28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 30.6]
    found, right = experiments.compare_means(one, two), ttest_ind(two, one, equal_var=False)
    assert (found.statistic, found.p, found.degrees) == pytest.approx(
        (right.statistic, right.pvalue, right.df)
    )
    inside = right.confidence_interval()
    assert (found.difference.low, found.difference.high) == pytest.approx((inside.low, inside.high))


def test_sample_ratio_of_any_design() -> None:
    """Kohavi, Tang and Xu (2020), chapter 3: 821,588 against 815,482 users."""
    assert experiments.sample_ratio({"a": 821_588, "b": 815_482}).p == pytest.approx(
        1.8e-6, abs=5e-8
    )
    three = experiments.sample_ratio(
        {"a": 500, "b": 260, "c": 240}, {"c": 0.25, "a": 0.5, "b": 0.25}
    )
    assert three.degrees == 2
    assert three.statistic == pytest.approx(0.4 + 0.4)
    assert three.expected.tolist() == [500, 250, 250]
    with pytest.raises(ValueError, match="name the arms"):
        experiments.sample_ratio({"a": 5, "b": 6}, {"a": 0.5, "x": 0.5})
    with pytest.raises(ValueError, match="two arms"):
        experiments.sample_ratio({"a": 5})


def log(**columns: list) -> pd.DataFrame:
    day = pd.to_datetime(["2026-06-01", "2026-06-02", "2026-06-03"], utc=True)
    frame = pd.DataFrame(
        {
            "user_id": [1, 2, 3],
            "variant": ["control", "treatment", "treatment"],
            "assigned_at": day,
            "exposed_at": day + pd.Timedelta(hours=1),
            "done_at": day + pd.Timedelta(hours=2),
        }
    )
    return frame.assign(**columns)


def test_logs_that_cannot_be_read_are_refused() -> None:
    assert len(experiments.exposed_units(log(), outcome_at="done_at")) == 3
    early = pd.to_datetime(["2026-05-01"] * 3, utc=True)
    for frame, said in (
        (log(user_id=[1, 2, 2]), "assigned twice"),
        (log(user_id=[1, 1, 2]), "two variants"),
        (log(exposed_at=early), "exposed before they were assigned"),
        (log(done_at=early), "cannot have caused"),
        (log(variant=["treatment"] * 3), "empty arm"),
    ):
        with pytest.raises(ValueError, match=said):
            experiments.exposed_units(frame, outcome_at="done_at")
    gone = log()
    gone.loc[2, "exposed_at"] = pd.NaT
    assert experiments.exposed_units(gone)["user_id"].tolist() == [1, 2]


BH = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
BH += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]


def test_benjamini_and_hochberg_1995() -> None:
    """Their 15 p-values at 5 %: Bonferroni finds three, their procedure four."""
    assert (experiments.adjusted_p(BH, "bonferroni") <= 0.05).sum() == 3
    assert (experiments.adjusted_p(BH, "benjamini_hochberg") <= 0.05).sum() == 4


def test_holm_by_hand() -> None:
    found = experiments.adjusted_p(pd.Series([0.04, 0.01, 0.02, 0.9], list("abcd")), "holm")
    assert found.to_dict() == pytest.approx({"a": 0.08, "b": 0.04, "c": 0.06, "d": 0.9})
    assert experiments.adjusted_p([0.01, 0.5], "sidak")[0] == pytest.approx(1 - 0.99**2)
    assert experiments.family_error(20) == pytest.approx(1 - 0.95**20)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_never_worse_than_bonferroni(p: list[float]) -> None:
    holm, bonferroni, bh = (
        experiments.adjusted_p(p, m) for m in ("holm", "bonferroni", "benjamini_hochberg")
    )
    assert (holm <= bonferroni + 1e-12).all()
    assert (bh <= holm + 1e-12).all()
    assert (bh >= np.array(p) - 1e-12).all()


def people(effect: float, n: int = 600, seed: int = 5) -> pd.DataFrame:
    bits = np.random.default_rng(seed)
    before = bits.normal(10, 3, n)
    treated = np.arange(n) % 2 == 1
    after = 2 + 0.8 * before + bits.normal(0, 1.5, n) + effect * treated
    variant = np.where(treated, "treatment", "control")
    return pd.DataFrame({"before": before, "after": after, "variant": variant})


def test_cuped_takes_out_the_square_of_the_correlation() -> None:
    frame = people(0.4)
    found = experiments.cuped(frame, outcome="after", before="before")
    assert found.variance_kept == pytest.approx(1 - found.correlation**2, rel=0.02)
    assert found.difference.margin < 0.6 * found.plain.margin
    assert found.difference.covers(0.4)
    # The same as a regression with the arm and the time before.
    arm = (frame["variant"] == "treatment").to_numpy(float)
    fitted = np.linalg.lstsq(
        np.column_stack([np.ones(len(frame)), arm, frame["before"]]), frame["after"], rcond=None
    )[0]
    assert found.difference.estimate == pytest.approx(fitted[1])
    assert found.theta == pytest.approx(fitted[2])


def test_cuped_helps_nothing_without_correlation() -> None:
    frame = people(0.4)
    frame["before"] = np.random.default_rng(9).normal(size=len(frame))
    assert experiments.cuped(frame, outcome="after", before="before").variance_kept == (
        pytest.approx(1, abs=0.02)
    )
    with pytest.raises(ValueError, match="missing"):
        experiments.cuped(frame.assign(before=np.nan), outcome="after", before="before")
    with pytest.raises(ValueError, match="same for everybody"):
        experiments.cuped(frame.assign(before=3.0), outcome="after", before="before")


def test_cuped_keeps_those_without_a_past() -> None:
    frame = people(0.4)
    bits = np.random.default_rng(2)
    new = bits.random(len(frame)) < 0.5
    frame.loc[new, "after"] -= 2.0
    whole = frame.assign(before=frame["before"].mask(new))
    found = experiments.cuped(whole, outcome="after", before="before", missing="group")
    old = experiments.cuped(whole[~new], outcome="after", before="before")
    assert found.plain == experiments.cuped(frame, outcome="after", before="before").plain
    assert found.theta == pytest.approx(old.theta)
    assert found.difference.margin < 0.8 * found.plain.margin
    assert found.difference.covers(0.4)
    nobody = frame.assign(before=np.nan)
    with pytest.raises(ValueError, match="missing for everybody"):
        experiments.cuped(nobody, outcome="after", before="before", missing="group")
    with pytest.raises(ValueError, match="missing must be"):
        experiments.cuped(frame, outcome="after", before="before", missing="zero")


def visits(seed: int = 3, users: int = 400) -> pd.DataFrame:
    bits = np.random.default_rng(seed)
    count = bits.integers(1, 8, users)
    level = bits.beta(2, 6, users)
    who = np.repeat(np.arange(users), count)
    return pd.DataFrame(
        {
            "user": who,
            "clicked": bits.random(len(who)) < level[who],
            "variant": np.where(who % 2 == 0, "control", "treatment"),
        }
    )


def test_delta_method_and_bootstrap_agree() -> None:
    frame = visits()
    delta = experiments.ratio_difference(frame, numerator="clicked", unit="user")
    drawn = experiments.bootstrap_ratio_difference(
        frame, numerator="clicked", unit="user", samples=4000
    )
    assert drawn.margin == pytest.approx(delta.difference.margin, rel=0.06)
    assert drawn.estimate == pytest.approx(delta.difference.estimate)
    assert delta.standard_error > 1.1 * delta.naive_standard_error
    assert delta.p > delta.naive_p


def test_naive_errors_reject_too_often() -> None:
    """Randomise users, analyse clicks: far more than 5 % of nothing looks significant."""
    found = [
        experiments.ratio_difference(visits(seed, 120), numerator="clicked", unit="user")
        for seed in range(160)
    ]
    assert np.mean([each.naive_p < 0.05 for each in found]) > 0.08
    assert np.mean([each.p < 0.05 for each in found]) < 0.10


def test_a_unit_in_both_arms_is_refused() -> None:
    frame = visits()
    frame.loc[0, "variant"] = "treatment" if frame.loc[0, "variant"] == "control" else "control"
    frame.loc[0, "user"] = frame.loc[len(frame) - 1, "user"]
    frame.loc[0, "variant"] = (
        "control" if frame.loc[len(frame) - 1, "variant"] == "treatment" else "treatment"
    )
    with pytest.raises(ValueError, match="both arms"):
        experiments.ratio_difference(frame, numerator="clicked", unit="user")


def test_chance_better_is_millers_closed_form() -> None:
    """Miller (2015), Formulas for Bayesian A/B testing, for whole numbers."""
    from scipy.special import betaln

    def closed(a: tuple[float, float], b: tuple[float, float]) -> float:
        i = np.arange(b[0])
        return float(
            np.exp(
                betaln(a[0] + i, a[1] + b[1]) - np.log(b[1] + i) - betaln(1 + i, b[1]) - betaln(*a)
            ).sum()
        )

    for control, treatment in (((3, 20), (9, 25)), ((400, 4000), (430, 4000)), ((0, 5), (5, 5))):
        a = (1 + control[0], 1 + control[1] - control[0])
        b = (1 + treatment[0], 1 + treatment[1] - treatment[0])
        assert experiments.chance_better(control, treatment) == pytest.approx(
            closed(a, b), abs=1e-7
        )


@settings(deadline=None, max_examples=8)
@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_losses_differ_by_the_means(control: tuple[int, int], treatment: tuple[int, int]) -> None:
    ship = experiments.expected_loss(control, treatment)
    keep = experiments.expected_loss(treatment, control)
    means = [(1 + x) / (2 + n) for x, n in (control, treatment)]
    assert keep - ship == pytest.approx(means[1] - means[0], abs=1e-6)
    both = experiments.chance_better(control, treatment) + experiments.chance_better(
        treatment, control
    )
    assert both == pytest.approx(1, abs=1e-6)


def test_false_positive_risk_of_kohavi_deng_and_vermeer() -> None:
    """Their table of 2022: success rates of 33, 15, 10 and 8 % give 5.9, 15, 22 and 26.4 %."""
    for rate, risk in ((1 / 3, 0.059), (0.15, 0.15), (0.10, 0.22), (0.08, 0.264)):
        assert experiments.false_positive_risk(rate) == pytest.approx(risk, abs=0.0052)
    assert experiments.false_positive_risk(0) == 1


def test_gelman_and_carlin_2014() -> None:
    """Their two examples: beauty and sex ratio, ovulation and voting."""
    beauty = experiments.winners_curse(0.1, 3.28)
    assert (beauty.power, beauty.sign) == pytest.approx((0.05, 0.46), abs=5e-3)
    assert beauty.exaggeration == pytest.approx(77, abs=1)
    voting = experiments.winners_curse(2, 8.1)
    assert (voting.power, voting.sign) == pytest.approx((0.06, 0.24), abs=5e-3)
    bits = np.random.default_rng(1).normal(2, 8.1, 400_000)
    seen = np.abs(bits)[np.abs(bits) > norm.isf(0.025) * 8.1]
    assert voting.exaggeration == pytest.approx(seen.mean() / 2, rel=0.01)


def test_not_worse_is_shown_and_not_assumed() -> None:
    small = experiments.noninferiority((8, 10), (8, 10), 0.05)
    large = experiments.noninferiority((8000, 10000), (7990, 10000), 0.05)
    assert (small.holds, large.holds) == (False, True)
    errors = experiments.noninferiority((20, 1000), (80, 1000), 0.02, higher_is_better=False)
    assert not errors.holds
    with pytest.raises(ValueError, match="margin"):
        experiments.noninferiority((8, 10), (8, 10), 0)


def test_power_to_show_a_guardrail_kept_is_how_often_it_is_shown() -> None:
    bits = np.random.default_rng(3)
    sides = bits.binomial(600, 0.1, (2000, 2)).tolist()
    shown = [
        experiments.noninferiority((x, 600), (y, 600), 0.05, higher_is_better=False).holds
        for x, y in sides
    ]
    power = experiments.noninferiority_power(0.1, 0.05, 600)
    assert power == pytest.approx(np.mean(shown), abs=0.03)
    assert power > experiments.rates_power(0.1, 0.05, 600)  # a rise makes a share noisier
    with pytest.raises(ValueError, match="margin"):
        experiments.noninferiority_power(0.1, 0, 600)
    with pytest.raises(ValueError, match="rate"):
        experiments.noninferiority_power(1, 0.05, 600)


def test_rule_of_three() -> None:
    """Hanley and Lippman-Hand (1983)."""
    for n in (30, 100, 1000):
        found = experiments.rule_of_three(n)
        assert found.rule == pytest.approx(found.exact, rel=0.06)
        assert (1 - found.exact) ** n == pytest.approx(0.05)


def test_card_and_krueger() -> None:
    """Table 3 of Card and Krueger (1994): full-time jobs, New Jersey 20.44 to 21.03, Pennsylvania
    23.33 to 21.17, difference in differences 2.76 (rounded)."""
    frame = pd.DataFrame(
        {
            "first": [20.34, 20.54, 23.23, 23.43],
            "then": [21.13, 20.93, 21.17, 21.17],
            "jersey": [1, 1, 0, 0],
        }
    )
    found = experiments.difference_in_differences(
        frame, before="first", after="then", treated="jersey"
    )
    assert found.effect.estimate == pytest.approx(2.76, abs=0.015)
    assert found.treated_change == pytest.approx(0.59)
    with pytest.raises(ValueError, match="both groups"):
        experiments.difference_in_differences(
            frame.assign(jersey=1), before="first", after="then", treated="jersey"
        )


def test_simpson_lives_in_metrics_only() -> None:
    assert hasattr(metrics, "simpson")
    assert not hasattr(experiments, "simpson")


def test_empty_arms_and_certain_rates() -> None:
    with pytest.raises(ValueError, match="empty arm"):
        experiments.compare_rates((0, 0), (3, 10))
    with pytest.raises(ValueError, match="same outcome"):
        experiments.compare_rates((10, 10), (12, 12))
    with pytest.raises(ValueError, match="constant"):
        experiments.compare_means([1, 1, 1], [2, 2, 2])
    with pytest.raises(ValueError, match="two values"):
        experiments.compare_means([1], [2, 3])
