"""The world of the year with a new price: the same luck for each policy, in their order."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.lessons.finance import year

SEEDS = range(100)


@pytest.fixture(scope="module")
def scores():
    """Scores of the three players, by seed."""
    found = []
    for seed in SEEDS:
        drawn = year.luck(seed)
        players = (year.at_random(seed), year.steady(*year.TEMPTING), year.steady(*year.RULES))
        found.append([year.play(drawn, months).score for months in players])
    return np.array(found)


def test_random_tempting_rules_end_in_that_order(scores):
    random, tempting, rules = scores.T
    assert ((random < tempting) & (tempting < rules)).sum() >= 95


def test_the_same_seed_is_the_same_luck():
    one, other = year.luck(3), year.luck(3)
    assert (one.worth == other.worth).all()
    assert (one.quiet == other.quiet).all()
    assert (one.worth != year.luck(4).worth).any()


def test_a_policy_moves_nobodys_luck():
    """Who leaves for other reasons does so under each policy that did not lose them before."""
    drawn = year.luck(5)
    before = drawn.worth.copy()
    year.play(drawn, year.steady(*year.TEMPTING))
    assert (drawn.worth == before).all()


def test_months_that_are_over_do_not_change():
    drawn = year.luck(6)
    whole = year.play(drawn, year.steady(15, "tell"))
    half = year.play(drawn, year.steady(15, "tell", 6))
    assert whole.contribution[:6].tolist() == half.contribution.tolist()
    assert whole.angry[:6].tolist() == half.angry.tolist()


def test_notice_takes_two_months_and_angers_less():
    drawn = year.luck(7)
    told = year.play(drawn, year.steady(15, "tell"))
    now = year.play(drawn, year.steady(15, "now"))
    assert told.angry[: year.NOTICE].sum() == 0
    assert 0 < told.angry.sum() < now.angry.sum() / 2


def test_who_keeps_the_price_is_not_angry():
    run = year.play(year.luck(8), year.steady(18, "keep"))
    assert run.angry.sum() == 0


def test_a_second_rise_angers_more():
    drawn = year.luck(9)
    once = year.play(drawn, [year.Decision(14, "now"), year.Decision(14, "keep")])
    twice = year.play(drawn, [year.Decision(13, "now"), year.Decision(14, "now")])
    assert twice.angry.sum() > once.angry.sum() / 2
    second = year.play(drawn, [year.Decision(13, "keep"), year.Decision(14, "now")])
    assert twice.angry[1] > second.angry[1] / 2


def test_the_score_goes_on_a_year_with_the_last_price():
    drawn = year.luck(10)
    run = year.play(drawn, year.steady(16, "now"))
    part = year.play(drawn, year.steady(16, "now", 11))
    assert part.score == pytest.approx(
        (part.contribution.sum() - year.TICKET * part.angry.sum()) / 1000
    )
    after = 1000 * run.score - run.contribution.sum() + year.TICKET * run.angry.sum()
    assert 0.5 * year.AHEAD < after / run.contribution[-1] < 1.5 * year.AHEAD
    assert part.accounts_after == 0 < run.accounts_after


def test_word_given_in_the_last_months_is_kept_after_them():
    drawn = year.luck(11)
    told = [*year.steady(12, "keep", 11), year.Decision(18, "tell")]
    kept = [*year.steady(12, "keep", 11), year.Decision(18, "keep")]
    ends = [year.play(drawn, months) for months in (told, kept)]
    assert ends[0].contribution.tolist() == ends[1].contribution.tolist()
    assert ends[0].accounts_after < ends[1].accounts_after


def late(price, month, old):
    """Keep today's price until a month, then raise it for old accounts."""
    after = [year.Decision(price, "keep")] * (year.MONTHS - month - 1)
    before = [year.Decision(year.TODAY, "keep")] * month
    return [*before, year.Decision(price, old), *after]


def climbing(drawn):
    """Raise or lower the price of all by a dollar, as the month's contribution went."""
    months, price, step, before = [], year.TODAY, 1.0, 0.0
    for _ in range(year.MONTHS):
        months.append(year.Decision(price, "now"))
        brings = year.play(drawn, months).contribution[-1]
        step = step if brings >= before else -step
        before, price = brings, min(max(price + step, year.PRICES[0]), year.PRICES[1])
    return months


def test_neither_a_late_rise_nor_a_climb_beats_the_rules():
    lucks = [year.luck(seed) for seed in range(30)]
    rules = np.array([year.play(drawn, year.steady(*year.RULES)).score for drawn in lucks])
    for price in (15, 18, 20, 24):
        for month in (8, 9, 10, 11):
            for old in ("tell", "now"):
                late_rise = [year.play(drawn, late(price, month, old)).score for drawn in lucks]
                assert np.mean(late_rise) < rules.mean()
    climb = np.array([year.play(drawn, climbing(drawn)).score for drawn in lucks])
    assert (climb < rules).mean() > 0.9


def test_settings_out_of_bounds_are_fitted_and_ways_are_checked():
    drawn = year.luck(1)
    dear = year.play(drawn, [year.Decision(99, "keep")])
    assert (
        dear.contribution.tolist()
        == year.play(drawn, [year.Decision(24, "keep")]).contribution.tolist()
    )
    with pytest.raises(ValueError, match="old must be"):
        year.play(drawn, [year.Decision(15, "sometimes")])
    with pytest.raises(ValueError, match="at most 12"):
        year.play(drawn, year.steady(15, "keep", 13))


def test_nobody_pays_before_it_comes_and_old_ones_are_there():
    run = year.play(year.luck(2), year.steady(year.TODAY, "keep", 1))
    assert run.accounts[0] <= year.OLD_ACCOUNTS + year.COME
    assert year.play(year.luck(2), []).score == 0
