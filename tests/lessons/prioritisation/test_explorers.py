"""Lesson 10's evidence and explorers: what they compute, keep and say."""

from __future__ import annotations

from itertools import pairwise

import companies
import numpy as np
import pandas as pd
import pytest

from course_utils.exercises.store import Answers
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation import evidence, pictures, rulers, schedule, survey, tetris
from course_utils.toolkit import prioritisation as prio


@pytest.fixture(scope="module", params=[3, 8])
def company(request):
    made = companies.company(request.param)
    names = ("backlog", "dependencies", "kano", "users", "accounts")
    return {name: made.table(name) for name in names}


@pytest.fixture(scope="module")
def cards(company):
    return explore.cards(company["backlog"])


@pytest.fixture(scope="module")
def jobs(company, cards):
    return explore.sequence_jobs(cards, company["dependencies"])


QUEUE = pd.DataFrame(
    {
        "title": ["Law", "Search", "Import"],
        "duration": [2.0, 1.0, 3.0],
        "duration_low": [1.6, 0.8, 2.0],
        "duration_high": [2.5, 1.25, 4.5],
        "cost_of_delay": [0, 100, 150],
        "due": [5.0, np.nan, np.nan],
        "penalty": [9000, 0, 0],
        "value": [10, 300, 200],
        "law": [False, False, False],
    },
    index=[7, 8, 9],
)


class TestEvidence:
    def test_units_become_one(self):
        backlog = pd.DataFrame(
            {
                "item_id": [1, 2],
                "reach_low": [8, 8],
                "reach": [10, 10],
                "reach_high": [13, 13],
                "reach_period": ["quarter", "month"],
                "effort_low": [4.0, 4.0],
                "effort": [5.0, 5.0],
                "effort_high": [6.0, 6.0],
                "effort_unit": ["weeks", "days"],
                "deadline": pd.to_datetime(["2026-07-15", None]),
            }
        )
        found = explore.cards(backlog)
        assert found["reach"].tolist() == [10, 30]
        assert found["reach_high"].tolist() == [13, 39]
        assert found["weeks"].tolist() == [5, 1]
        assert found["weeks_low"].tolist() == [4, 0.8]
        assert found["due"].tolist() == pytest.approx([2, np.nan], nan_ok=True)
        assert "effort" not in found

    def test_the_middle_of_a_range_is_the_score(self, cards):
        scores, ranges = explore.rice(cards), explore.rice_ranges(cards)
        for item, each in ranges.items():
            assert each.median == pytest.approx(scores[item], rel=0.35)

    def test_the_boss_is_the_last_of_the_shortlist_and_can_win(self, cards):
        short = explore.shortlist(cards)
        assert len(short) == 8
        boss = explore.boss_item(cards)
        assert (short["requester"] == "chief_executive").sum() == 1
        flip = explore.boss_wins_from(short)
        assert 0 < flip < 1
        for bend, place in ((flip + 1e-6, 1), (flip - 1e-3, 2)):
            score = prio.weighted_scores(explore.marks(short), rulers.bent(bend))
            assert (prio.ranks(score)[boss] == 1) == (place == 1)

    def test_marks_are_fifths(self, cards):
        marks = explore.marks(cards)
        assert marks.min().min() >= 1
        assert marks.max().max() == 5
        assert marks["value"].value_counts().between(6, 8).all()

    def test_needs_are_lists_of_items(self, cards, company):
        needs = explore.needs(cards, company["dependencies"])
        assert sum(map(len, needs.values())) == len(company["dependencies"])
        assert all(other in cards.index for others in needs.values() for other in others)


