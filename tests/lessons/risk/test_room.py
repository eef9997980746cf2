"""The incident room: the same luck for each commander, three commanders in their order, orders that count."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.lessons.risk import room, words

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


def extra(turns, seeds=400, dearer=0.0):
    """What looking first costs beyond undoing at once, and its standard error, the same luck."""
    found = []
    for seed in range(seeds):
        drawn = room.luck(seed)
        runs = [room.command(drawn, room.looking(each)) for each in (0, turns)]
        undone = [sum(line.order.ops == "back" for line in run.lines) for run in runs]
        costs = [run.cost + dearer * times for run, times in zip(runs, undone, strict=True)]
        found.append(costs[1] - costs[0])
    return np.mean(found), np.std(found) / np.sqrt(seeds)


@pytest.mark.parametrize("turns", range(1, 7))
def test_undoing_at_once_beats_whoever_looks_and_acts_on_it(turns):
    more, error = extra(turns)
    assert more > 2 * error


def test_where_undoing_is_dear_ten_minutes_of_looking_cost_no_more():
    more, error = extra(2, dearer=words.DEAR - room.BACK_COST)
    assert more < 2 * error


def test_at_these_odds_looking_is_worth_nothing():
    assert abs(words.blind_costs()) < 0.5


def test_with_the_mix_of_all_incidents_one_look_costs_no_more(monkeypatch):
    monkeypatch.setattr(room, "CHANCES", (0.56, 0.34, 0.10))
    more, error = extra(1)
    assert more < 2 * error


def test_what_is_believed_is_bayes_by_hand():
    line = room.Line(0, 50.0, 1.0, room.Order(look="change"), "change: looks as usual", {})
    change = 0.7 * 0.2
    others = 0.15 * 0.8
    found = room.beliefs([line, line])
    whole = 0.7 * 0.2**2 + 2 * 0.15 * 0.8**2
    assert found["change"] == pytest.approx(0.7 * 0.2**2 / whole)
    one = room.beliefs([line])
    assert one["change"] == pytest.approx(change / (change + 2 * others))
    assert max(one, key=one.get) == "change"


def test_what_was_tried_and_did_not_help_is_ruled_out():
    run = of("load", [room.Order("back"), room.Order()])
    assert room.beliefs(run.lines)["change"] == 0


def test_whoever_looks_acts_not_before_and_promises_nothing():
    for turns in range(7):
        run = room.command(room.luck(seed_of("vendor")), room.looking(turns))
        acted = [line.turn for line in run.lines if line.order.ops != "wait"]
        assert acted[0] == turns
        assert {line.order.say for line in run.lines} <= {"none", "known"}


@pytest.mark.parametrize("cause", room.CAUSES)
def test_the_room_closes_when_all_is_well(cause):
    ends = room.ANSWERS[cause]
    early = [room.Order(ops=ends), room.Order()]
    late = [*early, *[room.Order(ops="vendor", say="blame")] * 20]
    one, two = (room.play_out(room.luck(seed_of(cause)), orders) for orders in (early, late))
    assert len(one.lines) == room.TURNS
    assert one.cost == two.cost
    assert one.over is not None


def test_a_room_that_is_not_well_stays_open():
    run = room.play_out(room.luck(seed_of("load")), [room.Order()] * 5)
    assert len(run.lines) == 5


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


def test_a_renewed_promise_is_still_broken():
    run = of("vendor", [room.Order(say="soon")] * 5)
    broken = ["promise broken" in line.costs for line in run.lines]
    assert broken == [False] * room.PROMISED + [True] * (5 - room.PROMISED)


def test_rolling_back_twice_is_paid_for_once():
    run = of("load", [room.Order(ops="back")] * 3)
    assert sum("rolled back" in line.costs for line in run.lines) == 1


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
