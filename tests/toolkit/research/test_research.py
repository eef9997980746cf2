"""Agreement, small usability tests, surveys and contrast, against published worked examples."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import research

# Agreement ------------------------------------------------------------------------------------

GAP = np.nan
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
).T
DIAGNOSES = """0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0
|2 0 0 4 0|0 0 0 0 6|1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2
|5 1 0 0 0|0 2 0 4 0|1 0 2 0 3|0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0
|4 0 0 0 2|0 2 0 4 0|1 0 5 0 0|0 0 0 0 6"""


def unroll(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the codes of two coders whose cross table this is."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [i for i, _ in pairs], [j for _, j in pairs]


def test_kappa_agrees_with_cohen_1968() -> None:
    # Psychological Bulletin 70(4), table 1: kappa .492, and .348 with the weights given there.
    joint = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    assert research.kappa_of_table(joint) == pytest.approx(0.492, abs=5e-4)
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    assert research.kappa_of_table(joint, weights) == pytest.approx(0.348, abs=5e-4)


def test_kappa_agrees_with_fleiss_1981() -> None:
    # Statistical Methods for Rates and Proportions, 2nd edition, section 13.1: kappa .68.
    first, second = unroll([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert research.percent_agreement(first, second) == pytest.approx(0.89)
    assert research.cohen_kappa(first, second) == pytest.approx(0.68, abs=5e-3)


@pytest.mark.parametrize(
    ("table", "kappa"), [([[40, 9], [6, 45]], 0.70), ([[80, 10], [5, 5]], 0.32)]
)
def test_kappa_falls_with_prevalence(table: list[list[int]], kappa: float) -> None:
    # Feinstein and Cicchetti (1990), Journal of Clinical Epidemiology 43(6), 543-549, their first
    # pair: 85 % agree in both, kappa .70 and .32.
    first, second = unroll(table)
    assert research.percent_agreement(first, second) == 0.85
    assert research.cohen_kappa(first, second) == pytest.approx(kappa, abs=5e-3)


def test_fleiss_kappa_agrees_with_fleiss_1971() -> None:
    # Psychological Bulletin 76(5), table 1: 30 patients, 6 psychiatrists, kappa .430.
    counts = [[int(n) for n in row.split()] for row in DIAGNOSES.split("|")]
    assert np.sum(counts, axis=0).tolist() == [26, 26, 30, 55, 43]
    assert research.fleiss_kappa(counts) == pytest.approx(0.430, abs=5e-4)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_agrees_with_krippendorff_2011(level: str, alpha: float) -> None:
    # Computing Krippendorff's Alpha-Reliability, sections C and D: four observers, twelve units.
    found = research.krippendorff_alpha(FOUR_OBSERVERS, level)
    assert found == pytest.approx(alpha, abs=6e-4)


def test_alpha_of_two_observers_agrees_with_krippendorff_2011() -> None:
    # The same text, section A (binary, no gaps: .095) and section B (nominal, no gaps: .692).
    binary = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]).T
    assert research.krippendorff_alpha(binary) == pytest.approx(0.095, abs=5e-4)
    nominal = np.array([list("aabbdcccedda"), list("babbbccceddd")]).T
    assert research.krippendorff_alpha(nominal) == pytest.approx(0.692, abs=5e-4)


def test_adjusted_rand_agrees_with_yeung_and_ruzzo_2001() -> None:
    # Supplement to Bioinformatics 17(9), 763-774: ten objects, table 1 1 0 / 1 2 1 / 0 0 4: 0.313.
    one, two = unroll([[1, 1, 0], [1, 2, 1], [0, 0, 4]])
    cards = range(10)
    found = research.cluster_agreement(
        dict(zip(cards, one, strict=True)), dict(zip(cards, two, strict=True))
    )
    assert found == pytest.approx(0.313, abs=5e-4)


codes = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


@given(codes)
@settings(max_examples=80, deadline=None)
def test_agreement_has_its_bounds(pairs: list[tuple[str, str]]) -> None:
    one, two = [a for a, _ in pairs], [b for _, b in pairs]
    kappa, alpha = (
        research.cohen_kappa(one, two),
        research.krippendorff_alpha(np.array([one, two]).T),
    )
    assert research.cohen_kappa(two, one) == pytest.approx(kappa, nan_ok=True)
    assert math.isnan(kappa) or -1 - 1e-9 <= kappa <= research.percent_agreement(one, two) + 1e-9
    assert math.isnan(alpha) or alpha <= 1
    if one == two and len(set(one)) > 1:
        assert kappa == pytest.approx(1)
        assert alpha == pytest.approx(1)
    same = research.cluster_agreement(dict(enumerate(one)), dict(enumerate(one)))
    assert same == pytest.approx(1)


def test_agreement_at_the_edges() -> None:
    assert math.isnan(research.cohen_kappa([], []))
    assert math.isnan(research.cohen_kappa(["a", "a"], ["a", "a"]))
    assert math.isnan(research.krippendorff_alpha([[1, GAP], [GAP, 2]]))
    assert math.isnan(research.fleiss_kappa([[3, 0], [3, 0]]))
    assert research.percent_agreement(["a", None, "b"], ["a", "b", None]) == 1
    assert research.cohen_kappa([1, 2, 3], [1, 2, 2], "quadratic") > research.cohen_kappa(
        [1, 2, 3], [1, 2, 2]
    )
    assert math.isnan(research.cluster_agreement({"a": 1}, {"b": 1}))
    for bad, words in (
        (lambda: research.cohen_kappa(["a"], ["a", "b"]), "one order"),
        (lambda: research.cohen_kappa(["a"], ["a"], categories=["b"]), "every code"),
        (lambda: research.cohen_kappa(["a"], ["b"], weights="cubic"), "linear"),
        (lambda: research.kappa_of_table([[1, 2]]), "square"),
        (lambda: research.kappa_of_table([[1, 2], [2, 1]], [[1, 0], [0, 1]]), "diagonal"),
        (lambda: research.fleiss_kappa([[3, 0], [2, 0]]), "krippendorff_alpha"),
        (lambda: research.krippendorff_alpha([["a", "b"]], "ordinal"), "nominal"),
        (lambda: research.krippendorff_alpha([[1, 2]], "metric"), "level must be"),
    ):
        with pytest.raises(ValueError, match=words):
            bad()


# Small usability tests ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        ("wald", 0.416, 0.984),
        ("exact", 0.3475, 0.9333),
        ("adjusted", 0.392, 0.897),
        ("wilson", 0.397, 0.892),
    ],
)
def test_completion_agrees_with_sauro_and_lewis(method: str, low: float, high: float) -> None:
    # Quantifying the User Experience (2012), chapter 3: seven of ten users, four methods.
    found = research.completion_interval(7, 10, method=method)
    assert found == pytest.approx((0.7, low, high), abs=6e-4)


@pytest.mark.parametrize(("done", "low", "high"), [(4, 0.3596, 0.9796)])
def test_completion_agrees_with_tullis_2008(done: int, low: float, high: float) -> None:
    # Calculating a confidence interval for task completion (measuringux.com): four of five.
    assert research.completion_interval(done, 5) == pytest.approx((done / 5, low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("done", "tested", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_exact_agrees_with_newcombe_1998(done: int, tested: int, low: float, high: float) -> None:
    # Statistics in Medicine 17(8), 857-872, table I, method 5 (Clopper-Pearson).
    found = research.completion_interval(done, tested, method="exact")
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_laplace_agrees_with_lewis_and_sauro_2006() -> None:
    # Journal of Usability Studies 1(3): (x + 1) / (n + 2), so five of five is 6/7.
    assert research.completion_estimate(5, 5) == pytest.approx(0.857, abs=5e-4)


def test_task_time_agrees_with_sauro_2006() -> None:
    # Graph and calculator for confidence intervals for task times (measuringusability.com):
    # "68 seconds, 95 % CI (46, 101)".
    found = research.task_time([55, 65, 75, 62, 45, 135])
    assert [round(end) for end in found] == [68, 46, 101]


def sheet(*people: list[float]) -> pd.DataFrame:
    return pd.DataFrame(people, columns=[f"q{i}" for i in range(1, 11)], dtype=float)


def test_sus_agrees_with_brooke_1996() -> None:
    # The filled form of "SUS: a quick and dirty usability scale": 22 points, a score of 55.
    assert research.sus_scores(sheet([5, 4, 2, 1, 2, 3, 2, 4, 5, 2])).tolist() == [55]


def test_sus_interval_agrees_with_sauro_and_lewis() -> None:
    # Quantifying the User Experience (2012), chapter 3: scores of twelve users, mean 83, standard
    # deviation 13.5; with t = 2.201 the margin is 8.6.
    wanted = [90, 77.5, 72.5, 95, 62.5, 57.5, 100, 95, 95, 80, 82.5, 87.5]
    people = []
    for score in wanted:
        extra = round(score / 2.5)
        points = [min(4, max(0, extra - 4 * item)) for item in range(10)]
        people.append([p + 1 if item % 2 == 0 else 5 - p for item, p in enumerate(points)])
    frame = sheet(*people)
    assert research.sus_scores(frame).tolist() == wanted
    found = research.sus(frame)
    assert found.estimate == pytest.approx(82.9, abs=0.05)
    assert found.margin == pytest.approx(2.201 * 13.5 / math.sqrt(12), abs=0.02)


def test_sus_at_the_edges() -> None:
    best, worst = [5, 1] * 5, [1, 5] * 5
    assert research.sus_scores(sheet(best, worst, [3] * 10)).tolist() == [100, 0, 50]
    gap = sheet([5, 1, 5, 1, 5, 1, 5, 1, 5, GAP], best)
    assert research.sus_scores(gap).isna().tolist() == [True, False]
    assert research.sus(gap).estimate == 100
    assert math.isnan(research.sus(gap).low)
    with pytest.raises(ValueError, match="1 to 5"):
        research.sus_scores(sheet([0] * 10))
    with pytest.raises(ValueError, match="no column"):
        research.sus_scores(pd.DataFrame({"q1": [1]}))


@given(st.integers(0, 30), st.integers(1, 30), st.sampled_from(["adjusted", "exact", "wilson"]))
@settings(max_examples=80, deadline=None)
def test_completion_intervals_stay_in_bounds(done: int, more: int, method: str) -> None:
    tested = done + more
    found = research.completion_interval(done, tested, method=method)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    other = research.completion_interval(more, tested, method=method)
    assert (found.low, found.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-9)
    wider = research.completion_interval(done, tested, 0.99, method=method)
    assert wider.low <= found.low + 1e-12 <= found.high <= wider.high + 1e-12


def test_usability_input_is_checked() -> None:
    assert research.completion_interval(5, 5, method="wald").margin == 0  # why nobody should
    assert all(math.isnan(end) for end in research.completion_interval(0, 0))
    with pytest.raises(ValueError, match="method must be"):
        research.completion_interval(1, 2, method="t")
    with pytest.raises(ValueError, match="whole numbers"):
        research.completion_estimate(3, 2)
    with pytest.raises(ValueError, match="more than 0"):
        research.task_time([10, 0])
    assert math.isnan(research.task_time([]).estimate)
    assert research.task_time([30]).estimate == pytest.approx(30)


# Problems -------------------------------------------------------------------------------------


def test_problems_found_agrees_with_nielsen_and_landauer_1993() -> None:
    # INTERCHI '93: mean lambda .31, "five users find 85 %" (84.4 by the formula), fifteen find
    # nearly all.
    assert research.problems_found(0.31, 5) == pytest.approx(0.85, abs=0.01)
    assert research.problems_found(0.31, 15) > 0.99


def test_users_needed_agrees_with_sauro_2008() -> None:
    # Deriving a problem discovery sample size (measuringu.com): 10 % of users, 90 %: 21.85, so 22.
    assert research.users_needed(0.10, 0.90) == 22


def test_discovery_rate_by_lewis_2001() -> None:
    # Formulae of International Journal of Human-Computer Interaction 13(4), by hand: four users,
    # problems met 4, 2, 1 and 1 times: p = 8/16, half of the problems were met once.
    seen = [[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1], [1, 0, 0, 0]]
    assert research.discovery_rate(seen, "none") == 0.5
    assert research.discovery_rate(seen, "turing") == pytest.approx(0.5 / 1.5)
    assert research.discovery_rate(seen, "normalised") == pytest.approx(0.25 * 0.75)
    assert research.discovery_rate(seen) == pytest.approx((0.5 / 1.5 + 0.1875) / 2)
    assert research.discovery_rate([[*row, 0] for row in seen]) == research.discovery_rate(seen)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_one_rate_for_all_flatters(rates: list[float], users: int) -> None:
    mixed, single = (research.problems_found(r, users) for r in (rates, float(np.mean(rates))))
    assert users < 1 or mixed <= single + 1e-12
    assert research.problems_found(rates, users + 1) >= mixed - 1e-12


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.99))
@settings(max_examples=80, deadline=None)
def test_users_needed_are_enough_and_not_too_many(rate: float, goal: float) -> None:
    needed = research.users_needed(rate, goal)
    assert research.problems_found(rate, needed) >= goal - 1e-7
    assert needed == 1 or research.problems_found(rate, needed - 1) < goal + 1e-7


def test_severity_keeps_ties() -> None:
    found = research.rank_severity(
        pd.DataFrame({"ann": [4, 2, 3, 1], "ben": [2, 4, 3, GAP]}, index=list("cbad"))
    )
    assert found.index.tolist() == ["a", "b", "c", "d"]
    assert found["rank"].tolist() == [1, 1, 1, 4]
    assert found["spread"].tolist() == [0, 2, 2, 0]
    with pytest.raises(ValueError, match="between 0"):
        research.rank_severity([[5]])
    with pytest.raises(ValueError, match="one rating"):
        research.rank_severity([[GAP]])


def test_problem_input_is_checked() -> None:
    assert math.isnan(research.discovery_rate([[0, 0]]))
    assert research.users_needed(1, 0.5) == 1
    assert research.users_needed(0.5, 0.75) == 2
    for bad in (
        lambda: research.problems_found(1.5, 3),
        lambda: research.problems_found(0.3, -1),
        lambda: research.users_needed(0, 0.85),
        lambda: research.users_needed(0.3, 1),
        lambda: research.discovery_rate([[2]]),
        lambda: research.discovery_rate([[1]], "half"),
    ):
        with pytest.raises(ValueError, match="must"):
            bad()


# Surveys --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "size"),
    [(10, 10), (100, 80), (200, 132), (300, 169), (1000, 278), (5000, 357), (20_000, 377)],
)
def test_survey_size_agrees_with_krejcie_and_morgan_1970(population: int, size: int) -> None:
    # Educational and Psychological Measurement 30(3), table 1: 5 points, 95 %, worst share.
    assert research.survey_size(0.05, population) == size


def test_survey_size_agrees_with_cochran_1977() -> None:
    # Sampling Techniques, section 4.4: z 1.96, share .5, 5 points, no end of people: 384.16.
    assert research.survey_size(0.05) == 385
    assert research.survey_size(0.05, response=0.25) == 1540
    assert research.survey_size(0.05, design_effect=2) == 769
    assert research.margin_of_error(385) == pytest.approx(0.05, abs=1e-4)


def test_bounds_agree_with_manski_1995() -> None:
    # Identification Problems in the Social Sciences, chapter 2: 106 men asked, 64 found again, 21
    # of them had exited: between .20 and .59.
    found = research.nonresponse_bounds(21, 64, 106)
    assert (found.low, found.high) == pytest.approx((0.20, 0.59), abs=6e-3)
    assert found.estimate == pytest.approx(21 / 64)


def test_weights_mend_the_groups_and_cost_answers() -> None:
    # Kish (1965): equal weights lose nothing; n (1 + cv²) is the other way to write the effect.
    weight = research.design_weights({"free": 30, "paid": 70}, {"free": 800, "paid": 200})
    given = np.repeat(weight.to_numpy(), [30, 70])
    assert weight.to_dict() == pytest.approx({"free": 0.8 / 0.3, "paid": 0.2 / 0.7})
    assert given.mean() == pytest.approx(1)
    effect = 100 / research.effective_size(given)
    assert effect == pytest.approx(1 + given.var() / given.mean() ** 2)
    assert research.effective_size([2] * 50) == pytest.approx(50)
    yes = np.repeat([True, False], [30, 70])
    found = research.weighted_share(yes, given)
    assert found.estimate == pytest.approx(0.8)
    assert found.margin > research.margin_of_error(100, 0.8)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
@settings(max_examples=60, deadline=None)
def test_weights_never_add_answers(weights: list[float]) -> None:
    assert 1 - 1e-9 <= research.effective_size(weights) <= len(weights) + 1e-9


@given(st.integers(1, 400), st.floats(0.01, 0.3))
@settings(max_examples=60, deadline=None)
def test_survey_size_keeps_its_promise(population: int, margin: float) -> None:
    size = research.survey_size(margin, population)
    assert size <= population
    assert research.margin_of_error(size, population=population) <= margin + 1e-9


def test_survey_input_is_checked() -> None:
    assert math.isnan(research.effective_size([]))
    assert math.isnan(research.weighted_share([], []).estimate)
    assert math.isnan(research.nonresponse_bounds(0, 0, 5).estimate)
    assert research.margin_of_error(10, population=10) == 0
    for bad, words in (
        (lambda: research.survey_size(5), "fraction such as 0.05"),
        (lambda: research.survey_size(0.05, response=0), "response"),
        (lambda: research.survey_size(0.05, population=0), "population"),
        (lambda: research.margin_of_error(10, share=50), "share must be"),
        (lambda: research.margin_of_error(10, population=5), "not more than"),
        (lambda: research.design_weights({"a": 1}, {"b": 1}), "same groups"),
        (lambda: research.design_weights({"a": 0}, {"a": 1}), "merge"),
        (lambda: research.effective_size([-1]), "negative"),
        (lambda: research.weighted_share([True], [1, 2]), "equally long"),
        (lambda: research.nonresponse_bounds(3, 2, 5), "within the next"),
    ):
        with pytest.raises(ValueError, match=words):
            bad()


# Contrast -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("#000", 21),
        ("#777", 4.48),  # fails at 4.5
        ("#767676", 4.54),  # the lightest grey that passes AA on white
        ("#949494", 3.03),  # the lightest grey for large text
        ("#595959", 7.00),  # the lightest grey that passes AAA
        ("#f00", 4.00),  # 3.998: neither 4.5 nor 4
        ("#0000ff", 8.59),
        ("#fff", 1),
    ],
)
def test_contrast_agrees_with_known_pairs(text: str, ratio: float) -> None:
    # On white, by the formula of WCAG 2; the greys are those that its guides name as the edges.
    assert research.contrast_ratio(text, "#ffffff") == pytest.approx(ratio, abs=5e-3)


def test_contrast_is_not_rounded_up() -> None:
    # W3C, Understanding success criterion 1.4.3: 4.499:1 would not meet the 4.5:1 threshold.
    assert research.contrast_in_words(4.4999) == "4.49:1"
    assert research.contrast_in_words(research.contrast_ratio("#f00", "#fff")) == "3.99:1"
    assert research.contrast_in_words(21) == "21.00:1"
    assert not research.passes_contrast("#777", "#fff")
    assert research.passes_contrast("#767676", "#fff")
    assert research.passes_contrast("#777", "#fff", large=True)
    assert research.passes_contrast("#767676", "#fff", "AAA", large=True)
    assert not research.passes_contrast("#767676", "#fff", "AAA")


hexes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(hexes, hexes)
@settings(max_examples=80, deadline=None)
def test_contrast_has_its_bounds(one: str, two: str) -> None:
    ratio = research.contrast_ratio(one, two)
    assert 1 <= ratio <= 21 + 1e-9
    assert ratio == research.contrast_ratio(two, one)
    assert research.contrast_ratio(one, one) == 1


def test_contrast_input_is_checked() -> None:
    for bad in ("red", "#12", "#12345g", "", None):
        with pytest.raises(ValueError, match="hexadecimal"):
            research.relative_luminance(bad)
    with pytest.raises(ValueError, match="AAA"):
        research.passes_contrast("#000", "#fff", "A")
