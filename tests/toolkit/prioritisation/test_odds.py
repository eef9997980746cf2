"""Ranges, probabilities of ranks, weights that flip, and the linters."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import triang

from course_utils.toolkit import prioritisation as p

# Estimates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "mode", "high", "mean", "variance"),
    [
        # Heizer and Render, Operations Management, Milwaukee Paper: expected time and variance.
        (1, 2, 3, 2, 4 / 36),
        (2, 3, 4, 3, 4 / 36),
        (2, 4, 6, 4, 16 / 36),
        (1, 4, 7, 4, 36 / 36),
        (1, 2, 9, 3, 64 / 36),
        (3, 4, 11, 5, 64 / 36),
    ],
)
def test_pert_agrees_with_milwaukee_paper(
    low: float, mode: float, high: float, mean: float, variance: float
) -> None:
    found = p.three_point(low, mode, high)
    assert found.mean == pytest.approx(mean)
    assert found.sixth**2 == pytest.approx(variance)


def test_moments_are_those_of_what_is_drawn() -> None:
    for shape in ("pert", "triangular"):
        made = p.three_point(2, 3, 10, shape)
        drawn = p.draws([2], [3], [10], n=200_000, seed=1, shape=shape)[:, 0]
        assert made.mean == pytest.approx(drawn.mean(), abs=0.02)
        assert made.standard_deviation == pytest.approx(drawn.std(), rel=0.01)
        assert made.cdf(3.7) == pytest.approx((drawn <= 3.7).mean(), abs=0.005)


def test_triangle_agrees_with_scipy() -> None:
    ours, theirs = p.three_point(1, 4, 6, "triangular"), triang(c=0.6, loc=1, scale=5)
    x = np.linspace(0, 7, 29)
    assert ours.cdf(x) == pytest.approx(theirs.cdf(x))
    assert ours.pdf(x) == pytest.approx(theirs.pdf(x))
    assert (ours.mean, ours.standard_deviation) == pytest.approx((theirs.mean(), theirs.std()))
    for skewed in ((0, 0, 1), (0, 1, 1)):
        made = p.three_point(*skewed, shape="triangular")
        assert made.cdf(0.5) == pytest.approx(triang(c=made.mode, scale=1).cdf(0.5))


def test_draws_are_seeded_and_stay_inside() -> None:
    one, two = (p.draws([1, 5], [2, 5], [9, 5], n=500, seed=3) for _ in range(2))
    assert (one == two).all()
    assert one[:, 0].min() >= 1
    assert one[:, 0].max() <= 9
    assert (one[:, 1] == 5).all()
    assert (p.draws([1], [2], [9], n=5, seed=4) != one[:5, :1]).any()


def test_lognormal_range_holds_what_it_promises() -> None:
    made = p.lognormal(100, 400)
    assert made.median == pytest.approx(200)
    assert made.interval() == pytest.approx((100, 400))
    assert made.mean > made.median
    product = made * p.lognormal(2, 8) / 5.0
    assert product.median == pytest.approx(200 * 4 / 5)
    assert product.sigma == pytest.approx(made.sigma * math.sqrt(2))
    rng = np.random.default_rng(2)
    drawn = np.exp(rng.normal(product.mu, product.sigma, 100_000))
    assert product.mean == pytest.approx(drawn.mean(), rel=0.02)


# Who outranks whom -----------------------------------------------------------------------------


def test_outranks_by_hand() -> None:
    flat = p.three_point(0, 1, 1, "triangular")  # density 2x
    other = p.three_point(0, 0, 1, "triangular")  # density 2 - 2x
    # P(A > B) = integral of 2x (2x - x^2) dx = 4/3 - 1/2.
    assert p.outranks(flat, other) == pytest.approx(5 / 6)
    assert p.outranks(other, flat) == pytest.approx(1 / 6)
    assert p.outranks(flat, flat) == pytest.approx(0.5)
    assert p.outranks(p.three_point(5, 6, 7), p.three_point(1, 2, 3)) == pytest.approx(1)
    sure = p.three_point(2, 2, 2)
    assert p.outranks(sure, sure) == 0.5
    assert p.outranks(sure, p.three_point(1, 2, 3, "triangular")) == pytest.approx(0.5)
    assert p.outranks(p.three_point(1, 2, 3, "triangular"), sure) == pytest.approx(0.5)


def test_outranks_of_lognormals_is_exact() -> None:
    # Aitchison and Brown (1957): the quotient of two is lognormal, so it is one normal integral.
    a, b = p.lognormal(100, 400), p.lognormal(50, 450)
    z = (a.mu - b.mu) / math.hypot(a.sigma, b.sigma)
    assert p.outranks(a, b) == pytest.approx(0.5 * (1 + math.erf(z / math.sqrt(2))))
    assert p.outranks(p.lognormal(3, 3), p.lognormal(3, 3)) == 0.5
    with pytest.raises(TypeError, match="mixture"):
        p.outranks(a, p.three_point(1, 2, 3))


@given(
    st.lists(st.integers(0, 20), min_size=3, max_size=3),
    st.lists(st.integers(0, 20), min_size=3, max_size=3),
    st.sampled_from(["pert", "triangular"]),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_outranks_agrees_with_drawing(one: list[int], two: list[int], shape: str) -> None:
    (a1, m1, b1), (a2, m2, b2) = sorted(one), sorted(two)
    a, b = p.three_point(a1, m1, b1, shape), p.three_point(a2, m2, b2, shape)
    drawn = p.draws([a1, a2], [m1, m2], [b1, b2], n=20_000, seed=9, shape=shape)
    share = (drawn[:, 0] > drawn[:, 1]).mean() + 0.5 * (drawn[:, 0] == drawn[:, 1]).mean()
    assert p.outranks(a, b) == pytest.approx(share, abs=0.02)
    assert p.outranks(a, b) + p.outranks(b, a) == pytest.approx(1, abs=1e-8)


def test_rank_shares_by_hand() -> None:
    scores = pd.DataFrame({"a": [3, 1, 3, 2], "b": [2, 2, 1, 2], "c": [1, 3, 2, 0]})
    found = p.rank_shares(scores)
    assert found.loc["a"].tolist() == [0.75, 0, 0.25]  # a tie keeps the order of the columns
    assert found.loc["b"].tolist() == [0, 0.75, 0.25]
    assert found.sum().tolist() == found.sum(axis=1).tolist() == [1, 1, 1]
    top = p.top_shares(scores, 2)
    assert top.tolist() == [0.75, 0.75, 0.5]
    assert top.sum() == 2


def test_odds_are_checked() -> None:
    with pytest.raises(ValueError, match="low <= mode <= high"):
        p.three_point(3, 2, 4)
    with pytest.raises(ValueError, match="low <= mode <= high"):
        p.draws([3], [2], [4])
    with pytest.raises(ValueError, match="0 < low <= high"):
        p.lognormal(0, 4)
    with pytest.raises(ValueError, match="positive"):
        p.lognormal(1, 2) * 0
    with pytest.raises(ValueError, match="shape"):
        p.three_point(1, 2, 3, "beta")
    with pytest.raises(ValueError, match="from 1 to 1"):
        p.top_shares(pd.DataFrame({"a": [1]}), 2)
    with pytest.raises(ValueError, match="gaps"):
        p.rank_shares(pd.DataFrame({"a": [np.nan]}))
    with pytest.raises(TypeError, match="DataFrame"):
        p.rank_shares([[1, 2]])


# Weights ---------------------------------------------------------------------------------------

# Triantaphyllou and Sanchez (1997), Decision Sciences 28(1), the example of the weighted sum model.
MARKS = pd.DataFrame(
    {
        "C1": [0.3088, 0.2163, 0.4509, 0.0240],
        "C2": [0.2897, 0.3458, 0.2473, 0.1172],
        "C3": [0.3867, 0.1755, 0.1194, 0.3184],
        "C4": [0.1922, 0.6288, 0.0575, 0.1215],
    },
    index=["A1", "A2", "A3", "A4"],
)
WEIGHTS = {"C1": 0.3277, "C2": 0.3058, "C3": 0.2876, "C4": 0.0790}


def test_weighted_sum_of_triantaphyllou_and_sanchez() -> None:
    found = p.weighted_scores(MARKS, WEIGHTS)
    assert found.tolist()[:3] == pytest.approx([0.3162, 0.2768, 0.2621], abs=2e-4)


def test_a_winner_flips_exactly_where_two_lines_cross() -> None:
    low, high = p.winning_weights(MARKS, WEIGHTS, "A2", "C4")
    assert high == 1
    for weight, winner in ((low - 1e-6, "A1"), (low + 1e-6, "A2")):
        rest = {name: share for name, share in WEIGHTS.items() if name != "C4"}
        bent = {name: (1 - weight) * share / sum(rest.values()) for name, share in rest.items()}
        assert p.weighted_scores(MARKS, {**bent, "C4": weight}).idxmax() == winner
    # Theirs, unnormalised: A1 falls behind A2 when the fourth weight grows by 0.0902.
    gap = (0.3162 - 0.2768) / (0.6288 - 0.1922)
    assert low == pytest.approx((0.0790 + gap) / (1 + gap), abs=2e-3)


def test_an_item_that_is_beaten_everywhere_never_wins() -> None:
    marks = pd.DataFrame({"x": [5, 1], "y": [5, 1]}, index=["good", "bad"])
    assert p.winning_weights(marks, {"x": 1, "y": 1}, "bad", "x") is None
    assert p.least_bend(marks, {"x": 1, "y": 1}, "bad") is None
    assert p.winning_weights(marks, {"x": 1, "y": 1}, "good", "x") == (0, 1)
    assert p.least_bend(marks, {"x": 3, "y": 1}, "good").moved == pytest.approx(0)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_least_bend_is_enough_and_not_too_much(seed: int) -> None:
    rng = np.random.default_rng(seed)
    marks = pd.DataFrame(rng.integers(1, 6, (4, 3)), columns=list("xyz"))
    weights = pd.Series(rng.integers(1, 6, 3).astype(float), index=list("xyz"))
    found = p.least_bend(marks, weights, 0)
    if found is None:
        grid = np.array([(i, j, 20 - i - j) for i in range(21) for j in range(21 - i)])
        scores = grid @ marks.to_numpy().T
        assert (scores[:, 0] < scores.max(axis=1)).all()
        return
    scores = p.weighted_scores(marks, found.weights)
    assert scores[0] >= scores.max() - 1e-9
    assert found.weights.sum() == pytest.approx(1)
    shares = weights / weights.sum()
    assert found.moved == pytest.approx((found.weights - shares).abs().sum() / 2, abs=1e-9)
    for criterion in "xyz":
        span = p.winning_weights(marks, weights, 0, criterion)
        if span:  # bending one criterion alone is never cheaper
            low, high = span
            at = float(np.clip(shares[criterion], low, high))
            assert found.moved <= abs(at - shares[criterion]) + 1e-9


def test_weights_are_checked() -> None:
    with pytest.raises(ValueError, match="name the columns"):
        p.weighted_scores(MARKS, {"C1": 1})
    with pytest.raises(ValueError, match="All weights are 0"):
        p.weighted_scores(MARKS, dict.fromkeys(WEIGHTS, 0))
    with pytest.raises(ValueError, match="no item"):
        p.least_bend(MARKS, WEIGHTS, "A9")
    with pytest.raises(ValueError, match="no criterion"):
        p.winning_weights(MARKS, WEIGHTS, "A1", "C9")
    with pytest.raises(ValueError, match="no proportions"):
        p.winning_weights(MARKS, {**dict.fromkeys(WEIGHTS, 0), "C1": 1}, "A1", "C1")


# Stories ---------------------------------------------------------------------------------------

GOOD = (
    "As an agency owner, I want guests to see one project only, "
    "so that I can show a client their work without showing another client's."
)


def rules(text: str) -> list[str]:
    return [finding.rule for finding in p.lint_story(text)]


def test_a_story_in_order_has_no_findings() -> None:
    assert p.lint_story(GOOD) == []


def test_a_team_owner_is_no_builder_and_a_reason_is_more_than_the_wish() -> None:
    assert rules("As a team owner, I want to see who is late, so that I can step in.") == []
    assert rules("As an owner, I want approvals, so that tasks can be approved.") == ["V"]
    assert rules("As an owner, I want weekly reports, so that reports reach clients monthly.") == []


@pytest.mark.parametrize(
    ("text", "rule", "excerpt"),
    [
        ("As an owner, I want exports, so that I can bill. Depends on story 4.", "I", "depends on"),
        ("As an owner, I want a dropdown of projects, so that I find mine.", "N", "dropdown"),
        ("Add an index to the events table", "V", ""),
        ("As a user, I want reports, so that I know.", "V", "user"),
        ("As a backend developer, I want logs, so that I can debug.", "V", "backend developer"),
        ("As an owner, I want weekly exports.", "V", ""),
        ("As an owner, I want exports, so that exports.", "V", "exports"),
        ("As an owner, I want reports of any kind of work, so that I know.", "E", "any kind of"),
        ("As an owner, I want to manage guests, so that I keep control.", "S", "manage"),
        ("As an owner, I want to add and edit and move tasks, so that I plan.", "S", "and"),
        ("As an owner, I want fast search, so that I lose no time.", "T", "fast"),
    ],
)
def test_each_slip_is_named_with_its_words(text: str, rule: str, excerpt: str) -> None:
    found = [f for f in p.lint_story(text) if f.rule == rule and f.excerpt == excerpt]
    assert len(found) == 1
    assert found[0].words.endswith((".", "?"))


def test_story_findings_come_in_the_order_of_invest() -> None:
    text = "As a user, I want to manage tables fast etc, so that it works. Blocked by story 2."
    found = rules(text)
    assert found == sorted(found, key="INVEST".index)
    assert found[0] == "I"
    assert found[-1] == "T"


def test_parts_of_words_are_not_words() -> None:
    assert "N" not in rules("As an owner, I want a tabular export, so that I can bill.")
    assert "T" not in rules("As an owner, I want breakfast menus, so that guests stay.")


SOUND = """Given a project with two guests
When the owner removes one guest
Then that guest sees no task of the project
And the other guest sees all of them"""


def steps(text: str) -> list[str]:
    return [finding.rule for finding in p.lint_criterion(text)]


def test_a_criterion_in_order_has_no_findings() -> None:
    assert p.lint_criterion(SOUND) == []
    assert p.lint_criterion(SOUND.upper()) == []
    assert p.lint_criterion("  given a\n\n  when b\n  then c") == []


def test_criterion_slips() -> None:
    assert steps("When a\nThen b") == ["Given"]
    assert steps("Given a\nThen b") == ["When"]
    assert steps("Given a\nWhen b") == ["Then"]
    assert steps("It should just work") == ["Given", "When", "Then"]
    assert steps("Given a\nThen b\nWhen c") == ["Then"]
    assert steps("Given a\nWhen b\nAnd c\nThen d") == ["When"]
    assert steps("Given a\nWhen b\nThen it works quickly") == ["Then", "Then"]
    assert steps("Given it works\nWhen b\nThen c") == []  # a state may be said loosely
    assert steps("And a\nGiven b\nWhen c\nThen d") == []


def test_linters_want_a_text() -> None:
    for lint in (p.lint_story, p.lint_criterion):
        with pytest.raises(ValueError, match="is a text"):
            lint("  ")