class TestRulers:
    def test_each_ruler_ranks_every_card(self, cards):
        places = explore.orders(explore.shortlist(cards))
        assert list(places.columns) == list(explore.RULERS)
        for name in places:
            assert sorted(places[name]) == list(range(1, 9))

    def test_only_the_weighted_score_bends(self, cards):
        short = explore.shortlist(cards)
        straight, bent = explore.orders(short), explore.orders(short, 1.0)
        assert straight.iloc[:, :4].equals(bent.iloc[:, :4])
        assert bent.loc[explore.boss_item(cards), "Weighted score"] == 1

    def test_doubt_widens_one_card_and_moves_its_odds(self, cards):
        short = explore.shortlist(cards)
        leader = explore.rice(short).idxmax()
        sure, unsure = explore.odds(short, leader), explore.odds(short, leader, 1.0)
        assert unsure.loc[leader, "high"] == pytest.approx(10 * sure.loc[leader, "high"])
        assert unsure.loc[leader, "first"] < sure.loc[leader, "first"] + 1e-9
        assert sure["first"].sum() == pytest.approx(1)
        assert sure["top"].sum() == pytest.approx(3)
        others = short.index != leader
        assert sure.loc[others, "low"].equals(unsure.loc[others, "low"])

    def test_odds_agree_with_the_exact_comparison(self, cards):
        short = explore.shortlist(cards)
        ranges = explore.rice_ranges(short)
        pair = short.loc[prio.by_score(explore.rice(short))[:2]]
        exact = prio.outranks(ranges[pair.index[0]], ranges[pair.index[1]])
        assert explore.odds(pair, pair.index[0])["first"].iloc[0] == pytest.approx(exact, abs=0.03)

    def test_the_explorer_says_what_moved(self, cards):
        short = explore.shortlist(cards)
        made = explore.five_rulers(short)
        boss = explore.boss_item(cards)
        made.values = {"card": str(boss), "bend": 1.0}
        assert "idea is first" in made.scene["says"]
        made.values = {"card": str(boss), "view": "doubt", "doubt": 0.5}
        assert "probability" in made.scene["says"]
        handle = next(m for m in made.scene["pictures"][0]["marks"] if m["mark"] == "handle")
        assert handle["offset"] + handle["x"] == pytest.approx(0.5, abs=1e-4)

    def test_the_axis_stays_while_a_card_is_doubted(self, cards):
        short = explore.shortlist(cards)
        made = explore.five_rulers(short)
        for card in (explore.boss_item(cards), explore.rice(short).idxmax()):
            spans = []
            for doubt in (0.0, 0.6, rulers.DOUBT):
                made.values = {"card": str(card), "view": "doubt", "doubt": doubt}
                axis = made.scene["pictures"][0]["x"]
                spans.append((axis["low"], axis["high"]))
                handle = next(
                    m for m in made.scene["pictures"][0]["marks"] if m["mark"] == "handle"
                )
                assert axis["low"] < handle["x"] < axis["high"]
            assert len(set(spans)) == 1

    def test_long_titles_are_cut_between_words(self, cards):
        short = explore.shortlist(cards)
        long, other = short.index[:2]
        title = "A very long title of something that nobody wants to read"
        short["title"] = short["title"].where(short.index != long, title)
        short["title"] = short["title"].where(short.index != other, "Short")
        made = explore.five_rulers(short)
        names = dict(next(each for each in made.controls if each["name"] == "card")["options"])
        cut = names[str(long)].removesuffix(" …")
        assert len(cut) <= 34
        assert title.startswith(f"{cut} ")
        assert names[str(other)] == "Short"

    def test_who_is_first_is_said_ruler_by_ruler(self, cards):
        said = explore.firsts_words(cards)
        few = explore.shortlist(cards)
        places = explore.orders(few)
        assert said.startswith(f"{explore.firsts(few)} cards")
        for name in explore.RULERS:
            title = few.loc[places[name].idxmin(), "title"]
            line = next(line for line in said.splitlines() if f"*{title}*" in line)
            assert name in line


class TestLines:
    def test_moving_a_line_renames_cards(self, cards):
        made = explore.move_lines(cards)
        assert "0 of 34" in made.scene["says"]
        made.values = {"value_line": 0.0, "effort_line": 0.5}
        assert "Fill-ins: 0" in made.scene["says"]


