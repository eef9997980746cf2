"""Satisfaction, intervals, change and noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import metrics


def scores(promoters: int, passives: int, detractors: int) -> list[int]:
    return [10] * promoters + [8] * passives + [3] * detractors


# Surveys ---------------------------------------------------------------------------------------


def test_nps_counts_the_classes_at_their_edges() -> None:
    assert metrics.nps([9, 10]) == 100
    assert metrics.nps([7, 8]) == 0
    assert metrics.nps([0, 6]) == -100
    assert metrics.nps([10, 9, 8, 3, None]) == 25
    assert np.isnan(metrics.nps([]))
    assert np.isnan(metrics.nps([None, np.nan]))


def test_nps_interval_by_hand() -> None:
    found = metrics.nps_interval(scores(60, 50, 30))
    assert found.estimate == pytest.approx(100 * 30 / 140)
    variance = 90 / 140 - (30 / 140) ** 2
    assert found.margin == pytest.approx(100 * 1.959964 * np.sqrt(variance / 140), rel=1e-6)
    third = metrics.nps_interval(scores(300, 300, 300))
    assert third.margin == pytest.approx(160 / np.sqrt(900), rel=1e-3)  # a known rule of thumb


def test_nps_adjusted_adds_three_answers() -> None:
    found = metrics.nps_interval(scores(5, 3, 2), method="adjusted")
    p, d, n = 5.75 / 13, 2.75 / 13, 13
    centre, margin = p - d, 1.959964 * np.sqrt((p + d - (p - d) ** 2) / n)
    assert found == pytest.approx((30, 100 * (centre - margin), 100 * (centre + margin)), rel=1e-6)
    wald, adjusted = (metrics.nps_interval([10], method=m) for m in ("wald", "adjusted"))
    assert wald.margin == 0  # one answer looks certain: what "adjusted" is for
    assert adjusted.margin > 20


def test_nps_difference_adds_the_variances() -> None:
    before, after = scores(60, 50, 30), scores(40, 30, 40)
    found = metrics.nps_difference(before, after)
    a, b = metrics.nps_interval(before), metrics.nps_interval(after)
    assert found.estimate == pytest.approx(b.estimate - a.estimate)
    assert found.margin == pytest.approx(np.hypot(a.margin, b.margin))
    assert np.isnan(metrics.nps_difference(before, [])).all()
    assert found.covers(found.estimate)
    assert not found.covers(found.high + 1)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.sampled_from(["wald", "adjusted"]))
@settings(max_examples=80, deadline=None)
def test_nps_stays_in_bounds(answers: list[int], method: str) -> None:
    found = metrics.nps_interval(answers, method=method)
    assert -100 <= found.low <= found.high <= 100
    assert -100 <= metrics.nps(answers) <= 100
    variance = np.var([1 if a >= 9 else -1 if a <= 6 else 0 for a in answers])
    if method == "wald" and found.low > -100 and found.high < 100:
        assert found.margin == pytest.approx(196.0 * np.sqrt(variance / len(answers)), abs=0.01)


@pytest.mark.parametrize(("method", "n", "low"), [("wald", 400, 0.935), ("adjusted", 30, 0.935)])
def test_nps_interval_keeps_its_promise(method: str, n: int, low: float) -> None:
    rng = np.random.default_rng(7)
    draws = rng.choice([10, 8, 3], size=(2000, n), p=[0.4, 0.35, 0.25])
    covered = np.mean([metrics.nps_interval(row, method=method).covers(15) for row in draws])
    assert low <= covered <= 0.965


def test_survey_scores_are_checked() -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        metrics.nps([11])
    with pytest.raises(ValueError, match="0 to 10"):
        metrics.nps([7.5])
    with pytest.raises(TypeError, match="numbers only"):
        metrics.nps(["good"])
    with pytest.raises(TypeError, match="list, array or column"):
        metrics.nps(9)
    with pytest.raises(ValueError, match="method must be"):
        metrics.nps_interval([9], method="t")
    with pytest.raises(ValueError, match=r"fraction between 0 and 1"):
        metrics.nps_interval([9], confidence=95)
    with pytest.raises(ValueError, match="1 to 5"):
        metrics.csat([0])
    with pytest.raises(ValueError, match="top"):
        metrics.csat([3], top=())


def test_csat_is_a_share_of_people() -> None:
    found = metrics.csat([5, 4, 3, 1, None])
    assert found.estimate == 0.5
    assert found == metrics.rate_interval(2, 4)
    assert metrics.csat([5, 4, 3, 1], top=(5,)).estimate == 0.25
    assert np.isnan(metrics.csat(pd.Series([], dtype=float))).all()


# Intervals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_newcombes_table(
    successes: int, trials: int, low: float, high: float
) -> None:
    found = metrics.rate_interval(successes, trials)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_rate_interval_at_the_edges() -> None:
    assert metrics.rate_interval(0, 5).low == 0
    assert metrics.rate_interval(5, 5).high == 1
    assert np.isnan(metrics.rate_interval(0, 0)).all()
    for bad in ((3, 2), (-1, 2), (0.5, 2)):
        with pytest.raises(ValueError, match="whole numbers"):
            metrics.rate_interval(*bad)


def test_rate_difference_agrees_with_newcombes_example() -> None:
    found = metrics.rate_difference((48, 80), (56, 70))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert np.isnan(metrics.rate_difference((0, 0), (1, 2))).all()
    with pytest.raises(TypeError, match="pair"):
        metrics.rate_difference(0.5, (1, 2))


def test_ratio_metric_of_single_rows_is_a_proportion() -> None:
    x = np.array([1] * 30 + [0] * 70)
    found = metrics.ratio_metric(x, np.ones(100))
    assert found.estimate == 0.3
    assert found.standard_error == pytest.approx(np.sqrt(0.3 * 0.7 / 99))
    assert found.naive_standard_error == found.standard_error


def test_ratio_metric_by_the_formula() -> None:
    rng = np.random.default_rng(1)
    unit = rng.integers(0, 40, 500)
    y = rng.integers(1, 5, 500)
    x = rng.binomial(y, 0.3)
    found = metrics.ratio_metric(x, y, unit)
    sums = pd.DataFrame({"x": x, "y": y}).groupby(unit).sum()
    r, n = x.sum() / y.sum(), len(sums)
    cov = np.cov(sums["x"], sums["y"])
    variance = (cov[0, 0] - 2 * r * cov[0, 1] + r**2 * cov[1, 1]) / (n * sums["y"].mean() ** 2)
    assert found.estimate == pytest.approx(r)
    assert found.standard_error == pytest.approx(np.sqrt(variance))
    assert (found.units, found.rows) == (n, 500)
    assert found.interval.margin == pytest.approx(1.959964 * np.sqrt(variance), rel=1e-6)


def test_ratio_metric_covers_where_the_naive_one_does_not() -> None:
    rng = np.random.default_rng(3)
    right = naive = 0
    for _ in range(400):
        visits = rng.integers(1, 30, 200)
        taste = rng.beta(1.5, 3.5, 200)
        unit = np.repeat(np.arange(200), visits)
        hit = rng.random(len(unit)) < np.repeat(taste, visits)
        found = metrics.ratio_metric(hit, np.ones(len(unit)), unit)
        right += found.interval.covers(0.3)
        naive += found.naive_interval.covers(0.3)
    assert 0.92 <= right / 400 <= 0.975
    assert naive / 400 < 0.75


def test_ratio_metric_refuses() -> None:
    with pytest.raises(ValueError, match="equally long"):
        metrics.ratio_metric([1], [1, 2])
    with pytest.raises(ValueError, match="nor 0 everywhere"):
        metrics.ratio_metric([1], [0])
    with pytest.raises(ValueError, match="gaps"):
        metrics.ratio_metric([1, None], [1, 2])
    assert np.isnan(metrics.ratio_metric([1], [2]).standard_error)


# Change ----------------------------------------------------------------------------------------

BEFORE = pd.DataFrame({"eligible": [800, 200], "activated": [400, 40]}, index=["organic", "paid"])
AFTER = pd.DataFrame({"eligible": [500, 500], "activated": [260, 110]}, index=["organic", "paid"])


def test_kitagawa_by_hand() -> None:
    found = metrics.kitagawa(BEFORE, AFTER)
    assert (found.before, found.after) == pytest.approx((0.44, 0.37))
    # Rates 0.50 -> 0.52 and 0.20 -> 0.22, average shares 0.65 and 0.35; shares move by 0.3.
    assert found.rate == pytest.approx(0.02)
    assert found.mix == pytest.approx(-0.3 * 0.51 + 0.3 * 0.21)
    assert found.total == pytest.approx(-0.07)
    assert (found.groups["mix_effect"] < 0).all()  # losing the good, gaining the poor


def test_kitagawa_with_reference_weights() -> None:
    rates_first = metrics.kitagawa(BEFORE, AFTER, weights="before")
    assert rates_first.rate == pytest.approx(0.8 * 0.02 + 0.2 * 0.02)
    assert rates_first.mix == pytest.approx(-0.3 * 0.52 + 0.3 * 0.22)
    mix_first = metrics.kitagawa(BEFORE, AFTER, weights="after")
    assert mix_first.mix == pytest.approx(-0.3 * 0.50 + 0.3 * 0.20)


def test_kitagawa_counts_a_new_group_as_mix() -> None:
    found = metrics.kitagawa(BEFORE.loc[["organic"]], AFTER)
    assert found.rate == pytest.approx(0.75 * 0.02)
    assert np.isnan(found.groups.loc["paid", "rate_before"])
    assert found.rate + found.mix == pytest.approx(found.total)


def people(rates: list[tuple[str, float, int]], size: int = 4, first: int = 0) -> pd.DataFrame:
    """Accounts of `size` people who all do the same: channel, share that activates, accounts."""
    rows = [
        (channel, first + 1000 * place + n, n < share * accounts)
        for place, (channel, share, accounts) in enumerate(rates)
        for n in range(accounts)
        for _ in range(size)
    ]
    return pd.DataFrame(rows, columns=["channel", "account", "hit"])


COLUMNS = {"outcome": "hit", "group": "channel", "unit": "account"}


def test_kitagawa_intervals_have_the_split_at_their_centre() -> None:
    before = people([("organic", 0.5, 80), ("paid", 0.2, 20)])
    after = people([("organic", 0.5, 60), ("paid", 0.2, 60)], first=10_000)
    found = metrics.kitagawa_intervals(before, after, **COLUMNS)
    assert found.total.estimate == pytest.approx(0.35 - 0.44)
    assert found.rate.estimate == pytest.approx(0)
    assert found.mix.estimate == pytest.approx(-0.09)
    assert found.rate.covers(0)
    assert found.mix.high < 0


def test_kitagawa_intervals_count_accounts_and_not_their_people() -> None:
    before, after = (
        people([("organic", share, 100)], first=f) for share, f in ((0.5, 0), (0.4, 500))
    )
    by_account = metrics.kitagawa_intervals(before, after, **COLUMNS).total.margin
    alone = [frame.assign(account=range(n, n + 400)) for frame, n in ((before, 0), (after, 400))]
    by_person = metrics.kitagawa_intervals(*alone, **COLUMNS).total.margin
    # Four people who always agree are one piece of evidence: the margin doubles.
    assert by_account / by_person == pytest.approx(2, rel=0.1)
    expected = 1.96 * np.sqrt(0.5 * 0.5 / 100 + 0.4 * 0.6 / 100)
    assert by_account == pytest.approx(expected, rel=0.1)


def test_kitagawa_intervals_leave_out_the_censored_and_refuse_the_nameless() -> None:
    before = people([("organic", 0.5, 20), ("paid", 0.2, 20)])
    waiting = before.assign(hit=pd.array(before["hit"], dtype="boolean"))
    waiting.loc[::2, "hit"] = pd.NA
    known = waiting[waiting["hit"].notna()]
    small = {**COLUMNS, "samples": 100}
    assert metrics.kitagawa_intervals(waiting, waiting, **small) == metrics.kitagawa_intervals(
        known, known, **small
    )
    with pytest.raises(ValueError, match="account is missing"):
        metrics.kitagawa_intervals(before.assign(account=np.nan), before, **small)
    with pytest.raises(ValueError, match="nobody whose hit is known"):
        metrics.kitagawa_intervals(before, waiting[waiting["hit"].isna()], **small)
    with pytest.raises(ValueError, match="samples must be a whole number from 100"):
        metrics.kitagawa_intervals(before, before, **COLUMNS, samples=10)


tables = st.lists(
    st.integers(0, 50).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    min_size=1,
    max_size=5,
).filter(lambda rows: sum(n for n, _ in rows) > 0)


@given(tables, tables, st.sampled_from(["average", "before", "after"]))
@settings(max_examples=120, deadline=None)
def test_kitagawa_sums_to_the_change(
    first: list[tuple[int, int]], second: list[tuple[int, int]], weights: str
) -> None:
    before, after = (
        pd.DataFrame(rows, columns=["eligible", "activated"]) for rows in (first, second)
    )
    found = metrics.kitagawa(before, after, weights=weights)
    assert found.rate + found.mix == pytest.approx(found.total, abs=1e-12)
    assert found.groups["rate_effect"].sum() == pytest.approx(found.rate, abs=1e-12)
    assert found.groups["mix_effect"].sum() == pytest.approx(found.mix, abs=1e-12)
    back = metrics.kitagawa(after, before)
    forth = metrics.kitagawa(before, after)
    assert (back.rate, back.mix) == pytest.approx((-forth.rate, -forth.mix), abs=1e-12)


def test_kitagawa_refuses() -> None:
    with pytest.raises(ValueError, match="weights must be"):
        metrics.kitagawa(BEFORE, AFTER, weights="none")
    with pytest.raises(ValueError, match="group twice"):
        metrics.kitagawa(pd.concat([BEFORE, BEFORE]), AFTER)
    with pytest.raises(ValueError, match="counts nobody"):
        metrics.kitagawa(BEFORE * 0, AFTER)
    with pytest.raises(ValueError, match="must count people"):
        metrics.kitagawa(BEFORE, AFTER.assign(activated=999))
    with pytest.raises(ValueError, match="no column 'eligible'"):
        metrics.kitagawa(BEFORE[["activated"]], AFTER)
    with pytest.raises(TypeError, match="DataFrame"):
        metrics.kitagawa({"a": 1}, AFTER)


def kidney_stones() -> pd.DataFrame:
    """Charig et al. (1986), the textbook case of a reversal."""
    cells = {
        ("open", "small"): (81, 87),
        ("open", "large"): (192, 263),
        ("puncture", "small"): (234, 270),
        ("puncture", "large"): (55, 80),
    }
    rows = [
        (treatment, size, hit)
        for (treatment, size), (good, n) in cells.items()
        for hit in [True] * good + [False] * (n - good)
    ]
    return pd.DataFrame(rows, columns=["treatment", "size", "success"])


def test_simpson_on_kidney_stones() -> None:
    found = metrics.simpson(kidney_stones(), outcome="success", group="treatment", stratum="size")
    assert found.reversal
    assert found.crude.to_dict() == pytest.approx({"open": 273 / 350, "puncture": 289 / 350})
    assert found.within.loc["small"].to_dict() == pytest.approx(
        {"open": 81 / 87, "puncture": 234 / 270}
    )
    standard = 357 / 700 * 81 / 87 + 343 / 700 * 192 / 263
    assert found.standardised["open"] == pytest.approx(standard)
    assert found.standardised["open"] > found.standardised["puncture"]


def test_no_reversal_without_one() -> None:
    frame = kidney_stones()
    small = frame[frame["size"] == "small"]
    found = metrics.simpson(small, outcome="success", group="treatment", stratum="size")
    assert not found.reversal
    assert found.standardised.to_dict() == pytest.approx(found.crude.to_dict())


def test_standardised_rates_leave_out_the_censored_and_refuse_gaps() -> None:
    frame = kidney_stones()
    late = pd.concat([frame, frame.iloc[[0]].assign(success=None)])
    table = metrics.standardised_rates(late, outcome="success", group="treatment", stratum="size")
    assert table["n"].to_dict() == {"open": 350, "puncture": 350}
    lonely = frame[(frame["treatment"] == "open") | (frame["size"] == "small")]
    table = metrics.standardised_rates(lonely, outcome="success", group="treatment", stratum="size")
    assert np.isnan(table.loc["puncture", "standardised"])
    with pytest.raises(ValueError, match="unknown"):
        metrics.simpson(
            frame.assign(size=None), outcome="success", group="treatment", stratum="size"
        )
    with pytest.raises(ValueError, match="exactly two"):
        metrics.simpson(
            frame[frame["treatment"] == "open"],
            outcome="success",
            group="treatment",
            stratum="size",
        )


# Noise -----------------------------------------------------------------------------------------


def test_xmr_by_hand() -> None:
    found = metrics.xmr([10, 12, 11, 13, 12])
    assert found.centre == pytest.approx(11.6)
    assert found.mean_moving_range == pytest.approx(1.5)
    assert (found.lower, found.upper) == pytest.approx((11.6 - 2.66 * 1.5, 11.6 + 2.66 * 1.5))
    assert found.moving_range_limit == pytest.approx(3.267 * 1.5)
    assert found.points["moving_range"].tolist()[1:] == [2, 1, 2, 1]
    assert found.signals.empty


def test_xmr_judges_new_values_by_the_baseline() -> None:
    values = pd.Series([10, 12, 11, 13, 12, 30], index=list("abcdef"))
    found = metrics.xmr(values, baseline=5)
    assert found.centre == pytest.approx(11.6)
    assert found.signals.index.tolist() == ["f"]
    assert found.points.loc["f", ["outside", "range_outside", "run"]].tolist() == [
        True,
        True,
        False,
    ]
    same = metrics.xmr(values, baseline=slice(0, 5))
    pd.testing.assert_frame_equal(found.points, same.points)


def test_a_run_is_eight_on_one_side() -> None:
    swing = [4, 0] * 5
    for length, expected in ((7, 0), (8, 8), (9, 9)):
        found = metrics.xmr([*swing, *[3] * length], baseline=10)
        assert found.centre == 2
        assert found.points["run"].sum() == expected
    broken = metrics.xmr([*swing, *[3] * 7, 2, *[3] * 7], baseline=10)
    assert not broken.points["run"].any()


def test_xmr_of_equal_values() -> None:
    flat = metrics.xmr([0.1 + 0.2] * 9)
    assert flat.lower == flat.centre == flat.upper
    assert flat.signals.empty
    assert metrics.xmr([5, 5, 6], baseline=2).signals.index.tolist() == [2]


def test_xmr_refuses() -> None:
    with pytest.raises(ValueError, match="gaps"):
        metrics.xmr([1, None, 2])
    with pytest.raises(ValueError, match="at least two"):
        metrics.xmr([1])
    with pytest.raises(ValueError, match="from 2 to 3"):
        metrics.xmr([1, 2, 3], baseline=9)
    with pytest.raises(TypeError, match="baseline must be"):
        metrics.xmr([1, 2, 3], baseline="all")


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.floats(-100, 100))
@settings(max_examples=80, deadline=None)
def test_xmr_limits_move_with_the_values(values: list[float], shift: float) -> None:
    found = metrics.xmr(values)
    moved = metrics.xmr([value + shift for value in values])
    assert moved.upper - moved.lower == pytest.approx(found.upper - found.lower, abs=1e-6)
    assert found.lower <= found.centre <= found.upper


def test_few_false_alarms_when_nothing_happens() -> None:
    rng = np.random.default_rng(11)
    alarms = np.mean(
        [metrics.xmr(rng.normal(size=100)).points["outside"].mean() for _ in range(300)]
    )
    assert 0.001 < alarms < 0.008
