"""The explorers of lesson 12: what they draw and say, and a year that lasts like an answer."""

from __future__ import annotations

import json

import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.store import Answers
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import play, year


@pytest.fixture
def kept(tmp_path):
    return Answers(tmp_path)


@pytest.fixture(scope="module")
def company():
    return data.open(ROOT / "datasets")


def press(explorer, count, **settings):
    for _ in range(count):
        explorer.values = {**explorer.values, **settings, "month": explorer.values["month"] + 1}


class TestYear:
    def test_a_year_left_half_way_goes_on(self, kept):
        first = play.price_year(answers=kept)
        press(first, 2, price=15, old="tell")
        press(first, 1, old="keep")
        again = play.price_year(answers=kept)
        assert again.values["month"] == 3
        assert [move["old"] for move in again.moves] == ["tell", "tell", "keep"]
        assert again.scene["says"] == first.scene["says"]

    def test_the_counterfactual_is_the_same_world(self, kept):
        played = play.price_year(answers=kept)
        press(played, 1, price=15, old="tell")
        press(played, 11, old="keep")
        rivals = play.rivals(play.SEED)
        own = rivals["15, old accounts told two months before"]
        assert f"The year: {own.score:.0f} thousand USD" in played.scene["says"]
        assert sum("same luck" in note for note in played.scene["notes"]) == len(play.RIVALS)

    def test_telling_twice_is_telling_once_a_month(self, kept):
        """Who leaves the choice at 'tell' raises nobody who pays the price already."""
        played = play.price_year(answers=kept)
        press(played, 12, price=15, old="tell")
        once = play.rivals(play.SEED)["15, old accounts told two months before"]
        assert f"The year: {once.score:.0f} thousand USD" in played.scene["says"]

    def test_the_start_can_be_drawn(self, kept):
        scene = str(explore.price_year(answers=kept).scene)
        assert "Month 0 of 12" in scene
        assert "must say" not in scene

    def test_the_chief_comes_by(self, kept):
        played = play.price_year(answers=kept)
        press(played, 1, price=14, old="keep")
        assert play.CHIEF in played.scene["notes"]

    def test_moves_of_another_game_are_put_aside(self, kept, tmp_path):
        press(play.price_year(answers=kept), 1)
        path = next(tmp_path.rglob("price_year.json"))
        body = json.loads(path.read_text())
        body["value"] = [{"price": 3}]
        path.write_text(json.dumps(body))
        assert play.price_year(answers=Answers(tmp_path)).moves == []

    @pytest.mark.parametrize("price", year.PRICES)
    @pytest.mark.parametrize("old", year.WAYS)
    def test_the_ends_of_the_controls_can_be_drawn(self, kept, price, old):
        played = play.price_year(answers=kept)
        press(played, 12, price=price, old=old)
        assert "After 12 months" in played.scene["says"]
        assert "nan" not in str(played)


class TestPrice:
    def test_a_dearer_seat_moves_the_best_price_by_half(self, company):
        shown = explore.price_explorer(company.table("price_test"), 3.0)

        def best():
            return float(shown.scene["notes"][0].split("at ")[1].split(" USD")[0])

        first = best()
        shown.values = {**shown.values, "serving": 5}
        assert best() == pytest.approx(first + 1, abs=0.11)

    @pytest.mark.parametrize("name", ["rival", "sooner"])
    def test_what_is_assumed_moves_it_down(self, company, name):
        shown = explore.price_explorer(company.table("price_test"), 3.0)
        first = shown.scene["notes"][0]
        shown.values = {**shown.values, name: True}
        assert shown.scene["notes"][0] < first

    @pytest.mark.parametrize("price", [6, 27])
    def test_ends(self, company, price):
        shown = explore.price_explorer(company.table("price_test"), 3.0)
        shown.values = {**shown.values, "price": price}
        assert f"At {price:.1f} USD" in shown.scene["says"]


def test_four_curves_say_what_the_toolkit_says(company):
    payers = explore.paying(company.table("subscriptions"), company.table("accounts"))
    said = explore.answers(
        company.table("prices"), company.table("users"), company.table("accounts"), payers
    )
    shown = explore.survey_curves(said)
    for group, name in (("all", "all"), ("large", "large"), ("by seats", "by seats")):
        shown.values = {**shown.values, "group": group}
        point = explore.points_by_group(said).loc[name, "optimal"]
        assert f"too expensive at {point:.0f};" in shown.scene["notes"][0]
    shown.values = {"group": "all", "price": 1}
    assert "At 1 USD" in shown.scene["says"]
