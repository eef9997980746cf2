"""The world of the flow lab: the same luck for each policy, and policies that end in their order."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.lessons.delivery import flow, words

SEEDS = range(100)


def single(**changed):
    """One item of three days, asked for on the first day."""
    given = {
        "asked": [0],
        "effort": [3.0],
        "worth": [10.0],
        "stuck_after": [9.0],
        "stuck_days": [4],
        "mark": [0.1],
        **changed,
    }
    return flow.Luck(**{name: np.array(values) for name, values in given.items()})


@pytest.fixture(scope="module")
def scores():
    played = []
    for seed in SEEDS:
        drawn = flow.luck(seed)
        policies = (flow.at_random(seed), flow.steady(flow.TEMPTING), flow.steady(flow.RULES))
        played.append([flow.play(drawn, policy).score for policy in policies])
    return np.array(played)


def test_random_tempting_and_rules_end_in_that_order(scores):
    at_random, tempting, rules = scores.T
    assert ((at_random < tempting) & (tempting < rules)).sum() >= 95


def test_one_move_again_and_again_does_badly(scores):
    """Whoever begins all, begins one thing only, or promises hardly anything, is behind the rules."""
    for move in ((20, 1.0), (1, 0.85), (5, 0.5), (20, 1.5)):
        again = np.array([flow.play(flow.luck(seed), flow.steady(move)).score for seed in SEEDS])
        assert (again < scores[:, 2]).sum() >= 95, move


def test_neighbours_of_the_rules_are_no_trick():
    """No policy of the grid is far ahead of the rules, so that the lesson names the right hill."""
    drawn = [flow.luck(seed) for seed in range(30)]

    def mean(policy):
        return np.mean([flow.play(each, flow.steady(policy)).score for each in drawn])

    rules = mean(flow.RULES)
    for limit in (3, 4, 5, 6, 8, 12):
        for load in (0.7, 0.8, 0.9, 1.0, 1.2):
            assert mean((limit, load)) < 1.05 * rules, (limit, load)


def test_what_the_lesson_says_of_the_four_policies():
    """The limit does more than promising less; busy says nothing; less helps most where much is begun."""
    runs = words.lab_results()
    worth = {tuple(four): np.mean([run.score for run in each]) for four, each in runs.items()}
    busy = {tuple(four): np.mean([run.busy.mean() for run in each]) for four, each in runs.items()}
    fewer = [worth[5, load] - worth[8, load] for load in (0.85, 1.0)]
    less = [worth[limit, 0.85] - worth[limit, 1.0] for limit in (5, 8)]
    assert min(fewer) > max(less) > 0
    assert less[1] > 2 * less[0]
    assert abs(busy[5, 1.0] - busy[8, 1.0]) < 0.005
    assert words.lab_said()[0] == words.FIVE
    assert words.lab_table().shape == (4, 4)


@pytest.mark.parametrize("seed", [0, 7, 41])
def test_the_luck_does_not_know_the_policy(seed):
    one, other = flow.luck(seed), flow.luck(seed)
    for name in ("asked", "effort", "worth", "stuck_after", "stuck_days", "mark"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    less, more = (flow.play(one, flow.steady((5, load))) for load in (0.7, 1.2))
    assert (more.taken | ~less.taken).all()  # what little promises take, many take as well
    narrow, wide = (flow.play(one, flow.steady((limit, 0.9))) for limit in (2, 15))
    np.testing.assert_array_equal(narrow.taken, wide.taken)
    np.testing.assert_array_equal(narrow.luck.effort, wide.luck.effort)


@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_that_are_played_stand(seed):
    drawn, weeks = flow.luck(seed), flow.at_random(seed)
    half, whole = flow.play(drawn, weeks[:6]), flow.play(drawn, weeks)
    early = np.where(whole.finished < 30, whole.finished, -1)
    np.testing.assert_array_equal(half.finished, early)


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_the_limit_holds_and_nothing_gets_lost(limit):
    run = flow.play(flow.luck(3), flow.steady((limit, 1.1)))
    for day in range(run.days):
        begun = (run.started >= 0) & (run.started <= day)
        assert (begun & ~((run.finished >= 0) & (run.finished < day))).sum() <= limit
    done = run.finished >= 0
    assert (run.started[done] >= run.luck.asked[done]).all()
    assert (run.finished[done] >= run.started[done]).all()
    assert not (~run.taken & (run.started >= 0)).any()


def test_one_item_takes_its_days():
    run = flow.play(single(), flow.steady((5, 1.0), weeks=2))
    assert (run.started[0], run.finished[0], run.times()[0]) == (0, 2, 3)
    assert run.score == pytest.approx(10 * (1 - 2 / flow.FADES))


def test_what_is_stuck_waits_half_as_long_with_a_hand_free():
    stuck = single(stuck_after=[0.0])
    free = flow.play(stuck, flow.steady((5, 1.0), weeks=2))
    assert free.finished[0] == 2 + 2  # four stuck days, two of them helped away
    assert free.blocked_days[0] == 2


def test_two_things_at_once_cost_part_of_the_day():
    many = flow.Luck(*(np.repeat(each, 10) for each in vars(single()).values()))
    five, ten = (flow.play(many, flow.steady((limit, 1.0), weeks=4)) for limit in (5, 10))
    assert five.finished.max() < ten.finished.max()
    assert five.finished.min() < ten.finished.min()


def test_a_broken_promise_costs_done_or_not():
    late = flow.play(single(effort=[80.0]), flow.steady((5, 1.0)))
    assert late.finished[0] == -1
    assert late.score == -10 * flow.BROKEN


def test_bad_input_is_told():
    with pytest.raises(ValueError, match="at most 12"):
        flow.play(flow.luck(1), flow.steady(flow.RULES, 13))
    with pytest.raises((TypeError, ValueError), match="seed"):
        flow.luck("one")
