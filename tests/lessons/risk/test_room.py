"""The incident room: the same luck for each commander, three commanders in their order, orders that count."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.lessons.risk import room

SEEDS = range(100)


@pytest.fixture(scope="module")
def costs():
    found = []
    for seed in SEEDS:
        drawn = room.luck(seed)
        commanders = (room.at_random(seed), room.tempting, room.rules)
        found.append([room.command(drawn, each).cost for each in commanders])
    return np.array(found)


def seed_of(cause):
    return next(seed for seed in SEEDS if room.luck(seed).cause == cause)


def of(cause, orders):
    return room.play(room.luck(seed_of(cause)), orders)


def test_dice_temptation_and_rules_end_in_this_order(costs):
    dice, tempting, rules = costs.T
    assert ((dice > tempting) & (tempting > rules)).mean() >= 0.95


def test_the_rules_are_better_whatever_broke(costs):
    causes = np.array([room.luck(seed).cause for seed in SEEDS])
    for cause in room.CAUSES:
        mine = costs[causes == cause]
        assert len(mine) >= 10
        assert (mine[:, 2] < mine[:, 1]).mean() >= 0.95


def test_one_seed_is_one_incident():
    one, two = room.luck(5), room.luck(5)
    assert one.cause == two.cause
    assert (one.share == two.share).all()
    assert (one.share != room.luck(6).share).any()


def test_what_was_done_before_does_not_change_the_luck_after():
    drawn = room.luck(3)
    waits = room.play(drawn, [room.Order()] * 10)
    told = room.play(drawn, [room.Order(say="known")] * 10)
    assert [line.failed for line in waits.lines] == [line.failed for line in told.lines]


def test_a_commander_sees_what_the_scribe_wrote_and_no_more():
    seen = []

    def commander(lines):
        seen.append(len(lines))
        return room.Order()

    room.command(room.luck(1), commander)
    assert seen == list(range(room.TURNS))


@pytest.mark.parametrize(
    ("cause", "ops"), [("change", "back"), ("vendor", "vendor"), ("load", "shed")]
)
def test_what_fits_the_cause_ends_it(cause, ops):
    run = of(cause, [room.Order(ops=ops)] + [room.Order()] * 5)
    assert run.over is not None
    other = of(cause, [room.Order()] * 6)
    assert other.over is None


@pytest.mark.parametrize("cause", ["load", "vendor"])
def test_rolling_back_mends_nothing_else(cause):
    run = of(cause, [room.Order(ops="back")] + [room.Order()] * 5)
    assert run.over is None
    assert run.lines[0].costs["rolled back"] == room.BACK_COST


def test_reports_go_off_and_on_again():
    orders = [room.Order(ops="shed"), room.Order(), room.Order(ops="shed"), room.Order()]
    run = of("load", orders)
    off = ["reports off" in line.costs for line in run.lines]
    assert off == [True, True, False, False]


def test_a_patch_takes_its_time():
    drawn = room.luck(seed_of("change"))
    always = room.Luck(
        drawn.cause,
        drawn.share,
        drawn.shown,
        np.ones(room.TURNS, dtype=bool),
        drawn.patch_hurts,
        drawn.vendor_hurts,
    )
    run = room.play(always, [room.Order(ops="patch")] + [room.Order()] * 7)
    bad = [line.burn >= room.WELL for line in run.lines]
    assert bad == [True] * room.PATCH_TURNS + [False] * (8 - room.PATCH_TURNS)


def test_silence_costs_after_half_an_hour():
    run = of("vendor", [room.Order(say="known")] + [room.Order()] * 8)
    quiet = ["silence" in line.costs for line in run.lines]
    assert quiet == [False] * room.QUIET + [True] * (9 - room.QUIET)


def test_a_promise_that_breaks_costs_and_one_that_holds_does_not():
    broken = of("vendor", [room.Order(say="soon")] + [room.Order()] * 3)
    assert sum("promise broken" in line.costs for line in broken.lines) == 1
    kept = of("change", [room.Order("back", "none", "soon")] + [room.Order()] * 3)
    assert not any("promise broken" in line.costs for line in kept.lines)


def test_a_blame_costs_less_where_it_is_right_and_costs_always():
    right, wrong = (of(cause, [room.Order(say="blame")]) for cause in ("vendor", "change"))
    assert 0 < right.lines[0].costs["blame"] < wrong.lines[0].costs["blame"]


def test_a_source_is_right_as_often_as_is_said():
    right = []
    for seed in range(400):
        drawn = room.luck(seed)
        for source, shown in drawn.shown.items():
            right += list(shown == (source == drawn.cause))
    assert np.mean(right) == pytest.approx(room.SHOWS, abs=0.02)


def test_bad_orders_are_told():
    with pytest.raises(ValueError, match="is no order here"):
        of("load", [room.Order(ops="panic")])
    with pytest.raises(ValueError, match="at most 24"):
        of("load", [room.Order()] * 25)
