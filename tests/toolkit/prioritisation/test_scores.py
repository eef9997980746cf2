"""Scores, sequences, shares, Kano, selection: published examples, brute force, edges."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import prioritisation as p

# Scores ----------------------------------------------------------------------------------------


def test_rice_of_the_three_projects_that_introduced_it() -> None:
    # McBride (2016), Intercom: project 1 has 500 x 30 % people a month, 2 has 2,000 a quarter,
    # 3 has 800 once; the article gives all inputs, and 450 a quarter for project 1.
    assert p.per_quarter([500 * 0.3], "month").tolist() == [450]
    found = p.rice(
        [150, 2000, 800],
        impact=[3, 1, 2],
        confidence=[1, 0.8, 0.5],
        effort=[2, 4, 1],
        period=["month", "quarter", "quarter"],
    )
    assert found.tolist() == pytest.approx([450 * 3 / 2, 400, 800])
    assert p.ranks(found).tolist() == [2, 3, 1]


def test_rice_steps_are_those_of_intercom() -> None:
    assert list(p.IMPACT.values()) == [3, 2, 1, 0.5, 0.25]  # McBride (2016)
    assert list(p.CONFIDENCE.values()) == [1, 0.8, 0.5]


@pytest.mark.parametrize(
    ("unit", "effort"), [("days", 65), ("weeks", 13), ("months", 3)], ids=lambda x: str(x)
)
def test_effort_means_the_same_in_every_unit(unit: str, effort: float) -> None:
    assert p.in_person_months([effort], unit).tolist() == pytest.approx([3])
    assert p.rice([90], [1], [1], [effort], unit=unit).tolist() == pytest.approx([30])


def test_monthly_reach_in_a_quarterly_formula_moves_ranks() -> None:
    careless = p.rice([100, 150], [1, 1], [1, 1], [1, 1])
    careful = p.rice([100, 150], [1, 1], [1, 1], [1, 1], period=["month", "quarter"])
    assert p.by_score(careless) == [1, 0]
    assert p.by_score(careful) == [0, 1]


def test_scores_refuse_what_they_cannot_mean() -> None:
    good = {"reach": [10], "impact": [1], "confidence": [1], "effort": [1]}
    bad = {
        "reach": ([-1], "at least 0"),
        "impact": ([1.5], "0.25"),
        "confidence": ([80], "at most 1"),
        "effort": ([0], "more than 0"),
    }
    for name, (values, words) in bad.items():
        with pytest.raises(ValueError, match=words):
            p.rice(**{**good, name: values})
    with pytest.raises(ValueError, match="Each item needs"):
        p.rice([10, 20], [1], [1], [1])
    with pytest.raises(ValueError, match="days, weeks, months"):
        p.rice([10], [1], [1], [1], unit="points")
    with pytest.raises(ValueError, match="missing for 1"):
        p.rice([None], [1], [1], [1])
    with pytest.raises(ValueError, match="one name, or one for each"):
        p.per_quarter([1, 2], ["month"])


def test_wsjf_of_reinertsens_three_jobs() -> None:
    # SAFe shows it with Reinertsen's jobs: cost of delay 10, 3, 1 over size 1, 3, 10.
    assert p.cd3([10, 3, 1], [1, 3, 10]).tolist() == [10, 1, 0.1]


def test_wsjf_adds_three_columns_and_divides_by_size() -> None:
    found = p.wsjf([13, 1, 5], [8, 2, 1], [1, 3, 8], [5, 1, 2])
    assert found.tolist() == pytest.approx([22 / 5, 6, 7])
    with pytest.raises(ValueError, match="relative points"):
        p.wsjf([4, 1], [1, 1], [1, 1], [1, 1])
    with pytest.warns(UserWarning, match="size has no 1"):
        assert p.wsjf([1], [1], [1], [2]).tolist() == [1.5]


def test_quadrants_depend_on_lines_that_were_said() -> None:
    value, effort = pd.Series([9, 9, 1, 1], index=list("abcd")), [1, 9, 1, 9]
    assert p.quadrants(value, effort, 5, 5).tolist() == list(p.QUADRANTS)
    assert p.quadrants(value, effort, 9, 9).tolist() == list(p.QUADRANTS)  # on the line: high
    assert p.quadrants(value, effort, 5, 10)["b"] == "Quick wins"
    with pytest.raises(TypeError):
        p.quadrants(value, effort)
    with pytest.raises(ValueError, match="say where high begins"):
        p.quadrants(value, effort, float("nan"), 5)


def test_ranks_keep_the_order_of_equals() -> None:
    assert p.ranks([1, 3, 3, 2]).tolist() == [4, 1, 2, 3]
    assert p.by_score(pd.Series([1, 2, 2], index=list("xyz"))) == ["y", "z", "x"]


# Delay -----------------------------------------------------------------------------------------


def jobs(duration: list[float], cost: list[float], **more: list[float]) -> pd.DataFrame:
    names = [f"job {i}" for i in range(1, len(duration) + 1)]
    return pd.DataFrame({"duration": duration, "cost_of_delay": cost, **more}, index=names)


def test_high_weight_first_costs_reinertsen_4_percent_of_the_opposite() -> None:
    # Reinertsen (2009), chapter 7: three jobs; cost while waiting to start falls by 96 %.
    three = jobs([1, 3, 10], [10, 3, 1])
    own = float((three["duration"] * three["cost_of_delay"]).sum())
    waiting = [
        p.delay_cost(three, order) - own for order in (list(three.index), list(three.index[::-1]))
    ]
    assert waiting == [7, 160]
    assert 1 - waiting[0] / waiting[1] == pytest.approx(0.96, abs=0.005)
    assert p.best_order(three)[0] == list(three.index)


def test_arnolds_ice_cream_stand() -> None:
    # Arnold, "CD3 and proportionality to outcomes", blackswanfarming.com: 10 a week after 2 weeks,
    # 30 a week after 4. In 6 weeks 100 ice creams (A first) or 120 (B first), 60 of them anyway.
    stand = jobs([2, 4], [10, 30])
    assert p.cd3(stand["cost_of_delay"], stand["duration"]).tolist() == [5, 7.5]
    for order, made in ((["job 1", "job 2"], 100), (["job 2", "job 1"], 120)):
        assert 60 + 6 * 40 - p.delay_cost(stand, order) == made
    assert p.best_order(stand)[0] == ["job 2", "job 1"]


def test_moores_algorithm_in_pinedos_example() -> None:
    # Pinedo, Scheduling, 3.3: durations 7, 8, 4, 6, 6; dates 9, 17, 18, 19, 21: two are late.
    five = jobs([7, 8, 4, 6, 6], [0] * 5, due=[9, 17, 18, 19, 21], penalty=[1] * 5)
    order, cost = p.best_order(five)
    assert cost == 2
    assert p.delay_table(five, order)["late"].sum() == 2


def test_total_tardiness_in_pinedos_example() -> None:
    # Pinedo, Scheduling, 3.4 (Lawler's algorithm): the least total tardiness is 370.
    five = jobs([121, 79, 147, 83, 130], [0] * 5, due=[260, 266, 266, 336, 337], late_cost=[1] * 5)
    assert p.best_order(five)[1] == pytest.approx(370)


def test_a_fixed_date_is_where_cd3_fails() -> None:
    trap = jobs([4, 2], [8000, 0], due=[np.nan, 3], penalty=[0, 90_000])
    rivals = p.rival_orders(trap, [1, 2])
    order, cost = p.best_order(trap)
    assert rivals["CD3"] == ["job 1", "job 2"]
    assert order == ["job 2", "job 1"]
    assert p.delay_cost(trap, rivals["CD3"]) == 32_000 + 90_000
    assert cost == 6 * 8000


def test_on_the_date_is_in_time() -> None:
    row = jobs([3], [0], due=[3], penalty=[5], late_cost=[1])
    assert p.delay_cost(row, ["job 1"]) == 0
    third = jobs([0.1, 0.2], [0, 0], due=[np.nan, 0.3], penalty=[0, 5])
    assert p.delay_cost(third, ["job 1", "job 2"]) == 0  # 0.1 + 0.2 is a little more than 0.3


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6), st.integers(0, 9), st.none() | st.integers(1, 15), st.integers(0, 40)
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_order_beats_the_best(rows: list[tuple[int, int, int | None, int]]) -> None:
    duration, rate, due, penalty = map(list, zip(*rows, strict=True))
    penalty = [0 if d is None else charge for d, charge in zip(due, penalty, strict=True)]
    table = jobs(duration, rate, due=[np.nan if d is None else d for d in due], penalty=penalty)
    order, cost = p.best_order(table)
    assert cost == pytest.approx(min(p.delay_cost(table, o) for o in permutations(table.index)))
    assert p.delay_cost(table, order) == pytest.approx(cost)
    dateless = table[["duration", "cost_of_delay"]]
    by_ratio = p.by_score(p.cd3(table["cost_of_delay"], table["duration"]))
    # Smith (1956): without dates nothing beats falling cost over duration.
    assert p.best_order(dateless)[1] == pytest.approx(p.delay_cost(dateless, by_ratio))


def test_dependencies_are_kept_and_circles_refused() -> None:
    four = jobs([3, 1, 2, 2], [1, 9, 4, 4])
    order, cost = p.best_order(four, {"job 2": ["job 1"]})
    allowed = [o for o in permutations(four.index) if o.index("job 1") < o.index("job 2")]
    assert cost == pytest.approx(min(p.delay_cost(four, o) for o in allowed))
    assert order.index("job 1") < order.index("job 2")
    with pytest.raises(ValueError, match="circle"):
        p.best_order(four, {"job 1": ["job 2"], "job 2": ["job 1"]})
    with pytest.raises(ValueError, match="not there"):
        p.best_order(four, {"job 1": ["job 9"]})


def test_equal_jobs_keep_the_order_of_the_table() -> None:
    same = jobs([2, 2, 2], [5, 5, 5])
    assert p.best_order(same)[0] == list(same.index)


def test_rival_orders_by_hand() -> None:
    table = jobs([5, 1, 3], [10, 1, 9], due=[np.nan, 9, 4])
    rivals = p.rival_orders(table, [100, 300, 200])
    assert {name: [int(job[-1]) for job in order] for name, order in rivals.items()} == {
        "first in, first out": [1, 2, 3],
        "value first": [2, 3, 1],
        "shortest first": [2, 3, 1],
        "earliest date first": [3, 2, 1],
        "CD3": [3, 1, 2],
    }


def test_jobs_are_checked() -> None:
    with pytest.raises(ValueError, match="every job once"):
        p.delay_table(jobs([1, 1], [1, 1]), ["job 1"])
    with pytest.raises(ValueError, match="at most 16"):
        p.best_order(jobs([1] * 17, [1] * 17))
    with pytest.raises(ValueError, match="no column 'duration'"):
        p.delay_cost(pd.DataFrame({"cost_of_delay": [1]}), [0])
    with pytest.raises(ValueError, match="more than 0"):
        p.cd3([1], [0])


# MoSCoW ----------------------------------------------------------------------------------------


def test_moscow_at_dsdms_guideline() -> None:
    # DSDM Handbook (2014), 10.4: at most 60 % Must by effort, around 20 % Could.
    found = p.moscow(["Must", "Should", "Could"], [60, 20, 20])
    assert found.by_effort.tolist() == [0.6, 0.2, 0.2]
    assert not found.problems
    over = p.moscow(["Must", "Should", "Could"], [61, 19, 20])
    assert len(over.problems) == 1
    assert "61%" in over.problems[0]
    assert "contingency" in p.moscow(["Must", "Should"], [50, 50]).problems[0]


def test_moscow_counts_effort_not_cards_and_leaves_wont_out() -> None:
    found = p.moscow(["must", "COULD", "Could", "Won\u2019t"], [8, 1, 1, 100])
    assert found.by_count["Must"] == pytest.approx(1 / 3)
    assert found.by_effort["Must"] == 0.8
    assert found.planned == 10
    with pytest.raises(ValueError, match="Must, Should"):
        p.moscow(["Maybe"], [1])
    with pytest.raises(ValueError, match="Nothing is planned"):
        p.moscow(["Won't"], [1])


# Kano ------------------------------------------------------------------------------------------


def test_kano_table_is_bergers_in_all_25_cells() -> None:
    # Berger and others (1993), evaluation table; rows functional, columns dysfunctional.
    rows = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    for i, row in enumerate(rows, 1):
        assert "".join(p.kano_answers([i] * 5, [1, 2, 3, 4, 5])) == row


def pairs(**counts: int) -> tuple[list[int], list[int]]:
    answers = {"A": (1, 3), "O": (1, 5), "M": (3, 5), "I": (3, 3), "R": (3, 1), "Q": (1, 1)}
    found = [answers[name] for name, many in counts.items() for _ in range(many)]
    return [f for f, _ in found], [d for _, d in found]


@pytest.mark.parametrize(
    ("counts", "mode", "better", "worse"),
    [
        # Sauerwein, Bailom, Matzler and Hinterhuber (1996), "The Kano model: how to delight your
        # customers", a survey on skis; shares of answers in tenths of a percent.
        ({"A": 70, "O": 323, "M": 493, "I": 95, "R": 3, "Q": 15}, "M", 0.40, -0.83),
        ({"A": 104, "O": 451, "M": 305, "I": 115, "R": 12, "Q": 12}, "O", 0.57, -0.78),
        ({"A": 638, "O": 216, "M": 29, "I": 85, "R": 7, "Q": 25}, "A", None, -0.25),
    ],
)
def test_kano_coefficients_of_the_ski_survey(
    counts: dict[str, int], mode: str, better: float | None, worse: float
) -> None:
    found = p.kano(*pairs(**counts))
    assert (found.mode, found.clear) == (mode, True)
    if better is not None:
        assert found.better == pytest.approx(better, abs=0.006)
    assert found.worse == pytest.approx(worse, abs=0.006)
    assert found.left_out == counts["R"] + counts["Q"]


def test_r_and_q_stand_in_no_denominator() -> None:
    plain = p.kano(*pairs(A=10, O=10, M=10, I=10))
    noisy = p.kano(*pairs(A=10, O=10, M=10, I=10, R=30, Q=20))
    assert (plain.better, plain.worse) == (noisy.better, noisy.worse) == (0.5, -0.5)
    assert (noisy.left_out, noisy.valid, noisy.mode) == (50, 40, "R")


def test_a_close_mode_is_not_clear() -> None:
    assert not p.kano(*pairs(A=12, M=10)).clear
    assert p.kano(*pairs(A=30, M=10)).clear
    assert p.kano(*pairs(A=10, O=10)).mode == "O"  # of equals, M before O before A
    assert p.kano(*pairs(A=10, O=10)).p_value == 1
    assert np.isnan(p.kano(*pairs(R=3)).better)
    with pytest.raises(ValueError, match="1 \\(like\\) to 5"):
        p.kano([0], [1])
    with pytest.raises(ValueError, match="Nobody answered"):
        p.kano([], [])
    with pytest.raises(ValueError, match="alpha"):
        p.kano([1], [1], alpha=5)


# Selection -------------------------------------------------------------------------------------

# Burkardt's collection KNAPSACK_01 (Florida State University), problems 1 to 8, with the optimal
# profits given there; problem 7 and others are Kreher and Stinson's (1999), problem 8 Martello and
# Toth's (1990).
KNAPSACKS = [
    (165, "23 31 29 44 53 38 63 85 89 82", "92 57 49 68 60 43 67 84 87 72", 309),
    (26, "12 7 11 8 9", "24 13 23 15 16", 51),
    (190, "56 59 80 64 75 17", "50 50 64 46 50 5", 150),
    (50, "31 10 20 19 4 3 6", "70 20 39 37 7 5 10", 107),
    (104, "25 35 45 5 25 3 2 2", "350 400 450 20 70 8 5 5", 900),
    (170, "41 50 49 59 55 57 60", "442 525 511 593 546 564 617", 1735),
    (
        750,
        "70 73 77 80 82 87 90 94 98 106 110 113 115 118 120",
        "135 139 149 150 156 163 173 184 192 201 210 214 221 229 240",
        1458,
    ),
    (
        6404180,
        "382745 799601 909247 729069 467902 44328 34610 698150 823460 903959 853665 551830 610856 "
        "670702 488960 951111 323046 446298 931161 31385 496951 264724 224916 169684",
        "825594 1677009 1676628 1523970 943972 97426 69666 1296457 1679693 1902996 1844992 1049289 "
        "1252836 1319836 953277 2067538 675367 853655 1826027 65731 901489 577243 466257 369261",
        13549094,
    ),
]


def numbers(text: str) -> pd.Series:
    return pd.Series([float(word) for word in text.split()])


@pytest.mark.parametrize(("capacity", "effort", "value", "best"), KNAPSACKS)
def test_knapsacks_of_the_literature(capacity: float, effort: str, value: str, best: float) -> None:
    found = p.select(numbers(value), numbers(effort), capacity)
    assert found.value == best
    assert found.effort <= capacity
    assert p.greedy(numbers(value), numbers(effort), capacity).value <= best


@given(st.integers(0, 10_000), st.integers(2, 8))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_set_beats_the_selection(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    value = pd.Series(rng.integers(1, 60, count).astype(float))
    effort = pd.Series(rng.integers(1, 12, count).astype(float))
    capacity = float(rng.integers(1, 40))
    needs = {
        int(b): [int(a)]
        for a, b in zip(range(count - 1), range(1, count), strict=True)
        if rng.random() < 0.3
    }
    best = 0.0
    for mask in range(1 << count):
        inside = {i for i in range(count) if mask >> i & 1}
        if effort[list(inside)].sum() <= capacity and all(
            a in inside for b, others in needs.items() if b in inside for a in others
        ):
            best = max(best, value[list(inside)].sum())
    exact = p.select(value, effort, capacity, needs)
    assert exact.value == pytest.approx(best)
    thumb = p.greedy(value, effort, capacity, needs)
    for found in (exact, thumb):
        assert found.effort <= capacity
        assert all(a in found.items for b in found.items for a in needs.get(b, []))
    assert thumb.value <= exact.value + 1e-9


def test_greedy_loses_where_one_good_item_blocks_a_better_pair() -> None:
    value = pd.Series({"a": 60.0, "b": 48.0, "c": 48.0})
    effort = pd.Series({"a": 5.0, "b": 4.5, "c": 4.5})
    assert p.greedy(value, effort, 9).items == ("a",)
    assert p.select(value, effort, 9).items == ("b", "c")


def test_what_must_be_in_is_in_or_refused() -> None:
    value, effort = pd.Series({"a": 1.0, "b": 9.0}), pd.Series({"a": 5.0, "b": 5.0})
    assert p.select(value, effort, 5, always=["a"]).items == ("a",)
    with pytest.raises(ValueError, match="does not fit"):
        p.select(value, effort, 4, always=["a"])
    with pytest.raises(ValueError, match="not there"):
        p.select(value, effort, 4, always=["z"])
    with pytest.raises(ValueError, match="not there"):
        p.greedy(value, effort, 4, {"a": ["z"]})
    with pytest.raises(ValueError, match="different indexes"):
        p.select(value, effort.drop("b"), 4)
    assert p.select(value, effort[::-1], 5, always=["a"]).items == ("a",)
    with pytest.raises(TypeError, match="indexed by item"):
        p.select([1], [1], 1)
    assert p.select(value, effort, 0).items == ()
