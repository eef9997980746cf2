"""The incident room and the register as widgets: what lasts, what is said, what can be drawn."""

from __future__ import annotations

import json

import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.store import Answers
from course_utils.lessons.risk import evidence, incident, register, room


@pytest.fixture
def kept(tmp_path):
    return Answers(tmp_path)


@pytest.fixture(scope="module")
def risks():
    return data.open(ROOT / "datasets").table("risks")


def press(explorer, count, **settings):
    for _ in range(count):
        explorer.values = {
            **explorer.values,
            **settings,
            "turn": explorer.values["turn"] + 1,
        }


class TestIncident:
    def test_a_room_left_half_way_goes_on(self, kept):
        first = incident.incident_room(answers=kept)
        press(first, 2, ops="back", look="load", say="known")
        press(first, 1, ops="wait", look="none", say="none")
        again = incident.incident_room(answers=kept)
        assert again.values["turn"] == 3
        assert [move["ops"] for move in again.moves] == ["back", "back", "wait"]
        assert again.scene["says"] == first.scene["says"]

    def test_an_order_that_stays_pressed_is_given_once(self):
        move = {"ops": "patch", "look": "load", "say": "soon"}
        first, second = incident.orders([move, move])
        assert first == room.Order("patch", "load", "soon")
        assert second == room.Order("wait", "load", "none")
        told = incident.orders([{**move, "say": "known"}] * 2)
        assert [each.say for each in told] == ["known", "known"]

    def test_odds_and_prices_stand_there_to_the_end(self, kept):
        played = incident.incident_room(answers=kept)
        press(played, 2)
        assert any("Prices" in note for note in played.scene["notes"])

    def test_the_clock_waits(self, kept):
        played = incident.incident_room(answers=kept)
        press(played, 2)
        said = played.scene["says"]
        played.values = {**played.values, "ops": "vendor"}
        assert played.scene["says"] == said

    def test_nothing_gives_the_cause_away_before_the_end(self, kept):
        for seed in range(12):
            played = incident.incident_room(f"room_{seed}", seed=seed, answers=kept)
            told = [room.Order()]
            while len(room.play_out(room.luck(seed), told).lines) < room.TURNS:
                press(played, 1)
                shown = json.dumps(played.scene["notes"]) + played.scene["says"]
                assert not any(words in shown for words in incident.FOUND.values())
                told.append(room.Order())
            press(played, 1)
            assert incident.FOUND[room.luck(seed).cause] in json.dumps(played.scene["notes"])

    def test_orders_after_all_is_well_count_no_more(self, kept):
        seed = next(each for each in range(30) if room.luck(each).cause == "change")
        played = incident.incident_room(seed=seed, answers=kept)
        press(played, 1, ops="back", look="none", say="known")
        press(played, 1, ops="wait", say="none")
        assert "The room is closed" in played.scene["says"]
        said = played.scene["says"]
        press(played, 3, ops="vendor", say="blame")
        assert played.scene["says"] == said

    def test_the_counterfactual_is_the_same_world(self, kept):
        played = incident.incident_room(answers=kept)
        press(played, room.TURNS, ops="wait", look="load", say="none")
        assert all(
            run.luck is incident._luck(incident.SEED)
            for run in incident.rivals(incident.SEED).values()
        )
        orders = [room.Order("back", "load", "none")] + [room.Order("wait", "load", "none")] * 23
        again = room.play(room.luck(incident.SEED), orders)
        notes = " ".join(played.scene["notes"])
        assert f"the same luck: {again.cost:.1f} thousand USD" in notes

    def test_the_timeline_names_nobody(self, kept):
        played = incident.incident_room(answers=kept)
        press(played, room.TURNS, ops="patch", look="change", say="soon")
        words = " ".join(
            incident.timeline(incident._run(incident.SEED, incident.orders(played.moves)))
        )
        assert not any(word in words.lower() for word in ("should", "error", "fault", "careless"))

    @pytest.mark.parametrize("ops", list(room.OPS))
    @pytest.mark.parametrize("say", list(room.SAYS))
    def test_every_order_can_be_drawn(self, kept, ops, say):
        played = incident.incident_room(answers=kept)
        press(played, room.TURNS, ops=ops, look="vendor", say=say)
        assert "thousand USD so far" in played.scene["says"]
        assert "nan" not in str(played)

    def test_moves_of_another_game_are_put_aside(self, kept, tmp_path):
        press(incident.incident_room(answers=kept), 1)
        path = next(tmp_path.rglob("incident_room.json"))
        body = json.loads(path.read_text())
        body["value"] = [{"limit": 3}]
        path.write_text(json.dumps(body))
        again = incident.incident_room(answers=Answers(tmp_path))
        assert again.moves == []
        assert "another game" in " ".join(again.scene["notes"])


class TestRegister:
    def test_more_set_aside_is_surer(self, risks):
        explorer = register.register_explorer(risks)
        shares = []
        for reserve in (0, 50, 100, 300):
            explorer.values = {**explorer.values, "reserve": reserve}
            shares.append(float(explorer.scene["says"].split("set aside, ")[1].split("%")[0]))
        assert shares == sorted(shares, reverse=True)
        assert shares[0] > shares[-1]

    def test_coming_together_leaves_the_mean_and_moves_the_tail(self, risks):
        named = evidence.launch(risks)
        apart, tied = (evidence.losses(named, each) for each in (0.0, 0.6))
        assert tied.mean == pytest.approx(apart.mean, rel=0.06)
        assert tied.percentile(0.95) > 1.15 * apart.percentile(0.95)

    def test_a_risk_that_is_placed_moves_the_sum(self, risks):
        named = evidence.launch(risks)
        name = named.index[0]
        moved = register.placed(named, name, 0.7, 2.0)
        assert moved.loc[name, "probability"] == 0.7
        assert moved.loc[name, "likely"] == 2 * named.loc[name, "likely"]
        assert (moved.drop(name)["likely"] == named.drop(name)["likely"]).all()

    def test_sliders_of_a_risk_count_once_it_is_placed(self, risks):
        explorer = register.register_explorer(risks)
        before = explorer.scene["says"]
        explorer.values = {**explorer.values, "chance": 0.7, "times": 3}
        assert explorer.scene["says"] == before
        explorer.values = {**explorer.values, "moved": True}
        assert explorer.scene["says"] != before

    def test_the_ends_of_the_sliders_can_be_drawn(self, risks):
        explorer = register.register_explorer(risks)
        for which in ("said", "came"):
            for end in (0, 1):
                values = {
                    "which": which,
                    "moved": True,
                    "reserve": (0, register.MOST)[end],
                    "dependence": (0, 0.8)[end],
                    "chance": (0, 0.7)[end],
                    "times": (0.2, 3)[end],
                }
                explorer.values = {**explorer.values, **values}
                assert "set aside" in explorer.scene["says"]
