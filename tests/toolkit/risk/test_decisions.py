"""Losses, choices, information, responses and scores: published cases, and trees by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import risk

# Losses ------------------------------------------------------------------------------------------


def test_two_risks_by_hand() -> None:
    """0.1 of 1000 and 0.5 of 300: losses 0, 300, 1000, 1300 with 0.45, 0.45, 0.05, 0.05."""
    found = risk.loss_distribution([0.1, 0.5], [1000, 300])
    assert found.curve["chance"].to_dict() == pytest.approx(
        {0: 0.45, 300: 0.45, 1000: 0.05, 1300: 0.05}
    )
    assert found.curve["more"].tolist() == pytest.approx([1, 0.55, 0.1, 0.05])
    assert found.mean == pytest.approx(risk.exposure([0.1, 0.5], [1000, 300]).sum()) == 250
    assert (found.percentile(0.8), found.percentile(0.9), found.percentile(0.94)) == (
        300,
        300,
        1000,
    )
    # The expected loss as a budget fails as often as anything above 250 is lost.
    assert found.chance_above(250) == pytest.approx(0.55)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=6),
    st.floats(0.05, 0.95),
)
@settings(max_examples=50, deadline=None)
def test_losses_are_those_of_every_outcome(risks: list[tuple[float, int]], share: float) -> None:
    total: dict[int, float] = {}
    for outcome in itertools.product([0, 1], repeat=len(risks)):
        chance, loss = 1.0, 0
        for came, (p, impact) in zip(outcome, risks, strict=True):
            chance *= p if came else 1 - p
            loss += came * impact
        total[loss] = total.get(loss, 0) + chance
    found = risk.loss_distribution(*map(list, zip(*risks, strict=True)))
    for loss, chance in found.curve["chance"].items():
        assert chance == pytest.approx(total[int(loss)], abs=1e-12)
    at = found.percentile(share)
    assert found.chance_above(at) <= 1 - share + 1e-8


def test_draws_come_near_the_exact_losses() -> None:
    p, impact = [0.1, 0.5, 0.25], [1000, 300, 500]
    exact = risk.loss_distribution(p, impact)
    drawn = risk.simulate_losses(p, impact, impact, impact, n=40_000, seed=5)
    gap = exact.curve["more"].sub(drawn.curve["more"]).abs().max()
    assert gap < 1.63 / math.sqrt(40_000)  # Kolmogorov's bound at one in a hundred
    assert drawn.mean == pytest.approx(exact.mean, rel=0.03)


def test_dependence_keeps_the_mean_and_lengthens_the_tail() -> None:
    p, impact = [0.1] * 12, [100.0] * 12
    alone, together = (
        risk.simulate_losses(p, impact, impact, impact, dependence=d, n=40_000, seed=2)
        for d in (0, 0.5)
    )
    assert together.mean == pytest.approx(alone.mean, rel=0.03)
    assert alone.percentile(0.95) == 300
    assert together.percentile(0.95) >= 500
    assert together.chance_above(0) < alone.chance_above(0)  # and more often nothing comes
    # Vasicek (2002): both of two come with the bivariate normal chance, 0.0324 at 0.5.
    two = risk.simulate_losses([0.1, 0.1], [1, 1], [1, 1], [1, 1], dependence=0.5, n=200_000)
    assert two.chance_above(1.5) == pytest.approx(0.0324, abs=0.0015)


def test_odd_risks_are_refused() -> None:
    with pytest.raises(ValueError, match="must be at most 1;"):
        risk.exposure([1.2], [3])
    with pytest.raises(ValueError, match="merge small ones"):
        risk.loss_distribution([0.1] * 21, [1] * 21)
    with pytest.raises(ValueError, match="below 1"):
        risk.simulate_losses([0.1], [1], [1], [1], dependence=1)
    with pytest.raises(ValueError, match="low <= mode <= high"):
        risk.simulate_losses([0.1], [3], [2], [4])


# Choices -----------------------------------------------------------------------------------------

CONDOS = pd.DataFrame(
    {"strong": [8, 14, 20], "weak": [7, 5, -9]}, index=["small", "medium", "large"]
)
"""Pittsburgh Development Corporation, of Anderson, Sweeney and Williams: profit in millions."""
DEMAND = {"strong": 0.8, "weak": 0.2}
RESEARCH = pd.DataFrame(
    {"favourable": [0.9, 0.25], "unfavourable": [0.1, 0.75]}, index=["strong", "weak"]
)


def test_the_rules_without_chances() -> None:
    assert risk.maximin(CONDOS).option == "small"
    assert risk.maximax(CONDOS).option == "large"
    assert risk.minimax_regret(CONDOS).option == "medium"
    assert risk.regrets(CONDOS).to_numpy().tolist() == [[12, 0], [6, 2], [0, 16]]
    assert risk.laplace(CONDOS).option == "medium"
    assert risk.hurwicz(CONDOS, 0).scores.tolist() == risk.maximin(CONDOS).scores.tolist()
    assert risk.hurwicz(CONDOS, 1).scores.tolist() == risk.maximax(CONDOS).scores.tolist()
    assert risk.hurwicz(CONDOS, 0.5).scores.to_dict() == {"small": 7.5, "medium": 9.5, "large": 5.5}


def test_the_value_of_the_condominiums() -> None:
    found = risk.emv(CONDOS, DEMAND)
    assert found.option == "large"
    assert found.scores.to_dict() == pytest.approx({"small": 7.8, "medium": 12.2, "large": 14.2})
    assert risk.evpi(CONDOS, DEMAND) == pytest.approx(3.2)


def test_the_value_of_market_research() -> None:
    """Posteriors 0.935 and 0.348; 15.82 with it, 1.62 more than without.

    The book rounds the posteriors to 0.94 and 0.35 first, and has 15.93 and 1.73.
    """
    found = risk.evsi(CONDOS, DEMAND, RESEARCH)
    assert found.signals.to_dict() == pytest.approx({"favourable": 0.77, "unfavourable": 0.23})
    assert found.posteriors["strong"].tolist() == pytest.approx([0.935, 0.348], abs=5e-4)
    assert found.options.to_dict() == {"favourable": "large", "unfavourable": "medium"}
    assert found.value == pytest.approx(0.72 * 20 - 0.05 * 9 + 0.08 * 14 + 0.15 * 5 - 14.2)
    assert found.efficiency == pytest.approx(found.value / 3.2)
    rounded = 0.77 * (0.94 * 20 - 0.06 * 9) + 0.23 * (0.35 * 14 + 0.65 * 5)
    assert rounded == pytest.approx(15.93, abs=0.005)
    assert found.value == pytest.approx(rounded - 14.2, abs=0.12)


def test_a_survey_is_worth_nothing_or_everything() -> None:
    blind = pd.DataFrame({"yes": [0.5, 0.5], "no": [0.5, 0.5]}, index=["strong", "weak"])
    assert risk.evsi(CONDOS, DEMAND, blind).value == 0
    sure = pd.DataFrame({"yes": [0.0, 1.0], "no": [1.0, 0.0]}, index=["weak", "strong"])
    assert risk.evsi(CONDOS, DEMAND, sure).value == pytest.approx(risk.evpi(CONDOS, DEMAND))
    # One option is best in every state: nothing can be learnt that matters.
    better = CONDOS.loc[["small"]]
    assert risk.evpi(better, DEMAND) == 0
    assert math.isnan(risk.evsi(better, DEMAND, RESEARCH).efficiency)


@given(
    st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.lists(st.integers(1, 9), min_size=6, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_information_never_harms(
    rows: list[list[int]], prior: list[int], signal: list[int]
) -> None:
    states = list("abc")
    table = pd.DataFrame(rows, columns=states)
    chances = pd.Series(np.array(prior) / sum(prior), index=states)
    parts = np.array(signal, dtype=float).reshape(3, 2)
    accuracy = pd.DataFrame(parts / parts.sum(axis=1, keepdims=True), index=states)
    value = risk.evsi(table, chances, accuracy).value
    assert 0 <= value <= risk.evpi(table, chances) + 1e-9


def test_odd_chances_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        risk.emv(CONDOS, {"strong": 0.8, "weak": 0.1})
    with pytest.raises(ValueError, match="name the states"):
        risk.evpi(CONDOS, {"strong": 0.8, "feeble": 0.2})
    with pytest.raises(ValueError, match="fraction from 0 to 1"):
        risk.evpi(CONDOS, {"strong": 1.2, "weak": -0.2})
    with pytest.raises(ValueError, match="each row"):
        risk.evsi(CONDOS, DEMAND, RESEARCH.T.set_axis(["strong", "weak"]))


# Responses ---------------------------------------------------------------------------------------

RISKS = pd.DataFrame(
    {"probability": [0.2, 0.05, 0.5], "impact": [1000, 9000, 100]},
    index=["outage", "leak", "delay"],
)
RESPONSES = pd.DataFrame(
    {
        "risk": ["leak", "outage", "outage"],
        "response": ["insure", "second region", "rehearse"],
        "cost": [600, 150, 40],
        "probability": [0.05, 0.02, 0.15],
        "impact": [1000, 1000, 800],
    }
)


def test_responses_by_hand() -> None:
    found = risk.response_table(RISKS, RESPONSES)
    assert found["net"].to_dict() == pytest.approx(
        {
            ("outage", "accept"): 0,
            ("outage", "second region"): 200 - 20 - 150,
            ("outage", "rehearse"): 200 - 120 - 40,
            ("leak", "accept"): 0,
            ("leak", "insure"): 450 - 50 - 600,
            ("delay", "accept"): 0,
        }
    )
    even = found["break_even"]
    assert even["outage", "second region"] == pytest.approx(150 / 900)
    assert even["outage", "rehearse"] == pytest.approx(40 / (1000 - 0.75 * 800))
    assert even["leak", "insure"] == pytest.approx(600 / 8000)
    assert math.isnan(even["delay", "accept"])


def test_at_its_break_even_a_response_saves_nothing() -> None:
    even = risk.response_table(RISKS, RESPONSES)["break_even"]["outage", "rehearse"]
    moved = RISKS.assign(probability=[even, 0.05, 0.5])
    left = RESPONSES.assign(probability=[0.05, 0.02, 0.75 * even])
    assert risk.response_table(moved, left)["net"]["outage", "rehearse"] == pytest.approx(0)
    assert risk.break_even_probability(600, 8000) == 0.075
    assert math.isnan(risk.break_even_probability(9000, 8000))
    with pytest.raises(ValueError, match="Give it a row"):
        risk.response_table(RISKS.iloc[1:], RESPONSES)


# Scores ------------------------------------------------------------------------------------------


def test_a_thousand_combinations_make_120_numbers() -> None:
    """Bowles (2003)."""
    grid = np.array(list(itertools.product(range(1, 11), repeat=3)))
    assert risk.rpn(*grid.T).nunique() == 120
    with pytest.raises(ValueError, match="1 is best"):
        risk.rpn([11], [2], [3])


def test_a_matrix_worse_than_useless() -> None:
    """Cox (2008): on the line P = 0.75 - C every medium risk is smaller than every low one."""
    chance = np.array([0.05, 0.1, 0.2, 0.3, 0.36, 0.42, 0.6, 0.7])
    impact = 0.75 - chance
    score = risk.heat_map_score(chance, impact, [0.5], [0.5])
    assert score.tolist() == [2, 2, 2, 1, 1, 1, 2, 2]
    wrong = risk.rank_reversals(score, risk.exposure(chance, impact))
    assert len(wrong) == 5 * 3  # all pairs that it dares to order
    assert (wrong["truth_gap"] < 0).all()
    assert risk.rank_reversals([1, 2, 2], [5, 6, 7]).empty


def test_a_debt_by_hand() -> None:
    assert risk.debt_cost(3, 4) == 12
    assert risk.debt_cost(100, 3, 0.1) == pytest.approx(100 + 110 + 121)
    assert risk.debt_payback(331, 100, 0.1) == pytest.approx(3)
    assert risk.debt_payback(12, 3) == 4
    # Half as much each period: never more than twice the first.
    assert risk.debt_payback(150, 100, -0.5) == pytest.approx(2)
    assert math.isnan(risk.debt_payback(200, 100, -0.5))
    assert math.isnan(risk.debt_payback(12, 0))