class TestTetris:
    def test_the_order_and_what_it_costs(self, tmp_path):
        game = explore.DelayTetris("queue", QUEUE, answers=Answers(tmp_path))
        assert game.answer is None
        assert "You have not put the jobs in order yet" in str(game)
        assert all(f"{title}: " in str(game) for title in QUEUE["title"])
        game.value = {"order": ["9", "8"], "committed": False}
        weeks = explore.possible_weeks(QUEUE)
        ends = [weeks[9], weeks[9] + weeks[8], weeks[9] + weeks[8] + weeks[7]]
        late = (ends[2] > 5).mean()
        cost = 150 * ends[0].mean() + 100 * ends[1].mean() + 9000 * late
        assert game.answer == pytest.approx(cost)
        assert "ends in week 6.0, too late" in str(game)
        assert f"Law is on time in {(ends[2] <= 5).mean():.0%}" in str(game)
        assert f"By the middle estimates delay costs {3 * 150 + 4 * 100 + 9000:,} USD" in str(game)
        assert f"On average it costs {cost:,.0f} USD" in str(game)

    def test_the_best_is_shown_only_after_the_learner_commits(self, tmp_path):
        game = explore.DelayTetris("queue", QUEUE, answers=Answers(tmp_path))
        game.value = {"order": ["7", "8", "9"], "committed": False}
        assert game.verdict == {}
        assert "least" not in str(game)
        game.value = {"order": ["7", "8", "9"], "committed": True}
        assert game.verdict["best"] == schedule.cheapest(QUEUE, explore.possible_weeks(QUEUE))[1]
        rivals = [name for name, _ in game.verdict["rivals"]]
        assert "Dates, then CD3" in rivals
        assert rivals[-1] == "Best by the middle estimates"
        game.value = None
        assert game.verdict == {}

    def test_a_graded_order_has_no_verdict(self, tmp_path):
        game = explore.DelayTetris("queue", QUEUE, contest=False, answers=Answers(tmp_path))
        game.value = {"order": ["8", "9", "7"], "committed": True}
        assert game.value["committed"] is False
        assert game.verdict == {}
        assert "least" not in str(game)

    def test_what_comes_from_elsewhere_is_tidied_or_refused(self, tmp_path):
        game = explore.DelayTetris("queue", QUEUE, answers=Answers(tmp_path))
        game.value = {"order": ["8", "99", "8"], "committed": 1}
        assert game.value == {"order": ["8", "7", "9"], "committed": True}
        with pytest.raises(ValueError, match="dictionary"):
            game.value = ["8"]

    def test_what_the_law_asks_stays_first(self, tmp_path):
        queue = QUEUE.assign(law=[False, False, True])
        game = explore.DelayTetris("queue", queue, answers=Answers(tmp_path))
        game.value = {"order": ["8", "7", "9"], "committed": True}
        assert game.value["order"] == ["9", "8", "7"]
        weeks = explore.possible_weeks(queue)
        assert schedule.cheapest(queue, weeks)[0][0] == 9
        assert explore.tight(queue)[0] == 9
        assert all(order[0] == 9 for order in explore.habits(queue).values())

    def test_an_order_lasts(self, tmp_path):
        game = explore.DelayTetris("queue", QUEUE, answers=Answers(tmp_path))
        game.set_state({"value": {"order": ["8", "9", "7"], "committed": True}})
        again = explore.DelayTetris("queue", QUEUE, answers=Answers(tmp_path))
        assert again.answer == pytest.approx(
            explore.expected_cost(QUEUE, [8, 9, 7], explore.possible_weeks(QUEUE))
        )
        assert again.verdict["best"] > 0

    def test_the_browser_gets_plain_data(self):
        rows = tetris.listed(QUEUE)
        assert rows[0] == {
            "id": "7",
            "title": "Law",
            "duration": 2,
            "cost_of_delay": 0,
            "due": 5.0,
            "penalty": 9000,
            "law": False,
        }
        assert rows[1]["due"] is None


class TestPictures:
    def test_each_says_its_numbers(self, company, cards):
        backlog = company["backlog"]
        careless, careful = explore.careless_rice(backlog), explore.rice(cards)
        labels = cards["moscow"].str.capitalize().replace("Wont", "Won't")
        value, weeks = cards["value"].astype(float), cards["weeks"]
        plans = {
            "from the top": prio.greedy(value, weeks, evidence.CAPACITY),
            "best set": prio.select(value, weeks, evidence.CAPACITY),
        }
        asked = explore.answers(company["kano"], company["users"], company["accounts"])
        drawn = [
            explore.show_voices(cards),
            explore.show_units(careless, careful, cards),
            explore.show_moscow(labels, weeks, evidence.CAPACITY),
            explore.show_plans(plans, evidence.CAPACITY),
            explore.show_kano(survey.judged(asked, ["custom_colours"]), "One feature"),
        ]
        assert all(any(letter.isdigit() for letter in chart.alt) for chart in drawn)
        assert f"{plans['best set'].value:,.0f}" in drawn[3].alt
        few = asked[asked["feature"] == "custom_colours"]
        counts = prio.kano(few["functional"], few["dysfunctional"]).counts
        assert f"of {counts.sum()} answers" in drawn[4].alt
        assert f"{counts['R'] / counts.sum():.0%} reverse" in drawn[4].alt

    def test_tables_and_findings_are_markdown(self):
        shown = pictures.table(pd.DataFrame({"who": ["sales"], "value": [18200.0], "weeks": [2.5]}))
        assert "| sales | 18,200 | 2.5 |" in shown.data
        shown = pictures.table(pd.DataFrame({"due": [np.nan, 6.1], "penalty": [0, 33000]}))
        assert "| - | 0 |" in shown.data
        assert "| 6.1 | 33,000 |" in shown.data
        text = "Add an index"
        said = explore.show_findings(text, prio.lint_story(text)).data
        assert said.startswith("> Add an index")
        assert "**V**" in said
        assert "No findings" in explore.show_findings("x", []).data

    def test_careless_units_are_another_order(self, company, cards):
        careless = explore.careless_rice(company["backlog"])
        careful = explore.rice(cards)
        assert list(careless.index) == list(careful.index)
        changed = careless / careful
        assert sorted(changed.round(3).unique()) == [0.2, 0.333, 1.0]
        assert all(a >= b for a, b in pairwise(careful[prio.by_score(careful)]))
