"""The flow lab and the forecast cone: moves that stand, that last, and what is said of them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.store import Answers
from course_utils.lessons.delivery import cone, evidence, flow, lab
from course_utils.toolkit import delivery


@pytest.fixture
def kept(tmp_path):
    return Answers(tmp_path)


@pytest.fixture(scope="module")
def items():
    return data.open(ROOT / "datasets").table("work_items")


def press(explorer, count, **settings):
    for _ in range(count):
        name = explorer._press
        explorer.values = {**explorer.values, **settings, name: explorer.values[name] + 1}


class TestLab:
    def test_a_game_left_half_way_goes_on(self, kept):
        first = lab.flow_lab(answers=kept)
        press(first, 3, limit=4, load=0.8)
        press(first, 2, limit=9)
        again = lab.flow_lab(answers=kept)
        assert again.values["week"] == 5
        assert [move["limit"] for move in again.moves] == [4, 4, 4, 9, 9]
        assert again.scene["says"] == first.scene["says"]

    def test_reset_begins_anew(self, kept):
        played = lab.flow_lab(answers=kept)
        press(played, 2)
        played.values = played.start
        assert played.moves == []
        assert lab.flow_lab(answers=kept).values["week"] == 0

    def test_a_slider_that_moves_changes_no_week_that_is_over(self, kept):
        played = lab.flow_lab(answers=kept)
        press(played, 4, limit=5)
        said = played.scene["says"]
        played.values = {**played.values, "limit": 20, "load": 1.5}
        assert played.scene["says"] == said

    def test_steps_that_are_passed_over_are_weeks_too(self, kept):
        played = lab.flow_lab(answers=kept)
        played.values = {**played.values, "week": 3, "limit": 6}
        assert len(played.moves) == 3

    def test_moves_of_another_game_are_put_aside(self, kept, tmp_path):
        press(lab.flow_lab(answers=kept), 1)
        path = next((tmp_path).rglob("flow_lab.json"))
        body = json.loads(path.read_text())
        body["value"] = [{"limit": 3}]
        path.write_text(json.dumps(body))
        again = lab.flow_lab(answers=Answers(tmp_path))
        assert again.moves == []
        assert "another game" in " ".join(again.scene["notes"])

    def test_what_cannot_be_kept_is_told(self, tmp_path):
        place = tmp_path / "notes"
        place.write_text("a file where a folder should be")
        played = lab.flow_lab(answers=Answers(place))
        press(played, 1)
        assert any("NOT SAVED" in note for note in played.scene["notes"])
        assert "After 1 week " in played.scene["says"]

    def test_the_manager_asks_and_can_be_followed(self, kept):
        played = lab.flow_lab(answers=kept)
        press(played, 2, limit=5, load=0.7)
        assert any("100 %" in note for note in played.scene["notes"])
        press(played, 10, limit=flow.TEMPTING.limit, load=flow.TEMPTING.load)
        weeks = flow.steady((5, 0.7), 2) + flow.steady(flow.TEMPTING, 10)
        score = flow.play(flow.luck(lab.SEED), weeks).score
        assert f"Worth: {score:.0f} thousand" in played.scene["says"]

    def test_the_manager_says_nothing_where_all_were_busy(self, kept):
        played = lab.flow_lab(answers=kept)
        press(played, 5, limit=20, load=1.5)
        assert lab.MANAGER not in played.scene["notes"]

    def test_the_counterfactual_is_the_same_world(self, kept):
        played = lab.flow_lab(answers=kept)
        press(played, 12, limit=flow.RULES.limit, load=flow.RULES.load)
        rivals = lab.rivals(lab.SEED, 12)
        assert all(run.luck is lab._luck(lab.SEED) for run in rivals.values())
        own = f"Worth: {rivals['limit 5, promise 85%'].score:.0f} thousand USD."
        assert own in played.scene["says"]
        (told,) = [note for note in played.scene["notes"] if "same luck" in note]
        assert all(f"{run.score:.0f} ({name})" in told for name, run in rivals.items())
        assert len(rivals) == 4

    @pytest.mark.parametrize("view", ["board", "times", "flow"])
    @pytest.mark.parametrize("limit", flow.LIMITS)
    @pytest.mark.parametrize("load", flow.LOADS)
    def test_the_ends_of_the_sliders_can_be_drawn(self, kept, view, limit, load):
        played = lab.flow_lab(answers=kept)
        press(played, 12, view=view, limit=limit, load=load)
        assert "After 12 weeks" in played.scene["says"]
        assert "nan" not in str(played)


class TestCone:
    def test_surer_is_later(self, items, kept):
        played = cone.forecast_cone(items, answers=kept)
        weeks = []
        for level in (0.1, 0.5, 0.85, 0.99):
            played.values = {**played.values, "confidence": level}
            weeks.append(int(played.scene["says"].split("week ")[1].split(",")[0]))
        assert weeks == sorted(weeks)
        assert weeks[0] < weeks[-1]

    def test_sixteen_promises_are_scored(self, items, kept):
        played = cone.forecast_cone(items, answers=kept)
        press(played, 16, confidence=0.85)
        cases = evidence.cases(items)
        found = cone.rivals(cases)["Always 85 %"]
        assert f"{sum(each.kept for each in found)} of 16 promises kept" in played.scene["says"]
        assert f"{cone.total(found):,.0f} USD on this luck" in played.scene["says"]
        assert f"{cone.average(cases, found):,.0f} as the mean of all" in played.scene["says"]
        assert any(f"{cone.brier(found):.2f} by your" in note for note in played.scene["notes"])
        again = cone.forecast_cone(items, answers=kept)
        assert again.scene["says"] == played.scene["says"]

    def test_prices_are_told_before_the_first_promise(self, items, kept):
        notes = " ".join(cone.forecast_cone(items, answers=kept).scene["notes"])
        assert "1,000 USD" in notes
        assert "30,000" in notes

    def test_the_mean_of_all_lucks_is_that_of_many(self, items):
        cases = evidence.cases(items)
        rule = cone.rivals(cases)["Always 85 %"]
        bits = np.random.default_rng(8)
        paid = [
            sum(
                cone.promise(
                    case._replace(
                        came=evidence.drawn_week(case.history.to_numpy(), case.wanted, bits)
                    ),
                    each.week,
                ).cost
                for case, each in zip(cases, rule, strict=True)
            )
            for _ in range(300)
        ]
        error = np.std(paid) / np.sqrt(len(paid))
        assert abs(np.mean(paid) - cone.average(cases, rule)) < 4 * error

    def test_no_rule_is_cheaper_on_average_than_the_cheapest(self, items):
        cases = evidence.cases(items)
        found = {name: cone.average(cases, rule) for name, rule in cone.rivals(cases).items()}
        for level in (0.5, 0.7, 0.9, 0.99):
            found[level] = cone.average(
                cases, [cone.promise(case, cone.week_for(case, level)) for case in cases]
            )
        assert min(found, key=found.get) == "The cheapest week on average"

    def test_the_cheapest_week_beats_the_average_and_chance(self, items):
        """On 100 lucks; the promises are made before what comes is drawn."""
        cases = evidence.cases(items)
        ahead = []
        for seed in range(100):
            bits = np.random.default_rng(seed)
            drawn = [
                case._replace(came=evidence.drawn_week(case.history.to_numpy(), case.wanted, bits))
                for case in cases
            ]
            found = cone.rivals(drawn)
            rules = cone.total(found["The cheapest week on average"])
            moved = [
                cone.promise(case, cone.week_for(case, bits.uniform(0.05, 0.99))) for case in drawn
            ]
            ahead.append(
                (rules < cone.total(found["Always the average"]), rules < cone.total(moved))
            )
        assert (np.mean(ahead, axis=0) >= 0.93).all()

    def test_the_rule_is_the_cheapest_of_all_weeks_on_average(self, items):
        case = evidence.cases(items)[5]
        chances = delivery.when(case.history, case.wanted)

        def price(week):
            broken = 1 - chances.loc[:week].sum()
            return week * evidence.WEEK_COST + broken * evidence.BROKEN_COST

        best = min(range(1, 30), key=price)
        assert cone.by_cost(case) == best

    def test_what_comes_is_what_the_forecast_says(self, items):
        """Drawn by lot from the same weeks, so that the chance of a week is its share of draws."""
        case = evidence.cases(items)[0]
        bits = np.random.default_rng(2)
        drawn = [evidence.drawn_week(case.history.to_numpy(), 12, bits) for _ in range(4000)]
        chances = delivery.when(case.history, 12)
        for week in (5, 7, 9):
            assert np.mean(np.array(drawn) <= week) == pytest.approx(
                chances.loc[:week].sum(), abs=0.03
            )

    def test_brier(self):
        made = [cone.Promise(0.9, 5, 4, True, 0.0), cone.Promise(0.5, 5, 7, False, 0.0)]
        assert cone.brier(made) == pytest.approx((0.01 + 0.25) / 2)
        assert cone.brier(made, 1.0) == pytest.approx(0.5)
        assert cone.brier(made, 0.5) == 0.25
        with pytest.raises(ValueError, match="at least one"):
            cone.brier([])

    def test_a_history_without_work_is_told(self):
        with pytest.raises(ValueError, match="week in which something was finished"):
            evidence.drawn_week(np.zeros(4, dtype=int), 3, np.random.default_rng(1))

    def test_a_case_knows_nothing_of_what_comes(self, items):
        for case in evidence.cases(items):
            assert len(case.history) == 26
            assert case.history.index.max() < pd.Timestamp(case.start, tz="UTC")
